"""Trend of a series: rising, falling, or not to be concluded; what could have been seen; where it may stand in two years."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

import pandas as pd

from balong_eval import schemas
from balong_eval.analysis import detectable, evidence, projection
from balong_eval.analysis.detectable import Answers
from balong_eval.analysis.evidence import Slope, straight
from balong_eval.analysis.kendall import Kendall, kendall
from balong_eval.analysis.projection import Projection
from balong_eval.analysis.slopes import quantile
from balong_eval.analysis.verdict import LEAST, Verdict, judge
from balong_eval.intake.series import Break, Series, time_of

NORMAL = 1.959963984540054
TESTED = ("method", "estimate", "std_error", "ci_low", "ci_high", "p_value", "df")
KEYS = {
    "random_effects": (*TESTED, "tau2", "std_error_adhoc", "p_value_adhoc"), "gls_ar1": TESTED, "ols": TESTED,
    "theil_sen": ("method", "estimate", "ci_low", "ci_high"), "level_shift": TESTED,
}  # fmt: skip
AHEAD = ("periode", "method", "estimate", "ci_low", "ci_high", "target", "share_reached")


@dataclass(frozen=True)
class Step:
    """Last comparable value less the first, with its limits where both have a standard error (independent, normal)."""

    first: str
    last: str
    estimate: float
    std_error: float | None
    ci_low: float | None
    ci_high: float | None


@dataclass(frozen=True)
class Trend:
    """What may be said of a series.

    Attributes
    ----------
    series : Series
    comparable : DataFrame
        Rows with a value since the last break.
    slopes : tuple of Slope
        Empty under four comparable points, but for ``level_shift``.
    kendall : Kendall or None
        None under four comparable points.
    verdict : str
    reasons : tuple of str
        Names of the facts that led to it (``[trend.reason]`` of the words).
    smallest_detectable_slope : float or None
        Units a year, seen in four of five series; None under four comparable points.
    answers : Answers or None
    projection : tuple of Projection
    step : Step or None
        Last comparable value less the first; None under two.
    """

    series: Series = field(repr=False)
    comparable: pd.DataFrame = field(repr=False)
    slopes: tuple[Slope, ...]
    kendall: Kendall | None
    verdict: Verdict
    reasons: tuple[str, ...]
    smallest_detectable_slope: float | None
    answers: Answers | None
    projection: tuple[Projection, ...]
    step: Step | None

    @property
    def n_points(self) -> int:
        """Points with a value, before and after breaks."""
        return len(self.series.known)

    @property
    def by_method(self) -> pd.DataFrame:
        """One row a slope: method, estimate, std_error, ci_low, ci_high, p_value, df, n, ... ."""
        return pd.DataFrame([asdict(slope) for slope in self.slopes], columns=list(Slope.__dataclass_fields__))

    @property
    def first(self) -> Slope | None:
        """The slope with the error and test that the verdict takes first: random effects ad hoc, else least squares; None under four points."""
        wide = self.slope("random_effects")
        if wide is None or wide.std_error_adhoc is None or wide.df is None:
            return self.slope("ols")
        half = quantile((1 + wide.level) / 2, wide.df) * wide.std_error_adhoc
        low, high = wide.estimate - half, wide.estimate + half
        return replace(wide, std_error=wide.std_error_adhoc, p_value=wide.p_value_adhoc, ci_low=low, ci_high=high)

    @property
    def p_value(self) -> float | None:
        """The larger of the two tests that the verdict asks for; None where one of them could not be computed."""
        second = self.slope("gls_ar1")
        if self.first is None or self.first.p_value is None or second is None or second.p_value is None:
            return None
        return max(self.first.p_value, second.p_value)

    @property
    def passed(self) -> tuple[Break, ...]:
        """Breaks between values; those before the first cut nothing off, those after the last only end the projection."""
        known = self.series.known["time"]
        return tuple(item for item in self.series.breaks if known.iloc[0] < item.time < known.iloc[-1])

    def slope(self, method: str) -> Slope | None:
        """The slope by a method; None where it could not be computed."""
        return next((slope for slope in self.slopes if slope.method == method), None)

    def as_dict(self) -> dict[str, Any]:
        """The document ``balong-eval/trend/1``; None where there is no figure, never NaN."""
        return {
            "schema": schemas.TREND,
            "n_points": self.n_points,
            "points": [_point(row) for row in self.series.points.to_dict("records")],
            "comparable": [plain_period(periode) for periode in self.comparable["periode"]],
            "breaks": [{"before": plain_period(item.before), "reason": item.reason} for item in self.series.breaks],
            "slopes": [{key: getattr(slope, key) for key in KEYS[slope.method]} for slope in self.slopes],
            "kendall": None if self.kendall is None else {key: getattr(self.kendall, key) for key in ("tau", "p_value", "exact")},
            "verdict": self.verdict,
            "reasons": list(self.reasons),
            "smallest_detectable_slope": self.smallest_detectable_slope,
            "projection": [{key: getattr(item, key) for key in AHEAD} | {"periode": plain_period(item.periode)} for item in self.projection],
            "findings": [finding.as_dict() for finding in self.series.findings],
        }


def _point(row: Mapping[Hashable, Any]) -> dict[str, Any]:
    """A period as the document has it; null where nothing is known."""
    figures = {key: None if pd.isna(row[key]) else float(row[key]) for key in ("nilai", "galat_baku", "target")}
    return {"periode": plain_period(row["periode"]), **figures, "rezim": row["rezim"] or None}


def estimate(series: Series) -> Trend:
    """Judge a series on the points since its last break.

    Parameters
    ----------
    series : Series
        With at least one value.

    Returns
    -------
    Trend

    Notes
    -----
    Rule of the verdict: `balong_eval.analysis.verdict`. No line crosses a break. Source: docs/method.md, "Trend".
    """
    segments = series.segments
    points = segments[-1]
    shift = evidence.level_shift(segments[-2], points) if len(segments) > 1 else None
    shifted = () if shift is None else (shift,)
    cut = ("patahan",) if len(segments) > 1 else ()
    if len(points) < LEAST:
        return Trend(series, points, shifted, None, "titik_kurang", ("kurang_dari_empat_titik", *cut), None, None, (), _step(points))
    found = evidence.gather(points)
    verdict, reasons = judge(found.first, found.second, len(points))
    lacking = () if found.tau2 is not None else ("galat_baku_tidak_lengkap",)
    return Trend(
        series=series,
        comparable=points,
        slopes=(*found.slopes, *shifted),
        kendall=kendall(list(points["nilai"])),
        verdict=verdict,
        reasons=(*reasons, *lacking, *cut),
        smallest_detectable_slope=detectable.factor(list(points["time"])) * math.sqrt(found.variance),
        answers=detectable.answers(list(points["time"]), found.tau2, found.error2),
        projection=_with_line(projection.project(series), points, verdict, series.bounds),
        step=_step(points),
    )


def plain_period(periode: str) -> int | str:
    """A year as a number, a part of a year as its name.

    Examples
    --------
    >>> plain_period("2019"), plain_period("2019-S1")
    (2019, '2019-S1')
    """
    return int(periode) if periode.isdecimal() else periode


def _step(points: pd.DataFrame) -> Step | None:
    if len(points) < 2:
        return None
    first, last = points.iloc[0], points.iloc[-1]
    gap = float(last["nilai"] - first["nilai"])
    error = math.hypot(first["galat_baku"], last["galat_baku"])
    if math.isnan(error):
        return Step(first["periode"], last["periode"], gap, None, None, None)
    return Step(first["periode"], last["periode"], gap, error, gap - NORMAL * error, gap + NORMAL * error)


def _with_line(found: Sequence[Projection], points: pd.DataFrame, verdict: Verdict, bounds: tuple[float, float] | None) -> tuple[Projection, ...]:
    """The projection with the straight line beside it, which only a seen trend has."""
    if verdict not in ("naik", "turun"):
        return tuple(found)
    low, high = bounds or (-math.inf, math.inf)
    return tuple(replace(item, if_pace_continues=min(max(straight(points, time_of(item.periode)), low), high)) for item in found)
