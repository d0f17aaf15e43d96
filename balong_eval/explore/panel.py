"""What the three views have in common: areas drawn in steps, errors in Indonesian, saving and making annexes."""

from __future__ import annotations

import html
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import ipywidgets as widgets

from balong_eval.errors import BalongError, why
from balong_eval.explore import controls, save
from balong_eval.explore.stage import Stage
from balong_eval.intake.unit import Unit
from balong_eval.report.block import Block, Chart, Text
from balong_eval.report.words import say

OLD = "balong-old"


class Panel(ABC):
    """Controls above, results below; a change redraws the numbers at once and charts after.

    Parameters
    ----------
    unit : Unit
    """

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self.stage = Stage()
        self.numbers = controls.area("balong-live", "balong-numbers")
        self.beside = controls.area("balong-live", "balong-beside")
        self.charts = controls.area("balong-charts-area")
        self.last = controls.area("balong-last")
        self.message = controls.area("balong-live", "balong-message")
        self.with_charts = controls.checkbox(say("explore.control.charts"), True)
        self.save_button = controls.button(say("explore.control.save"))
        self.save_button.on_click(self.guarded(self._save))
        self.with_charts.observe(self.changed, "value")
        self._quiet = False

    @abstractmethod
    def parameter(self) -> tuple[str, str, Sequence[str]]:
        """Name and value of the notebook's parameter that keeps this view, and the periods that it speaks of."""

    @abstractmethod
    def steps(self) -> Sequence[Callable[[], None]]:
        """What is to be done after a change, the cheapest first."""

    def changed(self, _: Any = None) -> None:
        """Draw again; nothing while controls are being filled."""
        if not self._quiet:
            self._begin()
            self.stage.start([self.guarded(step) for step in self.steps()])

    def quietly(self, action: Callable[[], None]) -> None:
        """Fill controls without drawing after each."""
        before, self._quiet = self._quiet, True
        try:
            action()
        finally:
            self._quiet = before

    def guarded(self, action: Callable[..., None]) -> Callable[..., None]:
        """The action with its errors told to the officer, not to the log."""

        def run(*arguments: Any) -> None:
            try:
                action(*arguments)
            except BalongError as error:
                self.tell(say("explore.error", message=str(error)), "balong-error")
            except OSError as error:
                self.tell(say("explore.error", message=f"{error.filename or ''}: {why(error)}"), "balong-error")

        return run

    def tell(self, message: str, kind: str = "balong-told", raw: str = "") -> None:
        """A message under the controls; `raw` is HTML."""
        self.message.value = f'<div class="{kind}">{html.escape(message)}{raw}</div>' if message or raw else ""

    def put(self, place: widgets.HTML, blocks: Sequence[Block]) -> None:
        """Blocks into an area."""
        place.value = controls.fragment(blocks)

    def drawing(self, charts: Sequence[Callable[[], Chart | Text]]) -> list[Callable[[], None]]:
        """One step a chart, drawn but not shown, and one that shows them all; until then those of before stand there in grey."""
        if not self.with_charts.value or not charts:
            return [lambda: self._show_charts([])]
        pieces: list[str] = []
        return [*(partial(_draw, pieces, chart) for chart in charts), lambda: self._show_charts(pieces)]

    def _begin(self) -> None:
        self.message.value = ""
        for place in (self.beside, self.charts, self.last):
            if place.value:
                place.add_class(OLD)

    def _show_charts(self, pieces: Sequence[str]) -> None:
        self.charts.value = f'<div class="balong-charts">{"".join(pieces)}</div>' if pieces else ""
        self.charts.remove_class(OLD)

    def _save(self, _: Any) -> None:
        name, text, periods = self.parameter()
        kept = save.save(self.unit, name, text, periods)
        lines = [say("explore.save.cell"), _code(kept.cell), say("explore.save.command"), _code(kept.command)]
        lines += [say("explore.save.changed", digest=f"{file} {digest}") for file, digest in kept.digests]
        self.tell(say("explore.save.told", file=save.link(kept.path)), raw="".join(f"<br>{line}" for line in lines))


def _draw(pieces: list[str], chart: Callable[[], Chart | Text]) -> None:
    pieces.append(controls.fragment([chart()]))


def _code(text: str) -> str:
    return f"<code>{html.escape(text)}</code>"
