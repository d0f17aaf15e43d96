"""Six years of a real office, where the environment variable BALONG_REAL_ANSWERS names their folder."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

import balong_eval as be
from balong_eval.annex import run
from balong_eval.intake.survey import read_survey
from balong_eval.intake.unit import read_unit

FOLDER = os.environ.get("BALONG_REAL_ANSWERS")
pytestmark = pytest.mark.skipif(not FOLDER, reason="the real answers are not here: BALONG_REAL_ANSWERS is not set")
YEARS = range(2018, 2024)
SIDECAR = """regulation = "permenpanrb_14_2017"
mode = "daring"
{doubles}
[columns]
row_id = "id"
waktu = "waktu_isi"
id_jenis_izin = "layanan"
jenis_kelamin_kode = "jenis_kelamin"
[unsur]
U8 = "maklumat"
U9 = "pengaduan"
"""
IKM = {2018: "82.78", 2019: "81.05", 2020: "78.09", 2021: "89.06", 2022: "98.59", 2023: "97.21"}
IKM_FIRST = {2018: "82.22", 2019: "81.25", 2020: "77.89", 2021: "89.03", 2022: "98.58", 2023: "97.39"}
DOUBLES = {2018: 5, 2019: 12, 2020: 29, 2021: 1, 2022: 13, 2023: 59}


def unit(folder: Path, doubles: str = "") -> be.intake.unit.Unit:  # type: ignore[name-defined]
    (folder / "skm").mkdir(parents=True)
    (folder / "unit.toml").write_text('name = "Kantor"\nfirst_year = 2018\nlast_year = 2023\n', encoding="utf-8")
    for year in YEARS:
        shutil.copy(Path(str(FOLDER)) / f"{year}.csv", folder / "skm")
        (folder / f"skm/{year}.toml").write_text(SIDECAR.format(doubles=doubles), encoding="utf-8")
    return read_unit(folder)


@pytest.mark.parametrize(("doubles", "expected"), [("", IKM), ('doubles = "first"', IKM_FIRST)])
def test_index_of_each_year(tmp_path: Path, doubles: str, expected: dict[int, str]) -> None:
    found = unit(tmp_path / "u", doubles)
    assert {year: str(be.skm.summarise(found.survey(year)).ikm_rounded) for year in YEARS} == expected


def test_what_is_wrong_is_found_and_nothing_else(tmp_path: Path) -> None:
    found = unit(tmp_path / "u")
    findings = {year: found.survey(year).findings for year in YEARS}
    count = {rule: {year: sum(item.rule == rule for item in findings[year]) for year in YEARS} for rule in ("formulir_ganda", "jumlah_tidak_cocok")}
    assert count["formulir_ganda"] == DOUBLES and sum(count["jumlah_tidak_cocok"].values()) == 6
    ages = sorted(item.value for year in YEARS for item in findings[year] if item.rule == "usia_tidak_wajar")
    assert ages == ["0", "[angka, 7 digit]", "[angka, 7 digit]"], "1121212 twice: a number as long as a telephone's is not shown"
    assert not [item for year in YEARS for item in findings[year] if item.severity == "error"]


def test_a_file_alone_is_read_without_a_sidecar() -> None:
    survey = read_survey(Path(str(FOLDER)) / "2019.csv")
    assert survey.n == 243 and survey.responses["waktu_isi"].notna().all()
    assert {item.rule for item in survey.findings} >= {"tanpa_sidecar", "jumlah_tidak_cocok"}


def test_the_first_screen_of_2022_says_what_the_index_rests_on(tmp_path: Path) -> None:
    found = unit(tmp_path / "u")
    change = be.skm.compare(found.survey(2021), found.survey(2022))
    text = "\n".join(be.answer.first_screen(be.skm.summarise(found.survey(2022)), change).sentences)
    assert "77 % formulir memberi jawaban yang sama untuk semua unsur; tanpa formulir itu nilainya 94,00." in text
    assert "selisihnya +9,54" in text and "+4,19 berasal dari susunan layanan yang berbeda" in text
    assert "Formulir yang diisi berdekatan mirip satu sama lain" in text


DEFF = {2019: 4.0, 2020: 8.8, 2021: 10.7, 2022: 14.0, 2023: 10.8}


def test_design_effects_of_the_years(tmp_path: Path) -> None:
    """Of batches of five minutes and days the one with the larger standard error (2021 and 2023 have fewer than ten days)."""
    found = unit(tmp_path / "u")
    assert {year: round(be.skm.summarise(found.survey(year)).clustering.deff, 1) for year in DEFF} == DEFF


def test_six_annexes_are_made(tmp_path: Path) -> None:
    jobs = run.plan([unit(tmp_path / "kantor")], tmp_path / "hasil")
    outcomes = run.run(jobs, 2, lambda outcome: None)
    assert [outcome.error for outcome in outcomes] == [None] * 7
    assert [job.annex for job in jobs] == ["lampiran_skm"] + ["lampiran_renstra"] + ["lampiran_skm"] * 5
    review = (tmp_path / "hasil/kantor/2018-2023/lampiran_renstra.html").read_text(encoding="utf-8")
    assert "apakah kecenderungannya naik atau turun belum dapat disimpulkan" in review and "tidak informatif" in review
    for words in ("berkisar dari 10 sampai 717", "jawaban yang sama untuk semua unsur", "kali galat baku biasa", "Kuadrat terkecil saja (p = 0,0"):
        assert words in review, words
    text = (tmp_path / "hasil/kantor/2021/lampiran_skm.html").read_text(encoding="utf-8")
    assert "nilai B dan A belum dapat dibedakan" in text and "Maklumat Pelayanan *)" in text


def yearly(found: be.intake.unit.Unit, last: int) -> be.intake.series.Series:  # type: ignore[name-defined]
    results = {year: be.skm.summarise(found.survey(year)) for year in YEARS if year <= last}
    rows = [{"periode": str(year), "nilai": result.ikm, "galat_baku": result.std_error} for year, result in results.items()]
    return be.series("IKM", rows, bounds=(25.0, 100.0))


def test_six_years_are_no_trend_though_two_usual_tests_say_so(tmp_path: Path) -> None:
    """Worked by metafor and nlme: the random effects and least squares see a rise, years alike 0.6 do not."""
    found = be.trend.estimate(yearly(unit(tmp_path / "u"), 2023))
    random, alike, plain = (found.slope(method) for method in ("random_effects", "gls_ar1", "ols"))
    assert (round(random.estimate, 2), round(random.tau2**0.5, 2), round(random.p_value, 4)) == (3.89, 5.20, 0.0356)
    assert (round(plain.p_value, 4), round(alike.estimate, 2), round(alike.p_value, 3)) == (0.0357, 3.20, 0.172)
    assert (found.kendall.s, round(found.kendall.p_value, 3), round(found.smallest_detectable_slope, 1)) == (7, 0.272, 8.0)
    assert (found.verdict, found.reasons) == ("belum_dapat_disimpulkan", ("uji_tahun_berdekatan",))
    assert found.answers.known and found.answers.times is None, "no number of answers would show one point a year"
    assert "tidak informatif" in be.trends.projection(found).notes[1]


@pytest.mark.parametrize(("last", "value", "half", "came"), [(2021, 89.06, 21.1, 98.59), (2022, 98.59, 20.7, 97.21)])
def test_what_was_projected_and_what_came(tmp_path: Path, last: int, value: float, half: float, came: float) -> None:
    found = unit(tmp_path / "u")
    item = be.trend.estimate(be.series("IKM", yearly(found, last).points.to_dict("records"))).projection[0]
    assert (round(item.estimate, 2), round(item.ci_high - item.estimate, 1)) == (value, half)
    assert item.ci_low < came < item.ci_high and float(be.skm.summarise(found.survey(last + 1)).ikm_rounded) == came
