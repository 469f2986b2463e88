"""What a browser sends with a press: read field by field, and nothing taken that no field could hold."""

import json

import pytest

from assistant.window.sent import MOST_CHARACTERS, absorbed, figure_of, sent_of, texts_of
from assistant.window.visit import Choice, Head, Visit

FORMS = ("2566", "2567")


def take(visit: Visit, **fields: str) -> Visit:
    return absorbed(visit, fields, ("ดุสิต", "บางเขน"), FORMS)


def test_a_press_is_its_button_and_the_fields_of_the_page() -> None:
    sent = sent_of({"do": "row", "to": 3, "fields": json.dumps({"who": "ก", "n": 1}), "x": None})
    assert (sent.do, sent.number("to"), sent.fields) == ("row", 3, {"who": "ก"})
    assert (sent.number("x"), sent_of({"to": "-1"}).number("to"), sent_of({"to": "๓"}).number("to")) == (
        None,
        None,
        None,
    )


@pytest.mark.parametrize("packed", ["", "[]", "{", '"text"', "{" + " " * MOST_CHARACTERS + "}"])
def test_fields_that_are_none_are_none(packed: str) -> None:
    assert sent_of({"do": "keep", "fields": packed}).fields == {}


def test_half_a_surrogate_is_no_text() -> None:
    assert sent_of({"do": "x", "fields": json.dumps({"who": "ก\ud800"})}).fields == {"who": "ก\ufffd"}


def test_a_head_takes_only_what_can_be_chosen() -> None:
    visit = take(Visit(), district="ดุสิต", fiscal_year="๒๕๖๗", score_year="2566", form="2567", who="  สม   ศรี ")
    assert visit.head == Head("ดุสิต", 2567, "2567", 2566, "สม ศรี")
    assert take(visit, district="มาร์ส", fiscal_year="12", score_year="x", form="9").head == visit.head
    assert take(visit, district="").head.district == ""


def test_ticks_and_words_stay_with_their_items() -> None:
    visit = Visit(choice=Choice(picked=("I7", "I20"), words=(("I20", "เดิม"),)))
    after = take(visit, **{"pick-I7": "", "pick-E3": "on", "word-I7": "ใหม่", "word-I20": " "}).choice
    assert (after.picked, after.words) == (("I20", "E3"), (("I7", "ใหม่"),))


def test_only_texts_of_the_open_row_are_taken() -> None:
    fields = {"cell-1-measure": "ก\r\nข", "cell-11-measure": "ค", "cell-0-measure": "ง", "who": "จ"}
    assert texts_of(fields, 1) == {"measure": "ก\nข"}


@pytest.mark.parametrize(
    ("typed", "figure"),
    [("๘๕", 85.0), ("84,5", 84.5), ("0", None), ("-1", None), ("nan", None), ("1e9", None), ("", None)],
)
def test_figures_are_typed_as_staff_type_them(typed: str, figure: float | None) -> None:
    assert figure_of(typed) == figure
