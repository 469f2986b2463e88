"""A visitor's talk while it goes on: answers, what a model makes of them and presses on older turns in any order.

The one thing of the window that changes in place; it belongs to one session.
"""

import threading
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace

from assistant.window.talk import LONGEST_TALK, Turn

Turns = tuple[Turn, ...]


@dataclass(frozen=True, slots=True)
class Pending:
    """A question that stands on the screen: ``steps`` gives the talk with its answer; ``text`` is what was typed."""

    steps: Iterator[Turns]
    talk: int
    text: str | None


class Running:
    """The turns so far. ``talk`` counts the talks of the session: what belongs to one that was left comes too late."""

    def __init__(self) -> None:
        self.turns: Turns = ()
        self.talk = 0
        self._claimed: set[int] = set()
        self._pending: deque[Pending] = deque()
        self._lock = threading.Lock()

    def __deepcopy__(self, _: object) -> "Running":
        """Each session begins with a talk of its own."""
        return Running()

    def begin(self) -> None:
        """Leaves the talk for a new one."""
        with self._lock:
            self.turns, self.talk, self._claimed = (), self.talk + 1, set()

    def put(self, turn: Turn, talk: int) -> bool:
        """Puts a turn in the place of that of its number, else at the end; False where its talk was left.

        What was said of an answer holds for what a model makes of it too.
        """
        with self._lock:
            if talk != self.talk:
                return False
            held = {one.number: one for one in self.turns}
            before = held.get(turn.number)
            held[turn.number] = replace(turn, rated=turn.rated or before.rated) if before else turn
            self.turns = tuple(held.values())[-LONGEST_TALK:]
            return True

    def await_(self, pending: Pending) -> None:
        """Notes a question whose answer is still to be looked for."""
        self._pending.append(pending)

    def next_pending(self) -> Pending | None:
        """The question that waits longest, None where none does; each is given out once."""
        try:
            return self._pending.popleft()
        except IndexError:
            return None

    def claim(self) -> Turn | None:
        """A turn that awaits the model and that nobody has taken up yet; each is given out once."""
        with self._lock:
            free = [one for one in self.turns if one.awaits_model and one.number not in self._claimed]
            if not free:
                return None
            self._claimed.add(free[-1].number)
            return free[-1]

    def turn(self, scope: str) -> Turn | None:
        """The turn of a scope that a page names."""
        return next((one for one in self.turns if one.scope == scope), None)
