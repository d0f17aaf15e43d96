"""The plan as a table, from visi to indikator, and whether its indicators are SMART."""

from __future__ import annotations

from balong_eval.analysis import smart as analysis
from balong_eval.analysis.attainment import NEGATIVE
from balong_eval.analysis.capaian import CapaianResult
from balong_eval.analysis.smart import LETTERS, Assessment, Check
from balong_eval.intake import cascade
from balong_eval.intake.plan import Indicator, Plan
from balong_eval.report.block import Cell, Column, Table, Text
from balong_eval.report.indicator_words import figure, needs_figures, plan_of, target_words
from balong_eval.report.tables import columns
from balong_eval.report.words import join, number, say, table


@needs_figures("rencana", "review.targets.none")
def plan(result: CapaianResult) -> Table | Text:
    """Visi, misi, tujuan, sasaran, programmes and indicators, each with what it serves."""
    found = plan_of(result)
    if found is None:
        return Text("rencana", (say("table.plan.none"),))
    rows: list[tuple[Cell, ...]] = [(say("table.plan.visi"), found.visi.text, None)] if found.visi else []
    if found.visi and found.visi.elements:
        rows.append((say("table.plan.elements"), join(found.visi.elements), say("table.plan.visi").lower()))
    rows += [(say(f"table.plan.misi{'_served' if item.served else ''}", number=item.number), item.text, None) for item in found.misi]
    rows += [(say("table.plan.tujuan"), item.text, say("table.plan.misi_name", number=item.parent) if item.parent else None) for item in found.tujuan]
    rows += [(say("table.plan.indikator_tujuan"), item.name, _measures(found, item)) for item in found.indikator if item.tujuan]
    for place, sasaran in enumerate(found.sasaran, 1):
        rows.append((say("table.plan.sasaran", number=place), sasaran.text, say("table.plan.tujuan").lower() if sasaran.parent else None))
        above = say("table.plan.sasaran_name", number=place)
        rows += [(say("table.plan.indikator_sasaran", number=place), item.name, above) for item in found.of(sasaran.id)]
        for item in found.program:
            if item.sasaran == sasaran.id:
                by = say("table.plan.by", sasaran=above, unit=item.unit) if item.unit else above
                rows.append((say("table.plan.program"), item.name, by))
    notes = (say("table.plan.source", source=found.source),) if found.source else ()
    return Table("rencana", say("table.plan.caption"), columns("plan"), tuple(rows), notes)


@needs_figures("smart", "review.targets.none")
def smart(result: CapaianResult, year: int) -> Table | Text:
    """One line an indicator: what the machine could check of each letter."""
    found = analysis.assess(result, year)
    whole = plan_of(result)
    if found is None or whole is None:
        return Text("smart", (say("table.smart.none"),))
    heads = table()["table"]["smart"]["heads"]
    named = tuple(Column(name, head.format(word=whole.smart_r)) for name, head in heads.items())
    rows = tuple((item.indicator.name, *(_answer(item.passed(letter)) for letter in LETTERS)) for item in found.assessments)
    return Table("smart", say("table.smart.caption", year=year), named, rows, (say("table.smart.note"),))


@needs_figures("temuan_smart")
def smart_findings(result: CapaianResult, year: int) -> Text:
    """What failed or could not be told, indicator by indicator, and the sasaran that no indicator of their tujuan measures."""
    found = analysis.assess(result, year)
    whole = plan_of(result)
    if found is None or whole is None:
        return Text("temuan_smart", (), "list")
    texts = {item.id: item.text for item in whole.sasaran}
    sentences = [say("smart.unmeasured.found", sasaran=texts[sasaran]) for sasaran, _ in found.unmeasured]
    if texts and not sentences:
        sentences.append(say("smart.unmeasured.none"))
    for assessment in found.assessments:
        sentences += [sentence for check in assessment.checks if (sentence := _sentence(assessment, check, result))]
    short = [(item.indicator.name, check.facts["n"]) for item in found.assessments for check in item.checks if _is_short(check)]
    if short:
        items = "; ".join(say("smart.unknown.history_item", name=name, n=n) for name, n in short)
        sentences.append(say("smart.unknown.history_few", items=items))
    return Text("temuan_smart", tuple(sentences), "list")


def smart_questions(result: CapaianResult) -> Text:
    """What is left to a person to judge."""
    found = plan_of(result)
    word = found.smart_r if found else "relevan"
    return Text("pertanyaan_smart", tuple(say(f"smart.ask.{key}") for key in ("s", "m", "a", f"r_{word}", "t")), "list")


def _measures(found: Plan, item: Indicator) -> str | None:
    order = {sasaran.id: place for place, sasaran in enumerate(found.sasaran, 1)}
    names = [say("table.plan.sasaran_name", number=order[name]) for name in item.measures if name in order]
    return say("table.plan.measures", names=join(names)) if names else None


def _answer(passed: bool | None) -> str:
    return say(f"table.smart.{'unknown' if passed is None else 'yes' if passed else 'no'}")


def _sentence(assessment: Assessment, check: Check, result: CapaianResult) -> str | None:
    if check.passed or _is_short(check):
        return None
    name = assessment.indicator.name
    if check.name == "history":
        return _history(assessment.indicator, check, result)
    if check.passed is None:
        return say(f"smart.unknown.{check.name}", name=name)
    facts = {"years": join([str(year) for year in check.facts.get("years", [])])}
    if check.name == "baseline":
        facts |= {"start": figure(check.facts["start"]), "target": target_words(check.facts["target"])}
    return say(f"smart.failed.{check.name}", name=name, **facts)


def _is_short(check: Check) -> bool:
    """Whether a history is too short to judge a target by: told once for all indicators."""
    return check.name == "history" and check.facts["side"] == "few"


def _history(item: Indicator, check: Check, result: CapaianResult) -> str:
    side = check.facts["side"]
    if check.passed is None:
        return say(f"smart.unknown.history_{side}", name=item.name)
    rows = cascade.rows_of(plan_of(result), result.indicators, item)
    words = "negative" if rows and rows[-1].rumus in NEGATIVE else "history"
    bounds = {"low": number(check.facts["low"]), "high": number(check.facts["high"])}
    return say(f"smart.{words}.{side}", name=item.name, target=target_words(check.facts["target"]), **bounds)
