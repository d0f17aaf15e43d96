"""Tables of the annex, one function a table; numbers come from results, words from ``words.toml``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pandas as pd

from balong_eval.analysis.bobot import CUSTOM, explain_published
from balong_eval.analysis.index import weights
from balong_eval.analysis.published import Attempt
from balong_eval.analysis.skm import Comparable, SkmResult
from balong_eval.intake.survey import Survey
from balong_eval.report.answer import name, unit_name
from balong_eval.report.block import Cell, Column, Table, Text
from balong_eval.report.payload import plain
from balong_eval.report.words import day, join, number, percent, period, say, table


def identity(survey: Survey) -> Table:
    """Unit, period, regulation, legal basis, unsur and weights of the survey."""
    dates = survey.responses["tanggal"].dropna()
    filled = say("label.unknown_period") if dates.empty else _range(dates.min(), dates.max())
    mode = survey.sidecar.mode
    equal = len(set(weights(survey))) == 1
    values = {
        "unit": _with_regency(survey),
        "period": period(survey.period),
        "filled": filled,
        "mode": say(f"mode.{mode}") if mode else say("label.unknown_period"),
        "rule": "; ".join(f"{rule.short}, {rule.title}" for rule in survey.rules),
        "basis": "; ".join(dict.fromkeys(basis for rule in survey.rules for basis in rule.legal_basis)),
        "unsur": join([unsur.name for unsur in survey.unsur]),
        "bobot": say("table.identity.equal", k=len(survey.unsur)) if equal else say("table.identity.custom"),
        "bands": "; ".join(dict.fromkeys(rule.bands_label for rule in survey.rules)),
        "file": survey.file,
    }
    return facts("identitas_survei", "identity", values)


def respondents(result: SkmResult) -> Table:
    """Respondents by the profile fields that the result is grouped by."""
    rows: list[tuple[Cell, ...]] = []
    hidden = False
    for field, groups in result.groups.items():
        for row in groups.to_dict("records"):
            n = plain(row["n"])
            hidden = hidden or bool(row["suppressed"])
            share = None if n is None else 100 * n / result.n
            rows.append((say(f"field.{field}"), row["group"], None if n is None else int(n), share))
    notes = (say("table.respondents.small", cell=result.survey.smallest_cell),) if hidden else ()
    return Table("responden", say("table.respondents.caption"), columns("respondents", n=0, share=1), tuple(rows), notes)


def sample(result: SkmResult) -> Table | Text:
    """Respondents required by Krejcie and Morgan beside those counted; a sentence where no population is known."""
    if result.sample is None:
        return Text("kecukupan", (say("table.sample.unknown"),))
    values = {
        "population": result.sample.population,
        "required": result.sample.required,
        "n": result.n,
        "difference": result.n - result.sample.required,
    }
    rows = tuple((say(f"table.sample.{key}"), value) for key, value in values.items())
    return Table("kecukupan", say("table.sample.caption"), columns("sample", value=0), rows, (say("table.sample.note"),))


def index(result: SkmResult) -> Table | Text:
    """The index, its class, standard error and interval; a sentence where the year has no one regulation."""
    if result.survey.mixed:
        return Text("ikm", (say("table.index.mixed"),))
    level = percent(result.level)
    low, high = number(result.ci_low), number(result.ci_high)
    precise = result.ci_low is not None and result.n >= result.survey.limits.smallest_n_interval
    classed = result.mutu is not None and result.n >= result.survey.limits.smallest_n_class
    values: dict[str, Cell] = {
        "ikm": number(result.ikm_rounded),
        "mutu": result.mutu if classed else say("label.not_set"),
        "kinerja": result.kinerja if classed else None,
        "std_error": number(result.std_error if precise else None),
        "interval": say("table.index.range", low=low, high=high) if precise else None,
        "met": (join(result.mutu_not_excluded) or None) if precise else None,
        "n": number(result.n, 0),
    }
    rows = tuple((say(f"table.index.{key}", level=level), value) for key, value in values.items())
    return Table("ikm", say("table.index.caption"), columns("index"), rows, (say("table.index.note"),))


def by_unsur(result: SkmResult) -> Table:
    """NRR, interval, weighted NRR and class of each unsur."""
    survey = result.survey
    outside = {unsur.key for unsur in survey.outside}
    fields = ("n", "nrr", "ci_low", "ci_high", "nrr_tertimbang", "ikm_unsur", "mutu")
    hidden = _not_set(result)
    rows = tuple(
        (
            row["code"],
            name(row["unsur"], survey) + (" *)" if row["unsur"] in outside else ""),
            *(None if field in hidden else plain(row[field]) for field in fields),
            None if "rank" in hidden else _ranks(row),
        )
        for row in result.by_unsur.to_dict("records")
    )
    notes = [say("table.by_unsur.note", level=percent(result.level))]
    notes += [say("table.by_unsur.outside", rule=survey.rule.short)] if outside else []
    decimals = {"n": 0, "nrr": 3, "ci_low": 3, "ci_high": 3, "nrr_tertimbang": 3, "ikm_unsur": 2}
    return Table("unsur", say("table.by_unsur.caption"), columns("by_unsur", "", **decimals), rows, tuple(notes))


def _ranks(row: dict[Any, Any]) -> str | None:
    """Ranks that an unsur may have: ``3`` or ``2-5``."""
    low, high = plain(row["rank_low"]), plain(row["rank_high"])
    if low is None or high is None:
        return None
    return str(low) if low == high else f"{low}-{high}"


def by_group(result: SkmResult, field: str) -> Table | Text:
    """IKM of each group of a profile field, those too small withheld."""
    groups = result.groups[field]
    label = say(f"field.{field}")
    if result.survey.responses[field].isna().all():
        return Text(f"kelompok_{field}", (say("table.group.empty", field=label.lower()),))
    rows = tuple(
        (row["group"], *(plain(row[name]) for name in ("n", "ikm_rounded", "ci_low", "ci_high", "mutu", "difference", "p_holm")))
        for row in groups.to_dict("records")
    )
    limits = result.survey.limits
    notes = [say("table.group.note")]
    if (groups["n"] < limits.smallest_n_class).any():
        notes.append(say("table.group.few", interval=limits.smallest_n_interval, mutu=limits.smallest_n_class))
    if groups["suppressed"].any():
        notes.append(say("table.group.small", cell=result.survey.smallest_cell))
    heads = columns("group", field=label, n=0, ikm=2, ci_low=2, ci_high=2, difference=2, p_holm=3)
    return Table(f"kelompok_{field}", say("table.group.caption", field=label.lower()), heads, rows, tuple(notes))


def by_weight(result: SkmResult) -> Table | Text:
    """The index under the exact weight and under each printed one, with the highest index possible; a sentence where the year has none."""
    if result.survey.mixed:
        return Text("bobot", (say("table.index.mixed_weights"),))
    k = len(result.survey.unsur)
    high = result.survey.rule.high * result.survey.rule.conversion
    custom = bool(result.survey.sidecar.bobot)
    official = (_weight(CUSTOM), plain(result.ikm_rounded), _mutu(result), float(high))
    rows: list[tuple[Cell, ...]] = [official] if custom else []
    for row in result.bobot_comparison.to_dict("records"):
        if plain(row["ikm_rounded"]) is None and row["bobot"] != f"1/{k}":
            continue
        mutu = None if "mutu" in _not_set(result) else plain(row["mutu"])
        rows.append((_weight(row["bobot"]), plain(row["ikm_rounded"]), mutu, float(Fraction(row["bobot"]) * k * high)))
    decimals = {"ikm": 2, "max": 2}
    return Table(
        "bobot",
        say("table.weights.caption"),
        columns("weights", "", **decimals),
        tuple(rows),
        (say("table.weights.note_custom" if custom else "table.weights.note"),),
    )


def by_part(result: SkmResult) -> Table | Text:
    """Figures of the parts of a year and of the whole; nothing where the year is one file."""
    if not result.parts:
        return Text("bagian", ())
    rows: list[tuple[Cell, ...]] = [(period(part.survey.period), part.survey.rule.short, *_figures(part), _mutu(part)) for part in result.parts]
    found = result.comparable
    if found:
        rows.append((say("table.parts.comparable", k=len(found.unsur)), None, *_figures(found), None))
    else:
        rows.append((say("table.parts.whole"), result.survey.rule.short, *_figures(result), _mutu(result)))
    notes = (say("table.parts.note"), *((say("table.parts.mixed"),) if found else ()))
    heads = columns("parts", "", n=0, ikm=2, ci_low=2, ci_high=2)
    return Table("bagian", say("table.parts.caption"), heads, tuple(rows), notes)


def published(result: SkmResult) -> Table | Text:
    """Which weight and rounding give the index that the office printed; nothing where it printed none."""
    attempts = explain_published(result.survey)
    if not attempts:
        return Text("tercetak", ())
    claim = result.survey.sidecar.published
    ikm = number(Decimal(claim["ikm"]))
    rows = tuple(
        (_weight(tried.bobot), say(f"rounding.{tried.rounding}"), plain(tried.ikm), say(f"table.published.{_yes(tried.matches)}"))
        for tried in attempts
    )
    return Table("tercetak", say("table.published.caption", ikm=ikm), columns("published", "", ikm=2), rows, _verdict(attempts, claim, ikm))


def _verdict(attempts: Sequence[Attempt], claim: dict[str, Any], ikm: str) -> tuple[str, ...]:
    ways = [say("table.published.way", bobot=_weight(tried.bobot), rounding=say(f"rounding.{tried.rounding}")) for tried in attempts if tried.matches]
    told = [say("table.published.found", ikm=ikm, ways="; ".join(ways)) if ways else say("table.published.none", ikm=ikm)]
    if "bobot" in claim:
        stage = claim.get("rounding", "none")
        right = any(tried.matches for tried in attempts if (tried.bobot, tried.rounding) == (claim["bobot"], stage))
        kind = "claim_right" if right else "claim_wrong"
        told.append(say(f"table.published.{kind}", bobot=_weight(claim["bobot"]), rounding=say(f"rounding.{stage}")))
    return tuple(told)


def _yes(fact: bool) -> str:
    return "yes" if fact else "no"


def _weight(text: str) -> str:
    return say("table.weights.custom") if text == CUSTOM else text.replace(".", ",")


def _figures(found: SkmResult | Comparable) -> tuple[Cell, ...]:
    hidden = _not_set(found) if isinstance(found, SkmResult) else ()
    bounds = (None, None) if "ci_low" in hidden else (found.ci_low, found.ci_high)
    return found.n, plain(found.ikm_rounded), *bounds


def _mutu(result: SkmResult) -> str | None:
    return None if "mutu" in _not_set(result) else result.mutu


def _not_set(result: SkmResult) -> tuple[str, ...]:
    """Columns that so few respondents do not carry: classes, and under a smaller number intervals and ranks too."""
    limits = result.survey.limits
    few = ("mutu",) if result.n < limits.smallest_n_class else ()
    return (*few, "ci_low", "ci_high", "rank") if result.n < limits.smallest_n_interval else few


def bands(survey: Survey) -> Table | Text:
    """Classes of the regulation by lower bound, best first; a sentence where the year has no one regulation."""
    if survey.mixed:
        return Text("kelas", (say("table.bands.mixed"),))
    rows = tuple((band.mutu, band.kinerja, float(band.lower)) for band in reversed(survey.rule.bands))
    note = say("table.bands.note", label=survey.rule.bands_label[:1].upper() + survey.rule.bands_label[1:])
    return Table("kelas", say("table.bands.caption"), columns("bands", lower=2), rows, (note,))


def columns(table_name: str, field: str = "", **decimals: int) -> tuple[Column, ...]:
    """Columns of a table as words.toml names them; those with decimals are numbers."""
    heads = table()["table"][table_name]["heads"]
    return tuple(Column(key, head.format(field=field), decimals.get(key)) for key, head in heads.items())


def facts(name: str, words: str, values: Mapping[str, Cell], notes: tuple[str, ...] = ()) -> Table:
    """A table of two columns: what, and its value."""
    rows = tuple((say(f"table.{words}.{key}"), value) for key, value in values.items())
    return Table(name, say(f"table.{words}.caption"), columns(words), rows, notes)


def _with_regency(survey: Survey) -> str:
    unit = survey.unit
    return unit_name(survey) + (f", {unit.regency}" if unit and unit.regency else "")


def _range(start: pd.Timestamp, end: pd.Timestamp) -> str:
    return say("table.identity.range", start=day(start.date()), end=day(end.date()))
