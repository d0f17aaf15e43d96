"""Counts with the options in rows are counts; four respondents stay four respondents; what may be either is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from balong_eval.errors import InputError
from balong_eval.intake.survey import Survey, read_survey
from tests.intake import sheets

CODES = [f"U{number}" for number in range(1, 10)]
COUNTS = [[1, 0, 2, 1, 0, 3, 1, 2, 1], [4, 5, 3, 4, 5, 2, 4, 3, 4], [10, 9, 11, 10, 9, 12, 10, 11, 10], [15, 16, 14, 15, 16, 13, 15, 14, 15]]
SMALL = [[1, 0, 2, 1, 0, 1, 1, 2, 1], [1, 2, 0, 1, 2, 1, 1, 0, 1], [2, 2, 2, 2, 2, 2, 2, 2, 2], [2, 2, 2, 2, 2, 2, 2, 2, 2]]
PEOPLE = [[3, 4, 4, 3, 3, 4, 3, 3, 4], [2, 3, 3, 4, 1, 4, 4, 3, 3], [1, 2, 3, 4, 4, 3, 2, 1, 2], [4] * 9]


def read(tmp_path: Path, head: list[str], names: list[list[object]], cells: list[list[int]], *feet: list[object], text: str = "") -> Survey:
    rows = [[*head, *CODES], *([*name, *row] for name, row in zip(names, cells, strict=True)), *feet]
    path = sheets.xlsx(tmp_path / "2019.xlsx", rows)
    sheets.sidecar(path, text)
    return read_survey(path)


def counted(survey: Survey) -> list[list[int]]:
    keys = ["persyaratan", "prosedur", "waktu", "biaya", "produk", "kompetensi", "perilaku", "pengaduan", "sarpras"]
    return [[int((survey.responses[key] == score).sum()) for key in keys] for score in (1, 2, 3, 4)]


LETTERS: list[list[object]] = [["a"], ["b"], ["c"], ["d"]]
LABELS: list[list[object]] = [["Tidak sesuai"], ["Kurang sesuai"], ["Sesuai"], ["Sangat sesuai"]]
NUMBERS: list[list[object]] = [[1], [2], [3], [4]]
OPTIONS: dict[str, tuple[str, list[list[object]], list[list[int]]]] = {
    "named": ("", [[f"Pilihan {letter}"] for letter in "abcd"], COUNTS),
    "named, few": ("No", [[f"Jawaban {letter}"] for letter in "ABCD"], SMALL),
    "named by number": ("", [[f"Pilihan {number}"] for number in range(1, 5)], SMALL),
    "letters under a head": ("Pilihan jawaban", LETTERS, SMALL),
    "letters with points": ("Pilihan", [["a."], ["b."], ["c."], ["d."]], SMALL),
    "numbers under a head": ("Pilihan Jawaban", NUMBERS, SMALL),
    "numbers under Jawaban": ("Jawaban", NUMBERS, COUNTS),
    "numbers over counts": ("", NUMBERS, [[9, 8], [20, 21], [30, 30], [41, 41]]),
    "labels": ("Pilihan", LABELS, SMALL),
    "named with labels": ("", [[f"Pilihan {letter} ({label[0]})"] for letter, label in zip("abcd", LABELS, strict=True)], SMALL),
    "labels without a head": ("", LABELS, COUNTS),
    "labels with letters": ("Pilihan", [[f"{letter}. {label[0]}"] for letter, label in zip("abcd", LABELS, strict=True)], SMALL),
    "letters without a head": ("", LETTERS, COUNTS),
}


@pytest.mark.parametrize("name", OPTIONS)
def test_options_in_rows_are_counts(tmp_path: Path, name: str) -> None:
    head, names, cells = OPTIONS[name]
    cells = [[*row, *[row[0]] * (9 - len(row))] for row in cells]
    survey = read(tmp_path, [head], names, cells)
    assert not survey.joint and counted(survey) == cells and survey.n == sum(row[0] for row in cells)
    assert "tabel_jumlah" in {finding.rule for finding in survey.findings}


def test_options_from_best_to_worst_and_a_sum_below(tmp_path: Path) -> None:
    names: list[list[object]] = [["Pilihan d"], ["Pilihan c"], ["Pilihan b"], ["Pilihan a"]]
    survey = read(tmp_path, ["Jawaban"], names, COUNTS[::-1], ["Jumlah", *[30] * 9], ["NRR", *[3.3] * 9], ["Camat"])
    assert counted(survey) == COUNTS
    assert [finding.row for finding in survey.findings if finding.rule == "baris_dilewati"] == [6, 7, 8]


def test_a_row_without_a_known_label_below_the_options_is_passed_over(tmp_path: Path) -> None:
    survey = read(tmp_path, ["Pilihan jawaban"], LETTERS, COUNTS, ["Responden", *[30] * 9])
    assert counted(survey) == COUNTS and [finding.row for finding in survey.findings if finding.rule == "baris_dilewati"] == [6]


def test_declared_labels_are_options(tmp_path: Path) -> None:
    labels = ["Tidak setuju", "Kurang setuju", "Setuju", "Sangat setuju"]
    text = "[labels.jawaban]\n" + "".join(f'"{label}" = {score}\n' for score, label in enumerate(labels, 1))
    assert counted(read(tmp_path, [""], [[label] for label in labels], COUNTS, text=text)) == COUNTS


def test_a_count_that_is_none_is_told_with_its_cell(tmp_path: Path) -> None:
    cells: list[list[object]] = [list(row) for row in COUNTS]
    cells[2][4] = "banyak"
    with pytest.raises(InputError) as caught:
        read(tmp_path, ["Pilihan"], LETTERS, cells)  # type: ignore[arg-type]
    assert [finding.cell for finding in caught.value.findings] == ["F4"]


PERSONS: dict[str, tuple[list[str], list[list[object]]]] = {
    "numbered": (["No"], NUMBERS),
    "numbered without a head": ([""], NUMBERS),
    "numbered by Responden": (["Responden"], NUMBERS),
    "lettered": (["Responden"], [["A"], ["B"], ["C"], ["D"]]),
    "lettered ids": (["ID"], LETTERS),
    "with a rating": (["No", "Tanggal", "Penilaian umum"], [[number, "2019-03-12", LABELS[number - 1][0]] for number in range(1, 5)]),
    "with a service": (["Jawaban", "Layanan"], [[number, "Izin"] for number in range(1, 5)]),
}


@pytest.mark.parametrize("name", PERSONS)
def test_four_respondents_stay_four_respondents(tmp_path: Path, name: str) -> None:
    survey = read(tmp_path, *PERSONS[name], PEOPLE)
    assert survey.joint and survey.n == 4 and survey.responses["persyaratan"].tolist() == [3, 2, 1, 4]


def test_four_respondents_with_a_fault_are_told_of_it(tmp_path: Path) -> None:
    survey = read(tmp_path, ["No"], NUMBERS, [[5, *PEOPLE[0][1:]], *PEOPLE[1:]])
    assert survey.joint and [finding.cell for finding in survey.findings if finding.severity == "error"] == ["B2"]


DOUBTFUL: dict[str, tuple[str, list[list[object]], list[list[int]]]] = {
    "five options": ("", [[f"Pilihan {letter}"] for letter in "abcde"], [*COUNTS, [1] * 9]),
    "five letters": ("Pilihan", [[letter] for letter in "abcde"], [*COUNTS, [1] * 9]),
    "three options": ("", [[f"Pilihan {letter}"] for letter in "bcd"], COUNTS[1:]),
    "letters over answers under No": ("No", LETTERS, PEOPLE),
    "letters over answers": ("", LETTERS, PEOPLE),
    "labels over answers": ("Nilai", LABELS, PEOPLE),
    "numbers over no answers that do not add up": ("No", NUMBERS, [[9] * 9, [8, *[9] * 8], [7] * 9, [7] * 9]),
}


@pytest.mark.parametrize("name", DOUBTFUL)
def test_what_may_be_either_is_refused_with_what_to_do(tmp_path: Path, name: str) -> None:
    head, names, cells = DOUBTFUL[name]
    with pytest.raises(InputError) as caught:
        read(tmp_path, [head], names, cells)
    assert [finding.rule for finding in caught.value.findings] == ["pilihan_atau_responden"] and caught.value.findings[0].cell == "A2"


def test_more_than_four_rows_under_pilihan_are_forms(tmp_path: Path) -> None:
    survey = read(tmp_path, ["Pilihan"], [*LETTERS, ["a"]], [*PEOPLE, PEOPLE[0]])
    assert survey.joint and survey.n == 5


def test_a_recapitulation_beside_the_answers_is_passed_over(tmp_path: Path) -> None:
    rows = [["No", *CODES], *([number, *row] for number, row in enumerate(PEOPLE * 3, 1))]
    recap = [["Pilihan", *CODES], *([name, *row] for (name,), row in zip(LETTERS, COUNTS, strict=True))]
    path = sheets.xlsx(tmp_path / "2019.xlsx", {"Data": rows, "Rekap": recap})
    sheets.sidecar(path)
    survey = read_survey(path)
    assert survey.joint and survey.n == 12 and survey.sheets == ("Data",)
    assert "Rekap" in next(finding.message for finding in survey.findings if finding.rule == "lembar_dilewati")


def test_counts_in_two_sheets_are_not_read_by_half(tmp_path: Path) -> None:
    table = [["Pilihan", *CODES], *([name, *row] for (name,), row in zip(LETTERS, COUNTS, strict=True))]
    path = sheets.xlsx(tmp_path / "2019.xlsx", {"Jan": table, "Feb": table})
    sheets.sidecar(path)
    with pytest.raises(InputError, match="Jumlahkan menjadi satu tabel"):
        read_survey(path)
