"""Sheets that were once read wrongly: each is read right now, or refused with what to do."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from balong_eval.errors import InputError
from balong_eval.intake.survey import Survey, read_survey
from tests.intake import sheets

CODES = [f"U{number}" for number in range(1, 10)]
KEYS = ["persyaratan", "prosedur", "waktu", "biaya", "produk", "kompetensi", "perilaku", "pengaduan", "sarpras"]
NAMES = ["Persyaratan", "Prosedur", "Waktu", "Biaya", "Produk", "Kompetensi", "Perilaku", "Sarana"]
ROW = [3, 4, 2, 4, 3, 3, 1, 2, 4]
FORMS = [[number, *ROW] for number in range(1, 7)]


def read(tmp_path: Path, rows: sheets.Rows | dict[str, sheets.Rows], text: str = "", **options: object) -> Survey:
    path = sheets.xlsx(tmp_path / "2019.xlsx", rows, **options)  # type: ignore[arg-type]
    sheets.sidecar(path, text)
    return read_survey(path)


def rules(survey: Survey) -> set[str]:
    return {finding.rule for finding in survey.findings}


@pytest.mark.parametrize("code", ["SKM-{}", "IKM{}", "SKM/{}", "Responden SKM {}", "Total {}"])
def test_a_form_code_is_no_footer(tmp_path: Path, code: str) -> None:
    assert read(tmp_path, [["ID", *CODES], *([code.format(row[0]), *row[1:]] for row in FORMS)]).n == 6


def test_a_numbered_form_whose_text_reads_like_a_footer_counts(tmp_path: Path) -> None:
    rows = [["No", "Yang perlu ditingkatkan", "Layanan", *CODES], *([row[0], "Kinerja pelayanan", "Unit Mutu", *row[1:]] for row in FORMS)]
    assert read(tmp_path, rows).n == 6


def test_averages_that_are_whole_numbers_are_no_form(tmp_path: Path) -> None:
    named = [["Nama", *CODES], *(["Budi", *ROW] for _ in FORMS), ["Jumlah", *[18] * 9], ["Nilai persepsi", *[3] * 9]]
    numbered = [["No", *CODES], *FORMS, ["", *[24] * 9], ["", *[4] * 9]]
    for rows in (named, numbered):
        survey = read(tmp_path, rows)
        told = [finding for finding in survey.findings if finding.rule == "baris_dilewati" and finding.severity == "warning"]
        assert survey.n_rows == 6 and "Isinya seperti jawaban" in told[0].message


def test_a_turned_table_and_a_fifth_option_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="putar tabelnya"):
        read(tmp_path, [["Unsur", *range(1, 13)], *([code, 3, 4, 4, 3, 3, 4, 2, 3, 4, 4, 3, 3] for code in CODES)])
    with pytest.raises(InputError, match="lima pilihan"):
        read(tmp_path, [["Unsur", *range(1, 6)], *([code, 1, 2, 3, 4, 50] for code in CODES)])


def test_shares_are_no_counts(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="persentase"):
        read(tmp_path, [["Unsur", "1 (%)", "2 (%)", "3 (%)", "4 (%)"], *([code, 25, 25, 25, 25] for code in CODES)])


def test_counts_in_several_sheets_are_not_read_by_half(tmp_path: Path) -> None:
    table = [["Unsur", "a", "b", "c", "d"], *([code, 1, 2, 3, 4] for code in CODES)]
    with pytest.raises(InputError, match="Jumlahkan menjadi satu tabel"):
        read(tmp_path, {"Jan": table, "Feb": table})
    assert read(tmp_path, {"Jan": table, "Feb": table}, 'sheet = "Feb"\n').n == 10


def test_a_first_row_of_counts_that_looks_like_options_is_counted(tmp_path: Path) -> None:
    survey = read(tmp_path, [["Unsur", "a", "b", "c", "d"], *([code, 1, 2, 3, 4] for code in CODES)])
    assert len(survey.unsur) == 9


def test_names_merged_over_numbered_questions_contradict_the_numbers(tmp_path: Path) -> None:
    rows = [["No", "Persyaratan", "", "Prosedur", "", "Waktu", ""], ["", *(f"P{number}" for number in range(1, 7))], *(row[:7] for row in FORMS)]
    with pytest.raises(InputError, match="nomornya menunjuk waktu, katanya menunjuk prosedur"):
        read(tmp_path, rows, merged=[(0, 0, 1, 2), (0, 0, 3, 4), (0, 0, 5, 6)])


@pytest.mark.parametrize("head", ["Sampaikan keluhan Anda", "Kritik, saran dan keluhan", "Saran perbaikan fasilitas", "Pernah mengajukan pengaduan?"])
@pytest.mark.parametrize("cell", ["Tidak ada", "", "-"])
def test_a_column_of_remarks_is_no_unsur(tmp_path: Path, head: str, cell: str) -> None:
    survey = read(tmp_path, [[*NAMES, head], *([*ROW[:8], cell] for _ in FORMS)])
    assert "pengaduan" not in [unsur.key for unsur in survey.unsur] and survey.responses["sarpras"].eq(2).all()


@pytest.mark.parametrize("head", ["Alasan U1", "Komentar Q3", "Responden P9", "Foto jawaban 1"])
def test_a_number_behind_other_words_claims_no_unsur(tmp_path: Path, head: str) -> None:
    survey = read(tmp_path, [["U1", "U2", "U3", head], *[[1, 2, 3, 4]] * 6])
    assert [unsur.key for unsur in survey.unsur] == ["persyaratan", "prosedur", "waktu"]


def test_options_turned_round_are_an_error_and_give_no_index(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="tidak terbaca") as caught:
        read(tmp_path, [CODES, *[["a. Sangat baik"] * 8 + [4]] * 6])
    assert {finding.rule for finding in caught.value.findings} >= {"huruf_dan_label"}


def test_a_sheet_of_all_others_together_is_not_counted_again(tmp_path: Path) -> None:
    months = {"Jan": FORMS, "Feb": [[number + 10, 4, *ROW[1:]] for number in range(6)]}
    named = {name: [["No", *CODES], *rows] for name, rows in months.items()}
    survey = read(tmp_path, {**named, "Gabungan": [["No", *CODES], *months["Jan"], *months["Feb"]]})
    assert survey.n == 12 and survey.sheets == ("Jan", "Feb")
    assert [finding.sheet for finding in survey.findings if finding.rule == "lembar_kembar"] == ["Gabungan"]


def test_fourteen_numbers_are_another_questionnaire(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="kepmenpan_25_2004"):
        read(tmp_path, [["No", *(f"U{number}" for number in range(1, 15))], *([row[0], *[3] * 14] for row in FORMS)])


def test_four_option_columns_for_each_unsur_are_refused(tmp_path: Path) -> None:
    heads = [["No", *(cell for code in CODES for cell in (code, "", "", ""))], ["", *["a", "b", "c", "d"] * 9]]
    areas = [(0, 0, 1 + 4 * number, 4 + 4 * number) for number in range(9)]
    with pytest.raises(InputError, match="beberapa kolom pilihan"):
        read(tmp_path, [*heads, *([number, *["", "", "", "v"] * 9] for number in range(1, 7))], merged=areas)


def test_labels_tell_the_order_of_the_questionnaire(tmp_path: Path) -> None:
    rows = [CODES, *[[3, 3, 3, 3, 3, 3, 3, "Sangat baik", "Diterapkan sepenuhnya"], [3, 3, 3, 3, 3, 3, 3, "Baik", "Diterapkan sepenuhnya"]] * 3]
    survey = read(tmp_path, rows)
    assert survey.responses["sarpras"].tolist()[:2] == [4, 3] and survey.responses["pengaduan"].eq(4).all()


def test_a_column_on_a_scale_of_its_own_is_one_finding(tmp_path: Path) -> None:
    rows = [["U1", "U2", "U3", "U4"], *[["Kurang memuaskan", 3, 3, 3]] * 12]
    told = [finding for finding in read(tmp_path, rows).findings if finding.severity == "error"]
    assert [(finding.rule, finding.column) for finding in told] == [("skala_lain", "U1")] and "[labels.jawaban]" in told[0].message


def test_merged_services_hold_for_all_their_rows(tmp_path: Path) -> None:
    rows = [["Layanan", "No", *CODES], *(["Izin" if row[0] == 1 else "", *row] for row in FORMS)]
    survey = read(tmp_path, rows, merged=[(1, 6, 0, 0)])
    assert survey.responses["layanan"].tolist() == ["Izin"] * 6


def test_dates_under_waktu_are_the_time_of_filling(tmp_path: Path) -> None:
    rows = [["Waktu", *CODES], *([f"{row[0]} Maret 2019", *row[1:]] for row in FORMS)]
    survey = read(tmp_path, rows)
    assert survey.responses["waktu_isi"].notna().all() and survey.responses["waktu"].eq(2).all()


def test_the_sidecar_settles_a_double_claim(tmp_path: Path) -> None:
    rows = [["U1", "Persyaratan", "U2", "U3"], *[[1, 4, 3, 3]] * 6]
    with pytest.raises(InputError, match="sama-sama terbaca sebagai persyaratan"):
        read(tmp_path, rows)
    assert read(tmp_path, rows, '[unsur]\n"U1" = "persyaratan"\n').responses["persyaratan"].eq(1).all()


def test_a_head_longer_than_most_rows_keeps_its_columns(tmp_path: Path) -> None:
    text = "No," + ",".join(CODES) + "\n" + "1,3,4,3,3,3,3,3,3\n" * 6 + "7,3,4,3,3,3,3,3,3,1\n" * 5
    (tmp_path / "2019.csv").write_text(text, encoding="utf-8")
    sheets.sidecar(tmp_path / "2019.csv")
    survey = read_survey(tmp_path / "2019.csv")
    assert survey.n == 11 and survey.responses["sarpras"].notna().sum() == 5 and "baris_terlalu_panjang" not in rules(survey)


def test_frequencies_with_a_decimal_point(tmp_path: Path) -> None:
    path = sheets.csv(tmp_path / "2019.csv", [[*CODES, "n"], *[[*ROW, "5.0"]] * 3])
    sheets.sidecar(path)
    assert read_survey(path).n == 15


@pytest.mark.parametrize("content", [b"\xef\xbb\xbf", b"\xff\xfe", b"\xef\xbb\xbf \n"])
def test_a_file_of_a_byte_order_mark_is_empty(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "2019.csv").write_bytes(content)
    with pytest.raises(InputError, match="kosong"):
        read_survey(tmp_path / "2019.csv")


@pytest.mark.parametrize("identity", ["Siti 19", "BUDI 1985", "0352-371110", "12-03-1985"])
def test_what_may_name_a_person_is_no_number_of_a_form(tmp_path: Path, identity: str) -> None:
    rows = [["No", *CODES], *([str(row[0]), *row[1:]] for row in FORMS), [identity, *ROW]]
    assert read(tmp_path, rows).responses["id"].iloc[-1] is None


def test_a_telephone_number_in_a_head_is_masked(tmp_path: Path) -> None:
    survey = read(tmp_path, [["U1", "U2", "U3", "Diisi lewat 081234567890"], *[[3, 3, 3, "x"]] * 6])
    assert "081234567890" not in str(survey.findings) + str(survey.columns)


def test_a_form_that_answers_like_the_numbers_above_it_is_no_repeated_head(tmp_path: Path) -> None:
    meaning = "[unsur]\n" + "".join(f'"{number}" = "{key}"\n' for number, key in enumerate(KEYS[:5], 1))
    survey = read(tmp_path, [["No", *"12345"], *([row[0], 1, 2, 3, 4, 4] for row in FORMS)], meaning)
    assert survey.n == 6


def test_times_under_tanggal_find_doubles(tmp_path: Path) -> None:
    rows = [["Tanggal", *CODES], *([f"2019-03-12 09:15:0{number}", *ROW] for number in range(6))]
    assert read(tmp_path, rows, 'doubles = "first"\n').n == 1
    assert read(tmp_path, [["Tanggal", *CODES], *(["2019-03-12", *ROW] for _ in range(6))], 'doubles = "first"\n').n == 6


@pytest.mark.parametrize(("total", "told"), [("26", 0), ("26,0", 0), ("99,0", 1), ("99", 1)])
def test_totals_of_forms_with_a_blank_and_a_decimal_comma(tmp_path: Path, total: str, told: int) -> None:
    path = sheets.csv(tmp_path / "2019.csv", [[*CODES, "Jumlah"], *[[*ROW, "26"]] * 5, [*ROW[:5], "", *ROW[6:], str(total).replace("26", "23")]], ";")
    sheets.sidecar(path)
    assert [finding.row for finding in read_survey(path).findings if finding.rule == "jumlah_tidak_cocok"] == [7] * told


def test_a_stray_cell_in_the_margin_does_not_part_the_months(tmp_path: Path) -> None:
    stray = [["No", *CODES], *FORMS[:2], [*FORMS[2], 25], *FORMS[3:]]
    months = {"Jan": [["No", *CODES], *([row[0] + 10, 4, *row[2:]] for row in FORMS)], "Feb": stray}
    for named in (months, dict(reversed(months.items()))):
        survey = read(tmp_path, named)
        assert survey.n == 12 and "lembar_berbeda" not in rules(survey)
        assert [(finding.sheet, finding.cell) for finding in survey.findings if finding.rule == "kolom_tanpa_judul"] == [("Feb", "K4")]


def test_the_last_row_of_a_sheet_is_told_as_its_own(tmp_path: Path) -> None:
    months = {"Jan": [["No", *CODES], *FORMS[:-1], [6, 7, *ROW[1:]]], "Feb": [["No", *CODES], [7, 8, *ROW[1:]], *FORMS[1:]]}
    told = [(finding.sheet, finding.cell) for finding in read(tmp_path, months).findings if finding.severity == "error"]
    assert told == [("Jan", "B7"), ("Feb", "B2")]


def test_a_hidden_sheet_is_not_read_and_is_told_even_where_the_rest_is_refused(tmp_path: Path) -> None:
    answers = [["No", *CODES], *FORMS]
    with pytest.raises(InputError) as caught:
        read(tmp_path, {"Info": [["Kantor"], ["Balong"]], "Data": answers}, hidden=["Data"])
    assert "Data (tersembunyi)" in str(caught.value)


def test_a_row_set_aside_is_not_told_to_be_counted(tmp_path: Path) -> None:
    rows = [["No", "Keterangan", *CODES], *([row[0], "contoh" if row[0] == 3 else "", *row[1:]] for row in FORMS)]
    assert "baris_contoh" in rules(read(tmp_path, rows))
    assert "baris_contoh" not in rules(read(tmp_path, rows, '[[exclude]]\nwhere = {id = 3}\nreason = "contoh"\n'))


@pytest.mark.parametrize("number", ["3502.1112.3456.7890", "3502 1112 3456 7890", "0812.3456.7890", "+62 812-3456-7890", "a.b@contoh.id"])
def test_identity_and_telephone_numbers_with_marks_are_not_kept(tmp_path: Path, number: str) -> None:
    survey = read(tmp_path, [["Layanan", *CODES], *([f"Izin {number}", *ROW] for _ in range(8))])
    assert set(survey.responses["layanan"]) == {"lainnya"}


def test_counts_by_degrees_of_another_word_ask_for_their_meaning(tmp_path: Path) -> None:
    heads = ["Unsur", "Sangat memuaskan", "Memuaskan", "Kurang memuaskan", "Tidak memuaskan"]
    with pytest.raises(InputError, match=r'\[labels.jawaban\] lalu "Sangat memuaskan" = 4'):
        read(tmp_path, [heads, *([code, 4, 3, 2, 1] for code in CODES)])


def test_a_column_beaten_by_a_surer_one_is_told_so(tmp_path: Path) -> None:
    survey = read(tmp_path, [["U1", "Persyaratan", "U2", "U3"], *[[1, 4, 3, 3]] * 6], '[unsur]\n"U1" = "persyaratan"\n')
    told = [finding.message for finding in survey.findings if finding.column == "Persyaratan"]
    assert told == ["Kolom 'Persyaratan' tidak dipakai: kolom lain sudah terbaca sebagai isian itu."]


def test_windows_1252_is_not_latin_1(tmp_path: Path) -> None:
    text = "layanan," + ",".join(CODES) + "\n" + ("Izin ‘usaha’," + ",".join(map(str, ROW)) + "\n") * 6
    (tmp_path / "2019.csv").write_bytes(text.encode("cp1252"))
    sheets.sidecar(tmp_path / "2019.csv")
    assert set(read_survey(tmp_path / "2019.csv").responses["layanan"]) == {"Izin ‘usaha’"}


def test_a_truth_value_is_no_one(tmp_path: Path) -> None:
    survey = read(tmp_path, [CODES, *[[1, *ROW[1:]]] * 5, [True, *ROW[1:]]])
    assert [(finding.cell, finding.rule) for finding in survey.findings if finding.severity == "error"] == [("A7", "nilai_di_luar_skala")]


def test_below_a_footer_a_form_needs_more_than_half_of_the_answers(tmp_path: Path) -> None:
    rows = [["No", *CODES], *FORMS, ["Jumlah", *[18] * 9], [7, 3, 4, 4, 4, "", "", "", "", ""], [8, *ROW]]
    assert read(tmp_path, rows).n_rows == 7


def test_dates_that_may_be_either_way_are_day_first(tmp_path: Path) -> None:
    survey = read(tmp_path, [["Tanggal", *CODES], ["13/12/2019", *ROW], ["03/13/2019", *ROW], *(["01/02/2019", *ROW] for _ in range(4))])
    assert survey.responses["tanggal"].dt.month.tolist()[2:] == [2] * 4 and "bulan_dahulu" not in rules(survey)


def test_a_head_may_be_three_rows_tall_and_no_taller(tmp_path: Path) -> None:
    """Groups, names, codes: all three are the head. A fourth row above is a title and is passed over."""
    groups = ["", *["UNSUR PELAYANAN"] * 9]
    names = ["No", *NAMES, "Pengaduan"]
    rows = [["", *["Isian loket"] * 9], groups, names, ["", *CODES[:7], "U9", "U8"], *FORMS]
    survey = read(tmp_path, rows)
    assert survey.n == 6 and list(survey.responses.loc[survey.responses.index[0], KEYS]) == [3, 4, 2, 4, 3, 3, 1, 4, 2]
    assert [finding.message for finding in survey.findings if finding.rule == "baris_di_atas_judul"] == ["Baris 1 di atas judul kolom tidak dibaca."]


@pytest.mark.parametrize(("cells", "passed"), [(["catatan", "loket"], True), (["catatan", "loket", "tutup"], False)])
def test_next_to_nothing_below_the_last_answers_is_no_form(tmp_path: Path, cells: list[str], passed: bool) -> None:
    """Up to two cells below the last answers are a note; with three the row is a form without answers, set aside and told."""
    heads = ["layanan", "usia", "pekerjaan", *CODES]
    survey = read(tmp_path, [heads, *(["KTP", 30, "PNS", *row[1:]] for row in FORMS), [*cells]])
    assert (survey.n_rows, survey.n) == ((6, 6) if passed else (7, 6))
    assert ("baris_dilewati" in rules(survey)) is passed and ("terlalu_sedikit_jawaban" in rules(survey)) is not passed


def test_more_counts_than_a_survey_can_have_are_refused(tmp_path: Path) -> None:
    rows = [["Unsur", "a", "b", "c", "d"], ["U1", 1, 2, 3, 999_994], ["U2", 1, 2, 3, 4]]
    assert read(tmp_path, rows).n == 1_000_000
    with pytest.raises(InputError, match="lebih dari 1000000 jawaban"):
        read(tmp_path, [*rows[:2], ["U2", 1, 2, 3, 999_995]])


def test_one_respondent_of_a_long_table_is_told_from_a_column_that_never_changes(tmp_path: Path) -> None:
    """A survey number that is the same in 54 rows is no respondent, a person with nine answers is."""
    heads = ["id_survei", "id_responden", "pertanyaan", "skor"]
    six = [[1, person, code, 3] for person in range(1, 7) for code in CODES]
    assert read(tmp_path, [heads, *six]).n == 6
    assert read(tmp_path, [heads[1:], *(row[1:] for row in six[:9])]).n == 1


def test_words_of_the_heads_make_no_column_of_words(tmp_path: Path) -> None:
    """A head is text, its cells are numbers: no footer is looked for in them."""
    from balong_eval.intake.sheet.categories import from_texts, has_words

    column = pd.Series(from_texts(["Jumlah", "", "3", "4", "3"]))
    assert has_words(column) and not has_words(column.iloc[1:])
    assert not has_words(pd.Series(from_texts(["IKM", "1", "2"])).iloc[1:]) and has_words(pd.Series(from_texts(["U1", "3", "IKM"])).iloc[1:])
