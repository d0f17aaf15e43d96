"""Official tables of the plan with their column numbers: T-C.23, T-C.24 and Formulir E.80 of Permendagri 86/2017."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction

from balong_eval.analysis import evaluation
from balong_eval.analysis.capaian import CapaianResult
from balong_eval.analysis.evaluation import Foot, Line, Money
from balong_eval.intake.plan import Plan
from balong_eval.report.block import Cell, Column, Table, Text
from balong_eval.report.indicator_words import cell, needs_figures, plan_of, target_cell
from balong_eval.report.tables import columns
from balong_eval.report.words import join, say, table

KINDS = {"nspk": "NSPK", "ikk": "IKK"}
FIVE = 5


@needs_figures("tc23")
def tc23(result: CapaianResult, year: int) -> Table:
    """Table T-C.23: targets, realisations and ratios of five years; 20 columns."""
    heads = table()["table"]["tc23"]["heads"]
    fixed = [Column(name, heads[name], 0 if name == "no" else 2 if name in ("nspk", "ikk", "lain") else None) for name in _fixed(heads)]
    groups = (("target", 6), ("realisasi", 11), ("rasio", 16))
    wide = [_column(heads[name], name, first + at, item, 2) for name, first in groups for at, item in _years(result)]
    rows = []
    for number, line in enumerate(evaluation.lines(result, year), 1):
        target = _padded(target_cell(item) for item in line.target)
        rows.append((number, line.name, *_kinds(line), *target, *_cells(line.realised), *_cells(line.ratio)))
    notes = (say("table.tc23.note_kind"), say("table.tc23.note_ratio"), *_marks(result, year))
    return Table("tc23", say("table.tc23.caption"), (*fixed, *wide), tuple(rows), notes)


@needs_figures("tc24")
def tc24_money(result: CapaianResult, year: int) -> Table | Text:
    """Table T-C.24, columns (1) to (11): budgets and what was spent, in rupiah."""
    lines = evaluation.money(result, year)
    if not lines:
        return Text("tc24", (say("table.tc24.none"),))
    heads = table()["table"]["tc24"]["heads_money"]
    wide = [_column(heads[name], name, first + at, item, 0) for name, first in (("anggaran", 2), ("realisasi", 7)) for at, item in _years(result)]
    rows = tuple((_money_name(line.name), *_cells(line.budget), *_cells(line.realised)) for line in lines)
    notes = (say("table.tc24.note_program"), *_short(lines), *_marks(result, year))
    return Table("tc24_rupiah", say("table.tc24.caption_money"), (Column("uraian", heads["uraian"]), *wide), rows, notes)


@needs_figures("tc24_persen")
def tc24_ratio(result: CapaianResult, year: int) -> Table | Text:
    """Table T-C.24, columns (1) and (12) to (18): ratios and mean growth, in per cent."""
    lines = evaluation.money(result, year)
    if not lines:
        return Text("tc24_persen", ())
    heads = table()["table"]["tc24"]["heads_ratio"]
    wide = [_column(heads["rasio"], "rasio", 12 + at, item, 2) for at, item in _years(result)]
    growth = [Column(name, heads[name], 2) for name in ("tumbuh_anggaran", "tumbuh_realisasi")]
    rows = tuple((_money_name(line.name), *_cells(line.ratio), cell(line.growth), cell(line.growth_realised)) for line in lines)
    heads_all = (Column("uraian", heads["uraian"]), *wide, *growth)
    return Table("tc24_persen", say("table.tc24.caption_ratio"), heads_all, rows, (say("table.tc24.note_growth"), *_short(lines)))


@needs_figures("e80_rencana", "review.targets.none")
def e80_plan(result: CapaianResult, year: int) -> Table:
    """Formulir E.80, columns (1) to (6) and (22): sasaran, programme, indicator, start, target at the end, unit responsible."""
    plan = plan_of(result)
    rows: list[tuple[Cell, ...]] = []
    above = None
    for number, line in enumerate(evaluation.lines(result, year), 1):
        aim = _aim(plan, line)
        program = plan.programme(line.indicator.program) if plan and line.indicator and line.indicator.program else None
        name = f"{line.name} ({line.satuan})" if line.satuan else line.name
        words = (say("table.e80.same") if aim and aim == above else aim, program.name if program else None, name)
        figures = (cell(line.baseline), target_cell(line.final), cell(line.final_rp))
        rows.append((number, *words, *figures, (program.unit or None) if program else None))
        above = aim
    columns = _named(table()["table"]["e80"]["heads_plan"], {"no": 0, "awal": 2, "akhir_k": 2, "akhir_rp": 0})
    notes = (say("table.e80.note_plan"), *_marks(result, year))
    return Table("e80_rencana", say("table.e80.caption_plan"), columns, tuple(rows), notes)


def _aim(plan: Plan | None, line: Line) -> str | None:
    """Words of the sasaran or tujuan that an indicator belongs to."""
    item = line.indicator
    if plan is None or item is None:
        return None
    if item.tujuan:
        return say("table.e80.tujuan", text=next((each.text for each in plan.tujuan if each.id == item.tujuan), ""))
    return next((each.text for each in plan.sasaran if each.id == item.sasaran), None)


@needs_figures("e80_target")
def e80_target(result: CapaianResult, year: int) -> Table:
    """Formulir E.80, columns (7) to (11): targets of five years, K and Rp."""
    lines = evaluation.lines(result, year)
    rows = tuple(
        (number, line.name, *_pairs([target_cell(item) for item in line.target], [cell(item) for item in line.target_rp]))
        for number, line in enumerate(lines, 1)
    )
    return Table("e80_target", say("table.e80.caption_target"), _pair_columns(result, 7), rows, ())


@needs_figures("e80_realisasi")
def e80_realised(result: CapaianResult, year: int) -> Table:
    """Formulir E.80, columns (12) to (16): realisations of five years, K and Rp."""
    lines = evaluation.lines(result, year)
    rows = tuple(
        (number, line.name, *_pairs([cell(item) for item in line.realised], [cell(item) for item in line.realised_rp]))
        for number, line in enumerate(lines, 1)
    )
    return Table("e80_realisasi", say("table.e80.caption_realised"), _pair_columns(result, 12), rows, ())


@needs_figures("e80_rasio")
def e80_ratio(result: CapaianResult, year: int) -> Table:
    """Formulir E.80, columns (17) to (21): ratios of five years with the rows of the foot, K and Rp in per cent."""
    lines = evaluation.lines(result, year)
    rows: list[tuple[Cell, ...]] = [
        (number, line.name, *_pairs([cell(item) for item in line.ratio], [cell(item) for item in line.ratio_rp]))
        for number, line in enumerate(lines, 1)
    ]
    feet = evaluation.foot(lines, result)
    rows.append((None, say("table.e80.foot_mean"), *_foot(feet, "mean")))
    rows.append((None, say("table.e80.foot_predikat"), *_foot(feet, "predikat")))
    rows.append((None, say("table.e80.foot_n"), *_foot(feet, "n")))
    notes = (say("table.e80.note_ratio", scale=result.scale.short),)
    return Table("e80_rasio", say("table.e80.caption_ratio"), _pair_columns(result, 17, decimals=2), tuple(rows), notes)


@needs_figures("e80_kaki")
def e80_text(result: CapaianResult, year: int) -> Table:
    """Foot of Formulir E.80: what the office says pushed and hindered, what it proposes for the next Renja and Renstra, and room to sign."""
    plan = plan_of(result)
    said = plan.evaluation(year) if plan else None
    keys = ("pendorong", "penghambat", "renja", "renstra")
    rows = tuple((say(f"table.e80_text.{key}"), (getattr(said, key) if said else "") or say("table.e80_text.empty")) for key in keys)
    unit = result.indicators.unit
    head = say("table.e80_text.head", unit=unit.name if unit else result.indicators.file)
    signed = tuple((line, say("table.e80_text.dotted")) for line in (say("table.e80_text.place"), head, say("table.e80_text.signed")))
    notes = (say("table.e80_text.note", year=year), say("table.e80_text.note_signed"))
    return Table("e80_kaki", say("table.e80_text.caption", year=year), columns("e80_text"), (*rows, *signed), notes)


def _fixed(heads: dict[str, str]) -> list[str]:
    return [name for name in heads if name not in ("target", "realisasi", "rasio")]


def _years(result: CapaianResult) -> list[tuple[int, int | None]]:
    """Places 0 to 4 of the five year columns, with their years; None where the plan is shorter."""
    return [(at, result.years[at] if at < len(result.years) else None) for at in range(FIVE)]


def _column(head: str, name: str, column: int, year: int | None, decimals: int) -> Column:
    return Column(f"{name}_{column}", head.format(column=column, year=year or ""), decimals)


def _named(heads: dict[str, str], decimals: dict[str, int]) -> tuple[Column, ...]:
    return tuple(Column(name, head, decimals.get(name)) for name, head in heads.items())


def _pair_columns(result: CapaianResult, first: int, decimals: int = 0) -> tuple[Column, ...]:
    heads = table()["table"]["e80"]["heads_years"]
    pairs = [
        Column(f"{name}_{first + at}", heads[name].format(column=first + at, year=item or ""), 2 if name == "k" else decimals)
        for at, item in _years(result)
        for name in ("k", "rp")
    ]
    return (Column("no", heads["no"], 0), Column("indikator", heads["indikator"]), *pairs)


def _pairs(first: Sequence[Cell], second: Sequence[Cell]) -> list[Cell]:
    return [value for pair in zip(_padded(first), _padded(second), strict=True) for value in pair]


def _cells(values: Sequence[Decimal | Fraction | None]) -> list[Cell]:
    return _padded(cell(value) for value in values)


def _padded(values: Iterable[Cell]) -> list[Cell]:
    found: list[Cell] = list(values)
    return found + [None] * (FIVE - len(found))


def _kinds(line: Line) -> list[Cell]:
    """Columns (3) to (5): the target at the end under the kind that the plan names, else under "lainnya"."""
    kind = line.indicator.standard if line.indicator else ""
    end = target_cell(line.final)
    named = [end if kind == name else None for name in KINDS.values()]
    return [*named, end if kind not in KINDS.values() else None]


def _foot(feet: Sequence[tuple[Foot, Foot]], name: str) -> list[Cell]:
    values: list[list[Cell]] = [[], []]
    for pair in feet:
        for side, foot in enumerate(pair):
            value = getattr(foot, name)
            shown = cell(value) if name == "mean" else str(value) if name == "n" and value else value or None
            values[side].append(shown)
    return _pairs(*values)


def _short(lines: Sequence[Money]) -> list[str]:
    """Footnote on the sums that a missing part leaves out, with their lines and years."""
    items = [f"{_money_name(line.name)} {join([str(year) for year in line.short])}" for line in lines if line.short]
    return [say("table.tc24.note_short", items="; ".join(items))] if items else []


def _money_name(name: str) -> str:
    return say("table.tc24.total") if name == evaluation.TOTAL else name


def _marks(result: CapaianResult, year: int) -> list[str]:
    told = [say("table.e80.note_marks", year=year)]
    return told + ([say("table.e80.note_years", n=len(result.years))] if len(result.years) != FIVE else [])
