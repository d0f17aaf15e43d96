"""An attack by subtraction: all that the annexes of a year, of its parts and of the year before print, as one system of equations."""

from __future__ import annotations

import json
import random
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from scipy import optimize

import balong_eval as be
from balong_eval.analysis import change, groups, skm, withheld, yearly
from balong_eval.analysis.skm import SkmResult
from balong_eval.intake.unit import Unit, read_unit
from balong_eval.report import payload
from tests.faults.conftest import LONG

FIELDS = ("layanan", "jenis_kelamin", "usia", "pendidikan")
SERVICES = ("KTP", "KK", "Akta", "Izin", "Surat", "Nikah")
SCHOOLS = ("SD", "SMP", "SMA", "D3", "S1", "S2")
UNSUR = ("persyaratan", "prosedur", "biaya", "perilaku")
PERIODS = ("2018", "2019-S1", "2019-S2", "2019")
SIDECAR = 'regulation = "permenpanrb_14_2017"\n[columns]\nlayanan = "layanan"\nsex = "jenis_kelamin"\nage = "usia"\nschool = "pendidikan"\n'
SEEDS, CELL = (200 if LONG else 10), 5
Cell = tuple[str, str, str]


def office(folder: Path, seed: int, blanks: bool) -> Unit:
    """A unit of one year and one year in two parts, of few people in groups of very unequal size."""
    rng = random.Random(seed)
    (folder / "skm").mkdir(parents=True)
    (folder / "unit.toml").write_text('name = "Kecamatan"\nfirst_year = 2018\nlast_year = 2019\n', encoding="utf-8")
    labels = "[labels.layanan]\n" + "".join(f'"{name}" = "{name}"\n' for name in SERVICES)
    shares = [rng.choice((0, 1, 2, 5, 20, 40)) for _ in SERVICES]
    for period in PERIODS[:3]:
        lines = ["No,layanan,sex,age,school," + ",".join(f"U{number}" for number in (1, 2, 4, 7))]
        rare = rng.sample(range(4), 2) if blanks else []
        for number in range(rng.choice((12, 25, 60))):
            who = [rng.choices(SERVICES, [share + 0.01 for share in shares])[0], rng.choices(("L", "P"), (9, 1))[0]]
            who += [str(rng.choice((17, 30, 30, 40, 40, 50, 60))), rng.choices(SCHOOLS, (1, 3, 20, 2, 8, 1))[0]]
            given = [str(rng.randint(1, 4)) if place not in rare or rng.random() < 0.15 else "" for place in range(4)]
            lines.append(",".join([str(number), *who, *given]))
        (folder / f"skm/{period}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        (folder / f"skm/{period}.toml").write_text(SIDECAR + labels, encoding="utf-8")
    return read_unit(folder)


def results(unit: Unit) -> dict[str, SkmResult]:
    """What the annexes of all periods are made of."""
    surveys = {period: unit.survey(int(period[:4]), period[5:]) for period in PERIODS}
    return {period: skm.summarise(survey, by=FIELDS) for period, survey in surveys.items()}


class System:
    """Linear equations in cells: which sums of cells they fix, whatever the values."""

    def __init__(self, cells: list[Cell]) -> None:
        self.places = {cell: place for place, cell in enumerate(cells)}
        self.rows: list[np.ndarray] = []
        self.values: list[float] = []

    def know(self, plus: list[Cell], value: float = 0.0, minus: list[Cell] | None = None) -> None:
        """The sum of some cells, less others."""
        row = self.vector(plus) - self.vector(minus or [])
        self.rows.append(row)
        self.values.append(value)

    def vector(self, cells: list[Cell]) -> np.ndarray:
        row = np.zeros(len(self.places))
        row[[self.places[cell] for cell in cells]] = 1
        return row

    def solve(self) -> None:
        """Projection on what the equations span."""
        matrix = np.array(self.rows)
        self.span = np.linalg.pinv(matrix) @ matrix

    def fixes(self, cells: list[Cell]) -> bool:
        """Whether the sum of these cells follows."""
        wanted = self.vector(cells)
        return bool(np.allclose(self.span @ wanted, wanted, atol=1e-9))

    def fixes_whole(self, cell: Cell) -> bool:
        """Whether only one whole number from 1 on is possible for a cell."""
        sums = optimize.LinearConstraint(np.array(self.rows), self.values, self.values)
        whole = np.ones(len(self.places))
        ends = [
            optimize.milp(sign * self.vector([cell]), constraints=sums, integrality=whole, bounds=optimize.Bounds(1, np.inf)).fun for sign in (1, -1)
        ]
        return None not in ends and round(ends[0]) == round(-ends[1])


def published(result: SkmResult) -> dict[str, dict[str, int | None]]:
    """Respondents by field and group as the published document has them, None where withheld; the annex's tables show no more."""
    document = json.loads(json.dumps(payload.skm(result, rows=False)))
    assert document["design"]["singletons"] is None
    for field, rows in document["groups"].items():
        table = be.tables.by_group(result, field)
        assert [row[1] for row in table.rows] == [row["n"] for row in rows]
        assert all(set(row[1:]) == {None} for row in table.rows if row[1] is None)
    return {field: {row["group"]: row["n"] for row in rows} for field, rows in document["groups"].items()}


def attack(unit: Unit) -> tuple[System, dict[Cell, int]]:
    """The system of respondents by group, and the true sizes of the withheld cells. Sums of scores stand in the same equations."""
    found = results(unit)
    told = {period: published(result) for period, result in found.items()}
    true = {
        (period, field, str(name)): int(n)
        for period, result in found.items()
        for field in FIELDS
        for name, n in result.survey.responses["n"].groupby(groups.labels(result.survey, field)).sum().items()
    }
    assert set(true) == {(period, field, name) for period in told for field in FIELDS for name in told[period][field]}
    system = System(list(true))
    for cell, n in true.items():
        if told[cell[0]][cell[1]][cell[2]] is not None:
            system.know([cell], n)
    for period, result in found.items():
        for field in FIELDS:
            system.know([cell for cell in true if cell[:2] == (period, field)], result.n)
    for field, name in {cell[1:] for cell in true if cell[0] == "2019"}:
        parts = [cell for cell in ((part, field, name) for part in PERIODS[1:3]) if cell in true]
        system.know(parts, 0, [("2019", field, name)])
    moved = change.compare_if_any(found["2018"].survey, found["2019"].survey)
    for name in [] if moved is None else moved.mixture.by_layanan["layanan"]:
        for cell in (("2018", "layanan", name), ("2019", "layanan", name)):
            if cell in true:
                system.know([cell], true[cell])
    system.solve()
    return system, {cell: n for cell, n in true.items() if told[cell[0]][cell[1]][cell[2]] is None}


def leaks(unit: Unit) -> list[str]:
    """Withheld cells, and groups of them with fewer than five respondents, that follow from what is printed."""
    system, small = attack(unit)
    found = [f"{cell} = {n}" for cell, n in small.items() if system.fixes([cell]) or (len(small) > 1 and system.fixes_whole(cell))]
    for period, field in {cell[:2] for cell in small}:
        here = [cell for cell in small if cell[:2] == (period, field)]
        for size in range(2, len(here) + 1):
            for cells in combinations(here, size):
                if sum(small[cell] for cell in cells) < CELL and system.fixes(list(cells)):
                    found.append(f"{cells} together")
    return found


@pytest.mark.parametrize("seed", range(SEEDS))
def test_no_group_can_be_worked_out(tmp_path: Path, seed: int) -> None:
    assert leaks(office(tmp_path / "unit", seed, blanks=False)) == []


def test_the_attack_finds_what_a_naive_rule_leaves_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same with a rule that only looks at each group's own size: the attack must be able to win."""
    monkeypatch.setattr(groups, "hidden", lambda sizes, smallest, always=frozenset(): {name for name, n in sizes.items() if n < smallest})
    assert any(leaks(office(tmp_path / str(seed), seed, blanks=False)) for seed in range(5))


def known_unsur(found: dict[str, SkmResult], unit: Unit) -> tuple[System, list[Cell]]:
    """The system of the NRR of unsur, and the withheld ones."""
    cells = [(period, "nrr", unsur.key) for period, result in found.items() for unsur in result.survey.unsur]
    system, small = System(cells), []
    for period, result in found.items():
        own = [cell for cell in cells if cell[0] == period]
        shown = {row["unsur"] for row in result.by_unsur.dropna(subset=["nrr"]).to_dict("records")}
        small += [cell for cell in own if cell[2] not in shown]
        drawn = be.charts.answers(result.survey)
        told = [cell for cell in own if cell[2] in shown or (hasattr(drawn, "alt") and f"{be.answer.name(cell[2], result.survey)}: " in drawn.alt)]
        for cell in told:
            system.know([cell])
        if result.ikm is not None:
            system.know(own)
        if result.reliability and result.reliability.ikm_without_biaya is not None:
            system.know([cell for cell in own if cell[2] != "biaya"])
    _over_years(system, found, unit)
    _by_parts(system, found)
    system.solve()
    return system, small


def _over_years(system: System, found: dict[str, SkmResult], unit: Unit) -> None:
    """What the comparison and the review of the years add."""
    moved = change.compare_if_any(found["2018"].survey, found["2019"].survey)
    if moved:
        for key in moved.by_unsur["unsur"]:
            system.know([("2019", "nrr", key)], 0, [("2018", "nrr", key)])
        for period in ("2018", "2019"):
            system.know([(period, "nrr", key) for key in moved.common_unsur])
    years = yearly.years(unit, 2018, 2019)
    for item in years:
        for keys in [yearly.common_unsur(years), *((key,) for key in item.unsur)]:
            if keys and item.on(keys) is not None:
                system.know([(str(item.year), "nrr", key) for key in keys])


def _by_parts(system: System, found: dict[str, SkmResult]) -> None:
    """Where a year and all its parts but one show an unsur, that one's total and number of answers follow."""
    shown = {period: set(result.by_unsur.dropna(subset=["n"])["unsur"]) for period, result in found.items() if period.startswith("2019")}
    for key in {key for keys in shown.values() for key in keys}:
        missing = [period for period, keys in shown.items() if key not in keys]
        if len(missing) == 1 and (missing[0], "nrr", key) in system.places:
            system.know([(missing[0], "nrr", key)])


@pytest.mark.parametrize("seed", range(SEEDS))
def test_no_unsur_can_be_worked_out(tmp_path: Path, seed: int) -> None:
    unit = office(tmp_path / "unit", seed, blanks=True)
    found = results(unit)
    system, small = known_unsur(found, unit)
    assert all(small), "an unsur that few answered is withheld"
    assert [cell for cell in small if system.fixes([cell])] == []
    for period, result in found.items():
        if result.survey.shown:
            assert {cell[2] for cell in small if cell[0] == period} == withheld.unsur(result.survey)
