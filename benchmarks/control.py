"""How often a control chart shows a signal where nothing changed, and how often it shows a shift.

    python benchmarks/control.py [--repetitions 20000] [--seed 1]

equal     values are normal and independent
alike     the same, with a likeness of 0.3 from month to month
unequal   each month the mean of 3 to 80 normal scores; its standard error is that of these scores
ceiling   each month the mean of about 30 scores that are 100 less a gamma of shape 0.2 and mean 1.4
shift     equal, with a shift of two standard deviations in the second half
uniform   each month the mean of 5 to 80 scores, of which 85 % are 100 and the others 70 to 98: of charts with a month of nothing but 100
"""

from __future__ import annotations

import argparse
import sys
import time

import numpy as np

from balong_eval.analysis import control

SIZES = (12, 16, 20, 24, 36, 48, 60)
LIKENESS = 0.3
SCORES = 80


def signals(limits: tuple[np.ndarray, ...], side: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Whether each chart has a point outside or a run."""
    _, low, high = limits
    return ((y < low) | (y > high)).any(axis=1) | control.runs(side).any(axis=1)


def individuals(y: np.ndarray) -> float:
    """Percent of signals on charts of individual values."""
    return 100 * float(signals(*control.individuals(y), y).mean())


def ceiling(y: np.ndarray) -> float:
    """Percent of signals with the square root of the distance to 100 wherever the package takes it: where the upper limit is above 100."""
    limits, side = control.individuals(y)
    deficit = np.sqrt(100 - y)
    near = limits[2][:, 0] > 100
    return 100 * float(np.where(near, signals(*control.individuals(deficit), deficit), signals(limits, side, y)).mean())


def unequal(rng: np.random.Generator, repetitions: int, n: int) -> tuple[float, float]:
    """Percent of signals of individual values, and of deviations in pooled standard errors."""
    counts = rng.integers(3, SCORES + 1, size=(repetitions, n))
    means = rng.standard_normal((repetitions, n)) / np.sqrt(counts)
    own = rng.chisquare(counts - 1) / (counts - 1) / counts
    pooled = np.sqrt((counts**2 * own).sum(axis=1, keepdims=True) / counts.sum(axis=1, keepdims=True) / counts)
    return individuals(means), 100 * float(signals(*control.deviations(means, pooled), means).mean())


def alike(rng: np.random.Generator, repetitions: int, n: int) -> np.ndarray:
    """Values alike from month to month."""
    places = np.arange(n)
    return rng.standard_normal((repetitions, n)) @ np.linalg.cholesky(LIKENESS ** np.abs(np.subtract.outer(places, places))).T


def row(n: int, repetitions: int, seed: int) -> dict[str, float]:
    """Percent of charts with a signal."""
    rng = np.random.default_rng([seed, n])
    shift = rng.standard_normal((repetitions, n)) + 2 * (np.arange(n) >= n // 2)
    near = 100 - rng.gamma(0.2 * 30, 1.4 / 0.2 / 30, size=(repetitions, n))
    mean_only, deviation = unequal(rng, repetitions, n)
    return {
        "equal": individuals(rng.standard_normal((repetitions, n))),
        "alike 0.3": individuals(alike(rng, repetitions, n)),
        "unequal, xmr": mean_only,
        "unequal, z": deviation,
        "ceiling, xmr": individuals(near),
        "ceiling, root": ceiling(near),
        "shift of 2 sd": individuals(shift),
    }


def uniform_months(n: int, repetitions: int, seed: int) -> dict[str, float]:
    """Percent of charts with a month of one score, and of signals among them: by pooled errors, and without them as near the ceiling."""
    rng = np.random.default_rng([seed, n])
    counts = rng.integers(5, SCORES + 1, size=(repetitions, n))
    asked = np.arange(SCORES) < counts[..., None]
    lost = np.where(asked & (rng.random(asked.shape) > 0.85), rng.uniform(2, 30, asked.shape), 0.0)
    mean = lost.sum(-1) / counts
    variance = np.where(asked, (lost - mean[..., None]) ** 2, 0.0).sum(-1) / (counts - 1)
    among = (variance == 0).any(axis=1) & (variance > 0).any(axis=1)
    y, n_i = 100 - mean[among], counts[among]
    pooled = np.sqrt((n_i * variance[among]).sum(axis=1, keepdims=True) / n_i.sum(axis=1, keepdims=True) / n_i)
    return {"share": 100 * float(among.mean()), "z": 100 * float(signals(*control.deviations(y, pooled), y).mean()), "root": ceiling(y)}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repetitions", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    start = time.perf_counter()
    print(f"Seed {options.seed}, {options.repetitions} charts a cell: with a signal, % (Monte Carlo error at most 0.35 points)")
    for n in SIZES:
        found = row(n, options.repetitions, options.seed)
        if n == SIZES[0]:
            print(f"{'points':>6}" + "".join(f"{name:>15}" for name in found))
        print(f"{n:>6}" + "".join(f"{share:>15.1f}" for share in found.values()), flush=True)
    for n in (12, 24):
        found = uniform_months(n, min(options.repetitions, 4000), options.seed)
        print(f"uniform, {n} points: {found['share']:.0f} % of charts; of these with a signal, %: z {found['z']:.1f}, root {found['root']:.1f}")
    print(f"{time.perf_counter() - start:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
