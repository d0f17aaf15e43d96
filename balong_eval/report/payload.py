"""The JSON of ``skm`` and ``compare``: the contract's names, floats unrounded, absent figures null."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any

import pandas as pd

from balong_eval import schemas
from balong_eval.analysis.change import Change
from balong_eval.analysis.skm import SkmResult
from balong_eval.errors import Finding

ALPHA = ("alpha", "alpha_feldt_low", "alpha_feldt_high", "alpha_ci_low", "alpha_ci_high")
UNSUR = (
    "unsur",
    "code",
    "n",
    "total",
    "nrr",
    "std_error",
    "ci_low",
    "ci_high",
    "nrr_tertimbang",
    "ikm_unsur",
    "mutu",
    "rank",
    "rank_low",
    "rank_high",
)
GROUP = ("group", "n", "ikm", "std_error", "ci_low", "ci_high", "mutu", "difference", "p_holm")


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
        Plain JSON.
    """
    survey = result.survey
    findings = survey.findings
    return {
        "schema": schemas.SKM,
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
        "worst_case_low": result.worst_case_low,
        "mutu_not_excluded": list(result.mutu_not_excluded),
        "mutu_confidence": result.mutu_confidence,
        "publication": {"status": result.publication.status, "reasons": list(result.publication.reasons)},
        "design": _design(result, rows),
        "clustering": _clustering(result),
        "weighted": _weighted(result),
        "bobot_comparison": _records(result.bobot_comparison, ("bobot", "ikm", "mutu")),
        "by_unsur": _records(result.by_unsur, UNSUR),
        "groups": {column: _group_records(table) for column, table in result.groups.items()},
        "reliability": _reliability(result),
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
    return [row | {"n": None if row["n"] is None else int(row["n"]), "suppressed": bool(row["suppressed"])} for row in records]


def _design(result: SkmResult, names: bool) -> dict[str, Any]:
    """Strata; services with one respondent by name only in what is not published, as the size of a withheld service is not."""
    strata = result.strata
    return {
        "strata": None if strata is None else "layanan",
        "fpc": strata is not None,
        "singletons": (list(strata.singletons) if strata else []) if names else None,
    }


def _clustering(result: SkmResult) -> dict[str, Any] | None:
    found = result.clustering
    return None if found is None else {key: plain(value) for key, value in vars(found).items() if key != "matters"}


def _weighted(result: SkmResult) -> dict[str, Any] | None:
    found = result.weighted
    return None if found is None else vars(found) | {"mutu_not_excluded": list(found.mutu_not_excluded)}


def _reliability(result: SkmResult) -> dict[str, Any] | None:
    found = result.reliability
    if found is None:
        return None
    alpha = found.alpha
    ends = {} if alpha is None else {
        "alpha": alpha.alpha, "alpha_feldt_low": alpha.feldt_low, "alpha_feldt_high": alpha.feldt_high,
        "alpha_ci_low": alpha.ci_low, "alpha_ci_high": alpha.ci_high,
    }  # fmt: skip
    keys = ("straight_lining_share", "ceiling_share", "floor_share", "ikm_without_straight_lining", "ikm_without_doubles", "ikm_without_biaya")
    return dict.fromkeys(ALPHA) | ends | {key: plain(getattr(found, key)) for key in keys}


def compare(change: Change) -> dict[str, Any]:
    """The document ``balong-eval/compare/1`` of two surveys.

    `std_error`, `ci_low`, `ci_high` and `p_value` are those of the difference on the common unsur, `common_difference`.
    """
    mixture, common = change.mixture, change.common
    return {
        "schema": schemas.COMPARE,
        "from": change.before.period,
        "to": change.after.period,
        "common_unsur": list(change.common_unsur),
        "difference": change.difference,
        "common_difference": common.estimate,
        "std_error": common.std_error,
        "ci_low": common.ci_low,
        "ci_high": common.ci_high,
        "p_value": common.p_value,
        "by_unsur": _records(change.by_unsur, ("unsur", "contribution", "difference_nrr", "p_holm")),
        "unsur_set_change": change.unsur_set_change,
        "by_layanan": _records(mixture.by_layanan, ("layanan", "within", "within_std_error", "mix", "mix_std_error")),
        "within": mixture.within,
        "within_std_error": plain(mixture.within_std_error),
        "mix": mixture.mix,
        "mix_std_error": plain(mixture.mix_std_error),
        "answered_mix": mixture.answered_mix,
        "win_probability": None if change.win is None else vars(change.win).copy(),
    }
