"""The view of one survey: who answered what, for any part of the respondents, beside a period or the rest."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import ipywidgets as widgets

from balong_eval import regulation
from balong_eval.errors import visible
from balong_eval.explore import controls, figures, rows, save, screen
from balong_eval.explore import view as views
from balong_eval.explore.annexes import AnnexButton
from balong_eval.explore.figures import Compared, Figures, Surveys
from balong_eval.explore.panel import OLD, Panel
from balong_eval.explore.rows import Number
from balong_eval.explore.view import PROFILE, REST, View
from balong_eval.intake.unit import Unit
from balong_eval.regulation import Regulation
from balong_eval.report.answer import name
from balong_eval.report.words import number, period, say

FIELDS = ("period", "against", *PROFILE, "first_day", "last_day", "regulation", "bobot", "straight_liners")


class SurveyPanel(Panel):
    """Filters, the answer, the table of unsur, a comparison, charts, and the way down to the answers."""

    def __init__(self, unit: Unit, view: View, surveys: Surveys) -> None:
        super().__init__(unit)
        self.surveys = surveys
        self.found: Figures | None = None
        self.other: Compared | None = None
        self.control = _controls(unit, figures.settle(view, surveys))
        self.unsur = controls.dropdown(say("explore.control.unsur"), [(say("explore.control.any_unsur"), "")])
        self.score = controls.dropdown(say("explore.control.score"), _scores())
        self.rows_button = controls.button(say("explore.control.rows"))
        self.reset = controls.button(say("explore.control.reset"))
        self.annex = AnnexButton(unit, lambda: self.view.period)
        self.quietly(lambda: self._fill(figures.settle(view, surveys)))
        for key, control in self.control.items():
            control.observe(self.guarded(self._new_period) if key == "period" else self.changed, "value")
        self.rows_button.on_click(self.guarded(self._write_rows))
        self.reset.on_click(self.guarded(self._reset))
        self.box = self._box()
        self.changed()

    @property
    def view(self) -> View:
        """What the controls say."""
        return View(**{key: control.value for key, control in self.control.items()})

    def parameter(self) -> tuple[str, str, Sequence[str]]:
        """The parameter ``view``."""
        view = self.view
        others = [view.against] if view.against and view.against != REST else []
        return "view", views.write(view), [view.period, *others]

    def steps(self) -> Sequence[Callable[[], None]]:
        """Numbers, comparison, charts, findings."""
        return (self._numbers, self._beside, self._draw)

    def _numbers(self) -> None:
        """The answer; where it cannot be computed, none: that of another view must not stand under these controls."""
        self.found = None
        try:
            self.found = figures.compute(self.view, self.surveys)
        finally:
            self.put(self.numbers, screen.numbers(self.found) if self.found else ())

    def _beside(self) -> None:
        if self.found is None:
            return
        self.other = figures.compare(self.found, self.surveys)
        self.put(self.beside, screen.compared(self.found, self.other))
        self.beside.remove_class(OLD)
        self.put(self.last, () if self.found.too_few else (screen.findings(self.found),))
        self.last.remove_class(OLD)

    def _draw(self) -> None:
        """Charts one by one: a change made meanwhile is taken first."""
        if self.found is not None:
            self.stage.go_on([self.guarded(step) for step in self.drawing(screen.drawn(self.found, self.other))])

    def _new_period(self, _: object) -> None:
        self.quietly(lambda: self._fill(self.view))
        self.changed()

    def _fill(self, view: View) -> None:
        """Choices that the period has; what was chosen stays where it is among them."""
        found = figures.choices(self.surveys, view.period)
        for column in PROFILE:
            _refill(self.control[column], controls.options(found[column]), getattr(view, column))
        _refill(self.control["against"], _others(self.unit, view.period), view.against)
        survey = self.surveys.survey(view.period)
        _refill(self.control["bobot"], _weights(regulation.load(view.regulation) if view.regulation else survey.rule), view.bobot)
        keys = [(name(unsur.key, survey), unsur.key) for unsur in survey.unsur]
        _refill(self.unsur, [(say("explore.control.any_unsur"), ""), *keys], self.unsur.value)

    def _reset(self, _: object) -> None:
        kept = View(period=self.view.period, against=self.view.against)

        def empty() -> None:
            for key, control in self.control.items():
                control.value = getattr(kept, key)

        self.quietly(empty)
        self.changed()

    def _write_rows(self, _: object) -> None:
        found = figures.compute(self.view, self.surveys)
        wanted = Number(self.unsur.value, self.score.value if self.unsur.value else "")
        kept = rows.behind(found, wanted)
        if kept.table.empty:
            self.tell(rows.why_none(found), "balong-error")
            return
        path = save.write_rows(self.unit, found.view, f"{wanted.unsur}|{wanted.score}", rows.as_csv(found, wanted, kept))
        told = [say("explore.rows.written", n=number(len(kept.table), 0), file=save.link(path))]
        told += [say("explore.rows.left_out", n=number(kept.left_out, 0))] if kept.left_out else []
        self.tell(" ".join(told))

    def _box(self) -> widgets.VBox:
        part = self.control
        return controls.frame(
            controls.group(say("explore.group.view"), part["period"], part["against"], self.with_charts, part["regulation"], part["bobot"]),
            controls.group(
                say("explore.group.respondents"),
                *(part[column] for column in PROFILE), part["first_day"], part["last_day"], part["straight_liners"], self.reset,
            ),
            self.numbers, self.beside, self.charts, self.last,
            controls.group(say("explore.group.behind"), self.unsur, self.score, self.rows_button),
            controls.group(say("explore.group.found"), self.save_button, self.annex.button),
            self.message, self.annex.box,
        )  # fmt: skip


def _controls(unit: Unit, view: View) -> dict[str, widgets.Widget]:
    rules = [(say("explore.control.own_rule"), ""), *((regulation.load(rule).short, rule) for rule in regulation.IDS)]
    made: dict[str, widgets.Widget] = {}
    for key in FIELDS:
        label, value = say(f"explore.control.{key}"), getattr(view, key)
        if key == "straight_liners":
            made[key] = controls.checkbox(label, value)
        elif key in ("first_day", "last_day"):
            made[key] = controls.day(label, value)
        else:
            choices = {"period": [(period(item), item) for item in reversed(unit.period_names)], "regulation": rules}
            made[key] = controls.dropdown(label, choices.get(key, [(say("explore.all"), "")]), value)
    return made


def _refill(control: widgets.Dropdown, choices: Sequence[tuple[str, str]], value: str) -> None:
    named = [(visible(text), item) for text, item in choices]
    if list(control.options) != named:
        control.options = named
    control.value = value if value in [item for _, item in choices] else choices[0][1]


def _others(unit: Unit, current: str) -> list[tuple[str, str]]:
    others = [(period(item), item) for item in reversed(unit.period_names) if item != current]
    return [(say("explore.control.nothing"), ""), (say("explore.control.rest"), REST), *others]


def _weights(rule: Regulation) -> list[tuple[str, str]]:
    return [(say("explore.control.own_weight"), ""), *((weight.value.replace(".", ","), weight.value) for weight in rule.printed_weights)]


def _scores() -> list[tuple[str, str]]:
    return [(say("explore.control.any_score"), ""), *((say(f"explore.score.{word}"), key) for key, word in rows.KEYS.items())]
