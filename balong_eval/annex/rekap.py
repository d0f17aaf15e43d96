"""The annex over many units: which folders are meant, for which year, from which files."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from balong_eval.annex.kinds import REKAP
from balong_eval.annex.run import Job, find_notebook
from balong_eval.errors import InputError
from balong_eval.intake.unit import REFERENCE, Unit, read_unit

FOLDER = "rekap"
UNIT, ANSWERS = "unit.toml", "skm"


def job(folders: Sequence[Path], year: int | None, out: Path, formats: Sequence[str] = ("html", "json"), timeout: int | None = None) -> Job:
    """The job that makes the annex over many units.

    Parameters
    ----------
    folders : sequence of Path
        Unit folders, or folders that hold unit folders; all units must lie in one folder.
    year : int or None
        None is the last year of which any unit has answers.
    out : Path
        Folder of all outputs; the annex goes to ``rekap/<year>`` in it.
    formats : sequence of str
    timeout : int, optional
        Seconds for one cell.

    Raises
    ------
    InputError
        When a folder is missing or holds no unit, units lie in several folders, or no unit has answers of the year.

    Notes
    -----
    A unit whose unit.toml or answers cannot be read does not stop the annex, which says why. A reference document of the regency for DOCX,
    ``acuan.docx``, lies in the folder above the units.
    """
    found = _folders(folders)
    units = {folder: _readable(folder) for folder in found}
    year = _year(units, year)
    home = found[0].parent
    reference = home / REFERENCE if "docx" in formats and (home / REFERENCE).is_file() else None
    files = [item for folder, unit in units.items() for item in _inputs(folder, unit, year)]
    return Job(
        annex=REKAP,
        unit=FOLDER,
        period=str(year),
        notebook=find_notebook(REKAP),
        parameters={"year": year, "data_dirs": [folder.name for folder in found]},
        home=home,
        inputs=(*files, *(((REFERENCE, reference),) if reference else ())),
        formats=tuple(formats),
        out=out.resolve(),
        timeout=timeout,
        label=next((unit.label for unit in units.values() if unit and unit.label), None),
        reference=reference,
    )


def _folders(given: Sequence[Path]) -> list[Path]:
    """Folders of units, each once, those of a given folder in order of their names."""
    for folder in given:
        if not folder.is_dir():
            raise InputError(f"Folder {folder} tidak ditemukan. Sebutkan folder unit, atau folder yang berisi folder-folder unit.")
    found = list(dict.fromkeys(item.resolve() for folder in given for item in _units_in(folder)))
    places = {folder.parent for folder in found}
    if len(places) > 1:
        raise InputError("Folder-folder unit harus berada di dalam satu folder yang sama, misalnya data/kabupaten/<kecamatan>.")
    if any(folder.name == FOLDER for folder in found):
        raise InputError(f"Folder unit bernama '{FOLDER}' akan bercampur dengan hasil rekapitulasi; ganti namanya.")
    return found


def _units_in(folder: Path) -> Iterator[Path]:
    """A unit's folder itself, else the unit folders in it."""
    if (folder / UNIT).exists():
        yield folder
        return
    inner = [item for item in sorted(folder.iterdir()) if item.is_dir() and ((item / UNIT).exists() or (item / ANSWERS).is_dir())]
    if not inner:
        raise InputError(f"Folder {folder} tidak berisi unit.toml maupun folder unit. Buat folder unit dengan: balong-eval init {folder}")
    yield from inner


def _readable(folder: Path) -> Unit | None:
    with contextlib.suppress(InputError, OSError):
        return read_unit(folder)
    return None


def _year(units: dict[Path, Unit | None], wanted: int | None) -> int:
    years = sorted({period.year for unit in units.values() if unit for period in unit.periods})
    if wanted in years or (wanted is None and years):
        return years[-1] if wanted is None else wanted
    have = ", ".join(str(year) for year in years) or "belum ada"
    asked = "" if wanted is None else f" {wanted}"
    raise InputError(f"Tidak satu pun dari {len(units)} unit mempunyai jawaban{asked}. Tahun yang ada: {have}.")


def _inputs(folder: Path, unit: Unit | None, year: int) -> Iterator[tuple[str, Path]]:
    """Files of a unit that the annex rests on, by name relative to the folder above it; of one that cannot be read what says so."""
    alone = (folder / UNIT,) if (folder / UNIT).is_file() else ()
    files = unit.survey_inputs(year) if unit else [(UNIT, path) for path in alone]
    yield from ((f"{folder.name}/{name}", path.resolve()) for name, path in files)
