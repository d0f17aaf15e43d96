"""Forms saved near each other: by hand, and where nothing can be said."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from balong_eval.analysis import clustering
from balong_eval.analysis.clustering import Clustering
from balong_eval.analysis.interval import interval
from balong_eval.intake.survey import Survey
from tests.analysis.test_skm import survey

# Twelve forms, one unsur, on three days at 08:00, 08:04, 08:10 and 08:14: gaps of 4 and 6 minutes, two batches a day.
# Answers 4 4 4 4 | 4 4 2 2 | 2 2 2 2, NRR 3: e_i = 25/12 * (+1 six times, then -1 six times).
# simple: 12/11 * 12; days: sums 4 0 -4, 3/2 * 32 = 48; batches: sums 2 2 2 -2 -2 -2, 6/5 * 24 = 28.8; all times (25/12)^2.
# lag1: eleven pairs, sum of products 9, means 1/11 and -1/11: (9/11 + 1/121)/(1 - 1/121) = 100/120.
ANSWERS = [4] * 6 + [2] * 6
MINUTES = (0, 4, 10, 14)
TIMES = [f"2019-03-{day:02d} 08:{minute:02d}:00" for day in (4, 5, 6) for minute in MINUTES]
UNIT = (25 / 12) ** 2
SIMPLE = 144 / 11 * UNIT


def timed(answers: list[int], times: list[str | None], dates: list[str | None] | None = None, **options: object) -> Survey:
    asked = survey([[answer] for answer in answers], **options)
    asked.responses["waktu_isi"] = pd.to_datetime(times)
    asked.responses["tanggal"] = pd.to_datetime(dates or times).normalize()
    return asked


def assess(asked: Survey, ikm: float = 75.0) -> Clustering | None:
    return clustering.assess(asked, ikm)


def test_three_days_by_hand() -> None:
    found = assess(timed(ANSWERS, TIMES))
    assert (found.unit, found.m, found.ci_low, found.ci_high) == ("hari", 3, None, None)
    assert found.std_error == pytest.approx(math.sqrt(48 * UNIT), rel=1e-12)
    assert found.deff == pytest.approx(11 / 3, rel=1e-12)
    assert found.lag1 == pytest.approx(100 / 120, rel=1e-12)
    assert found.matters


def test_the_order_of_rows_is_that_of_the_times() -> None:
    order = [7, 0, 11, 3, 5, 1, 9, 10, 2, 8, 4, 6]
    found = assess(timed([ANSWERS[place] for place in order], [TIMES[place] for place in order]))
    assert (found.m, found.lag1, found.deff) == pytest.approx((3, 100 / 120, 11 / 3), rel=1e-12)


def test_batches_within_one_day_by_hand() -> None:
    """All on one day: one cluster says nothing, six batches of two do; 28.8/(144/11) = 2.2."""
    times = [f"2019-03-04 {hour:02d}:{minute:02d}:00" for hour in (8, 9, 10) for minute in MINUTES]
    found = assess(timed(ANSWERS, times))
    assert (found.unit, found.m, found.ci_low) == ("5 menit", 6, None)
    assert (found.deff, found.std_error) == pytest.approx((2.2, math.sqrt(28.8 * UNIT)), rel=1e-12)


@pytest.mark.parametrize(("seconds", "m"), [(299, 1), (300, 1), (301, 24)])
def test_five_minutes_are_still_one_batch(seconds: int, m: int) -> None:
    times = [str(pd.Timestamp("2019-03-04 08:00:00") + pd.Timedelta(seconds=seconds * place)) for place in range(24)]
    days = [f"2019-03-{4 + place // 12:02d}" for place in range(24)]
    found = assess(timed(ANSWERS * 2, times, days))
    assert (found.unit, found.m) == (("hari", 2) if m == 1 else ("5 menit", 24))


def test_every_form_its_own_cluster_is_simple_random_sampling() -> None:
    """Twelve forms an hour apart: twelve batches are preferred to three days, although the days have the larger standard error."""
    times = [f"2019-03-{day:02d} {hour:02d}:00:00" for day in (4, 5, 6) for hour in (8, 9, 10, 11)]
    found = assess(timed(ANSWERS, times))
    assert (found.unit, found.m) == ("5 menit", 12)
    assert (found.deff, found.std_error) == pytest.approx((1, math.sqrt(SIMPLE)), rel=1e-12)
    assert (found.ci_low, found.ci_high) == pytest.approx(interval(75.0, SIMPLE, 12, 11), rel=1e-12)
    assert found.matters, "successive forms are alike"


def test_ten_days_have_an_interval_from_their_degrees_of_freedom() -> None:
    """Twenty forms, two a day alike: sums 2 or -2 on ten days, 10/9 * 40 * (25/20)^2, df 9 and not 19."""
    answers = [4, 4, 2, 2] * 5
    found = assess(timed(answers, [None] * 20, [f"2019-03-{1 + place // 2:02d}" for place in range(20)]))
    variance = 10 / 9 * 40 * (25 / 20) ** 2
    assert (found.unit, found.m, found.lag1) == ("hari", 10, None)
    assert (found.ci_low, found.ci_high) == pytest.approx(interval(75.0, variance, 20, 9), rel=1e-12)
    assert found.deff == pytest.approx((10 / 9 * 40) / (20 / 19 * 20), rel=1e-12) and found.matters


def test_independent_forms_do_not_matter() -> None:
    """4 and 2 by turns, two of each on every day: sums of 0."""
    found = assess(timed([4, 2] * 20, [None] * 40, [f"2019-03-{1 + place // 4:02d}" for place in range(40)]))
    assert (found.m, found.matters) == (10, False)
    assert found.deff == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize("case", ["tally", "no dates", "nine forms", "no spread", "one date missing"])
def test_where_nothing_can_be_said(case: str) -> None:
    dates: list[str | None] = [f"2019-03-{day:02d}" for day in range(1, 13)]
    asked = {
        "tally": lambda: timed(ANSWERS, TIMES, n=[2] + [1] * 11),
        "no dates": lambda: survey([[answer] for answer in ANSWERS]),
        "nine forms": lambda: timed(ANSWERS[:9], TIMES[:9]),
        "no spread": lambda: timed([4] * 12, TIMES),
        "one date missing": lambda: timed(ANSWERS, [None] * 12, [*dates[:11], None]),
    }[case]()
    assert assess(asked) is None
    assert assess(timed(ANSWERS, [None] * 12, dates)) is not None


def test_forms_of_one_date_are_one_day_in_whatever_order_they_were_typed() -> None:
    """Forms of two dates, typed by turns: two days, not as many as forms."""
    times = [f"2019-03-08 {8 + place // 6:02d}:{place % 6:02d}:00" for place in range(12)]
    found = assess(timed([4, 2] * 6, times, ["2019-03-04", "2019-03-05"] * 6))
    assert (found.unit, found.m) == ("hari", 2)


def test_two_days_are_two_clusters() -> None:
    """By hand: NRR 3, e_i = 25/12 (+1 six times, -1 six times); days with sums 6 and -6: 2/1 * 72 = 144 against 144/11, deff 11."""
    times = [f"2019-03-{4 + place // 6:02d} {8 + place % 6:02d}:00:00" for place in range(12)]
    asked = timed(ANSWERS, [None] * 12, [time[:10] for time in times])
    found = assess(asked)
    assert (found.unit, found.m, found.lag1, found.ci_low, found.ci_high) == ("hari", 2, None, None, None)
    assert (found.deff, found.std_error) == pytest.approx((11, math.sqrt(144 * UNIT)), rel=1e-12)
