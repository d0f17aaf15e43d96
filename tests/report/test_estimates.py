"""The long table of estimates: complete, unrounded, one row an estimate, and no text that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest

import balong_eval as be
from balong_eval.analysis.skm import SkmResult
from balong_eval.intake.unit import read_unit
from balong_eval.report import answer, comparison, estimates
from balong_eval.report.block import Text
from balong_eval.report.payload import skm
from balong_eval.report.publication import Part, Publication, publish

CONTOH = Path(__file__).parent.parent.parent / "data" / "contoh"


def rows_of(published: Publication) -> list[dict[str, str]]:
    text = estimates.csv_text(published)
    assert text.startswith("\ufeffannex,")
    return list(csv.DictReader(io.StringIO(text[1:])))


def one(rows: list[dict[str, str]], **wanted: str) -> dict[str, str]:
    found = [row for row in rows if all(row[key] == value for key, value in wanted.items())]
    assert len(found) == 1, (wanted, len(found))
    return found[0]


@pytest.fixture(scope="module")
def result() -> SkmResult:
    return be.skm.summarise(read_unit(CONTOH).survey(2019), by=["layanan", "pendidikan"])


@pytest.fixture(scope="module")
def rows(result: SkmResult) -> list[dict[str, str]]:
    unit = read_unit(CONTOH)
    change = be.skm.compare(unit.survey(2018), unit.survey(2019))
    blocks = (answer.identity(result.survey), answer.first_screen(result), comparison.summary(change))
    return rows_of(publish("Lampiran A. X", [Part("block", bundle=block.bundle()) for block in blocks]))


def test_every_number_of_the_result_is_there_unrounded(result: SkmResult, rows: list[dict[str, str]]) -> None:
    document: dict[str, Any] = skm(result)
    whole = one(rows, quantity="ikm", by="", method="one_more_respondent", schema="balong-eval/skm/1")
    assert [float(whole[key]) for key in ("estimate", "std_error", "ci_low", "ci_high")] == [
        document[key] for key in ("ikm", "std_error", "ci_low", "ci_high")
    ]
    assert (whole["n"], whole["df"], whole["unit"], whole["label"]) == ("285", "280", "Kecamatan Balong", "DATA CONTOH (SINTETIS)")
    for item in document["by_unsur"]:
        row = one(rows, quantity="nrr", group=item["unsur"])
        assert float(row["estimate"]) == item["nrr"] and float(row["ci_high"]) == item["ci_high"] and row["n"] == str(item["n"])
    told = {(row["by"], row["group"]) for row in rows if row["quantity"] == "ikm" and row["by"] in document["groups"]}
    shown = {(field, item["group"]) for field, items in document["groups"].items() for item in items if not item["suppressed"]}
    assert told == shown, "groups withheld leave no row"


def test_the_change_is_an_estimate_too(rows: list[dict[str, str]]) -> None:
    change = one(rows, quantity="common_difference")
    assert change["period"] == "2018/2019" and float(change["ci_low"]) < float(change["estimate"]) < float(change["ci_high"])
    parts = [float(row["estimate"]) for row in rows if row["quantity"] == "contribution"]
    assert sum(parts) == pytest.approx(float(change["estimate"]), abs=1e-9)


def test_a_text_like_a_formula_gets_an_apostrophe_and_a_negative_number_does_not() -> None:
    data = {
        "schema": "balong-eval/trend/1",
        "slopes": [{"method": "=cmd|' /C calc'!A0", "estimate": -0.5}],
        "kendall": None,
        "projection": [],
        "points": [],
        "comparable": [],
    }
    blocks = (Text("identitas", ("x",), "identity", data={"unit": "@SUM(A1)"}), Text("jawaban", ("x",), "result", data=data))
    found = rows_of(publish("=1+1", [Part("block", bundle=block.bundle()) for block in blocks]))
    assert (found[0]["annex"], found[0]["unit"], found[0]["method"], found[0]["estimate"]) == ("'=1+1", "'@SUM(A1)", "'=cmd|' /C calc'!A0", "-0.5")


def test_what_stands_beside_an_estimate_is_its_own(result: SkmResult, rows: list[dict[str, str]]) -> None:
    document: dict[str, Any] = skm(result)
    for item in document["groups"]["pendidikan"]:
        if not item["suppressed"]:
            row = one(rows, quantity="difference_from_rest", group=item["group"])
            assert (float(row["estimate"]), float(row["p_holm"]), row["n"]) == (item["difference"], item["p_holm"], str(item["n"]))
    for method in ("alpha_ci", "alpha_feldt"):
        row = one(rows, quantity="alpha", method=method)
        bounds = [document["reliability"][f"{method}_{side}"] for side in ("low", "high")]
        assert [float(row["ci_low"]), float(row["ci_high"])] == bounds
    unit = read_unit(CONTOH)
    change = comparison.summary(be.skm.compare(unit.survey(2018), unit.survey(2019))).data
    for quantity in ("within", "mix"):
        for item in change["by_layanan"]:
            row = one(rows, quantity=quantity, by="layanan", group=item["layanan"])
            assert (float(row["estimate"]), float(row["std_error"])) == (item[quantity], item[f"{quantity}_std_error"])


def document_rows(**data: Any) -> list[dict[str, str]]:
    block = Text("jawaban", ("x",), "result", data=data)
    return rows_of(publish("Lampiran X", [Part("block", bundle=block.bundle())]))


@pytest.mark.parametrize(("exact", "method"), [(True, "exact"), (False, "ties")])
def test_a_slope_of_nought_is_an_estimate_and_the_test_is_named(exact: bool, method: str) -> None:
    points = [{"periode": "2019", "nilai": 0.0, "galat_baku": 0.5, "target": None}]
    kendall = {"tau": 0.0, "p_value": 1.0, "exact": exact}
    found = document_rows(schema="balong-eval/trend/1", points=points, slopes=[], kendall=kendall, projection=[])
    assert [(row["quantity"], row["estimate"]) for row in found] == [("nilai", "0.0"), ("kendall_tau", "0.0")]
    assert found[1]["method"] == method and found[0]["std_error"] == "0.5"


def test_each_ratio_of_an_indicator_has_a_row() -> None:
    names = ("target", "realisasi", "capaian", "capaian_akhir", "progres", "serapan", "efisiensi", "efisiensi_selisih")
    line = {"indikator": "+Desa", "tahun": 2019} | {name: float(place) for place, name in enumerate(names)}
    year = {"tahun": 2019, "n": 1, "rata_rata": 101.5, "rata_rata_batas_100": 100.0}
    found = document_rows(schema="balong-eval/capaian/1", rows=[line], by_year=[year])
    assert [(row["quantity"], float(row["estimate"])) for row in found[:8]] == [(name, float(place)) for place, name in enumerate(names)]
    assert {row["group"] for row in found[:8]} == {"'+Desa"}, "a name that a spreadsheet would take for a formula"
    assert [(row["quantity"], row["estimate"], row["n"]) for row in found[8:]] == [
        ("capaian_rata_rata", "101.5", "1"),
        ("capaian_rata_rata_batas_100", "100.0", "1"),
    ]
