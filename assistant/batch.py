"""Many requests in one file of JSON Lines: each is answered by one line, in order; a bad one does not stop the rest."""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from assistant.inquiry import Fields, object_of
from assistant.wire import ErrorObject, json_line
from corpus.errors import AssistantError, RequestError

# A line longer than this is no question; it is skipped unread, so that no file can fill the memory.
_LONGEST_LINE = 4_000_000


def answer_lines(file: str, answer: Callable[[Fields], Mapping[str, Any]]) -> Iterator[str]:
    """One JSON line for each line of the file ("-" is stdin) that is not blank, in order, with that line's id.

    Raises RequestError where the file cannot be read at all.
    """
    with _opened(file) as lines:
        for number, line in _numbered(lines):
            if line is not None and not line.strip():
                continue
            yield _answered(number, line, answer)


def _answered(number: int, line: bytes | None, answer: Callable[[Fields], Mapping[str, Any]]) -> str:
    front: dict[str, Any] = {}
    try:
        fields = _fields(line)
        if "id" in fields:
            front["id"] = fields["id"]
        return json_line(answer(fields), **front)
    except AssistantError as error:
        sentence = str(error)
    except Exception as error:
        # A fault of ours on one line is told, and the other lines still get their answers.
        sentence = f"This line could not be answered because of a fault in the program ({type(error).__name__})."
    failed: ErrorObject = {"error": sentence, "line": number}
    try:
        return json_line(failed, **front)
    except ValueError:  # the id is a number that JSON cannot write again, such as 1e999
        return json_line(failed)


def _fields(line: bytes | None) -> Fields:
    if line is None:
        raise RequestError(f"The line is longer than {_LONGEST_LINE:,} bytes; shorten it.")
    return object_of(line, "The line", 'write one object a line, such as {"id": 1, ...}')


@contextmanager
def _opened(file: str) -> Iterator[BinaryIO]:
    if file == "-":
        yield sys.stdin.buffer
        return
    try:
        lines = Path(file).open("rb")  # noqa: SIM115 - closed below; only its opening is guarded
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it is no file name"
        raise RequestError(f"The batch file {file} cannot be read: {reason}.") from error
    with lines:
        yield lines


def _numbered(lines: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    """The lines with their 1-based numbers, without a byte order mark; None for a line that is too long."""
    number = 0
    while line := lines.readline(_LONGEST_LINE):
        number += 1
        if len(line) == _LONGEST_LINE and not line.endswith(b"\n"):
            while (rest := lines.readline(_LONGEST_LINE)) and not rest.endswith(b"\n"):
                pass
            yield number, None
            continue
        yield number, line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
