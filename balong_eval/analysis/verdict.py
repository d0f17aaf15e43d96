"""The verdict on a trend: two tests that must both see it, and one direction."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np

from balong_eval.analysis.slopes import Line

Verdict = Literal["naik", "turun", "indikasi_naik", "indikasi_turun", "belum_dapat_disimpulkan", "titik_kurang"]
ALPHA = 0.05
LEAST = 4
FULL = 5


def direction(first: Line, second: Line) -> np.ndarray[Any, np.dtype[np.int64]]:
    """1 where both tests see a rise, -1 where both see a fall, else 0; of one or of many series.

    Parameters
    ----------
    first : Line
        `slopes.random_effects` with ``adhoc``, or `slopes.ols` where standard errors are missing.
    second : Line
        `slopes.gls`.

    Notes
    -----
    Both p < 0.05 and both slopes of one sign. Source: docs/method.md, "Trend": with years that are alike up to 0.6 it claims a trend where there
    is none in at most 5 % of series, which neither test does alone.
    """
    seen = (first.p_value < ALPHA) & (second.p_value < ALPHA)
    one_sign = np.sign(first.estimate) == np.sign(second.estimate)
    return np.where(seen & one_sign, np.sign(first.estimate), 0).astype(np.int64)


def judge(first: Line, second: Line, n: int) -> tuple[Verdict, tuple[str, ...]]:
    """The verdict on one series of n comparable points, and its reasons by name (``[trend.reason]`` of the words).

    Four points can only give an indication; under four see `trend.estimate`.
    """
    side = int(direction(first, second))
    if side:
        word: Verdict = "naik" if side > 0 else "turun"
        if n >= FULL:
            return word, ("kedua_uji_searah",)
        return ("indikasi_naik" if side > 0 else "indikasi_turun"), ("kedua_uji_searah", "hanya_empat_titik")
    return "belum_dapat_disimpulkan", _doubts(first, second)


def _doubts(first: Line, second: Line) -> tuple[str, ...]:
    unseen = {"uji_antartahun": first, "uji_tahun_berdekatan": second}
    names = [name for name, line in unseen.items() if not line.p_value < ALPHA]
    return tuple(names) or ("arah_berlawanan",)
