"""What can be wrong, and how it is told: `Finding`, and one small tree of exceptions."""

from __future__ import annotations

import errno
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Literal

Severity = Literal["error", "warning", "note"]
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
"""Marks without a shape that change how the rest is shown: controls of a terminal, of the direction of writing, halves of a letter."""


def visible(text: str) -> str:
    """A text in which every mark that is not seen but acts (`UNSEEN`) is the sign for an unknown letter.

    Examples
    --------
    >>> visible("laporan\\u202egnp.exe"), visible("\\x1b[2J"), visible("Jl. Mawar 3")
    ('laporan�gnp.exe', '�[2J', 'Jl. Mawar 3')
    """
    return UNSEEN.sub("\ufffd", text)


@dataclass(frozen=True)
class Finding:
    """One thing that an officer should know of an input.

    Attributes
    ----------
    severity : {"error", "warning", "note"}
        error: an answer or a word could not be used; warning: used, but doubtful; note: for the record.
    rule : str
        Short name of the rule, lower case, in Bahasa Indonesia (``nilai_di_luar_skala``).
    message : str
        A sentence in Bahasa Indonesia: what is wrong and what to do.
    file, sheet, cell, row, column, value : str, str, str, int, str, str, optional
        Where it is; `row` and `cell` as a spreadsheet counts them (the head is row 1).
    """

    severity: Severity
    rule: str
    message: str
    file: str | None = None
    sheet: str | None = None
    cell: str | None = None
    row: int | None = None
    column: str | None = None
    value: str | None = None

    @property
    def where(self) -> str:
        """Place as an officer says it: ``2019.csv, baris 12, kolom U3 (sel L12)``; empty when unknown."""
        parts = [self.file or "", f"lembar {self.sheet}" if self.sheet else ""]
        parts.append(f"baris {self.row}" if self.row is not None else "")
        keyed = (self.file or "").endswith((".toml", "lembar Keterangan"))
        column = f"{'kunci' if keyed else 'kolom'} {self.column}" if self.column else ""
        cell = f"sel {self.cell}" if self.cell else ""
        parts.append(f"{column} ({cell})" if column and cell else column or cell)
        return ", ".join(part for part in parts if part)

    def __str__(self) -> str:
        return visible(f"{self.where}: {self.message}" if self.where else self.message)

    def as_dict(self) -> dict[str, object]:
        """The finding as plain JSON, keys as in the contract of ``skm --json``."""
        return asdict(self)


class Findings(tuple[Finding, ...]):
    """Findings that a notebook shows as a table (`balong_eval.report.display`); a tuple otherwise."""

    __slots__ = ()


REASONS = {
    errno.ENOENT: "tidak ditemukan",
    errno.EACCES: "tidak ada izin",
    errno.EPERM: "tidak ada izin",
    errno.ENOTDIR: "bagian jalurnya bukan folder",
    errno.EISDIR: "adalah folder",
    errno.EEXIST: "sudah ada",
    errno.ENOSPC: "disk penuh",
    errno.EROFS: "disk hanya dapat dibaca",
    errno.ENAMETOOLONG: "namanya terlalu panjang",
    errno.EFBIG: "berkas terlalu besar",
}


def why(error: OSError) -> str:
    """Reason of a failed file operation in Bahasa Indonesia."""
    return REASONS.get(error.errno or 0, f"kesalahan sistem nomor {error.errno}")


class BalongError(Exception):
    """Root of every error that this package raises on purpose."""


class OfficerError(BalongError):
    """An error whose message, in Bahasa Indonesia, says what is wrong and what to do."""

    def _render_traceback_(self) -> list[str]:
        """What IPython prints in place of a traceback."""
        return [f"Kesalahan: {self}"]


class InputError(OfficerError):
    """An input that cannot be read as what it is given for; carries everything that is wrong with it.

    Parameters
    ----------
    message : str
        One sentence in Bahasa Indonesia.
    findings : iterable of Finding, optional
        All problems at once.
    """

    def __init__(self, message: str, findings: Iterable[Finding] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.findings = tuple(findings)

    def __str__(self) -> str:
        return "\n".join([visible(self.message), *(f"- {finding}" for finding in self.findings)])

    def __reduce__(self) -> tuple[type[InputError], tuple[str, tuple[Finding, ...]]]:
        return type(self), (self.message, self.findings)


class ParameterError(OfficerError):
    """A notebook was asked to run with parameters that it does not declare, or of another type."""


class AnnexError(OfficerError):
    """A notebook stopped; the message names the cell and the reason."""


class FormatError(BalongError):
    """A format cannot be made on this machine; the message says what to install, the other formats are made."""


class MisuseError(BalongError):
    """The code was called in a way that has no meaning; English, for the developer."""
