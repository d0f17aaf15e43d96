"""What the documentation lists is there, and what it says to type works."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import balong_eval
from balong_eval import cli, regulation
from balong_eval.intake import limits, sidecar_values, unit_facts
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


def messages() -> str:
    """Every text of the package, its pieces joined and its placeholders cut out, as one string without breaks."""
    pieces = []
    for path in sorted((ROOT / "balong_eval").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr):
                pieces.append("".join(part.value if isinstance(part, ast.Constant) else "\0" for part in node.values))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                pieces.append(re.sub(r"\{\w*\}", "\0", node.value))
    for path in sorted((ROOT / "balong_eval" / "report").glob("*.toml")):
        pieces.append(re.sub(r"\{\w*\}", "\0", path.read_text(encoding="utf-8")))
    return "\n".join(pieces)


def windows(text: str) -> list[tuple[str, ...]]:
    """Every three words that follow each other."""
    words = re.findall(r"[a-zA-Z_]{2,}", text)
    return [tuple(words[place : place + 3]) for place in range(len(words) - 2)]


# Messages that the code puts together from pieces shorter than three words, or that the page shows with an example filled in.
PIECED = (
    "Baris dikesampingkan: kurang dari", "Rumus ... memerlukan", "Berkas ... berisi PDF", "... dan 57 temuan", "Berkas unit.toml",
    "3 dari 7 indikator", "Tidak ada sidecar", "Kunci '...'", "Peraturan '...'", "Baris ... tidak dihitung",
    "Kolom ... bernomor", "Realisasi lebih dari", "Titik di ...", "Unsur PermenPANRB", "Unsur di luar", "[columns] menyebut", "Indikator '...'",
    "Nilai SKM ...",
)  # fmt: skip


def test_messages_of_the_panduan_are_those_of_the_program() -> None:
    """Seven of ten runs of three words of each message that an officer may meet stand in the code: a reworded message does not pass."""
    code = {window for line in messages().replace("\0", "\n").splitlines() for window in windows(line)}
    chapter = text("docs/panduan.md").split("## 8. Pesan yang mungkin muncul")[1]
    rows = [line for line in chapter.splitlines() if line.startswith("| ") and line.count(" | ") == 1 and not line.startswith("| pesan |")]
    told = [line.strip("| ").split(" | ")[0] for line in rows]
    assert len(told) > 120
    shares = {}
    for message in told:
        found = [window in code for piece in re.split(r"\.\.\.|'[^']*'", message) for window in windows(piece)]
        shares[message] = sum(found) / len(found) if found else 1.0
    lost = [message for message, share in shares.items() if share < 0.7 and not message.startswith(PIECED)]
    assert not lost, lost
    assert all(any(message.startswith(start) for message in told) for start in PIECED)


def test_panduan_explains_every_key() -> None:
    panduan = text("docs/panduan.md")
    keys = [*sidecar_values.CHECKS, *unit_facts.KEYS, *limits.Publication.__dataclass_fields__, *sidecar_values.FIELDS]
    assert not [key for key in keys if key not in panduan]
    assert all(f"balong-eval {name}" in panduan for name in cli.ORDER)


def test_sources_named_in_regulations_are_listed_in_method() -> None:
    method = text("docs/method.md")
    used = {tag for rule in regulation.SOURCES for tag in re.findall(r'"(S\d+)"', regulation.source(rule))}
    assert not [tag for tag in sorted(used) if not re.search(rf"\b{tag}\b", method)]


def test_no_page_holds_a_path_of_a_machine() -> None:
    for page in PAGES:
        assert not re.search(r"/home/|/root/|/tmp/|/wor[k]/|C:\\Users", page.read_text(encoding="utf-8")), page.name
