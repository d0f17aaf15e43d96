"""Tables of counts laid the other way: the four options in rows over columns of unsur, which look like four respondents."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from balong_eval.errors import Finding, InputError
from balong_eval.intake import counts, vocabulary
from balong_eval.intake.counts import COUNT, Count, Question
from balong_eval.intake.footer_labels import is_footer
from balong_eval.intake.heads import Column, Head, Reader, take
from balong_eval.intake.scale import split
from balong_eval.intake.shape import Layout
from balong_eval.intake.sheet.grid import address
from balong_eval.intake.words import plain

MOST_ROWS = 20
HIGHEST = 4
SCORES = (1, 2, 3, 4)
NAMED = re.compile(r"(?:pilihan|opsi|jawaban|skor|nilai|skala)(?: jawaban)? ([a-e1-5])(?: .*)?")
FIFTH = ("e", "5")
MESSAGE = (
    "Baris-baris ini dapat berarti responden, atau banyaknya jawaban tiap pilihan. Bila banyaknya jawaban, beri kolom pertamanya judul "
    '"Pilihan jawaban" dan isi Pilihan a sampai Pilihan d, tepat empat; bila responden, beri kolom "No" berisi nomor urut dan hapus nama pilihannya.'
)


@dataclass(frozen=True)
class _Rows:
    """The rows of a table that are filled in under its unsur and label no footer: their numbers, their cells, and the unsur's heads."""

    numbers: list[int]
    cells: list[list[str]]
    asked: list[Head]

    @property
    def filled(self) -> list[str]:
        return [cells[head.place] for cells in self.cells for head in self.asked if cells[head.place]]

    @property
    def high(self) -> bool:
        """Whether more than half of the cells are whole numbers above 4: no respondents' answers."""
        return 2 * sum(_count(text) > HIGHEST for text in self.filled) > len(self.filled)

    @property
    def adds_up(self) -> bool:
        """Whether all unsur have the same number of answers, some of them above 4."""
        sums = {sum(_count(cells[head.place]) for cells in self.cells) for head in self.asked}
        return len(sums) == 1 and any(_count(text) > HIGHEST for text in self.filled)


def _count(text: str) -> int:
    return int(re.split(r"[.,]", text)[0]) if COUNT.fullmatch(text) else 0


def find(layout: Layout, reader: Reader, declared: Mapping[str, int]) -> Layout | InputError | None:
    """The counts of a table whose rows are the options; None where its rows are forms, an error (not raised) where it may be either.

    Rows are options where their heads say so ("Pilihan a", a column "Pilihan jawaban"), or where letters or labels stand over counts that are
    no answers. Numbers 1-4 under "No" or under no head number respondents, as long as the cells are answers.

    Raises
    ------
    InputError
        When a count is no whole number.
    """
    if not 0 < len(layout.body) <= MOST_ROWS or layout.source is not None:
        return None
    columns = [take(head, reader) for head in layout.heads]
    asked = [head for head, column in zip(layout.heads, columns, strict=True) if column.role == "unsur"]
    first = min((head.place for head in asked), default=0)
    rows = _rows(layout, asked)
    if _of_persons(layout, columns, rows):
        return None
    found: InputError | None = None
    for head in layout.heads[:first]:
        texts = [cells[head.place] for cells in rows.cells]
        verdict = _verdict(head, texts, rows, reader, declared)
        if isinstance(verdict, dict):
            return _counted(layout, rows, verdict)
        if verdict == "ragu" and found is None:
            found = _doubtful(layout, rows, head)
    return found


def _rows(layout: Layout, asked: Sequence[Head]) -> _Rows:
    lines = [(int(row), list(cells)) for row, cells in zip(layout.body.index, layout.body.astype(object).itertuples(index=False), strict=True)]
    first = min((head.place for head in asked), default=0)
    kept = [(row, cells) for row, cells in lines if any(cells[head.place] for head in asked) and not any(map(is_footer, filter(None, cells[:first])))]
    return _Rows([row for row, _ in kept], [cells for _, cells in kept], list(asked))


def _of_persons(layout: Layout, columns: Sequence[Column], rows: _Rows) -> bool:
    """Whether a field of a respondent (a date, a service, an age) is filled in any of the rows."""
    places = [column.place for column in columns if column.role == "field" and column.key not in ("id", "n")]
    return any(cells[place] for cells in rows.cells for place in places)


def _verdict(head: Head, texts: Sequence[str], rows: _Rows, reader: Reader, declared: Mapping[str, int]) -> dict[int, int] | str | None:
    """Place of a row -> its score where a column holds the options; "ragu" where it may; None where it does not."""
    told = plain(head.written)
    named = {place: found[1] for place, text in enumerate(texts) if (found := NAMED.fullmatch(plain(text)))}
    sure = bool(named) or vocabulary.says("option", told)
    options = named or {place: _option(text) for place, text in enumerate(texts) if text}
    first = dict(list(options.items())[: len(SCORES)]) if sure else options
    scores = counts.scores_of(tuple(first.values()), reader, declared) if len(first) == len(SCORES) else None
    if scores is None or (sure and set(FIFTH) & set(options.values())):
        return "ragu" if named or scores else None
    if set(list(options.values())[len(SCORES) :]) & set(first.values()):
        return "ragu" if named else None
    score_of = dict(zip(first, scores, strict=True))
    if sure or (rows.high and rows.adds_up):
        return score_of
    if set(first.values()) == {"1", "2", "3", "4"} or vocabulary.says("person", told):
        return "ragu" if rows.high else None
    return score_of if rows.adds_up or rows.high else "ragu"


def _option(text: str) -> str:
    """A row's head as an option: its letter or number, else its label."""
    mark, label, firm = split(text)
    return plain(label if mark is not None and firm else text)


def _counted(layout: Layout, rows: _Rows, score_of: dict[int, int]) -> Layout:
    questions = [
        Question(
            head.written,
            head.row,
            head.place,
            {score: _cell(rows, at, head.place) for at, score in score_of.items()},
        )
        for head in rows.asked
    ]
    used = {rows.numbers[at] for at in score_of}
    return counts.layout(layout.sheet, questions, [int(row) for row in layout.body.index if int(row) not in used])


def _cell(rows: _Rows, at: int, place: int) -> Count:
    return Count(rows.cells[at][place], rows.numbers[at], place)


def _doubtful(layout: Layout, rows: _Rows, head: Head) -> InputError:
    row, sheet = rows.numbers[0], layout.sheet
    finding = Finding("error", "pilihan_atau_responden", MESSAGE, sheet.file, sheet.name, address(row, head.place), row, head.written or None)
    return InputError(f"Tabel dalam {sheet.file} belum dapat dipakai.", [finding])
