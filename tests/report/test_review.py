"""The review's sentences and tables: every verdict has its own words, and flipping a fact changes them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

import balong_eval
from balong_eval.analysis import review as analysis
from balong_eval.analysis.detectable import Answers
from balong_eval.analysis.office import read_unit
from balong_eval.analysis.review import Recommendation, Review
from balong_eval.analysis.yearly import SurveyYear
from balong_eval.annex import run
from balong_eval.intake import example
from balong_eval.intake.series import build
from balong_eval.report import chart, official
from balong_eval.report import review as report
from balong_eval.report.block import Chart, Table, Text
from balong_eval.report.chart.canvas import number_values
from balong_eval.report.chart.series import points

VERDICTS = ("naik", "turun", "indikasi_naik", "indikasi_turun", "belum_dapat_disimpulkan", "titik_kurang")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tinjauan")
    example.write(folder / "contoh")
    return folder


@pytest.fixture(scope="module")
def found(folder: Path) -> Review:
    return analysis.review(read_unit(folder / "contoh"), 2016, 2021)


def sentences(review: Review) -> tuple[str, ...]:
    return report.first_screen(review).sentences


def judged(review: Review, **facts: object) -> Review:
    assert review.comparable is not None
    return replace(review, comparable=replace(review.comparable, **facts))


def test_the_first_screen_is_the_answer_in_five_sentences(found: Review) -> None:
    told = sentences(found)
    assert told == (
        "Kecamatan Balong 2016-2021: nilai SKM 2016 sebesar 78,75, 2021 sebesar 82,38, yang tidak langsung sebanding; "
        "apakah kecenderungannya naik atau turun belum dapat disimpulkan.",
        "IKM resmi terputus sebelum 2018; karena itu yang dinilai indeks pembanding dari 8 unsur yang ditanyakan setiap tahun (2016-2021).",
        "Dengan data seperti ini hanya perubahan sekurang-kurangnya 1,2 poin setahun yang akan terlihat (empat dari lima kali); "
        "untuk melihat perubahan 1 poin setahun diperlukan kira-kira 2,7 kali banyaknya jawaban setiap tahun (sekarang rata-rata 353).",
        "Pada 2021, 3 dari 7 indikator mencapai target (tujuan: 1 dari 1; sasaran 1: 1 dari 2; sasaran 2: 1 dari 4).",
        "3 hal perlu ditindaklanjuti: tindak lanjut yang terlambat (3).",
    )


def test_every_verdict_has_its_own_lead(found: Review) -> None:
    leads = [sentences(judged(found, verdict=verdict))[0] for verdict in VERDICTS]
    assert len(set(leads)) == len(VERDICTS)
    assert leads[0].endswith("kecenderungannya naik.") and "empat tahun terlalu sedikit" in leads[2] and "kurang dari empat" in leads[5]
    assert sentences(replace(found, years=(), official=None, comparable=None))[0].endswith("kecenderungan nilai SKM tidak dapat dinilai.")


def few(folder: Path, years: dict[int, int]) -> Review:
    """Years of so many forms, all of which answer 3."""
    (folder / "skm").mkdir(parents=True)
    (folder / "unit.toml").write_text('name = "X"\n', encoding="utf-8")
    for year, n in years.items():
        heads = ",".join(f"U{number}" for number in range(1, 10))
        (folder / f"skm/{year}.csv").write_text("\n".join([heads, *[",".join("3" * 9)] * n]), encoding="utf-8")
        (folder / f"skm/{year}.toml").write_text('regulation = "permenpanrb_14_2017"\n', encoding="utf-8")
    return analysis.review(read_unit(folder), min(years), max(years))


def test_answers_that_are_too_few_to_show_are_not_said_to_be_lacking(found: Review, tmp_path: Path) -> None:
    nothing = few(tmp_path / "none", {2020: 3, 2021: 4})
    assert nothing.judged is None and nothing.years
    assert (
        sentences(nothing)[0]
        == "X 2020-2021: tidak satu pun tahun mempunyai nilai SKM yang dapat ditampilkan, sehingga kecenderungannya tidak dapat dinilai."
    )
    absent = replace(found, years=(), official=None, comparable=None)
    assert sentences(absent)[0].endswith("tidak ada jawaban survei, sehingga kecenderungan nilai SKM tidak dapat dinilai.")


def test_a_single_value_is_not_set_against_itself(tmp_path: Path) -> None:
    lead = sentences(few(tmp_path / "one", {2020: 3, 2021: 40}))[0]
    assert lead == "X 2020-2021: nilai SKM 2021 sebesar 75,00; tahun yang sebanding kurang dari empat, sehingga kecenderungannya tidak dapat dinilai."


def test_years_without_an_official_index_are_judged_by_the_comparable_one(found: Review) -> None:
    """Every year put together from parts under two regulations has no official index, and yet a verdict."""
    none = tuple(replace(item, result=replace(item.result, ikm=None, ikm_rounded=None)) for item in found.years)
    told = sentences(replace(found, years=none, official=None))
    assert (
        told[0]
        == "Kecamatan Balong 2016-2021: tidak satu pun tahun mempunyai IKM resmi; apakah kecenderungannya naik atau turun belum dapat disimpulkan."
    )
    assert told[1] == "Yang dinilai indeks pembanding dari 8 unsur yang ditanyakan setiap tahun (2016-2021)."


def test_what_could_have_been_seen(found: Review) -> None:
    """Respondents 2016 to 2021: 292, 344, 432, 285, 439, 327; their mean is 353.2, of the last two 383."""
    last = judged(found, comparable=found.comparable.comparable.iloc[4:])  # type: ignore[union-attr]
    assert "(sekarang rata-rata 383)" in sentences(last)[2]
    assert "; berapa pun banyaknya jawaban" in sentences(judged(found, answers=Answers(1.0, None, True)))[2]
    assert sentences(judged(found, answers=Answers(1.0, None, False)))[2].endswith("(empat dari lima kali).")
    assert "kira-kira" not in sentences(judged(found, answers=Answers(1.0, 1.0, True)))[2]
    assert sentences(judged(found, answers=Answers(1.0, 12345.6, True)))[2].endswith(
        "lebih dari 1.000 kali banyaknya jawaban setiap tahun (sekarang rata-rata 353)."
    )


def test_the_series_that_was_judged_is_named(found: Review) -> None:
    assert found.official is not None
    whole = replace(found.official, series=replace(found.official.series, breaks=()))
    unbroken = sentences(replace(found, official=whole))
    assert unbroken[1] == "Dinilai dari IKM resmi 2018-2021, tanpa patahan di antaranya."
    assert "tidak langsung sebanding" not in unbroken[0]
    cut = judged(found, series=replace(found.comparable.series, breaks=found.official.series.breaks))  # type: ignore[union-attr]
    assert "juga terputus" in sentences(cut)[1]


def test_a_break_outside_the_values_is_not_told_of_the_first_screen(found: Review) -> None:
    """One before the first value and one after the last cut nothing off."""
    assert found.official is not None
    outside = tuple(replace(found.official.series.breaks[0], before=before) for before in ("2016", "2022"))
    whole = replace(found, official=replace(found.official, series=replace(found.official.series, breaks=outside)))
    assert sentences(whole)[1].startswith("Dinilai dari IKM resmi")


def test_limits_name_the_bridge_only_between_two_regulations(found: Review) -> None:
    assert any("di bawah kedua peraturan" in sentence for sentence in report.limits(found).sentences)
    alone = replace(found, years=found.years[2:])
    assert not any("di bawah kedua peraturan" in sentence for sentence in report.limits(alone).sentences)
    nothing = replace(found, years=(), official=None, comparable=None)
    assert not any("titik tahunan" in sentence for sentence in report.limits(nothing).sentences)


def like(item: SurveyYear) -> SurveyYear:
    """The same year with forms that are alike."""
    assert item.result.clustering is not None
    return replace(item, result=replace(item.result, clustering=replace(item.result.clustering, matters=True)))


def test_a_class_needs_as_many_respondents_as_in_the_annex_of_its_year(found: Review) -> None:
    """decisions.md: a class from 30 respondents on."""
    for n, shown in ((30, "B"), (29, None)):
        few = replace(found, years=(replace(found.years[0], result=replace(found.years[0].result, n=n)), *found.years[1:]))
        assert [report.by_year(few).bundle()["rows"][0][place] for place in (6, 7)] == [shown, shown]


def test_no_advice_is_said(found: Review) -> None:
    quiet = replace(found, recommendations=())
    assert sentences(quiet)[-1] == "Tidak ada hal yang menurut aturan lampiran ini pasti perlu ditindaklanjuti."
    assert report.recommendations(quiet).sentences[0] == "Tidak ada."
    lowest = replace(found, recommendations=(Recommendation("unsur_terendah", {"unsur": "waktu", "years": (2020, 2021)}),))
    assert report.recommendations(lowest).sentences[0].startswith("Waktu Penyelesaian: termasuk sepertiga terendah pada 2020 dan 2021")
    assert found.year(2021).result.clustering is not None and "saling lepas" not in report.recommendations(lowest).sentences[0]  # type: ignore[union-attr]
    alike = replace(lowest, years=(*lowest.years[:5], like(lowest.years[5])))
    assert "saling lepas" in report.recommendations(alike).sentences[0]
    rows = report.evidence(lowest).bundle()["rows"]
    assert rows[0][-1] == "unsur terendah dua tahun: Waktu Penyelesaian"


def test_evidence_for_each_objective(found: Review) -> None:
    rows = report.evidence(found).bundle()["rows"]
    assert [row[0] for row in rows] == ["Tujuan", "Sasaran 1", "Sasaran 1", *["Sasaran 2"] * 4]
    assert rows[0][2:] == [82.0, 82.38, "tercapai, belum pasti", "belum dapat disimpulkan", "3 tindak lanjut terlambat"]
    assert rows[1][4:6] == ["tidak tercapai", "membaik; tidak bertahan bila banyaknya deret diperhitungkan"]


@pytest.mark.parametrize(
    ("target", "told"),
    [(74, "tercapai, pasti"), (74.5, "tercapai, belum pasti"), (75.4, "di bawah target, belum pasti"), (75.5, "tidak tercapai, pasti")],
)
def test_how_sure_a_target_is_reached(tmp_path: Path, target: float, told: str) -> None:
    """Forty forms that all answer 3: 75, with an interval from 74.08 to 75.46 (method.md, "Selang")."""
    few(tmp_path / "u", {2020: 40, 2021: 40})
    lines = ["indikator;tahun;rumus;target;realisasi", f"Nilai SKM;2021;positif;{target};skm"]
    (tmp_path / "u/indikator.csv").write_text("\n".join(lines), encoding="utf-8")
    (row,) = report.evidence(analysis.review(read_unit(tmp_path / "u"), 2020, 2021)).bundle()["rows"]
    assert row[2:5] == [target, 75.0, told]


def test_tables_of_the_years_and_slopes(found: Review) -> None:
    years = report.by_year(found)
    assert isinstance(years, Table) and [row[0] for row in years.rows] == [str(year) for year in range(2016, 2022)]
    assert [row[-1] for row in years.rows] == [None, None, "b", None, None, None]
    slopes = report.slopes(found, "comparable")
    assert isinstance(slopes, Table) and len(slopes.rows) == 4 and slopes.notes[0].startswith("Indeks pembanding: belum dapat disimpulkan")
    assert any("Tahun yang berdekatan biasanya mirip" in note for note in slopes.notes)
    assert not any("Tidak ada jawaban yang terbaca" in note for note in years.notes)
    lacking = replace(found, first=2015, years=(*found.years[:2], *found.years[3:]))
    assert report.by_year(lacking).bundle()["notes"][-1].startswith("Tidak ada jawaban yang terbaca untuk 2015 dan 2018; tidak diisi")
    few = analysis.review(found.unit, 2020, 2021)
    words = report.slopes(few, "official")
    assert isinstance(words, Text) and "titik kurang" in words.sentences[0]
    assert any(sentence.startswith("Selisih 2021 dari 2020: +1,27") for sentence in words.sentences)


def test_one_series_is_not_shown_twice(found: Review) -> None:
    """Where nothing breaks the official index and its unsur are all common, the comparable one is the same."""
    assert found.comparable is not None and isinstance(report.slopes(found, "comparable"), Table)
    same = replace(found, official=found.comparable)
    assert report.slopes(same, "comparable") == Text("kemiringan_comparable", ()) and isinstance(report.slopes(same, "official"), Table)
    moved = found.comparable.comparable.assign(nilai=found.comparable.comparable["nilai"] + 0.01)
    assert isinstance(report.slopes(replace(same, comparable=replace(found.comparable, comparable=moved)), "comparable"), Table)


def test_the_limits_told_are_those_of_the_verdict(found: Review) -> None:
    """The table shows Knapp and Hartung's; the note gives the ad hoc ones, as the sentence does."""
    notes = report.slopes(found, "comparable").bundle()["notes"]
    (told,) = (note for note in notes if note.startswith("Untuk kesimpulan, galat baku baris pertama"))
    assert "(antara +0,14 dan +1,24, p = 0,025)" in told and "(antara +0,14 dan +1,24)" in notes[0]


def test_projection_and_its_test(found: Review) -> None:
    assert "sudah dinilai" in report.projection(found).bundle()["sentences"][0]
    without = replace(found, official=None, comparable=None, last=2019)
    assert report.projection(without).bundle()["sentences"][0].startswith("Tidak ada perkiraan")
    early = analysis.review(found.unit, 2016, 2019)
    ahead = report.projection(early)
    assert isinstance(ahead, Table) and [row[0] for row in ahead.rows] == ["2020", "2021"]
    assert ahead.notes[-1].startswith("Perkiraan ini dari indeks pembanding; target rencana berlaku bagi IKM resmi"), "why no chance is said"
    of_official = report.projection(replace(early, official=early.comparable))
    assert isinstance(of_official, Table) and not any("indeks pembanding" in note for note in of_official.notes)
    tests = report.back_test(found)
    assert isinstance(tests, Table) and [row[-1] for row in tests.rows] == ["ya", "ya"] and not tests.notes
    wide = replace(found, back_tests=(replace(found.back_tests[0], ci_low=60.0, ci_high=99.0, came=50.0),))
    (told,) = report.back_test(wide).bundle()["notes"]
    assert told == "Selangnya sampai 39,0 poin lebarnya: perkiraan yang selangnya lebih lebar dari 10 poin tidak informatif."
    assert report.back_test(wide).bundle()["rows"][0][-1] == "tidak"
    for high, told in ((70.0, False), (70.1, True)):
        edge = replace(found, back_tests=(replace(found.back_tests[0], ci_low=60.0, ci_high=high),))
        assert bool(report.back_test(edge).bundle()["notes"]) is told, "the limit of a projection, 10 points, holds for its test too"


def test_how_many_were_tested_and_how_many_false_alarms(found: Review) -> None:
    many = report.many(found)
    assert isinstance(many, Table) and len(many.rows) == 14
    assert many.notes[0].startswith("Diuji 14 deret; bila tidak satu pun berubah, dengan p < 0,05 masih diharapkan paling banyak 0,7 putusan keliru.")


def test_mix_says_whether_people_explain_it(found: Review) -> None:
    assert found.mix is not None
    assert "tidak menjelaskan" in report.mix(found).bundle()["notes"][0]
    assert "Sebagian perubahan berasal dari susunan" in mixed(found, 0.1)
    assert "justru menutupi" in mixed(found, 1.0), "the slope is steeper once the mix is held constant"
    assert "Tidak ada perubahan yang perlu dijelaskan" in mixed(found, 0.66, plain=(-0.1, 1.4), held=(-0.1, 1.4))
    assert "justru menutupi" in mixed(found, 0.66, plain=(-0.1, 1.4))
    part = replace(found, mix=(found.mix[0], replace(found.mix[1], adjusted_for=("layanan",))))
    assert "Tidak disamakan: jenis kelamin, kelompok usia, pendidikan, dan pekerjaan;" in report.mix(part).bundle()["notes"][-1]
    assert len(report.mix(found).bundle()["notes"]) == 2, "all were held constant"
    assert "tidak dapat disamakan" in report.mix(replace(found, mix=None)).bundle()["sentences"][0]


def mixed(found: Review, adjusted: float, plain: tuple[float, float] = (0.4, 0.95), held: tuple[float, float] = (0.01, 1.9)) -> str:
    """The sentence on the mix; the plain slope is 0.68."""
    assert found.mix is not None
    before = replace(found.mix[0], ci_low=plain[0], ci_high=plain[1])
    after = replace(found.mix[1], estimate=adjusted, ci_low=held[0], ci_high=held[1])
    return str(report.mix(replace(found, mix=(before, after))).bundle()["notes"][0])


def test_why_it_is_not_surer(found: Review) -> None:
    told = report.why(found).sentences
    assert told[-1] == "Kuadrat terkecil saja (p = 0,023) akan menyatakan naik; karena tahun yang berdekatan biasanya mirip, itu belum cukup."
    assert not any("responden tiap tahun" in sentence or "galat baku biasa" in sentence for sentence in told), "the example is even and unclustered"
    assert told[0].endswith("simpangan baku kira-kira 0,6 poin."), "the root of tau2 = 0.306, as metafor gives it"
    precise = report.why(judged(found, reasons=("uji_antartahun",))).sentences[-1]
    assert precise == "Kuadrat terkecil saja (p = 0,023) akan menyatakan naik; bila ketelitian tiap nilai dihitung, itu belum cukup."
    assert report.why(judged(found, reasons=("arah_berlawanan",))).sentences[-1].endswith("arahnya berlawanan.")
    sure = judged(found, verdict="naik")
    assert not any("Kuadrat terkecil saja" in sentence for sentence in report.why(sure).sentences)


def first_year(found: Review, **facts: object) -> Review:
    """The review with other figures of 2016."""
    item = found.years[0]
    return replace(found, years=(replace(item, result=replace(item.result, **facts)), *found.years[1:]))


def test_why_names_uneven_numbers_equal_answers_and_forms_alike(found: Review) -> None:
    """Each from its limit on: three times as many, a quarter of the forms, a standard error a quarter larger."""
    result = found.years[0].result
    assert result.reliability is not None and result.clustering is not None and result.std_error is not None
    told = {
        "Banyaknya responden tiap tahun berkisar dari 146 sampai 439;": [{"n": 147}, {"n": 146}],
        "sampai 25 % formulir memberi jawaban yang sama": [
            {"reliability": replace(result.reliability, straight_lining_share=share)} for share in (0.249, 0.25)
        ],
        "sampai 1,3 kali galat baku biasa": [
            {"clustering": replace(result.clustering, std_error=times * result.std_error)} for times in (1.249, 1.251)
        ],
    }
    for sentence, (below, at) in told.items():
        few_words, many_words = (report.why(first_year(found, **facts)).sentences for facts in (below, at))
        assert len(many_words) == len(few_words) + 1 and sentence in "\n".join(many_words)


def test_charts_tell_what_they_show(found: Review) -> None:
    for drawn in (chart.index_series(found), chart.comparable_series(found), chart.small_multiples(found, "unsur"), chart.months(found)):
        assert isinstance(drawn, Chart) and len(drawn.alt) > 60 and drawn.svg.startswith("<svg")
    index = chart.index_series(found)
    assert isinstance(index, Chart) and "terputus sebelum 2018 (PermenPANRB 14/2017)" in index.alt and "2021: 82,38" in index.alt
    assert isinstance(chart.months(replace(found, months=None)), Text)
    assert found.months is not None and "Di luar kebiasaan: Feb 2021" in index_of_months(found).alt
    plot = replace(found, months=replace(found.months, chart=replace(found.months.chart, method="run")))
    assert index_of_months(plot).alt.endswith("Belum cukup bulan untuk menilai mana yang di luar kebiasaan."), "nothing was tested"


def index_of_months(found: Review) -> Chart:
    drawn = chart.months(found)
    assert isinstance(drawn, Chart)
    return drawn


def test_intervals_of_a_chart_are_those_of_the_annex_of_the_year(found: Review) -> None:
    """Of the design, widened to those of clusters, as the standard error is the larger of both; from a standard error none leaves the scale."""
    assert found.official is not None and found.comparable is not None
    for (year, value, limits), item in zip(points(found.official.series), found.years, strict=True):
        result, alike = item.result, item.result.clustering
        assert (year, value) == (item.year, result.ikm) and alike is not None
        assert limits == (min(result.ci_low, alike.ci_low), max(result.ci_high, alike.ci_high))
    unsur = next(item.trend.series for item in found.tested if item.key == "waktu")
    assert all(limits is not None and limits[0] < value < limits[1] for _, value, limits in (*points(found.comparable.series), *points(unsur)))
    rows = [{"periode": "2019", "nilai": 99.0, "galat_baku": 2.0}, {"periode": "2020", "nilai": 26.0, "galat_baku": 2.0}]
    high, low = (limits for *_, limits in points(build("x", rows, bounds=(25, 100))))
    assert high == pytest.approx((99 - 3.92, 100)) and low == pytest.approx((25, 26 + 3.92))
    assert points(build("x", [{"periode": "2019", "nilai": 99.0}])) == ((2019, 99.0, None),)


def test_few_forms_of_one_answer_are_no_exact_point(tmp_path: Path) -> None:
    """Ten forms that all answer 3 have the standard error 0; a chart without a whisker would show the surest point of all."""
    alone = few(tmp_path / "ten", {2020: 10, 2021: 10})
    assert alone.official is not None
    for _, value, limits in points(alone.official.series):
        assert value == 75 and limits is not None and limits[0] < 74 and limits[1] > 76
    unsur = next(item.trend.series for item in alone.tested if item.key == "waktu")
    row = alone.years[0].result.by_unsur.set_index("unsur").loc["waktu"]
    assert points(unsur)[0][2] == (25 * row["ci_low"], 25 * row["ci_high"]), "that of the annex of the year, by one answer step"


def test_notes_of_a_chart_explain_the_marks_that_it_has(found: Review) -> None:
    """Vertical dots are drawn where the series is broken between two values, and only there."""
    cut, bounds, target = "Titik-titik tegak: ", "Garis putus-putus: ", "Garis hijau pendek: "

    def notes(drawn: Chart | Text) -> list[str]:
        assert isinstance(drawn, Chart)
        return [next((mark for mark in (cut, bounds, target) if note.startswith(mark)), note) for note in drawn.notes]

    assert found.official is not None
    assert notes(chart.index_series(found)) == [cut, bounds, target]
    for breaks in ((), tuple(replace(found.official.series.breaks[0], before=before) for before in ("2016", "2022"))):
        whole = replace(found, official=replace(found.official, series=replace(found.official.series, breaks=breaks)))
        assert notes(chart.index_series(whole)) == [bounds, target]
    assert notes(chart.comparable_series(found)) == [] and notes(chart.small_multiples(found, "indikator")) == [target]


@pytest.mark.parametrize(
    ("limits", "shown"), [((70, 95), ["70", "75"]), ((96.8, 98.9), ["96,75", "97,00"]), ((96, 100.5), ["96,0", "96,5"]), ((80, 83), ["80,0", "80,5"])]
)
def test_marks_of_an_axis_do_not_read_alike(limits: tuple[float, float], shown: list[str]) -> None:
    from matplotlib.figure import Figure

    axes = Figure(figsize=(7, 3.6)).subplots()
    axes.set_ylim(*limits)
    number_values(axes)
    labels = [axes.yaxis.get_major_formatter()(value, 0) for value in axes.get_yticks()]
    assert len(set(labels)) == len(labels) and labels[:2] == shown


def test_the_foot_of_e80_has_room_to_sign(found: Review) -> None:
    table = official.e80_text(found.capaian, 2021)
    assert isinstance(table, Table)
    last = [(row[0], set(str(row[1]))) for row in table.rows[-3:]]
    assert [head for head, _ in last] == ["Tempat dan tanggal", "Tanda tangan kepala perangkat daerah (Kecamatan Balong)", "Nama dan NIP"]
    assert all(dots == {"."} for _, dots in last) and "diisi dengan tangan" in table.notes[-1]


def test_the_annex_is_made_and_keeps_its_schema(folder: Path) -> None:
    jobs = run.plan([read_unit(folder / "contoh")], folder / "hasil", annexes=("lampiran_renstra",))
    assert [(job.period, job.parameters["first_year"], job.parameters["last_year"]) for job in jobs] == [("2016-2021", 2016, 2021)]
    assert [outcome.error for outcome in run.run(jobs, 1, lambda outcome: None)] == [None]
    document = json.loads((folder / "hasil/contoh/2016-2021/lampiran_renstra.json").read_text(encoding="utf-8"))
    schema = json.loads((Path(balong_eval.__file__).parent / "annex" / "annex.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(document)
    assert document["results"][0]["verdict"] == "belum_dapat_disimpulkan"
    from balong_eval.annex.verify import verify

    assert verify(folder / "hasil", folder / "contoh").same
    assert not run_for_one_year(folder), "one year of a plan is no review of it"
    assert document["schema"] == "balong-eval/annex/1"


def run_for_one_year(folder: Path) -> list[run.Job]:
    found = run.plan([read_unit(folder / "contoh")], folder / "lain", years=(2019, 2019))
    return [job for job in found if job.annex == "lampiran_renstra"]
