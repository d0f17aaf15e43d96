"""Unsur that a survey does not show, because so few answered them, or because they would give such a one away."""

from __future__ import annotations

from collections.abc import Iterable

from balong_eval.intake.disclosure import hidden
from balong_eval.intake.survey import Survey


def unsur(survey: Survey) -> frozenset[str]:
    """Keys of the unsur without figures: fewer answers than the smallest cell here or in a part of the year, or needed to hide such a one.

    The figures of a year less those of its other parts are those of the part that withholds them.
    """
    keys = [item.key for item in survey.unsur]
    if not survey.shown:
        return frozenset(keys)
    in_parts = (hidden(_sizes(part), part.smallest_cell) for part in survey.parts)
    return frozenset(hidden(_sizes(survey), survey.smallest_cell, frozenset().union(*in_parts)))


def gives_away(survey: Survey, keys: Iterable[str]) -> bool:
    """Whether an index of these unsur, beside that of all, parts the withheld ones from each other."""
    small = unsur(survey)
    return bool(small & set(keys)) and not small <= set(keys)


def _sizes(survey: Survey) -> dict[str, int]:
    """Answers to each unsur."""
    counts = survey.responses["n"]
    return {item.key: int(counts[survey.responses[item.key].notna()].sum()) for item in survey.unsur}
