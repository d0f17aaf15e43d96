"""Where the numbers come from: every input with its SHA-256."""

from __future__ import annotations

from balong_eval import __version__, regulation
from balong_eval.intake.content import digest
from balong_eval.intake.survey import Survey
from balong_eval.report import tables
from balong_eval.report.block import Table
from balong_eval.report.words import say


def provenance(survey: Survey, before: Survey | None = None) -> Table:
    """Table of the inputs of an annex: answers, sidecar, unit.toml, regulations (also of the period `before`) and program."""
    inputs = survey.unit.inputs(survey.period) if survey.unit else ()
    items = [(name, digest(path.read_bytes())) for name, path in inputs]
    rules = {rule.id: rule for each in (survey, before) if each for rule in each.rules}
    items += [(say("table.provenance.rule", rule=rule.short), digest(regulation.source(rule.id).encode("utf-8"))) for rule in rules.values()]
    items.append((say("table.provenance.program", version=__version__), say("label.none")))
    return Table("asal", say("table.provenance.caption"), tables.columns("provenance"), tuple(items), (say("table.provenance.note"),))
