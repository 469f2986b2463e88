"""A request to draft, written in the talk ("ร่างมาตรการ E3 ให้เขตบางเขน ปี 2568 จุดอ่อนคือ…"), becomes a drafted row."""

import re
from collections.abc import Sequence
from datetime import date

from assistant.answers import Answer, Basis, Citation, DraftRequest, DraftRow, Mode, ReadAs, Status
from assistant.draft import draft
from assistant.mentions import fiscal_year_of
from assistant.question import Question
from assistant.wording import cell_label, say
from corpus import catalogue
from corpus.records import Form
from corpus.thai import fold_digits
from index.search import ReportIndex

_WEAKNESS = re.compile(r"(?:จุดอ่อน|ข้อบกพร่อง|ปัญหา|weakness|problem)\s*(?:คือ|ว่า|เป็น|is|:|=)?\s*(.+)$", re.I | re.S)
_FORM = re.compile(r"(?:แบบ(?:ฟอร์ม)?(?:รายงาน)?|ฟอร์ม|form)\s*(?:ของ|of)?\s*(?:ปี|พ\.ศ\.)?\s*(2563|2565|2566|2567)", re.I)
# The form in use last; a district that uses another says so.
LATEST = Form.F2567


def answer(asked: Question, index: ReportIndex, read_as: ReadAs, my_district: str | None) -> Answer:
    """The drafted row as an answer of the talk; AMBIGUOUS with what is missing where the request leaves it open."""
    request = _request(asked, my_district)
    if isinstance(request, str):
        return Answer(asked.text, Status.AMBIGUOUS, request, (), (), read_as, Mode.DRAFT)
    rows = draft(request, index)
    citations = _citations(rows)
    text = "\n".join(_told(row, citations, asked.english) for row in rows)
    status = Status.ANSWERED if citations else Status.NOT_FOUND
    return Answer(asked.text, status, text, tuple(citations.values()), (), read_as, Mode.DRAFT, rows)


def _request(asked: Question, my_district: str | None) -> DraftRequest | str:
    """The drafting request, or the sentence that asks for what is missing."""
    en = asked.english
    folded = fold_digits(asked.text)
    named = [name for name in (*asked.districts, *asked.unknown_districts)]
    district = named[0] if named else my_district
    if district is None:
        return say(en, "ร่างให้เขตใด โปรดระบุชื่อเขต เช่น “ให้เขตบางเขน”", "For which district? Name one, such as Bang Khen.")
    form_match = _FORM.search(folded)
    form = Form(form_match[1]) if form_match else LATEST
    years = [
        year for year in asked.years if not form_match or year != int(form_match[1]) or folded.count(str(year)) > 1
    ]
    year = years[0] if years else fiscal_year_of(date.today())
    match = _WEAKNESS.search(asked.text)
    weakness = match[1].strip() if match and match[1].strip() else asked.topic
    groups = asked.groups or asked.named_groups
    code, group = (asked.codes[0], None) if asked.codes else (None, groups[0] if groups else None)
    if code is None and group is None:
        near = catalogue.nearest(int(form.value), weakness) if weakness else ()
        if not near or near[0][1] < 0.3:
            return say(
                en,
                "ร่างข้อใด โปรดระบุรหัสข้อ เช่น I20 หรือตัวชี้วัดที่ 1–10",
                "Which item? Name a code such as I20, or an indicator from 1 to 10.",
            )
        code = near[0][0].code
    if not weakness:
        item = catalogue.item_or_nearest(int(form.value), code) if code else None
        weakness = item.text if item else catalogue.group_name(group or 1)
    return DraftRequest(district, year, weakness, form, code, group)


def _citations(rows: tuple[DraftRow, ...]) -> dict[tuple[str, int, int], Citation]:
    found: dict[tuple[str, int, int], Citation] = {}
    for row in rows:
        for name, cell in row.cells:
            for basis in cell.basis:
                key = (basis.report, basis.place.char_start, basis.place.char_end)
                if key not in found:
                    found[key] = Citation(
                        mark=len(found) + 1,
                        report=basis.report,
                        row_id=basis.row_id,
                        cell=name,
                        place=basis.place,
                        quote=basis.quote,
                        district=basis.district,
                        fiscal_year=basis.fiscal_year,
                        label=basis.row_id.split("#")[1],
                    )
    return found


def _marks(bases: Sequence[Basis], citations: dict[tuple[str, int, int], Citation]) -> str:
    numbers = [citations[(b.report, b.place.char_start, b.place.char_end)].mark for b in bases]
    return " ".join(f"[{number}]" for number in dict.fromkeys(numbers))


def _told(row: DraftRow, citations: dict[tuple[str, int, int], Citation], english: bool) -> str:
    """The drafted row for reading: each cell with the marks of what it rests on, then what is left to fill."""
    label = row.code or f"ตัวชี้วัดที่ {row.group}"
    head = say(
        english,
        f"ร่างแถวมาตรการ เขต{row.district} ปี {row.fiscal_year} (แบบปี {row.form.value}) ข้อ {label} {row.item}",
        f"Draft row for เขต{row.district}, FY {row.fiscal_year} (form of {row.form.value}), {label} {row.item}",
    )
    lines = [head]
    for name, cell in row.cells:
        if not cell.text:
            continue
        told = [f"{text} {_marks(bases, citations)}".rstrip() for text, bases in cell.clauses]
        own = say(english, " (ถ้อยคำของผู้ขอ)", " (your own words)") if cell.own else ""
        if len(told) == 1:
            lines.append(f"■ {cell_label(name, english)}: {told[0]}{own}")
        else:
            lines.append("\n  ".join([f"■ {cell_label(name, english)}:", *told]))
    if row.to_confirm:
        left = ", ".join(cell_label(name, english) for name in row.to_confirm)
        lines.append(say(english, f"ช่องที่ต้องเติมเอง: {left}", f"Left to fill: {left}"))
    lines.extend(f"⚠ {warning}" for warning in row.warnings)
    return "\n".join(lines)
