"""Interval of a mean of bounded answers by "one more respondent": closed form, right near the ceiling and in small groups."""

from __future__ import annotations

import math
from dataclasses import dataclass

from scipy import special

METHOD = "one_more_respondent"
QUARTER = 0.25
ALMOST_ALL = 0.999
NOTHING = 1e-15


@dataclass(frozen=True)
class Scale:
    """Ends of the scale of an estimate, and how far towards an end the added respondent stands.

    `step` None: a quarter of the way to that end (an index, a mean of several answers a respondent);
    a number: that much of the scale's length (one answer step, 1/3, for a single unsur on 1-4).
    """

    low: float
    high: float
    step: float | None = None


INDEX = Scale(25.0, 100.0)
SINGLE = Scale(1.0, 4.0, 1 / 3)
WORST = Scale(25.0, 100.0, 1.0)


def interval(
    estimate: float, variance: float, n: int, df: float, *, phi: float = 1.0, level: float = 0.95, scale: Scale = INDEX
) -> tuple[float, float]:
    """Confidence interval of an index or of one unsur.

    The interval is computed as if there were one more respondent, who stands a quarter of the way nearer to the low end
    (for the lower limit) or to the high end (for the upper limit) of the scale; a beta distribution is matched to the mean
    and variance of that augmented sample.

    Parameters
    ----------
    estimate : float
        Point estimate, on `scale`.
    variance : float
        Design variance of the estimate without finite population correction, in units of `scale` squared.
    n : int
        Respondents.
    df : float
        Degrees of freedom, n - strata.
    phi : float, default 1
        Variance with finite population correction divided by variance without; 0 is a census.
    level : float, default 0.95
    scale : Scale, default INDEX (25-100)

    Returns
    -------
    tuple of float
        Lower and upper limit; the whole scale where n < 2 or df < 1 (to be withheld).

    Notes
    -----
    With p = (estimate - low)/(high - low), g the place of the added respondent and N = n + phi::

        m = (n p + phi g)/N
        M = n (n - 1) s2/N + n phi (p - g)^2/N^2,     s2 = variance/(high - low)^2
        v = M/(N - 1) phi (t_q(df + phi)/z_q)^2       at most 0.999 m (1 - m)
        k = m (1 - m)/v - 1
        limit = low + (high - low) BetaInv(q; m k, (1 - m) k)

    Source: docs/method.md, section "Selang"; a relative of Clopper-Pearson for bounded scales and finite populations.
    """
    if n < 2 or df < 1:
        return scale.low, scale.high
    if phi <= 1e-12:
        return estimate, estimate
    tail = (1 - level) / 2
    limits = []
    for upper in (False, True):
        shape = beta_shape(estimate, variance, n, df, phi=phi, upper=upper, scale=scale, tail=tail)
        share = special.betaincinv(*shape, 1 - tail if upper else tail) if shape else None
        limits.append(estimate if share is None else scale.low + (scale.high - scale.low) * float(share))
    return min(limits[0], estimate), max(limits[1], estimate)


def confidence_below(x: float, estimate: float, variance: float, n: int, df: float, *, phi: float = 1.0, scale: Scale = INDEX) -> float:
    """Confidence that the true index lies below `x`, agreeing with the 95 % interval.

    It is below 0.025 exactly where `x` is under the lower limit, above 0.975 exactly where it is over the upper one.

    Parameters
    ----------
    x : float
        Place on `scale`; the other parameters as in `interval`.

    Returns
    -------
    float
        min(BetaCDF(z; lower a, b), 0.5) for x <= estimate, max(BetaCDF(z; upper a, b), 0.5) above, z = (x - low)/(high - low).
        A confidence, not a posterior probability.
    """
    if phi <= 1e-12:
        return float(estimate < x)
    z = min(max((x - scale.low) / (scale.high - scale.low), 0.0), 1.0)
    upper = x > estimate
    shape = beta_shape(estimate, variance, n, df, phi=phi, upper=upper, scale=scale, tail=0.025)
    if shape is None:
        return float(upper)
    below = float(special.betainc(*shape, z))
    return max(below, 0.5) if upper else min(below, 0.5)


def worst_case_low(estimate: float, variance: float, n: int, df: float, *, phi: float = 1.0, level: float = 0.95) -> float:
    """Lower limit for a sample that may have missed a few very unhappy users.

    The one more respondent stands at the very end of the scale; where every answer is the highest it is exact,
    25 + 75 * (1 - level)/2 to the power 1/n.
    """
    if n > 1 and variance == 0 and estimate == WORST.high and phi > 0:
        return WORST.low + (WORST.high - WORST.low) * float(((1 - level) / 2) ** (1 / n))
    return interval(estimate, variance, n, df, phi=phi, level=level, scale=WORST)[0]


def beta_shape(
    estimate: float, variance: float, n: int, df: float, *, phi: float, upper: bool, scale: Scale, tail: float
) -> tuple[float, float] | None:
    """Parameters (a, b) of the beta on [0, 1] that carries one limit; None where nothing varies. See `interval`."""
    width = scale.high - scale.low
    p = (estimate - scale.low) / width
    g = _added(p, upper, scale.step)
    size = n + phi
    m = (n * p + phi * g) / size
    spread = n * (n - 1) * variance / width**2 / size + n * phi * (p - g) ** 2 / size**2
    v = spread / (size - 1) * phi * (special.stdtrit(df + phi, tail) / special.ndtri(tail)) ** 2
    if v < NOTHING or m <= 0 or m >= 1:
        return None
    k = m * (1 - m) / min(v, ALMOST_ALL * m * (1 - m)) - 1
    return m * k, (1 - m) * k


def _added(p: float, upper: bool, step: float | None) -> float:
    if step is None:
        return p + (1 - p) * QUARTER if upper else p - p * QUARTER
    return min(p + step, 1.0) if upper else max(p - step, 0.0)


def std_error(variance: float) -> float:
    """Square root of a variance that rounding may have left just under 0."""
    return math.sqrt(max(variance, 0.0))
