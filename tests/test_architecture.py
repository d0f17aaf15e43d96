"""The floors of the house, one door to each library, and no work at import: read from the imports themselves."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import balong_eval

PACKAGE = Path(balong_eval.__file__).parent
FLOORS = ("schemas", "errors", "regulation", "intake", "analysis", "report", "annex", "explore", "cli")
DOORS = {
    "statsmodels": "analysis",
    "scipy": "analysis",
    "matplotlib": "report/chart",
    "babel": "report/words",
    "xlsxwriter": "report/workbook",
    "pypandoc": "report/document",
    "weasyprint": "report/document",
    "pypdf": "annex/pdf",
    "papermill": "annex",
    "nbclient": "annex",
    "nbconvert": "annex",
    "nbformat": "annex",
    "python_calamine": "intake/sheet",
    "pyarrow": "intake/sheet",
    "jinja2": "report/page",
    "jupyter_client": "annex/kernels",
    "ipykernel": "annex/kernels",
    "jupyter_core": "annex",
    "distributed": "annex/cluster",
    "dask": "annex/cluster",
    "ipywidgets": "explore",
    "click": "cli",
    "tqdm": "cli",
}
EXTRA_DOORS: dict[str, set[str]] = {}


def modules() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if "notebooks" not in path.parts)


def imported(path: Path) -> Iterator[tuple[str, int]]:
    """Every module that a file imports, in functions too, but for what only the type checker sees."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    unseen = {
        id(inner) for node in ast.walk(tree) if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING" for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if id(node) in unseen:
            continue
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}:{node.lineno} imports relatively"
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


def name_of(path: Path) -> str:
    return path.relative_to(PACKAGE).with_suffix("").as_posix().removesuffix("/__init__")


def floor(name: str) -> int | None:
    room = name.split("/")[0].split(".")[0]
    return FLOORS.index(room) if room in FLOORS else None


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_imports_only_from_lower_floors(path: Path) -> None:
    here = floor(name_of(path))
    for name, line in imported(path):
        if not name.startswith("balong_eval.") or here is None:
            continue
        there = floor(name.removeprefix("balong_eval."))
        assert there is None or there <= here, f"{path.name}:{line}: {FLOORS[here]} imports {name} from a higher floor"


@pytest.mark.parametrize("path", [path for path in modules() if name_of(path).startswith("annex")], ids=name_of)
def test_annex_never_imports_analysis(path: Path) -> None:
    wrong = [f"{path.name}:{line}: {name}" for name, line in imported(path) if name.startswith("balong_eval.analysis")]
    assert not wrong


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_each_library_has_one_door(path: Path) -> None:
    here = name_of(path)
    for name, line in imported(path):
        library = name.split(".")[0]
        doors = {DOORS[library], *EXTRA_DOORS.get(library, set())} if library in DOORS else None
        assert doors is None or any(here == door or here.startswith(f"{door}/") for door in doors), f"{here}:{line}: {library} enters by {doors} only"


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_no_assert_and_no_blanket_except(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        assert not isinstance(node, ast.Assert), f"{path.name}:{node.lineno}: assert is no check of input"
        if isinstance(node, ast.ExceptHandler):
            name = getattr(node.type, "id", None)
            assert node.type is not None and name not in ("Exception", "BaseException"), f"{path.name}:{node.lineno}: blanket except"


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_public_functions_say_what_they_are(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    public = [node for node in tree.body if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_")]
    undocumented = [node.name for node in public if not ast.get_docstring(node)]
    assert not undocumented, f"{path.name}: {undocumented} without docstring"


def test_rooms_are_the_known_ones() -> None:
    rooms = {name_of(path).split("/")[0] for path in modules()}
    assert rooms <= {*FLOORS, "__main__", ".", "__init__"}, rooms


HEAVY = ("pandas", "numpy", "scipy", "matplotlib", "papermill", "nbconvert", "babel", "jinja2", "pyarrow", "asyncio")
USUAL = 160


def loaded(code: str) -> set[str]:
    """Modules that a fresh Python has after some code, beyond what it starts with."""
    tell = f"import sys; start = set(sys.modules)\ntry:\n    {code}\nexcept SystemExit: pass\nprint('\\n' + ' '.join(set(sys.modules) - start))"
    found = subprocess.run([sys.executable, "-c", tell], capture_output=True, text=True, check=True)
    return set(found.stdout.splitlines()[-1].split())


WRONG = (["lewat"], ["run", "--jobs", "x"], ["run", "--years", "x"])


@pytest.mark.parametrize("arguments", [None, ["--help"], ["skm", "--help"], *WRONG])
def test_start_is_lean(arguments: list[str] | None) -> None:
    """``import balong_eval``, help and usage errors load none of the heavy libraries."""
    code = "import balong_eval" if arguments is None else f"from balong_eval.cli import main; main({arguments})"
    found = loaded(code)
    assert not {name.split(".")[0] for name in found} & set(HEAVY)
    assert len(found) <= USUAL, f"{len(found)} modules"


@pytest.mark.parametrize("arguments", [["run", "--formats", "htm"], ["run", "--annex", "x"]])
def test_a_wrong_name_is_told_before_anything_heavy_is_loaded(arguments: list[str]) -> None:
    """The names are those of the tables of formats and annexes, which know words and so babel, and nothing that reads or draws."""
    found = loaded(f"from balong_eval.cli import main; main({arguments})")
    assert not {name.split(".")[0] for name in found} & set(HEAVY) - {"babel"}


def test_figures_of_one_file_need_no_models() -> None:
    """``skm`` loads scipy's special functions, not its statistics, and nothing that draws or runs notebooks."""
    answers = Path(__file__).parent.parent / "data" / "contoh" / "skm" / "2018.csv"
    found = loaded(f"from balong_eval.cli import main; main(['skm', {str(answers)!r}, '--json'])")
    assert "scipy.special" in found
    assert not found & {"scipy.stats", "scipy.optimize", "statsmodels", "matplotlib", "papermill", "nbformat", "babel", "openpyxl"}


def test_the_runner_builds_no_grammar() -> None:
    """jsonschema's check of internationalised addresses, which takes more than a second, stays out of what runs notebooks."""
    found = loaded("import balong_eval.annex.make, papermill, nbconvert")
    assert "papermill" in found and not {name.split(".")[0] for name in found} & {"rfc3987_syntax", "lark"}
