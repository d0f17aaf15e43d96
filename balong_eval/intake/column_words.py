"""What is said of columns that cannot be told, contradict each other or do not enter: the sentences; `columns` decides which."""

from __future__ import annotations

from collections.abc import Sequence

from balong_eval.errors import Finding
from balong_eval.intake import vocabulary
from balong_eval.intake.heads import BEATEN, Column, Reader
from balong_eval.intake.sidecar_values import FIELDS
from balong_eval.intake.words import plain


def too_many(spare: Sequence[Column], k: int, file: str, sheet: str | None) -> Finding:
    """Columns numbered beyond the unsur of the regulation: probably a questionnaire of another one."""
    heads = ", ".join(f"'{column.head}'" for column in spare)
    message = (
        f"Kolom {heads} bernomor lebih dari {k}, padahal peraturan ini mempunyai {k} unsur. Empat belas nomor biasanya kuesioner KEP/25/2004: "
        'regulation = "kepmenpan_25_2004". Bila bukan, ganti judul kolom yang bukan unsur.'
    )
    return Finding("error", "nomor_dan_kata", message, file, sheet, spare[0].cell, spare[0].row, spare[0].head)


def _line(column: Column, key: str) -> str:
    """The line of the sidecar that says what a column is."""
    return f'[unsur] "{column.head}" = "{key}"'


def tie(column: Column, named: list[str], file: str, sheet: str | None) -> Finding:
    """A head that names several unsur."""
    lines = " atau ".join(_line(column, key) for key in named)
    message = f"Kolom '{column.head}' menyebut beberapa unsur ({', '.join(named)}). Tulis di sidecar mana yang dimaksud: {lines}."
    return Finding("error", "kolom_bermakna_ganda", message, file, sheet, column.cell, column.row, column.head)


def contradiction(column: Column, numbered: str, named: list[str], file: str, sheet: str | None) -> Finding:
    """A head whose number and words are of different unsur."""
    message = (
        f"Kolom '{column.head}': nomornya menunjuk {numbered}, katanya menunjuk {' atau '.join(named)}. "
        f"Tulis di sidecar mana yang benar, misalnya {_line(column, named[0])}."
    )
    return Finding("error", "nomor_dan_kata", message, file, sheet, column.cell, column.row, column.head)


def mixed_orders(columns: list[Column], file: str, sheet: str | None) -> Finding:
    """Heads that number sarpras and pengaduan by both orders."""
    heads = ", ".join(f"'{column.head}'" for column in columns if column.basis == "nomor" and column.key in ("sarpras", "pengaduan"))
    message = f"Judul {heads} memakai dua urutan nomor sekaligus. Betulkan nomornya, atau tulis unsurnya di sidecar dalam tabel [unsur]."
    return Finding("error", "nomor_dan_kata", message, file, sheet)


def double(first: Column, second: Column, table: str, file: str, sheet: str | None) -> Finding:
    """Two columns that claim one unsur or field as surely."""
    if plain(first.head) == plain(second.head):
        message = f"Dua kolom berjudul '{first.head}' sama-sama terbaca sebagai {first.key}. Ganti judul atau hapus salah satu dalam berkasnya."
        return Finding("error", "kolom_ganda", message, file, sheet, second.cell, second.row, second.head)
    message = (
        f"Kolom '{first.head}' dan '{second.head}' sama-sama terbaca sebagai {first.key}. "
        f'Hapus salah satu, atau tulis di sidecar kolom yang dipakai: {table} "{first.head}" = "{first.key}".'
    )
    return Finding("error", "kolom_ganda", message, file, sheet, second.cell, second.row, second.head)


def no_unsur(columns: list[Column], file: str, sheet: str | None) -> Finding:
    """A table without a column of an unsur."""
    known = [column.head for column in columns if column.role == "field"]
    heads = f", yang dikenal: {', '.join(known)}" if known else ", tidak satu pun dikenal"
    row = columns[0].row if columns else 1
    message = (
        f"Tidak ada kolom unsur di antara {len(columns)} kolom{heads}. Baris {row} harus berisi judul: U1 sampai U9 atau nama unsurnya. "
        'Judul lain ditulis di sidecar, misalnya [unsur] "Jawaban 1" = "persyaratan".'
    )
    return Finding("error", "tanpa_unsur", message, file, sheet, row=row)


def unknown(column: Column, target: str, file: str, sheet: str | None) -> Finding:
    """A head close to an unsur or a field that no other column is."""
    table = "columns" if target in FIELDS else "unsur"
    message = (
        f"Kolom '{column.head}' tidak dikenal dan tidak dipakai. Bila maksudnya {target}, betulkan judulnya "
        f'atau tulis di sidecar: [{table}] "{column.head}" = "{target}".'
    )
    return Finding("error", "kolom_tidak_dikenal", message, file, sheet, column.cell, column.row, column.head)


def not_used(column: Column, reader: Reader, file: str, sheet: str | None) -> Finding:
    """A column that does not enter, and why where it is known."""
    message = f"Kolom '{column.head}' tidak dipakai{_why(column, reader)}."
    return Finding("note", "kolom_tidak_dipakai", message, file, sheet, column.cell, column.row, column.head)


def _why(column: Column, reader: Reader) -> str:
    """What can be said of a column that does not enter."""
    text = plain(column.head).removeprefix(reader.prefix)
    if column.basis == BEATEN:
        return ": kolom lain sudah terbaca sebagai isian itu"
    if reader.number(text) is not None:
        return ": nomornya melebihi banyaknya unsur, jadi dianggap pertanyaan cadangan"
    if vocabulary.says("general", text):
        return ": penilaian umum bukan unsur"
    if reader.words(text):
        return ": judulnya menyebut unsur, tetapi isinya bukan jawaban 1-4"
    return ": data pribadi tidak dibaca" if vocabulary.says("personal", text) else ""
