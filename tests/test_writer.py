"""One request to a language model, against a real server on loopback that does everything that servers do wrong."""

import json
import logging
import socket
import threading
import time
from collections.abc import Iterator

import pytest

from assistant import writer as writer_file
from assistant.checking import SCHEMA
from assistant.writer import Endpoint, Message, Writer
from corpus.errors import ModelBusy, ModelError, ModelGone, ModelNonsense, ModelRefused, ModelSlow
from tests.made_model import KEY, Model, Reply, model

TALK = (Message("system", "หน้าที่"), Message("user", "คำถาม"))


def written(made: Model, seconds: float = 10.0) -> str:
    writer = made.writer(seconds)
    return writer.write(TALK, SCHEMA, writer.deadline())


@pytest.fixture(autouse=True)
def no_thread_stays() -> Iterator[None]:
    """Whatever the server did, nothing of ours goes on reading."""
    before = set(threading.enumerate())
    yield
    for thread in set(threading.enumerate()) - before:
        thread.join(5)
    assert not [thread for thread in set(threading.enumerate()) - before if thread.is_alive()]


def test_the_words_come_together_from_a_stream() -> None:
    said = "เขตจัดประชุมชี้แจงขั้นตอนการยืม " * 20
    with model(said) as made:
        assert written(made) == said
    (body,) = made.seen
    assert body["messages"] == [{"role": "system", "content": "หน้าที่"}, {"role": "user", "content": "คำถาม"}]
    assert (body["model"], body["stream"], body["temperature"]) == ("made", True, 0)
    assert body["response_format"]["json_schema"]["schema"] == SCHEMA
    assert made.headers[0]["authorization"] == f"Bearer {KEY}"


def test_a_server_that_knows_no_schema_is_asked_without_it_from_then_on() -> None:
    with model(Reply("no such field", status=400), "ได้") as made:
        writer = made.writer()
        assert writer.write(TALK, SCHEMA, writer.deadline()) == "ได้"
        assert writer.write(TALK, SCHEMA, writer.deadline()) == "ได้"
    assert ["response_format" in body for body in made.seen] == [True, False, False]


def test_a_request_that_is_refused_even_so_is_given_up() -> None:
    with model(Reply("no", status=422)) as made, pytest.raises(ModelRefused, match="refused the request"):
        written(made)
    assert len(made.seen) == 2


@pytest.mark.parametrize("status", [401, 403])
def test_a_refused_key_is_said_and_never_repeated(status: int, caplog: pytest.LogCaptureFixture) -> None:
    echo = json.dumps({"error": {"message": f"Incorrect API key provided: {KEY}"}})
    caplog.set_level(logging.DEBUG)
    with model(Reply(echo, status=status)) as made, pytest.raises(ModelRefused) as refused:
        written(made)
    assert str(refused.value) == f"The language model refused the key (HTTP {status}); check ASSISTANT_MODEL_KEY."
    assert len(made.seen) == 1
    assert KEY not in caplog.text
    assert KEY not in repr(made.writer().endpoint)


def test_a_model_that_is_not_there_is_said() -> None:
    with model(Reply("{}", status=404)) as made, pytest.raises(ModelRefused, match="no such model at the address"):
        written(made)


def test_a_busy_server_is_asked_again_after_growing_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []
    monkeypatch.setattr(writer_file.time, "sleep", pauses.append)
    busy = Reply("{}", status=429)
    with model(busy, Reply("{}", status=503, headers=(("Retry-After", "3"),)), "ได้แล้ว") as made:
        assert written(made) == "ได้แล้ว"
    assert pauses == [0.5, 3.0]


def test_a_server_out_of_order_is_given_up_after_three_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []
    monkeypatch.setattr(writer_file.time, "sleep", pauses.append)
    with model(Reply("boom", status=500)) as made, pytest.raises(ModelBusy, match="HTTP 500"):
        written(made)
    assert (len(made.seen), pauses) == (3, [0.5, 1.0])


def test_who_asks_for_more_patience_than_there_is_gets_none() -> None:
    later = Reply("{}", status=429, headers=(("Retry-After", "3600"),))
    with model(later) as made, pytest.raises(ModelBusy):
        written(made)
    assert len(made.seen) == 1


@pytest.mark.parametrize(
    "slow",
    [
        Reply("ช้า", pause=30),  # no first word
        Reply("ช้า", ping=0.05),  # comments without an end, which keep the connection alive
        Reply("ช้า" * 4000, drip=0.05),  # words, but too few
    ],
    ids=["silent", "pings", "drips"],
)
def test_the_time_limit_holds_whatever_the_server_does(slow: Reply) -> None:
    begun = time.monotonic()
    with model(slow) as made:
        with pytest.raises(ModelSlow, match=r"longer than 0\.6 seconds"):
            written(made, seconds=0.6)
        assert time.monotonic() - begun < 10  # the server would have taken longer, or for ever


def test_a_connection_that_is_lost_before_a_word_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []
    monkeypatch.setattr(writer_file.time, "sleep", pauses.append)
    with model(Reply(cut_after=0, text="ได้"), "ได้แล้ว") as made:
        assert written(made) == "ได้แล้ว"
    assert (len(made.seen), pauses) == (2, [0.5])


def test_a_connection_cut_in_the_middle_is_seen() -> None:
    with model(Reply("ข้อความ" * 40, cut_after=2)) as made, pytest.raises(ModelGone, match="broke off"):
        written(made)


def test_a_server_that_is_gone_is_said_after_three_knocks(monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []
    monkeypatch.setattr(writer_file.time, "sleep", pauses.append)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    writer = Writer(Endpoint(f"http://127.0.0.1:{port}/v1", "made", KEY, 10))
    with pytest.raises(ModelGone, match="cannot be reached"):
        writer.write(TALK, SCHEMA, writer.deadline())
    assert pauses == [0.5, 1.0]


def test_this_machine_s_own_endpoint_is_not_asked_for_through_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    with model("ได้") as made:
        assert written(made) == "ได้"


def test_what_the_environment_says_of_another_service_is_not_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_ORG_ID", "OPENAI_PROJECT_ID", "OPENAI_ADMIN_KEY"):
        monkeypatch.setenv(name, "sk-another")
    with model("ได้") as made:
        writer = made.writer(key="")
        assert writer.write(TALK, SCHEMA, writer.deadline()) == "ได้"
    assert "sk-another" not in str(made.headers)


@pytest.mark.parametrize("url", ["http://a\x7fb/v1", "http://127.0.0.1:1:2/v1"])
def test_an_address_that_cannot_be_used_is_an_error_of_ours(url: str) -> None:
    writer = Writer(Endpoint(url, "made", KEY, 5))
    with pytest.raises(ModelError) as error:
        writer.write(TALK, SCHEMA, writer.deadline())
    assert KEY not in str(error.value)


def test_an_endpoint_that_failed_rests_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    with model(Reply("{}", status=401), "ได้") as made:
        writer = made.writer()
        for _ in range(3):
            with pytest.raises(ModelRefused):
                writer.write(TALK, SCHEMA, writer.deadline())
        assert len(made.seen) == 1
        monkeypatch.setattr(writer_file, "REST_SECONDS", 0.0)
        again = made.writer()
        assert again.write(TALK, SCHEMA, again.deadline()) == "ได้"


def test_words_without_an_end_are_stopped() -> None:
    with model("ก" * 50_000) as made, pytest.raises(ModelNonsense, match="without an end"):
        written(made)


@pytest.mark.parametrize(
    "raw",
    [
        b"data: {not json}\n\n",
        b'data: {"choices": [{"delta": 5}]}\n\n',
        b'data: {"choices": "x"}\n\n',
        b"data: [1, 2]\n\n",
        b'data: {"error": {"message": "sk-geheim-0123456789"}}\n\n',
    ],
)
def test_a_stream_that_is_none_is_an_error_of_ours(raw: bytes) -> None:
    with model(Reply(raw=raw)) as made, pytest.raises(ModelError) as error:
        written(made)
    assert KEY not in str(error.value)


@pytest.mark.parametrize("raw", [b"", b"<html>login</html>", b'data: {"choices": []}\n\n', b"data: [DONE]\n\n"])
def test_a_reply_without_words_is_empty(raw: bytes) -> None:
    with model(Reply(raw=raw)) as made:
        assert written(made) == ""
