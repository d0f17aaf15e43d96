"""Quality of the answers: by hand, where nothing can be said, and tallies."""

from __future__ import annotations

import math
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from balong_eval.analysis import reliability
from balong_eval.analysis.reliability import Reliability
from tests.analysis.test_skm import LAW, answers, survey
from tests.intake.test_survey import CODES, GOOD, read, table

# Two unsur, answers 4 4, 3 3, 2 1: variances 1 and 7/3, covariance 3/2, total 19/3: alpha = 2 * (1 - (10/3)/(19/3)) = 18/19.
HAND = [[4, 4], [3, 3], [2, 1]]


def assess(rows: list[list[int | None]], **options: object) -> Reliability:
    return reliability.assess(survey(rows, **options))


def test_alpha_by_hand() -> None:
    """Feldt's limits: 1 - 1/19 * F(2, 2) quantiles, which are 39 and 1/39 at 0.975 and 0.025."""
    found = assess(HAND, cell=1).alpha
    assert (found.alpha, found.n) == (pytest.approx(18 / 19, rel=1e-12), 3)
    assert (found.feldt_low, found.feldt_high) == pytest.approx((1 - 39 / 19, 1 - 1 / 39 / 19), rel=1e-9)
    assert (found.ci_low, found.ci_high) == (None, None)


def test_alpha_of_answers_that_hardly_vary() -> None:
    """4 4, 4 3 and six of 3 3: sums of squares 2 - 4/8 = 12/8 and 1 - 1/8 = 7/8, of products 1 - 2/8 = 6/8; trS 19/8/7 and T 31/8/7, under 1:
    alpha = 2 * (1 - 19/31)."""
    assert assess([[4, 4], [4, 3], *[[3, 3]] * 6]).alpha.alpha == pytest.approx(24 / 31, rel=1e-12)


def test_alpha_is_of_those_who_answered_everything() -> None:
    assert assess([*HAND, [1, None], [None, 4]], cell=1).alpha == assess(HAND, cell=1).alpha


@pytest.mark.parametrize("rows", [HAND[:2], [[4, None], [None, 3], [2, 1]], [[3], [2], [4]], [[3, 3]] * 5, [[4, 1], [1, 4], [4, 1], [1, 4]]])
def test_where_there_is_no_alpha(rows: list[list[int | None]]) -> None:
    """Two complete forms, one unsur, no spread, no spread of the sum."""
    assert assess(rows, cell=1).alpha is None


def test_no_measure_of_fewer_complete_forms_than_may_be_shown() -> None:
    """Seven answered, four of them everything: alpha and correlations would be figures of four."""
    rows = [*HAND, [4, 3], [1, None], [None, 4], [2, None]]
    assert assess(rows).alpha is None and set(assess(rows).item_rest.values()) == {None}
    assert assess([*rows, [3, 4]]).alpha is not None


@pytest.mark.parametrize(("n", "given_"), [(99, False), (100, True)])
def test_the_published_interval_is_given_from_a_hundred(n: int, given_: bool) -> None:
    found = assess([HAND[place % 3] for place in range(n)]).alpha
    assert (found.ci_low is not None, found.ci_high is not None) == (given_, given_)
    assert not given_ or found.ci_low < found.alpha < found.ci_high


def test_the_published_interval_by_its_formula() -> None:
    """Influence -k/(k - 1) * (q/T - trS s/T^2) and t on log(1 - alpha), one respondent at a time; t(119) at 0.975 from R: qt(.975, 119)."""
    rows = [HAND[place % 3] if place % 7 else [1, 4] for place in range(120)]
    found = assess(rows).alpha
    x = np.array(rows, dtype=float)
    d, s = x - x.mean(axis=0), np.cov(x.T)
    influence = [-2 * ((row**2).sum() / s.sum() - np.trace(s) * row.sum() ** 2 / s.sum() ** 2) for row in d]
    error = np.std(influence, ddof=1) / math.sqrt(120) / (1 - found.alpha)
    limits = [1 - (1 - found.alpha) * math.exp(sign * 1.98009987 * error) for sign in (1, -1)]
    assert [found.ci_low, found.ci_high] == pytest.approx(limits, abs=1e-8)


def test_item_rest_by_hand() -> None:
    """Of two unsur it is their correlation, 3/2 / sqrt(1 * 7/3)."""
    expected = 1.5 / math.sqrt(7 / 3)
    assert assess(HAND, cell=1).item_rest == pytest.approx({"persyaratan": expected, "prosedur": expected}, rel=1e-12)


def test_item_rest_needs_spread_on_both_sides() -> None:
    found = assess([[4, 3, 1], [4, 3, 2], [4, 3, 3]], cell=1).item_rest
    assert found == {"persyaratan": None, "prosedur": None, "waktu": None}
    assert assess([[4, 3, 1], [4, 4, 2], [4, 2, 3]], cell=1).item_rest["persyaratan"] is None


def test_shares_by_hand() -> None:
    """Straight-liners among the three complete forms: one; of eleven answers four are 4 and two are 1."""
    found = assess([[4, 4, 4], [4, 3, 2], [1, 2, 1], [None, 3, 3]])
    assert found.straight_lining_share == pytest.approx(1 / 3)
    assert (found.ceiling_share, found.floor_share) == (pytest.approx(4 / 11), pytest.approx(2 / 11))


def test_a_form_with_a_blank_is_no_straight_line() -> None:
    assert list(reliability.straight_liners(pd.DataFrame([[3, 3], [3, None], [None, None], [3, 4]], dtype="float64"))) == [True, False, False, False]
    assert assess([[3, None], [None, 4]] * 3).straight_lining_share == 0


def test_the_index_without_straight_lines() -> None:
    """Five rows 4 2 are 75; with five of 4 4 the index is 87.5."""
    assert assess([[4, 2]] * 5 + [[4, 4]] * 5).ikm_without_straight_lining == 75
    assert assess([[4, 2]] * 4 + [[4, 4]] * 5).ikm_without_straight_lining is None, "four respondents are too few to be shown"


def test_the_index_without_biaya() -> None:
    """Biaya is the fourth unsur of 14/2017: 25 * (4 + 3 + 2)/3; with it 25 * (4 + 3 + 2 + 4)/4."""
    assert assess([[4, 3, 2, 4]] * 6).ikm_without_biaya == 75
    assert assess([[4, 3, 2]] * 6).ikm_without_biaya is None
    assert assess([[4, 3, 2, 4]] * 4).ikm_without_biaya is None


HEADS = "waktu," + ",".join(CODES)
LOW = "1,1,1,1,1,1,1,1,2"


def doubled(tmp_path: Path, forms: list[str], copies: int = 1) -> float | None:
    """The index without doubles of five good forms, and of others that were each saved again 40 seconds later."""
    rows = [f"2019-03-{day:02d} 08:00:00,{GOOD}" for day in range(1, 6)]
    for day, form in enumerate(forms, 7):
        rows += [f"2019-03-{day:02d} 08:{minute:02d}:{second:02d},{form}" for minute, second in ((0, 0), (0, 40), (1, 20), (2, 0))[: copies + 1]]
    return reliability.assess(read(tmp_path, table(*rows, heads=HEADS))).ikm_without_doubles


def test_the_index_without_doubles(tmp_path: Path) -> None:
    """The second of two equal forms 40 seconds apart is left out; without times nothing is known of doubles."""
    forms = [f"1,1,1,1,1,1,1,{u8},{u9}" for u8, u9 in ((1, 2), (2, 1), (2, 2), (1, 3), (3, 1))]
    assert doubled(tmp_path, forms) == pytest.approx(25 * (5 * 30 + 10 + 10 + 11 + 11 + 11) / 90, rel=1e-12)
    assert reliability.assess(read(tmp_path, table(*[GOOD] * 7))).ikm_without_doubles is None
    assert doubled(tmp_path, []) == pytest.approx(25 * 30 / 9, rel=1e-12), "nobody left out: the official figure"


def test_the_index_without_few_doubles_would_tell_their_answers(tmp_path: Path) -> None:
    """n times one index less (n - 1) times the other is the form left out; three copies of two forms are two respondents, not six."""
    assert doubled(tmp_path, [LOW]) is None
    assert doubled(tmp_path, ["1,1,1,1,1,1,1,1,2", "2,1,1,1,1,1,1,1,2"], copies=3) is None


def test_the_index_without_few_straight_lines_would_tell_their_answers() -> None:
    assert assess([[4, 2]] * 20 + [[1, 1]] * 4).ikm_without_straight_lining is None
    assert assess([[4, 2]] * 20 + [[1, 1]] * 5).ikm_without_straight_lining == 75
    assert assess([[4, 2]] * 20).ikm_without_straight_lining == 75, "nobody left out: the official figure"


def test_the_index_without_biaya_tells_nothing_of_an_unsur_that_few_answered() -> None:
    """With both indices and the other NRRs the withheld one is their difference."""
    rows: list[list[int | None]] = [[4, 3, 2, 4]] * 20
    assert assess(rows).ikm_without_biaya is not None
    assert assess([[4, 3, 2, 4]] * 4 + [[4, 3, 2, None]] * 16).ikm_without_biaya is None


@LAW
@given(answers(), st.data())
def test_a_tally_gives_the_same(rows: list[list[int | None]], data: st.DataObject) -> None:
    times = data.draw(st.lists(st.integers(1, 20), min_size=len(rows), max_size=len(rows)))
    long = [row for row, count in zip(rows, times, strict=True) for _ in range(count)]
    tally, single = asdict(assess(rows, n=times)), asdict(assess(long))
    for name, expected in single.items():
        found = tally[name]
        if isinstance(expected, dict):
            assert found.keys() == expected.keys()
            assert [value is None for value in found.values()] == [value is None for value in expected.values()]
            pairs = [(found[key], value) for key, value in expected.items() if value is not None]
        else:
            pairs = [] if expected is None else [(found, expected)]
            assert (found is None) == (expected is None), name
        assert [one for one, _ in pairs] == pytest.approx([other for _, other in pairs], rel=1e-7, abs=1e-7), name
