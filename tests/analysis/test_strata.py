"""Services as strata, and the index of all users: by hand, against loops, and the laws."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from balong_eval.analysis import design, skm
from balong_eval.analysis.design import Spread, equal_weights
from balong_eval.analysis.index import strata_of
from balong_eval.analysis.interval import interval
from tests.analysis.test_skm import LAW, answers, summary, survey

# One unsur; service a: answers 4 4 3 3 of 8 users, b: 2 1 of 20. NRR = 17/6, e_i = 25/6 * (x - 17/6).
# a: mean square about its own mean 4 * 1/4 = 1, (1 - 4/8) * 4/3 * 1 = 2/3;  b: 2 * 1/4 = 1/2, (1 - 2/20) * 2/1 * 1/2 = 9/10.
ROWS, SERVICES, USERS = [[4], [4], [3], [3], [2], [1]], list("aaaabb"), {"a": 8, "b": 20}
UNIT = (25 / 6) ** 2
VARIANCE, WITHOUT = (2 / 3 + 9 / 10) * UNIT, (4 / 3 + 1) * UNIT


def test_strata_by_hand() -> None:
    found = summary(ROWS, layanan=SERVICES, population=USERS)
    assert (found.ikm, found.df) == (pytest.approx(25 * 17 / 6), 4)
    assert found.std_error == pytest.approx(math.sqrt(VARIANCE), rel=1e-12)
    assert (found.ci_low, found.ci_high) == pytest.approx(interval(found.ikm, WITHOUT, 6, 4, phi=VARIANCE / WITHOUT), rel=1e-12)
    assert found.strata.singletons == ()
    assert list(found.strata.fpc) == pytest.approx([0.5, 0.9])


def test_all_users_by_hand() -> None:
    """(8 * 3.5 + 20 * 1.5)/28 = 58/28; variance sum of (N_h/N)^2 (1 - f) s^2/n with s^2 = 1/3 of 4 and 1/2 of 2 respondents."""
    found = summary(ROWS, layanan=SERVICES, population=USERS, cell=1).weighted
    assert found.ikm == pytest.approx(25 * 58 / 28, rel=1e-12)
    terms = [(8 / 28) ** 2 * (1 / 3) / 4, (20 / 28) ** 2 * (1 / 2) / 2]
    variance, without = 625 * (0.5 * terms[0] + 0.9 * terms[1]), 625 * sum(terms)
    assert (found.std_error, found.df) == (pytest.approx(math.sqrt(variance), rel=1e-12), 4)
    assert (found.ci_low, found.ci_high) == pytest.approx(interval(found.ikm, without, 6, 4, phi=variance / without), rel=1e-12)
    assert (found.mutu, found.mutu_not_excluded[0]) == ("D", "D")


def test_a_service_of_one_is_centred_at_the_mean_of_all() -> None:
    """c answers 1 alone of 4 users, factor 1 (and not n/(n - 1)): (1 - 1/4) * e^2; NRR = 18/7."""
    found = summary([*ROWS, [1]], layanan=[*SERVICES, "c"], population={**USERS, "c": 4})
    unit = (25 / 7) ** 2
    assert found.strata.singletons == ("c",) and found.df == 4
    assert found.std_error == pytest.approx(math.sqrt((2 / 3 + 9 / 10 + 0.75 * (11 / 7) ** 2) * unit), rel=1e-12)


def test_a_group_across_the_strata_by_hand() -> None:
    """Women answer 4 3 in a, 2 in b: NRR 3, e = 25/3 * (1, 0, -1), 0 elsewhere; a: 1 - 1/4 about the mean, b: 1 - 1/2; df 3 - 2."""
    asked = survey(ROWS, layanan=SERVICES, population=USERS)
    women = pd.Series([True, False, True, False, True, False], index=asked.responses.index)
    scores = np.zeros(6)
    scores[women] = design.influence(asked.responses.loc[women, ["persyaratan"]], asked.responses["n"][women], equal_weights(1))
    found = design.spread(scores, asked.responses["n"], strata_of(asked), women.to_numpy())
    assert found.variance == pytest.approx((0.5 * 4 / 3 * 3 / 4 + 0.9 * 2 * 1 / 2) * (25 / 3) ** 2, rel=1e-12)
    assert (found.df, found.share) == (1, pytest.approx(1 - 3 / 28))


def test_a_group_of_one_service_knows_only_its_users() -> None:
    """Four of the 8 users of a were asked; the 20 users of b are no part of it."""
    asked = survey(ROWS, layanan=SERVICES, population=USERS)
    found = design.spread(np.zeros(6), asked.responses["n"], strata_of(asked), np.array([True] * 4 + [False] * 2))
    assert (found.df, found.share, found.phi) == (3, 0.5, 0.5)


def test_a_census_has_no_error() -> None:
    found = summary(ROWS, layanan=SERVICES, population={"a": 4, "b": 2}, cell=1)
    assert (found.std_error, found.ci_low, found.ci_high) == (0, found.ikm, found.ikm)
    assert found.weighted.ikm == pytest.approx(found.ikm, rel=1e-12) and found.weighted.std_error == 0


def test_equal_answers_know_what_share_was_not_asked() -> None:
    """Nothing varies: phi is 1 - n/N, so 10 of 40 users leave less open than 10 of very many."""
    found = summary([[4] * 9] * 10, layanan=["a"] * 10, population={"a": 40})
    assert found.ci_low == pytest.approx(interval(100.0, 0.0, 10, 9, phi=0.75)[0], rel=1e-12)
    assert found.ci_low > summary([[4] * 9] * 10).ci_low
    assert Spread(0.0, 0.0, 9, 0.75).phi == 0.75 and Spread(1.0, 4.0, 9, 0.75).phi == 0.25


@pytest.mark.parametrize(
    ("layanan", "users"), [([*SERVICES[:5], None], USERS), (SERVICES, {"a": 8}), (SERVICES, {"a": 3, "b": 20}), (SERVICES, {}), (SERVICES, {"c": 9})]
)
def test_where_users_are_not_known_it_is_simple_random_sampling(layanan: list[str | None], users: dict[str, int]) -> None:
    found = summary(ROWS, layanan=layanan, population=users)
    assert (found.strata, found.weighted, found.df) == (None, None, 5)
    assert found.std_error == summary(ROWS).std_error


def test_a_service_with_users_and_no_answers_has_no_index_of_all_users() -> None:
    found = summary(ROWS, layanan=SERVICES, population={**USERS, "c": 1})
    assert found.weighted is None and found.strata is not None
    assert found.std_error == pytest.approx(math.sqrt(VARIANCE), rel=1e-12)
    assert summary(ROWS, layanan=SERVICES, population={**USERS, "c": 0}, cell=1).weighted is not None


@st.composite
def stratified(draw: st.DrawFn) -> tuple[list[list[int | None]], list[str], dict[str, int]]:
    rows = draw(answers())
    layanan = draw(st.lists(st.sampled_from("abc"), min_size=len(rows), max_size=len(rows)))
    return rows, layanan, {name: layanan.count(name) * 9 + draw(st.integers(0, 30)) for name in sorted(set(layanan))}


@LAW
@given(stratified())
def test_spread_is_the_sum_over_strata(case: tuple[list[list[int | None]], list[str], dict[str, int]]) -> None:
    rows, layanan, users = case
    asked = survey(rows, layanan=layanan, population=users)
    scores = design.influence(asked.responses[[unsur.key for unsur in asked.unsur]], asked.responses["n"], equal_weights(len(rows[0])))
    expected = 0.0
    for name, count in users.items():
        part = [score for score, service in zip(scores, layanan, strict=True) if service == name]
        n = len(part)
        squares = sum((score - sum(part) / n) ** 2 for score in part) * n / (n - 1) if n > 1 else part[0] ** 2
        expected += (1 - n / count) * squares
    found = design.spread(scores, asked.responses["n"], strata_of(asked))
    assert found.variance == pytest.approx(expected, rel=1e-9, abs=1e-12)
    assert found.df == len(rows) - len(users)


@LAW
@given(stratified(), st.data())
def test_a_tally_gives_the_same_under_strata(case: tuple[list[list[int | None]], list[str], dict[str, int]], data: st.DataObject) -> None:
    rows, layanan, users = case
    times = data.draw(st.lists(st.integers(1, 9), min_size=len(rows), max_size=len(rows)))
    long = [row for row, count in zip(rows, times, strict=True) for _ in range(count)]
    services = [name for name, count in zip(layanan, times, strict=True) for _ in range(count)]
    tally = summary(rows, n=times, layanan=layanan, population=users, cell=1)
    single = summary(long, layanan=services, population=users, cell=1)
    assert tally.strata.names == single.strata.names and tally.strata.singletons == single.strata.singletons
    assert list(tally.strata.fpc) == pytest.approx(list(single.strata.fpc))
    for field in ("std_error", "ci_low", "ci_high", "df", "worst_case_low"):
        assert getattr(tally, field) == pytest.approx(getattr(single, field), rel=1e-8, abs=1e-8), field
    for field in ("ikm", "std_error", "df", "ci_low", "ci_high"):
        assert getattr(tally.weighted, field) == pytest.approx(getattr(single.weighted, field), rel=1e-8, abs=1e-8), field
    pd.testing.assert_frame_equal(tally.by_unsur, single.by_unsur, rtol=1e-8, atol=1e-8)
    pd.testing.assert_frame_equal(tally.groups["layanan"], single.groups["layanan"], rtol=1e-8, atol=1e-8)
    assert tally.mutu_confidence == pytest.approx(single.mutu_confidence, abs=1e-8)


@LAW
@given(answers())
def test_shares_of_users_as_in_the_sample_give_the_same_index(rows: list[list[int | None]]) -> None:
    """Every service asked in one proportion: the index of all users is the official one."""
    layanan = ["a" if place % 3 else "b" for place in range(len(rows))]
    users = {name: 7 * layanan.count(name) for name in "ab"}
    found = skm.summarise(survey(rows, layanan=layanan, population=users, cell=1))
    assert found.weighted.ikm == pytest.approx(found.ikm, rel=1e-12)
    assert found.weighted.std_error == pytest.approx(found.std_error, rel=1e-9, abs=1e-9)


def test_an_unsur_that_nobody_answered_is_left_out_of_the_weighted_index() -> None:
    answers = pd.DataFrame({"a": [4.0, 3.0, 2.0], "b": [float("nan")] * 3})
    ikm, scores = design.weighted_index(answers, np.array([1.0, 2.0, 1.0]), design.equal_weights(2), 25, pd.Series([1, 1, 1]))
    assert ikm == pytest.approx(25 * (4 + 6 + 2) / 4) and np.isfinite(scores).all()
