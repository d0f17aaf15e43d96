"""Cells to answers: what stands for 1-4, what for nothing, and what is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balong_eval import regulation
from balong_eval.errors import InputError
from balong_eval.intake.scale import Scale
from balong_eval.intake.survey import Survey, read_survey
from tests.intake import sheets

RULE = regulation.load("permenpanrb_14_2017")
SCALES = {unsur.key: Scale(unsur, {}) for unsur in RULE.unsur}

READ = {
    "persyaratan": {"3": 3, "4,0": 4, "4.00": 4, "a": 1, "D": 4, "b.": 2, "(c)": 3, "Sesuai": 3, "  sangat   SESUAI ": 4, "a. Tidak sesuai": 1,
                    "b) Kurang Sesuai": 2, "4. Sangat sesuai": 4, "4 = Sangat sesuai": 4, "Sesuai (3)": 3, "tdak sesuai": 1, "sesui": 3},
    "biaya": {"Gratis": 4, "Cukup mahl": 2, "sangat wajar": 4, "Kurang Wajar": 2, "a. Sangat mahal / Tidak sesuai": 1},
    "waktu": {"Selalu Tepat Waktu": 4, "kadang tepat waktu": 2, "kurang cepat": 2},
    "perilaku": {"tidak sopan dan ramah": 1, "a. Tidak sopan dan tidak marah": 1, "Sopan dan ramah": 3},
    "sarpras": {"Buruk": 1, "Dikelola dengan baik": 4, "baik": 3},
    "pengaduan": {"Ada tapi tidak berfungsi": 2, "Diterapkan sepenuhnya": 4, "c. Berfungsi kurang maksimal, lambat ditindaklanju": 3},
}  # fmt: skip
NOTHING = ["", "0", "-", "–", "0,0", "NULL", "\\N", "n/a", "tidak diisi", "Tidak di isi", "belum diisi", "tidak menjawab", "kosong"]
WRONG = [
    "5",
    "3.5",
    "3,5",
    "-1",
    "33",
    "1e0",
    "NaN",
    "baik",
    "sesuai sekali",
    "sangat",
    "Ya",
    "٣",
    "d. Tidak sesuai",
    "Sesuai (4)",
    "a lot",
    "4-",
    "x" * 300,
]


@pytest.mark.parametrize(("key", "text"), [(key, text) for key, texts in READ.items() for text in texts])
def test_what_is_an_answer(key: str, text: str) -> None:
    assert SCALES[key].read(text.strip()).score == READ[key][text]


@pytest.mark.parametrize("text", NOTHING)
def test_what_says_that_nothing_was_answered(text: str) -> None:
    assert SCALES["persyaratan"].read(text).kind == "kosong"


@pytest.mark.parametrize("text", WRONG)
def test_what_is_no_answer(text: str) -> None:
    found = SCALES["persyaratan"].read(text)
    assert found.score is None and found.kind in ("salah", "berbeda")


@pytest.mark.parametrize("key", SCALES)
def test_no_label_stands_for_two_scores(key: str) -> None:
    lists = (SCALES[key].unsur.labels, *SCALES[key].unsur.variants)
    pairs = {(label.casefold(), score) for labels in lists for score, label in enumerate(labels, 1)}
    assert len({label for label, _ in pairs}) == len(pairs)


@given(st.sampled_from(sorted(SCALES)), st.integers(0, 3), st.data())
def test_a_typing_error_never_changes_an_answer(key: str, place: int, data: st.DataObject) -> None:
    """One letter lost, doubled or replaced: the label's own score or none, never another."""
    label = SCALES[key].unsur.labels[place]
    at = data.draw(st.integers(0, len(label) - 1))
    letter = data.draw(st.sampled_from("abcdefghijklmnopqrstuvwxyz "))
    for text in (label[:at] + label[at + 1 :], label[:at] + letter + label[at:], label[:at] + letter + label[at + 1 :]):
        assert SCALES[key].read(text.strip()).score in (place + 1, None)


def read(tmp_path: Path, cells: list[object], text: str = "") -> Survey:
    path = sheets.xlsx(tmp_path / "2019.xlsx", [["persyaratan", "biaya", "produk"], *([cell, 3, 3] for cell in cells)])
    sheets.sidecar(path, text)
    return read_survey(path)


def test_a_mistyped_label_is_a_note_with_its_count_and_first_cell(tmp_path: Path) -> None:
    survey = read(tmp_path, ["Sesuai", "sesui", "sesui", "Tidak sesuai", "Kurang sesuai", "x"])
    about = [finding for finding in survey.findings if finding.column == "persyaratan" and finding.rule != "tidak_diisi"]
    told = [(finding.severity, finding.rule, finding.cell, finding.value) for finding in about]
    assert told == [("note", "label_mirip", "A3", "sesui"), ("error", "nilai_di_luar_skala", "A7", "[teks, 1 huruf]")]
    assert survey.responses["persyaratan"].tolist()[:5] == [3, 3, 3, 1, 2]


def test_a_letter_that_contradicts_its_label_is_an_error(tmp_path: Path) -> None:
    survey = read(tmp_path, ["d. Sangat sesuai", "a. Sangat sesuai", *["b. Kurang sesuai"] * 4])
    told = [(finding.rule, finding.cell) for finding in survey.findings if finding.severity == "error"]
    assert told == [("huruf_dan_label", "A3")]


def test_letters_of_labels_unknown_are_read_and_noted(tmp_path: Path) -> None:
    survey = read(tmp_path, ["c. Sudah pas", "d. Pas sekali", *["c. Sudah pas"] * 4])
    assert survey.responses["persyaratan"].tolist() == [3, 4, 3, 3, 3, 3]
    assert {finding.rule for finding in survey.findings if finding.column == "persyaratan"} == {"pilihan_tanpa_label"}


SETUJU = ["Sangat setuju", "Setuju", "Kurang setuju", "Tidak setuju", "Setuju", "Setuju"]


def test_another_scale_is_read_only_where_the_sidecar_says_so(tmp_path: Path) -> None:
    survey = read(tmp_path, SETUJU)
    told = [finding for finding in survey.findings if finding.severity == "error"]
    assert [finding.rule for finding in told] == ["skala_lain"] and '[labels.jawaban] lalu "Sangat setuju" = 4' in told[0].message
    assert [unsur.key for unsur in survey.unsur] == ["biaya", "produk"]
    survey = read(tmp_path, SETUJU, '[labels.jawaban]\n"Sangat setuju" = 4\nSetuju = 3\n"Kurang setuju" = 2\n"Tidak setuju" = 1\n')
    assert survey.responses["persyaratan"].tolist() == [4, 3, 2, 1, 3, 3] and not survey.findings[1:]


def test_only_another_scale_is_refused_with_all_findings(tmp_path: Path) -> None:
    path = sheets.csv(tmp_path / "2019.csv", [["persyaratan", "biaya"], *[["Puas", "Sangat puas"]] * 6])
    sheets.sidecar(path)
    with pytest.raises(InputError) as caught:
        read_survey(path)
    assert [finding.rule for finding in caught.value.findings] == ["skala_lain", "skala_lain"]


@pytest.mark.parametrize("value", ["5", '"empat"', "true", "0"])
def test_labels_of_answers_must_be_scores(tmp_path: Path, value: str) -> None:
    with pytest.raises(InputError, match="untuk jawaban artinya harus 1, 2, 3 atau 4"):
        read(tmp_path, [3] * 6, f"[labels.jawaban]\nPuas = {value}\n")


def test_a_declared_label_longer_than_the_column_was_wide(tmp_path: Path) -> None:
    long = "Sudah sesuai dengan semua persyaratan yang tercantum di papan"
    survey = read(tmp_path, [long[:50], long, *[3] * 4], f'[labels.jawaban]\n"{long}" = 4\n')
    assert survey.responses["persyaratan"].tolist()[:2] == [4, 4]
    assert [finding.rule for finding in survey.findings if finding.column == "persyaratan"] == ["label_terpotong"]


@pytest.mark.parametrize(("text", "score"), [("sesuia", None), ("kurang tepat", None), ("mudh", None), ("tidak ada tapi", None), ("sangatsesuai", 4)])
def test_how_alike_is_alike(text: str, score: int | None) -> None:
    """At 0.83 a word is not alike; a word as near to two labels of different scores is neither."""
    assert SCALES["persyaratan"].read(text).score == score


def test_a_cut_that_two_labels_share_is_no_answer() -> None:
    scale = Scale(SCALES["persyaratan"].unsur, {f"{'x' * 49} {end}": score for score, end in ((2, "baik"), (3, "buruk"))})
    assert scale.read("x" * 49).score is None
    assert Scale(SCALES["persyaratan"].unsur, {f"{'x' * 49} baik": 2}).read("x" * 49).score == 2
