"""Tables of a Word document: widths from what the cells hold, heads repeated, no row cut in two."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest
from xml.etree.ElementTree import Element

from balong_eval.report.document.archive import name, new, value, words

BROAD = 8
MANY = 7
SHORT = 10
CROWDED = 15
WORD = re.compile(r"(?<![<>])\s+")  # "< 0,001" is one
PADDING = {"Isi Tabel": 160, "Isi Tabel Kecil": 120}
SIZE = {"Isi Tabel": 180, "Isi Tabel Kecil": 150}
BOLD = 1.08
LONGEST, READABLE = 60, 14
NARROW, WIDE, CAPITAL, LETTER, MEAN = 0.3, 0.86, 0.7, 0.57, 0.52  # widths of Arial's letters, in its size


def columns(table: Element) -> int:
    """Number of columns of a table."""
    return len(table.findall(f"{name('w:tblGrid')}/{name('w:gridCol')}"))


def is_broad(table: Element, room: int) -> bool:
    """Whether a table of many columns can be read only on a page laid across: its columns, as wide as a short line, are wider than `room`."""
    if columns(table) < BROAD:
        return False
    style = _style(table)
    return sum(least if least > readable else min(whole, readable) for least, whole, readable in _needs(_texts(table), style)) > room


def finish(table: Element, room: int, styles: dict[str, str], noted: bool = False) -> None:
    """Give a table its widths, its text style, its repeated head and whole rows.

    Parameters
    ----------
    table : Element
        ``w:tbl`` as pandoc writes it; changed in place.
    room : int
        Width of the text, in twentieths of a point.
    styles : dict of str to str
        Name of a style -> its id.
    noted : bool
        Whether a note follows, from which the last row is not parted.
    """
    style = _style(table)
    lines = table.findall(name("w:tr"))
    given = widths(_texts(table), room, style)
    _lay_out(table, given)
    for line in lines:
        facts = line.find(name("w:trPr"))
        if facts is None:
            facts = new("trPr")
            line.insert(0, facts)
        facts.insert(0, new("cantSplit"))
    last = len(lines) - 1
    for place, line in enumerate(lines):
        keep = noted if place == last else last < SHORT or place < 2 or place == last - 1
        for cell, width in zip(line.findall(name("w:tc")), given, strict=False):
            _dress(cell, width, styles[style.lower()], keep)


def widths(texts: Sequence[Sequence[str]], room: int, style: str) -> list[int]:
    """Widths of columns: no word broken where there is room, long texts on as few lines as there is room for.

    Examples
    --------
    >>> widths([["No", "Uraian"], ["1", "kata " * 40]], 4000, "Isi Tabel")
    [407, 3593]
    >>> widths([["A"], ["b"]], 4000, "Isi Tabel")
    [296]
    """
    needs = _needs(texts, style)
    least, whole = [need[0] for need in needs], [max(need[:2]) for need in needs]
    if sum(whole) <= room:
        return whole
    if sum(least) >= room:
        return [width * room // sum(least) for width in least]
    share = (room - sum(least)) / sum(wide - narrow for wide, narrow in zip(whole, least, strict=True))
    given = [int(narrow + share * (wide - narrow)) for wide, narrow in zip(whole, least, strict=True)]
    return [*given[:-1], room - sum(given[:-1])]


def _needs(texts: Sequence[Sequence[str]], style: str) -> list[tuple[int, int, int]]:
    """Of each column: width of its longest word, of its longest text (up to `LONGEST` letters), and of a line short but readable."""
    size, padding = SIZE[style], _padding(style, max(map(len, texts), default=0))
    long, readable = (padding + int(letters * MEAN * size) for letters in (LONGEST, READABLE))
    needs = []
    for column in zip_longest(*texts, fillvalue=""):
        bold = [BOLD, *[1.0] * (len(column) - 1)]
        words_ = max(extra * _width(word) for text, extra in zip(column, bold, strict=True) for word in WORD.split(text))
        whole = max(extra * _width(text) for text, extra in zip(column, bold, strict=True))
        needs.append((padding + round(size * words_), min(long, padding + round(size * whole)), readable))
    return needs


def _padding(style: str, count: int) -> int:
    """Room to the sides of a cell's text: half where there are very many columns."""
    return PADDING[style] // 2 if count >= CROWDED else PADDING[style]


def _width(text: str) -> float:
    """Width of a text in Arial, in its size."""
    return sum(
        NARROW if letter in "iljtfrI.,:;()|' -/" else WIDE if letter in "mwMW%" else CAPITAL if letter.isupper() else LETTER for letter in text
    )


def _style(table: Element) -> str:
    return "Isi Tabel Kecil" if columns(table) >= MANY else "Isi Tabel"


def _texts(table: Element) -> list[list[str]]:
    return [[words(cell) for cell in line.findall(name("w:tc"))] for line in table.findall(name("w:tr"))]


def _lay_out(table: Element, given: list[int]) -> None:
    facts = table.find(name("w:tblPr"))
    if facts is None:
        return
    for child in list(facts):
        if child.tag == name("w:tblW"):
            child.attrib.update({name("w:type"): "dxa", name("w:w"): str(sum(given))})
        if child.tag == name("w:tblLook"):
            child.attrib.update({name("w:firstColumn"): "1", name("w:val"): "00A0"})
            facts.insert(list(facts).index(child), new("tblLayout", type="fixed"))
            edge = _padding(_style(table), len(given)) // 2 - 10
            facts.insert(list(facts).index(child), new("tblCellMar", new("left", w=edge, type="dxa"), new("right", w=edge, type="dxa")))
    for column, width in zip(table.iter(name("w:gridCol")), given, strict=False):
        column.set(name("w:w"), str(width))


def _dress(cell: Element, width: int, style: str, keep: bool) -> None:
    facts = cell.find(name("w:tcPr"))
    if facts is not None:
        facts.insert(0, new("tcW", w=width, type="dxa"))
    for facts in cell.iter(name("w:pPr")):
        found = facts.find(name("w:pStyle"))
        if found is not None and value(found):
            found.set(name("w:val"), style)
            if keep:
                facts.insert(1, new("keepNext"))
