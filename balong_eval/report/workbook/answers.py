"""The template of a year's answers, which an officer fills and the intake reads back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from balong_eval.intake.fields import profile
from balong_eval.intake.sheet import QUESTIONNAIRE_SHEET, SIDECAR_SHEET
from balong_eval.regulation import IDS, Regulation, Unsur
from balong_eval.report.words import say, table

ANSWERS_SHEET = "Jawaban"
ROWS = 1000
SERVICE_ROWS = 30
SPARE_ROWS = 10
FIRST_DAY = datetime(2000, 1, 1)
LAST_DAY = datetime(2099, 12, 31)
CREATED = datetime(2000, 1, 1)


def template(path: Path, rule: Regulation, unit: str, year: int, services: Sequence[str] = ()) -> None:
    """Write the template of a year: sheets "Jawaban", "Keterangan" (the sidecar) and "Kuesioner" (to print).

    Parameters
    ----------
    path : Path
        File to write (.xlsx).
    rule : Regulation
        Gives unsur, their names and answer labels.
    unit : str
        Name of the unit, printed on the questionnaire.
    year : int
    services : sequence of str, optional
        Names of services to start with; the officer may add others.
    """
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"created": CREATED})
        formats = _formats(book)
        answers = book.add_worksheet(ANSWERS_SHEET)
        notes = book.add_worksheet(SIDECAR_SHEET)
        paper = book.add_worksheet(QUESTIONNAIRE_SHEET)
        first, last = _notes(notes, formats, rule, year, services)
        _answers(answers, formats, rule, f"={SIDECAR_SHEET}!$A${first}:$A${last}")
        _paper(paper, formats, rule, unit, year)


def _formats(book: xlsxwriter.Workbook) -> dict[str, Any]:
    border = {"border": 1, "border_color": "#808080", "valign": "top", "text_wrap": True}
    return {
        "head": book.add_format({**border, "bold": True, "bg_color": "#D9E2EC", "valign": "vcenter"}),
        "cell": book.add_format(border),
        "middle": book.add_format({**border, "align": "center"}),
        "input": book.add_format({**border, "bg_color": "#FFF9E5"}),
        "input_date": book.add_format({**border, "bg_color": "#FFF9E5", "num_format": "yyyy-mm-dd", "align": "left"}),
        "title": book.add_format({"bold": True, "font_size": 14}),
        "plain": book.add_format({"text_wrap": True, "valign": "top"}),
        "bold": book.add_format({"bold": True, "text_wrap": True, "valign": "top"}),
        "day": book.add_format({"num_format": "yyyy-mm-dd", "align": "left"}),
    }


def _answers(sheet: Any, formats: dict[str, Any], rule: Regulation, services: str) -> None:
    heads = [*table()["template"]["heads"].values(), *(unsur.name for unsur in rule.unsur)]
    for place, head in enumerate(heads):
        sheet.write_string(0, place, head, formats["head"])
    sheet.set_row(0, 48)
    sheet.set_column(0, 0, 13, formats["day"])
    sheet.set_column(1, 1, 28)
    sheet.set_column(2, 5, 16)
    sheet.set_column(6, len(heads) - 1, 20)
    sheet.freeze_panes(1, 2)
    sheet.data_validation(1, 0, ROWS, 0, {"validate": "date", "criteria": "between", "minimum": FIRST_DAY, "maximum": LAST_DAY, **_told("date")})
    sheet.data_validation(1, 1, ROWS, 1, {"validate": "list", "source": services, **_told("service")})
    lists = profile()
    for place, name in ((2, "jenis_kelamin"), (4, "pendidikan"), (5, "pekerjaan")):
        sheet.data_validation(1, place, ROWS, place, {"validate": "list", "source": lists[name]["values"], **_told("profile")})
    sheet.data_validation(1, 3, ROWS, 3, {"validate": "integer", "criteria": "between", "minimum": 10, "maximum": 100, **_told("age")})
    for place, unsur in enumerate(rule.unsur, 6):
        sheet.data_validation(1, place, ROWS, place, {"validate": "list", "source": [*unsur.labels, "1", "2", "3", "4"], **_told("answer")})
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _told(kind: str) -> dict[str, Any]:
    words = table()["template"]["told"]
    return {"error_title": words["title"], "error_message": words[kind], "error_type": "stop" if kind in ("answer", "age") else "warning"}


def _notes(sheet: Any, formats: dict[str, Any], rule: Regulation, year: int, services: Sequence[str]) -> tuple[int, int]:
    """Write the sidecar; first and last row (from 1) of the list of services."""
    words = table()["template"]
    rows = [
        ("rule", rule.id, list(IDS)),
        ("start", datetime(year, 1, 1), None),
        ("end", datetime(year, 12, 31), None),
        ("mode", "", ["kertas", "daring", "campuran"]),
        ("doubles", "keep", ["keep", "first"]),
    ]
    for place, key in enumerate(("item", "value", "help")):
        sheet.write_string(0, place, words["note_heads"][key], formats["head"])
    for row, (key, value, choices) in enumerate(rows, 1):
        sheet.write_string(row, 0, words["note"][key], formats["cell"])
        if isinstance(value, datetime):
            sheet.write_datetime(row, 1, value, formats["input_date"])
        else:
            sheet.write_string(row, 1, value, formats["input"])
        sheet.write_string(row, 2, words["help"][key], formats["cell"])
        sheet.set_row(row, 30)
        if choices:
            sheet.data_validation(row, 1, row, 1, {"validate": "list", "source": choices})
    head = len(rows) + 2
    lines = max(SERVICE_ROWS, len(services) + SPARE_ROWS)
    for place, key in enumerate(("service", "users", "users_help")):
        sheet.write_string(head, place, words["note_heads"][key], formats["head"])
    sheet.set_row(head, 30)
    for place in range(lines):
        sheet.write_string(head + 1 + place, 0, services[place] if place < len(services) else "", formats["input"])
        sheet.write_blank(head + 1 + place, 1, None, formats["input"])
    sheet.data_validation(head + 1, 1, head + lines, 1, {"validate": "integer", "criteria": ">=", "value": 0, **_told("users")})
    sheet.set_column(0, 0, 36)
    sheet.set_column(1, 1, 26)
    sheet.set_column(2, 2, 90)
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    return head + 2, head + 1 + lines


def _paper(sheet: Any, formats: dict[str, Any], rule: Regulation, unit: str, year: int) -> None:
    words = table()["template"]["paper"]
    sheet.set_column(0, 0, 5)
    sheet.set_column(1, 1, 44)
    sheet.set_column(2, 2, 50)
    sheet.merge_range(0, 0, 0, 2, words["title"], formats["title"])
    sheet.merge_range(1, 0, 1, 2, f"{unit}, {year}", formats["bold"])
    sheet.merge_range(2, 0, 2, 2, words["intro"], formats["plain"])
    sheet.set_row(2, 32)
    row = 4
    for line in words["profile"]:
        sheet.merge_range(row, 0, row, 1, line["label"], formats["cell"])
        sheet.write_string(row, 2, line["choices"], formats["cell"])
        sheet.set_row(row, 32 if len(line["choices"]) > 50 else 18)
        row += 1
    row += 1
    for place, head in enumerate(words["heads"]):
        sheet.write_string(row, place, head, formats["head"])
    for number, unsur in enumerate(rule.unsur, 1):
        _question(sheet, formats, row + number, number, unsur)
    sheet.merge_range(row + len(rule.unsur) + 2, 0, row + len(rule.unsur) + 2, 2, words["suggestions"], formats["cell"])
    sheet.set_row(row + len(rule.unsur) + 2, 60)
    sheet.merge_range(row + len(rule.unsur) + 3, 0, row + len(rule.unsur) + 3, 2, words["thanks"], formats["plain"])
    sheet.set_paper(9)
    sheet.set_margins(left=0.6, right=0.6, top=0.6, bottom=0.6)
    sheet.fit_to_pages(1, 1)
    sheet.print_area(0, 0, row + len(rule.unsur) + 3, 2)


def _question(sheet: Any, formats: dict[str, Any], row: int, number: int, unsur: Unsur) -> None:
    labels = unsur.labels or tuple(table()["template"]["paper"]["scale"])
    sheet.write_number(row, 0, number, formats["middle"])
    sheet.write_string(row, 1, say("template.paper.question", unsur=unsur.question or unsur.name.lower()), formats["cell"])
    sheet.write_string(row, 2, "\n".join(f"□ {score}. {label}" for score, label in enumerate(labels, 1)), formats["cell"])
    sheet.set_row(row, 62)
