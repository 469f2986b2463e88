"""Who is signed in: sessions kept in this process only, found by a random number that a cookie carries.

Of the number only its sha256 is kept here, so looking one up tells nothing by the time that it takes. A session ends
when it is not used for a while, after a day's work at the latest, and when its user signs out, is removed or gets
another password.
"""

import hashlib
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from assistant.users import User

# In seconds. Questions are asked between other work, so an hour without one is no long time.
IDLE = 60 * 60
ABSOLUTE = 10 * 60 * 60
# One person has a few browsers; more sessions than this are forgotten pages, and the oldest of them goes.
MOST_OF_ONE = 10


@dataclass(slots=True)
class _Session:
    key: str
    password: str
    begun: float
    used: float


class Sessions:
    """The open sessions; threads may share it."""

    def __init__(self, find: Callable[[str], User | None], now: Callable[[], float] = time.monotonic) -> None:
        """``find`` gives the user of a name as they are now, ``now`` seconds."""
        self._find = find
        self._now = now
        self._lock = threading.Lock()
        self._open: dict[str, _Session] = {}

    def begin(self, user: User) -> str:
        """Opens a session under a new number and gives it back; no number that a browser brought is ever taken over."""
        number = secrets.token_urlsafe(32)
        with self._lock:
            now = self._now()
            self._open = {digest: one for digest, one in self._open.items() if self._lives(one, now)}
            own = sorted((one.used, digest) for digest, one in self._open.items() if one.key == user.key)
            for _, digest in own[: max(0, len(own) - MOST_OF_ONE + 1)]:
                del self._open[digest]
            self._open[_digest(number)] = _Session(user.key, user.password, now, now)
        return number

    def user(self, number: str, uses: bool = True) -> User | None:
        """Whose session it is, None where there is none (any more); ``uses`` False does not keep it open."""
        digest = _digest(number)
        with self._lock:
            held, now = self._open.get(digest), self._now()
            if held is None:
                return None
            if not self._lives(held, now):
                del self._open[digest]
                return None
        user = self._find(held.key)
        if user is None or user.password != held.password:
            self.end(number)
            return None
        if uses:
            held.used = now
        return user

    def end(self, number: str) -> None:
        """Closes a session, if it is open."""
        with self._lock:
            self._open.pop(_digest(number), None)

    @staticmethod
    def _lives(session: _Session, now: float) -> bool:
        return now - session.used < IDLE and now - session.begun < ABSOLUTE


def _digest(number: str) -> str:
    return hashlib.sha256(number.encode("utf-8", "surrogatepass")).hexdigest()
