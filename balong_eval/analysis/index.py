"""One index with its uncertainty: of a survey, of a part of its rows, of a group, of all users."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pandas as pd

from balong_eval.analysis import design
from balong_eval.analysis.design import Spread, Strata
from balong_eval.analysis.interval import INDEX, interval, std_error
from balong_eval.intake.survey import Survey
from balong_eval.regulation import Regulation, round_half_up

HALF_CENT = 0.005


@dataclass(frozen=True)
class Estimate:
    """An index with its uncertainty, before anything is withheld: exact value on 25-100, n, spread, interval."""

    exact: Fraction | None
    n: int
    spread: Spread | None
    ci_low: float | None
    ci_high: float | None

    @property
    def std_error(self) -> float | None:
        """Standard error in points of the index; None where n < 2."""
        return None if self.spread is None else std_error(self.spread.variance)

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


def answers(survey: Survey) -> pd.DataFrame:
    """Answers of the respondents kept, one column an unsur asked."""
    return survey.responses[[unsur.key for unsur in survey.unsur]]


def classes_met(rule: Regulation, ci_low: float | None, ci_high: float | None) -> tuple[str, ...]:
    """Classes whose band of the unrounded index meets the interval."""
    if ci_low is None or ci_high is None:
        return ()
    return tuple(mutu for mutu, low, high in unrounded_bands(rule) if ci_low < high and ci_high >= low)


def unrounded_bands(rule: Regulation) -> list[tuple[str, float, float]]:
    """Class, lower and upper limit on the unrounded index: half a hundredth under the printed lower bounds, open at both ends."""
    limits = [float("-inf"), *(float(band.lower) - HALF_CENT for band in rule.bands[1:]), float("inf")]
    return [(band.mutu, low, high) for band, low, high in zip(rule.bands, limits, limits[1:], strict=False)]


def strata_of(survey: Survey) -> Strata | None:
    """Services as strata, where the sidecar names the users of every service answered about, and enough of them."""
    users, rows = survey.sidecar.population, survey.responses
    if not users or survey.mixed or rows["layanan"].isna().any():
        return None
    sizes = rows["n"].groupby(rows["layanan"]).sum()
    if any(users.get(name, 0) < n for name, n in sizes.items()):
        return None
    return design.strata(rows["layanan"], rows["n"], users)


def estimate(survey: Survey, level: float, strata: Strata | None = None, domain: pd.Series | None = None) -> Estimate:
    """Index of a survey, or of a group in it, with its standard error and interval.

    Parameters
    ----------
    survey : Survey
    level : float
        Confidence level.
    strata : Strata, optional
        Of the whole survey (`strata_of`); None is simple random sampling.
    domain : Series of bool, optional
        Rows of the group; by default all.

    Notes
    -----
    A group is a domain of the whole design: the scores of all other respondents are 0 (R ``svyby``).
    """
    rows = survey.responses
    inside = pd.Series(True, index=rows.index) if domain is None else domain
    chosen, frequency, bobot = answers(survey)[inside], rows["n"][inside], weights(survey)
    exact = design.index(design.totals(chosen, frequency), bobot, survey.rule.conversion)
    n = int(frequency.sum())
    if exact is None or n < 2:
        return Estimate(exact, n, None, None, None)
    scores = np.zeros(len(rows))
    scores[inside.to_numpy()] = design.influence(chosen, frequency, bobot, survey.rule.conversion)
    found = design.spread(scores, rows["n"], strata, inside.to_numpy())
    if found is None:
        return Estimate(exact, n, None, None, None)
    low, high = interval(float(exact), found.without_fpc, n, found.df, phi=found.phi, level=level, scale=INDEX)
    return Estimate(exact, n, found, low, high)


def mutu(survey: Survey, exact: Fraction | None) -> str | None:
    """Class of an exact index; none where the year has no one regulation."""
    return None if exact is None or survey.mixed else survey.rule.band(round_half_up(exact, 2)).mutu
