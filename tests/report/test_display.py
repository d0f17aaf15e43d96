"""What an object shows of itself in a cell and on a terminal, how an error is told, and what Tab finds."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import balong_eval as be
from balong_eval.analysis import capaian, change, skm, trend
from balong_eval.analysis.office import read_unit
from balong_eval.errors import AnnexError, Finding, Findings, InputError, MisuseError, ParameterError
from balong_eval.report import answer, display

ROOT = Path(__file__).parent.parent.parent
UNIT = read_unit(ROOT / "data/contoh")
SURVEY = UNIT.survey(2019)
SHOWN = {
    "survey": (SURVEY, "285 responden dari 285 baris"),
    "result": (skm.summarise(SURVEY), "IKM Kecamatan Balong tahun 2019 adalah 82,50"),
    "change": (change.compare(UNIT.survey(2018), SURVEY), "selisihnya +1,89"),
    "trend": (trend.estimate(UNIT.series("skm")), "belum dapat disimpulkan"),
    "capaian": (capaian.compute(UNIT.indicators), "Capaian"),
    "plan": (UNIT.plan, "sasaran"),
    "series": (UNIT.series("skm"), "2021"),
    "unit": (UNIT, "6 periode jawaban"),
    "findings": (SURVEY.findings, "rata-rata dihitung dari yang menjawab"),
    "finding": (SURVEY.findings[0], "2019.csv"),
    "none": (Findings(()), "Tidak ada temuan."),
}


@pytest.fixture
def shell() -> Iterator[Any]:
    from IPython.core.interactiveshell import InteractiveShell

    made = InteractiveShell.instance()
    yield made
    made.history_manager.end_session()
    InteractiveShell.clear_instance()


@pytest.mark.parametrize("name", SHOWN)
def test_everything_shows_itself(name: str) -> None:
    item, told = SHOWN[name]
    text, page = display.as_text(item), display.as_html(item)
    assert told.lower() in text.lower() and "<" in page
    assert "object at 0x" not in text + page and not re.search(r"\bnan\b|None|\w+\(\w+=", text)


def test_a_hostile_name_is_shown_as_text() -> None:
    """No element, no formula for MathJax, no mark that turns the writing or commands a terminal."""
    from dataclasses import replace

    hostile = Finding("error", "x", f"<script>alert(1)</script> $x$ \u202e\x1b[2J {chr(92)}(y{chr(92)})")
    named = replace(SURVEY, findings=Findings((hostile,)), unit=replace(SURVEY.unit, name=hostile.message))  # type: ignore[type-var]
    for item in (hostile, Findings((hostile,)), named):
        page, text = display.as_html(item), display.as_text(item)
        assert page.startswith('<div class="mathjax_ignore">') and "<script" not in page and "&lt;script&gt;alert(1)&lt;/script&gt; $x$" in page
        assert not {"\u202e", "\x1b"} & set(page + text) and "<script>alert(1)</script> $x$ \ufffd\ufffd[2J" in text


def test_a_cell_that_ends_with_an_object_shows_it(shell: Any) -> None:
    """Each shell is told at its first use of the door, by name, also where an earlier one has used the door before it."""
    assert be.read_unit is not None
    shell.run_cell(f"import balong_eval as be\nunit = be.read_unit(r'{ROOT / 'data/contoh'}')")
    for code, (_, told) in {"unit": SHOWN["unit"], "unit.survey(2019).findings": SHOWN["findings"], "unit.plan": SHOWN["plan"]}.items():
        bundle, _ = shell.display_formatter.format(eval(code, shell.user_ns))
        assert told.lower() in bundle["text/plain"].lower() and bundle["text/html"].startswith("<")


def test_show_writes_text_where_there_is_no_notebook() -> None:
    code = "import balong_eval as be; u = be.read_unit('data/contoh'); be.show(u, be.skm.summarise(u.survey(2019)), u.survey(2019).findings)"
    found = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    lines = found.stdout.splitlines()
    assert lines[0].startswith("Kecamatan Balong: 6 periode") and answer.first_screen(SHOWN["result"][0]).sentences[0] in lines


def test_findings_stay_findings() -> None:
    """A sum of tuples is given back its table when it enters a survey or a unit."""
    from dataclasses import replace

    more = replace(SURVEY, findings=(*SURVEY.findings, Finding("note", "x", "Satu lagi.")))
    assert isinstance(more.findings, Findings) and isinstance(more.findings, tuple) and len(more.findings) == len(SURVEY.findings) + 1


def test_many_findings_are_counted() -> None:
    many = Findings(Finding("warning" if number else "error", "x", f"Temuan {number}.") for number in range(60))
    (table,) = display.blocks(many)
    assert len(table.rows) == display.MOST and table.rows[0][2] == "Temuan 0."  # type: ignore[attr-defined]
    assert "1 kesalahan, 59 peringatan" in display.as_text(many) and "40" in display.as_text(many)


@pytest.mark.parametrize("kind", [InputError, ParameterError, AnnexError])
def test_an_error_is_told_to_the_officer(kind: type[Exception], shell: Any, capsys: pytest.CaptureFixture[str]) -> None:
    shell.user_ns["error"] = kind("Berkas 2019.csv tidak ditemukan.")
    result = shell.run_cell("raise error")
    told = capsys.readouterr()
    assert result.error_in_exec is not None, "the cell still fails"
    assert "Kesalahan: Berkas 2019.csv tidak ditemukan." in told.out + told.err and "Traceback" not in told.out + told.err


def test_a_misuse_keeps_its_traceback(shell: Any, capsys: pytest.CaptureFixture[str]) -> None:
    shell.user_ns["error"] = MisuseError("level between 0 and 1")
    shell.run_cell("raise error")
    told = capsys.readouterr()
    assert "Traceback" in told.out + told.err


TAB = {"be.exp": "explore", "be.skm.summ": "summarise", "be.explore.wh": "what_if", "unit.sur": "survey", "unit.per": "periods"}


def test_tab_finds_the_door_and_what_is_behind_it(shell: Any) -> None:
    from IPython.core.completer import provisionalcompleter

    shell.run_cell(f"import balong_eval as be\nunit = be.read_unit(r'{ROOT / 'data/contoh'}')\nbe.skm, be.explore;")
    for text, wanted in TAB.items():
        with provisionalcompleter():
            matches = [item.text for item in shell.Completer.completions(text, len(text))]
        assert any(match.endswith(wanted) for match in matches), (text, matches)


def test_everything_in_the_door_says_what_it_is() -> None:
    for name in be.DOOR:
        item = getattr(be, name)
        assert inspect.getdoc(item), name
        inside = vars(item).items() if inspect.ismodule(item) else ()
        assert not [key for key, value in inside if inspect.isfunction(value) and not key.startswith("_") and not inspect.getdoc(value)]
