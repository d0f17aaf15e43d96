"""unit.toml: name, years, limits of publication, breaks, the scale of predicates."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from balong_eval.errors import Finding, InputError
from balong_eval.intake.content import decode, read_bytes
from balong_eval.intake.limits import Publication
from balong_eval.intake.toml_file import parse_toml, quote, unknown_keys
from balong_eval.regulation import facts_of, scale

EARLIEST, LATEST = 1950, 2150
BREAK_KEYS = {"before", "series", "reason"}
KEYS: dict[str, type] = {
    "name": str, "regency": str, "code": str, "first_year": int, "last_year": int, "baseline_year": int,
    "synthetic": bool, "scale": str, "publication": dict, "breaks": list, "media": dict,
}  # fmt: skip
WORDS = {str: "teks di antara tanda kutip", int: "bilangan bulat", bool: "true atau false", dict: "tabel", list: "daftar tabel [[...]]"}


def read(file: Path) -> tuple[dict[str, Any], list[Finding]]:
    """Facts of unit.toml, and what is to be said of its unknown keys.

    Raises
    ------
    InputError
        When it is not TOML, or holds a value of a wrong kind; carries all findings.
    """
    text, _ = decode(read_bytes(file), file.name)
    facts = parse_toml(text, file.name)
    findings = unknown_keys(facts, KEYS, file.name, "unit.toml")
    wrong = [_wrong(key, value, file.name) for key, value in facts.items() if key in KEYS and type(value) is not KEYS[key]]
    limits = facts.get("publication", {})
    if isinstance(limits, dict):
        known = Publication.__dataclass_fields__
        findings += unknown_keys(limits, known, file.name, "[publication]")
        wrong += [
            _wrong(key, value, file.name, "bilangan bulat 1 atau lebih")
            for key, value in limits.items()
            if key in known and (type(value) is not int or value < 1)
        ]
        facts["publication"] = {key: value for key, value in limits.items() if key in known}
    wrong += _media(facts.get("media", {}), file.name)
    wrong += _years(facts, file.name) + _breaks(facts.get("breaks", []), file.name)
    if facts.get("scale", scale.DEFAULT) not in scale.IDS:
        wrong.append(_wrong("scale", facts["scale"], file.name, f"salah satu dari: {', '.join(scale.IDS)}"))
    if not str(facts.get("name", "")).strip():
        wrong.append(Finding("error", "isi_unit", 'unit.toml harus menyebut nama unit: name = "Kecamatan Balong".', file.name))
    if wrong:
        raise InputError(f"Berkas {file.name} belum dapat dipakai.", [*wrong, *findings])
    return facts, findings


def _years(facts: dict[str, Any], file: str) -> list[Finding]:
    years = {key: facts[key] for key in ("first_year", "last_year", "baseline_year") if type(facts.get(key)) is int}
    wrong = [_wrong(key, year, file, f"tahun {EARLIEST}-{LATEST}") for key, year in years.items() if not EARLIEST <= year <= LATEST]
    if not wrong and years.get("first_year", EARLIEST) > years.get("last_year", LATEST):
        wrong.append(_wrong("last_year", years["last_year"], file, "tidak lebih awal dari first_year"))
    return wrong


def _media(media: Any, file: str) -> list[Finding]:
    """Years and kinds of media in which a survey's result was published."""
    kinds = facts_of("pekppp")["media"]
    items = media.items() if isinstance(media, dict) else ()
    good = [key.isdecimal() and len(key) == 4 and isinstance(value, list) and set(map(str, value)) <= set(kinds) for key, value in items]
    form = f'media harus tahun dan daftar dari: {", ".join(kinds)}; misalnya "2019" = ["papan", "website"].'
    return [] if all(good) else [Finding("error", "isi_unit", form, file, column="media")]


def _breaks(breaks: Any, file: str) -> list[Finding]:
    form = 'harus [[breaks]] dengan before = "2020", series = "skm" dan reason = "..."'
    items = breaks if isinstance(breaks, list) else []
    good = [isinstance(item, dict) and set(item) == BREAK_KEYS and all(isinstance(text, str) for text in item.values()) for item in items]
    return [] if all(good) else [Finding("error", "isi_unit", f"breaks {form}.", file, column="breaks")]


def _wrong(key: str, value: Any, file: str, expected: str | None = None) -> Finding:
    return Finding("error", "isi_unit", f"{key} harus {expected or WORDS[KEYS[key]]}; tertulis {quote(value)}.", file, column=key)
