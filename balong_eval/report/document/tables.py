"""Tables of a Word document: widths from what the cells hold, heads repeated, no row cut in two."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from xml.etree.ElementTree import Element

from balong_eval.report.document.archive import name, new, value, words

BROAD = 10
MANY = 7
SHORT = 10
PADDING = 170
LETTER = {"Isi Tabel": 96, "Isi Tabel Kecil": 81}  # mean width of a letter in twentieths of a point, for 9 and 7.5 point
LONGEST = 60


def columns(table: Element) -> int:
    """Number of columns of a table."""
    return len(table.findall(f"{name('w:tblGrid')}/{name('w:gridCol')}"))


def finish(table: Element, room: int, styles: dict[str, str]) -> None:
    """Give a table its widths, its text style, its repeated head and whole rows.

    Parameters
    ----------
    table : Element
        ``w:tbl`` as pandoc writes it; changed in place.
    room : int
        Width of the text, in twentieths of a point.
    styles : dict of str to str
        Name of a style -> its id.
    """
    text = "Isi Tabel Kecil" if columns(table) >= MANY else "Isi Tabel"
    lines = table.findall(name("w:tr"))
    rows = [line.findall(name("w:tc")) for line in lines]
    given = widths([[words(cell) for cell in row] for row in rows], room, LETTER[text])
    _lay_out(table, given)
    for line in lines:
        facts = line.find(name("w:trPr"))
        if facts is None:
            facts = new("trPr")
            line.insert(0, facts)
        facts.insert(0, new("cantSplit"))
    for place, cells in enumerate(rows):
        keep = place == 0 or (len(rows) <= SHORT and place < len(rows) - 1)
        for cell, width in zip(cells, given, strict=False):
            _dress(cell, width, styles[text.lower()], keep)


def widths(texts: Sequence[Sequence[str]], room: int, letter: int) -> list[int]:
    """Widths of columns: no word broken where there is room, long texts on as few lines as there is room for.

    Examples
    --------
    >>> widths([["No", "Uraian"], ["1", "kata " * 40]], 4000, 100)
    [370, 3630]
    >>> widths([["A"], ["b"]], 4000, 100)
    [270]
    """
    cells = list(zip_longest(*texts, fillvalue=""))
    least = [PADDING + letter * max(len(word) for text in column for word in (text.split() or [""])) for column in cells]
    whole = [PADDING + letter * min(LONGEST, max(len(text) for text in column)) for column in cells]
    if sum(whole) <= room:
        return whole
    if sum(least) >= room:
        return [width * room // sum(least) for width in least]
    share = (room - sum(least)) / sum(wide - narrow for wide, narrow in zip(whole, least, strict=True))
    given = [int(narrow + share * (wide - narrow)) for wide, narrow in zip(whole, least, strict=True)]
    return [*given[:-1], room - sum(given[:-1])]


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
