"""A table on its own sheet: title in A1, a real Excel table, its notes under it."""

from __future__ import annotations

import re
from typing import Any

from balong_eval.report.publication import captioned
from balong_eval.report.words import say
from balong_eval.report.workbook.book import PER_WIDTH, Book, Place, clean, rows_needed, set_height, text_in, unique

NARROWEST, WIDEST, NUMBER = 9, 46, 11
UNBROKEN = 68
FILTER, INDENT = 3, 2
LEAST_TOTAL = 84
LANDSCAPE = 105
FROZEN = 60
TOP = 3


def write(book: Book, name: str, bundle: dict[str, Any]) -> Place:
    """Write a table's bundle on a sheet of this name.

    Row 1 is the title, row 2 says where notes are and what an empty cell means, row 3 leads back; then the table, one head row.
    """
    widths = widths_of(bundle)
    sheet = book.sheet(name, landscape=sum(widths) > LANDSCAPE)
    first = opening(book, sheet, bundle, widths)
    for row, values in enumerate(bundle["rows"], first):
        for column, value in enumerate(values[: len(widths)]):
            cell(book, sheet, (row, column), value, bundle["columns"][column])
        set_height(
            sheet,
            row,
            max(
                (rows_needed(value, (width - INDENT) / PER_WIDTH) for value, width in zip(values, widths, strict=False) if isinstance(value, str)),
                default=1,
            ),
        )
    last = first + len(bundle["rows"]) - 1
    as_table(book, sheet, name, bundle, first, widths)
    closing(book, sheet, bundle, last + 1, widths)
    return Place(name, first, last, {column["name"]: place for place, column in enumerate(bundle["columns"])}, bundle)


def opening(book: Book, sheet: Any, bundle: dict[str, Any], widths: list[float]) -> int:
    """Columns, title, remark and link; the first row (from 0) of the table's body."""
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    span = (len(widths) - 1, sum(widths))
    book.line(sheet, 0, captioned(bundle), "title", span)
    first = TOP + 1
    told = [say("workbook.notes_below", count=len(bundle["notes"]), row=first + len(bundle["rows"]) + 1)] if bundle["notes"] else []
    told = [f"{book.label}."] * bool(book.label) + told
    told += [say("workbook.empty")] if any(value is None for row in bundle["rows"] for value in row) else []
    if told:
        book.line(sheet, 1, " ".join(told), "plain", span)
    book.back(sheet, 2 if told else 1)
    return first if told else first - 1


def as_table(book: Book, sheet: Any, name: str, bundle: dict[str, Any], first: int, widths: list[float]) -> None:
    """Heads, and what makes the rows a table of Excel: its name, filters, frozen and repeated heads."""
    columns, rows = bundle["columns"], bundle["rows"]
    heads = unique(clean(column["head"]) for column in columns)
    head = first - 1
    looks = [book.look("head" if column["decimals"] is None else "head_right") for column in columns]
    if rows:
        named = [{"header": text, "header_format": look} for text, look in zip(heads, looks, strict=True)]
        options = {"name": table_name(name), "style": None, "columns": named, "autofilter": True}
        sheet.add_table(head, 0, head + len(rows), len(columns) - 1, options)
    for column, (text, look) in enumerate(zip(heads, looks, strict=True)):
        text_in(sheet, head, column, text, look)
    set_height(sheet, head, max(rows_needed(text, width - FILTER) for text, width in zip(heads, widths, strict=True)))
    sheet.freeze_panes(first, _frozen(bundle, widths))
    sheet.repeat_rows(head)
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})


def closing(book: Book, sheet: Any, bundle: dict[str, Any], row: int, widths: list[float]) -> None:
    """The notes under a table, and the end of what is printed."""
    for number, text in enumerate(bundle["notes"], 1):
        book.line(sheet, row, say("workbook.note", number=number, text=text), "plain", (len(widths) - 1, sum(widths)))
        row += 1
    sheet.print_area(0, 0, row - 1, len(widths) - 1)


def cell(book: Book, sheet: Any, place: tuple[int, int], value: object, column: dict[str, Any]) -> None:
    """One cell: a number with the decimals of its column, a text, or nothing."""
    decimals = column["decimals"]
    if isinstance(value, bool):
        value = say("workbook.yes" if value else "workbook.no")
    if value is None:
        sheet.write_blank(*place, None, book.look("text"))
    elif isinstance(value, (int, float)):
        sheet.write_number(*place, value, book.look("cell", num_format=number_format(decimals, str(column["name"])), align="right"))
    else:
        text_in(sheet, *place, value, book.look("text") if decimals is None else book.look("cell", align="right"))


def number_format(decimals: int | None, name: str = "") -> str:
    """Format of a number; a p-value too small for its decimals is shown as in the page.

    Examples
    --------
    >>> number_format(2), number_format(0), number_format(None), number_format(3, "p_holm")
    ('#,##0.00', '#,##0', '0', '[<0.0005]"< 0,001";0.000')
    """
    if decimals is None:
        return "0"
    if name.startswith("p_") and decimals:
        return f'[<{0.5 * 10**-decimals:.{decimals + 1}f}]"< 0,{1:0{decimals}d}";0.{"0" * decimals}'
    return "#,##0" + ("." + "0" * decimals if decimals else "")


def table_name(sheet: str) -> str:
    """Name of the table on a sheet: letters, digits and underscores, not like the address of a cell."""
    return "data_" + re.sub(r"\W+", "_", sheet).strip("_")


def widths_of(bundle: dict[str, Any]) -> list[float]:
    """Width of each column in characters, all together at least so wide that the lines around the table can be read."""
    widths = [_width(column, [row[place] for row in bundle["rows"] if place < len(row)]) for place, column in enumerate(bundle["columns"])]
    missing = LEAST_TOTAL - sum(widths)
    texts = [place for place, column in enumerate(bundle["columns"]) if column["decimals"] is None] or list(range(len(widths)))
    return [width + missing / len(texts) if missing > 0 and place in texts else width for place, width in enumerate(widths)]


def _width(column: dict[str, Any], values: list[object]) -> float:
    head = str(column["head"])
    longest_word = max((len(word) for word in head.split()), default=0) + FILTER + 1
    if column["decimals"] is not None:
        shown = max((len(f"{value:,.{column['decimals']}f}") for value in values if isinstance(value, (int, float))), default=0)
        return float(max(NUMBER, longest_word, shown + 2))
    texts = [str(value) for value in values if value is not None]
    unbroken = max((len(word) for text in texts for word in text.split()), default=0)
    longest = max((len(text) for text in texts), default=0)
    return float(max(min(WIDEST, max(NARROWEST, longest_word, min(len(head), 24), longest + 3)), min(UNBROKEN, unbroken + 3)))


def _frozen(bundle: dict[str, Any], widths: list[float]) -> int:
    """Columns that stay in sight: the first, and the second where the first is a number or a code; none where they take the screen."""
    first = bundle["columns"][0]
    count = 2 if first["name"] in ("no", "code", "number") and len(widths) > 2 else 1
    return count if sum(widths) > LANDSCAPE and sum(widths[:count]) <= FROZEN else 0
