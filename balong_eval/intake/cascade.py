"""Whether the plan hangs together: parents, links, and targets for every year; words of renstra.toml against numbers of indikator.csv."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from balong_eval.errors import Finding, Severity
from balong_eval.intake.indicator_year import IndicatorYear
from balong_eval.intake.indicators import Indicators
from balong_eval.intake.plan import Indicator, Plan
from balong_eval.intake.words import did_you_mean, plain

COLUMNS = 5


def plan_years(baseline: int | None, first: int | None, last: int | None, found: tuple[int, ...]) -> tuple[int, ...]:
    """Years ke-1 to ke-5 of the official tables: the years after the baseline year; without one, from the first year of the plan.

    They end with the plan: of a longer plan they are its last five years (`too_long` tells so).

    Parameters
    ----------
    baseline, first, last : int or None
        As in unit.toml.
    found : tuple of int
        Years of indikator.csv, used where unit.toml names none.

    Returns
    -------
    tuple of int
        At most five.

    Examples
    --------
    >>> plan_years(2016, 2016, 2021, ()), plan_years(None, 2019, 2020, ())
    ((2017, 2018, 2019, 2020, 2021), (2019, 2020))
    >>> plan_years(None, 2016, 2021, ())
    (2017, 2018, 2019, 2020, 2021)
    """
    start = baseline + 1 if baseline is not None else first if first is not None else min(found, default=0)
    end = last if last is not None else max(found, default=0)
    return tuple(range(start, end + 1))[-COLUMNS:]


def too_long(baseline: int | None, first: int | None, last: int | None, file: str) -> list[Finding]:
    """An error where the years of unit.toml are more than the official tables have: which of them is the baseline is not ours to choose."""
    start = baseline + 1 if baseline is not None else first
    if start is None or last is None or last - start < COLUMNS:
        return []
    message = (
        f"Tahun {start}-{last} lebih dari lima, sedangkan tabel resmi memuat lima tahun; yang dipakai {last - COLUMNS + 1}-{last}. "
        f"Sebutkan baseline_year (tahun kondisi awal, misalnya {last - COLUMNS}) atau betulkan first_year dan last_year."
    )
    return [Finding("error", "rencana_lebih_lima_tahun", message, file, column="baseline_year")]


def once(plan: Plan | None, indicators: Indicators) -> tuple[IndicatorYear, ...]:
    """Rows of indikator.csv without those that state an indicator and year again under its other name (`targets` tells of them)."""
    again = [row for item in (plan.indikator if plan else ()) for row in _again(plan, indicators, item)]
    return tuple(row for row in indicators.rows if not any(row is other for other in again))


def links(plan: Plan) -> list[Finding]:
    """What is wrong with the links of the plan by itself: unknown ids, objectives without parent or indicator, orphan programmes."""
    return [*_unknown(plan), *_childless(plan)]


def targets(plan: Plan, indicators: Indicators, years: tuple[int, ...]) -> list[Finding]:
    """What is wrong between the plan and the numbers: names that do not meet, two levels with different targets, years without a target."""
    return [*_strangers(plan, indicators), *_doubles(plan, indicators), *_levels(plan, indicators), *_gaps(plan, indicators, years)]


def rows_of(plan: Plan | None, indicators: Indicators, item: Indicator | str) -> tuple[IndicatorYear, ...]:
    """Rows of indikator.csv that speak of an indicator, by its id or by its name where only it has that name, in order of time."""
    if isinstance(item, str):
        return indicators.of(item)
    words = {plain(item.id)} | ({plain(item.name)} if plan is None or plan.find(item.name) is item else set())
    return tuple(sorted((row for row in indicators.rows if plain(row.indikator) in words), key=lambda row: row.tahun))


def named(indikator: str, indicators: Indicators) -> tuple[IndicatorYear, ...]:
    """Every year of an indicator, by the id or name of the plan, or by the name in the file."""
    plan = indicators.plan
    return rows_of(plan, indicators, (plan.find(indikator) if plan else None) or indikator)


def unmeasured(plan: Plan) -> list[tuple[str, str]]:
    """Sasaran that no indicator of their tujuan measures, by the declared ``mengukur``: (id of the sasaran, id of its tujuan)."""
    found = []
    for sasaran in plan.sasaran:
        above = [item for item in plan.indikator if item.tujuan and item.tujuan == sasaran.parent]
        if not any(sasaran.id in item.measures for item in above):
            found.append((sasaran.id, sasaran.parent))
    return found


def _finding(plan: Plan, severity: Severity, rule: str, message: str, column: str) -> Finding:
    return Finding(severity, rule, message, plan.file, column=column)


def _unknown(plan: Plan) -> Iterator[Finding]:
    ids = {
        "misi": [str(item.number) for item in plan.misi],
        "tujuan": [item.id for item in plan.tujuan],
        "sasaran": [item.id for item in plan.sasaran],
        "program": [item.id for item in plan.program],
    }
    named = [(f"tujuan {item.id}", "misi", item.parent) for item in plan.tujuan]
    named += [(f"sasaran {item.id}", "tujuan", item.parent) for item in plan.sasaran]
    named += [(f"program {item.id}", "sasaran", item.sasaran) for item in plan.program]
    for item in plan.indikator:
        named += [(f"indikator {item.id}", kind, getattr(item, kind)) for kind in ("tujuan", "sasaran", "program")]
        named += [(f"indikator {item.id}", "sasaran", name) for name in item.mengukur]
    for who, kind, name in named:
        if name and name not in ids[kind]:
            message = f"{who} menunjuk {kind} '{name}' yang tidak ada.{did_you_mean(name, ids[kind])} Betulkan id-nya."
            yield _finding(plan, "error", "tautan_putus", message, who)


def _childless(plan: Plan) -> Iterator[Finding]:
    for tujuan in plan.tujuan:
        if not any(item.tujuan == tujuan.id for item in plan.indikator):
            who = f"tujuan {tujuan.id}"
            message = f"{who} tidak mempunyai indikator, sehingga tidak dapat diukur. Tambahkan indikator dengan tujuan = '{tujuan.id}'."
            yield _finding(plan, "error", "tujuan_tanpa_indikator", message, who)
    for sasaran in plan.sasaran:
        who = f"sasaran {sasaran.id}"
        if not sasaran.parent:
            yield _finding(plan, "error", "tanpa_induk", f"{who} tidak menyebut tujuannya. Tambahkan tujuan = id tujuan.", who)
        if not plan.of(sasaran.id):
            yield _finding(plan, "error", "sasaran_tanpa_indikator", f"{who} tidak mempunyai indikator, sehingga tidak dapat diukur.", who)
    for program in plan.program:
        who = f"program {program.id}"
        if not program.sasaran:
            yield _finding(plan, "error", "program_lepas", f"{who} tidak mendukung sasaran mana pun. Tambahkan sasaran = id sasaran.", who)
        if not any(item.program == program.id for item in plan.indikator):
            yield _finding(plan, "warning", "program_tanpa_indikator", f"{who} tidak disebut oleh satu pun indikator.", who)
    yield from _parents(plan)
    for sasaran_id, tujuan_id in unmeasured(plan):
        message = (
            f"Tidak ada indikator {tujuan_id} yang mengukur {sasaran_id}: tujuan dapat tampak tercapai walaupun sasaran itu tidak. "
            "Tambahkan indikator tujuan, atau sebutkan sasaran itu dalam mengukur bila memang diukur."
        )
        yield _finding(plan, "warning", "sasaran_tidak_terukur", message, f"sasaran {sasaran_id}")


def _parents(plan: Plan) -> Iterator[Finding]:
    """Tujuan without a misi, and indicators without a parent or with two."""
    for tujuan in plan.tujuan:
        if plan.misi and not tujuan.parent:
            who = f"tujuan {tujuan.id}"
            yield _finding(plan, "error", "tanpa_induk", f"{who} tidak menyebut misi yang didukungnya. Tambahkan misi = nomor misi.", who)
    for item in plan.indikator:
        who = f"indikator {item.id}"
        if item.tujuan and item.sasaran:
            message = f"{who} menyebut tujuan dan sasaran sekaligus; yang dipakai tujuannya. Sisakan satu, atau tulis sasarannya dalam mengukur."
            yield _finding(plan, "error", "dua_induk", message, who)
        if not item.tujuan and not item.sasaran:
            yield _finding(plan, "error", "tanpa_induk", f"{who} tidak menyebut tujuan atau sasarannya.", who)


def _strangers(plan: Plan, indicators: Indicators) -> Iterator[Finding]:
    known = [text for item in plan.indikator for text in (item.id, item.name)]
    for name in indicators.names:
        if plan.find(name) is None:
            cell = indicators.of(name)[0].cells["indikator"]
            several = sum(plain(item.name) == plain(name) for item in plan.indikator) > 1
            why = "ada di dua tingkat; tulis id-nya" if several else f"tidak ada dalam {plan.file}.{did_you_mean(name, known)} Samakan namanya"
            yield cell.finding("error", "indikator_asing", f"Indikator '{name}' {why}.")
    for row in indicators.rows:
        item = plan.find(row.indikator)
        words = {plain(text): sasaran.id for sasaran in plan.sasaran for text in (sasaran.id, sasaran.text)}
        if item and row.sasaran and item.sasaran and words.get(plain(row.sasaran), row.sasaran) != item.sasaran:
            yield row.cells["sasaran"].finding("warning", "sasaran_berbeda", f"{plan.file} menempatkan indikator ini pada sasaran {item.sasaran}.")


def _doubles(plan: Plan, indicators: Indicators) -> Iterator[Finding]:
    """One indicator and year stated twice, once by its id and once by its name."""
    for item in plan.indikator:
        rows = rows_of(plan, indicators, item)
        for row in _again(plan, indicators, item):
            where = next(before for before in rows if before.tahun == row.tahun).cells["indikator"].address
            message = f"Indikator dan tahun ini sudah ada di sel {where} dengan nama lain; baris ini tidak dihitung. Hapus salah satu."
            yield row.cells["indikator"].finding("error", "indikator_ganda", message)


def _again(plan: Plan | None, indicators: Indicators, item: Indicator) -> list[IndicatorYear]:
    """Rows of an indicator whose year an earlier row has stated."""
    return [row for before, row in pairwise(rows_of(plan, indicators, item)) if before.tahun == row.tahun]


def _levels(plan: Plan, indicators: Indicators) -> Iterator[Finding]:
    """One measure at two levels must promise the same."""
    names = [plain(item.name) for item in plan.indikator]
    for name in dict.fromkeys(name for name in names if names.count(name) > 1):
        same = [item for item in plan.indikator if plain(item.name) == name]
        first, *others = [{row.tahun: row for row in rows_of(plan, indicators, item)} for item in same]
        for rows in others:
            for year in sorted(first.keys() & rows.keys()):
                if first[year].target != rows[year].target:
                    message = f"Target {year} berbeda dari target indikator yang sama di tingkat lain ({same[0].id}). Samakan, atau bedakan namanya."
                    yield rows[year].cells["target"].finding("error", "target_dua_tingkat", message)
        if others and not any(others):
            who = f"indikator {same[1].id}"
            yield _finding(plan, "warning", "indikator_dua_tingkat", f"{who} sama namanya dengan {same[0].id}, tetapi tanpa angka.", who)


def _gaps(plan: Plan, indicators: Indicators, years: tuple[int, ...]) -> Iterator[Finding]:
    for item in plan.indikator:
        rows = rows_of(plan, indicators, item)
        have = {row.tahun for row in rows if row.target is not None}
        missing = [str(year) for year in years if year not in have]
        if not rows:
            yield _finding(plan, "error", "indikator_tanpa_angka", f"Indikator {item.id} tidak ada dalam {indicators.file}.", f"indikator {item.id}")
        elif missing:
            message = f"Indikator {item.id} belum mempunyai target tahun {', '.join(missing)}."
            yield Finding("warning", "target_kosong", message, indicators.file, column="target")
