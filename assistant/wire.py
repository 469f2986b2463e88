"""Records as the JSON that other tools rely on; the key names here are a promise.

It knows nothing of the command line: an HTTP service can send the same objects. `TypedDict`s name every key, so that
mypy holds the promise, and nothing but these objects is ever written out.
"""

import json
from collections.abc import Mapping
from typing import Any, NotRequired, TypedDict

from assistant.answers import Answer, Basis, Citation, DraftCell, DraftRow, ReadAs
from corpus.records import CELLS, Corrected, MeasureRow, Place, Reading
from index.hits import Hit

# JSON leaves these three raw, but str.splitlines() takes them for line ends and would tear a line of JSON Lines apart.
_LINE_ENDS = {0x85: "\\u0085", 0x2028: "\\u2028", 0x2029: "\\u2029"}


class PlaceObject(TypedDict):
    """Page and line are 1-based, offsets are characters of the decoded source, half open."""

    page: int
    line: int
    char_start: int
    char_end: int


class CorrectedObject(TypedDict):
    """A value that a person put in place of what was read: `what` is a cell, code, group or score; `when` is UTC."""

    what: str
    read: str
    now: str
    who: str
    when: str


class RowObject(TypedDict):
    """One measures row as `rows --json` prints it."""

    row_id: str
    report: str
    place: PlaceObject
    district: str
    fiscal_year: int
    part: str
    group: int
    code: str | None
    item: str
    score: float | None
    group_score: float | None
    cells: dict[str, str | None]
    merged_with: list[str]
    corrected: list[CorrectedObject]


class HitObject(TypedDict):
    """One record found; a passage has no row_id, code or group."""

    kind: str
    row_id: str | None
    report: str
    place: PlaceObject
    district: str
    fiscal_year: int
    code: str | None
    group: int | None
    text: str
    score: float
    corrected: list[CorrectedObject]


class CitationObject(TypedDict):
    """A numbered verbatim quote."""

    mark: int
    report: str
    row_id: str | None
    cell: str | None
    place: PlaceObject
    quote: str
    corrected: CorrectedObject | None


class ReadAsObject(TypedDict):
    """What the question was understood to ask for."""

    codes: list[str]
    years: list[int]
    districts: list[str]
    cells: list[str]


class BasisObject(TypedDict):
    """What a drafted clause rests on."""

    row_id: str
    report: str
    place: PlaceObject
    quote: str
    corrected: CorrectedObject | None


class DraftCellObject(TypedDict):
    """A drafted cell; an empty text is left to fill."""

    text: str
    basis: list[BasisObject]


class DraftRowObject(TypedDict):
    """One drafted row."""

    district: str
    fiscal_year: int
    form: str
    code: str | None
    group: int
    item: str
    cells: dict[str, DraftCellObject]
    to_confirm: list[str]
    warnings: list[str]


class ReportObject(TypedDict):
    """One report of the store and what was read of it; characters left out have their reasons in the ledger."""

    report: str
    district: str
    fiscal_year: int
    form: str
    pages: int
    rows: int
    passages: int
    characters: int
    characters_left_out: int
    notes: list[str]


class SearchObject(TypedDict):
    """What `search` answers with; ``id`` is that of the asking line, whatever JSON value it was."""

    id: NotRequired[Any]
    question: str
    hits: list[HitObject]


class AnswerObject(TypedDict):
    """What `ask` answers with; where it asked for a draft, the text holds the drafted row and mode is "draft"."""

    id: NotRequired[Any]
    question: str
    status: str
    text: str
    citations: list[CitationObject]
    hits: list[HitObject]
    read_as: ReadAsObject
    mode: str


class DraftObject(TypedDict):
    """What `draft` answers with."""

    id: NotRequired[Any]
    rows: list[DraftRowObject]


class ErrorObject(TypedDict):
    """What a batch line that cannot be done answers with; ``line`` is 1-based."""

    id: NotRequired[Any]
    error: str
    line: int


def place_object(place: Place) -> PlaceObject:
    """The place without the report's name, which stands beside it."""
    return {"page": place.page, "line": place.line, "char_start": place.char_start, "char_end": place.char_end}


def _corrected_object(one: Corrected) -> CorrectedObject:
    return {"what": one.what, "read": one.read, "now": one.now, "who": one.who, "when": one.when}


def row_object(row: MeasureRow) -> RowObject:
    """The row with all nine cells; null where the cell is empty or the form has no such column."""
    texts = {cell.name: cell.text for cell in row.cells}
    return {
        "row_id": row.row_id,
        "report": row.report,
        "place": place_object(row.place),
        "district": row.district,
        "fiscal_year": row.fiscal_year,
        "part": row.part,
        "group": row.group,
        "code": row.code,
        "item": row.item,
        "score": row.score,
        "group_score": row.group_score,
        "cells": {name: texts.get(name) for name in CELLS},
        "merged_with": list(row.merged_with),
        "corrected": [_corrected_object(one) for one in row.corrected],
    }


def hit_object(hit: Hit) -> HitObject:
    """The record found; the text of a row is its item and its cells, one line each."""
    row = hit.row
    return {
        "kind": hit.kind.value,
        "row_id": row.row_id if row else None,
        "report": hit.record.report,
        "place": place_object(hit.place),
        "district": hit.record.district,
        "fiscal_year": hit.record.fiscal_year,
        "code": row.code if row else None,
        "group": row.group if row else None,
        "text": record_text(hit),
        "score": round(float(hit.score), 6),
        "corrected": [_corrected_object(one) for one in row.corrected] if row else [],
    }


def report_object(reading: Reading) -> ReportObject:
    """What the store holds of one report."""
    ledger = reading.ledger
    return {
        "report": reading.report.name,
        "district": reading.district,
        "fiscal_year": reading.fiscal_year,
        "form": reading.form.value,
        "pages": len(reading.report.pages),
        "rows": len(reading.rows),
        "passages": len(reading.passages),
        "characters": ledger.characters,
        "characters_left_out": ledger.characters_left_out,
        "notes": list(ledger.notes),
    }


def record_text(hit: Hit) -> str:
    """What a person reads of the record found."""
    if isinstance(hit.record, MeasureRow):
        return "\n".join([hit.record.item, *(cell.text for cell in hit.record.cells)]).strip()
    return hit.record.text


def search_object(question: str, hits: tuple[Hit, ...]) -> SearchObject:
    """The hits of one question, best first."""
    return {"question": question, "hits": [hit_object(hit) for hit in hits]}


def answer_object(answer: Answer) -> AnswerObject:
    """The answer with its citations, what it was found among, and what the question was read as."""
    return {
        "question": answer.question,
        "status": answer.status.value,
        "text": answer.text,
        "citations": [_citation_object(citation) for citation in answer.citations],
        "hits": [hit_object(hit) for hit in answer.hits],
        "read_as": _read_as_object(answer.read_as),
        "mode": answer.mode.value,
    }


def _citation_object(citation: Citation) -> CitationObject:
    return {
        "mark": citation.mark,
        "report": citation.report,
        "row_id": citation.row_id,
        "cell": citation.cell,
        "place": place_object(citation.place),
        "quote": citation.quote,
        "corrected": _corrected_object(citation.place.corrected) if citation.place.corrected else None,
    }


def _read_as_object(read: ReadAs) -> ReadAsObject:
    return {
        "codes": list(read.codes),
        "years": list(read.years),
        "districts": list(read.districts),
        "cells": list(read.cells),
    }


def draft_object(rows: tuple[DraftRow, ...]) -> DraftObject:
    """The drafted rows of one request."""
    return {"rows": [draft_row_object(row) for row in rows]}


def draft_row_object(row: DraftRow) -> DraftRowObject:
    """One drafted row; the weakness stands among the cells where the form has that column."""
    return {
        "district": row.district,
        "fiscal_year": row.fiscal_year,
        "form": row.form.value,
        "code": row.code,
        "group": row.group,
        "item": row.item,
        "cells": {name: _draft_cell_object(cell) for name, cell in row.cells},
        "to_confirm": list(row.to_confirm),
        "warnings": list(row.warnings),
    }


def _draft_cell_object(cell: DraftCell) -> DraftCellObject:
    return {"text": cell.text, "basis": [_basis_object(basis) for basis in cell.basis]}


def _basis_object(basis: Basis) -> BasisObject:
    return {
        "row_id": basis.row_id,
        "report": basis.report,
        "place": place_object(basis.place),
        "quote": basis.quote,
        "corrected": _corrected_object(basis.place.corrected) if basis.place.corrected else None,
    }


def json_line(found: Mapping[str, Any], **front: object) -> str:
    """One line of JSON Lines, Thai readable, ``front`` (such as the id) first; it holds no line end of any kind."""
    text = json.dumps({**front, **found}, ensure_ascii=False, allow_nan=False)
    return text.translate(_LINE_ENDS)
