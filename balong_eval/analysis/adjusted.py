"""Whether scores rise by themselves or because other people answered: respondents' scores on year, with and without service and profile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from balong_eval.analysis import clustering
from balong_eval.analysis.clustering import FEWEST_CLUSTERS
from balong_eval.analysis.groups import labels
from balong_eval.analysis.yearly import SurveyYear
from balong_eval.intake.fields import UNKNOWN

FIELDS = ("layanan", "jenis_kelamin", "usia", "pendidikan", "pekerjaan")
LEVEL = 0.95


@dataclass(frozen=True)
class Adjusted:
    """Slope of respondents' scores on year, in points of the index a year.

    Attributes
    ----------
    adjusted_for : tuple of str
        Fields whose mix is held constant; empty for the plain slope only.
    estimate, std_error, ci_low, ci_high, p_value : float
    n, clusters : int
        Respondents, and forms saved near each other counted as one cluster.
    """

    adjusted_for: tuple[str, ...]
    estimate: float
    std_error: float
    ci_low: float
    ci_high: float
    p_value: float
    n: int
    clusters: int


def slopes(found: Sequence[SurveyYear], unsur: Sequence[str]) -> tuple[Adjusted, Adjusted] | None:
    """The slope without and with service and profile held constant; None under two years, where a file holds only counts, or no field can be held.

    Parameters
    ----------
    found : sequence of SurveyYear
        Years without a break between them in the way of collecting.
    unsur : sequence of str
        Keys of the unsur common to all.

    Notes
    -----
    score_i = 25 * mean of the answers of i to the unsur; OLS of score_i on year_i, then with a dummy for each value of the fields that can be held;
    standard errors clustered on forms saved within five minutes of each other (on days, where no time is stored), t with clusters - 1 degrees of
    freedom (statsmodels, ``cov_type="cluster"`` with its small-sample factor; Stata's ``vce(cluster)``). It holds a mix of people constant, not a
    difference between years: the verdict on the trend stays with the yearly points. A field can be held where it varies, some answers to it are
    known in every year, and the years have values in common: else its dummies stand for years, and the slope would be of what is left of them.
    """
    if len(found) < 2 or any(not item.survey.joint for item in found):
        return None
    rows = pd.concat([_rows(item, unsur) for item in found], ignore_index=True)
    rows = rows.dropna(subset=["score"])
    fields = _held(rows)
    clusters = rows["cluster"].nunique()
    if rows["year"].nunique() < 2 or clusters < FEWEST_CLUSTERS or not fields:
        return None
    return _fit(rows, (), clusters), _fit(rows, fields, clusters)


def _rows(item: SurveyYear, unsur: Sequence[str]) -> pd.DataFrame:
    """One row a respondent: score, year, fields as texts, cluster."""
    survey = item.survey
    answers = survey.responses
    texts = {name: labels(survey, name).astype(str) for name in FIELDS}
    table = pd.DataFrame({"score": 25 * answers[list(unsur)].mean(axis=1), "year": item.year, "cluster": _clusters(item.year, answers), **texts})
    return table.loc[table.index.repeat(answers["n"])].reset_index(drop=True)


def _clusters(year: int, answers: pd.DataFrame) -> pd.Series:
    """Name of the cluster of each form: forms with gaps of at most five minutes, or of one day, or the form alone."""
    if answers["waktu_isi"].notna().all():
        order = answers["waktu_isi"].argsort(kind="stable").to_numpy()
        codes = np.empty(len(answers), dtype=np.int64)
        codes[order] = clustering.batches(answers["waktu_isi"].iloc[order])
    elif answers["tanggal"].notna().all():
        codes = pd.factorize(answers["tanggal"].dt.normalize())[0]
    else:
        codes = np.arange(len(answers))
    return pd.Series([f"{year}-{code}" for code in codes], index=answers.index)


def _held(rows: pd.DataFrame) -> tuple[str, ...]:
    """Fields that vary, are known in every year, and leave the years to be told apart."""
    kept: tuple[str, ...] = ()
    for name in FIELDS:
        known = (rows[name] != UNKNOWN).groupby(rows["year"]).any()
        if known.all() and rows[name].nunique() > 1 and _apart(rows, (*kept, name)):
            kept = (*kept, name)
    return kept


def _apart(rows: pd.DataFrame, fields: tuple[str, ...]) -> bool:
    """Whether every year differs from the others by more than its values of the fields, so that none is lost in their dummies."""
    cells = rows[["year", *fields]].drop_duplicates()
    profile, years = _design(cells, fields), pd.get_dummies(cells["year"], drop_first=True, dtype=float)
    rank = np.linalg.matrix_rank
    return bool(rank(pd.concat([profile, years], axis=1).to_numpy()) == rank(profile.to_numpy()) + years.shape[1])


def _design(rows: pd.DataFrame, fields: tuple[str, ...]) -> pd.DataFrame:
    """A constant and the dummies of the fields, without those that follow from the ones before."""
    dummies = [pd.get_dummies(rows[name], prefix=name, drop_first=True, dtype=float) for name in fields]
    design = pd.concat([pd.Series(1.0, index=rows.index, name="const"), *dummies], axis=1)
    cells, kept = design.drop_duplicates().to_numpy(), [0]
    for place in range(1, design.shape[1]):
        if np.linalg.matrix_rank(cells[:, [*kept, place]]) > len(kept):
            kept.append(place)
    return design.iloc[:, kept]


def _fit(rows: pd.DataFrame, fields: tuple[str, ...], clusters: int) -> Adjusted:
    from statsmodels.regression.linear_model import OLS

    design = _design(rows, fields)
    design.insert(1, "year", rows["year"] - rows["year"].mean())
    groups = pd.factorize(rows["cluster"])[0]
    fitted = OLS(rows["score"].to_numpy(), design.to_numpy()).fit(cov_type="cluster", cov_kwds={"groups": groups}, use_t=True)
    low, high = fitted.conf_int(1 - LEVEL)[1]
    return Adjusted(fields, float(fitted.params[1]), float(fitted.bse[1]), float(low), float(high), float(fitted.pvalues[1]), len(rows), clusters)
