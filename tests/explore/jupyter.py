"""JupyterLab on a loopback port with a token, and a real browser before it: for tests, pictures and the benchmark."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests import chromium

ROOT = Path(__file__).parent.parent.parent
WAIT = 60.0
SLOW = WAIT * 1000
GRACE = 400


@dataclass(frozen=True)
class Lab:
    """A JupyterLab that runs: its folder, address and token."""

    folder: Path
    url: str
    token: str


def copy_project(folder: Path) -> None:
    """The notebook and the example unit alone, so that nothing is written into the checkout."""
    (folder / "notebooks").mkdir(parents=True)
    shutil.copy(ROOT / "notebooks/eksplorasi.ipynb", folder / "notebooks")
    shutil.copytree(ROOT / "data/contoh", folder / "data/contoh")


@contextmanager
def lab(folder: Path, home: Path) -> Iterator[Lab]:
    """``balong-eval lab`` in a folder; its settings under `home`, so that neither reads nor changes those of the user."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    token = secrets.token_hex(16)
    names = {
        name: str(home / name) for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR", "JUPYTERLAB_SETTINGS_DIR")
    }
    command = [sys.executable, "-m", "balong_eval", "lab", "--no-browser", f"--ServerApp.port={port}", f"--IdentityProvider.token={token}"]
    command += ["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    log = home / "lab.log"
    home.mkdir(parents=True, exist_ok=True)
    with log.open("w", encoding="utf-8") as stream:
        process = subprocess.Popen(command, cwd=folder, env=os.environ | names, stdout=stream, stderr=subprocess.STDOUT, start_new_session=True)
        found = Lab(folder, f"http://127.0.0.1:{port}", token)
        try:
            _await(found, process, log)
            yield found
        finally:
            _stop(process)


@contextmanager
def browser(width: int = 1280, height: int = 800) -> Iterator[Any]:
    """A page of a headless browser."""
    with chromium.started("--lang=id") as opened:
        page = opened.new_page(viewport={"width": width, "height": height}, locale="id-ID")
        page.set_default_timeout(SLOW)
        yield page


def run_all(page: Any, found: Lab, notebook: str = "notebooks/eksplorasi.ipynb", views: int = 3) -> None:
    """Open a notebook, run all its cells by the menu, and wait until its views stand there."""
    page.goto(f"{found.url}/lab/tree/{notebook}?token={found.token}&reset")
    page.wait_for_selector(".jp-Notebook .jp-CodeCell")
    page.wait_for_selector("text=| Idle")
    page.wait_for_timeout(500)
    page.click('.lm-MenuBar-itemLabel:text-is("Run")')
    page.click('.lm-Menu-itemLabel:text-is("Run All Cells")')
    page.wait_for_selector(f".balong >> nth={views - 1}")
    page.wait_for_function("() => [...document.querySelectorAll('.balong')].every(view => view.querySelector('.answer, .balong-error'))")
    settle(page)


def settle(page: Any) -> None:
    """Wait until nothing of a view is grey any more and every picture is decoded; a change needs a moment to reach the kernel."""
    page.wait_for_timeout(GRACE)
    page.wait_for_selector("text=| Idle")
    page.wait_for_function(
        "() => !document.querySelector('.balong .balong-old') && [...document.querySelectorAll('.balong img')].every(image => image.complete)"
    )
    page.wait_for_selector("text=| Idle")


def _await(found: Lab, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + WAIT
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{found.url}/api?token={found.token}", timeout=1):
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"JupyterLab did not start:\n{log.read_text(encoding='utf-8')[-2000:]}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Ask the server and its kernels to end; the group of processes is ours alone."""
    import signal

    for sign in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, sign)
            process.wait(timeout=15)
        except ProcessLookupError:
            return
        except subprocess.TimeoutExpired:
            continue
