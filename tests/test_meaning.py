from datetime import date

import pytest

from assistant import meaning
from assistant.cite import Citer
from assistant.question import Question, parse
from index.search import ReportIndex
from tests.made_index import sample_index


def asked(text: str) -> Question:
    return parse(text, sample_index().districts, today=date(2025, 3, 1))


def told(text: str, index: ReportIndex | None = None) -> str | None:
    index = index or sample_index()
    return meaning.compare(asked(text), index, Citer(index.reports))


def test_one_code_two_meanings() -> None:
    text = told("I20 ปี 2563 กับ 2567 เป็นเรื่องเดียวกันไหม")
    assert text is not None
    lines = text.split("\n")
    assert lines[0] == "I20 ปี 2563 [1] กับ I20 ปี 2567 [2] ไม่ใช่เรื่องเดียวกัน รหัสเหมือนกันแต่ถามคนละเรื่อง"
    assert lines[1].startswith("ปี 2563 ข้อ I20: “ขั้นตอนการขออนุญาตเพื่อยืมทรัพย์สิน")
    assert lines[2].startswith("ปี 2567 ข้อ I20: “กรณีที่ต้องมีการยืม")
    assert lines[3] == "ข้อที่ตรงกับ I20 ปี 2567 ในปี 2563 คือ I21"


def test_two_codes_one_meaning() -> None:
    text = told("I21 ปี 2563 กับ I20 ปี 2567 เป็นเรื่องเดียวกันไหม")
    assert text is not None
    assert text.split("\n")[0] == "I21 ปี 2563 [1] กับ I20 ปี 2567 [2] เป็นเรื่องเดียวกัน"


def test_in_english() -> None:
    text = told("Is I20 of 2563 the same question as I20 of 2567?")
    assert text is not None
    assert text.startswith("I20 FY 2563 [1] and I20 FY 2567 [2] do not ask the same thing.")
    assert text.endswith("What I20 asks in FY 2567 is I21 in FY 2563.")


def test_an_item_named_by_its_words_is_followed_through_the_crosswalk() -> None:
    rows = meaning.rows_told(asked("ข้อการขออนุญาตยืมทรัพย์สินอย่างถูกต้อง ปี 2563 คือข้ออะไรในปี 2567"), sample_index())
    assert [(row.fiscal_year, row.code) for row in rows] == [(2563, "I21"), (2567, "I20")]


@pytest.mark.parametrize("text", ["เป็นเรื่องเดียวกันไหม ปี 2563 กับ 2567", "I99 ปี 2563 กับ 2567 เป็นเรื่องเดียวกันไหม"])
def test_nothing_meant_nothing_told(text: str) -> None:
    assert told(text) is None


def test_one_code_alone_over_the_years() -> None:
    text = told("I20 คืออะไร")
    assert text is not None
    assert text.split("\n")[0] == "ข้อ I20 ถามคนละเรื่องในแต่ละปี: ปี 2563 [1], ปี 2566 [2] [3] และปี 2567 [4]"
