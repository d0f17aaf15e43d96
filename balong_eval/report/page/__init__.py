"""Pages: blocks as HTML fragments, and a whole self-contained annex around them."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal

import jinja2

from balong_eval.report.words import cell

NOBODY = {"unit": None, "period": None, "label": None}


@dataclass(frozen=True)
class Part:
    """A piece of a page, in order: HTML of a markdown cell, a block's bundle (with its SVG), code, or plain output."""

    kind: Literal["html", "block", "code", "output"]
    text: str = ""
    bundle: dict[str, Any] | None = None
    svg: str | None = None


def fragment(bundle: dict[str, Any], svg: str | None = None) -> str:
    """A block as HTML: the same in a notebook's cell and in the annex."""
    return _environment().get_template("block.html.j2").render(block=bundle, svg=svg).strip()


def annex(title: str, parts: Sequence[Part]) -> str:
    """A self-contained HTML page of an annex.

    Parameters
    ----------
    title : str
        Text of the first heading.
    parts : sequence of Part
        In the order of the notebook; the first heading, the identity line and the answer make the first screen.

    Returns
    -------
    str
        One file without script and without an address outside itself.
    """
    bundles = [part.bundle for part in parts if part.bundle]
    identity: dict[str, Any] = next((bundle for bundle in bundles if bundle["kind"] == "identity"), {"data": NOBODY, "sentences": []})
    code = [part.text for part in parts if part.kind == "code"]
    return _page("annex.html.j2", title=title, parts=[part for part in parts if part.kind != "code"], code=code, identity=identity)


def overview(units: Sequence[dict[str, Any]]) -> str:
    """The page that lists every unit, period and annex with its status."""
    return _page("overview.html.j2", units=units)


def _page(template: str, **facts: Any) -> str:
    return _environment().get_template(template).render(css=_text("page.css"), **facts)


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(_text), autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined
    )
    environment.globals["cell"] = cell
    environment.filters["data_uri"] = _data_uri
    environment.globals["fragment"] = lambda bundle, svg: jinja2.utils.markupsafe.Markup(fragment(bundle, svg))
    return environment


def _text(name: str) -> str:
    return resources.files(__name__).joinpath(name).read_text(encoding="utf-8")


def _data_uri(svg: str) -> str:
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode("utf-8")).decode("ascii")
