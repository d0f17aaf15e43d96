"""The view of what if: a slider an unsur, a weight a service, a table of classes, more respondents."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

import ipywidgets as widgets

from balong_eval import regulation
from balong_eval.analysis import design, groups
from balong_eval.analysis.scenario import Scenario
from balong_eval.explore import controls, suppose
from balong_eval.explore.figures import Surveys
from balong_eval.explore.panel import OLD, Panel
from balong_eval.intake.survey import Survey
from balong_eval.intake.unit import Unit
from balong_eval.report.answer import name
from balong_eval.report.block import Table
from balong_eval.report.words import number, period, say

AS_SURVEY, OWN = "", "sendiri"
BEST = "A"


class SupposePanel(Panel):
    """Class, confidence and interval of a scenario, live; what it takes to reach a class and to tell classes apart."""

    def __init__(self, unit: Unit, scenario: Scenario, name_: str, surveys: Surveys) -> None:
        super().__init__(unit)
        self.surveys = surveys
        self.period = controls.dropdown(
            say("explore.control.period"), [(period(item), item) for item in reversed(unit.period_names)], name_ or surveys.last()
        )
        self.moves: dict[str, widgets.SelectionSlider] = {}
        self.shares: dict[str, widgets.Dropdown] = {}
        self.bounds: list[widgets.BoundedFloatText] = []
        self.sliders, self.services, self.classes = (controls.row() for _ in range(3))
        self.table = controls.dropdown(say("explore.control.table"), _tables(), OWN if scenario.bounds else AS_SURVEY)
        self.added = controls.whole(say("explore.control.added"), scenario.added, suppose.MOST_ADDED)
        self.wanted = controls.dropdown(say("explore.control.wanted"), [(BEST, BEST)])
        self.reset = controls.button(say("explore.control.as_is"))
        self.quietly(lambda: self._fill(scenario))
        self.period.observe(self.guarded(self._new_period), "value")
        self.table.observe(self.guarded(self._new_table), "value")
        for control in (self.added, self.wanted):
            control.observe(self.changed, "value")
        self.reset.on_click(self.guarded(self._new_period))
        self.box = self._box()
        self.changed()

    @property
    def survey(self) -> Survey:
        """Answers of the period."""
        return self.surveys.survey(self.period.value)

    @property
    def scenario(self) -> Scenario:
        """What the controls say."""
        moves = {key: slider.value for key, slider in self.moves.items() if slider.value}
        shares = {key: control.value for key, control in self.shares.items() if control.value != 1}
        bounds = () if self.table.value == AS_SURVEY else tuple(Decimal(str(round(control.value, 2))) for control in self.bounds)
        return Scenario(moves, shares, bounds, self.added.value)

    def parameter(self) -> tuple[str, str, Sequence[str]]:
        """The parameter ``scenario``."""
        return "scenario", suppose.write(self.scenario, self.period.value), [self.period.value]

    def steps(self) -> Sequence[Callable[[], None]]:
        """Everything at once: no chart is drawn."""
        return (self._judge,)

    def _judge(self) -> None:
        shown = suppose.blocks(self.survey, self.scenario, self.wanted.value)
        self.put(self.numbers, [block for block in shown if not isinstance(block, Table)])
        self.put(self.last, [block for block in shown if isinstance(block, Table)])
        self.last.remove_class(OLD)

    def _new_period(self, _: object) -> None:
        self.quietly(lambda: self._fill(Scenario()))
        self.changed()

    def _new_table(self, _: object) -> None:
        self.quietly(self._fill_bounds)
        self.changed()

    def _fill(self, scenario: Scenario) -> None:
        """Sliders and services of the period, at what the scenario says."""
        survey = self.survey
        values = {unsur.key: _nrr(survey, unsur.key) for unsur in survey.unsur}
        self.moves = {
            key: controls.change(say("explore.control.change", unsur=name(key, survey), nrr=value), scenario.moves.get(key, 0.0))
            for key, value in values.items()
        }
        services = sorted({*survey.responses["layanan"].dropna()} - groups.withheld(survey, "layanan"))
        self.shares = {
            item: controls.dropdown(say("explore.control.service", name=item), _shares(), float(scenario.shares.get(item, 1.0)), wide=True)
            for item in services
        }
        for control in (*self.moves.values(), *self.shares.values()):
            control.observe(self.changed, "value")
        self.sliders.children, self.services.children = tuple(self.moves.values()), tuple(self.shares.values())
        self.added.value = scenario.added
        self.table.value = OWN if scenario.bounds else AS_SURVEY
        classes = [band.mutu for band in reversed(survey.rule.bands[1:])]
        self.wanted.options = [(item, item) for item in classes]
        self._fill_bounds(scenario.bounds)

    def _fill_bounds(self, given: Sequence[Decimal] = ()) -> None:
        """Lower bounds of the table chosen; those of one's own start from what stands there."""
        rule = self.survey.rule
        if self.table.value not in (AS_SURVEY, OWN):
            given = [band.lower for band in regulation.load(self.table.value).bands[1:]]
        elif self.table.value == OWN and not given and self.bounds:
            given = [Decimal(str(control.value)) for control in self.bounds]
        lowers = list(given) or [band.lower for band in rule.bands[1:]]
        self.bounds = [
            controls.decimal(say("explore.control.band", mutu=band.mutu), float(lower), 25.0, 100.0)
            for band, lower in zip(rule.bands[1:], lowers, strict=False)
        ]
        for control in self.bounds:
            control.disabled = self.table.value != OWN
            control.observe(self.changed, "value")
        self.classes.children = (self.table, *self.bounds)

    def _box(self) -> widgets.VBox:
        left = (
            controls.group(say("explore.group.moves"), self.sliders),
            controls.group(say("explore.group.shares"), self.services),
            controls.group(say("explore.group.classes"), self.classes),
            controls.group(say("explore.group.answers"), self.added),
        )
        return controls.frame(
            controls.group(say("explore.group.view"), self.period, self.wanted, self.reset),
            controls.halves(left, (self.numbers,)),
            self.last,
            controls.group(say("explore.group.found"), self.save_button),
            self.message,
        )


def _nrr(survey: Survey, key: str) -> str:
    """NRR of an unsur as its slider names it; a dash where too few answered."""
    if not survey.shown:
        return number(None)
    return number(design.totals(survey.responses[[key]], survey.responses["n"]).nrr[0])


def _shares() -> list[tuple[str, float]]:
    return [(say(f"explore.share.{word}"), share) for share, word in suppose.SHARES.items()]


def _tables() -> list[tuple[str, str]]:
    rules = [(regulation.load(rule).short, rule) for rule in regulation.IDS if regulation.load(rule).bands_established]
    return [(say("explore.control.own_rule"), AS_SURVEY), *rules, (say("explore.control.table_own"), OWN)]
