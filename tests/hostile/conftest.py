"""What all tests of hostile text look at: one office, run once."""

from __future__ import annotations

from pathlib import Path

import pytest

from balong_eval.annex import formats, overview, run
from balong_eval.intake.unit import read_unit
from tests.hostile import office


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every annex in every format of an office whose every text is an attack, and the index."""
    folder = tmp_path_factory.mktemp("jahat")
    unit = read_unit(office.write(folder))
    kinds = tuple(formats.FORMATS)
    jobs = run.plan([unit], folder / "hasil", years=(2019, 2019), formats=kinds)
    jobs += run.plan([unit], folder / "hasil", annexes=("lampiran_renstra",), formats=kinds)
    outcomes = run.run(jobs, 2, lambda outcome: None)
    assert [outcome.error for outcome in outcomes] == [None] * 3
    overview.write(folder / "hasil")
    return folder / "hasil"
