"""A whole plan drafted in the talk, and its rows changed there: "ร่างแผนปี 2568 ให้เขตเรา ข้อที่ต่ำกว่า 85",
"แก้ข้อ E2 ให้มีผู้รับผิดชอบเป็นฝ่ายทะเบียน", "เอาแบบของสาทร"."""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant import drafting
from assistant.answers import Answer, DraftRow, Mode, ReadAs, Status
from assistant.draft import MOST_CLAUSES, composed, form_cells
from assistant.keptplan import KeptPlan, KeptRow, kept_plan
from assistant.plan import PASS_MARK, PlanRequest, plan
from assistant.planedit import candidates, lines_of
from assistant.question import Question
from assistant.scores import stored_scores
from assistant.wording import cell_label, district_label, listed, say
from corpus.errors import RequestError
from corpus.thai import fold_digits
from index.search import ReportIndex

# A talk shows so many rows; a longer plan is for the tab of plans.
MOST_ROWS = 12

_WEAK = re.compile(
    r"ทุกข้อ(?:ที่)?(?:อ่อน|ต่ำ|ไม่ผ่าน)|ข้อ(?:ที่)?\s*(?:คะแนน)?\s*(?:ต่ำกว่า|น้อยกว่า|ไม่ถึง|ไม่ผ่าน|อ่อน)|ต่ำ(?:ที่)?สุด|"
    r"\bweak items?\b|\bitems? (?:below|under|less than)\b|\blowest\b",
    re.I,
)
_PLAN = re.compile(r"แผน|\bplan\b", re.I)
_BELOW = re.compile(r"(?:ต่ำกว่า|น้อยกว่า|ไม่ถึง|below|under|less than)\s*(?:ร้อยละ\s*)?(\d{1,3}(?:\.\d+)?)", re.I)
_LOWEST = re.compile(
    r"(?:ต่ำ(?:ที่)?สุด\s*(\d{1,2})\s*ข้อ|(\d{1,2})\s*ข้อ\s*(?:ที่)?(?:คะแนน)?\s*ต่ำ(?:ที่)?สุด|"
    r"(?:the\s+)?(\d{1,2})\s+lowest|lowest\s+(\d{1,2}))",
    re.I,
)

# How the cells are called when one is to be changed, the longer names first.
_CELLS: tuple[tuple[str, str], ...] = (
    ("responsible", r"(?:หน่วยงาน|ฝ่าย|ผู้)(?:ที่)?รับผิดชอบ|ผู้รับผิดชอบ|responsible(?: unit)?|person in charge"),
    ("timeframe", r"ระยะเวลา(?:แล้วเสร็จ)?|กำหนด(?:แล้ว)?เสร็จ|วัน(?:ที่)?แล้วเสร็จ|วันเสร็จ|due date|deadline|timeframe"),
    ("monitoring", r"(?:การ)?กำกับติดตาม|การติดตาม|monitoring"),
    ("publicity", r"(?:วิธี)?(?:การ)?สร้างการรับรู้|ช่องทาง(?:ประชาสัมพันธ์)?|การประชาสัมพันธ์|publicity|channels?"),
    ("output", r"ผลผลิต|ชิ้นงาน|outputs?"),
    ("result", r"ผลการดำเนิน(?:การ|งาน)|results?"),
    ("weakness", r"จุดอ่อน|ประเด็นที่ต้องปรับปรุง|weakness"),
    ("guideline", r"แนวทาง(?:ปฏิบัติ|การปฏิบัติ)?|guidelines?"),
    ("measure", r"มาตรการ(?:/กิจกรรม)?|กิจกรรม|measures?"),
)
_CELL = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _CELLS), re.I)
_CHANGE = re.compile(
    r"^\s*(?:ช่วย|ขอ|โปรด|กรุณา|please)?\s*(?P<verb>แก้ไข|แก้|เปลี่ยน|ปรับ|ตั้ง|กำหนด|ใส่|ให้|เพิ่ม|เติม|ลบ|ตัด|เอา|change|set|make|add|"
    r"remove|delete|clear|put)",
    re.I,
)
_ADDS = ("เพิ่ม", "เติม", "add")
_CLEARS = ("ลบ", "ตัด", "remove", "delete", "clear")
# Behind these stands the new text of a cell.
_BECOMES = re.compile(r"\s*(?:ของ\S+\s+)?(?:ให้)?\s*(?:เป็น|ว่า|คือ|to be|to|as|is|[:=])\s*(?P<said>\S.*)$", re.I | re.S)
_LIKE = re.compile(
    r"(?:เอา|ใช้|ทำ|เปลี่ยน\S{0,6})\s*(?:ตาม)?\s*(?:แบบ|อย่าง|ของ)|แบบ(?:เดียวกับ|ของ)|\blike\b|"
    r"take (?:that|the one) of|use .* of",
    re.I,
)
_POLITE = re.compile(r"\s*(?:ครับ|ค่ะ|คะ|นะ(?:ครับ|คะ)?|หน่อย|ด้วย|please)?[.\s]*$", re.I)


# --- a whole plan ----------------------------------------------------------------------------------------------------


def is_plan(asked: Question, index: ReportIndex) -> bool:
    """Whether a request to draft is for a whole plan: the weak items of a district, none of them named or described."""
    if asked.codes or asked.groups or asked.named_groups:
        return False
    folded = fold_digits(asked.text)
    return bool(_WEAK.search(folded)) or (bool(_PLAN.search(folded)) and not drafting.topic_of(asked, index))


def plan_answer(asked: Question, index: ReportIndex, read_as: ReadAs, my_district: str | None) -> Answer:
    """The rows of the plan, weak by the district's own scores in the store; AMBIGUOUS where there are none."""
    en = asked.english
    try:
        district, (year, form) = drafting.district_of(asked, index, my_district), drafting.year_and_form(asked)
        sheet = stored_scores(index, district, year)
        if sheet is None:
            return _back(asked, read_as, _no_scores(district, year, en))
        folded = fold_digits(asked.text)
        lowest, below = _LOWEST.search(folded), _BELOW.search(folded)
        request = PlanRequest(
            district,
            year,
            form,
            sheet,
            below=float(below[1]) if below else PASS_MARK,
            lowest=int(next(filter(None, lowest.groups()))) if lowest else None,
        )
        made = plan(request, index)
    except RequestError as error:
        return _back(asked, read_as, str(error))
    if not made.rows:
        return _back(asked, read_as, _none_weak(district, sheet.fiscal_year, request.below, en))
    rows = sorted(made.rows, key=lambda row: row.weak.score if row.weak.score is not None else 101.0)
    shown = tuple(row.draft for row in rows[:MOST_ROWS])
    listed_items = ", ".join(f"{row.weak.label} {row.weak.score:.2f}" for row in rows if row.weak.score is not None)
    head = say(
        en,
        f"ร่างแผนปี {year} ของเขต{district} จากคะแนนปี {sheet.fiscal_year}: ข้ออ่อน {len(rows)} แถว ({listed_items})",
        f"Plan of {district_label(district, True)} for FY {year}, by the scores of FY {sheet.fiscal_year}: "
        f"{len(rows)} weak items ({listed_items})",
    )
    if len(rows) > len(shown):
        head += say(
            en,
            f"\n⚠ แสดง {len(shown)} แถวที่คะแนนต่ำที่สุด แถวที่เหลือร่างได้ในแท็บแผน",
            f"\n⚠ The {len(shown)} lowest are shown; the rest can be drafted in the tab of plans.",
        )
    return replace(drafting.answer_of(asked, shown, read_as, head), plan=kept_plan(made))


def _no_scores(district: str, year: int, english: bool) -> str:
    return say(
        english,
        f"คลังไม่มีคะแนนของเขต{district}ก่อนปี {year} โปรดใส่คะแนนในแท็บแผน หรือระบุข้อ เช่น “ร่างข้อ I20”",
        f"The store holds no scores of {district} before FY {year}; put them into the tab of plans, or name an item.",
    )


def _none_weak(district: str, year: int, below: float, english: bool) -> str:
    return say(
        english,
        f"เขต{district}ไม่มีข้อใดที่คะแนนปี {year} ต่ำกว่า {below:g} จึงไม่มีแถวที่ต้องร่าง",
        f"No item of {district} scored below {below:g} in FY {year}, so there is nothing to draft.",
    )


def _back(asked: Question, read_as: ReadAs, sentence: str) -> Answer:
    return Answer(asked.text, Status.AMBIGUOUS, sentence, (), (), read_as, Mode.DRAFT)


# --- the plan that a talk has come to ---------------------------------------------------------------------------------


def plan_of(answers: Sequence[Answer]) -> KeptPlan | None:
    """The rows that a talk drafted last, as a plan to be kept; None where it drafted none.

    Rows of a plan keep their scores, and the rows that were too many to be shown are there as well.
    """
    drafts = next((answer.drafts for answer in reversed(answers) if answer.drafts), ())
    if not drafts:
        return None
    rows = {(row.code, row.group): row for row in drafts}
    for answer in reversed(answers):
        made = answer.plan
        if (
            made is not None
            and _same(made, drafts[0])
            and set(rows) == {(row.code, row.group) for row in answer.drafts}
        ):
            now = [replace(kept, draft=rows.get((kept.draft.code, kept.draft.group), kept.draft)) for kept in made.rows]
            return replace(made, rows=tuple(now))
    first = drafts[0]
    alike = [KeptRow(row) for row in rows.values() if (row.district, row.form) == (first.district, first.form)]
    return KeptPlan(first.district, first.fiscal_year, first.form, ()).with_rows(alike)


def _same(plan: KeptPlan, row: DraftRow) -> bool:
    return (plan.district, plan.fiscal_year, plan.form) == (row.district, row.fiscal_year, row.form)


# --- changes ---------------------------------------------------------------------------------------------------------


def is_change(asked: Question, drafts: Sequence[DraftRow]) -> bool:
    """Whether what is said changes rows drafted before: a cell with its new text, or another district's way."""
    if not drafts or not (_CHANGE.match(asked.text) or _LIKE.search(asked.text)):
        return False
    if _LIKE.search(asked.text) and asked.districts:
        return True
    return _cell_and_text(asked.text) is not None


def changed(asked: Question, drafts: Sequence[DraftRow], index: ReportIndex, read_as: ReadAs) -> Answer:
    """The drafted rows with one of them changed, that one first; AMBIGUOUS where it is not clear which or what."""
    meant = [row for row in drafts if not asked.codes or row.code in asked.codes]
    if asked.groups and not asked.codes:
        meant = [row for row in drafts if row.group in asked.groups]
    en = asked.english
    labels = listed([row.code or str(row.group) for row in drafts], en)
    if len(meant) != 1:
        said = say(en, f"แก้แถวใด โปรดระบุข้อ ร่างนี้มี {labels}", f"Which row? Name an item; the draft has {labels}.")
        return _back(asked, read_as, said)
    row = meant[0]
    cell_and_text = _cell_and_text(asked.text)
    if cell_and_text is None:
        new, told = _in_the_way_of(asked.districts[0], row, index, en)
    else:
        new, told = _with_cell(*cell_and_text, row, index, en)
    if new is None:
        return _back(asked, read_as, told)
    others = tuple(one for one in drafts if one is not row)
    return drafting.answer_of(asked, (new, *others), read_as, told)


def _cell_and_text(text: str) -> tuple[str, str, str] | None:
    """The verb, the cell that is named and the new text, "" where it is to be emptied; None where none is said."""
    verb = _CHANGE.match(text)
    cell = _CELL.search(text, verb.end() if verb else 0)
    if verb is None or cell is None or cell.lastgroup is None:
        return None
    does = verb["verb"].lower()
    if does in _CLEARS:
        return does, cell.lastgroup, ""
    becomes = _BECOMES.match(text, cell.end()) or _BECOMES.search(text, cell.end())
    said = becomes["said"] if becomes else text[cell.end() :] if does in _ADDS else ""
    said = _POLITE.sub("", said).strip(" “”\"'")
    return (does, cell.lastgroup, said) if said else None


def _with_cell(
    does: str, cell: str, text: str, row: DraftRow, index: ReportIndex, en: bool
) -> tuple[DraftRow | None, str]:
    label = cell_label(cell, en)
    if cell not in form_cells(row.form):
        return None, say(
            en, f"แบบปี {row.form.value} ไม่มีช่อง{label}", f"The form of {row.form.value} has no cell for {label}."
        )
    kept = KeptRow(row)
    known = [one.clause for one in candidates(kept, cell, index)]
    if does in _ADDS and kept.text(cell):
        lines = [line for line, _ in kept.cell(cell).clauses]
        text = "\n".join([*(line if line.startswith("- ") else f"- {line}" for line in lines), f"- {text}"])
    new = kept.with_text(cell, text, known).row
    item = row.code or say(en, f"ตัวชี้วัดที่ {row.group}", f"indicator {row.group}")
    done = say(en, f"แก้ช่อง{label}ของข้อ {item} แล้ว", f"{label} of {item} is changed.")
    if any(not bases for _, bases in dict(new.cells)[cell].clauses):
        done += say(en, " ถ้อยคำที่เขียนเองไม่มีที่มาในรายงาน", " Your own words rest on no report.")
    return new, done


def _in_the_way_of(district: str, row: DraftRow, index: ReportIndex, en: bool) -> tuple[DraftRow | None, str]:
    """The row with each cell in the words of one district, where that district says something of the item."""
    item = row.code or say(en, f"ตัวชี้วัดที่ {row.group}", f"indicator {row.group}")
    cells = {}
    for name, held in row.cells:
        lines = [] if name == "weakness" else lines_of(KeptRow(row), name, district, index)
        cells[name] = composed(lines[: MOST_CLAUSES.get(name, 2)]) if lines else held
    taken = {name for name, held in row.cells if cells[name] != held}
    if not taken:
        said = f"รายงานของเขต{district}ไม่มีถ้อยคำของข้อ {item} ที่นำมาใช้ได้ ร่างจึงยังเหมือนเดิม"
        return None, say(en, said, f"{district} says nothing of {item} that could be taken; the draft is as it was.")
    to_confirm = tuple(
        name for name, cell in cells.items() if not cell.text or name == "timeframe" or name in row.to_confirm
    )
    told = say(
        en,
        f"ข้อ {item} ใช้แบบของเขต{district} ช่องที่เขตนั้นไม่มีคงไว้ตามเดิม",
        f"{item} follows {district_label(district, True)} where that district says something.",
    )
    return replace(row, cells=tuple(cells.items()), to_confirm=to_confirm), told
