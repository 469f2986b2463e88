"""Cells of precedents cut into clauses, each a verbatim span; what belongs to another district alone is kept out."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.answers import Basis
from corpus.cells import flat
from corpus.districts import all_districts
from corpus.records import MeasureRow, Place, Reading, Segment
from corpus.thai import clean, squeeze

# A clause begins at a bullet or a list number that stands after a blank or at the head of a cell.
_BULLET = re.compile(r"(?:^|(?<=\s))(?:[-–—•*·]\s*(?=\S)|\d{1,2}\s?[.)]\s*(?=\D))")
_LEADING = re.compile(r"^[\s\-–—•*·.]*(?:[0-9๐-๙]{1,2}\s?[.)]\s*)?[\s.]*")
_MONTHS = (
    "มกราคม|กุมภาพันธ์|มีนาคม|เมษายน|พฤษภาคม|มิถุนายน|กรกฎาคม|สิงหาคม|กันยายน|ตุลาคม|พฤศจิกายน|ธันวาคม|"
    r"ม\.\s?ค\.|ก\.\s?พ\.|มี\.\s?ค\.|เม\.\s?ย\.?|พ\.\s?ค\.|มิ\.\s?ย\.|ก\.\s?ค\.|ส\.\s?ค\.|ก\.\s?ย\.|ต\.\s?ค\.|พ\.\s?ย\.|ธ\.\s?ค\.|จ\.\s?ค\."
)
# Dates, years, scores, names of persons and numbers of letters are another district's own and never carry over.
_DATE = re.compile(
    rf"{_MONTHS}|พ\.\s?ศ\.|(?<!\d)25\d\d(?!\d)|ปีงบประมาณ\s*\d|วันที่\s*\d|\d{{1,2}}/\d{{1,2}}/\d{{2,4}}|(?<!\d)20[12]\d(?!\d)"
)
_SCORE = re.compile(r"\d+(?:\.\d+)?\s*คะแนน|คะแนน(?:เฉลี่ย)?\s*\d|ร้อยละ\s*\d|\d+(?:\.\d+)?\s*%")
_PERSON = re.compile(
    r"(?:นาย|นางสาว|นาง|น\.ส\.|ว่าที่\s*ร\.ต\.)\s?(?!ทะเบียน|จ้าง|ก(?:รัฐ|เทศ)|ตรวจ|อำเภอ|แพทย์|ทหาร|หน้า)[ก-ฮ]\S{1,}\s+[ก-ฮ]\S{1,}"
)
_LETTER_NUMBER = re.compile(r"ที่\s*กท\s*\d|คำสั่ง(?:ที่|เลขที่)\s*\d|เลขที่\s*\d|โทร\.?\s*\d|รหัสผ่าน|@|https?://")
_OFFICE = re.compile(r"สำนักงานเขต\s?")
SHORTEST = 4


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause of one precedent's cell, its words made fit for another district, and the quotes that it rests on."""

    text: str
    bases: tuple[Basis, ...]
    row: MeasureRow
    cell: str


def clauses_of(row: MeasureRow, cell_name: str, reading: Reading, own: str, foreign: Sequence[str]) -> list[Clause]:
    """The clauses of one cell that may carry over to district ``own``; ``foreign`` are further district names to avoid."""
    cell = row.cell(cell_name)
    if cell is None:
        return []
    weakness = squeeze(row.cells[0].text) if row.cells and row.cells[0].name == "weakness" else ""
    out = []
    for words, bases in _whole_clauses(row, cell.segments, reading.report.text):
        text = adapt(words, row.district, own, foreign)
        if text is None or len(squeeze(text)) < SHORTEST:
            continue
        if cell_name != "weakness" and squeeze(text) in weakness:
            continue  # OCR copied the weakness into the hole beside a merged cell
        out.append(Clause(text, bases, row, cell_name))
    return out


def _whole_clauses(row: MeasureRow, segments: Sequence[Segment], source: str) -> list[tuple[str, tuple[Basis, ...]]]:
    """The clauses of a cell in order; one that a page break or a merged cell tore apart rests on all its pieces."""
    out: list[tuple[str, tuple[Basis, ...]]] = []
    for segment in segments:
        spans = list(_spans(source, segment.place.char_start, segment.place.char_end))
        for number, (start, end) in enumerate(spans):
            quote = source[start:end]
            place = Place(row.report, segment.place.page, segment.place.line, start, end)
            basis = Basis(row.row_id, row.report, place, quote, row.district, row.fiscal_year)
            marked = bool(_BULLET.match(flat(quote)))
            words = _LEADING.sub("", clean(quote))
            if out and number == 0 and not marked and listed(segments, source):
                out[-1] = (clean(f"{out[-1][0]} {words}"), (*out[-1][1], basis))
            else:
                out.append((words, (basis,)))
    return out


def listed(segments: Sequence[Segment], source: str) -> bool:
    """Whether a cell is a list with bullets or numbers, so that a piece without one goes on with the piece before."""
    first = segments[0].place
    return bool(_BULLET.match(flat(source[first.char_start : first.char_end])))


def _spans(source: str, start: int, end: int) -> Iterable[tuple[int, int]]:
    """Half-open spans of the clauses between two offsets, white space at their edges cut off."""
    image = flat(source[start:end])
    cuts = sorted({0, *(match.start() for match in _BULLET.finditer(image)), len(image)})
    for a, b in zip(cuts, cuts[1:], strict=False):
        while a < b and image[a].isspace():
            a += 1
        while b > a and image[b - 1].isspace():
            b -= 1
        if a < b:
            yield start + a, start + b


def adapt(text: str, theirs: str, own: str, foreign: Sequence[str]) -> str | None:
    """The clause for district ``own``: its name in place of the precedent's; None where it cannot be made fit."""
    folded = flat(text)
    if _DATE.search(folded) or _SCORE.search(folded) or _PERSON.search(folded) or _LETTER_NUMBER.search(folded):
        return None
    if own and own != theirs:
        text = re.sub(rf"(สำนักงานเขต|เขต)\s?{re.escape(theirs)}", rf"\g<1>{own}", text)
    if names_other(text, own, foreign):
        return None
    return text


def names_other(text: str, own: str, foreign: Sequence[str] = ()) -> bool:
    """Whether a text names a district other than ``own``: any district behind เขต, or a held one anywhere."""
    squeezed = squeeze(text)
    if any(name != own and squeeze(name) in squeezed for name in foreign if len(name) > 3):
        return True
    for name in _names():
        if name != own and (f"เขต{name}" in squeezed or f"ห้องประชุม{name}" in squeezed):
            return True
    # an office whose name OCR has spoilt ("สำนักงานเขตสาธารณสุข") is another's all the same
    for match in _OFFICE.finditer(text):
        rest = text[match.end() :]
        if rest.startswith(_AFTER_OFFICE) or not re.match("[\u0e01-\u0e4e]", rest) or (own and rest.startswith(own)):
            continue
        return True
    return False


# What may stand behind the bare word สำนักงานเขต: then it names no district.
_AFTER_OFFICE = (
    "ที่", "มี", "ให้", "และ", "เพื่อ", "ผ่าน", "เป็น", "ต้อง", "ทราบ", "อย่าง", "ทุก", "หรือ", "จัด", "ได้", "ไม่", "โดย", "กำหนด", "เผยแพร่",
    "กับ", "ตาม", "ใน", "ของ", "จะ", "เข้า", "จำนวน", "ณ", "บน", "ทาง", "พร้อม", "แล้ว", "รวม", "ดำเนิน", "ประชา", "รับ", "ควร", "ครบ", "ต่าง", "เปิด", "แต่", "ซึ่ง", "ดังกล่าว", "แห่ง",
    "สามารถ", "ปฏิบัติ", "เห็น", "ร่วม", "เอง", "ยัง", "ขอ", "เช่น", "เดือน", "ประจำ", "สร้าง", "ปรับ", "พัฒนา", "เกี่ยว", "ต่อ", "ตั้ง", "แก่", "ฯ", "นำ", "ติด",
)  # fmt: skip


@lru_cache(maxsize=1)
def _names() -> tuple[str, ...]:
    return tuple(district.name for district in all_districts())
