"""What one call costs from the shell: one annex cold, one further annex, nothing to do, the figures of one file. Pairs in one run, medians.

    python benchmarks/start.py [--answers DIR] [--pairs N]

DIR as in annexes.py. A further annex is the time of six annexes less that of one, divided by five, in the same round.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import sys
import tempfile
from pathlib import Path

from annexes import HERE, measure, synthetic, unit

PAGE = 'rmarkdown::render("skm.Rmd", params = list(data = "{data}", year = 2019), output_file = "{out}", quiet = TRUE)'


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--answers", type=Path, default=os.environ.get("BALONG_REAL_ANSWERS"))
    parser.add_argument("--pairs", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        answers = Path(options.answers) if options.answers else synthetic(folder / "jawaban")
        data = unit(folder, answers)
        run = [sys.executable, "-m", "balong_eval", "run", "--annex", "skm", "--data", data]
        commands: dict[str, tuple[list[object], Path]] = {
            "six annexes": ([*run, "--force", "--out", folder / "six"], folder),
            "one annex": ([*run, "--force", "--years", "2019", "--out", folder / "one"], folder),
            "nothing to do": ([*run, "--out", folder / "six"], folder),
            "skm of one file": ([sys.executable, "-m", "balong_eval", "skm", data / "skm" / "2019.csv", "--json"], folder),
        }
        if shutil.which("Rscript"):
            copy = Path(shutil.copytree(HERE / "rmarkdown", folder / "r"))
            commands["one R Markdown page"] = (["Rscript", "-e", PAGE.format(data=answers.resolve(), out=folder / "page.html")], copy)
        report(measure(commands, options.pairs))
    return 0


def report(times: dict[str, list[float]]) -> None:
    times["a further annex"] = [(six - one) / 5 for six, one in zip(times["six annexes"], times["one annex"], strict=True)]
    for name, seconds in times.items():
        print(f"{name:20} {min(seconds):6.2f} {statistics.median(seconds):6.2f} {max(seconds):6.2f} s   (min, median, max of {len(seconds)})")
    if "one R Markdown page" in times:
        ratios = [a / b for a, b in zip(times["one annex"], times["one R Markdown page"], strict=True)]
        print(f"one annex / one R Markdown page: {min(ratios):.2f} {statistics.median(ratios):.2f} {max(ratios):.2f}   (pair by pair)")


if __name__ == "__main__":
    sys.exit(main())
