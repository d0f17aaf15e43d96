"""The analyst's door as the contract writes it: the lines of interface.md, section 0, run as they stand."""

from __future__ import annotations

from pathlib import Path

import pytest

import balong_eval as be

DATA = Path(__file__).parent.parent / "data"


def test_the_lines_of_the_contract_run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(DATA)
    unit = be.read_unit("contoh")
    survey = unit.survey(2019)
    result = be.skm.summarise(survey, by=["layanan"])
    change = be.skm.compare(unit.survey(2018), survey)
    series = unit.series("skm")
    trend = be.trend.estimate(series)
    capaian = be.capaian.compute(unit.indicators, scale="permendagri_86_2017")
    be.show(result)
    assert survey.rule.id == "permenpanrb_14_2017" and set(result.groups) == {"layanan"}
    assert change.before.period == "2018" and trend.verdict == "belum_dapat_disimpulkan" and len(capaian.scores) == 42
    assert "82,50" in capsys.readouterr().out
