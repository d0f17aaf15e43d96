"""A notebook as a publication: parts in order, headings with ids, tables and figures numbered by kind."""

from __future__ import annotations

import nbformat
import pytest

from balong_eval.annex import formats, walk
from balong_eval.report import page, picture
from balong_eval.report.block import Chart, Column, Table, Text
from balong_eval.report.publication import Part, Publication, captioned, publish

TABLE = Table("t", "Judul", (Column("a", "Nama"), Column("b", "Nilai", 2)), (("x", 1.5),), ("catatan",))
CHART = Chart("g", "Gambar titik", "x 1,5", "<svg xmlns='http://www.w3.org/2000/svg'/>")


def shown(*blocks: Table | Chart | Text) -> nbformat.NotebookNode:
    output = [nbformat.v4.new_output("display_data", data=block._repr_mimebundle_()) for block in blocks]
    return nbformat.v4.new_code_cell("be.show(x)", outputs=output)


@pytest.fixture
def published() -> Publication:
    answer = Text("jawaban", ("Jawabnya.",), "result", data={"schema": "x"})
    cells = [
        nbformat.v4.new_markdown_cell("# Lampiran B. Coba"),
        shown(Text("identitas", ("Unit, 2019",), "identity", data={"unit": "Unit", "period": "2019", "label": None}), answer),
        nbformat.v4.new_markdown_cell("## Satu & dua\n\n### 1.1 *Miring*"),
        shown(TABLE, CHART, TABLE),
        nbformat.v4.new_markdown_cell("## Tiga\n\n    # bukan judul"),
        shown(CHART),
    ]
    return walk.publication(nbformat.v4.new_notebook(cells=cells))


def test_tables_and_figures_are_numbered_each_by_itself_with_the_letter_of_the_annex(published: Publication) -> None:
    numbers = [bundle["number"] for bundle in published.bundles if "number" in bundle]
    assert numbers == ["Tabel B.1", "Gambar B.1", "Tabel B.2", "Gambar B.2"]
    text = page.annex(published)
    assert "<caption>Tabel B.2. Judul</caption>" in text and "<figcaption>Gambar B.1. Gambar titik</figcaption>" in text
    assert [block["number"] for block in formats.document(published)["blocks"] if "number" in block] == numbers


def test_without_a_letter_the_numbers_stand_alone_and_in_a_cell_there_is_none() -> None:
    found = publish("Catatan", [Part("block", bundle=TABLE.bundle())])
    assert captioned(found.bundles[0]) == "Tabel 1. Judul" and captioned(TABLE.bundle()) == "Judul"


def test_contents_follow_the_first_screen_and_every_link_has_its_heading(published: Publication) -> None:
    text = page.annex(published)
    assert [(heading.level, heading.text) for heading in published.headings] == [
        (1, "Lampiran B. Coba"), (2, "Satu & dua"), (3, "1.1 Miring"), (2, "Tiga"),
    ]  # fmt: skip
    for heading in published.headings:
        assert text.count(f'id="{heading.anchor}"') == 1
    assert all(f'href="#{heading.anchor}"' in text for heading in published.headings if heading.level > 1)
    assert text.index("Jawabnya.") < text.index("Daftar isi") < text.index("Satu &amp; dua</h2>")


def test_a_picture_comes_along_and_is_drawn_in_points_where_one_is_needed(published: Publication) -> None:
    part = next(part for part in published.parts if part.bundle and part.bundle["kind"] == "chart")
    assert part.svg is not None and part.svg.startswith("<svg") and part.png == picture.png(part.svg) and part.png is not None


def test_a_poster_beside_a_notebook_of_another_name_does_not_take_its_neighbours_place() -> None:
    assert formats.poster_name("lampiran_skm", "pdf") == "poster.pdf" and formats.poster_name("coba", "html") == "coba.poster.html"
    assert formats.names("lampiran_skm", "html") == ("lampiran_skm.html", "poster.html")
    assert formats.names("lampiran_kinerja", "html") == ("lampiran_kinerja.html",)
