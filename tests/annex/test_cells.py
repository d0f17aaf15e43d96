"""Workbooks of annexes: made by `run` with the same bytes, and `verify` names the cells that moved."""

from __future__ import annotations

import json
from pathlib import Path

from balong_eval.annex import cells, run
from balong_eval.annex.verify import verify
from balong_eval.intake import example
from balong_eval.intake.unit import read_unit
from balong_eval.report import workbook
from balong_eval.report.block import Cell, Column, Table
from balong_eval.report.publication import Part, publish


def book(path: Path, *rows: tuple[Cell, ...]) -> Path:
    table = Table("t", "Tabel", (Column("a", "A"), Column("b", "B", 2)), rows)
    path.write_bytes(workbook.annex(publish("Lampiran A. Uji", [Part("block", bundle=table.bundle())])))
    return path


def test_moved_cells_have_their_sheet_and_address(tmp_path: Path) -> None:
    was = book(tmp_path / "a.xlsx", ("x", 1.5), ("y", 2), ("z", 3))
    now = book(tmp_path / "b.xlsx", ("x", 1.25), ("y", 2), ("lain", 3), ("baru", 4))
    assert list(cells.moved(was, was)) == []
    assert list(cells.moved(was, now)) == [
        ("Tabel A.1!B4", 1.5, 1.25),
        ("Tabel A.1!A6", "z", "lain"),
        ("Tabel A.1!A7", None, "baru"),
        ("Tabel A.1!B7", None, 4.0),
    ]


def test_what_is_no_workbook_names_no_cell(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"rusak")
    assert list(cells.moved(tmp_path / "a.xlsx", book(tmp_path / "b.xlsx", ("x", 1)))) == []


def test_an_edited_answer_moves_cells_of_the_processing_sheet(tmp_path: Path) -> None:
    example.write(tmp_path / "data" / "contoh")
    for path in (tmp_path / "data/contoh/skm").iterdir():
        if path.stem != "2019":
            path.unlink()
    jobs = run.plan([read_unit(tmp_path / "data/contoh")], tmp_path / "outputs", annexes=("lampiran_skm",), formats=("xlsx",))
    assert [outcome.error for outcome in run.run(jobs, 1, lambda outcome: None)] == [None]
    record = json.loads((tmp_path / "outputs/contoh/2019/lampiran_skm.manifest.json").read_text(encoding="utf-8"))
    assert "xlsxwriter" in record["versions"] and "lampiran_skm.xlsx" in [item["file"] for item in record["outputs"]]
    assert verify(tmp_path / "outputs", tmp_path / "data/contoh").same
    path = tmp_path / "data/contoh/skm/2019.csv"
    rows = path.read_text(encoding="utf-8").splitlines()
    answer = rows[4].split(",")
    before, answer[8] = int(answer[8]), "1"
    path.write_text("\n".join([*rows[:4], ",".join(answer), *rows[5:]]) + "\n", encoding="utf-8")
    found = verify(tmp_path / "outputs", tmp_path / "data/contoh")
    numbers = {item.name: (item.was, item.now) for file in found.files if file.file.endswith(".xlsx") for item in file.numbers}
    was, now = numbers["Pengolahan Data!I5"]
    assert float(str(was)) - float(str(now)) == before - 1 > 0
