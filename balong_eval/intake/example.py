"""The example unit: a synthetic Kecamatan Balong 2016-2021 whose true index is known, so that intervals can be tried on it."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from statistics import NormalDist

import numpy as np

from balong_eval import regulation
from balong_eval.errors import InputError
from balong_eval.intake import example_plan
from balong_eval.intake.unit import SYNTHETIC
from balong_eval.regulation import Regulation

SEED = 2016
YEARS = range(2016, 2022)
RULES = {year: "permenpanrb_16_2014" if year < 2018 else "permenpanrb_14_2017" for year in YEARS}
SERVICES = {
    "Surat pengantar SKCK": 0.10,
    "Surat keterangan ahli waris": -0.15,
    "Surat keterangan tidak mampu": 0.05,
    "Legalisasi dokumen": 0.20,
    "Dispensasi nikah": -0.10,
}
USERS = {
    "Surat pengantar SKCK": 900,
    "Surat keterangan ahli waris": 260,
    "Surat keterangan tidak mampu": 620,
    "Legalisasi dokumen": 480,
    "Dispensasi nikah": 190,
}
YEAR_EFFECT = {2016: -0.12, 2017: -0.05, 2018: 0.00, 2019: 0.10, 2020: 0.02, 2021: 0.14}
UNSUR_EFFECT = {"biaya": 0.90, "waktu": -0.25, "prosedur": -0.10, "sarpras": -0.30, "pengaduan": -0.20, "maklumat": -0.15, "perilaku": 0.25}
THRESHOLDS = (-2.2, -1.3, 0.55)
SAMENESS = 0.5
BLANKS = 0.02
FIELDS = ("id", "tanggal", "waktu_isi", "layanan", "jenis_kelamin", "usia", "pendidikan", "pekerjaan")
EDUCATION = {"SD": 0.14, "SMP": 0.21, "SMA": 0.44, "D3": 0.06, "S1": 0.14, "S2": 0.01}
WORK = {"Petani/Nelayan": 0.34, "Swasta": 0.20, "Wirausaha": 0.18, "Ibu rumah tangga": 0.14, "Pelajar/Mahasiswa": 0.08, "PNS": 0.06}
FAULTY_ROW = 41
FAULTS = {2016: "nilai 22", 2017: "nilai 5", 2018: "empat jawaban", 2019: "formulir ganda", 2021: "usia 0"}


@dataclass(frozen=True)
class YearOfAnswers:
    """Answers of one synthetic year: rows as texts, heads first, and the true index of the whole and of each service."""

    year: int
    rows: list[list[str]]
    population: dict[str, int]
    true_ikm: float
    true_ikm_by_service: dict[str, float]


def write(folder: str | Path, seed: int = SEED) -> list[Path]:
    """Write the example unit folder.

    Parameters
    ----------
    folder : path
        New or empty; an existing example is written over, any other content is refused.
    seed : int, default 2016
        Same seed, same bytes.

    Returns
    -------
    list of Path
        Files written.

    Raises
    ------
    InputError
        When the folder holds something that is not an example.
    """
    folder = Path(folder)
    if folder.exists() and not folder.is_dir():
        raise InputError(f"{folder} bukan folder. Sebutkan nama folder baru.")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / "example.toml").exists():
        raise InputError(f"Folder {folder} sudah berisi data lain dan tidak ditimpa. Sebutkan nama folder baru.")
    (folder / "skm").mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(seed)
    years = [draw(year, rng) for year in YEARS]
    texts = {"unit.toml": _unit_toml(), "example.toml": _truth_toml(years, seed)}
    texts |= {"renstra.toml": example_plan.renstra(SYNTHETIC), "indikator.csv": example_plan.indikator()}
    texts |= {"tindak_lanjut.csv": example_plan.FOLLOW_UP, "klaim.csv": example_plan.CLAIMS}
    for answers in years:
        texts[f"skm/{answers.year}.csv"] = _csv(answers.rows)
        texts[f"skm/{answers.year}.toml"] = _sidecar_toml(answers)
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    return [folder / name for name in texts]


def draw(year: int, rng: np.random.Generator, n: int | None = None, faults: bool = True) -> YearOfAnswers:
    """Draw the answers of one year.

    Each respondent is drawn at random from the users (services in proportion to their users); answers are an ordinal
    probit with a respondent effect, so that the nine answers of a person are alike.

    Parameters
    ----------
    year : int
        2016 to 2021.
    rng : Generator
    n : int, optional
        Respondents; by default 250 to 450, at random.
    faults : bool, default True
        Whether to put in the blanks and the faulty rows that data/README.md lists.
    """
    rule = regulation.load(RULES[year])
    n = int(rng.integers(250, 451)) if n is None else n
    population = {name: round(users * (1 + 0.04 * (year - 2016))) for name, users in USERS.items()}
    shares = np.array(list(population.values())) / sum(population.values())
    services = rng.choice(len(SERVICES), size=n, p=shares)
    scores = _scores(year, services, rule, rng)
    blank = rng.random(scores.shape) < BLANKS if faults else np.zeros(scores.shape, dtype=bool)
    profile = _profiles(year, services, rng)
    rows = [[*profile[i], *("" if blank[i, u] else str(scores[i, u]) for u in range(scores.shape[1]))] for i in range(n)]
    if faults:
        _put_fault(rows, year)
    head = [*FIELDS, *(f"U{unsur.number}" for unsur in rule.unsur)]
    true = {name: true_ikm(year, name, rule) for name in SERVICES}
    whole = float(sum(share * value for share, value in zip(shares, true.values(), strict=True)))
    return YearOfAnswers(year, [head, *rows], population, whole, true)


def true_ikm(year: int, service: str, rule: Regulation) -> float:
    """Expected index of a service's users in a year: 25 times the mean over unsur of 1 + sum_j P(latent > threshold_j)."""
    normal = NormalDist()
    means = [_mean(year, service, unsur.key) for unsur in rule.unsur]
    return rule.conversion * sum(1 + sum(1 - normal.cdf(cut - mean) for cut in THRESHOLDS) for mean in means) / len(means)


def _mean(year: int, service: str, unsur: str) -> float:
    return YEAR_EFFECT[year] + SERVICES[service] + UNSUR_EFFECT.get(unsur, 0.0)


def _scores(year: int, services: np.ndarray, rule: Regulation, rng: np.random.Generator) -> np.ndarray:
    names = list(SERVICES)
    means = np.array([[_mean(year, name, unsur.key) for unsur in rule.unsur] for name in names])
    person = rng.standard_normal((len(services), 1)) * SAMENESS**0.5
    noise = rng.standard_normal((len(services), len(rule.unsur))) * (1 - SAMENESS) ** 0.5
    latent = means[services] + person + noise
    return 1 + sum((latent > cut).astype(int) for cut in THRESHOLDS)


def _profiles(year: int, services: np.ndarray, rng: np.random.Generator) -> list[list[str]]:
    n = len(services)
    days = [day for day in (date(year, 1, 2) + timedelta(days=offset) for offset in range(363)) if day.weekday() < 5]
    places = np.sort(rng.integers(0, len(days), size=n))
    seconds = rng.integers(8 * 3600, 15 * 3600, size=n)
    moments = sorted(datetime.combine(days[d], datetime.min.time()) + timedelta(seconds=int(s)) for d, s in zip(places, seconds, strict=True))
    sexes = rng.choice(["L", "P"], size=n, p=[0.52, 0.48])
    ages = np.clip(rng.normal(39, 13, size=n).round(), 17, 80).astype(int)
    schools = rng.choice(list(EDUCATION), size=n, p=list(EDUCATION.values()))
    works = rng.choice(list(WORK), size=n, p=list(WORK.values()))
    names = list(SERVICES)
    return [
        [str(i + 1), moments[i].date().isoformat(), str(moments[i]), names[services[i]], sexes[i], str(ages[i]), schools[i], works[i]]
        for i in range(n)
    ]


def _put_fault(rows: list[list[str]], year: int) -> None:
    """One fault a year in the row that stands as row 41 of the file (row 1 is the head)."""
    row = rows[FAULTY_ROW - 2]
    fault = FAULTS.get(year)
    if fault == "nilai 22":
        row[len(FIELDS)] = "22"
    elif fault == "nilai 5":
        row[len(FIELDS) + 1] = "5"
    elif fault == "empat jawaban":
        row[len(FIELDS) :] = [*row[len(FIELDS) : len(FIELDS) + 4], "", "", "", "", ""]
    elif fault == "usia 0":
        row[5] = "0"
    elif fault == "formulir ganda":
        before = rows[FAULTY_ROW - 3]
        row[1:] = before[1:]
        row[2] = str(datetime.fromisoformat(before[2]) + timedelta(seconds=20))


def _csv(rows: list[list[str]]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows(rows)
    return buffer.getvalue()


def _unit_toml() -> str:
    media = "\n".join(f'"{year}" = {json.dumps(names)}' for year, names in example_plan.MEDIA.items())
    return f"""# {SYNTHETIC}: tidak satu pun angka dalam folder ini berasal dari Kecamatan Balong yang sebenarnya.
name = "Kecamatan Balong"
regency = "Kabupaten Ponorogo"
code = "35.02.11"
first_year = {YEARS[0]}
last_year = {YEARS[-1]}
baseline_year = {YEARS[0]}
synthetic = true

[publication]
smallest_cell = 5
smallest_n_class = 30
smallest_n_interval = 10

[media]
{media}
"""


def _sidecar_toml(answers: YearOfAnswers) -> str:
    users = "\n".join(f'"{name}" = {count}' for name, count in answers.population.items())
    return f"""# {SYNTHETIC}
regulation = "{RULES[answers.year]}"
period = {{start = {answers.year}-01-02, end = {answers.year}-12-31}}
mode = "kertas"

[population]
{users}
"""


def _truth_toml(years: list[YearOfAnswers], seed: int) -> str:
    parts = [f"# {SYNTHETIC}: nilai IKM yang sebenarnya, dari mana jawaban ditarik secara acak.\nseed = {seed}\n"]
    for answers in years:
        services = "\n".join(f'"{name}" = {value:.10f}' for name, value in answers.true_ikm_by_service.items())
        parts.append(f'["{answers.year}"]\nikm = {answers.true_ikm:.10f}\n\n["{answers.year}".layanan]\n{services}\n')
    return "\n".join(parts)
