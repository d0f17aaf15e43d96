"""Sentences of the first screen on what makes an index less sure than its interval."""

from __future__ import annotations

from balong_eval.analysis.skm import SkmResult
from balong_eval.report.words import number, percent, say

MUCH_ALIKE = 0.25


def doubt(result: SkmResult) -> list[str]:
    """What makes the index less sure than its interval: another mix of services, clustered forms, alike forms, the end of the scale."""
    return [*_weighted(result), *_clustered(result), *_alike(result), *_ceiling(result)]


def _weighted(result: SkmResult) -> list[str]:
    found = result.weighted
    if found is None or result.n < result.survey.limits.smallest_n_interval:
        return []
    kind = "differs" if "campuran_layanan" in result.publication.reasons else "known"
    return [say(f"answer.weighted.{kind}", ikm=number(found.ikm), low=number(found.ci_low), high=number(found.ci_high))]


def _clustered(result: SkmResult) -> list[str]:
    found = result.clustering
    if found is None or not found.matters:
        return []
    if found.ci_low is None:
        return [say("answer.clustering.few", m=found.m)]
    return [say("answer.clustering.interval", m=number(found.m, 0), low=number(found.ci_low), high=number(found.ci_high))]


def _alike(result: SkmResult) -> list[str]:
    """Straight-lining, where it is common enough to be said first."""
    found = result.reliability
    if found is None or result.ikm is None or found.straight_lining_share < MUCH_ALIKE:
        return []
    share = percent(found.straight_lining_share, 0)
    if found.ikm_without_straight_lining is None:
        return [say("answer.alike.share_only", share=share)]
    return [say("answer.alike.share", share=share, ikm=number(found.ikm_without_straight_lining))]


def _ceiling(result: SkmResult) -> list[str]:
    reasons = set(result.publication.reasons)
    if result.worst_case_low is None or not reasons & {"dekat_batas_atas", "jawaban_seragam"}:
        return []
    kind = "near" if "dekat_batas_atas" in reasons else "same"
    return [say(f"answer.ceiling.{kind}", low=number(result.worst_case_low))]
