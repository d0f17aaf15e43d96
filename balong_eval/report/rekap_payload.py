"""The document ``balong-eval/rekap/1``: many units in one year; floats unrounded, absent figures null."""

from __future__ import annotations

from typing import Any

from balong_eval import schemas
from balong_eval.analysis.entry import DOUBLES, STATUSES, Entry
from balong_eval.analysis.rekap import Rekap
from balong_eval.analysis.standing import ALPHA
from balong_eval.analysis.yearly import LEVEL
from balong_eval.report.payload import by_rule, plain

FIGURES = ("n_rows", "n", "n_excluded", "ikm", "ikm_rounded", "mutu", "std_error", "df", "ci_low", "ci_high")
RANKS = ("rank", "rank_low", "rank_high", "above", "below")


def document(found: Rekap) -> dict[str, Any]:
    """The document of a `Rekap`; of a unit too small to be shown it holds no number.

    `ci_low`, `ci_high`, `std_error` and `mutu_not_excluded` are those that the units are compared by: of the larger standard error.
    """
    rule, unsur = found.reference or (None, frozenset())
    names = {entry.id for entry in found.compared}
    order = next(([item.key for item in entry.survey.unsur] for entry in found.entries if entry.id in names and entry.survey), [])
    return {
        "schema": schemas.REKAP,
        "year": found.year,
        "regency": found.regency,
        "level": LEVEL,
        "alpha": ALPHA,
        "n_units": len(found.entries),
        "counts": {status: len(found.of(status)) for status in STATUSES},
        "reference": {"regulation": rule, "unsur": order or sorted(unsur), "mode": found.mode} if rule else None,
        "pairs": found.pairs,
        "separated": [{"higher": high, "lower": low} for high, low in found.separated],
        "plain_mean": {"estimate": found.mean, "n_units": len(found.compared)} if found.mean is not None else None,
        "units": [_unit(entry, found.p_holm.get(entry.id)) for entry in found.entries],
    }


def _unit(entry: Entry, p_holm: float | None) -> dict[str, Any]:
    survey = entry.survey
    publication = entry.point.result.publication if entry.point else None
    return {
        "unit": entry.id,
        "name": entry.name,
        "status": entry.status,
        "years": list(entry.years),
        "unreadable_years": list(entry.unreadable),
        "regulation": survey.rule.id if survey and not survey.mixed else None,
        "mode": survey.sidecar.mode if survey else None,
        **_figures(entry),
        "mutu_not_excluded": list(entry.classes),
        "clustered": entry.clustered,
        "publication": {"status": publication.status, "reasons": list(publication.reasons)} if publication else None,
        "unlike": list(entry.unlike),
        "flags": list(entry.flags),
        "straight_lining_share": plain(entry.alike),
        "doubles": entry.count(DOUBLES) if entry.shown else None,
        "errors": entry.errors if entry.shown else None,
        **{key: getattr(entry.standing, key) if entry.standing else None for key in RANKS},
        "trend": _trend(entry, p_holm),
        "error": entry.error,
        "findings": by_rule(entry.findings),
    }


def _figures(entry: Entry) -> dict[str, Any]:
    """Counts where they may be shown; the index with the interval that it is compared by."""
    found: dict[str, Any] = dict.fromkeys(FIGURES)
    survey = entry.survey
    if entry.point is None or survey is None or not entry.shown:
        return found
    result, side = entry.point.result, entry.side
    found |= {"n_rows": survey.n_rows, "n": result.n, "n_excluded": survey.n_excluded}
    found |= {"ikm": result.ikm, "ikm_rounded": plain(result.ikm_rounded)}
    found["mutu"] = result.mutu if entry.graded else None
    if side and entry.limits:
        low, high = entry.limits
        found |= {"std_error": (side.variance * side.phi) ** 0.5, "df": int(side.df), "ci_low": low, "ci_high": high}
    return found


def _trend(entry: Entry, p_holm: float | None) -> dict[str, Any] | None:
    found = entry.trend
    if found is None:
        return None
    slope = found.first
    figures = {key: getattr(slope, key) if slope else None for key in ("estimate", "std_error", "ci_low", "ci_high")}
    return {
        "series": "pembanding" if entry.bridged else "skm",
        "verdict": found.verdict,
        "reasons": list(found.reasons),
        "n_points": len(found.comparable),
        **figures,
        "p_value": found.p_value,
        "p_holm": p_holm,
        "smallest_detectable_slope": found.smallest_detectable_slope,
    }
