"""Gold files: questions with the rows that a right answer rests on, and rows with anchors; JSON Lines both.

A gold row is named "report#code#n", or "report#G4#n" where the form prints no item code; n counts the rows of one
report with that code (or of that group) from the top.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from corpus.errors import RequestError
from corpus.records import CELLS, MeasureRow
from corpus.thai import squeeze

T = TypeVar("T")

_TAG = re.compile(r"<[^<>]*>")


@dataclass(frozen=True, slots=True)
class GoldQuestion:
    """A question, the rows that its answer rests on, and the facts that the answer holds."""

    id: str
    question: str
    lang: str
    kind: str
    relevant: frozenset[str]
    also_ok: frozenset[str]
    not_relevant: frozenset[str]
    must_contain: tuple[str, ...]
    must_any: tuple[str, ...]
    answerable: bool


@dataclass(frozen=True, slots=True)
class GoldRow:
    """A row as a careful reader saw it: lines are 1-based, both ends included; anchors are (cell, words in it)."""

    key: str
    report: str
    code: str | None
    group: int
    item: str
    first_line: int
    last_line: int
    anchors: tuple[tuple[str, str], ...]


def bare(text: str) -> str:
    """What facts and anchors are compared by: no tags, no white space, Arabic digits, lower case."""
    return squeeze(_TAG.sub("", text))


def read_questions(path: Path) -> tuple[GoldQuestion, ...]:
    """The questions of a gold file; raises RequestError naming the line that is none."""
    questions = tuple(_made(path, number, found, _question) for number, found in _objects(path))
    if not questions:
        raise RequestError(f"{path} holds no question; give a file of JSON Lines with id and question.")
    return questions


def read_gold_rows(paths: Iterable[Path]) -> tuple[GoldRow, ...]:
    """The rows of all gold files in the order of first mention; of two with one key the one with more anchors stays."""
    rows: dict[str, GoldRow] = {}
    for path in paths:
        for number, found in _objects(path):
            row = _made(path, number, found, _gold_row)
            if row.key not in rows or len(row.anchors) > len(rows[row.key].anchors):
                rows[row.key] = row
    return tuple(rows.values())


def _objects(path: Path) -> list[tuple[int, dict[str, Any]]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise RequestError(f"The gold file {path} cannot be read: {reason}.") from error
    found = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise RequestError(f"Line {number} of {path} is not JSON.") from error
        if not isinstance(value, dict):
            raise RequestError(f"Line {number} of {path} is not a JSON object.")
        found.append((number, value))
    return found


def _made(path: Path, number: int, found: dict[str, Any], make: Callable[[dict[str, Any]], T]) -> T:
    try:
        return make(found)
    except (KeyError, TypeError, ValueError) as error:
        raise RequestError(f"Line {number} of {path} is not in the gold format: {error}.") from error


def _question(found: dict[str, Any]) -> GoldQuestion:
    return GoldQuestion(
        id=str(found["id"]),
        question=str(found["question"]),
        lang=str(found.get("lang") or "?"),
        kind=str(found.get("kind") or "?"),
        relevant=frozenset(found.get("relevant") or ()),
        also_ok=frozenset(found.get("also_ok") or ()),
        not_relevant=frozenset(found.get("not_relevant") or ()),
        must_contain=tuple(found.get("must_contain") or ()),
        must_any=tuple(found.get("must_any") or ()),
        answerable=bool(found.get("answerable", True)),
    )


def _gold_row(found: dict[str, Any]) -> GoldRow:
    lines = found["seed_lines"]
    cells: Mapping[str, str | None] = found.get("cells") or {}
    return GoldRow(
        key=str(found["key"]),
        report=str(found["doc"]),
        code=found["code"],
        group=int(found["group"]),
        item=str(found.get("item") or ""),
        first_line=int(lines[0]),
        last_line=int(lines[-1]),
        anchors=tuple((name, anchor) for name in CELLS if (anchor := cells.get(name))),
    )


def keys_by_order(rows: Iterable[MeasureRow]) -> dict[str, str]:
    """row_id → gold key, counting the rows of each report and code (or group) from the top."""
    counted: Counter[tuple[str, str]] = Counter()
    keys = {}
    for row in sorted(rows, key=lambda row: (row.report, row.place.char_start)):
        name = row.code or f"G{row.group}"
        counted[row.report, name] += 1
        keys[row.row_id] = f"{row.report}#{name}#{counted[row.report, name]}"
    return keys


def keys_by_anchors(gold: Sequence[GoldRow], rows: Iterable[MeasureRow]) -> dict[str, str]:
    """row_id → gold key: same report, same code (or group), most anchors inside the right cells, then the same lines.

    Each row is taken once, in the order of the gold; a gold row without code wants some sign beyond its group.
    """
    left: dict[str, list[MeasureRow]] = {}
    for row in rows:
        left.setdefault(row.report, []).append(row)
    keys = {}
    for wanted in gold:
        rivals = [row for row in left.get(wanted.report, []) if _may_be(wanted, row)]
        best = max(rivals, key=lambda row: _likeness(wanted, row), default=None)
        if best is not None and (wanted.code or _likeness(wanted, best) > 0):
            keys[best.row_id] = wanted.key
            left[wanted.report].remove(best)
    return keys


def _may_be(wanted: GoldRow, row: MeasureRow) -> bool:
    return row.code == wanted.code if wanted.code else row.group == wanted.group


def _likeness(wanted: GoldRow, row: MeasureRow) -> float:
    texts = {cell.name: bare(cell.text) for cell in row.cells}
    likeness = float(sum(bare(anchor) in texts.get(name, "") for name, anchor in wanted.anchors))
    # Item and lines only decide between rows that hold equally many anchors.
    if wanted.item and bare(wanted.item)[:30] in bare(row.item):
        likeness += 0.5
    if wanted.first_line <= row.place.line <= wanted.last_line:
        likeness += 0.4
    return likeness
