"""Failed cells of .ods: a formula whose text is a code; LibreOffice also says ``calcext:value-type="error"``."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree

from balong_eval.intake.sheet.faults.cells import Faults, code_of
from balong_eval.intake.words import is_failed

CONTENT = "content.xml"
MARKS = (b'value-type="error"', b">#", b">Err:")
MOST_REPEATED = 1000
CELLS = ("table-cell", "covered-table-cell")


def faults(content: bytes) -> dict[str, Faults]:
    """Failed cells by sheet."""
    if not any(mark in content for mark in MARKS):
        return {}
    tables = [item for item in ElementTree.fromstring(content).iter() if _name(item) == "table"]
    return {_attribute(table, "name"): dict(_failed(table)) for table in tables}


def _failed(table: ElementTree.Element) -> Iterator[tuple[tuple[int, int], str]]:
    row = 1
    for line in (item for item in table.iter() if _name(item) == "table-row"):
        rows = _times(line, "number-rows-repeated")
        place = 0
        for cell in (item for item in line if _name(item) in CELLS):
            columns = _times(cell, "number-columns-repeated")
            code = _code(cell)
            if code:
                lines = range(row, row + min(rows, MOST_REPEATED))
                yield from (((at, beside), code) for at in lines for beside in range(place, place + min(columns, MOST_REPEATED)))
            place += columns
        row += rows


def _code(cell: ElementTree.Element) -> str | None:
    """The code of a failed cell; None for any other."""
    text = "".join(cell.itertext()).strip()
    says = any(key.endswith("}value-type") and value == "error" for key, value in cell.attrib.items())
    return code_of(text) if says or (_attribute(cell, "formula") and is_failed(text)) else None


def _times(item: ElementTree.Element, name: str) -> int:
    text = _attribute(item, name)
    return int(text) if text.isdecimal() else 1


def _attribute(item: ElementTree.Element, name: str) -> str:
    return next((value for key, value in item.attrib.items() if key.rpartition("}")[2] == name), "")


def _name(item: ElementTree.Element) -> str:
    return item.tag.rpartition("}")[2]
