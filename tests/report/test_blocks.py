"""Tables, charts and pages: what a reader sees comes from the bundle, escaped, the same bytes each time."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import balong_eval as be
from balong_eval.intake.unit import read_unit
from balong_eval.report import block, page, words
from balong_eval.report.block import Column, Table, Text
from balong_eval.report.publication import Part, publish

CONTOH = Path(__file__).parent.parent.parent / "data" / "contoh"


@pytest.fixture(scope="module")
def result() -> be.analysis.skm.SkmResult:  # type: ignore[name-defined]
    return be.skm.summarise(read_unit(CONTOH).survey(2019), by=["layanan", "pendidikan"])


def test_a_table_is_written_the_indonesian_way_and_escaped() -> None:
    table = Table(
        "t", "Judul <b>", (Column("a", "Nama"), Column("b", "Nilai", 2), Column("c", "n", 0)), (("<script>", 1234.565, 7), ("=1+1", None, None))
    )
    text = page.fragment(table.bundle())
    assert "<caption>Judul &lt;b&gt;</caption>" in text and "&lt;script&gt;" in text
    assert "1.234,57" in text and '<td class="number">–</td>' in text
    assert text.count('scope="col"') == 3 and text.count('scope="row"') == 2


def test_numbers_round_half_up_where_floats_would_not() -> None:
    assert words.number(0.125, 2) == "0,13" and words.number(2.675, 2) == "2,68" and words.number(-0.125, 2) == "-0,13"


def test_a_chart_is_the_same_twice_and_speaks(result) -> None:
    first, second = be.charts.by_unsur(result), be.charts.by_unsur(result)
    assert first.svg == second.svg
    assert "Sarana dan Prasarana 3,14 (3,06 sampai 3,21)" in first.alt
    assert "<text" in first.svg and "3,14" in first.svg, "letters stay letters"
    assert re.search(r"<dc:date>|Matplotlib", first.svg) is None


def test_groups_chart_names_the_bands(result) -> None:
    chart = be.charts.by_group(result, "layanan")
    assert "Surat pengantar SKCK 83,56" in chart.alt and "kelas mutu" in chart.alt


def test_groups_withheld_show_dashes(result) -> None:
    rows = {row[0]: row[1:] for row in be.tables.by_group(result, "pendidikan").rows}
    assert rows["S2"] == (None,) * 7 and rows["D3"] == (None,) * 7 and rows["SMA"][0] == 134


def test_a_bundle_rides_beside_what_is_seen(result) -> None:
    bundle = be.tables.by_unsur(result)._repr_mimebundle_()
    assert bundle[block.MIME]["kind"] == "table" and bundle["text/html"].startswith("<div")
    assert set(be.charts.by_unsur(result)._repr_mimebundle_()) == {"text/plain", "text/html", block.MIME, "image/svg+xml"}


def test_an_empty_text_leaves_no_mark() -> None:
    assert page.fragment(Text("x", ()).bundle()) == ""


def test_a_unit_name_cannot_break_the_page() -> None:
    evil = Text("identitas", ('"}</style><script>alert(1)</script>',), "identity", data={"unit": "<i>", "period": "2019", "label": None})
    text = page.annex(publish("T", [Part("block", bundle=evil.bundle())]))
    assert "<script" not in text and text.count("</style>") == 1


@pytest.mark.parametrize(("rows", "text", "whole"), [(9, "x" * 80, True), (10, "x", False), (9, "x" * 81, False), (0, "", True)])
def test_a_small_table_is_kept_on_one_sheet(rows: int, text: str, whole: bool) -> None:
    table = Table("t", "Judul", (Column("a", "A"), Column("b", "B", 2)), ((text, 1.5),) * rows)
    assert ('class="table-block short' in page.fragment(table.bundle())) is whole


def test_the_name_of_an_indicator_has_room_wherever_it_stands() -> None:
    heads = (Column("no", "No", 0), Column("sasaran", "Sasaran"), Column("indikator", "Indikator"))
    text = page.fragment(Table("t", "Judul", heads, ((1, "S", "Lama layanan"),)).bundle())
    assert " named" in text and '<td class="name">Lama layanan</td>' in text and "<td>S</td>" in text
