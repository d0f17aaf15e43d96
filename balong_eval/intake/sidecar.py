"""The sidecar: what an office says about a file of answers, in a small TOML file beside it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from balong_eval import regulation
from balong_eval.errors import Finding, InputError
from balong_eval.intake.content import decode, read_bytes
from balong_eval.intake.sheet import SIDECAR_SHEET, Sheet
from balong_eval.intake.words import did_you_mean, plain

FIELDS = ("id", "tanggal", "waktu_isi", "layanan", "jenis_kelamin", "usia", "pendidikan", "pekerjaan", "saran", "n")
MODES = ("kertas", "daring", "campuran")
ORDERS = ("list", "questionnaire")
DOUBLES = ("keep", "first")
SHEET_KEYS = {
    "peraturan": "regulation",
    "mulai survei": "period.start",
    "selesai survei": "period.end",
    "cara pengumpulan": "mode",
    "urutan unsur": "unsur_order",
    "formulir ganda": "doubles",
}
SHEET_CHOICES = ("mode", "unsur_order", "doubles", "regulation")
SHEET_HEAD = "uraian"
SHEET_SERVICES = "layanan"
HIGHEST_IKM = 100
LABELLED = ("layanan", "jenis_kelamin", "pendidikan", "pekerjaan")
ANSWERS = "jawaban"
ROUNDINGS = ("none", "nrr_2", "terms_2", "terms_3")


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


def _one_of(*allowed: str) -> Callable[[Any], str | None]:
    def check(value: Any) -> str | None:
        if value in allowed:
            return None
        near = did_you_mean(value, allowed) if isinstance(value, str) else ""
        return f"harus salah satu dari: {', '.join(allowed)}; tertulis {quote(value)}.{near}"

    return check


def quote(value: Any) -> str:
    """A value as the officer wrote it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (dict, list)):
        return "sebuah tabel" if isinstance(value, dict) else "sebuah daftar"
    return f"'{value}'" if isinstance(value, str) else str(value)


def _text(value: Any) -> str | None:
    return None if isinstance(value, str) else f"harus teks di antara tanda kutip; tertulis {quote(value)}."


def _period(value: Any) -> str | None:
    form = "harus berisi tanggal mulai dan selesai: {start = 2019-01-02, end = 2019-12-30}, di Excel dua sel tanggal"
    if not isinstance(value, dict) or set(value) != {"start", "end"}:
        return f"{form}; tertulis {quote(value)}."
    if not all(type(day) is date for day in value.values()):
        return f"{form}, tanggal tanpa tanda kutip."
    return "berakhir sebelum mulai." if value["end"] < value["start"] else None


def _mapping_to(*allowed: str) -> Callable[[Any], str | None]:
    def check(value: Any) -> str | None:
        if not isinstance(value, dict):
            return f"harus tabel; tertulis {quote(value)}."
        wrong = [(key, item) for key, item in value.items() if item not in allowed]
        told = [f"{key} = {quote(item)}{did_you_mean(str(item), allowed)}" for key, item in wrong]
        return f"hanya boleh menunjuk ke {', '.join(allowed)}; salah: {'; '.join(told)}." if told else None

    return check


def _unsur(value: Any) -> str | None:
    return _mapping_to(*regulation.all_unsur())(value)


def _labels(value: Any) -> str | None:
    if not isinstance(value, dict) or not all(isinstance(table, dict) for table in value.values()):
        return 'harus tabel di dalam tabel, misalnya [labels.layanan] lalu "42" = "Izin usaha".'
    known = (*LABELLED, ANSWERS)
    unknown = [name for name in value if name not in known]
    if unknown:
        return f"hanya berlaku untuk {', '.join(known)}; tertulis {', '.join(unknown)}.{did_you_mean(unknown[0], known)}"
    wrong = [key for name, table in value.items() if name != ANSWERS for key, item in table.items() if not isinstance(item, str)]
    if wrong:
        return f"artinya harus teks: {', '.join(wrong)}."
    scores = value.get(ANSWERS, {})
    off = [key for key, item in scores.items() if type(item) is not int or item not in (1, 2, 3, 4)]
    return f'untuk {ANSWERS} artinya harus 1, 2, 3 atau 4, misalnya "Sangat setuju" = 4; salah: {", ".join(off)}.' if off else None


def _population(value: Any) -> str | None:
    if not isinstance(value, dict) or not value:
        return 'harus tabel layanan dan jumlah pengguna, misalnya "Izin usaha" = 1200.'
    wrong = [key for key, count in value.items() if type(count) is not int or count < 0]
    return f"harus bilangan bulat 0 atau lebih: {', '.join(wrong)}." if wrong else None


def _positive(number: int | Decimal) -> bool:
    return Decimal(number).is_finite() and number > 0


def _bobot(value: Any) -> str | None:
    if not isinstance(value, dict) or not value:
        return "harus tabel unsur dan bobot, misalnya persyaratan = 0.2."
    wrong = [key for key, weight in value.items() if isinstance(weight, bool) or not isinstance(weight, (int, Decimal)) or not _positive(weight)]
    if wrong:
        return f"harus angka lebih dari 0: {', '.join(wrong)}."
    unknown = [key for key in value if key not in regulation.all_unsur()]
    if unknown:
        return f"tidak mengenal unsur {', '.join(unknown)}.{did_you_mean(unknown[0], regulation.all_unsur())}"
    total = sum((Decimal(weight) for weight in value.values()), Decimal(0))
    return None if abs(Decimal(total) - 1) <= Decimal("0.001") else f"jumlah seluruh bobot harus 1; tertulis {total}."


def _published(value: Any) -> str | None:
    if not isinstance(value, dict) or set(value) - {"ikm", "bobot", "rounding"} or "ikm" not in value:
        return 'harus berisi ikm, dan boleh bobot dan rounding, misalnya ikm = 82.75, bobot = "0.11", rounding = "none".'
    ikm = value["ikm"]
    if isinstance(ikm, bool) or not isinstance(ikm, (int, Decimal)) or not _positive(ikm) or ikm > HIGHEST_IKM:
        return "ikm harus angka sampai 100 dengan titik desimal, misalnya 82.75."
    if "rounding" in value and value["rounding"] not in ROUNDINGS:
        return f"rounding harus salah satu dari: {', '.join(ROUNDINGS)}."
    if "bobot" in value and not re.fullmatch(r"0\.0*[1-9]\d{0,5}|1/[1-9]\d?", str(value["bobot"])):
        return 'bobot harus ditulis seperti "0.11" atau "1/9".'
    return _text(value["bobot"]) if "bobot" in value else None


def _exclude(value: Any) -> str | None:
    form = 'harus [[exclude]] dengan where = {id = 217} dan reason = "baris contoh".'
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        return form
    for item in value:
        where, reason = item.get("where"), item.get("reason")
        if set(item) != {"where", "reason"} or not isinstance(where, dict) or not where or not isinstance(reason, str):
            return form
        unknown = [name for name in where if name not in FIELDS]
        if unknown:
            return f"where tidak mengenal kolom {', '.join(unknown)}.{did_you_mean(unknown[0], FIELDS)}"
    return None


CHECKS: dict[str, Callable[[Any], str | None]] = {
    "regulation": _one_of(*regulation.IDS),
    "period": _period,
    "mode": _one_of(*MODES),
    "unsur_order": _one_of(*ORDERS),
    "doubles": _one_of(*DOUBLES),
    "sheet": _text,
    "columns": _mapping_to(*FIELDS),
    "unsur": _unsur,
    "labels": _labels,
    "population": _population,
    "bobot": _bobot,
    "published": _published,
    "exclude": _exclude,
}
