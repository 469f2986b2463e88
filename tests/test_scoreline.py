"""One line of a score sheet at a time: codes, groups and scores in every spelling, and what is not clear."""

import pytest

from assistant.scoreline import NO_ITEM, NO_SCORE, SEVERAL, SEVERAL_ITEMS, TOO_MANY, Kind, level_in, read_line, score_in
from corpus import catalogue

BORROW = catalogue.item(2567, "I20").text  # type: ignore[union-attr]


def one(printed: str, score: str | None = None) -> tuple[Kind, str | int | None, float | None, str]:
    (line,) = read_line(7, printed, 2567, score)
    assert line.number == 7
    return line.kind, line.code or line.group or line.part, line.score, line.problem


@pytest.mark.parametrize(
    ("printed", "subject", "score"),
    [
        ("I20 84.33", "I20", 84.33),
        ("i 2: ๘๐.๑๑ คะแนน", "I2", 80.11),
        ("I20,84.33", "I20", 84.33),
        ("E12 (๘๑.๘๗ คะแนน)", "E12", 81.87),
        ("ข้อ I-๒๐ ได้ ๗๐", "I20", 70),
        ("ไอ 20 = 84,33", "I20", 84.33),
        ("O๗ 100", "O7", 100),
        ("I3 ปี 2567 90.5 จากคะแนนเต็ม 100 คะแนน", "I3", 90.5),
        ("E1 ผู้ตอบ 400 คน 77.25", "E1", 77.25),
        ("I20 ๘๔. ๓๓ คะแนน", "I20", 84.33),
        ("<p>- I๒๐ ยืมทรัพย์สิน</p> <p>- คะแนนเฉลี่ย ๖๖.๘๔ คะแนน</p>", "I20", 66.84),
        ("ตัวชี้วัดที่ ๔ การใช้ทรัพย์สินของราชการ ได้ค่าคะแนน ๖๙.๑๓ คะแนน", 4, 69.13),
        ("การเปิดเผยข้อมูล 93.2", 9, 93.2),
        ("6 คุณภาพการดำเนินงาน 60.24", 6, 60.24),
        ("กลุ่มที่ 10: 31.25", 10, 31.25),
        ("O1-O22 100 คะแนน", 9, 100),
        ("IIT 88.12", "IIT", 88.12),
    ],
)
def test_what_a_line_says(printed: str, subject: str | int, score: float) -> None:
    assert one(printed)[1:] == (subject, score, "")


def test_a_code_whose_letter_is_lost_is_told_by_the_item_s_words() -> None:
    for printed in (f"1๒๐ {BORROW} (๙๒.๑๘ คะแนน)", f"- ๒๐ {BORROW} ๙๒.๑๘"):
        (line,) = read_line(1, printed, 2567)
        assert (line.code, line.score, line.problem) == ("I20", 92.18, "")
        assert "โปรดตรวจ" in line.note
    (line,) = read_line(1, f"{BORROW} 77", 2567)
    assert (line.code, line.score) == ("I20", 77)
    assert line.note.startswith("ไม่มีรหัสพิมพ์ไว้")


def test_several_items_in_a_line_have_each_their_score() -> None:
    assert [(line.code, line.score) for line in read_line(1, "I8 80 I9 90.5", 2567)] == [("I8", 80), ("I9", 90.5)]


def test_a_group_beside_its_item_takes_no_score_of_the_item() -> None:
    assert [(line.kind, line.code) for line in read_line(1, "ตัวชี้วัดที่ 4 I20 84.33", 2567)] == [(Kind.ITEM, "I20")]
    lines = read_line(1, "ตัวชี้วัดที่ ๔ การใช้ทรัพย์สินของราชการ ๗๕.๐๘ คะแนน - I20 ๕๘.๔๒ คะแนน", 2567)
    assert [(line.code or line.group, line.score) for line in lines] == [(4, 75.08), ("I20", 58.42)]


@pytest.mark.parametrize(
    ("printed", "kind", "problem"),
    [
        ("I7 2566: 80.11 2567: 84.33", Kind.ITEM, SEVERAL),
        ("I10", Kind.ITEM, NO_SCORE),
        ("77.77", Kind.UNREAD, NO_ITEM),
        ("วิดีโอ 30", Kind.UNREAD, NO_ITEM),
        ("E1 ใช้คู่มือ 3 แบบตามที่ประชาชนร้องขอไว้ในครั้งก่อน", Kind.ITEM, NO_SCORE),
    ],
)
def test_what_is_not_clear_is_marked(printed: str, kind: Kind, problem: str) -> None:
    found = one(printed)
    assert (found[0], found[2] if problem != NO_ITEM else None, found[3]) == (kind, None, problem)


def test_a_range_that_is_no_group_gives_no_scores() -> None:
    kind, _, _, problem = one("O1-O5 100")
    assert kind is Kind.UNREAD
    assert problem.startswith("คะแนนเดียวของช่วง O1-O5")


def test_a_line_of_a_thousand_items_is_no_line() -> None:
    (line,) = read_line(1, "I20 84.33 " * 1000, 2567)
    assert (line.kind, line.problem, len(line.printed)) == (Kind.UNREAD, TOO_MANY, 200)


def test_text_without_numbers_is_text() -> None:
    assert one("ผลการประเมิน ประจำปีงบประมาณ พ.ศ. 2567")[0] is Kind.TEXT


def test_a_score_column_stands_for_itself() -> None:
    assert one("3 I20 ยืมทรัพย์สิน 70.5", "84.33") == (Kind.ITEM, "I20", 84.33, "")
    assert [line.problem for line in read_line(1, "I1 I2", 2567, "80")] == [SEVERAL_ITEMS, SEVERAL_ITEMS]


def test_scores_and_levels_in_text() -> None:
    assert score_in("-5") == (-5.0, "")
    assert score_in("I เต็ม 100 ได้ ๘๐") == (80.0, "")
    assert score_in("80 หรือ 90") == (None, SEVERAL)
    assert level_in("คะแนน 72.86 อยู่ในระดับ C") == "C"
    assert level_in("ระดับ ผ่านดี") == "ผ่านดี"


def test_the_total_and_its_level() -> None:
    (line,) = read_line(1, "คะแนนรวม 83.20 ระดับ ผ่าน", 2567)
    assert (line.kind, line.score, line.level) == (Kind.TOTAL, 83.2, "ผ่าน")


@pytest.mark.parametrize(
    "printed",
    [
        "E๑๒ เจ้าหน้าที่พร้อมให้บริการ - แม้เลยเวลา ๑๖.๐๐ น. ก็ให้บริการจนเสร็จ - ประชุม ๑ ครั้ง/เดือน",
        "I20 เปิดรับคำขอยืม 08.30 - 16.30 น. ทุกวันทำการ",
        "I20 รับเรื่องก่อน 15:30 นาฬิกา",
        "I20 ใช้เวลา 2.5 ชั่วโมง",
        "I20 งบประมาณ 12,500.50 บาท",
    ],
)
def test_times_of_day_money_and_how_long_are_no_scores(printed: str) -> None:
    (line,) = read_line(1, printed, 2566)
    assert (line.score, line.problem) == (None, NO_SCORE)


def test_a_score_beside_a_time_of_day_is_one() -> None:
    assert score_in("เปิด ๐๘:๓๐ – ๑๖:๓๐ น. ได้ ๘๔.๓๓") == (84.33, "")
    assert score_in("84.33 น.ส. ผู้กรอก") == (84.33, "")
