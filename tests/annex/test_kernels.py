"""Forked kernels: a clean state each, the same bytes as ordinary ones, and no process left however the runner ends."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import nbformat
import pytest
from jupyter_client.provisioning import LocalProvisioner

from balong_eval.annex import notebook, run, temporary
from balong_eval.annex.kernels import preloader
from balong_eval.annex.workshop import workshop
from balong_eval.errors import AnnexError
from balong_eval.intake import example
from balong_eval.intake.unit import read_unit

pytestmark = pytest.mark.skipif(not preloader.SUPPORTED, reason="kernels are forked on Linux only")
MARK = "BALONG_UJI"
LEAVE = """
import os, random, sys, types, tempfile
import matplotlib, numpy as np
import balong_eval.report.words as words
sys.modules["ditinggalkan"] = types.ModuleType("ditinggalkan")
sys.path.insert(0, "/ditinggalkan")
random.seed(1); np.random.seed(1)
matplotlib.rcParams["font.size"] = 99
os.environ["DITINGGALKAN"] = "ya"
kept = open("ditinggalkan.txt", "w")
words.say = None
import pandas as pd
pd.set_option("display.max_rows", 3)
os.chdir(tempfile.gettempdir())
"""
TELL = """
import json, os, random, sys, warnings
import matplotlib, numpy as np, pandas as pd
import balong_eval.report.words as words
state = {
    "modules": [name for name in sys.modules if "ditinggalkan" in name], "path": [name for name in sys.path if "ditinggalkan" in name],
    "settings": {key: str(value) for key, value in matplotlib.rcParams.items()}, "environment": os.environ.get("DITINGGALKAN"),
    "folder": os.getcwd(), "files": [name for name in map(os.readlink, (f"/proc/self/fd/{fd}" for fd in os.listdir("/proc/self/fd")[:-1]))
                                     if name.startswith("/") and not name.startswith("/dev/") and "deleted" not in name],
    "say": words.say is None, "rows": pd.get_option("display.max_rows"), "names": [name for name in dir() if name in ("kept", "types")],
    "warnings": len(warnings.filters), "main": __name__, "group": os.getpgid(0) == os.getpid(), "arguments": sys.argv[0].endswith("launcher.py"),
}
print(json.dumps({"state": state, "numbers": [random.random(), float(np.random.random())], "parent": os.getppid()}))
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, source in {"leave": LEAVE, "tell": TELL, "slow": "import time; time.sleep(120)", "die": "import os; os._exit(3)"}.items():
        write(tmp_path / f"{name}.ipynb", source)
    return tmp_path


def write(path: Path, source: str) -> None:
    kernel = {"name": "python3", "display_name": "x", "language": "python"}
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)], metadata={"kernelspec": kernel}), path)


def told(folder: Path) -> dict[str, Any]:
    executed = notebook.execute(folder / "tell.ipynb", folder / "x.ipynb", {}, folder, 60)
    found: dict[str, Any] = json.loads(executed.cells[0].outputs[0].text)
    return found


def test_each_notebook_starts_clean(folder: Path) -> None:
    """What one notebook leaves behind, the next does not see; what an ordinary kernel has, a forked one has."""
    ordinary = told(folder)
    with workshop():
        source = preloader.current()
        before = told(folder)
        notebook.execute(folder / "leave.ipynb", folder / "x.ipynb", {}, folder, 60)
        after = told(folder)
    assert source is not None and before["parent"] == after["parent"] == source.process.pid != ordinary["parent"]
    assert after["state"]["modules"] == [] and after["state"]["environment"] is None and after["state"]["files"] == []
    assert after["state"]["folder"] == str(folder)
    assert after["state"] == before["state"]
    by_import = {key: before["state"][key] for key in ("warnings", "arguments")}
    assert before["state"] == ordinary["state"] | by_import, "a library may add a filter of warnings when it is imported, and no more"
    assert len({number for one in (ordinary, before, after) for number in one["numbers"]}) == 6, "random numbers repeat"


def test_forked_and_ordinary_kernels_give_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    example.write(tmp_path / "contoh")
    unit = read_unit(tmp_path / "contoh")
    for name in ("forked", "ordinary"):
        jobs = run.plan([unit], tmp_path / name, years=(2019, 2019))
        assert [outcome.error for outcome in run.run(jobs, 2, lambda outcome: None)] == [None, None]
        monkeypatch.setattr(preloader, "SUPPORTED", False)
    made = [{path.relative_to(tmp_path / name): path.read_bytes() for path in (tmp_path / name).rglob("*.*")} for name in ("forked", "ordinary")]
    assert len(made[0]) == 9 and made[0] == made[1]


def test_a_kernel_that_dies_takes_no_other_with_it(folder: Path) -> None:
    with workshop(), ThreadPoolExecutor(2) as pool:
        dead = pool.submit(notebook.execute, folder / "die.ipynb", folder / "x.ipynb", {}, folder, 60)
        alive = pool.submit(told, folder)
        with pytest.raises(AnnexError, match="berhenti sebelum selesai"):
            dead.result()
        assert alive.result()["state"]["folder"] == str(folder)


def test_without_the_preloading_process_kernels_are_ordinary(folder: Path) -> None:
    with workshop():
        source = preloader.current()
        assert source is not None
        source.process.kill()
        source.process.wait()
        assert told(folder)["parent"] == os.getpid()


def test_other_kernels_are_left_alone(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from balong_eval.annex.kernels import provisioner

    monkeypatch.setattr(provisioner, "OURS", ["/usr/bin/python-lain", "-m", "ipykernel_launcher"])
    with workshop():
        assert told(folder)["parent"] == os.getpid()


def processes(mark: str) -> Iterator[int]:
    for path in Path("/proc").glob("[0-9]*/environ"):
        try:
            if f"{MARK}={mark}".encode() in path.read_bytes():
                yield int(path.parent.name)
        except OSError:
            continue


BACKGROUND = signal.getsignal(signal.SIGINT) is signal.SIG_IGN  # where a shell runs the tests in the background, and so every process of theirs
INTERRUPT = pytest.param(signal.SIGINT, marks=pytest.mark.skipif(BACKGROUND, reason="Ctrl-C is ignored in the background"))


@pytest.mark.parametrize("end", [signal.SIGKILL, INTERRUPT, signal.SIGTERM])
def test_no_process_is_left_however_the_runner_ends(folder: Path, end: signal.Signals) -> None:
    mark = uuid.uuid4().hex
    code = """
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from balong_eval.annex import notebook
from balong_eval.annex.workshop import workshop
folder = Path(sys.argv[1])
with workshop():
    ThreadPoolExecutor(1).submit(notebook.execute, folder / "slow.ipynb", folder / "x.ipynb", {}, folder, None).result()
"""
    runner = subprocess.Popen([sys.executable, "-c", code, str(folder)], env={**os.environ, MARK: mark}, stderr=subprocess.DEVNULL)
    wait(lambda: len(list(processes(mark))) == 3)
    runner.send_signal(end)
    runner.wait(timeout=30)
    wait(lambda: not list(processes(mark)))


@pytest.mark.parametrize(("ended", "tries"), [(False, 2), (True, 1)])
def test_a_kernel_that_did_not_start_is_tried_once_more_unless_the_run_was_ended(
    folder: Path, monkeypatch: pytest.MonkeyPatch, ended: bool, tries: int
) -> None:
    """After Ctrl-C an ordinary kernel would take the place of the forked one, and run on for as long as its notebook lasts."""
    from papermill.engines import papermill_engines

    calls = []

    def fails(*_: Any, **__: Any) -> None:
        calls.append(1)
        if ended:
            preloader.end()
        raise RuntimeError("did not start")

    with workshop():
        monkeypatch.setattr(papermill_engines, "execute_notebook_with_engine", fails)
        with pytest.raises(AnnexError, match="dua kali"):
            notebook.execute(folder / "slow.ipynb", folder / "x.ipynb", {}, folder, None)
    assert len(calls) == tries


@pytest.mark.skipif(BACKGROUND, reason="Ctrl-C is ignored in the background")
def test_an_interrupted_run_waits_for_no_notebook(tmp_path: Path) -> None:
    """Ctrl-C in the middle of a batch: told in Bahasa Indonesia, no other notebook is started, no process and no temporary folder is left."""
    example.write(tmp_path / "contoh")
    (tmp_path / "notebooks").mkdir()
    source = nbformat.read(Path(__file__).parent.parent.parent / "notebooks/lampiran_skm.ipynb", as_version=4)
    source.cells[2].source = "import time; time.sleep(120)"
    nbformat.write(source, tmp_path / "notebooks/lampiran_skm.ipynb")
    mark = uuid.uuid4().hex
    command = [sys.executable, "-m", "balong_eval", "run", "--data", "contoh", "--annex", "skm", "--jobs", "2"]
    environment = {**os.environ, MARK: mark}
    runner = subprocess.Popen(command, cwd=tmp_path, env=environment, stderr=subprocess.PIPE, text=True)
    wait(lambda: len(list(processes(mark))) >= 4)
    time.sleep(1)
    runner.send_signal(signal.SIGINT)
    _, told = runner.communicate(timeout=30)
    assert runner.returncode == 2 and told.endswith("Kesalahan: Dihentikan.\n"), told
    wait(lambda: not list(processes(mark)))
    assert not list((tmp_path / "outputs").rglob("*.manifest.json")) and not list((tmp_path / "outputs").rglob(f"{temporary.PREFIX}*"))


def wait(condition: Any) -> None:
    limit = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < limit, "waited in vain"
        time.sleep(0.05)


WHERE = "import json\nfrom ipykernel.connect import get_connection_file\nprint(json.load(open(get_connection_file()))['transport'])"


def test_a_kernel_takes_no_port_that_another_program_could_have_taken(folder: Path) -> None:
    """jupyter_client lets go of the ports that it chose before the kernel binds them; seen under load: "Address already in use"."""
    write(folder / "where.ipynb", WHERE)
    with workshop():
        forked = notebook.execute(folder / "where.ipynb", folder / "x.ipynb", {}, folder, 60)
    ordinary = notebook.execute(folder / "where.ipynb", folder / "x.ipynb", {}, folder, 60)
    assert [one.cells[0].outputs[0].text for one in (forked, ordinary)] == ["ipc\n", "ipc\n"]


def broken_starts(monkeypatch: pytest.MonkeyPatch, times: int) -> list[list[str]]:
    """Kernels whose first starts end at once, as where a port is taken; the list gets what each start was to run."""
    started: list[list[str]] = []
    launch = LocalProvisioner.launch_kernel

    async def launch_kernel(self: LocalProvisioner, cmd: list[str], **kwargs: Any) -> Any:
        started.append(cmd)
        return await launch(self, [sys.executable, "-c", "raise SystemExit(1)"] if len(started) <= times else cmd, **kwargs)

    monkeypatch.setattr(LocalProvisioner, "launch_kernel", launch_kernel)
    return started


def test_a_kernel_that_does_not_start_is_started_once_more_and_gives_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    example.write(tmp_path / "contoh")
    made = []
    source = Path(notebook.__file__).parents[2] / "notebooks/lampiran_skm.ipynb"
    for times in (0, 1):
        started = broken_starts(monkeypatch, times)
        found = notebook.execute(source, tmp_path / "x.ipynb", {"year": 2019, "part": "", "data_dir": "contoh"}, tmp_path, 60)
        assert len(started) == times + 1
        monkeypatch.undo()
        made.append(nbformat.writes(found))
    assert made[0] == made[1]


def test_a_kernel_that_never_starts_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started = broken_starts(monkeypatch, 9)
    with pytest.raises(AnnexError, match="dua kali tidak dapat dimulai"):
        notebook.execute(folder / "tell.ipynb", folder / "x.ipynb", {}, folder, 60)
    assert len(started) == 2


@pytest.mark.parametrize("whole", [False, True], ids=["half", "whole"])
def test_a_runner_that_is_gone_in_the_middle_of_its_request_leaves_no_traceback(tmp_path: Path, whole: bool) -> None:
    """The preloading process ends, and what it has forked with it."""
    ours, theirs = socket.socketpair()
    mark = uuid.uuid4().hex
    line = [sys.executable, "-m", preloader.SERVER, str(theirs.fileno())]
    server = subprocess.Popen(line, pass_fds=[theirs.fileno()], stderr=subprocess.PIPE, stdout=subprocess.PIPE, env={**os.environ, MARK: mark})
    theirs.close()
    request = json.dumps({"argv": ["kernel"], "env": {MARK: mark, "JUPYTER_RUNTIME_DIR": str(tmp_path)}, "cwd": str(tmp_path)}) + "\n"
    ours.sendall(request.encode()[: None if whole else -9])
    ours.close()
    _, errors = server.communicate(timeout=60)
    assert server.returncode == 0 and b"Traceback" not in errors, errors
    wait(lambda: not list(processes(mark)))
