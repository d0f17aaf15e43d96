"""The view of a trend: a series, its breaks on and off, a target; verdict, reasons and projection follow at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import ipywidgets as widgets

from balong_eval.analysis.office import Office
from balong_eval.explore import controls, course
from balong_eval.explore.course import LARGEST, Course, SeriesOf
from balong_eval.explore.panel import OLD, Panel
from balong_eval.intake.series import Series
from balong_eval.report.payload import plain
from balong_eval.report.words import say


class CoursePanel(Panel):
    """Verdict and reasons, projection, the chart, and the slopes side by side."""

    def __init__(self, unit: Office, chosen: Course, series: SeriesOf) -> None:
        super().__init__(unit)
        self.found = series
        names = list(series.names().items())
        self.series = controls.dropdown(say("explore.control.series"), names, chosen.name, wide=True)
        self.series.layout.width = "640px"
        self.target_on = controls.checkbox(say("explore.control.target_on"), chosen.target is not None)
        self.target = controls.decimal(say("explore.control.target"), 0.0, 0.0, LARGEST)
        self.cuts: dict[str, widgets.Checkbox] = {}
        self.breaks = controls.row()
        self.quietly(lambda: self._fill(chosen))
        self.series.observe(self.guarded(self._new_series), "value")
        self.target.observe(self.changed, "value")
        self.target_on.observe(self.guarded(self._switch), "value")
        self.box = self._box()
        self.changed()

    @property
    def course(self) -> Course:
        """What the controls say."""
        off = tuple(before for before, control in self.cuts.items() if not control.value)
        return Course(self.series.value, off, self.target.value if self.target_on.value else None)

    def parameter(self) -> tuple[str, str, Sequence[str]]:
        """The parameter ``course``."""
        return "course", course.write(self.course), self.unit.period_names

    def steps(self) -> Sequence[Callable[[], None]]:
        """Verdict and reasons first, then the chart, then the tables."""
        return (self._verdict, *self.drawing((lambda: course.chart(self._series(), self.course, self._title()),)))

    def _verdict(self) -> None:
        first, *rest = course.blocks(self._series(), self.course, self._title())
        self.put(self.numbers, (first, *rest[:1]))
        self.put(self.last, rest[1:])
        self.last.remove_class(OLD)

    def _series(self) -> Series:
        return self.found.series(self.series.value)

    def _title(self) -> str:
        return self.found.title(self.series.value)

    def _new_series(self, _: object) -> None:
        self.quietly(lambda: self._fill(Course(self.series.value)))
        self.changed()

    def _switch(self, _: object) -> None:
        self.target.disabled = not self.target_on.value
        self.changed()

    def _fill(self, chosen: Course) -> None:
        """Breaks and target of the series."""
        series = self.found.series(self.series.value)
        chosen = replace(chosen, name=self.series.value)
        self.cuts = {}
        for item in series.breaks:
            label = say("explore.control.break", before=item.before, reason=item.reason)
            self.cuts[item.before] = controls.checkbox(label, item.before not in chosen.bridged)
        for control in self.cuts.values():
            control.observe(self.changed, "value")
        self.breaks.children = tuple(self.cuts.values()) or (widgets.HTML(say("explore.trend.no_breaks")),)
        low, high = series.bounds or (0.0, LARGEST)
        self.target.min, self.target.max = min(low, self.target.value), max(high, self.target.value)
        self.target.value = _target(series) if chosen.target is None else chosen.target
        self.target.min, self.target.max = low, high
        self.target_on.value = chosen.target is not None
        self.target.disabled = chosen.target is None

    def _box(self) -> widgets.VBox:
        return controls.frame(
            controls.group(say("explore.group.series"), self.series, self.target_on, self.target, self.with_charts),
            controls.group(say("explore.group.breaks"), self.breaks),
            self.numbers, self.charts, self.last,
            controls.group(say("explore.group.found"), self.save_button),
            self.message,
        )  # fmt: skip


def _target(series: Series) -> float:
    """The last target that the series has, else its last value."""
    targets = [value for value in series.points["target"] if plain(value) is not None]
    known = list(series.known["nilai"])
    return round(float((targets or known or [0.0])[-1]), 2)
