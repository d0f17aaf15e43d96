"""Charts of the annex: drawn once as SVG and PNG, with their text computed from the same numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from balong_eval import regulation
from balong_eval.analysis.change import Change
from balong_eval.analysis.rekap import Rekap
from balong_eval.analysis.skm import SkmResult
from balong_eval.intake.survey import Survey
from balong_eval.report.answer import name
from balong_eval.report.block import Chart, Text
from balong_eval.report.chart.canvas import BAND, INK, PAPER, POINT, bare, canvas, wrap
from balong_eval.report.chart.capaian import capaian
from balong_eval.report.chart.months import months
from balong_eval.report.chart.review import comparable_series, index_series, small_multiples
from balong_eval.report.payload import plain
from balong_eval.report.words import number, percent, period, say, signed

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SCORES = (1, 2, 3, 4)
STACK = ("#8a4b00", "#e0b070", "#a9c4de", "#1f4e79")
STACK_INK = ("white", "#1a1a1a", "#1a1a1a", "white")
MOST_UNITS = 40
WORTH_A_LABEL = 7
SMALL_SCALE = 10
WIDE_STEP, FINE_STEP = 5.0, 0.5

__all__ = ["answers", "by_group", "by_unit", "by_unsur", "capaian", "comparable_series", "contributions", "index_series", "months", "small_multiples"]


@dataclass(frozen=True)
class _Dot:
    """One line of a dot chart: label, value, and its interval where there is one."""

    label: str
    value: float
    low: float | None
    high: float | None


def by_unsur(result: SkmResult) -> Chart | Text:
    """NRR of each unsur with its interval, lowest number of the regulation on top."""
    dots = [
        _Dot(name(row["unsur"], result.survey), row["nrr"], plain(row["ci_low"]), plain(row["ci_high"]))
        for row in result.by_unsur.to_dict("records")
        if plain(row["nrr"]) is not None
    ]
    if not dots:
        return Text("grafik_unsur", ())
    level = percent(result.level)
    items = "; ".join(_item("chart.by_unsur", dot, "unsur", "nrr") for dot in dots)
    svg = _draw(dots, say("chart.by_unsur.axis"), (1.0, 4.0), ())
    return Chart("grafik_unsur", say("chart.by_unsur.caption", level=level), say("chart.by_unsur.alt", items=items), svg)


def by_group(result: SkmResult, field: str) -> Chart | Text:
    """IKM of each group of a field with its interval, and the lower bounds of the classes where the year has one regulation."""
    dots = [
        _Dot(row["group"], row["ikm"], plain(row["ci_low"]), plain(row["ci_high"]))
        for row in result.groups[field].to_dict("records")
        if plain(row["ikm"]) is not None
    ]
    if not dots:
        return Text(f"grafik_{field}", ())
    label = say(f"field.{field}").lower()
    bounds = [] if result.survey.mixed else [(float(band.lower), band.mutu) for band in result.survey.rule.bands[1:]]
    lowest = min([dot.value if dot.low is None else dot.low for dot in dots])
    low = max(25.0, 5 * int(min([lowest - 2, *(bound - 5 for bound, _ in bounds[-1:])]) // 5))
    svg = _draw(dots, say("chart.group.axis"), (low, 100.0), [bound for bound in bounds if bound[0] > low])
    items = "; ".join(_item("chart.group", dot, "group", "ikm") for dot in dots)
    caption = say("chart.group.caption", field=label, level=percent(result.level))
    alt = say("chart.group.alt", field=label, items=items)
    return Chart(f"grafik_{field}", caption, say("chart.group.bounds", alt=alt) if bounds else alt, svg)


def by_unit(found: Rekap) -> Chart | Text:
    """IKM of the units compared with the intervals that they are compared by, highest on top, and the lower bounds of the classes."""
    if len(found.compared) > MOST_UNITS:
        return Text("grafik_unit", (say("chart.units.many", most=MOST_UNITS),))
    dots = [_Dot(entry.name, entry.side.estimate, *(entry.limits or (None, None))) for entry in found.compared if entry.side]
    if not dots or found.reference is None:
        return Text("grafik_unit", ())
    bounds = [(float(band.lower), band.mutu) for band in regulation.load(found.reference[0]).bands[1:]]
    low = max(25.0, 5 * int((min(dot.value if dot.low is None else dot.low for dot in dots) - 2) // 5))
    svg = _draw(dots, say("chart.group.axis"), (low, 100.0), [bound for bound in bounds if bound[0] > low])
    alt = say("chart.units.alt", items="; ".join(_item("chart.group", dot, "group", "ikm") for dot in dots))
    caption = say("chart.units.caption", year=found.year)
    return Chart("grafik_unit", caption, say("chart.group.bounds", alt=alt), svg, (say("chart.units.note"),))


def answers(survey: Survey) -> Chart | Text:
    """Stacked shares of the answers to each unsur, 1 and 2 to the left of the middle, 3 and 4 to the right."""
    if not survey.shown:
        return Text("grafik_jawaban", ())
    bars = []
    for unsur in survey.unsur:
        counts = survey.responses["n"].groupby(survey.responses[unsur.key]).sum()
        total = int(counts.sum())
        if total >= survey.smallest_cell:
            bars.append((name(unsur.key, survey), [100 * int(counts.get(score, 0)) / total for score in SCORES]))
    items = "; ".join(_shares(label, shares) for label, shares in bars)
    svg = canvas(len(bars), lambda axes: _stacks(axes, bars))
    return Chart("grafik_jawaban", say("chart.answers.caption"), say("chart.answers.alt", items=items), svg)


def contributions(change: Change | None) -> Chart | Text:
    """What each unsur contributed to the difference from the period before."""
    if change is None:
        return Text("grafik_selisih", ())
    bars = [(name(row["unsur"], change.after), row["contribution"]) for row in change.by_unsur.to_dict("records")]
    facts = {"before": period(change.before.period), "after": period(change.after.period)}
    items = "; ".join(say("chart.change.item", unsur=label, contribution=signed(value)) for label, value in bars)
    svg = canvas(len(bars), lambda axes: _signed_bars(axes, bars))
    return Chart("grafik_selisih", say("chart.change.caption"), say("chart.change.alt", **facts, items=items), svg)


def _shares(label: str, shares: Sequence[float]) -> str:
    told = ", ".join(say("chart.answers.share", score=score, share=percent(share / 100, 0)) for score, share in zip(SCORES, shares, strict=True))
    return say("chart.answers.item", unsur=label, shares=told)


def _item(words: str, dot: _Dot, label: str, value: str) -> str:
    facts = {label: dot.label, value: number(dot.value)}
    if dot.low is None:
        return say(f"{words}.item_plain", **facts)
    return say(f"{words}.item", **facts, low=number(dot.low), high=number(dot.high))


def _draw(dots: Sequence[_Dot], axis: str, span: tuple[float, float], bounds: Sequence[tuple[float, str]]) -> str:
    return canvas(len(dots), lambda axes: _lines(axes, dots, axis, span, bounds))


def _stacks(axes: Axes, bars: Sequence[tuple[str, Sequence[float]]]) -> None:
    places = list(range(len(bars)))[::-1]
    for place, (_, shares) in zip(places, bars, strict=True):
        left = -shares[0] - shares[1]
        for score, share, colour, ink in zip(SCORES, shares, STACK, STACK_INK, strict=True):
            axes.barh(place, share, left=left, color=colour, edgecolor="white", linewidth=0.8, height=0.7)
            if share >= WORTH_A_LABEL:
                text = f"{score}: {number(share, 0)}"
                axes.annotate(text, (left + share / 2, place), ha="center", va="center", fontsize=7.5, color=ink)
            left += share
    axes.axvline(0, color=INK, linewidth=0.8)
    axes.set(xlim=(-100, 100), ylim=(-0.6, len(bars) - 0.4), yticks=places, yticklabels=[wrap(label) for label, _ in bars])
    axes.set_xlabel(say("chart.answers.axis"))
    axes.xaxis.set_major_formatter(lambda value, _: number(abs(value), 0))
    bare(axes)


def _signed_bars(axes: Axes, bars: Sequence[tuple[str, float]]) -> None:
    places = list(range(len(bars)))[::-1]
    longest = max([abs(value) for _, value in bars] + [0.01])
    for place, (_, value) in zip(places, bars, strict=True):
        axes.barh(place, value, color=POINT if value >= 0 else BAND, hatch="" if value >= 0 else "///", edgecolor="white", height=0.6)
        end = value + (0.02 if value >= 0 else -0.02) * longest
        axes.annotate(signed(value), (end, place), ha="left" if value >= 0 else "right", va="center", fontsize=8)
    axes.axvline(0, color=INK, linewidth=0.8)
    axes.set(xlim=(-1.35 * longest, 1.35 * longest), ylim=(-0.6, len(bars) - 0.4), yticks=places, yticklabels=[wrap(label) for label, _ in bars])
    axes.set_xlabel(say("chart.change.axis"))
    axes.xaxis.set_major_formatter(lambda value, _: number(value, 2))
    bare(axes)


def _lines(axes: Axes, dots: Sequence[_Dot], axis: str, span: tuple[float, float], bounds: Sequence[tuple[float, str]]) -> None:
    places = list(range(len(dots)))[::-1]
    for place, dot in zip(places, dots, strict=True):
        if dot.low is not None and dot.high is not None:
            axes.plot([dot.low, dot.high], [place, place], color=POINT, linewidth=2.2, solid_capstyle="butt")
        axes.plot([dot.value], [place], marker="o", markersize=5.5, color=POINT)
        axes.annotate(number(dot.value), (dot.value, place), xytext=(0, 5), textcoords="offset points", ha="center", fontsize=8, bbox=PAPER)
    for lower, mutu in bounds:
        axes.axvline(lower, color=BAND, linewidth=1, linestyle=(0, (4, 3)), zorder=0)
        axes.annotate(mutu, (lower, len(dots) - 0.45), xytext=(3, 0), textcoords="offset points", color=BAND, fontsize=8, va="bottom")
    axes.set(xlim=span, ylim=(-0.6, len(dots) - 0.4), yticks=places, yticklabels=[wrap(dot.label) for dot in dots], xlabel=axis)
    step = WIDE_STEP if span[1] > SMALL_SCALE else FINE_STEP
    axes.set_xticks([span[0] + step * place for place in range(int((span[1] - span[0]) / step) + 1)])
    axes.xaxis.set_major_formatter(lambda value, _: number(value, 0 if span[1] > SMALL_SCALE else 1))
    bare(axes)
