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


def test_weights_of_all_users_are_the_index_of_all_users() -> None:
    """Each service weighed by its users per respondent is the weighted index of the annex, with its interval."""
    survey = UNIT.survey(2019)
    sizes = survey.responses["layanan"].value_counts()
    found = basis(survey, Scenario(shares={name: count / sizes[name] for name, count in survey.sidecar.population.items()}))
    judged, annex = scenario.judge(found, survey.n), skm.summarise(survey).weighted
    assert annex is not None
    assert (judged.ikm, judged.std_error, judged.ci_low, judged.ci_high) == pytest.approx((annex.ikm, annex.std_error, annex.ci_low, annex.ci_high))


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
    table = scenario.points_needed(low, "A")
    assert len(table) == 9
    for row in table[table["possible"]].to_dict("records"):
        for steps, reached in ((row["answers"], True), (row["answers"] - 1, False)):
            n = int(answers(low)[row["unsur"]].notna().sum())
            moved = scenario.moved(low, row["unsur"], float(Fraction(int(steps), n)))
            assert (skm.summarise(moved).mutu == "A") is reached, (row, steps)


def test_a_class_that_is_reached_needs_nothing() -> None:
    assert scenario.points_needed(UNIT.survey(2019), "B").empty


def test_more_respondents_of_the_same_answers() -> None:
    """Twice as many, without users known: the interval of every form standing twice."""
    survey = UNIT.survey(2019)
    plain = replace(survey, sidecar=replace(survey.sidecar, population={}))
    judged = scenario.judge(basis(plain), 2 * survey.n)
    annex = skm.summarise(replace(plain, responses=plain.responses.assign(n=2)))
    assert (judged.ikm, judged.std_error, judged.ci_low, judged.ci_high) == pytest.approx((annex.ikm, annex.std_error, annex.ci_low, annex.ci_high))


def test_fewest_respondents_that_tell_b_from_a() -> None:
    """Just below A: so many tell the classes apart, one fewer does not."""
    survey = UNIT.survey(2019)
    near = replace(survey, rule=scenario.with_bounds(survey.rule, (Decimal("62.51"), Decimal("76.61"), Decimal("83.20"))))
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
