"""Free text: which rows call themselves a sample, and how many suggestions speak of which unsur; no text is kept or printed."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
import pandas as pd

from balong_eval.errors import Finding
from balong_eval.intake.gathered import Grid
from balong_eval.intake.sheet.categories import has_words
from balong_eval.intake.words import plain
from balong_eval.regulation import Unsur

SAMPLE = re.compile(r"\b(?:contoh|sample|sampel|tes|test|testing|uji ?coba|coba coba|dummy)\b")
MOST_WORDS = 4
EMPTY = re.compile(r"(?:tidak ada|tdk ada|tidak|nihil|kosong|belum ada|cukup|sudah|null|none|nan|0|)(?: (?:saran|kritik|masukan|komentar|ada))*")


@dataclass(frozen=True)
class Suggestions:
    """Suggestions counted: rows with any, rows that speak of each unsur (a row may speak of several), and rows that speak of none."""

    n: int
    by_unsur: dict[str, int]
    other: int


def samples(grid: Grid, kept: pd.Index, smallest_cell: int) -> list[Finding]:
    """Rows whose own text says that they are a sample ("contoh", "DATA SAMPLE!!", "tes"), of those that are `kept`.

    A text is looked at where it has at most four words, stands in no column of answers and in fewer than `smallest_cell` rows: a service may
    be called "Tes narkoba".
    """
    found: dict[int, Finding] = {}
    for column in grid.columns:
        if column.role in ("unsur", "total") or column.key in ("tanggal", "waktu_isi", "usia"):
            continue
        texts = grid.cells[column.place]
        if not has_words(texts):
            continue
        codes = texts.cat.codes.to_numpy()
        counts = np.bincount(codes, weights=grid.counts, minlength=len(texts.cat.categories))
        says = [_says_sample(label) and count < smallest_cell for label, count in zip(texts.cat.categories, counts, strict=True)]
        for line in texts.index[np.array(says)[codes]].intersection(kept):
            message = (
                "Baris ini menyebut dirinya contoh atau uji coba; tetap dihitung. Bila memang bukan responden, kesampingkan di sidecar dengan "
                '[[exclude]], misalnya where = {id = 217}, reason = "baris contoh".'
            )
            found.setdefault(int(line), grid.finding("warning", "baris_contoh", message, line, column))
    return [found[line] for line in sorted(found)]


def _says_sample(label: str) -> bool:
    if not label or label[0].isdecimal() or len(label) > 60:
        return False
    words = plain(label)
    return len(words.split()) <= MOST_WORDS and SAMPLE.search(words) is not None


def suggestions(grid: Grid, unsur: tuple[Unsur, ...]) -> Suggestions | None:
    """Count the suggestions of a file by unsur through a list of words; None where it has no column of suggestions."""
    columns = [column for column in grid.columns if column.key == "saran" and column.role == "field"]
    if not columns:
        return None
    texts = grid.cells[columns[0].place]
    counts = np.bincount(texts.cat.codes.to_numpy(), minlength=len(texts.cat.categories))
    table = {item.key: _pattern(item.key, item.words) for item in unsur}
    total, other, by_unsur = 0, 0, dict.fromkeys(table, 0)
    for label, count in zip(texts.cat.categories, counts.tolist(), strict=True):
        text = plain(label)
        if EMPTY.fullmatch(text):
            continue
        named = [key for key, pattern in table.items() if pattern.search(text)]
        total += count
        other += count if not named else 0
        for key in named:
            by_unsur[key] += count
    return Suggestions(total, by_unsur, other)


def add(parts: Sequence[Suggestions | None]) -> Suggestions | None:
    """Suggestions of several files together; None where none of them has any column of suggestions."""
    known = [part for part in parts if part]
    if not known:
        return None
    keys = dict.fromkeys(key for part in known for key in part.by_unsur)
    by_unsur = {key: sum(part.by_unsur.get(key, 0) for part in known) for key in keys}
    return Suggestions(sum(part.n for part in known), by_unsur, sum(part.other for part in known))


@cache
def _pattern(key: str, own: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join((*own, *_words().get(key, ())))})")


@cache
def _words() -> dict[str, list[str]]:
    """Key of an unsur -> beginnings of words that suggestions use for it (``regulation/suggestions.toml``)."""
    text = resources.files("balong_eval.regulation").joinpath("suggestions.toml").read_text(encoding="utf-8")
    return {key: table["words"] for key, table in tomllib.loads(text).items() if isinstance(table, dict)}
