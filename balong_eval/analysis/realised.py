"""What was reached in a year: the figure of the file, or the index of that year's answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from balong_eval.analysis import skm
from balong_eval.analysis.skm import SkmResult
from balong_eval.errors import InputError
from balong_eval.intake import numbers
from balong_eval.intake.indicator_year import IndicatorYear
from balong_eval.intake.unit import Unit

LATER = "sesudah_periode"
IndexOf = Callable[[int], tuple[SkmResult | None, str | None]]


@dataclass(frozen=True)
class Realised:
    """A realisation, with the survey's interval where it is the index.

    Attributes
    ----------
    value : Decimal or None
        In the indicator's unit; of the index the official one, rounded half up to 2 decimals, as its annex prints it.
    reason : str or None
        Why there is none: ``realisasi_kosong``, ``isian_salah``, ``sesudah_periode``, ``skm_tidak_ada``, ``skm_tidak_terbaca``, ``skm_ditahan``,
        ``skm_tanpa_nilai_tunggal``.
    ci_low, ci_high : float or None
        Of the index on 25-100: by the design of the survey, or by clusters of forms where these matter and reach further.
    n : int or None
        Respondents.
    rule : str or None
        Id of the regulation that the answers were read under.
    """

    value: Decimal | None
    reason: str | None = None
    ci_low: float | None = None
    ci_high: float | None = None
    n: int | None = None
    rule: str | None = None


def realised(row: IndicatorYear, index_of: IndexOf, until: int | None = None) -> Realised:
    """What an indicator reached in its year; nothing for a year after `until`.

    Parameters
    ----------
    row : IndicatorYear
    index_of : callable
        Year -> what `index` gives.
    until : int, optional
    """
    if until is not None and row.tahun > until:
        return Realised(None, LATER)
    if not row.from_skm:
        why = "isian_salah" if unreadable(row, "realisasi") else "realisasi_kosong"
        return Realised(row.realisasi, None if row.realisasi is not None else why)
    return of_answers(*index_of(row.tahun))


def unreadable(row: IndicatorYear, column: str) -> bool:
    """Whether a cell holds something that gave no figure, so that "not yet" would be untrue; what it is stands among the findings."""
    cell = row.cells.get(column)
    return cell is not None and getattr(row, column) is None and not numbers.is_absent(cell.text)


def of_answers(result: SkmResult | None, reason: str | None) -> Realised:
    """The official index of a year's answers, with its interval."""
    if result is None or result.ikm_rounded is None:
        return Realised(None, reason)
    enough = result.n >= result.survey.limits.smallest_n_interval
    bounds = _widest(result) if enough else (None, None)
    return Realised(result.ikm_rounded, None, *bounds, result.n, result.survey.rule.id)


def _widest(result: SkmResult) -> tuple[float | None, float | None]:
    """Limits that a comparison with a target must stand: of the design, widened to those of clusters where these matter."""
    low, high, alike = result.ci_low, result.ci_high, result.clustering
    if low is None or high is None or alike is None or not alike.matters or alike.ci_low is None or alike.ci_high is None:
        return low, high
    return min(low, alike.ci_low), max(high, alike.ci_high)


def index(unit: Unit | None, year: int) -> tuple[SkmResult | None, str | None]:
    """The figures of a year's answers, or None; and the reason where there is no official index."""
    if unit is None or str(year) not in unit.period_names:
        return None, "skm_tidak_ada"
    try:
        result = skm.summarise(unit.survey(year), by=())
    except InputError:
        return None, "skm_tidak_terbaca"
    if result.survey.mixed:
        return result, "skm_tanpa_nilai_tunggal"
    return result, None if result.ikm_rounded is not None else "skm_ditahan"
