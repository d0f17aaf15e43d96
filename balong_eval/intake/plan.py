"""renstra.toml: the words and links of the plan, from visi to indikator; every number is in indikator.csv."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from balong_eval.errors import Finding, Findings, InputError
from balong_eval.intake.content import decode, read_bytes
from balong_eval.intake.toml_file import parse_toml, quote, unknown_keys
from balong_eval.intake.words import plain

STANDARDS = ("NSPK", "IKK", "lainnya")
SMART_WORDS = ("relevan", "realistis")
TABLES: dict[str, dict[str, type]] = {
    "visi": {"text": str, "elements": list, "source": str},
    "misi": {"number": int, "text": str, "served": bool},
    "tujuan": {"id": str, "text": str, "misi": int},
    "sasaran": {"id": str, "text": str, "tujuan": str},
    "indikator": {
        "id": str, "name": str, "tujuan": str, "sasaran": str, "program": str, "satuan": str, "definition": str, "formula": str,
        "source": str, "frequency": str, "standard": str, "mengukur": list,
    },
    "program": {"id": str, "name": str, "sasaran": str, "unit": str},
    "evaluasi": {"tahun": int, "pendorong": str, "penghambat": str, "renja": str, "renstra": str},
}  # fmt: skip
NEEDED = {
    "visi": ("text",), "misi": ("number", "text"), "tujuan": ("id", "text"), "sasaran": ("id", "text"), "indikator": ("id", "name"),
    "program": ("id", "name"), "evaluasi": ("tahun",),
}  # fmt: skip
WORDS = {str: "teks di antara tanda kutip", int: "bilangan bulat", bool: "true atau false", list: 'daftar teks ["...", "..."]'}
TOP = {"title": str, "source": str, "smart_r": str}


@dataclass(frozen=True)
class Visi:
    """The visi of the regency, and the elements that it names."""

    text: str
    elements: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True)
class Misi:
    """A misi of the regency; `served`: the unit's plan serves it."""

    number: int
    text: str
    served: bool = False


@dataclass(frozen=True)
class Objective:
    """A tujuan or sasaran: its id, its words, and the id of what it serves (number of a misi, id of a tujuan)."""

    id: str
    text: str
    parent: str = ""


@dataclass(frozen=True)
class Program:
    """A programme: the sasaran that it serves and the unit responsible."""

    id: str
    name: str
    sasaran: str = ""
    unit: str = ""


@dataclass(frozen=True)
class Indicator:
    """What is measured, in words.

    Attributes
    ----------
    id, name : str
    tujuan, sasaran, program : str
        Ids of the tujuan or sasaran that it belongs to, and of the programme whose budget pays for it; empty where none.
    satuan, definition, formula, source, frequency : str
        Empty where the plan does not say.
    standard : str
        Kind of target in table T-C.23: ``NSPK``, ``IKK`` or ``lainnya``.
    mengukur : tuple of str
        Ids of the sasaran that it measures; of an indicator of a sasaran that sasaran itself, unless the plan says otherwise.
    """

    id: str
    name: str
    tujuan: str = ""
    sasaran: str = ""
    program: str = ""
    satuan: str = ""
    definition: str = ""
    formula: str = ""
    source: str = ""
    frequency: str = ""
    standard: str = ""
    mengukur: tuple[str, ...] = ()

    @property
    def measures(self) -> tuple[str, ...]:
        """Sasaran that it measures."""
        return self.mengukur or ((self.sasaran,) if self.sasaran else ())


@dataclass(frozen=True)
class Evaluation:
    """What the office itself says of a year, for the foot of Formulir E.80."""

    tahun: int
    pendorong: str = ""
    penghambat: str = ""
    renja: str = ""
    renstra: str = ""


@dataclass(frozen=True)
class Plan:
    """The plan of a unit in words and links; see `Indicator`, `Objective`, `Program`."""

    file: str
    title: str
    source: str
    visi: Visi | None
    misi: tuple[Misi, ...]
    tujuan: tuple[Objective, ...]
    sasaran: tuple[Objective, ...]
    indikator: tuple[Indicator, ...]
    program: tuple[Program, ...]
    evaluasi: tuple[Evaluation, ...]
    smart_r: str = SMART_WORDS[0]
    findings: tuple[Finding, ...] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "findings", Findings(self.findings))

    def find(self, indikator: str) -> Indicator | None:
        """The indicator with this id or name, without regard to case and marks; None where there is none or the name is not unique."""
        by_id = [item for item in self.indikator if plain(item.id) == plain(indikator)]
        named = by_id or [item for item in self.indikator if plain(item.name) == plain(indikator)]
        return named[0] if len(named) == 1 else None

    def of(self, sasaran: str) -> tuple[Indicator, ...]:
        """Indicators of a sasaran."""
        return tuple(item for item in self.indikator if item.sasaran == sasaran)

    def programme(self, program: str) -> Program | None:
        """The programme with this id."""
        return next((item for item in self.program if item.id == program), None)

    def evaluation(self, year: int) -> Evaluation:
        """What the office says of a year; empty texts where it says nothing."""
        return next((item for item in self.evaluasi if item.tahun == year), Evaluation(year))


def read(path: Path) -> Plan:
    """Read renstra.toml.

    Raises
    ------
    InputError
        When it is not TOML, or a table or a value has a wrong kind, or one that is needed is missing; carries all findings.
    """
    text, _ = decode(read_bytes(path), path.name)
    facts = parse_toml(text, path.name)
    findings = unknown_keys(facts, {**TABLES, **TOP}, path.name, "renstra.toml")
    wrong = [_wrong(path.name, key, WORDS[kind], facts[key]) for key, kind in TOP.items() if key in facts and type(facts[key]) is not kind]
    tables: dict[str, list[dict[str, Any]]] = {}
    for name in TABLES:
        found = facts.get(name, [])
        items = [found] if name == "visi" and isinstance(found, dict) else found
        if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
            wrong.append(_wrong(path.name, name, f"[[{name}]] dengan isi di bawahnya", found))
            continue
        tables[name] = items
        for number, item in enumerate(items, 1):
            told, unknown = _check(path.name, name, number, item)
            wrong += told
            findings += unknown
    wrong += _choices(path.name, facts, tables)
    if wrong:
        raise InputError(f"Berkas {path.name} belum dapat dipakai.", [*wrong, *findings])
    return _build(path.name, facts, tables, findings)


def _check(file: str, table: str, number: int, item: dict[str, Any]) -> tuple[list[Finding], list[Finding]]:
    """Values of a wrong kind or missing, and keys not known, of the n-th table of a name."""
    kinds = TABLES[table]
    label = f"{table} ke-{number}"
    bad = [(key, value) for key, value in item.items() if key in kinds and not _fits(value, kinds[key])]
    wrong = [_wrong(file, f"{label}, {key}", WORDS[kinds[key]], value) for key, value in bad]
    wrong += [
        Finding("error", "isi_renstra", f"{label} harus menyebut {key}.", file, column=f"{label}, {key}")
        for key in NEEDED[table]
        if key not in item or not str(item[key]).strip()
    ]
    return wrong, unknown_keys(item, kinds, file, f"[[{table}]]")


def _fits(value: Any, kind: type) -> bool:
    """Whether a value is of a kind, a list one of texts."""
    if type(value) is not kind:
        return False
    return not isinstance(value, list) or all(isinstance(text, str) for text in value)


def _choices(file: str, facts: dict[str, Any], tables: dict[str, list[dict[str, Any]]]) -> list[Finding]:
    """Words that must be one of a few, and ids that stand twice."""
    wrong = []
    if facts.get("smart_r", SMART_WORDS[0]) not in SMART_WORDS:
        wrong.append(_wrong(file, "smart_r", f"salah satu dari: {', '.join(SMART_WORDS)}", facts["smart_r"]))
    for item in tables.get("indikator", []):
        if item.get("standard", STANDARDS[-1]) not in STANDARDS:
            wrong.append(_wrong(file, f"indikator {item.get('id')}, standard", f"salah satu dari: {', '.join(STANDARDS)}", item["standard"]))
    keys = {"misi": "number", "tujuan": "id", "sasaran": "id", "indikator": "id", "program": "id", "evaluasi": "tahun"}
    for table, key in keys.items():
        values = [item.get(key) for item in tables.get(table, [])]
        for value in sorted({value for value in values if value is not None and values.count(value) > 1}, key=str):
            wrong.append(Finding("error", "isi_renstra", f"{table} {quote(value)} tertulis dua kali; {key} harus berbeda.", file, column=table))
    return wrong


def _wrong(file: str, key: str, expected: str, value: Any) -> Finding:
    return Finding("error", "isi_renstra", f"{key} harus {expected}; tertulis {quote(value)}.", file, column=key)


def _build(file: str, facts: dict[str, Any], tables: dict[str, list[dict[str, Any]]], findings: list[Finding]) -> Plan:
    known = {name: [{key: value for key, value in item.items() if key in TABLES[name]} for item in items] for name, items in tables.items()}
    visi = known["visi"][0] if known["visi"] else None
    return Plan(
        file=file,
        title=facts.get("title", ""),
        source=facts.get("source", ""),
        visi=Visi(visi["text"], tuple(visi.get("elements", ())), visi.get("source", "")) if visi else None,
        misi=tuple(Misi(**item) for item in known["misi"]),
        tujuan=tuple(Objective(item["id"], item["text"], str(item.get("misi", ""))) for item in known["tujuan"]),
        sasaran=tuple(Objective(item["id"], item["text"], item.get("tujuan", "")) for item in known["sasaran"]),
        indikator=tuple(Indicator(**(item | {"mengukur": tuple(item.get("mengukur", ()))})) for item in known["indikator"]),
        program=tuple(Program(**item) for item in known["program"]),
        evaluasi=tuple(Evaluation(**item) for item in known["evaluasi"]),
        smart_r=facts.get("smart_r", SMART_WORDS[0]),
        findings=tuple(findings),
    )
