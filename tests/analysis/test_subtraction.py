"""Subtraction attacks on the JSON of an annex: what its figures give away when they are held against each other."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from balong_eval.analysis import design, skm
from balong_eval.analysis.index import answers, weights
from balong_eval.intake.survey import Survey
from balong_eval.report import payload
from tests.analysis.test_skm import survey
from tests.intake.test_survey import CODES, GOOD, read, table

ONE = [1, 2, 1, 1, 2, 1, 1, 1, 1]
USERS = {"a": 400, "b": 300, "c": 90, "d": 40}
COUNTS = {"a": 40, "b": 30, "c": 6, "d": 3}
LETTERS = "abcd"


def published(asked: Survey) -> dict[str, Any]:
    """The document as it stands in the JSON of an annex."""
    return payload.skm(skm.summarise(asked, by=["layanan"]), rows=False)


def left_out(document: dict[str, Any], name: str, count: int) -> float | None:
    """Mean index of `count` forms that an index was made without: n of one less n of the other."""
    without = document["reliability"][name]
    return None if without is None else (document["n"] * document["ikm"] - (document["n"] - count) * without) / count


def test_one_double_is_not_found_by_subtraction(tmp_path: Path) -> None:
    """The annex tells how many doubles there are, so the index without them is their score; this one's is 25 * 11/9."""
    rows = [f"2019-03-{day:02d} 08:00:00,{GOOD}" for day in range(1, 21)]
    rows += [f"2019-03-22 08:00:{second},{','.join(map(str, ONE))}" for second in ("00", "40")]
    asked = read(tmp_path, table(*rows, heads="waktu," + ",".join(CODES)))
    document = published(asked)
    assert next(item["count"] for item in document["findings"] if item["rule"] == "formulir_ganda") == 1
    without = float(design.index(design.totals(answers(asked)[:-1], asked.responses["n"][:-1]), weights(asked)) or 0)
    unprotected = document | {"reliability": {"ikm_without_doubles": without}}
    assert left_out(unprotected, "ikm_without_doubles", 1) == pytest.approx(25 * 11 / 9), "the attack works where nothing is withheld"
    assert left_out(document, "ikm_without_doubles", 1) is None


def test_one_straight_line_is_not_found_by_subtraction() -> None:
    asked = survey([[4, 3, 4]] * 30 + [[1, 1, 1]])
    document = published(asked)
    assert document["reliability"]["straight_lining_share"] * document["n"] == pytest.approx(1)
    unprotected = document | {"reliability": {"ikm_without_straight_lining": 25 * 11 / 3}}
    assert left_out(unprotected, "ikm_without_straight_lining", 1) == pytest.approx(25)
    assert left_out(document, "ikm_without_straight_lining", 1) is None


def services(counts: dict[str, int]) -> Survey:
    """Services whose respondents answer alike but for one unsur, and so have four different indices."""
    rows = [[4 - LETTERS.index(name) // 2, 3 - LETTERS.index(name) % 2] for name, count in counts.items() for _ in range(count)]
    layanan: list[str | None] = [name for name, count in counts.items() for _ in range(count)]
    return survey(rows, layanan=layanan, population={name: USERS[name] for name in counts})


def solved(document: dict[str, Any], weighted: float | None) -> dict[str, float] | None:
    """Indices of the withheld services by two equations, of the sample and of all users; the sizes are taken as known."""
    shown = {item["group"]: item["ikm"] for item in document["groups"]["layanan"] if not item["suppressed"]}
    lost = [name for name in COUNTS if name not in shown]
    if weighted is None:
        return None
    shares = [np.array([size[name] for name in COUNTS]) / sum(size.values()) for size in (COUNTS, USERS)]
    sides = [
        total - sum(share[place] * shown.get(name, 0.0) for place, name in enumerate(COUNTS))
        for total, share in zip((document["ikm"], weighted), shares, strict=True)
    ]
    matrix = [[share[list(COUNTS).index(name)] for name in lost] for share in shares]
    return dict(zip(lost, np.linalg.solve(matrix, sides), strict=True))


def test_two_withheld_services_are_not_found_from_two_indices() -> None:
    """d has three respondents, so c is withheld with it; the index of all users is then a second equation for the two."""
    asked = services(COUNTS)
    document = published(asked)
    assert [item["group"] for item in document["groups"]["layanan"] if item["suppressed"]] == ["c", "d"]
    shares = asked.responses["layanan"].map({name: USERS[name] / COUNTS[name] for name in COUNTS}).to_numpy(dtype=float)
    unprotected, _ = design.weighted_index(answers(asked), shares, weights(asked), 25, asked.responses["n"])
    assert solved(document, unprotected) == pytest.approx({"c": 25 * 3.0, "d": 25 * 2.5}), "the attack works where nothing is withheld"
    assert document["weighted"] is None and solved(document, None) is None


@pytest.mark.parametrize(
    ("counts", "given_"),
    [({"a": 40, "b": 30}, True), ({"a": 40, "b": 4, "c": 4, "d": 3}, True), ({"a": 40, "b": 9, "c": 2, "d": 1}, False), ({"a": 40, "d": 3}, False)],
    ids=["none withheld", "seven are left when the largest is eliminated", "three are left", "all withheld"],
)
def test_the_index_of_all_users_is_given_where_it_tells_nothing_of_a_few(counts: dict[str, int], given_: bool) -> None:
    result = skm.summarise(services(counts))
    assert (result.weighted is not None) == given_ and result.weighted_withheld != given_


def test_the_size_of_a_service_of_one_is_not_published() -> None:
    asked = services({"a": 40, "b": 9, "d": 1})
    assert payload.skm(skm.summarise(asked))["design"]["singletons"] == ["d"]
    assert published(asked)["design"]["singletons"] is None
    assert published(services({"a": 40, "b": 9}))["design"]["singletons"] is None, "nor whether there is one"


def test_an_unsur_that_few_answered_is_not_found_from_two_sets_of_weights() -> None:
    """With weights of the office's own, the index under them and that under 1/k are two equations for the two unsur that are withheld."""
    rows: list[list[int | None]] = [[4, 3, 2 if place < 3 else None, 3 if place < 8 else None] for place in range(40)]
    custom = dict(zip(("persyaratan", "prosedur", "waktu", "biaya"), map(Fraction, ("0.4", "0.3", "0.2", "0.1")), strict=True))
    document = published(survey(rows, bobot=custom))
    assert [row["unsur"] for row in document["by_unsur"] if row["nrr"] is None] == ["waktu", "biaya"]
    assert document["ikm"] is not None and {row["ikm"] for row in document["bobot_comparison"]} == {None}
    assert published(survey(rows))["bobot_comparison"][0]["ikm"] is not None, "one set of weights is one equation"


def test_two_sets_of_weights_do_not_tell_an_unsur_that_a_part_of_the_year_withholds() -> None:
    """Twelve answered the third unsur in the year, three of them in its first half, which withholds it; the year must too."""
    half = survey([[4, 3, 4]] * 3 + [[4, 3, None]] * 20)
    rows = [[4, 3, 4]] * 12 + [[4, 3, None]] * 20
    custom = dict(zip([unsur.key for unsur in half.unsur], (Fraction(1, 2), Fraction(1, 4), Fraction(1, 4)), strict=True))
    year = replace(survey(rows, bobot=custom), parts=(half,))
    assert {row["ikm"] for row in skm.summarise(year, by=()).bobot_comparison.to_dict("records")} == {None}
    alone = replace(year, parts=())
    assert skm.summarise(alone, by=()).bobot_comparison["ikm"].notna().any()
