"""Columns of texts as pandas categoricals, whose first category is the empty text, and grids of such columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from balong_eval.intake.sheet.grid import Line


def from_texts(values: Sequence[str]) -> pd.Categorical:
    """A column of texts; equal texts share a category.

    Examples
    --------
    >>> list(from_texts(["b", " b ", ""])), list(from_texts(["b"]).categories)
    (['b', 'b', ''], ['', 'b'])
    """
    codes, distinct = pd.factorize(np.array(values, dtype=object))
    return from_codes(codes, list(distinct))


def from_codes(codes: np.ndarray, labels: Sequence[str]) -> pd.Categorical:
    """A column given by the places of its texts in `labels`, which are stripped; labels that become equal are one."""
    stripped = list(map(str.strip, labels))
    distinct = pd.Index(["", *stripped], dtype=object)
    if distinct.is_unique:
        return _build(codes + 1, distinct)
    known = list(dict.fromkeys(distinct))
    places = {label: place for place, label in enumerate(known)}
    return _build(np.array([places[label] for label in stripped], dtype=np.int32)[codes], pd.Index(known, dtype=object))


NUMBERS_AND_DATES = b"0123456789-/:., \n"


def has_words(texts: pd.Series) -> bool:
    """Whether any text of a column holds more than digits and the marks of numbers and dates; where not, no words need be looked for."""
    return bool("\n".join(used_labels(texts)).encode().translate(None, delete=NUMBERS_AND_DATES))


def used_labels(texts: pd.Series) -> list[str]:
    """Distinct texts of a column, but for the empty one.

    Categories stand in the order of their first row, so that those of the heads above a slice come first and are left out.
    """
    codes = texts.cat.codes.to_numpy()
    first = codes.min(where=codes > 0, initial=len(texts.cat.categories))
    return texts.cat.categories[first:].tolist()


def _build(codes: np.ndarray, labels: pd.Index) -> pd.Categorical:
    return pd.Categorical.from_codes(codes, dtype=pd.CategoricalDtype(labels))


def frame(columns: Iterable[pd.Categorical], numbers: Iterable[int]) -> pd.DataFrame:
    """Columns of texts as a grid indexed by row number, without rows and outer columns that hold nothing."""
    table = pd.DataFrame(dict(enumerate(columns)), index=pd.Index(numbers, dtype="int64"))
    filled = np.zeros(len(table), dtype=bool)
    last = -1
    for place in table:
        here = table[place].cat.codes.to_numpy() > 0
        filled |= here
        last = int(place) if here.any() else last
    table = table.iloc[:, : last + 1]
    return table if filled.all() else table.loc[filled]


def of_lines(lines: Sequence[Line]) -> pd.DataFrame:
    """The grid of rows of one length."""
    columns = zip(*(cells for _, cells in lines), strict=True)
    return frame(map(from_texts, columns), [number for number, _ in lines])


def stack(tables: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Grids of the same columns, one below the other."""
    from pandas.api.types import union_categoricals

    whole: dict[Any, pd.Categorical] = {place: union_categoricals([table[place] for table in tables]) for place in tables[0]}
    return pd.DataFrame(whole, index=pd.Index(np.concatenate([table.index for table in tables]), dtype="int64"))
