"""Many users ask one running program at once: ``python tests/load.py --users 20 --seconds 60``.

Each user asks through the window's own events, as a browser does, and then through the HTTP API. Every answer is looked
at: it must be to the question that was asked, and a talk must hold this user's questions and nobody else's. Without
``--address`` it starts the app over the samples, or over ``--store``. ``--pause`` is the seconds that a user reads
between two questions.
"""

import argparse
import json
import os
import secrets
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from bench import CLI, ROOT, app, percentile
from lxml import html

# A talk is begun anew after so many questions, as people do.
TALK = 5
# The longest that one answer is waited for, in seconds.
PATIENCE = 120.0
# A user who met this many faults goes home.
ENOUGH = 5
Asker = Callable[["User", int], str | None]


@dataclass(slots=True)
class User:
    """One who asks about an item of their own, in words that nobody else uses."""

    name: str
    code: str
    client: httpx.Client
    session: str = ""
    asked: list[str] = field(default_factory=list)

    def question(self, number: int) -> str:
        """The words of this user's question of that number."""
        return f"{self.code} แก้ไขอย่างไร ถามโดย{self.name}ครั้ง{_letters(number)}"


@dataclass(slots=True)
class Tally:
    """What all users met: seconds of each answer, and a sentence for each fault."""

    seconds: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def lines(self, door: str, took: float) -> Iterator[str]:
        """The tally as it is printed."""
        yield f"{door}: {len(self.seconds)} answers in {took:.0f} s, {len(self.faults)} faults"
        if self.seconds:
            p50, p95 = (percentile(self.seconds, share) for share in (0.5, 0.95))
            yield f"  p50 {p50:.2f} s, p95 {p95:.2f} s, longest {max(self.seconds):.2f} s"
        yield from (f"  {fault}" for fault in self.faults[:10])


def _letters(number: int) -> str:
    """A number in Thai consonants, so that no part of a question is read as a code or a year."""
    return "".join("กขคงจฉชซญฐ"[int(digit)] for digit in str(number))


class Window:
    """The window's events: what the field of questions sends and what follows, found in the page's own description."""

    def __init__(self, address: str) -> None:
        with httpx.Client(base_url=address, timeout=PATIENCE) as client:
            found = client.get("/config").raise_for_status().json()
        field_id = next(one["id"] for one in found["components"] if one["props"].get("elem_id") == "question")
        talk_id = next(one["id"] for one in found["components"] if one["props"].get("elem_id") == "talk")
        events = found["dependencies"]
        asks = next(one for one in events if [field_id, "submit"] in one["targets"])
        answers = next(one for one in events if one["trigger_after"] == asks["id"])
        self._asks, self._answers, self._field = asks["id"], answers["id"], field_id
        self._at = answers["outputs"].index(talk_id)

    def __call__(self, user: User, number: int) -> str | None:
        """Asks once and waits for the talk; what is wrong with it, or None."""
        if number % TALK == 0:
            user.session, user.asked = secrets.token_hex(6), []
        question = user.question(number)
        user.asked.append(question)
        self._do(user, self._asks, [question, "", None])
        return self._wrong(user, self._do(user, self._answers, [None])[self._at])

    def _do(self, user: User, event: int, data: list[str | None]) -> list[Any]:
        asked = {"data": data, "fn_index": event, "session_hash": user.session, "trigger_id": self._field}
        told = user.client.post("/gradio_api/run/predict", json={**asked, "event_data": None}).raise_for_status().json()
        given: list[Any] = told["data"]
        return given

    def _wrong(self, user: User, shown: object) -> str | None:
        page = html.fromstring(str(shown))
        asked = [one.text_content() for one in page.xpath("//*[@class='asked']/p")]
        if asked != user.asked:
            return f"{user.name} sees the talk {asked} and asked {user.asked}"
        reply = page.xpath("//*[contains(@class, 'turn')]")[-1].text_content()
        return None if user.code in reply.replace(user.asked[-1], "") else f"no {user.code} in the reply to {user.name}"


def by_api(user: User, number: int) -> str | None:
    """Asks once through /api/ask; what is wrong with the answer, or None."""
    found = user.client.post("/api/ask", json={"question": user.question(number)}).raise_for_status().json()
    if found["question"] != user.question(number):
        return f"{user.name} is answered {found['question']}"
    return None if user.code in json.dumps(found["read_as"]) else f"no {user.code} in the answer to {user.name}"


def codes_of(address: str) -> list[str]:
    """The items of the store, in order."""
    with httpx.Client(base_url=address, timeout=PATIENCE) as client:
        rows = client.get("/api/rows", params={"limit": 1000}).raise_for_status().json()["rows"]
    return list(dict.fromkeys(row["code"] for row in rows if row.get("code")))


def load(address: str, ask: Asker, users: int, seconds: float, pause: float = 0.0) -> Tally:
    """Lets so many users ask until the time is over; each asks at least once."""
    codes, tally, lock = codes_of(address), Tally(), threading.Lock()
    end = time.monotonic() + seconds

    def asks(at: int) -> None:
        with httpx.Client(base_url=address, timeout=PATIENCE) as client:
            user, number, met = User(f"คน{_letters(at + 10)}", codes[at % len(codes)], client), 0, 0
            while number == 0 or (time.monotonic() < end and met < ENOUGH):
                started = time.perf_counter()
                try:
                    fault = ask(user, number)
                except (httpx.HTTPError, KeyError, ValueError) as error:
                    fault = f"{type(error).__name__}: {error}"
                with lock:
                    if fault is None:
                        tally.seconds.append(time.perf_counter() - started)
                    else:
                        tally.faults.append(fault)
                met, number = met + bool(fault), number + 1
                time.sleep(pause)

    threads = [threading.Thread(target=asks, args=(at,)) for at in range(users)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return tally


def main() -> None:
    """Prints p50, p95 and the faults for each door; leaves with 1 where there was a fault."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--users", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--pause", type=float, default=0)
    parser.add_argument("--address", help="a running program on this machine where nobody signs in")
    parser.add_argument("--store", type=Path)
    given = parser.parse_args()
    faults = 0
    with ExitStack() as held:
        address = given.address
        if address is None:
            store = given.store
            if store is None:
                store = Path(held.enter_context(tempfile.TemporaryDirectory())) / "store"
                samples = ("--reports", str(ROOT / "corpus" / "reports"))
                subprocess.run(
                    (*CLI, "build", *samples, "--store", str(store)), cwd=ROOT, check=True, capture_output=True
                )
            address, _, _ = held.enter_context(app(store))
        for door, ask in (("window", Window(address)), ("API", by_api)):
            started = time.monotonic()
            tally = load(address, ask, given.users, given.seconds, given.pause)
            print("\n".join(tally.lines(door, time.monotonic() - started)), flush=True)
            faults += len(tally.faults)
    print(f"{os.cpu_count()} cores, load average {os.getloadavg()[0]:.1f} at the end")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
