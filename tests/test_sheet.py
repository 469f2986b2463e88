"""Glyphs become lines and paragraphs: order, spaces, double printing, where a paragraph ends."""

import pytest

from corpus.readers.sheet import Glyph, Printed, ends_early, joint, opens, paragraphs, printed_lines, regular

H = 12.0


def letters(text: str, x: float = 0.0, base: float = 100.0, wide: float = 6.0) -> list[Glyph]:
    """One glyph a letter; "_" is a gap as wide as one without a glyph."""
    return [
        Glyph(letter, x + n * wide, base - 10, x + (n + 1) * wide, base + 2, base)
        for n, letter in enumerate(text)
        if letter != "_"
    ]


def texts(glyphs: list[Glyph]) -> list[str]:
    return [line.text for line in printed_lines(glyphs, H)]


def test_a_gap_is_a_space_where_none_are_printed() -> None:
    assert texts(letters("กข_คง")) == ["กข คง"]


def test_where_spaces_are_printed_only_a_wide_gap_is_one() -> None:
    assert texts(letters("กข คง จฉ_ชซ")) == ["กข คง จฉชซ"]
    assert texts(letters("กข คง จฉ___ชซ")) == ["กข คง จฉ ชซ"]


def test_glyphs_out_of_order_are_put_from_left_to_right() -> None:
    made = letters("กขคงจ")
    assert texts([made[3], made[4], made[0], made[1], made[2]]) == ["กขคงจ"]
    assert texts(letters("ขข", base=130) + letters("กก", base=100)) == ["กก", "ขข"]


def test_bold_by_double_printing_is_read_once() -> None:
    assert texts(letters("กกข") + letters("กกข", x=0.8)) == ["กกข"]


def test_a_raised_letter_stays_on_its_line() -> None:
    assert texts([*letters("กข"), *letters("ค", x=12.0, base=97.0)]) == ["กขค"]


def test_the_box_and_the_confidence_of_a_line() -> None:
    (line,) = printed_lines([Glyph("กข", 5, 10, 15, 22, 20, 0.9), Glyph("คงจฉ", 18, 11, 40, 23, 20, 0.6)], H)
    assert (line.x0, line.top, line.x1, line.bottom) == (5, 10, 40, 23)
    assert line.confidence == pytest.approx((2 * 0.9 + 4 * 0.6) / 6)


def printed(text: str, base: float, x1: float = 100.0) -> Printed:
    return Printed(text, 4.0, base - 10, x1, base + 2, base)


def groups(lines: list[Printed], right: float = 104.0) -> list[list[str]]:
    return [[line.text for line in lot] for lot in paragraphs(lines, 0.0, right)]


def test_lines_that_reach_the_edge_go_on() -> None:
    assert groups([printed("เจ้าหน้าที่ไม่", 20), printed("ทราบขั้นตอน", 36, 60)]) == [["เจ้าหน้าที่ไม่", "ทราบขั้นตอน"]]


def test_a_line_that_leaves_room_ends_its_paragraph() -> None:
    assert groups([printed("ฝ่ายปกครอง", 20, 40), printed("ฝ่ายคลัง", 36, 35)]) == [["ฝ่ายปกครอง"], ["ฝ่ายคลัง"]]
    assert ends_early([printed("ก", 20, 40)], printed("ฝ่ายคลัง", 36, 35), 0.0, 104.0)
    assert not ends_early([printed("ก", 20, 99)], printed("ฝ่ายคลัง", 36, 35), 0.0, 104.0)


def test_bullets_numbers_and_wider_steps_begin_paragraphs() -> None:
    lines = [printed("- จัดประชุมชี้แจง", 20), printed("- ทำคู่มือ", 36), printed("๒. อบรม", 52)]
    assert groups(lines) == [["- จัดประชุมชี้แจง"], ["- ทำคู่มือ"], ["๒. อบรม"]]
    lines = [printed("กกกก", 20), printed("ขขขข", 36), printed("คคคค", 52), printed("งงงง", 90)]
    assert groups(lines) == [["กกกก", "ขขขข", "คคคค"], ["งงงง"]]


@pytest.mark.parametrize("text", ["- ก", "๑) ก", "1. ก", "(๒) ก", "• ก", "I20 การยืม", "120 การยืม", "ตัวชี้วัดที่ ๓", "จุดอ่อน"])
def test_what_opens_a_paragraph(text: str) -> None:
    assert opens(text)


@pytest.mark.parametrize("text", ["การยืม", "๒๕๖๖ เป็นต้นไป", "3.5 เท่า", "จุดอ่อนของหน่วยงาน", "ฝ่ายปกครอง"])
def test_what_does_not(text: str) -> None:
    assert not opens(text)


@pytest.mark.parametrize(
    ("before", "after", "between"),
    [("ประชา", "สัมพันธ์", ""), ("ประชุม ", "ชี้แจง", " "), ("ปี", "2566", " "), ("http://a/", "b", ""), ("IT", "A", " ")],
)
def test_what_stands_between_two_lines(before: str, after: str, between: str) -> None:
    assert joint(before, after) == between


def test_regular_keeps_the_blanks_at_the_edges() -> None:
    assert regular(" ที\uf70a  นี\uf70a ") == " ที่ นี่ "
