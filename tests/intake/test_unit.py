"""Unit folders: periods found, parts of a year put together, templates and workbooks."""

from __future__ import annotations

import datetime
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

import balong_eval as be
from balong_eval import regulation
from balong_eval.analysis.publication import Publication
from balong_eval.errors import InputError
from balong_eval.intake.survey import read_survey
from balong_eval.intake.unit import read_unit
from balong_eval.report import newunit, payload, workbook

HEADS = ",".join(f"U{number}" for number in range(1, 10))
RULE_14, RULE_16 = 'regulation = "permenpanrb_14_2017"\n', 'regulation = "permenpanrb_16_2014"\n'


def unit(folder: Path, files: dict[str, tuple[str, str]]) -> be.intake.unit.Unit:  # type: ignore[name-defined]
    (folder / "skm").mkdir(parents=True)
    (folder / "unit.toml").write_text('name = "Kantor Uji"\n', encoding="utf-8")
    for name, (rows, sidecar) in files.items():
        (folder / "skm" / f"{name}.csv").write_text(HEADS + "\n" + rows, encoding="utf-8")
        (folder / "skm" / f"{name}.toml").write_text(sidecar, encoding="utf-8")
    return read_unit(folder)


THREES, FOURS = "3,3,3,3,3,3,3,3,3\n", "4,4,4,4,4,4,4,4,4\n"


def test_a_year_is_its_parts_row_by_row(tmp_path: Path) -> None:
    found = unit(tmp_path / "u", {"2019-S1": (THREES * 10, RULE_14), "2019-S2": (FOURS * 30, RULE_14)})
    assert found.period_names == ("2019", "2019-S1", "2019-S2")
    result = be.skm.summarise(found.survey(2019))
    assert result.n == 40 and result.ikm == pytest.approx((10 * 75 + 30 * 100) / 40), "not the mean of 75 and 100"
    assert [(part.survey.period, part.ikm) for part in result.parts] == [("2019-S1", 75), ("2019-S2", 100)]
    assert payload.skm(result)["parts"][0]["ikm_rounded"] == 75


def test_a_year_of_two_regulations_has_no_official_index(tmp_path: Path) -> None:
    halves = {"2017-S1": ("3,3,3,3,3,3,3,1,3\n" * 12, RULE_16), "2017-S2": ("4,4,4,4,4,4,4,4,1\n" * 12, RULE_14)}
    result = be.skm.summarise(unit(tmp_path / "u", halves).survey(2017))
    assert result.ikm is None and result.mutu is None and result.survey.mixed
    assert result.comparable is not None and "maklumat" not in result.comparable.unsur and "sarpras" not in result.comparable.unsur
    assert result.comparable.ikm == pytest.approx(87.5), "eight common unsur: 12 x 75 and 12 x 100"
    assert {row["mutu"] for row in payload.skm(result)["by_unsur"]} == {None}
    sentences = be.answer.first_screen(result).sentences
    assert "tidak mempunyai satu IKM resmi" in sentences[0] and any("87,50" in sentence for sentence in sentences)
    assert result.publication == Publication("ditahan", ("peraturan_berbeda",)), "24 respondents are not too few: there is no one regulation"
    assert "tidak mempunyai satu IKM resmi" in be.tables.index(result).sentences[0]
    assert "lampiran tiap bagian" in be.tables.by_weight(result).sentences[0]


def test_a_part_withheld_for_another_is_not_said_to_be_small(tmp_path: Path) -> None:
    found = unit(tmp_path / "u", {"2019-S1": (THREES * 4, RULE_14), "2019-S2": (FOURS * 40, RULE_14)})
    reasons = [be.skm.summarise(found.survey(2019, part)).publication for part in ("S1", "S2")]
    assert reasons == [Publication("ditahan", ("terlalu_sedikit",)), Publication("ditahan", ("dapat_dihitung",))]


def test_a_missing_part_is_told(tmp_path: Path) -> None:
    survey = unit(tmp_path / "u", {"2019-T1": (THREES * 6, RULE_14), "2019-T3": (THREES * 6, RULE_14)}).survey(2019)
    assert "T2, T4" in next(finding.message for finding in survey.findings if finding.rule == "tahun_belum_lengkap")


def test_semesters_and_quarters_of_one_year_are_refused(tmp_path: Path) -> None:
    found = unit(tmp_path / "u", {"2019-S1": (THREES * 6, RULE_14), "2019-T3": (THREES * 6, RULE_14)})
    with pytest.raises(InputError, match="terhitung dua kali"):
        found.survey(2019)


def test_two_files_for_one_period_are_an_error(tmp_path: Path) -> None:
    found = unit(tmp_path / "u", {"2019": (THREES * 6, RULE_14)})
    (found.folder / "skm/2019.tsv").write_text(HEADS + "\n" + THREES, encoding="utf-8")
    with pytest.raises(InputError, match=r"2019\.csv dan 2019\.tsv"):
        read_unit(found.folder).survey(2019)


def test_parts_beside_a_whole_year_are_told(tmp_path: Path) -> None:
    found = unit(tmp_path / "u", {"2019": (THREES * 6, RULE_14), "2019-S1": (FOURS * 6, RULE_14)})
    assert [finding.rule for finding in found.findings] == ["tahun_dan_bagian"]
    assert be.skm.summarise(found.survey(2019)).ikm == 75


def test_a_new_folder_is_read_and_its_templates_are_not_answers(tmp_path: Path) -> None:
    newunit.write(tmp_path / "u", 'Kecamatan "A\\B"', "Kabupaten X", "", (2019, 2020), "permenpanrb_14_2017", ["Surat A"])
    found = read_unit(tmp_path / "u")
    assert found.name == 'Kecamatan "A\\B"' and found.periods == ()
    assert [finding.rule for finding in found.findings] == ["templat_kosong", "templat_kosong"]
    with pytest.raises(InputError, match="tidak ada yang ditimpa"):
        newunit.write(tmp_path / "u", "X", "", "", (2019, 2019), "permenpanrb_14_2017")


def fill(template: Path, target: Path, answers: list[list[object]], services: dict[str, int]) -> None:
    """The template filled by hand: the same heads and the same sheet "Keterangan" as `workbook.template` writes."""
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(str(template))
    heads = book.get_sheet_by_name("Jawaban").to_python()[0]
    with xlsxwriter.Workbook(target) as filled:
        sheet = filled.add_worksheet("Jawaban")
        sheet.write_row(0, 0, heads)
        day = filled.add_format({"num_format": "yyyy-mm-dd"})
        for row, values in enumerate(answers, 1):
            sheet.write_datetime(row, 0, values[0], day)
            sheet.write_row(row, 1, values[1:])
        notes = filled.add_worksheet("Keterangan")
        for row, cells in enumerate(book.get_sheet_by_name("Keterangan").to_python()):
            users = services.get(str(cells[0]))
            values = [cells[0], users if users is not None else cells[1], cells[2]]
            for column, value in enumerate(values):
                if isinstance(value, datetime.date):
                    notes.write_datetime(row, column, datetime.datetime.combine(value, datetime.time()), day)
                else:
                    notes.write(row, column, value)


@pytest.mark.parametrize("rule", regulation.IDS[1:])
def test_a_filled_template_is_read_back(tmp_path: Path, rule: str) -> None:
    law = regulation.load(rule)
    workbook.template(tmp_path / "t.xlsx", law, "Kantor", 2019, ["Surat A", "Surat B"])
    labels = [unsur.labels[2] for unsur in law.unsur]
    rows = [[datetime.datetime(2019, 3, 1 + place), "Surat A", "Laki-laki", 30, "SMA", "Swasta", *labels[:-1], 4] for place in range(8)]
    fill(tmp_path / "t.xlsx", tmp_path / "2019.xlsx", rows, {"Surat A": 120, "Surat B": 0})
    survey = read_survey(tmp_path / "2019.xlsx")
    assert survey.rule.id == rule and survey.sidecar.population == {"Surat A": 120, "Surat B": 0}
    assert survey.sidecar.start == datetime.date(2019, 1, 1) and survey.n == 8
    assert [survey.responses[unsur.key].iloc[0] for unsur in law.unsur] == [3] * 8 + [4]
    assert not [finding for finding in survey.findings if finding.severity != "note"]


def test_a_fault_in_a_workbook_is_told_with_its_sheet_and_cell(tmp_path: Path) -> None:
    workbook.template(tmp_path / "t.xlsx", regulation.load("permenpanrb_14_2017"), "Kantor", 2019, [])
    rows = [[datetime.datetime(2019, 3, 1), "A", "P", 30, "SD", "TNI", *[3] * 8, 7 if place == 3 else 4] for place in range(6)]
    fill(tmp_path / "t.xlsx", tmp_path / "2019.xlsx", rows, {})
    told = [finding for finding in read_survey(tmp_path / "2019.xlsx").findings if finding.severity == "error"]
    assert [(finding.sheet, finding.cell, finding.value) for finding in told] == [("Jawaban", "O5", "7")]
    assert str(told[0]).startswith("2019.xlsx, lembar Jawaban, baris 5, kolom Sarana dan Prasarana (sel O5): ")


def test_a_damaged_workbook_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "2019.xlsx", "w") as archive:
        archive.writestr("a.txt", "x")
    with pytest.raises(InputError, match="rusak atau bukan buku kerja"):
        read_survey(tmp_path / "2019.xlsx")


def test_which_sheet_holds_the_answers(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "2019.xlsx") as book:
        for name, value in (("Satu", 3), ("Dua", 4)):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, HEADS.split(","))
            for row in range(1, 8):
                sheet.write_row(row, 0, [value] * 9)
    survey = read_survey(tmp_path / "2019.xlsx")
    assert survey.n == 14 and "beberapa_lembar" in [finding.rule for finding in survey.findings], "sheets of one head are read together"
    (tmp_path / "2019.toml").write_text(RULE_14 + 'sheet = "Dua"\n', encoding="utf-8")
    assert read_survey(tmp_path / "2019.xlsx").responses["biaya"].eq(4).all()
    (tmp_path / "2019.toml").write_text(RULE_14 + 'sheet = "Tiga"\n', encoding="utf-8")
    with pytest.raises(InputError, match="Lembar yang ada: Satu, Dua"):
        read_survey(tmp_path / "2019.xlsx")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("last_year = 900000000000", "tahun 1950-2150"),
        ("first_year = 2021\nlast_year = 2016", "tidak lebih awal dari first_year"),
        ("breaks = [1, 2]", "breaks harus"),
        ('[[breaks]]\nbefor = "2020"\n', "breaks harus"),
        ('[[breaks]]\nbefore = "2020"\nseries = 3\nreason = "x"\n', "breaks harus"),
        ("[publication]\nsmallest_cell = 0", "bilangan bulat 1 atau lebih; tertulis 0"),
        ("synthetic = 1", "true atau false; tertulis 1"),
    ],
)
def test_a_unit_that_means_nothing_is_refused(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "unit.toml").write_text(f'name = "X"\n{text}\n', encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_unit(tmp_path)
    assert told in str(caught.value) and "kunci" in str(caught.value)


def test_a_blank_name_is_no_name(tmp_path: Path) -> None:
    (tmp_path / "unit.toml").write_text('name = " "\n', encoding="utf-8")
    with pytest.raises(InputError, match="harus menyebut nama unit"):
        read_unit(tmp_path)


def test_an_offices_own_sheet_of_that_name_is_no_sidecar(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "2019.xlsx") as book:
        sheet = book.add_worksheet("Data")
        sheet.write_row(0, 0, HEADS.split(","))
        for row in range(1, 8):
            sheet.write_row(row, 0, [3] * 9)
        book.add_worksheet("Keterangan").write_row(0, 0, ["U1", "Persyaratan"])
    survey = read_survey(tmp_path / "2019.xlsx")
    assert survey.n == 7 and "tanpa_sidecar" in [finding.rule for finding in survey.findings]


def test_many_services_find_room_in_the_template(tmp_path: Path) -> None:
    services = [f"Surat {number}" for number in range(40)]
    newunit.write(tmp_path / "u", "X", "", "", (2019, 2019), "permenpanrb_14_2017", services)
    from balong_eval.intake import sheet

    notes = next(item for item in sheet.read(tmp_path / "u/skm/2019.xlsx") if item.name == "Keterangan")
    assert [cells[0] for _, cells in notes.rows()][-40:] == services


def test_a_group_that_a_part_withholds_is_not_found_from_the_year(tmp_path: Path) -> None:
    folder = tmp_path / "u"
    (folder / "skm").mkdir(parents=True)
    (folder / "unit.toml").write_text('name = "U"\n', encoding="utf-8")
    for name, few in (("2020-S1", 2), ("2020-S2", 30)):
        rows = "A,1,1,1,1,1,1,1,1,1\n" * few + "B,3,3,3,3,3,3,3,3,3\n" * 20 + "C,4,4,4,4,4,4,4,4,4\n" * 20
        (folder / f"skm/{name}.csv").write_text(f"layanan,{HEADS}\n{rows}", encoding="utf-8")
        (folder / f"skm/{name}.toml").write_text(RULE_14 + '[labels.layanan]\nA = "A"\nB = "B"\nC = "C"\n', encoding="utf-8")
    groups = be.skm.summarise(read_unit(folder).survey(2020)).groups["layanan"].set_index("group")
    assert groups.loc["A", "suppressed"] and groups.loc["A"].drop("suppressed").isna().all() and groups["suppressed"].sum() == 2


def test_inputs_hold_every_file_that_decides_what_is_shown(tmp_path: Path) -> None:
    """2020-S1 is compared with 2019-S1, and what either withholds depends on the other half of its own year."""
    folder = tmp_path / "u"
    (folder / "skm").mkdir(parents=True)
    (folder / "unit.toml").write_text('name = "U"\n', encoding="utf-8")
    for name in ("2018-S2", "2019-S1", "2019-S2", "2020-S1", "2020-S2"):
        (folder / f"skm/{name}.csv").write_text(f"{HEADS}\n1,1,1,1,1,1,1,1,1\n", encoding="utf-8")
    names = [name for name, _ in read_unit(folder).inputs("2020-S1")]
    assert names == ["unit.toml", "skm/2019-S1.csv", "skm/2019-S2.csv", "skm/2020-S1.csv", "skm/2020-S2.csv"]


def test_a_year_of_two_regulations_is_held_against_no_class(tmp_path: Path) -> None:
    """The chart has the lower bounds of the classes for a part, none for the year; the assumed table of 16/2014 is told for both."""
    heads, rows = f"layanan,{HEADS}\n", "A,3,3,3,3,3,3,3,3,3\nB,4,4,4,4,4,4,4,4,4\n" * 12
    found = unit(tmp_path / "u", {"2017-S1": ("", RULE_16), "2017-S2": ("", RULE_14)})
    for part in ("S1", "S2"):
        (found.folder / f"skm/2017-{part}.csv").write_text(heads + rows, encoding="utf-8")
        with (found.folder / f"skm/2017-{part}.toml").open("a", encoding="utf-8") as file:
            file.write('[labels.layanan]\nA = "A"\nB = "B"\n')
    year, half = (be.skm.summarise(found.survey(2017, part)) for part in ("", "S1"))
    charts = [be.charts.by_group(result, "layanan") for result in (year, half)]
    assert ["stroke-dasharray" in chart.svg for chart in charts] == [False, True]
    assert ["batas bawah kelas" in chart.alt for chart in charts] == [False, True]
    assert all(any("16/2014" in sentence for sentence in be.answer.limits(result).sentences) for result in (year, half))
