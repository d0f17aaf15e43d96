"""Rows under the answers: sums and averages are cut off, a form in which such a word is the respondent's own is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from balong_eval.errors import InputError
from balong_eval.intake.survey import Survey, read_survey
from tests.intake import sheets

CODES = [f"U{number}" for number in range(1, 10)]
ROW = [3, 4, 2, 4, 3, 3, 1, 2, 4]
HEADS = ["Tanggal", "Layanan", "Jenis Kelamin", "Usia", "Pekerjaan", *CODES]
PEOPLE = [["2019-03-12", "Izin", "L", 30, "PNS", *ROW] for _ in range(6)]


def read(tmp_path: Path, rows: sheets.Rows, **options: object) -> Survey:
    path = sheets.xlsx(tmp_path / "2019.xlsx", rows, **options)  # type: ignore[arg-type]
    sheets.sidecar(path)
    return read_survey(path)


@pytest.mark.parametrize("service", ["IKM", "Konversi", "Mutu", "Mutu Pelayanan", "Unit Kinerja"])
@pytest.mark.parametrize("profile", [["2019-03-12", "", ""], ["", "P", ""], ["", "", 41]])
def test_a_form_whose_service_reads_like_a_footer_counts(tmp_path: Path, service: str, profile: list[object]) -> None:
    form = [profile[0], service, profile[1], profile[2], "", *ROW]
    survey = read(tmp_path, [HEADS, *PEOPLE[:3], form, *PEOPLE[3:]])
    assert survey.n_rows == 7 and not [finding for finding in survey.findings if finding.rule == "baris_dilewati"]


def test_forms_between_and_under_such_a_form_count(tmp_path: Path) -> None:
    """A service that is taken for a footer would also take the rows below it that are no full forms."""
    short = ["", "", "", "", "", 3, 4, *[""] * 7]
    survey = read(tmp_path, [HEADS, *PEOPLE, ["2019-03-12", "IKM", "L", 30, "PNS", *ROW], short, *PEOPLE])
    assert survey.n_rows == 14


def test_a_form_whose_occupation_is_a_sum_word_needs_more_than_a_number(tmp_path: Path) -> None:
    named = ["2019-03-12", "Izin", "P", 30, "Total", *ROW]
    assert read(tmp_path, [HEADS, *PEOPLE, named]).n_rows == 7
    assert read(tmp_path, [HEADS, *PEOPLE, ["", "", "", 30, "Total", *ROW]]).n_rows == 6


FEET = {
    "sums of 1-4": ["Jumlah", "", "", "", "", *[4, 3, 4, 4, 2, 4, 3, 2, 1]],
    "sums of 1-4 with a sum of ages": ["Jumlah", "", "", 60, "", *[4, 3, 4, 4, 2, 4, 3, 2, 1]],
    "averages that are whole": ["NRR", "", "", "", "", *["4,00"] * 9],
    "averages that are whole with an average age": ["Rata-rata", "", "", "35,0", "", *["4,00"] * 9],
    "averages under the services": ["", "NRR per unsur", "", 35, "", *[4.0] * 9],
    "an index on 1-4": ["", "Indeks", "", 35, "", *[4] * 9],
    "letters of the classes": ["", "Mutu", "", "", "", *"BBBABBBAA"],
    "a colon beside": ["NRR", ":", "", "", "", *[4] * 9],
    "two labels": ["Jumlah", "NRR", "", "", "", *[4] * 9],
    "a label over two cells": ["Jumlah", "Jumlah", "Jumlah", "Jumlah", "Jumlah", *[4] * 9],
    "forms counted": ["Jumlah", "", "", "", "", *[1] * 9],
}


@pytest.mark.parametrize("foot", FEET)
def test_sums_and_averages_that_look_like_answers_are_cut_off(tmp_path: Path, foot: str) -> None:
    survey = read(tmp_path, [HEADS, *PEOPLE, FEET[foot]])
    told = [(finding.row, finding.severity) for finding in survey.findings if finding.rule == "baris_dilewati"]
    assert survey.n_rows == 6 and told == [(8, "warning")]


def test_a_label_outside_the_fields_is_a_footer(tmp_path: Path) -> None:
    rows = [["Nama", *HEADS], *(["Budi", *row] for row in PEOPLE), ["IKM", "2019-03-12", "", "L", "", "", *[4] * 9]]
    assert read(tmp_path, rows).n_rows == 6


def test_a_label_in_the_column_of_numbers_is_a_footer(tmp_path: Path) -> None:
    rows = [["No", *HEADS], *([number, *row] for number, row in enumerate(PEOPLE, 1)), ["IKM", "2019-03-12", "", "L", "", "", *[4] * 9]]
    assert read(tmp_path, rows).n_rows == 6


def test_a_service_merged_over_its_average_is_not_the_average_s_own(tmp_path: Path) -> None:
    heads = ["Layanan", "Pekerjaan", *CODES]
    rows = [heads, *([("Izin" if number == 0 else ""), "PNS", *[4] * 9] for number in range(6)), ["", "NRR", *[4] * 9]]
    survey = read(tmp_path, rows, merged=[(1, 7, 0, 0)])
    assert survey.n_rows == 6 and survey.responses["layanan"].tolist() == ["Izin"] * 6


def test_a_remark_beside_a_label_is_no_profile(tmp_path: Path) -> None:
    rows = [["Layanan", "Saran", *CODES], *(["Izin", "", *ROW] for _ in range(6)), ["IKM", "baik", *[4] * 9]]
    assert read(tmp_path, rows).n_rows == 6


def test_a_table_of_nothing_but_numbered_sums_is_refused_without_a_warning(tmp_path: Path) -> None:
    """Every row that is filled in is a footer, so that there is no form of which a share could be numbered (warnings are errors here)."""
    sums = [[number, label, *[18] * 9] for number, label in enumerate(("Jumlah", "Total", "Jumlah nilai"), 1)]
    with pytest.raises(InputError, match="tanpa satu pun jawaban"):
        read(tmp_path, [["No", "Layanan", *CODES], *sums])
