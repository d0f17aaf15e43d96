"""The first screen of the review: the answer in five sentences."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import mean

from balong_eval.analysis.capaian import Score
from balong_eval.analysis.review import Review
from balong_eval.analysis.trend import Trend
from balong_eval.analysis.yearly import SurveyYear
from balong_eval.report import trend as trends
from balong_eval.report.block import Text
from balong_eval.report.words import join, number, say

RULES = ("target_tidak_tercapai", "unsur_terendah", "tindak_lanjut_terlambat")


def first_screen(review: Review) -> Text:
    """Five sentences: the trend of the index, what it rests on, what could have been seen, the targets, what is to be done."""
    sentences = (_lead(review), *_basis(review), *_seen(review), _targets(review), _advice(review))
    judged = review.judged
    return Text("jawaban", sentences, "result", _facts(review), judged.as_dict() | {"findings": []} if judged else {})


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
