"""Tables on how far the figures can be trusted: precision and publication, quality of the measurement."""

from __future__ import annotations

from typing import Any

from balong_eval.analysis.skm import SkmResult
from balong_eval.report.answer import name
from balong_eval.report.block import Cell, Table, Text
from balong_eval.report.payload import plain
from balong_eval.report.tables import columns, facts
from balong_eval.report.words import join, number, percent, say

STEP = 0.05
LEAST = 0.01


def precision(result: SkmResult) -> Table:
    """Status, design, worst case, confidence in classes, weighted index, and the interval by clusters."""
    found = result.publication
    reasons = [say(f"publication.reason.{reason}") for reason in found.reasons]
    status = say(f"publication.status.{found.status}")
    enough = result.n >= result.survey.limits.smallest_n_interval
    values: dict[str, Cell] = {
        "status": f"{status}: {'; '.join(reasons)}" if reasons else status,
        "design": say(f"table.precision.design_{'srs' if result.strata is None else 'strata'}"),
        "df": number(result.df, 0),
        "worst": number(result.worst_case_low if enough else None),
        "confidence": _confidence(result.mutu_confidence) if enough else None,
        "weighted": _weighted(result) if enough else None,
        **_clustering(result),
    }
    notes = [say("table.precision.note")] + ([say("table.precision.note_strata")] if result.weighted is not None else [])
    notes += [say("table.precision.note_withheld")] if result.weighted_withheld else []
    return facts("ketelitian", "precision", values, tuple(notes))


def measurement(result: SkmResult) -> Table | Text:
    """Alpha, straight-lining, ends of the scale, and the index without what may distort it."""
    found = result.reliability
    if found is None:
        return Text("mutu_pengukuran", ())
    alpha = found.alpha
    values: dict[str, Cell] = {
        "alpha": None if alpha is None else number(alpha.alpha, 3),
        "free": None if alpha is None else _range("quality", alpha.ci_low, alpha.ci_high, 3),
        "feldt": None if alpha is None else _range("quality", alpha.feldt_low, alpha.feldt_high, 3),
        "same": percent(found.straight_lining_share, 0),
        "ceiling": percent(found.ceiling_share, 0),
        "floor": percent(found.floor_share, 0),
        "without_same": number(found.ikm_without_straight_lining),
        "without_doubles": number(found.ikm_without_doubles),
        "without_biaya": number(found.ikm_without_biaya),
    }
    return facts("mutu_pengukuran", "quality", values, (say("table.quality.note"), say("table.quality.note_few", cell=result.survey.smallest_cell)))


def item_rest(result: SkmResult) -> Table | Text:
    """Correlation of each unsur with the sum of the others."""
    if result.reliability is None:
        return Text("korelasi_unsur", ())
    rows = tuple((name(key, result.survey), plain(value)) for key, value in result.reliability.item_rest.items())
    return Table("korelasi_unsur", say("table.item_rest.caption"), columns("item_rest", "", r=2), rows)


def _confidence(shares: dict[str, float] | None) -> str | None:
    """Confidence in each class that is not out of the question, in steps of 0.05."""
    if shares is None:
        return None
    told = [say("table.precision.class_item", mutu=mutu, share=_step(share)) for mutu, share in shares.items() if share >= LEAST]
    return join(told)


def _step(share: float) -> str:
    if share > 1 - LEAST:
        return say("table.precision.over")
    if share < LEAST:
        return say("table.precision.under")
    return number(min(max(round(share / STEP) * STEP, STEP), 1 - STEP), 2)


def _weighted(result: SkmResult) -> str | None:
    found = result.weighted
    if found is None:
        return None
    return say("table.precision.weighted_range", ikm=number(found.ikm), low=number(found.ci_low), high=number(found.ci_high))


def _clustering(result: SkmResult) -> dict[str, Any]:
    found = result.clustering
    if found is None:
        return {}
    bounds = {"low": number(found.ci_low), "high": number(found.ci_high), "unit": found.unit, "m": number(found.m, 0)}
    return {
        "clustering": None if found.ci_low is None else say("table.precision.clustered_range", **bounds),
        "deff": say("table.precision.deff_lag", deff=number(found.deff, 1), lag1=number(found.lag1, 2)),
    }


def _range(words: str, low: float | None, high: float | None, decimals: int) -> str | None:
    return None if low is None else say(f"table.{words}.range", low=number(low, decimals), high=number(high, decimals))
