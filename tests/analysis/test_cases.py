"""Figures that offices printed, reproduced under the weight and the stage of rounding that made them.

Cases stand in tests/cases: `printed` true is a figure of the office's own page, false one that the convention gives for its
numbers.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pandas as pd
import pytest

from balong_eval.analysis import design, published, sample
from balong_eval.analysis.design import Totals
from balong_eval.errors import MisuseError
from balong_eval.regulation import load, round_half_up

FOLDER = Path(__file__).parent.parent / "cases"
TABLE = "krejcie_morgan"
CASES = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.json"))}
SURVEYS = {name: case for name, case in CASES.items() if name != TABLE}
ANSWERED = {name: case for name, case in SURVEYS.items() if "answers" in case}


def sums(case: dict) -> Totals:
    """Totals and counts of a case: from its answers, from its totals and n, or from NRR printed to 2 decimals."""
    if "answers" in case:
        table = pd.DataFrame(case["answers"])
        return design.totals(table, pd.Series(1, index=table.index))
    if "totals" in case:
        return Totals(tuple(case["totals"]), (case["n"],) * len(case["totals"]))
    return Totals(tuple(int(Fraction(nrr) * 100) for nrr in case["nrr"]), (100,) * len(case["nrr"]))


def expectations() -> Iterator[tuple[str, dict]]:
    for name, case in SURVEYS.items():
        yield from ((name, item) for item in case["expected"])


def label(value: object) -> str:
    return f"{value['bobot']} {value['rounding']}" if isinstance(value, dict) else str(value)


@pytest.mark.parametrize("name", CASES)
def test_a_case_names_itself_and_its_source(name: str) -> None:
    case = CASES[name]
    assert case["id"] == name
    assert case["source"]
    assert all(tag.startswith(("https://", "S")) for tag in case["source"])


@pytest.mark.parametrize(("name", "expected"), list(expectations()), ids=label)
def test_index_under_a_named_convention(name: str, expected: dict) -> None:
    case = SURVEYS[name]
    found = published.index(sums(case), Fraction(expected["bobot"]), expected["rounding"])
    assert str(found) == expected["ikm"]
    if "mutu" in expected:
        assert load(case["regulation"]).band(found).mutu == expected["mutu"]


@pytest.mark.parametrize("name", SURVEYS)
def test_official_index_is_the_exact_weight(name: str) -> None:
    """The official index, rounded once, is the case's figure under 1/k without rounding on the way."""
    totals = sums(SURVEYS[name])
    k = len(totals.totals)
    exact = design.index(totals, design.equal_weights(k))
    expected = {item["bobot"]: item["ikm"] for item in SURVEYS[name]["expected"] if item["rounding"] == "none"}
    assert str(round_half_up(exact, 2)) == expected[f"1/{k}"]


@pytest.mark.parametrize("name", ["gaspul_tw3", "puskesmas_2004"])
def test_exact_index_to_four_decimals(name: str) -> None:
    totals = sums(SURVEYS[name])
    exact = design.index(totals, design.equal_weights(len(totals.totals)))
    assert str(round_half_up(exact, 4)) == SURVEYS[name]["ikm_exact_4"]


@pytest.mark.parametrize("name", ANSWERED)
def test_totals_and_nrr_of_answers(name: str) -> None:
    case, totals = ANSWERED[name], sums(ANSWERED[name])
    k = len(totals.totals)
    assert list(totals.totals) == case["totals"]
    assert set(totals.counts) == {len(case["answers"])}
    assert [round_half_up(nrr, 2) for nrr in totals.nrr] == [Decimal(nrr) for nrr in case["nrr"]]
    assert [str(round_half_up(nrr / k, 2)) for nrr in totals.nrr] == case["nrr_tertimbang"]


def test_gaspul_has_every_weight_and_stage_once() -> None:
    found = [(item["bobot"], item["rounding"]) for item in SURVEYS["gaspul_tw3"]["expected"]]
    assert len(found) == len(set(found)) == 14
    assert {stage for _, stage in found} == set(published.STAGES)


@pytest.mark.parametrize(
    ("total", "n", "weight", "expected"),
    [
        # NRR 3.495: 0.38445; 3.50 x 0.11 = 0.385; that to 0.39; 0.38445 to 0.384
        (699, 200, "0.11", {"none": "9.61", "nrr_2": "9.63", "terms_2": "9.75", "terms_3": "9.60"}),
        # NRR 3.4995: 0.3884445; 3.50 x 0.111 = 0.3885; that to 0.39; 3.500 x 0.111 = 0.3885 to 0.389
        (6999, 2000, "0.111", {"none": "9.71", "nrr_2": "9.71", "terms_2": "9.75", "terms_3": "9.73"}),
    ],
)
def test_stages_of_one_unsur_by_hand(total: int, n: int, weight: str, expected: dict[str, str]) -> None:
    found = {stage: str(published.index(Totals((total,), (n,)), Fraction(weight), stage)) for stage in published.STAGES}
    assert found == expected


@pytest.mark.parametrize(("printed", "bobot"), [("91.48", "1/9"), ("90.56", "0.11")])
def test_gaspul_prints_two_indices_and_each_has_one_explanation(printed: str, bobot: str) -> None:
    case = SURVEYS["gaspul_tw3"]
    tried = published.explain(sums(case), Decimal(printed), {name: Fraction(name) for name in ("1/9", "0.111", "0.11")})
    assert [(attempt.bobot, attempt.rounding) for attempt in tried if attempt.matches] == [(bobot, "none")]


def test_weights_printed_for_one_respondent_lose_points() -> None:
    """Nine answers of 4 are 100; 9 x 0.111 = 0.999 and 9 x 0.11 = 0.99 cannot reach it (S11, S12, S17)."""
    totals = sums(SURVEYS["tubaba_dukcapil_2023s1"])
    lost = [100 - published.index(totals, Fraction(weight)) for weight in ("1/9", "0.111", "0.11")]
    assert lost == [Decimal("0.00"), Decimal("0.10"), Decimal("1.00")]


def test_puskesmas_prints_terms_rounded_to_three_decimals() -> None:
    """76.475 is the sum of terms of 3 decimals, 3.059, times 25; of the four stages no other gives it."""
    case = SURVEYS["puskesmas_2004"]
    printed = round_half_up(Fraction(case["printed_ikm"]), 2)
    found = {stage for stage in published.STAGES if published.index(sums(case), Fraction(case["convention"]["bobot"]), stage) == printed}
    assert found == {case["convention"]["rounding"]}
    assert Fraction(case["printed_index"]) * 25 == Fraction(case["printed_ikm"])


def test_puskesmas_is_explained_with_the_three_decimals_that_it_prints() -> None:
    case = SURVEYS["puskesmas_2004"]
    tried = published.explain(sums(case), Decimal(case["printed_ikm"]), {"0.071": Fraction("0.071")})
    assert [attempt.rounding for attempt in tried if attempt.matches] == [case["convention"]["rounding"]]


def test_an_explanation_rounds_once() -> None:
    """91.4451 printed with one decimal is 91.4."""
    tried = published.explain(Totals((3_657_804,), (1_000_000,)), Decimal("91.4"), {"1/1": Fraction(1)})
    assert "none" in {attempt.rounding for attempt in tried if attempt.matches}


def test_puskesmas_sum_rounded_once_prints_the_same() -> None:
    """The figure cannot tell terms of 3 decimals from a sum rounded once to 3 decimals: 3.05868 is 3.059 too."""
    case = SURVEYS["puskesmas_2004"]
    weights = (Fraction(case["ikm_unrounded_3"]["bobot"]),) * 14
    ikm = design.index(sums(case), weights)
    assert str(round_half_up(ikm, 3)) == case["ikm_unrounded_3"]["ikm"]
    assert str(round_half_up(ikm / 25, 3)) == case["printed_index"]


def test_puskesmas_has_another_class_in_the_table_of_2017() -> None:
    case = SURVEYS["puskesmas_2004"]
    printed = round_half_up(Fraction(case["printed_ikm"]), 2)
    assert load(case["regulation"]).band(printed).mutu == case["printed_mutu"]
    other = case["mutu_other_table"]
    assert load(other["regulation"]).band(printed).mutu == other["mutu"]


def test_a_stage_that_is_not_known_is_misuse() -> None:
    with pytest.raises(MisuseError, match="index_3"):
        published.index(sums(SURVEYS["puskesmas_2004"]), Fraction("0.071"), "index_3")


def test_an_unsur_without_answers_has_no_printed_index() -> None:
    with pytest.raises(MisuseError, match="without answers"):
        published.index(Totals((4, 0), (1, 0)), Fraction(1, 2))


@pytest.mark.parametrize(("population", "required"), CASES[TABLE]["table"])
def test_krejcie_morgan_row(population: int, required: int) -> None:
    assert sample.required(population) == required


def test_krejcie_morgan_is_whole_and_rounds_to_nearest() -> None:
    case = CASES[TABLE]
    assert len(case["table"]) == 90

    def upwards(population: int) -> int:
        size = Fraction("3.841") * population / 4 / (Fraction("0.0025") * (population - 1) + Fraction("3.841") / 4)
        return math.ceil(size)

    assert sum(upwards(population) != required for population, required in case["table"]) == case["differs_when_rounded_up"]


@pytest.mark.parametrize(("n", "reached"), [(290, False), (291, True), (292, True)])
def test_sample_is_reached_at_the_row_of_the_table(n: int, reached: bool) -> None:
    assert sample.assess(1200, n) == sample.Sample(1200, 291, reached)


def test_nobody_needs_more_respondents_than_users() -> None:
    assert all(1 <= sample.required(population) <= population for population in range(1, 400))


@pytest.mark.parametrize(("printed", "matches"), [("91", True), ("90.6", True), ("90.56", True), ("90", False), ("90.5", False)])
def test_a_printed_index_may_have_fewer_decimals(printed: str, matches: bool) -> None:
    """Totals of Gaspul, weight 0.11: 25 x 0.11 x 955/29 = 90.5603, half up to as many decimals as are printed."""
    sums = Totals((105, 101, 100, 116, 102, 105, 106, 105, 115), (29,) * 9)
    found = published.explain(sums, Decimal(printed), {"0.11": Fraction("0.11")})
    assert [item.matches for item in found if item.rounding == "none"] == [matches]
