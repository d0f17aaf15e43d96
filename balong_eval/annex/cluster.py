"""Annexes made by the workers of a Dask cluster: our code hands over jobs and collects what became of them, Dask does the rest."""

from __future__ import annotations

import contextlib
import logging
import platform
import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from balong_eval.annex import stale, temporary
from balong_eval.annex.manifest import MANIFEST, package_digest, versions
from balong_eval.annex.run import DIED, Job, Outcome
from balong_eval.annex.workshop import workshop
from balong_eval.errors import InputError

if TYPE_CHECKING:
    from distributed import Client
    from distributed.diagnostics.plugin import WorkerPlugin

LOCAL = "local"
WORKSHOP = "balong-workshop"
WAIT = 30
ADDRESS = re.compile(r"(?:(?:tcp|tls|ws|wss)://)?[\w.\[\]:-]+:\d+")
RETRIES = 2
NOT_INSTALLED = "Pilihan --cluster memerlukan paket distributed. Pasang dengan: python -m pip install -c requirements.lock -e .[cluster]"
UNREACHED = "Penjadwal Dask di {address} tidak dapat dihubungi. Periksa alamatnya (misalnya tcp://10.0.0.5:8786), atau jalankan: dask scheduler"
NO_WORKER = "Penjadwal Dask di {address} belum mempunyai pekerja. Jalankan dahulu di tiap mesin: dask worker {address} --nthreads 1"
UNLIKE = "Pekerja {names} memakai versi program, Python atau pustaka yang lain. Samakan dahulu, agar hasilnya sama di mana pun dibuat."
ELSEWHERE = "Pekerja menyatakan selesai, tetapi hasilnya tidak ada di {target}. Folder masukan dan hasil harus dapat dicapai semua pekerja."

Fingerprint = tuple[str, dict[str, str | None]]


def run(jobs: Sequence[Job], address: str, workers: int, done: Callable[[Outcome], None], *, force: bool = False) -> list[Outcome]:
    """Make the annexes on a cluster; a failure does not stop the others, and a worker that dies has its annex made by another.

    Parameters
    ----------
    jobs : sequence of Job
        Their folders are reached under the same paths by every worker.
    address : str
        Of a Dask scheduler, or ``local`` for one on this machine with `workers` processes.
    workers : int
        Of a local cluster.
    done : callable
        Called with each outcome as it comes.
    force : bool, default False
        Make also what is up to date; else a worker leaves out what one that died had made.

    Returns
    -------
    list of Outcome
        In the order of `jobs`.

    Raises
    ------
    InputError
        When ``distributed`` is not installed, no scheduler or no worker answers, or a worker has other versions than this process.
    """
    if not jobs:
        return []
    with _client(address, min(workers, len(jobs))) as client:
        outcomes = dict(_outcomes(client, jobs, force, done))
    for unit in {job.target.parent for job in jobs if job.target.parent.is_dir()}:
        temporary.clear(unit)
    return [outcomes[place] for place in sorted(outcomes)]


@contextlib.contextmanager
def _client(address: str, workers: int) -> Iterator[Client]:
    """A client whose workers are there, alike, and ready to make annexes."""
    try:
        from distributed import Client, LocalCluster
    except ModuleNotFoundError:
        raise InputError(NOT_INSTALLED) from None
    if address != LOCAL and not ADDRESS.fullmatch(address):
        raise InputError(UNREACHED.format(address=address))
    with contextlib.ExitStack() as stack:
        where: Any = address
        if address == LOCAL:
            where = stack.enter_context(LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None, silence_logs=logging.CRITICAL))
        try:
            client = stack.enter_context(Client(where, timeout=WAIT, set_as_default=False))
        except (OSError, ValueError):
            raise InputError(UNREACHED.format(address=address)) from None
        try:
            client.wait_for_workers(1, timeout=WAIT)
        except TimeoutError:
            raise InputError(NO_WORKER.format(address=address)) from None
        _check_alike(client)
        client.register_plugin(_workshop())
        if address != LOCAL:
            stack.callback(client.unregister_worker_plugin, WORKSHOP)
        yield client


def _outcomes(client: Client, jobs: Sequence[Job], force: bool, done: Callable[[Outcome], None]) -> Iterator[tuple[int, Outcome]]:
    """Outcomes as they come; who is interrupted takes back what no worker has begun."""
    from distributed import as_completed

    expected = fingerprint()
    places = {client.submit(make_once, job, force=force, expected=expected, pure=False, retries=RETRIES): place for place, job in enumerate(jobs)}
    try:
        for future in as_completed(list(places), loop=client.loop):
            job = jobs[places[future]]
            fault = future.exception()
            outcome = _checked(future.result()) if fault is None else Outcome(job, DIED.format(fault=type(fault).__name__), 0.0)
            done(outcome)
            yield places[future], outcome
    finally:
        client.cancel(list(places))


def make_once(job: Job, force: bool, expected: Fingerprint) -> Outcome:
    """Make an annex on a worker, unless it stands there as it is to be: a worker that died after its work is done has not told.

    A worker that came later than the others, with another program, makes nothing.
    """
    from balong_eval.annex.make import make

    if fingerprint() != expected:
        return Outcome(job, UNLIKE.format(names=platform.node()), 0.0)
    return Outcome(job, None, 0.0) if not force and stale.is_up_to_date(job) else make(job)


def _checked(outcome: Outcome) -> Outcome:
    """An outcome, failed where the annex is not in the folder that this process sees."""
    job = outcome.job
    if outcome.error or (job.target / f"{job.annex}{MANIFEST}").exists():
        return outcome
    return Outcome(job, ELSEWHERE.format(target=job.target), outcome.seconds)


def fingerprint() -> Fingerprint:
    """What the bytes of an annex depend on beside its inputs: the package and the versions of libraries."""
    return package_digest(), versions()


def _check_alike(client: Client) -> None:
    own = fingerprint()
    others = [name for name, found in sorted(client.run(fingerprint).items()) if found != own]
    if others:
        raise InputError(UNLIKE.format(names=", ".join(others)))


def _workshop() -> WorkerPlugin:
    """What keeps a workshop open in every worker, also in one that takes the place of another."""
    from distributed.diagnostics.plugin import WorkerPlugin

    class Workshop(WorkerPlugin):
        """Kernels of a worker are forked from one preloading process for as long as the worker lives."""

        name = WORKSHOP

        def setup(self, worker: Any) -> None:
            """Open it."""
            self.stack = contextlib.ExitStack()
            self.stack.enter_context(workshop())

        def teardown(self, worker: Any) -> None:
            """Close it."""
            self.stack.close()

    return Workshop()
