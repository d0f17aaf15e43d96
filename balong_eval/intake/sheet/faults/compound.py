"""Failed cells of .xls: records of the stream "Workbook" ([MS-XLS] 2.4.24 BoolErr, 2.4.127 Formula) in a compound file ([MS-CFB])."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from balong_eval.intake.sheet.faults.cells import UNKNOWN, Faults

MARK = b"\xd0\xcf\x11\xe0"
STREAMS = ("Workbook", "Book")
END_OF_CHAIN = 0xFFFFFFFA
FIRST_SECTORS, DIFAT = 109, 76
HEADER, SHIFTS = 76, 30
SOUND_SHIFTS = ((9, 6), (12, 6))  # [MS-CFB] 2.2: sectors of 512 or 4096 bytes, small ones of 64
ENTRY = 128
ROOT = 5
BIFF8 = 0x0600
BOF, EOF, SHEET, FORMULA, BOOL_OR_ERROR = 0x0809, 0x000A, 0x0085, 0x0006, 0x0205
CODES = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}


def faults(content: bytes) -> dict[str, Faults]:
    """Failed cells by sheet."""
    stream = _File(content).workbook()
    return {name: dict(_failed(stream, start)) for name, start in _sheets(stream)}


def is_sound(content: bytes) -> bool:
    """Whether sectors have a size of the format and no chain of them leads back into itself: who follows such a chain never comes to an end.

    What cannot be followed for another reason is left to the reader of values, which refuses it.
    """
    if struct.unpack_from("<HH", content.ljust(HEADER, b"\0"), SHIFTS) not in SOUND_SHIFTS:
        return False
    try:
        file = _File(content)
        sector = struct.unpack_from("<I", content, 68)[0]
        further = {at: struct.unpack_from("<I", file._sector(at), file.size - 4)[0] for at in range(file.sectors)}
        small = file._table(list(file._chain(file.small_start, file.next)))
        entries = file._stream(file.directory)
        starts = {struct.unpack_from("<I", entries, at + 116)[0] for at in range(0, len(entries) - ENTRY + 1, ENTRY)}
    except (struct.error, IndexError):
        return True
    whole = dict(enumerate(file.next))
    few = dict(enumerate(small))
    chains = [(sector, further), (file.directory, whole), (file.small_start, whole)]
    return not any(_leads_back(start, table) for start, table in [*chains, *((start, table) for start in starts for table in (whole, few))])


def _leads_back(start: int, following: dict[int, int]) -> bool:
    seen: set[int] = set()
    while start in following:
        if start in seen:
            return True
        seen.add(start)
        start = following[start]
    return False


class _File:
    """A compound file: sectors in chains, small streams in a stream of their own."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        shift, self.small_shift = struct.unpack_from("<HH", content, 30)
        if (shift, self.small_shift) not in SOUND_SHIFTS:
            raise struct.error("no such size of sectors")
        self.size = 1 << shift
        self.sectors = len(content) // self.size
        self.directory, self.cutoff, self.small_start = (struct.unpack_from("<I", content, at)[0] for at in (48, 56, 60))
        self.next = self._table(self._sectors_of_table())

    def _sectors_of_table(self) -> list[int]:
        found = list(struct.unpack_from(f"<{FIRST_SECTORS}I", self.content, DIFAT))
        sector, count = struct.unpack_from("<II", self.content, 68)
        for _ in range(min(count, self.sectors)):
            *more, sector = struct.unpack(f"<{self.size // 4}I", self._sector(sector))
            found += more
        return [number for number in dict.fromkeys(found) if number < END_OF_CHAIN][: self.sectors]

    def _table(self, sectors: list[int]) -> list[int]:
        return [number for sector in sectors for number in struct.unpack(f"<{self.size // 4}I", self._sector(sector))]

    def _sector(self, number: int) -> bytes:
        return self.content[(number + 1) * self.size : (number + 2) * self.size].ljust(self.size, b"\0")

    def _chain(self, start: int, following: list[int]) -> Iterator[int]:
        """Sectors of a stream; of a damaged chain no more than the table has."""
        for _ in range(len(following)):
            if start >= END_OF_CHAIN:
                return
            yield start
            start = following[start]

    def _stream(self, start: int) -> bytes:
        return b"".join(map(self._sector, self._chain(start, self.next)))

    def workbook(self) -> bytes:
        """The stream that holds the records of the workbook; empty where there is none."""
        entries = self._stream(self.directory)
        small = b""
        for at in range(0, len(entries) - ENTRY + 1, ENTRY):
            length, kind = struct.unpack_from("<HB", entries, at + 64)
            name = entries[at : at + max(0, length - 2)].decode("utf-16-le", errors="replace")
            start, size = struct.unpack_from("<II", entries, at + 116)
            if kind == ROOT:
                small = self._stream(start)
            if name in STREAMS:
                return (self._stream(start) if size >= self.cutoff else self._small(small, start))[:size]
        return b""

    def _small(self, container: bytes, start: int) -> bytes:
        size = 1 << self.small_shift
        following = self._table(list(self._chain(self.small_start, self.next)))
        return b"".join(container[at * size : (at + 1) * size] for at in self._chain(start, following))


def _records(stream: bytes, start: int = 0) -> Iterator[tuple[int, bytes]]:
    """Kind and content of each record of a part, from its beginning to its end."""
    depth = 0
    while start + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, start)
        depth += (kind == BOF) - (kind == EOF)
        yield kind, stream[start + 4 : start + 4 + length]
        if depth == 0:
            return
        start += 4 + length


def _sheets(stream: bytes) -> list[tuple[str, int]]:
    """Name of each sheet, and where its records begin."""
    found, wide = [], True
    for kind, content in _records(stream):
        if kind == BOF:
            wide = struct.unpack_from("<H", content)[0] >= BIFF8
        elif kind == SHEET:
            name = content[8:].decode("utf-16-le" if content[7] & 1 else "latin-1") if wide else content[7:].decode("cp1252", errors="replace")
            found.append((name, struct.unpack_from("<I", content)[0]))
    return found


def _failed(stream: bytes, start: int) -> Iterator[tuple[tuple[int, int], str]]:
    for kind, content in _records(stream, start):
        code = _code(kind, content)
        if code is not None:
            row, place = struct.unpack_from("<HH", content)
            yield (row + 1, place), CODES.get(code, UNKNOWN)


def _code(kind: int, content: bytes) -> int | None:
    """Number of the error that a cell holds, by itself or as the stored result of its formula; None for any other record."""
    if kind == BOOL_OR_ERROR:
        return content[6] if content[7] else None
    stored = content[6:14] if kind == FORMULA else b""
    return stored[2] if stored[6:] == b"\xff\xff" and stored[0] == 2 else None
