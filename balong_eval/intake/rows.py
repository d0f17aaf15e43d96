"""Which rows are counted: exclusions of the office, forms with too few answers, and forms saved twice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from balong_eval.errors import Finding
from balong_eval.intake.gathered import Grid
from balong_eval.intake.sidecar import Sidecar

DOUBLE_SECONDS = 60
LARGEST_KEY = 2**62
SAME = f"sama dengan formulir yang disimpan paling lama {DOUBLE_SECONDS} detik sebelumnya"


@dataclass(frozen=True)
class SetAside:
    """A row that is not counted: its number in its sheet, the rule, the reason that the annex prints, the sheet, and how many rows it stands for."""

    row: int
    rule: str
    reason: str
    sheet: str | None = None
    count: int = 1


def select(
    table: pd.DataFrame, unsur: list[str], doubles: list[int], written: pd.DataFrame, facts: Sidecar, grid: Grid
) -> tuple[pd.DataFrame, tuple[SetAside, ...], list[Finding]]:
    """Split the rows into those kept and those set aside.

    A row is set aside once, by the first rule that says so: an ``[[exclude]]`` of the sidecar, fewer than half plus one of
    the asked unsur answered, or a double under ``doubles = "first"``. Where only counts are known, no row is a person and only the first holds.

    Parameters
    ----------
    table : DataFrame
        One row a respondent, indexed by line.
    unsur : list of str
        Keys of the unsur asked.
    doubles : list of int
        Lines that `find_doubles` names.
    written : DataFrame
        The fields as written in the file, for the conditions of ``[[exclude]]``.
    """
    reasons = {line: ("dikecualikan", reason) for line, reason in _excluded(written, facts)}
    rest = table.drop(index=list(reasons))
    asked = [key for key in unsur if rest[key].notna().any()]
    needed = len(asked) // 2 + 1 if grid.joint else 0
    for line in rest.index[rest[asked].notna().sum(axis=1) < needed]:
        reasons.setdefault(int(line), ("terlalu_sedikit_jawaban", f"kurang dari {needed} dari {len(asked)} unsur dijawab"))
    for line in doubles if facts.doubles == "first" else ():
        reasons.setdefault(line, ("formulir_ganda", SAME))
    findings = [_double_finding(line, facts.doubles, grid) for line in doubles]
    findings += [
        grid.finding("warning", rule, f"Baris dikesampingkan: {reason}.", line)
        for line, (rule, reason) in reasons.items()
        if rule != "formulir_ganda"
    ]
    places = {line: grid.where(line) for line in sorted(reasons)}
    counts = pd.Series(grid.counts, index=grid.cells.index)
    kept = tuple(SetAside(row, *reasons[line], sheet, int(counts[line])) for line, (sheet, row, _) in places.items())
    return table.drop(index=list(reasons)), kept, findings + _idle_exclusions(written, facts)


def find_doubles(same: list[np.ndarray], times: pd.Series) -> list[int]:
    """Lines equal to one saved at most 60 seconds before.

    Parameters
    ----------
    same : list of ndarray of int
        Service, profile and answers of each form as codes, one array each; equal codes are equal texts or answers.
    times : Series of datetime64
        Time of saving, indexed by line; a form without one is no double.
    """
    key, most = np.zeros(len(times), dtype=np.int64), 1
    for codes in same:
        kinds = int(codes.max(initial=0)) + 1
        if most * kinds > LARGEST_KEY:
            key, _ = pd.factorize(key)
            most = len(times) + 1
        key, most = key * kinds + codes, most * kinds
    known = np.flatnonzero(times.notna().to_numpy())
    moments = times.to_numpy().astype("datetime64[us]").astype(np.int64)
    order = known[np.lexsort((known, moments[known], key[known]))]
    again = (np.diff(key[order]) == 0) & (np.diff(moments[order]) <= DOUBLE_SECONDS * 1_000_000)
    return sorted(int(times.index[place]) for place in order[1:][again])


def _double_finding(line: int, doubles: str, grid: Grid) -> Finding:
    fate = "dikesampingkan" if doubles == "first" else 'tetap dihitung. Tulis doubles = "first" di sidecar bila memang terkirim dua kali'
    message = f"Layanan, profil dan semua jawaban {SAME}; {fate}."
    return grid.finding("warning", "formulir_ganda", message, line)


def _matches(written: pd.DataFrame, where: dict[str, str]) -> pd.Series:
    """Rows whose cells are just as the conditions say; none where the file has no such field."""
    found = pd.Series(True, index=written.index)
    for name, value in where.items():
        found &= (written[name] == value) if name in written else False
    return found


def _excluded(written: pd.DataFrame, facts: Sidecar) -> Iterable[tuple[int, str]]:
    for item in facts.exclude:
        for line in written.index[_matches(written, item.where)]:
            yield int(line), item.reason


def _conditions(where: dict[str, str]) -> str:
    return " dan ".join(f"{name} = {value}" for name, value in where.items())


def _idle_exclusions(written: pd.DataFrame, facts: Sidecar) -> list[Finding]:
    return [
        Finding(
            "error",
            "pengecualian_tanpa_baris",
            f"[[exclude]] {_conditions(item.where)} tidak cocok dengan baris mana pun. Periksa nilainya.",
            file=facts.file,
        )
        for item in facts.exclude
        if not _matches(written, item.where).any()
    ]
