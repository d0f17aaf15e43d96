"""Which periods have answers: the files of the folder ``skm``, by their names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from balong_eval.errors import Finding, InputError
from balong_eval.intake import sheet

PERIOD = re.compile(r"(\d{4})(?:-([ST]\d))?")
YEAR_PARTS = (("S1", "S2"), ("T1", "T2", "T3", "T4"))
PARTS = tuple(part for parts in YEAR_PARTS for part in parts)
WORKBOOKS = (".xlsx", ".xls", ".ods")
LARGEST_TEMPLATE = 40_000


@dataclass(frozen=True)
class Period:
    """One file of answers: its year, its part of the year (or ""), the file and its sidecar (or None)."""

    year: int
    part: str
    file: Path
    sidecar: Path | None

    @property
    def name(self) -> str:
        """Name of the period: ``2019``, ``2019-S1``."""
        return f"{self.year}-{self.part}" if self.part else str(self.year)


def _unfilled(file: Path) -> bool:
    """Whether a file is a workbook with heads and no answer, such as the template of a year to come."""
    if file.suffix.lower() not in WORKBOOKS or not file.is_file() or file.stat().st_size > LARGEST_TEMPLATE:
        return False
    try:
        sheets = [item for item in sheet.read(file) if item.name not in (sheet.SIDECAR_SHEET, sheet.QUESTIONNAIRE_SHEET) and len(item.cells)]
    except InputError:
        return False
    return [len(item.cells) for item in sheets] == [1]


def find(folder: Path) -> tuple[tuple[Period, ...], list[Finding]]:
    """The files of answers in a folder in order of time, and what is to be said of the others."""
    periods, findings = [], []
    files = sorted(folder.iterdir(), key=lambda path: path.name) if folder.is_dir() else []
    for file in files:
        if file.name.startswith((".", "~$")) or file.suffix.lower() == ".toml":
            continue
        name = PERIOD.fullmatch(file.stem)
        if not name or (name[2] or "S1") not in PARTS:
            message = f"Berkas {file.name} tidak dipakai: namanya bukan periode. Beri nama seperti 2019.csv, 2019-S1.csv atau 2019-T3.csv."
            findings.append(Finding("warning", "nama_berkas", message, file.name))
            continue
        if _unfilled(file):
            findings.append(Finding("note", "templat_kosong", f"Templat {file.name} belum diisi dan belum dipakai.", file.name))
            continue
        sidecar = file.with_suffix(".toml")
        periods.append(Period(int(name[1]), name[2] or "", file, sidecar if sidecar.exists() else None))
    for year in sorted({period.year for period in periods if period.part} & {period.year for period in periods if not period.part}):
        message = f"Tahun {year} mempunyai berkas setahun penuh dan berkas bagian; nilai setahun dihitung dari berkas setahun penuh saja."
        findings.append(Finding("warning", "tahun_dan_bagian", message, f"skm/{year}"))
    stems = {period.file.stem for period in periods}
    for file in files:
        if file.suffix.lower() == ".toml" and file.stem not in stems:
            message = f"Sidecar {file.name} tidak mempunyai berkas jawaban. Namanya harus sama dengan nama berkas jawabannya."
            findings.append(Finding("warning", "sidecar_tanpa_jawaban", message, file.name))
    return tuple(sorted(periods, key=lambda period: (period.year, period.part))), findings
