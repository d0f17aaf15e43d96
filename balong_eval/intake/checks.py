"""What is told of answers that are nevertheless used: blanks, totals that do not add up, dates outside the period."""

from __future__ import annotations

import pandas as pd

from balong_eval.errors import Finding
from balong_eval.intake.answers import Place
from balong_eval.intake.heads import Column
from balong_eval.intake.sheet import Sheet
from balong_eval.intake.sidecar import Sidecar
from balong_eval.intake.words import shown
from balong_eval.regulation import Regulation, Unsur


def totals(texts: pd.DataFrame, table: pd.DataFrame, columns: list[Column], grid: Sheet) -> list[Finding]:
    """Totals stored in the file that are not the sum of their row."""
    unsur = [column.key for column in columns if column.role == "unsur"]
    sums = table[unsur].sum(axis=1, min_count=len(unsur))
    findings = []
    for column in columns:
        stored = pd.to_numeric(texts[column.place], errors="coerce") if column.role == "total" else None
        if stored is None:
            continue
        wrong = sums[stored.notna() & sums.notna() & (stored != sums)]
        for row, total in wrong.items():
            message = f"Jumlah yang tersimpan tidak sama dengan jumlah jawabannya ({total:.0f}); yang dipakai adalah jawabannya."
            place = Place(grid.file, grid.name, column)
            findings.append(place.finding("warning", "jumlah_tidak_cocok", message, int(row), shown(texts.at[row, column.place])))
    return findings


def coverage(unsur: tuple[Unsur, ...], rule: Regulation, file: str) -> list[Finding]:
    """What is to be said of unsur that were not asked, or that another regulation asks."""
    findings = []
    missing = [item.name for item in rule.unsur if item not in unsur]
    outside = [item.name for item in unsur if rule.find(item.key) is None]
    if missing:
        fewer = f" IKM dihitung dari {len(unsur)} unsur (bobot 1/{len(unsur)})." if len(unsur) != len(rule.unsur) else ""
        message = f"Unsur {rule.short} yang tidak ada jawabannya: {', '.join(missing)}.{fewer} Periksa judul kolomnya."
        findings.append(Finding("warning", "unsur_tidak_ditanyakan", message, file))
    if outside:
        message = f"Unsur di luar {rule.short} yang ikut dihitung karena sidecar menyebutnya: {', '.join(outside)}."
        findings.append(Finding("warning", "unsur_di_luar_peraturan", message, file))
    return findings


def population(kept: pd.DataFrame, facts: Sidecar, file: str) -> list[Finding]:
    """Why services and users cannot be used as strata, or the weighted index not be given."""
    if not facts.population:
        return []
    sizes = kept["n"].groupby(kept["layanan"].fillna("(tidak diisi)")).sum()
    unknown = [str(name) for name in sizes.index if name not in facts.population]
    small = [name for name, n in sizes.items() if facts.population.get(name, n) < n]
    absent = [name for name, users in facts.population.items() if users and name not in sizes.index]
    findings = []
    if unknown:
        message = (
            f"Layanan tanpa jumlah pengguna dalam [population]: {', '.join(unknown)}. "
            "Galat dihitung seakan-akan sampel acak sederhana. Lengkapi [population]."
        )
        findings.append(Finding("warning", "layanan_tanpa_pengguna", message, file))
    if small:
        message = (
            f"Respondennya lebih banyak dari penggunanya dalam [population]: {', '.join(small)}. "
            "[population] tidak dipakai sebagai strata. Betulkan jumlahnya."
        )
        findings.append(Finding("error", "pengguna_terlalu_sedikit", message, file))
    if absent:
        message = f"Layanan yang ada penggunanya tetapi tidak ada jawabannya: {', '.join(absent)}. IKM bagi seluruh pengguna tidak dapat dihitung."
        findings.append(Finding("warning", "layanan_tanpa_jawaban", message, file))
    return findings


def blanks(table: pd.DataFrame, unsur: tuple[Unsur, ...], grid: Sheet) -> list[Finding]:
    """One note for each form with unsur that were not answered."""
    keys = [item.key for item in unsur]
    blank = table[keys].isna()
    counts = blank.sum(axis=1)
    return [
        Finding(
            "note",
            "tidak_diisi",
            f"{count} unsur tanpa jawaban ({', '.join(key for key in keys if blank.at[row, key])}); rata-rata dihitung dari yang menjawab.",
            grid.file,
            grid.name,
            row=int(row),
        )
        for row, count in counts[counts > 0].items()
    ]


def period(table: pd.DataFrame, facts: Sidecar, grid: Sheet) -> list[Finding]:
    """Forms dated outside the survey's period, as the sidecar gives it."""
    if not (facts.start and facts.end):
        return []
    dates = table["tanggal"]
    outside = dates[(dates < pd.Timestamp(facts.start)) | (dates > pd.Timestamp(facts.end))]
    message = f"Tanggal di luar periode survei {facts.start} s.d. {facts.end}; barisnya tetap dihitung. Periksa tanggal atau periodenya."
    return [Finding("warning", "di_luar_periode", message, grid.file, grid.name, row=int(row)) for row in outside.index]
