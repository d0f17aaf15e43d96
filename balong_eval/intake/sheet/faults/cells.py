"""Failed cells of a sheet, and the codes that spreadsheets give them."""

from __future__ import annotations

from balong_eval.intake.words import is_failed

Faults = dict[tuple[int, int], str]
"""Row (from 1) and place (from 0) -> code."""
UNKNOWN = "#?"


def code_of(text: str) -> str:
    """The code as the workbook shows it; ``#?`` for any text that is none.

    Examples
    --------
    >>> code_of("#DIV/0!"), code_of("Err:502"), code_of("Budi")
    ('#DIV/0!', 'Err:502', '#?')
    """
    return text if is_failed(text) else UNKNOWN
