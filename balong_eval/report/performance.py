"""The annex on the plan and its indicators: first screen, capaian, end of the period, budget, limits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from balong_eval.analysis import budget, claims
from balong_eval.analysis.attainment import FULL
from balong_eval.analysis.capaian import Average, CapaianResult, Score
from balong_eval.intake import cascade
from balong_eval.intake.unit import Unit
from balong_eval.regulation import scale as scales
from balong_eval.report import tables
from balong_eval.report.block import Cell, Column, Table, Text
from balong_eval.report.indicator_words import cell, figure, name_of, plan_of, status, target_cell, target_words
from balong_eval.report.payload import by_rule
from balong_eval.report.words import join, number, say, table

NAMED = 3
LISTED = 8
FIGURES = ("target", "realisasi", "capaian")
RULES = (*scales.IDS, "pekppp", "smart")


def identity(unit: Unit, result: CapaianResult, year: int) -> Text:
    """Who, when, under which plan: the line under the title; its data name every regulation and scale that the annex rests on."""
    regency = f", {unit.regency}" if unit.regency else ""
    plan = (unit.plan.title or unit.plan.file) if unit.plan else say("kinerja.no_plan")
    line = say("kinerja.line", unit=unit.name, regency=regency, year=year, plan=plan)
    surveys = {score.realised.rule for score in result.scores if score.realised.rule}
    data: dict[str, Any] = {"unit": unit.name, "period": str(year), "regulation": None, "label": unit.label, "rules": [*sorted(surveys), *RULES]}
    return Text("identitas", (line,), kind="identity", data=data)


def first_screen(result: CapaianResult, year: int) -> Text:
    """Which indicators missed their target, which cannot be told and why, which met it; the whole result as data beside it."""
    scores = result.of(year)
    groups = {kind: [score for score in scores if score.tercapai is fate] for kind, fate in (("met", True), ("missed", False), ("unknown", None))}
    sentences = [_lead(result, groups, year)]
    sentences += [say(f"kinerja.list.{kind}", items=_items(groups[kind], result)) for kind in ("missed", "unknown", "met") if groups[kind]]
    sentences += [sentence for score in scores for sentence in _certainty(score)]
    found = result.average(year)
    sentences += _average(result, found, len(groups["missed"])) if found else []
    sentences += _also(result, year)
    return Text("jawaban", tuple(sentences), "result", _facts(groups, found), document(result))


def document(result: CapaianResult) -> dict[str, Any]:
    """The document ``balong-eval/capaian/1`` as an annex carries it: findings by rule, with count and row numbers only."""
    return result.as_dict() | {"findings": by_rule(result.findings)}


def by_indicator(result: CapaianResult, year: int) -> Table:
    """Target, realisation, capaian and predicate of each indicator of a year."""
    other = None if result.chosen else scales.others(result.scale.id)[0]
    rows = tuple(_row(score, result, other) for score in result.of(year))
    heads = {name: head for name, head in table()["table"]["capaian"]["heads"].items() if other or name != "predikat_lain"}
    names = {"scale": result.scale.short, "other": other.short if other else ""}
    columns = tuple(Column(name, head.format(**names), 2 if name in FIGURES else None) for name, head in heads.items())
    notes = [_formulas(result, year), say("table.capaian.note_uncapped"), say("table.capaian.note_scale")]
    notes += [say("table.capaian.note_skm")] if any(score.row.from_skm for score in result.of(year)) else []
    return Table("capaian", say("table.capaian.caption", year=year), columns, rows, tuple(notes))


def average(result: CapaianResult, year: int) -> Table | Text:
    """Mean capaian of a year, uncapped and capped, with its predicates."""
    found = result.average(year)
    if found is None or found.rata_rata is None:
        return Text("rata_rata", ())
    rows: list[tuple[Cell, ...]] = [
        (say("table.average.n"), say("table.average.n_value", n=found.n, n_all=found.n_all)),
        (say("table.average.mean"), number(found.rata_rata)),
        (say("table.average.capped"), number(found.rata_rata_batas_100)),
        *((say("table.average.predikat", scale=scale.short), scale.predikat(found.rata_rata)) for scale in shown_scales(result)),
    ]
    notes = (say("table.average.note"), *_above(found))
    return Table("rata_rata", say("table.average.caption", year=year), tables.columns("average"), tuple(rows), notes)


def every_year(result: CapaianResult) -> Table:
    """Every indicator-year of a file, with its capaian and predicate."""
    rows = tuple(
        (
            name_of(score.row, result),
            str(score.row.tahun),
            target_cell(score.row.target),
            cell(score.realised.value),
            cell(score.rounded),
            None if score.capaian is None else result.scale.predikat(score.capaian),
            status(score),
        )
        for score in result.scores
    )
    heads = tables.columns("every_year", target=2, realisasi=2, capaian=2)
    return Table("capaian_semua", say("table.every_year.caption", scale=result.scale.short), heads, rows)


def every_average(result: CapaianResult) -> Table:
    """Mean capaian of every year."""
    rows = tuple(
        (
            str(found.tahun),
            say("table.average.n_value", n=found.n, n_all=found.n_all),
            cell(found.rata_rata),
            cell(found.rata_rata_batas_100),
            None if found.rata_rata is None else result.scale.predikat(found.rata_rata),
        )
        for found in result.averages
    )
    notes = tuple(f"{found.tahun}: {note}" for found in result.averages for note in _above(found))
    return Table("rata_rata_semua", say("table.every_average.caption"), tables.columns("every_average", mean=2, capped=2), rows, notes)


def to_end(result: CapaianResult, year: int) -> Table | Text:
    """Each indicator against the target at the end of the plan."""
    if not result.years:
        return Text("akhir_rencana", ())
    rows = tuple(_end_row(score, result) for score in result.of(year))
    left = max(0, result.years[-1] - year)
    notes = (
        say("table.to_end.left", left=left) if left else say("table.to_end.ended"),
        say("table.to_end.note_sum"),
        say("table.to_end.note_progress"),
    )
    caption = say("table.to_end.caption", last=result.years[-1], year=year)
    return Table("akhir_rencana", caption, tables.columns("to_end", awal=2, akhir=2, diperoleh=2, capaian=2, progres=2), rows, notes)


def spending(result: CapaianResult, year: int) -> Table | Text:
    """Absorption and efficiency of each indicator that carries a budget."""
    paid = [score for score in result.of(year) if score.row.anggaran is not None]
    if not paid:
        return Text("anggaran", (say("table.budget.none"),))
    heads = tables.columns("budget", anggaran=0, realisasi=0, serapan=2, capaian=2, sisa=2, selisih=2)
    rows = tuple(_budget_row(score, result) for score in paid)
    return Table("anggaran", say("table.budget.caption", year=year), heads, rows, (say("table.budget.note"),))


def limits(result: CapaianResult) -> Text:
    """What these numbers cannot show."""
    keys = ["target", "formula", "average", "cause", "other"]
    keys += ["skm"] if any(score.row.from_skm for score in result.scores) else []
    keys += ["scale"] if "ponorogo_2015" in [scale.id for scale in shown_scales(result)] else []
    unit = result.indicators.unit
    keys += ["synthetic"] if unit and unit.synthetic else []
    return Text("batasan", tuple(say(f"kinerja_limits.{key}") for key in keys), "list")


def shown_scales(result: CapaianResult) -> tuple[scales.PredicateScale, ...]:
    """The scale that the unit has chosen, or all."""
    return (result.scale,) if result.chosen else (result.scale, *scales.others(result.scale.id))


def _lead(result: CapaianResult, groups: dict[str, list[Score]], year: int) -> str:
    unit = result.indicators.unit
    who = f"{unit.name if unit else result.indicators.file} tahun {year}"
    counts = {kind: len(found) for kind, found in groups.items()}
    if not counts["met"] and not counts["missed"]:
        return say("kinerja.lead.none", who=who)
    rest = "".join(say(f"kinerja.lead.{kind}", count=counts[kind]) for kind in ("missed", "unknown") if counts[kind])
    return say("kinerja.lead.full", who=who, n=sum(counts.values()), met=counts["met"], rest=rest)


def _items(scores: Sequence[Score], result: CapaianResult) -> str:
    """Indicators by name; of a long list the first, and how many more stand in the table."""
    told = [_item(score, result) for score in scores[:LISTED]]
    rest = len(scores) - LISTED
    return "; ".join([*told, *([say("kinerja.list.more", count=rest)] if rest > 0 else [])])


def _item(score: Score, result: CapaianResult) -> str:
    name = name_of(score.row, result)
    if score.tercapai is None:
        return say("kinerja.item_unknown", name=name, reason=say(f"reason.{score.reason}"))
    facts = {"name": name, "realised": figure(score.realised.value), "target": target_words(score.row.target)}
    if score.rounded is None:
        return say("kinerja.item_plain", **facts)
    return say("kinerja.item", **facts, capaian=number(score.rounded))


def _certainty(score: Score) -> list[str]:
    """Whether the survey's interval lets one say that the target was met."""
    target, found = score.row.target, score.realised
    if not score.row.from_skm or target is None or found.value is None or score.tercapai is None or target.is_range:
        return []
    facts = {"ikm": figure(found.value), "target": target_words(target)}
    if found.ci_low is None or found.ci_high is None:
        return [say("kinerja.skm.few", **facts, n=found.n)]
    sure = found.ci_low >= target.low if score.tercapai else found.ci_high < target.low
    kind = f"{'met' if score.tercapai else 'missed'}_{'sure' if sure else 'unsure'}"
    return [say(f"kinerja.skm.{kind}", **facts, low=number(found.ci_low), high=number(found.ci_high))]


def _average(result: CapaianResult, found: Average, missed: int) -> list[str]:
    if found.rata_rata is None:
        return []
    words = [say("kinerja.average.predikat", predikat=scale.predikat(found.rata_rata), scale=scale.short) for scale in shown_scales(result)]
    facts = {"n": found.n, "mean": number(found.rata_rata), "capped": number(found.rata_rata_batas_100), "predikat": join(words)}
    sentences = [say("kinerja.average.plain" if found.rata_rata_batas_100 is None else "kinerja.average.full", **facts), *_above(found)]
    if found.rata_rata >= FULL and missed:
        sentences.append(say("kinerja.average.hides", missed=missed))
    if result.scale.is_disputed(found.rata_rata):
        higher = result.scale.bands[-1].predikat
        sentences.append(say("kinerja.average.disputed", mean=number(found.rata_rata), other=higher))
    return sentences


def _above(found: Average) -> list[str]:
    """That the capped mean leaves out the indicators over their range."""
    return [say("kinerja.average.above", count=found.n_above)] if found.n_above else []


def _also(result: CapaianResult, year: int) -> list[str]:
    plan = plan_of(result)
    words = {item.id: item.text for item in plan.sasaran} if plan else {}
    sentences = [say("kinerja.also.unmeasured", sasaran=words[sasaran]) for sasaran, _ in (cascade.unmeasured(plan) if plan else [])]
    wrong = [checked for checked in claims.check(result) if checked.holds is False and checked.claim.tahun == year]
    sentences += [say("kinerja.also.claims", count=len(wrong))] if wrong else []
    for conflict in claims.conflicts(result):
        if conflict.score.row.tahun == year:
            stated = figure(conflict.score.row.realisasi)
            sentences.append(say("kinerja.also.conflict", name=name_of(conflict.score.row, result), stated=stated, ikm=number(conflict.ikm)))
    sentences += _errors(result)
    early = [name_of(score.row, result) for score in result.of(year) if "p" in score.row.flags and score.realised.value is not None]
    if len(early) > NAMED:
        return [*sentences, say("kinerja.also.provisional_many", count=len(early))]
    return [*sentences, *([say("kinerja.also.provisional", names=join(early))] if early else [])]


def _errors(result: CapaianResult) -> list[str]:
    """How many cells or rows were left out, and how many errors empty nothing.

    Each error of the reading itself empties a cell or drops a row (glossary.md); those of the checks that follow leave the figures as they are.
    """
    errors = [finding for finding in result.findings if finding.severity == "error"]
    emptied = sum(finding in result.indicators.findings for finding in errors)
    counts = {"emptied": emptied, "others": len(errors) - emptied}
    return [say(f"kinerja.also.{kind}", count=count) for kind, count in counts.items() if count]


def _facts(groups: dict[str, list[Score]], found: Average | None) -> tuple[tuple[str, str], ...]:
    labels = {"met": "label.met", "missed": "label.missed", "unknown": "label.not_told"}
    facts = [(say(label), number(len(groups[kind]), 0)) for kind, label in labels.items()]
    if found is None or found.rata_rata is None:
        return tuple(facts)
    capped = [(say("label.capped"), f"{number(found.rata_rata_batas_100)} %")] if found.rata_rata_batas_100 is not None else []
    return (*facts, (say("label.mean"), f"{number(found.rata_rata)} %"), *capped)


def _row(score: Score, result: CapaianResult, other: scales.PredicateScale | None) -> tuple[Cell, ...]:
    found: list[Cell] = [name_of(score.row, result), score.row.satuan or None, target_cell(score.row.target), cell(score.realised.value)]
    found += [cell(score.rounded), None if score.capaian is None else result.scale.predikat(score.capaian)]
    if other:
        found.append(None if score.capaian is None else other.predikat(score.capaian))
    return (*found, status(score))


def _formulas(result: CapaianResult, year: int) -> str:
    """Which indicators use which formula."""
    groups: dict[str, list[str]] = {}
    for score in result.of(year):
        if score.row.rumus:
            groups.setdefault(score.row.rumus, []).append(name_of(score.row, result))
    told = [say("table.capaian.note_formula", rumus=say(f"rumus.{rumus}"), indikator=join(names)) for rumus, names in groups.items()]
    return " ".join(told)


def _end_row(score: Score, result: CapaianResult) -> tuple[Cell, ...]:
    end = score.end
    return (
        name_of(score.row, result),
        cell(end.baseline) if end else None,
        target_cell(end.target) if end else None,
        cell(end.reached) if end else None,
        say(f"akumulasi.{score.row.akumulasi}") if score.row.akumulasi else None,
        cell(score.capaian_akhir),
        cell(end.progres) if end else None,
        say(f"reason.{score.end_reason}") if score.end_reason else None,
    )


def _budget_row(score: Score, result: CapaianResult) -> tuple[Cell, ...]:
    money = budget.measure(score.row, score.capaian, score.tercapai)
    why = None
    if money.serapan is not None and money.efisiensi is None:
        above = score.capaian is not None and score.capaian >= FULL
        why = say(f"table.budget.{'unknown' if score.capaian is None else 'missed' if above else 'not_met'}")
    return (
        name_of(score.row, result),
        cell(score.row.anggaran),
        cell(score.row.realisasi_anggaran),
        *(cell(value) for value in (money.serapan, score.rounded, money.efisiensi, money.efisiensi_selisih)),
        why,
    )
