"""tindak_lanjut.csv: what the office planned for weak unsur, and what became of it; one row a planned action."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from balong_eval import regulation
from balong_eval.errors import Finding
from balong_eval.intake import numbers, records
from balong_eval.intake.indicator_year import YEAR
from balong_eval.intake.records import Cell, Record
from balong_eval.intake.words import did_you_mean, plain

REQUIRED = ("tahun", "unsur", "kegiatan")
OPTIONAL = ("waktu", "penanggung_jawab", "status", "realisasi", "tanggal_selesai", "tanggal_laporan")
DONE, RUNNING, WAITING, STOPPED = "selesai", "berjalan", "belum", "batal"
STATUS = {
    DONE: ("selesai", "sudah", "terlaksana", "sudah dilaksanakan", "sudah ditindaklanjuti", "ya"),
    RUNNING: ("berjalan", "proses", "sedang berjalan", "dalam proses", "sebagian"),
    WAITING: ("belum", "belum dilaksanakan", "belum ditindaklanjuti", "rencana", "tidak"),
    STOPPED: ("batal", "dibatalkan"),
}
YEAR_END = (12, 31)
QUARTERS = {"i": 3, "ii": 6, "iii": 9, "iv": 12, "1": 3, "2": 6, "3": 9, "4": 12}
QUARTER = re.compile(r"(?:tw|triwulan)\.?\s*(iv|i{1,3}|[1-4])\D*(\d{4})", re.IGNORECASE)
HALF = re.compile(r"(?:smt|semester)\.?\s*(i{1,2}|[12])\D*(\d{4})", re.IGNORECASE)
ONLY_YEAR = re.compile(r"\D*(\d{4})\D*")


@dataclass(frozen=True)
class Action:
    """A planned action.

    Attributes
    ----------
    tahun : int
        Year of the survey that it answers.
    unsur : str or None
        Key of the unsur; None where the file names none that is known.
    kegiatan, waktu, penanggung_jawab, realisasi : str
        As written; empty where the file has none.
    status : {"selesai", "berjalan", "belum", "batal"} or None
    tanggal_selesai, tanggal_laporan : date or None
        Day on which it was done, and on which the survey's report was issued.
    """

    tahun: int
    unsur: str | None
    kegiatan: str
    waktu: str
    penanggung_jawab: str
    status: str | None
    realisasi: str
    tanggal_selesai: date | None
    tanggal_laporan: date | None
    cells: dict[str, Cell] = field(repr=False, compare=False)


@dataclass(frozen=True)
class FollowUp:
    """All planned actions of a unit, in the order of the file."""

    file: str
    actions: tuple[Action, ...]
    findings: tuple[Finding, ...]

    def of(self, year: int) -> tuple[Action, ...]:
        """Actions that answer the survey of a year."""
        return tuple(action for action in self.actions if action.tahun == year)


def read(path: Path) -> FollowUp:
    """Read a plan of follow-up.

    Raises
    ------
    InputError
        When the file cannot be read or lacks a required column; carries all findings.
    """
    table = records.read(path, REQUIRED, OPTIONAL)
    findings = list(table.findings)
    actions = []
    for record in table.rows:
        action, told = _read(record)
        findings += told
        actions += [action] if action else []
    return FollowUp(path.name, tuple(actions), tuple(findings))


def _read(record: Record) -> tuple[Action | None, list[Finding]]:
    findings: list[Finding] = []
    if not YEAR.fullmatch(record.text("tahun")):
        message = "Tahun harus empat angka, misalnya 2019; baris ini tidak dipakai."
        return None, [record.cells["tahun"].finding("error", "tahun_salah", message)]
    if not record.text("kegiatan"):
        findings.append(record.cells["kegiatan"].finding("warning", "kegiatan_kosong", "Kegiatannya kosong. Isi apa yang akan dilakukan."))
    done = _day(record, "tanggal_selesai", findings)
    action = Action(
        tahun=int(record.text("tahun")),
        unsur=_unsur(record, findings),
        kegiatan=record.text("kegiatan"),
        waktu=record.text("waktu"),
        penanggung_jawab=record.text("penanggung_jawab"),
        status=_status(record, done, findings),
        realisasi=record.text("realisasi"),
        tanggal_selesai=done,
        tanggal_laporan=_day(record, "tanggal_laporan", findings),
        cells=record.cells,
    )
    return action, findings


def _unsur(record: Record, findings: list[Finding]) -> str | None:
    names = {plain(text): unsur.key for unsur in regulation.all_unsur().values() for text in (unsur.key, unsur.name)}
    text = plain(record.text("unsur"))
    if text in names:
        return names[text]
    message = f"Unsur tidak dikenal.{did_you_mean(text, names)} Tulis kata kuncinya, misalnya waktu atau sarpras."
    findings.append(record.cells["unsur"].finding("error", "unsur_tidak_dikenal", message))
    return None


def _status(record: Record, done: date | None, findings: list[Finding]) -> str | None:
    text = plain(record.text("status"))
    found = next((name for name, words in STATUS.items() if text in words), None)
    if text and found is None:
        message = f"Status harus salah satu dari: {', '.join(STATUS)}.{did_you_mean(text, STATUS)}"
        findings.append(record.cells["status"].finding("error", "status_tidak_dikenal", message))
    if done and found not in (DONE, None):
        message = f"Ada tanggal selesai, tetapi statusnya {found}; yang dipakai statusnya. Betulkan salah satu."
        findings.append(record.cells["tanggal_selesai"].finding("warning", "status_bertentangan", message))
    return DONE if found is None and not text and done else found


def _day(record: Record, column: str, findings: list[Finding]) -> date | None:
    text = record.text(column)
    if numbers.is_absent(text):
        return None
    import numpy as np

    from balong_eval.intake import moments

    moment = moments.read([text])[0]
    if np.isnat(moment):
        message = "Tanggal tidak terbaca dan dianggap kosong. Tulis seperti 12 Maret 2019 atau 12/03/2019."
        findings.append(record.cells[column].finding("error", "tanggal_salah", message))
        return None
    return date.fromisoformat(str(moment)[:10])


def due(waktu: str) -> date | None:
    """Last day of a planned time (``TW II 2019``, ``Semester I 2020``, ``2021``); None where it names no year.

    Examples
    --------
    >>> due("TW IV 2019"), due("Semester 1 2020"), due("selama 2021"), due("segera")
    (datetime.date(2019, 12, 31), datetime.date(2020, 6, 30), datetime.date(2021, 12, 31), None)
    """
    quarter, half, year = QUARTER.search(waktu), HALF.search(waktu), ONLY_YEAR.fullmatch(waktu)
    if quarter:
        return _month_end(int(quarter[2]), QUARTERS[quarter[1].lower()])
    if half:
        return _month_end(int(half[2]), 6 if half[1].lower() in ("i", "1") else 12)
    return date(int(year[1]), *YEAR_END) if year else None


def _month_end(year: int, month: int) -> date:
    return date(year, month, 31 if month in (3, 12) else 30)
