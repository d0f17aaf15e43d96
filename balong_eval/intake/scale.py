"""One cell to an answer on 1-4: numbers, letters, labels with or without prefix, labels cut short or mistyped; nothing is guessed."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Literal

from balong_eval.intake.words import is_failed, plain
from balong_eval.regulation import Unsur, all_unsur

NUMBER = re.compile(r"([1-4])(?:[.,]0+)?")
WORDS = r"(?P<label>[^\W\d_].*)"
PREFIX = re.compile(rf"[(\[]?(?P<mark>[a-d1-4])\s*[)\].:=–-]+\s*{WORDS}", re.IGNORECASE | re.DOTALL)
BEFORE = re.compile(rf"(?P<mark>[a-d1-4])\s+{WORDS}", re.IGNORECASE | re.DOTALL)
BEHIND = re.compile(rf"{WORDS[:-1]}?)\s*[(\[]?(?P<mark>[1-4])[)\]]?", re.DOTALL)
LETTERS = "abcd"
HIGHEST = 4
WORST = re.compile(r"sangat (?:tidak|kurang|mahal|buruk|jelek|lambat|lama|sulit|rumit)")
LONGEST = 120
LETTER = re.compile(r"[(\[]?([a-d])[)\].:]?", re.IGNORECASE)
BLANK = frozenset({"", "0", "-", "–", "—", "0,0", "0.0", "0,00", "0.00", "\\n", "null", "n/a", "na", "kosong"})
BLANK_WORDS = re.compile(r"(?:tidak|tdk|belum) (?:di ?isi|diisi|menjawab|ada jawaban|dijawab)")
CUT_AT = (49, 50)
ALIKE, CLEARLY = 0.86, 0.08
OTHER_SCALES = frozenset(
    f"{degree}{word}" for word in ("setuju", "puas") for degree in ("sangat tidak ", "tidak ", "kurang ", "cukup ", "", "sangat ")
)
Kind = Literal["angka", "huruf", "label", "kosong", "mirip", "terpotong", "tanpa_label", "berbeda", "skala_lain", "salah"]


@dataclass(frozen=True)
class Reading:
    """What a cell was read as: a score of 1-4, or None, and how; `label` is the label it was matched to."""

    score: int | None
    kind: Kind
    label: str = ""


@dataclass(frozen=True)
class Scale:
    """The labels of an unsur's answers: the regulation's, those of local questionnaires, and those that the sidecar declares.

    `known` remembers what was read: each distinct text of a file is read once for an unsur.
    """

    unsur: Unsur
    declared: Mapping[str, int]
    known: dict[str, Reading] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def labels(self) -> dict[str, int]:
        """Label as written -> score."""
        lists = (self.unsur.labels, *self.unsur.variants)
        return {label: score for labels in lists for score, label in enumerate(labels, 1)} | dict(self.declared)

    @cached_property
    def table(self) -> dict[str, int]:
        """Plain label -> score."""
        return {plain(label): score for label, score in self.labels.items()}

    def read(self, text: str) -> Reading:
        """Read one cell.

        Examples
        --------
        >>> from balong_eval import regulation
        >>> scale = Scale(regulation.load("permenpanrb_14_2017").unsur[0], {})
        >>> [scale.read(text).score for text in ("3", "4,0", "b", "a. Tidak sesuai", "SANGAT  SESUAI", "5", "0")]
        [3, 4, 2, 1, 4, None, None]
        """
        if text not in self.known:
            self.known[text] = self._read(text)
        return self.known[text]

    def _read(self, text: str) -> Reading:
        if is_blank(text):
            return Reading(None, "kosong")
        number = NUMBER.fullmatch(text)
        if number:
            return Reading(int(number[1]), "angka")
        letter = LETTER.fullmatch(text)
        if letter:
            return Reading(LETTERS.index(letter[1].casefold()) + 1, "huruf")
        score = self.table.get(plain(text))
        if score is not None:
            return Reading(score, "label")
        if len(text) > LONGEST:
            return Reading(None, "salah")
        return self._prefixed(text) or self._near(text)

    def _prefixed(self, text: str) -> Reading | None:
        """A label behind a letter or number, or before a number: both must say the same. A letter may stand for a label that is not known."""
        mark, label, firm = split(text)
        if mark is None:
            return None
        if plain(label) in OTHER_SCALES:
            return Reading(None, "skala_lain")
        read = self._label(label)
        if read is not None:
            return Reading(mark, "label", label) if read == mark else Reading(None, "berbeda")
        if firm and contradicts(label, mark):
            return Reading(None, "berbeda")
        return Reading(mark, "tanpa_label") if firm else None

    def _label(self, text: str) -> int | None:
        """A label with something behind it: ``Gratis / Tanpa biaya``; only to check the letter before it."""
        word = plain(text)
        starts = [label for label in self.table if word == label or word.startswith(f"{label} ")]
        if starts:
            return self.table[max(starts, key=len)]
        near = self._near(text)
        return near.score

    def _near(self, text: str) -> Reading:
        """A label cut at 50 characters, or the one label that is clearly nearest to a mistyped one."""
        word = plain(text)
        if word in OTHER_SCALES:
            return Reading(None, "skala_lain")
        cut = {score for label, score in self.table.items() if label.startswith(word)} if len(text) in CUT_AT else set()
        if len(cut) == 1:
            return Reading(cut.pop(), "terpotong", text)
        ratios: dict[int, tuple[float, str]] = {}
        for label, score in self.labels.items():
            ratio = _likeness(word, plain(label))
            ratios[score] = max(ratios.get(score, (0.0, "")), (ratio, label))
        ranked = sorted(((ratio, label, score) for score, (ratio, label) in ratios.items()), reverse=True)
        if ranked and ranked[0][0] >= ALIKE and (len(ranked) == 1 or ranked[0][0] - ranked[1][0] >= CLEARLY):
            return Reading(ranked[0][2], "mirip", ranked[0][1])
        return Reading(None, "salah")


@cache
def _anywhere() -> dict[str, set[int]]:
    """Plain label of any unsur -> the scores that it stands for."""
    found: dict[str, set[int]] = {}
    for unsur in all_unsur().values():
        for labels in (unsur.labels, *unsur.variants):
            for score, label in enumerate(labels, 1):
                found.setdefault(plain(label), set()).add(score)
    return found


def contradicts(label: str, mark: int) -> bool:
    """Whether a label that this unsur does not have speaks against its letter: another unsur's, or "sangat", "tidak" at the wrong end."""
    word = plain(label)
    known = _anywhere().get(word)
    if known:
        return mark not in known
    best = word.startswith("sangat ") and not WORST.match(word)
    return (best and mark != HIGHEST) or (word.startswith("tidak ") and mark == HIGHEST)


def _likeness(one: str, other: str) -> float:
    """difflib's ratio of two words; 0 where their lengths alone keep it under what counts as alike."""
    if 2 * min(len(one), len(other)) < (ALIKE - CLEARLY) * (len(one) + len(other)):
        return 0.0
    return difflib.SequenceMatcher(None, one, other, autojunk=False).ratio()


def is_blank(text: str) -> bool:
    """Whether a cell says that nothing was answered: empty, 0, a dash, "tidak diisi", NULL; or shows that its formula failed."""
    return text.casefold() in BLANK or is_failed(text) or BLANK_WORDS.fullmatch(plain(text)) is not None


def split(text: str) -> tuple[int | None, str, bool]:
    """Score by letter or number, the label beside it, and whether it is a letter set off by a mark; None where there is no letter or number.

    Examples
    --------
    >>> split("b. Kurang sesuai"), split("(4) Sangat sesuai"), split("Sesuai (3)"), split("3.5")
    ((2, 'Kurang sesuai', True), (4, 'Sangat sesuai', False), (3, 'Sesuai', False), (None, '3.5', False))
    """
    firm = PREFIX.fullmatch(text)
    found = firm or BEFORE.fullmatch(text) or BEHIND.fullmatch(text)
    if not found:
        return None, text, False
    mark = found["mark"].casefold()
    return (LETTERS.index(mark) + 1 if mark in LETTERS else int(mark)), found["label"], firm is not None and mark in LETTERS
