"""How often something may be done: failed sign-ins that make one wait longer and longer, and requests a minute.

Both remember a bounded number of names and addresses and nothing beyond the life of the process.
"""

import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

# A few slips are free; then the wait doubles from two seconds to five minutes, and is forgotten after half an hour.
FREE = 5
LONGEST_WAIT = 300.0
FORGOTTEN = 1800.0
# Names and addresses that are remembered; with more, the ones longest ago go.
MOST = 10_000


@dataclass(slots=True)
class _Failed:
    times: int
    last: float


class Tries:
    """Failed tries by name and by address."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        """``now`` in seconds."""
        self._now = now
        self._lock = threading.Lock()
        self._failed: dict[str, _Failed] = {}

    def begin(self, subjects: Iterable[str]) -> float:
        """0 where a try may be made now, which counts as failed until forgiven; else the seconds to wait."""
        subjects = tuple(subjects)
        with self._lock:
            now = self._now()
            wait = max((self._wait(self._failed.get(one), now) for one in subjects), default=0.0)
            if wait > 0:
                return wait
            for one in subjects:
                held = self._failed.pop(one, None)
                times = held.times if held and now - held.last < FORGOTTEN else 0
                self._failed[one] = _Failed(times + 1, now)
            while len(self._failed) > MOST:
                del self._failed[next(iter(self._failed))]
            return 0.0

    def forgive(self, subject: str) -> None:
        """Forgets the failed tries of a name that signed in after all."""
        with self._lock:
            self._failed.pop(subject, None)

    def take_back(self, subject: str) -> None:
        """One try of an address turned out well; earlier failed ones stay counted."""
        with self._lock:
            if held := self._failed.get(subject):
                held.times -= 1

    @staticmethod
    def _wait(held: _Failed | None, now: float) -> float:
        if held is None or held.times < FREE or now - held.last >= FORGOTTEN:
            return 0.0
        pause = min(LONGEST_WAIT, 2.0 ** min(held.times - FREE + 1, 30))
        return max(0.0, held.last + pause - now)


class Rate:
    """So many requests a minute for each caller, with a short burst."""

    def __init__(self, a_minute: int, now: Callable[[], float] = time.monotonic) -> None:
        """``now`` in seconds; a caller who was idle may do half a minute's worth at once."""
        self._each = 60.0 / a_minute
        self._burst = 30.0
        self._now = now
        self._lock = threading.Lock()
        self._free_at: dict[str, float] = {}

    def wait(self, caller: str) -> float:
        """0 where the request may be done, which is counted; else the seconds until one may."""
        with self._lock:
            now = self._now()
            free_at = max(self._free_at.pop(caller, now), now)
            if free_at - now >= self._burst:
                self._free_at[caller] = free_at
                return free_at - now - self._burst + self._each
            self._free_at[caller] = free_at + self._each
            while len(self._free_at) > MOST:
                del self._free_at[next(iter(self._free_at))]
            return 0.0
