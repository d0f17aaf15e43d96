"""Charts on sheets of their own: native ones where a table of the workbook holds their numbers, pictures else; both with their text."""

from __future__ import annotations

import io
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from xlsxwriter.utility import xl_rowcol_to_cell

from balong_eval.report.picture import DPI
from balong_eval.report.publication import Part, captioned
from balong_eval.report.words import say
from balong_eval.report.workbook.book import Book, Place, clean, quoted, rows_needed, set_height, text_in

WIDTHS = (46, 23, 23)
PNG_HEIGHT, ROW_INCHES = slice(20, 24), 15 / 72
NORMAL_95 = 1.96
POINT, LINE = "#1F4E79", "#1A1A1A"
STACK = ("#8A4B00", "#E0B070", "#A9C4DE", "#1F4E79")
STACK_INK = ("#FFFFFF", "#1A1A1A", "#1A1A1A", "#FFFFFF")
PIXELS = 640
STEP = 5.0
PARTS = 3
LONGEST_ALT = 2000


@dataclass(frozen=True)
class Native:
    """How a chart is drawn from a table.

    `values` are columns of the table; `ends` its columns of the interval, `error` one of a standard error; `least` and `most` the axis.
    `less`: the picture of the page shows lines that the native chart lacks (bounds of classes, targets, breaks), and stands under it.
    """

    table: str
    label: str
    values: tuple[str, ...]
    axis: str
    least: float
    most: float | None = None
    ends: tuple[str, str] | None = None
    error: str | None = None
    kind: Literal["bar", "stacked", "years"] = "bar"
    less: bool = False


NATIVE = {
    "grafik_unsur": Native("unsur", "unsur", ("nrr",), "axis_nrr", 1, 4, ("ci_low", "ci_high")),
    "grafik_layanan": Native("kelompok_layanan", "group", ("ikm",), "axis_ikm", 25, 100, ("ci_low", "ci_high"), less=True),
    "grafik_jawaban": Native("pengolahan_data", "unsur", ("jawaban_1", "jawaban_2", "jawaban_3", "jawaban_4"), "axis_share", 0, kind="stacked"),
    "grafik_capaian": Native("capaian", "indikator", ("capaian",), "axis_capaian", 0, less=True),
    "grafik_ikm": Native("tahun", "tahun", ("ikm",), "axis_ikm", 25, 100, error="galat", kind="years", less=True),
    "grafik_pembanding": Native("tahun", "tahun", ("pembanding",), "axis_ikm", 25, 100, error="galat_p", kind="years", less=True),
}


def write(book: Book, name: str, part: Part, places: Mapping[str, Place]) -> None:
    """Write a chart's sheet: title, link, where its numbers are, what it shows in words, lengths of its intervals, and the chart."""
    bundle = part.bundle or {}
    sheet = book.sheet(name)
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    native = NATIVE.get(bundle["name"])
    place = places.get(native.table) if native else None
    alt = {"description": clean(bundle["alt"])[:LONGEST_ALT], "object_position": 2, "x_offset": 4, "y_offset": 8}
    drawn = bool(native and place and _holds(place, native))
    row = _words(book, sheet, bundle, place if drawn else None)
    if drawn and native and place:
        bars, row = _lengths(book, sheet, row, native, place)
        chart = _chart(book, native, place, bars)
        chart.set_title({"name": [sheet.get_name(), 0, 0], "name_font": {"size": 11, "bold": True}})
        height = 380 if native.kind == "years" else min(900, 150 + 38 * (place.last - place.first + 1))
        chart.set_size({"width": PIXELS, "height": height})
        sheet.insert_chart(row, 0, chart, alt)
        row += height // 18 + 2
        if native.less and part.png:
            book.line(sheet, row, say("workbook.chart.page"), "heading", (len(WIDTHS) - 1, float(sum(WIDTHS))))
            row += 1
    if part.png and not (drawn and native and not native.less):
        sheet.insert_image(row, 0, f"{bundle['name']}.png", {"image_data": io.BytesIO(part.png), **alt})
        row += _rows_of(part.png)
    sheet.print_area(0, 0, row, len(WIDTHS) - 1)
    sheet.fit_to_pages(1, 1)


def _rows_of(png: bytes) -> int:
    """Rows that a picture covers, from the height in its head."""
    return math.ceil(int.from_bytes(png[PNG_HEIGHT], "big") / DPI / ROW_INCHES) + 2


def _words(book: Book, sheet: Any, bundle: dict[str, Any], place: Place | None) -> int:
    """Title, links and text of a chart; the next free row."""
    span = (len(WIDTHS) - 1, float(sum(WIDTHS)))
    book.line(sheet, 0, captioned(bundle), "title", span)
    book.back(sheet, 1)
    row = 2
    if book.label:
        book.line(sheet, row, book.label, "label", span)
        row += 1
    if place:
        words = say("workbook.chart.live", sheet=place.sheet)
        sheet.write_url(row, 0, f"internal:{quoted(place.sheet)}!A1", book.look("link", text_wrap=False), words)
        row += 1
    for look, text in [("heading", say("workbook.chart.text")), *(("plain", line) for line in [bundle["alt"], *bundle["notes"]])]:
        book.line(sheet, row, text, look, span)
        row += 1
    return row


def _lengths(book: Book, sheet: Any, row: int, native: Native, place: Place) -> tuple[dict[str, Any] | None, int]:
    """The lengths of the interval to both sides, as formulas from the table, for the lines of the chart; and the next free row."""
    if not native.ends and not native.error:
        return None, row
    columns = place.columns
    at = {
        key: columns[name]
        for key, name in zip(("value", "low", "high"), (native.values[0], *(native.ends or (native.error or "",) * 2)), strict=True)
    }
    for column, key in enumerate(("label", "below", "above")):
        text_in(sheet, row, column, say(f"workbook.chart.{key}"), book.look("head" if column == 0 else "head_right"))
    set_height(sheet, row, 2)
    first, lengths = row + 1, list(zip(*_sides(native, place), strict=True))
    for line, (below, above) in enumerate(lengths, place.first):
        row += 1
        cells = {key: f"{quoted(place.sheet)}!{xl_rowcol_to_cell(line, column)}" for key, column in at.items()}
        label = str(place.bundle["rows"][line - place.first][columns[native.label]])
        text_in(sheet, row, 0, label, book.look("text"))
        for column, (value, formula) in enumerate(((below, _length(native, cells, "low")), (above, _length(native, cells, "high"))), 1):
            sheet.write_formula(row, column, formula, book.look("cell", num_format="#,##0.000", align="right"), value)
        set_height(sheet, row, rows_needed(label, WIDTHS[0]))
    area = [
        f"={quoted(sheet.get_name())}!{xl_rowcol_to_cell(first, column, True, True)}:{xl_rowcol_to_cell(row, column, True, True)}"
        for column in (1, 2)
    ]
    data = {"minus_data": [below for below, _ in lengths], "plus_data": [above for _, above in lengths]}
    return {"type": "custom", "minus_values": area[0], "plus_values": area[1], "line": {"color": LINE, "width": 1.5}, **data}, row + 2


def _length(native: Native, cells: dict[str, str], end: str) -> str:
    """Formula of one side: 0 where the table has no number."""
    if native.error:
        return f"=IF(ISNUMBER({cells['low']}),{NORMAL_95}*{cells['low']},0)"
    difference = f"{cells['value']}-{cells['low']}" if end == "low" else f"{cells['high']}-{cells['value']}"
    return f"=IF(AND(ISNUMBER({cells['value']}),ISNUMBER({cells[end]})),{difference},0)"


def _sides(native: Native, place: Place) -> tuple[list[float], list[float]]:
    values = _numbers(place, native.values[0])
    if native.error:
        both = [NORMAL_95 * value if value is not None else 0.0 for value in _numbers(place, native.error)]
        return both, both
    low, high = (_numbers(place, column) for column in native.ends or ())
    below = [0.0 if value is None or end is None else value - end for value, end in zip(values, low, strict=True)]
    return below, [0.0 if value is None or end is None else end - value for value, end in zip(values, high, strict=True)]


def _holds(place: Place, native: Native) -> bool:
    """Whether the table has the columns, and numbers in them."""
    needed = (native.label, *native.values, *(native.ends or ()), *((native.error,) if native.error else ()))
    return all(column in place.columns for column in needed) and any(value is not None for value in _numbers(place, native.values[0]))


def _chart(book: Book, native: Native, place: Place, bars: dict[str, Any] | None) -> Any:
    years = native.kind == "years"
    kind = {"type": "line"} if years else {"type": "bar", "subtype": "percent_stacked"} if native.kind == "stacked" else {"type": "bar"}
    chart = book.workbook.add_chart(kind)
    for number, column in enumerate(native.values):
        chart.add_series(_series(native, place, column, number) | ({"y_error_bars": bars} if bars else {}))
    value: dict[str, Any] = {
        "name": say(f"workbook.chart.{native.axis}") + (f"; {say('workbook.chart.interval')}" if native.ends or native.error else ""),
        "major_gridlines": {"visible": True, "line": {"color": "#D0D0D0", "width": 0.75}},
        "num_format": "0%" if native.kind == "stacked" else "0.0" if native.axis == "axis_nrr" else "0",
        "line": {"none": True},
        "name_font": {"bold": False, "size": 9},
    }
    value |= _axis(native, place)
    label = {"num_font": {"size": 9}, "line": {"color": LINE}, "major_tick_mark": "none"}
    if years:
        chart.set_x_axis(label)
        chart.set_y_axis(value)
    else:
        chart.set_x_axis({**value, "label_position": "high"})
        chart.set_y_axis({**label, "reverse": True})
    chart.set_legend({"position": "bottom"} if len(native.values) > 1 else {"none": True})
    chart.show_blanks_as("gap")
    return chart


def _axis(native: Native, place: Place) -> dict[str, float]:
    """Ends of the axis: those of the scale where bars begin at it; points of years get the steps of five around them."""
    if native.kind != "years":
        return {"min": native.least} | ({"max": native.most, "major_unit": (native.most - native.least) / PARTS} if native.most else {})
    values = _numbers(place, native.values[0])
    pairs = [(value - below, value + above) for value, below, above in zip(values, *_sides(native, place), strict=True) if value is not None]
    low, high = min(low for low, _ in pairs), max(high for _, high in pairs)
    most = STEP * math.ceil((high + STEP / 2) / STEP)
    return {"min": max(native.least, STEP * math.floor((low - STEP / 2) / STEP)), "max": min(native.most or most, most)}


def _series(native: Native, place: Place, column: str, number: int) -> dict[str, Any]:
    colour = STACK[number] if native.kind == "stacked" else POINT
    series: dict[str, Any] = {
        "name": [place.sheet, place.first - 1, place.columns[column]],
        "categories": _area(place, native.label),
        "values": _area(place, column),
        "gap": 60,
    }
    if native.kind == "years":
        series |= {"line": {"none": True}, "marker": {"type": "circle", "size": 8, "fill": {"color": POINT}, "border": {"color": POINT}}}
    else:
        series |= {"fill": {"color": colour}, "border": {"color": "#FFFFFF"}}
    if native.kind == "stacked":
        series["data_labels"] = {"value": True, "font": {"color": STACK_INK[number], "size": 8}}
    elif native.kind == "years":
        series["data_labels"] = {"value": True, "num_format": "0.00", "position": "right", "font": {"size": 9}}
    else:
        series["data_labels"] = {"value": True, "num_format": "0.00", "position": "inside_base", "font": {"size": 9, "color": "#FFFFFF"}}
    return series


def _area(place: Place, column: str) -> list[Any]:
    return [place.sheet, place.first, place.columns[column], place.last, place.columns[column]]


def _numbers(place: Place, column: str) -> list[float | None]:
    at = place.columns[column]
    cells = [row[at] if at < len(row) else None for row in place.bundle["rows"]]
    return [float(cell) if isinstance(cell, (int, float)) else None for cell in cells]
