"""From a number down to the answers behind it: anonymous rows, to a CSV that says what it is."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from balong_eval.analysis.groups import labels
from balong_eval.explore.figures import Figures, scope
from balong_eval.explore.view import PROFILE
from balong_eval.intake.disclosure import hidden
from balong_eval.report.answer import name, rule_names, unit_name
from balong_eval.report.words import number, period, say

MASK = "*"
SCORES = {"": (), "1": (1,), "2": (2,), "3": (3,), "4": (4,), "12": (1, 2)}


@dataclass(frozen=True)
class Number:
    """Which number: of an unsur (all where empty), and of which answers to it (all where empty; a key of `SCORES`)."""

    unsur: str = ""
    score: str = ""


def behind(found: Figures, number_: Number) -> pd.DataFrame:
    """The answers behind a number, one row a respondent; empty where they are fewer than the smallest cell, or only counts are known.

    Returns
    -------
    DataFrame
        Fields of the profile (ages in bands; ``*`` where fewer than the smallest cell share it) and answers, sorted by themselves, so that
        neither number, day nor order of a form is in it.
    """
    survey = found.survey
    rows = survey.responses
    if found.too_few or not survey.joint:
        return rows.iloc[:0]
    wanted = SCORES[number_.score] if number_.unsur else ()
    if number_.unsur:
        rows = rows[rows[number_.unsur].isin(wanted)] if wanted else rows[rows[number_.unsur].notna()]
    rows = rows.loc[np.repeat(rows.index, rows["n"])] if (rows["n"] > 1).any() else rows
    if len(rows) < survey.smallest_cell:
        return rows.iloc[:0]
    given = [column for column in PROFILE if not rows[column].isna().all()]
    groups = pd.DataFrame({column: labels(survey, column).loc[rows.index].to_numpy() for column in given}, index=range(len(rows)), dtype="object")
    keys = [unsur.key for unsur in survey.unsur]
    table = pd.concat([masked(groups, survey.smallest_cell), rows[keys].reset_index(drop=True)], axis=1)
    return table.sort_values(list(table.columns), ignore_index=True, na_position="last")


def masked(groups: pd.DataFrame, smallest_cell: int) -> pd.DataFrame:
    """Fields one after another, each value kept only where enough rows share it and all fields before it.

    Values too rare are put together under ``*``, with the next rarest where they would be too few even so (`disclosure.hidden`); behind a ``*`` all
    fields of the row are ``*``.
    """
    shown = groups.copy()
    blocks: list[tuple[pd.Index, int]] = [(groups.index, 0)]
    while blocks:
        rows, place = blocks.pop()
        if place == groups.shape[1]:
            continue
        values = groups.loc[rows].iloc[:, place]
        counts = {str(value): int(n) for value, n in values.value_counts().items()}
        small = hidden(counts, smallest_cell)
        gone = values.index[values.astype(str).isin(small)]
        shown.loc[gone, list(groups.columns[place:])] = MASK
        blocks += [(values.index[values.astype(str) == value], place + 1) for value in counts if value not in small]
    return shown


def as_csv(found: Figures, number_: Number, table: pd.DataFrame) -> str:
    """The rows as CSV, with lines above that say of what, of whom and how anonymous they are; our own intake reads it."""
    survey = found.survey
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for line in about(found, number_, len(table)):
        writer.writerow(line)
    writer.writerow([])
    keys = {unsur.key for unsur in survey.unsur}
    writer.writerow([name(column, survey) if column in keys else column for column in table.columns])
    for row in table.itertuples(index=False):
        writer.writerow([_cell(value) for value in row])
    return out.getvalue()


def about(found: Figures, number_: Number, n: int) -> Sequence[tuple[str, ...]]:
    """What the file is: unit, period, rule, filters, number, and how it was made anonymous."""
    survey, view = found.survey, found.view
    label = survey.unit.label if survey.unit else None
    what = say("explore.rows.ikm", ikm=number(found.result.ikm_rounded), n=number(found.result.n, 0))
    if number_.unsur:
        score = say(f"explore.score.{KEYS[number_.score]}") if number_.score else say("explore.control.any_score")
        what = say("explore.rows.unsur", unsur=name(number_.unsur, survey), score=score, n=number(n, 0))
    lines = [
        (say("explore.rows.title"),),
        (say("explore.rows.unit"), unit_name(found.whole)),
        (say("explore.rows.period"), period(view.period)),
        (say("explore.rows.rule"), rule_names(survey)),
        (say("explore.rows.scope"), "; ".join(scope(view)) or say("explore.all")),
        (say("explore.rows.number"), what),
        (say("explore.rows.anonymous", cell=survey.smallest_cell),),
    ]
    return [*([(label,)] if label else []), *lines]


KEYS = {"1": "one", "2": "two", "3": "three", "4": "four", "12": "low"}


def _cell(value: object) -> str:
    if isinstance(value, float):
        return "" if np.isnan(value) else f"{value:.0f}"
    return "" if value is None or pd.isna(value) else str(value)
