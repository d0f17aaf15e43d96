"""A batch of annexes: which to make, making each in a temporary folder, moving it into place, going on after a failure."""

from __future__ import annotations

import multiprocessing
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import nbformat

import balong_eval
from balong_eval.annex import formats, notebook, walk
from balong_eval.annex.kinds import ANNEXES, KINDS, inside
from balong_eval.annex.manifest import MANIFEST, manifest
from balong_eval.errors import AnnexError, BalongError, FormatError, InputError, why
from balong_eval.intake.unit import Unit

TEMPORARY = ".buat-"
DIED = "Proses yang membuat lampiran ini berhenti ({fault}). Jalankan lagi; bila terulang, kurangi --jobs."


@dataclass(frozen=True)
class Job:
    """One annex of one period of one unit.

    Attributes
    ----------
    annex, unit, period : str
        Name of the annex, of the unit's folder, and of the period.
    notebook : Path
        Source of the annex.
    parameters : dict
        Of the notebook; ``data_dir`` is the unit's folder, seen from the folder above it.
    folder : Path
        The unit's folder.
    inputs : tuple of (str, Path)
        Files that the annex is made from, by name relative to the unit's folder.
    formats : tuple of str
    out : Path
        Folder of all outputs.
    timeout : int or None
        Seconds for one cell.
    label : str or None
        What every file of a synthetic unit must carry.
    reference : Path or None
        The office's own reference document, where DOCX is asked for.
    """

    annex: str
    unit: str
    period: str
    notebook: Path
    parameters: dict[str, Any]
    folder: Path
    inputs: tuple[tuple[str, Path], ...]
    formats: tuple[str, ...]
    out: Path
    timeout: int | None = None
    label: str | None = None
    reference: Path | None = None

    @property
    def target(self) -> Path:
        """Folder that the annex is moved into."""
        return self.out / self.unit / self.period


@dataclass(frozen=True)
class Outcome:
    """What became of a job.

    `error` is None when the annex was made, else the reason in Bahasa Indonesia; `missing` are the reasons why formats of it could not be.
    """

    job: Job
    error: str | None
    seconds: float
    missing: tuple[str, ...] = ()


def plan(
    units: Sequence[Unit],
    out: Path,
    *,
    years: tuple[int, int] | None = None,
    parts: Sequence[str] = (),
    annexes: Sequence[str] = ANNEXES,
    formats: Sequence[str] = ("html", "json"),
    timeout: int | None = None,
) -> list[Job]:
    """Jobs for every period found whose year and part are asked for, in order of unit and time.

    Raises
    ------
    InputError
        When two units have folders of one name, or no period is left.
    """
    names = [unit.id for unit in units]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise InputError(f"Dua folder unit bernama sama: {', '.join(twice)}. Hasilnya akan saling menimpa; ganti nama salah satu.")
    wanted = [(unit, period, annex) for unit in units for annex in annexes for period in _periods(unit, annex, years, parts)]
    wanted.sort(key=lambda item: (names.index(item[0].id), item[1]))
    jobs = [job_for(unit, period, annex, tuple(formats), out, timeout) for unit, period, annex in wanted]
    if not jobs:
        have = "; ".join(f"{unit.id}: {', '.join(unit.period_names) or 'belum ada jawaban'}" for unit in units)
        raise InputError(f"Tidak ada periode yang sesuai dengan permintaan. Yang ada: {have}.")
    return jobs


def job_for(unit: Unit, period: str, annex: str, wanted: tuple[str, ...], out: Path, timeout: int | None = None) -> Job:
    """The job that makes one annex of one period (``2019``, ``2019-S1``)."""
    kind = KINDS[annex]
    reference = unit.reference if "docx" in wanted else None
    inputs = (*kind.inputs(unit, period), *(((reference.name, reference),) if reference else ()))
    return Job(
        annex=annex,
        unit=unit.id,
        period=period,
        notebook=find_notebook(annex),
        parameters={**kind.parameters(period), "data_dir": unit.id},
        folder=unit.folder.resolve(),
        inputs=tuple((name, file.resolve()) for name, file in inputs),
        formats=wanted,
        out=out.resolve(),
        timeout=timeout,
        label=unit.label,
        reference=reference.resolve() if reference else None,
    )


def run(jobs: Sequence[Job], workers: int, done: Callable[[Outcome], None]) -> list[Outcome]:
    """Make the annexes, `workers` at a time; a failure does not stop the others.

    Parameters
    ----------
    jobs : sequence of Job
    workers : int
        Processes; 1 makes the annexes in this process.
    done : callable
        Called with each outcome as it comes.

    Returns
    -------
    list of Outcome
        In the order of `jobs`.
    """
    outcomes: dict[int, Outcome] = {}
    for place, outcome in _outcomes(jobs, min(workers, len(jobs))):
        outcomes[place] = outcome
        done(outcome)
    return [outcomes[place] for place in sorted(outcomes)]


def make(job: Job) -> Outcome:
    """Make one annex: run, write every format, move all into place, the manifest last.

    The notebook is run in a temporary folder on the same file system. When it fails, it is kept as
    ``<annex>.failed.ipynb`` and an earlier good annex stays as it was.
    """
    start = time.monotonic()
    error = None
    missing: tuple[str, ...] = ()
    try:
        job.target.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=TEMPORARY, dir=job.target.parent))
    except OSError as problem:
        return Outcome(job, f"Folder hasil {job.target} tidak dapat ditulis: {why(problem)}.", time.monotonic() - start)
    try:
        missing = _make_in(folder, job)
    except BalongError as problem:
        error = str(problem)
    except OSError as problem:
        error = f"Berkas tidak dapat ditulis atau dibaca: {why(problem)}."
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return Outcome(job, error, time.monotonic() - start, missing)


def find_notebook(annex: str) -> Path:
    """Source of an annex: in ./notebooks, else in the package, else in the checkout around it.

    Raises
    ------
    InputError
        When there is none.
    """
    package = Path(balong_eval.__file__).parent
    places = (Path("notebooks"), package / "notebooks", package.parent / "notebooks")
    for place in places:
        if (place / f"{annex}.ipynb").is_file():
            return (place / f"{annex}.ipynb").resolve()
    raise InputError(f"Notebook {annex}.ipynb tidak ditemukan di folder notebooks maupun di dalam program.")


def _periods(unit: Unit, annex: str, years: tuple[int, int] | None, parts: Sequence[str]) -> list[str]:
    """Years and parts asked for; two files for one period make one job, which says so."""
    kind = KINDS[annex]
    names = [name for name in kind.periods(unit) if not parts or (kind.parts and name[5:] in parts)]
    return [name for name in names if inside(name, years)]


def _outcomes(jobs: Sequence[Job], workers: int) -> Iterator[tuple[int, Outcome]]:
    if workers < 2:
        yield from ((place, make(job)) for place, job in enumerate(jobs))
        return
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        places = {pool.submit(make, job): place for place, job in enumerate(jobs)}
        for future in as_completed(places):
            fault = future.exception()
            place = places[future]
            yield place, future.result() if fault is None else Outcome(jobs[place], DIED.format(fault=type(fault).__name__), 0.0)


def _make_in(folder: Path, job: Job) -> tuple[str, ...]:
    """Make an annex and move it into place; reasons of the formats that this machine cannot make."""
    notebook.check_parameters(job.notebook, job.parameters)
    draft = folder / "draft.ipynb"
    try:
        executed = notebook.execute(job.notebook, draft, job.parameters, job.folder.parent, job.timeout)
    except AnnexError as problem:
        _keep_failure(draft, folder, job, str(problem))
        raise
    published = replace(walk.publication(executed), reference=None if job.reference is None else job.reference.read_bytes())
    made = [folder / f"{job.annex}.ipynb"]
    notebook.write(executed, made[0])
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
    for name in [*sorted(stale), f"{job.annex}.failed.ipynb"]:
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
    failed = notebook.without_paths(notebook.settle(nbformat.read(draft, as_version=4)), job.folder.parent, job.out, Path.cwd())
    failed.metadata["balong"]["error"] = reason
    failed.metadata["balong"]["label"] = job.label
    path = folder / f"{job.annex}.failed.ipynb"
    notebook.write(failed, path)
    path.replace(job.target / path.name)
