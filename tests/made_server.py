"""The program as it is served, over the hand-made store of window_desk.py, with users whose passwords hash quickly.

As a script it serves window, API and tools to signed-in users: ``python made_server.py PORT FOLDER``. Gradio leaves
things open when a window is built, so a window is only ever built in a process of its own.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from argon2 import PasswordHasher
from starlette.testclient import TestClient
from window_desk import FakeAssistant

from assistant import server
from assistant.deliveries import Deliveries
from assistant.gate import Gate
from assistant.planbook import PlanBook
from assistant.settings import Settings, SignInMode
from assistant.tries import Rate
from assistant.users import Role, UserBook

# argon2 in name only: a real hash takes some 50 ms, too long for as many sign-ins as the tests make.
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
PASSWORD = "ต้นไม้ 9 ต้นริมคลอง"
READER, EDITOR, KEEPER = "สมชาย", "Malee", "คุณ ดูแล"
OFFICE = "http://ita.example:7860"


class Clock:
    """Seconds that pass when the test says so."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def made_book(folder: Path) -> UserBook:
    """A reader, an editor and a keeper, all with the same password."""
    book = UserBook(folder / "users.json", CHEAP)
    for name, role in ((READER, Role.READER), (EDITOR, Role.EDITOR), (KEEPER, Role.KEEPER)):
        book.add(name, PASSWORD, role)
    return book


def made_gate(
    book: UserBook | None,
    *,
    host: str = "0.0.0.0",
    rate: Rate | None = None,
    window: Any = None,
    store: Any = None,
    deliveries: Deliveries | None = None,
) -> Gate:
    """All that is served over the hand-made store, without a window unless one is given."""
    return server.application(store or FakeAssistant(), window, book, host, rate, deliveries)


@contextmanager
def opened(gate: Gate, address: str = OFFICE) -> Iterator[TestClient]:
    """A client of it that has no session yet and follows no redirect."""
    with TestClient(gate, base_url=address, follow_redirects=False) as client:
        yield client


def signed_in(client: TestClient, name: str, password: str = PASSWORD, **headers: str) -> Any:
    """What signing in answers; the client keeps the cookie."""
    origin = str(client.base_url).rstrip("/")
    return client.post("/sign-in", data={"name": name, "password": password}, headers={"Origin": origin, **headers})


def routes_of(app: Any, before: str = "") -> Iterator[tuple[str, str]]:
    """Every method and path that an application serves, as it knows them itself, mounted and included ones too."""
    for route in app.routes:
        inner = getattr(route, "app", None) if not hasattr(route, "methods") else None
        inner = getattr(route, "original_router", inner)
        if inner is not None and hasattr(inner, "routes"):
            yield from routes_of(inner, before + getattr(route, "path", ""))
            continue
        for method in sorted(getattr(route, "methods", None) or ("GET", "POST", "DELETE")):
            yield method, before + route.path


def main(port: int, folder: Path) -> None:
    """Serves window, API and tools until stopped; everyone signs in."""
    from assistant.window import build_window

    book = made_book(folder)
    # What `serve` opens is a book with the library's own strength; here it is the one with the quick hashes.
    server.users_of = lambda _settings: book  # type: ignore[assignment]
    settings = Settings(port=port, sign_in=SignInMode.ON, users=folder / "users.json")
    assistant: Any = FakeAssistant()
    window = build_window(assistant, lambda: PlanBook(f"sqlite:///{folder}/plans.db"))
    server.serve(assistant, window, settings)


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
