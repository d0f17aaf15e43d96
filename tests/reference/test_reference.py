"""Estimates against R's survey package: what the scripts in this folder printed, and, where R is installed, print today.

complete.csv (40 rows) and blanks.csv (120 rows) are synthetic, made by make_data.py.
"""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

from balong_eval.analysis import skm
from balong_eval.analysis.skm import SkmResult
from balong_eval.intake.survey import Survey, read_survey

HERE = Path(__file__).parent
UNSUR = [f"U{number}" for number in range(1, 10)]
NAMES = ["complete", "blanks"]
BOBOT = ["0.20", "0.15", "0.10", "0.05", "0.10", "0.10", "0.10", "0.05", "0.15"]  # as in skm_blanks.R
CLOSE = 1e-9


def numbers(text: str) -> dict[str, float]:
    """Name -> number of each printed line; lines with # tell the versions."""
    lines = [line.split() for line in text.splitlines() if line and not line.startswith("#")]
    return {name: float(value) for name, value in lines}


@cache
def printed(name: str) -> dict[str, float]:
    return numbers((HERE / f"skm_{name}.txt").read_text(encoding="utf-8"))


@cache
def survey(name: str) -> Survey:
    return read_survey(HERE / f"{name}.csv", rule="permenpanrb_14_2017")


@cache
def result(name: str) -> SkmResult:
    return skm.summarise(survey(name))


@pytest.mark.parametrize("name", NAMES)
def test_the_committed_output_tells_its_versions(name: str) -> None:
    head = (HERE / f"skm_{name}.txt").read_text(encoding="utf-8").splitlines()[:2]
    assert head[0].startswith("# R version ")
    assert head[1].startswith("# survey ")


@pytest.mark.parametrize("name", NAMES)
def test_every_row_is_counted(name: str) -> None:
    assert result(name).n == survey(name).n_rows == printed(name)["n"]
    assert bool(survey(name).responses.isna()[[unsur.key for unsur in survey(name).unsur]].any(axis=None)) is (name == "blanks")


@pytest.mark.parametrize("name", NAMES)
def test_index(name: str) -> None:
    found = (result(name).ikm, result(name).std_error)
    assert found == pytest.approx((printed(name)["ikm"], printed(name)["ikm.std_error"]), rel=CLOSE)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("unsur", UNSUR)
def test_unsur(name: str, unsur: str) -> None:
    row = result(name).by_unsur.set_index("code").loc[unsur]
    assert row["n"] == printed(name).get(f"{unsur}.n", printed(name)["n"])
    assert (row["nrr"], row["std_error"]) == pytest.approx((printed(name)[unsur], printed(name)[f"{unsur}.std_error"]), rel=CLOSE)


def test_index_with_unequal_weights() -> None:
    asked = survey("blanks")
    bobot = {unsur.key: Fraction(weight) for unsur, weight in zip(asked.unsur, BOBOT, strict=True)}
    found = skm.summarise(replace(asked, sidecar=replace(asked.sidecar, bobot=bobot)))
    expected = (printed("blanks")["bobot.ikm"], printed("blanks")["bobot.ikm.std_error"])
    assert (found.ikm, found.std_error) == pytest.approx(expected, rel=CLOSE)


@pytest.mark.parametrize("service", ["Izin usaha", "KTP", "Surat pindah"])
def test_service_as_a_survey_of_its_own(service: str) -> None:
    row = result("blanks").groups["layanan"].set_index("group").loc[service]
    name = service.replace(" ", "_")
    expected = [printed("blanks")[f"{name}.{field}"] for field in ("n", "ikm", "ikm.std_error")]
    assert [row["n"], row["ikm"], row["std_error"]] == pytest.approx(expected, rel=CLOSE)


@pytest.mark.parametrize("name", NAMES)
def test_the_scripts_print_today_what_is_committed(name: str) -> None:
    _need_r()
    done = subprocess.run(["Rscript", "--no-init-file", f"skm_{name}.R"], cwd=HERE, capture_output=True, text=True, check=True, timeout=300)
    today = numbers(done.stdout)
    assert list(today) == list(printed(name))
    assert list(today.values()) == pytest.approx(list(printed(name).values()), rel=CLOSE)


def _need_r() -> None:
    if shutil.which("Rscript") is None:
        pytest.skip("Rscript is not installed: the committed output of R was compared, the scripts were not run again")
    question = 'quit(status = !requireNamespace("survey", quietly = TRUE))'
    if subprocess.run(["Rscript", "--no-init-file", "-e", question], capture_output=True, check=False, timeout=300).returncode:
        pytest.skip("the R package survey is not installed: the committed output of R was compared, the scripts were not run again")
