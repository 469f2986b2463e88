"""The Reports tab in a real Chromium: reports added, found, corrected, taken out; at three widths, light and dark."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import browser_pages
import pytest
from browser_pages import DESKTOP, PHONE, Open, free_port, open_tab, served
from conftest import ROOT

from tests.made_commands import make_store, report, write_reports

if TYPE_CHECKING:
    from playwright.sync_api import Page

# The fixtures of browser_pages; as plain names, so that pytest finds them here.
faults, visit = browser_pages.faults, browser_pages.visit
pytestmark = pytest.mark.browser
TABLET = (1024, 768)


@pytest.fixture
def places(tmp_path: Path, chromium: str) -> Iterator[tuple[str, Path]]:
    """The program over a store of two reports, and the folder in which its files lie."""
    (tmp_path / "reports").mkdir()
    store = make_store(write_reports(tmp_path / "reports"), tmp_path / "store")
    port = free_port()
    settings = {
        "ASSISTANT_STORE": str(store),
        "ASSISTANT_LIBRARY": str(tmp_path / "library"),
        "ASSISTANT_REPORTS": str(tmp_path / "reports"),
        "ASSISTANT_PLANS": f"sqlite:///{tmp_path / 'plans.db'}",
        "ASSISTANT_PORT": str(port),
    }
    with served(["app.py"], port, tmp_path / "log", **settings) as address:
        yield address, tmp_path


def reports_tab(page: "Page") -> None:
    open_tab(page, "รายงาน")
    page.locator("#reports tbody tr").first.wait_for()


def upload(page: "Page", *files: Path) -> None:
    with page.expect_file_chooser() as chosen:
        page.get_by_role("button", name="เพิ่มรายงาน").click()
    chosen.value.set_files([str(one) for one in files])
    page.locator("#report-work .outcome").wait_for(timeout=60_000)


def names(page: "Page") -> list[str]:
    return page.locator("#reports tbody tr:visible .link").all_inner_texts()


def test_reports_are_added_answered_from_corrected_and_removed(places: tuple[str, Path], visit: Open) -> None:
    address, folder = places
    page = visit(address)
    open_tab(page, "เปรียบเทียบ")
    page.locator("#compare-map .map-cell").first.wait_for()
    reports_tab(page)
    (folder / "ดุสิต.txt").write_text(report("ดุสิต"), encoding="utf-8")
    (folder / "empty.txt").write_text("", encoding="utf-8")
    upload(page, folder / "ดุสิต.txt", folder / "empty.txt")
    told = page.locator("#report-work").inner_text()
    assert "ดุสิต.txt เพิ่มแล้ว: เขตดุสิต ปี 2566 แผนมาตรการ · 2 แถว" in told
    assert "empty.txt ไม่ได้เพิ่ม: ไฟล์ว่าง" in told
    assert names(page) == ["b.txt", "ดุสิต.txt", "a.txt"]
    page.locator("#masthead").get_by_text("3 รายงาน").wait_for()
    # So does the comparison of a page that was open before.
    open_tab(page, "เปรียบเทียบ")
    page.locator("#compare-map th[data-district='ดุสิต']").wait_for()
    page.get_by_label("เขต (ไม่เลือก = ทุกเขต)").click()
    page.get_by_role("option", name="เขตดุสิต").wait_for()
    page.keyboard.press("Escape")
    # The assistant knows it at once, without a restart.
    open_tab(page, "ถาม")
    page.fill("#question textarea", "เขตดุสิตแก้ข้อ I20 อย่างไร")
    page.press("#question textarea", "Enter")
    page.locator("#talk .reply:not(.is-waiting)").wait_for()
    assert "เขตดุสิต" in page.locator("#talk .reply").inner_text()
    # A row is corrected with the keyboard alone; a forgotten name is asked for and what was typed stays.
    open_tab(page, "รายงาน")
    page.get_by_label("แก้ไขแถว I20").first.press("Enter")
    page.locator("#row-code").fill("I19")
    page.locator("#row-score").fill("๗๑.๕")
    page.locator("#row-score").press("Enter")
    page.locator("#report .trouble").wait_for(timeout=60_000)
    assert page.locator("#report .trouble").inner_text() == "กรุณากรอกชื่อผู้แก้ไข"
    assert page.locator("#row-code").input_value() == "I19"
    page.locator("#row-who").fill("สมชาย")
    page.locator("#row-who").press("Enter")
    page.locator("#report .tag-mended").wait_for(timeout=60_000)
    assert "ข้อ I20 → I19, คะแนน – → 71.5" in page.locator("#report .tag-mended").first.inner_text()
    # So is the text of a cell; beside what was written the source shows what was read.
    page.get_by_label("แก้ไขแถว I19").click()
    page.get_by_text("ข้อความในช่อง").click()
    page.locator("#row-cell-output").fill("คู่มือการยืม ๙ ฉบับ\nแบบฟอร์ม")
    page.locator(".row-form").get_by_role("button", name="บันทึกการแก้ไข").click()
    page.locator("#report .tag-mended", has_text="→ คู่มือการยืม ๙ ฉบับ แบบฟอร์ม").wait_for(timeout=60_000)
    page.locator(".rows-table").get_by_role("button", name="I19", exact=True).click()
    written = page.locator(".source .sheet-cell", has_text="คู่มือการยืม ๙ ฉบับ")
    written.wait_for()
    assert "แก้ไขด้วยมือ โดย สมชาย" in written.inner_text()
    assert "เดิมอ่านได้: - คู่มือ ๑ ฉบับ" in written.inner_text()
    # Removing asks first; the name is remembered.
    page.get_by_role("button", name="เอารายงานนี้ออกจากคลัง").click()
    page.locator("#report .danger-form").wait_for()
    assert page.locator("#removal-who").input_value() == "สมชาย"
    page.get_by_role("button", name="ไม่เอาออก").click()
    page.locator("#report .danger-form").wait_for(state="detached")
    page.get_by_role("button", name="เอารายงานนี้ออกจากคลัง").click()
    page.get_by_role("button", name="เอาออก", exact=True).click()
    page.get_by_text("เอา ดุสิต.txt ออกจากคลังแล้ว").wait_for(timeout=60_000)
    assert names(page) == ["b.txt", "a.txt"]
    assert not (folder / "library" / "reports" / "ดุสิต.txt").exists()


def test_what_waits_for_a_word_gets_one(places: tuple[str, Path], visit: Open) -> None:
    address, folder = places
    page = visit(address)
    reports_tab(page)
    (folder / "x.txt").write_text(report("ดุสิต").replace("สำนักงานเขตดุสิต", "หน่วยงาน"), encoding="utf-8")
    (folder / "a-2.txt").write_text(report("หนองทดลอง").replace("คู่มือ ๑ ฉบับ", "คู่มือ ๒ ฉบับ"), encoding="utf-8")
    upload(page, folder / "x.txt", folder / "a-2.txt")
    assert "ต่างกันที่: แก้ I20 (ผลผลิต)" in page.locator("#report-work .question").inner_text()
    page.get_by_role("button", name="ใช้แทน a.txt").click()
    page.get_by_text("a-2.txt แทน a.txt: แก้ I20 (ผลผลิต)").wait_for(timeout=60_000)
    page.locator("#waiting-0-district").select_option("ดุสิต")
    page.locator("#waiting-0-who").fill("สมหญิง")
    page.get_by_role("button", name="อ่านรายงานนี้").click()
    page.get_by_text("เขตดุสิต ปีงบประมาณ 2566").wait_for(timeout=60_000)
    assert sorted(names(page)) == ["a-2.txt", "b.txt", "x.txt"]
    # A build elsewhere is taken up by the open window.
    (folder / "reports" / "new.txt").write_text(report("สาทร"), encoding="utf-8")
    page.get_by_role("button", name="อ่านโฟลเดอร์ใหม่").click()
    page.get_by_text("อ่านใหม่ 1 ฉบับ").wait_for(timeout=60_000)
    assert "new.txt" in names(page)
    page.get_by_label("เขต", exact=True).first.select_option("สาทร")
    assert names(page) == ["new.txt"]
    assert page.locator("#reports .found").inner_text() == "พบ 1 จาก 4 ฉบับ"


def test_at_every_width_the_table_stays_in_its_place(places: tuple[str, Path], visit: Open) -> None:
    address, _ = places
    pictures = ROOT / ".screenshots"
    pictures.mkdir(exist_ok=True)
    for size, scheme in ((DESKTOP, "light"), (TABLET, "light"), (PHONE, "light"), (DESKTOP, "dark"), (PHONE, "dark")):
        page = visit(address, size, scheme)
        reports_tab(page)
        page.locator("#reports tbody .link").first.click()
        page.locator("#report .report-card").wait_for()
        fits = "(e) => e.scrollWidth <= e.clientWidth"
        assert page.locator("#reports .report-list").evaluate(fits), (size, scheme)
        assert page.locator("#report .table-scroll:has(.rows-table)").evaluate(fits), (size, scheme)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (size, scheme)
        page.screenshot(path=str(pictures / f"reports-{size[0]}-{scheme}.png"), full_page=True)
