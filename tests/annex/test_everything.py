"""Every annex of the example as a whole: each figure that its tables print is in its CSV, and its pages are HTML without a fault."""

from __future__ import annotations

import csv
import io
import re
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import nbformat
import pytest

from balong_eval.annex import overview, run, walk
from balong_eval.intake.unit import read_unit
from balong_eval.report import estimates
from balong_eval.report.publication import Publication

ROOT = Path(__file__).parent.parent.parent
ANNEXES = {"lampiran_skm": "2019", "lampiran_kinerja": "2019", "lampiran_renstra": "2016-2021"}
NUMBERS = ("estimate", "std_error", "ci_low", "ci_high", "p_value", "p_holm", "df", "n", "level")
NO_ESTIMATE = {
    ("*", "no"): "number of a row",
    ("pekppp", "number"): "number of a question",
    ("kelas", "lower"): "bound of a class, of the regulation",
    ("bobot", "max"): "highest index that a weight allows, arithmetic of the regulation",
    ("temuan", "count"): "how many cells were found doubtful; findings stand in the JSON",
}
STEPS = {("selisih_unsur", "contribution"): "printed so that the column adds up: at most one last digit from its estimate"}
IN_WORDS = ("ikm", "ketelitian", "mutu_pengukuran")
IN_STEPS = ("Keyakinan kelas", "Selang kepercayaan 95 %")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("semua")
    unit = read_unit(ROOT / "data/contoh")
    jobs = [*run.plan([unit], out, years=(2019, 2019)), *run.plan([unit], out, annexes=("lampiran_renstra",))]
    assert [outcome.error for outcome in run.run(jobs, 2, lambda outcome: None)] == [None] * 3
    return out / "contoh"


@pytest.fixture(scope="module", params=ANNEXES)
def published(request: pytest.FixtureRequest, folder: Path) -> Publication:
    return walk.publication(nbformat.read(folder / ANNEXES[request.param] / f"{request.param}.ipynb", as_version=4))


def known(published: Publication) -> list[Decimal]:
    rows = csv.DictReader(io.StringIO(estimates.csv_text(published).removeprefix("\ufeff")))
    return [Decimal(row[name]) for row in rows for name in NUMBERS if row[name]]


def is_there(value: Decimal, decimals: int, found: list[Decimal], off: Decimal = Decimal(0)) -> bool:
    """Whether some figure of the CSV is printed so; `found` has shares too, which are printed in per cent."""
    step = Decimal(1).scaleb(-decimals)
    shown = value.quantize(step, ROUND_HALF_UP)
    return any(abs(item.quantize(step, ROUND_HALF_UP) - shown) <= off for item in found)


def cells(published: Publication) -> list[tuple[dict[str, Any], dict[str, Any], Any]]:
    tables = [bundle for bundle in published.bundles if bundle["kind"] == "table"]
    return [(table, column, cell) for table in tables for row in table["rows"] for column, cell in zip(table["columns"], row, strict=True)]


def test_every_number_of_every_table_is_in_the_csv(published: Publication) -> None:
    found = known(published)
    lost = []
    for table, column, cell in cells(published):
        place = (table["name"], column["name"])
        if not isinstance(cell, (int, float)) or place in NO_ESTIMATE or ("*", column["name"]) in NO_ESTIMATE:
            continue
        exact = any(item == Decimal(str(cell)) for item in found)
        off = Decimal("0.01") if place in STEPS else Decimal(0)
        decimals = -Decimal(str(cell)).as_tuple().exponent
        if not exact and not (decimals <= 2 and is_there(Decimal(str(cell)), decimals, found, off)):
            lost.append((*place, cell))
    assert lost == []


def test_every_number_in_the_words_of_a_table_of_facts_is_in_the_csv(published: Publication) -> None:
    found = known(published)
    shares = [100 * item for item in found if 0 <= item <= 1]
    lost = []
    for table in [bundle for bundle in published.bundles if bundle["name"] in IN_WORDS and bundle["kind"] == "table"]:
        for head, text in [row[:2] for row in table["rows"] if row[0] not in IN_STEPS]:
            for number, percent in re.findall(r"(?<![\d,])(\d+(?:,\d+)?)( %)?", str(text)):
                decimals = len(number.partition(",")[2])
                if not is_there(Decimal(number.replace(",", ".")), decimals, shares if percent else found):
                    lost.append((table["name"], head, number + percent))
    assert lost == []


def rows(published: Publication, **wanted: str) -> list[dict[str, str]]:
    found = csv.DictReader(io.StringIO(estimates.csv_text(published).removeprefix("\ufeff")))
    return [row for row in found if all(row[key] == value for key, value in wanted.items())]


def numbers(row: dict[str, str], *names: str) -> list[float | None]:
    return [float(row[name]) if row[name] else None for name in names]


@pytest.mark.parametrize("published", ["lampiran_renstra"], indirect=True)
def test_the_tables_of_the_review_are_in_the_csv_row_by_row(published: Publication) -> None:
    """Tables C.6 (mix of respondents), C.7 (back-tests) and C.8 (many series): each row whole, under its own name."""
    table = {bundle["name"]: bundle["rows"] for bundle in published.bundles if bundle["kind"] == "table"}
    mix = rows(published, quantity="slope_of_scores", by="adjusted_for")
    clusters = [int(row["estimate"]) for row in rows(published, quantity="clusters")]
    assert [[*numbers(row, "estimate", "std_error", "ci_low", "ci_high", "p_value", "n"), k] for row, k in zip(mix, clusters, strict=True)] == [
        list(row[1:]) for row in table["susunan"]
    ]
    assert [bool(row["group"]) for row in mix] == [False, True]
    tested = [row for by in ("unsur", "indikator") for row in rows(published, quantity="slope", by=by)]
    assert [numbers(row, "n", "estimate", "p_value", "p_holm") for row in tested] == [list(row[1:5]) for row in table["banyak_deret"]]
    told, came = rows(published, quantity="back_test"), rows(published, quantity="back_test_came")
    assert [
        [one["group"], one["period"], *numbers(one, "estimate", "ci_low", "ci_high"), *numbers(two, "estimate")]
        for one, two in zip(told, came, strict=True)
    ] == [list(row[:6]) for row in table["uji_perkiraan"]]
    for name in ("official", "comparable"):
        slopes = [row for row in rows(published, quantity="slope", by="series", group=name) if not row["method"].endswith("_adhoc")]
        shown = [numbers(row, "estimate", "std_error", "ci_low", "ci_high", "p_value") for row in slopes]
        assert shown == [list(row[1:6]) for row in table[f"kemiringan_{name}"]]


@pytest.mark.parametrize("published", ["lampiran_renstra"], indirect=True)
def test_the_months_of_the_chart_are_in_the_csv(published: Publication) -> None:
    months = rows(published, quantity="month_estimate")
    limits = [rows(published, quantity=f"month_{name}") for name in ("low", "centre", "high")]
    assert len(months) >= 12 and [row["period"] for row in months] == [row["period"] for row in limits[0]]
    assert all(float(low["estimate"]) < float(mid["estimate"]) < float(high["estimate"]) for low, mid, high in zip(*limits, strict=True))


@pytest.mark.parametrize("published", ["lampiran_kinerja"], indirect=True)
def test_budgets_of_the_official_tables_keep_their_column_numbers(published: Publication) -> None:
    table = {bundle["name"]: bundle for bundle in published.bundles if bundle["kind"] == "table"}["tc24_rupiah"]
    names = [column["name"] for column in table["columns"]]
    for row in table["rows"]:
        for name, value in list(zip(names, row, strict=True))[1:]:
            found = rows(published, schema="balong-eval/annex/1", by="tc24_rupiah", group=row[0], quantity=name)
            assert [float(item["estimate"]) for item in found] == ([] if value is None else [value])


def test_rows_of_the_csv_are_told_apart_by_their_texts(published: Publication) -> None:
    names = [tuple(row[key] for key in estimates.TEXTS) for row in rows(published)]
    assert len(set(names)) == len(names), [name for name in names if names.count(name) > 1][:3]


PAGES = ("2019/lampiran_skm", "2019/lampiran_kinerja", "2019/poster", "2016-2021/lampiran_renstra", "../index")


@pytest.mark.parametrize("name", PAGES)
def test_a_strict_parser_finds_nothing_in_any_page(folder: Path, name: str) -> None:
    """html5lib, strict: the first fault of nesting, attributes, entities or character set is an error."""
    html5lib = pytest.importorskip("html5lib", reason="html5lib is not installed")
    failed = folder / "2018/lampiran_skm.failed.ipynb"
    failed.parent.mkdir(exist_ok=True)
    failed.write_text('{"cells": [], "metadata": {"balong": {"error": "<b>Berkas & \\"lain\\"."}}}', encoding="utf-8")
    overview.write(folder.parent)
    content = (folder / f"{name}.html").read_bytes()
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(content)
    assert tree.get("lang") == "id" and tree.find("head/title").text
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(ids) == len(set(ids)), "ids are unique"


def test_the_strict_parser_is_strict(folder: Path) -> None:
    html5lib = pytest.importorskip("html5lib", reason="html5lib is not installed")
    content = (folder / "2019/poster.html").read_text(encoding="utf-8").replace("</main>", "", 1)
    with pytest.raises(html5lib.html5parser.ParseError):
        html5lib.HTMLParser(strict=True).parse(content)
