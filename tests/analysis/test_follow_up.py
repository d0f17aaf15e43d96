"""PEKPPP items 6 to 9, scored from follow-up, media and answers; and printed or stated figures of the index."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import balong_eval as be
from balong_eval.analysis import capaian, claims, office, pekppp
from balong_eval.analysis.skm import SkmResult
from balong_eval.intake import example, follow_up
from balong_eval.intake.follow_up import Action
from balong_eval.regulation import load
from balong_eval.report import follow_up as report
from balong_eval.report.block import Table

HEAD = "tahun;unsur;kegiatan;status;tanggal_selesai;tanggal_laporan"


@pytest.fixture(scope="module")
def survey(tmp_path_factory: pytest.TempPathFactory) -> SkmResult:
    folder = tmp_path_factory.mktemp("contoh") / "contoh"
    example.write(folder)
    result, _ = capaian.compute(be.read_unit(folder).indicators, until=2019).index_of(2019)
    assert result is not None
    return result


def actions(*done: tuple[str | None, date | None], report_day: date | None = date(2020, 1, 15)) -> list[Action]:
    return [Action(2019, "waktu", "x", "", "", status, "", end, report_day, {}) for status, end in done]


def scores(survey: SkmResult | None, media: tuple[str, ...] | None, found: list[Action] | None) -> list[tuple[int | None, str | None]]:
    return [(item.score, item.reason) for item in pekppp.score(survey, media, found)]


@pytest.mark.parametrize(
    ("done", "of", "level"), [(0, 0, 0), (0, 4, 1), (1, 4, 2), (3, 10, 3), (4, 5, 3), (9, 10, 4), (3, 3, 5)],
)  # fmt: skip
def test_share_of_follow_up_done(done: int, of: int, level: int) -> None:
    """verified.md 3, no. 8: 0 none, 1 not executed, 2 under 30 %, 3 30 to 80 %, 4 over 80 %, 5 all."""
    found = actions(*[("selesai", None)] * done, *[("belum", None)] * (of - done))
    assert scores(None, None, found)[2] == (level, None)


@pytest.mark.parametrize(
    ("end", "level"),
    [
        (date(2020, 2, 15), 5), (date(2020, 2, 16), 4), (date(2020, 4, 15), 4), (date(2020, 4, 16), 3), (date(2020, 7, 15), 3),
        (date(2020, 10, 15), 2), (date(2021, 1, 15), 1), (date(2021, 1, 16), 0),
    ],
)  # fmt: skip
def test_speed_of_follow_up(end: date, level: int) -> None:
    """no. 9: all done within 1, 3, 6, 9, 12 months after the report -> 5, 4, 3, 2, 1; the report of 15 January 2020."""
    found = actions(("selesai", date(2020, 1, 20)), ("selesai", end))
    assert scores(None, None, found)[3] == (level, None)


def test_speed_that_cannot_be_told_is_not_scored() -> None:
    assert scores(None, None, actions(("selesai", date(2020, 2, 1)), report_day=None))[3] == (None, "tanggal_laporan_kosong")
    assert scores(None, None, actions(("selesai", None)))[3] == (None, "tanggal_selesai_kosong")
    assert scores(None, None, actions(("selesai", date(2020, 2, 1)), ("belum", None)))[3] == (0, None)
    month_end = actions(("selesai", date(2020, 2, 29)), report_day=date(2020, 1, 31))
    assert scores(None, None, month_end)[3] == (5, None), "a month after 31 January ends on 29 February"


def test_the_last_report_counts() -> None:
    found = [*actions(("selesai", date(2020, 2, 1))), *actions(("selesai", date(2020, 3, 1)), report_day=date(2020, 2, 15))]
    assert scores(None, None, found)[3] == (5, None)


def test_conformity_and_media(survey: SkmResult) -> None:
    done, open_ = actions(("selesai", date(2020, 2, 1))), actions(("belum", None))
    assert scores(None, ("papan",), open_)[0] == (None, "jawaban_tidak_ada"), "a survey without answers here may have been held"
    assert scores(survey, None, done)[:2] == [(2, "media_tidak_dicatat"), (None, "media_tidak_dicatat")]
    cases = {("website",): 2, ("papan",): 3, ("papan", "website"): 4}
    assert {media: scores(survey, media, open_)[0][0] for media in cases} == cases
    assert scores(survey, ("papan", "website"), done)[0] == (5, None)
    six = ("cetak", "papan", "elektronik", "media sosial", "website", "aplikasi")
    assert scores(survey, six, open_)[1] == (5, None) and scores(survey, (), open_)[1] == (0, None)


def test_without_a_file_of_follow_up_nothing_of_it_is_scored(survey: SkmResult) -> None:
    """No file is not "no plan": levels 0 of items 8 and 9 are for an office that planned nothing."""
    missing = (None, "tindak_lanjut_tidak_ada")
    assert scores(survey, ("papan", "website"), None) == [(4, "tindak_lanjut_tidak_ada"), (2, None), missing, missing]


def test_findings_of_later_years_stay_out_of_an_annex(tmp_path: Path) -> None:
    unit(tmp_path, "skm", "Nilai SKM;2019;ikm;abc\nNilai SKM;2019;ikm;91,48")
    write(tmp_path, "2018;waktu;a;entahlah;;", "2019;waktu;b;entahlah;;")
    indicators = tmp_path / "indikator.csv"
    indicators.write_text(indicators.read_text(encoding="utf-8") + "Nilai SKM;2018;positif;90;75\n", encoding="utf-8")
    whole = be.read_unit(tmp_path).indicators
    told = {until: report.found(capaian.compute(whole, until=until)) for until in (2018, 2019)}
    where = {until: [row[2] for row in block.rows if "tindak_lanjut" in str(row[2])] for until, block in told.items() if isinstance(block, Table)}
    assert [len(places) for places in where.values()] == [1, 2]


def write(folder: Path, *lines: str) -> follow_up.FollowUp:
    path = folder / "tindak_lanjut.csv"
    path.write_text("\n".join([HEAD, *lines]), encoding="utf-8")
    return follow_up.read(path)


def test_words_of_status_and_days(tmp_path: Path) -> None:
    found = write(
        tmp_path,
        "2019;Waktu Penyelesaian;a;Sudah dilaksanakan;12 Maret 2020;15/01/2020",
        "2019;sarpras;b;;1/4/2020;",
        "2019;biaya;c;dalam proses;;",
        "2019;tempat parkir;d;entahlah;kemarin;",
        "2019;waktu;e;belum;1/4/2020;",
    )
    assert [(item.unsur, item.status) for item in found.actions] == [
        ("waktu", "selesai"), ("sarpras", "selesai"), ("biaya", "berjalan"), (None, None), ("waktu", "belum"),
    ]  # fmt: skip
    assert (found.actions[0].tanggal_selesai, found.actions[0].tanggal_laporan) == (date(2020, 3, 12), date(2020, 1, 15))
    assert [(item.rule, item.cell) for item in found.findings] == [
        ("tanggal_salah", "E5"), ("unsur_tidak_dikenal", "B5"), ("status_tidak_dikenal", "D5"), ("status_bertentangan", "E6"),
    ]  # fmt: skip


def unit(folder: Path, stated: str, claim: str = "") -> capaian.CapaianResult:
    """Two years of 29 forms: GASPUL TW III in 2019 (exact 91.48, with 0.11 90.56; rules.md 1.4), all threes in 2018."""
    folder.mkdir(exist_ok=True)
    (folder / "skm").mkdir(exist_ok=True)
    (folder / "unit.toml").write_text('name = "X"', encoding="utf-8")
    totals = (105, 101, 100, 116, 102, 105, 106, 105, 115)
    rows = [[4 if form < total - 87 else 3 for total in totals] for form in range(29)]
    heads = ",".join(f"U{number}" for number in range(1, 10))
    body = "\n".join(",".join(map(str, row)) for row in rows)
    (folder / "skm/2019.csv").write_text(f"{heads}\n{body}\n", encoding="utf-8")
    (folder / "skm/2018.csv").write_text(f"{heads}\n" + "3,3,3,3,3,3,3,3,3\n" * 29, encoding="utf-8")
    (folder / "indikator.csv").write_text(f"indikator;tahun;rumus;target;realisasi\nNilai SKM;2019;positif;90;{stated}\n", encoding="utf-8")
    if claim:
        (folder / "klaim.csv").write_text(f"indikator;tahun;ukuran;nilai\n{claim}\n", encoding="utf-8")
    return capaian.compute(be.read_unit(folder).indicators)


def test_a_stated_index_is_compared_by_the_name_in_the_plan(tmp_path: Path) -> None:
    """A row written by its id is the index where the plan says so; a percentage of recommendations of the survey is not."""
    unit(tmp_path, "75")
    names = 'id = "it1"\nname = "Nilai Survei Kepuasan Masyarakat (SKM)"', 'id = "it2"\nname = "Persentase rekomendasi SKM"\nsatuan = "%"'
    (tmp_path / "renstra.toml").write_text("".join(f"[[indikator]]\n{name}\n" for name in names), encoding="utf-8")
    rows = "it1;2019;positif;90;75\nPersentase rekomendasi SKM;2019;positif;80;75\n"
    (tmp_path / "indikator.csv").write_text(f"indikator;tahun;rumus;target;realisasi\n{rows}", encoding="utf-8")
    found = claims.conflicts(capaian.compute(be.read_unit(tmp_path).indicators))
    assert [item.score.row.indikator for item in found] == ["it1"]
    assert office.skm_targets(be.read_unit(tmp_path)) == {2019: 90.0}


def test_the_index_flows_in_with_its_interval(tmp_path: Path) -> None:
    (score,) = unit(tmp_path, "skm").scores
    assert str(score.realised.value) == "91.48" and score.rounded is not None and str(score.rounded) == "101.64"
    assert score.realised.ci_low is not None and score.realised.ci_low < 91.48 < score.realised.ci_high
    assert not claims.conflicts(unit(tmp_path, "91,48")) and not claims.conflicts(unit(tmp_path, "91,5"))


def test_a_stated_index_that_the_answers_do_not_give_is_explained(tmp_path: Path) -> None:
    """90.56 is the printed index of GASPUL under the weight 0.11 (G01); 75.00 is that of the other year."""
    (found,) = claims.conflicts(unit(tmp_path, "90,56"))
    assert str(found.ikm) == "91.48" and [way.name for way in found.explanations] == ["0.11|none"]
    assert dict(found.by_weight)["0.11"] == found.score.row.realisasi
    (other,) = claims.conflicts(unit(tmp_path, "75"))
    assert [(way.kind, way.name) for way in other.explanations] == [("ikm_tahun", "2018")]
    (finding,) = report.conflict_findings(unit(tmp_path, "90,56"))
    assert finding.rule == "skm_berbeda" and finding.cell == "E2"
    for words in ("memberi IKM 91,48", "bobot 0,11", "0,111 memberi 91,38", "0,11 memberi 90,56", "Tulis skm"):
        assert words in finding.message


def test_an_annex_looks_at_no_later_year(tmp_path: Path) -> None:
    """2018 stated as 91.48, the index of 2019: the annex of 2018 knows only that the answers give 75.00."""
    unit(tmp_path, "90,56")
    csv = tmp_path / "indikator.csv"
    csv.write_text(csv.read_text(encoding="utf-8") + "Nilai SKM;2018;positif;90;91,48\n", encoding="utf-8")
    indicators = be.read_unit(tmp_path).indicators
    (now,) = claims.conflicts(capaian.compute(indicators, until=2018))
    assert now.score.row.tahun == 2018 and now.explanations == ()
    later = claims.conflicts(capaian.compute(indicators))
    assert [[way.kind for way in item.explanations] for item in later] == [["bobot"], ["ikm_tahun"]]


@pytest.mark.parametrize(
    ("claim", "holds", "given", "kinds"),
    [
        (";2019;ikm;91,48", True, "91.48", []),
        (";2019;ikm;90,56", False, "91.48", ["bobot"]),
        (";2019;ikm;75,00", False, "91.48", ["ikm_tahun"]),
        ("Nilai SKM;2019;realisasi;91,5", True, "91.5", []),
        ("Nilai SKM;2019;capaian;100,00", False, "101.64", ["batas_100"]),
        ("Nilai SKM;2019;capaian;98,36", False, "101.64", ["rumus"]),
        ("Nilai SKM;2019;capaian;77,00", False, "101.64", []),
        ("Lain;2019;capaian;77,00", None, None, []),
    ],
)
def test_printed_figures(tmp_path: Path, claim: str, holds: bool | None, given: str | None, kinds: list[str]) -> None:
    """98.36 is the mirror formula: (2 x 90 - 91.48) / 90; 100.00 the capaian cut at 100."""
    (found,) = claims.check(unit(tmp_path, "skm", claim))
    assert (found.holds, None if found.given is None else str(found.given)) == (holds, given)
    assert [way.kind for way in found.explanations] == kinds


def test_a_printed_index_is_rounded_once(tmp_path: Path) -> None:
    """214 fours and 47 threes over 29 forms: 25 x 997 / 261 = 95.4981 by hand; printed 95.50, 95.5 or 95, never 96."""
    heads = ",".join(f"U{number}" for number in range(1, 10))
    cells = ["4"] * 214 + ["3"] * 47
    body = "\n".join(",".join(cells[start : start + 9]) for start in range(0, 261, 9))
    for printed, holds, given in (
        ("95", True, "95"),
        ("96", False, "95"),
        ("95,5", True, "95.5"),
        ("95,498", True, "95.498"),
        ("95,50", True, "95.50"),
    ):
        for place in (";2019;ikm;", "Nilai SKM;2019;realisasi;"):
            unit(tmp_path, "skm", place + printed)
            (tmp_path / "skm/2019.csv").write_text(f"{heads}\n{body}\n", encoding="utf-8")
            (found,) = claims.check(capaian.compute(be.read_unit(tmp_path).indicators))
            assert (found.holds, str(found.given)) == (holds, given), printed
            assert [(way.kind, str(way.value)) for way in found.explanations] == ([] if holds else [("dua_kali", "95.50")])
    (tmp_path / "klaim.csv").unlink()
    for stated in ("95,498", "95"):
        unit(tmp_path, stated)
        (tmp_path / "skm/2019.csv").write_text(f"{heads}\n{body}\n", encoding="utf-8")
        assert not claims.conflicts(capaian.compute(be.read_unit(tmp_path).indicators)), stated


def test_unsur_surely_lowest_without_a_plan_are_named(survey: SkmResult, tmp_path: Path) -> None:
    example.write(tmp_path / "contoh")
    result = capaian.compute(be.read_unit(tmp_path / "contoh").indicators, until=2019)
    table = report.planned(result, 2019).bundle()
    assert [row[0] for row in table["rows"]] == ["Sarana dan Prasarana", "Penanganan Pengaduan, Saran dan Masukan"], "lowest NRR first"
    assert table["notes"] == ["Unsur yang pasti termasuk terendah tetapi belum mempunyai rencana: Waktu Penyelesaian."]
    assert report.done(result, 2018).bundle()["notes"] == ["Selesai 2 dari 3 rencana."]
    assert "Belum ada rencana" in report.planned(result, 2030).bundle()["sentences"][0]


@pytest.mark.parametrize(("left_out", "added"), [(0, False), (1, False), (0, True), (1, True)])
def test_another_set_of_unsur_than_the_regulation_is_held_only(survey: SkmResult, left_out: int, added: bool) -> None:
    """docs/method.md, "Plan and indicators", item 6: 2 needs the regulation's own unsur; one more or one fewer leaves 1."""
    (maklumat,) = (item for item in load("permenpanrb_16_2014").unsur if survey.survey.rule.find(item.key) is None)
    asked = survey.survey.unsur[left_out:] + ((maklumat,) if added else ())
    other = replace(survey, survey=replace(survey.survey, unsur=asked))
    expected = (1, None) if left_out or added else (3, None)
    assert scores(other, ("papan",), actions(("belum", None)))[0] == expected


def test_the_follow_up_that_is_due_is_of_the_year_before() -> None:
    """What the survey of 2018 found is done in 2019."""
    assert capaian.year_before(2019) == 2018
