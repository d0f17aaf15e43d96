"""Large files in pieces: a CSV of one width or a Parquet file as batches of columns, so that memory does not grow with the file."""

from __future__ import annotations

import mmap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from balong_eval.intake.sheet import PARQUET, text
from balong_eval.intake.sheet.categories import frame, from_texts
from balong_eval.intake.sheet.grid import Sheet
from balong_eval.intake.sheet.values import as_text

LARGE_TEXT = 32 * 2**20
LARGE_TABLE = 500_000
HEAD_BYTES = 64 * 1024
HEAD_ROWS = 1_000
PIECE_ROWS = 262_144
PIECE_BYTES = 8 * 2**20
SMALL = 15


class IrregularError(ValueError):
    """A file that cannot be read in pieces: quotation marks, lines of several widths, or another encoding than UTF-8."""


@dataclass(frozen=True)
class Large:
    """A large file: its first rows as a sheet, and the number of the first row that `columns` gives."""

    path: Path
    head: Sheet
    width: int
    first: int

    def columns(self, places: Sequence[int]) -> Iterator[list[Any]]:
        """Arrow arrays of some columns, a piece of rows at a time.

        Raises
        ------
        IrregularError
            When the file turns out not to be regular.
        """
        yield from (_table_pieces if self.first > 1 else _text_pieces)(self, list(places))


def large(path: Path) -> Large | None:
    """A file too large to be held as texts; None for any other, which is read whole."""
    if not path.is_file():
        return None
    with path.open("rb") as file:
        start = file.read(HEAD_BYTES)
    if start.startswith(PARQUET):
        return _large_table(path)
    return _large_text(path, start) if path.stat().st_size >= LARGE_TEXT else None


def _large_table(path: Path) -> Large | None:
    import pyarrow as pa
    import pyarrow.parquet

    try:
        with pyarrow.parquet.ParquetFile(path) as source:
            if source.metadata.num_rows < LARGE_TABLE:
                return None
            names = source.schema_arrow.names
            rows = next(source.iter_batches(HEAD_ROWS)).to_pydict()
    except (pa.ArrowException, OSError, ValueError):
        return None
    columns = [from_texts([name, *map(as_text, rows[name])]) for name in names]
    return Large(path, Sheet(path.name, None, frame(columns, range(1, len(columns[0]) + 1))), len(names), 2)


def _large_text(path: Path, start: bytes) -> Large | None:
    if start.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in start or start.lstrip().startswith(b"<"):
        return None
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        if content.find(b'"') >= 0:
            return None
    try:
        words = start[: start.rindex(b"\n") + 1].decode("utf-8-sig")
    except ValueError:
        return None
    return Large(path, text.read(words, path.name), words.partition("\n")[0].count(text.delimiter(words)) + 1, 1)


def _table_pieces(source: Large, places: list[int]) -> Iterator[list[Any]]:
    import pyarrow as pa
    import pyarrow.parquet

    try:
        with pyarrow.parquet.ParquetFile(source.path, pre_buffer=False, memory_map=True) as file:
            names = file.schema_arrow.names
            for batch in file.iter_batches(PIECE_ROWS, columns=[names[place] for place in places]):
                yield [batch.column(names[place]) for place in places]
    except (pa.ArrowException, OSError) as fault:
        raise IrregularError(str(fault)) from None


def _text_pieces(source: Large, places: list[int]) -> Iterator[list[Any]]:
    import pyarrow as pa
    import pyarrow.csv

    with source.path.open("rb") as file:
        mark = text.delimiter(file.read(HEAD_BYTES).decode("utf-8-sig", errors="ignore"))
    names = [str(place) for place in range(source.width)]
    wanted = [str(place) for place in places]
    try:
        reader = pyarrow.csv.open_csv(
            source.path,
            read_options=pyarrow.csv.ReadOptions(column_names=names, block_size=PIECE_BYTES),
            parse_options=pyarrow.csv.ParseOptions(delimiter=mark, quote_char=False, ignore_empty_lines=False),
            convert_options=pyarrow.csv.ConvertOptions(
                column_types=dict.fromkeys(wanted, pa.dictionary(pa.int32(), pa.string())), include_columns=wanted, strings_can_be_null=False
            ),
        )
        with reader:
            for batch in reader:
                yield batch.columns
    except (pa.ArrowException, OSError) as fault:
        raise IrregularError(str(fault)) from None


def codes_of(array: Any) -> tuple[Any, list[str]]:
    """A column of a piece as codes, and the text that each code stands for; whole numbers near each other are their own codes."""
    import pyarrow as pa
    import pyarrow.compute

    if pa.types.is_integer(array.type) and len(array) > array.null_count:
        ends = pyarrow.compute.min_max(array).as_py()
        if 0 <= ends["min"] <= ends["max"] <= SMALL:
            filled = array.fill_null(ends["max"] + 1) if array.null_count else array
            return filled.to_numpy(zero_copy_only=False), [*map(str, range(ends["max"] + 1)), ""]
    if not pa.types.is_dictionary(array.type):
        array = pyarrow.compute.dictionary_encode(array)
    try:
        labels = [as_text(value).strip() for value in array.dictionary.to_pylist()]
    except UnicodeDecodeError as fault:
        raise IrregularError(str(fault)) from None
    return array.indices.fill_null(len(labels)).to_numpy(zero_copy_only=False), [*labels, ""]


def only(array: Any, values: Sequence[str]) -> Any:
    """A column with every value but these left out."""
    import pyarrow as pa
    import pyarrow.compute

    texts = pyarrow.compute.cast(array, pa.string())
    return pyarrow.compute.if_else(pyarrow.compute.is_in(texts, value_set=pa.array(values)), texts, "")


def empty(rows: int) -> pd.Categorical:
    """A column without a text."""
    return pd.Categorical.from_codes([0] * rows, categories=pd.Index([""], dtype=object))
