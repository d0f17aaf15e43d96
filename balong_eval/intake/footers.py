"""Rows under and between the answers that are no respondent: sums, averages, repeated heads, signatures, numbers without a form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from balong_eval.errors import Finding, Severity
from balong_eval.intake.footer_labels import Labels, is_footer
from balong_eval.intake.heads import Column
from balong_eval.intake.shape import Layout
from balong_eval.intake.sheet.categories import used_labels
from balong_eval.intake.sheet.grid import address
from balong_eval.intake.words import any_failed, is_failed

FEW = 2
MOSTLY = 0.6
REASONS = {
    "footer": "kaki tabel",
    "under": "di bawah kaki tabel",
    "head": "judul kolom yang diulang",
    "number": "bernomor tanpa isian",
    "unlabelled": "tanpa nomor, di bawah formulir bernomor yang terakhir",
    "few": "tanpa jawaban dan hampir kosong, di bawah jawaban terakhir",
}


def is_numbering(texts: pd.Series) -> bool:
    """Whether a column only numbers its rows: two or more whole numbers, each larger by one."""
    filled = [text for text in texts.astype(object) if text]
    return len(filled) > 1 and all(text.isdecimal() for text in filled) and bool((np.diff([int(text) for text in filled]) == 1).all())


@dataclass(frozen=True)
class Cut:
    """The rows of a table that are forms, and what is told of those that are not."""

    body: pd.DataFrame
    findings: tuple[Finding, ...]


def cut(layout: Layout, columns: Sequence[Column], scores: pd.DataFrame, written: pd.DataFrame) -> Cut:
    """Take away the rows that are no respondent, and say which and why.

    Parameters
    ----------
    layout : Layout
    columns : sequence of Column
    scores : DataFrame
        One row a row of the body, one column a place of an unsur: 1-4 as read, 0 where nothing was answered, NaN where the cell holds
        anything else.
    written : DataFrame
        The body before merged cells were filled down: what a row holds of its own.
    """
    body = layout.body
    asked = [column.place for column in columns if column.role == "unsur"]
    filled = pd.DataFrame({place: _filled(body[place], place in asked) for place in body}, index=body.index)
    answered = filled[asked].any(axis=1).to_numpy()
    kinds = np.full(len(body), "", dtype=object)
    names = [column.place for column in columns if column.key == "id" or (not column.head and is_numbering(body[column.place]))]
    only_numbers = _numbers(body, names)
    kinds[~answered & (filled.drop(columns=names).sum(axis=1).to_numpy() == 0) & only_numbers] = "number"
    kinds[_repeated(layout, asked, scores)] = "head"
    fields = [*names, *(column.place for column in columns if column.role == "field" and column.key != "id")]
    known = filled[fields].any(axis=1).to_numpy() if fields else np.zeros(len(body), dtype=bool)
    plainly = _plainly(scores, filled[asked])
    numbered = only_numbers & filled[names].any(axis=1).to_numpy() if names else np.zeros(len(body), dtype=bool)
    labels = Labels(written, columns)
    _mark_footers(kinds, labels.rows & ~(plainly & (numbered | labels.beside_a_profile)), plainly & known)
    _mark_end(kinds, (scores > 0).any(axis=1).to_numpy(), filled.sum(axis=1).to_numpy())
    _mark_tail(kinds, known, numbered & answered, answered)
    keep = kinds == ""
    return Cut(body if keep.all() else body.loc[keep], tuple(_findings(layout, kinds, plainly)))


def _filled(texts: pd.Series, asked: bool) -> np.ndarray:
    """Cells of a column that hold anything; a failed formula is an answer that was lost, but beside the answers only a row that was prepared."""
    codes = texts.cat.codes.to_numpy()
    if asked or not any_failed(labels := texts.cat.categories.tolist()):
        return codes > 0
    return np.array([bool(label) and not is_failed(label) for label in labels])[codes]


def _numbers(body: pd.DataFrame, names: Sequence[int]) -> np.ndarray:
    """Rows whose columns of numbers hold nothing else."""
    found = np.ones(len(body), dtype=bool)
    for place in names:
        labels = body[place].cat.categories
        if "".join(used_labels(body[place])).isdecimal():
            continue
        found &= np.fromiter((not label or label.strip("().").isdecimal() for label in labels), bool, len(labels))[body[place].cat.codes.to_numpy()]
    return found


def _plainly(scores: pd.DataFrame, filled: pd.DataFrame) -> np.ndarray:
    """Rows of which every filled cell of an unsur is an answer, and more than half are."""
    read = scores.where(scores > 0)
    return (read.notna().sum(axis=1) > scores.shape[1] / 2).to_numpy() & ~(filled & scores.isna()).any(axis=1).to_numpy()


def _mark_footers(kinds: np.ndarray, labelled: np.ndarray, forms: np.ndarray) -> None:
    """Labelled rows; and below the first of them every row that is not plainly a form: a number or profile, only answers, more than half."""
    if not labelled.any():
        return
    below = np.arange(len(kinds)) > labelled.argmax()
    kinds[below & ~forms & (kinds == "")] = "under"
    kinds[labelled] = "footer"


def _mark_tail(kinds: np.ndarray, known: np.ndarray, numbered: np.ndarray, answered: np.ndarray) -> None:
    """Sums and averages without a label: rows without number and profile below the last numbered form of a table that numbers its forms."""
    rows = answered & (kinds == "")
    if not (numbered & rows).any() or numbered[rows].mean() < MOSTLY:
        return
    last = len(numbered) - 1 - numbered[::-1].argmax()
    kinds[(np.arange(len(kinds)) > last) & ~known & rows] = "unlabelled"


def _mark_end(kinds: np.ndarray, answered: np.ndarray, counts: np.ndarray) -> None:
    """Rows below the last answers that hold next to nothing: signatures, notes, stray numbers."""
    last = len(answered) - 1 - answered[::-1].argmax() if answered.any() else len(answered)
    kinds[(np.arange(len(kinds)) > last) & (counts <= FEW) & (kinds == "")] = "few"


def _repeated(layout: Layout, asked: Sequence[int], scores: pd.DataFrame) -> np.ndarray:
    """Rows that repeat the heads of the unsur, as on a new printed page; a head that is itself an answer (``1``) proves nothing."""
    texts = {head.place: head.texts for head in layout.heads}
    same = [_among(layout.body[place], texts[place]) & ~(scores[place] >= 0).to_numpy() for place in asked]
    return np.mean(same, axis=0) > 1 / 2 if same else np.zeros(len(layout.body), dtype=bool)


def _among(texts: pd.Series, known: Sequence[str]) -> np.ndarray:
    return texts.cat.categories.isin(known)[texts.cat.codes.to_numpy()]


def _findings(layout: Layout, kinds: np.ndarray, plainly: np.ndarray) -> list[Finding]:
    """One finding for each run of rows passed over for one reason; labels of footers are shown, no other text."""
    passed = np.flatnonzero(kinds != "")
    runs = np.split(passed, np.flatnonzero((np.diff(passed) != 1) | (kinds[passed][1:] != kinds[passed][:-1])) + 1) if len(passed) else []
    return [_finding(layout, run, str(kinds[run[0]]), bool(plainly[run].any())) for run in runs]


def _finding(layout: Layout, run: np.ndarray, kind: str, doubtful: bool) -> Finding:
    """A note; a warning where a row passed over holds nothing but answers."""
    numbers = layout.body.index[run]
    first, last = int(numbers[0]), int(numbers[-1])
    labels = [text for text in layout.body.iloc[run].astype(object).to_numpy().ravel() if text and is_footer(text)] if kind == "footer" else []
    named = f" ({', '.join(repr(label) for label in dict.fromkeys(labels))})" if labels else ""
    which = f"Baris {first}" if first == last else f"Baris {first}-{last}"
    ask = ' Isinya seperti jawaban: bila memang formulir, tambahkan kolom "No" berisi nomor urut.' if doubtful else ""
    message = f"{which} tidak dihitung sebagai responden: {REASONS[kind]}{named}.{ask}"
    severity: Severity = "warning" if doubtful else "note"
    return Finding(severity, "baris_dilewati", message, layout.sheet.file, layout.sheet.name, address(first, 0), first)
