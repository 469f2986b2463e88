from dataclasses import replace

from assistant.cite import CELL_BUDGET, Citer, choose_pieces, is_verbatim
from corpus.records import Place, Segment
from tests.made_index import Made
from tests.made_readings import passage, place

SOURCE = "หัวข้อ\tจัดทำ คู่มือการ ยืม &amp; คืน\tจบ"
START = SOURCE.index("จัดทำ")
END = SOURCE.index("\tจบ")


def at(start: int, end: int) -> Place:
    return Place("ก.txt", 1, 1, start, end)


def test_a_quote_is_what_stands_at_its_place() -> None:
    quote = SOURCE[START:END]
    assert is_verbatim(quote, "จัดทำคู่มือการยืม & คืน", at(START, END), SOURCE)
    # one letter more, one less, another place, other words, nothing at all
    assert not is_verbatim(quote + "ๆ", "จัดทำคู่มือการยืม & คืน", at(START, END), SOURCE)
    assert not is_verbatim(quote, "จัดทำคู่มือการยืม & คืน", at(START + 1, END), SOURCE)
    assert not is_verbatim(quote, "จัดทำคู่มือการยืม", at(START, END), SOURCE)
    assert not is_verbatim(" ", "", at(START + 5, START + 6), SOURCE)


def report() -> Made:
    return Made("ก.txt", "บางสมมุติ", 2566).row("I20", 4, weakness="ยืมยาก", measure=["ทำคู่มือ", "ติดป้าย"])


def citer(made: Made) -> Citer:
    return Citer({made.name: made.reading})


def test_marks_count_from_one_and_a_place_keeps_its_mark() -> None:
    made = report()
    row, marks = made.rows[0], citer(made)
    weakness, measure = row.cells
    assert marks.cite(measure.segments[0], row, "measure") == "“ทำคู่มือ” [1]"
    assert marks.cite(weakness.segments[0], row, "weakness") == "“ยืมยาก” [2]"
    assert marks.cite(measure.segments[0], row, "measure") == "“ทำคู่มือ” [1]"
    one, two = marks.citations
    assert (one.mark, one.report, one.row_id, one.cell, one.quote) == (1, "ก.txt", row.row_id, "measure", "ทำคู่มือ")
    assert (one.district, one.fiscal_year, one.label) == ("บางสมมุติ", 2566, "I20")
    assert (two.mark, two.cell) == (2, "weakness")
    assert made.text[one.place.char_start : one.place.char_end] == "ทำคู่มือ"


def test_a_quote_that_fails_does_not_leave_the_house() -> None:
    made = report()
    row, marks = made.rows[0], citer(made)
    whole = row.cells[1].segments[0]
    moved = Segment(replace(whole.place, char_start=whole.place.char_start + 1), whole.text)
    beyond = Segment(replace(whole.place, char_start=10_000, char_end=10_010), "ทำคู่มือ")
    other = Segment(replace(whole.place, report="ข.txt"), whole.text)
    invented = Segment(whole.place, "ทำคู่มือทุกฝ่าย")
    for segment in (moved, beyond, other, invented):
        assert marks.cite(segment, row, "measure") == ""
    assert marks.citations == ()


def test_a_quote_out_of_prose_names_no_row() -> None:
    made = report()
    made.text += "คะแนนรวม ๙๑.๒๐"
    start = made.text.index("คะแนนรวม")
    segment = Segment(at(start, len(made.text)), "คะแนนรวม ๙๑.๒๐")
    told = replace(passage(made.name, segment.text, "บางสมมุติ", 2566), segments=(segment,))
    marks = citer(made)
    assert marks.cite(segment, None, None, told) == "“คะแนนรวม ๙๑.๒๐” [1]"
    (citation,) = marks.citations
    assert (citation.row_id, citation.cell, citation.label, citation.district) == (None, None, "", "บางสมมุติ")


def test_a_cell_is_quoted_piece_by_piece() -> None:
    made = report()
    assert citer(made).cell(made.rows[0], "measure") == "“ทำคู่มือ” [1] “ติดป้าย” [2]"
    assert citer(made).cell(made.rows[0], "output") == ""


def piece(text: str) -> Segment:
    return Segment(place("ก.txt"), text)


def test_a_long_cell_is_cut_between_pieces() -> None:
    long = [piece("ก" * 300), piece("ข" * 300), piece("ค" * 300)]
    assert CELL_BUDGET == 700
    # with nothing to prefer the beginning stays
    assert choose_pieces(long, ()) == long[:2]
    # a preferred wording is worth more than the place; the order of the cell is kept
    assert choose_pieces(long, ["ค"]) == [long[0], long[2]]
    # a single piece is never cut
    assert choose_pieces([piece("ก" * 2000)], ()) == [piece("ก" * 2000)]


def test_a_cell_of_many_pieces_shows_four_and_says_that_there_is_more() -> None:
    made = Made("ก.txt", "บางสมมุติ", 2566).row("I20", 4, measure=[f"ขั้นที่ {number}" for number in "12345"])
    told = citer(made).cell(made.rows[0], "measure")
    assert told == "“ขั้นที่ 1” [1] “ขั้นที่ 2” [2] “ขั้นที่ 3” [3] “ขั้นที่ 4” [4] …"
