"""Users of services in the sidecar: what is told, and when services are strata."""

from __future__ import annotations

from pathlib import Path

import pytest

from balong_eval.analysis import skm
from balong_eval.analysis.index import strata_of
from balong_eval.intake.survey import Survey
from tests.intake.test_survey import read, table

HEADS = "layanan," + ",".join(f"U{number}" for number in range(1, 10))
ROWS = [f"{service},{answer}" for service in ("Izin", "KTP") for answer in ("3,3,4,4,3,3,3,3,4", "4,4,4,4,3,4,3,2,4", "2,3,2,4,3,3,1,3,4")] * 4
RULES = ("layanan_tanpa_pengguna", "pengguna_terlalu_sedikit", "layanan_tanpa_jawaban")
BOTH = {"Izin": 200, "KTP": 40}


def asked(tmp_path: Path, users: dict[str, int], rows: list[str] = ROWS) -> Survey:
    lines = [f'"{name}" = {count}' for name, count in users.items()]
    return read(tmp_path, table(*rows, heads=HEADS), "\n".join(["[population]", *lines]) + "\n" if users else "")


def told(survey: Survey) -> list[tuple[str, str]]:
    return [(finding.severity, finding.rule) for finding in survey.findings if finding.rule in RULES]


def without_users(tmp_path: Path, rows: list[str] = ROWS) -> float:
    return skm.summarise(asked(tmp_path, {}, rows)).std_error


def test_users_of_every_service_make_strata(tmp_path: Path) -> None:
    survey = asked(tmp_path, BOTH)
    result = skm.summarise(survey)
    assert told(survey) == []
    assert result.strata is not None and result.strata.names == ("Izin", "KTP")
    assert list(result.strata.population) == [200, 40] and result.df == 22
    assert result.std_error < without_users(tmp_path)
    assert result.weighted is not None


def test_no_users_are_simple_random_sampling_without_a_word(tmp_path: Path) -> None:
    survey = asked(tmp_path, {})
    assert told(survey) == []
    assert (strata_of(survey), skm.summarise(survey).df) == (None, 23)


@pytest.mark.parametrize(
    ("users", "expected", "named"),
    [
        ({"Izin": 200}, ("warning", "layanan_tanpa_pengguna"), "KTP"),
        ({"Izin": 200, "KTP": 11}, ("error", "pengguna_terlalu_sedikit"), "KTP"),
    ],
)
def test_users_that_cannot_be_used_fall_back(tmp_path: Path, users: dict[str, int], expected: tuple[str, str], named: str) -> None:
    survey = asked(tmp_path, users)
    result = skm.summarise(survey)
    assert told(survey) == [expected]
    assert named in next(finding.message for finding in survey.findings if finding.rule == expected[1])
    assert (result.strata, result.weighted, result.df) == (None, None, 23)
    assert result.std_error == without_users(tmp_path)


def test_as_many_users_as_respondents_is_a_census_of_the_service(tmp_path: Path) -> None:
    survey = asked(tmp_path, {"Izin": 200, "KTP": 12})
    assert told(survey) == []
    assert list(skm.summarise(survey).strata.fpc) == pytest.approx([1 - 12 / 200, 0])


def test_a_form_without_service_falls_back(tmp_path: Path) -> None:
    rows = [*ROWS, ",3,3,4,4,3,3,3,3,4"]
    survey = asked(tmp_path, BOTH, rows)
    result = skm.summarise(survey)
    assert told(survey) == [("warning", "layanan_tanpa_pengguna")]
    assert (result.strata, result.weighted, result.df) == (None, None, 24)
    assert result.std_error == without_users(tmp_path, rows)


def test_users_without_answers_leave_the_strata_and_take_the_index_of_all_users(tmp_path: Path) -> None:
    survey = asked(tmp_path, {**BOTH, "Pindah": 30})
    result = skm.summarise(survey)
    assert told(survey) == [("warning", "layanan_tanpa_jawaban")]
    assert "Pindah" in next(finding.message for finding in survey.findings if finding.rule == "layanan_tanpa_jawaban")
    assert result.strata is not None and result.strata.names == ("Izin", "KTP")
    assert result.weighted is None
    assert result.std_error == skm.summarise(asked(tmp_path, BOTH)).std_error


def test_a_service_without_users_needs_no_answers(tmp_path: Path) -> None:
    survey = asked(tmp_path, {**BOTH, "Pindah": 0})
    assert told(survey) == []
    assert skm.summarise(survey).weighted is not None


def test_a_service_of_one_respondent_is_told_apart(tmp_path: Path) -> None:
    survey = asked(tmp_path, {**BOTH, "Pindah": 9}, [*ROWS, "Pindah,3,3,4,4,3,3,3,3,4"])
    found = skm.summarise(survey).strata
    assert told(survey) == []
    assert found is not None and found.singletons == ("Pindah",)
