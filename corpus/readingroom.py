"""Reports read apart from the program: whatever is in a file, it can end no more than the process that reads it.

What comes back is JSON, checked field by field; nothing that was near a report's bytes can run code here.
"""

import json
import logging
import os
import subprocess
import sys
from collections import deque
from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from types import TracebackType

from corpus.attendant import Limits, Outcome, arguments_of
from corpus.corrections import Told
from corpus.errors import (
    NoDistrict,
    NoReports,
    NoYear,
    ReportError,
    UnplacedReport,
    UnreadableReport,
    UnsupportedFormat,
)
from corpus.recordjson import from_json, to_json
from corpus.records import MaskKind, Reading
from corpus.redact import CHOSEN

_log = logging.getLogger(__name__)

Answer = Reading | ReportError
ROOT = Path(__file__).parent.parent
ATTENDANT = (sys.executable, "-m", "corpus.attendant")
REFUSALS = (NoReports, UnreadableReport, UnplacedReport, NoDistrict, NoYear, UnsupportedFormat)
# Seconds that an attendant has to end its children and to go.
PATIENCE = 5
# So many reports are asked for ahead for each reader: none waits while the program works on what it has.
AHEAD = 4


class ReadingRoom:
    """Reads reports in processes of their own, several at a time; for one thread at a time.

    Nothing is started before ``open`` or the first report that is asked for; the same attendant then serves until
    ``close``.
    """

    def __init__(
        self,
        limits: Limits | None = None,
        readers: int | None = None,
        attendant: Sequence[str] = ATTENDANT,
        told: Mapping[Path, Told] | None = None,
        masks: Iterable[MaskKind] = CHOSEN,
    ) -> None:
        """``readers`` None means one for each core; ``attendant`` is the command that serves.

        ``told`` is what people said of the files, ``masks`` which personal data is masked.
        """
        self._told = told or {}
        self.limits = limits or Limits()
        self.readers = readers or len(os.sched_getaffinity(0))
        self._command = [*attendant, *arguments_of(self.readers, self.limits), *sorted(masks)]
        self._process: subprocess.Popen[bytes] | None = None
        self._interrupted = False
        self._number = 0
        self._unanswered: set[int] = set()
        self._answers: dict[int, tuple[Outcome, bytes]] = {}

    def __enter__(self) -> "ReadingRoom":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def open(self) -> None:
        """Starts the attendant, who gets ready while the program does other things."""
        self._attendant()

    def read_all(self, paths: Sequence[Path]) -> Generator[tuple[Path, Answer], None, None]:
        """Each file in the order given, with its reading or the reason why there is none.

        Closing the iterator before its end ends all reading and closes the room.
        """
        ahead: deque[tuple[Path, int]] = deque()
        rest = iter(paths)
        left = len(paths)
        try:
            while left:
                for path in islice(rest, AHEAD * self.readers - len(ahead)):
                    ahead.append((path, self._ask(path)))
                path, number = ahead.popleft()
                answer = self._answer(path, number)
                left -= 1
                yield path, answer
        finally:
            if left:
                self.close()

    def interrupt(self) -> None:
        """Ends the reading from another thread, for good: whatever is asked for breaks off at once.

        The attendant is asked to go, so that it ends what its children have started and sweeps their folders.
        """
        self._interrupted = True
        process = self._process
        if process is None:  # the thread that is about to ask sees the flag
            return
        process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()

    def close(self) -> None:
        """Ends the attendant and whatever its children are at."""
        process, self._process = self._process, None
        if process is not None:
            assert process.stdin is not None
            assert process.stdout is not None
            with suppress(OSError):  # it is gone already
                process.stdin.close()
            process.stdout.close()
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self._answers.update((number, (Outcome.BROKE_OFF, b"stopped")) for number in self._unanswered)
        self._unanswered.clear()

    def _ask(self, path: Path) -> int:
        """Asks for a report and returns the number of the request; an attendant who is gone is replaced."""
        self._number += 1
        told = self._told.get(path)
        said = to_json(told).decode() if told is not None and told.key else ""
        request = json.dumps([self._number, str(path.absolute()), said]).encode() + b"\n"
        for _ in range(2):
            process = self._attendant()
            assert process.stdin is not None
            try:
                process.stdin.write(request)
                process.stdin.flush()
                break
            except OSError:
                self.close()
        self._unanswered.add(self._number)
        return self._number

    def _attendant(self) -> "subprocess.Popen[bytes]":
        if self._process is None:
            # A session of its own: Ctrl-C is for the program, which then closes the room.
            self._process = subprocess.Popen(
                self._command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
            )
        return self._process

    def _answer(self, path: Path, number: int) -> Answer:
        while number not in self._answers:
            if self._interrupted:
                self.close()
            else:
                self._receive()
        outcome, payload = self._answers.pop(number)
        return _made(path, outcome, payload, self.limits)

    def _receive(self) -> None:
        """Takes the next answer; where the attendant is gone, whatever was asked for broke off."""
        process = self._process
        if process is None:
            return self.close()
        assert process.stdout is not None
        head = process.stdout.readline()
        if not head.endswith(b"\n"):
            return self.close()
        number, outcome, length = json.loads(head)
        payload = process.stdout.read(length)
        if len(payload) < length:
            return self.close()
        self._unanswered.discard(number)
        self._answers[number] = (Outcome(outcome), payload)
        return None


def read_apart(
    paths: Sequence[Path], limits: Limits | None = None, readers: int | None = None
) -> Generator[tuple[Path, Answer], None, None]:
    """Each file in the order given, read in a process of its own: its reading, or the reason why there is none."""
    with ReadingRoom(limits, readers) as room:
        yield from room.read_all(paths)


def _made(path: Path, outcome: Outcome, payload: bytes, limits: Limits) -> Answer:
    """The reading or the error that an answer stands for."""
    name = path.name
    match outcome:
        case Outcome.READ:
            return _reading(name, payload)
        case Outcome.REFUSED:
            return _refusal(name, payload)
        case Outcome.TOO_SLOW:
            return UnreadableReport(
                f"{name} takes longer to read than the {limits.seconds_for(path):.0f} seconds that it may; "
                "split it, or allow more with ASSISTANT_READ_TIME."
            )
        case Outcome.NO_MEMORY:
            return UnreadableReport(
                f"{name} takes more memory to read than the {limits.memory_mb} MB that it may; "
                "split it, or allow more with ASSISTANT_READ_MEMORY."
            )
        case Outcome.BROKE_OFF:
            return UnreadableReport(
                f"{name} made the program that reads it break off ({payload.decode('ascii', 'replace')}); "
                "the file is damaged: save it anew in the program that made it."
            )
        case Outcome.FAULT:
            trace = payload.decode("utf-8", "replace")
            # At a level that no terminal shows unasked: it may hold words of the report.
            _log.info("Reading %s failed: %s", name, trace)
            kind = trace.strip().rpartition("\n")[2].partition(":")[0]
            return UnreadableReport(
                f"{name} could not be read: a fault in the program ({kind[:80]}); please tell its keepers."
            )


def _refusal(name: str, payload: bytes) -> ReportError:
    try:
        kind, sentence = json.loads(payload)
    except ValueError:
        return UnreadableReport(f"{name} cannot be read.")
    return next((one for one in REFUSALS if one.__name__ == kind), UnreadableReport)(str(sentence))


def _reading(name: str, payload: bytes) -> Answer:
    try:
        reading = from_json(payload, Reading)
    except ValueError:
        return UnreadableReport(f"{name} was read into records that make no sense; save it anew and try again.")
    if reading.report.name != name:
        return UnreadableReport(f"{name} was read under another name; save it anew and try again.")
    return reading
