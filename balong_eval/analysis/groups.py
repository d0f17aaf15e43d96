"""The index by group, and which groups are too small to be shown."""

from __future__ import annotations

import pandas as pd

from balong_eval.analysis.index import estimate, mutu
from balong_eval.intake.answers import OTHER, profile
from balong_eval.intake.disclosure import hidden
from balong_eval.intake.survey import Survey
from balong_eval.regulation import round_half_up

UNKNOWN = "tidak diisi"
FIGURES = ("n", "ikm", "std_error", "ci_low", "ci_high", "df")


def by_group(survey: Survey, column: str, level: float) -> pd.DataFrame:
    """One row a group; groups under the smallest cell, and one more where it could be found by subtraction, show no figure."""
    rows = survey.responses
    names = rows[column].fillna(UNKNOWN)
    sizes = rows["n"].groupby(names).sum()
    order = _order(column, list(sizes.index), survey)
    small = hidden({name: int(sizes[name]) for name in order}, survey.smallest_cell)
    small = set(order) if not survey.shown else small
    found = pd.DataFrame([_group_row(survey, name, rows[names == name], name in small, level) for name in order])
    return found.astype(dict.fromkeys(FIGURES, "float64"))


def _group_row(survey: Survey, name: str, rows: pd.DataFrame, suppressed: bool, level: float) -> dict[str, object]:
    blank = dict.fromkeys(("n", "ikm", "ikm_rounded", "std_error", "ci_low", "ci_high", "df", "mutu"))
    if suppressed:
        return {"group": name, **blank, "suppressed": True}
    found = estimate(survey, rows, level)
    rounded = None if found.exact is None else round_half_up(found.exact, 2)
    limits = survey.limits
    wide = found.n >= limits.smallest_n_interval
    return {
        "group": name,
        "n": found.n,
        "ikm": found.value,
        "ikm_rounded": rounded,
        "std_error": found.std_error if wide else None,
        "ci_low": found.ci_low if wide else None,
        "ci_high": found.ci_high if wide else None,
        "df": found.n - 1,
        "mutu": mutu(survey, found.exact) if found.n >= limits.smallest_n_class else None,
        "suppressed": False,
    }


def _order(column: str, names: list[str], survey: Survey) -> list[str]:
    """Official order where there is one, else the sidecar's order of services, else the alphabet; "lainnya" and blanks last."""
    official = profile().get(column, {"values": []})["values"] or list(survey.sidecar.population)
    places = {name: place for place, name in enumerate(official)}
    return sorted(names, key=lambda name: (name == UNKNOWN, name == OTHER, places.get(name, len(places)), name))
