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
    "UTF-16 without BOM": lambda path, rows: plain_csv(path, rows, ",", "utf-16-le"),
    "decimal comma": lambda path, rows: sheets.csv(path / "2019.csv", [CODES, *cells(rows, lambda score, place: f"{score},0")], ";"),
    "xlsx": lambda path, rows: sheets.xlsx(path / "2019.xlsx", [CODES, *cells(rows)]),
    "xlsx, as texts": lambda path, rows: sheets.xlsx(path / "2019.xlsx", [CODES, *cells(rows, lambda score, place: f"{score}.00")]),
    "xls": lambda path, rows: sheets.xls(path / "2019.xls", [CODES, *cells(rows)]),
    "ods": lambda path, rows: sheets.ods(path / "2019.ods", [CODES, *cells(rows)]),
    "html": lambda path, rows: sheets.html(path / "2019.xls", [CODES, *cells(rows)]),
    "parquet": lambda path, rows: sheets.parquet(path / "2019.parquet", [CODES, *cells(rows)]),
    "titles, merged heads, footers": with_titles,
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


COUNTS = st.lists(st.lists(st.integers(0, 30), min_size=4, max_size=4).filter(lambda row: sum(row) > 0), min_size=9, max_size=9)


@settings(max_examples=25, deadline=None)
@given(counts=COUNTS)
def test_counts_come_back(counts: list[list[int]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        path = sheets.xlsx(
            Path(name) / "2019.xlsx", [["Unsur", "a", "b", "c", "d"], *([code, *row] for code, row in zip(CODES, counts, strict=True))]
        )
        sheets.sidecar(path)
        survey = read_survey(path)
    rows = survey.responses
    found = [[int((rows[key] == score).sum()) for score in (1, 2, 3, 4)] for key in KEYS]
    assert found == counts and survey.n == max(map(sum, counts)) and not survey.joint
