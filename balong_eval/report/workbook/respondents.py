"""The internal sheet per respondent and per unsur, which inspectors ask for: scores by row number, with the official sums as formulas."""

from __future__ import annotations

import io
import zipfile
from fractions import Fraction
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from balong_eval.analysis.design import index, totals
from balong_eval.analysis.index import answers, weights
from balong_eval.analysis.skm import SkmResult
from balong_eval.errors import InputError
from balong_eval.intake.survey import Survey
from balong_eval.regulation import round_half_up
from balong_eval.report.words import say, table
from balong_eval.report.workbook.book import INPUT, Book, quoted, set_height, text_in, written
from balong_eval.report.workbook.processing import class_formula, index_formula, rounded_formula
from balong_eval.report.workbook.tables import number_format

TOP = 4
HEAD_HEIGHT = 62
WIDTH = 12
LABEL = 22
ASIDE = 2


def internal(result: SkmResult) -> bytes:
    """The workbook per respondent of a survey: never to be published.

    A row is a form kept, by its number and its row in the file; no id, date, profile or text of a person is in it. Forms set aside stand on
    a second sheet with row and reason, without their answers.

    Raises
    ------
    InputError
        Where the file holds only how often each answer was given: there are no respondents to list.
    """
    survey = result.survey
    if not survey.joint:
        raise InputError(f"Berkas {survey.file} hanya berisi banyaknya tiap pilihan jawaban; lembar per responden tidak dapat dibuat darinya.")
    mark = say("workbook.internal.mark")
    return written(lambda book: _fill(book, result), title=f"{mark}: {survey.file}", subject="", label=mark)


def is_internal(content: bytes) -> bool:
    """Whether a file is a workbook that `internal` wrote, told by the mark in its title."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            return f"<dc:title>{say('workbook.internal.mark')}".encode() in book.read("docProps/core.xml")
    except (zipfile.BadZipFile, KeyError, OSError):
        return False


def _fill(book: Book, result: SkmResult) -> None:
    survey = result.survey
    words = table()["workbook"]["internal"]
    sheet = book.sheet(words["sheet"], landscape=True)
    tallied = bool((survey.responses["n"] != 1).any())
    heads = [words["number"], words["row"], *([words["frequency"]] if tallied else [])]
    start = len(heads)
    heads += [f"{survey.codes[unsur.key]} {unsur.name}" for unsur in survey.unsur]
    _opening(book, sheet, say("workbook.internal.title", file=survey.file), words["mark"])
    line = say("workbook.internal.line", rule=survey.rule.short, n=result.n)
    text_in(sheet, 2, 0, line, book.look("plain", text_wrap=False))
    for column, head in enumerate(heads):
        text_in(sheet, TOP - 1, column, head, book.look("head"))
    sheet.set_column(0, 0, LABEL)
    sheet.set_column(1, start - 1, WIDTH)
    sheet.set_column(start, len(heads) - 1, WIDTH + 3)
    sheet.set_row(TOP - 1, HEAD_HEIGHT)
    last = _scores(book, sheet, survey, start, tallied)
    sheet.autofilter(TOP - 1, 0, last, len(heads) - 1)
    end = _sums(book, sheet, result, _Body(TOP, last, start, tallied))
    sheet.freeze_panes(TOP, start)
    sheet.repeat_rows(TOP - 1)
    sheet.print_area(0, 0, end, len(heads) - 1)
    _aside(book, survey)


def _opening(book: Book, sheet: Any, title: str, mark: str) -> None:
    text_in(sheet, 0, 0, title, book.look("title", text_wrap=False))
    set_height(sheet, 0, 1, 1.4)
    text_in(sheet, 1, 0, mark, book.look("label", text_wrap=False))


def _scores(book: Book, sheet: Any, survey: Survey, start: int, tallied: bool) -> int:
    """Rows of scores, blank where nothing was answered; the last row."""
    plain, score = book.look("cell", num_format="0"), book.look("cell", num_format="0", bg_color=INPUT)
    counts = survey.responses["n"].tolist()
    row = TOP - 1
    for place, (line, values) in enumerate(zip(survey.responses.index, answers(survey).to_numpy("float64", na_value=float("nan")), strict=True)):
        row += 1
        sheet.write_number(row, 0, place + 1, plain)
        sheet.write_number(row, 1, int(line), plain)
        if tallied:
            sheet.write_number(row, 2, int(counts[place]), plain)
        for column, value in enumerate(values, start):
            if value == value:
                sheet.write_number(row, column, int(value), score)
            else:
                sheet.write_blank(row, column, None, score)
    return row


class _Body:
    """Where the scores stand, as formulas name them."""

    def __init__(self, first: int, last: int, start: int, tallied: bool) -> None:
        self.first, self.last, self.start, self.tallied = first, last, start, tallied

    def scores(self, column: int) -> str:
        """The scores of an unsur."""
        return f"{xl_rowcol_to_cell(self.first, column)}:{xl_rowcol_to_cell(self.last, column)}"

    @property
    def frequency(self) -> str:
        """How many respondents each row stands for."""
        return f"{xl_rowcol_to_cell(self.first, 2, True, True)}:{xl_rowcol_to_cell(self.last, 2, True, True)}"

    def total(self, column: int) -> str:
        """Sum of the scores of an unsur."""
        return f"=SUMPRODUCT({self.scores(column)},{self.frequency})" if self.tallied else f"=SUM({self.scores(column)})"

    def count(self, column: int) -> str:
        """Number of answers to an unsur."""
        scores = self.scores(column)
        return f"=SUMPRODUCT(ISNUMBER({scores})*{self.frequency})" if self.tallied else f"=COUNT({scores})"


def _sums(book: Book, sheet: Any, result: SkmResult, body: _Body) -> int:
    """Sum, n, NRR, bobot and weighted NRR under each unsur, index and class under them; the last row."""
    words, survey = table()["workbook"]["internal"], result.survey
    sums = totals(answers(survey), survey.responses["n"])
    exact = weights(survey)
    equal = len(set(exact)) == 1
    at = {key: body.last + 1 + place for place, key in enumerate(("total", "count", "nrr", "bobot", "weighted"))}
    for key, row in at.items():
        for column in range(1, body.start):
            sheet.write_blank(row, column, None, book.look("strong"))
        text_in(sheet, row, 0, words[key], book.look("strong"))
    for place, weight in enumerate(exact):
        column = body.start + place
        cells = {key: xl_rowcol_to_cell(row, column) for key, row in at.items()}
        nrr = sums.totals[place] / sums.counts[place]
        _formula(book, sheet, (at["total"], column), body.total(column), sums.totals[place], 0)
        _formula(book, sheet, (at["count"], column), body.count(column), sums.counts[place], 0)
        _formula(book, sheet, (at["nrr"], column), f"={cells['total']}/{cells['count']}", nrr, 3)
        if equal:
            _formula(book, sheet, (at["bobot"], column), f"=1/{len(exact)}", float(weight), 4)
        else:
            sheet.write_number(at["bobot"], column, float(weight), book.look("strong", num_format=number_format(4), bg_color=INPUT))
        _formula(book, sheet, (at["weighted"], column), f"={cells['nrr']}*{cells['bobot']}", nrr * float(weight), 3)
    terms = f"{xl_rowcol_to_cell(at['weighted'], body.start)}:{xl_rowcol_to_cell(at['weighted'], body.start + len(exact) - 1)}"
    return _index(book, sheet, result, (at["weighted"] + 2, body.start + ASIDE), terms)


def _index(book: Book, sheet: Any, result: SkmResult, place: tuple[int, int], terms: str) -> int:
    """Index, rounded index, class, and the bands that the class is looked up in; the last row."""
    words, rule = table()["workbook"]["total"], result.survey.rule
    row, column = place
    smallest = result.survey.limits.smallest_n_class
    exact = index(totals(answers(result.survey), result.survey.responses["n"]), weights(result.survey), rule.conversion) or Fraction(0)
    rounded = round_half_up(exact, 2)
    at = {key: xl_rowcol_to_cell(row + step, column) for step, key in enumerate(("n", "smallest", "conversion", "ikm", "ikm_rounded", "mutu"))}
    first = row + len(at) + 1
    ranges = [
        f"{xl_rowcol_to_cell(first, column + step, True, True)}:{xl_rowcol_to_cell(first + len(rule.bands) - 1, column + step, True, True)}"
        for step in (0, 1)
    ]
    for step, key in enumerate(at):
        text_in(sheet, row + step, 0, words[key], book.look("heading", font_size=11, text_wrap=False))
    for step, value in enumerate((result.n, smallest, rule.conversion)):
        sheet.write_number(row + step, column, value, book.look("strong", num_format="0"))
    _formula(book, sheet, (row + 3, column), index_formula(terms, at["conversion"]), float(exact), 4)
    _formula(book, sheet, (row + 4, column), rounded_formula(at["ikm"]), float(rounded), 2)
    mutu = rule.band(rounded).mutu if result.n >= smallest else words["unset"]
    sheet.write_formula(row + 5, column, class_formula(at["ikm_rounded"], at["n"], at["smallest"], *ranges), book.look("strong", align="right"), mutu)
    for step, band in enumerate(rule.bands, first):
        text_in(sheet, step, 0, say("workbook.total.band", mutu=band.mutu), book.look("plain", text_wrap=False))
        sheet.write_number(step, column, float(band.lower), book.look("cell", num_format=number_format(2), bg_color=INPUT))
        text_in(sheet, step, column + 1, band.mutu, book.look("text"))
    for named, key in (("IKM", "ikm"), ("IKM_dibulatkan", "ikm_rounded"), ("Mutu_pelayanan", "mutu")):
        cell = xl_rowcol_to_cell(row + list(at).index(key), column, True, True)
        book.workbook.define_name(named, f"={quoted(say('workbook.internal.sheet'))}!{cell}")
    text_in(sheet, first + len(rule.bands), 0, say("workbook.internal.empty"), book.look("plain", text_wrap=False))
    return first + len(rule.bands)


def _formula(book: Book, sheet: Any, place: tuple[int, int], formula: str, value: float, decimals: int) -> None:
    sheet.write_formula(*place, formula, book.look("strong", num_format=number_format(decimals)), value)


def _aside(book: Book, survey: Survey) -> None:
    """The forms that are not counted: row and reason, no answer."""
    words = table()["workbook"]["internal"]
    sheet = book.sheet(words["aside"])
    _opening(book, sheet, say("workbook.internal.aside_title", file=survey.file), words["mark"])
    if not survey.set_aside:
        text_in(sheet, 2, 0, words["none"], book.look("plain", text_wrap=False))
        return
    several = len(survey.sheets) > 1
    heads = [words["number"], *([words["tab"]] if several else []), words["row"], words["reason"]]
    for column, head in enumerate(heads):
        text_in(sheet, TOP - 1, column, head, book.look("head"))
    for number, item in enumerate(survey.set_aside, 1):
        cells: list[str | int] = [number, *([item.sheet or ""] if several else []), item.row, item.reason]
        for column, value in enumerate(cells):
            if isinstance(value, int):
                sheet.write_number(TOP - 1 + number, column, value, book.look("cell", num_format="0"))
            else:
                text_in(sheet, TOP - 1 + number, column, value, book.look("cell"))
    sheet.set_column(0, len(heads) - 2, WIDTH)
    sheet.set_column(len(heads) - 1, len(heads) - 1, 70)
    sheet.freeze_panes(TOP, 0)
    sheet.repeat_rows(TOP - 1)
