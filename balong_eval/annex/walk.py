"""Reading an executed notebook: markdown cells, blocks and code in order, as one publication."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from balong_eval.report.block import MIME
from balong_eval.report.publication import Heading, Part, Publication, publish

if TYPE_CHECKING:
    from nbformat import NotebookNode

UNTITLED = "Lampiran"
TAG = re.compile(r"<[^>]*>")
SENTENCES = ("sentences", "facts", "data")
NEEDED = {
    "table": ("caption", "columns", "rows", "notes"),
    "chart": ("caption", "alt", "notes"),
    **dict.fromkeys(("text", "list", "identity", "result"), SENTENCES),
}


def publication(notebook: NotebookNode) -> Publication:
    """What a notebook publishes: all that its formats are made from.

    Parameters
    ----------
    notebook : NotebookNode
        Executed; outputs that are no block of ours give their plain text.
    """
    parts = tuple(_parts(notebook))
    title = next((heading.text for part in parts for heading in part.headings if heading.level == 1), UNTITLED)
    return publish(title, parts, notebook.metadata.get("balong", {}).get("parameters", {}))


def markdown(source: str) -> str:
    """A markdown cell as HTML; raw HTML in it is shown as text."""
    return _rendered(source, 0)[0]


def is_block(bundle: Any) -> bool:
    """Whether a bundle has what its kind is drawn from."""
    needed = NEEDED.get(str(bundle.get("kind"))) if isinstance(bundle, dict) else None
    return needed is not None and {"name", *needed} <= set(bundle)


def _parts(notebook: NotebookNode) -> Iterator[Part]:
    count = 0
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            text, headings = _rendered(cell.source, count)
            count += len(headings)
            yield Part("html", text, headings=headings)
        elif cell.cell_type == "code":
            yield Part("code", cell.source)
            yield from (part for output in cell.outputs for part in _output(output))


def _rendered(source: str, count: int) -> tuple[str, tuple[Heading, ...]]:
    """HTML and headings of a markdown cell; ids go on from `count`, so that they are unique in a page."""
    from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

    headings: list[Heading] = []

    class Renderer(IPythonRenderer):
        """Gives every heading an id, and keeps its words for the contents."""

        def heading(self, text: str, level: int, **attrs: Any) -> str:
            headings.append(Heading(level, html.unescape(TAG.sub("", text)).strip(), f"bagian-{count + len(headings) + 1}"))
            return f'<h{level} id="{headings[-1].anchor}">{text}</h{level}>\n'

    renderer = Renderer(escape=True, allow_harmful_protocols=False, exclude_anchor_links=True)
    text = str(MarkdownWithMath(renderer=renderer).render(source)).strip()
    return text, tuple(headings)


def _output(output: NotebookNode) -> Iterator[Part]:
    if output.output_type == "stream":
        yield Part("output", output.text)
    elif output.output_type in ("display_data", "execute_result"):
        bundle = output.data.get(MIME)
        if is_block(bundle):
            svg = output.data.get("image/svg+xml")
            yield Part("block", bundle=bundle, svg=svg if isinstance(svg, str) else None)
        else:
            yield Part("output", output.data.get("text/plain", ""))
