"""The bytes of a file: read, hashed, decoded to text."""

from __future__ import annotations

import hashlib
from pathlib import Path

from balong_eval.errors import Finding, InputError, why


def read_bytes(path: Path) -> bytes:
    """Content of a file, or an `InputError` that says in Bahasa Indonesia why it cannot be had."""
    if path.is_dir():
        raise InputError(f"{path.name} adalah folder, bukan berkas. Sebutkan nama berkasnya.")
    if path.exists() and not path.is_file():
        raise InputError(f"{path.name} bukan berkas biasa (melainkan pipa atau perangkat) dan tidak dibaca. Simpan isinya sebagai berkas.")
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise InputError(f"Berkas {path} tidak ditemukan. Periksa nama dan foldernya.") from None
    except OSError as error:
        raise InputError(f"Berkas {path.name} tidak dapat dibuka: {why(error)}.") from None


def digest(content: bytes) -> str:
    """SHA-256 of a content, as hexadecimal text."""
    return hashlib.sha256(content).hexdigest()


def decode(content: bytes, file: str) -> tuple[str, tuple[Finding, ...]]:
    """Text of a file in UTF-8 or UTF-16 (with or without BOM), or else Windows-1252, which is noted."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace"), ()
    start = content[:2000]
    if start.count(0) > len(start) // 4:
        wide = "utf-16-le" if start[1::2].count(0) >= start[::2].count(0) else "utf-16-be"
        return content.decode(wide, errors="replace"), ()
    try:
        return content.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        message = "Teks bukan UTF-8; dibaca sebagai Windows-1252. Periksa huruf yang tidak biasa, atau simpan sebagai CSV UTF-8."
        return content.decode("cp1252", errors="replace"), (Finding("note", "pengodean_teks", message, file=file),)
