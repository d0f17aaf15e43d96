"""What was planned for weak unsur and what became of it, the SKM items of PEKPPP, printed figures, and findings on the plan."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from balong_eval.analysis import claims as analysis
from balong_eval.analysis import pekppp as form
from balong_eval.analysis.capaian import CapaianResult, compute
from balong_eval.analysis.claims import Checked, Conflict, Explanation
from balong_eval.analysis.skm import SkmResult
from balong_eval.errors import Finding
from balong_eval.intake.follow_up import DONE, Action
from balong_eval.intake.unit import Unit
from balong_eval.regulation import all_unsur
from balong_eval.report.block import Cell, Table, Text
from balong_eval.report.indicator_words import figure, plan_of
from balong_eval.report.payload import plain
from balong_eval.report.tables import columns
from balong_eval.report.words import day, join, number, say


def planned(result: CapaianResult, year: int) -> Table | Text:
    """What is planned after the survey of a year, by unsur, lowest NRR first; which unsur surely among the lowest have no plan."""
    actions = _actions(result, year)
    survey, _ = result.index_of(year)
    missing = _without_plan(survey, actions)
    if not actions:
        return Text("rencana_tindak_lanjut", (say("table.follow_up.none_plan", year=year), *missing))
    nrr = {row["unsur"]: plain(row["nrr"]) for row in survey.by_unsur.to_dict("records")} if survey else {}
    ordered = sorted(actions, key=lambda action: (nrr.get(action.unsur) is None, nrr.get(action.unsur) or 0))
    rows = tuple(
        (_unsur(action), nrr.get(action.unsur), *(text or None for text in (action.kegiatan, action.waktu, action.penanggung_jawab)), _status(action))
        for action in ordered
    )
    heads = columns("follow_up_plan", nrr=3)
    return Table("rencana_tindak_lanjut", say("table.follow_up.caption_plan", year=year), heads, rows, tuple(missing))


def done(result: CapaianResult, year: int) -> Table | Text:
    """What became of the plan that answered the survey of a year."""
    actions = _actions(result, year)
    if not actions:
        return Text("hasil_tindak_lanjut", (say("table.follow_up.none_done", year=year),))
    rows = tuple(
        (
            _unsur(action),
            action.kegiatan or None,
            _status(action),
            action.realisasi or None,
            _day(action.tanggal_selesai),
        )
        for action in actions
    )
    share = say("table.follow_up.share", done=sum(action.status == DONE for action in actions), n=len(actions))
    return Table("hasil_tindak_lanjut", say("table.follow_up.caption_done", year=year), columns("follow_up_done"), rows, (share,))


def pekppp(result: CapaianResult, year: int) -> Table:
    """SKM items of PEKPPP for the survey of a year."""
    unit = result.indicators.unit
    survey, _ = result.index_of(year)
    kept = unit is not None and unit.follow_up is not None
    items = form.score(survey, unit.media.get(year) if unit else None, _actions(result, year) if kept else None)
    levels = {item["number"]: item["levels"] for item in form.facts()["item"]}
    rows = tuple((item.number, item.title, item.score, _level(item, levels[item.number])) for item in items)
    heads = columns("pekppp", number=0, score=0)
    return Table("pekppp", say("table.pekppp.caption", year=year), heads, rows, (say("table.pekppp.note"),))


def claims(result: CapaianResult) -> Table | Text:
    """Printed figures beside what the inputs give."""
    checked = analysis.check(result)
    if not checked:
        return Text("angka_tercetak", (say("table.claims.none"),))
    rows = tuple(_claim(item, result) for item in checked)
    return Table("angka_tercetak", say("table.claims.caption"), columns("claims"), rows, (say("table.claims.note"),))


def found(result: CapaianResult) -> Table | Text:
    """Findings on the plan and its indicators, gravest first, with their places."""
    every = [*result.findings, *conflict_findings(result), *_other_findings(result)]
    if not every:
        return Text("temuan_rencana", (say("table.found.none"),))
    order = {"error": 0, "warning": 1, "note": 2}
    every.sort(key=lambda item: order[item.severity])
    rows = tuple((say(f"severity.{item.severity}"), item.message, item.where or None) for item in every)
    return Table("temuan_rencana", say("table.found.caption"), columns("found"), rows)


def printed(unit: Unit) -> list[Finding]:
    """Printed figures and stated indices that the inputs of a unit do not give."""
    result = compute(unit.indicators)
    return [*conflict_findings(result), *claim_findings(result)]


def claim_findings(result: CapaianResult) -> list[Finding]:
    """Printed figures that the inputs do not give, as findings of klaim.csv."""
    told = []
    for item in analysis.check(result):
        if item.holds:
            continue
        claim = item.claim
        facts = {"printed": figure(claim.value), "what": f"{claim.ukuran} {claim.indikator}".strip(), "year": claim.tahun}
        if item.holds is None:
            told.append(claim.cell.finding("warning", "klaim_tidak_dapat_diperiksa", say("claim.unknown", **facts)))
        else:
            message = say("claim.differs", **facts, given=figure(item.given), why=_why(item.explanations))
            told.append(claim.cell.finding("error", "klaim_tidak_sesuai", message))
    return told


def conflict_findings(result: CapaianResult) -> list[Finding]:
    """Indicators that state another index than the answers give, as findings of indikator.csv."""
    return [item.score.row.cells["realisasi"].finding("error", "skm_berbeda", _conflict(item)) for item in analysis.conflicts(result)]


def _conflict(item: Conflict) -> str:
    weights = join([say("claim.weight", bobot=bobot.replace(".", ","), ikm=number(ikm)) for bobot, ikm in item.by_weight])
    facts = {"stated": figure(item.score.row.realisasi), "year": item.score.row.tahun, "ikm": number(item.ikm)}
    return say("claim.conflict", **facts, why=_why(item.explanations), weights=weights)


def _other_findings(result: CapaianResult) -> list[Finding]:
    """Findings on the follow-up and the printed figures, but for those of later years."""
    unit = result.indicators.unit
    last = max((average.tahun for average in result.averages), default=0)
    plans, printed_ones = (unit.follow_up, unit.claims) if unit else (None, None)
    later = {(plans.file, action.cells["tahun"].row) for action in plans.actions if action.tahun > last} if plans else set()
    later |= {(printed_ones.file, claim.cell.row) for claim in printed_ones.claims if claim.tahun > last} if printed_ones else set()
    told = [finding for source in (plans, printed_ones) if source for finding in source.findings]
    return [finding for finding in told if (finding.file, finding.row) not in later]


def _actions(result: CapaianResult, year: int) -> tuple[Action, ...]:
    unit = result.indicators.unit
    return unit.follow_up.of(year) if unit and unit.follow_up else ()


def _without_plan(survey: SkmResult | None, actions: Sequence[Action]) -> list[str]:
    """Unsur surely in the lower half that no action answers."""
    if survey is None or survey.ikm is None or not survey.survey.joint or survey.n < survey.survey.limits.smallest_n_interval:
        return []
    rows = [row for row in survey.by_unsur.to_dict("records") if plain(row["rank_high"]) is not None]
    sure = [row["unsur"] for row in rows if int(row["rank_high"]) <= len(rows) // 2]
    if not sure:
        return [say("table.follow_up.unsure")]
    names = [all_unsur()[key].name for key in sure if key not in {action.unsur for action in actions}]
    return [say("table.follow_up.missing", names=join(names)) if names else say("table.follow_up.complete")]


def _unsur(action: Action) -> str | None:
    return all_unsur()[action.unsur].name if action.unsur else None


def _day(value: date | None) -> str | None:
    return None if value is None else day(value)


def _status(action: Action) -> str:
    return say(f"status.{action.status or 'unknown'}")


def _level(item: form.Item, levels: Sequence[str]) -> str:
    reason = say(f"table.pekppp.{item.reason}") if item.reason else ""
    if item.score is None:
        return say("table.pekppp.unknown", reason=reason)
    return say("table.pekppp.at_least", level=levels[item.score], reason=reason) if reason else levels[item.score]


def _claim(item: Checked, result: CapaianResult) -> tuple[Cell, ...]:
    claim = item.claim
    plan = plan_of(result)
    listed = plan.find(claim.indikator) if plan and claim.indikator else None
    kind = "unknown" if item.holds is None else "yes" if item.holds else "no"
    verdict = say(f"table.claims.{kind}")
    ways = "; ".join(_way(way) for way in item.explanations)
    shown = f"{verdict}: {ways}" if ways else verdict
    name = listed.name if listed else claim.indikator or None
    return (name, str(claim.tahun), claim.ukuran, figure(claim.value), figure(item.given), shown, claim.sumber or None)


def _why(ways: Sequence[Explanation]) -> str:
    return say("claim.why", ways="; ".join(_way(way) for way in ways)) if ways else ""


def _way(way: Explanation) -> str:
    if way.kind == "bobot":
        bobot, _, stage = way.name.partition("|")
        return say("claim.bobot", bobot=bobot.replace(".", ","), rounding=say(f"rounding.{stage}"))
    name = say(f"rumus.{way.name}") if way.kind == "rumus" else way.name
    return say(f"claim.{way.kind}", name=name, value=figure(way.value))
