"""What an object shows of itself: survey, results, plan, findings, unit as blocks; as HTML in a cell, as text on a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from functools import singledispatch
from typing import Any

from balong_eval.analysis.capaian import CapaianResult
from balong_eval.analysis.change import Change
from balong_eval.analysis.skm import SkmResult
from balong_eval.analysis.trend import Trend
from balong_eval.errors import Finding, Findings, visible
from balong_eval.intake.plan import Plan
from balong_eval.intake.series import Series
from balong_eval.intake.survey import Survey
from balong_eval.intake.unit import Unit
from balong_eval.report import answer, comparison, forms, page, performance, tables, text
from balong_eval.report import trend as trends
from balong_eval.report.block import Block, Chart, Column, Table, Text, in_cell
from balong_eval.report.words import join, number, period, say, table

MOST = 20


@singledispatch
def blocks(item: Any) -> tuple[Block, ...]:
    """The blocks in which an object shows itself; a block is its own."""
    return (item,)


@blocks.register
def _(item: SkmResult) -> tuple[Block, ...]:
    groups = [tables.by_group(item, field) for field in item.groups]
    return (answer.first_screen(item), tables.by_unsur(item), *groups)


@blocks.register
def _(item: Survey) -> tuple[Block, ...]:
    facts = {"who": answer.unit_name(item), "period": period(item.period), "rule": answer.rule_names(item)}
    counts = {"n": number(item.n, 0), "n_rows": number(item.n_rows, 0), "n_excluded": number(item.n_excluded, 0)}
    return (Text("survei", (say("display.survey", **facts, **counts), *_label(item.unit))), forms.findings(item), forms.set_aside(item))


@blocks.register
def _(item: Change) -> tuple[Block, ...]:
    names = {"before": period(item.before.period), "after": period(item.after.period)}
    sentences = (say("display.change", **names), *answer.differs(item))
    return (Text("selisih", sentences), comparison.by_unsur(item), comparison.by_layanan(item))


@blocks.register
def _(item: Trend) -> tuple[Block, ...]:
    return (Text("tren", trends.sentences(item)), trends.points(item), trends.slopes(item), trends.projection(item))


@blocks.register
def _(item: CapaianResult) -> tuple[Block, ...]:
    return (performance.every_year(item), performance.every_average(item))


@blocks.register
def _(item: Plan) -> tuple[Block, ...]:
    counts = {"visi": len(item.visi.elements) if item.visi else 0, "misi": len(item.misi), "tujuan": len(item.tujuan)}
    counts |= {"sasaran": len(item.sasaran), "indikator": len(item.indikator), "program": len(item.program)}
    rows = [(goal.id, say("display.kind.tujuan"), goal.text, _measured(item, goal.id, "tujuan")) for goal in item.tujuan]
    rows += [(goal.id, say("display.kind.sasaran"), goal.text, _measured(item, goal.id, "sasaran")) for goal in item.sasaran]
    shown = Table("rencana", say("display.plan_caption"), _columns("plan"), tuple(rows))
    return (Text("rencana_ringkas", (item.title, say("display.plan", **counts)) if item.title else (say("display.plan", **counts),)), shown)


@blocks.register
def _(item: Series) -> tuple[Block, ...]:
    rows = tuple((row["periode"], None if row["nilai"] != row["nilai"] else row["nilai"]) for row in item.points.to_dict("records"))
    heads = tuple(Column(key, table()["table"]["trend_points"]["heads"][key], 2 if key == "nilai" else None) for key in ("periode", "nilai"))
    return (
        Table(
            "deret", item.name, heads, rows, tuple(say("table.trend_points.note_break", before=cut.before, reason=cut.reason) for cut in item.breaks)
        ),
    )


@blocks.register
def _(item: Unit) -> tuple[Block, ...]:
    found: Sequence[str] = item.period_names
    facts = {"name": item.name, "count": len(found), "periods": join(list(found)), "findings": len(item.findings)}
    first = Text("unit", (say(f"display.{'unit' if found else 'unit_none'}", **facts), *_label(item)))
    return (first, *(blocks(Findings(item.findings)) if item.findings else ()))


@blocks.register
def _(item: Findings) -> tuple[Block, ...]:
    if not item:
        return (Text("temuan", (say("display.no_findings"),)),)
    order = {"error": 0, "warning": 1, "note": 2}
    ranked = sorted(item, key=lambda finding: order[finding.severity])
    rows = tuple((say(f"severity.{finding.severity}"), finding.where or None, finding.message) for finding in ranked[:MOST])
    counts = {f"n_{severity}": number(sum(finding.severity == severity for finding in item), 0) for severity in order}
    notes = [say("display.findings", **counts)]
    notes += [say("display.more", count=number(len(item) - MOST, 0))] if len(item) > MOST else []
    return (Table("temuan", say("display.finding_caption"), _columns("finding"), rows, tuple(notes)),)


@blocks.register
def _(item: Finding) -> tuple[Block, ...]:
    return (Text("temuan", (f"{say(f'severity.{item.severity}')}: {item}",)),)


def as_html(item: Any) -> str:
    """An object as HTML, the fragments of its blocks one after another, as a cell shows them."""
    shown = (page.fragment(block.bundle(), block.svg if isinstance(block, Chart) else None) for block in blocks(item))
    return in_cell(visible("\n".join(shown)))


def as_text(item: Any) -> str:
    """An object as lines of text, for a terminal."""
    told = [text.table(block) if isinstance(block, Table) else "\n".join(_sentences(block)) for block in blocks(item)]
    return visible("\n\n".join(part for part in told if part))


def mimebundle(item: Any) -> dict[str, str]:
    """What IPython asks for: text and HTML."""
    return {"text/plain": as_text(item), "text/html": as_html(item)}


def _sentences(block: Block) -> tuple[str, ...]:
    if isinstance(block, Chart):
        return (block.alt,)
    return block.sentences if isinstance(block, Text) else ()


def _measured(plan: Plan, key: str, level: str) -> str | None:
    return join([item.name for item in plan.indikator if getattr(item, level) == key]) or None


def _columns(name: str) -> tuple[Column, ...]:
    return tuple(Column(key, head) for key, head in table()["display"]["heads"][name].items())


def _label(unit: Unit | None) -> tuple[str, ...]:
    return (unit.label,) if unit and unit.label else ()
