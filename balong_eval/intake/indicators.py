"""indikator.csv: what was promised and what was reached, one row an indicator-year."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from balong_eval.errors import Finding, InputError, Severity
from balong_eval.intake import numbers, records
from balong_eval.intake.numbers import Mark
from balong_eval.intake.records import Cell, Record
from balong_eval.intake.words import did_you_mean, plain

if TYPE_CHECKING:
    import pandas as pd

    from balong_eval.intake.plan import Plan
    from balong_eval.intake.unit import Unit

RUMUS = ("positif", "negatif_cermin", "negatif_rasio", "rentang")
AKUMULASI = ("nilai_terakhir", "jumlah", "rata_rata")
REQUIRED = ("indikator", "tahun", "rumus", "target", "realisasi")
NUMERIC = ("target", "realisasi", "kondisi_awal", "target_akhir", "anggaran", "realisasi_anggaran")
OPTIONAL = ("sasaran", "satuan", "akumulasi", "kondisi_awal", "target_akhir", "anggaran", "realisasi_anggaran", "sumber", "tanda")
FLAGS = {"b": "patahan seri", "u": "keandalan rendah", "p": "sementara", "e": "perkiraan"}
FROM_SKM = ("skm", "ikm")
SKM_NAMES = ("skm", "ikm", "kepuasan masyarakat")
SHARES = ("%", "persen", "persentase", "prosentase")
FIGURES = ("realisasi", "kondisi_awal", "anggaran", "realisasi_anggaran")
YEAR = re.compile(r"(?:19[5-9]\d|20\d\d|21[0-4]\d)")


@dataclass(frozen=True)
class Target:
    """A target: one number (`low` equals `high`), or a range."""

    low: Decimal
    high: Decimal

    @property
    def is_range(self) -> bool:
        """Whether it has two different ends."""
        return self.low != self.high


@dataclass(frozen=True)
class IndicatorYear:
    """An indicator in a year, as the file states it.

    Attributes
    ----------
    indikator : str
        As written: the id or the name of an indicator of renstra.toml.
    tahun : int
    rumus, akumulasi : str or None
        None where the file names none that is known; an empty cell of `akumulasi` is ``nilai_terakhir``.
    target, target_akhir : Target or None
    realisasi, kondisi_awal : Decimal or None
        In the indicator's own unit (`satuan`).
    from_skm : bool
        Whether the file says ``skm``: the index of that year's answers is taken.
    anggaran, realisasi_anggaran : Decimal or None
        Rupiah.
    sasaran, satuan, sumber : str
        Empty where the file has none.
    flags : str
        Letters of ``b u p e``: break in series, low reliability, provisional, estimated.
    cells : dict of str to Cell
        Where each value stands.
    """

    indikator: str
    tahun: int
    rumus: str | None
    akumulasi: str | None
    target: Target | None
    target_akhir: Target | None
    realisasi: Decimal | None
    kondisi_awal: Decimal | None
    from_skm: bool
    anggaran: Decimal | None
    realisasi_anggaran: Decimal | None
    sasaran: str
    satuan: str
    sumber: str
    flags: str
    cells: dict[str, Cell] = field(repr=False, compare=False)


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
        row, problems = _Row(record, decimal).read()
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


class _Row:
    """One row while it is read: it gathers what is wrong with its cells."""

    def __init__(self, record: Record, decimal: Mark) -> None:
        self.record, self.decimal = record, decimal
        self.problems: list[Finding] = []

    def read(self) -> tuple[IndicatorYear | None, list[Finding]]:
        text = self.record.text
        year = text("tahun")
        if not text("indikator"):
            self._tell("indikator", "error", "indikator_kosong", "Nama indikator kosong; baris ini tidak dipakai. Isi namanya.")
        if not YEAR.fullmatch(year):
            self._tell("tahun", "error", "tahun_salah", "Tahun harus empat angka, misalnya 2019; baris ini tidak dipakai.")
        if not text("indikator") or not YEAR.fullmatch(year):
            return None, self.problems
        rumus = self._choice("rumus", RUMUS)
        from_skm = plain(text("realisasi")) in FROM_SKM
        row = IndicatorYear(
            indikator=text("indikator"),
            tahun=int(year),
            rumus=rumus,
            akumulasi=self._choice("akumulasi", AKUMULASI) if text("akumulasi") else AKUMULASI[0],
            target=self._target("target", rumus),
            target_akhir=self._target("target_akhir", rumus),
            realisasi=None if from_skm else self._number("realisasi"),
            kondisi_awal=self._number("kondisi_awal"),
            from_skm=from_skm,
            anggaran=self._number("anggaran"),
            realisasi_anggaran=self._number("realisasi_anggaran"),
            sasaran=text("sasaran"),
            satuan=text("satuan"),
            sumber=text("sumber"),
            flags=self._flags(),
            cells=self.record.cells,
        )
        return row, self.problems

    def _tell(self, column: str, severity: Severity, rule: str, message: str) -> None:
        cell = self.record.cells.get(column) or next(iter(self.record.cells.values()))
        self.problems.append(cell.finding(severity, rule, message))

    def _choice(self, column: str, allowed: Sequence[str]) -> str | None:
        word = plain(self.record.text(column)).replace(" ", "_")
        if word in allowed:
            return word
        hint = did_you_mean(word, allowed) if word else ""
        self._tell(column, "error", "pilihan_salah", f"Kolom {column} harus salah satu dari: {', '.join(allowed)}.{hint}")
        return None

    def _number(self, column: str) -> Decimal | None:
        text = self.record.text(column)
        return None if numbers.is_absent(text) else self._value(column, text)

    def _value(self, column: str, text: str) -> Decimal | None:
        typed = self.record.cells[column].typed
        found = numbers.value(text, "point" if typed else self.decimal)
        if found is None:
            message = f"Isi kolom {column} bukan angka dan dianggap kosong. Tulis angkanya, atau n/a bila tidak ada."
            self._tell(column, "error", "bukan_angka", message)
        return found

    def _target(self, column: str, rumus: str | None) -> Target | None:
        text = self.record.text(column)
        if numbers.is_absent(text):
            return None
        both = numbers.ends(text)
        ends = [self._value(column, part) for part in both or (text,)]
        if any(end is None for end in ends):
            return None
        low, high = ends[0], ends[-1]
        if rumus is not None and (both is not None) != (rumus == "rentang"):
            form = "rentang, misalnya 80-90" if rumus == "rentang" else "satu angka"
            self._tell(column, "error", "bentuk_target", f"Rumus {rumus} memerlukan {column} berupa {form}; isinya dianggap kosong.")
            return None
        if low is None or high is None or low > high:
            self._tell(column, "error", "bentuk_target", "Batas bawah rentang lebih besar daripada batas atasnya; isinya dianggap kosong.")
            return None
        return Target(low, high)

    def _flags(self) -> str:
        letters = plain(self.record.text("tanda")).replace(" ", "")
        wrong = [letter for letter in letters if letter not in FLAGS]
        if wrong:
            known = ", ".join(f"{letter} = {meaning}" for letter, meaning in FLAGS.items())
            self._tell("tanda", "error", "tanda_salah", f"Tanda hanya boleh: {known}. Huruf lain tidak dipakai.")
        return "".join(letter for letter in FLAGS if letter in letters)


def _twice(record: Record, first: IndicatorYear) -> Finding:
    cell = record.cells["indikator"]
    other = first.cells["indikator"].address
    message = f"Indikator dan tahun ini sudah ada di sel {other}; baris ini tidak dipakai. Hapus salah satu."
    return cell.finding("error", "indikator_ganda", message)
