"""What is asked, checked field by field."""

import re
from typing import Any

import pytest

from assistant.inquiry import draft_request_of, question_of, whole
from corpus.errors import RequestError


def test_a_question_is_text() -> None:
    assert question_of({"question": "I20"}) == "I20"
    assert question_of({}) == question_of({"question": None}) == ""
    for wrong in (20, ["I20"], True):
        with pytest.raises(RequestError, match="The question is not text"):
            question_of({"question": wrong})


def test_halves_of_a_letter_are_joined_or_replaced() -> None:
    assert whole("\ud83d\ude00") == "\U0001f600"
    assert whole("a\ud83d") == "a\ufffd"


ASKED = {"district": "บางเขน", "fiscal_year": "๒๕๖๘", "form": 2567, "weakness": "ไม่มีคู่มือ", "code": "I20"}


def test_a_drafting_request_takes_numbers_and_thai_digits() -> None:
    request = draft_request_of(ASKED)
    assert (request.district, request.fiscal_year, request.form.value) == ("บางเขน", 2568, "2567")
    assert (request.code, request.group, request.weakness) == ("I20", None, "ไม่มีคู่มือ")


def test_a_code_says_more_than_its_group() -> None:
    assert draft_request_of({**ASKED, "group": 4}).group is None
    by_group = draft_request_of({**ASKED, "group": "๔", "code": None})
    assert (by_group.code, by_group.group) == (None, 4)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"code": None}, "Say which item to draft: a code such as I20, or a group from 1 to 10."),
        ({"district": " "}, "The district is missing"),
        ({"fiscal_year": None}, "The fiscal year is missing"),
        ({"fiscal_year": "next"}, "There is no fiscal year 'next'"),
        ({"fiscal_year": 2568.5}, "The fiscal year is neither text nor a whole number"),
        ({"fiscal_year": True}, "The fiscal year is neither text nor a whole number"),
        ({"weakness": ""}, "The weakness is missing"),
        ({"weakness": "ก" * 100_000}, "The weakness has 100,000 characters"),
        ({"form": None}, "The form is missing; give one of 2563, 2565, 2566, 2567."),
        ({"form": "2564"}, "There is no form '2564'; the forms are 2563, 2565, 2566, 2567."),
        ({"form": "unknown"}, "There is no form 'unknown'"),
    ],
)
def test_a_drafting_request_lacks_nothing(change: dict[str, Any], sentence: str) -> None:
    with pytest.raises(RequestError, match=re.escape(sentence)):
        draft_request_of({**ASKED, **change})
