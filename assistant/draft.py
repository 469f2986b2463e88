"""One measure row for a weak item, composed from how other districts handled it; every cell shows what it rests on."""

import re
from collections.abc import Iterable, Mapping, Sequence

from assistant.answers import DraftCell, DraftRequest, DraftRow
from assistant.carryover import names_other
from assistant.clauses import Clause, clauses_of, quotes_of
from assistant.precedents import Precedent, precedents
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
# Two clauses this much alike (percent) are one, with both as its basis; short ones must be equal.
SAME, LONG_ENOUGH = 82.0, 12
# With fewer measures than this from rows of the same item, rows of near items help out.
HELP_BELOW = 2
# What an entry gains that goes with a chosen measure, or stands in such a row; what each further district adds.
GOES_WITH, SAME_ROW, SEVERAL = 0.5, 0.2, 0.05
FIRST_YEAR, LAST_YEAR = 2560, 2599
_CODE = re.compile(r"([IEO])([1-9]\d?)")
_DIGITS = re.compile(r"\d+")


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
    found = precedents(request.weakness, code, group, item_year, index, own)
    cells = _cells(request, found, index, own)
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
            to_confirm=tuple(name for name, cell in cells.items() if not cell.text),
            warnings=_warnings(request, found, item_year, code, own, index),
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

Line = tuple[str, tuple[Clause, ...]]


def _cells(request: DraftRequest, found: Sequence[Precedent], index: ReportIndex, own: str) -> dict[str, DraftCell]:
    """Every cell of the form by name; what is done comes first, for output, channel and unit go with it."""
    likeness = _Likeness(request.weakness, index)
    made: dict[str, DraftCell] = {}
    lead: dict[tuple[str, int, int], int] = {}
    names = form_cells(request.form)
    for name in sorted(names, key=lambda name: name != "measure"):
        if name in NEVER_DRAFTED:
            made[name] = DraftCell("", ())
        elif name == "weakness":
            made[name] = _weakness_cell(request.weakness, found, index, own, likeness)
        else:
            lines = _lines(name, found, index, own, likeness, lead)
            if name == "measure":
                lead = {(c.row.row_id, c.number, c.count): at for at, (_, said) in enumerate(lines) for c in said}
            made[name] = _composed(name, lines)
    return {name: made[name] for name in names}


def _composed(name: str, lines: Sequence[Line]) -> DraftCell:
    """The lines as a cell: one as it is, several as a list."""
    if not lines:
        return DraftCell("", ())
    clauses = []
    for text, said in lines:
        bases = tuple(dict.fromkeys(basis for clause in said for basis in clause.bases))
        clauses.append((text if len(lines) == 1 else f"- {text}", bases))
    bases = tuple(dict.fromkeys(basis for _, rests_on in clauses for basis in rests_on))
    return DraftCell("\n".join(text for text, _ in clauses), bases, tuple(clauses))


def _weakness_cell(
    weakness: str, found: Sequence[Precedent], index: ReportIndex, own: str, likeness: "_Likeness"
) -> DraftCell:
    """The user's own words, resting on the weaknesses of the precedents; empty where no precedent tells one."""
    words = " ".join(weakness.split())
    told = [c for p in found for c in quotes_of(p.row, "weakness", index.reports[p.row.report])]
    if not told or names_other(words, own, index.districts):
        return DraftCell("", ())
    near = likeness.of([clause.text for clause in told])
    best = sorted(range(len(told)), key=lambda i: -near[i])[:2]
    bases = tuple(dict.fromkeys(basis for i in best for basis in told[i].bases))
    return DraftCell(words, bases, ((words, bases),), own=True)


def _lines(
    name: str,
    found: Sequence[Precedent],
    index: ReportIndex,
    own: str,
    likeness: "_Likeness",
    lead: Mapping[tuple[str, int, int], int],
) -> list[Line]:
    """The lines of one cell, best first: like the weakness, of a fitting row, said by several districts.

    ``lead`` are the clauses chosen as measures: an entry that stands in its own cell where such a clause stands in its
    cell goes with it, and keeps its order. Rows of other items only help out where the item's own say next to nothing.
    """
    same = [p for p in found if p.same_item]
    lines = _ranked(name, same, index, own, likeness, lead)
    if len(lines) < (HELP_BELOW if name == "measure" else 1):
        lines += _ranked(name, [p for p in found if not p.same_item], index, own, likeness, lead)
        lines = _merged([clause for _, said in lines for clause in said], {})
    chosen = lines[: MOST_CLAUSES.get(name, 2)]
    last = len(lead)
    return sorted(chosen, key=lambda line: min((_led(clause, lead, last) for clause in line[1]), default=last))


def _led(clause: Clause, lead: Mapping[tuple[str, int, int], int], otherwise: int) -> int:
    return lead.get((clause.row.row_id, clause.number, clause.count), otherwise)


def _ranked(
    name: str,
    found: Sequence[Precedent],
    index: ReportIndex,
    own: str,
    likeness: "_Likeness",
    lead: Mapping[tuple[str, int, int], int],
) -> list[Line]:
    clauses: list[Clause] = []
    fits: list[float] = []
    for precedent in found:
        reading = index.reports[precedent.row.report]
        for clause in clauses_of(precedent.row, name, reading, own, index.districts):
            clauses.append(clause)
            fits.append(precedent.fit)
    near = likeness.of([clause.text for clause in clauses])
    rows = {row_id for row_id, _, _ in lead}
    worth = {}
    for clause, fit, alike in zip(clauses, fits, near, strict=True):
        score = 0.5 * alike + 0.5 * fit
        if _led(clause, lead, -1) >= 0:
            score += GOES_WITH
        elif clause.row.row_id in rows:
            score += SAME_ROW
        worth[id(clause)] = score
    clauses.sort(key=lambda clause: -worth[id(clause)])
    return _merged(clauses, worth)


class _Likeness:
    """The cosine of texts with the weakness, which is encoded once."""

    def __init__(self, weakness: str, index: ReportIndex) -> None:
        self._encoder = index.encoder
        self._query = index.encoder.encode_questions([weakness])[0]

    def of(self, texts: Sequence[str]) -> list[float]:
        """One cosine in [-1, 1] for each text."""
        if not texts:
            return []
        return [float(value) for value in self._encoder.encode_passages(list(texts)) @ self._query]


def _merged(clauses: Iterable[Clause], worth: Mapping[int, float]) -> list[Line]:
    """Near-duplicates as one line with all their clauses; what more districts say moves up."""
    groups: list[list[Clause]] = []
    for clause in clauses:
        held = next((group for group in groups if any(_is_same(clause.text, one.text) for one in group)), None)
        if held is None:
            groups.append([clause])
        else:
            held.append(clause)
    if worth:
        groups.sort(key=lambda group: -worth[id(group[0])] - SEVERAL * (len({c.row.district for c in group}) - 1))
    return [(group[0].text, tuple(group)) for group in groups]


def _is_same(a: str, b: str) -> bool:
    """Whether two clauses say the same: nearly the same letters, and the very same numbers."""
    from rapidfuzz import fuzz

    one, other = squeeze(a), squeeze(b)
    if _DIGITS.findall(one) != _DIGITS.findall(other):
        return False
    return one == other or (min(len(one), len(other)) >= LONG_ENOUGH and fuzz.ratio(one, other) >= SAME)


# --- what to look at -------------------------------------------------------------------------------------------------


def _warnings(
    request: DraftRequest, found: Sequence[Precedent], item_year: int, code: str | None, own: str, index: ReportIndex
) -> tuple[str, ...]:
    out = []
    if not found:
        out.append("ไม่มีเขตใดในคลังทำข้อนี้ไว้ ทุกช่องต้องเขียนเอง")
    elif not any(precedent.same_item for precedent in found):
        out.append("ไม่มีเขตใดทำข้อนี้โดยตรง ร่างนี้มาจากข้อใกล้เคียงในตัวชี้วัดเดียวกัน โปรดตรวจว่าตรงกับจุดอ่อนหรือไม่")
    elif len({precedent.row.district for precedent in found}) == 1:
        out.append(f"มีต้นแบบจากเขต{found[0].row.district}เขตเดียว โปรดปรับให้เข้ากับงานของเขต{own}")
    if names_other(request.weakness, own, index.districts):
        out.append("จุดอ่อนที่ให้มาเอ่ยชื่อเขตหรือสถานที่ของเขตอื่น จึงเว้นช่องจุดอ่อนไว้ โปรดเขียนโดยไม่เอ่ยชื่อ")
    if any(precedent.row.doubtful for precedent in found):
        out.append("บางแถวต้นแบบอ่านรหัสข้อได้ไม่แน่ชัด โปรดเปิดดูต้นฉบับ")
    if code and catalogue.item(item_year, code) is None:
        out.append(f"บัญชีข้อคำถามยังไม่มีข้อความของ {code} ปี {item_year}")
    if found:
        out.append("มาตรการมาจากรายงานของเขตอื่น ยังไม่ใช่สิ่งที่เขตทำแล้ว โปรดตรวจและปรับก่อนใช้")
    return tuple(out)
