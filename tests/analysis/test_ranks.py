"""Ranks that sampling leaves open: by hand, without spread, and against loops."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from balong_eval.analysis.index import strata_of
from balong_eval.analysis.ranks import ranges
from tests.analysis.test_skm import LAW, answers, survey


def halves(n: int, lower: int, same: int = 1) -> list[list[int | None]]:
    """`same` unsur all 4; two more with `lower` answers of 3 each, the one from the top of the file, the other from its end."""
    return [[4] * same + [3 if row < lower else 4, 3 if row >= n - lower else 4] for row in range(n)]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        # Three pairs; differences 5/10 with t = 3, df 9, p = 0.014956 (R: 2 * pt(-3, 9)); times 3 is 0.0449; b and c do not differ.
        (halves(10, 5), [(3, 3), (1, 2), (1, 2)]),
        # Six pairs: 6 * 0.014956 = 0.0897.
        (halves(10, 5, same=2), [(1, 4)] * 4),
        # 5/11: t^2 = 10 * 5/6, p = 0.01620, times 3 is 0.0486; 5/12: t^2 = 11 * 5/7, p = 0.01718, times 3 is 0.0515 (n for n - 1: 0.0412).
        (halves(11, 5), [(3, 3), (1, 2), (1, 2)]),
        (halves(12, 5), [(1, 3)] * 3),
    ],
)
def test_ranges_by_hand(rows: list[list[int | None]], expected: list[tuple[int, int]]) -> None:
    assert ranges(survey(rows)) == expected


@pytest.mark.parametrize(
    ("n", "expected"),
    [
        (10, [(1, 9)] * 9),  # 36 pairs, 36 * 2^-9 = 0.0703
        (11, [(2, 9)] * 8 + [(1, 1)]),  # 36 * 2^-10 = 0.0352
    ],
)
def test_without_spread_a_difference_is_as_unlikely_as_one_side_for_all(n: int, expected: list[tuple[int, int]]) -> None:
    assert ranges(survey([[4] * 8 + [3]] * n)) == expected


def test_without_spread_and_without_difference_nothing_is_known() -> None:
    assert ranges(survey([[3] * 9] * 500)) == [(1, 9)] * 9


@pytest.mark.parametrize(("n", "expected"), [(9, [(1, 2)] * 2), (10, [(2, 2), (1, 1)])])
def test_under_ten_respondents_every_rank_is_open(n: int, expected: list[tuple[int, int]]) -> None:
    assert ranges(survey([[4, 1]] * n)) == expected


def test_one_unsur_is_the_first() -> None:
    assert ranges(survey([[4]] * 12)) == [(1, 1)]


def by_loops(rows: list[list[int | None]], layanan: list[str], users: dict[str, int]) -> list[tuple[int, int]]:
    """Ranges by the formula, one pair and one stratum at a time, Holm by stepping down until one is kept."""
    x = np.array([[np.nan if cell is None else cell for cell in row] for row in rows], dtype=float)
    n, k = x.shape
    means = np.nanmean(x, axis=0)
    scores = np.nan_to_num((x - means) / (~np.isnan(x)).sum(axis=0))
    raw = {}
    for u, v in combinations(range(k), 2):
        d, gap = scores[:, u] - scores[:, v], means[u] - means[v]
        variance = 0.0
        for name in sorted(set(layanan)) if users else [None]:
            part = np.array([value for value, service in zip(d, layanan, strict=True) if name in (None, service)])
            centre = part.mean() if len(part) > 1 else 0
            factor = len(part) / (len(part) - 1) if len(part) > 1 else 1
            variance += (1 - len(part) / users[name] if users else 1) * factor * ((part - centre) ** 2).sum()
        df = n - (len(set(layanan)) if users else 1)
        zero = variance < 1e-18
        raw[u, v] = (1.0 if abs(gap) < 1e-12 else 2.0 ** (1 - n)) if zero else 2 * stats.t.sf(abs(gap) / variance**0.5, df)
    order = sorted(raw, key=raw.get)
    rejected: set[tuple[int, int]] = set()
    for place, chosen in enumerate(order):
        if raw[chosen] * (len(order) - place) >= 0.05:
            break
        rejected.add(chosen)
    lower = [sum(means[u if v == me else v] < means[me] for u, v in rejected if me in (u, v)) for me in range(k)]
    higher = [sum(means[u if v == me else v] > means[me] for u, v in rejected if me in (u, v)) for me in range(k)]
    return [(1 + lower[me], k - higher[me]) for me in range(k)]


@LAW
@given(answers(largest=40), st.data())
def test_ranges_are_the_formula(rows: list[list[int | None]], data: st.DataObject) -> None:
    rows = rows * 3
    layanan = data.draw(st.lists(st.sampled_from("ab"), min_size=len(rows), max_size=len(rows)))
    users = {name: 2 * layanan.count(name) + 3 for name in sorted(set(layanan))}
    asked = survey(rows, layanan=layanan, population=users)
    assert ranges(asked, strata_of(asked)) == by_loops(rows, layanan, users)
    assert ranges(asked) == by_loops(rows, layanan, {})


@LAW
@given(answers(), st.data())
def test_rank_lies_in_its_range_and_a_tally_gives_the_same(rows: list[list[int | None]], data: st.DataObject) -> None:
    times = data.draw(st.lists(st.integers(1, 30), min_size=len(rows), max_size=len(rows)))
    long = [row for row, count in zip(rows, times, strict=True) for _ in range(count)]
    found = ranges(survey(rows, n=times))
    assert found == ranges(survey(long))
    nrr = pd.DataFrame(long, dtype="float64").mean()
    for place, (low, high) in enumerate(found):
        assert 1 <= low <= 1 + int((nrr < nrr[place] - 1e-12).sum()) <= high <= len(found)


def services(second: int) -> dict[str, object]:
    """Eight services whose one user answered, and `second` more that two respondents share, of very many users."""
    names = [f"s{place}" for place in range(8)] + ["x", "y"[: second - 1] or "x"]
    return {"layanan": names, "population": dict.fromkeys(names[:8], 1) | dict.fromkeys(names[8:], 10**9)}


@pytest.mark.parametrize(("second", "expected"), [(1, [(2, 2), (1, 1)]), (2, [(1, 2), (1, 2)])])
def test_one_degree_of_freedom_is_enough_and_none_is_not(second: int, expected: list[tuple[int, int]]) -> None:
    """By hand: NRR 4 and 11/10; of x alone d_i = 0.01 and -0.09, variance 2/1 (0.05^2 + 0.05^2) = 0.01, t = 2.9/0.1 = 29.

    Nine services: df = 1, p = 1 - 2/pi atan(29) = 0.0219 (R: 2 * pt(-29, 1)). Ten services: df = 0, nothing can be said.
    """
    asked = survey([[4, 1]] * 9 + [[4, 2]], **services(second))
    assert ranges(asked, strata_of(asked)) == expected
