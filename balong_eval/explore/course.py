"""A series judged with some of its breaks, and with a target for the years to come."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from balong_eval.analysis import trend
from balong_eval.analysis.office import Office
from balong_eval.analysis.projection import HORIZON
from balong_eval.analysis.trend import Trend
from balong_eval.errors import InputError
from balong_eval.explore import inline
from balong_eval.intake.series import INDEX, Series, build
from balong_eval.regulation import all_unsur
from balong_eval.report import trend as trends
from balong_eval.report.block import Block, Chart, Text
from balong_eval.report.chart.series import Line, draw_one, points, told
from balong_eval.report.words import join, number, say

OFFICIAL, COMPARABLE = "skm", "pembanding"
LARGEST = 1_000_000.0
EXAMPLE = '{deret = "skm", tanpa_patahan = ["2018"], target = 85.0}'


@dataclass(frozen=True)
class Course:
    """What the trend view shows: a series, the breaks that are not used (by their period), and a target for the coming years.

    `target` None leaves the targets of the series as they are.
    """

    name: str = OFFICIAL
    bridged: tuple[str, ...] = ()
    target: float | None = None


def write(course: Course) -> str:
    """The choices of the trend view as one line of a notebook's parameter.

    Examples
    --------
    >>> write(Course("skm", ("2018",), 85.0)), write(Course())
    ('{deret = "skm", tanpa_patahan = ["2018"], target = 85.0}', '')
    """
    table = {"deret": course.name, "tanpa_patahan": list(course.bridged), "target": course.target}
    return inline.write({key: value for key, value in table.items() if value not in ([], None)}) if course != Course() else ""


def read(text: str) -> Course:
    """The choices from their line; an empty text is the official index as the annex judges it.

    Raises
    ------
    InputError
        When the text is no such table.
    """
    table = inline.read(text, {"deret": str, "tanpa_patahan": (list, str), "target": float}, EXAMPLE)
    target = table.get("target")
    return Course(table.get("deret", OFFICIAL), tuple(table.get("tanpa_patahan", ())), None if target is None else float(target))


def checked(series: Series, course: Course) -> Course:
    """The choices, where the series has what they name.

    Raises
    ------
    InputError
        When it has no such break, or cannot have such a target.
    """
    known = [item.before for item in series.breaks]
    wrong = [f"tidak ada patahan sebelum {before} (yang ada: {', '.join(known) or 'tidak ada'})" for before in course.bridged if before not in known]
    low, high = series.bounds or (0.0, LARGEST)
    if course.target is not None and not low <= course.target <= high:
        wrong.append(f"target {number(course.target)} di luar {number(low)} sampai {number(high)}")
    if wrong:
        raise InputError(f"Pilihan tren tidak dapat dipakai: {'; '.join(wrong)}.")
    return course


@dataclass
class SeriesOf:
    """The series of a unit, each computed once."""

    unit: Office
    _found: dict[str, Series] = field(default_factory=dict)

    def names(self) -> dict[str, str]:
        """Words -> name of every series that the unit has a value of."""
        keys = [OFFICIAL, COMPARABLE, *self._asked()] if self.unit.periods else []
        indicators = [name for name in self.unit.indicators.names if name not in keys] if self.unit.has_indicators else []
        return {self.title(key): key for key in [*keys, *indicators]}

    def title(self, name: str) -> str:
        """A series in words; an indicator by the name that the plan gives it."""
        if name in (OFFICIAL, COMPARABLE) or name in all_unsur():
            return name_of(name)
        item = self.unit.plan.find(name) if self.unit.plan else None
        return say("explore.trend.indicator", name=item.name if item else name)

    def series(self, name: str) -> Series:
        """A series by name."""
        if name not in self._found:
            self._found[name] = self.unit.series(name)
        return self._found[name]

    def _asked(self) -> list[str]:
        """Unsur of the last year's survey that can be read."""
        for year in sorted({period.year for period in self.unit.periods}, reverse=True):
            try:
                return [unsur.key for unsur in self.unit.survey(year).unsur]
            except InputError:
                continue
        return []


def judge(series: Series, course: Course) -> Trend | None:
    """The trend of a series under the choices of the view; None where it has no value."""
    if series.known.empty:
        return None
    return trend.estimate(adjusted(series, course))


def adjusted(series: Series, course: Course) -> Series:
    """The series without the breaks that are not used, and with the target in the coming years."""
    breaks = tuple(item for item in series.breaks if item.before not in course.bridged)
    if course.target is None:
        return replace(series, breaks=breaks)
    rows = {row["periode"]: {**row, "rezim": ""} for row in series.points.to_dict("records")}
    last = str(series.known["periode"].iloc[-1])
    for years in range(1, HORIZON + 1):
        periode = str(int(last[:4]) + years) + last[4:]
        rows[periode] = {**rows.get(periode, {}), "periode": periode, "target": course.target}
    aimed = build(series.name, list(rows.values()), (), bounds=series.bounds)
    return replace(series, points=aimed.points, breaks=breaks)


def blocks(series: Series, course: Course, title: str = "") -> tuple[Block, ...]:
    """Sentences and tables of the trend; the chart is drawn by `chart`.

    Parameters
    ----------
    series : Series
    course : Course
    title : str, optional
        The series in words, from `SeriesOf.title`.
    """
    found, title = judge(series, course), title or name_of(course.name)
    if found is None:
        return (Text("putusan", (say("explore.trend.empty", name=title),)),)
    told_breaks = _breaks(series, course.bridged)
    first, *rest = trends.sentences(found, _begin(title))
    answer = Text("putusan", (first, told_breaks, *rest), "result")
    return (answer, trends.projection(found), trends.points(found), trends.slopes(found))


def chart(series: Series, course: Course, title: str = "") -> Chart | Text:
    """The series with its intervals, the breaks in use, and its targets."""
    found = adjusted(series, course)
    if found.known.empty:
        return Text("grafik_deret", ())
    name = _begin(title or name_of(course.name))
    cuts = tuple((int(item.before[:4]), item.reason.split(" → ")[-1]) for item in found.breaks)
    targets = {int(row["periode"][:4]): float(row["target"]) for row in found.points.dropna(subset=["target"]).to_dict("records")}
    line = Line(name, points(found), cuts, tuple(sorted(targets.items())))
    svg = draw_one(line, (), say("chart.group.axis") if found.bounds == INDEX else "")
    return Chart("grafik_deret", say("explore.trend.series_caption", name=name), say("chart.series.alt", told=told(line)), svg)


def name_of(name: str) -> str:
    """A series in words."""
    if name in (OFFICIAL, COMPARABLE):
        return say(f"explore.trend.{name}")
    return say("explore.trend.unsur", name=all_unsur()[name].name) if name in all_unsur() else name


def _breaks(series: Series, bridged: Collection[str]) -> str:
    if not series.breaks:
        return say("explore.trend.no_breaks")
    off: Mapping[str, str] = {item.before: item.reason for item in series.breaks if item.before in bridged}
    if not off:
        return say("explore.trend.all_breaks")
    return say("explore.trend.some_breaks", breaks=join([f"{before} ({reason})" for before, reason in off.items()]))


def _begin(text: str) -> str:
    return text[:1].upper() + text[1:]
