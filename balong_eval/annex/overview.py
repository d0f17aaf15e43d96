"""outputs/index.html: every unit, period and annex found in a folder of outputs, with its status."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

from balong_eval import schemas
from balong_eval.annex import temporary
from balong_eval.annex.manifest import MANIFEST, is_manifest
from balong_eval.report import page
from balong_eval.report.block import MIME
from balong_eval.report.words import number, say

FAILED = ".failed.ipynb"


def write(out: Path) -> Path:
    """Write ``index.html`` of a folder of outputs; the old page stays until the new one is whole."""
    folders = [folder for folder in sorted(out.iterdir()) if folder.is_dir() and not folder.name.startswith(temporary.PREFIX)]
    text = page.overview([item for folder in folders for item in _unit(folder, out)])
    with temporary.folder(out) as place:
        draft = place / "index.html"
        draft.write_text(text, encoding="utf-8", newline="\n")
        draft.replace(out / "index.html")
    return out / "index.html"


def _unit(folder: Path, out: Path) -> list[dict[str, Any]]:
    annexes = [item for period in sorted(folder.iterdir()) if period.is_dir() and not period.name.startswith(".") for item in _period(period, out)]
    name = next((item["unit"] for item in annexes if item["unit"]), folder.name)
    label = next((item["label"] for item in annexes if item["label"]), None)
    return [item | {"unit": name, "label": label} for item in annexes]


def _period(folder: Path, out: Path) -> list[dict[str, Any]]:
    names = {path.name.removesuffix(MANIFEST) for path in folder.glob(f"*{MANIFEST}")}
    names |= {path.name.removesuffix(FAILED) for path in folder.glob(f"*{FAILED}")}
    return [_annex(folder, name, out) for name in sorted(names)]


def _annex(folder: Path, annex: str, out: Path) -> dict[str, Any]:
    document, summary = _shown(_json(folder / f"{annex}.ipynb"))
    record = _json(folder / f"{annex}{MANIFEST}")
    record = record if is_manifest(record) else {}
    stopped = _json(folder / f"{annex}{FAILED}")
    failed = _failure(stopped)
    made = [item["file"] for item in record.get("outputs", []) if (folder / item["file"]).exists()]
    files = sorted(made, key=lambda name: (not name.endswith(".html"), name)) + ([f"{annex}{FAILED}"] if failed else [])
    return {
        "unit": document.get("unit"),
        "label": document.get("label") or record.get("label") or failed.get("label"),
        "period": folder.name,
        "title": document.get("title") or _shown(stopped)[0].get("title") or annex,
        "mutu": document.get("mutu"),
        "summary": summary,
        "failed": "error" in failed,
        "status": _status(bool(record), failed.get("error")),
        "files": [{"href": quote((folder / name).relative_to(out).as_posix()), "name": name.removeprefix(f"{annex}.")} for name in files],
    }


def _shown(notebook: dict[str, Any]) -> tuple[dict[str, Any], str]:
    """What the page tells of a notebook; of one that is not ours, nothing."""
    try:
        document = _document(notebook)
        return document, _summary(document)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError):
        return {}, say("label.none")


def _failure(notebook: dict[str, Any]) -> dict[str, str]:
    """Reason and label of a failed notebook; nothing of one that is not ours."""
    metadata = notebook.get("metadata")
    balong = metadata.get("balong") if isinstance(metadata, dict) else None
    return {key: value for key, value in balong.items() if isinstance(value, str)} if isinstance(balong, dict) else {}


def _document(notebook: dict[str, Any]) -> dict[str, Any]:
    """Title, unit, label, class and first result of an executed notebook, as far as it has them."""
    cells = [cell for cell in notebook.get("cells", []) if isinstance(cell, dict)]
    bundles = [output.get("data", {}).get(MIME) for cell in cells for output in cell.get("outputs", [])]
    found = {bundle["kind"]: bundle for bundle in reversed(bundles) if isinstance(bundle, dict) and bundle.get("data")}
    result, identity = found.get("result", {}), found.get("identity", {"data": {}})
    title = next((line[2:] for cell in cells for line in "".join(cell.get("source", "")).splitlines() if line.startswith("# ")), None)
    mutu = next((fact["value"] for fact in result.get("facts", []) if fact["label"] == say("label.mutu")), None)
    return {"title": title, "mutu": mutu, "results": [result["data"]] if result else [], **identity["data"]}


def _status(made: bool, error: str | None) -> str:
    if error is None:
        return "selesai"
    reason = next(iter(error.splitlines()), "")
    return f"gagal: {reason} Versi sebelumnya tetap ada." if made else f"gagal: {reason}"


def _summary(document: dict[str, Any]) -> str:
    result: dict[str, Any] = next(iter(document.get("results", [])), {})
    if result.get("schema") == schemas.CAPAIAN:
        rows = [row for row in result["rows"] if str(row["tahun"]) == document.get("period")]
        return f"{sum(row['tercapai'] is True for row in rows)} dari {len(rows)} indikator mencapai target"
    if result.get("schema") == schemas.TREND:
        verdict = say(f"review.direction.{result['verdict']}")
        return f"Kecenderungan: {verdict}"
    if result.get("schema") == schemas.REKAP:
        return f"{result['counts']['dinilai']} dari {result['n_units']} unit mempunyai IKM"
    if result.get("ikm_rounded") is None:
        return say("label.none")
    return f"IKM {number(result['ikm_rounded'])}, n = {number(result['n'], 0)}"


def _json(path: Path) -> dict[str, Any]:
    """Content of a JSON file; nothing where it is missing or cut short, so that the page is made all the same."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
