"""What all commands share: Indonesian help and error messages, findings, JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

import click

from balong_eval import __version__, schemas
from balong_eval.errors import Finding, visible

LOWEST_LEVEL, HIGHEST_LEVEL = 0.5, 0.999
HEADS = {"Usage": "Pemakaian", "Options": "Pilihan", "Commands": "Perintah"}
PATHS = {
    "is not readable.": "tidak ada izin membacanya.",
    "is not writable.": "tidak ada izin menulisnya.",
    "does not exist.": "tidak ditemukan.",
    "is a file.": "adalah berkas, bukan folder.",
    "is a directory.": "adalah folder, bukan berkas.",
}
CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 110}


class _Formatter(click.HelpFormatter):
    """Help with Indonesian heads and marks."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix=f"{HEADS['Usage']}: ")

    def write_heading(self, heading: str) -> None:
        super().write_heading(HEADS.get(heading, heading))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        super().write_dl([(name, text.replace("[required]", "[wajib]")) for name, text in rows], col_max, col_spacing)


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


class Whole(click.ParamType):
    """A whole number of at least `least`."""

    name = "bilangan bulat"

    def __init__(self, least: int) -> None:
        self.least = least

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number, or a usage error in Bahasa Indonesia."""
        if isinstance(value, int):
            return value
        if not re.fullmatch(r"\d{1,12}", value) or int(value) < self.least:
            self.fail(f"harus bilangan bulat {self.least} atau lebih, tanpa titik dan koma; tertulis '{value}'.", param, ctx)
        return int(value)


class Level(click.ParamType):
    """A confidence level between 0.5 and 0.999."""

    name = "tingkat"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The level, or a usage error in Bahasa Indonesia."""
        if isinstance(value, float):
            return value
        if not re.fullmatch(r"0[.,]\d{1,6}", value) or not LOWEST_LEVEL <= float(value.replace(",", ".")) <= HIGHEST_LEVEL:
            self.fail(f"harus angka {LOWEST_LEVEL} sampai {HIGHEST_LEVEL}; tertulis '{value}'.", param, ctx)
        return float(value.replace(",", "."))


JSON = click.option("--json", "as_json", is_flag=True, help="Cetak satu dokumen JSON pada keluaran standar.")


def command(name: str, **settings: Any) -> Any:
    """A command of this name, with Indonesian help."""
    return cli.command(name, options_metavar="[PILIHAN]", **settings)


def tell(text: str, *, err: bool = True) -> None:
    """Print a text that may hold words of a file: marks that a terminal would obey are made visible."""
    click.echo(visible(text), err=err)


def fail(message: str, findings: Sequence[Finding], arguments: Sequence[str]) -> int:
    """Tell an error, as JSON too where that was asked for; the exit code."""
    if "--json" in arguments:
        print_json({"schema": schemas.ERROR, "message": message, "findings": [finding.as_dict() for finding in findings]})
    tell(f"Kesalahan: {message}")
    say_findings(findings)
    return 2


def indonesian(error: click.ClickException) -> str:
    """click's own messages in Bahasa Indonesia."""
    if isinstance(error, click.NoSuchOption):
        near = f" Maksudnya {', '.join(error.possibilities)}?" if error.possibilities else ""
        return f"Pilihan {error.option_name} tidak dikenal.{near}"
    if isinstance(error, click.MissingParameter) and error.param:
        option = error.param.opts[0] if isinstance(error.param, click.Option) else None
        return f"{option or (error.param.make_metavar(error.ctx) if error.ctx else error.param.name)} belum disebutkan. Lihat: balong-eval --help"
    if isinstance(error, click.BadParameter) and error.param:
        kind = error.param.type
        names = error.param.opts[0] if isinstance(error.param, click.Option) else error.param.metavar or error.param.name
        if isinstance(kind, click.Choice):
            return f"Nilai pilihan {names} harus salah satu dari: {', '.join(str(choice) for choice in kind.choices)}."
        reason = next((words for mark, words in PATHS.items() if error.message.endswith(mark)), error.message)
        return f"Nilai {names} tidak sesuai: {reason}"
    message = error.format_message()
    unknown = re.fullmatch(r"No such command '(.+)'\..*", message, re.DOTALL)
    if unknown:
        return f"Perintah '{unknown[1]}' tidak dikenal. Lihat: balong-eval --help"
    extra = re.fullmatch(r"Got unexpected extra arguments? \((.+)\)", message)
    return f"Kata berlebih: {extra[1]}." if extra else message


def say_findings(findings: Sequence[Finding], most: int = 20) -> None:
    """Findings one a line; of a rule with more than `most`, the first ones and how many more there are."""
    words = {"error": "KESALAHAN", "warning": "PERINGATAN", "note": "CATATAN"}
    for rule in dict.fromkeys(finding.rule for finding in findings):
        same = [finding for finding in findings if finding.rule == rule]
        for finding in same if len(same) <= most else same[:3]:
            click.echo(f"{words[finding.severity]}  {finding}", err=True)
        if len(same) > most:
            click.echo(f"{words[same[0].severity]}  ... dan {len(same) - 3} temuan {rule} lagi; seluruhnya: --json", err=True)


def print_json(value: object) -> None:
    """One JSON document on standard output."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False))
