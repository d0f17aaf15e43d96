"""The regulations as data: every figure has a source, every index exactly one class, every tie one way up."""

from __future__ import annotations

import math
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from importlib import resources

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from balong_eval import regulation
from balong_eval.errors import InputError, MisuseError
from balong_eval.regulation import IDS, Band, load, parse, round_half_up, round_number

LAW = settings(deadline=None, derandomize=True, max_examples=300)
STATUS = {"established", "practice", "assumed", "chosen"}
SEEN = {"established", "practice"}
FIGURES = ("in_force_from", "frequency", "conversion", "scale", "legal_basis", "bands")
UNSUR_FACTS = {"names", "number", "questionnaire", "labels"}
SCALE = [Decimal(cents).scaleb(-2) for cents in range(2500, 10001)]

# Sources: S11, S22, S23, S99 (14/2017); S35, S36, S44 (2004), whose table 16/2014 keeps in practice (S121, S19).
LOWER_2017 = {"D": "25.00", "C": "65.00", "B": "76.61", "A": "88.31"}
LOWER_2004 = {"D": "25.00", "C": "43.76", "B": "62.51", "A": "81.26"}
LOWER = {"kepmenpan_25_2004": LOWER_2004, "permenpanrb_16_2014": LOWER_2004, "permenpanrb_14_2017": LOWER_2017}

# The eight unsur that 16/2014 (S28) and 14/2017 (S7, S11) share.
COMMON = {"persyaratan", "prosedur", "waktu", "biaya", "produk", "kompetensi", "perilaku", "pengaduan"}


def figures(facts: dict) -> Iterator[tuple[str, dict]]:
    """Every table of a regulation's file that must name its source and its status."""
    for name in FIGURES:
        yield name, facts[name]
    for name, item in facts["unsur_source"].items():
        yield f"unsur_source.{name}", item
    for item in facts["printed_weight"]:
        yield f"printed_weight {item['value']}", item


def sourced(item: dict) -> bool:
    """A status that is known, a list of source tags, and at least one tag where the figure was seen somewhere."""
    tags = item.get("source")
    named = isinstance(tags, list) and all(tag.startswith("S") and tag[1:].isdigit() for tag in tags)
    return named and item.get("status") in STATUS and (bool(tags) or item["status"] not in SEEN)


@pytest.mark.parametrize("name", IDS)
def test_every_figure_has_a_source_and_a_status(name: str) -> None:
    listed = dict(figures(load(name).facts))
    assert {key for key, item in listed.items() if not sourced(item)} == set()
    assert {f"unsur_source.{fact}" for fact in UNSUR_FACTS} <= set(listed)


def test_every_profile_list_has_a_source_and_a_status() -> None:
    text = resources.files(regulation).joinpath("profile.toml").read_text(encoding="utf-8")
    tables = tomllib.loads(text)
    assert {name for name, item in tables.items() if not sourced(item)} == set()
    for item in tables.values():
        assert set(item["spellings"].values()) <= set(item["values"])


@pytest.mark.parametrize("name", IDS)
def test_the_file_names_itself_and_what_it_replaces(name: str) -> None:
    rule = load(name)
    assert rule.id == rule.facts["id"] == name
    assert rule.facts.get("replaces") == dict(zip(IDS, (None, *IDS), strict=False))[name]


@pytest.mark.parametrize("name", IDS)
def test_scale_and_conversion(name: str) -> None:
    rule = load(name)
    assert (rule.low, rule.high, rule.conversion) == (1, 4, 25)  # S7, S11, S35, S100


@pytest.mark.parametrize("name", IDS)
def test_lower_bounds(name: str) -> None:
    assert {band.mutu: str(band.lower) for band in load(name).bands} == LOWER[name]
    assert [band.kinerja for band in load(name).bands] == ["Tidak Baik", "Kurang Baik", "Baik", "Sangat Baik"]


@pytest.mark.parametrize(
    ("ikm", "mutu"),
    [("25.00", "D"), ("64.99", "D"), ("65.00", "C"), ("76.60", "C"), ("76.61", "B"), ("88.30", "B"), ("88.31", "A"), ("100.00", "A")],
)
def test_class_at_the_bounds_of_2017(ikm: str, mutu: str) -> None:
    assert load("permenpanrb_14_2017").band(Decimal(ikm)).mutu == mutu


@pytest.mark.parametrize("name", ["kepmenpan_25_2004", "permenpanrb_16_2014"])
@pytest.mark.parametrize(
    ("ikm", "mutu"),
    [("25", "D"), ("43.75", "D"), ("43.76", "C"), ("62.50", "C"), ("62.51", "B"), ("81.25", "B"), ("81.26", "A"), ("100", "A")],
)
def test_class_at_the_bounds_of_2004(name: str, ikm: str, mutu: str) -> None:
    assert load(name).band(Decimal(ikm)).mutu == mutu


def test_an_index_between_the_printed_bands_is_rounded_into_one() -> None:
    rounded = round_half_up(Fraction("88.305"), 2)  # printed bands: B to 88.30, A from 88.31
    assert rounded == Decimal("88.31")
    assert load("permenpanrb_14_2017").band(rounded) == Band("A", "Sangat Baik", Decimal("88.31"))


def test_the_same_index_changes_class_between_the_tables() -> None:
    old, new = load("permenpanrb_16_2014"), load("permenpanrb_14_2017")
    for ikm, before, after in (("82.00", "A", "B"), ("76.00", "B", "C"), ("80.00", "B", "B")):
        assert (old.band(Decimal(ikm)).mutu, new.band(Decimal(ikm)).mutu) == (before, after)


@pytest.mark.parametrize("name", IDS)
def test_every_index_has_exactly_one_class(name: str) -> None:
    rule = load(name)
    lower = [band.lower for band in rule.bands]
    upper = [*lower[1:], Decimal("Infinity")]
    for ikm in SCALE:
        inside = [band for band, low, high in zip(rule.bands, lower, upper, strict=True) if low <= ikm < high]
        assert inside == [rule.band(ikm)], ikm


@pytest.mark.parametrize("name", IDS)
@pytest.mark.parametrize("ikm", ["24.99", "100.01", "0", "-25.00", "3.5", "101"])
def test_an_index_outside_the_scale_is_misuse(name: str, ikm: str) -> None:
    with pytest.raises(MisuseError, match="not on the scale"):
        load(name).band(Decimal(ikm))


@pytest.mark.parametrize("ikm", ["88.305", "88.3049", "76.6000001", "64.999"])
def test_an_unrounded_index_is_misuse(ikm: str) -> None:
    with pytest.raises(MisuseError, match="rounded to 2 decimals"):
        load("permenpanrb_14_2017").band(Decimal(ikm))


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [("88.305", 2, "88.31"), ("76.605", 2, "76.61"), ("64.995", 2, "65.00"), ("88.3049999", 2, "88.30"), ("2.5", 0, "3"), ("-2.5", 0, "-3")],
)
def test_half_goes_up(value: str, places: int, expected: str) -> None:
    assert str(round_half_up(Fraction(value), places)) == expected


@LAW
@given(st.fractions(min_value=-200, max_value=200), st.integers(0, 6))
def test_rounding_goes_to_the_nearest_and_ties_away_from_zero(value: Fraction, places: int) -> None:
    rounded = Fraction(round_half_up(value, places))
    unit = Fraction(1, 10**places)
    assert (rounded / unit).denominator == 1
    assert abs(rounded - value) <= unit / 2
    assert abs(rounded - value) < unit / 2 or abs(rounded) > abs(value)


def ties(largest_n: int, k: int) -> Iterator[tuple[int, int]]:
    """(total, n) of every survey of k unsur, up to `largest_n` respondents, whose index ends exactly in half a hundredth."""
    for n in range(1, largest_n + 1):
        for total in range(k * n, 4 * k * n + 1):
            halves, rest = divmod(5000 * total, k * n)
            if rest == 0 and halves % 2:
                yield total, n


def test_floats_round_reachable_ties_wrongly_where_fractions_do_not() -> None:
    """Up to 380 respondents and nine unsur: half up on the float of total / n / 9 * 25 misses 171 ties, on fractions none."""
    wrong = {"float": 0, "built-in round": 0, "fraction": 0}
    for total, n in ties(380, 9):
        cents = (5000 * total // (9 * n) + 1) // 2
        ikm = total / n / 9 * 25
        wrong["float"] += math.floor(ikm * 100 + 0.5) != cents
        wrong["built-in round"] += round(ikm, 2) != cents / 100
        wrong["fraction"] += round_half_up(Fraction(25 * total, 9 * n), 2) != Decimal(cents).scaleb(-2)
    assert wrong["fraction"] == 0
    assert wrong["float"] == 171
    assert wrong["built-in round"] > 171


@pytest.mark.parametrize("name", IDS)
def test_half_a_hundredth_under_a_bound_is_the_upper_class(name: str) -> None:
    rule = load(name)
    for below, band in zip(rule.bands, rule.bands[1:], strict=False):
        tie = Fraction(band.lower) - Fraction(1, 200)
        assert rule.band(round_half_up(tie, 2)) == band
        assert rule.band(round_half_up(tie - Fraction(1, 10**9), 2)) == below


def test_a_float_is_rounded_as_it_is_printed() -> None:
    assert [str(round_number(value, 2)) for value in (2.675, 1.005, 64.995, -0.125)] == ["2.68", "1.01", "65.00", "-0.13"]


def test_both_orders_of_2017() -> None:
    rule = load("permenpanrb_14_2017")
    listed, asked = rule.numbered("list"), rule.numbered("questionnaire")
    assert (listed[8].key, listed[9].key) == ("pengaduan", "sarpras")  # S5, S6, S105
    assert (asked[8].key, asked[9].key) == ("sarpras", "pengaduan")  # S7, S11
    assert all(listed[number] == asked[number] for number in range(1, 8))


@pytest.mark.parametrize(("name", "k"), [("kepmenpan_25_2004", 14), ("permenpanrb_16_2014", 9), ("permenpanrb_14_2017", 9)])
@pytest.mark.parametrize("order", ["list", "questionnaire"])
def test_numbers_have_no_hole(name: str, k: int, order: str) -> None:
    numbered = load(name).numbered(order)
    assert sorted(numbered) == list(range(1, k + 1))
    assert len({unsur.key for unsur in numbered.values()}) == k


@pytest.mark.parametrize("name", IDS)
def test_labels_are_four_different_ones_or_none(name: str) -> None:
    for unsur in load(name).unsur:
        assert len(unsur.labels) == len(set(unsur.labels)) and len(unsur.labels) in (0, 4), unsur.key


def test_unsur_common_to_2014_and_2017() -> None:
    old = {unsur.key for unsur in load("permenpanrb_16_2014").unsur}
    new = {unsur.key for unsur in load("permenpanrb_14_2017").unsur}
    assert old & new == COMMON
    assert (old - new, new - old) == ({"maklumat"}, {"sarpras"})


@pytest.mark.parametrize(("key", "owner"), [("maklumat", "permenpanrb_16_2014"), ("sarpras", "permenpanrb_14_2017")])
def test_an_unsur_of_one_regulation_only(key: str, owner: str) -> None:
    assert [name for name in IDS if load(name).find(key)] == [owner]
    assert regulation.all_unsur()[key].name == load(owner).find(key).name


def test_all_unsur_gives_the_newest_wording() -> None:
    assert regulation.all_unsur()["waktu"].name == "Waktu Penyelesaian"  # 14/2017 (S7); 16/2014 says "Waktu Pelayanan" (S28)
    assert len(regulation.all_unsur()) == 14 + 9 + 9 - 8 - 2  # eight shared by the later two, persyaratan and prosedur by all three


@pytest.mark.parametrize(
    ("name", "values"),
    [("kepmenpan_25_2004", ["0.071"]), ("permenpanrb_16_2014", ["0.111", "0.11"]), ("permenpanrb_14_2017", ["0.111", "0.11"])],
)
def test_printed_weights(name: str, values: list[str]) -> None:
    assert [weight.value for weight in load(name).printed_weights] == values  # S21, S100; S121, S19; S11, S12, S17, S18


@pytest.mark.parametrize(("name", "established"), [("kepmenpan_25_2004", True), ("permenpanrb_16_2014", False), ("permenpanrb_14_2017", True)])
def test_bands_of_2014_are_not_established(name: str, established: bool) -> None:
    assert load(name).bands_established is established


def test_an_amended_band_needs_the_file_only() -> None:
    facts = load("permenpanrb_14_2017").facts
    raised = [band | {"lower": "90.00"} if band["mutu"] == "A" else band for band in facts["band"]]
    amended = parse(facts | {"id": "amended", "band": raised})
    assert (amended.band(Decimal("89.99")).mutu, amended.band(Decimal("90.00")).mutu) == ("B", "A")
    assert load("permenpanrb_14_2017").band(Decimal("89.99")).mutu == "A"


@pytest.mark.parametrize("name", ["permenpanrb_14_2018", "", "14/2017", "../errors"])
def test_an_unknown_id_names_the_known_ones(name: str) -> None:
    with pytest.raises(InputError) as caught:
        load(name)
    assert all(known in str(caught.value) for known in IDS)
    assert f"'{name}'" in str(caught.value)


def test_a_regulation_is_read_once() -> None:
    assert load("permenpanrb_14_2017") is load("permenpanrb_14_2017")


WATCH = """
import sys
opened = []
sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event == "open" else None)
import balong_eval.regulation as regulation
at_import = [name for name in opened if name.endswith(".toml")]
regulation.load("permenpanrb_14_2017")
later = [name for name in opened if name.endswith(".toml")]
print(len(at_import), len(later))
"""


def test_import_reads_no_file() -> None:
    done = subprocess.run([sys.executable, "-c", WATCH], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["0", "1"]
