"""Dates and times as Indonesian offices write them: day first, months by name, Excel's serial numbers, time stamps of forms."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

import numpy as np
import pandas as pd

MONTHS = {
    "jan": 1, "feb": 2, "peb": 2, "mar": 3, "apr": 4, "mei": 5, "may": 5, "jun": 6, "jul": 7, "agu": 8, "ags": 8, "aug": 8, "agt": 8,
    "sep": 9, "okt": 10, "oct": 10, "nov": 11, "nop": 11, "des": 12, "dec": 12,
}  # fmt: skip
CLOCK = r"(?:[ T,]+(?:pukul |jam )?(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,]\d+)?)?(?:\s?(?P<half>[AP]M))?)?"
ZONE = r"(?: ?(?:WIB|WITA|WIT|Z|GMT[+-]\d{1,2}|[+-]\d{2}:?\d{2}))?"
WEEKDAY = r"(?:(?:senin|selasa|rabu|kamis|jum'?at|sabtu|minggu|ahad)[, ]+)?"
DAY_FIRST = re.compile(rf"{WEEKDAY}(?P<day>\d{{1,2}})[-/. ](?P<month>\d{{1,2}})[-/. ](?P<year>\d{{4}}|\d{{2}}){CLOCK}{ZONE}", re.IGNORECASE)
NAMED = re.compile(rf"{WEEKDAY}(?P<day>\d{{1,2}})[-/. ]*(?P<name>[A-Za-z]{{3,9}})[-/. ,]*(?P<year>\d{{4}}|\d{{2}}){CLOCK}{ZONE}", re.IGNORECASE)
YEAR_FIRST = re.compile(rf"(?P<year>\d{{4}})[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}}){CLOCK}{ZONE}", re.IGNORECASE)
ONLY_CLOCK = re.compile(
    r"(?:pukul |jam )?(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2}))?(?:\s?(?P<half>[AP])\.?M\.?)?(?: ?(?:WIB|WITA|WIT))?",
    re.IGNORECASE,
)
SPAN = re.compile(r"\d{1,2}[:.]\d{2} ?(?:-|–|s\.?/?d\.?|sampai) ?\d{1,2}[:.]\d{2}(?: ?(?:WIB|WITA|WIT))?", re.IGNORECASE)
COMPACT = re.compile(r"(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})")
SERIAL = re.compile(r"(\d{5})(?:[.,](\d+))?")
SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/\d{2,4}\b.*")
STAMP = re.compile(r"(\d{1,2})/\d{1,2}/\d{4},? \d{1,2}:\d{2}(?::\d{2})?\s?[AP]M", re.IGNORECASE)
EXCEL_DAY_0 = datetime(1899, 12, 30)
FIRST_SERIAL, LAST_SERIAL = 20_000, 80_000
ISO = "%Y-%m-%d %H:%M:%S"
CENTURY, YEAR_OF_1900S = 2000, 70
NOON, LAST_MONTH, DAY_SECONDS = 12, 12, 86_400
LAST_HOUR, LAST_MINUTE = 23, 59


def read(texts: Sequence[str], month_first: bool = False) -> np.ndarray:
    """Moments of texts, to the second.

    Parameters
    ----------
    texts : sequence of str
    month_first : bool, default False
        Whether dates of three numbers with the year last give the month first.

    Returns
    -------
    ndarray of datetime64
        NaT where a text is no date; a date alone is its midnight.

    Examples
    --------
    >>> [str(moment)[:16] for moment in read(["12 Maret 2019", "12/03/2019 09.15", "43536", "2019/03/12 9:15:22 PM GMT+7", "31/02/2019"])]
    ['2019-03-12T00:00', '2019-03-12T09:15', '2019-03-12T00:00', '2019-03-12T21:15', 'NaT']
    >>> str(read(["12/31/2019"], month_first=True)[0])[:10]
    '2019-12-31'
    """
    moments = pd.to_datetime(pd.Series(list(texts), dtype=object), format=ISO, errors="coerce").astype("datetime64[us]")
    for place in np.flatnonzero(moments.isna().to_numpy()):
        moments.iat[place] = _moment(texts[int(place)], month_first)
    return moments.to_numpy()


def clocks(texts: Sequence[str]) -> np.ndarray:
    """Times of day, for a column that stands beside the day.

    Parameters
    ----------
    texts : sequence of str

    Returns
    -------
    ndarray of timedelta64
        Since midnight, to the second; NaT where a text is no time of day.

    Examples
    --------
    >>> [str(time) for time in clocks(["09.15", "pukul 13:05:30 WIB", "9:15:00 PM", "12:15 AM", "24:00", "08.00-12.00"])]
    ['33300 seconds', '47130 seconds', '76500 seconds', '900 seconds', 'NaT', 'NaT']
    """
    found = np.full(len(texts), np.timedelta64("NaT"), dtype="timedelta64[s]")
    for place, text in enumerate(texts):
        time = ONLY_CLOCK.fullmatch(text)
        seconds = _seconds(**time.groupdict()) if time else None
        if seconds is not None:
            found[place] = np.timedelta64(seconds, "s")
    return found


def _seconds(hour: str, minute: str, second: str | None, half: str | None) -> int | None:
    """Seconds since midnight; None where there is no such time (``24:00``, ``13:15 AM``)."""
    hours, minutes, seconds = int(hour), int(minute), int(second or 0)
    if minutes > LAST_MINUTE or seconds > LAST_MINUTE or hours > LAST_HOUR or (half and not 0 < hours <= NOON):
        return None
    hours = hours % NOON + (NOON if half in ("P", "p") else 0) if half else hours
    return hours * 3600 + minutes * 60 + seconds


def is_span(text: str) -> bool:
    """Whether a text is a span of hours (``08.00-12.00``), as the official form offers two of.

    Examples
    --------
    >>> is_span("08.00 - 12.00"), is_span("13.00 s.d. 17.00 WIB"), is_span("09.15")
    (True, True, False)
    """
    return SPAN.fullmatch(text) is not None


def month_first(texts: Sequence[str]) -> bool:
    """Whether dates with slashes can only be month first: a second number over 12 somewhere, a first number over 12 nowhere."""
    pairs = [(int(found[1]), int(found[2])) for text in texts if "/" in text and (found := SLASHED.fullmatch(text))]
    return any(second > LAST_MONTH for _, second in pairs) and not any(first > LAST_MONTH for first, _ in pairs)


def perhaps_month_first(texts: Sequence[str]) -> bool:
    """Whether dates with slashes carry AM or PM, as programs write them the American way round, and none shows that its day comes first.

    Examples
    --------
    >>> perhaps_month_first(["3/4/2021 9:15:00 PM"]), perhaps_month_first(["3/4/2021 9:15 PM", "14/3/2021 9:15 AM"])
    (True, False)
    """
    found = [STAMP.fullmatch(text) for text in texts if "/" in text]
    firsts = [int(stamp[1]) for stamp in found if stamp]
    return 0 < len(firsts) == len(found) and max(firsts) <= LAST_MONTH


def is_other_order(text: str, month_first: bool) -> bool:
    """Whether a date of three numbers is none in the order that its column is read in, but one the other way round.

    Examples
    --------
    >>> is_other_order("12/31/2019", month_first=False), is_other_order("31/02/2019", month_first=False)
    (True, False)
    """
    return DAY_FIRST.fullmatch(text) is not None and _moment(text, month_first) is None and _moment(text, not month_first) is not None


def _moment(text: str, month_first: bool) -> datetime | None:
    for form in (YEAR_FIRST, DAY_FIRST, NAMED, COMPACT):
        found = form.fullmatch(text)
        if found:
            parts = found.groupdict()
            return _build(parts | {"day": parts["month"], "month": parts["day"]} if month_first and form is DAY_FIRST else parts)
    serial = SERIAL.fullmatch(text)
    if serial and FIRST_SERIAL <= int(serial[1]) <= LAST_SERIAL:
        return EXCEL_DAY_0 + timedelta(days=int(serial[1]), seconds=round(float(f"0.{serial[2] or 0}") * DAY_SECONDS))
    return None


def _build(parts: dict[str, str | None]) -> datetime | None:
    month = MONTHS.get(str(parts.get("name"))[:3].casefold()) if parts.get("name") else int(str(parts["month"]))
    year = int(str(parts["year"]))
    year += (CENTURY if year < YEAR_OF_1900S else CENTURY - 100) if year < 100 else 0
    hour, half = int(parts.get("hour") or 0), str(parts.get("half") or "").upper()
    hour = hour % NOON + (NOON if half == "PM" else 0) if half else hour
    try:
        return datetime(year, month or 0, int(str(parts["day"])), hour, int(parts.get("minute") or 0), int(parts.get("second") or 0))
    except ValueError:
        return None
