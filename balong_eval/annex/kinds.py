"""The annexes there are: for which periods each is made, with which parameters, from which files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from balong_eval.errors import InputError
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
    """

    periods: Callable[[Unit], tuple[str, ...]]
    parameters: Callable[[str], dict[str, Any]]
    inputs: Callable[[Unit, str], tuple[tuple[str, Path], ...]]
    parts: bool = False


def _survey_parameters(period: str) -> dict[str, Any]:
    year, _, part = period.partition("-")
    return {"year": int(year), "part": part}


def _plan_years(unit: Unit) -> tuple[str, ...]:
    """Years with a realisation; where the file cannot be read, years with answers, so that the annex fails and says why."""
    try:
        return tuple(str(year) for year in unit.measured_years)
    except InputError:
        return tuple(name for name in unit.period_names if len(name) == 4)


KINDS = {
    "lampiran_skm": Kind(lambda unit: unit.period_names, _survey_parameters, lambda unit, period: unit.inputs(period), parts=True),
    "lampiran_kinerja": Kind(_plan_years, lambda period: {"year": int(period)}, lambda unit, period: unit.plan_inputs(int(period))),
}
ANNEXES = tuple(KINDS)
LATER = ("lampiran_renstra",)
