"""Bytes to cells: a file of answers as a grid of texts, as a spreadsheet would show it."""

from __future__ import annotations

import csv
import hashlib
import io
from dataclasses import dataclass, replace
from datetime import datetime, time
from pathlib import Path

from balong_eval.errors import Finding, InputError, why

WORKBOOK = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
LATER = {b"PAR1": "Parquet"}
SIDECAR_SHEET = "Keterangan"
QUESTIONNAIRE_SHEET = "Kuesioner"
LARGEST_WHOLE = 1e15
QUOTES = "tanda kutip di sekitar baris {row} tidak ditutup, sehingga baris sesudahnya tertelan. Betulkan di Excel dan simpan lagi."
MIDNIGHT = time()
DELIMITERS = (",", ";", "\t")


@dataclass(frozen=True)
class Sheet:
    """A grid of cells.

    Attributes
    ----------
    file : str
        Name of the file, as findings show it.
    name : str or None
        Name of the sheet in a workbook; None for a file that has no sheets.
    rows : list of (int, list of str)
        Rows that hold anything, each with its number in the file (the first is 1); cells stripped of outer blanks.
    findings : tuple of Finding
        What was noted while reading.
    """

    file: str
    name: str | None
    rows: list[tuple[int, list[str]]]
    findings: tuple[Finding, ...] = ()


def address(row: int, column: int) -> str:
    """Spreadsheet address of a cell; `row` from 1, `column` from 0.

    Examples
    --------
    >>> address(12, 0), address(3, 27)
    ('A12', 'AB3')
    """
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


def read(path: Path) -> list[Sheet]:
    """Read a file as sheets of cells: one for a text file, each of a workbook (.xlsx, .xls, .ods); the kind is told by the content.

    Raises
    ------
    InputError
        When the file is missing, is a folder, is empty, is damaged, or is of a kind that cannot be read yet.
    """
    content = read_bytes(path)
    if not content.strip():
        raise InputError(f"Berkas {path.name} kosong. Isi dengan satu baris judul kolom dan satu baris untuk tiap responden.")
    for mark, kind in LATER.items():
        if content.startswith(mark):
            raise InputError(f"Berkas {path.name} berisi {kind}; jenis ini belum dapat dibaca. Simpan dahulu sebagai CSV.")
    if content.startswith(WORKBOOK):
        return _workbook(content, path.name)
    text, notes = decode(content, path.name)
    return [Sheet(path.name, None, _cells(text, path.name), notes)]


def pick(sheets: list[Sheet], wanted: str | None) -> Sheet:
    """The sheet of answers: the one named, else the first that is not the sidecar or the questionnaire; what is passed over is noted.

    Raises
    ------
    InputError
        When the named sheet is not there, or no sheet holds anything.
    """
    names = [sheet.name for sheet in sheets if sheet.name is not None]
    if wanted and names:
        found = [sheet for sheet in sheets if sheet.name == wanted]
        if not found:
            raise InputError(f"Berkas {sheets[0].file} tidak mempunyai lembar '{wanted}'. Lembar yang ada: {', '.join(names)}.")
        return found[0]
    filled = [sheet for sheet in sheets if sheet.rows and sheet.name not in (SIDECAR_SHEET, QUESTIONNAIRE_SHEET)]
    if not filled:
        raise InputError(f"Berkas {sheets[0].file} tidak berisi jawaban. Isi satu baris judul kolom dan satu baris untuk tiap responden.")
    passed = [sheet.name for sheet in filled[1:] if sheet.name]
    if not passed:
        return filled[0]
    message = (
        f"Jawaban dibaca dari lembar '{filled[0].name}'; lembar lain tidak dibaca: {', '.join(passed)}. Tulis sheet = \"...\" di sidecar bila keliru."
    )
    note = Finding("note", "lembar_dilewati", message, filled[0].file, filled[0].name)
    return replace(filled[0], findings=(*filled[0].findings, note))


def _workbook(content: bytes, file: str) -> list[Sheet]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        grids = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}
    except PasswordError:
        raise InputError(f"Berkas {file} terkunci dengan kata sandi. Simpan salinannya tanpa kata sandi.") from None
    except (CalamineError, ValueError) as error:
        raise InputError(f"Berkas {file} rusak atau bukan buku kerja Excel ({error}). Buka di Excel dan simpan lagi.") from None
    return [
        Sheet(file, name, [(number, cells) for number, cells in enumerate(([_text(cell) for cell in row] for row in grid), 1) if any(cells)])
        for name, grid in grids.items()
    ]


def _text(cell: object) -> str:
    """A cell's value as the text that a CSV of the same sheet would hold."""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < LARGEST_WHOLE else repr(cell)
    if isinstance(cell, datetime):
        return str(cell.date()) if cell.time() == MIDNIGHT else cell.replace(microsecond=0).isoformat(sep=" ")
    return str(cell).strip()


def read_bytes(path: Path) -> bytes:
    """Content of a file, or an `InputError` that says in Bahasa Indonesia why it cannot be had."""
    if path.is_dir():
        raise InputError(f"{path.name} adalah folder, bukan berkas. Sebutkan nama berkasnya.")
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise InputError(f"Berkas {path} tidak ditemukan. Periksa nama dan foldernya.") from None
    except OSError as error:
        raise InputError(f"Berkas {path.name} tidak dapat dibuka: {why(error)}.") from None


def digest(content: bytes) -> str:
    """SHA-256 of a content, as hexadecimal text."""
    return hashlib.sha256(content).hexdigest()


def decode(content: bytes, file: str) -> tuple[str, tuple[Finding, ...]]:
    """Text of a file in UTF-8 (with or without BOM), UTF-16 with BOM, or else Windows-1252, which is noted."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace"), ()
    try:
        return content.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        message = "Teks bukan UTF-8; dibaca sebagai Windows-1252. Periksa huruf yang tidak biasa, atau simpan sebagai CSV UTF-8."
        return content.decode("cp1252", errors="replace"), (Finding("note", "pengodean_teks", message, file=file),)


def _cells(text: str, file: str) -> list[tuple[int, list[str]]]:
    delimiter = _delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[tuple[int, list[str]]] = []
    try:
        for number, row in enumerate(reader, 1):
            cells = [cell.strip() for cell in row]
            _check_quotes(cells, number, delimiter, len(rows[0][1]) if rows else 0, file)
            if any(cells):
                rows.append((number, cells))
    except csv.Error:
        raise InputError(f"Berkas {file} bukan tabel CSV yang utuh: {QUOTES.format(row=len(rows) + 1)}") from None
    return rows


def _check_quotes(cells: list[str], row: int, delimiter: str, width: int, file: str) -> None:
    """A cell that holds whole lines of the table: an opening quote that was never closed has swallowed them."""
    swallowed = any(line.count(delimiter) >= max(1, width - 1) for cell in cells if "\n" in cell for line in cell.splitlines()[1:])
    if swallowed:
        raise InputError(f"Berkas {file} bukan tabel CSV yang utuh: {QUOTES.format(row=row)}")


def _delimiter(text: str) -> str:
    """The mark that splits the first line that holds any into the most cells."""
    for line in text.splitlines()[:20]:
        counts = {mark: line.count(mark) for mark in DELIMITERS}
        if any(counts.values()):
            return max(DELIMITERS, key=lambda mark: counts[mark])
    return ","
