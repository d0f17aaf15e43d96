"""The survey's figures: IKM, mutu, NRR by unsur and IKM by group, each with its standard error and interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

import pandas as pd

from balong_eval.analysis import design, published, sample
from balong_eval.analysis.interval import INDEX, METHOD, SINGLE, interval, std_error
from balong_eval.analysis.sample import Sample
from balong_eval.errors import MisuseError
from balong_eval.intake.answers import OTHER, profile
from balong_eval.intake.survey import PROFILE, Survey
from balong_eval.regulation import Regulation, round_half_up

UNKNOWN = "tidak diisi"
SMALLEST_N_INTERVAL = 10
HALF_CENT = 0.005


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
    method: str = METHOD


@dataclass(frozen=True)
class _Estimate:
    """An index with its uncertainty, before anything is withheld."""

    exact: Fraction | None
    n: int
    variance: float | None
    ci_low: float | None
    ci_high: float | None

    @property
    def std_error(self) -> float | None:
        return None if self.variance is None else std_error(self.variance)

    @property
    def value(self) -> float | None:
        return None if self.exact is None else float(self.exact)


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
    whole = _estimate(survey, survey.responses, level)
    shown = whole.n >= survey.smallest_cell and whole.exact is not None
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
        groups={column: _group_table(survey, column, level) for column in by},
        sample=_sample(survey, whole.n),
    )


def weights(survey: Survey) -> tuple[Fraction, ...]:
    """Bobot of each unsur asked: 1/k, or the sidecar's ``[bobot]``."""
    if survey.sidecar.bobot:
        return tuple(survey.sidecar.bobot[unsur.key] for unsur in survey.unsur)
    return design.equal_weights(len(survey.unsur))


def classes_met(rule: Regulation, ci_low: float | None, ci_high: float | None) -> tuple[str, ...]:
    """Classes whose band of the unrounded index (limits half a hundredth under the printed ones) meets the interval."""
    if ci_low is None or ci_high is None:
        return ()
    limits = [float(band.lower) - HALF_CENT for band in rule.bands] + [float("inf")]
    limits[0] = float("-inf")
    return tuple(band.mutu for band, low, high in zip(rule.bands, limits, limits[1:], strict=False) if ci_low < high and ci_high >= low)


def _estimate(survey: Survey, rows: pd.DataFrame, level: float) -> _Estimate:
    answers, frequency, bobot = rows[[unsur.key for unsur in survey.unsur]], rows["n"], weights(survey)
    exact = design.index(design.totals(answers, frequency), bobot, survey.rule.conversion)
    n = int(frequency.sum())
    if exact is None or n < 2:
        return _Estimate(exact, n, None, None, None)
    variance = design.variance(design.influence(answers, frequency, bobot, survey.rule.conversion), frequency)
    low, high = interval(float(exact), variance or 0.0, n, n - 1, level=level, scale=INDEX)
    return _Estimate(exact, n, variance, low, high)


def _by_unsur(survey: Survey, level: float) -> pd.DataFrame:
    rows = survey.responses
    keys = [unsur.key for unsur in survey.unsur]
    sums = design.totals(rows[keys], rows["n"])
    shown = int(rows["n"].sum()) >= survey.smallest_cell
    table = [
        _unsur_row(survey, place, nrr if shown else None, sums.counts[place], sums.totals[place], level)
        for place, nrr in enumerate(sums.nrr)
    ]
    known = [nrr for nrr in sums.nrr if nrr is not None]
    ranks = [None if nrr is None or not shown else 1 + sum(other < nrr for other in known) for nrr in sums.nrr]
    return pd.DataFrame(table).assign(rank=pd.array(ranks, dtype="Int64"))


def _unsur_row(survey: Survey, place: int, nrr: Fraction | None, n: int, total: int, level: float) -> dict[str, object]:
    unsur, conversion = survey.unsur[place], survey.rule.conversion
    row: dict[str, object] = {"unsur": unsur.key, "code": survey.codes[unsur.key], "n": n, "total": total}
    if nrr is None:
        return row | dict.fromkeys(("nrr", "std_error", "ci_low", "ci_high", "nrr_tertimbang", "ikm_unsur", "mutu"))
    scores = design.influence(survey.responses[[unsur.key]], survey.responses["n"], (Fraction(1),), 1)
    variance = design.variance(scores, survey.responses["n"])
    low, high = interval(float(nrr), variance or 0.0, n, n - 1, level=level, scale=SINGLE)
    return row | {
        "nrr": float(nrr),
        "std_error": None if variance is None else std_error(variance),
        "ci_low": low if n > 1 else None,
        "ci_high": high if n > 1 else None,
        "nrr_tertimbang": float(nrr * weights(survey)[place]),
        "ikm_unsur": float(nrr * conversion),
        "mutu": survey.rule.band(round_half_up(nrr * conversion, 2)).mutu,
    }


def _bobot_comparison(survey: Survey, shown: bool) -> pd.DataFrame:
    """The index under 1/k and under each weight that the regulation's file prints, with the class each gives."""
    rows = survey.responses
    sums = design.totals(rows[[unsur.key for unsur in survey.unsur]], rows["n"])
    k = len(survey.unsur)
    rounded = [(weight.value, Fraction(weight.value), weight.rounding) for weight in survey.rule.printed_weights]
    table = []
    for name, weight, rounding in [(f"1/{k}", Fraction(1, k), "none"), *rounded]:
        exact = design.index(sums, (weight,) * k, survey.rule.conversion) if shown and all(sums.counts) else None
        value = published.index(sums, weight, rounding, survey.rule.conversion) if exact is not None else None
        mutu = survey.rule.band(value).mutu if value is not None and value >= survey.rule.bands[0].lower else None
        table.append({"bobot": name, "ikm": None if exact is None else float(exact), "ikm_rounded": value, "mutu": mutu})
    return pd.DataFrame(table)


def _group_table(survey: Survey, column: str, level: float) -> pd.DataFrame:
    """One row a group; groups under the smallest cell, and one more where it could be found by subtraction, show no figure."""
    rows = survey.responses
    names = rows[column].fillna(UNKNOWN)
    sizes = rows["n"].groupby(names).sum()
    order = _order(column, list(sizes.index), survey)
    hidden = hidden_groups({name: int(sizes[name]) for name in order}, survey.smallest_cell)
    smallest = survey.unit.publication.smallest_n_interval if survey.unit else SMALLEST_N_INTERVAL
    return pd.DataFrame([_group_row(survey, name, rows[names == name], name in hidden, smallest, level) for name in order])


def hidden_groups(sizes: dict[str, int], smallest_cell: int) -> set[str]:
    """Groups whose figures are withheld.

    Those under `smallest_cell`; and, where these together are still fewer than `smallest_cell`, the next smallest ones,
    so that no withheld group can be found by subtracting the others from the whole.
    """
    hidden = {name for name, n in sizes.items() if n < smallest_cell}
    rest = sorted((name for name in sizes if name not in hidden), key=lambda name: (sizes[name], name))
    while hidden and rest and (len(hidden) == 1 or sum(sizes[name] for name in hidden) < smallest_cell):
        hidden.add(rest.pop(0))
    return hidden


def _group_row(survey: Survey, name: str, rows: pd.DataFrame, hidden: bool, smallest: int, level: float) -> dict[str, object]:
    blank = dict.fromkeys(("n", "ikm", "ikm_rounded", "std_error", "ci_low", "ci_high", "df", "mutu"))
    if hidden:
        return {"group": name, **blank, "suppressed": True}
    found = _estimate(survey, rows, level)
    rounded = None if found.exact is None else round_half_up(found.exact, 2)
    wide = found.n >= smallest
    return {
        "group": name,
        "n": found.n,
        "ikm": found.value,
        "ikm_rounded": rounded,
        "std_error": found.std_error if wide else None,
        "ci_low": found.ci_low if wide else None,
        "ci_high": found.ci_high if wide else None,
        "df": found.n - 1,
        "mutu": None if rounded is None or not wide else survey.rule.band(rounded).mutu,
        "suppressed": False,
    }


def _order(column: str, names: list[str], survey: Survey) -> list[str]:
    """Official order where there is one, else the sidecar's order of services, else the alphabet; "lainnya" and blanks last."""
    official = profile().get(column, {"values": []})["values"] or list(survey.sidecar.population)
    places = {name: place for place, name in enumerate(official)}
    return sorted(names, key=lambda name: (name == UNKNOWN, name == OTHER, places.get(name, len(places)), name))


def _sample(survey: Survey, n: int) -> Sample | None:
    population = sum(survey.sidecar.population.values())
    return sample.assess(population, n) if population else None
