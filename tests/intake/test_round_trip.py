"""Any answers, written in any of the shapes that offices use, come back equal."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from balong_eval import regulation
from balong_eval.intake.survey import read_survey
from tests.intake import sheets

RULE = regulation.load("permenpanrb_14_2017")
CODES = [f"U{number}" for number in range(1, 10)]
KEYS = [unsur.key for unsur in RULE.unsur]
Answers = list[list[int | None]]
LABELS = {unsur.key: unsur.labels for unsur in RULE.unsur}
VARIANTS = {unsur.key: (unsur.variants or (unsur.labels,))[0] for unsur in RULE.unsur}


def form() -> st.SearchStrategy[list[int | None]]:
    """Nine answers, of which at most four are blank."""
    answers = st.lists(st.integers(1, 4), min_size=9, max_size=9)
    blanks = st.sets(st.integers(0, 8), max_size=4)
    return st.builds(lambda row, gone: [None if place in gone else score for place, score in enumerate(row)], answers, blanks)


def tables() -> st.SearchStrategy[Answers]:
    """One to twelve forms in which every unsur is answered at least once."""
    return st.lists(form(), min_size=1, max_size=12).map(lambda rows: [[1, 2, 3, 4, 1, 2, 3, 4, 1], *rows])


def cells(rows: Answers, write: Callable[[int, int], Any] = lambda score, place: score) -> list[list[Any]]:
    return [["" if score is None else write(score, place) for place, score in enumerate(row)] for row in rows]


def plain_csv(path: Path, rows: Answers, delimiter: str, encoding: str) -> Path:
    return sheets.csv(path / "2019.csv", [CODES, *cells(rows)], delimiter, encoding)


def with_titles(path: Path, rows: Answers) -> Path:
    heads = [["PENGOLAHAN DATA SURVEI"], ["KECAMATAN CONTOH"], [], ["No", "NILAI UNSUR PELAYANAN"], ["", *CODES], ["", *map(str, range(1, 10))]]
    body = [[number, *row] for number, row in enumerate(cells(rows), 1)]
    sums = [sum(score or 0 for score in column) for column in zip(*rows, strict=True)]
    feet = [["Jumlah", *sums], ["NRR", *(total / len(rows) for total in sums)], ["IKM", "", 88.1], [], ["Mengetahui"]]
    return sheets.xlsx(path / "2019.xlsx", [*heads, *body, *feet], [(3, 3, 1, 9), (3, 4, 0, 0)])


def three_rows_of_heads(path: Path, rows: Answers) -> Path:
    """Groups merged over their columns, names, codes: as the processing sheets of offices are laid out."""
    groups, names = ["No", "UNSUR", *[""] * 8], ["", *(unsur.name for unsur in RULE.unsur)]
    body = [[number, *row] for number, row in enumerate(cells(rows), 1)]
    return sheets.xlsx(path / "2019.xlsx", [groups, names, ["", *CODES], *body], [(0, 0, 1, 9), (0, 2, 0, 0)])


def merged_page(path: Path, rows: Answers) -> Path:
    """A web page with a title over all columns, and a head of two rows whose first cell goes down."""
    heads = [["DATA SURVEI", *[None] * 9], ["No", "NILAI UNSUR", *[None] * 8], [None, *CODES]]
    body = [[number, *row] for number, row in enumerate(cells(rows), 1)]
    return sheets.html(path / "2019.xls", [*heads, *body], {(0, 0): (1, 10), (1, 0): (2, 1), (1, 1): (1, 9)})


def with_blanks_between(path: Path, rows: Answers) -> Path:
    """Blank rows and columns around and between, and a column of numbers without a head."""
    heads = ["", "", *(text for code in CODES for text in (code, ""))]
    spread = [["", number, *(text for cell in row for text in (cell, ""))] for number, row in enumerate(cells(rows), 1)]
    return sheets.xlsx(path / "2019.xlsx", [[], [], heads, *(line for row in spread for line in (row, []))])


def with_footers(path: Path, rows: Answers, label: int) -> Path:
    """What stands under the answers, with the label in the column of numbers, wrapped, or after it with 25 and n in the margin."""
    body = [[number, "Izin", *row] for number, row in enumerate(cells(rows), 1)]
    sums = [sum(score or 0 for score in column) for column in zip(*rows, strict=True)]
    means = [total / len(rows) for total in sums]
    names = ("Σ Nilai / Unsur", "JUMLA/H NILAI/PER/UNSUR")[label], "NRR / Unsur", "NRR tertbg/ unsur"
    lines = [sums, means, [mean / 9 for mean in means]]
    feet = [["" if label else name, name if label else "", *line] for name, line in zip(names, lines, strict=True)]
    ikm = ["IKM Unit Pelayanan", *[""] * 9, sum(means) / 9 * 25, "", 25, len(rows)]
    return sheets.xlsx(path / "2019.xlsx", [["No", "Layanan", *CODES], *body, *feet, [], ikm])


def months_with_a_remark(path: Path, rows: Answers) -> Path:
    """The second month has one more column, which is no unsur; the months are told apart by a service."""
    half = (len(rows) + 1) // 2
    first = [["Loket", *row] for row in cells(rows[:half])]
    second = [["Keliling", "lunas", *row] for row in cells(rows[half:])]
    return sheets.xlsx(path / "2019.xlsx", {"Januari": [["Layanan", *CODES], *first], "Februari": [["Layanan", "Ket", *CODES], *second]})


def long_with_a_profile(path: Path, rows: Answers) -> Path:
    """One row an answer as a data base exports it: the profile's questions have score 0 and a text."""
    heads = ["id_responden", "pertanyaan", "jawaban", "skor"]
    long: list[list[Any]] = []
    for person, row in enumerate(rows, 1):
        long.append([person, "Jenis kelamin", "L" if person % 2 else "P", 0])
        long += [[person, f"Pertanyaan {place}", "", "" if score is None else score] for place, score in enumerate(row, 1)]
    return sheets.csv(path / "2019.csv", [heads, *long])


def in_two_sheets(path: Path, rows: Answers) -> Path:
    half = (len(rows) + 1) // 2
    named = {"Januari": [CODES, *cells(rows[:half])], "Februari": [CODES, *cells(rows[half:])], "Rekap": [["Unsur", "Rata-rata"], ["x", 3.2]]}
    return sheets.xlsx(path / "2019.xlsx", named)


def one_row_an_answer(path: Path, rows: Answers) -> Path:
    long = [
        [person, f"Pertanyaan {place}", "" if score is None else score] for person, row in enumerate(rows, 1) for place, score in enumerate(row, 1)
    ]
    return sheets.csv(path / "2019.csv", [["id_responden", "pertanyaan", "skor"], *long])


def as_questions(path: Path, rows: Answers) -> Path:
    heads = [f"{number}. Bagaimana pendapat Saudara tentang {unsur.question}?" for number, unsur in enumerate(RULE.unsur, 1)]
    stamps = [f"2019/03/12 9:{15 + number}:22 AM GMT+7" for number in range(len(rows))]
    labelled = cells(rows, lambda score, place: LABELS[KEYS[place]][score - 1])
    return sheets.csv(path / "2019.csv", [["Timestamp", *heads], *([stamp, *row] for stamp, row in zip(stamps, labelled, strict=True))])


SHAPES: dict[str, Callable[[Path, Answers], Path]] = {
    "comma": lambda path, rows: plain_csv(path, rows, ",", "utf-8"),
    "semicolon, BOM": lambda path, rows: plain_csv(path, rows, ";", "utf-8-sig"),
    "tab, UTF-16": lambda path, rows: plain_csv(path, rows, "\t", "utf-16"),
    "semicolon, Windows-1252": lambda path, rows: sheets.csv(
        path / "2019.csv", [["Layanan", *CODES], *(["Surat ‘Usaha’ é", *row] for row in cells(rows))], ";", "cp1252"
    ),
    "comma, quoted": lambda path, rows: sheets.csv(
        path / "2019.csv", [["Layanan", *CODES], *(['Izin "usaha", mikro', *row] for row in cells(rows))], ","
    ),
    "tab, UTF-8": lambda path, rows: plain_csv(path, rows, "\t", "utf-8"),
    "UTF-16 big end first": lambda path, rows: plain_csv(path, rows, ";", "utf-16-be"),
    "UTF-16 without BOM": lambda path, rows: plain_csv(path, rows, ",", "utf-16-le"),
    "decimal comma": lambda path, rows: sheets.csv(path / "2019.csv", [CODES, *cells(rows, lambda score, place: f"{score},0")], ";"),
    "xlsx": lambda path, rows: sheets.xlsx(path / "2019.xlsx", [CODES, *cells(rows)]),
    "xlsx, as texts": lambda path, rows: sheets.xlsx(path / "2019.xlsx", [CODES, *cells(rows, lambda score, place: f"{score}.00")]),
    "xls": lambda path, rows: sheets.xls(path / "2019.xls", [CODES, *cells(rows)]),
    "ods": lambda path, rows: sheets.ods(path / "2019.ods", [CODES, *cells(rows)]),
    "html": lambda path, rows: sheets.html(path / "2019.xls", [CODES, *cells(rows)]),
    "parquet": lambda path, rows: sheets.parquet(path / "2019.parquet", [CODES, *cells(rows)]),
    "xlsx, cached formulas": lambda path, rows: sheets.xlsx(path / "2019.xlsx", [CODES, *cells(rows, lambda score, place: f"=1+1|{score}")]),
    "titles, merged heads, footers": with_titles,
    "three rows of heads": three_rows_of_heads,
    "html, merged heads": merged_page,
    "blank rows and columns": with_blanks_between,
    "footers labelled in the column of numbers": lambda path, rows: with_footers(path, rows, 0),
    "footers labelled beside it": lambda path, rows: with_footers(path, rows, 1),
    "months, one with a remark": months_with_a_remark,
    "one row an answer, with a profile": long_with_a_profile,
    "two sheets": in_two_sheets,
    "one row an answer": one_row_an_answer,
    "letters": lambda path, rows: sheets.csv(path / "2019.csv", [CODES, *cells(rows, lambda score, place: "abcd"[score - 1])]),
    "labels": lambda path, rows: sheets.csv(path / "2019.csv", [KEYS, *cells(rows, lambda score, place: LABELS[KEYS[place]][score - 1])]),
    "labels in capitals with letters": lambda path, rows: sheets.csv(
        path / "2019.csv", [CODES, *cells(rows, lambda score, place: f"{'ABCD'[score - 1]}. {LABELS[KEYS[place]][score - 1].upper()} ")]
    ),
    "local labels": lambda path, rows: sheets.csv(path / "2019.csv", [CODES, *cells(rows, lambda score, place: VARIANTS[KEYS[place]][score - 1])]),
    "label with its number": lambda path, rows: sheets.csv(
        path / "2019.csv", [CODES, *cells(rows, lambda score, place: f"{LABELS[KEYS[place]][score - 1]} ({score})")]
    ),
    "questions of a form": as_questions,
}


@pytest.mark.parametrize("shape", SHAPES)
@settings(max_examples=12, deadline=None)
@given(rows=tables())
def test_answers_come_back(shape: str, rows: Answers) -> None:
    with tempfile.TemporaryDirectory() as name:
        path = SHAPES[shape](Path(name), rows)
        sheets.sidecar(path)
        survey = read_survey(path)
    assert [unsur.key for unsur in survey.unsur] == KEYS
    found = survey.responses[KEYS].astype(object).where(survey.responses[KEYS].notna(), None).to_numpy().tolist()
    assert found == rows and survey.n_rows == len(rows)
    assert not [str(finding) for finding in survey.findings if finding.severity == "error"]


def counts_below(path: Path, counts: list[list[int]]) -> Path:
    """The options in four rows, the unsur in columns."""
    options = [f"Pilihan {letter}" for letter in "abcd"]
    rows = [[option, *(row[place] for row in counts)] for place, option in enumerate(options)]
    return sheets.xlsx(path, [["Pilihan jawaban", *CODES], *rows])


def counts_beside(path: Path, counts: list[list[int]]) -> Path:
    return sheets.xlsx(path, [["Unsur", "a", "b", "c", "d"], *([code, *row] for code, row in zip(CODES, counts, strict=True))])


COUNTS = st.lists(st.lists(st.integers(0, 30), min_size=4, max_size=4).filter(lambda row: sum(row) > 0), min_size=9, max_size=9)


@pytest.mark.parametrize("write", [counts_beside, counts_below])
@settings(max_examples=25, deadline=None)
@given(counts=COUNTS)
def test_counts_come_back(write: Callable[[Path, list[list[int]]], Path], counts: list[list[int]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        path = write(Path(name) / "2019.xlsx", counts)
        sheets.sidecar(path)
        survey = read_survey(path)
    rows = survey.responses
    found = [[int((rows[key] == score).sum()) for score in (1, 2, 3, 4)] for key in KEYS]
    assert found == counts and survey.n == max(map(sum, counts)) and not survey.joint
