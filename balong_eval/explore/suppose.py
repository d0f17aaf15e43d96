"""What if, in words: the scenario, what the index would be, what it takes to reach a class and to tell classes apart."""

from __future__ import annotations

from decimal import Decimal

from balong_eval.analysis import groups, scenario
from balong_eval.analysis.scenario import Basis, Outcome, Scenario
from balong_eval.errors import InputError
from balong_eval.explore import inline
from balong_eval.intake.survey import Survey
from balong_eval.regulation import all_unsur
from balong_eval.report.answer import unit_name
from balong_eval.report.block import Block, Table, Text
from balong_eval.report.payload import plain
from balong_eval.report.tables import columns
from balong_eval.report.words import join, number, percent, period, say, signed

SHARES = {0.0: "drop", 0.5: "half", 1.0: "once", 2.0: "double"}
LEAST_SHOWN = 0.005
KINDS: dict[str, inline.Kind] = {"periode": str, "naik": (dict, float), "layanan": (dict, float), "batas": (list, float), "tambah": int}
MOST_MOVED, MOST_ADDED = 1.0, 100_000
EXAMPLE = '{periode = "2019", naik = {sarpras = 0.3}, tambah = 100}'


def write(wanted: Scenario, period_: str = "") -> str:
    """A scenario as one line of a notebook's parameter, with the period that it is of.

    Examples
    --------
    >>> write(Scenario({"sarpras": 0.3}, {"Dispensasi nikah": 2.0}, (), 100), "2019")
    '{periode = "2019", naik = {sarpras = 0.3}, layanan = {"Dispensasi nikah" = 2.0}, tambah = 100}'
    """
    table = {
        "periode": period_,
        "naik": {key: change for key, change in wanted.moves.items() if change},
        "layanan": {name: share for name, share in wanted.shares.items() if share != 1},
        "batas": [float(bound) for bound in wanted.bounds],
        "tambah": wanted.added,
    }
    kept = {key: value for key, value in table.items() if value}
    return inline.write(kept) if kept else ""


def read(text: str) -> tuple[Scenario, str]:
    """A scenario and its period from their line; an empty text changes nothing.

    Raises
    ------
    InputError
        When the text is no such table, or says what the controls cannot.

    Examples
    --------
    >>> read('{naik = {sarpras = 0.3}, batas = [65, 76.61, 88.31]}')[0].bounds
    (Decimal('65'), Decimal('76.61'), Decimal('88.31'))
    """
    table = inline.read(text, KINDS, EXAMPLE)
    bounds = tuple(Decimal(str(bound)) for bound in table.get("batas", ()))
    found = Scenario(table.get("naik", {}), table.get("layanan", {}), bounds, table.get("tambah", 0))
    wrong = [f"naik {key} {number(change)} (paling jauh 1)" for key, change in found.moves.items() if abs(change) > MOST_MOVED]
    wrong += [f"bobot layanan {name} {number(share)} (0, 0,5, 1 atau 2)" for name, share in found.shares.items() if share not in SHARES]
    wrong += [f"tambah {found.added} (0 sampai {number(MOST_ADDED, 0)})"] if not 0 <= found.added <= MOST_ADDED else []
    if wrong:
        raise InputError(f"Pengandaian tidak dapat dipakai: {'; '.join(wrong)}.")
    return found, table.get("periode", "")


def checked(survey: Survey, wanted: Scenario) -> Scenario:
    """The scenario, where the survey has what it names.

    Raises
    ------
    InputError
        When it was written for another survey.
    """
    problem = wrong(survey, wanted) if wanted.changes and survey.shown else None
    if problem:
        raise InputError(f"Pengandaian tidak dapat dipakai: {problem}")
    return wanted


def blocks(survey: Survey, wanted: Scenario, mutu: str) -> tuple[Block, ...]:
    """Everything that is said of a scenario.

    Parameters
    ----------
    survey : Survey
        As it is.
    wanted : Scenario
    mutu : str
        The class to be reached.
    """
    problem = wrong(survey, wanted)
    if problem:
        return (Text("seandainya", (problem,)),)
    now, found = scenario.basis(survey, Scenario()), scenario.basis(survey, wanted)
    if now is None or found is None:
        return (Text("seandainya", (say("explore.what_if.too_few", cell=survey.smallest_cell),)),)
    before = scenario.judge(now, survey.n)
    after = scenario.judge(found, found.survey.n + wanted.added)
    return (heading(survey, wanted, found), answer(survey, before, after, changes=wanted.changes), points(found, mutu), needed(found))


def wrong(survey: Survey, wanted: Scenario) -> str | None:
    """Why a scenario cannot be computed, in a sentence; None where it can."""
    if not survey.shown:
        return say("explore.what_if.too_few", cell=survey.smallest_cell)
    unknown = [*({*wanted.moves} - {unsur.key for unsur in survey.unsur}), *({*wanted.shares} - {*survey.responses["layanan"].dropna()})]
    if unknown:
        return say("explore.what_if.unknown", names=join(sorted(unknown)), period=period(survey.period))
    small = sorted({*wanted.shares} & groups.withheld(survey, "layanan"))
    if small:
        return say("explore.what_if.small_service", names=join(small), cell=survey.smallest_cell)
    if wanted.bounds and len(wanted.bounds) != len(survey.rule.bands) - 1:
        return say("explore.what_if.bounds_count", count=len(survey.rule.bands) - 1, given=len(wanted.bounds))
    if survey.mixed:
        return say("explore.what_if.mixed", period=period(survey.period))
    lowest, highest = survey.rule.bands[0].lower, Decimal(survey.rule.high * survey.rule.conversion)
    if any(not lowest < bound <= highest for bound in wanted.bounds):
        return say("explore.what_if.low_bounds", lowest=number(lowest), highest=number(highest))
    if any(low >= high for low, high in zip(wanted.bounds, wanted.bounds[1:], strict=False)):
        return say("explore.what_if.wrong_bounds", lowest=number(lowest))
    return None


def heading(survey: Survey, wanted: Scenario, found: Basis) -> Text:
    """What is supposed."""
    label = survey.unit.label if survey.unit else None
    more = (label,) if label else ()
    if not wanted.changes:
        return Text("pengandaian", (say("explore.what_if.as_is", period=period(survey.period)), *more), "list")
    told = [_move(survey, found, key) for key, change in wanted.moves.items() if change]
    told += [_share(name, share) for name, share in wanted.shares.items() if share != 1]
    if wanted.bounds:
        pairs = zip(survey.rule.bands[1:], wanted.bounds, strict=True)
        told.append(
            say("explore.what_if.bounds", bounds=join([say("explore.what_if.bound", mutu=band.mutu, lower=number(bound)) for band, bound in pairs]))
        )
    told += [say("explore.what_if.added", added=number(wanted.added, 0))] if wanted.added else []
    return Text("pengandaian", (say("explore.what_if.changed", changes="; ".join(told)), *more), "list")


def answer(survey: Survey, before: Outcome, after: Outcome, *, changes: bool) -> Text:
    """Index, class, interval and confidence, beside those of now."""
    limits = survey.limits
    who, least = f"{unit_name(survey)} {period(survey.period)}", limits.smallest_n_class
    few = "_few" if after.n < least else ""
    facts = {"who": who, "ikm": number(after.ikm_rounded), "mutu": after.mutu, "kinerja": after.kinerja, "least": number(least, 0)}
    now = {"now": number(before.ikm_rounded), "mutu_now": before.mutu if before.n >= least else say("label.not_set")}
    lead = say(f"explore.what_if.{'lead' if changes else 'lead_same'}{few}", **facts, **now)
    shown = [(say("label.ikm"), number(after.ikm_rounded))]
    if after.n < limits.smallest_n_interval or after.ci_low is None or after.ci_high is None:
        return Text("seandainya", (lead, say("explore.what_if.no_interval", n=number(after.n, 0))), "result", tuple(shown))
    bounds = {"low": number(after.ci_low), "high": number(after.ci_high), "width": number(after.ci_high - after.ci_low)}
    several = len(after.mutu_not_excluded) > 1
    sentences = [lead, say("explore.what_if.interval", n=number(after.n, 0), **bounds)]
    sentences.append(
        say(f"explore.what_if.{'several' if several else 'one'}", mutu=join(after.mutu_not_excluded), classes=join(after.mutu_not_excluded))
    )
    items = [f"{mutu} {percent(share, 0)}" for mutu, share in (after.mutu_confidence or {}).items() if share >= LEAST_SHOWN]
    sentences.append(say("explore.what_if.confidence", items=", ".join(items)))
    shown.append((say("label.mutu"), f"{after.mutu} ({after.kinerja})" if after.n >= limits.smallest_n_class else say("label.not_set")))
    shown += [(say("label.interval", level=percent(0.95)), f"{bounds['low']}–{bounds['high']}"), (say("label.n"), number(after.n, 0))]
    return Text("seandainya", tuple(sentences), "result", tuple(shown))


def points(found: Basis, mutu: str) -> Table | Text:
    """How far each unsur alone would have to rise for the index to reach a class."""
    survey = found.survey
    table = scenario.points_needed(found, mutu)
    if table.empty:
        return Text("jarak_kelas", (say("explore.what_if.reached", mutu=mutu),))
    rows = tuple(
        (all_unsur()[row["unsur"]].name, row["nrr"], row["points"], plain(row["answers"]), say(f"table.points.{'yes' if row['possible'] else 'no'}"))
        for row in table.to_dict("records")
    )
    together, highest = float(1 / sum(1 / points for points in table["points"])), float(table["nrr"].max())
    room = highest + together <= survey.rule.high
    notes = [say(f"explore.what_if.{'together' if room else 'together_not'}", points=signed(together, 3), highest=number(highest))]
    if found.exact is None:
        notes.append(say("explore.what_if.weighted"))
    if not table["possible"].any():
        notes.insert(0, say("explore.what_if.none_alone", high=number(survey.rule.high, 0)))
    heads = columns("points", "", nrr=3, points=3, answers=0)
    return Table("jarak_kelas", say("table.points.caption", mutu=mutu), heads, rows, tuple(notes))


def needed(found: Basis) -> Text:
    """How many respondents tell the class from its neighbours."""
    n = scenario.respondents_needed(found)
    met = scenario.judge(found, found.survey.n).mutu_not_excluded
    if n is None:
        return Text("responden_perlu", (say("explore.what_if.needed_none", classes=join(met)),))
    n = max(n, found.survey.limits.smallest_n_class)
    if n <= found.survey.n:
        return Text("responden_perlu", (say("explore.what_if.needed_now"),))
    facts = {"classes": join(met), "n": number(n, 0), "more": number(n - found.survey.n, 0)}
    return Text("responden_perlu", (say("explore.what_if.needed", **facts),))


def _move(survey: Survey, found: Basis, key: str) -> str:
    was, now = survey.responses[key], found.survey.responses[key]
    frequency = found.survey.responses["n"]
    kept = was.loc[now.index]
    steps = int(((now - kept).abs() * frequency).sum())
    counted = frequency[now.notna()].sum()
    mean = float((now * frequency).sum() / counted)
    change = mean - float((kept * frequency).sum() / counted)
    way = say(f"explore.what_if.{'up' if change >= 0 else 'down'}")
    return say("explore.what_if.move", unsur=all_unsur()[key].name, change=signed(change), nrr=number(mean), answers=number(steps, 0), way=way)


def _share(name: str, share: float) -> str:
    return (
        say("explore.what_if.drop", name=name) if share == 0 else say("explore.what_if.share", name=name, share=number(share, 1 if share % 1 else 0))
    )
