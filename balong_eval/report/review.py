"""The review of the plan: the years, the slopes, why they are no surer, every series, what may come; the answer and the evidence beside it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from balong_eval.analysis.adjusted import FIELDS, Adjusted
from balong_eval.analysis.review import Review, Tested
from balong_eval.analysis.trend import Trend
from balong_eval.regulation import all_unsur
from balong_eval.report import performance, review_document, tables
from balong_eval.report import trend as trends
from balong_eval.report.block import Cell, Table, Text
from balong_eval.report.payload import plain
from balong_eval.report.review_answer import first_screen as first_screen
from balong_eval.report.review_evidence import direction
from balong_eval.report.review_evidence import evidence as evidence
from balong_eval.report.review_evidence import recommendations as recommendations
from balong_eval.report.words import ALPHA, join, number, percent, say, signed

DOUBTS = ("uji_tahun_berdekatan", "uji_antartahun", "arah_berlawanan")
MUCH = 0.25
UNEVEN, LARGER = 3, 1.25


def identity(review: Review) -> Text:
    """Who, which years, under which plan."""
    unit = review.unit
    regency = f", {unit.regency}" if unit.regency else ""
    plan = (unit.plan.title or unit.plan.file) if unit.plan else say("kinerja.no_plan")
    line = say("review.line", unit=unit.name, regency=regency, first=review.first, last=review.last, plan=plan)
    rules = sorted({rule for item in review.years for rule in item.rules})
    data: dict[str, Any] = {"unit": unit.name, "period": f"{review.first}-{review.last}", "regulation": None, "label": unit.label}
    return Text("identitas", (line,), kind="identity", data=data | {"rules": [*rules, *performance.RULES]})


def by_year(review: Review) -> Table | Text:
    """Official and comparable index of every year, with standard errors and the class under both tables."""
    if not review.years:
        return Text("tahun", (say("table.years.none"),))
    cut = {item.before for item in review.official.series.breaks} if review.official else set()
    rows = []
    for item in review.years:
        official, other = item.official, item.on(review.common) if review.common else None
        flags = ("b" if str(item.year) in cut else "") + item.flags
        graded = item.result.n >= item.survey.limits.smallest_n_class
        rows.append(
            (
                str(item.year), item.result.n, None if official is None else official.value, None if official is None else official.std_error,
                item.rule_names, item.survey.sidecar.mode, item.result.mutu if graded else None, item.mutu_newest if graded else None,
                None if other is None else other.value, None if other is None else other.std_error, flags or None,
            )
        )  # fmt: skip
    names = join([all_unsur()[key].name for key in review.common])
    missing = [str(year) for year in range(review.first, review.last + 1) if review.year(year) is None]
    notes = (say("table.years.note_error"), say("table.years.note_common", k=len(review.common), names=names),
             say("table.years.note_mutu"), say("table.years.note_flags"),
             *((say("table.years.note_missing", years=join(missing)),) if missing else ()))  # fmt: skip
    heads = tables.columns("years", n=0, ikm=2, galat=2, pembanding=2, galat_p=2)
    return Table("tahun", say("table.years.caption"), heads, tuple(rows), notes)


def slopes(review: Review, kind: str) -> Table | Text:
    """Slopes by every method with the verdict and its reasons; of the ``official`` or the ``comparable`` index, where that is another."""
    found = review.official if kind == "official" else review.comparable
    if found is None or (kind == "comparable" and _same_values(review.official, found)):
        return Text(f"kemiringan_{kind}", ())
    label = say(f"review.series.{kind}")
    ends = {"first": found.comparable["periode"].iloc[0], "last": found.comparable["periode"].iloc[-1]}
    words = trends.sentences(found, label)
    block = trends.slopes(found)
    if isinstance(block, Text):
        return Text(f"kemiringan_{kind}", words, "list")
    return replace(block, name=f"kemiringan_{kind}", caption=say("review.series.caption", name=label, **ends), notes=(*words, *block.notes))


def why(review: Review) -> Text:
    """What makes the yearly points less sure than they look, with the document ``balong-eval/review/1`` as data."""
    sentences = [*_numbers_of(review), *_alike(review), *_clustered(review), *_between(review)]
    return Text("mengapa", tuple(sentences), "list", data=review_document.document(review))


def many(review: Review) -> Table | Text:
    """Verdict on every unsur and indicator, with how many were tested and how many false alarms to expect."""
    if not review.tested:
        return Text("banyak_deret", (say("table.many.none"),))
    rows = tuple(_tested_row(item) for item in review.tested)
    k = sum(item.p_value is not None for item in review.tested)
    notes = (say("table.many.note", k=k, false=number(k * ALPHA, 1)), say("table.many.note_p"))
    return Table("banyak_deret", say("table.many.caption"), tables.columns("many", n=0, kemiringan=2, p_value=3, p_holm=3), rows, notes)


def projection(review: Review) -> Table | Text:
    """Where the index may stand up to the end of the plan."""
    end = review.unit.last_year or review.last
    if review.last >= end:
        return Text("perkiraan", (say("review.projection.none"),))
    if review.judged is None:
        return Text("perkiraan", (say("table.trend_projection.none"),))
    kept = tuple(item for item in review.judged.projection if int(item.periode[:4]) <= end)
    table = trends.projection(replace(review.judged, projection=kept))
    if isinstance(table, Text) or review.judged is review.official:
        return table
    return replace(table, notes=(*table.notes, say("review.projection.bridged")))


def back_test(review: Review) -> Table | Text:
    """What such projections said in the past, and what came."""
    if not review.back_tests:
        return Text("uji_perkiraan", (say("table.backtest.none"),))
    rows = tuple(
        (item.made, item.periode, item.estimate, item.ci_low, item.ci_high, item.came, say(f"table.backtest.{'yes' if item.held else 'no'}"))
        for item in review.back_tests
    )
    width = max(item.ci_high - item.ci_low for item in review.back_tests)
    notes = (say("table.backtest.wide", width=number(width, 1)),) if width > trends.WIDEST else ()
    heads = tables.columns("backtest", estimate=2, ci_low=2, ci_high=2, came=2)
    return Table("uji_perkiraan", say("table.backtest.caption"), heads, rows, notes)


def mix(review: Review) -> Table | Text:
    """Slope of respondents' scores on year, without and with their mix held constant."""
    if review.mix is None:
        return Text("susunan", (say("table.mix.none"),))
    rows = tuple(_mix_row(item) for item in review.mix)
    heads = tables.columns("mix", estimate=2, std_error=2, ci_low=2, ci_high=2, p_value=3, n=0, clusters=0)
    left = [say(f"field.{name}").lower() for name in FIELDS if name not in review.mix[1].adjusted_for]
    notes = (_mix_words(review.mix), say("table.mix.note"), *((say("table.mix.note_left", fields=join(left)),) if left else ()))
    return Table("susunan", say("table.mix.caption"), heads, rows, notes)


def limits(review: Review) -> Text:
    """What this review cannot show."""
    sentences = [say("review_limits.years", n=len(review.judged.comparable))] if review.judged else []
    sentences += [say("review_limits.bridge")] if len({item.rules for item in review.years}) > 1 else []
    sentences.append(say("review_limits.cause"))
    whole = performance.limits(review.capaian).sentences if review.capaian else ()
    return Text("batasan", (*sentences, *whole), "list")


def _same_values(official: Trend | None, other: Trend) -> bool:
    """Whether an unbroken official index is the comparable one to the decimals that are shown."""
    if official is None or official.passed or other.passed:
        return False
    pairs = [dict(zip(found.comparable["periode"], found.comparable["nilai"].round(2), strict=True)) for found in (official, other)]
    return pairs[0] == pairs[1]


def _numbers_of(review: Review) -> list[str]:
    counts = [item.result.n for item in review.years]
    uneven = bool(counts) and max(counts) >= UNEVEN * min(counts)
    return [say("review.why.n", low=number(min(counts), 0), high=number(max(counts), 0))] if uneven else []


def _alike(review: Review) -> list[str]:
    """Straight-lining, where it is common in some year."""
    shares = [item.result.reliability.straight_lining_share for item in review.years if item.result.reliability]
    if not shares or max(shares) < MUCH:
        return []
    return [say("review.why.same", low=percent(min(shares), 0), high=percent(max(shares), 0))]


def _clustered(review: Review) -> list[str]:
    points = [item.official for item in review.years if item.official]
    ratios = [point.clustered / point.simple for point in points if point.clustered and point.simple]
    if not ratios or max(ratios) < LARGER:
        return []
    return [say("review.why.clustered", low=number(min(ratios), 1), high=number(max(ratios), 1))]


def _between(review: Review) -> list[str]:
    """Differences between years, and a plain test that would have claimed a trend."""
    judged = review.judged
    if judged is None:
        return []
    wide, line = judged.slope("random_effects"), judged.slope("ols")
    told = [say("review.why.years", tau=number(wide.tau2**0.5, 1))] if wide and wide.tau2 else []
    p_value = None if line is None else plain(line.p_value)
    if line is not None and p_value is not None and p_value < ALPHA and judged.verdict == "belum_dapat_disimpulkan":
        side = say(f"review.direction.{'naik' if line.estimate > 0 else 'turun'}")
        doubt = next(name for name in DOUBTS if name in judged.reasons)
        told.append(say(f"review.fooled.{doubt}", p=trends.told_p(line), side=side))
    return told


def _tested_row(item: Tested) -> tuple[Cell, ...]:
    slope = review_document.pace(item)
    return (item.name, len(item.trend.comparable), slope[1] if slope else None, item.p_value, item.p_holm, direction(item))


def _mix_row(item: Adjusted) -> tuple[Cell, ...]:
    fields = join([say(f"field.{name}").lower() for name in item.adjusted_for])
    name = say("table.mix.adjusted", fields=fields) if item.adjusted_for else say("table.mix.plain")
    return (name, item.estimate, item.std_error, item.ci_low, item.ci_high, item.p_value, item.n, item.clusters)


def _mix_words(found: tuple[Adjusted, Adjusted]) -> str:
    before, after = found
    return say(f"review.mix.{_mix_kind(before, after)}", plain=signed(before.estimate), adjusted=signed(after.estimate))


def _mix_kind(before: Adjusted, after: Adjusted) -> str:
    """``part`` of the change comes from the mix, the mix works ``against`` it, it stays the ``same``, or there is ``none`` to explain."""
    moves = [not item.ci_low <= 0 <= item.ci_high for item in (before, after)]
    if not any(moves):
        return "none"
    lost = (before.estimate - after.estimate) / before.estimate if moves[0] else -1.0
    return "part" if lost >= MUCH else "against" if lost <= -MUCH else "same"
