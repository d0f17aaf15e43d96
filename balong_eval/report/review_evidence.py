"""The evidence for the tujuan and each sasaran, and the advice that named rules give."""

from __future__ import annotations

from typing import Any

from balong_eval.analysis.capaian import Score
from balong_eval.analysis.review import Recommendation, Review, Tested
from balong_eval.intake import cascade
from balong_eval.intake.follow_up import Action
from balong_eval.intake.indicators import is_skm
from balong_eval.intake.plan import Indicator
from balong_eval.regulation import all_unsur
from balong_eval.report import performance, tables
from balong_eval.report.block import Cell, Table, Text
from balong_eval.report.indicator_words import figure, name_of, target_cell, target_words
from balong_eval.report.words import ALPHA, day, join, number, say


def evidence(review: Review) -> Table | Text:
    """Target, reached, certainty, trend and what holds it back, for the tujuan and each sasaran; the document of capaian as data."""
    result = review.capaian
    if result is None:
        return Text("bukti", (say("review.targets.none"),))
    plan = review.unit.plan
    order = {item.id: place for place, item in enumerate(plan.sasaran, 1)} if plan else {}
    scores = [(plan.find(score.row.indikator) if plan else None, score) for score in result.of(review.last)]
    scores.sort(key=lambda pair: _aim_order(pair[0], order))
    rows = tuple(_evidence_row(review, item, score, order) for item, score in scores)
    words = {item.id: item.text for item in plan.sasaran} if plan else {}
    notes = [say("table.evidence.note")]
    notes += [say("table.evidence.unmeasured", sasaran=words[sasaran]) for sasaran, _ in (cascade.unmeasured(plan) if plan else [])]
    caption = say("table.evidence.caption", last=review.last)
    heads = tables.columns("evidence", target=2, tercapai=2)
    return Table("bukti", caption, heads, rows, tuple(notes), performance.document(result))


def recommendations(review: Review) -> Text:
    """What the named rules ask for, each with its number."""
    sentences = tuple(_recommendation(item, review) for item in review.recommendations) or (say("recommend.none"),)
    return Text("rekomendasi", (*sentences, say("recommend.note")), "list")


def direction(item: Tested) -> str:
    """The verdict in words, and whether it stands when the number of series is taken into account."""
    told = say(f"review.direction.{item.direction}")
    alone = item.trend.verdict in ("naik", "turun") and (item.p_holm is None or item.p_holm >= ALPHA)
    return say("review.direction_alone", direction=told) if alone else told


def _aim_order(item: Indicator | None, order: dict[str, int]) -> int:
    return 0 if item and item.tujuan else order.get(item.sasaran, len(order) + 1) if item else len(order) + 1


def _evidence_row(review: Review, item: Indicator | None, score: Score, order: dict[str, int]) -> tuple[Cell, ...]:
    result = review.capaian
    place = _aim_order(item, order)
    aim = say("table.evidence.tujuan") if item and item.tujuan else say("table.evidence.sasaran", number=place) if place <= len(order) else ""
    value = None if score.realised.value is None else float(score.realised.value)
    name = name_of(score.row, result) if result else score.row.indikator
    return (
        aim or say("table.evidence.other"), name, target_cell(score.row.target), value, _certainty(score), _direction(review, score),
        _brake(review, score),
    )  # fmt: skip


def _certainty(score: Score) -> str:
    target, found = score.row.target, score.realised
    if score.tercapai is None:
        return say(f"reason.{score.reason}")
    if not score.row.from_skm or target is None or target.is_range or found.ci_low is None or found.ci_high is None:
        return say(f"table.evidence.{'met' if score.tercapai else 'missed'}")
    sure = found.ci_low >= target.low if score.tercapai else found.ci_high < target.low
    return say(f"table.evidence.{'sure' if sure else 'unsure'}_{'met' if score.tercapai else 'missed'}")


def _direction(review: Review, score: Score) -> str | None:
    if is_skm(score.row, review.unit.plan):
        return say(f"review.direction.{review.judged.verdict}") if review.judged else None
    found = next((item for item in review.tested if item.group == "indikator" and item.key == score.row.indikator), None)
    return direction(found) if found else None


def _brake(review: Review, score: Score) -> str | None:
    """What holds an indicator back, as far as a rule names it: of the survey's index the lowest unsur and overdue follow-up."""
    if not is_skm(score.row, review.unit.plan):
        return None
    lowest = [all_unsur()[str(item.facts["unsur"])].name for item in review.recommendations if item.rule == "unsur_terendah"]
    late = sum(item.rule == "tindak_lanjut_terlambat" for item in review.recommendations)
    told = [say("table.evidence.lowest", names=join(lowest))] if lowest else []
    told += [say("table.evidence.late", count=late)] if late else []
    return "; ".join(told) or None


def _recommendation(item: Recommendation, review: Review) -> str:
    facts: dict[str, Any] = item.facts
    if item.rule == "unsur_terendah":
        before, year = facts["years"]
        last = review.year(year)
        nrr = {row["unsur"]: row["nrr"] for row in last.result.by_unsur.to_dict("records")} if last else {}
        told = say("recommend.unsur_terendah", name=all_unsur()[facts["unsur"]].name, before=before, year=year, nrr=number(nrr.get(facts["unsur"])))
        alike = [found.result.clustering for one in facts["years"] if (found := review.year(one))]
        return f"{told} {say('recommend.unsur_alike')}" if any(item and item.matters for item in alike) else told
    if item.rule == "tindak_lanjut_terlambat":
        return _late(facts["action"], day(facts["due"]))
    return _missed(facts["score"], review)


def _late(action: Action, due: str) -> str:
    unsur = all_unsur()[action.unsur].name if action.unsur else say("label.none")
    status = say(f"status.{action.status or 'unknown'}")
    return say("recommend.tindak_lanjut_terlambat", kegiatan=action.kegiatan, unsur=unsur, year=action.tahun, due=due, status=status)


def _missed(score: Score, review: Review) -> str:
    found = score.realised
    name = name_of(score.row, review.capaian) if review.capaian else score.row.indikator
    facts = {"value": figure(found.value), "low": number(found.ci_low), "high": number(found.ci_high), "target": target_words(score.row.target)}
    return say("recommend.target_tidak_tercapai", name=name, year=score.row.tahun, **facts)
