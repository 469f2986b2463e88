"""From scores to weak items to a drafted plan: each row with its basis, what worked elsewhere, what to see to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant.answers import Basis, DraftCell, DraftRequest, DraftRow
from assistant.cautions import caution
from assistant.checks import Checker, Finding
from assistant.clauses import Clause, clauses_of, whole_clauses
from assistant.draft import district_of, draft, group_of_item
from assistant.precedents import precedents
from assistant.scoreline import Kind, flat_line, read_line
from assistant.scores import ScoreSheet
from assistant.standing import Standing, standing_of
from assistant.worked import NO_PROOF, Scored, Worked, own_before, own_rows, what_worked
from corpus import catalogue
from corpus.errors import RequestError, UnknownValue
from corpus.records import PART_OF_GROUP, Form
from index.search import ReportIndex

# The pass mark of the assessment.
PASS_MARK = 85.0
GIVEN = "given"
WEAKNESS_OF_OTHERS, WEAKNESS_OF_OWN = caution("weakness of others"), caution("weakness of own")


@dataclass(frozen=True, slots=True)
class WeakItem:
    """An item, or a group where its items have no scores, that the plan takes up; ``before`` is last year's score.

    ``code`` is that of the sheet's year; ``score`` is None for an item chosen by hand that the sheet does not hold.
    """

    code: str | None
    group: int
    item: str
    score: float | None
    before: Scored | None = None

    @property
    def label(self) -> str:
        """The item as staff would name it."""
        return self.code or f"ตัวชี้วัดที่ {self.group}"

    @property
    def change(self) -> float | None:
        """Points gained since the year before, or None where either score is unknown."""
        return round(self.score - self.before.score, 2) if self.score is not None and self.before else None


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One row of the plan; ``own`` is what the district itself did about the item before, kept apart from the draft.

    ``also`` are further weak items that the form asks about in this same row.
    """

    weak: WeakItem
    draft: DraftRow
    own: tuple[Basis, ...]
    worked: tuple[Worked, ...]
    findings: tuple[Finding, ...]
    also: tuple[WeakItem, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanRequest:
    """What a plan is asked for: weak is what is chosen by hand, else the ``lowest`` k, else all ``below`` a score.

    ``weaknesses`` are (code, the staff's own words for what is weak).
    """

    district: str
    fiscal_year: int
    form: Form
    sheet: ScoreSheet
    below: float = PASS_MARK
    lowest: int | None = None
    chosen: tuple[str, ...] = ()
    weaknesses: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """A drafted plan, row by row in the order of the form; ``warnings`` are Thai sentences about the whole."""

    district: str
    fiscal_year: int
    form: Form
    sheet: ScoreSheet
    standing: Standing
    rows: tuple[PlanRow, ...]
    warnings: tuple[str, ...]
    below: float = PASS_MARK


GoneOver = Callable[[Sequence[DraftRow]], tuple[tuple[DraftRow, ...], str]]


def plan(request: PlanRequest, index: ReportIndex, gone_over: GoneOver | None = None) -> Plan:
    """The plan of a district for its weak items; raises RequestError where there is no score, UnknownValue else.

    ``gone_over`` returns the drafted rows as a language model leaves them, and a sentence where it failed, else "";
    what is checked is what it returns.
    """
    own = district_of(request.district, index)
    weak = weak_items(request, index, own)
    checker = Checker(index)
    made = [_row(request, ones, index, own) for ones in _rows_of_form(weak, request).values()]
    drafts, trouble = tuple(row.draft for row in made), ""
    if gone_over is not None and made:
        drafts, trouble = gone_over(drafts)
    rows = tuple(replace(row, draft=draft, findings=checker.of(draft)) for row, draft in zip(made, drafts, strict=True))
    warnings = _warnings(request, rows)
    return Plan(
        own, request.fiscal_year, request.form, request.sheet, standing_of(request.sheet), rows,
        (*warnings, trouble) if trouble else warnings, request.below,
    )  # fmt: skip


def weak_items(request: PlanRequest, index: ReportIndex, own: str) -> tuple[WeakItem, ...]:
    """What the plan takes up, in the order of the form; a group counts where the sheet has none of its items."""
    if not 0 < request.below <= 100:
        raise UnknownValue(f"{request.below:g} is no score to be below of; give one from 1 to 100, such as 85.")
    scores = _scores(request.sheet)
    if request.chosen:
        picked = {subject: scores.get(subject) for subject in (_subject(c, request.sheet) for c in request.chosen)}
    elif not scores:
        raise RequestError(_nothing(request.sheet))
    elif request.lowest is not None:
        order = sorted(scores, key=lambda subject: (scores[subject], _order(subject)))
        picked = {subject: scores[subject] for subject in order[: request.lowest]}
    else:
        picked = {subject: score for subject, score in scores.items() if score < request.below}
    year = request.sheet.fiscal_year
    return tuple(_weak(subject, picked[subject], year, index, own) for subject in sorted(picked, key=_order))


Subject = tuple[str | None, int]


def _scores(sheet: ScoreSheet) -> dict[Subject, float]:
    items: dict[Subject, float] = {}
    for code, score in sheet.items.items():
        items[code, group_of_item(sheet.fiscal_year, code) or 0] = score
    held = {group for _, group in items}
    return {**items, **{(None, group): score for group, score in sheet.groups.items() if group not in held}}


def _order(subject: Subject) -> tuple[int, int, int]:
    code, group = subject
    part = list(dict.fromkeys(PART_OF_GROUP.values())).index(PART_OF_GROUP[group])
    return part, group, int(code[1:]) if code else 0


def _subject(given: str, sheet: ScoreSheet) -> Subject:
    """The item or group that was typed; raises UnknownValue where that year's set has none such."""
    flat = flat_line(given)
    line = read_line(1, f"ตัวชี้วัดที่ {flat}" if flat.isdecimal() else flat, sheet.fiscal_year)[0]
    if line.kind is Kind.GROUP and line.group:
        return None, line.group
    group = group_of_item(sheet.fiscal_year, line.code) if line.code else None
    if line.code is None or group is None:
        raise UnknownValue(
            f"There is no item or group {given[:40]!r} in the set of {sheet.fiscal_year}; give a code such as I20, "
            "or a group from 1 to 10."
        )
    return line.code, group


def _nothing(sheet: ScoreSheet) -> str:
    told = next((f"line {line.number}: {line.printed[:60]!r}" for line in sheet.problems), None)
    what = f"; the first line not understood is {told}" if told else ""
    return f"No score was found in the sheet ({len(sheet.lines)} lines{what}); write lines such as 'I20 84.33'."


def _weak(subject: Subject, score: float | None, year: int, index: ReportIndex, own: str) -> WeakItem:
    code, group = subject
    item = catalogue.item_or_nearest(year, code) if code else None
    text = item.text if item else catalogue.group_name(group, year)
    before = own_before(index, code, group, set_of(year, code), own, year)
    return WeakItem(code, group, text, score, before)


def _rows_of_form(weak: Sequence[WeakItem], request: PlanRequest) -> dict[Subject, list[WeakItem]]:
    """The weak items by the row of the form that asks about them, the lowest score first in each."""
    rows: dict[Subject, list[WeakItem]] = {}
    for one in weak:
        code, _ = code_in_form(request.sheet.fiscal_year, one.code, form_year(request.form))
        group = (group_of_item(form_year(request.form), code) if code else None) or one.group
        rows.setdefault((code, group), []).append(one)
    for ones in rows.values():
        ones.sort(key=lambda one: one.score if one.score is not None else 0.0)
    return rows


def form_year(form: Form) -> int:
    """The year whose set of items a form goes with."""
    return int(form.value) if form is not Form.UNKNOWN else 2567


# --- one row ---------------------------------------------------------------------------------------------------------


def _row(request: PlanRequest, ones: Sequence[WeakItem], index: ReportIndex, own: str) -> PlanRow:
    """The drafted row, not yet gone over nor checked."""
    weak, *also = ones
    item_year, sheet_year = form_year(request.form), set_of(request.sheet.fiscal_year, weak.code)
    code, told = code_in_form(request.sheet.fiscal_year, weak.code, item_year)
    words, bases, why = _weakness(request, weak, code, item_year, index, own)
    item = catalogue.item_or_nearest(item_year, code) if code else None
    text = words or (item.text if item else weak.item)
    group = None if code else weak.group
    (drafted,) = draft(DraftRequest(own, request.fiscal_year, text, request.form, code, group), index)
    if why != GIVEN:
        drafted = _with_weakness(drafted, words, bases, why)
    if also:
        names = ", ".join(one.label for one in also)
        why_also = caution("also here", names=names, year=request.sheet.fiscal_year)
        drafted = replace(drafted, warnings=(why_also, *drafted.warnings))
    if told:
        drafted = replace(drafted, warnings=(told, *drafted.warnings))
    worked = what_worked(index, weak.code, weak.group, sheet_year, own, request.below)
    did = what_we_did(index, weak.code, weak.group, sheet_year, own)
    return PlanRow(weak, drafted, did, worked, (), tuple(also))


def set_of(fiscal_year: int, code: str | None) -> int:
    """The year whose set of items a code of that year is read in: its own, else the nearest that is known."""
    item = catalogue.item_or_nearest(fiscal_year, code) if code else None
    return item.fiscal_year if item else fiscal_year


def code_in_form(sheet_year: int, code: str | None, item_year: int) -> tuple[str | None, str]:
    """The code under which the form of ``item_year`` asks what the sheet's code asks, and a sentence where it differs.

    None where the form has no such item: the row is then drafted for the whole group.
    """
    if code is None:
        return None, ""
    year = set_of(sheet_year, code)
    same = catalogue.same_meaning(year, code, item_year, code)
    if same or (same is None and group_of_item(item_year, code) is not None):
        return code, ""
    partner = next((one for one in catalogue.partners(year, code) if one.year == item_year), None)
    if partner is None:
        return None, caution("not in form", code=code, year=sheet_year, form=item_year)
    return partner.code, caution("asked as", code=code, year=sheet_year, other=partner.code, form=item_year)


def _weakness(
    request: PlanRequest, weak: WeakItem, code: str | None, item_year: int, index: ReportIndex, own: str
) -> tuple[str, tuple[Basis, ...], str]:
    """The words for what is weak, what they rest on, and where they are from: given, else a Thai sentence, else ""."""
    given = {_subject(subject, request.sheet): words for subject, words in request.weaknesses}
    if words := " ".join(given.get((weak.code, weak.group), "").split()):
        return words, (), GIVEN
    for row in own_rows(index, weak.code, weak.group, set_of(request.sheet.fiscal_year, weak.code), own):
        if clause := _first_clause(clauses_of(row, "weakness", index.reports[row.report], own, index.districts)):
            return clause.text, clause.bases, WEAKNESS_OF_OWN
    for precedent in precedents(weak.item, code, weak.group, item_year, index, own):
        row = precedent.row
        if not precedent.same_item:
            continue
        if clause := _first_clause(clauses_of(row, "weakness", index.reports[row.report], own, index.districts)):
            return clause.text, clause.bases, WEAKNESS_OF_OTHERS
    return "", (), ""


def _first_clause(clauses: Sequence[Clause]) -> Clause | None:
    return clauses[0] if clauses else None


def _with_weakness(drafted: DraftRow, words: str, bases: tuple[Basis, ...], why: str) -> DraftRow:
    """The row with a weakness that is not the user's own: to be confirmed, and left empty where nobody tells one."""
    cell = DraftCell(words, bases, ((words, bases),)) if words else DraftCell("", ())
    cells = tuple((name, cell if name == "weakness" else held) for name, held in drafted.cells)
    names = {*drafted.to_confirm, "weakness"}
    to_confirm = tuple(name for name, _ in cells if name in names)
    warnings = (why, *drafted.warnings) if why else drafted.warnings
    return replace(drafted, cells=cells, weakness=words, to_confirm=to_confirm, warnings=warnings)


def what_we_did(index: ReportIndex, code: str | None, group: int, item_year: int, own: str) -> tuple[Basis, ...]:
    """The measures of the district's own latest rows of an item, or of a group, quoted clause by clause."""
    rows = own_rows(index, code, group, item_year, own)
    latest = [row for row in rows if row.fiscal_year == rows[0].fiscal_year]
    clauses = [one for row in latest for one in whole_clauses(row, "measure", index.reports[row.report])]
    return tuple(dict.fromkeys(basis for _, bases in clauses for basis in bases))


def _warnings(request: PlanRequest, rows: Sequence[PlanRow]) -> tuple[str, ...]:
    out = list(request.sheet.warnings)
    if request.sheet.fiscal_year >= request.fiscal_year:
        out.append(f"คะแนนเป็นของปี {request.sheet.fiscal_year} แต่แผนปี {request.fiscal_year} ใช้ผลประเมินของปีก่อน โปรดตรวจปี")
    unread = len(request.sheet.problems)
    if unread:
        out.append(f"มี {unread} บรรทัดของแผ่นคะแนนที่ยังไม่นับ โปรดดูเหตุผลในแต่ละบรรทัด")
    if not rows:
        out.append(f"ไม่มีข้อใดได้คะแนนต่ำกว่า {request.below:g} จึงไม่มีแถวที่ต้องร่าง")
    if any(row.worked for row in rows):
        out.append(NO_PROOF)
    return tuple(out)
