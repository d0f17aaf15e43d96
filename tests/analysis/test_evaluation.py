"""The official tables against a sheet worked by hand (tests/cases/plan/official_tables.json holds the working)."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import balong_eval as be
from balong_eval.analysis import capaian, evaluation
from balong_eval.report import official

CASE = json.loads((Path(__file__).parent.parent / "cases" / "plan" / "official_tables.json").read_text(encoding="utf-8"))
YEAR = 2019
HEAD = "indikator;tahun;rumus;target;realisasi;anggaran;realisasi_anggaran"


@pytest.fixture
def result(tmp_path: Path) -> capaian.CapaianResult:
    (tmp_path / "unit.toml").write_text(CASE["unit_toml"], encoding="utf-8")
    (tmp_path / "renstra.toml").write_text(CASE["renstra_toml"], encoding="utf-8")
    (tmp_path / "indikator.csv").write_text("\n".join(CASE["indikator_csv"]), encoding="utf-8")
    return capaian.compute(be.read_unit(tmp_path).indicators, until=YEAR)


def near(values: list[Any]) -> Any:
    return [pytest.approx(value, rel=1e-12) if isinstance(value, (int, float)) else value for value in values]


def pairs(first: list[Any], second: list[Any]) -> list[Any]:
    return [value for pair in zip(first, second, strict=True) for value in pair]


def test_e80(result: capaian.CapaianResult) -> None:
    plan, target = official.e80_plan(result, YEAR), official.e80_target(result, YEAR)
    realised, ratio = official.e80_realised(result, YEAR), official.e80_ratio(result, YEAR)
    assert [column.head.split(" ")[0] for column in plan.columns] == ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(6)", "(22)"]
    for place, row in enumerate(CASE["e80"]):
        named = f"{row['indikator']} ({('nilai', '%', 'hari')[place]})"
        whole = (row["no"], row["sasaran"], row["program"], named, row["awal"], row["akhir_k"], row["akhir_rp"], row["unit"])
        assert plan.rows[place] == whole
        assert list(target.rows[place][2:]) == pairs(row["target"], row["target_rp"])
        assert list(realised.rows[place][2:]) == near(pairs(row["realisasi"], row["realisasi_rp"]))
        assert list(ratio.rows[place][2:]) == near(pairs(row["rasio"], row["rasio_rp"]))


def test_foot_of_e80(result: capaian.CapaianResult) -> None:
    foot = CASE["e80_foot"]
    mean, predikat, count = official.e80_ratio(result, YEAR).rows[3:]
    assert list(mean[2:]) == near(pairs(foot["mean_k"], foot["mean_rp"]))
    assert list(predikat[2:]) == pairs(foot["predikat_k"], foot["predikat_rp"])
    assert list(count[2:]) == pairs(foot["n_k"], foot["n_rp"])
    texts = dict(official.e80_text(result, YEAR).rows)
    assert list(texts.values())[:4] == ["Ada pendorong", "belum diisi", "belum diisi", "belum diisi"]
    assert {text.strip(".") for text in list(texts.values())[4:]} == {""} and "Tanda tangan kepala perangkat daerah (" in list(texts)[5], (
        "room to sign"
    )
    assert list(texts)[2] == "Usulan tindak lanjut pada Renja Perangkat Daerah berikutnya"


def test_tc23(result: capaian.CapaianResult) -> None:
    found = official.tc23(result, YEAR)
    assert [column.head.split(" ")[0] for column in found.columns] == [f"({number})" for number in range(1, 21)]
    for place, row in enumerate(CASE["e80"]):
        want = [row["no"], row["indikator"], *CASE["tc23_kinds"][place], *row["target"], *near(row["realisasi"]), *near(row["rasio"])]
        assert list(found.rows[place]) == want


def test_tc24(result: capaian.CapaianResult) -> None:
    money, ratio = official.tc24_money(result, YEAR), official.tc24_ratio(result, YEAR)
    assert [column.head.split(" ")[0] for column in money.columns] == [f"({number})" for number in range(1, 12)]
    assert [column.head.split(" ")[0] for column in ratio.columns] == [f"({number})" for number in (1, *range(12, 19))]
    for place, row in enumerate(CASE["tc24"]):
        assert list(ratio.rows[place]) == [row["uraian"], *near([*row["ratio"], row["growth"], row["growth_realised"]])]
    assert all(any("tidak diisi: Jumlah 2020." in note for note in table.notes) for table in (money, ratio))
    assert list(money.rows[2][1:]) == [150e6, 170e6, 190e6, None, 240e6, 125e6, 140e6, 165e6, None, None]


PROGRAMME = """[[tujuan]]
id = "t"
text = "T"
[[sasaran]]
id = "s"
text = "S"
tujuan = "t"
[[program]]
id = "p"
name = "P"
sasaran = "s"
""" + "".join(f'[[indikator]]\nid = "{name}"\nname = "{name}"\nsasaran = "s"\nprogram = "p"\n' for name in "AB")


def programme(folder: Path, *lines: str) -> capaian.CapaianResult:
    """A programme of two indicators, by their money."""
    (folder / "unit.toml").write_text('name = "X"\nfirst_year = 2017\nlast_year = 2019\n', encoding="utf-8")
    (folder / "renstra.toml").write_text(PROGRAMME, encoding="utf-8")
    rows = [f"{line.split(';')[0]};{line.split(';')[1]};positif;10;9;{line.split(';', 2)[2]}" for line in lines]
    (folder / "indikator.csv").write_text("\n".join([HEAD, *rows]), encoding="utf-8")
    return capaian.compute(be.read_unit(folder).indicators, until=2018)


def test_a_missing_part_is_not_nothing(tmp_path: Path) -> None:
    """By hand: 90 spent by one of two parts is no sum of the programme, so no ratio of 90/200 and no growth from it."""
    result = programme(tmp_path, "A;2017;100;90", "B;2017;100;", "A;2018;50;50", "B;2018;50;90")
    (line,) = evaluation.money(result, 2018)
    assert line.budget == (200, 100, None) and line.realised == (None, 140, None)
    assert line.ratio == (None, 140, None) and (line.growth, line.growth_realised) == (-50, None) and line.short == (2017,)
    assert any("tidak diisi: P 2017." in note for note in official.tc24_ratio(result, 2018).notes)
    other = programme(tmp_path, "A;2017;100;90", "B;2017;;80", "A;2018;50;50", "B;2018;50;90")
    (line,) = evaluation.money(other, 2018)
    assert line.budget == (None, 100, None) and line.realised == (170, 140, None) and line.ratio[0] is None and line.growth is None


def test_no_footnote_where_nothing_is_missing(tmp_path: Path) -> None:
    """An indicator that never carries money is no part of a sum, and spending of years to come is not missing."""
    result = programme(tmp_path, "A;2017;100;90", "B;2017;;", "A;2018;50;50", "A;2019;70;60")
    (line,) = evaluation.money(result, 2018)
    assert line.budget == (100, 50, 70) and line.realised == (90, 50, None) and line.short == ()
    assert not any("tidak diisi" in note for note in official.tc24_money(result, 2018).notes)


def test_a_line_that_lacks_a_sum_leaves_the_whole_without_it(tmp_path: Path) -> None:
    result = programme(tmp_path, "A;2017;100;90", "B;2017;;80", "C;2017;10;10", "A;2018;50;50", "B;2018;50;40", "C;2018;10;10")
    whole = evaluation.money(result, 2018)[-1]
    assert whole.budget == (None, 110, None) and whole.realised == (180, 100, None) and whole.short == (2017,)


def test_spending_of_nothing_counts_in_growth(tmp_path: Path) -> None:
    """From 100 to 0 is -100 %; from 0 no rate can be told."""
    (line,) = evaluation.money(programme(tmp_path, "A;2017;100;100", "A;2018;100;0", "A;2019;0;"), 2018)
    assert line.growth_realised == -100 and line.growth == -50
    (line,) = evaluation.money(programme(tmp_path, "A;2017;100;0", "A;2018;0;50"), 2018)
    assert line.growth_realised is None and line.growth == -100 and line.ratio == (0, None, None)


def test_a_budget_below_zero_has_no_ratio(tmp_path: Path) -> None:
    (line,) = evaluation.money(programme(tmp_path, "A;2017;-100;50", "A;2018;100;50"), 2018)
    assert line.ratio == (None, 50, None)


def test_a_plan_of_another_length_is_told(tmp_path: Path) -> None:
    (tmp_path / "unit.toml").write_text('name = "X"\nfirst_year = 2019\nlast_year = 2021\n', encoding="utf-8")
    (tmp_path / "indikator.csv").write_text("indikator;tahun;rumus;target;realisasi\nA;2019;positif;10;9\n", encoding="utf-8")
    result = capaian.compute(be.read_unit(tmp_path).indicators, until=2019)
    table = official.tc23(result, 2019)
    assert result.years == (2019, 2020, 2021) and len(table.columns) == 20
    assert any("mempunyai 3" in note for note in table.notes)
    assert "tidak dapat diisi" in official.tc24_money(result, 2019).bundle()["sentences"][0]


def test_an_indicator_that_the_plan_lacks_has_its_own_line(tmp_path: Path) -> None:
    """By hand: A under its programme, C by its own name though it has one row only, and both together: 100 + 50, 90 + 25."""
    result = programme(tmp_path, "A;2017;100;90", "C;2017;50;25")
    found = [(line.name, line.budget[0], line.realised[0], line.ratio[0]) for line in evaluation.money(result, 2018)]
    assert found == [("P", 100, 90, 90), ("C", 50, 25, 50), (evaluation.TOTAL, 150, 115, Fraction(11500, 150))]
