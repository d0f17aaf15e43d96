"""Chart of the months: values, centre, limits, and what lies outside by the two rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balong_eval.analysis.months import Months
from balong_eval.analysis.review import Review
from balong_eval.report.block import Chart, Text
from balong_eval.report.chart.canvas import BAND, INK, POINT, bare, frames, number_values
from balong_eval.report.words import join, month, percent, say

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_LABELS = 12


def months(review: Review) -> Chart | Text:
    """Monthly indices of the years that can be compared, on a control chart; a sentence where there are no dates."""
    found = review.months
    if found is None:
        return Text("grafik_bulan", (say("chart.months.none"),))
    svg = frames(3.2, [((0.09, 0.2, 0.88, 0.72), lambda axes: _draw(axes, found))])
    kind = "run" if found.chart.method == "run" else "limits"
    points = found.chart.points
    alt = say(
        "chart.months.alt", n=len(points), first=month(points["periode"].iloc[0]), last=month(points["periode"].iloc[-1]), signals=_signals(found)
    )
    return Chart("grafik_bulan", say(f"chart.months.caption_{kind}"), alt, svg, _notes(found))


def _signals(found: Months) -> str:
    if found.chart.method == "run":
        return say("chart.months.untested")
    names = [month(name) for name in found.chart.signals]
    return say("chart.months.signals", periods=join(names)) if names else say("chart.months.no_signal")


def _notes(found: Months) -> tuple[str, ...]:
    chart = found.chart
    if chart.method == "run":
        notes = [say("chart.months.note_run")]
    else:
        notes = [_signals(found), say("chart.months.note_rules"), say(f"chart.months.note_{chart.method}")]
        notes += [say("chart.months.note_top")] if chart.transformed else []
        notes += [say("chart.months.note_false", share=percent(chart.false_alarm_share, 0))] if chart.false_alarm_share is not None else []
    return (*notes, *((say("chart.months.note_hidden", count=found.hidden),) if found.hidden else ()))


def _draw(axes: Axes, found: Months) -> None:
    points = found.chart.points
    places = list(range(len(points)))
    axes.plot(places, points["estimate"], color=POINT, linewidth=0.9, zorder=1)
    if found.chart.method != "run":
        axes.step(places, points["low"], where="mid", color=BAND, linewidth=0.9, linestyle=(0, (4, 3)))
        axes.step(places, points["high"], where="mid", color=BAND, linewidth=0.9, linestyle=(0, (4, 3)))
        axes.plot(places, points["centre"], color=INK, linewidth=0.8)
    odd = points["outside"] | points["run"]
    for place, value, out in zip(places, points["estimate"], odd, strict=True):
        axes.plot([place], [value], marker="D" if out else "o", markersize=6 if out else 4, color=BAND if out else POINT, zorder=2)
    step = max(1, -(-len(places) // MOST_LABELS))
    axes.set_xticks(places[::step], [month(name) for name in points["periode"]][::step], rotation=45, ha="right", fontsize=7.5)
    number_values(axes)
    axes.set_ylabel(say("chart.group.axis"))
    bare(axes, "y")
