"""Bytes to cells: a file of answers as grids of texts, as a spreadsheet would show them; the kind is told by the content."""

from __future__ import annotations

from pathlib import Path

from balong_eval.errors import InputError
from balong_eval.intake.content import decode, read_bytes
from balong_eval.intake.sheet import text
from balong_eval.intake.sheet.grid import Area, Sheet, address

__all__ = ["Area", "Sheet", "address", "read", "typed"]

SIDECAR_SHEET = "Keterangan"
QUESTIONNAIRE_SHEET = "Kuesioner"
FILL = "Isi dengan satu baris judul kolom dan satu baris untuk tiap responden."
SAVE_AS = "Buka di Excel, lalu Simpan Sebagai buku kerja .xlsx atau CSV UTF-8."
REFUSED = {
    b"%PDF": f"berisi PDF. Minta berkas aslinya dalam Excel atau CSV. {SAVE_AS}",
    b"SQLite format 3": "berisi basis data SQLite. Ekspor tabel jawabannya sebagai CSV.",
    b"{\\rtf": f"berisi dokumen RTF. {SAVE_AS}",
    b"MIME-Version": f"berisi halaman web arsip (MHTML). {SAVE_AS}",
}
WORKBOOK = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
PARQUET = b"PAR1"
SPREADSHEET_XML = "urn:schemas-microsoft-com:office:spreadsheet"
DUMPS = ("INSERT INTO", "CREATE TABLE")


def read(path: Path) -> list[Sheet]:
    """Read a file as sheets of cells: one of a text file or a Parquet file, each of a workbook, each table of a web page.

    Parameters
    ----------
    path : Path
        CSV (comma, semicolon, tab; UTF-8, UTF-16, Windows-1252), .xlsx, .xls, .ods, Parquet or HTML, whatever its name.

    Raises
    ------
    InputError
        When the file is missing, is a folder, is empty, is damaged, or is of a kind that holds no table of answers.
    """
    content = read_bytes(path)
    if not content.strip(b" \t\r\n\x00"):
        raise InputError(f"Berkas {path.name} kosong. {FILL}")
    for mark, reason in REFUSED.items():
        if content.startswith(mark):
            raise InputError(f"Berkas {path.name} {reason}")
    if content.startswith(WORKBOOK):
        from balong_eval.intake.sheet import book

        return book.read(content, path.name)
    if content.startswith(PARQUET):
        from balong_eval.intake.sheet import table

        return table.read(content, path.name)
    return _textual(content, path.name)


def typed(content: bytes) -> dict[str, frozenset[tuple[int, int]]]:
    """Cells that a workbook holds as numbers, by sheet: their texts have a decimal point whatever the office writes; empty for other kinds."""
    if not content.startswith(WORKBOOK):
        return {}
    from balong_eval.intake.sheet import book

    return book.typed(content)


def _textual(content: bytes, file: str) -> list[Sheet]:
    words, notes = decode(content, file)
    if not words.strip():
        raise InputError(f"Berkas {file} kosong. {FILL}")
    start = words[:20_000].lstrip()
    if start.startswith("<") and SPREADSHEET_XML in start:
        raise InputError(f"Berkas {file} berisi lembar XML Excel 2003. {SAVE_AS}")
    if start.startswith("<") or "<table" in start.casefold():
        from balong_eval.intake.sheet import markup

        return markup.read(words, file, notes)
    if start.upper().startswith(DUMPS) or any(f"\n{mark}" in start.upper() for mark in DUMPS):
        raise InputError(f"Berkas {file} berisi perintah SQL. Ekspor tabel jawabannya sebagai CSV.")
    return [text.read(words, file, notes)]
