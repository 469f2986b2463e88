"""The steps of the scores and of the weak items: what is read of a sheet, what is ticked, and every bad sheet."""

import base64
import io
from pathlib import Path

import pytest
from openpyxl import Workbook
from window_desk import Seen
from window_plan import HEAD, SCORES, Office

from assistant.window import score_acts
from assistant.window.plan_acts import NO_PICK
from assistant.window.visit import Step
from assistant.worked import NO_PROOF


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


# --- whose plan, and its scores -------------------------------------------------------------------------------------


def test_a_plan_begins_with_the_year_after_the_last_report(office: Office) -> None:
    head = office.desk.begin().head
    assert (head.fiscal_year, head.score_year, head.form, head.is_whole) == (2568, 2567, "2567", False)


def test_what_is_missing_is_named(office: Office) -> None:
    visit = office.press(office.desk.begin(), "start", {"district": "ดาวอังคาร", "who": "  "})
    assert (visit.step, visit.trouble) == (Step.HEAD, "กรุณาระบุเขต, ชื่อผู้จัดทำ")
    visit = office.press(visit, "start", HEAD)
    assert (visit.step, visit.trouble, visit.head.who) == (Step.SCORES, "", "สมศรี")


def test_each_line_says_what_it_was_understood_as(office: Office) -> None:
    visit = office.scored(SCORES + "\nI99 77\nI2 184.5\nE4 70.1\nE4 72.3\nคะแนนดีขึ้น")
    page = office.words(visit)
    assert "นับได้ 4 ข้อ" in page
    assert "ไม่นับ 4 บรรทัด" in page
    assert "คะแนน 184.5 เป็นไปไม่ได้" in page
    assert "E4 มีคะแนนต่างกันหลายบรรทัด (70.1 และ 72.3)" in page
    assert "ชุดข้อคำถามปี 2566 ไม่มีข้อ I99" in page
    assert page.index("I99 77บรรทัด 5") < page.index("I7 66.10บรรทัด 1")
    assert set(visit.choice.picked) == {"I7", "I20", "E3"}


def test_a_text_without_scores_says_so_and_goes_no_further(office: Office) -> None:
    visit = office.scored("ขอแสดงความนับถือ")
    assert visit.trouble == score_acts.NO_SCORES
    assert office.press(office.scored(""), "weak").step is Step.SCORES


def test_scores_of_another_year_are_marked(office: Office) -> None:
    page = office.words(office.scored("ผลการประเมินปีงบประมาณ 2565\n" + SCORES))
    assert "แผ่นคะแนนนี้พิมพ์ปี 2565 ไว้ แต่แผนนี้ใช้คะแนนของปี 2566" in page


def sheet(*rows: tuple[object, ...]) -> str:
    """A workbook as a browser sends it."""
    book = Workbook()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    out = io.BytesIO()
    book.save(out)
    return base64.b64encode(out.getvalue()).decode()


def test_a_workbook_is_read_by_its_column_of_scores(office: Office) -> None:
    visit = office.press(office.scored(""), "upload", name="../ผล.XLSX", content=sheet(("ข้อ", "คะแนน"), ("I20", 71.25)))
    assert visit.sheet is not None
    assert (visit.sheet.items, visit.sheet_from) == ({"I20": 71.25}, "จากไฟล์ ผล.XLSX")


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.pdf", "JVBERi0=", ".xlsx หรือ .csv"),
        ("a.xlsx", base64.b64encode(b"not a workbook").decode(), "ไฟล์อาจเสีย"),
        ("a.csv", "", "ไฟล์อาจเสีย"),
        ("a.csv", "%%%", "อ่านไฟล์ที่เลือกไม่ได้"),
        ("a.xlsx", sheet(("ข้อ", "คะแนนปี 2564"), ("I20", 71.25)), "ไม่มีของปี 2566"),
        ("a.csv", base64.b64encode(b"x" * 5_000_001).decode(), "5 MB"),
    ],
)
def test_a_file_that_is_no_score_sheet_is_one_sentence(office: Office, name: str, content: str, told: str) -> None:
    visit = office.press(office.scored(), "upload", name=name, content=content)
    assert told in visit.trouble
    assert visit.sheet is not None
    assert len(visit.sheet.items) == 4


def test_scores_can_be_typed_line_by_line(office: Office) -> None:
    fields = {"typed-code-0": "I20", "typed-score-0": "๗๑,๒๕", "typed-code-1": "4", "typed-score-1": "80"}
    visit = office.press(office.scored(""), "typed", fields)
    assert visit.sheet is not None
    assert (visit.sheet.items, visit.sheet.groups) == ({"I20": 71.25}, {4: 80.0})
    assert len(office.press(visit, "more", fields).typed) == 8


def test_scores_come_out_of_the_district_s_own_report(office: Office) -> None:
    visit = office.press(office.scored("", district="ท่าสาธิต", fiscal_year="2568", score_year="2567"), "stored")
    assert visit.sheet is not None
    assert (visit.sheet.items["I20"], visit.sheet.groups[10]) == (92.18, 87.5)
    assert visit.sheet_from == "จากรายงานในคลัง คะแนนปี 2567"
    assert office.press(office.scored(""), "stored").trouble.startswith(
        "คลังไม่มีคะแนนปี 2566 หรือก่อนหน้าในรายงานของเขตบางเขน"
    )


def test_a_sheet_of_thousands_of_lines_is_a_light_page(office: Office) -> None:
    visit = office.scored("\n".join(["I20 71.25", *["หมายเหตุ"] * 1000, *["I99 50"] * 1000]))
    page = office.words(visit)
    assert "ไม่นับ 1,000 บรรทัด" in page
    assert page.count("และอีก 701 บรรทัด") == 1
    assert page.count("และอีก 700 บรรทัด") == 1


def test_a_text_that_is_no_table_is_refused_whole(office: Office) -> None:
    visit = office.press(office.scored(), "read", {"pasted": "ก" * 200_001})
    assert visit.trouble == score_acts.TOO_LONG.format(longest=200_000)
    assert visit.sheet is not None


def test_the_scores_of_one_district_are_not_those_of_another(office: Office) -> None:
    visit = office.scored()
    assert office.press(visit, "start", {**HEAD, "form": "2567"}).sheet == visit.sheet
    assert office.press(visit, "start", {**HEAD, "district": "ดุสิต"}).sheet is None
    assert office.press(visit, "start", {**HEAD, "score_year": "2565"}).sheet is None


# --- weak items -----------------------------------------------------------------------------------------------------


def test_weak_is_what_is_below_or_lowest_or_ticked(office: Office) -> None:
    visit = office.press(office.scored(), "weak")
    assert office.press(visit, "below", {"below": "๗๐"}).choice.picked == ("I7",)
    assert office.press(visit, "lowest", {"lowest": "2"}).choice.picked == ("I7", "I20")
    assert office.press(visit, "below", {"below": "มาก"}).trouble == score_acts.NO_FIGURE
    assert office.press(visit, "below", {"below": "150"}).trouble == score_acts.NO_FIGURE
    ticked = office.press(visit, "go", {"pick-I7": "", "pick-I1": "on"}, to=3)
    assert set(ticked.choice.picked) == {"I20", "E3", "I1"}
    none = office.press(visit, "draft", {"pick-I7": "", "pick-I20": "", "pick-E3": ""})
    assert (none.trouble, none.plan) == (NO_PICK, None)


def test_an_item_that_the_sheet_does_not_hold_can_be_added(office: Office) -> None:
    visit = office.press(office.scored(), "weak")
    added = office.press(visit, "add", {"add": "o ๓"})
    assert "O3" in added.choice.picked
    assert "ไม่มีคะแนน" in office.words(added)
    assert "ไม่มีข้อนี้" in office.press(visit, "add", {"add": "I77"}).trouble


def test_good_examples_are_quoted_and_called_no_proof(office: Office) -> None:
    visit = office.press(office.scored(form="2567", score_year="2567", fiscal_year="2568"), "weak")
    shown = office.press(visit, "examples", item="I20")
    page, cards = office.desk.pages(shown)
    assert NO_PROOF in Seen(page).words
    marks = {one["data-mark"] for one in Seen(page).buttons if one.get("data-act") == "cite"}
    assert marks
    assert marks == {one["data-mark"] for one in Seen(cards).buttons}
    assert NO_PROOF not in office.words(office.press(shown, "examples", item="I20"))


def test_a_sheet_of_indicators_makes_rows_by_indicator(office: Office) -> None:
    visit = office.scored(
        "ตัวชี้วัดที่ 4 การใช้ทรัพย์สินของราชการ 69.13\nตัวชี้วัดที่ 2 90", form="2565", fiscal_year="2565", score_year="2564"
    )
    assert visit.choice.picked == ("ตัวชี้วัดที่ 4",)
    visit = office.press(office.press(visit, "weak"), "draft", {"word-ตัวชี้วัดที่ 4": "ยืมไม่ลงทะเบียน"})
    assert visit.plan is not None
    assert [(row.draft.code, row.draft.group, row.text("weakness")) for row in visit.plan.rows] == [
        (None, 4, "ยืมไม่ลงทะเบียน")
    ]
