"""Files as offices hand them in, each nasty in its own way: read as a person would read them, or refused with what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from balong_eval.errors import InputError
from balong_eval.intake.survey import Survey, read_survey
from tests.intake import sheets

CODES = [f"U{number}" for number in range(1, 10)]
ROW = [3, 4, 2, 4, 3, 3, 1, 2, 4]
NAMES = ["Persyaratan", "Prosedur", "Waktu Penyelesaian", "Biaya/Tarif", "Produk", "Kompetensi", "Perilaku", "Pengaduan", "Sarana Prasarana"]


def read(path: Path) -> Survey:
    sheets.sidecar(path)
    return read_survey(path)


def rules(survey: Survey) -> list[str]:
    return [finding.rule for finding in survey.findings]


@pytest.mark.parametrize(("days", "told"), [((3, 4, 5, 6, 7, 8), True), ((3, 4, 5, 6, 7, 31), True), ((13, 4, 5, 6, 7, 31), False)])
def test_time_stamps_with_am_and_pm_are_not_guessed(tmp_path: Path, days: tuple[int, ...], told: bool) -> None:
    """A Google form in en-US gives ``3/14/2021 9:15:00 PM``; where every number is under 13 nothing shows which is the day."""
    stamps = [f"{first}/3/2021 9:15:00 PM" if not told else f"3/{first}/2021 9:15:00 PM" for first in days]
    survey = read(sheets.csv(tmp_path / "2021.csv", [["Timestamp", *CODES], *([stamp, *ROW] for stamp in stamps)]))
    assert ("bulan_dahulu" in rules(survey)) is told and survey.responses["waktu_isi"].isna().all() == told
    assert told or survey.responses["waktu_isi"].dt.hour.eq(21).all()


def test_a_signature_under_the_answers_is_no_form_wherever_it_stands(tmp_path: Path) -> None:
    rows = [["No", "Usia", *CODES], *([number, 30, *ROW] for number in range(1, 7)), [], ["Mengetahui,"], ["Camat", "", "", "Drs. Budi"]]
    survey = read(sheets.xlsx(tmp_path / "2019.xlsx", rows))
    assert survey.n_rows == 6 and not survey.set_aside and "nilai_di_luar_skala" not in rules(survey)
    assert [finding.row for finding in survey.findings if finding.rule == "baris_dilewati"] == [9]


@pytest.mark.parametrize(
    "options",
    [
        ["Tidak Baik (1)", "Kurang Baik (2)", "Baik (3)", "Sangat Baik (4)"],
        ["a. Tidak baik", "b. Kurang baik", "c. Baik", "d. Sangat baik"],
        ["4. Sangat Baik", "3. Baik", "2. Kurang Baik", "1. Tidak Baik"],
    ],
)
def test_counts_under_labels_that_carry_their_number(tmp_path: Path, options: list[str]) -> None:
    counts = [1, 4, 30, 15] if "1" in options[0] or "a" in options[0][:1] else [15, 30, 4, 1]
    rows = [["No", "Unsur Pelayanan", *options, "Jumlah"], *([number, name, *counts, 50] for number, name in enumerate(NAMES, 1))]
    survey = read(sheets.xlsx(tmp_path / "2019.xlsx", rows))
    assert not survey.joint and survey.n == 50
    assert survey.responses["biaya"].value_counts().reindex([1, 2, 3, 4]).tolist() == [1, 4, 30, 15]


def test_labels_against_their_letters_are_no_options(tmp_path: Path) -> None:
    options = ["a. Sangat baik", "b. Baik", "c. Kurang baik", "d. Tidak baik"]
    rows = [["No", "Unsur Pelayanan", *options], *([number, name, 15, 30, 4, 1] for number, name in enumerate(NAMES, 1))]
    with pytest.raises(InputError):
        read(sheets.xlsx(tmp_path / "2019.xlsx", rows))


def test_a_turned_table_says_so(tmp_path: Path) -> None:
    rows = [["Unsur", *(f"R{number}" for number in range(1, 11))], *([code, *[3] * 10] for code in CODES)]
    with pytest.raises(InputError) as caught:
        read(sheets.xlsx(tmp_path / "2019.xlsx", rows))
    told = caught.value.findings
    assert [(finding.rule, finding.cell) for finding in told] == [("tanpa_unsur", "A2")] and "putar tabelnya" in told[0].message


def test_sex_and_sum_under_short_heads(tmp_path: Path) -> None:
    heads = [["NO", "RESPONDEN", "", *CODES, "JML"], ["", "L/P", "UMUR", *[""] * 10]]
    rows = [*heads, *([number, "L", 30, *ROW, sum(ROW)] for number in range(1, 7)), ["", "", "NRR tertimbang", *[0.34] * 9]]
    survey = read(sheets.xlsx(tmp_path / "2019.xlsx", rows, merged=[(0, 0, 1, 2)]))
    assert survey.n == 6 and set(survey.responses["jenis_kelamin"]) == {"Laki-laki"} and survey.responses["usia"].eq(30).all()
    assert [column.role for column in survey.columns if column.head == "JML"] == ["total"]


def test_rows_that_stand_in_one_cell_are_refused(tmp_path: Path) -> None:
    """A CSV that was opened in Excel without being split, and saved."""
    rows = [[";".join(["No", *CODES])], *([";".join(map(str, [number, *ROW]))] for number in range(1, 7))]
    with pytest.raises(InputError, match="Teks ke Kolom"):
        read(sheets.xlsx(tmp_path / "2019.xlsx", rows))


def test_subtotals_of_services_are_no_forms(tmp_path: Path) -> None:
    forms = [[number, "KTP" if number < 4 else "KK", *ROW] for number in range(1, 7)]
    rows = [["No", "Layanan", *CODES], *forms[:3], ["", "Sub total KTP", *[9] * 9], *forms[3:], ["", "Subtotal KK", *[9] * 9]]
    survey = read(sheets.xlsx(tmp_path / "2019.xlsx", rows))
    assert survey.n_rows == 6 and not [finding for finding in survey.findings if finding.severity == "error"]


@pytest.mark.parametrize("form", ["{} - {}", "{} = {}", "{}. {}", "{} – {}"])
def test_scores_before_their_labels(tmp_path: Path, form: str) -> None:
    labels = ["Tidak sesuai", "Kurang sesuai", "Sesuai", "Sangat sesuai"]
    rows = [["Persyaratan", "U2", "U4"], *([form.format(score, labels[score - 1]), 3, 3] for score in (1, 2, 3, 4, 4, 3))]
    survey = read(sheets.csv(tmp_path / "2019.csv", rows, ";"))
    assert survey.responses["persyaratan"].tolist() == [1, 2, 3, 4, 4, 3]
