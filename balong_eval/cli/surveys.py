"""Commands on answers: skm, check, sample-size, init, example."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from balong_eval.cli.base import JSON, Level, Whole, command, print_json, say_findings, tell
from balong_eval.errors import Finding, InputError

if TYPE_CHECKING:
    from balong_eval.analysis.skm import SkmResult
    from balong_eval.intake.inventory import Inventory

BY = ("layanan", "jenis_kelamin", "usia", "pendidikan", "pekerjaan")
LONGEST_PLAN = 20
EARLIEST = 1950


@command("skm")
@click.argument("file", type=click.Path(path_type=Path), metavar="BERKAS")
@click.option("--sidecar", type=click.Path(path_type=Path), metavar="F.toml", help="Sidecar. [bawaan: berkas .toml bernama sama]")
@click.option("--regulation", metavar="ID", help="Peraturan, bila tidak ada sidecar.")
@click.option(
    "--by",
    multiple=True,
    type=click.Choice(BY),
    metavar="KOLOM",
    help="Kelompok yang dirinci: layanan, jenis_kelamin, usia, pendidikan, pekerjaan; boleh diulang.",
)
@click.option("--level", type=Level(), default=0.95, metavar="0.95", help="Tingkat keyakinan selang. [bawaan: 0.95]")
@click.option(
    "--workbook",
    type=click.Path(path_type=Path),
    metavar="OUT.xlsx",
    help="Tulis juga buku kerja INTERNAL per responden dan per unsur, dengan rumus.",
)
@JSON
def skm_command(
    file: Path, sidecar: Path | None, regulation: str | None, by: tuple[str, ...], level: float, workbook: Path | None, as_json: bool
) -> int:
    """Hitung IKM, mutu dan nilai tiap unsur dari satu berkas jawaban."""
    from balong_eval.analysis import skm
    from balong_eval.intake.survey import read_survey
    from balong_eval.report import payload

    if workbook:
        from balong_eval.annex import place

        place.check(workbook, (file, sidecar or file.with_suffix(".toml")))
    survey = read_survey(file, sidecar, rule=regulation, by=by)
    result = skm.summarise(survey, by=by or ("layanan",), level=level)
    if workbook:
        _write_internal(workbook, result)
    if as_json:
        print_json(payload.skm(result))
        return 0
    from balong_eval.report import text

    tell(text.skm(result), err=False)
    say_findings(survey.findings)
    return 0


def _write_internal(out: Path, result: SkmResult) -> None:
    from balong_eval.annex import place
    from balong_eval.report import workbook

    place.write(out, workbook.internal(result))
    click.echo(f"Ditulis: {out} (INTERNAL, tidak untuk dipublikasikan)", err=True)


@command("compare")
@click.argument("before", type=click.Path(path_type=Path), metavar="BERKAS_SEBELUM")
@click.argument("after", type=click.Path(path_type=Path), metavar="BERKAS_SESUDAH")
@JSON
def compare_command(before: Path, after: Path, as_json: bool) -> int:
    """Bandingkan dua berkas jawaban, masing-masing dengan sidecarnya."""
    from balong_eval.analysis.change import compare
    from balong_eval.intake.survey import read_survey
    from balong_eval.report import payload

    surveys = read_survey(before), read_survey(after)
    found = compare(*surveys)
    if as_json:
        print_json(payload.compare(found))
        return 0
    from balong_eval.report import text

    tell(text.change(found), err=False)
    say_findings([finding for survey in surveys for finding in survey.findings])
    return 0


@command("sample-size")
@click.argument("population", type=Whole(1), nargs=-1, required=True, metavar="N...")
@JSON
def sample_size_command(population: tuple[int, ...], as_json: bool) -> int:
    """Hitung jumlah responden yang diperlukan (Krejcie dan Morgan) bagi N pengguna layanan."""
    from balong_eval.analysis import sample

    rows = [{"population": size, "required": sample.required(size)} for size in population]
    if as_json:
        print_json(rows)
        return 0
    for row in rows:
        click.echo(f"{row['population']} pengguna layanan: {row['required']} responden")
    return 0


@command("example")
@click.argument("folder", type=click.Path(path_type=Path), metavar="FOLDER")
@click.option("--seed", type=Whole(0), default=2016, metavar="N", help="Benih acak; benih sama, berkas sama. [bawaan: 2016]")
def example_command(folder: Path, seed: int) -> int:
    """Tulis folder unit contoh (data buatan)."""
    from balong_eval.intake import example

    files = example.write(folder, seed)
    click.echo(f"{len(files)} berkas contoh ditulis di {folder}. Semua datanya buatan.", err=True)
    return 0


@command("check")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="BERKAS_ATAU_FOLDER...")
@click.option("--draft", is_flag=True, help="Tulis rancangan sidecar bagi berkas yang belum mempunyainya.")
@JSON
def check_command(paths: tuple[Path, ...], draft: bool, as_json: bool) -> int:
    """Periksa folder unit, atau berkas jawaban, rencana dan indikator, tanpa membuat lampiran."""
    from balong_eval.intake import inventory

    found = inventory.take(paths)
    found = replace(found, findings=(*found.findings, *_printed(paths)))
    if draft:
        _write_drafts(found)
    if as_json:
        print_json(found.as_dict())
        return found.exit_code
    from balong_eval.report import text

    tell(text.inventory(found), err=False)
    tell(text.findings(found.findings), err=False)
    return found.exit_code


@command("init")
@click.argument("folder", type=click.Path(path_type=Path), metavar="FOLDER")
@click.option("--name", prompt="Nama unit (misalnya Kecamatan Balong)", metavar="NAMA", help="Nama unit.")
@click.option("--regency", prompt="Kabupaten atau kota", default="", show_default=False, metavar="NAMA", help="Kabupaten atau kota.")
@click.option("--code", prompt="Kode wilayah (boleh kosong)", default="", show_default=False, metavar="KODE", help="Kode wilayah.")
@click.option("--years", prompt="Tahun rencana (misalnya 2016-2021)", metavar="2016-2021", help="Tahun pertama dan terakhir.")
@click.option("--regulation", default="permenpanrb_14_2017", metavar="ID", help="Peraturan kuesioner. [bawaan: permenpanrb_14_2017]")
@click.option("--service", "services", multiple=True, metavar="LAYANAN", help="Nama layanan; boleh diulang.")
def init_command(folder: Path, name: str, regency: str, code: str, years: str, regulation: str, services: tuple[str, ...]) -> int:
    """Buat folder unit baru dengan templat Excel untuk tiap tahun."""
    from balong_eval.report import newunit

    first, last = _plan(years)
    if not name.strip():
        raise click.UsageError("Nama unit tidak boleh kosong.")
    files = newunit.write(folder, name.strip(), regency.strip(), code.strip(), (first, last), regulation, services)
    click.echo(f"{len(files)} berkas ditulis di {folder}.", err=True)
    click.echo(f"Langkah berikut: isi {folder / 'skm' / f'{first}.xlsx'}, lalu jalankan: balong-eval check {folder}", err=True)
    return 0


def _plan(text: str) -> tuple[int, int]:
    parts = text.replace(" ", "").split("-")
    numbers = [int(part) for part in parts if part.isdigit() and len(part) == 4]
    if len(numbers) != len(parts) or not 1 <= len(parts) <= 2 or not EARLIEST <= numbers[0] <= numbers[-1] < numbers[0] + LONGEST_PLAN:
        raise click.UsageError(f"Tahun ditulis seperti 2016-2021, paling banyak {LONGEST_PLAN} tahun; tertulis '{text}'.")
    return numbers[0], numbers[-1]


def _printed(paths: tuple[Path, ...]) -> list[Finding]:
    """Printed figures and stated indices that the inputs of a unit do not give; nothing of a folder that cannot be read."""
    from balong_eval.intake.unit import read_unit

    findings: list[Finding] = []
    for path in paths:
        with contextlib.suppress(InputError):
            unit = read_unit(path) if path.is_dir() else None
            if unit and unit.has_indicators:
                from balong_eval.report import follow_up

                findings += follow_up.printed(unit)
    return findings


def _write_drafts(found: Inventory) -> None:
    from balong_eval.intake import inventory

    for entry in found.entries:
        if entry.sidecar is None and not entry.inside:
            path = entry.path.with_suffix(".toml")
            try:
                with path.open("x", encoding="utf-8", newline="\n") as file:
                    file.write(inventory.draft(entry))
            except FileExistsError:
                click.echo(f"{path.name} sudah ada dan tidak ditimpa.", err=True)
                continue
            click.echo(f"Rancangan sidecar ditulis: {path}", err=True)
