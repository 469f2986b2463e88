"""Column headings of every form, with the slips that OCR puts into them."""

import pytest
from made_tables import HEAD_2563, HEAD_2565, HEAD_2566, HEAD_2567

from corpus.forms import FORM_COLUMNS, FORM_HEADINGS, Column, column_of, completed, recognise, repeats
from corpus.records import Form


@pytest.mark.parametrize(
    ("printed", "column"),
    [
        ("ตัวชี้วัด", Column.ITEM),
        ("ตัวชีวัด", Column.ITEM),
        ("**ประเด็นการประเมิน**", Column.ITEM),
        ("ประเด็นที่เป็นที่ต้อ งปรับปรุง/ ยกระดับการพัฒนา", Column.WEAKNESS),
        ("ประเด็นที่จำเป็นต้องปรับปรุง/ยกระดับการพัฒนา", Column.WEAKNESS),
        ("การวิเคราะห์ /แนวทางการปฎิบัติ", Column.ANALYSIS),
        ("มาตรการเพื่อขับเคลือนฯ", Column.MEASURE),
        ("กิจกรรมที่ จะดำเนินการ", Column.MEASURE),
        ("ผลการดำเนินการตามมาตรการ ยกระดับคุณธรรม และความโปร่งใส ภายในหน่วยงาน", Column.RESULT),
        ("ผลผลิต", Column.OUTPUT),
        ("วิธีการสร้าง\nการรับรู้", Column.PUBLICITY),
        ("ระยะเวลา แล้วเสร็จ", Column.TIMEFRAME),
        ("ผู้รับ ผิดชอบ", Column.RESPONSIBLE),
        ("ระยะเวลา กำกับติดตาม โดย ผอ.เขต", Column.MONITORING),
        ("ลำดับ", Column.NUMBER),
        ("หมายเหตุ", Column.NOTE),
        ("คะแนนที่ได้", Column.SCORE),
        ("จำนวนผู้รับบริการ", None),
        ("ปัญหา /อุปสรรค", None),
        ("", None),
        ("มาตรการ " * 30, None),
    ],
)
def test_what_a_heading_means(printed: str, column: Column | None) -> None:
    assert column_of(printed) is column


@pytest.mark.parametrize(
    ("head", "form"),
    [
        (HEAD_2563, Form.F2563),
        (HEAD_2565, Form.F2565),
        (HEAD_2566, Form.F2566),
        (HEAD_2567, Form.F2567),
    ],
)
def test_the_four_forms_are_told_by_their_headings(head: str, form: Form) -> None:
    heading = recognise(tuple(head.rstrip("\n").split("\t")))
    assert heading is not None
    assert (heading.form, heading.columns) == (form, FORM_COLUMNS[form])


def test_headings_padded_for_a_nested_table_are_the_same() -> None:
    heading = recognise((*HEAD_2567.rstrip("\n").split("\t"), *[""] * 28))
    assert heading is not None
    assert len(heading.columns) == 5


def test_the_cells_that_a_form_has() -> None:
    cells = {form: recognise(FORM_HEADINGS[form]).cells for form in FORM_HEADINGS}  # type: ignore[union-attr]
    assert cells[Form.F2563] == ("weakness", "guideline", "measure", "result", "responsible")
    assert cells[Form.F2567] == ("weakness", "measure", "result")


def test_a_column_that_cannot_be_read_is_known_by_its_place() -> None:
    heading = recognise(("ตัวชี้วัด", "รกยลเสอียดกกรวเิคระาห์", "มาตรการ/กิจกรรมในการพัฒนาปรับปรุง", "?", "ผู้รับผิดชอบ"))
    assert heading is not None
    assert heading.columns == FORM_COLUMNS[Form.F2565]


@pytest.mark.parametrize(
    "cells",
    [
        ("ตัวชี้วัด", "รายละเอียดผลการดำเนินงาน", "ปัญหา /อุปสรรค"),
        ("ที่", "ประเภท", "รายละเอียด", "ผู้รับผิดชอบ"),
        ("เดือน", "จำนวนผู้รับบริการ", "ค่าเฉลี่ย", "หมายเหตุ"),
        ("ตัวชี้วัด", "ตัวชี้วัด", "มาตรการ", "มาตรการ", "ผลผลิต"),
    ],
)
def test_tables_of_annexes_are_no_measures_tables(cells: tuple[str, ...]) -> None:
    assert recognise(cells) is None


def test_other_columns_other_order_and_added_ones() -> None:
    heading = recognise(("ลำดับ", "ตัวชี้วัด", "จุดอ่อน", "แนวทางปฏิบัติ", "ผู้รับผิดชอบ", "มาตรการ", "งบประมาณ", "หมายเหตุ"))
    assert heading is not None
    assert heading.columns == (
        Column.NUMBER,
        Column.ITEM,
        Column.WEAKNESS,
        Column.GUIDELINE,
        Column.RESPONSIBLE,
        Column.MEASURE,
        None,
        Column.NOTE,
    )
    assert heading.form is Form.F2563


def test_a_column_that_cannot_be_read_on_a_later_page_is_that_of_the_page_before() -> None:
    cells = ("ตัวชี้วัด", "จุดอ่อน", "มาตรการ", "ผลผลิต", "ผู้รับผิดชอบ", "หมายเหตุ")
    first, later = recognise(cells), recognise((*cells[:3], "ผคผลฝค", *cells[4:]))
    assert first is not None
    assert later is not None
    assert later.columns[3] is None
    assert completed(later, first) is first
    assert completed(later, None) is later
    other = recognise((cells[0], cells[2], cells[1], "?", *cells[4:]))
    assert other is not None
    assert completed(other, first) is other


def test_a_heading_read_badly_once_more() -> None:
    heading = ("ตัวชี้วัด", "รายละเอียดการวิเคราะห์", "มาตรการ/กิจกรรม", "การกำกับติดตาม", "ผู้รับผิดชอบ")
    assert repeats(("ตวชวด", "ราขละเอยดการวเคราห", "มตรกร/กจกรรม", "การกกับตดตาม", "ผรับผดชอบ"), heading)
    assert not repeats(("ตัวชี้วัดที่ 1", "ได้ค่าคะแนน 87.93", "กำชับให้เจ้าหน้าที่", "ทุกไตรมาส", "ฝ่ายปกครอง"), heading)
    assert not repeats(("", "", "", "", ""), heading)
