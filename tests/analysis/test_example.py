"""The synthetic unit knows its true index: do the intervals cover it?"""

from __future__ import annotations

import tomllib
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from balong_eval.analysis import design, skm
from balong_eval.analysis.interval import interval
from balong_eval.intake import example
from balong_eval.intake.unit import read_unit
from balong_eval.regulation import load

CONTOH = Path(__file__).parent.parent.parent / "data" / "contoh"
TRUTH = tomllib.loads((CONTOH / "example.toml").read_text(encoding="utf-8"))
REPETITIONS = 400


def simple_variance(scores: np.ndarray, frequency: pd.Series) -> float | None:
    """Variance under simple random sampling."""
    found = design.spread(scores, frequency)
    return None if found is None else found.variance


def covered(answers: example.YearOfAnswers) -> bool:
    """Whether the interval of a drawn survey covers its true index."""
    frame = pd.DataFrame(answers.rows[1:], columns=answers.rows[0]).iloc[:, len(example.FIELDS) :].astype("float64")
    once, weights = pd.Series(1, index=frame.index), design.equal_weights(frame.shape[1])
    ikm = design.index(design.totals(frame, once), weights)
    variance = simple_variance(design.influence(frame, once, weights), once)
    assert ikm is not None and variance is not None
    low, high = interval(float(ikm), variance, len(frame), len(frame) - 1)
    return low <= answers.true_ikm <= high


@pytest.mark.parametrize("n", [30, 100, 380])
def test_intervals_cover_the_truth_about_as_often_as_they_say(n: int) -> None:
    """400 seeded simple random samples a size: at least 93 % covered (Monte Carlo error about 1.1 points)."""
    rng = np.random.default_rng(n)
    share = np.mean([covered(example.draw(2019, rng, n=n, faults=False)) for _ in range(REPETITIONS)])
    assert share >= 0.93


def test_the_committed_years_and_services_are_covered_as_chance_allows() -> None:
    """Thirty services and six years at 95 %: fewer than 26 and 5 covered would happen less than once in a hundred times."""
    unit = read_unit(CONTOH)
    years, services = [], []
    for year in example.YEARS:
        result, truth = skm.summarise(unit.survey(year)), TRUTH[str(year)]
        years.append(result.ci_low <= truth["ikm"] <= result.ci_high)
        services += [row.ci_low <= truth["layanan"][row.group] <= row.ci_high for row in result.groups["layanan"].itertuples()]
    assert len(services) == 30 and sum(services) >= 26 and sum(years) >= 5


def test_the_true_index_is_the_mean_of_many_answers() -> None:
    """40,000 answers of one service: their index is the true one to within 0.25 points."""
    rng = np.random.default_rng(7)
    service = np.zeros(40_000, dtype=int)
    scores = example._scores(2019, service, load("permenpanrb_14_2017"), rng)
    assert scores.mean() * 25 == pytest.approx(example.true_ikm(2019, next(iter(example.SERVICES)), load("permenpanrb_14_2017")), abs=0.25)
