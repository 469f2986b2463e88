"""What a question was read as, side by side: shown, taken over from the question before, taken away."""

import pytest
from window_desk import FakeAssistant, Seen

from assistant.answers import ReadAs
from assistant.window.chips import Kind, Side, can_go, kept, said_without, sides_of, topic_of, without
from assistant.window.desk import Desk, Turns, leant_on, side_of
from assistant.window.labels import ASK_FOR
from assistant.window.talk import Examples
from corpus.records import CELLS

DUSIT = Side(Kind.DISTRICT, "ดุสิต")
FULL = ReadAs(("I20", "I21"), (4,), (2566,), ("ดุสิต",), ("responsible",), ("เมืองพล",), "cells", "การยืมทรัพย์สิน อย่างไร")


def desk() -> Desk:
    return Desk(FakeAssistant(), Examples())  # type: ignore[arg-type]


def talked(at: Desk, *questions: str, turns: Turns = ()) -> Turns:
    for question in questions:
        *_, turns = at.ask(question, None, turns)
    return turns


def crosses(at: Desk, turns: Turns) -> list[tuple[str | None, str | None, str | None]]:
    """Turn, kind and value of every chip that can be taken away."""
    buttons = [b for b in Seen(at.talk(turns)).buttons if b["data-act"] == "without"]
    return [(b["data-scope"], b["data-kind"], b["data-value"]) for b in buttons]


# --- sides ----------------------------------------------------------------------------------------------------------


def test_every_side_of_a_question_has_its_chip() -> None:
    assert [side.label for side in sides_of(FULL)] == [
        *("I20", "I21", "ตัวชี้วัดที่ 4", "ปี 2566", "เขตดุสิต", "ผู้รับผิดชอบ", "เรื่อง “การยืมทรัพย์สิน”"),
        "ไม่มีรายงานของเขตเมืองพล",
    ]
    assert sides_of(ReadAs()) == ()


@pytest.mark.parametrize("side", sides_of(FULL), ids=lambda side: str(side.kind))
def test_a_side_that_is_taken_away_is_gone_and_no_other(side: Side) -> None:
    assert [one for one in sides_of(FULL) if one != side] == list(sides_of(without(FULL, side)))


def test_without_its_last_cell_a_question_is_one_for_the_measures() -> None:
    assert without(FULL, Side(Kind.CELL, "responsible")).wants == "measures"
    assert without(ReadAs(cells=("output", "result"), wants="cells"), Side(Kind.CELL, "output")).wants == "cells"


@pytest.mark.parametrize(
    ("topic", "wants", "shown"),
    [
        ("ของเขต แล้ว", "measures", ""),
        ("ข้อไหนต่ำกว่า 85", "below", ""),
        ("เรื่องการยืมทรัพย์สินของราชการ อย่างไร", "measures", "การยืมทรัพย์สินของราชการ"),
        ("การยืม", "score", "การยืม"),
    ],
)
def test_a_topic_is_what_counts_of_the_words_left_over(topic: str, wants: str, shown: str) -> None:
    assert topic_of(ReadAs(topic=topic, wants=wants)) == shown


def test_what_leaves_nothing_to_ask_stays() -> None:
    assert not can_go(DUSIT, ReadAs(districts=("ดุสิต",)))
    assert can_go(DUSIT, ReadAs(("I20",), districts=("ดุสิต",)))
    assert can_go(DUSIT, ReadAs(districts=("ดุสิต",), wants="lowest"))
    assert not can_go(DUSIT, ReadAs(("I20",), districts=("ดุสิต",), wants="draft"))
    assert not can_go(Side(Kind.WANT, "score"), ReadAs(("I20",), wants="score"))


def test_what_was_taken_over_is_what_the_question_itself_does_not_say() -> None:
    before = ReadAs(("I20",), years=(2566,), districts=("ดุสิต",))
    alone = ReadAs(districts=("สาทร",), topic="ล่ะ")
    understood = ReadAs(("I20",), years=(2566,), districts=("สาทร",))
    assert [side.label for side in kept(alone, before, understood)] == ["I20", "ปี 2566"]
    assert kept(understood, before, understood) == ()


# --- a question said again without one side -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "side", "said"),
    [
        ("เขตอื่นแก้ข้อ I20 ของเขตดุสิตอย่างไร", DUSIT, "เขตอื่นแก้ข้อ I20 อย่างไร"),
        ("ข้อ ไอ ๒๐ กับ I21 เขตดุสิต", Side(Kind.CODE, "I20"), "กับ I21 เขตดุสิต"),
        ("ข้อ I20 กับ I21 เขตดุสิต", Side(Kind.CODE, "I21"), "ข้อ I20 เขตดุสิต"),
        ("คะแนน I20 ปีงบประมาณ ๒๕๖๖", Side(Kind.YEAR, "2566"), "คะแนน I20"),
        ("คะแนน I20 ปี 66 เขตดุสิต", Side(Kind.YEAR, "2566"), "คะแนน I20 เขตดุสิต"),
        ("how did Dusit fix I20 in FY2023?", Side(Kind.YEAR, "2566"), "how did Dusit fix I20?"),
        ("what did Dusit district do about I20?", DUSIT, "what did do about I20?"),
        ("คะแนนตัวชี้วัดที่ 4 ของสาทร", Side(Kind.GROUP, "4"), "คะแนน ของสาทร"),
    ],
)
def test_a_side_is_cut_out_of_the_question_s_own_words(question: str, side: Side, said: str) -> None:
    assert next(said_without(question, None, ReadAs(), side)) == (said, None)


def test_what_was_taken_over_goes_from_what_is_leaned_on() -> None:
    before = ReadAs(("I20",), years=(2566,))
    said = next(said_without("แล้วดุสิตล่ะ", before, FULL, Side(Kind.YEAR, "2566")))
    assert said == ("แล้วดุสิตล่ะ", ReadAs(("I20",)))


@pytest.mark.parametrize(
    ("question", "side", "said"),
    [
        ("ใครรับผิดชอบ", Side(Kind.CODE, "I21"), "การยืมทรัพย์สิน ข้อ I20 ตัวชี้วัดที่ 4 เขตดุสิต ปี 2566 ใครรับผิดชอบ"),
        ("who?", DUSIT, "who is responsible การยืมทรัพย์สิน I20 I21 indicator 4 FY 2566"),
        ("who?", Side(Kind.YEAR, "2566"), "who is responsible การยืมทรัพย์สิน I20 I21 indicator 4 in Dusit"),
    ],
)
def test_where_it_cannot_be_cut_out_the_question_is_put_together_anew(question: str, side: Side, said: str) -> None:
    assert list(said_without(question, None, FULL, side))[-1] == (said, None)


def test_every_cell_can_be_asked_for_in_both_languages() -> None:
    assert set(CELLS) <= set(ASK_FOR)
    assert all(thai and english for thai, english in ASK_FOR.values())


# --- at the desk ----------------------------------------------------------------------------------------------------


def test_the_next_question_leans_on_the_last_answer() -> None:
    at = desk()
    turns = talked(at, "I20 ปี 2566", "แล้วตัวอย่างใต้ล่ะ", "ปี 2567 ล่ะ")
    leant: list[ReadAs | None] = at.assistant.leant_on  # type: ignore[attr-defined]
    assert [before and (before.codes, before.years, before.districts) for before in leant] == [
        None,
        (("I20",), (2566,), ()),
        (("I20",), (2566,), ("ตัวอย่างใต้",)),
    ]
    assert [side.label for side in turns[1].kept] == ["I20", "ปี 2566"]
    assert "ต่อจากคำถามก่อน: I20 · เขตตัวอย่างใต้" in Seen(at.talk(turns[2:])).words


def test_a_question_that_stands_alone_leans_on_nothing() -> None:
    at = desk()
    turns = talked(at, "I20 ปี 2566", "E2")
    assert (turns[1].kept, turns[1].before) == ((), None)
    assert "ต่อจากคำถามก่อน" not in Seen(at.talk(turns)).words


def test_trouble_is_no_answer_to_lean_on() -> None:
    turns = talked(desk(), "I20 ปี 2566", "พัง")
    before = leant_on(turns)
    assert before is not None
    assert before.codes == ("I20",)
    assert leant_on(()) is None


def test_only_the_last_answer_s_chips_can_go_and_none_while_it_is_sought() -> None:
    at = desk()
    turns = talked(at, "I20 ปี 2566", "E2 ตัวอย่างเหนือ")
    assert crosses(at, turns) == [("t2", "code", "E2"), ("t2", "district", "ตัวอย่างเหนือ")]
    assert crosses(at, talked(at, "พัง", turns=turns)) == crosses(at, turns)
    assert crosses(at, next(at.ask("I20", None, turns))) == []


def test_each_cross_says_what_it_does() -> None:
    at = desk()
    buttons = [b for b in Seen(at.talk(talked(at, "I20 ปี 2566"))).buttons if b["data-act"] == "without"]
    assert [b["aria-label"] for b in buttons] == ["ถามใหม่โดยไม่ใช้ I20", "ถามใหม่โดยไม่ใช้ ปี 2566"]


def test_a_side_taken_away_asks_again_at_once_and_is_leaned_on_no_more() -> None:
    at = desk()
    turns = talked(at, "I20 ปี 2566")
    waiting, done = at.ask_without(Side(Kind.YEAR, "2566"), None, turns)
    assert (waiting[-1].settled, waiting[-1].number) == (False, 2)
    assert done[-1].question == "I20"
    assert done[-1].answer is not None
    assert len(done[-1].answer.citations) == 4  # both years now
    assert "ถามใหม่โดยไม่ใช้ ปี 2566" in Seen(at.talk(done)).words
    before = leant_on(done)
    assert before is not None
    assert before.years == ()


def test_a_side_that_was_taken_over_can_go_too() -> None:
    at = desk()
    turns = talked(at, "I20 ปี 2566", "แล้วตัวอย่างเหนือล่ะ")
    *_, done = at.ask_without(Side(Kind.YEAR, "2566"), None, turns)
    assert done[-1].question == "แล้วตัวอย่างเหนือล่ะ"
    assert [side.label for side in done[-1].kept] == ["I20"]
    *_, further = at.ask_without(Side(Kind.DISTRICT, "ตัวอย่างเหนือ"), None, done)
    assert further[-1].answer is not None
    assert (further[-1].answer.read_as.codes, further[-1].answer.read_as.districts) == (("I20",), ())


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"kind": "year"},
        {"kind": "colour", "value": "1"},
        {"kind": "year", "value": "2599"},
        {"kind": "want", "value": "x"},
    ],
)
def test_a_side_that_is_not_there_changes_nothing(data: dict[str, str]) -> None:
    at = desk()
    turns = talked(at, "I20 ปี 2566")
    side = side_of(data)
    assert side is None or list(at.ask_without(side, None, turns)) == [turns]
    assert side is None or list(at.ask_without(side, None, ())) == [()]


def test_trouble_while_asking_again_is_told_too(monkeypatch: pytest.MonkeyPatch) -> None:
    at = desk()
    turns = talked(at, "I20 ปี 2566")
    monkeypatch.setattr(at.assistant, "ask", lambda *_: 1 / 0)
    *_, done = at.ask_without(Side(Kind.YEAR, "2566"), None, turns)
    assert "ไม่สำเร็จ" in (done[-1].trouble or "")
