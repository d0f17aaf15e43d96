"""Large files as tallies: the same figures as from rows, findings with the first row and how many are alike, bounded memory."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from balong_eval.analysis import skm
from balong_eval.errors import InputError
from balong_eval.intake import tally
from balong_eval.intake.sheet import pieces
from balong_eval.intake.survey import Survey, read_survey
from balong_eval.report import payload

EXAMPLE = Path(__file__).parent.parent.parent / "data" / "contoh" / "skm"
UNSUR = [f"U{number}" for number in range(1, 10)]
OF_ROWS = ("findings", "clustering", "reliability")
ANSWERS = st.sampled_from(["1", "2", "3", "4", "4", "3", "", "0", "7", "x"])


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file counts as large, and a piece holds few rows."""
    monkeypatch.setattr(pieces, "LARGE_TEXT", 0)
    monkeypatch.setattr(pieces, "LARGE_TABLE", 0)
    monkeypatch.setattr(pieces, "PIECE_ROWS", 64)
    monkeypatch.setattr(pieces, "PIECE_BYTES", 4096)


def alike(rows: Survey, tallied: Survey, by: tuple[str, ...]) -> None:
    """Every figure that needs no row is the same, to 1e-9; what needs rows is absent from the tally."""
    was, now = (payload.skm(skm.summarise(survey, by=by)) for survey in (rows, tallied))
    assert now["clustering"] is None
    without = ("ikm_without_doubles",)
    for document in (was, now):
        document["reliability"] = {key: value for key, value in (document["reliability"] or {}).items() if key not in without}
    assert now.keys() == was.keys()
    for key in was.keys() - {"findings", "clustering", "publication"}:
        close(was[key], now[key], key)


def close(was: Any, now: Any, name: str) -> None:
    if isinstance(was, dict):
        assert was.keys() == now.keys(), name
        for key in was:
            close(was[key], now[key], f"{name}.{key}")
    elif isinstance(was, list):
        assert len(was) == len(now), name
        for place, pair in enumerate(zip(was, now, strict=True)):
            close(*pair, f"{name}[{place}]")
    elif isinstance(was, float):
        assert now == pytest.approx(was, rel=1e-9, abs=1e-9), name
    else:
        assert was == now, name


@pytest.mark.parametrize("year", [2016, 2017, 2018, 2019, 2020, 2021])
@pytest.mark.parametrize("by", [("layanan",), ("layanan", "jenis_kelamin", "usia", "pendidikan", "pekerjaan")])
def test_the_example_gives_the_figures_of_its_rows(
    year: int, by: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    rows = read_survey(EXAMPLE / f"{year}.csv")
    request.getfixturevalue("small")
    tallied = read_survey(EXAMPLE / f"{year}.csv", by=by)
    assert any(finding.rule == "berkas_besar" for finding in tallied.findings), "the file was not read in pieces"
    assert (tallied.n_rows, tallied.n, tallied.n_excluded) == (rows.n_rows, rows.n, rows.n_excluded)
    assert len(tallied.responses) < len(rows.responses) or by != ("layanan",)
    alike(rows, tallied, by)


@given(
    table=st.lists(st.tuples(*[ANSWERS] * 9, st.sampled_from(["KTP", "KK", "Izin", ""])), min_size=30, max_size=120),
    kind=st.sampled_from(["csv", "parquet"]),
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_tally_of_equal_rows_gives_what_the_rows_give(table: list[tuple[str, ...]], kind: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    frame = pd.DataFrame([(str(number), *row) for number, row in enumerate(table, 1)], columns=["id", *UNSUR, "layanan"])
    path = tmp_path_factory.mktemp("cacah") / f"2019.{kind}"
    frame.to_csv(path, index=False) if kind == "csv" else frame.to_parquet(path, index=False)
    path.with_suffix(".toml").write_text('regulation = "permenpanrb_14_2017"\n', encoding="utf-8")

    def read(by: tuple[str, ...] | None = None) -> Survey | str:
        try:
            return read_survey(path, by=by)
        except InputError as error:
            return error.message

    rows = read()
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {"LARGE_TEXT": 0, "LARGE_TABLE": 0, "PIECE_ROWS": 16, "PIECE_BYTES": 512}.items():
            patch.setattr(pieces, name, value)
        tallied = read(())
    if isinstance(rows, str) or isinstance(tallied, str):
        assert rows == tallied
        return
    assert (tallied.n_rows, tallied.n, tallied.n_excluded) == (rows.n_rows, rows.n, rows.n_excluded)
    alike(rows, tallied, ("layanan",))


def test_whole_numbers_of_parquet_with_gaps(tmp_path: Path, small: None) -> None:
    rng = np.random.default_rng(1)
    frame = pd.DataFrame({"layanan": rng.choice(["KTP", "KK"], 500), **{name: rng.integers(1, 5, 500).astype("int8") for name in UNSUR}})
    frame["U3"] = frame["U3"].astype("Int8").mask(rng.random(500) < 0.1)
    frame.loc[400, "U5"] = 9
    frame.to_parquet(tmp_path / "2019.parquet")
    rows = read_survey(tmp_path / "2019.parquet")
    tallied = read_survey(tmp_path / "2019.parquet", by=())
    alike(rows, tallied, ("layanan",))
    wrong = [finding for finding in tallied.findings if finding.rule == "nilai_di_luar_skala"]
    assert [(finding.row, finding.column, finding.value) for finding in wrong] == [(402, "U5", "9")], "row 1 is the head"


def test_a_finding_has_its_first_row_and_tells_how_many_are_alike(tmp_path: Path, small: None, monkeypatch: pytest.MonkeyPatch) -> None:
    heads = ",".join(["id", "layanan", *UNSUR])
    good, bad = ",".join(["KTP", *"343434343"]), ",".join(["KTP", *"343734343"])
    lines = [f"{number},{bad if number in (5, 9, 300) else good}" for number in range(1, 401)]
    (tmp_path / "2019.csv").write_text("\n".join([heads, *lines]) + "\n", encoding="utf-8")
    found = read_survey(tmp_path / "2019.csv", by=()).findings
    wrong = [finding for finding in found if finding.rule == "nilai_di_luar_skala"]
    assert [(finding.row, finding.cell, finding.column) for finding in wrong] == [(6, "F6", "U4")]
    assert wrong[0].message.endswith("Demikian pula 2 baris lain yang isinya sama.")
    assert [finding.message.startswith("Berkas besar (400 baris)") for finding in found if finding.rule == "berkas_besar"] == [True]


def test_findings_of_a_rule_are_bounded(small: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tally, "MOST_TOLD", 3)
    heads = ",".join(["layanan", *UNSUR])
    wrong = [",".join(["KTP", "7", *f"{number:04d}"[:4].translate(str.maketrans("0123", "1234")), *"4343"]) for number in (0, 1, 2, 3, 10, 11, 12)]
    good = [",".join(["KTP", *"343434343"])] * 100
    (tmp_path / "2019.csv").write_text("\n".join([heads, *wrong, *good]) + "\n", encoding="utf-8")
    found = [finding for finding in read_survey(tmp_path / "2019.csv", by=()).findings if finding.rule == "nilai_di_luar_skala"]
    assert [finding.row for finding in found] == [2, 3, 4, None]
    assert found[-1].message == "Masih ada 4 temuan seperti ini pada pola jawaban lain."


def test_excluded_rows_are_found_by_their_number(tmp_path: Path, small: None) -> None:
    heads = ",".join(["id", "layanan", *UNSUR])
    lines = [f"{number},KTP,{','.join('343434343')}" for number in range(1, 201)]
    (tmp_path / "2019.csv").write_text("\n".join([heads, *lines]) + "\n", encoding="utf-8")
    (tmp_path / "2019.toml").write_text(
        'regulation = "permenpanrb_14_2017"\n[[exclude]]\nwhere = {id = 117}\nreason = "baris contoh"\n', encoding="utf-8"
    )
    survey = read_survey(tmp_path / "2019.csv", by=())
    assert (survey.n_rows, survey.n) == (200, 199)
    assert [(item.row, item.reason, item.count) for item in survey.set_aside] == [(118, "baris contoh", 1)]


@pytest.mark.parametrize("odd", ['1,"KTP, KK",3,4,3,4,3,4,3,4,3', "1,KTP,3,4", "1,Pelayanan \xe9,3,4,3,4,3,4,3,4,3"])
def test_a_file_that_is_not_regular_is_read_whole(odd: str, tmp_path: Path, small: None) -> None:
    heads = ",".join(["id", "layanan", *UNSUR])
    lines = [f"{number},KTP,{','.join('343434343')}" for number in range(1, 401)]
    (tmp_path / "2019.csv").write_bytes("\n".join([heads, *lines, odd]).encode("latin-1"))
    survey = read_survey(tmp_path / "2019.csv", by=())
    assert survey.n_rows == 401 and not any(finding.rule == "berkas_besar" for finding in survey.findings)


def test_too_many_combinations_are_refused(tmp_path: Path, small: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tally, "MOST", 10)
    with pytest.raises(InputError, match="Kurangi --by"):
        read_survey(EXAMPLE / "2018.csv", by=())


@pytest.mark.skipif(sys.platform != "linux", reason="the peak of a process is read from /proc")
def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    """Four times the rows, less than a tenth more memory (in a process of its own, as the peak is the process's)."""
    rng = np.random.default_rng(1)
    code = (
        "import sys; from pathlib import Path; from balong_eval.analysis import skm; from balong_eval.intake.survey import read_survey; "
        "skm.summarise(read_survey(sys.argv[1], by=())); print(Path('/proc/self/status').read_text().split('VmHWM:')[1].split()[0])"
    )
    peaks = []
    kinds = rng.integers(1, 5, (200, 9)).astype("int8")
    for rows in (700_000, 2_800_000):
        table = kinds[rng.integers(0, 200, rows)]
        pd.DataFrame(table, columns=UNSUR).assign(layanan="KTP").to_parquet(tmp_path / f"{rows}.parquet", row_group_size=100_000)
        found = subprocess.run([sys.executable, "-c", code, str(tmp_path / f"{rows}.parquet")], capture_output=True, text=True, check=True)
        peaks.append(int(found.stdout))
    assert peaks[1] < 1.1 * peaks[0], peaks
