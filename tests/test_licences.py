"""Licences of everything that the core brings along: known, and none of the GPL."""

from __future__ import annotations

import re
import tomllib
from importlib import metadata
from pathlib import Path

KNOWN = re.compile(r"BSD|MIT|Apache|ISC|Python Software Foundation|PSF|Mozilla|MPL|0BSD|Zlib|CC0|Unlicense|Public Domain", re.IGNORECASE)
GPL = re.compile(r"\bA?GPL|GNU (?:Affero )?General", re.IGNORECASE)
PROJECT = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def licence(name: str) -> str:
    """What a distribution says of its licence."""
    facts = metadata.metadata(name)
    classes = "; ".join(item.rpartition(" :: ")[2] for item in facts.get_all("Classifier") or [] if item.startswith("License"))
    return str(facts.get("License-Expression") or classes or (facts.get("License") or "").partition("\n")[0])


def core() -> dict[str, str]:
    """Distribution -> licence, of the dependencies and of theirs."""
    found: dict[str, str] = {}
    waiting = list(PROJECT["dependencies"])
    while waiting:
        text = waiting.pop()
        name = re.split(r"[ ;<>=!~\[(]", text)[0].lower().replace("_", "-")
        if name in found or "extra ==" in text:
            continue
        try:
            found[name] = licence(name)
        except metadata.PackageNotFoundError:
            continue
        waiting += metadata.requires(name) or []
    return found


def test_every_licence_of_the_core_is_known_and_none_is_of_the_gpl() -> None:
    found = core()
    assert len(found) > 80
    assert {name: text for name, text in found.items() if not KNOWN.search(text) or GPL.search(text)} == {}
