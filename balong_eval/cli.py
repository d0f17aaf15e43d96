"""The command ``balong-eval``: parse, call one function, print. Everything an officer reads is in Bahasa Indonesia."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from balong_eval import __version__
from balong_eval.errors import BalongError, Finding, InputError

if TYPE_CHECKING:
    from balong_eval.annex.run import Outcome

ERROR_SCHEMA = "balong-eval/error/1"
YEARS = re.compile(r"(\d{4})(?:-(\d{4}))?")
BY = ("layanan", "jenis_kelamin", "pendidikan", "pekerjaan")
HEADS = {"Usage": "Pemakaian", "Options": "Pilihan", "Commands": "Perintah"}
CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 110}


class _Formatter(click.HelpFormatter):
    """Help with Indonesian heads."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix=f"{HEADS['Usage']}: ")

    def write_heading(self, heading: str) -> None:
        super().write_heading(HEADS.get(heading, heading))


class _Context(click.Context):
    formatter_class = _Formatter


class _Command(click.Command):
    context_class = _Context

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option:
            option.help = "Tampilkan keterangan ini."
        return option


class _Group(_Command, click.Group):
    command_class = _Command

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


@click.group(cls=_Group, context_settings=CONTEXT, options_metavar="[PILIHAN]", subcommand_metavar="PERINTAH ...")
@click.version_option(__version__, prog_name="balong-eval", message="%(prog)s %(version)s", help="Tampilkan versi.")
def cli() -> None:
    """Evaluasi kepuasan masyarakat (SKM): dari jawaban kuesioner ke lampiran evaluasi tahunan."""


def _command(name: str) -> Any:
    return cli.command(name, options_metavar="[PILIHAN]")


JSON = click.option("--json", "as_json", is_flag=True, help="Cetak satu dokumen JSON pada keluaran standar.")


@_command("run")
@click.option(
    "--data", "data", multiple=True, type=click.Path(path_type=Path), metavar="FOLDER", help="Folder unit; boleh diulang. [bawaan: data/contoh]"
)
@click.option("--years", metavar="2018-2023", help="Tahun yang dibuat. [bawaan: semua yang ada]")
@click.option("--part", type=click.Choice(["S1", "S2", "T1", "T2", "T3", "T4"]), default=None, help="Hanya bagian tahun ini.")
@click.option("--annex", "annexes", multiple=True, metavar="LAMPIRAN", help="lampiran_skm; boleh diulang. [bawaan: semua]")
@click.option("--formats", default="html,json", metavar="html,json", show_default="html,json", help="Bentuk hasil.")
@click.option("--out", type=click.Path(path_type=Path), default=Path("outputs"), metavar="FOLDER", help="Folder hasil. [bawaan: outputs]")
@click.option("--jobs", type=click.IntRange(min=1), default=None, metavar="N", help="Banyaknya lampiran sekaligus. [bawaan: jumlah inti prosesor]")
@click.option("--timeout", type=click.IntRange(min=1), default=None, metavar="DETIK", help="Waktu terlama bagi satu sel notebook.")
@click.option("--force", is_flag=True, help="Buat ulang semua (saat ini lampiran selalu dibuat ulang).")
def run_command(
    data: tuple[Path, ...],
    years: str | None,
    part: str | None,
    annexes: tuple[str, ...],
    formats: str,
    out: Path,
    jobs: int | None,
    timeout: int | None,
    force: bool,
) -> int:
    """Buat lampiran evaluasi untuk setiap periode yang ada jawabannya."""
    from balong_eval.annex import overview, run
    from balong_eval.intake.unit import read_unit

    wanted = _formats(formats)
    chosen = _annexes(annexes)
    span = _years(years)
    units = [read_unit(folder) for folder in (data or (Path("data/contoh"),))]
    _say_findings([finding for unit in units for finding in unit.findings])
    planned = run.plan(units, out, years=span, part=part or "", annexes=chosen, formats=wanted, timeout=timeout)
    with _progress(len(planned)) as done:
        outcomes = run.run(planned, jobs or os.cpu_count() or 1, done)
    page = overview.write(out)
    failed = [outcome for outcome in outcomes if outcome.error]
    for outcome in failed:
        click.echo(f"Gagal: {_name(outcome)}: {outcome.error}", err=True)
    click.echo(f"{len(outcomes) - len(failed)} dari {len(outcomes)} lampiran dibuat. Buka {page}", err=True)
    return 1 if failed else 0


@_command("skm")
@click.argument("file", type=click.Path(path_type=Path), metavar="BERKAS")
@click.option("--sidecar", type=click.Path(path_type=Path), metavar="F.toml", help="Sidecar. [bawaan: berkas .toml bernama sama]")
@click.option("--regulation", metavar="ID", help="Peraturan, bila tidak ada sidecar.")
@click.option("--by", multiple=True, type=click.Choice(BY), help="Kelompok yang dirinci; boleh diulang. [bawaan: layanan]")
@click.option("--level", type=click.FloatRange(0.5, 0.999), default=0.95, show_default="0.95", help="Tingkat keyakinan selang.")
@click.option("--workbook", type=click.Path(path_type=Path), metavar="OUT.xlsx", help="Buku kerja pengolahan data (belum tersedia).")
@JSON
def skm_command(
    file: Path, sidecar: Path | None, regulation: str | None, by: tuple[str, ...], level: float, workbook: Path | None, as_json: bool
) -> int:
    """Hitung IKM, mutu dan nilai tiap unsur dari satu berkas jawaban."""
    if workbook:
        raise click.UsageError("Pilihan --workbook belum tersedia.")
    from balong_eval.analysis import skm
    from balong_eval.intake.survey import read_survey
    from balong_eval.report import payload

    survey = read_survey(file, sidecar, rule=regulation)
    result = skm.summarise(survey, by=by or ("layanan",), level=level)
    if as_json:
        _print_json(payload.skm(result))
        return 0
    from balong_eval.report import text

    click.echo(text.skm(result))
    _say_findings(survey.findings)
    return 0


@_command("sample-size")
@click.argument("population", type=click.IntRange(min=1), nargs=-1, required=True, metavar="N...")
@JSON
def sample_size_command(population: tuple[int, ...], as_json: bool) -> int:
    """Hitung jumlah responden yang diperlukan (Krejcie dan Morgan) bagi N pengguna layanan."""
    from balong_eval.analysis import sample

    rows = [{"population": size, "required": sample.required(size)} for size in population]
    if as_json:
        _print_json(rows)
        return 0
    for row in rows:
        click.echo(f"{row['population']} pengguna layanan: {row['required']} responden")
    return 0


@_command("example")
@click.argument("folder", type=click.Path(path_type=Path), metavar="FOLDER")
@click.option("--seed", type=click.IntRange(min=0), default=2016, show_default="2016", metavar="N", help="Benih acak; benih sama, berkas sama.")
def example_command(folder: Path, seed: int) -> int:
    """Tulis folder unit contoh (data buatan)."""
    from balong_eval.intake import example

    files = example.write(folder, seed)
    click.echo(f"{len(files)} berkas contoh ditulis di {folder}. Semua datanya buatan.", err=True)
    return 0


@_command("lab")
@click.argument("arguments", nargs=-1, metavar="[PILIHAN_JUPYTER]...")
def lab_command(arguments: tuple[str, ...]) -> int:
    """Buka JupyterLab pada notebook-notebook."""
    import subprocess

    from balong_eval.annex.run import find_notebook

    folder = find_notebook("lampiran_skm").parent
    return subprocess.call([sys.executable, "-m", "jupyterlab", f"--notebook-dir={folder.parent}", *arguments])


LATER = {
    "init": "Buat folder unit baru dengan templat Excel untuk tiap tahun.",
    "check": "Periksa berkas jawaban atau folder unit tanpa menghitung.",
    "compare": "Bandingkan dua periode.",
    "trend": "Nilai kecenderungan sebuah deret.",
    "capaian": "Hitung capaian indikator.",
    "verify": "Buat ulang hasil dan bandingkan.",
    "export": "Ubah notebook yang sudah dijalankan ke bentuk lain.",
}


def _later(name: str, summary: str) -> None:
    @cli.command(name, help=f"{summary} (belum tersedia)", context_settings={"ignore_unknown_options": True}, options_metavar="[PILIHAN]")
    @click.argument("arguments", nargs=-1, type=click.UNPROCESSED, metavar="...")
    def command(arguments: tuple[str, ...]) -> int:
        raise click.UsageError(f"Perintah {name} belum tersedia.")


for _name_of_command, _summary in LATER.items():
    _later(_name_of_command, _summary)


def main(arguments: Sequence[str] | None = None) -> None:
    """Entry point: run a command, tell every error in Bahasa Indonesia, exit with the contract's code."""
    _utf8()
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        code = cli.main(given, prog_name="balong-eval", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.ctx.get_help() if error.ctx else "", err=True)
        code = 2
    except click.ClickException as error:
        code = _fail(_indonesian(error), (), given)
    except click.Abort:
        code = _fail("Dihentikan.", (), given)
    except InputError as error:
        code = _fail(error.message, error.findings, given)
    except BalongError as error:
        code = _fail(str(error), (), given)
    except OSError as error:
        code = _fail(f"{error.filename or 'Berkas'} tidak dapat dibaca atau ditulis: {error.strerror or error}.", (), given)
    sys.exit(code if isinstance(code, int) else 0)


def _fail(message: str, findings: Sequence[Finding], arguments: Sequence[str]) -> int:
    if "--json" in arguments:
        _print_json({"schema": ERROR_SCHEMA, "message": message, "findings": [finding.as_dict() for finding in findings]})
    click.echo(f"Kesalahan: {message}", err=True)
    _say_findings(findings)
    return 2


def _indonesian(error: click.ClickException) -> str:
    """click's own messages in Bahasa Indonesia."""
    if isinstance(error, click.NoSuchOption):
        near = f" Maksudnya {', '.join(error.possibilities)}?" if error.possibilities else ""
        return f"Pilihan {error.option_name} tidak dikenal.{near}"
    if isinstance(error, click.MissingParameter) and error.param:
        return f"{error.param.make_metavar(error.ctx) if error.ctx else error.param.name} belum disebutkan. Lihat: balong-eval --help"
    if isinstance(error, click.BadParameter) and error.param:
        kind = error.param.type
        names = error.param.opts[0] if error.param.opts else error.param.name
        if isinstance(kind, click.Choice):
            return f"Nilai pilihan {names} harus salah satu dari: {', '.join(str(choice) for choice in kind.choices)}."
        return f"Nilai {names} tidak sesuai: {error.message}"
    message = error.format_message()
    unknown = re.fullmatch(r"No such command '(.+)'\..*", message, re.DOTALL)
    if unknown:
        return f"Perintah '{unknown[1]}' tidak dikenal. Lihat: balong-eval --help"
    extra = re.fullmatch(r"Got unexpected extra arguments? \((.+)\)", message)
    return f"Kata berlebih: {extra[1]}." if extra else message


def _formats(text: str) -> tuple[str, ...]:
    from balong_eval.annex.formats import LATER as FORMATS_LATER
    from balong_eval.annex.formats import MAKERS

    wanted = tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
    later = [name for name in wanted if name in FORMATS_LATER]
    if later:
        raise click.UsageError(f"Bentuk {', '.join(later)} belum tersedia. Yang ada: {', '.join(MAKERS)}.")
    unknown = [name for name in wanted if name not in MAKERS]
    if unknown or not wanted:
        raise click.UsageError(f"Bentuk {', '.join(unknown) or '(kosong)'} tidak dikenal. Yang ada: {', '.join(MAKERS)}.")
    return wanted


def _annexes(names: tuple[str, ...]) -> tuple[str, ...]:
    from balong_eval.annex.run import ANNEXES
    from balong_eval.annex.run import LATER as ANNEXES_LATER

    full = tuple(dict.fromkeys(name if name.startswith("lampiran_") else f"lampiran_{name}" for name in names)) or ANNEXES
    later = [name for name in full if name in ANNEXES_LATER]
    if later:
        raise click.UsageError(f"Lampiran {', '.join(later)} belum tersedia. Yang ada: {', '.join(ANNEXES)}.")
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


class _progress:  # noqa: N801
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
    return f"{outcome.job.unit} {outcome.job.period} {outcome.job.annex}"


def _say_findings(findings: Sequence[Finding], most: int = 20) -> None:
    """Findings one a line; of a rule with more than `most`, the first ones and how many more there are."""
    words = {"error": "KESALAHAN", "warning": "PERINGATAN", "note": "CATATAN"}
    for rule in dict.fromkeys(finding.rule for finding in findings):
        same = [finding for finding in findings if finding.rule == rule]
        for finding in same if len(same) <= most else same[:3]:
            click.echo(f"{words[finding.severity]}  {finding}", err=True)
        if len(same) > most:
            click.echo(f"{words[same[0].severity]}  ... dan {len(same) - 3} temuan {rule} lagi; seluruhnya: --json", err=True)


def _print_json(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False))


def _utf8() -> None:
    """Indonesian Windows consoles are not UTF-8 by default; what we print is."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
