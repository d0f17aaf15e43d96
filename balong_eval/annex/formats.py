"""Formats of an annex, each made by walking the executed notebook: markdown cells, blocks, code."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters.exporter import Exporter
from nbformat import NotebookNode

from balong_eval.annex.notebook import settle
from balong_eval.errors import InputError
from balong_eval.intake.content import read_bytes
from balong_eval.report import page
from balong_eval.report.block import MIME
from balong_eval.report.page import Part

SCHEMA = "balong-eval/annex/1"
SENTENCES = ("sentences", "facts", "data")
NEEDED = {
    "table": ("caption", "columns", "rows", "notes"),
    "chart": ("caption", "alt", "notes"),
    **dict.fromkeys(("text", "list", "identity", "result"), SENTENCES),
}


def walk(notebook: NotebookNode) -> Iterator[Part]:
    """Pieces of a notebook in reading order; outputs that are no block give their plain text."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            yield Part("html", markdown(cell.source))
        elif cell.cell_type == "code":
            yield Part("code", cell.source)
            yield from (part for output in cell.outputs for part in _output(output))


def markdown(source: str) -> str:
    """A markdown cell as HTML; raw HTML in it is shown as text."""
    from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

    return str(MarkdownWithMath(renderer=IPythonRenderer(escape=True, exclude_anchor_links=True)).render(source)).strip()


def title(notebook: NotebookNode) -> str:
    """Text of the first heading."""
    for cell in notebook.cells:
        for line in cell.source.splitlines() if cell.cell_type == "markdown" else ():
            if line.startswith("# "):
                return str(line[2:].strip())
    return "Lampiran"


def html(notebook: NotebookNode) -> str:
    """The annex as one self-contained page."""
    return page.annex(title(notebook), list(walk(notebook)))


def document(notebook: NotebookNode) -> dict[str, Any]:
    """The annex as plain JSON: identity, results, and every table, chart and sentence in order.

    The JSON Schema stands beside this module (``annex.schema.json``).
    """
    bundles = [part.bundle for part in walk(notebook) if part.bundle]
    identity = _identity(bundles)
    blocks = [{key: value for key, value in bundle.items() if key != "data"} for bundle in bundles if bundle["kind"] != "identity"]
    return {
        "schema": SCHEMA,
        "title": title(notebook),
        "unit": identity.get("unit"),
        "period": identity.get("period"),
        "regulation": identity.get("regulation"),
        "label": identity.get("label"),
        "parameters": dict(notebook.metadata.get("balong", {}).get("parameters", {})),
        "results": [bundle["data"] for bundle in bundles if bundle["kind"] == "result"],
        "blocks": blocks,
    }


def rules(notebook: NotebookNode) -> list[str]:
    """Regulations that an annex rests on, as its identity line names them; empty where it has none."""
    return list(_identity([part.bundle for part in walk(notebook) if part.bundle]).get("rules", []))


def as_json(value: object) -> str:
    """JSON with readable letters and one line end at the end; NaN is refused."""
    return json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def export(path: Path, wanted: tuple[str, ...]) -> list[Path]:
    """Write formats of an executed notebook beside it, with the bytes that `run` gives.

    Parameters
    ----------
    path : Path
        Executed by `run` or by plain papermill; it is not changed.
    wanted : tuple of str
        Names of `MAKERS`.

    Raises
    ------
    InputError
        When it is no notebook, or shows no block of ours.
    """
    content = read_bytes(path)
    try:
        executed = settle(nbformat.reads(content.decode("utf-8-sig"), as_version=4))
    except (ValueError, AttributeError, KeyError, nbformat.ValidationError):
        raise InputError(f"{path.name} bukan notebook yang dapat dibaca.") from None
    if "error" in executed.metadata["balong"]:
        raise InputError(f"{path.name} adalah notebook yang gagal; betulkan masukannya lalu jalankan lagi.")
    if not any(part.bundle for part in walk(executed)):
        raise InputError(f"{path.name} belum dijalankan atau tidak berisi hasil balong-eval. Jalankan dahulu dengan balong-eval run atau papermill.")
    made = []
    for kind in wanted:
        target = path.with_suffix(f".{kind}")
        draft = target.with_name(f".{target.name}.tmp")
        draft.write_text(MAKERS[kind](executed), encoding="utf-8", newline="\n")
        draft.replace(target)
        made.append(target)
    return made


def is_block(bundle: Any) -> bool:
    """Whether a bundle has what its kind is drawn from."""
    return isinstance(bundle, dict) and "name" in bundle and set(NEEDED.get(str(bundle.get("kind")), ("?",))) <= set(bundle)


def _identity(bundles: list[dict[str, Any]]) -> dict[str, Any]:
    return next((bundle["data"] for bundle in bundles if bundle["kind"] == "identity"), {})


def _output(output: NotebookNode) -> Iterator[Part]:
    if output.output_type == "stream":
        yield Part("output", output.text)
    elif output.output_type in ("display_data", "execute_result"):
        bundle = output.data.get(MIME)
        if is_block(bundle):
            yield Part("block", bundle=bundle, svg=output.data.get("image/svg+xml"))
        else:
            yield Part("output", output.data.get("text/plain", ""))


class AnnexExporter(Exporter):
    """``jupyter nbconvert --to balong executed.ipynb``: the page of the annex, from any executed notebook."""

    export_from_notebook = "Lampiran balong-eval"
    output_mimetype = "text/html"

    def _file_extension_default(self) -> str:
        return ".html"

    def from_notebook_node(self, nb: NotebookNode, resources: Any = None, **kwargs: Any) -> tuple[Any, Any]:
        """Page and resources, as nbconvert's exporters give them."""
        copy, resources = super().from_notebook_node(nb, resources, **kwargs)
        return html(copy), resources


MAKERS: dict[str, Callable[[NotebookNode], str]] = {"html": html, "json": lambda notebook: as_json(document(notebook))}
LATER = ("xlsx", "csv", "docx", "pdf")
