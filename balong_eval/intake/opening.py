"""From the sheets of a file to one grid of forms: choose sheets, read heads, take away what is no form, gather."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from balong_eval.errors import Finding, InputError
from balong_eval.intake import answers, choose, columns, footers, moments
from balong_eval.intake.gathered import Grid, gather
from balong_eval.intake.heads import Column, Reader
from balong_eval.intake.scale import Scale, is_blank
from balong_eval.intake.shape import Layout
from balong_eval.intake.sheet.categories import from_texts
from balong_eval.intake.sheet.grid import Sheet
from balong_eval.intake.sidecar import Sidecar
from balong_eval.intake.sidecar_values import MONTH_FIRST
from balong_eval.intake.words import plain
from balong_eval.regulation import Regulation, Unsur

SAMPLED = 200
CLOCK = re.compile(r"\d{1,2}[:.]\d{2}")
NOTHING_THERE = "tidak ada"
Fill = Callable[[Layout, Sequence[Column]], Layout]


def open_grid(sheets: Sequence[Sheet], facts: Sidecar, rule: Regulation, fill: Fill | None = None) -> tuple[Grid, list[Finding]]:
    """Read the sheets of a file as one grid.

    Parameters
    ----------
    sheets : sequence of Sheet
    facts : Sidecar
    rule : Regulation
    fill : callable, optional
        Of a large file, whose first rows are the sheet: layout and columns -> layout with all rows as a tally.

    Returns
    -------
    Grid, list of Finding
        The forms, and what is to be said of sheets, heads and rows that were passed over.

    Raises
    ------
    InputError
        When the file cannot be understood; carries everything that is wrong with its columns.
    """
    reader = Reader(facts, rule)
    layouts, told = choose.layouts(sheets, facts.sheet, reader)
    layouts = _one_width(layouts)
    first = layouts[0]
    judge = _Judge(first, facts)
    judged = replace(reader, holds_answers=judge, holds_clocks=lambda place: _clocks(first, place, facts))
    try:
        taken, head_findings = columns.assign(first.heads, judged, first.sheet.file, first.sheet.name)
    except InputError as error:
        raise InputError(error.message, (*error.findings, *told)) from None
    layouts = [fill(layout, taken) for layout in layouts] if fill else layouts
    written = [layout.body for layout in layouts]
    layouts = [_fill_merged(layout, taken) for layout in layouts]
    scales = {column.key: judge.scale(rule.named(column.key)) for column in taken if column.role == "unsur" and column.key}
    cuts = [footers.cut(layout, taken, _marks(layout, taken, scales), own) for layout, own in zip(layouts, written, strict=True)]
    grid = replace(gather(layouts, [cut.body for cut in cuts], taken, scales), date_order=facts.date_order)
    findings = [finding for layout in layouts for finding in (*layout.sheet.findings, *layout.findings)]
    findings += [*told, *head_findings, *(finding for cut in cuts for finding in cut.findings), *_headless(grid)]
    return grid, findings


def _one_width(layouts: list[Layout]) -> list[Layout]:
    """Tables of several sheets with the same columns: a column that only one of them has is empty in the others, and has no head."""
    heads = {head.place: head for layout in layouts for head in layout.heads}
    found = []
    for layout in layouts:
        absent = sorted(set(heads) - set(layout.body))
        body = layout.body.copy() if absent else layout.body
        for place in absent:
            body[place] = from_texts([""] * len(body))
        found.append(replace(layout, body=body[sorted(heads)], heads=tuple(heads[place] for place in sorted(heads))) if absent else layout)
    return found


def _fill_merged(layout: Layout, taken: Sequence[Column]) -> Layout:
    """The table with every merged cell of a field or number, a service over its respondents say, filled down over the rows it covers."""
    fields = {column.place for column in taken if column.role == "field"}
    numbers = layout.body.index
    areas = [area for area in layout.sheet.merged if area.left == area.right and area.left in fields and area.bottom > area.top]
    areas = [area for area in areas if len(numbers) and area.top >= numbers[0]]
    if not areas or layout.source is not None:
        return layout
    body = layout.body.copy()
    for place in {area.left for area in areas}:
        texts = body[place].astype(object)
        for area in (area for area in areas if area.left == place and area.top in numbers):
            texts.loc[area.top : area.bottom] = texts.at[area.top]
        body[place] = from_texts(list(texts))
    return replace(layout, body=body)


class _Judge:
    """Whether a column of the first sheet holds answers to an unsur, by its first cells; None where they are all empty."""

    def __init__(self, layout: Layout, facts: Sidecar) -> None:
        self.layout, self.facts = layout, facts
        self.scales: dict[str, Scale] = {}
        self.samples: dict[int, list[str]] = {}

    def scale(self, unsur: Unsur) -> Scale:
        """What answers to an unsur are read by, one for the whole file."""
        return self.scales.setdefault(unsur.key, Scale(unsur, self.facts.answer_labels))

    def __call__(self, place: int, unsur: Unsur) -> bool | None:
        if place not in self.samples:
            self.samples[place] = _sample(self.layout, place)
        cells, scale = self.samples[place], self.scale(unsur)
        read = [scale.read(text).kind not in ("salah", "tanpa_label") for text in cells]
        return None if not read or set(map(plain, cells)) == {NOTHING_THERE} else sum(read) * 2 >= len(read)


def _sample(layout: Layout, place: int) -> list[str]:
    return [text for text in layout.body[place].iloc[:SAMPLED].astype(object) if not is_blank(text)]


def _clocks(layout: Layout, place: int, facts: Sidecar) -> bool:
    """Whether most cells of a column hold a time of day, or a date."""
    cells = _sample(layout, place)
    told = sum(CLOCK.search(text) is not None for text in cells)
    return 2 * max(told, int((~np.isnat(moments.read(cells, facts.date_order == MONTH_FIRST))).sum())) > len(cells)


def _marks(layout: Layout, taken: Sequence[Column], scales: Mapping[str, Scale]) -> pd.DataFrame:
    """1-4 as read, 0 where nothing was answered, NaN for anything else; of the unsur's columns."""
    found: dict[int, np.ndarray] = {}
    for column in taken:
        if column.role == "unsur" and column.key:
            found[column.place] = answers.read(layout.body[column.place], column, scales[column.key]).marks()
    return pd.DataFrame(found, index=layout.body.index)


def _headless(grid: Grid) -> list[Finding]:
    """Columns that hold something under an empty head; of one that only numbers the rows, a note."""
    findings = []
    for column in grid.columns:
        if column.head or column.role != "unused":
            continue
        texts = grid.cells[column.place]
        filled = texts[(texts != "").to_numpy()]
        if not len(filled):
            continue
        line = int(filled.index[0])
        if footers.is_numbering(texts):
            findings.append(grid.finding("note", "kolom_nomor", "Kolom tanpa judul yang hanya menomori baris tidak dipakai.", line, column))
        else:
            message = "Kolom tanpa judul berisi data dan tidak dipakai. Beri judul bila isinya perlu dibaca."
            findings.append(grid.finding("warning", "kolom_tanpa_judul", message, line, column))
    return findings
