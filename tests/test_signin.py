"""Signing in and out: sessions that are given and end, and what a wrong password is told."""

import re
from http import HTTPStatus
from pathlib import Path

import pytest
from made_server import (
    EDITOR,
    OFFICE,
    PASSWORD,
    READER,
    Clock,
    made_gate,
    opened,
    signed_in,
)
from starlette.testclient import TestClient

from assistant.gate import COOKIE, SECURE_COOKIE
from assistant.sessions import IDLE, Sessions
from assistant.signin import WRONG
from assistant.tries import FREE
from assistant.users import Role, UserBook

OWN = {"Origin": OFFICE}


# --- in and out -----------------------------------------------------------------------------------------------------


def test_the_sign_in_page_needs_no_script_and_nothing_from_elsewhere(client: TestClient) -> None:
    reply = client.get("/sign-in")
    assert reply.status_code == HTTPStatus.OK
    assert "<script" not in reply.text
    assert re.findall(r'(?:src|href|action)="([^"]*)"', reply.text) == [
        "data:,", "/sign-in", "/sign-in?language=en",
    ]  # fmt: skip
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


@pytest.mark.parametrize("window", ["", "/en"])
def test_an_idle_session_ends_even_with_an_open_page(
    window: str, book: UserBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()
    monkeypatch.setattr("assistant.sessions.Sessions", lambda find: Sessions(find, clock))
    with opened(made_gate(book)) as client:
        signed_in(client, EDITOR)
        for _ in range(4):
            assert (
                client.get(f"{window}/gradio_api/app_id").status_code == HTTPStatus.NOT_FOUND
            )  # no window is served here
            clock.now += IDLE / 4
        assert client.get(f"{window}/gradio_api/app_id").status_code == HTTPStatus.UNAUTHORIZED


def test_a_damaged_file_of_users_closes_the_gate(client: TestClient, tmp_path: Path) -> None:
    signed_in(client, EDITOR)
    (tmp_path / "users.json").write_text("{", encoding="utf-8")
    reply = client.get("/who")
    assert reply.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert "it is not what this program wrote" in reply.json()["error"]


# --- its language ---------------------------------------------------------------------------------------------------


def test_the_page_speaks_the_language_that_is_asked_for_and_the_browser_remembers_it(client: TestClient) -> None:
    thai = client.get("/sign-in")
    assert 'lang="th"' in thai.text
    assert "set-cookie" not in thai.headers
    english = client.get("/sign-in?language=en")
    assert '<html lang="en">' in english.text
    assert "User name" in english.text
    assert "ita_language=en" in english.headers["set-cookie"]
    wrong = client.post("/sign-in", data={"name": "x", "password": "y"}, headers={"Origin": str(client.base_url)})
    assert "The user name or the password is wrong." in wrong.text
    assert client.get("/sign-in?language=xx").text.count('<html lang="th">') == 1
