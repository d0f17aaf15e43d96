"""Formulas that failed: told with their cells in every kind of file, and missing; a prepared row of them is no respondent."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from balong_eval.errors import InputError
from balong_eval.intake.sheet import faults, read
from balong_eval.intake.survey import Survey, read_survey
from tests.intake import sheets

CODES = [f"U{number}" for number in range(1, 10)]
ROW = [3, 4, 2, 4, 3, 3, 1, 2, 4]
FORMS = [["No", "Usia", *CODES, "Jumlah"], *([number, 30, *ROW, sum(ROW)] for number in range(1, 7))]
FAILED = {(2, 3): "#DIV/0!", (3, 3): "#N/A", (4, 1): "#VALUE!", (5, 11): "#REF!"}
TOLD = [("D3", "#DIV/0!"), ("D4", "#N/A"), ("B5", "#VALUE!"), ("L6", "#REF!")]


def xlsx(path: Path) -> Path:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Data")
        for row, cells in enumerate(FORMS):
            for place, cell in enumerate(cells):
                code = FAILED.get((row, place))
                sheet.write_formula(row, place, "=X", None, code) if code else sheet.write(row, place, cell)
    return path


def xls(path: Path) -> Path:
    """xlwt stores no result of a formula: each failed cell is first the number 1E300 + n, then a record of an error of the same length."""
    numbers = {1e300 * (n + 1): code for n, code in enumerate(FAILED.values())}
    values = dict(zip(FAILED, numbers, strict=True))
    sheets.xls(path, [[values.get((row, place), cell) for place, cell in enumerate(cells)] for row, cells in enumerate(FORMS)])
    content = path.read_bytes()
    known = {"#DIV/0!": 0x07, "#N/A": 0x2A, "#VALUE!": 0x0F, "#REF!": 0x17}
    for number, code in numbers.items():
        at = content.index(struct.pack("<d", number)) - 10
        cell = content[at + 4 : at + 10]
        filler = struct.pack("<HH2x", 0x00EF, 2)
        content = content[:at] + struct.pack("<HH", 0x0205, 8) + cell + bytes([known[code], 1]) + filler + content[at + 18 :]
    path.write_bytes(content)
    return path


def ods(path: Path) -> Path:
    """As LibreOffice 7 writes it."""
    sheets.ods(path, [[FAILED.get((row, place), cell) for place, cell in enumerate(cells)] for row, cells in enumerate(FORMS)])
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    content = parts["content.xml"].decode().replace("xmlns:office", 'xmlns:calcext="urn:calcext" xmlns:office', 1)
    for code in FAILED.values():
        cell = f'<table:table-cell office:value-type="string"><text:p>{code}</text:p>'
        kind = 'office:value-type="string" office:string-value="" calcext:value-type="error"'
        formula = f'<table:table-cell table:formula="of:=X" {kind}><text:p>{code}</text:p>'
        assert content.count(cell) == 1
        content = content.replace(cell, formula)
    with zipfile.ZipFile(path, "w") as book:
        for name, part in (parts | {"content.xml": content.encode()}).items():
            book.writestr(name, part)
    return path


def csv(path: Path) -> Path:
    """As Excel saves the same sheet."""
    return sheets.csv(path, [[FAILED.get((row, place), cell) for place, cell in enumerate(cells)] for row, cells in enumerate(FORMS)], ";")


@pytest.mark.parametrize("write", [xlsx, xls, ods, csv])
def test_each_failed_cell_is_told_once_and_is_missing(tmp_path: Path, write: object) -> None:
    path = write(tmp_path / f"2019.{write.__name__}")  # type: ignore[operator, attr-defined]
    sheets.sidecar(path)
    survey = read_survey(path)
    wrong = [finding for finding in survey.findings if finding.severity == "error"]
    assert [(finding.cell, finding.value) for finding in wrong] == TOLD and {finding.rule for finding in wrong} == {"bukan_angka"}
    assert all("Betulkan rumusnya" in finding.message and finding.value in finding.message for finding in wrong if finding.value)
    assert survey.n == 6 and survey.responses["prosedur"].isna().tolist() == [False, True, True, False, False, False]
    assert survey.responses["usia"].isna().sum() == 1
    assert not [finding for finding in survey.findings if finding.severity == "warning"]


def book(path: Path, rows: list[list[object]]) -> Survey:
    with xlsxwriter.Workbook(path) as file:
        sheet = file.add_worksheet("Data")
        for row, cells in enumerate(rows):
            for place, cell in enumerate(cells):
                failed = isinstance(cell, str) and cell.startswith("#")
                sheet.write_formula(row, place, "=X", None, cell) if failed else sheet.write(row, place, cell)
    sheets.sidecar(path)
    return read_survey(path)


def test_prepared_rows_beside_which_a_formula_fails_are_no_respondents(tmp_path: Path) -> None:
    rows = [["No", *CODES, "Rata-rata"], *([number, *ROW, 2.9] for number in range(1, 7)), *([number, *[""] * 9, "#DIV/0!"] for number in (7, 8))]
    survey = book(tmp_path / "2019.xlsx", rows)
    assert survey.n_rows == 6 and not [finding for finding in survey.findings if finding.severity == "error"]


def test_a_form_of_failed_formulas_is_not_lost_in_silence(tmp_path: Path) -> None:
    survey = book(tmp_path / "2019.xlsx", [CODES, *[ROW] * 3, ["#REF!"] * 9, *[ROW] * 3])
    assert [(item.row, item.rule) for item in survey.set_aside] == [(5, "terlalu_sedikit_jawaban")]
    assert [finding.cell for finding in survey.findings if finding.rule == "bukan_angka"] == [f"{letter}5" for letter in "ABCDEFGHI"]


def test_a_column_of_failed_formulas_is_one_finding(tmp_path: Path) -> None:
    survey = book(tmp_path / "2019.xlsx", [CODES, *([*ROW[:8], "#REF!"] for _ in range(12))])
    told = [finding for finding in survey.findings if finding.severity == "error"]
    assert [(finding.rule, finding.cell, finding.column) for finding in told] == [("bukan_angka", "I2", "U9")]
    assert "12 sel kolom ini" in told[0].message and "Tempel Khusus" in told[0].message
    assert len(survey.unsur) == 8


def test_a_footer_of_failed_formulas_is_a_footer(tmp_path: Path) -> None:
    survey = book(tmp_path / "2019.xlsx", [["No", *CODES], *([number, *ROW] for number in range(1, 7)), ["NRR", *["#DIV/0!"] * 9]])
    assert survey.n == 6 and not [finding for finding in survey.findings if finding.severity == "error"]


def test_a_failed_count_is_refused(tmp_path: Path) -> None:
    rows = [["Unsur", "a", "b", "c", "d"], *([code, 1, 2, 3, "#REF!" if code == "U4" else 4] for code in CODES)]
    with pytest.raises(InputError) as caught:
        book(tmp_path / "2019.xlsx", rows)
    assert [(finding.rule, finding.cell) for finding in caught.value.findings] == [("jumlah_bukan_bilangan", "E5")]


def test_repeated_cells_of_ods_keep_their_places(tmp_path: Path) -> None:
    path = sheets.ods(tmp_path / "a.ods", [["x"]])
    with zipfile.ZipFile(path) as old:
        content = old.read("content.xml").decode()
    row = (
        '<table:table-row table:number-rows-repeated="3"><table:table-cell table:number-columns-repeated="2"/></table:table-row>'
        '<table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="4"/>'
        '<table:table-cell table:formula="of:=X" office:value-type="float" office:value="0"><text:p>Err:508</text:p></table:table-cell>'
        "</table:table-row>"
    )
    with zipfile.ZipFile(path, "w") as new:
        new.writestr("content.xml", content.replace("</table:table>", f"{row}</table:table>"))
    assert faults.find(path.read_bytes()) == {"Data": {(5, 4): "Err:508", (6, 4): "Err:508"}}


@pytest.mark.parametrize("cut", [9, 40, 600, 2000, 5000])
def test_a_damaged_workbook_ends_in_no_traceback(tmp_path: Path, cut: int) -> None:
    content = xls(tmp_path / "a.xls").read_bytes()[:cut]
    assert faults.find(content) in ({}, {"Data": {}})
    (tmp_path / "a.xls").write_bytes(content)
    with pytest.raises(InputError):
        read(tmp_path / "a.xls")


@pytest.mark.parametrize("before", range(65_500, 65_536, 3))
def test_a_mark_at_the_edge_of_a_piece_is_seen(tmp_path: Path, before: int) -> None:
    """The sheet is looked through in pieces of 65,536 bytes."""
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as new:
        new.add_worksheet("Data").write_formula(0, 0, "=X", None, "#REF!")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as old:
        parts = {name: old.read(name) for name in old.namelist()}
    page = parts["xl/worksheets/sheet1.xml"]
    parts["xl/worksheets/sheet1.xml"] = page.replace(b"<sheetData>", b" " * (before - page.index(b"<sheetData>")) + b"<sheetData>")
    with zipfile.ZipFile(tmp_path / "b.xlsx", "w") as book:
        for name, part in parts.items():
            book.writestr(name, part)
    assert faults.find((tmp_path / "b.xlsx").read_bytes()) == {"Data": {(1, 0): "#REF!"}}
