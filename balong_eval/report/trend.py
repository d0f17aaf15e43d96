"""Sentences and tables of the trend of one series; facts come from the result, words from ``words_trend.toml``."""

from __future__ import annotations

from balong_eval.analysis.evidence import Slope
from balong_eval.analysis.kendall import Kendall
from balong_eval.analysis.projection import Projection
from balong_eval.analysis.trend import Step, Trend
from balong_eval.report.block import Cell, Column, Table, Text
from balong_eval.report.payload import plain
from balong_eval.report.tables import columns
from balong_eval.report.words import cell, join, number, say, signed

WIDEST = 10.0
FAR = 1000


def sentences(found: Trend, name: str = "") -> tuple[str, ...]:
    """The verdict, why, what could have been seen, and where the rule fails.

    Parameters
    ----------
    found : Trend
    name : str, optional
        What the series is of, as the sentence begins; by default its name.
    """
    parts = [verdict(found, name), *(reason(found, item) for item in found.reasons), *_step(found.step, found.verdict)]
    if found.smallest_detectable_slope is not None:
        parts.append(say("trend.detectable.known", slope=number(found.smallest_detectable_slope)))
    limits = () if found.verdict == "titik_kurang" else (say("trend.limits.carried"),)
    return (*parts, *_answers(found), *limits)


def verdict(found: Trend, name: str = "") -> str:
    """The verdict in one sentence, with the slope that it rests on."""
    facts = {"name": name or found.series.name, "n": len(found.comparable), "span": _span(found)}
    if found.first is not None:
        facts |= {"slope": signed(found.first.estimate), "low": signed(found.first.ci_low or 0), "high": signed(found.first.ci_high or 0)}
    return say(f"trend.verdict.{found.verdict}", **facts)


def reason(found: Trend, name: str) -> str:
    """One of the reasons in a sentence."""
    alike = found.slope("gls_ar1")
    cuts = join([say("trend.reason.cut", before=item.before, reason=item.reason) for item in found.passed])
    facts = {"cuts": cuts, "first": told_p(found.first), "second": told_p(alike)}
    return say(f"trend.reason.{name}", **facts)


def points(found: Trend) -> Table:
    """Every period of the series, as read."""
    series = found.series
    rows: list[tuple[Cell, ...]] = [
        (row["periode"], plain(row["nilai"]), plain(row["galat_baku"]), row["rezim"] or None, plain(row["target"]))
        for row in series.points.to_dict("records")
    ]
    notes = tuple(say("table.trend_points.note_break", before=item.before, reason=item.reason) for item in series.breaks)
    heads = columns("trend_points", nilai=2, galat_baku=2, target=2)
    filled = [place for place in range(len(heads)) if place < 2 or any(row[place] is not None for row in rows)]
    kept = tuple(tuple(row[place] for place in filled) for row in rows)
    return Table("nilai_periode", say("table.trend_points.caption"), tuple(heads[place] for place in filled), kept, notes)


def slopes(found: Trend) -> Table | Text:
    """The slopes side by side, with Kendall's test below."""
    if not found.slopes:
        return Text("kemiringan", (say("table.trend_slopes.none"),))
    heads = columns("trend_slopes", estimate=2, std_error=2, ci_low=2, ci_high=2, p_value=3, n=0)
    rows = tuple(
        (say(f"trend.method.{slope.method}"), slope.estimate, slope.std_error, slope.ci_low, slope.ci_high, slope.p_value, slope.n)
        for slope in found.slopes
    )
    return Table("kemiringan", say("table.trend_slopes.caption"), heads, rows, tuple(_slope_notes(found)))


def projection(found: Trend) -> Table | Text:
    """The next two years: last value, limits, the chance of each target in words; the straight line only where a trend was seen."""
    if not found.projection:
        return Text("perkiraan", (say("table.trend_projection.none"),))
    paced = any(item.if_pace_continues is not None for item in found.projection)
    heads = columns("trend_projection", estimate=2, ci_low=2, ci_high=2, target=2)
    heads += (Column("pace", say("table.trend_projection.pace"), 2),) if paced else ()
    rows = tuple(_ahead(item, paced) for item in found.projection)
    wide = [item.periode for item in found.projection if found.series.bounds and item.ci_high - item.ci_low > WIDEST]
    notes = [say(f"table.trend_projection.note{'_lower' if found.series.lower_is_better else ''}")]
    notes += [say("table.trend_projection.uninformative", periods=join(wide))] if wide else []
    notes += [say("table.trend_projection.note_pace")] if paced else []
    return Table("perkiraan", say("table.trend_projection.caption"), heads, rows, tuple(notes))


def _ahead(item: Projection, paced: bool) -> tuple[Cell, ...]:
    chance = None if item.chance is None else say(f"trend.chance.{item.chance}")
    row: tuple[Cell, ...] = (item.periode, item.estimate, item.ci_low, item.ci_high, item.target, chance)
    return (*row, item.if_pace_continues) if paced else row


def _slope_notes(found: Trend) -> list[str]:
    notes = []
    wide = found.slope("random_effects")
    if wide is not None:
        first = found.first or wide
        facts = {"std_error": number(first.std_error), "low": signed(first.ci_low or 0), "high": signed(first.ci_high or 0), "p": told_p(first)}
        notes += [say("table.trend_slopes.note"), say("table.trend_slopes.note_adhoc", **facts)]
    elif found.first is not None:
        notes.append(say("table.trend_slopes.note_ols"))
    if found.kendall is not None:
        word = "kendall_equal" if found.kendall.tau is None else "kendall" if found.kendall.exact else "kendall_ties"
        notes.append(say(f"table.trend_slopes.{word}", tau=number(found.kendall.tau), p=told_p(found.kendall)))
    return notes + ([say("table.trend_slopes.note_shift")] if found.slope("level_shift") else [])


def _answers(found: Trend) -> list[str]:
    need = found.answers
    if need is None:
        return []
    word = "unknown" if not need.known else "none" if need.times is None else "enough" if need.times <= 1 else "more" if need.times <= FAR else "far"
    slope = number(need.slope, 0 if float(need.slope).is_integer() else 2)
    return [say(f"trend.answers.{word}", slope=slope, times=number(FAR, 0) if word == "far" else number(need.times, 1))]


def _step(step: Step | None, verdict: str) -> list[str]:
    """The difference of the last value from the first, only where it stands in for a trend."""
    if step is None or verdict != "titik_kurang":
        return []
    facts = {"first": step.first, "last": step.last, "gap": signed(step.estimate)}
    if step.ci_low is None or step.ci_high is None:
        return [say("trend.step.plain", **facts)]
    return [say("trend.step.known", **facts, low=signed(step.ci_low), high=signed(step.ci_high))]


def told_p(found: Slope | Kendall | None) -> str:
    """A p-value as a sentence goes on after p: ``= 0,023``, ``< 0,001``."""
    told = cell(None if found is None else found.p_value, "p_value", 3)
    return told if told.startswith("<") else f"= {told}"


def _span(found: Trend) -> str:
    names = list(found.comparable["periode"])
    return names[0] if len(names) == 1 else say("trend.span", first=names[0], last=names[-1])
