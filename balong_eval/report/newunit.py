"""A new unit folder for an officer to fill: unit.toml, renstra.toml with the questions, and an Excel template a year."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from balong_eval.errors import InputError
from balong_eval.regulation import load
from balong_eval.report import workbook
from balong_eval.report.words import say


def write(folder: Path, name: str, regency: str, code: str, years: tuple[int, int], rule: str, services: Sequence[str] = ()) -> list[Path]:
    """Write the folder.

    Parameters
    ----------
    folder : Path
        New or empty.
    name, regency, code : str
        Of the unit, as unit.toml holds them.
    years : tuple of int
        First and last year of the plan.
    rule : str
        Id of the regulation that the questionnaires follow.
    services : sequence of str, optional
        Names of the services, for the drop-down lists.

    Returns
    -------
    list of Path
        Files written.

    Raises
    ------
    InputError
        When the folder holds anything, so that nothing is written over.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError(f"{folder} sudah ada dan tidak kosong; tidak ada yang ditimpa. Sebutkan nama folder baru.")
    regulation = load(rule)
    (folder / "skm").mkdir(parents=True, exist_ok=True)
    first, last = years
    facts = {"name": _toml(name), "regency": _toml(regency), "code": _toml(code), "first": first, "last": last}
    files = [folder / "unit.toml", folder / "renstra.toml"]
    files[0].write_text(say("new.unit", **facts), encoding="utf-8", newline="\n")
    files[1].write_text(say("new.renstra", **facts), encoding="utf-8", newline="\n")
    for year in range(first, last + 1):
        path = folder / "skm" / f"{year}.xlsx"
        workbook.template(path, regulation, name, year, services)
        files.append(path)
    return files


def _toml(text: str) -> str:
    """A text as a TOML string (JSON's escapes are TOML's)."""
    return json.dumps(text, ensure_ascii=False)
