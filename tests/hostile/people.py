"""Five hundred people who do not exist, with everything that a form may hold of a person, in every usual writing; made by code from a seed."""

# ruff: noqa: E501

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

SEED = 3502
COUNT = 500
FIRST, MIDDLE, LAST = (
    ("Zar", "Qin", "Wub", "Xyl", "Vro", "Jup", "Fex", "Kwi"),
    ("qo", "xi", "zu", "vya", "pfe", "jwo"),
    ("ntz", "lqar", "mbex", "rzov", "kkiq"),
)
SERVICES = ("KTP", "KK", "Surat pindah", "Legalisasi")
HEADS = (
    "No", "Nama Lengkap", "NIK", "No. HP", "Alamat", "E-mail", "Tanggal", "Jam", "Layanan", "Jenis Kelamin", "Usia", "Pendidikan", "Pekerjaan",
    "U1", "U2", "U3", "U4", "U5", "U6", "U7", "U8", "U9", "Saran", "Jumlah", "Catatan petugas",
)  # fmt: skip
OWN = (1, 2, 3, 4, 5)
EVERY = tuple(place for place in range(len(HEADS)) if place not in OWN)


@dataclass(frozen=True)
class Person:
    """Someone who does not exist: the words of the name and of the street, and digits as they are without marks."""

    words: tuple[str, ...]
    nik: str
    phone: str
    landline: str

    @property
    def writings(self) -> tuple[str, ...]:
        """Everything of this person as forms hold it."""
        given, family, street = self.words
        n, p, fixed = self.nik, self.phone, self.landline
        return (
            f"{given} {family}", f"{given.upper()} {family.upper()}", f"Bpk. {given} {family}, S.Pd.", f"{family}, {given}",
            n, f"{n[:6]} {n[6:12]} {n[12:]}", f"{n[:2]}.{n[2:4]}.{n[4:6]}.{n[6:12]}.{n[12:]}", f"{n[:4]}-{n[4:8]}-{n[8:12]}-{n[12:]}", f"NIK: {n}", f"'{n}",
            f"0{p}", f"0{p[:3]}-{p[3:7]}-{p[7:]}", f"0{p[:3]} {p[3:7]} {p[7:]}", f"0{p[:3]}.{p[3:7]}.{p[7:]}", f"+62{p}", f"+62 {p[:3]}-{p[3:7]}-{p[7:]}", f"62{p}",
            f"(0{p[:3]}) {p[3:]}", f"(+62) {p[:3]} {p[3:]}", f"0{p[:3]}/{p[3:7]}/{p[7:]}", f"WA 0{p}", f"0{p} / 0{p[::-1]}", f"{p}.0", p,
            f"(0352) {fixed}", f"0352-{fixed}", f"0352 {fixed}", fixed,
            f"{given.lower()}.{family.lower()}@contoh.id", f"{given}{family}@contoh.co.id", f"{given.lower()} [at] contoh.id", f"{given.lower()}(at)contoh(dot)id",
            f"Jl. {street} No. 3 RT 02/RW 05", f"Dsn. {street}, Ds. {family}", f"{given} {family} 0{p} Jl. {street}",
        )  # fmt: skip


def people() -> list[Person]:
    """The corpus: distinct words and numbers."""
    rng = np.random.default_rng(SEED)
    used: set[str] = set()

    def word() -> str:
        while True:
            found = "".join(str(rng.choice(parts)) for parts in (FIRST, MIDDLE, MIDDLE, MIDDLE, LAST))
            if found not in used:
                used.add(found)
                return found

    def digits(count: int) -> str:
        return "".join(map(str, rng.integers(0, 10, count)))

    return [Person((word(), word(), word()), f"3502{digits(12)}", f"8{rng.integers(1, 10)}{digits(9)}", f"4{digits(6)}") for _ in range(COUNT)]


def write(path: Path, everyone: list[Person]) -> None:
    """A file of 500 forms: own columns full, and one personal writing a form in each other column in turn."""
    rng = np.random.default_rng(SEED + 1)
    rows = []
    for number, person in enumerate(everyone):
        writings = person.writings
        row = [
            str(number + 1), writings[0], person.nik, f"0{person.phone}", f"Jl. {person.words[2]} 3", writings[28], f"{1 + number % 28}/03/2019", "09:15",
            SERVICES[number % 4], "LP"[number % 2], str(20 + number % 50), ("SD", "SMP", "SMA", "S1")[number % 4], ("PNS", "Swasta", "Wirausaha")[number % 3],
            *map(str, rng.integers(2, 5, 9)), f"hubungi {writings[number % len(writings)]}", "30", f"{writings[(number + 3) % len(writings)]}",
        ]  # fmt: skip
        row[EVERY[number % len(EVERY)]] = writings[number // len(EVERY) * 7 % len(writings)] if number % 3 else writings[number % len(writings)]
        rows.append(row)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADS, *rows])


def found(text: str, everyone: Iterable[Person]) -> set[str]:
    """What of these people stands in a text: words in any case, numbers with any marks between their digits."""
    words = " ".join(set(re.findall(r"[a-z]{7,}", text.lower())))
    joined = re.sub(r"(?<=\d)[ .\-/()]{1,2}(?=\d)", "", text)
    runs = " ".join({run for version in (text, joined) for run in re.findall(r"\d{7,}", version)})
    told = set()
    for person in everyone:
        told |= {word for word in person.words if word.lower() in words}
        told |= {number for number in (person.nik, person.phone, person.landline) if number in runs}
    return told
