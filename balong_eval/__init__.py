"""Workbench for the evaluation of public-service satisfaction (SKM): the analyst's door.

The names below are loaded when first used, so that ``import balong_eval`` costs nothing.
"""

from __future__ import annotations

import importlib
from typing import Any

__version__ = "0.1.0"

DOOR = {
    "read_unit": "balong_eval.analysis.office:read_unit",
    "read_survey": "balong_eval.intake.survey:read_survey",
    "skm": "balong_eval.analysis.skm",
    "compare_if_any": "balong_eval.analysis.change:compare_if_any",
    "capaian": "balong_eval.analysis.capaian",
    "read_series": "balong_eval.intake.series_file:read",
    "series": "balong_eval.intake.series:build",
    "trend": "balong_eval.analysis.trend",
    "control": "balong_eval.analysis.control",
    "trends": "balong_eval.report.trend",
    "review": "balong_eval.analysis.review:review",
    "answer": "balong_eval.report.answer",
    "tables": "balong_eval.report.tables",
    "forms": "balong_eval.report.forms",
    "processing": "balong_eval.report.processing:processing",
    "quality": "balong_eval.report.quality",
    "comparison": "balong_eval.report.comparison",
    "performance": "balong_eval.report.performance",
    "cascade": "balong_eval.report.cascade",
    "official": "balong_eval.report.official",
    "follow_up": "balong_eval.report.follow_up",
    "review_tables": "balong_eval.report.review",
    "charts": "balong_eval.report.chart",
    "provenance": "balong_eval.report.provenance:provenance",
    "provenance_of_plan": "balong_eval.report.provenance:of_plan",
    "provenance_of_review": "balong_eval.report.provenance:of_review",
    "show": "balong_eval.report.show:show",
}

__all__ = [*DOOR, "__version__"]


def __getattr__(name: str) -> Any:
    if name not in DOOR:
        raise AttributeError(f"module 'balong_eval' has no attribute '{name}'")
    module, _, attribute = DOOR[name].partition(":")
    found = importlib.import_module(module)
    return getattr(found, attribute) if attribute else found


def __dir__() -> list[str]:
    return sorted(__all__)
