"""A plan drafted in the talk and changed there."""

import pytest

from assistant.answers import Answer, DraftRow, Mode, Status
from assistant.ask import ask
from assistant.duedate import outside
from assistant.plantalk import plan_of
from tests.made_index import sample_index


def said(question: str, my_district: str | None = "ท่าสาธิต", drafts: tuple[DraftRow, ...] = ()) -> Answer:
    return ask(question, sample_index(), my_district, drafts=drafts)


def codes(answer: Answer) -> list[str | int]:
    return [row.code or row.group for row in answer.drafts]


def cell(row: DraftRow, name: str) -> str:
    return dict(row.cells)[name].text


def drafted() -> tuple[DraftRow, ...]:
    """Two rows in the form of 2566."""
    first, second = (
        said(f"ร่าง {code} ให้เขตบางเขน ปี 2568 แบบ 2566 จุดอ่อนคือ ไม่ทราบขั้นตอน").drafts[0] for code in ("I20", "E3")
    )
    return first, second


# --- a plan ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("request_", "items"),
    [
        # the scores that the sample report of that district prints for 2567: E12 80.95, E9 83.27, I16 84.66
        ("ร่างแผนปี 2568 ให้เขตเรา ข้อที่ต่ำกว่า 85", ["E12", "E9", "I16"]),
        ("ร่างแผนปี ๒๕๖๘ ให้เขตเรา ข้อที่ต่ำกว่า ๘๔", ["E12", "E9"]),
        ("ร่างแผนปี 2568 ให้เขตท่าสาธิต ข้อที่คะแนนต่ำสุด 1 ข้อ", ["E12"]),
        ("ช่วยร่างแผนปี 2568 ของเขตเราหน่อยครับ", ["E12", "E9", "I16"]),
        ("draft a plan for our district 2568, the 2 lowest items", ["E12", "E9"]),
        ("ทำแผนปี 2568 ให้เขตท่าสาธิต", ["E12", "E9", "I16"]),
    ],
)
def test_the_weak_items_of_the_district_lowest_first(request_: str, items: list[str]) -> None:
    answer = said(request_)
    assert (answer.status, answer.mode, codes(answer)) == (Status.ANSWERED, Mode.DRAFT, items)
    assert "80.95" in answer.text.splitlines()[0]
    for row in answer.drafts:
        assert (row.district, row.fiscal_year) == ("ท่าสาธิต", 2568)
        assert not any(outside(held.text, 2568) for name, held in row.cells if name == "timeframe")


def test_what_is_said_where_there_is_nothing_to_draft() -> None:
    nothing = said("ร่างแผนปี 2568 ให้เขตบางเขน ข้อที่ต่ำกว่า 85")
    assert (nothing.status, nothing.drafts) == (Status.AMBIGUOUS, ())
    assert "ไม่มีคะแนนของเขตบางเขน" in nothing.text
    assert "ไม่มีข้อใดที่คะแนนปี 2567 ต่ำกว่า 20" in said("ร่างแผนปี 2568 ให้เขตเรา ข้อที่ต่ำกว่า 20").text
    assert "ร่างให้เขตใด" in said("ร่างแผนปี 2568 ข้อที่ต่ำกว่า 85", None).text


@pytest.mark.parametrize(
    "request_", ["ร่างแผนป้องกันการทุจริตให้เขตบางเขน ปี 2568", "ร่าง E3 ให้เขตบางเขน ปี 2568 จุดอ่อนคือ ไม่มีแผน"]
)
def test_a_plan_as_a_topic_is_no_plan_of_a_district(request_: str) -> None:
    assert len(said(request_).drafts) == 1


# --- changes ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "name", "text"),
    [
        ("แก้ข้อ I20 ให้มีผู้รับผิดชอบเป็นฝ่ายทะเบียน", "responsible", "ฝ่ายทะเบียน"),
        ("เปลี่ยนผู้รับผิดชอบข้อ I20 เป็น “ฝ่ายทะเบียน” ครับ", "responsible", "ฝ่ายทะเบียน"),
        ("change the responsible unit of I20 to ฝ่ายทะเบียน", "responsible", "ฝ่ายทะเบียน"),
        ("กำหนดระยะเวลาแล้วเสร็จข้อ I20 เป็น มี.ค. 68", "timeframe", "มี.ค. 68"),
        ("ลบผลผลิตข้อ I20", "output", ""),
    ],
)
def test_a_cell_is_changed_and_the_changed_row_comes_first(change: str, name: str, text: str) -> None:
    drafts = drafted()
    answer = said(change, drafts=(drafts[1], drafts[0]))
    assert codes(answer) == ["I20", "E3"]
    assert cell(answer.drafts[0], name) == text
    assert {n: c for n, c in answer.drafts[0].cells if n != name} == {n: c for n, c in drafts[0].cells if n != name}
    assert answer.drafts[1] == drafts[1]
    assert (name in answer.drafts[0].to_confirm) is (text == "")


def test_a_line_is_added_and_is_the_user_s_own() -> None:
    row = drafted()[0]
    answer = said("เพิ่มผลผลิต ป้าย 9 จุด", drafts=(row,))
    assert cell(answer.drafts[0], "output").endswith("- ป้าย 9 จุด")
    assert dict(answer.drafts[0].cells)["output"].clauses[-1] == ("- ป้าย 9 จุด", ())
    assert "ไม่มีที่มาในรายงาน" in answer.text.splitlines()[0]


def test_the_way_of_another_district() -> None:
    row = drafted()[0]
    answer = said("เอาแบบของบางสมมุติ", drafts=(row,))
    measure = dict(answer.drafts[0].cells)["measure"]
    assert {basis.district for basis in measure.basis} == {"บางสมมุติ"}
    assert dict(answer.drafts[0].cells)["weakness"] == dict(row.cells)["weakness"]
    assert "ใช้แบบของเขตบางสมมุติ" in answer.text
    nothing = said("เอาแบบของคลองนิทาน", drafts=(row,))
    assert (nothing.status, nothing.drafts) == (Status.AMBIGUOUS, ())
    assert "ไม่มีถ้อยคำของข้อ I20" in nothing.text


def test_what_is_not_clear_is_asked_back() -> None:
    drafts = drafted()
    assert "โปรดระบุข้อ ร่างนี้มี I20 และ E3" in said("เปลี่ยนผู้รับผิดชอบเป็นฝ่ายปกครอง", drafts=drafts).text
    assert "โปรดระบุข้อ" in said("แก้ข้อ O1 ให้มีผู้รับผิดชอบเป็นฝ่ายทะเบียน", drafts=drafts).text
    of_2567 = said("ร่าง I20 ให้เขตบางเขน ปี 2568 จุดอ่อนคือ ไม่ทราบขั้นตอน").drafts
    assert "แบบปี 2567 ไม่มีช่องผู้รับผิดชอบ" in said("เปลี่ยนผู้รับผิดชอบเป็นฝ่ายปกครอง", drafts=of_2567).text


@pytest.mark.parametrize(
    "question", ["เขตอื่นแก้ข้อ I20 อย่างไร", "ใครรับผิดชอบข้อ I20", "แก้ปัญหาการยืมอย่างไร", "ให้บริการล่าช้าแก้อย่างไร"]
)
def test_a_question_is_no_change(question: str) -> None:
    assert said(question, drafts=drafted()).mode is not Mode.DRAFT


def test_without_a_draft_there_is_nothing_to_change() -> None:
    assert said("เปลี่ยนผู้รับผิดชอบข้อ I20 เป็นฝ่ายทะเบียน").mode is not Mode.DRAFT


# --- the plan that a talk has come to --------------------------------------------------------------------------------


def test_a_plan_of_the_talk_keeps_its_scores_when_a_row_is_changed() -> None:
    made = said("ร่างแผนปี 2568 ให้เขตเรา ข้อที่ต่ำกว่า 85")
    changed = said("แก้ข้อ E9 ให้มาตรการเป็น ตั้งศูนย์รับเรื่อง", drafts=made.drafts)
    assert codes(changed) == ["E9", "E12", "I16"]
    held = plan_of([made, said("เขตอื่นแก้ข้อ I20 อย่างไร"), changed])
    assert held is not None
    assert held.scores == {"I16": 84.66, "E9": 83.27, "E12": 80.95}
    assert (held.district, held.fiscal_year, held.score_year, held.below) == ("ท่าสาธิต", 2568, 2567, 85.0)
    assert [row.draft.code for row in held.rows] == ["I16", "E9", "E12"]  # in the order of the form
    assert held.rows[1].text("measure") == "ตั้งศูนย์รับเรื่อง"
    assert held.rows[0].draft == dict(zip(codes(made), made.drafts, strict=True))["I16"]


def test_rows_that_are_too_many_to_be_shown_are_in_the_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.plantalk.MOST_ROWS", 2)
    made = said("ร่างแผนปี 2568 ให้เขตเรา ข้อที่ต่ำกว่า 85")
    assert codes(made) == ["E12", "E9"]
    held = plan_of([made])
    assert held is not None
    assert [row.draft.code for row in held.rows] == ["I16", "E9", "E12"]


def test_a_single_draft_after_a_plan_is_a_plan_of_its_own() -> None:
    made = said("ร่างแผนปี 2568 ให้เขตเรา ข้อที่ต่ำกว่า 85")
    single = said("ร่าง E12 ให้เขตท่าสาธิต ปี 2568 จุดอ่อนคือ คิวยาว")
    held = plan_of([made, single])
    assert held is not None
    assert [(row.draft, row.weak) for row in held.rows] == [(single.drafts[0], ())]
    assert plan_of([said("เขตอื่นแก้ข้อ I20 อย่างไร")]) is None
