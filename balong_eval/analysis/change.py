"""Two surveys compared: how far apart, which unsur, and how much is only another mix of services."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from balong_eval.analysis import clustering, design, groups, withheld
from balong_eval.analysis.groups import side
from balong_eval.analysis.holm import holm
from balong_eval.analysis.index import answers, estimate, strata_of, weights
from balong_eval.analysis.interval import SINGLE
from balong_eval.analysis.mixture import Mixture, take_apart
from balong_eval.analysis.mover import Difference, Side, difference
from balong_eval.errors import InputError
from balong_eval.intake.disclosure import hidden
from balong_eval.intake.fields import OTHER, UNKNOWN
from balong_eval.intake.survey import Survey

Z = 1.959963984540054
NO_SPREAD = design.Spread(0.0, 0.0, 0)


@dataclass(frozen=True)
class WinProbability:
    """Probability that a respondent of the later survey answers higher than one of the earlier, ties half; 0.5 is no change."""

    estimate: float
    std_error: float
    ci_low: float
    ci_high: float


@dataclass(frozen=True)
class Change:
    """After minus before, in points of the index.

    Attributes
    ----------
    before, after : Survey
    common_unsur : tuple of str
        Unsur that both asked and both show.
    difference : float
        Of the two official indexes; of the common unsur where one has none.
    common : Difference
        On the common unsur with equal weights, with standard error, interval and p-value; each side with the larger of its simple and
        its clustered standard error.
    unsur_set_change : float
        `difference` less the difference on the common unsur.
    by_unsur : DataFrame
        One row a common unsur: unsur, contribution, difference_nrr, p_value, p_holm; contributions add up to `common.estimate`.
    mixture : Mixture
    win : WinProbability or None
        Stratified by service; None where no service answered in both.
    ikm_before : float
        Index of the earlier survey on the common unsur.
    """

    before: Survey = field(repr=False)
    after: Survey = field(repr=False)
    common_unsur: tuple[str, ...]
    difference: float
    common: Difference
    unsur_set_change: float
    by_unsur: pd.DataFrame = field(repr=False)
    mixture: Mixture
    win: WinProbability | None
    ikm_before: float

    @property
    def same_unsur(self) -> bool:
        """Whether both surveys asked the same unsur under the same regulation, and show them all."""
        asked = [{unsur.key for unsur in survey.unsur} for survey in (self.before, self.after)]
        return asked[0] == asked[1] == set(self.common_unsur) and self.before.rule.id == self.after.rule.id


def compare(before: Survey, after: Survey, level: float = 0.95) -> Change:
    """Compare two surveys.

    Parameters
    ----------
    before, after : Survey
    level : float, default 0.95

    Raises
    ------
    InputError
        When they have no unsur in common, or one of them has too few respondents to be shown or compared.

    Notes
    -----
    Difference and interval by `balong_eval.analysis.mover`, contributions 25 b_u (NRR1_u - NRR0_u), parts by
    `balong_eval.analysis.mixture`. Two surveys are independent here; the ups and downs from year to year are not in the p-value.
    """
    unseen = withheld.unsur(before) | withheld.unsur(after) if before.shown and after.shown else frozenset()
    keys = [unsur.key for unsur in after.unsur if unsur.key in {item.key for item in before.unsur} - unseen]
    if not keys:
        raise InputError("Kedua survei tidak mempunyai satu unsur pun yang sama, sehingga tidak dapat dibandingkan.")
    old, new = _on(before, keys), _on(after, keys)
    sides = side_of(new, level), side_of(old, level)
    if sides[0] is None or sides[1] is None:
        raise InputError("Salah satu survei mempunyai terlalu sedikit responden untuk dibandingkan.")
    common = difference(sides[0], sides[1], level)
    official = _official(after), _official(before)
    whole = common.estimate if None in official else float(official[0] or 0) - float(official[1] or 0)
    return Change(
        before=before,
        after=after,
        common_unsur=tuple(keys),
        difference=whole,
        common=common,
        unsur_set_change=whole - common.estimate,
        by_unsur=_by_unsur(old, new, level),
        mixture=take_apart(*_joined(old, new), keys, after.rule.conversion),
        win=win_probability(*_scores(old), *_scores(new)) if old.joint and new.joint else None,
        ikm_before=sides[1].estimate,
    )


def compare_if_any(before: Survey | None, after: Survey, level: float = 0.95) -> Change | None:
    """As `compare`; None where there is no survey before, or the two cannot be compared."""
    if before is None:
        return None
    with contextlib.suppress(InputError):
        return compare(before, after, level)
    return None


def win_probability(
    before: Sequence[float], before_strata: Sequence[str], after: Sequence[float], after_strata: Sequence[str]
) -> WinProbability | None:
    """Stratified Mann-Whitney win probability.

    Parameters
    ----------
    before, after : sequence of float
        One score a respondent.
    before_strata, after_strata : sequence of str
        Service of each.

    Returns
    -------
    WinProbability or None
        sum_g v_g p_g / sum_g v_g over the services in both, v_g = n1 n0/(n1 + n0), p_g = mean of P(after > before) + P(equal)/2; variance
        from placements, s2(placements of after)/n1 + s2(placements of before)/n0 in each service. None where no service has two
        respondents in both.
    """
    old, new = (pd.DataFrame({"score": score, "g": g}) for score, g in ((before, before_strata), (after, after_strata)))
    total = variance = weights = 0.0
    for name in sorted(set(old["g"]) & set(new["g"])):
        x0, x1 = (frame.loc[frame["g"] == name, "score"].to_numpy("float64") for frame in (old, new))
        if min(len(x0), len(x1)) < 2:
            continue
        weight = len(x1) * len(x0) / (len(x1) + len(x0))
        won, kept = _placements(x1, x0)
        total += weight * float(won.sum()) / (len(x1) * len(x0))
        variance += weight**2 * ((won / len(x0)).var(ddof=1) / len(x1) + (kept / len(x1)).var(ddof=1) / len(x0))
        weights += weight
    if not weights:
        return None
    estimate_, error = total / weights, float(np.sqrt(variance)) / weights
    return WinProbability(float(estimate_), error, float(max(0.0, estimate_ - Z * error)), float(min(1.0, estimate_ + Z * error)))


def _placements(after: np.ndarray, before: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Of each value after, how many before it beats; of each value before, how many after beat it; ties half.

    Counted in sorted values: the table of all pairs takes a second for ten thousand forms.
    """
    old, new = np.sort(before), np.sort(after)
    beaten = (np.searchsorted(old, after, "left") + np.searchsorted(old, after, "right")) / 2
    beating = len(new) - (np.searchsorted(new, before, "left") + np.searchsorted(new, before, "right")) / 2
    return beaten, beating


def _on(survey: Survey, keys: list[str]) -> Survey:
    """The same survey as if only these unsur had been asked, with equal weights."""
    unsur = tuple(item for item in survey.unsur if item.key in keys)
    return replace(survey, unsur=tuple(sorted(unsur, key=lambda item: keys.index(item.key))), sidecar=replace(survey.sidecar, bobot={}))


def _official(survey: Survey) -> float | None:
    if survey.mixed or not survey.shown:
        return None
    found = design.index(design.totals(answers(survey), survey.responses["n"]), weights(survey), survey.rule.conversion)
    return None if found is None else float(found)


def side_of(survey: Survey, level: float) -> Side | None:
    """The index with the larger of its simple and its clustered variance; None where too few respondents can be compared."""
    if not survey.shown or survey.n < survey.limits.smallest_n_interval:
        return None
    found = estimate(survey, level, strata_of(survey))
    simple = side(found)
    if simple is None or found.std_error is None:
        return simple
    alike = clustering.assess(survey, simple.estimate, level)
    if alike is None or alike.ci_low is None or alike.std_error is None or alike.std_error <= found.std_error:
        return simple
    return Side(simple.estimate, alike.std_error**2, simple.n, alike.m - 1)


def _by_unsur(old: Survey, new: Survey, level: float) -> pd.DataFrame:
    rows: list[dict[str, object]] = []
    p_values: list[float | None] = []
    for unsur in new.unsur:
        later, earlier = (_unsur_side(survey, unsur.key) for survey in (new, old))
        gap = later.estimate - earlier.estimate
        p_value = difference(later, earlier, level).p_value if min(later.n, earlier.n) >= new.limits.smallest_n_interval else None
        p_values.append(p_value)
        rows.append({"unsur": unsur.key, "contribution": new.rule.conversion * gap / len(new.unsur), "difference_nrr": gap, "p_value": p_value})
    table = pd.DataFrame(rows)
    return table.astype({"p_value": "float64"}).assign(p_holm=pd.Series(holm(p_values), dtype="float64"))


def _unsur_side(survey: Survey, key: str) -> Side:
    column, frequency = survey.responses[key], survey.responses["n"]
    sums = design.totals(column.to_frame(), frequency)
    nrr = sums.nrr[0]
    scores = design.influence(column.to_frame(), frequency, design.equal_weights(1), 1)
    found = design.spread(scores, frequency, strata_of(survey), column.notna().to_numpy()) or NO_SPREAD
    return Side(float(nrr) if nrr is not None else float("nan"), found.without_fpc, sums.counts[0], found.df, found.phi, SINGLE)


def _rows(survey: Survey) -> pd.DataFrame:
    """Service, frequency and answers of each respondent."""
    return answers(survey).assign(layanan=survey.responses["layanan"].fillna(UNKNOWN).astype("object"), n=survey.responses["n"])


def _joined(before: Survey, after: Survey) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Both surveys with the services put together that are too small in one of them, or that the annex of one of them withholds."""
    frames = [_rows(survey) for survey in (before, after)]
    sizes = [frame["n"].groupby(frame["layanan"]).sum().to_dict() for frame in frames]
    least = {str(name): min(int(size[name]) for size in sizes if name in size) for name in {**sizes[0], **sizes[1]}}
    small = hidden(least, after.smallest_cell, groups.withheld(before, "layanan") | groups.withheld(after, "layanan"))
    old, new = (frame.assign(layanan=frame["layanan"].where(~frame["layanan"].isin(small), OTHER)) for frame in frames)
    return old, new


def _scores(survey: Survey) -> tuple[list[float], list[str]]:
    """Mean answer and service of each respondent who answered any of the unsur; a row that stands for several is repeated."""
    rows = _rows(survey).reset_index(drop=True)
    scores = rows[[unsur.key for unsur in survey.unsur]].mean(axis=1).dropna()
    repeated = scores.loc[scores.index.repeat(rows.loc[scores.index, "n"])]
    return list(repeated), list(rows.loc[repeated.index, "layanan"])
