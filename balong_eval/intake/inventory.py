"""What is in a file or a unit folder: periods, services, columns, and every finding; nothing is computed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from balong_eval import regulation, schemas
from balong_eval.errors import Finding, InputError
from balong_eval.intake import plan_check
from balong_eval.intake.disclosure import hidden
from balong_eval.intake.fields import UNKNOWN
from balong_eval.intake.sheet.grid import address
from balong_eval.intake.survey import Survey, read_survey
from balong_eval.intake.unit import Unit, read_unit


@dataclass(frozen=True)
class Entry:
    """A file of answers as found.

    Attributes
    ----------
    unit : str or None
        Name of the unit's folder; None for a file given alone.
    period, file : str
    survey : Survey or None
        None where the file could not be read; its findings then say why.
    path : Path
    sidecar : Path or None
    """

    unit: str | None
    period: str
    file: str
    survey: Survey | None
    path: Path
    sidecar: Path | None

    @property
    def inside(self) -> bool:
        """Whether the workbook carries its sidecar in a sheet of its own."""
        return self.survey is not None and self.survey.sidecar.file is not None and self.sidecar is None

    def as_dict(self) -> dict[str, Any]:
        """The entry as plain JSON: rows, respondents and set-aside forms, and respondents by service."""
        survey = self.survey
        facts: dict[str, Any] = {"unit": self.unit, "period": self.period, "file": self.file}
        if survey is None:
            return facts | dict.fromkeys(("regulation", "n_rows", "n", "n_excluded", "layanan", "sheets", "joint", "saran"))
        return facts | {
            "regulation": survey.rule.id,
            "n_rows": survey.n_rows,
            "n": survey.n,
            "n_excluded": survey.n_excluded,
            "layanan": services(survey),
            "sheets": list(survey.sheets),
            "joint": survey.joint,
            "saran": suggestions(survey),
        }


@dataclass(frozen=True)
class Inventory:
    """Everything that a check found; `unreadable` counts the paths that could not be read as what they were given for."""

    entries: tuple[Entry, ...]
    findings: tuple[Finding, ...]
    unreadable: int = 0

    @property
    def exit_code(self) -> int:
        """2 where a path could not be read, 1 where a finding is an error, else 0."""
        return 2 if self.unreadable else int(any(finding.severity == "error" for finding in self.findings))

    def as_dict(self) -> dict[str, Any]:
        """The document ``balong-eval/check/1``."""
        return {
            "schema": schemas.CHECK,
            "inventory": [entry.as_dict() for entry in self.entries],
            "columns": [column for entry in self.entries for column in columns(entry)],
            "findings": [finding.as_dict() for finding in self.findings],
        }


def take(paths: Sequence[Path]) -> Inventory:
    """Read unit folders and single files and say everything that was found.

    Parameters
    ----------
    paths : sequence of Path
        Unit folders (with unit.toml) and files of answers.
    """
    entries: list[Entry] = []
    findings: list[Finding] = []
    unreadable = 0
    for path in paths:
        try:
            found, told = _unit(read_unit(path)) if path.is_dir() else _file(path)
        except InputError as error:
            unreadable += 1
            found, told = [], list(problems(error, path.name))
        entries += found
        findings += told
    return Inventory(tuple(entries), tuple(findings), unreadable)


def services(survey: Survey) -> dict[str, int]:
    """Respondents kept by service."""
    counts = survey.responses["n"].groupby(survey.responses["layanan"].fillna(UNKNOWN)).sum()
    return {str(name): int(count) for name, count in counts.items()}


def suggestions(survey: Survey) -> dict[str, Any] | None:
    """Suggestions counted by unsur; counts under the smallest cell are withheld."""
    found = survey.suggestions
    if found is None:
        return None
    counts = {**found.by_unsur, "lain": found.other}
    small = hidden({key: count for key, count in counts.items() if count}, survey.smallest_cell)
    return {"n": found.n if found.n >= survey.smallest_cell else None, **{key: None if key in small else count for key, count in counts.items()}}


def columns(entry: Entry) -> list[dict[str, Any]]:
    """What each column of a file was taken for."""
    if entry.survey is None:
        return []
    return [
        {
            "file": entry.file,
            "column": address(1, column.place).rstrip("1"),
            "cell": column.cell,
            "head": column.head,
            "role": column.role,
            "key": column.key,
            "basis": column.basis,
        }
        for column in entry.survey.columns
    ]


def problems(error: InputError, file: str) -> tuple[Finding, ...]:
    """An input error as findings: those that it carries, or itself."""
    return error.findings or (Finding("error", "tidak_terbaca", error.message, file),)


def draft(entry: Entry) -> str:
    """Text of a sidecar for a file that has none: what was understood, and what is left to the officer as comments."""
    survey = entry.survey
    lines = [
        "# Rancangan sidecar. Periksa setiap baris; baris yang diawali # belum berlaku.",
        f'regulation = "{survey.rule.id if survey else regulation.DEFAULT}"  # pilihan: {", ".join(regulation.IDS)}',
    ]
    if survey is None:
        return "\n".join(lines) + "\n"
    dates = survey.responses["tanggal"].dropna()
    if not dates.empty:
        lines.append(f"period = {{start = {dates.min().date()}, end = {dates.max().date()}}}")
    lines.append('# mode = "kertas"  # kertas, daring atau campuran')
    unused = [column.head for column in survey.columns if column.role == "unused" and column.head]
    if unused:
        lines += ["", "[columns]", "# Kolom berikut tidak dipakai; hapus tanda # dan isi maksudnya bila perlu:"]
        lines += [f'# {_quoted(head)} = "layanan"' for head in unused]
    found = [name for name in services(survey) if name != UNKNOWN]
    if found:
        lines += ["", "# [population]  # banyaknya pengguna tiap layanan dalam periode ini", *(f"# {_quoted(name)} = 0" for name in found)]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """A text as a TOML string (JSON's escapes are TOML's)."""
    return json.dumps(text, ensure_ascii=False)


def _unit(unit: Unit) -> tuple[list[Entry], list[Finding]]:
    entries: list[Entry] = []
    findings = list(unit.findings)
    for period in unit.periods:
        try:
            survey = read_survey(period.file, smallest_cell=unit.publication.smallest_cell, period=period.name)
            findings += survey.findings
        except InputError as error:
            survey = None
            findings += problems(error, period.file.name)
        entries.append(Entry(unit.id, period.name, period.file.name, survey, period.file, period.sidecar))
    if not unit.periods:
        message = f"Folder {unit.id}/skm belum berisi jawaban. Simpan jawaban tahun 2019, misalnya, sebagai skm/2019.csv."
        findings.append(Finding("warning", "belum_ada_jawaban", message))
    return entries, findings + _years(unit) + plan_check.unit(unit)


def _years(unit: Unit) -> list[Finding]:
    """Years of the plan without answers, and periods with two files."""
    findings = []
    have = {period.year for period in unit.periods}
    if unit.first_year and unit.last_year and have:
        missing = [str(year) for year in range(unit.first_year, unit.last_year + 1) if year not in have]
        if missing:
            findings.append(Finding("warning", "tahun_tanpa_jawaban", f"Belum ada jawaban untuk tahun {', '.join(missing)}.", "unit.toml"))
    names = [period.name for period in unit.periods]
    for name in sorted({name for name in names if names.count(name) > 1}):
        files = " dan ".join(period.file.name for period in unit.periods if period.name == name)
        findings.append(Finding("error", "dua_berkas_satu_periode", f"Periode {name} mempunyai lebih dari satu berkas: {files}. Sisakan satu."))
    return findings


def _file(path: Path) -> tuple[list[Entry], list[Finding]]:
    of_plan = plan_check.reader(path)
    if of_plan:
        return [], of_plan()
    survey = read_survey(path)
    sidecar = path.with_suffix(".toml")
    entry = Entry(None, path.stem, path.name, survey, path, sidecar if sidecar.exists() else None)
    return [entry], list(survey.findings)
