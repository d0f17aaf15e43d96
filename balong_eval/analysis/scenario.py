"""What if: the index of a survey with answers moved, services dropped or doubled, other classes, or more answers like those given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd

from balong_eval.analysis import design, skm
from balong_eval.analysis.design import Strata
from balong_eval.analysis.domain import narrowed
from balong_eval.analysis.index import answers, classes_met, strata_of, weights
from balong_eval.analysis.interval import interval, std_error
from balong_eval.errors import MisuseError
from balong_eval.intake.survey import Survey
from balong_eval.regulation import Regulation, round_half_up, round_number

MOST = 1_000_000
NUDGE = 1e-7


@dataclass(frozen=True)
class Scenario:
    """What is changed of a survey.

    Attributes
    ----------
    moves : mapping of str to float
        Unsur -> wished change of its NRR.
    shares : mapping of str to float
        Service -> weight of each of its respondents: 0 drops the service, 2 doubles it.
    bounds : tuple of Decimal
        Lower bounds of the classes but the lowest, from low to high; empty keeps those of the regulation.
    added : int
        Respondents added whose answers are like those given.
    """

    moves: Mapping[str, float] = field(default_factory=dict)
    shares: Mapping[str, float] = field(default_factory=dict)
    bounds: tuple[Decimal, ...] = ()
    added: int = 0

    @property
    def changes(self) -> bool:
        """Whether anything differs from the survey as it is."""
        return bool(any(self.moves.values()) or any(share != 1 for share in self.shares.values()) or self.bounds or self.added)


@dataclass(frozen=True)
class Basis:
    """A survey under a scenario, ready to be judged with any number of respondents.

    Attributes
    ----------
    survey : Survey
        With answers moved, services dropped and classes changed.
    exact : Fraction or None
        Index; None where services have unequal weights and it is a float.
    value : float
    scores : ndarray
        Linearised scores of the rows with the respondents that there are.
    strata : Strata or None
    shares : ndarray
        Weight of each row's respondents; all 1 where `exact` is known.
    """

    survey: Survey = field(repr=False)
    exact: Fraction | None
    value: float
    scores: np.ndarray = field(repr=False)
    strata: Strata | None = field(repr=False)
    shares: np.ndarray = field(repr=False)

    @property
    def most(self) -> int:
        """Most respondents that there can be: where users are known, as many as the service that is used up first allows."""
        if self.strata is None:
            return MOST
        return int(self.survey.n * float((self.strata.population / self.strata.sizes).min()))


@dataclass(frozen=True)
class Outcome:
    """What the index would be, and on how many respondents it would rest; names as in `SkmResult`."""

    n: int
    ikm: float
    ikm_rounded: Decimal
    mutu: str
    kinerja: str
    std_error: float | None
    ci_low: float | None
    ci_high: float | None
    mutu_not_excluded: tuple[str, ...]
    mutu_confidence: dict[str, float] | None


def basis(survey: Survey, scenario: Scenario) -> Basis | None:
    """The survey under a scenario; None where nobody, or fewer than the smallest cell, is left.

    Raises
    ------
    MisuseError
        When the bounds do not rise, or are not as many as the classes above the lowest.
    """
    changed = replace(survey, rule=with_bounds(survey.rule, scenario.bounds)) if scenario.bounds else survey
    dropped = [name for name, share in scenario.shares.items() if share == 0]
    changed = without(changed, dropped) if dropped else changed
    if not changed.shown:
        return None
    for key, wished in scenario.moves.items():
        changed = moved(changed, key, wished)
    rows, bobot, strata = changed.responses, weights(changed), strata_of(changed)
    shares = rows["layanan"].map(dict(scenario.shares)).astype("float64").fillna(1.0).to_numpy()
    if (shares != 1).any():
        value, scores = design.weighted_index(answers(changed), shares, bobot, changed.rule.conversion, rows["n"])
        return Basis(changed, None, value, scores, strata, shares)
    exact = design.index(design.totals(answers(changed), rows["n"]), bobot, changed.rule.conversion)
    if exact is None:
        return None
    return Basis(changed, exact, float(exact), design.influence(answers(changed), rows["n"], bobot, changed.rule.conversion), strata, shares)


def judge(found: Basis, n: int, level: float = 0.95) -> Outcome:
    """Index, class, confidence and interval with `n` respondents of the same composition.

    Notes
    -----
    Frequencies times n / n_now: scores shrink by that factor, strata grow by it, and `design.spread` and `interval` do the rest, so that with
    the respondents that there are every figure is that of `skm.summarise`.
    """
    rule = found.survey.rule
    rounded = round_number(found.value, 2) if found.exact is None else round_half_up(found.exact, 2)
    band = rule.band(rounded)
    grown = (n + NUDGE) / found.survey.n if n != found.survey.n else 1.0
    strata = found.strata if found.strata is None or grown == 1 else replace(found.strata, sizes=found.strata.sizes * grown)
    spread = design.spread(found.scores / grown, found.survey.responses["n"] * grown, strata)
    if spread is None:
        return Outcome(n, found.value, rounded, band.mutu, band.kinerja, None, None, None, (), None)
    low, high = interval(found.value, spread.without_fpc, n, spread.df, phi=spread.phi, level=level)
    sides = (found.value, spread.without_fpc, n, spread.df)
    return Outcome(
        n=n,
        ikm=found.value,
        ikm_rounded=rounded,
        mutu=band.mutu,
        kinerja=band.kinerja,
        std_error=std_error(spread.variance),
        ci_low=low,
        ci_high=high,
        mutu_not_excluded=classes_met(rule, low, high),
        mutu_confidence=skm.class_confidence(rule, sides, spread.phi),
    )


def respondents_needed(found: Basis, level: float = 0.95) -> int | None:
    """Fewest respondents, not fewer than there are, whose interval lies in one class; None where no possible number is enough."""

    def clear(n: int) -> bool:
        return len(judge(found, n, level).mutu_not_excluded) == 1

    low, most = found.survey.n, found.most
    if clear(low):
        return low
    high = min(2 * low, most)
    while not clear(high):
        if high >= most:
            return None
        low, high = high, min(2 * high, most)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if clear(middle) else (middle, high)
    return high


def points_needed(found: Basis, mutu: str) -> pd.DataFrame:
    """How much each unsur alone would have to rise for the index to reach a class.

    Returns
    -------
    DataFrame
        One row an unsur that was answered: unsur, nrr, points (of the NRR, 1-4), answers (how many answers one step higher; absent where services
        have unequal weights), possible (whether it has that much room). No rows where the class is reached already.

    Notes
    -----
    The rounded index reaches the lower bound L where the exact one is at least L - 0.005: points = (L - 0.005 - IKM) / (25 b_u).
    """
    survey = found.survey
    bobot, high = weights(survey), survey.rule.high
    sums = design.totals(answers(survey), survey.responses["n"])
    lower = next(band.lower for band in survey.rule.bands if band.mutu == mutu)
    gap = Fraction(lower) - Fraction(1, 200) - (Fraction(found.value) if found.exact is None else found.exact)
    columns = ("unsur", "nrr", "points", "answers", "possible")
    if gap <= 0:
        return pd.DataFrame(columns=list(columns))
    scale = Fraction(sum(bobot)) / sum(weight for nrr, weight in zip(sums.nrr, bobot, strict=True) if nrr is not None)
    table: list[tuple[str, float, float, int | None, bool]] = []
    for unsur, total, n, weight in zip(survey.unsur, sums.totals, sums.counts, bobot, strict=True):
        if not n or not weight:
            continue
        points = gap / (survey.rule.conversion * weight * scale)
        if found.exact is None:
            nrr = _weighted_nrr(found, unsur.key)
            table.append((unsur.key, nrr, float(points), None, nrr + float(points) <= high))
        else:
            steps = -int(-points * n // 1)
            table.append((unsur.key, total / n, float(points), steps, total + steps <= high * n))
    return pd.DataFrame(table, columns=list(columns)).astype({"answers": "Int64"})


def _weighted_nrr(found: Basis, key: str) -> float:
    values = found.survey.responses[key]
    counted = (found.survey.responses["n"] * found.shares).where(values.notna(), 0.0)
    return float((values.fillna(0.0) * counted).sum() / counted.sum())


def moved(survey: Survey, key: str, wished: float) -> Survey:
    """The survey with so many answers to an unsur one step higher (or lower) that its NRR moves by what is wished, as far as it can.

    Answers that can still move are taken evenly over the file, each by one step before any by two; the NRR so moves by a whole number of answers.
    """
    rows = survey.responses
    values, f = rows[key].to_numpy("float64").copy(), rows["n"].to_numpy("int64")
    step = 1 if wished > 0 else -1
    end = survey.rule.high if step > 0 else survey.rule.low
    left = round(abs(wished) * int(f[~np.isnan(values)].sum()))
    while left:
        can = np.flatnonzero(~np.isnan(values) & (values != end) & (f <= left))
        if not len(can):
            break
        chosen = can[((np.arange(min(left, len(can))) + 0.5) * len(can) / min(left, len(can))).astype(int)]
        chosen = chosen[np.cumsum(f[chosen]) <= left]
        values[chosen] += step
        left -= int(f[chosen].sum())
    return replace(survey, responses=rows.assign(**{key: values}))


def without(survey: Survey, services: list[str]) -> Survey:
    """The survey without some services; users count only of services that are answered about (`strata_of`)."""
    return narrowed(survey, ~survey.responses["layanan"].isin(services), users=True)


def with_bounds(rule: Regulation, bounds: tuple[Decimal, ...]) -> Regulation:
    """The regulation with other lower bounds of its classes but the lowest."""
    lowest, *rest = rule.bands
    rising = all(low < high for low, high in zip((lowest.lower, *bounds), bounds, strict=False))
    if len(bounds) != len(rest) or not rising:
        raise MisuseError(f"{len(rest)} rising bounds above {lowest.lower} are needed, got {bounds}")
    return replace(rule, bands=(lowest, *(replace(band, lower=bound) for band, bound in zip(rest, bounds, strict=True))))
