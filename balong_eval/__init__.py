"""Workbench for the evaluation of public-service satisfaction (SKM): the analyst's door.

The names below are loaded when first used, so that ``import balong_eval`` costs nothing.
"""

from __future__ import annotations

import importlib
import sys
from typing import Any

__version__ = "0.1.0"

DOOR = {
    "read_unit": "balong_eval.analysis.office:read_unit",
    "read_survey": "balong_eval.intake.survey:read_survey",
    "skm": "balong_eval.analysis.skm",
    "compare": "balong_eval.analysis.change:compare",
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
    "explore": "balong_eval.explore",
    "provenance_of_unit": "balong_eval.report.provenance:of_unit",
    "show": "balong_eval.report.show:show",
}

__all__ = [*DOOR, "__version__"]


def __getattr__(name: str) -> Any:
    if name not in DOOR:
        raise AttributeError(f"module 'balong_eval' has no attribute '{name}'")
    module, _, attribute = DOOR[name].partition(":")
    found = importlib.import_module(module)
    _teach_ipython()
    globals()[name] = getattr(found, attribute) if attribute else found
    return globals()[name]


def _teach_ipython() -> None:
    """Let surveys, results, plans and findings show themselves in a cell: by name, so that analysis need not know of report."""
    core = sys.modules.get("IPython.core.getipython")
    shell = core.get_ipython() if core else None
    formatter = getattr(getattr(shell, "display_formatter", None), "mimebundle_formatter", None)
    if formatter is None or "balong_eval" in getattr(formatter, "taught", ()):
        return
    display = importlib.import_module("balong_eval.report.display")
    for module, names in display.SHOWN.items():
        for kind in names:
            formatter.for_type_by_name(module, kind, display.mimebundle)
    formatter.taught = ("balong_eval",)


def __dir__() -> list[str]:
    return sorted(__all__)
