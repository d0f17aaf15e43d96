"""A file with one value a period: every doubtful cell is told, nothing is filled, nothing is dropped in silence."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from balong_eval.errors import InputError, MisuseError
from balong_eval.intake import series
from balong_eval.intake.series import Break, Series
from balong_eval.intake.series_file import read

HEAD = "periode;nilai;galat_baku;rezim;target\n"


@pytest.fixture
def file(tmp_path: Path):
    """Read the rows of a CSV with all columns."""

    def of(rows: str, head: str = HEAD) -> Series:
        path = tmp_path / "deret.csv"
        path.write_text(head + rows, encoding="utf-8")
        return read(path)

    return of


def rules(found: Series) -> list[str]:
    return [finding.rule for finding in found.findings]


@pytest.mark.parametrize(("rows", "head"), [("2018;82,78;,69;A;\n", HEAD), ("2018,82.78,.69,A,\n", HEAD.replace(";", ","))])
def test_a_number_may_begin_with_its_decimal_mark(file, rows: str, head: str) -> None:
    """As SPSS writes numbers under one."""
    found = file(rows, head)
    assert found.findings == () and found.points[["nilai", "galat_baku"]].to_numpy().tolist() == [[82.78, 0.69]]


def test_one_row_a_period(file) -> None:
    found = file("2018;82,78;0,69;A;80\n2019;81,05;;A;\n")
    assert found.name == "deret.csv" and found.findings == () and found.breaks == ()
    assert list(found.points.columns) == ["periode", "time", "nilai", "galat_baku", "target", "rezim"]
    assert found.points["nilai"].tolist() == [82.78, 81.05] and found.points["time"].tolist() == [2018.5, 2019.5]
    assert found.points["galat_baku"].isna().tolist() == [False, True] and found.points["target"].tolist()[0] == 80


def test_only_period_and_value_are_needed(file) -> None:
    assert file("2018,82.5\n2019,81\n", "periode,nilai\n").points["nilai"].tolist() == [82.5, 81]


@pytest.mark.parametrize(("cells", "expected"), [("1.250,5;1.300,5", [1250.5, 1300.5]), ("82.5;81.25", [82.5, 81.25]), ("1.250;900", [1250, 900])])
def test_the_decimal_mark_is_that_of_the_whole_file(file, cells: str, expected: list[float]) -> None:
    first, second = cells.split(";")
    assert file(f"2018;{first};;;\n2019;{second};;;\n").points["nilai"].tolist() == expected


def test_both_decimal_marks_in_one_file(file) -> None:
    with pytest.raises(InputError) as told:
        file("2018;82,5;0.6;;\n2019;81,5;0,7;;\n")
    assert [finding.cell for finding in told.value.findings] == ["C2"]


def test_a_workbook_holds_numbers_as_numbers(tmp_path: Path) -> None:
    pd.DataFrame({"Periode": [2018, 2019], "Nilai": [82.125, 81.5], "Galat baku": [0.5, None]}).to_excel(tmp_path / "d.xlsx", index=False)
    found = read(tmp_path / "d.xlsx")
    assert found.points["nilai"].tolist() == [82.125, 81.5] and found.points["periode"].tolist() == ["2018", "2019"]
    assert found.points["galat_baku"].iloc[0] == 0.5 and found.findings == ()


def test_everything_wrong_is_told_at_once_with_its_cell(file) -> None:
    found = file("th 18;80;;;\n2019;baik;;;\n2020;81;-1;;\n2021;82;x;;y\n")
    told = {(finding.rule, finding.cell): finding for finding in found.findings}
    assert set(told) == {
        ("periode_salah", "A2"), ("bukan_angka", "B3"), ("galat_baku_negatif", "C4"), ("bukan_angka", "C5"), ("bukan_angka", "E5"),
        ("periode_tanpa_nilai", None),
    }  # fmt: skip
    assert all(finding.file == "deret.csv" for finding in found.findings)
    assert found.points["periode"].tolist() == ["2019", "2020", "2021"] and found.points["galat_baku"].isna().all()


def test_a_number_that_no_series_has(file) -> None:
    found = file(f"2018;80;;;\n2019;{'9' * 400};;;\n2020;{10**15};;;\n2021;{10**15 + 1};;;\n")
    assert found.points["nilai"].isna().tolist() == [False, True, False, True]
    assert [(finding.rule, finding.cell) for finding in found.findings][:2] == [("bukan_angka", "B3"), ("bukan_angka", "B5")]


def test_a_period_twice_with_the_same_figures_counts_once(file) -> None:
    found = file("2018;80;;;\n2018;80;;;\n2019;81;;;\n")
    assert found.points["nilai"].tolist() == [80, 81]
    assert [(finding.severity, finding.rule, finding.cell) for finding in found.findings] == [("warning", "periode_ganda", "A3")]


def test_a_period_twice_with_other_figures_has_none(file) -> None:
    """Which of the two is right cannot be known."""
    found = file("2018;80;;;\n2018;85;;;\n2019;81;;;\n2020;82;;;\n")
    assert found.points["nilai"].isna().tolist() == [True, False, False]
    assert found.findings[0].severity == "error" and "A2" in found.findings[0].message


def test_a_part_of_a_year_that_is_there_whole(file) -> None:
    found = file("2018;80;;;\n2018-S1;79;;;\n2018-S2;81;;;\n2019-T1;83;;;\n")
    assert found.points["periode"].tolist() == ["2018", "2019-T1"]
    assert rules(found) == ["periode_tumpang"] * 2


def test_unsorted_periods_are_sorted_and_told(file) -> None:
    found = file("2019;81;;;\n2018-S2;80;;;\n2018 s1;79;;;\n")
    assert found.points["periode"].tolist() == ["2018-S1", "2018-S2", "2019"]
    assert found.points["time"].tolist() == [2018.25, 2018.75, 2019.5]
    assert rules(found) == ["urutan_periode"]


def test_a_period_without_a_value_stays_missing(file) -> None:
    found = file("2018;80;;;\n2019;n/a;;;85\n2020;82;;;\n2021;;;;90\n")
    assert found.points["nilai"].isna().tolist() == [False, True, False, True] and len(found.known) == 2
    assert found.points["target"].dropna().tolist() == [85, 90]
    assert "2019;" in found.findings[0].message and "2021" not in found.findings[0].message


def test_a_change_of_regime_is_a_break(file) -> None:
    found = file("2016;80;;16/2014;\n2017;;;14/2017;\n2018;85;;14/2017;\n2019;86;;14 / 2017;\n")
    assert found.breaks == (Break("2017", "16/2014 → 14/2017"),)
    assert [part["periode"].tolist() for part in found.segments] == [["2016"], ["2018", "2019"]]


def test_an_empty_regime_is_that_of_before(file) -> None:
    found = file("2016;80;;;\n2017;81;;A;\n2018;82;;;\n2019;83;;B;\n2020;;;;\n")
    assert found.points["rezim"].tolist() == ["A", "A", "A", "B", "B"] and [item.before for item in found.breaks] == ["2019"]
    assert rules(found) == ["rezim_kosong"] and "2016, 2018;" in found.findings[0].message


@pytest.mark.parametrize(("value", "target", "index"), [("80", "", True), ("80", "110", False), ("101", "", False), ("24,9", "", False)])
def test_bounds_are_those_of_an_index_where_all_figures_fit(file, value: str, target: str, index: bool) -> None:
    assert file(f"2018;{value};;;{target}\n2019;60;;;\n").bounds == ((25.0, 100.0) if index else None)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "kosong"), ("periode;nilai\n", "hanya berisi judul"), ("tahun;ikm\n2018;80\n", "kolom periode, nilai"),
        ("periode;nilai\n2018;\n", "Tidak satu pun periode"), ("periode;nilai\nx;80\n", "Tidak satu pun periode"),
        ("periode;nilai;nilai\n2018;80;81\n", "belum dapat dipakai"),
    ],
)  # fmt: skip
def test_what_is_no_series_is_refused(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "deret.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        read(path)


def test_a_series_of_values_from_elsewhere() -> None:
    cut = Break("2020", "kuesioner daring")
    found = series.build("unsur waktu", [{"periode": "2020", "nilai": 3.2}, {"periode": 2019, "nilai": 3.1, "galat_baku": 0.1}], [cut])
    assert found.points["periode"].tolist() == ["2019", "2020"] and found.breaks == (cut,) and found.bounds is None
    assert [len(part) for part in found.segments] == [1, 1]
    for wrong in ([{"periode": "2020", "nilai": 1}] * 2, [{"periode": "20", "nilai": 1}]):
        with pytest.raises(MisuseError):
            series.build("x", wrong)
