"""All that is served: who may start it where, and every route of it asked without a session."""

import json
import socket
import subprocess
import sys
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from browser_pages import free_port, served
from conftest import ROOT
from made_server import (
    EDITOR,
    KEEPER,
    READER,
    made_book,
    routes_of,
)
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send

from assistant.gate import HEADERS, is_own
from assistant.server import OwnLanguage, application, needs_sign_in, users_of
from assistant.settings import Settings, SignInMode
from assistant.users import UserBook
from corpus.errors import SettingsError

PAGE = {"Accept": "text/html,application/xhtml+xml"}


# --- where one must sign in -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("host", "own"),
    [
        ("127.0.0.1", True), ("localhost", True), ("LOCALHOST", True), ("::1", True), ("[::1]", True),
        ("127.8.8.8", True), ("0.0.0.0", False), ("::", False), ("192.168.1.5", False), ("ita.example", False),
        ("127.0.0.1.evil.example", False), ("", False), ("localhost.evil.example", False),
    ],
)  # fmt: skip
def test_only_addresses_of_this_machine_are_its_own(host: str, own: bool) -> None:
    assert is_own(host) is own
    assert needs_sign_in(Settings(host=host)) is not own
    assert needs_sign_in(Settings(host=host, sign_in=SignInMode.ON))


def test_without_a_user_the_program_does_not_listen_for_others(tmp_path: Path) -> None:
    import app

    users = tmp_path / "users.json"
    with pytest.raises(SettingsError) as told:
        users_of(Settings(host="0.0.0.0", users=users))
    assert str(told.value) == (
        "There is no user yet, so nobody could sign in on 0.0.0.0; "
        "run `python -m assistant users add NAME --role keeper` first."
    )
    assert users_of(Settings(users=users)) is None
    made_book(tmp_path)
    book = users_of(Settings(host="0.0.0.0", users=users))
    assert book is not None
    assert len(book.users()) == 3
    assert app.main(["--host", "0.0.0.0", "--store", str(tmp_path / "none")]) == 2


def test_the_start_door_refuses_before_it_loads_anything(tmp_path: Path) -> None:
    environ = {"ASSISTANT_USERS": str(tmp_path / "users.json"), "PATH": "", "ASSISTANT_STORE": str(tmp_path)}
    command = [sys.executable, "app.py", "--host", "0.0.0.0"]
    ended = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, timeout=60)
    assert (ended.returncode, ended.stdout, ended.stderr.count("\n")) == (2, "", 1)
    assert "run `python -m assistant users add NAME --role keeper` first." in ended.stderr


# --- every route ----------------------------------------------------------------------------------------------------

ASK_EVERY_ROUTE = """
import json, sys
from pathlib import Path
from made_server import *
from assistant.window import build_window
from starlette.routing import Route, WebSocketRoute

sys.unraisablehook = lambda _: None
book = made_book(Path(sys.argv[1]))
windows = build_window(FakeAssistant(), lambda: None)
gate = made_gate(book, window=windows)
told, asked_of = [], {"th": {}, "en": {}}
with opened(gate) as client:
    for method, path in routes_of(gate.app):
        asked = re.sub(r"{[^}]*}", "x", path)
        for cookie in (None, "made-up", "x" * 5000, '"' ):
            headers = {"Cookie": "ita_session=" + cookie} if cookie else {}
            reply = client.request(method, asked, headers=headers)
            told.append((method, path, reply.status_code, reply.text[:60]))
    for below, language in (("", "th"), ("/en", "en")):
        window, joined = windows[language], asked_of[language]
        for name in (READER, EDITOR, KEEPER):
            signed_in(client, name)
            for number, event in window.fns.items():
                trigger = (event.targets or [(None, "")])[0]
                block = window.blocks.get(trigger[0])
                label = f"{getattr(block, 'elem_id', None) or getattr(block, 'id', None)} {trigger[1]}"
                # Without a session of the window gradio answers 400, so nothing runs that may be asked for.
                body = {"data": [], "fn_index": number}
                for way in ("queue/join", "run/predict"):
                    status = client.post(f"{below}/gradio_api/{way}", json=body, headers={"Origin": OFFICE}).status_code
                    joined.setdefault(label, {}).setdefault(way, {})[name] = status
            by_hand = ("run/predict", "queue/join", "run/x", "run/predict/", "api/predict", "call/x")
            for way in (*by_hand, "component_server", "upload"):
                sent = {"json": {"fn_index": "0"}, "headers": {"Origin": OFFICE}}
                status = client.post(f"{below}/gradio_api/{way}", **sent).status_code
                joined.setdefault(way, {})[name] = status
print(json.dumps([told, asked_of["th"], asked_of["en"]]))
"""


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> list[Any]:
    """What the whole program answers: every route without a session, every event of the window to each role."""
    command = [sys.executable, "-W", "ignore", "-c", "import re\n" + ASK_EVERY_ROUTE]
    environ = {"PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}", "PATH": ""}
    folder = str(tmp_path_factory.mktemp("every"))
    done = subprocess.run([*command, folder], cwd=ROOT, env=environ, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr[-3000:]
    found: list[Any] = json.loads(done.stdout)
    return found


@pytest.fixture(scope="module")
def replies(whole: list[Any]) -> list[tuple[str, str, int, str]]:
    """What every method of every route answers without a session and with wrong ones."""
    return [(method, path, status, text) for method, path, status, text in whole[0]]


def test_the_routes_are_those_of_the_whole_program(replies: list[tuple[str, str, int, str]]) -> None:
    paths = {path for _, path, _, _ in replies}
    assert len(paths) > 70
    assert {
        "/", "/config", "/theme.css", "/static/{path:path}", "/assets/{path:path}", "/gradio_api/queue/join",
        "/gradio_api/queue/data", "/gradio_api/upload", "/gradio_api/file={path_or_url:path}",
        "/gradio_api/heartbeat/{session_hash}", "/gradio_api/call/{api_name}", "/gradio_api/startup-events", "/who",
        "/en/", "/en/config",
        "/en/gradio_api/queue/join", "/en/gradio_api/upload", "/mcp", "/api/ask", "/api/draft", "/api/openapi.json",
        "/sign-in", "/sign-out",
    } <= paths  # fmt: skip


def test_nothing_but_the_sign_in_answers_without_a_session(replies: list[tuple[str, str, int, str]]) -> None:
    for method, path, status, text in replies:
        if path == "/sign-in":
            # The page itself; a form that comes from nowhere is refused before it is read.
            assert status == (HTTPStatus.FORBIDDEN if method == "POST" else HTTPStatus.OK), (method, path)
        else:
            assert status == HTTPStatus.UNAUTHORIZED, (method, path, status)
            assert method == "HEAD" or text.startswith('{"error":"This needs a '), (method, path, text)


def test_the_window_in_english_asks_for_the_same_roles(whole: list[Any]) -> None:
    assert whole[2] == whole[1]
    assert len(whole[2]) > 20


def test_each_event_of_the_window_asks_for_the_role_of_its_tab(whole: list[Any]) -> None:
    found = {}
    for label, by_way in whole[1].items():
        # An event may be asked for through the queue and without it: the same role is wanted.
        ways = by_way.values() if "queue/join" in by_way else [by_way]
        (found[label],) = {
            tuple(one[name] != HTTPStatus.FORBIDDEN for name in (READER, EDITOR, KEEPER)) for one in ways
        }
    everybody, drafters, keepers, nobody = (True,) * 3, (False, True, True), (False, False, True), (False,) * 3
    for label in ("question submit", "talk example", "talk cite", "evidence-ask cite", "reports choose", "plan do"):
        assert found.pop(label) == everybody, label
    for label in ("draft-go click", "drafted cite", "upload"):
        assert found.pop(label) == drafters, label
    for label in ("run/x", "run/predict/", "api/predict", "call/x", "component_server"):
        assert found.pop(label) == nobody, label
    # An event without a number that the window knows.
    assert found.pop("queue/join") == found.pop("run/predict") == keepers
    # Whatever else there is: a role that may less never gets further than one that may more.
    assert all(list(one) == sorted(one) for one in found.values())


@pytest.mark.parametrize("path", ["/nothing", "//", "/sign-in/", "/sign-in/x", "/Sign-In", "/sign-in%2f..", "/%2e%2e/"])
def test_what_does_not_exist_is_behind_the_gate_too(path: str, client: TestClient) -> None:
    assert client.get(path).status_code == HTTPStatus.UNAUTHORIZED


def test_a_socket_is_closed_without_a_session(client: TestClient) -> None:
    from starlette.websockets import WebSocketDisconnect

    with pytest.raises(WebSocketDisconnect) as closed, client.websocket_connect("/gradio_api/queue/data"):
        pass
    assert closed.value.code == 1008


def test_a_page_that_needs_a_session_leads_to_the_sign_in(client: TestClient) -> None:
    reply = client.get("/", headers=PAGE)
    assert (reply.status_code, reply.headers["location"]) == (HTTPStatus.SEE_OTHER, "/sign-in")
    assert client.get("/api/ask", headers=PAGE).status_code == HTTPStatus.UNAUTHORIZED


def test_every_answer_carries_the_headers(client: TestClient) -> None:
    for reply in (client.get("/"), client.get("/sign-in"), client.get("/api/ask"), client.post("/sign-in")):
        for name in HEADERS:
            if name != "Content-Security-Policy":
                assert reply.headers[name] == HEADERS[name]
        assert reply.headers["Cache-Control"] == "no-store"
        assert "frame-ancestors 'none'" in reply.headers["Content-Security-Policy"]
        assert "http" not in reply.headers["Content-Security-Policy"]  # no other host


def test_a_port_that_is_taken_is_one_sentence(tmp_path: Path) -> None:
    from assistant.server import serve

    nothing: Any = None
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(SettingsError, match=rf"on 127\.0\.0\.1, port {port}; another program may hold the port"):
            serve(nothing, nothing, Settings(port=port))
    made_book(tmp_path)
    with pytest.raises(SettingsError, match=r"^The window cannot be served on nowhere\.invalid"):
        serve(nothing, nothing, Settings(host="nowhere.invalid", users=tmp_path / "users.json"))


def test_the_routes_of_a_bare_application_are_the_listed_ones(book: UserBook) -> None:
    gate = application(*(None, None), book=book, host="0.0.0.0")  # type: ignore[arg-type]
    assert {path for _, path in routes_of(gate.app)} == {
        "/api/openapi.json", "/api/ask", "/api/search", "/api/rows", "/api/draft", "/api/plan", "/api/reports", "/api",
        "/api/{rest:path}", "/mcp", "/sign-in", "/sign-out", "/who",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "chosen", "leads_to"),
    [
        ("/", None, None),
        ("/", "th", None),
        ("/", "xx", None),
        ("/?report=a%20b.txt&row=x%231", "en", "/en/?report=a%20b.txt&row=x%231"),
        ("/en", None, "/en/"),
        ("/en/", None, None),
        ("/en/", "en", None),
        ("/en/?report=a.txt", "th", "/?report=a.txt"),
        ("/en", "th", "/"),
        # What a page asks for is that page's own.
        ("/en/config", "th", None),
    ],
)
def test_the_window_opens_in_the_language_that_was_chosen(asked: str, chosen: str | None, leads_to: str | None) -> None:
    async def there(scope: Scope, receive: Receive, send: Send) -> None:
        await PlainTextResponse("there")(scope, receive, send)

    client = TestClient(OwnLanguage(there), follow_redirects=False)
    reply = client.get(asked, headers={"Cookie": f"ita_language={chosen}"} if chosen else {})
    assert (reply.status_code == HTTPStatus.OK, reply.headers.get("location")) == (leads_to is None, leads_to)


# --- the end --------------------------------------------------------------------------------------------------------


def test_who_stops_the_program_leaves_no_made_files_behind(tmp_path: Path) -> None:
    temporary, port = tmp_path / "temporary", free_port()
    temporary.mkdir()
    command = ["tests/made_server.py", str(port), str(tmp_path)]
    with served(command, port, tmp_path / "log", TMPDIR=str(temporary)):
        assert list(temporary.glob("ita-*"))
    assert not list(temporary.glob("ita-*"))
