"""Only what is not up to date is made again, judged by hashes alone."""

from __future__ import annotations

import json
import shutil
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from balong_eval import cli
from balong_eval.annex import formats, run, stale
from balong_eval.annex.make import make
from balong_eval.errors import FormatError
from balong_eval.intake import example
from balong_eval.intake.unit import read_unit
from tests.test_architecture import HEAVY, loaded


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mutakhir")
    example.write(folder / "data" / "contoh")
    assert [outcome.error for outcome in run.run(jobs(folder), 1, lambda outcome: None)] == [None]
    return folder


@pytest.fixture
def copy(made: Path, tmp_path: Path) -> Path:
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return tmp_path


def jobs(folder: Path) -> list[run.Job]:
    return run.plan([read_unit(folder / "data/contoh")], folder / "outputs", annexes=("lampiran_skm",), years=(2019, 2019))


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def record(folder: Path) -> Path:
    return folder / "outputs/contoh/2019/lampiran_skm.manifest.json"


def test_untouched_is_up_to_date_whatever_its_times(copy: Path) -> None:
    (copy / "data/contoh/skm/2019.csv").touch()
    assert stale.is_up_to_date(jobs(copy)[0])


def test_nothing_to_do_needs_no_pandas(copy: Path) -> None:
    """The list of periods, small tables of texts and the hashes are made without it: half a second of every call."""
    data, out = copy / "data/contoh", copy / "outputs"
    (out / "index.html").touch()
    nothing = ["run", "--data", str(data), "--out", str(out), "--annex", "skm", "--years", "2019"]
    every = f"run.plan([read_unit({str(data)!r})], Path({str(out)!r}))"
    start = "from pathlib import Path; from balong_eval.annex import run; from balong_eval.cli import main"
    start += "; from balong_eval.intake.unit import read_unit"
    found = loaded(f"{start}; print(len({every})); main({nothing})")
    assert {"balong_eval.annex.stale", "balong_eval.intake.indicators"} <= found and "balong_eval.annex.make" not in found
    assert {name.split(".")[0] for name in found} & set(HEAVY) <= {"babel"}


@pytest.mark.parametrize("name", ["html", "json", "ipynb"])
def test_an_edited_or_missing_output_is_stale(copy: Path, name: str) -> None:
    path = copy / f"outputs/contoh/2019/lampiran_skm.{name}"
    path.write_bytes(path.read_bytes() + b" ")
    assert not stale.is_up_to_date(jobs(copy)[0])
    path.unlink()
    assert not stale.is_up_to_date(jobs(copy)[0])


@pytest.mark.parametrize("name", ["unit.toml", "skm/2018.csv", "skm/2019.csv", "skm/2019.toml"])
def test_an_edited_input_is_stale(copy: Path, name: str) -> None:
    path = copy / "data/contoh" / name
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert not stale.is_up_to_date(jobs(copy)[0])


def test_an_input_of_another_annex_is_none_of_this_one(copy: Path) -> None:
    path = copy / "data/contoh/indikator.csv"
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert stale.is_up_to_date(jobs(copy)[0])


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("rules", [{"id": "permenpanrb_14_2017", "sha256": "0" * 64}]),
        ("notebook", {"file": "lampiran_skm.ipynb", "sha256": "0" * 64}),
        ("package", {"version": "0", "sha256": "0" * 64}),
        ("versions", {"python": "2.7"}),
        ("parameters", {"year": 2018, "part": "", "data_dir": "contoh"}),
        ("outputs", 3),
    ],
)
def test_other_rules_notebook_package_versions_are_stale(copy: Path, key: str, value: object) -> None:
    path = record(copy)
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | {key: value}), encoding="utf-8")
    assert not stale.is_up_to_date(jobs(copy)[0])


def test_other_formats_a_failure_and_a_damaged_manifest_are_stale(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    job = jobs(copy)[0]
    assert not stale.is_up_to_date(replace(job, formats=("html",)))
    monkeypatch.setitem(formats.FORMATS, "docx", formats.FORMATS["html"])
    assert not stale.is_up_to_date(replace(job, formats=("html", "json", "docx")))
    failed = copy / "outputs/contoh/2019/lampiran_skm.failed.ipynb"
    failed.write_text("{}", encoding="utf-8")
    assert not stale.is_up_to_date(job)
    failed.unlink()
    assert stale.is_up_to_date(job)
    record(copy).write_text("{", encoding="utf-8")
    assert not stale.is_up_to_date(job)


def test_a_format_that_cannot_be_made_is_tried_again(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def cannot(published: object) -> bytes:
        raise FormatError("pandoc tidak ada")

    monkeypatch.setitem(formats.FORMATS, "docx", formats.Format(cannot))
    job = replace(jobs(copy)[0], formats=("html", "json", "docx"))
    assert make(job).missing == ("pandoc tidak ada",)
    assert not stale.is_up_to_date(job) and stale.is_up_to_date(replace(job, formats=("html", "json")))


def test_a_second_run_starts_no_kernel(copy: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["run", "--data", str(copy / "data/contoh"), "--out", str(copy / "outputs"), "--annex", "skm", "--years", "2019"]
    monkeypatch.setattr(run, "workshop", None)
    for name in [name for name in sys.modules if name.split(".")[0] in ("papermill", "nbconvert") or name == "balong_eval.annex.make"]:
        monkeypatch.delitem(sys.modules, name)
    with pytest.raises(SystemExit) as stopped:
        cli.main(arguments)
    assert stopped.value.code == 0 and "0 dari 1 lampiran dibuat. 1 sudah mutakhir" in capsys.readouterr().err
    assert not {"papermill", "nbconvert", "balong_eval.annex.make"} & set(sys.modules)
    edit(copy / "data/contoh/skm/2019.toml", "\n", "\n\n")
    monkeypatch.undo()
    with pytest.raises(SystemExit):
        cli.main(arguments)
    assert "1 dari 1 lampiran dibuat. Buka" in capsys.readouterr().err


def test_force_makes_all(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = record(copy).read_bytes()
    arguments = ["run", "--data", str(copy / "data/contoh"), "--out", str(copy / "outputs"), "--annex", "skm", "--years", "2019", "--force"]
    with pytest.raises(SystemExit) as stopped:
        cli.main(arguments)
    assert stopped.value.code == 0 and "1 dari 1 lampiran dibuat. Buka" in capsys.readouterr().err
    assert record(copy).read_bytes() == before
