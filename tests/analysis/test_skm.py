"""The survey's figures: hand sums, what is withheld, and the laws that every survey obeys."""

from __future__ import annotations

import math
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from balong_eval.analysis import bobot, skm, withheld
from balong_eval.analysis.groups import labels, side
from balong_eval.analysis.index import classes_met, estimate, mutu, strata_of
from balong_eval.analysis.interval import interval
from balong_eval.analysis.skm import SkmResult
from balong_eval.errors import MisuseError
from balong_eval.intake.disclosure import hidden as hidden_groups
from balong_eval.intake.respondents import FRAME
from balong_eval.intake.sidecar import Sidecar
from balong_eval.intake.survey import Survey
from balong_eval.regulation import load

LAW = settings(deadline=None, derandomize=True, max_examples=60)
RULE = load("permenpanrb_14_2017")
KEYS = [unsur.key for unsur in RULE.unsur]

# Six respondents, nine unsur; U9 is blank in the last two rows.
# Totals 24 18 21 24 18 21 24 18, answers 6: NRR 4 3 3.5 4 3 3.5 4 3. U9: 4 + 4 + 3 + 1 = 12 of 4 answers: NRR 3.
# IKM = 25 * (4 + 3 + 3.5 + 4 + 3 + 3.5 + 4 + 3 + 3)/9 = 25 * 31/9 = 86.11.
HAND = [
    [4, 3, 4, 4, 3, 4, 4, 3, 4],
    [4, 3, 4, 4, 3, 4, 4, 3, 4],
    [4, 3, 4, 4, 3, 4, 4, 3, 3],
    [4, 3, 3, 4, 3, 3, 4, 3, 1],
    [4, 3, 3, 4, 3, 3, 4, 3, None],
    [4, 3, 3, 4, 3, 3, 4, 3, None],
]
# e_i = 25/9 * (sum over U3, U6 of (x - 3.5)/6 + (U9 - 3)/4):
# rows 1, 2: 25/9 * (1/6 + 1/4) = 25/9 * 5/12; row 3: 25/9 * 1/6; row 4: 25/9 * (-1/6 - 1/2); rows 5, 6: 25/9 * -1/6.
# In twelfths: 5 5 2 -8 -2 -2, squares 25 + 25 + 4 + 64 + 4 + 4 = 126; variance = 6/5 * (25/108)^2 * 126.
HAND_VARIANCE = 6 / 5 * (25 / 108) ** 2 * 126


def survey(
    rows: list[list[int | None]], n: list[int] | None = None, layanan: list[str | None] | None = None, cell: int = 5, **sidecar: object
) -> Survey:
    """A survey of these answers to the first unsur of 14/2017, without a file."""
    unsur = RULE.unsur[: len(rows[0])]
    answers = pd.DataFrame(rows, columns=[item.key for item in unsur], dtype="float64")
    profile = pd.DataFrame(None, index=answers.index, columns=list(FRAME), dtype="object")
    responses = pd.concat([profile, answers], axis=1).assign(n=n or 1)
    responses["layanan"] = layanan or None
    return Survey(
        responses=responses,
        rule=RULE,
        unsur=unsur,
        codes={item.key: f"U{item.number}" for item in unsur},
        period="2019",
        file="2019.csv",
        n_rows=len(rows),
        set_aside=(),
        sidecar=Sidecar(RULE.id, **sidecar),
        findings=(),
        smallest_cell=cell,
    )


def summary(rows: list[list[int | None]], **options: object) -> SkmResult:
    return skm.summarise(survey(rows, **options))


@st.composite
def answers(draw: st.DrawFn, high: int = 4, largest: int = 15) -> list[list[int | None]]:
    """Rows of answers, 5 to 15 respondents by 2 to 9 unsur, every unsur answered at least twice."""
    k = draw(st.integers(2, 9))
    cell = st.one_of(st.integers(1, high), st.integers(1, high), st.none())
    rows = draw(st.lists(st.lists(cell, min_size=k, max_size=k), min_size=5, max_size=largest))
    assume(all(sum(row[place] is not None for row in rows) > 1 for place in range(k)))
    return rows


def test_index_by_hand() -> None:
    result = summary(HAND)
    assert result.ikm == pytest.approx(25 * 31 / 9, rel=1e-14)
    assert (result.ikm_rounded, result.mutu, result.kinerja) == (Decimal("86.11"), "B", "Baik")
    assert (result.n, result.df, result.level) == (6, 5, 0.95)
    assert result.std_error == pytest.approx(math.sqrt(HAND_VARIANCE), rel=1e-12)


def test_unsur_by_hand() -> None:
    table = summary(HAND, cell=4).by_unsur.set_index("unsur")
    assert list(table.index) == KEYS
    assert list(table["code"]) == [f"U{number}" for number in range(1, 10)]
    assert list(table["total"]) == [24, 18, 21, 24, 18, 21, 24, 18, 12]
    assert list(table["n"]) == [6, 6, 6, 6, 6, 6, 6, 6, 4]
    assert list(table["nrr"]) == [4, 3, 3.5, 4, 3, 3.5, 4, 3, 3]
    assert list(table["ikm_unsur"]) == [100, 75, 87.5, 100, 75, 87.5, 100, 75, 75]
    assert list(table["mutu"]) == ["A", "C", "B", "A", "C", "B", "A", "C", "C"]
    assert list(table["rank"]) == [7, 1, 5, 7, 1, 5, 7, 1, 1]
    assert 25 * table["nrr_tertimbang"].sum() == pytest.approx(25 * 31 / 9, rel=1e-14)


def test_standard_errors_of_unsur_by_hand() -> None:
    """U3: three 4 and three 3, s^2 = 0.3, variance 0.3/6. U9: 6/5 * sum ((x - 3)/4)^2 = 6/5 * (1 + 1 + 0 + 4)/16 = 0.45."""
    table = summary(HAND, cell=4).by_unsur.set_index("unsur")
    found = list(table.loc[["persyaratan", "waktu", KEYS[8]], "std_error"])
    assert found == pytest.approx([0.0, math.sqrt(0.05), math.sqrt(0.45)], abs=1e-12)


def test_an_unsur_that_fewer_than_the_smallest_cell_answered_is_withheld() -> None:
    row = summary(HAND).by_unsur.iloc[-1]
    assert row[["n", "total", "nrr", "std_error", "ci_low", "ci_high", "mutu", "rank"]].isna().all()
    assert summary(HAND).ikm == summary(HAND, cell=4).ikm, "the index still rests on its answers"


def test_a_withheld_unsur_cannot_be_found_from_the_index_and_the_others() -> None:
    """One answer to U9 among twelve: 9 ikm/25 less the other NRRs would be that answer, so one more unsur is withheld."""
    table = summary([[4, 3, 4, 4, 3, 4, 4, 4, None]] * 11 + [[4, 3, 4, 4, 3, 4, 4, 4, 1]]).by_unsur
    assert table["nrr"].isna().sum() == 2 and pd.isna(table["nrr"].iloc[-1])


def test_an_unsur_without_spread_still_has_an_interval() -> None:
    """Ten answers of 4: standard error 0, interval from 3.6239 (docs/method.md, section Selang)."""
    row = summary([[4, 3]] * 10).by_unsur.iloc[0]
    assert (row["nrr"], row["std_error"], row["ci_high"]) == (4.0, 0.0, 4.0)
    assert row["ci_low"] == pytest.approx(3.62391725, abs=1e-6)


def test_interval_of_the_index_is_the_formula_of_its_variance() -> None:
    """Thirty answers of 4 to every unsur: 97.68740550 to 100 (docs/method.md, section Selang)."""
    result = summary([[4] * 9] * 30)
    assert (result.std_error, result.ci_high) == (0.0, 100.0)
    assert result.ci_low == pytest.approx(97.68740550, abs=1e-6)
    assert result.mutu_not_excluded == ("A",)
    assert result.method == "one_more_respondent"


def test_the_level_reaches_every_interval() -> None:
    narrow, wide = (skm.summarise(survey(HAND * 5, layanan=["a"] * 30), level=level) for level in (0.8, 0.95))
    assert (narrow.level, wide.level) == (0.8, 0.95)
    assert wide.ci_low < narrow.ci_low < narrow.ci_high < wide.ci_high
    assert (wide.by_unsur["ci_low"] < narrow.by_unsur["ci_low"]).all()
    assert (wide.groups["layanan"]["ci_low"] < narrow.groups["layanan"]["ci_low"]).all()


def test_a_tie_goes_to_the_upper_class() -> None:
    """Two unsur, 2500 respondents, totals 8831 and 8830: 25 * 17661/5000 = 88.305 exactly, printed 88.31, class A."""
    rows, n = [[4, 4], [3, 3], [4, 3]], [1330, 1169, 1]
    result = summary(rows, n=n)
    assert list(result.by_unsur["total"]) == [8831, 8830]
    assert (result.ikm_rounded, result.mutu) == (Decimal("88.31"), "A")


def test_custom_weights_by_hand() -> None:
    """U1 weighs 1/2, U2 1/3, U3 1/6: IKM = 25 * (4/2 + 3/3 + 3.5/6) = 25 * 43/12 = 89.58."""
    bobot = {"persyaratan": Fraction(1, 2), "prosedur": Fraction(1, 3), "waktu": Fraction(1, 6)}
    result = summary([row[:3] for row in HAND], bobot=bobot)
    assert result.ikm == pytest.approx(25 * 43 / 12, rel=1e-14)
    assert (result.ikm_rounded, result.mutu) == (Decimal("89.58"), "A")
    assert list(result.by_unsur["nrr_tertimbang"]) == pytest.approx([2, 1, 3.5 / 6], rel=1e-14)


def test_custom_weights_reach_the_standard_error() -> None:
    """Only U3 varies, e_i = 25 * 1/6 * (x - 3.5)/6: variance = 6/5 * 6 * (25/72)^2; equal weights 1/3 double it in root."""
    bobot = {"persyaratan": Fraction(1, 2), "prosedur": Fraction(1, 3), "waktu": Fraction(1, 6)}
    rows = [row[:3] for row in HAND]
    expected = math.sqrt(6 / 5 * 6) * 25 / 72
    assert summary(rows, bobot=bobot).std_error == pytest.approx(expected, rel=1e-12)
    assert summary(rows).std_error == pytest.approx(2 * expected, rel=1e-12)


def test_custom_weights_hold_in_groups() -> None:
    bobot = {"persyaratan": Fraction(9, 10), "prosedur": Fraction(1, 10)}
    result = summary([[4, 2]] * 5 + [[2, 4]] * 5, layanan=["a"] * 5 + ["b"] * 5, bobot=bobot)
    assert list(result.groups["layanan"]["ikm"]) == pytest.approx([25 * 3.8, 25 * 2.2], rel=1e-14)


def test_weights_of_old_reports_stand_beside_the_official_one() -> None:
    """One hundred answers of 4: 100 with 1/9, 99.90 with 0.111, 99.00 with 0.11 (S11, S12, S17)."""
    table = summary([[4] * 9] * 100).bobot_comparison
    assert list(table["bobot"]) == ["1/9", "0.111", "0.11"]
    assert [str(value) for value in table["ikm_rounded"]] == ["100.00", "99.90", "99.00"]
    assert list(table["mutu"]) == ["A", "A", "A"]


def test_a_rounded_weight_may_cost_a_class() -> None:
    """NRR 3.55 in each of nine unsur: exact 88.75 is A; 0.11 gives 87.86, B; 0.111 gives 88.66, A (bounds 88.31 and 89.20)."""
    table = summary([[4] * 9] * 11 + [[3] * 9] * 9).bobot_comparison
    assert [str(value) for value in table["ikm_rounded"]] == ["88.75", "88.66", "87.86"]
    assert list(table["mutu"]) == ["A", "A", "B"]


def test_a_weight_that_leaves_the_scale_has_no_class() -> None:
    """All 1: 25 with 1/9, 24.98 with 0.111, 24.75 with 0.11; the last two are under the scale."""
    table = summary([[1] * 9] * 10).bobot_comparison
    assert [str(value) for value in table["ikm_rounded"]] == ["25.00", "24.98", "24.75"]
    assert list(table["mutu"].fillna("")) == ["D", "", ""]


@pytest.mark.parametrize(
    ("low", "high", "classes"),
    [
        (25.0, 100.0, ("D", "C", "B", "A")),
        (88.3051, 95.0, ("A",)),
        (88.3049, 95.0, ("B", "A")),
        (80.0, 88.3049, ("B",)),
        (60.0, 64.9949, ("D",)),
        (60.0, 64.9951, ("D", "C")),
        (None, None, ()),
    ],
)
def test_classes_that_an_interval_meets(low: float | None, high: float | None, classes: tuple[str, ...]) -> None:
    """88.305 is printed 88.31, so class A begins at 88.305 of the unrounded index, and C at 64.995."""
    assert classes_met(RULE, low, high) == classes


def test_sample_of_the_population_in_the_sidecar() -> None:
    result = summary(HAND, population={"a": 700, "b": 500})
    assert (result.sample.population, result.sample.required, result.sample.reached) == (1200, 291, False)  # S5, S23
    assert summary(HAND).sample is None


# --- what is withheld -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("n", [1, 2, 4])
def test_under_the_smallest_cell_the_index_is_withheld(n: int) -> None:
    result = summary([[4] * 9] * n)
    assert result.n == n
    figures = (result.ikm, result.ikm_rounded, result.mutu, result.kinerja, result.std_error, result.ci_low, result.ci_high)
    assert figures == (None,) * 7
    assert result.mutu_not_excluded == ()
    assert result.bobot_comparison[["ikm", "ikm_rounded", "mutu"]].isna().all(axis=None)


@pytest.mark.parametrize("field", ["nrr", "std_error", "ci_low", "ci_high", "nrr_tertimbang", "ikm_unsur", "mutu", "rank"])
def test_under_the_smallest_cell_no_unsur_is_shown(field: str) -> None:
    assert summary([[4] * 9, [1] * 9, [2] * 9, [3] * 9]).by_unsur[field].isna().all()


def test_at_the_smallest_cell_the_index_is_shown() -> None:
    assert summary([[4] * 9] * 5).ikm == 100.0
    assert summary([[4] * 9], n=[5]).ikm == 100.0


@pytest.mark.parametrize(
    ("sizes", "hidden"),
    [
        ({"a": 30, "b": 20}, set()),
        ({"a": 30, "b": 5}, set()),
        ({"a": 30, "b": 4}, {"a", "b"}),  # whole - a would give b
        ({"a": 30, "b": 20, "c": 4}, {"b", "c"}),  # the next smallest goes with c
        ({"a": 30, "b": 4, "c": 4}, {"b", "c"}),  # together 8: none can be found
        ({"a": 30, "b": 2, "c": 2}, {"a", "b", "c"}),  # together 4: still fewer than 5
        ({"a": 30, "b": 20, "c": 2, "d": 1}, {"b", "c", "d"}),
        ({"a": 20, "b": 20, "c": 1}, {"a", "c"}),  # equal sizes: the first by name
        ({"a": 3}, {"a"}),
        ({"a": 4, "b": 4}, {"a", "b"}),
        ({}, set()),
    ],
)
def test_groups_that_are_hidden(sizes: dict[str, int], hidden: set[str]) -> None:
    assert hidden_groups(sizes, 5) == hidden


@LAW
@given(st.lists(st.integers(1, 12), max_size=7), st.integers(1, 8))
def test_no_hidden_group_can_be_found_by_subtraction(sizes: list[int], smallest_cell: int) -> None:
    """Hidden are all small ones; and together they are at least two of at least the smallest cell, or everything is hidden."""
    named = {f"group {place}": size for place, size in enumerate(sizes)}
    hidden = hidden_groups(named, smallest_cell)
    assert {name for name, size in named.items() if size < smallest_cell} <= hidden
    pooled = sum(named[name] for name in hidden)
    assert not hidden or hidden == set(named) or (len(hidden) > 1 and pooled >= smallest_cell)


@LAW
@given(st.lists(st.integers(1, 12), max_size=7), st.integers(1, 8))
def test_no_more_groups_are_hidden_than_needed(sizes: list[int], smallest_cell: int) -> None:
    """Without the largest group that is hidden only to protect others, the rest could be found."""
    named = {f"group {place}": size for place, size in enumerate(sizes)}
    hidden = hidden_groups(named, smallest_cell)
    extra = [name for name in hidden if named[name] >= smallest_cell]
    assert len(extra) <= 1
    small = [name for name in hidden if named[name] < smallest_cell]
    assert not extra or len(small) == 1 or sum(named[name] for name in small) < smallest_cell


def test_a_group_under_the_smallest_cell_takes_a_second_one_with_it() -> None:
    groups = summary([[4, 3]] * 30, layanan=["a"] * 16 + ["b"] * 10 + ["c"] * 4).groups["layanan"].set_index("group")
    assert list(groups.index) == ["a", "b", "c"]
    assert list(groups["suppressed"]) == [False, True, True]
    assert groups.loc[["b", "c"]].drop(columns="suppressed").isna().all(axis=None)
    assert (groups.at["a", "n"], groups.at["a", "ikm"], groups.at["a", "ikm_rounded"]) == (16, 87.5, Decimal("87.50"))


def test_a_group_has_an_interval_from_ten_and_a_class_from_thirty() -> None:
    rows = [[4, 3]] * 10 + [[3, 2]] * 9 + [[4, 4]] * 30
    groups = summary(rows, layanan=["a"] * 10 + ["b"] * 9 + ["c"] * 30).groups["layanan"].set_index("group")
    assert list(groups["ikm"]) == [87.5, 62.5, 100]
    assert groups.loc["b", ["std_error", "ci_low", "ci_high", "mutu"]].isna().all()
    assert groups.loc["a", ["std_error", "ci_low", "ci_high"]].notna().all() and pd.isna(groups.at["a", "mutu"])
    assert groups.at["c", "mutu"] == "A"


def test_a_group_is_a_domain_of_the_whole() -> None:
    """Its index is that of its own rows; its variance has n/(n - 1) of all 48 respondents, not of its 36 (R svyby)."""
    rows = [[4, 3], [3, None], [2, 2], [4, 4], [1, 3], [3, 3]] * 6
    groups = summary(rows + [[4, 4]] * 12, layanan=["a"] * 36 + ["b"] * 12).groups["layanan"].set_index("group")
    alone = summary(rows)
    for field in ("ikm", "ikm_rounded", "df", "mutu"):
        assert groups.at["a", field] == getattr(alone, field), field
    variance = alone.std_error**2 * (48 / 47) / (36 / 35)
    assert groups.at["a", "std_error"] == pytest.approx(math.sqrt(variance), rel=1e-12)
    assert (groups.at["a", "ci_low"], groups.at["a", "ci_high"]) == pytest.approx(interval(alone.ikm, variance, 36, 35), rel=1e-12)


def test_blank_and_merged_groups_come_last() -> None:
    layanan = ["lainnya"] * 5 + [None] * 5 + ["zonasi"] * 5 + ["pindah"] * 5
    assert list(summary([[4, 3]] * 20, layanan=layanan).groups["layanan"]["group"]) == ["pindah", "zonasi", "lainnya", "tidak diisi"]


def test_services_stand_in_the_order_of_the_sidecar() -> None:
    groups = summary([[4, 3]] * 10, layanan=["a"] * 5 + ["b"] * 5, population={"b": 60, "a": 40}).groups["layanan"]
    assert list(groups["group"]) == ["b", "a"]


@pytest.mark.parametrize(("by", "level"), [(("umur",), 0.95), (("persyaratan",), 0.95), (("layanan",), 0.0), (("layanan",), 1.0), ((), 95)])
def test_a_question_without_meaning_is_misuse(by: tuple[str, ...], level: float) -> None:
    with pytest.raises(MisuseError):
        skm.summarise(survey(HAND), by=by, level=level)


def test_under_the_smallest_cell_no_nrr_can_be_computed() -> None:
    assert summary([[4] * 9, [1] * 9, [2] * 9, [3] * 9]).by_unsur["total"].isna().all()


def test_one_answer_to_an_unsur_has_no_standard_error() -> None:
    row = summary([[4, None]] * 11 + [[4, 1]], cell=1).by_unsur.iloc[1]
    assert row["n"] == 1
    assert math.isnan(row["std_error"])


def test_weights_that_the_sidecar_accepts_keep_the_index_on_its_scale() -> None:
    bobot = {"persyaratan": Fraction("0.5"), "prosedur": Fraction("0.501")}
    assert summary([[4, 4]] * 10, bobot=bobot).ikm == 100.0


# --- laws -------------------------------------------------------------------------------------------------------------


@LAW
@given(answers())
def test_every_figure_lies_on_its_scale(rows: list[list[int | None]]) -> None:
    result = summary(rows, cell=2)
    assert 25 <= result.ci_low <= result.ikm <= result.ci_high <= 100
    table = result.by_unsur
    assert ((table["ci_low"] >= 1) & (table["ci_low"] <= table["nrr"]) & (table["nrr"] <= table["ci_high"]) & (table["ci_high"] <= 4)).all()


@LAW
@given(answers())
def test_the_class_is_one_and_is_not_excluded(rows: list[list[int | None]]) -> None:
    result = summary(rows)
    assert result.mutu in {band.mutu for band in RULE.bands}
    assert result.mutu in result.mutu_not_excluded
    assert abs(Fraction(result.ikm_rounded) - Fraction(result.ikm)) <= Fraction(1, 200) + Fraction(1, 10**12)


@LAW
@given(answers(), st.data())
def test_order_of_rows_is_irrelevant(rows: list[list[int | None]], data: st.DataObject) -> None:
    first, second = summary(rows), summary(data.draw(st.permutations(rows)))
    assert (first.ikm, first.ikm_rounded, first.mutu) == (second.ikm, second.ikm_rounded, second.mutu)
    assert second.std_error == pytest.approx(first.std_error, rel=1e-9, abs=1e-12)
    pd.testing.assert_frame_equal(first.by_unsur, second.by_unsur, rtol=1e-9, atol=1e-12)


@LAW
@given(answers(high=3), st.data())
def test_raising_an_answer_never_lowers_the_index(rows: list[list[int | None]], data: st.DataObject) -> None:
    filled = [(row, place) for row, cells in enumerate(rows) for place, cell in enumerate(cells) if cell is not None]
    row, place = data.draw(st.sampled_from(filled))
    raised = [list(cells) for cells in rows]
    raised[row][place] += 1
    before, after = summary(rows), summary(raised)
    assert after.ikm > before.ikm
    assert after.ikm_rounded >= before.ikm_rounded
    order = [band.mutu for band in RULE.bands]
    assert order.index(after.mutu) >= order.index(before.mutu)


@LAW
@given(answers(), st.data())
def test_rows_and_a_tally_of_equal_rows_give_the_same(rows: list[list[int | None]], data: st.DataObject) -> None:
    frequency = data.draw(st.lists(st.integers(1, 9), min_size=len(rows), max_size=len(rows)))
    layanan = data.draw(st.lists(st.sampled_from("ab"), min_size=len(rows), max_size=len(rows)))
    long = [row for row, times in zip(rows, frequency, strict=True) for _ in range(times)]
    services = [name for name, times in zip(layanan, frequency, strict=True) for _ in range(times)]
    tally, single = summary(rows, n=frequency, layanan=layanan), summary(long, layanan=services)
    assert (tally.n, tally.df, tally.ikm, tally.mutu) == (single.n, single.df, single.ikm, single.mutu)
    found, expected = ([result.std_error, result.ci_low, result.ci_high] for result in (tally, single))
    assert found == pytest.approx(expected, rel=1e-9, abs=1e-9)
    pd.testing.assert_frame_equal(tally.by_unsur, single.by_unsur, rtol=1e-9, atol=1e-9)
    pd.testing.assert_frame_equal(tally.groups["layanan"], single.groups["layanan"], rtol=1e-9, atol=1e-9)
    pd.testing.assert_frame_equal(tally.bobot_comparison, single.bobot_comparison)


@LAW
@given(answers())
def test_mirrored_answers_give_the_mirrored_figures(rows: list[list[int | None]]) -> None:
    one, other = summary(rows), summary([[None if cell is None else 5 - cell for cell in row] for row in rows])
    assert other.ikm == pytest.approx(125 - one.ikm, rel=1e-12)
    assert (other.ci_low, other.ci_high) == pytest.approx((125 - one.ci_high, 125 - one.ci_low), abs=1e-6)


@LAW
@given(answers(), st.floats(0.5, 0.94))
def test_a_higher_level_gives_a_wider_interval(rows: list[list[int | None]], level: float) -> None:
    narrow, wide = skm.summarise(survey(rows), level=level), skm.summarise(survey(rows), level=0.95)
    assert wide.ci_low <= narrow.ci_low + 1e-9
    assert wide.ci_high >= narrow.ci_high - 1e-9
    assert (narrow.ikm, narrow.std_error) == (wide.ikm, wide.std_error)


@LAW
@given(answers())
def test_responses_are_left_as_they_were(rows: list[list[int | None]]) -> None:
    asked = survey(rows)
    before = asked.responses.copy()
    skm.summarise(asked)
    pd.testing.assert_frame_equal(asked.responses, before)


def test_ranks_are_of_the_unsur_that_are_shown() -> None:
    """U9 has one answer and U4 goes with it: the lowest of the seven that are left has rank 1 within its own range."""
    table = summary([[4, 4, 4, 1, 4, 4, 4, 4, None]] * 11 + [[4, 4, 4, 1, 4, 4, 4, 4, 4]]).by_unsur.dropna(subset="rank")
    assert len(table) == 7 and (table["rank_low"] <= table["rank"]).all() and (table["rank"] <= table["rank_high"]).all()
    assert table["rank_high"].max() == 7


def test_two_respondents_have_a_standard_error() -> None:
    """By hand: indices 100 and 75, s2 = 312.5, s2/2 = 156.25, its root 12.5."""
    found = estimate(survey([[4, 4], [3, 3]]), 0.95)
    assert (found.value, found.std_error) == (87.5, pytest.approx(12.5))


def test_ages_at_the_ends_of_their_bands() -> None:
    """docs/method.md, "Groups": 10-24, 25-34, 35-44, 45-54, 55 and over."""
    ages = {
        9: "tidak diisi",
        10: "10-24",
        24: "10-24",
        25: "25-34",
        34: "25-34",
        35: "35-44",
        44: "35-44",
        45: "45-54",
        54: "45-54",
        55: "55 ke atas",
        100: "55 ke atas",
    }
    forms = survey([[3, 4]] * len(ages))
    aged = replace(forms, responses=forms.responses.assign(usia=pd.array(list(ages), dtype="Int64")))
    assert dict(zip(ages, labels(aged, "usia"), strict=True)) == ages


def test_one_respondent_of_many_has_no_standard_error() -> None:
    """A group of one has an index and no error, though the survey has one; a group that answered nothing has no index."""
    asked = survey([[4, 4], [3, 3], [None, None], [None, None]])
    one, silent = (estimate(asked, 0.95, None, pd.Series(rows)) for rows in ([True, False, False, False], [False, False, True, True]))
    assert (one.value, one.n, one.std_error, one.ci_low, one.ci_high) == (100, 1, None, None, None)
    assert (silent.exact, silent.n, silent.std_error, silent.ci_low) == (None, 2, None, None)


@pytest.mark.parametrize(("k", "tried"), [(9, True), (8, False)])
def test_a_weight_of_four_decimals_is_one_of_nine_unsur(k: int, tried: bool) -> None:
    """By hand, all answers 3: nine unsur of 0.1111 print 25 x 27 x 0.1111 = 74.9925, with NRR of 2 decimals too; of eight it is no weight."""
    found = [item for item in bobot.explain_index(survey([[3] * k] * 12), Decimal("74.99")) if item.bobot == "0.1111"]
    assert [item.rounding for item in found if item.matches] == (["none", "nrr_2"] if tried else []) and bool(found) is tried


@pytest.mark.parametrize(("keys", "away"), [((3, 8, 1), False), ((3, 8), False), ((1, 2), False), ((3, 1), True), ((8, 2), True)])
def test_an_index_gives_away_what_it_parts_from_the_other_withheld(keys: tuple[int, ...], away: bool) -> None:
    """U9 has one answer and U4 (biaya) is withheld with it: both in an index or both out of it tell nothing, one alone tells the other."""
    asked = survey([[4, 4, 4, 1, 4, 4, 4, 4, None]] * 11 + [[4, 4, 4, 1, 4, 4, 4, 4, 4]])
    assert withheld.unsur(asked) == {KEYS[3], KEYS[8]}
    assert withheld.gives_away(asked, [KEYS[place] for place in keys]) is away


@pytest.mark.parametrize(("claimed", "tried"), [({"bobot": "0.12"}, True), ({}, False)])
def test_a_weight_that_the_office_prints_is_tried(claimed: dict[str, str], tried: bool) -> None:
    """By hand, all answers 3 to nine unsur: 25 x 27 x 0.12 = 81.00, which no weight of a regulation's file gives."""
    asked = survey([[3] * 9] * 12, published={"ikm": "81.00"} | claimed)
    found = [item.bobot for item in bobot.explain_published(asked) if item.matches]
    assert found == (["0.12"] * 4 if tried else [])


def test_a_group_is_compared_from_ten() -> None:
    """By hand: ten of 87.5; the other 39 have 25 (147/39 + 138/39)/2. Nine are not compared."""
    rows, layanan = [[4, 3]] * 10 + [[3, 2]] * 9 + [[4, 4]] * 30, ["a"] * 10 + ["b"] * 9 + ["c"] * 30
    groups = summary(rows, layanan=layanan).groups["layanan"].set_index("group")
    assert groups.at["a", "difference"] == pytest.approx(87.5 - 25 * 285 / 78) and groups.at["a", "p_value"] > 0
    assert groups.loc["b", ["difference", "p_value"]].isna().all()


def test_the_limit_between_two_classes_belongs_to_the_upper() -> None:
    """88.305 is printed as 88.31, an A: an interval from there on meets no B, and one that ends there meets the A."""
    limit = 88.31 - 0.005
    assert (classes_met(RULE, limit, 99.0), classes_met(RULE, 80.0, limit)) == (("A",), ("B", "A"))


def test_a_year_of_two_regulations_has_no_class() -> None:
    forms = survey([[4, 4]] * 12)
    mixed = replace(forms, parts=(forms, replace(forms, rule=load("permenpanrb_16_2014"))))
    assert mutu(forms, Fraction(100)) == "A" and mutu(mixed, Fraction(100)) is None and mutu(forms, None) is None


def test_one_answer_to_a_service_without_known_users_is_no_stratum() -> None:
    forms = survey([[4, 3]] * 3, layanan=["a", "a", "b"], population={"a": 10})
    assert strata_of(forms) is None


def test_one_degree_of_freedom_makes_a_side_of_a_difference() -> None:
    """Two respondents have one; two services of one respondent have none; nobody, or one of many, has no interval."""
    two = survey([[4], [3], [None]])
    alone = survey([[4], [3]], layanan=["a", "b"], population={"a": 10, "b": 10})
    parts = [pd.Series(rows) for rows in ([True, True, False], [True, False, False], [False, False, True])]
    assert [side(estimate(two, 0.95, None, rows)) is not None for rows in parts] == [True, False, False]
    assert side(estimate(alone, 0.95, strata_of(alone))) is None
