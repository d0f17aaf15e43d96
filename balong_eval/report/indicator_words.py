"""How an indicator, its figures and what became of it are written."""

from __future__ import annotations

import functools
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from balong_eval.analysis.capaian import CapaianResult, Score
from balong_eval.intake.indicator_year import FLAGS, IndicatorYear, Target
from balong_eval.intake.numbers import decimals
from balong_eval.intake.plan import Plan
from balong_eval.report.block import Block, Cell, Text
from balong_eval.report.words import number, say

MOST_DECIMALS = 4


def plan_of(result: CapaianResult) -> Plan | None:
    """The plan of the unit that the figures belong to."""
    return result.indicators.plan


def name_of(row: IndicatorYear, result: CapaianResult) -> str:
    """Full name of an indicator, from the plan where it has one."""
    plan = plan_of(result)
    item = plan.find(row.indikator) if plan else None
    return item.name if item else row.indikator


def figure(value: Decimal | Fraction | None) -> str:
    """A number with the decimals that it was written with, at most four.

    Examples
    --------
    >>> figure(Decimal("12.50")), figure(Decimal("1200")), figure(None)
    ('12,50', '1.200', '–')
    """
    if not isinstance(value, Decimal):
        return number(value)
    return number(value, min(MOST_DECIMALS, decimals(value)))


def target_words(target: Target | None) -> str:
    """A target as it is read: a number, or ``80–90``."""
    if target is None:
        return figure(None)
    return f"{figure(target.low)}–{figure(target.high)}" if target.is_range else figure(target.low)


def target_cell(target: Target | None) -> Cell:
    """A target as a table holds it: a number, the text of a range, or nothing."""
    if target is None:
        return None
    return target_words(target) if target.is_range else float(target.low)


def cell(value: Decimal | Fraction | None) -> Cell:
    """A number as a table holds it."""
    return None if value is None else float(value)


def status(score: Score) -> str:
    """What became of the target, or why that cannot be told, and the flags of the figure."""
    parts = [_fate(score)]
    if score.reason and score.tercapai is not None:
        parts.append(say(f"reason.{score.reason}"))
    parts += [say(f"tanda.{letter}") for letter in FLAGS if letter in score.row.flags]
    if score.realised.ci_low is not None:
        parts.append(say("table.capaian.interval", low=number(score.realised.ci_low), high=number(score.realised.ci_high)))
    return "; ".join(parts)


def _fate(score: Score) -> str:
    target, value = score.row.target, score.realised.value
    if score.tercapai is None:
        return say(f"reason.{score.reason}")
    if score.tercapai:
        return say("tercapai.yes")
    if score.row.rumus == "rentang" and target is not None and value is not None:
        return say("tercapai.above" if value > target.high else "tercapai.below")
    return say("tercapai.no")


def needs_figures(name: str, words: str = "") -> Callable[[Callable[..., Block]], Callable[..., Block]]:
    """A table that is only made where there are indicators; without any, a sentence of `words`, or nothing."""

    def wrap(make: Callable[..., Block]) -> Callable[..., Block]:
        @functools.wraps(make)
        def made(result: CapaianResult | None, *arguments: Any) -> Block:
            return make(result, *arguments) if result is not None else Text(name, (say(words),) if words else ())

        return made

    return wrap
