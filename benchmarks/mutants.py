"""Are the tests strong? A seeded sample of small faults in balong_eval/analysis, each against the tests that run its line: ``make mutants``.

A mutant is one operator, comparison, constant, condition or returned value changed. It is killed where a test fails, or where its tests take
longer than they may. Linux only: each mutant is a fork of a process that has imported the libraries.
"""

from __future__ import annotations

import argparse
import ast
import copy
import importlib.abc
import importlib.util
import io
import json
import os
import random
import resource
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "balong_eval/analysis"
TESTS = ("tests/analysis", "balong_eval/analysis")
LIBRARIES = (
    "pandas",
    "scipy.stats",
    "statsmodels.api",
    "matplotlib.figure",
    "babel.numbers",
    "hypothesis",
    "pytest",
    "python_calamine",
    "xlsxwriter",
)
QUIET = ("-W", "ignore::pytest.PytestAssertRewriteWarning")  # libraries are imported before pytest sees them
MOST_CPU, BASE_CPU, PATIENCE = 12.0, 30, 300
COMPARED = {ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
            ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In}  # fmt: skip
COUNTED = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult, ast.Pow: ast.Mult,
           ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd}  # fmt: skip
Mutant = tuple[str, int]


def variants(tree: ast.Module) -> Iterator[tuple[ast.AST, str, Any]]:
    """Every place that can be changed: node, field, and what is put there; annotations, docstrings and texts are left alone."""
    left = {id(child) for node in ast.walk(tree) for part in _untouched(node) for child in ast.walk(part)}
    for node in ast.walk(tree):
        if id(node) not in left:
            yield from _of(node)


def _untouched(node: ast.AST) -> list[ast.AST]:
    parts = [getattr(node, name, None) for name in ("annotation", "returns")]
    return [part for part in parts if part is not None] + list(getattr(node, "decorator_list", []))


def _of(node: ast.AST) -> Iterator[tuple[ast.AST, str, Any]]:
    if isinstance(node, ast.Compare) and type(node.ops[0]) in COMPARED:
        yield node, "ops", [COMPARED[type(node.ops[0])](), *node.ops[1:]]
    elif isinstance(node, ast.BinOp | ast.AugAssign) and type(node.op) in COUNTED:
        yield node, "op", COUNTED[type(node.op)]()
    elif isinstance(node, ast.BoolOp):
        yield node, "op", ast.Or() if isinstance(node.op, ast.And) else ast.And()
    elif isinstance(node, ast.IfExp | ast.If):
        yield node, "test", ast.UnaryOp(ast.Not(), node.test)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.Not | ast.Invert):
        yield node, "op", ast.UAdd() if isinstance(node.op, ast.USub) else ast.Not() if isinstance(node.op, ast.Invert) else ast.UAdd()
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield node, "value", not node.value
    elif isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        yield node, "value", node.value + 1
    elif isinstance(node, ast.Return) and node.value is not None and not (isinstance(node.value, ast.Constant) and node.value.value is None):
        yield node, "value", ast.Constant(None)


def all_mutants() -> list[Mutant]:
    """Path and number of each place of the package."""
    return [
        (path.relative_to(ROOT).as_posix(), number)
        for path in sorted(PACKAGE.glob("*.py"))
        for number, _ in enumerate(variants(ast.parse(path.read_text(encoding="utf-8"))))
    ]


def mutated(mutant: Mutant) -> tuple[ast.Module, int, str]:
    """The changed module, the line, and the change in words."""
    tree = ast.parse((ROOT / mutant[0]).read_text(encoding="utf-8"))
    node, field, value = list(variants(tree))[mutant[1]]
    before = ast.unparse(copy.deepcopy(node)).split("\n")[0]
    line = int(getattr(node, "lineno", 0))
    setattr(node, field, value)
    ast.fix_missing_locations(tree)
    return tree, line, f"{before[:70]}  ->  {ast.unparse(node).splitlines()[0][:70]}"


class Changed(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Imports one module in its changed form."""

    def __init__(self, name: str, path: Path, tree: ast.Module) -> None:
        self.name, self.path, self.code = name, path, compile(tree, str(path), "exec")

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        return importlib.util.spec_from_file_location(name, self.path, loader=self) if name == self.name else None

    def create_module(self, spec: Any) -> None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        exec(self.code, module.__dict__)


def line_tests(keep: Path) -> dict[str, Any]:
    """Tests by line, and processor time by test: one run of all under coverage, in a process of its own, kept in a file."""
    if not keep.exists():
        pid = os.fork()
        if pid == 0:
            found = _measure()
            if found:
                keep.write_text(json.dumps(found), encoding="utf-8")
            os._exit(0)
        os.waitpid(pid, 0)
    if not keep.exists():
        sys.exit("The tests fail without a mutant.")
    return dict(json.loads(keep.read_text(encoding="utf-8")))


def _measure() -> dict[str, Any] | None:
    import coverage
    import pytest

    measured = coverage.Coverage(data_file=None, source=[str(PACKAGE)], config_file=False)
    seconds: dict[str, float] = {}

    class Watch:
        @pytest.hookimpl(hookwrapper=True)
        def pytest_runtest_protocol(self, item: Any) -> Iterator[None]:
            measured.switch_context(item.nodeid)
            start = time.process_time()
            yield
            seconds[item.nodeid] = time.process_time() - start

        def pytest_collection_finish(self) -> None:
            measured.switch_context("-")

    measured.start()
    code = pytest.main(["-q", "-p", "no:cacheprovider", *QUIET, *TESTS], plugins=[Watch()])
    measured.stop()
    if code != 0:
        return None
    data = measured.get_data()
    lines = {Path(name).relative_to(ROOT).as_posix(): data.contexts_by_lineno(name) for name in data.measured_files()}
    return {"seconds": seconds, "lines": {name: {str(line): sorted(tests) for line, tests in found.items()} for name, found in lines.items()}}


def relevant(known: dict[str, Any], path: str, line: int) -> list[str]:
    """Tests that run a line, or the module where it runs at import: those that run least besides first, as many as fit the time."""
    lines = known["lines"].get(path, {})
    here = {test for test in lines.get(str(line), []) if test in known["seconds"]}
    tests = here or {test for names in lines.values() for test in names if test in known["seconds"]}
    chosen, spent = [], 0.0
    breadth = Counter(test for found in known["lines"].values() for names in found.values() for test in names)
    for test in sorted(tests, key=lambda name: (breadth[name], name)):
        spent += known["seconds"][test]
        if chosen and spent > MOST_CPU:
            break
        chosen.append(test)
    return chosen


def killed(mutant: Mutant, tree: ast.Module, tests: Sequence[str]) -> bool:
    """Whether a test fails on the mutant, or takes too long."""
    pid = os.fork()
    if pid == 0:
        resource.setrlimit(resource.RLIMIT_CPU, (int(MOST_CPU) * 2 + BASE_CPU, int(MOST_CPU) * 2 + BASE_CPU))
        os.setpgid(0, 0)
        os._exit(_judge(mutant, tree, tests))
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:
            return status != 0
        time.sleep(0.05)
    os.killpg(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return True


def _judge(mutant: Mutant, tree: ast.Module, tests: Sequence[str]) -> int:
    import pytest

    name = mutant[0].removesuffix(".py").replace("/", ".").removesuffix(".__init__")

    class Settled:
        def pytest_configure(self) -> None:
            import hypothesis

            hypothesis.settings.register_profile("mutants", database=None, derandomize=True)
            hypothesis.settings.load_profile("mutants")
            sys.meta_path.insert(0, Changed(name, ROOT / mutant[0], tree))  # before pytest's own, which reads modules with doctests itself

    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        return int(pytest.main(["-q", "-x", "--no-header", "-p", "no:cacheprovider", *QUIET, *tests], plugins=[Settled()]) != 0)


def main() -> None:
    """Print each mutant and the score."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--first", type=int, default=0, help="number of the first mutant to run, to go on after a break")
    parser.add_argument("--only", type=int, nargs="*", help="numbers of the mutants to run again")
    parser.add_argument("--map", type=Path, default=ROOT / ".pytest_cache/mutants.json", help="which test runs which line; made where it is not")
    given = parser.parse_args()
    os.chdir(ROOT)
    sys.path[0] = str(ROOT)  # not this folder, which has a coverage.py of its own
    for name in LIBRARIES:
        importlib.import_module(name)
    given.map.parent.mkdir(exist_ok=True)
    known = line_tests(given.map)
    sample = random.Random(given.seed).sample(all_mutants(), given.count)
    chosen = list(given.only or range(given.first, given.count))
    survivors = 0
    for number in chosen:
        tree, line, said = mutated(sample[number])
        tests = relevant(known, sample[number][0], line)
        dead = bool(tests) and killed(sample[number], tree, tests)
        survivors += not dead
        print(f"{number:3d} {'killed  ' if dead else 'SURVIVED'} {sample[number][0]}:{line} ({len(tests)} tests)  {said}", flush=True)
    print(f"{len(chosen) - survivors} of {len(chosen)} killed; {survivors} survived")


if __name__ == "__main__":
    main()
