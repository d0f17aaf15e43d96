"""The poster: what must be made public, on one sheet, from the blocks alone; nobody's answers can be worked out from it."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import balong_eval as be
from balong_eval.intake.survey import Survey, read_survey
from balong_eval.intake.unit import read_unit
from balong_eval.report import answer, poster
from balong_eval.report.block import Text
from balong_eval.report.publication import Part, publish

CONTOH = Path(__file__).parent.parent.parent / "data" / "contoh"
HEAD = "jenis_kelamin,pendidikan," + ",".join(f"U{number}" for number in range(1, 10))
SCHOOLS = ("SD", "SMP", "SMA", "S1", "S2")


def published(survey: Survey) -> str:
    result = be.skm.summarise(survey, by=["layanan", "jenis_kelamin", "pendidikan"])
    blocks = (answer.identity(survey), answer.first_screen(result))
    text = poster.html(publish("Lampiran A. Survei", [Part("block", bundle=block.bundle()) for block in blocks]))
    assert text is not None
    return text


def survey_of(tmp_path: Path, people: list[tuple[str, str, int]]) -> Survey:
    """People by sex, education and the answer that they give to all nine unsur."""
    path = tmp_path / "jawaban.csv"
    path.write_text("\n".join([HEAD, *(f"{sex},{school},{','.join([str(score)] * 9)}" for sex, school, score in people)]), encoding="utf-8")
    return read_survey(path, rule="permenpanrb_14_2017")


def words(text: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", text.partition("</style>")[2])).split())


def told(text: str, head: str) -> str:
    found = re.search(rf"<dt>(?:Responden: )?{head}</dt><dd>(.*?)</dd>", text)
    assert found, head
    return unescape(found[1])


def test_the_poster_of_the_example_says_what_must_be_made_public() -> None:
    """The fields of rules.md 1.10; the numbers are those of the annex of the example (IKM 82.50, B, 81.30 to 83.64, n = 285)."""
    text = published(read_unit(CONTOH).survey(2019))
    seen = words(text)
    for part in ("Survei Kepuasan Masyarakat (SKM)", "Kecamatan Balong", "Kabupaten Ponorogo", "Tahun 2019", "82,50", "Mutu pelayanan: B (Baik)"):
        assert part in seen
    assert "antara 81,30 dan 83,64" in seen and "Terima kasih" in seen and "DATA CONTOH (SINTETIS)" in seen and "PermenPANRB 14/2017" in seen
    assert told(text, "jumlah") == "285 orang" and told(text, "Periode survei") == "3 Januari 2019 s.d. 27 Desember 2019"
    assert told(text, "Jenis kelamin") == "Laki-laki 156, Perempuan 129"
    assert told(text, "Pendidikan") == "SD 36, SMP 67, SMA 134, S1 31, D3 dan S2 bersama-sama 17", "285 - 36 - 67 - 134 - 31 = 17"


def test_no_survey_no_poster() -> None:
    block = Text("jawaban", ("x",), "result", data={"schema": "balong-eval/trend/1"})
    assert poster.html(publish("Lampiran C. X", [Part("block", bundle=block.bundle())])) is None


@pytest.mark.parametrize(
    ("n", "expected", "absent"),
    [
        (4, "tidak diterbitkan", "75,00"),
        (9, "Nilai tidak diterbitkan: responden terlalu sedikit.", "75,00"),
        (29, "belum ditetapkan", "B (Baik)"),
        (40, "75,00", "belum ditetapkan"),
    ],
)
def test_a_value_that_too_few_carry_is_not_made_prettier(tmp_path: Path, n: int, expected: str, absent: str) -> None:
    """Everybody answers 3 to everything: 3 x 25 = 75."""
    seen = words(published(survey_of(tmp_path, [("L", "SMA", 3)] * n)))
    assert expected in seen and absent not in seen


def test_marked_values_say_why(tmp_path: Path) -> None:
    assert "Perhatian: jawaban hampir seragam" in words(published(survey_of(tmp_path, [("L", "SMA", 3)] * 40)))


def test_texts_of_the_office_stay_text(tmp_path: Path) -> None:
    survey = survey_of(tmp_path, [("L", "SMA", 3)] * 40)
    block = answer.identity(survey)
    block.data["unit"] = "<script>alert(1)</script>"
    result = answer.first_screen(be.skm.summarise(survey, by=["layanan"]))
    text = poster.html(publish("Lampiran A. X", [Part("block", bundle=item.bundle()) for item in (block, result)]))
    assert text is not None and "<script" not in text and "&lt;script&gt;" in text


@settings(max_examples=40, deadline=None)
@given(people=st.lists(st.tuples(st.sampled_from(["L", "P"]), st.sampled_from(SCHOOLS), st.integers(1, 4)), min_size=5, max_size=40))
def test_no_group_under_five_is_told_nor_left_over(tmp_path_factory: pytest.TempPathFactory, people: list[tuple[str, str, int]]) -> None:
    """An attack by subtraction: every number told, and all that remains of the whole, is a group of five or more (smallest cell)."""
    text = published(survey_of(tmp_path_factory.mktemp("orang"), people))
    sizes = {"Jenis kelamin": Counter(sex for sex, *_ in people), "Pendidikan": Counter(school for _, school, _ in people)}
    for head, counts in sizes.items():
        seen = told(text, head)
        numbers = [int(number) for number in re.findall(r"(?<![A-Z])\b(\d+)\b", seen)]
        assert all(number >= 5 for number in numbers)
        assert sum(numbers) in (0, len(people)), seen
        assert sum(numbers) == 0 or len(numbers) <= len(counts)
