"""A workbook under construction: its formats, its sheets set up for print, and bytes that are the same each time."""

from __future__ import annotations

import copy
import io
import re
import textwrap
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import xlsxwriter

from balong_eval.errors import visible
from balong_eval.report.words import say

CREATED = datetime(2000, 1, 1)
ZIP_TIME = (1980, 1, 1, 0, 0, 0)
OPTIONS: dict[str, Any] = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "default_format_properties": {"font_name": "Arial", "font_size": 10},
}
A4 = 9
LINE = 13.5
HIGHEST = 409.0
PER_WIDTH = 1.15
LONGEST_NAME = 31
LONGEST_TEXT = 32_000
LONGEST_HEADER = 200
LONGEST_HEAD = 100
FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
HEAD, EDGE, INPUT = "#D9E2EC", "#A6A6A6", "#FFF9E5"
SIZES = {"title": 1.4, "heading": 1.2}
CELL = {"valign": "top", "text_wrap": True, "border": 1, "border_color": EDGE}
LOOKS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 14, "text_wrap": True, "valign": "top"},
    "heading": {"bold": True, "font_size": 12, "text_wrap": True, "valign": "top"},
    "label": {"bold": True, "text_wrap": True, "valign": "top", "font_color": "#8A1C00"},
    "plain": {"text_wrap": True, "valign": "top"},
    "link": {"font_color": "#0563C1", "underline": 1, "text_wrap": True, "valign": "top"},
    "head": {**CELL, "bold": True, "bg_color": HEAD, "align": "left", "indent": 1, "valign": "bottom"},
    "head_right": {**CELL, "bold": True, "bg_color": HEAD, "align": "right", "valign": "bottom"},
    "cell": CELL,
    "text": {**CELL, "align": "left", "indent": 1},
    "strong": {**CELL, "bold": True},
}


@dataclass(frozen=True)
class Place:
    """Where a table stands: its sheet, first and last row of its body (from 0), and the place of each column."""

    sheet: str
    first: int
    last: int
    columns: dict[str, int]
    bundle: dict[str, Any]


@dataclass
class SheetNames:
    """Names of sheets given so far: at most 31 characters, none twice, nothing that Excel forbids."""

    given: list[str] = field(default_factory=list)

    def take(self, wanted: str) -> str:
        """A name like the one wanted that Excel takes.

        Examples
        --------
        >>> names = SheetNames()
        >>> names.take("Tabel A/1: [x]"), names.take("tabel a 1 x"), names.take("'")
        ('Tabel A 1 x', 'tabel a 1 x (2)', 'Lembar')
        """
        plain = " ".join(FORBIDDEN.sub(" ", clean(wanted)).split()).strip("' ")[:LONGEST_NAME].strip("' ")
        plain = say("workbook.sheet") if plain.casefold() in ("", "history") else plain
        name, count = plain, 1
        taken = {other.casefold() for other in self.given}
        while name.casefold() in taken:
            count += 1
            tail = f" ({count})"
            name = plain[: LONGEST_NAME - len(tail)] + tail
        self.given.append(name)
        return name


class Book:
    """What the sheets of one workbook share: formats made once, header and footer, table names."""

    def __init__(self, workbook: xlsxwriter.Workbook, header: str, label: str = "") -> None:
        self.workbook = workbook
        self.header = header
        self.label = label
        self.formats: dict[str, Any] = {}
        self.sheets: dict[str, Any] = {}

    def look(self, name: str, **more: Any) -> Any:
        """The format of this name of `LOOKS`, with more properties."""
        key = repr((name, sorted(more.items())))
        if key not in self.formats:
            self.formats[key] = self.workbook.add_format({**LOOKS[name], **more})
        return self.formats[key]

    def sheet(self, name: str, landscape: bool = False) -> Any:
        """The sheet of this name, made and set up for A4 when first asked for."""
        if name in self.sheets:
            return self.sheets[name]
        sheet = self.workbook.add_worksheet(name)
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.6, right=0.6, top=0.9, bottom=0.8)
        sheet.hide_gridlines(2)
        if landscape:
            sheet.set_landscape()
        sheet.set_header(f"&L&9 {_in_header(self.header)}")
        sheet.set_footer(f"&L&9 {_in_header(name)}&R&9 {say('workbook.page')}")
        self.sheets[name] = sheet
        return sheet

    def line(self, sheet: Any, row: int, text: str, look: str, width: tuple[int, float]) -> None:
        """A line above or under a table: in column A, over the columns of the table where it is longer than the first one.

        `width` is the last column of the table (from 0) and the width of all its columns in characters.
        """
        last, characters = width
        if last:
            sheet.merge_range(row, 0, row, last, "", self.look(look))
        text_in(sheet, row, 0, text, self.look(look))
        size = SIZES.get(look, 1.0)
        set_height(sheet, row, rows_needed(text, characters / size), size)

    def back(self, sheet: Any, row: int) -> None:
        """The link to the list of sheets."""
        sheet.write_url(row, 0, f"internal:{quoted(say('workbook.cover'))}!A1", self.look("link", text_wrap=False), say("workbook.back"))


def written(fill: Callable[[Book], None], title: str, subject: str, label: str = "") -> bytes:
    """A workbook filled by a function, as bytes without a clock in them.

    Parameters
    ----------
    fill : callable
        Writes the sheets.
    title, subject : str
        Properties of the document.
    label : str, optional
        What every sheet and every page must say first (data made up, internal).
    """
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, copy.deepcopy(OPTIONS)) as workbook:
        properties = {"title": clean(title), "subject": clean(subject), "author": say("workbook.author"), "created": CREATED}
        workbook.set_properties(properties)
        workbook.set_size(1920, 1200)
        fill(Book(workbook, clean(" · ".join(text for text in (label, title, subject) if text)), clean(label)))
    return _settled(buffer.getvalue())


def clean(text: object) -> str:
    """A text that a cell can hold: no marks that act unseen, no half characters, no longer than Excel takes."""
    plain = visible(str(text))
    return plain if len(plain) <= LONGEST_TEXT else plain[: LONGEST_TEXT - 1] + "…"


def text_in(sheet: Any, row: int, column: int, text: object, look: Any) -> None:
    """A text in a cell, whatever it begins with."""
    sheet.write_string(row, column, clean(text), look)


def quoted(sheet: str) -> str:
    """Name of a sheet as formulas write it."""
    return "'" + sheet.replace("'", "''") + "'"


def rows_needed(text: object, width: float) -> int:
    """Lines that a text takes in a column of so many characters.

    Examples
    --------
    >>> rows_needed("satu dua", 20), rows_needed("satu dua", 6), rows_needed("satu\\ndua", 20)
    (1, 2, 2)
    """
    lines = [textwrap.wrap(line, max(2, int(width * PER_WIDTH))) for line in clean(text).split("\n")]
    return sum(max(1, len(line)) for line in lines)


def set_height(sheet: Any, row: int, lines: int, size: float = 1.0) -> None:
    """Height of a row of so many lines: not every program finds it by itself. A row of one line keeps the usual one."""
    if lines > 1 or size > 1:
        sheet.set_row(row, min(HIGHEST, LINE * size * lines + 2))


def unique(heads: Iterable[str]) -> list[str]:
    """Heads of which none is twice, whatever their case: a repeated one takes the head before it along, else a number.

    Examples
    --------
    >>> unique(["Dari layanan", "Galat", "Dari susunan", "galat", ""])
    ['Dari layanan', 'Galat', 'Dari susunan', 'galat (Dari susunan)', 'Kolom 5']
    """
    found: list[str] = []
    for place, head in enumerate(heads):
        name = head.strip()[:LONGEST_HEAD] or f"Kolom {place + 1}"
        if name.casefold() in {other.casefold() for other in found}:
            name = say("workbook.column", head=name, group=found[-1][:LONGEST_HEAD])
        while name.casefold() in {other.casefold() for other in found}:
            name += f" {place + 1}"
        found.append(name)
    return found


def _in_header(text: str) -> str:
    return text.replace("&", "&&")[:LONGEST_HEADER]


def _settled(content: bytes) -> bytes:
    """The archive written again with fixed times, Bahasa Indonesia as language of the document and of its charts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as target:
        for name in source.namelist():
            part = source.read(name)
            if name == "docProps/core.xml":
                part = part.replace(b"</cp:coreProperties>", b"<dc:language>id-ID</dc:language></cp:coreProperties>")
            elif name.startswith("xl/charts/"):
                part = part.replace(b'"en-US"', b'"id-ID"')
            item = zipfile.ZipInfo(name, ZIP_TIME)
            item.compress_type = zipfile.ZIP_DEFLATED
            item.create_system = 0
            target.writestr(item, part)
    return buffer.getvalue()
