"""The one door through which a notebook shows anything."""

from __future__ import annotations

from typing import Any

from balong_eval.analysis.skm import SkmResult
from balong_eval.report import answer, display


def show(*items: Any) -> None:
    """Show blocks, the first screen of a result, or anything else of this package, in a notebook cell or on a terminal.

    What is shown in a notebook carries, beside what a reader sees, the bundle ``application/vnd.balong.v1+json``, from which the
    annex makes every format.
    """
    from IPython.core.getipython import get_ipython
    from IPython.display import display as show_rich

    for item in items:
        shown = (answer.first_screen(item),) if isinstance(item, SkmResult) else display.blocks(item)
        for block in shown:
            if get_ipython() is None:
                _say(display.as_text(block))
            else:
                show_rich(block)


def _say(text: str) -> None:
    import sys

    sys.stdout.write(f"{text}\n")
