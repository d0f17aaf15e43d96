"""The same annexes by the papermill and nbconvert commands, one after another: what a shell loop would do."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

NOTEBOOK = Path(__file__).parent.parent / "notebooks" / "lampiran_skm.ipynb"


def main(data: Path, out: Path) -> None:
    scripts = Path(sys.executable).parent
    out.mkdir(exist_ok=True)
    for answers in sorted((data / "skm").glob("*.csv")):
        executed = out / f"{answers.stem}.ipynb"
        papermill = [scripts / "papermill", NOTEBOOK, executed, "-p", "year", answers.stem, "-p", "data_dir", data]
        convert = [scripts / "jupyter", "nbconvert", "--to", "html", executed]
        for command in (papermill, convert):
            subprocess.run([str(part) for part in command], check=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
