"""The exporter that nbconvert finds by its entry point."""

from __future__ import annotations

from typing import Any

from nbconvert.exporters.exporter import Exporter
from nbformat import NotebookNode

from balong_eval.annex.walk import publication
from balong_eval.report import page


class AnnexExporter(Exporter):
    """``jupyter nbconvert --to balong executed.ipynb``: the page of the annex, from any executed notebook."""

    export_from_notebook = "Lampiran balong-eval"
    output_mimetype = "text/html"

    def _file_extension_default(self) -> str:
        return ".html"

    def from_notebook_node(self, nb: NotebookNode, resources: Any = None, **kwargs: Any) -> tuple[Any, Any]:
        """Page and resources, as nbconvert's exporters give them."""
        copy, resources = super().from_notebook_node(nb, resources, **kwargs)
        return page.annex(publication(copy)), resources
