"""Against a real server, `transformers serve` on loopback, with a tiny model of random weights that the test builds."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import writer as writer_file
from assistant.answers import Mode
from assistant.ask import ask
from assistant.checking import SCHEMA
from assistant.editor import Editor
from assistant.prompting import load_tasks
from assistant.writer import Endpoint, Message, Writer
from corpus.errors import ModelError
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


def test_a_real_server_streams_its_words(served: Served) -> None:
    writer = served.writer()
    text = writer.write([Message("system", "ตอบสั้น"), Message("user", "ยืมทรัพย์สิน")], SCHEMA, writer.deadline())
    assert 10 < len(text) < 2000


def test_nonsense_leaves_the_quoted_answer_with_a_notice(served: Served) -> None:
    plain = ask(QUESTION, sample_index())
    told = ask(QUESTION, sample_index(), editor=Editor(served.writer(), load_tasks(), sample_index().districts))
    notice = "⚠ สิ่งที่โมเดลภาษาเขียนไม่ผ่านการตรวจกับหลักฐาน จึงแสดงเฉพาะข้อความที่ยกจากรายงาน"
    assert told.text == f"{plain.text}\n{notice}"
    assert (told.mode, told.citations) == (Mode.QUOTE, plain.citations)


def test_a_model_that_the_server_does_not_have_and_a_server_that_is_gone(served: Served) -> None:
    other = Writer(Endpoint(f"http://127.0.0.1:{served.port}/v1", "no/such-model", "", 20))
    with pytest.raises(ModelError):
        other.write([Message("user", "x")], SCHEMA, other.deadline())
    served.stop()
    plain = ask(QUESTION, sample_index())
    told = ask(QUESTION, sample_index(), editor=Editor(served.writer(), load_tasks(), sample_index().districts))
    assert told.text == f"{plain.text}\n⚠ ติดต่อโมเดลภาษาไม่ได้ จึงแสดงเฉพาะข้อความที่ยกจากรายงาน"
