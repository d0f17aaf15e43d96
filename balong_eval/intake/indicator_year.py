"""A row of indikator.csv: an indicator in a year, read with everything that is wrong with its cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from balong_eval.errors import Finding, Severity
from balong_eval.intake import numbers
from balong_eval.intake.numbers import Mark
from balong_eval.intake.records import Cell, Record
from balong_eval.intake.words import did_you_mean, plain

RUMUS = ("positif", "negatif_cermin", "negatif_rasio", "rentang")
AKUMULASI = ("nilai_terakhir", "jumlah", "rata_rata")
FLAGS = {"b": "patahan seri", "u": "keandalan rendah", "p": "sementara", "e": "perkiraan"}
FROM_SKM = ("skm", "ikm")
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


def read(record: Record, decimal: Mark) -> tuple[IndicatorYear | None, list[Finding]]:
    """The indicator of a row and what is wrong with its cells; None where its name or its year is missing."""
    return _Row(record, decimal).read()


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
