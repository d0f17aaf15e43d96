"""Against the end of the period: what was reached up to a year of the target at the end, and the way from the baseline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from balong_eval.analysis.attainment import FULL
from balong_eval.intake.doubtful import never_added
from balong_eval.intake.indicator_year import IndicatorYear, Target

History = Sequence[tuple[IndicatorYear, Decimal | None]]


@dataclass(frozen=True)
class End:
    """Condition at the start, target at the end of the period, what counts as reached of it so far, and the way between in per cent.

    `reason` says why there is no figure: ``akumulasi_kosong``, ``akumulasi_tidak_cocok``, ``target_akhir_kosong``, ``realisasi_kosong``,
    ``tahun_hilang``.
    """

    baseline: Decimal | None
    target: Target | None
    reached: Fraction | None
    progres: Fraction | None
    reason: str | None


def measure(row: IndicatorYear, history: History, years: tuple[int, ...]) -> End:
    """Position of an indicator in a year against the end of the period.

    Parameters
    ----------
    row : IndicatorYear
    history : sequence of (IndicatorYear, Decimal or None)
        Every year of the indicator with what was realised.
    years : tuple of int
        Years ke-1 to ke-5; what is added or averaged are these up to the year of `row`.

    Notes
    -----
    nilai_terakhir: the year's own value. jumlah: the sum since year ke-1, never for percentages and indices. rata_rata: their mean.
    Progress ``(R_t - B) / (T_end - B)`` is no official measure; only for nilai_terakhir. Source: docs/method.md,
    "Plan and indicators".
    """
    start = baseline(history, years)
    target = final_target(row, history, years)
    if row.akumulasi is None:
        return End(start, target, None, None, "akumulasi_kosong")
    if row.akumulasi == "jumlah" and never_added(row.satuan):
        return End(start, target, None, None, "akumulasi_tidak_cocok")
    reached, reason = _reached(row, history, years)
    if target is None:
        return End(start, None, reached, None, "target_akhir_kosong")
    way = None
    if row.akumulasi == "nilai_terakhir" and reached is not None and start is not None and not target.is_range and target.low != start:
        way = FULL * (reached - Fraction(start)) / Fraction(target.low - start)
    return End(start, target, reached, way, reason)


def final_target(row: IndicatorYear, history: History, years: tuple[int, ...]) -> Target | None:
    """Target at the end: as the file states it, else that of the last year of the plan, for ``jumlah`` the sum of all years' targets.

    Of several statements the last up to the year of `row` counts: a later revision does not change an earlier annex.
    """
    stated = [(item.tahun, item.target_akhir) for item, _ in history if item.target_akhir is not None]
    if stated:
        return next((target for year, target in reversed(stated) if year <= row.tahun), stated[0][1])
    targets = {item.tahun: item.target for item, _ in history if item.tahun in years}
    if row.akumulasi == "jumlah":
        each = [targets.get(year) for year in years]
        if not each or any(item is None or item.is_range for item in each):
            return None
        total = sum((item.low for item in each if item), Decimal(0))
        return Target(total, total)
    return targets.get(years[-1]) if years else None


def baseline(history: History, years: tuple[int, ...]) -> Decimal | None:
    """Condition at the start: as the file states it, else what was realised in the year before year ke-1."""
    stated = [item.kondisi_awal for item, _ in history if item.kondisi_awal is not None]
    before = [value for item, value in history if years and item.tahun == years[0] - 1]
    return stated[0] if stated else next(iter(before), None)


def _reached(row: IndicatorYear, history: History, years: tuple[int, ...]) -> tuple[Fraction | None, str | None]:
    values = {item.tahun: value for item, value in history}
    if row.akumulasi == "nilai_terakhir":
        own = values.get(row.tahun)
        return (None, "realisasi_kosong") if own is None else (Fraction(own), None)
    so_far = [values.get(year) for year in years if year <= row.tahun]
    known = [value for value in so_far if value is not None]
    if not so_far or len(known) < len(so_far):
        return None, "tahun_hilang"
    total = sum(map(Fraction, known), Fraction(0))
    return (total if row.akumulasi == "jumlah" else total / len(known)), None
