"""How far long work is: worked out by hand."""

from assistant.progress import Teller, in_words, seconds_left
from index.intake import Step


def test_time_left_goes_by_what_was_read() -> None:
    assert seconds_left(Step(10, 40, "x", 10, 40), 20.0) == 60.0
    assert seconds_left(Step(35, 40, "x", 5, 10), 20.0) == 20.0
    assert seconds_left(Step(1, 40, "x", 1, 40), 2.9) is None
    assert seconds_left(Step(30, 40, "x", 0, 10), 9.0) is None
    assert seconds_left(Step(40, 40, "", 10, 10), 9.0) is None


def test_a_time_is_told_as_one_would() -> None:
    assert [in_words(seconds) for seconds in (0.4, 89.4, 90.0, 600.0)] == ["0 s", "89 s", "2 min", "10 min"]


def told(times: list[float], to_read: int) -> list[str]:
    said: list[str] = []
    clock = iter(times)
    tell = Teller(said.append, lambda: next(clock))
    for number in range(len(times)):
        tell(Step(number, to_read, f"{number}.txt" if number < to_read else "", number, to_read, number, 2 * number))
    return said


def test_each_report_of_a_few_is_told_and_nothing_after_the_last() -> None:
    assert told([0.0, 1.0, 4.0, 6.0], 3) == [
        "[1/3] 0.txt",
        "[2/3] 1.txt",
        "[3/3] 2.txt - 2 pages and 4 rows so far, about 2 s left",
    ]


def test_of_many_reports_no_more_than_one_a_second() -> None:
    assert told([0.0, 0.4, 0.9, 1.0, 1.9, 2.0], 100) == ["[1/100] 0.txt", "[4/100] 3.txt", "[6/100] 5.txt"]
