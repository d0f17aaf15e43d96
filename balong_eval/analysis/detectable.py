"""What a series could have shown: the least slope that the verdict sees in four of five series, and what more answers would change."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from balong_eval.analysis.slopes import RHO, quantile

FACTORS = {4: 3.85, 5: 2.18, 6: 1.53, 7: 1.18, 8: 0.95, 10: 0.68, 12: 0.51}
SHRINK = 0.93
POWER = 0.80
ALPHA = 0.05


@dataclass(frozen=True)
class Answers:
    """What it takes to see a slope of `slope` a year with as many years.

    Attributes
    ----------
    slope : float
        Units of the series a year.
    times : float or None
        How many times as many answers a year as now, 1 where the present ones do; None where no number suffices, for years differ too much by
        themselves, or where it is not known (`known` false).
    known : bool
        Whether sampling error and differences between years can be told apart: every point has a standard error.
    """

    slope: float
    times: float | None
    known: bool


def factor(times: Sequence[float]) -> float:
    """``k``: the slope a year, in standard deviations of a point, that the verdict sees with 80 % power.

    Parameters
    ----------
    times : sequence of float
        Years of the points, four or more; gaps count.

    Notes
    -----
    Yearly points: simulated (`FACTORS`). Else ``(t(.975) sqrt(E[s2] A) + t(.80) sd(b)) / 0.93`` with A the slope's place in ``(X' O^-1 X)^-1``,
    O = 0.6^distance, and E[s2], sd(b) of that fit under independent errors: within 5 % of the simulated values. Source: docs/method.md, "Trend".

    Examples
    --------
    >>> factor(range(2018, 2024)), round(factor([2018, 2019, 2021, 2022, 2023, 2025]), 2)
    (1.53, 1.04)
    """
    steps = np.diff(np.asarray(times, dtype=float))
    if len(times) in FACTORS and np.allclose(steps, 1):
        return FACTORS[len(times)]
    return formula(times)


def formula(times: Sequence[float]) -> float:
    """`factor` by its formula, for points that are not yearly, or as many as were not simulated."""
    t = np.asarray(times, dtype=float)
    df = len(t) - 2
    design = np.column_stack([np.ones_like(t), t - t.mean()])
    inverse = np.linalg.inv(RHO ** np.abs(np.subtract.outer(t, t)))
    spread = np.linalg.inv(design.T @ inverse @ design)
    weights = spread @ design.T @ inverse
    expected = np.trace(inverse - inverse @ design @ weights) / df
    error = math.sqrt((weights @ weights.T)[1, 1])
    return float((quantile(1 - ALPHA / 2, df) * math.sqrt(expected * spread[1, 1]) + quantile(POWER, df) * error) / SHRINK)


def answers(times: Sequence[float], tau2: float | None, error2: float | None, slope: float = 1.0) -> Answers:
    """How many times as many answers a year would show a slope.

    Parameters
    ----------
    times : sequence of float
    tau2, error2 : float or None
        Variance between years and mean squared standard error; None where not every point has a standard error.
    slope : float, default 1
        Units of the series a year.

    Notes
    -----
    ``k sqrt(tau2 + error2 / times) = slope``; no number suffices where ``k sqrt(tau2) >= slope``.
    """
    if tau2 is None or error2 is None:
        return Answers(slope, None, known=False)
    room = (slope / factor(times)) ** 2 - tau2
    return Answers(slope, max(error2 / room, 1.0) if room > 0 else None, known=True)
