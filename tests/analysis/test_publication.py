"""Status of publication: every reason on both sides of its limit."""

from __future__ import annotations

from dataclasses import replace

import pytest

from balong_eval.analysis import publication
from balong_eval.analysis.publication import Publication
from tests.analysis.test_skm import summary, survey

TOP, OTHERS = [4, 4], [[3, 3], [4, 3], [2, 3]]
VARIED = [[4, 4], [3, 3], [4, 3], [3, 4], [2, 3]] * 12
PUBLISHED = Publication("terbit", ())


def assess(rows: list[list[int | None]], **figures: object) -> Publication:
    """Status with figures that are otherwise no reason to mark anything."""
    given = {"ci_low": 80.0, "ci_high": 88.0, "classes": 2, "gap": None, "std_error": 2.0} | figures
    return publication.assess(survey(rows), **given)  # type: ignore[arg-type]


def marked(reason: str) -> Publication:
    return Publication("ditandai", (reason,))


def test_nothing_to_say() -> None:
    assert assess(VARIED) == PUBLISHED


@pytest.mark.parametrize(("n", "expected"), [(9, ("ditahan", "terlalu_sedikit")), (10, ("ditandai", "belum_cukup"))])
def test_under_ten_respondents_it_is_withheld(n: int, expected: tuple[str, str]) -> None:
    found = summary(VARIED[:n]).publication
    assert (found.status, found.reasons[0]) == expected


def test_a_withheld_survey_has_no_other_reason() -> None:
    assert assess(VARIED[:9], ci_low=60.0, classes=4) == Publication("ditahan", ("terlalu_sedikit",))
    assert assess(VARIED, ci_low=None, ci_high=None) == Publication("ditahan", ("terlalu_sedikit",))


@pytest.mark.parametrize(("n", "expected"), [(29, marked("belum_cukup")), (30, PUBLISHED)])
def test_under_thirty_respondents(n: int, expected: Publication) -> None:
    assert assess(VARIED[:n]) == expected


@pytest.mark.parametrize(("below", "expected"), [(9, marked("dekat_batas_atas")), (10, PUBLISHED)])
def test_fewer_than_ten_below_the_top(below: int, expected: Publication) -> None:
    assert assess([TOP] * 50 + (OTHERS * 4)[:below]) == expected


@pytest.mark.parametrize(("unlike", "expected"), [(9, marked("jawaban_seragam")), (10, PUBLISHED)])
def test_fewer_than_ten_unlike_the_commonest_form(unlike: int, expected: Publication) -> None:
    assert assess([[3, 3]] * 50 + ([TOP, [4, 3]] * 5)[:unlike]) == expected


def test_respondents_are_counted_not_rows() -> None:
    tally = survey([TOP, [3, 3], [4, 3]], n=[50, 5, 5])
    assert publication.assess(tally, 80.0, 88.0, 2, None, 2.0) == PUBLISHED


def test_one_unsur() -> None:
    assert assess([[4]] * 50 + [[3]] * 9) == marked("dekat_batas_atas")
    assert assess([[4]] * 50 + [[3]] * 10) == PUBLISHED


@pytest.mark.parametrize(("high", "expected"), [(90.0, PUBLISHED), (90.01, marked("selang_lebar"))])
def test_half_the_interval_over_five_points(high: float, expected: Publication) -> None:
    assert assess(VARIED, ci_high=high) == expected


@pytest.mark.parametrize(("classes", "expected"), [(2, PUBLISHED), (3, marked("banyak_kelas"))])
def test_more_than_two_classes(classes: int, expected: Publication) -> None:
    assert assess(VARIED, classes=classes) == expected


@pytest.mark.parametrize(("gap", "expected"), [(None, PUBLISHED), (2.0, PUBLISHED), (2.01, marked("campuran_layanan"))])
def test_another_mix_of_services_than_the_users(gap: float | None, expected: Publication) -> None:
    assert assess(VARIED, gap=gap) == expected


def test_the_figures_of_a_survey_reach_its_status() -> None:
    """Two services, 75 and 100, with 40 users of 10 and 30 asked: the users' index is another."""
    users = {"a": 1000, "b": 40}
    rows, layanan = [[4, 4], [3, 3], [3, 2], [2, 3], [3, 3]] * 6 + [[4, 4], [4, 3], [3, 4]] * 10, ["a"] * 30 + ["b"] * 30
    found = summary(rows, layanan=layanan, population=users)
    assert abs(found.ikm - found.weighted.ikm) > found.std_error
    assert found.publication == marked("campuran_layanan")
    assert summary(rows, layanan=layanan).publication == PUBLISHED


def test_reasons_stand_in_their_order() -> None:
    found = assess([TOP] * 12, ci_low=60.0, ci_high=100.0, classes=4, gap=9.0)
    assert found == Publication("ditandai", ("belum_cukup", "dekat_batas_atas", "selang_lebar", "banyak_kelas", "campuran_layanan"))


def test_a_blank_is_not_a_lower_answer() -> None:
    """Nobody answers below 4, ten leave one unsur out: the survey is at the top of its scale."""
    assert assess([[4, 4, 4]] * 40 + [[4, 4, None]] * 10) == marked("dekat_batas_atas")


def test_a_blank_is_unlike_the_lowest_answer() -> None:
    """Fifty forms 3 1, ten 3 and a blank: ten are unlike the commonest form."""
    assert assess([[3, 1]] * 50 + [[3, None]] * 10) == PUBLISHED


@pytest.mark.parametrize(("n", "reason"), [(11, "terlalu_sedikit"), (12, "dapat_dihitung")])
def test_what_could_be_worked_out_is_named_where_there_are_enough(n: int, reason: str) -> None:
    """An office that shows nothing under 12: with 11 too few answered, with 12 only what could be found from them is in the way."""
    asked = replace(survey(VARIED[:n], cell=12), withheld=True)
    assert publication.assess(asked, 80.0, 88.0, 2, None, 2.0) == Publication("ditahan", (reason,))
