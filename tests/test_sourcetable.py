"""The cited row as its table: headings of its form, the quote in one mark, neighbours around it."""

import re
from dataclasses import replace

from window_desk import NASTY, READINGS, Seen, citation

from assistant.window.sourcetable import in_order, is_whole, neighbours, shows, table_view
from corpus.byhand import rows_by_hand
from corpus.records import Cell, Corrected, Form, Segment

A, B, NASTY_READING = READINGS
FIRST, SECOND = A.rows


def test_each_cell_stands_under_its_form_s_heading_and_empty_ones_say_so() -> None:
    row = replace(FIRST, form=Form.F2563, cells=FIRST.cells[:2])
    reading = replace(A, rows=(row,))
    words = Seen(table_view(reading, row, row.place.char_start, row.place.char_end)).words
    assert "การวิเคราะห์: จุดอ่อนบุคลากรบางส่วนไม่ทราบขั้นตอนการยืม" in words
    assert "มาตรการเพื่อขับเคลื่อนคุณธรรมและความโปร่งใสจัดทำคู่มือการยืมทรัพย์สิน" in words
    assert words.endswith("ผู้รับผิดชอบช่องนี้ว่าง")
    assert "คะแนน 71.25" in words


def test_the_quoted_words_are_in_one_mark_cut_at_their_ends() -> None:
    place = citation(1, FIRST, "measure").place
    whole = Seen(table_view(A, FIRST, place.char_start, place.char_end))
    assert whole.marked == "จัดทำคู่มือการยืมทรัพย์สินและเวียนแจ้งทุกฝ่ายเดือนละ ๑ ครั้ง"
    assert whole.tags.count("mark") == 1
    part = Seen(table_view(A, FIRST, place.char_start, place.char_start + len("จัดทำคู่มือ")))
    assert part.marked == "จัดทำคู่มือ"
    assert "จัดทำคู่มือการยืมทรัพย์สินและเวียนแจ้งทุกฝ่ายเดือนละ ๑ ครั้ง" in part.words


def test_lines_of_one_cell_that_are_quoted_together_are_one_mark() -> None:
    held = citation(1, FIRST, "measure").place
    half = held.char_start + len("จัดทำคู่มือ")
    lines = (
        Segment(replace(held, char_end=half), "จัดทำคู่มือ"),
        Segment(replace(held, char_start=half), A.report.text[half : held.char_end]),
    )
    row = replace(FIRST, cells=(Cell("measure", lines),))
    seen = Seen(table_view(replace(A, rows=(row,)), row, held.char_start, held.char_end))
    assert seen.tags.count("mark") == 1
    assert seen.marked == "จัดทำคู่มือ\nการยืมทรัพย์สินและเวียนแจ้งทุกฝ่ายเดือนละ ๑ ครั้ง"


def test_a_row_as_a_whole_is_marked_at_its_name() -> None:
    assert is_whole(FIRST, FIRST.place.char_start, FIRST.place.char_end)
    assert not is_whole(FIRST, FIRST.place.char_start + 1, FIRST.place.char_end)
    assert Seen(table_view(A, FIRST, FIRST.place.char_start, FIRST.place.char_end)).marked == "I20"


def test_the_neighbours_stand_around_it_dimmed() -> None:
    third = replace(SECOND, row_id="x", code="E3", place=replace(SECOND.place, char_start=SECOND.place.char_end))
    reading = replace(A, rows=(third, SECOND, FIRST))
    assert [row.label for row in in_order(reading)] == ["I20", "E2", "E3"]
    assert neighbours(reading, SECOND) == (FIRST, third)
    assert (neighbours(reading, FIRST)[0], neighbours(reading, third)[1]) == (None, None)
    assert neighbours(B, FIRST) == (None, None)
    page = table_view(reading, SECOND, SECOND.place.char_start, SECOND.place.char_end)
    assert re.findall(r'<section class="sheet-row ([a-z-]+)', page) == ["outside", "is-cited", "outside"]


def test_words_that_stand_in_no_cell_are_not_for_the_table() -> None:
    place = citation(1, FIRST, "weakness").place
    assert shows(FIRST, place.char_start, place.char_end)
    # The tab between two cells.
    assert not shows(FIRST, place.char_end, place.char_end + 1)


def test_a_hostile_row_stays_text() -> None:
    row = NASTY_READING.rows[0]
    seen = Seen(table_view(NASTY_READING, row, row.place.char_start, row.place.char_end))
    assert set(seen.tags) <= {"section", "div", "span", "dl", "dt", "dd", "mark"}
    assert NASTY.replace("\u202e", "").replace("\u202c", "")[:60] in seen.words


def test_what_a_person_wrote_stands_in_its_cell_with_what_was_read() -> None:
    row = replace(FIRST, cells=tuple(cell for cell in FIRST.cells if cell.name != "responsible"))
    marks = [
        Corrected(name, "", text, "สมชาย", "2026-01-01") for name, text in (("measure", "อบรม"), ("responsible", "ฝ่าย"))
    ]
    (written,) = rows_by_hand([row], {row.row_id: marks})
    held = replace(A, rows=(written,))
    places = {cell.name: cell.segments[0].place for cell in written.cells}
    page = Seen(table_view(held, written, places["measure"].char_start, places["measure"].char_end))
    assert page.marked == "อบรม"
    assert page.words.count("แก้ไขด้วยมือ โดย สมชาย 2026-01-01") == 2
    assert "เดิมอ่านได้: จัดทำคู่มือการยืมทรัพย์สินและเวียนแจ้งทุกฝ่ายเดือนละ ๑ ครั้ง" in page.words
    assert "เดิมอ่านไม่พบข้อความในช่องนี้" in page.words
    nothing = places["responsible"]
    assert nothing.char_start == nothing.char_end == row.place.char_start
    assert shows(written, nothing.char_start, nothing.char_end)
    assert Seen(table_view(held, written, nothing.char_start, nothing.char_end)).marked == "ฝ่าย"
