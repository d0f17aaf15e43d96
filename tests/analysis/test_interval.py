"""Interval by one more respondent: vectors of an independent implementation, edges, and the laws it must obey.

Vectors: docs/method.md, section Selang; made with scipy.stats.beta, which the package does not use.
"""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from balong_eval.analysis.interval import INDEX, SINGLE, Scale, interval, std_error

LAW = settings(deadline=None, derandomize=True, max_examples=300)
CLOSE = 1e-6

# (n, index, standard error, lower limit, upper limit): six years of one office.
YEARS = [
    (10, 82.7777777778, 0.6928995161, 78.13128613, 84.78696552),
    (243, 81.0470964792, 0.6335839513, 79.72844880, 82.29650201),
    (401, 78.0894984760, 0.2680793530, 77.52494766, 78.62766749),
    (299, 89.0561129692, 0.6094352395, 87.77641730, 90.23359585),
    (717, 98.5936773594, 0.1400630446, 98.27597501, 98.85556145),
    (338, 97.2057856673, 0.1855030250, 96.76218702, 97.56029751),
]

# n -> lower limit where all answer 4; the upper one is 100.
ALL_FOUR = {
    2: 46.41036712,
    3: 72.27964351,
    5: 85.20196615,
    10: 92.95231080,
    20: 96.52166891,
    30: 97.68740550,
    50: 98.61466182,
    100: 99.30793144,
    380: 99.81795997,
}
ALL_THREE = {5: (67.45459420, 78.67906358), 10: (71.30430948, 76.82569637), 30: (73.77009502, 75.61250464), 100: (74.63040373, 75.18457682)}
ALL_ONE = {5: 39.79803385, 10: 32.04768920, 30: 27.31259450, 100: 25.69206856}

# (n, NRR, variance, lower, upper): one unsur on 1-4, the added respondent a whole answer step away.
UNSUR = [
    (10, 3.8, 0.04, 3.12436829, 3.99900078),
    (30, 3.5, 0.01, 3.24447754, 3.69889253),
    (100, 1.2, 0.0025, 1.11148106, 1.32043054),
    (338, 3.55, 0.001, 3.48305286, 3.61162473),
    (10, 4.0, 0.0, 3.62391725, 4.0),
    (30, 4.0, 0.0, 3.87665162, 4.0),
    (100, 4.0, 0.0, 3.96308909, 4.0),
]

# Level -> limits at n = 60, index 85, variance 1.44.
LEVELS = {
    0.80: (83.17633097, 86.57739717),
    0.90: (82.69899491, 86.99387450),
    0.95: (82.27417993, 87.35439336),
    0.99: (81.40995680, 88.05975811),
}


@pytest.mark.parametrize(("n", "ikm", "error", "low", "high"), YEARS)
def test_years_of_one_office(n: int, ikm: float, error: float, low: float, high: float) -> None:
    assert interval(ikm, error**2, n, n - 1) == pytest.approx((low, high), abs=CLOSE)


@pytest.mark.parametrize(("n", "low"), ALL_FOUR.items())
def test_all_answer_four(n: int, low: float) -> None:
    found = interval(100.0, 0.0, n, n - 1)
    assert found == pytest.approx((low, 100.0), abs=CLOSE)
    assert found[1] == 100.0


@pytest.mark.parametrize(("n", "limits"), ALL_THREE.items())
def test_all_answer_three(n: int, limits: tuple[float, float]) -> None:
    assert interval(75.0, 0.0, n, n - 1) == pytest.approx(limits, abs=CLOSE)


@pytest.mark.parametrize(("n", "high"), ALL_ONE.items())
def test_all_answer_one(n: int, high: float) -> None:
    assert interval(25.0, 0.0, n, n - 1) == pytest.approx((25.0, high), abs=CLOSE)


@pytest.mark.parametrize(("n", "nrr", "variance", "low", "high"), UNSUR)
def test_single_unsur(n: int, nrr: float, variance: float, low: float, high: float) -> None:
    assert interval(nrr, variance, n, n - 1, scale=SINGLE) == pytest.approx((low, high), abs=CLOSE)


@pytest.mark.parametrize(("level", "limits"), LEVELS.items())
def test_levels(level: float, limits: tuple[float, float]) -> None:
    assert interval(85.0, 1.44, 60, 59, level=level) == pytest.approx(limits, abs=CLOSE)


def test_level_is_95_unless_said() -> None:
    assert interval(85.0, 1.44, 60, 59) == interval(85.0, 1.44, 60, 59, level=0.95)


@pytest.mark.parametrize(("phi", "limits"), [(1.0, (96.82710680, 99.41322200)), (0.25, (97.93101063, 99.05695578)), (0.0, (98.6, 98.6))])
def test_finite_population(phi: float, limits: tuple[float, float]) -> None:
    assert interval(98.6, 0.25, 50, 49, phi=phi) == pytest.approx(limits, abs=CLOSE)


def test_strata_cost_degrees_of_freedom() -> None:
    assert interval(85.0, 1.44, 60, 57, phi=0.8) == pytest.approx((82.59069205, 87.11477412), abs=CLOSE)


def test_a_census_has_no_uncertainty() -> None:
    assert interval(87.65432, 3.0, 40, 39, phi=0.0) == (87.65432, 87.65432)


@pytest.mark.parametrize(("n", "df"), [(0, -1), (1, 0), (2, 0), (5, 0.5)])
def test_nothing_is_known_of_one_respondent(n: int, df: float) -> None:
    assert interval(90.0, 0.0, n, df) == (25.0, 100.0)
    assert interval(3.6, 0.0, n, df, scale=SINGLE) == (1.0, 4.0)


def test_one_respondent_of_one_is_still_withheld() -> None:
    """Withheld comes before census: n < 2 gives the whole scale even where phi is 0."""
    assert interval(90.0, 0.0, 1, 0, phi=0.0) == (25.0, 100.0)


@pytest.mark.parametrize(("variance", "expected"), [(4.0, 2.0), (0.0, 0.0), (-1e-18, 0.0)])
def test_standard_error(variance: float, expected: float) -> None:
    assert std_error(variance) == expected


@st.composite
def samples(draw: st.DrawFn, scale: Scale = INDEX) -> tuple[float, float, int]:
    """(estimate, variance, n) that answers on the scale can have: at most the variance of answers at both ends."""
    n = draw(st.integers(2, 2000))
    p = draw(st.floats(0, 1))
    share = draw(st.floats(0, 1))
    width = scale.high - scale.low
    return scale.low + width * p, share * width**2 * p * (1 - p) / (n - 1), n


@LAW
@given(samples(), st.floats(0.5, 0.999), st.floats(0, 1))
def test_limits_lie_on_the_scale_around_the_estimate(sample: tuple[float, float, int], level: float, phi: float) -> None:
    estimate, variance, n = sample
    low, high = interval(estimate, variance, n, n - 1, phi=phi, level=level)
    assert 25.0 <= low <= estimate <= high <= 100.0


@LAW
@given(samples(SINGLE), st.floats(0.5, 0.999))
def test_limits_of_an_unsur_lie_on_its_scale(sample: tuple[float, float, int], level: float) -> None:
    estimate, variance, n = sample
    low, high = interval(estimate, variance, n, n - 1, level=level, scale=SINGLE)
    assert 1.0 <= low <= estimate <= high <= 4.0


@LAW
@given(samples(), st.floats(0.8, 0.998), st.floats(0.0005, 0.15))
def test_a_wider_level_gives_a_wider_interval(sample: tuple[float, float, int], level: float, more: float) -> None:
    estimate, variance, n = sample
    narrow = interval(estimate, variance, n, n - 1, level=level)
    wide = interval(estimate, variance, n, n - 1, level=min(level + more, 0.999))
    assert wide[0] <= narrow[0] + 1e-9
    assert wide[1] >= narrow[1] - 1e-9


@pytest.mark.parametrize("scale", [INDEX, SINGLE])
@LAW
@given(share=st.floats(0, 1), place=st.floats(0, 1), n=st.integers(2, 2000), phi=st.floats(0.001, 1))
def test_mirrored_data_give_the_mirrored_interval(scale: Scale, share: float, place: float, n: int, phi: float) -> None:
    width = scale.high - scale.low
    estimate, variance = scale.low + width * place, share * width**2 * place * (1 - place) / (n - 1)
    low, high = interval(estimate, variance, n, n - 1, phi=phi, scale=scale)
    mirrored = interval(scale.low + scale.high - estimate, variance, n, n - 1, phi=phi, scale=scale)
    assert mirrored == pytest.approx((scale.low + scale.high - high, scale.low + scale.high - low), abs=1e-7 * width)


@LAW
@given(samples(), st.integers(1, 500))
def test_more_respondents_of_the_same_spread_give_a_narrower_interval(sample: tuple[float, float, int], more: int) -> None:
    estimate, variance, n = sample
    low, high = interval(estimate, variance, n, n - 1)
    closer = interval(estimate, variance * (n - 1) / (n + more - 1), n + more, n + more - 1)
    assert closer[0] >= low - 1e-9
    assert closer[1] <= high + 1e-9


def test_a_large_sample_has_the_normal_interval() -> None:
    """With 10 million respondents one more is nothing: estimate +- 1.959964 standard errors."""
    low, high = interval(80.0, 1e-4, 10_000_000, 9_999_999)
    half = 1.959963984540054 * math.sqrt(1e-4)  # R: qnorm(.975)
    assert (low, high) == pytest.approx((80 - half, 80 + half), abs=1e-4)
