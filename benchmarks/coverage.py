"""How often the intervals hold the truth, and how often change and order are claimed where there is none, from known populations.

    python benchmarks/coverage.py [--repetitions 2000] [--answers DIR] [--seed 1] [--only NAME ...]

Simple random sampling only: forms of real offices come in batches of like answers, and an interval that takes them for independent covers
less than stands here. DIR holds 2018.csv to 2023.csv with the columns U1 to U9; by default the folder that BALONG_REAL_ANSWERS names, else
the part on real rows is left out. A cell's figures depend on the seed and on the cell alone; --only repeats the rows of these names.

G1    a respondent's nine answers are cut from nine normal scores with the correlation 0.5; a share of straight-liners draws one answer and
      gives it nine times.
G2    the straight-liners all answer 4; the others are as in G1, moved so that the index is as stated.
real  rows of a year drawn with replacement.
G3    a rare group answers 1 nine times and the others are near the top: the honest failure, no sample can tell.

In G1, G2 and G3 5 % of the answers are blank, completely at random, which leaves the true index as it is.
"""

from __future__ import annotations

import argparse
import math
import os
import sys
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import optimize, special

from balong_eval.analysis import design, mover, ranks
from balong_eval.analysis.interval import interval
from balong_eval.analysis.mover import Side
from balong_eval.intake.sidecar import Sidecar
from balong_eval.intake.survey import Survey
from balong_eval.regulation import load

RULE = load("permenpanrb_14_2017")
KEYS = [unsur.key for unsur in RULE.unsur]
K = len(KEYS)
BOBOT = design.equal_weights(K)
YEARS = range(2018, 2024)
SIZES = (10, 30, 100, 380)
PAIRS = ((10, 300), (30, 300), (100, 380), (30, 30), (380, 380))
INDEX_TARGETS = (65.0, 80.0, 95.0, 98.6)
STRAIGHT = (0.0, 0.4, 0.77)
RARE = ((98.6, 0.01), (95.0, 0.03))
RANKED = ("G1 65 straight 0", "G1 80 straight 0.4", "G1 98.6 straight 0.77", "G2 98.6 straight 0.77")
CUTS = np.array([0.0, 1.0, 2.0])
UNSUR = np.linspace(-0.4, 0.4, K)
RHO = 0.5
BLANK = 0.05
LEVEL = 0.95
ALPHA = 0.05
MOST = 100 * ALPHA + 1e-9
LEAST = 93.0 - 1e-9
LARGEST_TAIL = 5.0 + 1e-9
BATCH = 200


@dataclass(frozen=True)
class Probit:
    """G1, G2 and G3: ordinal probit with straight-liners.

    `mean` is the mean score; `straight` the share who give one answer nine times, 4 where `top`, else drawn; `rare` the share who answer
    1 nine times, whatever they were.
    """

    name: str
    truth: float
    mean: float
    straight: float
    top: bool = False
    rare: float = 0.0

    def draw(self, rng: np.random.Generator, repetitions: int, n: int) -> np.ndarray:
        """Answers, shape (repetitions, n, 9)."""
        shape = (repetitions, n, 1)
        scores = self.mean + UNSUR + math.sqrt(RHO) * rng.standard_normal(shape) + math.sqrt(1 - RHO) * rng.standard_normal((*shape[:2], K))
        one = np.full(shape, np.inf) if self.top else self.mean + rng.standard_normal(shape)
        scores = np.where(rng.random(shape) < self.straight, one, scores)
        scores = np.where(rng.random(shape) < self.rare, -np.inf, scores)
        answers = 1.0 + sum(scores > cut for cut in CUTS)
        answers[rng.random(answers.shape) < BLANK] = np.nan
        return answers


@dataclass(frozen=True)
class Rows:
    """Real rows of one year, drawn with replacement."""

    name: str
    rows: np.ndarray

    @property
    def truth(self) -> float:
        """Index of the rows."""
        return 25 * float(np.nanmean(self.rows, axis=0).mean())

    def draw(self, rng: np.random.Generator, repetitions: int, n: int) -> np.ndarray:
        """Answers, shape (repetitions, n, 9)."""
        return self.rows[rng.integers(len(self.rows), size=(repetitions, n))]


Population = Probit | Rows


def index_of(mean: float, straight: float = 0.0, top: bool = False, rare: float = 0.0) -> float:
    """True index of a `Probit`."""
    others = 1 + special.ndtr(mean + UNSUR[:, None] - CUTS).sum(axis=1).mean()
    one = 4.0 if top else 1 + special.ndtr(mean - CUTS).sum()
    return 25 * (rare + (1 - rare) * (straight * one + (1 - straight) * others))


def probit(kind: str, truth: float, share: float) -> Probit:
    """A population of `kind` G1, G2 or G3 whose index is `truth`; `share` is that of straight-liners, in G3 that of the rare group."""
    part = {"straight": 0.0, "rare": share} if kind == "G3" else {"straight": share, "top": kind == "G2"}
    mean = optimize.brentq(lambda m: index_of(m, **part) - truth, -8, 12)
    return Probit(f"{kind} {truth:g} {'ones' if kind == 'G3' else 'straight'} {share:g}", truth, mean, **part)


def populations(answers: Path | None) -> list[Population]:
    """G1; G2 wherever the straight-liners' 4 leave room for the index; the real years, where there are any; G3."""
    found: list[Population] = [probit("G1", truth, share) for truth in INDEX_TARGETS for share in STRAIGHT]
    found += [probit("G2", truth, share) for truth in INDEX_TARGETS for share in STRAIGHT if share and truth > 100 * share + 25 * (1 - share)]
    if answers:
        for year in YEARS:
            found.append(Rows(f"real {year}", pd.read_csv(answers / f"{year}.csv")[[f"U{u}" for u in range(1, K + 1)]].to_numpy("float64")))
    return [*found, *(probit("G3", truth, share) for truth, share in RARE)]


def samples(population: Population, n: int, repetitions: int, seed: int, purpose: str) -> Iterator[np.ndarray]:
    """Samples of n respondents, one after the other."""
    rng = np.random.default_rng([seed, zlib.crc32(f"{population.name}, {n}, {purpose}".encode())])
    for start in range(0, repetitions, BATCH):
        drawn = population.draw(rng, min(BATCH, repetitions - start), n)
        yield from rng.permuted(drawn, axis=2) if purpose == "order" else drawn


def sides(population: Population, n: int, repetitions: int, seed: int, purpose: str) -> list[Side]:
    """Index, variance, n and df of each sample, by the package's estimator."""
    frequency = pd.Series(1, index=range(n))
    found = []
    for sample in samples(population, n, repetitions, seed, purpose):
        table = pd.DataFrame(sample)
        spread = design.spread(design.influence(table, frequency, BOBOT), frequency)
        exact = design.index(design.totals(table, frequency), BOBOT)
        found.append(Side(float(exact), spread.without_fpc, n, spread.df, spread.phi))
    return found


@dataclass(frozen=True)
class Coverage:
    """Percent of intervals that hold the truth, lie wholly above it, wholly below it; mean width in points."""

    covered: float
    above: float
    below: float
    width: float

    @property
    def short(self) -> bool:
        """Whether the cell falls short of what is asked: 93 %, and at most 5 % on each side."""
        return self.covered < LEAST or max(self.above, self.below) > LARGEST_TAIL


def coverage(surveys: list[Side], truth: float) -> Coverage:
    """Coverage of the 95 % interval of the index."""
    limits = np.array([interval(side.estimate, side.variance, side.n, side.df, phi=side.phi, level=LEVEL) for side in surveys])
    above, below = 100 * (limits[:, 0] > truth).mean(), 100 * (limits[:, 1] < truth).mean()
    return Coverage(100 - above - below, above, below, float((limits[:, 1] - limits[:, 0]).mean()))


def alarms(after: list[Side], before: list[Side]) -> tuple[float, float]:
    """Percent of pairs of surveys of one population called higher, and called lower, at 5 %.

    The 95 % interval of the difference leaves 0 out exactly where p < 0.05 (tests/analysis/test_coverage.py); it is read without the
    p-value, which takes more than a hundred intervals.
    """
    limits = np.array([mover._limits(one, other, 1 - ALPHA) for one, other in zip(after, before, strict=True)])
    return 100 * float((limits[:, 0] > 0).mean()), 100 * float((limits[:, 1] < 0).mean())


def order_errors(population: Population, n: int, repetitions: int, seed: int) -> float:
    """Percent of samples in which any unsur is ranked, where answers are permuted within each respondent and so no unsur differs."""
    unsur, names = RULE.unsur[:K], pd.Index(KEYS, dtype="object")  # an object index is the quickest to take columns by
    survey = Survey(
        responses=pd.DataFrame(),
        rule=RULE,
        unsur=unsur,
        codes={item.key: f"U{item.number}" for item in unsur},
        period="2024",
        file="",
        n_rows=n,
        set_aside=(),
        sidecar=Sidecar(RULE.id),
        findings=(),
    )
    wrong = 0
    for sample in samples(population, n, repetitions, seed, "order"):
        found = ranks.ranges(replace(survey, responses=pd.DataFrame(sample, columns=names).assign(n=1)))
        wrong += any(places != (1, K) for places in found)
    return 100 * wrong / repetitions


def error(percent: float, repetitions: int) -> float:
    """Monte Carlo standard error of a percentage, in points."""
    return math.sqrt(percent * (100 - percent) / repetitions)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repetitions", type=int, default=2000)
    parser.add_argument("--answers", type=Path, default=os.environ.get("BALONG_REAL_ANSWERS") or None)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="+", metavar="NAME", help="rows of the table, as printed")
    options = parser.parse_args()
    repetitions, seed = options.repetitions, options.seed
    start = time.perf_counter()
    print(f"Simple random sampling only. Seed {seed}, {repetitions} repetitions a cell.")
    print(f"Monte Carlo error {error(95, repetitions):.2f} points at 95 or 5 %, {error(98, repetitions):.2f} at 98 or 2 %.")
    print("5 % blanks completely at random in G1, G2 and G3. Generators: see the head of this file.")
    if not options.answers:
        print("No real answers (BALONG_REAL_ANSWERS or --answers): the part on real rows is left out.")
    found = populations(Path(options.answers) if options.answers else None)
    if options.only:
        found = [population for population in found if population.name in options.only]
    print("\n95 % interval of the index: coverage % (interval above / below the truth, %) mean width; ! = under 93, or a side over 5, unrounded")
    print(f"{'population':24}" + "".join(f"{f'n = {n}':>28}" for n in SIZES))
    drawn: dict[tuple[str, int, str], list[Side]] = {}
    for population in found:
        cells = []
        for n in SIZES:
            surveys = drawn[population.name, n, "first"] = sides(population, n, repetitions, seed, "first")
            cell = coverage(surveys, population.truth)
            cells.append(f"{cell.covered:.1f} ({cell.above:.1f} / {cell.below:.1f}) {cell.width:.2f}{'!' if cell.short else ' '}")
        print(f"{population.name:24}" + "".join(f"{text:>28}" for text in cells), flush=True)
    print("\nChange between two surveys of one population: called different at 5 %, % (first higher / lower); ! = over 5, unrounded")
    print(f"{'population':24}" + "".join(f"{f'{a} v {b}':>24}" for a, b in PAIRS))
    for population in found:
        cells = []
        for n, other in PAIRS:
            key = (population.name, n, "first")
            after = drawn[key] if key in drawn else sides(population, n, repetitions, seed, "first")
            key = (population.name, other, "second")
            before = drawn[key] = drawn[key] if key in drawn else sides(population, other, repetitions, seed, "second")
            higher, lower = alarms(after, before)
            cells.append(f"{higher + lower:.1f} ({higher:.1f} / {lower:.1f}){'!' if higher + lower > MOST else ' '}")
        print(f"{population.name:24}" + "".join(f"{text:>24}" for text in cells), flush=True)
    ranked = [population for population in found if population.name in RANKED or isinstance(population, Rows)]
    if ranked:
        print("\nOrder of the unsur, answers permuted within respondent: samples in which any rank is claimed, %; ! = over 5, unrounded")
        print(f"{'population':24}" + "".join(f"{f'n = {n}':>12}" for n in SIZES))
    for population in ranked:
        errors = [order_errors(population, n, repetitions, seed) for n in SIZES]
        print(f"{population.name:24}" + "".join(f"{f'{wrong:.1f}':>11}{'!' if wrong > MOST else ' '}" for wrong in errors), flush=True)
    print(f"\n{time.perf_counter() - start:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
