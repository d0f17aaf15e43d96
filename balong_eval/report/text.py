"""A result as plain text for a terminal: the sentences of the first screen, and the table of unsur."""

from __future__ import annotations

from collections.abc import Sequence

from balong_eval.analysis.capaian import CapaianResult
from balong_eval.analysis.change import Change
from balong_eval.analysis.skm import SkmResult
from balong_eval.analysis.trend import Trend
from balong_eval.errors import Finding
from balong_eval.intake.inventory import Entry, Inventory, services
from balong_eval.intake.inventory import columns as columns_of
from balong_eval.report import answer, comparison, performance, tables
from balong_eval.report import trend as trends
from balong_eval.report.block import Cell, Column, Table, Text
from balong_eval.report.words import cell, say


def skm(result: SkmResult) -> str:
    """First screen, unsur and groups of a result, in lines of text."""
    parts = ["\n".join(answer.first_screen(result).sentences), table(tables.by_unsur(result))]
    for field in result.groups:
        block = tables.by_group(result, field)
        parts.append(table(block) if isinstance(block, Table) else text(block))
    return "\n\n".join(part for part in parts if part)


def change(found: Change) -> str:
    """Sentences and tables of a comparison."""
    blocks = (comparison.by_unsur(found), comparison.by_layanan(found))
    return "\n\n".join(["\n".join(answer.differs(found)), *(table(block) for block in blocks if isinstance(block, Table))])


def capaian(result: CapaianResult) -> str:
    """Every indicator-year and every year's mean, in lines of text."""
    return "\n\n".join(table(block) for block in (performance.every_year(result), performance.every_average(result)))


def trend(found: Trend) -> str:
    """Verdict with its reasons, every period, the slopes and the projection."""
    blocks = (trends.points(found), trends.slopes(found), trends.projection(found))
    return "\n\n".join(["\n".join(trends.sentences(found)), *(table(block) if isinstance(block, Table) else text(block) for block in blocks)])


def inventory(found: Inventory) -> str:
    """Periods by service, and what each column was taken for."""
    names = sorted({name for entry in found.entries if entry.survey for name in services(entry.survey)})
    columns = (
        Column("unit", say("inventory.unit")),
        Column("period", say("inventory.period")),
        Column("file", say("inventory.file")),
        Column("rule", say("inventory.rule")),
        *(Column(key, say(f"inventory.{key}"), 0) for key in ("n_rows", "n", "n_excluded")),
        *(Column(name, name, 0) for name in names),
    )
    periods = Table("inventaris", say("inventory.caption"), columns, tuple(_entry(entry, names) for entry in found.entries))
    shapes = [_columns(entry) for entry in found.entries if entry.survey]
    same = {shape: [entry.file for entry in found.entries if entry.survey and _columns(entry) == shape] for shape in dict.fromkeys(shapes)}
    parts = [table(periods)] if found.entries else []
    return "\n\n".join([*parts, *(f"{say('inventory.columns', files=', '.join(files))}\n{shape}" for shape, files in same.items())])


def _entry(entry: Entry, names: list[str]) -> tuple[Cell, ...]:
    survey = entry.survey
    if survey is None:
        return (entry.unit, entry.period, entry.file, say("inventory.unreadable"), *(None,) * (3 + len(names)))
    found = services(survey)
    return (entry.unit, entry.period, entry.file, survey.rule.short, survey.n_rows, survey.n, survey.n_excluded, *(found.get(name) for name in names))


def _columns(entry: Entry) -> str:
    lines = []
    for item in columns_of(entry):
        role = say(f"inventory.role.{item['role']}")
        basis = say(f"inventory.basis.{item['basis']}") if item["role"] == "unsur" else ""
        lines.append(f"  {item['cell']}  {item['head'] or say('inventory.headless')}: {role} {item['key'] or ''}{basis}".rstrip())
    return "\n".join(lines)


def findings(found: Sequence[Finding]) -> str:
    """Findings one a line, the gravest last, and how many there are of each kind."""
    words = {"note": "CATATAN", "warning": "PERINGATAN", "error": "KESALAHAN"}
    lines = [f"{word}  {item} [{item.rule}]" for severity, word in words.items() for item in found if item.severity == severity]
    counts = {f"n_{severity}": sum(item.severity == severity for item in found) for severity in words}
    return "\n".join([*lines, say("inventory.counts", **counts)])


def text(block: Text) -> str:
    """Sentences, one a line."""
    return "\n".join(block.sentences)


def table(block: Table) -> str:
    """A table in columns of equal width, caption above and notes below."""
    heads = [column.head for column in block.columns]
    rows = [[cell(value, column.name, column.decimals) for value, column in zip(row, block.columns, strict=True)] for row in block.rows]
    widths = [max(len(row[place]) for row in [heads, *rows]) for place in range(len(heads))]
    right = [column.decimals is not None for column in block.columns]
    lines = ["  ".join(_pad(cell, width, side) for cell, width, side in zip(row, widths, right, strict=True)).rstrip() for row in [heads, *rows]]
    rule = "  ".join("-" * width for width in widths)
    return "\n".join([block.caption, lines[0], rule, *lines[1:], *block.notes])


def _pad(cell: str, width: int, right: bool) -> str:
    return cell.rjust(width) if right else cell.ljust(width)
