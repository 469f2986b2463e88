"""Reports brought and taken away over HTTP: by a keeper alone, answered at once, told by number, with the same JSON."""

import json
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from made_server import EDITOR, KEEPER, READER, made_book, made_gate, opened
from starlette.testclient import TestClient

from assistant import deliveryroutes
from assistant.api import openapi
from assistant.deliveries import Deliveries
from assistant.keeper import Keeper
from assistant.live import Live
from assistant.settings import Settings
from assistant.users import UserBook
from tests.made_commands import make_store, report, write_reports
from tests.made_keeper import reading_room


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> UserBook:
    return made_book(tmp_path_factory.mktemp("users"))


def as_(book: UserBook, name: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {book.make_token(name)[1]}"}


@pytest.fixture
def keeper(book: UserBook) -> dict[str, str]:
    return as_(book, KEEPER)


@pytest.fixture
def client(tmp_path: Path, book: UserBook, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """The API over a store of two reports and a library of its own; reading in this process."""
    monkeypatch.setattr("assistant.keeper.reading_room", reading_room)
    (tmp_path / "temp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temp"))
    (tmp_path / "reports").mkdir()
    store = make_store(write_reports(tmp_path / "reports"), tmp_path / "store")
    settings = Settings(store=store, library=tmp_path / "library")
    live = Live(settings)
    deliveries = Deliveries(Keeper(settings, lambda: live.now.index.encoder), live.refresh)
    with opened(made_gate(book, store=live, deliveries=deliveries)) as client:
        yield client


def sent(name: str, district: str, more: str = "") -> tuple[str, tuple[str, bytes]]:
    return ("file", (name, report(district).replace("คู่มือ ๑ ฉบับ", f"คู่มือ ๑ ฉบับ{more}").encode()))


def over(client: TestClient, reply: Any, keeper: dict[str, str]) -> dict[str, Any]:
    """The delivery when it is over."""
    assert reply.status_code == 202, reply.text
    at = reply.headers["location"]
    assert at == f"/api/jobs/{reply.json()['job']}"
    until = time.monotonic() + 30
    while time.monotonic() < until:
        found: dict[str, Any] = client.get(at, headers=keeper).json()
        if found["state"] in ("done", "failed"):
            return found
        time.sleep(0.02)
    raise AssertionError("the delivery did not end")


def held(client: TestClient, keeper: dict[str, str]) -> list[str]:
    return [one["report"] for one in client.get("/api/reports", headers=keeper).json()["reports"]]


def test_reports_are_brought_replaced_and_taken_away(
    client: TestClient, keeper: dict[str, str], tmp_path: Path
) -> None:
    files = [sent("c.txt", "ดุสิต"), sent("C:\\งาน\\d.txt", "สาทร")]
    done = over(client, client.post("/api/reports", files=files, headers=keeper), keeper)
    assert (done["state"], done["files"], done["error"]) == ("done", ["c.txt", "d.txt"], None)
    assert (done["read"], done["to_read"]) == (2, 2)
    result = done["result"]
    assert [(one["report"], one["district"], one["rows"], one["state"]) for one in result["added"]] == [
        ("c.txt", "ดุสิต", 2, "read"), ("d.txt", "สาทร", 2, "read"),
    ]  # fmt: skip
    assert {key: len(one) for key, one in result.items()} == {
        "added": 2, "replaced": 0, "already": 0, "undecided": 0, "waiting": 0, "refused": 0,
    }  # fmt: skip
    assert held(client, keeper) == ["a.txt", "b.txt", "c.txt", "d.txt"]
    newer = sent("c-new.txt", "ดุสิต", " ฉบับแก้")
    asked = over(client, client.post("/api/reports", files=[newer], headers=keeper), keeper)["result"]
    assert [(one["report"], one["held"]) for one in asked["undecided"]] == [("c-new.txt", "c.txt")]
    put = client.post("/api/reports", files=[newer], data={"on_clash": "replace"}, headers=keeper)
    assert over(client, put, keeper)["result"]["replaced"] == [
        {
            "report": "c-new.txt",
            "instead_of": "c.txt",
            "changes": [{"row": "I20", "change": "changed", "what": ["output"]}],
        }
    ]
    again = over(client, client.post("/api/reports", files=[newer, sent("x.txt", "")], headers=keeper), keeper)[
        "result"
    ]
    assert again["already"] == [{"report": "c-new.txt", "kept": "c-new.txt"}]
    assert [(one["report"], one["lacks"]) for one in again["waiting"]] == [("x.txt", ["district"])]
    gone = client.delete("/api/reports/c-new.txt", headers=keeper)
    assert (gone.status_code, gone.json()) == (200, {"removed": "c-new.txt"})
    assert held(client, keeper) == ["a.txt", "b.txt", "d.txt"]
    assert list((tmp_path / "temp").iterdir()) == []


def test_only_a_keeper_may(client: TestClient, book: UserBook, keeper: dict[str, str]) -> None:
    files = [sent("c.txt", "ดุสิต")]
    for name in (READER, EDITOR):
        who = as_(book, name)
        for reply in (
            client.post("/api/reports", files=files, headers=who),
            client.delete("/api/reports/a.txt", headers=who),
            client.get("/api/jobs/1", headers=who),
        ):
            assert (reply.status_code, reply.json()) == (
                403,
                {"error": "This takes the role keeper; ask a keeper for it."},
            )
    assert client.post("/api/reports", files=files).status_code == 401
    assert client.delete("/api/reports/a.txt").status_code == 401
    assert held(client, keeper) == ["a.txt", "b.txt"]


def no_room(*_: object) -> None:
    raise OSError(28, "No space left on device")


def test_what_cannot_be_taken_is_said_in_a_sentence(
    client: TestClient, keeper: dict[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    one = sent("c.txt", "ดุสิต")
    for sending, sentence in (
        ({"json": {}}, "Send the files as multipart/form-data, each as a field `file`."),
        ({"files": [one], "data": {"on_clash": "maybe"}}, "The field on_clash is one of ask, replace, keep_both."),
        ({"files": [one], "data": {"who": "me"}}, "There is no field 'who'; there are file, on_clash."),
        ({"files": [("file", ("..", b"x"))]}, "'..' is no name for a report; send each file with one, such as plan.pdf."),  # noqa: E501
        (
            {"data": {"file": "text"}, "files": [("on_clash", (None, b"ask"))]},
            "No file was sent; send each as a field `file` with its name.",
        ),
        (
            {"content": b"--x\r\nnonsense", "headers": {"Content-Type": "multipart/form-data"}},
            "The form cannot be read (Missing boundary in multipart).",
        ),
    ):  # fmt: skip
        headers = keeper | sending.pop("headers", {})  # type: ignore[operator]
        reply = client.post("/api/reports", headers=headers, **sending)  # type: ignore[arg-type]
        assert (reply.status_code, reply.json()) == (400, {"error": sentence})
    with monkeypatch.context() as patch:
        patch.setattr(deliveryroutes.shutil, "copyfileobj", no_room)
        full = client.post("/api/reports", files=[one], headers=keeper)
    said = "The files could not be put on the disk (No space left on device); nothing was changed."
    assert (full.status_code, full.json()) == (503, {"error": said})
    monkeypatch.setattr(deliveryroutes, "LARGEST", 2_000)
    reply = client.post("/api/reports", files=[one], headers=keeper)
    assert reply.status_code == 413
    body = b"--x\r\nContent-Disposition: form-data; name=file; filename=a.txt\r\n\r\n" + b"k" * 3_000
    typed = keeper | {"Content-Type": "multipart/form-data; boundary=x"}
    assert client.post("/api/reports", content=iter([body]), headers=typed).status_code == 413  # without a length
    for reply in (client.delete("/api/reports/none.txt", headers=keeper), client.get("/api/jobs/none", headers=keeper)):
        assert reply.status_code == 404
        assert reply.json()["error"].endswith(".")
    assert list((tmp_path / "temp").iterdir()) == []


def test_the_routes_are_described_where_they_are_served(client: TestClient, keeper: dict[str, str]) -> None:
    paths = client.get("/api/openapi.json", headers=keeper).json()["paths"]
    assert list(paths["/api/reports"]) == ["get", "post"]
    assert "multipart/form-data" in paths["/api/reports"]["post"]["requestBody"]["content"]
    assert set(paths["/api/reports/{name}"]) == {"delete"}
    assert set(paths["/api/jobs/{number}"]) == {"get"}
    assert "post" not in openapi(deliveries=False)["paths"]["/api/reports"]
    assert json.loads(json.dumps(paths)) == paths
