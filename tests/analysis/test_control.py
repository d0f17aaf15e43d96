"""Control charts: limits by hand, the two rules, which chart is taken, and how often a chart of nothing signals."""

from __future__ import annotations

import importlib.util
import math
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from balong_eval.analysis import control

MONTHS = [f"2023-{month:02d}" for month in range(1, 13)]
FLAT = [80.0, 82.0] * 6


def load() -> ModuleType:
    path = Path(__file__).parents[2] / "benchmarks" / "control.py"
    spec = importlib.util.spec_from_file_location("benchmark_of_control", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


bench = load()


def test_limits_of_individual_values_by_hand() -> None:
    """Every moving range is 2: 81 -+ 2.66 * 2."""
    found = control.chart(MONTHS, FLAT)
    row = found.points.iloc[0]
    assert (found.method, found.transformed, row["centre"]) == ("xmr", False, 81)
    assert [row["low"], row["high"]] == pytest.approx([81 - 3 * 2 / 1.128, 81 + 3 * 2 / 1.128], rel=1e-12)
    assert found.signals == () and found.false_alarm_share == 0.026


def test_one_point_outside() -> None:
    values = [*FLAT[:11], 95.0]
    found = control.chart(MONTHS, values)
    assert found.points["outside"].tolist() == [False] * 11 + [True] and "2023-12" in found.signals
    assert control.chart(MONTHS, [*FLAT[:11], 66.0]).points["outside"].tolist() == [False] * 11 + [True]


@pytest.mark.parametrize(("above", "signal"), [(7, False), (8, True)])
def test_eight_in_a_row_on_one_side(above: int, signal: bool) -> None:
    """Values alternate within each level so that the moving range stays wide."""
    values = [50.0 + 12 * (place % 2) for place in range(16 - above)] + [70.0 + 12 * (place % 2) for place in range(above)]
    side = np.sign(np.array(values) - np.mean(values))
    found = control.chart([str(place) for place in range(16)], values)
    assert not found.points["outside"].any() and (side[-above:] == 1).all() and side[-above - 1] == -1
    assert found.points["run"].tolist()[-above:] == [signal] * above
    assert found.points["run"].any() or not signal


def test_a_value_at_the_centre_ends_a_run() -> None:
    side = np.array([1.0] * 7 + [0.0] + [1.0] * 7)
    assert not control.runs(side).any() and control.runs(np.ones(8)).all() and control.runs(-np.ones(9)).all()


def test_under_twelve_points_there_is_only_a_run_plot() -> None:
    found = control.chart(MONTHS[:11], [*FLAT[:10], 99.0])
    assert (found.method, found.false_alarm_share, found.signals) == ("run", None, ())
    assert found.points["low"].isna().all() and list(found.points["estimate"]) == [*FLAT[:10], 99.0]


def test_unequal_numbers_of_respondents_by_hand() -> None:
    """Pooled variance of a form 100: errors 10/sqrt(n); mean weighted by n; the moving range of z is below 1.128, so limits are 3 errors."""
    counts = [25, 100] * 6
    errors = [2.0, 1.0] * 6
    values = [80.5, 80.0] * 6
    found = control.chart(MONTHS, values, counts=counts, std_errors=errors)
    centre = (25 * 80.5 + 100 * 80) / 125
    assert found.method == "z" and found.points["centre"].iloc[0] == pytest.approx(centre)
    assert [*found.points["high"].iloc[:2]] == pytest.approx([centre + 6, centre + 3]) and found.points["low"].iloc[1] == pytest.approx(centre - 3)
    assert found.false_alarm_share == 0.007


def test_limits_in_standard_errors_widen_where_months_differ_more_than_sampling() -> None:
    y, errors = np.array([80.0, 90.0] * 6), np.ones(12)
    (_, low, high), _ = control.deviations(y, errors)
    assert (high - low)[0] == pytest.approx(2 * 3 * 10 / 1.128)


def test_standard_errors_are_pooled() -> None:
    """A month of three equal forms has the error 0.1 by itself, and would be far outside."""
    counts, errors = [50] * 11 + [3], [1.0] * 11 + [0.1]
    found = control.chart(MONTHS, [80.0, 80.4] * 5 + [80.0, 84.0], counts=counts, std_errors=errors)
    pooled = math.sqrt((11 * 50**2 + 9 * 0.01) / 553 / 3)
    assert found.method == "z" and found.signals == ()
    assert found.points["high"].iloc[-1] - found.points["centre"].iloc[-1] == pytest.approx(3 * pooled)


@pytest.mark.parametrize(
    ("counts", "errors"),
    [([50] * 12, [1.0] * 12), ([50, 99] * 6, [1.0] * 12), ([50, 100] * 6, [0.0] * 12), ([], [1.0] * 12), ([50, 100] * 6, [])],
)
def test_otherwise_individual_values(counts: list[int], errors: list[float]) -> None:
    assert control.chart(MONTHS, FLAT, counts=counts, std_errors=errors).method == "xmr"


def test_twice_as_many_is_unequal() -> None:
    assert control.chart(MONTHS, FLAT, counts=[50, 100] * 6, std_errors=[1.0] * 12).method == "z"


def test_a_month_without_error_is_charted_by_the_pooled_one() -> None:
    """Near the ceiling a small month may be of one answer. Hand: s_i = sqrt((100^2 + 0)/150)/sqrt(n_i), pooled over 50 and 100 forms in turn."""
    found = control.chart(MONTHS, [99.0, 98.0] * 6, counts=[50, 100] * 6, std_errors=[0.0, 1.0] * 6)
    points = found.points
    half = [3 * math.sqrt(100**2 / 150 / n) for n in (50, 100)]
    assert found.method == "z" and list((points["high"] - points["centre"])[:2]) == pytest.approx(half)


def test_near_the_ceiling_months_of_unequal_size_signal_less_by_their_errors() -> None:
    """Of charts with a month whose forms all answer alike; by moving ranges one of four would show a signal."""
    found = bench.uniform_months(12, 2000, 1)
    assert found["share"] > 25 and found["z"] < 4 and found["root"] > 15


def test_a_value_above_the_top_is_charted_as_it_is() -> None:
    """Of a scale that ends elsewhere: its distance to 100 would have no root."""
    found = control.chart(MONTHS, [99.0, 101.0] * 6)
    assert not found.transformed and found.points["high"].notna().all()


def test_near_the_ceiling_the_root_of_the_distance_is_charted() -> None:
    values = [100 - deficit for deficit in (1.0, 4.0, 0.0, 4.0) * 3]
    found = control.chart(MONTHS, values)
    roots = np.array([1.0, 2.0, 0.0, 2.0] * 3)
    half = 3 * np.abs(np.diff(roots)).mean() / 1.128
    row = found.points.iloc[0]
    assert found.transformed and found.false_alarm_share == 0.037
    assert [row["centre"], row["low"], row["high"]] == pytest.approx([100 - 1.25**2, 100 - (1.25 + half) ** 2, 100])
    assert found.points["outside"].sum() == 0
    assert not control.chart(MONTHS, values, top=None).transformed
    low = control.chart(MONTHS, [*values[:11], 25.0])
    assert low.transformed and low.points["outside"].tolist() == [False] * 11 + [True]


@pytest.mark.parametrize(("n", "share"), [(12, 0.026), (14, 0.035), (60, 0.265), (61, None)])
def test_the_stated_share_of_false_alarms(n: int, share: float | None) -> None:
    assert control.false_alarms("xmr", n) == (None if share is None else pytest.approx(share))


@pytest.mark.parametrize("n", bench.SIZES)
def test_charts_of_nothing_signal_as_often_as_stated(n: int) -> None:
    """Short form of benchmarks/control.py, 4,000 charts of another seed: Monte Carlo error at most 0.7 points, every size that is stated."""
    found = bench.row(n, 4000, 2)
    for column, kind in (("equal", "xmr"), ("unequal, z", "z"), ("ceiling, root", "root")):
        assert found[column] == pytest.approx(100 * control.FALSE_ALARMS[kind][n], abs=1.5)
    assert found["unequal, xmr"] > found["unequal, z"] + 5 and found["ceiling, xmr"] > found["ceiling, root"]
    assert found["alike 0.3"] > 2.3 * found["equal"]
    assert set(control.FALSE_ALARMS["xmr"]) == set(control.FALSE_ALARMS["root"]) == set(control.FALSE_ALARMS["z"]) == set(bench.SIZES)
