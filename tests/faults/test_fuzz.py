"""Mutated files of every kind, read in process: a finding or an error of our tree, never a traceback, a hang or all memory."""

# ruff: noqa: E501

from __future__ import annotations

import io
import os
import random
import resource
import signal
import struct
import sys
import time
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet
import pytest

from balong_eval.errors import BalongError, InputError
from balong_eval.intake import claims, example, follow_up, indicators, plan, sidecar, unit_facts
from balong_eval.intake.survey import read_survey
from tests.faults.conftest import LONG
from tests.intake import sheets

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="limits of time and memory are those of Linux")
COUNT = 20_000 if LONG else 2_000
SECONDS, PATIENCE = 5, 30
MEMORY = 1 << 30
SPICE = (
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"1e308", b"-1e308", b"NaN", b"inf", b"-inf", b"1e999", b"9" * 400, b'"', b"'", b";", b",",
    b"\n", b"\r", b"\t", b"{" * 50, b"[" * 500, b"]", b"=", b"<table>", b"<td rowspan=99999999 colspan=99999999>", b"&x;", b"\xe2\x80\xae", b"regulation",
    b"[population]", b"U1", b"9999-99-99", b"0", b"%PDF", b"PK\x03\x04", b"80 s.d. 90", b"1.234,56", b"-0", "٣".encode(), "²".encode(), b"0x10", b"1_0",
    b"[[exclude]]\nwhere = 3\n", b"[labels]\nlayanan = 3\n", b"[columns]\n\"\" = \"id\"\n", b"[unsur]\nU1 = 1\n", b"period = 3\n", b"bobot = 1e400\n",
)  # fmt: skip
READERS: dict[str, Callable[[Path], object]] = {
    "csv": read_survey,
    "xlsx": read_survey,
    "xls": read_survey,
    "ods": read_survey,
    "html": read_survey,
    "parquet": read_survey,
    "toml": sidecar.read,
    "unit": unit_facts.read,
    "renstra": plan.read,
    "indikator": indicators.read,
    "tindak_lanjut": follow_up.read,
    "klaim": claims.read,
}
ZIPPED = ("xlsx", "ods")


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[bytes]]:
    """Good files of every kind, small, to be spoiled."""
    folder = tmp_path_factory.mktemp("benih")
    example.write(folder / "unit")
    rows = [line.split(",") for line in (folder / "unit/skm/2019.csv").read_text(encoding="utf-8-sig").splitlines()[:30]]
    typed = [rows[0], *([*row[:8], *(int(cell) if cell else "" for cell in row[8:])] for row in rows[1:])]
    made = {
        "csv": [sheets.csv(folder / "a.csv", rows), sheets.csv(folder / "b.csv", rows, ";")],
        "xlsx": [sheets.xlsx(folder / "a.xlsx", typed)],
        "xls": [sheets.xls(folder / "a.xls", typed)],
        "ods": [sheets.ods(folder / "a.ods", typed)],
        "html": [sheets.html(folder / "a.html", rows)],
        "parquet": [sheets.parquet(folder / "a.parquet", [[cell.replace(" ", "") for cell in rows[0]], *rows[1:]])],
        "toml": sorted((folder / "unit/skm").glob("*.toml")),
        "unit": [folder / "unit/unit.toml"],
        "renstra": [folder / "unit/renstra.toml"],
        **{name: [folder / f"unit/{name}.csv"] for name in ("indikator", "tindak_lanjut", "klaim")},
    }
    return {kind: [path.read_bytes() for path in paths] for kind, paths in made.items()}


def spoiled(content: bytes, rng: random.Random) -> bytes:
    """One to six changes: bytes turned, cut, doubled, moved, or something nasty put in."""
    data = bytearray(content)
    for _ in range(rng.randint(1, 6)):
        at = rng.randrange(len(data) + 1)
        end = min(len(data), at + rng.choice((1, 2, 8, 64, 512)))
        change = rng.randrange(6)
        if change == 0 and end > at:
            data[at] = rng.randrange(256)
        elif change == 1:
            del data[at:end]
        elif change == 2:
            data[at:at] = data[at:end] * rng.choice((1, 2, 30))
        elif change == 3:
            data[at:at] = rng.choice(SPICE) * rng.choice((1, 1, 1, 20))
        elif change == 4:
            data[at:end] = rng.choice(SPICE)
        else:
            lines = bytes(data).split(b"\n")
            rng.shuffle(lines)
            data = bytearray(b"\n".join(lines))
    return bytes(data)


def spoiled_inside(content: bytes, rng: random.Random) -> bytes:
    """A workbook of which one part is spoiled and the archive sound; or, one time in five, the archive itself."""
    if rng.random() < 0.2:
        return spoiled(content, rng)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        chosen = rng.choice([name for name in old.namelist() if name.endswith(".xml")])
        for name in old.namelist():
            new.writestr(name, spoiled(old.read(name), rng) if name == chosen else old.read(name))
    return out.getvalue()


class _TooLong(BaseException):
    """Raised by the alarm; no code of ours may swallow it."""


def read(reader: Callable[[Path], object], path: Path) -> str | None:
    """None, or what went wrong: an error that is not of our tree, more processor time than there is, or, where it waits, more time."""

    def ring(*_: object) -> None:
        raise _TooLong

    signal.signal(signal.SIGPROF, ring)
    signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    signal.setitimer(signal.ITIMER_REAL, PATIENCE)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            reader(path)
    except BalongError:
        return None
    except _TooLong:
        return f"more than {SECONDS} s"
    except BaseException as error:
        return f"{type(error).__name__}: {error}"
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)
    return None


@pytest.mark.parametrize("kind", READERS)
def test_spoiled_files(seeds: dict[str, list[bytes]], tmp_path: Path, kind: str) -> None:
    rng = random.Random(f"balong {kind}")
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    held = int(Path("/proc/self/statm").read_text(encoding="utf-8").split()[0]) * os.sysconf("SC_PAGE_SIZE")
    resource.setrlimit(resource.RLIMIT_AS, (held + MEMORY, hard))
    ending = kind if kind in ("csv", "xlsx", "xls", "ods", "html", "parquet", "toml") else "toml" if kind in ("unit", "renstra") else "csv"
    path = tmp_path / f"2019.{ending}"
    if kind not in ("toml", "unit", "renstra"):
        sheets.sidecar(path)
    wrong: dict[str, str] = {}
    try:
        for number in range(COUNT // len(READERS) + 1):
            seed = rng.choice(seeds[kind])
            path.write_bytes(spoiled_inside(seed, rng) if kind in ZIPPED else spoiled(seed, rng))
            said = read(READERS[kind], path)
            if said:
                wrong.setdefault(said[:120], f"number {number}")
                keep = os.environ.get("BALONG_FAULTS_KEEP")
                if keep:
                    (Path(keep) / f"{kind}-{number}{path.suffix}").write_bytes(path.read_bytes())
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
    assert wrong == {}


def bomb(path: Path, part: str, content: bytes, other: Path) -> None:
    """A workbook with one part of another content, packed as small as it goes."""
    with zipfile.ZipFile(other) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as new:
        for name in old.namelist():
            new.writestr(name, content if name == part else old.read(name))


ROWS = [["No", *(f"U{number}" for number in range(1, 10))], *([number, *[3] * 9] for number in range(1, 8))]
LAUGHS = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a0 "ha">' + b"".join(
    b'<!ENTITY a%d "%s">' % (level, b"&a%d;" % (level - 1) * 10) for level in range(1, 10)
)


@pytest.mark.parametrize(
    "name", ["zip_bomb", "laughs_xlsx", "laughs_ods", "columns", "cell", "repeated", "deep_html", "deep_toml", "numbers", "spans"]
)
def test_monsters(tmp_path: Path, name: str) -> None:
    """Files made to take all memory or all time, each read in a process of its own with 1 GiB."""
    path = tmp_path / "2019.csv"
    good = sheets.xlsx(tmp_path / "good.xlsx", ROWS)
    opened = sheets.ods(tmp_path / "good.ods", ROWS)
    if name == "zip_bomb":
        path = tmp_path / "2019.xlsx"
        bomb(path, "xl/worksheets/sheet1.xml", b"<worksheet><sheetData>" + b" " * (1 << 30) + b"</sheetData></worksheet>", good)
    elif name == "laughs_xlsx":
        path = tmp_path / "2019.xlsx"
        bomb(path, "xl/workbook.xml", LAUGHS + b"]><workbook>&a9;</workbook>", good)
    elif name == "laughs_ods":
        path = tmp_path / "2019.ods"
        bomb(path, "content.xml", LAUGHS + b']><a value-type="error">&a9;</a>', opened)
    elif name == "columns":
        path.write_text(",".join(f"k{number}" for number in range(1_000_000)) + "\n", encoding="utf-8")
    elif name == "cell":
        path.write_text("No,U1,U2\n1,3," + "x" * 10_000_000 + "\n2,3,3\n", encoding="utf-8")
    elif name == "repeated":
        path = tmp_path / "2019.ods"
        text = zipfile.ZipFile(opened).read("content.xml")
        bomb(path, "content.xml", text.replace(b"<table:table-row>", b'<table:table-row table:number-rows-repeated="1000000">'), opened)
    elif name == "deep_html":
        path.write_text("<table><tr><td>" * 20_000, encoding="utf-8")
    elif name == "deep_toml":
        path.write_text("U1,U2\n3,4\n", encoding="utf-8")
        path.with_suffix(".toml").write_text("a = " + "[" * 100_000, encoding="utf-8")
    elif name == "spans":
        path.write_text("<table>" + "<tr><td rowspan=999999999 colspan=999999999>x" * 30 + f"<td colspan={'9' * 5000}>", encoding="utf-8")
    else:
        path.write_text("No,U1,U2,Usia,n\n" + "\n".join(f"{number},{'9' * 5000},1e308,NaN,inf" for number in range(50)), encoding="utf-8")
    assert _in_a_process(path) in (0, 2)


@pytest.mark.parametrize("size", [0, 8, 63, 65_535])
def test_sectors_of_an_impossible_size(tmp_path: Path, size: int) -> None:
    """[MS-CFB] 2.2: 2^9 or 2^12 bytes. Other sizes took all memory, or a whole number of more digits than Python writes."""
    path = sheets.xls(tmp_path / "2019.xls", ROWS)
    sheets.sidecar(path)
    content = bytearray(path.read_bytes())
    struct.pack_into("<H", content, 30, size)
    path.write_bytes(content)
    with pytest.raises(InputError, match="rusak"):
        read_survey(path)


def test_more_columns_than_a_sheet_of_1997_has(tmp_path: Path) -> None:
    """[MS-XLS] 2.5.51: 256. One number moved to the right of them kept the reader busy for half a minute."""
    path = sheets.xls(tmp_path / "2019.xls", [*ROWS, [8, *[3] * 8, 3.14159265358979]])
    sheets.sidecar(path)
    content, number = path.read_bytes(), struct.pack("<HHHH", 0x0203, 14, 8, 9)
    assert content.count(number) == 1
    path.write_bytes(content.replace(number, number[:6] + struct.pack("<H", 19_207)))
    with pytest.raises(InputError, match="256 kolom"):
        read_survey(path)


def test_a_cell_far_to_the_right(tmp_path: Path) -> None:
    """A sheet of 9,000 columns, all but ten of them empty, took more than five seconds."""
    path = sheets.xlsx(tmp_path / "2019.xlsx", [*ROWS, [*[""] * 9_000, "x"]])
    sheets.sidecar(path)
    with pytest.raises(InputError, match="kolom"):
        read_survey(path)


def test_parquet_with_texts_that_are_no_texts(tmp_path: Path) -> None:
    """Bytes that are not UTF-8 are found only when a text is asked for, long after the file was read."""
    path = tmp_path / "2019.parquet"
    names, rows = [str(name) for name in ROWS[0]], [["Izin", *map(str, row[1:])] for row in ROWS[1:]]
    table = pa.table(dict(zip(names, map(list, zip(*rows, strict=True)), strict=True)))
    pyarrow.parquet.write_table(table, path, compression="none", write_statistics=False)
    sheets.sidecar(path)
    assert b"Izin" in path.read_bytes()
    path.write_bytes(path.read_bytes().replace(b"Izin", b"\xa6zin"))
    with pytest.raises(InputError, match="rusak"):
        read_survey(path)


def _in_a_process(path: Path) -> int:
    """Exit code of ``balong-eval skm`` with 1 GiB beyond what the program itself takes, and its time."""
    import subprocess

    start = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "balong_eval", "skm", path.name, "--json"],
        cwd=path.parent,
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1", "ARROW_DEFAULT_MEMORY_POOL": "system"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (3 * MEMORY, 3 * MEMORY)),
    )
    assert "Traceback" not in done.stderr, done.stderr[-1500:]
    assert time.monotonic() - start < 30
    return done.returncode
