"""What columns are taken for: numbers, words, questions; contradictions and ties are told with the line to add."""

from __future__ import annotations

from pathlib import Path

import pytest

from balong_eval import regulation
from balong_eval.errors import InputError
from balong_eval.intake.survey import Survey, read_survey
from tests.intake import sheets

KEYS = ["persyaratan", "prosedur", "waktu", "biaya", "produk", "kompetensi", "perilaku", "pengaduan", "sarpras"]
VALUES = [1, 2, 3, 4, 1, 2, 3, 4, 2]


def read(tmp_path: Path, heads: list[str], row: list[object], text: str = "") -> Survey:
    path = sheets.xlsx(tmp_path / "2019.xlsx", [heads, *[row] * 6])
    sheets.sidecar(path, text)
    return read_survey(path)


def taken(survey: Survey) -> dict[str, str | None]:
    return {column.head: column.key for column in survey.columns if column.role in ("unsur", "field")}


@pytest.mark.parametrize(
    "form",
    [
        "U{}",
        "u{}",
        "U 0{}",
        "Unsur {}",
        "P{}",
        "Q{}",
        "Pertanyaan {}",
        "[U{}]",
        "jawaban_{}",
        "soal{}",
        "tbl_survei_pertanyaan{}",
        "Pertanyaan No. {}",
        "Unsur ke-{}",
    ],
)
def test_numbers_in_every_form(tmp_path: Path, form: str) -> None:
    survey = read(tmp_path, [form.format(number) for number in range(1, 10)], list(VALUES))
    assert survey.responses[KEYS].iloc[0].tolist() == VALUES


def test_the_questions_of_the_regulation(tmp_path: Path) -> None:
    """Questions as they stand on the questionnaire (S7), in its order: sarpras is the eighth."""
    order = sorted(regulation.load("permenpanrb_14_2017").unsur, key=lambda unsur: unsur.questionnaire)
    heads = [f"{number}. Bagaimana pendapat Saudara tentang {unsur.question}?" for number, unsur in enumerate(order, 1)]
    survey = read(tmp_path, heads, list(VALUES))
    assert survey.responses[[unsur.key for unsur in order]].iloc[0].tolist() == VALUES


LONG = {
    "Bagaimana pemahaman Saudara tentang kemudahan prosedur pelayanan di unit ini?": "prosedur",
    "Kesesuaian produk pelayanan antara yang tercantum dalam standar pelayanan dengan hasil yang diberikan": "produk",
    "Bagaimana pendapat Saudara perilaku petugas dalam pelayanan terkait kesopanan dan keramahan": "perilaku",
    "U8. Bagaimana kualitas sarana dan prasarana": "sarpras",
    "Fasilitas ruang tunggu": "sarpras",
    "Keluhan pelanggan ditangani dengan baik": "pengaduan",
    "Jenis Layanan yang Anda terima": "layanan",
    "Usia Anda (tahun)": "usia",
    "Pendidikan terakhir Bapak/Ibu": "pendidikan",
    "Cap waktu": "waktu_isi",
    "Tanggal kunjungan": "tanggal",
    "Kritik dan saran untuk perbaikan": "saran",
}


@pytest.mark.parametrize("head", LONG)
def test_long_heads(tmp_path: Path, head: str) -> None:
    value = "2019-03-12 08:00" if LONG[head] in ("tanggal", "waktu_isi") else 3
    survey = read(tmp_path, ["U1", "U4", "U6", head], [3, 3, 3, value])
    assert taken(survey)[head] == LONG[head]


def test_words_beat_numbers_for_sarpras_and_pengaduan(tmp_path: Path) -> None:
    heads = [*(f"U{number}" for number in range(1, 8)), "U8 Sarana prasarana", "U9 Pengaduan"]
    survey = read(tmp_path, heads, list(VALUES))
    assert survey.responses["sarpras"].eq(4).all() and survey.responses["pengaduan"].eq(2).all()


def test_one_word_tells_the_numbering_of_the_other(tmp_path: Path) -> None:
    heads = [*(f"U{number}" for number in range(1, 8)), "U8 Sarana prasarana", "U9"]
    survey = read(tmp_path, heads, list(VALUES))
    assert survey.responses["sarpras"].eq(4).all() and survey.responses["pengaduan"].eq(2).all()


CONTRADICTIONS = {
    ("U1 Waktu pelayanan", "U2", "U3"): ("nomor_dan_kata", '[unsur] "U1 Waktu pelayanan" = "waktu"'),
    ("U1", "U2", "U8 Sarana", "U9 Sarana"): ("nomor_dan_kata", "dua urutan nomor"),
    ("U1", "U2", "Kompetensi dan perilaku petugas"): (
        "kolom_bermakna_ganda",
        '"kompetensi" atau [unsur] "Kompetensi dan perilaku petugas" = "perilaku"',
    ),
    ("U1", "U2", "Persyaratan"): ("kolom_ganda", '[unsur] "U1" = "persyaratan"'),
    ("U1", "U2", "U8 Maklumat pelayanan"): ("nomor_dan_kata", '= "maklumat"'),
}


@pytest.mark.parametrize("heads", CONTRADICTIONS, ids=" | ".join)
def test_a_contradiction_is_an_error_with_the_line_to_add(tmp_path: Path, heads: tuple[str, ...]) -> None:
    rule, line = CONTRADICTIONS[heads]
    with pytest.raises(InputError) as caught:
        read(tmp_path, list(heads), [3] * len(heads))
    told = [finding for finding in caught.value.findings if finding.rule == rule]
    assert told and line in told[0].message and all(finding.severity == "error" for finding in caught.value.findings)


def test_the_sidecar_settles_a_contradiction(tmp_path: Path) -> None:
    line = '[unsur]\n"U1 Waktu pelayanan" = "waktu"\n"U3" = "persyaratan"\n'
    survey = read(tmp_path, ["U1 Waktu pelayanan", "U2", "U3"], [1, 2, 3], line)
    assert survey.responses[["waktu", "prosedur", "persyaratan"]].iloc[0].tolist() == [1, 2, 3]


def test_spare_questions_and_general_ratings_do_not_enter(tmp_path: Path) -> None:
    heads = [*(f"P{number}" for number in range(1, 11)), "Penilaian secara keseluruhan"]
    survey = read(tmp_path, heads, [*VALUES, 4, 4])
    told = [finding.message for finding in survey.findings]
    assert len(survey.unsur) == 9
    assert any("pertanyaan cadangan" in message for message in told) and any("penilaian umum" in message for message in told)


def test_a_remark_that_names_an_unsur_is_no_answer(tmp_path: Path) -> None:
    heads = ["U1", "U2", "U3", "Alasan penilaian biaya", "Nama lengkap", "Nomor HP"]
    survey = read(tmp_path, heads, [3, 3, 3, "terlalu mahal menurut saya", "Budi", "0812345678"])
    assert [unsur.key for unsur in survey.unsur] == KEYS[:3]
    told = {finding.column: finding.message for finding in survey.findings if finding.rule == "kolom_tidak_dipakai"}
    assert "isinya bukan jawaban" in told["Alasan penilaian biaya"] and "data pribadi" in told["Nomor HP"]


def test_two_columns_for_one_field_are_told_and_neither_is_used(tmp_path: Path) -> None:
    survey = read(tmp_path, ["Umur", "Usia", "U1", "U2", "U3"], [30, 41, 3, 3, 3])
    told = [finding for finding in survey.findings if finding.severity == "error"]
    assert [finding.rule for finding in told] == ["kolom_ganda"] and '[columns] "Umur" = "usia"' in told[0].message
    assert survey.responses["usia"].isna().all()


def test_an_exact_head_beats_a_likely_one(tmp_path: Path) -> None:
    survey = read(tmp_path, ["Usia", "Usia pasangan", "U1", "U2", "U3"], [30, 41, 3, 3, 3])
    assert survey.responses["usia"].eq(30).all() and not [finding for finding in survey.findings if finding.severity == "error"]


def test_an_unsur_of_another_regulation_is_offered(tmp_path: Path) -> None:
    survey = read(tmp_path, ["U1", "U2", "U3", "Maklumat Pelayanan"], [3, 3, 3, 4])
    told = [finding for finding in survey.findings if finding.rule == "kolom_tidak_dikenal"]
    assert '[unsur] "Maklumat Pelayanan" = "maklumat"' in told[0].message
