"""Series of a unit, its months and its mix at their edges: which rows count, which standard error stands beside a value, and what is left out."""

from __future__ import annotations

import math
import shutil
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from balong_eval.analysis import adjusted, groups, months, office, realised, review, skm, yearly
from balong_eval.analysis.change import compare
from balong_eval.analysis.office import FLAGGED, read_unit
from balong_eval.intake import example
from balong_eval.intake.series import build
from tests.analysis.test_review import NEW, OLD, UNSUR
from tests.analysis.test_review import office as forms
from tests.analysis.test_skm import survey

HEADS = "indikator;tahun;rumus;target;realisasi"


def dated(folder: Path, year: int, days: dict[str, list[int]], column: str = "tanggal", name: str = "") -> None:
    """Write the forms of a year: the answers, each given nine times, of every day."""
    lines = [f"{day},{','.join([str(answer)] * 9)}" for day, answers in days.items() for answer in answers]
    (folder / f"skm/{name or year}.csv").write_text("\n".join([f"{column},{','.join(UNSUR)}", *lines]), encoding="utf-8")
    (folder / f"skm/{name or year}.toml").touch()


def by_month(year: int, answers: list[list[int]]) -> dict[str, list[int]]:
    return {f"{year}-{month:02d}-02": given for month, given in enumerate(answers, 1)}


def within(folder: Path, *years: int) -> months.Months | None:
    found = yearly.years(read_unit(folder), years[0], years[-1])
    return months.within(found, yearly.common_unsur(found))


# --- months ---------------------------------------------------------------------------------------------------------------


def test_one_month_is_no_chart_nor_is_a_year_without_dates(tmp_path: Path) -> None:
    forms(tmp_path, {2019: [3] * 10, 2020: [3] * 10})
    dated(tmp_path, 2020, by_month(2020, [[3, 4] * 5]))
    assert within(tmp_path, 2020) is None
    dated(tmp_path, 2020, by_month(2020, [[3, 4] * 5] * 2))
    assert within(tmp_path, 2020) is not None and within(tmp_path, 2019, 2020) is None, "2019 has no dates"


def test_months_of_unequal_size_are_charted_by_their_errors(tmp_path: Path) -> None:
    """Hand: half 3 and half 4 has the variance 156.25 n/(n - 1) and the error sqrt(156.25/(n - 1)); pooled over ten and twenty forms in turn."""
    forms(tmp_path, {2019: [3] * 10})
    dated(tmp_path, 2019, by_month(2019, [[3, 4] * 5, [3, 4] * 10] * 6))
    found = within(tmp_path, 2019)
    assert found is not None and found.chart.method == "z" and found.counts == (10, 20) * 6
    pooled = math.sqrt((100 * 156.25 / 9 + 400 * 156.25 / 19) / 30)
    assert list(found.chart.points["high"][:2]) == pytest.approx([87.5 + 3 * pooled / math.sqrt(n) for n in (10, 20)])


def test_a_month_of_one_answer_does_not_give_up_the_errors_of_the_others(tmp_path: Path) -> None:
    """By moving ranges months of ten and forty forms would be outside far more often than the note says."""
    forms(tmp_path, {2019: [3] * 10})
    dated(tmp_path, 2019, by_month(2019, [[4] * 10, [3, 4] * 20] * 6))
    found = within(tmp_path, 2019)
    assert found is not None and found.chart.method == "z" and found.counts == (10, 40) * 6


def test_a_year_with_some_forms_without_a_date_has_no_months(tmp_path: Path) -> None:
    """A month would be of those alone that happen to have one."""
    forms(tmp_path, {2019: [3] * 10})
    dated(tmp_path, 2019, by_month(2019, [[3, 4] * 5] * 3) | {"": [3]})
    assert within(tmp_path, 2019) is None


def test_months_near_the_top_are_charted_by_their_distance_to_it(tmp_path: Path) -> None:
    """Twenty forms a month, of which 0, 1, 4 in turn answer 3: the mean is 97.9, and three sigma would pass 100."""
    forms(tmp_path, {2019: [3] * 10})
    dated(tmp_path, 2019, by_month(2019, [[3] * low + [4] * (20 - low) for low in (0, 1, 4)] * 4))
    found = within(tmp_path, 2019)
    assert found is not None and (found.chart.method, found.chart.transformed) == ("xmr", True)
    assert found.chart.points["high"].max() <= 100


def test_a_month_that_a_semester_gives_away_is_left_out(tmp_path: Path) -> None:
    """January has four forms; beside the semester's figure and the other month it would follow, unless that month is left out too."""
    forms(tmp_path, {2018: [3] * 10})
    dated(tmp_path, 2019, by_month(2019, [[3] * 4, [3] * 30, [3] * 31]), name="2019-S1")
    dated(tmp_path, 2019, {f"2019-{month}-02": [3] * n for month, n in (("07", 10), ("08", 8), ("09", 20))}, name="2019-S2")
    for part in ("S1", "S2"):
        (tmp_path / f"skm/2019-{part}.toml").write_text(f'regulation = "{NEW}"\n', encoding="utf-8")
    found = within(tmp_path, 2019)
    assert found is not None and list(found.chart.points["periode"]) == ["2019-03", "2019-07", "2019-08", "2019-09"] and found.hidden == 2


def test_months_and_mix_are_of_years_without_a_break_and_months_of_two(tmp_path: Path) -> None:
    modes = {f"y{year}": f'regulation = "{NEW}"\nmode = "{"kertas" if year < 2019 else "daring"}"\n' for year in range(2018, 2022)}
    unit = forms(tmp_path, dict.fromkeys(range(2018, 2022), [3] * 10), **modes)
    for year in range(2018, 2022):
        lines = [
            f"{year}-0{month}-{1 + place:02d},{'LP'[place % 2]},{','.join([str(3 + place % 3 % 2)] * 9)}" for month in (1, 2) for place in range(12)
        ]
        (tmp_path / f"skm/{year}.csv").write_text("\n".join([f"tanggal,jenis_kelamin,{','.join(UNSUR)}", *lines]), encoding="utf-8")
    first_two, whole = review.review(unit, 2018, 2019), review.review(unit, 2018, 2021)
    assert first_two.months is not None and list(first_two.months.chart.points["periode"]) == ["2019-01", "2019-02"]
    assert first_two.mix is None and whole.mix is not None and whole.mix[0].n == 72, "one year on paper, three online"
    assert whole.months is not None and whole.months.chart.points["periode"].str[:4].unique().tolist() == ["2020", "2021"]
    assert review.review(unit, 2019, 2019).years[0].year == 2019, "one year may be asked for"


# --- points and their standard errors -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def contoh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("deret") / "contoh"
    example.write(folder)
    return folder


def test_all_unsur_of_a_year_give_its_official_point(contoh: Path) -> None:
    """The same value and both errors, strata and their finite population included."""
    (item,) = yearly.years(read_unit(contoh), 2021, 2021)
    official, whole = item.official, item.on(item.unsur)
    assert official is not None and whole is not None and item.survey.sidecar.population
    assert (whole.value, whole.simple, whole.clustered) == pytest.approx((official.value, official.simple, official.clustered), rel=1e-9)


@pytest.mark.parametrize(("batches", "counted"), [(9, False), (10, True)])
def test_clusters_count_from_ten(tmp_path: Path, batches: int, counted: bool) -> None:
    """Batches of four equal forms: their error is far above the simple one, and is used where there are ten of them."""
    forms(tmp_path, {2019: [3] * 10})
    start = datetime(2019, 1, 2)
    moments = [start + timedelta(hours=3 * (place // 4), minutes=place % 4) for place in range(4 * batches)]
    lines = [f"{moment},{','.join([str(3 + place // 4 % 2)] * 9)}" for place, moment in enumerate(moments)]
    (tmp_path / "skm/2019.csv").write_text("\n".join([f"waktu_isi,{','.join(UNSUR)}", *lines]), encoding="utf-8")
    (item,) = yearly.years(read_unit(tmp_path), 2019, 2019)
    for point in (item.official, item.on(item.unsur)):
        assert point is not None and point.simple is not None and (point.clustered is not None) is counted
        assert (point.std_error == point.simple) is not counted


def test_few_dissenters_make_a_value_less_reliable_and_too_few_forms_none(tmp_path: Path) -> None:
    """Sixty forms of which three do not answer 4: marked, though thirty would do (statistics.md 1.6: fewer than ten below the top)."""
    found = yearly.years(forms(tmp_path, {2018: [3, 4] * 100, 2019: [4] * 57 + [3] * 3, 2020: [4] * 3}), 2018, 2020)
    assert ["u" in item.flags for item in found] == [False, True, True]
    assert found[2].official is None and found[2].on(["waktu"]) is None


def test_no_index_gives_a_withheld_unsur_away(tmp_path: Path) -> None:
    """Two and three answered waktu and biaya: neither has a point, nor has an index that leaves out one of them alone."""
    forms(tmp_path, {2019: [3] * 10})
    lines = [",".join(["3", "3", "3" if form < 2 else "", "3" if form < 3 else "", *["4"] * 5]) for form in range(40)]
    (tmp_path / "skm/2019.csv").write_text("\n".join([",".join(UNSUR), *lines]), encoding="utf-8")
    (item,) = yearly.years(read_unit(tmp_path), 2019, 2019)
    both = {"waktu", "biaya"}
    assert item.on(["waktu"]) is None and item.on(["biaya"]) is None and item.on([key for key in item.unsur if key != "waktu"]) is None
    assert item.on(item.unsur) is not None and item.on([key for key in item.unsur if key not in both]) is not None


# --- indicators -----------------------------------------------------------------------------------------------------------


def indicators(folder: Path, lines: list[str], facts: str = "", heads: str = HEADS) -> office.Office:
    forms(folder, dict.fromkeys(range(2018, 2021), [3, 4] * 20), facts)
    (folder / "indikator.csv").write_text("\n".join([heads, *lines]), encoding="utf-8")
    return read_unit(folder)


def test_an_indicator_has_no_standard_error_of_the_survey(tmp_path: Path) -> None:
    """One year of `Nilai SKM` is stated as a figure: its other years are the survey's, with its error and its breaks."""
    lines = [f"Desa;{year};positif;80;{year - 1940}" for year in range(2018, 2021)]
    lines += ["Nilai SKM;2018;positif;80;81", "Nilai SKM;2019;positif;80;skm", "Nilai SKM;2020;positif;80;skm"]
    declared = '[[breaks]]\nbefore = "2020"\nseries = "skm"\nreason = "pindah"\n[[breaks]]\nbefore = "2019"\nseries = "Desa"\nreason = "pemekaran"\n'
    unit = indicators(tmp_path, lines, declared)
    plain, index, official = unit.series("Desa"), unit.series("Nilai SKM"), unit.series("skm")
    assert plain.points["galat_baku"].isna().all() and [item.reason for item in plain.breaks] == ["pemekaran"]
    assert list(index.points["galat_baku"][1:]) == list(official.points["galat_baku"][1:]) and math.isnan(index.points["galat_baku"][0])
    assert [item.reason for item in index.breaks] == ["pindah"]


def test_the_direction_is_that_of_the_last_year(tmp_path: Path) -> None:
    """An indicator that turned round, with three rows, and one of a single row."""
    rumus = {2018: "positif", 2019: "positif", 2020: "negatif_cermin"}
    unit = indicators(tmp_path, [*(f"Antrean;{year};{name};80;70" for year, name in rumus.items()), "Aduan;2020;negatif_rasio;5;4"])
    assert unit.series("Antrean").lower_is_better and unit.series("Aduan").lower_is_better


def test_a_break_may_speak_of_one_series_of_the_survey(tmp_path: Path) -> None:
    """One of ``pembanding`` alone, one of an unsur alone; ``skm`` speaks of all."""
    names = {"pembanding": "2019", "waktu": "2020", "skm": "2021"}
    facts = "".join(f'[[breaks]]\nbefore = "{year}"\nseries = "{name}"\nreason = "{name}"\n' for name, year in names.items())
    unit = forms(tmp_path, dict.fromkeys(range(2018, 2022), [3, 4] * 20), facts)
    told = {name: [item.reason for item in unit.series(name).breaks] for name in (*names, "biaya")}
    assert told == {"pembanding": ["pembanding", "skm"], "waktu": ["waktu", "skm"], "skm": ["skm"], "biaya": ["skm"]}


def test_the_index_stated_as_figures_breaks_where_the_survey_does(tmp_path: Path) -> None:
    """Figures copied from reports under two regulations are no more comparable than the answers; ``[[breaks]]`` may name the indicator too."""
    declared = '[[breaks]]\nbefore = "2020"\nseries = "Nilai SKM"\nreason = "pindah"\n'
    indicators(tmp_path, [f"Nilai SKM;{year};positif;80;{year - 1940}" for year in range(2018, 2021)], declared)
    (tmp_path / "skm/2018.toml").write_text(f'regulation = "{OLD}"\n', encoding="utf-8")
    found = read_unit(tmp_path).series("Nilai SKM")
    assert [(item.before, item.reason) for item in found.breaks] == [("2019", "PermenPANRB 16/2014 → PermenPANRB 14/2017"), ("2020", "pindah")]


def test_a_flag_breaks_an_indicator_and_a_range_is_no_target(tmp_path: Path) -> None:
    lines = [f"Suhu;{year};rentang;80-90;85;{flag}" for year, flag in ((2018, ""), (2019, "b"), (2020, "e"))]
    lines += [f"Nilai SKM;{year};{'rentang;80-90' if year == 2019 else 'positif;80'};skm;" for year in range(2018, 2021)]
    unit = indicators(tmp_path, lines, heads=f"{HEADS};tanda")
    found = unit.series("Suhu")
    assert [(item.before, item.reason) for item in found.breaks] == [("2019", FLAGGED)] and found.points["target"].isna().all()
    assert office.skm_targets(unit) == {2018: 80.0, 2020: 80.0}


def test_the_index_is_known_by_the_name_of_the_plan(contoh: Path, tmp_path: Path) -> None:
    """Stated as figures under an id that says nothing, it is still the index itself and not one more indicator beside it."""
    shutil.copytree(contoh, tmp_path / "u")
    path = tmp_path / "u/indikator.csv"
    text = path.read_text(encoding="utf-8")
    name = next(line.split(";")[0] for line in text.splitlines() if line.split(";")[4] == "skm")
    path.write_text(text.replace(";skm;", ";80;"), encoding="utf-8")
    plan = tmp_path / "u/renstra.toml"
    for file in (path, plan):
        file.write_text(file.read_text(encoding="utf-8").replace(name, "hasil_1"), encoding="utf-8")
    unit = read_unit(tmp_path / "u")
    assert unit.plan is not None and unit.plan.find("hasil_1") is not None and "hasil_1" in unit.indicators.names
    assert len(review.review(unit, 2016, 2021).tested) == 14 and not [
        item for item in review.review(unit, 2016, 2021).tested if item.key == "hasil_1"
    ]


def test_a_break_may_name_an_indicator_by_the_plan(contoh: Path, tmp_path: Path) -> None:
    shutil.copytree(contoh, tmp_path / "u")
    plan = read_unit(contoh).plan
    item = plan.find("apbdes") if plan else None
    assert item is not None and item.name != "apbdes"
    with (tmp_path / "u/unit.toml").open("a", encoding="utf-8") as file:
        file.write(f'\n[[breaks]]\nbefore = "2019"\nseries = "{item.name}"\nreason = "pemekaran"\n')
    unit = read_unit(tmp_path / "u")
    assert [found.reason for found in unit.series("apbdes").breaks] == ["pemekaran"] and unit.series("musrenbang").breaks == ()


def test_clusters_that_do_not_matter_leave_the_interval_of_the_index_alone(contoh: Path) -> None:
    """decisions.md: the official interval stays that of the design; only clusters that matter widen what a target is compared with."""
    results = [item.result for item in yearly.years(read_unit(contoh), 2016, 2021)]
    wider = [result for result in results if result.clustering and not result.clustering.matters and result.clustering.ci_high > result.ci_high]
    assert wider
    for result in wider:
        found = realised.of_answers(result, None)
        assert (found.ci_low, found.ci_high) == (result.ci_low, result.ci_high)


def test_the_p_value_of_a_series_is_that_of_its_verdict() -> None:
    """Values nearer to a line than their errors of 2 allow; R: 2 * pt(-0.503/(2/sqrt(10)), 3) = 0.4845442; Knapp and Hartung's is under .001."""
    values = (70, 70.52, 70.98, 71.53, 72.01)
    found = review._test(
        "x", "x", "unsur", build("x", [{"periode": str(2018 + k), "nilai": y, "galat_baku": 2} for k, y in enumerate(values)]), False
    )
    assert found is not None and found.p_value == pytest.approx(0.4845442, abs=5e-8)


def test_a_year_of_two_regulations_is_compared_on_the_common_unsur_alone(tmp_path: Path) -> None:
    """It has no official index: 2020 asks sarpras beside the eight that both parts of 2019 asked, and all answer 1 to it."""
    unit = forms(tmp_path, {2020: [3, 4] * 20})
    lines = [",".join([*[str(answer)] * 8, "1"]) for answer in [3, 4] * 20]
    (tmp_path / "skm/2020.csv").write_text("\n".join([",".join(UNSUR), *lines]), encoding="utf-8")
    for part, day, rule in (("S1", "2019-02-02", OLD), ("S2", "2019-08-02", NEW)):
        dated(tmp_path, 2019, {day: [3, 3, 3, 4] * 10}, name=f"2019-{part}")
        (tmp_path / f"skm/2019-{part}.toml").write_text(f'regulation = "{rule}"\n', encoding="utf-8")
    unit = read_unit(unit.folder)
    found = compare(unit.survey(2019), unit.survey(2020))
    assert found.before.mixed and (found.difference, found.unsur_set_change) == (found.common.estimate, 0)


# --- rules of advice ------------------------------------------------------------------------------------------------------


def low(folder: Path, years: dict[int, tuple[int, ...]]) -> list[yearly.SurveyYear]:
    """Sixty forms a year that answer 4, but for some unsur, which all answer 2 or 1."""
    forms(folder, dict.fromkeys(years, [3] * 10))
    for year, places in years.items():
        lines = [",".join(str(1 + form % 2) if place in places else str(4 - form % 5 // 4) for place in range(9)) for form in range(60)]
        (folder / f"skm/{year}.csv").write_text("\n".join([",".join(UNSUR), *lines]), encoding="utf-8")
    return yearly.years(read_unit(folder), min(years), max(years))


def test_lowest_in_the_last_two_years_whatever_came_before(tmp_path: Path) -> None:
    """Three of nine that cannot be told apart are the lowest third: their ranks are 1 to 3."""
    found = low(tmp_path, {2017: (8,), 2018: (0, 1, 2), 2019: (0, 1, 2)})
    assert review.lowest_twice(found, 2019) == ["persyaratan", "prosedur", "waktu"]
    assert review.lowest_twice(found, 2018) == [] and review.lowest_twice(found[2:], 2019) == []


def test_a_third_of_eight_is_two(tmp_path: Path) -> None:
    """Ranks 1 to 3 lie in the lowest third of nine, not in that of the eight that a withheld unsur leaves."""
    (item,) = low(tmp_path, {2019: (0, 1, 2)})
    rows = item.result.by_unsur
    eight = replace(item, result=replace(item.result, by_unsur=rows.assign(rank_high=rows["rank_high"].where(rows["unsur"] != "sarpras"))))
    assert review._lowest(item) == {"persyaratan", "prosedur", "waktu"} and review._lowest(eight) == set()


def test_of_four_that_cannot_be_told_apart_none_is_surely_in_the_lowest_third(tmp_path: Path) -> None:
    assert review.lowest_twice(low(tmp_path, {2018: (0, 1, 2, 3), 2019: (0, 1, 2, 3)}), 2019) == []


def test_actions_of_the_last_year_count_and_later_ones_do_not(tmp_path: Path) -> None:
    unit = forms(tmp_path, {2018: [3, 4] * 20, 2019: [3, 4] * 20})
    rows = [f"{year};waktu;{year};TW IV 2019;belum" for year in (2018, 2019, 2020)]
    (tmp_path / "tindak_lanjut.csv").write_text("\n".join(["tahun;unsur;kegiatan;waktu;status", *rows]), encoding="utf-8")
    found = review.review(read_unit(unit.folder), 2018, 2019).recommendations
    assert [item.facts["action"].kegiatan for item in found] == ["2018", "2019"]  # type: ignore[attr-defined]


# --- people held constant -------------------------------------------------------------------------------------------------


def test_no_slope_of_people_where_one_year_holds_only_counts(tmp_path: Path) -> None:
    forms(tmp_path, {2019: [3] * 10, 2020: [3, 4] * 20})
    counts = "\n".join(f"U{number},10,20,100,70" for number in range(1, 10))
    (tmp_path / "skm/2019.csv").write_text(f"Unsur,1,2,3,4\n{counts}\n", encoding="utf-8")
    found = yearly.years(read_unit(tmp_path), 2019, 2020)
    assert [item.survey.joint for item in found] == [False, True] and adjusted.slopes(found, yearly.common_unsur(found)) is None


@pytest.mark.parametrize(("days", "clusters"), [(5, 10), (4, None)])
def test_where_no_time_is_stored_the_days_are_clusters(tmp_path: Path, days: int, clusters: int | None) -> None:
    """Six forms a day; two years of five days are ten clusters, the least number. A time in some forms alone is none."""
    forms(tmp_path, {2019: [3] * 10, 2020: [3] * 10})
    for year in (2019, 2020):
        lines = [
            f"{year}-01-{day:02d},{f'{year}-01-{day:02d} 0{place}:00' if place else ''},{'LP'[place % 2]},{','.join([str(3 + place % 3 % 2)] * 9)}"
            for day in range(1, days + 1)
            for place in range(6)
        ]
        (tmp_path / f"skm/{year}.csv").write_text("\n".join([f"tanggal,waktu_isi,jenis_kelamin,{','.join(UNSUR)}", *lines]), encoding="utf-8")
    found = yearly.years(read_unit(tmp_path), 2019, 2020)
    assert found[0].survey.responses["waktu_isi"].isna().any() and found[0].survey.responses["tanggal"].notna().all()
    both = adjusted.slopes(found, yearly.common_unsur(found))
    assert (None if both is None else both[0].clusters) == clusters


def test_two_regulations_are_bridged_with_the_errors_of_each_year(tmp_path: Path) -> None:
    """The comparable series of equal forms has the simple error of n forms: sqrt(156.25/(n - 1)) for half 3 and half 4."""
    sizes = {2018: 40, 2019: 80}
    unit = forms(tmp_path, {year: [3, 4] * (n // 2) for year, n in sizes.items()}, y2018=f'regulation = "{OLD}"\n')
    errors = unit.series("pembanding").points["galat_baku"]
    assert list(errors) == pytest.approx([math.sqrt(156.25 / (n - 1)) for n in sizes.values()]) and not np.isnan(errors).any()


@pytest.mark.parametrize(("n", "compared"), [(9, False), (10, True)])
def test_an_index_is_held_against_a_target_from_ten_respondents(n: int, compared: bool) -> None:
    """docs/method.md, "Publication": no interval under 10 respondents, so no target is surely missed."""
    result = skm.summarise(survey([[3] * 9] * 5 + [[4] * 9] * (n - 5)))
    found = realised.of_answers(result, None)
    assert (found.value, found.n) == (result.ikm_rounded, n) and (found.ci_low is not None, found.ci_high is not None) == (compared, compared)


def test_clusters_that_matter_widen_what_a_target_is_held_against() -> None:
    """Twelve days of three forms, all 3 or all 4 on a day: the interval by days, computed in test_clustering, is the wider one on both sides."""
    asked = survey([[3 + place // 3 % 2] for place in range(36)])
    days = [f"2019-03-{1 + place // 3:02d}" for place in range(36)]
    asked.responses["tanggal"] = pd.to_datetime(days)
    result = skm.summarise(asked)
    alike, found = result.clustering, realised.of_answers(result, None)
    assert alike is not None and alike.matters and alike.ci_low < result.ci_low and alike.ci_high > result.ci_high
    assert (found.ci_low, found.ci_high) == (alike.ci_low, alike.ci_high)


def test_a_service_that_a_half_year_withholds_is_withheld_in_the_year(tmp_path: Path) -> None:
    """b has three forms in the second half, read as "lainnya"; among the forms of the first half alone nothing is small."""
    forms(tmp_path, {})
    for half, services in (("S1", "aaaaaabbbbbbcccccc"), ("S2", "aaaaaabbbcccccc")):
        lines = [f"{service},{','.join(['3'] * 9)}" for service in services]
        (tmp_path / f"skm/2020-{half}.csv").write_text("\n".join([f"layanan,{','.join(UNSUR)}", *lines]), encoding="utf-8")
        (tmp_path / f"skm/2020-{half}.toml").write_text(f'regulation = "{NEW}"\n', encoding="utf-8")
    year = read_unit(tmp_path).survey(2020)
    everybody = pd.Series(True, index=year.responses.index)
    first = pd.Series([place < 18 for place in range(33)], index=year.responses.index)
    found = groups.withheld(year, "layanan")
    assert "lainnya" in found and groups.withheld(year, "layanan", everybody) == found and groups.withheld(year, "layanan", first) == frozenset()
