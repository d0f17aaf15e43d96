"""Scales of the predicate of performance as data: one TOML file beside this module for each."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

from balong_eval.errors import InputError
from balong_eval.regulation import facts_of, round_half_up

DEFAULT = "permendagri_86_2017"
IDS = ("permendagri_86_2017", "ponorogo_2015")


@dataclass(frozen=True)
class PredicateBand:
    """A predicate and where it begins, in per cent: at `lower` inclusive, or just above `above`; the lowest band has neither."""

    predikat: str
    code: str
    lower: Decimal | None
    above: Decimal | None

    def holds(self, capaian: Decimal) -> bool:
        """Whether a capaian has reached this band."""
        if self.above is not None:
            return capaian > self.above
        return self.lower is None or capaian >= self.lower


@dataclass(frozen=True)
class PredicateScale:
    """A scale, lowest band first; `disputed` are open ranges that programs in use read differently; `facts` is the TOML file whole."""

    id: str
    short: str
    bands: tuple[PredicateBand, ...]
    disputed: tuple[tuple[Decimal, Decimal], ...]
    facts: dict[str, Any]

    def predikat(self, capaian: Fraction | Decimal) -> str:
        """Predicate of a capaian in per cent, rounded half up to 2 decimals as it is printed; over 100 the best one, below 0 the lowest.

        Examples
        --------
        >>> load("permendagri_86_2017").predikat(Decimal("90.5")), load("ponorogo_2015").predikat(Decimal("85"))
        ('Tinggi', 'Berhasil')
        """
        rounded = round_half_up(Fraction(capaian), 2)
        return [band for band in self.bands if band.holds(rounded)][-1].predikat

    def is_disputed(self, capaian: Fraction | Decimal) -> bool:
        """Whether programs in use would give this capaian different predicates."""
        rounded = round_half_up(Fraction(capaian), 2)
        return any(low < rounded < high for low, high in self.disputed)


@cache
def load(scale: str) -> PredicateScale:
    """Read the scale with this id.

    Raises
    ------
    InputError
        When there is no such scale; the message names those there are.
    """
    if scale not in IDS:
        raise InputError(f"Skala predikat '{scale}' tidak dikenal. Yang dikenal: {', '.join(IDS)}.")
    facts = facts_of(scale)
    bands = tuple(PredicateBand(item["predikat"], item["code"], *(_decimal(item.get(key)) for key in ("lower", "above"))) for item in facts["band"])
    return PredicateScale(scale, facts["short"], bands, tuple((Decimal(low), Decimal(high)) for low, high in facts["disputed"]), facts)


def others(scale: str) -> tuple[PredicateScale, ...]:
    """The scales but this one."""
    return tuple(load(name) for name in IDS if name != scale)


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
