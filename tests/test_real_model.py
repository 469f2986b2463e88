"""Against a real server, `transformers serve` on loopback, with a tiny model of random weights that the test builds."""

import os
import queue
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant import writer as writer_file
from assistant.answers import Answer, Mode
from assistant.ask import ask
from assistant.checking import SCHEMA
from assistant.editor import Editor
from assistant.plan import PlanRequest, plan
from assistant.prompting import load_tasks
from assistant.scores import pasted_scores
from assistant.writer import Endpoint, Message, Writer
from corpus.errors import ModelError
from corpus.records import Form
from tests.made_index import sample_index
from tests.tiny_model import build

# Starting takes some five seconds; a loaded machine may take several times as long.
PATIENCE = 30.0
QUESTION = "เขตอื่นแก้ I20 อย่างไร"


class Served:
    """The server as a process of its own; ``writer`` asks the model behind it."""

    def __init__(self, folder: Path) -> None:
        self.model = str(folder)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.log = folder.parent / "server.log"
        command = [Path(sys.executable).with_name("transformers"), "serve", self.model, "--device", "cpu"]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [*command, "--host", "127.0.0.1", "--port", str(self.port)], stdout=log, stderr=log, env=offline()
            )

    def writer(self, seconds: float = 20.0) -> Writer:
        return Writer(Endpoint(f"http://127.0.0.1:{self.port}/v1", self.model, "", seconds))

    def is_up(self, until: float) -> bool:
        while time.monotonic() < until and self.process.poll() is None:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health", timeout=2):
                    return True
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
        return False

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(5)
            except subprocess.TimeoutExpired:
                self.process.kill()
        self.process.wait()


def offline() -> dict[str, str]:
    return {**os.environ, "HF_HUB_OFFLINE": "1", "OMP_NUM_THREADS": "1", "CUDA_VISIBLE_DEVICES": ""}


def cannot(why: str) -> None:
    """A skip that says why; on CI (CI=true) the lack is a failure."""
    if os.environ.get("CI", "").lower() in ("true", "1"):
        pytest.fail(why, pytrace=False)
    pytest.skip(why)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The server while the tests of this file run."""
    folder = tmp_path_factory.mktemp("tiny") / "model"
    build(folder)
    try:
        server = Served(folder)
    except OSError as error:
        cannot(f"`transformers serve` cannot be started here ({error.strerror})")
        raise
    try:
        if not server.is_up(time.monotonic() + PATIENCE):
            last = server.log.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-1:]
            cannot(f"`transformers serve` did not start within {PATIENCE:g} seconds: {last}")
        yield server
    finally:
        server.stop()


@pytest.fixture(autouse=True)
def few_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Random weights never end by themselves; a few dozen tokens are nonsense enough."""
    monkeypatch.setattr(writer_file, "MOST_TOKENS", 60)


TALK = (Message("system", "ตอบสั้น"), Message("user", "ยืมทรัพย์สิน"))


def told_by(served: Served, seconds: float = 20.0) -> tuple[Answer, Answer]:
    """The answer without and with the model."""
    index = sample_index()
    editor = Editor(served.writer(seconds), load_tasks(), index.districts)
    return ask(QUESTION, index), ask(QUESTION, index, editor=editor)


def listen(monkeypatch: pytest.MonkeyPatch, hear: Callable[[object], None]) -> None:
    """Every piece that comes out of the stream is heard as well."""

    class Heard(queue.SimpleQueue):  # type: ignore[type-arg]
        def put(self, piece: object, block: bool = True, timeout: float | None = None) -> None:
            super().put(piece)
            hear(piece)

    monkeypatch.setattr(writer_file.queue, "SimpleQueue", Heard)


def test_a_real_server_streams_its_words(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    pieces: list[str] = []
    listen(monkeypatch, lambda piece: pieces.append(piece) if isinstance(piece, str) else None)
    writer = served.writer()
    text = writer.write(TALK, SCHEMA, writer.deadline())
    assert 10 < len(text) < 2000
    assert len(pieces) > 5
    assert "".join(pieces) == text


def test_a_real_server_takes_the_schema(served: Served) -> None:
    """It does not refuse it, so it is not asked again without; what it makes of it is for the checks to judge."""
    writer = served.writer()
    writer.write(TALK, SCHEMA, writer.deadline())
    assert not writer._plain


def test_nonsense_leaves_the_quoted_answer_with_a_notice(served: Served) -> None:
    plain, told = told_by(served)
    notice = "⚠ สิ่งที่โมเดลภาษาเขียนไม่ผ่านการตรวจกับหลักฐาน จึงแสดงเฉพาะข้อความที่ยกจากรายงาน"
    assert told.text == f"{plain.text}\n{notice}"
    assert (told.mode, told.citations) == (Mode.QUOTE, plain.citations)


def test_nonsense_leaves_the_plan_as_it_was_and_ends_after_three_rows(served: Served) -> None:
    index = sample_index()
    request = PlanRequest("บางเขน", 2568, Form.F2566, pasted_scores("I16 84.66\nI17 80\nI20 70\nE12 60.5", 2567))
    plain = plan(request, index)
    editor = Editor(served.writer(), load_tasks(), index.districts)
    told = plan(request, index, editor.planned)
    assert [row.draft.cells for row in told.rows] == [row.draft.cells for row in plain.rows]
    note = "สิ่งที่โมเดลภาษาเขียนไม่ผ่านการตรวจกับหลักฐาน"
    assert [row.draft.warnings[-1].startswith(note) for row in told.rows] == [True, True, True, False]
    assert told.warnings[-1].startswith(f"{note} จึงปรับถ้อยคำเพียง 3 แถวแรกจาก 4 แถว")


def test_a_real_server_that_takes_too_long(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer_file, "MOST_TOKENS", 20_000)
    begun = time.monotonic()
    plain, told = told_by(served, seconds=1.5)
    assert told.text == f"{plain.text}\n⚠ โมเดลภาษาตอบช้าเกินกำหนด จึงแสดงเฉพาะข้อความที่ยกจากรายงาน"
    assert time.monotonic() - begun < 15


def test_a_model_that_the_server_does_not_have(served: Served) -> None:
    other = Writer(Endpoint(f"http://127.0.0.1:{served.port}/v1", "no/such-model", "", 20))
    with pytest.raises(ModelError):
        other.write([Message("user", "x")], SCHEMA, other.deadline())


def test_a_real_server_that_is_killed_while_it_speaks_and_one_that_is_gone(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last test of this file: no server is left."""
    monkeypatch.setattr(writer_file, "MOST_TOKENS", 20_000)
    monkeypatch.setattr(writer_file, "FIRST_PAUSE", 0.01)
    spoken = threading.Event()
    listen(monkeypatch, lambda piece: spoken.set())
    killer = threading.Thread(target=lambda: (spoken.wait(20), served.process.kill()))
    killer.start()
    plain, told = told_by(served)
    killer.join()
    assert spoken.is_set()
    gone = "⚠ ติดต่อโมเดลภาษาไม่ได้ จึงแสดงเฉพาะข้อความที่ยกจากรายงาน"
    assert told.text == f"{plain.text}\n{gone}"
    served.process.wait()
    plain, told = told_by(served)
    assert told.text == f"{plain.text}\n{gone}"
