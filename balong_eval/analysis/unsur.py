"""NRR of each unsur with its standard error, interval, class, and the ranks that it may have."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import replace
from fractions import Fraction

import pandas as pd

from balong_eval.analysis import design, withheld
from balong_eval.analysis.design import Strata, Totals
from balong_eval.analysis.index import answers, mutu, weights
from balong_eval.analysis.interval import SINGLE, interval, std_error
from balong_eval.analysis.ranks import ranges
from balong_eval.intake.survey import Survey

FIGURES = ("nrr", "std_error", "ci_low", "ci_high", "nrr_tertimbang", "ikm_unsur")
WHOLE = ("n", "total", "rank", "rank_low", "rank_high")


def by_unsur(survey: Survey, level: float, strata: Strata | None = None) -> pd.DataFrame:
    """One row an unsur asked, in the regulation's order.

    Parameters
    ----------
    survey : Survey
    level : float
        Confidence level.
    strata : Strata, optional
        Of the whole survey; None is simple random sampling.

    Returns
    -------
    DataFrame
        unsur, code, n, total, nrr and its std_error, ci_low, ci_high (1-4), nrr_tertimbang, ikm_unsur (25-100), mutu, rank (1 = lowest,
        ties share), rank_low, rank_high; the last two are absent where only counts of answers are
        known. An unsur that fewer than the smallest cell answered, here or in a part of the year, shows no
        figure, nor does the one that it could be found from by subtraction (`withheld.unsur`).

    Notes
    -----
    NRR_u = total / n over those who answered u; interval with one whole answer step for the one more respondent.
    """
    sums = design.totals(answers(survey), survey.responses["n"])
    keys = [unsur.key for unsur in survey.unsur]
    small = withheld.unsur(survey)
    rows = [_row(survey, place, sums, level, strata, keys[place] in small) for place in range(len(keys))]
    shown = {key: nrr for key, nrr, row in zip(keys, sums.nrr, rows, strict=True) if nrr is not None and row["nrr"] is not None}
    unknown = [(None, None)] * len(shown)
    limits = dict(zip(shown, ranges(_only(survey, shown), strata) if shown and survey.joint else unknown, strict=True))
    for row, key in zip(rows, keys, strict=True):
        ranks = (1 + sum(other < shown[key] for other in shown.values()), *limits[key]) if key in shown else (None, None, None)
        row.update(zip(("rank", "rank_low", "rank_high"), ranks, strict=True))
    table = pd.DataFrame(rows).astype(dict.fromkeys(FIGURES, "float64"))
    return table.assign(**{name: pd.array([row[name] for row in rows], dtype="Int64") for name in WHOLE})


def _only(survey: Survey, keys: Container[str]) -> Survey:
    """The survey with the unsur that are shown, so that ranks say nothing of one that is withheld."""
    return replace(survey, unsur=tuple(unsur for unsur in survey.unsur if unsur.key in keys))


def _row(survey: Survey, place: int, sums: Totals, level: float, strata: Strata | None, hide: bool) -> dict[str, object]:
    unsur, conversion = survey.unsur[place], survey.rule.conversion
    n, nrr = sums.counts[place], sums.nrr[place]
    row: dict[str, object] = {"unsur": unsur.key, "code": survey.codes[unsur.key]}
    if nrr is None or hide:
        return row | dict.fromkeys(("n", "total", *FIGURES, "mutu"))
    column = survey.responses[unsur.key]
    scores = design.influence(column.to_frame(), survey.responses["n"], (Fraction(1),), 1)
    found = design.spread(scores, survey.responses["n"], strata, column.notna().to_numpy()) if n > 1 else None
    low, high = (None, None) if found is None else interval(float(nrr), found.without_fpc, n, found.df, phi=found.phi, level=level, scale=SINGLE)
    return row | {
        "n": n,
        "total": sums.totals[place],
        "nrr": float(nrr),
        "std_error": None if found is None else std_error(found.variance),
        "ci_low": low,
        "ci_high": high,
        "nrr_tertimbang": float(nrr * weights(survey)[place]),
        "ikm_unsur": float(nrr * conversion),
        "mutu": mutu(survey, nrr * conversion),
    }
