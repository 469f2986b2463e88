"""Merged cells of the form of 2567 spread; cells that stand for themselves left alone."""

from made_tables import HEAD_2563, HEAD_2567, I13, I16, I20, I21, I23, TITLE_2563, TITLE_2567, cells, codes, line, read

from corpus.records import Reading

GROUP3 = line("ตัวชี้วัดที่ ๓ การใช้อำนาจ", "", "", "", "")
GROUP5 = line("ตัวชี้วัดที่ ๕ การแก้ไขปัญหาการทุจริต", "", "", "", "")


def made(*lines: str) -> Reading:
    return read(TITLE_2567 + HEAD_2567 + "".join(lines))


def test_an_empty_cell_under_a_full_one_is_merged_with_it() -> None:
    reading = made(GROUP3, line(f"1๑๓ {I13}", "อ่อน", "จัดประชุม", "ประชุมแล้ว", ""), line(f"๑๖ {I16}", "อื่น", "", "", ""))
    first, second = reading.rows
    assert cells(second) == {"weakness": "อื่น", "measure": "จัดประชุม", "result": "ประชุมแล้ว"}
    assert (first.merged_with, second.merged_with) == ((second.row_id,), (first.row_id,))


def test_a_list_that_goes_on_is_one_cell_for_both_rows() -> None:
    reading = made(
        GROUP5,
        line(f"๒๑ {I21}", "ก", "๑. นำผลมาวิเคราะห์ ๒. สื่อสาร", "๑. วิเคราะห์แล้ว ๒. สื่อสารแล้ว", ""),
        line(f"๒๓ {I23}", "ข", "๓. เผยแพร่ช่องทาง", "๓. เผยแพร่แล้ว", ""),
    )
    for row in reading.rows:
        assert cells(row)["measure"] == "๑. นำผลมาวิเคราะห์ ๒. สื่อสาร\n๓. เผยแพร่ช่องทาง"
        assert cells(row)["result"] == "๑. วิเคราะห์แล้ว ๒. สื่อสารแล้ว\n๓. เผยแพร่แล้ว"


def test_a_sentence_that_goes_on_is_one_cell() -> None:
    reading = made(
        GROUP3,
        line(f"1๑๓ {I13}", "ก", "๑. เวียนแจ้งหลักเกณฑ์การประเมิน และ", "๑. เวียนแจ้งแล้ว และ", ""),
        line(f"๑๖ {I16}", "ข", "หลักเกณฑ์การให้คุณให้โทษ", "ถือปฏิบัติ", ""),
    )
    assert cells(reading.rows[0])["measure"].endswith("และ\nหลักเกณฑ์การให้คุณให้โทษ")
    assert cells(reading.rows[1])["result"] == "๑. เวียนแจ้งแล้ว และ\nถือปฏิบัติ"


def test_a_fresh_measure_after_a_list_is_the_row_s_own() -> None:
    reading = made(
        GROUP3,
        line(f"1๑๓ {I13}", "ก", "๑. ประชุม ๒. เวียนแจ้ง", "๑. ประชุมแล้ว", ""),
        line(f"๑๖ {I16}", "ข", "จัดทำคู่มือการประเมิน", "", ""),
    )
    first, second = map(cells, reading.rows)
    assert first["measure"] == "๑. ประชุม ๒. เวียนแจ้ง"
    assert second == {"weakness": "ข", "measure": "จัดทำคู่มือการประเมิน"}  # its empty result is nobody else's


def test_a_list_that_begins_again_and_a_new_dash_are_the_row_s_own() -> None:
    reading = made(
        GROUP3,
        line(f"1๑๓ {I13}", "ก", "๑. ประชุม", "- ประชุมแล้ว และ", ""),
        line(f"๑๖ {I16}", "ข", "๑. อบรม", "- อบรมแล้ว", ""),
    )
    assert [cells(row)["measure"] for row in reading.rows] == ["๑. ประชุม", "๑. อบรม"]
    assert [row.merged_with for row in reading.rows] == [(), ()]


def test_no_merge_over_the_border_of_a_group() -> None:
    reading = made(GROUP3, line(f"1๑๓ {I13}", "ก", "จัดประชุม", "แล้ว", ""), GROUP5, line(f"๒๑ {I21}", "ข", "", "", ""))
    assert cells(reading.rows[1]) == {"weakness": "ข"}


def test_the_weakness_copied_into_the_hole_of_a_merged_cell_is_no_measure_of_the_others() -> None:
    copied = "การสื่อสารของเจ้าหน้าที่ยังไม่ชัดเจนเพียงพอ"
    reading = made(GROUP3, line(f"1๑๓ {I13}", "ก", "จัดประชุม", "แล้ว", ""), line(f"๑๖ {I16}", copied, copied, "", ""))
    assert cells(reading.rows[0])["measure"] == "จัดประชุม"
    assert cells(reading.rows[1])["measure"] == f"จัดประชุม\n{copied}"


def test_in_other_forms_an_empty_cell_is_empty() -> None:
    text = TITLE_2563 + HEAD_2563 + line("ตัวชี้วัดที่ ๔ การใช้ทรัพย์สินของราชการ", "", "", "", "")
    text += line(f"1๒๑ {I20}", "ก", "ประชุม", "แล้ว", "ฝ่ายปกครอง") + line("1๒๓ บุคลากรรู้แนวปฏิบัติ", "ข", "", "", "ทุกฝ่าย")
    reading = read(text)
    assert codes(reading) == ["I21", "I23"]
    assert cells(reading.rows[1]) == {"weakness": "ข", "responsible": "ทุกฝ่าย"}


def test_a_list_that_counts_on_after_a_broken_sentence_is_one_merged_cell() -> None:
    reading = made(
        GROUP3,
        line(f"1๑๓ {I13}", "ก", "๑. ทำแบบตรวจ ๒. เปิดช่องให้บุคลากร", "๑. ใช้แบบตรวจ ๒. เปิดเดือนละ ๑ ครั้ง", ""),
        line(f"๑๖ {I16}", "ข", "ขอดูคะแนนได้ ๓. ให้หัวหน้าสรุป", "มีผู้ขอดูคะแนน ๔๒ คน", ""),
    )
    for row in reading.rows:
        assert cells(row)["measure"] == "๑. ทำแบบตรวจ ๒. เปิดช่องให้บุคลากร\nขอดูคะแนนได้ ๓. ให้หัวหน้าสรุป"
        assert cells(row)["result"] == "๑. ใช้แบบตรวจ ๒. เปิดเดือนละ ๑ ครั้ง\nมีผู้ขอดูคะแนน ๔๒ คน"
