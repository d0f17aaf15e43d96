"""Temporary folders beside outputs: what a killed run left behind is cleared by the next one, what a living one uses is not."""

from __future__ import annotations

import contextlib
import hashlib
import os
import platform
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

PREFIX = ".buat-"
DAY = 24 * 3600


@contextlib.contextmanager
def folder(beside: Path) -> Iterator[Path]:
    """A folder of this process in `beside`, gone afterwards; folders of processes that are gone are removed first."""
    clear(beside)
    made = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{_host()}-{os.getpid()}-", dir=beside))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def clear(beside: Path) -> None:
    """Remove the folders of processes that are gone."""
    for old in beside.glob(f"{PREFIX}*"):
        if not _in_use(old):
            shutil.rmtree(old, ignore_errors=True)


def _in_use(old: Path) -> bool:
    """Whether the process that made a folder lives; of another machine's, or where that cannot be asked, whether it is less than a day old."""
    host, _, rest = old.name.removeprefix(PREFIX).partition("-")
    pid = rest.partition("-")[0]
    if host != _host() or not pid.isdecimal() or os.name != "posix":
        with contextlib.suppress(OSError):
            return time.time() - old.stat().st_mtime < DAY
        return True
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _host() -> str:
    """This machine, without its name."""
    return hashlib.sha256(platform.node().encode()).hexdigest()[:8]
