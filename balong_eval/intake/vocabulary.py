"""How offices word the heads of columns, beside the words of unsur: the words stand in ``heads.toml``. Texts are `words.plain` ones."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Any


@cache
def table() -> dict[str, Any]:
    """The words, as ``heads.toml`` groups them."""
    return tomllib.loads(resources.files("balong_eval.intake").joinpath("heads.toml").read_text(encoding="utf-8"))


def says(kind: str, text: str) -> bool:
    """Whether a plain head is one of a kind, as a whole or by words within it.

    Examples
    --------
    >>> says("total", "jumlah nilai"), says("personal", "no hp pemohon"), says("personal", "nama layanan"), says("remark", "alasan u1")
    (True, True, False, True)
    """
    pattern = _within(kind)
    return text in _heads(kind) or (pattern is not None and pattern.search(text) is not None)


def field(text: str) -> str | None:
    """The field that a plain head names as a whole.

    Examples
    --------
    >>> field("umur"), field("umur anda")
    ('usia', None)
    """
    return _fields().get(text)


def fields_within(text: str) -> list[str]:
    """The fields whose words stand in a plain head, the one that it is taken for first.

    Examples
    --------
    >>> fields_within("umur anda"), fields_within("saran bagi jenis pelayanan ini")
    (['usia'], ['saran', 'layanan'])
    """
    return [name for name, pattern in _field_patterns().items() if pattern.search(text)]


def is_remark(text: str) -> bool:
    """Whether a plain head asks for free text: a suggestion, or a remark beside an answer."""
    return says("remark", text) or "saran" in fields_within(text)


@cache
def code() -> re.Pattern[str]:
    """The number of an unsur at the start of a plain head (``u8``, ``pertanyaan 3``)."""
    return re.compile(rf"{_numbered()}(?= |$)")


@cache
def code_at_end() -> re.Pattern[str]:
    """The number of an unsur at the end of a name of a data base (``tblsurvei pertanyaan8``)."""
    return re.compile(rf"(?:.* )?{_numbered()}$")


def _numbered() -> str:
    words, between = table()["number"]["words"], table()["number"]["between"]
    return rf"(?:{'|'.join(words)}) ?(?:(?:{'|'.join(between)}) ?)?0*(\d{{1,2}})"


@cache
def _heads(kind: str) -> frozenset[str]:
    return frozenset(table()[kind].get("heads", ()))


@cache
def _within(kind: str) -> re.Pattern[str] | None:
    return _pattern(table()[kind])


@cache
def _fields() -> dict[str, str]:
    return {head: name for name, words in table()["fields"].items() for head in words["heads"]}


@cache
def _field_patterns() -> dict[str, re.Pattern[str]]:
    found = {name: _pattern(words) for name, words in table()["fields"].items()}
    return {name: pattern for name, pattern in found.items() if pattern is not None}


def _pattern(words: dict[str, list[str]]) -> re.Pattern[str] | None:
    within = words.get("within")
    return re.compile(rf"\b(?:{'|'.join(within)})\b") if within else None
