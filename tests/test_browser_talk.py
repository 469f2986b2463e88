"""The talk in a real Chromium: questions that lean on the last one, chips, one's own district, a lost program."""

from pathlib import Path

import browser_pages
import pytest
from browser_pages import PHONE, Open, ask, choose, free_port, in_view, open_tab, served
from playwright.sync_api import Page, expect

# The fixtures of browser_pages; as plain names, so that pytest finds them here.
faults, visit = browser_pages.faults, browser_pages.visit
handmade, samples = browser_pages.handmade, browser_pages.samples
pytestmark = pytest.mark.browser


def chips(page: Page, turn: int) -> list[str]:
    """The chips of one turn, without their crosses."""
    return [
        text.removesuffix("×").strip() for text in page.locator(f'.turn[data-turn="{turn}"] .chip').all_inner_texts()
    ]


def cross(page: Page, name: str) -> None:
    page.get_by_role("button", name=f"ถามใหม่โดยไม่ใช้ {name}", exact=True).click()


# --- over the sample reports ----------------------------------------------------------------------------------------


def test_a_follow_up_keeps_what_it_leaves_out_and_each_side_can_go(samples: str, visit: Open) -> None:
    page = visit(samples)
    ask(page, "ใครรับผิดชอบข้อ I20 เขตท่าสาธิต ปี 2566")
    assert chips(page, 1) == ["I20", "ปี 2566", "เขตท่าสาธิต", "ผู้รับผิดชอบ"]
    reply = ask(page, "แล้วทุ่งจำลองล่ะ")
    assert chips(page, 2) == ["I20", "ปี 2566", "เขตทุ่งจำลอง", "ผู้รับผิดชอบ"]
    assert reply.locator(".leaned").inner_text() == "ต่อจากคำถามก่อน: I20 · ปี 2566 · ผู้รับผิดชอบ"
    assert page.locator('.turn[data-turn="1"] .chip-x').count() == 0
    cross(page, "ปี 2566")
    page.locator('.turn[data-turn="3"] .reply:not(.is-waiting)').wait_for()
    assert chips(page, 3) == ["I20", "เขตทุ่งจำลอง", "ผู้รับผิดชอบ"]
    ask(page, "แล้วบางสมมุติล่ะ")
    assert chips(page, 4) == ["I20", "เขตบางสมมุติ", "ผู้รับผิดชอบ"]
    cross(page, "เขตบางสมมุติ")
    last = page.locator('.turn[data-turn="5"]')
    last.locator(".reply:not(.is-waiting)").wait_for()
    assert chips(page, 5) == ["I20", "ผู้รับผิดชอบ"]
    assert last.locator(".mark").count() >= 2  # over all districts again


def test_an_overview_leads_on_to_an_item(samples: str, visit: Open) -> None:
    page = visit(samples)
    reply = ask(page, "เขตทุ่งจำลอง")
    assert reply.locator(".status").inner_text() == "ภาพรวมของรายงาน"
    reply.locator(".code", has_text="I20").click()
    page.locator('.turn[data-turn="2"] .reply:not(.is-waiting)').wait_for()
    assert chips(page, 2) == ["I20", "ปี 2566", "เขตทุ่งจำลอง"]


def test_a_request_that_lacks_something_is_completed_in_the_field(samples: str, visit: Open) -> None:
    page = visit(samples)
    reply = ask(page, "ร่างมาตรการให้เขตบางเขน")
    assert reply.locator(".status").inner_text() == "ขอข้อมูลเพิ่ม"
    field = page.locator("#question textarea")
    assert field.input_value() == "ร่างมาตรการให้เขตบางเขน"
    field.press("End")
    field.press_sequentially(" I20")
    field.press("Enter")
    page.locator('.turn[data-turn="2"] .draft-table').wait_for()
    assert page.locator('.turn[data-turn="2"] .clause .mark').count() >= 1


# --- over the hand-made store ---------------------------------------------------------------------------------------


def test_a_side_goes_by_keyboard_and_the_keyboard_goes_on_from_there(handmade: str, visit: Open) -> None:
    page = visit(handmade)
    ask(page, "I20 ปี 2566")
    assert page.locator("#talk .mark").count() == 2
    page.get_by_role("button", name="ถามใหม่โดยไม่ใช้ ปี 2566").focus()
    page.keyboard.press("Enter")
    last = page.locator('.turn[data-turn="2"]')
    last.locator(".reply:not(.is-waiting)").wait_for()
    assert last.locator(".asked").inner_text() == "I20\nถามใหม่โดยไม่ใช้ ปี 2566"
    assert last.locator(".mark").count() == 4
    assert chips(page, 2) == ["I20"]
    expect(page.locator("#question textarea")).to_be_focused()  # the one side left cannot go
    assert page.locator("#evidence-ask .card").count() == 4


def test_a_side_goes_on_a_phone(handmade: str, visit: Open) -> None:
    page = visit(handmade, PHONE)
    ask(page, "I20 ตัวอย่างเหนือ ปี 2566")
    cross(page, "เขตตัวอย่างเหนือ")
    page.locator('.turn[data-turn="2"] .reply:not(.is-waiting)').wait_for()
    assert chips(page, 2) == ["I20", "ปี 2566"]
    assert page.locator('.turn[data-turn="2"] .chip-x').first.evaluate("e => e === document.activeElement")


def test_a_new_talk_leans_on_nothing(handmade: str, visit: Open) -> None:
    page = visit(handmade)
    ask(page, "I20 ปี 2566")
    assert ask(page, "ใคร").locator(".leaned").inner_text() == "ต่อจากคำถามก่อน: I20 · ปี 2566"
    page.click("#again")
    page.locator("#talk .welcome").wait_for()
    reply = ask(page, "ใคร")
    assert reply.locator(".leaned").count() == 0
    assert "is-not-found" in (reply.get_attribute("class") or "")


def test_my_district_is_remembered_by_the_browser_and_by_no_other(handmade: str, visit: Open) -> None:
    page = visit(handmade)
    choose(page, "เขตของฉัน", "บางเขน")
    assert "เขตบางเขน" in ask(page, "I20").locator(".chips").inner_text()
    later = visit(handmade, like=page)
    expect(later.get_by_label("เขตของฉัน", exact=True)).to_have_value("เขตบางเขน")
    assert "เขตบางเขน" in ask(later, "I20").locator(".chips").inner_text()
    open_tab(later, "ร่างมาตรการ")
    expect(later.get_by_label("ร่างให้เขต", exact=True)).to_have_value("เขตบางเขน")
    other = visit(handmade)
    expect(other.get_by_label("เขตของฉัน", exact=True)).to_have_value("ไม่ระบุ")


def test_a_district_that_is_no_more_is_forgotten(handmade: str, visit: Open) -> None:
    page = visit(handmade)
    page.evaluate("localStorage.setItem('ita-my-district', 'เมืองพล')")
    later = visit(handmade, like=page)
    expect(later.get_by_label("เขตของฉัน", exact=True)).to_have_value("ไม่ระบุ")
    assert ask(later, "I20").locator(".mark").count() == 4


def test_what_takes_long_says_so_and_the_answer_still_comes(handmade: str, visit: Open) -> None:
    page = visit(handmade)
    page.fill("#question textarea", "I20 ช้า")
    page.press("#question textarea", "Enter")
    page.locator("#talk .is-waiting .slow").wait_for()
    assert "ใช้เวลานานกว่าปกติ" in page.locator("#talk .is-waiting .slow").inner_text()
    page.locator("#talk .reply:not(.is-waiting) .mark").first.wait_for()
    assert page.locator("#lost").count() == 0


def test_a_program_that_is_gone_is_told_in_thai_and_what_was_typed_is_kept(
    tmp_path: Path, visit: Open, faults: list[str]
) -> None:
    port = free_port()
    command = ["tests/browser_serve.py", str(port)]
    with served(command, port, tmp_path / "log") as address:
        page = visit(address)
        ask(page, "I20")
    page.fill("#question textarea", "E2 ทำอะไร")
    page.press("#question textarea", "Enter")
    page.locator("#lost").wait_for()
    assert page.locator("#lost").inner_text().startswith("ติดต่อโปรแกรมไม่ได้")
    assert page.get_by_text("Connection").locator("visible=true").count() == 0
    with served(command, port, tmp_path / "log"):
        page.locator("#talk .welcome").wait_for()  # gradio opens the page anew
        expect(page.locator("#question textarea")).to_have_value("E2 ทำอะไร")
        page.press("#question textarea", "Enter")
        page.locator("#talk .reply .mark").first.wait_for()
        assert page.locator("#lost").count() == 0
        page.context.close()
    # A browser, and gradio's own script, note each call that nobody takes; nothing else may have gone wrong.
    unheard = ("Failed to load resource: net::ERR_", "Failed to fetch", "Connection errored out")
    assert [fault for fault in faults if not any(one in fault for one in unheard)] == []
    faults.clear()


def test_two_hundred_reports_are_narrowed_down_while_one_types(tmp_path: Path, visit: Open) -> None:
    port = free_port()
    with served(["tests/browser_serve.py", str(port), "many"], port, tmp_path / "log") as address:
        page = visit(address)
        open_tab(page, "รายงาน")
        lines = page.locator("#reports tbody tr:visible")
        assert lines.count() == 200
        assert page.locator("#reports .report-list").evaluate("e => e.scrollHeight > e.clientHeight")
        field = page.get_by_label("ค้นรายงาน")
        field.fill("ตัวอย่าง๐๗ ๒๕๖๗")
        # of the reports 7, 57, 107 and 157 of that district two are of a year 2560 + 7
        assert page.locator("#reports .found").inner_text() == "พบ 1 จาก 200 ฉบับ"
        assert lines.locator(".link").all_inner_texts() == ["made-007.txt"]
        field.fill("ไม่มีแน่")
        page.get_by_text("ไม่มีรายงานที่ตรงกับคำค้น").wait_for()
        field.fill("made-19")
        assert lines.count() == 10
        lines.locator(".link").first.click()
        page.locator("#report .report-card").wait_for()
        assert lines.count() == 10
        assert page.locator("#reports tr.is-active .link").inner_text() == lines.locator(".link").first.inner_text()
        assert in_view(page, "#report .report-card", "body")
        page.goto("about:blank")


# --- what can be done with an answer --------------------------------------------------------------------------------


def test_a_drafted_plan_goes_into_the_plan_s_tab_and_into_files(samples: str, visit: Open) -> None:
    page = visit(samples)
    reply = ask(page, "ร่างแผนปี 2568 ให้เขตท่าสาธิต ข้อที่ต่ำกว่า 85")
    assert reply.locator(".draft-row").count() == 3
    assert reply.locator(".draft-row[open]").count() == 1
    reply.locator(".draft-row summary").nth(1).click()
    for name, suffix in (("แบบฟอร์ม Word", ".docx"), ("แบบฟอร์ม Excel", ".xlsx")):
        with page.expect_download() as made:
            page.get_by_role("button", name=name).click()
        assert made.value.suggested_filename == f"แผน ITA 2568 เขตท่าสาธิต{suffix}"
    assert reply.locator(".draft-row[open]").count() == 2
    page.get_by_role("button", name="เปิดในแท็บแผนทั้งปี").click()
    field = page.get_by_label("ชื่อผู้จัดทำ สำหรับประวัติการบันทึก")
    field.fill("สมศรี")
    field.press("Enter")
    page.locator("#plan .row-card").wait_for()
    assert page.locator("#plan .told").inner_text().startswith("เก็บร่าง 3 แถวจากบทสนทนาเป็นแผนใหม่แล้ว")
    assert page.locator("#plan .row-name").all_inner_texts() == ["I16", "E9", "E12"]
    assert page.locator("#evidence-plan .card").count() >= 1
    assert page.evaluate("localStorage.getItem('ita-my-name')") == "สมศรี"


def test_an_answer_is_copied_rated_charted_and_saved(samples: str, visit: Open) -> None:
    page = visit(samples)
    expect(page.locator("#save-talk")).to_be_hidden()
    reply = ask(page, "คะแนน I20 ของทุกเขต")
    page.locator("#ask-chart canvas, #ask-chart svg").first.wait_for()
    reply.get_by_role("button", name="คัดลอกคำตอบ").click()
    expect(reply.get_by_role("button", name="คัดลอกแล้ว")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "58.42" in copied
    assert "[1] เขตบางสมมุติ ปี 2563 I20 คะแนน" in copied
    reply.get_by_role("button", name="คำตอบนี้ใช้ไม่ได้").click()
    field = reply.get_by_label("ผิดหรือขาดอะไร (ไม่กรอกก็ได้)")
    field.fill("ขาดเขตอื่น")
    field.press("Enter")
    expect(reply.locator(".thanks")).to_have_text("ขอบคุณ บันทึกแล้ว")
    with page.expect_download() as made:
        page.click("#save-talk")
    assert made.value.suggested_filename == "ถามตอบ ITA.docx"
    ask(page, "ใครรับผิดชอบข้อ I20 เขตท่าสาธิต ปี 2566")
    expect(page.locator("#ask-chart")).to_have_count(0)


def test_a_slow_model_holds_nothing_back(tmp_path: Path, visit: Open) -> None:
    port = free_port()
    with served(["tests/browser_serve.py", str(port), "model"], port, tmp_path / "log") as address:
        page = visit(address)
        ask(page, "I20")
        first = page.locator('.turn[data-turn="1"]')
        assert first.locator(".awaits").count() == 1
        assert first.locator(".mark").count() == 4
        ask(page, "E2")  # asked while the model is at work on the first
        page.fill("#question textarea", "กำลังพิมพ์")
        expect(first.locator(".awaits")).to_have_count(0)
        assert "สรุปของโมเดล" in first.inner_text()
        expect(page.locator('.turn[data-turn="2"] .awaits')).to_have_count(0)
        expect(page.locator("#question textarea")).to_have_value("กำลังพิมพ์")
        page.goto("about:blank")
