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
    "compare_if_any": "balong_eval.analysis.change:compare_if_any",
    "capaian": "balong_eval.analysis.capaian",
    "read_series": "balong_eval.intake.series_file:read",
    "series": "balong_eval.intake.series:build",
    "trend": "balong_eval.analysis.trend",
    "control": "balong_eval.analysis.control",
    "trends": "balong_eval.report.trend",
    "review": "balong_eval.analysis.review:review",
    "rekap": "balong_eval.analysis.rekap",
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
    "rekap_tables": "balong_eval.report.rekap",
    "charts": "balong_eval.report.chart",
    "provenance": "balong_eval.report.provenance:provenance",
    "provenance_of_plan": "balong_eval.report.provenance:of_plan",
    "provenance_of_review": "balong_eval.report.provenance:of_review",
    "provenance_of_rekap": "balong_eval.report.provenance:of_rekap",
    "explore": "balong_eval.explore",
    "provenance_of_unit": "balong_eval.report.provenance:of_unit",
    "show": "balong_eval.report.show:show",
}

SHOWN = {
    "balong_eval.errors": ("Finding", "Findings"),
    "balong_eval.intake.survey": ("Survey",),
    "balong_eval.intake.unit": ("Unit",),
    "balong_eval.intake.plan": ("Plan",),
    "balong_eval.intake.series": ("Series",),
    "balong_eval.analysis.office": ("Office",),
    "balong_eval.analysis.skm": ("SkmResult",),
    "balong_eval.analysis.change": ("Change",),
    "balong_eval.analysis.trend": ("Trend",),
    "balong_eval.analysis.capaian": ("CapaianResult",),
}
"""Types that show themselves, by the module that defines them: so that none of them has to be imported to be told of."""

__all__ = [*DOOR, "__version__"]


def __getattr__(name: str) -> Any:
    if name not in DOOR:
        raise AttributeError(f"module 'balong_eval' has no attribute '{name}'")
    module, _, attribute = DOOR[name].partition(":")
    found = importlib.import_module(module)
    _teach_ipython()
    return getattr(found, attribute) if attribute else found


def _teach_ipython() -> None:
    """Let surveys, results, plans and findings show themselves in a cell: by name, so that analysis need not know of report."""
    core = sys.modules.get("IPython.core.getipython")
    shell = core.get_ipython() if core else None
    formatter = getattr(getattr(shell, "display_formatter", None), "mimebundle_formatter", None)
    if formatter is not None and not getattr(formatter, "_balong_eval", False):
        formatter._balong_eval = True
        for module, names in SHOWN.items():
            for name in names:
                formatter.for_type_by_name(module, name, _shown)


def _shown(item: Any, include: Any = None, exclude: Any = None) -> dict[str, str]:
    """What an object shows of itself, as text and as HTML."""
    bundle: dict[str, str] = importlib.import_module("balong_eval.report.display").mimebundle(item)
    return bundle


def __dir__() -> list[str]:
    return sorted(__all__)
