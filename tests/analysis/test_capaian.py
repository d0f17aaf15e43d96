"""Capaian against printed reports, rules.md 4.1 to 4.6, and sheets worked by hand."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import balong_eval as be
from balong_eval.analysis import attainment, budget, capaian, claims
from balong_eval.intake import indicator_year, indicators
from balong_eval.intake.indicator_year import Target
from balong_eval.regulation import scale

CASES = Path(__file__).parent.parent / "cases" / "plan"
GUNUNG_KALER = json.loads((CASES / "gunungkaler_2019_2020.json").read_text(encoding="utf-8"))
YEARS = (2019, 2020)
HEAD = "indikator;tahun;rumus;target;realisasi;satuan;akumulasi;kondisi_awal;target_akhir;anggaran;realisasi_anggaran"


def read(folder: Path, *lines: str, head: str = HEAD) -> indicators.Indicators:
    path = folder / "indikator.csv"
    path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    return indicators.read(path)


def gunung_kaler(folder: Path, realised: str = "66,7") -> indicators.Indicators:
    lines = [
        f"{row['indikator']};{year};positif;{row['target'][at]};{realised if (number, at) == (1, 1) else row['realisasi'][at]};{row['satuan']}"
        for number, row in enumerate(GUNUNG_KALER["rows"])
        for at, year in enumerate(YEARS)
    ]
    return read(folder, *lines, head="indikator;tahun;rumus;target;realisasi;satuan")


def ten(value: int | str) -> Target:
    return Target(Decimal(value), Decimal(value))


def printed(value: float | None) -> str:
    return f"{value:.2f}".replace(".", ",")


def test_gunung_kaler_is_reproduced_with_the_hidden_value(tmp_path: Path) -> None:
    """All six capaian and both means as printed, once the realisation that was really used stands in the file."""
    result = capaian.compute(gunung_kaler(tmp_path, GUNUNG_KALER["wrong"]["hidden_realisasi"]))
    rows = result.rows
    for row in GUNUNG_KALER["rows"]:
        found = rows[rows["indikator"] == row["indikator"]].sort_values("tahun")["capaian_rounded"]
        assert [printed(value) for value in found] == row["capaian"]
    means = [capaian.round_half_up(average.rata_rata, 2) for average in result.averages if average.rata_rata is not None]
    assert [printed(float(mean)) for mean in means] == GUNUNG_KALER["rata_rata"]


def test_gunung_kaler_as_printed_gives_one_other_value(tmp_path: Path) -> None:
    rows = capaian.compute(gunung_kaler(tmp_path)).rows
    told = [value for row in GUNUNG_KALER["rows"] for value in row["capaian"]]
    found = [printed(value) for value in rows["capaian_rounded"]]
    wrong = [(was, now) for was, now in zip(told, found, strict=True) if was != now]
    assert wrong == [(GUNUNG_KALER["wrong"]["printed"], GUNUNG_KALER["wrong"]["given"])]


def test_the_claim_check_finds_the_printed_error_and_where_it_comes_from(tmp_path: Path) -> None:
    gunung_kaler(tmp_path)
    (tmp_path / "unit.toml").write_text('name = "Kecamatan Gunung Kaler"', encoding="utf-8")
    lines = ["indikator;tahun;ukuran;nilai;sumber"]
    for row in GUNUNG_KALER["rows"]:
        lines += [f"{row['indikator']};{year};capaian;{value};LKjIP 2020" for year, value in zip(YEARS, row["capaian"], strict=True)]
    (tmp_path / "klaim.csv").write_text("\n".join(lines), encoding="utf-8")
    checked = claims.check(capaian.compute(be.read_unit(tmp_path).indicators))
    assert len(checked) == 6
    (wrong,) = [item for item in checked if not item.holds]
    assert (str(wrong.claim.value), str(wrong.given)) == ("95.24", "95.29")
    assert [(way.kind, way.name, str(way.value)) for way in wrong.explanations] == [("tahun", "2019", "66.67")]


@pytest.mark.parametrize(
    ("realised", "mirror", "ratio"),
    [(8, 120, 125), (20, 0, 50), (25, -50, 40), (0, 200, None)],
)
def test_both_negative_formulas(realised: int, mirror: int, ratio: int | None) -> None:
    """rules.md 4.1: T = 10; R = 8 gives 120 and 125, 20 gives 0 and 50, 25 gives -50 and 40, 0 gives 200 and nothing."""
    assert attainment.of("negatif_cermin", ten(10), Decimal(realised)) == (mirror, None)
    assert attainment.of("negatif_rasio", ten(10), Decimal(realised)) == (ratio, None if ratio is not None else "realisasi_nol")


@pytest.mark.parametrize("rumus", indicator_year.RUMUS)
def test_what_cannot_be_computed_has_a_reason(rumus: str) -> None:
    assert attainment.of(rumus, ten(0), Decimal(5)) == (None, "target_nol")
    assert attainment.of(rumus, ten(10), None) == (None, "realisasi_kosong")
    assert attainment.of(rumus, None, Decimal(5)) == (None, "target_kosong")
    assert attainment.of(None, ten(10), Decimal(5)) == (None, "rumus_kosong")


@pytest.mark.parametrize("rumus", ["positif", "negatif_cermin", "negatif_rasio"])
def test_a_target_below_zero_gives_no_capaian(rumus: str) -> None:
    """-3 of -5 is no 60 %: the sign of the target turns the formula round."""
    assert attainment.of(rumus, ten(-5), Decimal(-3)) == (None, "target_negatif")
    assert attainment.of(rumus, ten(-5), Decimal(3)) == (None, "target_negatif")
    assert attainment.met("positif", ten(-5), Decimal(-3)), "whether it was met is told all the same"


def test_a_bound_of_a_range_below_zero_gives_no_capaian() -> None:
    both = Target(Decimal(-9), Decimal(-5))
    assert [attainment.of("rentang", both, Decimal(value)) for value in (-12, -7, 3)] == [
        (None, "target_negatif"),
        (100, None),
        (None, "target_negatif"),
    ]
    assert attainment.of("rentang", Target(Decimal(-5), Decimal(0)), Decimal(1)) == (None, "target_nol")


def test_a_realisation_below_zero() -> None:
    """positif keeps its sign: -5 of 10 is -50; the mirror of -5 is (20 + 5) / 10 = 250; a ratio cannot be told."""
    found = [attainment.of(rumus, ten(10), Decimal(-5)) for rumus in ("positif", "negatif_cermin", "negatif_rasio")]
    assert found == [(-50, None), (250, None), (None, "realisasi_negatif")]


def test_a_range_takes_the_bound_that_was_passed() -> None:
    """S49 in rules.md 4.1: over the range its upper bound is the target, under it the lower one; inside 100 (chosen)."""
    target = Target(Decimal(80), Decimal(90))
    found = [attainment.of("rentang", target, Decimal(value))[0] for value in (72, 80, 85, 90, 99)]
    assert found == [90, 100, 100, 100, 110]
    assert [attainment.met("rentang", target, Decimal(value)) for value in (72, 80, 90, 99)] == [False, True, True, False]


def test_a_target_of_zero_can_be_met_without_a_capaian(tmp_path: Path) -> None:
    result = capaian.compute(read(tmp_path, "Aduan;2019;negatif_cermin;0;0;kasus", "Aduan;2020;negatif_cermin;0;3;kasus"))
    assert [(score.tercapai, score.capaian, score.reason) for score in result.scores] == [(True, None, "target_nol"), (False, None, "target_nol")]


@given(st.decimals("0.01", "1000", places=2), st.decimals("0", "1000", places=2))
def test_laws_of_the_formulas(target: Decimal, realised: Decimal) -> None:
    """Met at 100 and over, mirror is 200 less positive, ratio and positive multiply to 100 x 100."""
    aim = Target(target, target)
    positive, mirror = (attainment.of(rumus, aim, realised)[0] for rumus in ("positif", "negatif_cermin"))
    assert positive is not None and mirror is not None and positive + mirror == 200
    assert (positive >= 100) == attainment.met("positif", aim, realised)
    assert (mirror >= 100) == attainment.met("negatif_cermin", aim, realised)
    ratio = attainment.of("negatif_rasio", aim, realised)[0]
    assert ratio is None or ratio * positive == 10_000


@pytest.mark.parametrize(
    ("value", "permendagri", "ponorogo"),
    [
        ("90.5", "Tinggi", "Sangat berhasil"),
        ("90.99", "Tinggi", "Sangat berhasil"),
        ("90.995", "Sangat Tinggi", "Sangat berhasil"),
        ("75.5", "Sedang", "Berhasil"),
        ("70", "Sedang", "Berhasil"),
        ("69.994", "Sedang", "Cukup"),
        ("85", "Tinggi", "Berhasil"),
        ("85.004", "Tinggi", "Berhasil"),
        ("85.01", "Tinggi", "Sangat berhasil"),
        ("55", "Rendah", "Cukup"),
        ("54.99", "Rendah", "Kurang"),
        ("50.5", "Sangat Rendah", "Kurang"),
        ("100.0001", "Sangat Tinggi", "Sangat berhasil"),
        ("130", "Sangat Tinggi", "Sangat berhasil"),
        ("-50", "Sangat Rendah", "Kurang"),
    ],
)
def test_boundaries_of_both_scales(value: str, permendagri: str, ponorogo: str) -> None:
    """Holes and double claims of the printed bands (rules.md 4.3, verified.md 4.3), settled in the TOML files; 2 decimals decide."""
    found = [scale.load(name).predikat(Decimal(value)) for name in scale.IDS]
    assert found == [permendagri, ponorogo]


def test_a_value_that_programs_dispute_is_known() -> None:
    found = [scale.load("permendagri_86_2017").is_disputed(Decimal(value)) for value in ("90", "90.01", "90.99", "91")]
    assert found == [False, True, True, False]


def test_bands_stand_as_printed() -> None:
    """S53 and S55: the lower ends of the printed intervals."""
    assert [str(band.lower) for band in scale.load("permendagri_86_2017").bands[1:]] == ["51", "66", "76", "91"]
    bands = scale.load("ponorogo_2015").bands
    assert [str(band.lower) for band in bands[1:3]] == ["55", "70"] and str(bands[3].above) == "85"


def test_average_and_its_cap(tmp_path: Path) -> None:
    """By hand: capaian 150, 50, 100 -> mean 100; with each at most 100: (100 + 50 + 100) / 3 = 83.33."""
    result = capaian.compute(read(tmp_path, "A;2019;positif;10;15;x", "B;2019;positif;10;5;x", "C;2019;positif;10;10;x", "D;2019;positif;10;;x"))
    (found,) = result.averages
    assert (found.n, found.n_all, found.rata_rata, found.rata_rata_batas_100) == (3, 4, 100, Fraction(250, 3))


def test_the_mean_has_no_floor(tmp_path: Path) -> None:
    """By hand: (20 - 45)/10 = -250 and 100 -> mean -75, capped or not; alone -250."""
    lines = ["A;2019;negatif_cermin;10;45;x", "B;2019;positif;10;10;x"]
    for these, mean in ((lines, -75), (lines[:1], -250)):
        (found,) = capaian.compute(read(tmp_path, *these)).averages
        assert (found.rata_rata, found.rata_rata_batas_100) == (mean, mean)


def test_accumulation_by_hand(tmp_path: Path) -> None:
    """jumlah: 10 + 20 of 60 = 50 %; rata_rata: (70 + 80) / 2 = 75 of 90 = 83.33 %; nilai_terakhir: 80 of 90 = 88.89 %, way (80-60)/(90-60)."""
    lines = [
        *(f"orang;{year};positif;20;{value};orang;jumlah;;;;" for year, value in ((2017, 10), (2018, 20), (2019, ""))),
        *(f"rata;{year};positif;90;{value};jam;rata_rata;60;90;;" for year, value in ((2017, 70), (2018, 80), (2019, ""))),
        *(f"akhir;{year};positif;90;{value};%;nilai_terakhir;60;90;;" for year, value in ((2017, 70), (2018, 80), (2019, ""))),
    ]
    rows = capaian.compute(read(tmp_path, *lines)).rows.set_index(["indikator", "tahun"])
    assert rows.loc[("orang", 2018), "capaian_akhir"] == 50
    assert rows.loc[("rata", 2018), "capaian_akhir"] == pytest.approx(250 / 3)
    assert rows.loc[("akhir", 2018), "capaian_akhir"] == pytest.approx(800 / 9)
    assert rows.loc[("akhir", 2018), "progres"] == pytest.approx(200 / 3)
    assert rows.loc[("orang", 2019)].isna()["capaian_akhir"], "a year is missing from the sum"


@pytest.mark.parametrize("satuan", ["%", "persen", "indeks", "nilai"])
def test_an_index_or_percentage_is_never_added(tmp_path: Path, satuan: str) -> None:
    result = capaian.compute(read(tmp_path, f"A;2017;positif;80;80;{satuan};jumlah;;;;", f"A;2018;positif;80;80;{satuan};jumlah;;;;"))
    assert [(score.capaian_akhir, score.end_reason) for score in result.scores] == [(None, "akumulasi_tidak_cocok")] * 2
    assert [finding.rule for finding in result.findings] == ["akumulasi_tidak_cocok"] * 2


def test_money_left_is_efficient_only_where_the_target_was_reached(tmp_path: Path) -> None:
    """By hand: 90 of 100 spent; capaian 120 gives 10 (left) and 30 (less absorption); capaian 99.99 gives neither."""
    lines = ["A;2019;positif;10;12;x;;;;100;90", "B;2019;positif;10000;9999;x;;;;100;90", "C;2019;positif;10;10;x;;;;100;110"]
    found = [budget.measure(score.row, score.capaian, score.tercapai) for score in capaian.compute(read(tmp_path, *lines)).scores]
    assert found[0] == budget.Money(Fraction(90), Fraction(10), Fraction(30))
    assert found[1] == budget.Money(Fraction(90), None, None)
    assert found[2] == budget.Money(Fraction(110), Fraction(-10), Fraction(-10))


def test_an_unreadable_cell_is_not_called_empty(tmp_path: Path) -> None:
    scores = capaian.compute(read(tmp_path, "A;2017;positif;5;12 hari;x", "A;2018;positif;lima;5;x", "A;2019;positif;5;n/a;x")).scores
    assert [score.reason for score in scores] == ["isian_salah", "target_salah", "realisasi_kosong"]
    assert [score.end_reason for score in scores][::2] == ["isian_salah", "realisasi_kosong"]
    lacking = capaian.compute(read(tmp_path, "A;2017;positif;;5;x", "A;2018;;lima;5;x")).scores
    assert [score.reason for score in lacking] == ["target_kosong", "rumus_kosong"], "an empty target is empty; without a formula none is asked for"


def test_over_a_range_nothing_is_efficient_and_nothing_counts_as_full(tmp_path: Path) -> None:
    """By hand: 120 of 80-90 is 120/90 = 133.33 and missed; 85 is 100 and met; 40 of 80-90 is 50.

    Uncapped (133.33 + 100 + 50)/3, capped (100 + 50)/2.
    """
    lines = [f"{name};2019;rentang;80-90;{value};x;;;;100;90" for name, value in (("A", 120), ("B", 85), ("C", 40))]
    result = capaian.compute(read(tmp_path, *lines))
    above, inside, under = (budget.measure(score.row, score.capaian, score.tercapai) for score in result.scores)
    assert above == under == budget.Money(Fraction(90), None, None) and inside.efisiensi == 10
    assert result.rows["efisiensi"].isna().tolist() == [True, False, True]
    (found,) = result.averages
    assert (found.n, found.n_above, found.rata_rata_batas_100) == (3, 1, 75) and found.rata_rata == Fraction(850, 9)
    (alone,) = capaian.compute(read(tmp_path, lines[0])).averages
    assert (alone.n, alone.n_above, alone.rata_rata, alone.rata_rata_batas_100) == (1, 1, Fraction(400, 3), None)


def test_later_years_are_not_seen(tmp_path: Path) -> None:
    result = capaian.compute(read(tmp_path, "A;2018;positif;10;9;x", "A;2019;positif;10;12;x"), until=2018)
    assert [score.capaian for score in result.scores] == [90, None] and result.scores[1].reason == "sesudah_periode"
    assert [average.tahun for average in result.averages] == [2018]


def test_money_of_later_years_and_of_no_budget_is_not_measured(tmp_path: Path) -> None:
    lines = ["A;2018;positif;10;9;x;;;;100;90", "A;2019;positif;10;12;x;;;;100;80", "B;2018;positif;10;9;x;;;;0;0"]
    rows = capaian.compute(read(tmp_path, *lines), until=2018).rows
    assert rows["serapan"].iloc[0] == 90 and rows["serapan"].iloc[1:].isna().all()


@pytest.mark.parametrize("budget_of", ["0", "-100"])
def test_a_budget_of_nothing_or_less_gives_no_absorption(tmp_path: Path, budget_of: str) -> None:
    (score,) = capaian.compute(read(tmp_path, f"A;2019;positif;10;12;x;;;;{budget_of};50")).scores
    assert budget.measure(score.row, score.capaian, score.tercapai) == budget.NONE


@pytest.mark.parametrize("row", ["A;2019;positif;;12;x", "A;2019;terbalik;10;12;x"])
def test_money_of_a_later_row_that_lacks_more_is_kept_out(tmp_path: Path, row: str) -> None:
    """Its reason is another than the year, but its year has not come."""
    rows = capaian.compute(read(tmp_path, "A;2018;positif;10;9;x", f"{row};;;;100;80"), until=2018).rows
    assert rows["serapan"].isna().all()
    assert capaian.compute(read(tmp_path, f"{row};;;;100;80"), until=2019).rows["serapan"].tolist() == [80]


def test_start_and_end_are_the_stated_ones_else_the_years_around(tmp_path: Path) -> None:
    """The latest statement of the target at the end so far holds; without one that of the last year; the start is the year before year ke-1."""
    (tmp_path / "unit.toml").write_text('name = "X"\nbaseline_year = 2016\nlast_year = 2018\n', encoding="utf-8")
    read(tmp_path, "A;2016;positif;50;40;x", "A;2017;positif;60;55;x", "A;2018;positif;80;70;x")
    scores = capaian.compute(be.read_unit(tmp_path).indicators).scores
    end = scores[1].end
    assert end is not None and (end.baseline, end.target) == (40, ten(80)) and end.progres == Fraction(1500, 40)
    read(tmp_path, "A;2017;positif;60;55;x;;40;90", "A;2018;positif;80;70;x;;;100")
    first, second = [score.end for score in capaian.compute(be.read_unit(tmp_path).indicators).scores]
    assert first is not None and first.target == ten(90), "the annex of 2017 says in 2018 what it said"
    assert second is not None and second.target == ten(100)
    read(tmp_path, "A;2017;positif;60;55;x", "A;2018;positif;80;70;x;;;100")
    (only, _) = [score.end for score in capaian.compute(be.read_unit(tmp_path).indicators).scores]
    assert only is not None and only.target == ten(100), "stated in the last row alone, it holds for all"


def test_findings_of_later_years_are_not_told(tmp_path: Path) -> None:
    found = read(tmp_path, "A;2018;positif;10;satu;x", "A;2019;positif;10;dua;x")
    assert [finding.row for finding in capaian.compute(found, until=2018).findings] == [2]
    assert [finding.row for finding in capaian.compute(found).findings] == [2, 3]


def test_the_document_follows_the_contract(tmp_path: Path) -> None:
    document = capaian.compute(read(tmp_path, "A;2019;positif;80;82,5;x", "A;2020;positif;80;n/a;x"), scale="ponorogo_2015").as_dict()
    assert document["schema"] == "balong-eval/capaian/1" and document["scale"] == "ponorogo_2015"
    first, second = document["rows"]
    assert first["capaian"] == 103.125 and first["capaian_rounded"] == 103.13, "half up"
    assert (first["predikat"], first["predikat_lain"]) == ("Sangat berhasil", "Sangat Tinggi")
    assert (second["capaian"], second["reason"], second["predikat"]) == (None, "realisasi_kosong", None)
    assert document["by_year"][1] == {"tahun": 2020, "n": 0, "rata_rata": None, "rata_rata_batas_100": None, "predikat": None}
    json.dumps(document, allow_nan=False)


@pytest.mark.parametrize(
    ("rumus", "low", "high", "realised", "expected"),
    [("negatif_rasio", "10", "10", "0.5", 2000), ("rentang", "0.5", "1", "0.25", 50), ("rentang", "0.25", "0.5", "1", 200)],
)
def test_figures_between_nothing_and_one(rumus: str, low: str, high: str, realised: str, expected: int) -> None:
    """By hand: 10/0.5, 0.25/0.5 and 1/0.5, times 100."""
    assert attainment.of(rumus, Target(Decimal(low), Decimal(high)), Decimal(realised)) == (expected, None)


def test_a_budget_of_one_is_a_budget(tmp_path: Path) -> None:
    """In billions: 0.5 spent of 1 is half, and with the target passed half was left, 120 - 50 the other way."""
    (score,) = capaian.compute(read(tmp_path, "A;2019;positif;10;12;x;;;;1;0,5")).scores
    assert budget.measure(score.row, score.capaian, score.tercapai) == budget.Money(Fraction(50), Fraction(50), Fraction(70))


def test_the_start_is_the_year_before_the_first_and_no_earlier_one(tmp_path: Path) -> None:
    """By hand: 30 of 2015 is no start of a plan from 2017; from 40 to 80, 55 is 15/40 of the way."""
    (tmp_path / "unit.toml").write_text('name = "X"\nbaseline_year = 2016\nlast_year = 2018\n', encoding="utf-8")
    read(tmp_path, "A;2015;positif;50;30;x", "A;2016;positif;50;40;x", "A;2017;positif;60;55;x", "A;2018;positif;80;70;x")
    end = capaian.compute(be.read_unit(tmp_path).indicators).scores[2].end
    assert end is not None and end.baseline == 40
