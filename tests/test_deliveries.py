"""Deliveries one after the other: how many wait, who is waited for, what is stopped, and what a fault says."""

import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from assistant import deliveries as module
from assistant.admission import Added, Clash
from assistant.deliveries import FAULT, MOST_WAITING, Deliveries
from corpus.errors import LibraryBusy, RequestError, UnknownValue
from index.intake import Step


class Slow:
    """A keeper that adds when it is told to, and fails as it is told to."""

    def __init__(self) -> None:
        self.go, self.failing = threading.Event(), list[Exception]()
        self.brought: list[list[str]] = []

    def add(self, files: Sequence[Path], hear: Callable[[Step], None], clash: Clash, who: str) -> Added:
        hear(Step(0, len(files), files[0].name, 0, len(files)))
        assert self.go.wait(10)
        hear(Step(1, len(files), "", 1, len(files)))
        if self.failing:
            raise self.failing.pop(0)
        self.brought.append([path.name for path in files])
        return Added()

    def interrupt(self) -> None:
        self.go.set()


@pytest.fixture
def keeper() -> Slow:
    return Slow()


@pytest.fixture
def desk(keeper: Slow) -> Deliveries:
    return Deliveries(keeper, lambda: None)  # type: ignore[arg-type]


def bring(desk: Deliveries, folder: Path, name: str) -> str:
    place = folder / name
    place.mkdir()
    (place / f"{name}.txt").write_text("x", encoding="utf-8")
    return desk.bring([place / f"{name}.txt"], place, Clash.ASK, "สมชาย")["job"]


def over(desk: Deliveries, number: str) -> str:
    until = time.monotonic() + 10
    while (found := desk.state(number))["state"] not in ("done", "failed") and time.monotonic() < until:
        time.sleep(0.01)
    return found["error"] or found["state"]


def test_one_after_the_other_and_no_more_than_may_wait(desk: Deliveries, keeper: Slow, tmp_path: Path) -> None:
    numbers = [bring(desk, tmp_path, f"r{n}") for n in range(MOST_WAITING)]
    with pytest.raises(RequestError, match="8 deliveries wait already"):
        bring(desk, tmp_path, "more")
    until = time.monotonic() + 10
    while desk.state(numbers[0])["to_read"] == 0 and time.monotonic() < until:
        time.sleep(0.01)
    first, last = desk.state(numbers[0]), desk.state(numbers[-1])
    assert (first["state"], first["read"], first["to_read"], first["result"]) == ("working", 0, 1, None)
    assert (last["state"], last["to_read"]) == ("waiting", 0)
    keeper.go.set()
    assert [over(desk, number) for number in numbers] == ["done"] * MOST_WAITING
    assert keeper.brought == [[f"r{n}.txt"] for n in range(MOST_WAITING)]
    assert [path.name for path in tmp_path.iterdir()] == ["more"]  # which was not taken on


def test_others_who_change_the_reports_are_waited_for(
    desk: Deliveries, keeper: Slow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "AGAIN", 0.01)
    keeper.go.set()
    keeper.failing = [LibraryBusy("Another change is being made; wait.")] * 3
    assert over(desk, bring(desk, tmp_path, "a")) == "done"
    monkeypatch.setattr(module, "PATIENCE", -1.0)
    keeper.failing = [LibraryBusy("Another change is being made; wait.")]
    assert over(desk, bring(desk, tmp_path, "b")) == "Another change is being made; wait."


def test_a_fault_is_one_sentence_and_a_stop_another(
    desk: Deliveries, keeper: Slow, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    keeper.go.set()
    keeper.failing = [ZeroDivisionError("secret words")]
    assert over(desk, bring(desk, tmp_path, "a")) == FAULT
    assert "a delivery could not be added" in caplog.text
    keeper.go.clear()
    number = bring(desk, tmp_path, "b")
    desk.close()
    assert over(desk, number) == "The program was stopped; send the files again."
    with pytest.raises(UnknownValue, match="no delivery 'none'"):
        desk.state("none")
