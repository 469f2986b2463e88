from datetime import date
from math import log

import pytest

from assistant.question import Question, parse
from assistant.ranking import Concept, Ranker, covered
from index.hits import Filters
from index.search import ReportIndex
from tests.made_index import Made, made_index, sample_index


def index() -> ReportIndex:
    """Four rows; ยืม stands in three of them, สมุด in one, คิว in none."""
    made = Made("ก.txt", "ดุสิต", 2566)
    made.row("I20", 4, "การยืม", measure="ทำสมุดยืม").row("I21", 5, "การยืม", measure="เวียน")
    made.row("I8", 2, "แผน", measure="ยืม เงิน").row("E1", 6, "บริการ", measure="ยิ้ม")
    return made_index(made)


def asked(text: str) -> Question:
    return parse(text, ("ดุสิต", "ท่าสาธิต"), today=date(2025, 3, 1))


def test_the_idf_of_a_wording() -> None:
    # ln(1 + (n - df + 0.5) / (df + 0.5)) with n = 4
    ranker = Ranker(index())
    assert ranker.idf("ยืม") == pytest.approx(log(1 + 1.5 / 3.5))
    assert ranker.idf("สมุด") == pytest.approx(log(1 + 3.5 / 1.5))
    assert ranker.idf("คิว") == pytest.approx(log(1 + 4.5 / 0.5))


def test_coverage_is_the_weighted_share_of_the_concepts() -> None:
    asked_for = (Concept("ยืม", (("ยืม", 1.0), ("พัสดุ", 0.5)), 3.0), Concept("คิว", (("คิว", 1.0),), 1.0))
    assert covered(asked_for, "ทำสมุดยืม") == pytest.approx(3 / 4)
    # another wording speaks for a half of the concept
    assert covered(asked_for, "พัสดุและคิว") == pytest.approx((1.5 + 1) / 4)
    assert covered(asked_for, "ยืมพัสดุ") == pytest.approx(3 / 4)
    assert covered(asked_for, "อื่น") == 0.0
    assert covered((), "ยืม") == 0.0


def test_what_no_row_says_is_told() -> None:
    ranker = Ranker(index())
    known = Concept("ยืม", (("ยืม", 1.0),), 3.0)
    unknown = Concept("ผัดไทย", (("ผัดไทย", 1.0),), 1.0)
    assert ranker.unheard_share((known,)) == 0.0
    assert ranker.unheard_share((known, unknown)) == pytest.approx(1 / 4)
    assert ranker.unheard_share(()) == 0.0


def test_the_row_that_holds_what_is_asked_comes_first() -> None:
    hits = Ranker(index()).rank(asked("สมุดยืม"), Filters(), 3)
    assert hits[0].row is not None
    assert hits[0].row.code == "I20"
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_filters_come_before_the_ranking() -> None:
    hits = Ranker(index()).rank(asked("สมุดยืม"), Filters(codes=frozenset({"E1"})), 3)
    assert {hit.row.code for hit in hits if hit.row} <= {"E1"}


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("ยืมของหลวงไม่ขออนุญาต", "I20"),
        ("borrowing office property without permission", "I20"),
        ("ห้ามรับของขวัญ", "I6"),
        ("รู้แผนการใช้เงินของหน่วยงาน", "I8"),
    ],
)
def test_sayings_of_staff_find_the_item(question: str, code: str) -> None:
    hits = Ranker(sample_index()).rank(asked(question), Filters(years=frozenset({2567})), 3)
    assert code in [hit.row.code for hit in hits[:2] if hit.row]
