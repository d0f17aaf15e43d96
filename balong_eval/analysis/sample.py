"""How many respondents a survey needs: the table of Krejcie and Morgan by its formula."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from balong_eval.regulation import round_half_up

CHI2 = Fraction("3.841")
P = Fraction(1, 2)
D = Fraction("0.05")


@dataclass(frozen=True)
class Sample:
    """Service users in the period, respondents required for them, and whether as many answered."""

    population: int
    required: int
    reached: bool


def required(population: int) -> int:
    """Respondents required for a population of service users.

    Parameters
    ----------
    population : int
        Service users in the period, 1 or more.

    Returns
    -------
    int
        S = chi2 N P Q / (d^2 (N - 1) + chi2 P Q), rounded to nearest, chi2 = 3.841, P = Q = 0.5, d = 0.05.

    Notes
    -----
    Source: Krejcie and Morgan (1970); rounding to nearest reproduces all 90 printed rows (tests/cases), rounding up 45 of them.

    Examples
    --------
    >>> required(1200), required(10), required(1_000_000)
    (291, 10, 384)
    """
    size = CHI2 * population * P * (1 - P) / (D**2 * (population - 1) + CHI2 * P * (1 - P))
    return int(round_half_up(size, 0))


def assess(population: int, n: int) -> Sample:
    """Compare `n` respondents with what `population` users require."""
    need = required(population)
    return Sample(population, need, n >= need)
