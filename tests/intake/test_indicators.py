"""indikator.csv as offices write it: numbers, marks, ranges, and every doubtful figure with its cell."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from balong_eval.errors import InputError
from balong_eval.intake import doubtful, indicators, numbers
from balong_eval.intake.indicator_year import Target

HEAD = "indikator;tahun;rumus;target;realisasi;satuan;akumulasi;kondisi_awal;target_akhir;anggaran;realisasi_anggaran;tanda"


def read(folder: Path, *lines: str, head: str = HEAD) -> indicators.Indicators:
    path = folder / "indikator.csv"
    path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    return indicators.read(path)


def told(found: indicators.Indicators) -> list[tuple[str, str | None]]:
    return [(finding.rule, finding.cell) for finding in [*found.findings, *doubtful.findings(found)]]


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (("82,5", "1.250", "Rp 1.250.000,-", "90 %"), ("82.5", "1250", "1250000", "90")),
        (("82.5", "1.250", "1250", "90"), ("82.5", "1.250", "1250", "90")),
        (("1.250", "1.000.000", "7", "90"), ("1250", "1000000", "7", "90")),
        (("1,250.5", "82.5", "3", "90"), ("1250.5", "82.5", "3", "90")),
        (("Rp. 1 250 000,50", "IDR 5", "12,75%", "0,5"), ("1250000.50", "5", "12.75", "0.5")),
    ],
)
def test_the_mark_is_decided_by_the_whole_file(tmp_path: Path, cells: tuple[str, ...], values: tuple[str, ...]) -> None:
    found = read(tmp_path, *(f"I{place};2019;positif;;{cell}" for place, cell in enumerate(cells)), head="indikator;tahun;rumus;target;realisasi")
    assert [row.realisasi for row in found.rows] == [Decimal(value) for value in values]


def test_what_is_just_possible_is_not_doubtful(tmp_path: Path) -> None:
    assert told(read(tmp_path, "A;2019;positif;100;100;%;;;;100;100")) == []


@pytest.mark.parametrize(("first", "second"), [("82.5", "1.250.000"), ("0.667", "82,5")])
def test_marks_that_cannot_be_one(tmp_path: Path, first: str, second: str) -> None:
    """1.250.000 has points for thousands, and 0.667 can be no thousand: neither fits the other cell."""
    with pytest.raises(InputError, match="koma dan titik"):
        read(tmp_path, f"A;2019;positif;{first};{second}", head="indikator;tahun;rumus;target;realisasi")


def test_thousands_without_any_decimal_are_noted(tmp_path: Path) -> None:
    found = read(tmp_path, "A;2019;positif;1.250;1.300", head="indikator;tahun;rumus;target;realisasi")
    (note,) = found.findings
    assert (note.severity, note.rule, note.cell) == ("note", "tanda_desimal", "D2") and "Titik di 2 sel" in note.message


def test_two_marks_in_one_file_stop_with_the_rarer_cells(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="koma dan titik") as stopped:
        read(tmp_path, "A;2019;positif;82,5;80,1", "B;2019;positif;82.5;79,3", head="indikator;tahun;rumus;target;realisasi")
    assert [(item.cell, item.value) for item in stopped.value.findings] == [("D3", "82.5")]
    assert "D2 (82,5)" in stopped.value.findings[0].message


@pytest.mark.parametrize("text", ["", "-", "–", "n/a", "N/A", "belum ada"])
def test_absent_is_no_number_and_no_fault(tmp_path: Path, text: str) -> None:
    found = read(tmp_path, f"A;2019;positif;80;{text}", head="indikator;tahun;rumus;target;realisasi")
    assert found.rows[0].realisasi is None and not found.findings


def test_numbers_of_a_workbook_are_what_it_holds(tmp_path: Path) -> None:
    """1234.567 held as a number is no 1,234,567, whatever the text cells of the file say."""
    book = xlsxwriter.Workbook(tmp_path / "indikator.xlsx")
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Judul laporan"])
    sheet.write_row(2, 1, ["Indikator", "Tahun", "Rumus", "Target", "Realisasi", "Realisasi Anggaran", "Anggaran"])
    sheet.write_row(3, 1, ["A", 2019, "Positif", 1234.567, "82,5", 90.5, "1.000.000"])
    book.close()
    (row,) = indicators.read(tmp_path / "indikator.xlsx").rows
    assert (row.target, row.realisasi) == (Target(Decimal("1234.567"), Decimal("1234.567")), Decimal("82.5"))
    assert (row.realisasi_anggaran, row.anggaran) == (Decimal("90.5"), Decimal(1_000_000))


@pytest.mark.parametrize("text", ["80-90", "80 - 90", "80–90", "80 s.d. 90", "80 s/d 90", "80 sd 90", "80 sampai dengan 90", "80% - 90%"])
def test_ranges(tmp_path: Path, text: str) -> None:
    found = read(tmp_path, f"A;2019;rentang;{text};85", head="indikator;tahun;rumus;target;realisasi")
    assert found.rows[0].target == Target(Decimal(80), Decimal(90)) and not found.findings


def test_every_fault_of_a_file_is_told_in_one_pass(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "A;2019;positip;80;82;nilai",
        "B;19;positif;80;82;nilai",
        ";2019;positif;80;82;nilai",
        "C;2019;rentang;80;82;nilai",
        "D;2019;positif;80-90;82;nilai",
        "E;2019;rentang;90-80;82;nilai",
        "F;2019;positif;80;bagus;nilai;rerata",
        "G;2019;positif;80;82;nilai;;;;;;x",
        "G;2019;positif;80;83;nilai",
    )
    assert told(found) == [
        ("pilihan_salah", "C2"),
        ("tahun_salah", "B3"),
        ("indikator_kosong", "A4"),
        ("bentuk_target", "D5"),
        ("bentuk_target", "D6"),
        ("bentuk_target", "D7"),
        ("pilihan_salah", "G8"),
        ("bukan_angka", "E8"),
        ("tanda_salah", "L9"),
        ("indikator_ganda", "A10"),
    ]
    assert "positif" in found.findings[0].message and "A9" in found.findings[-1].message
    assert len(found.rows) == 6, "rows without a name or a year, and the second of a year, are not used"
    secret = next(item for item in found.findings if item.cell == "E8")
    assert secret.value == "[teks, 5 huruf]", "text of a cell is not shown"


def test_doubtful_figures_are_told_and_used(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "A;2019;positif;80;120;%",
        "B;2019;positif;65;0,6667;persen",
        "C;2019;positif;10;1000;orang",
        "D;2019;positif;10;-3;orang",
        "E;2019;positif;10;9;orang;;;;100;110",
        "F;2019;positif;10;9;orang;;;;;50",
        "G;2018;positif;10;9;orang;;5;20;;",
        "G;2019;negatif_rasio;10;9;hari;;6;20;;",
        "H;2019;positif;80;80;indeks;jumlah",
    )
    assert told(found) == [
        ("persen_di_atas_100", "E2"),
        ("persen_pecahan", "E3"),
        ("angka_janggal", "E3"),
        ("angka_janggal", "E4"),
        ("angka_negatif", "E5"),
        ("anggaran_terlampaui", "K6"),
        ("anggaran_kosong", "K7"),
        ("akumulasi_tidak_cocok", "G10"),
        ("berbeda_antartahun", "C9"),
        ("berbeda_antartahun", "F9"),
        ("berbeda_antartahun", "H9"),
    ]
    assert found.rows[0].realisasi == 120, "a doubtful figure is used as it stands"


def test_missing_and_misspelt_columns_are_told_together(tmp_path: Path) -> None:
    with pytest.raises(InputError) as stopped:
        read(tmp_path, "A;2019;80;1", head="indikator;tahun;targt;realisasi")
    assert [(item.rule, item.column) for item in stopped.value.findings if item.severity == "error"] == [
        ("kolom_tidak_ada", "rumus"),
        ("kolom_tidak_ada", "target"),
    ]
    assert "Maksudnya 'targt'?" in str(stopped.value)


def test_a_file_that_is_no_table_of_indicators(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="tidak mempunyai baris judul"):
        read(tmp_path, "1;2;3", head="a;b;c")
    with pytest.raises(InputError, match="hanya berisi judul"):
        read(tmp_path, head="indikator;tahun;rumus;target;realisasi")
    with pytest.raises(InputError, match="Tidak satu pun baris"):
        read(tmp_path, "A;x;positif;1;1", head="indikator;tahun;rumus;target;realisasi")


def test_two_files_of_indicators_are_refused(tmp_path: Path) -> None:
    from balong_eval.intake import records

    for name in ("indikator.csv", "indikator.xlsx"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    with pytest.raises(InputError, match=r"indikator\.csv dan indikator\.xlsx"):
        records.find(tmp_path, "indikator")


@given(st.decimals("0", "9999999", places=2))
def test_a_number_written_the_indonesian_way_comes_back(value: Decimal) -> None:
    whole, cents = divmod(int(value * 100), 100)
    text = f"{whole:,}".replace(",", ".") + f",{cents:02d}"
    assert numbers.value(text, "comma") == value
    assert numbers.kind(text) == "comma"


def test_what_the_survey_gives_is_known_by_word_or_name(tmp_path: Path) -> None:
    lines = [
        "Nilai SKM;2019;positif;80;82",
        "kepuasan;2019;positif;80;skm",
        "Indeks Kepuasan Masyarakat;2019;positif;80;82",
        "Desa;2019;positif;80;82",
    ]
    found = read(tmp_path, *lines, head="indikator;tahun;rumus;target;realisasi")
    assert [indicators.is_skm(row) for row in found.rows] == [True, True, True, False]
    assert [row.from_skm for row in found.rows] == [False, True, False, False] and found.rows[1].realisasi is None


def percent_book(folder: Path, *rows: tuple[object, ...]) -> indicators.Indicators:
    """Rows indikator, tahun, target, realisasi, target_akhir in a workbook, the figures in cells formatted as percent."""
    book = xlsxwriter.Workbook(folder / "indikator.xlsx")
    sheet, percent = book.add_worksheet("Data"), book.add_format({"num_format": "0.00%"})
    sheet.write_row(0, 0, ["indikator", "tahun", "target", "realisasi", "target_akhir", "rumus", "satuan"])
    for number, (name, year, *figures) in enumerate(rows, 1):
        sheet.write_row(number, 0, [name, year])
        sheet.write_row(number, 2, figures, percent)
        sheet.write_row(number, 5, ["positif", "%"])
    book.close()
    return indicators.read(folder / "indikator.xlsx")


def test_percent_cells_of_excel_are_told_once_an_indicator(tmp_path: Path) -> None:
    found = percent_book(tmp_path, ("A", 2018, 0.70, 0.6667, 0.9), ("A", 2019, 0.75, 1, 0.9), ("B", 2018, 70, 66.67, 90))
    (finding,) = doubtful.findings(found)
    assert (finding.rule, finding.severity, finding.sheet, finding.cell) == ("persen_pecahan", "warning", "Data", "C2")
    assert "70, bukan 0,70" in finding.message


def test_one_figure_in_percent_shows_which_years_are_shares(tmp_path: Path) -> None:
    found = percent_book(tmp_path, ("A", 2018, 70, 66, 90), ("A", 2019, 0.75, 0.7, 90))
    assert [rule for rule in told(found) if rule[0] == "persen_pecahan"] == [("persen_pecahan", "C3"), ("persen_pecahan", "D3")]
    assert ("persen_pecahan", "C2") in told(percent_book(tmp_path, ("A", 2018, 0.7, 0.66, 90)))


@pytest.mark.parametrize(
    "lines",
    [
        ("A;2018;positif;3;1,2;%", "A;2019;positif;1;0,9 %;%"),
        ("A;2018;positif;1;1,2;%", "A;2019;positif;0,8;0,9;%"),
        ("A;2019;positif;0,7 %;0,6 %;%",),
    ],
)
def test_small_percentages_that_are_meant_pass(tmp_path: Path, lines: tuple[str, ...]) -> None:
    assert told(read(tmp_path, *lines)) == []


def test_edges_of_what_is_doubtful(tmp_path: Path) -> None:
    lines = {
        "A;2019;positif;10;200;orang": [],
        "B;2019;positif;10;200,1;orang": ["angka_janggal"],
        "C;2019;positif;200;10;orang": [],
        "D;2019;positif;200;9,9;orang": ["angka_janggal"],
        "E;2019;positif;10;10;orang;;;;100;100": [],
        "F;2019;positif;10;10;orang;;;;100;101": ["anggaran_terlampaui"],
        "G;2019;positif;100;100;%": [],
        "H;2019;positif;100;100,1;%": ["persen_di_atas_100"],
        "I;2019;positif;15;1;%": [],
        "J;2019;positif;15;0,99;%": ["persen_pecahan"],
        "K;2019;positif;15;0;%": [],
        "L;2019;positif;-1;3;orang": ["angka_negatif"],
        "M;2019;positif;0;0;orang": [],
    }
    assert {line: [rule for rule, _ in told(read(tmp_path, line))] for line in lines} == lines
    assert told(read(tmp_path, "L;2019;positif;-1;3;orang")) == [("angka_negatif", "D2")]


def failed_book(path: Path) -> Path:
    """A workbook whose second sheet is the table: errors in realisasi, target and anggaran, and one beside the table."""
    book = xlsxwriter.Workbook(path)
    book.add_worksheet("Catatan").write_formula(0, 0, "=1/0", None, "#NAME?")
    sheet = book.add_worksheet("Angka")
    sheet.write_row(1, 1, ["Indikator", "Tahun", "Rumus", "Target", "Realisasi", "Anggaran"])
    sheet.write_row(2, 1, ["A", 2019, "positif", 80])
    sheet.write_row(3, 1, ["A", 2020, "positif"])
    for row, place, code in ((2, 5, "#DIV/0!"), (3, 4, "#REF!"), (3, 6, "#N/A"), (3, 9, "#NUM!")):
        sheet.write_formula(row, place, "=X", None, code)
    book.close()
    return path


def test_failed_formulas_of_a_workbook_are_told_with_their_cells(tmp_path: Path) -> None:
    found = indicators.read(failed_book(tmp_path / "indikator.xlsx"))
    assert [(item.severity, item.rule, item.file, item.sheet, item.cell, item.column) for item in found.findings] == [
        ("error", "bukan_angka", "indikator.xlsx", "Angka", cell, column)
        for cell, column in (("F3", "realisasi"), ("E4", "target"), ("G4", "anggaran"))
    ]
    assert [code in item.message for code, item in zip(("#DIV/0!", "#REF!", "#N/A"), found.findings, strict=True)] == [True] * 3
    assert found.rows[0].realisasi is None and found.rows[1].target is None and found.rows[1].anggaran is None


def test_a_table_of_failed_formulas_alone_is_not_called_empty_in_silence(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "indikator.xlsx")
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["indikator", "tahun", "rumus", "target", "realisasi"])
    sheet.write_formula(1, 0, "=X", None, "#REF!")
    book.close()
    with pytest.raises(InputError) as stopped:
        indicators.read(tmp_path / "indikator.xlsx")
    assert [(item.rule, item.cell) for item in stopped.value.findings] == [("bukan_angka", "A2")]


PLAN = """
[[indikator]]
id = "it1"
name = "Nilai Survei Kepuasan Masyarakat (SKM)"
[[indikator]]
id = "it2"
name = "Persentase rekomendasi SKM yang ditindaklanjuti"
satuan = "%"
[[indikator]]
id = "it3"
name = "Rekomendasi SKM"
satuan = "persen"
[[indikator]]
id = "ikm desa"
name = "Jumlah desa"
"""


def planned(folder: Path, *lines: str) -> indicators.Indicators:
    """Rows of a unit whose plan is `PLAN`."""
    from balong_eval.intake.unit import read_unit

    (folder / "unit.toml").write_text('name = "X"\nfirst_year = 2019\nlast_year = 2019\n', encoding="utf-8")
    (folder / "renstra.toml").write_text(PLAN, encoding="utf-8")
    read(folder, *lines, head="indikator;tahun;rumus;target;realisasi;satuan")
    return read_unit(folder).indicators


def test_the_index_is_known_by_the_name_in_the_plan(tmp_path: Path) -> None:
    found = planned(tmp_path, "IT1;2019;positif;80;83,10", "it2;2019;positif;80;82", "it3;2019;positif;80;82", "ikm desa;2019;positif;8;8")
    assert [indicators.is_skm(row, found.plan) for row in found.rows] == [True, False, False, False]
    assert not indicators.is_skm(found.rows[0]), "without the plan only the words of the row are known"


def test_a_percentage_is_never_the_index(tmp_path: Path) -> None:
    lines = [
        "Rekomendasi SKM yang ditindaklanjuti;2019;positif;80;82;%",
        "Persentase rekomendasi SKM;2019;positif;80;82;",
        "Nilai SKM;2019;positif;80;82;nilai",
        "Nilai SKM bulanan;2019;positif;80;skm;%",
    ]
    found = read(tmp_path, *lines, head="indikator;tahun;rumus;target;realisasi;satuan")
    assert [indicators.is_skm(row) for row in found.rows] == [False, False, True, True]


def test_targets_of_the_index_on_the_scale_of_answers_are_told(tmp_path: Path) -> None:
    found = planned(tmp_path, "it1;2019;positif;3,22;skm;nilai", "it2;2019;positif;3,22;3,1;%", "ikm desa;2019;positif;4;4;desa")
    (finding,) = [item for item in doubtful.findings(found) if item.rule == "angka_janggal"]
    assert (finding.severity, finding.cell) == ("warning", "D2") and "skala 1-4" in finding.message and "25-100" in finding.message
    head = "indikator;tahun;rumus;target;realisasi;target_akhir"
    edges = read(tmp_path, "Nilai SKM;2018;positif;4;skm;4,01", "Nilai SKM;2019;positif;4,01;skm;4", "Nilai SKM;2020;positif;0;skm;", head=head)
    assert [item.cell for item in doubtful.findings(edges) if item.rule == "angka_janggal"] == ["D2", "F3"]


def test_the_unit_of_the_plan_makes_a_percentage(tmp_path: Path) -> None:
    found = planned(tmp_path, "it2;2019;positif;0,7;0,66;", "it1;2019;positif;0,7;0,66;nilai")
    assert [item.cell for item in doubtful.findings(found) if item.rule == "persen_pecahan"] == ["D2"]
