"""A unit whose every text is an attack: facts, plan, indicators, follow-up, printed figures, sidecar, services, heads."""

from __future__ import annotations

import csv
import json
import tomllib
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from typing import Any

from balong_eval.intake import example
from tests.hostile.attacks import ATTACKS

FOLDER = "<img src=x onerror=alert(1)> {{7*7}} $HOME ; ' =1+1"
YEARS = ("2018", "2019")
SERVICES = ("Surat pengantar SKCK", "Surat keterangan ahli waris", "Legalisasi dokumen", "Dispensasi nikah")
KEPT = {"id", "misi", "tujuan", "sasaran", "indikator", "mengukur", "unsur", "regulation", "smart_r"}
WORDS = {"tindak_lanjut": ("kegiatan", "waktu", "penanggung_jawab", "realisasi"), "klaim": ("sumber",), "indikator": ("satuan", "sumber")}


def write(folder: Path, texts: dict[str, str] = ATTACKS) -> Path:
    """The example unit of two years with attacks in place of its words, in a folder with an attack for a name."""
    unit = folder / FOLDER
    example.write(unit)
    turn = cycle(texts.values())
    _facts(unit, texts)
    (unit / "renstra.toml").write_text(_toml(_replaced(tomllib.loads((unit / "renstra.toml").read_text(encoding="utf-8")), turn)), encoding="utf-8")
    for name, columns in WORDS.items():
        _table(unit / f"{name}.csv", columns, turn)
    for path in (unit / "skm").iterdir():
        if path.stem not in YEARS:
            path.unlink()
    for year in YEARS:
        _answers(unit / "skm" / f"{year}.csv", texts, turn)
    return unit


def named(texts: dict[str, str]) -> dict[str, str]:
    """What each service is called: an attack that a cell and a TOML key can hold."""
    fit = [text.replace("\x00", "") for text in texts.values()]
    return dict(zip(SERVICES, fit, strict=False))


def _facts(unit: Path, texts: dict[str, str]) -> None:
    whole = " ".join(texts.values())
    facts = {"name": f"Unit {whole}", "regency": f"Kabupaten {whole}", "code": whole, "first_year": 2016, "last_year": 2021, "synthetic": False}
    facts["breaks"] = [{"before": "2019", "series": "skm", "reason": whole}]
    (unit / "unit.toml").write_text(_toml(facts), encoding="utf-8")


def _replaced(value: Any, turn: Iterator[str], key: str = "") -> Any:
    """A document with every text replaced, but for those that others refer to."""
    if isinstance(value, dict):
        return {name: _replaced(item, turn, name) for name, item in value.items()}
    if isinstance(value, list):
        return [_replaced(item, turn, key) for item in value]
    return f"{value} {next(turn)}" if isinstance(value, str) and key not in KEPT else value


def _toml(facts: dict[str, Any], head: str = "") -> str:
    plain = {key: value for key, value in facts.items() if not isinstance(value, dict) and not _is_tables(value)}
    lines = [f"{json.dumps(key)} = {_literal(value)}" for key, value in plain.items()]
    for key, value in facts.items():
        name = f"{head}{json.dumps(key)}"
        if isinstance(value, dict):
            lines += [f"[{name}]", _toml(value, f"{name}.")]
        elif _is_tables(value):
            lines += [line for item in value for line in (f"[[{name}]]", _toml(item, f"{name}."))]
    return "\n".join(lines) + "\n"


def _is_tables(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _literal(value: Any) -> str:
    """A TOML value; JSON's escapes are TOML's, but for DEL."""
    return json.dumps(value).replace("\x7f", "\\u007f")


def _table(path: Path, columns: tuple[str, ...], turn: Iterator[str]) -> None:
    text = path.read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(text.splitlines(), delimiter=";"))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=";")
        writer.writeheader()
        writer.writerows({**row, **{name: f"{row[name]} {next(turn)}".strip() for name in columns if name in row}} for row in rows)


def _answers(path: Path, texts: dict[str, str], turn: Iterator[str]) -> None:
    """Answers whose services and whose further heads and cells are attacks, and a sidecar that names all in attacks."""
    rows = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
    names = named(texts)
    rows[0] += [f"Catatan {next(turn)}"]
    for row in rows[1:]:
        row[3] = names.get(row[3], row[3])
        row += [next(turn)]
    rows[5][8] = next(turn)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    facts = {
        "regulation": "permenpanrb_14_2017",
        "labels": {"pekerjaan": {"PNS": " ".join(texts.values())[:300]}},
        "exclude": [{"where": {"id": int(rows[7][0])}, "reason": " ".join(texts.values())}],
        next(turn): 1,
    }
    path.with_suffix(".toml").write_text(_toml(facts), encoding="utf-8")
