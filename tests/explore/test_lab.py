"""The explorer in a real browser: what the page says is what the package computes, by mouse and by keyboard alone.

With the environment variable BALONG_PICTURES the pictures of docs/panduan.md are written into that folder.
"""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from balong_eval.analysis.office import read_unit
from balong_eval.analysis.scenario import Scenario
from balong_eval.explore import course, figures, screen, suppose
from balong_eval.explore import view as views
from balong_eval.explore.course import Course, SeriesOf
from balong_eval.explore.view import REST, View
from balong_eval.report.block import Block, Table, Text
from balong_eval.report.words import cell
from tests.chromium import needs_chromium
from tests.explore.jupyter import ROOT, Lab, browser, copy_project, lab, run_all, settle

pytest.importorskip("playwright", reason="playwright is not installed (extra `test`)")
pytestmark = needs_chromium

PICTURES = os.environ.get("BALONG_PICTURES")
UNIT = read_unit(ROOT / "data/contoh")
SURVEYS = figures.Surveys(UNIT)
LARGEST_PICTURE = 150_000
NAMES = """root => [...root.querySelectorAll('input, select, button, [tabindex="0"]')].filter(e => !e.disabled && e.offsetParent).map(e => {
  const by = e.getAttribute('aria-labelledby'), label = e.labels && e.labels[0];
  return by ? document.getElementById(by).textContent : e.getAttribute('aria-label') || (label ? label.textContent : e.textContent);
})"""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    folder = tmp_path_factory.mktemp("kantor")
    copy_project(folder)
    with lab(folder, tmp_path_factory.mktemp("jupyter")) as found:
        yield found


@pytest.fixture(scope="module")
def page(place: Lab) -> Iterator[Any]:
    with browser(1280, 1000) as opened:
        run_all(opened, place)
        yield opened


def panel(page: Any, number: int) -> Any:
    return page.locator(".balong").nth(number)


def choose(page: Any, view: Any, label: str, words: str) -> None:
    view.get_by_label(label, exact=True).select_option(label=words)
    settle(page)


def said(area: Any) -> str:
    """Text of an area without the breaks between lines."""
    return " ".join(area.inner_text().split())


def await_text(page: Any, area: Any, text: str) -> None:
    """Wait for a text in an area; JupyterLab shows no text of what is far from the screen, so it is scrolled there."""
    area.evaluate("element => element.scrollIntoView({block: 'center'})")
    page.wait_for_function("([element, text]) => element.innerText.includes(text)", arg=[area.element_handle(), text], timeout=20_000)


def expect(page: Any, area: Any, blocks: Sequence[Block]) -> None:
    """Every sentence, fact and cell of the blocks stands in the area, and its tables hold no other row."""
    lead = next(block.sentences[0] for block in blocks if isinstance(block, Text) and block.sentences)
    await_text(page, area, lead)
    text = said(area)
    for block in blocks:
        if isinstance(block, Text):
            told = [*block.sentences, *(value for _, value in block.facts)]
            assert not [line for line in told if " ".join(line.split()) not in text]
    wanted = [[[cell(value, column.name, column.decimals) for value, column in zip(row, block.columns, strict=True)] for row in block.rows]
              for block in blocks if isinstance(block, Table)]  # fmt: skip
    seen = area.evaluate("e => [...e.querySelectorAll('table')].map(t => [...t.tBodies[0].rows].map(r => [...r.cells].map(c => c.innerText.trim())))")
    assert seen == wanted


@pytest.mark.parametrize("path", ["/api/contents", "/api/contents?token=salah", "/api/kernels", "/api/terminals", "/files/data/contoh/unit.toml"])
def test_nothing_without_the_token(place: Lab, path: str) -> None:
    """Neither files nor kernels; where a person is asked for the token, the page holds nothing of the folder."""
    try:
        with urllib.request.urlopen(f"{place.url}{path}", timeout=10) as found:
            assert "/login" in found.url and b"Balong" not in found.read()
    except urllib.error.HTTPError as refused:
        assert refused.code == 403
        refused.close()


def test_heard_on_one_address_only(place: Lab) -> None:
    """Another address of this very machine finds nobody there: a server on all addresses would answer it."""
    port = int(place.url.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), timeout=5):
        pass
    for address in ("127.0.0.2", "::1"):
        with pytest.raises(OSError), socket.create_connection((address, port), timeout=5):
            pass


def test_all_cells_run_and_say_what_the_annex_says(page: Any) -> None:
    assert not page.locator(".jp-OutputArea-output[data-mime-type='application/vnd.jupyter.stderr']").count()
    assert "Traceback" not in page.locator(".jp-Notebook").inner_text()
    found = figures.compute(figures.begin(View(), SURVEYS), SURVEYS)
    expect(page, panel(page, 0).locator(".balong-numbers"), screen.numbers(found))
    picture(page, 0, "eksplorasi-jawaban.png", height=760)


def test_a_service_is_chosen(page: Any) -> None:
    view = panel(page, 0)
    choose(page, view, "Periode", "tahun 2019")
    choose(page, view, "Bandingkan dengan", "responden lain")
    choose(page, view, "Layanan", "Legalisasi dokumen")
    found = figures.compute(View(period="2019", against=REST, layanan="Legalisasi dokumen"), SURVEYS)
    assert found.result.n == 53
    expect(page, view.locator(".balong-numbers"), screen.numbers(found))
    expect(page, view.locator(".balong-beside"), screen.compared(found, figures.compare(found, SURVEYS)))
    page.wait_for_function("root => root.querySelectorAll('.balong-charts img').length === 3", arg=view.element_handle())
    picture(page, 0, "eksplorasi-layanan.png", height=760)


def test_other_filters_rule_and_weight(page: Any) -> None:
    view = panel(page, 0)
    for label, words in (
        ("Layanan", "semua"),
        ("Jenis kelamin", "Perempuan"),
        ("Peraturan", "KEP/25/M.PAN/2/2004"),
        ("Bandingkan dengan", "tahun 2018"),
    ):
        choose(page, view, label, words)
    view.get_by_label("Mulai tanggal", exact=True).fill("2019-03-01")
    view.get_by_label("Hitung jawaban seragam", exact=True).uncheck()
    settle(page)
    wanted = View("2019", "2018", jenis_kelamin="Perempuan", first_day=date(2019, 3, 1), regulation="kepmenpan_25_2004", straight_liners=False)
    found = figures.compute(wanted, SURVEYS)
    expect(page, view.locator(".balong-numbers"), screen.numbers(found))
    expect(page, view.locator(".balong-beside"), screen.compared(found, figures.compare(found, SURVEYS)))


def test_a_view_is_saved_and_runs_headlessly(page: Any, place: Lab) -> None:
    view = panel(page, 0)
    view.get_by_role("button", name="Simpan pandangan").click()
    await_text(page, view.locator(".balong-message"), "papermill")
    kept = sorted((place.folder / "outputs/contoh/pandangan").glob("view-*.json"))
    parameters = json.loads(kept[0].read_text(encoding="utf-8"))
    shown = views.read(parameters["view"])
    assert len(kept) == 1 and shown.jenis_kelamin == "Perempuan" and parameters["data_dir"] == "data/contoh"
    assert f"view: str = {parameters['view']!r}" in view.locator(".balong-message").inner_text()
    executed = kept[0].with_suffix(".ipynb")
    command = [str(Path(sys.executable).parent / "papermill"), "notebooks/eksplorasi.ipynb", str(executed), "-f", str(kept[0])]
    subprocess.run(command, cwd=place.folder, check=True, capture_output=True)
    lead = next(block for block in screen.numbers(figures.compute(shown, SURVEYS)) if block.name == "jawaban").sentences[0]  # type: ignore[attr-defined]
    text = executed.read_text(encoding="utf-8")
    assert json.dumps(lead, ensure_ascii=False)[1:-1] in text and "widget-view" not in text


def test_down_to_the_answers(page: Any, place: Lab) -> None:
    view = panel(page, 0)
    view.get_by_role("button", name="Kosongkan saringan").click()
    settle(page)
    choose(page, view, "Unsur", "Sarana dan Prasarana")
    view.get_by_label("Jawaban", exact=True).select_option(label="1 atau 2")
    view.get_by_role("button", name="Simpan jawaban di balik angka ini (CSV)").click()
    await_text(page, view.locator(".balong-message"), ".csv")
    files = list((place.folder / "outputs/contoh/pandangan").glob("jawaban-2019-*.csv"))
    survey = SURVEYS.survey("2019")
    low = int((survey.responses["sarpras"] <= 2).sum())
    assert len(files) == 1 and f"{low} baris" in view.locator(".balong-message").inner_text()
    text = files[0].read_text(encoding="utf-8-sig")
    assert text.startswith("DATA CONTOH (SINTETIS)") and not re.search(r"\b2019-\d\d-\d\d\b", text)


def test_a_slider_is_moved(page: Any) -> None:
    view = panel(page, 1)
    survey = SURVEYS.survey("2019")
    choose(page, view, "Periode", "tahun 2019")
    expect(page, view.locator(".balong-numbers"), [block for block in suppose.blocks(survey, Scenario(), "A") if isinstance(block, Text)])
    handle = view.get_by_role("slider", name=re.compile("^Sarana dan Prasarana"))
    handle.focus()
    for _ in range(30):
        page.keyboard.press("ArrowRight")
    blocks = suppose.blocks(survey, Scenario({"sarpras": 0.30}), "A")
    expect(page, view.locator(".balong-numbers"), [block for block in blocks if isinstance(block, Text)])
    expect_tables(page, view.locator(".balong-last"), blocks)
    assert handle.get_attribute("aria-valuetext") == "+0,30"
    choose(page, view, "Bobot Dispensasi nikah", "2 (digandakan)")
    choose(page, view, "Tabel kelas", "KEP/25/M.PAN/2/2004")
    view.get_by_label("Tambah responden", exact=True).fill("400")
    page.keyboard.press("Tab")
    old = tuple(band.lower for band in figures.under(survey, "kepmenpan_25_2004").rule.bands[1:])
    blocks = suppose.blocks(survey, Scenario({"sarpras": 0.30}, {"Dispensasi nikah": 2.0}, old, 400), "A")
    expect(page, view.locator(".balong-numbers"), [block for block in blocks if isinstance(block, Text)])
    picture(page, 1, "eksplorasi-seandainya.png", height=640)


def expect_tables(page: Any, area: Any, blocks: Sequence[Block]) -> None:
    tables = [block for block in blocks if isinstance(block, Table)]
    await_text(page, area, tables[0].caption)
    assert all(" ".join(note.split()) in said(area) for block in tables for note in block.notes)


def test_a_break_is_switched_off_and_a_target_set(page: Any) -> None:
    view = panel(page, 2)
    series = SeriesOf(UNIT).series("skm")
    first, *_ = course.blocks(series, Course())
    expect(page, view.locator(".balong-numbers"), course.blocks(series, Course())[:2])
    view.get_by_label(re.compile("^Patahan sebelum 2018")).uncheck()
    view.get_by_label("Pakai target", exact=True).check()
    view.get_by_label("Target tahun depan", exact=True).fill("85")
    page.keyboard.press("Tab")
    settle(page)
    expect(page, view.locator(".balong-numbers"), course.blocks(series, Course("skm", ("2018",), 85.0))[:2])
    assert "(2018 sampai 2021)" in first.sentences[0] and "(2016 sampai 2021)" in said(view.locator(".balong-numbers"))  # type: ignore[attr-defined]
    picture(page, 2, "eksplorasi-tren.png", height=1010)


def test_keyboard_alone(page: Any) -> None:
    """Every control is reached by Tab in the order of the page, has a name, and a key in it changes the view and nothing else."""
    cells = page.locator(".jp-Cell").count()
    for number in range(3):
        view = panel(page, number)
        view.evaluate("root => root.scrollIntoView()")
        page.wait_for_timeout(300)
        names = view.evaluate(NAMES)
        assert all(name.strip() for name in names), names
        controls = "input:not([disabled]), select, button, [role=slider]"
        view.locator(controls).first.focus()
        reached = []
        for _ in range(len(names) + 5):
            here = page.evaluate("root => [...document.querySelectorAll('.balong')].findIndex(view => view.contains(document.activeElement))")
            if here != number:
                break
            reached.append(page.evaluate("() => document.activeElement.tagName + document.activeElement.className + document.activeElement.id"))
            page.keyboard.press("Tab")
        visible = view.evaluate(f"root => [...root.querySelectorAll('{controls}')].filter(e => e.offsetParent).length")
        assert len(reached) >= visible, (number, visible, reached)
    view = panel(page, 0)
    choose(page, view, "Periode", "tahun 2019")
    expect(page, view.locator(".balong-numbers"), screen.numbers(figures.compute(View(period="2019"), SURVEYS)))
    view.get_by_label("Periode", exact=True).focus()
    page.keyboard.press("ArrowDown")
    found = figures.compute(View(period="2018"), SURVEYS)
    expect(page, view.locator(".balong-numbers"), screen.numbers(found))
    page.keyboard.type("bad")
    page.wait_for_timeout(300)
    view.get_by_label("Tampilkan grafik", exact=True).focus()
    page.keyboard.press("Space")
    page.wait_for_function("root => !root.querySelector('.balong-charts img')", arg=view.element_handle())
    page.keyboard.press("Space")
    page.wait_for_function("root => root.querySelector('.balong-charts img')", arg=view.element_handle())
    view.get_by_label("Pendidikan", exact=True).focus()
    page.keyboard.press("ArrowDown")
    page.wait_for_function("root => root.querySelector('.balong-numbers').innerText.includes('pendidikan')", arg=view.element_handle())
    view.get_by_role("button", name="Kosongkan saringan").focus()
    page.keyboard.press("Enter")
    expect(page, view.locator(".balong-numbers"), screen.numbers(figures.compute(View(period=period_of(view)), SURVEYS)))
    assert page.locator(".jp-Cell").count() == cells, "a key pressed in a control reached a shortcut of JupyterLab"


def test_axe_finds_nothing(page: Any) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    for number in range(3):
        panel(page, number).evaluate("root => { root.scrollIntoView(); root.dataset.axe = 'here'; }")
        page.wait_for_timeout(500)
        found = axe.Axe().run(page, context="[data-axe=here]").response["violations"]
        panel(page, number).evaluate("root => delete root.dataset.axe")
        assert found == [], [(item["id"], [node["html"][:200] for node in item["nodes"]][:4]) for item in found]


def test_everything_is_indonesian(page: Any) -> None:
    """No word of ipywidgets' own, and none of ours, in English."""
    text = "\n".join(panel(page, number).inner_text() for number in range(3))
    titles = page.evaluate(
        "() => [...document.querySelectorAll('.balong [title], .balong [placeholder]')].map(e => e.title + ' ' + (e.placeholder || ''))"
    )
    english = re.compile(r"\b(the|and|all|none|null|value|select|save|error|loading|period|service|respondents|undefined|NaN)\b", re.IGNORECASE)
    assert not english.findall(text + "\n" + "\n".join(titles))


def test_annexes_are_made_and_opened(page: Any, place: Lab) -> None:
    view = panel(page, 0)
    choose(page, view, "Periode", "tahun 2019")
    view.get_by_role("button", name="Buat lampiran").click()
    choose(page, view, "Bandingkan dengan", "tidak dibandingkan")
    expect(page, view.locator(".balong-numbers"), screen.numbers(figures.compute(View(period="2019"), SURVEYS)))
    link = view.get_by_role("link", name="Buka lampiran_skm")
    link.wait_for(timeout=120_000)
    picture(page, 0, "eksplorasi-lampiran.png", part=".balong-annex-box")
    assert "gagal" not in view.locator(".balong-annexes").inner_text()
    made = {path.name for path in (place.folder / "outputs/contoh/2019").iterdir()}
    assert {"lampiran_skm.html", "lampiran_kinerja.html", "lampiran_skm.manifest.json"} <= made
    assert (place.folder / "outputs/index.html").exists()
    link.click()
    page.wait_for_selector(".lm-TabBar-tabLabel:text-is('lampiran_skm.html')")


def period_of(view: Any) -> str:
    """The period that the list of a view stands at."""
    return str(view.get_by_label("Periode", exact=True).evaluate("list => list.selectedOptions[0].innerText")).split()[-1]


def picture(page: Any, number: int, name: str, height: int = 0, part: str = "") -> None:
    """A picture for the panduan, from the top of a view; small enough to be kept with the code."""
    if not PICTURES:
        return
    folder = Path(PICTURES)
    folder.mkdir(parents=True, exist_ok=True)
    view = panel(page, number)
    target = view.locator(part) if part else view
    before = page.viewport_size
    page.set_viewport_size({"width": 1280, "height": 4200})
    settle(page)
    target.screenshot(path=str(folder / name))
    page.set_viewport_size(before)
    _shrink(folder / name, height)


def _shrink(path: Path, height: int) -> None:
    from PIL import Image

    with Image.open(path) as image:
        cut = image.crop((0, 0, image.width, min(height or image.height, image.height))).convert("P", palette=Image.Palette.ADAPTIVE, colors=64)
    cut.save(path, optimize=True)
    assert path.stat().st_size < LARGEST_PICTURE, path.name
