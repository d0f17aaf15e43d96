"""What differs between two workbooks, cell by cell: the values that a reader sees, by sheet and address."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from balong_eval.errors import InputError
from balong_eval.intake import sheet

Value = str | float | None


def moved(path: Path, again: Path) -> Iterator[tuple[str, Value, Value]]:
    """Cells that are not the same: place (``Tabel A.8!D5``), what was there, what is there now; nothing where a file is no workbook.

    Of a formula it is the value stored with it; a change of formula, format or picture alone shows in the bytes only.
    """
    try:
        was, now = _cells(path), _cells(again)
    except InputError:
        return
    if not was or not now:
        return
    for place in sorted(was.keys() | now.keys(), key=lambda place: (place[0], place[2], place[1])):
        before, after = was.get(place, ""), now.get(place, "")
        if before != after:
            name, column, row = place
            yield f"{name}!{sheet.address(row, column)}", _value(before), _value(after)


def _cells(path: Path) -> dict[tuple[str, int, int], str]:
    return {
        (str(item.name), column, int(row)): text
        for item in sheet.read(path)
        if item.name is not None
        for column, texts in enumerate(item.cells.items())
        for row, text in texts[1].items()
        if text
    }


def _value(text: str) -> Value:
    try:
        return float(text) if text else None
    except ValueError:
        return text
