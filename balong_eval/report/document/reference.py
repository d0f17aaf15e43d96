"""The reference document: our own, built from the XML in ``acuan/``, or an office's, completed with the styles that it lacks."""

from __future__ import annotations

import re
from importlib import resources
from xml.etree.ElementTree import Element
from xml.sax.saxutils import escape

from balong_eval.report.document import archive
from balong_eval.report.document.archive import name, parse, value, words

STYLE = re.compile(r"<w:style .*?</w:style>", re.DOTALL)
NAMED = re.compile(r'w:styleId="([^"]+)"><w:name w:val="([^"]+)"')
LINK = re.compile(r'(<w:(?:basedOn|next|link) w:val=)"([^"]+)"')
MARK = "[tanda tangan]"
APPLICATION = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    b"<Application>balong-eval</Application></Properties>"
)
CORE = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title><dc:creator>{unit}</dc:creator>'
    "<dc:language>id-ID</dc:language></cp:coreProperties>"
)
PARTS = {
    "[Content_Types].xml": "types.xml",
    "_rels/.rels": "rels.xml",
    "word/document.xml": "document.xml",
    "word/_rels/document.xml.rels": "document.xml.rels",
    "word/styles.xml": "styles.xml",
    "word/header1.xml": "header1.xml",
    "word/footer1.xml": "footer1.xml",
}


def own(title: str, label: str | None, running: str) -> bytes:
    """Our reference document: A4, Arial, the identity line (else the title) at the head of each page, page numbers at its foot."""
    facts = {"{label}": f"{label} · " if label else "", "{running}": running or title}
    parts = {}
    for part, file in PARTS.items():
        text = _text(file)
        for mark, fact in facts.items() if file == "header1.xml" else ():
            text = text.replace(mark, escape(_printable(fact)))
        parts[part] = text.encode("utf-8")
    return archive.write(parts)


def office(content: bytes) -> bytes:
    """An office's reference document with those of our styles that it has not; its own are not touched.

    Raises
    ------
    FormatError
        When it is no Word document.
    """
    parts = archive.read(content)
    styles = parse(parts["word/styles.xml"])
    have = {value(style.find(name("w:name"))).lower(): value(style, "w:styleId") for style in styles}
    ours = STYLE.findall(_text("styles.xml"))
    same = {found[1]: have[found[2].lower()] for text in ours if (found := NAMED.search(text)) and found[2].lower() in have}
    missing = [LINK.sub(lambda link: f'{link[1]}"{same.get(link[2], link[2])}"', text) for text in ours if not _defined(text, have)]
    sheet = parts["word/styles.xml"].decode("utf-8", errors="replace")
    parts["word/styles.xml"] = sheet.replace("</w:styles>", "".join(missing) + "</w:styles>").encode("utf-8")
    return archive.write(parts)


def closing(content: bytes) -> tuple[Element, ...]:
    """What an office's reference document holds after the line ``[tanda tangan]``: its signature block, without pictures and links."""
    body = parse(archive.read(content)["word/document.xml"]).find(name("w:body"))
    found = list(body) if body is not None else []
    marks = [place for place, element in enumerate(found) if words(element).strip().lower() == MARK]
    block = [element for element in found[marks[0] + 1 :] if element.tag in (name("w:p"), name("w:tbl"))] if marks else []
    for element in block:
        _plain(element)
    return tuple(block)


def core(title: str, unit: str | None) -> bytes:
    """Properties of a document: title, unit and language; no person and no time."""
    return CORE.format(title=escape(_printable(title)), unit=escape(_printable(unit or ""))).encode("utf-8")


def _plain(element: Element) -> None:
    """Leave only elements and attributes of Word's main namespace, and no section of its own: nothing then leads out of the block."""
    main = f"{{{archive.NAMESPACES['w']}}}"
    gone = {name(f"w:{tag}") for tag in ("drawing", "pict", "object", "sectPr", "bookmarkStart", "bookmarkEnd", "numPr")}
    for inner in element.iter():
        for child in [child for child in inner if not child.tag.startswith(main) or child.tag in gone]:
            inner.remove(child)
        for key in [key for key in inner.attrib if not key.startswith((main, "{http://www.w3.org/XML"))]:
            del inner.attrib[key]


def _defined(text: str, have: dict[str, str]) -> bool:
    """Whether a style of ours stands in a sheet already, by its name or its id."""
    found = NAMED.search(text)
    return found is None or found[1] in have.values() or found[2].lower() in have


def _printable(text: str) -> str:
    """Text without the control characters that XML forbids."""
    return "".join(letter for letter in text if letter >= " ")


def _text(file: str) -> str:
    return resources.files(__name__.rpartition(".")[0]).joinpath("acuan", file).read_text(encoding="utf-8")
