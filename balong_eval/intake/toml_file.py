"""A TOML file that an officer wrote: its tables, what is said of keys that nobody knows, and how a value is shown."""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal
from typing import Any

from balong_eval.errors import Finding, InputError
from balong_eval.intake.words import did_you_mean


def parse_toml(text: str, file: str) -> dict[str, Any]:
    """Tables of a TOML text, or an `InputError` that names the line.

    Numbers with a point are read as `Decimal`, so that a weight keeps the digits that the office wrote.
    """
    try:
        return tomllib.loads(text.removeprefix("\ufeff"), parse_float=Decimal)
    except (tomllib.TOMLDecodeError, ValueError, RecursionError) as error:
        place = re.search(r"line (\d+), column (\d+)", str(error))
        where = f"baris {place[1]}, huruf ke-{place[2]}" if place else "di akhir berkas"
        hint = 'Periksa tanda kutip, tanda = dan kurung; teks ditulis di antara tanda kutip: mode = "kertas".'
        raise InputError(f"Berkas {file} bukan TOML yang benar ({where}). {hint}") from None


def unknown_keys(tables: dict[str, Any], known: dict[str, Any], file: str, what: str) -> list[Finding]:
    """One error finding for each key that the contract does not know, with the nearest that it does."""
    return [
        Finding(
            "error",
            "kunci_tidak_dikenal",
            f"Kunci '{key}' tidak dikenal dalam {what} dan tidak dipakai.{did_you_mean(key, known)} Betulkan atau hapus.",
            file=file,
            column=key,
        )
        for key in tables
        if key not in known
    ]


def quote(value: Any) -> str:
    """A value as the officer wrote it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (dict, list)):
        return "sebuah tabel" if isinstance(value, dict) else "sebuah daftar"
    return f"'{value}'" if isinstance(value, str) else str(value)
