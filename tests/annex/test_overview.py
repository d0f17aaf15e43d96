"""The index of a folder of outputs: what it lists of whole, failed, damaged and foreign files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from balong_eval import schemas
from balong_eval.annex import manifest, overview
from balong_eval.report.block import MIME
from balong_eval.report.words import say

SKM = {"schema": "balong-eval/skm/1", "ikm_rounded": 82.5, "n": 1285}
CAPAIAN = {
    "schema": "balong-eval/capaian/1",
    "rows": [
        {"tahun": 2019, "tercapai": True},
        {"tahun": 2019, "tercapai": False},
        {"tahun": 2019, "tercapai": None},
        {"tahun": 2018, "tercapai": True},
    ],
}


def bundle(kind: str, data: dict[str, Any], facts: list[tuple[str, str]] | None = None) -> dict[str, Any]:
    told = [{"label": label, "value": value} for label, value in facts or []]
    return {"data": {MIME: {"kind": kind, "name": kind, "data": data, "facts": told}}}


def executed(result: dict[str, Any], title: str = "Lampiran A. Survei", unit: str | None = "Kantor", label: str | None = None) -> dict[str, Any]:
    identity = {"unit": unit, "period": "2019", "label": label}
    outputs = [bundle("identity", identity), bundle("result", result, [("Mutu lain", "X"), (say("label.mutu"), "B")]), bundle("result", {"x": 1})]
    return {"cells": [{"source": [f"# {title}\n", "kata"]}, {"outputs": outputs}, "bukan sel"]}


def put(folder: Path, annex: str, notebook: object, made: tuple[str, ...] = (), **record: Any) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{annex}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    outputs = [{"file": name, "sha256": "0" * 64} for name in (f"{annex}.ipynb", *made)]
    whole = {"schema": schemas.MANIFEST, "annex": annex, "outputs": outputs, "period": folder.name, "unit": folder.parent.name, **record}
    (folder / f"{annex}{manifest.MANIFEST}").write_text(json.dumps(whole), encoding="utf-8")


def items(out: Path, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What the page is made from; any record counts as a manifest."""
    seen: list[dict[str, Any]] = []
    monkeypatch.setattr(overview, "is_manifest", lambda record: isinstance(record, dict) and "outputs" in record)
    monkeypatch.setattr(overview.page, "overview", lambda found: seen.extend(found) or "halaman\n")
    assert overview.write(out).read_text(encoding="utf-8") == "halaman\n"
    return seen


def test_an_annex_with_its_class_figures_and_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = ("poster.html", "lampiran_skm.json", "lampiran_skm.html", "lampiran_skm.hilang")
    put(tmp_path / "kantor satu/2019", "lampiran_skm", executed(SKM, label="CONTOH"), made)
    for name in made[:3]:
        (tmp_path / "kantor satu/2019" / name).write_text("x", encoding="utf-8")
    (item,) = items(tmp_path, monkeypatch)
    assert {key: item[key] for key in ("unit", "label", "period", "title", "mutu", "summary", "failed", "status")} == {
        "unit": "Kantor", "label": "CONTOH", "period": "2019", "title": "Lampiran A. Survei", "mutu": "B",
        "summary": "IKM 82,50, n = 1.285", "failed": False, "status": "selesai",
    }  # fmt: skip
    assert [file["name"] for file in item["files"]] == ["html", "poster.html", "ipynb", "json"], "what is read first, and only what is there"
    assert item["files"][0]["href"] == "kantor%20satu/2019/lampiran_skm.html"
    assert all((tmp_path / unquote(file["href"])).exists() for file in item["files"])


@pytest.mark.parametrize(
    ("result", "summary"),
    [
        (CAPAIAN, "1 dari 3 indikator mencapai target"),
        ({"schema": "balong-eval/trend/1", "verdict": "naik"}, "Kecenderungan: naik"),
        (SKM | {"ikm_rounded": None}, say("label.none")),
        ({"schema": "balong-eval/lain/1"}, say("label.none")),
        ({"schema": "balong-eval/trend/1"}, say("label.none")),
        ({"schema": "balong-eval/capaian/1", "rows": 3}, say("label.none")),
    ],
)
def test_each_kind_is_told_in_a_line_and_a_strange_one_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, result: dict[str, Any], summary: str
) -> None:
    put(tmp_path / "kantor/2019", "lampiran_skm", executed(result))
    assert items(tmp_path, monkeypatch)[0]["summary"] == summary


def failed(folder: Path, annex: str = "lampiran_skm", **balong: Any) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    notebook = {"cells": [{"source": "# Lampiran A. Gagal"}], "metadata": {"balong": balong}}
    (folder / f"{annex}.failed.ipynb").write_text(json.dumps(notebook), encoding="utf-8")


def test_a_failure_alone_and_one_beside_an_earlier_annex(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failed(tmp_path / "a/2018", error="Berkas rusak.\nBaris dua.", label="CONTOH")
    put(tmp_path / "a/2019", "lampiran_skm", executed(SKM))
    failed(tmp_path / "a/2019", error="Berkas rusak.")
    alone, beside = items(tmp_path, monkeypatch)
    assert (alone["status"], alone["failed"], alone["title"], alone["label"]) == ("gagal: Berkas rusak.", True, "Lampiran A. Gagal", "CONTOH")
    assert [file["name"] for file in alone["files"]] == ["failed.ipynb"]
    assert (beside["status"], beside["failed"]) == ("gagal: Berkas rusak. Versi sebelumnya tetap ada.", True)
    assert [file["name"] for file in beside["files"]] == ["ipynb", "failed.ipynb"] and beside["mutu"] == "B"


def test_a_failure_without_a_word_or_of_another_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failed(tmp_path / "a/2018", error="")
    failed(tmp_path / "a/2019", error=3)
    failed(tmp_path / "a/2020", label="CONTOH")
    failed(tmp_path / "a/2021")
    (tmp_path / "a/2021/lampiran_skm.failed.ipynb").write_text("[]", encoding="utf-8")
    one, other, labelled, foreign = items(tmp_path, monkeypatch)
    assert (labelled["status"], labelled["failed"], foreign["status"], foreign["failed"]) == ("selesai", False, "selesai", False)
    assert (one["status"], one["failed"]) == ("gagal: ", True)
    assert (other["status"], other["failed"]) == ("selesai", False)


def test_a_unit_is_named_by_any_of_its_annexes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path / "a/2018", "lampiran_skm", executed(SKM, unit=None))
    put(tmp_path / "a/2019", "lampiran_skm", executed(SKM, unit="Kantor A", label="CONTOH"))
    put(tmp_path / "b/2019", "lampiran_skm", executed(SKM, unit=None), label="DARI MANIFES")
    assert [(item["unit"], item["label"]) for item in items(tmp_path, monkeypatch)] == [
        ("Kantor A", "CONTOH"),
        ("Kantor A", "CONTOH"),
        ("b", "DARI MANIFES"),
    ]


def test_order_and_what_is_no_output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for place in ("b/2019", "a/2020", "a/2019", "a/.sembunyi", f"{overview.temporary.PREFIX}x/2019"):
        put(tmp_path / place, "lampiran_skm", executed(SKM))
    put(tmp_path / "a/2019", "lampiran_kinerja", executed(CAPAIAN, "Lampiran B"))
    (tmp_path / "catatan.txt").write_text("x", encoding="utf-8")
    (tmp_path / "a/catatan.txt").write_text("x", encoding="utf-8")
    found = items(tmp_path, monkeypatch)
    assert [(item["period"], item["title"]) for item in found] == [
        ("2019", "Lampiran B"), ("2019", "Lampiran A. Survei"), ("2020", "Lampiran A. Survei"), ("2019", "Lampiran A. Survei"),
    ]  # fmt: skip


@pytest.mark.parametrize("content", ["{", "[]", "3", '{"cells": 3}', '{"cells": [{"outputs": [3]}]}', "\udcff"])
def test_a_damaged_notebook_stops_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str) -> None:
    put(tmp_path / "a/2019", "lampiran_skm", {})
    (tmp_path / "a/2019/lampiran_skm.ipynb").write_bytes(content.encode("utf-8", "surrogateescape"))
    (item,) = items(tmp_path, monkeypatch)
    assert (item["title"], item["summary"], item["unit"], item["mutu"]) == ("lampiran_skm", say("label.none"), "a", None)


def test_a_damaged_manifest_lists_no_file(tmp_path: Path) -> None:
    put(tmp_path / "a/2019", "lampiran_skm", executed(SKM))
    (tmp_path / "a/2019/lampiran_skm.manifest.json").write_text('{"outputs": 3}', encoding="utf-8")
    text = overview.write(tmp_path).read_text(encoding="utf-8")
    assert "IKM 82,50" in text and "lampiran_skm.ipynb" not in text
    assert [path.name for path in tmp_path.iterdir() if path.name != "a"] == ["index.html"], "nothing else is left in the folder"
