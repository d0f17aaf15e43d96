"""Tables that hold only how often each option was chosen: one row an unsur, four columns of counts.

The answers of a person are not known together. They are paired lowest with lowest, which leaves every count, NRR and index as it is and
gives the index the largest variance that these counts allow: an interval from it is an upper bound.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from balong_eval.errors import Finding, InputError
from balong_eval.intake import vocabulary
from balong_eval.intake.footer_labels import is_footer
from balong_eval.intake.heads import Head, Reader
from balong_eval.intake.scale import LETTERS, OTHER_SCALES, Scale, contradicts, split
from balong_eval.intake.shape import Layout
from balong_eval.intake.sheet.categories import from_codes
from balong_eval.intake.sheet.grid import Sheet, address
from balong_eval.intake.words import plain

SEARCHED = 30
OPTIONS = 4
MOST = 1_000_000
COUNT = re.compile(r"\d{1,7}(?:[.,]0+)?")
DEGREE = re.compile(r"(?:(?:sangat tidak|sangat|kurang|tidak|cukup) )?(\w+)")


@dataclass(frozen=True)
class Count:
    """How often an option was chosen, as written, and where: row from 1, place from 0."""

    text: str
    row: int
    place: int


@dataclass(frozen=True)
class Question:
    """An unsur of a table of counts: its name, where that stands, and score -> count."""

    name: str
    row: int
    place: int
    counts: dict[int, Count]

    def count(self, score: int) -> int:
        """How often a score was given; an empty cell is never."""
        text = self.counts[score].text
        return int(re.split(r"[.,]", text)[0]) if text else 0


def find(sheet: Sheet, reader: Reader, declared: Mapping[str, int]) -> Layout | None:
    """A table of counts as pseudo-forms, marked as not joint; None where the sheet is none.

    Raises
    ------
    InputError
        When its options belong to a scale that the sidecar does not declare, or a count is no whole number; carries all findings.
    """
    rows = sheet.rows()
    for position, (row, cells) in enumerate(rows[:SEARCHED]):
        options = _options(cells, reader, declared)
        if options is None:
            continue
        if isinstance(options, str):
            raise InputError(f"Tabel jumlah jawaban dalam {sheet.file} memakai skala lain.", [_other_scale(sheet, row, options)])
        below = rows[position + 1 :]
        while below and _options(below[0][1], reader, declared) is not None and not _names_unsur(below[0][1][: min(options)], reader):
            below = below[1:]
        questions = _questions(cells, below, options, reader)
        if questions:
            _refuse_more(sheet, row, cells, max(options))
            used = {row, *(question.row for question in questions)}
            return layout(sheet, questions, [number for number, _ in rows if number not in used])
    return None


def _options(cells: Sequence[str], reader: Reader, declared: Mapping[str, int]) -> dict[int, int] | str | None:
    """Place -> score where four cells beside each other are the options; the first label of another scale; None for any other row."""
    words = [plain(cell) for cell in cells]
    for start in range(len(words) - OPTIONS + 1):
        four = tuple(words[start : start + OPTIONS])
        if len(set(four)) < OPTIONS or not all(four):
            continue
        scores = scores_of(four, reader, declared)
        if scores is not None:
            return dict(zip(range(start, start + OPTIONS), scores, strict=True))
        marked = _marked(cells[start : start + OPTIONS], reader, declared)
        if marked is not None:
            return dict(zip(range(start, start + OPTIONS), marked, strict=True))
        if _is_scale(four):
            return cells[start]
    return None


def _marked(cells: Sequence[str], reader: Reader, declared: Mapping[str, int]) -> list[int] | None:
    """Scores of four labels that carry their own number or letter (``Tidak baik (1)``, ``a. Tidak baik``) and do not contradict it."""
    parts = [split(cell) for cell in cells]
    labels = tuple(plain(label) for _, label, _ in parts)
    marks = [mark or 0 for mark, _, _ in parts]
    if sorted(marks) != [1, 2, 3, 4] or len(set(labels)) < OPTIONS or not (_is_scale(labels) or scores_of(labels, reader, declared) == marks):
        return None
    return None if any(contradicts(label, mark) for label, mark in zip(labels, marks, strict=True)) else marks


def _is_scale(four: Sequence[str]) -> bool:
    """Four degrees of one word, or of agreement or satisfaction: a scale, though none of an unsur."""
    words = [DEGREE.fullmatch(word) for word in four]
    return all(word in OTHER_SCALES for word in four) or (all(words) and len({word[1] for word in words if word}) == 1)


def scores_of(four: tuple[str, ...], reader: Reader, declared: Mapping[str, int]) -> list[int] | None:
    """Scores of four options, or None where they are none: letters, 1 to 4, labels of an unsur or of the sidecar."""
    if set(four) in (set(LETTERS), {"1", "2", "3", "4"}):
        return [LETTERS.index(word) + 1 if word in LETTERS else int(word) for word in four]
    tables = [{plain(label): score for label, score in declared.items()}, *(Scale(unsur, {}).table for unsur in reader.rule.unsur)]
    for table in tables:
        found = [table.get(word) for word in four]
        if sorted(score or 0 for score in found) == [1, 2, 3, 4]:
            return [int(score or 0) for score in found]
    return None


def _questions(heads: Sequence[str], rows: list[tuple[int, list[str]]], options: dict[int, int], reader: Reader) -> list[Question]:
    """One for each row of a column left of the options whose cells name unsur, or number questions; of the column that names the most."""
    best: list[Question] = []
    for place in range(min(options)):
        told = plain(heads[place])
        found = []
        for row, cells in rows:
            name = _question_name(cells[place], told, reader)
            if name and any(cells[option] for option in options):
                found.append(Question(name, row, place, {score: Count(cells[at], row, at) for at, score in options.items()}))
        best = found if len(found) > len(best) else best
    return best


def _question_name(text: str, head: str, reader: Reader) -> str | None:
    """What a cell calls its question; None where it is none."""
    if not text or is_footer(text):
        return None
    if names_one(text, reader):
        return text
    return f"Pertanyaan {text}" if text.isdecimal() and vocabulary.says("counted_question", head) else None


def names_one(text: str, reader: Reader) -> bool:
    """Whether a text names one unsur, by word, number or sidecar."""
    word = plain(text)
    return word in reader.exact or word in reader.declared or reader.number(text) is not None or len(reader.words(word)) == 1


def _names_unsur(cells: Sequence[str], reader: Reader) -> bool:
    return any(reader.number(text) is not None or plain(text) in reader.exact for text in cells)


def _refuse_more(sheet: Sheet, row: int, heads: Sequence[str], last: int) -> None:
    """A fifth option or respondent beside the four, or shares in place of counts."""
    beside = plain(heads[last + 1]) if last + 1 < len(heads) else ""
    if beside in ("5", "e"):
        message = (
            f"Judul di baris {row} berlanjut sesudah pilihan ke-4. Bila tiap kolom adalah satu responden, putar tabelnya "
            "(Salin, Tempel Khusus, Transpose) supaya satu baris satu responden. Skala dengan lima pilihan tidak dapat dipakai."
        )
        raise InputError(
            f"Tabel dalam {sheet.file} belum dapat dipakai.", [Finding("error", "tanpa_unsur", message, sheet.file, sheet.name, row=row)]
        )
    if any("%" in heads[place] for place in range(last - OPTIONS + 1, last + 1)):
        raise InputError(f"Tabel dalam {sheet.file} berisi persentase; yang diperlukan banyaknya jawaban tiap pilihan.")


def layout(sheet: Sheet, questions: Sequence[Question], passed: Sequence[int]) -> Layout:
    """Pseudo-forms of a table of counts, and what is to be told of it and of the rows passed over.

    Raises
    ------
    InputError
        When a count is no whole number, or there are more answers than a survey can have; carries all findings.
    """
    _check_whole(sheet, questions)
    counts = [[question.count(score) for score in range(1, OPTIONS + 1)] for question in questions]
    n = max(sum(row) for row in counts)
    if n > MOST:
        raise InputError(f"Tabel jumlah jawaban dalam {sheet.file} menyebut lebih dari {MOST} jawaban untuk satu unsur. Periksa jumlahnya.")
    columns = {number: from_codes(paired(row, n), ["", "1", "2", "3", "4"]) for number, row in enumerate(counts)}
    heads = tuple(Head(number, item.row, (item.name,), cell=address(item.row, item.place)) for number, item in enumerate(questions))
    message = (
        f"Berkas hanya berisi banyaknya tiap pilihan jawaban ({n} responden), bukan jawaban tiap orang. "
        "Selang IKM memakai ragam terbesar yang mungkin; urutan unsur, kelompok dan mutu pengukuran tidak dapat dihitung."
    )
    first = min(questions[0].counts.values(), key=lambda count: (count.row, count.place))
    told = Finding("warning", "tabel_jumlah", message, sheet.file, sheet.name, address(first.row, first.place), first.row)
    body = pd.DataFrame(columns, index=pd.RangeIndex(1, n + 1))
    return Layout(sheet, heads, body, (told, *(_passed(sheet, row) for row in passed)), joint=False)


def _check_whole(sheet: Sheet, questions: Sequence[Question]) -> None:
    message = "Banyaknya jawaban harus bilangan bulat. Betulkan selnya."
    cells = sorted((count.row, count.place) for item in questions for count in item.counts.values() if count.text and not COUNT.fullmatch(count.text))
    problems = [Finding("error", "jumlah_bukan_bilangan", message, sheet.file, sheet.name, address(row, at), row) for row, at in cells]
    if problems:
        raise InputError(f"Tabel jumlah jawaban dalam {sheet.file} belum dapat dipakai.", problems)


def _passed(sheet: Sheet, row: int) -> Finding:
    message = f"Baris {row} bukan hitungan jawaban untuk satu unsur dan tidak dipakai."
    return Finding("note", "baris_dilewati", message, sheet.file, sheet.name, address(row, 0), row)


def paired(counts: Sequence[int], n: int) -> np.ndarray:
    """Scores 1-4 of n pseudo-forms in rising order, 0 for those without an answer, which stand where the mean would.

    Examples
    --------
    >>> paired([1, 0, 2, 1], 5).tolist()
    [1, 0, 3, 3, 4]
    """
    scores = np.repeat([1, 2, 3, 4], counts)
    missing = n - len(scores)
    at = int(np.searchsorted(scores, scores.mean())) if len(scores) else 0
    return np.insert(scores, at, np.zeros(missing, dtype=scores.dtype)) if missing else scores


def _other_scale(sheet: Sheet, row: int, label: str) -> Finding:
    message = (
        f"Pilihan '{label}' bukan skala unsur. Bila kuesionernya memang demikian, tulis artinya di sidecar: "
        f'[labels.jawaban] lalu "{label}" = 4, dan seterusnya untuk keempat pilihan.'
    )
    return Finding("error", "skala_lain", message, sheet.file, sheet.name, row=row)
