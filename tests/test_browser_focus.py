"""The keyboard alone in a real Chromium: Tab goes through every screen as the eye does, Escape leads back."""

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import browser_pages
import pytest
import test_browser_reports
from browser_pages import PHONE, Open, ask, open_tab
from test_browser_reports import reports_tab

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

# The fixtures of browser_pages; as plain names, so that pytest finds them here.
faults, visit, samples = browser_pages.faults, browser_pages.visit, browser_pages.samples
places = test_browser_reports.places
pytestmark = pytest.mark.browser

# More stops than this, and Tab does not come round any more.
MOST_STOPS = 400
# What has the focus: its name, where it stands on the page, whether it is seen and marked.
FOCUSED = """() => {
  const one = document.activeElement;
  if (!one || one === document.body || one === document.documentElement) return null;
  const at = one.getBoundingClientRect();
  window.stops ??= new Map();
  if (!window.stops.has(one)) window.stops.set(one, window.stops.size);
  const fixed = (e) => e && (["fixed", "sticky"].includes(getComputedStyle(e).position) || fixed(e.parentElement));
  // Nothing lies over it, such as the bar of the question at the foot of the page.
  const over = (e, box) => {
    const top = document.elementFromPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2);
    return Boolean(top) && (e.contains(top) || top.contains(e) || Boolean(top.closest("label")?.contains(e)));
  };
  // How far all that scrolls around it has scrolled: where it stands does not change with that.
  const down = (e) => e ? e.scrollTop + (fixed(e) && e === one ? 0 : down(e.parentElement)) : 0;
  return { id: window.stops.get(one),
    name: one.getAttribute("aria-label") || one.textContent.trim().slice(0, 40) || one.id,
    tag: one.tagName, top: at.top + down(one), bottom: at.bottom + down(one),
    left: at.left, right: at.right, floats: Boolean(fixed(one)), marked: one.matches(":focus-visible"),
    column: one.closest("#beside") ? "beside" : one.closest("[role=tablist]") ? "tabs" : "desk",
    cover: document.elementFromPoint((at.left + at.right) / 2, (at.top + at.bottom) / 2)?.outerHTML.slice(0, 80),
    seen: at.width > 0 && at.height > 0 && over(one, at),
    ours: Boolean(one.closest("#desk")) };
}"""


def stops(page: "Page") -> Iterator[dict[str, Any]]:
    """Every element that Tab comes to, from the top of the page until it leaves it."""
    page.emulate_media(reduced_motion="reduce")
    page.evaluate("() => { document.activeElement?.blur(); window.stops = new Map(); scrollTo(0, 0); }")
    page.locator("h1").first.evaluate("(one) => { one.tabIndex = -1; one.focus(); one.removeAttribute('tabindex'); }")
    before = -1
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        at = page.evaluate(FOCUSED)
        if at is not None and not at["seen"]:
            page.wait_for_timeout(400)  # what came with the page itself may still be laid out
            at = page.evaluate(FOCUSED)
        if at is None or at["id"] < before:
            return
        assert at["id"] != before, f"Tab stays at {at['name']}"
        before = at["id"]
        yield at
    pytest.fail(f"Tab does not come round after {MOST_STOPS} stops")


def out_of_order(found: list[dict[str, Any]]) -> list[str]:
    """The steps of Tab that go back up, or to the left on one line, within a column; and from the right column back."""
    wrong = []
    own = [one for one in found if one["ours"] and not one["floats"]]
    for one, following in pairwise(own):
        if one["column"] == "beside" and following["column"] != "beside":
            wrong.append(f"{one['name']} → {following['name']}: back from the proofs")
        if one["column"] != following["column"]:
            continue
        above = following["bottom"] <= one["top"] + 4 and following["left"] < one["right"]
        same_line = abs(following["top"] - one["top"]) < 4 and following["right"] <= one["left"]
        if above or same_line:
            wrong.append(f"{one['name']} → {following['name']}")
    return wrong


def check(page: "Page", least: int) -> list[dict[str, Any]]:
    found = list(stops(page))
    assert len(found) >= least, [one["name"] for one in found]
    assert out_of_order(found) == []
    assert [one["name"] for one in found if not one["marked"]] == []
    assert [f"{one['name']} under {one['cover']}" for one in found if not one["seen"]] == []
    return found


def test_tab_goes_through_every_screen_as_the_eye_does(samples: str, visit: Open) -> None:
    page = visit(samples)
    assert page.evaluate("scrollY") == 0
    check(page, 10)
    ask(page, "I20")
    names = [one["name"] for one in check(page, 20)]
    assert any(name.startswith("เปิดหลักฐานที่ 1") for name in names)
    open_tab(page, "แผนทั้งปี")
    page.locator("#plan-district").wait_for()
    check(page, 8)
    open_tab(page, "เปรียบเทียบ")
    page.locator("#compare-map .map-cell").first.wait_for()
    check(page, 8)
    open_tab(page, "รายงาน")
    page.locator("#reports tbody .link").first.wait_for()
    check(page, 10)


def test_escape_closes_the_source_and_the_focus_returns_to_its_mark(samples: str, visit: Open) -> None:
    page = visit(samples, PHONE)
    assert page.evaluate("scrollY") == 0
    ask(page, "I20")
    mark = page.locator("#talk .mark").nth(1)
    mark.focus()
    page.keyboard.press("Enter")
    page.locator("#source mark").wait_for()
    assert page.locator("#source [data-act=close]").evaluate("(one) => one === document.activeElement")
    page.keyboard.press("Escape")
    page.locator("#source").wait_for(state="hidden")
    assert mark.evaluate("(one) => one === document.activeElement")
    # The same by its button.
    page.keyboard.press("Enter")
    page.locator("#source [data-act=close]:focus").wait_for()
    page.keyboard.press("Enter")
    page.locator("#source").wait_for(state="hidden")
    assert mark.evaluate("(one) => one === document.activeElement")


def test_escape_shuts_the_forms_of_a_report(places: "tuple[str, Path]", visit: Open) -> None:
    page = visit(places[0])
    reports_tab(page)
    page.locator("#reports tbody .link").first.press("Enter")
    page.locator("#report .report-card").wait_for()
    for opener, form in (("[data-do=remove]", ".danger-form"), ("[data-do=row]", ".row-form")):
        button = page.locator(f"#report {opener}").first
        button.press("Enter")
        page.locator(f"#report {form}").wait_for()
        page.wait_for_timeout(900)  # a second press within 800 ms means the first
        page.keyboard.press("Escape")
        page.locator(f"#report {form}").wait_for(state="detached")
        page.locator(f"#report {opener}:focus").wait_for()
