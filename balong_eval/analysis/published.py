"""The index as offices print it: with a rounded weight, and rounding on the way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from balong_eval.analysis.design import Totals
from balong_eval.errors import MisuseError
from balong_eval.regulation import round_half_up

STAGES: dict[str, tuple[int | None, int | None]] = {
    "none": (None, None),
    "nrr_2": (2, None),
    "terms_2": (2, 2),
    "terms_3": (3, 3),
}


@dataclass(frozen=True)
class Attempt:
    """What one weight and one stage of rounding give, and whether that is the printed index."""

    bobot: str
    rounding: str
    ikm: Decimal
    matches: bool


def index(sums: Totals, weights: Fraction | Sequence[Fraction], rounding: str = "none", conversion: int = 25) -> Decimal:
    """IKM as printed under some weights and one stage of rounding, rounded half up to 2 decimals; see `exact`.

    Examples
    --------
    >>> sums = Totals((105, 101, 100, 116, 102, 105, 106, 105, 115), (29,) * 9)
    >>> index(sums, Fraction("0.11")), index(sums, Fraction("0.111"), "terms_3")
    (Decimal('90.56'), Decimal('91.40'))
    """
    return round_half_up(exact(sums, weights, rounding, conversion), 2)


def exact(sums: Totals, weights: Fraction | Sequence[Fraction], rounding: str, conversion: int) -> Fraction:
    """IKM under some weights and one stage of rounding, before it is itself rounded.

    Parameters
    ----------
    sums : Totals
        Every unsur answered at least once.
    weights : Fraction or sequence of Fraction
        One weight for every unsur (``Fraction("0.11")``), or one for each.
    rounding : {"none", "nrr_2", "terms_2", "terms_3"}
        Nothing before the end; NRR to 2 decimals; NRR and weighted terms to 2, or to 3 decimals.

    Raises
    ------
    MisuseError
        When an unsur has no answer, or the stage is unknown.
    """
    if rounding not in STAGES:
        raise MisuseError(f"unknown stage of rounding: {rounding}")
    nrr_places, term_places = STAGES[rounding]
    each = [weights] * len(sums.nrr) if isinstance(weights, Fraction) else weights
    terms = []
    for nrr, weight in zip(sums.nrr, each, strict=True):
        if nrr is None:
            raise MisuseError("an unsur without answers has no printed index")
        terms.append(_rounded(_rounded(nrr, nrr_places) * weight, term_places))
    return conversion * sum(terms, Fraction(0))


def explain(sums: Totals, ikm: Decimal, weights: Mapping[str, Fraction | Sequence[Fraction]], conversion: int = 25) -> list[Attempt]:
    """Every weight and stage of rounding beside a printed index.

    Parameters
    ----------
    sums : Totals
    ikm : Decimal
        As printed; an attempt matches when, rounded half up to as many decimals, it is the same.
    weights : dict of str to Fraction or sequence of Fraction
        Weights to try, by the name to print.

    Returns
    -------
    list of Attempt
        In the order of `weights`, then of the stages.

    Examples
    --------
    >>> sums = Totals((105, 101, 100, 116, 102, 105, 106, 105, 115), (29,) * 9)
    >>> tried = explain(sums, Decimal("90.56"), {"1/9": Fraction(1, 9), "0.11": Fraction("0.11")})
    >>> [(attempt.bobot, attempt.rounding) for attempt in tried if attempt.matches]
    [('0.11', 'none')]
    """
    places = max(0, -int(ikm.as_tuple().exponent))
    attempts = []
    for name, tried in weights.items():
        for stage in STAGES:
            value = exact(sums, tried, stage, conversion)
            attempts.append(Attempt(name, stage, round_half_up(value, 2), round_half_up(value, places) == ikm))
    return attempts


def _rounded(value: Fraction, places: int | None) -> Fraction:
    return value if places is None else Fraction(round_half_up(value, places))
