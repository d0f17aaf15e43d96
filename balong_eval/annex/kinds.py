"""The annexes there are: for which periods each is made, with which parameters, from which files."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from balong_eval.errors import InputError

if TYPE_CHECKING:
    from balong_eval.intake.unit import Unit


@dataclass(frozen=True)
class Kind:
    """An annex.

    Attributes
    ----------
    periods : callable
        Unit -> periods whose inputs are there.
    parameters : callable
        Period -> parameters of the notebook, but for ``data_dir``.
    inputs : callable
        Unit and period -> files that the annex is made from, by name relative to the unit's folder.
    parts : bool
        Whether it is made for parts of a year.
    poster : bool
        Whether a poster goes with it.
    """

    periods: Callable[[Unit], tuple[str, ...]]
    parameters: Callable[[str], dict[str, Any]]
    inputs: Callable[[Unit, str], tuple[tuple[str, Path], ...]]
    parts: bool = False
    poster: bool = False


def _survey_parameters(period: str) -> dict[str, Any]:
    year, _, part = period.partition("-")
    return {"year": int(year), "part": part}


def _plan_years(unit: Unit) -> tuple[str, ...]:
    """Years with a realisation; where the file cannot be read, years with answers, so that the annex fails and says why."""
    try:
        return tuple(str(year) for year in unit.measured_years)
    except InputError:
        return tuple(name for name in unit.period_names if len(name) == 4)


def _span(unit: Unit) -> tuple[str, ...]:
    """The years of the plan as one period, where more than one of them has answers or figures."""
    first, last = unit.span
    try:
        figures: tuple[int, ...] = unit.measured_years
    except InputError:
        figures = ()
    held = {year for year in (*(period.year for period in unit.periods), *figures) if first <= year <= last}
    return (f"{first}-{last}",) if len(held) > 1 else ()


def _review_parameters(period: str) -> dict[str, Any]:
    first, last = period.split("-")
    return {"first_year": int(first), "last_year": int(last)}


KINDS = {
    "lampiran_skm": Kind(lambda unit: unit.period_names, _survey_parameters, lambda unit, period: unit.inputs(period), parts=True, poster=True),
    "lampiran_kinerja": Kind(_plan_years, lambda period: {"year": int(period)}, lambda unit, period: unit.plan_inputs(int(period))),
    "lampiran_renstra": Kind(_span, _review_parameters, lambda unit, period: unit.plan_inputs(int(period[5:]))),
}
SPAN = re.compile(r"\d{4}-\d{4}")
ANNEXES = tuple(KINDS)
REKAP = "rekap_kabupaten"
NAMES = (*ANNEXES, REKAP)
"""Every annex that a folder of outputs may hold: those of one unit, and the one over many."""


def inside(period: str, years: tuple[int, int] | None) -> bool:
    """Whether a period, or the whole of a span of years, lies in the years asked for."""
    last = period[5:] if SPAN.fullmatch(period) else period[:4]
    return years is None or (years[0] <= int(period[:4]) and int(last) <= years[1])
