"""The gate, the sign-in and everything behind them: asked without a session, with a wrong one, from another page."""

import json
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from made_server import (
    EDITOR,
    KEEPER,
    OFFICE,
    PASSWORD,
    READER,
    Clock,
    made_book,
    made_gate,
    opened,
    routes_of,
    signed_in,
)
from starlette.testclient import TestClient

from assistant.gate import COOKIE, HEADERS, LARGEST_BODY, LARGEST_FORM, SECURE_COOKIE, is_own
from assistant.server import application, needs_sign_in, users_of
from assistant.sessions import IDLE, Sessions
from assistant.settings import Settings, SignInMode
from assistant.signin import WRONG
from assistant.tries import FREE, Rate
from assistant.users import Role, UserBook
from corpus.errors import SettingsError

OWN = {"Origin": OFFICE}
PAGE = {"Accept": "text/html,application/xhtml+xml"}


@pytest.fixture
def book(tmp_path: Path) -> UserBook:
    return made_book(tmp_path)


@pytest.fixture
def client(book: UserBook) -> Iterator[TestClient]:
    """Nobody yet, in front of API, tools and sign-in."""
    with opened(made_gate(book)) as client:
        yield client


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
gate = made_gate(book, window=build_window(FakeAssistant()))
told = []
with opened(gate) as client:
    for method, path in routes_of(gate.app):
        asked = re.sub(r"{[^}]*}", "x", path)
        for cookie in (None, "made-up", "x" * 5000, '"' ):
            headers = {"Cookie": "ita_session=" + cookie} if cookie else {}
            reply = client.request(method, asked, headers=headers)
            told.append((method, path, reply.status_code, reply.text[:60]))
print(json.dumps(told))
"""


@pytest.fixture(scope="module")
def replies(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, str, int, str]]:
    """What every method of every route of the whole program answers without a session and with wrong ones."""
    command = [sys.executable, "-W", "ignore", "-c", "import re\n" + ASK_EVERY_ROUTE]
    environ = {"PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}", "PATH": ""}
    folder = str(tmp_path_factory.mktemp("every"))
    done = subprocess.run([*command, folder], cwd=ROOT, env=environ, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr[-3000:]
    return [(method, path, status, text) for method, path, status, text in json.loads(done.stdout)]


def test_the_routes_are_those_of_the_whole_program(replies: list[tuple[str, str, int, str]]) -> None:
    paths = {path for _, path, _, _ in replies}
    assert len(paths) > 70
    assert {
        "/", "/config", "/theme.css", "/static/{path:path}", "/assets/{path:path}", "/gradio_api/queue/join",
        "/gradio_api/queue/data", "/gradio_api/upload", "/gradio_api/file={path_or_url:path}",
        "/gradio_api/heartbeat/{session_hash}", "/gradio_api/call/{api_name}", "/gradio_api/startup-events", "/who",
        "/mcp", "/api/ask", "/api/draft", "/api/openapi.json", "/sign-in", "/sign-out",
    } <= paths  # fmt: skip


def test_nothing_but_the_sign_in_answers_without_a_session(replies: list[tuple[str, str, int, str]]) -> None:
    for method, path, status, text in replies:
        if path == "/sign-in":
            # The page itself; a form that comes from nowhere is refused before it is read.
            assert status == (HTTPStatus.FORBIDDEN if method == "POST" else HTTPStatus.OK), (method, path)
        else:
            assert status == HTTPStatus.UNAUTHORIZED, (method, path, status)
            assert method == "HEAD" or text.startswith('{"error":"This needs a '), (method, path, text)


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


# --- in and out -----------------------------------------------------------------------------------------------------


def test_the_sign_in_page_needs_no_script_and_nothing_from_elsewhere(client: TestClient) -> None:
    reply = client.get("/sign-in")
    assert reply.status_code == HTTPStatus.OK
    assert "<script" not in reply.text
    assert re.findall(r'(?:src|href|action)="([^"]*)"', reply.text) == ["data:,", "/sign-in"]
    assert reply.headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'sha256-")
    assert 'autocomplete="current-password"' in reply.text


def test_who_signs_in_gets_a_session_and_who_signs_out_loses_it(client: TestClient) -> None:
    reply = signed_in(client, EDITOR)
    assert (reply.status_code, reply.headers["location"]) == (HTTPStatus.SEE_OTHER, "/")
    cookie = reply.headers["set-cookie"]
    assert re.fullmatch(r"ita_session=[\w-]{43}; HttpOnly; Path=/; SameSite=lax", cookie)
    number = client.cookies[COOKIE]
    assert client.get("/who").json() == {"name": "Malee", "role": "editor"}
    assert client.get("/sign-in").headers["location"] == "/"
    out = client.post("/sign-out", headers=OWN)
    assert (out.status_code, out.headers["location"]) == (HTTPStatus.SEE_OTHER, "/sign-in")
    assert COOKIE not in client.cookies
    assert client.get("/who", headers={"Cookie": f"{COOKIE}={number}"}).status_code == HTTPStatus.UNAUTHORIZED


def test_over_tls_the_cookie_is_for_tls_only(book: UserBook) -> None:
    with opened(made_gate(book), "https://ita.example") as client:
        cookie = signed_in(client, EDITOR).headers["set-cookie"]
        assert cookie.startswith(f"{SECURE_COOKIE}=")
        assert cookie.endswith("; HttpOnly; Path=/; SameSite=lax; Secure")
        assert client.get("/who").json()["name"] == "Malee"


@pytest.mark.parametrize(
    ("name", "password"),
    [
        (EDITOR, "wrong password"),
        ("nobody", PASSWORD),
        ("", ""),
        (EDITOR, PASSWORD + " "),
        ("<b>x</b>", "'\"><script>"),
    ],
)
def test_a_wrong_name_and_a_wrong_password_read_the_same(name: str, password: str, client: TestClient) -> None:
    reply = signed_in(client, name, password)
    assert reply.status_code == HTTPStatus.UNAUTHORIZED
    assert "set-cookie" not in reply.headers
    assert WRONG in reply.text
    assert "<script" not in reply.text
    assert "<b>" not in reply.text
    shown = re.sub(r' value="[^"]*"', "", reply.text)
    assert shown == re.sub(r' value="[^"]*"', "", signed_in(client, "another", "x").text)


def test_a_session_number_that_a_browser_brings_is_not_taken_over(client: TestClient) -> None:
    client.cookies.set(COOKIE, "chosen-by-somebody-else", domain="ita.example", path="/")
    signed_in(client, EDITOR)
    numbers = [cookie.value for cookie in client.cookies.jar]
    assert "chosen-by-somebody-else" not in numbers or len(numbers) == 2
    assert client.get("/who", headers={"Cookie": f"{COOKIE}=chosen-by-somebody-else"}).status_code == 401


def test_who_signs_in_again_has_a_new_number_and_the_old_one_ends(client: TestClient) -> None:
    signed_in(client, READER)
    first = client.cookies[COOKIE]
    signed_in(client, EDITOR)
    assert client.cookies[COOKIE] != first
    assert client.get("/who").json()["name"] == "Malee"
    del client.cookies[COOKIE]
    assert client.get("/who", headers={"Cookie": f"{COOKIE}={first}"}).status_code == 401


def test_wrong_passwords_make_one_wait_and_the_right_one_too(client: TestClient) -> None:
    for _ in range(FREE):
        assert signed_in(client, EDITOR, "wrong password").status_code == HTTPStatus.UNAUTHORIZED
    reply = signed_in(client, EDITOR)
    assert reply.status_code == HTTPStatus.TOO_MANY_REQUESTS
    assert "set-cookie" not in reply.headers
    assert 1 <= int(reply.headers["Retry-After"]) <= 2
    assert "กรุณารอ" in reply.text


def test_who_is_removed_or_changed_loses_the_open_session(client: TestClient, book: UserBook) -> None:
    signed_in(client, EDITOR)
    book.change(EDITOR, role=Role.READER)
    assert client.get("/who").json()["role"] == "reader"
    book.remove(EDITOR)
    assert client.get("/who").status_code == HTTPStatus.UNAUTHORIZED


def test_an_idle_session_ends_even_with_an_open_page(book: UserBook, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()
    monkeypatch.setattr("assistant.sessions.Sessions", lambda find: Sessions(find, clock))
    with opened(made_gate(book)) as client:
        signed_in(client, EDITOR)
        for _ in range(4):
            assert client.get("/gradio_api/app_id").status_code == HTTPStatus.NOT_FOUND  # no window is served here
            clock.now += IDLE / 4
        assert client.get("/gradio_api/app_id").status_code == HTTPStatus.UNAUTHORIZED


def test_a_damaged_file_of_users_closes_the_gate(client: TestClient, tmp_path: Path) -> None:
    signed_in(client, EDITOR)
    (tmp_path / "users.json").write_text("{", encoding="utf-8")
    reply = client.get("/who")
    assert reply.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert "it is not what this program wrote" in reply.json()["error"]


# --- other web pages ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("headers", "passes"),
    [
        ({"Origin": OFFICE}, True),
        ({"Origin": OFFICE.upper()}, True),
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({}, False),
        ({"Origin": "null"}, False),
        ({"Origin": "http://evil.example"}, False),
        ({"Origin": "https://ita.example:7860"}, False),
        ({"Origin": "http://ita.example"}, False),
        ({"Origin": "http://evil.example", "Sec-Fetch-Site": "same-origin"}, False),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "same-site"}, False),
    ],
)
def test_what_changes_things_must_come_from_our_own_page(
    headers: dict[str, str], passes: bool, client: TestClient
) -> None:
    signed_in(client, EDITOR)
    body = {"question": "I20"}
    assert client.post("/api/ask", json=body, headers=headers).status_code == (200 if passes else 403)
    assert client.post("/sign-out", headers=headers).status_code == (303 if passes else 403)


def test_the_form_too_must_come_from_our_own_page(client: TestClient) -> None:
    form = {"name": EDITOR, "password": PASSWORD}
    for headers in ({}, {"Origin": "http://evil.example"}, {"Origin": "null"}):
        assert client.post("/sign-in", data=form, headers=headers).status_code == HTTPStatus.FORBIDDEN
    assert COOKIE not in client.cookies


def test_another_page_reads_nothing_with_our_cookie(client: TestClient) -> None:
    signed_in(client, EDITOR)
    assert client.get("/api/reports").status_code == HTTPStatus.OK
    reply = client.get("/api/reports", headers={"Origin": "http://localhost:3000"})
    assert reply.status_code == HTTPStatus.FORBIDDEN
    assert "access-control-allow-origin" not in reply.headers


def test_what_is_too_large_is_refused_unread(client: TestClient) -> None:
    large = client.post("/sign-in", content=b"x" * (LARGEST_FORM + 1), headers=OWN)
    assert large.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    signed_in(client, EDITOR)

    def pieces() -> Iterator[bytes]:
        for _ in range(LARGEST_BODY // 10_000 + 1):
            yield b"x" * 10_000

    for body in (b"x" * (LARGEST_BODY + 1), pieces()):
        reply = client.post("/api/ask", content=body, headers=OWN)
        assert reply.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        assert reply.json() == {"error": "The request is too large; 1,000,000 bytes are the most."}


# --- tokens ---------------------------------------------------------------------------------------------------------


def test_a_token_opens_what_is_for_programs_and_nothing_else(client: TestClient, book: UserBook) -> None:
    token, secret = book.make_token(KEEPER)
    bearer = {"Authorization": f"Bearer {secret}"}
    assert client.get("/api/reports", headers=bearer).status_code == HTTPStatus.OK
    for path in ("/who", "/", "/apiary", "/gradio_api/info"):
        assert client.get(path, headers=bearer).status_code == HTTPStatus.UNAUTHORIZED
    for wrong in (f"Bearer {secret}x", "Bearer ", "Basic " + secret, secret, f"Bearer {token.digest}", ""):
        reply = client.get("/api/reports", headers={"Authorization": wrong})
        assert reply.status_code == HTTPStatus.UNAUTHORIZED
        assert reply.headers["WWW-Authenticate"] == "Bearer"
    book.revoke(token.token_id)
    assert client.get("/api/reports", headers=bearer).status_code == HTTPStatus.UNAUTHORIZED


def test_a_wrong_token_is_not_made_good_by_a_session(client: TestClient) -> None:
    signed_in(client, EDITOR)
    assert client.get("/api/reports", headers={"Authorization": "Bearer x"}).status_code == HTTPStatus.UNAUTHORIZED


def test_each_token_has_a_rate_of_its_own(book: UserBook) -> None:
    clock = Clock()
    secrets = [book.make_token(name)[1] for name in (READER, EDITOR)]
    with opened(made_gate(book, rate=Rate(4, clock))) as client:

        def status(secret: str) -> int:
            return client.get("/api/reports", headers={"Authorization": f"Bearer {secret}"}).status_code

        assert [status(secrets[0]) for _ in range(3)] == [200, 200, 429]
        assert status(secrets[1]) == 200
        reply = client.get("/api/reports", headers={"Authorization": f"Bearer {secrets[0]}"})
        assert reply.headers["Retry-After"] == "15"
        assert reply.json() == {"error": "Too many requests; wait 15 s."}
        clock.now += 15
        assert status(secrets[0]) == 200


# --- at one's own machine -------------------------------------------------------------------------------------------


@pytest.fixture
def own() -> Iterator[TestClient]:
    with opened(made_gate(None, host="127.0.0.1"), "http://127.0.0.1:7860") as client:
        yield client


def test_on_this_machine_nobody_signs_in_and_all_is_allowed(own: TestClient) -> None:
    assert own.get("/api/reports").status_code == HTTPStatus.OK
    assert own.post("/api/ask", json={"question": "I20"}).status_code == HTTPStatus.OK
    assert own.get("/sign-in").status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "localhost:7860"}, 200),
        ({"Host": "[::1]:7860"}, 200),
        ({"Host": "rebound.example:7860"}, 403),
        ({"Host": "rebound.example:7860", "Origin": "http://rebound.example:7860"}, 403),
        ({"Host": ""}, 403),
        ({"Host": "[::1"}, 403),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "http://localhost:7860"}, 403),
        ({"Origin": "http://127.0.0.1:7860"}, 200),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
    ],
)
def test_on_this_machine_other_web_pages_are_kept_out(headers: dict[str, str], status: int, own: TestClient) -> None:
    assert own.post("/api/ask", json={"question": "I20"}, headers=headers).status_code == status


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
