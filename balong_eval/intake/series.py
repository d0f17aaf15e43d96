"""A series: one value a period, with its standard error, its regime and its target; a change of regime is a break."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from balong_eval.errors import Finding, MisuseError
from balong_eval.intake.words import plain

PERIOD = re.compile(r"((?:19[5-9]|20\d|21[0-4])\d)(?:[- ]?(?:(S)([12])|(T)([1-4])))?")
PARTS = {"S": 2, "T": 4}
NUMBERS = ("nilai", "galat_baku", "target")
INDEX = (25.0, 100.0)


@dataclass(frozen=True)
class Break:
    """A change before a period that no line may cross, and why, in Bahasa Indonesia."""

    before: str
    reason: str

    @property
    def time(self) -> float:
        """Where the period `before` begins, in years."""
        return start_of(self.before)


@dataclass(frozen=True)
class Series:
    """One value a period, in order of time.

    Attributes
    ----------
    name : str
        What it is of; of a file its name.
    points : DataFrame
        One row a period: periode (``2019``, ``2019-S1``, ``2019-T3``), time (middle of the period, years), nilai, galat_baku and target (in
        the unit of the series, missing where unknown), rezim (text).
    breaks : tuple of Break
        In order of time.
    findings : tuple of Finding
    bounds : (float, float) or None
        Ends of the scale that a projection may not leave: 25 and 100 for an index; None where the scale has no known ends.
    lower_is_better : bool
        Whether a target is reached by values at or below it.
    intervals : mapping
        Period -> its 95 % interval, where that is known better than by 1.96 standard errors.
    """

    name: str
    points: pd.DataFrame = field(repr=False)
    breaks: tuple[Break, ...] = ()
    findings: tuple[Finding, ...] = field(default=(), repr=False)
    bounds: tuple[float, float] | None = None
    lower_is_better: bool = False
    intervals: Mapping[str, tuple[float, float]] = field(default_factory=dict, repr=False)

    @property
    def known(self) -> pd.DataFrame:
        """Rows that have a value."""
        return self.points[self.points["nilai"].notna()]

    @property
    def segments(self) -> tuple[pd.DataFrame, ...]:
        """Rows with a value, cut at every break, in order of time; never an empty one."""
        segment = sum((self.known["time"] > item.time).astype(int) for item in self.breaks)
        return tuple(part for _, part in self.known.groupby(segment)) if self.breaks else (self.known,)


def time_of(periode: str) -> float:
    """Middle of a period, in years.

    Raises
    ------
    MisuseError
        When it is no period.

    Examples
    --------
    >>> time_of("2019"), time_of("2019-S1"), time_of("2019-T3")
    (2019.5, 2019.25, 2019.625)
    """
    year, part, number = _parts(periode)
    return year + (0.5 if not part else (number - 0.5) / PARTS[part])


def start_of(periode: str) -> float:
    """Begin of a period, in years.

    Examples
    --------
    >>> start_of("2019"), start_of("2019-S2"), start_of("2019-T4")
    (2019.0, 2019.5, 2019.75)
    """
    year, part, number = _parts(periode)
    return year + (0.0 if not part else (number - 1) / PARTS[part])


def end_of(periode: str) -> float:
    """End of a period, in years.

    Examples
    --------
    >>> end_of("2019"), end_of("2019-S1"), end_of("2019-T3")
    (2020.0, 2019.5, 2019.75)
    """
    return 2 * time_of(periode) - start_of(periode)


def label(text: str) -> str | None:
    """A period as the package writes it; None where the text is none.

    Examples
    --------
    >>> label("2019"), label("2019 s1"), label("2019T3"), label("2019-S3"), label("19")
    ('2019', '2019-S1', '2019-T3', None, None)
    """
    found = PERIOD.fullmatch(text.strip().upper())
    if not found:
        return None
    part = f"{found[2]}{found[3]}" if found[2] else f"{found[4]}{found[5]}" if found[4] else ""
    return f"{found[1]}-{part}" if part else found[1]


def build(name: str, rows: Sequence[Mapping[str, Any]], breaks: Sequence[Break] = (), *, bounds: tuple[float, float] | None = None) -> Series:
    """A series from its rows, for values that do not come from a file of their own.

    Parameters
    ----------
    name : str
    rows : sequence of mappings
        periode, nilai, and where known galat_baku, target, rezim; in any order, each period once.
    breaks : sequence of Break
        Beside those that a change of `rezim` makes.
    bounds : (float, float), optional
        Ends of the scale, 25 and 100 for an index.

    Raises
    ------
    MisuseError
        When a period is none, or stands twice.
    """
    table = pd.DataFrame(
        {
            "periode": [label(str(row["periode"])) for row in rows],
            "time": [time_of(str(row["periode"])) for row in rows],
            **{key: pd.array([row.get(key) for row in rows], dtype="Float64").to_numpy("float64", na_value=float("nan")) for key in NUMBERS},
            "rezim": ["" if pd.isna(row.get("rezim")) else str(row["rezim"]).strip() for row in rows],
        }
    ).sort_values("time", ignore_index=True)
    if table["time"].duplicated().any():
        raise MisuseError(f"series '{name}' has a period twice")
    table["rezim"] = _filled(list(table["rezim"]))
    changed = [
        Break(after["periode"], f"{before['rezim']} \u2192 {after['rezim']}")
        for before, after in itertools.pairwise(table.to_dict("records"))
        if plain(before["rezim"]) != plain(after["rezim"])
    ]
    return Series(name, table, tuple(sorted([*changed, *breaks], key=lambda item: item.time)), (), bounds)


def _parts(periode: str) -> tuple[int, str, int]:
    found = label(periode)
    if found is None:
        raise MisuseError(f"'{periode}' is no period: write 2019, 2019-S1 or 2019-T3")
    year, _, part = found.partition("-")
    return int(year), part[:1], int(part[1:] or 0)


def _filled(texts: Sequence[str]) -> list[str]:
    """Regimes with the empty ones filled from the period before, those at the start from the first that is named."""
    first = next((text for text in texts if text), "")
    return list(itertools.accumulate(texts, lambda before, text: text or before, initial=first))[1:]
