"""Whether somebody sits before the notebook: JupyterLab names the cell that it runs, papermill and nbconvert do not."""

from __future__ import annotations

import os
from typing import Any

FORCE = "BALONG_EXPLORE"
STATIC, LIVE = "tetap", "langsung"


def live() -> bool:
    """Whether widgets would be seen; the environment variable BALONG_EXPLORE (``tetap``, ``langsung``) decides where it is set."""
    forced = os.environ.get(FORCE)
    if forced in (STATIC, LIVE):
        return forced == LIVE
    return "cellId" in _metadata()


def _metadata() -> dict[str, Any]:
    """Metadata of the request that runs now; empty outside a kernel."""
    from IPython.core.getipython import get_ipython

    shell = get_ipython()
    parent: dict[str, Any] = getattr(shell, "get_parent", dict)() or {}
    return dict(parent.get("metadata") or {})
