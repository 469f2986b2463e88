"""The HTTP API: the same objects as the command line, and one sentence for whatever cannot be done."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from made_server import EDITOR, READER, made_book, made_gate, opened
from starlette.testclient import TestClient

from assistant.api import openapi
from assistant.assembly import open_assistant
from assistant.settings import Settings
from assistant.users import UserBook
from tests.made_commands import Capture, objects

DRAFT = {"district": "บางเขน", "fiscal_year": 2568, "form": "2566", "code": "I20", "weakness": "ไม่ทราบขั้นตอนการยืม"}

PLAN = {"district": "บางเขน", "fiscal_year": 2568, "form": "2566", "scores": "I20 70"}


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> UserBook:
    return made_book(tmp_path_factory.mktemp("users"))


@pytest.fixture(scope="module")
def client(store: Path, book: UserBook) -> Iterator[TestClient]:
    """The API over a real store, as others reach it."""
    with opened(made_gate(book, store=open_assistant(Settings(store=store)))) as client:
        yield client


@pytest.fixture(scope="module")
def reader(book: UserBook) -> dict[str, str]:
    return {"Authorization": f"Bearer {book.make_token(READER)[1]}"}


@pytest.fixture(scope="module")
def editor(book: UserBook) -> dict[str, str]:
    return {"Authorization": f"Bearer {book.make_token(EDITOR)[1]}"}


def test_ask_and_search_answer_with_the_objects_of_the_command_line(
    client: TestClient, reader: dict[str, str], store: Path, capsys: Capture
) -> None:
    question = "เขตอื่นแก้ I20 อย่างไร"
    for name, more in (("ask", {"my_district": "หนองทดลอง"}), ("search", {"k": "3"})):
        options = [f"--{field.replace('_', '-')}={value}" for field, value in more.items()]
        (wanted,) = objects(capsys, name, question, "--json", "--store", str(store), *options)
        fields = {"question": question, **more}
        assert client.post(f"/api/{name}", json=fields, headers=reader).json() == wanted
        reply = client.get(f"/api/{name}", params=fields, headers=reader)
        assert reply.json() == wanted
        assert reply.headers["content-type"] == "application/json"
    assert client.post("/api/search", json={"question": question, "k": 1}, headers=reader).json()["hits"][1:] == []


def test_draft_and_plan_answer_with_the_objects_of_the_command_line(
    client: TestClient, editor: dict[str, str], store: Path, capsys: Capture, tmp_path: Path
) -> None:
    at = ("--district", "บางเขน", "--year", "2568", "--form", "2566", "--json", "--store", str(store))
    (wanted,) = objects(capsys, "draft", *at, "--code", "I20", "--weakness", DRAFT["weakness"])
    assert client.post("/api/draft", json=DRAFT, headers=editor).json() == wanted
    scores = "I20 75.5\nI25 91"
    (tmp_path / "scores.txt").write_text(scores, encoding="utf-8")
    (wanted,) = objects(capsys, "plan", *at, "--scores", str(tmp_path / "scores.txt"), "--below", "80")
    fields = {"district": "บางเขน", "fiscal_year": "๒๕๖๘", "form": "2566", "scores": scores, "below": 80}
    made = client.post("/api/plan", json=fields, headers=editor).json()
    assert made == wanted
    assert [row["code"] for row in made["rows"]] == ["I20"]
    chosen = client.post("/api/plan", json=fields | {"items": ["I25"]}, headers=editor).json()
    assert [row["code"] for row in chosen["rows"]] == ["I25"]
    lowest = client.post("/api/plan", json=fields | {"lowest": 2}, headers=editor).json()
    assert [row["code"] for row in lowest["rows"]] == ["I20", "I25"]


def test_rows_come_page_by_page(client: TestClient, reader: dict[str, str], store: Path, capsys: Capture) -> None:
    wanted = objects(capsys, "rows", "--json", "--store", str(store))
    assert client.get("/api/rows", headers=reader).json() == {"total": 4, "offset": 0, "rows": wanted}
    page = client.get("/api/rows", params={"offset": 1, "limit": 2}, headers=reader).json()
    assert page == {"total": 4, "offset": 1, "rows": wanted[1:3]}
    one = client.post("/api/rows", json={"district": "คลองสมมุติ", "code": "i๒๐"}, headers=reader).json()
    assert [row["row_id"] for row in one["rows"]] == ["b.txt#I20#1"]
    assert client.get("/api/rows", params={"fiscal_year": 2566, "offset": 4}, headers=reader).json()["rows"] == []


def test_reports_are_told_with_what_was_read_of_them(client: TestClient, reader: dict[str, str]) -> None:
    reports = client.get("/api/reports", headers=reader).json()["reports"]
    assert [(one["report"], one["district"], one["fiscal_year"], one["form"], one["rows"]) for one in reports] == [
        ("a.txt", "หนองทดลอง", 2566, "2566", 2), ("b.txt", "คลองสมมุติ", 2566, "2566", 2),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "fields", "sentence"),
    [
        ("ask", {}, "question"),
        ("ask", {"question": 7}, "The question is not text"),
        ("ask", {"question": "I20", "questoin": "x"}, "There is no field 'questoin'; there are question, my_district."),
        ("search", {"question": "I20", "k": 0}, "The field k is 0; it goes from 1 to 100."),
        ("search", {"question": "I20", "k": "many"}, "There is no k 'many'; write it as a whole number."),
        ("search", {"question": "I20", "k": 1.5}, "The k is neither text nor a whole number."),
        ("rows", {"district": "บางรัก"}, "No row has the district 'บางรัก'; there are คลองสมมุติ, หนองทดลอง."),
        ("rows", {"limit": 5000}, "The field limit is 5000; it goes from 1 to 1000."),
        ("draft", DRAFT | {"form": "2570"}, "There is no form '2570'; the forms are"),
        ("draft", {"district": "บางเขน"}, "Say which item to draft"),
        ("plan", {"district": "บางเขน", "fiscal_year": 2568}, "The form is missing"),
        ("plan", DRAFT | {"scores": "I20 70"}, "There is no field 'code'"),
        (
            "plan",
            {"district": "ก", "fiscal_year": 2568, "form": "2566", "scores": "I20 70", "below": 0},
            "The field be",
        ),
        (
            "plan",
            {"district": "ก", "fiscal_year": 2568, "form": "2566", "scores": "I20 7", "items": "I20"},
            "The items",
        ),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    name: str, fields: dict[str, Any], sentence: str, client: TestClient, editor: dict[str, str]
) -> None:
    reply = client.post(f"/api/{name}", json=fields, headers=editor)
    assert reply.status_code == 400, reply.text
    assert list(reply.json()) == ["error"]
    assert sentence in reply.json()["error"]
    assert "\n" not in reply.json()["error"]


@pytest.mark.parametrize(
    "body", [b"", b"I20", b"[]", b'"x"', b"{", b'{"question": NaN}', b"\xff", b'{"a":' * 100_000, b"null"]
)
def test_a_body_that_is_no_object_is_one_sentence(body: bytes, client: TestClient, reader: dict[str, str]) -> None:
    reply = client.post("/api/ask", content=body, headers=reader)
    assert reply.status_code == 400
    assert reply.json()["error"].startswith("The request is not ")


def test_half_a_letter_and_a_long_question_do_no_harm(client: TestClient, reader: dict[str, str]) -> None:
    half = client.post("/api/ask", content=b'{"question": "I20 \\ud83d"}', headers=reader)
    assert half.status_code == 200
    long = client.post("/api/ask", json={"question": "ก" * 5000}, headers=reader)
    assert (long.status_code, list(long.json())) == (413, ["error"])
    twice = client.get("/api/ask?question=I20&question=I25", headers=reader)
    assert (twice.status_code, twice.json()["error"]) == (400, "The field question is given twice.")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api", 404), ("GET", "/api/", 404), ("POST", "/api/askk", 404), ("GET", "/api/ask/x", 404),
        ("DELETE", "/api/ask", 405), ("GET", "/api/draft", 405), ("POST", "/api/reports", 405), ("PUT", "/api/x", 404),
    ],
)  # fmt: skip
def test_what_there_is_not_is_one_sentence_too(
    method: str, path: str, status: int, client: TestClient, editor: dict[str, str]
) -> None:
    reply = client.request(method, path, headers=editor)
    assert (reply.status_code, list(reply.json())) == (status, ["error"])


def test_a_reader_may_ask_and_not_draft(client: TestClient, reader: dict[str, str]) -> None:
    for name, fields in (("draft", DRAFT), ("plan", {"district": "บางเขน"})):
        reply = client.post(f"/api/{name}", json=fields, headers=reader)
        assert (reply.status_code, reply.json()["error"]) == (403, "This takes the role editor; ask a keeper for it.")
    asked = "ร่างมาตรการ I20 ให้เขตบางเขน ปี 2568 แบบฟอร์ม 2566 จุดอ่อนคือไม่ทราบขั้นตอนการยืม"
    reply = client.post("/api/ask", json={"question": asked}, headers=reader)
    assert (reply.status_code, reply.json()["error"]) == (403, "Drafting takes the role editor; ask a keeper for it.")


def test_an_editor_may_draft_by_asking(client: TestClient, editor: dict[str, str]) -> None:
    asked = "ร่างมาตรการ I20 ให้เขตบางเขน ปี 2568 แบบฟอร์ม 2566 จุดอ่อนคือไม่ทราบขั้นตอนการยืม"
    assert client.post("/api/ask", json={"question": asked}, headers=editor).json()["mode"] == "draft"


def test_a_fault_of_ours_is_told_and_logged_without_its_details(
    book: UserBook, reader: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    with opened(made_gate(book)) as client:  # over the hand-made store, which breaks at this word
        reply = client.post("/api/ask", json={"question": "พัง"}, headers=reader)
    assert (reply.status_code, list(reply.json())) == (500, ["error"])
    assert "unforeseen" not in reply.text
    assert "a request to /api/ask could not be answered" in caplog.text


# --- the description ------------------------------------------------------------------------------------------------


def test_the_description_is_served_and_names_every_service(client: TestClient, reader: dict[str, str]) -> None:
    told = client.get("/api/openapi.json", headers=reader).json()
    assert told == json.loads(json.dumps(openapi(deliveries=False)))
    assert {path: sorted(ways) for path, ways in told["paths"].items()} == {
        "/api/ask": ["get", "post"], "/api/search": ["get", "post"], "/api/rows": ["get", "post"],
        "/api/draft": ["post"], "/api/plan": ["post"], "/api/reports": ["get"],
    }  # fmt: skip


def test_answers_are_as_described(client: TestClient, editor: dict[str, str]) -> None:
    from jsonschema import Draft202012Validator

    described = openapi()["paths"]
    for name, fields in (
        ("ask", {"question": "เขตอื่นแก้ I20 อย่างไร"}),
        ("search", {"question": "การยืมทรัพย์สิน"}),
        ("rows", {}),
        ("draft", DRAFT),
    ):
        way = described[f"/api/{name}"]["post"]
        schema = way["responses"]["200"]["content"]["application/json"]["schema"]
        Draft202012Validator.check_schema(schema)
        found = client.post(f"/api/{name}", json=fields, headers=editor).json()
        Draft202012Validator(schema).validate(found)
        # The schema is not one that everything passes.
        assert list(Draft202012Validator(schema).iter_errors({}))
        Draft202012Validator(way["requestBody"]["content"]["application/json"]["schema"]).validate(fields)
