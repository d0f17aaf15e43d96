"""How often the ranks of units that are all alike are told apart: 21 units, independent samples from one population.

    python benchmarks/standing.py [--repetitions 2000] [--units 21] [--answers DIR] [--seed 1]

Populations are those of benchmarks/coverage.py. "error": repetitions in which any of the 210 pairs was told apart, %; every unit has the same
true index, so each such pair is wrong. in brackets the same with Holm over the usual t test of Welch.
Simple random sampling only.
"""

from __future__ import annotations

import argparse
import os
import time
from pathlib import Path

import numpy as np
from coverage import Population, populations
from scipy import stats

from balong_eval.analysis.mover import Side
from balong_eval.analysis.standing import separated

SIZES = ((10,), (30,), (100,), (380,), (10, 30, 300))
ALPHA = 0.05


def sides(answers: list[np.ndarray]) -> list[Side]:
    """Index and linearised variance of each unit's answers (n, 9), blanks left out of each unsur."""
    found = []
    for rows in answers:
        n, counts = len(rows), (~np.isnan(rows)).sum(axis=0)
        nrr = np.nanmean(rows, axis=0)
        scores = np.nan_to_num((rows - nrr) / counts).mean(axis=1) * 25
        found.append(Side(float(25 * nrr.mean()), float(n / (n - 1) * (scores**2).sum()), n, n - 1))
    return found


def welch(found: list[Side]) -> bool:
    """Whether Holm over Welch's t tests tells any pair apart: whether the smallest p-value times the number of pairs is under 5 %."""
    high, low = np.triu_indices(len(found), 1)
    value, variance, n = (np.array([getattr(side, name) for side in found], "float64") for name in ("estimate", "variance", "n"))
    gap, v1, v0 = np.abs(value[high] - value[low]), variance[high], variance[low]
    v1, v0 = np.maximum(v1, 1e-12), np.maximum(v0, 1e-12)
    df = (v1 + v0) ** 2 / (v1**2 / (n[high] - 1) + v0**2 / (n[low] - 1))
    p_value = np.where(gap < 1e-12, 1.0, 2 * stats.t.sf(gap / np.sqrt(v1 + v0), df))
    return bool(p_value.min() * len(high) < ALPHA)


def error(population: Population, sizes: tuple[int, ...], units: int, repetitions: int, rng: np.random.Generator) -> tuple[float, float]:
    ours = usual = 0
    for _ in range(repetitions):
        drawn = [population.draw(rng, 1, sizes[place % len(sizes)])[0] for place in range(units)]
        found = sides(drawn)
        ours += bool(separated(found, ALPHA))
        usual += welch(found)
    return 100 * ours / repetitions, 100 * usual / repetitions


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--repetitions", type=int, default=2000)
    parser.add_argument("--units", type=int, default=21)
    parser.add_argument("--answers", type=Path, default=os.environ.get("BALONG_REAL_ANSWERS"))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="*", default=[])
    given = parser.parse_args()
    start = time.monotonic()
    worst = dict.fromkeys(SIZES, (0.0, 0.0))
    for population in populations(Path(given.answers) if given.answers else None):
        if given.only and population.name not in given.only:
            continue
        cells = []
        for sizes in SIZES:
            rng = np.random.default_rng([given.seed, *sizes, *population.name.encode()])
            found = error(population, sizes, given.units, given.repetitions, rng)
            worst[sizes] = max(worst[sizes], found, key=lambda pair: pair[0])
            cells.append(f"{found[0]:5.1f} ({found[1]:5.1f})")
        print(f"{population.name:26}", *cells, flush=True)
    print(f"{'worst':26}", *[f"{pair[0]:5.1f} ({pair[1]:5.1f})" for pair in worst.values()])
    print("sizes", *SIZES, f"{time.monotonic() - start:.0f} s")


if __name__ == "__main__":
    main()
