"""From a view to its figures, by the functions that make the annex: survey, result, comparison."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from balong_eval import regulation
from balong_eval.analysis import change, domain, skm
from balong_eval.analysis.change import Change
from balong_eval.analysis.groups import in_order, labels
from balong_eval.analysis.mover import Difference
from balong_eval.analysis.skm import SkmResult
from balong_eval.errors import InputError
from balong_eval.explore.respondents import chosen, too_few
from balong_eval.explore.view import NAMES, PROFILE, REST, View
from balong_eval.intake.survey import Survey
from balong_eval.intake.unit import Unit
from balong_eval.intake.words import did_you_mean
from balong_eval.report.words import day, say


@dataclass(frozen=True)
class Figures:
    """What a view shows, before it is put into words.

    Attributes
    ----------
    view : View
    whole : Survey
        All respondents of the period, under the view's regulation.
    rows : Series of bool
        Those that the view is about.
    survey : Survey
        Only those; `withheld` where they are too few to be shown, alone or beside other views.
    result : SkmResult
    official : SkmResult
        Of all respondents, as the annex has it; the same as `result` where the view leaves nobody out.
    """

    view: View
    whole: Survey = field(repr=False)
    rows: pd.Series = field(repr=False)
    survey: Survey = field(repr=False)
    result: SkmResult
    official: SkmResult = field(repr=False)

    @property
    def too_few(self) -> bool:
        """Whether nothing may be shown of the view."""
        return not self.survey.shown


@dataclass(frozen=True)
class Compared:
    """A view beside another period, or beside all other respondents.

    Attributes
    ----------
    against : str
        Period, or ``lainnya``.
    change : Change
        From the other to this one: by unsur, and for periods what is said of it.
    rest : Difference or None
        Against all other respondents of the same survey, as the annex compares a group.
    other : float
        Index of the other side.
    n : int
        Its respondents.
    """

    against: str
    change: Change
    rest: Difference | None
    other: float
    n: int


class Surveys:
    """The surveys of a unit, each read and computed once."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self._read: dict[str, Survey] = {}
        self._official: dict[str, SkmResult] = {}

    def last(self) -> str:
        """The last whole year that can be read, else the last period.

        Raises
        ------
        InputError
            When the unit has no answers, or none that can be read.
        """
        names = sorted(self.unit.period_names, key=lambda name: ("-" not in name, name), reverse=True)
        if not names:
            raise InputError(f"Folder {self.unit.id} belum berisi jawaban. Salin berkasnya ke folder skm dengan nama periodenya, misalnya 2019.csv.")
        for name in names:
            with contextlib.suppress(InputError):
                self.survey(name)
                return name
        self.survey(names[0])
        return names[0]

    def survey(self, name: str) -> Survey:
        """Answers of a period."""
        if name not in self._read:
            year, _, part = name.partition("-")
            known = self.unit.period_names
            if name not in known:
                raise InputError(f"Periode '{name}' tidak dikenal. Yang ada: {', '.join(known)}.{did_you_mean(name, known)}")
            self._read[name] = self.unit.survey(int(year), part)
        return self._read[name]

    def official(self, name: str) -> SkmResult:
        """Figures of a period as the annex has them."""
        if name not in self._official:
            self._official[name] = skm.summarise(self.survey(name), by=())
        return self._official[name]


def settle(view: View, surveys: Surveys) -> View:
    """The view with its period named."""
    return view if view.period else replace(view, period=surveys.last())


def begin(view: View, surveys: Surveys) -> View:
    """The view with its period named; where nothing was chosen, beside the period before, as the annex has it."""
    settled = checked(view, surveys)
    earlier = [item for item in surveys.unit.period_names if item < settled.period and item[4:6] == settled.period[4:6]]
    return replace(settled, against=earlier[-1]) if view == View() and earlier else settled


def checked(view: View, surveys: Surveys) -> View:
    """The view with its period named, where the period has what the view names.

    Raises
    ------
    InputError
        Names everything that the period, or the unit, does not have.
    """
    view = settle(view, surveys)
    rule = regulation.load(view.regulation) if view.regulation else surveys.survey(view.period).rule
    known = choices(surveys, view.period) | {"bobot": [weight.value for weight in rule.printed_weights]}
    known["against"] = [REST, *(name for name in surveys.unit.period_names if name != view.period)]
    given = {name: getattr(view, name) for name in known if getattr(view, name)}
    wrong = [f"{NAMES[name]} '{value}'.{did_you_mean(value, known[name])}" for name, value in given.items() if value not in known[name]]
    if wrong:
        raise InputError(f"Pandangan tidak dapat dipakai; periode {view.period} tidak mempunyai {' '.join(wrong)}")
    return view


def compute(view: View, surveys: Surveys) -> Figures:
    """Figures of a view.

    Raises
    ------
    InputError
        When the period has no answers, or the regulation is not known.
    """
    view = settle(view, surveys)
    read = surveys.survey(view.period)
    whole = under(read, view.regulation) if view.regulation else read
    rows = chosen(whole, view)
    if rows.all():
        official = surveys.official(view.period) if whole is read else skm.summarise(whole, by=())
        return Figures(view, whole, rows, whole, official, official)
    official = surveys.official(view.period)
    named = _named(whole, view)
    if too_few(whole, view):
        survey = replace(domain.narrowed(named, rows), withheld=True)
        return Figures(view, whole, rows, survey, skm.summarise(survey, by=()), official)
    result = domain.summarise(named, rows)
    return Figures(view, whole, rows, result.survey, result, official)


def compare(found: Figures, surveys: Surveys) -> Compared | None:
    """The view beside what it is to be compared with; None where that is nothing or too few."""
    view = found.view
    if not view.against or found.too_few:
        return None
    if view.against == REST:
        return _with_rest(found)
    read = surveys.survey(view.against)
    other = under(read, view.regulation) if view.regulation else read
    undated = replace(view, first_day=None, last_day=None)
    rows = chosen(other, undated)
    if not rows.all() and too_few(other, undated):
        return None
    before = other if rows.all() else domain.narrowed(_named(other, undated), rows)
    changed = change.compare_if_any(before, found.survey)
    return None if changed is None else Compared(view.against, changed, None, changed.ikm_before, before.n)


def _with_rest(found: Figures) -> Compared | None:
    others = _others(found)
    rest = replace(domain.narrowed(found.whole, others), period=say("explore.rest"))
    if not rest.shown:
        return None
    gap = domain.against_rest(found.whole, found.rows, others)
    changed = change.compare_if_any(rest, found.survey)
    if gap is None or changed is None or found.result.ikm is None:
        return None
    return Compared(REST, changed, gap, found.result.ikm - gap.estimate, rest.n)


def _others(found: Figures) -> pd.Series:
    """All other respondents; forms with one answer to everything are on neither side where the view does not count them."""
    counted = View(straight_liners=found.view.straight_liners)
    return ~found.rows & chosen(found.whole, counted)


def under(survey: Survey, rule: str) -> Survey:
    """The survey under the names and classes of another regulation; the parts of a year with it."""
    return replace(survey, rule=regulation.load(rule), parts=tuple(under(part, rule) for part in survey.parts))


def scope(view: View) -> tuple[str, ...]:
    """What a view leaves out, in words."""
    told = [say(f"explore.scope.{column}", value=value) for column, value in view.filters.items()]
    if view.first_day:
        told.append(say("explore.scope.first_day", day=day(view.first_day)))
    if view.last_day:
        told.append(say("explore.scope.last_day", day=day(view.last_day)))
    return (*told, *(() if view.straight_liners else (say("explore.scope.straight"),)))


def choices(surveys: Surveys, name: str) -> dict[str, list[str]]:
    """Values of each field of the profile that a period's respondents gave, in the annex's order."""
    survey = surveys.survey(name)
    found: dict[str, list[str]] = {}
    for column in PROFILE:
        given = labels(survey, column)
        found[column] = [] if survey.responses[column].isna().all() else in_order(column, list(given.unique()), survey)
    return found


def _named(survey: Survey, view: View) -> Survey:
    """The survey under the name of the unit with what the view leaves out, so that no sentence speaks of the whole."""
    unit: Any = survey.unit
    told: Sequence[str] = scope(view)
    if unit is None or not told:
        return survey
    return replace(survey, unit=replace(unit, name=say("explore.scope.name", name=unit.name, scope=", ".join(told))))
