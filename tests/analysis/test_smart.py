"""What a machine may say of an indicator, each check by what makes it fail; and the predictive interval behind the letter A."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

import balong_eval as be
from balong_eval.analysis import capaian, predictive, smart
from balong_eval.intake import example
from balong_eval.report import cascade

PLAN = """
[[tujuan]]
id = "t"
text = "Tujuan"
[[sasaran]]
id = "s"
text = "Sasaran satu"
tujuan = "t"
[[indikator]]
id = "a"
name = "Bagian berkas selesai"
sasaran = "s"
satuan = "%"
definition = "d"
formula = "f"
source = "r"
[[indikator]]
id = "atas"
name = "Nilai atas"
tujuan = "t"
mengukur = ["s"]
"""
HEAD = "indikator;tahun;rumus;target;realisasi;kondisi_awal;target_akhir;tanda;akumulasi"
ROWS = ["a;2016;positif;60;60", *(f"a;{year};positif;{60 + year - 2016};{value}" for year, value in ((2017, 61), (2018, 60), (2019, 61), (2020, 62)))]
LAST = "a;2021;positif;64;63;60;65"


def assess(folder: Path, *lines: str, plan: str = PLAN, year: int = 2021) -> dict[str, smart.Check]:
    (folder / "unit.toml").write_text('name = "X"\nbaseline_year = 2016\nlast_year = 2021\n', encoding="utf-8")
    (folder / "renstra.toml").write_text(plan, encoding="utf-8")
    (folder / "indikator.csv").write_text("\n".join([HEAD, *lines]), encoding="utf-8")
    found = smart.assess(capaian.compute(be.read_unit(folder).indicators, until=year), year)
    assert found is not None
    return {check.name: check for check in found.assessments[0].checks}


def test_a_sound_indicator_passes_every_check(tmp_path: Path) -> None:
    found = assess(tmp_path, *ROWS, LAST)
    assert {name: check.passed for name, check in found.items()} == dict.fromkeys(found, True)


@pytest.mark.parametrize(
    ("check", "was", "now"),
    [
        ("definition", 'definition = "d"\n', ""),
        ("satuan", 'satuan = "%"\n', ""),
        ("one_thing", "Bagian berkas selesai", "Bagian berkas selesai dan lama layanan"),
        ("formula", 'formula = "f"\n', ""),
        ("source", 'source = "r"\n', ""),
        ("outcome", "Bagian berkas selesai", "Jumlah kegiatan pembinaan"),
    ],
)
def test_words_of_the_plan(tmp_path: Path, check: str, was: str, now: str) -> None:
    found = assess(tmp_path, *ROWS, LAST, plan=PLAN.replace(was, now, 1))
    assert [name for name, each in found.items() if not each.passed] == [check]


def test_what_the_years_lack_is_told_by_year(tmp_path: Path) -> None:
    """A year without a target fails T; an indicator that began in 2018 has no gap before; a break in the year itself leaves no history."""
    found = assess(tmp_path, *[row.replace("2019;positif;63", "2019;positif;") for row in ROWS], LAST)
    assert [name for name, check in found.items() if check.passed is False] == ["targets"] and found["targets"].facts["years"] == [2019]
    late = assess(tmp_path, "a;2016;positif;;", "a;2017;positif;;", *ROWS[2:], LAST)
    assert late["series"].passed is True
    broken = assess(tmp_path, *ROWS, LAST + ";b")
    assert broken["history"].passed is None and broken["history"].facts["n"] == 0


def test_the_end_is_the_one_that_stood_in_the_year(tmp_path: Path) -> None:
    """From 60 the end 65 was not met in 2020; the revision to 60 in 2021 is met from the start."""
    rows = [*ROWS[:-1], "a;2020;positif;64;62;60;65", "a;2021;positif;64;63;61;60"]
    then, now = assess(tmp_path, *rows, year=2020)["baseline"], assess(tmp_path, *rows)["baseline"]
    assert (then.passed, now.passed) == (True, False) and then.facts["start"] == now.facts["start"] == 60


def test_a_gap_in_the_series(tmp_path: Path) -> None:
    found = assess(tmp_path, *[row.replace("2018;positif;62;60", "2018;positif;62;n/a") for row in ROWS], LAST)
    assert found["series"].passed is False and found["series"].facts["years"] == [2018]
    missing = assess(tmp_path, *[row for row in ROWS if "2018" not in row], LAST)
    assert missing["series"].facts["years"] == [2018] and missing["targets"].facts["years"] == [2018]


def test_the_target_against_its_history_by_hand(tmp_path: Path) -> None:
    """History 60 61 60 61 62: changes 1 -1 1 1, rms 1; t(.975, 4) = 2.776; 62 -+ 2.776 = 59.22 to 64.78 for the year after."""
    assert assess(tmp_path, *ROWS, LAST.replace(";64;63", ";64,7;63"))["history"].passed is True
    above = assess(tmp_path, *ROWS, LAST.replace(";64;63", ";64,8;63"))["history"]
    assert (above.passed, above.facts["side"]) == (False, "above")
    assert (above.facts["low"], above.facts["high"]) == (pytest.approx(62 - 2.7764451), pytest.approx(62 + 2.7764451))
    assert assess(tmp_path, *ROWS, LAST.replace(";64;63", ";59,2;63"))["history"].facts["side"] == "below"


def test_a_year_of_nothing_is_a_value_in_the_history(tmp_path: Path) -> None:
    """History 1 0 1 2 1: changes -1 1 1 -1, rms 1; t(.975, 4) = 2.776; 1 -+ 2.776 for the year after."""
    rows = [f"a;{year};positif;1;{value}" for year, value in zip(range(2016, 2021), (1, 0, 1, 2, 1), strict=True)]
    found = assess(tmp_path, *rows, "a;2021;positif;3,7;3")["history"]
    assert found.passed is True and found.facts["n"] == 5
    assert (found.facts["low"], found.facts["high"]) == (pytest.approx(1 - 2.7764451), pytest.approx(1 + 2.7764451))


def test_a_break_begins_a_new_history(tmp_path: Path) -> None:
    flagged = [f"{row};;;b" if "2019" in row else row for row in ROWS]
    found = assess(tmp_path, *flagged, LAST)["history"]
    assert (found.passed, found.facts["side"], found.facts["n"]) == (None, "few", 2)


def test_a_break_in_the_year_itself_leaves_no_history(tmp_path: Path) -> None:
    assert assess(tmp_path, *ROWS, f"{LAST};b")["history"].facts["n"] == 0


def test_another_regulation_of_the_survey_is_a_break(tmp_path: Path) -> None:
    """The example changes from 16/2014 to 14/2017 in 2018: the index of 2021 has the history 2018, 2019, 2020."""
    example.write(tmp_path / "contoh")
    found = smart.assess(capaian.compute(be.read_unit(tmp_path / "contoh").indicators, until=2021), 2021)
    assert found is not None
    history = {item.indicator.id: next(check for check in item.checks if check.name == "history").facts["n"] for item in found.assessments}
    assert history["skm"] == 3 and history["tepat_waktu"] == 5


def test_a_declared_break_counts_for_its_series_only(tmp_path: Path) -> None:
    plain = assess(tmp_path, *ROWS, LAST)["history"].facts["n"]
    unit = (tmp_path / "unit.toml").read_text(encoding="utf-8")
    for series, n in (("a", 2), ("lain", plain)):
        (tmp_path / "unit.toml").write_text(f'{unit}[[breaks]]\nbefore = "2019"\nseries = "{series}"\nreason = "x"\n', encoding="utf-8")
        found = smart.assess(capaian.compute(be.read_unit(tmp_path).indicators, until=2021), 2021)
        assert found is not None and found.assessments[0].checks[6].facts["n"] == n


def test_a_break_within_a_year_cuts_off_the_years_before_it(tmp_path: Path) -> None:
    """Declared before the second half of 2019: 2019 and 2020 are what is left before 2021."""
    assess(tmp_path, *ROWS, LAST)
    unit = (tmp_path / "unit.toml").read_text(encoding="utf-8")
    (tmp_path / "unit.toml").write_text(f'{unit}[[breaks]]\nbefore = "2019-S2"\nseries = "a"\nreason = "x"\n', encoding="utf-8")
    found = smart.assess(capaian.compute(be.read_unit(tmp_path).indicators, until=2021), 2021)
    assert found is not None and found.assessments[0].checks[6].facts["n"] == 2


def test_a_target_met_from_the_start_asks_for_nothing(tmp_path: Path) -> None:
    found = assess(tmp_path, *ROWS, "a;2021;positif;60;63;60;60")
    assert found["baseline"].passed is False
    ranged = [row.replace("positif;", "rentang;50-") for row in (*ROWS, "a;2021;positif;65;63;60;50-65")]
    assert assess(tmp_path, *ranged)["baseline"].passed is True, "staying inside a range can be a target"
    added = assess(tmp_path, *[f"{row};;;;jumlah" for row in ROWS], "a;2021;positif;60;63;;;;jumlah")
    assert "baseline" not in added and "start" not in added, "a condition at the start has no meaning where values are added"


def test_the_letter_fails_with_any_check_and_is_open_where_one_is() -> None:
    item = smart.Assessment(None, (smart.Check("S", "a", True, {}), smart.Check("S", "b", None, {}), smart.Check("M", "c", False, {})))  # type: ignore[arg-type]
    assert (item.passed("S"), item.passed("M"), item.passed("T")) == (None, False, True)


def test_irregular_years_and_two_years_ahead() -> None:
    """By hand: 2016, 2018, 2019, 2020: changes 2/sqrt 2, 1, -1, rms sqrt((2 + 1 + 1)/3); t(.975, 3) = 3.18245; two years ahead x sqrt 2."""
    bounds = predictive.interval([2016, 2018, 2019, 2020], [10, 12, 13, 12], 2022)
    assert bounds is not None
    assert bounds[1] - 12 == pytest.approx(3.1824463 * math.sqrt(4 / 3) * math.sqrt(2), rel=1e-6)
    assert predictive.interval([2016, 2017, 2018], [1, 2, 3], 2019) is None


def test_sentences_of_the_annex(tmp_path: Path) -> None:
    assess(tmp_path, *ROWS, LAST.replace(";64;63", ";70;63"))
    result = capaian.compute(be.read_unit(tmp_path).indicators, until=2021)
    sentences = cascade.smart_findings(result, 2021).sentences
    assert sentences[0] == "Setiap sasaran diukur oleh sekurang-kurangnya satu indikator tujuannya."
    assert "Bagian berkas selesai: target 70 di atas selang perkiraan dari riwayatnya (59,22 sampai 64,78); sangat menuntut." in sentences
    table = cascade.smart(result, 2021).bundle()
    assert table["rows"][0][1:] == ["ya", "ya", "periksa", "ya", "ya"] and table["columns"][4]["head"] == "R (relevan)"
    (tmp_path / "renstra.toml").write_text('smart_r = "realistis"\n' + PLAN.replace('mengukur = ["s"]', ""), encoding="utf-8")
    other = capaian.compute(be.read_unit(tmp_path).indicators, until=2021)
    assert cascade.smart(other, 2021).bundle()["columns"][4]["head"] == "R (realistis)"
    assert cascade.smart_findings(other, 2021).sentences[0] == "Sasaran “Sasaran satu” tidak diukur oleh indikator tujuan mana pun."
    assert any(sentence.startswith("Realistis:") for sentence in cascade.smart_questions(other).sentences)


def test_an_indicator_of_one_year_is_judged(tmp_path: Path) -> None:
    assert assess(tmp_path, LAST)["history"].passed is None
