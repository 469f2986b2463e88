"""Reports read apart: whatever a reader does, the program goes on, and says in a sentence what became of the file."""

import logging
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from corpus.attendant import Limits
from corpus.errors import ReportError, UnreadableReport, UnsupportedFormat
from corpus.reading import read
from corpus.readingroom import ROOT, ReadingRoom, read_apart
from corpus.records import Reading

HOSTILE = (sys.executable, "-m", "tests.hostile_attendant")
SOON = Limits(memory_mb=600, seconds=1.0, seconds_per_mb=0.0)


@pytest.fixture(scope="module")
def room() -> Iterator[ReadingRoom]:
    with ReadingRoom(Limits(memory_mb=600, seconds=30.0), 2, attendant=HOSTILE) as room:
        yield room


@pytest.fixture(scope="module")
def hasty_room() -> Iterator[ReadingRoom]:
    with ReadingRoom(SOON, 2, attendant=HOSTILE) as room:
        yield room


def files(folder: Path, *orders: str) -> list[Path]:
    """A file for each order, and a good one after each."""
    made = []
    for number, order in enumerate(orders):
        for name, text in ((f"{number}bad.txt", order), (f"{number}good.txt", f"ยืม {number}")):
            (folder / name).write_text(text, encoding="utf-8")
            made.append(folder / name)
    return made


def said(room: ReadingRoom, paths: Sequence[Path]) -> list[str]:
    """What came of each file: the item of its first row, or the sentence."""
    got = list(room.read_all(paths))
    assert [path for path, _ in got] == list(paths)
    return [one.rows[0].item if isinstance(one, Reading) else str(one) for _, one in got]


BROKE_OFF = (
    "0bad.txt made the program that reads it break off ({}); "
    "the file is damaged: save it anew in the program that made it."
)


@pytest.mark.parametrize(
    ("order", "sentence"),
    [
        ("!segfault", BROKE_OFF.format("SIGSEGV")),
        ("!exit", BROKE_OFF.format("exit code 7")),
        ("!half", BROKE_OFF.format("exit code 0")),
        ("!lie", "0bad.txt was read into records that make no sense; save it anew and try again."),
        ("!fault", "0bad.txt could not be read: a fault in the program (ZeroDivisionError); please tell its keepers."),
        ("!recurse", "0bad.txt could not be read: a fault in the program (RecursionError); please tell its keepers."),
        (
            "!leave politely",
            "0bad.txt could not be read: a fault in the program (SystemExit); please tell its keepers.",
        ),
        (
            "!eat",
            "0bad.txt takes more memory to read than the 600 MB that it may; "
            "split it, or allow more with ASSISTANT_READ_MEMORY.",
        ),
        ("!refuse", "0bad.txt is of a type that cannot be read."),
        ("!no rights", "0bad.txt cannot be read (Permission denied); check the file and its rights."),
    ],
)
def test_a_reader_that_fails_costs_its_own_file_only(
    room: ReadingRoom, order: str, sentence: str, tmp_path: Path
) -> None:
    assert said(room, files(tmp_path, order)) == [sentence, "ยืม 0"]


@pytest.mark.parametrize("order", ["!hang", "!spin"])
def test_a_reader_that_overstays_is_ended(hasty_room: ReadingRoom, order: str, tmp_path: Path) -> None:
    started = time.monotonic()
    sentence = (
        "0bad.txt takes longer to read than the 1 seconds that it may; "
        "split it, or allow more with ASSISTANT_READ_TIME."
    )
    assert said(hasty_room, files(tmp_path, order)) == [sentence, "ยืม 0"]
    assert time.monotonic() - started < 20


def test_a_page_that_is_done_earns_the_next_its_time(hasty_room: ReadingRoom, tmp_path: Path) -> None:
    assert said(hasty_room, files(tmp_path, "!beat")) == ["ยืม 0", "ยืม 0"]


def test_refusals_keep_their_class(room: ReadingRoom, tmp_path: Path) -> None:
    (_, refused), (_, whole) = room.read_all(files(tmp_path, "!refuse"))
    assert type(refused) is UnsupportedFormat
    assert isinstance(whole, Reading)
    (_, lost), *_ = room.read_all([tmp_path / "gone.txt"])
    assert type(lost) is UnreadableReport


def test_what_a_reader_prints_is_no_answer(room: ReadingRoom, tmp_path: Path) -> None:
    assert said(room, files(tmp_path, "!speak\nงบ"))[1:] == ["ยืม 0"]


def test_a_fault_is_logged_where_no_terminal_shows_it(
    room: ReadingRoom, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "corpus.readingroom"):
        said(room, files(tmp_path, "!fault"))
    (record,) = caplog.records
    assert record.levelno == logging.INFO
    assert "ZeroDivisionError: words of the report" in record.getMessage()


def gone(pid: int) -> bool:
    """Whether the process has ended, given some seconds."""
    for _ in range(500):
        try:
            state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
        except OSError:
            return True
        if state == "Z":
            return True
        time.sleep(0.01)
    return False


@pytest.mark.parametrize("order", ["!hang with a child", "!leave a child"])
def test_what_a_reader_started_ends_with_it(hasty_room: ReadingRoom, order: str, tmp_path: Path) -> None:
    said(hasty_room, files(tmp_path, f"{order}\n{tmp_path / 'pid'}"))
    assert gone(int((tmp_path / "pid").read_text(encoding="ascii")))


def test_what_a_reader_leaves_in_its_folder_is_swept(room: ReadingRoom, tmp_path: Path) -> None:
    said(room, files(tmp_path, f"!litter\n{tmp_path / 'where'}"))
    folder = Path((tmp_path / "where").read_text(encoding="utf-8"))
    assert folder.name.startswith("reading-")
    assert not folder.exists()


def children(pid: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]


def test_closing_the_iterator_ends_all_reading(tmp_path: Path) -> None:
    room = ReadingRoom(Limits(), 2, attendant=HOSTILE)
    paths = [files(tmp_path, "!hang")[1], tmp_path / "0bad.txt"]
    answers = room.read_all(paths)
    assert isinstance(next(answers)[1], Reading)
    assert room._process is not None
    attendant = room._process.pid
    (reader,) = children(attendant)
    answers.close()
    assert gone(attendant)
    assert gone(reader)


def test_an_interrupted_room_leaves_no_process_and_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folders = tmp_path / "temporary"
    folders.mkdir()
    monkeypatch.setenv("TMPDIR", str(folders))
    told = tmp_path / "child"
    (hanging, _) = files(tmp_path, f"!hang with a child\n{told}")
    room = ReadingRoom(Limits(), 1, attendant=HOSTILE)
    answers: list[str] = []
    reading = threading.Thread(target=lambda: answers.extend(said(room, [hanging])))
    reading.start()
    for _ in range(2000):
        if told.exists() and told.read_text():
            break
        time.sleep(0.01)
    assert [one.name[:8] for one in folders.iterdir()] == ["reading-"]
    started = time.monotonic()
    room.interrupt()
    reading.join(10)
    assert time.monotonic() - started < 5
    assert answers == [BROKE_OFF.format("stopped")]
    assert gone(int(told.read_text()))
    assert list(folders.iterdir()) == []


def test_a_room_that_was_interrupted_before_it_read_reads_nothing(tmp_path: Path) -> None:
    room = ReadingRoom(Limits(), 1, attendant=HOSTILE)
    room.interrupt()
    started = time.monotonic()
    assert said(room, files(tmp_path, "!hang")) == [
        BROKE_OFF.format("stopped"), BROKE_OFF.format("stopped").replace("bad", "good"),
    ]  # fmt: skip
    assert time.monotonic() - started < 5
    assert room._process is None


def test_a_room_that_was_closed_opens_again(tmp_path: Path) -> None:
    with ReadingRoom(Limits(), 1, attendant=HOSTILE) as room:
        paths = files(tmp_path, "ก")
        assert said(room, paths) == ["ก", "ยืม 0"]
        room.close()
        assert said(room, paths) == ["ก", "ยืม 0"]


def test_an_attendant_who_is_killed_is_replaced(tmp_path: Path) -> None:
    with ReadingRoom(Limits(), 1, attendant=HOSTILE) as room:
        assert said(room, files(tmp_path, "!kill the attendant")) == [
            BROKE_OFF.format("stopped"), BROKE_OFF.format("stopped").replace("bad", "good"),
        ]  # fmt: skip
        assert said(room, [tmp_path / "0good.txt"]) == ["ยืม 0"]


def test_nothing_is_left_when_the_program_is_killed(tmp_path: Path) -> None:
    (hanging, _) = files(tmp_path, "!hang")
    program = (
        "import sys, pathlib\nfrom corpus.readingroom import ReadingRoom\n"
        f"room = ReadingRoom(None, 1, attendant={HOSTILE!r})\n"
        f"room._ask(pathlib.Path({str(hanging)!r}))\nprint(room._process.pid, flush=True)\ninput()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        attendant = int(process.stdout.readline())
        for _ in range(1000):
            if readers := children(attendant):
                break
            time.sleep(0.01)
        process.kill()
    assert readers
    assert gone(attendant)
    assert all(gone(one) for one in readers)


def test_reports_are_read_as_in_the_program_itself_and_in_order() -> None:
    samples = sorted((ROOT / "corpus" / "reports").glob("*.txt"))
    expected = [(path, read(path)) for path in samples]
    # More than twelve, so that the attendant has practised in between.
    assert list(read_apart(samples * 3)) == expected * 3


def test_nothing_is_started_for_nothing() -> None:
    with ReadingRoom() as room:
        assert list(room.read_all([])) == []
        assert room._process is None


def test_a_large_file_may_take_longer(tmp_path: Path) -> None:
    large = tmp_path / "large.pdf"
    with large.open("wb") as file:
        file.truncate(3_000_000)
    assert Limits(seconds=10, seconds_per_mb=20).seconds_for(large) == 70
    assert Limits(seconds=10, seconds_per_mb=20).seconds_for(tmp_path / "gone") == 10


def test_the_reader_of_reports_loads_no_model() -> None:
    check = "import sys, corpus.attendant, corpus.reading; corpus.reading.warm_up(); assert 'torch' not in sys.modules"
    assert subprocess.run([sys.executable, "-c", check], cwd=ROOT, check=False).returncode == 0


def test_one_report_is_refused_like_any_other(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_bytes(bytes(range(256)) * 40)
    ((path, refused),) = read_apart([tmp_path / "x.txt"])
    assert path == tmp_path / "x.txt"
    assert isinstance(refused, ReportError)
    assert str(refused).startswith("x.txt is not a text file;")
