"""Tables with one row an answer: respondent, question, score; profile questions among them have score 0 and a text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from balong_eval.errors import Finding, InputError
from balong_eval.intake import vocabulary
from balong_eval.intake.heads import Head, Reader
from balong_eval.intake.scale import is_blank
from balong_eval.intake.shape import Layout
from balong_eval.intake.sheet.categories import from_codes
from balong_eval.intake.sheet.grid import Sheet, address
from balong_eval.intake.words import plain

SEARCHED = 20
LEAST_QUESTIONS = 3


@dataclass(frozen=True)
class _Parts:
    """Places of the columns of a long table; `text` may be absent."""

    respondent: int
    question: int
    score: int
    text: int | None


def find(sheet: Sheet, reader: Reader) -> Layout | None:
    """The answers of a long table, brought to one row a form; None where the sheet is no such table.

    Raises
    ------
    InputError
        When it is one, but the column of the respondents cannot be told; names the line to add to the sidecar.
    """
    for position, (row, cells) in enumerate(sheet.rows(0, SEARCHED)):
        words = [plain(cell) for cell in cells]
        question = _one(words, "question", reader)
        answer = _one(words, "answer", reader, but=question)
        said = _one(words, "score", reader, but=question)
        score = answer if said is None else said
        if question is None or score is None:
            continue
        body = sheet.cells.iloc[position + 1 :]
        respondent = _respondent(sheet, body, words, row, question, score, reader)
        if respondent is not None:
            text = _one(words, "text", reader, but=score)
            text = answer if text is None and answer != score else text
            return _wide(sheet, body, cells, row, _Parts(respondent, question, score, text))
    return None


def _one(words: Sequence[str], kind: str, reader: Reader, but: int | None = None) -> int | None:
    """The first column whose head is of a kind of `vocabulary`."""
    return next(
        (place for place, word in enumerate(words) if place != but and word and vocabulary.says(kind, word) and reader.number(word) is None), None
    )


def _respondent(sheet: Sheet, body: pd.DataFrame, words: Sequence[str], row: int, question: int, score: int, reader: Reader) -> int | None:
    """The column that is the same for all answers of a respondent: declared as id, or the one whose values come back with other questions."""
    declared = [place for place, word in enumerate(words) if reader.declared.get(word) == ("field", "id")]
    if declared:
        return declared[0]
    asked = body[question].nunique()
    fits = []
    for place, word in enumerate(words):
        if place in (question, score) or not vocabulary.says("respondent", word) or asked < LEAST_QUESTIONS:
            continue
        sizes = body[place].value_counts()
        sizes = sizes[sizes > 0]
        if len(sizes) and sizes.median() >= asked / 2 and (len(sizes) > 1 or sizes.iloc[0] <= 2 * asked):
            fits.append(place)
    if len(fits) <= 1:
        return fits[0] if fits else None
    heads = dict(sheet.rows(0, SEARCHED))[row]
    lines = " atau ".join(f'[columns] "{heads[place]}" = "id"' for place in fits)
    message = f"Tabel ini berisi satu jawaban tiap baris, tetapi kolom respondennya tidak dapat ditentukan. Tulis di sidecar: {lines}."
    finding = Finding("error", "kolom_bermakna_ganda", message, sheet.file, sheet.name, address(row, fits[0]), row)
    raise InputError(f"Kolom berkas {sheet.file} belum dapat dipahami.", [finding])


def _wide(sheet: Sheet, body: pd.DataFrame, heads: Sequence[str], row: int, parts: _Parts) -> Layout:
    """One row a form: first what is the same for all its answers, then one column a question. Answers given twice make a second form."""
    people = body[parts.respondent].cat.codes.to_numpy()
    asked = body[parts.question]
    occurrence = pd.Series(range(len(body))).groupby([people, asked.cat.codes.to_numpy()]).cumcount().to_numpy()
    form, _ = pd.factorize(people.astype("int64") * (occurrence.max() + 1 if len(body) else 1) + occurrence)
    first = pd.Series(body.index.to_numpy()).groupby(form).min()
    constants = [place for place in body if place not in (parts.question, parts.score, parts.text) and _constant(body[place], form)]
    questions = [text for text in asked.cat.categories if text and (asked == text).any()]
    questions.sort(key=lambda text: int((asked == text).to_numpy().argmax()))
    columns = {number: _pick(body[place], form) for number, place in enumerate(constants)}
    sources = {number: first.to_numpy() for number in columns}
    told = [Head(number, row, (heads[place],), cell=address(row, place)) for number, place in enumerate(constants)]
    for question in questions:
        number = len(told)
        rows = np.flatnonzero((asked == question).to_numpy())
        source = pd.Series(body.index.to_numpy()[rows], index=form[rows]).reindex(first.index)
        columns[number] = _answers(body, parts, rows, form, len(first))
        sources[number] = source.fillna(first).to_numpy("int64")
        where = int(body.index[rows[0]])
        told.append(Head(number, where, (_question(heads[parts.question], question),), cell=address(where, parts.question)))
    index = pd.Index(first.to_numpy(), dtype="int64")
    order = np.argsort(index.to_numpy(), kind="stable")
    wide = pd.DataFrame(columns, index=index).iloc[order]
    source = pd.DataFrame(sources, index=index).iloc[order]
    return Layout(sheet, tuple(told), wide, _repeated(sheet, body, occurrence, parts), source, parts.score)


def _question(head: str, text: str) -> str:
    """A question as the head of a column; a bare number is one only where its column does not say that it is an identity of a data base."""
    words = plain(head)
    return f"Pertanyaan {text}" if text.isdecimal() and "id" not in words.replace("pertanyaanid", "id").split() else text


def _constant(texts: pd.Series, form: np.ndarray) -> bool:
    """Whether a column is the same in all rows of each form."""
    codes = pd.Series(texts.cat.codes.to_numpy())
    return bool((codes.groupby(form).nunique() <= 1).all())


def _pick(texts: pd.Series, form: np.ndarray) -> pd.Categorical:
    """The text of each form's first row."""
    rows = np.unique(form, return_index=True)[1]
    return from_codes(texts.cat.codes.to_numpy()[rows], list(texts.cat.categories))


def _answers(body: pd.DataFrame, parts: _Parts, rows: np.ndarray, form: np.ndarray, forms: int) -> pd.Categorical:
    """Scores of a question by form; where no score was ever given, its texts."""
    scores = body[parts.score].iloc[rows]
    given = [not is_blank(text) for text in scores.cat.categories]
    silent = not np.array(given)[scores.cat.codes.to_numpy()].any()
    texts = body[parts.text].iloc[rows] if silent and parts.text is not None else scores
    codes = np.zeros(forms, dtype=np.int64)
    codes[form[rows]] = texts.cat.codes.to_numpy() + 1
    return from_codes(codes, ["", *texts.cat.categories])


def _repeated(sheet: Sheet, body: pd.DataFrame, occurrence: np.ndarray, parts: _Parts) -> tuple[Finding, ...]:
    again = np.flatnonzero(occurrence > 0)
    people = dict.fromkeys(body[parts.respondent].iloc[again].astype(object))
    found = []
    for person in people:
        rows = again[(body[parts.respondent].iloc[again] == person).to_numpy()]
        row = int(body.index[rows[0]])
        message = f"Responden ini mengirim jawaban lagi ({len(rows)} jawaban); jawaban itu dihitung sebagai formulir tersendiri."
        found.append(Finding("warning", "responden_berulang", message, sheet.file, sheet.name, address(row, parts.respondent), row))
    return tuple(found)
