"""Making one annex: run its notebook in a temporary folder, write every format, move all into place."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from balong_eval.annex import formats, notebook, temporary, walk
from balong_eval.annex.lean import nbformat
from balong_eval.annex.manifest import MANIFEST, manifest
from balong_eval.annex.run import FAILED, Job, Outcome
from balong_eval.errors import AnnexError, BalongError, FormatError, why


def make(job: Job) -> Outcome:
    """Make one annex: run, write every format, move all into place, the manifest last.

    The notebook is run in a temporary folder on the same file system. When it fails, it is kept as
    ``<annex>.failed.ipynb`` and an earlier good annex stays as it was.
    """
    start = time.monotonic()
    error, opened = None, False
    missing: tuple[str, ...] = ()
    try:
        job.target.mkdir(parents=True, exist_ok=True)
        with temporary.folder(job.target.parent) as folder:
            opened = True
            missing = _make_in(folder, job)
    except BalongError as problem:
        error = str(problem)
    except OSError as problem:
        place = "Berkas tidak dapat ditulis atau dibaca" if opened else f"Folder hasil {job.target} tidak dapat ditulis"
        error = f"{place}: {why(problem)}."
    return Outcome(job, error, time.monotonic() - start, missing)


def _make_in(folder: Path, job: Job) -> tuple[str, ...]:
    """Make an annex and move it into place; reasons of the formats that this machine cannot make."""
    notebook.check_parameters(job.notebook, job.parameters)
    draft = folder / "draft.ipynb"
    try:
        executed = notebook.execute(job.notebook, draft, job.parameters, job.home, job.timeout)
    except AnnexError as problem:
        _keep_failure(draft, folder, job, str(problem))
        raise
    made = [folder / f"{job.annex}.ipynb"]
    notebook.write(executed, made[0])
    reference = None if job.reference is None else job.reference.read_bytes()
    published = replace(walk.publication(nbformat.read(made[0], as_version=4)), reference=reference)
    missing = []
    for kind in job.formats:
        try:
            made += _written(folder, formats.files(published, job.annex, kind))
        except FormatError as problem:
            missing.append(str(problem))
    rules = published.identity.get("rules", [])
    identity = {"annex": job.annex, "unit": job.unit, "period": job.period, "rules": rules, "label": job.label}
    record = folder / f"{job.annex}{MANIFEST}"
    facts = manifest(identity, job.parameters, job.inputs, job.notebook, made, formats.libraries(job.formats))
    record.write_text(formats.as_json(facts), encoding="utf-8", newline="\n")
    for path in [*made, record]:
        path.replace(job.target / path.name)
    kept = {path.name for path in made}
    stale = {name for kind in formats.FORMATS for name in formats.names(job.annex, kind)} - kept
    for name in [*sorted(stale), f"{job.annex}{FAILED}"]:
        (job.target / name).unlink(missing_ok=True)
    return tuple(missing)


def _written(folder: Path, named: Iterable[tuple[str, bytes]]) -> list[Path]:
    paths = []
    for name, content in named:
        paths.append(folder / name)
        paths[-1].write_bytes(content)
    return paths


def _keep_failure(draft: Path, folder: Path, job: Job, reason: str) -> None:
    """Keep the notebook as far as it came, without paths, with the reason in its metadata."""
    if not draft.exists():
        return
    failed = notebook.without_paths(notebook.settle(nbformat.read(draft, as_version=4)), job.home, job.out, Path.cwd())
    failed = notebook.without_values(failed)
    failed.metadata["balong"]["error"] = reason
    failed.metadata["balong"]["label"] = job.label
    path = folder / f"{job.annex}{FAILED}"
    notebook.write(failed, path)
    path.replace(job.target / path.name)
