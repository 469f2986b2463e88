"""The attendant of the reading room: a process that has each report read by a child, and ends those that overstay.

It never looks into a report itself. It forks, so that a child starts in milliseconds, and whatever a report does to its
reader is gone with that child. When the program that started it is gone, it ends its children and itself.
"""

import ctypes
import json
import os
import resource
import selectors
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import astuple, dataclass, field
from enum import StrEnum
from functools import partial
from math import ceil
from pathlib import Path
from typing import NoReturn

from corpus import pulse
from corpus.corrections import Told
from corpus.errors import ReportError, UnreadableReport
from corpus.recordjson import from_json, to_json
from corpus.records import MaskKind, Reading

Read = Callable[..., Reading]

# What one report leaves in the caches (headings, items, words) is gone with its child. Before the twelfth report the
# attendant therefore reads the sample reports itself: a third of a second that makes each later reading a fifth faster.
PRACTISE_BEFORE = 12

# The largest report that a reader takes makes some 100 MB of records; what a child says beyond this is not listened to.
LARGEST_ANSWER = 500_000_000
# What a child may write into its own temporary folder, in one file: the picture of a page has some 30 MB.
LARGEST_FILE = 1_000_000_000
# A page of a scan takes two to ten seconds and is told when it is done; no file may go on for longer than this, though.
SECONDS_A_PAGE, LONGEST = 30.0, 1_800.0
_PR_SET_PDEATHSIG = 1
_ANSWER_FD = 3
_BEAT = b"\0"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one report may take: address space in MB, wall seconds, and more of these for each MB of its file."""

    memory_mb: int = 2_000
    seconds: float = 120.0
    seconds_per_mb: float = 20.0

    def seconds_for(self, path: Path) -> float:
        """The wall seconds that this file may take."""
        try:
            return self.seconds + self.seconds_per_mb * path.stat().st_size / 1_000_000
        except OSError:
            return self.seconds


class Outcome(StrEnum):
    """How the reading of one report ended, and what is said with it."""

    READ = "read"  # the reading, as JSON
    REFUSED = "refused"  # name of the error's class and its sentence, as JSON
    FAULT = "fault"  # the traceback of an error that nobody foresaw
    NO_MEMORY = "no-memory"
    TOO_SLOW = "too-slow"
    BROKE_OFF = "broke-off"  # the signal or the exit code


_OUTCOMES = frozenset(one.value for one in Outcome)


@dataclass(slots=True)
class _Child:
    number: int
    pid: int
    pipe: int
    deadline: float
    last: float
    folder: str
    said: bytearray = field(default_factory=bytearray)


class Attendant:
    """Takes requests, lines of JSON [number, path, what people said of it], each answered in turn.

    An answer is a line [number, outcome, bytes] and that many bytes. What was said is a ``Told`` as JSON, or "".
    """

    def __init__(
        self, read: Read, limits: Limits, readers: int, requests: int, answers: int, practise: Callable[[], None]
    ) -> None:
        """``requests`` and ``answers`` are file descriptors; at most ``readers`` reports are read at a time."""
        self._practise, self._begun = practise, 0
        self._read, self._limits, self._readers = read, limits, readers
        self._requests, self._answers = requests, answers
        self._asked = b""
        self._waiting: deque[tuple[int, Path, str]] = deque()
        self._children: dict[int, _Child] = {}
        self._out = bytearray()
        # Not epoll: its descriptor would be shared with the children.
        self._selector = selectors.PollSelector()

    def serve(self) -> None:
        """Serves until nobody asks any more; then children that are still at work are ended."""
        os.set_blocking(self._answers, False)
        self._selector.register(self._requests, selectors.EVENT_READ)
        try:
            while self._turn():
                pass
        except BrokenPipeError:  # who asked is gone
            pass
        finally:
            for child in list(self._children.values()):
                self._end(child)

    def _turn(self) -> bool:
        """Waits for what happens next and deals with it; False when nobody asks any more."""
        while self._waiting and len(self._children) < self._readers:
            self._begin(*self._waiting.popleft())
        for key, _ in self._selector.select(self._time_left()):
            if key.fd == self._requests:
                if not self._listen():
                    return False
            elif key.fd == self._answers:
                self._send()
            elif key.fd in self._children:
                self._hear(self._children[key.fd])
        now = time.monotonic()
        for child in [one for one in self._children.values() if one.deadline <= now]:
            self._end(child)
            self._say(child.number, Outcome.TOO_SLOW)
        return True

    def _time_left(self) -> float | None:
        """Seconds until the next child overstays, None where there is none."""
        if not self._children:
            return None
        return max(0.0, min(child.deadline for child in self._children.values()) - time.monotonic())

    def _listen(self) -> bool:
        asked = os.read(self._requests, 1 << 16)
        *lines, self._asked = (self._asked + asked).split(b"\n")
        for line in lines:
            number, path, said = json.loads(line)
            self._waiting.append((number, Path(path), said))
        return bool(asked)

    def _begin(self, number: int, path: Path, said: str) -> None:
        """Forks a child that reads the report."""
        from corpus.readers import prepare

        self._begun += 1
        if self._begun == PRACTISE_BEFORE:
            self._practise()
        prepare(path)
        seconds = self._limits.seconds_for(path)
        folder = tempfile.mkdtemp(prefix="reading-")
        receive, send = os.pipe()
        pid = os.fork()
        if pid == 0:
            _read_alone(self._read, path, said, send, self._limits, seconds, folder)
        os.close(send)
        now = time.monotonic()
        self._children[receive] = _Child(number, pid, receive, now + seconds, now + max(seconds, LONGEST), folder)
        self._selector.register(receive, selectors.EVENT_READ)

    def _hear(self, child: _Child) -> None:
        """Takes what a child says; when it has said all, or died, its answer goes out."""
        said = os.read(child.pipe, 1 << 20)
        child.said += said
        beats = len(child.said) - len(child.said.lstrip(_BEAT))
        if beats:
            del child.said[:beats]
            child.deadline = min(child.deadline + beats * SECONDS_A_PAGE, child.last)
        if len(child.said) > LARGEST_ANSWER:
            self._end(child)
            self._say(child.number, Outcome.NO_MEMORY)
        elif not said:
            head, _, payload = bytes(child.said).partition(b"\n")
            outcome, _, length = head.decode("ascii", "replace").partition(" ")
            if outcome in _OUTCOMES and length == str(len(payload)):
                self._say(child.number, Outcome(outcome), payload)
            else:
                self._say(child.number, Outcome.BROKE_OFF, _how_it_ended(child.pid).encode())
            self._end(child)

    def _end(self, child: _Child) -> None:
        """Ends a child with all that it started, and sweeps its folder."""
        del self._children[child.pipe]
        self._selector.unregister(child.pipe)
        os.close(child.pipe)
        for kill in (os.killpg, os.kill):  # just forked, it leads no group yet
            with suppress(ProcessLookupError, PermissionError):
                kill(child.pid, signal.SIGKILL)
        os.waitpid(child.pid, 0)
        shutil.rmtree(child.folder, ignore_errors=True)

    def _say(self, number: int, outcome: Outcome, payload: bytes = b"") -> None:
        if not self._out:
            self._selector.register(self._answers, selectors.EVENT_WRITE)
        self._out += json.dumps([number, outcome, len(payload)]).encode() + b"\n" + payload

    def _send(self) -> None:
        with memoryview(self._out) as view:
            sent = os.write(self._answers, view[: 1 << 20])
        del self._out[:sent]
        if not self._out:
            self._selector.unregister(self._answers)


def _how_it_ended(pid: int) -> str:
    """The signal or the exit code of a child that said nothing more; it stays to be waited for."""
    for _ in range(100):
        ended = os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        if ended is not None:
            killed = ended.si_code != os.CLD_EXITED
            return signal.Signals(ended.si_status).name if killed else f"exit code {ended.si_status}"
        time.sleep(0.01)
    return "silent"


def _read_alone(read: Read, path: Path, said: str, send: int, limits: Limits, seconds: float, folder: str) -> NoReturn:
    """What a child does: it shuts itself in, reads the report, says what came of it, and is gone."""
    try:
        _shut_in(send, limits, seconds, folder)
        outcome, payload = _outcome(read, path, said)
        out = memoryview(f"{outcome} {len(payload)}\n".encode() + payload)
        while out:
            out = out[os.write(_ANSWER_FD, out) :]
        os._exit(0)
    finally:
        os._exit(1)


def _shut_in(send: int, limits: Limits, seconds: float, folder: str) -> None:
    """No file of the attendant's stays open, the limits hold for the child and all it starts, and it dies with it."""
    attendant = os.getppid()
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    os.setsid()
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nowhere, standard)
    os.dup2(send, _ANSWER_FD, inheritable=False)
    os.closerange(_ANSWER_FD + 1, 1 << 20)
    memory = limits.memory_mb * 1_000_000
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_FILE, LARGEST_FILE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Nobody's clock stops what the child has started, should the attendant be killed; this does.
    resource.setrlimit(resource.RLIMIT_CPU, (ceil(max(seconds, LONGEST)) + 60,) * 2)
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != attendant:
        os._exit(1)
    os.environ["TMPDIR"] = tempfile.tempdir = folder
    pulse.listen(partial(os.write, _ANSWER_FD, _BEAT))


def _outcome(read: Read, path: Path, said: str) -> tuple[Outcome, bytes]:
    try:
        told = (from_json(said.encode(), Told),) if said else ()
        return Outcome.READ, to_json(read(path, *told))
    except ReportError as error:
        return Outcome.REFUSED, to_json([type(error).__name__, str(error)])
    except MemoryError:
        return Outcome.NO_MEMORY, b""
    except OSError as error:
        sentence = f"{path.name} cannot be read ({error.strerror or error}); check the file and its rights."
        return Outcome.REFUSED, to_json([UnreadableReport.__name__, sentence])
    except BaseException:
        return Outcome.FAULT, traceback.format_exc().encode("utf-8", "backslashreplace")


def attend(read: Read, arguments: list[str], practise: Callable[[], None] = lambda: None) -> None:
    """Serves stdin and stdout; ``arguments`` begin with the number of readers and the fields of the limits.

    Told to end (SIGTERM), it ends its children with all that they started, sweeps their folders, and goes.
    """
    signal.signal(signal.SIGTERM, _go)
    readers, memory_mb, seconds, seconds_per_mb = arguments[:4]
    answers = os.dup(sys.stdout.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever a library prints is no answer
    limits = Limits(int(memory_mb), float(seconds), float(seconds_per_mb))
    Attendant(read, limits, int(readers), sys.stdin.fileno(), answers, practise).serve()


def _go(_signal: int, _frame: object) -> NoReturn:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # once is enough: what is swept up then is swept up whole
    sys.exit(0)


def arguments_of(readers: int, limits: Limits) -> list[str]:
    """The arguments that ``attend`` takes."""
    return [str(one) for one in (readers, *astuple(limits))]


def main() -> None:
    """The attendant as a process: what reading takes is loaded once, before the first child.

    Behind the arguments of ``attend`` stand the kinds of personal data that are masked.
    """
    from corpus.reading import SAMPLES, read, warm_up

    masks = [MaskKind(one) for one in sys.argv[5:]]

    def practise() -> None:
        for sample in sorted(SAMPLES.glob("*.txt")):
            read(sample)

    warm_up()
    attend(partial(read, masks=masks), sys.argv[1:], practise)


if __name__ == "__main__":
    main()
