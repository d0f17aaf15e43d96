"""Pages: blocks as HTML fragments, and a whole self-contained annex around them."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import Any

import jinja2

from balong_eval.errors import visible
from balong_eval.report.publication import Heading, Publication, captioned
from balong_eval.report.words import cell, say

CHAPTER = 2
FEWEST_HEADINGS = 3
NAMES = ("indikator", "uraian", "text", "nama_unit", "perhatian_unit", "sebab_unit")
MOST_ROWS, LONGEST_TEXT = 9, 80
NOBODY = {"unit": None, "period": None, "label": None}


def fragment(bundle: dict[str, Any], svg: str | None = None) -> str:
    """A block as HTML: the same in a notebook's cell and in the annex."""
    return _environment().get_template("block.html.j2").render(block=bundle, svg=svg).strip()


def annex(published: Publication) -> str:
    """A self-contained HTML page of an annex.

    Parameters
    ----------
    published : Publication
        The first heading, the identity line and the answer make the first screen; the contents follow.

    Returns
    -------
    str
        One file without script and without an address outside itself.
    """
    code = [part.text for part in published.parts if part.kind == "code"]
    return _page("annex.html.j2", published=published, identity=NOBODY | published.identity, code=code)


def title(published: Publication) -> str:
    """Title of an annex with its unit and period, as its files carry it."""
    facts = (published.title, published.identity.get("unit"), published.identity.get("period"))
    return " – ".join(str(fact) for fact in facts if fact)


def manuscript(published: Publication) -> str:
    """The same publication as plain HTML for a word processor: PNG pictures, named paragraph styles; no code, no contents, no style sheet."""
    return _environment().get_template("manuscript.html.j2").render(published=published)


def poster(facts: dict[str, Any]) -> str:
    """The poster of a survey as one self-contained A4 page; `facts` are words and numbers as printed."""
    return _environment().get_template("poster.html.j2").render(css=_text("poster.css"), **facts)


def overview(annexes: Sequence[dict[str, Any]]) -> str:
    """The page that lists every unit, period and annex with its status; its one script sorts the rows, and no other may run."""
    script = _text("overview.js")
    digest = base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")
    return _page("overview.html.j2", annexes=annexes, script=script, script_hash=f"sha256-{digest}")


def _contents(headings: Sequence[Heading]) -> str:
    """List of chapters (level 2) with their sections (level 3); nothing where there are fewer than three."""
    chapters: list[tuple[Heading, list[Heading]]] = []
    for heading in headings:
        if heading.level == CHAPTER:
            chapters.append((heading, []))
        elif heading.level == CHAPTER + 1 and chapters:
            chapters[-1][1].append(heading)
    enough = sum(1 + len(sections) for _, sections in chapters) >= FEWEST_HEADINGS
    return _environment().get_template("contents.html.j2").render(chapters=chapters).strip() if enough else ""


def _short(table: dict[str, Any]) -> bool:
    """Whether a table is so small that it is not divided between two sheets: few rows, and no text of many lines."""
    longest = max((len(value) for row in table["rows"] for value in row if isinstance(value, str)), default=0)
    return len(table["rows"]) <= MOST_ROWS and longest <= LONGEST_TEXT


def _page(template: str, **facts: Any) -> str:
    return _environment().get_template(template).render(css=_text("page.css"), **facts)


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(_text), autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined, finalize=_seen
    )
    environment.globals.update(cell=cell, say=say, captioned=captioned, short=_short, names=NAMES)
    environment.filters["data_uri"] = _data_uri
    environment.filters["png_uri"] = _png_uri
    environment.filters["css_string"] = _css_string
    environment.globals["fragment"] = lambda bundle, svg: jinja2.utils.markupsafe.Markup(fragment(bundle, svg))
    environment.globals["contents"] = lambda headings: jinja2.utils.markupsafe.Markup(_contents(headings))
    return environment


def _text(name: str) -> str:
    return resources.files(__name__).joinpath(name).read_text(encoding="utf-8")


def _seen(value: Any) -> Any:
    """A text to be printed, its unseen marks replaced; markup of ours as it is."""
    return visible(value) if type(value) is str else value


def _css_string(text: str) -> Any:
    """A text as a string of CSS inside ``<style>``: what could end the string or the element is an escape (CSS Syntax 3, 4.3.7)."""
    escaped = re.sub(r"[\x00-\x1f\"'&<>\\\\]", lambda found: f"\\{ord(found[0]):x} ", visible(text).replace("\n", " "))
    return jinja2.utils.markupsafe.Markup(f'"{escaped}"')


def _data_uri(svg: str) -> str:
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode("utf-8")).decode("ascii")


def _png_uri(png: bytes) -> str:
    return "data:image/png;base64," + base64.b64encode(png).decode("ascii")
