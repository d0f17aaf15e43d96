"""The official processing sheet: from the counts of answers to the index and its class, by formulas that can be followed and changed."""

from __future__ import annotations

from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from balong_eval.report.processing import NAME
from balong_eval.report.words import say, table
from balong_eval.report.workbook import tables
from balong_eval.report.workbook.book import INPUT, Book, Place, quoted, text_in

NEEDED = ("conversion", "bands", "smallest_n_class", "n", "ikm", "ikm_rounded", "equal")
COLUMNS = ("code", "unsur", "bobot", "jawaban_1", "jawaban_2", "jawaban_3", "jawaban_4", "n", "total", "nrr", "nrr_tertimbang")
CODE, UNSUR, BOBOT, FIRST, LAST, N, TOTAL, NRR, WEIGHTED = 0, 1, 2, 3, 6, 7, 8, 9, 10
INPUTS = (BOBOT, *range(FIRST, LAST + 1))


def is_live(bundle: dict[str, Any] | None) -> bool:
    """Whether a bundle is the processing table, with all that its formulas need."""
    return bool(
        bundle
        and bundle["kind"] == "table"
        and bundle["name"] == NAME
        and tuple(column["name"] for column in bundle["columns"]) == COLUMNS
        and bundle["rows"]
        and all(len(row) == len(COLUMNS) and None not in row for row in bundle["rows"])
        and all(key in bundle.get("data", {}) for key in NEEDED)
    )


def write(book: Book, name: str, bundle: dict[str, Any]) -> Place:
    """Write the processing table with its formulas, each with the value it has, and the index and its class under it."""
    widths = tables.widths_of(bundle)
    sheet = book.sheet(name, landscape=True)
    first = tables.opening(book, sheet, bundle | {"notes": [*bundle["notes"], *_told()]}, widths)
    last = first + len(bundle["rows"]) - 1
    for row, values in enumerate(bundle["rows"], first):
        _row(book, sheet, row, values, bundle, (first, last))
    tables.as_table(book, sheet, name, bundle, first, widths)
    end = _result(book, sheet, bundle, (first, last), name)
    _names(book, name, (first, last))
    tables.closing(book, sheet, bundle | {"notes": [*bundle["notes"], *_told()]}, end, widths)
    return Place(name, first, last, {column: place for place, column in enumerate(COLUMNS)}, bundle)


def index_formula(terms: str, conversion: str) -> str:
    """The index from the range of weighted NRR and the cell of the conversion."""
    return f"=SUM({terms})*{conversion}"


def rounded_formula(cell: str) -> str:
    """Half up to 2 decimals: the noise of the sixteenth digit is cut first, or a tie could fall on either side."""
    return f"=ROUND(ROUND({cell},10),2)"


def class_formula(rounded: str, n: str, smallest: str, bounds: str, names: str) -> str:
    """Class of a rounded index by the lower bounds, or that it is not set."""
    return f'=IF({n}<{smallest},"{say("workbook.total.unset")}",INDEX({names},MATCH({rounded},{bounds},1)))'


def _told() -> list[str]:
    return list(table()["workbook"]["formula"]["lines"])


def _row(book: Book, sheet: Any, row: int, values: list[Any], bundle: dict[str, Any], body: tuple[int, int]) -> None:
    formulas = {
        N: f"=SUM({_at(row, FIRST)}:{_at(row, LAST)})",
        TOTAL: "=" + "+".join(f"{score}*{_at(row, FIRST + score - 1)}" for score in range(1, 5)),
        NRR: f"={_at(row, TOTAL)}/{_at(row, N)}",
        WEIGHTED: f"={_at(row, NRR)}*{_at(row, BOBOT)}",
    }
    if bundle["data"]["equal"]:
        formulas[BOBOT] = f"=1/COUNTA({_range(body, CODE)})"
    for column, value in enumerate(values):
        facts = bundle["columns"][column]
        if column in formulas:
            sheet.write_formula(row, column, formulas[column], _number(book, facts["decimals"], column in INPUTS), value)
        elif facts["decimals"] is None:
            text_in(sheet, row, column, value, book.look("text"))
        else:
            sheet.write_number(row, column, value, _number(book, facts["decimals"], column in INPUTS))


def _result(book: Book, sheet: Any, bundle: dict[str, Any], body: tuple[int, int], name: str) -> int:
    """Index, rounded index and class in columns B and C, the bands under them; the first row after them."""
    data, words = bundle["data"], table()["workbook"]["total"]
    row = body[1] + 1
    bands = [(words["band"].format(mutu=band["mutu"]), band) for band in data["bands"]]
    at = {key: row + 1 + place for place, key in enumerate(("sum", "conversion", "ikm", "ikm_rounded", "n", "smallest", "mutu", "kinerja"))}
    cells = {key: _at(place, BOBOT) for key, place in at.items()}
    lower = (row + len(at) + 2, row + len(at) + 1 + len(bands))
    classed = data["n"] >= data["smallest_n_class"]
    unset = words["unset"]
    known = cells["ikm_rounded"], cells["n"], cells["smallest"]
    ranged = [f"{_at(lower[0], column, True)}:{_at(lower[1], column, True)}" for column in (BOBOT, FIRST, FIRST + 1)]
    formulas: dict[str, tuple[str, Any, int | None]] = {
        "sum": (f"=SUM({_range(body, WEIGHTED)})", data["ikm"] / data["conversion"], 4),
        "ikm": (f"={cells['sum']}*{cells['conversion']}", data["ikm"], 4),
        "ikm_rounded": (rounded_formula(cells["ikm"]), data["ikm_rounded"], 2),
        "mutu": (class_formula(*known, ranged[0], ranged[1]), data["mutu"] if classed else unset, None),
        "kinerja": (class_formula(*known, ranged[0], ranged[2]), data["kinerja"] if classed else unset, None),
    }
    inputs = {"conversion": data["conversion"], "n": data["n"], "smallest": data["smallest_n_class"]}
    text_in(sheet, row, UNSUR, words["result"], book.look("heading"))
    for key, place in at.items():
        text_in(sheet, place, UNSUR, words[key], book.look("text"))
        if key in inputs:
            sheet.write_number(place, BOBOT, inputs[key], _number(book, 0, key != "n"))
        else:
            formula, value, decimals = formulas[key]
            look = book.look("strong", align="right") if decimals is None else _number(book, decimals, False)
            sheet.write_formula(place, BOBOT, formula, look, value)
    text_in(sheet, lower[0] - 1, UNSUR, words["bands"], book.look("heading"))
    for place, (label, band) in enumerate(bands, lower[0]):
        text_in(sheet, place, UNSUR, label, book.look("text"))
        sheet.write_number(place, BOBOT, band["lower"], _number(book, 2, True))
        text_in(sheet, place, FIRST, band["mutu"], book.look("text"))
        text_in(sheet, place, FIRST + 1, band["kinerja"], book.look("text"))
    for named, key in (("IKM", "ikm"), ("IKM_dibulatkan", "ikm_rounded"), ("Mutu_pelayanan", "mutu"), ("Nilai_pengali", "conversion")):
        book.workbook.define_name(named, f"={quoted(name)}!{_at(at[key], BOBOT, True)}")
    book.workbook.define_name("Batas_kelas", f"={quoted(name)}!{ranged[0]}")
    return lower[1] + 1


def _names(book: Book, name: str, body: tuple[int, int]) -> None:
    for named, column in (("Bobot", BOBOT), ("Jumlah_jawaban", N), ("Jumlah_nilai", TOTAL), ("NRR", NRR), ("NRR_tertimbang", WEIGHTED)):
        book.workbook.define_name(named, f"={quoted(name)}!{_range(body, column)}")


def _number(book: Book, decimals: int, changeable: bool) -> Any:
    more = {"bg_color": INPUT} if changeable else {}
    return book.look("cell", num_format=tables.number_format(decimals), align="right", **more)


def _at(row: int, column: int, fixed: bool = False) -> str:
    return str(xl_rowcol_to_cell(row, column, fixed, fixed))


def _range(body: tuple[int, int], column: int) -> str:
    return f"{_at(body[0], column, True)}:{_at(body[1], column, True)}"
