"""The annex over many units: made with what can be read, in every format, up to date, verified, and safe from what units are called."""

from __future__ import annotations

import csv
import io
import json
import shutil
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import nbformat
import pytest

import balong_eval
from balong_eval import cli
from balong_eval.annex import formats, rekap, run, stale, walk
from balong_eval.annex.kinds import REKAP
from balong_eval.annex.notebook import check_parameters
from balong_eval.annex.verify import verify
from balong_eval.errors import InputError, ParameterError
from balong_eval.report.document import reference
from tests.annex.test_everything import cells, known
from tests.hostile import office
from tests.hostile.readers import READERS
from tests.kabupaten import kabupaten, unit

KINDS = tuple(kind for kind in formats.FORMATS if kind != "pdf")
Call = Callable[..., tuple[int, str]]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kabupaten")
    kabupaten(folder / "data")
    outcome = run.run([job(folder)], 1, lambda outcome: None)[0]
    assert outcome.error is None and outcome.missing == ()
    return folder


@pytest.fixture
def copy(made: Path, tmp_path: Path) -> Path:
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return tmp_path


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Call:
    def run_in(folder: Path, *arguments: str) -> tuple[int, str]:
        monkeypatch.chdir(folder)
        with pytest.raises(SystemExit) as stopped:
            cli.main(list(arguments))
        return int(str(stopped.value.code)), "".join(capfd.readouterr())

    return run_in


def job(folder: Path, wanted: tuple[str, ...] = KINDS) -> run.Job:
    return rekap.job([folder / "data"], 2021, folder / "outputs", wanted)


def target(folder: Path) -> Path:
    return folder / "outputs/rekap/2021"


def document(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((target(folder) / f"{REKAP}.json").read_text(encoding="utf-8"))
    return found


def test_twenty_one_units_with_four_that_have_no_figure(made: Path) -> None:
    found = document(made)
    result = found["results"][0]
    assert result["counts"] == {"dinilai": 17, "tanpa_nilai": 1, "belum_melapor": 1, "gagal": 2} and result["n_units"] == 21
    assert result["pairs"] == 17 * 16 // 2 and 0 < len(result["separated"]) < result["pairs"]
    assert [item["number"] for item in found["blocks"] if item["kind"] == "table"] == [f"Tabel D.{place}" for place in range(1, 7)]
    assert found["title"] == "Lampiran D. Rekapitulasi Kabupaten" and found["unit"] == "Kabupaten Rekaan" and found["period"] == "2021"
    assert [item["name"] for item in found["blocks"] if item["kind"] == "chart"] == ["grafik_unit"]
    first = next(item for item in found["blocks"] if item["kind"] == "result")
    assert 3 <= len(first["sentences"]) <= 5 and first["sentences"][0].startswith("17 dari 21 unit mempunyai IKM 2021")
    assert "belum dapat dibedakan" in first["sentences"][1]


def test_it_is_in_every_format(made: Path) -> None:
    assert {path.name for path in target(made).iterdir()} == {f"{REKAP}.{kind}" for kind in (*KINDS, "ipynb", "manifest.json")}
    for kind in KINDS:
        read = READERS[kind]((target(made) / f"{REKAP}.{kind}").read_bytes())
        assert read.acts == [] and ("kec-21" if kind == "csv" else "Kecamatan 21") in read.text


def test_json_keeps_its_schema(made: Path) -> None:
    schema = json.loads((Path(balong_eval.__file__).parent / "annex/annex.schema.json").read_text(encoding="utf-8"))
    validator = jsonschema.Draft202012Validator(schema)
    found = document(made)
    validator.validate(found)
    for key, value in (("ikm", 101), ("status", "hilang"), ("rank", -1), ("nama", "x")):
        wrong = json.loads(json.dumps(found))
        wrong["results"][0]["units"][-1][key] = value
        assert list(validator.iter_errors(wrong)), key


def test_estimates_are_one_row_a_unit(made: Path) -> None:
    rows = list(csv.DictReader(io.StringIO((target(made) / f"{REKAP}.csv").read_text(encoding="utf-8-sig"))))
    known = {item["unit"]: item for item in document(made)["results"][0]["units"]}
    ikm = {row["group"]: row for row in rows if row["quantity"] == "ikm"}
    assert set(ikm) == {name for name, item in known.items() if item["ikm"] is not None} and len(ikm) == 17
    assert all(float(ikm[name]["ci_low"]) == known[name]["ci_low"] and int(ikm[name]["n"]) == known[name]["n"] for name in ikm)
    assert {row["quantity"] for row in rows} >= {"rank_low", "rank_high", "plain_mean_of_units"}


def test_every_number_of_every_table_is_in_the_csv(made: Path) -> None:
    published = walk.publication(nbformat.read(target(made) / f"{REKAP}.ipynb", as_version=4))
    found = set(known(published))
    numbers = [(table["name"], column["name"], cell) for table, column, cell in cells(published) if isinstance(cell, (int, float))]
    assert len(numbers) > 200 and [item for item in numbers if Decimal(str(item[2])) not in found] == []


def test_same_bytes_twice_and_no_path_of_this_machine(made: Path, tmp_path: Path) -> None:
    again = rekap.job([made / "data"], 2021, tmp_path / "lain", KINDS)
    assert run.run([again], 1, lambda outcome: None)[0].error is None
    for path in target(made).iterdir():
        content = path.read_bytes()
        assert content == (tmp_path / "lain/rekap/2021" / path.name).read_bytes(), path.name
        assert str(made).encode() not in content and str(tmp_path).encode() not in content


def test_the_letterhead_of_the_regency_lies_above_the_units(tmp_path: Path, call: Call) -> None:
    """acuan.docx of the folder that holds the units; it is an input like any other, and no unit's own is taken."""
    for name in ("kec-01", "kec-02"):
        unit(tmp_path / "data" / name, {2021: [4, 3, 3, 4, 2] * 8})
        (tmp_path / "data" / name / "acuan.docx").write_bytes(reference.own("x", None, "KOP KECAMATAN"))
    (tmp_path / "data/acuan.docx").write_bytes(reference.own("x", None, "KOP KABUPATEN REKAAN"))
    found = job(tmp_path, ("json", "docx"))
    assert run.run([found], 1, lambda outcome: None)[0].error is None
    with zipfile.ZipFile(target(tmp_path) / f"{REKAP}.docx") as archive:
        heads = "".join(archive.read(name).decode() for name in archive.namelist() if name.startswith("word/header"))
    assert "KOP KABUPATEN REKAAN" in heads and "KOP KECAMATAN" not in heads
    assert stale.is_up_to_date(found) and call(tmp_path, "verify", "outputs")[0] == 0
    (tmp_path / "data/acuan.docx").write_bytes(reference.own("x", None, "KOP BARU"))
    assert not stale.is_up_to_date(job(tmp_path, ("json", "docx")))
    assert job(tmp_path, ("json",)).reference is None


def test_only_what_is_stale(copy: Path) -> None:
    assert stale.is_up_to_date(job(copy))
    unit(copy / "data/kec-22", {2021: [4, 3, 3, 4, 2] * 8})
    assert not stale.is_up_to_date(job(copy))
    shutil.rmtree(copy / "data/kec-22")
    assert stale.is_up_to_date(job(copy))
    for name in ("kec-05/skm/2020.csv", "kec-05/skm/2021.toml", "kec-01/skm/2021.csv", "kec-02/unit.toml"):
        before = (copy / "data" / name).read_bytes()
        (copy / "data" / name).write_bytes(before + b"\n")
        assert not stale.is_up_to_date(job(copy)), name
        (copy / "data" / name).write_bytes(before)


def test_the_command_verify_and_the_index(copy: Path, call: Call) -> None:
    """Nothing to do; then one unit of the 21 is moved, and `verify` names its numbers; then `rekap` makes the annex again."""
    ask = ("rekap", "--data", "data", "--formats", ",".join(KINDS))
    code, told = call(copy, *ask)
    assert code == 0 and "1 sudah mutakhir" in told
    page = (copy / "outputs/index.html").read_text(encoding="utf-8")
    assert "Kabupaten Rekaan" in page and "17 dari 21 unit mempunyai IKM" in page and "rekap/2021/rekap_kabupaten.html" in page
    assert call(copy, "verify", "outputs")[0] == 0
    before = document(copy)["results"][0]["units"][20]["ikm"]
    unit(copy / "data/kec-21", {2020: [4, 3] * 20, 2021: [1, 2] * 20}, name="Kecamatan 21")
    found = verify(copy / "outputs", copy / "data")
    assert found.differs == ("inputs",) and "kec-21/skm/2021.csv" in found.changed_inputs and not found.failures
    moved = {name.name: name for item in found.files if item.file.endswith(".json") for name in item.numbers}
    mean = moved["results[0].plain_mean.estimate"]
    assert float(str(mean.now)) - float(str(mean.was)) == pytest.approx((37.5 - before) / 17)
    code, told = call(copy, *ask)
    assert code == 0 and "1 dari 1 lampiran dibuat" in told
    assert document(copy)["results"][0]["units"][20]["ikm"] == 37.5


def test_a_manifest_that_names_folders_elsewhere_is_refused(copy: Path) -> None:
    path = target(copy) / f"{REKAP}.manifest.json"
    record = json.loads(path.read_text(encoding="utf-8"))
    for names in (["../.."], "kec-01", [], [7]):
        path.write_text(json.dumps(record | {"parameters": {"year": 2021, "data_dirs": names}}), encoding="utf-8")
        with pytest.raises(InputError, match="rusak"):
            verify(copy / "outputs", copy / "data")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--data", "tiada"), "Folder tiada tidak ditemukan"),
        (("--data", "kosong"), "tidak berisi unit.toml maupun folder unit"),
        (("--data", "data", "--year", "2031"), "mempunyai jawaban 2031. Tahun yang ada: 2020, 2021"),
        (("--data", "data/kec-05", "--data", "lain/kec-99"), "di dalam satu folder yang sama"),
        (("--data", "data/rekap"), "ganti namanya"),
        (("--data", "data", "--year", "dua"), "harus bilangan bulat"),
        (("--data", "data", "--formats", "doc"), "Bentuk doc tidak dikenal"),
        ((), "--data"),
    ],
)
def test_wrong_usage_is_told(tmp_path: Path, call: Call, arguments: tuple[str, ...], told: str) -> None:
    for name in ("data/kec-05", "lain/kec-99", "data/rekap" if "data/rekap" in arguments else "data/kec-06"):
        unit(tmp_path / name, {2020: [4, 3] * 20, 2021: [4, 3] * 20})
    (tmp_path / "kosong").mkdir()
    code, text = call(tmp_path, "rekap", *arguments)
    assert code == 2 and told in text and "Traceback" not in text
    assert not (tmp_path / "outputs").exists()


def test_given_folders_are_taken_once_and_the_last_year_is_the_default(tmp_path: Path) -> None:
    for name, years in (("a", (2019, 2020)), ("b", (2020,))):
        unit(tmp_path / name, {year: [4, 3] * 20 for year in years})
    found = rekap.job([tmp_path / "b", tmp_path / "a", tmp_path], None, tmp_path / "outputs")
    assert found.parameters == {"year": 2020, "data_dirs": ["b", "a"]} and found.period == "2020"
    assert [name for name, _ in found.inputs][:3] == ["b/unit.toml", "b/skm/2020.csv", "b/skm/2020.toml"]
    earlier = rekap.job([tmp_path], 2019, tmp_path / "outputs")
    assert not [name for name, _ in earlier.inputs if "2020" in name]


def test_folders_of_units_are_a_list_of_texts(tmp_path: Path) -> None:
    source = run.find_notebook(REKAP)
    check_parameters(source, {"year": 2021, "data_dirs": ["a"]})
    for wrong in ("a", ["a", 7], 3):
        with pytest.raises(ParameterError, match=r"harus list\[str\]"):
            check_parameters(source, {"year": 2021, "data_dirs": wrong})


def test_what_units_are_called_is_text(tmp_path: Path) -> None:
    """A folder with quotes, braces and tags, a unit of every attack, and beside it one whose folder cannot be read."""
    office.write(tmp_path / "data")
    broken = tmp_path / "data" / "<b>rusak {x}' \"=1+1"
    (broken / "skm").mkdir(parents=True)
    (broken / "unit.toml").write_text('name = "<script>window.jahat=1</script>\n', encoding="utf-8")
    outcome = run.run([rekap.job([tmp_path / "data"], 2019, tmp_path / "outputs", KINDS)], 1, lambda outcome: None)[0]
    assert outcome.error is None
    folder = tmp_path / "outputs/rekap/2019"
    for kind in KINDS:
        assert READERS[kind]((folder / f"{REKAP}.{kind}").read_bytes()).acts == []
    result = json.loads((folder / f"{REKAP}.json").read_text(encoding="utf-8"))["results"][0]
    assert [item["status"] for item in result["units"]] == ["gagal", "dinilai"] and result["units"][0]["unit"] == broken.name
