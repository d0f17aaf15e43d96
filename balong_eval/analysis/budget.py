"""Money: how much of the budget was spent, and two measures of efficiency, each by its name."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from balong_eval.analysis.attainment import FULL
from balong_eval.intake.indicator_year import IndicatorYear


@dataclass(frozen=True)
class Money:
    """Budget of an indicator-year, in per cent, exact.

    Attributes
    ----------
    serapan : Fraction or None
        Spent of the budget.
    efisiensi : Fraction or None
        "Sisa anggaran": the share of the budget that was left, where the target was met and the capaian is at least 100; else None.
    efisiensi_selisih : Fraction or None
        "Selisih capaian dan serapan": capaian less serapan, under the same condition; else None.
    """

    serapan: Fraction | None
    efisiensi: Fraction | None
    efisiensi_selisih: Fraction | None


NONE = Money(None, None, None)


def measure(row: IndicatorYear, capaian: Fraction | None, met: bool | None) -> Money:
    """Absorption and efficiency of an indicator-year.

    Money left is never called efficient where the target was not met: over a range a capaian of more than 100 is a miss.
    Sources: docs/method.md, "Plan and indicators", the first method S60, the second assumed.

    Parameters
    ----------
    row : IndicatorYear
    capaian : Fraction or None
        Per cent.
    met : bool or None
        Whether the target was met.
    """
    if row.anggaran is None or row.realisasi_anggaran is None or row.anggaran <= 0:
        return NONE
    serapan = FULL * Fraction(row.realisasi_anggaran) / Fraction(row.anggaran)
    if capaian is None or not met or capaian < FULL:
        return Money(serapan, None, None)
    return Money(serapan, FULL - serapan, capaian - serapan)
