"""The button that makes the annexes of a period by `annex.run`, in a process of its own, with progress and a link to each."""

from __future__ import annotations

import asyncio
import html
import multiprocessing
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from pathlib import Path
from typing import Any

import ipywidgets as widgets

from balong_eval.annex import overview, run
from balong_eval.annex.make import make
from balong_eval.annex.run import Job, Outcome
from balong_eval.errors import BalongError, why
from balong_eval.explore import controls, save
from balong_eval.intake.unit import Unit
from balong_eval.report.words import number, say


class AnnexButton:
    """Makes every annex of a period; the view stays usable meanwhile.

    Parameters
    ----------
    unit : Unit
    period : callable
        Gives the period at the moment of the click.
    """

    def __init__(self, unit: Unit, period: Callable[[], str]) -> None:
        self.unit, self.period = unit, period
        self.button = controls.button(say("explore.control.annexes"), main=True)
        self.bar = controls.progress(1)
        self.bar.layout.display = "none"
        self.told = controls.area("balong-live", "balong-annexes")
        self.links = widgets.Output()
        self.box = widgets.VBox([self.bar, self.told, self.links], layout=widgets.Layout(width="100%"))
        self.box.add_class("balong-annex-box")
        self.button.on_click(self.start)
        self._task: asyncio.Task[list[Outcome]] | None = None

    def start(self, _: Any = None) -> None:
        """Plan, then run beside the kernel's loop; an error of the plan is told at once."""
        try:
            jobs = plan(self.unit, self.period())
        except BalongError as error:
            self._tell(say("explore.error", message=str(error)), "balong-error")
            return
        self.button.disabled = True
        self.bar.max, self.bar.value, self.bar.layout.display = len(jobs), 0, ""
        self.links.outputs = ()
        self._task = asyncio.get_running_loop().create_task(self._run(jobs))

    async def _run(self, jobs: list[Job]) -> list[Outcome]:
        loop = asyncio.get_running_loop()
        outcomes: list[Outcome] = []
        try:
            with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
                for job in jobs:
                    self._tell(say("explore.annex.running", name=job.annex, done=len(outcomes), total=len(jobs)))
                    (found,) = await asyncio.gather(loop.run_in_executor(pool, make, job), return_exceptions=True)
                    if isinstance(found, BrokenProcessPool):
                        raise found
                    outcomes.append(found if isinstance(found, Outcome) else Outcome(job, run.DIED.format(fault=type(found).__name__), 0.0))
                    self.bar.value = len(outcomes)
        except BrokenProcessPool:
            lost = jobs[len(outcomes) :]
            outcomes += [Outcome(job, say("explore.annex.died"), 0.0) for job in lost]
        finally:
            self.button.disabled = False
        self._show(outcomes, _index(jobs[0].out))
        return outcomes

    def _show(self, outcomes: list[Outcome], problem: str) -> None:
        made = [outcome for outcome in outcomes if not outcome.error]
        lines = [*(_line(outcome) for outcome in outcomes), *([problem] if problem else [])]
        lines.append(say("explore.annex.ready", made=len(made), total=len(outcomes), folder=save.link(outcomes[0].job.target)))
        self._tell("\n".join(lines), "balong-told" if len(made) == len(outcomes) and not problem else "balong-error")
        self.links.append_display_data(links_to(made))

    def _tell(self, text: str, kind: str = "balong-told") -> None:
        self.told.value = f'<div class="{kind}">{"<br>".join(map(html.escape, text.splitlines()))}</div>'


def plan(unit: Unit, period: str) -> list[Job]:
    """The annexes of a period, from the notebooks that `balong-eval run` takes and to where it writes them."""
    year = int(period[:4])
    parts = [period[5:]] if "-" in period else []
    jobs = run.plan([unit], save.root() / "outputs", years=(year, year), parts=parts)
    return [replace(job, notebook=_own(job)) for job in jobs if job.period == period]


def _index(folder: Path) -> str:
    """Write the index of all outputs; why it could not be written, else an empty text."""
    try:
        overview.write(folder)
    except OSError as error:
        return say("explore.error", message=f"{error.filename or folder}: {why(error)}")
    return ""


def _own(job: Job) -> Path:
    """The office's notebook where it keeps one, else the program's."""
    own = save.root() / save.NOTEBOOKS / job.notebook.name
    return own if own.is_file() else job.notebook


def links_to(made: list[Outcome]) -> Any:
    """Links that JupyterLab opens in a tab."""
    from IPython.display import HTML

    items = [(outcome.job.annex, save.link(outcome.job.target / f"{outcome.job.annex}.html")) for outcome in made]
    links = "".join(
        f'<li><a href="{html.escape(path)}" target="_blank">{html.escape(say("explore.annex.open", name=name))}</a></li>' for name, path in items
    )
    return HTML(f"<ul>{links}</ul>")


def _line(outcome: Outcome) -> str:
    if outcome.error:
        return say("explore.annex.failed", name=outcome.job.annex, error=outcome.error)
    return say("explore.annex.made", name=outcome.job.annex, seconds=number(outcome.seconds, 1))
