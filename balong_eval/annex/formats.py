"""Formats of an annex, each made from the publication that an executed notebook is."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from balong_eval import schemas
from balong_eval.annex.kinds import KINDS, NAMES
from balong_eval.errors import InputError
from balong_eval.intake.content import read_bytes
from balong_eval.report.publication import Publication

if TYPE_CHECKING:
    from nbformat import NotebookNode

POSTER = "poster"
Maker = Callable[[Publication], bytes]


@dataclass(frozen=True)
class Format:
    """How a format is made.

    Attributes
    ----------
    make : callable
        Publication -> bytes of the annex.
    poster : callable, optional
        Publication -> bytes of the poster in this format, None where the annex has no survey to make one from.
    libraries : tuple of str
        Libraries beyond the core that have a part in the bytes; the manifest names their versions.
    """

    make: Maker
    poster: Callable[[Publication], bytes | None] | None = None
    libraries: tuple[str, ...] = ()


def files(published: Publication, stem: str, kind: str) -> Iterator[tuple[str, bytes]]:
    """Names and bytes of the files of one format: the annex, and its poster where there is one.

    Raises
    ------
    FormatError
        When a library or a system part that the format needs is missing.
    """
    yield f"{stem}.{kind}", FORMATS[kind].make(published)
    make = FORMATS[kind].poster
    content = make(published) if make else None
    if content is not None:
        yield poster_name(stem, kind), content


def names(annex: str, kind: str) -> tuple[str, ...]:
    """Names of all files that a format may give for an annex."""
    return (f"{annex}.{kind}", *((poster_name(annex, kind),) if FORMATS[kind].poster and annex in KINDS and KINDS[annex].poster else ()))


def libraries(kinds: Iterable[str]) -> tuple[str, ...]:
    """Libraries beyond the core that have a part in the bytes of these formats."""
    return tuple(dict.fromkeys(name for kind in kinds for name in FORMATS[kind].libraries))


def poster_name(stem: str, kind: str) -> str:
    """``poster.html`` in an output folder; beside an executed notebook of another name, ``<name>.poster.html``."""
    return f"{POSTER}.{kind}" if stem in NAMES else f"{stem}.{POSTER}.{kind}"


def document(published: Publication) -> dict[str, Any]:
    """The annex as plain JSON: identity, results, and every table, chart and sentence in order.

    The JSON Schema stands beside this module (``annex.schema.json``).
    """
    identity = published.identity
    kept = [bundle for bundle in published.bundles if bundle["kind"] != "identity"]
    return {
        "schema": schemas.ANNEX,
        "title": published.title,
        "unit": identity.get("unit"),
        "period": identity.get("period"),
        "regulation": identity.get("regulation"),
        "label": identity.get("label"),
        "parameters": dict(published.parameters),
        "results": list(published.results),
        "blocks": [{key: value for key, value in bundle.items() if key != "data"} for bundle in kept],
    }


def as_json(value: object) -> str:
    """JSON with readable letters and one line end at the end; NaN is refused."""
    return json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def export(path: Path, wanted: tuple[str, ...], reference: Path | None = None) -> list[Path]:
    """Write formats of an executed notebook beside it, with the bytes that `run` gives.

    Parameters
    ----------
    path : Path
        Executed by `run` or by plain papermill; it is not changed.
    wanted : tuple of str
        Names of `FORMATS`.
    reference : Path, optional
        The office's own reference document for DOCX.

    Raises
    ------
    InputError
        When it is no notebook, or shows no block of ours.
    FormatError
        When a format cannot be made on this machine; those before it in `wanted` are written.
    """
    from balong_eval.annex.walk import publication

    published = publication(_executed(path))
    if not published.bundles:
        raise InputError(f"{path.name} belum dijalankan atau tidak berisi hasil balong-eval. Jalankan dahulu dengan balong-eval run atau papermill.")
    if reference:
        published = replace(published, reference=read_bytes(reference))
    made = []
    for kind in wanted:
        for name, content in files(published, path.stem, kind):
            draft = path.with_name(f".{name}.tmp")
            draft.write_bytes(content)
            made.append(draft.replace(path.with_name(name)))
    return made


def _executed(path: Path) -> NotebookNode:
    from balong_eval.annex.lean import nbformat
    from balong_eval.annex.notebook import settle

    content = read_bytes(path)
    try:
        executed = settle(nbformat.reads(content.decode("utf-8-sig"), as_version=4))
    except (ValueError, AttributeError, KeyError, nbformat.ValidationError):
        raise InputError(f"{path.name} bukan notebook yang dapat dibaca.") from None
    if "error" in executed.metadata["balong"]:
        raise InputError(f"{path.name} adalah notebook yang gagal; betulkan masukannya lalu jalankan lagi.")
    return executed


def _html(published: Publication) -> bytes:
    from balong_eval.report import page

    return page.annex(published).encode("utf-8")


def _json(published: Publication) -> bytes:
    return as_json(document(published)).encode("utf-8")


def _csv(published: Publication) -> bytes:
    from balong_eval.report import estimates

    return estimates.csv_text(published).encode("utf-8")


def _xlsx(published: Publication) -> bytes:
    from balong_eval.report import workbook

    return workbook.annex(published)


def _docx(published: Publication) -> bytes:
    from balong_eval.report import document

    return document.docx(published)


def _pdf(published: Publication) -> bytes:
    from balong_eval.report import document, page

    return document.pdf(page.annex(published))


def _poster(published: Publication) -> bytes | None:
    from balong_eval.report import poster

    text = poster.html(published)
    return None if text is None else text.encode("utf-8")


def _poster_pdf(published: Publication) -> bytes | None:
    from balong_eval.report import document, poster

    text = poster.html(published)
    return None if text is None else document.pdf(text)


FORMATS = {
    "html": Format(_html, _poster),
    "json": Format(_json),
    "csv": Format(_csv),
    "xlsx": Format(_xlsx, libraries=("xlsxwriter",)),
    "docx": Format(_docx, libraries=("pypandoc_binary",)),
    "pdf": Format(_pdf, _poster_pdf, ("weasyprint", "pydyf")),
}
