"""Writers of files as offices keep them: the same rows in every kind of file that is read."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet
import xlsxwriter
import xlwt

Rows = Sequence[Sequence[Any]]
Area = tuple[int, int, int, int]
RULE = 'regulation = "permenpanrb_14_2017"\n'


def sidecar(path: Path, text: str = "") -> None:
    """The sidecar beside a file of answers."""
    path.with_suffix(".toml").write_text(RULE + text, encoding="utf-8")


def csv(path: Path, rows: Rows, delimiter: str = ",", encoding: str = "utf-8") -> Path:
    """A text file; cells with the delimiter are quoted."""
    lines = [delimiter.join(_quoted(_text(cell), delimiter) for cell in row) for row in rows]
    path.write_bytes(("\n".join(lines) + "\n").encode(encoding))
    return path


def xlsx(path: Path, sheets: dict[str, Rows] | Rows, merged: Sequence[Area] = (), hidden: Sequence[str] = ()) -> Path:
    """A workbook; texts that begin with = are formulas with the value behind the bar: ``=SUM(A1)|3``."""
    named = sheets if isinstance(sheets, dict) else {"Data": sheets}
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd hh:mm"}) as book:
        for name, rows in named.items():
            sheet = book.add_worksheet(name)
            if name in hidden:
                sheet.hide()
            for number, row in enumerate(rows):
                for place, cell in enumerate(row):
                    _write(sheet, number, place, cell)
            for top, bottom, left, right in merged:
                sheet.merge_range(top, left, bottom, right, rows[top][left])
    return path


def xls(path: Path, rows: Rows) -> Path:
    """A workbook of Excel 97-2003."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("Data")
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            if cell is not None and cell != "":
                sheet.write(number, place, cell)
    book.save(str(path))
    return path


def ods(path: Path, rows: Rows) -> Path:
    """An OpenDocument workbook with one sheet."""
    lines = "".join(f"<table:table-row>{''.join(_ods_cell(cell) for cell in row)}</table:table-row>" for row in rows)
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text"))
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} office:version="1.2"><office:body><office:spreadsheet>'
        f'<table:table table:name="Data">{lines}</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        book.writestr("content.xml", content)
        book.writestr(
            "META-INF/manifest.xml",
            '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>',
        )
    return path


def html(path: Path, rows: Rows, spans: dict[tuple[int, int], tuple[int, int]] | None = None, before: str = "") -> Path:
    """A web page with one table; `spans` gives rows and columns that a cell covers, whose other cells are None and are left out."""
    spans = spans or {}
    lines = []
    for number, row in enumerate(rows):
        cells = []
        for place, cell in enumerate(row):
            if cell is None:
                continue
            down, right = spans.get((number, place), (1, 1))
            cells.append(f'<td rowspan="{down}" colspan="{right}">{escape(_text(cell))}</td>')
        lines.append(f"<tr>{''.join(cells)}</tr>")
    path.write_text(f"<html><head><style>td {{}}</style></head><body>{before}<table>{''.join(lines)}</table></body></html>", encoding="utf-8")
    return path


def parquet(path: Path, rows: Rows) -> Path:
    """A Parquet file: the first row names its columns."""
    heads, body = rows[0], rows[1:]
    columns = {str(head): [row[place] if row[place] != "" else None for row in body] for place, head in enumerate(heads)}
    pyarrow.parquet.write_table(pa.table(columns), path)
    return path


def _text(cell: Any) -> str:
    return "" if cell is None else str(cell)


def _quoted(text: str, delimiter: str) -> str:
    return '"' + text.replace('"', '""') + '"' if delimiter in text or '"' in text or "\n" in text else text


def _write(sheet: Any, row: int, place: int, cell: Any) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, str) and cell.startswith("="):
        formula, _, value = cell.partition("|")
        sheet.write_formula(row, place, formula, None, float(value))
    elif isinstance(cell, str):
        sheet.write_string(row, place, cell)
    else:
        sheet.write(row, place, cell)


def _ods_cell(cell: Any) -> str:
    if cell is None or cell == "":
        return "<table:table-cell/>"
    if isinstance(cell, (int, float)):
        return f'<table:table-cell office:value-type="float" office:value="{cell}"><text:p>{cell}</text:p></table:table-cell>'
    return f'<table:table-cell office:value-type="string"><text:p>{escape(str(cell))}</text:p></table:table-cell>'
