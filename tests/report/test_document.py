"""Word documents and PDF: what pypdf, LibreOffice and the XML itself find in the annex of a year and in hostile texts."""

from __future__ import annotations

import getpass
import html
import io
import re
import shutil
import socket
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import nbformat
import pytest

from balong_eval.annex import formats, run, walk
from balong_eval.errors import FormatError
from balong_eval.intake.unit import read_unit
from balong_eval.report import document, page
from balong_eval.report.block import Chart, Column, Table, Text
from balong_eval.report.document import tables as word_tables
from balong_eval.report.publication import Part, Publication, publish

ROOT = Path(__file__).parent.parent.parent
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DESCRIPTION = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
SOFFICE = shutil.which("soffice")
HOSTILE = "<script>alert(1)</script> =1+1 & \"x\" '{label}' [tautan](file:///etc/hostname) ![](file:///etc/hostname)"


def has_pandoc() -> bool:
    try:
        import pypandoc
    except ImportError:
        return False
    return bool(pypandoc.get_pandoc_path())


def has_pango() -> bool:
    try:
        document.pdf("<!DOCTYPE html><html lang=id><title>x</title><p>x")
    except FormatError:
        return False
    return True


word = pytest.mark.skipif(not has_pandoc(), reason="no pandoc on this machine: pip install pypandoc_binary")
print_ = pytest.mark.skipif(not has_pango(), reason="no WeasyPrint or no Pango on this machine")
office = pytest.mark.skipif(not SOFFICE, reason="no LibreOffice on this machine")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Annexes of the survey and of the plan of the example unit, 2019."""
    out = tmp_path_factory.mktemp("dokumen é ")
    outcomes = run.run(run.plan([read_unit(ROOT / "data/contoh")], out, years=(2019, 2019)), 1, lambda outcome: None)
    assert [outcome.error for outcome in outcomes] == [None, None]
    return out / "contoh/2019"


@pytest.fixture(scope="module", params=["lampiran_skm", "lampiran_kinerja"])
def published(request: pytest.FixtureRequest, folder: Path) -> Publication:
    return walk.publication(nbformat.read(folder / f"{request.param}.ipynb", as_version=4))


@pytest.fixture(scope="module")
def docx(published: Publication) -> bytes:
    return document.docx(published)


@pytest.fixture(scope="module")
def pdf(published: Publication) -> bytes:
    return document.pdf(page.annex(published))


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {(item.date_time, item.create_system) for item in archive.infolist()} == {((1980, 1, 1, 0, 0, 0), 0)}
        return {name: archive.read(name) for name in archive.namelist()}


def body(content: bytes) -> ElementTree.Element:
    return ElementTree.fromstring(parts(content)["word/document.xml"])


def text(element: ElementTree.Element) -> str:
    return "".join(found.text or "" for found in element.iter(f"{W}t"))


def style(paragraph: ElementTree.Element) -> str:
    found = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if found is None else found.get(f"{W}val", "")


def captions(published: Publication, kind: str) -> list[str]:
    return [f"{bundle['number']}. {bundle['caption']}" for bundle in published.bundles if bundle["kind"] == kind]


@word
def test_headings_captions_tables_and_pictures_are_words_own(published: Publication, docx: bytes) -> None:
    root = body(docx)
    paragraphs = [(style(item), text(item)) for item in root.iter(f"{W}p")]
    assert paragraphs[0] == ("Title", published.title)
    for level in (2, 3):
        headings = [heading.text for heading in published.headings if heading.level == level]
        assert [words for name, words in paragraphs if name == f"Heading{level - 1}"] == headings
    assert [words for name, words in paragraphs if name == "TableCaption"] == captions(published, "table")
    assert [words for name, words in paragraphs if name == "ImageCaption"] == captions(published, "chart")
    assert [item.get("descr") for item in root.iter(DESCRIPTION)] == [item["alt"] for item in published.bundles if item["kind"] == "chart"]
    tables = list(root.iter(f"{W}tbl"))
    assert len(tables) == len(captions(published, "table"))
    for table in tables:
        rows = table.findall(f"{W}tr")
        assert rows[0].find(f"{W}trPr/{W}tblHeader") is not None and all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
    words = " ".join(words for _, words in paragraphs)
    assert "import balong_eval" not in words and "Langsung ke isi" not in words and ("Label", "DATA CONTOH (SINTETIS)") in paragraphs


@word
def test_numbers_stand_right_and_every_link_of_the_contents_leads_to_a_heading(published: Publication, docx: bytes) -> None:
    root = body(docx)
    bundles = [bundle for bundle in published.bundles if bundle["kind"] == "table"]
    for table, bundle in zip(root.iter(f"{W}tbl"), bundles, strict=True):
        sides = [cell.find(f"{W}p/{W}pPr/{W}jc") for cell in table.findall(f"{W}tr")[-1].findall(f"{W}tc")]
        assert [side is not None for side in sides] == [column["decimals"] is not None for column in bundle["columns"]]
    links = [link.get(f"{W}anchor") for link in root.iter(f"{W}hyperlink")]
    marks = {mark.get(f"{W}name") for mark in root.iter(f"{W}bookmarkStart")}
    assert len(links) == sum(heading.level in (2, 3) for heading in published.headings) and set(links) <= marks


@word
def test_a_word_document_speaks_indonesian_and_tells_nothing_of_this_machine(docx: bytes) -> None:
    found = parts(docx)
    assert b'w:val="id-ID"' in found["word/styles.xml"] and b"<dc:language>id-ID<" in found["docProps/core.xml"]
    assert b"<dc:creator>Kecamatan Balong<" in found["docProps/core.xml"] and b"dcterms:created" not in found["docProps/core.xml"]
    assert b" PAGE " in found["word/footer1.xml"] and b"DATA CONTOH (SINTETIS)" in found["word/header1.xml"]
    whole = b"\n".join(content for name, content in found.items() if not name.endswith(".png"))
    for secret in (str(ROOT), "/tmp", socket.gethostname(), getpass.getuser(), "base64", "TargetMode", "example.com"):
        assert not re.search(rb"(?<![\w-])" + re.escape(secret.encode()) + rb"(?![\w-])", whole), secret


@word
def test_broad_tables_lie_across_and_no_page_is_empty(folder: Path) -> None:
    found = document.docx(walk.publication(nbformat.read(folder / "lampiran_kinerja.ipynb", as_version=4)))
    sizes = [section.find(f"{W}pgSz") for section in body(found).iter(f"{W}sectPr")]
    across = [size is not None and size.get(f"{W}orient") == "landscape" for size in sizes]
    assert any(across) and not across[-1] and not any(first is second is False for first, second in pairwise(across))
    assert all(section.find(f"{W}footerReference") is not None for section in body(found).iter(f"{W}sectPr")), "page numbers in every section"


def sheets(root: ElementTree.Element) -> list[tuple[bool, list[ElementTree.Element]]]:
    """Sections of a body: whether each lies across, and what stands in it."""
    found: list[tuple[bool, list[ElementTree.Element]]] = []
    inside: list[ElementTree.Element] = []
    for element in root[0]:
        inside.append(element)
        section = element if element.tag == f"{W}sectPr" else element.find(f"{W}pPr/{W}sectPr")
        if section is not None:
            size = section.find(f"{W}pgSz")
            found.append((size is not None and size.get(f"{W}orient") == "landscape", inside))
            inside = []
    return found


@word
def test_cells_have_their_width_and_style_and_short_tables_hold_together(docx: bytes) -> None:
    for table in body(docx).iter(f"{W}tbl"):
        lines = table.findall(f"{W}tr")
        widths = [int(column.get(f"{W}w", "0")) for column in table.iter(f"{W}gridCol")]
        assert all([int(cell.find(f"{W}tcPr/{W}tcW").get(f"{W}w")) for cell in line.findall(f"{W}tc")] == widths for line in lines)  # type: ignore[union-attr]
        paragraphs = [list(line.iter(f"{W}p")) for line in lines]
        assert {style(found) for line in paragraphs for found in line} <= {"IsiTabel", "IsiTabelKecil"} and min(widths) > 0
        kept = [all(found.find(f"{W}pPr/{W}keepNext") is not None for found in line) for line in paragraphs]
        assert all(kept[:2]) if len(lines) > 10 else all(kept[:-1])


@word
def test_a_question_is_kept_with_the_answer_that_follows(docx: bytes) -> None:
    pairs = [(before, after) for before, after in pairwise(body(docx)[0]) if style(before).startswith("Heading") and style(after) == "FirstParagraph"]
    kept = [after.find(f"{W}pPr/{W}keepNext") is not None for before, after in pairs]
    assert kept and all(kept)


@word
def test_a_heading_and_its_question_lie_with_their_broad_table(folder: Path) -> None:
    root = body(document.docx(walk.publication(nbformat.read(folder / "lampiran_skm.ipynb", as_version=4))))
    ((words, names),) = [([text(item) for item in inside], [style(item) for item in inside]) for across, inside in sheets(root) if across]
    kept = [word for word in words if word]
    assert kept[:2] == ["3.8 Pengolahan data", "Dari jawaban mana nilai IKM dihitung?"] and kept[2].startswith("Tabel A.")
    assert names.count("TableCaption") == 1 and "Heading1" not in names


@word
def test_a_short_table_between_broad_ones_lies_with_them(folder: Path) -> None:
    root = body(document.docx(walk.publication(nbformat.read(folder / "lampiran_kinerja.ipynb", as_version=4))))
    (across,) = [[text(item) for item in inside if style(item) == "TableCaption"] for lies, inside in sheets(root) if lies]
    assert [re.search(r"kolom \((\d+)\)|bagian kaki|T-C\.23", caption)[0] for caption in across] == [  # type: ignore[index]
        "kolom (7)", "kolom (12)", "kolom (17)", "bagian kaki", "T-C.23", "kolom (1)", "kolom (1)",
    ]  # fmt: skip


def heads(*texts: str, cells: int = 0) -> list[list[str]]:
    return [[*texts, *["Nilai"] * cells], ["x"] * (len(texts) + cells)]


def test_widths_keep_a_small_p_value_whole_and_give_crowded_tables_less_edge() -> None:
    whole, parted = word_tables.widths([["p"], ["< 0,001"]], 9000, "Isi Tabel"), word_tables.widths([["p"], ["0,001"]], 9000, "Isi Tabel")
    assert word_tables.widths([["p", "a"], ["< 0,001", "kata " * 80]], 1500, "Isi Tabel")[0] == whole[0] > parted[0]
    fourteen, fifteen = (word_tables.widths(heads(cells=count), 90_000, "Isi Tabel Kecil") for count in (14, 15))
    assert fourteen[0] - fifteen[0] == 60


@word
@office
def test_libreoffice_opens_the_document_with_all_its_tables_and_pictures(published: Publication, docx: bytes, tmp_path: Path) -> None:
    pypdf = pytest.importorskip("pypdf")
    (tmp_path / "a.docx").write_bytes(docx)
    for kind in ("pdf", "odt"):
        command = [str(SOFFICE), f"-env:UserInstallation={(tmp_path / 'profil').as_uri()}", "--headless", "--convert-to", kind]
        subprocess.run([*command, "--outdir", str(tmp_path), str(tmp_path / "a.docx")], check=True, capture_output=True, timeout=180)
    pages = [sheet.extract_text() for sheet in pypdf.PdfReader(tmp_path / "a.pdf").pages]
    assert 6 <= len(pages) <= 20 and min(len(sheet) for sheet in pages) > 150, "no empty page"
    assert all("DATA CONTOH (SINTETIS)" in sheet and f"/ {len(pages)}" in sheet for sheet in pages)
    with zipfile.ZipFile(tmp_path / "a.odt") as archive:
        content = archive.read("content.xml").decode("utf-8")
    told = [html.unescape(found) for found in re.findall(r"<svg:desc>(.*?)</svg:desc>", content, re.DOTALL)]
    assert content.count("<table:table ") == len(captions(published, "table"))
    assert told == [bundle["alt"] for bundle in published.bundles if bundle["kind"] == "chart"]


def elements(node: Any) -> Iterator[Any]:
    node = node.get_object()
    if isinstance(node, list):
        for child in node:
            yield from elements(child)
    elif isinstance(node, dict):
        yield node
        if "/K" in node:
            yield from elements(node["/K"])


@print_
def test_a_pdf_is_tagged_and_speaks(published: Publication, pdf: bytes) -> None:
    pypdf = pytest.importorskip("pypdf")
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    root = reader.trailer["/Root"]
    assert str(root["/Lang"]) == "id" and bool(root["/MarkInfo"]["/Marked"]) and bool(root["/ViewerPreferences"]["/DisplayDocTitle"])
    assert re.search(rb"pdfuaid:part(>|=\")1", root["/Metadata"].get_data())
    assert reader.metadata is not None and reader.metadata.title == page.title(published)
    tree = [item for item in elements(root["/StructTreeRoot"]["/K"]) if "/S" in item]
    kinds = [str(item["/S"]) for item in tree]
    bundles = {kind: [item for item in published.bundles if item["kind"] == kind] for kind in ("table", "chart")}
    assert [str(item["/Alt"]) for item in tree if item["/S"] == "/Figure"] == [item["alt"] for item in bundles["chart"]]
    assert kinds.count("/H1") == 1 and kinds.count("/TH") >= sum(len(item["columns"]) + len(item["rows"]) for item in bundles["table"])
    assert kinds.count("/Table") >= len(bundles["table"])


@print_
def test_a_pdf_has_bookmarks_embedded_fonts_and_no_link_out(published: Publication, pdf: bytes) -> None:
    pypdf = pytest.importorskip("pypdf")
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    titles: list[str] = []

    def walk_outline(items: list[Any]) -> None:
        for item in items:
            walk_outline(item) if isinstance(item, list) else titles.append(str(item.title))

    walk_outline(reader.outline)
    assert {heading.text for heading in published.headings} <= set(titles)
    for sheet in reader.pages:
        for font in sheet["/Resources"].get("/Font", {}).values():
            described = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
            assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(described)
        for note in sheet.get("/Annots", []):
            assert "/URI" not in note.get_object().get("/A", {}), "a link out of the document"
    words = [sheet.extract_text() for sheet in reader.pages]
    assert all("DATA CONTOH (SINTETIS)" in sheet and f"/ {len(words)}" in sheet for sheet in words)
    assert "Langsung ke isi" not in words[0] and "import balong_eval" not in "".join(words)
    facts = "\n".join([*words, *(f"{key} {value}" for key, value in (reader.metadata or {}).items())])
    facts += reader.trailer["/Root"]["/Metadata"].get_data().decode("utf-8")
    for secret in (str(ROOT), socket.gethostname(), getpass.getuser(), "CreationDate", "ModDate", "CreateDate", "ModifyDate"):
        assert not re.search(rf"(?<![\w-]){re.escape(secret)}(?![\w-])", facts), secret


@word
@print_
def test_the_same_bytes_twice_and_nothing_said(published: Publication, docx: bytes, pdf: bytes, capfd: pytest.CaptureFixture[str]) -> None:
    assert document.docx(published) == docx and document.pdf(page.annex(published)) == pdf
    assert capfd.readouterr() == ("", "")


def hostile() -> Publication:
    table = Table("t", HOSTILE, (Column("a", HOSTILE), Column("b", "n", 0)), ((HOSTILE, 1),), (HOSTILE,))
    chart = Chart("g", HOSTILE, HOSTILE, "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'/>")
    identity = Text("i", (HOSTILE,), "identity", data={"unit": HOSTILE, "period": "2019", "label": None})
    blocks = [Part("block", bundle=item.bundle()) for item in (identity, table, Text("x", (HOSTILE,)))]
    image = Part("html", walk.markdown("# Judul\n\n![](file:///etc/hostname) ![](http://127.0.0.1:9/x.png)"))
    return publish("Judul", [image, *blocks, Part("block", bundle=chart.bundle(), svg=chart.svg)])


PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8ffff3f0005fe02fea72d9db00000000049454e44ae426082"
)


@word
def test_hostile_texts_stay_text_in_word() -> None:
    found = parts(document.docx(hostile()))
    root = ElementTree.fromstring(found["word/document.xml"])
    assert sum(HOSTILE in text(item) for item in root.iter(f"{W}p")) >= 5
    name = Path("/etc/hostname").read_text().strip() if Path("/etc/hostname").exists() else "?"
    assert len([file for file in found if "media/" in file]) == 1 and f">{name}<".encode() not in found["word/document.xml"]


@print_
def test_hostile_texts_stay_text_in_pdf_and_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("socket.socket.connect", lambda *_: pytest.fail("a connection was tried"))
    pypdf = pytest.importorskip("pypdf")
    words = "".join(sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(document.pdf(page.annex(hostile())))).pages)
    assert "<script>alert(1)</script>" in words


def letterhead(marked: bool = True) -> bytes:
    """An office's own reference: Bookman Old Style, a letterhead, a signature block, few styles."""
    found = parts(document.reference.own("x", None, "KOP SURAT KECAMATAN"))
    sheet = '<w:style w:type="paragraph" w:styleId="Judul1"><w:name w:val="heading 1"/><w:rPr><w:color w:val="FF0000"/></w:rPr></w:style>'
    sheet += '<w:style w:type="paragraph" w:styleId="Keterangan"><w:name w:val="caption"/></w:style>'
    fonts = '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Bookman Old Style"/></w:rPr></w:rPrDefault></w:docDefaults>'
    found["word/styles.xml"] = f'<w:styles xmlns:w="{W[1:-1]}">{fonts}{sheet}</w:styles>'.encode()
    block = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in ("isi lama", "[tanda tangan]" if marked else "", "Camat Balong"))
    found["word/document.xml"] = found["word/document.xml"].replace(b"<w:p/>", block.encode())
    return document.archive.write(found)


@word
def test_an_offices_own_reference_is_used() -> None:
    found = parts(document.docx(replace(hostile(), reference=letterhead())))
    root = ElementTree.fromstring(found["word/document.xml"])
    paragraphs = [text(item) for item in root.iter(f"{W}p")]
    assert b"Bookman Old Style" in found["word/styles.xml"] and found["word/styles.xml"].count(b'"heading 1"') == 1
    assert any(b"KOP SURAT KECAMATAN" in content for name, content in found.items() if "header" in name)
    assert paragraphs[-1] == "Camat Balong" and "isi lama" not in paragraphs and "[tanda tangan]" not in paragraphs
    assert b'w:styleId="Table"' in found["word/styles.xml"], "tables keep their lines where the office has no style for them"
    assert b'"Table Caption"/><w:basedOn w:val="Keterangan"/>' in found["word/styles.xml"].replace(b" />", b"/>"), (
        "a localised style is found by its name"
    )
    without = body(document.docx(replace(hostile(), reference=letterhead(marked=False))))
    assert "Camat Balong" not in [text(item) for item in without.iter(f"{W}p")]


@word
def test_a_letterhead_of_the_first_page_is_not_repeated_after_a_broad_table(folder: Path) -> None:
    found = walk.publication(nbformat.read(folder / "lampiran_kinerja.ipynb", as_version=4))
    reference = parts(letterhead())
    reference["word/document.xml"] = reference["word/document.xml"].replace(b"</w:sectPr>", b"<w:titlePg/></w:sectPr>")
    root = body(document.docx(replace(found, reference=document.archive.write(reference))))
    first = [section.find(f"{W}titlePg") is not None for section in root.iter(f"{W}sectPr")]
    assert len(first) > 2 and first == [True] + [False] * (len(first) - 1)


@word
@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 rusak", b"<html>", "zip", "xml"])
def test_a_reference_that_is_no_word_document_is_told_once(content: bytes | str) -> None:
    if isinstance(content, str):
        sheet = {"a.txt": b"x"} if content == "zip" else {**parts(letterhead()), "word/styles.xml": b"<w:styles"}
        content = document.archive.write(sheet)
    with pytest.raises(FormatError, match=r"dokumen acuan bukan dokumen Word"):
        document.docx(replace(hostile(), reference=content))


@word
@pytest.mark.parametrize(("own", "told"), [(False, r"kode -9: Could not find data file x\.y\)"), (True, "menolak dokumen acuan")])
def test_a_pandoc_that_fails_blames_the_reference_only_where_the_office_gave_one(monkeypatch: pytest.MonkeyPatch, own: bool, told: str) -> None:
    import pypandoc

    def fails(*_: object, **__: object) -> str:
        raise RuntimeError('Pandoc died with exitcode "-9" during conversion: Could not find data file x.y\nmore')

    monkeypatch.setattr(pypandoc, "convert_text", fails)
    with pytest.raises(FormatError, match=told):
        document.docx(replace(hostile(), reference=letterhead() if own else None))


@word
def test_a_pandoc_that_fails_once_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    import pypandoc

    sound, calls = pypandoc.convert_text, []

    def fails_once(*arguments: object, **options: object) -> object:
        calls.append(1)
        if len(calls) == 1:
            raise RuntimeError('Pandoc died with exitcode "97" during conversion: ')
        return sound(*arguments, **options)

    monkeypatch.setattr(pypandoc, "convert_text", fails_once)
    content = document.docx(hostile())
    monkeypatch.undo()
    assert len(calls) == 2 and content == document.docx(hostile())


def test_what_is_missing_is_told_once_and_the_other_formats_are_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypandoc", None)
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    jobs = run.plan([read_unit(ROOT / "data/contoh")], tmp_path, years=(2019, 2019), annexes=["lampiran_skm"], formats=("docx", "html", "pdf"))
    outcome = run.run(jobs, 1, lambda outcome: None)[0]
    assert outcome.error is None and len(outcome.missing) == 2
    assert "pip install pypandoc_binary" in outcome.missing[0] and "pip install weasyprint" in outcome.missing[1]
    assert (tmp_path / "contoh/2019/lampiran_skm.html").exists() and not (tmp_path / "contoh/2019/lampiran_skm.pdf").exists()


def test_a_missing_pango_is_told_with_what_to_install(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    class Finder:
        """Imports WeasyPrint as a machine without Pango does."""

        @staticmethod
        def find_spec(name: str, *_: object) -> None:
            if name == "weasyprint":
                print("WeasyPrint could not import some external libraries")  # noqa: T201
                raise OSError("cannot load library 'libgobject-2.0-0'")

    for name in [name for name in sys.modules if name.split(".")[0] == "weasyprint"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "meta_path", [Finder, *sys.meta_path])
    with pytest.raises(FormatError) as told:
        document.pdf("<p>x")
    assert all(word in str(told.value) for word in ("Windows", "MSYS2", "apt install libpango-1.0-0", "conda-forge", "Bentuk lain tetap dibuat"))
    assert capfd.readouterr() == ("", "")


def test_formats_name_their_libraries() -> None:
    assert formats.libraries(["html", "docx", "pdf"]) == ("pypandoc_binary", "weasyprint", "pydyf")
