"""Estimates of the plan: trends, capaian, and the review of all years."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from balong_eval.report.estimates.rows import Row, rows


def trend(result: Mapping[str, Any]) -> Iterator[Row]:
    """Points, slopes, test and projection of a series."""
    for row in result["points"]:
        yield from rows("nilai", [row | {"std_error": row["galat_baku"]}], {"period": row["periode"]}, ("std_error",), value="nilai")
        yield from rows("target", [row], {"period": row["periode"]}, (), value="target")
    for slope in result["slopes"]:
        n = {} if slope["method"] == "level_shift" else {"n": len(result["comparable"])}
        yield from rows("slope", [slope], n, value="estimate")
        if slope.get("std_error_adhoc") is not None:
            adhoc = {"std_error": slope["std_error_adhoc"], "p_value": slope["p_value_adhoc"], "method": f"{slope['method']}_adhoc"}
            yield from rows("slope", [adhoc | {"estimate": slope["estimate"], "df": slope["df"]}], n, value="estimate")
    if result["kendall"]:
        yield from rows("kendall_tau", [result["kendall"]], {"method": "exact" if result["kendall"]["exact"] else "ties"}, value="tau")
    yield from rows("smallest_detectable_slope", [result], {}, (), value="smallest_detectable_slope")
    for row in result["projection"]:
        yield from rows("projection", [row], {"period": row["periode"]}, value="estimate")


def capaian(result: Mapping[str, Any]) -> Iterator[Row]:
    """Ratios of every indicator and year, and their yearly means."""
    for row in result["rows"]:
        for quantity in ("target", "realisasi", "capaian", "capaian_akhir", "progres", "serapan", "efisiensi", "efisiensi_selisih"):
            yield from rows(quantity, [row], {"period": row["tahun"], "by": "indikator"}, (), value=quantity, group="indikator")
    for row in result["by_year"]:
        for quantity in ("rata_rata", "rata_rata_batas_100"):
            yield from rows(f"capaian_{quantity}", [row], {"period": row["tahun"]}, ("n",), value=quantity)


def review(result: Mapping[str, Any]) -> Iterator[Row]:
    """The years, both trends, the mix of respondents, every series tested, the back-tests and the months of a review."""
    for row in result["years"]:
        year = {"period": row["tahun"]}
        yield from rows("ikm", [row], year, ("std_error", "n"), value="ikm")
        yield from rows("ikm_pembanding", [row | {"std_error": row["pembanding_std_error"]}], year, ("std_error", "n"), value="pembanding")
    for name in ("official", "comparable"):
        yield from ({"by": "series", "group": name, **row} for row in (trend(result[name]) if result[name] else ()))
    for row in result["mix"]:
        held = {"by": "adjusted_for", "group": " ".join(row["adjusted_for"])}
        yield from rows("slope_of_scores", [row], held, value="estimate")
        yield from rows("clusters", [row], held, (), value="clusters")
    for row in result["tested"]:
        yield from rows("slope", [row], {"by": row["group"], "group": row["key"]}, ("p_value", "p_holm", "n", "method"), value="slope")
        if row["slope"] is None:
            yield {"quantity": "n", "by": row["group"], "group": row["key"], "estimate": row["n"]}
    for row in result["back_tests"]:
        ahead = {"period": row["periode"], "by": "made", "group": row["made"]}
        yield from rows("back_test", [row], ahead, ("ci_low", "ci_high"), value="estimate")
        yield from rows("back_test_came", [row], ahead, (), value="came")
    for row in result["months"]:
        for quantity in ("estimate", "centre", "low", "high"):
            yield from rows(f"month_{quantity}", [row], {"period": row["periode"]}, (), value=quantity)
