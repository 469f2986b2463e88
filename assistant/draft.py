"""One measure row for a weak item, composed from how other districts handled it; every cell shows what it rests on."""

import re
from collections.abc import Iterable, Sequence

from assistant.answers import Basis, DraftCell, DraftRequest, DraftRow
from assistant.candidates import Candidates, Lead, Line, led, place_of
from assistant.carryover import names_other
from assistant.cautions import caution
from assistant.clauses import Clause, quotes_of
from assistant.handnotes import of_row
from assistant.precedents import Precedent
from corpus import catalogue
from corpus.districts import district as district_named
from corpus.errors import EmptyQuestion, UnknownValue
from corpus.forms import FORM_COLUMNS, Column
from corpus.records import PART_OF_GROUP, Form
from corpus.thai import fold_digits, squeeze
from index.search import ReportIndex

# How many clauses make a cell: a form's row is read at a glance.
MOST_CLAUSES = {
    "measure": 4,
    "guideline": 3,
    "output": 4,
    "publicity": 3,
    "responsible": 3,
    "monitoring": 1,
    "timeframe": 1,
}
# A plan claims no results, so the result is always left to fill.
NEVER_DRAFTED = ("result",)
FIRST_YEAR, LAST_YEAR = 2560, 2599
_CODE = re.compile(r"([IEO])([1-9]\d?)")


def draft(request: DraftRequest, index: ReportIndex) -> tuple[DraftRow, ...]:
    """The drafted row of a request; raises UnknownValue or EmptyQuestion where it names what does not exist."""
    item_year = _item_year(request.form)
    code, group = _item_of(request, item_year)
    own = district_of(request.district, index)
    if not FIRST_YEAR <= request.fiscal_year <= LAST_YEAR:
        raise UnknownValue(
            f"There is no fiscal year {request.fiscal_year}; give one in the Buddhist Era, such as 2568."
        )
    if not request.weakness.strip():
        raise EmptyQuestion("The weakness is empty; say in a few words what is weak.")
    item = catalogue.item_or_nearest(item_year, code) if code else None
    choice = Candidates(request.weakness, code, group, item_year, request.fiscal_year, own, index)
    cells = _cells(request, choice, index, own)
    is_moved = _is_moved(cells.get("timeframe"))
    return (
        DraftRow(
            district=own,
            fiscal_year=request.fiscal_year,
            form=request.form,
            code=code,
            group=group,
            item=item.text if item else catalogue.group_name(group),
            weakness=" ".join(request.weakness.split()),
            cells=tuple(cells.items()),
            to_confirm=tuple(
                name for name, cell in cells.items() if not cell.basis or (is_moved and name == "timeframe")
            ),
            warnings=(
                *_warnings(request, choice.found, item_year, code, own, index, is_moved),
                *_by_hand(cells.values(), index),
            ),
        ),
    )


def form_cells(form: Form) -> tuple[str, ...]:
    """The row cells that a form has, in the order of its columns; raises UnknownValue for no official form."""
    if form not in FORM_COLUMNS:
        raise UnknownValue("There is no such form; the forms are 2563, 2565, 2566 and 2567.")
    names: list[str] = []
    for column in FORM_COLUMNS[form]:
        if column is Column.ANALYSIS:
            names += ["weakness", "guideline"]
        elif column not in (Column.ITEM, Column.PICTURE):
            names.append(column.value)
    return tuple(names)


def _item_year(form: Form) -> int:
    """The year whose item set a form goes with: forms and item sets changed together."""
    return int(form.value) if form is not Form.UNKNOWN else 2567


def _item_of(request: DraftRequest, item_year: int) -> tuple[str | None, int]:
    if request.code is not None:
        code = fold_digits(request.code).strip().upper().replace(" ", "").replace("-", "")
        group = group_of_item(item_year, code)
        if group is None:
            ranges = [catalogue.code_range(item_year, g) for g in (5, 8, 10)]
            known = ", ".join(f"{letter}1-{letter}{last}" for letter, _, last in ranges)
            raise UnknownValue(f"There is no item {request.code!r} in the form of {item_year}; it has {known}.")
        return code, group
    if request.group is None or request.group not in PART_OF_GROUP:
        raise UnknownValue(f"There is no indicator group {request.group}; choose one from 1 to 10.")
    return None, request.group


def group_of_item(item_year: int, code: str) -> int | None:
    """The group of a code in that year's own set of items, or None where the set has no such code."""
    match = _CODE.fullmatch(code)
    for group in PART_OF_GROUP if match else ():
        letter, first, last = catalogue.code_range(item_year, group)
        if match and letter == match[1] and first <= int(match[2]) <= last:
            return group
    return None


def district_of(given: str, index: ReportIndex) -> str:
    """The district's name as the program writes it; raises UnknownValue for one that is nowhere."""
    name = given.strip().removeprefix("สำนักงานเขต").removeprefix("เขต").strip()
    known = district_named(name)
    if known is not None:
        return known.name
    if name in index.districts:
        return name
    raise UnknownValue(f"There is no district {given!r}; give one of Bangkok's 50, such as บางรัก, or one in the store.")


# --- cells -----------------------------------------------------------------------------------------------------------


def _cells(request: DraftRequest, choice: Candidates, index: ReportIndex, own: str) -> dict[str, DraftCell]:
    """Every cell of the form by name; what is done comes first, for output, channel and unit go with it."""
    made: dict[str, DraftCell] = {}
    lead: dict[tuple[str, int, int], int] = {}
    names = form_cells(request.form)
    for name in sorted(names, key=lambda name: name != "measure"):
        if name in NEVER_DRAFTED:
            made[name] = DraftCell("", ())
        elif name == "weakness":
            made[name] = _weakness_cell(request.weakness, choice, index, own)
        else:
            lines = _chosen(name, choice, lead)
            if name == "measure":
                lead = {place_of(clause): at for at, (_, said) in enumerate(lines) for clause in said}
            made[name] = composed([(text, bases_of(said)) for text, said in lines])
    return {name: made[name] for name in names}


def _chosen(name: str, choice: Candidates, lead: Lead) -> list[Line]:
    """The best lines of a cell; those that go with a measure keep the order of the measures."""
    chosen = choice.lines(name, lead)[: MOST_CLAUSES.get(name, 2)]
    last = len(lead)
    return sorted(chosen, key=lambda line: min((led(clause, lead, last) for clause in line[1]), default=last))


def _is_moved(due: DraftCell | None) -> bool:
    """Whether a due date is another than the one that it rests on."""
    lines = due.clauses if due else ()
    return any(
        squeeze(text).lstrip("-") not in squeeze(" ".join(basis.quote for basis in bases)) for text, bases in lines
    )


def bases_of(said: Iterable[Clause]) -> tuple[Basis, ...]:
    """What some clauses rest on, each quote once."""
    return tuple(dict.fromkeys(basis for clause in said for basis in clause.bases))


def composed(lines: Sequence[tuple[str, tuple[Basis, ...]]]) -> DraftCell:
    """Lines with what they rest on as a cell: one as it is, several as a list."""
    if not lines:
        return DraftCell("", ())
    clauses = tuple((text if len(lines) == 1 else f"- {text}", bases) for text, bases in lines)
    bases = tuple(dict.fromkeys(basis for _, rests_on in clauses for basis in rests_on))
    return DraftCell("\n".join(text for text, _ in clauses), bases, clauses, own=not bases)


def _weakness_cell(weakness: str, choice: Candidates, index: ReportIndex, own: str) -> DraftCell:
    """The user's own words, resting on the weaknesses of the precedents where these tell one."""
    words = " ".join(weakness.split())
    if names_other(words, own, index.districts):
        return DraftCell("", ())
    told = [c for p in choice.found for c in quotes_of(p.row, "weakness", index.reports[p.row.report])]
    near = choice.likeness([clause.text for clause in told])
    best = sorted(range(len(told)), key=lambda i: -near[i])[:2]
    bases = bases_of(told[i] for i in best)
    return DraftCell(words, bases, ((words, bases),), own=True)


def _by_hand(cells: Iterable[DraftCell], index: ReportIndex) -> tuple[str, ...]:
    """The caution where words that the cells rest on, or the items of their rows, were corrected."""
    bases = [basis for cell in cells for basis in cell.basis]
    corrected = any(basis.place.corrected or any(of_row(index.row(basis.row_id))) for basis in bases)
    return (caution("by hand"),) if corrected else ()


# --- what to look at -------------------------------------------------------------------------------------------------


def _warnings(
    request: DraftRequest, found: Sequence[Precedent], item_year: int, code: str | None, own: str, index: ReportIndex,
    is_moved: bool,
) -> tuple[str, ...]:  # fmt: skip
    out: list[str] = []
    if not found:
        out.append(caution("no precedent"))
    elif not any(precedent.same_item for precedent in found):
        out.append(caution("near items"))
    elif len({precedent.row.district for precedent in found}) == 1:
        out.append(caution("one district", one=found[0].row.district, own=own))
    if names_other(request.weakness, own, index.districts):
        out.append(caution("names another"))
    if any(precedent.row.doubtful for precedent in found):
        out.append(caution("doubtful code"))
    if code and catalogue.item(item_year, code) is None:
        out.append(caution("not in catalogue", code=code, year=item_year))
    if is_moved:
        out.append(caution("moved", year=request.fiscal_year))
    if found:
        out.append(caution("of others"))
    return tuple(out)
