"""First screen and tables of the annex on the plan: the facts decide the sentences, and flipping a fact changes its sentence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import balong_eval as be
from balong_eval.analysis import capaian
from balong_eval.report import cascade, follow_up, official, performance
from balong_eval.report.block import Block, Table
from balong_eval.report.words import table

HEAD = "indikator;tahun;rumus;target;realisasi;satuan;tanda"
BASE = ["Desa;2019;positif;80;88;%", "Aduan;2019;negatif_cermin;10;12;hari", "Usulan;2019;positif;50;n/a;%"]


def make(folder: Path, *lines: str, unit: str = "", head: str = HEAD, **files: str) -> capaian.CapaianResult:
    (folder / "unit.toml").write_text(f'name = "Kecamatan X"\n{unit}', encoding="utf-8")
    (folder / "indikator.csv").write_text("\n".join([head, *lines]), encoding="utf-8")
    for name, text in files.items():
        (folder / name.replace("_toml", ".toml").replace("_csv", ".csv")).write_text(text, encoding="utf-8")
    return capaian.compute(be.read_unit(folder).indicators, until=2019)


def sentences(result: capaian.CapaianResult) -> tuple[str, ...]:
    return performance.first_screen(result, 2019).sentences


def has(result: capaian.CapaianResult, words: str) -> bool:
    return any(words in sentence for sentence in sentences(result))


def test_the_first_screen_says_which_which_not_and_why(tmp_path: Path) -> None:
    found = sentences(make(tmp_path, *BASE))
    assert found[0] == "Kecamatan X tahun 2019: 1 dari 3 indikator mencapai target, 1 belum mencapai, 1 belum dapat dinilai."
    assert found[1] == "Belum mencapai target: Aduan (12 terhadap target 10; capaian 80,00\u00a0%)."
    assert found[2] == "Belum dapat dinilai: Usulan (belum ada realisasi)."
    assert found[3] == "Mencapai target: Desa (88 terhadap target 80; capaian 110,00\u00a0%)."
    facts = dict(performance.first_screen(make(tmp_path, *BASE), 2019).facts)
    assert facts == {
        "Mencapai target": "1", "Belum mencapai": "1", "Belum dapat dinilai": "1", "Rata-rata capaian": "95,00\u00a0%".replace("\u00a0", " "),
        "Dengan batas 100": "90,00 %",
    }  # fmt: skip


def test_a_long_list_names_eight_and_counts_the_rest(tmp_path: Path) -> None:
    found = sentences(make(tmp_path, *[f"Desa {number};2019;positif;80;{70 + number};%" for number in range(9)], BASE[0]))
    assert found[1].startswith("Belum mencapai target: Desa 0 (") and found[1].count(" terhadap ") == 8
    assert found[1].endswith("; dan 1 lainnya dalam tabel.")
    assert "lainnya" not in found[2]


def test_counts_of_nothing_are_left_out(tmp_path: Path) -> None:
    assert sentences(make(tmp_path, BASE[0]))[0] == "Kecamatan X tahun 2019: 1 dari 1 indikator mencapai target."
    assert sentences(make(tmp_path, BASE[2]))[0] == "Kecamatan X tahun 2019: tidak ada indikator yang dapat dinilai."


def test_an_average_that_hides_a_failure_says_so(tmp_path: Path) -> None:
    hiding = make(tmp_path, "A;2019;positif;10;15;x", "B;2019;positif;10;8;x")
    assert has(hiding, "Rata-rata itu tidak di bawah 100\u00a0% walaupun 1 indikator belum mencapai target.".replace("\u00a0", " "))
    assert has(hiding, "bila capaian di atas 100 dihitung 100, rata-ratanya 90,00")
    assert has(make(tmp_path, "A;2019;positif;10;15;x", "B;2019;positif;10;5;x"), "walaupun 1 indikator"), "100 itself is not under 100"
    assert not has(make(tmp_path, "A;2019;positif;10;15;x", "B;2019;positif;10;10;x"), "walaupun")
    assert not has(make(tmp_path, "A;2019;positif;10;9;x"), "walaupun"), "a mean under 100 hides nothing"


def test_both_scales_unless_the_unit_chooses(tmp_path: Path) -> None:
    both = make(tmp_path, *BASE)
    assert has(both, "Sangat Tinggi menurut Permendagri 86/2017 dan Sangat berhasil menurut Kabupaten Ponorogo, LKj 2015")
    assert "predikat_lain" in [column.name for column in performance.by_indicator(both, 2019).columns]
    one = make(tmp_path, *BASE, unit='scale = "ponorogo_2015"\n')
    assert has(one, "Sangat berhasil menurut Kabupaten Ponorogo") and not has(one, "Permendagri")
    assert "predikat_lain" not in [column.name for column in performance.by_indicator(one, 2019).columns]


def test_a_mean_between_two_printed_bounds_is_told(tmp_path: Path) -> None:
    assert has(make(tmp_path, "A;2019;positif;1000;905;x"), "sebagian program memberi predikat Sangat Tinggi")
    assert not has(make(tmp_path, "A;2019;positif;1000;910;x"), "sebagian program")


def survey(folder: Path, n: int, fours: int) -> None:
    """n forms, `fours` of them all fours, the others all threes: index 75 + 25 x fours / n."""
    (folder / "skm").mkdir(exist_ok=True)
    rows = "4,4,4,4,4,4,4,4,4\n" * fours + "3,3,3,3,3,3,3,3,3\n" * (n - fours)
    (folder / "skm/2019.csv").write_text(",".join(f"U{number}" for number in range(1, 10)) + "\n" + rows, encoding="utf-8")


@pytest.mark.parametrize(
    ("n", "target", "words"),
    [
        (100, 80, "tidak di bawah target 80, sepanjang responden dipilih acak"),
        (100, 86, "juga memuat nilai di bawah target: belum dapat dipastikan"),
        (100, 89, "memuat target itu: kekurangannya belum dapat dibedakan"),
        (100, 95, "di bawah target 95, sepanjang responden dipilih acak"),
        (8, 80, "dari 8 responden: terlalu sedikit"),
    ],
)
def test_the_interval_of_the_survey_says_how_sure_its_target_is(tmp_path: Path, n: int, target: int, words: str) -> None:
    """Index 87.5 with n = 100: interval about 85 to 90."""
    survey(tmp_path, n, n // 2)
    assert has(make(tmp_path, f"Nilai SKM;2019;positif;{target};skm;nilai"), words)


def test_an_interval_that_ends_at_the_target(tmp_path: Path) -> None:
    """Met for sure where the lower limit is the target itself; missed, but not for sure, where the upper limit is."""
    survey(tmp_path, 100, 50)
    for target, limit, words in ((80, "ci_low", "tidak di bawah target 80"), (89, "ci_high", "memuat target itu")):
        result = make(tmp_path, f"Nilai SKM;2019;positif;{target};skm;nilai")
        (score,) = result.scores
        edge = replace(score, realised=replace(score.realised, **{limit: float(target)}))
        assert has(replace(result, scores=(edge,)), words)


def test_too_few_respondents_give_no_realisation(tmp_path: Path) -> None:
    survey(tmp_path, 4, 2)
    assert has(make(tmp_path, "Nilai SKM;2019;positif;80;skm;nilai"), "respondennya terlalu sedikit, IKM tidak disajikan")
    (tmp_path / "skm/2019.csv").write_text("rusak", encoding="utf-8")
    assert has(make(tmp_path, "Nilai SKM;2019;positif;80;skm;nilai"), "jawaban SKM tahun itu tidak terbaca")
    (tmp_path / "skm/2019.csv").unlink()
    assert has(make(tmp_path, "Nilai SKM;2019;positif;80;skm;nilai"), "jawaban SKM tahun itu tidak ada")


def test_what_else_the_head_must_know(tmp_path: Path) -> None:
    plan = '[[tujuan]]\nid = "t"\ntext = "T"\n[[sasaran]]\nid = "s"\ntext = "Sasaran satu"\ntujuan = "t"\n'
    plan += '[[indikator]]\nid = "Desa"\nname = "Bagian desa"\nsasaran = "s"\n[[indikator]]\nid = "atas"\nname = "Atas"\ntujuan = "t"\n'
    with_plan = make(tmp_path, BASE[0], renstra_toml=plan, klaim_csv="indikator;tahun;ukuran;nilai\nDesa;2019;capaian;99\n")
    assert has(with_plan, "Sasaran “Sasaran satu” tidak diukur oleh indikator tujuan mana pun")
    assert has(with_plan, "1 angka yang tercetak dalam laporan lain tidak sesuai")
    assert has(with_plan, "Bagian desa (88"), "the plan's name, not the id of the file"
    measured = make(tmp_path, BASE[0], renstra_toml=plan + 'mengukur = ["s"]\n', klaim_csv="indikator;tahun;ukuran;nilai\nDesa;2019;capaian;110\n")
    assert not has(measured, "tidak diukur") and not has(measured, "tercetak")


def test_provisional_and_unusable_figures_are_told(tmp_path: Path) -> None:
    assert has(make(tmp_path, "A;2019;positif;10;9;x;p"), "Angka sementara: A.")
    assert has(make(tmp_path, *(f"{name};2019;positif;10;9;x;p" for name in "ABCD")), "Angka 4 indikator masih sementara.")
    assert has(make(tmp_path, "A;2019;positif;10;sembilan;x"), "1 isian tidak dapat dipakai")
    assert not has(make(tmp_path, "A;2019;positif;10;9;x"), "sementara")
    survey(tmp_path, 20, 10)
    assert has(make(tmp_path, "Nilai SKM;2019;positif;80;90,1;nilai"), "Nilai SKM: tertulis 90,1, sedangkan jawaban tahun itu memberi 87,50.")


LOOSE = """[[tujuan]]
id = "t"
text = "T"
[[sasaran]]
id = "s"
text = "S"
tujuan = "t"
[[program]]
id = "p"
name = "P"
[[indikator]]
id = "Desa"
name = "Bagian desa"
sasaran = "s"
"""


def test_only_what_was_emptied_is_called_empty(tmp_path: Path) -> None:
    """A programme without sasaran, a stranger to the plan and an indicator stated under two names are errors, but no cell is lost by them."""
    loose = make(tmp_path, BASE[0], "Aduan;2019;positif;10;9;x", "Bagian desa;2019;positif;80;88;%", renstra_toml=LOOSE)
    assert {finding.rule for finding in loose.findings if finding.severity == "error"} == {
        "program_lepas", "indikator_asing", "indikator_ganda", "tujuan_tanpa_indikator",
    }  # fmt: skip
    assert has(loose, "4 kesalahan lain pada rencana dan indikator") and not has(loose, "dianggap kosong")
    both = make(tmp_path, BASE[0], "Aduan;2019;positif;10;x;x", "Desa;2019;positif;80;1;%", renstra_toml=LOOSE)
    assert has(both, "2 isian tidak dapat dipakai") and has(both, "3 kesalahan lain")
    (tmp_path / "renstra.toml").unlink()
    assert has(make(tmp_path, "A;2019;positif;10;sembilan;x"), "1 isian") and not has(
        make(tmp_path, "A;2019;positif;10;sembilan;x"), "kesalahan lain"
    )
    added = make(tmp_path, "A;2019;positif;10;9;%;jumlah", head="indikator;tahun;rumus;target;realisasi;satuan;akumulasi")
    assert has(added, "1 kesalahan lain") and not has(added, "dianggap kosong")


def test_flags_ranges_and_reasons_stand_in_the_table(tmp_path: Path) -> None:
    result = make(tmp_path, "A;2019;rentang;80-90;95;x;pe", "B;2019;rentang;80-90;70;x", "C;2019;negatif_cermin;0;0;x")
    rows = performance.by_indicator(result, 2019).rows
    assert [row[2] for row in rows] == ["80–90", "80–90", 0.0]
    assert [row[-1] for row in rows] == [
        "di atas rentang; sementara; perkiraan", "di bawah rentang", "tercapai; target nol, capaian tidak dapat dihitung",
    ]  # fmt: skip


def test_end_of_the_plan_and_the_footnote_on_sums(tmp_path: Path) -> None:
    head = "indikator;tahun;rumus;target;realisasi;satuan;kondisi_awal;target_akhir"
    result = make(tmp_path, "A;2019;positif;80;75;%;60;90", head=head, unit="baseline_year = 2016\nlast_year = 2021\n")
    found = performance.to_end(result, 2019)
    assert found.rows[0] == ("A", 60.0, 90.0, 75.0, "nilai tahun itu", pytest.approx(250 / 3), 50.0, None)
    assert found.notes[0] == "Sisa waktu rencana: 2 tahun." and "“(6)+(12)”" in found.notes[1]
    last = capaian.compute(result.indicators, until=2021)
    assert performance.to_end(last, 2021).notes[0] == "Tahun ini tahun terakhir rencana."


def test_unspent_money_is_not_called_efficient(tmp_path: Path) -> None:
    head = "indikator;tahun;rumus;target;realisasi;anggaran;realisasi_anggaran"
    result = make(tmp_path, "A;2019;positif;80;70;100;50", "B;2019;positif;80;88;100;90", "C;2019;positif;80;;100;90", head=head)
    rows = performance.spending(result, 2019).rows
    assert rows[0][5:] == (None, None, "capaian di bawah 100: sisa anggaran tidak disebut efisien")
    assert rows[1][3:] == (90.0, 110.0, 10.0, 20.0, None)
    assert rows[2][5:] == (None, None, "capaian belum ada: efisiensi tidak dihitung")
    assert "Tidak ada anggaran" in performance.spending(make(tmp_path, *BASE), 2019).bundle()["sentences"][0]


def test_over_a_range_is_no_success(tmp_path: Path) -> None:
    head = "indikator;tahun;rumus;target;realisasi;anggaran;realisasi_anggaran"
    result = make(tmp_path, "A;2019;rentang;80-90;120;100;50", "B;2019;positif;80;40;;", head=head)
    assert performance.spending(result, 2019).rows[0][5:] == (None, None, "target tidak tercapai: sisa anggaran tidak disebut efisien")
    assert has(result, "rata-ratanya 50,00") and has(result, "1 indikator di atas rentang targetnya")
    for shown in (performance.average(result, 2019), performance.every_average(result)):
        assert "tidak ikut dalam rata-rata dengan batas 100" in shown.notes[-1]
    alone = make(tmp_path, "A;2019;rentang;80-90;120;100;50", head=head)
    assert has(alone, "Rata-rata capaian 1 indikator 133,33") and not has(alone, "rata-ratanya")
    assert "Dengan batas 100" not in dict(performance.first_screen(alone, 2019).facts)
    assert performance.average(alone, 2019).rows[2][1] == "–"
    assert not has(make(tmp_path, BASE[0]), "rentang targetnya")


def test_findings_are_listed_with_their_places(tmp_path: Path) -> None:
    result = make(tmp_path, "A;2019;positif;10;sembilan;x", "B;2019;positif;10;900;x")
    found = follow_up.found(result).bundle()
    assert [(row[0], row[2]) for row in found["rows"]] == [
        ("Kesalahan", "indikator.csv, baris 2, kolom realisasi (sel E2)"), ("Peringatan", "indikator.csv, baris 3, kolom realisasi (sel E3)"),
    ]  # fmt: skip
    assert "sembilan" not in str(found), "text of a cell is not published"


def test_a_unit_without_a_plan_has_its_sentences(tmp_path: Path) -> None:
    result = make(tmp_path, *BASE)
    assert "renstra.toml" in cascade.plan(result).bundle()["sentences"][0]
    assert "renstra.toml" in cascade.smart(result, 2019).bundle()["sentences"][0]
    assert "tanpa renstra.toml" in performance.identity(be.read_unit(tmp_path), result, 2019).sentences[0]


@pytest.mark.parametrize(("show", "told"), [(official.e80_plan, True), (official.tc23, False), (official.tc24_money, False)])
def test_official_tables_without_indikator_csv_say_so_once(show: Callable[..., Block], told: bool) -> None:
    """The first section of "Tabel resmi" says so; the others say nothing, so that `publish` leaves their headings out."""
    sentences = show(None, 2019).bundle()["sentences"]
    assert ["indikator.csv" in sentence for sentence in sentences] == [True] * told


def test_every_reason_has_words() -> None:
    import re

    folder = Path(capaian.__file__).parent
    source = "\n".join((folder / f"{name}.py").read_text(encoding="utf-8") for name in ("attainment", "capaian", "period_end", "realised"))
    used = set(re.findall(r'"((?:target|realisasi|rumus|akumulasi|skm|sesudah|tahun|isian)_\w+)"', source)) - {
        "target_akhir",
        "target_atas",
        "realisasi_anggaran",
    }
    assert used == set(table()["reason"])


def test_the_plan_shows_the_elements_of_its_visi_and_what_each_line_serves(tmp_path: Path) -> None:
    text = """[visi]
text = "Lebih Maju, Berbudaya dan Religius"
elements = ["Maju", "Berbudaya", "Religius"]
[[tujuan]]
id = "t"
text = "T"
[[sasaran]]
id = "s"
text = "S"
tujuan = "t"
[[program]]
id = "p"
name = "P"
sasaran = "s"
unit = "Seksi Pelayanan"
[[indikator]]
id = "i"
name = "I"
sasaran = "s"
"""
    block = cascade.plan(make(tmp_path, *BASE, renstra_toml=text))
    assert isinstance(block, Table)
    found = {str(row[0]): row[1:] for row in block.rows}
    assert found["Unsur visi"] == ("Maju, Berbudaya, dan Religius", "visi kabupaten")
    assert found["Program"] == ("P", "sasaran 1; Seksi Pelayanan") and found["Indikator sasaran 1"] == ("I", "sasaran 1")
    without = text.replace('elements = ["Maju", "Berbudaya", "Religius"]\n', "")
    other = cascade.plan(make(tmp_path, *BASE, renstra_toml=without))
    assert isinstance(other, Table) and len(other.rows) == len(block.rows) - 1


def test_a_plan_without_sasaran_claims_nothing_of_them(tmp_path: Path) -> None:
    told = cascade.smart_findings(make(tmp_path, *BASE, renstra_toml='[[tujuan]]\nid = "t"\ntext = "T"\n'), 2019)
    assert not any("Setiap sasaran" in sentence for sentence in told.sentences)
