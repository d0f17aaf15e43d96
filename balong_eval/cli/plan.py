"""Commands on the plan: capaian."""

from __future__ import annotations

from pathlib import Path

import click

from balong_eval.cli.base import JSON, command, print_json, say_findings, tell


@command("capaian")
@click.argument("file", type=click.Path(path_type=Path), metavar="BERKAS")
@click.option("--scale", metavar="ID", help="Skala predikat: permendagri_86_2017 atau ponorogo_2015. [bawaan: permendagri_86_2017]")
@JSON
def capaian_command(file: Path, scale: str | None, as_json: bool) -> int:
    """Hitung capaian tiap indikator dari satu berkas indikator (atau folder unit)."""
    from balong_eval.analysis import capaian
    from balong_eval.intake import indicators
    from balong_eval.intake.unit import read_unit

    unit = read_unit(file) if file.is_dir() else read_unit(file.parent) if (file.parent / "unit.toml").exists() else None
    result = capaian.compute(unit.indicators if unit and file.is_dir() else indicators.read(file, unit), scale)
    if as_json:
        print_json(result.as_dict())
        return 0
    from balong_eval.report import text

    tell(text.capaian(result), err=False)
    say_findings(result.findings)
    return 0
