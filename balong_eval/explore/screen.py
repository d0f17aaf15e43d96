"""What a view shows: sentences and tables first, then charts one by one; the same blocks as in the annex."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from balong_eval import regulation
from balong_eval.explore.figures import Compared, Figures, scope
from balong_eval.report import answer, comparison, forms, tables
from balong_eval.report import chart as charts
from balong_eval.report.block import Block, Chart, Table, Text
from balong_eval.report.payload import plain
from balong_eval.report.words import ALPHA, cell, number, period, say, signed


def numbers(found: Figures) -> tuple[Block, ...]:
    """What the view is of, the answer in sentences, and the table of unsur: what is shown at once."""
    if found.too_few:
        return (Text("pandangan", (say("explore.too_few", cell=found.whole.smallest_cell),)),)
    first = answer.first_screen(found.result)
    sentences = (*first.sentences, *weight(found))
    return (heading(found), Text(first.name, sentences, "result", first.facts, first.data), tables.by_unsur(found.result))


def heading(found: Figures) -> Text:
    """Which respondents the view is of, and whether its figures are official."""
    view, words = found.view, period(found.view.period)
    told = scope(view)
    if told:
        lines = [say("explore.scope.narrowed", period=words, scope="; ".join(told), official=number(found.official.ikm_rounded))]
    else:
        lines = [] if view.regulation else [say("explore.scope.official", period=words)]
    if view.regulation:
        lines.append(say("explore.scope.ruled", period=words, rule=regulation.load(view.regulation).short))
    label = found.whole.unit.label if found.whole.unit else None
    return Text("pandangan", (*lines, *((label,) if label else ())), "list")


def weight(found: Figures) -> tuple[str, ...]:
    """The index under the printed weight that the view names."""
    bobot = found.view.bobot
    if not bobot or found.too_few:
        return ()
    rows = [row for row in found.result.bobot_comparison.to_dict("records") if row["bobot"] == bobot]
    told = bobot.replace(".", ",")
    if not rows or plain(rows[0]["ikm_rounded"]) is None:
        return (say("explore.weight.unknown", bobot=told),)
    kind = "known" if plain(rows[0]["mutu"]) and found.result.n >= found.survey.limits.smallest_n_class else "plain"
    return (say(f"explore.weight.{kind}", bobot=told, ikm=number(Decimal(rows[0]["ikm_rounded"])), mutu=rows[0]["mutu"]),)


def compared(found: Figures, other: Compared | None) -> tuple[Block, ...]:
    """The comparison in words, and by unsur where it is with another period."""
    if not found.view.against or found.too_few:
        return ()
    if other is None:
        return (Text("perbandingan", (say("explore.compare.none", least=found.whole.limits.smallest_n_interval),)),)
    if other.rest is None:
        return (Text("perbandingan", (*answer.differs(other.change), *undated(found))), comparison.by_unsur(other.change))
    gap = other.rest
    facts = {"other": number(other.other), "n": number(other.n, 0), "p": cell(gap.p_value, "p_value", 3)}
    facts |= {"difference": signed(gap.estimate), "low": signed(gap.ci_low), "high": signed(gap.ci_high)}
    return (Text("perbandingan", (say(f"explore.compare.rest_{'apart' if gap.p_value < ALPHA else 'same'}", **facts),)),)


def undated(found: Figures) -> tuple[str, ...]:
    """That days narrow the view's own period only, where they do."""
    if not (found.view.first_day or found.view.last_day):
        return ()
    return (say("explore.compare.undated", period=period(found.view.period), other=period(found.view.against)),)


def drawn(found: Figures, other: Compared | None) -> tuple[Callable[[], Chart | Text], ...]:
    """Charts of a view, each to be drawn when its turn comes."""
    if found.too_few:
        return ()
    always = (lambda: charts.by_unsur(found.result), lambda: charts.answers(found.survey))
    return (*always, lambda: charts.contributions(other.change)) if other else always


def findings(found: Figures) -> Table | Text:
    """What was found on the forms of the view."""
    return forms.findings(found.survey)


def everything(found: Figures, other: Compared | None) -> tuple[Block, ...]:
    """All blocks of a view, in the order in which they are drawn."""
    pictures = tuple(draw() for draw in drawn(found, other))
    rest = () if found.too_few else (findings(found),)
    return (*numbers(found), *compared(found, other), *pictures, *rest)
