"""Words and numbers as an Indonesian reads them: the fact decides the sentence, ``words.toml`` holds it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from importlib import resources
from typing import Any

from babel import dates, numbers

from balong_eval.regulation import round_half_up, round_number

LOCALE = "id_ID"
ALPHA = 0.05
"""Level at which sentences speak of a difference; a p-value is never printed on its other side."""
FILES = (
    "words.toml",
    "words_explore.toml",
    "words_kinerja.toml",
    "words_publication.toml",
    "words_rekap.toml",
    "words_renstra.toml",
    "words_trend.toml",
    "words_workbook.toml",
)


@cache
def table() -> dict[str, Any]:
    """All words, as the files of `FILES` group them."""
    whole: dict[str, Any] = {}
    for file in FILES:
        _merge(whole, tomllib.loads(resources.files("balong_eval.report").joinpath(file).read_text(encoding="utf-8")))
    return whole


def _merge(whole: dict[str, Any], more: dict[str, Any]) -> None:
    for key, value in more.items():
        if isinstance(value, dict) and key in whole:
            _merge(whole[key], value)
        else:
            whole[key] = value


def say(path: str, **facts: object) -> str:
    """The sentence at a dotted path of ``words.toml``, its placeholders filled.

    Examples
    --------
    >>> say("answer.rows.all", n_rows="312")
    'Semua 312 formulir dihitung.'
    """
    found: Any = table()
    for step in path.split("."):
        found = found[step]
    return str(found).format(**facts)


def number(value: float | Decimal | Fraction | None, decimals: int = 2) -> str:
    """A number with a decimal comma and points for thousands, rounded half up; a dash for None.

    Examples
    --------
    >>> number(82.305), number(1234), number(1234, 0), number(None)
    ('82,31', '1.234,00', '1.234', '–')
    """
    if value is None:
        return table()["label"]["none"]
    rounded = round_half_up(Fraction(value), decimals) if isinstance(value, (Decimal, Fraction)) else round_number(value, decimals)
    rounded = abs(rounded) if rounded == 0 else rounded
    pattern = "#,##0." + "0" * decimals if decimals else "#,##0"
    return str(numbers.format_decimal(rounded, format=pattern, locale=LOCALE))


def cell(value: object, column: str, decimals: int | None) -> str:
    """A cell of a table: a dash for None, numbers with the column's decimals, a p-value too small for them as ``< 0,001``.

    A p-value under 0.05 that they would round up to it is ``< 0,050``: the verdict beside it rests on the unrounded one.

    Examples
    --------
    >>> cell(0.00004, "p_holm", 3), cell(0.00004, "nrr", 3), cell("A", "mutu", None), cell(None, "n", 0)
    ('< 0,001', '0,000', 'A', '–')
    >>> cell(0.0498, "p_value", 3), cell(0.05, "p_value", 3), cell(0.0494, "p_value", 3)
    ('< 0,050', '0,050', '0,049')
    """
    if isinstance(value, (int, float)) and decimals is not None:
        smallest, shown = 10.0**-decimals, number(value, decimals)
        if not column.startswith("p_") or value < 0:
            return shown
        limit = smallest if value < smallest / 2 else ALPHA if value < ALPHA and shown == number(ALPHA, decimals) else None
        return shown if limit is None else f"< {number(limit, decimals)}"
    return number(None) if value is None else str(value)


def signed(value: float, decimals: int = 2) -> str:
    """A number with its sign: ``+1,90``, ``-0,35``."""
    return f"{'-' if value < 0 else '+'}{number(abs(value), decimals)}"


def percent(share: float, decimals: int | None = None) -> str:
    """A share as per cent, with the decimals that it has unless told.

    Examples
    --------
    >>> percent(0.95), percent(0.975), percent(0.999), percent(2 / 3, 0)
    ('95 %', '97,5 %', '99,9 %', '67 %')
    """
    value = round_number(share * 100, 6).normalize()
    places = max(0, -int(value.as_tuple().exponent)) if decimals is None else decimals
    return f"{number(value, places)} %"


def day(value: date) -> str:
    """A date in words: ``2 Januari 2019``."""
    return str(dates.format_date(value, format="d MMMM y", locale=LOCALE))


def month(name: str) -> str:
    """A month in words.

    Examples
    --------
    >>> month("2019-03"), month("2019-08")
    ('Mar 2019', 'Agu 2019')
    """
    return str(dates.format_date(date(int(name[:4]), int(name[5:]), 1), format="MMM y", locale=LOCALE))


def join(items: Sequence[str], last: str = "dan") -> str:
    """``A``, ``A dan B``, ``A, B, dan C``."""
    if len(items) < 3:
        return f" {last} ".join(items)
    return f"{', '.join(items[:-1])}, {last} {items[-1]}"


def period(name: str) -> str:
    """A period in words: ``tahun 2019``, ``semester I tahun 2019``; any other name as it is.

    Examples
    --------
    >>> period("2019"), period("2019-T3"), period("jawaban")
    ('tahun 2019', 'triwulan III tahun 2019', 'jawaban')
    """
    year, _, part = name.partition("-")
    parts = table()["part"]
    return parts[part].format(year=year) if year.isdigit() and len(year) == 4 and part in parts else name


def row_numbers(rows: Iterable[int], most: int = 12) -> str:
    """Row numbers in order, runs joined, the rest counted.

    Examples
    --------
    >>> row_numbers([3, 4, 5, 9]), row_numbers(range(1, 40, 2), most=3)
    ('3-5, 9', '1, 3, 5 dan 17 lagi')
    """
    runs: list[list[int]] = []
    ordered = sorted(set(rows))
    for row in ordered:
        if runs and row == runs[-1][1] + 1:
            runs[-1][1] = row
        else:
            runs.append([row, row])
    shown = [f"{low}-{high}" if high > low else f"{low}" for low, high in runs[:most]]
    rest = len(ordered) - sum(high - low + 1 for low, high in runs[:most])
    return ", ".join(shown) + (f" dan {rest} lagi" if rest else "")
