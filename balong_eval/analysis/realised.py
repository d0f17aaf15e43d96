"""What was reached in a year: the figure of the file, or the index of that year's answers."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from balong_eval.analysis import skm
from balong_eval.analysis.skm import SkmResult
from balong_eval.errors import InputError
from balong_eval.intake.indicators import IndicatorYear
from balong_eval.intake.unit import Unit


@dataclass(frozen=True)
class Realised:
    """A realisation, with the survey's interval where it is the index.

    Attributes
    ----------
    value : Decimal or None
        In the indicator's unit; of the index the official one, rounded half up to 2 decimals, as its annex prints it.
    reason : str or None
        Why there is none: ``realisasi_kosong``, ``sesudah_periode``, ``skm_tidak_ada``, ``skm_tidak_terbaca``, ``skm_ditahan``,
        ``skm_tanpa_nilai_tunggal``.
    ci_low, ci_high : float or None
        Of the index on 25-100.
    n : int or None
        Respondents.
    """

    value: Decimal | None
    reason: str | None = None
    ci_low: float | None = None
    ci_high: float | None = None
    n: int | None = None


def realised(row: IndicatorYear, unit: Unit | None, until: int | None = None) -> Realised:
    """What an indicator reached in its year; nothing for a year after `until`."""
    if until is not None and row.tahun > until:
        return Realised(None, "sesudah_periode")
    if not row.from_skm:
        return Realised(row.realisasi, None if row.realisasi is not None else "realisasi_kosong")
    return of_answers(unit, row.tahun)


def of_answers(unit: Unit | None, year: int) -> Realised:
    """The official index of a year's answers, with its interval."""
    result, reason = index(unit, year)
    if result is None or result.ikm_rounded is None:
        return Realised(None, reason)
    enough = result.n >= result.survey.limits.smallest_n_interval
    bounds = (result.ci_low, result.ci_high) if enough else (None, None)
    return Realised(result.ikm_rounded, None, *bounds, result.n)


def index(unit: Unit | None, year: int) -> tuple[SkmResult | None, str | None]:
    """The figures of a year's answers, or None; and the reason where there is no official index."""
    if unit is None or str(year) not in unit.period_names:
        return None, "skm_tidak_ada"
    try:
        result = _summarised(unit, year)
    except InputError:
        return None, "skm_tidak_terbaca"
    if result.survey.mixed:
        return result, "skm_tanpa_nilai_tunggal"
    return result, None if result.ikm_rounded is not None else "skm_ditahan"


@lru_cache(maxsize=64)
def _summary(key: tuple[int, int], unit: _Same) -> SkmResult:
    return skm.summarise(unit.unit.survey(key[1]), by=())


class _Same:
    """A unit as a key of the cache: itself and no other."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit

    def __hash__(self) -> int:
        return id(self.unit)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.unit is self.unit


def _summarised(unit: Unit, year: int) -> SkmResult:
    return _summary((id(unit), year), _Same(unit))
