"""The document of the review: every estimate of its tables and of its monthly chart, unrounded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from balong_eval import schemas
from balong_eval.analysis.months import Months
from balong_eval.analysis.review import Review, Tested
from balong_eval.analysis.trend import Trend
from balong_eval.report.payload import plain

YEAR = {
    "tahun": "tahun",
    "n": "n",
    "ikm": "ikm",
    "galat_baku": "std_error",
    "pembanding": "pembanding",
    "galat_baku_pembanding": "pembanding_std_error",
}
MONTH = ("periode", "estimate", "centre", "low", "high", "outside", "run")


def document(review: Review) -> dict[str, Any]:
    """The document ``balong-eval/review/1``.

    Years, both trends in full, the slope of respondents' scores without and with their mix held constant, every series tested with its
    p-value before and after Holm, the back-tests, and the months.
    """
    return {
        "schema": schemas.REVIEW,
        "period": f"{review.first}-{review.last}",
        "years": [{new: plain(row[old]) for old, new in YEAR.items()} for row in review.by_year.to_dict("records")],
        "official": _trend(review.official),
        "comparable": _trend(review.comparable),
        "mix": [asdict(item) | {"adjusted_for": list(item.adjusted_for)} for item in review.mix or ()],
        "tested": [_tested(item) for item in review.tested],
        "back_tests": [asdict(item) | {"held": item.held} for item in review.back_tests],
        "months": _months(review.months),
    }


def pace(item: Tested) -> tuple[str, float] | None:
    """Method and slope of a series as its table prints it: random effects, else least squares."""
    slope = item.trend.slope("random_effects") or item.trend.slope("ols")
    return None if slope is None else (slope.method, slope.estimate)


def _trend(found: Trend | None) -> dict[str, Any] | None:
    """A trend as its own document has it; what was found while reading stands in the annex of its year."""
    return None if found is None else found.as_dict() | {"findings": []}


def _tested(item: Tested) -> dict[str, Any]:
    method, slope = pace(item) or (None, None)
    figures = {"n": len(item.trend.comparable), "method": method, "slope": slope, "p_value": plain(item.p_value), "p_holm": plain(item.p_holm)}
    return {"key": item.key, "name": item.name, "group": item.group, **figures, "direction": item.direction}


def _months(found: Months | None) -> Sequence[dict[str, Any]]:
    if found is None:
        return []
    return [{key: plain(row[key]) for key in MONTH} for row in found.chart.points.to_dict("records")]
