"""Change of a filter to repainted view, in a real browser: numbers, and charts after, at 400 and 20,000 answers.

Times are taken in the page: from the change event of the list "Layanan" to the second frame after the figures stand there; for charts to the
frame after their pictures are decoded. Beside them the bare round trip of a widget: a list whose choice a text repeats.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from tests.chromium import CHROMIUM  # noqa: E402
from tests.explore.jupyter import browser, lab, run_all, settle  # noqa: E402

YEARS = (2018, 2019)
SERVICES = ("Legalisasi dokumen", "Surat pengantar SKCK", "Dispensasi nikah", "Surat keterangan ahli waris", "Surat keterangan tidak mampu")
AIMS = {400: (150, 500), 20_000: (300, 1000)}
TIMED = """([root, label, wanted, area]) => new Promise(done => {
  const list = [...root.querySelectorAll('label')].find(item => item.textContent === label).nextElementSibling;
  const place = root.querySelector(area);
  const start = performance.now();
  let seen = false;
  const told = () => requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - start)));
  const watch = new MutationObserver(async () => {
    if (seen || place.classList.contains('balong-old')) return;
    seen = true;
    watch.disconnect();
    await Promise.all([...place.querySelectorAll('img')].map(image => image.decode()));
    told();
  });
  watch.observe(place, {childList: true, subtree: true, attributes: true, attributeFilter: ['class']});
  list.value = wanted;
  list.dispatchEvent(new Event('change', {bubbles: true}));
})"""
BARE = """import ipywidgets as w
from IPython.display import display
choice, text = w.Dropdown(options=["semua", *"abcd"], description="Layanan"), w.HTML("<p class=answer>semua</p>")
text.add_class("balong-numbers")
choice.observe(lambda change: setattr(text, "value", f"<p>{change['new']}</p>"), "value")
box = w.VBox([choice, text])
box.add_class("balong")
display(box)
"""


def write_unit(folder: Path, n: int, seed: int = 9) -> None:
    """The example's two last years, drawn with replacement to `n` forms each, in the columns of the example."""
    shutil.copytree(ROOT / "data/contoh", folder, ignore=shutil.ignore_patterns("skm", "*.csv", "renstra.toml", "example.toml"))
    (folder / "skm").mkdir()
    rng = np.random.default_rng(seed)
    for year in YEARS:
        forms = pd.read_csv(ROOT / f"data/contoh/skm/{year}.csv", dtype="str", keep_default_na=False)
        drawn = forms.iloc[rng.integers(0, len(forms), n)].assign(id=[str(number) for number in range(1, n + 1)])
        times = pd.Timestamp(f"{year}-01-02 08:00") + pd.to_timedelta(np.sort(rng.integers(0, 330 * 86400, n)), unit="s")
        drawn = drawn.assign(tanggal=times.strftime("%Y-%m-%d"), waktu_isi=times.strftime("%Y-%m-%d %H:%M:%S"))
        drawn.to_csv(folder / f"skm/{year}.csv", index=False)
        sidecar = (ROOT / f"data/contoh/skm/{year}.toml").read_text(encoding="utf-8")
        (folder / f"skm/{year}.toml").write_text(sidecar.split("[population]")[0], encoding="utf-8")


def write_bare(path: Path) -> None:
    """A notebook whose only cell is a list and a text."""
    facts = json.loads((ROOT / "notebooks/eksplorasi.ipynb").read_text(encoding="utf-8"))
    cell = {"cell_type": "code", "execution_count": None, "id": "satu", "metadata": {}, "outputs": [], "source": BARE}
    path.write_text(json.dumps(facts | {"cells": [cell]}), encoding="utf-8")


def write_one(path: Path) -> None:
    """The notebook of the explorer with the view of the survey alone."""
    facts = json.loads((ROOT / "notebooks/eksplorasi.ipynb").read_text(encoding="utf-8"))
    kept = [cell for cell in facts["cells"] if cell["id"] in ("parameter", "baca", "jawaban")]
    path.write_text(json.dumps(facts | {"cells": kept}), encoding="utf-8")


def measure(page: Any, area: str, services: tuple[str, ...], rounds: int) -> list[float]:
    """Milliseconds of each change; the view is at rest before the next."""
    root = page.locator(".balong").first.element_handle()
    found = []
    for place in range(rounds + 2):
        found.append(float(page.evaluate(TIMED, [root, "Layanan", services[place % len(services)], area])))
        settle(page)
    return found[2:]


def told(name: str, times: list[float], aim: int | None = None) -> str:
    """A row of the table."""
    ordered = sorted(times)
    high = ordered[min(len(ordered) - 1, int(0.9 * len(ordered)))]
    load = f"{os.getloadavg()[0]:.1f}"
    return f"| {name} | {ordered[0]:.0f} | {statistics.median(ordered):.0f} | {high:.0f} | {'' if aim is None else aim} | {load} |"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--answers", type=int, nargs="*", default=[400, 20_000])
    rounds = parser.parse_args().rounds
    if not CHROMIUM:
        sys.exit("no Chromium on this machine")
    print("| what | fastest, ms | median | 9 of 10 within | aim | load average |\n|---|---|---|---|---|---|")
    for n in parser.parse_args().answers:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
            folder = Path(name) / "kantor"
            (folder / "notebooks").mkdir(parents=True)
            write_unit(folder / "data/contoh", n)
            write_bare(folder / "notebooks/polos.ipynb")
            write_one(folder / "notebooks/eksplorasi.ipynb")
            with lab(folder, Path(name) / "jupyter") as place, browser(1280, 800) as page:
                run_all(page, place, "notebooks/polos.ipynb", views=1)
                print(told(f"bare round trip ({n} answers read by nobody)", measure(page, ".balong-numbers", tuple("abcd"), rounds)), flush=True)
                run_all(page, place, views=1)
                page.locator(".balong").first.get_by_label("Tampilkan grafik", exact=True).uncheck()
                settle(page)
                numbers, charts = AIMS.get(n, (None, None))
                print(told(f"{n} answers, charts off: numbers", measure(page, ".balong-numbers", SERVICES, rounds), numbers), flush=True)
                page.locator(".balong").first.get_by_label("Tampilkan grafik", exact=True).check()
                settle(page)
                print(told(f"{n} answers, charts on: numbers", measure(page, ".balong-numbers", SERVICES, rounds)), flush=True)
                print(told(f"{n} answers, charts on: all three", measure(page, ".balong-charts-area", SERVICES, rounds), charts), flush=True)


if __name__ == "__main__":
    main()
