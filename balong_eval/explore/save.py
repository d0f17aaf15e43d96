"""What was found, kept: a view as parameters of the notebook, the rows behind a number, and where such files go."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from balong_eval.explore import view as views
from balong_eval.explore.view import View
from balong_eval.intake.content import digest
from balong_eval.intake.unit import Unit

NOTEBOOKS = "notebooks"
FOLDER = "pandangan"
NOT_IN_YAML = re.compile("[\\x7f-\\x9f\\u2028\\u2029\\ud800-\\udfff\\ufeff\\ufffe\\uffff]")


@dataclass(frozen=True)
class Saved:
    """Saved parameters: their file, the line of the cell, the command that runs it, and the SHA-256 of every file of answers."""

    path: Path
    cell: str
    command: str
    digests: tuple[tuple[str, str], ...]


def root() -> Path:
    """The program's folder: that above ``notebooks`` where the kernel runs in it, else the one it runs in."""
    here = Path.cwd()
    return here.parent if here.name == NOTEBOOKS else here


def outputs(unit: Unit) -> Path:
    """Folder of a unit's outputs."""
    return root() / "outputs" / unit.id


def save(unit: Unit, parameter: str, text: str, periods: Sequence[str]) -> Saved:
    """Write one parameter of the notebook to a file that papermill takes, and say how to cite it and how to run it.

    Parameters
    ----------
    unit : Unit
    parameter : str
        ``view``, ``scenario`` or ``course``.
    text : str
        Its value.
    periods : sequence of str
        Those that it speaks of; the SHA-256 of their answers is told.
    """
    name = f"{parameter}-{'-'.join(periods[:1]) or 'semua'}-{hashlib.sha256(text.encode('utf-8')).hexdigest()[:8]}"
    path = outputs(unit) / FOLDER / f"{name}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    parameters = {"data_dir": _relative(unit.folder, root()), parameter: text}
    path.write_text(_json(parameters), encoding="utf-8", newline="\n")
    file = _relative(path, root())
    command = f"papermill {NOTEBOOKS}/eksplorasi.ipynb {file.removesuffix('.json')}.ipynb -f {file}"
    files = [item.file for item in unit.periods if item.name in periods or str(item.year) in periods]
    digests = tuple((file_.name, digest(file_.read_bytes())) for file_ in files)
    return Saved(path, f"{parameter}: str = {text!r}", command, digests)


def _json(parameters: dict[str, str]) -> str:
    """JSON that is YAML too, for papermill reads it so: marks that YAML refuses, or takes for the end of a line, are written as escapes."""
    text = json.dumps(parameters, ensure_ascii=False, indent=1)
    return NOT_IN_YAML.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"


def write_rows(unit: Unit, view: View, what: str, text: str) -> Path:
    """Write the rows behind a number; the name tells the view and the number."""
    key = hashlib.sha256(f"{views.write(view)}|{what}".encode()).hexdigest()[:8]
    path = outputs(unit) / FOLDER / f"jawaban-{view.period}-{key}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\ufeff" + text, encoding="utf-8", newline="")
    return path


def link(path: Path) -> str:
    """A path as seen from where the notebook lies, for a link that JupyterLab opens."""
    return _relative(path, Path.cwd())


def _relative(path: Path, folder: Path) -> str:
    return Path(os.path.relpath(path.resolve(), folder.resolve())).as_posix()
