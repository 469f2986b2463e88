"""The plan's tab in a real Chromium: from pasted scores to a signed form's file, and two who work on one plan."""

import re
from typing import TYPE_CHECKING

import browser_pages
import docx
import pytest
from browser_pages import PHONE, Open, open_tab, squeezed
from conftest import ROOT

from corpus.thai import fold_digits

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

# The fixtures of browser_pages; as plain names, so that pytest finds them here.
faults, visit, samples = browser_pages.faults, browser_pages.visit, browser_pages.samples
pytestmark = pytest.mark.browser

PICTURES = ROOT / ".screenshots"
SCORES = """ผลการประเมิน ITA ปีงบประมาณ 2566
I7 66.10
I20 ๗๑.๒๕
I1 92.5
E3 ๗๘.๕๐ คะแนน
I99 77
I2 184.5
E4 70.1
E4 72.3"""
OWN = "ผู้ยืมไม่ลงชื่อในสมุดยืมเมื่อเร่งด่วน"


def begin(page: "Page", who: str) -> None:
    open_tab(page, "แผนทั้งปี")
    page.select_option("#plan-district", "บางเขน")
    page.select_option("#plan-fiscal_year", "2567")
    page.fill("#plan-who", who)


def step(page: "Page", number: int) -> None:
    page.locator(f"#plan .plan[data-step='{number}']:not(.is-busy)").wait_for()


def press(page: "Page", do: str, within: str = "#plan") -> None:
    """Presses and waits until the answer is there."""
    turn = int(page.locator("#plan .plan").get_attribute("data-turn") or 0)
    page.locator(f"{within} [data-do={do}]").first.click()
    page.locator(f"#plan .plan[data-turn='{turn + 1}']:not(.is-busy)").wait_for()


def drafted(page: "Page", who: str) -> None:
    """A plan of three rows, the second of them (I20) open."""
    begin(page, who)
    press(page, "start")
    page.fill("#plan-pasted", SCORES)
    press(page, "read")
    press(page, "weak")
    page.fill("[name=word-I20]", OWN)
    press(page, "draft")
    step(page, 4)
    page.locator(".row-entry", has_text="I20").click()
    page.locator(".row-entry.is-open", has_text="I20").wait_for()


def cell(page: "Page", name: str) -> "Locator":
    return page.locator(f"#plan .cell[data-cell$='-{name}']")


def clauses(page: "Page", name: str) -> list[str]:
    return [squeezed(one).rstrip("0123456789") for one in cell(page, name).locator(".clause p").all_inner_texts()]


def saved(page: "Page", version: int) -> None:
    page.locator(".save-state", has_text=re.compile(rf"บันทึกแล้ว เวลา \d\d:\d\d น\. · ฉบับที่ {version}$")).wait_for()


def test_from_pasted_scores_to_a_form_that_can_be_signed(samples: str, visit: Open) -> None:
    page = visit(samples)
    begin(page, "สมศรี")
    press(page, "start")
    page.fill("#plan-pasted", SCORES)
    press(page, "read")
    assert page.locator(".sheet-sum").inner_text().split("\n") == ["นับได้ 4 ข้อ", "ไม่นับ 4 บรรทัด"]
    out = page.locator(".sheet .is-out").all_inner_texts()
    assert [one.split("\t")[0].replace("✗", "").strip() for one in out] == ["I99", "I2", "E4", "E4"]
    assert "0 ถึง 100" in out[1]
    assert "เลือกให้เหลือบรรทัดเดียว" in out[2]
    press(page, "weak")
    assert page.locator(".picked-count").inner_text() == "3"
    page.uncheck("[name=pick-I7]")
    assert page.locator(".picked-words").inner_text().strip() == "2 ข้อ"
    page.check("[name=pick-I7]")
    page.fill("[name=word-I20]", OWN)
    press(page, "draft")
    saved(page, 1)
    assert page.locator(".row-entry .row-name").all_inner_texts() == ["I7", "I20", "E3"]
    press(page, "row", ".row-list li:nth-child(2)")
    assert OWN in clauses(page, "weakness")[0]

    before = clauses(page, "measure")
    press(page, "offers", ".cell[data-cell$='-measure'] .clause:nth-child(1)")
    assert page.locator(".offers-head").inner_text().startswith("เลือกข้อความมาแทน")
    offered = squeezed(page.locator(".offer p").first.inner_text()).rstrip("0123456789")
    press(page, "put")
    assert clauses(page, "measure") == [offered, *before[1:]]
    press(page, "offers", ".cell[data-cell$='-measure'] .cell-acts")
    more = squeezed(page.locator(".offer p").first.inner_text()).rstrip("0123456789")
    press(page, "put")
    assert clauses(page, "measure") == [offered, *before[1:], more]
    press(page, "drop", ".cell[data-cell$='-measure'] .clause:nth-child(2)")
    assert clauses(page, "measure") == [offered, *before[2:], more]
    saved(page, 4)

    mark = cell(page, "measure").locator(".mark").first
    mark.click()
    page.locator("#source mark").wait_for()
    assert offered[:20] in squeezed(page.locator("#source mark").inner_text())

    field = cell(page, "result").locator("textarea")
    field.press_sequentially("ประชุมชี้แจง")
    field.press_sequentially("ครบทุกฝ่าย", delay=15)
    saved(page, 5)
    assert field.input_value() == "ประชุมชี้แจงครบทุกฝ่าย"
    assert page.evaluate("document.activeElement.name").endswith("-result")
    press(page, "undo")
    assert field.input_value() == ""
    field.fill("ประชุมชี้แจงครบทุกฝ่าย 2 ครั้ง")
    # Nothing that is still being typed is lost by a press elsewhere.
    press(page, "go", ".plan-steps li:nth-child(5)")
    step(page, 5)
    assert "2 ครั้ง" not in page.locator("#plan .plan-page").inner_text()
    page.get_by_label("เลขอารบิก 123").check()
    with page.expect_download() as given:
        page.click("[data-do=file][data-suffix='.docx']")
    assert given.value.suggested_filename == "แผน ITA 2567 เขตบางเขน.docx"
    form = docx.Document(str(given.value.path()))
    words = squeezed("".join(cell.text for table in form.tables for row in table.rows for cell in row.cells))
    for said in (OWN, fold_digits(offered), fold_digits(more), "ประชุมชี้แจงครบทุกฝ่าย2ครั้ง", "(71.25คะแนน)"):
        assert said in words, said


def test_a_page_that_arrives_late_leaves_the_keyboard_where_one_types(samples: str, visit: Open) -> None:
    page = visit(samples)
    drafted(page, "สมศรี")
    press(page, "row", ".row-list li:nth-child(2)")
    # As on a busy machine: some frames are drawn before the page is looked over.
    page.evaluate(
        "() => { const real = requestAnimationFrame; window.requestAnimationFrame = (f) => setTimeout(real, 400, f); }"
    )
    field = cell(page, "result").locator("textarea")
    field.press_sequentially("ประชุมชี้แจง")
    saved(page, 2)
    page.keyboard.type("ครบทุกฝ่าย")
    page.wait_for_timeout(600)
    assert page.evaluate("document.activeElement.name").endswith("-result")
    assert field.input_value() == "ประชุมชี้แจงครบทุกฝ่าย"


def test_two_editors_are_told_of_each_other_and_a_reload_brings_the_plan_back(samples: str, visit: Open) -> None:
    hers = visit(samples)
    drafted(hers, "สมศรี")
    his = visit(samples)
    open_tab(his, "แผนทั้งปี")
    his.fill("#plan-who", "สมชาย")
    press(his, "open", ".kept li:first-child")
    step(his, 4)
    press(his, "row", ".row-list li:nth-child(2)")

    cell(hers, "result").locator("textarea").fill("ของสมศรี")
    saved(hers, 2)
    cell(his, "result").locator("textarea").fill("ของสมชาย")
    his.locator(".conflict").wait_for()
    assert "สมศรี บันทึกแผนนี้ไปก่อนแล้ว" in his.locator(".conflict").inner_text()
    assert "I20 ผลการดำเนินการ" in his.locator(".conflict").inner_text()
    assert his.locator(".save-state").inner_text() == "ยังไม่ได้บันทึก"
    press(his, "fork")
    saved(his, 1)
    assert (
        cell(his, "result").locator("textarea").input_value() == "ของสมชาย" or "ของสมชาย" in clauses(his, "result")[0]
    )

    hers.reload()
    hers.wait_for_selector("#talk .welcome")
    open_tab(hers, "แผนทั้งปี")
    assert hers.input_value("#plan-who") == "สมศรี"
    hers.locator(".kept li", has_text="ฉบับที่ 2 โดย สมศรี").locator("[data-do=open]").click()
    step(hers, 4)
    press(hers, "row", ".row-list li:nth-child(2)")
    assert "ของสมศรี" in clauses(hers, "result")[0]


def test_every_step_fits_its_width(samples: str, visit: Open) -> None:
    """Also takes the pictures that a person looks at (in .screenshots/, out of git)."""
    PICTURES.mkdir(exist_ok=True)
    page = visit(samples, scheme="dark")

    def picture(name: str) -> None:
        for width, height in (PHONE, (1024, 768)):
            page.set_viewport_size({"width": width, "height": height})
            page.screenshot(path=PICTURES / f"plan-{name}-{width}-dark.png", full_page=True)
            assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), name

    begin(page, "สมศรี")
    picture("1")
    press(page, "start")
    page.fill("#plan-pasted", SCORES)
    press(page, "read")
    picture("2")
    press(page, "weak")
    press(page, "examples")
    picture("3")
    press(page, "draft")
    press(page, "offers", ".cell[data-cell$='-measure'] .cell-acts")
    picture("4")
    press(page, "go", ".plan-steps li:nth-child(5)")
    picture("5")
