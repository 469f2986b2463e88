"""The clerk behind the plan's tab, over the sample reports: rows worked on, plans kept, whatever can go wrong."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pytest
from window_desk import Seen
from window_plan import HEAD, Office

from assistant.assembly import Assistant
from assistant.planbook import PlanBook
from assistant.window import labels
from assistant.window.plan_acts import NO_LONGER, NO_UNDO
from assistant.window.plan_desk import PlanDesk
from assistant.window.visit import Step, Visit, Visitor
from corpus.errors import PlansUnusable
from tests.made_index import Made, made_index, sample_index
from tests.made_model import Reply, clauses, model


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


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


def test_choices_open_for_a_cell_or_a_clause_and_close_again(office: Office) -> None:
    visit = office.press(office.drafted(), "offers", cell="measure", at=1)
    assert (visit.looking.cell, visit.looking.at) == ("measure", 1)
    assert office.press(visit, "offers", cell="measure", at=0).looking.at == 0
    for again in ({"cell": "measure", "at": 1}, {"cell": "measure"}):
        assert office.press(visit, "offers", **again).looking.cell == ""


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


def test_hostile_words_stay_text_at_every_step(tmp_path: Path) -> None:
    bad = "<script>alert(1)</script><img src=x onerror=alert(2)> [x](javascript:alert(3)) ${x} {{y}}"
    hostile = Made("<b>.txt", f"เหนือ{bad}", 2566).row(
        "I20", 4, bad, weakness=bad, measure=f"- จัดทำคู่มือ {bad}", result=bad
    )
    office = Office(tmp_path)
    office.desk = PlanDesk(Assistant(made_index(hostile)), lambda: office.book)
    steps = [office.scored(f"I20 ๗๑.๒๕\n{bad} 44\n{bad}", who=bad)]
    steps.append(office.press(steps[-1], "weak"))
    steps.append(office.press(steps[-1], "draft", {"word-I20": bad}))
    steps.append(office.press(steps[-1], "row", to=0))
    steps += [office.press(steps[-1], "offers", cell=cell) for cell in ("weakness", "measure", "output")]
    steps.append(office.press(steps[-1], "keep", {"cell-0-measure": bad, "cell-0-output": bad}))
    steps += [office.press(steps[-1], "go", to=to) for to in range(1, 6)]
    steps.append(office.press(steps[-1], "open", {"who": bad}, plan=99))
    shown = ""
    for visit in steps:
        for page in office.desk.pages(visit):
            seen = Seen(page)
            assert not {"script", "img", "iframe", "a", "style", "object", "svg"} & set(seen.tags)
            names = {name for name, _ in seen.attributes}
            assert not {name for name in names if name.startswith("on") or name in ("href", "src", "srcdoc")}
            shown += seen.words
    assert shown.count("<script>alert(1)</script>") > 5


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
    nonsense: tuple[dict[str, object], ...] = (
        {},
        {"do": "row", "to": "9" * 30},
        {"do": "go", "to": "7"},
        {"do": "rm", "fields": "[1"},
        {"do": "keep", "fields": '{"cell-1-measure": 3, "digits": "roman"}'},
        {"do": ["x"], "fields": {"a": 1}},
    )
    for data in nonsense:
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


def test_a_plan_of_forty_rows_is_a_light_page(office: Office) -> None:
    every = [f"I{n} 50" for n in range(1, 26)] + [f"E{n} 50" for n in range(1, 16)]
    visit = office.press(office.press(office.scored("\n".join(every)), "weak"), "draft")
    assert visit.plan is not None
    assert len(visit.plan.rows) == 40
    page, _ = office.desk.pages(office.press(visit, "row", to=20))
    tags = Seen(page).tags
    assert tags.count("textarea") == len(visit.plan.rows[20].draft.cells)
    assert len(page) < 120_000


def test_an_empty_store_still_has_a_form_to_fill(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.desk = PlanDesk(Assistant(made_index()), lambda: office.book)
    assert f"ปีงบประมาณ {office.desk.begin().head.fiscal_year}" in office.words(office.desk.begin())
    visit = office.press(office.press(office.scored(), "weak"), "draft")
    assert visit.plan is not None
    assert office.text(visit, "measure") == ""
    assert "ทุกช่องต้องเขียนเอง" in office.words(visit)


def test_who_signed_in_is_who_saves(office: Office) -> None:
    somchai = Visitor("สมชาย")
    visit = office.desk.begin(somchai)
    assert "บันทึกในชื่อ สมชาย" in office.words(visit)
    fields = json.dumps({**HEAD, "who": "ผู้อำนวยการ"})
    assert office.desk.act(visit, {"do": "start", "fields": fields}, somchai).head.who == "สมชาย"


def test_a_reader_reads_plans_and_changes_none(office: Office) -> None:
    plan = office.drafted()
    assert plan.stored is not None
    reader = Visitor("ผู้อ่าน", may_edit=False)
    visit = office.desk.act(office.desk.begin(reader), {"do": "open", "plan": str(plan.stored.plan_id)}, reader)
    assert (visit.step, visit.plan) == (Step.ROWS, plan.plan)
    typed = json.dumps({"cell-0-measure": "แอบแก้"})
    for do in ("keep", "draft", "put", "drop", "restore", "seen", "remove", "add", "undo", "copy", "fork", "polish"):
        after = office.desk.act(
            visit, {"do": do, "plan": str(plan.stored.plan_id), "year": "2568", "fields": typed}, reader
        )
        assert (after.trouble, after.plan) == (labels.MAY_NOT_EDIT, plan.plan), do
    after, path = office.desk.file(visit, {"do": "file", "suffix": ".xlsx", "fields": typed}, reader)
    assert path is not None
    assert office.book.open(plan.stored.plan_id) == plan.stored
    assert len(office.book.plans()) == 1


def test_a_draft_of_the_talk_is_kept_once_and_opened_at_its_rows(office: Office) -> None:
    plan = office.drafted().plan
    assert plan is not None
    before = len(office.book.plans())
    nameless = office.desk.taken(Visit(), plan, "  ")
    assert (nameless.plan, "ชื่อผู้จัดทำ" in nameless.trouble) == (None, True)
    taken = office.desk.taken(Visit(), plan, " สมชาย  ใจดี ")
    assert taken.stored is not None
    assert (taken.step, taken.plan, taken.stored.saved_by) == (Step.ROWS, plan, "สมชาย ใจดี")
    assert (taken.head.district, taken.head.fiscal_year) == (plan.district, plan.fiscal_year)
    again = office.desk.taken(taken, plan, "สมชาย ใจดี")
    assert again.stored == taken.stored
    assert len(office.book.plans()) == before + 1


# --- a language model ------------------------------------------------------------------------------------------------


def formal(body: dict[str, Any]) -> Reply:
    """The first clause that is shown, in words that are a little more formal; nothing for a cell to be filled."""
    said = body["messages"][1]["content"]
    if said.startswith("ช่อง: "):
        return Reply(clauses())
    first = next(json.loads(line) for line in said.splitlines() if line.startswith('{"mark"'))
    return Reply(clauses((f"ดำเนินการ{first['text']}", [first["mark"]], [first["text"]])))


def test_a_model_rewords_the_open_row_and_undo_takes_it_back(office: Office, tmp_path: Path) -> None:
    assert "ให้โมเดลปรับถ้อยคำ" not in office.words(office.drafted())
    with model(formal) as made:
        office.desk = PlanDesk(Assistant(sample_index(), editor=made.editor(("ตัวอย่าง",))), lambda: office.book)
        visit = office.drafted()
        assert "ให้โมเดลปรับถ้อยคำแถวนี้" in office.words(visit)
        before = office.text(visit, "measure")
        done = office.press(visit, "polish")
    first = before.splitlines()[0].removeprefix("- ")
    assert office.text(done, "measure") == before.replace(first, f"ดำเนินการ{first}", 1)
    assert "โปรดอ่านทวน" in done.said
    assert done.plan is not None
    assert visit.plan is not None
    old, new = (one.rows[1].cell("measure").clauses for one in (visit.plan, done.plan))
    assert [bases for _, bases in new] == [bases for _, bases in old]
    assert office.text(office.press(done, "undo"), "measure") == before


def test_without_its_model_the_row_stays_and_a_sentence_says_why(office: Office) -> None:
    with model(Reply(status=401)) as made:
        office.desk = PlanDesk(Assistant(sample_index(), editor=made.editor()), lambda: office.book)
        visit = office.drafted()
        done = office.press(visit, "polish")
    assert (done.plan, done.stored, done.trouble) == (visit.plan, visit.stored, "")
    assert "จึงใช้ถ้อยคำเดิม" in done.said


def test_a_reader_s_page_says_what_they_may_press(office: Office) -> None:
    reader = Visitor("ผู้อ่าน", may_edit=False)
    page, _ = office.desk.pages(office.desk.begin(reader))
    assert 'data-reads="go start open ' in page
    assert "คุณอ่านและส่งออกแผนได้" in page
    page, _ = office.desk.pages(office.desk.begin(Visitor("สมชาย")))
    assert "data-reads" not in page
