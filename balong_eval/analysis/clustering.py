"""Forms that are not independent: forms saved one after the other are alike, and a survey is then worth fewer forms than it has."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from balong_eval.analysis import design
from balong_eval.analysis.index import answers, weights
from balong_eval.analysis.interval import interval, std_error
from balong_eval.intake.survey import Survey

MINUTES = 5
FEWEST_CLUSTERS = 10
LARGEST_DEFF = 1.5
BATCH, DAY = "5 menit", "hari"


@dataclass(frozen=True)
class Clustering:
    """What forms saved near each other have in common.

    Attributes
    ----------
    unit : {"5 menit", "hari"}
        Clusters: forms with gaps of at most five minutes, or forms of one day; the one with the larger standard error of those
        with at least 10 clusters, else of both.
    m : int
        Clusters.
    lag1 : float or None
        Correlation of the scores of successive forms; None where no time of day is stored.
    deff : float or None
        Design effect: variance by clusters divided by that under simple random sampling; None where all forms are one cluster.
    std_error : float or None
        In points of the index; None likewise.
    ci_low, ci_high : float or None
        Interval from that standard error; None under 10 clusters.
    matters : bool
        deff > 1.5, or lag1 > 2/sqrt(n), or all forms are one cluster, of which nothing can be said.
    """

    unit: str
    m: int
    lag1: float | None
    deff: float | None
    std_error: float | None
    ci_low: float | None
    ci_high: float | None
    matters: bool


def assess(survey: Survey, ikm: float, level: float = 0.95) -> Clustering | None:
    """Clustering of a survey whose every form has a time or a date; None where it has not, or where rows are tallied.

    Notes
    -----
    With e_i the linearised scores of the index: lag1 = corr(e_i, e_(i+1)) in order of time, variance by clusters
    m/(m - 1) * sum_c (sum_(i in c) e_i)^2, df = m - 1; the interval is that of n respondents with this variance and df.
    Source: docs/method.md, "Forms that are not independent".
    """
    rows = survey.responses
    timed = bool(rows["waktu_isi"].notna().all())
    if len(rows) < FEWEST_CLUSTERS or bool((rows["n"] != 1).any()) or not (timed or rows["tanggal"].notna().all()):
        return None
    order = rows["waktu_isi" if timed else "tanggal"].argsort(kind="stable").to_numpy()
    scores = design.influence(answers(survey), rows["n"], weights(survey), survey.rule.conversion)[order]
    simple = design.spread(scores, rows["n"])
    if simple is None or simple.variance <= 0:
        return None
    units = {DAY: pd.factorize(rows["tanggal"].iloc[order].dt.normalize())[0]}
    if timed:
        units[BATCH] = batches(rows["waktu_isi"].iloc[order])
    found = {unit: _cluster_variance(scores, clusters) for unit, clusters in units.items()}
    unit = max(found, key=lambda name: (found[name][0] >= FEWEST_CLUSTERS, found[name][1]))
    m, variance = found[unit]
    lag1 = _lag1(scores) if timed else None
    if m < 2:
        return Clustering(unit, m, lag1, None, None, None, None, matters=True)
    deff = variance / simple.variance
    low, high = interval(ikm, variance, len(scores), m - 1, level=level) if m >= FEWEST_CLUSTERS else (None, None)
    matters = deff > LARGEST_DEFF or (lag1 is not None and lag1 > 2 / len(scores) ** 0.5)
    return Clustering(unit, m, lag1, deff, std_error(variance), low, high, matters)


def batches(times: pd.Series) -> np.ndarray:
    """Number of the cluster of each form, times in order: a new one after a gap of more than five minutes."""
    return (times.diff() > pd.Timedelta(minutes=MINUTES)).cumsum().to_numpy("int64")


def _cluster_variance(scores: np.ndarray, clusters: np.ndarray) -> tuple[int, float]:
    sums = np.bincount(clusters, weights=scores)
    m = len(sums)
    return m, float(m / (m - 1) * (sums**2).sum()) if m > 1 else 0.0


def _lag1(scores: np.ndarray) -> float | None:
    before, after = scores[:-1], scores[1:]
    if before.std() == 0 or after.std() == 0:
        return None
    return float(np.corrcoef(before, after)[0, 1])
