"""A talk that several events work on: turns in their place, opinions kept, late ones of a left talk refused."""

from copy import deepcopy
from dataclasses import replace

from assistant.ratings import Verdict
from assistant.window.running import Running
from assistant.window.talk import LONGEST_TALK, Turn


def test_a_turn_takes_the_place_of_that_of_its_number() -> None:
    talk = Running()
    assert talk.put(Turn(1, "ก"), 0)
    assert talk.put(Turn(2, "ข"), 0)
    assert talk.put(Turn(1, "ก", trouble="ไม่ได้"), 0)
    assert [(turn.number, turn.trouble) for turn in talk.turns] == [(1, "ไม่ได้"), (2, None)]
    assert talk.turn("t2") == Turn(2, "ข")
    assert talk.turn("t9") is None


def test_what_was_said_of_an_answer_outlives_what_a_model_makes_of_it() -> None:
    talk = Running()
    waiting = Turn(1, "ก", trouble="x", awaits_model=True)
    talk.put(waiting, 0)
    talk.put(replace(waiting, rated=Verdict.GOOD), 0)
    talk.put(replace(waiting, awaits_model=False), 0)
    assert (talk.turns[0].rated, talk.turns[0].awaits_model) == (Verdict.GOOD, False)


def test_what_belongs_to_a_talk_that_was_left_comes_too_late() -> None:
    talk = Running()
    talk.put(Turn(1, "ก"), 0)
    talk.begin()
    assert not talk.put(Turn(1, "ก", trouble="สาย"), 0)
    assert talk.turns == ()
    assert talk.put(Turn(1, "ข"), 1)


def test_a_turn_that_awaits_the_model_is_given_out_once() -> None:
    talk = Running()
    for number in (1, 2):
        talk.put(Turn(number, "ก", trouble="x", awaits_model=True), 0)
    taken = [talk.claim(), talk.claim(), talk.claim()]
    assert [one.number if one else None for one in taken] == [2, 1, None]


def test_the_oldest_turns_go_and_each_session_has_its_own() -> None:
    talk = Running()
    for number in range(1, LONGEST_TALK + 4):
        talk.put(Turn(number, "ก"), 0)
    assert (talk.turns[0].number, len(talk.turns)) == (4, LONGEST_TALK)
    assert deepcopy(talk).turns == ()
