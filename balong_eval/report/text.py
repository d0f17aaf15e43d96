"""A result as plain text for a terminal: the sentences of the first screen, and the table of unsur."""

from __future__ import annotations

from balong_eval.analysis.skm import SkmResult
from balong_eval.report import answer, tables
from balong_eval.report.block import Table, Text
from balong_eval.report.words import number


def skm(result: SkmResult) -> str:
    """First screen, unsur and groups of a result, in lines of text."""
    parts = ["\n".join(answer.first_screen(result).sentences), table(tables.by_unsur(result))]
    for field in result.groups:
        block = tables.by_group(result, field)
        parts.append(table(block) if isinstance(block, Table) else text(block))
    return "\n\n".join(part for part in parts if part)


def text(block: Text) -> str:
    """Sentences, one a line."""
    return "\n".join(block.sentences)


def table(block: Table) -> str:
    """A table in columns of equal width, caption above and notes below."""
    heads = [column.head for column in block.columns]
    rows = [[_cell(value, column.decimals) for value, column in zip(row, block.columns, strict=True)] for row in block.rows]
    widths = [max(len(row[place]) for row in [heads, *rows]) for place in range(len(heads))]
    right = [column.decimals is not None for column in block.columns]
    lines = ["  ".join(_pad(cell, width, side) for cell, width, side in zip(row, widths, right, strict=True)).rstrip() for row in [heads, *rows]]
    rule = "  ".join("-" * width for width in widths)
    return "\n".join([block.caption, lines[0], rule, *lines[1:], *block.notes])


def _pad(cell: str, width: int, right: bool) -> str:
    return cell.rjust(width) if right else cell.ljust(width)


def _cell(value: object, decimals: int | None) -> str:
    if value is None or (decimals is not None and isinstance(value, (int, float))):
        return number(value, decimals or 0)
    return str(value)
