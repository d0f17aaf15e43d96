"""Estimates against R: what the scripts in this folder printed, and, where R and its packages are installed, print today.

The answers are synthetic, made by make_data.py: complete.csv (40 rows), blanks.csv (120 rows), and strata_complete.csv and strata_blanks.csv
(111 rows, the last one the only respondent of its service). Series of yearly values: test_trend.py.
"""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from fractions import Fraction
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from balong_eval.analysis import change, reliability, skm
from balong_eval.analysis.holm import holm
from balong_eval.analysis.index import answers, estimate, strata_of
from balong_eval.analysis.skm import SkmResult
from balong_eval.intake.survey import Survey, read_survey

HERE = Path(__file__).parent
UNSUR = [f"U{number}" for number in range(1, 10)]
NAMES = ["complete", "blanks"]
FILES = [*NAMES, "strata_complete", "strata_blanks"]
SCRIPTS = {
    "skm_complete": ["survey"],
    "skm_blanks": ["survey"],
    "strata": ["survey"],
    "alpha": ["psych", "survey"],
    "change": [],
    "adjusted": [],
    "trend": ["metafor", "nlme"],
}
BOBOT = ["0.20", "0.15", "0.10", "0.05", "0.10", "0.10", "0.10", "0.05", "0.15"]  # as in skm_blanks.R
SERVICES, ALONE = ["Izin usaha", "KTP", "Surat pindah"], "Izin trayek"
GROUPS = [("layanan", name) for name in SERVICES] + [("jenis_kelamin", name) for name in ("Laki-laki", "Perempuan")]
CASES = [(answered, case) for answered in NAMES for case in ("plain", "singleton")]
CLOSE = 1e-9


def numbers(text: str) -> dict[str, float]:
    """Name -> number of each printed line; lines with # tell the versions."""
    lines = [line.split() for line in text.splitlines() if line and not line.startswith("#")]
    return {name: float(value) for name, value in lines}


@cache
def printed(script: str) -> dict[str, float]:
    return numbers((HERE / f"{script}.txt").read_text(encoding="utf-8"))


def pair(script: str, name: str) -> list[float]:
    return [printed(script)[name], printed(script)[f"{name}.std_error"]]


@cache
def survey(name: str) -> Survey:
    return read_survey(HERE / f"{name}.csv", rule="permenpanrb_14_2017")


@cache
def result(name: str) -> SkmResult:
    return skm.summarise(survey(name))


@cache
def with_users(answered: str, case: str) -> Survey:
    """The answers with the users of strata.toml; "plain" without the service of one respondent and its users."""
    whole = read_survey(HERE / f"strata_{answered}.csv", HERE / "strata.toml", smallest_cell=1)
    if case == "singleton":
        return whole
    users = {name: count for name, count in whole.sidecar.population.items() if name != ALONE}
    kept = whole.responses[whole.responses["layanan"] != ALONE]
    return replace(whole, responses=kept, sidecar=replace(whole.sidecar, population=users))


@pytest.mark.parametrize("script", SCRIPTS)
def test_the_committed_output_tells_its_versions(script: str) -> None:
    head = [line for line in (HERE / f"{script}.txt").read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    assert head[0].startswith("# R version ")
    assert [line.split()[1] for line in head[1:]] == SCRIPTS[script]


@pytest.mark.parametrize("name", NAMES)
def test_every_row_is_counted(name: str) -> None:
    assert result(name).n == survey(name).n_rows == printed(f"skm_{name}")["n"]
    assert bool(survey(name).responses.isna()[[unsur.key for unsur in survey(name).unsur]].any(axis=None)) is (name == "blanks")


@pytest.mark.parametrize("name", NAMES)
def test_index(name: str) -> None:
    assert [result(name).ikm, result(name).std_error] == pytest.approx(pair(f"skm_{name}", "ikm"), rel=CLOSE)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("unsur", UNSUR)
def test_unsur(name: str, unsur: str) -> None:
    row = result(name).by_unsur.set_index("code").loc[unsur]
    assert row["n"] == printed(f"skm_{name}").get(f"{unsur}.n", result(name).n)
    assert [row["nrr"], row["std_error"]] == pytest.approx(pair(f"skm_{name}", unsur), rel=CLOSE)


def test_index_with_unequal_weights() -> None:
    asked = survey("blanks")
    bobot = {unsur.key: Fraction(weight) for unsur, weight in zip(asked.unsur, BOBOT, strict=True)}
    found = skm.summarise(replace(asked, sidecar=replace(asked.sidecar, bobot=bobot)))
    assert [found.ikm, found.std_error] == pytest.approx(pair("skm_blanks", "bobot.ikm"), rel=CLOSE)


@pytest.mark.parametrize("service", SERVICES)
def test_service_is_a_domain_of_the_survey(service: str) -> None:
    row = result("blanks").groups["layanan"].set_index("group").loc[service]
    name = service.replace(" ", "_")
    expected = [printed("skm_blanks")[f"{name}.n"], *pair("skm_blanks", f"{name}.ikm")]
    assert [row["n"], row["ikm"], row["std_error"]] == pytest.approx(expected, rel=CLOSE)


# --- strata ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("answered", "case"), CASES)
def test_index_under_strata(answered: str, case: str) -> None:
    found = skm.summarise(with_users(answered, case))
    name = f"{answered}.{case}"
    assert [found.n, found.df] == [printed("strata")[f"{name}.n"], printed("strata")[f"{name}.df"]]
    assert [found.ikm, found.std_error] == pytest.approx(pair("strata", f"{name}.ikm"), rel=CLOSE)
    assert found.strata is not None and found.strata.singletons == ((ALONE,) if case == "singleton" else ())


@pytest.mark.parametrize(("answered", "case"), CASES)
def test_index_of_all_users(answered: str, case: str) -> None:
    found = skm.summarise(with_users(answered, case)).weighted
    assert found is not None and found.df == printed("strata")[f"{answered}.{case}.df"]
    assert [found.ikm, found.std_error] == pytest.approx(pair("strata", f"{answered}.{case}.weighted"), rel=CLOSE)


@pytest.mark.parametrize(("answered", "case"), CASES)
def test_unsur_under_strata(answered: str, case: str) -> None:
    table = skm.summarise(with_users(answered, case)).by_unsur.set_index("code")
    expected = [pair("strata", f"{answered}.{case}.{unsur}") for unsur in UNSUR]
    assert table.loc[UNSUR, ["nrr", "std_error"]].to_numpy("float64") == pytest.approx(np.array(expected), rel=CLOSE)


@pytest.mark.parametrize(("answered", "case"), CASES)
@pytest.mark.parametrize(("field", "group"), GROUPS)
def test_group_under_strata(answered: str, case: str, field: str, group: str) -> None:
    """A field of the profile cuts through the strata; degrees of freedom are those of R's degf of the subset."""
    row = skm.summarise(with_users(answered, case), by=[field]).groups[field].set_index("group").loc[group]
    name = f"{answered}.{case}.strata.{group.replace(' ', '_')}"
    assert [row["n"], row["df"]] == [printed("strata")[f"{name}.n"], printed("strata")[f"{name}.df"]]
    assert [row["ikm"], row["std_error"]] == pytest.approx(pair("strata", name), rel=CLOSE)


@pytest.mark.parametrize(("answered", "case"), CASES)
@pytest.mark.parametrize("service", SERVICES)
def test_service_without_strata(answered: str, case: str, service: str) -> None:
    asked = with_users(answered, case)
    found = estimate(asked, 0.95, None, asked.responses["layanan"] == service)
    expected = pair("strata", f"{answered}.{case}.simple.{service.replace(' ', '_')}")
    assert [found.value, found.std_error] == pytest.approx(expected, rel=CLOSE)


@pytest.mark.parametrize("case", ["plain", "singleton"])
def test_complete_answers_by_svymean_and_svyby(case: str) -> None:
    asked = with_users("complete", case)
    found = skm.summarise(asked)
    assert found.weighted is not None
    assert [found.ikm, found.std_error] == pytest.approx(pair("strata", f"complete.{case}.svymean"), rel=CLOSE)
    assert [found.weighted.ikm, found.weighted.std_error] == pytest.approx(pair("strata", f"complete.{case}.svymean.weighted"), rel=CLOSE)
    for which, strata in (("strata", strata_of(asked)), ("simple", None)):
        for field, group in GROUPS:
            part = estimate(asked, 0.95, strata, asked.responses[field] == group)
            expected = pair("strata", f"complete.{case}.svyby.{which}.{group.replace(' ', '_')}")
            assert [part.value, part.std_error] == pytest.approx(expected, rel=CLOSE), (which, group)


# --- reliability, change, several tests -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FILES)
def test_alpha(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The interval without a distribution is not given under 100 respondents; here it is, to be compared."""
    monkeypatch.setattr(reliability, "SMALLEST_N_ALPHA", 2)
    found = reliability.assess(survey(name)).alpha
    expected = {field.removeprefix(f"{name}."): value for field, value in printed("alpha").items() if field.startswith(f"{name}.")}
    assert found is not None and found.n == expected["n"]
    assert [found.alpha] * 2 == pytest.approx([expected["alpha"], expected["alpha.formula"]], rel=CLOSE)
    assert [found.feldt_low, found.feldt_high] == pytest.approx([expected["feldt.low"], expected["feldt.high"]], rel=CLOSE)
    assert [found.ci_low, found.ci_high] == pytest.approx([expected["free.low"], expected["free.high"]], rel=CLOSE)


@pytest.mark.parametrize("name", FILES)
def test_each_unsur_with_the_sum_of_the_others(name: str) -> None:
    found = list(reliability.assess(survey(name)).item_rest.values())
    assert found == pytest.approx([printed("alpha")[f"{name}.rest.{unsur}"] for unsur in UNSUR], rel=CLOSE)


def means(name: str) -> tuple[list[float], list[str]]:
    return list(answers(survey(name)).mean(axis=1)), list(survey(name).responses["layanan"])


def test_win_probability_by_service() -> None:
    found = change.compare(survey("blanks"), survey("strata_blanks")).win
    assert found is not None and found == change.win_probability(*means("blanks"), *means("strata_blanks"))
    expected = [printed("change")[f"win.{field}"] for field in ("p", "std_error", "ci_low", "ci_high")]
    assert [found.estimate, found.std_error, found.ci_low, found.ci_high] == pytest.approx(expected, rel=CLOSE)


@pytest.mark.parametrize("service", [None, *SERVICES])
def test_win_probability_of_one_stratum_is_the_statistic_of_wilcoxon(service: str | None) -> None:
    scores = [[score for score, name in zip(*means(file), strict=True) if service in (None, name)] for file in ("blanks", "strata_blanks")]
    found = change.win_probability(scores[0], ["-"] * len(scores[0]), scores[1], ["-"] * len(scores[1]))
    name = (service or "all").replace(" ", "_")
    assert found is not None and found.estimate == pytest.approx(printed("change")[f"{name}.wilcox"], rel=CLOSE)
    assert [found.estimate, found.std_error] == pytest.approx([printed("change")[f"{name}.{field}"] for field in ("p", "std_error")], rel=CLOSE)


@pytest.mark.parametrize(
    ("name", "p_values"),
    [
        ("spread", [0.01, 0.04, 0.03, 0.005]),
        ("ties", [0.02, 0.02, 0.5, 0.02, 0.9]),
        ("gaps", [0.011, None, 0.2, 1e-9, None, 0.0501]),
        ("one", [0.04]),
        ("large", [0.6, 0.7, 0.8]),
    ],
)
def test_holm(name: str, p_values: list[float | None]) -> None:
    expected = [printed("change").get(f"holm.{name}.{place}") for place in range(1, len(p_values) + 1)]
    assert [value is None for value in holm(p_values)] == [value is None for value in expected]
    known = [value for value in holm(p_values) if value is not None]
    assert known == pytest.approx([value for value in expected if value is not None], rel=CLOSE)


# --- R today --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("script", SCRIPTS)
def test_the_scripts_print_today_what_is_committed(script: str) -> None:
    _need_r(SCRIPTS[script])
    done = subprocess.run(["Rscript", "--no-init-file", f"{script}.R"], cwd=HERE, capture_output=True, text=True, check=True, timeout=300)
    today = numbers(done.stdout)
    assert list(today) == list(printed(script))
    assert list(today.values()) == pytest.approx(list(printed(script).values()), rel=CLOSE)


def _need_r(packages: list[str]) -> None:
    rest = "the committed output of R was compared, the script was not run again"
    if shutil.which("Rscript") is None:
        pytest.skip(f"Rscript is not installed: {rest}")
    for package in packages:
        question = f'quit(status = !requireNamespace("{package}", quietly = TRUE))'
        if subprocess.run(["Rscript", "--no-init-file", "-e", question], capture_output=True, check=False, timeout=300).returncode:
            pytest.skip(f"the R package {package} is not installed: {rest}")
