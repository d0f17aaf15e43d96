"""What the documentation lists is there, and what it says to type works."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import balong_eval
from balong_eval import cli, regulation
from balong_eval.intake import limits, sidecar, unit_facts
from balong_eval.report.words import table

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md")), ROOT / "data/README.md", ROOT / "benchmarks/README.md"]


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_readme_lists_every_command() -> None:
    listed = re.findall(r"^\| `balong-eval ([\w-]+)` \| (.+) \|$", README, re.MULTILINE)
    assert [name for name, _ in listed] == list(cli.ORDER)
    assert not [name for name, what in listed if "not available" in what]


def test_readme_has_the_two_commands_and_the_makefile_makes_them() -> None:
    makefile = text("Makefile")
    for command in ("annexes", "test", "wheelhouse", "check"):
        assert f"make {command}" in README and re.search(rf"^{command}:", makefile, re.MULTILINE)


def test_top_level_is_as_listed() -> None:
    for name in re.findall(r"^\| `([\w/]+)/` \|", README, re.MULTILINE):
        assert (ROOT / name).is_dir(), name
    for name in ("notebooks", "balong_eval", "data", "outputs", "tests", "environment.yml", "README.md", "LICENSE", "requirements.lock"):
        assert (ROOT / name).exists(), name


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_python_of_the_readme_runs() -> None:
    code = re.findall(r"```python\n(.+?)```", README, re.DOTALL)[0]
    found = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "IKM" in found.stdout or "Text(" in found.stdout


def test_version_is_one() -> None:
    project = tomllib.loads(text("pyproject.toml"))["project"]
    assert project["version"] == balong_eval.__version__ and f"## {balong_eval.__version__}" in text("CHANGELOG.md")


def test_lock_is_plain_and_covers_the_project() -> None:
    lines = text("requirements.lock").splitlines()
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[\w.+!-]+", line) for line in lines)
    locked = {line.split("==")[0].lower().replace("_", "-") for line in lines}
    project = tomllib.loads(text("pyproject.toml"))["project"]
    wanted = [*project["dependencies"], *(item for extra in project["optional-dependencies"].values() for item in extra)]
    names = {re.split(r"[><=\[ ]", item)[0].lower().replace("_", "-") for item in wanted}
    assert names <= locked, names - locked


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads(text("pyproject.toml"))["project"]
    wanted = [*project["dependencies"], *(item for extra in project["optional-dependencies"].values() for item in extra)]
    decisions = text("docs/decisions.md").lower()
    missing = [name for item in wanted if (name := re.split(r"[><=\[ ]", item)[0].lower()) not in decisions]
    assert not missing


def test_every_finding_rule_has_words_and_a_line_in_the_glossary() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "balong_eval").rglob("*.py"))
    made = set(re.findall(r'(?:"(?:error|warning|note)",\s*|SetAside\([^,]+,\s*)"([a-z]+_\w+)"', source))
    assert len(made) > 25
    glossary = text("docs/glossary.md")
    assert made <= set(table()["rule"]), made - set(table()["rule"])
    assert not [rule for rule in table()["rule"] if f"`{rule}`" not in glossary]
    assert not [rule for rule in table()["rule"] if f'"{rule}"' not in source], "words for a rule that nothing makes"


def test_panduan_explains_every_key() -> None:
    panduan = text("docs/panduan.md")
    keys = [*sidecar.CHECKS, *unit_facts.KEYS, *limits.Publication.__dataclass_fields__, *sidecar.FIELDS]
    assert not [key for key in keys if key not in panduan]
    assert all(f"balong-eval {name}" in panduan for name in cli.ORDER)


def test_sources_named_in_regulations_are_listed_in_method() -> None:
    method = text("docs/method.md")
    used = {tag for rule in regulation.SOURCES for tag in re.findall(r'"(S\d+)"', regulation.source(rule))}
    assert not [tag for tag in sorted(used) if not re.search(rf"\b{tag}\b", method)]


def test_no_page_holds_a_path_of_a_machine() -> None:
    for page in PAGES:
        assert not re.search(r"/home/|/root/|/tmp/|/wor[k]/|C:\\Users", page.read_text(encoding="utf-8")), page.name
