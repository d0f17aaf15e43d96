"""Charts of values over years: points with their intervals, no line across a break, targets, and the classes in force."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from balong_eval.intake.series import Series
from balong_eval.report.chart.canvas import BAND, INK, PAPER, POINT, Frame, bare, frames, number_values, wrap
from balong_eval.report.words import number, say

if TYPE_CHECKING:
    from matplotlib.axes import Axes

NORMAL_95 = 1.96
COLUMNS = 3
TITLE = 36
TARGET = "#3a7d44"
Point = tuple[int, float, tuple[float, float] | None]


@dataclass(frozen=True)
class Line:
    """A series to be drawn.

    Attributes
    ----------
    name : str
    points : tuple of (int, float, (float, float) or None)
        Year, value, 95 % interval.
    breaks : tuple of (int, str)
        Year before which the line is cut, and why in a word or two.
    targets : tuple of (int, float)
    """

    name: str
    points: tuple[Point, ...]
    breaks: tuple[tuple[int, str], ...] = ()
    targets: tuple[tuple[int, float], ...] = ()


@dataclass(frozen=True)
class Bounds:
    """Lower bounds of the classes in force in a span of years: (value, class)."""

    first: int
    last: int
    lower: tuple[tuple[float, str], ...]


def points(series: Series) -> tuple[Point, ...]:
    """Values of a series with their intervals: those that it knows, else 1.96 standard errors, inside its scale."""
    return tuple(
        (int(row["periode"][:4]), float(row["nilai"]), series.intervals.get(row["periode"]) or _limits_of(series, row["nilai"], row["galat_baku"]))
        for row in series.known.to_dict("records")
    )


def _limits_of(series: Series, value: float, std_error: float) -> tuple[float, float] | None:
    if math.isnan(std_error):
        return None
    low, high = series.bounds or (-math.inf, math.inf)
    return max(value - NORMAL_95 * std_error, low), min(value + NORMAL_95 * std_error, high)


def draw_one(line: Line, bounds: Sequence[Bounds], axis: str) -> str:
    """One series in a wide frame, as SVG and PNG."""
    return frames(3.6, [((0.09, 0.14, 0.88, 0.76), lambda axes: _wide(axes, line, bounds, axis))])


def draw_grid(lines: Sequence[Line]) -> str:
    """Small multiples: one small frame a series, three in a row, all of one scale of years, each of its own scale of values."""
    rows = -(-len(lines) // COLUMNS)
    height = 0.2 + 1.65 * rows
    years = [year for line in lines for year, *_ in line.points]
    span = (min(years) - 0.4, max(years) + 0.4)
    return frames(height, [(_cell(place, rows, height), lambda axes, line=line: _small(axes, line, span)) for place, line in enumerate(lines)])  # type: ignore[misc]


def told(line: Line) -> str:
    """The points of a series in words, for those who do not see the chart."""
    items = "; ".join(say("chart.series.item", year=year, value=number(value)) for year, value, _ in line.points)
    cut = "; ".join(say("chart.series.cut", year=year, why=why) for year, why in line.breaks)
    return say("chart.series.told_cut" if cut else "chart.series.told", name=line.name, items=items, cut=cut)


def _cell(place: int, rows: int, height: float) -> Frame:
    row, column = divmod(place, COLUMNS)
    return (0.06 + column * 0.325, 1 - (row + 1) * 1.65 / height + 0.38 / height, 0.26, 0.9 / height)


def _segments(line: Line) -> list[list[Point]]:
    """Runs of successive points that no break parts."""
    cuts = {year for year, _ in line.breaks}
    found: list[list[Point]] = []
    for point in line.points:
        crossed = found and any(found[-1][-1][0] < cut <= point[0] for cut in cuts)
        if not found or crossed:
            found.append([])
        found[-1].append(point)
    return found


def _points(axes: Axes, line: Line, size: float) -> None:
    for segment in _segments(line):
        for before, after in pairwise(segment):
            style = "-" if after[0] - before[0] == 1 else (0, (2, 2))
            axes.plot([before[0], after[0]], [before[1], after[1]], color=POINT, linewidth=1.2, linestyle=style, zorder=2)
    for year, value, limits in line.points:
        if limits is not None:
            axes.plot([year, year], limits, color=POINT, linewidth=2, alpha=0.45, solid_capstyle="butt", zorder=1)
        axes.plot([year], [value], marker="o", markersize=size, color=POINT, zorder=3)
    for year, value in line.targets:
        axes.plot([year - 0.18, year + 0.18], [value, value], color=TARGET, linewidth=2, zorder=2)


def _wide(axes: Axes, line: Line, bounds: Sequence[Bounds], axis: str) -> None:
    low, high = _limits(line)
    years = [year for year, *_ in line.points] + [year for year, _ in line.targets]
    axes.set(xlim=(min(years) - 0.6, max(years) + 0.6), ylim=(low, high))
    _points(axes, line, 6)
    for year, value, _ in line.points:
        axes.annotate(number(value), (year, value), xytext=(7, 5), textcoords="offset points", fontsize=8, bbox=PAPER, zorder=4)
    for span in bounds:
        for value, mutu in span.lower:
            if low < value < high:
                axes.plot([span.first - 0.5, span.last + 0.5], [value, value], color=BAND, linewidth=0.9, linestyle=(0, (4, 3)), zorder=0)
                axes.annotate(mutu, (span.first - 0.48, value), xytext=(0, 2), textcoords="offset points", color=BAND, fontsize=8)
    for year, why in line.breaks:
        axes.axvline(year - 0.5, color=INK, linewidth=1, linestyle=":")
        axes.annotate(why, (year - 0.47, high), xytext=(2, -9), textcoords="offset points", fontsize=7.5, bbox=PAPER, zorder=4)
    axes.set_ylabel(axis)
    _years(axes, sorted(set(years)))


def _small(axes: Axes, line: Line, span: tuple[float, float]) -> None:
    axes.set(xlim=span, ylim=_limits(line))
    _points(axes, line, 3.5)
    for year, _ in line.breaks:
        axes.axvline(year - 0.5, color=INK, linewidth=0.8, linestyle=":")
    axes.set_title(wrap(line.name, TITLE), fontsize=7.5, loc="left", pad=3)
    years = list(range(round(span[0] + 0.4), round(span[1] - 0.4) + 1))
    _years(axes, [years[0], years[-1]] if len(years) > 1 else years)
    axes.tick_params(labelsize=7)
    axes.locator_params(axis="y", nbins=4, integer=True)


def _limits(line: Line) -> tuple[float, float]:
    ends = [end for _, value, limits in line.points for end in limits or (value,)]
    ends += [value for _, value in line.targets]
    room = max((max(ends) - min(ends)) * 0.15, 0.5)
    return min(ends) - room, max(ends) + room


def _years(axes: Axes, years: Sequence[int]) -> None:
    axes.set_xticks(list(years), [str(year) for year in years])
    number_values(axes)
    bare(axes, "y")
