"""Pages in a real browser: the answer in the first screen, nothing wider than a telephone, whole tables on paper."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from balong_eval.annex import run
from balong_eval.intake.unit import read_unit

ROOT = Path(__file__).parent.parent
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this machine")
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync")
PROBE = """<body style="margin:0"><iframe id="f" src="{page}" style="border:0;width:{width}px;height:{height}px"></iframe>
<script>f.onload = () => {{ const d = f.contentDocument, box = d.querySelector('.answer').getBoundingClientRect();
  const lead = d.querySelector('.lead').getBoundingClientRect();
  document.title = JSON.stringify({{wide: d.documentElement.scrollWidth, lead: lead.bottom, answer: box.bottom,
    errors: [...d.images].filter(i => !i.naturalWidth).length}}); document.body.append(document.title); }}</script>"""


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("halaman")
    outcomes = run.run(run.plan([read_unit(ROOT / "data/contoh")], out, years=(2019, 2019)), 1, lambda outcome: None)
    assert outcomes[0].error is None
    return out / "contoh/2019/lampiran_skm.html"


def chromium(tmp_path: Path, *arguments: str) -> str:
    command = [str(CHROMIUM), *FLAGS, f"--user-data-dir={tmp_path / 'profil'}", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout


def measure(tmp_path: Path, page: Path, width: int, height: int) -> dict[str, float]:
    probe = page.parent / f"probe{width}.html"
    probe.write_text(PROBE.format(page=page.name, width=width, height=height), encoding="utf-8")
    dom = chromium(tmp_path, "--allow-file-access-from-files", "--virtual-time-budget=5000", "--dump-dom", probe.as_uri())
    found = re.search(r"</script>(\{.*?\})", dom, re.DOTALL)
    assert found, dom[-500:]
    return dict(json.loads(found[1]))


def test_the_answer_is_in_the_first_screen(tmp_path: Path, page: Path) -> None:
    seen = measure(tmp_path, page, 1280, 800)
    assert seen["answer"] <= 800 and seen["errors"] == 0


def test_nothing_is_wider_than_a_telephone(tmp_path: Path, page: Path) -> None:
    seen = measure(tmp_path, page, 390, 844)
    assert seen["wide"] <= 390 and seen["lead"] <= 844


def test_paper_holds_everything(tmp_path: Path, page: Path) -> None:
    pdftotext = shutil.which("pdftotext")
    if not pdftotext:
        pytest.skip("no pdftotext on this machine")
    chromium(tmp_path, "--no-pdf-header-footer", f"--print-to-pdf={tmp_path / 'a.pdf'}", page.as_uri())
    text = subprocess.run([pdftotext, "-layout", str(tmp_path / "a.pdf"), "-"], capture_output=True, text=True, check=True).stdout
    pages = text.split("\f")[:-1]
    assert 5 <= len(pages) <= 14
    assert all("DATA CONTOH (SINTETIS)" in sheet and re.search(rf"\b{number} */ *{len(pages)}\b", sheet) for number, sheet in enumerate(pages, 1))
    assert "Kode yang menghasilkan" not in text and "Penanganan Pengaduan" in text
