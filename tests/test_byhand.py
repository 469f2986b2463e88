"""What a person wrote in place of what was read: in every row that shares the cell, with what was read beside it."""

from dataclasses import replace

from made_tables import HEAD_2566, I20, TITLE_2566, held_twice, line, unaccounted

from corpus.byhand import rows_by_hand
from corpus.corrections import NOTHING_SAID, RowWord, Told, tidy
from corpus.reading import read_records
from corpus.records import Cell, Corrected, MeasureRow, Page, Reading, Report, Segment
from tests.made_readings import place, row

SHA = "a" * 64
WHEN = "2026-01-01 09:00:00"
REST = ("- อบธม", "- จัดอบรมเจ้าหน้าที่", "- ๑ ครั้ง", "- เว็บไซต์", "", "ฝ่ายปกครอง", "๑ ครั้ง/ เดือน")
TEXT = TITLE_2566 + HEAD_2566 + line(f"120 {I20}", *REST) + line("125 ผู้บริหารให้ความสำคัญกับการแก้ไขปัญหาการทุจริต", *REST)


def read(*cells: tuple[str, str], **more: object) -> Reading:
    """The report with these cells of its first row corrected."""
    report = Report("a.txt", SHA, TEXT, (Page(1, "1", 0, len(TEXT)),), "utf-8")
    plain = read_records(report)
    said = RowWord(SHA, plain.rows[0].place.char_start, "I20", "สมชาย", WHEN, cells=cells, **more)  # type: ignore[arg-type]
    return read_records(report, Told(None, (said,))) if cells or more else plain


def words(one: MeasureRow, name: str) -> str:
    cell = one.cell(name)
    return cell.text if cell else ""


def test_a_cell_holds_what_was_written_at_the_place_of_what_was_read() -> None:
    plain, reading = read(), read(("weakness", "- ยังไม่ได้อบรม\n- ไม่มีคู่มือ"))
    first = reading.rows[0]
    assert words(first, "weakness") == "- ยังไม่ได้อบรม\n- ไม่มีคู่มือ"
    mark = Corrected("weakness", "- อบธม", "- ยังไม่ได้อบรม\n- ไม่มีคู่มือ", "สมชาย", WHEN)
    assert first.corrected == (mark,)
    (segment,) = first.cell("weakness").segments  # type: ignore[union-attr]
    assert segment.place.corrected == mark
    assert TEXT[segment.place.char_start : segment.place.char_end] == "- อบธม"
    assert segment.place.words_in(TEXT) == segment.text == mark.now
    assert segment.place.label.endswith("(แก้ไขด้วยมือ)")
    assert [c.name for c in first.cells] == [c.name for c in plain.rows[0].cells]
    assert reading.rows[1] == plain.rows[1]
    assert reading.report == plain.report
    assert reading.ledger == plain.ledger
    assert (unaccounted(reading), held_twice(reading)) == (0, [])


def test_a_cell_in_which_nothing_was_read_is_filled_and_one_that_holds_too_much_emptied() -> None:
    reading = read(("timeframe", "ธ.ค. ๖๕"), ("output", ""))
    first = reading.rows[0]
    assert (words(first, "timeframe"), first.cell("output")) == ("ธ.ค. ๖๕", None)
    assert [(one.what, one.read, one.now) for one in first.corrected] == [
        ("timeframe", "", "ธ.ค. ๖๕"), ("output", "- ๑ ครั้ง", ""),
    ]  # fmt: skip
    (segment,) = first.cell("timeframe").segments  # type: ignore[union-attr]
    at = first.place.char_start
    assert (segment.place.char_start, segment.place.char_end) == (at, at)
    assert segment.place.key == ("a.txt", at, at, "timeframe")


def test_what_was_written_as_it_was_read_is_no_correction() -> None:
    assert read(("weakness", "- อบธม")).rows == read().rows


def test_a_score_has_what_was_written_as_its_quote() -> None:
    segment = read(score=71.5).rows[0].score_segment
    assert segment is not None
    assert segment.text == segment.place.words_in(TEXT) == "71.5"


def test_a_merged_cell_is_corrected_in_every_row_that_has_it() -> None:
    one, other = row("r.txt", "I1", 1, "ก", measure="อบธม", line=1), row("r.txt", "I2", 1, "ข", measure="ประชุม", line=2)
    shared = next(cell for cell in one.cells if cell.name == "measure")
    two = replace(other, cells=(shared,), merged_with=(one.row_id,), row_id="r.txt#I2#1")
    one = replace(one, merged_with=(two.row_id, other.row_id))
    made = rows_by_hand([one, two, other], {one.row_id: [Corrected("measure", "", "อบรม", "ก", WHEN)]})
    assert [words(each, "measure") for each in made] == ["อบรม", "อบรม", "ประชุม"]
    assert [len(each.corrected) for each in made] == [1, 1, 0]


def test_a_cell_that_goes_on_behind_another_is_placed_at_its_first_words() -> None:
    def at(start: int, end: int, text: str) -> Segment:
        return Segment(replace(place("r.txt"), char_start=start, char_end=end), text)

    held = (Cell("measure", (at(10, 20, "หนึ่ง"), at(40, 50, "สอง"))), Cell("output", (at(25, 30, "ผล"),)))
    one = replace(row("r.txt", "I1", 1, "ก", measure="x"), cells=held)
    marks = [Corrected("measure", "", "ใหม่", "ก", WHEN), Corrected("output", "", "ผลใหม่", "ก", WHEN)]
    (made,) = rows_by_hand([one], {one.row_id: marks})
    assert [(s.place.char_start, s.place.char_end) for cell in made.cells for s in cell.segments] == [
        (10, 20),
        (25, 30),
    ]


def test_typed_text_is_made_regular_line_by_line() -> None:
    assert tidy("  จัดทํา  คู่มือ \r\n\n ๑ ฉบับ ") == "จัดทำ คู่มือ\n๑ ฉบับ"
    assert tidy(" \n ") == ""


def test_a_later_word_keeps_what_it_leaves_open() -> None:
    first = RowWord(SHA, 5, "I1", "ก", WHEN, code="I2", score=70.0, cells=(("measure", "ก"), ("output", "ข")))
    second = RowWord(SHA, 5, "I1", "ข", WHEN, no_score=True, cells=(("measure", "ค"),)).after(first)
    assert (second.code, second.score, second.no_score) == ("I2", None, True)
    assert dict(second.cells) == {"measure": "ค", "output": "ข"}
    third = RowWord(SHA, 5, "I1", "ข", WHEN, score=71.0, group=2).after(second)
    assert (third.score, third.no_score, third.group, third.who) == (71.0, False, 2, "ข")
    same = RowWord(SHA, 5, "I1", "ข", WHEN, code="I2", cells=(("measure", "ง"),)).after(third)
    assert (same.group, same.code) == (2, "I2")
    assert RowWord(SHA, 5, "I1", "ข", WHEN, code="I9").after(third).group is None
    assert RowWord(SHA, 5, "I1", "ข", WHEN, no_row=True).after(second).cells == ()
    only = RowWord(SHA, 5, "I1", "ก", WHEN, cells=(("measure", "ก"),))
    assert only.without_cells({"measure"}) is None
    assert only.without_cells({"output"}) == only
    assert NOTHING_SAID.key == ""
