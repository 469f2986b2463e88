from datetime import date

from assistant.question import Question, parse
from assistant.ranking import Ranker
from assistant.selection import MOST_ROWS, MOST_TOPIC_ROWS, _take_turns, filters_of, partner_items, select
from index.hits import Hit
from tests.made_index import sample_index
from tests.made_readings import row


def asked(text: str) -> Question:
    return parse(text, sample_index().districts, today=date(2025, 3, 1))


def chosen(text: str) -> list[tuple[str, int, str]]:
    found = select(asked(text), sample_index(), Ranker(sample_index()), 10)
    return [(one.district, one.fiscal_year, one.label) for one in found.rows]


def test_structure_becomes_filters() -> None:
    filters = filters_of(asked("ข้อ E ของท่าสาธิต ปี 2567"), sample_index())
    assert (filters.districts, filters.years, filters.parts) == (
        frozenset({"ท่าสาธิต"}),
        frozenset({2567}),
        frozenset({"EIT"}),
    )
    assert filters_of(asked("การยืม"), sample_index()).districts is None


def test_a_code_brings_every_row_of_it_newest_first() -> None:
    assert chosen("แก้ I20 อย่างไร")[0] == ("ท่าสาธิต", 2567, "I20")
    assert set(chosen("แก้ I20 อย่างไร")) == {
        ("ท่าสาธิต", 2567, "I20"),
        ("ท่าสาธิต", 2566, "I20"),
        ("ทุ่งจำลอง", 2566, "I20"),
        ("บางสมมุติ", 2563, "I20"),
    }
    assert chosen("I20 ของทุ่งจำลอง") == [("ทุ่งจำลอง", 2566, "I20")]
    # a code within a range is in the row of the range
    assert ("ท่าสาธิต", 2567, "O1-O22") in chosen("O5 ปี 2567")


def test_a_group_brings_its_rows() -> None:
    rows = chosen("ตัวชี้วัดที่ 4 ของหนองแบบฝึก ทำอะไรบ้าง")
    assert {(district, label) for district, _, label in rows} == {("หนองแบบฝึก", "ตัวชี้วัดที่ 4")}
    assert len(rows) == 2


def test_what_is_weak_in_a_district_needs_no_topic() -> None:
    rows = chosen("คลองนิทานมีจุดอ่อนเรื่องอะไร")
    assert [label for _, _, label in rows] == [f"ตัวชี้วัดที่ {group}" for group in range(1, 11)]


def test_a_topic_that_is_not_there_brings_nothing() -> None:
    assert chosen("วิธีทำผัดไทย") == []


def test_partners_ask_the_same_in_other_years() -> None:
    assert (2563, "I21") in partner_items(row("ก.txt", "I20", 4, "ยืม", year=2567))
    assert (2563, "I20") not in partner_items(row("ก.txt", "I20", 4, "ยืม", year=2567))
    assert partner_items(row("ก.txt", None, 4, "ยืม")) == set()


def hits(*districts: str) -> list[Hit]:
    return [
        Hit(row("ก.txt", "I20", 4, "ยืม", name, line=at), 1.0, 0.0, 1.0, 0.0) for at, name in enumerate(districts, 1)
    ]


def order(kept: tuple[object, ...]) -> str:
    return "".join(one.district for one in kept)  # type: ignore[attr-defined]


def test_districts_take_turns() -> None:
    kept, left = _take_turns(hits("ก", "ก", "ก", "ข", "ค"), MOST_ROWS)
    assert (order(kept), left) == ("กขคกก", 0)


def test_no_district_crowds_out_the_others() -> None:
    kept, left = _take_turns(hits(*"กกกกกกข"), MOST_TOPIC_ROWS)
    assert (order(kept), left) == ("กขกกก", 2)
    # alone it may have all the places that there are
    kept, left = _take_turns(hits(*"ก" * 10), MOST_TOPIC_ROWS)
    assert (order(kept), left) == ("ก" * 8, 2)
