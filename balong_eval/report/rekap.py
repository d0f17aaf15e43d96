"""The annex over many units: the answer, the units and their ranks, trends, who is missing and why, what to heed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from balong_eval import regulation
from balong_eval.analysis.entry import DOUBLES, STATUSES, Entry
from balong_eval.analysis.rekap import Rekap
from balong_eval.analysis.standing import ALPHA, Standing
from balong_eval.report import tables
from balong_eval.report.answer import rule_name
from balong_eval.report.block import Cell, Table, Text
from balong_eval.report.payload import by_rule
from balong_eval.report.rekap_payload import document
from balong_eval.report.words import join, number, row_numbers, say, table

MOST_NAMES = 5
TRENDS = ("naik", "turun", "indikasi_naik", "indikasi_turun", "belum_dapat_disimpulkan", "titik_kurang")
MISSING = STATUSES[1:]


def identity(found: Rekap) -> Text:
    """Which regency, which year, how many units."""
    name = found.regency or say("rekap.several")
    line = say("rekap.line", regency=name, year=found.year, n=len(found.entries))
    data: dict[str, Any] = {"unit": name, "period": str(found.year), "regulation": None, "label": found.label, "rules": list(found.rules)}
    return Text("identitas", (line,), kind="identity", data=data)


def first_screen(found: Rekap) -> Text:
    """The answer in plain sentences: indexes, how far they can be told apart, classes, trends, who is missing."""
    sentences = (_lead(found), _order(found), *_classes(found), *_trends(found), _missing(found))
    return Text("jawaban", sentences, "result", _facts(found), document(found))


def by_unit(found: Rekap) -> Table:
    """Respondents, index, interval and classes of every unit."""
    rows = tuple(_unit_row(entry) for entry in found.entries)
    heads = tables.columns("units", n=0, ikm=2, ci_low=2, ci_high=2)
    notes = [say("table.units.note_interval"), say("table.units.note_status")]
    notes += [say("table.units.note_mean", k=len(found.compared), mean=number(found.mean))] if found.mean is not None else []
    notes += [say("table.units.note_small")] if any(entry.point and not entry.shown for entry in found.entries) else []
    return Table("unit", say("table.units.caption", year=found.year), heads, rows, tuple(notes))


def ranking(found: Rekap) -> Table | Text:
    """Units compared, highest index first, with the range of ranks that sampling leaves open."""
    if not found.compared or found.reference is None:
        return Text("peringkat", (say("table.ranking.none"), *_unlike_note(found)))
    rows = tuple(_rank_row(entry, entry.standing) for entry in found.compared if entry.standing)
    rule, unsur = found.reference
    notes = [say("table.ranking.note", pairs=found.pairs), say("table.ranking.note_rules", rule=regulation.load(rule).short, k=len(unsur))]
    odd = [entry.name for entry in found.compared if entry.other_mode]
    notes += [say("table.ranking.note_mode", mode=say(f"mode.{found.mode}"), names=join(odd))] if odd else []
    alike = [entry.name for entry in found.compared if entry.too_sure]
    notes += [say("table.ranking.note_alike", names=join(alike))] if alike else []
    notes += _unlike_note(found)
    heads = tables.columns("ranking", ikm=2, di_atas=0, di_bawah=0)
    return Table("peringkat", say("table.ranking.caption", year=found.year), heads, rows, tuple(notes))


def trends(found: Rekap) -> Table | Text:
    """Verdict on every unit's series up to the year."""
    rows = tuple(_trend_row(entry, found.p_holm.get(entry.id)) for entry in found.entries if entry.trend)
    if not rows:
        return Text("kecenderungan", (say("table.unit_trends.none"),))
    k = sum(p is not None for p in found.p_holm.values())
    notes = (say("table.unit_trends.note_series"), say("table.unit_trends.note_titik"),
             *((say("table.unit_trends.note", k=k, false=number(k * ALPHA, 1)),) if k else ()))  # fmt: skip
    heads = tables.columns("unit_trends", n=0, kemiringan=2, ci_low=2, ci_high=2, terlihat=2, p_holm=3)
    return Table("kecenderungan", say("table.unit_trends.caption", year=found.year), heads, rows, notes)


def reporting(found: Rekap) -> Table | Text:
    """Units without figures of the year, the years that they have, and why."""
    rows = tuple(_reporting_row(entry, found.year) for entry in found.entries if entry.status in MISSING)
    if not rows:
        return Text("laporan", (say("table.reporting.none"),))
    return Table("laporan", say("table.reporting.caption"), tables.columns("reporting"), rows)


def quality(found: Rekap) -> Table | Text:
    """What to heed of each unit's data: forms set aside, doubles, forms alike, wrong answers, and every flag in words."""
    rows = tuple(_quality_row(entry) for entry in found.entries if entry.shown)
    if not rows:
        return Text("mutu_data", (say("table.unit_quality.none"),))
    heads = tables.columns("unit_quality", formulir=0, dikesampingkan=0, ganda=0, sama=0, salah=0)
    return Table("mutu_data", say("table.unit_quality.caption", year=found.year), heads, rows, (say("table.unit_quality.note"),))


def limits(found: Rekap) -> Text:
    """What this annex cannot show."""
    keys = ["no_total", "mix", "open", "random", "rare", *(["synthetic"] if found.label else [])]
    return Text("batasan", tuple(say(f"rekap.limits.{key}") for key in keys), "list")


def _lead(found: Rekap) -> str:
    used = found.of("dinilai")
    facts: dict[str, Any] = {"used": len(used), "n": len(found.entries), "year": found.year}
    valued = sorted(((float(entry.point.result.ikm_rounded or 0), entry) for entry in used if entry.point), key=lambda pair: pair[0])
    if not valued:
        return say("rekap.lead.none", **facts)
    (low, first), (high, last) = valued[0], valued[-1]
    facts |= {"low": number(low), "low_name": first.name, "high": number(high), "high_name": last.name}
    return say(f"rekap.lead.{'some' if len(used) > 1 else 'one'}", **facts)


def _order(found: Rekap) -> str:
    told = len(found.separated)
    if not found.pairs:
        return say("rekap.order.few")
    kind = ("two_" if found.pairs == 1 else "") + ("none" if not told else "all" if told == found.pairs else "some")
    standings = [entry.standing for entry in found.compared if entry.standing]
    first, last = (sum(end(item) for item in standings) for end in (lambda item: item.rank_low == 1, lambda item: item.rank_high == item.k))
    return say(f"rekap.order.{kind}", pairs=found.pairs, told=told, open=found.pairs - told, first=first, last=last)


def _unlike_note(found: Rekap) -> list[str]:
    """Units with an index that are not compared, each with the reason."""
    names = [say("rekap.named", name=entry.name, why=join([_flag(name) for name in entry.unlike])) for entry in found.entries if entry.unlike]
    return [say("table.ranking.note_unlike", names=join(names))] if names else []


def _classes(found: Rekap) -> list[str]:
    known = [entry.classes for entry in found.entries if entry.graded and entry.classes]
    if not known:
        return []
    clear = Counter(classes[0] for classes in known if len(classes) == 1)
    items = join([say("rekap.count", what=mutu, n=clear[mutu]) for mutu in sorted(clear)])
    kind = "none" if not clear else "all" if clear.total() == len(known) else "clear"
    return [say(f"rekap.classes.{kind}", clear=clear.total(), n=len(known), open=len(known) - clear.total(), items=items)]


def _trends(found: Rekap) -> list[str]:
    counts = Counter[str](entry.trend.verdict for entry in found.entries if entry.trend)
    seen = [found.p_holm[entry.id] for entry in found.entries if entry.trend and entry.trend.verdict in ("naik", "turun")]
    kept = sum(p is not None and p < ALPHA for p in seen)
    items = [say("rekap.count", what=_direction(name), n=counts[name]) for name in TRENDS if counts[name]]
    return [say(f"rekap.trends.{'tested' if seen else 'known'}", year=found.year, items=join(items), kept=kept)] if items else []


def _missing(found: Rekap) -> str:
    named = {status: [entry.name for entry in found.of(status)] for status in MISSING}
    items = "; ".join(say(f"rekap.missing.{status}", names=_few(names)) for status, names in named.items() if names)
    return say("rekap.missing.whole", year=found.year, items=items) if items else say("rekap.missing.nothing")


def _few(names: Sequence[str]) -> str:
    """The first names, and how many more there are."""
    if len(names) <= MOST_NAMES + 1:
        return join(list(names))
    return say("rekap.more", names=", ".join(names[:MOST_NAMES]), rest=len(names) - MOST_NAMES)


def _facts(found: Rekap) -> tuple[tuple[str, str], ...]:
    used = [float(entry.point.result.ikm_rounded or 0) for entry in found.of("dinilai") if entry.point]
    facts = [(say("label.units"), f"{len(used)} / {len(found.entries)}")]
    facts += [(say("label.ikm"), f"{number(min(used))}–{number(max(used))}")] if used else []
    facts += [(say("label.told"), f"{len(found.separated)} / {found.pairs}")] if found.pairs else []
    return tuple(facts)


def _flag(name: str) -> str:
    """A flag in words: our own, else that of the publication."""
    own: dict[str, str] = table()["rekap"]["flag"]
    return own.get(name) or say(f"publication.reason.{name}")


def _direction(verdict: str) -> str:
    return say(f"review.direction.{verdict}").split(" (")[0]


def _unit_row(entry: Entry) -> tuple[Cell, ...]:
    if entry.status != "dinilai" or entry.point is None:
        n = entry.point.result.n if entry.point and entry.shown else None
        return (entry.name, n, None, None, None, None, None, say(f"rekap.status.{entry.status}"))
    result, (low, high) = entry.point.result, entry.limits or (None, None)
    status = say(f"publication.status.{result.publication.status}")
    return (entry.name, result.n, result.ikm, low, high, result.mutu if entry.graded else None, join(entry.classes) or None, status)


def _rank_row(entry: Entry, place: Standing) -> tuple[Cell, ...]:
    kind = "all" if place.open == place.k - 1 else "some" if place.open else "none"
    span = say("rekap.range", low=place.rank_low, high=place.rank_high) if place.rank_low < place.rank_high else str(place.rank_low)
    ikm = entry.side.estimate if entry.side else None
    return (entry.name, ikm, span, place.above, place.below, say(f"rekap.open.{kind}", n=place.open))


def _trend_row(entry: Entry, p_holm: float | None) -> tuple[Cell, ...]:
    found = entry.trend
    if found is None:
        return ()
    slope = found.first
    told = _direction(found.verdict)
    alone = found.verdict in ("naik", "turun") and (p_holm is None or p_holm >= ALPHA)
    figures = (slope.estimate, slope.ci_low, slope.ci_high) if slope else (None, None, None)
    series = say(f"rekap.series.{'comparable' if entry.bridged else 'official'}")
    words = say("review.direction_alone", direction=told) if alone else told
    return (entry.name, series, len(found.comparable), *figures, found.smallest_detectable_slope, p_holm, words)


def _reporting_row(entry: Entry, year: int) -> tuple[Cell, ...]:
    years = row_numbers(entry.years) or None
    return (entry.name, say(f"rekap.status.{entry.status}"), years, _why(entry, year))


def _why(entry: Entry, year: int) -> str:
    if entry.status == "belum_melapor":
        return say("rekap.advice.belum_melapor", year=year)
    if entry.status == "tanpa_nilai" and entry.point:
        return join([_flag(reason) for reason in entry.point.result.publication.reasons])
    error = entry.error or ""
    rules = [say("table.reporting.rule", rule=rule_name(item["rule"]), count=item["count"]) for item in by_rule(entry.findings)]
    return say("table.reporting.findings", error=error, rules=join(rules)) if rules else error


def _quality_row(entry: Entry) -> tuple[Cell, ...]:
    survey = entry.survey
    if survey is None:
        return ()
    alike = None if entry.alike is None else 100 * entry.alike
    flags = "; ".join(_flag(name) for name in entry.flags) or None
    return (entry.name, survey.n_rows, survey.n_excluded, entry.count(DOUBLES), alike, entry.errors, survey.sidecar.mode, flags)
