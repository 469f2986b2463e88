"""Tables become rows: every form, rows split over pages, codes lost, flattened rows, junk between and after."""

import pytest
from made_tables import (
    E11,
    E12,
    HEAD_2563,
    HEAD_2565,
    HEAD_2566,
    HEAD_2567,
    I13,
    I16,
    I20,
    I21,
    TITLE_2563,
    TITLE_2565,
    TITLE_2566,
    TITLE_2567,
    cells,
    codes,
    line,
    read,
    unaccounted,
)

REST = ("- อบรม", "- จัดอบรม", "- ๑ ครั้ง", "- เว็บไซต์", "ธ.ค. ๖๕", "ฝ่ายปกครอง", "๑ ครั้ง/ เดือน")
GROUP4 = line("๔) การใช้ทรัพย์สินของราชการ", *[""] * 7)


def made_2566(*lines: str) -> str:
    return TITLE_2566 + HEAD_2566 + "".join(lines)


def test_a_whole_row_of_2566() -> None:
    reading = read(made_2566(GROUP4, line(f"120 {I20}", *REST)))
    row = reading.rows[0]
    assert (row.code, row.part, row.group, row.item, row.score) == ("I20", "IIT", 4, I20, None)
    assert (row.district, row.fiscal_year, row.form.value) == ("บางเขน", 2566, "2566")
    assert cells(row) == {
        "weakness": "- อบรม",
        "measure": "- จัดอบรม",
        "output": "- ๑ ครั้ง",
        "publicity": "- เว็บไซต์",
        "timeframe": "ธ.ค. ๖๕",
        "responsible": "ฝ่ายปกครอง",
        "monitoring": "๑ ครั้ง/ เดือน",
    }
    assert row.columns == tuple(cells(row))
    assert reading.rows[0].row_id == "made.txt#I20#1"
    assert row.place.line == 7


def test_2563_keeps_weakness_and_guideline_apart_and_both_scores() -> None:
    cell = "<p>ตัวชี้วัดที่ ๔ การใช้ทรัพย์สินของราชการ</p> <p>- คะแนนเฉลี่ย ๗๙.๓๖</p> <p>คะแนน</p> "
    cell += "<p>- ๑๒๐ ขั้นตอนการขออนุญาตเพื่อยืมทรัพย์สินของราชการไปใช้ปฏิบัติงานมีความสะดวก</p> "
    cell += "<p>- คะแนนเฉลี่ย ๖๖.๘๔ คะแนน</p>"
    analysis = "<p><u>จุดอ่อน</u></p> <p>- ไม่สะดวก</p> <p><u>แนวทางปฏิบัติ</u></p> <p>- กำหนดหลักเกณฑ์</p> <p>- กำชับ</p>"
    row = read(TITLE_2563 + HEAD_2563 + line(cell, analysis, "เวียนแจ้ง", "มีคู่มือ", "- ทุกฝ่าย")).rows[0]
    assert (row.code, row.score, row.group_score) == ("I20", 66.84, 79.36)
    assert row.item == "ขั้นตอนการขออนุญาตเพื่อยืมทรัพย์สินของราชการไปใช้ปฏิบัติงานมีความสะดวก"
    assert cells(row) == {
        "weakness": "- ไม่สะดวก",
        "guideline": "- กำหนดหลักเกณฑ์\n- กำชับ",
        "measure": "เวียนแจ้ง",
        "result": "มีคู่มือ",
        "responsible": "- ทุกฝ่าย",
    }


@pytest.mark.parametrize(
    "analysis",
    [
        "จุดอ่อน - ช้า แนวทางปฏิบัติ - เร่ง",
        "จุดอ่อน ช้า แนวทางการปฏิบัติ เร่ง",
        "<u>จุดอ่อน</u>: ช้า <u>แนวทางปฏิบัติ</u> เร่ง",
    ],
)
def test_sub_headings_in_one_paragraph(analysis: str) -> None:
    row = read(TITLE_2563 + HEAD_2563 + line("I20 ขั้นตอนการขออนุญาตเพื่อยืมทรัพย์สินของราชการ", analysis, "ก", "ข", "ค")).rows[
        0
    ]
    found = cells(row)
    assert (found["weakness"].strip("- :\n"), found["guideline"].strip("- ")) == ("ช้า", "เร่ง")


def test_2565_by_indicator_takes_the_score_that_the_analysis_states() -> None:
    text = TITLE_2565 + HEAD_2565
    text += line("ตัวชี้วัดที่ ๓ การใช้ อำนาจ", "ได้ค่าคะแนน ๗๘.๙๔ คะแนน ซึ่งสะท้อนว่า", "- กำกับ", "ปีละ ๒ ครั้ง", "ฝ่ายปกครอง")
    row = read(text).rows[0]
    assert (row.code, row.group, row.item, row.group_score) == (None, 3, "การใช้อำนาจ", 78.94)
    assert row.row_id == "made.txt#G3#1"
    assert cells(row)["monitoring"] == "ปีละ ๒ ครั้ง"


def test_by_indicator_a_blank_item_cell_means_as_above() -> None:
    head = line("2) การใช้งบประมาณ", "เผยแพร่งบ", *REST[1:])
    reading = read(made_2566(head, line("", "คู่มือ", *REST[1:]), line("3) การใช้อำนาจ", "ก", *REST[1:])))
    assert codes(reading) == ["G2", "G2", "G3"]
    assert [row.item for row in reading.rows] == ["การใช้งบประมาณ", "การใช้งบประมาณ", "การใช้อำนาจ"]


# --- rows split over pages -------------------------------------------------------------------------------------------


def test_the_rest_of_a_row_with_an_empty_item_cell() -> None:
    text = made_2566(GROUP4, line(f"120 {I20}", *REST), "\n" + HEAD_2566, line("", "ต่อ", "ต่อ", "", "", "", "", ""))
    reading = read(text)
    assert codes(reading) == ["I20"]
    assert cells(reading.rows[0])["weakness"] == "- อบรม\nต่อ"


def test_the_rest_of_a_row_of_2565_brings_its_monitoring() -> None:
    text = TITLE_2565 + HEAD_2565 + line("ตัวชี้วัดที่ ๓ การใช้", "ได้ค่าคะแนน ๗๘.๙๔ คะแนน", "- กำกับ", "- หัวหน้า", "ทุกฝ่าย")
    text += "\n" + HEAD_2565 + line("อำนาจ", "ซึ่งสะท้อนว่า", "ต่อ", "ปีละ ๒ ครั้ง", "") + line("", "", "", "และรายงาน", "")
    reading = read(text)
    assert codes(reading) == ["G3"]
    assert cells(reading.rows[0])["monitoring"] == "- หัวหน้า\nปีละ ๒ ครั้ง\nและรายงาน"


def test_the_rest_of_the_item_and_its_score() -> None:
    text = TITLE_2567 + HEAD_2567 + line("ตัวชี้วัดที่ ๓ การใช้อำนาจ", "", "", "", "")
    text += line(f"๑๖ {I16}", "มีหลักเกณฑ์แล้วแต่ยังขาดการ", "- ก", "- ข", "") + "\n" + HEAD_2567
    text += line("นำไปสู่การปฏิบัติได้จริง (๘๓.๕๒ คะแนน)", "ปฏิบัติตาม", "", "ค", "")
    reading = read(text)
    assert codes(reading) == ["I16"]
    row = reading.rows[0]
    assert (row.score, row.item.endswith("นำไปสู่การปฏิบัติได้จริง")) == (83.52, True)
    assert cells(row) == {"weakness": "มีหลักเกณฑ์แล้วแต่ยังขาดการ\nปฏิบัติตาม", "measure": "- ก", "result": "- ข\nค"}


def test_the_page_breaks_between_group_heading_and_code() -> None:
    text = (
        TITLE_2563 + HEAD_2563 + line("ตัวชี้วัดที่ ๔ การใช้ทรัพย์สินของราชการ คะแนนเฉลี่ย ๗๙.๓๖", "จุดอ่อน - ช้า", "ก", "ข", "ทุกฝ่าย")
    )
    text += "\n" + HEAD_2563 + line("- ๑๒๐ ขั้นตอนการขออนุญาตเพื่อยืมทรัพย์สิน - คะแนนเฉลี่ย ๖๖.๘๔", "มาก", "", "", "")
    text += line("- ๑๒๑ กรณีมีการขอยืมทรัพย์สินของราชการ มีการขออนุญาตอย่างถูกต้อง", "จุดอ่อน - ผิด", "ก", "ข", "ทุกฝ่าย")
    text += line("- ๒๓ บุคลากรรู้แนวปฏิบัติเกี่ยวกับการใช้ทรัพย์สิน", "จุดอ่อน - ไม่รู้", "ก", "ข", "ทุกฝ่าย")
    reading = read(text)
    assert codes(reading) == ["I20", "I21", "I23"]
    assert (reading.rows[0].score, reading.rows[0].group_score) == (66.84, 79.36)
    assert cells(reading.rows[0])["weakness"] == "- ช้า\nมาก"


def test_the_end_of_one_item_and_the_next_in_one_line() -> None:
    text = TITLE_2567 + HEAD_2567 + line("ตัวชี้วัดที่ ๘ การปรับปรุงระบบการทำงาน", "", "", "", "")
    head, tail = E11[:60], E11[60:]
    text += line(f"E๑๑ {head}", "ก", "๑. ประชุม", "๑. ประชุมแล้ว", "") + "\n" + HEAD_2567
    text += line(f"<p>{tail} (๙๑.๕๕ คะแนน)</p> <p>E๑๒ {E12} (๘๑.๘๗ คะแนน)</p>", "ข", "๒. อบรม", "๒. อบรมแล้ว", "")
    reading = read(text)
    assert [(row.code, row.score) for row in reading.rows] == [("E11", 91.55), ("E12", 81.87)]
    assert [cells(row)["weakness"] for row in reading.rows] == ["ก", "ข"]
    assert cells(reading.rows[0])["measure"] == "๑. ประชุม\n๒. อบรม"


# --- codes and headings that are lost --------------------------------------------------------------------------------


def test_a_lost_code_is_found_by_words_or_order() -> None:
    group3 = line("๓) การใช้อำนาจ", *[""] * 7)
    text = made_2566(
        group3,
        line(f"๑๓ {I13}", *REST),
        line("ท่านถูกผู้บังคับบัญชาของท่าน ใช้ให้ทำธุระส่วนตัว", *REST),
        line("ท่านพบเห็นเรื่องที่อ่านไม่ออกเลยสักคำเดียวในหน้านี้", *REST),
        line(f"๑๖ {I16}", *REST),
        GROUP4,
        line(f"120 {I20}", *REST),
    )
    reading = read(text)
    assert codes(reading) == ["I13", "I14", "I15", "I16", "I20"]
    assert [row.doubtful for row in reading.rows[1:3]] == [
        "อ่านรหัสไม่ออก ใช้ข้อคำถามเทียบแทน",
        "อ่านรหัสไม่ออก ใช้ลำดับเทียบแทน",
    ]
    assert len(reading.ledger.doubtful_codes) == 2


def test_without_group_headings_the_codes_tell_the_groups() -> None:
    reading = read(made_2566(line(f"๑๓ {I13}", *REST), line(f"120 {I20}", *REST), line(f"๒๑ {I21}", *REST)))
    assert [(row.code, row.group) for row in reading.rows] == [("I13", 3), ("I20", 4), ("I21", 5)]


def test_the_rest_of_an_item_that_is_a_group_s_name_opens_no_group() -> None:
    text = made_2566(
        line(f"๑๓ {I13}", *REST), line(f"120 {I20}", *REST), line("121 ผู้บริหารเขตเป็นตัวอย่างที่ดีในการป้องกัน", *REST)
    )
    text += "\n" + HEAD_2566 + line("การป้องกันการทุจริต", "ต่อ", "", "", "", "", "", "")
    reading = read(text)
    assert codes(reading) == ["I13", "I20", "I21"]
    assert cells(reading.rows[2])["weakness"] == "- อบรม\nต่อ"


def test_group_scores_in_heading_rows() -> None:
    rows = line(f"120 {I20}", *REST)
    for heading in (
        "๔) การใช้ทรัพย์สินของราชการ (๗๙.๓๖ คะแนน)\t" + "\t" * 6,
        "๔) การใช้ทรัพย์สินของราชการ\t๗๙.๓๖ คะแนน" + "\t" * 6,
    ):
        reading = read(made_2566(heading + "\n", rows))
        assert codes(reading) == ["I20"]
        assert reading.rows[0].group_score == 79.36


# --- other shapes of tables ------------------------------------------------------------------------------------------


def test_a_number_a_note_a_picture_and_an_unknown_column() -> None:
    head = "ลำดับ\tตัวชี้วัด\tจุดอ่อน\tงบประมาณที่ใช้\tมาตรการ\tผู้รับผิดชอบ\tหมายเหตุ\n"
    text = (
        TITLE_2565 + head + line("๑", "ตัวชี้วัดที่ ๑ การปฏิบัติหน้าที่", "ช้า", "๑๐,๐๐๐ บาท", "อบรม", "ทุกฝ่าย", "ทำแล้วในเดือนมกราคม")
    )
    reading = read(text)
    assert cells(reading.rows[0]) == {"weakness": "ช้า", "measure": "อบรม", "responsible": "ทุกฝ่าย"}
    assert [p.text for p in reading.passages if p.kind == "table"] == ["๑๐,๐๐๐ บาท", "ทำแล้วในเดือนมกราคม"]


def test_a_column_for_the_scores() -> None:
    head = "ประเด็นการประเมิน\tคะแนน\tประเด็นที่ต้องปรับปรุง/ยกระดับ\tมาตรการ\tผลการดำเนินการ\n"
    text = TITLE_2567 + head + line("ตัวชี้วัดที่ ๔ การใช้ทรัพย์สินของราชการ", "๙๕.๐๐", "", "", "")
    text += line(f"I20 {I20}", "๙๔.๓๓", "ก", "ข", "ค")
    row = read(text).rows[0]
    assert (row.score, row.group_score) == (94.33, 95.0)


def test_short_lines_and_padded_lines() -> None:
    text = made_2566("๔) การใช้ทรัพย์สินของราชการ\n", line(f"120 {I20}", *REST, *[""] * 20))
    text += "\n" + HEAD_2566.rstrip("\n") + "\t" * 10 + "\n" + "\tต่อ\n"
    reading = read(text)
    assert codes(reading) == ["I20"]
    assert cells(reading.rows[0])["weakness"] == "- อบรม\nต่อ"


def test_a_nested_table_is_read_once() -> None:
    table = "<table><tr><td>เดือน</td><td>ครั้ง</td></tr><tr><td>ม.ค.</td><td>๑๒</td></tr></table>"
    pad = "\t" * 4
    text = (
        TITLE_2567
        + HEAD_2567.rstrip("\n")
        + pad
        + "\n"
        + line(f"I20 {I20} (๙๔.๓๓ คะแนน)", "ก", "ข", "ค", table, "เดือน", "ครั้ง", "ม.ค.", "๑๒")
    )
    text += f"เดือน\tครั้ง\t\t\t{pad}\nม.ค.\t๑๒\t\t\t{pad}\n" + line(f"๒๑ {I21}", "ก", "ข", "ค", "")
    reading = read(text)
    assert codes(reading) == ["I20", "I21"]
    assert cells(reading.rows[0]) == {"weakness": "ก", "measure": "ข", "result": "ค"}
    assert [p.text for p in reading.passages if p.kind == "table"] == ["เดือน ครั้ง ม.ค. ๑๒"]
    assert {e.reason for e in reading.ledger.entries} >= {"หัวตาราง", "ซ้ำกับตารางที่แยกไว้แล้ว"}
    assert unaccounted(reading) == 0


def test_signatures_annexes_and_their_tables_are_no_rows() -> None:
    row = line(f"120 {I20}", *REST)
    annex = (
        "\nลงชื่อ ผู้รายงาน\n\nภาคผนวก\nที่\tชื่อ\tตำแหน่ง\n1\tนายก\tหัวหน้าฝ่าย\n\n01 บัตรประชาชน ต้องไม่หมดอายุ\n\n"
        "02 โทรศัพท์มือถือ สำหรับรับ OTP\n\nตัวชี้วัดที่ ๓.๑ ร้อยละความสำเร็จ\n\n"
        "ตัวชี้วัด\tรายละเอียดผลการดำเนินงาน\tปัญหา\nร้อยละความสำเร็จ\t๗๕ คำขอ\tไม่มี\n"
    )
    reading = read(
        made_2566(GROUP4, row)
        + annex
        + "\n"
        + HEAD_2566
        + line("๕) การแก้ไขปัญหาการทุจริต", *[""] * 7)
        + line(f"121 {I21}", *REST)
        + annex
    )
    assert codes(reading) == ["I20", "I21"]
    assert cells(reading.rows[1])["monitoring"] == "๑ ครั้ง/ เดือน"
    assert sum("บัตรประชาชน" in p.text for p in reading.passages) == 2
    assert unaccounted(reading) == 0


def test_rows_flattened_into_paragraphs() -> None:
    text = (
        TITLE_2567
        + HEAD_2567
        + "-----\t-----\t-----\n\n"
        + f"1๒๐ {I20} (๙๔.๓๓ คะแนน)\n\nยังไม่ถูกต้อง\n\n๑. ทำคู่มือ\n๒. ประชุม\n\n๓. ติดตาม\n\n๑. ทำคู่มือแล้ว\n\n"
    )
    text += "ตัวชี้วัดที่ ๕ การแก้ไขปัญหาการทุจริต\n\n" + line(f"๒๑ {I21} (๙๖.๐๙ คะแนน)", "ก", "ข", "ค", "") + "\nท้ายรายงาน\n"
    reading = read(text)
    assert [(row.code, row.score) for row in reading.rows] == [("I20", 94.33), ("I21", 96.09)]
    assert cells(reading.rows[0]) == {
        "weakness": "ยังไม่ถูกต้อง",
        "measure": "๑. ทำคู่มือ ๒. ประชุม\n๓. ติดตาม",
        "result": "๑. ทำคู่มือแล้ว",
    }
    assert reading.passages[-1].text == "ท้ายรายงาน"


def test_indicators_flattened_into_paragraphs() -> None:
    text = TITLE_2565 + HEAD_2565 + "\n"
    for group in ("ตัวชี้วัดที่ ๑ การปฏิบัติหน้าที่", "ตัวชี้วัดที่ ๒ การใช้งบประมาณ"):
        text += f"{group}\n\nได้คะแนนน้อย\n\n- กำชับ\n\nปีละ ๒ ครั้ง\n\nฝ่ายปกครอง\n\n"
    reading = read(text)
    assert codes(reading) == ["G1", "G2"]
    assert cells(reading.rows[1]) == {
        "weakness": "ได้คะแนนน้อย",
        "measure": "- กำชับ",
        "monitoring": "ปีละ ๒ ครั้ง",
        "responsible": "ฝ่ายปกครอง",
    }


def test_ranges_are_rows() -> None:
    text = TITLE_2567 + HEAD_2567 + "แบบวัดการเปิดเผยข้อมูลสาธารณะ (OIT)\n\nตัวชี้วัดที่ ๙ การเปิดเผยข้อมูล\n\n"
    text += line("<p>0๑ - 0๒๒ (๑๐๐ คะแนน)</p> <p>หน่วยงานมีการเปิดเผยข้อมูล</p>", "ก", "ข", "ค", "")
    row = read(text).rows[0]
    assert (row.code, row.group, row.score, row.item) == ("O1-O22", 9, 100.0, "หน่วยงานมีการเปิดเผยข้อมูล")


def test_a_contents_list_before_the_table_is_no_outline() -> None:
    contents = "สารบัญ\n" + "".join(
        f"ตัวชี้วัดที่ {n} {name}\n"
        for n, name in ((8, "การปรับปรุงระบบการทำงาน"), (9, "การเปิดเผยข้อมูล"), (10, "การป้องกันการทุจริต"))
    )
    reading = read(TITLE_2566 + contents + "\n" + HEAD_2566 + line(f"๑๓ {I13}", *REST))
    assert [(row.code, row.group) for row in reading.rows] == [("I13", 3)]


def test_two_tables_of_two_years() -> None:
    second = "\nมาตรการส่งเสริมคุณธรรมและความโปร่งใส\nสำนักงานเขตบางเขน ประจำปีงบประมาณ พ.ศ. ๒๕๖๗\n\n"
    reading = read(made_2566(GROUP4, line(f"120 {I20}", *REST)) + second + HEAD_2566 + line(f"๑๓ {I13}", *REST))
    assert [(row.code, row.fiscal_year) for row in reading.rows] == [("I20", 2566), ("I13", 2567)]


def test_the_questionnaire_may_be_that_of_another_year() -> None:
    rows = [
        line(f"{code} {words}", "ก", "ข", "ทุกเดือน", "ทุกฝ่าย")
        for code, words in (("๑๓", I13), ("๑๖", I16), ("120", I20), ("121", I21))
    ]
    reading = read(TITLE_2565 + HEAD_2565 + "".join(rows))
    assert [(row.code, row.group, row.fiscal_year) for row in reading.rows] == [
        ("I13", 3, 2565),
        ("I16", 3, 2565),
        ("I20", 4, 2565),
        ("I21", 5, 2565),
    ]


@pytest.mark.parametrize(
    "title", ["030 มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน", "O30 มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน"]
)
def test_the_title_of_a_page_may_name_an_item(title: str) -> None:
    page = f"\n{title}\n\nสำนักงานเขตบางเขน ประจำปีงบประมาณ พ.ศ. 2566\n\n{HEAD_2566}"
    text = made_2566(line(f"๑๓ {I13}", *REST)) + page + line(f"120 {I20}", *REST) + page + line(f"121 {I21}", *REST)
    assert codes(read(text)) == ["I13", "I20", "I21"]
