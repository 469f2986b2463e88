"""Runs without markup, images at the same offsets, places."""

import pytest

from corpus.cells import BORDER, Placer, Span, flat, image, plain, runs, tags, trim
from tests.made_tables import report

CELL = "<p>- <b>กข</b></p> <p> คง\u200b </p>"


def test_flat_changes_no_offset() -> None:
    source = "<p>๑๒&nbsp;คະແນນ</p>\tก\r\nข &amp; ค &unknownword; ๓"
    made = flat(source)
    assert len(made) == len(source)
    assert made == "   12      คะแนน     ก  ข &     ค &unknownword; 3"


def test_image_marks_where_paragraphs_end_but_not_bold_words() -> None:
    made = image("<p>ก<b>ข</b></p><br/>ค")
    assert made == BORDER + "  ก   ข    " + BORDER + "   " + BORDER + "    ค"
    assert len(made) == len("<p>ก<b>ข</b></p><br/>ค")


def test_runs_are_what_stands_between_tags() -> None:
    assert [CELL[r.start : r.end] for r in runs(CELL, Span(0, len(CELL)))] == ["-", "กข", "คง"]
    assert len(tags(CELL)) == 6


@pytest.mark.parametrize("text", ["a < b และ c > d", "<๕ วัน>", "x <- y"])
def test_not_every_angle_is_a_tag(text: str) -> None:
    assert tags(text) == []


def test_trim_also_drops_blanks_of_no_width() -> None:
    text = " \u200b\tก ข\u200b\n"
    assert text[trim(text, Span(0, len(text))).start : trim(text, Span(0, len(text))).end] == "ก ข"
    assert trim("   ", Span(0, 3)) == Span(3, 3)


def test_plain_is_for_reading() -> None:
    assert plain("<p>ประชาสัม พันธ์</p><p>&quot;ก&quot;</p>", Span(0, 47)) == 'ประชาสัมพันธ์ "ก"'


def test_places_count_lines_of_every_kind_and_pages() -> None:
    text = "ก\r\nข\fค\nง\r\r\nจ"
    placer = Placer(report(text))
    where = {c: placer.place(Span(text.index(c), text.index(c) + 1)) for c in "กขคงจ"}
    assert [(where[c].line, where[c].page) for c in "กขคงจ"] == [(1, 1), (2, 1), (3, 2), (4, 2), (5, 2)]


def test_segments_quote_the_source() -> None:
    placer = Placer(report(CELL))
    segments = placer.segments(Span(0, len(CELL)))
    assert [s.text for s in segments] == ["-", "กข", "คง"]
    assert [CELL[s.place.char_start : s.place.char_end] for s in segments] == ["-", "กข", "คง"]
