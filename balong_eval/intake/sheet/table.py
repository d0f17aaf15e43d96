"""Parquet: columns with names to cells; the names are row 1."""

from __future__ import annotations

import io

from balong_eval.errors import InputError
from balong_eval.intake.sheet.categories import frame, from_texts
from balong_eval.intake.sheet.grid import Sheet
from balong_eval.intake.sheet.values import as_text


def read(content: bytes, file: str) -> list[Sheet]:
    """Read a Parquet file as one sheet, its column names in row 1.

    Raises
    ------
    InputError
        When the file is damaged.
    """
    import pyarrow as pa
    import pyarrow.parquet

    try:
        found = pyarrow.parquet.read_table(io.BytesIO(content))
        values = [column.to_pylist() for column in found.columns]
    except (pa.ArrowException, OSError, ValueError):
        raise InputError(f"Berkas {file} rusak atau bukan Parquet yang utuh. Ekspor lagi, atau simpan sebagai CSV.") from None
    columns = [from_texts([name, *map(as_text, cells)]) for name, cells in zip(found.column_names, values, strict=True)]
    return [Sheet(file, None, frame(columns, range(1, found.num_rows + 2)))]
