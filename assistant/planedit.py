"""A kept row worked on cell by cell: what else could stand there, put in, exchanged, taken out, and checked again.

Every function gives a new record; nothing here knows of the window or of the database.
"""

from dataclasses import dataclass, replace

from assistant.answers import Basis, DraftCell, DraftRow
from assistant.candidates import Candidates, is_same, place_of
from assistant.checks import Checker, Finding
from assistant.draft import NEVER_DRAFTED, bases_of, composed, form_cells
from assistant.keptplan import Clause, KeptPlan, KeptRow, plain_line
from assistant.plan import form_year, set_of, what_we_did
from assistant.worked import Worked, what_worked
from corpus import catalogue
from corpus.errors import UnknownValue
from corpus.records import MeasureRow
from index.search import ReportIndex

# More than this to choose from is not looked through.
MOST_OFFERED = 12


@dataclass(frozen=True, slots=True)
class Candidate:
    """A clause that could stand in a cell: what it rests on, who says so, and whether it stands there now."""

    text: str
    bases: tuple[Basis, ...]
    districts: tuple[str, ...]
    chosen: bool

    @property
    def clause(self) -> Clause:
        """The clause with what it rests on."""
        return self.text, self.bases


def candidates(row: KeptRow, cell: str, index: ReportIndex) -> tuple[Candidate, ...]:
    """What could stand in a cell, the best first, at most MOST_OFFERED beside those that stand there.

    Outputs, channels and units that go with the measures of the row as it is now come first. Empty for a cell that is
    never drafted; raises UnknownValue for one that the form does not have.
    """
    drafted = row.draft
    if cell not in form_cells(drafted.form):
        raise UnknownValue(f"The form of {drafted.form.value} has no cell {cell!r}.")
    if cell in NEVER_DRAFTED:
        return ()
    choice = _choice(row, index)
    stands = [plain_line(text) for text, _ in row.cell(cell).clauses]
    offered = []
    for text, said in choice.further(cell, {} if cell == "measure" else _lead(row, choice)):
        chosen = any(plain_line(text) == one or is_same(text, one) for one in stands)
        districts = tuple(dict.fromkeys(clause.row.district for clause in said))
        offered.append(Candidate(text, bases_of(said), districts, chosen))
    free = [one for one in offered if not one.chosen][:MOST_OFFERED]
    return tuple(one for one in offered if one.chosen or one in free)


def lines_of(row: KeptRow, cell: str, district: str, index: ReportIndex) -> list[Clause]:
    """What one district's rows of the same item say that could stand in a cell, the best first."""
    if cell in NEVER_DRAFTED:
        return []
    choice = _choice(row, index, district)
    return [(text, bases_of(said)) for text, said in choice.lines(cell, {}) if all(_same(choice, c.row) for c in said)]


def _same(choice: Candidates, row: MeasureRow) -> bool:
    return any(one.same_item and one.row is row for one in choice.found)


def _choice(row: KeptRow, index: ReportIndex, of: str | None = None) -> Candidates:
    drafted = row.draft
    item = catalogue.item_or_nearest(form_year(drafted.form), drafted.code) if drafted.code else None
    about = row.text("weakness") or drafted.weakness or (item.text if item else catalogue.group_name(drafted.group))
    return Candidates(
        about, drafted.code, drafted.group, form_year(drafted.form), drafted.fiscal_year, drafted.district, index, of
    )


def _lead(row: KeptRow, choice: Candidates) -> dict[tuple[str, int, int], int]:
    """Where the measures that the row has now stood in their reports."""
    stands = [plain_line(text) for text, _ in row.cell("measure").clauses]
    lead = {}
    for text, said in choice.further("measure", {}):
        at = next((at for at, one in enumerate(stands) if plain_line(text) == one), None)
        if at is not None:
            lead.update({place_of(clause): at for clause in said})
    return lead


# --- clauses put in, exchanged, taken out ----------------------------------------------------------------------------


def added(row: KeptRow, cell: str, clause: Clause) -> KeptRow:
    """The row with a further clause at the end of a cell; as it is where the clause stands there already."""
    lines = _lines(row.cell(cell))
    if any(plain_line(text) == plain_line(clause[0]) for text, _ in lines):
        return row
    return row.with_cell(cell, composed([*lines, _plain(clause)]))


def swapped(row: KeptRow, cell: str, at: int, clause: Clause) -> KeptRow:
    """The row with a clause in place of the ``at``-th (0-based) of a cell; raises UnknownValue where there is none."""
    lines = _lines(row.cell(cell))
    _has(lines, at)
    return row.with_cell(cell, composed([*lines[:at], _plain(clause), *lines[at + 1 :]]))


def dropped(row: KeptRow, cell: str, at: int) -> KeptRow:
    """The row without the ``at``-th (0-based) clause of a cell; raises UnknownValue where there is none."""
    lines = _lines(row.cell(cell))
    _has(lines, at)
    return row.with_cell(cell, composed([*lines[:at], *lines[at + 1 :]]))


def as_drafted(row: KeptRow, cell: str) -> KeptRow:
    """The row with a cell as it was drafted."""
    return row.with_cell(cell, dict(row.draft.cells).get(cell, DraftCell("", ())))


def gone_over(row: KeptRow, done: DraftRow) -> tuple[KeptRow, tuple[str, ...]]:
    """The kept row with what a model made of it, and the sentences that came with that.

    New words in place of old ones are an edit, which can be taken back. What was to be confirmed, or was empty and is
    filled now, stays to be confirmed; a cell that the user emptied stays empty.
    """
    now, edited = row.row, {name for name, _ in row.edits}
    for name, cell in done.cells:
        if cell == row.cell(name):
            continue
        if name not in now.to_confirm:
            row = row.with_cell(name, cell)
        elif name not in edited:
            cells = tuple((one, cell if one == name else old) for one, old in row.draft.cells)
            to_confirm = tuple(dict.fromkeys((*row.draft.to_confirm, name)))
            row = replace(row, draft=replace(row.draft, cells=cells, to_confirm=to_confirm))
    return row, tuple(one for one in done.warnings if one not in now.warnings)


def _lines(cell: DraftCell) -> list[Clause]:
    """The clauses of a cell without their bullets."""
    clauses = cell.clauses or (((cell.text, cell.basis),) if cell.text else ())
    return [_plain(clause) for clause in clauses]


def _plain(clause: Clause) -> Clause:
    return clause[0].strip().removeprefix("-").strip(), clause[1]


def _has(lines: list[Clause], at: int) -> None:
    if not 0 <= at < len(lines):
        raise UnknownValue(f"The cell has no clause {at + 1}; it has {len(lines)}.")


# --- beside the row --------------------------------------------------------------------------------------------------


def findings(row: KeptRow, checker: Checker) -> tuple[Finding, ...]:
    """What to see to in the row as it stands now."""
    return checker.of(row.row)


def own_of_before(plan: KeptPlan, row: KeptRow, index: ReportIndex) -> tuple[Basis, ...]:
    """What the district itself did about the row's item before, quoted: "what we did"."""
    code, group, year = _asked(plan, row)
    return what_we_did(index, code, group, year, plan.district)


def worked_elsewhere(plan: KeptPlan, row: KeptRow, index: ReportIndex) -> tuple[Worked, ...]:
    """The districts that score high on the row's item or rose; correlation, not proof (``worked.NO_PROOF``)."""
    code, group, year = _asked(plan, row)
    return what_worked(index, code, group, year, plan.district, plan.below)


def _asked(plan: KeptPlan, row: KeptRow) -> tuple[str | None, int, int]:
    """The item as the scores name it, its group and the year of that set; without scores as the form names it."""
    if row.weak and plan.score_year is not None:
        weak = row.weak[0]
        return weak.code, weak.group, set_of(plan.score_year, weak.code)
    return row.draft.code, row.draft.group, form_year(row.draft.form)
