"""How words of a file are compared: without case, marks and double blanks, and to the nearest known one."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

MARK = r"[ .\-/()]{0,2}"
IDENTIFYING = re.compile(
    rf"(?<!\d)\d(?:{MARK}\d){{15}}(?!\d)"
    rf"|(?<!\d)\(?(?:\+?62{MARK}|0)?8(?:{MARK}\d){{8,12}}(?!\d)"
    rf"|(?<!\d)\(?(?:\+?62{MARK}|0)[2-79]\d{{1,2}}\)?[ .\-/]{{0,2}}\d{{3,4}}(?:[ .\-]?\d{{2,4}}){{1,2}}(?!\d)"
    r"|[\w.+-]+ ?(?:@|[\[(] ?at ?[\])]) ?[\w-]+ ?(?:\.|[\[(] ?dot ?[\])])\w+",
    re.IGNORECASE,
)
"""An identity number (NIK), a mobile or fixed telephone number, an e-mail address, also with the marks that people set between the digits."""
FAILED = re.compile(r"#(?:DIV/0|REF|VALUE|NUM|NULL|SPILL|CALC|FIELD|BLOCKED|CONNECT|GETTING_DATA)!?|#NAME\?|#N/A|#n/a|#\?|Err:\d{3}")
"""What a spreadsheet shows in a cell whose formula failed."""


def plain(text: str) -> str:
    """Words of `text` in lower case, with single blanks, without marks.

    Examples
    --------
    >>> plain("  Jenis_Kelamin (L/P) ")
    'jenis kelamin l p'
    """
    return re.sub(r"[\W_]+", " ", text.casefold()).strip()


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word most like `word`, or None where none is alike."""
    table = {plain(item): item for item in known}
    found = difflib.get_close_matches(plain(word), table, n=1, cutoff=0.7)
    return table[found[0]] if found else None


def shown(value: str, labels: Iterable[str] = ()) -> str:
    """A cell as a finding may show it: a number of up to four digits or a near answer label as it is, anything else by its kind and length only.

    A fixed telephone has six or seven digits, so that longer numbers are not shown.

    Examples
    --------
    >>> shown("7"), shown("Budi 0812"), shown("Bayk", ["Baik"]), shown("1121212")
    ('7', '[teks, 9 huruf]', 'Bayk', '[angka, 7 digit]')
    """
    if re.fullmatch(r"[-+]?\d{1,4}([.,]\d{1,2})?|[^\w\s]{1,3}", value) or nearest(value, labels):
        return value
    digits = sum(letter.isdigit() for letter in value)
    return f"[angka, {digits} digit]" if re.fullmatch(r"[-+]?\d+([.,]\d+)?", value) else f"[teks, {len(value)} huruf]"


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`` Maksudnya 'x'?`` where a known word is near, else an empty text."""
    near = nearest(word, known)
    return f" Maksudnya '{near}'?" if near else ""


def is_failed(text: str) -> bool:
    """Whether a cell shows what a spreadsheet writes for a formula that failed.

    Examples
    --------
    >>> is_failed("#DIV/0!"), is_failed("#N/A"), is_failed("Err:502"), is_failed("n/a"), is_failed("#1")
    (True, True, True, False, False)
    """
    return text[:1] in "#E" and FAILED.fullmatch(text) is not None


def any_failed(texts: Iterable[str]) -> bool:
    """Whether any of many texts may be one of `is_failed`: the texts of a whole column are looked at in one go."""
    joined = "\n".join(texts)
    return "#" in joined or "Err:" in joined
