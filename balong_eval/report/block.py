"""Blocks: what a notebook cell shows. Each is frozen data, an HTML fragment, and the bundle from which every format is made."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from balong_eval.errors import visible
from balong_eval.report import page

MIME = "application/vnd.balong.v1+json"

Cell = str | int | float | None


class Block(Protocol):
    """Anything that `show` can show."""

    def bundle(self) -> dict[str, Any]:
        """The block as plain JSON, under the MIME type ``application/vnd.balong.v1+json``."""
        ...


@dataclass(frozen=True)
class Column:
    """A column of a table: its name, its head, and how its cells are written.

    `decimals` None: text; a number: so many decimals, aligned right.
    """

    name: str
    head: str
    decimals: int | None = None


@dataclass(frozen=True)
class Table:
    """A table: raw values with the way to write them; None is printed as a dash.

    Attributes
    ----------
    name : str
        Short name, unique in an annex.
    caption : str
    columns : tuple of Column
    rows : tuple of tuple
        Unrounded numbers, texts or None; the first cell of a row is its head.
    notes : tuple of str
    data : dict
        What a format needs to compute the table again; empty for most.
    """

    name: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()
    data: dict[str, Any] = field(default_factory=dict, repr=False)

    def bundle(self) -> dict[str, Any]:
        """The table as plain JSON."""
        columns = [{"name": column.name, "head": column.head, "decimals": column.decimals} for column in self.columns]
        rows = [list(row) for row in self.rows]
        whole = {"kind": "table", "name": self.name, "caption": self.caption, "columns": columns, "rows": rows, "notes": list(self.notes)}
        return whole | ({"data": self.data} if self.data else {})

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        return _mimebundle(self, self.caption)


@dataclass(frozen=True)
class Chart:
    """A picture, as SVG, with its text for those who do not see it; what needs an image of points makes it (`report.picture`)."""

    name: str
    caption: str
    alt: str
    svg: str = field(repr=False)
    notes: tuple[str, ...] = ()

    def bundle(self) -> dict[str, Any]:
        """The chart as plain JSON; the picture itself stands beside it as image/svg+xml."""
        return {"kind": "chart", "name": self.name, "caption": self.caption, "alt": self.alt, "notes": list(self.notes)}

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        return _mimebundle(self, self.alt, self.svg) | {"image/svg+xml": self.svg}


CELL_STYLE = (
    "<style>.mathjax_ignore :is(th, td):not(.number) {text-align: left; vertical-align: top} "
    ".mathjax_ignore caption {text-align: left; font-weight: 600}</style>"
)


@dataclass(frozen=True)
class Text:
    """Sentences; `kind` "identity" and "result" stand in the first screen, "text" and "list" in the body."""

    name: str
    sentences: tuple[str, ...]
    kind: Literal["text", "list", "identity", "result"] = "text"
    facts: tuple[tuple[str, str], ...] = ()
    data: dict[str, Any] = field(default_factory=dict, repr=False)

    def bundle(self) -> dict[str, Any]:
        """The sentences as plain JSON; `facts` are (label, value) pairs, `data` a document of a schema of its own."""
        facts = [{"label": label, "value": value} for label, value in self.facts]
        return {"kind": self.kind, "name": self.name, "sentences": list(self.sentences), "facts": facts, "data": self.data}

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        return _mimebundle(self, "\n".join(self.sentences))


def _mimebundle(block: Block, plain: str, svg: str | None = None) -> dict[str, Any]:
    """What a cell shows."""
    bundle = _seen(block.bundle())
    return {"text/plain": visible(plain), "text/html": in_cell(page.fragment(bundle, svg)), MIME: bundle}


def in_cell(html: str) -> str:
    """HTML as a cell shows it: MathJax leaves it alone, so that a name with dollar signs stays as it was written; words stand at the left."""
    return f'<div class="mathjax_ignore">{CELL_STYLE}\n{html}\n</div>'


def _seen(value: Any) -> Any:
    """A bundle whose every text is `visible`."""
    if isinstance(value, dict):
        return {key: _seen(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_seen(item) for item in value]
    return visible(value) if isinstance(value, str) else value
