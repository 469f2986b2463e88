"""Below an answer: its words with their sources to copy, and an opinion asked for once."""

from window_desk import FakeAssistant, Seen

from assistant.ratings import Verdict
from assistant.window.below import THANKS, below


def test_what_is_copied_holds_the_answer_and_every_source() -> None:
    answer = FakeAssistant().ask("E2")
    page = below("t1", None, answer, with_ratings=False)
    seen = Seen(page)
    assert answer.text in seen.words
    assert "แหล่งที่มา" in seen.words
    assert seen.words.count("— sample-") == len(answer.citations) == 2
    assert [(b["data-act"], b["data-from"]) for b in seen.buttons] == [("copy", "reply-text-t1")]
    assert 'id="reply-text-t1" hidden' in page


def test_an_opinion_is_asked_for_until_it_is_given() -> None:
    answer = FakeAssistant().ask("E2")
    seen = Seen(below("t3", None, answer, with_ratings=True))
    rates = [(b["data-verdict"], b["data-scope"]) for b in seen.buttons if b["data-act"] == "rate"]
    assert rates == [("good", "t3"), ("bad", "t3")]
    thanked = Seen(below("t3", Verdict.GOOD, answer, with_ratings=True))
    assert THANKS in thanked.words
    assert not [b for b in thanked.buttons if b["data-act"] == "rate"]
