"""Printed figures against the inputs: what the inputs give, and which other input or rule would give what was printed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from balong_eval.analysis import attainment
from balong_eval.analysis.attainment import FULL
from balong_eval.analysis.bobot import explain_index
from balong_eval.analysis.capaian import CapaianResult, Score
from balong_eval.analysis.realised import LATER
from balong_eval.analysis.skm import SkmResult
from balong_eval.intake import cascade
from balong_eval.intake.claims import Claim
from balong_eval.intake.indicator_year import RUMUS
from balong_eval.intake.indicators import is_skm
from balong_eval.intake.numbers import decimals
from balong_eval.regulation import round_half_up

OFFICIAL = 2
LARGEST_DENOMINATOR = 10**9


@dataclass(frozen=True)
class Explanation:
    """What would give the printed figure: ``tahun`` another year's realisation, ``rumus`` another formula, ``batas_100`` a cap, ``bobot`` a
    printed weight with its rounding, ``ikm_tahun`` the index of another year, ``dua_kali`` the official index rounded
    once more."""

    kind: str
    name: str
    value: Decimal | None = None


@dataclass(frozen=True)
class Checked:
    """A printed figure beside what the inputs give, to the decimals that were printed; `given` None where they give nothing."""

    claim: Claim
    given: Decimal | None
    explanations: tuple[Explanation, ...] = ()

    @property
    def holds(self) -> bool | None:
        """Whether the inputs give the printed figure; None where they give none."""
        return None if self.given is None else self.given == self.claim.value


@dataclass(frozen=True)
class Conflict:
    """A realisation that states another index than the year's answers give."""

    score: Score
    ikm: Decimal
    explanations: tuple[Explanation, ...]
    by_weight: tuple[tuple[str, Decimal], ...]


def check(result: CapaianResult) -> list[Checked]:
    """Compare every printed figure of klaim.csv with what the inputs give.

    Parameters
    ----------
    result : CapaianResult
        Of the whole unit; with `until`, printed figures of later years are left out.
    """
    unit = result.indicators.unit
    found = unit.claims if unit else None
    years = {average.tahun for average in result.averages}
    return [_check(claim, result) for claim in found.claims if claim.tahun in years] if found else []


def conflicts(result: CapaianResult) -> list[Conflict]:
    """Indicators of the survey's index that state another value than the answers of that year give."""
    found = []
    for score in result.scores:
        stated = score.row.realisasi
        if score.row.from_skm or stated is None or not is_skm(score.row, result.indicators.plan) or score.realised.reason == LATER:
            continue
        figures, _ = result.index_of(score.row.tahun)
        if figures is None or figures.ikm_rounded is None:
            continue
        if round_half_up(_exact(figures), decimals(stated)) != stated:
            weights = figures.bobot_comparison.dropna(subset=["ikm_rounded"])
            by_weight = tuple(zip(weights["bobot"], weights["ikm_rounded"], strict=True))
            found.append(Conflict(score, figures.ikm_rounded, tuple(_index_ways(result, score.row.tahun, stated)), by_weight))
    return found


def _check(claim: Claim, result: CapaianResult) -> Checked:
    if claim.ukuran == "ikm":
        figures, _ = result.index_of(claim.tahun)
        exact = None if figures is None or figures.ikm_rounded is None else _exact(figures)
        return _compare(claim, exact, _index_ways(result, claim.tahun, claim.value))
    score = _score(claim, result)
    if score is None:
        return Checked(claim, None)
    if claim.ukuran == "realisasi":
        value = score.realised.value
        figures, _ = result.index_of(claim.tahun) if score.row.from_skm else (None, None)
        if figures is not None and figures.ikm_rounded is not None:
            return _compare(claim, _exact(figures), _index_ways(result, claim.tahun, claim.value))
        return _compare(claim, None if value is None else Fraction(value), iter(()))
    return _compare(claim, score.capaian, _capaian_ways(claim, score, result))


def _compare(claim: Claim, exact: Fraction | None, ways: Iterator[Explanation]) -> Checked:
    if exact is None:
        return Checked(claim, None)
    given = round_half_up(exact, claim.decimals)
    return Checked(claim, given, () if given == claim.value else tuple(ways))


def _exact(figures: SkmResult) -> Fraction:
    """The index before any rounding: a printed figure is rounded once, to the decimals that were printed."""
    return Fraction(figures.ikm or 0).limit_denominator(LARGEST_DENOMINATOR)


def _score(claim: Claim, result: CapaianResult) -> Score | None:
    return result.score(cascade.named(claim.indikator, result.indicators), claim.tahun)


def _capaian_ways(claim: Claim, score: Score, result: CapaianResult) -> Iterator[Explanation]:
    """Other years' realisations, other formulas, or a cap, that give the printed capaian."""
    row = score.row
    for other in result.scores:
        if other.row.indikator == row.indikator and other.row.tahun != row.tahun and other.realised.value is not None:
            value, _ = attainment.of(row.rumus, row.target, other.realised.value)
            if value is not None and round_half_up(value, claim.decimals) == claim.value:
                yield Explanation("tahun", str(other.row.tahun), other.realised.value)
    for rumus in RUMUS[:3] if row.rumus in RUMUS[:3] else ():
        value, _ = attainment.of(rumus, row.target, score.realised.value)
        if rumus != row.rumus and value is not None and round_half_up(value, claim.decimals) == claim.value:
            yield Explanation("rumus", rumus)
    if score.capaian is not None and score.capaian > FULL and claim.value == FULL:
        yield Explanation("batas_100", "100")


def _index_ways(result: CapaianResult, year: int, printed: Decimal) -> Iterator[Explanation]:
    """Weights and roundings, or other years' answers, that give a printed index."""
    unit = result.indicators.unit
    figures, _ = result.index_of(year)
    if figures is not None:
        if _twice_rounded(figures.ikm_rounded, printed):
            yield Explanation("dua_kali", str(OFFICIAL), figures.ikm_rounded)
            return
        for way in explain_index(figures.survey, printed):
            if way.matches and way.ikm != figures.ikm_rounded:
                yield Explanation("bobot", f"{way.bobot}|{way.rounding}", way.ikm)
    last = max((average.tahun for average in result.averages), default=0)
    for name in unit.period_names if unit else ():
        if len(name) == 4 and year != int(name) <= last:
            other, _ = result.index_of(int(name))
            if other is not None and other.ikm_rounded == printed:
                yield Explanation("ikm_tahun", name, other.ikm_rounded)


def _twice_rounded(official: Decimal | None, printed: Decimal) -> bool:
    """Whether a figure with fewer decimals is the official one rounded once more."""
    places = decimals(printed)
    return official is not None and places < OFFICIAL and round_half_up(Fraction(official), places) == printed
