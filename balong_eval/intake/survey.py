"""A file of answers and its sidecar, read into a `Survey`: one row a respondent, and every finding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from balong_eval import regulation
from balong_eval.errors import Finding, Findings, InputError
from balong_eval.intake import checks, remarks, respondents, rows, sheet, sidecar, tally
from balong_eval.intake.gathered import Grid
from balong_eval.intake.heads import Column
from balong_eval.intake.limits import SMALLEST_CELL, Publication
from balong_eval.intake.opening import Fill, open_grid
from balong_eval.intake.periods import YEAR_PARTS
from balong_eval.intake.remarks import Suggestions
from balong_eval.intake.respondents import FRAME
from balong_eval.intake.rows import SetAside
from balong_eval.intake.shape import Layout
from balong_eval.intake.sheet import Sheet, pieces
from balong_eval.intake.sheet.pieces import Large
from balong_eval.intake.sidecar import Sidecar
from balong_eval.regulation import Regulation, Unsur

if TYPE_CHECKING:
    from balong_eval.intake.unit import Unit


@dataclass(frozen=True)
class Survey:
    """The answers of one period.

    Attributes
    ----------
    responses : DataFrame
        One row a respondent kept, indexed by its row number in the file; columns id, tanggal, waktu_isi, layanan,
        jenis_kelamin, usia, pendidikan, pekerjaan, one for each unsur asked (1-4, NaN = not answered), and n (frequency).
    rule : Regulation
        The regulation that the survey names.
    unsur : tuple of Unsur
        Unsur asked, in the regulation's order, those of another regulation last.
    codes : dict
        Key of the unsur -> its code or head in the file.
    period, file : str
        Period as in the file's name, and the file's name.
    n_rows : int
        Rows of answers in the file.
    set_aside : tuple of SetAside
        Rows not counted.
    sidecar : Sidecar
    findings : tuple of Finding
    smallest_cell : int
        Fewest respondents of whom a figure is printed.
    columns : tuple of Column
        What each column of the file was taken for.
    unit : Unit or None
        The unit folder that it was read from.
    parts : tuple of Survey
        The parts of the year that were put together; empty for a single file.
    withheld : bool
        Whether no figure may be shown, because another part of the year, too small itself, could be found by subtraction.
    joint : bool
        Whether a row is a person's answers. False where the file holds only how often each option was chosen: rows then pair the answers so
        that the index has the largest variance that the counts allow, and nothing that needs persons can be computed.
    suggestions : Suggestions or None
        Suggestions counted by unsur; None where the file has no column of them.
    sheets : tuple of str
        Sheets of a workbook that the answers were read from.
    """

    responses: pd.DataFrame
    rule: Regulation
    unsur: tuple[Unsur, ...]
    codes: dict[str, str]
    period: str
    file: str
    n_rows: int
    set_aside: tuple[SetAside, ...]
    sidecar: Sidecar
    findings: tuple[Finding, ...]
    smallest_cell: int = SMALLEST_CELL
    columns: tuple[Column, ...] = field(default=(), repr=False)
    unit: Unit | None = field(default=None, repr=False)
    parts: tuple[Survey, ...] = field(default=(), repr=False)
    withheld: bool = False
    joint: bool = True
    suggestions: Suggestions | None = None
    sheets: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "findings", Findings(self.findings))

    @property
    def n(self) -> int:
        """Respondents kept (frequencies added)."""
        return int(self.responses["n"].sum())

    @property
    def n_excluded(self) -> int:
        """Rows set aside."""
        return sum(item.count for item in self.set_aside)

    @property
    def missing_parts(self) -> tuple[str, ...]:
        """Parts of the year without answers (``S2``; ``T2``, ``T4``); empty for a single file or a whole year."""
        have = [part.period.partition("-")[2] for part in self.parts]
        whole = next((parts for parts in YEAR_PARTS if have and have[0] in parts), ())
        return tuple(part for part in whole if part not in have)

    @property
    def limits(self) -> Publication:
        """Numbers of respondents under which less is printed, from unit.toml or their defaults."""
        return self.unit.publication if self.unit else Publication(self.smallest_cell)

    @property
    def shown(self) -> bool:
        """Whether figures may be shown: enough respondents, and nothing else that could be worked out from them."""
        return not self.withheld and self.n >= self.smallest_cell

    @property
    def sources(self) -> tuple[Survey, ...]:
        """The parts that a year was put together from, or the survey itself."""
        return self.parts or (self,)

    @property
    def rules(self) -> tuple[Regulation, ...]:
        """The regulations that the answers are read under; several only where a year is put together from such parts."""
        return tuple({part.rule.id: part.rule for part in self.sources}.values())

    @property
    def mixed(self) -> bool:
        """Whether parts of the year name different regulations, so that the whole has no official index."""
        return len(self.rules) > 1

    @property
    def outside(self) -> tuple[Unsur, ...]:
        """Unsur asked that the regulation does not have (printed as "di luar peraturan")."""
        return tuple(unsur for unsur in self.unsur if self.rule.find(unsur.key) is None)

    @property
    def not_asked(self) -> tuple[Unsur, ...]:
        """Unsur of the regulation that were not asked."""
        asked = {unsur.key for unsur in self.unsur}
        return tuple(unsur for unsur in self.rule.unsur if unsur.key not in asked)


def read_survey(
    path: str | Path,
    sidecar_path: str | Path | None = None,
    *,
    rule: str | None = None,
    smallest_cell: int = SMALLEST_CELL,
    period: str | None = None,
    by: Sequence[str] | None = None,
) -> Survey:
    """Read one file of answers.

    Parameters
    ----------
    path : path
        The answers.
    sidecar_path : path, optional
        Its sidecar; by default the ``.toml`` of the same name beside it.
    rule : str, optional
        Id of the regulation, used where there is no sidecar; without both, ``permenpanrb_14_2017`` with a note.
    smallest_cell : int, default 5
        Text that fewer rows share becomes "lainnya".
    period : str, optional
        By default the file's name without its ending.
    by : sequence of str
        Fields beside the service that figures will be grouped by, where no single form is needed: a large CSV or Parquet file is then read as
        a tally of equal rows, with these fields only, so that memory does not grow with the file.

    Raises
    ------
    InputError
        When the file or its sidecar cannot be read as what it is given for; carries all findings.
    """
    path = Path(path)
    many = None if by is None else pieces.large(path)
    sheets = [many.head] if many else sheet.read(path)
    note, facts = _sidecar(path, Path(sidecar_path) if sidecar_path else path.with_suffix(".toml"), rule, sheets, given=sidecar_path is not None)
    survey = _read_large(many, by or (), facts, smallest_cell) if many else None
    survey = survey or _read(sheet.read(path) if many else sheets, facts, smallest_cell)
    return replace(survey, period=period or path.stem, findings=(*note, *survey.findings))


def _sidecar(path: Path, beside: Path, rule: str | None, sheets: list[Sheet], given: bool) -> tuple[list[Finding], Sidecar]:
    if rule:
        regulation.load(rule)
    inside = [item for item in sheets if sidecar.is_sheet(item)]
    if given or beside.exists() or inside:
        facts = sidecar.read(beside) if given or beside.exists() else sidecar.read_sheet(inside[0])
        if rule and rule != facts.regulation:
            message = f"Sidecar menyebut {facts.regulation}, pilihan --regulation menyebut {rule}; yang dipakai adalah sidecar."
            return [Finding("warning", "peraturan_berbeda", message, file=beside.name)], facts
        return [], facts
    if rule:
        return [], Sidecar(regulation.load(rule).id)
    message = (
        f"Tidak ada sidecar {beside.name}; dipakai {regulation.load(regulation.DEFAULT).short}. "
        f'Buat berkas {beside.name} yang berisi regulation = "{regulation.DEFAULT}" bila benar.'
    )
    return [Finding("note", "tanpa_sidecar", message, file=path.name)], Sidecar(regulation.DEFAULT)


def _read_large(source: Large, by: Sequence[str], facts: Sidecar, smallest_cell: int) -> Survey | None:
    """The survey of a large file; None where it must be read whole: a table that is not one row a form, or a file that is not regular."""

    def fill(layout: Layout, columns: Sequence[Column]) -> Layout:
        if not layout.joint or layout.source is not None:
            raise pieces.IrregularError(layout.sheet.file)
        return tally.fill(source, by, facts, layout, columns)

    try:
        return _read([source.head], facts, smallest_cell, fill)
    except pieces.IrregularError:
        return None


def _read(sheets: list[Sheet], facts: Sidecar, smallest_cell: int, fill: Fill | None = None) -> Survey:
    rule = regulation.load(facts.regulation)
    grid, told = open_grid(sheets, facts, rule, fill)
    table, cell_findings = respondents.parse(grid, facts, smallest_cell)
    unsur = _asked(table, grid, rule, cell_findings)
    keys = [item.key for item in unsur]
    doubles = respondents.doubles(grid, table, keys) if grid.joint else []
    kept, set_aside, row_findings = rows.select(table, keys, doubles, respondents.written(grid), facts, grid)
    if kept.empty:
        raise InputError(f"Semua formulir dalam {grid.file} dikesampingkan; tidak ada yang dapat dihitung.", row_findings)
    unsur = tuple(item for item in unsur if kept[item.key].notna().any())
    keys = [item.key for item in unsur]
    respondents.check_bobot(keys, facts)
    cell_findings += [*checks.totals(table, grid), *row_findings, *checks.period(table, facts, grid), *checks.population(kept, facts, grid.file)]
    cell_findings += [*checks.blanks(table, unsur, grid), *remarks.samples(grid, kept.index, smallest_cell)] if grid.joint else []
    names = tuple(layout.sheet.name for layout in grid.layouts if layout.sheet.name is not None)
    cell_findings.sort(key=lambda finding: _place(finding, names))
    if fill:
        cell_findings = tally.told(cell_findings, pd.Series(grid.counts, index=grid.cells.index), grid.file)
    return Survey(
        responses=kept[[*FRAME, *keys, "n"]],
        rule=rule,
        unsur=unsur,
        codes=respondents.codes(grid.columns, facts, rule),
        period="",
        file=grid.file,
        n_rows=int(grid.counts.sum()),
        set_aside=set_aside,
        sidecar=facts,
        findings=(*facts.findings, *told, *checks.coverage(unsur, rule, grid.file), *cell_findings),
        smallest_cell=smallest_cell,
        columns=grid.columns,
        joint=grid.joint,
        suggestions=remarks.suggestions(grid, unsur),
        sheets=names,
    )


def _asked(table: pd.DataFrame, grid: Grid, rule: Regulation, told: list[Finding]) -> tuple[Unsur, ...]:
    """Unsur with at least one answer; a file whose unsur are not read, or most of them not, is refused."""
    unsur = respondents.asked(table, grid.columns, rule)
    if not unsur:
        raise InputError(f"Berkas {grid.file} tidak berisi satu pun jawaban 1-4. Bila selnya berisi rumus, simpan dahulu di Excel.", told)
    unread = respondents.unread(table, grid)
    if len(unread) > len(unsur):
        raise InputError(f"Sebagian besar kolom unsur {grid.file} tidak terbaca ({', '.join(unread)}); IKM tidak dihitung dari sisanya.", told)
    return unsur


def _place(finding: Finding, sheets: tuple[str, ...]) -> tuple[int, int, str]:
    """Order of findings: by sheet, row and column."""
    return sheets.index(finding.sheet) if finding.sheet is not None and finding.sheet in sheets else -1, finding.row or 0, finding.column or ""
