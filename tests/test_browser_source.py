"""The source panel in a real Chromium: a row's table, its neighbours, the text, and a link opened by a colleague."""

import browser_pages
import pytest
from browser_pages import PHONE, Open, ask, in_view, squeezed

faults, visit = browser_pages.faults, browser_pages.visit
samples = browser_pages.samples
pytestmark = pytest.mark.browser


def test_a_copied_link_opens_the_same_words_for_a_colleague(samples: str, visit: Open) -> None:
    page = visit(samples)
    reply = ask(page, "เขตอื่นแก้ข้อ I20 อย่างไร")
    reply.locator(".mark").nth(1).click()
    page.locator("#source .is-table mark").wait_for()
    quoted = squeezed(page.locator("#source mark").text_content())
    page.get_by_role("button", name="คัดลอกลิงก์").click()
    page.get_by_text("คัดลอกลิงก์แล้ว").wait_for()
    link = str(page.evaluate("navigator.clipboard.readText()"))
    assert link.startswith(samples + "?report=")
    other = visit(samples, PHONE, query=link.removeprefix(samples))
    other.locator("#source .is-table mark").wait_for()
    assert squeezed(other.locator("#source mark").text_content()) == quoted
    other.wait_for_timeout(100)
    assert in_view(other, "#source mark", "#source .paper")


def test_one_goes_from_row_to_row_and_to_the_text(samples: str, visit: Open) -> None:
    page = visit(samples)
    reply = ask(page, "เขตอื่นแก้ข้อ I20 อย่างไร")
    reply.locator(".mark").first.click()
    here = page.locator("#source .is-cited .tag-item")
    here.wait_for()
    first = here.inner_text()
    follows = page.locator("#source .sheet-row").last.locator(".tag-item").inner_text()
    page.get_by_role("button", name="แถวถัดไป").click()
    page.locator("#source .is-cited .tag-item", has_text=follows).wait_for()
    page.get_by_role("button", name="แถวก่อน").click()
    page.locator("#source .is-cited .tag-item", has_text=first).wait_for()
    page.get_by_role("button", name="ดูข้อความรอบ").click()
    page.locator("#source .paper:not(.is-table) mark").wait_for()
    page.get_by_role("button", name="ดูเป็นตาราง").click()
    page.locator("#source .is-table").wait_for()


def test_a_link_that_leads_nowhere_says_so(samples: str, visit: Open) -> None:
    page = visit(samples, query="?report=none.txt&row=1")
    page.get_by_text("ลิงก์นี้ชี้ไปที่รายงานหรือแถวซึ่งไม่มีในคลัง").wait_for()
