"""What changed between two versions of one report: rows added, removed and changed, cell by cell."""

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from corpus.records import MeasureRow, Reading
from corpus.thai import squeeze


class Change(StrEnum):
    """What happened to a row."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row: its label ("I20"), what happened, and where it was changed which of its values: cells, item, score."""

    label: str
    change: Change
    what: tuple[str, ...] = ()


def changes(old: Reading, new: Reading) -> tuple[RowChange, ...]:
    """The rows in which the newer reading differs, in its order, those that are gone at the end.

    Rows are the same row where code, or group without one, and their order among those of that code agree. A text that
    differs only in its blanks is the same text.
    """
    before, after = _numbered(old), _numbered(new)
    found = []
    for key, row in after.items():
        if key not in before:
            found.append(RowChange(row.label, Change.ADDED))
        elif what := _differing(before[key], row):
            found.append(RowChange(row.label, Change.CHANGED, what))
    found += [RowChange(row.label, Change.REMOVED) for key, row in before.items() if key not in after]
    return tuple(found)


def _numbered(reading: Reading) -> dict[tuple[str, int], MeasureRow]:
    counts: Counter[str] = Counter()
    held = {}
    for row in reading.rows:
        counts[row.label] += 1
        held[row.label, counts[row.label]] = row
    return held


def _differing(old: MeasureRow, new: MeasureRow) -> tuple[str, ...]:
    names = dict.fromkeys([*(cell.name for cell in old.cells), *(cell.name for cell in new.cells)])
    what = [name for name in names if _text(old, name) != _text(new, name)]
    if squeeze(old.item) != squeeze(new.item):
        what.insert(0, "item")
    if old.score != new.score:
        what.append("score")
    return tuple(what)


def _text(row: MeasureRow, name: str) -> str:
    cell = row.cell(name)
    return squeeze(cell.text) if cell else ""
