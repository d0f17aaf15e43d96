"""Many units in one year: what is compared with what, what is said of the others, by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from balong_eval.analysis import rekap
from balong_eval.analysis.entry import Entry
from balong_eval.analysis.rekap import Rekap
from balong_eval.report import rekap as report
from balong_eval.report.rekap_payload import document
from tests.kabupaten import NEW, OLD, unit


def of(found: Rekap, name: str) -> Entry:
    return next(entry for entry in found.entries if entry.id == name)


def shown(found: Rekap, name: str) -> dict[str, object]:
    return next(item for item in document(found)["units"] if item["unit"] == name)


def halves(high: int, low: int, n: int = 40) -> list[int]:
    """n forms that answer one number nine times: half the one, half the other."""
    return [high] * (n // 2) + [low] * (n - n // 2)


def test_figures_by_hand(tmp_path: Path) -> None:
    """40 forms, half 4 and half 3: IKM 87.5, standard error 12.5/sqrt(39); all 3 and 2: 62.5. Their difference needs no table."""
    folders = [unit(tmp_path / "atas", {2021: halves(4, 3)}), unit(tmp_path / "bawah", {2021: halves(3, 2)})]
    found = rekap.gather(folders, 2021)
    assert [(entry.side.estimate, entry.side.n) for entry in found.entries if entry.side] == [(87.5, 40), (62.5, 40)]
    assert shown(found, "atas")["std_error"] == pytest.approx(12.5 / 39**0.5, rel=1e-12)
    assert found.pairs == 1 and found.separated == (("atas", "bawah"),) and found.mean == 75.0
    assert [(item["rank"], item["rank_low"], item["rank_high"]) for item in document(found)["units"]] == [(1, 1, 1), (2, 2, 2)]
    assert [item["mutu"] for item in document(found)["units"]] == ["B", "D"]
    # 14/2017: A from 88.31; statistics.md 1.4 gives 83.0 to 90.9 for the first, so that A is not excluded.
    assert shown(found, "atas")["mutu_not_excluded"] == ["B", "A"] and shown(found, "bawah")["mutu_not_excluded"] == ["D", "C"]
    text = " ".join(report.first_screen(found).sentences)
    assert "Kedua unit dapat dibedakan." in text


def test_units_that_cannot_be_told_apart(tmp_path: Path) -> None:
    folders = [unit(tmp_path / name, {2021: halves(4, 3, n)}) for name, n in (("a", 40), ("b", 42), ("c", 44))]
    found = rekap.gather(folders, 2021)
    assert found.separated == () and {(entry.standing.rank_low, entry.standing.rank_high) for entry in found.compared if entry.standing} == {(1, 3)}
    table = report.ranking(found).bundle()
    assert {row[2] for row in table["rows"]} == {"1 s.d. 3"}
    assert {row[5] for row in table["rows"]} == {"belum dapat dibedakan dari unit mana pun"}
    assert "belum dapat dibedakan: dari 3 pasangan unit tidak satu pun terpisah" in report.first_screen(found).sentences[1]


def test_two_units_of_one_name_are_told_apart_by_their_folders(tmp_path: Path) -> None:
    folders = [unit(tmp_path / place, {2021: halves(4, 3)}, name=name) for place, name in (("a", "Balong"), ("b", "Balong"), ("c", "Jetis"))]
    assert [entry.name for entry in rekap.gather(folders, 2021).entries] == ["Balong (a)", "Balong (b)", "Jetis"]


def test_only_units_of_one_regulation_one_set_of_unsur_and_equal_weights_are_compared(tmp_path: Path) -> None:
    bobot = "[bobot]\n" + "\n".join(f"{key} = {weight}" for key, weight in zip(KEYS, [0.2] + [0.1] * 8, strict=True))
    units = {
        "biasa_1": unit(tmp_path / "biasa_1", {2021: halves(4, 3)}),
        "biasa_2": unit(tmp_path / "biasa_2", {2021: halves(4, 3)}, mode="daring"),
        "biasa_3": unit(tmp_path / "biasa_3", {2021: halves(4, 3)}),
        "lama": unit(tmp_path / "lama", {2021: halves(4, 3)}, rules={2021: OLD}),
        "delapan": unit(tmp_path / "delapan", {2021: halves(4, 3)}, unsur=8),
        "bobot": unit(tmp_path / "bobot", {2021: halves(4, 3)}, more=bobot),
        "sedikit": unit(tmp_path / "sedikit", {2021: halves(4, 3, 8)}),
    }
    found = rekap.gather(list(units.values()), 2021)
    assert {entry.id for entry in found.compared} == {"biasa_1", "biasa_2", "biasa_3"} and found.reference and found.reference[0] == NEW
    told = {entry.id: entry.unlike for entry in found.entries if entry.unlike}
    assert told == {"lama": ("peraturan_lain", "unsur_lain"), "delapan": ("unsur_lain",), "bobot": ("bobot_khusus",), "sedikit": ("terlalu_sedikit",)}
    assert [entry.id for entry in found.entries if entry.other_mode] == ["biasa_2"] and "cara_lain" in of(found, "biasa_2").flags
    notes = " ".join(report.ranking(found).bundle()["notes"])
    assert "Dengan cara pengumpulan lain daripada kebanyakan (kuesioner kertas): Unit biasa_2" in notes
    assert "Unit lama (peraturan lain dan himpunan unsur lain)" in notes and "Unit bobot (bobot khusus)" in notes
    assert shown(found, "sedikit")["ikm"] == 87.5 and shown(found, "sedikit")["ci_low"] is None


def test_the_newer_regulation_is_the_reference_where_groups_are_equal(tmp_path: Path) -> None:
    folders = [unit(tmp_path / f"u{place}", {2021: halves(4, 3)}, rules={2021: OLD if place < 2 else NEW}) for place in range(4)]
    found = rekap.gather(folders, 2021)
    assert found.reference and found.reference[0] == NEW and [entry.id for entry in found.compared] == ["u2", "u3"]


def test_who_has_no_figure_and_why(tmp_path: Path) -> None:
    good = unit(tmp_path / "baik", {2020: halves(4, 3), 2021: halves(4, 3)})
    silent = unit(tmp_path / "diam", {2019: halves(4, 3), 2020: halves(4, 3)})
    broken = unit(tmp_path / "rusak", {2020: halves(4, 3), 2021: halves(4, 3)})
    (broken / "skm/2021.csv").write_text("a,b\nx,y\n", encoding="utf-8")
    lost = unit(tmp_path / "tanpa", {2021: halves(4, 3)})
    (lost / "unit.toml").write_text("name = \n", encoding="utf-8")
    tiny = unit(tmp_path / "kecil", {2021: [4, 3, 4]})
    found = rekap.gather([good, silent, broken, lost, tiny], 2021)
    assert {entry.id: entry.status for entry in found.entries} == {
        "baik": "dinilai", "diam": "belum_melapor", "rusak": "gagal", "tanpa": "gagal", "kecil": "tanpa_nilai",
    }  # fmt: skip
    assert of(found, "diam").years == (2019, 2020) and of(found, "rusak").years == (2020, 2021)
    rows = {row[0]: row[1:] for row in report.reporting(found).bundle()["rows"]}
    assert rows["Unit diam"][:2] == ["belum melapor", "2019-2020"] and rows["tanpa"][1] is None
    assert "2021.csv" in str(rows["Unit rusak"][2]) and "unit.toml bukan TOML" in str(rows["tanpa"][2])
    assert rows["Unit kecil"][2] == "responden terlalu sedikit"
    text = report.first_screen(found).sentences
    assert text[0] == "Hanya Unit baik dari 5 unit mempunyai IKM 2021, yaitu 87,50."
    assert "belum melapor: Unit diam" in text[-1] and "tidak dapat dibaca: Unit rusak dan tanpa" in text[-1]
    assert found.pairs == 0 and "Peringkat tidak dibuat" in text[1]


def test_nothing_of_a_unit_too_small_is_shown(tmp_path: Path) -> None:
    """Four respondents, fewer than the smallest cell: no count, no index, no share, no trend."""
    folders = [unit(tmp_path / "besar", {2021: halves(4, 3)}), unit(tmp_path / "kecil", {2020: halves(4, 3), 2021: [4, 3, 2, 1]})]
    found = rekap.gather(folders, 2021)
    item = shown(found, "kecil")
    figures = ("n_rows", "n", "n_excluded", "ikm", "ikm_rounded", "mutu", "std_error", "ci_low", "ci_high", "straight_lining_share", "doubles",
               "errors", "rank", "trend")  # fmt: skip
    assert [item[key] for key in figures] == [None] * len(figures) and item["flags"] == ["terlalu_sedikit"]
    assert [row for row in report.by_unit(found).rows if row[0] == "Unit kecil"] == [("Unit kecil", *[None] * 6, "nilai tidak disajikan")]
    assert "Unit kecil" not in [row[0] for row in report.quality(found).bundle()["rows"]]
    assert "4" not in [str(cell) for row in report.reporting(found).bundle()["rows"] for cell in row]


def test_trend_of_each_unit_with_its_words(tmp_path: Path) -> None:
    """Six years at 62.5 to 87.5 by equal steps rise; the same in one place cannot be concluded; two years are too few."""
    steps = {2016 + place: [4] * (4 * place) + [3] * (40 - 4 * place) for place in range(6)}
    level = {year: halves(4, 3, 40 + 2 * (year % 2)) for year in range(2016, 2022)}
    folders = [unit(tmp_path / "naik", steps), unit(tmp_path / "datar", level), unit(tmp_path / "baru", {2020: halves(4, 3), 2021: halves(4, 3)})]
    found = rekap.gather(folders, 2021)
    assert {entry.id: entry.trend.verdict for entry in found.entries if entry.trend} == {
        "naik": "naik", "datar": "belum_dapat_disimpulkan", "baru": "titik_kurang",
    }  # fmt: skip
    assert of(found, "naik").trend.first.estimate == pytest.approx(2.5, abs=0.05)  # type: ignore[union-attr]
    assert found.p_holm["naik"] == pytest.approx(2 * of(found, "naik").trend.p_value)  # type: ignore[union-attr, operator]
    assert found.p_holm["baru"] is None
    rows = {row[0]: row[-1] for row in report.trends(found).bundle()["rows"]}
    assert rows == {"Unit naik": "naik", "Unit datar": "belum dapat disimpulkan", "Unit baru": "titik kurang"}
    assert "naik 1 unit, belum dapat disimpulkan 1 unit, dan titik kurang 1 unit" in report.first_screen(found).sentences[3]


def test_a_change_of_regulation_is_bridged_and_a_lost_year_is_told(tmp_path: Path) -> None:
    folder = unit(tmp_path / "u", {year: halves(4, 3) for year in range(2016, 2022)}, rules={2016: OLD, 2017: OLD})
    (folder / "skm/2019.csv").write_text("a,b\nx,y\n", encoding="utf-8")
    found = rekap.gather([folder], 2021)
    entry = of(found, "u")
    assert entry.bridged and entry.unreadable == (2019,) and "tahun_tak_terbaca" in entry.flags
    assert entry.regulations == (OLD, NEW) and entry.trend and list(entry.trend.comparable["periode"]) == ["2016", "2017", "2018", "2020", "2021"]


def test_flags_of_the_data(tmp_path: Path) -> None:
    """All forms straight-lined (25 % asks for attention); a 7 among the answers; equal forms of one minute at the top of the scale."""
    found = rekap.gather([unit(tmp_path / "u", {2021: halves(4, 3)}), unit(tmp_path / "v", {2021: [7, *halves(4, 3)]})], 2021)
    assert "jawaban_sama" in of(found, "u").flags and of(found, "u").alike == 1.0
    assert "salah" in of(found, "v").flags and of(found, "v").errors == 9
    rows = {row[0]: row for row in report.quality(found).bundle()["rows"]}
    assert "banyak formulir berjawaban sama" in str(rows["Unit u"][-1]) and rows["Unit v"][5] == 9


def test_too_few_clusters_are_told_under_the_ranks(tmp_path: Path) -> None:
    """Four days of 25 like forms: alike, but no standard error comes from fewer than ten clusters."""
    days = [4 if (row // 25) % 2 else 3 for row in range(100)]
    folders = [unit(tmp_path / "hari", {2021: days}, dated=25), unit(tmp_path / "acak", {2021: halves(4, 3)})]
    found = rekap.gather(folders, 2021)
    assert [entry.too_sure for entry in found.entries] == [True, False] and not of(found, "hari").clustered
    notes = report.ranking(found).bundle()["notes"]
    assert [note for note in notes if "terlalu sedikit untuk dihitung: Unit hari. Selang dan kisaran" in note]


def test_one_file_in_two_units_and_one_name_for_two_are_told(tmp_path: Path) -> None:
    folders = [unit(tmp_path / place, {2021: halves(4, 3, n)}, name="Kecamatan A") for place, n in (("a", 40), ("b", 40), ("c", 42))]
    found = rekap.gather(folders, 2021)
    assert [entry.twin for entry in found.entries] == [True, True, False]
    assert [entry.name for entry in found.entries] == ["Kecamatan A (a)", "Kecamatan A (b)", "Kecamatan A (c)"]
    assert "berkas jawabannya sama persis dengan unit lain" in str(report.quality(found).bundle()["rows"][0][-1])


def test_a_class_needs_thirty_respondents(tmp_path: Path) -> None:
    """29 forms of 4: the interval meets A only, and still no class is counted as clear; with 30 it is."""
    folders = [unit(tmp_path / "kurang", {2021: [4] * 29}), unit(tmp_path / "cukup", {2021: [4] * 30})]
    found = rekap.gather(folders, 2021)
    assert [entry.classes for entry in found.entries] == [("A",), ("A",)] and [entry.graded for entry in found.entries] == [False, True]
    assert [item["mutu"] for item in document(found)["units"]] == [None, "A"]
    assert "Kelas mutu jelas pada semua 1 unit yang respondennya cukup (A 1 unit)." in report.first_screen(found).sentences


def test_forms_filled_together_widen_the_interval_that_is_compared(tmp_path: Path) -> None:
    """Ten days of ten like forms: days are clusters, and the larger standard error is the one used."""
    days = [4 if (row // 10) % 2 else 3 for row in range(100)]
    folders = [unit(tmp_path / "hari", {2021: days}, dated=10), unit(tmp_path / "acak", {2021: halves(4, 3, 100)})]
    found = rekap.gather(folders, 2021)
    together, alone = of(found, "hari"), of(found, "acak")
    assert together.clustered and not alone.clustered and "berdekatan" in together.flags
    # Sum of scores of a day is 10 * 12.5/100 = 1.25 in size, m = 10: 10/9 * 10 * 1.25^2 = 17.36.
    assert together.side and together.side.variance == pytest.approx(10 / 9 * 10 * 1.25**2) and together.side.df == 9
    assert together.limits and alone.limits and together.limits[0] < alone.limits[0] < alone.limits[1] < together.limits[1]


KEYS = ("persyaratan", "prosedur", "waktu", "biaya", "produk", "kompetensi", "perilaku", "sarpras", "pengaduan")
