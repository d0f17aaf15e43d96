"""A sheet: a grid of texts with its place in a file. A small text file is held row by row, so that to read it needs no pandas."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, NamedTuple

from balong_eval.errors import Finding

if TYPE_CHECKING:
    import pandas as pd

MOST_COLUMNS = 4_096
Line = tuple[int, list[str]]
"""Number of a row (from 1), and its texts."""


class Area(NamedTuple):
    """Merged cells: first and last row (from 1), first and last place (from 0)."""

    top: int
    bottom: int
    left: int
    right: int


@dataclass(frozen=True)
class Sheet:
    """A sheet of a file.

    Attributes
    ----------
    file : str
        Name of the file, as findings show it.
    name : str or None
        Name of the sheet in a workbook, ``tabel 1`` of a web page; None for a file that has no sheets.
    held : DataFrame or tuple of Line
        The cells as they were read: `cells`, or its rows, all of one length.
    merged : tuple of Area
        Merged cells, where the kind of file tells them.
    hidden : bool
        Whether the office has hidden the sheet.
    findings : tuple of Finding
        What was noted while reading.
    """

    file: str
    name: str | None
    held: pd.DataFrame | tuple[Line, ...]
    merged: tuple[Area, ...] = ()
    hidden: bool = False
    findings: tuple[Finding, ...] = ()

    @cached_property
    def cells(self) -> pd.DataFrame:
        """Texts: one row a row of the sheet that holds anything, indexed by its number (from 1); one column a place (from 0).

        Each column is categorical; texts are stripped of outer blanks, an empty cell is ``""``.
        """
        if not isinstance(self.held, tuple):
            return self.held
        from balong_eval.intake.sheet.categories import of_lines

        return of_lines(self.held)

    @property
    def width(self) -> int:
        """Number of columns."""
        return self.cells.shape[1]

    def rows(self, first: int = 0, last: int | None = None) -> list[Line]:
        """Rows with their numbers, by position: for heads, footers and small sheets, not for answers by the thousand."""
        if isinstance(self.held, tuple):
            return [(number, [*cells]) for number, cells in self.held[first:last]]
        part = self.held.iloc[first:last]
        return [(int(number), list(cells)) for number, cells in zip(part.index, part.astype(object).itertuples(index=False), strict=True)]


def address(row: int, column: int) -> str:
    """Spreadsheet address of a cell; `row` from 1, `column` from 0.

    Examples
    --------
    >>> address(12, 0), address(3, 27)
    ('A12', 'AB3')
    """
    return f"{_letters(column)}{row}"


@cache
def _letters(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
