"""Where the next values of a short yearly series may lie: its last value and the size of its changes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

LEAST = 4


def interval(times: Sequence[float], values: Sequence[float], at: float, level: float = 0.95) -> tuple[float, float] | None:
    """Predictive interval for a later point of one unbroken series; None under four points.

    Parameters
    ----------
    times : sequence of float
        Years, rising; gaps count.
    values : sequence of float
        In the unit of the series.
    at : float
        Year of the point, after the last one.
    level : float, default 0.95

    Returns
    -------
    (float, float) or None
        In the unit of the series.

    Notes
    -----
    ``y_n -+ t(n - 1) * r * sqrt(at - t_n)`` with ``r`` the root mean square of the successive changes, each divided by the root of its distance
    in years. Source: docs/method.md, "Trend"; statistics of the last value with the rms change hold their level where a straight line
    does not.

    Examples
    --------
    >>> low, high = interval([2018, 2019, 2020, 2021], [80, 81, 80, 81], 2022)
    >>> round(low, 2), round(high, 2)
    (77.82, 84.18)
    """
    if len(values) < LEAST:
        return None
    from scipy.special import stdtrit

    half = float(stdtrit(len(values) - 1, (1 + level) / 2)) * rms_change(times, values) * float(np.sqrt(at - times[-1]))
    return float(values[-1]) - half, float(values[-1]) + half


def rms_change(times: Sequence[float], values: Sequence[float]) -> float:
    """Root mean square of the successive changes, each divided by the root of its distance in years; in the unit of the series.

    Examples
    --------
    >>> rms_change([2018, 2019, 2023], [80, 81, 83])
    1.0
    """
    steps = np.diff(np.asarray(values, dtype=float)) / np.sqrt(np.diff(np.asarray(times, dtype=float)))
    return float(np.sqrt(np.mean(steps**2)))
