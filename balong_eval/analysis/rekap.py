"""Many units in one year: their indexes side by side, ranked as far as sampling lets one say, and who has nothing to show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from balong_eval import regulation
from balong_eval.analysis import standing, trend, yearly
from balong_eval.analysis.change import side_of
from balong_eval.analysis.entry import Entry, Rules, Status
from balong_eval.analysis.holm import holm
from balong_eval.analysis.office import Office, read_unit
from balong_eval.analysis.standing import ALPHA
from balong_eval.analysis.trend import Trend
from balong_eval.analysis.yearly import LEVEL, SurveyYear
from balong_eval.errors import InputError, why
from balong_eval.intake.content import digest, read_bytes
from balong_eval.intake.survey import Survey


@dataclass(frozen=True)
class Rekap:
    """All units in one year.

    Attributes
    ----------
    year : int
    entries : tuple of Entry
        In the order given.
    reference : tuple of (str, frozenset of str), or None
        Regulation and unsur of the largest group of units; only units of that group are compared.
    mode : str or None
        How most of the units compared collected their answers.
    p_holm : dict of str to float or None
        Unit -> p-value of its trend, by Holm over all units.
    separated : tuple of (str, str)
        Pairs of units, the higher first, that are told apart over all pairs together.
    """

    year: int
    entries: tuple[Entry, ...]
    reference: Rules | None
    mode: str | None
    p_holm: dict[str, float | None]
    separated: tuple[tuple[str, str], ...]

    def of(self, status: Status) -> tuple[Entry, ...]:
        """Units of a status."""
        return tuple(entry for entry in self.entries if entry.status == status)

    @property
    def compared(self) -> tuple[Entry, ...]:
        """Units that were ranked, highest index first."""
        ranked = [entry for entry in self.entries if entry.standing]
        return tuple(sorted(ranked, key=lambda entry: entry.standing.rank if entry.standing else 0))

    @property
    def pairs(self) -> int:
        """Pairs of units compared."""
        k = len(self.compared)
        return k * (k - 1) // 2

    @property
    def mean(self) -> float | None:
        """Plain mean of the indexes of the units compared, each unit the same; no index of the regency."""
        values = [entry.side.estimate for entry in self.compared if entry.side]
        return sum(values) / len(values) if len(values) > 1 else None

    @property
    def regency(self) -> str | None:
        """The regency that every readable unit names; None where they name none or several."""
        names = {entry.unit.regency for entry in self.entries if entry.unit}
        return names.pop() or None if len(names) == 1 else None

    @property
    def label(self) -> str | None:
        """What every page must say where the data of any unit are made up."""
        return next((entry.unit.label for entry in self.entries if entry.unit and entry.unit.label), None)

    @property
    def rules(self) -> tuple[str, ...]:
        """Ids of every regulation that a year of a unit rests on."""
        return tuple(sorted({rule for entry in self.entries for rule in entry.regulations}))


def gather(folders: Sequence[str | Path], year: int) -> Rekap:
    """Read every unit's folder and compare those whose index rests on the same rules.

    Parameters
    ----------
    folders : sequence of str or Path
        Unit folders; one that cannot be read is listed with the reason.
    year : int

    Notes
    -----
    The largest group of units with one regulation, one set of unsur and equal weights is compared: differences and their
    intervals by `balong_eval.analysis.mover`, ranks by `balong_eval.analysis.standing`. Source: docs/method.md, "Many units".
    """
    entries = _named_apart(_with_twins([_entry(Path(folder), year) for folder in folders], year))
    reference = _largest([entry.rules for entry in entries if entry.side and entry.rules])
    entries = [replace(entry, unlike=_unlike(entry, reference)) for entry in entries]
    able = [place for place, entry in enumerate(entries) if entry.side and not entry.unlike]
    sides = [side for place in able if (side := entries[place].side)]
    told = standing.separated(sides, ALPHA)
    places = dict(zip(able, standing.standings(sides, told), strict=True)) if len(able) > 1 else {}
    mode = _commonest([entries[place].survey for place in able])
    entries = [replace(entry, standing=places.get(place), other_mode=_other_mode(entry, mode)) for place, entry in enumerate(entries)]
    pairs = tuple(sorted((entries[able[high]].id, entries[able[low]].id) for high, low in told))
    adjusted = holm([entry.trend.p_value if entry.trend else None for entry in entries])
    return Rekap(year, tuple(entries), reference, mode, dict(zip([entry.id for entry in entries], adjusted, strict=True)), pairs)


def _entry(folder: Path, year: int) -> Entry:
    name = folder.resolve().name
    try:
        unit = read_unit(folder)
    except (InputError, OSError) as problem:
        return Entry(name, name, "gagal", error=_reason(problem), findings=getattr(problem, "findings", ()))
    have = tuple(sorted({period.year for period in unit.periods}))
    whole = Entry(unit.id, unit.name, "belum_melapor", unit, have)
    if year not in have:
        return whole
    found = yearly.years(unit, min(year, unit.span[0]), year)
    if not found or found[-1].year != year:
        return _failed(whole, unit, year)
    first = min(year, unit.span[0])
    lost = tuple(held for held in have if first <= held < year and held not in {item.year for item in found})
    point, rules = found[-1], tuple(dict.fromkeys(rule for item in found for rule in item.rules))
    whole = replace(whole, point=point, unreadable=lost, regulations=rules)
    if point.result.ikm is None:
        return replace(whole, status="tanpa_nilai")
    judged, bridged = _trend(found, unit)
    return replace(whole, status="dinilai", trend=judged, bridged=bridged, side=side_of(point.survey, LEVEL))


def _with_twins(entries: Sequence[Entry], year: int) -> list[Entry]:
    """Units with those marked whose answers another unit holds too, byte for byte: one of them has the wrong file."""
    prints = [_prints(entry, year) for entry in entries]
    counts = Counter(sha for found in prints for sha in found)
    return [replace(entry, twin=any(counts[sha] > 1 for sha in found)) for entry, found in zip(entries, prints, strict=True)]


def _prints(entry: Entry, year: int) -> set[str]:
    periods = entry.unit.periods if entry.unit and entry.point else ()
    return {digest(read_bytes(period.file)) for period in periods if period.year == year}


def _named_apart(entries: Sequence[Entry]) -> list[Entry]:
    """Units of one name with the name of their folder behind it."""
    counts = Counter(entry.name for entry in entries)
    return [replace(entry, name=f"{entry.name} ({entry.id})") if counts[entry.name] > 1 else entry for entry in entries]


def _failed(whole: Entry, unit: Office, year: int) -> Entry:
    """A unit whose answers of the year cannot be read, with all that is wrong with them."""
    try:
        unit.survey(year)
    except InputError as problem:
        return replace(whole, status="gagal", error=problem.message, findings=problem.findings)
    return whole


def _reason(problem: Exception) -> str:
    return problem.message if isinstance(problem, InputError) else f"{why(problem)}." if isinstance(problem, OSError) else str(problem)


def _trend(found: Sequence[SurveyYear], unit: Office) -> tuple[Trend, bool]:
    """The trend of the official index where nothing breaks it, else of the unsur common to all years."""
    official = trend.estimate(yearly.official(found, unit))
    if not official.passed:
        return official, False
    other = yearly.comparable(found, unit)
    return (official, False) if other.known.empty else (trend.estimate(other), True)


def _largest(found: Sequence[Rules]) -> Rules | None:
    """The commonest rules; of several as common the newest regulation, then the one with more unsur."""
    counts = Counter(found)
    return max(counts, key=lambda rules: (counts[rules], regulation.IDS.index(rules[0]), len(rules[1]), sorted(rules[1])), default=None)


def _unlike(entry: Entry, reference: Rules | None) -> tuple[str, ...]:
    survey = entry.survey
    if entry.status != "dinilai" or survey is None:
        return ()
    rule, unsur = reference or (survey.rule.id, {item.key for item in survey.unsur})
    reasons = {
        "terlalu_sedikit": entry.side is None,
        "peraturan_lain": survey.rule.id != rule,
        "unsur_lain": {item.key for item in survey.unsur} != unsur,
        "bobot_khusus": bool(survey.sidecar.bobot),
    }
    return tuple(name for name, holds in reasons.items() if holds)


def _commonest(surveys: Sequence[Survey | None]) -> str | None:
    modes = Counter(survey.sidecar.mode for survey in surveys if survey and survey.sidecar.mode)
    return max(modes, key=lambda mode: (modes[mode], mode), default=None)


def _other_mode(entry: Entry, mode: str | None) -> bool:
    own = entry.survey.sidecar.mode if entry.survey else None
    return own is not None and mode is not None and own != mode
