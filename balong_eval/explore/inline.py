"""Parameters as one line of text: an inline table of TOML, checked key by key when it is read."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from balong_eval.errors import InputError
from balong_eval.intake.words import did_you_mean

Kind = type | tuple[type, type]
LARGEST = 1e15


def write(table: Mapping[str, Any]) -> str:
    """A table as one line of TOML.

    Examples
    --------
    >>> write({"periode": "2019", "naik": {"sarpras": 0.3}, "batas": [65.0, 76.61]})
    '{periode = "2019", naik = {sarpras = 0.3}, batas = [65.0, 76.61]}'
    """
    return "{" + ", ".join(f"{_key(key)} = {_value(value)}" for key, value in table.items()) + "}"


def read(text: str, kinds: Mapping[str, Kind], example: str) -> dict[str, Any]:
    """The table of a line; an empty line is an empty table.

    Parameters
    ----------
    text : str
    kinds : mapping of str to type, or to a pair of types
        Keys that there may be, with the kind of their values, or of a list or table and of what is in it; ``float`` takes whole numbers too, and
        only numbers that there are.
    example : str
        A right line, for the message.

    Raises
    ------
    InputError
        When the text is no such table; names every key that is unknown or of a wrong kind.
    """
    if not text.strip():
        return {}
    try:
        found = tomllib.loads(f"table = {text}")
        table = found["table"] if len(found) == 1 else None
    except tomllib.TOMLDecodeError:
        table = None
    if not isinstance(table, dict):
        raise InputError(f"Parameter '{text}' tidak terbaca. Tulis seperti {example}.")
    wrong = [f"kunci '{name}' tidak dikenal.{did_you_mean(name, kinds)}" for name in table if name not in kinds]
    wrong += [f"isi '{name}' salah jenisnya: {value}." for name, value in table.items() if name in kinds and not _fits(kinds[name], value)]
    if wrong:
        raise InputError(f"Parameter tidak dapat dipakai: {' '.join(wrong)} Kunci yang dikenal: {', '.join(kinds)}.")
    return table


def _key(name: str) -> str:
    return name if name.replace("_", "").replace("-", "").isalnum() and name.isascii() else json.dumps(name, ensure_ascii=False)


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return write(value)
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_value(item) for item in value) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else json.dumps(value, ensure_ascii=False)


def _fits(kind: Kind, value: object) -> bool:
    if isinstance(kind, tuple):
        inside: Iterable[object] = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        return type(value) is kind[0] and all(_fits(kind[1], item) for item in inside)
    if kind is float and isinstance(value, int | float):
        return type(value) in (int, float) and abs(value) < LARGEST
    return type(value) is kind
