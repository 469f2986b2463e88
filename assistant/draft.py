"""One measure row for a weak item, composed from how other districts handled it; every cell shows what it rests on."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.answers import Basis, DraftCell, DraftRequest, DraftRow
from assistant.clauses import Clause, clauses_of, names_other
from corpus import catalogue
from corpus.districts import district as district_named
from corpus.errors import EmptyQuestion, UnknownValue
from corpus.forms import FORM_COLUMNS, Column
from corpus.records import PART_OF_GROUP, Form, MeasureRow
from corpus.thai import fold_digits, squeeze
from index.hits import Filters, Hit, Kind
from index.search import ReportIndex, codes_held

# How many clauses make a cell: a form's row is read at a glance.
MOST_CLAUSES = {
    "measure": 4,
    "guideline": 3,
    "output": 3,
    "publicity": 2,
    "responsible": 2,
    "monitoring": 1,
    "timeframe": 1,
}
# A plan claims no results, so the result is always left to fill.
NEVER_DRAFTED = ("result",)
# How many rows a draft rests on at most, and how alike a row of another item must be to serve as a precedent.
PRECEDENTS, NEAR = 8, 0.35
# Two clauses this much alike (percent) are one, with both as its basis.
SAME = 82.0
FIRST_YEAR, LAST_YEAR = 2560, 2599
_CODE = re.compile(r"([IEO])([1-9]\d?)")


@dataclass(frozen=True, slots=True)
class Precedent:
    """A row to draw on, and how well it fits in [0, 1]: same item counts most, then likeness to the weakness."""

    row: MeasureRow
    fit: float
    same_item: bool


def draft(request: DraftRequest, index: ReportIndex) -> tuple[DraftRow, ...]:
    """The drafted row of a request; raises UnknownValue or EmptyQuestion where the request names what does not exist."""
    item_year = _item_year(request.form)
    code, group = _item_of(request, item_year)
    own = _district_of(request, index)
    if not FIRST_YEAR <= request.fiscal_year <= LAST_YEAR:
        raise UnknownValue(
            f"There is no fiscal year {request.fiscal_year}; give one in the Buddhist Era, such as 2568."
        )
    if not request.weakness.strip():
        raise EmptyQuestion("The weakness is empty; say in a few words what is weak.")
    item = catalogue.item_or_nearest(item_year, code) if code else None
    found = precedents(request.weakness, code, group, item_year, index, own)
    cells, to_confirm = [], []
    for name in form_cells(request.form):
        cell = _cell(name, request.weakness, found, index, own)
        cells.append((name, cell))
        if not cell.text:
            to_confirm.append(name)
    return (
        DraftRow(
            district=own,
            fiscal_year=request.fiscal_year,
            form=request.form,
            code=code,
            group=group,
            item=item.text if item else catalogue.group_name(group),
            weakness=request.weakness.strip(),
            cells=tuple(cells),
            to_confirm=tuple(to_confirm),
            warnings=_warnings(found, item_year, code, own),
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
        group = catalogue.group_of(item_year, code) if _CODE.fullmatch(code) else None
        if group is None:
            ranges = [catalogue.code_range(item_year, g) for g in (1, 5, 6, 8, 9, 10)]
            known = f"I1-I{ranges[1][2]}, E1-E{ranges[3][2]}, O1-O{ranges[5][2]}"
            raise UnknownValue(f"There is no item {request.code!r} in the form of {item_year}; it has {known}.")
        return code, group
    if request.group is None or request.group not in PART_OF_GROUP:
        raise UnknownValue(f"There is no indicator group {request.group}; choose one from 1 to 10.")
    return None, request.group


def _district_of(request: DraftRequest, index: ReportIndex) -> str:
    name = request.district.strip().removeprefix("สำนักงานเขต").removeprefix("เขต").strip()
    known = district_named(name)
    if known is not None:
        return known.name
    if name in index.districts:
        return name
    raise UnknownValue(
        f"There is no district {request.district!r}; give one of Bangkok's 50, such as บางรัก, or one in the store."
    )


# --- precedents ------------------------------------------------------------------------------------------------------


def precedents(
    weakness: str, code: str | None, group: int, item_year: int, index: ReportIndex, own: str
) -> tuple[Precedent, ...]:
    """The rows to draw on, best first: other districts' rows of the same item through the crosswalk, then near ones."""
    near = {hit.row.row_id: hit for hit in _near_rows(weakness, code, group, item_year, index) if hit.row}
    same = _same_items(code, item_year)
    out = []
    for row in index.rows:
        if row.district == own:
            continue
        is_same = _is_same_item(row, code, group, same)
        hit = near.get(row.row_id)
        cosine = max(0.0, hit.cosine) if hit else 0.0
        if is_same:
            out.append(Precedent(row, 0.6 + 0.4 * cosine, True))
        elif hit is not None and cosine >= NEAR and row.group == group:
            out.append(Precedent(row, 0.6 * cosine, False))
    out.sort(key=lambda precedent: -precedent.fit)
    kept = [p for p in out if p.same_item] or out
    if len(kept) < 3:
        kept = out[: max(3, len(kept))]
    return tuple(kept[:PRECEDENTS])


def _near_rows(weakness: str, code: str | None, group: int, item_year: int, index: ReportIndex) -> list[Hit]:
    item = catalogue.item_or_nearest(item_year, code) if code else None
    about = f"{weakness} {item.text if item else catalogue.group_name(group)}"
    return index.nearest_rows(about, 80, Filters(kinds=frozenset({Kind.ROW})))


def _same_items(code: str | None, item_year: int) -> set[tuple[int, str]]:
    if code is None:
        return set()
    return {(item_year, code), *((p.year, p.code) for p in catalogue.partners(item_year, code))}


def _is_same_item(row: MeasureRow, code: str | None, group: int, same: set[tuple[int, str]]) -> bool:
    """Same item, or for a draft by group the same group; a range row ("O1-O22") says too little of one item."""
    if code is None:
        return row.group == group
    held = codes_held(row.code)
    return len(held) == 1 and (row.fiscal_year, held[0]) in same


# --- cells -----------------------------------------------------------------------------------------------------------


def _cell(name: str, weakness: str, found: Sequence[Precedent], index: ReportIndex, own: str) -> DraftCell:
    if name in NEVER_DRAFTED:
        return DraftCell("", ())
    if name == "weakness":
        return _weakness_cell(weakness, found, index, own)
    merged = _merged(_ranked(name, weakness, found, index, own))
    chosen = merged[: MOST_CLAUSES.get(name, 2)]
    if not chosen:
        return DraftCell("", ())
    lines = tuple((text if len(chosen) == 1 else f"- {text}", bases) for text, bases in chosen)
    return DraftCell("\n".join(text for text, _ in lines), tuple(b for _, bases in lines for b in bases), lines)


def _weakness_cell(weakness: str, found: Sequence[Precedent], index: ReportIndex, own: str) -> DraftCell:
    """The user's own words, resting on the weaknesses of the precedents; without one it is the user's alone."""
    ranked = _ranked("weakness", weakness, found, index, own)
    if not ranked:
        return DraftCell("", ())
    words = weakness.strip()
    if names_other(words, own, ()):
        return DraftCell("", ())
    bases = tuple(basis for clause in ranked[:2] for basis in clause.bases)
    return DraftCell(words, bases, ((words, bases),), own=True)


def _ranked(name: str, weakness: str, found: Sequence[Precedent], index: ReportIndex, own: str) -> list[Clause]:
    """The clauses of one cell over all precedents, best first: likeness to the weakness, then the row's fit."""
    foreign = index.districts
    clauses: list[tuple[Clause, float]] = []
    for precedent in found:
        reading = index.reports[precedent.row.report]
        for clause in clauses_of(precedent.row, name, reading, own, foreign):
            clauses.append((clause, precedent.fit))
    if not clauses:
        return []
    likeness = _likeness(weakness, [clause.text for clause, _ in clauses], index)
    order = sorted(range(len(clauses)), key=lambda i: -(0.5 * likeness[i] + 0.5 * clauses[i][1]))
    return [clauses[i][0] for i in order]


def _likeness(weakness: str, texts: Sequence[str], index: ReportIndex) -> list[float]:
    """The cosine of each text with the weakness."""
    matrix = index.encoder.encode_passages(list(texts))
    query = index.encoder.encode_questions([weakness])[0]
    return [float(value) for value in matrix @ query]


def _merged(clauses: Iterable[Clause]) -> list[tuple[str, tuple[Basis, ...]]]:
    """Near-duplicates as one clause with all their bases; what more districts do comes first among the best."""
    from rapidfuzz import fuzz

    groups: list[tuple[str, list[Basis]]] = []
    for clause in clauses:
        words = squeeze(clause.text)
        for text, bases in groups:
            if fuzz.ratio(words, squeeze(text)) >= SAME or words in squeeze(text):
                bases.extend(basis for basis in clause.bases if basis not in bases)
                break
        else:
            groups.append((clause.text, list(clause.bases)))
    return [(text, tuple(bases)) for text, bases in groups]


# --- what to look at -------------------------------------------------------------------------------------------------


def _warnings(found: Sequence[Precedent], item_year: int, code: str | None, own: str) -> tuple[str, ...]:
    out = []
    if not found:
        out.append("ไม่มีเขตใดในคลังทำข้อนี้ไว้ ทุกช่องต้องเขียนเอง")
    elif not any(precedent.same_item for precedent in found):
        out.append("ไม่มีเขตใดทำข้อนี้โดยตรง ร่างนี้มาจากข้อใกล้เคียงในตัวชี้วัดเดียวกัน โปรดตรวจว่าตรงกับจุดอ่อนหรือไม่")
    elif len({precedent.row.district for precedent in found}) == 1:
        out.append(f"มีต้นแบบจากเขต{found[0].row.district}เขตเดียว โปรดปรับให้เข้ากับงานของเขต{own}")
    if any(precedent.row.doubtful for precedent in found):
        out.append("บางแถวต้นแบบอ่านรหัสข้อได้ไม่แน่ชัด โปรดเปิดดูต้นฉบับ")
    if code and catalogue.item(item_year, code) is None:
        out.append(f"บัญชีข้อคำถามยังไม่มีข้อความของ {code} ปี {item_year}")
    out.append("มาตรการมาจากรายงานของเขตอื่น ยังไม่ใช่สิ่งที่เขตทำแล้ว โปรดตรวจและปรับก่อนใช้")
    return tuple(out)
