"""A batch of annexes: which to make, several at a time, going on after a failure."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import balong_eval
from balong_eval.annex.kernels import preloader
from balong_eval.annex.kinds import ANNEXES, KINDS, inside
from balong_eval.annex.workshop import workshop
from balong_eval.errors import InputError
from balong_eval.intake.unit import Unit

SPARE = 1
FAILED = ".failed.ipynb"
DIED = "Lampiran ini tidak selesai dibuat ({fault}); yang lain tetap dibuat. Jalankan lagi; bila terulang, kurangi --jobs."


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
    home : Path
        Folder that the kernel runs in: the one above the unit's.
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
    home: Path
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
        home=unit.folder.resolve().parent,
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
        Notebooks at a time; one more is started where there are several, as each waits a fifth of a second for its kernel.
    done : callable
        Called with each outcome as it comes.

    Returns
    -------
    list of Outcome
        In the order of `jobs`.
    """
    outcomes: dict[int, Outcome] = {}
    for place, outcome in _outcomes(jobs, min(workers, len(jobs))) if jobs else ():
        outcomes[place] = outcome
        done(outcome)
    return [outcomes[place] for place in sorted(outcomes)]


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
    """Outcomes as they come; who is interrupted ends the kernels, waits for no notebook and starts no other."""
    with workshop(), contextlib.ExitStack() as stack:
        from balong_eval.annex.make import make

        pool = ThreadPoolExecutor(workers + SPARE if workers > 1 else 1)
        stack.callback(pool.shutdown, cancel_futures=True)
        stack.callback(preloader.end)
        places = {pool.submit(make, job): place for place, job in enumerate(jobs)}
        for future in as_completed(places):
            place, fault = places[future], future.exception()
            yield place, future.result() if fault is None else Outcome(jobs[place], DIED.format(fault=type(fault).__name__), 0.0)
        stack.pop_all()
        pool.shutdown()
