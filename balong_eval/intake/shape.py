"""Where the table is in a sheet: heads of one to three rows below any titles, and the rows of answers below them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from balong_eval.errors import Finding, InputError
from balong_eval.intake.heads import Head, Reader, recognised
from balong_eval.intake.sheet.grid import Area, Sheet, address
from balong_eval.intake.words import plain

SEARCHED = 60
HEAD_LEAST = 3
TALLEST = 3
NUMBERED = 5


@dataclass(frozen=True)
class Layout:
    """A table of answers as found in a sheet, brought to one row a form.

    Attributes
    ----------
    sheet : Sheet
    heads : tuple of Head
        One for each column of `body`.
    body : DataFrame of categorical texts
        One row a form (footers and empty rows still in it), indexed by row number; columns by place.
    findings : tuple of Finding
        What was passed over above the table.
    source : DataFrame or None
        Of a table with one row an answer: the sheet's row that each cell was read from.
    value_place : int
        Of such a table: the place of the column that holds the answers.
    joint : bool
        Whether a row is a person's answers; False where only counts of answers are known.
    counts : Series of int, or None
        Rows of the file that each row of `body` stands for, where the body is a tally of a large file.
    moved : mapping
        Place of a column in `body` -> its place in the sheet, where a sheet was brought to the columns of another.
    """

    sheet: Sheet
    heads: tuple[Head, ...]
    body: pd.DataFrame
    findings: tuple[Finding, ...] = ()
    source: pd.DataFrame | None = field(default=None, repr=False)
    value_place: int = 0
    joint: bool = True
    counts: pd.Series | None = field(default=None, repr=False)
    moved: Mapping[int, int] = field(default_factory=dict, repr=False)

    @property
    def signature(self) -> tuple[str, ...]:
        """The heads as compared between sheets, each at its place; what stands under no head makes no difference."""
        return tuple(f"{head.place} {plain(head.written)}" for head in self.heads if head.texts)


def find(sheet: Sheet, reader: Reader, least: int = HEAD_LEAST) -> Layout | None:
    """The table of a sheet whose columns are unsur, or None.

    The head row is the one, among the first 60, that names the most unsur: at least `least`; fewer than three only in the first filled row.
    """
    rows = sheet.rows(0, SEARCHED)
    scores = [recognised(cells, reader) for _, cells in rows]
    best = max(range(len(rows)), key=lambda place: (scores[place], -place), default=None)
    if best is None or scores[best] < (least if best == 0 else HEAD_LEAST):
        return None
    first, last = _block(sheet, rows, scores, best, reader)
    heads = _heads(rows[first : last + 1], best - first, sheet.width, sheet.merged)
    if last + 1 < len(rows) and _is_options(rows[last + 1][1]):
        number = rows[last + 1][0]
        message = (
            f"Baris {number} membagi tiap unsur atas beberapa kolom pilihan (a, b, c, d atau 1, 2, 3, 4). "
            "Ubah menjadi satu kolom tiap unsur yang berisi 1, 2, 3 atau 4."
        )
        raise InputError(
            f"Kolom berkas {sheet.file} belum dapat dipahami.",
            [Finding("error", "kolom_bermakna_ganda", message, sheet.file, sheet.name, address(number, 0), number)],
        )
    last += last + 1 < len(rows) and _is_numbering(rows[last + 1][1])
    return Layout(sheet, heads, sheet.cells.iloc[last + 1 :], tuple(_above(sheet, rows[:first])))


def _block(sheet: Sheet, rows: list[tuple[int, list[str]]], scores: list[int], best: int, reader: Reader) -> tuple[int, int]:
    """First and last row of the head: rows around the best that name unsur too, fields below it, and the titles of groups above."""
    last = best
    while last + 1 < len(rows) and last + 1 - best < TALLEST - 1 and rows[last + 1][0] == rows[last][0] + 1:
        if scores[last + 1] < HEAD_LEAST and not _are_fields(rows[last + 1][1], reader):
            break
        last += 1
    first = best
    while (
        first > 0 and last - first < TALLEST - 1 and _joined(sheet, rows[first - 1][0], rows[first][0]) and not _is_title(rows[first - 1][1], reader)
    ):
        first -= 1
    return first, last


def _joined(sheet: Sheet, upper: int, lower: int) -> bool:
    """Whether two rows of a head touch: nothing between them, or only what a merged cell of the upper one covers."""
    return upper == lower - 1 or any(area.top == upper and area.bottom >= lower - 1 for area in sheet.merged)


def _are_fields(cells: Sequence[str], reader: Reader) -> bool:
    """A row of nothing but names of fields, under a title that they share (``L/P``, ``Umur`` under "Responden")."""
    filled = [cell for cell in cells if cell]
    return bool(filled) and all(reader.field(plain(cell)) for cell in filled)


def _is_title(cells: Sequence[str], reader: Reader) -> bool:
    """A row above the table: one text, or texts of which most are data; not the head of a group or of a field."""
    filled = [cell for cell in cells if cell]
    known = [cell for cell in filled if reader.field(plain(cell)) or recognised([cell], reader)]
    if len(filled) <= 1:
        return not known
    return any(re.fullmatch(r"[\d.,:]+", cell) for cell in filled) and not known


def _is_numbering(cells: Sequence[str]) -> bool:
    """A row that numbers the columns under their heads: 1, 2, 3 ... or (1), (2), (3) ..."""
    numbers = [cell.strip("() .") for cell in cells if cell]
    return len(numbers) >= NUMBERED and numbers == [str(number) for number in range(1, len(numbers) + 1)]


def _is_options(cells: Sequence[str]) -> bool:
    """A row under the head that repeats the options for each unsur: a b c d a b c d ..., or 1 2 3 4 1 2 3 4 ..."""
    words = [cell.strip("().").casefold() for cell in cells if cell]
    fours = ["".join(words[place : place + 4]) for place in range(0, len(words), 4)]
    return len(fours) > 1 and len(words) % 4 == 0 and set(fours) in ({"abcd"}, {"1234"}, {"4321"})


def _heads(rows: list[tuple[int, list[str]]], anchor: int, width: int, merged: Sequence[Area]) -> tuple[Head, ...]:
    """Heads of the columns from the rows of the head; `anchor` is the row that names the unsur."""
    heads = []
    for place in range(width):
        own, groups, row = [], [], rows[anchor][0]
        for depth, (number, cells) in enumerate(rows):
            text = cells[place]
            if not text:
                continue
            if depth < anchor and _is_group(rows, depth, anchor, place, merged):
                groups.append(text)
                continue
            own.append(text)
            row = number
        heads.append(Head(place, row, tuple(dict.fromkeys(own)), tuple(groups), address(row, place)))
    return tuple(heads)


def _is_group(rows: list[tuple[int, list[str]]], depth: int, anchor: int, place: int, merged: Sequence[Area]) -> bool:
    """A text above the head that stands over several columns: merged so, or with nothing beside it where the head below goes on."""
    number, cells = rows[depth]
    if any(area.top <= number <= area.bottom and area.left == place < area.right for area in merged):
        return True
    below = rows[anchor][1]
    beside = place + 1 < len(cells) and not cells[place + 1] and bool(below[place + 1])
    return bool(below[place]) and beside


def _above(sheet: Sheet, rows: list[tuple[int, list[str]]]) -> list[Finding]:
    if not rows:
        return []
    first, last = rows[0][0], rows[-1][0]
    which = f"Baris {first}" if first == last else f"Baris {first}-{last}"
    message = f"{which} di atas judul kolom tidak dibaca."
    return [Finding("note", "baris_di_atas_judul", message, sheet.file, sheet.name, address(first, 0), first)]
