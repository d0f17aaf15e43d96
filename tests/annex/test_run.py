"""The runner: strict parameters, failures that harm nothing, same bytes twice, nothing of this machine in an output."""

from __future__ import annotations

import getpass
import json
import re
import socket
from dataclasses import replace
from pathlib import Path

import jsonschema
import nbformat
import pytest

import balong_eval
from balong_eval.annex import kinds, manifest, notebook, overview, run, temporary, walk
from balong_eval.annex.make import make
from balong_eval.errors import InputError, ParameterError
from balong_eval.intake import example
from balong_eval.intake.unit import SYNTHETIC, read_unit

ROOT = Path(__file__).parent.parent.parent
YEARLY = [name for name in kinds.ANNEXES if name != "lampiran_renstra"]
BROKEN = [
    nbformat.v4.new_markdown_cell("# Rusak"),
    nbformat.v4.new_code_cell('year: int = 2019\npart: str = ""\ndata_dir: str = "x"', metadata={"tags": ["parameters"]}),
    nbformat.v4.new_code_cell("1 / (year - year)"),
]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[run.Job]]:
    """Two annexes of the example unit, in a folder whose name has a space, a brace and an accent."""
    folder = tmp_path_factory.mktemp("kantor é {balong} ")
    example.write(folder / "contoh")
    jobs = run.plan([read_unit(folder / "contoh")], folder / "hasil", years=(2018, 2019))
    outcomes = run.run(jobs, 2, lambda outcome: None)
    assert [outcome.error for outcome in outcomes] == [None] * 4
    assert [(job.period, job.annex) for job in jobs] == [(year, annex) for year in ("2018", "2019") for annex in ("lampiran_skm", "lampiran_kinerja")]
    return folder, jobs


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    path = tmp_path / "lampiran_skm.ipynb"
    kernel = {"name": "python3", "display_name": "x", "language": "python"}
    nbformat.write(nbformat.v4.new_notebook(cells=BROKEN, metadata={"kernelspec": kernel}), path)
    return path


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_every_file_is_there(made: tuple[Path, list[run.Job]]) -> None:
    folder, _ = made
    names = {f"{annex}.{kind}" for annex in YEARLY for kind in ("html", "json", "ipynb", "manifest.json")}
    assert set(files(folder / "hasil")) == {f"contoh/{year}/{name}" for year in (2018, 2019) for name in (*names, "poster.html")}


def test_two_runs_give_the_same_bytes(made: tuple[Path, list[run.Job]], tmp_path: Path) -> None:
    folder, jobs = made
    again = [replace(job, out=tmp_path) for job in jobs]
    run.run(again, 1, lambda outcome: None)
    assert files(tmp_path) == files(folder / "hasil")


def test_no_output_names_this_machine(made: tuple[Path, list[run.Job]]) -> None:
    folder, _ = made
    for name, content in files(folder / "hasil").items():
        text = content.decode("utf-8")
        for secret in (str(folder), str(ROOT), str(Path.home()), "/tmp/"):
            assert secret not in text, f"{name} holds {secret}"
        for word in (name for name in (socket.gethostname(), getpass.getuser()) if len(name) > 4):
            assert not re.search(rf"\b{re.escape(word)}\b", text), f"{name} names {word}"


def test_every_file_says_that_the_data_are_made_up(made: tuple[Path, list[run.Job]]) -> None:
    folder, _ = made
    overview.write(folder / "hasil")
    assert all(SYNTHETIC in content.decode("utf-8") for content in files(folder / "hasil").values())
    (folder / "hasil" / "index.html").unlink()


def test_json_keeps_its_schema(made: tuple[Path, list[run.Job]]) -> None:
    folder, _ = made
    schema = json.loads((Path(balong_eval.__file__).parent / "annex" / "annex.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    for annex in YEARLY:
        document = json.loads((folder / f"hasil/contoh/2019/{annex}.json").read_text(encoding="utf-8"))
        jsonschema.Draft202012Validator(schema).validate(document)
    assert document["results"][0]["schema"] == "balong-eval/capaian/1"
    document["results"][0]["rows"][0]["capaian"] = "101"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schema).validate(document)
    document = json.loads((folder / "hasil/contoh/2019/lampiran_skm.json").read_text(encoding="utf-8"))
    document["results"][0]["ikm"] = 101
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schema).validate(document)


def test_manifest_names_what_was_used(made: tuple[Path, list[run.Job]]) -> None:
    folder, _ = made
    target = folder / "hasil/contoh/2019"
    record = json.loads((target / "lampiran_skm.manifest.json").read_text(encoding="utf-8"))
    assert [item["file"] for item in record["inputs"]] == ["unit.toml", "skm/2018.csv", "skm/2018.toml", "skm/2019.csv", "skm/2019.toml"]
    assert [rule["id"] for rule in record["rules"]] == ["permenpanrb_14_2017"]
    assert record["parameters"] == {"year": 2019, "part": "", "data_dir": "contoh"}
    for item in record["outputs"]:
        assert manifest.file_digest(target / item["file"]) == item["sha256"]


def test_manifest_names_the_regulation_of_the_period_it_is_compared_with(made: tuple[Path, list[run.Job]]) -> None:
    """2018 (14/2017) is compared with 2017 (16/2014): an edit of either regulation must have a name when `verify` looks for it."""
    folder, _ = made
    target = folder / "hasil/contoh/2018"
    record = json.loads((target / "lampiran_skm.manifest.json").read_text(encoding="utf-8"))
    assert [rule["id"] for rule in record["rules"]] == ["permenpanrb_14_2017", "permenpanrb_16_2014"]
    page = (target / "lampiran_skm.html").read_text(encoding="utf-8")
    assert all(rule["sha256"] in page for rule in record["rules"])


def test_manifest_of_the_plan_names_its_files_and_rules(made: tuple[Path, list[run.Job]]) -> None:
    folder, _ = made
    record = json.loads((folder / "hasil/contoh/2018/lampiran_kinerja.manifest.json").read_text(encoding="utf-8"))
    answers = [f"skm/{year}.{kind}" for year in (2016, 2017, 2018) for kind in ("csv", "toml")]
    assert [item["file"] for item in record["inputs"]] == ["unit.toml", "renstra.toml", "indikator.csv", "tindak_lanjut.csv", "klaim.csv", *answers]
    rules = ["permenpanrb_14_2017", "permenpanrb_16_2014", "permendagri_86_2017", "ponorogo_2015", "pekppp", "smart"]
    assert [rule["id"] for rule in record["rules"]] == rules and record["parameters"] == {"year": 2018, "data_dir": "contoh"}
    page = (folder / "hasil/contoh/2018/lampiran_kinerja.html").read_text(encoding="utf-8")
    assert all(item["sha256"] in page for item in [*record["inputs"], *record["rules"]])


@pytest.mark.parametrize("annex", YEARLY)
def test_page_is_self_contained(made: tuple[Path, list[run.Job]], annex: str) -> None:
    import html5lib

    folder, _ = made
    text = (folder / f"hasil/contoh/2019/{annex}.html").read_text(encoding="utf-8")
    page = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)
    assert page.get("lang") == "id"
    assert len(page.findall(".//h1")) == 1
    assert not page.findall(".//script")
    assert all(image.get("src", "").startswith("data:") and len(image.get("alt", "")) > 50 for image in page.findall(".//img"))
    assert all(table.find("caption") is not None and table.findall(".//th[@scope='col']") for table in page.findall(".//table"))
    assert all(row.findall("th[@scope='row']") for row in page.findall(".//tbody/tr"))
    assert "http://" not in text and "https://" not in text
    policy = page.find(".//meta[@http-equiv='Content-Security-Policy']")
    assert policy is not None and policy.get("content", "").startswith("default-src 'none'")
    assert len(text.encode("utf-8")) < 400 * 1024


def test_answer_stands_in_the_first_sixty_words(made: tuple[Path, list[run.Job]]) -> None:
    import html5lib

    folder, _ = made
    text = (folder / "hasil/contoh/2019/lampiran_skm.html").read_text(encoding="utf-8")
    body = html5lib.parse(text, namespaceHTMLElements=False).find("body")
    words = " ".join("".join(body.itertext()).split()[:60])
    document = json.loads((folder / "hasil/contoh/2019/lampiran_skm.json").read_text(encoding="utf-8"))
    ikm = f"{document['results'][0]['ikm_rounded']:.2f}".replace(".", ",")
    assert ikm in words and "mutu" in words and "keyakinan 95 %" in words


def test_unknown_and_wrongly_typed_parameters_stop(made: tuple[Path, list[run.Job]]) -> None:
    _, jobs = made
    with pytest.raises(ParameterError) as caught:
        notebook.check_parameters(jobs[0].notebook, {"yaer": 2019, "year": "2019", "data_dir": "contoh"})
    message = str(caught.value)
    assert "'yaer' tidak dideklarasikan" in message and "'year' harus int" in message
    assert "year: int, part: str, data_dir: str" in message


def test_a_failure_is_kept_and_the_good_annex_stays(made: tuple[Path, list[run.Job]], broken: Path, tmp_path: Path) -> None:
    _, jobs = made
    good = replace(jobs[0], out=tmp_path / "hasil")
    assert make(good).error is None
    before = files(good.target)
    outcomes = run.run([replace(good, notebook=broken), replace(jobs[2], out=tmp_path / "hasil")], 1, lambda outcome: None)
    assert outcomes[0].error is not None and "ZeroDivisionError" in outcomes[0].error
    assert outcomes[1].error is None, "one failure must not stop the others"
    after = files(good.target)
    failed = after.pop("lampiran_skm.failed.ipynb").decode("utf-8")
    assert after == before
    assert str(Path(balong_eval.__file__).parent) not in failed and str(tmp_path) not in failed
    overview.write(tmp_path / "hasil")
    assert "gagal: Sebuah sel gagal (ZeroDivisionError)." in (tmp_path / "hasil/index.html").read_text(encoding="utf-8")
    assert make(good).error is None
    assert files(good.target) == before, "a later success takes the failure away"


def test_no_temporary_folder_is_left(made: tuple[Path, list[run.Job]], broken: Path, tmp_path: Path) -> None:
    _, jobs = made
    assert make(replace(jobs[0], notebook=broken, out=tmp_path)).error
    assert not [path for path in tmp_path.rglob("*") if path.name.startswith(temporary.PREFIX)]
    overview.write(tmp_path)
    assert "<td>lampiran_skm</td>" not in (tmp_path / "index.html").read_text(encoding="utf-8"), "a failed annex has the title of its notebook"


def test_a_cell_that_takes_too_long_is_stopped(made: tuple[Path, list[run.Job]], broken: Path, tmp_path: Path) -> None:
    _, jobs = made
    slow = nbformat.read(broken, as_version=4)
    slow.cells[2].source = "import time; time.sleep(60)"
    nbformat.write(slow, broken)
    error = make(replace(jobs[0], notebook=broken, out=tmp_path, timeout=1)).error
    assert error is not None and "1 detik" in error


def test_plan_refuses_two_units_of_one_name(made: tuple[Path, list[run.Job]], tmp_path: Path) -> None:
    folder, _ = made
    example.write(tmp_path / "contoh")
    with pytest.raises(InputError, match="bernama sama: contoh"):
        run.plan([read_unit(folder / "contoh"), read_unit(tmp_path / "contoh")], tmp_path)


def test_plan_without_a_period_says_which_there_are(made: tuple[Path, list[run.Job]], tmp_path: Path) -> None:
    folder, _ = made
    with pytest.raises(InputError, match="contoh: 2016, 2017, 2018, 2019, 2020, 2021"):
        run.plan([read_unit(folder / "contoh")], tmp_path, years=(1999, 1999))


def test_markdown_shows_raw_html_as_text() -> None:
    assert "<script>" not in walk.markdown("# a\n\n<script>alert(1)</script> **b**")
    assert "<strong>b</strong>" in walk.markdown("**b**")


def test_two_files_of_indicators_fail_one_annex_only(tmp_path: Path) -> None:
    example.write(tmp_path / "contoh")
    (tmp_path / "contoh/indikator.xlsx").write_bytes((tmp_path / "contoh/indikator.csv").read_bytes())
    jobs = run.plan([read_unit(tmp_path / "contoh")], tmp_path / "hasil", years=(2019, 2019))
    outcomes = {outcome.job.annex: outcome.error for outcome in run.run(jobs, 1, lambda outcome: None)}
    assert outcomes["lampiran_skm"] is None
    assert "indikator.csv dan indikator.xlsx" in str(outcomes["lampiran_kinerja"])


def test_a_fault_nobody_foresaw_fails_one_annex_and_not_the_batch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    jobs = run.plan([read_unit(ROOT / "data/contoh")], tmp_path, years=(2018, 2019), annexes=("lampiran_skm",))
    from balong_eval.annex import make as making

    def fake(job: run.Job) -> run.Outcome:
        if job.period == "2018":
            raise ValueError("rahasia")
        return run.Outcome(job, None, 0.0)

    monkeypatch.setattr(making, "make", fake)
    first, second = run.run(jobs, 2, lambda outcome: None)
    assert first.error is not None and "(ValueError)" in first.error and "rahasia" not in first.error
    assert second.error is None
