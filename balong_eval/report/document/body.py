"""What pandoc leaves undone in the body of a Word document: pictures, contents, broad tables on broad pages, the signature block."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from itertools import pairwise
from xml.etree.ElementTree import Element

from balong_eval.report.document import tables
from balong_eval.report.document.archive import name, new, parse, serialise, value, words
from balong_eval.report.words import say

FEWEST_HEADINGS = 3
A4 = {"w": "11906", "h": "16838"}
MARGIN = 1134
TINY = 2
MARKS = tuple(name(f"w:{tag}") for tag in ("bookmarkStart", "bookmarkEnd"))
Span = tuple[int, int]


def finish(document: bytes, sheet: bytes, closing: tuple[Element, ...] = ()) -> bytes:
    """The body of a document, finished.

    Parameters
    ----------
    document, sheet : bytes
        ``word/document.xml`` and ``word/styles.xml`` as pandoc wrote them.
    closing : tuple of Element
        Paragraphs and tables that end the document.
    """
    root = parse(document)
    styles = {value(style.find(name("w:name"))).lower(): value(style, "w:styleId") for style in parse(sheet)}
    body = root[0]
    section = _section(body)
    _mend_pictures(root)
    _add_contents(body, styles)
    _join_tables(body)
    _keep_questions(body, styles)
    broad = [table for table in body.findall(name("w:tbl")) if tables.is_broad(table, _room(section))]
    for table, after in zip(body, [*body[1:], section], strict=True):
        if table.tag == name("w:tbl"):
            tables.finish(table, _room(section, table in broad), styles, noted=_style(after) == styles["catatan"])
    for element in closing:
        body.insert(len(body) - 1, element)
    _turn_pages(body, section, broad, styles)
    return serialise(root)


def _section(body: Element) -> Element:
    """The last section of a body, with a page size; made where the reference has none."""
    section = body.find(name("w:sectPr"))
    if section is None:
        section = new("sectPr")
        body.append(section)
    if section.find(name("w:pgSz")) is None:
        margins = new("pgMar", top=MARGIN, right=MARGIN, bottom=MARGIN, left=MARGIN, header=567, footer=510, gutter=0)
        section.extend((new("pgSz", w=A4["w"], h=A4["h"]), margins))
    return section


def _join_tables(body: Element) -> None:
    """Take out the empty paragraphs that pandoc puts between a table and the caption of the next."""
    for place in range(len(body) - 2, 0, -1):
        if body[place].tag == name("w:p") and len(body[place]) == 0 and body[place - 1].tag == name("w:tbl"):
            body.remove(body[place])


def _keep_questions(body: Element, styles: dict[str, str]) -> None:
    """Keep the paragraph under a heading, the question that it asks, with the answer that follows."""
    heads = {styles.get(f"heading {level}") for level in (1, 2, 3)}
    for element, after in pairwise(body):
        facts = after.find(name("w:pPr"))
        if _style(element) in heads and _style(after) == styles.get("first paragraph") and facts is not None:
            facts.insert(1, new("keepNext"))


def _room(section: Element, broad: bool = False) -> int:
    """Width of the text of a page, or of a page laid across, in twentieths of a point."""
    size, margin = section.find(name("w:pgSz")), section.find(name("w:pgMar"))
    sides = [int(float(value(size, f"w:{side}") or A4[side])) for side in ("w", "h")]
    edges = sum(int(float(value(margin, f"w:{side}") or MARGIN)) for side in ("left", "right"))
    return (max(sides) if broad else sides[0]) - edges


def _mend_pictures(root: Element) -> None:
    """pandoc repeats the whole picture as text in its description, and names every picture alike."""
    for picture in root.iter(name("pic:cNvPr")):
        picture.set("descr", "")
    for number, picture in enumerate(root.iter(name("wp:docPr")), start=1):
        picture.set("name", say("page.chart", number=number))


def _add_contents(body: Element, styles: dict[str, str]) -> None:
    """A list of contents before the first chapter: links now, page numbers too once Word is asked to update it."""
    levels = {styles.get("heading 1"): 1, styles.get("heading 2"): 2}
    places = [(place, levels[style]) for place, element in enumerate(body) if (style := _style(element)) in levels]
    if len(places) < FEWEST_HEADINGS:
        return
    lines = [_line(body[place], _anchor(body, place), styles[f"toc {level}"]) for place, level in places]
    lines[0][1:1] = _field("begin", ' TOC \\o "1-2" \\h \\z \\u ') + _field("separate")
    lines[-1].extend(_field("end"))
    head = _paragraph(styles["toc heading"], new("r", new("t", text=say("page.contents"))))
    first = places[0][0]
    while first and body[first - 1].tag in MARKS:
        first -= 1
    for offset, element in enumerate((head, *lines)):
        body.insert(first + offset, element)


def _line(heading: Element, anchor: str, style: str) -> Element:
    return _paragraph(style, new("hyperlink", new("r", new("t", text=words(heading))), anchor=anchor, history=1))


def _anchor(body: Element, place: int) -> str:
    """Name of the bookmark that a heading stands in."""
    while place and body[place - 1].tag in MARKS:
        place -= 1
        if body[place].tag == MARKS[0]:
            return value(body[place], "w:name")
    return ""


def _field(kind: str, code: str | None = None) -> list[Element]:
    runs = [new("r", new("fldChar", fldCharType=kind))]
    return runs if code is None else [*runs, new("r", new("instrText", text=code))]


def _paragraph(style: str, *runs: Element) -> Element:
    return new("p", new("pPr", new("pStyle", val=style)), *runs)


def _style(element: Element) -> str:
    return value(element.find(f"{name('w:pPr')}/{name('w:pStyle')}"))


def _turn_pages(body: Element, section: Element, broad: list[Element], styles: dict[str, str]) -> None:
    """Put broad tables, with their captions, headings and notes, on pages laid across."""
    spans = list(_spans(body, broad, styles))
    first = copy.deepcopy(section)
    if spans:
        _continue(section)
    for start, end in reversed(spans):
        if all(element.tag in (*MARKS, section.tag) for element in body[end:]):
            _turn(section)
        else:
            _end_section(body, end, _across(section))
        _end_section(body, start, first if (start, end) == spans[0] else copy.deepcopy(section))


def _spans(body: Element, broad: list[Element], styles: dict[str, str]) -> Iterator[Span]:
    """Places from the first heading before a broad table to its last note; neighbours joined."""
    before = {styles.get(style) for style in ("table caption", "heading 1", "heading 2", "heading 3")}
    found: list[Span] = []
    for place, element in enumerate(body):
        if element not in broad:
            continue
        start, end = place, place + 1
        while start and (body[start - 1].tag in MARKS or _style(body[start - 1]) in before or _is_question(body, start - 1, styles)):
            start -= 1
        while end < len(body) and (body[end].tag == MARKS[1] or _style(body[end]) == styles["catatan"]):
            end += 1
        if found and _is_little(body[found[-1][1] : start], styles):
            start = found.pop()[0]
        found.append((start, end))
    yield from found


def _is_question(body: Element, place: int, styles: dict[str, str]) -> bool:
    """Whether a paragraph is the question that a heading asks: it stays with the heading."""
    above = place - 1
    while above > 0 and body[above].tag in MARKS:
        above -= 1
    heads = {styles.get(f"heading {level}") for level in (1, 2, 3)}
    return above >= 0 and _style(body[place]) == styles.get("first paragraph") and _style(body[above]) in heads


def _is_little(between: Sequence[Element], styles: dict[str, str]) -> bool:
    """Whether what stands between two broad tables goes with them: nothing, or one short table with its caption and notes."""
    with_it = {styles.get("table caption"), styles.get("catatan")}
    found = [element for element in between if element.tag == name("w:tbl")]
    rest = [element for element in between if element.tag == name("w:p") and _style(element) not in with_it]
    return not rest and len(found) <= 1 and all(len(table.findall(name("w:tr"))) <= tables.SHORT for table in found)


def _end_section(body: Element, place: int, section: Element) -> None:
    """End a section before a place: in the paragraph there, else in one as low as can be."""
    last = place - 1
    while last >= 0 and body[last].tag in MARKS:
        last -= 1
    if last < 0:
        return
    if body[last].tag != name("w:p"):
        body.insert(place, _low())
        last = place
    facts = body[last].find(name("w:pPr"))
    if facts is None:
        facts = new("pPr")
        body[last].insert(0, facts)
    facts.append(section)


def _low() -> Element:
    facts = new("pPr", new("spacing", before=0, after=0, line=20, lineRule="exact"), new("rPr", new("sz", val=TINY)))
    return new("p", facts)


def _continue(section: Element) -> None:
    """Make a section one after the first: no first page of its own, no new page numbers."""
    for tag in ("w:titlePg", "w:pgNumType"):
        for found in section.findall(name(tag)):
            section.remove(found)


def _across(section: Element) -> Element:
    across = copy.deepcopy(section)
    _turn(across)
    return across


def _turn(section: Element) -> None:
    size = section.find(name("w:pgSz"))
    if size is not None:
        sides = sorted((int(float(value(size, f"w:{side}") or A4[side])) for side in ("w", "h")), reverse=True)
        size.attrib.update({name("w:w"): str(sides[0]), name("w:h"): str(sides[1]), name("w:orient"): "landscape"})
