"""The command ``balong-eval``: parse, call one function, print. Everything an officer reads is in Bahasa Indonesia."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from balong_eval.cli import annexes, plan, series, surveys
from balong_eval.cli.base import cli, fail, indonesian
from balong_eval.errors import BalongError, InputError, why

__all__ = ["annexes", "cli", "main", "plan", "series", "surveys"]

ORDER = ("init", "check", "run", "rekap", "skm", "compare", "trend", "capaian", "sample-size", "verify", "export", "example", "lab")

cli.commands = {name: cli.commands[name] for name in ORDER}


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
        code = fail(indonesian(error), (), given)
    except click.Abort:
        code = fail("Dihentikan.", (), given)
    except InputError as error:
        code = fail(error.message, error.findings, given)
    except BalongError as error:
        code = fail(str(error), (), given)
    except OSError as error:
        code = fail(f"{error.filename or 'Berkas'} tidak dapat dibaca atau ditulis: {why(error)}.", (), given)
    sys.exit(code if isinstance(code, int) else 0)


def _utf8() -> None:
    """Indonesian Windows consoles are not UTF-8 by default; what we print is."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
