"""The source panel: table or text, the row before and after, links to a place and what else an address may hold."""

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import parse_qs

import pytest
from window_desk import READINGS, FakeAssistant, Seen, citation

from assistant.window.desk import LINK_LEADS_NOWHERE, Desk, Pressed, pressed
from assistant.window.source import Spot, View, link_to, source_page, spot_of_link
from assistant.window.talk import Examples
from corpus.byhand import rows_by_hand
from corpus.errors import PageWithheld, SourceGone
from corpus.records import Box, Corrected, Page, Reading

A, B, NASTY = READINGS
ROW = A.rows[0]
PLACE = citation(1, ROW, "measure").place
DESK = Desk(FakeAssistant(), Examples())  # type: ignore[arg-type]


def acts(page: str) -> dict[str, dict[str, str | None]]:
    """The buttons by the words on them."""
    names = [part.split("<")[0] for part in page.split("</button>")[:-1] for part in [part.rsplit(">", 1)[-1]]]
    return dict(zip(names, Seen(page).buttons, strict=True))


def test_a_quote_in_a_row_is_shown_in_the_row_s_table_and_in_the_text_when_asked() -> None:
    spot = Spot(PLACE.char_start, PLACE.char_end, 2, "t1")
    page = source_page(A, spot)
    assert "is-table" in page
    other = acts(page)["ดูข้อความรอบ ๆ ตามต้นฉบับ"]
    assert (other["data-view"], other["data-mark"], other["data-key"]) == ("text", "2", "t1:2")
    place = pressed({name.removeprefix("data-"): value for name, value in other.items()})
    assert place is not None
    text = DESK.source(place)
    assert "is-table" not in text
    assert acts(text)["ดูเป็นตาราง"]["data-view"] == "table"
    assert Seen(text).marked == Seen(page).marked


def test_beside_the_text_stands_what_a_person_wrote_in_its_place() -> None:
    mark = Corrected("measure", "", "จัดอบรม", "สมชาย", "2026-01-01")
    held = replace(A, rows=(rows_by_hand([ROW], {ROW.row_id: [mark]})[0], *A.rows[1:]))
    spot = Spot(PLACE.char_start, PLACE.char_end, view=View.TEXT)
    page = Seen(source_page(held, spot))
    assert page.marked == "จัดทำคู่มือการยืมทรัพย์สินและเวียนแจ้งทุกฝ่ายเดือนละ ๑ ครั้ง"  # the source is as it was
    assert "มาตรการ/กิจกรรม: จัดอบรม" in page.words
    assert "แก้ไขด้วยมือ โดย สมชาย 2026-01-01" in page.words
    assert "แก้ไขด้วยมือ" not in Seen(source_page(A, spot)).words


def test_prose_is_shown_as_text_without_a_table_to_go_to() -> None:
    place = A.passages[0].place
    page = source_page(A, Spot(place.char_start, place.char_end))
    assert "is-table" not in page
    assert set(acts(page)) == {"ปิด", "คัดลอกลิงก์"}


def test_the_row_before_and_after_are_a_press_away_and_end_with_the_table() -> None:
    buttons = acts(source_page(A, Spot(PLACE.char_start, PLACE.char_end)))
    after = A.rows[1].place
    assert (buttons["แถวถัดไป"]["data-start"], buttons["แถวถัดไป"]["data-end"]) == (
        str(after.char_start),
        str(after.char_end),
    )
    assert "disabled" in buttons["แถวก่อน"]
    next_page = source_page(A, Spot(after.char_start, after.char_end, view=View.TEXT))
    assert (acts(next_page)["แถวก่อน"]["data-view"], "disabled" in acts(next_page)["แถวถัดไป"]) == ("text", True)


def test_a_link_leads_to_the_place_it_was_copied_at() -> None:
    for held in READINGS:
        for row in held.rows:
            whole = Spot(row.place.char_start, row.place.char_end)
            words = citation(1, row, "measure").place
            for spot in (whole, Spot(words.char_start, words.char_end)):
                link = link_to(held, row, spot)
                query = {name: values[0] for name, values in parse_qs(link.removeprefix("?")).items()}
                assert query["report"] == held.report.name
                assert ("row" in query) is (spot is whole)
                found = spot_of_link(held, query)
                assert found == spot
                assert DESK.linked(query) == source_page(held, spot)


@pytest.mark.parametrize(
    "query",
    [
        {"report": "sample-a.txt"},
        {"report": "sample-a.txt", "row": "sample-a.txt#I99"},
        {"report": "sample-b.txt", "row": ROW.row_id},
        {"report": "../sample-a.txt", "row": ROW.row_id},
        {"report": "sample-a.txt", "at": "5-5"},
        {"report": "sample-a.txt", "at": "9-2"},
        {"report": "sample-a.txt", "at": "0-999999999"},
        {"report": "sample-a.txt", "at": "-1-4"},
        {"report": "sample-a.txt", "at": "๑-๔"},
        {"report": "sample-a.txt", "at": "1-4<script>"},
        {"report": "x" * 5000, "at": "1-4"},
        {"report": "<b>", "row": "<b>"},
    ],
)
def test_a_link_that_leads_nowhere_is_one_plain_sentence_and_names_nothing(query: dict[str, str]) -> None:
    page = DESK.linked(query)
    assert page is not None
    assert Seen(page).words == "ต้นฉบับ" + LINK_LEADS_NOWHERE


def test_an_address_without_a_report_asks_for_nothing() -> None:
    assert DESK.linked({}) is None
    assert DESK.linked({"row": ROW.row_id, "__theme": "dark"}) is None


# --- the page of paper ----------------------------------------------------------------------------------------------


def paper(reading: Reading = A) -> Reading:
    """The report as if it had been read from a PDF: one page, a box over each measure."""
    boxes = []
    for row in reading.rows:
        measure = row.cell("measure")
        assert measure is not None
        place = measure.segments[0].place
        boxes.append(Box(1, place.char_start, place.char_end, 10.0, 400.0, 200.0, 420.0))
    pages = (replace(reading.report.pages[0], width=600.0, height=800.0),)
    return replace(reading, report=replace(reading.report, encoding="pdf", boxes=tuple(boxes), pages=pages))


def desk_with(picture: Callable[[], bytes]) -> Desk:
    reading = paper()

    class WithPages(FakeAssistant):
        def page_image(self, report: str, char_start: int, char_end: int) -> tuple[Page, bytes]:
            assert (report, char_start, char_end) == ("sample-a.txt", PLACE.char_start, PLACE.char_end)
            return reading.report.pages[0], picture()

    return Desk(WithPages((reading,)), Examples())  # type: ignore[arg-type]


ON_PAPER = Pressed("sample-a.txt", PLACE.char_start, PLACE.char_end, "t1", 2, View.PAGE)


def test_a_pdf_s_page_is_shown_with_the_place_to_scroll_to() -> None:
    page = desk_with(lambda: b"picture").source(ON_PAPER)
    attributes = dict(Seen(page).attributes)
    # base64 of the seven letters; the box begins at 400 of 800 points.
    assert attributes["src"] == "data:image/webp;base64,cGljdHVyZQ=="
    assert (attributes["data-down"], attributes["width"], attributes["height"]) == ("0.500", "600", "800")
    assert set(acts(page)) == {"ปิด", "แถวก่อน", "แถวถัดไป", "ดูเป็นตาราง", "ดูข้อความรอบ ๆ ตามต้นฉบับ", "คัดลอกลิงก์"}
    assert "แถบดำคือข้อมูลส่วนบุคคลที่ปิดไว้" in Seen(page).words


@pytest.mark.parametrize(
    ("error", "says"), [(SourceGone("gone"), "ถูกย้ายหรือเปลี่ยนไป"), (PageWithheld("no"), "ปิดข้อมูลส่วนบุคคลในภาพได้ไม่ครบ")]
)
def test_a_page_that_cannot_be_shown_is_a_sentence_with_the_other_views(error: Exception, says: str) -> None:
    def fail() -> bytes:
        raise error

    page = desk_with(fail).source(ON_PAPER)
    assert says in Seen(page).words
    assert "img" not in Seen(page).tags
    assert {"ดูเป็นตาราง", "ดูข้อความรอบ ๆ ตามต้นฉบับ"} <= set(acts(page))


def test_only_a_report_on_paper_offers_its_page() -> None:
    spot = Spot(PLACE.char_start, PLACE.char_end)
    assert "ดูหน้ากระดาษ" in acts(source_page(paper(), spot))
    assert "ดูหน้ากระดาษ" not in acts(source_page(A, spot))
    # What no button of the window asks for falls back to the table.
    assert "is-table" in DESK.source(ON_PAPER)
