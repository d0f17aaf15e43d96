"""The unit folder: its facts, which periods have answers, and everything that is wrong with it."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from balong_eval.errors import Finding, InputError
from balong_eval.intake import sheet
from balong_eval.intake.content import decode, read_bytes
from balong_eval.intake.disclosure import hidden
from balong_eval.intake.limits import Publication
from balong_eval.intake.parts import combine
from balong_eval.intake.sidecar import parse_toml, quote, unknown_keys
from balong_eval.intake.survey import YEAR_PARTS, Survey, read_survey

PERIOD = re.compile(r"(\d{4})(?:-([ST]\d))?")
PARTS = tuple(part for parts in YEAR_PARTS for part in parts)
WORKBOOKS = (".xlsx", ".xls", ".ods")
LARGEST_TEMPLATE = 40_000
EARLIEST, LATEST = 1950, 2150
BREAK_KEYS = {"before", "series", "reason"}
SYNTHETIC = "DATA CONTOH (SINTETIS)"
KEYS: dict[str, type] = {
    "name": str, "regency": str, "code": str, "first_year": int, "last_year": int, "baseline_year": int,
    "synthetic": bool, "publication": dict, "breaks": list,
}  # fmt: skip
WORDS = {str: "teks di antara tanda kutip", int: "bilangan bulat", bool: "true atau false", dict: "tabel", list: "daftar tabel [[...]]"}


@dataclass(frozen=True)
class Period:
    """One file of answers: its year, its part of the year (or ""), the file and its sidecar (or None)."""

    year: int
    part: str
    file: Path
    sidecar: Path | None

    @property
    def name(self) -> str:
        """Name of the period: ``2019``, ``2019-S1``."""
        return f"{self.year}-{self.part}" if self.part else str(self.year)


@dataclass(frozen=True)
class Unit:
    """A unit folder as read.

    Attributes
    ----------
    folder : Path
    id : str
        Name of the folder, under which outputs are kept.
    name, regency, code : str
        As in unit.toml.
    first_year, last_year, baseline_year : int or None
    synthetic : bool
        Whether every page must say that the data are made up.
    publication : Publication
    breaks : tuple of dict
    periods : tuple of Period
        One for each file of answers, in order of time.
    findings : tuple of Finding
    """

    folder: Path
    id: str
    name: str
    regency: str
    code: str
    first_year: int | None
    last_year: int | None
    baseline_year: int | None
    synthetic: bool
    publication: Publication
    breaks: tuple[dict[str, Any], ...]
    periods: tuple[Period, ...]
    findings: tuple[Finding, ...]

    @property
    def label(self) -> str | None:
        """The words that every page of a synthetic unit carries, else None."""
        return SYNTHETIC if self.synthetic else None

    def inputs(self, period: str) -> tuple[tuple[str, Path], ...]:
        """Files that the figures of a period rest on, by name relative to the folder."""
        files = [self.folder / "unit.toml"]
        before = self._previous_name(period)
        own = [*self._files(period), *(self._files(before) if before else [])]
        part_years = [int(name[:4]) for name in (period, before) if name and "-" in name]
        siblings = [item for item in self.periods if item.part and item.year in part_years and item not in own]
        files += [file for item in sorted([*own, *siblings], key=lambda item: item.name) for file in (item.file, item.sidecar) if file]
        return tuple((file.relative_to(self.folder).as_posix(), file) for file in files)

    def survey(self, year: int, part: str = "") -> Survey:
        """Answers of a year, or of a part of it (``S1``, ``T3``).

        Raises
        ------
        InputError
            When there is no file for that period, or more than one, or it cannot be read.
        """
        name = f"{year}-{part}" if part else str(year)
        found = self._files(name)
        if not found:
            have = ", ".join(self.period_names) or "belum ada"
            raise InputError(f"Tidak ada jawaban untuk periode {name} di folder {self.id}/skm. Periode yang ada: {have}.")
        self._check_files(found, name)
        if found[0].name != name:
            return combine(_withhold(tuple(self._read(period) for period in found)), name)
        survey = self._read(found[0])
        others = [period for period in self._files(str(year)) if part and period.part and period.name != name]
        return _withhold((survey, *self._readable(others)))[0]

    def previous(self, year: int, part: str = "") -> Survey | None:
        """Answers of the period before of the same kind; None where there is none, or where it cannot be read."""
        name = self._previous_name(f"{year}-{part}" if part else str(year))
        if name is None:
            return None
        with contextlib.suppress(InputError):
            return self.survey(int(name[:4]), name[5:])
        return None

    def _previous_name(self, name: str) -> str | None:
        """The latest earlier period: a year before a year, a semester before a semester, a quarter before a quarter."""
        earlier = [item for item in self.period_names if item < name and item[4:6] == name[4:6]]
        return earlier[-1] if earlier else None

    @property
    def period_names(self) -> tuple[str, ...]:
        """Every period that can be asked for: those with a file, and each year that is given by its parts."""
        names = {period.name for period in self.periods} | {str(period.year) for period in self.periods}
        return tuple(sorted(names))

    def _files(self, name: str) -> list[Period]:
        """The file of a period, or of each part of a year that has no file of its own."""
        parts = [period for period in self.periods if period.part and str(period.year) == name]
        return [period for period in self.periods if period.name == name] or parts

    def _readable(self, periods: list[Period]) -> Iterator[Survey]:
        """Surveys of those periods whose file can be read."""
        for period in periods:
            with contextlib.suppress(InputError):
                yield self._read(period)

    def _read(self, period: Period) -> Survey:
        survey = read_survey(period.file, smallest_cell=self.publication.smallest_cell, period=period.name)
        return replace(survey, unit=self)

    def _check_files(self, found: list[Period], name: str) -> None:
        names = [period.name for period in found]
        twice = [period.file.name for period in found if names.count(period.name) > 1]
        if twice:
            raise InputError(f"Periode {name} mempunyai lebih dari satu berkas: {' dan '.join(twice)}. Sisakan satu saja.")
        if len({period.part[:1] for period in found}) > 1:
            files = ", ".join(period.file.name for period in found)
            raise InputError(f"Tahun {name} berisi semester dan triwulan sekaligus ({files}), sehingga jawaban terhitung dua kali. Pakai salah satu.")


def _withhold(parts: tuple[Survey, ...]) -> tuple[Survey, ...]:
    """Parts of a year, marked where a part too small to be shown could be found by subtraction."""
    sizes = {part.period: part.n for part in parts}
    small = hidden(sizes, parts[0].smallest_cell) if len(parts) > 1 else set()
    return tuple(replace(part, withheld=part.period in small) for part in parts)


def read_unit(folder: str | Path) -> Unit:
    """Read a unit folder: unit.toml and the list of answers; the answers themselves are read by `Unit.survey`.

    Raises
    ------
    InputError
        When the folder or its unit.toml is missing, or unit.toml holds a value of a wrong kind; carries all findings.
    """
    folder = Path(folder)
    if not folder.exists():
        raise InputError(f"Folder unit {folder} tidak ditemukan. Periksa namanya, atau buat dengan: balong-eval init {folder}")
    if not folder.is_dir():
        raise InputError(f"{folder} bukan folder. Sebutkan folder unit, yaitu folder yang berisi unit.toml.")
    file = folder / "unit.toml"
    if not file.exists():
        raise InputError(f"Folder {folder.name} tidak berisi unit.toml. Buat dengan: balong-eval init {folder}")
    facts, findings = _facts(file)
    periods, told = _periods(folder / "skm")
    publication = facts.pop("publication", {})
    return Unit(
        folder=folder,
        id=folder.resolve().name,
        name=facts["name"],
        regency=facts.get("regency", ""),
        code=facts.get("code", ""),
        first_year=facts.get("first_year"),
        last_year=facts.get("last_year"),
        baseline_year=facts.get("baseline_year"),
        synthetic=facts.get("synthetic", False),
        publication=Publication(**publication),
        breaks=tuple(facts.get("breaks", ())),
        periods=periods,
        findings=(*findings, *told),
    )


def _facts(file: Path) -> tuple[dict[str, Any], list[Finding]]:
    text, _ = decode(read_bytes(file), file.name)
    facts = parse_toml(text, file.name)
    findings = unknown_keys(facts, KEYS, file.name, "unit.toml")
    wrong = [_wrong(key, value, file.name) for key, value in facts.items() if key in KEYS and type(value) is not KEYS[key]]
    limits = facts.get("publication", {})
    if isinstance(limits, dict):
        known = Publication.__dataclass_fields__
        findings += unknown_keys(limits, known, file.name, "[publication]")
        wrong += [
            _wrong(key, value, file.name, "bilangan bulat 1 atau lebih")
            for key, value in limits.items()
            if key in known and (type(value) is not int or value < 1)
        ]
        facts["publication"] = {key: value for key, value in limits.items() if key in known}
    wrong += _years(facts, file.name) + _breaks(facts.get("breaks", []), file.name)
    if not str(facts.get("name", "")).strip():
        wrong.append(Finding("error", "isi_unit", 'unit.toml harus menyebut nama unit: name = "Kecamatan Balong".', file.name))
    if wrong:
        raise InputError(f"Berkas {file.name} belum dapat dipakai.", [*wrong, *findings])
    return facts, findings


def _years(facts: dict[str, Any], file: str) -> list[Finding]:
    years = {key: facts[key] for key in ("first_year", "last_year", "baseline_year") if type(facts.get(key)) is int}
    wrong = [_wrong(key, year, file, f"tahun {EARLIEST}-{LATEST}") for key, year in years.items() if not EARLIEST <= year <= LATEST]
    if not wrong and years.get("first_year", EARLIEST) > years.get("last_year", LATEST):
        wrong.append(_wrong("last_year", years["last_year"], file, "tidak lebih awal dari first_year"))
    return wrong


def _breaks(breaks: Any, file: str) -> list[Finding]:
    form = 'harus [[breaks]] dengan before = "2020", series = "skm" dan reason = "..."'
    items = breaks if isinstance(breaks, list) else []
    good = [isinstance(item, dict) and set(item) == BREAK_KEYS and all(isinstance(text, str) for text in item.values()) for item in items]
    return [] if all(good) else [Finding("error", "isi_unit", f"breaks {form}.", file, column="breaks")]


def _wrong(key: str, value: Any, file: str, expected: str | None = None) -> Finding:
    return Finding("error", "isi_unit", f"{key} harus {expected or WORDS[KEYS[key]]}; tertulis {quote(value)}.", file, column=key)


def _unfilled(file: Path) -> bool:
    """Whether a file is a workbook with heads and no answer, such as the template of a year to come."""
    if file.suffix.lower() not in WORKBOOKS or not file.is_file() or file.stat().st_size > LARGEST_TEMPLATE:
        return False
    try:
        sheets = [item for item in sheet.read(file) if item.name not in (sheet.SIDECAR_SHEET, sheet.QUESTIONNAIRE_SHEET) and len(item.cells)]
    except InputError:
        return False
    return [len(item.cells) for item in sheets] == [1]


def _periods(folder: Path) -> tuple[tuple[Period, ...], list[Finding]]:
    periods, findings = [], []
    files = sorted(folder.iterdir(), key=lambda path: path.name) if folder.is_dir() else []
    for file in files:
        if file.name.startswith((".", "~$")) or file.suffix.lower() == ".toml":
            continue
        name = PERIOD.fullmatch(file.stem)
        if not name or (name[2] or "S1") not in PARTS:
            message = f"Berkas {file.name} tidak dipakai: namanya bukan periode. Beri nama seperti 2019.csv, 2019-S1.csv atau 2019-T3.csv."
            findings.append(Finding("warning", "nama_berkas", message, file.name))
            continue
        if _unfilled(file):
            findings.append(Finding("note", "templat_kosong", f"Templat {file.name} belum diisi dan belum dipakai.", file.name))
            continue
        sidecar = file.with_suffix(".toml")
        periods.append(Period(int(name[1]), name[2] or "", file, sidecar if sidecar.exists() else None))
    for year in sorted({period.year for period in periods if period.part} & {period.year for period in periods if not period.part}):
        message = f"Tahun {year} mempunyai berkas setahun penuh dan berkas bagian; nilai setahun dihitung dari berkas setahun penuh saja."
        findings.append(Finding("warning", "tahun_dan_bagian", message, f"skm/{year}"))
    stems = {period.file.stem for period in periods}
    for file in files:
        if file.suffix.lower() == ".toml" and file.stem not in stems:
            message = f"Sidecar {file.name} tidak mempunyai berkas jawaban. Namanya harus sama dengan nama berkas jawabannya."
            findings.append(Finding("warning", "sidecar_tanpa_jawaban", message, file.name))
    return tuple(sorted(periods, key=lambda period: (period.year, period.part))), findings
