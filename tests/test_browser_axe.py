"""Every screen of the window before axe-core, in a real Chromium: no serious fault, light and dark, wide and narrow."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import browser_pages
import pytest
import test_browser_reports
import test_browser_signin
from axe_playwright_python.base import AXE_SCRIPT
from browser_pages import DESKTOP, PHONE, Open, ask, choose, open_tab
from made_server import PASSWORD, READER
from test_browser_reports import reports_tab, upload
from test_browser_signin import sign_in

from tests.made_commands import report

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

# The fixtures of browser_pages; as plain names, so that pytest finds them here.
faults, visit, samples = browser_pages.faults, browser_pages.visit, browser_pages.samples
plans, office, places = test_browser_signin.plans, test_browser_signin.office, test_browser_reports.places
pytestmark = pytest.mark.browser

GRAVE = ("serious", "critical")
# What depends on the colours alone is looked at once more in the dark.
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
# Rule and the place of it that is gradio's own and that no page of ours can mend, each with the reason.
GRADIOS_OWN: dict[tuple[str, str], str] = {}  # none at present
SCORES = "ผลการประเมิน ITA ปีงบประมาณ 2566\nI7 66.10\nI20 ๗๑.๒๕\nI1 92.5\nE3 ๗๘.๕๐ คะแนน\nI99 77\nE4 70.1\nE4 72.3"
# The buttons, links and fields of ours, reached by keyboard, that look no different then; gradio's lists would open.
UNSEEN_FOCUS = """() => {
  const look = (one) => { const s = getComputedStyle(one); return [s.outlineStyle, s.outlineColor, s.outlineWidth,
    s.boxShadow, s.borderColor, s.backgroundColor].join(); };
  const around = (one) => { const out = []; // a field's frame may stand three steps above it
    for (let at = one, n = 0; at && n < 4; at = at.parentElement, n += 1) out.push(look(at)); return out.join(); };
  const before = document.activeElement, unseen = [];
  const kinds = ":is(button, a[href], textarea, select, summary, [tabindex='0'], input:not([role=combobox]))";
  const ours = `:is(#desk, #account, main form) ${kinds}`;
  for (const one of document.querySelectorAll(ours)) {
    if (one.disabled || !one.checkVisibility() || one.closest("[inert]")) continue;
    before?.blur?.();
    document.activeElement?.blur();
    const plain = around(one);
    one.focus({ preventScroll: true, focusVisible: true });
    if (document.activeElement === one && around(one) === plain) unseen.push(one.outerHTML.slice(0, 140));
  }
  document.activeElement?.blur();
  before?.focus?.({ preventScroll: true });
  return unseen;
}"""


class Eye:
    """What axe-core finds on one page, screen by screen."""

    def __init__(self, page: "Page", found: list[str] | None = None) -> None:
        """``found`` goes on: a page that was left takes the scripts with it, not what was seen there."""
        self.page = page
        self.found: list[str] = found or []
        page.add_style_tag(content="*, *::before, *::after { transition: none !important; animation: none !important }")
        page.evaluate(AXE_SCRIPT)

    def look(self, screen: str) -> None:
        """Looks at the page as it is now: wide and narrow, light and dark."""
        for width, height in (PHONE, DESKTOP):
            self.page.set_viewport_size({"width": width, "height": height})
            self.page.wait_for_timeout(50)
            self._run(f"{screen}, {width}", {})
            self.page.evaluate("document.body.classList.add('dark')")
            self._run(f"{screen}, {width}, dark", COLOURS)
            self.page.evaluate("document.body.classList.remove('dark')")
        self.found += [f"{screen}: no focus to be seen at {one}" for one in self.page.evaluate(UNSEEN_FOCUS)]

    def _run(self, screen: str, options: dict[str, Any]) -> None:
        told = self.page.evaluate(
            "(o) => axe.run(document, { ...o, preload: false, resultTypes: ['violations'] }).then((r) => r.violations)",
            options,
        )
        for fault in told:
            if fault["impact"] not in GRAVE:
                continue
            for node in fault["nodes"]:
                where = " ".join(map(str, node["target"]))
                if any(fault["id"] == rule and place in where for rule, place in GRADIOS_OWN):
                    continue
                why = re.sub(r"\s+", " ", node["failureSummary"])
                self.found.append(f"{screen}: {fault['id']} at {where}: {why} {node['html'][:160]}")


def press(page: "Page", do: str) -> None:
    turn = int(page.locator("#plan .plan").get_attribute("data-turn") or 0)
    page.locator(f"#plan [data-do={do}]").first.click()
    page.locator(f"#plan .plan[data-turn='{turn + 1}']:not(.is-busy)").wait_for()


def look_at_ask(eye: Eye, page: "Page") -> None:
    eye.look("ask, empty")
    ask(page, "I20")
    page.locator("#talk .mark").first.click()
    page.locator("#source mark").wait_for()
    eye.look("ask, answer and source")
    page.keyboard.press("Escape")
    ask(page, "สูตรต้มยำกุ้งใส่อะไรบ้าง")
    ask(page, "ก" * 2001)
    ask(page, "คะแนนข้อ I20 แต่ละเขต")
    page.fill("#question textarea", "")
    ask(page, "ร่างมาตรการ E3 ให้เขตบางเขน ปี 2568 จุดอ่อนคือ ผู้รับบริการได้รับข้อมูลไม่ชัดเจน")
    eye.look("ask, refusal, trouble, figures, draft")


def look_at_draft(eye: Eye, page: "Page") -> None:
    open_tab(page, "ร่างมาตรการ")
    eye.look("draft, empty")
    page.click("#draft-go")
    page.locator("#drafted").get_by_role("alert").wait_for()
    choose(page, "ร่างให้เขต", "บางเขน")
    choose(page, "ข้อหรือตัวชี้วัด", "I20")
    page.fill("#draft-weakness textarea", "บุคลากรบางส่วนไม่ทราบขั้นตอนการยืมทรัพย์สินของราชการ")
    page.click("#draft-go")
    page.locator("#drafted .draft-table").wait_for()
    page.locator("#draft-docx").wait_for()
    eye.look("draft, made")


def look_at_plan(eye: Eye, page: "Page") -> None:
    open_tab(page, "แผนทั้งปี")
    eye.look("plan, first step")
    page.select_option("#plan-district", "บางเขน")
    page.select_option("#plan-fiscal_year", "2567")
    page.fill("#plan-who", "สมศรี")
    press(page, "start")
    page.fill("#plan-pasted", SCORES)
    press(page, "read")
    eye.look("plan, scores")
    press(page, "weak")
    eye.look("plan, weak items")
    press(page, "draft")
    page.locator("#plan .plan[data-step='4']:not(.is-busy)").wait_for()
    press(page, "offers")
    eye.look("plan, a row")
    turn = int(page.locator("#plan .plan").get_attribute("data-turn") or 0)
    page.locator("#plan .plan-steps li:nth-child(5) [data-do=go]").click()
    page.locator(f"#plan .plan[data-turn='{turn + 1}']:not(.is-busy)").wait_for()
    eye.look("plan, export")


def look_at_compare(eye: Eye, page: "Page") -> None:
    open_tab(page, "เปรียบเทียบ")
    page.locator("#compare-map .map-cell").first.wait_for()
    eye.look("compare, map")
    page.locator('#compare-map tr[data-line="2567:I20"] .map-cell', has_text="92.18").click()
    page.locator("#compare-rows .beside").wait_for()
    page.locator("#compare-plot svg").wait_for()
    page.get_by_label("ความครอบคลุม").check()
    page.locator("#compare-map .map-coverage").wait_for()
    eye.look("compare, rows, chart, coverage")


def look_at_reports(eye: Eye, page: "Page") -> None:
    open_tab(page, "รายงาน")
    page.locator("#reports tbody .link").first.wait_for()
    eye.look("reports, list")
    page.locator("#reports tbody .link").first.click()
    page.locator("#report .report-card").wait_for()
    page.get_by_label(re.compile("^แก้ไขแถว")).first.click()
    page.locator("#row-code").wait_for()
    eye.look("reports, one open, a row corrected")


def test_no_screen_shuts_anyone_out(samples: str, visit: Open) -> None:
    page = visit(samples)
    eye = Eye(page)
    for look in (look_at_ask, look_at_draft, look_at_plan, look_at_compare, look_at_reports):
        look(eye, page)
    assert not eye.found, "\n".join(eye.found)


def test_a_fault_is_seen(samples: str, visit: Open) -> None:
    """A button without a name, pale words and a focus that cannot be seen are put in; each must be found."""
    page = visit(samples)
    page.evaluate(
        """() => document.querySelector("#desk").insertAdjacentHTML("beforeend",
        "<div><button id='bare' style='outline:0;box-shadow:none'></button><p style='color:#bbb'>pale</p></div>")"""
    )
    eye = Eye(page)
    eye.look("ask")
    for rule, at in (("button-name", "#bare"), ("color-contrast", "p"), ("no focus to be seen", "bare")):
        assert [one for one in eye.found if rule in one and at in one], rule


# --- signing in -----------------------------------------------------------------------------------------------------


def test_the_sign_in_page_and_a_signed_in_window(browser: "Browser", office: str) -> None:
    # Eyes are scripts and styles that the page itself would not let in.
    page = browser.new_page(locale="th-TH", bypass_csp=True)
    page.set_default_timeout(20_000)
    page.goto(office)
    eye = Eye(page)
    eye.look("sign-in")
    page.emulate_media(color_scheme="dark")
    eye.look("sign-in, dark")
    page.emulate_media(color_scheme="light")
    sign_in(page, "a wrong password")
    page.get_by_role("alert").wait_for()
    eye = Eye(page, eye.found)
    eye.look("sign-in, refused")
    sign_in(page, PASSWORD, READER)
    page.wait_for_selector("#account")
    eye = Eye(page, eye.found)
    eye.look("signed in")
    open_tab(page, "แผนทั้งปี")
    page.locator("#plan .reads-only").wait_for()
    eye.look("plan of a reader")
    page.close()
    assert not eye.found, "\n".join(eye.found)


# --- the forms of the Reports tab -----------------------------------------------------------------------------------


def test_the_forms_of_the_reports_and_an_upload_that_goes_on(places: tuple[str, Path], visit: Open) -> None:
    address, folder = places
    page = visit(address)
    eye = Eye(page)
    reports_tab(page)
    (folder / "x.txt").write_text(report("ดุสิต").replace("สำนักงานเขตดุสิต", "หน่วยงาน"), encoding="utf-8")
    (folder / "a-2.txt").write_text(report("หนองทดลอง").replace("คู่มือ ๑ ฉบับ", "คู่มือ ๒ ฉบับ"), encoding="utf-8")
    upload(page, folder / "x.txt", folder / "a-2.txt")
    page.locator("#waiting-0-district").wait_for()
    page.locator("#report-work .question").wait_for()
    eye.look("reports, one to replace and one that waits")
    page.locator("#reports tbody .link").first.click()
    page.locator("#report .report-card").wait_for()
    page.get_by_role("button", name="เอารายงานนี้ออกจากคลัง").click()
    page.locator("#report .danger-form").wait_for()
    eye.look("reports, one to be taken out")
    page.get_by_role("button", name="ไม่เอาออก").click()
    # So many that they are not read before all of it was looked at; then it is stopped.
    many = [folder / f"many-{number}.txt" for number in range(60)]
    for number, path in enumerate(many):
        path.write_text(report("สาทร") + f"\nฉบับที่ {number}\n" * 4_000, encoding="utf-8")
    with page.expect_file_chooser() as chosen:
        page.get_by_role("button", name="เพิ่มรายงาน").click()
    chosen.value.set_files([str(one) for one in many])
    stop = page.locator("#report-work [data-do=stop]")
    stop.wait_for()
    eye.look("reports, an upload that goes on")
    stop.click()
    page.locator("#report-work .outcome").wait_for(timeout=60_000)
    assert not eye.found, "\n".join(eye.found)
