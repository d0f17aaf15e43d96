"""The index of a survey under other weights of its unsur: those that regulations print, and those that explain a printed index."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

import pandas as pd

from balong_eval.analysis import design, published, withheld
from balong_eval.analysis.index import answers, weights
from balong_eval.analysis.published import Attempt
from balong_eval.intake.survey import Survey

NINE = 9
CUSTOM = "khusus"


def comparison(survey: Survey, shown: bool) -> pd.DataFrame:
    """The index under 1/k and under each weight that the regulation's file prints, with the class each gives.

    A printed weight is 1/k rounded for the regulation's own number of unsur: for any other number it gives no figure.

    Parameters
    ----------
    survey : Survey
    shown : bool
        Whether the survey has an official index to show; else there are no figures.

    Returns
    -------
    DataFrame
        bobot (1/k or decimals), ikm (25-100, exact), ikm_rounded (two decimals), mutu; one row a weight.
    """
    sums = design.totals(answers(survey), survey.responses["n"])
    k = len(survey.unsur)
    rounded = [(weight.value, Fraction(weight.value), weight.rounding) for weight in survey.rule.printed_weights]
    table = []
    shown = shown and not _give_away(survey)
    for name, weight, rounding in [(f"1/{k}", Fraction(1, k), "none"), *rounded]:
        fits = shown and all(sums.counts) and (k == len(survey.rule.unsur) or weight == Fraction(1, k))
        exact = published.exact(sums, weight, "none", survey.rule.conversion) if fits else None
        value = published.index(sums, weight, rounding, survey.rule.conversion) if fits else None
        mutu = survey.rule.band(value).mutu if value is not None and value >= survey.rule.bands[0].lower else None
        table.append({"bobot": name, "ikm": None if exact is None else float(exact), "ikm_rounded": value, "mutu": mutu})
    return pd.DataFrame(table)


def explain_published(survey: Survey) -> list[Attempt]:
    """Weights and stages of rounding tried on the index that the office printed (sidecar ``[published]``); empty where it printed none."""
    printed = survey.sidecar.published
    return explain_index(survey, Decimal(printed["ikm"]), [printed["bobot"]] if "bobot" in printed else []) if printed else []


def explain_index(survey: Survey, printed: Decimal, claimed: Sequence[str] = ()) -> list[Attempt]:
    """Weights and stages of rounding tried on a printed index; empty where the survey has no official one to show.

    Tried are the office's own ``[bobot]`` where it has one, 1/k, the weights printed in the regulation's file, 0.1111 for nine
    unsur, and the weights `claimed`.
    """
    sums = design.totals(answers(survey), survey.responses["n"])
    if survey.mixed or not survey.shown or not all(sums.counts) or _give_away(survey):
        return []
    k = len(survey.unsur)
    named = [weight.value for weight in survey.rule.printed_weights] + (["0.1111"] if k == NINE else [])
    equal: dict[str, Fraction | Sequence[Fraction]] = {name: Fraction(name) for name in [f"1/{k}", *named, *claimed]}
    own: dict[str, Fraction | Sequence[Fraction]] = {CUSTOM: weights(survey)} if survey.sidecar.bobot else {}
    return published.explain(sums, printed, own | equal, survey.rule.conversion)


def _give_away(survey: Survey) -> bool:
    """Whether a withheld unsur could be found from indices under two sets of weights."""
    return bool(survey.sidecar.bobot) and bool(withheld.unsur(survey))
