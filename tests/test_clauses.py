from assistant.clauses import clauses_of, is_torn, quotes_of, whole_clauses
from tests.made_index import Made

DISTRICT, OWN, HELD = "บางสมมุติ", "บางเขน", ("ท่าสาธิต", "บางสมมุติ")


def report() -> Made:
    return Made("แม่แบบ.txt", DISTRICT, 2566)


def texts(made: Made, cell: str = "measure") -> list[str]:
    return [clause.text for clause in clauses_of(made.rows[0], cell, made.reading, OWN, HELD)]


def test_bullets_and_numbers_part_clauses_and_each_rests_on_its_words() -> None:
    made = report().row("I20", 4, measure="- ทำคู่มือยืม - ติดป้าย ๑ จุด ๑. ประชุมชี้แจง ๒) เวียนแจ้งทุกฝ่าย")
    clauses = clauses_of(made.rows[0], "measure", made.reading, OWN, HELD)
    assert [clause.text for clause in clauses] == ["ทำคู่มือยืม", "ติดป้าย ๑ จุด", "ประชุมชี้แจง", "เวียนแจ้งทุกฝ่าย"]
    assert [basis.quote for clause in clauses for basis in clause.bases] == [
        "- ทำคู่มือยืม",
        "- ติดป้าย ๑ จุด",
        "๑. ประชุมชี้แจง",
        "๒) เวียนแจ้งทุกฝ่าย",
    ]
    for clause in clauses:
        for basis in clause.bases:
            assert made.text[basis.place.char_start : basis.place.char_end] == basis.quote
    assert [(clause.number, clause.count) for clause in clauses] == [(0, 4), (1, 4), (2, 4), (3, 4)]


def test_dashes_in_ranges_and_hyphens_part_nothing() -> None:
    made = report().row("I1", 1, measure="- รับเรื่อง ๐๘.๐๐ - ๑๖.๐๐ น. - เปิดวันจันทร์ - ศุกร์ - ใช้ระบบ E -service ทุกฝ่าย")
    assert texts(made) == ["รับเรื่อง ๐๘.๐๐ - ๑๖.๐๐ น.", "เปิดวันจันทร์ - ศุกร์", "ใช้ระบบ E -service ทุกฝ่าย"]


def test_a_number_that_counts_something_begins_no_clause() -> None:
    made = report().row("I1", 1, measure="๑. ทำตามข้อ 5) ของระเบียบ ๒. ส่งเวรชั้น 3. ทุกเช้า")
    assert texts(made) == ["ทำตามข้อ 5) ของระเบียบ", "ส่งเวรชั้น 3. ทุกเช้า"]


def test_a_clause_over_a_page_break_is_one_and_rests_on_both_pieces() -> None:
    made = report().row("I1", 1, measure=["- ทำป้าย - จัดช่องทางพิเศษให้ผู้สูงอายุ", "และผู้พิการ - อบรมเจ้าหน้าที่"])
    clauses = clauses_of(made.rows[0], "measure", made.reading, OWN, HELD)
    assert [clause.text for clause in clauses] == ["ทำป้าย", "จัดช่องทางพิเศษให้ผู้สูงอายุ และผู้พิการ", "อบรมเจ้าหน้าที่"]
    assert [basis.quote for basis in clauses[1].bases] == ["- จัดช่องทางพิเศษให้ผู้สูงอายุ", "และผู้พิการ"]


def test_pieces_of_a_cell_without_bullets_stay_apart_unless_the_sentence_goes_on() -> None:
    apart = report().row("I1", 1, measure=["ทำป้ายบอกทาง", "อบรมเจ้าหน้าที่"])
    assert texts(apart) == ["ทำป้ายบอกทาง", "อบรมเจ้าหน้าที่"]
    torn = report().row("I1", 1, measure=["ทำป้ายบอกทางและ", "อบรมเจ้าหน้าที่"])
    assert texts(torn) == ["ทำป้ายบอกทางและ อบรมเจ้าหน้าที่".replace("และ ", "และ")]


def test_a_head_or_tail_alone_is_left_out() -> None:
    made = report().row("I1", 1, measure="- เผยแพร่ให้ผู้มีส่วนได้เสียทราบว่า - ทำป้าย - แจ้งเวียน (ทุกฝ่าย - และผู้พิการ")
    assert texts(made) == ["ทำป้าย"]
    # "๓." behind an unmarked piece: the piece is the tail of what stands in the row above
    tail = report().row("I16", 3, measure="ขอดูคะแนนของตนได้ ๓. ให้หัวหน้าฝ่ายสรุปเหตุผล")
    assert texts(tail) == ["ให้หัวหน้าฝ่ายสรุปเหตุผล"]


def test_torn_or_whole() -> None:
    assert is_torn("จัดทำประกาศและ")
    assert is_torn("แจ้งเวียน (ทุกฝ่าย")
    assert is_torn("ๆ ทุกฝ่าย")
    assert not is_torn("ใช้ระบบจองคิวไม่เป็น")
    assert not is_torn("ปิดประกาศหน้าห้องเก็บของ")
    assert not is_torn("ตรวจว่าครบถ้วนหรือไม่")
    assert not is_torn("กำกับติดตาม")


def test_what_lacks_something_is_no_measure_where_it_repeats_the_weakness() -> None:
    weak = "บุคลากรยังไม่ทราบขั้นตอนการยืมทรัพย์สิน"
    made = report().row("I20", 4, weakness=weak, measure=["- ทำคู่มือยืมทรัพย์สิน", weak])
    assert texts(made) == ["ทำคู่มือยืมทรัพย์สิน"]
    # a report that writes its measure as the issue too means it
    duty = "จัดทำคู่มือและบัญชีควบคุมทรัพย์สิน"
    assert texts(report().row("I20", 4, weakness=duty, measure=duty)) == [duty]


def test_text_copied_into_a_merged_cell_is_not_said_twice() -> None:
    said = "- กำกับให้ยึดถือปฏิบัติตามกฎหมายอย่างเคร่งครัด"
    made = report().row("I1", 1, measure=[said, "ปฏิบัติตามกฎหมายอย่างเคร่งครัด"])
    assert texts(made) == ["กำกับให้ยึดถือปฏิบัติตามกฎหมายอย่างเคร่งครัด"]


def test_their_own_is_left_out_and_ours_put_in_its_place() -> None:
    made = report().row(
        "I1",
        1,
        measure="- ทำป้ายของสำนักงานเขตบางสมมุติ - ประชุมที่ห้องประชุมท่าสาธิต - อบรมในเดือนมีนาคม ๒๕๖๖ - ได้คะแนน ๙๐ คะแนน",
    )
    assert texts(made) == ["ทำป้ายของสำนักงานเขตบางเขน"]


def test_what_is_done_is_no_plan() -> None:
    made = report().row("I1", 1, measure="- ได้ดำเนินการอบรมครบทุกฝ่าย - จัดทำป้ายเรียบร้อยแล้ว - อบรมทุกเดือน")
    assert texts(made) == ["อบรมทุกเดือน"]


def test_units_of_a_list_one_by_one() -> None:
    made = report().row("I1", 1, responsible="ฝ่ายการคลัง ฝ่าย เทศกิจ")
    assert texts(made, "responsible") == ["ฝ่ายการคลัง", "ฝ่ายเทศกิจ"]
    assert texts(report().row("I1", 1, responsible="ฝ่ายปกครอง/ ทุกฝ่าย"), "responsible") == ["ฝ่ายปกครอง", "ทุกฝ่าย"]
    # a unit that is named only together with the first stays with it
    assert texts(report().row("I1", 1, responsible="ฝ่ายโยธา/ สิ่งแวดล้อมฯ"), "responsible") == ["ฝ่ายโยธา/ สิ่งแวดล้อมฯ"]


def test_markup_and_marks_of_a_report_stay_text() -> None:
    made = report().row("I1", 1, measure="- ถาม &amp; ตอบทุกวัน [3] &lt;b&gt;ด่วน&lt;/b&gt;")
    assert texts(made) == ["ถาม & ตอบทุกวัน (3) <b>ด่วน</b>"]


def test_an_absent_cell_has_no_clauses() -> None:
    made = report().row("I1", 1, measure="- ทำป้าย")
    assert texts(made, "output") == []
    assert whole_clauses(made.rows[0], "output", made.reading) == []


def test_quotes_for_the_user_s_own_words_may_hold_anything() -> None:
    made = report().row("I1", 1, weakness="ได้คะแนน ๖๐ คะแนน ยังต้องปรับปรุง")
    assert [clause.bases[0].quote for clause in quotes_of(made.rows[0], "weakness", made.reading)] == [
        "ได้คะแนน ๖๐ คะแนน ยังต้องปรับปรุง"
    ]


def test_the_line_of_a_clause_is_where_it_begins() -> None:
    made = report().row("I1", 1, weakness="ช้า", measure="- ทำป้าย\n- อบรม")
    lines = [c.bases[0].place.line for c in clauses_of(made.rows[0], "measure", made.reading, OWN, HELD)]
    assert lines == [2, 3]
