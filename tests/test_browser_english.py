"""The window in English, in a real Chromium: the switch, a question, every tab, nobody shut out."""

import re
from typing import TYPE_CHECKING

import browser_pages
import pytest
from browser_pages import PHONE, Open, ask, choose, open_tab
from test_browser_axe import SCORES, Eye, press

if TYPE_CHECKING:
    from playwright.sync_api import Page

# The fixtures of browser_pages; as plain names, so that pytest finds them here.
faults, visit, samples = browser_pages.faults, browser_pages.visit, browser_pages.samples
pytestmark = pytest.mark.browser

# Words of the page that are Thai and not marked so, but for the lists and charts of gradio, which hold text alone.
UNMARKED = """() => {
  const found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const at = node.parentElement;
    if (/[\\u0e00-\\u0e7f]/.test(node.textContent) && at.checkVisibility() && at.closest("[lang]").lang !== "th"
      && !at.closest("[role=option], svg, script, style")) found.push(node.textContent.trim().slice(0, 60));
  }
  return found;
}"""


def language(page: "Page") -> str | None:
    return page.locator("html").get_attribute("lang")


def switch(page: "Page") -> None:
    page.locator("#masthead a.tongue").click()
    page.wait_for_selector("#talk .welcome", state="attached")


def test_the_switch_takes_along_what_was_typed_and_is_remembered(samples: str, visit: Open) -> None:
    page = visit(samples)
    assert language(page) == "th"
    page.fill("#question textarea", "how was I20 fixed?")
    with page.expect_navigation(url=re.compile("/en/$")):
        page.get_by_role("link", name="English").click()
    page.wait_for_selector("#talk .welcome")
    page.wait_for_selector("html[lang=en]")
    assert page.title() == "ITA Measures Assistant"
    page.wait_for_function("document.querySelector('#question textarea').value === 'how was I20 fixed?'")
    reply = ask(page, "how was I20 fixed?")
    assert "districts have measures for I20" in reply.inner_text()
    page.locator("#talk .mark").first.click()
    page.locator("#source mark").wait_for()
    assert page.evaluate(UNMARKED) == []
    # Who opens the window again, by a link of a colleague with the other language, is in their own.
    again = visit(samples, like=page)
    again.wait_for_url(re.compile("/en/$"))
    again.wait_for_selector("html[lang=en]")
    open_tab(again, "Compare")
    switch(again)
    again.wait_for_url(samples)
    again.wait_for_selector("html[lang=th]")
    again.locator("[data-tab-id=compare][aria-selected=true]").wait_for()


def test_a_link_to_a_row_works_in_both(samples: str, visit: Open) -> None:
    page = visit(samples, query="?report=sample_2567_thasathit.txt&at=100-160")
    page.locator("#source mark").wait_for()
    switch(page)
    assert page.url.endswith("/en/?report=sample_2567_thasathit.txt&at=100-160")
    page.locator("#source mark").wait_for()
    assert page.locator("#source h2").inner_text() == "Source"


def look_at_tabs(eye: Eye, page: "Page") -> None:
    ask(page, "lowest scores in FY 2566")
    ask(page, "draft measures for I20 for Bang Khen, FY 2568, weakness: ผู้ยืมไม่ลงชื่อ")
    page.locator("#talk .draft-table").first.wait_for()
    eye.look("ask")
    open_tab(page, "Draft")
    choose(page, "Draft for", "Bang Khen")
    choose(page, "Item or indicator", "I20")
    page.fill("#draft-weakness textarea", "บุคลากรบางส่วนไม่ทราบขั้นตอนการยืมทรัพย์สินของราชการ")
    page.click("#draft-go")
    page.locator("#draft-docx").wait_for()
    eye.look("draft")
    open_tab(page, "Plan")
    page.select_option("#plan-district", "บางเขน")
    page.select_option("#plan-fiscal_year", "2567")
    page.fill("#plan-who", "Somsri")
    press(page, "start")
    page.fill("#plan-pasted", SCORES)
    press(page, "read")
    eye.look("plan, scores")
    press(page, "weak")
    press(page, "draft")
    page.locator("#plan .plan[data-step='4']:not(.is-busy)").wait_for()
    press(page, "offers")
    eye.look("plan, a row")
    open_tab(page, "Compare")
    page.locator('#compare-map tr[data-line="2567:I20"] .map-cell', has_text="92.18").click()
    page.locator("#compare-rows .beside").wait_for()
    eye.look("compare")
    open_tab(page, "Reports")
    page.locator("#reports tbody .link").first.click()
    page.locator("#report .report-card").wait_for()
    eye.look("reports")


def test_every_tab_in_english_shuts_nobody_out_and_marks_what_is_thai(samples: str, visit: Open) -> None:
    page = visit(samples, query="en/")
    eye = Eye(page)
    unmarked: list[str] = []
    look = eye.look

    def and_words(screen: str) -> None:
        look(screen)
        unmarked.extend(f"{screen}: {words}" for words in page.evaluate(UNMARKED))

    eye.look = and_words  # type: ignore[method-assign]
    look_at_tabs(eye, page)
    assert not eye.found, "\n".join(eye.found)
    assert unmarked == []


def test_nothing_is_wider_than_a_phone(samples: str, visit: Open) -> None:
    page = visit(samples, size=PHONE, query="en/")
    ask(page, "how was I20 fixed?")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    link = page.locator("#masthead a.tongue").bounding_box()
    assert link is not None
    assert link["height"] >= 24
