"""Everything that can be said of the plan of a unit without computing: words, links, figures, follow-up, printed figures."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from balong_eval.errors import Finding, InputError
from balong_eval.intake import cascade, claims, doubtful, follow_up, indicators, plan
from balong_eval.intake.indicators import Indicators
from balong_eval.intake.plan import Plan
from balong_eval.intake.unit import CLAIMS, FOLLOW_UP, INDICATORS, PLAN, Unit


def unit(found: Unit) -> list[Finding]:
    """Findings on the plan of a unit; nothing where it has none of the files."""
    findings: list[Finding] = []
    for part in (_plan, _indicators, _others):
        try:
            findings += part(found)
        except InputError as error:
            findings += error.findings or (Finding("error", "tidak_terbaca", error.message),)
    return findings


def reader(path: Path) -> Callable[[], list[Finding]] | None:
    """What reads a single file of the plan, told by its name; None for a file of answers."""
    readers: dict[str, Callable[[], list[Finding]]] = {
        INDICATORS: lambda: figures(indicators.read(path)),
        FOLLOW_UP: lambda: list(follow_up.read(path).findings),
        CLAIMS: lambda: list(claims.read(path).findings),
    }
    if path.name == PLAN:
        return lambda: words(plan.read(path))
    return readers.get(path.stem)


def words(found: Plan) -> list[Finding]:
    """Findings on the words and links of a plan."""
    return [*found.findings, *cascade.links(found)]


def figures(found: Indicators) -> list[Finding]:
    """Findings on the figures of a file of indicators, with those on its links to the plan where it has one."""
    findings = [*found.findings, *doubtful.findings(found), *_span(found.unit)]
    whole = found.unit.plan if found.unit else None
    if found.unit is None or whole is None:
        return findings
    paid = [[item for item in whole.indikator if item.program == program.id] for program in whole.program]
    groups = [[row for item in items for row in cascade.rows_of(whole, found, item)] for items in paid]
    return [*findings, *cascade.targets(whole, found, years(found)), *doubtful.budgets_twice(groups)]


def years(found: Indicators) -> tuple[int, ...]:
    """Years ke-1 to ke-5 of the official tables, by unit.toml, else by the file."""
    place = found.unit
    facts = (place.baseline_year, place.first_year, place.last_year) if place else (None, None, None)
    return cascade.plan_years(*facts, found.years)


def _span(place: Unit | None) -> list[Finding]:
    return cascade.too_long(place.baseline_year, place.first_year, place.last_year, "unit.toml") if place else []


def _plan(found: Unit) -> list[Finding]:
    return words(found.plan) if found.plan else []


def _indicators(found: Unit) -> list[Finding]:
    return figures(found.indicators) if found.has_indicators else []


def _others(found: Unit) -> Iterable[Finding]:
    for name in ("follow_up", "claims"):
        try:
            read = getattr(found, name)
        except InputError as error:
            yield from error.findings or (Finding("error", "tidak_terbaca", error.message),)
        else:
            yield from read.findings if read else ()
