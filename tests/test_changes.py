from dataclasses import replace
from datetime import date

from assistant import changes
from assistant.cite import Citer
from assistant.question import Question, parse
from corpus.records import MeasureRow, Place, Segment
from tests.made_index import Made, sample_index


def asked(text: str) -> Question:
    return parse(text, ("ท่าสาธิต",), today=date(2025, 3, 1))


def scored(report: str, code: str, year: int, score: float, district: str = "ก") -> MeasureRow:
    made = Made(report, district, year).row(code, 4 if code[0] == "I" else 6, measure="ทำ")
    return replace(made.rows[0], row_id=f"{report}#{code}#1", score=score)


def told(question: str, *rows: MeasureRow) -> list[tuple[str | None, float | None, str | None, float | None]]:
    return [(a.code, a.score, b.code, b.score) for a, b in changes.pairs(asked(question), rows)]


def test_items_are_paired_by_what_they_ask() -> None:
    # I20 of 2563 asks something else than I20 of 2567, whose partner is I21
    rows = (scored("a", "I20", 2563, 66.0), scored("a", "I21", 2563, 79.0), scored("b", "I20", 2567, 94.5))
    assert told("คะแนนเปลี่ยนไปอย่างไร", *rows) == [("I21", 79.0, "I20", 94.5)]


def test_only_what_was_asked_for() -> None:
    rows = (
        scored("a", "I18", 2566, 80.0),
        scored("b", "I18", 2567, 90.0),
        scored("a", "I20", 2566, 85.0),
        scored("b", "I20", 2567, 83.5),
        scored("a", "E1", 2566, 70.0),
        scored("b", "E1", 2567, 70.0),
    )
    assert told("คะแนนเปลี่ยนไปอย่างไร", *rows) == [("I18", 80.0, "I18", 90.0), ("I20", 85.0, "I20", 83.5)]
    assert told("คะแนนข้อไหนลดลง", *rows) == [("I20", 85.0, "I20", 83.5)]
    assert told("คะแนนข้อไหนเพิ่มขึ้น", *rows) == [("I18", 80.0, "I18", 90.0)]
    assert told("I20 คะแนนเปลี่ยนไปอย่างไร", *rows) == [("I20", 85.0, "I20", 83.5)]


def test_other_districts_and_missing_scores_make_no_pair() -> None:
    one, other = scored("a", "I20", 2566, 85.0), scored("b", "I20", 2567, 83.0, "ข")
    assert told("คะแนนเปลี่ยนไปอย่างไร", one, other) == []
    assert told("คะแนนเปลี่ยนไปอย่างไร", one, replace(other, district="ก", score=None)) == []


def test_the_last_year_before_counts() -> None:
    rows = (scored("a", "I20", 2566, 80.0), scored("b", "I20", 2567, 85.0), scored("c", "I20", 2568, 84.0))
    # 2568 is compared with 2567; that the catalogue has no list of 2568 leaves the code to decide
    assert told("คะแนนเปลี่ยนไปอย่างไร", *rows) == [("I20", 80.0, "I20", 85.0), ("I20", 85.0, "I20", 84.0)]


def test_both_scores_are_quoted() -> None:
    index = sample_index()
    rows = [row for row in index.rows if row.district == "ท่าสาธิต" and row.code == "E12"]
    citer = Citer(index.reports)
    line = changes.tell(asked("ท่าสาธิต ข้อไหนคะแนนลดลง"), rows, citer)
    assert line is not None
    assert "ปี 2566 82.47 “(๘๒.๔๗ คะแนน)” [1] → ปี 2567 80.95 “(๘๐.๙๕ คะแนน)” [2]" in line
    assert [citation.cell for citation in citer.citations] == ["score", "score"]


def test_a_score_without_its_quote_is_not_told() -> None:
    index = sample_index()
    rows = [row for row in index.rows if row.district == "ท่าสาธิต" and row.code == "E12"]
    wrong = Segment(Place(rows[0].report, 1, 1, 0, 4), "(๙๙.๙๙ คะแนน)")
    spoilt = [replace(row, score_segment=wrong) for row in rows]
    assert changes.tell(asked("ท่าสาธิต ข้อไหนคะแนนลดลง"), spoilt, Citer(index.reports)) is None
