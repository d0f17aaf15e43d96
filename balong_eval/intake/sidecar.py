"""The sidecar: what an office says about a file of answers, in a small TOML file beside it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from balong_eval import regulation
from balong_eval.errors import Finding, InputError
from balong_eval.intake.content import decode, read_bytes
from balong_eval.intake.sheet import SIDECAR_SHEET, Sheet
from balong_eval.intake.sidecar_values import ANSWERS, CHECKS
from balong_eval.intake.toml_file import parse_toml, unknown_keys
from balong_eval.intake.words import plain

SHEET_KEYS = {
    "peraturan": "regulation",
    "mulai survei": "period.start",
    "selesai survei": "period.end",
    "cara pengumpulan": "mode",
    "urutan unsur": "unsur_order",
    "formulir ganda": "doubles",
    "urutan tanggal": "date_order",
}
SHEET_CHOICES = ("mode", "unsur_order", "doubles", "date_order", "regulation")
SHEET_HEAD = "uraian"
SHEET_SERVICES = "layanan"


@dataclass(frozen=True)
class Exclusion:
    """Rows that the office sets aside: those where every field has the value named, with the reason to print."""

    where: dict[str, str]
    reason: str


@dataclass(frozen=True)
class Sidecar:
    """A sidecar read and checked; the names are those of the file (interface of the unit folder)."""

    regulation: str
    file: str | None = None
    start: date | None = None
    end: date | None = None
    mode: str | None = None
    unsur_order: str = "list"
    doubles: str = "keep"
    date_order: str | None = None
    sheet: str | None = None
    columns: dict[str, str] = field(default_factory=dict)
    unsur: dict[str, str] = field(default_factory=dict)
    labels: dict[str, dict[str, str]] = field(default_factory=dict)
    population: dict[str, int] = field(default_factory=dict)
    bobot: dict[str, Fraction] = field(default_factory=dict)
    published: dict[str, Any] = field(default_factory=dict)
    exclude: tuple[Exclusion, ...] = ()
    answer_labels: dict[str, int] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


def read(path: Path) -> Sidecar:
    """Read a sidecar file.

    Raises
    ------
    InputError
        When it is not TOML, lacks `regulation`, or holds a value of a wrong kind; carries all findings at once.
    """
    text, _ = decode(read_bytes(path), path.name)
    return parse(parse_toml(text, path.name), path.name)


def is_sheet(sheet: Sheet) -> bool:
    """Whether a sheet is our "Keterangan", by its name and its head, and not an office's own of that name."""
    head = [plain(cell) for _, cells in sheet.rows(0, 1) for cell in cells[:2]]
    return sheet.name == SIDECAR_SHEET and head == [SHEET_HEAD, "isi"]


def read_sheet(sheet: Sheet) -> Sidecar:
    """Read a workbook's sheet "Keterangan": keys in column A, values in B, then a table of services and users.

    Raises
    ------
    InputError
        As `read`.
    """
    tables: dict[str, Any] = {}
    services = False
    for _, cells in sheet.rows():
        key, value = [*cells, "", ""][:2]
        services = services or plain(key) == SHEET_SERVICES
        if services and key and value and plain(key) != SHEET_SERVICES:
            tables.setdefault("population", {})[key] = int(value) if value.isdigit() else value
        elif not services and key and value and plain(key) != SHEET_HEAD:
            name = SHEET_KEYS.get(plain(key), key)
            table, _, inner = name.partition(".")
            if inner:
                tables.setdefault(table, {})[inner] = _date(value)
            else:
                tables[name] = value.casefold() if name in SHEET_CHOICES else value
    return parse(tables, f"{sheet.file}, lembar {sheet.name}")


def _date(text: str) -> date | str:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text


def parse(tables: dict[str, Any], file: str) -> Sidecar:
    """Check the tables of a sidecar and build a `Sidecar`; see `read`."""
    findings = list(unknown_keys(tables, CHECKS, file, "sidecar"))
    values: dict[str, Any] = {}
    for key, check in CHECKS.items():
        if key not in tables:
            continue
        problem = check(tables[key])
        if problem:
            findings.append(Finding("error", "isi_sidecar", f"[{key}] {problem}", file=file, column=key))
        else:
            values[key] = tables[key]
    if "regulation" not in tables:
        message = f'Sidecar harus menyebut peraturannya, misalnya regulation = "{regulation.DEFAULT}".'
        findings.append(Finding("error", "isi_sidecar", message, file=file, column="regulation"))
    if any(finding.rule == "isi_sidecar" for finding in findings):
        raise InputError(f"Sidecar {file} belum dapat dipakai.", findings)
    return _build(values, file, tuple(findings))


def _build(values: dict[str, Any], file: str, findings: tuple[Finding, ...]) -> Sidecar:
    period = values.pop("period", {})
    labels = dict(values.get("labels", {}))
    values["answer_labels"] = labels.pop(ANSWERS, {})
    values["labels"] = labels
    values["bobot"] = {key: Fraction(str(value)) for key, value in values.get("bobot", {}).items()}
    values["exclude"] = tuple(
        Exclusion({name: str(value) for name, value in item["where"].items()}, item["reason"]) for item in values.get("exclude", [])
    )
    return Sidecar(file=file, start=period.get("start"), end=period.get("end"), findings=findings, **values)
