"""Workbooks (.xlsx, .xls, .ods): each sheet as cells; of a formula, the value that was stored with it."""

from __future__ import annotations

import io
from typing import Any

import numpy as np

from balong_eval.errors import InputError
from balong_eval.intake.sheet import faults
from balong_eval.intake.sheet.categories import frame, from_codes
from balong_eval.intake.sheet.faults import Faults, compound
from balong_eval.intake.sheet.grid import MOST_COLUMNS, Area, Sheet
from balong_eval.intake.sheet.values import columns, filled

MOST_COLUMNS_97 = 256


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
        cells = filled(sheet.iter_rows(), sheet.width, {})
        found[name] = frozenset((row, place) for row, values in cells for place, value in enumerate(values, left) if type(value) in (int, float))
    return found


def _sheet(sheet: Any, book: tuple[str, int], hidden: bool, failed: Faults) -> Sheet:
    file, most = book
    left = sheet.start[1] if sheet.start else 0
    if left + sheet.width > most:
        raise InputError(f"Berkas {file} rusak atau salah isi: lembar {sheet.name!r} mempunyai lebih dari {most} kolom. Hapus sel di kanan jawaban.")
    numbers, found = columns(filled(sheet.iter_rows(), sheet.width, failed), sheet.width, left, failed)
    nothing = from_codes(np.zeros(len(numbers), dtype=np.int32), [""])
    cells = frame([*[nothing] * left, *found], numbers)
    merged = tuple(Area(first[0] + 1, last[0] + 1, first[1], last[1]) for first, last in sheet.merged_cell_ranges or ())
    return Sheet(file, sheet.name, cells, merged, hidden)
