"""The clerk behind the plan's tab, over the sample reports: from scores to kept rows, and whatever can go wrong."""

import base64
import io
import json
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from openpyxl import Workbook
from window_desk import Seen

from assistant.assembly import Assistant
from assistant.planbook import PlanBook
from assistant.window import score_acts
from assistant.window.plan_acts import NO_LONGER, NO_PICK, NO_UNDO
from assistant.window.plan_desk import PlanDesk
from assistant.window.visit import Step, Visit
from assistant.worked import NO_PROOF
from corpus.errors import PlansUnusable
from tests.made_index import sample_index

SCORES = "I7 66.10\nI20 ๗๑.๒๕\nI1 92.5\nE3 78.5"
HEAD = {"district": "บางเขน", "fiscal_year": "2567", "form": "2566", "score_year": "2566", "who": "สมศรี"}


class Office:
    """One window, and presses in it."""

    def __init__(self, folder: Path) -> None:
        self.book = PlanBook(f"sqlite:///{folder}/plans.db")
        self.desk = PlanDesk(Assistant(sample_index()), lambda: self.book)

    def press(self, visit: Visit, do: str, fields: Mapping[str, str] | None = None, **data: object) -> Visit:
        """What a press does; every page that follows is looked at as a browser would."""
        sent = {"do": do, "fields": json.dumps(fields or {}), **{name: str(value) for name, value in data.items()}}
        done = self.desk.act(visit, sent)
        for page in self.desk.pages(done):
            Seen(page)
        return done

    def words(self, visit: Visit) -> str:
        """What the page says."""
        return Seen(self.desk.pages(visit)[0]).words

    def scored(self, text: str = SCORES, **head: str) -> Visit:
        """A visit whose scores were read."""
        visit = self.press(self.desk.begin(), "start", {**HEAD, **head})
        return self.press(visit, "read", {"pasted": text})

    def drafted(self, **words: str) -> Visit:
        """A kept plan of I7, I20 and E3, with I20 open."""
        visit = self.press(self.scored(), "weak")
        fields = {f"word-{item}": text for item, text in words.items()}
        return self.press(self.press(visit, "draft", fields), "row", to=1)

    def text(self, visit: Visit, cell: str) -> str:
        """What stands in a cell of the open row."""
        assert visit.plan is not None
        return visit.plan.rows[visit.looking.row].text(cell)


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


# --- rows -----------------------------------------------------------------------------------------------------------


def test_a_drafted_plan_is_kept_at_once_with_the_words_that_were_given(office: Office) -> None:
    visit = office.drafted(I20="ผู้ยืมไม่ลงชื่อ")
    assert visit.plan is not None
    assert visit.stored is not None
    assert [row.draft.code for row in visit.plan.rows] == ["I7", "I20", "E3"]
    assert (visit.step, visit.stored.version, visit.stored.saved_by) == (Step.ROWS, 1, "สมศรี")
    assert office.text(visit, "weakness") == "ผู้ยืมไม่ลงชื่อ"
    assert office.book.open(visit.stored.plan_id).plan == visit.plan
    assert "บันทึกแล้ว เวลา" in office.words(visit)


def test_an_item_that_nobody_handled_is_a_row_to_fill(office: Office) -> None:
    visit = office.press(office.drafted(), "row", to=0)
    assert office.text(visit, "measure") == ""
    page = office.words(visit)
    assert "ไม่มีเขตใดในคลังทำข้อนี้ไว้ ทุกช่องต้องเขียนเอง" in page
    assert "เว้นไว้ให้เติม" in page
    assert "ไม่มีข้อความจากรายงานให้เลือกสำหรับช่องนี้" in office.words(office.press(visit, "offers", cell="measure"))


def test_only_the_open_row_has_fields(office: Office) -> None:
    visit = office.drafted()
    assert visit.plan is not None
    tags = Seen(office.desk.pages(visit)[0]).tags
    assert tags.count("textarea") == len(visit.plan.rows[1].draft.cells)


def offered(office: Office, visit: Visit, cell: str) -> list[str]:
    """The texts that a cell could have."""
    buttons = Seen(office.desk.pages(office.press(visit, "offers", cell=cell))[0]).buttons
    return [str(one["data-text"]) for one in buttons if one.get("data-do") == "put"]


def lines(text: str) -> list[str]:
    return [line.removeprefix("- ") for line in text.split("\n")]


def test_a_clause_is_exchanged_added_and_taken_out(office: Office) -> None:
    visit = office.drafted()
    had = lines(office.text(visit, "measure"))
    first, second, *_ = offered(office, visit, "measure")
    visit = office.press(visit, "put", cell="measure", text=first)
    assert lines(office.text(visit, "measure")) == [*had, first]
    visit = office.press(visit, "put", cell="measure", text=second, at=0)
    assert lines(office.text(visit, "measure")) == [second, *had[1:], first]
    visit = office.press(visit, "drop", cell="measure", at=1)
    assert lines(office.text(visit, "measure")) == [second, *had[2:], first]
    assert visit.stored is not None
    assert visit.stored.version == 4
    visit = office.press(visit, "restore", cell="measure")
    assert lines(office.text(visit, "measure")) == had


def test_a_text_that_no_report_has_cannot_be_put_in_as_one(office: Office) -> None:
    visit = office.drafted()
    forged = office.press(visit, "put", cell="measure", text="ตามรายงานของเขตดุสิต")
    assert (forged.trouble, forged.plan) == (NO_LONGER, visit.plan)
    assert office.press(visit, "drop", cell="measure", at=99).plan == visit.plan
    assert office.press(visit, "put", cell="nothing", text="x").plan == visit.plan


def test_what_is_typed_is_one_s_own_and_saved_before_what_was_pressed(office: Office) -> None:
    visit = office.drafted()
    typed = {"cell-1-measure": "จัดอบรม\r\n<b>ทุกฝ่าย</b>", "cell-0-measure": "ของแถวอื่น", "cell-1-nothing": "x"}
    after = office.press(visit, "row", typed, to=2)
    assert after.plan is not None
    assert after.plan.rows[1].text("measure") == "จัดอบรม\n<b>ทุกฝ่าย</b>"
    assert after.plan.rows[0] == visit.plan.rows[0]  # type: ignore[union-attr]
    assert (after.looking.row, after.stored.version) == (2, 2)  # type: ignore[union-attr]
    page = office.desk.pages(office.press(after, "row", to=1))[0]
    assert "<b>ทุกฝ่าย" not in page
    assert Seen(page).words.count("ถ้อยคำของคุณ") == 2
    again = office.press(office.press(after, "row", to=1), "keep", {"cell-1-measure": "จัดอบรม\n<b>ทุกฝ่าย</b>"})
    assert again.stored == after.stored


def test_checks_are_made_again_after_an_edit(office: Office) -> None:
    visit = office.drafted()
    plain = office.press(visit, "keep", {"cell-1-timeframe": "เร็ว ๆ นี้"})
    dated = office.press(plain, "keep", {"cell-1-timeframe": "ภายในเดือนมีนาคม 2567"})
    before, after = office.words(plain), office.words(dated)
    assert "ระยะเวลา" in before
    assert before.count("โปรด") > after.count("โปรด")


def test_a_looked_at_cell_is_no_longer_left(office: Office) -> None:
    visit = office.drafted()
    assert "โปรดตรวจ" in office.words(visit)
    seen = office.press(visit, "seen", cell="weakness")
    assert seen.plan is not None
    assert "weakness" not in seen.plan.rows[1].row.to_confirm


def test_rows_are_added_and_taken_out(office: Office) -> None:
    visit = office.press(office.drafted(), "add", {"add": "E9"})
    assert visit.plan is not None
    assert [row.draft.code for row in visit.plan.rows] == ["I7", "I20", "E3", "E9"]
    assert visit.looking.row == 3
    assert "มีแถวของข้อ I20 อยู่แล้ว" in office.press(visit, "add", {"add": "I20"}).trouble
    gone = office.press(visit, "remove", row=3)
    assert gone.plan is not None
    assert [row.draft.code for row in gone.plan.rows] == ["I7", "I20", "E3"]
    back = office.press(gone, "undo")
    assert back.plan == visit.plan


# --- keeping --------------------------------------------------------------------------------------------------------


def test_undo_goes_back_and_says_when_nothing_is_left(office: Office) -> None:
    first = office.drafted()
    visit = office.press(first, "keep", {"cell-1-measure": "เขียนเอง"})
    back = office.press(visit, "undo")
    assert (back.plan, back.trouble) == (first.plan, "")
    assert office.press(back, "undo").trouble == NO_UNDO


def test_two_editors_do_not_overwrite_each_other(office: Office) -> None:
    hers = office.drafted()
    assert hers.stored is not None
    named = replace(office.desk.begin(), head=replace(office.desk.begin().head, who="สมชาย"))
    his = office.press(office.press(named, "open", plan=hers.stored.plan_id), "row", to=1)
    hers = office.press(hers, "keep", {"cell-1-measure": "ของสมศรี"})
    his = office.press(his, "keep", {"cell-1-measure": "ของสมชาย"})
    page = office.words(his)
    assert "สมศรี บันทึกแผนนี้ไปก่อนแล้ว" in page
    assert "I20 กิจกรรมที่จะดำเนินการ" in page
    assert "ยังไม่ได้บันทึก" in page
    # What is typed on is kept on the page, not in the book.
    his = office.press(his, "keep", {"cell-1-measure": "ของสมชายต่อ"})
    assert office.text(his, "measure") == "ของสมชายต่อ"
    assert office.book.open(hers.stored.plan_id).plan == hers.plan  # type: ignore[union-attr]
    theirs = office.press(his, "reload")
    assert (theirs.plan, theirs.theirs) == (hers.plan, None)
    forked = office.press(his, "fork")
    assert forked.stored is not None
    assert forked.stored.plan_id != hers.stored.plan_id  # type: ignore[union-attr]
    assert office.book.open(forked.stored.plan_id).plan == his.plan


def test_undo_tells_of_another_s_save_too(office: Office) -> None:
    visit = office.press(office.drafted(), "keep", {"cell-1-measure": "ก"})
    assert visit.stored is not None
    office.book.save(visit.stored.plan_id, visit.plan.with_text(0, "measure", "ข"), "สมชาย", 2)  # type: ignore[union-attr]
    assert "สมชาย บันทึกแผนนี้ไปก่อนแล้ว" in office.words(office.press(visit, "undo"))


def test_last_year_s_plan_is_a_start_for_this_year_s(office: Office) -> None:
    visit = office.press(office.drafted(), "keep", {"cell-1-monitoring": "ทุกเดือน"})
    assert visit.stored is not None
    copied = office.press(visit, "copy", plan=visit.stored.plan_id, year=2568)
    assert copied.plan is not None
    assert (copied.plan.fiscal_year, copied.head.fiscal_year, copied.step) == (2568, 2568, Step.ROWS)
    assert copied.plan.rows[1].text("monitoring") == "ทุกเดือน"
    listed = office.words(office.press(copied, "go", to=1))
    assert listed.index("เขตบางเขน ปี 2568") < listed.index("เขตบางเขน ปี 2567")


def test_a_plan_is_opened_by_someone(office: Office) -> None:
    visit = office.drafted()
    assert visit.stored is not None
    nobody = office.press(office.desk.begin(), "open", plan=visit.stored.plan_id)
    assert (nobody.plan, "ชื่อผู้จัดทำ" in nobody.trouble) == (None, True)
    gone = office.press(office.desk.begin(), "open", {"who": "ก"}, plan=99)
    assert (gone.plan, bool(gone.trouble)) == (None, True)


def test_the_versions_are_told_with_who_and_when(office: Office) -> None:
    visit = office.press(office.drafted(), "keep", {"cell-1-measure": "ก"})
    page = office.words(office.press(office.press(visit, "undo"), "go", to=5))
    for told in ("ฉบับที่ 3", "ย้อนกลับไปเป็นฉบับที่ 1", "ฉบับที่ 2", "แก้ไข", "เก็บครั้งแรก", "สมศรี ·"):
        assert told in page


def test_the_whole_plan_is_a_file_with_one_s_own_words(office: Office) -> None:
    visit = office.drafted()
    fields = json.dumps({"cell-1-measure": "จัดอบรม 2 ครั้ง", "digits": "thai", "sources": ""})
    done, path = office.desk.file(visit, {"do": "file", "suffix": ".docx", "fields": fields})
    assert path is not None
    assert Path(path).name == "แผน ITA 2567 เขตบางเขน.docx"
    form = docx.Document(path)
    words = "\n".join(cell.text for table in form.tables for row in table.rows for cell in row.cells)
    assert "จัดอบรม ๒ ครั้ง" in words
    assert len(form.tables) == 2
    assert (done.sources, done.stored.version) == (False, 2)  # type: ignore[union-attr]
    assert office.desk.file(visit, {"suffix": ".exe"})[1] is None
    assert office.desk.file(office.desk.begin(), {"suffix": ".docx"})[1] is None


# --- trouble --------------------------------------------------------------------------------------------------------


def test_what_no_window_sends_does_nothing(office: Office) -> None:
    visit = office.drafted()
    for data in ({}, {"do": "row", "to": "9" * 30}, {"do": "go", "to": "7"}, {"do": "rm", "fields": "[1"},
                 {"do": "keep", "fields": '{"cell-1-measure": 3, "digits": "roman"}'}, {"do": ["x"], "fields": {"a": 1}}):  # fmt: skip
        after = office.desk.act(visit, data)
        assert replace(after, turn=visit.turn, said=visit.said) == visit, data
    fresh = office.desk.begin()
    for do in ("draft", "put", "drop", "undo", "fork", "reload", "weak", "below", "examples", "remove", "seen"):
        assert office.press(fresh, do).plan is None
    assert office.press(fresh, "go", to=4).step is Step.HEAD


def test_without_its_database_the_window_says_so_and_stays(tmp_path: Path) -> None:
    def broken() -> PlanBook:
        raise PlansUnusable("no")

    office = Office(tmp_path)
    office.desk = PlanDesk(Assistant(sample_index()), broken)
    assert "เปิดที่เก็บแผนไม่ได้" in office.words(office.desk.begin())
    visit = office.press(office.press(office.scored(), "weak"), "draft")
    assert ("เปิดที่เก็บแผนไม่ได้" in visit.trouble, visit.step, visit.plan) == (True, Step.WEAK, None)


def test_a_plan_of_every_item_is_shown_quickly(office: Office) -> None:
    every = [f"I{n} 50" for n in range(1, 26)] + [f"E{n} 50" for n in range(1, 16)]
    visit = office.press(office.press(office.scored("\n".join(every)), "weak"), "draft")
    assert visit.plan is not None
    assert len(visit.plan.rows) == 40
    office.desk.pages(visit)
    began = time.perf_counter()
    page, _ = office.desk.pages(office.press(visit, "row", to=20))
    assert time.perf_counter() - began < 2
    assert len(page) < 120_000
