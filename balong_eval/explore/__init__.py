"""The explorer: views of widgets over the functions that make the annex; where nobody sits before the notebook, the same views drawn once."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from balong_eval.analysis.office import Office
    from balong_eval.report.block import Text

__all__ = ["survey", "trend", "what_if"]


def survey(unit: Office, view: str = "") -> None:
    """Explore the answers: filters, comparison, charts, the rows behind a number, the annexes.

    Parameters
    ----------
    unit : Office
        From ``be.read_unit``.
    view : str, optional
        A view kept by "Simpan pandangan"; by default the last year beside the one before.

    Examples
    --------
    >>> import balong_eval as be
    >>> be.explore.survey(be.read_unit("data/contoh"), '{periode = "2019", usia = "25-34"}')  # doctest: +SKIP
    """
    from balong_eval.explore import figures, frontend, screen
    from balong_eval.explore import view as views
    from balong_eval.report.show import show

    surveys = figures.Surveys(unit)
    chosen = figures.begin(views.read(view), surveys)
    if frontend.live():
        from balong_eval.explore import controls
        from balong_eval.explore.survey_panel import SurveyPanel

        controls.show(SurveyPanel(unit, chosen, surveys).box)
        return
    found = figures.compute(chosen, surveys)
    show(_static(), *screen.everything(found, figures.compare(found, surveys)))


def what_if(unit: Office, scenario: str = "") -> None:
    """Explore what would be: NRRs moved, services dropped or doubled, other classes, more respondents.

    Parameters
    ----------
    unit : Office
        From ``be.read_unit``.
    scenario : str, optional
        A scenario kept by "Simpan pandangan"; by default nothing is changed.
    """
    from balong_eval.explore import figures, frontend, suppose
    from balong_eval.report.show import show

    surveys = figures.Surveys(unit)
    chosen, named = suppose.read(scenario)
    period = named or surveys.last()
    answers = surveys.survey(period)
    suppose.checked(answers, chosen)
    if frontend.live():
        from balong_eval.explore import controls
        from balong_eval.explore.suppose_panel import SupposePanel

        controls.show(SupposePanel(unit, chosen, period, surveys).box)
        return
    show(*suppose.blocks(answers, chosen, answers.rule.bands[-1].mutu))


def trend(unit: Office, course: str = "") -> None:
    """Explore a series: its breaks on and off, a target, the verdict and its reasons.

    Parameters
    ----------
    unit : Office
        From ``be.read_unit``.
    course : str, optional
        Choices kept by "Simpan pandangan"; by default the official index with its breaks.
    """
    from balong_eval.explore import course as courses
    from balong_eval.explore import frontend
    from balong_eval.report.show import show

    found = courses.SeriesOf(unit)
    chosen = courses.read(course)
    series = found.series(chosen.name)
    courses.checked(series, chosen)
    if frontend.live():
        from balong_eval.explore import controls
        from balong_eval.explore.course_panel import CoursePanel

        controls.show(CoursePanel(unit, chosen, found).box)
        return
    title = found.title(chosen.name)
    first, *rest = courses.blocks(series, chosen, title)
    show(first, courses.chart(series, chosen, title), *rest)


def _static() -> Text:
    from balong_eval.report.block import Text
    from balong_eval.report.words import say

    return Text("tampilan_tetap", (say("explore.static.note"),))
