"""Signing in and out in a real Chromium, and what a signed-in page fetches."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browser_pages import free_port, served
from made_server import EDITOR, PASSWORD, READER

from assistant.answers import DraftRequest
from assistant.draft import draft
from assistant.keptplan import KeptPlan, KeptRow
from assistant.planbook import PlanBook
from assistant.window.visit import READING
from corpus.records import Form
from tests.made_index import sample_index

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of kept plans, beside that of the users."""
    return tmp_path_factory.mktemp("office") / "plans.db"


@pytest.fixture(scope="module")
def office(plans: Path, chromium: str) -> Iterator[str]:
    """The program with users, asking everybody to sign in."""
    folder, port = plans.parent, free_port()
    with served(["-W", "ignore", "tests/made_server.py", str(port), str(folder)], port, folder / "log") as address:
        yield address


@pytest.fixture
def faults() -> list[str]:
    """What the page of a test was caught at."""
    return []


@pytest.fixture
def page(browser: "Browser", office: str, faults: list[str]) -> Iterator["Page"]:
    """A page that fetches nothing from elsewhere and meets no error but the refusals that a test looks for."""
    page = browser.new_page(locale="th-TH")
    page.set_default_timeout(20_000)
    page.on("pageerror", lambda error: faults.append(f"page: {error}"))
    page.on(
        "console",
        lambda m: faults.append(f"console: {m.text}") if m.type == "error" and "status of 401" not in m.text else None,
    )
    page.on(
        "request",
        lambda one: None if one.url.startswith((office, "data:", "blob:")) else faults.append(f"elsewhere: {one.url}"),
    )
    yield page
    page.close()
    assert faults == []


def sign_in(page: "Page", password: str, name: str = EDITOR) -> None:
    page.get_by_label("ชื่อผู้ใช้").fill(name)
    page.get_by_label("รหัสผ่าน").fill(password)
    page.get_by_role("button", name="เข้าสู่ระบบ").click()


def test_in_with_the_right_password_only_and_out_again(page: "Page", office: str, root: Path) -> None:
    page.goto(office)
    assert page.url == f"{office}sign-in"
    assert page.title() == "เข้าสู่ระบบ · ผู้ช่วยมาตรการ ITA"
    sign_in(page, "a wrong password")
    assert "ไม่ถูกต้อง" in page.get_by_role("alert").inner_text()
    assert page.get_by_label("ชื่อผู้ใช้").input_value() == EDITOR
    assert page.get_by_label("รหัสผ่าน").input_value() == ""
    sign_in(page, PASSWORD)
    page.wait_for_selector("#talk .welcome")
    assert page.url == office
    # No script of a page can read the session's number.
    assert page.evaluate("document.cookie") == ""
    page.fill("#question textarea", "I20")
    page.press("#question textarea", "Enter")
    page.wait_for_selector("#talk .reply:not(.is-waiting)")
    assert "พบ 2 แถว" in page.locator("#talk .turn").inner_text()
    # Plans are kept under the name of who is signed in.
    page.get_by_role("tab", name="แผนทั้งปี").click()
    assert page.locator("#plan .signed-in").inner_text() == f"บันทึกในชื่อ {EDITOR}"
    account = page.locator("#account")
    assert account.locator("span").inner_text() == "Malee (ผู้ร่าง)"
    account.get_by_role("button", name="ออกจากระบบ").click()
    page.wait_for_url(f"{office}sign-in")
    page.goto(office)
    assert page.url == f"{office}sign-in"


def test_a_reader_asks_and_sees_no_tab_to_draft_in(page: "Page", office: str) -> None:
    page.goto(office)
    sign_in(page, PASSWORD, READER)
    page.wait_for_selector("#account")
    shown = [tab.inner_text() for tab in page.get_by_role("tab").all() if tab.is_visible()]
    assert shown == ["ถาม", "แผนทั้งปี", "เปรียบเทียบ", "รายงาน"]
    page.fill("#question textarea", "ร่างมาตรการ I20 ให้เขตบางเขน")
    page.press("#question textarea", "Enter")
    page.wait_for_selector("#talk .is-trouble")
    assert "สิทธิ์ของท่านไม่ถึงการร่าง" in page.locator("#talk .is-trouble").inner_text()


def test_a_reader_s_plan_is_shut(page: "Page", office: str, plans: Path) -> None:
    (row,) = draft(DraftRequest("ดุสิต", 2567, "ยืมของไม่ขออนุญาต", Form.F2566, code="I20"), sample_index())
    book = PlanBook(f"sqlite:///{plans}")
    book.add(KeptPlan("ดุสิต", 2567, Form.F2566, (KeptRow(row),)), EDITOR)
    book.close()
    page.goto(office)
    sign_in(page, PASSWORD, READER)
    page.wait_for_selector("#account")
    page.get_by_role("tab", name="แผนทั้งปี").click()
    assert page.locator("#plan .reads-only").inner_text().startswith("คุณอ่านและส่งออกแผนได้")
    page.get_by_label("เปิดแผน เขตดุสิต ปี 2567 ทำต่อ").click()
    page.locator("#plan .plan[data-step='4']:not(.is-busy)").wait_for()
    cells = page.locator("#plan textarea[name^='cell-']")
    assert cells.count() > 3
    assert all(cells.nth(at).evaluate("(one) => one.readOnly") for at in range(cells.count()))
    shown = {one.get_attribute("data-do") for one in page.locator("#plan [data-act=do]").all() if one.is_visible()}
    assert shown <= set(READING)
    assert not any(one.is_visible() for one in page.locator("#plan [data-act=edit]").all())
    page.locator("#plan .plan-steps li:nth-child(5) [data-do=go]").click()
    page.locator("#plan [data-do=file]").first.wait_for()
    assert page.locator("#plan [name=digits]").first.is_enabled()


def test_a_page_whose_session_ended_leads_back_to_the_sign_in(page: "Page", office: str, faults: list[str]) -> None:
    page.goto(office)
    sign_in(page, PASSWORD)
    page.wait_for_selector("#account")
    page.context.clear_cookies()
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.wait_for_url(f"{office}sign-in")
    # The window itself may have met the end of its session first, and says so in the console.
    faults[:] = [fault for fault in faults if not fault.startswith("console: ")]
