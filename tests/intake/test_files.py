"""The kind of a file is told from its content, never from its name; what is no table of answers is refused with the reason."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from balong_eval.errors import InputError
from balong_eval.intake import sheet
from balong_eval.intake.sheet import text
from balong_eval.intake.sheet.grid import Sheet
from balong_eval.intake.survey import read_survey
from tests.intake import sheets

CODES = [f"U{number}" for number in range(1, 10)]
ROWS = [["layanan", *CODES], *([["Izin usaha", 3, 4, 4, 3, 3, 4, 3, 3, 4]] * 6)]


def texts(found: Sheet) -> list[list[str]]:
    return [cells for _, cells in found.rows()]


@pytest.mark.parametrize("write", [sheets.csv, sheets.xlsx, sheets.xls, sheets.ods, sheets.html, sheets.parquet])
def test_any_kind_under_a_wrong_name(tmp_path: Path, write: object) -> None:
    path = write(tmp_path / "2019.dat", ROWS)  # type: ignore[operator]
    survey = read_survey(path)
    assert survey.n == 6 and set(survey.responses["layanan"]) == {"Izin usaha"} and survey.responses["sarpras"].eq(4).all()


@pytest.mark.parametrize("write", [sheets.xlsx, sheets.xls, sheets.ods, sheets.html, sheets.parquet])
def test_every_kind_gives_the_same_cells_as_csv(tmp_path: Path, write: object) -> None:
    other = sheet.read(write(tmp_path / "a", ROWS))[0]  # type: ignore[operator]
    assert texts(other) == texts(sheet.read(sheets.csv(tmp_path / "b.csv", ROWS))[0])


REFUSED = {
    b"%PDF-1.7 ...": "berisi PDF",
    b"SQLite format 3\x00....": "basis data SQLite",
    b"{\\rtf1 x}": "dokumen RTF",
    b"MIME-Version: 1.0\nx": "MHTML",
    b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>': "XML Excel 2003",
    b"INSERT INTO jawaban VALUES (1, 2);": "perintah SQL",
    b"-- dump\nCREATE TABLE jawaban (id int);\n": "perintah SQL",
    b"<html><body><p>halo</p></body></html>": "tanpa tabel",
    b"   \n \n": "kosong",
    b"PK\x03\x04 broken": "rusak atau bukan buku kerja",
    b"\xd0\xcf\x11\xe0 broken": "rusak atau bukan buku kerja",
    b"PAR1 broken": "rusak atau bukan Parquet",
}


@pytest.mark.parametrize("content", REFUSED, ids=list(REFUSED.values()))
def test_what_holds_no_answers_is_refused_with_its_reason(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "2019.csv"
    path.write_bytes(content)
    with pytest.raises(InputError, match=REFUSED[content]):
        read_survey(path)


def test_a_workbook_with_two_sheets_of_one_head(tmp_path: Path) -> None:
    """Findings name the sheet and its own row; what was not read is listed, hidden sheets too."""
    named = {"Januari": ROWS, "Februari": [ROWS[0], ["Izin usaha", 3, 7, 4, 3, 3, 4, 3, 3, 4]], "Grafik": [["Judul"]], "Kode": [["Izin usaha", 1]]}
    path = sheets.xlsx(tmp_path / "2019.xlsx", named, hidden=["Kode"])
    sheets.sidecar(path, 'doubles = "first"\n')
    survey = read_survey(path)
    assert survey.n == 7 and survey.sheets == ("Januari", "Februari")
    wrong = [(finding.sheet, finding.cell, finding.row) for finding in survey.findings if finding.severity == "error"]
    assert wrong == [("Februari", "C2", 2)]
    told = {finding.rule: finding.message for finding in survey.findings}
    assert "'Januari', 'Februari'" in told["beberapa_lembar"] and "Grafik, Kode (tersembunyi)" in told["lembar_dilewati"]


@pytest.mark.parametrize("odd", ["Januari", "Februari", "Maret"])
def test_a_month_with_one_more_column_is_read_with_the_others(tmp_path: Path, odd: str) -> None:
    """One sheet has "Ket" before the answers: its answers count, findings name its own cells, the column is told as passed over."""
    months = {}
    for number, month in enumerate(("Januari", "Februari", "Maret")):
        row = [f"Izin {month}", 3, 4, 4, 3, 3, 4, 3, 3, 1 + number]
        months[month] = [ROWS[0], [*row[:2], 7, *row[3:]], *([row] * (5 if month != odd else 4))]
    months[odd] = [[cells[0], "Ket" if at == 0 else "lunas", *cells[1:]] for at, cells in enumerate(months[odd])]
    path = sheets.xlsx(tmp_path / "2019.xlsx", months)
    sheets.sidecar(path)
    survey = read_survey(path)
    assert survey.n == 17 and survey.sheets == tuple(months)
    assert survey.responses["sarpras"].value_counts().to_dict() == {score: 5 if month == odd else 6 for score, month in enumerate(months, 1)}
    wrong = {(finding.sheet, str(finding.cell)[0]) for finding in survey.findings if finding.severity == "error"}
    assert wrong == {(month, "D" if month == odd else "C") for month in months}
    told = [finding for finding in survey.findings if finding.rule == "kolom_lembar_lain"]
    assert [(finding.sheet, finding.cell) for finding in told] == [(odd, "B1")] and "Kolom yang dilewati: 'Ket'." in told[0].message


@pytest.mark.parametrize("head", ["Usia", "Pertanyaan 10", "Kecepatan waktu pelayanan menurut Saudara"])
def test_a_sheet_with_one_more_column_that_may_be_read_is_another_table(tmp_path: Path, head: str) -> None:
    months = {"Januari": ROWS, "Februari": [[head if at == 0 else 3, *cells] for at, cells in enumerate(ROWS[:4])]}
    path = sheets.xlsx(tmp_path / "2019.xlsx", months)
    sheets.sidecar(path)
    survey = read_survey(path)
    assert survey.n == 6 and [finding.sheet for finding in survey.findings if finding.rule == "lembar_berbeda"] == ["Februari"]


def test_a_merged_service_of_a_sheet_with_one_more_column_is_filled_down(tmp_path: Path) -> None:
    odd = [["Ket", *ROWS[0]], ["x", *ROWS[1]], *([["", "", *ROWS[1][1:]]] * 4)]
    path = tmp_path / "2019.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name, rows in {"Januari": ROWS, "Februari": odd}.items():
            page = book.add_worksheet(name)
            for number, cells in enumerate(rows):
                page.write_row(number, 0, cells)
        page.merge_range(1, 1, 5, 1, "Izin usaha")
    sheets.sidecar(path)
    survey = read_survey(path)
    assert survey.n == 11 and survey.responses["layanan"].eq("Izin usaha").all()


def test_a_copy_of_a_sheet_is_not_counted_again(tmp_path: Path) -> None:
    path = sheets.xlsx(tmp_path / "2019.xlsx", {"Data": ROWS, "Data (2)": ROWS})
    sheets.sidecar(path)
    survey = read_survey(path)
    assert survey.n == 6 and [finding.sheet for finding in survey.findings if finding.rule == "lembar_kembar"] == ["Data (2)"]


def test_a_sheet_of_answers_under_other_heads_is_an_error_with_the_line_to_add(tmp_path: Path) -> None:
    other = [["petugas", *CODES], ["A", *[4] * 9]]
    path = sheets.xlsx(tmp_path / "2019.xlsx", {"Kantor": ROWS, "Keliling": other})
    sheets.sidecar(path)
    told = [finding for finding in read_survey(path).findings if finding.severity == "error"]
    assert [(finding.rule, finding.sheet) for finding in told] == [("lembar_berbeda", "Keliling")] and 'sheet = "Kantor"' in told[0].message
    sheets.sidecar(path, 'sheet = "Keliling"\n')
    assert read_survey(path).responses["biaya"].eq(4).all()


def test_the_second_table_of_a_page_holds_the_answers(tmp_path: Path) -> None:
    path = sheets.html(tmp_path / "2019.html", ROWS, before="<table><tr><td>Menu<td>Beranda</table><script>var x = '<td>7</td>';</script>")
    sheets.sidecar(path)
    survey = read_survey(path)
    assert survey.n == 6 and survey.sheets == ("tabel 2",)


def test_a_page_with_tags_left_open(tmp_path: Path) -> None:
    body = "<tr>".join("<td>".join(str(cell) for cell in ["", *row]) for row in ROWS)
    (tmp_path / "2019.xls").write_text(f"<TABLE><tr>{body}", encoding="utf-8")
    sheets.sidecar(tmp_path / "2019.xls")
    assert read_survey(tmp_path / "2019.xls").n == 6


def test_dates_and_truth_values_of_a_workbook_are_texts(tmp_path: Path) -> None:
    rows = [[datetime(2019, 3, 12, 9, 15), 1, True, 1.5, "x"], [datetime(2019, 3, 12), 0, False, 1e20, " y "]]
    found = texts(sheet.read(sheets.xlsx(tmp_path / "a.xlsx", rows))[0])
    assert found == [["2019-03-12 09:15:00", "1", "TRUE", "1.5", "x"], ["2019-03-12", "0", "FALSE", "1e+20", "y"]]


def test_a_truth_value_below_a_number_is_not_the_number(tmp_path: Path) -> None:
    """To Python True is 1, so a column in which 1 stands first must not give 1 for it; nor 0 for False."""
    found = texts(sheet.read(sheets.xlsx(tmp_path / "a.xlsx", [["U1"], [1], [0], [True], [False], [1], ["TRUE"]]))[0])
    assert [cells[0] for cells in found] == ["U1", "1", "0", "TRUE", "FALSE", "1", "TRUE"]


@pytest.mark.parametrize(("marks", "refused"), [(4_095, False), (4_096, True)])
def test_more_columns_than_a_questionnaire_may_have_are_refused(tmp_path: Path, marks: int, refused: bool) -> None:
    """A bound of our own, far under the 16,384 columns of a worksheet; the long line stands below others."""
    path = tmp_path / "2019.csv"
    path.write_text("U1,U2,U3\n" + "1,2,3\n" * 3_000 + "," * (marks - 1) + "\n", encoding="utf-8")
    if refused:
        path.write_text(path.read_text(encoding="utf-8") + "," * marks, encoding="utf-8")
        with pytest.raises(InputError, match="lebih dari 4096 kolom"):
            sheet.read(path)
    else:
        assert len(sheet.read(path)[0].cells) == 3_001


@given(
    st.lists(st.lists(st.sampled_from(["", "1", "4,0", "a b", " x ", "é"]), min_size=2, max_size=5), min_size=1, max_size=8),
    st.sampled_from([";", "\t", "|"]),
)
def test_the_fast_reader_and_the_careful_one_agree(rows: list[list[str]], mark: str) -> None:
    """Arrow reads large files without quotation marks and of one width; with one quoted cell added, Python's reader reads the same cells."""
    width = max(map(len, rows))
    padded = [[*row, *[""] * (width - len(row))] for row in rows]
    plain = "\n".join(mark.join(row) for row in [["k"] * width, *padded]) + "\n"
    quoted = plain.replace("k", '"k"', 1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text, "SMALL", 0)
        one, other = (text.read(words, "x") for words in (plain, quoted))
    small = text.read(quoted, "x")
    assert isinstance(small.held, tuple) and not isinstance(one.held, tuple) and not isinstance(other.held, tuple)
    for found in (other, small):
        assert one.rows() == found.rows() and one.rows(1, 3) == found.rows(1, 3)
        pd.testing.assert_frame_equal(one.cells, found.cells)


@pytest.mark.parametrize("words", [";;;\n;;\n", "a;b;\n1;2;\n;;\n", "\n\na;b\n;\n1\n", "a\n1\n\n2\n", "a;b\r\n1;2\r\n", "a;b\r1;2\r"])
def test_a_small_file_is_the_same_sheet_as_a_large_one(words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Empty rows and empty outer columns are left out, whether the cells are held by rows or by columns."""
    small = text.read(words, "x")
    monkeypatch.setattr(text, "SMALL", 0)
    large = text.read(words, "x")
    assert small.rows() == large.rows() and small.findings == large.findings
    pd.testing.assert_frame_equal(small.cells, large.cells)


def test_separators_of_title_rows_do_not_mislead() -> None:
    assert text.delimiter("Survei, Kepuasan, Masyarakat\nNo;U1;U2;U3\n1;3,0;4,0;3,0\n2;3,0;4,0;3,0\n") == ";"
    assert text.delimiter("layanan,U1,U2\nSurat; pengantar,3,4\nIzin; usaha,3,4\n") == ","


def test_a_cell_in_the_last_row_of_a_sheet_leaves_the_empty_rows_out(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        page = book.add_worksheet("Data")
        for number, row in enumerate(ROWS):
            page.write_row(number + 2, 1, row)
        page.write(1_048_575, 3, "x")
    found = sheet.read(tmp_path / "a.xlsx")[0]
    assert found.cells.index.tolist() == [*range(3, 10), 1_048_576] and texts(found)[-1][3] == "x"
    assert [row[1:] for row in texts(found)[:-1]] == [list(map(str, row)) for row in ROWS]


def test_a_sheet_of_empty_texts_is_empty(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        book.add_worksheet("Data").write_formula(3, 4, '=""', None, "")
    assert not len(sheet.read(tmp_path / "a.xlsx")[0].cells)
