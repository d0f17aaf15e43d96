"""Chart of the capaian of each indicator against 100 per cent of its target."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from balong_eval.analysis.attainment import FULL
from balong_eval.analysis.capaian import CapaianResult
from balong_eval.report.block import Chart, Text
from balong_eval.report.chart.canvas import BAND, INK, PAPER, POINT, bare, canvas, wrap
from balong_eval.report.indicator_words import name_of
from balong_eval.report.words import number, say

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LONGEST = 150.0
LEAST = 0.0


def capaian(result: CapaianResult, year: int) -> Chart | Text:
    """Bars of the capaian of a year; a bar longer than 150 % is cut and marked, a negative one starts at zero with its number."""
    bars = [(name_of(score.row, result), float(score.rounded)) for score in result.of(year) if score.rounded is not None]
    if not bars:
        return Text("grafik_capaian", ())
    items = "; ".join(say("chart.capaian.item", name=label, capaian=number(value)) for label, value in bars)
    svg = canvas(len(bars), lambda axes: _bars(axes, bars))
    return Chart("grafik_capaian", say("chart.capaian.caption", year=year), say("chart.capaian.alt", items=items), svg)


def _bars(axes: Axes, bars: Sequence[tuple[str, float]]) -> None:
    places = list(range(len(bars)))[::-1]
    for place, (_, value) in zip(places, bars, strict=True):
        shown = min(max(value, LEAST), LONGEST)
        reached = value >= FULL
        axes.barh(place, shown, color=POINT if reached else BAND, hatch="" if reached else "///", edgecolor="white", height=0.6)
        text = say("chart.capaian.more", capaian=number(value)) if value > LONGEST else number(value)
        axes.annotate(text, (shown, place), xytext=(5, 0), textcoords="offset points", ha="left", va="center", fontsize=8, bbox=PAPER)
    axes.axvline(FULL, color=INK, linewidth=1.2)
    axes.annotate(say("chart.capaian.full"), (FULL, len(bars) - 0.42), ha="center", va="bottom", fontsize=8)
    axes.set(xlim=(0, LONGEST * 1.15), ylim=(-0.6, len(bars) - 0.4), yticks=places, yticklabels=[wrap(label) for label, _ in bars])
    axes.set_xlabel(say("chart.capaian.axis"))
    axes.set_xticks([0, 50, FULL, LONGEST])
    axes.xaxis.set_major_formatter(lambda value, _: number(value, 0))
    bare(axes)
