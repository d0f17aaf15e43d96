"""A file with forty faults of eight kinds: forty findings in one pass, each with its cell."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from balong_eval.intake.survey import read_survey
from tests.intake import sheets

HEADS = ["No", "Tanggal", "Usia", *(f"U{number}" for number in range(1, 10)), "Jumlah", "n", "Saran"]
GOOD = [3, 4, 4, 3, 3, 4, 3, 3, 4]
KINDS = {
    "nilai_di_luar_skala": ("D", 7),
    "huruf_dan_label": ("E", "a. Sangat mudah"),
    "usia_tidak_wajar": ("C", 3),
    "tanggal_tidak_terbaca": ("B", "31/02/2019"),
    "di_luar_periode": ("B", "12/03/2018"),
    "jumlah_tidak_cocok": ("M", 99),
    "frekuensi_salah": ("N", "dua"),
    "baris_contoh": ("O", "contoh {row}"),
}


def test_forty_findings_in_one_pass_each_with_its_cell(tmp_path: Path) -> None:
    rows = [[number, "12/03/2019", 30 + number % 40, *GOOD, sum(GOOD), 1, ""] for number in range(1, 61)]
    expected = []
    for fault in range(40):
        rule = list(KINDS)[fault % len(KINDS)]
        column, value = KINDS[rule]
        rows[fault][ord(column) - 65] = value.format(row=fault) if isinstance(value, str) else value
        expected.append((rule, f"{column}{fault + 2}"))
    path = sheets.xlsx(tmp_path / "2019.xlsx", {"Data": [HEADS, *rows]})
    sheets.sidecar(path, "period = {start = 2019-01-01, end = 2019-12-31}\n")
    told = [finding for finding in read_survey(path).findings if finding.rule in KINDS]
    assert Counter((finding.rule, finding.cell) for finding in told) == Counter(expected)
    assert {finding.sheet for finding in told} == {"Data"} and {finding.file for finding in told} == {"2019.xlsx"}
    assert all(finding.message.endswith((".", "dihitung.")) and finding.row for finding in told)
