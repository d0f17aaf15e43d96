"""Estimates over many units: the regency's annex."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from balong_eval.report.estimates.rows import Row, rows


def rekap(result: Mapping[str, Any]) -> Iterator[Row]:
    """Index, rank and trend of every unit, and the plain mean."""
    whole = {"by": "unit"}
    level = {"level": result["level"], "method": "one_more_respondent"}
    yield from rows("ikm", result["units"], whole | level, ("std_error", "ci_low", "ci_high", "df", "n"), value="ikm", group="unit")
    for quantity in ("rank", "rank_low", "rank_high", "straight_lining_share"):
        yield from rows(quantity, result["units"], whole, (), value=quantity, group="unit")
    for unit in result["units"]:
        if unit["trend"]:
            named = whole | {"group": unit["unit"], "level": result["level"]}
            yield from rows("slope", [unit["trend"]], named, ("std_error", "ci_low", "ci_high", "p_value", "p_holm"), value="estimate")
            yield from rows("smallest_detectable_slope", [unit["trend"]], whole | {"group": unit["unit"]}, (), value="smallest_detectable_slope")
    if result["plain_mean"]:
        yield {"quantity": "plain_mean_of_units", "estimate": result["plain_mean"]["estimate"]}
