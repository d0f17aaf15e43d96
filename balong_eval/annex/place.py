"""Where a workbook with rows of respondents may be written: never among outputs, never over an input."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path

from balong_eval.annex.kinds import NAMES
from balong_eval.annex.manifest import MANIFEST
from balong_eval.errors import InputError, why
from balong_eval.report import workbook

OUTPUTS = "outputs"
ANSWERS = "skm"
UNIT = "unit.toml"
NEAR = 4


def check(out: Path, inputs: Iterable[Path]) -> None:
    """Refuse a place for an internal workbook, before anything is computed.

    Refused are: a name that does not end in .xlsx; a folder that is missing; any place in or under a folder of outputs, which is a
    folder named ``outputs`` in the working directory, or one that holds the manifest of an annex itself (a period's), or in the folder
    of a period (a unit's), or in that of a unit; a unit's folder of answers, where it would be read as answers; and any file that is not
    itself such a workbook.

    Parameters
    ----------
    out : Path
    inputs : iterable of Path
        Files read; none may be written over.

    Raises
    ------
    InputError
    """
    path = out.resolve()
    if path.suffix.lower() != ".xlsx":
        raise InputError(f"Nama buku kerja harus berakhiran .xlsx; tertulis '{out.name}'.")
    if not path.parent.is_dir():
        raise InputError(f"Folder {out.parent} tidak ada. Buat dahulu, atau pilih folder lain.")
    if any(path == other.resolve() for other in inputs):
        raise InputError(f"{out.name} adalah berkas masukan dan tidak ditimpa. Pilih nama lain.")
    if _among_outputs(path):
        raise InputError(f"{out} terletak di dalam folder hasil yang diterbitkan. Buku kerja ini INTERNAL; simpan di folder lain.")
    if path.parent.name == ANSWERS and (path.parent.parent / UNIT).exists():
        raise InputError(f"{out} terletak di dalam folder jawaban unit dan akan terbaca sebagai jawaban. Simpan di folder lain.")
    if path.exists() and not (path.is_file() and workbook.is_internal(path.read_bytes())):
        raise InputError(f"{out.name} sudah ada dan bukan buku kerja INTERNAL; tidak ditimpa. Pilih nama lain.")


def write(out: Path, content: bytes) -> None:
    """Write a file whole or not at all.

    Raises
    ------
    InputError
        When it cannot be written.
    """
    draft = out.with_name(f".{out.name}.tmp")
    try:
        draft.write_bytes(content)
        draft.replace(out)
    except OSError as problem:
        draft.unlink(missing_ok=True)
        raise InputError(f"{out} tidak dapat ditulis: {why(problem)}.") from None


def _among_outputs(path: Path) -> bool:
    own = (Path.cwd() / OUTPUTS).resolve()
    folders = [folder for folder in path.parents if folder != folder.parent]
    return own in folders or any(_is_period(folder) for folder in folders) or any(_holds_period(folder) for folder in folders[:NEAR])


def _is_period(folder: Path) -> bool:
    return any((folder / f"{annex}{MANIFEST}").exists() for annex in NAMES)


def _holds_period(folder: Path) -> bool:
    """Whether a folder is a unit's or the whole folder of outputs."""
    inner = _folders(folder)
    periods = [*inner, *(period for unit in inner for period in _folders(unit))]
    return any(_at_its_place(period / f"{annex}{MANIFEST}") for period in periods for annex in NAMES)


def _folders(folder: Path) -> list[Path]:
    """Folders in a folder; none where it cannot be read or goes away meanwhile."""
    try:
        with os.scandir(folder) as entries:
            return [Path(entry.path) for entry in entries if entry.is_dir() and not entry.name.startswith(".")]
    except OSError:
        return []


def _at_its_place(path: Path) -> bool:
    """Whether a manifest lies where `run` puts it, under the names of its unit and period: a copy of a period elsewhere closes no folder."""
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        return bool((record["unit"], record["period"]) == (path.parent.parent.name, path.parent.name))
    except (OSError, ValueError, KeyError, TypeError):
        return False
