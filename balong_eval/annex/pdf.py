"""Words of a PDF, read by a library that did not write it (extra ``[pdf]``)."""

from __future__ import annotations

from pathlib import Path

DAMAGED = (ValueError, KeyError, IndexError, TypeError, AttributeError, ArithmeticError, RecursionError, OSError)


def words(path: Path) -> list[str] | None:
    """Words of a PDF in the order of its pages; None where pypdf is missing or the file is none that it can read."""
    try:
        import pypdf
        from pypdf.errors import PyPdfError
    except ImportError:
        return None
    try:
        return [word for sheet in pypdf.PdfReader(path).pages for word in sheet.extract_text().split()]
    except (PyPdfError, *DAMAGED):
        return None
