"""Hostile text in a real browser: no dialog, no request, no error, no flag set by a script; and what is shown is the text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import chromium
from tests.hostile import office
from tests.hostile.attacks import ATTACKS, flat

pytestmark = chromium.needs_chromium
PAGES = ("2019/lampiran_skm", "2019/lampiran_kinerja", "2016-2021/lampiran_renstra", "2019/poster", "index")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium.started("--disable-gpu") as opened:
        yield opened


@pytest.mark.parametrize("policy", [True, False], ids=["with its policy", "without"])
@pytest.mark.parametrize("name", PAGES)
def test_nothing_runs(browser: Any, hostile: Path, name: str, policy: bool) -> None:
    """Also where the browser is told to disregard the page's own policy, so that the escaping alone must hold."""
    path = hostile / (f"{name}.html" if name == "index" else f"{office.FOLDER}/{name}.html")
    page = browser.new_context(bypass_csp=not policy).new_page()
    seen: list[str] = []
    page.on("dialog", lambda dialog: (seen.append(f"dialog {dialog.message}"), dialog.dismiss()))
    page.on("request", lambda request: seen.append(request.url))
    page.on("console", lambda message: seen.append(message.text))
    page.on("pageerror", lambda error: seen.append(str(error)))
    page.on("popup", lambda popup: seen.append("popup"))
    page.goto(path.as_uri())
    for _ in range(30):
        page.keyboard.press("Tab")
    page.mouse.move(300, 300)
    page.evaluate("document.querySelectorAll('details').forEach(item => item.open = true)")
    page.wait_for_timeout(100)
    assert [address for address in seen if address != path.as_uri() and not address.startswith("data:")] == []
    assert page.evaluate("window.jahat === undefined && getComputedStyle(document.body).display !== 'none'")
    assert page.evaluate("[...document.images].filter(image => !image.naturalWidth).length") == 0
    shown = flat(page.evaluate("document.body.innerText"))
    missing = [key for key, text in ATTACKS.items() if flat(text) not in shown]
    assert missing == []
    printed = page.evaluate("[...document.styleSheets].flatMap(sheet => [...sheet.cssRules].map(rule => rule.constructor.name))")
    assert "CSSImportRule" not in printed
    page.context.close()
