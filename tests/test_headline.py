"""The line above quoted rows: how many districts, where, and short cells in whole."""

from assistant.answers import Answer
from assistant.ask import ask
from assistant.headline import codes_named
from index.search import ReportIndex
from tests.made_index import Made, made_index, sample_index
from tests.test_sample_answers import answers


def index() -> ReportIndex:
    return made_index(
        Made("ก.txt", "ดุสิต", 2566).row("I20", 4, measure="ทำสมุดยืม", responsible="ฝ่ายปกครอง", timeframe="มี.ค. 66"),
        Made("ข.txt", "สาทร", 2566).row("I20", 4, measure="ใช้ใบยืม", responsible="ฝ่าย" + "การคลังและพัสดุ" * 6),
        Made("ค.txt", "คลองเตย", 2566).row("I3", 1, measure="แสดงขั้นตอน [7] ไว้" + "ทุกจุด" * 30),
    )


def first(question: str, held: ReportIndex | None = None, my_district: str | None = None) -> str:
    return ask(question, held or index(), my_district).text.split("\n")[0]


def told(question: str) -> Answer:
    return ask(question, index())


def test_how_many_districts_and_where() -> None:
    assert first("แก้ I20 อย่างไร") == "2 จาก 3 เขตมีมาตรการข้อ I20: เขตดุสิต ปี 2566 [1] และเขตสาทร ปี 2566 [3]"
    assert first("how was I20 fixed in every district?") == (
        "2 of 3 districts have measures for I20: Dusit FY 2566 [1] and Sathon FY 2566 [3]."
    )
    # others are others
    assert first("เขตอื่นแก้ I20 อย่างไร", my_district="ดุสิต").startswith("เขตสาทร ปี 2566 ข้อ I20: “ใช้ใบยืม” [1]")
    assert first("เทียบมาตรการ I20 ดุสิตกับสาทร").startswith("ทั้งสองเขตมีมาตรการข้อ I20: ")
    assert first("มาตรการ I20 ของดุสิต บางรัก และสาทร").startswith("2 จาก 3 เขตมีมาตรการข้อ I20: ")


def test_one_row_says_what_was_done() -> None:
    assert first("ดุสิตแก้ I20 อย่างไร") == "เขตดุสิต ปี 2566 ข้อ I20: “ทำสมุดยืม” [1]"


def test_a_long_quote_is_cut_and_one_with_brackets_left_out() -> None:
    # brackets of a report would pass for a mark where the quote is not whole
    assert first("คลองเตยแก้ I3 อย่างไร") == "เขตคลองเตย ปี 2566 มีมาตรการข้อ I3 1 แถว: ข้อ I3 [1]"
    line = first("แก้ E1 ของท่าสาธิต ปี 2567 อย่างไร", sample_index())
    assert "” … [" in line
    assert len(line) < 200


def test_a_short_cell_stands_in_the_line() -> None:
    assert first("ใครรับผิดชอบ I20 ของดุสิต") == "ผู้รับผิดชอบข้อ I20: เขตดุสิต ปี 2566 “ฝ่ายปกครอง” [1]"
    assert first("When is I20 of Dusit due?") == "Due for I20: Dusit FY 2566 “มี.ค. 66” [1]"


def test_two_facts_are_answered_with_both() -> None:
    both = "ข้อ I20 เขตดุสิต ปี 2566: ผู้รับผิดชอบ “ฝ่ายปกครอง” [1], ระยะเวลาแล้วเสร็จ “มี.ค. 66” [2]"
    assert first("ใครรับผิดชอบ I20 ดุสิต และเสร็จเมื่อไร") == both
    assert first("who is responsible for I20 in Dusit and when is it due?") == (
        "I20 Dusit FY 2566: Responsible “ฝ่ายปกครอง” [1], Due “มี.ค. 66” [2]"
    )
    # Beside measures a fact comes along with them.
    assert "ทำสมุดยืม" in first("ดุสิตแก้ I20 อย่างไรและใครรับผิดชอบ")


def test_a_long_cell_is_named_with_its_marks() -> None:
    assert first("ใครรับผิดชอบ I20") == "2 จาก 3 เขตระบุผู้รับผิดชอบ: เขตดุสิต ปี 2566 [1] และเขตสาทร ปี 2566 [2]"


def test_those_that_tell_nothing_are_named_first_where_they_are_asked_for() -> None:
    assert first("เขตไหนยังไม่มีมาตรการ I20") == (
        "1 จาก 3 เขตไม่มีเรื่องนี้ในรายงาน คือเขตคลองเตย เขตที่มีคือเขตดุสิต ปี 2566 [1] และเขตสาทร ปี 2566 [3]"
    )


def test_rows_that_are_counted() -> None:
    assert first("ดุสิตมีกี่ข้อ") == "เขตดุสิต ปี 2566 มี 1 แถว รวม 1 ข้อ"
    assert first("how many items are there") == (
        "There are 3 rows, 2 items in all: Dusit FY 2566 1 row, Sathon FY 2566 1 row and Khlong Toei FY 2566 1 row."
    )
    assert first("ฝ่ายปกครองรับผิดชอบข้อไหนบ้าง") == "ฝ่ายปกครองรับผิดชอบ 1 แถว: เขตดุสิต ปี 2566 1 แถว [1]"


def test_many_codes() -> None:
    assert codes_named(("I1", "I2"), False) == "I1 และ I2"
    assert codes_named(("I1", "I2", "I3", "I4", "I5"), False) == "I1 … I5 (รวม 5 ข้อ)"


def test_a_code_without_row_is_named() -> None:
    assert told("แก้ I20 กับ E9 อย่างไร").text.split("\n")[-1] == "ไม่พบข้อ E9 ในรายงานเหล่านี้"


def test_every_answer_to_the_sample_questions_begins_with_one_line_of_words() -> None:
    for answer in answers(sample_index()):
        if answer.citations and not answer.drafts:
            line = answer.text.split("\n")[0]
            assert not line.startswith(("■", "⚠", " ")), answer.question
            assert "[" in line or "แถว" in line or "rows" in line, (answer.question, line)
            assert len(line) < 420, (answer.question, line)


def test_rows_of_one_item_share_its_name_and_what_is_left_out_is_not_counted() -> None:
    made = Made("ก.txt", "ดุสิต", 2566)
    for number in range(20):
        made.row(None, 4, weakness=f"ทะเบียนพัสดุเล่มที่ {number} ไม่ครบ" * 3)
    line = first("ดุสิตอ่อนเรื่องอะไร", made_index(made))
    assert line.startswith("เขตดุสิต ปี 2566 ระบุจุดอ่อน/ประเด็นที่ต้องปรับปรุง อย่างน้อย 14 แถว: ตัวชี้วัดที่ 4 [1] [2] ")
    assert line.count("ตัวชี้วัด") == 1


def test_why_a_score_is_low_is_told_by_the_weakness() -> None:
    held = made_index(Made("ก.txt", "ดุสิต", 2566).row("I20", 4, weakness="ไม่ทราบขั้นตอน", measure="ทำสมุดยืม"))
    assert first("ทำไมดุสิตได้คะแนน I20 ต่ำ", held) == "เขตดุสิต ปี 2566 ข้อ I20: “ไม่ทราบขั้นตอน” [1]"


def test_both_in_english() -> None:
    assert first("compare I20 of Dusit and Sathon").startswith(
        "Both districts have measures for I20: Dusit FY 2566 [1]"
    )
