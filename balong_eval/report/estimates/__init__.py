"""Every estimate of an annex in long form: one row an estimate, with its error, interval, p-value and number of answers."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

from balong_eval import schemas
from balong_eval.report.estimates import many, plan, survey, tables
from balong_eval.report.estimates.rows import Row
from balong_eval.report.publication import Publication

COLUMNS = (
    "annex", "unit", "label", "schema", "period", "quantity", "by", "group",
    "estimate", "std_error", "ci_low", "ci_high", "p_value", "p_holm", "df", "n", "level", "method",
)  # fmt: skip
TEXTS = ("annex", "unit", "label", "schema", "period", "quantity", "by", "group", "method")
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
READERS = {
    schemas.SKM: survey.skm,
    schemas.COMPARE: survey.compare,
    schemas.TREND: plan.trend,
    schemas.CAPAIAN: plan.capaian,
    schemas.REVIEW: plan.review,
    schemas.REKAP: many.rekap,
}


def csv_text(published: Publication) -> str:
    """The estimates as CSV: UTF-8 with a mark that Excel knows, comma, decimal point, unrounded; absent is empty.

    One row is one estimate. `quantity` is what is estimated, `by` and `group` for whom or what; `schema` names the document that it is taken
    from, ``balong-eval/annex/1`` where only a table has it. Texts that a spreadsheet would take for a formula begin with an apostrophe.

    Parameters
    ----------
    published : Publication
    """
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, COLUMNS, restval="", lineterminator="\r\n")
    writer.writeheader()
    whole: Row = {"annex": published.title, "unit": published.identity.get("unit"), "label": published.identity.get("label")}
    whole["period"] = published.identity.get("period")
    for row in _all(published):
        writer.writerow({key: _written(key, value) for key, value in {**whole, **row}.items() if value is not None})
    return "\ufeff" + buffer.getvalue()


def _all(published: Publication) -> Iterator[Row]:
    for result in published.results:
        schema = str(result["schema"])
        yield from ({"schema": schema, **row} for row in (READERS[schema](result) if schema in READERS else ()))
    for bundle in published.bundles:
        yield from ({"schema": schemas.ANNEX, **row} for row in tables.read(bundle))


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
