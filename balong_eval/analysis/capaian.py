"""Capaian: what was reached of what was promised, by the formula that each indicator names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pandas as pd

from balong_eval.analysis import budget, period_end
from balong_eval.analysis.realised import Realised, realised
from balong_eval.errors import Finding
from balong_eval.intake import cascade, doubtful
from balong_eval.intake.indicators import Indicators, IndicatorYear, Target
from balong_eval.regulation import round_half_up, scale

SCHEMA = "balong-eval/capaian/1"
FULL = 100
NEGATIVE = ("negatif_cermin", "negatif_rasio")
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
        Why there is no capaian: ``target_kosong``, ``target_nol``, ``realisasi_kosong``, ``realisasi_nol``, ``rumus_kosong`` or a reason of
        `realised`.
    tercapai : bool or None
        Whether the target was met: not below it, for a negative indicator not above it, for a range inside it; None where it cannot be told.
    capaian_akhir, progres : Fraction or None
        Per cent of the target at the end of the period, and of the way from the baseline to it; see `period_end`.
    end_reason : str or None
        Why there is no `capaian_akhir`.
    """

    row: IndicatorYear
    realised: Realised
    capaian: Fraction | None
    reason: str | None
    tercapai: bool | None
    capaian_akhir: Fraction | None = None
    progres: Fraction | None = None
    end_reason: str | None = None

    @property
    def rounded(self) -> Decimal | None:
        """Capaian as printed: half up to 2 decimals."""
        return None if self.capaian is None else round_half_up(self.capaian, 2)


@dataclass(frozen=True)
class Average:
    """Mean of a year's capaian over the indicators that have one (`n` of `n_all`), uncapped and with each value capped at 100."""

    tahun: int
    n: int
    n_all: int
    rata_rata: Fraction | None
    rata_rata_batas_100: Fraction | None


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
    """

    indicators: Indicators = field(repr=False)
    scores: tuple[Score, ...] = field(repr=False)
    averages: tuple[Average, ...]
    scale: scale.PredicateScale = field(repr=False)
    chosen: bool
    years: tuple[int, ...]
    findings: tuple[Finding, ...] = field(repr=False)

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
            "schema": SCHEMA,
            "scale": self.scale.id,
            "rows": [self._record(score) for score in self.scores],
            "by_year": [self._average(average) for average in self.averages],
            "findings": [finding.as_dict() for finding in self.findings],
        }

    def _record(self, score: Score) -> dict[str, Any]:
        row, target = score.row, score.row.target
        money = budget.measure(row, score.capaian)
        has = score.capaian is not None
        return {
            "indikator": row.indikator,
            "tahun": row.tahun,
            "target": None if target is None else float(target.low),
            "target_atas": float(target.high) if target and target.is_range else None,
            "realisasi": _float(score.realised.value),
            "capaian": _float(score.capaian),
            "capaian_rounded": _float(score.rounded),
            "predikat": self.scale.predikat(score.capaian) if score.capaian is not None else None,
            "predikat_lain": {other.id: other.predikat(score.capaian) for other in scale.others(self.scale.id)} if has and score.capaian else None,
            "capaian_akhir": _float(score.capaian_akhir),
            "progres": _float(score.progres),
            "serapan": _float(money.serapan),
            "efisiensi": _float(money.efisiensi),
            "efisiensi_selisih": _float(money.efisiensi_selisih),
            "tercapai": score.tercapai,
            "reason": score.reason,
        }

    def _average(self, average: Average) -> dict[str, Any]:
        return {
            "tahun": average.tahun,
            "n": average.n,
            "rata_rata": _float(average.rata_rata),
            "rata_rata_batas_100": _float(average.rata_rata_batas_100),
            "predikat": None if average.rata_rata is None else self.scale.predikat(average.rata_rata),
        }


def compute(indicators: Indicators, scale: str | None = None, until: int | None = None) -> CapaianResult:  # noqa: A002
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
    return _compute(indicators, scale, until)


def of(rumus: str | None, target: Target | None, realisasi: Decimal | None) -> tuple[Fraction | None, str | None]:
    """Capaian in per cent by a formula, exact and uncapped, or None and the reason.

    Parameters
    ----------
    rumus : {"positif", "negatif_cermin", "negatif_rasio", "rentang"} or None
    target : Target or None
    realisasi : Decimal or None
        In the unit of the target.

    Notes
    -----
    positif ``R/T``; negatif_cermin ``(2T - R)/T``; negatif_rasio ``T/R``; rentang 100 inside, ``R/low`` below, ``R/high`` above; times 100.
    Sources: rules.md 4.1 (S47, S48, S49); inside the range 100 is chosen.

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
        return (None, "target_nol") if bound == 0 else (FULL * reached / bound, None)
    if low == 0:
        return None, "target_nol"
    if rumus == "negatif_rasio":
        return (None, "realisasi_nol") if reached == 0 else (FULL * low / reached, None)
    return FULL * (2 * low - reached if rumus == "negatif_cermin" else reached) / low, None


def met(rumus: str | None, target: Target | None, realisasi: Decimal | None) -> bool | None:
    """Whether a target was met; None where it cannot be told. A target of 0 can be met, though no capaian can be computed from it."""
    if rumus is None or target is None or realisasi is None:
        return None
    if rumus == "rentang":
        return target.low <= realisasi <= target.high
    return realisasi <= target.low if rumus in NEGATIVE else realisasi >= target.low


def average(scores: Sequence[Score], year: int) -> Average:
    """Mean capaian of a year over the indicators that have one, uncapped, and with each value capped at 100."""
    of_year = [score for score in scores if score.row.tahun == year]
    values = [score.capaian for score in of_year if score.capaian is not None]
    if not values:
        return Average(year, 0, len(of_year), None, None)
    capped = [min(value, Fraction(FULL)) for value in values]
    return Average(year, len(values), len(of_year), sum(values, Fraction(0)) / len(values), sum(capped, Fraction(0)) / len(values))


def _compute(indicators: Indicators, name: str | None, until: int | None) -> CapaianResult:
    unit = indicators.unit
    chosen = name or (unit.scale if unit else None)
    facts = (unit.baseline_year, unit.first_year, unit.last_year) if unit else (None, None, None)
    years = cascade.plan_years(*facts, indicators.years)
    scores = [_score(row, realised(row, unit, until)) for row in indicators.rows]
    whole = tuple(_with_end(score, scores, indicators, years) for score in scores)
    shown = [year for year in indicators.years if until is None or year <= until]
    findings = [*indicators.findings, *doubtful.findings(indicators)]
    if unit and unit.plan:
        plan = unit.plan
        groups = [
            [row for item in plan.indikator if item.program == program.id for row in cascade.rows_of(plan, indicators, item)]
            for program in plan.program
        ]
        findings += [*plan.findings, *cascade.links(plan), *cascade.targets(plan, indicators, years), *doubtful.budgets_twice(groups)]
    return CapaianResult(
        indicators=indicators,
        scores=whole,
        averages=tuple(average(whole, year) for year in shown),
        scale=scale.load(chosen or scale.DEFAULT),
        chosen=chosen is not None,
        years=years,
        findings=tuple(findings),
    )


def _score(row: IndicatorYear, found: Realised) -> Score:
    capaian, reason = of(row.rumus, row.target, found.value)
    return Score(row, found, capaian, found.reason if reason == "realisasi_kosong" else reason, met(row.rumus, row.target, found.value))


def _with_end(score: Score, scores: Sequence[Score], indicators: Indicators, years: tuple[int, ...]) -> Score:
    rows = indicators.of(score.row.indikator)
    history = [each for each in scores if any(each.row is row for row in rows)]
    end = period_end.measure(score.row, [(each.row, each.realised.value) for each in history], years)
    reached, reason = of(score.row.rumus, end.target, end.reached)
    return replace(score, capaian_akhir=reached, progres=end.progres, end_reason=end.reason or reason)


def _float(value: Fraction | Decimal | None) -> float | None:
    return None if value is None else float(value)
