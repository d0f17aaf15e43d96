"""Difference of two independent estimates from their intervals: MOVER, square and add."""

from __future__ import annotations

import math
from dataclasses import dataclass

from balong_eval.analysis.interval import INDEX, Scale, interval

STEPS = 60


@dataclass(frozen=True)
class Side:
    """One of two estimates, as `interval` takes it: variance without fpc, n, df, phi, scale."""

    estimate: float
    variance: float
    n: int
    df: float
    phi: float = 1.0
    scale: Scale = INDEX

    def limits(self, level: float) -> tuple[float, float]:
        """Interval of this side."""
        return interval(self.estimate, self.variance, self.n, self.df, phi=self.phi, level=level, scale=self.scale)


@dataclass(frozen=True)
class Difference:
    """After minus before, in units of the scale, with its standard error, interval and two-sided p-value."""

    estimate: float
    std_error: float
    ci_low: float
    ci_high: float
    p_value: float


def difference(after: Side, before: Side, level: float = 0.95) -> Difference:
    """Compare two independent surveys or groups.

    Notes
    -----
    low = d - sqrt((t1 - l1)^2 + (u0 - t0)^2), high = d + sqrt((u1 - t1)^2 + (t0 - l0)^2), with t the estimates and l, u their
    limits; p = 1 - the level at which the interval touches 0. The usual Welch test calls a difference where there is none in up to a
    third of cases near the top of the scale. Source: docs/method.md, "Differences".
    """
    low, high = _limits(after, before, level)
    error = math.sqrt(after.variance * after.phi + before.variance * before.phi)
    return Difference(after.estimate - before.estimate, error, low, high, _p_value(after, before))


def apart(after: float, after_limits: tuple[float, float], before: float, before_limits: tuple[float, float]) -> bool:
    """Whether the interval of the difference of two estimates, from their limits of one level, leaves out 0."""
    low, high = _square_and_add(after, after_limits, before, before_limits)
    return low > 0 or high < 0


def _limits(after: Side, before: Side, level: float) -> tuple[float, float]:
    return _square_and_add(after.estimate, after.limits(level), before.estimate, before.limits(level))


def _square_and_add(after: float, after_limits: tuple[float, float], before: float, before_limits: tuple[float, float]) -> tuple[float, float]:
    (low1, high1), (low0, high0) = after_limits, before_limits
    gap = after - before
    return gap - math.hypot(after - low1, high0 - before), gap + math.hypot(high1 - after, before - low0)


def _p_value(after: Side, before: Side) -> float:
    def leaves_zero(level: float) -> bool:
        return apart(after.estimate, after.limits(level), before.estimate, before.limits(level))

    inside, outside = 1e-6, 1 - 1e-9
    if not leaves_zero(inside):
        return 1.0
    for _ in range(STEPS):
        middle = (inside + outside) / 2
        inside, outside = (middle, outside) if leaves_zero(middle) else (inside, middle)
    return 1 - inside
