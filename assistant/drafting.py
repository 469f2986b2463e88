"""A request to draft, written in the talk ("ร่างมาตรการ E3 ให้เขตบางเขน ปี 2568 จุดอ่อนคือ…"), becomes a drafted row."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from assistant import mentions, thesaurus
from assistant.answers import Answer, Basis, Citation, DraftCell, DraftRequest, DraftRow, Mode, ReadAs, Status
from assistant.cautions import caution
from assistant.draft import draft, group_of_item
from assistant.question import Question
from assistant.wording import cell_label, district_label, listed, noted, say
from corpus import catalogue
from corpus.districts import district as district_named
from corpus.districts import find_districts
from corpus.errors import RequestError
from corpus.records import Form, PlaceKey
from corpus.thai import fold_digits
from index.search import ReportIndex

# The weakness stands behind such a word; ปัญหา alone may belong to the topic ("แก้ปัญหาการยืม").
_WEAKNESS = re.compile(
    r"(?:(?:จุดอ่อน|ข้อบกพร่อง|ประเด็นที่ต้องปรับปรุง|weakness(?:es)?)\s*(?:คือ|ว่า|เป็น|is|are|:|=)?|"
    r"(?:ปัญหา|problem)\s*(?:คือ|ว่า|is|:|=)|เนื่องจาก|เพราะ|\bbecause\b)\s*(?P<said>.+)$",
    re.I | re.S,
)
_FORM = re.compile(
    r"(?:ใช้|ตาม|ใน|with|in|using)?\s*(?:the\s*)?(?:แบบ(?:ฟอร์ม)?(?:รายงาน)?|ฟอร์ม|form)\s*(?:ของ|of)?\s*"
    r"(?:ปี(?:งบประมาณ)?|FY)?\s*(?:พ\.ศ\.)?\s*(?P<year>25\d\d)|(?P<before>25\d\d)\s*form\b",
    re.I,
)
_FOR_WHOM = re.compile(r"(?:ให้|สำหรับ|แก่|\bfor)\s*(?:สำนักงาน)?\s*(?:เขต)?\s*$", re.I)
_YEAR = re.compile(
    r"(?:สำหรับ|ใน|ของ|for|in)?\s*(?:ปี(?:งบประมาณ)?|FY|fiscal year)?\s*(?:พ\.ศ\.)?\s*"
    r"(?<!\d)(?:25[5-9]\d|20[1-4]\d)(?!\d)",
    re.I,
)
# Words of asking for a draft; what is left of a request without them is what it is about.
_ASKING = re.compile(
    r"(?:(?:ช่วย|ขอ(?!ง)|อยากให้|โปรด|please|can you)\s*|ร่าง|\bdraft(?:ed|ing)?\b|เขียน|มาตรการ|แถว|แผน|ตัวชี้วัด(?:ที่)?|"
    r"ข้อ(?!มูล|บก|เสนอ|ร้อง|กำหนด|ตกลง|ปฏิบัติ)|หน่อย|ด้วย|สำนักงานเขต|เขต(?=\s|$)|"
    r"\b(?:a|an|the|new|measures?|rows?|plan|item|code|district|office)\b|[\s,.:;])+",
    re.I,
)
_EDGES = re.compile(
    r"^(?:ให้|ของ|สำหรับ|เรื่อง|แก้(?:ไข)?(?:ปัญหา)?|ด้าน|เกี่ยวกับ|for\b|of\b|on\b|about\b|with\b|to\b|in\b|and\b|"
    r"[\s,.:;“”\"'()·-])+|(?:ให้|ของ|สำหรับ|ใน|\bfor|\bof|\bin|[\s,.:;“”\"'(·-])+$",
    re.I,
)
# An item named by its words must be this near to a row of it, or this much alike to the catalogue's text.
NEAR, ALIKE = 0.4, 0.3
# A request for more items than this at once is a plan, not a talk.
MOST_ITEMS = 5
# Shorter words than this say nothing of what is weak.
SHORTEST = 4


GoneOver = Callable[[Sequence[DraftRow]], tuple[DraftRow, ...]]


class Missing(RequestError):
    """A sentence that asks for what a request leaves open; it goes no further than the talk."""


def answer(
    asked: Question, index: ReportIndex, read_as: ReadAs, my_district: str | None, gone_over: GoneOver | None = None
) -> Answer:
    """The drafted rows as an answer of the talk; AMBIGUOUS with what is missing where the request leaves it open.

    ``gone_over`` makes the rows what a language model makes of them; all that is told is told of what it returns.
    """
    try:
        requests, said = _requests(asked, index, my_district)
    except Missing as missing:
        return Answer(asked.text, Status.AMBIGUOUS, str(missing), (), (), read_as, Mode.DRAFT)
    rows = tuple(row for request in requests for row in draft(request, index))
    if not said:
        rows = tuple(_without_weakness(row) for row in rows)
    if gone_over is not None:
        rows = gone_over(rows)
    return answer_of(asked, rows, read_as)


def answer_of(asked: Question, rows: tuple[DraftRow, ...], read_as: ReadAs, head: str = "") -> Answer:
    """Drafted rows as an answer of the talk, each clause with its marks; ``head`` stands above them."""
    citations = _citations(rows)
    told = "\n\n".join(_told(row, citations, asked.english) for row in rows)
    text = f"{head}\n\n{told}" if head else told
    status = Status.ANSWERED if citations else Status.NOT_FOUND
    return Answer(asked.text, status, text, tuple(citations.values()), (), read_as, Mode.DRAFT, rows)


def head_of(answer: Answer) -> str:
    """What stands above the rows in the text of an answer with drafts; "" where nothing does."""
    first, *rest = answer.text.split("\n\n")
    return first if len(rest) >= len(answer.drafts) and "■" not in first else ""


def _requests(asked: Question, index: ReportIndex, my_district: str | None) -> tuple[list[DraftRequest], bool]:
    """The drafting requests, one an item, and whether the weakness was said; raises Missing."""
    district = district_of(asked, index, my_district)
    year, form = year_and_form(asked)
    weakness = _weakness(asked, index, district)
    items = _items(asked, form, weakness, index)
    requests = []
    for code, group in items:
        item = catalogue.item_or_nearest(int(form.value), code) if code else None
        about = weakness or (item.text if item else catalogue.group_name(group or 1))
        requests.append(DraftRequest(district, year, about, form, code, group))
    return requests, bool(weakness)


def district_of(asked: Question, index: ReportIndex, my_district: str | None) -> str:
    """The district to draft for: the one behind "ให้" or "for", else the first named, else the asker's own."""
    weakness = _WEAKNESS.search(asked.text)
    named = find_districts(asked.text, index.districts)
    head = [m for m in named if weakness is None or m.char_start < weakness.start("said")] or named
    meant = [m.name for m in head if _FOR_WHOM.search(asked.text[: m.char_start])] or [m.name for m in head]
    if meant:
        return meant[0]
    if asked.unknown_districts:
        raise Missing(
            say(
                asked.english,
                f"ไม่มีเขต{asked.unknown_districts[0]}ในกรุงเทพมหานคร โปรดระบุชื่อเขต เช่น “ให้เขตบางเขน”",
                f"Bangkok has no district {asked.unknown_districts[0]}; name one, such as Bang Khen.",
            )
        )
    if my_district is None:
        raise Missing(
            say(
                asked.english,
                "ร่างให้เขตใด โปรดระบุชื่อเขต เช่น “ให้เขตบางเขน”",
                "For which district? Name one, such as Bang Khen.",
            )
        )
    known = district_named(my_district)
    return known.name if known else my_district


def year_and_form(asked: Question) -> tuple[int, Form]:
    """The fiscal year of the plan, and the form: the one named, else the one in use in that year."""
    folded = fold_digits(asked.text)
    match = _FORM.search(folded)
    rest = _FORM.sub(" ", folded)
    _, years = mentions.take_years(rest, None)
    printed = (match["year"] or match["before"]) if match else None
    year = years[0] if years else mentions.fiscal_year_of(date.today())
    forms = [form for form in Form if form is not Form.UNKNOWN]
    if printed is not None:
        if printed not in {form.value for form in forms}:
            names = listed([form.value for form in forms], asked.english)
            raise Missing(
                say(
                    asked.english,
                    f"ไม่มีแบบปี {printed} แบบที่มีคือปี {names}",
                    f"There is no form of {printed}; there are {names}.",
                )
            )
        return year, Form(printed)
    in_use = [form for form in forms if int(form.value) <= year] or forms[:1]
    return year, in_use[-1]


def _items(asked: Question, form: Form, weakness: str, index: ReportIndex) -> list[tuple[str | None, int | None]]:
    """The items to draft, each a code or a group; raises Missing."""
    en = asked.english
    if asked.codes:
        lacking = [code for code in asked.codes if group_of_item(int(form.value), code) is None]
        if lacking:
            raise Missing(_no_such_item(lacking, form, en))
        return [(code, None) for code in asked.codes[:MOST_ITEMS]]
    if asked.groups:
        return [(None, group) for group in asked.groups[:MOST_ITEMS]]
    near = None if asked.only_groups else _nearest(weakness, int(form.value), index)
    named = asked.named_groups
    if near is not None and (not named or group_of_item(int(form.value), near) in named):
        return [(near, None)]
    if named:
        return [(None, group) for group in named[:MOST_ITEMS]]
    raise Missing(
        say(
            en,
            "ร่างข้อใด โปรดระบุรหัสข้อ เช่น I20 หรือตัวชี้วัดที่ 1–10",
            "Which item? Name a code such as I20, or an indicator from 1 to 10.",
        )
    )


def _nearest(weakness: str, year: int, index: ReportIndex) -> str | None:
    """The item of that year's set that the words speak of: by the rows near in meaning, else by the items' texts."""
    if not weakness:
        return None
    # staff's sayings also as the forms write them
    meant = dict.fromkeys(word for _, wordings in thesaurus.wordings(weakness) for word in wordings)
    text = " ".join([weakness, *meant])
    for hit in index.nearest_rows(text, 5):
        row = hit.row
        if row is not None and row.code is not None and hit.cosine >= NEAR:
            pairs = [
                (row.fiscal_year, row.code),
                *((p.year, p.code) for p in catalogue.partners(row.fiscal_year, row.code)),
            ]
            found = next((code for fiscal_year, code in pairs if fiscal_year == year), None)
            if found is not None and group_of_item(year, found) is not None:
                return found
    near = catalogue.nearest(year, text)
    return near[0][0].code if near and near[0][1] >= ALIKE else None


def _no_such_item(codes: Sequence[str], form: Form, english: bool) -> str:
    last = {letter: number for letter, _, number in (catalogue.code_range(int(form.value), g) for g in (5, 8, 10))}
    there = ", ".join(f"{letter}1–{letter}{number}" for letter, number in last.items())
    names = listed(list(codes), english)
    return say(
        english,
        f"แบบปี {form.value} ไม่มีข้อ {names} (มี {there}) โปรดระบุข้ออื่น หรือระบุแบบ เช่น “แบบปี 2563”",
        f"The form of {form.value} has no {names} (it has {there}); name another item, or a form such as “form 2563”.",
    )


# --- the weakness ----------------------------------------------------------------------------------------------------


def _weakness(asked: Question, index: ReportIndex, own: str) -> str:
    """The user's words for what is weak, without the rest of the request; "" where none are given."""
    match = _WEAKNESS.search(asked.text)
    if match:
        return _trimmed(match["said"], index, own)
    rest = _trimmed(asked.text, index, own)
    folded = fold_digits(rest)
    for take in (mentions.take_codes, mentions.take_groups):
        folded, _ = take(folded)
    rest = " ".join(folded.split())
    while (shorter := _EDGES.sub("", re.sub(rf"^(?:{_ASKING.pattern})", "", rest, flags=re.I))) != rest:
        rest = shorter
    return rest if asked.topic_words and len(rest) >= SHORTEST else ""


# What a request for a whole plan says beside its topic.
_OF_PLANS = re.compile(
    r"(?:แผน|ช่วย|ขอ(?!ง)|อยากให้|อยากได้|ร่าง|\bdraft\b|ปีหน้า|ปีถัดไป|ปีนี้|ทั้ง(?:หมด|ปี)|ของ|ให้|เขต(?:เรา|ฉัน|ของฉัน|ของเรา)?|เรา|หน่อย|ด้วย|ครับ|ค่ะ|คะ|จัดทำ|ทำ|มาตรการ|ITA|"
    r"\b(?:next|this|year(?:'s)?|our|my|us|district|office|whole|full|please|for)\b|[\s,.:;'’])+",
    re.I,
)


def topic_of(asked: Question, index: ReportIndex) -> str:
    """What a request for a plan is about, "" where it names no topic."""
    said = _weakness(asked, index, asked.districts[0] if asked.districts else "")
    return _OF_PLANS.sub(" ", said).strip()


def _trimmed(text: str, index: ReportIndex, own: str) -> str:
    """The text without form, year and the district that it is for, which are read apart."""
    for pattern in (_FORM, _YEAR):
        text = _masked(text, [(m.start(), m.end()) for m in pattern.finditer(fold_digits(text))])
    spans = []
    for mention in find_districts(text, index.districts):
        before = re.search(r"(?:ให้|สำหรับ|แก่|\bfor)?\s*(?:สำนักงาน)?(?:เขต)?\s*$", text[: mention.char_start], re.I)
        if mention.name == own and before:
            after = re.match(r"\s*district(?: office)?\b", text[mention.char_end :], re.I)
            spans.append((before.start(), mention.char_end + (after.end() if after else 0)))
    return _EDGES.sub("", " ".join(_masked(text, spans).split()))


def _masked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    for start, end in sorted(spans, reverse=True):
        text = f"{text[:start]} {text[end:]}"
    return text


def _without_weakness(row: DraftRow) -> DraftRow:
    """The row with its weakness left to fill: nobody said what is weak, and the item's own words say it of nobody."""
    cells = tuple((name, DraftCell("", ()) if name == "weakness" else cell) for name, cell in row.cells)
    to_confirm = tuple(name for name, cell in cells if not cell.text)
    return replace(
        row, cells=cells, to_confirm=to_confirm, warnings=(caution("no weakness"), *row.warnings), weakness=""
    )


# --- the answer ------------------------------------------------------------------------------------------------------


def _citations(rows: tuple[DraftRow, ...]) -> dict[PlaceKey, Citation]:
    found: dict[PlaceKey, Citation] = {}
    for row in rows:
        for name, cell in row.cells:
            for basis in cell.basis:
                key = basis.place.key
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
                        label=basis.row_id.rsplit("#", 2)[-2],
                    )
    return found


def _marks(bases: Sequence[Basis], citations: dict[PlaceKey, Citation]) -> str:
    numbers = [citations[b.place.key].mark for b in bases]
    return " ".join(f"[{number}]" for number in dict.fromkeys(numbers))


def _told(row: DraftRow, citations: dict[PlaceKey, Citation], english: bool) -> str:
    """The drafted row for reading: each cell with the marks of what it rests on, then what is left to fill."""
    label = row.code or say(english, f"ตัวชี้วัดที่ {row.group}", f"indicator {row.group}")
    where = district_label(row.district, english)
    head = say(
        english,
        f"ร่างแถวมาตรการ {where} ปี {row.fiscal_year} (แบบปี {row.form.value}) ข้อ {label} {row.item}",
        f"Draft row for {where}, FY {row.fiscal_year} (form of {row.form.value}), {label} {row.item}",
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
    lines.extend(f"⚠ {noted(warning, english)}" for warning in row.warnings)
    return "\n".join(lines)
