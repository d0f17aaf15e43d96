"""What moved between two files of one name: numbers, classes and words, each named by where it stands."""

from __future__ import annotations

import contextlib
import csv
import html
import io
import json
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from pathlib import Path
from typing import Any

from balong_eval.annex import cells, pdf
from balong_eval.report import estimates
from balong_eval.report.block import MIME

CONTEXT = 3
CLASSES = ("mutu", "kinerja", "status")


@dataclass(frozen=True)
class Moved:
    """A number that is another one now: where it stands, what was in the folder, what the inputs give today."""

    name: str
    was: str | float | None
    now: str | float | None


def moved(path: Path, again: Path) -> Iterator[Moved]:
    """Numbers and classes of a file that are others in the same file made again; nothing where it cannot be read as what its name says.

    Parameters
    ----------
    path, again : Path
        The file in the folder, and the one made from today's inputs.
    """
    reader = READERS.get(path.suffix)
    if reader:
        with contextlib.suppress(ValueError, KeyError, zipfile.BadZipFile):
            yield from reader(path, again)


def _page(path: Path, again: Path) -> Iterator[Moved]:
    yield from _moved_words(*(_words(_text(file)) for file in (path, again)))


def _document(path: Path, again: Path) -> Iterator[Moved]:
    """Words of a Word document, from its main part."""
    texts = [zipfile.ZipFile(file).read("word/document.xml").decode("utf-8") for file in (path, again)]
    yield from _moved_words(*(_words(text) for text in texts))


def _pdf(path: Path, again: Path) -> Iterator[Moved]:
    """Words of a PDF; nothing without pypdf: its HTML, made from the same page, tells them."""
    was, now = pdf.words(path), pdf.words(again)
    if was is not None and now is not None:
        yield from _moved_words(was, now)


def _json(path: Path, again: Path) -> Iterator[Moved]:
    was, now = (json.loads(_text(file)) for file in (path, again))
    yield from _moved_values(was, now, "")


def _notebook(path: Path, again: Path) -> Iterator[Moved]:
    was, now = (_results(json.loads(_text(file))) for file in (path, again))
    yield from _moved_values(was, now, "")


def _csv(path: Path, again: Path) -> Iterator[Moved]:
    """Numbers of the long table, each named by the texts of its row and its column."""
    was, now = (_figures(_text(file)) for file in (path, again))
    for name in dict.fromkeys([*was, *now]):
        if was.get(name) != now.get(name):
            yield Moved(name, was.get(name), now.get(name))


def _workbook(path: Path, again: Path) -> Iterator[Moved]:
    yield from (Moved(*cell) for cell in cells.moved(path, again))


def _figures(text: str) -> dict[str, str]:
    """Figures of the long table by the texts of their row and their column; a row whose texts came before has its number behind them."""
    found: dict[str, str] = {}
    seen: Counter[str] = Counter()
    for row in csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))):
        name = " ".join(row[key] for key in estimates.TEXTS if row[key])
        seen[name] += 1
        name = name if seen[name] == 1 else f"{name} ({seen[name]})"
        found |= {f"{name} {key}": row[key] for key in estimates.COLUMNS if key not in estimates.TEXTS and row[key]}
    return found


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8", errors="replace")


def _results(notebook: dict[str, Any]) -> list[Any]:
    """Bundles of an executed notebook, as far as it is one."""
    cells = notebook.get("cells", [])
    return [output.get("data", {}).get(MIME) for cell in cells for output in cell.get("outputs", [])]


def _moved_values(was: Any, now: Any, name: str) -> Iterator[Moved]:
    """Numbers and classes that are others; of a row or key that came or went, all that it holds."""
    if _is_kind(was, now, dict):
        was, now = was or {}, now or {}
        for key in sorted(was.keys() | now.keys(), key=lambda key: (key != "results", key)):
            yield from _moved_values(was.get(key), now.get(key), f"{name}.{key}" if name else key)
    elif _is_kind(was, now, list):
        for place, (before, after) in enumerate(zip_longest(was or (), now or ())):
            yield from _moved_values(before, after, f"{name}[{place}]")
    elif was != now and (name.endswith(CLASSES) or any(_is_number(value) for value in (was, now))):
        yield Moved(name, _shown(was), _shown(now))


def _is_kind(was: object, now: object, kind: type) -> bool:
    """Whether both are of a kind, or one is and the other is not there."""
    return (isinstance(was, kind) and (now is None or isinstance(now, kind))) or (was is None and isinstance(now, kind))


def _shown(value: object) -> str | float | None:
    return value if isinstance(value, (int, float, str)) and not isinstance(value, bool) else None


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _words(page: str) -> list[str]:
    """Visible words of a page; the style, the code and what stands in tags left out."""
    page = re.sub(r"<(style|details)\b.*?</\1>", " ", page, flags=re.DOTALL)
    return html.unescape(re.sub(r"<[^>]*>", " ", page)).split()


def _moved_words(was: list[str], now: list[str]) -> Iterator[Moved]:
    for kind, a, b, c, d in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        texts = " ".join(was[a:b]), " ".join(now[c:d])
        if kind != "equal":
            yield Moved(" ".join(was[max(0, a - CONTEXT) : a]), texts[0] or None, texts[1] or None)


READERS: dict[str, Callable[[Path, Path], Iterator[Moved]]] = {
    ".html": _page,
    ".docx": _document,
    ".pdf": _pdf,
    ".json": _json,
    ".ipynb": _notebook,
    ".csv": _csv,
    ".xlsx": _workbook,
}
