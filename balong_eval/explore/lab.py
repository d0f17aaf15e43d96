"""JupyterLab on the notebooks: on this machine only, behind a token, asking nothing of the outside."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from balong_eval.annex.run import find_notebook

FIRST = "eksplorasi"
CONFIG = Path(__file__).parent / "jupyter"
QUIET = ("--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate", "--LabApp.news_url=None", "--LabApp.extension_manager=readonly")


def command(arguments: Sequence[str] = ()) -> list[str]:
    """The command line that opens JupyterLab on `FIRST`; what `arguments` ask for comes last and wins.

    The address is the loopback and the token is Jupyter's own, new at every start, unless the arguments say otherwise.
    """
    fixed = ["--ServerApp.ip=127.0.0.1", f"--ServerApp.root_dir={Path.cwd()}", f"--LabApp.default_url=/lab/tree/notebooks/{FIRST}.ipynb"]
    return [sys.executable, "-m", "jupyterlab", *fixed, *QUIET, *arguments]


def environment() -> dict[str, str]:
    """The environment with the settings of JupyterLab that ask no news of the outside."""
    paths = [str(CONFIG), *filter(None, [os.environ.get("JUPYTER_CONFIG_PATH")])]
    return os.environ | {"JUPYTER_CONFIG_PATH": os.pathsep.join(paths)}


def start(arguments: Sequence[str] = ()) -> int:
    """Open JupyterLab and wait until it is stopped; its exit code."""
    return subprocess.call(command(arguments), env=environment())


def bring_notebooks() -> int:
    """Copy the program's notebooks to ./notebooks where there is none, else only `FIRST` where it is missing; how many. Nothing is overwritten."""
    folder = Path("notebooks")
    wanted = f"{FIRST}.ipynb" if folder.exists() else "*.ipynb"
    sources = [source for source in sorted(find_notebook(FIRST).parent.glob(wanted)) if not (folder / source.name).exists()]
    folder.mkdir(exist_ok=True)
    for source in sources:
        shutil.copyfile(source, folder / source.name)
    return len(sources)
