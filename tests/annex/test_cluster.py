"""Annexes made on a cluster: the bytes of an ordinary run, whatever happens to a worker."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
from dataclasses import fields
from pathlib import Path

import pytest

from balong_eval import cli
from balong_eval.annex import cluster, run
from balong_eval.annex.run import Job, Outcome
from balong_eval.errors import InputError
from balong_eval.intake import example
from balong_eval.intake.unit import read_unit

pytest.importorskip("distributed", reason="the extra [cluster] is not installed")
YEARS = (2019, 2020)
CHOSEN = ("--annex", "skm", "--annex", "kinerja")
PATIENCE = 120


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example unit, and its annexes of two years by an ordinary run."""
    folder = tmp_path_factory.mktemp("gugus")
    example.write(folder / "contoh")
    assert [outcome.error for outcome in run.run(jobs(folder, folder / "biasa"), 2, lambda outcome: None)] == [None] * 4
    return folder


def jobs(folder: Path, out: Path) -> list[Job]:
    return run.plan([read_unit(folder / "contoh")], out, years=YEARS, annexes=("lampiran_skm", "lampiran_kinerja"))


def files(out: Path) -> dict[str, bytes]:
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file() and path.name != "index.html"}


def killed(out: Path) -> list[int]:
    """Kill, once, the worker that is making an annex: its folder of work bears its number."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        for path in out.glob("*/.buat-*"):
            os.kill(int(path.name.split("-")[2]), signal.SIGKILL)
            return [int(path.name.split("-")[2])]
        time.sleep(0.01)
    return []


def test_the_command_gives_the_bytes_of_an_ordinary_run(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as stopped:
        cli.main(
            [
                "run",
                "--data",
                str(made / "contoh"),
                "--years",
                "2019-2020",
                "--annex",
                "skm",
                "--annex",
                "kinerja",
                "--cluster",
                "local",
                "--jobs",
                "2",
            ]
        )
    assert stopped.value.code == 0
    assert files(tmp_path / "outputs") == files(made / "biasa") and (tmp_path / "outputs/index.html").exists()


def test_a_worker_killed_midway_loses_nothing(made: Path, tmp_path: Path) -> None:
    out, dead, told = tmp_path / "hasil", [], []
    killer = threading.Thread(target=lambda: dead.extend(killed(out)))
    killer.start()
    outcomes = cluster.run(jobs(made, out), "local", 2, told.append)
    killer.join()
    assert len(dead) == 1 and not Path(f"/proc/{dead[0]}").exists()
    assert [outcome.error for outcome in outcomes] == [None] * 4 and len(told) == 4
    assert [outcome.job.period for outcome in outcomes] == [job.period for job in jobs(made, out)]
    assert files(out) == files(made / "biasa") and not list(out.rglob(".buat-*"))


class Poison(Job):
    """A job that kills every worker that takes it up."""

    @property
    def target(self) -> Path:
        if multiprocessing.parent_process():
            os.kill(os.getpid(), signal.SIGKILL)
        return super().target


def test_an_annex_that_kills_its_workers_fails_alone(made: Path, tmp_path: Path) -> None:
    first, *others = jobs(made, tmp_path)[:2]
    poison = Poison(**{field.name: getattr(first, field.name) for field in fields(Job)})
    outcomes = cluster.run([poison, *others], "local", 2, lambda outcome: None)
    assert "KilledWorker" in str(outcomes[0].error) and "tidak selesai dibuat" in str(outcomes[0].error)
    assert outcomes[1].error is None and not list(tmp_path.glob(f"*/{first.period}/{first.annex}.*"))


def test_a_failure_is_told_and_does_not_stop_the_others(made: Path, tmp_path: Path) -> None:
    example.write(tmp_path / "contoh")
    (tmp_path / "contoh/skm/2019.csv").write_text("a,b\nx,y\n", encoding="utf-8")
    planned = [job for job in jobs(tmp_path, tmp_path / "hasil") if job.annex == "lampiran_skm"]
    outcomes = cluster.run(planned, "local", 1, lambda outcome: None)
    assert "2019.csv" in str(outcomes[0].error) and outcomes[1].error is None
    assert (tmp_path / "hasil/contoh/2019/lampiran_skm.failed.ipynb").exists()


def test_what_a_dead_worker_had_made_is_not_made_twice(made: Path) -> None:
    job = jobs(made, made / "biasa")[0]
    path = job.target / f"{job.annex}.html"
    before = path.stat().st_mtime_ns
    assert cluster.make_once(job, False, cluster.fingerprint()) == Outcome(job, None, 0.0) and path.stat().st_mtime_ns == before


def test_who_interrupts_gets_back_and_no_worker_stays(made: Path, tmp_path: Path) -> None:
    def stop(outcome: Outcome) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        cluster.run(jobs(made, tmp_path), "local", 1, stop)
    assert not multiprocessing.active_children()
    assert len(list(tmp_path.rglob("*.manifest.json"))) < 4


def test_a_worker_with_another_program_is_refused(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "package_digest", lambda: "lain")
    with pytest.raises(InputError, match="versi program, Python atau pustaka yang lain"):
        cluster.run(jobs(made, tmp_path), "local", 1, lambda outcome: None)
    assert not files(tmp_path)


def test_a_worker_that_comes_later_with_another_program_makes_nothing(made: Path, tmp_path: Path) -> None:
    outcome = cluster.make_once(jobs(made, tmp_path)[0], False, ("lain", {}))
    assert "versi program" in str(outcome.error) and not files(tmp_path)


def test_a_result_that_is_not_there_is_a_failure(made: Path, tmp_path: Path) -> None:
    """A worker without the folder of outputs writes into its own disk, and says that all went well."""
    job = jobs(made, tmp_path)[0]
    assert "Folder masukan dan hasil" in str(cluster._checked(Outcome(job, None, 1.0)).error)


@pytest.mark.parametrize("address", ["xx::y", "tcp://", "mesin", "http://mesin:8786"])
def test_an_address_that_is_none_is_told(address: str, made: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(made)
    with pytest.raises(SystemExit) as stopped:
        cli.main(["run", "--data", "contoh", "--out", "lain", "--cluster", address])
    assert stopped.value.code == 2
    assert f"Penjadwal Dask di {address} tidak dapat dihubungi" in capsys.readouterr().err


def test_a_scheduler_that_does_not_answer_is_told(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "WAIT", 1)
    with pytest.raises(InputError, match="tidak dapat dihubungi"):
        cluster.run(jobs(made, tmp_path), "tcp://127.0.0.1:9", 1, lambda outcome: None)


def test_without_the_extra_it_says_what_to_install(made: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    monkeypatch.chdir(made)
    with pytest.raises(SystemExit) as stopped:
        cli.main(["run", "--data", "contoh", "--out", "lain", "--cluster", "local"])
    told = capsys.readouterr().err
    assert stopped.value.code == 2 and "python -m pip install -c requirements.lock -e .[cluster]" in told
    assert len([line for line in told.splitlines() if line.startswith("Kesalahan")]) == 1 and "Traceback" not in told
