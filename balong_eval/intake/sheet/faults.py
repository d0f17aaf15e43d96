"""Cells of a workbook in which a formula failed (``#DIV/0!``): the reader of values gives them as empty."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree

MARK = b"PK\x03\x04"
CODE = re.compile(r"#[A-Z0-9/_]+[!?]?")
PLACE = re.compile(r"([A-Z]{1,3})([0-9]+)")
BOOK = "xl/workbook.xml"
LINKS = "xl/_rels/workbook.xml.rels"


def faults(content: bytes) -> dict[str, dict[tuple[int, int], str]]:
    """Code of the error in each failed cell, by sheet, row (from 1) and place (from 0); nothing for kinds other than .xlsx, where none is seen."""
    if not content.startswith(MARK):
        return {}
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            return {name: dict(_failed(book.read(part))) for name, part in _parts(book)}
    except (zipfile.BadZipFile, KeyError, ElementTree.ParseError):
        return {}


def _parts(book: zipfile.ZipFile) -> list[tuple[str, str]]:
    """Each sheet of numbers with the file inside the workbook that holds its cells."""
    if BOOK not in book.namelist():
        return []
    targets = {item.get("Id"): item.get("Target", "") for item in ElementTree.fromstring(book.read(LINKS))}
    sheets = [item for item in ElementTree.fromstring(book.read(BOOK)).iter() if _is(item, "sheet")]
    named = [(item.get("name", ""), next((value for key, value in item.attrib.items() if key.endswith("}id")), "")) for item in sheets]
    found = [(name, posixpath.normpath(posixpath.join("/xl", targets.get(link, ""))).lstrip("/")) for name, link in named]
    return [(name, part) for name, part in found if part in book.namelist()]


def _failed(part: bytes) -> Iterator[tuple[tuple[int, int], str]]:
    if b't="e"' not in part and b"t='e'" not in part:
        return
    for cell in ElementTree.fromstring(part).iter():
        where = PLACE.fullmatch(cell.get("r", "")) if _is(cell, "c") and cell.get("t") == "e" else None
        if where:
            code = next((item.text or "" for item in cell if _is(item, "v")), "")
            yield (int(where[2]), _place(where[1])), code if CODE.fullmatch(code) else "#?"


def _place(letters: str) -> int:
    """Place (from 0) of a column by its letters."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _is(item: ElementTree.Element, name: str) -> bool:
    """Whether an element has this name, in whatever namespace."""
    return item.tag.rpartition("}")[2] == name
