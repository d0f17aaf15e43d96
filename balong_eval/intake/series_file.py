"""A file with one value a period -> `Series`: what each cell holds, and everything that is doubtful in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from balong_eval.errors import Finding, InputError, Severity
from balong_eval.intake import numbers, records
from balong_eval.intake.numbers import Mark
from balong_eval.intake.records import Record
from balong_eval.intake.series import INDEX, NUMBERS, Series, build, end_of, label, start_of, time_of

REQUIRED = ("periode", "nilai")
OPTIONAL = ("galat_baku", "rezim", "target")
LARGEST = 10**15


@dataclass(frozen=True)
class _Row:
    """A period as read: its label, its numbers, its regime, and the row that it stands in."""

    periode: str
    values: dict[str, float | None]
    rezim: str
    record: Record

    @property
    def same(self) -> tuple[object, ...]:
        """What two rows of one period must share."""
        return (*self.values.values(), self.rezim)

    def finding(self, severity: Severity, rule: str, message: str) -> Finding:
        """A finding on the cell of the period."""
        return self.record.cells["periode"].finding(severity, rule, message)


def read(path: Path) -> Series:
    """Read a series from a file; every doubtful cell is told with its place.

    Parameters
    ----------
    path : Path
        CSV, workbook or any other table; columns periode and nilai, and where wanted galat_baku, rezim, target. The decimal mark is told from
        the whole file, as in ``indikator.csv``.

    Returns
    -------
    Series
        Named by the file. `bounds` are 25 and 100 where every value and target lies between them, else None.

    Raises
    ------
    InputError
        When a column is missing, no period has a value, or decimal points and commas stand in one file; carries all findings.
    """
    table = records.read(path, REQUIRED, OPTIONAL)
    decimal, told = records.mark([record.cells[name] for record in table.rows for name in NUMBERS if record.text(name)])
    findings = [*table.findings, *told]
    rows = [row for record in table.rows if (row := _row(record, decimal, findings))]
    rows = _without_parts(_once(rows, findings), findings)
    if not any(row.values["nilai"] is not None for row in rows):
        raise InputError(f"Tidak satu pun periode di {path.name} mempunyai nilai. Isi kolom nilai sedikitnya pada satu baris.", findings)
    findings += _order(rows, table.file) + _regimes(rows, table.file)
    found = build(table.file, [{"periode": row.periode, "rezim": row.rezim, **row.values} for row in rows])
    return replace(found, findings=(*findings, *_missing(found)), bounds=_bounds(found))


def _row(record: Record, decimal: Mark, findings: list[Finding]) -> _Row | None:
    """A row of the file; None where its period is none."""
    periode = label(record.text("periode"))
    if periode is None:
        message = "Periode harus tahun, semester, atau triwulan: 2019, 2019-S1, atau 2019-T3; baris ini tidak dipakai. Perbaiki tulisannya."
        findings.append(record.cells["periode"].finding("error", "periode_salah", message))
        return None
    values = {name: _number(record, name, decimal, findings) for name in NUMBERS}
    error = values["galat_baku"]
    if error is not None and error < 0:
        message = "Galat baku tidak boleh di bawah 0 dan dianggap kosong. Isi angka 0 atau lebih, atau kosongkan."
        findings.append(record.cells["galat_baku"].finding("error", "galat_baku_negatif", message))
        values["galat_baku"] = None
    return _Row(periode, values, record.text("rezim").strip(), record)


def _number(record: Record, name: str, decimal: Mark, findings: list[Finding]) -> float | None:
    text = record.text(name)
    if numbers.is_absent(text):
        return None
    found = numbers.value(text, "point" if record.cells[name].typed else decimal)
    if found is None:
        message = f"Isi kolom {name} bukan angka dan dianggap kosong. Tulis angkanya, atau n/a bila tidak ada."
        findings.append(record.cells[name].finding("error", "bukan_angka", message))
        return None
    if abs(found) > LARGEST:
        message = f"Angka di kolom {name} terlalu besar dan dianggap kosong. Periksa tanda desimal dan ribuannya."
        findings.append(record.cells[name].finding("error", "bukan_angka", message))
        return None
    return float(found)


def _once(rows: Sequence[_Row], findings: list[Finding]) -> list[_Row]:
    """Each period once: equal rows count as one; rows that contradict each other leave the period without figures."""
    kept: list[_Row] = []
    for periode in dict.fromkeys(row.periode for row in rows):
        first, *others = (row for row in rows if row.periode == periode)
        differ = [row for row in others if row.same != first.same]
        where = first.record.cells["periode"].address
        for row in others:
            clash = f"Periode {periode} sudah ada di sel {where} dengan isi lain; periode ini dianggap kosong. Sisakan baris yang benar."
            equal = f"Periode {periode} sudah ada di sel {where} dengan isi yang sama; dihitung satu kali. Hapus salah satu."
            told = row.finding("error", "periode_ganda", clash) if row in differ else row.finding("warning", "periode_ganda", equal)
            findings.append(told)
        kept.append(replace(first, values=dict.fromkeys(first.values)) if differ else first)
    return kept


def _without_parts(rows: Sequence[_Row], findings: list[Finding]) -> list[_Row]:
    """Rows without the periods that lie inside another one: their answers would count twice."""
    whole = {row.periode: row for row in rows}
    kept = []
    for row in rows:
        longer = [name for name in whole if name != row.periode and _inside(row.periode, name)]
        if not longer:
            kept.append(row)
            continue
        message = f"Periode {row.periode} adalah bagian dari {longer[0]} yang juga ada; baris ini tidak dipakai. Pakai salah satu."
        findings.append(row.finding("error", "periode_tumpang", message))
    return kept


def _inside(part: str, whole: str) -> bool:
    return start_of(whole) <= start_of(part) and end_of(part) <= end_of(whole)


def _order(rows: Sequence[_Row], file: str) -> list[Finding]:
    times = [time_of(row.periode) for row in rows]
    if times == sorted(times):
        return []
    return [Finding("note", "urutan_periode", "Periode tidak berurutan; nilainya disusun menurut waktu.", file, column="periode")]


def _regimes(rows: Sequence[_Row], file: str) -> list[Finding]:
    empty = sorted(row.periode for row in rows if not row.rezim and row.values["nilai"] is not None)
    if not empty or not any(row.rezim for row in rows):
        return []
    message = f"Rezim kosong pada {', '.join(empty)}; dianggap sama dengan periode sebelumnya (di awal: sesudahnya). Isi bila berbeda."
    return [Finding("warning", "rezim_kosong", message, file, column="rezim")]


def _missing(found: Series) -> list[Finding]:
    """Periods without a value between others: they stay missing, and the distance in time counts."""
    last = found.known["time"].max()
    empty = found.points[found.points["nilai"].isna() & (found.points["time"] < last)]["periode"]
    if not len(empty):
        return []
    message = f"Tidak ada nilai untuk {', '.join(empty)}; tidak diisi dengan perkiraan, dan jarak waktunya tetap dihitung."
    return [Finding("note", "periode_tanpa_nilai", message, found.name, column="nilai")]


def _bounds(found: Series) -> tuple[float, float] | None:
    """The ends of an index where every figure lies between them."""
    figures = [*found.known["nilai"], *found.points["target"].dropna()]
    return INDEX if min(figures) >= INDEX[0] and max(figures) <= INDEX[1] else None
