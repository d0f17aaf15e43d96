"""Controls and areas of the explorer: ipywidgets with Indonesian labels, each tied to its control."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any

import ipywidgets as widgets

from balong_eval.errors import visible
from balong_eval.report import page
from balong_eval.report.block import Block, Chart
from balong_eval.report.words import say, signed

WIDTH, LABEL = "252px", "98px"
WIDE, WIDE_LABEL = "400px", "190px"
REACH, STEP = 100, 0.01


def dropdown(label: str, options: Sequence[tuple[str, Any]], value: Any = None, *, wide: bool = False) -> widgets.Dropdown:
    """A list of choices, as words -> value; the first where `value` is none of them."""
    values = [item for _, item in options]
    chosen = value if value in values else values[0] if values else None
    return widgets.Dropdown(options=[(visible(text), item) for text, item in options], value=chosen, description=label, **_look(label, wide))


def checkbox(label: str, value: bool) -> widgets.Checkbox:
    """A box to tick."""
    return widgets.Checkbox(value=value, description=shown(label), indent=False, tooltip=shown(label), layout=widgets.Layout(width="auto"))


def day(label: str, value: Any = None) -> widgets.DatePicker:
    """A day, or none."""
    return widgets.DatePicker(value=value, description=shown(label), **_look(label))


def button(label: str, *, main: bool = False) -> widgets.Button:
    """A button that says what it does."""
    made = widgets.Button(description=label, tooltip=label, layout=widgets.Layout(width="auto"))
    if main:
        made.add_class("balong-main")
    return made


def decimal(label: str, value: float, low: float, high: float, step: float = 0.01) -> widgets.BoundedFloatText:
    """A number with decimals between two ends."""
    return widgets.BoundedFloatText(value=value, min=low, max=high, step=step, description=shown(label), **_look(label))


def whole(label: str, value: int, high: int, step: int = 50) -> widgets.BoundedIntText:
    """A whole number from 0."""
    return widgets.BoundedIntText(value=value, min=0, max=high, step=step, description=shown(label), **_look(label))


def change(label: str, value: float = 0.0) -> widgets.SelectionSlider:
    """A slider from -1 to +1 whose value is written as an Indonesian reads it."""
    options = [(signed(place * STEP), round(place * STEP, 2)) for place in range(-REACH, REACH + 1)]
    options[REACH] = ("0,00", 0.0)
    chosen = min(max(round(value, 2), -1.0), 1.0)
    return widgets.SelectionSlider(options=options, value=chosen, description=shown(label), **_look(label, wide=True))


def progress(total: int) -> widgets.IntProgress:
    """A bar of what is done."""
    return widgets.IntProgress(value=0, min=0, max=max(total, 1), description=say("explore.control.progress"), **_look(""))


def area(*classes: str) -> widgets.HTML:
    """A place for results."""
    made = widgets.HTML(layout=widgets.Layout(width="100%"))
    for name in classes:
        made.add_class(name)
    return made


def row(*children: widgets.Widget) -> widgets.Box:
    """Controls side by side, on as many lines as they need."""
    made = widgets.Box(children, layout=widgets.Layout(flex_flow="row wrap", width="100%"))
    made.add_class("controls")
    return made


def group(title: str, *children: widgets.Widget) -> widgets.VBox:
    """Controls under a heading."""
    return widgets.VBox([widgets.HTML(f"<h3>{html.escape(title)}</h3>"), row(*children)], layout=widgets.Layout(width="100%"))


def halves(left: Sequence[widgets.Widget], right: Sequence[widgets.Widget]) -> widgets.Box:
    """Two columns; one above the other where there is no room."""
    sides = [widgets.VBox(list(side), layout=widgets.Layout(width="46%", min_width="390px", flex="1 1 390px")) for side in (left, right)]
    return row(*sides)


def frame(*children: widgets.Widget) -> widgets.VBox:
    """The whole of a view, with its style."""
    style = widgets.HTML(f"<style>{_text('style.css')}</style>", layout=widgets.Layout(display="none"))
    made = widgets.VBox([style, *children], layout=widgets.Layout(width="100%"))
    made.add_class("balong")
    return made


def show(box: widgets.Widget) -> None:
    """Show a view, and give its controls the names that ipywidgets leaves out."""
    from IPython.display import Javascript, display

    display(box, Javascript(_text("labels.js")))


def fragment(blocks: Iterable[Block]) -> str:
    """Blocks as HTML, the same as in a cell and in the annex."""
    return "\n".join(page.fragment(block.bundle(), block.svg if isinstance(block, Chart) else None) for block in blocks)


def options(values: Iterable[str], words: Mapping[str, str] | None = None) -> list[tuple[str, str]]:
    """Values with "semua" before them, each as its own words unless told."""
    return [(say("explore.all"), ""), *((visible(dict(words or {}).get(value, value)), value) for value in values)]


def shown(text: str) -> str:
    """A text as a label shows it: as text, also where JupyterLab would set it as a formula or turn its direction.

    A dollar becomes the wide one, and nothing that is seen parts a backslash from the bracket or word after it: JupyterLab looks for formulas in
    every label, and offers no way to ask it not to.

    Examples
    --------
    >>> shown("Surat $x$"), shown(chr(92) + "(a)") == chr(92) + chr(0x2060) + "(a)"
    ('Surat ＄x＄', True)
    """
    return visible(text).replace("$", "\uff04").replace("\\", "\\\u2060")


def _look(label: str, wide: bool = False) -> dict[str, Any]:
    width, room = (WIDE, WIDE_LABEL) if wide else (WIDTH, LABEL)
    return {"tooltip": shown(label), "style": {"description_width": room}, "layout": widgets.Layout(width=width)}


@cache
def _text(name: str) -> str:
    return resources.files(__name__.rpartition(".")[0]).joinpath(name).read_text(encoding="utf-8")
