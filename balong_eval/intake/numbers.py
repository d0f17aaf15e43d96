"""Numbers as Indonesian offices write them; which mark is the decimal one is decided once for a whole file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Literal

Mark = Literal["comma", "point", "thousands"]
Kind = Literal["comma", "point", "grouped", "either", "plain"]
ABSENT = {"", "-", "--", "n/a", "na", "n.a.", "tidak ada", "belum ada", "tad"}
DASHES = str.maketrans("\u2013\u2014\u2212", "---")
MONEY = re.compile(r"^(?:rp|idr)\.?\s*", re.IGNORECASE)
ENDING = re.compile(r"\s*(?:%|,\s*-{1,2})\s*$")
ENGLISH = re.compile(r"-?\d{1,3}(?:,\d{3})+\.\d+|-?\d{1,3}(?:,\d{3}){2,}")
COMMA = re.compile(r"-?(?:\d*|\d{1,3}(?:\.\d{3})+),\d+")
POINT = re.compile(r"-?\d*\.\d+")
GROUPED = re.compile(r"-?\d{1,3}(?:\.\d{3}){2,}")
EITHER = re.compile(r"-?[1-9]\d{0,2}\.\d{3}")
PLAIN = re.compile(r"-?\d+")
RANGE = re.compile(r"(.*\d\s*%?)\s*(?:-|s\.?\s?/?d\.?|sampai(?: dengan)?|hingga)\s*(\d.*)", re.IGNORECASE)


def is_absent(text: str) -> bool:
    """Whether a cell says that there is no number.

    Examples
    --------
    >>> is_absent("-"), is_absent("N/A"), is_absent("0")
    (True, True, False)
    """
    return text.translate(DASHES).strip().casefold() in ABSENT


def bare(text: str) -> str:
    """Digits and marks of a number, without ``Rp``, ``%``, ``,-`` and blanks.

    Examples
    --------
    >>> bare("Rp 1.250.000,-"), bare(" 82,5 % ")
    ('1.250.000', '82,5')
    """
    text = MONEY.sub("", text.translate(DASHES).replace("\u00a0", " ").strip())
    return re.sub(r"(?<=\d) (?=\d)", "", ENDING.sub("", text)).strip()


def ends(text: str) -> tuple[str, str] | None:
    """The two ends of a range ``80-90``, ``80 s.d. 90``; None for any other text.

    Examples
    --------
    >>> ends("80 s.d. 90,5 %"), ends("-5"), ends("80")
    (('80', '90,5 %'), None, None)
    """
    found = RANGE.fullmatch(text.translate(DASHES).strip())
    return (found[1].strip(), found[2].strip()) if found else None


def kind(text: str) -> Kind | None:
    """What a cell says of the file's decimal mark; None where it is no number.

    ``comma`` and ``point``: it can only be a decimal comma or point; ``grouped``: points for thousands; ``either``: one point before exactly
    three digits; ``plain``: no mark.

    Examples
    --------
    >>> [kind(text) for text in ("82,5", "82.5", "1.250.000", "1.250", "1250", "1,250.5", ",5", ".500", "baik")]
    ['comma', 'point', 'grouped', 'either', 'plain', 'point', 'comma', 'point', None]
    """
    text = bare(text)
    forms: tuple[tuple[re.Pattern[str], Kind], ...] = (
        (PLAIN, "plain"), (ENGLISH, "point"), (COMMA, "comma"), (GROUPED, "grouped"), (EITHER, "either"), (POINT, "point"),
    )  # fmt: skip
    return next((name for form, name in forms if form.fullmatch(text)), None)


def mark(kinds: Iterable[Kind | None]) -> Mark | None:
    """The decimal mark of a file from the kinds of its cells; None where they contradict each other.

    Any decimal comma makes points thousands; any point that is not before exactly three digits is a decimal point; with neither, a point
    stands for thousands. Source: the contract of ``indikator.csv``.

    Examples
    --------
    >>> mark(["comma", "either"]), mark(["point", "either"]), mark(["either"]), mark(["comma", "point"]), mark(["point", "grouped"])
    ('comma', 'point', 'thousands', None, None)
    """
    found = set(kinds)
    if "point" in found:
        return None if found & {"comma", "grouped"} else "point"
    return "comma" if "comma" in found else "thousands"


def value(text: str, decimal: Mark) -> Decimal | None:
    """A number under the file's decimal mark; None where the text is none.

    Examples
    --------
    >>> value("Rp 1.250.000,50", "comma"), value("1.250", "point"), value("1.250", "thousands"), value("sekitar 5", "comma")
    (Decimal('1250000.50'), Decimal('1.250'), Decimal('1250'), None)
    """
    if kind(text) is None:
        return None
    text = bare(text)
    return Decimal(text.replace(",", "") if decimal == "point" else text.replace(".", "").replace(",", "."))


def decimals(number: Decimal) -> int:
    """Decimals that a number was written with.

    Examples
    --------
    >>> decimals(Decimal("12.50")), decimals(Decimal("1200"))
    (2, 0)
    """
    return max(0, -int(number.as_tuple().exponent))
