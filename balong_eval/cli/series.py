"""Commands on a series: trend."""

from __future__ import annotations

from pathlib import Path

import click

from balong_eval.cli.base import JSON, command, print_json, say_findings, tell


@command("trend")
@click.argument("file", type=click.Path(path_type=Path), metavar="BERKAS")
@JSON
def trend_command(file: Path, as_json: bool) -> int:
    """Nilai apakah sebuah deret naik, turun, atau belum dapat disimpulkan (kolom: periode, nilai, galat_baku, rezim, target)."""
    from balong_eval.analysis import trend
    from balong_eval.intake import series_file

    series = series_file.read(file)
    found = trend.estimate(series)
    if as_json:
        print_json(found.as_dict())
        return 0
    from balong_eval.report import text

    tell(text.trend(found), err=False)
    say_findings(series.findings)
    return 0
