"""Where a series may stand in the next two years: its last value and the size of its past changes, never across a break."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from balong_eval.analysis import predictive
from balong_eval.analysis.predictive import LEAST, rms_change
from balong_eval.intake.series import Series, end_of, time_of

Chance = Literal["kecil", "tidak_pasti", "besar"]
HORIZON = 2
SMALL, LARGE = 0.10, 0.90
METHOD = "last_value"


@dataclass(frozen=True)
class Projection:
    """A period to come.

    Attributes
    ----------
    periode : str
    estimate, ci_low, ci_high : float
        Last value and its predictive interval, inside the bounds of the series.
    target : float or None
    share_reached : float or None
        Share of outcomes at or above the target, or at or below it where lower is better, if no trend goes on; None without a target.
    chance : {"kecil", "tidak_pasti", "besar"} or None
        The same in words: at most 0.10, between, at least 0.90. Digits would promise more than four to six values can.
    if_pace_continues : float or None
        The least-squares line at that period; only where the verdict is naik or turun.
    level : float
    method : str
    """

    periode: str
    estimate: float
    ci_low: float
    ci_high: float
    target: float | None
    share_reached: float | None
    chance: Chance | None
    if_pace_continues: float | None = None
    level: float = 0.95
    method: str = METHOD


@dataclass(frozen=True)
class BackTest:
    """What the projection of a year said one year ahead, and what came."""

    made: str
    periode: str
    estimate: float
    ci_low: float
    ci_high: float
    came: float

    @property
    def held(self) -> bool:
        """Whether the value that came lies inside the interval."""
        return self.ci_low <= self.came <= self.ci_high


def project(series: Series, level: float = 0.95) -> tuple[Projection, ...]:
    """The next two years, and the periods with a target in them; nothing under four points of the last segment, nor beyond a break.

    Notes
    -----
    ``y_n -+ t(n - 1) r sqrt(h)``, r the root mean square of past changes, h years ahead (`predictive.interval`), then cut to the bounds;
    ``share_reached = T_(n-1)((y_n - target) / (r sqrt(h)))``, with the opposite sign where lower is better. Source: docs/method.md, "Trend".
    """
    points = series.segments[-1]
    if len(points) < LEAST:
        return ()
    times, values = list(points["time"]), list(points["nilai"])
    found = []
    for periode, target in _ahead(series, str(points["periode"].iloc[-1])):
        limits = predictive.interval(times, values, time_of(periode), level)
        low, high = _inside(limits or (-math.inf, math.inf), series.bounds)
        share = None if target is None else share_reached(times, values, time_of(periode), target, lower_is_better=series.lower_is_better)
        found.append(Projection(periode, values[-1], low, high, target, share, None if share is None else chance(share), level=level))
    return tuple(found)


def share_reached(times: Sequence[float], values: Sequence[float], at: float, target: float, *, lower_is_better: bool) -> float:
    """Share of outcomes at or above a target, or at or below it; where nothing ever changed, 1 or 0."""
    from scipy.special import stdtr

    size = rms_change(times, values) * math.sqrt(at - times[-1])
    above = target - values[-1] if lower_is_better else values[-1] - target
    if size == 0:
        return float(above >= 0)
    return float(stdtr(len(values) - 1, above / size))


def chance(share: float) -> Chance:
    """A share in words.

    Examples
    --------
    >>> [chance(share) for share in (0.1, 0.11, 0.89, 0.9)]
    ['kecil', 'tidak_pasti', 'tidak_pasti', 'besar']
    """
    return "kecil" if share <= SMALL else "besar" if share >= LARGE else "tidak_pasti"


def back_tests(series: Series) -> list[BackTest]:
    """What `project` would have said at every point of the last segment from the fourth on, one point and at most two years ahead."""
    points = series.segments[-1].to_dict("records")
    found = []
    for place in range(LEAST, len(points)):
        past, now = points[:place], points[place]
        if now["time"] > past[-1]["time"] + HORIZON:
            continue
        limits = predictive.interval([row["time"] for row in past], [row["nilai"] for row in past], now["time"])
        if limits:
            found.append(BackTest(past[-1]["periode"], now["periode"], past[-1]["nilai"], *_inside(limits, series.bounds), now["nilai"]))
    return found


def _ahead(series: Series, last: str) -> list[tuple[str, float | None]]:
    """Periods to come with their targets: the same part of the next two years, and those that the series names."""
    later = series.points[series.points["time"] > time_of(last)]
    targets = {row["periode"]: None if pd.isna(row["target"]) else float(row["target"]) for row in later.to_dict("records")}
    next_years = [str(int(last[:4]) + years) + last[4:] for years in range(1, HORIZON + 1)]
    named = [periode for periode, target in targets.items() if target is not None and time_of(periode) <= time_of(last) + HORIZON]
    wall = min((item.time for item in series.breaks if item.time > time_of(last)), default=math.inf)
    kept = [name for name in {*next_years, *named} if end_of(name) <= wall]
    return [(periode, targets.get(periode)) for periode in sorted(kept, key=time_of)]


def _inside(limits: tuple[float, float], bounds: tuple[float, float] | None) -> tuple[float, float]:
    """Limits cut to the ends of the scale."""
    low, high = bounds or (-math.inf, math.inf)
    return max(limits[0], low), min(limits[1], high)
