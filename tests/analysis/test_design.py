"""The estimator by hand sums, and the laws that any set of answers obeys."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from balong_eval.analysis import design
from balong_eval.analysis.design import Totals, equal_weights
from balong_eval.regulation import load, round_half_up

LAW = settings(deadline=None, derandomize=True, max_examples=100)
BLANK = None

# Three respondents, two unsur, one blank.
#          a  b
#          4  3      total a = 9, answers 3, NRR a = 3
#          2  -      total b = 4, answers 2, NRR b = 2
#          3  1      IKM = 25 * (3/2 + 2/2) = 62.5
# e_1 = 25 * (1/2 * (4 - 3)/3 + 1/2 * (3 - 2)/2) = 25 * 5/12 = 125/12
# e_2 = 25 * (1/2 * (2 - 3)/3)                  = -50/12
# e_3 = 25 * (0 + 1/2 * (1 - 2)/2)              = -75/12           sum 0
# variance = 3/2 * (125^2 + 50^2 + 75^2)/144 = 3/2 * 23750/144 = 11875/48
HAND = [[4, 3], [2, BLANK], [3, 1]]
HAND_SCORES = [125 / 12, -50 / 12, -75 / 12]
HAND_VARIANCE = 11875 / 48


def simple_variance(scores: np.ndarray, frequency: pd.Series) -> float | None:
    """Variance under simple random sampling."""
    found = design.spread(scores, frequency)
    return None if found is None else found.variance


def table(rows: list[list[int | None]]) -> pd.DataFrame:
    return pd.DataFrame(rows, dtype="float64")


def ones(answers: pd.DataFrame) -> pd.Series:
    return pd.Series(1, index=answers.index)


def ikm(rows: list[list[int | None]], weights: tuple[Fraction, ...] | None = None) -> Fraction | None:
    answers = table(rows)
    return design.index(design.totals(answers, ones(answers)), weights or equal_weights(answers.shape[1]))


@st.composite
def surveys(draw: st.DrawFn, low: int = 1, high: int = 4, blanks: bool = True) -> list[list[int | None]]:
    """Rows of answers, 2 to 12 respondents by 1 to 9 unsur, every unsur answered at least once."""
    k = draw(st.integers(1, 9))
    answer = st.one_of(st.none(), st.integers(low, high)) if blanks else st.integers(low, high)
    rows = draw(st.lists(st.lists(answer, min_size=k, max_size=k), min_size=2, max_size=12))
    assume(all(any(row[place] is not None for row in rows) for place in range(k)))
    return rows


@st.composite
def weighings(draw: st.DrawFn, k: int) -> tuple[Fraction, ...]:
    parts = draw(st.lists(st.integers(1, 20), min_size=k, max_size=k))
    return tuple(Fraction(part, sum(parts)) for part in parts)


def test_totals_by_hand() -> None:
    answers = table(HAND)
    sums = design.totals(answers, ones(answers))
    assert sums == Totals((9, 4), (3, 2))
    assert sums.nrr == (Fraction(3), Fraction(2))


def test_index_by_hand() -> None:
    assert ikm(HAND) == Fraction("62.5")


def test_a_blank_is_neither_zero_nor_the_whole_row() -> None:
    """Zero for the blank would give 25 * (9/3 + 4/3)/2 = 54.17; dropping the row 25 * (7/2 + 4/2)/2 = 68.75."""
    assert ikm(HAND) not in (25 * (Fraction(9, 3) + Fraction(4, 3)) / 2, 25 * (Fraction(7, 2) + Fraction(4, 2)) / 2)


def test_scores_and_variance_by_hand() -> None:
    answers = table(HAND)
    scores = design.influence(answers, ones(answers), equal_weights(2))
    assert scores == pytest.approx(HAND_SCORES, abs=1e-12)
    assert simple_variance(scores, ones(answers)) == pytest.approx(HAND_VARIANCE, rel=1e-12)


def test_unequal_weights_by_hand() -> None:
    """Weights 3/4 and 1/4: IKM = 25 * (9/4 + 2/4) = 68.75; e_1 = 25 * (3/4 * 1/3 + 1/4 * 1/2) = 9.375."""
    weights = (Fraction(3, 4), Fraction(1, 4))
    answers = table(HAND)
    assert ikm(HAND, weights) == Fraction("68.75")
    assert design.influence(answers, ones(answers), weights) == pytest.approx([9.375, -6.25, -3.125], abs=1e-12)


def test_complete_answers_have_the_plain_standard_error() -> None:
    """Rows 4 4, 3 4, 2 1: means 100, 87.5, 37.5 points; mean 75; s^2 = (25^2 + 12.5^2 + 37.5^2)/2 = 1093.75; variance s^2/3."""
    answers = table([[4, 4], [3, 4], [2, 1]])
    scores = design.influence(answers, ones(answers), equal_weights(2))
    assert simple_variance(scores, ones(answers)) == pytest.approx(1093.75 / 3, rel=1e-12)


def test_nrr_and_its_variance_on_its_own_scale() -> None:
    """One unsur with conversion 1: answers 4 2 3, mean 3, s^2 = 1, variance 1/3."""
    answers = table([[4], [2], [3]])
    scores = design.influence(answers, ones(answers), (Fraction(1),), 1)
    assert simple_variance(scores, ones(answers)) == pytest.approx(1 / 3, rel=1e-12)


def test_an_unsur_that_nobody_answered_is_left_out() -> None:
    """Unsur a has NRR 3, b none, c 2: the weights of a and c grow to 1/2 each."""
    rows = [[4, BLANK, 3], [2, BLANK, BLANK], [3, BLANK, 1]]
    answers = table(rows)
    assert design.totals(answers, ones(answers)).nrr == (Fraction(3), None, Fraction(2))
    assert ikm(rows) == Fraction("62.5")
    assert design.influence(answers, ones(answers), equal_weights(3)) == pytest.approx(HAND_SCORES, abs=1e-12)


def test_an_unanswered_unsur_keeps_the_ratio_of_unequal_weights() -> None:
    """Weights 1/2, 1/3, 1/6, the second unanswered: 3/4 and 1/4 are left."""
    weights = (Fraction(1, 2), Fraction(1, 3), Fraction(1, 6))
    assert ikm([[4, BLANK, 3], [2, BLANK, BLANK], [3, BLANK, 1]], weights) == Fraction("68.75")


def test_weights_that_lose_points_keep_losing_them() -> None:
    """Nine answers of 4 with the printed 0.11 are 99, with 0.111 99.9 (S12, S11)."""
    full = [[4] * 9]
    assert [ikm(full, (Fraction(weight),) * 9) for weight in ("0.11", "0.111")] == [99, Fraction("99.9")]


def test_nothing_answered_has_no_index() -> None:
    answers = table([[BLANK, BLANK], [BLANK, BLANK]])
    assert ikm([[BLANK, BLANK]]) is None
    assert design.influence(answers, ones(answers), equal_weights(2)) == pytest.approx([0.0, 0.0])


@pytest.mark.parametrize("rows", [[[4, 3]], []])
def test_fewer_than_two_respondents_have_no_variance(rows: list[list[int | None]]) -> None:
    answers = pd.DataFrame(rows, columns=[0, 1], dtype="float64")
    assert simple_variance(np.zeros(len(rows)), ones(answers)) is None


def test_equal_weights_are_exact() -> None:
    for k in (1, 7, 8, 9, 14):
        assert sum(equal_weights(k)) == 1
        assert len(set(equal_weights(k))) == 1


def test_arguments_are_left_as_they_were() -> None:
    answers = table(HAND)
    before, frequency = answers.copy(), ones(answers)
    design.influence(answers, frequency, equal_weights(2))
    design.totals(answers, frequency)
    pd.testing.assert_frame_equal(answers, before)
    pd.testing.assert_series_equal(frequency, ones(answers))


@LAW
@given(surveys(), st.data())
def test_the_index_lies_on_its_scale(rows: list[list[int | None]], data: st.DataObject) -> None:
    weights = data.draw(weighings(len(rows[0])))
    assert 25 <= ikm(rows, weights) <= 100


@pytest.mark.parametrize("answer", [1, 2, 3, 4])
@pytest.mark.parametrize("k", [1, 8, 9, 14])
def test_equal_answers_are_worth_25_points_each(answer: int, k: int) -> None:
    assert ikm([[answer] * k] * 7) == 25 * answer


@LAW
@given(surveys(), st.data())
def test_order_of_rows_is_irrelevant(rows: list[list[int | None]], data: st.DataObject) -> None:
    mixed = data.draw(st.permutations(rows))
    assert ikm(mixed) == ikm(rows)
    assert spread(mixed) == pytest.approx(spread(rows), rel=1e-9, abs=1e-12)


@LAW
@given(surveys(), st.data())
def test_order_of_unsur_is_irrelevant_under_equal_weights(rows: list[list[int | None]], data: st.DataObject) -> None:
    places = data.draw(st.permutations(range(len(rows[0]))))
    mixed = [[row[place] for place in places] for row in rows]
    assert ikm(mixed) == ikm(rows)
    assert spread(mixed) == pytest.approx(spread(rows), rel=1e-9, abs=1e-12)


@LAW
@given(surveys(high=3), st.data())
def test_raising_one_answer_raises_the_index(rows: list[list[int | None]], data: st.DataObject) -> None:
    """By 25 * weight / answers exactly: never down, and never not at all."""
    weights = data.draw(weighings(len(rows[0])))
    filled = [(row, place) for row, cells in enumerate(rows) for place, cell in enumerate(cells) if cell is not None]
    row, place = data.draw(st.sampled_from(filled))
    raised = [list(cells) for cells in rows]
    raised[row][place] += 1
    answers = sum(cells[place] is not None for cells in rows)
    assert ikm(raised, weights) - ikm(rows, weights) == 25 * weights[place] / answers


@LAW
@given(surveys())
def test_mirrored_answers_give_the_mirrored_index(rows: list[list[int | None]]) -> None:
    mirrored = [[None if cell is None else 5 - cell for cell in row] for row in rows]
    assert ikm(mirrored) == 125 - ikm(rows)
    assert spread(mirrored) == pytest.approx(spread(rows), rel=1e-9, abs=1e-12)


@LAW
@given(surveys())
def test_scores_add_up_to_nothing(rows: list[list[int | None]]) -> None:
    answers = table(rows)
    assert design.influence(answers, ones(answers), equal_weights(answers.shape[1])).sum() == pytest.approx(0, abs=1e-9)


@LAW
@given(surveys())
def test_every_index_has_exactly_one_class(rows: list[list[int | None]]) -> None:
    rounded = round_half_up(ikm(rows), 2)
    bands = load("permenpanrb_14_2017").bands
    uppers = [*(band.lower for band in bands[1:]), 1000]
    assert sum(band.lower <= rounded < upper for band, upper in zip(bands, uppers, strict=True)) == 1
    assert load("permenpanrb_14_2017").band(rounded) in bands


@LAW
@given(surveys(), st.data())
def test_a_tally_of_equal_rows_gives_the_same(rows: list[list[int | None]], data: st.DataObject) -> None:
    """Row i stands for f_i respondents: the same totals, index and variance as f_i rows."""
    frequency = data.draw(st.lists(st.integers(1, 6), min_size=len(rows), max_size=len(rows)))
    long = [row for row, times in zip(rows, frequency, strict=True) for _ in range(times)]
    answers, counts = table(rows), pd.Series(frequency)
    assert design.totals(answers, counts) == design.totals(table(long), ones(table(long)))
    tallied = simple_variance(design.influence(answers, counts, equal_weights(answers.shape[1])), counts)
    assert tallied == pytest.approx(spread(long), rel=1e-9, abs=1e-12)


@LAW
@given(surveys(blanks=False))
def test_complete_answers_have_the_variance_of_a_mean(rows: list[list[int | None]]) -> None:
    scores = 25 * table(rows).mean(axis=1)
    assert spread(rows) == pytest.approx(scores.var(ddof=1) / len(rows), rel=1e-9, abs=1e-12)


@settings(LAW, max_examples=40)
@given(surveys())
def test_scores_are_the_derivative_of_the_index(rows: list[list[int | None]]) -> None:
    """Counting respondent i a little more often moves the index by its score: (ikm(f_i + h) - ikm(f_i - h))/2h."""
    answers = table(rows)
    found = design.influence(answers, ones(answers), equal_weights(answers.shape[1]))
    step = 1e-5
    for row in range(len(rows)):
        up, down = (_weighted(rows, row, 1 + sign * step) for sign in (1, -1))
        assert found[row] == pytest.approx((up - down) / (2 * step), abs=1e-5)


def _weighted(rows: list[list[int | None]], row: int, weight: float) -> float:
    """Index with one respondent counted `weight` times, written out from the regulation's formula."""
    counted = [weight if place == row else 1.0 for place in range(len(rows))]
    nrr = []
    for unsur in zip(*rows, strict=True):
        pairs = [(cell, times) for cell, times in zip(unsur, counted, strict=True) if cell is not None]
        nrr.append(sum(cell * times for cell, times in pairs) / sum(times for _, times in pairs))
    return 25 * sum(nrr) / len(nrr)


def spread(rows: list[list[int | None]]) -> float | None:
    """Variance of the index of these rows under equal weights."""
    answers = table(rows)
    return simple_variance(design.influence(answers, ones(answers), equal_weights(answers.shape[1])), ones(answers))
