"""The verdict on a series: by hand, by law, and where it must hold its tongue. Slopes against R stand in tests/reference/test_trend.py."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from balong_eval.analysis import detectable, evidence, kendall, projection, slopes, trend, verdict
from balong_eval.analysis.slopes import Line
from balong_eval.intake import series
from balong_eval.intake.series import Break, Series

CASES = Path(__file__).parents[1] / "cases"
RISING = [70.1, 71.3, 72.2, 73.9, 74.7, 76.1]
VALUE = st.integers(2500, 10000).map(lambda cents: cents / 100)
VALUES = st.lists(VALUE, min_size=4, max_size=9)


def of(values: list[float | None], *, first: int = 2018, errors: object = 0.5, **more: list) -> Series:
    """A yearly series from `first`; `errors` one for all, or one each."""
    each = errors if isinstance(errors, list) else [errors] * len(values)
    rows = [{"periode": str(first + place), "nilai": value, "galat_baku": each[place]} for place, value in enumerate(values)]
    for name, column in more.items():
        rows = [row | {name: entry} for row, entry in zip(rows, column, strict=True)]
    return series.build("deret", rows, bounds=(25.0, 100.0))


def judged(values: list[float | None], **options: object) -> trend.Trend:
    return trend.estimate(of(values, **options))


# --- the rule -------------------------------------------------------------------------------------------------------------


def line(estimate: float, p: float) -> Line:
    return Line(np.array(estimate), np.array(1.0), np.array(p), 4)


@pytest.mark.parametrize(
    ("first", "second", "n", "expected"),
    [
        ((1, 0.049), (1, 0.049), 5, "naik"),
        ((-1, 0.049), (-1, 0.049), 5, "turun"),
        ((1, 0.049), (1, 0.049), 4, "indikasi_naik"),
        ((-1, 0.001), (-2, 0.001), 4, "indikasi_turun"),
        ((1, 0.05), (1, 0.001), 6, "belum_dapat_disimpulkan"),
        ((1, 0.001), (1, 0.05), 6, "belum_dapat_disimpulkan"),
        ((1, 0.001), (-1, 0.001), 6, "belum_dapat_disimpulkan"),
    ],
)
def test_both_tests_and_one_sign(first: tuple, second: tuple, n: int, expected: str) -> None:
    assert verdict.judge(line(*first), line(*second), n)[0] == expected


def test_reasons_name_the_test_that_does_not_see_it() -> None:
    assert verdict.judge(line(1, 0.2), line(1, 0.01), 6)[1] == ("uji_antartahun",)
    assert verdict.judge(line(1, 0.01), line(1, 0.2), 6)[1] == ("uji_tahun_berdekatan",)
    assert verdict.judge(line(1, 0.2), line(1, 0.2), 6)[1] == ("uji_antartahun", "uji_tahun_berdekatan")
    assert verdict.judge(line(1, 0.01), line(-1, 0.01), 6)[1] == ("arah_berlawanan",)
    assert verdict.judge(line(1, 0.01), line(1, 0.01), 4)[1] == ("kedua_uji_searah", "hanya_empat_titik")


def test_a_steady_rise() -> None:
    found = judged(RISING)
    assert (found.verdict, found.reasons, found.n_points) == ("naik", ("kedua_uji_searah",), 6)
    assert [slope.method for slope in found.slopes] == ["random_effects", "gls_ar1", "ols", "theil_sen"]
    assert all(slope.ci_low < slope.estimate < slope.ci_high for slope in found.slopes)
    plain = found.slope("ols")
    assert plain.ci_high - plain.estimate == pytest.approx(2.776445105197799 * plain.std_error, rel=1e-9)  # R: qt(.975, 4)
    assert all(slope.n == 6 and (slope.df == 4 or slope.method == "theil_sen") for slope in found.slopes)


def test_the_first_test_has_the_ad_hoc_factor() -> None:
    """Values much nearer to a line than their errors of 2 allow: Knapp and Hartung's error is 5 times too small, the ad hoc one is not."""
    found = judged([70, 70.52, 70.98, 71.53, 72.01], errors=2.0)
    random = found.slope("random_effects")
    assert random.p_value < 0.001 < 0.05 < random.p_value_adhoc and random.tau2 == 0
    assert found.slope("gls_ar1").p_value < 0.05
    assert (found.verdict, found.reasons) == ("belum_dapat_disimpulkan", ("uji_antartahun",))
    # equal errors: the ad hoc standard error is 2/sqrt(10), from sum (t - 3)^2 = 10
    assert random.std_error_adhoc == pytest.approx(2 / math.sqrt(10), rel=1e-12)
    assert found.first.std_error == random.std_error_adhoc and found.first.p_value == random.p_value_adhoc
    assert found.first.ci_high - found.first.estimate == pytest.approx(3.182446305284263 * 2 / math.sqrt(10), rel=1e-9)  # R: qt(.975, 3)


def test_years_that_are_alike_are_no_trend() -> None:
    """Two levels, three years each: least squares and random effects see a rise, years alike do not."""
    found = judged([70.0, 70.4, 69.9, 76.1, 75.8, 76.3])
    assert found.slope("ols").p_value < 0.05 and found.first.p_value < 0.05
    assert (found.verdict, found.reasons) == ("belum_dapat_disimpulkan", ("uji_tahun_berdekatan",))


def test_without_every_standard_error_the_first_test_is_least_squares() -> None:
    errors = [0.5] * 5 + [None]
    found = judged(RISING, errors=errors)
    assert found.slope("random_effects") is None and found.first.method == "ols"
    assert (found.verdict, found.reasons) == ("naik", ("kedua_uji_searah", "galat_baku_tidak_lengkap"))
    assert found.answers is not None and not found.answers.known


def test_equal_errors_make_random_effects_least_squares() -> None:
    """Hand: with tau2 > 0 and equal errors, tau2 = s2 - SE^2 and Knapp and Hartung's test is that of least squares."""
    found = judged([70.0, 75.0, 71.0, 78.0, 74.0, 81.0])
    random, plain = found.slope("random_effects"), found.slope("ols")
    assert [random.estimate, random.std_error, random.p_value] == pytest.approx([plain.estimate, plain.std_error, plain.p_value], rel=1e-9)
    assert random.tau2 + 0.25 == pytest.approx(plain.std_error**2 * 17.5, rel=1e-9)


@pytest.mark.parametrize("errors", [0.5, 0.0, None, [0.5, 0.7, 0.3, 1.1, 0.9, 0.6]])
def test_values_that_never_change(errors: object) -> None:
    """82.1 is no binary number: rounding makes no trend."""
    found = judged([82.1] * 6, errors=errors)
    assert found.verdict == "belum_dapat_disimpulkan" and found.kendall.tau is None and found.kendall.p_value is None
    assert all(slope.estimate == 0 for slope in found.slopes) and found.slope("ols").p_value == 1


def test_errors_of_zero_are_least_squares() -> None:
    found = judged(RISING, errors=0.0)
    random, plain = found.slope("random_effects"), found.slope("ols")
    assert (random.estimate, random.p_value, random.p_value_adhoc) == (plain.estimate, plain.p_value, plain.p_value)
    assert random.tau2 == pytest.approx(plain.std_error**2 * 17.5)
    assert math.isfinite(judged(RISING, errors=[0.0, 0.5, 0.0, 0.5, 0.5, 0.5]).first.p_value)


def test_errors_as_unequal_as_one_to_twenty_five() -> None:
    """metafor 3.8.1: rma(y, s^2, mods = ~ t, control = list(threshold = 1e-12, maxiter = 10000)) gives tau2 = 0; test = "knha", then "adhoc"."""
    found = judged([70, 70.45, 71.3, 71.1, 72.4], errors=[0.05, 0.04, 1.0, 1.0, 0.5]).slope("random_effects")
    assert found is not None and found.tau2 == 0
    assert [found.estimate, found.std_error, found.p_value] == pytest.approx([0.477090743371, 0.040158643679, 0.001282439404], rel=1e-8)
    assert [found.std_error_adhoc, found.p_value_adhoc] == pytest.approx([0.05800325345, 0.00376170768], rel=1e-8)


def test_likelihood_is_highest_at_its_tau2() -> None:
    rng = np.random.default_rng(3)
    times, values, variances = np.arange(7.0), rng.normal(size=(300, 7)) * 2, rng.uniform(0.1, 6, (300, 7))
    found = slopes.reml(times, values, variances)
    best = slopes._likelihood(times, values, variances + found[:, None])
    for other in np.linspace(0, 40, 400):
        assert (slopes._likelihood(times, values, variances + other) <= best + 1e-9).all()
    assert (found == 0).any() and (found > 0).any()


# --- titik kurang ---------------------------------------------------------------------------------------------------------


def test_a_printed_trend_of_two_years_has_too_few_points() -> None:
    """LKjIP 2020 of Kecamatan Gunung Kaler: 2019 beside 2020."""
    rows = json.loads((CASES / "plan" / "gunungkaler_2019_2020.json").read_text(encoding="utf-8"))["rows"]
    for row in rows:
        before, after = (float(text.replace(",", ".")) for text in row["realisasi"])
        found = judged([before, after], first=2019, errors=None)
        assert (found.verdict, found.reasons) == ("titik_kurang", ("kurang_dari_empat_titik",))
        assert found.slopes == () and found.kendall is None and found.smallest_detectable_slope is None and found.projection == ()
        assert found.step.estimate == pytest.approx(after - before) and found.step.std_error is None


def test_the_difference_in_place_of_a_trend() -> None:
    """Hand: sqrt(0.6^2 + 0.8^2) = 1; 1.959964 is the normal quantile."""
    step = judged([80.0, 83.0], errors=[0.6, 0.8]).step
    assert (step.first, step.last) == ("2018", "2019")
    assert [step.estimate, step.std_error, step.ci_low, step.ci_high] == pytest.approx([3, 1, 3 - 1.959964, 3 + 1.959964], rel=1e-6)


@pytest.mark.parametrize(("n", "expected"), [(1, "titik_kurang"), (3, "titik_kurang"), (4, "indikasi_naik"), (5, "naik")])
def test_how_far_the_verdict_goes_depends_on_the_points(n: int, expected: str) -> None:
    assert judged([70 + 2 * place + 0.01 * (place % 2) for place in range(n)], errors=0.1).verdict == expected


def test_missing_years_count_as_distance() -> None:
    """The same values with two missing years between rise more slowly, and no value is made up."""
    dense, gappy = judged(RISING), judged([*RISING[:3], None, None, *RISING[3:]])
    assert len(gappy.comparable) == gappy.n_points == 6
    assert gappy.slope("ols").estimate < dense.slope("ols").estimate
    times = np.array([2018.5, 2019.5, 2020.5, 2023.5, 2024.5, 2025.5])
    assert gappy.slope("ols").estimate == pytest.approx(np.polyfit(times, RISING, 1)[0])


# --- breaks ---------------------------------------------------------------------------------------------------------------

OLD, NEW = "permenpanrb_16_2014", "permenpanrb_14_2017"


def test_a_jump_at_a_change_of_regulation_is_no_trend() -> None:
    """16/2014 became 14/2017; without the break the same values are judged on all points, and seem to rise."""
    values = [70.2, 71.0, 70.4, 71.3, 74.6, 75.9, 75.2, 76.3]
    cut = judged(values, rezim=[OLD] * 4 + [NEW] * 4)
    whole = judged(values)
    assert cut.verdict == "belum_dapat_disimpulkan" and cut.reasons[-1] == "patahan"
    assert cut.as_dict()["comparable"] == [2022, 2023, 2024, 2025] and cut.as_dict()["breaks"] == [{"before": 2022, "reason": f"{OLD} → {NEW}"}]
    assert whole.verdict == "naik" and whole.as_dict()["comparable"] == list(range(2018, 2026))
    assert cut.n_points == 8 and cut.slope("level_shift").n == 8


@given(VALUES, st.lists(VALUE, min_size=1, max_size=5), st.lists(VALUE, min_size=1, max_size=5))
@settings(max_examples=40, deadline=None)
def test_values_before_a_break_change_nothing(after: list[float], before: list[float], other: list[float]) -> None:
    found = [judged([*past, *after], first=2018 - len(past), rezim=["A"] * len(past) + ["B"] * len(after)) for past in (before, other)]
    alone = judged(after)
    for one in found:
        assert one.verdict == alone.verdict and one.kendall == alone.kendall and one.projection == alone.projection
        assert [slope for slope in one.slopes if slope.method != "level_shift"] == list(alone.slopes)
        assert one.smallest_detectable_slope == alone.smallest_detectable_slope


@pytest.mark.parametrize(
    ("before", "after", "shown"), [(3, 4, True), (4, 3, True), (3, 3, False), (2, 5, False), (5, 2, False), (2, 9, False), (6, 6, True)]
)
def test_a_modelled_step_needs_three_points_and_four(before: int, after: int, shown: bool) -> None:
    rng = np.random.default_rng(5)
    values = [*(70 + rng.normal(size=before)), *(75 + rng.normal(size=after))]
    found = judged(values, rezim=["A"] * before + ["B"] * after)
    assert (found.slope("level_shift") is not None) is shown
    assert not shown or found.slope("level_shift").df == before + after - 3 >= 4
    assert (found.verdict == "titik_kurang") is (after < 4)


def test_a_step_takes_the_jump_out_of_the_slope() -> None:
    """70, 71, 72 | 83, 84, 85, 86: a slope of 1 and a step of 10."""
    found = judged([70, 71, 72, 83, 84, 85, 86], rezim=["A"] * 3 + ["B"] * 4).slope("level_shift")
    assert found.estimate == pytest.approx(1) and found.std_error == pytest.approx(0, abs=1e-9)


def test_of_several_breaks_the_last_counts() -> None:
    found = judged(RISING + RISING, rezim=["A"] * 2 + ["B"] * 4 + ["C"] * 6)
    assert len(found.comparable) == 6 and len(found.series.breaks) == 2
    assert found.slope("level_shift").n == 10, "the step joins the last two segments only"


def test_a_break_after_the_last_value_cuts_nothing_off() -> None:
    base = of(RISING, rezim=["A"] * 6)
    later = Series(base.name, base.points, (Break("2024", "kuesioner baru"),), (), base.bounds)
    found = trend.estimate(later)
    assert found.verdict == "naik" and found.passed == () and found.projection == ()


# --- laws -----------------------------------------------------------------------------------------------------------------

FLIPPED = {"naik": "turun", "turun": "naik", "indikasi_naik": "indikasi_turun", "indikasi_turun": "indikasi_naik"}
ERRORS = st.lists(st.sampled_from([0.3, 0.5, 1.0, 2.5]), min_size=9, max_size=9)


@st.composite
def sloping(draw: st.DrawFn) -> list[float]:
    """Values about a line of any slope, so that every verdict comes up."""
    n, slope = draw(st.integers(4, 9)), draw(st.sampled_from([-3, -1, 0, 1, 3]))
    return [50 + slope * place + draw(st.integers(-100, 100)) / 100 for place in range(n)]


@given(sloping(), ERRORS, st.integers(-60, 60))
@settings(max_examples=60, deadline=None)
def test_a_shift_of_all_values_or_years_changes_nothing(values: list[float], errors: list[float], shift: int) -> None:
    one = judged(values, errors=errors[: len(values)])
    two = judged([value + shift / 4 for value in values], errors=errors[: len(values)], first=2018 + shift)
    assert one.verdict == two.verdict and one.kendall == two.kendall
    assert two.smallest_detectable_slope == pytest.approx(one.smallest_detectable_slope, rel=1e-6)
    for before, after in zip(one.slopes, two.slopes, strict=True):
        assert after.estimate == pytest.approx(before.estimate, abs=1e-6)


@given(sloping(), ERRORS)
@settings(max_examples=60, deadline=None)
def test_a_flip_of_the_sign_turns_the_verdict(values: list[float], errors: list[float]) -> None:
    one, two = judged(values, errors=errors[: len(values)]), judged([100 - value for value in values], errors=errors[: len(values)])
    assert two.verdict == FLIPPED.get(one.verdict, one.verdict)
    for before, after in zip(one.slopes, two.slopes, strict=True):
        assert after.estimate == pytest.approx(-before.estimate, abs=1e-6)
        if before.ci_low is not None:
            assert [after.ci_low, after.ci_high] == pytest.approx([-before.ci_high, -before.ci_low], abs=1e-6)


@given(sloping(), ERRORS, st.sampled_from([0.1, 4.0]))
@settings(max_examples=40, deadline=None)
def test_the_rule_knows_no_unit(values: list[float], errors: list[float], scale: float) -> None:
    one = judged(values, errors=errors[: len(values)])
    two = judged([scale * value for value in values], errors=[scale * error for error in errors[: len(values)]])
    assume(all(abs(p - 0.05) > 1e-6 for p in (one.first.p_value, one.slope("gls_ar1").p_value)))
    assert one.verdict == two.verdict
    assert two.first.p_value == pytest.approx(one.first.p_value, rel=1e-5, abs=1e-9)


def test_points_of_the_document_are_those_of_the_series() -> None:
    """Every period as it was given, null where nothing was: a period without a value keeps its target, one without regime has none."""
    target = [None] * 3 + [75.5]
    assert judged([70.1, None, 72.2, None], errors=[0.5, None, None, None], target=target, rezim=["A"] * 4).as_dict()["points"] == [
        {"periode": 2018, "nilai": 70.1, "galat_baku": 0.5, "target": None, "rezim": "A"},
        {"periode": 2019, "nilai": None, "galat_baku": None, "target": None, "rezim": "A"},
        {"periode": 2020, "nilai": 72.2, "galat_baku": None, "target": None, "rezim": "A"},
        {"periode": 2021, "nilai": None, "galat_baku": None, "target": 75.5, "rezim": "A"},
    ]
    assert [point["rezim"] for point in judged([70.1, 71.3]).as_dict()["points"]] == [None, None]


@given(VALUES)
@settings(max_examples=40, deadline=None)
def test_json_holds_no_nan_and_every_slope_its_keys(values: list[float]) -> None:
    document = judged(values).as_dict()
    json.dumps(document, allow_nan=False)
    assert list(document) == [
        "schema", "n_points", "points", "comparable", "breaks", "slopes", "kendall", "verdict", "reasons", "smallest_detectable_slope", "projection",
        "findings",
    ]  # fmt: skip
    tested = ["method", "estimate", "std_error", "ci_low", "ci_high", "p_value", "df"]
    assert {slope["method"]: list(slope) for slope in document["slopes"]} == {
        "random_effects": [*tested, "tau2", "std_error_adhoc", "p_value_adhoc"], "gls_ar1": tested, "ols": tested,
        "theil_sen": ["method", "estimate", "ci_low", "ci_high"],
    }  # fmt: skip
    assert document["kendall"] is None or list(document["kendall"]) == ["tau", "p_value", "exact"]
    ahead = ["periode", "method", "estimate", "ci_low", "ci_high", "target", "share_reached"]
    assert [list(item) for item in document["projection"]] == [ahead, ahead]


# --- order in time --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("n", "tails"), [(4, [1 / 12]), (5, [1 / 60, 1 / 12]), (6, [1 / 360, 1 / 60, 1 / 18])])
def test_kendall_in_small_numbers(n: int, tails: list[float]) -> None:
    """2/4!, 2/5!, 10/5!, 2/6!, 12/6!, 40/6!: orders with no, at most one, at most two falling pairs, and their mirrors."""
    pairs = n * (n - 1) // 2
    assert [kendall.tail(n, pairs - 2 * below) for below in range(len(tails))] == pytest.approx(tails, rel=1e-12)


def test_kendall_with_ties_goes_through_every_order() -> None:
    """1, 1, 2, 3: twelve orders, S = 5 in one and -5 in another; tau-b = 5/sqrt(6 * 5)."""
    found = kendall.kendall([1, 1, 2, 3])
    assert (found.s, found.exact) == (5, True) and found.p_value == pytest.approx(2 / 12)
    assert found.tau == pytest.approx(5 / math.sqrt(30))
    many = kendall.kendall([1, 1, 2, 3, 4, 5, 6, 7, 8])
    assert (many.p_value, many.exact) == (None, False) and many.tau is not None
    assert kendall.kendall([float(place) for place in range(15)]).exact


@given(st.permutations(range(7)))
@settings(max_examples=20, deadline=None)
def test_both_ways_to_count_orders_agree(order: list[int]) -> None:
    s = abs(kendall.kendall(order).s)
    assert kendall._tail_with_ties(tuple(range(7)), s) == pytest.approx(kendall.tail(7, s), rel=1e-12)


def test_the_interval_of_theil_and_sen() -> None:
    times = [0.0, 1, 2, 3, 4, 5, 6, 7]
    values = [3.0, 4.5, 3.9, 6.1, 5.2, 7.7, 8.3, 7.9]
    pairwise = sorted((values[j] - values[i]) / (j - i) for j in range(8) for i in range(j))
    four, five, eight = (kendall.theil_sen(times[:n], values[:n]) for n in (4, 5, 8))
    assert (four.ci_low, four.ci_high) == (None, None) and four.estimate == pytest.approx((0.8 + 3.1 / 3) / 2)
    of_five = [(values[j] - values[i]) / (j - i) for j in range(5) for i in range(j)]
    assert (five.ci_low, five.ci_high) == (min(of_five), max(of_five))
    # P(|S| >= 18) = .0312, P(|S| >= 16) = .0610 (R: cor.test of orders with 5 and 6 falling pairs); (28 - 18)/2 + 1 = 6th smallest and largest
    assert [kendall.tail(8, 18), kendall.tail(8, 16)] == pytest.approx([0.0312, 0.0610], abs=5e-5)
    assert (eight.ci_low, eight.ci_high) == (pairwise[5], pairwise[-6])
    assert eight.estimate == pytest.approx((pairwise[13] + pairwise[14]) / 2) and eight.estimate != pytest.approx(np.mean(pairwise), rel=1e-3)


# --- what could have been seen --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("n", "k"), [(4, 3.85), (5, 2.18), (6, 1.53), (7, 1.18), (8, 0.95), (10, 0.68), (12, 0.51)])
def test_factor_of_yearly_points(n: int, k: float) -> None:
    """Simulated values of the rule; the formula for other times is within 5 % of them."""
    assert detectable.factor([2010.5 + year for year in range(n)]) == k
    assert detectable.formula(range(n)) == pytest.approx(k, rel=0.05)


def test_factor_of_points_that_are_not_yearly() -> None:
    assert detectable.factor(range(9)) == detectable.formula(range(9))
    spread = [0, 1, 2, 5, 6, 7]
    assert detectable.factor(spread) == detectable.formula(spread) < detectable.factor(range(6))
    # the first of the two terms alone, for independent errors and no shrinking, would be that of least squares: t(.975, 4)/sqrt(17.5)
    assert detectable.formula(range(6)) > 2.776445 / math.sqrt(17.5)


def test_smallest_detectable_slope_by_hand() -> None:
    """1.53 times the root of tau2 plus the mean squared error; without errors, of the residual variance."""
    values, errors = [70.0, 75.0, 71.0, 78.0, 74.0, 81.0], [0.5, 1.0, 1.5, 0.5, 1.0, 1.5]
    found = judged(values, errors=errors)
    tau2 = found.slope("random_effects").tau2
    assert found.smallest_detectable_slope == pytest.approx(1.53 * math.sqrt(tau2 + np.mean(np.square(errors))), rel=1e-12)
    bare = judged(values, errors=None)
    residuals = np.array(values) - np.polyval(np.polyfit(range(6), values, 1), range(6))
    assert bare.smallest_detectable_slope == pytest.approx(1.53 * math.sqrt((residuals**2).sum() / 4), rel=1e-9)


@pytest.mark.parametrize(
    ("tau", "error", "times"),
    [(0.0, 1.53**-1, 1.0), (0.0, 2 / 1.53, 4.0), (0.65, 0.5, None), (0.66, 0.0, None), (0.3, 0.2, 1.0), (0.5, 1.0, 1 / (1.53**-2 - 0.25))],
)
def test_how_many_answers_would_be_needed(tau: float, error: float, times: float | None) -> None:
    """1.53 sqrt(tau2 + error2/times) = 1; no number suffices where 1.53 tau >= 1, from tau = .654."""
    found = detectable.answers(range(6), tau**2, error**2)
    expected = None if tau > 0.6536 else times
    if tau == 0.65:
        expected = 0.25 / (1.53**-2 - 0.65**2)
    assert found.known and found.times == (None if expected is None else pytest.approx(expected, rel=1e-9))


def test_answers_come_from_the_errors_of_the_series() -> None:
    """On a line tau2 is 0: errors of 2 must shrink to 1/1.53, by 4 * 1.53^2 times the answers. At 1.53 tau = 1 no number suffices."""
    found = judged([70.0, 70.5, 71.0, 71.5, 72.0, 72.5], errors=2.0)
    assert found.answers is not None and found.answers.times == pytest.approx(4 * 1.53**2, rel=1e-9)
    assert detectable.answers(range(6), (1 / 1.53) ** 2, 0.25).times is None


# --- projection -----------------------------------------------------------------------------------------------------------


def ahead(values: list[float], **options: list) -> list[projection.Projection]:
    return list(judged(values, **options).projection)


def test_projection_by_hand() -> None:
    """Changes 3, -1, 2: r = sqrt(14/3); t(.975, 3) = 3.182446; two years ahead times sqrt(2)."""
    one, two = ahead([60.0, 63.0, 62.0, 64.0])
    half = 3.182446305284263 * math.sqrt(14 / 3)
    assert (one.periode, two.periode, one.method, one.estimate) == ("2022", "2023", "last_value", 64)
    assert [one.ci_low, one.ci_high] == pytest.approx([64 - half, 64 + half], rel=1e-9)
    assert [two.ci_low, two.ci_high] == pytest.approx([64 - half * math.sqrt(2), 64 + half * math.sqrt(2)], rel=1e-9)
    assert one.target is None and one.share_reached is None and one.chance is None


def test_a_change_over_a_gap_counts_by_the_root_of_its_length() -> None:
    """Changes 2 over 4 years, 1, 1: each 1 a root of a year."""
    one, _ = ahead([60.0, None, None, None, 62.0, 63.0, 64.0])
    assert one.ci_high - one.estimate == pytest.approx(3.182446305284263, rel=1e-9)


def test_projection_stays_on_the_scale_of_an_index() -> None:
    values = [96.0, 90.0, 97.0, 99.0]
    assert ahead(values)[0].ci_high == 100 and ahead([30.0, 40.0, 28.0, 27.0])[1].ci_low == 25
    free = of(values)
    assert trend.estimate(Series(free.name, free.points)).projection[0].ci_high > 100


def test_share_of_a_target_in_words() -> None:
    """R: pt((64 - 66)/sqrt(14/3), 3) = 0.211413."""
    values = [60.0, 63.0, 62.0, 64.0, None, None, None]
    found = ahead(values, target=[None] * 4 + [66.0, 90.0, 50.0])
    assert [item.periode for item in found] == ["2022", "2023"], "two years at most"
    assert found[0].share_reached == pytest.approx(0.211413, abs=5e-7) and found[0].chance == "tidak_pasti"
    assert found[1].share_reached < 0.1 and found[1].chance == "kecil"
    later = ahead(values, target=[None] * 5 + [66.0, None])[1]
    assert later.share_reached == pytest.approx(0.2797022, abs=5e-8), "R: pt((64 - 66)/sqrt(2 * 14/3), 3)"
    assert ahead(values, target=[None] * 4 + [45.0, None, None])[0].chance == "besar"
    steady = ahead([70.0] * 4 + [None, None], target=[None] * 4 + [70.0, 70.01])
    assert [item.share_reached for item in steady] == [1.0, 0.0]


@pytest.mark.parametrize(("values", "shown"), [(RISING, True), ([70.0, 75.0, 71.0, 78.0, 74.0, 76.0], False), (RISING[:4], False)])
def test_the_straight_line_only_where_a_trend_was_seen(values: list[float], shown: bool) -> None:
    found = ahead(values)
    assert all((item.if_pace_continues is not None) is shown for item in found)
    if shown:
        assert found[0].if_pace_continues == pytest.approx(np.polyval(np.polyfit(range(6), values, 1), 6))


def test_the_straight_line_stays_on_the_scale() -> None:
    """Two points a year from 90: 102 would follow; and down from 40: below 25 within two years. A fall has its line as a rise has."""
    for values, end in (([90.0, 92.1, 94.0, 95.9, 98.0, 99.9], 100.0), ([40.0, 37.1, 34.0, 30.9, 28.0, 25.1], 25.0)):
        assert [item.if_pace_continues for item in ahead(values)] == [end, end]


def test_projection_of_parts_of_a_year() -> None:
    rows = [{"periode": f"{year}-S{part}", "nilai": 70 + year % 3 + part} for year in (2020, 2021) for part in (1, 2)]
    rows.append({"periode": "2022-S1", "nilai": None, "target": 75})
    found = trend.estimate(series.build("semester", rows))
    assert [item.periode for item in found.projection] == ["2022-S1", "2022-S2", "2023-S2"]
    assert found.as_dict()["comparable"][0] == "2020-S1" and found.as_dict()["projection"][0]["periode"] == "2022-S1"


def test_projection_never_crosses_a_break() -> None:
    values, regimes = [60.0, 63.0, 62.0, 64.0, None, None], ["A"] * 4 + ["A", "B"]
    assert [item.periode for item in ahead(values, rezim=regimes)] == ["2022"]
    assert ahead([60.0, 63.0, 62.0, 64.0, None], rezim=["A"] * 4 + ["B"]) == []
    assert ahead([60.0, 63.0, 62.0, 64.0], rezim=["A"] + ["B"] * 3) == []
    base = of([60.0, 63.0, 62.0, 64.0])
    for before, shown in (("2022-S2", []), ("2023", ["2022"]), ("2023-T2", ["2022"]), ("2024", ["2022", "2023"])):
        cut = Series(base.name, base.points, (Break(before, "aplikasi baru"),), (), base.bounds)
        assert [item.periode for item in trend.estimate(cut).projection] == shown


def test_frames_are_tidy() -> None:
    found = judged(RISING)
    assert list(found.by_method["method"]) == ["random_effects", "gls_ar1", "ols", "theil_sen"]
    assert isinstance(found.by_method, pd.DataFrame) and {"estimate", "std_error", "ci_low", "ci_high", "p_value", "df", "n"} <= set(found.by_method)
    assert isinstance(evidence.gather(found.comparable).variance, float)


def test_a_period_that_is_over_is_not_projected() -> None:
    """A target of the last year itself, and of one three years ahead: only the two years to come are told."""
    values = [60.0, 63.0, 62.0, 64.0, None, None, None]
    assert [(item.periode, item.target) for item in ahead(values, target=[60.0, 61.0, 62.0, 66.0, 67.0, None, 70.0])] == [
        ("2022", 67),
        ("2023", None),
    ]


@pytest.mark.parametrize("shape", [(6,), (1, 6), (2, 3, 6)])
def test_many_series_at_once_have_the_figures_of_each(shape: tuple[int, ...]) -> None:
    """By hand: sum (t - 2.5) y = 29.5, sum (t - 2.5)^2 = 17.5, sum y^2 - 449^2/6 = 33687 - 201601/6, so RSS = 33687 - 201601/6 - 29.5^2/17.5.

    Equal errors of 0.5: tau2 = s2 - 0.25 with s2 = RSS/4, and the standard error is that of least squares, sqrt(s2/17.5).
    """
    times, values = np.arange(6.0), np.array([70.0, 75.0, 71.0, 78.0, 74.0, 81.0])
    s2 = (33687 - 201601 / 6 - 29.5**2 / 17.5) / 4
    found = slopes.random_effects(times, np.broadcast_to(values, shape), np.full(6, 0.25))
    assert np.shape(found.estimate) == shape[:-1]
    for figure, expected in ((found.estimate, 29.5 / 17.5), (found.tau2, s2 - 0.25), (found.std_error, math.sqrt(s2 / 17.5))):
        assert np.allclose(figure, expected, rtol=1e-9, atol=0)
