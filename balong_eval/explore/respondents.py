"""Which respondents a view is about, and whether they are too few to be shown, alone or beside other views."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

import pandas as pd

from balong_eval.analysis import reliability
from balong_eval.analysis.groups import labels, withheld
from balong_eval.analysis.index import answers
from balong_eval.explore.view import PROFILE, View
from balong_eval.intake.survey import Survey

DAYS = ("first_day", "last_day")
STRAIGHT = "straight_liners"


def conditions(survey: Survey, view: View) -> dict[str, pd.Series]:
    """What a respondent must meet, one condition a control that narrows."""
    found = {column: (labels(survey, column) == value).astype(bool) for column, value in view.filters.items()}
    days = pd.to_datetime(survey.responses["tanggal"])
    if view.first_day:
        found["first_day"] = days >= pd.Timestamp(view.first_day)
    if view.last_day:
        found["last_day"] = days <= pd.Timestamp(view.last_day)
    if not view.straight_liners:
        found[STRAIGHT] = pd.Series(~reliability.straight_liners(answers(survey)), index=survey.responses.index)
    return found


def chosen(survey: Survey, view: View) -> pd.Series:
    """The respondents that a view is about."""
    return _all(survey, conditions(survey, view).values())


def too_few(survey: Survey, view: View) -> bool:
    """Whether a view must not be shown: it, or what can be worked out of it and of views with fewer filters, is of fewer than the smallest cell.

    Every filter is held against the others in every selection: a group of a field is withheld where the annex would withhold it among the
    respondents so selected (`groups.withheld`), a day where it leaves out fewer than the smallest cell, and so are forms with one answer to
    everything, as in the annex.
    """
    met = conditions(survey, view)
    if int(survey.responses["n"][_all(survey, met.values())].sum()) < survey.smallest_cell:
        return True
    return any(_gives_away(survey, view, name, met, given) for name in met for given in _selections(met, name))


def _selections(met: dict[str, pd.Series], name: str) -> Iterator[tuple[str, ...]]:
    others = [other for other in met if other != name]
    for size in range(len(others) + 1):
        yield from combinations(others, size)


def _gives_away(survey: Survey, view: View, name: str, met: dict[str, pd.Series], given: tuple[str, ...]) -> bool:
    among = _all(survey, [met[other] for other in given])
    if name in PROFILE:
        return view.filters[name] in withheld(survey, name, among)
    left_out = survey.responses["n"][among & ~met[name]]
    sums = [left_out, *(left_out.loc[part.period] for part in survey.parts if part.period in left_out.index.get_level_values(0))]
    return any(0 < int(counts.sum()) < survey.smallest_cell for counts in sums)


def _all(survey: Survey, met: Iterable[pd.Series]) -> pd.Series:
    kept = pd.Series(True, index=survey.responses.index)
    for condition in met:
        kept &= condition
    return kept
