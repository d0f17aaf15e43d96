"""Two surveys compared: vectors, hand sums, sums that must be exact, and the jackknife against leaving out one by one."""

from __future__ import annotations

import math
from dataclasses import asdict, replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from balong_eval.analysis import change
from balong_eval.analysis.change import compare, win_probability
from balong_eval.analysis.holm import holm
from balong_eval.analysis.interval import SINGLE
from balong_eval.analysis.mixture import Mixture, take_apart
from balong_eval.analysis.mover import Side, difference
from balong_eval.errors import InputError
from balong_eval.intake.survey import Survey
from balong_eval.regulation import load
from tests.analysis.test_interval import YEARS
from tests.analysis.test_skm import survey

LAW = settings(deadline=None, derandomize=True, max_examples=50)
EXACT = 1e-9
UNSUR_2014 = {item.key: item for item in load("permenpanrb_16_2014").unsur}

# The years of test_interval.YEARS: difference from the year before, its limits, p. Source: docs/method.md.
CHANGES = [
    (-1.7306812986, -4.1339430576, 3.0808567975, 0.7737763168),
    (-2.9575980032, -4.3286311184, -1.5333587031, 5.00530866e-05),
    (10.9666144932, 9.5783613086, 12.2724412655, 1e-9),
    (9.5375643902, 8.3179740000, 10.8437819410, 1e-9),
    (-1.3878916921, -1.9030256899, -0.9118523796, 1.03619342e-08),
]


def side(year: tuple[int, float, float, float, float]) -> Side:
    return Side(year[1], year[2] ** 2, year[0], year[0] - 1)


@pytest.mark.parametrize("place", range(5))
def test_changes_of_six_years(place: int) -> None:
    found = difference(side(YEARS[place + 1]), side(YEARS[place]))
    estimate, low, high, p_value = CHANGES[place]
    assert (found.estimate, found.ci_low, found.ci_high) == pytest.approx((estimate, low, high), abs=1e-7)
    assert found.p_value == pytest.approx(p_value, rel=1e-5)
    assert found.std_error == pytest.approx(math.hypot(YEARS[place + 1][2], YEARS[place][2]), rel=1e-12)


def test_the_p_value_is_where_the_interval_touches_zero() -> None:
    after, before = side(YEARS[1]), side(YEARS[0])
    found = difference(after, before, 1 - difference(after, before).p_value)
    assert found.ci_high == pytest.approx(0, abs=1e-6)
    assert difference(before, after).p_value == pytest.approx(difference(after, before).p_value, rel=1e-9)


def test_equal_estimates_do_not_differ() -> None:
    assert difference(side(YEARS[1]), side(YEARS[1])).p_value == 1
    assert difference(Side(100.0, 0.0, 10, 9), Side(100.0, 0.0, 300, 299)).p_value == 1


def test_a_finite_population_makes_a_change_surer() -> None:
    wide, narrow = (difference(Side(80.0, 4.0, 60, 59, phi), Side(76.0, 4.0, 60, 59, phi)) for phi in (1.0, 0.25))
    assert narrow.p_value < wide.p_value and narrow.std_error == pytest.approx(wide.std_error / 2)


# --- a change taken apart -----------------------------------------------------------------------------------------------


def frame(rows: list[list[object]]) -> pd.DataFrame:
    """Rows of service, answers; unsur are named u1, u2 ..."""
    names = [f"u{place}" for place in range(1, len(rows[0]))]
    made = pd.DataFrame(rows, columns=["layanan", *names]).astype(dict.fromkeys(names, "float64"))
    return made.assign(n=1)


def apart(before: list[list[object]], after: list[list[object]]) -> Mixture:
    return take_apart(frame(before), frame(after), [f"u{place}" for place in range(1, len(before[0]))])


def parts(found: Mixture) -> dict[str, float]:
    table = found.by_layanan.set_index("layanan")[["within", "mix"]]
    return {f"{service} {part}": value for service, row in table.iterrows() for part, value in row.items()}


def test_within_and_mix_by_hand() -> None:
    """NRR 3 to 3.75; within b: 25 * 1 * (1/4 + 1/2)/2; centre 3.375, mix a: 25 * 1/4 * (4 - 3.375), b: 25 * -1/4 * (2.5 - 3.375)."""
    found = apart([["a", 4]] * 10 + [["b", 2]] * 10, [["a", 4]] * 15 + [["b", 3]] * 5)
    assert parts(found) == pytest.approx({"a within": 0, "a mix": 3.90625, "b within": 9.375, "b mix": 5.46875})
    assert (found.within, found.mix, found.answered_mix) == pytest.approx((9.375, 9.375, 0))


def test_who_answered_by_hand() -> None:
    """No service changes its size or its mean, but five of b leave the unsur out: NRR 3 to 50/15, all of it who answered."""
    found = apart([["a", 4]] * 10 + [["b", 2]] * 10, [["a", 4]] * 10 + [["b", 2]] * 5 + [["b", None]] * 5)
    assert (found.within, found.mix, found.answered_mix) == pytest.approx((0, 0, 25 / 3), abs=1e-12)


@pytest.mark.parametrize("reverse", [False, True])
def test_a_service_of_one_period_only_is_all_mix(reverse: bool) -> None:
    """NRR 3 and 3.5: a 1 to 1/2, b 0 to 1/2; centre 3.25, mix a -25/2 * (3 - 3.25), b 25/2 * (4 - 3.25)."""
    periods = [["a", 3]] * 10, [["a", 3]] * 10 + [["b", 4]] * 10
    sign = -1 if reverse else 1
    found = apart(*(reversed(periods) if reverse else periods))
    assert parts(found) == pytest.approx({"a within": 0, "a mix": sign * 3.125, "b within": 0, "b mix": sign * 9.375})
    assert found.answered_mix == pytest.approx(0, abs=1e-12)


def test_an_unsur_that_a_service_never_answers_has_no_part_in_its_mix() -> None:
    """Services a 15 to 10 of 30, b the rest; u2 is only for a, always 3. Mix of u1 (centre 41/12): 12.5/6 * (-(4 - 41/12) + (3 - 41/12));
    of u2: a 3 - 3 = 0, b nothing."""
    found = apart([["a", 4, 3]] * 15 + [["b", 3, None]] * 15, [["a", 4, 3]] * 10 + [["b", 3, None]] * 20)
    assert parts(found) == pytest.approx({"a within": 0, "a mix": -12.5 / 6 * 7 / 12, "b within": 0, "b mix": -12.5 / 6 * 5 / 12})
    assert found.answered_mix == pytest.approx(0, abs=1e-12)


def answers_of(seed: int, n: int, blank: float) -> list[list[object]]:
    rng = np.random.default_rng(seed)
    services = rng.choice(list("abc"), n, p=[0.5, 0.3, 0.2])
    cells = rng.integers(1, 5, (n, 3)).astype(float)
    cells[rng.random((n, 3)) < blank] = np.nan
    return [[service, *row] for service, row in zip(services, cells, strict=True)]


def table(found: Mixture) -> np.ndarray:
    return np.array([*found.by_layanan["within"], *found.by_layanan["mix"], found.within, found.mix])


@pytest.mark.parametrize("blank", [0.0, 0.3])
def test_standard_errors_leave_out_one_respondent_at_a_time(blank: float) -> None:
    before, after = frame(answers_of(1, 18, blank)), frame(answers_of(2, 25, blank))
    unsur = ["u1", "u2", "u3"]
    variance = np.zeros(8)
    for rows, first in ((before, True), (after, False)):
        left = [rows.drop(index) for index in rows.index]
        values = np.array([table(take_apart(part, after, unsur) if first else take_apart(before, part, unsur)) for part in left])
        variance += (len(rows) - 1) / len(rows) * ((values - values.mean(axis=0)) ** 2).sum(axis=0)
    found = take_apart(before, after, unsur)
    errors = [*found.by_layanan["within_std_error"], *found.by_layanan["mix_std_error"], found.within_std_error, found.mix_std_error]
    assert errors == pytest.approx(list(np.sqrt(variance)), rel=1e-9)


def test_a_tally_gives_the_same_parts_and_errors() -> None:
    before, after = frame(answers_of(3, 20, 0.2)), frame(answers_of(4, 20, 0.2))
    times = [1 + place % 4 for place in range(20)]
    long = [rows.loc[rows.index.repeat(times)].reset_index(drop=True) for rows in (before, after)]
    found, expected = (take_apart(*pair, ["u1", "u2", "u3"]) for pair in ([before.assign(n=times), after.assign(n=times)], long))
    pd.testing.assert_frame_equal(found.by_layanan, expected.by_layanan, rtol=1e-9)
    for one, other in zip(list(asdict(found).values())[1:], list(asdict(expected).values())[1:], strict=True):
        assert one == pytest.approx(other, rel=1e-9, abs=1e-12)


# --- two surveys --------------------------------------------------------------------------------------------------------


def of_2014(asked: Survey) -> Survey:
    """The same answers under the regulation of 2014, the last unsur asked being maklumat, which 14/2017 does not know."""
    last = asked.unsur[-1].key
    kept = [UNSUR_2014[item.key] for item in asked.unsur[:-1] if item.key in UNSUR_2014]
    return replace(
        asked,
        responses=asked.responses.rename(columns={last: "maklumat"}),
        rule=load("permenpanrb_16_2014"),
        unsur=(*kept, UNSUR_2014["maklumat"]),
        codes={item.key: item.key for item in (*kept, UNSUR_2014["maklumat"])},
    )


@st.composite
def surveys(draw: st.DrawFn, k: int) -> Survey:
    """Ten to sixteen rows of k unsur, every unsur answered twice or more, services of which one or two may be empty."""
    n = draw(st.integers(10, 16))
    cell = st.one_of(st.integers(1, 4), st.integers(1, 4), st.none())
    rows = draw(st.lists(st.lists(cell, min_size=k, max_size=k), min_size=n, max_size=n))
    assume(all(sum(row[place] is not None for row in rows) > 1 for place in range(k)))
    layanan = draw(st.lists(st.sampled_from(draw(st.sampled_from(["a", "ab", "abc"]))), min_size=n, max_size=n))
    return survey(rows, layanan=layanan, cell=1)


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Survey, Survey]:
    before, after = draw(surveys(draw(st.integers(2, 8)))), draw(surveys(draw(st.integers(2, 8))))
    return (of_2014(before) if draw(st.booleans()) else before), after


@LAW
@given(pairs())
def test_the_parts_of_a_change_add_up(pair: tuple[Survey, Survey]) -> None:
    found = compare(*pair)
    assert found.by_unsur["contribution"].sum() + found.unsur_set_change == pytest.approx(found.difference, abs=EXACT)
    assert found.by_unsur["contribution"].sum() == pytest.approx(found.common.estimate, abs=EXACT)
    mixture = found.mixture
    assert mixture.within + mixture.mix + mixture.answered_mix == pytest.approx(found.common.estimate, abs=EXACT)
    assert mixture.by_layanan[["within", "mix"]].sum().to_list() == pytest.approx([mixture.within, mixture.mix], abs=EXACT)


def test_contributions_by_hand() -> None:
    """Common are U1 and U2: 12.5 * (3 - 4) and 12.5 * (4 - 2); U3 is asked later only: 25 * (3 + 4 + 2)/3 - 75 is 0 of 12.5."""
    found = compare(survey([[4, 2]] * 12), survey([[3, 4, 2]] * 12))
    assert found.common_unsur == ("persyaratan", "prosedur")
    assert list(found.by_unsur["contribution"]) == pytest.approx([-12.5, 25])
    assert (found.common.estimate, found.difference, found.unsur_set_change) == pytest.approx((12.5, 0, -12.5))
    assert not found.same_unsur and compare(survey([[4, 2]] * 12), survey([[3, 4]] * 12)).same_unsur


def test_an_unsur_that_is_no_longer_asked_is_another_set() -> None:
    """U3 is asked before only: all unsur of the later survey are common, and yet they are not those of the earlier one."""
    found = compare(survey([[4, 2, 3]] * 12), survey([[4, 2]] * 12))
    assert found.common_unsur == ("persyaratan", "prosedur") and not found.same_unsur


def test_another_regulation_with_the_same_unsur_is_told_apart() -> None:
    before = of_2014(survey([[4, 2, 1]] * 12))
    found = compare(before, survey([[4, 2]] * 12))
    assert found.common_unsur == ("persyaratan", "prosedur") and not found.same_unsur
    assert found.unsur_set_change == pytest.approx(75 - 25 * 7 / 3)
    same = survey([[4, 2]] * 12)
    assert not compare(replace(same, rule=load("permenpanrb_16_2014")), same).same_unsur


def test_p_values_of_unsur_are_of_one_answer_and_holm() -> None:
    """U1: 12 answers of 4 against 4 3 by turns, s^2 = 3/11, variance 1/44."""
    found = compare(survey([[4, 3]] * 12), survey([[4, 3], [3, 4]] * 6)).by_unsur
    expected = difference(Side(3.5, 1 / 44, 12, 11, scale=SINGLE), Side(4.0, 0.0, 12, 11, scale=SINGLE)).p_value
    assert found["p_value"].iloc[0] == pytest.approx(expected, rel=1e-9)
    assert list(found["p_holm"]) == pytest.approx(holm(list(found["p_value"])))


def test_an_unsur_that_fewer_than_ten_answered_has_no_p_value() -> None:
    found = compare(survey([[4, 3]] * 9 + [[4, None]] * 3), survey([[4, 3], [3, 4]] * 6)).by_unsur
    assert list(found["p_value"].isna()) == [False, True]
    assert found["p_holm"].iloc[0] == pytest.approx(found["p_value"].iloc[0])


def test_strata_reach_both_sides() -> None:
    """Half of all users were asked: the standard error is smaller by the root of 2 and the strata have 10 degrees of freedom."""
    rows, layanan = [[4, 3], [3, 2]] * 6, ["a"] * 6 + ["b"] * 6
    simple = compare(survey(rows, layanan=layanan), survey(rows, layanan=layanan)).common
    found = compare(survey(rows, layanan=layanan, population={"a": 12, "b": 12}), survey(rows, layanan=layanan, population={"a": 12, "b": 12})).common
    # within services s^2 has 5 of 6, without strata 11 of 12: variances 12.5^2/10 * 1/2 and 12.5^2/11 a survey
    assert simple.std_error == pytest.approx(math.sqrt(2 * 12.5**2 / 11))
    assert found.std_error == pytest.approx(math.sqrt(2 * 12.5**2 / 10 / 2))


def test_the_larger_of_simple_and_clustered_error_is_used() -> None:
    """Twenty forms on ten days, two alike a day: deff 10/9 * 40/(20/19 * 20), only in the survey that has dates."""
    rows = [[4], [4], [2], [2]] * 5
    plain, dated = survey(rows), survey(rows)
    dated.responses["tanggal"] = pd.to_datetime([f"2019-03-{1 + place // 2:02d}" for place in range(20)])
    simple, clustered = 20 / 19 * 20 * (25 / 20) ** 2, 10 / 9 * 40 * (25 / 20) ** 2
    assert compare(plain, plain).common.std_error == pytest.approx(math.sqrt(2 * simple))
    found = compare(plain, dated).common
    assert found.std_error == pytest.approx(math.sqrt(simple + clustered))
    assert found.ci_high == pytest.approx(difference(Side(75.0, clustered, 20, 9), Side(75.0, simple, 20, 19)).ci_high)


@pytest.mark.parametrize(("before", "after"), [(9, 12), (12, 9), (4, 4)])
def test_too_few_respondents_are_not_compared(before: int, after: int) -> None:
    with pytest.raises(InputError, match="terlalu sedikit"):
        compare(survey([[4, 3]] * before), survey([[4, 3]] * after))


def test_nothing_in_common_is_not_compared() -> None:
    with pytest.raises(InputError, match="satu unsur pun"):
        compare(of_2014(survey([[4]] * 12)), survey([[4]] * 12))


# --- win probability ----------------------------------------------------------------------------------------------------


def test_win_probability_by_hand() -> None:
    """4 3 over 3 2: wins 1, 1, 1/2, 1: 7/8; placements 1 and 3/4, and 3/4 and 1: variance 1/32/2 + 1/32/2."""
    found = win_probability([3, 2], ["a", "a"], [4, 3], ["a", "a"])
    assert (found.estimate, found.std_error) == pytest.approx((7 / 8, math.sqrt(1 / 32)))
    assert (found.ci_low, found.ci_high) == pytest.approx((7 / 8 - 1.959963984540054 * math.sqrt(1 / 32), 1))


def test_the_error_of_a_win_probability_with_ties_by_hand() -> None:
    """4 3 over 4 3 2: 4 wins 5/2 of 3, 3 wins 3/2: 4/6. Placements after 5/6 and 1/2, s2 1/18; before 1/4, 3/4 and 1, s2 21/144:
    variance 1/18/2 + 21/144/3 = 4/144 + 7/144."""
    found = win_probability([4, 3, 2], ["a"] * 3, [4, 3], ["a"] * 2)
    assert (found.estimate, found.std_error) == pytest.approx((2 / 3, math.sqrt(11) / 12))


def test_services_weigh_by_their_harmonic_size() -> None:
    """a: 2 and 2, weight 1, all lose; b: 4 and 6, weight 2.4, all win; c has one respondent before and d none: left out."""
    before, after = [4, 4] + [1] * 4 + [4], [1, 1] + [4] * 6 + [1, 1, 1]
    found = win_probability(before, list("aabbbbc"), after, list("aabbbbbbccd"))
    assert (found.estimate, found.std_error) == pytest.approx((2.4 / 3.4, 0))


def test_no_service_in_both_has_no_win_probability() -> None:
    assert win_probability([4, 4], ["a", "a"], [4, 4], ["b", "b"]) is None
    assert win_probability([4], ["a"], [4, 4], ["a", "a"]) is None


def test_a_tally_gives_the_same_change() -> None:
    rows, times = [[4, 3], [3, None], [2, 2], [4, 4], [1, 3]], [3, 4, 2, 5, 4]
    layanan = list("aabba")
    long = [row for row, count in zip(rows, times, strict=True) for _ in range(count)]
    services = [name for name, count in zip(layanan, times, strict=True) for _ in range(count)]
    other = survey([[4, 4], [3, 4]] * 8, layanan=list("ab") * 8)
    tally, single = compare(other, survey(rows, n=times, layanan=layanan)), compare(other, survey(long, layanan=services))
    assert tally.win == single.win
    assert asdict(tally.common) == pytest.approx(asdict(single.common), rel=1e-9)
    pd.testing.assert_frame_equal(tally.by_unsur, single.by_unsur, rtol=1e-9)
    pd.testing.assert_frame_equal(tally.mixture.by_layanan, single.mixture.by_layanan, rtol=1e-9)


def test_who_answered_no_common_unsur_has_no_part_in_the_win_probability() -> None:
    """Before: U1 and U2, later: U1 alone is common; those who left it out neither win nor lose."""
    before, after = survey([[3, 3]] * 12), of_2014(survey([[4, 4]] * 12 + [[None, 4]] * 6))
    found = change.compare(before, after).win
    assert (found.estimate, found.std_error) == (1.0, 0.0)


def test_an_unsur_with_one_answer_has_parts_but_no_standard_errors() -> None:
    before, after = survey([[3, 3]] * 12, layanan=["a", "b"] * 6), survey([[4, None]] * 11 + [[4, 4]], layanan=["a", "b"] * 6)
    mixture = take_apart(change._rows(before), change._rows(after), ["persyaratan", "prosedur"])
    assert mixture.within + mixture.mix + mixture.answered_mix == pytest.approx(25)
    assert np.isnan(mixture.within_std_error) and np.isnan(mixture.mix_std_error)


def test_two_answers_in_each_period_are_enough_for_the_standard_errors() -> None:
    """Hand: 2 and 4, then 3 and 4: 25 x 0.5; variance of the means 2/2 and 0.5/2, so that the error is 25 x sqrt(1.25); one service has no mix."""
    before, after = survey([[2, 2], [4, 4]], layanan=["a", "a"]), survey([[3, 3], [4, 4]], layanan=["a", "a"])
    mixture = take_apart(change._rows(before), change._rows(after), ["persyaratan", "prosedur"])
    assert (mixture.within, mixture.within_std_error) == pytest.approx((12.5, 25 * 1.25**0.5))
    assert (mixture.mix, mixture.mix_std_error) == pytest.approx((0, 0), abs=EXACT)


def test_unsur_have_the_degrees_of_freedom_of_the_strata() -> None:
    users = {"a": 100, "b": 100}
    side = change._unsur_side(survey([[3, 4], [4, 3]] * 18, layanan=["a", "b"] * 18, population=users), "persyaratan")
    assert side.df == 34
