"""Bytes to cells: a file of answers as a grid of texts, as a spreadsheet would show it."""

from __future__ import annotations

import csv
import hashlib
import io
from dataclasses import dataclass
from pathlib import Path

from balong_eval.errors import Finding, InputError

SUFFIXES = (".csv", ".tsv", ".txt")
LATER = {
    b"PK\x03\x04": "buku kerja Excel (.xlsx) atau OpenDocument (.ods)",
    b"\xd0\xcf\x11\xe0": "buku kerja Excel lama (.xls)",
    b"PAR1": "Parquet",
}
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


def read(path: Path) -> Sheet:
    """Read a file of answers as cells.

    Raises
    ------
    InputError
        When the file is missing, is a folder, is empty, or is of a kind that cannot be read yet.
    """
    content = read_bytes(path)
    if not content.strip():
        raise InputError(f"Berkas {path.name} kosong. Isi dengan satu baris judul kolom dan satu baris untuk tiap responden.")
    for mark, kind in LATER.items():
        if content.startswith(mark):
            raise InputError(f"Berkas {path.name} berisi {kind}; jenis ini belum dapat dibaca. Simpan dahulu sebagai CSV.")
    text, notes = decode(content, path.name)
    return Sheet(path.name, None, _cells(text, path.name), notes)


def read_bytes(path: Path) -> bytes:
    """Content of a file, or an `InputError` that says in Bahasa Indonesia why it cannot be had."""
    if path.is_dir():
        raise InputError(f"{path.name} adalah folder, bukan berkas. Sebutkan nama berkasnya.")
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise InputError(f"Berkas {path} tidak ditemukan. Periksa nama dan foldernya.") from None
    except OSError as error:
        raise InputError(f"Berkas {path.name} tidak dapat dibuka: {error.strerror}.") from None


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
    try:
        rows = [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)]
    except csv.Error as error:
        raise InputError(f"Berkas {file} bukan tabel CSV yang utuh ({error}). Buka di Excel dan simpan lagi sebagai CSV UTF-8.") from None
    return [(number, row) for number, row in enumerate(rows, 1) if any(row)]


def _delimiter(text: str) -> str:
    """The mark that splits the first line that holds any into the most cells."""
    for line in text.splitlines()[:20]:
        counts = {mark: line.count(mark) for mark in DELIMITERS}
        if any(counts.values()):
            return max(DELIMITERS, key=lambda mark: counts[mark])
    return ","
