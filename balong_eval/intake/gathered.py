"""The answers of a file gathered into one grid, from one sheet or several of the same head, each cell with its place in the file."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from balong_eval.errors import Finding, InputError
from balong_eval.intake.heads import Column
from balong_eval.intake.scale import Scale
from balong_eval.intake.shape import Layout
from balong_eval.intake.sheet.categories import stack
from balong_eval.intake.sheet.grid import address


@dataclass(frozen=True)
class Grid:
    """Every form of a file.

    Attributes
    ----------
    file : str
    cells : DataFrame of categorical texts
        One row a form, indexed by its line: the row number in the first sheet, running on through the further ones; columns by place.
    columns : tuple of Column
        What each column was taken for.
    layouts : tuple of Layout
        The table of each sheet that was read, in order.
    starts : tuple of int
        For each layout what its row numbers were raised by.
    scales : mapping
        Key of an unsur -> what its answers are read by.
    date_order : str or None
        How the sidecar says that numbered dates are written: ``day_first``, ``month_first``; None where it says nothing.
    """

    file: str
    cells: pd.DataFrame
    columns: tuple[Column, ...]
    layouts: tuple[Layout, ...] = field(repr=False)
    starts: tuple[int, ...] = (0,)
    scales: Mapping[str, Scale] = field(default_factory=dict, repr=False)
    date_order: str | None = None

    @property
    def joint(self) -> bool:
        """Whether a row is a person's answers; False where only counts of answers are known."""
        return all(layout.joint for layout in self.layouts)

    @cached_property
    def counts(self) -> np.ndarray:
        """Rows of the file that each line stands for: 1, but for a tally of a large file."""
        tallied = self.layouts[0].counts
        return np.ones(len(self.cells), dtype=np.int64) if tallied is None else tallied.loc[self.cells.index].to_numpy()

    def column(self, *keys: str) -> Column | None:
        """The column of the first of these fields or unsur that the file has."""
        return next((column for key in keys for column in self.columns if column.key == key), None)

    def where(self, line: int, place: int | None = None) -> tuple[str | None, int, str | None]:
        """Sheet, row and cell of a line, or of one of its cells; of the line itself the cell at its start."""
        number = bisect_right(self.starts, line - 1) - 1
        layout, row = self.layouts[number], line - self.starts[number]
        if layout.source is not None and place is not None:
            row, place = int(layout.source.at[row, place]), layout.value_place
        place = place if place is None else layout.moved.get(place, place)
        return layout.sheet.name, row, address(row, place or 0) if layout.joint else None

    def finding(self, severity: Any, rule: str, message: str, line: int, column: Column | None = None, value: str | None = None) -> Finding:
        """A finding of a form, or of one of its cells."""
        sheet, row, cell = self.where(int(line), None if column is None else column.place)
        return Finding(severity, rule, message, self.file, sheet, cell, row, column.head if column else None, value)


def gather(layouts: list[Layout], bodies: list[pd.DataFrame], columns: list[Column], scales: Mapping[str, Scale]) -> Grid:
    """Put the tables of several sheets together, in order.

    Raises
    ------
    InputError
        When none of them has a form.
    """
    file = layouts[0].sheet.file
    filled = [(layout, body) for layout, body in zip(layouts, bodies, strict=True) if len(body)]
    if not filled:
        raise InputError(f"Berkas {file} hanya berisi judul kolom, tanpa satu pun jawaban. Isi satu baris untuk tiap responden.")
    starts, end, moved = [], 0, []
    for _, body in filled:
        starts.append(end)
        moved.append(body.set_axis(body.index + end) if end else body)
        end = int(moved[-1].index[-1])
    cells = moved[0] if len(moved) == 1 else stack(moved)
    return Grid(file, cells, tuple(columns), tuple(layout for layout, _ in filled), tuple(starts), scales)
