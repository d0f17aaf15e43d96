"""The canvas of every chart: one style, a fixed frame, SVG without date or creator."""

from __future__ import annotations

import io
import logging
import warnings
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Literal

from balong_eval.errors import visible
from balong_eval.report.words import number

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INK, GRID, BAND = "#1a1a1a", "#d0d0d0", "#8a4b00"
POINT = "#1f4e79"
STYLE: Any = {
    "svg.fonttype": "none",
    "svg.hashsalt": "balong",
    "text.parse_math": False,
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans", "Verdana", "Arial"],
    "font.size": 9,
    "axes.edgecolor": GRID,
    "axes.labelcolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "text.color": INK,
}
WRAP = 34
MOST_DECIMALS, TINY = 3, 1e-6
PAPER = {"facecolor": "white", "edgecolor": "none", "pad": 0.6}

Frame = tuple[float, float, float, float]


def canvas(lines: int, draw: Callable[[Axes], None]) -> str:
    """A figure for so many labelled lines, drawn by `draw`, as SVG."""
    height = 0.75 + 0.34 * lines
    return frames(height, [((0.36, 0.5 / height, 0.6, 1 - 0.75 / height), draw)])


def frames(height: float, drawn: Sequence[tuple[Frame, Callable[[Axes], None]]]) -> str:
    """A figure 7 inches wide with one or more frames (left, bottom, width, height as shares of it), each drawn by its own function."""
    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
    import matplotlib as mpl
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(7.0, height))
        FigureCanvasAgg(figure)
        for frame, draw in drawn:
            draw(figure.add_axes(frame))
        return _svg(figure)


def bare(axes: Axes, grid: Literal["x", "y"] = "x") -> None:
    """A light grid behind, no ticks, only the lower spine."""
    axes.grid(axis=grid, color=GRID, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.tick_params(length=0)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)


def number_values(axes: Axes) -> None:
    """Numbers of the upright axis with as many decimals as its steps have, so that no two marks read alike."""
    marks = axes.get_yticks()
    step = float(marks[1] - marks[0]) if len(marks) > 1 else 1.0
    decimals = next((places for places in range(MOST_DECIMALS) if abs(step * 10**places - round(step * 10**places)) < TINY), MOST_DECIMALS)
    axes.yaxis.set_major_formatter(lambda value, _: number(value, decimals))


def wrap(label: str, most: int = WRAP) -> str:
    """A label of more than `most` characters on two lines, the second cut where it would still be too long."""
    if len(label) <= most:
        return label
    cut = label.rfind(" ", 0, most)
    cut = cut if cut > 0 else most
    rest = label[cut:].strip()
    return f"{label[:cut]}\n{rest if len(rest) <= most else rest[: most - 1] + '…'}"


def _svg(figure: Figure) -> str:
    buffer = io.StringIO()
    with warnings.catch_warnings():
        # A letter that the font lacks is drawn as a box; matplotlib would tell it in English in the middle of a notebook.
        warnings.filterwarnings("ignore", r"Glyph \d+ ")
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    text = buffer.getvalue()
    return visible(text[text.index("<svg") :])
