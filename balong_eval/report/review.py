"""The review of the plan: the answer in five sentences, the years, the slopes, the evidence for each objective, what follows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from statistics import mean
from typing import Any

from balong_eval.analysis.adjusted import FIELDS, Adjusted
from balong_eval.analysis.capaian import Score
from balong_eval.analysis.review import Recommendation, Review, Tested
from balong_eval.analysis.trend import Trend
from balong_eval.analysis.yearly import SurveyYear
from balong_eval.intake import cascade
from balong_eval.intake.follow_up import Action
from balong_eval.intake.indicators import is_skm
from balong_eval.intake.plan import Indicator
from balong_eval.regulation import all_unsur
from balong_eval.report import performance, review_document, tables
from balong_eval.report import trend as trends
from balong_eval.report.block import Cell, Table, Text
from balong_eval.report.indicator_words import figure, name_of, target_cell, target_words
from balong_eval.report.payload import plain
from balong_eval.report.words import day, join, number, percent, say, signed

RULES = ("target_tidak_tercapai", "unsur_terendah", "tindak_lanjut_terlambat")
DOUBTS = ("uji_tahun_berdekatan", "uji_antartahun", "arah_berlawanan")
ALPHA = 0.05
MUCH = 0.25
UNEVEN, LARGER = 3, 1.25


def identity(review: Review) -> Text:
    """Who, which years, under which plan."""
    unit = review.unit
    regency = f", {unit.regency}" if unit.regency else ""
    plan = (unit.plan.title or unit.plan.file) if unit.plan else say("kinerja.no_plan")
    line = say("review.line", unit=unit.name, regency=regency, first=review.first, last=review.last, plan=plan)
    rules = sorted({rule for item in review.years for rule in item.rules})
    data: dict[str, Any] = {"unit": unit.name, "period": f"{review.first}-{review.last}", "regulation": None, "label": unit.label}
    return Text("identitas", (line,), kind="identity", data=data | {"rules": [*rules, *performance.RULES]})


def first_screen(review: Review) -> Text:
    """Five sentences: the trend of the index, what it rests on, what could have been seen, the targets, what is to be done."""
    sentences = (_lead(review), *_basis(review), *_seen(review), _targets(review), _advice(review))
    judged = review.judged
    return Text("jawaban", sentences, "result", _facts(review), judged.as_dict() | {"findings": []} if judged else {})


def by_year(review: Review) -> Table | Text:
    """Official and comparable index of every year, with standard errors and the class under both tables."""
    if not review.years:
        return Text("tahun", (say("table.years.none"),))
    cut = {item.before for item in review.official.series.breaks} if review.official else set()
    rows = []
    for item in review.years:
        official, other = item.official, item.on(review.common) if review.common else None
        flags = ("b" if str(item.year) in cut else "") + item.flags
        graded = item.result.n >= item.survey.limits.smallest_n_class
        rows.append(
            (
                str(item.year), item.result.n, None if official is None else official.value, None if official is None else official.std_error,
                item.rule_names, item.survey.sidecar.mode, item.result.mutu if graded else None, item.mutu_newest if graded else None,
                None if other is None else other.value, None if other is None else other.std_error, flags or None,
            )
        )  # fmt: skip
    names = join([all_unsur()[key].name for key in review.common])
    missing = [str(year) for year in range(review.first, review.last + 1) if review.year(year) is None]
    notes = (say("table.years.note_error"), say("table.years.note_common", k=len(review.common), names=names),
             say("table.years.note_mutu"), say("table.years.note_flags"),
             *((say("table.years.note_missing", years=join(missing)),) if missing else ()))  # fmt: skip
    heads = tables.columns("years", n=0, ikm=2, galat=2, pembanding=2, galat_p=2)
    return Table("tahun", say("table.years.caption"), heads, tuple(rows), notes)


def slopes(review: Review, kind: str) -> Table | Text:
    """Slopes by every method with the verdict and its reasons; of the ``official`` or the ``comparable`` index, where that is another."""
    found = review.official if kind == "official" else review.comparable
    if found is None or (kind == "comparable" and _same_values(review.official, found)):
        return Text(f"kemiringan_{kind}", ())
    label = say(f"review.series.{kind}")
    ends = {"first": found.comparable["periode"].iloc[0], "last": found.comparable["periode"].iloc[-1]}
    words = trends.sentences(found, label)
    block = trends.slopes(found)
    if isinstance(block, Text):
        return Text(f"kemiringan_{kind}", words, "list")
    return replace(block, name=f"kemiringan_{kind}", caption=say("review.series.caption", name=label, **ends), notes=(*words, *block.notes))


def why(review: Review) -> Text:
    """What makes the yearly points less sure than they look, with the document ``balong-eval/review/1`` as data."""
    sentences = [*_numbers_of(review), *_alike(review), *_clustered(review), *_between(review)]
    return Text("mengapa", tuple(sentences), "list", data=review_document.document(review))


def many(review: Review) -> Table | Text:
    """Verdict on every unsur and indicator, with how many were tested and how many false alarms to expect."""
    if not review.tested:
        return Text("banyak_deret", (say("table.many.none"),))
    rows = tuple(_tested_row(item) for item in review.tested)
    k = sum(item.p_value is not None for item in review.tested)
    notes = (say("table.many.note", k=k, false=number(k * ALPHA, 1)), say("table.many.note_p"))
    return Table("banyak_deret", say("table.many.caption"), tables.columns("many", n=0, kemiringan=2, p_value=3, p_holm=3), rows, notes)


def projection(review: Review) -> Table | Text:
    """Where the index may stand up to the end of the plan."""
    end = review.unit.last_year or review.last
    if review.last >= end:
        return Text("perkiraan", (say("review.projection.none"),))
    if review.judged is None:
        return Text("perkiraan", (say("table.trend_projection.none"),))
    kept = tuple(item for item in review.judged.projection if int(item.periode[:4]) <= end)
    return trends.projection(replace(review.judged, projection=kept))


def back_test(review: Review) -> Table | Text:
    """What such projections said in the past, and what came."""
    if not review.back_tests:
        return Text("uji_perkiraan", (say("table.backtest.none"),))
    rows = tuple(
        (item.made, item.periode, item.estimate, item.ci_low, item.ci_high, item.came, say(f"table.backtest.{'yes' if item.held else 'no'}"))
        for item in review.back_tests
    )
    width = max(item.ci_high - item.ci_low for item in review.back_tests)
    notes = (say("table.backtest.wide", width=number(width, 1)),) if width > trends.WIDEST else ()
    heads = tables.columns("backtest", estimate=2, ci_low=2, ci_high=2, came=2)
    return Table("uji_perkiraan", say("table.backtest.caption"), heads, rows, notes)


def mix(review: Review) -> Table | Text:
    """Slope of respondents' scores on year, without and with their mix held constant."""
    if review.mix is None:
        return Text("susunan", (say("table.mix.none"),))
    rows = tuple(_mix_row(item) for item in review.mix)
    heads = tables.columns("mix", estimate=2, std_error=2, ci_low=2, ci_high=2, p_value=3, n=0, clusters=0)
    left = [say(f"field.{name}").lower() for name in FIELDS if name not in review.mix[1].adjusted_for]
    notes = (_mix_words(review.mix), say("table.mix.note"), *((say("table.mix.note_left", fields=join(left)),) if left else ()))
    return Table("susunan", say("table.mix.caption"), heads, rows, notes)


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


def limits(review: Review) -> Text:
    """What this review cannot show."""
    sentences = [say("review_limits.years", n=len(review.judged.comparable))] if review.judged else []
    sentences += [say("review_limits.bridge")] if len({item.rules for item in review.years}) > 1 else []
    sentences.append(say("review_limits.cause"))
    whole = performance.limits(review.capaian).sentences if review.capaian else ()
    return Text("batasan", (*sentences, *whole), "list")


def _same_values(official: Trend | None, other: Trend) -> bool:
    """Whether an unbroken official index is the comparable one to the decimals that are shown."""
    if official is None or official.passed or other.passed:
        return False
    pairs = [dict(zip(found.comparable["periode"], found.comparable["nilai"].round(2), strict=True)) for found in (official, other)]
    return pairs[0] == pairs[1]


def _lead(review: Review) -> str:
    who = f"{review.unit.name} {review.first}-{review.last}"
    judged = review.judged
    shown = [item for item in review.years if item.result.ikm_rounded is not None]
    if judged is None:
        return say(f"review.lead.{'no_value' if review.years else 'no_survey'}", who=who)
    return say(f"review.lead.{judged.verdict}", who=who, change=_ikm_change(shown, bridged=judged is not review.official))


def _ikm_change(shown: Sequence[SurveyYear], *, bridged: bool) -> str:
    """The first and the last official index that can be shown."""
    if not shown:
        return say("review.ikm_none")
    (first, before), (last, after) = ((item.year, number(item.result.ikm_rounded)) for item in (shown[0], shown[-1]))
    kind = "ikm_one" if len(shown) == 1 else "ikm_change_cut" if bridged else "ikm_change"
    return say(f"review.{kind}", first=first, last=last, before=before, after=after)


def _basis(review: Review) -> list[str]:
    judged, official = review.judged, review.official
    if judged is None:
        return []
    ends = {"first": judged.comparable["periode"].iloc[0], "last": judged.comparable["periode"].iloc[-1]}
    if official is None:
        return [say("review.basis.comparable", **ends, k=len(review.common))]
    if not official.passed:
        return [say("review.basis.official", **ends)]
    years = join([item.before for item in official.passed])
    kind = "bridged_cut" if judged.passed else "bridged"
    return [say(f"review.basis.{kind}", **ends, years=years, k=len(review.common))]


def _seen(review: Review) -> list[str]:
    judged = review.judged
    if judged is None or judged.smallest_detectable_slope is None:
        return []
    return [say("review.seen.known", slope=number(judged.smallest_detectable_slope, 1), more=_more(review, judged))]


def _more(review: Review, judged: Trend) -> str:
    """What more answers would show, as the sentence goes on; empty where the present ones do, or it is not known."""
    found = judged.answers
    if found is None or not found.known:
        return ""
    if found.times is None:
        return say("review.seen.never", n=len(judged.comparable))
    if found.times <= 1:
        return ""
    used = set(judged.comparable["periode"])
    now = number(mean(item.result.n for item in review.years if str(item.year) in used), 0)
    if found.times > trends.FAR:
        return say("review.seen.far", times=number(trends.FAR, 0), n=now)
    return say("review.seen.times", times=number(found.times, 1), n=now)


def _targets(review: Review) -> str:
    result = review.capaian
    if result is None:
        return say("review.targets.none")
    plan = review.unit.plan
    scores = result.of(review.last)
    above = [score for score in scores if plan and (item := plan.find(score.row.indikator)) and item.tujuan]
    parts = [say("review.targets.tujuan", met=_met(above), n=len(above))] if above else []
    for place, sasaran in enumerate(plan.sasaran if plan else (), 1):
        own = [score for score in scores if plan and (item := plan.find(score.row.indikator)) and not item.tujuan and item.sasaran == sasaran.id]
        parts.append(say("review.targets.sasaran", number=place, met=_met(own), n=len(own)))
    detail = f" ({'; '.join(parts)})" if parts else ""
    return say("review.targets.full", last=review.last, met=_met(scores), n=len(scores), sasaran=detail)


def _met(scores: Sequence[Score]) -> int:
    return sum(score.tercapai is True for score in scores)


def _advice(review: Review) -> str:
    counts = {rule: sum(item.rule == rule for item in review.recommendations) for rule in RULES}
    items = [say(f"review.advice.{rule}", count=count) for rule, count in counts.items() if count]
    return say("review.advice.some", count=len(review.recommendations), items=join(items)) if items else say("review.advice.none")


def _facts(review: Review) -> tuple[tuple[str, str], ...]:
    judged, result = review.judged, review.capaian
    last = review.year(review.last)
    facts = []
    if last and last.result.ikm_rounded is not None:
        facts.append((f"{say('label.ikm')} {review.last}", number(last.result.ikm_rounded)))
    if judged:
        facts.append((say("label.direction"), say(f"review.direction.{judged.verdict}").split(" (")[0]))
    if result:
        scores = result.of(review.last)
        facts.append((f"{say('label.met')} {review.last}", f"{_met(scores)} / {len(scores)}"))
    return tuple(facts)


def _numbers_of(review: Review) -> list[str]:
    counts = [item.result.n for item in review.years]
    uneven = bool(counts) and max(counts) >= UNEVEN * min(counts)
    return [say("review.why.n", low=number(min(counts), 0), high=number(max(counts), 0))] if uneven else []


def _alike(review: Review) -> list[str]:
    """Straight-lining, where it is common in some year."""
    shares = [item.result.reliability.straight_lining_share for item in review.years if item.result.reliability]
    if not shares or max(shares) < MUCH:
        return []
    return [say("review.why.same", low=percent(min(shares), 0), high=percent(max(shares), 0))]


def _clustered(review: Review) -> list[str]:
    points = [item.official for item in review.years if item.official]
    ratios = [point.clustered / point.simple for point in points if point.clustered and point.simple]
    if not ratios or max(ratios) < LARGER:
        return []
    return [say("review.why.clustered", low=number(min(ratios), 1), high=number(max(ratios), 1))]


def _between(review: Review) -> list[str]:
    """Differences between years, and a plain test that would have claimed a trend."""
    judged = review.judged
    if judged is None:
        return []
    wide, line = judged.slope("random_effects"), judged.slope("ols")
    told = [say("review.why.years", tau=number(wide.tau2**0.5, 1))] if wide and wide.tau2 else []
    p_value = None if line is None else plain(line.p_value)
    if line is not None and p_value is not None and p_value < ALPHA and judged.verdict == "belum_dapat_disimpulkan":
        side = say(f"review.direction.{'naik' if line.estimate > 0 else 'turun'}")
        doubt = next(name for name in DOUBTS if name in judged.reasons)
        told.append(say(f"review.fooled.{doubt}", p=trends.told_p(line), side=side))
    return told


def _tested_row(item: Tested) -> tuple[Cell, ...]:
    slope = review_document.pace(item)
    return (item.name, len(item.trend.comparable), slope[1] if slope else None, item.p_value, item.p_holm, _words(item))


def _words(item: Tested) -> str:
    """The verdict in words, and whether it stands when the number of series is taken into account."""
    told = say(f"review.direction.{item.direction}")
    alone = item.trend.verdict in ("naik", "turun") and (item.p_holm is None or item.p_holm >= ALPHA)
    return say("review.direction_alone", direction=told) if alone else told


def _mix_row(item: Adjusted) -> tuple[Cell, ...]:
    fields = join([say(f"field.{name}").lower() for name in item.adjusted_for])
    name = say("table.mix.adjusted", fields=fields) if item.adjusted_for else say("table.mix.plain")
    return (name, item.estimate, item.std_error, item.ci_low, item.ci_high, item.p_value, item.n, item.clusters)


def _mix_words(found: tuple[Adjusted, Adjusted]) -> str:
    before, after = found
    return say(f"review.mix.{_mix_kind(before, after)}", plain=signed(before.estimate), adjusted=signed(after.estimate))


def _mix_kind(before: Adjusted, after: Adjusted) -> str:
    """``part`` of the change comes from the mix, the mix works ``against`` it, it stays the ``same``, or there is ``none`` to explain."""
    moves = [not item.ci_low <= 0 <= item.ci_high for item in (before, after)]
    if not any(moves):
        return "none"
    lost = (before.estimate - after.estimate) / before.estimate if moves[0] else -1.0
    return "part" if lost >= MUCH else "against" if lost <= -MUCH else "same"


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
    return _words(found) if found else None


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
