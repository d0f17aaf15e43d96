"""Where the numbers come from: every input with its SHA-256."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from balong_eval import __version__, regulation
from balong_eval.analysis.capaian import CapaianResult
from balong_eval.analysis.rekap import Rekap
from balong_eval.analysis.review import Review
from balong_eval.intake.content import digest
from balong_eval.intake.survey import Survey
from balong_eval.intake.unit import Unit
from balong_eval.regulation import scale as scales
from balong_eval.report import tables
from balong_eval.report.block import Table
from balong_eval.report.words import say


def provenance(survey: Survey, before: Survey | None = None) -> Table:
    """Table of the inputs of an annex: answers, sidecar, unit.toml, regulations (also of the period `before`) and program."""
    inputs = survey.unit.inputs(survey.period) if survey.unit else ()
    rules = {rule.id: rule.short for each in (survey, before) if each for rule in each.rules}
    return _table(inputs, {name: say("table.provenance.rule", rule=short) for name, short in rules.items()})


def of_plan(result: CapaianResult, year: int) -> Table:
    """Table of the inputs of the annex on the plan: its files, answers up to the year, regulations, scales and program."""
    unit = result.indicators.unit
    surveys = sorted({score.realised.rule for score in result.scores if score.realised.rule})
    names = {rule: say("table.provenance.rule", rule=regulation.load(rule).short) for rule in surveys}
    return _table(unit.plan_inputs(year) if unit else (), names | _forms())


def of_review(review: Review) -> Table:
    """Table of the inputs of the review of a plan."""
    names = {
        rule: say("table.provenance.rule", rule=regulation.load(rule).short)
        for rule in sorted({rule for item in review.years for rule in item.rules})
    }
    return _table(review.unit.plan_inputs(review.last), names | _forms())


def of_rekap(found: Rekap) -> Table:
    """Table of the inputs of the annex over many units: one SHA-256 a unit, over names and SHA-256 of its files up to the year."""
    rules = {rule: say("table.provenance.rule", rule=regulation.load(rule).short) for rule in found.rules}
    files = {entry.id: entry.unit.survey_inputs(found.year) for entry in found.entries if entry.unit}
    items = [(say("table.provenance.unit", unit=name, count=len(each)), _together(each)) for name, each in files.items()]
    whole = _table((), rules)
    return replace(whole, rows=(*items, *whole.rows), notes=(*whole.notes, say("table.provenance.note_unit")))


def of_unit(unit: Unit) -> Table:
    """Table of everything that a unit folder holds: its plan, every file of answers, all regulations, scales and program."""
    names = {rule: say("table.provenance.rule", rule=regulation.load(rule).short) for rule in regulation.IDS}
    return _table(unit.plan_inputs(max((item.year for item in unit.periods), default=0)), names | _forms())


def _forms() -> dict[str, str]:
    """Scales and forms by id."""
    names = {scale: say("table.provenance_kinerja.scale", scale=scales.load(scale).short) for scale in scales.IDS}
    return names | {form: say("table.provenance_kinerja.form", name=form.upper()) for form in ("pekppp", "smart")}


def _together(inputs: Sequence[tuple[str, Path]]) -> str:
    """One SHA-256 over several files: over lines of name and SHA-256, as the manifest lists them."""
    return digest("".join(f"{name}\0{digest(path.read_bytes())}\n" for name, path in inputs).encode("utf-8"))


def _table(inputs: Sequence[tuple[str, Path]], rules: Mapping[str, str]) -> Table:
    """Inputs by name with their SHA-256, then rules: id -> words."""
    items = [(name, digest(path.read_bytes())) for name, path in inputs]
    items += [(words, digest(regulation.source(rule).encode("utf-8"))) for rule, words in rules.items()]
    items.append((say("table.provenance.program", version=__version__), say("label.none")))
    return Table("asal", say("table.provenance.caption"), tables.columns("provenance"), tuple(items), (say("table.provenance.note"),))
