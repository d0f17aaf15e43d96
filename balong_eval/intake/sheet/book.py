"""Workbooks (.xlsx, .xls, .ods): each sheet as cells; of a formula, the value that was stored with it."""

from __future__ import annotations

import io
from datetime import datetime, time
from typing import Any

import numpy as np
import pandas as pd

from balong_eval.errors import InputError
from balong_eval.intake.sheet import faults
from balong_eval.intake.sheet.faults import Faults, compound
from balong_eval.intake.sheet.grid import MOST_COLUMNS, Area, Sheet, frame, from_codes

MARKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
LARGEST_WHOLE = 1e15
MOST_COLUMNS_97 = 256
MIDNIGHT = time()


def read(content: bytes, file: str) -> list[Sheet]:
    """Read every sheet of a workbook, hidden ones too; a formula that failed is its code (``#DIV/0!``).

    Raises
    ------
    InputError
        When the workbook is damaged, locked, or no workbook.
    """
    if content.startswith(compound.MARK) and not compound.is_sound(content):
        reason = "bagian-bagiannya mustahil atau saling menunjuk tanpa akhir"
        raise InputError(f"Berkas {file} rusak atau bukan buku kerja Excel ({reason}). Buka di Excel dan simpan lagi.")
    with _no_panic(file):
        sheets = _read(content, file)
    if not sheets:
        raise InputError(f"Berkas {file} tidak berisi satu lembar pun. Buka di Excel dan simpan lagi.")
    return sheets


def _read(content: bytes, file: str) -> list[Sheet]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        hidden = {item.name for item in book.sheets_metadata if item.visible != SheetVisibleEnum.Visible}
        failed = faults.find(content)
        about = (file, MOST_COLUMNS_97 if content.startswith(compound.MARK) else MOST_COLUMNS)
        return [_sheet(book.get_sheet_by_name(name), about, name in hidden, failed.get(name, {})) for name in book.sheet_names]
    except PasswordError:
        raise InputError(f"Berkas {file} terkunci dengan kata sandi. Simpan salinannya tanpa kata sandi.") from None
    except (CalamineError, ValueError) as error:
        raise InputError(f"Berkas {file} rusak atau bukan buku kerja Excel ({error}). Buka di Excel dan simpan lagi.") from None


class _no_panic:  # noqa: N801
    """Where the reader's Rust code panics on a damaged file, its error is no `Exception` and has no name to catch: it is told as any other."""

    def __init__(self, file: str) -> None:
        self.file = file

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None and kind.__name__ == "PanicException":
            raise InputError(f"Berkas {self.file} rusak atau bukan buku kerja Excel. Buka di Excel dan simpan lagi.") from None


def typed(content: bytes) -> dict[str, frozenset[tuple[int, int]]]:
    """Row (from 1) and place (from 0) of each cell that a workbook holds as a number, by sheet; for small tables."""
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    found: dict[str, frozenset[tuple[int, int]]] = {}
    for name in book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        left = sheet.start[1] if sheet.start else 0
        cells = _rows(sheet, set()).items()
        found[name] = frozenset((row, place) for row, values in cells for place, value in enumerate(values, left) if type(value) in (int, float))
    return found


def _sheet(sheet: Any, book: tuple[str, int], hidden: bool, failed: Faults) -> Sheet:
    file, most = book
    left = sheet.start[1] if sheet.start else 0
    if left + sheet.width > most:
        raise InputError(f"Berkas {file} rusak atau salah isi: lembar {sheet.name!r} mempunyai lebih dari {most} kolom. Hapus sel di kanan jawaban.")
    rows = _rows(sheet, {row for row, _ in failed})
    values = np.empty((len(rows), sheet.width), dtype=object)
    if rows:
        values[:] = list(rows.values())
    order = {number: position for position, number in enumerate(rows)} if failed else {}
    for (row, place), code in failed.items():
        if row in order and 0 <= place - left < sheet.width:
            values[order[row], place - left] = code
    nothing = from_codes(np.zeros(len(rows), dtype=np.int32), [""])
    cells = frame([*[nothing] * left, *map(_column, values.T)], list(rows))
    merged = tuple(Area(first[0] + 1, last[0] + 1, first[1], last[1]) for first, last in sheet.merged_cell_ranges or ())
    return Sheet(file, sheet.name, cells, merged, hidden)


def _rows(sheet: Any, failed: set[int]) -> dict[int, list[Any]]:
    """Row number -> cells, of the rows that hold anything: one cell in the last row of a sheet makes a million empty rows above it."""
    nothing = [""] * sheet.width
    return {number: cells for number, cells in enumerate(sheet.iter_rows(), 1) if cells != nothing or number in failed}


def _column(values: np.ndarray) -> pd.Categorical:
    """A column of values as texts. True equals 1 to Python: a column in which 1 or 0 may be a truth value is turned to texts first."""
    codes, distinct = pd.factorize(values)
    kinds = set(map(type, distinct))
    if bool in kinds or (kinds != {str} and bool in set(map(type, values))):
        codes, distinct = pd.factorize(np.array([as_text(value) for value in values], dtype=object))
        kinds = {str}
    return from_codes(codes, list(distinct) if kinds == {str} else _texts(distinct, kinds))


def _texts(distinct: np.ndarray, kinds: set[type]) -> list[str]:
    """Distinct values as texts; a column of whole numbers at once."""
    if kinds == {float}:
        numbers = distinct.astype(float)
        if (np.abs(numbers) < LARGEST_WHOLE).all() and (numbers == np.floor(numbers)).all():
            return list(map(str, numbers.astype(np.int64).tolist()))
    return [as_text(value) for value in distinct]


def as_text(cell: object) -> str:
    """A cell's value as the text that a CSV of the same sheet would hold.

    Examples
    --------
    >>> as_text(4.0), as_text(3.5), as_text(True), as_text(datetime(2019, 3, 12)), as_text(datetime(2019, 3, 12, 9, 15))
    ('4', '3.5', 'TRUE', '2019-03-12', '2019-03-12 09:15:00')
    """
    if type(cell) is float:
        return str(int(cell)) if cell.is_integer() and abs(cell) < LARGEST_WHOLE else repr(cell)
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, datetime):
        return str(cell.date()) if cell.time() == MIDNIGHT else cell.replace(microsecond=0, tzinfo=None).isoformat(sep=" ")
    return "" if cell is None else str(cell)
