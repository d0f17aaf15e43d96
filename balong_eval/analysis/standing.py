"""Order of independent units with what sampling leaves open: all paired differences of their indexes, by Holm."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import combinations

from balong_eval.analysis.mover import Side, apart

ALPHA = 0.05


@dataclass(frozen=True)
class Standing:
    """Place of a unit among those compared, 1 = highest index.

    Attributes
    ----------
    rank : int
        1 + the number of units with a strictly higher index; ties share.
    rank_low, rank_high : int
        Best and worst rank that sampling leaves open.
    above, below : int
        Units that are surely higher, surely lower.
    k : int
        Units compared.
    """

    rank: int
    rank_low: int
    rank_high: int
    above: int
    below: int
    k: int

    @property
    def open(self) -> int:
        """Other units that cannot be told from this one."""
        return self.k - 1 - self.above - self.below


def separated(sides: Sequence[Side], alpha: float = ALPHA) -> set[tuple[int, int]]:
    """Pairs (higher, lower) of places in `sides` that differ, over all pairs together at `alpha`.

    Notes
    -----
    Holm's step-down over the k(k - 1)/2 p-values of `balong_eval.analysis.mover.difference`, without computing one: of m pairs of which r are
    already told apart, those with p <= alpha/(m - r) are, and p <= a exactly where the interval of level 1 - a leaves out 0. So
    each round needs one interval a unit. It ends when a round tells no more pairs apart.
    Source: docs/method.md, "Many units".
    """
    pairs = list(combinations(range(len(sides)), 2))
    found: set[tuple[int, int]] = set()
    while len(found) < len(pairs):
        level = 1 - alpha / (len(pairs) - len(found))
        limits = [side.limits(level) for side in sides]
        told = {order for i, j in pairs if (order := _order(sides, limits, i, j))}
        if len(told) <= len(found):
            break
        found = told
    return found


def standings(sides: Sequence[Side], told: Collection[tuple[int, int]]) -> list[Standing]:
    """Rank and range of ranks of each unit, in the order given, from the pairs told apart (`separated`).

    Notes
    -----
    Where no pair is told apart in the wrong direction (with the probability 1 - alpha or more) every true rank lies in its range.
    """
    k = len(sides)
    found = []
    for place, side in enumerate(sides):
        above, below = (sum(pair[end] == place for pair in told) for end in (1, 0))
        rank = 1 + sum(other.estimate > side.estimate for other in sides)
        found.append(Standing(rank, 1 + above, k - below, above, below, k))
    return found


def _order(sides: Sequence[Side], limits: Sequence[tuple[float, float]], i: int, j: int) -> tuple[int, int] | None:
    """(higher, lower) where the interval of the difference leaves out 0."""
    if not apart(sides[i].estimate, limits[i], sides[j].estimate, limits[j]):
        return None
    return (i, j) if sides[i].estimate > sides[j].estimate else (j, i)
