"""What readers thought of answers, one JSON line each in a file: what was asked, what was cited, good or not.

The lines have the shape that ``evaluate`` reads questions from, so that a keeper can turn them into gold questions.
"""

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from assistant.answers import Answer
from corpus.errors import RequestError

# A remark longer than this is no remark.
LONGEST_REMARK = 1_000


class Verdict(StrEnum):
    """Whether an answer was of help."""

    GOOD = "good"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Rating:
    """One reader's opinion of one answer; ``at`` is UTC in ISO 8601, ``rows`` are the ids of the rows cited."""

    at: str
    question: str
    verdict: Verdict
    status: str
    mode: str
    rows: tuple[str, ...]
    remark: str = ""


def rating(answer: Answer, verdict: Verdict, remark: str = "", now: datetime | None = None) -> Rating:
    """The rating of an answer given now."""
    rows = tuple(dict.fromkeys(one.row_id for one in answer.citations if one.row_id))
    at = (now or datetime.now(UTC)).isoformat(timespec="seconds")
    said = " ".join(remark.split())[:LONGEST_REMARK]
    return Rating(at, answer.question, verdict, answer.status.value, answer.mode.value, rows, said)


class RatingFile:
    """The file of ratings; threads and processes may share it, for a line is written in one piece."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def add(self, one: Rating) -> None:
        """Puts a rating at the end; raises RequestError where the disk refuses."""
        line = json.dumps(rating_object(one), ensure_ascii=False) + "\n"
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            try:
                os.write(handle, line.encode("utf-8", "backslashreplace"))
            finally:
                os.close(handle)
        except OSError as error:
            raise RequestError(f"The rating could not be kept ({error.strerror or error}); try again.") from error

    def read(self) -> Iterator[Rating]:
        """Every rating in the order given; a line that was cut off by a full disk is passed over."""
        try:
            lines = self._path.read_text(encoding="utf-8").split("\n")
        except FileNotFoundError:
            return
        except OSError as error:
            raise RequestError(f"The ratings cannot be read ({error.strerror or error}); check the file.") from error
        for line in lines:
            try:
                held = json.loads(line)
                yield Rating(
                    held["at"], held["question"], Verdict(held["verdict"]), held["status"], held["mode"],
                    tuple(held["rows"]), held["remark"],
                )  # fmt: skip
            except (ValueError, KeyError, TypeError):
                continue


def for_keeper(given: Iterable[Rating]) -> tuple[Rating, ...]:
    """The ratings as a keeper goes through them: the bad ones first, of each kind the latest first."""
    latest = sorted(given, key=lambda one: one.at, reverse=True)
    return tuple(sorted(latest, key=lambda one: one.verdict is not Verdict.BAD))


def rating_object(one: Rating) -> dict[str, Any]:
    return {
        "at": one.at, "question": one.question, "verdict": one.verdict.value, "status": one.status, "mode": one.mode,
        "rows": list(one.rows), "remark": one.remark,
    }  # fmt: skip
