"""Part of the respondents as a domain of the whole survey: the figures that `by_group` gives a group, in full."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from balong_eval.analysis import publication, skm
from balong_eval.analysis.groups import side
from balong_eval.analysis.index import Estimate, classes_met, estimate, strata_of
from balong_eval.analysis.interval import worst_case_low
from balong_eval.analysis.mover import Difference, difference
from balong_eval.analysis.skm import SkmResult
from balong_eval.analysis.unsur import by_unsur
from balong_eval.intake.survey import Survey


def narrowed(survey: Survey, rows: pd.Series, *, users: bool = False) -> Survey:
    """The survey as if only these respondents had answered.

    Parameters
    ----------
    survey : Survey
    rows : Series of bool
        Indexed as ``survey.responses``.
    users : bool, default False
        Whether the users that the sidecar names are still those of these respondents; else they are left out.
    """
    parts = tuple(narrowed(part, rows.loc[part.period], users=users) for part in survey.parts)
    kept = survey.responses[rows]
    places = set(kept.index) if not parts else set()
    findings = tuple(item for part in parts for item in part.findings) or tuple(
        item for item in survey.findings if item.row is None or item.row in places
    )
    sidecar = survey.sidecar if users else replace(survey.sidecar, population={}, published={})
    return replace(survey, responses=kept, n_rows=len(kept), set_aside=(), sidecar=sidecar, findings=findings, parts=parts, suggestions=None)


def summarise(survey: Survey, domain: pd.Series, level: float = 0.95) -> SkmResult:
    """Figures of part of the respondents, as `skm.summarise` has them.

    Parameters
    ----------
    survey : Survey
        All respondents.
    domain : Series of bool
        Those that the figures are about, indexed as ``survey.responses``.
    level : float, default 0.95

    Returns
    -------
    SkmResult
        Its survey is `narrowed`. Index, standard error, interval and NRRs are those of a domain of the whole design, so that a service or a
        sex has the interval that `groups.by_group` gives it; there is no index of all users, for theirs are not known in a domain.
    """
    part = narrowed(survey, domain)
    found = skm.summarise(part, by=(), level=level)
    strata = strata_of(survey)
    whole = estimate(survey, level, strata, domain)
    if found.ikm is None or whole.spread is None:
        return found
    asked = [unsur.key for unsur in survey.unsur]
    masked = replace(survey, responses=survey.responses.assign(**{key: survey.responses[key].where(domain) for key in asked}))
    return replace(found, strata=strata, by_unsur=by_unsur(masked, level, strata), **_precision(part, whole, level))


def against_rest(survey: Survey, domain: pd.Series, rest: pd.Series | None = None, level: float = 0.95) -> Difference | None:
    """Index of part of the respondents less that of `rest`, by default all others, as `by_group` compares; None where either are too few."""
    strata = strata_of(survey)
    parts = [estimate(survey, level, strata, rows) for rows in (domain, ~domain if rest is None else rest)]
    sides = [side(part) for part in parts if part.n >= survey.limits.smallest_n_interval]
    if len(sides) < 2 or sides[0] is None or sides[1] is None:
        return None
    return difference(sides[0], sides[1], level)


def _precision(part: Survey, whole: Estimate, level: float) -> dict[str, Any]:
    spread, value = whole.spread, whole.value
    if spread is None or value is None:
        return {}
    met = classes_met(part.rule, whole.ci_low, whole.ci_high)
    sides = (value, spread.without_fpc, whole.n, spread.df)
    return {
        "std_error": whole.std_error,
        "df": spread.df,
        "ci_low": whole.ci_low,
        "ci_high": whole.ci_high,
        "mutu_not_excluded": met,
        "worst_case_low": worst_case_low(*sides, phi=spread.phi, level=level),
        "mutu_confidence": skm.class_confidence(part.rule, sides, spread.phi),
        "publication": publication.assess(part, whole.ci_low, whole.ci_high, len(met), None, whole.std_error),
    }
