"""What annexes are made in; it is opened as early as can be, before the units are read, and so imports next to nothing."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator

from balong_eval.annex.kernels.preloader import preloaded


@contextlib.contextmanager
def workshop() -> Iterator[None]:
    """Kernels are forked from a preloading process, and libraries that log nothing, since every failure is told by us."""
    before = logging.root.manager.disable
    logging.disable(logging.ERROR)
    try:
        with preloaded():
            yield
    finally:
        logging.disable(before)
