"""The JSON of ``skm``: the contract's names, floats unrounded, absent figures null."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any

import pandas as pd

from balong_eval.analysis.skm import SkmResult
from balong_eval.errors import Finding

SKM = "balong-eval/skm/1"
LATER = ("worst_case_low", "mutu_confidence", "publication", "clustering", "weighted", "reliability")
UNSUR = ("unsur", "code", "n", "total", "nrr", "std_error", "ci_low", "ci_high", "nrr_tertimbang", "ikm_unsur", "mutu", "rank")
GROUP = ("group", "n", "ikm", "std_error", "ci_low", "ci_high", "mutu")


def skm(result: SkmResult, *, rows: bool = True) -> dict[str, Any]:
    """The document ``balong-eval/skm/1`` of a result.

    Parameters
    ----------
    result : SkmResult
    rows : bool, default True
        Findings one by one; False gives them by rule, with count and row numbers only (what may be published).

    Returns
    -------
    dict
        Plain JSON; what later methods will fill is null.
    """
    survey = result.survey
    findings = survey.findings
    return {
        "schema": SKM,
        "file": survey.file,
        "regulation": survey.rule.id,
        "period": survey.period,
        "n_rows": survey.n_rows,
        "n": result.n,
        "n_excluded": survey.n_excluded,
        "ikm": result.ikm,
        "ikm_rounded": plain(result.ikm_rounded),
        "mutu": result.mutu,
        "kinerja": result.kinerja,
        "std_error": result.std_error,
        "df": result.df,
        "ci_low": result.ci_low,
        "ci_high": result.ci_high,
        "level": result.level,
        "interval_method": result.method,
        "mutu_not_excluded": list(result.mutu_not_excluded),
        "design": {"strata": None, "fpc": False, "singletons": []},
        **dict.fromkeys(LATER),
        "bobot_comparison": _records(result.bobot_comparison, ("bobot", "ikm", "mutu")),
        "by_unsur": [row | {"rank_low": None, "rank_high": None} for row in _records(result.by_unsur, UNSUR)],
        "groups": {column: _group_records(table) for column, table in result.groups.items()},
        "sample": None if result.sample is None else vars(result.sample).copy(),
        "parts": [_part(part) for part in result.parts] or None,
        "comparable": _comparable(result),
        "findings": [finding.as_dict() for finding in findings] if rows else by_rule(findings),
    }


def _part(result: SkmResult) -> dict[str, Any]:
    keys = ("n", "ikm", "mutu", "kinerja", "std_error", "ci_low", "ci_high")
    figures = {key: plain(getattr(result, key)) for key in keys} | {"ikm_rounded": plain(result.ikm_rounded)}
    return {"period": result.survey.period, "file": result.survey.file, "regulation": result.survey.rule.id, **figures}


def _comparable(result: SkmResult) -> dict[str, Any] | None:
    found = result.comparable
    if found is None:
        return None
    return {key: plain(value) for key, value in vars(found).items() if key != "unsur"} | {"unsur": list(found.unsur)}


def by_rule(findings: tuple[Finding, ...]) -> list[dict[str, Any]]:
    """Findings counted by rule: severity, rule, count, row numbers; nothing of what a cell held."""
    table: dict[tuple[str, str], list[int]] = {}
    counts: dict[tuple[str, str], int] = {}
    for finding in findings:
        key = (finding.severity, finding.rule)
        counts[key] = counts.get(key, 0) + 1
        table.setdefault(key, []).extend([] if finding.row is None else [finding.row])
    order = {"error": 0, "warning": 1, "note": 2}
    keys = sorted(counts, key=lambda key: (order[key[0]], key[1]))
    return [{"severity": key[0], "rule": key[1], "count": counts[key], "rows": sorted(set(table[key]))} for key in keys]


def plain(value: Any) -> Any:
    """A cell of a frame as JSON has it: NaN and NA become null, whole numbers int, Decimal float."""
    if value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, Decimal):
        return float(value)
    return value.item() if hasattr(value, "item") else value


def _records(table: pd.DataFrame, columns: tuple[str, ...]) -> list[dict[str, Any]]:
    return [{column: plain(row[column]) for column in columns} for row in table.to_dict("records")]


def _group_records(table: pd.DataFrame) -> list[dict[str, Any]]:
    records = _records(table, (*GROUP, "suppressed"))
    return [
        row | {"n": None if row["n"] is None else int(row["n"]), "difference": None, "p_holm": None, "suppressed": bool(row["suppressed"])}
        for row in records
    ]
