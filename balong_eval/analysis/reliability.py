"""Quality of the measurement: alpha, straight-lining, floor and ceiling, and the index without what may distort it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import special

from balong_eval.analysis import design, withheld
from balong_eval.analysis.index import answers, weights
from balong_eval.intake.respondents import PROFILE
from balong_eval.intake.survey import Survey

SMALLEST_N_ALPHA = 100
LEAST_FOR_ALPHA = 3
BIAYA = "biaya"


@dataclass(frozen=True)
class Alpha:
    """Cronbach's alpha over those who answered every unsur, with Feldt's interval and the distribution-free one."""

    alpha: float
    feldt_low: float
    feldt_high: float
    ci_low: float | None
    ci_high: float | None
    n: int


@dataclass(frozen=True)
class Reliability:
    """How the answers look as a measurement; shares are 0-1, indexes on 25-100, None where it cannot be said.

    Attributes
    ----------
    alpha : Alpha or None
    straight_lining_share : float
        Share of the respondents with every unsur answered who gave the same answer to all.
    ceiling_share, floor_share : float
        Share of all answers that are the highest, the lowest.
    item_rest : dict of str to float or None
        Correlation of each unsur with the sum of the others.
    ikm_without_straight_lining, ikm_without_doubles, ikm_without_biaya : float or None
        Never the official figure. None where the official one beside it would give away fewer respondents than the smallest cell.
    """

    alpha: Alpha | None
    straight_lining_share: float
    ceiling_share: float
    floor_share: float
    item_rest: dict[str, float | None]
    ikm_without_straight_lining: float | None
    ikm_without_doubles: float | None
    ikm_without_biaya: float | None


def assess(survey: Survey) -> Reliability:
    """Quality of a survey's answers; frequencies count."""
    table, frequency = answers(survey), survey.responses["n"]
    values = table.to_numpy("float64")
    complete = ~np.isnan(values).any(axis=1)
    same, doubled = straight_liners(table), _doubled(survey)
    f = frequency.to_numpy("float64")
    enough = f[complete].sum() >= survey.smallest_cell
    answered = (~np.isnan(values) * f[:, None]).sum()
    return Reliability(
        alpha=cronbach(table[complete], frequency[complete]) if enough else None,
        straight_lining_share=float(f[same].sum() / f[complete].sum()) if complete.any() else 0.0,
        ceiling_share=float(((values == survey.rule.high) * f[:, None]).sum() / answered),
        floor_share=float(((values == survey.rule.low) * f[:, None]).sum() / answered),
        item_rest=item_rest(table[complete], frequency[complete]) if enough else dict.fromkeys(map(str, table.columns)),
        ikm_without_straight_lining=_without(survey, same),
        ikm_without_doubles=None if doubled is None else _without_doubles(survey, doubled),
        ikm_without_biaya=_without_biaya(survey),
    )


def straight_liners(table: pd.DataFrame) -> np.ndarray:
    """Whether a respondent answered every unsur, and all alike."""
    values = table.to_numpy("float64")
    return (values == values[:, :1]).all(axis=1)


def cronbach(table: pd.DataFrame, frequency: pd.Series, level: float = 0.95) -> Alpha | None:
    """Cronbach's alpha of complete answers.

    Parameters
    ----------
    table : DataFrame
        Complete rows, one column an unsur.
    frequency : Series of int
    level : float, default 0.95

    Returns
    -------
    Alpha or None
        None with fewer than 3 respondents or 2 unsur, or where nothing varies. `ci_low` and `ci_high` from 100 respondents on.

    Notes
    -----
    alpha = k/(k - 1) * (1 - trS/T), T = 1'S1. Feldt (R ``psych::alpha``, normal and parallel parts assumed):
    1 - (1 - alpha) * F(df1 = n - 1, df2 = (n - 1)(k - 1)) quantiles. Distribution-free: influence
    -k/(k - 1) * (q_i/T - trS * s_i/T^2), q_i = sum_u d_iu^2, s_i = (sum_u d_iu)^2, and t on log(1 - alpha).
    """
    values, f = table.to_numpy("float64"), frequency.to_numpy("float64")
    n, k = f.sum(), values.shape[1]
    if n < LEAST_FOR_ALPHA or k < 2:
        return None
    centred = values - (values * f[:, None]).sum(axis=0) / n
    squares, sums = (centred**2).sum(axis=1), centred.sum(axis=1) ** 2
    trace, total = (f * squares).sum() / (n - 1), (f * sums).sum() / (n - 1)
    if total <= 0:
        return None
    alpha = k / (k - 1) * (1 - trace / total)
    tail, df = (1 - level) / 2, ((n - 1), (n - 1) * (k - 1))
    feldt = [1 - (1 - alpha) * float(special.fdtri(*df, quantile)) for quantile in (1 - tail, tail)]
    low, high = _free_interval(alpha, -k / (k - 1) * (squares / total - trace * sums / total**2), f, n, tail)
    return Alpha(float(alpha), float(feldt[0]), float(feldt[1]), low, high, int(n))


def _free_interval(alpha: float, influence: np.ndarray, f: np.ndarray, n: float, tail: float) -> tuple[float | None, float | None]:
    if n < SMALLEST_N_ALPHA or alpha >= 1:
        return None, None
    error = float(((f * influence**2).sum() / (n * (n - 1))) ** 0.5) / (1 - alpha)
    half = float(special.stdtrit(n - 1, 1 - tail)) * error
    return float(1 - (1 - alpha) * np.exp(half)), float(1 - (1 - alpha) * np.exp(-half))


def item_rest(table: pd.DataFrame, frequency: pd.Series) -> dict[str, float | None]:
    """Correlation of each unsur with the sum of the others, over complete answers; None where one of the two does not vary."""
    values, f = table.to_numpy("float64"), frequency.to_numpy("float64")
    found: dict[str, float | None] = {}
    for place, name in enumerate(table.columns):
        pair = np.vstack([values[:, place], values.sum(axis=1) - values[:, place]])
        spreads = np.cov(pair, fweights=f.astype(int)) if f.sum() > 1 else np.zeros((2, 2))
        varies = spreads[0, 0] > 0 and spreads[1, 1] > 0
        found[str(name)] = float(spreads[0, 1] / (spreads[0, 0] * spreads[1, 1]) ** 0.5) if varies else None
    return found


def _index(survey: Survey, table: pd.DataFrame, frequency: pd.Series) -> float | None:
    if int(frequency.sum()) < survey.smallest_cell:
        return None
    found = design.index(design.totals(table, frequency), weights(survey), survey.rule.conversion)
    return None if found is None else float(found)


def _without(survey: Survey, left_out: np.ndarray) -> float | None:
    """The index without some forms; None where these are fewer than the smallest cell: their sum is the difference of two printed ones."""
    frequency = survey.responses["n"]
    if 0 < int(frequency[left_out].sum()) < survey.smallest_cell:
        return None
    return _index(survey, answers(survey)[~left_out], frequency[~left_out])


def _doubled(survey: Survey) -> np.ndarray | None:
    """Whether a form is equal to one just before it; None where no time of filling is stored."""
    rows = survey.responses
    if survey.parts or rows["waktu_isi"].isna().all():
        return None
    lines = [item.row for item in survey.findings if item.rule == "formulir_ganda"]
    return np.asarray(rows.index.isin(lines))


def _without_doubles(survey: Survey, doubled: np.ndarray) -> float | None:
    """The index with only the first of equal forms.

    None also where the doubles repeat fewer forms than the smallest cell: one form sent six times is one respondent. Where they repeat enough,
    they differ by as many from the forms of one answer, so that the two indices without some forms tell nothing of fewer either.
    """
    repeated = survey.responses.loc[doubled, [*PROFILE, *(unsur.key for unsur in survey.unsur)]].drop_duplicates()
    return None if 0 < len(repeated) < survey.smallest_cell else _without(survey, doubled)


def _without_biaya(survey: Survey) -> float | None:
    """The index of the other unsur with equal weights.

    None where biaya was not asked, unsur are weighed unequally, or one is withheld: two indices would give it away.
    """
    table = answers(survey)
    if BIAYA not in table or survey.sidecar.bobot or table.shape[1] < 2 or withheld.unsur(survey):
        return None
    rest = table.drop(columns=BIAYA)
    if int(survey.responses["n"].sum()) < survey.smallest_cell:
        return None
    found = design.index(design.totals(rest, survey.responses["n"]), design.equal_weights(rest.shape[1]), survey.rule.conversion)
    return None if found is None else float(found)
