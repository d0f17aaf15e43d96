"""Texts of cells to answers on 1-4, and to the fields of a respondent; nothing is coerced without a finding."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import resources
from typing import Any

import pandas as pd

from balong_eval.errors import Finding
from balong_eval.intake.heads import Column
from balong_eval.intake.sheet import address
from balong_eval.intake.words import plain, shown
from balong_eval.regulation import Unsur

YOUNGEST, OLDEST = 10, 100
OTHER = "lainnya"
UNKNOWN = "tidak diisi"
DATE_FORMS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y")
TIME_FORMS = ("", " %H:%M:%S", " %H:%M", "T%H:%M:%S")


@dataclass(frozen=True)
class Place:
    """Where a column of texts stands: file, sheet and the column itself; makes findings of single cells."""

    file: str
    sheet: str | None
    column: Column

    def finding(self, severity: Any, rule: str, message: str, row: int, value: str | None = None) -> Finding:
        """A finding of this column's cell in `row`."""
        cell = address(row, self.column.place)
        return Finding(severity, rule, message, self.file, self.sheet, cell, row, self.column.head, value)


def parse_unsur(texts: pd.Series, unsur: Unsur, place: Place) -> tuple[pd.Series, list[Finding]]:
    """Answers of one unsur.

    Parameters
    ----------
    texts : Series of str, indexed by row number
    unsur : Unsur
        Its labels are understood as 1-4.
    place : Place

    Returns
    -------
    Series of float, list of Finding
        1.0-4.0, or NaN where nothing was answered or the answer is not on the scale (an error finding each).
    """
    labels = {plain(label): score for score, label in enumerate(unsur.labels, 1)}
    values = {text: _score(text, labels) for text in texts.unique()}
    answers = texts.map(values).astype("float64")
    wrong = texts[answers.isna() & (texts != "")]
    findings = [
        place.finding("error", "nilai_di_luar_skala", _not_on_scale(shown(text, unsur.labels)), row, shown(text, unsur.labels))
        for row, text in wrong.items()
    ]
    return answers, findings


def _score(text: str, labels: dict[str, int]) -> float | None:
    if re.fullmatch(r"[1-4]([.,]0+)?", text):
        return float(text[0])
    return labels.get(plain(text)) if text else None


def _not_on_scale(value: str) -> str:
    return f"Jawaban {value} bukan 1, 2, 3 atau 4 dan dianggap tidak diisi. Periksa formulir aslinya dan betulkan selnya."


def parse_age(texts: pd.Series, place: Place) -> tuple[pd.Series, list[Finding]]:
    """Ages in years; one that is no whole number of 10-100 becomes missing, with a warning."""
    good = texts.str.fullmatch(r"\d{1,3}([.,]0+)?") & (texts != "")
    ages = texts.where(good).str.replace(",", ".", regex=False).astype("float64")
    ages = ages.where((ages >= YOUNGEST) & (ages <= OLDEST))
    message = f"Usia bukan {YOUNGEST}-{OLDEST} tahun dan dianggap tidak diisi. Periksa formulir aslinya."
    wrong = texts[ages.isna() & (texts != "")]
    return ages, [place.finding("warning", "usia_tidak_wajar", message, row, shown(text)) for row, text in wrong.items()]


def parse_time(texts: pd.Series, place: Place) -> tuple[pd.Series, list[Finding]]:
    """Dates or times of filling, as 2019-03-12, 12/03/2019 (day first) and with a clock time behind."""
    values = {text: _moment(text) for text in texts.unique()}
    times = pd.to_datetime(texts.map(values))
    message = "Tanggal tidak terbaca dan dianggap tidak diisi. Tulis seperti 2019-03-12 atau 12/03/2019."
    wrong = texts[times.isna() & (texts != "")]
    return times, [place.finding("warning", "tanggal_tidak_terbaca", message, row, shown(text)) for row, text in wrong.items()]


def _moment(text: str) -> datetime | None:
    for day in DATE_FORMS:
        for clock in TIME_FORMS:
            try:
                return datetime.strptime(text, day + clock)
            except ValueError:
                continue
    return None


def parse_count(texts: pd.Series, place: Place) -> tuple[pd.Series, list[Finding]]:
    """Frequencies, whole numbers of 1 or more; anything else counts as 1, with an error."""
    good = texts.str.fullmatch(r"[1-9]\d{0,8}")
    counts = texts.where(good, "1").astype("int64")
    message = "Frekuensi harus bilangan bulat 1 atau lebih; dihitung sebagai 1. Betulkan selnya."
    return counts, [place.finding("error", "frekuensi_salah", message, row, shown(text)) for row, text in texts[~good].items()]


def parse_text(texts: pd.Series, field: str, labels: dict[str, str], smallest_cell: int, place: Place) -> tuple[pd.Series, list[Finding]]:
    """Values of a profile field that may be kept.

    A value passes when it stands in the official list of the field (in any spelling known), is declared in the sidecar's
    ``[labels.FIELD]``, or is shared by at least `smallest_cell` rows; any other text becomes ``lainnya`` and is counted.

    Returns
    -------
    Series of str, list of Finding
        None where nothing was filled in.
    """
    table = official(field)
    declared = {plain(code): label for code, label in labels.items()}
    named = {text: declared.get(plain(text)) or table.get(plain(text)) for text in texts.unique() if text}
    counts = texts.value_counts()
    kept = {text: label or (text if counts[text] >= smallest_cell else OTHER) for text, label in named.items()}
    values = texts.map(kept).astype("object").where(texts != "", None)
    rest = int(sum(counts[text] for text, label in kept.items() if label == OTHER and named[text] is None))
    if not rest:
        return values, []
    message = (
        f"{rest} isian {field} tidak ada dalam daftar resmi dan dipakai oleh kurang dari {smallest_cell} baris; "
        f"digabung menjadi '{OTHER}'. Beri nama di sidecar [labels.{field}] bila perlu dipisahkan."
    )
    return values, [Finding("note", "isian_digabung", message, place.file, place.sheet, column=place.column.head)]


@cache
def official(field: str) -> dict[str, str]:
    """Plain spelling -> official value of a profile field; empty for a field without an official list."""
    table = profile().get(field, {"values": [], "spellings": {}})
    return {plain(value): value for value in table["values"]} | {plain(key): value for key, value in table["spellings"].items()}


@cache
def profile() -> dict[str, Any]:
    """The official lists of profile answers (``regulation/profile.toml``)."""
    return tomllib.loads(resources.files("balong_eval.regulation").joinpath("profile.toml").read_text(encoding="utf-8"))


Parser = Callable[[pd.Series, Place], tuple[pd.Series, list[Finding]]]
PARSERS: dict[str, Parser] = {"usia": parse_age, "tanggal": parse_time, "waktu_isi": parse_time, "n": parse_count}
