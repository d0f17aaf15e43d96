"""klaim.csv: figures that the office printed elsewhere, to be checked against the inputs; one row a printed figure."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from balong_eval.errors import Finding
from balong_eval.intake import numbers, records
from balong_eval.intake.indicator_year import YEAR
from balong_eval.intake.records import Cell, Record
from balong_eval.intake.words import did_you_mean, plain

MEASURES = ("realisasi", "capaian", "ikm")
REQUIRED = ("indikator", "tahun", "ukuran", "nilai")
OPTIONAL = ("sumber",)


@dataclass(frozen=True)
class Claim:
    """A printed figure: of an indicator (not needed for ``ikm``) in a year; `value` has the decimals that were printed."""

    indikator: str
    tahun: int
    ukuran: str
    value: Decimal
    sumber: str
    cell: Cell = field(repr=False, compare=False)

    @property
    def decimals(self) -> int:
        """Decimals that were printed."""
        return numbers.decimals(self.value)


@dataclass(frozen=True)
class Claims:
    """All printed figures of a unit, in the order of the file."""

    file: str
    claims: tuple[Claim, ...]
    findings: tuple[Finding, ...]


def read(path: Path) -> Claims:
    """Read a file of printed figures; numbers as in ``indikator.csv``.

    Raises
    ------
    InputError
        When the file cannot be read, lacks a required column, or has decimal points and decimal commas; carries all findings.
    """
    table = records.read(path, REQUIRED, OPTIONAL)
    decimal, told = records.mark([record.cells["nilai"] for record in table.rows if record.text("nilai")])
    findings = [*table.findings, *told]
    claims = []
    for record in table.rows:
        claim, problems = _read(record, decimal)
        findings += problems
        claims += [claim] if claim else []
    return Claims(path.name, tuple(claims), tuple(findings))


def _read(record: Record, decimal: numbers.Mark) -> tuple[Claim | None, list[Finding]]:
    ukuran = plain(record.text("ukuran"))
    value = numbers.value(record.text("nilai"), "point" if record.cells["nilai"].typed else decimal)
    problems = []
    if not YEAR.fullmatch(record.text("tahun")):
        problems.append(record.cells["tahun"].finding("error", "tahun_salah", "Tahun harus empat angka, misalnya 2019; baris ini tidak dipakai."))
    if ukuran not in MEASURES:
        message = f"Ukuran harus salah satu dari: {', '.join(MEASURES)}; baris ini tidak dipakai.{did_you_mean(ukuran, MEASURES)}"
        problems.append(record.cells["ukuran"].finding("error", "ukuran_salah", message))
    if value is None:
        problems.append(record.cells["nilai"].finding("error", "bukan_angka", "Nilai bukan angka; baris ini tidak dipakai. Tulis angkanya."))
    if not record.text("indikator") and ukuran != "ikm":
        problems.append(
            record.cells["indikator"].finding("error", "indikator_kosong", "Nama indikator kosong; baris ini tidak dipakai. Isi namanya.")
        )
    if problems or value is None:
        return None, problems
    return Claim(record.text("indikator"), int(record.text("tahun")), ukuran, value, record.text("sumber"), record.cells["nilai"]), []
