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
    for name in ("ikm", "ci_low", "ci_high", "mutu_confidence", "worst_case_low", "mutu_not_excluded", "df"):
        assert getattr(found, name) == getattr(whole, name), name
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


def test_findings_are_those_of_its_respondents() -> None:
    """A finding of a row is told of the part that holds the row, and of no other."""
    survey = UNIT.survey(2019)
    told = {}
    for sex in ("Perempuan", "Laki-laki"):
        part = domain.narrowed(survey, labels(survey, "jenis_kelamin") == sex)
        told[sex] = {item.row for item in part.findings if item.row is not None}
        assert told[sex] <= set(part.responses.index) and told[sex]
    assert told["Perempuan"] | told["Laki-laki"] == {item.row for item in survey.findings if item.row is not None}


@pytest.mark.parametrize(("n", "compared"), [(9, False), (10, True)])
def test_ten_are_enough_to_be_compared(n: int, compared: bool) -> None:
    survey = UNIT.survey(2019)
    few = pd.Series(range(survey.n), index=survey.responses.index) < n
    assert (domain.against_rest(survey, few) is not None) is compared


def test_too_few_show_nothing() -> None:
    survey = UNIT.survey(2019)
    few = pd.Series(range(survey.n), index=survey.responses.index) < 4
    found = domain.summarise(survey, few)
    assert found.ikm is None and found.by_unsur["nrr"].isna().all() and domain.against_rest(survey, few) is None


@pytest.mark.parametrize(
    ("column", "value", "index", "nrr"),
    [
        ("jenis_kelamin", "Perempuan", (82.9738718186, 0.89259026577),
         {"persyaratan": (3.31746031746, 0.0471759380034), "sarpras": (3.17322834646, 0.0523163964802)}),
        ("layanan", "Legalisasi dokumen", (84.5819459859, 1.18688163736),
         {"persyaratan": (3.45283018868, 0.0703540939193), "sarpras": (3.23529411765, 0.0778955742653)}),
    ],
)  # fmt: skip
def test_as_r_has_it(column: str, value: str, index: tuple[float, float], nrr: dict[str, tuple[float, float]]) -> None:
    """R 4.2, survey, lonely.psu = "adjust", on the answers of 2019 with N, the users of each row's service.

    ``des <- svydesign(ids=~1, strata=~layanan, weights=~one, fpc=~N, data=d)``; of an unsur ``svymean(~sarpras, subset(des, jenis_kelamin ==
    "Perempuan"), na.rm=TRUE)``; of the index ``SE(svytotal(~e, des))``, e = 25/9 sum_u a_u (x_u - NRR_u) / sum a_u in the domain, else 0.
    """
    survey = UNIT.survey(2019)
    found = domain.summarise(survey, labels(survey, column) == value)
    assert (found.ikm, found.std_error) == pytest.approx(index, rel=1e-10)
    rows = found.by_unsur.set_index("unsur")
    for unsur, wanted in nrr.items():
        assert tuple(rows.loc[unsur, ["nrr", "std_error"]]) == pytest.approx(wanted, rel=1e-10)


def test_ten_respondents_are_compared_with_the_rest() -> None:
    """`smallest_n_interval` is 10: from ten on, not above ten."""
    forms = survey([[3, 4], [4, 3], [2, 4]] * 8)
    chosen = pd.Series(range(24)) < 10
    assert domain.against_rest(forms, chosen) is not None
    assert domain.against_rest(forms, pd.Series(range(24)) < 9) is None
