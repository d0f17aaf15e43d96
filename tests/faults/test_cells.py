"""A cell that never ends, that ends the kernel, that prints without end, that takes all memory: the annex fails and says why."""

from __future__ import annotations

import time
from pathlib import Path

import nbformat
import pytest

from tests.faults.conftest import command, left

HEAD = 'year: int = 2019\npart: str = ""\ndata_dir: str = "x"'
CELLS = {
    "endless": ("while True: pass", "5 detik"),
    "deaf": ("import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass", "5 detik"),
    "exit": ("import os\nos._exit(3)", "Kernel notebook berhenti"),
    "killed": ("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)", "Kernel notebook berhenti"),
    "child": ("import subprocess\nsubprocess.Popen(['sleep', '600'])\nwhile True: pass", "5 detik"),
    "shouting": ("for _ in range(100): print('x' * 1_000_000)", "terlalu banyak"),
}


@pytest.mark.parametrize("name", CELLS)
def test_a_bad_cell(office: Path, name: str) -> None:
    source, reason = CELLS[name]
    cells = [nbformat.v4.new_code_cell(HEAD, metadata={"tags": ["parameters"]}), nbformat.v4.new_code_cell(source)]
    kernel = {"name": "python3", "display_name": "x", "language": "python"}
    (office / "notebooks").mkdir()
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel}), office / "notebooks/lampiran_skm.ipynb")
    start = time.monotonic()
    done = command(office, "--timeout", "5")
    assert done.returncode == 1 and reason in done.stderr and "Traceback" not in done.stderr, done.stderr
    assert time.monotonic() - start < 60 and left(office) == set()
    kept = list((office / "outputs").rglob("*.ipynb"))
    assert all(path.stat().st_size < 3_000_000 for path in kept)
