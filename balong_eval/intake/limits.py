"""How few respondents are too few for a figure, an interval, a class."""

from __future__ import annotations

from dataclasses import dataclass

SMALLEST_CELL = 5


@dataclass(frozen=True)
class Publication:
    """Numbers of respondents under which less is printed."""

    smallest_cell: int = SMALLEST_CELL
    smallest_n_class: int = 30
    smallest_n_interval: int = 10
