"""The survey year by year: official index, comparable index, each unsur, each with its standard error, and where the series breaks."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from itertools import pairwise

from balong_eval import regulation
from balong_eval.analysis import clustering, skm, withheld
from balong_eval.analysis.clustering import Clustering
from balong_eval.analysis.index import estimate, strata_of
from balong_eval.analysis.skm import SkmResult
from balong_eval.errors import InputError
from balong_eval.intake.series import INDEX, Break, Series, build, label
from balong_eval.intake.survey import Survey
from balong_eval.intake.unit import Unit
from balong_eval.intake.words import plain

ARROW = "\u2192"
NEWEST = "permenpanrb_14_2017"
LEVEL = 0.95


@dataclass(frozen=True)
class Point:
    """A value of a year on 25-100 with its standard errors.

    Attributes
    ----------
    value : float
    simple : float or None
        Standard error by the design of the survey.
    clustered : float or None
        Standard error where forms saved near each other are one cluster; None where no time is stored or there are too few clusters.
    limits : (float, float) or None
        95 % interval by the design of the survey, widened to that by clusters.
    """

    value: float
    simple: float | None
    clustered: float | None
    limits: tuple[float, float] | None = None

    @property
    def std_error(self) -> float | None:
        """The larger of the two: a survey is worth no more than its clusters."""
        known = [value for value in (self.simple, self.clustered) if value is not None]
        return max(known) if known else None


@dataclass(frozen=True)
class SurveyYear:
    """A year of the survey.

    Attributes
    ----------
    year : int
    result : SkmResult
    official : Point or None
        The official index; None where the year has none.
    flags : str
        ``u`` few respondents or marked for publication, ``p`` parts of the year are missing, ``e`` only counts of answers are known.
    """

    year: int
    result: SkmResult = field(repr=False)

    @property
    def survey(self) -> Survey:
        """The answers."""
        return self.result.survey

    @property
    def unsur(self) -> tuple[str, ...]:
        """Keys of the unsur asked."""
        return tuple(unsur.key for unsur in self.survey.unsur)

    @property
    def rules(self) -> tuple[str, ...]:
        """Ids of the regulations."""
        return tuple(rule.id for rule in self.survey.rules)

    @property
    def rule_names(self) -> str:
        """The regulations in short."""
        return " + ".join(rule.short for rule in self.survey.rules)

    @cached_property
    def official(self) -> Point | None:
        """The official index with its standard errors."""
        found = self.result
        if found.ikm is None:
            return None
        return _point(found.ikm, found.std_error, (found.ci_low, found.ci_high), found.clustering)

    @property
    def mutu_newest(self) -> str | None:
        """Class of the official index under the table of 14/2017."""
        if self.result.ikm_rounded is None:
            return None
        return regulation.load(NEWEST).band(Decimal(self.result.ikm_rounded)).mutu

    @property
    def flags(self) -> str:
        """Letters that a table prints beside the value."""
        survey = self.survey
        letters = {"u": self.result.publication.status != "terbit", "p": bool(survey.missing_parts), "e": not survey.joint}
        return "".join(letter for letter, on in letters.items() if on)

    def of(self, unsur: Sequence[str]) -> Survey:
        """The survey of these unsur alone, with equal weights."""
        survey = self.survey
        return replace(survey, unsur=tuple(item for item in survey.unsur if item.key in unsur), sidecar=replace(survey.sidecar, bobot={}))

    def on(self, unsur: Sequence[str]) -> Point | None:
        """Index of these unsur with equal weights, under the formula of every regulation: 25 times their mean NRR.

        None where it would let a withheld unsur be worked out.
        """
        survey = self.survey
        if not survey.shown or not set(unsur) <= set(self.unsur) or withheld.gives_away(survey, unsur):
            return None
        part = self.of(unsur)
        found = estimate(part, LEVEL, strata_of(part))
        if found.value is None:
            return None
        alike = clustering.assess(part, found.value) if survey.joint else None
        limits = (found.ci_low, found.ci_high) if len(part.unsur) > 1 else self._limits_of(part.unsur[0].key)
        return _point(found.value, found.std_error, limits, alike)

    def _limits_of(self, key: str) -> tuple[float | None, float | None]:
        """Interval of an unsur as its annex gives it, on 25-100: one answer step, not a quarter of the way."""
        rows = self.result.by_unsur
        low, high = (25 * float(value) for value in rows.loc[rows["unsur"] == key, ["ci_low", "ci_high"]].astype(float).iloc[0])
        return (None, None) if math.isnan(low) or math.isnan(high) else (low, high)


def _point(value: float, simple: float | None, limits: tuple[float | None, float | None], alike: Clustering | None) -> Point:
    """A value with both standard errors, and the interval that holds those of both."""
    low, high = limits
    if alike is None or alike.ci_low is None or alike.ci_high is None:
        return Point(value, simple, None, None if low is None or high is None else (low, high))
    return Point(value, simple, alike.std_error, None if low is None or high is None else (min(low, alike.ci_low), max(high, alike.ci_high)))


def years(unit: Unit, first: int, last: int) -> list[SurveyYear]:
    """Every year of a span whose answers can be read, in order of time."""
    found = []
    for year in range(first, last + 1):
        if str(year) in unit.period_names:
            try:
                survey = unit.survey(year)
            except InputError:
                continue
            found.append(SurveyYear(year, skm.summarise(survey, by=())))
    return found


def common_unsur(found: Sequence[SurveyYear]) -> tuple[str, ...]:
    """Unsur that every year asked, in the order of the last year."""
    shared = set.intersection(*(set(item.unsur) for item in found)) if found else set()
    return tuple(key for key in (found[-1].unsur if found else ()) if key in shared)


def breaks(found: Sequence[SurveyYear], unit: Unit, *names: str, bridged: bool = False) -> list[Break]:
    """Where a series of the survey breaks: regulation, set of unsur, way of collecting, and what unit.toml names.

    Parameters
    ----------
    found : sequence of SurveyYear
    unit : Unit
    names : str
        Names by which ``[[breaks]]`` may speak of the series, beside ``skm``, which speaks of every one.
    bridged : bool
        Whether the series is of the same unsur under one formula throughout, which a change of regulation or of the set does not break.

    Notes
    -----
    A year whose way of collecting is not told is taken to keep that of the year before.
    """
    told = []
    for (before, was), (after, mode) in pairwise(zip(found, _modes(found), strict=True)):
        year = str(after.year)
        if not bridged and before.rules != after.rules:
            told.append(Break(year, f"{before.rule_names} {ARROW} {after.rule_names}"))
        elif not bridged and set(before.unsur) != set(after.unsur):
            told.append(Break(year, f"{len(before.unsur)} unsur {ARROW} {len(after.unsur)} unsur"))
        if was and was != mode:
            told.append(Break(year, f"{was} {ARROW} {mode}"))
    return sorted([*told, *declared(unit, {*names, "skm"})], key=lambda item: item.time)


def _modes(found: Sequence[SurveyYear]) -> list[str | None]:
    """Way of collecting of each year; where it is not told, that of the year before."""
    modes: list[str | None] = []
    for item in found:
        modes.append(item.survey.sidecar.mode or (modes[-1] if modes else None))
    return modes


def declared(unit: Unit, names: Collection[str]) -> list[Break]:
    """Breaks that unit.toml names for a series."""
    words = {plain(name) for name in names}
    return [Break(item["before"], item["reason"]) for item in unit.breaks if plain(item["series"]) in words and label(item["before"])]


def official(found: Sequence[SurveyYear], unit: Unit, targets: Mapping[int, float] | None = None) -> Series:
    """The official index of every year, broken where its rules change; then the years to come that have a target, without a value."""
    points: dict[int, Point | None] = {item.year: item.official for item in found}
    points |= dict.fromkeys(year for year in sorted(targets or {}) if found and year > found[-1].year)
    return _series("skm", points, breaks(found, unit), targets)


def comparable(found: Sequence[SurveyYear], unit: Unit) -> Series:
    """Indeks pembanding: the index of the unsur common to all years, under one formula; a change of regulation does not break it.

    It has no target: those of the plan speak of the official index.
    """
    keys = common_unsur(found)
    points = {item.year: item.on(keys) if keys else None for item in found}
    return _series("pembanding", points, breaks(found, unit, "pembanding", bridged=True))


def of_unsur(found: Sequence[SurveyYear], unit: Unit, key: str) -> Series:
    """One unsur on 25-100 in the years that asked it; the same question, so that a change of regulation alone does not break it."""
    asked = [item for item in found if key in item.unsur]
    return _series(key, {item.year: item.on((key,)) for item in asked}, breaks(asked, unit, key, bridged=True))


def _series(name: str, points: Mapping[int, Point | None], cuts: Sequence[Break], targets: Mapping[int, float] | None = None) -> Series:
    rows = [_row(year, point, targets) for year, point in points.items()]
    intervals = {str(year): point.limits for year, point in points.items() if point is not None and point.limits is not None}
    return replace(build(name, rows, cuts, bounds=INDEX), intervals=intervals)


def _row(year: int, point: Point | None, targets: Mapping[int, float] | None = None) -> dict[str, object]:
    return {
        "periode": str(year),
        "nilai": None if point is None else point.value,
        "galat_baku": None if point is None else point.std_error,
        "target": (targets or {}).get(year),
    }
