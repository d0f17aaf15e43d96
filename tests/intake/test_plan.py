"""renstra.toml: the official words, and every link that does not hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from balong_eval.analysis import capaian
from balong_eval.errors import InputError
from balong_eval.intake import cascade, example, example_plan, plan, plan_check
from balong_eval.intake.unit import read_unit

GOOD = """
[visi]
text = "Visi"
elements = ["a", "b"]
[[misi]]
number = 1
text = "Misi"
[[tujuan]]
id = "t"
text = "Tujuan"
misi = 1
[[sasaran]]
id = "s1"
text = "Sasaran satu"
tujuan = "t"
[[sasaran]]
id = "s2"
text = "Sasaran dua"
tujuan = "t"
[[program]]
id = "p"
name = "Program"
sasaran = "s1"
[[indikator]]
id = "skm"
name = "Nilai SKM"
tujuan = "t"
mengukur = ["s1", "s2"]
[[indikator]]
id = "satu"
name = "Indikator satu"
sasaran = "s1"
program = "p"
[[indikator]]
id = "dua"
name = "Indikator dua"
sasaran = "s2"
"""


def read(folder: Path, text: str) -> plan.Plan:
    path = folder / "renstra.toml"
    path.write_text(text, encoding="utf-8")
    return plan.read(path)


def rules(found: plan.Plan) -> list[tuple[str, str | None]]:
    return [(finding.rule, finding.column) for finding in cascade.links(found)]


def test_a_whole_cascade_has_no_finding(tmp_path: Path) -> None:
    found = read(tmp_path, GOOD)
    assert not found.findings and not rules(found)
    assert found.visi is not None and found.visi.elements == ("a", "b")
    assert [item.measures for item in found.indikator] == [("s1", "s2"), ("s1",), ("s2",)]


def test_the_example_quotes_the_official_words_and_leaves_sasaran_2_unmeasured(tmp_path: Path) -> None:
    """Wording of Renstra Kecamatan Balong 2016-2021; by the plan's own indicator the SKM value says nothing of sasaran 2."""
    example.write(tmp_path / "contoh")
    found = read_unit(tmp_path / "contoh").plan
    assert found is not None and found.visi is not None
    assert found.visi.text == "Ponorogo Lebih Maju, Berbudaya dan Religius" and len(found.visi.elements) == 3
    assert len(found.misi) == 7 and [item.number for item in found.misi if item.served] == [1]
    assert found.tujuan[0].text == "Meningkatkan Tata Kelola Penyelenggaraan Pemerintahan Kecamatan"
    assert found.sasaran[0].text == "Meningkatnya Kualitas Pelayanan kepada Masyarakat di Bidang Administrasi"
    assert found.sasaran[1].text.startswith("Meningkatnya Tata Kelola Pemerintahan, Kewilayahan dan Kemasyarakatan dalam melaksanakan")
    assert rules(found) == [("sasaran_tidak_terukur", "sasaran sasaran_2")]
    assert "skm" in example_plan.FIGURES["skm"][1]


def test_declaring_that_the_indicator_measures_it_removes_the_finding(tmp_path: Path) -> None:
    text = GOOD.replace('mengukur = ["s1", "s2"]', 'mengukur = ["s1"]')
    assert rules(read(tmp_path, text)) == [("sasaran_tidak_terukur", "sasaran s2")]
    assert rules(read(tmp_path, GOOD)) == []
    second = text + '[[indikator]]\nid = "lagi"\nname = "Indikator tujuan dua"\ntujuan = "t"\nmengukur = ["s2"]\n'
    assert rules(read(tmp_path, second)) == []


@pytest.mark.parametrize(
    ("was", "now", "rule"),
    [
        ("misi = 1", "misi = 9", ("tautan_putus", "tujuan t")),
        ('text = "Sasaran dua"\ntujuan = "t"', 'text = "Sasaran dua"', ("tanpa_induk", "sasaran s2")),
        ('name = "Program"\nsasaran = "s1"', 'name = "Program"', ("program_lepas", "program p")),
        ('sasaran = "s1"\nprogram = "p"', 'sasaran = "s1"', ("program_tanpa_indikator", "program p")),
        ('name = "Indikator dua"\nsasaran = "s2"', 'name = "Indikator dua"', ("tanpa_induk", "indikator dua")),
        ('name = "Indikator dua"\nsasaran = "s2"', 'name = "Indikator dua"\nsasaran = "s1"', ("sasaran_tanpa_indikator", "sasaran s2")),
    ],
)
def test_each_broken_link_is_found(tmp_path: Path, was: str, now: str, rule: tuple[str, str]) -> None:
    assert was in GOOD
    assert rule in rules(read(tmp_path, GOOD.replace(was, now)))


def test_all_wrong_values_are_told_at_once(tmp_path: Path) -> None:
    text = (
        GOOD.replace("number = 1", 'number = "satu"')
        .replace('id = "s2"', 'id = "s1"')
        .replace('name = "Indikator dua"', "")
        .replace('elements = ["a", "b"]', "elements = [1]")
        + 'satuann = "x"\n'
    )
    with pytest.raises(InputError) as stopped:
        read(tmp_path, 'smart_r = "realistik"\n' + text)
    told = "\n".join(finding.message for finding in stopped.value.findings)
    for words in ("misi ke-1, number harus bilangan bulat", "sasaran 's1' tertulis dua kali", "indikator ke-3 harus menyebut name",
                  "visi ke-1, elements harus daftar teks",
                  "smart_r harus salah satu dari: relevan, realistis", "'satuann' tidak dikenal"):  # fmt: skip
        assert words in told


HEAD = "indikator;tahun;rumus;target;realisasi;sasaran\n"


def unit_findings(folder: Path, csv: str, text: str = GOOD) -> list[tuple[str, str | None]]:
    (folder / "unit.toml").write_text('name = "X"\nbaseline_year = 2018\nlast_year = 2020\n', encoding="utf-8")
    (folder / "renstra.toml").write_text(text, encoding="utf-8")
    (folder / "indikator.csv").write_text(HEAD + csv, encoding="utf-8")
    return [(finding.rule, finding.cell or finding.column) for finding in plan_check.unit(read_unit(folder))]


FULL = "skm;2019;positif;80;81\nskm;2020;positif;81;82\nsatu;2019;positif;5;5\nsatu;2020;positif;5;5\ndua;2019;positif;5;5\ndua;2020;positif;5;5\n"


def test_names_and_ids_meet_the_plan(tmp_path: Path) -> None:
    text = FULL
    assert unit_findings(tmp_path, text) == []
    assert unit_findings(tmp_path, text.replace("satu;", "INDIKATOR satu;")) == [], "by name, whatever its case"
    assert unit_findings(tmp_path, text.replace("dua;2019", "dva;2019")) == [("indikator_asing", "A6"), ("target_kosong", "target")]
    assert unit_findings(tmp_path, text.replace("dua;2019;positif;5;5", "dua;2019;positif;5;5;s1")) == [("sasaran_berbeda", "F6")]


def test_years_by_id_and_by_name_are_one_indicator_and_its_doubles_are_told(tmp_path: Path) -> None:
    mixed = FULL.replace("satu;2020", "Indikator Satu;2020")
    assert unit_findings(tmp_path, mixed) == []
    unit = read_unit(tmp_path)
    assert unit.plan is not None
    assert [row.tahun for row in cascade.rows_of(unit.plan, unit.indicators, unit.plan.indikator[1])] == [2019, 2020]
    assert [row.tahun for row in cascade.named(unit.indicators.rows[3].indikator, unit.indicators)] == [2019, 2020]
    assert unit_findings(tmp_path, FULL + "Indikator Satu;2020;positif;5;5\n") == [("indikator_ganda", "A8")]


def test_a_year_without_target_and_an_indicator_without_rows(tmp_path: Path) -> None:
    text = FULL.replace("skm;2020;positif;81;82\n", "")
    assert unit_findings(tmp_path, text) == [("target_kosong", "target")]
    only = "\n".join(line for line in FULL.splitlines() if not line.startswith("dua")) + "\n"
    assert unit_findings(tmp_path, only) == [("indikator_tanpa_angka", "indikator dua")]


def test_one_measure_at_two_levels_must_promise_the_same(tmp_path: Path) -> None:
    text = GOOD.replace('name = "Indikator dua"', 'name = "Nilai SKM"')
    figures = FULL
    found = unit_findings(tmp_path, figures, text)
    assert found == [("target_dua_tingkat", "D6"), ("target_dua_tingkat", "D7")]
    same = figures.replace("dua;2019;positif;5;5", "dua;2019;positif;80;5").replace("dua;2020;positif;5;5", "dua;2020;positif;81;5")
    assert unit_findings(tmp_path, same, text) == []
    assert ("indikator_asing", "A2") in unit_findings(tmp_path, same.replace("skm;2019", "Nilai SKM;2019"), text)


def test_one_budget_at_two_indicators_of_a_programme_is_told(tmp_path: Path) -> None:
    text = GOOD.replace('name = "Indikator dua"\nsasaran = "s2"', 'name = "Indikator dua"\nsasaran = "s2"\nprogram = "p"')
    figures = FULL.replace("\n", ";;100\n")
    (tmp_path / "unit.toml").write_text('name = "X"\nbaseline_year = 2018\nlast_year = 2020\n', encoding="utf-8")
    (tmp_path / "renstra.toml").write_text(text, encoding="utf-8")
    (tmp_path / "indikator.csv").write_text("indikator;tahun;rumus;target;realisasi;sasaran;anggaran\n" + figures, encoding="utf-8")
    found = [(item.rule, item.cell) for item in plan_check.unit(read_unit(tmp_path))]
    assert found == [("anggaran_berulang", "G6"), ("anggaran_berulang", "G7")]


def test_years_of_the_official_tables() -> None:
    assert cascade.plan_years(2016, 2016, 2021, ()) == (2017, 2018, 2019, 2020, 2021)
    assert cascade.plan_years(2015, 2016, 2021, ()) == (2017, 2018, 2019, 2020, 2021), "five columns that end with the plan"
    assert cascade.plan_years(None, 2016, 2021, ()) == (2017, 2018, 2019, 2020, 2021)
    assert cascade.plan_years(None, None, None, (2019, 2020)) == (2019, 2020)


def test_a_plan_of_six_years_asks_for_its_baseline(tmp_path: Path) -> None:
    """Renstra 2016-2021 without baseline_year: the target of 2021 is the end, and the officer is told why 2016 is no column."""
    (tmp_path / "unit.toml").write_text('name = "X"\nfirst_year = 2016\nlast_year = 2021\n', encoding="utf-8")
    lines = "".join(f"A;{year};positif;{year - 2000};{year - 2000};x\n" for year in range(2016, 2022))
    (tmp_path / "indikator.csv").write_text("indikator;tahun;rumus;target;realisasi;satuan\n" + lines, encoding="utf-8")
    (finding,) = plan_check.unit(read_unit(tmp_path))
    assert (finding.rule, finding.severity, finding.file, finding.column) == ("rencana_lebih_lima_tahun", "error", "unit.toml", "baseline_year")
    assert "yang dipakai 2017-2021" in finding.message and "misalnya 2016" in finding.message
    result = capaian.compute(read_unit(tmp_path).indicators)
    (end,) = {score.end.target.low for score in result.scores if score.end and score.end.target}
    assert end == 21
    told = {
        words: len(cascade.too_long(*words, "unit.toml"))
        for words in ((2016, 2016, 2021), (2015, 2016, 2021), (None, 2017, 2021), (None, None, 2021))
    }
    assert list(told.values()) == [0, 1, 0, 0]


def test_an_indicator_and_year_stated_twice_is_counted_once(tmp_path: Path) -> None:
    unit_findings(tmp_path, FULL + "Indikator satu;2019;positif;100;10;s1\n")
    result = capaian.compute(read_unit(tmp_path).indicators)
    (score,) = [score for score in result.of(2019) if score.row.indikator in {"satu", "Indikator satu"}]
    assert score.row.target is not None and score.row.target.low != 100, "the first statement counts"
    average = result.average(2019)
    assert average is not None and average.n_all == len(result.of(2019)) == 3


def test_a_tujuan_without_indicator_is_an_error_and_its_sasaran_are_unmeasured(tmp_path: Path) -> None:
    text = GOOD.replace('tujuan = "t"\nmengukur = ["s1", "s2"]', 'sasaran = "s1"')
    assert rules(read(tmp_path, text)) == [
        ("tujuan_tanpa_indikator", "tujuan t"), ("sasaran_tidak_terukur", "sasaran s1"), ("sasaran_tidak_terukur", "sasaran s2"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("was", "now", "rule"),
    [
        ("misi = 1\n", "", ("tanpa_induk", "tujuan t")),
        ('mengukur = ["s1", "s2"]', 'mengukur = ["s1", "s2"]\nsasaran = "s1"', ("dua_induk", "indikator skm")),
    ],
)
def test_each_has_one_parent(tmp_path: Path, was: str, now: str, rule: tuple[str, str]) -> None:
    assert was in GOOD and rules(read(tmp_path, GOOD.replace(was, now, 1))) == [rule]


def test_a_broken_file_does_not_hide_the_others(tmp_path: Path) -> None:
    (tmp_path / "unit.toml").write_text('name = "X"', encoding="utf-8")
    (tmp_path / "renstra.toml").write_text("[[misi]]\nnumber = 1\n", encoding="utf-8")
    (tmp_path / "indikator.csv").write_text("indikator;tahun\n", encoding="utf-8")
    (tmp_path / "klaim.csv").write_text("indikator;tahun;ukuran;nilai\nA;x;capaiann;z\n", encoding="utf-8")
    (tmp_path / "tindak_lanjut.csv").write_text("tahun;unsur;kegiatan\n2019;sarprs;\n", encoding="utf-8")
    files = [finding.file for finding in plan_check.unit(read_unit(tmp_path))]
    assert {"renstra.toml", "klaim.csv", "tindak_lanjut.csv"} <= set(files)
    found = {finding.rule for finding in plan_check.unit(read_unit(tmp_path))}
    assert {"isi_renstra", "tahun_salah", "ukuran_salah", "bukan_angka", "unsur_tidak_dikenal", "kegiatan_kosong"} <= found
