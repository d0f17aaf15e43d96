"""Cells that label a sum, an average, a weight or an index; and rows in which such a word is a respondent's own ("IKM" as a service)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cached_property

import numpy as np
import pandas as pd

from balong_eval.intake.heads import Column
from balong_eval.intake.scale import is_blank
from balong_eval.intake.sheet.categories import has_words

VOCABULARY = (
    "jumlah|total|jml|nilai|skor|perunsur|per|unsur|unsurunsur|pelayanan|rerata|rata|nrr|ikm|tertimbang|tertbg|terbobot|bobot|penimbang|indeks|kepuasan|masyarakat|"
    "unit|konversi|mutu|kinerja|responden|kuesioner|yang|yg|terisi|terjawab|dibagi|dikali|x|dari|hasil|akhir|keseluruhan|interval|nik|ni|skm|dan|n|"
    r"\u03c3|\d+"
)
FOOTER = re.compile(rf"(?:{VOCABULARY})+")
KEYWORD = re.compile(r"jumlah|total|jml|rata|nrr|ikm|skm|tertimbang|bobot|penimbang|indeks|mutu|kinerja|konversi|\u03c3")
CODED = re.compile(r"[^\W\d_][^\d×*]*?[^\W\d_xX][ /.-]*\d+")
SUBTOTAL = re.compile(r"sub ?total\b.*", re.IGNORECASE)
SUM_SIGN = "\u2211"
SUMMED = re.compile(r"jumlah|total|jml|rata|nrr|tertimbang|bobot|penimbang|indeks|\u03c3")
NOT_OF_A_PERSON = ("id", "n", "saran")
WORD_OR_DATE = re.compile(r".*[^\W\d_].*|\d+[-/.]\d+[-/.]\d+.*", re.DOTALL)


def is_footer(text: str) -> bool:
    """Whether a cell labels a sum, an average, a weight or an index, also where its words are wrapped.

    Examples
    --------
    >>> is_footer("JUMLA/H NILAI/PER/UNSUR"), is_footer("IKM Unit Pelayanan (Total NRR Tertimbang × 25)"), is_footer("Jumlah loket kurang")
    (True, True, False)
    >>> is_footer("SKM-001"), is_footer("Sub total KTP")
    (False, True)
    """
    if SUBTOTAL.fullmatch(text):
        return True
    if CODED.fullmatch(text):
        return False
    squeezed = _squeezed(text)
    return bool(KEYWORD.search(squeezed)) and FOOTER.fullmatch(squeezed) is not None


def _squeezed(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.replace(SUM_SIGN, "\u03c3").casefold())


class Labels:
    """The labels of footers in the cells of a table, in any column but free text, up to the last unsur."""

    def __init__(self, body: pd.DataFrame, columns: Sequence[Column]) -> None:
        self.body = body
        self.fields = [column.place for column in columns if column.role == "field" and column.key not in NOT_OF_A_PERSON]
        free = {column.place for column in columns if column.key == "saran"}
        last = max((column.place for column in columns if column.role == "unsur"), default=0)
        self.places = [place for place in body if place not in free and place <= last and has_words(body[place])]

    @cached_property
    def cells(self) -> dict[int, np.ndarray]:
        """Place -> which rows hold a label there, of the columns that hold any."""
        found = {place: self._by_text(place, _is_label) for place in self.places}
        return {place: rows for place, rows in found.items() if rows.any()}

    @cached_property
    def rows(self) -> np.ndarray:
        """Rows with a label."""
        return np.any([np.zeros(len(self.body), dtype=bool), *self.cells.values()], axis=0)

    @cached_property
    def beside_a_profile(self) -> np.ndarray:
        """Rows whose labels all stand in fields of the respondent, and of which another field is filled.

        A number there (an age) may be an average too: beside a word for a sum or an average it proves nothing.
        """
        nothing = np.zeros(len(self.body), dtype=bool)
        if not self.rows.any():
            return nothing
        outside = np.any([nothing, *(rows for place, rows in self.cells.items() if place not in self.fields)], axis=0)
        summed = np.any([nothing, *(self._by_text(place, lambda text: bool(SUMMED.search(_squeezed(text)))) for place in self.cells)], axis=0)
        said = np.any([nothing, *(self._by_text(place, _says) for place in self.fields)], axis=0)
        counted = np.any([nothing, *(self._by_text(place, _counts) for place in self.fields)], axis=0)
        return ~outside & (said | (counted & ~summed))

    def _by_text(self, place: int, holds: Callable[[str], bool]) -> np.ndarray:
        labels = self.body[place].cat.categories
        return np.fromiter(map(holds, labels), dtype=bool, count=len(labels))[self.body[place].cat.codes.to_numpy()]


def _is_label(text: str) -> bool:
    return not text[:1].isdecimal() and is_footer(text)


def _says(text: str) -> bool:
    """Whether a cell holds a word or a date, and no label of a footer."""
    return WORD_OR_DATE.fullmatch(text) is not None and not is_blank(text) and not _is_label(text)


def _counts(text: str) -> bool:
    return any(map(str.isdecimal, text)) and not is_blank(text)
