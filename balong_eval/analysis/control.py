"""Months or quarters of one series on a control chart: which points lie outside what chance alone gives, by two rules."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
import pandas as pd

Method = Literal["xmr", "z", "run"]
Array = np.ndarray[Any, np.dtype[np.float64]]
LEAST = 12
D2 = 1.128
SIGMAS = 3.0
RUN = 8
UNEQUAL = 2.0
FALSE_ALARMS = {
    "xmr": {12: 0.026, 16: 0.044, 20: 0.065, 24: 0.085, 36: 0.149, 48: 0.206, 60: 0.265},
    "root": {12: 0.037, 16: 0.058, 20: 0.084, 24: 0.106, 36: 0.170, 48: 0.239, 60: 0.291},
    "z": {12: 0.007, 16: 0.020, 20: 0.036, 24: 0.052, 36: 0.112, 48: 0.171, 60: 0.228},
}


@dataclass(frozen=True)
class Control:
    """A control chart.

    Attributes
    ----------
    points : DataFrame
        One row a period: periode, estimate, centre, low, high (unit of the series; missing on a run plot), outside, run (bool).
    method : {"xmr", "z", "run"}
        Individual values with moving ranges; deviations in standard errors, for unequal numbers of respondents; a plot without limits
        under 12 points.
    transformed : bool
        Whether the limits come from the square root of the distance to the top of the scale.
    false_alarm_share : float or None
        Share of charts of as many points without any change that show a signal; None on a run plot.
    """

    points: pd.DataFrame = field(repr=False)
    method: Method
    transformed: bool
    false_alarm_share: float | None

    @property
    def signals(self) -> tuple[str, ...]:
        """Periods outside the limits or in a run of eight on one side."""
        return tuple(self.points[self.points["outside"] | self.points["run"]]["periode"])


def chart(
    periods: Sequence[str], values: Sequence[float], *, counts: Sequence[int] = (), std_errors: Sequence[float] = (), top: float | None = 100.0
) -> Control:
    """Chart one value a period, in order of time.

    Parameters
    ----------
    periods : sequence of str
    values : sequence of float
    counts, std_errors : sequence, optional
        Respondents and standard error of each value. Where the largest count is at least twice the least and some standard error is above 0,
        the chart is of ``z``; they are pooled, so that one of 0 does no harm.
    top : float or None, default 100
        Top of the scale; where the upper limit would pass it, the chart is of ``sqrt(top - value)``.

    Returns
    -------
    Control

    Notes
    -----
    ``xmr``: mean -+ 3 mR/1.128, mR the mean moving range. ``z``: with the standard errors pooled over the periods,
    ``s_i = sqrt(sum_j n_j^2 e_j^2 / sum_j n_j) / sqrt(n_i)``, the mean weighted by ``1/s_i^2`` and ``z_i = (y_i - mean)/s_i``, limits
    ``-+ 3 max(1, mR_z/1.128)``. Signals: one point outside, eight in a row on one side. Source: docs/method.md, "Within years".
    """
    y = np.asarray(values, dtype=float)
    if len(y) < LEAST:
        return Control(_frame(periods, y, (np.nan, np.nan, np.nan), np.zeros(len(y))), "run", False, None)
    if _unequal(counts, std_errors):
        n, own = np.asarray(counts, dtype=float), np.asarray(std_errors, dtype=float)
        limits, side = deviations(y, math.sqrt((n**2 * own**2).sum() / n.sum()) / np.sqrt(n))
        return Control(_frame(periods, y, limits, side), "z", False, false_alarms("z", len(y)))
    limits, side = individuals(y)
    near = top is not None and bool(limits[2] > top) and bool(y.max() <= top)
    if near and top is not None:
        (centre, low, high), side = individuals(np.sqrt(top - y))
        limits = (top - centre**2, top - high**2, top - np.maximum(low, 0) ** 2)
    return Control(_frame(periods, y, limits, side), "xmr", near, false_alarms("root" if near else "xmr", len(y)))


def individuals(y: Array) -> tuple[tuple[Array, Array, Array], Array]:
    """Centre and limits of individual values, and the side of the centre that each is on (-1, 0, 1); last axis is time."""
    centre = y.mean(-1, keepdims=True)
    half = SIGMAS * np.abs(np.diff(y, axis=-1)).mean(-1, keepdims=True) / D2
    return (centre, centre - half, centre + half), np.sign(y - centre)


def deviations(y: Array, std_errors: Array) -> tuple[tuple[Array, Array, Array], Array]:
    """The same for values of unequal standard errors, by their deviations in standard errors."""
    weights = 1 / std_errors**2
    centre = (weights * y).sum(-1, keepdims=True) / weights.sum(-1, keepdims=True)
    z = (y - centre) / std_errors
    spread = np.maximum(1, np.abs(np.diff(z, axis=-1)).mean(-1, keepdims=True) / D2)
    return (centre, centre - SIGMAS * spread * std_errors, centre + SIGMAS * spread * std_errors), np.sign(y - centre)


def runs(side: Array) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Whether each point stands in a run of eight or more on one side of the centre; last axis is time."""
    found = np.zeros(side.shape, dtype=bool)
    for start in range(side.shape[-1] - RUN + 1):
        window = side[..., start : start + RUN]
        found[..., start : start + RUN] |= (np.abs(window.sum(-1)) == RUN)[..., None]
    return found


def false_alarms(kind: Literal["xmr", "root", "z"], n: int) -> float | None:
    """Share of charts of n points without any change that show a signal, between the sizes that were measured (`benchmarks/control.py`).

    None beyond 60 points."""
    measured = FALSE_ALARMS[kind]
    return float(np.interp(n, list(measured), list(measured.values()))) if n <= max(measured) else None


def _unequal(counts: Sequence[int], std_errors: Sequence[float]) -> bool:
    return bool(len(counts) and len(std_errors)) and max(counts) >= UNEQUAL * min(counts) and max(std_errors) > 0


def _frame(periods: Sequence[str], y: Array, limits: tuple[Any, Any, Any], side: Array) -> pd.DataFrame:
    centre, low, high = (np.broadcast_to(limit, y.shape) for limit in limits)
    outside = (y < low) | (y > high)
    return pd.DataFrame({"periode": list(periods), "estimate": y, "centre": centre, "low": low, "high": high, "outside": outside, "run": runs(side)})
