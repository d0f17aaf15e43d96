"""Words of heads: each kind has its cases; the table holds nothing twice and nothing that is no field."""

from __future__ import annotations

import re

import pytest

from balong_eval.intake import vocabulary
from balong_eval.intake.sidecar_values import FIELDS
from balong_eval.intake.words import plain

WHOLE = {
    "No. Resp": "id", "Tgl": "tanggal", "Stempel waktu": "waktu_isi", "created_at": "waktu_isi", "Jenis Pelayanan": "layanan", "JK": "jenis_kelamin",
    "L/P": "jenis_kelamin",
    "Umur": "usia", "Pend.": "pendidikan", "Profesi": "pekerjaan", "Kritik dan Saran": "saran", "Frekuensi": "n", "Sarana": None,
}  # fmt: skip
WITHIN = {
    "Jenis kelamin Anda": ["jenis_kelamin"], "Umur (tahun)": ["usia"], "Pendidikan terakhir Bapak/Ibu": ["pendidikan"],
    "Pelayanan apa yang diterima": ["layanan"], "Jam survei (08.00-12.00 / 13.00-17.00)": ["waktu_isi"], "Jam buka loket": [],
    "Sampaikan keluhan Anda": ["saran"], "Sarana dan prasarana": [], "Kemudahan pekerjaannya": [],
}  # fmt: skip
KINDS = {
    "total": (["Jumlah", "Total nilai", "Skor total", "JML"], ["Jumlah loket", "Nilai"]),
    "remark": (["Alasan U1", "Foto petugas"], ["Kesopanan petugas"]),
    "general": (["Penilaian Anda", "Kepuasan secara umum"], ["Penilaian biaya"]),
    "personal": (["Nama lengkap", "No. HP", "Alamat e-mail", "Tanggal lahir"], ["Nama layanan", "Kesesuaian waktu"]),
    "index": (["IKM", "Nilai Indeks Kepuasan Masyarakat"], ["IKM 2019"]),
    "respondent": (["Responden", "ID", "No"], ["No HP petugas", "Nomor loket"]),
    "question": (["ID Pertanyaan", "question_text", "Unsur"], ["Layanan"]),
    "score": (["Skor", "Nilai jawaban"], ["Jawaban", "Jawaban Anda"]),
    "answer": (["Jawaban"], ["Jawaban Anda", "Skor"]),
    "option": (["Pilihan jawaban", "Opsi"], ["Jawaban 1"]),
    "person": (["Kode", "Nama responden"], ["Kode unsur"]),
}


@pytest.mark.parametrize("head", WHOLE)
def test_whole_heads(head: str) -> None:
    assert vocabulary.field(plain(head)) == WHOLE[head]


@pytest.mark.parametrize("head", WITHIN)
def test_words_within_a_head(head: str) -> None:
    assert vocabulary.fields_within(plain(head)) == WITHIN[head]


@pytest.mark.parametrize(("kind", "head", "said"), [(kind, head, not place) for kind in KINDS for place in (0, 1) for head in KINDS[kind][place]])
def test_kinds_of_heads(kind: str, head: str, said: bool) -> None:
    assert vocabulary.says(kind, plain(head)) == said


def test_the_table_is_sound() -> None:
    table = vocabulary.table()
    groups = [*table["fields"].values(), *(words for name, words in table.items() if name not in ("fields", "number", "status", "source"))]
    heads = [head for words in groups for head in words.get("heads", ())]
    named = [head for words in table["fields"].values() for head in words["heads"]]
    assert set(table["fields"]) <= set(FIELDS)
    assert all(plain(head) == head for head in heads), "heads are compared as plain texts"
    assert len(named) == len(set(named)), "a head that names two fields"
    assert all(re.compile(form) for words in groups for form in words.get("within", ()))
