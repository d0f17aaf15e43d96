"""Personal data stop at the door: an allow-list decides what is kept, findings quote nothing else, free text is only counted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import balong_eval as be
from balong_eval.intake import inventory
from balong_eval.intake.survey import Survey, read_survey
from balong_eval.report import payload
from tests.intake import sheets

HEADS = ["No", "Nama", "NIK", "No HP", "Layanan", "Pekerjaan", "U1", "U2", "U3", "Saran"]
SECRETS = ["Budi Santoso", "3502111234567890", "081234567890", "budi@contoh.id", "Jl. Mawar 3"]


def read(tmp_path: Path, rows: sheets.Rows, heads: list[str] | None = None) -> Survey:
    path = sheets.csv(tmp_path / "2019.csv", [heads or HEADS, *rows])
    sheets.sidecar(path)
    return read_survey(path)


def everything(survey: Survey) -> str:
    """All that a survey, its findings and its annex can say."""
    result = be.skm.summarise(survey)
    blocks = [be.answer.first_screen(result), be.forms.findings(survey), be.forms.set_aside(survey), be.forms.suggestions(survey)]
    return "\n".join(
        [repr(survey.responses.to_dict()), repr(survey), *map(str, survey.findings), json.dumps(payload.skm(result)), *map(repr, blocks)]
    )


def test_only_mapped_columns_are_kept_and_nothing_personal_is_told(tmp_path: Path) -> None:
    rows = [[number, SECRETS[0], SECRETS[1], SECRETS[2], "Izin", "PNS", 3, 4, 4, f"hubungi {SECRETS[3]}"] for number in range(1, 8)]
    rows[3][6] = SECRETS[0]
    rows[4][4] = SECRETS[4]
    rows[5][5] = f"{SECRETS[0]} {SECRETS[2]}"
    survey = read(tmp_path, rows)
    said = everything(survey)
    assert not [secret for secret in SECRETS if secret in said]
    assert "[teks, 12 huruf]" in [finding.value for finding in survey.findings]


@pytest.mark.parametrize("secret", SECRETS[1:4])
def test_patterns_are_removed_even_where_many_rows_share_them(tmp_path: Path, secret: str) -> None:
    rows = [[number, "", "", "", f"Izin {secret}", "PNS", 3, 4, 4, ""] for number in range(1, 8)]
    survey = read(tmp_path, rows)
    assert set(survey.responses["layanan"]) == {"lainnya"} and secret not in everything(survey)


@pytest.mark.parametrize("identity", [SECRETS[0], SECRETS[1], SECRETS[2]])
def test_an_identity_column_keeps_numbers_of_forms_only(tmp_path: Path, identity: str) -> None:
    rows = [[number, "", "", "", "Izin", "PNS", 3, 4, 4, ""] for number in range(1, 7)] + [[identity, "", "", "", "Izin", "PNS", 3, 4, 4, ""]]
    survey = read(tmp_path, rows)
    assert survey.responses["id"].tolist() == ["1", "2", "3", "4", "5", "6", None]
    assert "identitas_tidak_disimpan" in [finding.rule for finding in survey.findings] and identity not in everything(survey)


def test_check_says_no_more(tmp_path: Path) -> None:
    rows = [[number, SECRETS[0], SECRETS[1], SECRETS[2], SECRETS[4], "PNS", 3, 4, SECRETS[0], SECRETS[3]] for number in range(1, 8)]
    path = sheets.csv(tmp_path / "2019.csv", [HEADS, *rows])
    said = json.dumps(inventory.take([path]).as_dict())
    assert not [secret for secret in SECRETS[:4] if secret in said]


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(codec="utf-8", categories=["L"]), min_size=4, max_size=30))
def test_a_rare_text_is_never_kept_or_quoted(secret: str) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as name:
        rows = [[number, "", "", "", "Izin", "PNS", 3, 4, 4, ""] for number in range(1, 8)]
        word = f"qx{secret.strip()}xq"
        rows[2] = [word, word, word, word, word, word, word, word, word, word]
        rows[3][6] = word
        survey = read(Path(name), rows)
        assert word not in everything(survey)


def test_suggestions_are_counted_by_unsur_and_never_printed(tmp_path: Path) -> None:
    texts = [
        "Antrian terlalu lama",
        "petugas kurang ramah dan lama",
        "toilet kotor",
        "terima kasih",
        "-",
        "tidak ada saran",
        "tidak ada",
        "antre lama sekali",
    ]
    texts += ["loket ditambah"] * 4 + ["lama"] * 4
    rows = [[number, "", "", "", "Izin", "PNS", 3, 4, 4, text] for number, text in enumerate(texts, 1)]
    heads = [*HEADS[:6], "persyaratan", "waktu", "perilaku", "Saran"]
    survey = read(tmp_path, rows, heads)
    found = survey.suggestions
    assert found is not None and found.n == 13
    assert found.by_unsur == {"persyaratan": 0, "waktu": 7, "perilaku": 1} and found.other == 6
    block = be.forms.suggestions(survey)
    shown = {row[0]: row[1] for row in block.rows}
    assert shown == {"Persyaratan": 0, "Waktu Penyelesaian": 7, "Perilaku Pelaksana": None, "Tidak menyebut unsur mana pun": None}
    assert not [text for text in texts if len(text) > 4 and text in repr(block)]


def test_rows_that_call_themselves_a_sample(tmp_path: Path) -> None:
    rows = [[number, "", "", "", "Tes narkoba", "PNS", 3, 4, 4, ""] for number in range(1, 9)]
    rows[1][9], rows[2][1], rows[3][9], rows[4][9] = "DATA SAMPLE!!", "contoh", "mohon tes kesehatannya dipercepat ya", "testing 123"
    survey = read(tmp_path, rows)
    told = [(finding.row, finding.cell) for finding in survey.findings if finding.rule == "baris_contoh"]
    assert told == [(3, "J3"), (4, "B4"), (6, "J6")] and survey.n == 8
