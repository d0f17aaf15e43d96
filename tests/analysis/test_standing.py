"""Ranks of independent units: Holm by hand on p-values of an independent script, the step-down against p-values, and how often it errs."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from balong_eval.analysis.holm import holm
from balong_eval.analysis.mover import Side, difference
from balong_eval.analysis.standing import Standing, separated, standings

# Estimate, standard error, n. p-values by scipy.stats (beta.ppf, t.ppf) and optimize.brentq from the formulas of statistics.md 1.4 and 3b:
# A-D 1.39e-05, A-C 0.000297, B-D 0.0223, A-B 0.0270, C-D 0.142, B-C 0.298. Holm: 6 * 1.39e-05 and 5 * 0.000297 are under 0.05, 4 * 0.0223 = 0.089
# is not and ends it, though B-D and A-B would each differ alone.
FOUR = [(90.0, 0.8, 60), (87.0, 0.9, 50), (85.5, 0.7, 80), (83.5, 1.0, 40)]
HOLM = {"A-D": 1.3876009e-05, "A-C": 2.973358e-04, "B-D": 0.022310850, "A-B": 0.026987068, "C-D": 0.141710422, "B-C": 0.297754967}


def side(estimate: float, error: float, n: int) -> Side:
    return Side(estimate, error**2, n, n - 1)


def told(sides: list[Side], alpha: float = 0.05) -> set[tuple[int, int]]:
    """The same pairs from p-values and `holm`."""
    pairs = list(combinations(range(len(sides)), 2))
    adjusted = holm([difference(sides[i], sides[j]).p_value for i, j in pairs])
    found = [(pair, p) for pair, p in zip(pairs, adjusted, strict=True) if p is not None and p <= alpha]
    return {(i, j) if sides[i].estimate > sides[j].estimate else (j, i) for (i, j), _ in found}


def test_p_values_are_those_of_the_independent_script() -> None:
    sides = dict(zip("ABCD", [side(*item) for item in FOUR], strict=True))
    for pair, p_value in HOLM.items():
        high, low = pair.split("-")
        assert difference(sides[high], sides[low]).p_value == pytest.approx(p_value, rel=1e-5)


def test_holm_by_hand() -> None:
    sides = [side(*item) for item in FOUR]
    assert separated(sides) == {(0, 3), (0, 2)}
    assert standings(sides, separated(sides)) == [
        Standing(1, 1, 2, 0, 2, 4), Standing(2, 1, 4, 0, 0, 4), Standing(3, 2, 4, 1, 0, 4), Standing(4, 2, 4, 1, 0, 4),
    ]  # fmt: skip
    assert [place.open for place in standings(sides, separated(sides))] == [1, 3, 2, 2]


def test_it_steps_down() -> None:
    """With D at 83.1 the third p is 0.01086 by the same script: 6 times it is 0.065 (Bonferroni), 4 times it 0.043; then 3 * 0.0270 ends it."""
    sides = [side(*item) for item in [*FOUR[:3], (83.1, 1.0, 40)]]
    assert separated(sides) == {(0, 3), (0, 2), (1, 3)}


def test_order_of_the_units_is_irrelevant() -> None:
    sides = [side(*item) for item in FOUR]
    again = standings(sides[::-1], separated(sides[::-1]))[::-1]
    assert again == standings(sides, separated(sides))


def test_ties_share_a_rank_and_nothing_tells_equal_units_apart() -> None:
    sides = [side(80.0, 0.0, 50)] * 3
    assert standings(sides, separated(sides)) == [Standing(1, 1, 3, 0, 0, 3)] * 3
    assert separated([]) == set() and standings([side(80.0, 1.0, 50)], set()) == [Standing(1, 1, 1, 0, 0, 1)]


def test_all_told_apart() -> None:
    sides = [side(60.0, 0.5, 100), side(95.0, 0.5, 100), side(80.0, 0.5, 100)]
    assert [(place.rank, place.rank_low, place.rank_high) for place in standings(sides, separated(sides))] == [(3, 3, 3), (1, 1, 1), (2, 2, 2)]


@given(st.lists(st.tuples(st.floats(60, 99.5), st.floats(0, 2), st.integers(10, 400)), min_size=2, max_size=6))
def test_the_step_down_is_holm_on_p_values(drawn: list[tuple[float, float, int]]) -> None:
    sides = [side(*item) for item in drawn]
    assert separated(sides) == told(sides)


@pytest.mark.parametrize(("n", "top"), [((10, 30, 300), 1.9), ((30,), 1.9), ((100,), 1.0)])
def test_like_units_are_told_apart_in_at_most_five_per_cent(n: tuple[int, ...], top: float) -> None:
    """21 units of one population (nine answers of each respondent alike): any pair told apart is wrong. 300 runs; 5 % and three errors, 8.8 %."""
    rng, wrong = np.random.default_rng(21), 0
    for _ in range(300):
        sides = []
        for place in range(21):
            size = n[place % len(n)]
            scores = top + 0.7 * rng.standard_normal((size, 1)) + 0.7 * rng.standard_normal((size, 9))
            means = 25 * (1.0 + (scores > 0) + (scores > 1) + (scores > 2)).mean(axis=1)
            sides.append(Side(float(means.mean()), float(means.var(ddof=1) / size), size, size - 1))
        wrong += bool(separated(sides))
    assert wrong <= 0.088 * 300
