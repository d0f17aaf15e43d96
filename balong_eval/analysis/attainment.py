"""The formulas of capaian, on exact fractions, and whether a target was met."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from balong_eval.intake.indicator_year import Target

FULL = 100
NEGATIVE = ("negatif_cermin", "negatif_rasio")


def of(rumus: str | None, target: Target | None, realisasi: Decimal | Fraction | None) -> tuple[Fraction | None, str | None]:
    """Capaian in per cent by a formula, exact and uncapped, or None and the reason.

    Parameters
    ----------
    rumus : {"positif", "negatif_cermin", "negatif_rasio", "rentang"} or None
    target : Target or None
    realisasi : Decimal, Fraction or None
        In the unit of the target.

    Notes
    -----
    positif ``R/T``; negatif_cermin ``(2T - R)/T``; negatif_rasio ``T/R``; rentang 100 inside, ``R/low`` below, ``R/high`` above; times 100.
    Sources: docs/method.md, "Plan and indicators" (S47, S48, S49); inside the range 100 is chosen.
    A target of 0 or less gives none, nor does a realisation of 0 or less under negatif_rasio; a realisation below 0 under positif stays below 0.

    Examples
    --------
    >>> ten = Target(Decimal(10), Decimal(10))
    >>> [of(rumus, ten, Decimal(8))[0] for rumus in ("negatif_cermin", "negatif_rasio")]
    [Fraction(120, 1), Fraction(125, 1)]
    """
    if rumus is None:
        return None, "rumus_kosong"
    if target is None:
        return None, "target_kosong"
    if realisasi is None:
        return None, "realisasi_kosong"
    reached, low, high = Fraction(realisasi), Fraction(target.low), Fraction(target.high)
    if rumus == "rentang":
        if low <= reached <= high:
            return Fraction(FULL), None
        bound = low if reached < low else high
        return (None, _no_target(bound)) if bound <= 0 else (FULL * reached / bound, None)
    if low <= 0:
        return None, _no_target(low)
    if rumus == "negatif_rasio":
        return _inverse(low, reached)
    return FULL * (2 * low - reached if rumus == "negatif_cermin" else reached) / low, None


def _inverse(target: Fraction, reached: Fraction) -> tuple[Fraction | None, str | None]:
    """Target over realisation; of nothing or less no ratio can be told."""
    if reached <= 0:
        return None, "realisasi_negatif" if reached < 0 else "realisasi_nol"
    return FULL * target / reached, None


def _no_target(bound: Fraction) -> str:
    """Why a target of 0 or less gives no capaian: a share of it has no meaning, and below 0 its sign is turned."""
    return "target_negatif" if bound < 0 else "target_nol"


def met(rumus: str | None, target: Target | None, realisasi: Decimal | None) -> bool | None:
    """Whether a target was met; None where it cannot be told. A target of 0 or less can be met, though no capaian can be computed from it."""
    if rumus is None or target is None or realisasi is None:
        return None
    if rumus == "rentang":
        return target.low <= realisasi <= target.high
    return realisasi <= target.low if rumus in NEGATIVE else realisasi >= target.low
