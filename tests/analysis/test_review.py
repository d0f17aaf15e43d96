"""The review: series of a unit and their breaks, several tests at once, the mix of people held constant, months, rules of advice."""

from __future__ import annotations

import csv
import math
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import balong_eval as be
from balong_eval.analysis import adjusted, months, projection, review, yearly
from balong_eval.analysis.office import Office, read_unit
from balong_eval.errors import InputError
from balong_eval.intake import example, follow_up
from balong_eval.intake.follow_up import Action
from balong_eval.intake.series import build
from balong_eval.regulation import load

HERE = Path(__file__).parent
REFERENCE = HERE.parent / "reference"
UNSUR = [f"U{number}" for number in range(1, 10)]
NEW, OLD = "permenpanrb_14_2017", "permenpanrb_16_2014"


def office(folder: Path, years: dict[int, list[int]], facts: str = "", **sidecars: str) -> Office:
    """A unit whose forms of a year all answer one number nine times."""
    (folder / "skm").mkdir(parents=True, exist_ok=True)
    (folder / "unit.toml").write_text(f'name = "X"\n{facts}', encoding="utf-8")
    for year, answers in years.items():
        rows = "\n".join(",".join([str(answer)] * 9) for answer in answers)
        (folder / f"skm/{year}.csv").write_text(",".join(UNSUR) + f"\n{rows}\n", encoding="utf-8")
        (folder / f"skm/{year}.toml").write_text(sidecars.get(f"y{year}", f'regulation = "{NEW}"\n'), encoding="utf-8")
    return read_unit(folder)


@pytest.fixture(scope="module")
def contoh(tmp_path_factory: pytest.TempPathFactory) -> Office:
    folder = tmp_path_factory.mktemp("contoh") / "contoh"
    example.write(folder)
    return read_unit(folder)


def test_official_and_comparable_series_of_the_example(contoh: Office) -> None:
    """16/2014 asks maklumat, 14/2017 sarpras: eight unsur are common, and only the official index breaks."""
    found = yearly.years(contoh, 2016, 2021)
    assert yearly.common_unsur(found) == ("persyaratan", "prosedur", "waktu", "biaya", "produk", "kompetensi", "perilaku", "pengaduan")
    official, other = contoh.series("skm"), contoh.series("pembanding")
    assert [(item.before, item.reason) for item in official.breaks] == [("2018", "PermenPANRB 16/2014 → PermenPANRB 14/2017")]
    assert other.breaks == () and other.points["target"].isna().all()
    by_hand = [25 * np.mean([float(row["nrr"]) for row in item.result.by_unsur.to_dict("records") if row["unsur"] in yearly.common_unsur(found)])
               for item in found]  # fmt: skip
    assert list(other.points["nilai"]) == pytest.approx(by_hand, abs=1e-12)
    assert list(official.points["nilai"]) == pytest.approx([float(item.result.ikm) for item in found], abs=1e-12)


def test_letters_beside_a_value(tmp_path: Path) -> None:
    """A half of 2020 is missing (p), 2021 knows only counts of answers (e), 2019 has five forms (u)."""
    unit = office(tmp_path, {2018: [3, 4] * 100, 2019: [3] * 5})
    body = "\n".join(",".join([str(answer)] * 9) for answer in [3, 4] * 100)
    (tmp_path / "skm/2020-S1.csv").write_text(",".join(UNSUR) + f"\n{body}\n", encoding="utf-8")
    counts = "\n".join(f"U{number},10,20,100,70" for number in range(1, 10))
    (tmp_path / "skm/2021.csv").write_text(f"Unsur,1,2,3,4\n{counts}\n", encoding="utf-8")
    (tmp_path / "skm/2021.toml").write_text(f'regulation = "{NEW}"\n', encoding="utf-8")
    (tmp_path / "skm/2020-S1.toml").write_text(f'regulation = "{NEW}"\n', encoding="utf-8")
    found = {item.year: item.flags for item in yearly.years(read_unit(unit.folder), 2018, 2021)}
    assert "p" in found[2020] and "e" in found[2021] and "u" in found[2019]
    assert "p" not in found[2018] + found[2021] and "e" not in found[2018] + found[2020]


def test_the_comparable_index_knows_no_weights_of_an_office(tmp_path: Path) -> None:
    """By hand: one unsur 4 and eight 3. With weight 0.2 for it and 0.1 for the others 25 (0.8 + 2.4) = 80.00; with equal ones 25 x 28 / 9 = 77.78."""
    weights = "[bobot]\n" + "".join(f"{unsur.key} = {0.2 if unsur.key == 'persyaratan' else 0.1}\n" for unsur in load(NEW).unsur)
    office(tmp_path, {2018: [3] * 60, 2019: [3] * 60}, y2018=f'regulation = "{NEW}"\n{weights}')
    (tmp_path / "skm/2018.csv").write_text(",".join(UNSUR) + "\n" + "4,3,3,3,3,3,3,3,3\n" * 60, encoding="utf-8")
    (first, _) = yearly.years(read_unit(tmp_path), 2018, 2019)
    assert first.official is not None and first.official.value == pytest.approx(80)
    point = first.on(first.unsur)
    assert point is not None and point.value == pytest.approx(25 * 28 / 9)


def test_the_larger_standard_error_is_used(contoh: Office) -> None:
    for item in yearly.years(contoh, 2016, 2021):
        point = item.official
        assert point is not None and point.simple is not None and point.clustered is not None
        assert point.std_error == max(point.simple, point.clustered)
    assert yearly.Point(80.0, 1.0, None).std_error == 1.0 and yearly.Point(80.0, None, None).std_error is None


def test_class_under_both_tables(tmp_path: Path) -> None:
    """rules.md 2.3: 82 is A under the table of 2004 and B under that of 14/2017."""
    rows = [3] * 18 + [4] * 7
    unit = office(tmp_path, {2016: rows, 2018: rows}, y2016=f'regulation = "{OLD}"\n')
    found = yearly.years(unit, 2016, 2018)
    assert [(str(item.result.ikm_rounded), item.result.mutu, item.mutu_newest) for item in found] == [("82.00", "A", "B"), ("82.00", "B", "B")]


def test_breaks_of_mode_set_and_declaration(tmp_path: Path) -> None:
    rows = [3, 4] * 20
    paper, online = (f'regulation = "{NEW}"\nmode = "{mode}"\n' for mode in ("kertas", "daring"))
    declared = '[[breaks]]\nbefore = "2021"\nseries = "skm"\nreason = "kantor pindah"\n'
    unit = office(tmp_path, dict.fromkeys((2018, 2019, 2020, 2021), rows), declared, y2018=paper, y2019=online, y2020=online, y2021=online)
    path = tmp_path / "skm/2020.csv"
    path.write_text("\n".join(line.rsplit(",", 1)[0] for line in path.read_text(encoding="utf-8").splitlines()), encoding="utf-8")
    told = [(item.before, item.reason) for item in unit.series("skm").breaks]
    assert told == [("2019", "kertas → daring"), ("2020", "9 unsur → 8 unsur"), ("2021", "8 unsur → 9 unsur"), ("2021", "kantor pindah")]
    assert [item.reason for item in unit.series("pembanding").breaks] == ["kertas → daring", "kantor pindah"]


def test_a_year_that_does_not_tell_its_mode_hides_no_change_of_it(tmp_path: Path) -> None:
    """kertas, not told, daring: the break stands before the first year known to be online; an untold year alone is none."""
    paper, online = (f'regulation = "{NEW}"\nmode = "{mode}"\n' for mode in ("kertas", "daring"))
    unit = office(tmp_path, dict.fromkeys((2018, 2019, 2020, 2021, 2022), [3, 4] * 20), y2019=paper, y2021=online)
    assert [(item.before, item.reason) for item in unit.series("skm").breaks] == [("2021", "kertas → daring")]


def declared(before: str) -> str:
    return f'first_year = 2018\nlast_year = 2023\n[[breaks]]\nbefore = "{before}"\nseries = "skm"\nreason = "aplikasi baru"\n'


@pytest.mark.parametrize(("before", "cut"), [("2018", False), ("2022", False), ("2019", True), ("2021", True)])
def test_only_a_break_between_values_takes_the_official_index_from_the_judge(tmp_path: Path, before: str, cut: bool) -> None:
    """Answers of 2018 to 2021; what changed before the first or after the last of them cuts nothing off."""
    unit = office(tmp_path, dict.fromkeys((2018, 2019, 2020, 2021), [3, 4] * 20), declared(before))
    found = review.review(unit, 2018, 2021)
    assert found.official is not None and (found.judged is found.comparable) is cut
    assert [item.before for item in found.official.passed] == ([before] if cut else [])
    assert (len(found.official.comparable) == 4) is not cut


def test_the_projection_of_the_official_index_knows_the_targets_to_come(tmp_path: Path) -> None:
    """76 80 76 80: rms change 4; R: pt((80 - 84)/4, 3) = 0.1955011, pt((80 - 100)/(4 * sqrt(2)), 3) = 0.0192432."""
    rows = {2018: [3] * 24 + [4], 2019: [3] * 20 + [4] * 5, 2020: [3] * 24 + [4], 2021: [3] * 20 + [4] * 5}
    office(tmp_path, rows, "first_year = 2018\nlast_year = 2023\n")
    lines = [f"Nilai SKM;{year};positif;{target};{'skm' if year < 2022 else ''}" for year, target in ((2021, 79), (2022, 84), (2023, 100))]
    (tmp_path / "indikator.csv").write_text("\n".join(["indikator;tahun;rumus;target;realisasi", *lines]), encoding="utf-8")
    found = review.review(read_unit(tmp_path), 2018, 2021)
    assert found.official is not None and found.judged is found.official and found.official.n_points == 4
    assert [(item.periode, item.target, item.chance) for item in found.official.projection] == [("2022", 84, "tidak_pasti"), ("2023", 100, "kecil")]
    assert found.official.projection[0].share_reached == pytest.approx(0.1955011, abs=5e-8)


def test_a_jump_that_comes_with_another_rule_is_no_trend(tmp_path: Path) -> None:
    """All answers 3 under 16/2014 and mostly 4 under 14/2017: no line crosses, and within each rule nothing moves."""
    sidecars = {f"y{year}": f'regulation = "{OLD}"\n' for year in (2014, 2015, 2016)}
    rows = {year: [3, 3, 3, 4] * 10 if year < 2017 else [3, 4, 4, 4] * 10 for year in range(2014, 2021)}
    unit = office(tmp_path, rows, "first_year = 2014\nlast_year = 2020\n", **sidecars)
    found = be.trend.estimate(unit.series("skm"))
    assert [str(year) for year in found.as_dict()["comparable"]] == ["2017", "2018", "2019", "2020"]
    assert found.verdict == "belum_dapat_disimpulkan"


def test_a_series_of_another_name(contoh: Office) -> None:
    assert list(contoh.series("apbdes").points["nilai"]) == [55, 60, 80, 80, 95, 90]
    assert contoh.series("waktu").breaks == ()
    with pytest.raises(InputError, match="Tidak ada deret 'tidakada'"):
        contoh.series("tidakada")


def times(n: int) -> list[str]:
    """Batches of four forms three minutes apart, an hour between batches."""
    return [str(datetime(2019, 1, 2) + timedelta(hours=place // 4, minutes=3 * (place % 4))) for place in range(n)]


def test_mix_held_constant_as_r_does(tmp_path: Path) -> None:
    """tests/reference/adjusted.R: blanks.csv as 2019, strata_blanks.csv as 2020, batches of four forms."""
    printed = (line.split() for line in (REFERENCE / "adjusted.txt").read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    want = {name: float(value) for name, value in printed}
    unit = office(tmp_path, {2019: [3] * 10, 2020: [3] * 10})
    for year, name in ((2019, "blanks"), (2020, "strata_blanks")):
        with (REFERENCE / f"{name}.csv").open(encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        heads = ["waktu_isi", "layanan", *UNSUR]
        lines = [",".join([moment, *(row[head] for head in heads[1:])]) for moment, row in zip(times(len(rows)), rows, strict=True)]
        (tmp_path / f"skm/{year}.csv").write_text("\n".join([",".join(heads), *lines]), encoding="utf-8")
    found = yearly.years(unit, 2019, 2020)
    both = adjusted.slopes(found, yearly.common_unsur(found))
    assert both is not None and [item.adjusted_for for item in both] == [(), ("layanan",)]
    for name, item in zip(("plain", "adjusted"), both, strict=True):
        for key in ("estimate", "std_error", "p_value", "ci_low", "clusters"):
            assert getattr(item, key) == pytest.approx(want[f"{name}.{key}"], rel=1e-9), (name, key)


def test_a_change_of_mix_alone_goes_away(tmp_path: Path) -> None:
    """Service a answers 4, service b answers 2, whatever the year; only their shares change."""
    unit = office(tmp_path, {2019: [3] * 10, 2020: [3] * 10})
    for year, share in ((2019, 30), (2020, 70)):
        rows = [("a", 4)] * share + [("b", 2)] * (100 - share)
        text = "\n".join(f"{name},{','.join([str(answer if place % 5 else 3)] * 9)}" for place, (name, answer) in enumerate(rows))
        (tmp_path / f"skm/{year}.csv").write_text(f"layanan,{','.join(UNSUR)}\n{text}\n", encoding="utf-8")
    found = yearly.years(unit, 2019, 2020)
    both = adjusted.slopes(found, yearly.common_unsur(found))
    assert both is not None and both[0].estimate > 10 and abs(both[1].estimate) < 1e-9


def profiled(folder: Path, years: dict[int, tuple[tuple[str, ...], list[tuple[str, ...]]]]) -> tuple[adjusted.Adjusted, adjusted.Adjusted] | None:
    """Slopes over years of (fields, rows of their values and one answer given nine times)."""
    unit = office(folder, dict.fromkeys(years, [3] * 10))
    for year, (fields, rows) in years.items():
        lines = [",".join([*values, *([answer] * 9)]) for *values, answer in rows]
        (folder / f"skm/{year}.csv").write_text("\n".join([",".join([*fields, *UNSUR]), *lines]), encoding="utf-8")
    found = yearly.years(unit, min(years), max(years))
    return adjusted.slopes(found, yearly.common_unsur(found))


MEN, WOMEN = [("L", "2"), ("L", "3")], [("P", "3"), ("P", "4")]


def test_a_field_of_one_year_alone_is_not_held(tmp_path: Path) -> None:
    """Men answer 62.5 and women 87.5 in both years; 30 + 30, then 10 + 50: a slope of 8.33 from the mix alone. The service is asked in 2020 only."""
    after = [(("a", "b", "")[place % 3], *row) for place, row in enumerate(MEN * 5 + WOMEN * 25)]
    both = profiled(tmp_path, {2019: (("jenis_kelamin",), MEN * 15 + WOMEN * 15), 2020: (("layanan", "jenis_kelamin"), after)})
    assert both is not None and both[1].adjusted_for == ("jenis_kelamin",)
    assert both[0].estimate == pytest.approx((10 * 62.5 + 50 * 87.5) / 60 - 75) and abs(both[1].estimate) < 1e-9


@pytest.mark.parametrize(("before", "after"), [("ab", "cd"), ("a", "b")])
def test_services_that_no_two_years_share_are_the_years(tmp_path: Path, before: str, after: str) -> None:
    """Nothing is left of the year once they are held constant; so nothing is said."""
    rows = [[(name, str(answer)) for name in names for answer in (2, 3, 4)] * 10 for names in (before, after)]
    assert profiled(tmp_path, {2019: (("layanan",), rows[0]), 2020: (("layanan",), rows[1])}) is None


def test_where_nothing_is_known_of_people_no_mix_is_held_constant(tmp_path: Path) -> None:
    """Two equal slopes would read as if the mix explained nothing."""
    assert profiled(tmp_path, {2019: ((), [("3",), ("4",)] * 20), 2020: ((), [("4",), ("4",)] * 20)}) is None


def test_a_field_of_one_value_is_no_mix(tmp_path: Path) -> None:
    rows = [("a", "3"), ("a", "4")] * 20
    assert profiled(tmp_path, {2019: (("layanan",), rows), 2020: (("layanan",), [*rows, ("a", "4")])}) is None


def test_a_field_that_repeats_another_changes_nothing(tmp_path: Path) -> None:
    """Service x is that of the men, y that of the women: R's lm drops such a column, and so do the degrees of freedom."""
    plain = {2019: MEN * 15 + WOMEN * 15, 2020: MEN * 5 + WOMEN * 25}
    one = profiled(tmp_path / "one", {year: (("jenis_kelamin",), rows) for year, rows in plain.items()})
    twice = {year: [({"L": "x", "P": "y"}[sex], sex, answer) for sex, answer in rows] for year, rows in plain.items()}
    two = profiled(tmp_path / "two", {year: (("layanan", "jenis_kelamin"), rows) for year, rows in twice.items()})
    assert one is not None and two is not None and two[1].adjusted_for == ("layanan", "jenis_kelamin")
    assert (two[1].estimate, two[1].std_error) == pytest.approx((one[1].estimate, one[1].std_error), rel=1e-9, abs=1e-9)


def charted(unit: Office, *counts: int) -> tuple[tuple[int, ...], int]:
    lines = [f"2019-0{month}-02,{','.join(['3'] * 9)}" for month, n in enumerate(counts, 1) for _ in range(n)]
    (unit.folder / "skm/2019.csv").write_text("\n".join([f"tanggal,{','.join(UNSUR)}", *lines]), encoding="utf-8")
    found = months.within(yearly.years(read_unit(unit.folder), 2019, 2019), ["waktu"])
    assert found is not None and found.chart.method == "run"
    return found.counts, found.hidden


def test_months_are_charted_and_small_ones_left_out(contoh: Office, tmp_path: Path) -> None:
    found = yearly.years(contoh, 2020, 2021)
    chart = months.within(found, yearly.common_unsur(found))
    assert chart is not None and len(chart.counts) == 24 and sum(chart.counts) == sum(item.result.n for item in found)
    survey = found[0].survey.responses
    january = survey[survey["tanggal"].dt.month == 1]
    assert chart.counts[0] == len(january)
    unit = office(tmp_path, {2019: [3] * 10})
    assert charted(unit, 6, 5) == ((6, 5), 0), "five may be shown"
    assert charted(unit, 6, 4, 7, 8) == ((7, 8), 2), "four alone would follow from the year and the other months: one more is left out"
    assert charted(unit, 6, 4, 1, 7) == ((6, 7), 2), "two small months together are five"


def test_back_test_by_hand() -> None:
    """80 81 80 81 then 90: rms change 1, t(.975, 3) = 3.182: 81 -+ 3.18 does not hold 90."""
    rows = [{"periode": str(year), "nilai": value} for year, value in zip(range(2015, 2020), (80, 81, 80, 81, 90), strict=True)]
    (found,) = projection.back_tests(build("x", rows, bounds=(25, 100)))
    assert (found.made, found.periode, found.came, found.held) == ("2018", "2019", 90, False)
    assert (found.ci_low, found.ci_high) == (pytest.approx(81 - 3.1824463), pytest.approx(81 + 3.1824463))


def test_back_test_stays_on_the_scale() -> None:
    rows = [{"periode": str(year), "nilai": value} for year, value in zip(range(2015, 2020), (95, 99, 95, 99, 98), strict=True)]
    (found,) = projection.back_tests(build("x", rows, bounds=(25, 100)))
    assert found.ci_high == 100 and 25 < found.ci_low < 99 and projection.back_tests(build("x", rows))[0].ci_high > 100


def test_series_of_the_survey_end_at_25_and_100(contoh: Office) -> None:
    assert {contoh.series(name).bounds for name in ("skm", "pembanding", "waktu")} == {(25.0, 100.0)} and contoh.series("apbdes").bounds is None


def test_back_test_goes_no_further_than_a_projection() -> None:
    """Nothing is projected more than two years ahead, and so nothing of it is tested."""
    for last, tested in ((2020, 1), (2021, 0)):
        years = (*range(2015, 2019), last)
        rows = [{"periode": str(year), "nilai": value} for year, value in zip(years, (80, 81, 80, 81, 82), strict=True)]
        assert len(projection.back_tests(build("x", rows, bounds=(25, 100)))) == tested


def action(waktu: str, status: str | None) -> Action:
    return Action(2019, "waktu", "x", waktu, "", status, "", None, None, {})


@pytest.mark.parametrize(
    ("waktu", "end"),
    [
        ("TW I 2019", date(2019, 3, 31)), ("TW II 2019", date(2019, 6, 30)), ("tw.iii 2019", date(2019, 9, 30)), ("TW IV 2019", date(2019, 12, 31)),
        ("Triwulan 2 tahun 2020", date(2020, 6, 30)), ("Semester II 2020", date(2020, 12, 31)), ("smt 1 2020", date(2020, 6, 30)),
        ("2021", date(2021, 12, 31)), ("sepanjang 2021", date(2021, 12, 31)), ("segera", None), ("2019-2020", None),
    ],
)  # fmt: skip
def test_planned_times(waktu: str, end: date | None) -> None:
    assert follow_up.due(waktu) == end


def test_overdue_is_what_is_neither_done_nor_given_up() -> None:
    found = [action("TW II 2019", status) for status in ("selesai", "batal", "belum", "berjalan", None)] + [action("TW I 2020", "belum")]
    late = review.overdue(found, date(2019, 12, 31))
    assert [item.status for item in late] == ["belum", "berjalan", None]


def test_rules_of_advice(contoh: Office, tmp_path: Path) -> None:
    found = review.review(contoh, 2016, 2021)
    assert [item.rule for item in found.recommendations] == ["tindak_lanjut_terlambat"] * 3
    rows = [4] * 40 + [3] * 10
    unit = office(tmp_path, {2018: rows, 2019: rows}, "first_year = 2018\nlast_year = 2019\n")
    for year in (2018, 2019):
        path = tmp_path / f"skm/{year}.csv"
        lines = path.read_text(encoding="utf-8").splitlines()
        path.write_text("\n".join([lines[0], *(f"{line[:-1]}{1 + place % 2}" for place, line in enumerate(lines[1:]))]), encoding="utf-8")
    (tmp_path / "indikator.csv").write_text("indikator;tahun;rumus;target;realisasi\nNilai SKM;2019;positif;99;skm\n", encoding="utf-8")
    advice = review.review(unit, 2018, 2019).recommendations
    assert [item.rule for item in advice] == ["target_tidak_tercapai", "unsur_terendah"]
    assert advice[1].facts["unsur"] == "sarpras"


@pytest.mark.parametrize(("minutes", "sure"), [(60, True), (3, False)])
def test_a_target_is_not_surely_missed_by_forms_that_are_alike(tmp_path: Path, minutes: int, sure: bool) -> None:
    """Ten times four forms, all 3 or all 4: 87.5. Alone each counts, +- 2.02 * 2; ten batches give +- 2.26 * 4.2, which holds the target 93."""
    office(tmp_path, {2018: [3] * 10, 2019: [3] * 10}, "first_year = 2018\nlast_year = 2019\n")
    start = datetime(2019, 1, 2, 8)
    moments = [start + timedelta(minutes=240 * (place // 4) + minutes * (place % 4)) for place in range(40)]
    lines = [f"{moment},{','.join([str(3 + place // 4 % 2)] * 9)}" for place, moment in enumerate(moments)]
    (tmp_path / "skm/2019.csv").write_text("\n".join([f"waktu_isi,{','.join(UNSUR)}", *lines]), encoding="utf-8")
    (tmp_path / "indikator.csv").write_text("indikator;tahun;rumus;target;realisasi\nNilai SKM;2019;positif;93;skm\n", encoding="utf-8")
    found = review.review(read_unit(tmp_path), 2018, 2019)
    assert [item.rule for item in found.recommendations] == (["target_tidak_tercapai"] if sure else [])


def test_a_falling_indicator_of_the_lower_the_better_improves(contoh: Office) -> None:
    tested = {item.key: item for item in review.review(contoh, 2016, 2021).tested}
    assert tested["lama_pengaduan"].falling_is_good and not tested["apbdes"].falling_is_good
    rising = tested["berkembang"]
    assert rising.trend.verdict == "naik" and rising.direction == "membaik"
    assert review.Tested("x", "x", "indikator", rising.trend, True, None).direction == "memburuk"
    assert review.Tested("x", "x", "indikator", rising.trend, None, None).direction == "naik", "of a range neither side is better"
    known = [item.p_value for item in tested.values() if item.p_value is not None]
    assert len(known) == 14 and rising.p_holm == pytest.approx(14 * min(known))


def test_a_range_or_no_formula_has_no_better_side(tmp_path: Path) -> None:
    office(tmp_path, {2018: [3] * 10})
    kinds = {"r": ("rentang", "80-90"), "p": ("positif", "80"), "n": ("negatif_cermin", "80"), "q": ("negatif_rasio", "80"), "o": ("", "80")}
    lines = [f"{name};{year};{rumus};{target};{80 + year - 2018}" for name, (rumus, target) in kinds.items() for year in range(2018, 2023)]
    (tmp_path / "indikator.csv").write_text("\n".join(["indikator;tahun;rumus;target;realisasi", *lines]), encoding="utf-8")
    tested = review.review(read_unit(tmp_path), 2018, 2022).tested
    found = {item.key: (item.falling_is_good, item.direction) for item in tested if item.group == "indikator"}
    assert found == {"r": (None, "naik"), "p": (False, "membaik"), "n": (True, "memburuk"), "q": (True, "memburuk"), "o": (None, "naik")}


def test_what_came_later_is_not_looked_at(contoh: Office) -> None:
    found = review.review(contoh, 2016, 2019)
    assert [item.year for item in found.years] == [2016, 2017, 2018, 2019]
    assert found.capaian is not None and {score.realised.value for score in found.capaian.scores if score.row.tahun > 2019} == {None}
    assert all(max(item.trend.comparable["periode"]) <= "2019" for item in found.tested)


def test_refusals(contoh: Office, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="harus tidak lebih dari"):
        review.review(contoh, 2021, 2016)
    (tmp_path / "unit.toml").write_text('name = "X"', encoding="utf-8")
    with pytest.raises(InputError, match="Tidak ada jawaban maupun indikator"):
        review.review(read_unit(tmp_path), 2016, 2021)


@pytest.mark.parametrize(("seconds", "clusters"), [(300, 1), (301, 2)])
def test_forms_five_minutes_apart_are_one_cluster(seconds: int, clusters: int) -> None:
    """As in `clustering`: a gap of five minutes is within a batch, one second more is not."""
    start = datetime(2019, 1, 2, 8)
    times = pd.DataFrame({"waktu_isi": pd.to_datetime([start + timedelta(seconds=seconds), start])})
    assert adjusted._clusters(2019, times).nunique() == clusters


def test_a_year_without_an_index_has_a_row_without_figures(tmp_path: Path) -> None:
    """By hand: of 25 forms 5, 6, 5, 6 and 15 say 4 throughout and the others 3: 75 + 25 p = 80 81 80 81 90, error 25 sqrt(p (1 - p)/24).

    The last year has three forms and shows nothing. Changes of 1 in size, so 81 -+ 3.182446 (R: qt(.975, 3)) one year ahead, and 90 came.
    """
    happy = (5, 6, 5, 6, 15)
    unit = office(tmp_path, {2017 + place: [4] * n + [3] * (25 - n) for place, n in enumerate(happy)} | {2022: [4] * 3})
    found = review.review(unit, 2017, 2022)
    table, errors = found.by_year, [25 * math.sqrt(n / 25 * (1 - n / 25) / 24) for n in happy]
    for value, error in (("ikm", "galat_baku"), ("pembanding", "galat_baku_pembanding")):
        assert list(table[value])[:5] == pytest.approx([80, 81, 80, 81, 90]) and list(table[error])[:5] == pytest.approx(errors)
        assert pd.isna(table[value].iloc[5]) and pd.isna(table[error].iloc[5])
    (test,) = found.back_tests
    assert (test.made, test.periode, test.held) == ("2020", "2021", False)
    assert (test.ci_low, test.ci_high, test.came) == pytest.approx((81 - 3.182446305, 81 + 3.182446305, 90))
