"""Failed cells of .xlsx: cells of the kind ``t="e"`` (ECMA-376 part 1, 18.18.11)."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree

from balong_eval.intake.sheet.faults.cells import Faults, code_of

BOOK = "xl/workbook.xml"
LINKS = "xl/_rels/workbook.xml.rels"
FAILED = re.compile(rb"\st=[\"']e[\"']")
MARKS = (b't="e"', b"t='e'")
PIECE = 1 << 16
CELL = re.compile(rb"<(?:\w+:)?c\s")
PLACE = re.compile(rb"\sr=[\"']([A-Z]{1,3})([0-9]+)[\"']")
VALUE = re.compile(rb"<(?:\w+:)?v>([^<]*)<")


def faults(book: zipfile.ZipFile) -> dict[str, Faults]:
    """Failed cells by sheet."""
    return {name: dict(_failed(book.read(part))) for name, part in _parts(book) if _may_fail(book, part)}


def _parts(book: zipfile.ZipFile) -> list[tuple[str, str]]:
    """Each sheet of numbers with the file inside the workbook that holds its cells."""
    targets = {item.get("Id"): item.get("Target", "") for item in ElementTree.fromstring(book.read(LINKS))}
    sheets = [item for item in ElementTree.fromstring(book.read(BOOK)).iter() if item.tag.rpartition("}")[2] == "sheet"]
    named = [(item.get("name", ""), next((value for key, value in item.attrib.items() if key.endswith("}id")), "")) for item in sheets]
    found = [(name, posixpath.normpath(posixpath.join("/xl", targets.get(link, ""))).lstrip("/")) for name, link in named]
    names = set(book.namelist())
    return [(name, part) for name, part in found if part in names]


def _may_fail(book: zipfile.ZipFile, part: str) -> bool:
    """Whether a sheet holds the mark of a failed cell; looked for piece by piece, since nearly every sheet is large and sound."""
    end = b""
    with book.open(part) as cells:
        while piece := cells.read(PIECE):
            if any(mark in end + piece for mark in MARKS):
                return True
            end = piece[-len(MARKS[0]) :]
    return False


def _failed(part: bytes) -> Iterator[tuple[tuple[int, int], str]]:
    """Failed cells of a sheet; its text is searched, not parsed: a sheet of 100,000 rows has two million cells, and nearly all are sound."""
    for found in FAILED.finditer(part):
        tag = part[part.rfind(b"<", 0, found.start()) : part.find(b">", found.end()) + 1]
        where = PLACE.search(tag) if CELL.match(tag) else None
        value = VALUE.search(part, found.end())
        if where and value:
            yield (int(where[2]), _place(where[1].decode())), code_of(value[1].decode("utf-8", errors="replace"))


def _place(letters: str) -> int:
    """Place (from 0) of a column by its letters."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
