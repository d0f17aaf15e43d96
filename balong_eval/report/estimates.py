"""Every estimate of an annex in long form: one row an estimate, with its error, interval, p-value and number of answers."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from balong_eval.report.publication import Publication

COLUMNS = (
    "annex", "unit", "label", "schema", "period", "quantity", "by", "group",
    "estimate", "std_error", "ci_low", "ci_high", "p_value", "p_holm", "df", "n", "level", "method",
)  # fmt: skip
TEXTS = ("annex", "unit", "label", "schema", "period", "quantity", "by", "group", "method")
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
Row = dict[str, Any]


def csv_text(published: Publication) -> str:
    """The estimates as CSV: UTF-8 with a mark that Excel knows, comma, decimal point, unrounded; absent is empty.

    One row is one estimate. `quantity` is what is estimated, `by` and `group` for whom or what. Texts that a spreadsheet would take for a
    formula begin with an apostrophe.

    Parameters
    ----------
    published : Publication
    """
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, COLUMNS, restval="", lineterminator="\r\n")
    writer.writeheader()
    whole: Row = {"annex": published.title, "unit": published.identity.get("unit"), "label": published.identity.get("label")}
    whole["period"] = published.identity.get("period")
    for result in published.results:
        for row in READERS.get(str(result.get("schema")), _nothing)(result):
            filled = {**whole, "schema": result["schema"], **row}
            writer.writerow({key: _written(key, value) for key, value in filled.items() if value is not None})
    return "\ufeff" + buffer.getvalue()


def _written(key: str, value: Any) -> Any:
    text = str(value) if key in TEXTS else value
    return inert(text) if isinstance(text, str) else text


def inert(text: str) -> str:
    """A text that no spreadsheet takes for a formula.

    Examples
    --------
    >>> inert("=1+1"), inert("Legalisasi")
    ("'=1+1", 'Legalisasi')
    """
    return f"'{text}" if text.startswith(FORMULA) else text


def _nothing(result: Mapping[str, Any]) -> Iterator[Row]:
    yield from ()


def _skm(result: Mapping[str, Any]) -> Iterator[Row]:
    level = {"level": result["level"]}
    whole = level | {"n": result["n"], "method": result["interval_method"]}
    yield from _rows("ikm", [result], whole, ("std_error", "ci_low", "ci_high", "df"), value="ikm")
    if result["clustering"]:
        method = f"cluster {result['clustering']['unit']}"
        yield from _rows("ikm", [result["clustering"] | {"ikm": result["ikm"]}], whole | {"method": method}, value="ikm")
    for name in ("weighted", "comparable"):
        if result[name]:
            yield from _rows(f"ikm_{name}", [result[name]], whole, value="ikm")
    yield from _rows("ikm", result["bobot_comparison"], {"by": "bobot"}, value="ikm", group="bobot")
    yield from _rows("ikm", result["parts"] or [], level | {"by": "period"}, value="ikm", group="period")
    by_unsur = {"by": "unsur"}
    yield from _rows("nrr", result["by_unsur"], level | by_unsur, value="nrr", group="unsur")
    for quantity in ("nrr_tertimbang", "ikm_unsur"):
        yield from _rows(quantity, result["by_unsur"], by_unsur, ("n",), value=quantity, group="unsur")
    for field, rows in result["groups"].items():
        yield from _rows("ikm", rows, level | {"by": field}, ("std_error", "ci_low", "ci_high", "n"), value="ikm", group="group")
        yield from _rows("difference_from_rest", rows, {"by": field}, ("p_holm", "n"), value="difference", group="group")
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


def _compare(result: Row) -> Iterator[Row]:
    span: Row = {"period": f"{result['from']}/{result['to']}"}
    yield from _rows("difference", [result], span, (), value="difference")
    yield from _rows("common_difference", [result], span, value="common_difference")
    yield from _rows("unsur_set_change", [result], span, (), value="unsur_set_change")
    for quantity in ("contribution", "difference_nrr"):
        yield from _rows(quantity, result["by_unsur"], span | {"by": "unsur"}, ("p_holm",), value=quantity, group="unsur")
    for quantity in ("within", "mix"):
        layanan = [row | {"std_error": row[f"{quantity}_std_error"]} for row in result["by_layanan"]]
        yield from _rows(quantity, layanan, span | {"by": "layanan"}, value=quantity, group="layanan")
        yield from _rows(quantity, [result | {"std_error": result.get(f"{quantity}_std_error")}], span, ("std_error",), value=quantity)
    yield from _rows("answered_mix", [result], span, (), value="answered_mix")
    if result["win_probability"]:
        yield from _rows("win_probability", [result["win_probability"]], span, value="estimate")


def _trend(result: Mapping[str, Any]) -> Iterator[Row]:
    for row in result["points"]:
        yield from _rows("nilai", [row | {"std_error": row["galat_baku"]}], {"period": row["periode"]}, ("std_error",), value="nilai")
        yield from _rows("target", [row], {"period": row["periode"]}, (), value="target")
    yield from _rows("slope", result["slopes"], {}, value="estimate")
    if result["kendall"]:
        yield from _rows("kendall_tau", [result["kendall"]], {"method": "exact" if result["kendall"]["exact"] else "ties"}, value="tau")
    yield from _rows("smallest_detectable_slope", [result], {}, (), value="smallest_detectable_slope")
    for row in result["projection"]:
        yield from _rows("projection", [row], {"period": row["periode"]}, value="estimate")


def _capaian(result: Mapping[str, Any]) -> Iterator[Row]:
    for row in result["rows"]:
        for quantity in ("target", "realisasi", "capaian", "capaian_akhir", "progres", "serapan", "efisiensi", "efisiensi_selisih"):
            yield from _rows(quantity, [row], {"period": row["tahun"], "by": "indikator"}, (), value=quantity, group="indikator")
    for row in result["by_year"]:
        for quantity in ("rata_rata", "rata_rata_batas_100"):
            yield from _rows(f"capaian_{quantity}", [row], {"period": row["tahun"]}, ("n",), value=quantity)


ACCOMPANYING = ("std_error", "ci_low", "ci_high", "p_value", "p_holm", "df", "n", "method")


def _rows(
    quantity: str, rows: Sequence[Any], common: Mapping[str, Any], beside: tuple[str, ...] = ACCOMPANYING, *, value: str, group: str = ""
) -> Iterator[Row]:
    """One row for each of `rows` that has a `value`, with what stands beside it; figures withheld leave no row."""
    for row in rows:
        if row.get(value) is not None:
            found = {key: row[key] for key in beside if row.get(key) is not None}
            yield {"quantity": quantity, **({"group": row[group]} if group else {}), **common, "estimate": row[value], **found}


READERS = {
    "balong-eval/skm/1": _skm,
    "balong-eval/compare/1": _compare,
    "balong-eval/trend/1": _trend,
    "balong-eval/capaian/1": _capaian,
}
