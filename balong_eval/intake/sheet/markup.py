"""HTML: the tables of a web page, under any file name, as sheets; merged cells are kept as such."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from balong_eval.errors import Finding, InputError
from balong_eval.intake.sheet.categories import frame, from_texts
from balong_eval.intake.sheet.grid import MOST_COLUMNS, Area, Sheet

LARGEST_SPAN, LONGEST_SPAN = 1000, 10
SKIPPED = {"script", "style", "head", "title"}
BREAKS = {"br", "p", "div", "li"}


def read(words: str, file: str, notes: tuple[Finding, ...] = ()) -> list[Sheet]:
    """Read each table of a page as a sheet named ``tabel 1``, ``tabel 2``...; rows are those of the table.

    Raises
    ------
    InputError
        When there is no table.
    """
    parser = _Tables()
    parser.feed(words)
    parser.close()
    sheets = [_sheet(table, file, f"tabel {number}", notes) for number, table in enumerate(parser.tables, 1)]
    filled = [sheet for sheet in sheets if len(sheet.cells)]
    if not filled:
        raise InputError(f"Berkas {file} berisi halaman web tanpa tabel. Simpan tabelnya sebagai Excel atau CSV.")
    return filled


class _Table:
    """A table being read: its cells by row and place, and the last row that a span covers at each place."""

    def __init__(self) -> None:
        self.rows: list[dict[int, str]] = []
        self.merged: list[Area] = []
        self.covered: dict[int, int] = {}
        self.cell: list[str] | None = None
        self.span = (1, 1)

    def open_row(self) -> None:
        self.close_cell()
        self.rows.append({})

    def open_cell(self, rows: int, columns: int) -> None:
        self.close_cell()
        if not self.rows:
            self.rows.append({})
        self.cell, self.span = [], (rows, columns)

    def close_cell(self) -> None:
        if self.cell is None:
            return
        row, place = len(self.rows), 0
        while self.covered.get(place, 0) >= row or place in self.rows[-1]:
            place += 1
        self.rows[-1][place] = re.sub(r"\s+", " ", "".join(self.cell)).strip()
        down, right = self.span
        if (down, right) != (1, 1):
            self.merged.append(Area(row, row + down - 1, place, place + right - 1))
            self.covered.update({at: max(self.covered.get(at, 0), row + down - 1) for at in range(place, place + right)})
        self.cell = None


class _Tables(HTMLParser):
    """Collects tables, also inside tables, and forgives tags that were not closed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[_Table] = []
        self.open: list[_Table] = []
        self.skipping = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SKIPPED:
            self.skipping += 1
        elif tag == "table":
            self.open.append(_Table())
            self.tables.append(self.open[-1])
        elif self.open and tag == "tr":
            self.open[-1].open_row()
        elif self.open and tag in ("td", "th"):
            spans = dict(attrs)
            self.open[-1].open_cell(_span(spans.get("rowspan")), _span(spans.get("colspan")))
        elif tag in BREAKS:
            self.handle_data(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in SKIPPED:
            self.skipping = max(0, self.skipping - 1)
        elif self.open and tag in ("td", "th", "tr"):
            self.open[-1].close_cell()
        elif self.open and tag == "table":
            self.open.pop().close_cell()

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1].cell is not None and not self.skipping:
            self.open[-1].cell.append(data)

    def close(self) -> None:
        super().close()
        for table in self.open:
            table.close_cell()


def _span(text: str | None) -> int:
    """A number of rows or columns; one of more digits than anybody needs is no number to be read."""
    digits = (text or "").strip()
    if not digits.isdecimal():
        return 1
    return min(max(int(digits), 1), LARGEST_SPAN) if len(digits) < LONGEST_SPAN else LARGEST_SPAN


def _sheet(table: _Table, file: str, name: str, notes: tuple[Finding, ...]) -> Sheet:
    width = max((place + 1 for row in table.rows for place in row), default=0)
    if width > MOST_COLUMNS:
        raise InputError(f"Berkas {file}: {name} mempunyai lebih dari {MOST_COLUMNS} kolom. Simpan tabelnya sebagai Excel atau CSV.")
    columns = [from_texts([row.get(place, "") for row in table.rows]) for place in range(width)]
    return Sheet(file, name, frame(columns, range(1, len(table.rows) + 1)), tuple(table.merged), findings=notes)
