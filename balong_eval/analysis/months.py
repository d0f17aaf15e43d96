"""The survey within its years: the index of each month on a control chart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from balong_eval.analysis import control
from balong_eval.analysis.control import Control
from balong_eval.analysis.index import estimate
from balong_eval.analysis.yearly import LEVEL, SurveyYear
from balong_eval.intake import disclosure
from balong_eval.intake.survey import Survey

FEWEST = 2


@dataclass(frozen=True)
class Months:
    """Monthly indices of the common unsur, and their chart.

    Attributes
    ----------
    chart : Control
    counts : tuple of int
        Respondents of each point.
    hidden : int
        Months left out: fewer than the smallest cell answered, or their figure would give such a month away beside the year's.
    """

    chart: Control
    counts: tuple[int, ...]
    hidden: int


def within(found: Sequence[SurveyYear], unsur: Sequence[str]) -> Months | None:
    """Chart the months of some years; None where dates are missing, or fewer than two months can be shown.

    Parameters
    ----------
    found : sequence of SurveyYear
        Years without a break between them.
    unsur : sequence of str
        Keys of the unsur common to all.

    Notes
    -----
    A month's index is 25 times the mean NRR of the unsur over the forms dated in it, with the simple standard error of
    these forms alone, as `benchmarks/control.py` measured it; see `control.chart`.
    """
    rows = [row for item in found for row in _of_year(item, unsur)]
    shown = [row for row in rows if row[1] is not None]
    if len(shown) < FEWEST or any(item.survey.responses["tanggal"].isna().any() for item in found):
        return None
    values = [row[1] or 0.0 for row in shown]
    errors = [row[2] for row in shown]
    known = [error for error in errors if error is not None]
    chart = control.chart(
        [row[0] for row in shown], values, counts=[row[3] for row in shown], std_errors=known if len(known) == len(errors) else (), top=100.0
    )
    return Months(chart, tuple(row[3] for row in shown), len(rows) - len(shown))


def _of_year(item: SurveyYear, unsur: Sequence[str]) -> list[tuple[str, float | None, float | None, int]]:
    """Month, index, standard error and respondents; no index where `disclosure.hidden` says so."""
    survey = item.survey
    part = item.of(unsur)
    months = _month(survey)
    sizes = _sizes(survey)
    small = disclosure.hidden(sizes, survey.smallest_cell, _small_in_a_part(survey))
    found = []
    for month, n in sizes.items():
        alone = replace(part, responses=part.responses[months == month])
        point = estimate(alone, LEVEL) if survey.shown and month not in small else None
        found.append((month, None if point is None else point.value, None if point is None else point.std_error, n))
    return found


def _month(survey: Survey) -> pd.Series:
    return survey.responses["tanggal"].dt.strftime("%Y-%m")


def _sizes(survey: Survey) -> dict[str, int]:
    """Respondents of each month, in order of time."""
    found = survey.responses["n"].groupby(_month(survey)).sum()
    return {str(month): int(n) for month, n in found.items()}


def _small_in_a_part(survey: Survey) -> frozenset[str]:
    """Months that the figure of a semester or triwulan would give away beside its other months."""
    return frozenset(month for part in survey.parts for month in disclosure.hidden(_sizes(part), part.smallest_cell))
