"""What can stand in a cell, worked out over two small reports."""

from dataclasses import replace

from assistant.candidates import Candidates, is_same, led, place_of
from index.search import ReportIndex
from tests.made_index import Made, made_index


def two_reports() -> ReportIndex:
    one = Made("หนึ่ง.txt", "บางสมมุติ", 2566).row(
        "I20", 4, weakness="ยืมของไม่มีขั้นตอน", measure="- ทำคู่มือการยืม ทรัพย์สิน - ติดป้ายขั้นตอนหน้าห้องพัสดุ",
        output="- คู่มือ ๑ ฉบับ - ป้าย ๔ จุด",
        timeframe="ธ.ค. ๖๕ - พ.ค. ๖๖", responsible="ฝ่ายปกครอง",
    )  # fmt: skip
    two = Made("สอง.txt", "ท่าสาธิต", 2567).row(
        "I20", 4, weakness="ยืมยาก", measure="- ทำคู่มือการยืมทรัพย์สิน", timeframe="ธ.ค. ๖๗"
    )
    two.row("I16", 4, measure="- ยืมของด้วยแบบฟอร์มเดียว")
    return made_index(one, two)


def choice() -> Candidates:
    return Candidates("ยืมของไม่มีขั้นตอน", "I20", 4, 2566, 2568, "บางเขน", two_reports())


def test_like_clauses_of_two_districts_are_one_line() -> None:
    lines = choice().lines("measure", {})
    assert sorted(text for text, _ in lines) == ["ติดป้ายขั้นตอนหน้าห้องพัสดุ", "ทำคู่มือการยืม ทรัพย์สิน"]
    said = dict(lines)["ทำคู่มือการยืม ทรัพย์สิน"]
    assert {clause.row.district for clause in said} == {"บางสมมุติ", "ท่าสาธิต"}


def test_rows_of_near_items_come_behind() -> None:
    assert "ยืมของด้วยแบบฟอร์มเดียว" not in [text for text, _ in choice().lines("measure", {})]
    further = [text for text, _ in choice().further("measure", {})]
    assert len(further) == len(set(further))
    assert further[:2] == [text for text, _ in choice().lines("measure", {})]


def test_an_entry_goes_with_the_measure_beside_it() -> None:
    (_, said), *_ = [line for line in choice().lines("measure", {}) if "ป้าย" in line[0]]
    lead = {place_of(said[0]): 0}
    first, *_ = choice().lines("output", lead)
    assert first[0] == "ป้าย ๔ จุด"
    assert led(first[1][0], lead, 9) == 0


def test_a_due_date_is_moved_and_one_that_cannot_be_read_is_left_out() -> None:
    assert [text for text, _ in choice().lines("timeframe", {})] == ["ธ.ค. ๖๗ - พ.ค. ๖๘"]


def test_numbers_tell_clauses_apart() -> None:
    assert is_same("อบรมเจ้าหน้าที่ทุกฝ่าย 2 ครั้ง", "อบรมเจ้าหน้าที่ทุกฝ่าย  2 ครั้ง")
    assert not is_same("อบรมเจ้าหน้าที่ทุกฝ่าย 2 ครั้ง", "อบรมเจ้าหน้าที่ทุกฝ่าย 3 ครั้ง")


def test_of_two_alike_the_one_of_the_better_score_comes_first() -> None:
    def lines(first: float, second: float) -> list[str]:
        one = Made("หนึ่ง.txt", "บางสมมุติ", 2566).row("I20", 4, measure="- ทำคู่มือการยืมเล่มแดง")
        two = Made("สอง.txt", "ท่าสาธิต", 2566).row("I20", 4, measure="- ทำคู่มือการยืมเล่มดำ")
        for made, score in ((one, first), (two, second)):
            made.rows = [replace(row, score=score) for row in made.rows]
        choice = Candidates("ยืมของ", "I20", 4, 2566, 2568, "บางเขน", made_index(one, two))
        return [text for text, _ in choice.lines("measure", {})]

    assert lines(91.0, 20.0)[0] == "ทำคู่มือการยืมเล่มแดง"
    assert lines(20.0, 91.0)[0] == "ทำคู่มือการยืมเล่มดำ"
