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
from balong_eval.intake.survey import Survey
from balong_eval.report.answer import name, rule_names, unit_name
from balong_eval.report.estimates import inert
from balong_eval.report.words import number, period, say

MASK = "*"
SCORES = {"": (), "1": (1,), "2": (2,), "3": (3,), "4": (4,), "12": (1, 2)}


@dataclass(frozen=True)
class Number:
    """Which number: of an unsur (all where empty), and of which answers to it (all where empty; a key of `SCORES`)."""

    unsur: str = ""
    score: str = ""


@dataclass(frozen=True)
class Rows:
    """Answers that may be written, one row a respondent, and how many more are behind the number."""

    table: pd.DataFrame
    left_out: int = 0


def behind(found: Figures, number_: Number) -> Rows:
    """The answers behind a number, as any file may show them; none where they are too few, were chosen by day, or only counts are known.

    Notes
    -----
    Answers are as good as a number of the form: most are given once, so that a person can be followed from file to file. All files of a period
    therefore show a person alike (`released`) or less, and a file that is narrowed by a field holds only those whose value is so shown. What a file
    leaves out is nobody, or as many as the smallest cell, for its number minus its rows is theirs.
    """
    survey, view = found.survey, found.view
    nothing = Rows(found.whole.responses.iloc[:0])
    if found.too_few or not found.whole.joint or view.first_day or view.last_day:
        return nothing
    wanted = found.rows
    if number_.unsur:
        answered = found.whole.responses[number_.unsur]
        wanted = wanted & (answered.isin(SCORES[number_.score]) if number_.score else answered.notna())
    released_ = released(found.whole)
    behind_it = wanted.loc[released_.index].to_numpy()
    seen = np.logical_and.reduce([behind_it, *((released_[column] == value).to_numpy() for column, value in view.filters.items())])
    left_out = int(behind_it.sum() - seen.sum())
    if int(seen.sum()) < survey.smallest_cell or 0 < left_out < survey.smallest_cell:
        return nothing
    table = released_[seen].reset_index(drop=True)
    fields = [column for column in table.columns if column in PROFILE]
    table = table.assign(**dict(masked(table[fields], survey.smallest_cell).items()))
    return Rows(table.sort_values(list(table.columns), ignore_index=True, na_position="last"), left_out)


def why_none(found: Figures) -> str:
    """Why nothing is written of a view, in a sentence."""
    if not found.whole.joint:
        return say("explore.rows.counts")
    if found.view.first_day or found.view.last_day:
        return say("explore.rows.days")
    return say("explore.rows.none", cell=found.whole.smallest_cell)


def released(survey: Survey) -> pd.DataFrame:
    """Every respondent as any file may show them: fields of the profile (ages in bands), `masked` in each part of a year, and the answers.

    Indexed as ``survey.responses``; a row that stands for several is there as often.
    """
    rows = survey.responses
    rows = rows.loc[np.repeat(rows.index, rows["n"])] if (rows["n"] > 1).any() else rows
    given = [column for column in PROFILE if not rows[column].isna().all()]
    groups = pd.DataFrame({column: labels(survey, column).loc[rows.index].to_numpy() for column in given}, index=range(len(rows)), dtype="object")
    places = rows.index.get_level_values(0) if survey.parts else np.zeros(len(rows))
    shown = pd.concat([masked(part, survey.smallest_cell) for _, part in groups.groupby(places)]).sort_index()
    keys = [unsur.key for unsur in survey.unsur]
    return pd.concat([shown.set_axis(rows.index), rows[keys]], axis=1)


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


def as_csv(found: Figures, number_: Number, rows: Rows) -> str:
    """The rows as CSV, with lines above that say of what, of whom and how anonymous they are; our own intake reads it."""
    survey, table = found.survey, rows.table
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for line in about(found, number_, rows):
        writer.writerow([inert(text) for text in line])
    writer.writerow([])
    keys = {unsur.key for unsur in survey.unsur}
    writer.writerow([inert(name(column, survey)) if column in keys else column for column in table.columns])
    for row in table.itertuples(index=False):
        writer.writerow([_cell(value) for value in row])
    return out.getvalue()


def about(found: Figures, number_: Number, rows: Rows) -> Sequence[tuple[str, ...]]:
    """What the file is: unit, period, rule, filters, number, and how it was made anonymous."""
    survey, view = found.survey, found.view
    label = survey.unit.label if survey.unit else None
    n = len(rows.table) + rows.left_out
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
        *([(say("explore.rows.left_out", n=number(rows.left_out, 0)),)] if rows.left_out else []),
        (say("explore.rows.anonymous", cell=survey.smallest_cell),),
    ]
    return [*([(label,)] if label else []), *lines]


KEYS = {"1": "one", "2": "two", "3": "three", "4": "four", "12": "low"}


def _cell(value: object) -> str:
    if isinstance(value, float):
        return "" if np.isnan(value) else f"{value:.0f}"
    return "" if value is None or pd.isna(value) else inert(str(value))
