"""A full disk, a folder that may not be written, a file that goes away, two runs at once, a clock that is wrong, strange paths."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from balong_eval.annex import temporary
from tests.faults.conftest import arguments, command, digests, left

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the faults are made by means of Linux")
ROOT = os.geteuid() == 0 if hasattr(os, "geteuid") else False
SETPRIV, FAKETIME = shutil.which("setpriv"), shutil.which("faketime")
NOBODY = 65534
UNMEASURED = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
"""For processes that may not write: coverage could not keep its record there, and would say so with a traceback of its own."""


def test_a_disk_that_is_full_loses_nothing(office: Path) -> None:
    """No file may grow over 40,000 bytes: as on a full disk, the notebook and the page cannot be written."""
    assert command(office).returncode == 0
    good = digests(office / "outputs")
    limited = subprocess.run(
        arguments(),
        cwd=office,
        env=UNMEASURED,
        capture_output=True,
        text=True,
        check=False,
        timeout=180,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000)),
    )
    assert limited.returncode == 1 and "terlalu besar" in limited.stderr and "Traceback" not in limited.stderr, limited.stderr
    after = digests(office / "outputs")
    assert {name: digest for name, digest in after.items() if name != "index.html"} == {k: v for k, v in good.items() if k != "index.html"}


@pytest.mark.skipif(not (ROOT and shutil.which("mount")), reason="needs a small file system of its own")
def test_a_small_disk_says_that_it_is_full(office: Path) -> None:
    out = office / "kecil"
    out.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=200k", "balong", str(out)], capture_output=True, check=False).returncode:
        pytest.skip("no file system may be mounted here")
    try:
        done = command(office, "--out", "kecil")
        assert done.returncode in (1, 2) and "disk penuh" in done.stderr and "Traceback" not in done.stderr, done.stderr
        assert not [path for path in out.rglob("*") if path.is_file() and path.name.startswith("lampiran_skm.manifest")]
    finally:
        subprocess.run(["umount", str(out)], check=True)


@pytest.mark.skipif(not (ROOT and SETPRIV), reason="root writes everywhere: needs setpriv to be somebody else")
@pytest.mark.parametrize("closed", ["outputs", "data"])
def test_without_permission_the_reason_is_told(office: Path, closed: str) -> None:
    """Outputs that may not be written; answers that may not be read."""
    home = office / "rumah"
    home.mkdir()
    for path in (office, *office.rglob("*")):
        os.chown(path, NOBODY, NOBODY)
    for path in (office, *office.parents):
        if path != Path("/") and not path.stat().st_mode & 0o001:
            path.chmod(path.stat().st_mode | 0o111)
    blocked = office / ("outputs" if closed == "outputs" else "data/unit/skm/2019.csv")
    blocked.mkdir() if closed == "outputs" else None
    os.chown(blocked, 0, 0)
    blocked.chmod(0o555 if closed == "outputs" else 0o600)
    env = {**UNMEASURED, "HOME": str(home), "PYTHONDONTWRITEBYTECODE": "1", "IPYTHONDIR": str(home), "MPLCONFIGDIR": str(home)}
    who = (str(SETPRIV), f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups")
    if subprocess.run([*who, sys.executable, "-c", "import balong_eval"], env=env, capture_output=True, check=False).returncode:
        pytest.skip("the program itself cannot be read by somebody else here")
    done = command(office, prefix=who, env=env)
    assert done.returncode in (1, 2) and "tidak ada izin" in done.stderr and "Traceback" not in done.stderr, done.stderr


@pytest.mark.skipif(not FAKETIME, reason="no faketime on this machine")
def test_the_clock_does_not_matter(office: Path) -> None:
    assert command(office).returncode == 0
    good = digests(office / "outputs")
    done = command(office, prefix=(str(FAKETIME), "2001-01-01 00:00:00"))
    assert done.returncode == 0, done.stderr
    assert digests(office / "outputs") == good


@pytest.mark.parametrize(
    "name", ["kantor camat  dua", "кантор 分区 é", "a" * 200, "{x} %s $HOME 'q' \"r\""], ids=["blanks", "letters", "long", "marks"]
)
def test_strange_names_of_folders(office: Path, name: str) -> None:
    (office / "data/unit").rename(office / "data" / name)
    done = subprocess.run(
        [sys.executable, "-m", "balong_eval", "run", "--data", f"data/{name}", "--annex", "skm"],
        cwd=office, capture_output=True, text=True, check=False, timeout=180,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert (office / "outputs" / name / "2019/lampiran_skm.html").is_file()


@pytest.mark.parametrize("place", ["skm/2019.csv", "skm/2019.toml", "unit.toml"])
def test_a_named_pipe_does_not_block(office: Path, place: str) -> None:
    path = office / "data/unit" / place
    path.unlink()
    os.mkfifo(path)
    for call in (["check", "data/unit"], ["run", "--data", "data/unit", "--annex", "skm"]):
        done = subprocess.run([sys.executable, "-m", "balong_eval", *call], cwd=office, capture_output=True, text=True, check=False, timeout=60)
        assert done.returncode in (1, 2) and "Traceback" not in done.stderr and "bukan berkas biasa" in done.stdout + done.stderr, done.stderr


def test_a_file_that_changes_or_goes_while_it_is_read_is_told_or_is_whole(office: Path) -> None:
    import threading

    path = office / "data/unit/skm/2019.csv"
    content = path.read_bytes()
    stop = threading.Event()

    def restless() -> None:
        while not stop.is_set():
            path.unlink(missing_ok=True)
            path.write_bytes(content[: len(content) // 2])
            path.write_bytes(content)

    worker = threading.Thread(target=restless)
    worker.start()
    try:
        for _ in range(3):
            done = command(office)
            assert done.returncode in (0, 1, 2) and "Traceback" not in done.stderr, done.stderr
    finally:
        stop.set()
        worker.join()
    assert command(office).returncode == 0


def test_two_runs_at_once_end_with_whole_annexes(office: Path) -> None:
    both = [subprocess.Popen(arguments("--formats", "html,json"), cwd=office, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    said = [runner.communicate(timeout=180)[1] for runner in both]
    assert [runner.returncode for runner in both] == [0, 0], said
    first = digests(office / "outputs")
    assert not [name for name in first if temporary.PREFIX in name or name.endswith(".tmp")]
    assert command(office).returncode == 0
    assert digests(office / "outputs") == first and left(office) == set()
