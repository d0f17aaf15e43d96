"""Annexes of many units on a local Dask cluster of two workers against one: throughput, in turn; and whether a killed worker costs anything.

    python benchmarks/cluster.py [--units 210] [--years 6] [--pairs 1] [--kill]

Every unit is the example with a seed of its own; its years of `lampiran_skm` as HTML and JSON are made by `cluster.run`, the cluster's start
included, into a fresh folder each time. "steady" leaves out the start: annexes a second between the first outcome and the last. --kill: after a
tenth of the annexes of the run with two workers one of them is killed, and its bytes are compared with those of the run with one.
"""

from __future__ import annotations

import argparse
import os
import signal
import statistics
import sys
import tempfile
import time
from pathlib import Path

from balong_eval.annex import cluster, run
from balong_eval.annex.run import Job, Outcome
from balong_eval.intake import example
from balong_eval.intake.unit import Unit, read_unit

FIRST = 2016


def units(folder: Path, count: int) -> list[Unit]:
    found = []
    for place in range(count):
        example.write(folder / f"unit-{place:03d}", seed=place)
        found.append(read_unit(folder / f"unit-{place:03d}"))
    return found


def throughput(jobs: list[Job], workers: int, kill: bool = False) -> tuple[float, float]:
    """Annexes a second, whole and steady."""
    start, times = time.monotonic(), []

    def done(outcome: Outcome) -> None:
        times.append(time.monotonic())
        if outcome.error:
            sys.exit(f"{outcome.job.unit} {outcome.job.period}: {outcome.error}")
        if kill and len(times) == max(1, len(jobs) // 10):
            at_work = next(iter(jobs[0].out.glob("*/.buat-*")))
            os.kill(int(at_work.name.split("-")[2]), signal.SIGKILL)
            print(f"killed the worker that makes {at_work.parent.name}", flush=True)

    cluster.run(jobs, cluster.LOCAL, workers, done)
    return len(jobs) / (times[-1] - start), (len(jobs) - 1) / (times[-1] - times[0])


def content(out: Path) -> dict[str, bytes]:
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--units", type=int, default=210)
    parser.add_argument("--years", type=int, default=6)
    parser.add_argument("--pairs", type=int, default=1)
    parser.add_argument("--kill", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        found = units(folder / "data", given.units)
        years = (FIRST, FIRST + given.years - 1)
        ratios = []
        for pair in range(given.pairs):
            speed = {}
            for workers in (1, 2):
                jobs = run.plan(found, folder / f"{pair}-{workers}", years=years, annexes=("lampiran_skm",))
                speed[workers] = throughput(jobs, workers, kill=given.kill and workers == 2)
                print(f"{len(jobs)} annexes, {workers} workers: {speed[workers][0]:.2f} a second, steady {speed[workers][1]:.2f}", flush=True)
            ratios.append([speed[2][place] / speed[1][place] for place in (0, 1)])
            same = content(folder / f"{pair}-1") == content(folder / f"{pair}-2")
            print(f"two / one: {ratios[-1][0]:.2f}, steady {ratios[-1][1]:.2f}; bytes {'same' if same else 'DIFFERENT'}", flush=True)
        print("median of pairs:", *(f"{statistics.median(column):.2f}" for column in zip(*ratios, strict=True)))


if __name__ == "__main__":
    main()
