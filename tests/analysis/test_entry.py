"""One unit in one year: what is to be heeded of its figures."""

from __future__ import annotations

from pathlib import Path

from balong_eval.analysis import rekap
from balong_eval.analysis.entry import Entry
from balong_eval.regulation import load
from tests.kabupaten import NEW, unit


def test_a_unit_without_answers_has_no_answers_that_could_not_be_used() -> None:
    """A sum over no findings is 0."""
    entry = Entry("a", "Unit a", "belum_melapor")
    assert (entry.errors, entry.count("formulir_ganda"), entry.flags) == (0, 0, ())


def test_why_a_unit_is_not_compared_is_told_once(tmp_path: Path) -> None:
    """Weights of its own are told of one; of eight forms that they are too few is told by the publication already."""
    weights = zip((item.key for item in load(NEW).unsur), [0.2] + [0.1] * 8, strict=True)
    more = "[bobot]\n" + "\n".join(f"{key} = {weight}" for key, weight in weights)
    forms = [4] * 20 + [3] * 20
    folders = [unit(tmp_path / name, {2021: forms}) for name in ("satu", "dua")]
    folders += [unit(tmp_path / "bobot", {2021: forms}, more=more), unit(tmp_path / "sedikit", {2021: [4] * 4 + [3] * 4})]
    flags = {entry.id: entry.flags for entry in rekap.gather(folders, 2021).entries}
    assert flags["bobot"].count("bobot_khusus") == 1 and "bobot_khusus" not in flags["satu"]
    assert flags["sedikit"].count("terlalu_sedikit") == 1
