"""Licences of everything that the core brings along: known, and none of the GPL."""

from __future__ import annotations

import re
import tomllib
from importlib import metadata
from pathlib import Path

KNOWN = re.compile(r"BSD|MIT|Apache|ISC|Python Software Foundation|PSF|Mozilla|MPL|0BSD|Zlib|CC0|Unlicense|Public Domain", re.IGNORECASE)
GPL = re.compile(r"\bA?GPL|GNU (?:Affero )?General", re.IGNORECASE)
GRANT_OF_MIT = "Permission is hereby granted, free of charge, to any person obtaining a copy"
PROJECT = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def licence(name: str) -> str:
    """What a distribution says of its licence: in its metadata, else in the file of its licence, where that is MIT's own text."""
    facts = metadata.metadata(name)
    classes = "; ".join(item.rpartition(" :: ")[2] for item in facts.get_all("Classifier") or [] if item.startswith("License"))
    told = facts.get("License-Expression") or classes or (facts.get("License") or "").partition("\n")[0]
    return str(told or ("MIT (text)" if any(GRANT_OF_MIT in " ".join(text.split()) for text in texts(name)) else ""))


def texts(name: str) -> list[str]:
    """Files of licences that a distribution brings along."""
    files = [file for file in metadata.files(name) or [] if "license" in file.name.lower() and ".dist-info" in str(file)]
    return [file.read_text(encoding="utf-8") for file in files]


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
