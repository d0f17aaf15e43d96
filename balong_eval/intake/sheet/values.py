"""Values of a workbook's cells to columns of texts, row by row: two million values held at once cost more to find again than to read."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, time
from itertools import count
from operator import getitem
from typing import Any

import numpy as np
import pandas as pd

from balong_eval.intake.sheet.categories import from_codes
from balong_eval.intake.sheet.faults import Faults

LARGEST_WHOLE = 1e15
MIDNIGHT = time()
Row = tuple[int, list[Any]]


def filled(rows: Iterable[list[Any]], width: int, failed: Faults) -> Iterator[Row]:
    """Rows that hold anything, with their numbers: one cell in the last row of a sheet makes a million empty rows above it."""
    nothing = [""] * width
    kept = {row for row, _ in failed}
    return ((number, cells) for number, cells in enumerate(rows, 1) if cells != nothing or number in kept)


def columns(rows: Iterator[Row], width: int, left: int, failed: Faults) -> tuple[list[int], list[pd.Categorical]]:
    """Numbers of the rows, and each column as texts; a failed cell is its code. `left` is the place of the first column.

    A value that a column had not yet gets the next code. True equals 1 to Python: truth values are turned to texts first.
    """
    numbers: list[int] = []
    codes = array("i")
    places: list[defaultdict[Any, int]] = [defaultdict(count().__next__) for _ in range(width)]
    kinds: set[type] = set()
    for number, cells in _with_codes(rows, left, failed) if failed else rows:
        kinds.update(map(type, cells))
        told = cells if bool not in kinds else [as_text(cell) if type(cell) is bool else cell for cell in cells]
        codes.extend(map(getitem, places, told))
        numbers.append(number)
    table = np.frombuffer(codes, dtype=np.int32).reshape(len(numbers), width)
    return numbers, [from_codes(table[:, place], _texts(list(known))) for place, known in enumerate(places)]


def _with_codes(rows: Iterator[Row], left: int, failed: Faults) -> Iterator[Row]:
    """The rows with the code of each failed cell in its place."""
    told: dict[int, dict[int, str]] = {}
    for (row, place), code in failed.items():
        told.setdefault(row, {})[place - left] = code
    for number, cells in rows:
        yield number, [told[number].get(place, cell) for place, cell in enumerate(cells)] if number in told else cells


def _texts(values: Sequence[Any]) -> list[str]:
    """Distinct values as texts; numbers that are all whole at once."""
    numbers = np.array([value for value in values if type(value) is float])
    if not len(numbers):
        return list(map(as_text, values))
    if not ((np.abs(numbers) < LARGEST_WHOLE) & (numbers == np.floor(numbers))).all():
        return ["" if value != value else as_text(value) for value in values]
    whole = iter(numbers.astype(np.int64).tolist())
    return [str(next(whole)) if type(value) is float else as_text(value) for value in values]


def as_text(cell: object) -> str:
    """A cell's value as the text that a CSV of the same sheet would hold.

    Examples
    --------
    >>> as_text(4.0), as_text(3.5), as_text(True), as_text(datetime(2019, 3, 12)), as_text(datetime(2019, 3, 12, 9, 15))
    ('4', '3.5', 'TRUE', '2019-03-12', '2019-03-12 09:15:00')
    """
    if type(cell) is str:
        return cell
    if type(cell) is float:
        return str(int(cell)) if cell.is_integer() and abs(cell) < LARGEST_WHOLE else repr(cell)
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, datetime):
        return str(cell.date()) if cell.time() == MIDNIGHT else cell.replace(microsecond=0, tzinfo=None).isoformat(sep=" ")
    return "" if cell is None else str(cell)
