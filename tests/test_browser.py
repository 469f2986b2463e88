"""The window in a real Chromium: asked, opened, drafted, over the sample reports and over hostile ones.

Every page is watched: nothing may be fetched from elsewhere, and the console must hold no error.
"""

from pathlib import Path

import browser_pages
import pytest
from browser_pages import (
    DESKTOP,
    PHONE,
    Open,
    ask,
    choose,
    free_port,
    in_view,
    open_tab,
    served,
    squeezed,
)
from conftest import ROOT

# The fixtures of browser_pages; as plain names, so that pytest finds them here.
faults, visit = browser_pages.faults, browser_pages.visit
handmade, samples = browser_pages.handmade, browser_pages.samples
pytestmark = pytest.mark.browser

PICTURES = ROOT / ".screenshots"


# --- over the sample reports ----------------------------------------------------------------------------------------


def test_a_question_is_answered_and_each_mark_opens_its_quote(samples: str, visit: Open) -> None:
    page = visit(samples)
    page.locator("#talk .example").first.click()
    page.locator("#talk .reply .answer-text").wait_for()
    marks = page.locator("#talk .answer-text .mark")
    cards = page.locator("#evidence-ask .card")
    assert marks.count() >= 1
    assert cards.count() == len({mark.inner_text() for mark in marks.all()})
    for number in range(min(3, cards.count())):
        mark = page.locator(f'#talk .mark[data-mark="{number + 1}"]').first
        mark.click()
        page.locator("#source .panel-head .card-mark", has_text=str(number + 1)).wait_for()
        quoted = squeezed(page.locator("#source mark").text_content())
        on_card = squeezed(cards.nth(number).locator(".card-quote").text_content())
        assert quoted[:200] == on_card[:200].rstrip("…")[: len(quoted)]
        assert cards.nth(number).get_attribute("aria-pressed") == "true"
        page.wait_for_timeout(50)
        assert in_view(page, "#source mark", "#source .paper")
    cards.first.click()
    page.locator("#source .panel-head .card-mark", has_text="1").wait_for()


def test_a_row_is_drafted_by_the_form(samples: str, visit: Open) -> None:
    page = visit(samples)
    open_tab(page, "ร่างมาตรการ")
    choose(page, "ร่างให้เขต", "บางเขน")
    choose(page, "ข้อหรือตัวชี้วัด", "I20")
    page.get_by_label("แบบปี 2566").check()
    page.fill("#draft-weakness textarea", "บุคลากรบางส่วนไม่ทราบขั้นตอนการยืมทรัพย์สินของราชการ")
    page.click("#draft-go")
    page.locator("#drafted .draft-table").wait_for()
    assert "เขตบางเขน" in page.locator("#drafted h3").inner_text()
    assert page.locator("#drafted .draft-table tbody th", has_text="กิจกรรมที่จะดำเนินการ").count() == 1
    mark = page.locator("#drafted .mark").first
    mark.click()
    page.locator("#source mark").wait_for()
    assert page.locator("#evidence-draft .card.is-active").count() == 1
    assert page.locator("#evidence-ask").is_hidden()
    page.click("#drafted [data-act=copy]")
    page.get_by_text("คัดลอกแล้ว").wait_for()
    copied = str(page.evaluate("navigator.clipboard.readText()"))
    assert copied.startswith("เขตบางเขน ปีงบประมาณ")
    assert "กิจกรรมที่จะดำเนินการ: " in copied
    for suffix in ("docx", "xlsx"):
        with page.expect_download() as given:
            page.click(f"#draft-{suffix}")
        assert given.value.suggested_filename.endswith(f"I20.{suffix}")
        assert given.value.path().read_bytes().startswith(b"PK")


def test_a_row_is_drafted_in_the_talk(samples: str, visit: Open) -> None:
    page = visit(samples)
    reply = ask(page, "ร่างมาตรการ E3 ให้เขตบางเขน ปี 2568 จุดอ่อนคือ ผู้รับบริการได้รับข้อมูลไม่ชัดเจน")
    reply.locator(".draft-table").first.wait_for()
    assert "บางเขน" in reply.locator(".draft h3").first.inner_text()
    reply.locator(".draft .mark").first.click()
    page.locator("#source mark").wait_for()
    assert squeezed(page.locator("#source mark").text_content())


def test_reports_are_listed_and_a_row_opens_in_its_source(samples: str, visit: Open) -> None:
    page = visit(samples)
    open_tab(page, "รายงาน")
    names = [path.name for path in (ROOT / "corpus" / "reports").iterdir() if path.suffix in (".txt", ".pdf")]
    shown = page.locator("#reports tbody .link").all_inner_texts()
    assert sorted(shown) == sorted(names)
    page.locator("#reports tbody .link").first.click()
    card = page.locator("#report .report-card")
    card.wait_for()
    assert card.locator(".tile").count() == 8
    card.locator(".fold").last.locator("tbody .link").first.click()
    page.locator("#source mark").wait_for()
    assert page.locator("#source .source-file").inner_text().startswith(shown[0])


def test_what_is_not_there_is_refused_in_plain_words(samples: str, visit: Open) -> None:
    reply = ask(visit(samples), "สูตรต้มยำกุ้งใส่อะไรบ้าง")
    assert "is-not-found" in (reply.get_attribute("class") or "")
    assert reply.locator(".status").inner_text() == "ไม่พบในรายงาน"
    assert reply.locator(".mark").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_every_screen_fits_its_width(samples: str, visit: Open, size: tuple[int, int], scheme: str) -> None:
    """Also takes the pictures that a person looks at (in .screenshots/, out of git)."""
    PICTURES.mkdir(exist_ok=True)
    page = visit(samples, size, scheme)

    def picture(name: str) -> None:
        page.wait_for_timeout(450)
        page.screenshot(path=PICTURES / f"{name}-{size[0]}-{scheme}.png")
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), name

    picture("1-start")
    page.locator("#talk .example").first.click()
    page.locator("#talk .mark").first.wait_for()
    picture("2-answer")
    page.locator("#talk .mark").first.click()
    page.locator("#source mark").wait_for()
    picture("3-source")
    page.keyboard.press("Escape")
    ask(page, "ร่างมาตรการ E3 ให้เขตบางเขน ปี 2568 จุดอ่อนคือ ผู้รับบริการได้รับข้อมูลไม่ชัดเจน")
    picture("4-draft-in-talk")
    open_tab(page, "ร่างมาตรการ")
    picture("5-draft")
    open_tab(page, "รายงาน")
    page.locator("#reports tbody .link").first.click()
    page.locator("#report .report-card").wait_for()
    picture("6-reports")


def test_what_would_leave_the_machine_is_held_back_and_noticed(samples: str, visit: Open, faults: list[str]) -> None:
    """The watch over every page of these tests can fail: an image and a call to elsewhere are put in, and stopped."""
    page = visit(samples)
    page.evaluate("() => { new Image().src = 'http://192.0.2.1/x.png'; }")
    got = page.evaluate("fetch('http://192.0.2.1/y').then(() => 'through', () => 'stopped')")
    page.wait_for_timeout(200)
    assert got == "stopped"
    assert [one for one in faults if "192.0.2.1/x.png" in one]
    assert [one for one in faults if "192.0.2.1/y" in one]
    faults.clear()


# --- over hostile reports and in trouble ----------------------------------------------------------------------------


def test_what_a_report_brings_stays_text_in_every_panel(handmade: str, visit: Open) -> None:
    page = visit(handmade)
    reply = ask(page, "O3 ทำอะไร")
    assert "<script>alert(1)</script>" in reply.inner_text()
    assert "${alert(3)} {{value}} @children" in reply.inner_text()
    reply.locator(".mark").first.click()
    page.locator("#source mark").wait_for()
    assert '<img src=x onerror="alert(2)">' in page.locator("#source mark").inner_text()
    open_tab(page, "รายงาน")
    page.get_by_role("button", name="nasty <b>.txt").click()
    page.locator("#report .report-card").wait_for()
    inside = "#talk :is({0}), #source :is({0}), #reports :is({0}), #report :is({0}), #evidence-ask :is({0})"
    assert page.locator(inside.format("script, img, a, iframe, style, strong")).count() == 0


def test_my_district_goes_with_every_question_of_the_visit(handmade: str, visit: Open) -> None:
    page = visit(handmade)
    choose(page, "เขตของฉัน", "บางเขน")
    for question in ("I20", "E2"):
        assert "เขตบางเขน" in ask(page, question).locator(".chips").inner_text()


def test_two_visitors_have_talks_of_their_own(handmade: str, visit: Open) -> None:
    one, other = visit(handmade), visit(handmade)
    ask(one, "I20 ของฉัน")
    ask(other, "E2 ของเธอ")
    ask(one, "E2 อีกครั้ง")
    assert one.locator("#talk .asked").all_inner_texts() == ["I20 ของฉัน", "E2 อีกครั้ง"]
    assert other.locator("#talk .asked").all_inner_texts() == ["E2 ของเธอ"]


def test_an_older_answer_s_mark_brings_back_its_own_cards(handmade: str, visit: Open) -> None:
    page = visit(handmade)
    ask(page, "I20")
    ask(page, "E2")
    assert page.locator("#evidence-ask .card").count() == 2
    page.locator('#talk .mark[data-key="t1:3"]').click()
    page.locator('#evidence-ask .card.is-active[data-key="t1:3"]').wait_for()
    assert page.locator("#evidence-ask .card").count() == 4


def test_mark_and_card_light_up_together(handmade: str, visit: Open) -> None:
    page = visit(handmade)
    ask(page, "I20")
    page.locator('#talk .mark[data-mark="2"]').hover()
    assert page.locator("#evidence-ask .card.is-tied").get_attribute("data-mark") == "2"
    page.locator("#evidence-ask .card").first.hover()
    assert page.locator("#talk .mark.is-tied").all_inner_texts() == ["1"]


def test_a_mark_opens_by_keyboard_and_the_sheet_of_a_phone_closes(handmade: str, visit: Open) -> None:
    page = visit(handmade, PHONE)
    ask(page, "I20")
    assert page.locator("#source").is_hidden()
    page.locator("#talk .mark").first.focus()
    page.keyboard.press("Enter")
    page.locator("#source mark").wait_for()
    assert in_view(page, "#source mark", "#source .paper")
    page.keyboard.press("Escape")
    assert page.locator("#source").is_hidden()
    page.locator("#talk .mark").nth(1).click()
    page.get_by_role("button", name="ปิดต้นฉบับ").click()
    assert page.locator("#source").is_hidden()


@pytest.mark.parametrize(("question", "told"), [("ก" * 2001, "2,000"), ("พัง", "ไม่สำเร็จ"), ("   ", "ยังไม่มีคำถาม")])
def test_trouble_is_told_in_thai(handmade: str, visit: Open, question: str, told: str) -> None:
    page = visit(handmade)
    assert told in ask(page, question).get_by_role("alert").inner_text()
    assert page.input_value("#question textarea") == question
    assert ask(page, "I20").locator(".mark").count() == 4


def test_a_draft_without_its_fields_says_what_is_missing(handmade: str, visit: Open) -> None:
    page = visit(handmade)
    open_tab(page, "ร่างมาตรการ")
    page.click("#draft-go")
    assert page.locator("#drafted").get_by_role("alert").inner_text() == "กรุณาระบุ เขต, ข้อ, จุดอ่อน"


def test_a_new_talk_starts_empty(handmade: str, visit: Open) -> None:
    page = visit(handmade)
    ask(page, "I20")
    page.click("#again")
    page.locator("#talk .welcome").wait_for()
    assert page.locator("#evidence-ask .card").count() == 0


def test_an_empty_store_says_so(tmp_path: Path, visit: Open) -> None:
    port = free_port()
    with served(["tests/browser_serve.py", str(port), "empty"], port, tmp_path / "log") as address:
        page = visit(address)
        assert "ยังไม่มีรายงานในคลัง" in page.locator("#talk").inner_text()
        assert page.locator("#question textarea").is_disabled()
        page.context.close()
