"""What kind of answer a question wants, and which cells it names."""

import re
from enum import StrEnum

from corpus.thai import fold_digits


class Want(StrEnum):
    """What kind of answer is wanted."""

    MEASURES = "measures"
    CELLS = "cells"
    SCORE = "score"
    LOWEST = "lowest"
    HIGHEST = "highest"
    BELOW = "below"
    ABOVE = "above"
    TOTAL = "total"
    CHANGE = "change"
    UNIT = "unit"
    COUNT = "count"
    OVERVIEW = "overview"
    MEANING = "meaning"
    DRAFT = "draft"


_DRAFT = re.compile(
    r"(?:^|\s|ช่วย|ขอ)ร่าง|ร่าง(?:มาตรการ|แผน|แถว)|\bdraft\b|เขียนมาตรการ(?:ให้|ข้อ)|^\s*(?:ช่วย|ขอ)?(?:จัด)?ทำแผน\S*\s.{0,40}ให้\s*(?:สำนักงาน)?เขต",
    re.I,
)

# Evidence that something was done is its output and its result; "เอกสารหลักฐาน" that visitors bring is a topic.
_EVIDENCE = (
    r"(?:^|\s|มี|ใช้|ส่ง|แนบ)หลักฐาน(?:อะไร|ใด|ไหน|ว่า|ของ|การดำเนิน|บ้าง|\s|$)|"
    r"\bwhat (?:evidence|proof)\b|\bevidence (?:of|for)\b"
)
# The phrases that name a cell; a question may want several.
_CELLS = {
    "responsible": (
        r"ใคร\S{0,6}(?:รับผิดชอบ|ทำ|ดูแล|เป็นคน)|รับผิดชอบ|ฝ่าย(?:ไหน|ใด|อะไร)|หน่วยงาน(?:ไหน|ใด)|"
        r"responsible|in charge|which (?:unit|section|division)|^who\b|"
        r"\bwho (?:is|are) (?:the )?(?:accountable|person|unit)|"
        r"\bwho (?:handles|looks after|takes care|does|did)"
    ),
    "timeframe": (
        r"เสร็จ(?:สิ้น)?(?:เมื่อ|ภายใน|วันไหน|กี่โมง)|แล้วเสร็จ|เมื่อไ(?:ห)?ร่?|กำหนด(?:ส่ง|เสร็จ)|เดดไลน์|วันไหน|"
        r"เดือน(?:ไหน|ใด|อะไร)|ตอนไหน|ช่วงไหน|ระยะเวลา(?:ดำเนินการ|เท่าไ|แค่ไหน)|^\s*ระยะเวลา\s|"
        r"deadline|\bwhen\b|\bdue\b|by what date"
    ),
    "monitoring": (
        r"(?:กำกับ|ติดตาม)\S{0,40}(?:บ่อย|กี่(?:ครั้ง|วัน|สัปดาห์|เดือน|ไตรมาส)|ความถี่|อย่างไร|ยังไง)|บ่อย(?:แค่|เพียง)?ไหน|ความถี่|กี่ครั้ง|"
        r"การกำกับติดตาม|how often|monitor"
    ),
    "weakness": r"จุดอ่อน|ข้อบกพร่อง|ประเด็น\S{0,12}(?:ปรับปรุง|ยกระดับ|พัฒนา)|อ่อนเรื่อง|weak",
    "result": r"ผลการดำเนิน|ผล(?:เป็น|ออกมา)|ผลลัพธ์|ได้ผล|ทำอะไรไปแล้ว|ผลที่ได้|(?:the|what|any) results?\b|outcome|"
    + _EVIDENCE,
    "output": r"ผลผลิต|ชิ้นงาน|\boutputs?\b|deliverable|" + _EVIDENCE,
    "publicity": r"สร้างการรับรู้|ประชาสัมพันธ์(?:ทาง|ผ่าน)(?:ไหน|ใด|อะไร)|ทางช่องทาง(?:ไหน|ใด)|publici",
}
_CELL_PATTERNS = tuple((name, re.compile(pattern, re.I)) for name, pattern in _CELLS.items())
# One fact is asked for, whatever else the sentence says; unless it is to come along with the measures.
ONE_FACT = re.compile(
    r"ใคร(?:เป็น(?:คน|ผู้))?(?:รับผิดชอบ|ดูแล|ทำ(?!อะไร))|(?:ฝ่าย|หน่วยงาน)(?:ไหน|ใด)|เมื่อไ|วันที่เท่าไ|วันไหน|บ่อย|กี่ครั้ง|ความถี่|"
    r"deadline|\bwhen\b|how often|^who\b|responsible|in charge",
    re.I,
)
TOGETHER = re.compile(r"พร้อม|รวมทั้ง|สรุป|summar|together with", re.I)
# Joined to measures, or to another fact: "แก้อย่างไรและใครรับผิดชอบ", "ใครรับผิดชอบและเสร็จเมื่อไร".
AND_FACT = re.compile(r"และ(?:ใคร|ฝ่าย|เสร็จ|ผู้)|and (?:who|when|which)", re.I)
# How often something is done may stand in any cell; only these words ask for the monitoring by the director.
MONITORED = re.compile(r"กำกับ|ติดตาม|monitor", re.I)
WHY = re.compile(r"ทำไม|เพราะ(?:อะไร|เหตุใด)|สาเหตุ|\bwhy\b", re.I)
# "ฝ่ายเทศกิจรับผิดชอบข้อไหนบ้าง": the items of a unit, where the unit is named and the items are asked for.
UNIT = re.compile(
    r"(ฝ่าย\s?(?:ปกครอง|ทะเบียน|โยธา|สิ่งแวดล้อม(?:และสุขาภิบาล|ฯ)?|รายได้|รักษาความสะอาด(?:และสวนสาธารณะ|ฯ)?|การศึกษา|"
    r"การคลัง|คลัง|เทศกิจ|พัฒนาชุมชน(?:และสวัสดิการสังคม|ฯ)?)|ทุกฝ่าย)"
)
_ITEMS_OF_UNIT = re.compile(
    r"ทุกข้อ|ข้อ(?:ทั้งหมด)?\S{0,20}ที่|(?:รับผิดชอบ|ดูแล|ต้องทำ|ทำ)\s*(?:ข้อ|เรื่อง|มาตรการ|อะไร|ตัวชี้วัด)|(?:ข้อ|เรื่อง|มาตรการ)(?:ไหน|ใด|อะไร)"
)
_COUNT = re.compile(r"(?:มี)?กี่(?:ข้อ|แถว|มาตรการ|รายการ)|how many (?:items|rows|measures)", re.I)
_BELOW = re.compile(
    r"(?:ต่ำกว่า|น้อยกว่า|ไม่ถึง|below|under|less than)\s*(\d{1,3}(?:\.\d+)?)?|ไม่ผ่าน|"
    r"สอบตก|ตก(?:ข้อ|ตัวชี้วัด)(?:ไหน|ใด|อะไร)|ตกเกณฑ์|\bfail(?:s|ed|ing)?\b",
    re.I,
)
_ABOVE = re.compile(r"(?:สูงกว่า|มากกว่า|เกิน|above|over|more than|at least)\s*(\d{1,3}(?:\.\d+)?)", re.I)
# "เขตไหนยังไม่มี…": the districts whose reports tell nothing of it are asked for too.
NOT_DONE = re.compile(
    r"เขต(?:ไหน|ใด)\S{0,12}(?:ไม่มี|ยังไม่|ไม่ได้|ไม่เคย)|which districts? (?:do|did|does|have|has) not|"
    r"which districts? (?:don't|didn't|haven't|hasn't)",
    re.I,
)
PASS_MARK = 85.0
# With these the measures themselves are asked for, a cell that is named beside them only as well.
MEASURES = re.compile(
    r"มาตรการ(?:อะไร|ใด|ไหน|บ้าง)|(?:สรุป|ขอ|รวม)มาตรการ|แก้|ทำอะไร|ทำอย่างไร|ทำยังไง|กิจกรรม(?:อะไร|ใด|ไหน)|วิธี|แนวทาง|พร้อม|"
    r"what (?:measures|did|do|does|have|has)|how (?:did|do|does|can|to)\b|\bfix|summar",
    re.I,
)
_SCORE = re.compile(r"คะแนน|\bscor(?:e[sd]?|ing)\b|กี่แต้ม", re.I)
# What can be below or above a score without the word.
_SCORED = re.compile(r"ข้อ|ตัวชี้วัด|\b(?:items?|indicators?)\b", re.I)
_LOWEST = re.compile(r"ต่ำ(?:ที่)?สุด|น้อย(?:ที่)?สุด|แย่(?:ที่)?สุด|lowest|worst|weakest|\bbottom\s+\d", re.I)
_HIGHEST = re.compile(r"สูง(?:ที่)?สุด|มาก(?:ที่)?สุด|ดี(?:ที่)?สุด|highest|\bbest\b|\btop\s+\d", re.I)
# What can be the best without the word score beside it; of anything else "the most" is a topic.
_RANKED = re.compile(
    r"(?:ข้อ|เขต|ตัวชี้วัด)(?:ไหน|ใด|อะไร).{0,40}(?:ดี|สูง)(?:ที่)?สุด|(?:ดี|สูง)(?:ที่)?สุด.{0,20}(?:ข้อ|เขต|ตัวชี้วัด)(?:ไหน|ใด|อะไร)|"
    r"which (?:item|district|indicator).{0,40}(?:best|highest)|\d\s*(?:ข้อ|อันดับ).{0,20}(?:ดี|สูง)(?:ที่)?สุด",
    re.I,
)
_TOTAL = re.compile(
    r"(?:ได้|เกรด|ระดับ)\s*(?:AA|[A-F])(?![A-Za-z0-9])|คะแนน\s*(?:ITA\s*)?(?:รวม|ทั้งหมด|ภาพรวม)|รวม(?:ได้)?(?:เท่า|กี่)|ระดับ(?:อะไร|ไหน|ใด)|เกรด|"
    r"\btotal (?:ITA )?scores?|\boverall\b|\bgrade\b|\btotal ITA\b",
    re.I,
)
_MEANING = re.compile(
    r"เรื่องเดียวกัน|เหมือนกัน(?:ไหม|หรือ|มั้ย)|(?:คือ|เป็น|อยู่|ตรงกับ|ตรง)\s*ข้อ(?:อะไร|ไหน|ใด)|ข้อเดียวกัน|ตรงกับข้อ|เทียบ(?:กับ)?ข้อ(?:ใด|ไหน)|"
    r"same (?:item|question|thing)|which (?:item|code)|ถามเรื่องอะไร|ถามว่าอะไร|หมายถึงอะไร|คืออะไร",
    re.I,
)
_CHANGE = re.compile(
    r"(?:คะแนน|ข้อ|ตัวชี้วัด)\S*\s*\S*(?:ลดลง|ตกลง|เพิ่มขึ้น|ดีขึ้น|สูงขึ้น|ต่ำลง|แย่ลง|เปลี่ยนไป)|"
    r"(?:dropped|fell|rose|increased|decreased|improved|went (?:up|down)|change[ds]?)",
    re.I,
)
FELL = re.compile(r"ลดลง|ตกลง|ต่ำลง|แย่ลง|dropped|fell|decreased|went down", re.I)
ROSE = re.compile(r"เพิ่มขึ้น|ดีขึ้น|สูงขึ้น|rose|increased|improved|went up", re.I)
COMPARE = re.compile(r"เปรียบเทียบ|เทียบ|ระหว่าง|ต่างกัน|compare|versus|\bvs\b|difference", re.I)
# Whether a score passes is answered with the score.
PASSES = re.compile(r"ผ่าน(?:เกณฑ์)?(?:ไหม|มั้ย|หรือ(?:ไม่|ยัง|เปล่า)|รึ)|\bpass(?:es|ed)?\b", re.I)
# An item named by its code rose, or is better than another: that is told by its scores.
_COMPARED = re.compile(
    r"(?<!ให้)(?:ดี|แย่)กว่า(?!เดิม)|(?:เพิ่มขึ้น|ลดลง|สูงขึ้น|ต่ำลง|ดีขึ้น|แย่ลง)\S*(?:ไหม|มั้ย|หรือ|เท่าไ|กี่)|"
    r"\bwho (?:is|was|did) (?:better|worse)\b",
    re.I,
)
# What is said before a district that is to be left out.
BUT = re.compile(
    r"(?:ไม่เอา|ไม่นับ|ไม่รวม|ยกเว้น|เว้น|นอกจาก|นอกเหนือจาก|except(?: for)?|other than|excluding|besides|but not)"
    r"\s*(?:ของ)?\s*(?:สำนักงาน)?(?:เขต)?\s*$",
    re.I,
)
MOST = re.compile(r"(?:มาก|เยอะ|บ่อย)(?:ที่)?สุด|\bmost(?: often)?\b", re.I)
MEAN = re.compile(r"เฉลี่ย|\b(?:mean|average)\b", re.I)
_GROUPS = re.compile(r"ตัวชี้วัด|\bindicators?\b", re.I)
_WHICH_DISTRICT = re.compile(r"(?:สำนักงาน)?เขต(?:ไหน|ใด|อะไร)|which (?:district|office)|what district", re.I)
_HOW_MANY = re.compile(
    r"(?<![\d.A-Za-z])(?<!ข้อ)(?<!ข้อ )(?<!ที่)(?<!ที่ )(?<!ปี)(?<!ปี )"
    r"(?P<n>\d{1,2})\s*(?:ข้อ|อันดับ|ตัวชี้วัด|เขต|รายการ|items?|lowest|highest|worst|weakest|best)|"
    r"(?:อันดับ|lowest|highest|worst|weakest|best|top|bottom)\s+(?P<m>\d{1,2})(?![\d.])",
    re.I,
)
# A number or a name that is not a score: the reports seldom hold such, and a near row is no answer to it.
PARTICULAR = re.compile(
    r"เท่าไ(?:ห)?ร่?|เท่าใด|กี่(?:บาท|คน|ล้าน|แห่ง|ตัว|หลัง|ราย|โรง|คัน|โมง|เดือน|ปี)|ราคา|เบอร์|ชื่ออะไร|คือใคร|ชื่อ(?:ว่า)?ใคร|รายชื่อ|"
    r"how much|how many(?! (?:districts|offices|reports))|"
    r"phone number|\bnames? of\b|what is the name|population|what time",
    re.I,
)
OTHERS = re.compile(r"เขตอื่น|ที่อื่น|คนอื่น|\bothers?\b|other districts?", re.I)
EVERY = re.compile(r"ทุกเขต|แต่ละเขต|เขตต่าง|ทั้งหมดทุก|all districts|every district|each district", re.I)


ASKS_CODE = re.compile(r"ข้อ(?:อะไร|ไหน|ใด)|which (?:item|code)", re.I)


def cells(folded: str) -> tuple[str, ...]:
    """The cells that a question names, in the order of the form."""
    return tuple(name for name, pattern in _CELL_PATTERNS if pattern.search(folded))


def limit(folded: str) -> float:
    """The score that "below" or "above" is measured by; the pass mark where none is named."""
    match = _BELOW.search(folded) or _ABOVE.search(folded)
    return float(match[1]) if match and match.lastindex and match[1] else PASS_MARK


def which_district(text: str) -> bool:
    """Whether a question asks which of the districts."""
    return bool(_WHICH_DISTRICT.search(text))


def whole_groups(text: str, codes: tuple[str, ...]) -> bool:
    """Whether whole indicators are ranked, not items: the question says so and names no item."""
    return bool(_GROUPS.search(text)) and not codes


def how_many(text: str) -> int:
    """How many of the lowest or highest are asked for; 1 where no number says so."""
    match = _HOW_MANY.search(fold_digits(text))
    return max(1, int(match["n"] or match["m"])) if match else 1


def want(folded: str, codes: tuple[str, ...], years: tuple[int, ...]) -> Want:
    """What kind of answer a question (digits folded) wants; ``codes`` and ``years`` are those that it names."""
    if _DRAFT.search(folded):
        return Want.DRAFT
    if _MEANING.search(folded) and (codes or len(years) >= 2):
        return Want.MEANING
    if _TOTAL.search(folded):
        return Want.TOTAL
    scored = bool(_SCORE.search(folded)) or bool(codes and (PASSES.search(folded) or _COMPARED.search(folded)))
    if scored and WHY.search(folded):
        return Want.MEASURES
    if scored or _SCORED.search(folded):
        if _BELOW.search(folded):
            return Want.BELOW
        if _ABOVE.search(folded):
            return Want.ABOVE
    if UNIT.search(folded) and _ITEMS_OF_UNIT.search(folded):
        return Want.UNIT
    if _COUNT.search(folded):
        return Want.COUNT
    if _CHANGE.search(folded) and (scored or len(years) >= 2):
        return Want.CHANGE
    if _LOWEST.search(folded):
        return Want.LOWEST
    if _HIGHEST.search(folded) and (scored or _RANKED.search(folded)):
        return Want.HIGHEST
    return Want.SCORE if scored else Want.MEASURES
