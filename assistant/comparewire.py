"""A comparison as the stable JSON."""

from typing import TypedDict

from assistant.compare import Comparison, Entry, Line


class ColumnObject(TypedDict):
    """A district in a fiscal year (B.E.)."""

    district: str
    fiscal_year: int


class CodeObject(TypedDict):
    """Another code of the item, and how its question stands to the line's."""

    fiscal_year: int
    code: str
    relation: str


class EntryObject(TypedDict):
    """What one district has on one item; ``standing`` is "scored", "measures", "group" or "none".

    ``corrected``: a person put something in place of what was read of it.
    """

    standing: str
    score: float | None
    score_year: int | None
    relation: str | None
    rows: list[str]
    corrected: bool


class LineObject(TypedDict):
    """One item; ``fiscal_year`` is the year whose code it is, null for a whole group."""

    key: str
    code: str | None
    fiscal_year: int | None
    group: int
    part: str
    item: str
    codes: list[CodeObject]
    districts: int
    entries: list[EntryObject]


class ComparisonObject(TypedDict):
    """What `compare --json` prints; every line has an entry for each of the columns, in their order."""

    columns: list[ColumnObject]
    lines: list[LineObject]


def comparison_object(comparison: Comparison) -> ComparisonObject:
    """The comparison as an object."""
    return {
        "columns": [{"district": one.district, "fiscal_year": one.fiscal_year} for one in comparison.columns],
        "lines": [_line(comparison, line) for line in comparison.lines],
    }


def _line(comparison: Comparison, line: Line) -> LineObject:
    return {
        "key": str(line.key),
        "code": line.key.code,
        "fiscal_year": line.key.fiscal_year if line.key.code else None,
        "group": line.key.group,
        "part": line.part,
        "item": line.item,
        "codes": [
            {"fiscal_year": one.fiscal_year, "code": one.code, "relation": one.relation.value} for one in line.codes
        ],
        "districts": comparison.held_by(line),
        "entries": [_entry(entry) for entry in line.entries],
    }


def _entry(entry: Entry) -> EntryObject:
    return {
        "standing": entry.standing.value,
        "score": entry.printed.score if entry.printed else None,
        "score_year": entry.printed.fiscal_year if entry.printed else None,
        "relation": entry.relation.value if entry.relation else None,
        "rows": [row.row_id for row in entry.rows],
        "corrected": entry.by_hand,
    }
