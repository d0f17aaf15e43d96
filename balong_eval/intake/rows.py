"""Which rows are counted: exclusions of the office, forms with too few answers, and forms saved twice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from balong_eval.errors import Finding
from balong_eval.intake.sheet import Sheet
from balong_eval.intake.sidecar import Sidecar

DOUBLE_SECONDS = 60


@dataclass(frozen=True)
class SetAside:
    """A row that is not counted: its number in the file, the rule, and the reason that the annex prints."""

    row: int
    rule: str
    reason: str


def select(
    table: pd.DataFrame, unsur: list[str], doubles: list[int], written: pd.DataFrame, facts: Sidecar, grid: Sheet
) -> tuple[pd.DataFrame, tuple[SetAside, ...], list[Finding]]:
    """Split the rows into those kept and those set aside.

    A row is set aside once, by the first rule that says so: an ``[[exclude]]`` of the sidecar, fewer than half plus one of
    the asked unsur answered, or a double under ``doubles = "first"``.

    Parameters
    ----------
    table : DataFrame
        One row a respondent, indexed by row number.
    unsur : list of str
        Keys of the unsur asked.
    doubles : list of int
        Rows that `find_doubles` names.
    written : DataFrame
        The fields as written in the file, for the conditions of ``[[exclude]]``.
    """
    set_aside = {row: SetAside(row, "dikecualikan", reason) for row, reason in _excluded(written, facts)}
    rest = table.drop(index=list(set_aside))
    asked = [key for key in unsur if rest[key].notna().any()]
    needed = len(asked) // 2 + 1
    for row in rest.index[rest[asked].notna().sum(axis=1) < needed]:
        reason = f"kurang dari {needed} dari {len(asked)} unsur dijawab"
        set_aside.setdefault(int(row), SetAside(int(row), "terlalu_sedikit_jawaban", reason))
    for row in doubles if facts.doubles == "first" else ():
        set_aside.setdefault(
            row, SetAside(row, "formulir_ganda", f"sama dengan formulir yang disimpan paling lama {DOUBLE_SECONDS} detik sebelumnya")
        )
    findings = [_double_finding(row, facts.doubles, grid) for row in doubles]
    findings += [
        Finding("warning", item.rule, f"Baris dikesampingkan: {item.reason}.", grid.file, grid.name, row=item.row)
        for item in set_aside.values()
        if item.rule != "formulir_ganda"
    ]
    kept = tuple(sorted(set_aside.values(), key=lambda item: item.row))
    return table.drop(index=list(set_aside)), kept, findings + _idle_exclusions(written, facts)


def find_doubles(same: pd.DataFrame, times: pd.Series) -> list[int]:
    """Rows equal to one saved at most 60 seconds before.

    Parameters
    ----------
    same : DataFrame
        Service, profile and answers of each form, as written, indexed by row number.
    times : Series of datetime64
        Time of saving; a form without one is no double.
    """
    times = times.dropna().sort_values(kind="stable")
    if times.empty:
        return []
    groups = times.groupby([same.loc[times.index, name] for name in same], dropna=False, sort=False)
    gaps = groups.diff().dt.total_seconds()
    return sorted(int(row) for row in gaps.index[gaps <= DOUBLE_SECONDS])


def _double_finding(row: int, doubles: str, grid: Sheet) -> Finding:
    fate = "dikesampingkan" if doubles == "first" else 'tetap dihitung. Tulis doubles = "first" di sidecar bila memang terkirim dua kali'
    message = f"Layanan, profil dan semua jawaban sama dengan formulir yang disimpan paling lama {DOUBLE_SECONDS} detik sebelumnya; {fate}."
    return Finding("warning", "formulir_ganda", message, grid.file, grid.name, row=row)


def _matches(written: pd.DataFrame, where: dict[str, str]) -> pd.Series:
    """Rows whose cells are just as the conditions say; none where the file has no such field."""
    found = pd.Series(True, index=written.index)
    for name, value in where.items():
        found &= written[name].eq(value) if name in written else False
    return found


def _excluded(written: pd.DataFrame, facts: Sidecar) -> Iterable[tuple[int, str]]:
    for item in facts.exclude:
        for row in written.index[_matches(written, item.where)]:
            yield int(row), item.reason


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
