"""What the tests of faults share: a small unit, the real command, and the processes that it leaves."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from balong_eval.intake import example

LONG = os.environ.get("BALONG_FAULTS") == "long"
GRACE = 5.0


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A folder with the example unit of one year."""
    example.write(tmp_path / "data/unit")
    for path in (tmp_path / "data/unit/skm").iterdir():
        if path.stem != "2019":
            path.unlink()
    return tmp_path


def arguments(*more: str) -> list[str]:
    """The command that makes one annex again, whatever stands there."""
    return [sys.executable, "-m", "balong_eval", "run", "--data", "data/unit", "--annex", "skm", "--force", *more]


def command(folder: Path, *more: str, prefix: tuple[str, ...] = (), env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run it to its end."""
    line = [*prefix, *arguments(*more)]
    return subprocess.run(line, cwd=folder, env=env, capture_output=True, text=True, check=False, timeout=180)


def digests(folder: Path) -> dict[str, str]:
    """SHA-256 of every file of the outputs."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def running(folder: Path) -> set[int]:
    """Processes that have the folder, or one in it, as their working directory."""
    found = set()
    for place in Path("/proc").iterdir():
        if place.name.isdecimal():
            try:
                at = (place / "cwd").resolve(strict=True)
                state = (place / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
            except (OSError, ValueError):
                continue
            if state != "Z" and at.is_relative_to(folder.resolve()):
                found.add(int(place.name))
    return found - {os.getpid()}


def left(folder: Path) -> set[int]:
    """Processes that are still there after the time of grace."""
    end = time.monotonic() + GRACE
    while running(folder) and time.monotonic() < end:
        time.sleep(0.1)
    return running(folder)
