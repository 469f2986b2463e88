"""The Compare tab in a real Chromium: map, rows side by side, chart, file; fifty districts by forty items."""

import io
from collections.abc import Iterator
from pathlib import Path

import browser_pages
import openpyxl
import pytest
from browser_pages import DESKTOP, PHONE, Open, choose, free_port, in_view, open_tab, served

faults, visit = browser_pages.faults, browser_pages.visit
samples = browser_pages.samples
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def wide(tmp_path_factory: pytest.TempPathFactory, chromium: str) -> Iterator[str]:
    """The window over fifty districts with forty items each."""
    port = free_port()
    with served(
        ["tests/browser_serve.py", str(port), "wide"], port, tmp_path_factory.mktemp("wide") / "log"
    ) as address:
        yield address


def test_a_cell_opens_the_rows_side_by_side_and_each_cell_its_source(samples: str, visit: Open) -> None:
    page = visit(samples)
    open_tab(page, "เปรียบเทียบ")
    assert page.locator("#beside").is_hidden()
    line = page.locator('#compare-map tr[data-line="2567:I20"]')
    assert "ปี 2563 รหัส I21" in line.locator(".map-codes").inner_text()
    cell = line.locator(".map-cell", has_text="92.18")
    cell.click()
    page.locator("#compare-rows .beside").wait_for()
    first = page.locator("#compare-rows thead th.is-first")
    assert "เขตท่าสาธิต" in first.inner_text()
    assert page.locator("#compare-rows tbody tr").first.locator("td").first.inner_text() == "92.18"
    # A line over the two years of that district, and the same in figures.
    page.locator("#compare-plot svg").wait_for()
    told = page.locator("#compare-scores tbody tr", has_text="เขตท่าสาธิต").inner_text()
    assert ("88.36" in told, "92.18" in told) == (True, True)
    page.locator("#compare-rows .beside-cell .link").first.click()
    page.locator("#source mark").first.wait_for()
    assert page.locator("#beside").is_visible()
    assert in_view(page, "#source mark", "#source .paper")


def test_filters_redraw_the_map_and_the_file_holds_what_is_shown(samples: str, visit: Open) -> None:
    page = visit(samples)
    open_tab(page, "เปรียบเทียบ")
    choose(page, "ด้าน", "EIT")
    page.locator('#compare-map tr[data-line="2567:I20"]').wait_for(state="detached")
    page.get_by_label("เฉพาะข้อที่มีหลายเขต").check()
    page.locator('#compare-map tr[data-line="2566:E5"]').wait_for(state="detached")
    shown = [line.inner_text().split("\n")[0] for line in page.locator("#compare-map tbody .map-open").all()]
    with page.expect_download() as given:
        page.click("#compare-make")
    book = openpyxl.load_workbook(io.BytesIO(Path(given.value.path()).read_bytes()))
    lines = [line[0].value for line in book.worksheets[0].iter_rows(min_row=2)]
    assert given.value.suggested_filename.endswith(".xlsx")
    assert [line.split(" (")[0] for line in lines] == [one.split(" (")[0].strip() for one in shown]
    page.get_by_label("ความครอบคลุม").check()
    page.locator("#compare-map .map-coverage").wait_for()
    assert page.locator("#compare-map .map-cell", has_text="✓").count() > 5


def test_fifty_districts_by_forty_items_scroll_in_their_own_box(wide: str, visit: Open) -> None:
    for size in (DESKTOP, PHONE):
        page = visit(wide, size)
        open_tab(page, "เปรียบเทียบ")
        page.locator("#compare-map .map-cell").first.wait_for()
        assert page.locator("#compare-map tbody tr").count() == 40
        assert page.locator("#compare-map thead th").count() == 52
        held = page.evaluate(
            """async () => { const box = document.querySelector('.map-box'), head = box.querySelector('.map-item');
            const frames = []; let last = performance.now();
            for (let n = 1; n <= 30; n += 1) { box.scrollTo(n * 120, n * 40);
              await new Promise(requestAnimationFrame);
              const now = performance.now(); frames.push(now - last); last = now; }
            const one = box.querySelector('tbody tr:nth-child(20) .map-item').getBoundingClientRect();
            const frame = box.getBoundingClientRect();
            return { page: document.documentElement.scrollWidth - innerWidth, left: one.left - frame.left,
              top: head.getBoundingClientRect().top - frame.top,
              slow: frames.sort((a, b) => a - b)[15] }; }"""
        )
        assert held["page"] <= 0
        assert abs(held["left"]) <= 2
        assert abs(held["top"]) <= 2
        # Milliseconds a frame, the median: at 100 one sees it stutter.
        assert held["slow"] < 100


def test_arrow_keys_go_from_cell_to_cell(wide: str, visit: Open) -> None:
    page = visit(wide)
    open_tab(page, "เปรียบเทียบ")
    first = page.locator("#compare-map .map-cell").first
    first.wait_for()
    first.focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowDown"):
        page.keyboard.press(key)
    at = "[document.activeElement.closest('td').cellIndex, document.activeElement.closest('tr').rowIndex]"
    assert page.evaluate(at) == [4, 2]
    page.keyboard.press("Enter")
    page.locator("#compare-rows thead th.is-first", has_text="เขตตัวอย่าง02").wait_for()
