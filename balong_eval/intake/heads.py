"""What the head of a column says by itself: an unsur, a field of the respondent, a stored total, or nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from balong_eval import regulation
from balong_eval.intake import vocabulary
from balong_eval.intake.sidecar import Sidecar
from balong_eval.intake.sidecar_values import FIELDS
from balong_eval.intake.words import IDENTIFYING, plain
from balong_eval.regulation import Regulation, Unsur

SHARED_PREFIX = 3
BARE_LEAST = 5
DECLARED, CERTAIN, LIKELY = 3, 2, 1
DOUBLE, BEATEN = "ganda", "kalah"
Role = Literal["unsur", "field", "total", "unused"]


@dataclass(frozen=True)
class Head:
    """The head of a column: its own texts from top to bottom, the titles that it shares with other columns, and where it stands."""

    place: int
    row: int
    texts: tuple[str, ...]
    groups: tuple[str, ...] = ()
    cell: str = ""

    @property
    def written(self) -> str:
        """The head as an officer would read it out."""
        return " ".join(self.texts)


@dataclass(frozen=True)
class Column:
    """A column of the file and what it was taken for.

    Attributes
    ----------
    place : int
        Place from the left, from 0.
    head : str
        Head as written.
    role : {"unsur", "field", "total", "unused"}
    key : str or None
        Key of the unsur, or name of the field.
    row, cell : int, str
        Where the head stands.
    basis : {"sidecar", "nomor", "kata", "isi", "ganda", "kalah", ""}
        What it was told by; "ganda" where another column claims the same as surely, "kalah" where another claims it more surely.
    """

    place: int
    head: str
    role: Role
    key: str | None = None
    row: int = 1
    cell: str = ""
    basis: str = ""
    strength: int = CERTAIN

    @property
    def is_code(self) -> bool:
        """Whether the head is a number of an unsur (U8) and not its word."""
        return vocabulary.code().fullmatch(plain(self.head)) is not None


Judge = Callable[[int, Unsur], bool | None]


@dataclass(frozen=True)
class Reader:
    """What heads are read with: the sidecar, the regulation, and whether a column holds answers to an unsur, or times of day."""

    sidecar: Sidecar
    rule: Regulation
    holds_answers: Judge = lambda place, unsur: None
    holds_clocks: Callable[[int], bool] = lambda place: False
    prefix: str = ""

    @cached_property
    def orders(self) -> tuple[dict[int, Unsur], dict[int, Unsur]]:
        """The regulation's numbering in its list and in its questionnaire."""
        return self.rule.numbered("list"), self.rule.numbered("questionnaire")

    @cached_property
    def declared(self) -> dict[str, tuple[Role, str]]:
        """Plain head -> role and key, as the sidecar says."""
        fields: dict[str, tuple[Role, str]] = {plain(name): ("field", key) for name, key in self.sidecar.columns.items()}
        return fields | {plain(name): ("unsur", key) for name, key in self.sidecar.unsur.items()}

    @cached_property
    def exact(self) -> dict[str, str]:
        """Plain official name or key -> key of the unsur."""
        return {plain(text): unsur.key for unsur in self.rule.unsur for text in (unsur.key, unsur.name)}

    @cached_property
    def patterns(self) -> dict[str, re.Pattern[str]]:
        """Key of an unsur -> pattern of its words; those of other regulations too, so that they are told."""
        inside = {unsur.key: unsur.words for unsur in self.rule.unsur}
        others = {key: regulation.all_unsur()[key].words for key in ("maklumat", "sarpras") if key not in inside}
        return {key: re.compile(rf"\b(?:{'|'.join(words)})") for key, words in (inside | others).items()}

    @cached_property
    def labels(self) -> frozenset[str]:
        """Plain labels of answers: a row of them is no head."""
        return frozenset(plain(label) for unsur in self.rule.unsur for labels in (unsur.labels, *unsur.variants) for label in labels)

    def words(self, text: str) -> list[str]:
        """Keys of the unsur whose words stand in a plain text."""
        return [key for key, pattern in self.patterns.items() if pattern.search(text)]

    def number(self, head: str) -> int | None:
        """Number of an unsur at the start of a head (``U8 Sarana``), or at the end of a name of a data base (``tblsurvei_pertanyaan8``)."""
        text = plain(head)
        code = vocabulary.code().match(text) or (None if " " in head.strip() else vocabulary.code_at_end().fullmatch(text))
        return int(code[1]) if code and not vocabulary.is_remark(text) else None

    def field(self, text: str) -> str | None:
        """Field that is named exactly so."""
        name = text.removeprefix(self.prefix).strip()
        return vocabulary.field(name) or (name.replace(" ", "_") if name.replace(" ", "_") in FIELDS else None)


def shared_prefix(heads: Sequence[Head]) -> str:
    """The word that most heads of a data base's table begin with (``tblhasilsurvei_usia``), with its blank; else empty."""
    firsts = Counter(head.written.partition("_")[0] for head in heads if "_" in head.written)
    word, count = firsts.most_common(1)[0] if firsts else ("", 0)
    return f"{plain(word)} " if count >= SHARED_PREFIX and len(word) > SHARED_PREFIX else ""


def recognised(texts: Sequence[str], reader: Reader) -> int:
    """How many different unsur the cells of a row name, by number or by word: a head row names several.

    Bare numbers that the sidecar declares count where there are at least five: fewer may be answers or identities.
    """
    found: set[str] = set()
    bare: set[str] = set()
    for text in texts:
        word = plain(text)
        number = reader.number(text)
        if word in reader.labels:
            continue
        if word in reader.exact:
            found.add(reader.exact[word])
        elif number is not None:
            found.add(str(number))
        elif word in reader.declared:
            (bare if word.isdecimal() else found).update([reader.declared[word][1]] if reader.declared[word][0] == "unsur" else [])
        elif len(reader.words(word)) == 1 and not vocabulary.says("total", word) and reader.field(word) is None:
            found.add(reader.words(word)[0])
    return len(found) + (len(bare) if len(bare) >= BARE_LEAST else 0)


def take(head: Head, reader: Reader) -> Column:
    """What a head says by itself; columns with a number are decided later, together."""
    texts = [plain(text) for text in head.texts]
    base = Column(head.place, IDENTIFYING.sub("[...]", head.written), "unused", row=head.row, cell=head.cell)
    for text in [plain(head.written), *reversed(texts)]:
        if text in reader.declared:
            role, key = reader.declared[text]
            return replace(base, role=role, key=key, basis="sidecar", strength=DECLARED)
    for text in reversed(texts):
        named = reader.exact.get(text)
        if named == "waktu" and reader.holds_clocks(head.place):
            return replace(base, role="field", key="waktu_isi", basis="isi", strength=LIKELY)
        if named:
            return replace(base, role="unsur", key=named, basis="kata")
    numbers = [number for text in head.texts if (number := reader.number(text)) is not None]
    if numbers:
        return replace(base, role="unsur", basis="nomor")
    field = next((found for text in reversed(texts) if (found := reader.field(text))), None)
    if field:
        return replace(base, role="field", key=field, basis="kata")
    if any(vocabulary.says("total", text.removeprefix(reader.prefix)) for text in texts):
        return replace(base, role="total", basis="kata")
    return _by_words(base, " ".join(texts), reader)


def _by_words(base: Column, text: str, reader: Reader) -> Column:
    """A long head: the one unsur that it names, if its cells are answers; else the field that it names."""
    if vocabulary.says("general", text.removeprefix(reader.prefix)):
        return base
    fields = vocabulary.fields_within(text)
    if vocabulary.is_remark(text) and not vocabulary.says("handling", text):
        return replace(base, role="field", key="saran", basis="kata", strength=LIKELY) if "saran" in fields else base
    named = [key for key in reader.words(text) if reader.rule.find(key)]
    answers = [key for key in named if reader.holds_answers(base.place, reader.rule.named(key))]
    if answers:
        return replace(base, role="unsur", key=answers[0] if len(answers) == 1 else None, basis="kata", strength=LIKELY)
    if vocabulary.says("personal", text):
        return base
    if fields:
        return replace(base, role="field", key=fields[0], basis="kata", strength=LIKELY)
    of_filling = "waktu" in named and reader.holds_clocks(base.place)
    return replace(base, role="field", key="waktu_isi", basis="isi", strength=LIKELY) if of_filling else base
