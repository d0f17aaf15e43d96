"""Capaian: what was reached of what was promised, by the formula that each indicator names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

import pandas as pd

from balong_eval import schemas
from balong_eval.analysis import attainment, budget, period_end
from balong_eval.analysis.attainment import FULL
from balong_eval.analysis.period_end import End
from balong_eval.analysis.realised import LATER, IndexOf, Realised, index, realised, unreadable
from balong_eval.errors import Finding
from balong_eval.intake import cascade, plan_check
from balong_eval.intake.indicator_year import IndicatorYear
from balong_eval.intake.indicators import Indicators
from balong_eval.regulation import round_half_up
from balong_eval.regulation import scale as scales

ROW_KEYS = (
    "indikator", "tahun", "target", "target_atas", "realisasi", "capaian", "capaian_rounded", "predikat", "predikat_lain", "capaian_akhir",
    "progres", "serapan", "efisiensi", "efisiensi_selisih", "tercapai", "reason",
)  # fmt: skip


@dataclass(frozen=True)
class Score:
    """An indicator in a year, measured.

    Attributes
    ----------
    row : IndicatorYear
        What the file states.
    realised : Realised
        What was reached, with the interval of the survey where it is its index.
    capaian : Fraction or None
        Per cent, exact and without a cap; None where it cannot be computed.
    reason : str or None
        Why there is no capaian: ``target_kosong``, ``target_nol``, ``target_negatif``, ``target_salah``, ``realisasi_kosong``, ``realisasi_nol``,
        ``realisasi_negatif``, ``rumus_kosong`` or a reason of `realised`.
    tercapai : bool or None
        Whether the target was met: not below it, for a negative indicator not above it, for a range inside it; None where it cannot be told.
    capaian_akhir : Fraction or None
        Per cent of the target at the end of the period.
    end : End or None
        Start, target and what was reached of it; see `period_end`.
    end_reason : str or None
        Why there is no `capaian_akhir`.
    """

    row: IndicatorYear
    realised: Realised
    capaian: Fraction | None
    reason: str | None
    tercapai: bool | None
    capaian_akhir: Fraction | None = None
    end: End | None = None
    end_reason: str | None = None

    @property
    def rounded(self) -> Decimal | None:
        """Capaian as printed: half up to 2 decimals."""
        return None if self.capaian is None else round_half_up(self.capaian, 2)

    @property
    def capped(self) -> Fraction | None:
        """Capaian capped at 100; None where it is over 100 and the target was missed all the same (over a range)."""
        if self.capaian is None or (self.capaian > FULL and not self.tercapai):
            return None
        return min(self.capaian, Fraction(FULL))


@dataclass(frozen=True)
class Average:
    """Mean of a year's capaian over the indicators that have one (`n` of `n_all`), uncapped and with each value capped at 100.

    The capped mean leaves out the `n_above` indicators over their range: their capaian is over 100 and their target missed, and 100 would hide that.
    """

    tahun: int
    n: int
    n_all: int
    rata_rata: Fraction | None
    rata_rata_batas_100: Fraction | None
    n_above: int = 0


@dataclass(frozen=True)
class CapaianResult:
    """Capaian of a file or unit.

    Attributes
    ----------
    indicators : Indicators
    scores : tuple of Score
        In the order of the file.
    averages : tuple of Average
        One a year.
    scale : PredicateScale
        The scale of ``predikat``; the others give ``predikat_lain``.
    chosen : bool
        Whether the unit or the caller chose it, so that annexes print no other.
    years : tuple of int
        Years ke-1 to ke-5 of the official tables.
    findings : tuple of Finding
        Of the file, of doubtful figures, and of the plan's links.
    index_of : callable
        Year -> figures of its answers (or None), and the reason where they give no official index; computed once.
    """

    indicators: Indicators = field(repr=False)
    scores: tuple[Score, ...] = field(repr=False)
    averages: tuple[Average, ...]
    scale: scales.PredicateScale = field(repr=False)
    chosen: bool
    years: tuple[int, ...]
    findings: tuple[Finding, ...] = field(repr=False)
    index_of: IndexOf = field(repr=False, compare=False)

    def of(self, year: int) -> tuple[Score, ...]:
        """Scores of a year."""
        return tuple(score for score in self.scores if score.row.tahun == year)

    def average(self, year: int) -> Average | None:
        """Average of a year; None where the file has no row of it."""
        return next((average for average in self.averages if average.tahun == year), None)

    def score(self, rows: Sequence[IndicatorYear], year: int) -> Score | None:
        """The score of one of these rows in a year."""
        return next((score for score in self.scores if score.row.tahun == year and any(score.row is row for row in rows)), None)

    @property
    def rows(self) -> pd.DataFrame:
        """One row an indicator-year, as in ``capaian --json``."""
        return pd.DataFrame([self._record(score) for score in self.scores], columns=list(ROW_KEYS))

    @property
    def by_year(self) -> pd.DataFrame:
        """One row a year: tahun, n, rata_rata, rata_rata_batas_100 (per cent), predikat."""
        return pd.DataFrame([self._average(average) for average in self.averages])

    def as_dict(self) -> dict[str, Any]:
        """The document ``balong-eval/capaian/1``."""
        return {
            "schema": schemas.CAPAIAN,
            "scale": self.scale.id,
            "rows": [self._record(score) for score in self.scores],
            "by_year": [self._average(average) for average in self.averages],
            "findings": [finding.as_dict() for finding in self.findings],
        }

    def _record(self, score: Score) -> dict[str, Any]:
        row, target = score.row, score.row.target
        money = budget.measure(row, score.capaian, score.tercapai) if score.realised.reason != LATER else budget.NONE
        return {
            "indikator": row.indikator,
            "tahun": row.tahun,
            "target": None if target is None else float(target.low),
            "target_atas": float(target.high) if target and target.is_range else None,
            "realisasi": _float(score.realised.value),
            "capaian": _float(score.capaian),
            "capaian_rounded": _float(score.rounded),
            "predikat": None if score.capaian is None else self.scale.predikat(score.capaian),
            "predikat_lain": self._other(score.capaian),
            "capaian_akhir": _float(score.capaian_akhir),
            "progres": _float(score.end.progres if score.end else None),
            "serapan": _float(money.serapan),
            "efisiensi": _float(money.efisiensi),
            "efisiensi_selisih": _float(money.efisiensi_selisih),
            "tercapai": score.tercapai,
            "reason": score.reason,
        }

    def _other(self, capaian: Fraction | None) -> str | None:
        """Predicate under the other scale."""
        return None if capaian is None else scales.others(self.scale.id)[0].predikat(capaian)

    def _average(self, average: Average) -> dict[str, Any]:
        return {
            "tahun": average.tahun,
            "n": average.n,
            "rata_rata": _float(average.rata_rata),
            "rata_rata_batas_100": _float(average.rata_rata_batas_100),
            "predikat": None if average.rata_rata is None else self.scale.predikat(average.rata_rata),
        }


def compute(indicators: Indicators, scale: str | None = None, until: int | None = None) -> CapaianResult:
    """Measure every indicator-year.

    Parameters
    ----------
    indicators : Indicators
    scale : str, optional
        Id of the scale of predicates; by default the one that the unit has chosen, else ``permendagri_86_2017``.
    until : int, optional
        Last year whose realisation is used; later years keep their targets only.

    Returns
    -------
    CapaianResult

    Raises
    ------
    InputError
        When there is no such scale.
    """
    unit = indicators.unit
    chosen = scale or (unit.scale if unit else None)
    years = plan_check.years(indicators)
    index_of = cache(lambda year: index(unit, year))
    kept = cascade.once(unit.plan if unit else None, indicators)
    scores = [_score(row, realised(row, index_of, until)) for row in kept]
    whole = tuple(_with_end(score, scores, indicators, years) for score in scores)
    shown = [year for year in indicators.years if until is None or year <= until]
    return CapaianResult(
        indicators=indicators,
        scores=whole,
        averages=tuple(average(whole, year) for year in shown),
        scale=scales.load(chosen or scales.DEFAULT),
        chosen=chosen is not None,
        years=years,
        findings=tuple(_up_to(until, indicators)),
        index_of=index_of,
    )


def year_before(year: int) -> int:
    """The year whose follow-up is due in this one."""
    return year - 1


def average(scores: Sequence[Score], year: int) -> Average:
    """Mean capaian of a year over the indicators that have one, uncapped, and with each value capped at 100; see `Average`."""
    of_year = [score for score in scores if score.row.tahun == year]
    values = [score.capaian for score in of_year if score.capaian is not None]
    if not values:
        return Average(year, 0, len(of_year), None, None)
    capped = [score.capped for score in of_year if score.capped is not None]
    return Average(year, len(values), len(of_year), _mean(values), _mean(capped), len(values) - len(capped))


def _mean(values: Sequence[Fraction]) -> Fraction | None:
    return sum(values, Fraction(0)) / len(values) if values else None


def _up_to(until: int | None, indicators: Indicators) -> list[Finding]:
    """Findings on the plan and its figures, but for those of later years."""
    unit = indicators.unit
    found = [*(plan_check.words(unit.plan) if unit and unit.plan else ()), *plan_check.figures(indicators)]
    if until is None:
        return found
    later = {row.cells["indikator"].row for row in indicators.rows if row.tahun > until}
    return [finding for finding in found if finding.file != indicators.file or finding.row not in later]


def _score(row: IndicatorYear, found: Realised) -> Score:
    capaian, reason = attainment.of(row.rumus, row.target, found.value)
    if reason == "realisasi_kosong":
        reason = found.reason
    elif reason == "target_kosong" and unreadable(row, "target"):
        reason = "target_salah"
    return Score(row, found, capaian, reason, attainment.met(row.rumus, row.target, found.value))


def _with_end(score: Score, scores: Sequence[Score], indicators: Indicators, years: tuple[int, ...]) -> Score:
    rows = cascade.named(score.row.indikator, indicators)
    history = [each for each in scores if any(each.row is row for row in rows)]
    end = period_end.measure(score.row, [(each.row, each.realised.value) for each in history], years)
    why = score.realised.reason if end.reason == "realisasi_kosong" else end.reason
    reached, reason = (None, why) if end.reason else attainment.of(score.row.rumus, end.target, end.reached)
    return replace(score, capaian_akhir=reached, end=end, end_reason=reason)


def _float(value: Fraction | Decimal | None) -> float | None:
    return None if value is None else float(value)
