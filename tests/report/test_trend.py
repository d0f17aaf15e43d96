"""The trend in words: every fact flips its sentence, and the words that stand in words_trend.toml are all used."""

from __future__ import annotations

import pytest

from balong_eval.analysis import trend
from balong_eval.analysis.verdict import Verdict
from balong_eval.intake import series
from balong_eval.intake.series import Series
from balong_eval.report import text
from balong_eval.report import trend as trends
from balong_eval.report.block import Table, Text
from balong_eval.report.words import table
from tests.analysis.test_trend import RISING, judged, of

JUMPY = [70.0, 75.0, 71.0, 78.0, 74.0, 76.0]
NEAR = [70, 70.52, 70.98, 71.53, 72.01]


def said(found: trend.Trend) -> str:
    return "\n".join(trends.sentences(found))


CASES: dict[Verdict, list[float]] = {
    "naik": RISING,
    "turun": RISING[::-1],
    "indikasi_naik": [70.0, 72.1, 74.0, 76.1],
    "indikasi_turun": [76.1, 74.0, 72.1, 70.0],
    "belum_dapat_disimpulkan": JUMPY,
    "titik_kurang": JUMPY[:3],
}


@pytest.mark.parametrize("verdict", CASES)
def test_each_verdict_has_its_sentence(verdict: Verdict) -> None:
    found = judged(CASES[verdict])
    words = {
        "naik": "deret: naik. Dari 6 nilai yang sebanding (2018 sampai 2023) kenaikannya +1,20 per tahun",
        "turun": "deret: turun. Dari 6 nilai yang sebanding (2018 sampai 2023) perubahannya -1,20 per tahun",
        "indikasi_naik": "deret: ada indikasi naik. Dari 4 nilai",
        "indikasi_turun": "deret: ada indikasi turun. Dari 4 nilai",
        "belum_dapat_disimpulkan": "deret: belum dapat disimpulkan naik atau turun dari 6 nilai",
        "titik_kurang": "deret: titik kurang. Nilai yang sebanding hanya 3",
    }
    assert found.verdict == verdict and said(found).startswith(words[verdict])
    assert set(CASES) == set(table()["trend"]["verdict"])
    assert ("paling banyak 5 % deret" in said(found)) is (verdict != "titik_kurang")


def test_the_sentence_says_the_interval_that_the_verdict_rests_on() -> None:
    found = judged(NEAR, errors=2.0)
    low, high = found.first.ci_low, found.first.ci_high
    assert low < 0 < high and "(antara -1,51 dan +2,52)" in said(found)
    assert trends.verdict(found, "IKM Kecamatan").startswith("IKM Kecamatan: belum dapat")


@pytest.mark.parametrize(
    ("values", "options", "sentence"),
    [
        (NEAR, {"errors": 2.0}, "belum melampaui ketelitian nilai dan perbedaan antartahun (p = 0,485)"),
        ([70.0, 70.4, 69.9, 76.1, 75.8, 76.3], {}, "Tahun yang berdekatan biasanya mirip"),
        (RISING, {}, "Dua uji melihatnya ke arah yang sama"),
        ([70.0, 72.1, 74.0, 76.1], {}, "Nilainya hanya empat, sehingga ini baru indikasi"),
        (RISING, {"errors": None}, "Tidak semua nilai mempunyai galat baku"),
        (RISING[:2], {}, "Dua atau tiga nilai belum merupakan kecenderungan"),
        (RISING + RISING, {"rezim": ["A"] * 6 + ["B"] * 6}, "Deret terputus sebelum 2024 (A → B)"),
    ],
)
def test_each_reason_has_its_sentence(values: list[float], options: dict, sentence: str) -> None:
    assert sentence in said(judged(values, **options))
    assert sentence not in said(judged(JUMPY)) or sentence == "Tahun yang berdekatan biasanya mirip"


def test_every_reason_that_analysis_gives_has_words() -> None:
    given = {"kedua_uji_searah", "hanya_empat_titik", "uji_antartahun", "uji_tahun_berdekatan", "arah_berlawanan"}
    given |= {"galat_baku_tidak_lengkap", "kurang_dari_empat_titik", "patahan"}
    assert given | {"cut"} == set(table()["trend"]["reason"])


@pytest.mark.parametrize(
    ("values", "errors", "sentence"),
    [
        (RISING, 0.3, "Perubahan 1 per tahun sudah dapat terlihat"),
        (NEAR, 1.0, "harus sekitar 4,8 kali yang sekarang"),
        (NEAR, 20.0, "harus lebih dari 1.000 kali yang sekarang"),
        (JUMPY, 0.3, "tidak akan terlihat berapa pun jumlah jawaban"),
        (JUMPY, None, "tidak dapat dihitung, karena tidak semua nilai mempunyai galat baku"),
    ],
)
def test_what_more_answers_would_change(values: list[float], errors: float | None, sentence: str) -> None:
    """NEAR: k = 2.18 at n = 5, tau2 = 0: 2.18^2 = 4.75 times."""
    assert sentence in said(judged(values, errors=errors))


def test_the_difference_stands_in_for_a_trend_only_where_there_is_none() -> None:
    with_errors, without = judged([80.0, 83.0], errors=0.5), judged([80.0, 83.0], errors=None)
    assert "Selisih 2019 dari 2018: +3,00 (antara +1,61 dan +4,39" in said(with_errors)
    assert "ketelitiannya tidak diketahui" in said(without) and "Selisih" not in said(judged(RISING)) + said(judged([80.0]))


def test_points_show_only_the_columns_that_the_series_has() -> None:
    assert [column.name for column in trends.points(judged(RISING)).columns] == ["periode", "nilai", "galat_baku"]
    shown = trends.points(judged(RISING, errors=None, rezim=["A"] * 3 + ["B"] * 3, target=[80.0] * 6))
    assert [column.name for column in shown.columns] == ["periode", "nilai", "rezim", "target"]
    assert shown.notes == ("Terputus sebelum 2021: A → B.",)


def test_slopes_side_by_side() -> None:
    found = trends.slopes(judged(RISING))
    assert isinstance(found, Table) and len(found.rows) == 4
    assert [note.split(" ")[0] for note in found.notes] == ["Kesimpulan", "Untuk", "Uji"] and "tau = 1,00, p = 0,003 (eksak)" in found.notes[-1]
    least = trends.slopes(judged(RISING, errors=None))
    assert isinstance(least, Table) and "kuadrat terkecil dan GLS" in least.notes[0]
    assert "nilai yang sama" in trends.slopes(judged([70.0, 70.0, 71, 72, 73, 74, 75, 76, 77])).notes[-1]
    assert "Semua nilai sama" in trends.slopes(judged([70.0] * 5)).notes[-1]
    shifted = trends.slopes(judged([*RISING[:4], *RISING[:3]], rezim=["A"] * 4 + ["B"] * 3))
    assert isinstance(shifted, Table) and len(shifted.rows) == 1 and "lompatan" in shifted.notes[0]
    assert isinstance(trends.slopes(judged(RISING[:3])), Text)


def test_a_very_small_p_is_not_said_to_equal_less_than() -> None:
    """`RISING` with small errors: p = < 0,001 is no sentence."""
    notes = "\n".join(trends.slopes(judged(RISING, errors=0.05)).notes)
    assert "p < 0,001)" in notes and "= <" not in notes and "p = 0,003 (eksak)" in notes


def test_projection_in_words_and_never_digits_of_a_chance() -> None:
    target = [None] * 6 + [77.0, 95.0]
    found = trends.projection(judged([*JUMPY, None, None], target=target))
    assert isinstance(found, Table) and [row[-1] for row in found.rows] == ["tidak pasti", "kecil"]
    assert "Rentang 2024 dan 2025 lebih lebar dari 10 poin" in found.notes[1] and len(found.notes) == 2
    paced = trends.projection(judged([*RISING, None, None], target=target))
    assert isinstance(paced, Table) and paced.columns[-1].head == "Bila laju berlanjut" and "tanpa peluang" in paced.notes[-1]
    assert len({len(row) for row in paced.rows}) == 1 == len({len(paced.columns)})
    none = trends.projection(judged(RISING[:3]))
    assert isinstance(none, Text) and "perlu empat nilai" in none.sentences[0]


def test_width_is_judged_on_the_scale_of_an_index_only() -> None:
    base = of(JUMPY)
    free = trends.projection(trend.estimate(Series(base.name, base.points)))
    assert isinstance(free, Table) and not any("tidak informatif" in note for note in free.notes)


def test_text_of_a_series_of_one_value() -> None:
    found = text.trend(trend.estimate(series.build("satu", [{"periode": "2020-S1", "nilai": 80.0}])))
    assert "satu: titik kurang. Nilai yang sebanding hanya 1" in found and "2020-S1" in found
