"""Tables and text of a change from one period to the next."""

from __future__ import annotations

from decimal import Decimal

from balong_eval.analysis.change import Change
from balong_eval.regulation import round_number
from balong_eval.report import payload
from balong_eval.report.answer import differs, name
from balong_eval.report.block import Cell, Table, Text
from balong_eval.report.payload import plain
from balong_eval.report.tables import columns
from balong_eval.report.words import number, period, say

PLACES = 2


def summary(change: Change | None) -> Text:
    """The difference in sentences, with the document ``balong-eval/compare/1`` as data; nothing where there is none."""
    return Text("perbandingan", tuple(differs(change)), data={} if change is None else payload.compare(change))


def by_unsur(change: Change | None) -> Table | Text:
    """Contribution of each unsur to the difference; printed so that the column adds up."""
    if change is None:
        return Text("selisih_unsur", (say("table.change_layanan.none"),))
    records = change.by_unsur.to_dict("records")
    shown = add_up([row["contribution"] for row in records], change.common.estimate)
    rows: list[tuple[Cell, ...]] = [
        (name(row["unsur"], change.after), plain(row["difference_nrr"]), float(part), plain(row["p_holm"]))
        for row, part in zip(records, shown, strict=True)
    ]
    rows.append((say("table.change_unsur.total"), None, float(sum(shown)), change.common.p_value))
    if not change.same_unsur:
        rows.append((say("table.change_unsur.set"), None, change.unsur_set_change, None))
        rows.append((say("table.change_unsur.whole"), None, change.difference, None))
    notes = [say("table.change_unsur.note")] + ([] if change.same_unsur else [say("table.change_unsur.note_set")])
    heads = columns("change_unsur", "", difference_nrr=3, contribution=PLACES, p_holm=3)
    return Table("selisih_unsur", _caption("change_unsur", change), heads, tuple(rows), tuple(notes))


def by_layanan(change: Change | None) -> Table | Text:
    """How much of the difference lies within services, and how much is another mix of services."""
    if change is None:
        return Text("selisih_layanan", ())
    mixture = change.mixture
    records = mixture.by_layanan.to_dict("records")
    fields = ("within", "within_std_error", "mix", "mix_std_error")
    rows: list[tuple[Cell, ...]] = [(row["layanan"], *(plain(row[field]) for field in fields)) for row in records]
    rows.append((say("table.change_layanan.total"), mixture.within, plain(mixture.within_std_error), mixture.mix, plain(mixture.mix_std_error)))
    rows.append((say("table.change_layanan.answered"), None, None, mixture.answered_mix, None))
    notes = [say("table.change_layanan.note")]
    if change.win:
        facts = {"estimate": number(change.win.estimate), "low": number(change.win.ci_low), "high": number(change.win.ci_high)}
        notes.append(say("table.change_layanan.note_win", after=period(change.after.period), before=period(change.before.period), **facts))
    heads = columns("change_layanan", "", **dict.fromkeys(fields, PLACES))
    return Table("selisih_layanan", _caption("change_layanan", change), heads, tuple(rows), tuple(notes))


def add_up(parts: list[float], total: float) -> list[Decimal]:
    """Parts rounded to 2 decimals so that they add up to the rounded total (largest remainder).

    Examples
    --------
    >>> [str(part) for part in add_up([0.333, 0.333, 0.334], 1.0)], [str(part) for part in add_up([0.004, 0.004, -0.003], 0.005)]
    (['0.33', '0.33', '0.34'], ['0.01', '0.00', '0.00'])
    """
    unit = Decimal(1).scaleb(-PLACES)
    rounded = [round_number(part, PLACES) + 0 for part in parts]
    missing = int((round_number(total, PLACES) - sum(rounded, Decimal(0))) / unit)
    step = unit if missing > 0 else -unit
    order = sorted(range(len(parts)), key=lambda place: (Decimal(repr(float(parts[place]))) - rounded[place]) * (-1 if missing > 0 else 1))
    for place in order[: abs(missing)]:
        rounded[place] += step
    return rounded


def _caption(words: str, change: Change) -> str:
    return say(f"table.{words}.caption", before=period(change.before.period), after=period(change.after.period))
