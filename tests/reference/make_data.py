"""How the .csv files here were made: synthetic answers, fixed seeds. Run in this folder: python make_data.py."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

UNSUR = [f"U{number}" for number in range(1, 10)]
SERVICES, SHARES = ["Izin usaha", "KTP", "Surat pindah"], [0.45, 0.35, 0.2]
ALONE = "Izin trayek"  # the service of one respondent, the last row
MOST_BLANKS = 4  # a form with fewer than five answers would be set aside


def answers(rng: np.random.Generator, n: int, blank: float) -> list[list[object]]:
    """Rows of nine answers that hang together by person and by unsur; each is blank with probability `blank`."""
    person, unsur = rng.normal(0, 0.7, (n, 1)), rng.normal(1.1, 0.35, (1, 9))
    scores = np.digitize(person + unsur + rng.normal(0, 0.7, (n, 9)), [-0.6, 0.2, 1.2]) + 1
    rows: list[list[object]] = [[int(score) for score in row] for row in scores]
    empty = rng.random((n, 9)) < blank if blank else np.zeros((n, 9), bool)
    for row, holes in zip(rows, empty, strict=True):
        for place in np.flatnonzero(holes)[:MOST_BLANKS]:
            row[place] = ""
    return rows


def write(path: Path, head: list[str], rows: list[list[object]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows([head, *rows])


if __name__ == "__main__":
    write(Path("complete.csv"), UNSUR, answers(np.random.default_rng(20190101), 40, 0))
    rng = np.random.default_rng(20190102)
    made = answers(rng, 120, 0.07)
    services = rng.choice(SERVICES, 120, p=SHARES)
    write(Path("blanks.csv"), ["layanan", *UNSUR], [[service, *row] for service, row in zip(services, made, strict=True)])
    rng = np.random.default_rng(20190103)
    full = answers(rng, 111, 0)
    services = [*rng.choice(SERVICES, 110, p=SHARES), ALONE]
    sexes = rng.choice(["Laki-laki", "Perempuan"], 111)
    holes = rng.random((111, 9)) < 0.07
    holes[holes.sum(axis=1) > MOST_BLANKS] = False
    with_holes = [["" if hole else cell for cell, hole in zip(row, empty, strict=True)] for row, empty in zip(full, holes, strict=True)]
    for name, table in (("complete", full), ("blanks", with_holes)):
        head = ["layanan", "jenis_kelamin", *UNSUR]
        write(Path(f"strata_{name}.csv"), head, [[*who, *row] for *who, row in zip(services, sexes, table, strict=True)])
