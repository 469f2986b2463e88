"""A plan as it is kept: drafted rows with what the user put in their place, to JSON and back without loss."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from assistant.answers import Basis, DraftCell, DraftRow
from assistant.carryover import their_own
from assistant.cautions import caution
from assistant.duedate import moved
from assistant.plan import PASS_MARK, WEAKNESS_OF_OTHERS, WEAKNESS_OF_OWN, Plan, WeakItem
from corpus.errors import UnknownValue
from corpus.recordjson import from_json as record_from_json
from corpus.records import CELLS, PART_OF_GROUP, PARTS, Form

Clause = tuple[str, tuple[Basis, ...]]


@dataclass(frozen=True, slots=True)
class KeptRow:
    """A drafted row, the cells that stand in place of drafted ones, and the cells that the user looked at and let be.

    ``weak`` are the weak items that the row answers, with their scores.
    """

    draft: DraftRow
    edits: tuple[tuple[str, DraftCell], ...] = ()
    confirmed: tuple[str, ...] = ()
    weak: tuple[WeakItem, ...] = ()

    def __post_init__(self) -> None:
        for name in (*(name for name, _ in self.edits), *self.confirmed):
            if name not in CELLS:
                raise ValueError(f"no such cell: {name}")

    @property
    def row(self) -> DraftRow:
        """The row as it stands now: for the form, the checks and the sources."""
        edits = dict(self.edits)
        cells = tuple((name, edits.get(name, cell)) for name, cell in self.draft.cells)
        seen = {*edits, *self.confirmed}
        to_confirm = tuple(
            name for name, cell in cells if not cell.text or (name in self.draft.to_confirm and name not in seen)
        )
        settled = {sentence for name in seen for sentence in _about(name, self.draft.fiscal_year)}
        warnings = tuple(one for one in self.draft.warnings if one not in settled)
        return replace(self.draft, cells=cells, to_confirm=to_confirm, warnings=warnings)

    def cell(self, name: str) -> DraftCell:
        """What stands in a cell now; an empty one where the form has no such cell."""
        return dict(self.edits).get(name) or dict(self.draft.cells).get(name) or DraftCell("", ())

    def text(self, name: str) -> str:
        """The words of a cell as it stands now."""
        return self.cell(name).text

    def with_cell(self, name: str, cell: DraftCell) -> "KeptRow":
        """The row with another cell in that place; the drafted one again is no edit."""
        kept = {**dict(self.edits), name: cell}
        if dict(self.draft.cells).get(name) == cell:
            del kept[name]
        return replace(self, edits=tuple(kept.items()))

    def with_text(self, name: str, text: str, known: Iterable[Clause] = ()) -> "KeptRow":
        """The row with a cell rewritten: lines that stood there, or that are ``known``, keep what they rest on.

        Every other line is the user's own and rests on nothing.
        """
        drafted = dict(self.draft.cells).get(name)
        if drafted is not None and drafted.text == text:
            return self.with_cell(name, drafted)
        held = [*self.cell(name).clauses, *(drafted.clauses if drafted else ()), *known]
        return self.with_cell(name, _rewritten(text, held))

    def with_seen(self, name: str) -> "KeptRow":
        """The row with a cell that was to be confirmed let be as it is."""
        return self if name in self.confirmed else replace(self, confirmed=(*self.confirmed, name))


@dataclass(frozen=True, slots=True)
class KeptPlan:
    """All that is kept of a plan; ``score_year`` (B.E.) is that of the scores, ``below`` what counts as weak."""

    district: str
    fiscal_year: int
    form: Form
    rows: tuple[KeptRow, ...]
    score_year: int | None = None
    below: float = PASS_MARK

    @property
    def scores(self) -> dict[str | int, float]:
        """The score beside each item of the form, by code or by number of indicator."""
        firsts = [(row.draft, row.weak[0].score) for row in self.rows if row.weak]
        return {draft.code or draft.group: score for draft, score in firsts if score is not None}

    def with_row(self, row: int, kept: KeptRow) -> "KeptPlan":
        """The plan with another row (0-based) in that place; raises UnknownValue where there is no such row."""
        self._has(row)
        return replace(self, rows=tuple(kept if at == row else one for at, one in enumerate(self.rows)))

    def with_text(self, row: int, cell: str, text: str) -> "KeptPlan":
        """The plan with one cell of one row (0-based) rewritten; raises UnknownValue where there is no such row."""
        self._has(row)
        return self.with_row(row, self.rows[row].with_text(cell, text))

    def with_rows(self, more: Sequence[KeptRow]) -> "KeptPlan":
        """The plan with further rows in the order of the form; one of an item that has a row already is left out."""
        held = {(row.draft.code, row.draft.group) for row in self.rows}
        rows = (*self.rows, *(row for row in more if (row.draft.code, row.draft.group) not in held))
        return replace(self, rows=tuple(sorted(rows, key=lambda row: _order(row.draft))))

    def without_row(self, row: int) -> "KeptPlan":
        """The plan without one row (0-based); raises UnknownValue where there is no such row."""
        self._has(row)
        return replace(self, rows=tuple(one for at, one in enumerate(self.rows) if at != row))

    def for_year(self, fiscal_year: int) -> "KeptPlan":
        """The plan as a start for another year: no results, due dates moved, other lines with a date dropped."""
        rows = tuple(_moved(row, self.fiscal_year, fiscal_year) for row in self.rows)
        return replace(self, fiscal_year=fiscal_year, rows=rows)

    def _has(self, row: int) -> None:
        if not 0 <= row < len(self.rows):
            raise UnknownValue(f"The plan has no row {row + 1}; it has {len(self.rows)}.")


def _about(cell: str, fiscal_year: int) -> tuple[str, ...]:
    """The cautions that are settled once the user has seen to a cell."""
    if cell == "weakness":
        return WEAKNESS_OF_OTHERS, WEAKNESS_OF_OWN, caution("no weakness"), caution("names another")
    return (caution("moved", year=fiscal_year),) if cell == "timeframe" else ()


def kept_plan(made: Plan) -> KeptPlan:
    """A drafted plan as it is kept."""
    rows = tuple(KeptRow(row.draft, weak=(row.weak, *row.also)) for row in made.rows)
    return KeptPlan(made.district, made.fiscal_year, made.form, rows, made.sheet.fiscal_year, made.below)


def _order(row: DraftRow) -> tuple[int, int, int]:
    return PARTS.index(PART_OF_GROUP[row.group]), row.group, int(row.code[1:]) if row.code else 0


def plain_line(text: str) -> str:
    """A line without its bullet and without doubled blanks: what tells whether two lines are one."""
    return " ".join(text.strip().removeprefix("-").split())


def cell_of(clauses: Sequence[Clause]) -> DraftCell:
    """Lines with what they rest on as a cell, letter by letter."""
    if not clauses:
        return DraftCell("", ())
    bases = tuple(dict.fromkeys(basis for _, rests_on in clauses for basis in rests_on))
    return DraftCell("\n".join(text for text, _ in clauses), bases, tuple(clauses), own=not bases)


def _rewritten(text: str, held: Iterable[Clause]) -> DraftCell:
    known: dict[str, tuple[Basis, ...]] = {}
    for words, bases in held:
        known.setdefault(plain_line(words), bases)
    lines = [line.rstrip() for line in text.split("\n") if line.strip()]
    return cell_of([(line, known.get(plain_line(line), ())) for line in lines])


# --- another year ----------------------------------------------------------------------------------------------------


def _moved(row: KeptRow, from_year: int, fiscal_year: int) -> KeptRow:
    """The row for another year, to be confirmed anew; its scores were those of the year before."""
    cells = tuple((name, _moved_cell(name, row.cell(name), from_year, fiscal_year)) for name, _ in row.draft.cells)
    to_fill = tuple(name for name, cell in cells if name in row.row.to_confirm or not cell.text or name == "timeframe")
    draft = replace(row.draft, fiscal_year=fiscal_year, cells=cells, to_confirm=to_fill)
    return KeptRow(draft)


def _moved_cell(name: str, cell: DraftCell, from_year: int, fiscal_year: int) -> DraftCell:
    if name == "result" or not cell.text:
        return DraftCell("", ())
    clauses = cell.clauses or ((cell.text, cell.basis),)
    if name == "timeframe":
        dated = [(moved(text, from_year, fiscal_year), bases) for text, bases in clauses]
        return cell_of([(text, bases) for text, bases in dated if text is not None])
    kept = [(text, bases) for text, bases in clauses if their_own(text) != "date"]
    return cell if len(kept) == len(clauses) else cell_of(kept)


# --- JSON ------------------------------------------------------------------------------------------------------------


def to_json(plan: KeptPlan) -> str:
    """The plan as JSON text; equal plans give equal texts."""
    return json.dumps(asdict(plan), ensure_ascii=False, sort_keys=True)


def from_json(text: str) -> KeptPlan:
    """The plan out of the JSON text of ``to_json``, of this version or the one before; raises ValueError else."""
    read = json.loads(text)
    if "score_year" not in read:
        read = _raised(read)
    return record_from_json(json.dumps(read, ensure_ascii=False).encode("utf-8", "surrogatepass"), KeptPlan)


def _raised(read: dict[str, Any]) -> dict[str, Any]:
    """What was kept when edits were plain texts and a plan did not know its scores."""
    rows = [
        {
            "draft": row["draft"],
            "edits": [[name, asdict(_rewritten(words, ()))] for name, words in row["edits"]],
            "confirmed": [],
            "weak": [],
        }
        for row in read["rows"]
    ]
    return {**read, "rows": rows, "score_year": None, "below": PASS_MARK}
