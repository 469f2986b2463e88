"""Follow-up questions: what they leave out is kept, what they say is changed; worked out by hand."""

import pytest

from assistant.answers import ReadAs
from assistant.followup import complete, leans
from assistant.question import Question, parse
from assistant.wants import Want

HELD = ("คลองเตย", "ดุสิต", "สาทร")
I20 = ReadAs(codes=("I20",), years=(2566,), districts=("ดุสิต",), wants="measures", topic="")
GIFT = ReadAs(districts=("ดุสิต",), wants="measures", topic="No Gift Policy")
SCORE = ReadAs(codes=("E12",), years=(2567,), districts=("สาทร",), wants="score", topic="")


def asked(text: str) -> Question:
    return parse(text, HELD)


@pytest.mark.parametrize("text", ["แล้วดุสิตล่ะ", "ปี 2567 ล่ะ", "ใครรับผิดชอบ", "แล้ว E13 ล่ะ", "what about Dusit?", "ดุสิต"])
def test_what_cannot_stand_alone_leans(text: str) -> None:
    assert leans(asked(text))


@pytest.mark.parametrize(
    "text",
    [
        "เขตอื่นแก้ I20 อย่างไร",
        "เรื่องคิวทำอย่างไร",
        "พรุ่งนี้ฝนตกไหม",
        "ร่างมาตรการ E3 ให้ดุสิต",
        "I20 ปี 2567",
        "ฝ่ายไหนรับผิดชอบเยอะสุดในดุสิต",
    ],
)
def test_what_stands_alone_does_not(text: str) -> None:
    assert not leans(asked(text))


def test_without_a_question_before_nothing_changes() -> None:
    plain = asked("แล้วดุสิตล่ะ")
    assert complete(plain, None) == plain


def test_another_district_keeps_the_code_and_the_year() -> None:
    found = complete(asked("แล้วสาทรล่ะ"), I20)
    assert (found.codes, found.years, found.districts, found.want) == (("I20",), (2566,), ("สาทร",), Want.MEASURES)


def test_another_year_keeps_the_district() -> None:
    found = complete(asked("ปี 2567 ล่ะ"), I20)
    assert (found.codes, found.years, found.districts) == (("I20",), (2567,), ("ดุสิต",))


def test_another_cell_keeps_the_rest_and_changes_what_is_wanted() -> None:
    found = complete(asked("ใครรับผิดชอบ"), I20)
    assert (found.codes, found.districts, found.cells, found.want) == (("I20",), ("ดุสิต",), ("responsible",), Want.CELLS)


def test_another_code_keeps_that_a_score_is_wanted() -> None:
    found = complete(asked("แล้ว E13 ล่ะ"), SCORE)
    assert (found.codes, found.years, found.districts, found.want) == (("E13",), (2567,), ("สาทร",), Want.SCORE)


def test_a_topic_is_kept_with_its_words() -> None:
    found = complete(asked("สาทรล่ะ"), GIFT)
    assert (found.topic, found.districts, found.only_groups) == ("No Gift Policy", ("สาทร",), False)
    assert found.topic_words == ("gift", "policy")


def test_every_district_lets_go_of_the_one_before() -> None:
    assert complete(asked("แล้วเขตอื่นล่ะ"), I20).districts == ()
