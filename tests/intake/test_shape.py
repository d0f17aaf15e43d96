"""Titles, heads of several rows, blank rows and columns, numbers without a head, footers, long tables, counts, and what is refused."""

from __future__ import annotations

from itertools import permutations, product
from pathlib import Path

import pandas as pd
import pytest

import balong_eval as be
from balong_eval.analysis import design
from balong_eval.errors import InputError
from balong_eval.intake.counts import paired
from balong_eval.intake.footer_labels import is_footer
from balong_eval.intake.survey import Survey, read_survey
from tests.intake import sheets

CODES = [f"U{number}" for number in range(1, 10)]
NAMES = ["Persyaratan", "Prosedur", "Waktu", "Biaya", "Produk", "Kompetensi", "Perilaku", "Pengaduan", "Sarana"]
GOOD = [3, 4, 4, 3, 3, 4, 3, 3, 4]
FORMS = [[number, *GOOD] for number in range(1, 7)]


def read(tmp_path: Path, rows: sheets.Rows, text: str = "", **options: object) -> Survey:
    path = sheets.xlsx(tmp_path / "2019.xlsx", rows, **options)  # type: ignore[arg-type]
    sheets.sidecar(path, text)
    return read_survey(path)


def passed(survey: Survey) -> list[tuple[str | None, str]]:
    return [(finding.cell, finding.message.split(": ")[-1]) for finding in survey.findings if finding.rule == "baris_dilewati"]


def test_titles_above_and_blank_rows_and_columns_between(tmp_path: Path) -> None:
    rows = [
        ["REKAP SKM 2019"],
        [],
        ["", "", "No", *CODES],
        [],
        *(["", "", *row] for row in FORMS[:3]),
        [],
        [],
        *(["", "", *row] for row in FORMS[3:]),
    ]
    survey = read(tmp_path, rows)
    assert survey.n == 6 and survey.responses["sarpras"].eq(4).all()
    assert [finding.row for finding in survey.findings if finding.rule == "baris_di_atas_judul"] == [1]
    assert [column.place for column in survey.columns if column.role == "unsur"] == list(range(3, 12))


def test_codes_over_words_and_a_row_of_column_numbers(tmp_path: Path) -> None:
    survey = read(tmp_path, [["No", *CODES], ["", *NAMES], [f"({number})" for number in range(1, 11)], *FORMS])
    assert survey.n == 6 and [unsur.key for unsur in survey.unsur][-1] == "sarpras" and not passed(survey)


def test_words_over_codes_decide_which_is_sarpras(tmp_path: Path) -> None:
    names = [*NAMES[:7], "Sarana dan Prasarana", "Penanganan Pengaduan"]
    survey = read(tmp_path, [["No", *names], ["", *CODES], *([number, *GOOD[:7], 1, 2] for number in range(1, 7))])
    assert survey.responses["sarpras"].eq(1).all() and survey.responses["pengaduan"].eq(2).all()


def test_a_column_of_numbers_without_a_head(tmp_path: Path) -> None:
    survey = read(tmp_path, [["", *CODES], *FORMS, ["", *[""] * 9, "catatan"]])
    assert survey.n == 6
    assert {finding.rule for finding in survey.findings} == {"kolom_nomor", "baris_dilewati"}


FEET = ["Jumlah", "Σ Nilai / Unsur", "∑ Nilai/Unsur", "NRR", "NRR / unsur", "NRR tertimbang", "NRR tertbg/unsur", "IKM", "JUMLA/H NILAI/PER/UNSUR"]
FEET += ["Nilai rata-rata", "Rata - rata", "IKM Unit Pelayanan (Total NRR Tertimbang × 25)", "Bobot per Unsur", "Mutu Pelayanan"]
FEET += ["*) = Jumlah NRR IKM tertimbang"]


@pytest.mark.parametrize("label", FEET)
def test_rows_of_sums_and_averages_are_cut_off(tmp_path: Path, label: str) -> None:
    survey = read(tmp_path, [["No", *CODES], *FORMS, [label, *[18] * 9], ["", *[3.0] * 9], ["", "", "", 25]])
    assert survey.n_rows == 6
    assert [cell for cell, _ in passed(survey)] == ["A8", "A9"]


def test_words_of_a_respondent_are_no_footer() -> None:
    texts = ["Jumlah loket kurang", "Total ada 3 petugas", "Legalisasi", "Budi", "12", "", "Pelayanan unit"]
    assert not any(map(is_footer, texts))


def test_subtotals_between_the_forms(tmp_path: Path) -> None:
    """What follows a sum is a respondent only where its cells are answers."""
    rows = [["No", *CODES], *FORMS[:3], ["Jumlah", *[9] * 9], *FORMS[3:], ["Jumlah", *[18] * 9], ["IKM", 80.1], ["Camat,"]]
    survey = read(tmp_path, rows)
    assert survey.n_rows == 6 and [cell for cell, _ in passed(survey)] == ["A5", "A9", "A11"]


def test_heads_again_on_each_printed_page_and_numbers_without_a_form(tmp_path: Path) -> None:
    survey = read(tmp_path, [["No", *CODES], *FORMS[:3], ["No", *CODES], *FORMS[3:], *([number] for number in range(7, 30))])
    assert survey.n_rows == 6
    assert passed(survey) == [("A5", "judul kolom yang diulang."), ("A9", "bernomor tanpa isian.")]


def test_a_respondent_without_answers_is_no_footer(tmp_path: Path) -> None:
    rows = [["No", "usia", "pekerjaan", *CODES], *([number, 30, "PNS", *GOOD] for number in range(1, 7)), [7, 41, "Swasta"]]
    survey = read(tmp_path, rows)
    assert survey.n_rows == 7 and [item.row for item in survey.set_aside] == [8]


def test_a_table_of_counts_has_no_covariance_and_says_so(tmp_path: Path) -> None:
    """NRR and its standard error need counts only; the index's is the largest that they allow: it grows with the correlation of the unsur."""
    answers = [[1, 1, 1, 1, 1, 1, 1, 1, 1], [2] * 9, [3, 3, 3, 3, 3, 3, 3, 3, 4], [4] * 8 + [3], *([GOOD] * 30)]
    counts = [[sum(row[place] == score for row in answers) for score in (1, 2, 3, 4)] for place in range(9)]
    known = be.skm.summarise(read(tmp_path, [CODES, *answers]))
    rows = [["Unsur", "Tidak baik", "x", "y", "z"], ["", 1, 2, 3, 4], *([name, *row] for name, row in zip(CODES, counts, strict=True))]
    only = be.skm.summarise(read(tmp_path, rows))
    assert only.n == known.n == 34 and only.ikm == known.ikm
    assert list(only.by_unsur["nrr"]) == list(known.by_unsur["nrr"])
    assert only.by_unsur["std_error"].round(12).tolist() == known.by_unsur["std_error"].round(12).tolist()
    assert only.std_error >= known.std_error and only.reliability is None and only.clustering is None
    assert only.by_unsur["rank_low"].isna().all() and only.publication.reasons[0] == "tabel_jumlah"
    sentences = "\n".join(be.answer.first_screen(only).sentences)
    assert "bukan jawaban tiap orang" in sentences and "ragam terbesar" in sentences
    assert "tidak dapat dipastikan" in "\n".join(be.answer.strengths(only).sentences)


TURNED = [[20, 18, 15], [30, 32, 25], [40, 40, 50], [10, 10, 10]]


@pytest.mark.parametrize(
    ("head", "options"),
    [
        ("Pilihan", ["Pilihan a", "Pilihan b", "Pilihan c", "Pilihan d"]),
        ("", ["a", "b", "c", "d"]),
        ("Jawaban", [1, 2, 3, 4]),
        ("No", [1, 2, 3, 4]),
        ("Penilaian", ["Tidak sesuai", "Kurang sesuai", "Sesuai", "Sangat sesuai"]),
        ("Skor", [4, 3, 2, 1]),
    ],
)
def test_options_in_four_rows_are_a_table_of_counts(tmp_path: Path, head: str, options: list[object]) -> None:
    """100 people: U1 by hand (20 + 60 + 120 + 40) / 100 = 2.40 in rising order."""
    rows = [[head, "U1", "U2", "U3"], *([option, *row] for option, row in zip(options, TURNED, strict=True)), ["Jumlah", 100, 100, 100]]
    survey = read(tmp_path, rows)
    assert not survey.joint and survey.n == 100
    nrr = be.skm.summarise(survey).by_unsur["nrr"].tolist()
    assert nrr == ([2.4, 2.42, 2.55] if options != [4, 3, 2, 1] else [2.6, 2.58, 2.45])
    told = next(item for item in survey.findings if item.rule == "tabel_jumlah")
    assert told.cell == "B2" and "100 responden" in told.message


@pytest.mark.parametrize(
    ("head", "names", "answers"),
    [
        ("No", [1, 2, 3, 4], [[3, 4, 3], [4, 4, 4], [2, 3, 3], [1, 2, 4]]),
        ("No", [1, 2, 3, 4], [[3, 4, 3], [4, 4, 4], [2, 3, 3], [1, 2, ""]]),
        ("Responden", ["a", "b", "c", "d"], [[3, 4, 3], [4, 4, 4], [2, 3, 3], [1, 2, 4]]),
        ("", [1, 2, 3, 4], [[3, 4, 3], [4, 4, 4], [2, 3, 3], [1, 2, 4]]),
    ],
)
def test_four_respondents_stay_four_respondents(tmp_path: Path, head: str, names: list[object], answers: list[list[object]]) -> None:
    survey = read(tmp_path, [[head, "U1", "U2", "U3"], *([name, *row] for name, row in zip(names, answers, strict=True))])
    assert survey.joint and survey.n == 4


def test_options_with_more_forms_below_are_no_table_of_counts(tmp_path: Path) -> None:
    rows = [["Pilihan", "U1", "U2", "U3"], *([option, 3, 4, 3] for option in "abcd"), ["a", 4, 4, 4]]
    assert read(tmp_path, rows).n == 5


def test_a_turned_count_that_is_no_whole_number_is_told_with_its_cell(tmp_path: Path) -> None:
    rows = [["Pilihan", "U1", "U2", "U3"], ["a", 1, 2, 3], ["b", 4, "banyak", 5], ["c", 9, 9, 9.5], ["d", 3, 3, 3]]
    with pytest.raises(InputError) as caught:
        read(tmp_path, rows)
    assert [finding.cell for finding in caught.value.findings] == ["C3", "D4"]


def test_the_largest_standard_error_by_hand(tmp_path: Path) -> None:
    """Two unsur, three people, answers 1 2 3 and 2 3 4: paired lowest with lowest the sums are 3 5 7, so s = 2 and the index's
    standard error is 25/2 * 2/sqrt(3) = 14.4338; paired the other way it would be 0."""
    rows = [["Unsur", "a", "b", "c", "d"], ["Persyaratan", 1, 1, 1, 0], ["Waktu", 0, 1, 1, 1]]
    path = sheets.xlsx(tmp_path / "2019.xlsx", rows)
    sheets.sidecar(path)
    result = be.skm.summarise(read_survey(path, smallest_cell=1))
    assert round(float(result.std_error or 0), 4) == 14.4338


def test_a_count_that_is_no_whole_number_is_told_with_its_cell(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read(tmp_path, [["Unsur", "a", "b", "c", "d"], ["U1", 1, 2, 3.5, 4], ["U2", 1, "banyak", 3, 4]])
    assert [finding.cell for finding in caught.value.findings] == ["D2", "C3"]


def test_counters_without_unsur_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="hitungan kepuasan tanpa unsur"):
        read(tmp_path, [["Penilaian", "Jumlah"], ["Sangat puas", 119], ["Puas", 30], ["Tidak puas", 2]])


def test_ready_indices_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="indeks yang sudah jadi"):
        read(tmp_path, [["No", "Layanan", "IKM"], *([number, "Izin", 81.5] for number in range(1, 9))])


def test_long_tables_with_the_respondent_in_doubt_ask_for_the_sidecar(tmp_path: Path) -> None:
    heads = ["id_kunjungan", "id_responden", "pertanyaan", "skor"]
    rows = [[person, 50 + person, code, 3] for person in range(1, 9) for code in CODES]
    with pytest.raises(InputError) as caught:
        read(tmp_path, [heads, *rows])
    assert '[columns] "id_kunjungan" = "id" atau [columns] "id_responden" = "id"' in str(caught.value)
    assert read(tmp_path, [heads, *rows], '[columns]\nid_responden = "id"\n').n == 8


def test_a_wrong_score_of_a_long_table_is_told_with_its_own_cell(tmp_path: Path) -> None:
    rows = [[person, code, 3] for person in range(1, 7) for code in CODES]
    rows[20][2] = 9
    told = [finding for finding in read(tmp_path, [["id_responden", "pertanyaan", "skor"], *rows]).findings if finding.severity == "error"]
    assert [(finding.cell, finding.row, finding.value) for finding in told] == [("C22", 22, "9")]


def test_no_other_pairing_of_the_counts_has_a_larger_variance() -> None:
    """Every way to pair the answers of three unsur among four people, one of whom left one out, by brute force."""
    columns = [[1, 2, 4, 4], [1, 3, 3, 0], [2, 2, 3, 4]]
    weights = design.equal_weights(3)
    once = pd.Series(1, index=range(4))

    def variance(table: list[tuple[int, ...]]) -> float:
        frame = pd.DataFrame(dict(enumerate(table))).replace(0, float("nan"))
        return float((design.influence(frame, once, weights) ** 2).sum())

    ours = variance([tuple(paired([column.count(score) for score in (1, 2, 3, 4)], 4)) for column in columns])
    every = [variance([tuple(columns[0]), *others]) for others in product(*(set(permutations(column)) for column in columns[1:]))]
    assert max(every) == pytest.approx(ours, abs=1e-12) and min(every) < ours / 2
