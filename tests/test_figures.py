import pytest

from assistant.answers import Answer, Mode, Status
from assistant.ask import ask
from tests.made_index import sample_index


def answer(question: str) -> Answer:
    return ask(question, sample_index())


@pytest.mark.parametrize(
    ("question", "figure", "quote"),
    [
        ("คะแนน I20 ของบางสมมุติ ปี 2563", "58.42", "๕๘.๔๒"),
        ("E12 ปี 2567 ท่าสาธิตได้กี่คะแนน", "80.95", "๘๐.๙๕"),
        ("what is the score of I21 in บางสมมุติ", "77.19", "๗๗.๑๙"),
        ("ตัวชี้วัดที่ 10 ของคลองนิทานได้กี่คะแนน", "56.25", "๕๖.๒๕"),
        ("คะแนนตัวชี้วัดการใช้ทรัพย์สินของราชการของบางสมมุติ", "75.08", "๗๕.๐๘"),
        ("ข้อไหนของท่าสาธิต ปี 2566 คะแนนสูงสุด", "93.80", "๙๓.๘๐"),
    ],
)
def test_a_score_is_read_off_and_quoted(question: str, figure: str, quote: str) -> None:
    told = answer(question)
    assert (told.status, told.mode) == (Status.ANSWERED, Mode.FIGURES)
    assert figure in told.text
    assert quote in told.citations[0].quote
    assert told.citations[0].cell in ("score", "group_score")


def test_extremes_look_at_what_was_asked_for() -> None:
    assert "· E13 " in answer("ข้อไหนของบางสมมุติคะแนนต่ำสุด").text
    assert "· I20 " in answer("ข้อ I ข้อไหนของบางสมมุติคะแนนต่ำสุด").text
    assert "· E9 " in answer("ข้อ E ข้อไหนของท่าสาธิต ปี 2566 ได้คะแนนต่ำสุด").text


def test_a_range_has_one_score_for_all() -> None:
    told = answer("คะแนน O5 ของท่าสาธิต ปี 2566")
    assert "90.91" in told.text
    assert "รายงานไม่แยกเป็นรายข้อ" in told.text


def test_scores_of_different_years_are_marked_so() -> None:
    told = answer("เทียบคะแนนตัวชี้วัดที่ 7 ของบางสมมุติกับคลองนิทาน")
    assert {"66.71", "66.54"} <= set(told.text.replace(":", " ").split())
    assert "⚠ เป็นคะแนนคนละปี (2563, 2564)" in told.text


def test_the_printed_total() -> None:
    told = answer("คะแนนรวมของคลองนิทานเท่าไร")
    assert "คะแนนรวม 72.86 ระดับ C" in told.text


@pytest.mark.parametrize("question", ["คะแนน I20 ของทุ่งจำลอง", "คะแนน E5 ของท่าสาธิต ปี 2567", "คะแนนรวมของทุ่งจำลองเท่าไร"])
def test_a_score_that_is_not_printed_is_not_told(question: str) -> None:
    told = answer(question)
    assert (told.status, told.citations) == (Status.NOT_FOUND, ())


def test_a_code_that_changed_its_meaning_is_told_beside_its_scores() -> None:
    text = answer("เทียบคะแนน I20 ของบางสมมุติกับท่าสาธิต ปี 2567").text
    assert "⚠ รหัส I20 ถามคนละเรื่องในแต่ละปี" not in text  # only one year has it
    text = answer("เทียบคะแนน I20 ของบางสมมุติกับท่าสาธิต").text
    assert {"58.42", "88.36", "92.18"} <= set(text.split())
    assert "⚠ รหัส I20 ถามคนละเรื่องในแต่ละปี: ปี 2563 = " in text
    assert "I21 (เขตบางสมมุติ 2563)" in text


def test_the_lowest_few_and_an_item_ranked_over_districts() -> None:
    lines = answer("3 ข้อที่คะแนนต่ำสุดของบางสมมุติ").text.split("\n")
    assert lines[0].startswith("3 คะแนนที่ต่ำสุด: ข้อ E13 ของเขตบางสมมุติ ปี 2563 55.31 [1], ")
    assert len(lines) == 4
    lines = answer("ข้อ I20 เขตไหนคะแนนสูงสุด").text.split("\n")
    assert lines[0] == "คะแนนสูงสุดคือข้อ I20 ของเขตท่าสาธิต ปี 2567 ได้ 92.18 คะแนน [1]"
    assert [line.split(": ")[1].split(" ")[0] for line in lines[1:4]] == ["92.18", "88.36", "58.42"]


def test_a_district_without_the_score_is_named() -> None:
    text = answer("คะแนน I20 ของทุ่งจำลองกับบางสมมุติ").text
    assert text.startswith("เขตบางสมมุติได้ 58.42 คะแนนข้อ I20 ปี 2563 [1]\n")
    assert "ไม่มีคะแนนที่ถามในรายงานของเขตทุ่งจำลอง" in text


def test_whether_a_score_passes() -> None:
    assert answer("I20 ของท่าสาธิต ปี 2567 ผ่านเกณฑ์ไหม").text.split("\n")[0].endswith("[1] ถึงเกณฑ์ 85")
    assert answer("I20 ของบางสมมุติ ผ่านไหม").text.split("\n")[0].endswith("[1] ไม่ถึงเกณฑ์ 85")


def test_a_refusal_says_where_there_are_scores() -> None:
    told = answer("คะแนน I20 ของทุ่งจำลอง").text
    assert told.endswith("จึงไม่มีคะแนนข้อ I20 ให้ตอบ ที่มีคะแนนข้อนี้คือเขตท่าสาธิต ปี 2566, เขตท่าสาธิต ปี 2567 และเขตบางสมมุติ ปี 2563")
    assert answer("คะแนนข้อไหนเพิ่มขึ้นของบางสมมุติ").text.startswith("บอกการเปลี่ยนแปลงไม่ได้ เพราะรายงานของเขตบางสมมุติ ")
