"""Several tests at once: p-values by Holm's step-down method."""

from __future__ import annotations

from collections.abc import Sequence


def holm(p_values: Sequence[float | None]) -> list[float | None]:
    """Adjusted p-values in the order given; None stays None and is not counted.

    Equals R ``p.adjust(p, "holm")``: the j-th smallest of m times (m - j + 1), made monotone, at most 1.

    Examples
    --------
    >>> holm([0.01, 0.04, None, 0.03])
    [0.03, 0.06, None, 0.06]
    """
    order = sorted((place for place, p in enumerate(p_values) if p is not None), key=lambda place: p_values[place] or 0.0)
    adjusted: list[float | None] = [None] * len(p_values)
    largest = 0.0
    for rank, place in enumerate(order):
        largest = max(largest, min(1.0, (len(order) - rank) * (p_values[place] or 0.0)))
        adjusted[place] = largest
    return adjusted
