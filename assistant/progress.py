"""How far long work is, in words: which report is next, pages and rows so far, and how long it will take."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from index.intake import Step

# A line for each report of a small folder, no more than one a second of a large one.
EACH = 20
PAUSE = 1.0
# A guess out of fewer seconds than these is worth nothing.
SURE_AFTER = 3.0


def seconds_left(step: "Step", since: float) -> float | None:
    """How long the rest will take, going by what was read in ``since`` seconds; None where that is no guess yet."""
    if not step.read or since < SURE_AFTER or step.read >= step.to_read:
        return None
    return since / step.read * (step.to_read - step.read)


def in_words(seconds: float) -> str:
    """A time as one would say it: "40 s", "3 min"."""
    return f"{seconds:.0f} s" if seconds < 90 else f"{seconds / 60:.0f} min"


class Teller:
    """Tells the steps of one piece of work, line by line."""

    def __init__(self, say: Callable[[str], None], clock: Callable[[], float] = time.monotonic) -> None:
        self._say, self._clock = say, clock
        self._began: float | None = None
        self._told = float("-inf")

    def __call__(self, step: "Step") -> None:
        """Tells a step, unless one was told just before."""
        now = self._clock()
        self._began = now if self._began is None else self._began
        if not step.name or (step.to_read > EACH and now - self._told < PAUSE):
            return
        self._told = now
        line = f"[{step.done + 1}/{step.total}] {step.name}"
        left = seconds_left(step, now - self._began)
        if left is not None:
            line += f" - {step.pages} pages and {step.rows} rows so far, about {in_words(left)} left"
        self._say(line)
