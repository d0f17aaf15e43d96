"""Commands on annexes: run, verify, export, lab."""

from __future__ import annotations

import contextlib
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from balong_eval.cli.base import JSON, Whole, command, print_json, say_findings, tell
from balong_eval.errors import visible

if TYPE_CHECKING:
    from balong_eval.annex.run import Job, Outcome
    from balong_eval.annex.verify import Checked, Verification

YEARS = re.compile(r"(\d{4})(?:-(\d{4}))?")
FORMATS = "Bentuk hasil: html, json, xlsx, csv, docx, pdf. [bawaan: html,json]"
UNITS = "Folder unit, atau folder yang berisi folder-folder unit."
PARTS = ("S1", "S2", "T1", "T2", "T3", "T4")
KINDS = {
    "inputs": "berkas masukan",
    "rules": "peraturan",
    "notebook": "notebook",
    "package": "program",
    "versions": "versi Python atau pustaka",
}


@command("run")
@click.option(
    "--data", "data", multiple=True, type=click.Path(path_type=Path), metavar="FOLDER", help="Folder unit; boleh diulang. [bawaan: data/contoh]"
)
@click.option("--years", metavar="2018-2023", help="Tahun yang dibuat. [bawaan: semua yang ada]")
@click.option("--part", "parts", multiple=True, type=click.Choice(PARTS), metavar="S1|T3", help="Hanya bagian tahun ini; boleh diulang.")
@click.option("--annex", "annexes", multiple=True, metavar="LAMPIRAN", help="skm, kinerja atau renstra; boleh diulang. [bawaan: semua]")
@click.option("--formats", default="html,json", metavar="html,json,xlsx", help=FORMATS)
@click.option("--out", type=click.Path(path_type=Path), default=Path("outputs"), metavar="FOLDER", help="Folder hasil. [bawaan: outputs]")
@click.option("--jobs", type=Whole(1), default=None, metavar="N", help="Banyaknya lampiran sekaligus. [bawaan: jumlah inti prosesor]")
@click.option("--timeout", type=Whole(1), default=None, metavar="DETIK", help="Waktu terlama bagi satu sel notebook.")
@click.option("--force", is_flag=True, help="Buat ulang semua, juga yang masih mutakhir.")
@click.option("--cluster", default=None, metavar="ALAMAT", help="Serahkan pekerjaan kepada penjadwal Dask, misalnya tcp://10.0.0.5:8786, atau local.")
def run_command(
    data: tuple[Path, ...],
    years: str | None,
    parts: tuple[str, ...],
    annexes: tuple[str, ...],
    formats: str,
    out: Path,
    jobs: int | None,
    timeout: int | None,
    force: bool,
    cluster: str | None,
) -> int:
    """Buat lampiran evaluasi untuk setiap periode yang ada jawabannya."""
    span, wanted, chosen = _years(years), _formats(formats), _annexes(annexes)
    with contextlib.ExitStack() as stack:
        if cluster is None and (force or not any(out.glob("*/*/*.manifest.json"))):
            from balong_eval.annex.workshop import workshop

            stack.enter_context(workshop())
        from balong_eval.annex import run
        from balong_eval.intake.unit import read_unit

        units = [read_unit(folder) for folder in (data or (Path("data/contoh"),))]
        say_findings([finding for unit in units for finding in unit.findings])
        planned = run.plan(units, out, years=span, parts=parts, annexes=chosen, formats=wanted, timeout=timeout)
        return _make(planned, out, jobs or os.cpu_count() or 1, force, cluster)


@command("rekap")
@click.option("--data", "data", multiple=True, required=True, type=click.Path(path_type=Path), metavar="FOLDER", help=f"{UNITS} Boleh diulang.")
@click.option("--year", type=Whole(1), default=None, metavar="TAHUN", help="Tahun survei. [bawaan: tahun terakhir yang ada jawabannya]")
@click.option("--formats", default="html,json", metavar="html,json,xlsx", help=FORMATS)
@click.option("--out", type=click.Path(path_type=Path), default=Path("outputs"), metavar="FOLDER", help="Folder hasil. [bawaan: outputs]")
@click.option("--timeout", type=Whole(1), default=None, metavar="DETIK", help="Waktu terlama bagi satu sel notebook.")
@click.option("--force", is_flag=True, help="Buat ulang, juga bila masih mutakhir.")
def rekap_command(data: tuple[Path, ...], year: int | None, formats: str, out: Path, timeout: int | None, force: bool) -> int:
    """Buat satu lampiran atas banyak unit: nilai, peringkat, kecenderungan, dan siapa yang belum melapor."""
    from balong_eval.annex import rekap

    return _make([rekap.job(data, year, out, _formats(formats), timeout)], out, 1, force)


def _make(planned: Sequence[Job], out: Path, workers: int, force: bool, cluster: str | None = None) -> int:
    """Make what of the planned annexes is not up to date, tell what became of each; the exit code."""
    from balong_eval.annex import run, stale

    due = [job for job in planned if force or not stale.is_up_to_date(job)]
    with _Progress(len(due)) as done:
        outcomes = _handed_over(due, cluster, workers, done, force) if cluster else run.run(due, workers, done)
    failed = [outcome for outcome in outcomes if outcome.error]
    for outcome in failed:
        tell(f"Gagal: {_name(outcome)}: {outcome.error}")
    missing = dict.fromkeys(reason for outcome in outcomes for reason in outcome.missing)
    for reason in missing:
        tell(reason)
    kept = len(planned) - len(due)
    unchanged = f" {kept} sudah mutakhir dan tidak dibuat ulang (--force membuat ulang semua)." if kept else ""
    click.echo(f"{len(outcomes) - len(failed)} dari {len(planned)} lampiran dibuat.{unchanged} Buka {_index(out, bool(due))}", err=True)
    return 1 if failed or missing else 0


def _handed_over(due: Sequence[Job], address: str, workers: int, done: Any, force: bool) -> list[Outcome]:
    """Outcomes of jobs that a cluster made."""
    from balong_eval.annex import cluster

    return cluster.run(due, address, workers, done, force=force)


def _index(out: Path, changed: bool) -> Path:
    """The page of all annexes, written again where one of them was made."""
    page = out / "index.html"
    if changed or not page.exists():
        from balong_eval.annex import overview

        return overview.write(out)
    return page


@command("verify")
@click.argument("folder", type=click.Path(path_type=Path), metavar="FOLDER_HASIL")
@click.option(
    "--data", type=click.Path(path_type=Path), metavar="FOLDER", help="Folder unit, atau folder yang berisi folder-folder unit. [bawaan: data]"
)
@JSON
def verify_command(folder: Path, data: Path | None, as_json: bool) -> int:
    """Buat ulang hasil dari masukan yang ada sekarang, dan sebutkan setiap perbedaan."""
    from balong_eval.annex.verify import verify

    found = verify(folder, data)
    if as_json:
        print_json(found.as_dict())
    else:
        _say_verification(found)
    return 0 if found.same else 1


@command("export")
@click.argument("notebook", type=click.Path(path_type=Path), metavar="NOTEBOOK")
@click.option("--formats", required=True, metavar="html,json,docx", help="Bentuk hasil: html, json, xlsx, csv, docx, pdf.")
@click.option("--reference", type=click.Path(path_type=Path), default=None, metavar="ACUAN.docx", help="Dokumen acuan kantor bagi DOCX.")
def export_command(notebook: Path, formats: str, reference: Path | None) -> int:
    """Ubah notebook yang sudah dijalankan ke bentuk lain, di samping notebook itu."""
    from balong_eval.annex.formats import export

    for path in export(notebook, _formats(formats), reference):
        click.echo(f"Ditulis: {path}", err=True)
    return 0


@command("lab", context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED, metavar="[PILIHAN_JUPYTER]...")
def lab_command(arguments: tuple[str, ...]) -> int:
    """Buka JupyterLab pada notebook-notebook, hanya untuk komputer ini, dengan token."""
    from balong_eval.explore import lab

    copied = lab.bring_notebooks()
    if copied:
        click.echo(f"{copied} notebook disalin ke folder notebooks.", err=True)
    return lab.start(arguments)


def _formats(text: str) -> tuple[str, ...]:
    from balong_eval.annex.formats import FORMATS

    wanted = tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
    unknown = [name for name in wanted if name not in FORMATS]
    if unknown or not wanted:
        raise click.UsageError(f"Bentuk {', '.join(unknown) or '(kosong)'} tidak dikenal. Yang ada: {', '.join(FORMATS)}.")
    return wanted


def _annexes(names: tuple[str, ...]) -> tuple[str, ...]:
    from balong_eval.annex.kinds import ANNEXES

    full = tuple(dict.fromkeys(name if name.startswith("lampiran_") else f"lampiran_{name}" for name in names)) or ANNEXES
    unknown = [name for name in full if name not in ANNEXES]
    if unknown:
        raise click.UsageError(f"Lampiran {', '.join(unknown)} tidak dikenal. Yang ada: {', '.join(ANNEXES)}.")
    return full


def _years(text: str | None) -> tuple[int, int] | None:
    if text is None:
        return None
    found = YEARS.fullmatch(text.strip())
    if not found or int(found[2] or found[1]) < int(found[1]):
        raise click.UsageError(f"--years ditulis seperti 2019 atau 2018-2023; tertulis '{text}'.")
    return int(found[1]), int(found[2] or found[1])


class _Progress:
    """Progress over a batch: a bar on a terminal, plain lines in a log."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.count = 0
        self.bar: Any = None

    def __enter__(self) -> Any:
        if sys.stderr.isatty():
            from tqdm import tqdm

            self.bar = tqdm(total=self.total, unit="lampiran", file=sys.stderr, leave=False)
        return self.step

    def __exit__(self, *_: object) -> None:
        if self.bar:
            self.bar.close()

    def step(self, outcome: Outcome) -> None:
        self.count += 1
        if self.bar:
            self.bar.set_postfix_str(_name(outcome))
            self.bar.update()
        else:
            fate = "gagal" if outcome.error else "selesai"
            click.echo(f"[{self.count}/{self.total}] {_name(outcome)}: {fate} ({outcome.seconds:.1f} detik)", err=True)


def _name(outcome: Outcome) -> str:
    return visible(f"{outcome.job.unit} {outcome.job.period} {outcome.job.annex}")


def _say_verification(found: Verification) -> None:
    for item in found.files:
        tell(f"{item.file}: {_fate(item)}", err=False)
        for moved in item.numbers:
            tell(f"    {moved.name or '(awal)'}: {_shown(moved.was)} -> {_shown(moved.now)}", err=False)
    for failure in found.failures:
        tell(f"Gagal dibuat ulang: {failure}", err=False)
    for name in found.changed_inputs:
        tell(f"Masukan berubah: {name}", err=False)
    names = [KINDS[kind] for kind in found.differs]
    if found.same:
        tell("Semua sama." if not names else f"Semua sama, walaupun yang berikut berbeda dari manifes: {', '.join(names)}.", err=False)
    elif len(names) == 1:
        tell(f"Yang berbeda dari manifes: {names[0]}.", err=False)
    elif names:
        tell(f"Yang berbeda dari manifes: {', '.join(names)}. Mana yang menyebabkan perubahan tidak dapat ditentukan.", err=False)
    elif all(item.same or item.edited for item in found.files):
        tell("Masukan, peraturan, notebook, program dan versinya sama dengan manifes; berkas hasilnya sendiri yang diubah.", err=False)
    else:
        tell("Tidak ada yang berbeda dari manifes; penyebab perubahan tidak diketahui.", err=False)


def _fate(item: Checked) -> str:
    if item.missing:
        return "tidak ada lagi"
    if item.same:
        return "sama"
    return "berbeda (berkas ini diubah setelah dibuat)" if item.edited else "berbeda"


def _shown(value: str | float | None) -> str:
    return "tidak ada" if value is None else str(value)
