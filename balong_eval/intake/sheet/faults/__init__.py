"""Cells of a workbook in which a formula failed (``#DIV/0!``): the reader of values gives them as empty."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from xml.etree import ElementTree

from balong_eval.intake.sheet.faults import compound, opendocument, spreadsheet
from balong_eval.intake.sheet.faults.cells import Faults

__all__ = ["Faults", "find"]

ZIPPED = b"PK\x03\x04"


def find(content: bytes) -> dict[str, Faults]:
    """Code of the error in each failed cell, by sheet, row (from 1) and place (from 0); of .xlsx, .xls and .ods, no sheet for any other kind."""
    try:
        if content.startswith(compound.MARK):
            return compound.faults(content)
        if not content.startswith(ZIPPED):
            return {}
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            names = set(book.namelist())
            if spreadsheet.BOOK in names:
                return spreadsheet.faults(book)
            return opendocument.faults(book.read(opendocument.CONTENT)) if opendocument.CONTENT in names else {}
    except (zipfile.BadZipFile, zlib.error, LookupError, ValueError, OverflowError, struct.error, ElementTree.ParseError):
        return {}
