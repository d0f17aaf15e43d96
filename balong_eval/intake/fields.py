"""Columns of texts to the fields of a respondent: times, ages, frequencies, profile; nothing is coerced without a finding."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Sequence
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
import pandas as pd

from balong_eval.errors import Finding
from balong_eval.intake import moments
from balong_eval.intake.gathered import Grid
from balong_eval.intake.heads import Column
from balong_eval.intake.scale import is_blank
from balong_eval.intake.sheet.categories import used_labels
from balong_eval.intake.sidecar_values import MONTH_FIRST
from balong_eval.intake.words import IDENTIFYING, plain, shown

YOUNGEST, OLDEST = 10, 100
OTHER = "lainnya"
UNKNOWN = "tidak diisi"
SEVERAL = "beberapa layanan"
SEVERAL_AT = re.compile(r"\s*(?:[;,\n+]|\bdan\b|\b(?:serta|&)\b)\s*")
AGE = re.compile(r"(\d{1,3})(?:[.,]0+)?(?: ?(?:th|thn|tahun)\.?)?", re.IGNORECASE)
AGE_BAND = re.compile(r"\d{1,3} ?(?:-|–|s\.?/?d\.?|sampai) ?\d{1,3}(?: ?(?:th|thn|tahun))?|[<>≥≤] ?=? ?\d{1,3}(?: ?(?:th|thn|tahun))?", re.IGNORECASE)
COUNT = re.compile(r"([1-9]\d{0,8})(?:[.,]0+)?")
LONGEST_NUMBER = 8
AMERICAN = (
    "Tanggal kolom ini ditulis bulan dahulu (cara Amerika), sehingga 03/12 dapat berarti 3 Desember atau 12 Maret; tidak satu pun dipakai. "
    'Bila semuanya memang bulan dahulu, tulis di sidecar, di atas tabel [...] yang pertama: date_order = "month_first". Bila tidak, ubah bentuk '
    "tanggalnya di Excel menjadi 2019-03-12 dan simpan lagi."
)
PERHAPS_AMERICAN = (
    "Cap waktu kolom ini memakai AM/PM, jadi bulannya mungkin ditulis dahulu (cara Amerika): 3/4/2021 dapat berarti 3 April atau 4 Maret; tidak "
    "satu pun dipakai. Ubah bentuk tanggalnya di Excel, atau setelan lokal lembar Google menjadi Indonesia, lalu simpan lagi. Bila urutannya pasti, "
    'tulis di sidecar, di atas tabel [...] yang pertama: date_order = "month_first" (bulan dahulu) atau "day_first" (hari dahulu).'
)
UNREAD_DATE = "Tanggal tidak terbaca dan dianggap tidak diisi. Tulis seperti 2019-03-12, 12/03/2019 atau 12 Maret 2019."
OTHER_ORDER = (
    "Tanggal ini tidak mungkin ditulis {order} dahulu seperti tanggal lain di kolomnya, jadi dianggap tidak diisi. Kolom ini memakai dua urutan: "
    "betulkan selnya, dan periksa tanggal yang dapat dibaca dua cara (03/12 dapat berarti 3 Desember atau 12 Maret)."
)
IDENTITY = re.compile(r"[A-Za-z]{1,3}[-/.]?\d{1,8}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
Parsed = tuple[pd.Series, list[Finding]]


def by_text(texts: pd.Series, read: Callable[[str], Any]) -> list[Any]:
    """What `read` makes of each distinct text of a column, in the order of its categories."""
    return [read(text) for text in texts.cat.categories]


def parse_age(texts: pd.Series, column: Column, grid: Grid) -> Parsed:
    """Ages in years; one that is no whole number of 10-100 becomes missing with a warning, an age group with one note for the column."""
    ages = np.array(by_text(texts, _age), dtype=float)
    codes = texts.cat.codes.to_numpy()
    labels = texts.cat.categories
    bands = np.array(by_text(texts, lambda text: AGE_BAND.fullmatch(text) is not None))
    blank = np.array(by_text(texts, lambda text: text != "0" and is_blank(text)))
    found = []
    if bands[codes].any():
        first = texts.index[int(bands[codes].argmax())]
        message = f"{int(grid.counts[bands[codes]].sum())} isian usia berupa kelompok usia dan dianggap tidak diisi: usia dibaca sebagai tahun."
        found.append(grid.finding("warning", "usia_kelompok", message, first, column))
    message = f"Usia bukan {YOUNGEST}-{OLDEST} tahun dan dianggap tidak diisi. Periksa formulir aslinya."
    for place in np.flatnonzero((np.isnan(ages) & ~bands & ~blank)[codes]):
        found.append(grid.finding("warning", "usia_tidak_wajar", message, texts.index[place], column, shown(labels[codes[place]])))
    return pd.Series(ages[codes], index=texts.index), found


def _age(text: str) -> float:
    found = AGE.fullmatch(text)
    years = int(found[1]) if found else 0
    return years if YOUNGEST <= years <= OLDEST else np.nan


def parse_time(texts: pd.Series, column: Column, grid: Grid) -> Parsed:
    """Days or times of filling, day first unless the sidecar says otherwise; of a column that must be month first without its word, nothing."""
    labels = texts.cat.categories.tolist()
    codes = texts.cat.codes.to_numpy()
    slashed = [label for label in labels if "/" in label]
    if grid.date_order is None and (moments.month_first(slashed) or moments.perhaps_month_first(slashed)):
        nothing = pd.Series(pd.NaT, index=texts.index, dtype="datetime64[us]")
        message = AMERICAN if moments.month_first(slashed) else PERHAPS_AMERICAN
        first = texts.index[int((codes > 0).argmax())]
        return nothing, [grid.finding("error", "bulan_dahulu", message, first, column)]
    times = moments.read(labels, grid.date_order == MONTH_FIRST)
    wrong = np.isnat(times)
    if column.key == "waktu_isi" and wrong[codes].any() and _is_of_day(labels, wrong, np.bincount(codes, minlength=len(labels))):
        return _parse_clock(texts, column, grid)
    wrong[wrong] = [not is_blank(labels[place]) for place in np.flatnonzero(wrong)]
    found = [_unread_date(labels[codes[at]], texts.index[at], column, grid) for at in np.flatnonzero(wrong[codes])]
    return pd.Series(times[codes], index=texts.index), found


def _unread_date(text: str, line: int, column: Column, grid: Grid) -> Finding:
    """What is told of a cell that is no date: an error where it is one in the other order, since the column is then of two orders."""
    month_first = grid.date_order == MONTH_FIRST
    if not moments.is_other_order(text, month_first):
        return grid.finding("warning", "tanggal_tidak_terbaca", UNREAD_DATE, line, column, shown(text))
    return grid.finding("error", "urutan_tanggal", OTHER_ORDER.format(order="bulan" if month_first else "hari"), line, column, shown(text))


def _is_of_day(labels: Sequence[str], undated: np.ndarray, counts: np.ndarray) -> bool:
    """Whether a column holds times of day without their day: most of its filled cells are no date, but a time or a span of hours."""
    filled = [place for place in np.flatnonzero(undated & (counts > 0)).tolist() if not is_blank(labels[place])]
    hours = sum(int(counts[place]) for place in filled if _is_clock(labels[place]))
    return 2 * hours > int(counts[filled].sum() + counts[~undated].sum())


def _is_clock(label: str) -> bool:
    return moments.is_span(label) or not np.isnat(moments.clocks([label]))[0]


def _parse_clock(texts: pd.Series, column: Column, grid: Grid) -> Parsed:
    """Times of day as durations since midnight, to be joined to the day; a span of hours is no moment."""
    labels = list(texts.cat.categories)
    codes = texts.cat.codes.to_numpy()
    spans = np.array([moments.is_span(label) for label in labels])[codes]
    times = moments.clocks(labels)
    wrong = np.isnat(times) & ~np.array([moments.is_span(label) or is_blank(label) for label in labels])
    places = np.flatnonzero(wrong[codes])
    message = "Jam tidak terbaca dan dianggap tidak diisi. Tulis seperti 09:15 atau 09.15 WIB."
    found = [grid.finding("warning", "tanggal_tidak_terbaca", message, texts.index[at], column, shown(labels[codes[at]])) for at in places]
    if spans.any():
        message = (
            f"{int(spans.sum())} isian berupa rentang jam: kolom ini dibaca sebagai waktu pengisian, bukan unsur waktu, dan rentangnya tidak dipakai "
            "karena bukan satu saat."
        )
        found.append(grid.finding("note", "jam_rentang", message, texts.index[int(spans.argmax())], column))
    if not spans.all() and grid.column("tanggal") is None:
        message = "Jam tanpa tanggal tidak dipakai sebagai waktu pengisian. Tambahkan kolom tanggal."
        found.append(grid.finding("note", "jam_tanpa_tanggal", message, texts.index[0], column))
    return pd.Series(times[codes], index=texts.index), found


def parse_count(texts: pd.Series, column: Column, grid: Grid) -> Parsed:
    """Frequencies, whole numbers of 1 or more; anything else counts as 1, with an error."""
    counts = np.array(by_text(texts, _count), dtype="int64")[texts.cat.codes.to_numpy()]
    message = "Frekuensi harus bilangan bulat 1 atau lebih; dihitung sebagai 1. Betulkan selnya."
    wrong = texts[counts == 0]
    found = [grid.finding("error", "frekuensi_salah", message, line, column, shown(text)) for line, text in wrong.items()]
    return pd.Series(np.maximum(counts, 1), index=texts.index), found


def _count(text: str) -> int:
    found = COUNT.fullmatch(text)
    return int(found[1]) if found else 0


def parse_identity(texts: pd.Series, column: Column, grid: Grid) -> Parsed:
    """Numbers of forms: whole numbers of up to eight digits, short codes and GUIDs; anything else is not kept."""
    used = used_labels(texts)
    numbers = "".join(used).isdecimal() and max(map(len, used)) <= LONGEST_NUMBER
    kept = texts.cat.categories.to_numpy(dtype=object, copy=True)
    kept[0] = None
    if not numbers:
        kept[[not _is_identity(text) for text in texts.cat.categories]] = None
    values = pd.Series(kept[texts.cat.codes.to_numpy()], index=texts.index, dtype=object)
    lost = values.isna() & (texts != "").to_numpy()
    if not lost.any():
        return values, []
    message = f"{int(lost.sum())} isian nomor formulir tidak disimpan, karena mungkin data pribadi (nama, NIK, telepon). Pakai nomor urut."
    return values, [grid.finding("note", "identitas_tidak_disimpan", message, lost.idxmax(), column)]


def _is_identity(text: str) -> bool:
    short = text.isdecimal() and len(text) <= LONGEST_NUMBER
    return short or (IDENTITY.fullmatch(text) is not None and not IDENTIFYING.search(text))


def parse_text(texts: pd.Series, column: Column, grid: Grid, labels: dict[str, str], smallest_cell: int) -> Parsed:
    """Values of a profile field that may be kept.

    A value passes when it stands in the official list of the field (in any spelling known), is declared in the sidecar's
    ``[labels.FIELD]``, or is shared by at least `smallest_cell` rows and is no NIK, telephone number or e-mail address; any other text
    becomes ``lainnya`` and is counted. Codes 1 and 2 of the sex mean nothing by themselves and are kept as ``kode 1``, ``kode 2``.

    Returns
    -------
    Series of str, list of Finding
        None where nothing was filled in.
    """
    field = str(column.key)
    named = _named(texts, field, labels)
    codes = texts.cat.codes.to_numpy()
    counts = np.bincount(codes, weights=grid.counts, minlength=len(named))
    combined = _several(texts.cat.categories, named, counts, smallest_cell) if field == "layanan" else {}
    kept: list[str | None] = []
    rest, several = 0, 0
    for code, (text, label) in enumerate(zip(texts.cat.categories, named, strict=True)):
        own = label or combined.get(text) or (text if counts[code] >= smallest_cell and not IDENTIFYING.search(text) else OTHER)
        kept.append(None if is_blank(text) else own)
        rest += int(counts[code]) if own == OTHER and label is None and not is_blank(text) else 0
        several += int(counts[code]) if text in combined else 0
    values = pd.Series(np.array(kept, dtype=object)[codes], index=texts.index, dtype=object)
    found = _rest(rest, field, smallest_cell, column, grid)
    if several:
        message = f"{several} isian menyebut beberapa layanan sekaligus; tiap gabungan menjadi satu kelompok, yang jarang menjadi '{SEVERAL}'."
        found.append(grid.finding("note", "beberapa_layanan", message, texts.index[int(texts.isin(list(combined)).to_numpy().argmax())], column))
    return values, [*found, *_codes(kept, field, column, grid)]


def _named(texts: pd.Series, field: str, labels: dict[str, str]) -> list[str | None]:
    """The declared or official value of each distinct text, or None."""
    declared, table = {plain(code): label for code, label in labels.items()}, official(field)
    found = [declared.get(plain(text)) or table.get(plain(text)) if text else None for text in texts.cat.categories]
    if field != "jenis_kelamin":
        return found
    return [label or (f"kode {text}" if text in ("1", "2") else None) for label, text in zip(found, texts.cat.categories, strict=True)]


def _several(texts: pd.Index, named: list[str | None], counts: np.ndarray, smallest_cell: int) -> dict[str, str]:
    """Cells that name several services, each of which also stands alone or is declared: one value for each set of services.

    A set that fewer than `smallest_cell` rows name becomes "beberapa layanan".
    """
    alone = {plain(text): label or text for text, label, count in zip(texts, named, counts, strict=True) if label or count >= smallest_cell}
    sets: dict[str, str] = {}
    for text, label in zip(texts, named, strict=True):
        parts = [plain(part) for part in SEVERAL_AT.split(text) if part]
        if label is None and len(parts) > 1 and all(part in alone for part in parts):
            sets[text] = "; ".join(sorted({alone[part] for part in parts}))
    sizes: dict[str, int] = {}
    for text, value in sets.items():
        sizes[value] = sizes.get(value, 0) + int(counts[texts.get_loc(text)])
    return {text: value if sizes[value] >= smallest_cell else SEVERAL for text, value in sets.items()}


def _rest(count: int, field: str, smallest_cell: int, column: Column, grid: Grid) -> list[Finding]:
    if not count:
        return []
    message = (
        f"{count} isian {field} tidak ada dalam daftar resmi dan dipakai oleh kurang dari {smallest_cell} baris; "
        f"digabung menjadi '{OTHER}'. Beri nama di sidecar [labels.{field}] bila perlu dipisahkan."
    )
    return [Finding("note", "isian_digabung", message, grid.file, grid.layouts[0].sheet.name, column.cell, column.row, column.head)]


def _codes(kept: list[str | None], field: str, column: Column, grid: Grid) -> list[Finding]:
    """What is told of codes of the sex without their meaning."""
    if field != "jenis_kelamin" or not any(value in ("kode 1", "kode 2") for value in kept):
        return []
    message = 'Kode 1 dan 2 tidak diartikan. Tulis artinya di sidecar: [labels.jenis_kelamin] lalu "1" = "Laki-laki" dan "2" = "Perempuan".'
    return [Finding("note", "kode_tanpa_arti", message, grid.file, grid.layouts[0].sheet.name, column.cell, column.row, column.head)]


@cache
def official(field: str) -> dict[str, str]:
    """Plain spelling -> official value of a profile field; empty for a field without an official list."""
    table = profile().get(field, {"values": [], "spellings": {}})
    return {plain(value): value for value in table["values"]} | {plain(key): value for key, value in table["spellings"].items()}


@cache
def profile() -> dict[str, Any]:
    """The official lists of profile answers (``regulation/profile.toml``)."""
    return tomllib.loads(resources.files("balong_eval.regulation").joinpath("profile.toml").read_text(encoding="utf-8"))


PARSERS: dict[str, Callable[[pd.Series, Column, Grid], Parsed]] = {
    "usia": parse_age,
    "tanggal": parse_time,
    "waktu_isi": parse_time,
    "n": parse_count,
    "id": parse_identity,
}
