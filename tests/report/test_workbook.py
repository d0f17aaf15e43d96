"""The workbook of an annex and the internal one: values, formulas, texts, names, charts, the same bytes, and nothing of a person."""

from __future__ import annotations

import io
import random
import re
import zipfile
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import balong_eval as be
from balong_eval import cli
from balong_eval.annex.formats import document
from balong_eval.errors import visible
from balong_eval.intake.survey import Survey, read_survey
from balong_eval.intake.unit import read_unit
from balong_eval.regulation import load, round_half_up
from balong_eval.report import processing, workbook
from balong_eval.report.block import Block, Chart, Column, Table, Text
from balong_eval.report.publication import Heading, Part, Publication, publish
from balong_eval.report.workbook.book import SheetNames, quoted, unique
from tests.report.office import SOFFICE, Cells, cells, recalculated

ROOT = Path(__file__).parent.parent.parent
HEADS = ",".join(f"U{number}" for number in range(1, 10))
LAW = load("permenpanrb_14_2017")
needs_office = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not here: apt-get install libreoffice-calc")
HOSTILE = ("=1+1", "+62", "-5", "@SUM(A1)", "http://contoh.go.id", "{=A1}", "_x0041_", "a\x01b", "<b>&amp;", "é–日\n2", "\ud800", " x ", "1e5")


def answers(folder: Path, rows: list[str], sidecar: str = "", heads: str = HEADS, name: str = "2019") -> Survey:
    path = folder / f"{name}.csv"
    path.write_text("\n".join([heads, *rows]) + "\n", encoding="utf-8")
    path.with_suffix(".toml").write_text(f'regulation = "permenpanrb_14_2017"\n{sidecar}', encoding="utf-8")
    return read_survey(path)


def published(*blocks: Block, title: str = "Lampiran A. Uji") -> Publication:
    parts = [Part("block", bundle=block.bundle(), svg=block.svg if isinstance(block, Chart) else None) for block in blocks]
    return publish(title, parts)


def of(survey: Survey) -> Publication:
    """What the notebook shows of a survey, as far as the workbook makes something of its own from it."""
    result = be.skm.summarise(survey, by=["layanan"])
    tables = be.tables
    return published(
        be.answer.identity(survey), be.answer.first_screen(result), tables.bands(survey), tables.index(result), tables.by_unsur(result),
        be.charts.by_unsur(result), be.charts.answers(survey), tables.by_group(result, "layanan"), be.charts.by_group(result, "layanan"),
        tables.by_weight(result), be.processing(result), be.answer.limits(result),
    )  # fmt: skip


def counted(rows: list[tuple[int, int, int, int]], bobot: list[Fraction] | None = None, conversion: int = 25) -> tuple[Table, Fraction]:
    """A processing table of counts, and the index by hand: conversion x sum of b T / n, on fractions."""
    exact = bobot or [Fraction(1, len(rows))] * len(rows)
    lines, index = [], Fraction(0)
    for place, (counts, weight) in enumerate(zip(rows, exact, strict=True), 1):
        n, total = sum(counts), sum(score * count for score, count in enumerate(counts, 1))
        index += conversion * weight * Fraction(total, n)
        lines.append((f"U{place}", f"Unsur {place}", float(weight), *counts, n, total, total / n, float(weight * Fraction(total, n))))
    data = {
        "conversion": conversion,
        "bands": [{"mutu": band.mutu, "kinerja": band.kinerja, "lower": float(band.lower)} for band in LAW.bands],
        "smallest_n_class": 30,
        "equal": bobot is None,
        "n": max(sum(counts) for counts in rows),
        "ikm": float(index),
        "ikm_rounded": float(round_half_up(index, 2)),
        "mutu": LAW.band(round_half_up(index, 2)).mutu,
        "kinerja": LAW.band(round_half_up(index, 2)).kinerja,
    }
    columns = be.tables.columns("processing", "", **dict.fromkeys(("bobot", "jawaban_1", "jawaban_2", "jawaban_3", "jawaban_4", "n", "total"), 0))
    return Table("pengolahan_data", "Pengolahan", columns, tuple(lines), (), data), index


def ties(count: int) -> list[Table]:
    """Surveys whose index lies exactly between two hundredths: sum of T = k n m / 5000 for an odd m, n = 5000."""
    chance = random.Random(8)
    found = []
    for _ in range(count):
        k = chance.choice([9, 9, 14, 8])
        total = k * (2 * chance.randrange(6800, 9990) + 1)
        sums = [total // k + (place < total % k) for place in range(k)]
        table, index = counted([(0, 0, 20000 - each, each - 15000) if each >= 15000 else (0, 15000 - each, each - 10000, 0) for each in sums])
        assert index * 200 % 2 == 1
        found.append(table)
    return found


@pytest.fixture(scope="module")
def contoh() -> Publication:
    return of(read_unit(ROOT / "data/contoh").survey(2019))


@pytest.fixture(scope="module")
def computed(tmp_path_factory: pytest.TempPathFactory, contoh: Publication) -> dict[str, tuple[Cells, Cells]]:
    """Stored values, and the same workbook computed again; all in one run of LibreOffice."""
    if SOFFICE is None:
        pytest.skip("LibreOffice is not here: apt-get install libreoffice-calc")
    folder = tmp_path_factory.mktemp("buku")
    bobot = "[bobot]\n" + "\n".join(f"{unsur.key} = {value}" for unsur, value in zip(LAW.unsur, ("0.2", *["0.1"] * 8), strict=True))
    unequal = ["3,4,,4,3,2,3,3,4"] * 21 + ["3,4,2,4,3,2,3,,4"] * 20
    contents = {
        "contoh": workbook.annex(contoh),
        "bobot": workbook.annex(of(answers(folder, unequal, bobot))),
        "few": workbook.annex(of(answers(folder, ["3,4,2,4,3,2,3,3,4"] * 12))),
        "changed": changed(workbook.annex(contoh), 40),
        "internal": workbook.internal(be.skm.summarise(answers(folder, unequal, bobot))),
        "tally": workbook.internal(be.skm.summarise(answers(folder, ["3,4,,4,3,2,3,3,4,40", "4,4,4,4,3,2,3,3,4,9"], heads=HEADS + ",frekuensi"))),
    }
    contents |= {f"tie{number}": workbook.annex(published(table)) for number, table in enumerate(ties(24))}
    for name, content in contents.items():
        (folder / f"{name}.xlsx").write_bytes(content)
    again = recalculated([folder / f"{name}.xlsx" for name in contents], folder)
    return {name: (cells(folder / f"{name}.xlsx"), again[name]) for name in contents}


def changed(content: bytes, count: int) -> bytes:
    """The same workbook with another number of answers 4 to the first unsur, its stored results as they were."""
    name = sheet_file(content, "Pengolahan Data")
    first = next(line for line, values in enumerate(values_of(content)["Pengolahan Data"]) if values[0] == "U1") + 1
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(buffer, "w") as target:
        for item in source.namelist():
            part = source.read(item)
            if item == name:
                part, number = re.subn(rf'(<c r="G{first}"[^>]*><v>)\d+(</v>)'.encode(), rf"\g<1>{count}\g<2>".encode(), part)
                assert number == 1
            target.writestr(item, part)
    return buffer.getvalue()


def values_of(content: bytes) -> Cells:
    import python_calamine

    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def sheet_file(content: bytes, name: str) -> str:
    return f"xl/worksheets/sheet{list(values_of(content)).index(name) + 1}.xml"


def part(content: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return book.read(name).decode("utf-8")


def labelled(sheet: list[list[object]], label: str) -> Any:
    """The value right of a label."""
    return next(row[place + 1] for row in sheet for place, cell in enumerate(row) if cell == label)


def under(sheet: list[list[object]], head: str, rows: int) -> list[Any]:
    """Cells under a head."""
    line, place = next((line, place) for line, row in enumerate(sheet) for place, cell in enumerate(row) if cell == head)
    return [sheet[row][place] for row in range(line + 1, line + 1 + rows)]


def alike(one: object, other: object) -> bool:
    both = isinstance(one, (int, float)) and isinstance(other, (int, float))
    return one == other if not both else float(one) == pytest.approx(float(other), abs=1e-9)  # type: ignore[arg-type]


@needs_office
def test_every_stored_value_is_the_one_that_the_formulas_give(computed: dict[str, tuple[Cells, Cells]]) -> None:
    for name, (stored, again) in computed.items():
        if name == "changed":
            continue
        assert list(stored) == list(again)
        for sheet, rows in stored.items():
            for line, row in enumerate(rows):
                for place, cell in enumerate(row):
                    if cell != "":
                        assert alike(cell, again[sheet][line][place]), f"{name} {sheet} {line + 1} {place + 1}"


@needs_office
def test_recalculated_values_are_those_of_the_json(contoh: Publication, computed: dict[str, tuple[Cells, Cells]]) -> None:
    result = document(contoh)["results"][0]
    sheet = computed["contoh"][1]["Pengolahan Data"]
    for head, key in (("Banyaknya jawaban", "n"), ("Jumlah nilai", "total"), ("NRR", "nrr"), ("NRR tertimbang", "nrr_tertimbang")):
        assert under(sheet, head, 9) == pytest.approx([row[key] for row in result["by_unsur"]], abs=1e-9)
    assert labelled(sheet, "IKM (jumlah NRR tertimbang x nilai pengali)") == pytest.approx(result["ikm"], abs=1e-9)
    assert labelled(sheet, "IKM dibulatkan ke 2 desimal") == result["ikm_rounded"] == 82.5
    assert labelled(sheet, "Mutu pelayanan") == result["mutu"] == "B" and labelled(sheet, "Kinerja unit pelayanan") == "Baik"


@needs_office
def test_a_changed_count_moves_the_index(contoh: Publication, computed: dict[str, tuple[Cells, Cells]]) -> None:
    bundle = next(bundle for bundle in contoh.bundles if bundle["name"] == "pengolahan_data")
    counts = [list(row[3:7]) for row in bundle["rows"]]
    assert computed["changed"][0]["Pengolahan Data"] != computed["contoh"][0]["Pengolahan Data"]
    counts[0][3] = 40
    _, index = counted([(a, b, c, d) for a, b, c, d in counts])
    sheet = computed["changed"][1]["Pengolahan Data"]
    assert labelled(sheet, "IKM (jumlah NRR tertimbang x nilai pengali)") == pytest.approx(float(index), abs=1e-9)
    assert labelled(sheet, "IKM dibulatkan ke 2 desimal") == float(round_half_up(index, 2)) != 82.5


@needs_office
def test_ties_are_rounded_half_up(computed: dict[str, tuple[Cells, Cells]]) -> None:
    """Exact fractions xx.xx5 with weights 1/9, 1/14 and 1/8, which no float holds."""
    for number, table in enumerate(ties(24)):
        sheet = computed[f"tie{number}"][1]["Pengolahan Data"]
        assert labelled(sheet, "IKM dibulatkan ke 2 desimal") == table.data["ikm_rounded"], table.data
        assert labelled(sheet, "Mutu pelayanan") == table.data["mutu"]


@needs_office
def test_own_weights_and_unsur_that_some_left_out(computed: dict[str, tuple[Cells, Cells]]) -> None:
    """By hand: waktu is answered by 20 (all 2), pengaduan by 21 (all 3); weight 0.2 for persyaratan, 0.1 for the others."""
    expected = 25 * (0.2 * 3 + 0.1 * (4 + 2 + 4 + 3 + 2 + 3 + 3 + 4))
    sheet = computed["bobot"][1]["Pengolahan Data"]
    assert under(sheet, "Bobot", 9) == pytest.approx([0.2, *[0.1] * 8]) and under(sheet, "Banyaknya jawaban", 9) == [
        41,
        41,
        20,
        41,
        41,
        41,
        41,
        21,
        41,
    ]
    assert labelled(sheet, "IKM (jumlah NRR tertimbang x nilai pengali)") == pytest.approx(expected, abs=1e-9)
    assert not any(isinstance(cell, str) and cell.startswith("=1/") for row in sheet for cell in row)


@needs_office
def test_the_internal_sheet_gives_the_same_index(computed: dict[str, tuple[Cells, Cells]]) -> None:
    again = computed["internal"][1]["INTERNAL Per Responden"]
    ikm = next(row for row in again if row[0] == "IKM (jumlah NRR tertimbang x nilai pengali)")
    assert [cell for cell in ikm[1:] if cell != ""] == [pytest.approx(77.5, abs=1e-9)]
    tally = computed["tally"][1]["INTERNAL Per Responden"]
    assert next(row for row in tally if row[0] == "Banyaknya jawaban")[3:12] == [49, 49, 9, 49, 49, 49, 49, 49, 49]
    assert next(row for row in tally if row[0] == "Jumlah nilai")[3:6] == [3 * 40 + 4 * 9, 4 * 49, 4 * 9]


@needs_office
def test_no_class_with_few_respondents(computed: dict[str, tuple[Cells, Cells]]) -> None:
    for sheets in computed["few"]:
        assert labelled(sheets["Pengolahan Data"], "Mutu pelayanan") == "belum ditetapkan"


def test_formulas_are_live_and_named(contoh: Publication) -> None:
    content = workbook.annex(contoh)
    sheet = part(content, sheet_file(content, "Pengolahan Data"))
    formulas = re.findall(r"<f>(.*?)</f><v>(.*?)</v>", sheet)
    assert len(formulas) == 9 * 5 + 5 and all(value not in ("", "0") for _, value in formulas)
    assert any(formula.startswith("ROUND(ROUND(") for formula, _ in formulas) and any("MATCH(" in formula for formula, _ in formulas)
    names = re.findall(r'definedName name="([A-Za-z_]+)"', part(content, "xl/workbook.xml"))
    assert {"IKM", "IKM_dibulatkan", "Mutu_pelayanan", "NRR", "Bobot", "Batas_kelas"} <= set(names)


def test_a_sheet_a_table_with_its_title_in_a1(contoh: Publication) -> None:
    content = workbook.annex(contoh)
    sheets = values_of(content)
    numbered = [bundle for bundle in contoh.bundles if "number" in bundle]
    assert list(sheets)[:3] == ["Sampul", "Catatan", "Pengolahan Data"] and len(sheets) == 2 + len(numbered)
    assert sheets["Sampul"][0][0] == "Lampiran A. Uji" and any(row[0] == "DATA CONTOH (SINTETIS)" for row in sheets["Sampul"])
    for bundle in numbered:
        rows = sheets[bundle["number"] if bundle["name"] != "pengolahan_data" else "Pengolahan Data"]
        assert rows[0][0] == f"{bundle['number']}. {bundle['caption']}"
    for number, (_, rows) in enumerate(sheets.items(), 1):
        assert any("DATA CONTOH (SINTETIS)" in str(cell) for row in rows[:4] for cell in row), "every sheet says so"
        assert "&amp;L&amp;9 DATA CONTOH (SINTETIS) · Lampiran A. Uji" in part(content, f"xl/worksheets/sheet{number}.xml")
    links = part(content, "xl/worksheets/sheet1.xml")
    assert links.count("<hyperlink ") == len(numbered) + 1
    tables = [name for name in zipfile.ZipFile(io.BytesIO(content)).namelist() if name.startswith("xl/tables/")]
    assert len(tables) == sum(bundle["kind"] == "table" for bundle in numbered)


def test_a_table_is_set_up_for_screen_and_paper(contoh: Publication) -> None:
    """Rows under the head are what scrolls, the head is repeated on every sheet of paper, and nothing outside the table is printed."""
    content = workbook.annex(contoh)
    whole = part(content, "xl/workbook.xml")
    turned = 0
    for number, (name, rows) in enumerate(values_of(content).items(), 1):
        bundle = next((item for item in contoh.bundles if item.get("number") == name), None)
        text = part(content, f"xl/worksheets/sheet{number}.xml")
        if bundle is None or bundle["kind"] != "table":
            continue
        head = next(line for line, row in enumerate(rows, 1) if row[0] == bundle["columns"][0]["head"])
        pane = re.search(r"<pane [^>]*>", text)
        assert pane and f'ySplit="{head}"' in pane[0] and 'state="frozen"' in pane[0], name
        assert re.search(rf"<definedName name=.\_xlnm\.Print_Titles. localSheetId=.{number - 1}.>[^<]*\${head}:\${head}<", whole), name
        below = head + len(bundle["rows"]) + 1
        assert not bundle["notes"] or (f"mulai baris {below}." in str(rows[1][0]) and str(rows[below - 1][0]).startswith("Catatan 1. ")), name
        last = head + len(bundle["rows"]) + len(bundle["notes"])
        assert re.search(rf"Print_Area. localSheetId=.{number - 1}.>[^<]*\$A\$1:\$[A-Z]+\${last}<", whole), name
        turned += 'orientation="landscape"' in text
    assert 0 < turned < len(values_of(content)), "broad ones lie, others stand"
    tables = [name for name in zipfile.ZipFile(io.BytesIO(content)).namelist() if name.startswith("xl/tables/")]
    assert tables and all("<autoFilter " in part(content, name) for name in tables)


def test_a_broad_table_keeps_its_first_columns_in_sight() -> None:
    wide = tuple(Column(f"x{place}", "Nilai", 2) for place in range(12))
    numbered = Table("t", "T", (Column("no", "No", 0), Column("indikator", "Indikator"), *wide), ((1, "a", *[1.5] * 12),))
    plain = replace(numbered, columns=(Column("layanan", "Layanan"), Column("indikator", "Indikator"), *wide), rows=(("a", "b", *[1.5] * 12),))
    for table, columns in ((numbered, 2), (plain, 1)):
        text = part(workbook.annex(published(table)), "xl/worksheets/sheet3.xml")
        assert f'<pane xSplit="{columns}"' in text and 'orientation="landscape"' in text


def test_sheet_names_in_formulas_and_ampersands_in_headers_are_escaped() -> None:
    assert quoted("Jum'at") == "'Jum''at'"
    text = Text("identitas", ("Kantor A & B",), "identity", data={"unit": "A & B", "label": None})
    table = Table("t", "T", (Column("a", "A"),), (("x",),))
    assert "Kantor A &amp;&amp; B" in part(workbook.annex(published(text, table)), "xl/worksheets/sheet3.xml")
    assert SheetNames().take("History") == "Lembar", "Excel keeps this name for itself"


def test_cover_and_notes_say_all_that_no_table_says(contoh: Publication) -> None:
    blocks = (
        Text("identitas", ("Kantor A, tahun 2019",), "identity", data={"unit": "Kantor A", "label": None}),
        Text("jawaban", ("IKM adalah 82.", "Dari 40 responden."), "result", (("IKM", "82,00"),)),
        Table("t", "T", (Column("a", "A"),), (("x",),)),
        Text("batasan", ("Selang menganggap acak.",), "list"),
    )
    sheets = values_of(workbook.annex(published(*blocks)))
    cover, notes = ([row[0] for row in sheets[name]] for name in ("Sampul", "Catatan"))
    told = ["Lampiran A. Uji", "Kantor A, tahun 2019", "Jawaban", "IKM adalah 82.", "Dari 40 responden.", "Angka pokok", "IKM: 82,00"]
    assert cover[: len(told)] == told
    assert notes[-1] == "Selang menganggap acak." and not any("Pengolahan Data" in str(note) for note in notes)
    assert any("Pengolahan Data" in str(row[0]) for row in values_of(workbook.annex(contoh))["Catatan"])


def test_a_heading_stands_once_over_its_sentences() -> None:
    texts = [Part("block", bundle=Text(name, (sentence,)).bundle()) for name, sentence in (("a", "Satu."), ("b", "Dua."))]
    parts = [Part("html", "x", headings=(Heading(2, "Bab", "bab"),)), *texts, Part("block", bundle=Table("t", "T", (Column("a", "A"),), ()).bundle())]
    assert [row[0] for row in values_of(workbook.annex(publish("T", parts)))["Catatan"]][-3:] == ["Bab", "Satu.", "Dua."]


def test_cells_hold_the_values_of_the_json(contoh: Publication) -> None:
    sheets = values_of(workbook.annex(contoh))
    for bundle in document(contoh)["blocks"]:
        if bundle["kind"] != "table" or bundle["name"] == "pengolahan_data":
            continue
        rows = sheets[bundle["number"]]
        head = next(line for line, row in enumerate(rows) if row[0] == bundle["columns"][0]["head"])
        for place, values in enumerate(bundle["rows"], head + 1):
            assert all(alike(cell, "" if value is None else value) for cell, value in zip(rows[place], values, strict=False))
        notes = [row[0] for row in rows[head + 1 + len(bundle["rows"]) :]]
        assert notes[: len(bundle["notes"])] == [f"Catatan {number}. {text}" for number, text in enumerate(bundle["notes"], 1)]


def test_no_cells_are_merged_in_a_table(contoh: Publication) -> None:
    content = workbook.annex(contoh)
    for number, (_, rows) in enumerate(values_of(content).items(), 1):
        text = part(content, f"xl/worksheets/sheet{number}.xml")
        merged = {int(row) for row in re.findall(r'mergeCell ref="A(\d+):', text)}
        filled = {line for line, row in enumerate(rows, 1) if sum(cell != "" for cell in row) > 1}
        assert not merged & filled


def test_hostile_texts_stay_texts() -> None:
    rows = tuple((text, text) for text in HOSTILE)
    content = workbook.annex(published(Table("t", "=Judul", (Column("a", "=H"), Column("b", "=H")), rows, ("=1+1", "@x"))))
    sheet = values_of(content)["Tabel A.1"]
    start = next(line for line, row in enumerate(sheet) if row[0] == "=H") + 1
    shown = [visible(text) for text in HOSTILE]
    assert [row[0] for row in sheet[start : start + len(shown)]] == shown
    assert "<f>" not in part(content, "xl/worksheets/sheet3.xml") and "<hyperlink " in part(content, "xl/worksheets/sheet3.xml")
    assert "http://contoh" not in part(content, "xl/worksheets/sheet3.xml") + part(content, "xl/worksheets/_rels/sheet3.xml.rels")


def test_odd_tables_are_written() -> None:
    columns = (Column("a", "Galat"), Column("b", "galat", 2), Column("c", "", 0))
    rows: tuple[tuple[Any, ...], ...] = (("x" * 40_000, None, True), ("y",), ("z", 1.5, 2, "lebih"))
    sheets = values_of(workbook.annex(published(Table("t", "Kosong", columns, ()), Table("t", "Ganjil", columns, rows))))
    assert list(sheets)[2:] == ["Tabel A.1", "Tabel A.2"]
    assert [row[2] for row in sheets["Tabel A.2"][4:7]] == ["ya", "", 2.0] and sheets["Tabel A.2"][3] == ["Galat", "galat (Galat)", "Kolom 3"]


def test_small_p_values_are_shown_as_in_the_page() -> None:
    table = Table("t", "P", (Column("a", "A"), Column("p_holm", "p", 3)), (("x", 0.00004),))
    assert "&lt;0.0005]&quot;&lt; 0,001&quot;;0.000" in part(workbook.annex(published(table)), "xl/styles.xml")


@pytest.mark.parametrize("wanted", ["", "'", "History", "[x]:*?/\\", "x" * 80, "a" * 30 + "'", "Tabel A.1", "\ud800", "  "])
def test_names_of_sheets_are_ones_that_excel_takes(wanted: str) -> None:
    names = SheetNames(["Tabel A.1"])
    given = [names.take(wanted) for _ in range(12)]
    assert len({name.casefold() for name in [*given, "Tabel A.1"]}) == 13
    for name in given:
        assert 0 < len(name) <= 31 and not re.search(r"[\[\]:*?/\\]", name) and name[0] != "'" != name[-1] and name.casefold() != "history"


def test_heads_are_unique() -> None:
    assert unique(["A", "a", "A"]) == ["A", "a (A)", "A (a (A))"]


def test_native_charts_have_titles_and_alternative_texts(contoh: Publication) -> None:
    content = workbook.annex(contoh)
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        drawings = "".join(book.read(name).decode() for name in book.namelist() if re.fullmatch(r"xl/drawings/drawing\d+\.xml", name))
        charts = [book.read(name).decode() for name in book.namelist() if name.startswith("xl/charts/chart")]
        pictures = [name for name in book.namelist() if name.startswith("xl/media/")]
    assert len(charts) == 3 and len(pictures) == 1, "the bounds of classes are on the picture only"
    described = [text.replace("&amp;", "&") for text in re.findall(r'<xdr:cNvPr id="\d+" name="[^"]*" descr="([^"]+)"', drawings)]
    alts = [bundle["alt"] for bundle in contoh.bundles if bundle["kind"] == "chart"]
    assert described == [*alts, alts[-1]]
    assert all(bundle["caption"] in "".join(charts) for bundle in contoh.bundles if bundle["kind"] == "chart")
    assert sum("<c:errBars>" in chart for chart in charts) == 2 and sum("percentStacked" in chart for chart in charts) == 1
    assert all('<c:orientation val="maxMin"/>' in chart for chart in charts), "the first row of the table is the uppermost bar"
    assert "Tabel A.3" in charts[0] and "en-US" not in "".join(charts)


def test_a_chart_of_nothing_but_zeros_in_a_column_is_native(tmp_path: Path) -> None:
    """Where nobody answered 1, the first series is all zero."""
    content = workbook.annex(of(answers(tmp_path, ["3,4,2,4,3,2,3,3,4"] * 40)))
    assert sum("percentStacked" in part(content, f"xl/charts/chart{number}.xml") for number in (1, 2)) == 1


def test_points_of_years_have_an_axis_around_them() -> None:
    """The ends of the intervals by hand: 79 - 1.96 * 4 = 71.16, 83 + 1.96 = 84.96."""
    columns = (Column("tahun", "Tahun"), Column("ikm", "IKM", 2), Column("galat", "Galat", 2))
    table = Table("tahun", "Tahun", columns, (("2018", 79.0, 4.0), ("2019", None, None), ("2020", 83.0, 1.0)))
    content = workbook.annex(published(table, Chart("grafik_ikm", "IKM", "Diagram garis.", "<svg/>")))
    chart = part(content, "xl/charts/chart1.xml")
    assert '<c:max val="90' in chart and '<c:min val="65' in chart and "<c:errBars>" in chart and "dispBlanksAs" not in chart
    assert re.search(r"<c:ser>.*?<c:spPr><a:ln[^>]*><a:noFill/>", chart), "no line, which would cross a break"


def test_other_charts_are_pictures_with_their_text() -> None:
    result = be.skm.summarise(read_unit(ROOT / "data/contoh").survey(2019))
    content = workbook.annex(published(be.charts.by_unsur(result)))
    assert 'descr="Diagram' in part(content, "xl/drawings/drawing1.xml") and "xl/media/image1.png" in zipfile.ZipFile(io.BytesIO(content)).namelist()


def test_the_archive_is_that_of_no_system(contoh: Publication) -> None:
    with zipfile.ZipFile(io.BytesIO(workbook.annex(contoh))) as archive:
        assert {(item.create_system, item.date_time) for item in archive.infolist()} == {(0, (1980, 1, 1, 0, 0, 0))}


def test_the_bytes_are_the_same_and_name_no_machine(contoh: Publication) -> None:
    content = workbook.annex(contoh)
    assert content == workbook.annex(contoh)
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        assert {item.date_time for item in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        whole = "".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())
    assert str(ROOT) not in whole and "/tmp/" not in whole and str(Path.home()) not in whole
    core = part(content, "docProps/core.xml")
    assert "2000-01-01T00:00:00Z" in core and "<dc:language>id-ID</dc:language>" in core and "<dc:title>Lampiran A. Uji</dc:title>" in core


def test_what_is_withheld_has_no_processing_sheet(tmp_path: Path) -> None:
    few = be.processing(be.skm.summarise(answers(tmp_path, ["3,4,2,4,3,2,3,3,4"] * 4)))
    assert isinstance(few, Text) and "terlalu sedikit" in few.sentences[0]
    assert "Pengolahan Data" not in values_of(workbook.annex(published(few)))
    rare = be.processing(be.skm.summarise(answers(tmp_path, ["3,4,,4,3,2,3,3,4"] * 40 + ["3,4,2,4,3,2,3,3,4"] * 3)))
    assert isinstance(rare, Text) and "sebagian unsur" in rare.sentences[0]


def test_a_year_of_two_regulations_has_no_processing_sheet(tmp_path: Path) -> None:
    (tmp_path / "skm").mkdir()
    (tmp_path / "unit.toml").write_text('name = "Kantor"\n', encoding="utf-8")
    for name, rule in (("2018-S1", "permenpanrb_16_2014"), ("2018-S2", "permenpanrb_14_2017")):
        (tmp_path / f"skm/{name}.csv").write_text(HEADS + "\n" + "3,4,2,4,3,2,3,3,4\n" * 40, encoding="utf-8")
        (tmp_path / f"skm/{name}.toml").write_text(f'regulation = "{rule}"\n', encoding="utf-8")
    found = be.processing(be.skm.summarise(read_unit(tmp_path).survey(2018)))
    assert isinstance(found, Text) and "peraturan yang berbeda" in found.sentences[0]


def test_a_damaged_processing_table_is_a_plain_table(contoh: Publication) -> None:
    bundle = next(bundle for bundle in contoh.bundles if bundle["name"] == "pengolahan_data")
    plain = publish("Lampiran A. Uji", [Part("block", bundle={key: value for key, value in bundle.items() if key != "data"})])
    content = workbook.annex(plain)
    assert "<f>" not in part(content, sheet_file(content, "Pengolahan Data"))


def test_the_table_adds_up(contoh: Publication) -> None:
    bundle = next(bundle for bundle in contoh.bundles if bundle["name"] == processing.NAME)
    for row in bundle["rows"]:
        assert sum(row[3:7]) == row[7] and sum(score * count for score, count in enumerate(row[3:7], 1)) == row[8]


PERSON = "nama,tanggal,layanan,jenis_kelamin,usia,pendidikan,pekerjaan," + HEADS + ",saran"


def test_the_internal_workbook_holds_no_person(tmp_path: Path) -> None:
    rows = [f"Siti {n},2019-03-{n % 28 + 1:02d},Surat rahasia,P,3{n % 10},S1,PNS,3,4,3,4,3,3,3,3,4,Loketnya sempit" for n in range(40)]
    survey = answers(tmp_path, [*rows, "Budi,2019-03-01,x,L,30,S1,PNS,3,,,,,,,,,"], heads=PERSON)
    content = workbook.internal(be.skm.summarise(survey))
    assert content == workbook.internal(be.skm.summarise(survey)) and workbook.is_internal(content)
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        whole = "".join(book.read(name).decode("utf-8") for name in book.namelist())
        footers = re.findall(r"<oddHeader>(.*?)</oddHeader>", whole)
    for word in ("Siti", "Budi", "rahasia", "PNS", "sempit", "2019-03", "Perempuan"):
        assert word not in whole
    sheets = values_of(content)
    assert list(sheets) == ["INTERNAL Per Responden", "INTERNAL Dikesampingkan"] and all("INTERNAL" in footer for footer in footers)
    assert all(rows[1][0] == "INTERNAL – TIDAK UNTUK DIPUBLIKASIKAN" for rows in sheets.values())
    assert sheets["INTERNAL Per Responden"][4][:11] == [1, 2, 3, 4, 3, 4, 3, 3, 3, 3, 4]
    assert sheets["INTERNAL Dikesampingkan"][4] == [1, 42, "kurang dari 5 dari 9 unsur dijawab"]


def call(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str]:
    with pytest.raises(SystemExit) as stopped:
        cli.main([str(argument) for argument in arguments])
    return int(stopped.value.code or 0), capsys.readouterr().err


def test_where_the_internal_workbook_may_be_written(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data").mkdir()
    answers(tmp_path / "data", ["3,4,2,4,3,2,3,3,4"] * 40)
    file = tmp_path / "data/2019.csv"
    period = tmp_path / "hasil/kantor/2019"
    (period / "lagi/dalam").mkdir(parents=True)
    (period / "lampiran_skm.manifest.json").write_text('{"unit": "kantor", "period": "2019"}', encoding="utf-8")
    (tmp_path / "outputs/lain").mkdir(parents=True)
    (tmp_path / "unit/skm").mkdir(parents=True)
    (tmp_path / "unit/unit.toml").write_text("", encoding="utf-8")
    (tmp_path / "lain.xlsx").write_bytes(b"milik orang lain")
    (tmp_path / "tautan").symlink_to(period)
    refused = {
        "hasil/x.xlsx": "folder hasil", "hasil/kantor/x.xlsx": "folder hasil", "hasil/kantor/2019/x.xlsx": "folder hasil",
        "hasil/kantor/2019/lagi/dalam/x.xlsx": "folder hasil", "outputs/lain/x.xlsx": "folder hasil", "tautan/x.xlsx": "folder hasil",
        "unit/skm/2020.xlsx": "folder jawaban", "lain.xlsx": "tidak ditimpa", "tidak/ada/x.xlsx": "tidak ada", "x.csv": ".xlsx",
    }  # fmt: skip
    before = sorted(path for path in tmp_path.rglob("*"))
    for place, words in refused.items():
        code, told = call(capsys, "skm", file, "--workbook", place)
        assert code == 2 and words in told, place
    assert sorted(tmp_path.rglob("*")) == before
    for _ in range(2):
        code, told = call(capsys, "skm", file, "--workbook", "internal.xlsx")
        assert code == 0 and "INTERNAL" in told
    assert workbook.is_internal((tmp_path / "internal.xlsx").read_bytes()) and not list(tmp_path.glob(".*"))


def test_an_input_is_not_written_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    survey = answers(tmp_path, ["3,4,2,4,3,2,3,3,4"] * 40)
    path = tmp_path / "jawaban.xlsx"
    path.write_bytes(workbook.internal(be.skm.summarise(survey)))
    before = path.read_bytes()
    assert call(capsys, "skm", path, "--workbook", path)[0] == 2 and path.read_bytes() == before


def test_counts_alone_have_no_respondents(tmp_path: Path) -> None:
    result = be.skm.summarise(answers(tmp_path, ["3,4,2,4,3,2,3,3,4"] * 40))
    with pytest.raises(be.errors.InputError, match="lembar per responden"):
        workbook.internal(replace(result, survey=replace(result.survey, joint=False)))
