"""verify and export: what is untouched is the same, and every change is named."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from balong_eval import cli, regulation
from balong_eval.annex import formats, run
from balong_eval.annex.verify import Verification, verify
from balong_eval.errors import InputError
from balong_eval.intake import example
from balong_eval.intake.unit import read_unit
from balong_eval.report.block import MIME

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the example unit (2019 only) and its outputs."""
    folder = tmp_path_factory.mktemp("verifikasi")
    example.write(folder / "data" / "contoh")
    for path in (folder / "data/contoh/skm").iterdir():
        if path.stem != "2019":
            path.unlink()
    jobs = run.plan([read_unit(folder / "data/contoh")], folder / "outputs", annexes=("lampiran_skm",))
    assert [outcome.error for outcome in run.run(jobs, 1, lambda outcome: None)] == [None]
    return folder


@pytest.fixture
def copy(made: Path, tmp_path: Path) -> Path:
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return tmp_path


def look(folder: Path) -> Verification:
    return verify(folder / "outputs", folder / "data/contoh")


def numbers(found: Verification, suffix: str) -> dict[str, tuple[object, object]]:
    moved = next(item.numbers for item in found.files if item.file.endswith(suffix))
    return {item.name: (item.was, item.now) for item in moved}


def test_untouched_is_the_same(copy: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(copy)
    with pytest.raises(SystemExit) as stopped:
        cli.main(["verify", "outputs", "--json"])
    document = json.loads(capsys.readouterr().out)
    assert stopped.value.code == 0
    assert document["schema"] == "balong-eval/verify/1" and document["differs"] == []
    assert all(item["same"] and item["numbers"] == [] for item in document["files"])
    assert {Path(item["file"]).name for item in document["files"]} == {"lampiran_skm.ipynb", "lampiran_skm.html", "poster.html", "lampiran_skm.json"}


def test_an_edited_answer_moves_numbers(copy: Path) -> None:
    path = copy / "data/contoh/skm/2019.csv"
    rows = path.read_text(encoding="utf-8").splitlines()
    cells = rows[4].split(",")
    before, cells[8] = int(cells[8]), "1"
    rows[4] = ",".join(cells)
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    found = look(copy)
    assert found.differs == ("inputs",) and found.changed_inputs == ("skm/2019.csv",) and not found.same
    was, now = numbers(found, ".json")["results[0].by_unsur[0].total"]
    assert float(str(was)) - float(str(now)) == before - 1 and before > 1


def test_an_edited_page_is_named(copy: Path) -> None:
    path = copy / "outputs/contoh/2019/lampiran_skm.html"
    path.write_text(path.read_text(encoding="utf-8").replace("82,50", "92,50", 1), encoding="utf-8")
    found = look(copy)
    assert found.differs == () and [(item.file, item.edited) for item in found.files if not item.same] == [("contoh/2019/lampiran_skm.html", True)]
    assert ("92,50,", "82,50,") in numbers(found, ".html").values() or ("92,50", "82,50") in numbers(found, ".html").values()


def test_an_edited_band_is_named(copy: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The manifest recorded another text of the regulation than the one that holds today."""
    path = copy / "outputs/contoh/2019/lampiran_skm.manifest.json"
    record = json.loads(path.read_text(encoding="utf-8"))
    record["rules"][0]["sha256"] = "0" * 64
    path.write_text(json.dumps(record), encoding="utf-8")
    assert look(copy).differs == ("rules",)
    record["versions"]["pandas"] = "0"
    path.write_text(json.dumps(record), encoding="utf-8")
    page = copy / "outputs/contoh/2019/lampiran_skm.html"
    page.write_text(page.read_text(encoding="utf-8") + " ", encoding="utf-8")
    monkeypatch.chdir(copy)
    with pytest.raises(SystemExit) as stopped:
        cli.main(["verify", "outputs"])
    assert stopped.value.code == 1
    assert "Mana yang menyebabkan perubahan tidak dapat ditentukan" in capsys.readouterr().out


def test_a_moved_band_changes_the_class_and_is_named(copy: Path, tmp_path: Path) -> None:
    """A copy of the package with one bound moved: the class moves, and only the rules differ."""
    package = tmp_path / "lain"
    shutil.copytree(ROOT / "balong_eval", package / "balong_eval", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "notebooks", package / "notebooks")
    law = package / "balong_eval/regulation/permenpanrb_14_2017.toml"
    law.write_text(regulation.source("permenpanrb_14_2017").replace('lower = "88.31"', 'lower = "82.00"'), encoding="utf-8")
    command = [sys.executable, "-m", "balong_eval", "verify", str(copy / "outputs"), "--data", str(copy / "data/contoh")]
    environment = {"PYTHONPATH": str(package), "PATH": "/usr/bin:/bin", "HOME": str(tmp_path)}
    found = subprocess.run(command, cwd=package, env=environment, capture_output=True, text=True, check=False)
    assert found.returncode == 1, found.stderr
    assert "Yang berbeda dari manifes: peraturan." in found.stdout
    assert "results[0].mutu: B -> A" in found.stdout


def test_a_missing_file_and_a_damaged_manifest(copy: Path) -> None:
    (copy / "outputs/contoh/2019/lampiran_skm.json").unlink()
    found = look(copy)
    assert [item.file for item in found.files if item.missing] == ["contoh/2019/lampiran_skm.json"] and not found.same
    (copy / "outputs/contoh/2019/lampiran_skm.manifest.json").write_text("{", encoding="utf-8")
    with pytest.raises(InputError, match="rusak atau bukan manifes"):
        look(copy)
    with pytest.raises(InputError, match="tidak berisi hasil"):
        verify(copy / "data")


def test_verify_leaves_the_folder_as_it_was(copy: Path) -> None:
    before = {path: path.read_bytes() for path in copy.rglob("*") if path.is_file()}
    look(copy)
    assert {path: path.read_bytes() for path in copy.rglob("*") if path.is_file()} == before


def test_export_gives_the_bytes_of_run(copy: Path) -> None:
    target = copy / "outputs/contoh/2019"
    before = {kind: (target / f"lampiran_skm.{kind}").read_bytes() for kind in ("html", "json", "ipynb")}
    for kind in ("html", "json"):
        (target / f"lampiran_skm.{kind}").unlink()
    formats.export(target / "lampiran_skm.ipynb", ("html", "json"))
    assert {kind: (target / f"lampiran_skm.{kind}").read_bytes() for kind in before} == before


def test_export_from_plain_papermill_gives_the_same_bytes(copy: Path) -> None:
    """Plain papermill in the folder above the unit, with the parameters that `run` uses."""
    papermill = Path(sys.executable).parent / "papermill"
    options = ["-p", "year", "2019", "-r", "part", "", "-p", "data_dir", "contoh"]
    command = [str(papermill), str(ROOT / "notebooks/lampiran_skm.ipynb"), str(copy / "out.ipynb"), *options]
    subprocess.run(command, cwd=copy / "data", check=True, capture_output=True)
    formats.export(copy / "out.ipynb", ("html", "json"))
    for kind in ("html", "json"):
        assert (copy / f"out.{kind}").read_bytes() == (copy / f"outputs/contoh/2019/lampiran_skm.{kind}").read_bytes(), kind


def test_export_refuses_what_was_not_run(copy: Path) -> None:
    with pytest.raises(InputError, match="belum dijalankan"):
        formats.export(ROOT / "notebooks/lampiran_skm.ipynb", ("html",))
    (copy / "x.ipynb").write_text("bukan", encoding="utf-8")
    with pytest.raises(InputError, match="bukan notebook"):
        formats.export(copy / "x.ipynb", ("html",))


def test_profile_lists_belong_to_the_package(copy: Path, tmp_path: Path) -> None:
    package = tmp_path / "lain"
    shutil.copytree(ROOT / "balong_eval", package / "balong_eval", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "notebooks", package / "notebooks")
    lists = package / "balong_eval/regulation/profile.toml"
    lists.write_text(lists.read_text(encoding="utf-8").replace('"Laki-laki", "Perempuan"', '"Pria", "Perempuan"'), encoding="utf-8")
    command = [sys.executable, "-m", "balong_eval", "verify", str(copy / "outputs"), "--data", str(copy / "data/contoh")]
    environment = {"PYTHONPATH": str(package), "PATH": "/usr/bin:/bin", "HOME": str(tmp_path)}
    found = subprocess.run(command, cwd=package, env=environment, capture_output=True, text=True, check=False)
    assert "Yang berbeda dari manifes: program." in found.stdout


def test_outputs_of_another_unit_are_not_judged_by_this_one(copy: Path) -> None:
    shutil.copytree(copy / "data/contoh", copy / "data/dua")
    with pytest.raises(InputError, match="berasal dari unit 'contoh', bukan 'dua'"):
        verify(copy / "outputs", copy / "data/dua")


@pytest.mark.parametrize("change", [{"period": "x"}, {"outputs": [{}]}, {"rules": [1]}, {"inputs": 3}, {"annex": "x"}])
def test_a_strange_manifest_is_refused(copy: Path, change: dict[str, object]) -> None:
    path = copy / "outputs/contoh/2019/lampiran_skm.manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | change), encoding="utf-8")
    with pytest.raises(InputError, match="rusak atau bukan manifes"):
        look(copy)


def test_a_manifest_reads_nothing_outside_its_folder(copy: Path) -> None:
    path = copy / "outputs/contoh/2019/lampiran_skm.manifest.json"
    record = json.loads(path.read_text(encoding="utf-8"))
    record["outputs"][0]["file"] = "../../../data/contoh/unit.toml"
    path.write_text(json.dumps(record), encoding="utf-8")
    with pytest.raises(InputError, match="rusak atau bukan manifes"):
        look(copy)


def test_edited_parameters_are_named(copy: Path) -> None:
    path = copy / "outputs/contoh/2019/lampiran_skm.manifest.json"
    record = json.loads(path.read_text(encoding="utf-8"))
    record["parameters"]["year"] = 2018
    path.write_text(json.dumps(record), encoding="utf-8")
    found = look(copy)
    assert not found.same and "manifesnya diubah" in found.failures[0]


def test_a_bundle_of_no_known_kind_is_plain_output(copy: Path) -> None:
    path = copy / "outputs/contoh/2019/lampiran_skm.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    notebook["cells"][3]["outputs"][0]["data"][MIME] = {"x": 1}
    (copy / "aneh.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    formats.export(copy / "aneh.ipynb", ("html",))
    assert (copy / "aneh.html").exists()


def test_stale_formats_do_not_stay_beside_new_ones(copy: Path) -> None:
    unit = read_unit(copy / "data/contoh")
    run.run(run.plan([unit], copy / "outputs", formats=("html",)), 1, lambda outcome: None)
    assert not (copy / "outputs/contoh/2019/lampiran_skm.json").exists()
    from balong_eval.annex import overview

    page = overview.write(copy / "outputs").read_text(encoding="utf-8")
    assert "IKM 82,50, n = 285" in page and "Kecamatan Balong" in page


def test_the_annex_on_the_plan_is_verified_and_an_edited_figure_is_named(tmp_path: Path) -> None:
    example.write(tmp_path / "data" / "contoh")
    jobs = run.plan([read_unit(tmp_path / "data/contoh")], tmp_path / "outputs", annexes=("lampiran_kinerja",), years=(2019, 2019))
    assert [outcome.error for outcome in run.run(jobs, 1, lambda outcome: None)] == [None]
    assert look(tmp_path).same
    figures = tmp_path / "data/contoh/indikator.csv"
    figures.write_text(figures.read_text(encoding="utf-8").replace("apbdes;2019;positif;85;80", "apbdes;2019;positif;85;85"), encoding="utf-8")
    found = look(tmp_path)
    assert found.differs == ("inputs",) and found.changed_inputs == ("indikator.csv",)
    moved = numbers(found, ".json")
    assert moved["results[0].rows[21].capaian_rounded"] == (94.12, 100.0)


def test_a_figure_edited_in_the_estimates_is_named_by_its_row(copy: Path) -> None:
    run.run(run.plan([read_unit(copy / "data/contoh")], copy / "outputs", annexes=("lampiran_skm",), formats=("csv",)), 1, lambda outcome: None)
    assert look(copy).same
    path = copy / "outputs/contoh/2019/lampiran_skm.csv"
    path.write_bytes(path.read_bytes().replace(b",persyaratan,3.28,", b",persyaratan,3.82,"))
    ((name, change),) = numbers(look(copy), ".csv").items()
    assert change == ("3.82", "3.28") and "nrr unsur persyaratan" in name and name.endswith("estimate")
