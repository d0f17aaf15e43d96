"""A column of texts to the answers to one unsur; what was not read as it stands is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from balong_eval.errors import Finding
from balong_eval.intake.gathered import Grid
from balong_eval.intake.heads import Column
from balong_eval.intake.scale import Reading, Scale
from balong_eval.intake.words import shown

NOTED = {
    "mirip": ("label_mirip", "Tulisan {value} dibaca sebagai '{label}' ({score}); {count}."),
    "terpotong": ("label_terpotong", "Tulisan yang terpotong dibaca sebagai jawaban {score}; {count}."),
    "tanpa_label": (
        "pilihan_tanpa_label",
        "Pilihan berhuruf yang tulisannya tidak dikenal dibaca menurut hurufnya, yaitu {score}; {count}. Periksa urutan pilihannya.",
    ),
}
WRONG = "Jawaban {value} bukan 1, 2, 3 atau 4 dan dianggap tidak diisi. Periksa formulir aslinya dan betulkan selnya."
DIFFERENT = "Huruf atau angka di depan tidak sesuai dengan tulisannya, jadi jawabannya dianggap tidak diisi. Periksa urutan pilihan di formulir."
WRONG_KINDS = ("salah", "berbeda")
FEWEST = 10
FOREIGN = (
    "Sebagian besar isian kolom ini bukan jawaban bagi unsurnya dan dianggap tidak diisi. Periksa judul kolomnya; bila pilihan jawabannya lain, "
    'tulis artinya di sidecar: [labels.jawaban] lalu "Sangat baik" = 4, dan seterusnya.'
)
OTHER_SCALE = (
    "{count} dengan skala setuju atau puas, yang bukan skala unsur ini, dianggap tidak diisi. Bila kuesionernya memang demikian, "
    'tulis artinya di sidecar: [labels.jawaban] lalu "Sangat setuju" = 4, dan seterusnya.'
)


@dataclass(frozen=True)
class Answers:
    """A column of answers to an unsur: the reading of each distinct text, and the texts themselves as categories."""

    column: Column
    scale: Scale
    texts: pd.Series
    readings: tuple[Reading, ...]

    def scores(self) -> np.ndarray:
        """1-4 as read; NaN where nothing was answered or the cell holds anything else."""
        return self._by_text(lambda reading: np.nan if reading.score is None else float(reading.score))

    def marks(self) -> np.ndarray:
        """As `scores`, but 0 where nothing was answered: what tells a form from a row of sums."""
        return self._by_text(lambda reading: 0.0 if reading.kind == "kosong" else np.nan if reading.score is None else float(reading.score))

    def _by_text(self, value: Callable[[Reading], float]) -> np.ndarray:
        values = np.array([value(reading) for reading in self.readings])
        return values[self.texts.cat.codes.to_numpy()]


def read(texts: pd.Series, column: Column, scale: Scale) -> Answers:
    """Read a column of categorical texts by the labels of its unsur."""
    return Answers(column, scale, texts, tuple(scale.read(text) for text in texts.cat.categories))


def findings(grid: Grid, answers: Answers) -> list[Finding]:
    """What is told of a column of answers.

    Returns
    -------
    list of Finding
        An error for each cell that is no answer; one for all of another scale; a note for each text that was read by its likeness.
    """
    codes, labels = answers.texts.cat.codes.to_numpy(), list(answers.texts.cat.categories)
    kinds = np.array([reading.kind for reading in answers.readings], dtype=object)
    found: list[Finding] = []
    if _is_foreign(kinds, np.bincount(codes, weights=grid.counts, minlength=len(kinds))):
        first = answers.texts.index[int(np.isin(kinds, WRONG_KINDS)[codes].argmax())]
        return [grid.finding("error", "skala_lain", FOREIGN, first, answers.column)]
    for place in np.flatnonzero(np.isin(kinds, WRONG_KINDS)[codes]):
        value = shown(labels[codes[place]], answers.scale.labels)
        wrong = kinds[codes[place]] == "salah"
        rule, message = ("nilai_di_luar_skala", WRONG.format(value=value)) if wrong else ("huruf_dan_label", DIFFERENT)
        found.append(grid.finding("error", rule, message, answers.texts.index[place], answers.column, value))
    other = np.flatnonzero((kinds == "skala_lain")[codes])
    if len(other):
        message = OTHER_SCALE.format(count=_counted(int(grid.counts[other].sum())))
        found.append(grid.finding("error", "skala_lain", message, answers.texts.index[other[0]], answers.column))
    return found + _notes(grid, answers, codes)


def _is_foreign(kinds: np.ndarray, counts: np.ndarray) -> bool:
    """Whether most cells that are filled in are no answer to this unsur: a scale of its own, not single faults."""
    filled = int(counts[kinds != "kosong"].sum())
    return filled >= FEWEST and int(counts[np.isin(kinds, WRONG_KINDS)].sum()) * 2 > filled


def _notes(grid: Grid, answers: Answers, codes: np.ndarray) -> list[Finding]:
    """One note for each text that was read by its likeness, at its first cell."""
    found = []
    for code in np.flatnonzero([reading.kind in NOTED for reading in answers.readings]):
        cells = np.flatnonzero(codes == code)
        if not len(cells):
            continue
        reading = answers.readings[code]
        rule, sentence = NOTED[reading.kind]
        value = shown(answers.texts.cat.categories[code], answers.scale.labels)
        message = sentence.format(value=value, label=reading.label, score=reading.score, count=_counted(int(grid.counts[cells].sum())))
        found.append(grid.finding("note", rule, message, answers.texts.index[cells[0]], answers.column, value))
    return found


def _counted(count: int) -> str:
    return f"{count} jawaban"
