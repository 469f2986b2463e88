from datetime import date

import pytest

from assistant.answers import Answer, Mode, Status
from assistant.ask import ask
from assistant.mentions import fiscal_year_of
from corpus.records import Form
from tests.made_index import sample_index


def drafted(question: str, my_district: str | None = None) -> Answer:
    return ask(question, sample_index(), my_district)


@pytest.mark.parametrize(
    ("question", "district", "year", "form", "code", "weakness"),
    [
        (
            "ร่างมาตรการ E3 ให้เขตบางเขน ปี 2568 จุดอ่อนคือ ประชาชนไม่ทราบขั้นตอน",
            "บางเขน",
            2568,
            "2567",
            "E3",
            "ประชาชนไม่ทราบขั้นตอน",
        ),
        ("ขอร่าง ข้อ I๒๐ ปี ๒๕๖๘ จุดอ่อน ยืมด้วยวาจา ให้เขตบางเขน", "บางเขน", 2568, "2567", "I20", "ยืมด้วยวาจา"),
        (
            "ช่วยร่าง I20 โดยดูจากเขตท่าสาธิต ให้สำนักงานเขตบางเขน ปี 2568 จุดอ่อนว่า ยืมยาก แบบ 2566",
            "บางเขน",
            2568,
            "2566",
            "I20",
            "ยืมยาก",
        ),
        (
            "ร่าง I28 ให้เขตบางเขน ปี 2568 ตามแบบปี ๒๕๖๓ จุดอ่อน: เจ้าหน้าที่ไม่รู้ระเบียบ",
            "บางเขน",
            2568,
            "2563",
            "I28",
            "เจ้าหน้าที่ไม่รู้ระเบียบ",
        ),
        ("ร่าง I20 เขตท่าสาธิต ปี 68 จุดอ่อนคือ บุคลากรไม่รู้วิธีขออนุญาต", "ท่าสาธิต", 2568, "2567", "I20", "บุคลากรไม่รู้วิธีขออนุญาต"),
        (
            "Draft a row for I20 for Bang Khen district, FY 2568, weakness: staff borrow without asking",
            "บางเขน",
            2568,
            "2567",
            "I20",
            "staff borrow without asking",
        ),
        (
            "draft E3 for Sathorn 2025 because residents wait too long, form 2566",
            "สาทร",
            2568,
            "2566",
            "E3",
            "residents wait too long",
        ),
        ("ร่าง I20 ให้เขตบางเขน ปี 2566 จุดอ่อนคือ ไม่รู้ขั้นตอน", "บางเขน", 2566, "2566", "I20", "ไม่รู้ขั้นตอน"),
        ("ร่าง I20 ให้เขตบางเขน ปี 2564 จุดอ่อนคือ ไม่รู้ขั้นตอน", "บางเขน", 2564, "2563", "I20", "ไม่รู้ขั้นตอน"),
    ],
)
def test_requests_as_staff_write_them(
    question: str, district: str, year: int, form: str, code: str, weakness: str
) -> None:
    answer = drafted(question)
    assert answer.mode is Mode.DRAFT
    (row,) = answer.drafts
    assert (row.district, row.fiscal_year, row.form, row.code, row.weakness) == (
        district,
        year,
        Form(form),
        code,
        weakness,
    )


def test_a_group_and_several_items() -> None:
    (row,) = drafted("ร่างมาตรการตัวชี้วัดที่ 4 สำหรับเขตบางเขน ปี 2568 แบบ 2565 จุดอ่อนคือไม่มีสมุดยืม").drafts
    assert (row.code, row.group, row.form, row.weakness) == (None, 4, Form.F2565, "ไม่มีสมุดยืม")
    rows = drafted("ร่าง E1-E3 ให้เขตบางนา ปี 2568 จุดอ่อน บริการช้า").drafts
    assert [row.code for row in rows] == ["E1", "E2", "E3"]


def test_an_item_named_by_its_words() -> None:
    (row,) = drafted("ช่วยร่างมาตรการแก้ปัญหาการยืมของหลวงให้เขตบางเขน ปี 2568").drafts
    assert (row.code, row.weakness) == ("I20", "การยืมของหลวง")


def test_without_year_it_is_for_the_year_that_runs() -> None:
    (row,) = drafted("ร่าง I20 ให้เขตบางเขน จุดอ่อนคือ ยืมยาก").drafts
    assert row.fiscal_year == fiscal_year_of(date.today())


def test_without_weakness_that_cell_is_left_to_fill() -> None:
    answer = drafted("ร่าง I20 ให้เขตบางเขน ปี 2568")
    (row,) = answer.drafts
    assert row.weakness == ""
    assert "weakness" in row.to_confirm
    assert dict(row.cells)["weakness"].text == ""
    assert dict(row.cells)["measure"].text != ""
    assert row.warnings[0] == "ยังไม่ได้ระบุจุดอ่อนของเขต ร่างนี้เลือกมาตรการจากชื่อข้อเท่านั้น"
    assert "จุดอ่อน/ประเด็นที่ต้องปรับปรุง" in answer.text.split("ช่องที่ต้องเติมเอง: ")[1]


def test_the_asker_s_own_district_where_none_is_named() -> None:
    assert drafted("ร่าง I20 ปี 2568 จุดอ่อนคือ ยืมยาก", "Bang Khen").drafts[0].district == "บางเขน"
    assert drafted("ร่าง I20 ให้เขตสาทร ปี 2568 จุดอ่อนคือ ยืมยาก", "บางเขน").drafts[0].district == "สาทร"


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("ร่าง I20 ปี 2568", "ร่างให้เขตใด โปรดระบุชื่อเขต เช่น “ให้เขตบางเขน”"),
        ("draft I20 for 2568", "For which district? Name one, such as Bang Khen."),
        ("ร่างมาตรการให้เขตบางรัก", "ร่างข้อใด โปรดระบุรหัสข้อ เช่น I20 หรือตัวชี้วัดที่ 1–10"),
        ("ร่างมาตรการให้เขตบางรัก จุดอ่อนคือ ฟุตบอล", "ร่างข้อใด โปรดระบุรหัสข้อ เช่น I20 หรือตัวชี้วัดที่ 1–10"),
        ("ร่าง I20 ให้เขตบางบัวทอง", "ไม่มีเขตบางบัวทองในกรุงเทพมหานคร โปรดระบุชื่อเขต เช่น “ให้เขตบางเขน”"),
        (
            "ร่าง I28 ให้เขตบางเขน ปี 2568",
            "แบบปี 2567 ไม่มีข้อ I28 (มี I1–I25, E1–E15, O1–O30) โปรดระบุข้ออื่น หรือระบุแบบ เช่น “แบบปี 2563”",
        ),
        ("ร่าง I20 ให้เขตบางเขน แบบปี 2564", "ไม่มีแบบปี 2564 แบบที่มีคือปี 2563, 2565, 2566 และ 2567"),
    ],
)
def test_what_is_missing_is_asked_for(question: str, sentence: str) -> None:
    answer = drafted(question)
    assert (answer.status, answer.mode, answer.drafts, answer.citations) == (Status.AMBIGUOUS, Mode.DRAFT, (), ())
    assert answer.text == sentence


def test_a_weakness_that_names_another_district_is_kept_out_of_the_form() -> None:
    (row,) = drafted("ร่าง I20 ให้เขตบางเขน ปี 2568 จุดอ่อนคือ บุคลากรของเขตสาทรไม่ทราบ").drafts
    assert row.district == "บางเขน"
    assert dict(row.cells)["weakness"].text == ""
    assert "weakness" in row.to_confirm


def test_the_answer_shows_each_line_with_the_marks_it_rests_on() -> None:
    answer = drafted("ร่าง I20 ให้เขตบางเขน ปี 2568 จุดอ่อนคือ ยืมด้วยวาจา")
    assert answer.status is Status.ANSWERED
    assert answer.text.startswith("ร่างแถวมาตรการ เขตบางเขน ปี 2568 (แบบปี 2567) ข้อ I20 ")
    assert "■ จุดอ่อน/ประเด็นที่ต้องปรับปรุง: ยืมด้วยวาจา [1]" in answer.text
    assert "(ถ้อยคำของผู้ขอ)" in answer.text
    assert "ช่องที่ต้องเติมเอง: ผลการดำเนินการ" in answer.text
    assert [citation.mark for citation in answer.citations] == list(range(1, len(answer.citations) + 1))
    for citation in answer.citations:
        assert f"[{citation.mark}]" in answer.text
        source = sample_index().reports[citation.report].report.text
        assert source[citation.place.char_start : citation.place.char_end] == citation.quote


def test_an_english_request_is_answered_in_english() -> None:
    answer = drafted("Draft I20 for Bang Khen, FY 2568, weakness: staff borrow without asking")
    assert answer.text.startswith("Draft row for Bang Khen (เขตบางเขน), FY 2568 (form of 2567), I20 ")
    assert "Left to fill: Result" in answer.text
    assert "(your own words)" in answer.text
