"""The one door through which a notebook shows anything."""

from __future__ import annotations

from balong_eval.analysis.skm import SkmResult
from balong_eval.report import answer
from balong_eval.report.block import Block


def show(*items: Block | SkmResult) -> None:
    """Show blocks, or the first screen of a result, in a notebook cell.

    What is shown carries, beside what a reader sees, the bundle ``application/vnd.balong.v1+json``, from which the
    annex makes every format.
    """
    from IPython.display import display

    for item in items:
        display(answer.first_screen(item) if isinstance(item, SkmResult) else item)
