"""Order in time without a model: exact Kendall test, and the median of the slopes between all pairs (Theil and Sen)."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

MOST_WITH_TIES = 8
ALPHA = 0.05


@dataclass(frozen=True)
class Kendall:
    """Agreement of the order of values with the order of time.

    Attributes
    ----------
    s : int
        Pairs that rise less pairs that fall.
    tau : float or None
        tau-b, -1 to 1; None where all values are equal.
    p_value : float or None
        Two-sided, exact; None where values tie and there are more than 8.
    exact : bool
        Whether there is a p-value.
    """

    s: int
    tau: float | None
    p_value: float | None
    exact: bool


@dataclass(frozen=True)
class MedianSlope:
    """Median of the slopes between pairs, units a year, with its interval where one exists."""

    estimate: float
    ci_low: float | None
    ci_high: float | None


def kendall(values: Sequence[float]) -> Kendall:
    """Exact two-sided test of no order; values in order of time.

    Notes
    -----
    ``P(|S| >= |s|)`` over all orders: counted without ties for any n, by going through every order of the values with ties up to n = 8. Equals
    R ``cor.test(time, values, method = "kendall", exact = TRUE)``, which refuses ties.

    Examples
    --------
    >>> kendall([1, 2, 3, 4]).p_value, kendall([2, 1, 2, 4, 5]).s
    (0.08333333333333333, 7)
    """
    n = len(values)
    s = _score(values)
    ties = n - len(set(values))
    pairs = n * (n - 1) // 2
    tied = sum(one == other for one, other in itertools.combinations(values, 2))
    tau = s / (pairs * (pairs - tied)) ** 0.5 if tied < pairs else None
    if not ties:
        return Kendall(s, tau, tail(n, abs(s)), True)
    if n > MOST_WITH_TIES or tau is None:
        return Kendall(s, tau, None, False)
    places = np.unique(np.asarray(values), return_inverse=True)[1]
    return Kendall(s, tau, _tail_with_ties(tuple(sorted(int(place) for place in places)), abs(s)), True)


def tail(n: int, s: int) -> float:
    """``P(|S| >= s)`` when n different values stand in random order.

    Examples
    --------
    >>> [round(tail(5, s), 4) for s in (10, 8)], tail(4, 6)
    ([0.0167, 0.0833], 0.08333333333333333)
    """
    counts = _inversions(n)
    pairs = n * (n - 1) // 2
    reached = sum(count for below, count in enumerate(counts) if abs(pairs - 2 * below) >= s)
    return float(reached / sum(counts))


def theil_sen(times: Sequence[float], values: Sequence[float]) -> MedianSlope:
    """Median of the slopes between all pairs, with the interval of the slopes that the exact test does not reject.

    Notes
    -----
    With c the least number for which ``P(|S| >= c) <= 0.05`` and N pairs, the limits are the ``(N - c)/2 + 1``-th smallest and largest slope; there
    is no such c at n = 4 and no interval, at n = 5 it is the full range. Source: docs/method.md, "Trend".

    Examples
    --------
    >>> theil_sen([0, 1, 2, 3], [1, 2, 3, 5]), theil_sen([0, 1, 2, 3, 5], [1, 2, 3, 5, 5]).ci_high
    (MedianSlope(estimate=1.1666666666666665, ci_low=None, ci_high=None), 2.0)
    """
    points = list(zip(times, values, strict=True))
    found = sorted((y1 - y0) / (t1 - t0) for (t0, y0), (t1, y1) in itertools.combinations(points, 2))
    pairs = len(found)
    needed = next((c for c in range(pairs % 2, pairs + 1, 2) if tail(len(points), c) <= ALPHA), None)
    if needed is None:
        return MedianSlope(float(np.median(found)), None, None)
    place = (pairs - needed) // 2
    return MedianSlope(float(np.median(found)), float(found[place]), float(found[pairs - 1 - place]))


def _score(values: Sequence[float]) -> int:
    return sum((later > earlier) - (later < earlier) for earlier, later in itertools.combinations(values, 2))


@cache
def _inversions(n: int) -> tuple[int, ...]:
    """How many orders of n values have 0, 1, 2, ... falling pairs."""
    counts = [1]
    for size in range(2, n + 1):
        longer = [0] * (len(counts) + size - 1)
        for place, count in enumerate(counts):
            for step in range(size):
                longer[place + step] += count
        counts = longer
    return tuple(counts)


@cache
def _tail_with_ties(places: tuple[int, ...], s: int) -> float:
    """The same over every order of values that tie; `places` are their ranks, sorted."""
    orders = np.array(list(itertools.permutations(places)), dtype=np.int8)
    scores = sum(np.sign(orders[:, later] - orders[:, earlier], dtype=np.int64) for earlier, later in itertools.combinations(range(len(places)), 2))
    return float((np.abs(scores) >= s).mean())
