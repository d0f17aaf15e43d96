"""The survey's figures: IKM, mutu, NRR by unsur and IKM by group, each with its standard error and interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pandas as pd

from balong_eval.analysis import bobot, change, clustering, design, publication, reliability, sample
from balong_eval.analysis.clustering import Clustering
from balong_eval.analysis.design import Strata
from balong_eval.analysis.groups import AGE, by_group, sizes, withheld
from balong_eval.analysis.index import Estimate, answers, classes_met, estimate, strata_of, unrounded_bands, weights
from balong_eval.analysis.interval import METHOD, confidence_below, interval, std_error, worst_case_low
from balong_eval.analysis.publication import Publication
from balong_eval.analysis.reliability import Reliability
from balong_eval.analysis.sample import Sample
from balong_eval.analysis.unsur import by_unsur
from balong_eval.errors import MisuseError
from balong_eval.intake import disclosure
from balong_eval.intake.respondents import PROFILE
from balong_eval.intake.survey import Survey
from balong_eval.regulation import Regulation, round_half_up, round_number

NOTHING: dict[str, Any] = dict.fromkeys(("ikm", "ikm_rounded", "mutu", "kinerja", "std_error", "ci_low", "ci_high")) | {"mutu_not_excluded": ()}


@dataclass(frozen=True)
class Comparable:
    """Indeks pembanding: the index of some unsur with equal weights, on 25-100; it has no class."""

    unsur: tuple[str, ...]
    ikm: float
    ikm_rounded: Decimal
    std_error: float | None
    ci_low: float | None
    ci_high: float | None
    n: int


@dataclass(frozen=True)
class Weighted:
    """Index of all users, each service weighted by its users, on 25-100."""

    ikm: float
    std_error: float
    df: int
    ci_low: float
    ci_high: float
    mutu: str
    mutu_not_excluded: tuple[str, ...]


@dataclass(frozen=True)
class SkmResult:
    """The figures of one survey; names as in the contract of ``skm --json``.

    Attributes
    ----------
    survey : Survey
    n : int
        Respondents kept.
    ikm : float or None
        Official index on 25-100, unrounded; None under the smallest cell.
    ikm_rounded : Decimal or None
        Half up to 2 decimals, from exact fractions.
    mutu, kinerja : str or None
    std_error, ci_low, ci_high : float or None
        In points of the index, by the design; None where n < 2.
    df : int
    worst_case_low : float or None
        Lower limit if the sample hides a few very unhappy users.
    mutu_confidence : dict of str to float, or None
        Confidence in each class, summing to 1.
    publication : Publication
        Status and its reasons.
    strata : Strata or None
        Services as strata; None is simple random sampling.
    clustering : Clustering or None
    weighted : Weighted or None
        Index of all users; None without strata, where a service with users has no answers, or where `weighted_withheld`.
    weighted_withheld : bool
        Whether the index of all users would give away a service that is withheld.
    reliability : Reliability or None
        None where only counts of answers are known.
    level : float
    mutu_not_excluded : tuple of str
        Classes whose band meets the interval, from low to high.
    bobot_comparison : DataFrame
        One row a weight: bobot, ikm (unrounded), ikm_rounded, mutu.
    by_unsur : DataFrame
        One row an unsur: unsur, code, n, total, nrr (1-4), std_error, ci_low, ci_high, nrr_tertimbang, ikm_unsur (25-100), mutu, rank,
        rank_low, rank_high.
    groups : dict of str to DataFrame
        One row a group: see `balong_eval.analysis.groups.by_group`.
    sample : Sample or None
        None where the sidecar names no population.
    parts : tuple of SkmResult
        Figures of the parts that a year was put together from.
    comparable : Comparable or None
        Index of the unsur common to all parts, where these name different regulations and the year has no official index.
    """

    survey: Survey = field(repr=False)
    n: int
    ikm: float | None
    ikm_rounded: Decimal | None
    mutu: str | None
    kinerja: str | None
    std_error: float | None
    df: int
    ci_low: float | None
    ci_high: float | None
    level: float
    mutu_not_excluded: tuple[str, ...]
    bobot_comparison: pd.DataFrame = field(repr=False)
    by_unsur: pd.DataFrame = field(repr=False)
    groups: dict[str, pd.DataFrame] = field(repr=False)
    sample: Sample | None
    publication: Publication
    worst_case_low: float | None = None
    mutu_confidence: dict[str, float] | None = None
    strata: Strata | None = field(default=None, repr=False)
    clustering: Clustering | None = None
    weighted: Weighted | None = None
    weighted_withheld: bool = False
    reliability: Reliability | None = None
    parts: tuple[SkmResult, ...] = field(default=(), repr=False)
    comparable: Comparable | None = None
    method: str = METHOD


compare = change.compare


def summarise(survey: Survey, by: Sequence[str] = ("layanan",), level: float = 0.95) -> SkmResult:
    """Compute the figures of a survey.

    Parameters
    ----------
    survey : Survey
    by : sequence of str, default ("layanan",)
        Columns of ``survey.responses`` to group by: layanan, jenis_kelamin, usia (in bands), pendidikan, pekerjaan.
    level : float, default 0.95
        Confidence level of every interval.

    Returns
    -------
    SkmResult

    Raises
    ------
    MisuseError
        When a column of `by` is no profile field, or the level is not between 0 and 1.

    Notes
    -----
    IKM = 25 * sum_u b_u * NRR_u with NRR_u over those who answered u, b_u = 1/k exactly unless the sidecar gives
    ``[bobot]``. Standard errors by Taylor linearisation (`balong_eval.analysis.design`), intervals by
    `balong_eval.analysis.interval`. Source: the survey's regulation; docs/method.md.
    """
    unknown = [column for column in by if column not in (*PROFILE, AGE)]
    if unknown or not 0 < level < 1:
        raise MisuseError(f"group by {', '.join((*PROFILE, AGE))} only, level between 0 and 1; got {list(by)}, {level}")
    strata = strata_of(survey)
    whole = estimate(survey, level, strata)
    enough = survey.shown and whole.exact is not None
    shown = enough and not survey.mixed
    official = _official(survey, whole, strata, level) if shown else {}
    return SkmResult(
        survey=survey,
        n=whole.n,
        df=whole.n - 1 if whole.spread is None else whole.spread.df,
        level=level,
        bobot_comparison=bobot.comparison(survey, shown),
        by_unsur=by_unsur(survey, level, strata),
        groups={column: by_group(survey, column, level, strata) for column in by},
        sample=_sample(survey, whole.n),
        strata=strata,
        reliability=reliability.assess(survey) if enough and survey.joint else None,
        parts=tuple(summarise(part, by=(), level=level) for part in survey.parts),
        comparable=_comparable(survey, whole) if enough and survey.mixed else None,
        **(NOTHING | {"publication": publication.assess(survey, None, None, 0, None, None)} | official),
    )


def _official(survey: Survey, whole: Estimate, strata: Strata | None, level: float) -> dict[str, Any]:
    """What only a survey under one regulation, with enough respondents, has: the index and what is said of it."""
    if whole.exact is None or whole.value is None:
        return {}
    rounded = round_half_up(whole.exact, 2)
    band = survey.rule.band(rounded)
    met = classes_met(survey.rule, whole.ci_low, whole.ci_high)
    weighted = _weighted(survey, strata, level)
    gap = None if weighted is None else abs(whole.value - weighted.ikm)
    secret = weighted is not None and _gives_a_service_away(survey)
    found: dict[str, Any] = {
        "ikm": whole.value,
        "ikm_rounded": rounded,
        "mutu": band.mutu,
        "kinerja": band.kinerja,
        "std_error": whole.std_error,
        "ci_low": whole.ci_low,
        "ci_high": whole.ci_high,
        "mutu_not_excluded": met,
        "weighted": None if secret else weighted,
        "weighted_withheld": secret,
        "publication": publication.assess(survey, whole.ci_low, whole.ci_high, len(met), gap, whole.std_error),
    }
    if whole.spread is None:
        return found
    sides = (whole.value, whole.spread.without_fpc, whole.n, whole.spread.df)
    return found | {
        "worst_case_low": worst_case_low(*sides, phi=whole.spread.phi, level=level),
        "mutu_confidence": class_confidence(survey.rule, sides, whole.spread.phi),
        "clustering": clustering.assess(survey, whole.value, level),
    }


def class_confidence(rule: Regulation, sides: tuple[float, float, int, int], phi: float) -> dict[str, float]:
    """Confidence in each class, worst first: differences of `confidence_below` at the limits of the bands."""
    found, below = {}, 0.0
    for name, _, high in unrounded_bands(rule):
        upto = 1.0 if high == float("inf") else confidence_below(high, *sides, phi=phi)
        found[name] = upto - below
        below = upto
    return found


def _weighted(survey: Survey, strata: Strata | None, level: float) -> Weighted | None:
    users = survey.sidecar.population
    if strata is None or {name for name, count in users.items() if count} - set(strata.names):
        return None
    counts = survey.responses["n"]
    ikm, scores = design.weighted_index(answers(survey), strata.weights, weights(survey), survey.rule.conversion, counts)
    found = design.spread(scores, counts, strata)
    if found is None:
        return None
    low, high = interval(ikm, found.without_fpc, survey.n, found.df, phi=found.phi, level=level)
    rounded = round_number(ikm, 2)
    met = classes_met(survey.rule, low, high)
    return Weighted(ikm, std_error(found.variance), found.df, low, high, survey.rule.band(rounded).mutu, met)


def _gives_a_service_away(survey: Survey) -> bool:
    """Whether a withheld service could be found from the index of all users and that of the sample: two sums of the same services.

    With two sums one service more can be eliminated than with one; what is left must still be safe. A year adds the sums of its parts.
    """
    small = withheld(survey, "layanan")
    users = sizes(survey, "layanan")
    return bool(small) and (bool(survey.parts) or disclosure.open_to([users[name] for name in small], survey.smallest_cell, sums=2))


def _comparable(survey: Survey, whole: Estimate) -> Comparable | None:
    if whole.exact is None:
        return None
    return Comparable(
        unsur=tuple(unsur.key for unsur in survey.unsur),
        ikm=float(whole.exact),
        ikm_rounded=round_half_up(whole.exact, 2),
        std_error=whole.std_error,
        ci_low=whole.ci_low,
        ci_high=whole.ci_high,
        n=whole.n,
    )


def _sample(survey: Survey, n: int) -> Sample | None:
    population = sum(survey.sidecar.population.values())
    return sample.assess(population, n) if population else None
