"""Waits after failed tries, and requests a minute, with the seconds worked out."""

import pytest
from made_server import Clock

from assistant import tries
from assistant.tries import FORGOTTEN, FREE, LONGEST_WAIT, Rate, Tries


def fail(made: Tries, times: int, *subjects: str) -> None:
    for _ in range(times):
        assert made.begin(subjects) == 0


def test_a_few_slips_are_free_then_the_wait_doubles() -> None:
    clock = Clock()
    made = Tries(clock)
    fail(made, FREE, "name a")
    waits = []
    for _ in range(10):
        wait = made.begin(["name a"])
        waits.append(wait)
        # A try within the wait is not one, so it makes the wait no longer.
        assert made.begin(["name a"]) == wait
        clock.now += wait
        fail(made, 1, "name a")
    assert waits == [2, 4, 8, 16, 32, 64, 128, 256, LONGEST_WAIT, LONGEST_WAIT]


def test_name_and_address_are_counted_each_by_itself() -> None:
    made = Tries(Clock())
    for number in range(FREE):
        assert made.begin([f"name {number}", "address 10.0.0.1"]) == 0
    assert made.begin(["name new", "address 10.0.0.1"]) == 2
    assert made.begin(["name new", "address 10.0.0.2"]) == 0
    assert made.begin(["name 0", "address 10.0.0.2"]) == 0


def test_who_signs_in_after_all_starts_anew_and_the_address_keeps_its_failures() -> None:
    made = Tries(Clock())
    fail(made, FREE - 1, "name a", "address x")
    fail(made, 1, "name b", "address x")
    made.forgive("name b")
    made.take_back("address x")
    fail(made, 1, "name b", "address x")
    assert made.begin(["name b"]) == 0
    assert made.begin(["name c", "address x"]) == 2


def test_failures_are_forgotten_after_a_while() -> None:
    clock = Clock()
    made = Tries(clock)
    fail(made, FREE, "name a")
    clock.now += FORGOTTEN
    fail(made, FREE, "name a")
    assert made.begin(["name a"]) == 2


def test_only_so_many_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tries, "MOST", 3)
    made, rate = Tries(Clock()), Rate(60, Clock())
    for number in range(10):
        fail(made, 1, f"name {number}")
        rate.wait(f"caller {number}")
    assert list(made._failed) == ["name 7", "name 8", "name 9"]
    assert len(rate._free_at) == 3


def test_a_caller_may_do_half_a_minute_s_worth_at_once_and_then_one_by_one() -> None:
    clock = Clock()
    rate = Rate(60, clock)
    assert [rate.wait("a") for _ in range(30)] == [0] * 30
    assert rate.wait("a") == 1
    assert rate.wait("b") == 0
    clock.now += 1
    assert rate.wait("a") == 0
    assert rate.wait("a") == 1
    clock.now += 60
    assert [rate.wait("a") for _ in range(30)] == [0] * 30
    assert rate.wait("a") == 1


def test_over_a_minute_no_more_come_through_than_the_burst_and_the_rate() -> None:
    clock = Clock()
    rate = Rate(120, clock)
    through = 0
    for _ in range(600):
        through += rate.wait("a") == 0
        clock.now += 0.1
    # 60 at once, then two a second for the minute.
    assert 178 <= through <= 180
