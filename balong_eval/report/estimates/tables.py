"""Figures that stand in a table and in no document: shares, counts of answers, correlations, budgets, feet of official tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from balong_eval.report.estimates.rows import Row

ROW_NUMBERS = ("no", "number")
COLUMNS = {
    "responden": ("share",),
    "kecukupan": ("value",),
    "korelasi_unsur": ("r",),
    "pengolahan_data": ("bobot", "jawaban_1", "jawaban_2", "jawaban_3", "jawaban_4", "total"),
    "tercetak": ("ikm",),
    "akhir_rencana": ("awal", "akhir", "diperoleh"),
    "anggaran": ("anggaran", "realisasi", "sisa", "selisih"),
    "rencana_tindak_lanjut": ("nrr",),
    "pekppp": ("score",),
    "tc23": ("nspk", "ikk", "lain", "rasio"),
    "tc24_rupiah": ("anggaran", "realisasi"),
    "tc24_persen": ("rasio", "tumbuh_anggaran", "tumbuh_realisasi"),
    "e80_rencana": ("awal", "akhir_k", "akhir_rp"),
    "e80_target": ("rp",),
    "e80_realisasi": ("rp",),
    "e80_rasio": ("k", "rp"),
    "peringkat": ("di_atas", "di_bawah"),
    "kecenderungan": ("n",),
    "mutu_data": ("formulir", "dikesampingkan", "ganda", "sama", "salah"),
}


def read(bundle: Mapping[str, Any]) -> Iterator[Row]:
    """One row a figure of a table named above: `by` the table, `quantity` its column, `group` the texts that the row begins with.

    A column of an official table carries its number (``rp_7``).

    Parameters
    ----------
    bundle : mapping
        Any block.
    """
    wanted = COLUMNS.get(bundle["name"], ()) if bundle["kind"] == "table" else ()
    names = [column["name"] for column in bundle["columns"]] if wanted else []
    for cells in bundle["rows"] if wanted else ():
        group = _group(names, cells)
        for name, value in zip(names, cells, strict=True):
            if _wanted(name, wanted) and isinstance(value, (int, float)):
                yield {"quantity": name, "by": bundle["name"], "group": group, "estimate": value}


def _wanted(name: str, wanted: Sequence[str]) -> bool:
    stem, _, number = name.rpartition("_")
    return name in wanted or (number.isdigit() and stem in wanted)


def _group(names: Sequence[str], cells: Sequence[Any]) -> str:
    """The indicator of the row, else its texts before the first number that is not the number of the row."""
    if "indikator" in names:
        return str(cells[names.index("indikator")])
    texts = [value for name, value in zip(names, cells, strict=True) if name not in ROW_NUMBERS]
    first = next((place for place, value in enumerate(texts) if not isinstance(value, str)), len(texts))
    return " / ".join(texts[:first])
