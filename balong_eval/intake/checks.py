"""What is told of answers that are nevertheless used: blanks, totals that do not add up, dates outside the period."""

from __future__ import annotations

import numpy as np
import pandas as pd

from balong_eval.errors import Finding
from balong_eval.intake.gathered import Grid
from balong_eval.intake.scale import is_blank
from balong_eval.intake.sidecar import Sidecar
from balong_eval.intake.words import is_failed, shown
from balong_eval.regulation import Regulation, Unsur


def totals(table: pd.DataFrame, grid: Grid) -> list[Finding]:
    """Totals stored in the file that are not the sum of the answers of their row; not of rows in which a cell could not be read."""
    unsur = [column.key for column in grid.columns if column.role == "unsur"]
    wrong = np.zeros(len(table), dtype=bool)
    for column in grid.columns:
        if column.role == "unsur" and column.key:
            texts = grid.cells[column.place]
            blank = np.array([is_blank(label) and not is_failed(label) for label in texts.cat.categories])[texts.cat.codes.to_numpy()]
            wrong |= table[column.key].isna().to_numpy() & ~blank
    sums = table[unsur].sum(axis=1, min_count=1).where(~wrong).to_numpy()
    findings = []
    for column in grid.columns:
        if column.role != "total":
            continue
        texts = grid.cells[column.place]
        codes, labels = texts.cat.codes.to_numpy(), texts.cat.categories
        stored = pd.to_numeric(pd.Series([label.replace(",", ".") for label in labels]), errors="coerce").to_numpy(dtype=float)[codes]
        for place in np.flatnonzero(~np.isnan(stored) & ~np.isnan(sums) & (stored != sums)):
            message = f"Jumlah yang tersimpan tidak sama dengan jumlah jawabannya ({sums[place]:.0f}); yang dipakai adalah jawabannya."
            value = shown(labels[codes[place]])
            findings.append(grid.finding("warning", "jumlah_tidak_cocok", message, texts.index[place], column, value))
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


def blanks(table: pd.DataFrame, unsur: tuple[Unsur, ...], grid: Grid) -> list[Finding]:
    """One note for each form with unsur that were not answered."""
    keys = [item.key for item in unsur]
    blank = table[keys].isna().to_numpy()
    columns = [grid.column(key) for key in keys]
    some = blank.any(axis=1)
    _, first, which = np.unique(blank[some] @ (1 << np.arange(len(keys))), return_index=True, return_inverse=True)
    told = []
    for row in blank[some][first]:
        names = ", ".join(key for key, missing in zip(keys, row, strict=True) if missing)
        told.append((f"{row.sum()} unsur tanpa jawaban ({names}); rata-rata dihitung dari yang menjawab.", columns[int(row.argmax())]))
    lines = zip(table.index[some].tolist(), which.tolist(), strict=True)
    return [grid.finding("note", "tidak_diisi", told[pattern][0], line, told[pattern][1]) for line, pattern in lines]


def period(table: pd.DataFrame, facts: Sidecar, grid: Grid) -> list[Finding]:
    """Forms dated outside the survey's period, as the sidecar gives it."""
    if not (facts.start and facts.end):
        return []
    dates = table["tanggal"]
    outside = dates[(dates < pd.Timestamp(facts.start)) | (dates > pd.Timestamp(facts.end))]
    message = f"Tanggal di luar periode survei {facts.start} s.d. {facts.end}; barisnya tetap dihitung. Periksa tanggal atau periodenya."
    column = grid.column("tanggal", "waktu_isi")
    return [grid.finding("warning", "di_luar_periode", message, line, column) for line in outside.index]
