"""A Word document is a zip archive of XML parts: read, write the same bytes each time, and find one's way in the XML."""

from __future__ import annotations

import io
import zipfile
from xml.etree import ElementTree

from balong_eval.errors import FormatError
from balong_eval.report.words import say

Element = ElementTree.Element
NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
}
EPOCH = (1980, 1, 1, 0, 0, 0)
LARGEST = 64 * 2**20
NEEDED = ("[Content_Types].xml", "word/document.xml", "word/styles.xml")


def read(content: bytes) -> dict[str, bytes]:
    """Parts of a Word document by name.

    Raises
    ------
    FormatError
        When it is none, or larger unpacked than any letterhead.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(item.file_size for item in archive.infolist()) > LARGEST:
                raise FormatError(say("document.reference_bad"))
            parts = {item.filename: archive.read(item) for item in archive.infolist() if not item.is_dir()}
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError):
        raise FormatError(say("document.reference_bad")) from None
    if not set(NEEDED) <= set(parts):
        raise FormatError(say("document.reference_bad"))
    return parts


def write(parts: dict[str, bytes]) -> bytes:
    """A Word document of these parts, in their order, without a clock."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            item = zipfile.ZipInfo(name, EPOCH)
            item.compress_type = zipfile.ZIP_DEFLATED
            item.create_system = 0
            archive.writestr(item, content)
    return buffer.getvalue()


def parse(content: bytes) -> Element:
    """The root of an XML part.

    Raises
    ------
    FormatError
        When it is no XML.
    """
    try:
        return ElementTree.fromstring(content)
    except ElementTree.ParseError:
        raise FormatError(say("document.reference_bad")) from None


def serialise(root: Element) -> bytes:
    """An XML part, with the prefixes that Word writes."""
    for prefix, uri in NAMESPACES.items():
        ElementTree.register_namespace(prefix, uri)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="utf-8")


def name(tag: str) -> str:
    """A tag or attribute as ElementTree names it: ``w:tbl`` with the address in place of the prefix."""
    prefix, _, local = tag.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


def new(tag: str, *children: Element, text: str | None = None, **attributes: str | int) -> Element:
    """An element in Word's main namespace; attributes too.

    Examples
    --------
    >>> new("tcW", w=120, type="dxa").attrib[name("w:w")]
    '120'
    """
    element = Element(name(f"w:{tag}"), {name(f"w:{key}"): str(value) for key, value in attributes.items()})
    element.extend(children)
    element.text = text
    if text is not None:
        element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return element


def value(element: Element | None, attribute: str = "w:val") -> str:
    """An attribute of an element; empty where either is missing."""
    return "" if element is None else element.get(name(attribute), "")


def words(element: Element) -> str:
    """Text of an element, all its runs joined."""
    return "".join(item.text or "" for item in element.iter(name("w:t")))
