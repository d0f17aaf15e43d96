"""Cells of answers in which a formula failed: each is told, and is missing like a cell that cannot be read."""

from __future__ import annotations

import numpy as np
import pandas as pd

from balong_eval.errors import Finding
from balong_eval.intake.gathered import Grid
from balong_eval.intake.heads import Column
from balong_eval.intake.words import is_failed

FEWEST = 10
ONE = "Sel berisi galat Excel {code} dan dianggap tidak diisi. Betulkan rumusnya, atau tulis isinya dari formulir aslinya."
MOST = (
    "{count} sel kolom ini berisi galat Excel, misalnya {code}, dan dianggap tidak diisi. Betulkan rumusnya; biasanya lembar atau berkas yang "
    "dirujuknya tidak ada lagi: buka aslinya, lalu salin dan Tempel Khusus sebagai nilai."
)


def findings(grid: Grid, texts: pd.Series, column: Column) -> list[Finding]:
    """An error for each failed cell of a column; one for the column where most of its cells are."""
    failed = _failed(texts)
    if not failed.any():
        return []
    labels, codes = texts.cat.categories, texts.cat.codes.to_numpy()
    places = np.flatnonzero(failed[codes])
    if len(places) >= FEWEST and 2 * len(places) > int((codes > 0).sum()):
        code = labels[codes[places[0]]]
        return [grid.finding("error", "bukan_angka", MOST.format(count=len(places), code=code), texts.index[places[0]], column, code)]
    return [
        grid.finding("error", "bukan_angka", ONE.format(code=labels[codes[place]]), texts.index[place], column, labels[codes[place]])
        for place in places
    ]


def without(texts: pd.Series) -> pd.Series:
    """A column whose failed cells are empty."""
    failed = _failed(texts)
    return texts.mask(failed[texts.cat.codes.to_numpy()], "") if failed.any() else texts


def _failed(texts: pd.Series) -> np.ndarray:
    """Which categories of a column are codes of failed formulas."""
    labels = texts.cat.categories
    return np.fromiter(map(is_failed, labels), dtype=bool, count=len(labels))
