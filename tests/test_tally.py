"""What stands most often in a cell of a whole report, counted by hand."""

from assistant.answers import Answer, Status
from assistant.ask import ask
from index.search import ReportIndex
from tests.made_index import Made, made_index


def index() -> ReportIndex:
    one = Made("ก.txt", "ดุสิต", 2566)
    for number, unit in enumerate(("ฝ่ายปกครอง", "ฝ่ายการคลัง", "ฝ่าย ปกครอง"), 1):
        one.row(f"I{number}", 1, measure="ประชุม", responsible=unit, monitoring="ทุก ๑ เดือน")
    return made_index(one, Made("ข.txt", "สาทร", 2567).row("I4", 1, measure="อบรม"))


def told(question: str) -> Answer:
    return ask(question, index())


def test_the_most_frequent_first_with_its_rows() -> None:
    answer = told("ฝ่ายไหนรับผิดชอบเยอะสุดในดุสิต")
    assert answer.text.split("\n") == [
        "เขตดุสิต ปี 2566 ผู้รับผิดชอบที่พบมากสุดคือ “ฝ่ายปกครอง” [1] 2 จาก 3 แถว",
        "- “ฝ่ายปกครอง” [1] 2 แถว: I1, I3",
        "- “ฝ่ายการคลัง” [2] 1 แถว: I2",
    ]
    assert [one.quote for one in answer.citations] == ["ฝ่ายปกครอง", "ฝ่ายการคลัง"]
    assert told("who is responsible in Dusit?").text.split("\n")[0] == (
        "Dusit FY 2566, Responsible: most often “ฝ่ายปกครอง” [1], in 2 of 3 rows."
    )


def test_how_often_in_the_words_of_the_cell_itself_is_no_topic() -> None:
    line = told("ผอ.เขตติดตามทุกกี่เดือน ดุสิต").text.split("\n")[0]
    assert line == "เขตดุสิต ปี 2566 การกำกับติดตามที่พบมากสุดคือ “ทุก ๑ เดือน” [1] 3 จาก 3 แถว"


def test_a_form_without_the_cell_is_refused_and_says_what_it_has() -> None:
    answer = told("ใครรับผิดชอบของสาทร")
    assert answer.status is Status.NOT_FOUND
    assert "เขตสาทร ปี 2567 ไม่มีช่องผู้รับผิดชอบ" in answer.text


def test_without_a_district_it_asks_back() -> None:
    answer = told("ใครรับผิดชอบ")
    assert answer.status is Status.AMBIGUOUS
    assert answer.text.startswith("ต้องการทราบผู้รับผิดชอบของข้อหรือเรื่องใด")
