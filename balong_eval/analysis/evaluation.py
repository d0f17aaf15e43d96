"""The official tables of the plan: T-C.23, T-C.24 and Formulir E.80 of Permendagri 86/2017, as figures; column numbers in the comments."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from balong_eval.analysis.attainment import FULL
from balong_eval.analysis.capaian import CapaianResult
from balong_eval.analysis.period_end import baseline, final_target
from balong_eval.intake import cascade
from balong_eval.intake.indicator_year import IndicatorYear, Target
from balong_eval.intake.plan import Indicator, Plan

TOTAL = "total"
Parts: TypeAlias = Sequence[Decimal | None]


@dataclass(frozen=True)
class Line:
    """An indicator over years ke-1 to ke-5, as E.80 and T-C.23 have it.

    Attributes
    ----------
    name, satuan : str
    indicator : Indicator or None
        From the plan; None for a file alone.
    baseline : Decimal or None
        (5) Condition in the baseline year.
    final : Target or None
        (6) K: target at the end.
    final_rp : Decimal or None
        (6) Rp: the budgets of all five years together; None where one is missing.
    target, target_rp : tuple, one a year
        (7)-(11).
    realised, realised_rp : tuple, one a year
        (12)-(16); None after the last year evaluated.
    ratio, ratio_rp : tuple of Fraction or None, one a year
        (17)-(21), per cent: capaian by the indicator's own formula, and spent of the budget.
    rumus : str or None
    """

    name: str
    satuan: str
    indicator: Indicator | None
    baseline: Decimal | None
    final: Target | None
    final_rp: Decimal | None
    target: tuple[Target | None, ...]
    target_rp: tuple[Decimal | None, ...]
    realised: tuple[Decimal | None, ...]
    realised_rp: tuple[Decimal | None, ...]
    ratio: tuple[Fraction | None, ...]
    ratio_rp: tuple[Fraction | None, ...]
    rumus: str | None


@dataclass(frozen=True)
class Money:
    """A line of T-C.24: a programme, an indicator without one, or the whole; rupiah, ratios in per cent.

    `growth` and `growth_realised` are (17) and (18): arithmetic means of the yearly growth rates that can be computed, in per cent.
    `short` are the years in which a sum is None since one of its parts lacks the figure: a missing part is not 0.
    """

    name: str
    budget: tuple[Decimal | None, ...]
    realised: tuple[Decimal | None, ...]
    ratio: tuple[Fraction | None, ...]
    growth: Fraction | None
    growth_realised: Fraction | None
    short: tuple[int, ...] = ()


@dataclass(frozen=True)
class Foot:
    """Foot of E.80: mean ratio of a year over the lines that have one (`n` of them), for K and Rp, in per cent, and its predicate."""

    n: int
    mean: Fraction | None
    predikat: str | None


def lines(result: CapaianResult, until: int) -> list[Line]:
    """Rows of T-C.23 and E.80: indicators of the tujuan, then of each sasaran, in the order of the plan; strangers to the plan last.

    Parameters
    ----------
    result : CapaianResult
    until : int
        Last year evaluated.
    """
    return [_line(result, rows, item, until) for item, rows in _in_order(result)]


def money(result: CapaianResult, until: int) -> list[Money]:
    """Rows of T-C.24: a line a programme with the budgets of its indicators added, one an indicator without programme, and the whole."""
    plan = result.indicators.plan
    groups: dict[str, list[tuple[IndicatorYear, ...]]] = {}
    for item, rows in _in_order(result):
        program = plan.programme(item.program) if plan and item and item.program else None
        if any(row.tahun in result.years and (row.anggaran is not None or row.realisasi_anggaran is not None) for row in rows):
            groups.setdefault(program.name if program else item.name if item else rows[0].indikator, []).append(rows)
    found = [_money(name, parts, result.years, until) for name, parts in groups.items()]
    return [*found, _whole(found, result.years)] if len(found) > 1 else found


def foot(lines: Sequence[Line], result: CapaianResult) -> list[tuple[Foot, Foot]]:
    """Mean ratio and predicate of each year, for K and for Rp."""
    return [
        (_foot([line.ratio[place] for line in lines], result), _foot([line.ratio_rp[place] for line in lines], result))
        for place in range(len(result.years))
    ]


def _in_order(result: CapaianResult) -> list[tuple[Indicator | None, tuple[IndicatorYear, ...]]]:
    plan = result.indicators.plan
    listed = sorted(plan.indikator, key=lambda item: _place(plan, item)) if plan else []
    found: list[tuple[Indicator | None, tuple[IndicatorYear, ...]]] = [(item, cascade.rows_of(plan, result.indicators, item)) for item in listed]
    known = {id(row) for _, rows in found for row in rows}
    strangers = (result.indicators.of(name) for name in result.indicators.names)
    return [*found, *((None, rows) for rows in strangers if not {id(row) for row in rows} & known)]


def _place(plan: Plan, item: Indicator) -> tuple[int, int]:
    order = [sasaran.id for sasaran in plan.sasaran]
    return (0, 0) if item.tujuan else (1, order.index(item.sasaran) if item.sasaran in order else len(order))


def _line(result: CapaianResult, rows: tuple[IndicatorYear, ...], item: Indicator | None, until: int) -> Line:
    scores = {row.tahun: score for row in rows if (score := result.score([row], row.tahun))}
    history = [(score.row, score.realised.value) for score in scores.values()]
    each = [scores.get(year) for year in result.years]
    budgets = tuple(score.row.anggaran if score else None for score in each)
    spent = tuple(score.row.realisasi_anggaran if score and score.row.tahun <= until else None for score in each)
    last = rows[-1] if rows else None
    return Line(
        name=item.name if item else rows[0].indikator,
        satuan=(item.satuan if item else "") or next((row.satuan for row in rows if row.satuan), ""),
        indicator=item,
        baseline=baseline(history, result.years),
        final=final_target(last, history, result.years) if last else None,
        final_rp=sum((value for value in budgets if value), Decimal(0)) if all(value is not None for value in budgets) else None,
        target=tuple(score.row.target if score else None for score in each),
        target_rp=budgets,
        realised=tuple(score.realised.value if score and score.row.tahun <= until else None for score in each),
        realised_rp=spent,
        ratio=tuple(score.capaian if score and score.row.tahun <= until else None for score in each),
        ratio_rp=tuple(_ratio(*pair) for pair in zip(spent, budgets, strict=True)),
        rumus=last.rumus if last else None,
    )


def _ratio(spent: Decimal | None, budget: Decimal | None) -> Fraction | None:
    return None if spent is None or budget is None or budget <= 0 else FULL * Fraction(spent) / Fraction(budget)


def _money(name: str, parts: Sequence[Sequence[IndicatorYear]], years: tuple[int, ...], until: int) -> Money:
    """A line of parts that each carry money in some year."""
    budget = [[_figure(rows, "anggaran", year) for rows in parts] for year in years]
    spent = [[_figure(rows, "realisasi_anggaran", year) if year <= until else None for rows in parts] for year in years]
    return _filled(name, years, budget, spent)


def _figure(rows: Sequence[IndicatorYear], column: str, year: int) -> Decimal | None:
    return next((value for row in rows if row.tahun == year and (value := getattr(row, column)) is not None), None)


def _whole(found: Sequence[Money], years: tuple[int, ...]) -> Money:
    """All lines together; a sum that a line lacks, the whole lacks too."""
    budget, spent = ([[getattr(item, name)[place] for item in found] for place in range(len(years))] for name in ("budget", "realised"))
    return _filled(TOTAL, years, budget, spent, {year for item in found for year in item.short})


def _filled(name: str, years: Sequence[int], budgets: Sequence[Parts], spent: Sequence[Parts], short: Iterable[int] = ()) -> Money:
    budget, realised = tuple(map(_sum, budgets)), tuple(map(_sum, spent))
    ratio = tuple(_ratio(*pair) for pair in zip(realised, budget, strict=True))
    lacking = {year for column in (budgets, spent) for year, parts in zip(years, column, strict=True) if _is_short(parts)}
    return Money(name, budget, realised, ratio, _growth(budget), _growth(realised), tuple(sorted(lacking | set(short))))


def _sum(parts: Parts) -> Decimal | None:
    """Sum of all parts; None where one is missing."""
    known = [value for value in parts if value is not None]
    return sum(known, Decimal(0)) if known and len(known) == len(parts) else None


def _is_short(parts: Parts) -> bool:
    """Whether some parts are known and some are not."""
    return 0 < sum(value is not None for value in parts) < len(parts)


def _growth(values: Sequence[Decimal | None]) -> Fraction | None:
    """Arithmetic mean of ``(A_t - A_(t-1)) / A_(t-1)`` over the years where both are known, in per cent."""
    pairs = [(before, after) for before, after in itertools.pairwise(values) if before and after is not None]
    rates = [FULL * Fraction(after - before) / Fraction(before) for before, after in pairs]
    return sum(rates, Fraction(0)) / len(rates) if rates else None


def _foot(values: Sequence[Fraction | None], result: CapaianResult) -> Foot:
    known = [value for value in values if value is not None]
    if not known:
        return Foot(0, None, None)
    mean = sum(known, Fraction(0)) / len(known)
    return Foot(len(known), mean, result.scale.predikat(mean))
