from dataclasses import replace
from datetime import date

from assistant import refusal
from assistant.question import Question, parse
from assistant.selection import Selection
from tests.made_index import sample_index


def asked(text: str) -> Question:
    return parse(text, sample_index().districts, today=date(2025, 3, 1))


def why(text: str) -> str | None:
    return refusal.before_search(asked(text), sample_index())


def test_what_the_store_holds_is_not_refused() -> None:
    for text in ("I20 ของท่าสาธิต ปี 2567", "การยืมทรัพย์สิน", "O5 ของท่าสาธิต", "ตัวชี้วัดที่ 4 ของคลองนิทาน"):
        assert why(text) is None


def test_a_district_without_report() -> None:
    told = why("เขตบางรักทำอะไร")
    assert told is not None
    assert told.startswith("ไม่มีรายงานของเขตบางรักในคลังนี้ จึงตอบไม่ได้")
    for name in sample_index().districts:
        assert f"เขต{name}" in told
    assert "เขตบางบัวทอง" in (why("เขตบางบัวทองทำอะไร") or "")
    # beside one that has a report it is answered, and said at the end
    assert why("เปรียบเทียบบางรักกับท่าสาธิต") is None


def test_a_year_without_report() -> None:
    told = why("ท่าสาธิต ปี 2563 แก้ I20 อย่างไร")
    assert told == "ไม่มีรายงานของเขตท่าสาธิต ปี 2563 ในคลังนี้ ที่มีคือ เขตท่าสาธิต ปี 2566 และเขตท่าสาธิต ปี 2567"


def test_a_score_may_be_of_the_year_before() -> None:
    # the report for 2565 prints the scores of 2564
    assert why("คะแนนตัวชี้วัดที่ 4 ของคลองนิทาน ปี 2564") is None
    assert why("คลองนิทาน ปี 2564 ทำอะไร") is not None


def test_a_code_that_is_not_there() -> None:
    assert why("I20 ของคลองนิทาน") == ("รายงานของเขตคลองนิทาน เขียนเป็นรายตัวชี้วัด (1–10) ไม่แยกเป็นรายข้อ จึงไม่มีข้อ I20 ให้ตอบ")
    told = why("E5 ของบางสมมุติ")
    assert told is not None
    assert told.endswith("ข้อที่มีคือ E1, E6, E8, E13, E15")


def test_a_column_that_the_form_lacks() -> None:
    rows = [row for row in sample_index().rows if row.district == "ท่าสาธิต" and row.code == "I20"]
    told = refusal.no_such_cell(asked("ใครรับผิดชอบ I20 ของท่าสาธิต"), rows)
    assert "ไม่มีช่องผู้รับผิดชอบ" in told
    empty = [replace(row, columns=(*row.columns, "responsible")) for row in rows]
    assert "เว้นช่องผู้รับผิดชอบว่างไว้" in refusal.no_such_cell(asked("ใครรับผิดชอบ I20 ของท่าสาธิต"), empty)


def test_scores_that_are_not_printed() -> None:
    assert "ไม่ได้พิมพ์คะแนนไว้เลย" in refusal.no_score(asked("คะแนน I20 ของทุ่งจำลอง"), sample_index())
    assert "รายงานพิมพ์เฉพาะคะแนนรายตัวชี้วัด" in refusal.no_score(asked("คะแนนการยืมของคลองนิทาน"), sample_index())


def test_a_topic_of_another_world() -> None:
    told = refusal.nothing_found(asked("วิธีทำผัดไทย"), sample_index(), Selection((), ()))
    assert told.startswith("ไม่พบเรื่องที่ถามในรายงาน")
    assert "เขตท่าสาธิต ปี 2567" in told
    english = refusal.nothing_found(asked("how to cook noodles"), sample_index(), Selection((), ()))
    assert english.startswith("The reports do not tell this. There are reports of ")
