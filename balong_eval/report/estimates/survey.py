"""Estimates of a survey, and of the change from one period to the next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from balong_eval.report.estimates.rows import Row, rows


def skm(result: Mapping[str, Any]) -> Iterator[Row]:
    """The index, its variants, every unsur, group and measure of quality of a survey."""
    level = {"level": result["level"]}
    whole = level | {"n": result["n"], "method": result["interval_method"]}
    yield from rows("ikm", [result], whole, ("std_error", "ci_low", "ci_high", "df"), value="ikm")
    yield from rows("worst_case_low", [result], {}, ("n",), value="worst_case_low")
    if result["clustering"]:
        for quantity in ("deff", "lag1", "m"):
            yield from rows(f"clustering_{quantity}", [result["clustering"]], {}, (), value=quantity)
        method = f"cluster {result['clustering']['unit']}"
        yield from rows("ikm", [result["clustering"] | {"ikm": result["ikm"]}], whole | {"method": method}, value="ikm")
    for name in ("weighted", "comparable"):
        if result[name]:
            yield from rows(f"ikm_{name}", [result[name]], whole, value="ikm")
    yield from rows("ikm", result["bobot_comparison"], {"by": "bobot"}, value="ikm", group="bobot")
    yield from rows("ikm", result["parts"] or [], level | {"by": "period"}, value="ikm", group="period")
    by_unsur = {"by": "unsur"}
    yield from rows("nrr", result["by_unsur"], level | by_unsur, value="nrr", group="unsur")
    for quantity in ("nrr_tertimbang", "ikm_unsur"):
        yield from rows(quantity, result["by_unsur"], by_unsur, ("n",), value=quantity, group="unsur")
    ranks = [row | {"ci_low": row["rank_low"], "ci_high": row["rank_high"]} for row in result["by_unsur"]]
    yield from rows("rank", ranks, by_unsur, ("ci_low", "ci_high", "n"), value="rank", group="unsur")
    for quantity in ("population", "required") if result["sample"] else ():
        yield {"quantity": quantity, "estimate": result["sample"][quantity]}
    for field, groups in result["groups"].items():
        yield from rows("ikm", groups, level | {"by": field}, ("std_error", "ci_low", "ci_high", "n"), value="ikm", group="group")
        yield from rows("difference_from_rest", groups, {"by": field}, ("p_holm", "n"), value="difference", group="group")
    for mutu, share in (result["mutu_confidence"] or {}).items():
        yield {"quantity": "mutu_confidence", "by": "mutu", "group": mutu, "estimate": share}
    yield from _reliability(result["reliability"] or {}, level)


def _reliability(found: Mapping[str, Any], level: Row) -> Iterator[Row]:
    if found.get("alpha") is not None:
        for method in ("alpha_ci", "alpha_feldt"):
            bounds = {"ci_low": found[f"{method}_low"], "ci_high": found[f"{method}_high"]}
            yield {"quantity": "alpha", "estimate": found["alpha"], **bounds, **level, "method": method}
    for quantity, value in found.items():
        if not quantity.startswith("alpha") and value is not None:
            yield {"quantity": quantity, "estimate": value}


def compare(result: Row) -> Iterator[Row]:
    """The difference from one period to the next, and its parts."""
    span: Row = {"period": f"{result['from']}/{result['to']}"}
    yield from rows("difference", [result], span, (), value="difference")
    yield from rows("common_difference", [result], span, value="common_difference")
    yield from rows("unsur_set_change", [result], span, (), value="unsur_set_change")
    for quantity in ("contribution", "difference_nrr"):
        yield from rows(quantity, result["by_unsur"], span | {"by": "unsur"}, ("p_holm",), value=quantity, group="unsur")
    for quantity in ("within", "mix"):
        layanan = [row | {"std_error": row[f"{quantity}_std_error"]} for row in result["by_layanan"]]
        yield from rows(quantity, layanan, span | {"by": "layanan"}, value=quantity, group="layanan")
        yield from rows(quantity, [result | {"std_error": result.get(f"{quantity}_std_error")}], span, ("std_error",), value=quantity)
    yield from rows("answered_mix", [result], span, (), value="answered_mix")
    if result["win_probability"]:
        yield from rows("win_probability", [result["win_probability"]], span, value="estimate")
