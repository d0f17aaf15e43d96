"""One row an estimate: what all readers of documents share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Row = dict[str, Any]
ACCOMPANYING = ("std_error", "ci_low", "ci_high", "p_value", "p_holm", "df", "n", "method")


def rows(
    quantity: str, records: Sequence[Any], common: Mapping[str, Any], beside: tuple[str, ...] = ACCOMPANYING, *, value: str, group: str = ""
) -> Iterator[Row]:
    """One row for each of `records` that has a `value`, with what stands beside it; figures withheld leave no row."""
    for row in records:
        if row.get(value) is not None:
            found = {key: row[key] for key in beside if row.get(key) is not None}
            yield {"quantity": quantity, **({"group": row[group]} if group else {}), **common, "estimate": row[value], **found}
