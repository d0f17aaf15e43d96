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


def variance(scores: np.ndarray, frequency: pd.Series) -> float | None:
    """Variance of an estimate from its linearised scores under simple random sampling: n/(n - 1) * sum_i f_i e_i^2.

    None where n < 2. Equals R ``vcov(svymean(..., svydesign(ids = ~1, weights = ~1)))``.
    """
    f = frequency.to_numpy("float64")
    n = f.sum()
    return float(n / (n - 1) * (f * scores**2).sum()) if n > 1 else None


def _arrays(answers: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    values = answers.to_numpy("float64")
    answered = ~np.isnan(values)
    return np.where(answered, values, 0.0), answered.astype("float64")
