"""Reading an executed notebook: order, headings, blocks, and what is no block of ours."""

from __future__ import annotations

from typing import Any

import nbformat
import pytest

from balong_eval.annex import walk
from balong_eval.report.block import MIME, Chart, Column, Table, Text

TABLE = Table("t", "Judul", (Column("a", "A"), Column("b", "B", 2)), (("x", 1.5),)).bundle()
CHART = Chart("c", "Gambar", "Teks", "<svg/>", b"PNG").bundle()


def shown(bundle: Any, **data: Any) -> nbformat.NotebookNode:
    return nbformat.v4.new_output("display_data", {MIME: bundle, "text/plain": "polos", **data})


def notebook(*cells: Any, **metadata: Any) -> nbformat.NotebookNode:
    found = nbformat.v4.new_notebook(cells=list(cells))
    found.metadata.update(metadata)
    return found


def code(source: str, *outputs: Any) -> nbformat.NotebookNode:
    return nbformat.v4.new_code_cell(source, outputs=list(outputs))


def text(source: str) -> nbformat.NotebookNode:
    return nbformat.v4.new_markdown_cell(source)


def test_pieces_stand_in_reading_order() -> None:
    cells = (text("# Lampiran A. Judul\n\nPertanyaan?"), code("be.show(t)", shown(TABLE)), nbformat.v4.new_raw_cell("mentah"), text("## Batasan"))
    found = walk.publication(notebook(*cells, balong={"parameters": {"year": 2019}}))
    assert [part.kind for part in found.parts] == ["html", "code", "block", "html"]
    assert (found.title, found.parts[1].text, found.parameters) == ("Lampiran A. Judul", "be.show(t)", {"year": 2019})
    assert found.parts[2].bundle == TABLE | {"number": "Tabel A.1"}


def test_the_title_is_the_first_heading_of_the_first_level() -> None:
    assert walk.publication(notebook(text("## Bab\n\n# Judul\n\n# Lain"))).title == "Judul"
    assert walk.publication(notebook(text("## Bab"))).title == "Lampiran"
    assert walk.publication(notebook()).parameters == {}


def test_ids_of_headings_go_on_through_the_cells_and_their_words_are_plain() -> None:
    found = walk.publication(notebook(text("# Satu & *dua*\n\n## Tiga `x < y`"), code("1"), text("### Empat")))
    assert [(item.level, item.text, item.anchor) for item in found.headings] == [
        (1, "Satu & dua", "bagian-1"),
        (2, "Tiga x < y", "bagian-2"),
        (3, "Empat", "bagian-3"),
    ]
    assert '<h3 id="bagian-3">Empat</h3>' in found.parts[2].text


def test_raw_html_and_harmful_links_of_a_cell_are_shown_as_text() -> None:
    shown_ = walk.markdown('<img src=x onerror="a()">\n\n[tekan](javascript:a())\n\n[situs](https://a.id)')
    assert "<img" not in shown_ and "&lt;img" in shown_
    assert "javascript:" not in shown_ and '<a href="https://a.id">situs</a>' in shown_
    assert walk.markdown("## Bab\n") == '<h2 id="bagian-1">Bab</h2>', "no link to itself, nothing around it"


def test_a_chart_brings_its_picture() -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
    (part,) = walk.publication(notebook(code("x", shown(CHART, **{"image/svg+xml": svg})))).parts[1:]
    assert (part.svg, part.bundle) == (svg, CHART | {"number": "Gambar 1"})
    assert part.png is not None and part.png.startswith(b"\x89PNG")


@pytest.mark.parametrize("svg", ["abc", 3, None, ["x"], ""])
def test_a_damaged_picture_is_none(svg: object) -> None:
    made = notebook(code("x", shown(CHART)))
    made.cells[0].outputs[0].data["image/svg+xml"] = svg
    (part,) = walk.publication(made).parts[1:]
    assert part.kind == "block" and part.png is None


def test_outputs_that_are_no_block_give_their_plain_text() -> None:
    outputs = (
        nbformat.v4.new_output("stream", text="dicetak"),
        nbformat.v4.new_output("execute_result", {"text/plain": "nilai"}),
        nbformat.v4.new_output("execute_result", {MIME: TABLE}),
        nbformat.v4.new_output("display_data", {"text/html": "<b>"}),
        nbformat.v4.new_output("error", ename="E", evalue="v", traceback=["rahasia"]),
    )
    parts = walk.publication(notebook(code("x", *outputs))).parts[1:]
    assert [(part.kind, part.text) for part in parts] == [("output", "dicetak"), ("output", "nilai"), ("block", ""), ("output", "")]


BUNDLES = [TABLE, CHART, *(Text("s", ("Kalimat.",), kind).bundle() for kind in ("text", "list", "identity", "result"))]  # type: ignore[arg-type]


@pytest.mark.parametrize("bundle", BUNDLES, ids=lambda bundle: bundle["kind"])
def test_a_block_has_all_that_its_kind_is_drawn_from(bundle: dict[str, Any]) -> None:
    assert walk.is_block(bundle) and walk.is_block(bundle | {"more": 1})
    needed = set(bundle) - {"data"} if bundle["kind"] in ("table", "chart") else set(bundle)
    for key in needed:
        assert not walk.is_block({name: value for name, value in bundle.items() if name != key}), key


@pytest.mark.parametrize("bundle", [None, [], "x", {}, TABLE | {"kind": "lain"}, TABLE | {"kind": ["table"]}, {"kind": "lain", "name": "x", "?": 1}])
def test_what_is_no_block(bundle: object) -> None:
    assert not walk.is_block(bundle)
