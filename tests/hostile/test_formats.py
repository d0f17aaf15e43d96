"""Hostile text in every format there is: shown as text, and nothing in the file that could act on it.

The table is that of the formats: one that is registered tomorrow is tested tomorrow, and must have a reader here.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat
import pytest

from balong_eval.annex import formats, notebook, overview, run, walk
from balong_eval.intake import example
from balong_eval.intake.unit import read_unit
from balong_eval.report.block import MIME
from balong_eval.report.publication import Publication, publish
from tests.hostile import office
from tests.hostile.attacks import ATTACKS, flat
from tests.hostile.readers import READERS

MARKED = "Kecamatan Penanda"
SERVICE = "Legalisasi dokumen"
YEARLY = ("lampiran_skm", "lampiran_kinerja")
POSTERS = [kind for kind in formats.FORMATS if formats.FORMATS[kind].poster]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Publication]:
    """Annexes of an office whose name and one service are marks, to be replaced by an attack."""
    folder = tmp_path_factory.mktemp("penanda")
    example.write(folder / "contoh")
    facts = folder / "contoh/unit.toml"
    facts.write_text(facts.read_text(encoding="utf-8").replace("Kecamatan Balong", MARKED), encoding="utf-8")
    unit = read_unit(folder / "contoh")
    found = {}
    for annex in YEARLY:
        job = run.job_for(unit, "2019", annex, (), folder / "hasil")
        executed = notebook.execute(job.notebook, folder / f"{annex}.ipynb", job.parameters, folder, None)
        found[annex] = walk.publication(executed)
    return found


def attacked(published: Publication, text: str) -> Publication:
    """The same annex of an office and with a service of another name, and a note under every table."""
    parts = []
    for part in published.parts:
        bundle: Any = _renamed(part.bundle, text)
        if bundle and "notes" in bundle:
            bundle = {**bundle, "notes": [*bundle["notes"], text], "caption": f"{bundle['caption']} {text}"}
        parts.append(replace(part, bundle=bundle))
    parameters = {**published.parameters, "part": text}
    return publish(published.title, parts, parameters)


def _renamed(value: Any, text: str) -> Any:
    if isinstance(value, dict):
        return {key: _renamed(item, text) for key, item in value.items()}
    if isinstance(value, list):
        return [_renamed(item, text) for item in value]
    if isinstance(value, str):
        return text if value in (MARKED, SERVICE) else value.replace(MARKED, text).replace(SERVICE, text)
    return value


def test_every_format_has_a_reader() -> None:
    assert set(formats.FORMATS) <= set(READERS), "teach tests/hostile/readers.py to read the new format"


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("annex", YEARLY)
@pytest.mark.parametrize("kind", formats.FORMATS)
def test_an_attack_is_text(published: dict[str, Publication], kind: str, annex: str, attack: str) -> None:
    if kind in ("docx", "pdf") and attack not in HEAVY:
        pytest.skip("slow formats are given all attacks at once")
    text = ATTACKS[attack]
    for _, content in formats.files(attacked(published[annex], text), annex, kind):
        read = READERS[kind](content)
        assert read.acts == []
        assert flat(text) in flat(read.text)


HEAVY = ("script", "template")


@pytest.mark.parametrize("kind", formats.FORMATS)
def test_all_attacks_at_once_are_text(published: dict[str, Publication], kind: str) -> None:
    text = " ".join(ATTACKS.values())
    for _, content in formats.files(attacked(published["lampiran_skm"], text), "lampiran_skm", kind):
        assert READERS[kind](content).acts == []


def test_nothing_in_any_file_acts(hostile: Path) -> None:
    files = [path for path in hostile.rglob("*") if path.is_file() and path.suffix[1:] in READERS and path.name != "index.html"]
    assert len(files) >= 3 * len(formats.FORMATS)
    assert {path.name: acts for path in files if (acts := READERS[path.suffix[1:]](path.read_bytes()).acts)} == {}


def test_what_the_notebook_holds_is_text(hostile: Path) -> None:
    """Pages inside the notebook are fragments of ours; no output is JavaScript, Markdown or a widget."""
    kinds = {"text/plain", "text/html", "image/svg+xml", MIME}
    for path in hostile.rglob("*.ipynb"):
        for cell in nbformat.read(path, as_version=4).cells:
            for output in cell.get("outputs", []):
                assert set(output.get("data", {})) <= kinds and output.output_type != "error"
                inside = output.get("data", {}).get("text/html", "")
                assert READERS["html"](inside.encode("utf-8")).acts == []
                assert not inside or inside.startswith('<div class="mathjax_ignore">')


def test_names_stay_in_the_folder_of_outputs(hostile: Path) -> None:
    around = {path.name for path in hostile.parent.iterdir()}
    assert around == {"hasil", office.FOLDER}
    assert {path.name for path in hostile.iterdir()} == {"index.html", office.FOLDER}
    assert {path.name for path in (hostile / office.FOLDER).iterdir()} == {"2019", "2016-2021"}


def test_links_of_the_index_lead_to_files_of_its_folder(hostile: Path) -> None:
    from urllib.parse import unquote

    import html5lib

    tree = html5lib.parse((hostile / "index.html").read_text(encoding="utf-8"), namespaceHTMLElements=False)
    links = [unquote(item.get("href", "")) for item in tree.iter("a")]
    assert len(links) > 3
    for link in links:
        assert (hostile / link).is_file() and (hostile / link).resolve().is_relative_to(hostile.resolve()) and ":" not in link


@pytest.mark.parametrize("outputs", [["../../x"], [{"file": "/etc/passwd", "sha256": ""}], [{"file": "../../index.html"}], {"a": 1}, 7, [{"x": 1}]])
def test_a_strange_manifest_does_not_stop_the_index(tmp_path: Path, outputs: Any) -> None:
    target = tmp_path / "unit/2019"
    target.mkdir(parents=True)
    (target / "lampiran_skm.manifest.json").write_text(json.dumps({"outputs": outputs, "label": 3}), encoding="utf-8")
    (target / "lampiran_skm.ipynb").write_text(json.dumps({"cells": [{"outputs": [7, {"data": [MIME]}]}, {"source": 3}, 4]}), encoding="utf-8")
    (target / "lampiran_kinerja.failed.ipynb").write_text(json.dumps({"metadata": {"balong": {"error": 9}}}), encoding="utf-8")
    page = overview.write(tmp_path).read_text(encoding="utf-8")
    assert "passwd" not in page and "../" not in page and "lampiran_skm" in page
