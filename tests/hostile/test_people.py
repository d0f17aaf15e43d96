"""No name, NIK, telephone number, e-mail or address of a form comes out: of no output, message, manifest, notebook or cache."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from balong_eval.annex import formats, notebook
from balong_eval.intake.survey import read_survey
from balong_eval.intake.words import IDENTIFYING
from tests.hostile import people
from tests.hostile.readers import READERS
from tests.intake import sheets

EVERYONE = people.people()
UNIT = 'name = "Kecamatan Uji"\nfirst_year = 2018\nlast_year = 2019\n'


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A unit with the corpus as its answers of two years, in a folder that is the whole world of the commands."""
    folder = tmp_path_factory.mktemp("orang")
    (folder / "data/unit/skm").mkdir(parents=True)
    (folder / "rumah").mkdir()
    (folder / "sementara").mkdir()
    (folder / "data/unit/unit.toml").write_text(UNIT, encoding="utf-8")
    for year, order in (("2018", EVERYONE[::-1]), ("2019", EVERYONE)):
        people.write(folder / f"data/unit/skm/{year}.csv", order)
        sheets.sidecar(folder / f"data/unit/skm/{year}.csv")
    return folder


def command(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A command whose home, caches and temporary files lie in the folder."""
    home = {name: str(folder / "rumah") for name in ("HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "IPYTHONDIR", "JUPYTER_DATA_DIR", "MPLCONFIGDIR")}
    places = {**os.environ, **home, "TMPDIR": str(folder / "sementara")}
    return subprocess.run([sys.executable, "-m", "balong_eval", *arguments], cwd=folder, env=places, capture_output=True, text=True, check=False)


def test_the_corpus_is_found_where_it_stands(office: Path) -> None:
    """The search itself: it finds everyone in the file of answers, in any writing."""
    text = (office / "data/unit/skm/2019.csv").read_text(encoding="utf-8")
    assert len(people.found(text, EVERYONE)) >= 5 * len(EVERYONE)
    for person in EVERYONE[:20]:
        assert all(people.found(writing, [person]) for writing in person.writings)


def test_nothing_of_a_person_comes_out(office: Path) -> None:
    done = command(office, "run", "--data", "data/unit", "--formats", ",".join(formats.FORMATS), "--jobs", "2")
    assert done.returncode == 0 or ("(kode 97" in done.stderr and "3 dari 3 lampiran dibuat" in done.stderr), done.stderr
    said = [done.stdout, done.stderr]
    file = "data/unit/skm/2019.csv"
    by = [word for field in ("layanan", "jenis_kelamin", "usia", "pendidikan", "pekerjaan") for word in ("--by", field)]
    calls = (["check", "data/unit"], ["check", "data/unit", "--json"], ["skm", file, "--json", *by], ["skm", file, *by])
    for call in (*calls, ["compare", "data/unit/skm/2018.csv", file, "--json"], ["verify", "outputs", "--data", "data/unit"]):
        again = command(office, *call)
        assert "Traceback" not in again.stderr
        said += [again.stdout, again.stderr]
    assert people.found("\n".join(said), EVERYONE) == set()
    kept = [path for place in ("outputs", "rumah", "sementara") for path in (office / place).rglob("*") if path.is_file()]
    assert len([path for path in kept if path.is_relative_to(office / "outputs")]) >= 8
    for path in kept:
        content = path.read_bytes()
        text = READERS[path.suffix[1:]](content).text if path.suffix in (".xlsx", ".docx", ".pdf") else content.decode("utf-8", errors="replace")
        assert people.found(f"{path.name}\n{text}", EVERYONE) == set(), path.relative_to(office)


@pytest.mark.parametrize("place", [8, 9, 11, 12])
def test_numbers_and_addresses_do_not_pass_where_many_forms_share_them(tmp_path: Path, place: int) -> None:
    """A number of the office itself may stand on every form: what has the shape of personal data never becomes a group."""
    person = EVERYONE[7]
    for writing in person.writings:
        if not IDENTIFYING.search(writing):
            continue
        row = ["1", "", "", "", "", "", "", "", "KTP", "L", "30", "SMA", "PNS", *"343434343", "", "", ""]
        row[place] = writing
        path = sheets.csv(tmp_path / "2019.csv", [people.HEADS, *[row] * 8])
        sheets.sidecar(path)
        survey = read_survey(path)
        assert people.found(repr(survey.responses.to_dict()) + " ".join(map(str, survey.findings)), [person]) == set(), writing


@pytest.mark.parametrize("kind", range(4, 32), ids=lambda kind: f"cara tulis {kind}")
def test_every_writing_of_a_number_is_known(kind: int) -> None:
    """NIK, mobile and fixed telephone, e-mail, with all marks that people use; a bare fixed number of seven digits cannot be told from a count."""
    writings = {person.writings[kind] for person in EVERYONE[:50]}
    bare = {person.landline for person in EVERYONE[:50]}
    assert all(IDENTIFYING.search(writing) for writing in writings) or writings == bare


def test_what_is_no_personal_number_passes() -> None:
    kept = ("Surat keterangan 2019", "KTP-el", "Loket 12", "2019-03-12 09:15:00", "1.200.000", "Perda 12/2019", "S1/D4", "18-25 tahun", "3502110")
    assert not [text for text in kept if IDENTIFYING.search(text)]


def test_an_error_of_python_does_not_carry_a_cell_into_the_failed_notebook() -> None:
    import nbformat

    lines = ["\x1b[31mValueError\x1b[39m  Traceback (most recent call last)", "int(x)", "\x1b[31mValueError\x1b[39m: invalid literal: 'Budi'"]
    error = nbformat.v4.new_output("error", ename="ValueError", evalue="invalid literal: 'Budi'", traceback=lines)
    cell = nbformat.v4.new_code_cell("int(x)", outputs=[error])
    kept = nbformat.writes(notebook.without_values(nbformat.v4.new_notebook(cells=[cell])))
    assert "Budi" not in kept and "ValueError" in kept and "int(x)" in kept
