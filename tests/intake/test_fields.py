"""Dates as Indonesians write them, sex, education and occupation to the official lists, ages, several services in one cell, frequencies."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from balong_eval.intake import moments
from balong_eval.intake.survey import Survey, read_survey
from tests.intake import sheets

GOOD = [3, 4, 4]
HEADS = ["U1", "U2", "U3"]

DATES = {
    "2019-03-12": "2019-03-12 00:00", "12/03/2019": "2019-03-12 00:00", "12-03-2019": "2019-03-12 00:00", "12.03.2019": "2019-03-12 00:00",
    "1/2/19": "2019-02-01 00:00", "12 Maret 2019": "2019-03-12 00:00", "12 Mar 2019": "2019-03-12 00:00", "12-Mei-2019": "2019-05-12 00:00",
    "Selasa, 12 Maret 2019": "2019-03-12 00:00", "Jum'at, 5 Juli 2019": "2019-07-05 00:00", "17 Agustus 2019": "2019-08-17 00:00",
    "3 Nopember 2019": "2019-11-03 00:00", "9 Desember 2019 pukul 10.05 WIB": "2019-12-09 10:05", "12/03/2019 9:15:22": "2019-03-12 09:15",
    "2019/03/12 9:15:22 PM GMT+7": "2019-03-12 21:15", "2019-03-12T09:15:00Z": "2019-03-12 09:15", "2019-03-12 09:15:00+07:00": "2019-03-12 09:15",
    "12/03/2019 12:00:00 AM": "2019-03-12 00:00", "20190312": "2019-03-12 00:00", "43536": "2019-03-12 00:00", "43536.5": "2019-03-12 12:00",
    "43536,25": "2019-03-12 06:00", "01-Okt-19 08.00": "2019-10-01 08:00",
}  # fmt: skip
NO_DATES = ["", "31/02/2019", "2019-13-01", "12 Foo 2019", "12/03", "Maret 2019", "7", "99999", "2019", "besok", "00/00/0000"]


@pytest.mark.parametrize("text", DATES)
def test_dates(text: str) -> None:
    assert str(moments.read([text])[0])[:16].replace("T", " ") == DATES[text]


@pytest.mark.parametrize("text", NO_DATES)
def test_no_dates(text: str) -> None:
    assert np.isnat(moments.read([text])[0])


@given(st.dates(), st.sampled_from(["{:%Y-%m-%d}", "{:%d/%m/%Y}", "{:%d-%m-%Y}", "{:%d.%m.%Y}", "{:%Y/%m/%d}"]))
def test_every_day_comes_back(day: object, form: str) -> None:
    if 1900 < day.year < 2100:  # type: ignore[attr-defined]
        assert str(moments.read([form.format(day)])[0])[:10] == str(day)


def timed(tmp_path: Path, head: str, times: list[object], days: list[object] | None = None, *more: str) -> Survey:
    days = days or ["12/03/2019"] * len(times)
    rows = [
        ["Tanggal", head, "layanan", *more, *HEADS],
        *([day, time, "KTP", *([time] * len(more)), *GOOD] for day, time in zip(days, times, strict=True)),
    ]
    path = sheets.csv(tmp_path / "2019.csv", rows)
    sheets.sidecar(path, "")
    return read_survey(path)


@pytest.mark.parametrize("head", ["Jam", "Pukul", "Jam survei", "Jam Pengisian (WIB)", "jam mengisi", "waktu_isi"])
def test_an_hour_beside_the_day_makes_the_moment(tmp_path: Path, head: str) -> None:
    survey = timed(tmp_path, head, ["09:15", "9.15", "pukul 13:05:30", "", "10:00 WIB", "23:59"])
    told = [str(moment) for moment in survey.responses["waktu_isi"]]
    assert told == ["2019-03-12 09:15:00", "2019-03-12 09:15:00", "2019-03-12 13:05:30", "NaT", "2019-03-12 10:00:00", "2019-03-12 23:59:00"]
    assert not [rule for rule in rules(survey) if rule != "formulir_ganda"]
    assert rules(survey).count("formulir_ganda") == 1, "equal forms of one minute are doubles only where the hour is known"


def test_a_span_of_hours_is_no_moment(tmp_path: Path) -> None:
    survey = timed(
        tmp_path, "Jam survei (08.00-12.00 / 13.00-17.00)", ["08.00-12.00", "13.00 - 17.00", "08.00-12.00", "08.00 s.d. 12.00", "", "08.00-12.00"]
    )
    assert survey.responses["waktu_isi"].isna().all() and survey.responses["tanggal"].notna().all()
    assert [(item.rule, item.message.split(" ")[0]) for item in survey.findings if item.rule == "jam_rentang"] == [("jam_rentang", "5")]
    assert "formulir_ganda" not in rules(survey)


@pytest.mark.parametrize(
    ("cell", "hour"),
    {"9:15:00 PM": "21:15:00", "9:15 AM": "09:15:00", "09.15 WIB": "09:15:00", "12:05 a.m.": "00:05:00", "9:15:00\u202fPM": "21:15:00"}.items(),
)
def test_hours_as_other_programs_write_them(tmp_path: Path, cell: str, hour: str) -> None:
    survey = timed(tmp_path, "Jam", [cell] * 6)
    assert [str(moment)[11:] for moment in survey.responses["waktu_isi"]] == [hour] * 6


def test_one_hour_that_is_none_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    survey = timed(tmp_path, "Jam", ["09:15", "pagi", "9.45 WIB", "10:05 AM", "25:00", "-"])
    assert survey.responses["waktu_isi"].notna().tolist() == [True, False, True, True, False, False]
    told = [(finding.rule, finding.cell) for finding in survey.findings if finding.column == "Jam"]
    assert told == [("tanggal_tidak_terbaca", "B3"), ("tanggal_tidak_terbaca", "B6")]
    assert all("09.15 WIB" in finding.message for finding in survey.findings if finding.column == "Jam")


@pytest.mark.parametrize("head", ["Waktu survei", "Waktu", "Waktu pelayanan diterima"])
def test_spans_under_waktu_are_told_as_the_time_of_filling(tmp_path: Path, head: str) -> None:
    survey = timed(tmp_path, head, ["08.00-09.00", "09.00-10.00", "?", "08.00-09.00", "", "10.00-11.00"])
    assert [(column.role, column.key) for column in survey.columns if column.head == head] == [("field", "waktu_isi")]
    told = [finding for finding in survey.findings if finding.column == head]
    assert [finding.rule for finding in told if finding.rule != "tanggal_tidak_terbaca"] == ["jam_rentang"]
    assert "dibaca sebagai waktu pengisian, bukan unsur waktu" in next(finding.message for finding in told if finding.rule == "jam_rentang")
    assert survey.responses["tanggal"].notna().all()


def test_answers_under_waktu_stay_answers(tmp_path: Path) -> None:
    path = sheets.csv(tmp_path / "2019.csv", [["Waktu pelayanan", "U1", "U2", "U4"], *([cell, *GOOD] for cell in [3, 4, 2, 3, 4, 4])])
    sheets.sidecar(path)
    assert read_survey(path).responses["waktu"].tolist() == [3, 4, 2, 3, 4, 4]


def test_a_time_stamp_wins_over_hours_under_waktu(tmp_path: Path) -> None:
    path = sheets.csv(tmp_path / "2019.csv", [["Timestamp", "Waktu", *HEADS], *([f"12/03/2019 10:0{at}:00", "09:15", *GOOD] for at in range(6))])
    sheets.sidecar(path, "")
    survey = read_survey(path)
    assert survey.responses["waktu_isi"].dt.hour.tolist() == [10] * 6 and not [item for item in survey.findings if item.severity == "error"]


def test_hours_under_the_head_of_a_day_are_no_days(tmp_path: Path) -> None:
    survey = read(tmp_path, "tanggal", ["09:15", "09:16", "09:17"] * 2)
    assert survey.responses["tanggal"].isna().all() and rules(survey) == ["tanggal_tidak_terbaca"] * 6


def test_an_hour_without_a_day_is_not_used(tmp_path: Path) -> None:
    survey = read(tmp_path, "Jam", ["09:15", "09:16", "09:17"] * 2)
    assert survey.responses["waktu_isi"].isna().all() and rules(survey) == ["jam_tanpa_tanggal"]


def test_a_time_stamp_wins_over_an_hour(tmp_path: Path) -> None:
    path = sheets.csv(tmp_path / "2019.csv", [["Timestamp", "Jam", *HEADS], *([f"12/03/2019 10:0{at}:00", "09:15", *GOOD] for at in range(6))])
    sheets.sidecar(path, "")
    assert read_survey(path).responses["waktu_isi"].dt.hour.tolist() == [10] * 6


def read(tmp_path: Path, head: str, cells: list[object], text: str = "") -> Survey:
    path = sheets.csv(tmp_path / "2019.csv", [[head, *HEADS], *([cell, *GOOD] for cell in cells)])
    sheets.sidecar(path, text)
    return read_survey(path)


def rules(survey: Survey) -> list[str]:
    return [finding.rule for finding in survey.findings if finding.rule != "unsur_tidak_ditanyakan"]


def test_day_comes_first(tmp_path: Path) -> None:
    survey = read(tmp_path, "tanggal", ["03/12/2019", "13/12/2019", "1/2/2019"] * 2)
    assert survey.responses["tanggal"].dt.strftime("%Y-%m-%d").tolist()[:3] == ["2019-12-03", "2019-12-13", "2019-02-01"] and not rules(survey)


def test_a_column_that_must_be_month_first_is_not_guessed(tmp_path: Path) -> None:
    survey = read(tmp_path, "tanggal", ["03/12/2019", "03/13/2019", "1/2/2019"] * 2)
    assert survey.responses["tanggal"].isna().all() and rules(survey) == ["bulan_dahulu"]
    assert survey.findings[-1].severity == "error" and survey.findings[-1].cell == "A2"


AMERICAN = 'date_order = "month_first"'


def test_the_finding_of_a_month_first_column_gives_the_line_that_reads_it(tmp_path: Path) -> None:
    """`12/31/2019` and no first number above 12: what a program in en-US writes (Microsoft's en-US short date is M/d/yyyy)."""
    cells = ["12/31/2019", "3/4/2019", "1/2/2019 9:15:00 PM", "2019-03-12", "12 Maret 2019", "43536"]
    refused = read(tmp_path, "tanggal", cells)
    message = next(finding.message for finding in refused.findings if finding.rule == "bulan_dahulu")
    line = re.search(r'date_order = "[a-z_]+"', message)
    assert line is not None
    survey = read(tmp_path, "tanggal", cells, line[0] + "\n")
    assert survey.responses["tanggal"].dt.strftime("%Y-%m-%d").tolist() == ["2019-12-31", "2019-03-04", "2019-01-02", *["2019-03-12"] * 3]
    assert not rules(survey)


@pytest.mark.parametrize(("text", "cell", "days"), [("", "A3", [31, 4]), (AMERICAN, "A2", [31, 3])])
def test_a_column_of_two_orders_is_an_error_with_its_cells(tmp_path: Path, text: str, cell: str, days: list[int]) -> None:
    survey = read(tmp_path, "tanggal", ["31/12/2019", "12/31/2019", "4/3/2019", "2019-03-04"], text + "\n")
    assert [(finding.rule, finding.cell, finding.severity) for finding in survey.findings if finding.column == "tanggal"] == [
        ("urutan_tanggal", cell, "error")
    ]
    assert survey.responses["tanggal"].dropna().dt.day.tolist() == [*days, 4]


@pytest.mark.parametrize(("order", "month"), [("day_first", 4), ("month_first", 3)])
def test_the_sidecar_settles_what_am_and_pm_leave_open(tmp_path: Path, order: str, month: int) -> None:
    stamps = [f"3/4/2021 {hour}:15:00 PM" for hour in range(1, 6)]
    survey = read(tmp_path, "Timestamp", stamps, f'date_order = "{order}"\n')
    assert survey.responses["waktu_isi"].dt.month.eq(month).all() and not rules(survey)


def test_a_date_that_is_none_is_told_with_its_cell(tmp_path: Path) -> None:
    survey = read(tmp_path, "tanggal", ["2019-03-12", "31/02/2019", "-", "", "12 Maret 2019", "x"])
    assert [(finding.rule, finding.cell) for finding in survey.findings if finding.column == "tanggal"] == [
        ("tanggal_tidak_terbaca", "A3"), ("tanggal_tidak_terbaca", "A7"),
    ]  # fmt: skip


def test_sex(tmp_path: Path) -> None:
    survey = read(tmp_path, "Jenis Kelamin", ["L", "p", "Laki-laki", "PEREMPUAN", "laki laki", "Wanita"])
    assert survey.responses["jenis_kelamin"].tolist() == ["Laki-laki", "Perempuan"] * 3 and not rules(survey)


def test_codes_of_sex_mean_nothing_without_the_sidecar(tmp_path: Path) -> None:
    survey = read(tmp_path, "Jenis Kelamin", [1, 2, 1, 1, 2, 0])
    assert survey.responses["jenis_kelamin"].tolist() == ["kode 1", "kode 2", "kode 1", "kode 1", "kode 2", None]
    assert rules(survey) == ["kode_tanpa_arti"]
    survey = read(tmp_path, "Jenis Kelamin", [1, 2] * 3, '[labels.jenis_kelamin]\n"1" = "Perempuan"\n"2" = "Laki-laki"\n')
    assert survey.responses["jenis_kelamin"].tolist() == ["Perempuan", "Laki-laki"] * 3 and not rules(survey)


def test_education_and_occupation_to_the_lists(tmp_path: Path) -> None:
    survey = read(tmp_path, "Pendidikan", ["SLTA", "S-1", "d iii", "SMA/SMK", "Sarjana", "D1/D2/D3"])
    assert survey.responses["pendidikan"].tolist() == ["SMA", "S1", "D3", "SMA", "S1", "D1/D2/D3"] and not rules(survey)
    survey = read(tmp_path, "Pekerjaan", ["karyawan swasta", "IRT", "Pelajar", "dukun", "PNS", "wiraswasta"])
    assert survey.responses["pekerjaan"].tolist() == ["Swasta", "Ibu rumah tangga", "Pelajar/Mahasiswa", "lainnya", "PNS", "Wirausaha"]
    told = [finding for finding in survey.findings if finding.rule == "isian_digabung"]
    assert "1 isian pekerjaan" in told[0].message and "dukun" not in str(told[0]) and told[0].cell == "A1"


def test_ages(tmp_path: Path) -> None:
    survey = read(tmp_path, "Usia", ["41", "41,0", "41 tahun", "9", "101", "0"])
    assert survey.responses["usia"].tolist()[:3] == [41, 41, 41] and survey.responses["usia"].isna().sum() == 3
    assert [(finding.rule, finding.cell) for finding in survey.findings if finding.column == "Usia"] == [
        ("usia_tidak_wajar", f"A{row}") for row in (5, 6, 7)
    ]


def test_age_groups_are_one_note(tmp_path: Path) -> None:
    survey = read(tmp_path, "Usia", ["15-20", "21 - 30 tahun", "> 50", "<20", "31 s.d. 40", "-"])
    assert rules(survey) == ["usia_kelompok"] and "5 isian" in survey.findings[-1].message


def test_several_services_in_one_cell(tmp_path: Path) -> None:
    cells = [
        *["Legalisasi"] * 6,
        *["Surat pengantar"] * 6,
        *["Legalisasi, Surat pengantar"] * 3,
        *["Surat pengantar; Legalisasi"] * 2,
        "Legalisasi dan dukun",
    ]
    survey = read(tmp_path, "Layanan", cells)
    counts = survey.responses["layanan"].value_counts().to_dict()
    assert counts == {"Legalisasi": 6, "Surat pengantar": 6, "Legalisasi; Surat pengantar": 5, "lainnya": 1}
    told = [finding for finding in survey.findings if finding.rule == "beberapa_layanan"]
    assert "5 isian" in told[0].message and told[0].cell == "A14"
    rare = read(tmp_path, "Layanan", [*cells[:12], "Legalisasi + Surat pengantar"])
    assert rare.responses["layanan"].iloc[-1] == "beberapa layanan"


def test_a_service_whose_name_has_a_comma_stays_one(tmp_path: Path) -> None:
    survey = read(tmp_path, "Layanan", ["Surat keterangan, rekomendasi dan izin"] * 6)
    assert set(survey.responses["layanan"]) == {"Surat keterangan, rekomendasi dan izin"} and not rules(survey)
