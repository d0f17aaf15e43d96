"""The sheets of words: the cover with the answer and the list of sheets, and the notes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from balong_eval.report.publication import Publication
from balong_eval.report.words import say, table
from balong_eval.report.workbook.book import Book, clean, quoted, rows_needed, set_height

WIDTH = 92
BODY = ("text", "list")
LONGEST_LINK = 240


def cover(book: Book, published: Publication, listed: Sequence[tuple[str, str]]) -> None:
    """Title, identity, label, the answer in sentences and figures, and a link to every sheet, one a line in column A."""
    sheet = book.sheet(say("workbook.cover"))
    sheet.set_column(0, 0, WIDTH)
    lines = [("title", published.title), ("plain", published.identity_line), ("label", book.label)]
    for bundle in published.bundles:
        if bundle["kind"] == "result":
            lines += [("heading", say("workbook.answer")), *(("plain", sentence) for sentence in bundle["sentences"])]
            lines += [("heading", say("workbook.facts"))] if bundle["facts"] else []
            lines += [("plain", say("workbook.fact", **fact)) for fact in bundle["facts"]]
    shown = [(look, text) for look, text in lines if text]
    shown.append(("heading", say("workbook.contents")))
    for row, (look, text) in enumerate(shown):
        book.line(sheet, row, text, look, (0, WIDTH))
    row = len(shown) - 1
    for name, caption in [(say("workbook.notes"), ""), *listed]:
        row += 1
        words = caption if caption.startswith(f"{name}.") else say("workbook.link", name=name, caption=caption) if caption else name
        sheet.write_url(row, 0, f"internal:{quoted(name)}!A1", book.look("link"), clean(words)[:LONGEST_LINK])
        set_height(sheet, row, rows_needed(words, WIDTH))
    sheet.print_area(0, 0, row, 0)


def notes(book: Book, published: Publication, live: bool) -> None:
    """How to read the workbook, and every sentence of the annex that is no table, under the heading that it stands under."""
    sheet = book.sheet(say("workbook.notes"))
    sheet.set_column(0, 0, WIDTH)
    book.line(sheet, 0, say("workbook.notes"), "title", (0, WIDTH))
    book.back(sheet, 1)
    lines = [("label", book.label)] if book.label else []
    lines += [("heading", say("workbook.read.title")), *(("plain", line) for line in table()["workbook"]["read"]["lines"])]
    lines += [("plain", say("workbook.read.processing"))] if live else []
    lines += _said(published)
    for row, (look, text) in enumerate(lines, 2):
        book.line(sheet, row, text, look, (0, WIDTH))
    sheet.print_area(0, 0, len(lines) + 1, 0)


def _said(published: Publication) -> Iterator[tuple[str, str]]:
    """Headings that have sentences under them, with these sentences."""
    heading = ""
    for part in published.parts:
        if part.headings:
            heading = part.headings[-1].text
        if part.bundle and part.bundle["kind"] in BODY and part.bundle["sentences"]:
            if heading:
                yield "heading", heading
                heading = ""
            yield from (("plain", sentence) for sentence in part.bundle["sentences"])
