"""What moved between two files: every kind of file, longer and shorter, and nothing where nothing that a reader sees did."""

from __future__ import annotations

import csv
import io
import json
import sys
import zipfile
from pathlib import Path

import pytest

from balong_eval.annex.moved import Moved, moved
from balong_eval.report import estimates
from balong_eval.report.block import MIME


def told(folder: Path, name: str, was: str | bytes, now: str | bytes) -> list[tuple[str, object, object]]:
    """Name, was and now of all that moved from one file to the other of the same name."""
    paths = folder / "lama" / name, folder / "baru" / name
    for path, content in zip(paths, (was, now), strict=True):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return [(item.name, item.was, item.now) for item in moved(*paths)]


def both(folder: Path, was: object, now: object) -> list[tuple[str, object, object]]:
    return told(folder, "a.json", json.dumps(was), json.dumps(now))


def test_a_number_that_is_another_is_named_by_its_place(tmp_path: Path) -> None:
    assert both(tmp_path, {"a": {"b": [1, 2.5]}}, {"a": {"b": [1, 3.5]}}) == [("a.b[1]", 2.5, 3.5)]
    assert both(tmp_path, {"a": 1}, {"a": 1.0}) == []
    assert both(tmp_path, [1], [2]) == [("[0]", 1, 2)]


def test_lists_that_grew_and_that_shrank(tmp_path: Path) -> None:
    assert both(tmp_path, {"rows": [1]}, {"rows": [1, 2, 3]}) == [("rows[1]", None, 2), ("rows[2]", None, 3)]
    assert both(tmp_path, {"rows": [1, 2, 3]}, {"rows": [1]}) == [("rows[1]", 2, None), ("rows[2]", 3, None)]


def test_all_that_a_new_row_or_part_holds_is_told(tmp_path: Path) -> None:
    assert both(tmp_path, {"rows": []}, {"rows": [{"n": 4, "mutu": "A"}]}) == [("rows[0].mutu", None, "A"), ("rows[0].n", None, 4)]
    assert both(tmp_path, {"sample": {"required": 52}}, {"sample": None}) == [("sample.required", 52, None)]
    assert both(tmp_path, {"parts": None}, {"parts": [80.5]}) == [("parts[0]", None, 80.5)]
    assert both(tmp_path, {"a": [1]}, {"a": {"b": 1}}) == [], "two shapes are no numbers; the bytes tell it"


def test_keys_that_came_and_that_went(tmp_path: Path) -> None:
    assert both(tmp_path, {"a": 1}, {"b": 2}) == [("a", 1, None), ("b", None, 2)]


def test_results_come_first_then_the_alphabet(tmp_path: Path) -> None:
    was, now = ({"zeta": value, "blocks": value, "results": value, "parameters": value} for value in (1, 2))
    assert [name for name, _, _ in both(tmp_path, was, now)] == ["results", "blocks", "parameters", "zeta"]


@pytest.mark.parametrize("name", ["mutu", "kinerja", "status"])
def test_a_class_is_told_and_a_sentence_is_not(tmp_path: Path, name: str) -> None:
    assert both(tmp_path, {"x": {name: "B", "caption": "lama"}}, {"x": {name: "A", "caption": "baru"}}) == [(f"x.{name}", "B", "A")]


def test_yes_and_no_are_no_numbers(tmp_path: Path) -> None:
    assert both(tmp_path, {"reached": True}, {"reached": False}) == []
    assert both(tmp_path, {"ikm": 80.5}, {"ikm": None}) == [("ikm", 80.5, None)]
    assert both(tmp_path, {"ikm": True}, {"ikm": 80.5}) == [("ikm", None, 80.5)]
    assert both(tmp_path, {"ikm": "80"}, {"ikm": 80.5}) == [("ikm", "80", 80.5)]


def page(text: str, code: str = "x = 1\ny = 2", style: str = "a {}") -> str:
    hidden = f"<details class='code'><summary>Kode</summary><pre>{code}</pre></details>"
    return f"<html><style>{style}</style>{hidden}<p>satu dua tiga empat {text} lima</p>{hidden}<p>akhir</p></html>"


def test_words_of_a_page_with_three_before_them(tmp_path: Path) -> None:
    assert told(tmp_path, "a.html", page("82,50"), page("<b>92,50</b> &amp; enam")) == [("dua tiga empat", "82,50", "92,50 & enam")]
    assert told(tmp_path, "a.html", page("82,50"), page("")) == [("dua tiga empat", "82,50", None)]
    assert told(tmp_path, "a.html", page(""), page("82,50")) == [("dua tiga empat", None, "82,50")]


def test_code_style_and_tags_of_a_page_are_not_its_words(tmp_path: Path) -> None:
    assert told(tmp_path, "a.html", page("82,50"), page("82,50", code="y = 2", style="b {}")) == []
    assert told(tmp_path, "a.html", "<p id='a'>satu</p>", "<p id='b'>satu</p>") == []
    assert told(tmp_path, "a.html", page("x"), page("x").replace("akhir", "ujung")) == [("empat x lima", "akhir", "ujung")], "between two codes too"


def test_a_repeated_word_does_not_hide_a_number(tmp_path: Path) -> None:
    """With autojunk a long text leaves out its frequent words, and tells more than moved."""
    many = "tabel " * 400
    assert told(tmp_path, "a.html", f"{many}82 {many}", f"{many}83 {many}") == [("tabel tabel tabel", "82", "83")]


def long_table(*rows: dict[str, object]) -> str:
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, estimates.COLUMNS, restval="")
    writer.writeheader()
    writer.writerows([{"annex": "Lampiran A", "quantity": "nrr"} | row for row in rows])
    return "\ufeff" + buffer.getvalue()


def test_rows_of_the_estimates_that_moved_came_and_went(tmp_path: Path) -> None:
    was = long_table({"group": "waktu", "estimate": 3.5, "n": 40}, {"group": "biaya", "estimate": 3.1, "n": 40})
    now = long_table({"group": "waktu", "estimate": 3.6, "n": 40}, {"group": "sarpras", "estimate": 3.2, "method": "taylor"})
    assert told(tmp_path, "a.csv", was, now) == [
        ("Lampiran A nrr waktu estimate", "3.5", "3.6"),
        ("Lampiran A nrr biaya estimate", "3.1", None),
        ("Lampiran A nrr biaya n", "40", None),
        ("Lampiran A nrr sarpras taylor estimate", None, "3.2"),
    ]


def test_rows_of_one_name_are_told_apart(tmp_path: Path) -> None:
    was, now = (long_table({"estimate": first}, {"estimate": 2.0}, {"estimate": 3.0}) for first in (1.0, 9.0))
    assert told(tmp_path, "a.csv", was, now) == [("Lampiran A nrr estimate", "1.0", "9.0")]
    assert told(tmp_path, "a.csv", was, long_table({"estimate": 1.0})) == [
        ("Lampiran A nrr (2) estimate", "2.0", None),
        ("Lampiran A nrr (3) estimate", "3.0", None),
    ]


def test_bundles_of_an_executed_notebook(tmp_path: Path) -> None:
    def notebook(ikm: float, plain: str) -> str:
        outputs = [{"data": {"text/plain": plain}}, {"name": "stdout"}, {"data": {MIME: {"data": {"ikm": ikm}}}}]
        return json.dumps({"cells": [{"source": plain}, {"outputs": outputs}]})

    assert told(tmp_path, "a.ipynb", notebook(80.1, "lama"), notebook(80.2, "baru")) == [("[2].data.ikm", 80.1, 80.2)]


def word(text: str, name: str = "word/document.xml") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(name, f"<w:p><w:t>satu dua</w:t><w:t>{text}</w:t></w:p>")
        archive.writestr("word/footer1.xml", f"<w:t>{text}x</w:t>")
    return buffer.getvalue()


def test_words_of_a_document(tmp_path: Path) -> None:
    assert told(tmp_path, "a.docx", word("82,50"), word("83,50")) == [("satu dua", "82,50", "83,50")]


def sheet(text: str) -> bytes:
    weasyprint = pytest.importorskip("weasyprint", reason="weasyprint is not installed", exc_type=ImportError)
    return bytes(weasyprint.HTML(string=f"<html lang='id'><p>satu dua tiga</p><p style='break-before: page'>empat {text} lima").write_pdf())


def test_words_of_a_pdf_over_its_pages(tmp_path: Path) -> None:
    pytest.importorskip("pypdf")
    assert told(tmp_path, "a.pdf", sheet("82,50"), sheet("83,50")) == [("dua tiga empat", "82,50", "83,50")]
    assert told(tmp_path, "a.pdf", sheet("82,50"), sheet("82,50")) == []


def test_a_pdf_where_pypdf_is_missing_tells_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    contents = sheet("82,50"), sheet("83,50")
    monkeypatch.setitem(sys.modules, "pypdf", None)
    assert told(tmp_path, "a.pdf", *contents) == []


@pytest.mark.parametrize("name", ["a.json", "a.ipynb", "a.docx", "a.xlsx", "a.pdf", "a.bin"])
def test_a_damaged_file_tells_nothing_and_stops_nothing(tmp_path: Path, name: str) -> None:
    assert told(tmp_path, name, b"%PDF-1.7\n\xff{", b"PK\x03\x04 bukan") == []


def test_a_document_without_its_main_part_tells_nothing(tmp_path: Path) -> None:
    assert told(tmp_path, "a.docx", word("x", "word/other.xml"), word("y")) == []


def test_moved_is_frozen() -> None:
    with pytest.raises(AttributeError):
        Moved("a", 1, 2).name = "b"  # type: ignore[misc]
