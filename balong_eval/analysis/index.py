"""One index with its uncertainty: of a survey, of a part of its rows, of a group."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import pandas as pd

from balong_eval.analysis import design
from balong_eval.analysis.interval import INDEX, interval, std_error
from balong_eval.intake.survey import Survey
from balong_eval.regulation import Regulation, round_half_up

HALF_CENT = 0.005


@dataclass(frozen=True)
class Estimate:
    """An index with its uncertainty, before anything is withheld: exact value on 25-100, n, variance, interval."""

    exact: Fraction | None
    n: int
    variance: float | None
    ci_low: float | None
    ci_high: float | None

    @property
    def std_error(self) -> float | None:
        """Standard error in points of the index; None where n < 2."""
        return None if self.variance is None else std_error(self.variance)

    @property
    def value(self) -> float | None:
        """The index as a float."""
        return None if self.exact is None else float(self.exact)


def weights(survey: Survey) -> tuple[Fraction, ...]:
    """Bobot of each unsur asked: 1/k, or the sidecar's ``[bobot]``, scaled to the sum 1 that rounded weights may miss by 0.001."""
    if survey.sidecar.bobot:
        total = sum(survey.sidecar.bobot.values())
        return tuple(survey.sidecar.bobot[unsur.key] / total for unsur in survey.unsur)
    return design.equal_weights(len(survey.unsur))


def classes_met(rule: Regulation, ci_low: float | None, ci_high: float | None) -> tuple[str, ...]:
    """Classes whose band of the unrounded index (limits half a hundredth under the printed ones) meets the interval."""
    if ci_low is None or ci_high is None:
        return ()
    limits = [float(band.lower) - HALF_CENT for band in rule.bands] + [float("inf")]
    limits[0] = float("-inf")
    return tuple(band.mutu for band, low, high in zip(rule.bands, limits, limits[1:], strict=False) if ci_low < high and ci_high >= low)


def estimate(survey: Survey, rows: pd.DataFrame, level: float) -> Estimate:
    """Index of some rows of a survey with its standard error and interval (simple random sampling).

    Parameters
    ----------
    survey : Survey
        Gives the unsur, their weights and the conversion.
    rows : DataFrame
        All or some of ``survey.responses``.
    level : float
        Confidence level.
    """
    answers, frequency, bobot = rows[[unsur.key for unsur in survey.unsur]], rows["n"], weights(survey)
    exact = design.index(design.totals(answers, frequency), bobot, survey.rule.conversion)
    n = int(frequency.sum())
    if exact is None or n < 2:
        return Estimate(exact, n, None, None, None)
    variance = design.variance(design.influence(answers, frequency, bobot, survey.rule.conversion), frequency)
    low, high = interval(float(exact), variance or 0.0, n, n - 1, level=level, scale=INDEX)
    return Estimate(exact, n, variance, low, high)


def mutu(survey: Survey, exact: Fraction | None) -> str | None:
    """Class of an exact index; none where the year has no one regulation."""
    return None if exact is None or survey.mixed else survey.rule.band(round_half_up(exact, 2)).mutu
