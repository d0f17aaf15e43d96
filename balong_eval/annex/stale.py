"""What of an annex is not as it was when it was made: only that is made again."""

from __future__ import annotations

import json
from typing import Any, Literal

from balong_eval import regulation
from balong_eval.annex import formats
from balong_eval.annex.manifest import MANIFEST, file_digest, package_digest, versions
from balong_eval.annex.run import FAILED, Job
from balong_eval.intake.content import digest

Kind = Literal["inputs", "rules", "notebook", "package", "versions"]


def is_up_to_date(job: Job) -> bool:
    """Whether an annex stands there as it would be made now: same inputs, rules, notebook, package, versions and formats, no output edited.

    A format that could not be made is not there, so an annex that lacks it is never up to date; nor is one whose last run failed.
    """
    try:
        record = json.loads((job.target / f"{job.annex}{MANIFEST}").read_text(encoding="utf-8"))
        same = record["parameters"] == job.parameters and _made(record, job.annex) == set(job.formats)
        return same and not (job.target / f"{job.annex}{FAILED}").exists() and _untouched(record, job) and differences(record, job) == (set(), [])
    except (OSError, ValueError, KeyError, TypeError):
        return False


def differences(record: dict[str, Any], job: Job) -> tuple[set[Kind], list[str]]:
    """What of a manifest is not as today, and the inputs that changed."""
    before = {item["file"]: item["sha256"] for item in record["inputs"]}
    now = {name: file_digest(path) for name, path in job.inputs}
    changed = sorted(name for name in before.keys() | now.keys() if before.get(name) != now.get(name))
    differs: set[Kind] = {"inputs"} if changed else set()
    if any(item["sha256"] != _rule(item["id"]) for item in record["rules"]):
        differs.add("rules")
    if record["notebook"]["sha256"] != file_digest(job.notebook):
        differs.add("notebook")
    if record["package"]["sha256"] != package_digest():
        differs.add("package")
    if record["versions"] != versions(formats.libraries(job.formats)):
        differs.add("versions")
    return differs, changed


def _rule(name: str) -> str | None:
    return digest(regulation.source(name).encode("utf-8")) if name in regulation.SOURCES else None


def _made(record: dict[str, Any], annex: str) -> set[str]:
    """Formats that a manifest says were made."""
    names = {item["file"] for item in record["outputs"]}
    return {kind for kind in formats.FORMATS if f"{annex}.{kind}" in names}


def _untouched(record: dict[str, Any], job: Job) -> bool:
    return all(file_digest(job.target / item["file"]) == item["sha256"] for item in record["outputs"])
