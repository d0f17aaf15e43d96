"""Verification: outputs are made again from today's inputs, and every difference is named."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from balong_eval import schemas
from balong_eval.annex import formats, rekap, run, temporary
from balong_eval.annex.kinds import REKAP
from balong_eval.annex.make import make
from balong_eval.annex.manifest import MANIFEST, file_digest, is_manifest, is_plain
from balong_eval.annex.moved import Moved, moved
from balong_eval.annex.run import Job
from balong_eval.annex.stale import Kind, differences
from balong_eval.annex.workshop import workshop
from balong_eval.errors import InputError
from balong_eval.intake.unit import read_unit

KINDS: tuple[Kind, ...] = ("inputs", "rules", "notebook", "package", "versions")
MOST_NUMBERS = 50


@dataclass(frozen=True)
class Checked:
    """A file of an output folder beside the same file made again.

    `edited`: its bytes are not those that its manifest recorded, so it was changed after it was made.
    """

    file: str
    same: bool
    edited: bool
    numbers: tuple[Moved, ...]
    missing: bool = False


@dataclass(frozen=True)
class Verification:
    """All files checked, what of the manifests differs today, and annexes that could not be made again."""

    files: tuple[Checked, ...]
    differs: tuple[Kind, ...]
    changed_inputs: tuple[str, ...]
    failures: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Whether everything is as it was."""
        return not self.failures and all(item.same for item in self.files)

    def as_dict(self) -> dict[str, Any]:
        """The document ``balong-eval/verify/1``."""
        files = [
            {"file": item.file, "same": item.same, "numbers": [{"name": moved.name, "was": moved.was, "is": moved.now} for moved in item.numbers]}
            for item in self.files
        ]
        return {"schema": schemas.VERIFY, "files": files, "differs": list(self.differs)}


def verify(folder: Path, data: Path | None = None, timeout: int | None = None) -> Verification:
    """Make again what is in an output folder and compare.

    Parameters
    ----------
    folder : Path
        ``outputs``, or a unit's or period's folder in it; read only, the new files are made in a temporary folder.
    data : Path, optional
        The unit's folder, or one that holds the folders of units; by default ``data``.
    timeout : int, optional
        Seconds for one cell.

    Raises
    ------
    InputError
        When the folder holds no manifest, or the unit's folder is not found.
    """
    if not folder.is_dir():
        raise InputError(f"{folder} bukan folder hasil. Sebutkan folder outputs atau folder unit di dalamnya.")
    records = sorted(folder.rglob(f"*{MANIFEST}"))
    if not records:
        raise InputError(f"Folder {folder} tidak berisi hasil (tidak ada berkas *{MANIFEST}).")
    files: list[Checked] = []
    differs: set[Kind] = set()
    inputs: list[str] = []
    failures: list[str] = []
    with workshop(), tempfile.TemporaryDirectory(prefix=temporary.PREFIX) as place:
        for path in records:
            record = _record(path)
            job = _job(path, record, data, Path(place), timeout)
            outcome = make(job)
            differing, changed = differences(record, job)
            differs |= differing
            inputs += changed
            if record["parameters"] != job.parameters:
                failures.append(f"{path.name} di {path.parent}: parameter dalam manifes bukan parameter periode itu; manifesnya diubah.")
            failures += outcome.missing
            if outcome.error:
                failures.append(f"{record['unit']} {record['period']} {record['annex']}: {outcome.error}")
            files += _compare(path.parent, job.target, record, folder)
    return Verification(tuple(files), tuple(kind for kind in KINDS if kind in differs), tuple(dict.fromkeys(inputs)), tuple(dict.fromkeys(failures)))


def _record(path: Path) -> dict[str, Any]:
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        record = None
    if not is_manifest(record):
        raise InputError(f"{path.name} di {path.parent} rusak atau bukan manifes. Buat ulang hasilnya dengan: balong-eval run")
    return dict(record)


def _job(path: Path, record: dict[str, Any], data: Path | None, out: Path, timeout: int | None) -> Job:
    """The job that makes the annex of a manifest again."""
    endings = [item["file"].removeprefix(f"{record['annex']}.") for item in record["outputs"]]
    wanted = tuple(kind for kind in endings if kind in formats.FORMATS)
    if record["annex"] == REKAP:
        names = record["parameters"].get("data_dirs")
        if not (isinstance(names, list) and names and all(isinstance(name, str) and is_plain(name) for name in names)):
            raise InputError(f"{path.name} di {path.parent} rusak atau bukan manifes. Buat ulang hasilnya dengan: balong-eval rekap")
        return rekap.job([_above(data) / name for name in names], int(record["period"]), out, wanted, timeout)
    unit = read_unit(_unit_folder(data, record["unit"]))
    if unit.id != record["unit"]:
        raise InputError(f"{path.name} di {path.parent} berasal dari unit '{record['unit']}', bukan '{unit.id}'. Sebutkan --data yang sesuai.")
    return run.job_for(unit, record["period"], record["annex"], wanted, out, timeout)


def _above(data: Path | None) -> Path:
    """The folder that holds the units: the one given, or the one above where it is itself a unit's."""
    if data is None:
        return Path("data")
    return data.resolve().parent if (data / "unit.toml").exists() else data


def _unit_folder(data: Path | None, unit: str) -> Path:
    """A unit's folder: the one given, or the one of its name in a folder that holds units."""
    inner = _above(data) / unit
    return data if data is not None and not ((inner / "unit.toml").exists() and not (data / "unit.toml").exists()) else inner


def _compare(old: Path, new: Path, record: dict[str, Any], folder: Path) -> Iterator[Checked]:
    for item in record["outputs"]:
        path, again = old / item["file"], new / item["file"]
        name = path.relative_to(folder).as_posix()
        if not path.exists():
            yield Checked(name, False, True, (), missing=True)
            continue
        edited = file_digest(path) != item["sha256"]
        if not again.exists():
            yield Checked(name, False, edited, ())
            continue
        same = path.read_bytes() == again.read_bytes()
        yield Checked(name, same, edited, () if same else tuple(moved(path, again))[:MOST_NUMBERS])
