"""Slopes against metafor, nlme and R's own Kendall test, on the six synthetic series of series.csv; trend.R printed trend.txt."""

from __future__ import annotations

from functools import cache

import pandas as pd
import pytest

from balong_eval.analysis import slopes
from balong_eval.analysis.kendall import kendall
from balong_eval.analysis.slopes import Line
from tests.reference.test_reference import HERE, printed

SERIES = ("even", "none", "falling", "gaps", "four", "halves")
LONG = ("falling", "halves")
CLOSE = 1e-6
FIGURES = ("estimate", "std_error", "p_value")


@cache
def rows(name: str) -> pd.DataFrame:
    table = pd.read_csv(HERE / "series.csv")
    return table[table["series"] == name]


def figures(line: Line) -> list[float]:
    return [float(getattr(line, figure)) for figure in FIGURES]


def r(name: str) -> list[float]:
    return [printed("trend")[f"{name}.{figure}"] for figure in FIGURES]


def arrays(name: str) -> tuple:
    table = rows(name)
    return tuple(table[column].to_numpy("float64") for column in ("time", "nilai", "galat_baku"))


@pytest.mark.parametrize("name", SERIES)
@pytest.mark.parametrize("test", ["knha", "adhoc"])
def test_random_effects_are_those_of_metafor(name: str, test: str) -> None:
    times, values, errors = arrays(name)
    found = slopes.random_effects(times, values, errors**2, adhoc=test == "adhoc")
    assert figures(found) == pytest.approx(r(f"{name}.{test}"), rel=CLOSE)
    assert float(found.tau2) == pytest.approx(printed("trend")[f"{name}.tau2"], rel=CLOSE, abs=1e-9)


def test_the_series_hold_every_kind_of_variance_between_years() -> None:
    """One where it is 0 and the ad hoc factor is at work, others where it is not."""
    tau2 = {name: printed("trend")[f"{name}.tau2"] for name in SERIES}
    assert tau2["none"] == 0 and all(tau2[name] > 0.1 for name in SERIES if name != "none")
    assert printed("trend")["none.adhoc.std_error"] > 5 * printed("trend")["none.knha.std_error"]


@pytest.mark.parametrize("name", SERIES)
def test_interval_of_random_effects(name: str) -> None:
    times, values, errors = arrays(name)
    found = slopes.random_effects(times, values, errors**2)
    half = slopes.quantile(0.975, found.df) * float(found.std_error)
    limits = [printed("trend")[f"{name}.knha.ci_{side}"] for side in ("low", "high")]
    assert [float(found.estimate) - half, float(found.estimate) + half] == pytest.approx(limits, rel=CLOSE)


@pytest.mark.parametrize("name", SERIES)
def test_autocorrelated_errors_are_those_of_nlme(name: str) -> None:
    times, values, _ = arrays(name)
    assert figures(slopes.gls(times, values)) == pytest.approx(r(f"{name}.gls"), rel=CLOSE)


@pytest.mark.parametrize("name", LONG)
def test_a_step_of_the_level_after_three_points(name: str) -> None:
    times, values, _ = arrays(name)
    assert figures(slopes.gls(times, values, (times[2] + times[3]) / 2)) == pytest.approx(r(f"{name}.step"), rel=CLOSE)


@pytest.mark.parametrize("name", SERIES)
def test_least_squares(name: str) -> None:
    times, values, _ = arrays(name)
    assert figures(slopes.ols(times, values)) == pytest.approx(r(f"{name}.ols"), rel=CLOSE)


@pytest.mark.parametrize("name", SERIES)
def test_kendall_is_exact(name: str) -> None:
    found = kendall(list(rows(name)["nilai"]))
    assert [found.tau, found.p_value] == pytest.approx([printed("trend")[f"{name}.kendall.{figure}"] for figure in ("tau", "p_value")], rel=1e-9)
