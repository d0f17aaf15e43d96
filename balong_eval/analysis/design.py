"""The estimator: totals and counts to the index, exactly; respondents' scores to its variance.

Symbols as in docs/method.md: x_iu answer of respondent i to unsur u, a_iu = 1 where answered, n_u = sum of a_iu,
b_u weight, f_i frequency of a row, n = sum of f_i.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pandas as pd


@dataclass(frozen=True)
class Totals:
    """What the official formula needs: sum of answers and number of answers for each unsur, in one order."""

    totals: tuple[int, ...]
    counts: tuple[int, ...]

    @property
    def nrr(self) -> tuple[Fraction | None, ...]:
        """Nilai rata-rata of each unsur, 1-4, exact: total / answers; None where nobody answered."""
        return tuple(Fraction(total, n) if n else None for total, n in zip(self.totals, self.counts, strict=True))


def equal_weights(k: int) -> tuple[Fraction, ...]:
    """Bobot 1/k for each of k unsur, exact."""
    return (Fraction(1, k),) * k


def totals(answers: pd.DataFrame, frequency: pd.Series) -> Totals:
    """Sum and number of the answers of each unsur.

    Parameters
    ----------
    answers : DataFrame
        One row a respondent (or a pattern), one column an unsur, 1-4 or NaN.
    frequency : Series of int
        How many respondents a row stands for.
    """
    x, a = _arrays(answers)
    f = frequency.to_numpy("int64")[:, None]
    return Totals(tuple(int(total) for total in (x * f).sum(axis=0)), tuple(int(n) for n in (a * f).sum(axis=0)))


def index(sums: Totals, weights: Sequence[Fraction], conversion: int = 25) -> Fraction | None:
    """IKM on 25-100, exact: conversion * sum_u b_u * total_u / n_u.

    An unsur that nobody answered is left out and the weights of the others are scaled up to the same sum.

    Returns
    -------
    Fraction or None
        None where no unsur was answered at all.

    Examples
    --------
    The printed totals of 29 questionnaires (GASPUL, triwulan III; docs/method.md, S12) give 91.4751, printed 91.48.

    >>> sums = Totals((105, 101, 100, 116, 102, 105, 106, 105, 115), (29,) * 9)
    >>> round(float(index(sums, equal_weights(9))), 4)
    91.4751
    """
    answered = [(nrr, weight) for nrr, weight in zip(sums.nrr, weights, strict=True) if nrr is not None]
    if not answered:
        return None
    scale = Fraction(sum(weights)) / sum(weight for _, weight in answered)
    return conversion * scale * sum((nrr * weight for nrr, weight in answered), Fraction(0))


def influence(answers: pd.DataFrame, frequency: pd.Series, weights: Sequence[Fraction], conversion: float = 25) -> np.ndarray:
    """Linearised score of each row for the index: e_i = conversion * sum_u b_u a_iu (x_iu - NRR_u) / n_u.

    Returns
    -------
    ndarray, shape (rows,)
        In points of the index; the variance of the index under simple random sampling is n/(n - 1) * sum_i f_i e_i^2.

    Notes
    -----
    Taylor linearisation of a sum of ratios, as R's ``survey`` does for ``svycontrast`` of ``svyratio`` terms.
    """
    x, a = _arrays(answers)
    f = frequency.to_numpy("float64")[:, None]
    counts = (a * f).sum(axis=0)
    used = counts > 0
    b = np.array([float(weight) for weight in weights])
    b = b * (b.sum() / b[used].sum()) if used.any() else b
    means = np.divide((x * f).sum(axis=0), counts, out=np.zeros_like(counts), where=used)
    terms = np.divide(b, counts, out=np.zeros_like(counts), where=used)
    return conversion * ((x - means) * a * terms).sum(axis=1)


@dataclass(frozen=True)
class Strata:
    """Services as strata: the stratum of each row, and of each stratum its name, respondents n_h and users N_h."""

    rows: np.ndarray
    names: tuple[str, ...]
    sizes: np.ndarray
    population: np.ndarray

    @property
    def fpc(self) -> np.ndarray:
        """Finite population correction 1 - n_h/N_h of each stratum."""
        return 1 - self.sizes / self.population

    @property
    def singletons(self) -> tuple[str, ...]:
        """Strata with one respondent, centred at the mean of all (R ``lonely.psu = "adjust"``)."""
        return tuple(name for name, size in zip(self.names, self.sizes, strict=True) if size == 1)

    @property
    def weights(self) -> np.ndarray:
        """Users that a respondent of each row stands for: N_h/n_h."""
        return (self.population / self.sizes)[self.rows]


@dataclass(frozen=True)
class Spread:
    """Variance of an estimate with and without finite population correction, its df, and the share of users not asked."""

    variance: float
    without_fpc: float
    df: int
    share: float = 1.0

    @property
    def phi(self) -> float:
        """Variance with the correction divided by the variance without; 1 where nothing varies and nothing is known of it."""
        return self.variance / self.without_fpc if self.without_fpc > 0 else self.share


def strata(layanan: pd.Series, frequency: pd.Series, population: dict[str, int]) -> Strata:
    """Strata of a survey whose services all have users.

    Parameters
    ----------
    layanan : Series of str
        Service of each row, each a key of `population`.
    frequency : Series of int
    population : dict
        Users of each service; none fewer than its respondents.
    """
    codes, names = pd.factorize(layanan, sort=True)
    sizes = np.bincount(codes, weights=frequency.to_numpy("float64"), minlength=len(names))
    return Strata(codes, tuple(names), sizes, np.array([float(population[name]) for name in names]))


def spread(scores: np.ndarray, frequency: pd.Series, strata: Strata | None = None, domain: np.ndarray | None = None) -> Spread | None:
    """Variance of an estimate from its linearised scores.

    Parameters
    ----------
    scores : ndarray, shape (rows,)
        e_i, 0 outside the domain.
    frequency : Series of int
    strata : Strata, optional
        None: simple random sampling from a large population.
    domain : ndarray of bool, optional
        Rows that the estimate is about; only its degrees of freedom depend on it.

    Returns
    -------
    Spread or None
        None where n < 2. Simple random sampling: n/(n - 1) * sum_i f_i e_i^2. Strata: the sum over h of
        (1 - n_h/N_h) * n_h/(n_h - 1) * sum_(i in h) f_i (e_i - mean_h)^2, a stratum of one respondent centred at 0, the mean of all.

    Notes
    -----
    Equals R ``svymean`` / ``svyby`` / ``svycontrast`` of ``svydesign(ids = ~1, strata = ~layanan, weights = ~1, fpc = ~N)``
    with ``options(survey.lonely.psu = "adjust")`` (tests/reference).
    """
    f = frequency.to_numpy("float64")
    inside = f if domain is None else f * domain
    if f.sum() <= 1:
        return None
    if strata is None:
        value = float(f.sum() / (f.sum() - 1) * (f * scores**2).sum())
        return Spread(value, value, int(inside.sum()) - 1)
    size = len(strata.names)
    sums = np.bincount(strata.rows, weights=f * scores, minlength=size)
    squares = np.bincount(strata.rows, weights=f * scores**2, minlength=size)
    alone = strata.sizes <= 1
    centred = np.where(alone, squares, squares - sums**2 / strata.sizes)
    terms = np.where(alone, 1.0, strata.sizes / np.where(alone, 1.0, strata.sizes - 1)) * np.maximum(centred, 0.0)
    present = np.bincount(strata.rows, weights=inside, minlength=size) > 0
    share = 1 - inside.sum() / float((strata.population * present).sum())
    return Spread(float((strata.fpc * terms).sum()), float(terms.sum()), int(inside.sum()) - int(present.sum()), share)


def weighted_index(
    answers: pd.DataFrame, case_weights: np.ndarray, weights: Sequence[Fraction], conversion: float, frequency: pd.Series
) -> tuple[float, np.ndarray]:
    """Index of all users, each respondent standing for `case_weights` of them, with its linearised scores.

    Parameters
    ----------
    answers : DataFrame
        One row a respondent.
    case_weights : ndarray, shape (rows,)
        Users that a respondent of each row stands for.
    weights : sequence of Fraction
        Bobot of each unsur.
    conversion : float
    frequency : Series of int
        Respondents that a row stands for; the scores are those of one respondent.

    Returns
    -------
    float, ndarray
        conversion * sum_u b_u * sum_i w_i x_iu / sum_i w_i a_iu, and e_i = conversion * w_i * sum_u b_u a_iu (x_iu - NRR_u) / sum_j w_j a_ju.
    """
    x, a = _arrays(answers)
    w = case_weights[:, None]
    f = frequency.to_numpy("float64")[:, None]
    counts = (a * w * f).sum(axis=0)
    used = counts > 0
    safe = np.where(used, counts, 1.0)
    means = (x * w * f).sum(axis=0) / safe
    b = np.array([float(weight) for weight in weights])
    b = np.where(used, b, 0.0) * (b.sum() / b[used].sum())
    scores = conversion * (w * (x - means) * a * (b / safe)).sum(axis=1)
    return float(conversion * (b * means).sum()), scores


def _arrays(answers: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    values = answers.to_numpy("float64")
    answered = ~np.isnan(values)
    return np.where(answered, values, 0.0), answered.astype("float64")
