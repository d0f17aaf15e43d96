"""What a machine can say of whether each indicator is SMART; the rest is asked of a person."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from balong_eval.analysis import predictive
from balong_eval.analysis.attainment import met
from balong_eval.analysis.capaian import CapaianResult, Score
from balong_eval.analysis.period_end import baseline, final_target
from balong_eval.intake import cascade
from balong_eval.intake.indicator_year import Target
from balong_eval.intake.indicators import is_skm
from balong_eval.intake.plan import Indicator, Plan
from balong_eval.intake.words import plain
from balong_eval.regulation import facts_of

Letter = Literal["S", "M", "A", "R", "T"]
LETTERS: tuple[Letter, ...] = ("S", "M", "A", "R", "T")


@dataclass(frozen=True)
class Check:
    """One check of one indicator: `passed` None where the data do not tell; `facts` are what its sentence needs."""

    letter: Letter
    name: str
    passed: bool | None
    facts: dict[str, Any]


@dataclass(frozen=True)
class Assessment:
    """All checks of an indicator."""

    indicator: Indicator
    checks: tuple[Check, ...]

    def passed(self, letter: Letter) -> bool | None:
        """Whether every check of a letter passed; False where one failed, else None where one cannot be told."""
        found = [check.passed for check in self.checks if check.letter == letter]
        return False if False in found else None if None in found else True


@dataclass(frozen=True)
class Smart:
    """Assessments in the order of the plan, and the sasaran that no indicator of their tujuan measures."""

    assessments: tuple[Assessment, ...]
    unmeasured: tuple[tuple[str, str], ...]


def assess(result: CapaianResult, year: int) -> Smart | None:
    """Assess every indicator of the plan with the figures up to a year; None where the unit has no plan.

    Notes
    -----
    S: definition, unit, one thing measured. M: formula, source, no gap in the series. A: the year's target against the 95 % predictive interval
    of the years before (`predictive.interval`), and the target at the end not met from the start. R: a link to a tujuan or sasaran, a result
    rather than an activity. T: a target for every year, one at the end, a baseline. Source: docs/method.md,
    "Plan and indicators".
    """
    plan = result.indicators.plan
    if plan is None:
        return None
    return Smart(tuple(_assess(plan, item, result, year) for item in plan.indikator), tuple(cascade.unmeasured(plan)))


def _assess(plan: Plan, item: Indicator, result: CapaianResult, year: int) -> Assessment:
    rows = cascade.rows_of(plan, result.indicators, item)
    scores = [score for score in result.scores if any(score.row is row for row in rows)]
    scores.sort(key=lambda score: score.row.tahun)
    parts: tuple[Callable[[], list[Check]], ...] = (
        lambda: _specific(item, scores),
        lambda: _measurable(item, scores, year),
        lambda: _achievable(item, scores, result, year),
        lambda: _relevant(item),
        lambda: _timed(scores, result.years, year),
    )
    return Assessment(item, tuple(check for part in parts for check in part()))


def _specific(item: Indicator, scores: Sequence[Score]) -> list[Check]:
    satuan = item.satuan or next((score.row.satuan for score in scores if score.row.satuan), "")
    return [
        Check("S", "definition", bool(item.definition), {}),
        Check("S", "satuan", bool(satuan), {}),
        Check("S", "one_thing", not joined(item.name), {}),
    ]


def _measurable(item: Indicator, scores: Sequence[Score], year: int) -> list[Check]:
    due = _since_start([score for score in scores if score.row.tahun <= year])
    gaps = [score.row.tahun for score in due if score.realised.value is None]
    missing = sorted({*gaps, *(set(range(due[0].row.tahun, year + 1)) - {score.row.tahun for score in due})}) if due else []
    return [
        Check("M", "formula", bool(item.formula), {}),
        Check("M", "source", bool(item.source or any(score.row.sumber for score in scores)), {}),
        Check("M", "series", None if not due else not missing, {"years": missing}),
    ]


def _since_start(scores: list[Score]) -> list[Score]:
    """Years from the first that states anything: an indicator that began later has no gap before."""
    begun = [place for place, score in enumerate(scores) if score.row.target is not None or score.realised.value is not None]
    return scores[begun[0] :] if begun else []


def _achievable(item: Indicator, scores: Sequence[Score], result: CapaianResult, year: int) -> list[Check]:
    checks = [_against_history(item, scores, result, year)]
    return checks if _added(scores) else [*checks, _against_baseline(scores, result.years, year)]


def _added(scores: Sequence[Score]) -> bool:
    """Whether the values are added over the years, so that a condition at the start has no meaning."""
    return bool(scores) and scores[-1].row.akumulasi == "jumlah"


def _against_history(item: Indicator, scores: Sequence[Score], result: CapaianResult, year: int) -> Check:
    now = next((score for score in scores if score.row.tahun == year), None)
    target = now.row.target if now else None
    past = _segment([score for score in scores if score.row.tahun < year], _breaks(item, scores, result), year)
    bounds = predictive.interval([score.row.tahun for score in past], [float(score.realised.value or 0) for score in past], year)
    if target is None or bounds is None:
        return Check("A", "history", None, {"n": len(past), "side": "no_target" if target is None else "few"})
    low, high = bounds
    side = "above" if float(target.low) > high else "below" if float(target.high) < low else "inside"
    return Check("A", "history", side == "inside", {"n": len(past), "low": low, "high": high, "side": side, "target": target})


def _segment(past: Sequence[Score], breaks: set[int], year: int) -> list[Score]:
    """The years with a value since the last break; nothing where the year itself begins a new segment."""
    since = max((place for place in breaks if place <= year), default=0)
    return [score for score in past if score.realised.value is not None and score.row.tahun >= since]


def _breaks(item: Indicator, scores: Sequence[Score], result: CapaianResult) -> set[int]:
    """Years before which a series breaks: flag ``b``, ``[[breaks]]`` of unit.toml, another regulation of the survey."""
    unit = result.indicators.unit
    names = {plain(item.id), plain(item.name)} | ({"skm"} if any(is_skm(score.row, result.indicators.plan) for score in scores) else set())
    declared = [entry["before"] for entry in unit.breaks if plain(entry["series"]) in names] if unit else []
    flagged = {score.row.tahun for score in scores if "b" in score.row.flags}
    rules = [(score.row.tahun, score.realised.rule) for score in scores if score.realised.rule]
    changed = {year for (_, before), (year, after) in itertools.pairwise(rules) if before != after}
    return flagged | changed | {int(text[:4]) for text in declared if text[:4].isdecimal()}


def _against_baseline(scores: Sequence[Score], years: tuple[int, ...], year: int) -> Check:
    history = [(score.row, score.realised.value) for score in scores]
    end = _end(scores, years, year)
    start = baseline(history, years)
    rumus = scores[-1].row.rumus if scores else None
    if end is None or start is None or rumus is None:
        return Check("A", "baseline", None, {})
    return Check("A", "baseline", rumus == "rentang" or not met(rumus, end, start), {"start": start, "target": end})


def _end(scores: Sequence[Score], years: tuple[int, ...], year: int) -> Target | None:
    """Target at the end, as it stood in a year."""
    known = [score.row for score in scores if score.row.tahun <= year] or [score.row for score in scores]
    return final_target(known[-1], [(score.row, score.realised.value) for score in scores], years) if known else None


def _relevant(item: Indicator) -> list[Check]:
    name = f" {plain(item.name)} "
    return [
        Check("R", "link", bool(item.measures), {}),
        Check("R", "outcome", not any(f" {word} " in name for word in facts_of("smart")["activity"]), {}),
    ]


def _timed(scores: Sequence[Score], years: tuple[int, ...], year: int) -> list[Check]:
    have = {score.row.tahun for score in scores if score.row.target is not None}
    missing = [each for each in years if each not in have]
    history = [(score.row, score.realised.value) for score in scores]
    end = _end(scores, years, year)
    checks = [Check("T", "targets", not missing, {"years": missing}), Check("T", "end", end is not None, {})]
    return checks if _added(scores) else [*checks, Check("T", "start", baseline(history, years) is not None, {})]


def joined(name: str) -> bool:
    """Whether a name seems to join two measures.

    Examples
    --------
    >>> joined("Jumlah surat dan lama penyelesaian"), joined("Nilai sarana dan prasarana")
    (True, False)
    """
    text = plain(name)
    for one in facts_of("smart")["one_thing"]:
        text = text.replace(one, "")
    return re.search(rf"\b(?:{'|'.join(facts_of('smart')['joining'])})\b", text) is not None
