"""Cells of answers in which a formula failed: each is told, and is missing like a cell that cannot be read."""

from __future__ import annotations

import numpy as np
import pandas as pd

from balong_eval.errors import Finding
from balong_eval.intake.gathered import Grid
from balong_eval.intake.heads import Column
from balong_eval.intake.words import any_failed, is_failed

FEWEST = 10
ONE = "Sel berisi galat Excel {code} dan dianggap tidak diisi. Betulkan rumusnya, atau tulis isinya dari formulir aslinya."
MOST = (
    "{count} sel kolom ini berisi galat Excel, misalnya {code}, dan dianggap tidak diisi. Betulkan rumusnya; biasanya lembar atau berkas yang "
    "dirujuknya tidak ada lagi: buka aslinya, lalu salin dan Tempel Khusus sebagai nilai."
)


def take_out(texts: pd.Series, column: Column, grid: Grid) -> tuple[pd.Series, list[Finding]]:
    """A column whose failed cells are empty, with an error for each; one for the column where most of its cells have failed."""
    labels = texts.cat.categories
    if not any_failed(labels):
        return texts, []
    codes = texts.cat.codes.to_numpy()
    failed = np.fromiter(map(is_failed, labels), dtype=bool, count=len(labels))[codes]
    places = np.flatnonzero(failed)
    told = [(place, ONE.format(code=labels[codes[place]])) for place in places]
    if len(places) >= FEWEST and 2 * len(places) > int((codes > 0).sum()):
        told = [(places[0], MOST.format(count=len(places), code=labels[codes[places[0]]]))]
    found = [grid.finding("error", "bukan_angka", message, texts.index[place], column, labels[codes[place]]) for place, message in told]
    return texts.mask(failed, ""), found
