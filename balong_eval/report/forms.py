"""Tables on the forms themselves: what was found on them, which are not counted, what their suggestions speak of."""

from __future__ import annotations

from balong_eval.intake.disclosure import hidden
from balong_eval.intake.survey import Survey
from balong_eval.report.answer import name, rule_name
from balong_eval.report.block import Table, Text
from balong_eval.report.payload import by_rule
from balong_eval.report.tables import columns
from balong_eval.report.words import number, row_numbers, say


def set_aside(survey: Survey) -> Table | Text:
    """Forms that are not counted, by reason."""
    if not survey.set_aside:
        return Text("dikesampingkan", (say("table.set_aside.none"),))
    reasons = list(dict.fromkeys(item.reason for item in survey.set_aside))
    rows = []
    for reason in reasons:
        places = [(part.file, item.sheet, item.row) for part in survey.sources for item in part.set_aside if item.reason == reason]
        rows.append((reason, len(places), _rows(survey, places)))
    return Table("dikesampingkan", say("table.set_aside.caption"), columns("set_aside", count=0), tuple(rows))


def findings(survey: Survey) -> Table | Text:
    """Findings by severity and rule, with count and row numbers; no cell is quoted."""
    counted = by_rule(survey.findings)
    if not counted:
        return Text("temuan", (say("table.findings.none"),))
    rows = tuple(
        (say(f"severity.{item['severity']}"), rule_name(item["rule"]), item["count"], _finding_rows(survey, item["rule"])) for item in counted
    )
    return Table("temuan", say("table.findings.caption"), columns("findings", count=0), rows, (say("table.findings.note"),))


def _finding_rows(survey: Survey, rule: str) -> str | None:
    found = [(part.file, item.sheet, item.row) for part in survey.sources for item in part.findings if item.rule == rule and item.row is not None]
    return _rows(survey, found) or None


def _rows(survey: Survey, places: list[tuple[str, str | None, int]]) -> str:
    """Row numbers; where a year was put together from files, of each file; where a file has answers in several sheets, of each sheet."""
    told: dict[str, list[int]] = {}
    for file, sheet, row in places:
        several = sheet and len({item.sheets for item in survey.sources if item.file == file for _ in item.sheets[1:]})
        label = ", ".join([file] * (len(survey.sources) > 1) + [str(sheet)] * bool(several))
        told.setdefault(label, []).append(row)
    return "; ".join(f"{label}: {row_numbers(numbers)}" if label else row_numbers(numbers) for label, numbers in told.items())


def suggestions(survey: Survey) -> Table | Text:
    """Suggestions counted by unsur through a list of words; a sentence where the file has none. No text is shown."""
    found = survey.suggestions
    if found is None or not survey.shown:
        return Text("saran", (say("table.suggestions.none"),))
    if found.n < survey.smallest_cell:
        return Text("saran", (say("table.suggestions.few", cell=survey.smallest_cell),))
    counts = {name(key, survey): count for key, count in found.by_unsur.items()} | {say("table.suggestions.other"): found.other}
    small = hidden({label: count for label, count in counts.items() if count}, survey.smallest_cell)
    rows = tuple((label, None if label in small else count) for label, count in counts.items())
    notes = [say("table.suggestions.note", n=number(found.n, 0))]
    notes += [say("table.suggestions.small", cell=survey.smallest_cell)] if small else []
    return Table("saran", say("table.suggestions.caption"), columns("suggestions", count=0), rows, tuple(notes))
