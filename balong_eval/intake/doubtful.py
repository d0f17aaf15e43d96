"""Figures of indikator.csv that can be read, but hardly be meant: percentages, slips of a decimal mark, budgets, changes between years."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from balong_eval.errors import Finding
from balong_eval.intake.indicator_year import IndicatorYear
from balong_eval.intake.indicators import Indicators, is_share, is_skm
from balong_eval.intake.words import plain

INDICES = ("indeks", "nilai", "skor", "poin")
HUNDRED = 100
SLIP = 20
BEST_ANSWER = 4
SAME = ("rumus", "akumulasi", "satuan", "kondisi_awal", "target_akhir")
SHARE = "Nilai di bawah 1 pada satuan persen: mungkin 0,67 untuk 67 %. Periksa."
ALL_SHARES = (
    "Semua angka indikator bersatuan persen ini tidak lebih dari 1. Excel menyimpan persen sebagai pecahan: "
    "tulis 70, bukan 0,70 atau sel berformat persen. Bila memang di bawah 1 %, tulis dengan tanda %, misalnya 0,7 %."
)


def never_added(satuan: str) -> bool:
    """Whether values of this unit must not be added over years: percentages and indices."""
    return is_share(satuan) or plain(satuan).split(" ")[0] in INDICES


def findings(indicators: Indicators) -> list[Finding]:
    """Everything doubtful in the figures of a file, in its order."""
    found = [finding for row in indicators.rows for finding in (*_row(row), *_scale(row, indicators))]
    for name in indicators.names:
        found += _shares(indicators.of(name), indicators)
        found += _between(indicators.of(name))
    return found


def _row(row: IndicatorYear) -> Iterator[Finding]:
    if row.akumulasi == "jumlah" and never_added(row.satuan):
        message = f"Nilai bersatuan {row.satuan} tidak boleh dijumlahkan antartahun; capaian akhir tidak dihitung. Pakai nilai_terakhir."
        yield row.cells["akumulasi"].finding("error", "akumulasi_tidak_cocok", message)
    yield from _percentages(row)
    yield from _negative(row)
    if row.target and not row.target.is_range and row.realisasi is not None and _far(row.target.low, row.realisasi):
        message = f"Realisasi lebih dari {SLIP} kali atau kurang dari 1/{SLIP} target. Periksa letak koma dan satuannya."
        yield row.cells["realisasi"].finding("warning", "angka_janggal", message)
    if row.anggaran is not None and row.realisasi_anggaran is not None and row.realisasi_anggaran > row.anggaran:
        yield row.cells["realisasi_anggaran"].finding("warning", "anggaran_terlampaui", "Realisasi anggaran melebihi anggarannya. Periksa angkanya.")
    if row.realisasi_anggaran is not None and row.anggaran is None:
        yield row.cells["realisasi_anggaran"].finding("warning", "anggaran_kosong", "Ada realisasi anggaran tanpa anggaran; serapan tidak dihitung.")


def _percentages(row: IndicatorYear) -> Iterator[Finding]:
    if not is_share(row.satuan):
        return
    ends = [("target", row.target.high)] if row.target else []
    figures = [*ends, *([("realisasi", row.realisasi)] if row.realisasi is not None else [])]
    for column, value in figures:
        if value > HUNDRED:
            message = "Persentase lebih dari 100. Periksa angkanya; bila memang dapat melebihi 100, biarkan."
            yield row.cells[column].finding("warning", "persen_di_atas_100", message)
    largest = max((value for _, value in figures), default=Decimal(0))
    if largest > 1:
        for column, value in figures:
            if 0 < value < 1:
                yield row.cells[column].finding("warning", "persen_pecahan", SHARE)


def _shares(rows: Sequence[IndicatorYear], indicators: Indicators) -> Iterator[Finding]:
    """Percentages over all years of an indicator: Excel holds 70 % as 0.7. A figure with its own % sign says what it is."""
    plan = indicators.plan
    item = plan.find(rows[0].indikator) if plan else None
    if not any(is_share(row.satuan or (item.satuan if item else "")) for row in rows):
        return
    given = [(row, column, value) for row in rows for column, value in _levels(row) if value]
    largest = max((value for _, _, value in given), default=Decimal(0))
    signed = any("%" in row.cells[column].text for row, column, _ in given)
    if given and not signed and largest <= 1 and min(value for _, _, value in given) > 0:
        row, column, _ = given[0]
        yield row.cells[column].finding("warning", "persen_pecahan", ALL_SHARES)
    for row, column, value in given:
        if 0 < value < 1 and value * SLIP < largest and not _told(row):
            yield row.cells[column].finding("warning", "persen_pecahan", SHARE)


def _told(row: IndicatorYear) -> bool:
    """Whether a row itself has a target or realisation over 1, so that `_percentages` has judged its shares."""
    return max((value for column, value in _levels(row) if column in ("target", "realisasi")), default=Decimal(0)) > 1


def _levels(row: IndicatorYear) -> Iterator[tuple[str, Decimal]]:
    """Every figure of a row in the indicator's own unit, with its column; of a range the upper end."""
    for column, target in (("target", row.target), ("target_akhir", row.target_akhir)):
        if target is not None:
            yield column, target.high
    for column, value in (("realisasi", row.realisasi), ("kondisi_awal", row.kondisi_awal)):
        if value is not None:
            yield column, value


def _scale(row: IndicatorYear, indicators: Indicators) -> Iterator[Finding]:
    """Targets of the survey's index that look like means of the answers: those are 1 to 4, the index 25 to 100."""
    if not is_skm(row, indicators.plan):
        return
    for column, target in (("target", row.target), ("target_akhir", row.target_akhir)):
        if target is not None and 0 < target.high <= BEST_ANSWER:
            message = "Target tampak pada skala 1-4, sedangkan indeks SKM 25-100. Kalikan dengan 25, misalnya 3,22 menjadi 80,50."
            yield row.cells[column].finding("warning", "angka_janggal", message)


def _negative(row: IndicatorYear) -> Iterator[Finding]:
    target = row.target.low if row.target else None
    values = {"target": target, "realisasi": row.realisasi, "anggaran": row.anggaran, "realisasi_anggaran": row.realisasi_anggaran}
    for column, value in values.items():
        if value is not None and value < 0:
            yield row.cells[column].finding("warning", "angka_negatif", "Angkanya di bawah nol. Periksa tandanya.")


def _far(target: Decimal, realised: Decimal) -> bool:
    if target <= 0 or realised <= 0:
        return False
    ratio = realised / target
    return ratio > SLIP or ratio < Decimal(1) / SLIP


def _between(rows: Sequence[IndicatorYear]) -> Iterator[Finding]:
    """What should be the same in every year of an indicator; empty cells say nothing."""
    for column in SAME:
        stated = [row for row in rows if column in row.cells and row.cells[column].text and getattr(row, column) is not None]
        if len({_comparable(row, column) for row in stated}) > 1:
            first = stated[0]
            other = next(row for row in stated if _comparable(row, column) != _comparable(first, column))
            message = f"Kolom {column} berbeda dari tahun {first.tahun} untuk indikator yang sama ({first.cells[column].text}). Samakan."
            yield other.cells[column].finding("warning", "berbeda_antartahun", message)


def _comparable(row: IndicatorYear, column: str) -> object:
    value = getattr(row, column)
    return plain(value) or value.strip() if isinstance(value, str) else value


def budgets_twice(groups: Iterable[Sequence[IndicatorYear]]) -> list[Finding]:
    """Rows of one programme and year that state the same budget: the money of one programme, written at each of its indicators, is added up."""
    found = []
    for rows in groups:
        seen: dict[tuple[int, Decimal], IndicatorYear] = {}
        for row in rows:
            if row.anggaran is None or not row.anggaran:
                continue
            first = seen.setdefault((row.tahun, row.anggaran), row)
            if first is not row:
                where = first.cells["anggaran"].address
                message = f"Anggaran ini sama dengan sel {where} dari program yang sama. Tulis anggaran program pada satu indikator saja."
                found.append(row.cells["anggaran"].finding("warning", "anggaran_berulang", message))
    return found
