"""The first screen: each fact is flipped, and its sentence changes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import balong_eval as be
from balong_eval.intake.survey import Survey, read_survey
from balong_eval.intake.unit import Unit, read_unit

HEADS = ",".join(f"U{number}" for number in range(1, 10))
THREE, FOUR = "3,3,3,3,3,3,3,3,3", "4,4,4,4,4,4,4,4,4"
BASE = 'regulation = "permenpanrb_14_2017"\n'


def survey(tmp_path: Path, rows: list[str], sidecar: str = BASE, heads: str = HEADS) -> Survey:
    (tmp_path / "skm").mkdir(exist_ok=True)
    (tmp_path / "unit.toml").write_text('name = "Kecamatan Uji"\nregency = "Kabupaten X"\n', encoding="utf-8")
    (tmp_path / "skm/2019.csv").write_text("\n".join([heads, *rows]) + "\n", encoding="utf-8")
    (tmp_path / "skm/2019.toml").write_text(sidecar, encoding="utf-8")
    return read_unit(tmp_path).survey(2019)


def screen(found: Survey) -> str:
    return "\n".join(be.answer.first_screen(be.skm.summarise(found)).sentences)


def mixture(threes: int, fours: int) -> list[str]:
    return [THREE] * threes + [FOUR] * fours


def test_the_lead_names_unit_period_index_and_class(tmp_path: Path) -> None:
    first = screen(survey(tmp_path, mixture(60, 40))).splitlines()[0]
    assert first == "IKM Kecamatan Uji tahun 2019 adalah 85,00, mutu pelayanan B (Baik)."


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (mixture(60, 40), "Seluruh selang itu berada di kelas B, sehingga kelasnya jelas."),
        (mixture(47, 53), "Dengan jumlah responden ini nilai B dan A belum dapat dibedakan."),
        (mixture(12, 8), "Dengan 20 responden kelas mutu belum ditetapkan; kelas B dan A sama-sama mungkin."),
        (mixture(20, 9), "Dengan 29 responden kelas mutu belum ditetapkan; yang sesuai dengan selang itu hanya kelas B."),
        (mixture(4, 5), "Respondennya hanya 9 orang, terlalu sedikit untuk menyatakan ketelitian angka ini."),
        (mixture(2, 2), "tidak disajikan: respondennya hanya 4 orang, kurang dari 5."),
    ],
)
def test_what_may_be_concluded_depends_on_interval_and_respondents(tmp_path: Path, rows: list[str], sentence: str) -> None:
    assert sentence in screen(survey(tmp_path, rows))


def test_no_class_is_named_anywhere_before_there_are_thirty(tmp_path: Path) -> None:
    result = be.skm.summarise(survey(tmp_path, mixture(12, 8)))
    assert "mutu pelayanan" not in be.answer.first_screen(result).sentences[0]
    assert dict(be.answer.first_screen(result).facts)["Mutu"] == "belum ditetapkan"
    assert dict(be.tables.index(result).rows)["Mutu pelayanan"] == "belum ditetapkan"
    assert {row[-2] for row in be.tables.by_unsur(result).rows} == {None}
    assert {row[2] for row in be.tables.by_weight(result).rows} == {None}


def test_no_interval_is_printed_before_there_are_ten(tmp_path: Path) -> None:
    result = be.skm.summarise(survey(tmp_path, mixture(5, 4)))
    assert dict(be.tables.index(result).rows)["Selang kepercayaan 95 %"] is None
    assert all(row[4:6] == (None, None) for row in be.tables.by_unsur(result).rows)
    assert "Selang 95 %" not in dict(be.answer.first_screen(result).facts)


def test_nothing_is_shown_under_the_smallest_cell(tmp_path: Path) -> None:
    result = be.skm.summarise(survey(tmp_path, mixture(2, 2)))
    document = str(be.answer.first_screen(result).bundle())
    assert result.ikm is None and "'total': None" in document and "'total': 14" not in document


def test_rows_set_aside_and_answers_off_the_scale(tmp_path: Path) -> None:
    clean = screen(survey(tmp_path, mixture(20, 20)))
    assert "Semua 40 formulir dihitung." in clean and "di luar 1-4" not in clean
    dirty = screen(survey(tmp_path, [*mixture(20, 20), "3,3,3,3,,,,,", "7,3,3,3,3,3,3,3,3"]))
    assert "1 dari 42 formulir dikesampingkan." in dirty and "1 jawaban di luar 1-4 dianggap tidak diisi." in dirty


def test_a_tally_says_whom_it_stands_for(tmp_path: Path) -> None:
    assert "2 baris mewakili 50 responden" in screen(survey(tmp_path, [f"{THREE},30", f"{FOUR},20"], heads=HEADS + ",n"))


def test_doubles_are_mentioned_while_they_count(tmp_path: Path) -> None:
    rows = [f"2019-03-12 08:{minute:02d}:00,{THREE}" for minute in range(0, 40, 2)] + [f"2019-03-12 08:00:05,{THREE}"]
    heads = "waktu_isi," + HEADS
    assert "1 formulir tersimpan dua kali" in screen(survey(tmp_path, rows, heads=heads))
    assert "tersimpan dua kali" not in screen(survey(tmp_path, rows, BASE + 'doubles = "first"\n', heads=heads))


def test_sample_size_reached_or_not(tmp_path: Path) -> None:
    assert "Jumlah responden memenuhi syarat 40 orang bagi 45" in screen(survey(tmp_path, mixture(20, 20), BASE + '[population]\n"A" = 45\n'))
    short = screen(survey(tmp_path, mixture(20, 20), BASE + '[population]\n"A" = 1200\n'))
    assert "belum memenuhi syarat 291 orang bagi 1.200 pengguna layanan" in short
    assert "syarat" not in screen(survey(tmp_path, mixture(20, 20)))


def test_a_printed_weight_that_changes_the_class_is_named(tmp_path: Path) -> None:
    """Exact 88.75 is A; with 0.11 it is 87.86 and B, with 0.111 still A (88.66)."""
    text = screen(survey(tmp_path, mixture(45, 55)))
    assert "Dengan bobot 0,11 yang dipakai sebagian laporan, nilainya 87,86 dan kelasnya B." in text and "0,111" not in text
    assert "bobot 0,11" not in screen(survey(tmp_path, mixture(60, 40)))


def test_unsur_lowest_highest_and_equal(tmp_path: Path) -> None:
    assert "Semua unsur bernilai sama (3,50)." in screen(survey(tmp_path, mixture(20, 20)))
    text = screen(survey(tmp_path, ["2,3,3,4,3,3,3,3,3"] * 40))
    assert "Nilai unsur terendah: Persyaratan (2,00); tertinggi: Biaya/Tarif (4,00)." in text


def test_scope_of_the_index(tmp_path: Path) -> None:
    eight = screen(survey(tmp_path, ["3,3,3,3,3,3,3,3,"] * 40))
    assert "Dihitung dari 8 unsur, bukan 9: tidak ada jawaban untuk Sarana dan Prasarana." in eight
    foreign = screen(survey(tmp_path, mixture(40, 0), BASE + '[unsur]\nU9 = "maklumat"\n'))
    assert "Unsur Maklumat Pelayanan di luar PermenPANRB 14/2017 tetapi ikut dihitung." in foreign
    keys = ("persyaratan", "prosedur", "waktu", "biaya", "produk", "kompetensi", "perilaku", "pengaduan")
    custom = BASE + "[bobot]\n" + "".join(f"{key} = 0.1\n" for key in keys) + "sarpras = 0.2\n"
    assert "bobot khusus" in screen(survey(tmp_path, mixture(40, 0), custom))
    old = screen(survey(tmp_path, mixture(40, 0), 'regulation = "permenpanrb_16_2014"\n'))
    assert "Kelas mutu memakai tabel KEP/25/2004 (praktik" in old and "Kelas mutu memakai" not in eight


def test_published_index_is_explained_or_not(tmp_path: Path) -> None:
    """45 threes and 55 fours: exact 88.75; with 0.11 without rounding 87.86."""
    for printed, verdict in (("87.86", "bobot 0,11, tanpa pembulatan"), ("80.00", "tidak dihasilkan oleh satu pun")):
        found = survey(tmp_path, mixture(45, 55), BASE + f'[published]\nikm = {printed}\nbobot = "0.11"\n')
        table = be.tables.published(be.skm.summarise(found))
        assert verdict in table.notes[0]
        assert ("tidak menghasilkan" in table.notes[1]) == (printed == "80.00")


def test_synthetic_data_say_so(tmp_path: Path) -> None:
    found = survey(tmp_path, mixture(20, 20))
    unit = found.unit
    assert isinstance(unit, Unit) and be.answer.identity(found).data["label"] is None
    made_up = replace(found, unit=replace(unit, synthetic=True))
    assert be.answer.identity(made_up).data["label"] == "DATA CONTOH (SINTETIS)"
    assert any("buatan" in sentence for sentence in be.answer.limits(be.skm.summarise(made_up)).sentences)


def test_a_small_part_is_not_found_by_subtraction(tmp_path: Path) -> None:
    folder = tmp_path / "u"
    (folder / "skm").mkdir(parents=True)
    (folder / "unit.toml").write_text('name = "U"\n', encoding="utf-8")
    for name, rows in (("2020-S1", mixture(1, 2)), ("2020-S2", mixture(18, 18))):
        (folder / f"skm/{name}.csv").write_text("\n".join([HEADS, *rows]) + "\n", encoding="utf-8")
        (folder / f"skm/{name}.toml").write_text(BASE, encoding="utf-8")
    unit = read_unit(folder)
    year, first, second = (be.skm.summarise(unit.survey(2020, part)) for part in ("", "S1", "S2"))
    assert year.ikm is not None and first.ikm is None and second.ikm is None
    assert [part.ikm for part in year.parts] == [None, None]
    assert "agar bagian lain tahun itu" in be.answer.first_screen(second).sentences[0]


def test_file_alone_is_called_a_file(tmp_path: Path) -> None:
    survey(tmp_path, mixture(20, 20))
    assert screen(read_survey(tmp_path / "skm/2019.csv")).startswith("IKM berkas 2019.csv adalah 87,50; ") is False
    assert screen(read_survey(tmp_path / "skm/2019.csv")).startswith("IKM berkas 2019.csv adalah 87,50, mutu pelayanan B (Baik).")


TIMED = "waktu_isi,layanan," + HEADS


def timed(*answers: str, minutes: int, service: str = "A") -> list[str]:
    """Forms saved so many minutes apart, day after day of twenty forms."""
    return [
        f"2019-03-{1 + place // 20:02d} {8 + (place % 20) * minutes // 60:02d}:{(place % 20) * minutes % 60:02d}:00,{service},{answer}"
        for place, answer in enumerate(answers)
    ]


def test_forms_alike_in_batches_widen_the_interval(tmp_path: Path) -> None:
    """Twelve days of twenty forms one minute apart, each day all threes or all fours; shuffled in time they are not alike."""
    alike = [answer for day in range(12) for answer in [THREE if day % 2 else FOUR] * 20]
    mixed = [THREE if place % 2 else FOUR for place in range(240)]
    assert "bila dihitung sebagai satu kelompok (12 kelompok)" in screen(survey(tmp_path, timed(*alike, minutes=1), heads=TIMED))
    assert "satu kelompok" not in screen(survey(tmp_path, timed(*mixed, minutes=10), heads=TIMED))


def test_too_few_batches_give_only_the_warning(tmp_path: Path) -> None:
    alike = [answer for day in range(5) for answer in [THREE if day % 2 else FOUR] * 20]
    text = screen(survey(tmp_path, timed(*alike, minutes=1), heads=TIMED))
    assert "kelompoknya terlalu sedikit (5)" in text and "selangnya menjadi" not in text


def test_straight_lining_is_said_where_it_is_common(tmp_path: Path) -> None:
    other = "3,4,3,4,3,4,3,4,3"
    assert "75 % formulir memberi jawaban yang sama untuk semua unsur; tanpa formulir itu nilainya 86,11." in screen(
        survey(tmp_path, [FOUR] * 30 + [other] * 10)
    )
    assert "jawaban yang sama untuk semua unsur" not in screen(survey(tmp_path, [FOUR] * 10 + [other] * 40))


def test_the_end_of_the_scale_hides_the_unhappy(tmp_path: Path) -> None:
    other = "3,4,4,4,4,4,4,4,4"
    assert "Hampir tidak ada penilaian di bawah nilai tertinggi" in screen(survey(tmp_path, [FOUR] * 60 + [other] * 5))
    assert "Hampir semua formulir berisi jawaban yang sama" in screen(survey(tmp_path, [THREE] * 60 + [other] * 5))
    assert "sangat tidak puas" not in screen(survey(tmp_path, [FOUR] * 60 + [other] * 20))


def test_only_the_weighted_index_speaks_of_all_users(tmp_path: Path) -> None:
    """A, 30 forms at 75 and B, 30 at 100 give 87.5; with 900 and 100 users it is 77.5 for all."""
    rows = [f"A,{THREE}"] * 15 + [f"A,{THREE[:-1]}4"] * 15 + [f"B,{FOUR}"] * 15 + [f"B,{FOUR[:-1]}3"] * 15
    heads = "layanan," + HEADS
    without = screen(survey(tmp_path, rows, heads=heads))
    assert "IKM seluruh pengguna layanan diperkirakan" in without and "Bagi seluruh pengguna" not in without
    users = screen(survey(tmp_path, rows, BASE + "[population]\nA = 900\nB = 100\n", heads=heads))
    assert "pada susunan layanan responden ini" in users and "susunan layanan responden berbeda dari susunan pengguna" in users
    even = screen(survey(tmp_path, rows, BASE + "[population]\nA = 500\nB = 500\n", heads=heads))
    assert "Bagi seluruh pengguna" in even and "berbeda dari susunan pengguna" not in even


@pytest.mark.parametrize(
    ("later", "sentence", "never"),
    [
        (mixture(30, 70), "dua survei berbeda.", "belum melampaui"),
        (mixture(58, 42), "belum melampaui ketelitian kedua survei", "dua survei berbeda"),
    ],
)
def test_a_change_is_claimed_only_beyond_what_sampling_gives(tmp_path: Path, later: list[str], sentence: str, never: str) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    before = replace(survey(tmp_path / "a", mixture(60, 40)), period="2018")
    after = survey(tmp_path / "b", later)
    text = "\n".join(be.answer.first_screen(be.skm.summarise(after), be.skm.compare(before, after)).sentences)
    assert sentence in text and never not in text and "membaik" not in text


def test_another_mix_of_services_is_said(tmp_path: Path) -> None:
    heads = "layanan," + HEADS
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    before = replace(survey(tmp_path / "a", [f"A,{THREE}"] * 60 + [f"B,{FOUR}"] * 20, heads=heads), period="2018")
    after = survey(tmp_path / "b", [f"A,{THREE}"] * 20 + [f"B,{FOUR}"] * 60, heads=heads)
    sentences = be.answer.first_screen(be.skm.summarise(after), be.skm.compare(before, after)).sentences
    assert "Dari selisih itu +12,50 berasal dari susunan layanan yang berbeda, +0,00 dari perubahan di dalam layanan." in sentences


def test_a_change_of_regulation_compares_the_common_unsur(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    before = replace(survey(tmp_path / "a", mixture(60, 40), 'regulation = "permenpanrb_16_2014"\n'), period="2017")
    after = survey(tmp_path / "b", mixture(60, 40))
    change = be.skm.compare(before, after)
    assert "maklumat" not in change.common_unsur and not change.same_unsur
    assert any("pada 8 unsur yang sama" in sentence for sentence in be.answer.differs(change))
    assert "hanya unsur yang sama" in be.comparison.by_unsur(change).notes[1]


def test_priorities_come_from_ranks_that_can_be_told_apart(tmp_path: Path) -> None:
    clear = be.answer.strengths(be.skm.summarise(survey(tmp_path, ["2,3,3,4,3,3,3,3,3", "1,3,3,4,3,3,3,3,4"] * 40)))
    assert any("Pasti termasuk 1 terendah" in sentence and "Persyaratan" in sentence for sentence in clear.sentences)
    noise = be.answer.strengths(be.skm.summarise(survey(tmp_path, ["3,4,3,4,3,4,3,4,3", "4,3,4,3,4,3,4,3,4"] * 20 + ["3,4,4,4,4,4,4,4,4"])))
    assert "Urutan unsur tidak dapat dibedakan dengan jumlah responden ini." in noise.sentences


def test_forms_of_one_sitting_give_a_warning(tmp_path: Path) -> None:
    rows = timed(*[THREE if place % 2 else FOUR for place in range(20)], minutes=1)
    result = be.skm.summarise(survey(tmp_path, rows, heads=TIMED))
    assert result.clustering.m == 1 and result.clustering.deff is None and result.clustering.std_error is None
    assert "kelompoknya terlalu sedikit (1)" in "\n".join(be.answer.first_screen(result).sentences)
    assert dict(be.quality.precision(result).rows)
