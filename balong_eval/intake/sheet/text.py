"""CSV: text to cells. A large file without quotation marks and of one width is read by Arrow, any other by Python's own reader."""

from __future__ import annotations

import csv
import io
from collections import Counter
from typing import TYPE_CHECKING, Any

from balong_eval.errors import Finding, InputError
from balong_eval.intake.sheet.grid import MOST_COLUMNS, Line, Sheet, address

if TYPE_CHECKING:
    import pandas as pd

DELIMITERS = (";", "\t", ",", "|")
SAMPLED = 50
LARGEST_BLOCK = 2**30
SMALL = 2**16
HEAD_LEAST = 3
QUOTES = "tanda kutip di sekitar baris {row} tidak ditutup, sehingga baris sesudahnya tertelan. Betulkan di Excel dan simpan lagi."
TOO_LONG = (
    "Baris ini lebih panjang dari baris judul, sehingga jawabannya mungkin bergeser; sel di kanan kolom terakhir tidak dipakai. "
    "Periksa tanda pemisah dan kutip."
)


def read(words: str, file: str, notes: tuple[Finding, ...] = ()) -> Sheet:
    """Read the text of a CSV file as one sheet; rows are numbered as a spreadsheet would.

    Raises
    ------
    InputError
        When a quotation mark is left open, so that rows are swallowed.
    """
    mark = delimiter(words)
    if _may_be_wide(words) and max(line.count(mark) for line in words.split("\n")) >= MOST_COLUMNS:
        raise InputError(f"Berkas {file} mempunyai lebih dari {MOST_COLUMNS} kolom; tidak ada kuesioner yang selebar itu. Periksa tanda pemisahnya.")
    cells = None if len(words) <= SMALL or '"' in words else _regular(words, mark)
    if cells is not None:
        return Sheet(file, None, cells, findings=notes)
    rows = _rows(words, mark, file)
    width = max(_width([len(cells) for _, cells in rows]), _head_width(rows))
    long = [_too_long(number, cells, width, file) for number, cells in rows if any(cells[width:])]
    lines = _padded(rows, width)
    if len(words) <= SMALL:
        return Sheet(file, None, lines, findings=(*notes, *long))
    from balong_eval.intake.sheet.categories import of_lines

    return Sheet(file, None, of_lines(lines), findings=(*notes, *long))


def delimiter(words: str) -> str:
    """The mark that splits the most lines of the start into the same number of cells; of equal ones, the one that makes most cells.

    Examples
    --------
    >>> delimiter("U1;U2;U3\\n4,0;3,0;4,0\\n3,0;3,0;4,0\\n")
    ';'
    """
    lines = [line for line in words[:50_000].splitlines()[:SAMPLED] if line.strip()]
    best, found = (0, 0), DELIMITERS[2]
    for mark in DELIMITERS:
        counts = Counter(line.count(mark) for line in lines if mark in line)
        count, share = max(counts.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
        if (share, count) > best:
            best, found = (share, count), mark
    return found


def _may_be_wide(words: str) -> bool:
    """Whether a line may be as long as the marks of too many columns alone: some half of such a line would have no end in it."""
    half = MOST_COLUMNS // 2
    return any(words.find("\n", at, at + half) < 0 for at in range(0, len(words) - half + 1, half))


def _regular(words: str, mark: str) -> pd.DataFrame | None:
    """Cells of a file in which every line has as many marks as the first; None for any other."""
    import pyarrow as pa
    import pyarrow.csv

    from balong_eval.intake.sheet.categories import frame

    content = words.encode()
    names = [str(place) for place in range(words.partition("\n")[0].count(mark) + 1)]
    try:
        found = pyarrow.csv.read_csv(
            pa.BufferReader(content),
            read_options=pyarrow.csv.ReadOptions(column_names=names, block_size=min(len(content), LARGEST_BLOCK)),
            parse_options=pyarrow.csv.ParseOptions(delimiter=mark, quote_char=False, ignore_empty_lines=False),
            convert_options=pyarrow.csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.dictionary(pa.int32(), pa.string())), strings_can_be_null=False
            ),
        ).unify_dictionaries()
    except pa.ArrowInvalid:
        return None
    columns = [column.combine_chunks() for column in found.columns]
    arrays = [column.chunk(0) if isinstance(column, pa.ChunkedArray) else column for column in columns]
    return frame([_column(array) for array in arrays], range(1, found.num_rows + 1))


def _padded(rows: list[Line], width: int) -> tuple[Line, ...]:
    """Rows of one length, without the outer columns that hold nothing."""
    last = max((place for _, cells in rows for place, cell in enumerate(cells[:width], 1) if cell), default=0)
    return tuple((number, [*cells[:last], *[""] * (last - len(cells))]) for number, cells in rows)


def _column(array: Any) -> pd.Categorical:
    from balong_eval.intake.sheet.categories import from_codes

    return from_codes(array.indices.to_numpy(), array.dictionary.to_pylist())


def _rows(words: str, mark: str, file: str) -> list[Line]:
    reader = csv.reader(io.StringIO(words, newline=""), delimiter=mark, strict=True)
    rows: list[Line] = []
    try:
        for number, row in enumerate(reader, 1):
            cells = [cell.strip() for cell in row]
            _check_quotes(cells, number, mark, len(rows[0][1]) if rows else 0, file)
            if any(cells):
                rows.append((number, cells))
    except csv.Error:
        raise InputError(f"Berkas {file} bukan tabel CSV yang utuh: {QUOTES.format(row=len(rows) + 1)}") from None
    return rows


def _check_quotes(cells: list[str], row: int, mark: str, width: int, file: str) -> None:
    """A cell that holds whole lines of the table: an opening quote that was never closed has swallowed them."""
    swallowed = any(line.count(mark) >= max(1, width - 1) for cell in cells if "\n" in cell for line in cell.splitlines()[1:])
    if swallowed:
        raise InputError(f"Berkas {file} bukan tabel CSV yang utuh: {QUOTES.format(row=row)}")


def _width(lengths: list[int]) -> int:
    """The commonest number of cells of a row; of equally common ones the smallest that is more than one."""
    counts = Counter(lengths)
    return max(counts, key=lambda length: (counts[length], length > 1, -length), default=0)


def _head_width(rows: list[Line]) -> int:
    """Length of the first row that may be a head: at least three texts, none of them a number."""
    heads = (cells for _, cells in rows[:SAMPLED] if sum(bool(cell) for cell in cells) >= HEAD_LEAST and not any(map(str.isdecimal, cells)))
    return len(next(heads, []))


def _too_long(number: int, cells: list[str], width: int, file: str) -> Finding:
    place = next(place for place in range(width, len(cells)) if cells[place])
    return Finding("error", "baris_terlalu_panjang", TOO_LONG, file, None, address(number, place), number)
