"""What a report is and which part of the year it tells of, read off its titles."""

import re

from corpus.records import Period, ReportKind
from corpus.title import TITLE_LINE, flat_lines

KIND_LABELS = {
    ReportKind.MEASURES: "แผนมาตรการ",
    ReportKind.RESULTS: "รายงานผลตามมาตรการ",
    ReportKind.SCORES: "รายงานผลคะแนน",
    ReportKind.OTHER: "อื่น ๆ",
}
PERIOD_LABELS = {
    Period.NONE: "",
    Period.FIRST_HALF: "รอบ 6 เดือนแรก",
    Period.SECOND_HALF: "รอบ 6 เดือนหลัง",
    Period.FULL_YEAR: "รอบ 12 เดือน",
    Period.Q1: "ไตรมาส 1",
    Period.Q2: "ไตรมาส 2",
    Period.Q3: "ไตรมาส 3",
    Period.Q4: "ไตรมาส 4",
}

# A report says what it is on its first pages; a later heading may speak of another report.
MOST_TITLES = 80
# Dates stand right after the period: "รอบ 6 เดือน (เมษายน - กันยายน 2567)".
DATES_WITHIN = 80

# OCR puts blanks between any two letters, so titles are compared without any.
_CARRYING_OUT = r"(?:การ)?ด(?:ำ|ํา)?เนิน(?:การ|งาน)"
_RESULTS = re.compile(
    rf"(?:รายงาน|สรุป|ติดตาม)(?:การ)?(?:ผล|ติดตาม)+(?:ของ)?{_CARRYING_OUT}|ผล{_CARRYING_OUT}ตาม(?:แผน|มาตรการ)"
)
_AIM = r"(?:ส่งเสริม|ยกระดับ|ป้องกัน|เพื่อ|ภายใน|พัฒนา|ปรับปรุง|แก้ไข|ด้าน|ประจำ)"
_MEASURES = re.compile(rf"มาตรการ(?:การ)?{_AIM}|แผน(?:ปฏิบัติ|{_CARRYING_OUT}|{_AIM})")
_SCORES = re.compile(r"(?:รายงาน|สรุป|วิเคราะห์|ประกาศ)?ผล(?:การ|คะแนน(?:การ)?)?ประเมิน|ผลคะแนน")
_MONTHS = re.compile(r"(?:รอบ(?:ระยะเวลา|ที่)?|ระยะ(?:เวลา)?|ประจำรอบ)?(?<!\d)(6|12|หก|สิบสอง)เดือน(แรก|หลัง)?")
_QUARTER = re.compile(r"ไตรมาส(?:ที่)?([1-4])(?!\d)(?!(?:[-–,]|ถึง|และ)[1-4])")
_FROM_TO = re.compile(r"(ตุลาคม|ต\.?ค\.?|เมษายน|เม\.?ย\.?)[^ก-๙]*\d*.{0,12}?(มีนาคม|มี\.?ค\.?|กันยายน|ก\.?ย\.?)")


def kind_of(head: str, rows: int) -> ReportKind:
    """What the report is: ``head`` is its text before the first measures table, ``rows`` how many rows it holds."""
    titles = _titles(head)
    results, measures, scores = (pattern.search(titles) for pattern in (_RESULTS, _MEASURES, _SCORES))
    if results and (measures is None or results.start() <= measures.start()):
        return ReportKind.RESULTS
    if rows or (measures and (scores is None or measures.start() < scores.start())):
        return ReportKind.MEASURES
    if scores:
        return ReportKind.SCORES
    return ReportKind.MEASURES if measures else ReportKind.OTHER


def period_of(head: str) -> Period:
    """The part of the year that the titles name; a half-year without more is the first, unless its months differ."""
    titles = _titles(head)
    quarter = _QUARTER.search(titles)
    if quarter is not None:
        return Period(f"q{quarter[1]}")
    spans = _MONTHS.finditer(titles)
    months = next((match for match in spans if match[2] or match[0].startswith(("รอบ", "ประ"))), None)
    if months is None:
        return Period.NONE
    if months[1] in ("12", "สิบสอง"):
        return Period.FULL_YEAR
    if months[2]:
        return Period.SECOND_HALF if months[2] == "หลัง" else Period.FIRST_HALF
    dates = _FROM_TO.search(titles, months.end(), months.end() + DATES_WITHIN)
    return Period.SECOND_HALF if dates is not None and dates[1].startswith("เม") else Period.FIRST_HALF


def _titles(head: str) -> str:
    """The short lines with which a report begins, digits folded, without any blank."""
    lines = [line.strip() for line in flat_lines(head) if line.strip()]
    return re.sub(r"\s+", "", "\n".join(line for line in lines[:MOST_TITLES] if len(line) <= TITLE_LINE))
