"""The unit folder: its facts, which periods have answers, and everything that is wrong with it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from balong_eval.errors import Finding, Findings, InputError
from balong_eval.intake import claims, follow_up, indicators, periods, plan, records, unit_facts
from balong_eval.intake.claims import Claims
from balong_eval.intake.disclosure import hidden
from balong_eval.intake.follow_up import FollowUp
from balong_eval.intake.indicators import Indicators
from balong_eval.intake.limits import Publication
from balong_eval.intake.periods import Period
from balong_eval.intake.plan import Plan

if TYPE_CHECKING:
    from balong_eval.intake.survey import Survey

SYNTHETIC = "DATA CONTOH (SINTETIS)"
REFERENCE = "acuan.docx"
PLAN, INDICATORS, FOLLOW_UP, CLAIMS = "renstra.toml", "indikator", "tindak_lanjut", "klaim"


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
    scale : str or None
        Id of the scale of predicates that the unit has chosen; None prints both.
    media : dict of int to tuple of str
        Year of a survey -> kinds of media in which its result was published.
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
    scale: str | None
    media: dict[int, tuple[str, ...]]
    periods: tuple[Period, ...]
    findings: tuple[Finding, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "findings", Findings(self.findings))

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

    def plan_inputs(self, year: int) -> tuple[tuple[str, Path], ...]:
        """Files that the figures of the plan rest on in a year: plan, indicators, follow-up, printed figures, and answers up to that year."""
        tables = [path for stem in (INDICATORS, FOLLOW_UP, CLAIMS) for path in records.matching(self.folder, stem)]
        files = [path for path in (self.folder / "unit.toml", self.folder / PLAN, *tables) if path.exists()]
        return tuple((file.relative_to(self.folder).as_posix(), file) for file in [*files, *self._answers(year)])

    def survey_inputs(self, year: int) -> tuple[tuple[str, Path], ...]:
        """Files that the survey's figures rest on from the first year up to a year: unit.toml and answers."""
        files = [self.folder / "unit.toml", *self._answers(year)]
        return tuple((file.relative_to(self.folder).as_posix(), file) for file in files)

    def _answers(self, year: int) -> list[Path]:
        """Files of answers up to a year, and their sidecars."""
        return [file for item in self.periods if item.year <= year for file in (item.file, item.sidecar) if file]

    @property
    def reference(self) -> Path | None:
        """The office's own reference document for DOCX (letterhead, signature block, fonts), `REFERENCE`; None where there is none."""
        path = self.folder / REFERENCE
        return path if path.is_file() else None

    @cached_property
    def plan(self) -> Plan | None:
        """The plan in words, from renstra.toml; None where there is none."""
        path = self.folder / PLAN
        return plan.read(path) if path.exists() else None

    @cached_property
    def indicators(self) -> Indicators:
        """Targets and realisations, from indikator.csv.

        Raises
        ------
        InputError
            When there is no such file, or it cannot be read.
        """
        path = records.find(self.folder, INDICATORS)
        if path is None:
            raise InputError(f"Folder {self.id} tidak berisi indikator.csv. Isi satu baris untuk tiap indikator dan tahun.")
        return indicators.read(path, self)

    @cached_property
    def follow_up(self) -> FollowUp | None:
        """The plan of follow-up, from tindak_lanjut.csv; None where there is none."""
        path = records.find(self.folder, FOLLOW_UP)
        return follow_up.read(path) if path else None

    @cached_property
    def claims(self) -> Claims | None:
        """Printed figures to be checked, from klaim.csv; None where there is none."""
        path = records.find(self.folder, CLAIMS)
        return claims.read(path) if path else None

    @property
    def span(self) -> tuple[int, int]:
        """First and last year of the plan, or of what the folder holds where unit.toml does not say."""
        held = sorted({period.year for period in self.periods}) or [0]
        return self.first_year or held[0], self.last_year or held[-1]

    @property
    def has_indicators(self) -> bool:
        """Whether there is an indikator.csv."""
        return records.find(self.folder, INDICATORS) is not None

    @property
    def measured_years(self) -> tuple[int, ...]:
        """Years of which indikator.csv states a realisation, that of the survey only where there are answers; empty without the file.

        Raises
        ------
        InputError
            When the file cannot be read.
        """
        if not self.has_indicators:
            return ()
        rows = self.indicators.rows
        found = {row.tahun for row in rows if row.realisasi is not None}
        return tuple(sorted(found | {row.tahun for row in rows if row.from_skm and str(row.tahun) in self.period_names}))

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
            from balong_eval.intake.parts import combine

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
        from balong_eval.intake.survey import read_survey

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
    facts, findings = unit_facts.read(file)
    found, told = periods.find(folder / "skm")
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
        scale=facts.get("scale"),
        media={int(year): tuple(dict.fromkeys(names)) for year, names in facts.get("media", {}).items()},
        periods=found,
        findings=(*findings, *told),
    )
