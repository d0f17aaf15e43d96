"""The survey year by year: official index, comparable index, each unsur, each with its standard error, and where the series breaks."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property

from balong_eval import regulation
from balong_eval.analysis import clustering, skm
from balong_eval.analysis.index import estimate, strata_of
from balong_eval.analysis.skm import SkmResult
from balong_eval.errors import InputError
from balong_eval.intake.survey import Survey
from balong_eval.intake.unit import Unit
from balong_eval.regulation import round_number

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
    """

    value: float
    simple: float | None
    clustered: float | None

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

    @cached_property
    def official(self) -> Point | None:
        """The official index with its standard errors."""
        if self.result.ikm is None:
            return None
        found = self.result.clustering
        clustered = found.std_error if found and found.ci_low is not None else None
        return Point(self.result.ikm, self.result.std_error, clustered)

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
        doubtful = self.result.publication.status != "terbit" or self.result.n < survey.limits.smallest_n_class
        letters = {"u": doubtful, "p": bool(survey.missing_parts), "e": not survey.joint}
        return "".join(letter for letter, on in letters.items() if on)

    def on(self, unsur: Sequence[str]) -> Point | None:
        """Index of these unsur with equal weights, under the formula of every regulation: 25 times their mean NRR."""
        survey = self.survey
        kept = tuple(item for item in survey.unsur if item.key in unsur)
        if not survey.shown or len(kept) < len(unsur):
            return None
        part = replace(survey, unsur=kept, sidecar=replace(survey.sidecar, bobot={}))
        found = estimate(part, LEVEL, strata_of(part))
        if found.value is None:
            return None
        alike = clustering.assess(part, found.value) if survey.joint else None
        return Point(found.value, found.std_error, alike.std_error if alike and alike.ci_low is not None else None)


@dataclass(frozen=True)
class Break:
    """A change before a year that no line may cross: kind ``peraturan``, ``himpunan_unsur``, ``cara``, ``dinyatakan``; `detail` in words or ids."""

    before: int
    kind: str
    detail: str


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


def breaks(found: Sequence[SurveyYear], unit: Unit, series: str = "skm", *, bridged: bool = False) -> list[Break]:
    """Where a series of the survey breaks: regulation, set of unsur, way of collecting, and what unit.toml names.

    Parameters
    ----------
    found : sequence of SurveyYear
    unit : Unit
    series : str
        Name by which ``[[breaks]]`` may speak of it.
    bridged : bool
        Whether the series is of the common unsur under one formula, which a change of regulation or of the set does not break.
    """
    told = []
    for before, after in itertools.pairwise(found):
        if not bridged and before.rules != after.rules:
            told.append(Break(after.year, "peraturan", after.survey.rule.short))
        elif not bridged and set(before.unsur) != set(after.unsur):
            told.append(Break(after.year, "himpunan_unsur", str(len(after.unsur))))
        modes = before.survey.sidecar.mode, after.survey.sidecar.mode
        if None not in modes and modes[0] != modes[1]:
            told.append(Break(after.year, "cara", str(modes[1])))
    names = {series, "skm"}
    declared = [item for item in unit.breaks if item["series"] in names and item["before"][:4].isdecimal()]
    told += [Break(int(item["before"][:4]), "dinyatakan", item["reason"]) for item in declared]
    return sorted(told, key=lambda item: item.before)


def rounded(value: float) -> Decimal:
    """An index as printed."""
    return round_number(value, 2)
