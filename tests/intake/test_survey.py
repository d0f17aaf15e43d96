"""Answers and sidecars as offices write them, read into a `Survey`."""

from __future__ import annotations

from pathlib import Path

import pytest

from balong_eval.errors import InputError
from balong_eval.intake.survey import Survey, read_survey

CODES = [f"U{number}" for number in range(1, 10)]
GOOD = "3,3,4,4,3,3,3,3,4"


def read(tmp_path: Path, text: str, sidecar: str = "", encoding: str = "utf-8", **options: object) -> Survey:
    path = tmp_path / "2019.csv"
    path.write_bytes(text.encode(encoding))
    (tmp_path / "2019.toml").write_text('regulation = "permenpanrb_14_2017"\n' + sidecar, encoding="utf-8")
    return read_survey(path, **options)  # type: ignore[arg-type]


def table(*rows: str, heads: str = ",".join(CODES)) -> str:
    return "\n".join([heads, *rows]) + "\n"


def rules(survey: Survey) -> list[str]:
    return [finding.rule for finding in survey.findings]


def test_a_seven_and_a_word_are_told_at_once_with_their_cells(tmp_path: Path) -> None:
    rows = [GOOD] * 50
    rows[10] = "3,3,7,4,3,3,3,3,4"
    rows[38] = "3,3,4,4,baik,3,3,3,4"
    survey = read(tmp_path, table(*rows))
    told = [finding for finding in survey.findings if finding.severity == "error"]
    assert [(finding.row, finding.cell, finding.column, finding.value) for finding in told] == [
        (12, "C12", "U3", "7"),
        (40, "E40", "U5", "[teks, 4 huruf]"),
    ]
    assert all("Periksa formulir aslinya" in finding.message and finding.file == "2019.csv" for finding in told)
    assert survey.n == 50 and survey.responses.at[12, "waktu"] != survey.responses.at[12, "waktu"]


def test_labels_of_the_regulation_are_answers(tmp_path: Path) -> None:
    rows = ["Sesuai,mudah,CEPAT,Gratis,Sangat sesuai,Kompeten,Sopan dan ramah,Dikelola dengan baik,Baik"] * 3
    survey = read(tmp_path, table(*rows))
    assert [survey.responses[unsur.key].iloc[0] for unsur in survey.unsur] == [3, 3, 3, 4, 4, 3, 3, 4, 3]


@pytest.mark.parametrize("text", ["5", "3.5", "-1", "33", "1e0", "NaN", "empat", "3;", "٣"])
def test_anything_else_is_missing_with_an_error(tmp_path: Path, text: str) -> None:
    survey = read(tmp_path, table(*[GOOD] * 5, f"{text},3,4,4,3,3,3,3,4"))
    assert [finding.rule for finding in survey.findings if finding.severity == "error"] == ["nilai_di_luar_skala"]
    assert survey.responses["persyaratan"].isna().sum() == 1


@pytest.mark.parametrize("text", ["4", "4.0", '"4,0"', " 4 ", "4.00"])
def test_ways_to_write_a_four(tmp_path: Path, text: str) -> None:
    survey = read(tmp_path, table(*[GOOD] * 5, f"{text},3,4,4,3,3,3,3,4"))
    assert survey.responses["persyaratan"].iloc[-1] == 4 and not survey.findings


@pytest.mark.parametrize(("delimiter", "encoding"), [(",", "utf-8"), (";", "utf-8-sig"), ("\t", "utf-16"), (";", "cp1252")])
def test_separators_and_encodings(tmp_path: Path, delimiter: str, encoding: str) -> None:
    text = table(*[f"Pengantar é,{GOOD}"] * 6, heads="layanan," + ",".join(CODES)).replace(",", delimiter)
    survey = read(tmp_path, text, encoding=encoding)
    assert set(survey.responses["layanan"]) == {"Pengantar é"}
    assert ("pengodean_teks" in rules(survey)) == (encoding == "cp1252")


def test_half_plus_one_of_the_asked_unsur(tmp_path: Path) -> None:
    survey = read(tmp_path, table(*[GOOD] * 5, "3,3,3,3,,,,,", "3,3,3,3,3,,,,"))
    assert [(item.row, item.rule) for item in survey.set_aside] == [(7, "terlalu_sedikit_jawaban")]
    assert (survey.n_rows, survey.n, survey.n_excluded) == (7, 6, 1)
    eight = read(tmp_path, table(*["3,3,4,4,3,3,3,3"] * 5, "3,3,3,3,,,,", "3,3,3,3,3,,,", heads=",".join(CODES[:8])))
    assert [item.row for item in eight.set_aside] == [7], "of eight asked, five are needed"


def test_an_unsur_not_asked_gives_one_over_k(tmp_path: Path) -> None:
    survey = read(tmp_path, table(*["3,3,4,4,3,3,3,3,"] * 5))
    assert len(survey.unsur) == 8 and [unsur.key for unsur in survey.not_asked] == ["sarpras"]
    assert rules(survey) == ["unsur_tidak_ditanyakan"] and "bobot 1/8" in survey.findings[0].message


def test_both_orders_of_u8_and_u9(tmp_path: Path) -> None:
    rows = table(*["3,3,3,3,3,3,3,1,2"] * 5)
    as_list = read(tmp_path, rows).responses
    assert (as_list["pengaduan"].iloc[0], as_list["sarpras"].iloc[0]) == (1, 2)
    as_questionnaire = read(tmp_path, rows, 'unsur_order = "questionnaire"\n').responses
    assert (as_questionnaire["sarpras"].iloc[0], as_questionnaire["pengaduan"].iloc[0]) == (1, 2)


def test_words_in_heads_are_understood(tmp_path: Path) -> None:
    heads = 'Persyaratan,"Sistem, Mekanisme dan Prosedur",waktu penyelesaian,Biaya/Tarif,produk,Kompetensi Pelaksana,PERILAKU,sarpras,pengaduan'
    survey = read(tmp_path, table(*["3,3,3,3,3,3,3,1,2"] * 5, heads=heads))
    assert (survey.responses["sarpras"].iloc[0], survey.responses["pengaduan"].iloc[0]) == (1, 2) and not survey.findings


def test_a_column_waktu_of_clock_times_is_no_unsur(tmp_path: Path) -> None:
    survey = read(tmp_path, table(*[f"2019-03-12 08:00:0{second},{GOOD}" for second in range(5)], heads="waktu," + ",".join(CODES)))
    assert survey.responses["waktu_isi"].notna().all() and survey.responses["waktu"].iloc[0] == 4


def test_two_columns_for_one_unsur_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read(tmp_path, table(*[f"{GOOD},3"] * 5, heads=",".join(CODES) + ",persyaratan"))
    assert caught.value.findings[0].rule == "kolom_ganda" and caught.value.findings[0].cell == "J1"


def test_an_unsur_of_another_regulation_counts_and_is_marked(tmp_path: Path) -> None:
    survey = read(tmp_path, table(*[GOOD] * 5), '[unsur]\nU8 = "maklumat"\nU9 = "pengaduan"\n')
    assert [unsur.key for unsur in survey.outside] == ["maklumat"] and survey.unsur[-1].key == "maklumat"
    assert survey.codes["maklumat"] == "U8" and set(rules(survey)) == {"unsur_tidak_ditanyakan", "unsur_di_luar_peraturan"}


DOUBLES = [
    f"Izin,SMA,2019-03-12 08:00:00,{GOOD}",
    f"Izin,SMA,2019-03-12 08:00:40,{GOOD}",
    f"Izin,SMA,2019-03-12 08:01:40,{GOOD}",
    f"Izin,SMA,2019-03-12 08:03:00,{GOOD}",
    f"Izin,SD,2019-03-12 08:03:10,{GOOD}",
]
DOUBLE_HEADS = "layanan,pendidikan,waktu_isi," + ",".join(CODES)


def test_doubles_are_kept_and_told(tmp_path: Path) -> None:
    survey = read(tmp_path, table(*DOUBLES, heads=DOUBLE_HEADS))
    assert [finding.row for finding in survey.findings if finding.rule == "formulir_ganda"] == [3, 4]
    assert survey.n == 5


def test_doubles_first_keeps_the_first(tmp_path: Path) -> None:
    survey = read(tmp_path, table(*DOUBLES, heads=DOUBLE_HEADS), 'doubles = "first"\n')
    assert [item.row for item in survey.set_aside] == [3, 4] and survey.n == 3


def test_excluded_rows_with_their_reason(tmp_path: Path) -> None:
    text = table(*[f"{number},{GOOD}" for number in range(217, 223)], heads="id," + ",".join(CODES))
    sidecar = '[[exclude]]\nwhere = {id = 218}\nreason = "baris contoh"\n[[exclude]]\nwhere = {id = 999}\nreason = "tidak ada"\n'
    survey = read(tmp_path, text, sidecar)
    assert [(item.row, item.reason) for item in survey.set_aside] == [(3, "baris contoh")]
    assert rules(survey) == ["pengecualian_tanpa_baris", "dikecualikan"]


def test_rare_text_is_joined_and_declared_text_kept(tmp_path: Path) -> None:
    rows = [f"Izin A,SMA,{GOOD}"] * 5 + [f"Budi 0812,Slta,{GOOD}", f"42,S-1,{GOOD}"]
    survey = read(tmp_path, table(*rows, heads="layanan,pendidikan," + ",".join(CODES)), '[labels.layanan]\n"42" = "Izin B"\n')
    assert list(survey.responses["layanan"])[4:] == ["Izin A", "lainnya", "Izin B"]
    assert list(survey.responses["pendidikan"])[4:] == ["SMA", "SMA", "S1"]
    assert not any("Budi" in str(finding) for finding in survey.findings)


def test_ages_dates_and_stored_totals(tmp_path: Path) -> None:
    rows = [f"30,12/03/2019,{GOOD},30", f"0,2019-13-40,{GOOD},29", f"1121212,2020-01-01,{GOOD},30", f"tiga,,{GOOD},"]
    sidecar = "period = {start = 2019-01-01, end = 2019-12-31}\n"
    survey = read(tmp_path, table(*rows, heads="usia,tanggal," + ",".join(CODES) + ",jumlah"), sidecar)
    told = {(finding.rule, finding.row) for finding in survey.findings}
    assert told == {
        ("usia_tidak_wajar", 3), ("usia_tidak_wajar", 4), ("usia_tidak_wajar", 5),
        ("tanggal_tidak_terbaca", 3), ("jumlah_tidak_cocok", 3), ("di_luar_periode", 4),
    }  # fmt: skip
    assert survey.n == 4 and str(survey.responses["tanggal"].iloc[0].date()) == "2019-03-12"


def test_cells_beyond_the_heads_and_under_no_head_are_told(tmp_path: Path) -> None:
    survey = read(tmp_path, table(f"{GOOD},x,9", f"{GOOD},", heads=",".join(CODES) + ","))
    assert {(finding.rule, finding.row) for finding in survey.findings} == {("kolom_tanpa_judul", 2), ("baris_terlalu_panjang", 2)}


def test_a_frequency_column_counts(tmp_path: Path) -> None:
    survey = read(tmp_path, table(f"{GOOD},3", f"{GOOD},2", f"{GOOD},dua", heads=",".join(CODES) + ",n"))
    assert survey.n == 6 and rules(survey) == ["frekuensi_salah"]


def test_bobot_must_weigh_just_what_was_asked(tmp_path: Path) -> None:
    weights = "[bobot]\n" + "\n".join(
        f"{key} = 0.125" for key in ("persyaratan", "prosedur", "waktu", "biaya", "produk", "kompetensi", "perilaku", "sarpras")
    )
    with pytest.raises(InputError, match="tanpa bobot: pengaduan"):
        read(tmp_path, table(*[GOOD] * 5), weights)
    with pytest.raises(InputError, match=r"Sidecar 2019\.toml belum dapat dipakai"):
        read(tmp_path, table(*[GOOD] * 5), "[bobot]\npersyaratan = 0.5\n")


def test_a_named_regulation_beside_a_sidecar_is_told(tmp_path: Path) -> None:
    survey = read(tmp_path, table(*[GOOD] * 5), rule="permenpanrb_16_2014")
    assert survey.rule.id == "permenpanrb_14_2017" and rules(survey) == ["peraturan_berbeda"]


@pytest.mark.parametrize("cell", ['"bagus sekali', '"bagus" sekali'])
def test_a_quote_left_open_swallows_no_row(tmp_path: Path, cell: str) -> None:
    rows = [f"{GOOD},baik"] * 20 + [f"{GOOD},{cell}"] + [f"{GOOD},baik"] * 20
    with pytest.raises(InputError, match="tanda kutip di sekitar baris 22 tidak ditutup"):
        read(tmp_path, table(*rows, heads=",".join(CODES) + ",saran"))


def test_a_quote_that_is_closed_rows_later_is_found_too(tmp_path: Path) -> None:
    rows = [f"{GOOD},baik"] * 5 + [f'{GOOD},"bagus'] + [f"{GOOD},baik"] * 3 + [f'{GOOD},baik"'] + [f"{GOOD},baik"] * 5
    with pytest.raises(InputError, match="di sekitar baris 7"):
        read(tmp_path, table(*rows, heads=",".join(CODES) + ",saran"))


def test_a_suggestion_of_several_lines_is_one_cell(tmp_path: Path) -> None:
    survey = read(tmp_path, table(f'{GOOD},"satu, dua\ntiga"', f"{GOOD},x", heads=",".join(CODES) + ",saran"))
    assert survey.n_rows == 2 and not survey.findings


@pytest.mark.parametrize("where", ['layanan = "42"', 'layanan = "Uji coba"', 'jenis_kelamin = "P"', "id = 4", 'saran = "tes"'])
def test_exclusions_compare_what_the_cell_says(tmp_path: Path, where: str) -> None:
    rows = [f"{place},Izin,L,ok,{GOOD}" for place in range(5, 15)]
    rows += [f"4,{'42' if '42' in where else 'Uji coba'},P,tes,{GOOD}"]
    sidecar = f'[labels.layanan]\n"42" = "Izin"\n[[exclude]]\nwhere = {{{where}}}\nreason = "contoh"\n'
    survey = read(tmp_path, table(*rows, heads="id,layanan,jenis_kelamin,saran," + ",".join(CODES)), sidecar)
    assert [item.row for item in survey.set_aside] == [12] and survey.n == 10


def test_an_exclusion_on_a_field_that_the_file_lacks_is_told(tmp_path: Path) -> None:
    survey = read(tmp_path, table(*[GOOD] * 6), '[[exclude]]\nwhere = {saran = "x"}\nreason = "r"\n')
    assert rules(survey) == ["pengecualian_tanpa_baris"]


def test_an_unsur_answered_only_in_rows_set_aside_is_not_asked(tmp_path: Path) -> None:
    rows = [f"{place},3,3,4,4,3,3,3,3," for place in range(10)] + ["99,3,3,4,4,3,3,3,3,1"]
    survey = read(tmp_path, table(*rows, heads="id," + ",".join(CODES)), '[[exclude]]\nwhere = {id = 99}\nreason = "contoh"\n')
    assert len(survey.unsur) == 8 and "unsur_tidak_ditanyakan" in rules(survey)


def test_all_rows_set_aside_is_one_message(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"Semua formulir .* dikesampingkan"):
        read(tmp_path, table(*[f"Izin,{GOOD}"] * 6, heads="layanan," + ",".join(CODES)), '[[exclude]]\nwhere = {layanan = "Izin"}\nreason = "r"\n')


def test_a_file_without_heads_tells_nobodys_name(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read(tmp_path, "Budi Santoso,3502111234567890,08123456789\nSiti,3502119876543210,0812\n")
    assert "tidak satu pun dikenal" in str(caught.value) and not any(text in str(caught.value) for text in ("Budi", "35021", "0812"))


def test_a_stored_number_of_a_person_is_not_shown(tmp_path: Path) -> None:
    survey = read(tmp_path, table(*[f"{GOOD},3502111234567890,2"] * 6, heads=",".join(CODES) + ",Jumlah,Jumlah Anak"))
    assert {finding.value for finding in survey.findings if finding.rule == "jumlah_tidak_cocok"} == {"[angka, 16 digit]"}
    assert {finding.column for finding in survey.findings if finding.rule == "jumlah_tidak_cocok"} == {"Jumlah"}


WRONG_SIDECARS = [
    "[bobot]\npersyaratan = nan\n",
    "[published]\nikm = nan\n",
    "[published]\nikm = inf\n",
    "[published]\nikm = -5\n",
    '[published]\nikm = 80\nbobot = "1/0"\n',
    '[published]\nikm = 80\nbobot = "0.0"\n',
    '[labels.usia]\n"1" = "muda"\n',
    "exclude = 3\n",
    "labels = {layanan = 3}\n",
    "period = {start = 2019-01-02T00:00:00, end = 2019-12-30}\n",
    "population = {}\n",
    "x = " + "[" * 5000 + "]" * 5000,
]


@pytest.mark.parametrize("sidecar", WRONG_SIDECARS, ids=[text[:30].replace("\n", " ") for text in WRONG_SIDECARS])
def test_a_sidecar_that_means_nothing_is_refused(tmp_path: Path, sidecar: str) -> None:
    with pytest.raises(InputError, match=r"2019\.toml"):
        read(tmp_path, table(*[GOOD] * 6), sidecar)


def test_rare_services_that_the_sidecar_names_keep_their_names(tmp_path: Path) -> None:
    rows = [f"Izin,{GOOD}"] * 6 + [f"Dispensasi,{GOOD}"]
    survey = read(tmp_path, table(*rows, heads="layanan," + ",".join(CODES)), "[population]\nIzin = 100\nDispensasi = 20\n")
    assert survey.responses["layanan"].iloc[-1] == "Dispensasi"


def test_codes_follow_the_files_own_order(tmp_path: Path) -> None:
    heads = ",".join(CODES[:7]) + ",U9,Kebersihan"
    survey = read(tmp_path, table(*[GOOD] * 6, heads=heads), 'unsur_order = "questionnaire"\n[unsur]\nKebersihan = "sarpras"\n')
    assert (survey.codes["pengaduan"], survey.codes["sarpras"]) == ("U9", "U8")
