"""A plan as it is kept: drafted rows with what the user wrote in their place, to JSON and back without loss."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from assistant.answers import Basis, DraftCell, DraftRow
from assistant.carryover import their_own
from corpus.errors import UnknownValue
from corpus.records import CELLS, Form, Place


@dataclass(frozen=True, slots=True)
class KeptRow:
    """A drafted row and the user's own texts by cell name, which stand in place of the drafted ones."""

    draft: DraftRow
    edits: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        for name, _ in self.edits:
            if name not in CELLS:
                raise ValueError(f"no such cell: {name}")

    def text(self, name: str) -> str:
        """What stands in a cell now; empty where the form has no such cell."""
        cell = dict(self.draft.cells).get(name)
        return dict(self.edits).get(name, cell.text if cell else "")

    def with_text(self, name: str, text: str) -> "KeptRow":
        """The row with a cell rewritten; the drafted text again is no edit."""
        kept = {**dict(self.edits), name: text}
        cell = dict(self.draft.cells).get(name)
        if cell is not None and cell.text == text:
            del kept[name]
        return replace(self, edits=tuple(kept.items()))


@dataclass(frozen=True, slots=True)
class KeptPlan:
    """All that is kept of a plan."""

    district: str
    fiscal_year: int
    form: Form
    rows: tuple[KeptRow, ...]

    def with_text(self, row: int, cell: str, text: str) -> "KeptPlan":
        """The plan with one cell of one row (0-based) rewritten; raises UnknownValue where there is no such row."""
        if not 0 <= row < len(self.rows):
            raise UnknownValue(f"The plan has no row {row + 1}; it has {len(self.rows)}.")
        rows = [one.with_text(cell, text) if at == row else one for at, one in enumerate(self.rows)]
        return replace(self, rows=tuple(rows))

    def for_year(self, fiscal_year: int) -> "KeptPlan":
        """The plan as a start for another year: results, due dates and lines that hold a date are left to fill."""
        return replace(self, fiscal_year=fiscal_year, rows=tuple(_moved(row, fiscal_year) for row in self.rows))


def _moved(row: KeptRow, fiscal_year: int) -> KeptRow:
    moved = row
    for name, _ in row.draft.cells:
        lines = row.text(name).split("\n")
        kept = [] if name in ("result", "timeframe") else [line for line in lines if their_own(line) != "date"]
        moved = moved.with_text(name, "\n".join(kept))
    to_fill = tuple(name for name, _ in row.draft.cells if name in row.draft.to_confirm or not moved.text(name))
    return replace(moved, draft=replace(moved.draft, fiscal_year=fiscal_year, to_confirm=to_fill))


def to_json(plan: KeptPlan) -> str:
    """The plan as JSON text; equal plans give equal texts."""
    return json.dumps(asdict(plan), ensure_ascii=False, sort_keys=True)


def from_json(text: str) -> KeptPlan:
    """The plan out of the JSON text of ``to_json``."""
    read = json.loads(text)
    rows = tuple(
        KeptRow(_draft(row["draft"]), tuple((name, words) for name, words in row["edits"])) for row in read["rows"]
    )
    return KeptPlan(read["district"], read["fiscal_year"], Form(read["form"]), rows)


def _draft(read: Mapping[str, Any]) -> DraftRow:
    cells = tuple((name, _cell(cell)) for name, cell in read["cells"])
    lists = {name: tuple(read[name]) for name in ("to_confirm", "warnings")}
    return DraftRow(**{**read, **lists, "form": Form(read["form"]), "cells": cells})


def _cell(read: Mapping[str, Any]) -> DraftCell:
    clauses = tuple((text, tuple(map(_basis, bases))) for text, bases in read["clauses"])
    return DraftCell(**{**read, "basis": tuple(map(_basis, read["basis"])), "clauses": clauses})


def _basis(read: Mapping[str, Any]) -> Basis:
    return Basis(**{**read, "place": Place(**read["place"])})
