"""The survey's figures: IKM, mutu, NRR by unsur and IKM by group, each with its standard error and interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

import pandas as pd

from balong_eval.analysis import design, published, sample
from balong_eval.analysis.design import Totals
from balong_eval.analysis.groups import by_group
from balong_eval.analysis.index import Estimate, classes_met, estimate, mutu, weights
from balong_eval.analysis.interval import METHOD, SINGLE, interval, std_error
from balong_eval.analysis.published import Attempt
from balong_eval.analysis.sample import Sample
from balong_eval.errors import MisuseError
from balong_eval.intake.survey import PROFILE, Survey
from balong_eval.regulation import round_half_up

NINE = 9
FIGURES = ("nrr", "std_error", "ci_low", "ci_high", "nrr_tertimbang", "ikm_unsur")
CUSTOM = "khusus"


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
        In points of the index, simple random sampling; None where n < 2.
    df : int
    level : float
    mutu_not_excluded : tuple of str
        Classes whose band meets the interval, from low to high.
    bobot_comparison : DataFrame
        One row a weight: bobot, ikm (unrounded), ikm_rounded, mutu.
    by_unsur : DataFrame
        One row an unsur: unsur, code, n, total, nrr (1-4), std_error, ci_low, ci_high, nrr_tertimbang, ikm_unsur (25-100), mutu, rank.
    groups : dict of str to DataFrame
        One row a group: group, n, ikm, std_error, ci_low, ci_high, df, mutu, suppressed.
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
    parts: tuple[SkmResult, ...] = field(default=(), repr=False)
    comparable: Comparable | None = None
    method: str = METHOD


def summarise(survey: Survey, by: Sequence[str] = ("layanan",), level: float = 0.95) -> SkmResult:
    """Compute the figures of a survey.

    Parameters
    ----------
    survey : Survey
    by : sequence of str, default ("layanan",)
        Columns of ``survey.responses`` to group by: layanan, jenis_kelamin, pendidikan, pekerjaan.
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
    unknown = [column for column in by if column not in PROFILE]
    if unknown or not 0 < level < 1:
        raise MisuseError(f"group by {', '.join(PROFILE)} only, level between 0 and 1; got {list(by)}, {level}")
    whole = estimate(survey, survey.responses, level)
    enough = survey.shown and whole.exact is not None
    shown = enough and not survey.mixed
    rounded = round_half_up(whole.exact, 2) if shown and whole.exact is not None else None
    band = survey.rule.band(rounded) if rounded is not None else None
    return SkmResult(
        survey=survey,
        n=whole.n,
        ikm=whole.value if shown else None,
        ikm_rounded=rounded,
        mutu=band.mutu if band else None,
        kinerja=band.kinerja if band else None,
        std_error=whole.std_error if shown else None,
        df=whole.n - 1,
        ci_low=whole.ci_low if shown else None,
        ci_high=whole.ci_high if shown else None,
        level=level,
        mutu_not_excluded=classes_met(survey.rule, whole.ci_low, whole.ci_high) if shown else (),
        bobot_comparison=_bobot_comparison(survey, shown),
        by_unsur=_by_unsur(survey, level),
        groups={column: by_group(survey, column, level) for column in by},
        sample=_sample(survey, whole.n),
        parts=tuple(summarise(part, by=(), level=level) for part in survey.parts),
        comparable=_comparable(survey, whole) if enough and survey.mixed else None,
    )


def explain_published(survey: Survey) -> list[Attempt]:
    """Weights and stages of rounding tried on the index that the office printed (sidecar ``[published]``); empty where it printed none.

    Tried are the office's own ``[bobot]`` where it has one, 1/k, the weights printed in the regulation's file, 0.1111 for nine
    unsur, and the weight that the sidecar names.
    """
    printed = survey.sidecar.published
    sums = design.totals(survey.responses[[unsur.key for unsur in survey.unsur]], survey.responses["n"])
    if not printed or survey.mixed or not survey.shown or not all(sums.counts):
        return []
    k = len(survey.unsur)
    named = [weight.value for weight in survey.rule.printed_weights] + (["0.1111"] if k == NINE else [])
    claimed = [printed["bobot"]] if "bobot" in printed else []
    equal: dict[str, Fraction | Sequence[Fraction]] = {name: Fraction(name) for name in [f"1/{k}", *named, *claimed]}
    own: dict[str, Fraction | Sequence[Fraction]] = {CUSTOM: weights(survey)} if survey.sidecar.bobot else {}
    return published.explain(sums, Decimal(printed["ikm"]), own | equal, survey.rule.conversion)


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


def _by_unsur(survey: Survey, level: float) -> pd.DataFrame:
    rows = survey.responses
    keys = [unsur.key for unsur in survey.unsur]
    sums = design.totals(rows[keys], rows["n"])
    table = [_unsur_row(survey, place, sums, level) for place in range(len(keys))]
    known = [nrr for nrr, row in zip(sums.nrr, table, strict=True) if nrr is not None and row["nrr"] is not None]
    ranks = [None if row["nrr"] is None or nrr is None else 1 + sum(other < nrr for other in known) for nrr, row in zip(sums.nrr, table, strict=True)]
    return (
        pd.DataFrame(table)
        .astype(dict.fromkeys(FIGURES, "float64"))
        .assign(rank=pd.array(ranks, dtype="Int64"), n=_whole(table, "n"), total=_whole(table, "total"))
    )


def _whole(table: list[dict[str, object]], name: str) -> pd.api.extensions.ExtensionArray:
    return pd.array([row[name] for row in table], dtype="Int64")


def _unsur_row(survey: Survey, place: int, sums: Totals, level: float) -> dict[str, object]:
    unsur, conversion = survey.unsur[place], survey.rule.conversion
    n, nrr = sums.counts[place], sums.nrr[place]
    row: dict[str, object] = {"unsur": unsur.key, "code": survey.codes[unsur.key]}
    if nrr is None or not survey.shown or n < survey.smallest_cell:
        return row | dict.fromkeys(("n", "total", "nrr", "std_error", "ci_low", "ci_high", "nrr_tertimbang", "ikm_unsur", "mutu"))
    scores = design.influence(survey.responses[[unsur.key]], survey.responses["n"], (Fraction(1),), 1)
    variance = design.variance(scores, survey.responses["n"]) if n > 1 else None
    low, high = interval(float(nrr), variance or 0.0, n, n - 1, level=level, scale=SINGLE)
    return row | {
        "n": n,
        "total": sums.totals[place],
        "nrr": float(nrr),
        "std_error": None if variance is None else std_error(variance),
        "ci_low": low if n > 1 else None,
        "ci_high": high if n > 1 else None,
        "nrr_tertimbang": float(nrr * weights(survey)[place]),
        "ikm_unsur": float(nrr * conversion),
        "mutu": mutu(survey, nrr * conversion),
    }


def _bobot_comparison(survey: Survey, shown: bool) -> pd.DataFrame:
    """The index under 1/k and under each weight that the regulation's file prints, with the class each gives.

    A printed weight is 1/k rounded for the regulation's own number of unsur: for any other number it gives no figure.
    """
    rows = survey.responses
    sums = design.totals(rows[[unsur.key for unsur in survey.unsur]], rows["n"])
    k = len(survey.unsur)
    rounded = [(weight.value, Fraction(weight.value), weight.rounding) for weight in survey.rule.printed_weights]
    table = []
    for name, weight, rounding in [(f"1/{k}", Fraction(1, k), "none"), *rounded]:
        fits = shown and all(sums.counts) and (k == len(survey.rule.unsur) or weight == Fraction(1, k))
        exact = published.exact(sums, weight, "none", survey.rule.conversion) if fits else None
        value = published.index(sums, weight, rounding, survey.rule.conversion) if fits else None
        mutu = survey.rule.band(value).mutu if value is not None and value >= survey.rule.bands[0].lower else None
        table.append({"bobot": name, "ikm": None if exact is None else float(exact), "ikm_rounded": value, "mutu": mutu})
    return pd.DataFrame(table)


def _sample(survey: Survey, n: int) -> Sample | None:
    population = sum(survey.sidecar.population.values())
    return sample.assess(population, n) if population else None
