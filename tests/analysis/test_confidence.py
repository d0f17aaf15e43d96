"""Confidence in each class, and the lower limit in the worst case: vectors of an independent implementation (docs/method.md)."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balong_eval.analysis import skm
from balong_eval.analysis.interval import SINGLE, confidence_below, interval, worst_case_low
from tests.analysis.test_interval import LAW, YEARS, samples
from tests.analysis.test_skm import summary, survey

LIMITS = (64.995, 76.605, 88.305)  # of the classes C, B and A on the unrounded index of 14/2017

# Confidence in D, C, B, A for the years of test_interval.YEARS. Source: docs/method.md.
YEARLY = [
    (0.0, 0.0024841085, 0.9975158914, 0.0),
    (0.0, 0.0, 1.0, 0.0),
    (0.0, 0.0000000556, 0.9999999444, 0.0),
    (0.0, 0.0, 0.1281140659, 0.8718859341),
    (0.0, 0.0, 0.0, 1.0),
    (0.0, 0.0, 0.0, 1.0),
]

# (x, index, variance, n, phi, confidence that the index is below x). Source: docs/method.md.
BELOW = [
    (88.305, 100.0, 0.0, 10, 1.0, 0.0023958464),
    (99.0, 100.0, 0.0, 10, 1.0, 0.5),
    (76.605, 75.0, 0.0, 10, 1.0, 0.9465673420),
    (98.0, 98.6, 0.25, 50, 0.25, 0.0398510616),
    (98.5, 98.6, 0.25, 50, 0.25, 0.4638987744),
    (99.0, 98.6, 0.25, 50, 0.25, 0.9530926373),
]


@pytest.mark.parametrize(("year", "expected"), list(zip(YEARS, YEARLY, strict=True)))
def test_classes_of_six_years(year: tuple[float, ...], expected: tuple[float, ...]) -> None:
    n, ikm, error = int(year[0]), year[1], year[2]
    below = [0.0, *(confidence_below(limit, ikm, error**2, n, n - 1) for limit in LIMITS), 1.0]
    assert [high - low for low, high in pairwise(below)] == pytest.approx(expected, abs=1e-8)


@pytest.mark.parametrize(("x", "ikm", "variance", "n", "phi", "expected"), BELOW)
def test_confidence_below_a_place(x: float, ikm: float, variance: float, n: int, phi: float, expected: float) -> None:
    assert confidence_below(x, ikm, variance, n, n - 1, phi=phi) == pytest.approx(expected, abs=1e-8)


def test_fewer_degrees_of_freedom() -> None:
    """n = 40 in three strata, index 87.6, variance 2.25, phi 0.6 (docs/method.md)."""
    assert confidence_below(88.305, 87.6, 2.25, 40, 37, phi=0.6) == pytest.approx(0.7049505224, abs=1e-8)


@pytest.mark.parametrize("scale", ["index", "unsur"])
def test_confidence_at_the_limits_of_the_interval(scale: str) -> None:
    """0.025 at the lower limit, 0.975 at the upper one: a class is excluded exactly where its tail is under 2.5 %."""
    estimate, options = (85.0, {}) if scale == "index" else (3.4, {"scale": SINGLE})
    variance = 1.44 if scale == "index" else 0.0023
    low, high = interval(estimate, variance, 60, 57, phi=0.8, **options)
    found = [confidence_below(limit, estimate, variance, 60, 57, phi=0.8, **options) for limit in (low, high)]
    assert found == pytest.approx([0.025, 0.975], abs=1e-9)


@LAW
@given(samples(), st.floats(20, 105), st.floats(0, 20), st.floats(0, 1))
def test_confidence_never_falls(sample: tuple[float, float, int], x: float, more: float, phi: float) -> None:
    estimate, variance, n = sample
    first, second = (confidence_below(place, estimate, variance, n, n - 1, phi=phi) for place in (x, x + more))
    assert 0 <= first <= second <= 1
    assert confidence_below(estimate, estimate, variance, n, n - 1, phi=phi) <= 0.5


def test_a_census_is_certain() -> None:
    assert [confidence_below(x, 88.0, 4.0, 40, 39, phi=0.0) for x in (87.9, 88.0, 88.1)] == [0.0, 0.0, 1.0]


def test_classes_of_a_survey_add_up_to_one() -> None:
    """Ten forms of 4 leave 0.0024 under class A (docs/method.md): not certain, although nothing varies."""
    found = summary([[4] * 9] * 10).mutu_confidence
    assert list(found) == ["D", "C", "B", "A"]
    assert sum(found.values()) == pytest.approx(1, abs=1e-12)
    assert found["A"] == pytest.approx(1 - 0.0023958464, abs=1e-8)


def test_the_level_of_the_intervals_leaves_the_confidence_as_it_is() -> None:
    asked = survey([[4] * 9, [3] * 9, [4, 3, 4, 4, 3, 4, 4, 4, 4]] * 10)
    narrow, wide = (skm.summarise(asked, level=level) for level in (0.8, 0.95))
    assert narrow.ci_low > wide.ci_low and narrow.mutu_confidence == wide.mutu_confidence


@pytest.mark.parametrize(("n", "low"), [(10, 76.8627), (30, 91.3223), (100, 97.2837)])
def test_worst_case_where_all_answer_four(n: int, low: float) -> None:
    """25 + 75 * 0.025^(1/n): of users who all answer 1 or 4, so many can answer 4 that n in a row do with 2.5 % (docs/method.md)."""
    assert low == pytest.approx(25 + 75 * 0.025 ** (1 / n), abs=1e-4)
    assert worst_case_low(100.0, 0.0, n, n - 1) == pytest.approx(low, abs=1e-4)


@LAW
@given(samples())
def test_the_worst_case_lies_on_the_scale_and_not_over_the_index(sample: tuple[float, float, int]) -> None:
    estimate, variance, n = sample
    assert 25 <= worst_case_low(estimate, variance, n, n - 1) <= estimate


def test_the_worst_case_stands_under_the_interval_of_a_survey() -> None:
    found = summary([[4] * 9] * 20 + [[4, 3, 4, 4, 3, 4, 4, 4, 4]] * 20)
    assert found.worst_case_low < found.ci_low
