"""The forms of a grid as respondents: one row each, fields and answers as values, and a finding for every cell that could not be read."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from balong_eval.errors import Finding, InputError
from balong_eval.intake import answers, failed, fields, rows
from balong_eval.intake.gathered import Grid
from balong_eval.intake.heads import Column
from balong_eval.intake.sidecar import Sidecar
from balong_eval.regulation import Regulation, Unsur

PROFILE = ("layanan", "jenis_kelamin", "pendidikan", "pekerjaan")
FRAME = ("id", "tanggal", "waktu_isi", "layanan", "jenis_kelamin", "usia", "pendidikan", "pekerjaan")


def doubles(grid: Grid, table: pd.DataFrame, unsur: list[str]) -> list[int]:
    """Forms saved twice, compared by the profile as written and the answers as read."""
    profile = [column.place for column in grid.columns if column.role == "field" and column.key in (*PROFILE, "usia")]
    same = [grid.cells[place].cat.codes.to_numpy().astype("int64") for place in profile]
    same += [table[key].fillna(0).to_numpy().astype("int64") for key in unsur]
    return rows.find_doubles(same, table["waktu_isi"])


def written(grid: Grid) -> pd.DataFrame:
    """The fields as written in the file."""
    fields = [column for column in grid.columns if column.role == "field"]
    return grid.cells[[column.place for column in fields]].set_axis([column.key for column in fields], axis=1)


def parse(grid: Grid, facts: Sidecar, smallest_cell: int) -> tuple[pd.DataFrame, list[Finding]]:
    """One row a respondent: fields and answers as values, with a finding for every cell that could not be read."""
    parsed: dict[str, pd.Series] = {}
    findings: list[Finding] = []
    for column in grid.columns:
        key = str(column.key)
        if column.role != "total" and column.role != "unsur" and key not in (*fields.PARSERS, *PROFILE):
            continue
        texts, found = failed.take_out(grid.cells[column.place], column, grid)
        findings += found
        if column.role == "unsur":
            read = answers.read(texts, column, grid.scales[key])
            parsed[key], found = pd.Series(read.scores(), index=texts.index), answers.findings(grid, read)
        elif key in fields.PARSERS:
            parsed[key], found = fields.PARSERS[key](texts, column, grid)
        elif key in PROFILE:
            parsed[key], found = fields.parse_text(texts, column, grid, _declared(key, facts), smallest_cell)
        else:
            found = []
        findings += found
    return _complete(pd.DataFrame(parsed, index=grid.cells.index), grid), findings


def _complete(table: pd.DataFrame, grid: Grid) -> pd.DataFrame:
    """The table with every field: absent ones are missing, day and time of filling are taken from each other, a row of the file counts once."""
    empty = {name: pd.NaT if name in ("tanggal", "waktu_isi") else float("nan") if name == "usia" else None for name in FRAME}
    if "waktu_isi" not in table and "tanggal" in table:
        moments = pd.to_datetime(table["tanggal"])
        table = table.assign(waktu_isi=moments.where(moments != moments.dt.normalize()))
    table = table.assign(**{name: value for name, value in empty.items() if name not in table})
    if pd.api.types.is_timedelta64_dtype(table["waktu_isi"]):
        table = table.assign(waktu_isi=pd.to_datetime(table["tanggal"]).dt.normalize() + table["waktu_isi"])
    days = pd.to_datetime(table["tanggal"]).fillna(pd.to_datetime(table["waktu_isi"])).dt.normalize()
    return table.assign(tanggal=days, waktu_isi=pd.to_datetime(table["waktu_isi"]), n=table.get("n", 1) * grid.counts)


def _declared(field: str, facts: Sidecar) -> dict[str, str]:
    """Values of a field that the sidecar names, and so allows: its labels, and the services of ``[population]``."""
    services = {name: name for name in facts.population} if field == "layanan" else {}
    return services | facts.labels.get(field, {})


def unread(table: pd.DataFrame, grid: Grid) -> list[str]:
    """Heads of unsur whose column is filled in without one answer that could be read."""
    asked = [column for column in grid.columns if column.role == "unsur" and column.key]
    return [column.head for column in asked if table[column.key].isna().all() and (grid.cells[column.place] != "").any()]


def codes(columns: Sequence[Column], facts: Sidecar, rule: Regulation) -> dict[str, str]:
    """Key of an unsur -> its number in the file's own order; its head where that number is another unsur's."""
    numbers = {unsur.key: f"U{number}" for number, unsur in rule.numbered(facts.unsur_order).items()}
    asked = [column for column in columns if column.role == "unsur" and column.key]
    written = {column.key: column.head for column in asked if column.is_code}
    codes: dict[str, str] = {}
    for column in asked:
        number = numbers.get(str(column.key), column.head)
        free = number not in written.values() and number not in codes.values()
        codes[str(column.key)] = written.get(column.key, number if free else column.head)
    return codes


def asked(table: pd.DataFrame, columns: Sequence[Column], rule: Regulation) -> tuple[Unsur, ...]:
    """Unsur with a column that holds at least one answer, in the regulation's order, others last."""
    keys = [column.key for column in columns if column.role == "unsur" and column.key and table[column.key].notna().any()]
    inside = [unsur for unsur in rule.unsur if unsur.key in keys]
    return (*inside, *(rule.named(key) for key in keys if rule.find(key) is None))


def check_bobot(unsur: list[str], facts: Sidecar) -> None:
    """A weight for every unsur asked and for no other, where the sidecar weighs unsur."""
    missing, idle = set(unsur) - set(facts.bobot), set(facts.bobot) - set(unsur)
    if facts.bobot and (missing or idle):
        told = [f"tanpa bobot: {', '.join(sorted(missing))}"] if missing else []
        told += [f"berbobot tetapi tidak ada jawabannya: {', '.join(sorted(idle))}"] if idle else []
        raise InputError(f"[bobot] dalam {facts.file} tidak cocok dengan unsur yang ditanyakan ({'; '.join(told)}). Betulkan sidecarnya.")
