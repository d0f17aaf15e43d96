"""How often the verdict on a trend claims one where there is none, and how often it sees one, from known populations.

    python benchmarks/verdict.py [--repetitions 10000] [--seed 1] [--jobs 2] [--only null worst breaks power ...]

A value is level + slope * year + effect of the year + sampling error. The effects of years have the standard deviation tau and are alike
rho^distance; sampling errors have the standard errors that the verdict is told:

0.5, 1, 2   equal
mixed       0.5, 2, 1 in turn
falling     from 2 in the first year to 0.5 in the last, in equal ratios

A false verdict is any of naik, turun, indikasi_naik, indikasi_turun without a slope. A cell's figures depend on the seed and on the cell alone.
walk is the stated failure: every year keeps what the year before gained or lost, and no rule on so few points tells that from a trend.
"""

from __future__ import annotations

import argparse
import math
import sys
import time
import zlib
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from balong_eval.analysis import detectable, kendall, predictive, slopes, verdict

SIZES = (4, 5, 6, 7, 8, 12)
ERRORS = ("0.5", "1", "2", "mixed", "falling")
TAUS = (0.0, 0.5, 1.0, 2.0)
RHOS = (0.0, 0.3, 0.6)
DESIGNS = ((1, 5), (2, 4), (3, 4), (4, 4), (6, 6))
QUARTERS = (5, 8, 12, 16)
JUMP = 6.0
SLOPES = (0.5, 1.0, 2.0)
MOST = 5.0 + 1e-9
RULES = ("KH", "KH adhoc", "OLS", "GLS", "Kendall", "agree", "rule")


@dataclass(frozen=True)
class Cell:
    """A population: points, pattern of standard errors, effects, slope a year, points before a jump of the level (0: none), years between points."""

    n: int
    errors: str
    tau: float
    rho: float = 0.0
    slope: float = 0.0
    before: int = 0
    walk: bool = False
    gap: float = field(default=1.0, repr=False)

    @property
    def std_errors(self) -> np.ndarray:
        """Standard error of each point."""
        patterns = {"mixed": np.resize([0.5, 2.0, 1.0], self.n), "falling": np.geomspace(2, 0.5, self.n)}
        return patterns[self.errors] if self.errors in patterns else np.full(self.n, float(self.errors))

    @property
    def times(self) -> np.ndarray:
        """Years, from 0."""
        return np.arange(self.n) * self.gap

    def draw(self, repetitions: int, seed: int) -> np.ndarray:
        """Values, shape (repetitions, n)."""
        rng = np.random.default_rng([seed, zlib.crc32(repr(self).encode())])
        shocks = rng.standard_normal((repetitions, self.n))
        likeness = self.rho ** np.abs(np.subtract.outer(self.times, self.times)) if self.rho else np.eye(self.n)
        effects = shocks.cumsum(axis=1) if self.walk else shocks @ np.linalg.cholesky(likeness).T
        jump = JUMP * (self.times >= self.before) if self.before else 0.0
        return self.slope * self.times + jump + self.tau * effects + self.std_errors * rng.standard_normal((repetitions, self.n))


def rule(times: np.ndarray, values: np.ndarray, errors: np.ndarray) -> np.ndarray:
    """The package's verdict on each series: 1, -1, or 0."""
    return verdict.direction(slopes.random_effects(times, values, errors**2, adhoc=True), slopes.gls(times, values))


def kendall_p(values: np.ndarray) -> np.ndarray:
    """Exact p-value of each series."""
    n = values.shape[1]
    s = sum(np.sign(values[:, later] - values[:, earlier]) for later in range(n) for earlier in range(later))
    table = {score: kendall.tail(n, score) for score in range(n * (n - 1) // 2 + 1)}
    return np.array([table[int(score)] for score in np.abs(s)])


def claims(cell: Cell, repetitions: int, seed: int) -> dict[str, float]:
    """Percent of series in which each way of judging sees a trend."""
    values, times, errors = cell.draw(repetitions, seed), cell.times, cell.std_errors
    knapp = slopes.random_effects(times, values, errors**2).p_value < verdict.ALPHA
    wide = slopes.random_effects(times, values, errors**2, adhoc=True)
    plain, alike = slopes.ols(times, values).p_value < verdict.ALPHA, slopes.gls(times, values)
    order = kendall_p(values) < verdict.ALPHA
    found = (knapp, wide.p_value < verdict.ALPHA, plain, alike.p_value < verdict.ALPHA, order, knapp & plain & order)
    shares = {name: 100 * float(each.mean()) for name, each in zip(RULES, found, strict=False)}
    return shares | {"rule": 100 * float((verdict.direction(wide, alike) != 0).mean())}


def rule_only(cell: Cell, repetitions: int, seed: int) -> float:
    """Percent of series in which the verdict sees a trend; in the right direction where there is one."""
    found = rule(cell.times, cell.draw(repetitions, seed), cell.std_errors)
    return 100 * float((found > 0).mean() if cell.slope > 0 else (found != 0).mean())


def after_break(cell: Cell, repetitions: int, seed: int) -> dict[str, float]:
    """Percent of claims after a jump: the verdict on the last segment, the slope beside a modelled step, and the verdict of who ignores it."""
    values, times, errors, k = cell.draw(repetitions, seed), cell.times, cell.std_errors, cell.before
    found = {"last segment": rule(times[k:], values[:, k:], errors[k:]) != 0, "break ignored": rule(times, values, errors) != 0}
    if k >= 3 and cell.n - k >= 4:
        found["level_shift"] = slopes.gls(times, values, k - 0.5).p_value < verdict.ALPHA
    return {name: 100 * float(each.mean()) for name, each in found.items()}


def null_cells(n: int, rho: float) -> list[Cell]:
    """Every population of a size without a slope; without effects of years their likeness says nothing."""
    return [Cell(n, errors, tau, rho if tau else 0.0) for errors in ERRORS for tau in TAUS]


def over(cells: Sequence[Any], work: Callable[..., Any], options: argparse.Namespace, repetitions: int) -> list[Any]:
    """Work on every cell, in as many processes as asked for."""
    size = len(cells)
    if options.jobs == 1:
        return [work(cell, repetitions, options.seed) for cell in cells]
    with ProcessPoolExecutor(options.jobs) as pool:
        return list(pool.map(work, cells, [repetitions] * size, [options.seed] * size))


def print_null(options: argparse.Namespace) -> int:
    print("\nNo trend: claims %, the largest over 5 patterns of standard errors x 4 tau, by likeness of years 0 / 0.3 / 0.6; ! = over 5")
    print(f"{'n':>3}" + "".join(f"{name:>22}" for name in RULES) + "   worst cell of the rule")
    broken = 0
    for n in SIZES:
        cells = [cell for rho in RHOS for cell in null_cells(n, rho)]
        shares = over(cells, claims, options, options.repetitions)
        rows = list(zip(cells, np.repeat(RHOS, len(cells) // len(RHOS)), shares, strict=True))
        broken += sum(share["rule"] > MOST for _, _, share in rows)
        texts = []
        for name in RULES:
            tops = [max(share[name] for _, at, share in rows if at == rho) for rho in RHOS]
            texts.append(" / ".join(f"{top:.1f}" for top in tops) + ("!" if max(tops) > MOST else " "))
        worst = max(rows, key=lambda row: row[2]["rule"])[0]
        print(f"{n:>3}" + "".join(f"{text:>22}" for text in texts) + f"   SE {worst.errors}, tau {worst.tau:g}, {worst.rho:g}", flush=True)
    print(f"cells in which the rule is over 5 %: {broken} of {len(SIZES) * len(RHOS) * len(ERRORS) * len(TAUS)}")
    walks = [Cell(n, errors, 1.0, walk=True) for n in SIZES for errors in ERRORS]
    shares = over(walks, claims, options, options.repetitions)
    print("Random walk, step 1 a year, largest over the patterns, % (rule / OLS): the stated failure")
    for n in SIZES:
        mine = [share for cell, share in zip(walks, shares, strict=True) if cell.n == n]
        print(f"{n:>3}  {max(share['rule'] for share in mine):.1f} / {max(share['OLS'] for share in mine):.1f}")
    return broken


def print_worst(options: argparse.Namespace) -> int:
    print("\nThe worst cells again, ten times the repetitions, seed + 1: SE 0.5, tau 2, likeness 0.6; the rule, %")
    options = argparse.Namespace(**{**vars(options), "seed": options.seed + 1})
    shares = over([Cell(n, "0.5", 2.0, 0.6) for n in SIZES], rule_only, options, 10 * options.repetitions)
    print("  ".join(f"n {n}: {share:.1f}" for n, share in zip(SIZES, shares, strict=True)), flush=True)
    return sum(share > MOST for share in shares)


def print_breaks(options: argparse.Namespace) -> int:
    print(f"\nA jump of {JUMP:g} and no trend: claims %, largest over patterns and tau, by likeness of years 0 / 0.3 / 0.6; ! = over 5")
    names = ("last segment", "level_shift", "break ignored")
    print(f"{'design':>8}" + "".join(f"{name:>22}" for name in names))
    broken = 0
    for before, after in DESIGNS:
        cells = [Cell(before + after, errors, tau, rho if tau else 0.0, before=before) for rho in RHOS for errors in ERRORS for tau in TAUS]
        shares = np.array_split(np.array(over(cells, after_break, options, options.repetitions)), len(RHOS))
        texts = []
        for name in names:
            tops = [max(share.get(name, math.nan) for share in part) for part in shares]
            broken += name == "last segment" and max(tops) > MOST
            texts.append("-" if math.isnan(tops[0]) else " / ".join(f"{top:.1f}" for top in tops) + ("!" if max(tops) > MOST else " "))
        print(f"{f'{before}+{after}':>8}" + "".join(f"{text:>22}" for text in texts), flush=True)
    return broken


def print_power(options: argparse.Namespace) -> None:
    print("\nA trend: seen by the rule in its direction, %, tau 0 / 1 / 2, years not alike")
    print(f"{'n':>3}{'slope':>7}" + "".join(f"{f'SE {errors}':>22}" for errors in ERRORS[:3]))
    cells = [Cell(n, errors, tau, slope=slope) for n in SIZES for slope in SLOPES for errors in ERRORS[:3] for tau in (0.0, 1.0, 2.0)]
    shares = iter(over(cells, rule_only, options, options.repetitions // 2))
    for n in SIZES:
        for slope in SLOPES:
            texts = [" / ".join(f"{next(shares):.0f}" for _ in range(3)) for _ in ERRORS[:3]]
            print(f"{n:>3}{slope:>7g}" + "".join(f"{text:>22}" for text in texts), flush=True)


def print_detectable(options: argparse.Namespace) -> None:
    print("\nSmallest detectable slope, in standard deviations of a point: seen in % of series (asked: 80), yearly points, SE 1, tau 1")
    cells = [Cell(n, "1", 1.0, slope=detectable.factor(range(n)) * math.sqrt(2)) for n in (4, 5, 6, 7, 8, 9, 10, 11, 12)]
    for cell, share in zip(cells, over(cells, rule_only, options, options.repetitions), strict=True):
        print(f"{cell.n:>3}  k {detectable.factor(range(cell.n)):.2f}  formula {detectable.formula(range(cell.n)):.2f}  seen {share:.1f}")


def quarter_cells(n: int) -> dict[str, list[Cell]]:
    """Quarters without a slope, by how alike they are: not, and 0.6 from quarter to quarter and from year to year."""
    alike = {"not alike": 0.0, "0.6 a quarter": 0.6**4, "0.6 a year": 0.6}
    return {name: [Cell(n, errors, tau, rho if tau else 0.0, gap=0.25) for errors in ERRORS for tau in TAUS] for name, rho in alike.items()}


def print_quarters(options: argparse.Namespace) -> int:
    print("\nQuarters, no trend: the rule, %, largest over the patterns and tau; then a slope of the stated smallest detectable size, seen in %")
    broken = 0
    for n in QUARTERS:
        tops = {name: max(over(cells, rule_only, options, options.repetitions)) for name, cells in quarter_cells(n).items()}
        seen = Cell(n, "1", 1.0, slope=detectable.factor(np.arange(n) / 4) * math.sqrt(2), gap=0.25)
        broken += sum(top > MOST for top in tops.values())
        told = "  ".join(f"{name} {top:.1f}" for name, top in tops.items())
        print(f"{n:>3}  {told}  seen {rule_only(seen, options.repetitions, options.seed):.1f}", flush=True)
    return broken


def projected(cell: Cell, repetitions: int, seed: int) -> tuple[float, float, float]:
    """Percent of projections from all but the last two points that hold the next and the one after, and the median width one year ahead."""
    values, n = cell.draw(repetitions, seed), cell.n - 2
    steps = np.diff(values[:, :n], axis=1)
    half = slopes.quantile(0.975, n - 1) * np.sqrt((steps**2).mean(axis=1))
    held = [np.abs(values[:, n - 1 + ahead] - values[:, n - 1]) <= half * math.sqrt(ahead) for ahead in (1, 2)]
    first = predictive.interval(range(n), list(values[0, :n]), n)
    if first is None or not math.isclose(first[1] - first[0], 2 * half[0]):
        raise ValueError("the benchmark's interval is not the package's")
    return 100 * float(held[0].mean()), 100 * float(held[1].mean()), 2 * float(np.median(half))


def print_projection(options: argparse.Namespace) -> None:
    print("\nProjection by the last value: 95 % interval holds the published value, %, SE 1, 1 / 2 years ahead (median width 1 ahead)")
    kinds = {"years not alike, tau 1": {}, "alike 0.6": {"rho": 0.6}, "walk": {"walk": True}, "rising 1 a year": {"slope": 1.0}}
    print(f"{'n':>3}" + "".join(f"{name:>26}" for name in kinds))
    for n in (4, 5, 6):
        found = over([Cell(n + 2, "1", 1.0, **kind) for kind in kinds.values()], projected, options, options.repetitions)
        print(f"{n:>3}" + "".join(f"{f'{one:.1f} / {two:.1f} ({width:.1f})':>26}" for one, two, width in found), flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parts = {
        "null": print_null, "worst": print_worst, "breaks": print_breaks, "power": print_power, "detectable": print_detectable,
        "projection": print_projection, "quarters": print_quarters,
    }  # fmt: skip
    parser.add_argument("--repetitions", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--only", nargs="+", choices=list(parts), default=list(parts))
    options = parser.parse_args()
    start = time.perf_counter()
    error = math.sqrt(5 * 95 / options.repetitions)
    print(f"Seed {options.seed}, {options.repetitions} repetitions a cell. Monte Carlo error {error:.2f} points at 5 %.")
    broken = sum(parts[name](options) or 0 for name in options.only)
    print(f"\n{time.perf_counter() - start:.0f} s")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
