"""The processing table of the survey: how often each answer was given, and the arithmetic of the index from there."""

from __future__ import annotations

from balong_eval.analysis.index import weights
from balong_eval.analysis.skm import SkmResult
from balong_eval.intake.survey import Survey
from balong_eval.report.answer import name
from balong_eval.report.block import Cell, Table, Text
from balong_eval.report.payload import plain
from balong_eval.report.tables import columns
from balong_eval.report.words import number, say

NAME = "pengolahan_data"
SCORES = (1, 2, 3, 4)


def processing(result: SkmResult) -> Table | Text:
    """Weight, answers 1 to 4, n, total, NRR and weighted NRR of each unsur; a sentence where they may not be shown.

    The data beside the table hold what the index and its class are made from besides: conversion, bands and the fewest respondents of a
    class. An unsur that is withheld withholds the whole: with the index, its figures could be worked out from the others.
    """
    reason = _withheld(result)
    if reason:
        return Text(NAME, (say("table.processing.hidden", reason=say(f"table.processing.reason.{reason}")),))
    survey = result.survey
    records = result.by_unsur.to_dict("records")
    bobot = [float(weight) for weight in weights(survey)]
    rows = tuple(
        (
            record["code"],
            name(record["unsur"], survey),
            weight,
            *_counts(survey, record["unsur"]),
            *(plain(record[field]) for field in ("n", "total", "nrr", "nrr_tertimbang")),
        )
        for record, weight in zip(records, bobot, strict=True)
    )
    whole = dict.fromkeys((*(f"jawaban_{score}" for score in SCORES), "n", "total"), 0)
    heads = columns("processing", "", bobot=4, **whole, nrr=3, nrr_tertimbang=3)
    return Table(NAME, say("table.processing.caption"), heads, rows, _notes(result), _data(result))


def _withheld(result: SkmResult) -> str | None:
    survey = result.survey
    if survey.mixed:
        return "mixed"
    if not survey.shown or result.ikm is None:
        return "part" if survey.withheld else "few"
    return "unsur" if result.by_unsur["nrr"].isna().any() else None


def _counts(survey: Survey, key: str) -> tuple[Cell, ...]:
    counts = survey.responses["n"].groupby(survey.responses[key]).sum()
    return tuple(int(counts.get(score, 0)) for score in SCORES)


def _notes(result: SkmResult) -> tuple[str, ...]:
    conversion = number(result.survey.rule.conversion, 0)
    notes = [say("table.processing.note", conversion=conversion, ikm=number(result.ikm, 4), rounded=number(result.ikm_rounded))]
    notes += [say("table.processing.note_custom")] if len(set(weights(result.survey))) > 1 else []
    notes += [say("table.processing.note_unequal")] if result.by_unsur["n"].nunique() > 1 else []
    return tuple(notes)


def _data(result: SkmResult) -> dict[str, object]:
    rule = result.survey.rule
    return {
        "conversion": rule.conversion,
        "bands": [{"mutu": band.mutu, "kinerja": band.kinerja, "lower": float(band.lower)} for band in rule.bands],
        "smallest_n_class": result.survey.limits.smallest_n_class,
        "equal": len(set(weights(result.survey))) == 1,
        "n": result.n,
        "ikm": result.ikm,
        "ikm_rounded": plain(result.ikm_rounded),
        "mutu": result.mutu,
        "kinerja": result.kinerja,
    }
