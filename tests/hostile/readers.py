"""How each format is read as its reader shows it: its visible text, and everything in it that could act."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

import html5lib
import pytest

FORMULA = re.compile("[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
NUMBER = re.compile(r"-?[\d.,]+(e[-+]\d+)?")
ACTIVE = {"script", "iframe", "object", "embed", "form", "base", "link", "meta", "svg", "math", "video", "audio", "button"}


@dataclass(frozen=True)
class Read:
    """Text of a file as shown, and what in it acts: must be empty."""

    text: str
    acts: list[str]


def page(content: bytes) -> Read:
    """A page: no element that runs or loads, no handler, no address but of its own parts and pictures in it; styles balanced."""
    tree = html5lib.parse(content.decode("utf-8"), namespaceHTMLElements=False)
    acts = []
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag in ACTIVE and not (element.tag == "meta" and set(element.attrib) <= {"charset", "name", "content", "http-equiv"}):
            acts.append(element.tag)
        acts += [f"{element.tag} {name}" for name in element.attrib if name.startswith("on") or name in ("style", "srcdoc", "action", "formaction")]
        acts += [value[:60] for name in ("href", "src") if (value := element.get(name)) and not value.startswith(("#", "data:image/svg+xml;base64,"))]
    body = tree.find("body")
    assert body is not None
    words = "".join(body.itertext()) + " ".join(value for item in body.iter() for name, value in item.attrib.items() if name in ("alt", "aria-label"))
    return Read(words, acts)


def document(content: bytes) -> Read:
    """JSON: every text in it; nothing in it acts."""
    return Read("\n".join(_texts(json.loads(content))), [])


def estimates(content: bytes) -> Read:
    """CSV: no cell that a spreadsheet takes for a formula, but for plain numbers."""
    cells = [cell for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")) for cell in row]
    acts = [cell for cell in cells if FORMULA.match(cell) and not NUMBER.fullmatch(cell)]
    return Read("\n".join(cells), acts)


def _elements(book: zipfile.ZipFile) -> Iterator[tuple[str, ElementTree.Element]]:
    """Every element of every part of a packed document, with the name of its part."""
    for name in book.namelist():
        if name.endswith((".xml", ".rels")):
            for item in ElementTree.fromstring(book.read(name)).iter():
                yield name, item


def workbook(content: bytes) -> Read:
    """XLSX: formulas only over numbers and cells of the book itself, no link, no connection, no macro."""
    acts, texts = [], []
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        acts += [name for name in book.namelist() if re.search(r"external|connection|vba|query|embed|ctrl|activex", name, re.IGNORECASE)]
        for name, item in _elements(book):
            kind = item.tag.rpartition("}")[2]
            if kind == "f" and re.search(r"\||HYPERLINK|WEBSERVICE|CALL|EXEC|DDE|http|\[", item.text or "", re.IGNORECASE):
                acts.append(f"{name}: {item.text}")
            if kind == "hyperlink" and any(key.endswith("}id") for key in item.attrib):
                acts.append(f"{name}: link outside")
            if item.get("TargetMode") == "External":
                acts.append(f"{name}: {item.get('Target')}")
            texts += [item.text] if kind in ("t", "v") and item.text else []
            texts += [item.get("name", "")] if kind == "sheet" else []
    return Read("\n".join(_unescaped(text) for text in texts), acts)


def word(content: bytes) -> Read:
    """DOCX: no field that fetches or runs, no part outside, no macro."""
    acts, texts = [], []
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        acts += [name for name in book.namelist() if re.search(r"vba|embeddings|activex|\.bin$", name, re.IGNORECASE)]
        for name, item in _elements(book):
            kind = item.tag.rpartition("}")[2]
            if kind == "instrText" and re.search(r"DDE|INCLUDE|HYPERLINK|LINK|IMPORT|EXEC|MACRO", item.text or "", re.IGNORECASE):
                acts.append(f"{name}: {item.text}")
            if item.get("TargetMode") == "External":
                acts.append(f"{name}: {item.get('Target')}")
            texts += [item.text] if kind == "t" and item.text else []
            texts += [value for key, value in item.attrib.items() if key in ("descr", "title")]
    return Read("".join(texts), acts)


def print_file(content: bytes) -> Read:
    """PDF: no script, no launch, no address outside, no file inside."""
    pdftotext = shutil.which("pdftotext")
    if not pdftotext:
        pytest.skip("no pdftotext on this machine")
    text = subprocess.run([pdftotext, "-raw", "-", "-"], input=content, capture_output=True, check=True).stdout.decode("utf-8")
    acts = [
        mark.decode() for mark in (b"/JavaScript", b"/JS ", b"/Launch", b"/EmbeddedFile", b"/URI", b"/SubmitForm", b"/OpenAction") if mark in content
    ]
    return Read(text, acts)


READERS: dict[str, Callable[[bytes], Read]] = {
    "html": page,
    "json": document,
    "csv": estimates,
    "xlsx": workbook,
    "docx": word,
    "pdf": print_file,
}


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, str):
        yield value


def _unescaped(text: str) -> str:
    """Text of a cell: ``_x0007_`` stands for a control (ECMA-376 part 1, 22.9.2.19)."""
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), text)
