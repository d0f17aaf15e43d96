"""Drawing in steps: what is cheap at once, the rest when the kernel is free, nothing that a newer change has overtaken."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

PAUSE = 0.002


class Stage:
    """Runs the steps of the newest change; of an older one only those that were already done."""

    def __init__(self) -> None:
        self._turn = 0
        self._tasks: list[asyncio.Task[None]] = []

    def start(self, steps: Sequence[Callable[[], None]]) -> None:
        """Run the first step now and the others one by one, between messages; all at once where no loop runs."""
        self._turn += 1
        for step in steps[:1]:
            step()
        self.go_on(steps[1:])

    def go_on(self, steps: Sequence[Callable[[], None]]) -> None:
        """More steps of the same change, after a pause."""
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            for step in steps:
                step()
            return
        self._tasks = [task for task in self._tasks if not task.done()]
        self._tasks.append(loop.create_task(self._later(steps, self._turn)))

    async def _later(self, steps: Sequence[Callable[[], None]], turn: int) -> None:
        for step in steps:
            await asyncio.sleep(PAUSE)
            if turn != self._turn:
                return
            step()
