"""Order of the unsur with what sampling leaves open: all paired differences of NRRs, by Holm."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
from scipy import special

from balong_eval.analysis import design
from balong_eval.analysis.design import Strata
from balong_eval.analysis.holm import holm
from balong_eval.analysis.index import answers
from balong_eval.intake.survey import Survey

ALPHA = 0.05
SMALLEST_N = 10


def ranges(survey: Survey, strata: Strata | None = None) -> list[tuple[int, int]]:
    """Lowest and highest rank of each unsur asked, 1 = lowest NRR.

    Returns
    -------
    list of (int, int)
        1 + the number of unsur significantly lower, and k - the number significantly higher, at 5 % over all pairs together;
        (1, k) for every unsur where fewer than 10 answered the survey.

    Notes
    -----
    d = NRR_u - NRR_v with scores d_i = a_iu (x_iu - NRR_u)/n_u - a_iv (x_iv - NRR_v)/n_v, variance by the design, t with
    df = n - strata; Holm over the k(k - 1)/2 pairs. Where the standard error is 0: p = 1 if d = 0, else 2^(1 - n).
    Source: docs/method.md, "Order of the unsur".
    """
    rows = survey.responses
    table = answers(survey)
    k, n = table.shape[1], int(rows["n"].sum())
    if n < SMALLEST_N or k < 2:
        return [(1, k)] * k
    once = design.equal_weights(1)
    scores = np.column_stack([design.influence(table.iloc[:, [place]], rows["n"], once, 1) for place in range(k)])
    sums = design.totals(table, rows["n"])
    nrr = [float(value) if value is not None else np.nan for value in sums.nrr]
    pairs = list(combinations(range(k), 2))
    adjusted = holm([_p_value(nrr[u] - nrr[v], scores[:, u] - scores[:, v], rows["n"], strata, n) for u, v in pairs])
    lower, higher = [0] * k, [0] * k
    for (u, v), p in zip(pairs, adjusted, strict=True):
        if p is not None and p < ALPHA:
            low, high = (u, v) if nrr[u] < nrr[v] else (v, u)
            lower[high] += 1
            higher[low] += 1
    return [(1 + lower[place], k - higher[place]) for place in range(k)]


def _p_value(difference: float, scores: np.ndarray, frequency: pd.Series, strata: Strata | None, n: int) -> float | None:
    if np.isnan(difference):
        return None
    found = design.spread(scores, frequency, strata)
    if found is None or found.df < 1:
        return None
    if found.variance < 1e-20:
        return 1.0 if abs(difference) < 1e-12 else 2.0 ** (1 - n)
    return float(2 * special.stdtr(found.df, -abs(difference) / found.variance**0.5))
