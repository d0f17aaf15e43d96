"""Steps in turn, whether somebody sits before the notebook, the command that opens it, and the jobs of the button."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat
import pytest
from click.testing import CliRunner

from balong_eval import cli
from balong_eval.annex.run import Job, Outcome
from balong_eval.errors import InputError
from balong_eval.explore import frontend, lab
from balong_eval.explore.stage import PAUSE, Stage
from balong_eval.intake.unit import read_unit

if TYPE_CHECKING:
    from balong_eval.explore.annexes import AnnexButton

ROOT = Path(__file__).parent.parent.parent


def test_what_is_overtaken_is_not_drawn() -> None:
    """Numbers at once, the rest between messages; a newer change takes the place of what is left of an older one."""

    async def play() -> list[str]:
        told: list[str] = []
        stage = Stage()
        stage.start([lambda: told.append("1 numbers"), lambda: told.append("1 chart"), lambda: told.append("1 chart")])
        await asyncio.sleep(1.5 * PAUSE)
        stage.start([lambda: told.append("2 numbers"), lambda: stage.go_on([lambda: told.append("2 chart")])])
        await asyncio.sleep(20 * PAUSE)
        return told

    told = asyncio.run(play())
    assert told[0] == "1 numbers" and told[-2:] == ["2 numbers", "2 chart"] and told.count("1 chart") < 2


def test_without_a_loop_everything_is_drawn() -> None:
    told: list[int] = []
    Stage().start([lambda: told.append(1), lambda: told.append(2)])
    assert told == [1, 2]


def test_nobody_sits_before_a_test(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(frontend.FORCE, raising=False)
    assert not frontend.live()
    for forced, live in ((frontend.LIVE, True), (frontend.STATIC, False)):
        monkeypatch.setenv(frontend.FORCE, forced)
        assert frontend.live() is live


def test_lab_listens_on_this_machine_and_keeps_the_token() -> None:
    command = lab.command(["--no-browser"])
    assert command[:3] == [sys.executable, "-m", "jupyterlab"] and "--ServerApp.ip=127.0.0.1" in command and command[-1] == "--no-browser"
    assert not [part for part in command if "token" in part.lower() or "password" in part.lower()]
    settings = json.loads((lab.CONFIG / "labconfig/page_config.json").read_text(encoding="utf-8"))
    assert settings["disabledExtensions"]["@jupyterlab/apputils-extension:announcements"] is True
    assert str(lab.CONFIG) in lab.environment()["JUPYTER_CONFIG_PATH"]


def test_lab_brings_the_notebooks_where_there_are_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    started: list[list[str]] = []
    monkeypatch.setattr(lab.subprocess, "call", lambda command, env: started.append(command) or 0)  # type: ignore[func-returns-value]
    for told in ("5 notebook disalin", ""):
        found = CliRunner().invoke(cli.cli, ["lab", "--no-browser"])
        assert found.exit_code == 0 and (told in found.output)
    names = {path.name for path in (tmp_path / "notebooks").iterdir()}
    assert names == {path.name for path in (ROOT / "notebooks").glob("*.ipynb")} and len(started) == 2
    assert f"--ServerApp.root_dir={tmp_path}" in started[0]
    (tmp_path / "notebooks/eksplorasi.ipynb").unlink()
    (tmp_path / "notebooks/lampiran_skm.ipynb").write_text("milik kantor", encoding="utf-8")
    assert lab.bring_notebooks() == 1 and (tmp_path / "notebooks/lampiran_skm.ipynb").read_text(encoding="utf-8") == "milik kantor"


def test_the_button_makes_what_run_makes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("ipywidgets")
    from balong_eval.explore.annexes import plan

    (tmp_path / "notebooks").mkdir()
    monkeypatch.chdir(tmp_path / "notebooks")
    jobs = plan(read_unit(ROOT / "data/contoh"), "2019")
    assert [(job.annex, job.period) for job in jobs] == [("lampiran_skm", "2019"), ("lampiran_kinerja", "2019")]
    assert {job.target for job in jobs} == {tmp_path / "outputs/contoh/2019"}
    assert jobs[0].notebook == ROOT / "notebooks/lampiran_skm.ipynb"
    (tmp_path / "notebooks/lampiran_skm.ipynb").touch()
    assert plan(read_unit(ROOT / "data/contoh"), "2019")[0].notebook == tmp_path / "notebooks/lampiran_skm.ipynb"
    with pytest.raises(InputError, match="Tidak ada periode"):
        plan(read_unit(ROOT / "data/contoh"), "1999")


def die(job: Job) -> Outcome:
    """In place of `make`: the process ends."""
    os._exit(3)


def stumble(job: Job) -> Outcome:
    """In place of `make`: a fault that nobody foresaw."""
    raise ValueError("rahasia")


BROKEN = 'raise InputError("Berkas 2019.csv tidak dapat dibaca.")'


def pressed(folder: Path, monkeypatch: pytest.MonkeyPatch, making: Callable[[Job], Outcome] | None = None) -> AnnexButton:
    """The button after its work, for 2019, in an office whose own notebook of the plan stops with an error."""
    from balong_eval.explore import annexes

    (folder / "notebooks").mkdir()
    monkeypatch.chdir(folder / "notebooks")
    shutil.copytree(ROOT / "data/contoh", folder / "data/contoh")
    own: Any = nbformat.read(ROOT / "notebooks/lampiran_kinerja.ipynb", as_version=4)
    own.cells[-1].source = f"from balong_eval.errors import InputError\n{BROKEN}"
    nbformat.write(own, folder / "notebooks/lampiran_kinerja.ipynb")
    if making:
        monkeypatch.setattr(annexes, "make", making)

    async def play() -> AnnexButton:
        button = annexes.AnnexButton(read_unit(folder / "data/contoh"), lambda: "2019")
        button.start()
        assert button.button.disabled and button._task is not None
        await button._task
        return button

    return asyncio.run(play())


def test_an_annex_that_fails_is_told_and_the_other_is_linked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("ipywidgets")
    button = pressed(tmp_path, monkeypatch)
    told, links = button.told.value, str(button.links.outputs)
    assert "lampiran_skm: selesai" in told and "lampiran_kinerja: gagal." in told and "Berkas 2019.csv tidak dapat dibaca." in told
    assert "1 dari 2 lampiran dibuat" in told and "balong-error" in told and "Traceback" not in told
    assert "Buka lampiran_skm" in links and "Buka lampiran_kinerja" not in links
    assert (button.bar.value, button.bar.max, button.button.disabled) == (2, 2, False)
    assert (tmp_path / "outputs/contoh/2019/lampiran_skm.html").is_file() and (tmp_path / "outputs/index.html").is_file()


@pytest.mark.parametrize(("making", "reason"), [(die, "Proses yang membuat lampiran ini berhenti."), (stumble, "tidak selesai dibuat (ValueError)")])
def test_a_fault_of_the_process_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, making: Callable[[Job], Outcome], reason: str) -> None:
    """Nothing is left unsaid, nothing of Python's message is shown, and the button can be pressed again."""
    pytest.importorskip("ipywidgets")
    button = pressed(tmp_path, monkeypatch, making)
    assert button.told.value.count(reason) == 2 and "0 dari 2" in button.told.value and "rahasia" not in button.told.value
    assert not button.button.disabled


def test_an_index_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    pytest.importorskip("ipywidgets")
    from balong_eval.explore.annexes import _index

    (tmp_path / "berkas").write_text("", encoding="utf-8")
    assert _index(tmp_path / "berkas").startswith("Kesalahan: ") and _index(tmp_path) == ""


def test_the_notebook_draws_once_where_nobody_sits_before_it(tmp_path: Path) -> None:
    """Under papermill: blocks of the annex, no widget and no script; the view of its parameter."""
    from balong_eval.annex import formats, notebook

    parameters = {"data_dir": "contoh", "view": '{periode = "2019", jenis_kelamin = "Perempuan"}', "scenario": '{periode = "2019", tambah = 100}'}
    executed = notebook.execute(ROOT / "notebooks/eksplorasi.ipynb", tmp_path / "out.ipynb", parameters, ROOT / "data", None)
    text = nbformat.writes(executed)
    assert "jupyter.widget-view" not in text and "application/javascript" not in text
    notebook.write(executed, tmp_path / "out.ipynb")
    formats.export(tmp_path / "out.ipynb", ("html",))
    page = (tmp_path / "out.html").read_text(encoding="utf-8")
    for told in (
        "IKM Kecamatan Balong (jenis kelamin Perempuan) tahun 2019 adalah",
        "respondennya 100 orang lebih banyak",
        "Perkiraan bila tidak ada",
    ):
        assert told in page
    assert page.count("<figure>") == 3
