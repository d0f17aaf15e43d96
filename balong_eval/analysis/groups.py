"""The index by group, compared with all others, and which groups are too small to be shown."""

from __future__ import annotations

import pandas as pd

from balong_eval.analysis.design import Strata
from balong_eval.analysis.holm import holm
from balong_eval.analysis.index import Estimate, estimate, mutu
from balong_eval.analysis.mover import Side, difference
from balong_eval.intake.disclosure import hidden
from balong_eval.intake.fields import OTHER, UNKNOWN, profile
from balong_eval.intake.survey import Survey
from balong_eval.regulation import round_half_up

AGE = "usia"
AGE_BANDS = (("10-24", 10), ("25-34", 25), ("35-44", 35), ("45-54", 45), ("55 ke atas", 55))
FIGURES = ("n", "ikm", "std_error", "ci_low", "ci_high", "df", "difference", "p_value", "p_holm")


def by_group(survey: Survey, column: str, level: float, strata: Strata | None = None) -> pd.DataFrame:
    """Index of each group of a profile field, and its difference from all other respondents.

    Parameters
    ----------
    survey : Survey
    column : str
        layanan, jenis_kelamin, pendidikan, pekerjaan, or usia (in bands).
    level : float
    strata : Strata, optional
        Of the whole survey.

    Returns
    -------
    DataFrame
        One row a group: group, n, ikm, ikm_rounded, std_error, ci_low, ci_high, df, mutu, difference, p_value, p_holm, suppressed.
        Groups under the smallest cell, and one more where it could be found by subtraction, show no figure; intervals and
        comparisons from 10 respondents on both sides, classes from 30.
    """
    names = labels(survey, column)
    order = in_order(column, list(names.unique()), survey)
    small = withheld(survey, column)
    found = pd.DataFrame([_group_row(survey, name, names == name, name in small, strata, level) for name in order])
    found = found.astype(dict.fromkeys([name for name in FIGURES if name != "p_holm"], "float64"))
    p_values = [None if pd.isna(p) else float(p) for p in found["p_value"]]
    return found.assign(p_holm=pd.Series(holm(p_values), index=found.index, dtype="float64"))


def sizes(survey: Survey, column: str, rows: pd.Series | None = None) -> dict[str, int]:
    """Respondents of each group, among all or among some rows."""
    given = pd.Series(True, index=survey.responses.index) if rows is None else rows
    found = survey.responses["n"][given].groupby(labels(survey, column)[given]).sum()
    return {str(name): int(n) for name, n in found.items()}


def withheld(survey: Survey, column: str, rows: pd.Series | None = None) -> frozenset[str]:
    """Groups without figures: too small here or in a part of the year, or needed to hide such a one.

    The figure of a year less those of its other parts is that of the part that withholds it. Of a survey that shows nothing, all groups.

    Parameters
    ----------
    survey : Survey
    column : str
        As in `by_group`.
    rows : Series of bool, optional
        Among whom; by default all respondents.
    """
    counts = sizes(survey, column, rows)
    if not survey.shown:
        return frozenset(counts)
    in_parts = (withheld(part, column, None if rows is None else rows.loc[part.period]) for part in survey.parts)
    return frozenset(hidden(counts, survey.smallest_cell, frozenset().union(*in_parts)))


def labels(survey: Survey, column: str) -> pd.Series:
    """Group of each respondent; ages in bands, blanks as "tidak diisi"."""
    values = survey.responses[column]
    if column != AGE:
        return values.fillna(UNKNOWN)
    bands = pd.Series(UNKNOWN, index=values.index, dtype="object")
    for name, youngest in AGE_BANDS:
        bands[values >= youngest] = name
    return bands


def _group_row(survey: Survey, name: str, rows: pd.Series, suppressed: bool, strata: Strata | None, level: float) -> dict[str, object]:
    blank = dict.fromkeys((*FIGURES, "ikm_rounded", "mutu"))
    if suppressed:
        return {"group": name, **blank, "suppressed": True}
    limits = survey.limits
    found = estimate(survey, level, strata, rows)
    wide = found.n >= limits.smallest_n_interval and found.spread is not None
    compared = _against_rest(found, estimate(survey, level, strata, ~rows), level, limits.smallest_n_interval)
    return {
        "group": name,
        **blank,
        "n": found.n,
        "ikm": found.value,
        "ikm_rounded": None if found.exact is None else round_half_up(found.exact, 2),
        "std_error": found.std_error if wide else None,
        "ci_low": found.ci_low if wide else None,
        "ci_high": found.ci_high if wide else None,
        "df": None if found.spread is None else found.spread.df,
        "mutu": mutu(survey, found.exact) if found.n >= limits.smallest_n_class else None,
        **compared,
        "suppressed": False,
    }


def _against_rest(group: Estimate, rest: Estimate, level: float, smallest: int) -> dict[str, object]:
    """Difference of a group from the rest and its p-value, where both have enough respondents."""
    sides = [side(part) for part in (group, rest) if part.n >= smallest]
    if len(sides) < 2 or sides[0] is None or sides[1] is None:
        return {}
    found = difference(sides[0], sides[1], level)
    return {"difference": found.estimate, "p_value": found.p_value}


def side(found: Estimate) -> Side | None:
    """An estimate as one side of a difference; None where it has no interval."""
    if found.value is None or found.spread is None or found.spread.df < 1:
        return None
    return Side(found.value, found.spread.without_fpc, found.n, found.spread.df, found.spread.phi)


def in_order(column: str, names: list[str], survey: Survey) -> list[str]:
    """Official order where there is one, else the sidecar's order of services, else the alphabet; "lainnya" and blanks last."""
    official = profile().get(column, {"values": []})["values"] or list(survey.sidecar.population)
    places = {name: place for place, name in enumerate(official)}
    return sorted(names, key=lambda name: (name == UNKNOWN, name == OTHER, places.get(name, len(places)), name))
