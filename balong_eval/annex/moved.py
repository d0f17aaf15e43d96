"""What moved between two files of one name: numbers, classes and words, each named by where it stands."""

from __future__ import annotations

import contextlib
import csv
import html
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from balong_eval.annex import cells
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
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    named = [(" ".join(row[key] for key in estimates.TEXTS if row[key]), row) for row in rows]
    return {f"{name} {key}": row[key] for name, row in named for key in estimates.COLUMNS if key not in estimates.TEXTS and row[key]}


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8", errors="replace")


def _results(notebook: dict[str, Any]) -> list[Any]:
    """Bundles of an executed notebook, as far as it is one."""
    cells = notebook.get("cells", [])
    return [output.get("data", {}).get(MIME) for cell in cells for output in cell.get("outputs", [])]


def _moved_values(was: Any, now: Any, name: str) -> Iterator[Moved]:
    if isinstance(was, dict) and isinstance(now, dict):
        for key in sorted(was.keys() | now.keys(), key=lambda key: (key != "results", key)):
            yield from _moved_values(was.get(key), now.get(key), f"{name}.{key}" if name else key)
    elif isinstance(was, list) and isinstance(now, list):
        for place in range(max(len(was), len(now))):
            before, after = (values[place] if place < len(values) else None for values in (was, now))
            yield from _moved_values(before, after, f"{name}[{place}]")
    elif was != now and (name.endswith(CLASSES) or any(_is_number(value) for value in (was, now))):
        yield Moved(name, _shown(was), _shown(now))


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
    ".json": _json,
    ".ipynb": _notebook,
    ".csv": _csv,
    ".xlsx": _workbook,
}
