"""Unit folders of a made-up regency."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

NAMES = [f"kec-{place:02d}" for place in range(1, 22)]
NEW, OLD = "permenpanrb_14_2017", "permenpanrb_16_2014"


def unit(
    folder: Path,
    years: Mapping[int, Sequence[int]],
    *,
    rules: Mapping[int, str] | None = None,
    mode: str = "kertas",
    unsur: int = 9,
    more: str = "",
    dated: int = 0,
    name: str = "",
) -> Path:
    """A unit folder whose forms of a year answer one number to every unsur.

    `unsur` columns are asked; `more` is added to each sidecar; `dated` forms in a row carry one date, none where it is 0.
    """
    (folder / "skm").mkdir(parents=True, exist_ok=True)
    facts = f'name = "{name or f"Unit {folder.name}"}"\nregency = "Kabupaten Rekaan"\nfirst_year = 2016\nlast_year = 2021\n'
    (folder / "unit.toml").write_text(facts, encoding="utf-8")
    for year, answers in years.items():
        heads = [*(["tanggal"] if dated else []), *(f"U{number}" for number in range(1, unsur + 1))]
        rows = [[*([f"{year}-03-{1 + place // dated:02d}"] if dated else []), *[str(answer)] * unsur] for place, answer in enumerate(answers)]
        (folder / f"skm/{year}.csv").write_text("\n".join(",".join(row) for row in [heads, *rows]) + "\n", encoding="utf-8")
        rule = (rules or {}).get(year, NEW)
        (folder / f"skm/{year}.toml").write_text(f'regulation = "{rule}"\nmode = "{mode}"\n{more}\n', encoding="utf-8")
    return folder


def kabupaten(folder: Path) -> Path:
    """21 units of 2020 and 2021: one silent, one whose answers, one whose unit.toml cannot be read, one too small, the others at several levels."""
    rng = np.random.default_rng(10)
    for place, name in enumerate(NAMES):
        n = 3 if name == "kec-04" else 30 + 5 * place
        years = {year: list(rng.choice([2, 3, 4], n, p=[0.3 - place / 70, 0.4, 0.3 + place / 70])) for year in (2020, 2021)}
        unit(folder / name, {2020: years[2020]} if name == "kec-03" else years, name=f"Kecamatan {place + 1:02d}")
    (folder / "kec-01/skm/2021.csv").write_text("a,b\nx,y\n", encoding="utf-8")
    (folder / "kec-02/unit.toml").write_text("name = \n", encoding="utf-8")
    return folder
