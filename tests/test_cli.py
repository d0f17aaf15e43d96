"""The command line: exit codes, JSON, one clear Indonesian message for each bad input, and never a traceback."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from balong_eval import cli
from balong_eval.intake import example

ROOT = Path(__file__).parent.parent
CONTOH = ROOT / "data" / "contoh"
HEAD = "U1,U2,U3,U4,U5,U6,U7,U8,U9"


class Result:
    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]):
    """Run the command in this process: exit code, standard output, standard error."""

    def run(*arguments: object) -> Result:
        with pytest.raises(SystemExit) as stopped:
            cli.main([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        return Result(int(stopped.value.code or 0), out, err)

    return run


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    path = tmp_path / "2019.csv"
    path.write_text(HEAD + "\n" + "3,3,4,4,3,3,3,3,4\n" * 12, encoding="utf-8")
    return path


def sidecar(path: Path, text: str, encoding: str = "utf-8") -> None:
    path.with_suffix(".toml").write_text(text, encoding=encoding)


def test_skm_json_follows_the_contract(call, answers: Path) -> None:
    sidecar(answers, 'regulation = "permenpanrb_14_2017"')
    result = call("skm", answers, "--json")
    document = json.loads(result.out)
    assert result.code == 0
    assert document["schema"] == "balong-eval/skm/1" and document["regulation"] == "permenpanrb_14_2017"
    assert (document["n_rows"], document["n"], document["n_excluded"]) == (12, 12, 0)
    assert document["ikm"] == pytest.approx(25 * 30 / 9, abs=1e-12)
    assert document["ikm_rounded"] == 83.33 and document["mutu"] == "B"
    assert [row["unsur"] for row in document["by_unsur"]][-2:] == ["pengaduan", "sarpras"]
    assert [row["bobot"] for row in document["bobot_comparison"]] == ["1/9", "0.111", "0.11"]
    assert document["design"] == {"strata": None, "fpc": False, "singletons": []}
    assert sum(document["mutu_confidence"].values()) == pytest.approx(1, abs=1e-12)
    assert document["publication"] == {"status": "ditandai", "reasons": ["belum_cukup", "jawaban_seragam"]}
    assert document["reliability"]["straight_lining_share"] == 0.0
    assert all(document[key] is None for key in ("clustering", "weighted", "parts", "comparable", "sample"))
    assert document["findings"] == []


def test_skm_text_is_indonesian(call, answers: Path) -> None:
    result = call("skm", answers)
    assert result.code == 0
    assert "IKM berkas 2019.csv adalah 83,33" in result.out and "Tidak ada sidecar 2019.toml" in result.err


def test_skm_by_and_level(call, answers: Path) -> None:
    wide = json.loads(call("skm", answers, "--json", "--level", "0.99", "--by", "pendidikan").out)
    assert list(wide["groups"]) == ["pendidikan"] and wide["level"] == 0.99


def test_regulation_stands_in_for_a_missing_sidecar(call, answers: Path) -> None:
    document = json.loads(call("skm", answers, "--json", "--regulation", "permenpanrb_16_2014").out)
    assert document["regulation"] == "permenpanrb_16_2014" and document["by_unsur"][-2]["unsur"] == "maklumat"
    assert call("skm", answers, "--regulation", "permenpanrb_99").code == 2


BAD = {
    "kosong": ("", "kosong"),
    "hanya judul": (HEAD + "\n", "tanpa satu pun jawaban"),
    "tanpa unsur": ("nama,alamat\na,b\n", "Tidak ada kolom unsur"),
    "biner": ("\x00\x01\x02", "Tidak ada kolom unsur"),
    "tanpa jawaban": (HEAD + "\n" + "9,9,9,9,9,9,9,9,9\n", "tidak berisi satu pun jawaban 1-4"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_file_of_the_wrong_shape_is_refused_with_one_message(call, tmp_path: Path, name: str) -> None:
    content, message = BAD[name]
    path = tmp_path / "2019.csv"
    path.write_text(content, encoding="utf-8")
    result = call("skm", path, "--json")
    document = json.loads(result.out)
    assert result.code == 2 and document["schema"] == "balong-eval/error/1"
    assert message in result.err


def test_a_folder_or_nothing_in_place_of_a_file(call, tmp_path: Path) -> None:
    assert "adalah folder" in call("skm", tmp_path).err
    missing = call("skm", tmp_path / "2019.csv")
    assert missing.code == 2 and "tidak ditemukan" in missing.err


def test_a_misspelt_column_is_named_with_what_was_meant(call, tmp_path: Path) -> None:
    path = tmp_path / "2019.csv"
    path.write_text("persyratan,U2,U3,U4,U5,U6,U7,U8,U9\n" + "3,3,4,4,3,3,3,3,4\n" * 6, encoding="utf-8")
    document = json.loads(call("skm", path, "--json").out)
    told = [finding for finding in document["findings"] if finding["rule"] == "kolom_tidak_dikenal"]
    assert len(told) == 1 and told[0]["cell"] == "A1" and '"persyratan" = "persyaratan"' in told[0]["message"]
    assert [finding["rule"] for finding in document["findings"]].count("unsur_tidak_ditanyakan") == 1


def test_sidecar_with_bom_is_read(call, answers: Path) -> None:
    sidecar(answers, 'regulation = "permenpanrb_14_2017"\nmode = "kertas"\n', encoding="utf-8-sig")
    assert call("skm", answers).code == 0


def test_sidecar_with_an_unknown_key_is_told_and_the_figures_come(call, answers: Path) -> None:
    sidecar(answers, 'regulation = "permenpanrb_14_2017"\nmod = "kertas"\n')
    result = call("skm", answers)
    assert result.code == 0 and "Kunci 'mod' tidak dikenal" in result.err and "Maksudnya 'mode'?" in result.err


def test_sidecar_with_wrong_types_is_refused_with_all_of_them(call, answers: Path) -> None:
    sidecar(answers, 'mode = 3\ndoubles = "frist"\nperiod = "2019"\n[population]\n"Izin" = "banyak"\n')
    result = call("skm", answers, "--json")
    told = json.loads(result.out)["findings"]
    assert result.code == 2
    assert {finding["column"] for finding in told} == {"mode", "doubles", "period", "population", "regulation"}
    assert "Maksudnya 'first'?" in result.err


def test_sidecar_that_is_no_toml(call, answers: Path) -> None:
    sidecar(answers, "regulation = permenpanrb_14_2017")
    result = call("skm", answers)
    assert result.code == 2 and "bukan TOML yang benar" in result.err


def test_usage_errors_are_indonesian(call, answers: Path) -> None:
    for arguments, message in (
        (("sikm",), "Perintah 'sikm' tidak dikenal"),
        (("skm", answers, "--jsn"), "Pilihan --jsn tidak dikenal. Maksudnya --json?"),
        (("skm",), "BERKAS belum disebutkan"),
        (("skm", answers, "--by", "umur"), "harus salah satu dari: layanan"),
        (("skm", answers, "lagi"), "Kata berlebih: lagi"),
        (("run", "--years", "abc"), "--years ditulis seperti"),
        (("run", "--formats", "odt"), "tidak dikenal"),
        (("run", "--annex", "x"), "tidak dikenal"),
        (("trend", "x.csv"), "x.csv tidak ditemukan"),
        (("skm", answers, "--workbook", "x.xls"), "harus berakhiran .xlsx"),
        (("sample-size", "0"), "tidak sesuai"),
    ):
        result = call(*arguments)
        assert result.code == 2 and message in result.err, arguments


@pytest.mark.parametrize("name", cli.cli.commands)
def test_help_is_indonesian(call, name: str) -> None:
    text = call(name, "--help").out
    assert text.startswith("Pemakaian: ") and not re.search(r"\b(required|default|usage|options|show|and|the)\b", text, re.IGNORECASE)


def test_every_command_of_the_contract_is_in_help(call) -> None:
    text = call("--help").out
    for name in ("init", "run", "check", "skm", "compare", "trend", "capaian", "sample-size", "verify", "export", "example", "lab"):
        assert f"  {name} " in text
        assert call(name, "--help").code == 0
    assert "Usage" not in text and "Options" not in text


def test_compare_follows_the_contract(call, tmp_path: Path) -> None:
    for name, low, high in (("2018", 30, 10), ("2019", 10, 30)):
        path = tmp_path / f"{name}.csv"
        path.write_text("layanan," + HEAD + "\n" + "A,3,3,3,3,3,3,3,3,3\n" * low + "B,4,4,4,4,4,4,4,4,4\n" * high, encoding="utf-8")
        sidecar(path, 'regulation = "permenpanrb_14_2017"')
    document = json.loads(call("compare", tmp_path / "2018.csv", tmp_path / "2019.csv", "--json").out)
    assert document["schema"] == "balong-eval/compare/1" and (document["from"], document["to"]) == ("2018", "2019")
    assert document["difference"] == pytest.approx(12.5) and document["mix"] == pytest.approx(12.5) and document["within"] == 0
    assert sum(row["contribution"] for row in document["by_unsur"]) == pytest.approx(12.5)
    text = call("compare", tmp_path / "2018.csv", tmp_path / "2019.csv").out
    assert "dua survei berbeda" in text and "+12,50 berasal dari susunan layanan" in text and "membaik." not in text


SERIES = "periode;nilai;galat_baku;rezim;target\n2017;70,1;0,5;A;\n" + "".join(f"{2018 + k};{80 + k},{k};0,5;B;\n" for k in range(5)) + "2023;;;;90\n"


def test_trend_follows_the_contract(call, tmp_path: Path) -> None:
    path = tmp_path / "deret.csv"
    path.write_text(SERIES, encoding="utf-8")
    result = call("trend", path, "--json")
    document = json.loads(result.out)
    assert result.code == 0 and document["schema"] == "balong-eval/trend/1"
    assert (document["n_points"], document["comparable"]) == (6, [2018, 2019, 2020, 2021, 2022])
    assert document["breaks"] == [{"before": 2018, "reason": "A → B"}] and document["verdict"] == "naik"
    assert [slope["method"] for slope in document["slopes"]] == ["random_effects", "gls_ar1", "ols", "theil_sen"]
    assert [(item["periode"], item["method"], item["target"]) for item in document["projection"]] == [
        (2023, "last_value", 90.0), (2024, "last_value", None),
    ]  # fmt: skip
    assert document["kendall"]["exact"] is True and document["findings"] == []
    text = call("trend", path)
    assert text.code == 0 and "deret.csv: naik." in text.out and "Terputus sebelum 2018" in text.out and "None" not in text.out + text.err


def test_trend_tells_what_is_wrong_in_a_file_and_goes_on(call, tmp_path: Path) -> None:
    path = tmp_path / "deret.csv"
    path.write_text(SERIES.replace("81,1", "baik").replace("2017", "tahun lalu"), encoding="utf-8")
    result = call("trend", path)
    assert result.code == 0 and "sel B4" in result.err and "sel A2" in result.err
    assert {finding["cell"] for finding in json.loads(call("trend", path, "--json").out)["findings"]} >= {"A2", "B4"}


@pytest.mark.parametrize(
    "content", ["", "periode;nilai\n", "tahun;ikm\n2018;80\n", "periode;nilai\n2018;baik\n", "periode;nilai\n2018;80,5\n2019;80.5\n"]
)
def test_trend_refuses_what_is_no_series(call, tmp_path: Path, content: str) -> None:
    path = tmp_path / "deret.csv"
    path.write_text(content, encoding="utf-8")
    result = call("trend", path, "--json")
    assert result.code == 2 and json.loads(result.out)["schema"] == "balong-eval/error/1" and "Kesalahan" in result.err


def test_trend_of_a_folder_or_nothing(call, tmp_path: Path) -> None:
    assert call("trend", tmp_path).code == call("trend", tmp_path / "x.csv").code == 2


def test_sample_size(call) -> None:
    assert json.loads(call("sample-size", "1200", "10", "--json").out) == [
        {"population": 1200, "required": 291},
        {"population": 10, "required": 10},
    ]
    assert "1200 pengguna layanan: 291 responden" in call("sample-size", "1200").out


def test_example_is_the_committed_one(call, tmp_path: Path) -> None:
    assert call("example", tmp_path / "contoh").code == 0
    made = {path.relative_to(tmp_path / "contoh"): path.read_bytes() for path in (tmp_path / "contoh").rglob("*") if path.is_file()}
    assert made == {path.relative_to(CONTOH): path.read_bytes() for path in CONTOH.rglob("*") if path.is_file()}
    assert call("example", tmp_path).code == 2, "a folder with other content is not written over"


def test_check_of_the_example_finds_its_faults(call) -> None:
    result = call("check", CONTOH, "--json")
    document = json.loads(result.out)
    assert result.code == 1, "two answers off the scale and a printed figure are errors"
    assert [entry["period"] for entry in document["inventory"]] == ["2016", "2017", "2018", "2019", "2020", "2021"]
    assert document["inventory"][3]["layanan"]["Surat pengantar SKCK"] == 102
    named = [(item["file"], item["row"], item["rule"]) for item in document["findings"] if item["rule"] != "tidak_diisi"]
    assert named == [
        ("2016.csv", 41, "nilai_di_luar_skala"),
        ("2017.csv", 41, "nilai_di_luar_skala"),
        ("2018.csv", 41, "terlalu_sedikit_jawaban"),
        ("2019.csv", 41, "formulir_ganda"),
        ("2021.csv", 41, "usia_tidak_wajar"),
        ("renstra.toml", None, "sasaran_tidak_terukur"),
        ("klaim.csv", 4, "klaim_tidak_sesuai"),
    ]
    sarpras = {"file": "2018.csv", "column": "Q", "cell": "Q1", "head": "U9", "role": "unsur", "key": "sarpras", "basis": "nomor"}
    assert sarpras in document["columns"]


def test_check_text_ends_with_the_gravest_and_a_count(call) -> None:
    lines = call("check", CONTOH).out.rstrip().splitlines()
    assert lines[-1].startswith("3 kesalahan, 4 peringatan, ") and lines[-2].startswith("KESALAHAN  klaim.csv, baris 4")


def test_check_goes_on_after_a_broken_file(call, tmp_path: Path) -> None:
    shutil.copytree(CONTOH, tmp_path / "unit")
    (tmp_path / "unit/skm/2017.csv").write_text("", encoding="utf-8")
    (tmp_path / "unit/skm/dua ribu.csv").write_text("x", encoding="utf-8")
    result = call("check", tmp_path / "unit", "--json")
    document = json.loads(result.out)
    assert result.code == 1
    assert [entry["n"] is None for entry in document["inventory"]] == [False, True, False, False, False, False]
    rules = [finding["rule"] for finding in document["findings"]]
    assert "tidak_terbaca" in rules and "nama_berkas" in rules


def test_check_of_what_cannot_be_read_is_2(call, tmp_path: Path) -> None:
    assert call("check", tmp_path / "tidak-ada").code == 2
    assert call("check", tmp_path).code == 2, "a folder without unit.toml"


def test_check_draft_writes_a_sidecar_that_is_read_back(call, answers: Path) -> None:
    answers.write_text(f"layanan,tanggal,loket,{HEAD}\n" + "Izin A,2019-03-12,1,3,3,4,4,3,3,3,3,4\n" * 6, encoding="utf-8")
    assert call("check", answers, "--draft").code == 0
    text = answers.with_suffix(".toml").read_text(encoding="utf-8")
    assert 'regulation = "permenpanrb_14_2017"' in text and '# "loket" = "layanan"' in text and '# "Izin A" = 0' in text
    assert call("check", answers).code == 0
    assert call("check", answers, "--draft").code == 0, "an existing sidecar is left as it is"
    assert answers.with_suffix(".toml").read_text(encoding="utf-8") == text


def test_run_makes_what_it_can_and_says_what_failed(call, tmp_path: Path) -> None:
    example.write(tmp_path / "unit")
    (tmp_path / "unit/skm/2017.csv").write_text("rusak", encoding="utf-8")
    result = call("run", "--data", tmp_path / "unit", "--out", tmp_path / "hasil", "--years", "2016-2017", "--jobs", "1")
    assert result.code == 1
    assert "Gagal: unit 2017 lampiran_skm: Kolom berkas 2017.csv belum dapat dipahami" in result.err
    assert "3 dari 4 lampiran dibuat" in result.err, "the plan's annex of 2017 says that the index of that year is missing"
    index = (tmp_path / "hasil/index.html").read_text(encoding="utf-8")
    assert "gagal: Kolom berkas 2017.csv" in index and "selesai" in index


def test_run_of_a_unit_without_unit_toml(call, tmp_path: Path) -> None:
    assert "tidak berisi unit.toml" in call("run", "--data", tmp_path).err
    (tmp_path / "unit.toml").write_text('name = "X"\nsynthetic = "ya"\nfirst_year = "2016"\n', encoding="utf-8")
    result = call("run", "--data", tmp_path)
    assert result.code == 2 and "synthetic harus true atau false" in result.err and "first_year harus bilangan bulat" in result.err


def test_a_head_with_a_line_break_gives_a_draft_that_is_read(call, answers: Path) -> None:
    answers.write_text(f'"nama\nlengkap",{HEAD}\n' + "x,3,3,4,4,3,3,3,3,4\n" * 6, encoding="utf-8")
    assert call("check", answers, "--draft").code == 0 and call("check", answers).code == 0


def test_drafts_of_two_files_of_one_name(call, tmp_path: Path) -> None:
    for suffix in ("csv", "tsv"):
        (tmp_path / f"2019.{suffix}").write_text(HEAD + "\n" + "3,3,4,4,3,3,3,3,4\n" * 6, encoding="utf-8")
    result = call("check", tmp_path / "2019.csv", tmp_path / "2019.tsv", "--draft")
    assert result.code == 0 and "sudah ada dan tidak ditimpa" in result.err and "Berkas jawaban" in result.out


@pytest.mark.parametrize("years", ["0000", "2021-2016", "2016-2099", "abc", "2016-2017-2018"])
def test_init_refuses_years_that_mean_nothing(call, tmp_path: Path, years: str) -> None:
    result = call("init", tmp_path / "u", "--name", "X", "--regency", "", "--code", "", "--years", years)
    assert result.code == 2 and "Tahun ditulis seperti" in result.err and not (tmp_path / "u").exists()


def test_init_needs_a_name(call, tmp_path: Path) -> None:
    assert "tidak boleh kosong" in call("init", tmp_path / "u", "--name", " ", "--regency", "", "--code", "", "--years", "2019").err


def test_an_output_folder_that_is_a_file_is_told_in_indonesian(call, tmp_path: Path) -> None:
    (tmp_path / "hasil").write_text("x", encoding="utf-8")
    result = call("run", "--data", CONTOH, "--out", tmp_path / "hasil", "--years", "2019", "--jobs", "1")
    assert result.code in (1, 2) and "bukan folder" in result.err and "directory" not in result.err


def test_levels_are_printed_with_their_digits(call, answers: Path) -> None:
    assert "dengan keyakinan 99,9 %" in call("skm", answers, "--level", "0.999").out


def test_findings_name_their_rule(call) -> None:
    assert "[nilai_di_luar_skala]" in call("check", CONTOH).out


def test_capaian_json_follows_the_contract(call) -> None:
    result = call("capaian", CONTOH / "indikator.csv", "--json")
    document = json.loads(result.out)
    assert result.code == 0 and document["schema"] == "balong-eval/capaian/1" and document["scale"] == "permendagri_86_2017"
    keys = ("indikator", "tahun", "target", "realisasi", "capaian", "capaian_rounded", "predikat", "predikat_lain", "capaian_akhir", "serapan",
            "efisiensi", "reason")  # fmt: skip
    assert all(set(keys) <= set(row) for row in document["rows"])
    row = next(row for row in document["rows"] if (row["indikator"], row["tahun"]) == ("apbdes", 2019))
    assert (row["capaian_rounded"], row["predikat"], row["predikat_lain"], row["efisiensi"]) == (94.12, "Sangat Tinggi", "Sangat berhasil", None)
    assert [entry["tahun"] for entry in document["by_year"]] == [2016, 2017, 2018, 2019, 2020, 2021]
    other = json.loads(call("capaian", CONTOH, "--scale", "ponorogo_2015", "--json").out)
    assert other["scale"] == "ponorogo_2015" and other["rows"][0]["predikat_lain"] == "Sangat Tinggi"


def test_capaian_in_words_and_its_refusals(call, tmp_path: Path) -> None:
    result = call("capaian", CONTOH / "indikator.csv")
    assert "Rata-rata capaian tiap tahun" in result.out and "belum ada realisasi" in result.out
    path = tmp_path / "indikator.csv"
    path.write_text("indikator;tahun;rumus;target;realisasi\nA;2019;positif;80;skm\n", encoding="utf-8")
    assert "jawaban SKM tahun itu tidak ada" in call("capaian", path).out
    wrong = call("capaian", path, "--scale", "permendagri", "--json")
    assert wrong.code == 2 and "Yang dikenal: permendagri_86_2017, ponorogo_2015" in json.loads(wrong.out)["message"]
    path.write_text("indikator;tahun;rumus;target;realisasi\nA;2019;positif;82,5;80.1\n", encoding="utf-8")
    mixed = json.loads(call("capaian", path, "--json").out)
    assert mixed["schema"] == "balong-eval/error/1" and mixed["findings"][0]["cell"] == "E2"
    assert call("capaian", tmp_path / "tidak ada.csv").code == 2


@pytest.mark.parametrize("name", ["renstra.toml", "indikator.csv", "tindak_lanjut.csv", "klaim.csv"])
def test_check_reads_each_file_of_the_plan_alone(call, name: str) -> None:
    result = call("check", CONTOH / name, "--json")
    document = json.loads(result.out)
    assert document["inventory"] == [] and result.code == 0
    rules = [item["rule"] for item in document["findings"]]
    assert rules == (["sasaran_tidak_terukur"] if name == "renstra.toml" else [])
