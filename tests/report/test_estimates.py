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
    }
    blocks = (Text("identitas", ("x",), "identity", data={"unit": "@SUM(A1)"}), Text("jawaban", ("x",), "result", data=data))
    found = rows_of(publish("=1+1", [Part("block", bundle=block.bundle()) for block in blocks]))
    assert (found[0]["annex"], found[0]["unit"], found[0]["method"], found[0]["estimate"]) == ("'=1+1", "'@SUM(A1)", "'=cmd|' /C calc'!A0", "-0.5")
