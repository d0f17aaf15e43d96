"""Excel workbooks: the template of a year's answers, the workbook of an annex, and the internal sheet per respondent."""

from __future__ import annotations

from typing import Any

from balong_eval.report.processing import NAME as PROCESSING
from balong_eval.report.publication import Publication, captioned
from balong_eval.report.words import say
from balong_eval.report.workbook import charts, pages, processing, tables
from balong_eval.report.workbook.answers import template
from balong_eval.report.workbook.book import Book, Place, SheetNames, written
from balong_eval.report.workbook.respondents import internal, is_internal

__all__ = ["annex", "internal", "is_internal", "template"]


def annex(published: Publication) -> bytes:
    """The workbook of an annex: cover, notes, the processing sheet, then one sheet a table or chart in reading order.

    Parameters
    ----------
    published : Publication
        Tables and charts with their numbers.

    Returns
    -------
    bytes
        An .xlsx, the same bytes for the same publication.
    """
    label = published.identity.get("label") or ""
    return written(lambda book: _annex(book, published), title=published.title, subject=published.identity_line, label=label)


def _annex(book: Book, published: Publication) -> None:
    names = SheetNames([say("workbook.cover"), say("workbook.notes")])
    numbered = [part for part in published.parts if part.bundle and part.bundle["kind"] in ("table", "chart")]
    numbered.sort(key=lambda part: not processing.is_live(part.bundle))
    listed = [(names.take(_wanted(part.bundle)), part) for part in numbered]
    pages.cover(book, published, [(name, captioned(part.bundle)) for name, part in listed if part.bundle])
    pages.notes(book, published, live=any(processing.is_live(part.bundle) for _, part in listed))
    places: dict[str, Place] = {}
    for name, part in listed:
        bundle = part.bundle or {}
        if bundle["kind"] == "table":
            write = processing.write if processing.is_live(bundle) else tables.write
            places.setdefault(bundle["name"], write(book, name, bundle))
        else:
            book.sheet(name)
    for name, part in listed:
        if part.bundle and part.bundle["kind"] == "chart":
            charts.write(book, name, part, places)


def _wanted(bundle: dict[str, Any] | None) -> str:
    """Name of a sheet: the number of its table or chart, but for the processing sheet."""
    if bundle is None or bundle["name"] == PROCESSING:
        return say("workbook.processing")
    return str(bundle.get("number") or bundle["name"])
