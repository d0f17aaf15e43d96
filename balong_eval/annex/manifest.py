"""The manifest of an annex: what it was made from and what was made, by SHA-256; no time, user, host or path."""

from __future__ import annotations

import errno
import hashlib
import subprocess
import sys
from collections.abc import Iterable, Sequence
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

import balong_eval
from balong_eval import regulation, schemas
from balong_eval.annex import kinds
from balong_eval.intake.content import digest
from balong_eval.intake.periods import PERIOD

MANIFEST = ".manifest.json"
LIBRARIES = (
    "babel", "ipykernel", "jinja2", "matplotlib", "mistune", "nbclient", "nbconvert", "nbformat", "numpy", "pandas", "papermill", "pyarrow",
    "python-calamine", "scipy", "statsmodels",
)  # fmt: skip
PACKAGE_FILES = (".py", ".toml", ".j2", ".css", ".js", ".json", ".xml", ".rels")


def manifest(
    identity: dict[str, Any],
    parameters: dict[str, Any],
    inputs: Sequence[tuple[str, Path]],
    notebook: Path,
    outputs: Iterable[Path],
    libraries: Sequence[str] = (),
) -> dict[str, Any]:
    """The manifest as plain JSON.

    Parameters
    ----------
    identity : dict
        annex, unit, period, label, and rules: the regulations named (all where none is).
    parameters : dict
        What the notebook was run with.
    inputs : sequence of (str, Path)
        Files read, by name relative to the unit folder.
    notebook : Path
        The notebook's source.
    outputs : iterable of Path
        Files made.
    libraries : sequence of str
        Those beyond `LIBRARIES` that the formats were made with.
    """
    rules = identity["rules"] or list(regulation.IDS)
    return {
        "schema": schemas.MANIFEST,
        "annex": identity["annex"],
        "unit": identity["unit"],
        "period": identity["period"],
        "label": identity.get("label"),
        "parameters": parameters,
        "inputs": [{"file": name, "sha256": file_digest(path)} for name, path in inputs],
        "rules": [{"id": rule, "sha256": digest(regulation.source(rule).encode("utf-8"))} for rule in rules],
        "notebook": {"file": notebook.name, "sha256": file_digest(notebook)},
        "package": {"version": balong_eval.__version__, "sha256": package_digest(), "commit": commit()},
        "versions": versions(tuple(libraries)),
        "outputs": [{"file": path.name, "sha256": file_digest(path)} for path in outputs],
    }


def is_manifest(record: Any) -> bool:
    """Whether a document has the shape of a manifest, and names no file outside its own folder."""
    texts = ("annex", "unit", "period")
    lists = {"inputs": "file", "rules": "id", "outputs": "file"}
    if not isinstance(record, dict) or not all(isinstance(record.get(key), str) for key in texts) or record["annex"] not in kinds.NAMES:
        return False
    if not (PERIOD.fullmatch(record["period"]) or kinds.SPAN.fullmatch(record["period"])) or not all(
        isinstance(record.get(key), dict) for key in ("parameters", "notebook", "package", "versions")
    ):
        return False
    for key, name in lists.items():
        items = record.get(key)
        if not isinstance(items, list) or not all(isinstance(item, dict) and {name, "sha256"} <= set(item) for item in items):
            return False
        if not all(isinstance(item[name], str) and isinstance(item["sha256"], str) for item in items):
            return False
    plain = all(is_plain(item["file"]) for item in record["outputs"]) and is_plain(record["unit"])
    return plain and "sha256" in record["notebook"] and "sha256" in record["package"] and isinstance(record.get("label"), str | None)


def is_plain(name: str) -> bool:
    """Whether a name is that of a file or folder beside the manifest, on every system."""
    return name not in ("", ".", "..") and not set(name) & set("/\\\0")


def file_digest(path: Path) -> str:
    """SHA-256 of a file's content; of a pipe or a device, which would never end, an error."""
    if path.exists() and not path.is_file():
        raise OSError(errno.EINVAL, "no regular file", str(path))
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@cache
def package_digest() -> str:
    """One SHA-256 over the names and contents of the package's own files (code, words, templates), regulations left out."""
    root = Path(balong_eval.__file__).parent
    rules = {f"regulation/{rule}.toml" for rule in regulation.SOURCES}
    total = hashlib.sha256()
    for path in sorted(root.rglob("*"), key=lambda path: path.relative_to(root).as_posix()):
        name = path.relative_to(root).as_posix()
        if path.suffix in PACKAGE_FILES and name not in rules:
            total.update(f"{name}\0{file_digest(path)}\n".encode())
    return total.hexdigest()


@cache
def versions(more: tuple[str, ...] = ()) -> dict[str, str | None]:
    """Versions of Python and of the libraries that have a part in the numbers or the bytes; None for one that is not installed."""
    return {"python": ".".join(str(part) for part in sys.version_info[:3]), **{name: _version(name) for name in (*LIBRARIES, *more)}}


def _version(library: str) -> str | None:
    try:
        return metadata.version(library)
    except metadata.PackageNotFoundError:
        return None


@cache
def commit() -> str | None:
    """Commit of the checkout that the package runs from; None where it was installed otherwise."""
    root = Path(balong_eval.__file__).parent.parent
    if not (root / ".git").exists():
        return None
    try:
        found = subprocess.run(["git", "rev-parse", "HEAD"], cwd=root, capture_output=True, text=True, check=True, timeout=10)
    except (OSError, subprocess.SubprocessError):
        return None
    return found.stdout.strip() or None
