"""Notebooks are thin, hold no outputs, and run as plain papermill and nbconvert users run them."""

from __future__ import annotations

import ast
import itertools
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
FORBIDDEN = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.For, ast.While, ast.If, ast.Lambda, ast.ListComp, ast.DictComp, ast.Try)
READERS = ("read_unit", "read_survey", "open")


def cells(path: Path, kind: str = "code") -> list[nbformat.NotebookNode]:
    return [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == kind]


def tags(cell: nbformat.NotebookNode) -> list[str]:
    return list(cell.metadata.get("tags", []))


def test_there_are_notebooks() -> None:
    assert "lampiran_skm.ipynb" in [path.name for path in NOTEBOOKS]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_no_outputs_are_stored_and_the_kernel_is_named(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    assert notebook.metadata.kernelspec.name == "python3"
    for cell in cells(path):
        assert not cell.outputs and cell.execution_count is None
        assert not set(cell.metadata) - {"tags"}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_cells_are_thin(path: Path) -> None:
    for cell in cells(path):
        tree = ast.parse(cell.source)
        assert len(cell.source.splitlines()) <= 8, cell.id
        wrong = [type(node).__name__ for node in ast.walk(tree) if isinstance(node, FORBIDDEN)]
        assert not wrong, f"{cell.id}: {wrong}"
        if "parameters" in tags(cell):
            continue
        numbers = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, (int, float))]
        assert not numbers, f"{cell.id}: numbers {numbers}"
        called = [ast.unparse(node.func).split(".")[-1] for node in ast.walk(tree) if isinstance(node, ast.Call)]
        reading = [name for name in called if name in READERS]
        assert not reading or "setup" in tags(cell), f"{cell.id} reads: {reading}"


def literal(node: ast.expr | None) -> bool:
    """A constant, or a list of constants."""
    return isinstance(node, ast.Constant) or (isinstance(node, ast.List) and all(isinstance(item, ast.Constant) for item in node.elts))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_parameters_are_typed_literals(path: Path) -> None:
    found = [cell for cell in cells(path) if "parameters" in tags(cell)]
    assert len(found) == 1
    for line in ast.parse(found[0].source).body:
        assert isinstance(line, ast.AnnAssign) and literal(line.value), ast.unparse(line)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_one_first_heading_and_order_of_headings(path: Path) -> None:
    levels = [len(line.split(" ")[0]) for cell in cells(path, "markdown") for line in cell.source.splitlines() if line.startswith("#")]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels)), levels


def test_plain_papermill_and_nbconvert_work(tmp_path: Path) -> None:
    """README's lines for those who use neither make nor our command."""
    scripts = Path(sys.executable).parent
    executed = tmp_path / "out.ipynb"
    run = [scripts / "papermill", "notebooks/lampiran_skm.ipynb", executed, "-p", "year", "2019", "-p", "data_dir", "data/contoh"]
    subprocess.run(list(map(str, run)), cwd=ROOT, check=True, capture_output=True)
    for form, name in (("html", "plain"), ("balong", "annex")):
        convert = [scripts / "jupyter", "nbconvert", "--to", form, executed, "--output", tmp_path / name]
        subprocess.run(list(map(str, convert)), cwd=ROOT, check=True, capture_output=True, env=os.environ | {"JUPYTER_PLATFORM_DIRS": "1"})
    for name in ("plain", "annex"):
        text = (tmp_path / f"{name}.html").read_text(encoding="utf-8")
        assert "IKM Kecamatan Balong tahun 2019 adalah" in text and "DATA CONTOH (SINTETIS)" in text
    assert "Traceback" not in text and "<script" not in text
