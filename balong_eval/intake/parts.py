"""Parts of a year put together: row by row, with everything that was found in each."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pandas as pd

from balong_eval.errors import Finding, InputError
from balong_eval.intake.remarks import add
from balong_eval.intake.sidecar import Sidecar
from balong_eval.intake.survey import Survey
from balong_eval.regulation import Unsur


def combine(parts: tuple[Survey, ...], period: str) -> Survey:
    """Put the parts of a year together.

    Parameters
    ----------
    parts : tuple of Survey
        One or more, in order of time.
    period : str
        Name of the whole.

    Returns
    -------
    Survey
        Rows indexed by part and row number. Where the parts name different regulations it is `mixed`: its unsur are those
        that every part asked, and it has no official index.

    Raises
    ------
    InputError
        When the parts weigh unsur differently, or have no unsur in common.
    """
    last = parts[-1]
    if any(part.sidecar.bobot != last.sidecar.bobot for part in parts):
        raise InputError(f"Bagian-bagian tahun {period} memakai [bobot] yang berbeda, sehingga tidak ada nilai setahun. Samakan sidecarnya.")
    unsur = _unsur(parts)
    if not unsur:
        raise InputError(f"Bagian-bagian tahun {period} tidak mempunyai satu unsur pun yang sama.")
    rows = pd.concat([part.responses for part in parts], keys=[part.period for part in parts], names=["part", "row"])
    fields = [name for name in parts[0].responses.columns if name not in {item.key for part in parts for item in part.unsur} and name != "n"]
    whole = replace(
        last,
        withheld=False,
        responses=rows[[*fields, *(item.key for item in unsur), "n"]],
        unsur=unsur,
        codes={item.key: next(part.codes[item.key] for part in reversed(parts) if item.key in part.codes) for item in unsur},
        period=period,
        file=", ".join(part.file for part in parts),
        n_rows=sum(part.n_rows for part in parts),
        set_aside=tuple(item for part in parts for item in part.set_aside),
        sidecar=_sidecar(parts),
        findings=tuple(finding for part in parts for finding in part.findings),
        parts=parts,
        joint=all(part.joint for part in parts),
        suggestions=add([part.suggestions for part in parts]),
    )
    return replace(whole, findings=(*_incomplete(whole), *whole.findings))


def _unsur(parts: tuple[Survey, ...]) -> tuple[Unsur, ...]:
    """All unsur asked where one regulation holds; those common to all parts where it changed."""
    asked = Counter(item.key for part in parts for item in part.unsur)
    mixed = len({part.rule.id for part in parts}) > 1
    needed = len(parts) if mixed else 1
    known = {item.key: item for part in parts for item in part.unsur}
    order = [item.key for item in parts[-1].rule.unsur]
    keys = sorted((key for key, count in asked.items() if count >= needed), key=lambda key: order.index(key) if key in order else len(order))
    return tuple(known[key] for key in keys)


def _sidecar(parts: tuple[Survey, ...]) -> Sidecar:
    """The parts' sidecars as one: users of services added where every part gives them, the period from first to last."""
    sidecars = [part.sidecar for part in parts]
    complete = all(item.population for item in sidecars)
    users = sum((Counter(item.population) for item in sidecars), Counter()) if complete else {}
    starts = [item.start for item in sidecars]
    ends = [item.end for item in sidecars]
    modes = {item.mode for item in sidecars}
    return replace(
        sidecars[-1],
        start=min((day for day in starts if day), default=None) if all(starts) else None,
        end=max((day for day in ends if day), default=None) if all(ends) else None,
        mode=modes.pop() if len(modes) == 1 else "campuran",
        population=dict(users),
        published={},
        exclude=(),
        findings=(),
    )


def _incomplete(survey: Survey) -> list[Finding]:
    if not survey.missing_parts:
        return []
    have = ", ".join(part.period.partition("-")[2] for part in survey.parts)
    message = f"Nilai setahun {survey.period} hanya dari {have}; belum ada berkas untuk {', '.join(survey.missing_parts)}."
    return [Finding("warning", "tahun_belum_lengkap", message)]
