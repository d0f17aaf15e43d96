"""Six yearly annexes beside six R Markdown pages on the same answers: pairs in one run, ratios, medians.

    python benchmarks/annexes.py [--answers DIR] [--pairs N] [--without-plain]

DIR holds 2018.csv to 2023.csv with the columns of the R script (row_id, waktu, id_jenis_izin, ...); by default the folder that
BALONG_REAL_ANSWERS names, else synthetic answers of the same shape, which are then said to be so.
"""

from __future__ import annotations

import argparse
import csv
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from balong_eval.intake import example

HERE = Path(__file__).parent
YEARS = range(2018, 2024)
SIDECAR = """regulation = "permenpanrb_14_2017"
[columns]
row_id = "id"
waktu = "waktu_isi"
id_jenis_izin = "layanan"
[unsur]
U8 = "maklumat"
U9 = "pengaduan"
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--answers", type=Path, default=os.environ.get("BALONG_REAL_ANSWERS"))
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--without-plain", action="store_true", help="leave out papermill and nbconvert one by one")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        answers = Path(options.answers) if options.answers else synthetic(folder / "jawaban")
        print(f"answers: {'real' if options.answers else 'synthetic'}, {count(answers)} forms in {len(YEARS)} years; {os.cpu_count()} cores")
        commands = {
            "balong-eval run": (
                [sys.executable, "-m", "balong_eval", "run", "--force", "--annex", "skm", "--data", unit(folder, answers), "--out", folder / "a"],
                folder,
            ),
            "one by one": ([sys.executable, HERE / "plain.py", folder / "unit", folder / "p"], folder),
        }
        if options.without_plain:
            del commands["one by one"]
        if shutil.which("Rscript"):
            copy = shutil.copytree(HERE / "rmarkdown", folder / "r")
            commands["R Markdown"] = (["Rscript", "render.R", answers.resolve(), folder / "b"], Path(copy))
        else:
            print("Rscript is not installed: no comparison with R Markdown")
        report(measure(commands, options.pairs))
    return 0


def environment() -> dict[str, str]:
    """The environment, with Python keeping its bytecode as it does where nobody forbids it."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def measure(commands: dict[str, tuple[list[object], Path]], pairs: int) -> dict[str, list[float]]:
    """Seconds of each command, in turn, `pairs` times, after one round that is not counted."""
    times: dict[str, list[float]] = {name: [] for name in commands}
    for turn in range(pairs + 1):
        for name, (command, folder) in commands.items():
            start = time.perf_counter()
            quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
            subprocess.run([str(part) for part in command], cwd=folder, env=environment(), check=True, **quiet)
            if turn:
                times[name].append(time.perf_counter() - start)
    return times


def report(times: dict[str, list[float]]) -> None:
    for name, seconds in times.items():
        print(f"{name:16} {min(seconds):6.1f} {statistics.median(seconds):6.1f} {max(seconds):6.1f} s   (min, median, max of {len(seconds)})")
    ours = times["balong-eval run"]
    for name in [name for name in times if name != "balong-eval run"]:
        ratios = [a / b for a, b in zip(ours, times[name], strict=True)]
        print(f"balong-eval run / {name}: {min(ratios):.2f} {statistics.median(ratios):.2f} {max(ratios):.2f}   (min, median, max, pair by pair)")


def unit(folder: Path, answers: Path) -> Path:
    """A unit folder around the answers."""
    target = folder / "unit"
    (target / "skm").mkdir(parents=True)
    (target / "unit.toml").write_text('name = "Unit"\n', encoding="utf-8")
    for year in YEARS:
        shutil.copy(answers / f"{year}.csv", target / "skm" / f"{year}.csv")
        (target / "skm" / f"{year}.toml").write_text(SIDECAR, encoding="utf-8")
    return target


def synthetic(folder: Path) -> Path:
    """Answers of the example's kind, under the heads that the R script reads."""
    folder.mkdir()
    rng = np.random.default_rng(1)
    for year in YEARS:
        rows = example.draw(min(year, 2021), rng, n=400, faults=False).rows
        with (folder / f"{year}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["row_id", "waktu", "id_jenis_izin", "pendidikan", "jenis_kelamin_kode", "usia", *(f"U{u}" for u in range(1, 10))])
            for row in rows[1:]:
                writer.writerow([row[0], row[2], row[3], row[6], row[4], row[5], *row[8:]])
    return folder


def count(answers: Path) -> int:
    return sum(len((answers / f"{year}.csv").read_text(encoding="utf-8").splitlines()) - 1 for year in YEARS)


if __name__ == "__main__":
    sys.exit(main())
