"""Tables of counts that stand turned: one column an unsur, four rows of counts, each under the name of its option."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from balong_eval.intake.counts import COUNT, OPTIONS, SEARCHED, Count, Question, layout, names_one, scores_of
from balong_eval.intake.footer_labels import is_footer
from balong_eval.intake.heads import Reader
from balong_eval.intake.shape import Layout
from balong_eval.intake.sheet.grid import Sheet
from balong_eval.intake.words import plain

LEAST = 3
OPTION = re.compile(r"^(?:pilihan|jawaban|opsi|nilai|skor|skala)(?: jawaban)? (?=\S)")
OPTION_HEAD = re.compile(r"\b(?:pilihan|jawaban|opsi|skor|skala|penilaian|kategori)\b")
RESPONDENT = re.compile(r"\b(?:no|nomor|responden|id|nama|kode|form|formulir)\b")


def find(sheet: Sheet, reader: Reader, declared: Mapping[str, int]) -> Layout | None:
    """A turned table of counts as pseudo-forms; None where the sheet is none.

    Four respondents numbered 1 to 4 look alike. Rows are options where their head says so, where they are letters or labels under a head that
    does not speak of respondents, or where a cell is more than an answer can be.

    Raises
    ------
    InputError
        When a count is no whole number; carries all findings.
    """
    rows = sheet.rows(0, SEARCHED)
    for position, (row, heads) in enumerate(rows):
        names = {place: text for place, text in enumerate(heads) if text and names_one(text, reader) and not is_footer(text)}
        four = rows[position + 1 : position + 1 + OPTIONS]
        if len(names) < LEAST or len(four) < OPTIONS or _more_answers(rows[position + 1 + OPTIONS :], min(names)):
            continue
        for place in range(min(names)):
            scores = scores_of(tuple(OPTION.sub("", plain(cells[place])) for _, cells in four), reader, declared)
            if scores is not None and _are_options(heads[place], place, four, names):
                lines = list(zip(scores, four, strict=True))
                questions = [
                    Question(name, row, at, {score: Count(cells[at], number, at) for score, (number, cells) in lines}) for at, name in names.items()
                ]
                used = {row, *(number for number, _ in four)}
                return layout(sheet, questions, [number for number, _ in sheet.rows() if number not in used])
    return None


def _are_options(head: str, place: int, four: Sequence[tuple[int, list[str]]], names: Mapping[int, str]) -> bool:
    """Whether four rows are options rather than respondents."""
    told = plain(head)
    cells = [cells[at] for _, cells in four for at in names]
    if any(COUNT.fullmatch(text) and int(re.split(r"[.,]", text)[0]) > OPTIONS for text in cells):
        return True
    if RESPONDENT.search(told):
        return False
    return OPTION_HEAD.search(told) is not None or not all(row[place].strip("().").isdecimal() for _, row in four)


def _more_answers(rows: Sequence[tuple[int, list[str]]], first: int) -> bool:
    """Whether rows below go on with forms: with cells under the unsur, and no label of a sum before them."""
    return any(any(cells[first:]) and not any(is_footer(text) for text in cells[: first + 1] if text) for _, cells in rows)
