"""The runner, a kernel or the process that kernels are forked from is killed at any moment: nothing is lost, nothing is left running."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.faults.conftest import LONG, arguments, command, digests, left, running

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks processes up in /proc")
TIMES = 60 if LONG else 5
FORMS = ("--formats", "html,json,csv")
VICTIMS = ("runner", "runner", "kernel", "forker", "group")


def test_a_kill_at_any_moment_loses_nothing(office: Path) -> None:
    start = time.monotonic()
    assert command(office, *FORMS).returncode == 0
    whole = time.monotonic() - start
    good = digests(office / "outputs")
    rng = random.Random(2026)
    for number in range(TIMES):
        victim, moment = VICTIMS[number % len(VICTIMS)], rng.uniform(0.05, 0.95 * whole)
        runner = subprocess.Popen(
            arguments(*FORMS),
            cwd=office,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        time.sleep(moment)
        _kill(victim, runner, office)
        _, said = runner.communicate(timeout=120)
        assert left(office) == set(), f"{victim} killed after {moment:.2f} s"
        assert "Traceback" not in said, said
        now = {name: digest for name, digest in digests(office / "outputs").items() if "/.buat-" not in name and not name.startswith(".")}
        now.pop("unit/2019/lampiran_skm.failed.ipynb", None)
        now["index.html"] = good["index.html"]
        assert now == good, f"{victim} killed after {moment:.2f} s"
    assert command(office, *FORMS).returncode == 0
    assert digests(office / "outputs") == good, "the next run gives the same bytes and clears away what the killed ones left"


def _kill(victim: str, runner: subprocess.Popen[str], folder: Path) -> None:
    """SIGKILL to one process of a run, or to all of them."""
    if victim == "group":
        os.killpg(runner.pid, signal.SIGKILL)
        return
    others = sorted(running(folder) - {runner.pid})
    names = {pid: Path(f"/proc/{pid}/cmdline").read_bytes() for pid in others if Path(f"/proc/{pid}/cmdline").exists()}
    forker = [pid for pid, line in names.items() if b"kernels.server" in line and os.path.realpath(f"/proc/{pid}/cwd") == str(folder.resolve())]
    kernels = [pid for pid in names if pid not in forker]
    chosen = {"runner": [runner.pid], "kernel": kernels[:1], "forker": forker[:1]}[victim] or [runner.pid]
    for pid in chosen:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
