"""A unit with what needs estimation: its series by name."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from pathlib import Path

from balong_eval.analysis import yearly
from balong_eval.analysis.capaian import CapaianResult, compute
from balong_eval.analysis.yearly import SurveyYear
from balong_eval.errors import InputError
from balong_eval.intake import cascade, unit
from balong_eval.intake.indicator_year import IndicatorYear
from balong_eval.intake.indicators import is_skm
from balong_eval.intake.series import Break, Series, build
from balong_eval.intake.unit import Unit
from balong_eval.regulation import all_unsur

FLAGGED = "tanda b di indikator.csv"


@dataclass(frozen=True)
class Office(Unit):
    """A `Unit` that can also be asked for a series."""

    def series(self, name: str) -> Series:
        """A yearly series: ``skm`` (official index), ``pembanding`` (index of the common unsur), the key of an unsur, or an indicator.

        Raises
        ------
        InputError
            When the unit has nothing of that name; the message says what there is.
        """
        years = yearly.years(self, *self.span)
        targets = skm_targets(self)
        if name == "skm":
            return yearly.official(years, self, targets)
        if name == "pembanding":
            return yearly.comparable(years, self)
        if name in all_unsur():
            return yearly.of_unsur(years, self, name)
        rows = cascade.named(name, self.indicators) if self.has_indicators else ()
        if rows:
            return of_indicator(compute(self.indicators), rows, years)
        known = ["skm", "pembanding", *all_unsur(), *(self.indicators.names if self.has_indicators else ())]
        raise InputError(f"Tidak ada deret '{name}' di {self.id}. Yang ada: {', '.join(known)}.")


def read_unit(folder: str | Path) -> Office:
    """Read a unit folder; see `balong_eval.intake.unit.read_unit`.

    Raises
    ------
    InputError
        When the folder or its unit.toml is missing or wrong; carries all findings.
    """
    found = unit.read_unit(folder)
    return Office(**{item.name: getattr(found, item.name) for item in fields(Unit)})


def skm_targets(found: Unit) -> dict[int, float]:
    """Year -> target of the survey's index, where indikator.csv has one."""
    rows = found.indicators.rows if found.has_indicators else ()
    return {row.tahun: float(row.target.low) for row in rows if is_skm(row, found.plan) and row.target and not row.target.is_range}


def of_indicator(result: CapaianResult, rows: tuple[IndicatorYear, ...], years: list[SurveyYear]) -> Series:
    """An indicator's realisations; the survey's with standard errors, the survey's index with its breaks, all with flags ``b`` as breaks."""
    whole, plan = result.indicators.unit, result.indicators.plan
    scores = [score for row in rows if (score := result.score([row], row.tahun))]
    points = {item.year: item.official for item in years}
    table = [
        {
            "periode": str(score.row.tahun),
            "nilai": None if score.realised.value is None else float(score.realised.value),
            "galat_baku": _error(points.get(score.row.tahun)) if score.row.from_skm else None,
            "target": None if score.row.target is None or score.row.target.is_range else float(score.row.target.low),
        }
        for score in scores
    ]
    name = rows[0].indikator
    cuts = [Break(str(score.row.tahun), FLAGGED) for score in scores if "b" in score.row.flags]
    item = plan.find(name) if plan else None
    names = {name, *((item.id, item.name) if item else ())}
    if whole and any(is_skm(row, plan) for row in rows):
        cuts += yearly.breaks(years, whole, *names)
    elif whole:
        cuts += yearly.declared(whole, names)
    once = {item.before: item for item in cuts}
    found = build(name, table, sorted(once.values(), key=lambda item: item.time))
    return replace(found, lower_is_better=(rows[-1].rumus or "").startswith("negatif"))


def _error(point: yearly.Point | None) -> float | None:
    return None if point is None else point.std_error
