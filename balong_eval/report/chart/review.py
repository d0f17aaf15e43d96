"""Charts of the review: the index over the years, and small multiples of unsur and indicators."""

from __future__ import annotations

from balong_eval.analysis.office import skm_targets
from balong_eval.analysis.review import Review, Tested
from balong_eval.intake.series import Series
from balong_eval.report.block import Chart, Text
from balong_eval.report.chart.series import Bounds, Line, draw_grid, draw_one, points, told
from balong_eval.report.words import say


def index_series(review: Review) -> Chart | Text:
    """Official index with intervals, breaks, targets, and the classes of the table in force in each year."""
    if review.official is None:
        return Text("grafik_ikm", ())
    targets = {year: value for year, value in skm_targets(review.unit).items() if review.first <= year <= review.last}
    line = _line(say("label.ikm"), review.official.series, targets)
    svg = draw_one(line, _bounds(review), say("chart.group.axis"))
    return Chart("grafik_ikm", say("chart.series.caption", name=line.name), say("chart.series.alt", told=told(line)), svg, _notes(line, bounds=True))


def comparable_series(review: Review) -> Chart | Text:
    """Index of the common unsur, where the official one is broken."""
    found = review.comparable
    if found is None or review.official is None or not review.official.passed:
        return Text("grafik_pembanding", ())
    line = _line(say("chart.series.comparable"), found.series, {})
    svg = draw_one(line, (), say("chart.group.axis"))
    return Chart("grafik_pembanding", say("chart.series.caption", name=line.name), say("chart.series.alt", told=told(line)), svg, _notes(line))


def small_multiples(review: Review, group: str) -> Chart | Text:
    """Small charts of every ``unsur`` or every ``indikator``."""
    lines = [_tested(item) for item in review.tested if item.group == group]
    if not lines:
        return Text(f"grafik_{group}", ())
    svg = draw_grid(lines)
    alt = say("chart.series.alt_grid", told=". ".join(told(line) for line in lines))
    return Chart(f"grafik_{group}", say(f"chart.series.caption_{group}"), alt, svg, _notes(*lines))


def _tested(item: Tested) -> Line:
    targets = item.trend.series.points.dropna(subset=["target"])
    return _line(item.name, item.trend.series, {int(row["periode"][:4]): float(row["target"]) for row in targets.to_dict("records")})


def _line(name: str, series: Series, targets: dict[int, float]) -> Line:
    """A series as it is drawn; a break before its first or after its last value cuts nothing."""
    values = points(series)
    years = {year for year, *_ in values}
    between = [item for item in series.breaks if years and min(years) < int(item.before[:4]) <= max(years)]
    breaks = tuple((int(item.before[:4]), item.reason.split(" → ")[-1]) for item in between)
    return Line(name, values, breaks, tuple((year, value) for year, value in sorted(targets.items()) if year in years))


def _bounds(review: Review) -> list[Bounds]:
    """Spans of years under one table of classes."""
    found: list[Bounds] = []
    for item in review.years:
        if item.survey.mixed:
            continue
        lower = tuple((float(band.lower), band.mutu) for band in item.survey.rule.bands[1:])
        if found and found[-1].lower == lower and found[-1].last == item.year - 1:
            found[-1] = Bounds(found[-1].first, item.year, lower)
        else:
            found.append(Bounds(item.year, item.year, lower))
    return found


def _notes(*lines: Line, bounds: bool = False) -> tuple[str, ...]:
    """What the marks mean, of those that are drawn."""
    drawn = {"cut": any(line.breaks for line in lines), "bounds": bounds, "targets": any(line.targets for line in lines)}
    return tuple(say(f"chart.series.note_{name}") for name, is_there in drawn.items() if is_there)
