"""The whole plan reviewed: trend of the index, of each unsur and of each indicator, how many were tested, and what follows by named rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import pandas as pd

from balong_eval.analysis import trend, yearly
from balong_eval.analysis.adjusted import Adjusted, slopes
from balong_eval.analysis.attainment import NEGATIVE
from balong_eval.analysis.capaian import CapaianResult, Score, compute
from balong_eval.analysis.holm import holm
from balong_eval.analysis.months import Months, within
from balong_eval.analysis.office import Office, of_indicator, skm_targets
from balong_eval.analysis.projection import BackTest, back_tests
from balong_eval.analysis.trend import Trend
from balong_eval.analysis.yearly import SurveyYear
from balong_eval.errors import InputError
from balong_eval.intake import cascade
from balong_eval.intake.follow_up import DONE, STOPPED, YEAR_END, Action, due
from balong_eval.intake.indicators import is_skm
from balong_eval.intake.plan import Indicator
from balong_eval.intake.series import Series
from balong_eval.regulation import all_unsur

LOWEST = 3
MONTH_YEARS = 2


@dataclass(frozen=True)
class Tested:
    """A series of the review and what may be said of it.

    Attributes
    ----------
    key, name : str
    group : {"unsur", "indikator"}
    trend : Trend
    falling_is_good : bool or None
        Whether the indicator is one of "the lower the better"; None for a range, or without a formula, where neither side is better.
    p_value, p_holm : float or None
        The larger p-value of the two tests of the verdict, and after Holm over all that were tested; None where nothing could be.
    """

    key: str
    name: str
    group: str
    trend: Trend
    falling_is_good: bool | None
    p_value: float | None
    p_holm: float | None = None

    @property
    def direction(self) -> str:
        """``membaik``, ``memburuk``, their indications, or the verdict where there is no direction or none is better."""
        word, mark, side = self.trend.verdict.rpartition("_")
        if side not in ("naik", "turun") or self.falling_is_good is None:
            return self.trend.verdict
        return f"{word}{mark}{'memburuk' if (side == 'turun') != self.falling_is_good else 'membaik'}"


@dataclass(frozen=True)
class Recommendation:
    """What a named rule asks for: ``target_tidak_tercapai``, ``unsur_terendah`` or ``tindak_lanjut_terlambat``, with its figures."""

    rule: str
    facts: dict[str, object]


@dataclass(frozen=True)
class Review:
    """The review of a plan over its years.

    Attributes
    ----------
    unit : Office
    first, last : int
    years : tuple of SurveyYear
        Years whose answers could be read.
    common : tuple of str
        Unsur that all of them asked.
    official, comparable : Trend or None
        Of the official index and of the index of the common unsur; None without answers.
    tested : tuple of Tested
        Every unsur of `common` and every indicator but the index itself.
    capaian : CapaianResult or None
        None without indikator.csv.
    mix : (Adjusted, Adjusted) or None
        Slope of respondents' scores without and with service and profile held constant.
    recommendations : tuple of Recommendation
    back_tests : tuple of BackTest
        Of the comparable index.
    months : Months or None
        Monthly indices of the last two years without a break: over more years the chart would show the years, not the months.
    """

    unit: Office = field(repr=False)
    first: int
    last: int
    years: tuple[SurveyYear, ...] = field(repr=False)
    common: tuple[str, ...]
    official: Trend | None
    comparable: Trend | None
    tested: tuple[Tested, ...]
    capaian: CapaianResult | None
    mix: tuple[Adjusted, Adjusted] | None
    recommendations: tuple[Recommendation, ...]
    back_tests: tuple[BackTest, ...]
    months: Months | None = field(repr=False)

    @property
    def judged(self) -> Trend | None:
        """The trend that decides on the index: the official one where nothing breaks it, else the comparable one."""
        return self.official if self.official and not self.official.passed else self.comparable

    @property
    def by_year(self) -> pd.DataFrame:
        """One row a year of the survey: tahun, n, ikm, galat_baku, mutu, pembanding and its galat_baku."""
        points = [(item, item.official, item.on(self.common)) for item in self.years]
        return pd.DataFrame(
            {
                "tahun": [item.year for item, _, _ in points],
                "n": [item.result.n for item, _, _ in points],
                "ikm": [None if found is None else found.value for _, found, _ in points],
                "galat_baku": [None if found is None else found.std_error for _, found, _ in points],
                "mutu": [item.result.mutu for item, _, _ in points],
                "pembanding": [None if found is None else found.value for _, _, found in points],
                "galat_baku_pembanding": [None if found is None else found.std_error for _, _, found in points],
            }
        )

    def year(self, year: int) -> SurveyYear | None:
        """The survey of a year."""
        return next((item for item in self.years if item.year == year), None)


def review(unit: Office, first: int, last: int) -> Review:
    """Review a plan from its first to its last year.

    Parameters
    ----------
    unit : Office
    first, last : int
        Years; what came later is not looked at.

    Raises
    ------
    InputError
        When the span holds neither answers nor indicators, or the years are in the wrong order.
    """
    if first > last:
        raise InputError(f"first_year ({first}) harus tidak lebih dari last_year ({last}).")
    years = yearly.years(unit, first, last)
    capaian = compute(unit.indicators, until=last) if unit.has_indicators else None
    if not years and capaian is None:
        raise InputError(f"Tidak ada jawaban maupun indikator antara {first} dan {last} di folder {unit.id}.")
    official, comparable = _trends(yearly.official(years, unit, skm_targets(unit)), yearly.comparable(years, unit)) if years else (None, None)
    common = yearly.common_unsur(years)
    whole = comparable.series if comparable else None
    return Review(
        unit=unit,
        first=first,
        last=last,
        years=tuple(years),
        common=common,
        official=official,
        comparable=comparable,
        tested=_tested(unit, years, common, capaian, last),
        capaian=capaian,
        mix=slopes(_since_break(years, comparable), common),
        recommendations=tuple(_recommend(unit, years, capaian, last)),
        back_tests=tuple(back_tests(whole)) if whole is not None else (),
        months=within(_since_break(years, comparable)[-MONTH_YEARS:], common),
    )


def overdue(actions: Sequence[Action], at: date) -> list[Action]:
    """Actions whose planned time is over and that are neither done nor given up."""
    return [action for action in actions if action.status not in (DONE, STOPPED) and (end := due(action.waktu)) is not None and end <= at]


def _since_break(years: Sequence[SurveyYear], comparable: Trend | None) -> list[SurveyYear]:
    """Years of the last segment of the comparable index."""
    kept = set() if comparable is None else set(comparable.comparable["periode"])
    return [item for item in years if str(item.year) in kept]


def _trends(official: Series, comparable: Series) -> tuple[Trend | None, Trend | None]:
    found = [trend.estimate(series) if len(series.known) else None for series in (official, comparable)]
    return found[0], found[1]


def _tested(unit: Office, years: Sequence[SurveyYear], common: Sequence[str], capaian: CapaianResult | None, last: int) -> tuple[Tested, ...]:
    names = all_unsur()
    found = [_test(key, names[key].name, "unsur", yearly.of_unsur(years, unit, key), False) for key in common]
    for item, score in _indicators(capaian, last):
        rows = cascade.named(score.row.indikator, capaian.indicators) if capaian else ()
        if capaian and not any(is_skm(row, capaian.indicators.plan) for row in rows):
            series = of_indicator(capaian, tuple(row for row in rows if row.tahun <= last), list(years))
            name = item.name if item else score.row.indikator
            falling = score.row.rumus in NEGATIVE if score.row.rumus in ("positif", *NEGATIVE) else None
            found.append(_test(score.row.indikator, name, "indikator", series, falling))
    kept = [item for item in found if item is not None]
    return tuple(_with_holm(kept))


def _indicators(capaian: CapaianResult | None, last: int) -> list[tuple[Indicator | None, Score]]:
    """The plan's indicators with their score of the last year, in the order of the file."""
    plan = capaian.indicators.plan if capaian else None
    return [(plan.find(score.row.indikator) if plan else None, score) for score in (capaian.of(last) if capaian else ())]


def _test(key: str, name: str, group: str, series: Series, falling: bool | None) -> Tested | None:
    if series.known.empty:
        return None
    found = trend.estimate(series)
    return Tested(key, name, group, found, falling, found.p_value)


def _with_holm(found: Sequence[Tested]) -> list[Tested]:
    adjusted = holm([item.p_value for item in found])
    return [replace(item, p_holm=value) for item, value in zip(found, adjusted, strict=True)]


def _recommend(unit: Office, years: Sequence[SurveyYear], capaian: CapaianResult | None, last: int) -> list[Recommendation]:
    found = [_missed(score) for score in (capaian.of(last) if capaian else ()) if _surely_missed(score)]
    found += [Recommendation("unsur_terendah", {"unsur": key, "years": (last - 1, last)}) for key in lowest_twice(years, last)]
    actions = unit.follow_up.actions if unit.follow_up else ()
    late = overdue([action for action in actions if action.tahun <= last], date(last, *YEAR_END))
    return found + [Recommendation("tindak_lanjut_terlambat", {"action": action, "due": due(action.waktu)}) for action in late]


def _surely_missed(score: Score) -> bool:
    target, found = score.row.target, score.realised
    return score.tercapai is False and target is not None and found.ci_high is not None and found.ci_high < target.low


def _missed(score: Score) -> Recommendation:
    return Recommendation("target_tidak_tercapai", {"score": score})


def lowest_twice(years: Sequence[SurveyYear], last: int) -> list[str]:
    """Unsur whose ranks lie wholly in the lowest third in the last year and the one before."""
    pair = [item for item in years if item.year in (last - 1, last)]
    if len(pair) < 2:
        return []
    sets = [_lowest(item) for item in pair]
    return [key for key in pair[1].unsur if all(key in found for found in sets)]


def _lowest(item: SurveyYear) -> set[str]:
    rows = item.result.by_unsur.dropna(subset=["rank_high"])
    third = len(rows) // LOWEST
    return {str(row["unsur"]) for row in rows.to_dict("records") if int(row["rank_high"]) <= third}
