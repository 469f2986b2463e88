"""Lines become blocks: rows, headings, rules, page numbers, paragraphs; the Word export dealt into rows."""

import pytest
from made_tables import HEAD_2563, HEAD_2565, HEAD_2566, HEAD_2567, line

from corpus.tables import BlockKind, blocks, join_paragraphs, split_lines


def kinds(text: str) -> list[str]:
    return [block.kind.value for block in blocks(text)]


def rows(text: str) -> list[tuple[str, ...]]:
    found = [block for block in blocks(text) if block.kind is BlockKind.ROW]
    return [tuple(text[cell.start : cell.end] for cell in block.cells) for block in found]


def test_the_kinds_of_lines() -> None:
    text = "เรื่อง\n\n" + HEAD_2563 + line("ก", "ข", "ค", "ง", "จ") + "---\t----\t---\n๑๒\n- 3 -\n=====\nจบ\n"
    assert kinds(text) == ["paragraph", "heading", "row", "rule", "page number", "page number", "rule", "paragraph"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_and_every_character(end: str) -> None:
    text = ("ก\tข\n" + "\n" + "ค\tง\n").replace("\n", end)
    assert rows(text) == [("ก", "ข"), ("ค", "ง")]


def test_lines_end_at_form_feeds_too() -> None:
    assert [("ก\fข\nค")[s.start : s.end] for s in split_lines("ก\fข\nค")] == ["ก", "ข", "ค"]


def test_a_row_knows_whether_it_stands_at_the_top() -> None:
    text = HEAD_2563 + line("ก", "1") + line("ข", "2") + "\n" + line("ค", "3") + line("ง", "4") + "\f" + line("จ", "5")
    tops = [block.top for block in blocks(text) if block.kind is BlockKind.ROW]
    assert tops == [True, False, True, False, True]


def test_neighbouring_lines_are_one_paragraph() -> None:
    text = "หนึ่ง\nสอง\n\nสาม\n"
    joined = join_paragraphs(text, blocks(text))
    assert [text[b.start : b.end] for b in joined] == ["หนึ่ง\nสอง", "สาม"]


# --- the Word export ------------------------------------------------------------------------------------------------


def word(*cells: str) -> str:
    return "".join(f"\t{cell}\n" for cell in cells)


WORD_2566 = word(*HEAD_2566.rstrip("\n").split("\t"))
ROW = ("พัฒนาจุดบริการ", "อบรม", "1 ครั้ง", "เว็บไซต์", "30 มี.ค. 66", "ฝ่ายทะเบียน", "ทุก ๑ เดือน")


def test_cells_over_several_lines_and_blank_lines() -> None:
    text = WORD_2566 + word("1) การปฏิบัติหน้าที่\n", "พัฒนา\nจุดบริการ\n\n", *ROW[1:]) + word("", *ROW)
    found = rows(text)
    assert [row[0] for row in found] == ["1) การปฏิบัติหน้าที่", ""]
    assert found[0][1] == "พัฒนา\nจุดบริการ"
    assert found[1][1:] == ROW


def test_a_group_heading_merged_over_the_table_stands_alone() -> None:
    text = WORD_2566 + word("9) การเปิดเผยข้อมูล", "", *ROW) + word("10) การป้องกันการทุจริต", "I1 ก", *ROW)
    assert [row[0] for row in rows(text)] == ["9) การเปิดเผยข้อมูล", "", "10) การป้องกันการทุจริต", "I1 ก"]
    assert rows(text)[1][1:] == ROW


def test_a_cell_too_few_moves_no_later_cell() -> None:
    broken = (*ROW[:2], *ROW[3:])  # the output was dropped
    text = WORD_2566 + word("1) การปฏิบัติหน้าที่", *ROW, "", *broken, "", *ROW)
    found = rows(text)
    assert [row[6] for row in found] == ["ฝ่ายทะเบียน"] * 3
    assert [row[5] for row in found] == ["30 มี.ค. 66"] * 3


def test_the_table_ends_where_prose_begins_and_may_begin_again() -> None:
    text = WORD_2566 + word("", *ROW) + "\nลงชื่อ ผู้รายงาน\n\n" + WORD_2566 + word("", *ROW)
    assert kinds(text) == ["heading", "row", "paragraph", "heading", "row"]
    assert rows(text) == [("", *ROW), ("", *ROW)]


@pytest.mark.parametrize("head", [HEAD_2563, HEAD_2565, HEAD_2567])
def test_the_other_forms_as_word_exports(head: str) -> None:
    cells = (
        "I1 เจ้าหน้าที่ให้คำแนะนำ",
        "ยังล่าช้าอยู่มากในบางช่วงเวลาของวัน",
        "กำชับให้เจ้าหน้าที่ปฏิบัติตามคู่มืออย่างเคร่งครัด",
        "มีการติดตามทุกเดือนโดยผู้บริหาร",
        "ฝ่ายปกครอง",
    )
    text = word(*head.rstrip("\n").split("\t")) + word(*cells) + word("I2 ก", *cells[1:])
    assert rows(text) == [cells, ("I2 ก", *cells[1:])]
