"""Whether a row goes on over a page break: each witness by itself."""

import pytest

from corpus.readers.pagebreak import Side, goes_on
from corpus.readers.sheet import Printed

# Cells of 100 points, whose last line on the first page stands at the bottom unless said otherwise.
BOTTOM = 500.0


def side(*lines: str, free: float = 4.0, wide: float = 96.0) -> Side:
    """A cell of one paragraph, its lines as wide as said, with so much free room below them."""
    low = BOTTOM - free
    printed = [
        Printed(text, 4.0, low - 14 - 16 * n, wide, low - 16 * n, low - 4 - 16 * n)
        for n, text in enumerate(lines[::-1])
    ]
    return Side([printed[::-1]] if printed else [], 0.0, 100.0, BOTTOM)


BEFORE = [side("I20 กรณีที่ต้องมีการขอ"), side("- เจ้าหน้าที่ไม่ทราบ"), side("- ทำคู่มือการ"), side("ฝ่าย")]


def test_a_row_broken_in_mid_word_goes_on() -> None:
    assert goes_on(BEFORE, [side("ยืมทรัพย์สิน"), side("ขั้นตอนการยืม"), side("ยืมหนึ่งเล่ม"), side("ปกครอง")])


def test_an_empty_item_cell_goes_on() -> None:
    assert goes_on(BEFORE, [side(), side("ขั้นตอนการยืม"), side(), side()])


@pytest.mark.parametrize("item", ["I21 ผู้บริหารเขต", "ตัวชี้วัดที่ ๕ การแก้ไขปัญหาการทุจริต", "- ๒๑ ผู้บริหาร", "E๑ เจ้าหน้าที่"])
def test_a_row_that_names_its_item_is_new(item: str) -> None:
    assert not goes_on(BEFORE, [side(item), side("ขั้นตอนการยืม"), side("ยืมหนึ่งเล่ม"), side("ปกครอง")])


def test_a_group_heading_that_says_it_goes_on() -> None:
    after = [side("ตัวชี้วัดที่ ๔ การใช้ทรัพย์สินของราชการ (ต่อ)"), side("ขั้นตอนการยืม"), side(), side()]
    assert goes_on(BEFORE, after)


def test_cells_that_had_room_left_do_not_go_on() -> None:
    roomy = [
        side("เหมือนข้างบน", free=60),
        side("- ไม่ทราบ", free=60),
        side("- ทำคู่มือ", free=60),
        side("ฝ่ายปกครอง", free=60),
    ]
    assert not goes_on(roomy, [side(), side("- ยังไม่เผยแพร่"), side("- เผยแพร่"), side("ฝ่ายรายได้")])


def test_lists_count_on() -> None:
    before = [side("การใช้อำนาจ"), side("๑. ประชุม"), side("๑. ประชุมแล้ว"), side("ทุกฝ่าย")]
    assert goes_on(before, [side(), side("๒. อบรม"), side("๒. อบรมแล้ว"), side()])


def test_nothing_goes_on_with_other_columns_or_without_words() -> None:
    assert not goes_on(BEFORE, [side("ก"), side("ข")])
    assert not goes_on(BEFORE, [side(), side(), side(), side()])
