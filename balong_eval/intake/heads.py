"""What each column of a file of answers is taken for: an unsur, a field of the respondent, a stored total, or nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from balong_eval.errors import Finding, InputError
from balong_eval.intake.sheet import address
from balong_eval.intake.sidecar import FIELDS, Sidecar
from balong_eval.intake.words import nearest, plain
from balong_eval.regulation import Regulation

CODE = re.compile(r"(?:u|unsur|p|q|pertanyaan) ?0*(\d{1,2})")
TOTAL = re.compile(r"(?:total|jumlah)(?: (?:tersimpan|nilai|skor|jawaban|unsur))?|(?:nilai|skor) total")
CLOCK = re.compile(r"\d{1,2}[:.]\d{2}")
ALIASES = {
    "no": "id", "nomor": "id", "row id": "id", "id responden": "id", "no resp": "id", "no responden": "id",
    "tanggal survei": "tanggal", "timestamp": "waktu_isi", "cap waktu": "waktu_isi", "waktu pengisian": "waktu_isi",
    "jenis layanan": "layanan", "layanan yang diterima": "layanan", "jenis layanan yang diterima": "layanan",
    "kelamin": "jenis_kelamin", "sex": "jenis_kelamin", "umur": "usia", "pendidikan terakhir": "pendidikan",
    "pekerjaan utama": "pekerjaan", "kritik dan saran": "saran", "saran masukan": "saran", "frekuensi": "n",
}  # fmt: skip


@dataclass(frozen=True)
class Column:
    """A column of the file and what it was taken for.

    Attributes
    ----------
    place : int
        Place from the left, from 0.
    head : str
        Head as written.
    role : {"unsur", "field", "total", "unused"}
    key : str or None
        Key of the unsur, or name of the field.
    """

    place: int
    head: str
    role: Literal["unsur", "field", "total", "unused"]
    key: str | None = None

    @property
    def is_code(self) -> bool:
        """Whether the head is a number of an unsur (U8) and not its word."""
        return CODE.fullmatch(plain(self.head)) is not None


def assign(
    heads: Sequence[str], row: int, samples: Sequence[Sequence[str]], sidecar: Sidecar, rule: Regulation, file: str
) -> tuple[list[Column], list[Finding]]:
    """Say for each head what its column is.

    Parameters
    ----------
    heads : sequence of str
        The head row, whose number in the file is `row`.
    samples : sequence of sequence of str
        Some rows of answers: they tell a column `waktu` of clock times from the unsur of that name.
    sidecar, rule : Sidecar, Regulation
        The sidecar's ``[columns]`` and ``[unsur]`` win over the regulation's numbers and words.

    Returns
    -------
    list of Column, list of Finding
        Every column, and what is to be said of them.

    Raises
    ------
    InputError
        When no unsur is found, or two columns claim one unsur or one field.
    """
    columns = _clock_columns([_take(place, head, sidecar, rule) for place, head in enumerate(heads)], samples)
    findings = _twice(columns, row, file)
    if not any(column.role == "unsur" for column in columns):
        findings.append(_no_unsur(columns, row, file))
    if findings:
        raise InputError(f"Kolom berkas {file} belum dapat dipahami.", findings)
    return columns, _unused(columns, row, samples, rule, file) + _sidecar_heads(columns, sidecar)


def _take(place: int, head: str, sidecar: Sidecar, rule: Regulation) -> Column:
    word = plain(head)
    declared = {plain(name): key for name, key in sidecar.columns.items()}
    departing = {plain(name): key for name, key in sidecar.unsur.items()}
    if word in declared:
        return Column(place, head, "field", declared[word])
    if word in departing:
        return Column(place, head, "unsur", departing[word])
    code = CODE.fullmatch(word)
    if code:
        unsur = rule.numbered(sidecar.unsur_order).get(int(code[1]))
        return Column(place, head, "unsur", unsur.key) if unsur else Column(place, head, "unused")
    for unsur in rule.unsur:
        if word in (plain(unsur.key), plain(unsur.name)):
            return Column(place, head, "unsur", unsur.key)
    if word.replace(" ", "_") in FIELDS or word in ALIASES:
        return Column(place, head, "field", ALIASES.get(word, word.replace(" ", "_")))
    return Column(place, head, "total" if TOTAL.fullmatch(word) else "unused")


def _clock_columns(columns: list[Column], samples: Sequence[Sequence[str]]) -> list[Column]:
    """`waktu` is an unsur and, in many files, the time of filling: its values tell which."""

    def is_clock(column: Column) -> bool:
        values = [sample[column.place] for sample in samples if column.place < len(sample) and sample[column.place]]
        return column.key == "waktu" and not column.is_code and bool(values) and all(CLOCK.search(value) for value in values)

    return [Column(column.place, column.head, "field", "waktu_isi") if is_clock(column) else column for column in columns]


def _twice(columns: list[Column], row: int, file: str) -> list[Finding]:
    seen: dict[tuple[str, str | None], Column] = {}
    findings = []
    for column in columns:
        if column.role not in ("unsur", "field"):
            continue
        first = seen.setdefault((column.role, column.key), column)
        if first is not column:
            message = (
                f"Kolom '{first.head}' dan '{column.head}' sama-sama terbaca sebagai {column.key}. "
                "Hapus salah satu, atau tulis di sidecar apa maksud masing-masing dalam tabel [unsur] atau [columns]."
            )
            findings.append(Finding("error", "kolom_ganda", message, file, None, address(row, column.place), row, column.head))
    return findings


def _no_unsur(columns: list[Column], row: int, file: str) -> Finding:
    known = [column.head for column in columns if column.role == "field"]
    heads = f", yang dikenal: {', '.join(known)}" if known else ", tidak satu pun dikenal"
    message = (
        f"Tidak ada kolom unsur di antara {len(columns)} kolom{heads}. Baris {row} harus berisi judul: U1 sampai U9 atau nama unsurnya. "
        'Judul lain ditulis di sidecar, misalnya [unsur] "Jawaban 1" = "persyaratan".'
    )
    return Finding("error", "tanpa_unsur", message, file, row=row)


def _unused(columns: list[Column], row: int, samples: Sequence[Sequence[str]], rule: Regulation, file: str) -> list[Finding]:
    findings = []
    words = {unsur.key: unsur.key for unsur in rule.unsur} | {unsur.name: unsur.key for unsur in rule.unsur} | {name: name for name in FIELDS}
    taken = {column.key for column in columns if column.role in ("unsur", "field")}
    for column in columns:
        if column.role != "unused":
            continue
        if not column.head:
            findings += _headless(column, row, file, samples)
            continue
        near = nearest(column.head, words)
        target = words[near] if near else None
        if target and target not in taken:
            table = "columns" if target in FIELDS else "unsur"
            message = (
                f"Kolom '{column.head}' tidak dikenal dan tidak dipakai. Bila maksudnya {target}, betulkan judulnya "
                f'atau tulis di sidecar: [{table}] "{column.head}" = "{target}".'
            )
            findings.append(Finding("error", "kolom_tidak_dikenal", message, file, None, address(row, column.place), row, column.head))
        else:
            message = f"Kolom '{column.head}' tidak dipakai."
            findings.append(Finding("note", "kolom_tidak_dipakai", message, file, None, address(row, column.place), row, column.head))
    return findings


def _headless(column: Column, row: int, file: str, samples: Sequence[Sequence[str]]) -> list[Finding]:
    """A column that holds something under an empty head."""
    if not any(column.place < len(sample) and sample[column.place] for sample in samples):
        return []
    message = "Kolom tanpa judul berisi data dan tidak dipakai. Beri judul bila isinya perlu dibaca."
    return [Finding("warning", "kolom_tanpa_judul", message, file, None, address(row, column.place), row)]


def _sidecar_heads(columns: list[Column], sidecar: Sidecar) -> list[Finding]:
    """A head that the sidecar names and the file does not have."""
    heads = {plain(column.head): column.head for column in columns}
    findings = []
    for table, names in (("columns", sidecar.columns), ("unsur", sidecar.unsur)):
        for name in names:
            if plain(name) not in heads:
                near = nearest(name, heads.values())
                hint = f" Maksudnya '{near}'?" if near else ""
                message = f"[{table}] menyebut kolom '{name}' yang tidak ada dalam berkas jawaban.{hint} Betulkan atau hapus."
                findings.append(Finding("error", "kolom_sidecar_tidak_ada", message, file=sidecar.file, column=name))
    return findings
