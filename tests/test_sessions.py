"""Sessions: when they end, and that nothing a browser brings becomes one."""

from pathlib import Path

import pytest
from made_server import EDITOR, PASSWORD, READER, Clock, made_book

from assistant.sessions import ABSOLUTE, IDLE, MOST_OF_ONE, Sessions
from assistant.users import Role, User, UserBook


@pytest.fixture
def book(tmp_path: Path) -> UserBook:
    return made_book(tmp_path)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sessions(book: UserBook, clock: Clock) -> Sessions:
    return Sessions(book.find, clock)


def user(book: UserBook, name: str) -> User:
    found = book.find(name)
    assert found is not None
    return found


def test_a_session_is_its_user_and_every_one_has_a_number_of_its_own(book: UserBook, sessions: Sessions) -> None:
    numbers = [sessions.begin(user(book, READER)) for _ in range(3)]
    assert len(set(numbers)) == 3
    assert min(map(len, numbers)) >= 43  # 256 bits
    assert [found.name for number in numbers if (found := sessions.user(number))] == [READER] * 3
    assert sessions.user("made-up") is None
    assert sessions.user("") is None


def test_the_numbers_are_not_kept(book: UserBook, sessions: Sessions) -> None:
    number = sessions.begin(user(book, READER))
    assert number not in repr(vars(sessions))


def test_a_session_ends_when_it_is_not_used(book: UserBook, sessions: Sessions, clock: Clock) -> None:
    number = sessions.begin(user(book, READER))
    clock.now += IDLE - 1
    assert sessions.user(number) is not None
    clock.now += IDLE - 1
    # An open page that asks by itself does not count as use.
    assert sessions.user(number, uses=False) is not None
    clock.now += 1
    assert sessions.user(number) is None
    clock.now -= IDLE
    assert sessions.user(number) is None


def test_a_session_ends_after_a_day_s_work_however_busy(book: UserBook, sessions: Sessions, clock: Clock) -> None:
    number = sessions.begin(user(book, READER))
    for _ in range(ABSOLUTE // 1800 - 1):
        clock.now += 1800
        assert sessions.user(number) is not None
    clock.now += 1800
    assert sessions.user(number) is None


def test_signing_out_ends_one_session_only(book: UserBook, sessions: Sessions) -> None:
    one, other = sessions.begin(user(book, READER)), sessions.begin(user(book, READER))
    sessions.end(one)
    sessions.end("unknown")
    assert (sessions.user(one), sessions.user(other) is None) == (None, False)


def test_another_role_counts_at_once_and_another_password_or_none_ends_it(book: UserBook, sessions: Sessions) -> None:
    number, other = sessions.begin(user(book, READER)), sessions.begin(user(book, EDITOR))
    book.change(READER, role=Role.KEEPER)
    found = sessions.user(number)
    assert found is not None
    assert found.role is Role.KEEPER
    book.change(READER, password=PASSWORD + " 2")
    assert sessions.user(number) is None
    book.remove(EDITOR)
    assert sessions.user(other) is None
    # Who is added anew under that name does not come back into the session of the one who was removed.
    book.add(EDITOR, PASSWORD, Role.EDITOR)
    assert sessions.user(other) is None


def test_of_many_sessions_of_one_user_the_longest_unused_goes(book: UserBook, sessions: Sessions, clock: Clock) -> None:
    other = sessions.begin(user(book, EDITOR))
    numbers = []
    for _ in range(MOST_OF_ONE):
        clock.now += 1
        numbers.append(sessions.begin(user(book, READER)))
    clock.now += 1
    assert sessions.user(numbers[0]) is not None
    numbers.append(sessions.begin(user(book, READER)))
    assert [sessions.user(number) is not None for number in numbers] == [True, False] + [True] * (MOST_OF_ONE - 1)
    assert sessions.user(other) is not None
