"""Five users at once through the window's events and the API: no fault, no talk mixed with another's."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from browser_pages import free_port, served
from load import Tally, User, Window, by_api, load


class Astray(User):
    """Asks about another item than their own."""

    def question(self, number: int) -> str:
        return "E3 แก้ไขอย่างไร"


@pytest.fixture(scope="module")
def address(store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The program over a store of two reports."""
    folder, port = tmp_path_factory.mktemp("load"), free_port()
    settings = {"ASSISTANT_STORE": str(store), "ASSISTANT_PORT": str(port)}
    settings["ASSISTANT_PLANS"] = f"sqlite:///{folder}/plans.db"
    with served(["app.py"], port, folder / "log", **settings) as address:
        yield address


def test_five_users_at_once_get_their_own_answers_in_the_window(address: str) -> None:
    tally = load(address, Window(address), users=5, seconds=3)
    assert tally.faults == []
    assert len(tally.seconds) >= 5


def test_five_users_at_once_get_their_own_answers_from_the_api(address: str) -> None:
    tally = load(address, by_api, users=5, seconds=1)
    assert tally.faults == []
    assert len(tally.seconds) >= 5


def test_a_talk_of_somebody_else_is_noticed(address: str) -> None:
    """Two users who are given the same session see each other's questions, which must count as a fault."""
    window = Window(address)
    with httpx.Client(base_url=address, timeout=60) as client:
        one, other = User("คนก", "I20", client), User("คนข", "I20", client)
        assert window(one, 0) is None
        other.session = one.session
        first, second = one.question(0), other.question(1)
        assert window(other, 1) == f"คนข sees the talk {[first, second]} and asked {[second]}"


def test_a_question_whose_answer_was_lost_on_the_way_is_answered_with_the_next(address: str) -> None:
    window = Window(address)
    with httpx.Client(base_url=address, timeout=60) as client:
        user = User("คนก", "I20", client, session="lost")
        for number in (1, 2):  # of the first only the question arrives
            asked = str(window._do(user, window._asks, [user.question(number), "", None])[window._at])
        shown = str(window._do(user, window._answers, [None])[window._at])
    assert (asked.count("is-waiting"), shown.count("is-waiting"), shown.count('class="turn"')) == (2, 0, 2)


def test_an_answer_to_another_item_is_noticed(address: str) -> None:
    with httpx.Client(base_url=address, timeout=60) as client:
        assert by_api(Astray("คนก", "I20", client), 0) == "no I20 in the answer to คนก"


def test_a_program_that_is_gone_is_a_fault_and_no_crash(address: str) -> None:
    def gone(user: User, number: int) -> str | None:
        raise httpx.ConnectError("refused")

    tally = load(address, gone, users=2, seconds=20)
    assert tally.faults == ["ConnectError: refused"] * 10


def test_the_tally_prints_the_nearest_ranks() -> None:
    tally = Tally([float(n) for n in range(1, 21)], ["no I20"])
    assert list(tally.lines("window", 60.4)) == [
        "window: 20 answers in 60 s, 1 faults", "  p50 10.00 s, p95 19.00 s, longest 20.00 s", "  no I20"
    ]  # fmt: skip
