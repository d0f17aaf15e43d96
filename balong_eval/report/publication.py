"""An executed notebook as what is published: its pieces in reading order, tables and figures numbered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal

from balong_eval.report.words import say

LETTER = re.compile(r"Lampiran ([A-Z])\b")
NUMBERED = ("table", "chart")


@dataclass(frozen=True)
class Heading:
    """A heading of a markdown cell: its level (1 is the title), its plain text, and the id that links lead to."""

    level: int
    text: str
    anchor: str


@dataclass(frozen=True)
class Part:
    """A piece of a publication: HTML of a markdown cell, a block's bundle (with its pictures), code, or plain output."""

    kind: Literal["html", "block", "code", "output"]
    text: str = ""
    bundle: dict[str, Any] | None = None
    svg: str | None = None
    headings: tuple[Heading, ...] = ()

    @cached_property
    def png(self) -> bytes | None:
        """The picture in points, for the formats that cannot show SVG; None where there is none or it cannot be drawn."""
        from balong_eval.report import picture

        return picture.png(self.svg) if self.svg else None


@dataclass(frozen=True)
class Publication:
    """Everything that a format is made from.

    Attributes
    ----------
    title : str
        Text of the first heading.
    parts : tuple of Part
        In reading order; the bundles of tables and charts carry their ``number`` ("Tabel A.1").
    parameters : dict
        What the notebook was run with.
    reference : bytes, optional
        The office's own reference document for DOCX (letterhead, signature block, fonts).
    """

    title: str
    parts: tuple[Part, ...]
    parameters: dict[str, Any] = field(default_factory=dict)
    reference: bytes | None = None

    @property
    def bundles(self) -> tuple[dict[str, Any], ...]:
        """Bundles of all blocks, in order."""
        return tuple(part.bundle for part in self.parts if part.bundle)

    @property
    def identity(self) -> dict[str, Any]:
        """Data of the identity line: unit, period, regulation, label ...; empty where the notebook has none."""
        return next((bundle["data"] for bundle in self.bundles if bundle["kind"] == "identity"), {})

    @property
    def identity_line(self) -> str:
        """The identity line as printed under the title; empty where the notebook has none."""
        return next((bundle["sentences"][0] for bundle in self.bundles if bundle["kind"] == "identity" and bundle["sentences"]), "")

    @property
    def opening(self) -> Part | None:
        """The last part of the first screen: the answer, else the identity line; the contents stand after it."""
        shown = [part for kind in ("identity", "result") for part in self.parts if part.bundle and part.bundle["kind"] == kind][-1:]
        return shown[0] if shown else None

    @property
    def results(self) -> tuple[dict[str, Any], ...]:
        """Documents of the results shown (``balong-eval/skm/1`` ...), in order: the data of every block that name their schema."""
        return tuple(bundle["data"] for bundle in self.bundles if "schema" in bundle.get("data", ()))

    @property
    def headings(self) -> tuple[Heading, ...]:
        """All headings, in order."""
        return tuple(heading for part in self.parts for heading in part.headings)


def publish(title: str, parts: Iterable[Part], parameters: Mapping[str, Any] | None = None) -> Publication:
    """A publication with its tables and figures numbered, each kind by itself: Tabel A.1, Tabel A.2, Gambar A.1.

    The letter is that of the title ("Lampiran A. ..."); without one the numbers stand alone.
    """
    found = LETTER.match(title)
    letter = f"{found[1]}." if found else ""
    counts = dict.fromkeys(NUMBERED, 0)
    numbered = []
    for part in parts:
        kind = part.bundle["kind"] if part.bundle else ""
        if part.bundle and kind in counts:
            counts[kind] += 1
            number = say(f"page.{kind}", number=f"{letter}{counts[kind]}")
            part = replace(part, bundle={**part.bundle, "number": number})
        numbered.append(part)
    return Publication(title, tuple(numbered), dict(parameters or {}))


def captioned(bundle: dict[str, Any]) -> str:
    """Caption of a table or chart with its number; in a notebook's cell, where nothing is numbered yet, the caption alone."""
    number = bundle.get("number")
    return f"{number}. {bundle['caption']}" if number else str(bundle["caption"])
