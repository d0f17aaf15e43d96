"""Regulations of the survey as dated data: one TOML file beside this module for each."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache
from importlib import resources
from typing import Any

from balong_eval.errors import InputError, MisuseError

DEFAULT = "permenpanrb_14_2017"
IDS = ("kepmenpan_25_2004", "permenpanrb_16_2014", "permenpanrb_14_2017")
SOURCES = (*IDS, "permendagri_86_2017", "ponorogo_2015", "pekppp", "smart")
"""Every TOML file of rules that an annex may rest on."""


@dataclass(frozen=True)
class Unsur:
    """One element of service that the questionnaire asks about.

    Attributes
    ----------
    key : str
        The unsur's word (``sarpras``): its name everywhere, because numbers differ between documents.
    name : str
        Official name.
    number, questionnaire : int
        Place in the regulation's list and in its questionnaire (U8 and U9 change places between the two).
    question : str
        Short form of the questionnaire's question; empty where none is known.
    labels : tuple of str
        Answer labels for 1, 2, 3, 4; empty where none is known.
    words : tuple of str
        Beginnings of words by which the head of a column tells this unsur from the others.
    variants : tuple of tuple of str
        Labels for 1, 2, 3, 4 on local questionnaires.
    """

    key: str
    name: str
    number: int
    questionnaire: int
    question: str = ""
    labels: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    variants: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Band:
    """A class of the IKM: ``mutu`` (D to A), ``kinerja`` (words) and its lower bound on 25-100."""

    mutu: str
    kinerja: str
    lower: Decimal


@dataclass(frozen=True)
class PrintedWeight:
    """A weight as offices print it, with the stage at which they round (``none``, ``nrr_2``, ``terms_2``, ``terms_3``)."""

    value: str
    rounding: str


@dataclass(frozen=True)
class Regulation:
    """One regulation of the survey, as its TOML file states it; `facts` is that file whole, sources included."""

    id: str
    short: str
    title: str
    unsur: tuple[Unsur, ...]
    bands: tuple[Band, ...]
    bands_label: str
    bands_established: bool
    printed_weights: tuple[PrintedWeight, ...]
    low: int
    high: int
    conversion: int
    legal_basis: tuple[str, ...]
    facts: dict[str, Any]

    def __hash__(self) -> int:
        return hash(self.id)

    def band(self, ikm_rounded: Decimal) -> Band:
        """Class of an IKM by the lower bounds in force.

        Parameters
        ----------
        ikm_rounded : Decimal
            Index on 25-100, rounded once, half up, to 2 decimals.

        Raises
        ------
        MisuseError
            When the number is not rounded to 2 decimals or lies outside 25-100.

        Examples
        --------
        >>> load("permenpanrb_14_2017").band(Decimal("88.31")).mutu, load("permenpanrb_14_2017").band(Decimal("88.30")).mutu
        ('A', 'B')
        """
        if ikm_rounded != round_half_up(Fraction(ikm_rounded), 2):
            raise MisuseError(f"class is looked up on an index rounded to 2 decimals, got {ikm_rounded}")
        if not self.bands[0].lower <= ikm_rounded <= self.high * self.conversion:
            raise MisuseError(f"{ikm_rounded} is not on the scale of the index")
        return [band for band in self.bands if band.lower <= ikm_rounded][-1]

    def find(self, key: str) -> Unsur | None:
        """The unsur with this key, or None."""
        return next((unsur for unsur in self.unsur if unsur.key == key), None)

    def named(self, key: str) -> Unsur:
        """The unsur with this key, of this regulation or else of another one."""
        return self.find(key) or all_unsur()[key]

    def numbered(self, order: str) -> dict[int, Unsur]:
        """Number -> unsur, in the numbering ``"list"`` or ``"questionnaire"``."""
        return {unsur.number if order == "list" else unsur.questionnaire: unsur for unsur in self.unsur}


def round_half_up(value: Fraction, places: int) -> Decimal:
    """Round an exact fraction half up (away from zero) to `places` decimals.

    Examples
    --------
    >>> round_half_up(Fraction(76605, 1000), 2), round_half_up(Fraction(883049, 10000), 2)
    (Decimal('76.61'), Decimal('88.30'))
    """
    scaled = abs(value) * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(whole if value >= 0 else -whole).scaleb(-places)


def round_number(value: float, places: int) -> Decimal:
    """Round a float half up, for print only: its shortest decimal form is rounded, so 2.675 gives 2.68."""
    return Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


@cache
def load(regulation: str) -> Regulation:
    """Read the regulation with this id.

    Raises
    ------
    InputError
        When there is no such regulation; the message names those there are.
    """
    if regulation not in IDS:
        raise InputError(f"Peraturan '{regulation}' tidak dikenal. Yang dikenal: {', '.join(IDS)}.")
    return parse(tomllib.loads(source(regulation)))


def source(regulation: str) -> str:
    """Text of the TOML file of a regulation or scale, as shipped."""
    return resources.files(__name__).joinpath(f"{regulation}.toml").read_text(encoding="utf-8")


@cache
def facts_of(rule: str) -> dict[str, Any]:
    """The TOML file of a regulation, scale or form as it stands; not to be changed."""
    return tomllib.loads(source(rule))


def all_unsur() -> dict[str, Unsur]:
    """Key -> unsur over all regulations; where several define a key, the newest wording."""
    return {unsur.key: unsur for name in IDS for unsur in load(name).unsur}


def parse(facts: dict[str, Any]) -> Regulation:
    """Build a `Regulation` from the tables of its TOML file."""
    return Regulation(
        id=facts["id"],
        short=facts["short"],
        title=facts["title"],
        unsur=tuple(_unsur(item) for item in facts["unsur"]),
        bands=tuple(Band(item["mutu"], item["kinerja"], Decimal(item["lower"])) for item in facts["band"]),
        bands_label=facts["bands"]["label"],
        bands_established=facts["bands"]["status"] == "established",
        printed_weights=tuple(PrintedWeight(item["value"], item["rounding"]) for item in facts["printed_weight"]),
        low=facts["scale"]["low"],
        high=facts["scale"]["high"],
        conversion=facts["conversion"]["value"],
        legal_basis=tuple(facts["legal_basis"]["value"]),
        facts=facts,
    )


def _unsur(item: dict[str, Any]) -> Unsur:
    return Unsur(
        key=item["key"],
        name=item["name"],
        number=item["number"],
        questionnaire=item.get("questionnaire", item["number"]),
        question=item.get("question", ""),
        labels=tuple(item.get("labels", ())),
        words=tuple(item["words"]),
        variants=tuple(tuple(labels) for labels in item.get("variants", ())),
    )
