"""Parameters reach a notebook as literals only: whatever a text holds, the cell that is injected assigns a text and does nothing else."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from papermill import execute_notebook
from papermill.parameterize import read_yaml_file

from balong_eval.annex import notebook
from balong_eval.errors import AnnexError
from balong_eval.explore import save, view
from balong_eval.explore.view import View
from balong_eval.intake.unit import read_unit
from tests.hostile.attacks import ATTACKS

ROOT = Path(__file__).parent.parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
UNIT = read_unit(ROOT / "data/contoh")
CODE = (
    "__import__('os').system('touch x')", '"; import os; os.system("touch x"); "', "'''\n\"\"\"\nopen('x', 'w')\n", "x\\", "\\'",
    "\r\nopen('x','w')", "\u2028open('x', 'w')", "{open('x', 'w')}", "%run x", "!touch x", "$(touch x)", "`touch x`", "\x00", "\x85",
    "{{ cycler.__init__.__globals__.os.popen('touch x') }}", "\U0001f600", "\ufeff",
)  # fmt: skip
TEXTS = (*CODE, *ATTACKS.values())


def injected(path: Path, parameters: dict[str, object]) -> str:
    """Source of the cell that papermill puts in."""
    draft = execute_notebook(str(path), None, parameters, prepare_only=True, progress_bar=False)
    (cell,) = [cell for cell in draft.cells if "injected-parameters" in cell.metadata.get("tags", [])]
    return str(cell.source)


def assigned(source: str) -> dict[str, object]:
    """What a cell assigns, where it does nothing but assign literals."""
    found: dict[str, object] = {}
    for line in ast.parse(source).body:
        assert isinstance(line, ast.Assign | ast.AnnAssign) and line.value is not None
        (target,) = line.targets if isinstance(line, ast.Assign) else (line.target,)
        assert isinstance(target, ast.Name)
        found[target.id] = ast.literal_eval(line.value)
    return found


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_text_stays_a_text(path: Path) -> None:
    kinds = notebook.declared(path)
    names = [name for name, kind in kinds.items() if kind == "str"]
    lists = [name for name, kind in kinds.items() if kind == notebook.TEXTS]
    assert "data_dir" in names or "data_dirs" in lists
    for text in TEXTS:
        parameters: dict[str, object] = {**dict.fromkeys(names, text), **{name: [text, "contoh"] for name in lists}}
        notebook.check_parameters(path, parameters)
        assert assigned(injected(path, parameters)) == parameters


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=40))
def test_any_text_stays_a_text(text: str) -> None:
    assert assigned(injected(ROOT / "notebooks/eksplorasi.ipynb", {"view": text})) == {"view": text}


@pytest.mark.parametrize("text", TEXTS)
def test_a_saved_view_is_a_literal_in_the_cell_and_in_the_file(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The line that the officer copies into the cell, and the file that papermill reads: both give the view back."""
    monkeypatch.chdir(tmp_path)
    wanted = View(period="2019", layanan=text)
    kept = save.save(UNIT, "view", view.write(wanted), ["2019"])
    assert view.read(str(assigned(kept.cell)["view"])) == wanted
    assert view.read(read_yaml_file(str(kept.path))["view"]) == wanted == view.read(json.loads(kept.path.read_text(encoding="utf-8"))["view"])


def test_what_looks_like_code_is_not_run(tmp_path: Path) -> None:
    """Run to its error: the text is told as no such table, and no file appears."""
    for text in CODE[:2]:
        given = {"data_dir": "contoh", "view": text}
        with pytest.raises(AnnexError) as error:
            notebook.execute(ROOT / "notebooks/eksplorasi.ipynb", tmp_path / "out.ipynb", given, ROOT / "data", None)
        assert "tidak terbaca" in str(error.value)
    assert not list(tmp_path.rglob("x")) and not (ROOT / "data/x").exists() and not Path("x").exists()
