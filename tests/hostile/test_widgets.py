"""Hostile text in the widgets of JupyterLab: labels, lists, results, messages and links show it as text; nothing runs, nothing is fetched."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest

from balong_eval.intake.unit import read_unit
from tests.chromium import needs_chromium
from tests.explore.jupyter import ROOT, Lab, browser, lab, run_all, settle
from tests.hostile import office
from tests.hostile.attacks import ATTACKS, flat

pytest.importorskip("playwright", reason="playwright is not installed (extra `test`)")
pytestmark = needs_chromium
ALL_IN_SIGHT = 8000  # JupyterLab draws no text of what is far from the screen
LIKE_SEEN = str.maketrans({"\uff04": "$"})
STILL = "window.jahat === undefined && !document.querySelector('mjx-container') && getComputedStyle(document.body).display !== 'none'"
ACTIVE = ".balong :is(script, iframe, object, svg, math, form, [onload], [onerror], [onmouseover], a[href^=javascript])"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """A lab whose only unit is hostile, its folder's name too."""
    folder = tmp_path_factory.mktemp("kantor")
    (folder / "notebooks").mkdir()
    (folder / "data").mkdir()
    unit = office.write(folder / "data")
    notebook: Any = nbformat.read(ROOT / "notebooks/eksplorasi.ipynb", as_version=4)
    source = notebook.cells[1].source
    notebook.cells[1].source = source.replace('"../data/contoh"', repr(f"../data/{unit.name}"))
    assert notebook.cells[1].source != source
    nbformat.write(notebook, folder / "notebooks/eksplorasi.ipynb")
    with lab(folder, tmp_path_factory.mktemp("jupyter")) as found:
        yield found


@pytest.fixture(scope="module")
def seen() -> list[str]:
    """What happened that should not."""
    return []


@pytest.fixture(scope="module")
def page(place: Lab, seen: list[str]) -> Iterator[Any]:
    with browser(1280, 1000) as opened:
        opened.on("dialog", lambda dialog: (seen.append(f"dialog {dialog.message}"), dialog.dismiss()))
        opened.on("request", lambda request: None if request.url.startswith((place.url, "data:", "blob:")) else seen.append(request.url))
        opened.on("pageerror", lambda error: seen.append(str(error)))
        opened.on("popup", lambda popup: seen.append("popup"))
        run_all(opened, place)
        opened.set_viewport_size({"width": 1280, "height": ALL_IN_SIGHT})
        settle(opened)
        yield opened


def shown(view: Any) -> str:
    """Text of a view as its reader takes it: a label's wide dollar is a dollar; lists with all that can be chosen."""
    return flat(str(view.inner_text()).translate(LIKE_SEEN))


def test_every_text_is_shown_and_nothing_runs(page: Any, seen: list[str]) -> None:
    """The unit's name holds all attacks, and so does the reason of a break, which is a label."""
    for number in range(3):
        view = page.locator(".balong").nth(number)
        assert not [key for key, text in ATTACKS.items() if flat(text) not in shown(view)], number
    label = shown(page.locator(".balong").nth(2).locator(".widget-checkbox").filter(has_text="Patahan sebelum 2019"))
    assert not [key for key, text in ATTACKS.items() if flat(text) not in label]
    assert "\u202e" not in page.locator(".balong").nth(2).inner_text()
    assert seen == [] and page.evaluate(STILL) and not page.locator(ACTIVE).count()
    assert not page.locator(".jp-OutputArea-output[data-mime-type='application/vnd.jupyter.stderr']").count()


def test_a_hostile_service_is_chosen_weighed_written_and_saved(page: Any, place: Lab, seen: list[str]) -> None:
    """Lists, scope, messages with the folder's name, file of rows, and a saved view that is read again as it was."""
    service = ATTACKS["script"]
    view = page.locator(".balong").nth(0)
    view.get_by_label("Layanan", exact=True).select_option(label=service)
    settle(page)
    assert flat(f"layanan {service}") in shown(view.locator(".balong-numbers"))
    view.get_by_role("button", name="Simpan jawaban di balik angka ini (CSV)").click()
    page.wait_for_function("root => root.querySelector('.balong-message').innerText.includes('.csv')", arg=view.element_handle())
    assert flat(office.FOLDER) in shown(view.locator(".balong-message"))
    view.get_by_role("button", name="Simpan pandangan").click()
    page.wait_for_function("root => root.querySelector('.balong-message').innerText.includes('papermill')", arg=view.element_handle())
    supposed = page.locator(".balong").nth(1)
    assert flat(f"Bobot {service}") in shown(supposed)
    supposed.locator(".widget-dropdown", has_text=service).locator("select").select_option(label="0 (dikeluarkan)")
    settle(page)
    assert flat(f"layanan {service} dikeluarkan") in shown(supposed.locator(".balong-numbers"))
    assert seen == [] and page.evaluate(STILL) and not page.locator(ACTIVE).count()
    folder = place.folder / "outputs" / office.FOLDER / "pandangan"
    assert len(list(folder.glob("view-2019-*.json"))) == len(list(folder.glob("jawaban-2019-*.csv"))) == 1
    assert not [path for path in place.folder.rglob("*") if path.name in ("jahat", "tmp")]


def test_a_label_keeps_its_width(page: Any) -> None:
    """A word without end is broken; no label lies over a control."""
    wide = page.evaluate("() => [...document.querySelectorAll('.balong label.widget-label')].filter(e => e.scrollWidth > e.clientWidth + 1).length")
    assert wide == 0


def test_the_unit_is_read_as_hostile(place: Lab) -> None:
    """The office is what it is meant to be: attacks are names of services and reasons of breaks."""
    unit = read_unit(place.folder / "data" / office.FOLDER)
    assert ATTACKS["script"] in set(unit.survey(2019).responses["layanan"]) and Path(unit.folder).name == office.FOLDER
