"""Small tables that an office keeps beside its answers: one head row, known columns, every cell with its place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from balong_eval.errors import Finding, InputError, Severity
from balong_eval.intake import numbers, sheet
from balong_eval.intake.content import read_bytes
from balong_eval.intake.numbers import Mark
from balong_eval.intake.sheet import Sheet, address
from balong_eval.intake.words import did_you_mean, is_failed, plain, shown

HEAD_WITHIN = 20
ENDINGS = (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods")
FAILED = "Sel berisi galat Excel {code} dan dianggap kosong. Betulkan rumusnya, atau tulis angkanya; n/a bila memang tidak ada."


@dataclass(frozen=True)
class Cell:
    """A cell: its text, where it is, and whether the workbook holds it as a number (its text then has a decimal point)."""

    text: str
    file: str
    sheet: str | None
    row: int
    place: int
    column: str
    typed: bool = False

    @property
    def address(self) -> str:
        """Spreadsheet address (``B17``)."""
        return address(self.row, self.place)

    def finding(self, severity: Severity, rule: str, message: str) -> Finding:
        """A finding on this cell; its text is shown only where it is a number."""
        value = shown(self.text) if self.text else None
        return Finding(severity, rule, message, self.file, self.sheet, self.address, self.row, self.column, value)


@dataclass(frozen=True)
class Record:
    """A row of the table: column -> cell, for every column that the file has."""

    row: int
    cells: dict[str, Cell]

    def text(self, column: str) -> str:
        """Text of a cell; empty where the column is absent."""
        return self.cells[column].text if column in self.cells else ""


@dataclass(frozen=True)
class Records:
    """The rows of a file, in order, its columns as found, and what is to be said of it."""

    file: str
    columns: tuple[str, ...]
    rows: tuple[Record, ...]
    findings: tuple[Finding, ...]


def find(folder: Path, stem: str) -> Path | None:
    """The file of this name in a folder, whatever its kind (``indikator.csv``, ``indikator.xlsx``); None where there is none.

    Raises
    ------
    InputError
        When there are several.
    """
    files = matching(folder, stem)
    if len(files) > 1:
        raise InputError(f"Ada beberapa berkas {stem}: {' dan '.join(path.name for path in files)}. Sisakan satu saja.")
    return files[0] if files else None


def matching(folder: Path, stem: str) -> list[Path]:
    """Every file of this name in a folder, of any kind that can hold a table."""
    return sorted(path for path in folder.glob(f"{stem}.*") if path.suffix.lower() in ENDINGS) if folder.is_dir() else []


def read(path: Path, required: Sequence[str], optional: Sequence[str] = ()) -> Records:
    """Read a small table.

    Parameters
    ----------
    path : Path
        CSV, workbook or any other kind that `balong_eval.intake.sheet.read` understands.
    required, optional : sequence of str
        Names of columns; in the file their case, blanks and underscores do not matter.

    Raises
    ------
    InputError
        When the file cannot be read, has no row of heads, or lacks a required column or has one twice; carries all findings.
    """
    known = (*required, *optional)
    found = [(item, start) for item in sheet.read(path) if (start := _head(item, required)) is not None]
    if not found:
        needed = ", ".join(required)
        raise InputError(f"Berkas {path.name} tidak mempunyai baris judul dengan kolom {needed}. Tulis judul itu di baris pertama.")
    table, start = found[0]
    lines = table.rows(start)
    head_row, heads = lines.pop(0)
    places, findings = _places(table, head_row, heads, known)
    findings += [_missing(table, head_row, name, heads) for name in required if name not in places]
    if any(finding.severity == "error" for finding in findings):
        raise InputError(f"Judul kolom berkas {path.name} belum dapat dipakai.", findings)
    typed = sheet.typed(read_bytes(path)).get(table.name or "", frozenset())
    findings += _failed(table, lines, places)
    sound = [(number, ["" if is_failed(text) else text for text in texts]) for number, texts in lines]
    rows = tuple(_record(table, number, texts, places, typed) for number, texts in sound if any(texts))
    findings += [_passed(table.file, item.name) for item, _ in found[1:]]
    if not rows:
        raise InputError(f"Berkas {path.name} hanya berisi judul kolom. Isi satu baris untuk tiap data.", findings)
    return Records(path.name, tuple(places), rows, (*table.findings, *findings))


def mark(cells: Sequence[Cell]) -> tuple[Mark, list[Finding]]:
    """The decimal mark of a file from all its cells that should be numbers, and a note where a point is read one way of two.

    Raises
    ------
    InputError
        When decimal points and decimal commas stand in one file; names the cells of the rarer mark.
    """
    written = [(cell, numbers.kind(part)) for cell in cells if not cell.typed for part in _parts(cell.text)]
    decimal = numbers.mark(kind for _, kind in written)
    if decimal is None:
        raise _two_marks(written)
    unsure = [cell for cell, kind in written if kind == "either"]
    if decimal == "comma" or not unsure:
        return decimal, []
    start = f"Titik di {len(unsure)} sel, misalnya ini, dibaca sebagai"
    if decimal == "thousands":
        message = f"{start} pemisah ribuan. Bila maksudnya desimal, tulis dengan koma."
    else:
        message = f"{start} desimal seperti di sel lain. Bila maksudnya ribuan, hapus titiknya."
    return decimal, [unsure[0].finding("note", "tanda_desimal", message)]


def _parts(text: str) -> tuple[str, ...]:
    """Texts of a cell that should be numbers: two of a range, none of an absent one."""
    return () if numbers.is_absent(text) else numbers.ends(text) or (text,)


def _two_marks(written: Sequence[tuple[Cell, numbers.Kind | None]]) -> InputError:
    points = [cell for cell, kind in written if kind == "point"]
    commas = [cell for cell, kind in written if kind in ("comma", "grouped")]
    rare, common = (points, commas) if len(points) <= len(commas) else (commas, points)
    example = f"sel {common[0].address} ({common[0].text})"
    message = f"Tanda desimalnya lain daripada {example}. Pakai satu tanda di seluruh berkas: koma untuk desimal."
    findings = [cell.finding("error", "tanda_desimal", message) for cell in rare]
    return InputError(f"Berkas {rare[0].file} memakai koma dan titik desimal sekaligus.", findings)


def _head(table: Sheet, required: Sequence[str]) -> int | None:
    """Place of the first row that has most of the required heads."""
    wanted = {_key(name) for name in required}
    for place, (_, texts) in enumerate(table.rows(0, HEAD_WITHIN)):
        if len(wanted & {_key(text) for text in texts}) * 2 > len(wanted):
            return place
    return None


def _places(table: Sheet, row: int, heads: Sequence[str], known: Sequence[str]) -> tuple[dict[str, int], list[Finding]]:
    names = {_key(name): name for name in known}
    places: dict[str, int] = {}
    findings = []
    for place, head in enumerate(heads):
        where = (table.file, table.name, address(row, place), row, head)
        name = names.get(_key(head))
        if name and name in places:
            findings.append(Finding("error", "kolom_ganda", f"Dua kolom berjudul {name}. Hapus atau ganti judul salah satu.", *where))
        elif name:
            places[name] = place
        elif head:
            hint = did_you_mean(head, known)
            findings.append(Finding("warning" if hint else "note", "kolom_tidak_dipakai", f"Kolom '{head}' tidak dipakai.{hint}", *where))
    return places, findings


def _missing(table: Sheet, row: int, name: str, heads: Sequence[str]) -> Finding:
    hint = did_you_mean(name, [head for head in heads if head])
    message = f"Kolom {name} tidak ada.{hint} Tambahkan kolom berjudul {name}."
    return Finding("error", "kolom_tidak_ada", message, table.file, table.name, address(row, 0), row, name)


def _record(table: Sheet, row: int, cells: Sequence[str], places: dict[str, int], typed: Iterable[tuple[int, int]]) -> Record:
    numeric = set(typed)
    return Record(row, {name: Cell(cells[at], table.file, table.name, row, at, name, (row, at) in numeric) for name, at in places.items()})


def _failed(table: Sheet, lines: Sequence[tuple[int, list[str]]], places: dict[str, int]) -> list[Finding]:
    """Cells of the table in which a formula failed, in the order of the sheet; their values are missing."""
    columns = {place: name for name, place in sorted(places.items(), key=lambda item: item[1])}
    cells = [(row, place, texts[place]) for row, texts in lines for place in columns if is_failed(texts[place])]
    return [
        Finding("error", "bukan_angka", FAILED.format(code=code), table.file, table.name, address(row, place), row, columns[place], code)
        for row, place, code in cells
    ]


def _passed(file: str, name: str | None) -> Finding:
    return Finding("warning", "lembar_dilewati", f"Lembar '{name}' juga berisi judul yang sama dan tidak dibaca. Gabungkan bila perlu.", file, name)


def _key(text: str) -> str:
    return plain(text).replace(" ", "")
