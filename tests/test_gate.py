"""The gate: what other web pages, too large requests and tokens come to, and a machine where nobody signs in."""

from collections.abc import Iterator
from http import HTTPStatus

import pytest
from made_server import EDITOR, KEEPER, OFFICE, PASSWORD, READER, Clock, made_gate, opened, signed_in
from starlette.testclient import TestClient

from assistant.gate import COOKIE, LARGEST_BODY, LARGEST_FORM, inner
from assistant.tries import Rate
from assistant.users import UserBook

OWN = {"Origin": OFFICE}


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


# --- the window in English ------------------------------------------------------------------------------------------


def test_a_path_of_the_window_is_the_same_in_both_languages() -> None:
    paths = ("/", "/en/", "/en", "/en/gradio_api/upload", "/english/x", "/api/ask", "/en/en/x")
    assert [inner(path) for path in paths] == ["/", "/", "/en", "/gradio_api/upload", "/english/x", "/api/ask", "/en/x"]


def test_who_is_not_signed_in_is_asked_to_in_the_language_of_the_address(client: TestClient) -> None:
    page = {"Accept": "text/html"}
    for path, where in (("/", "/sign-in"), ("/en/", "/sign-in?language=en"), ("/en", "/sign-in?language=en")):
        assert client.get(path, headers=page).headers["location"] == where
    assert client.get("/en/gradio_api/app_id").status_code == HTTPStatus.UNAUTHORIZED
