"""Reading 100,000 rows x 20 columns: the whole intake against the bare read of pandas and of calamine, round by round in one run.

python benchmarks/reading.py [--rows 100000] [--rounds 5]
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
from python_calamine import CalamineWorkbook

from balong_eval.intake.survey import read_survey

BLANK = 0.02
SIDECAR = 'regulation = "permenpanrb_14_2017"\n'


def answers(rows: int) -> pd.DataFrame:
    """Forms as an office's data base exports them: a time of saving, a profile, nine answers of which 2 % are blank, a total, a remark."""
    rng = np.random.default_rng(1)
    moments = pd.Timestamp("2019-01-02 08:00") + pd.to_timedelta(np.sort(rng.integers(0, 360 * 86_400, rows)), unit="s")
    table = pd.DataFrame({"id": np.arange(1, rows + 1), "waktu_isi": moments.strftime("%Y-%m-%d %H:%M:%S")})
    table["layanan"] = rng.choice(["Surat pengantar SKCK", "Legalisasi dokumen", "Dispensasi nikah"], rows)
    table["jenis_kelamin"] = rng.choice(["L", "P"], rows)
    table["usia"] = rng.integers(17, 80, rows)
    table["pendidikan"] = rng.choice(["SD", "SMP", "SMA", "S1"], rows)
    table["pekerjaan"] = rng.choice(["Swasta", "Wirausaha", "PNS"], rows)
    scores = rng.integers(1, 5, (rows, 9))
    for number in range(9):
        table[f"U{number + 1}"] = pd.Series(scores[:, number]).mask(rng.random(rows) < BLANK).astype("Int64")
    table["total"] = table[[f"U{number}" for number in range(1, 10)]].sum(axis=1)
    table["saran"] = rng.choice(["", "baik", "tolong loket ditambah"], rows)
    return table.assign(loket=rng.integers(1, 9, rows), petugas=rng.integers(1, 30, rows))


def seconds(work: Callable[[], object]) -> tuple[float, float]:
    """Time of one call, and the processor time that it took: the second is what counts where a machine is shared."""
    start, used = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - start, time.process_time() - used


def main() -> None:
    """Write the files, measure round by round, print medians and ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        csv, book = Path(name) / "2019.csv", Path(name) / "2020.xlsx"
        table = answers(chosen.rows)
        table.to_csv(csv, index=False)
        table.to_excel(book, index=False, engine="xlsxwriter")
        for path in (csv, book):
            path.with_suffix(".toml").write_text(SIDECAR, encoding="utf-8")
        work: dict[str, Callable[[], object]] = {
            "pandas.read_csv, types inferred": lambda: pd.read_csv(csv),
            "pandas.read_csv, as texts": lambda: pd.read_csv(csv, dtype=str, keep_default_na=False),
            "read_survey, CSV": lambda: read_survey(csv),
            "pandas.read_excel(engine='calamine')": lambda: pd.read_excel(book, engine="calamine"),
            "calamine, cells": lambda: CalamineWorkbook.from_path(str(book)).get_sheet_by_index(0).to_python(),
            "read_survey, XLSX": lambda: read_survey(book),
        }
        for item in work.values():
            item()
        rounds = [{label: seconds(item) for label, item in work.items()} for _ in range(chosen.rounds)]
    for label in work:
        wall, used = (statistics.median(one[label][kind] for one in rounds) for kind in range(2))
        print(f"{label:40} {wall:7.3f} s, processor {used:7.3f} s")
    for ours, bare in (
        ("read_survey, CSV", "pandas.read_csv, as texts"),
        ("read_survey, CSV", "pandas.read_csv, types inferred"),
        ("read_survey, XLSX", "calamine, cells"),
        ("read_survey, XLSX", "pandas.read_excel(engine='calamine')"),
    ):
        ratios = [sorted(one[ours][kind] / one[bare][kind] for one in rounds) for kind in range(2)]
        wall, used = (f"{statistics.median(found):.2f} ({found[0]:.2f}-{found[-1]:.2f})" for found in ratios)
        print(f"{ours} / {bare}: {wall}, processor {used}")


if __name__ == "__main__":
    main()
