"""Documents for a word processor and for print: the only door to pandoc and to WeasyPrint."""

from __future__ import annotations

import contextlib
import io
import re
import tempfile
from pathlib import Path

from balong_eval.errors import FormatError, visible
from balong_eval.report import page
from balong_eval.report.document import archive, body, reference
from balong_eval.report.publication import Publication
from balong_eval.report.words import say

TRIES = 2
EXIT = re.compile(r'exitcode "(-?\d+)" during conversion:\s*([^\n]{0,120})')
# Sandbox: pandoc opens no file but the reference, and reaches nothing; all that it needs comes in the page.
PANDOC = ("--sandbox", "--quiet", "--shift-heading-level-by=-1")


def docx(published: Publication) -> bytes:
    """An annex as a Word document, through pandoc.

    Parameters
    ----------
    published : Publication
        Its `reference`, where given, decides letterhead, foot, margins, fonts and styles.

    Raises
    ------
    FormatError
        When pypandoc_binary is not installed, the reference is no Word document, or pandoc fails.
    """
    if published.reference is None:
        template = reference.own(page.title(published), published.identity.get("label"), published.identity_line)
        closing: tuple[archive.Element, ...] = ()
    else:
        template, closing = reference.office(published.reference), reference.closing(published.reference)
    failed = "pandoc_failed" if published.reference is None else "reference_refused"
    parts = archive.read(_pandoc(page.manuscript(published), template, failed))
    parts["word/document.xml"] = body.finish(parts["word/document.xml"], parts["word/styles.xml"], closing)
    parts["docProps/core.xml"] = reference.core(page.title(published), published.identity.get("unit"))
    parts["docProps/app.xml"] = reference.APPLICATION
    return archive.write(parts)


def pdf(html: str) -> bytes:
    """A page as a tagged PDF (PDF/UA-1) by its own print style, through WeasyPrint.

    Parameters
    ----------
    html : str
        Self-contained: whatever is no ``data:`` address is not fetched.

    Raises
    ------
    FormatError
        When WeasyPrint is not installed, or Pango is missing.
    """
    try:
        # WeasyPrint prints an English notice where it finds no Pango; ours says it in the officer's language.
        with contextlib.redirect_stdout(io.StringIO()):
            import weasyprint
            from weasyprint.urls import URLFetcher
    except ImportError:
        raise FormatError(say("document.missing.weasyprint")) from None
    except OSError:
        raise FormatError(say("document.missing.pango")) from None
    document = weasyprint.HTML(string=html, url_fetcher=URLFetcher(allowed_protocols=("data",)))
    content = document.write_pdf(pdf_variant="pdf/ua-1")
    return bytes(content or b"")


def _pandoc(html: str, template: bytes, failed: str) -> bytes:
    """What pandoc makes of a page, in the clothes of a reference document; `failed` is the word for its failure."""
    try:
        import pypandoc
    except ImportError:
        raise FormatError(say("document.missing.pandoc")) from None
    with tempfile.TemporaryDirectory() as folder:
        target, acuan = Path(folder) / "out.docx", Path(folder) / "acuan.docx"
        acuan.write_bytes(template)
        code, said = "?", ""
        for _ in range(TRIES):
            try:
                pypandoc.convert_text(html, "docx", format="html", outputfile=str(target), extra_args=[*PANDOC, f"--reference-doc={acuan}"])
                return target.read_bytes()
            except OSError:
                raise FormatError(say("document.missing.pandoc")) from None
            except RuntimeError as fault:
                found = EXIT.search(str(fault))
                code, said = found.groups() if found else ("?", "")
        raise FormatError(say(f"document.{failed}", code=code, said=f": {visible(said.strip())}" if said.strip() else ""))
