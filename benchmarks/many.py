"""Many answers: `balong-eval skm FILE.parquet --json` beside a bare read that sums nine columns, and beside R survey. Pairs, medians.

    python benchmarks/many.py [--rows 1000000 3000000 10000000] [--pairs N] [--r]

The answers are drawn: nine normal scores with the correlation 0.5 cut at three points, a third of the respondents answering all alike, five
services. Whole processes, start and imports included; memory is the peak of the process. --r: R reads the same rows as CSV (1,000,000 at most
are sensible), and its index and standard error are compared.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
from annexes import environment

UNSUR = [f"U{number}" for number in range(1, 10)]
SERVICES = ["KTP", "KK", "Surat pindah", "Izin usaha", "Surat pengantar"]
PIECE = 1_000_000
BARE = """
import sys, pyarrow.parquet, pyarrow.compute
table = pyarrow.parquet.read_table(sys.argv[1], columns=[f"U{number}" for number in range(1, 10)])
print([pyarrow.compute.sum(column).as_py() for column in table.columns])
"""
WARM = """
import sys, time
from balong_eval.analysis import skm
from balong_eval.intake.survey import read_survey
skm.summarise(read_survey(sys.argv[2], by=()))
start = time.perf_counter()
skm.summarise(read_survey(sys.argv[1], by=()))
print(time.perf_counter() - start)
"""
SURVEY = """
suppressMessages(library(survey)); options(digits = 17)
d <- read.csv(commandArgs(TRUE)[1]); read <- proc.time()[["elapsed"]]
d$ikm <- rowMeans(d[paste0("U", 1:9)]) * 25
s <- svydesign(ids = ~1, data = d, weights = ~1)
nrr <- svymean(as.formula(paste0("~", paste0("U", 1:9, collapse = "+"))), s)
ikm <- svymean(~ikm, s); by <- svyby(~ikm, ~layanan, s, svymean, vartype = "ci")
cat(coef(ikm), SE(ikm), proc.time()[["elapsed"]] - read, "\\n")
"""


def draw(path: Path, rows: int) -> None:
    rng = np.random.default_rng(rows)
    writer = None
    for start in range(0, rows, PIECE):
        count = min(PIECE, rows - start)
        scores = np.sqrt(0.5) * (rng.standard_normal((count, 1)) + rng.standard_normal((count, 9)))
        answers = (1 + np.searchsorted([-2.2, -1.3, 0.9], scores)).astype(np.int8)
        alike = rng.random(count) < 0.35
        answers[alike] = answers[alike][:, :1]
        service = pa.DictionaryArray.from_arrays(pa.array(rng.integers(0, len(SERVICES), count, dtype=np.int32)), SERVICES)
        columns = {"id": pa.array(np.arange(start, start + count)), "layanan": service}
        table = pa.table(columns | {name: pa.array(answers[:, place]) for place, name in enumerate(UNSUR)})
        writer = writer or pyarrow.parquet.ParquetWriter(path, table.schema)
        writer.write_table(table)
    if writer:
        writer.close()
    path.with_suffix(".toml").write_text('regulation = "permenpanrb_14_2017"\n', encoding="utf-8")


def timed(command: list[str]) -> tuple[float, float, str]:
    """Seconds, peak memory in MiB and output of a process."""
    start = time.perf_counter()
    process = subprocess.Popen(command, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    output = process.stdout.read() if process.stdout else ""
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{command} ended with {process.returncode}")
    return time.perf_counter() - start, used.ru_maxrss / 1024, output


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, nargs="+", default=[1_000_000, 3_000_000, 10_000_000])
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--r", action="store_true", help="compare the smallest file with R survey")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        print(f"{'rows':>12} {'skm, s':>8} {'bare, s':>8} {'ratio':>6} {'MiB':>6}   medians, ratio pair by pair")
        for rows in options.rows:
            path = Path(name) / f"{rows}.parquet"
            draw(path, rows)
            commands = ([sys.executable, "-m", "balong_eval", "skm", str(path), "--json"], [sys.executable, "-c", BARE, str(path)])
            rounds = [[timed(command) for command in commands] for _ in range(options.pairs + 1)][1:]
            ours, bare = ([one[place][0] for one in rounds] for place in (0, 1))
            ratio = statistics.median(a / b for a, b in zip(ours, bare, strict=True))
            memory = max(one[0][1] for one in rounds)
            print(f"{rows:>12,} {statistics.median(ours):>8.2f} {statistics.median(bare):>8.2f} {ratio:>6.2f} {memory:>6.0f}", flush=True)
        if options.r:
            beside_r(Path(name) / f"{min(options.rows)}.parquet", options.pairs)
    return 0


def beside_r(path: Path, pairs: int) -> None:
    text, script = path.with_suffix(".csv"), path.with_suffix(".R")
    pyarrow.csv.write_csv(pyarrow.parquet.read_table(path), text)
    script.write_text(SURVEY, encoding="utf-8")
    whole, estimates, warm = [], [], []
    few = path.with_name("few.parquet")
    draw(few, 1_000)
    for _ in range(pairs):
        ours, _, document = timed([sys.executable, "-m", "balong_eval", "skm", str(path), "--json"])
        theirs, _, printed = timed(["Rscript", str(script), str(text)])
        index, error, seconds = map(float, printed.split())
        whole.append(theirs / ours)
        estimates.append(seconds / ours)
        warm.append(seconds / float(timed([sys.executable, "-c", WARM, str(path), str(few)])[2]))
        found = json.loads(document)
        print(f"difference from R: index {abs(found['ikm'] - index):.1e}, standard error {abs(found['std_error'] - error):.1e}", flush=True)
    print(f"R, whole process / skm, whole process: {statistics.median(whole):.1f}")
    print(f"R's estimates without reading / skm, whole process: {statistics.median(estimates):.1f}")
    print(f"R's estimates without reading / reading and estimates in a started process: {statistics.median(warm):.1f}")


if __name__ == "__main__":
    sys.exit(main())
