"""indikator.csv: what was promised and what was reached, one row an indicator-year."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from balong_eval.errors import Finding, InputError
from balong_eval.intake import indicator_year, records
from balong_eval.intake.indicator_year import FROM_SKM, IndicatorYear
from balong_eval.intake.records import Record
from balong_eval.intake.words import plain

if TYPE_CHECKING:
    import pandas as pd

    from balong_eval.intake.plan import Plan
    from balong_eval.intake.unit import Unit

REQUIRED = ("indikator", "tahun", "rumus", "target", "realisasi")
NUMERIC = ("target", "realisasi", "kondisi_awal", "target_akhir", "anggaran", "realisasi_anggaran")
OPTIONAL = ("sasaran", "satuan", "akumulasi", "kondisi_awal", "target_akhir", "anggaran", "realisasi_anggaran", "sumber", "tanda")
SKM_NAMES = ("skm", "ikm", "kepuasan masyarakat")
SHARES = ("%", "persen", "persentase", "prosentase")
FIGURES = ("realisasi", "kondisi_awal", "anggaran", "realisasi_anggaran")


@dataclass(frozen=True)
class Indicators:
    """The indicators of a unit, or of one file.

    Attributes
    ----------
    file : str
    rows : tuple of IndicatorYear
        In the order of the file; one an indicator-year.
    findings : tuple of Finding
    unit : Unit or None
        Where the answers of the survey and the plan are; None for a file alone.
    """

    file: str
    rows: tuple[IndicatorYear, ...]
    findings: tuple[Finding, ...]
    unit: Unit | None = field(default=None, repr=False)

    @property
    def plan(self) -> Plan | None:
        """The plan of the unit in words; None where there is none."""
        return self.unit.plan if self.unit else None

    @property
    def names(self) -> tuple[str, ...]:
        """Indicators in the order of the file, as first written."""
        return tuple({plain(row.indikator): row.indikator for row in reversed(self.rows)}[key] for key in dict.fromkeys(map(_name, self.rows)))

    @property
    def years(self) -> tuple[int, ...]:
        """Years that the file speaks of, in order of time."""
        return tuple(sorted({row.tahun for row in self.rows}))

    def of(self, indikator: str) -> tuple[IndicatorYear, ...]:
        """Rows of an indicator in order of time."""
        return tuple(sorted((row for row in self.rows if _name(row) == plain(indikator)), key=lambda row: row.tahun))

    @cached_property
    def table(self) -> pd.DataFrame:
        """One row an indicator-year, as floats, for exploring: indikator, tahun, rumus, target, target_atas, realisasi, from_skm, anggaran ..."""
        import pandas as pd

        return pd.DataFrame(
            {
                "indikator": [row.indikator for row in self.rows],
                "tahun": [row.tahun for row in self.rows],
                "rumus": [row.rumus for row in self.rows],
                "satuan": [row.satuan for row in self.rows],
                "target": [None if row.target is None else float(row.target.low) for row in self.rows],
                "target_atas": [None if row.target is None else float(row.target.high) for row in self.rows],
                "from_skm": [row.from_skm for row in self.rows],
                **{name: [_float(getattr(row, name)) for row in self.rows] for name in FIGURES},
            }
        )


def read(path: Path, unit: Unit | None = None) -> Indicators:
    """Read a file of indicators.

    Every doubtful cell is told with its place; a cell that is no number becomes missing.

    Parameters
    ----------
    path : Path
        CSV (comma or semicolon) or a workbook; columns as in the contract of ``indikator.csv``.
    unit : Unit, optional
        The folder that it belongs to.

    Raises
    ------
    InputError
        When a required column is missing, no row can be used, or decimal points and decimal commas stand in one file; carries all findings.
    """
    table = records.read(path, REQUIRED, OPTIONAL)
    cells = [(record, name) for record in table.rows for name in NUMERIC if record.text(name)]
    decimal, told = records.mark([record.cells[name] for record, name in cells if plain(record.text(name)) not in FROM_SKM])
    findings = [*table.findings, *told]
    rows: dict[tuple[str, int], IndicatorYear] = {}
    for record in table.rows:
        row, problems = indicator_year.read(record, decimal)
        findings += problems
        if row is None:
            continue
        first = rows.setdefault((_name(row), row.tahun), row)
        if first is not row:
            findings.append(_twice(record, first))
    if not rows:
        raise InputError(f"Tidak satu pun baris {path.name} dapat dipakai.", findings)
    return Indicators(path.name, tuple(rows.values()), tuple(findings), unit)


def is_share(satuan: str) -> bool:
    """Whether a unit is a percentage."""
    return satuan.strip() == "%" or plain(satuan) in SHARES


def is_skm(row: IndicatorYear, plan: Plan | None = None) -> bool:
    """Whether an indicator is the survey's index: by ``realisasi = skm``, else by its name; a percentage never is.

    The name is that of the plan where the plan knows the row by id or name, else the row's own; likewise its unit where the row has none.
    """
    item = plan.find(row.indikator) if plan else None
    name = plain(item.name) if item else _name(row)
    satuan = row.satuan or (item.satuan if item else "") or name.partition(" ")[0]
    return row.from_skm or (not is_share(satuan) and any(f" {word} " in f" {name} " for word in SKM_NAMES))


def _name(row: IndicatorYear) -> str:
    return plain(row.indikator)


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _twice(record: Record, first: IndicatorYear) -> Finding:
    cell = record.cells["indikator"]
    other = first.cells["indikator"].address
    message = f"Indikator dan tahun ini sudah ada di sel {other}; baris ini tidak dipakai. Hapus salah satu."
    return cell.finding("error", "indikator_ganda", message)
