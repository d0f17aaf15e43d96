"""Many answers as a tally: each combination of the cells that figures need once, with the number of its rows and the first of them.

Tallies of pieces add, so a file of any length is read in memory that depends on how many combinations there are, not on how many rows.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from balong_eval.errors import Finding, InputError
from balong_eval.intake.heads import Column
from balong_eval.intake.shape import Layout
from balong_eval.intake.sheet import pieces
from balong_eval.intake.sheet.categories import from_codes
from balong_eval.intake.sheet.pieces import Large
from balong_eval.intake.sidecar import Sidecar

MOST = 1_000_000
LARGEST_KEY, LARGEST_SHORT = 2**62, 2**31
WAITING = 500_000
MOST_TOLD = 100
ALWAYS = ("layanan", "n")
TOO_MANY = (
    "Gabungan jawaban dan ciri responden yang berbeda terlalu banyak untuk ditabulasi. Kurangi --by, atau pecah berkasnya menurut bagian tahun."
)
TOLD = (
    "Berkas besar ({rows} baris) dibaca sebagai tabulasi: nomor, tanggal dan waktu tiap formulir tidak dibaca, sehingga formulir ganda, "
    "formulir yang berdekatan dan tanggal di luar periode tidak diperiksa."
)
ALIKE = "{message} Demikian pula {more} baris lain yang isinya sama."
REST = "Masih ada {more} temuan seperti ini pada pola jawaban lain."


class Tally:
    """Distinct combinations of the codes of some columns, how many rows each has, and the number of its first row; pieces are added in order."""

    def __init__(self, width: int) -> None:
        self.labels: list[dict[str, int]] = [{"": 0} for _ in range(width)]
        self.waiting: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []
        self.most_waiting = WAITING

    def add(self, columns: Sequence[tuple[np.ndarray, list[str]]], start: int) -> None:
        """Add a piece: codes of each column and the text of each code; `start` is the number of its first row.

        Raises
        ------
        InputError
            When there are more than `MOST` combinations.
        """
        places, first = _distinct([codes for codes, _ in columns], [len(labels) for _, labels in columns])
        common = [[known.setdefault(label, len(known)) for label in labels] for known, (_, labels) in zip(self.labels, columns, strict=True)]
        found = [np.array(own, dtype=np.int32)[codes[first]] for own, (codes, _) in zip(common, columns, strict=True)]
        self.waiting.append((np.array(found), np.bincount(places, minlength=len(first)), first + start))
        if sum(len(rows) for _, _, rows in self.waiting) > self.most_waiting:
            self.most_waiting = WAITING + 2 * len(self.result()[2])

    def result(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Codes of the combinations, one column each, their numbers of rows and their first rows."""
        codes, counts, rows = (np.concatenate(parts, axis=-1) for parts in zip(*self.waiting, strict=True))
        places, first = _distinct(list(codes), [len(known) for known in self.labels])
        if len(first) > MOST:
            raise InputError(TOO_MANY)
        added = np.bincount(places, weights=counts, minlength=len(first)).astype(np.int64)
        self.waiting = [(codes[:, first], added, rows[first])]
        return self.waiting[0]


def _distinct(columns: Sequence[np.ndarray], sizes: Sequence[int]) -> tuple[np.ndarray, np.ndarray]:
    """For each row the place of its combination, and for each combination its first row; codes are digits of one integer a row."""
    if math.prod(sizes) > LARGEST_KEY:
        raise InputError(TOO_MANY)
    key: np.ndarray = np.zeros(len(columns[0]), dtype=np.int32 if math.prod(sizes) < LARGEST_SHORT else np.int64)
    for codes, size in zip(columns, sizes, strict=True):
        key *= size
        key += codes
    places, distinct = pd.factorize(key)
    first = np.empty(len(distinct), dtype=np.int64)
    first[places[::-1]] = np.arange(len(key) - 1, -1, -1)
    return places, first


def fill(source: Large, by: Sequence[str], facts: Sidecar, layout: Layout, columns: Sequence[Column]) -> Layout:
    """The layout of the first rows of a large file with the tally of all its rows as body.

    Parameters
    ----------
    source : Large
    by : sequence of str
        Fields that figures are to be grouped by; other fields, but for the service and the frequency, are left empty.
    facts : Sidecar
        Of fields that its ``[[exclude]]`` names, only the values named there are told apart.
    layout : Layout
    columns : sequence of Column
        What each column was taken for.

    Returns
    -------
    Layout
        One row a combination, indexed by the first row that has it; `counts` is the number of its rows.

    Raises
    ------
    InputError
        When there are too many combinations.
    IrregularError
        When the file turns out not to be regular.
    """
    whole = [column for column in columns if column.role in ("unsur", "total") or column.key in (*ALWAYS, *by)]
    named = {column.place: values for column in columns if column not in whole and (values := _excluded(str(column.key), facts))}
    places = [*(column.place for column in whole), *named]
    tally, number, top = Tally(len(places)), source.first, int(layout.body.index[0])
    for piece in source.columns(places):
        above = max(0, top - number)
        arrays = [array.slice(above) for array in piece]
        coded = [pieces.codes_of(pieces.only(array, named[place]) if place in named else array) for place, array in zip(places, arrays, strict=True)]
        tally.add(coded, number + above)
        number += len(piece[0])
    codes, counts, lines = tally.result()
    filled = (codes > 0).any(axis=0)
    found = {place: from_codes(own[filled], list(known)) for place, own, known in zip(places, codes, tally.labels, strict=True)}
    index = pd.Index(lines[filled], dtype="int64")
    body = pd.DataFrame({place: found.get(place, pieces.empty(len(index))) for place in layout.body}, index=index)
    return replace(layout, body=body, counts=pd.Series(counts[filled], index=index))


def _excluded(field: str, facts: Sidecar) -> list[str]:
    return sorted({item.where[field] for item in facts.exclude if field in item.where})


def told(findings: Iterable[Finding], counts: pd.Series, file: str) -> list[Finding]:
    """What was found on a tally: each finding of a row says how many more rows are alike, and at most `MOST_TOLD` are told of one rule."""
    by_rule: dict[str, list[Finding]] = {}
    for finding in findings:
        by_rule.setdefault(finding.rule, []).append(_alike(finding, counts))
    found = [Finding("note", "berkas_besar", TOLD.format(rows=int(counts.sum())), file)]
    for rule, same in by_rule.items():
        found += same[:MOST_TOLD]
        if len(same) > MOST_TOLD:
            found.append(Finding(same[0].severity, rule, REST.format(more=len(same) - MOST_TOLD), file))
    return found


def _alike(finding: Finding, counts: pd.Series) -> Finding:
    more = int(counts.get(finding.row, 1)) - 1 if finding.row is not None else 0
    return replace(finding, message=ALIKE.format(message=finding.message, more=more)) if more else finding
