"""What if: nothing changed gives the survey's own figures; what is changed gives those of the survey so changed."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from balong_eval.analysis import scenario, skm
from balong_eval.analysis.index import answers, classes_met
from balong_eval.analysis.scenario import Basis, Scenario
from balong_eval.errors import MisuseError
from balong_eval.intake.survey import Survey
from balong_eval.intake.unit import read_unit

ROOT = Path(__file__).parent.parent.parent
UNIT = read_unit(ROOT / "data/contoh")
KEYS = [unsur.key for unsur in UNIT.survey(2019).unsur]
SAME = ("n", "ikm", "ikm_rounded", "mutu", "kinerja", "std_error", "ci_low", "ci_high", "mutu_not_excluded", "mutu_confidence")


def basis(survey: Survey, wanted: Scenario | None = None) -> Basis:
    found = scenario.basis(survey, wanted or Scenario())
    assert found is not None
    return found


@pytest.mark.parametrize("year", range(2016, 2022))
def test_nothing_changed(year: int) -> None:
    survey = UNIT.survey(year)
    found, annex = scenario.judge(basis(survey), survey.n), skm.summarise(survey)
    assert all(getattr(found, name) == getattr(annex, name) for name in SAME)
    assert basis(survey).exact is not None, "equal weights leave the index exact, so that it is rounded once"


def test_a_dropped_service_is_a_survey_without_it() -> None:
    survey = UNIT.survey(2019)
    found = basis(survey, Scenario(shares={"Dispensasi nikah": 0.0}))
    rows = survey.responses[survey.responses["layanan"] != "Dispensasi nikah"]
    users = {name: count for name, count in survey.sidecar.population.items() if name != "Dispensasi nikah"}
    annex = skm.summarise(replace(survey, responses=rows, sidecar=replace(survey.sidecar, population=users)))
    judged = scenario.judge(found, found.survey.n)
    assert all(getattr(judged, name) == getattr(annex, name) for name in SAME)


def test_a_service_of_weight_two_counts_twice() -> None:
    """The same index as if each of its forms stood twice in the file; by hand, from the means."""
    survey = UNIT.survey(2019)
    found = basis(survey, Scenario(shares={"Dispensasi nikah": 2.0}))
    twice = survey.responses["n"].where(survey.responses["layanan"] != "Dispensasi nikah", 2)
    table = answers(survey)
    means = [(table[key] * twice).sum() / twice[table[key].notna()].sum() for key in table]
    assert found.value == pytest.approx(25 * float(np.mean(means)), abs=1e-9)
    assert scenario.judge(found, survey.n).ikm_rounded == Decimal(f"{25 * float(np.mean(means)):.2f}")


def test_weights_of_all_users_are_the_index_of_all_users() -> None:
    """Each service weighed by its users per respondent is the weighted index of the annex, with its interval."""
    survey = UNIT.survey(2019)
    sizes = survey.responses["layanan"].value_counts()
    found = basis(survey, Scenario(shares={name: count / sizes[name] for name, count in survey.sidecar.population.items()}))
    judged, annex = scenario.judge(found, survey.n), skm.summarise(survey).weighted
    assert annex is not None
    assert (judged.ikm, judged.std_error, judged.ci_low, judged.ci_high) == pytest.approx(
        (annex.ikm, annex.std_error, annex.ci_low, annex.ci_high), rel=1e-9
    ), "one degree of freedom less moves a limit by 4e-6"


def test_a_move_counts_rows_that_stand_for_several() -> None:
    """Every row twice: as many rows rise, for twice as many answers."""
    survey = UNIT.survey(2019)
    twice = replace(survey, responses=survey.responses.assign(n=2))
    after = scenario.moved(twice, "sarpras", 0.30).responses["sarpras"]
    assert int((after - survey.responses["sarpras"]).sum()) == 84


def test_more_respondents_of_every_service() -> None:
    """Twice as many of each service, users known: as if every form stood twice, with its strata and their shares of the users."""
    survey = UNIT.survey(2019)
    judged = scenario.judge(basis(survey), 2 * survey.n)
    annex = skm.summarise(replace(survey, responses=survey.responses.assign(n=2)))
    assert annex.strata is not None
    assert (judged.ikm, judged.std_error, judged.ci_low, judged.ci_high) == pytest.approx(
        (annex.ikm, annex.std_error, annex.ci_low, annex.ci_high), rel=1e-9
    ), "one degree of freedom less moves a limit by 4e-6"


def test_there_can_be_as_many_as_the_service_allows_that_is_used_up_first() -> None:
    survey = UNIT.survey(2019)
    sizes = survey.responses["layanan"].value_counts()
    assert basis(survey).most == int(survey.n * min(count / sizes[name] for name, count in survey.sidecar.population.items()))


def test_a_move_by_hand() -> None:
    """0.30 of 281 answers is 84 steps: 82.4978 + 25/9 * 84/281 = 83.3282."""
    found = basis(UNIT.survey(2019), Scenario({"sarpras": 0.30}))
    assert found.value == pytest.approx(82.49781502452534 + 25 / 9 * 84 / 281, abs=1e-9) and round(found.value, 4) == 83.3282


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(KEYS), st.integers(-100, 100))
def test_a_move_is_whole_answers_and_as_far_as_wished(key: str, hundredths: int) -> None:
    survey = UNIT.survey(2019)
    wished, before = hundredths / 100, survey.responses[key]
    after = scenario.moved(survey, key, wished).responses[key]
    assert set(after.dropna()) <= {1.0, 2.0, 3.0, 4.0} and (after.isna() == before.isna()).all()
    reached = float(after.mean() - before.mean())
    room = 4 - before.mean() if wished > 0 else before.mean() - 1
    assert abs(reached) == pytest.approx(min(abs(wished), room), abs=0.5 / before.notna().sum() + 1e-9)


@pytest.mark.parametrize("year", range(2016, 2022))
def test_so_many_points_do_reach_the_class_and_one_answer_fewer_does_not(year: int) -> None:
    survey = UNIT.survey(year)
    low = replace(survey, rule=scenario.with_bounds(survey.rule, (Decimal("62.51"), Decimal("76.61"), Decimal("83.90"))))
    table = scenario.points_needed(basis(low), "A")
    assert len(table) == 9
    for row in table[table["possible"]].to_dict("records"):
        for steps, reached in ((row["answers"], True), (row["answers"] - 1, False)):
            n = int(answers(low)[row["unsur"]].notna().sum())
            moved = scenario.moved(low, row["unsur"], float(Fraction(int(steps), n)))
            assert (skm.summarise(moved).mutu == "A") is reached, (row, steps)


def test_a_class_that_is_reached_needs_nothing() -> None:
    assert scenario.points_needed(basis(UNIT.survey(2019)), "B").empty


def test_points_where_a_service_counts_twice() -> None:
    """Every answer to the unsur higher by the points makes the weighted index the bound less half a hundredth; only biaya (3.6) has no such room."""
    survey = UNIT.survey(2019)
    wanted = Scenario(shares={"Dispensasi nikah": 2.0}, bounds=(Decimal("62.51"), Decimal("76.61"), Decimal("83.90")))
    found = basis(survey, wanted)
    table = scenario.points_needed(found, "A")
    assert len(table) == 9 and table["answers"].isna().all() and list(table["unsur"][~table["possible"]]) == ["biaya"]
    for row in table.to_dict("records"):
        raised = replace(survey, responses=survey.responses.assign(**{row["unsur"]: survey.responses[row["unsur"]] + row["points"]}))
        assert basis(raised, wanted).value == pytest.approx(83.895, abs=1e-9)
        twice = raised.responses["n"].where(survey.responses["layanan"] != "Dispensasi nikah", 2)
        mean = (survey.responses[row["unsur"]] * twice).sum() / twice[survey.responses[row["unsur"]].notna()].sum()
        assert row["nrr"] == pytest.approx(mean, abs=1e-9)


def test_points_of_a_weighted_index_need_room_too() -> None:
    wanted = Scenario(shares={"Dispensasi nikah": 2.0}, bounds=(Decimal("62.51"), Decimal("76.61"), Decimal("99")))
    assert not scenario.points_needed(basis(UNIT.survey(2019), wanted), "A")["possible"].any()


def test_more_respondents_of_the_same_answers() -> None:
    """Twice as many, without users known: the interval of every form standing twice."""
    survey = UNIT.survey(2019)
    plain = replace(survey, sidecar=replace(survey.sidecar, population={}))
    judged = scenario.judge(basis(plain), 2 * survey.n)
    annex = skm.summarise(replace(plain, responses=plain.responses.assign(n=2)))
    assert (judged.ikm, judged.std_error, judged.ci_low, judged.ci_high) == pytest.approx(
        (annex.ikm, annex.std_error, annex.ci_low, annex.ci_high), rel=1e-9
    ), "one degree of freedom less moves a limit by 4e-6"


@pytest.mark.parametrize("bound", ["83.15", "83.20", "83.26", "83.33", "83.40"])
def test_fewest_respondents_that_tell_b_from_a(bound: str) -> None:
    """Just below A: so many tell the classes apart, one fewer does not."""
    survey = UNIT.survey(2019)
    near = replace(survey, rule=scenario.with_bounds(survey.rule, (Decimal("62.51"), Decimal("76.61"), Decimal(bound))))
    found = basis(near)
    assert scenario.judge(found, near.n).mutu_not_excluded == ("B", "A")
    n = scenario.respondents_needed(found)
    assert n is not None and n > near.n
    assert scenario.judge(found, n).mutu_not_excluded == ("B",) and scenario.judge(found, n - 1).mutu_not_excluded == ("B", "A")


def test_on_the_bound_no_number_is_enough() -> None:
    """The unrounded class begins half a hundredth under the printed bound: an index there cannot be told from it."""
    survey = UNIT.survey(2019)
    plain = replace(survey, sidecar=replace(survey.sidecar, population={}))
    bound = Decimal(str(skm.summarise(plain).ikm_rounded))
    near = replace(plain, rule=scenario.with_bounds(plain.rule, (Decimal("62.51"), Decimal("76.61"), bound)))
    found = replace(basis(near), value=float(bound) - 0.005, exact=None)
    assert scenario.respondents_needed(found) is None


def test_the_class_is_that_of_the_other_table() -> None:
    survey = UNIT.survey(2019)
    bounds = (Decimal("43.76"), Decimal("62.51"), Decimal("81.26"))
    judged = scenario.judge(basis(survey, Scenario(bounds=bounds)), survey.n)
    assert judged.mutu == "A" and judged.mutu_not_excluded == classes_met(scenario.with_bounds(survey.rule, bounds), judged.ci_low, judged.ci_high)


@pytest.mark.parametrize("bounds", [("70", "60", "80"), ("25", "60", "80"), ("60", "80")])
def test_bounds_rise(bounds: tuple[str, ...]) -> None:
    with pytest.raises(MisuseError):
        scenario.with_bounds(UNIT.survey(2019).rule, tuple(map(Decimal, bounds)))


def test_points_where_nobody_answered_an_unsur() -> None:
    """By hand: without biaya eight unsur weigh 1/8 each, so points = 8 (88.305 - IKM)/25, and so many answers more do reach A."""
    survey = UNIT.survey(2019)
    silent = replace(survey, responses=survey.responses.assign(biaya=np.nan))
    found = basis(silent)
    table = scenario.points_needed(found, "A")
    assert list(table["unsur"]) == [key for key in KEYS if key != "biaya"]
    nrr = [silent.responses[key].mean() for key in KEYS if key != "biaya"]
    assert list(table["points"]) == pytest.approx([8 * (88.305 - 25 * sum(nrr) / 8) / 25] * 8, rel=1e-9)
