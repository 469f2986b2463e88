from datetime import date

import pytest

from assistant.question import Question, parse
from assistant.wants import Want

HELD = ("ดุสิต", "สาทร", "ท่าสาธิต")


def read(text: str) -> Question:
    return parse(text, HELD, today=date(2025, 3, 1))


def test_structure_is_taken_out_and_the_topic_is_left() -> None:
    asked = read("เขตดุสิต ปี ๒๕๖๖ ทำอะไรเรื่องยืมรถ ข้อ I๒๐")
    assert (asked.codes, asked.years, asked.districts) == (("I20",), (2566,), ("ดุสิต",))
    assert asked.topic_words == ("ยืม", "รถ")
    assert asked.want is Want.MEASURES
    assert not asked.english


def test_words_of_asking_are_no_topic() -> None:
    assert read("เขตอื่นแก้ I20 อย่างไร").topic_words == ()
    assert read("how did other districts fix I20?").topic_words == ()


def test_districts_of_the_store_and_of_no_one() -> None:
    assert read("ท่าสาธิตกับสาทรทำอะไร").districts == ("ท่าสาธิต", "สาทร")
    asked = read("เขตบางบัวทองทำอะไรเรื่องคิว")
    assert (asked.districts, asked.unknown_districts) == ((), ("บางบัวทอง",))
    assert asked.topic_words == ("คิว",)
    # one of the fifty without a report is known all the same
    assert read("เขตบางรักทำอะไร").districts == ("บางรัก",)
    assert read("what did Sathon do about queues").districts == ("สาทร",)


def test_one_fact_or_the_measures_with_it() -> None:
    assert (read("ใครรับผิดชอบ I20").want, read("ใครรับผิดชอบ I20").cells) == (Want.CELLS, ("responsible",))
    both = read("สรุปมาตรการ I20 พร้อมผู้รับผิดชอบ")
    assert (both.want, both.cells) == (Want.MEASURES, ("responsible",))


def test_whole_groups_and_a_topic_beside_them() -> None:
    assert read("ตัวชี้วัดที่ 4 ทำอะไรบ้าง").only_groups
    assert read("การใช้ทรัพย์สินของราชการ เขตไหนทำอะไร").only_groups
    assert not read("ตัวชี้วัดที่ 4 เรื่องสมุดยืม").only_groups


def test_language_and_manner() -> None:
    assert read("how did others fix I20?").english
    assert not read("ใช้ E-service ยังไง").english
    assert read("draft measures for I20 for Bang Khen, weakness: ผู้ยืมไม่ลงชื่อในทะเบียนคุม").english
    assert read("which districts wrote “จัดทำคู่มือการยืมทรัพย์สินของราชการ”?").english
    assert not read("ร่างมาตรการ I20 ให้เขตบางเขน weakness: no register is kept").english
    assert read("เขตอื่นทำอย่างไร").others
    assert read("ทุกเขตทำอย่างไร").every
    assert read("เปรียบเทียบดุสิตกับสาทร").compare


def test_typing_errors_are_repaired_only_in_what_is_left() -> None:
    asked = parse("I20 งบประมาน ดุสิต", HELD, lambda text: text.replace("งบประมาน", "งบประมาณ"))
    assert (asked.codes, asked.districts, asked.topic_words) == (("I20",), ("ดุสิต",), ("งบประมาณ",))
    assert asked.text == "I20 งบประมาน ดุสิต"


def test_hostile_and_empty_texts_are_only_text() -> None:
    for text in ("", "   ", "<script>alert(1)</script>", "[1] [2]", "\u202eแก้", "ๆ" * 500):
        asked = read(text)
        assert (asked.codes, asked.years, asked.districts, asked.unknown_districts) == ((), (), (), ())


@pytest.mark.parametrize(
    "text",
    ["ไม่เอาสาทร เขตอื่นแก้ I20 ยังไง", "ยกเว้นเขตสาทร ใครแก้ I20", "I20 in districts other than Sathon", "except Sathon I20"],
)
def test_a_district_may_be_left_out(text: str) -> None:
    assert read(text).districts == ("ดุสิต", "ท่าสาธิต")


def test_of_two_districts_one_may_be_left_out() -> None:
    assert read("ดุสิต ไม่รวมสาทร แก้ I20 อย่างไร").districts == ("ดุสิต",)
