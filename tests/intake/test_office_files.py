"""Sheets seen in public applications and pages (tests/cases/sheets), written again with answers that are known, and read to just those."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

import balong_eval as be
from balong_eval.errors import InputError
from balong_eval.intake.survey import Survey, read_survey
from tests.intake import sheets

FOLDER = Path(__file__).parent.parent / "cases/sheets"
CASES = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.json"))}
KEYS = ["persyaratan", "prosedur", "waktu", "biaya", "produk", "kompetensi", "perilaku", "pengaduan", "sarpras"]
CODES = [f"U{number}" for number in range(1, 10)]
ANSWERS = [[3, 4, 2, 4, 3, 3, 1, 2, 4], [4, 4, 4, 4, 3, 3, 3, 2, 1], [2, 3, 3, 4, 1, 4, 4, 3, 3], [1, 2, 3, 4, 4, 3, 2, 1, 2], [3] * 9, [4] * 9]


def case(name: str) -> dict[str, Any]:
    return CASES[name]["inputs"]


def read(survey: Survey) -> list[list[float]]:
    """Answers in the regulation's order."""
    return survey.responses[[unsur.key for unsur in survey.unsur]].to_numpy().tolist()


def rules(survey: Survey) -> set[str]:
    return {finding.rule for finding in survey.findings}


@pytest.mark.parametrize("name", CASES)
def test_a_sheet_names_its_source(name: str) -> None:
    assert CASES[name]["id"] == name and all(source.startswith("https://") or "/" in source for source in CASES[name]["source"])


def test_f01_import_template(tmp_path: Path) -> None:
    profile = [datetime(2019, 3, 12), 3, "Budi", 41, "L", "Swasta", "SMA"]
    path = sheets.xlsx(tmp_path / "2019.xlsx", {case("F01")["sheet"]: [case("F01")["header"], *([*profile, *row] for row in ANSWERS)]})
    sheets.sidecar(path)
    survey = read_survey(path)
    assert read(survey) == ANSWERS
    assert set(survey.responses["usia"]) == {41} and set(survey.responses["jenis_kelamin"]) == {"Laki-laki"}
    assert survey.responses["tanggal"].notna().all()
    unused = {finding.column for finding in survey.findings if finding.rule == "kolom_tidak_dipakai"}
    assert unused == {"Nama", "ID LOKET"} and not any("Budi" in str(finding) for finding in survey.findings)


def test_f02_counts_by_option(tmp_path: Path) -> None:
    """Blank cells are zero counts; three respondents; the index is the mean share of the maximum, as the sheet's own formula has it."""
    counts = [["", "", 1, 2], ["", 1, "", 2], ["", "", "", 3], [1, "", "", 2], ["", "", 3, ""], ["", 1, 1, 1], ["", "", 2, 1], [3, "", "", ""]]
    rows = [*case("F02")["header_rows"], *([number, *row] for number, row in enumerate(counts, 1)), ["responden ", 3, "", "=1|0.75"]]
    path = sheets.xlsx(tmp_path / "2019.xlsx", rows)
    sheets.sidecar(path)
    survey = read_survey(path)
    assert not survey.joint and survey.n == 3 and "tabel_jumlah" in rules(survey)
    total = sum(score * (count or 0) for row in counts for score, count in enumerate(row, 1))
    sums = be.skm.design.totals(survey.responses[[unsur.key for unsur in survey.unsur]], survey.responses["n"])
    assert sum(sums.totals) == total and set(sums.counts) == {3}
    assert [unsur.key for unsur in survey.unsur] == KEYS[:8], "eight questions numbered 1 to 8 are U1 to U8"


def test_f03_a_table_of_a_data_base(tmp_path: Path) -> None:
    columns = [name for name in case("F03")["columns"] if not name.startswith("...")]
    place = columns.index("tblhasilsurvei_penilaian")
    heads = [*columns[:place], *(f"tblhasilsurvei_pertanyaan{number}" for number in range(1, 11)), *columns[place:]]
    rows = []
    for number, row in enumerate(ANSWERS, 1):
        profile = dict(zip(columns, [number, 42, 3, 1, 41, 2, "", "", 4, "DATA SAMPLE!!" if number == 2 else "", sum(row), ""], strict=False))
        profile["tblhasilsurvei_syscreate"] = f"2019-03-12 0{number}:15:00"
        values = [profile[name] for name in columns]
        rows.append([*values[:place], *row, "NULL", *values[place:]])
    path = sheets.csv(tmp_path / "2019.csv", [heads, *rows])
    sheets.sidecar(path, '[columns]\nrefjenisizinikm_id = "layanan"\nreftingkatpendidikan_id = "pendidikan"\nrefsex_id = "jenis_kelamin"\n')
    survey = read_survey(path)
    assert read(survey) == ANSWERS and survey.responses["usia"].eq(41).all() and survey.responses["waktu_isi"].notna().all()
    assert [finding.row for finding in survey.findings if finding.rule == "baris_contoh"] == [3]
    spare = [finding for finding in survey.findings if finding.column == "tblhasilsurvei_pertanyaan10"]
    assert [finding.rule for finding in spare] == ["kolom_tidak_dipakai"] and "pertanyaan cadangan" in spare[0].message


def test_f04_one_row_an_answer(tmp_path: Path) -> None:
    """Thirteen questions a respondent, the profile among them with score 0; ids are given their meaning by the sidecar."""
    heads = case("F04")["columns"]
    profile = {"5": "22", "6": "Laki-laki", "7": "SMA", "8": "Swasta"}
    questions = dict(zip(["9", "10", "11", "12", "13", "14", "15", "16", "17"], KEYS, strict=True))
    rows, number = [], 0
    for person, row in enumerate(ANSWERS, 100):
        moment = [f"2019-03-{person - 88}", "08:15:00"]
        told = [(question, 0, text) for question, text in profile.items()] + [
            (question, score, "x") for question, score in zip(questions, row, strict=True)
        ]
        for question, score, text in told:
            number += 1
            rows.append([number, moment[0], question, number + 30, score, moment[1], text, person, 7])
    path = sheets.csv(tmp_path / "2019.csv", [heads, *rows])
    meaning = "\n".join(f'"{question}" = "{key}"' for question, key in questions.items())
    fields = '"5" = "usia"\n"6" = "jenis_kelamin"\n"7" = "pendidikan"\n"8" = "pekerjaan"\nrespon_m_id = "id"\nrespon_tgl = "tanggal"\n'
    sheets.sidecar(path, f"[columns]\n{fields}[unsur]\n{meaning}\n")
    survey = read_survey(path)
    assert read(survey) == ANSWERS and survey.n_rows == 6
    assert set(survey.responses["usia"]) == {22} and set(survey.responses["pekerjaan"]) == {"Swasta"}
    assert survey.responses["tanggal"].dt.day.tolist() == [12, 13, 14, 15, 16, 17]


def test_f04_without_a_sidecar_names_what_is_missing(tmp_path: Path) -> None:
    rows = [
        [person * 20 + question, question, score, person] for person in range(8) for question, score in zip(range(9, 18), ANSWERS[0], strict=True)
    ]
    path = sheets.csv(tmp_path / "2019.csv", [["respon_id", "respon_pertanyaanid", "respon_skor", "respon_m_id"], *rows])
    sheets.sidecar(path)
    with pytest.raises(InputError) as caught:
        read_survey(path)
    assert "Tidak ada kolom unsur" in str(caught.value)


def test_f06_letters_before_options_cut_at_fifty(tmp_path: Path) -> None:
    options = case("F06")["options"]
    by_unsur = {"persyaratan": options[:4], "biaya": [options[4], options[5]], "perilaku": [options[6]], "pengaduan": [options[7]]}
    rows = [
        ["Sangat Baik", "a. Tidak sesuai", "a. Sangat mahal / Tidak sesuai", "a. Tidak sopan dan tidak marah", "a. Tidak ada"],
        ["Baik", "b. Kurang sesuai", "d. Gratis / Tanpa biaya / Sangat sesuai dan tidak ", "c. Sopan dan ramah", options[7]],
        ["Cukup", "c. Sesuai", "b. Cukup mahal", "d. Sangat sopan dan ramah", "d. Dikelola dengan baik"],
        ["Tidak Baik", "d. Sangat Sesuai", "c. Murah", "b. Kurang sopan dan ramah", "b. Ada tetapi tidak berfungsi"],
        ["Baik", "c. Sesuai", "c. Murah", "c. Sopan dan ramah", options[7]],
    ]
    assert all(option.strip() in {cell.strip() for row in rows for cell in row} for cells in by_unsur.values() for option in cells)
    path = sheets.csv(tmp_path / "2019.csv", [["Penilaian umum", "persyaratan", "biaya", "perilaku", "pengaduan"], *rows])
    sheets.sidecar(path)
    survey = read_survey(path)
    assert read(survey) == [[1, 1, 1, 1], [2, 4, 3, 3], [3, 2, 4, 4], [4, 3, 2, 2], [3, 3, 3, 3]]
    assert "penilaian umum bukan unsur" in str([str(finding) for finding in survey.findings])


def test_f07_a_respondent_who_sent_twice(tmp_path: Path) -> None:
    """Question ids 1, 2, 4 to 10; what is sent again is a form of its own, and is told."""
    ids = [1, 2, 4, 5, 6, 7, 8, 9, 10]
    people = [*range(1, 7), 3]
    rows, number = [], 0
    for person, row in zip(people, [*ANSWERS, ANSWERS[2]], strict=True):
        for question, score in zip(ids, row, strict=True):
            number += 1
            rows.append([number, person, question, score, "selesai"])
    path = sheets.csv(tmp_path / "2019.csv", [case("F07")["columns"], *rows])
    sheets.sidecar(path, "[unsur]\n" + "\n".join(f'"{question}" = "{key}"' for question, key in zip(ids, KEYS, strict=True)) + "\n")
    survey = read_survey(path)
    assert survey.n == 7 and sorted(read(survey)) == sorted([*map(list, ANSWERS), ANSWERS[2]])
    again = [finding for finding in survey.findings if finding.rule == "responden_berulang"]
    assert [(finding.row, finding.cell) for finding in again] == [(56, "B56")]


def test_f07_options_of_that_questionnaire(tmp_path: Path) -> None:
    """Trailing blanks and all; "Sangat Baik " is the scale of another unsur, so for the competence of staff it is no answer."""
    options = case("F07")["option_examples"]
    rows = [[options[0], options[4]], [options[1], "Mampu"], [options[2], "Sangat mampu "], [options[3], options[5]], [options[3], "Tidak mampu"]]
    path = sheets.csv(tmp_path / "2019.csv", [["waktu", "kompetensi"], *rows])
    sheets.sidecar(path)
    survey = read_survey(path)
    assert survey.responses["waktu"].tolist() == [1, 2, 3, 4]
    wrong = [(finding.cell, finding.rule) for finding in survey.findings if finding.severity == "error"]
    assert wrong == [("B5", "nilai_di_luar_skala")] and survey.set_aside[0].row == 5


F07_COUNTS = [[5, 3, 2, 0], [4, 4, 1, 1], [6, 2, 2, 0], [10, 0, 0, 0], [3, 3, 2, 2], [7, 1, 1, 1], [2, 8, 0, 0], [5, 5, 0, 0], [1, 2, 3, 4]]


def test_f07_an_html_table_named_xls(tmp_path: Path) -> None:
    rows = [[number, name, *counts, "3,1", "B"] for number, (name, counts) in enumerate(zip(KEYS, F07_COUNTS, strict=True), 1)]
    path = sheets.html(tmp_path / "2019.xls", [case("F07")["export_header"], *rows])
    sheets.sidecar(path)
    with pytest.raises(InputError, match=r"\[labels.jawaban\] lalu \"Sangat Setuju\" = 4"):
        read_survey(path)
    scale = '[labels.jawaban]\n"Sangat Setuju" = 4\nSetuju = 3\n"Kurang Setuju" = 2\n"Tidak Setuju" = 1\n'
    sheets.sidecar(path, scale)
    survey = read_survey(path)
    assert not survey.joint and survey.n == 10
    found = {unsur.key: survey.responses[unsur.key].value_counts().reindex([4, 3, 2, 1], fill_value=0).tolist() for unsur in survey.unsur}
    assert found == dict(zip(KEYS, F07_COUNTS, strict=True))


def test_f11_labels_wrapped_under_the_data(tmp_path: Path) -> None:
    """Sums, averages and the index stand below in the same columns; 20 and 25 stray in the margin; one score is 5."""
    answers = [[3, 4, 2], [4, 4, 4], [2, 5, 3], [1, 2, 3], [3, 3, 3], [4, 4, 4]]
    data = [[number, *row, sum(row), round(sum(row) / 3, 2), 80] for number, row in enumerate(answers, 1)]
    labels = case("F11")["labels"]
    feet = [
        [labels[0], 17, 22, 19, "", "", "", 20],
        [labels[1], 2.83, 3.67, 3.17],
        [labels[2], 0.93, 1.21, 1.04, 3.19],
        ["", "", "", "", "", "", "", 25],
        [labels[3], "", "", "", 79.7],
        ["Mengetahui, Kepala Laboratorium"],
    ]
    path = sheets.xlsx(tmp_path / "2019.xlsx", [["LAPORAN LABORATORIUM"], [], case("F11")["columns"], *data, *feet])
    sheets.sidecar(path)
    survey = read_survey(path)
    assert survey.n_rows == 6 and survey.n == 6
    expected = [[3, 4, 2], [4, 4, 4], [2, None, 3], [1, 2, 3], [3, 3, 3], [4, 4, 4]]
    assert [[None if cell != cell else cell for cell in row] for row in read(survey)] == expected
    told = [(finding.cell, finding.message) for finding in survey.findings if finding.rule == "baris_dilewati"]
    assert [cell for cell, _ in told] == ["A10", "A13", "A14", "A15"] and "kaki tabel ('JUMLA/H NILAI/PER/UNSUR'" in told[0][1]
    assert [(finding.cell, finding.value) for finding in survey.findings if finding.severity == "error"] == [("C6", "5")]
    assert [finding.row for finding in survey.findings if finding.rule == "baris_di_atas_judul"] == [1]


def test_f12_three_rows_of_heads_with_merged_cells(tmp_path: Path) -> None:
    first, group, codes = case("F12")["header_rows"]
    rows = [
        [first, group, *[None] * 8, "", ""],
        [None, *[None] * 9, "", ""],
        [None, *codes.split(), "", ""],
        *([number, *row, "", ""] for number, row in enumerate(ANSWERS, 1)),
        ["Jumlah", *map(sum, zip(*ANSWERS, strict=True)), "", ""],
    ]
    path = sheets.html(tmp_path / "2019.htm", rows, {(0, 0): (3, 1), (0, 1): (2, 9)}, before="<p>SEMESTER I 2019</p>")
    sheets.sidecar(path)
    survey = read_survey(path)
    assert read(survey) == ANSWERS and list(survey.responses["id"]) == ["1", "2", "3", "4", "5", "6"]
    assert {finding.cell for finding in survey.findings if finding.rule == "baris_dilewati"} == {"A10"}
    merged = sheets.xlsx(tmp_path / "2020.xlsx", [["" if cell is None else cell for cell in row] for row in rows], [(0, 2, 0, 0), (0, 1, 1, 9)])
    sheets.sidecar(merged)
    assert read(read_survey(merged)) == ANSWERS


def test_f14_formulas_under_the_data(tmp_path: Path) -> None:
    heads = [head if not head.startswith("(D") else "Pekerjaan" for head in case("F14")["columns"][:-1]] + CODES
    data = [[number, 30, "P", "PNS", "S1", *row] for number, row in enumerate(ANSWERS, 1)]
    feet = [
        [label, "", "", "", "", *(f"=AVERAGE(F2:F7)|{sum(column) / 6}" for column in zip(*ANSWERS, strict=True))]
        for label in case("F14")["row_labels"]
    ]
    path = sheets.xlsx(tmp_path / "2019.xlsx", [heads, *data, *feet])
    sheets.sidecar(path)
    survey = read_survey(path)
    assert read(survey) == ANSWERS and survey.n_rows == 6 and set(survey.responses["pekerjaan"]) == {"PNS"}
    assert [finding.row for finding in survey.findings if finding.rule == "baris_dilewati"] == [8]


def test_answers_that_are_formulas_are_their_stored_values(tmp_path: Path) -> None:
    rows = [CODES, *([f"=1+1|{score}" for score in row] for row in ANSWERS)]
    path = sheets.xlsx(tmp_path / "2019.xlsx", rows)
    sheets.sidecar(path)
    assert read(read_survey(path)) == ANSWERS


def test_f15_nine_zeros_are_no_answers(tmp_path: Path) -> None:
    columns = case("F15")["columns"]
    filled = [["1", "Perempuan", "15-20", "SD/SMP/SMA", "Pelajar/Mahasiswa", "Pelayanan Tilang", "2020-02-19", *row, ""] for row in ANSWERS]
    empty = ["7", *["Perempuan", "15-20", "SD/SMP/SMA", "Pelajar/Mahasiswa", "Pelayanan Tilang", "2020-02-19"], *[0] * 9, ""]
    path = sheets.csv(tmp_path / "2020.csv", [columns, *filled, empty])
    sheets.sidecar(path)
    survey = read_survey(path)
    assert read(survey) == ANSWERS and [(item.row, item.rule) for item in survey.set_aside] == [(8, "terlalu_sedikit_jawaban")]
    assert (survey.n_rows, survey.n, survey.n_excluded) == (7, 6, 1)
    assert set(survey.responses["layanan"]) == {"Pelayanan Tilang"} and "usia_kelompok" in rules(survey)
    assert not [finding for finding in survey.findings if finding.severity == "error"]
