"""Part of the respondents has the figures that the annex gives it as a group."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from balong_eval.analysis import domain, reliability, skm
from balong_eval.analysis.groups import labels
from balong_eval.analysis.index import answers
from balong_eval.intake.unit import read_unit
from tests.analysis.test_skm import survey

ROOT = Path(__file__).parent.parent.parent
BY = ("layanan", "jenis_kelamin", "usia", "pendidikan", "pekerjaan")
UNIT = read_unit(ROOT / "data/contoh")


@pytest.mark.parametrize("year", [2017, 2019])
def test_every_group_of_the_annex(year: int) -> None:
    survey = UNIT.survey(year)
    for column, groups in skm.summarise(survey, by=BY).groups.items():
        names = labels(survey, column)
        for row in groups[~groups["suppressed"]].to_dict("records"):
            found, gap = domain.summarise(survey, names == row["group"]), domain.against_rest(survey, names == row["group"])
            assert (found.n, found.ikm, found.ikm_rounded) == (row["n"], row["ikm"], row["ikm_rounded"]), row["group"]
            if not pd.isna(row["ci_low"]):
                assert (found.std_error, found.ci_low, found.ci_high) == (row["std_error"], row["ci_low"], row["ci_high"])
            if not pd.isna(row["difference"]):
                assert gap is not None and gap.estimate == row["difference"] and gap.p_value == row["p_value"]


def test_everybody_is_the_whole() -> None:
    survey = UNIT.survey(2019)
    whole, found = skm.summarise(survey), domain.summarise(survey, pd.Series(True, index=survey.responses.index))
    assert (found.ikm, found.ci_low, found.ci_high, found.mutu_confidence) == (whole.ikm, whole.ci_low, whole.ci_high, whole.mutu_confidence)
    pd.testing.assert_frame_equal(found.by_unsur, whole.by_unsur)


def test_unsur_of_a_domain_are_its_own() -> None:
    """NRR, number of answers and weights add up to the index of the part."""
    survey = UNIT.survey(2019)
    found = domain.summarise(survey, labels(survey, "jenis_kelamin") == "Perempuan")
    assert found.ikm == pytest.approx(25 * found.by_unsur["nrr"].mean(), abs=1e-9)
    assert (found.by_unsur["n"] <= found.n).all()


def test_without_straight_liners_is_the_figure_of_the_annex() -> None:
    survey = UNIT.survey(2019)
    found = domain.summarise(survey, pd.Series(~reliability.straight_liners(answers(survey)), index=survey.responses.index))
    whole = skm.summarise(survey).reliability
    assert whole is not None and found.ikm == pytest.approx(whole.ikm_without_straight_lining, abs=1e-12)


def test_too_few_show_nothing() -> None:
    survey = UNIT.survey(2019)
    few = pd.Series(range(survey.n), index=survey.responses.index) < 4
    found = domain.summarise(survey, few)
    assert found.ikm is None and found.by_unsur["nrr"].isna().all() and domain.against_rest(survey, few) is None


def test_ten_respondents_are_compared_with_the_rest() -> None:
    """`smallest_n_interval` is 10: from ten on, not above ten."""
    forms = survey([[3, 4], [4, 3], [2, 4]] * 8)
    chosen = pd.Series(range(24)) < 10
    assert domain.against_rest(forms, chosen) is not None
    assert domain.against_rest(forms, pd.Series(range(24)) < 9) is None
