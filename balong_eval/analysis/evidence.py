"""The slopes of a series side by side, each by its method, with what the verdict needs of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from balong_eval.analysis import kendall, slopes
from balong_eval.analysis.slopes import Line

SHORTER, LONGER = 3, 4
LEVEL = 0.95


@dataclass(frozen=True)
class Slope:
    """A slope in units of the series a year.

    Attributes
    ----------
    method : {"random_effects", "gls_ar1", "ols", "theil_sen", "level_shift"}
    estimate : float
    std_error, p_value : float or None
        None for ``theil_sen``.
    ci_low, ci_high : float or None
        None for ``theil_sen`` of four points.
    df : int or None
    n : int
        Points.
    tau2, std_error_adhoc, p_value_adhoc : float or None
        ``random_effects`` only: variance between years; the error and test with the factor max(1, q), which the verdict uses.
    level : float
    """

    method: str
    estimate: float
    std_error: float | None
    ci_low: float | None
    ci_high: float | None
    p_value: float | None
    df: int | None
    n: int
    tau2: float | None = None
    std_error_adhoc: float | None = None
    p_value_adhoc: float | None = None
    level: float = LEVEL


@dataclass(frozen=True)
class Evidence:
    """All slopes, the two lines of the verdict, and the variance about the line.

    Attributes
    ----------
    slopes : tuple of Slope
    first, second : Line
        As `balong_eval.analysis.verdict.direction` takes them.
    tau2, error2 : float or None
        Variance between years and mean squared standard error; None where not every point has a standard error.
    variance : float
        Of a point about the line: tau2 + error2, or the residual variance of ``ols`` where standard errors are missing.
    """

    slopes: tuple[Slope, ...]
    first: Line
    second: Line
    tau2: float | None
    error2: float | None
    variance: float


def gather(points: pd.DataFrame) -> Evidence:
    """Slopes of one unbroken segment of four points or more.

    Parameters
    ----------
    points : DataFrame
        Rows with a value of a `Series`, in order of time.
    """
    times, values = points["time"].to_numpy("float64"), points["nilai"].to_numpy("float64")
    n, plain, alike = len(points), slopes.ols(times, values), slopes.gls(times, values)
    middle = kendall.theil_sen(list(times), list(values))
    rest = (
        _slope("gls_ar1", alike, n),
        _slope("ols", plain, n),
        Slope("theil_sen", middle.estimate, None, middle.ci_low, middle.ci_high, None, None, n),
    )
    if points["galat_baku"].isna().any():
        spread = float(plain.std_error) ** 2 * float(((times - times.mean()) ** 2).sum())
        return Evidence(rest, plain, alike, None, None, spread)
    variances = points["galat_baku"].to_numpy("float64") ** 2
    wide = slopes.random_effects(times, values, variances, adhoc=True)
    knapp = slopes.random_effects(times, values, variances)
    tau2, error2 = float(knapp.tau2 if knapp.tau2 is not None else 0), float(variances.mean())
    found = _slope("random_effects", knapp, n, wide)
    return Evidence((found, *rest), wide, alike, tau2, error2, tau2 + error2)


def level_shift(before: pd.DataFrame, after: pd.DataFrame) -> Slope | None:
    """One slope on both sides of a break, with a step between; None under 3 points on one side and 4 on the other.

    Notes
    -----
    As ``gls_ar1``, with a step: it rests on the slope being one before and after, and never makes a verdict.
    """
    sizes = sorted((len(before), len(after)))
    if sizes[0] < SHORTER or sizes[1] < LONGER:
        return None
    both = pd.concat([before, after])
    times, values = both["time"].to_numpy("float64"), both["nilai"].to_numpy("float64")
    line = slopes.gls(times, values, (before["time"].max() + after["time"].min()) / 2)
    return _slope("level_shift", line, len(both))


def _slope(method: str, line: Line, n: int, adhoc: Line | None = None) -> Slope:
    half = slopes.quantile((1 + LEVEL) / 2, line.df) * float(line.std_error)
    b = float(line.estimate)
    more = {} if adhoc is None or line.tau2 is None else {
        "tau2": float(line.tau2), "std_error_adhoc": float(adhoc.std_error), "p_value_adhoc": float(adhoc.p_value),
    }  # fmt: skip
    return Slope(method, b, float(line.std_error), b - half, b + half, float(line.p_value), line.df, n, **more)


def straight(points: pd.DataFrame, at: float) -> float:
    """Value of the least-squares line at a time, in years."""
    times, values = points["time"].to_numpy("float64"), points["nilai"].to_numpy("float64")
    line = slopes.ols(times, values)
    return float(np.mean(values) + float(line.estimate) * (at - np.mean(times)))
