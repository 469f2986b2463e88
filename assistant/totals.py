"""A report's total score and level: as it prints them, and worked out from the scores of all ten indicators."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.cite import Citer, mark_of
from assistant.question import Question
from assistant.wants import Want, which_district
from assistant.wording import district_label, district_name, listed, say
from corpus.cells import flat
from corpus.levels import total
from corpus.records import Reading, Segment
from index.search import ReportIndex

# A printed total: "ได้คะแนนเท่ากับ ๖๕.๙๖ คะแนน จัดอยู่ในระดับ C", "คะแนนรวม 91.20 อยู่ในระดับ ผ่านดี".
_TOTAL = re.compile(
    r"(?:คะแนนรวม|คะแนนเฉลี่ยรวม|คะแนนภาพรวม|ผลคะแนน|ได้คะแนน|มีคะแนน|ค่าคะแนน|คะแนน)[^\d\n]{0,60}?(\d{1,3}\.\d{1,2})[^\n]{0,60}?"
    r"ระดับ\s*(?:ที่\s*)?[:“\"]?\s*([A-F]{1,2}\b|ผ่าน\S*|ต้องปรับปรุง\S*)"
)
_TOTAL_ALONE = re.compile(r"(?:คะแนนรวม|คะแนนเฉลี่ยรวม|คะแนนภาพรวม)[^\d\n]{0,60}?(\d{1,3}\.\d{1,2})")


@dataclass(frozen=True, slots=True)
class Total:
    """One report's total: its score, level ("" where none is told), marks, and the lines that tell it."""

    district: str
    year: int
    score: float
    level: str
    marks: str
    computed: bool
    lines: tuple[str, ...]


def meant(asked: Question) -> bool:
    """Whether the best or the worst district as a whole is asked for, and no item of it."""
    of_item = asked.codes or asked.groups or asked.named_groups or asked.parts
    return asked.want in (Want.LOWEST, Want.HIGHEST) and which_district(asked.text) and not of_item


def tell(asked: Question, index: ReportIndex, citer: Citer) -> str | None:
    """One line that answers, then each total with its quote; None where no report tells one."""
    found = [one for reading in index.reports.values() if (one := _of_reading(asked, reading, citer)) is not None]
    if not found:
        return None
    if meant(asked):
        found.sort(key=lambda one: one.score if asked.want is Want.LOWEST else -one.score)
    told = {one.district for one in found}
    en = asked.english
    lines = [_head(asked, found), *dict.fromkeys(line for one in found for line in one.lines)]
    years = sorted({one.year for one in found})
    if len(years) > 1:
        listed_years = ", ".join(map(str, years))
        lines.append(
            say(en, f"⚠ เป็นคะแนนคนละปี ({listed_years})", f"⚠ These are scores of different years ({listed_years}).")
        )
    lacking = [name for name in (asked.districts or index.districts) if name not in told]
    if lacking and (meant(asked) or asked.districts):
        names = listed([district_name(name, en) for name in lacking], en)
        lines.append(say(en, f"รายงานของ{names} ไม่มีคะแนนรวม", f"The reports of {names} tell no total."))
    return "\n".join(lines)


def _head(asked: Question, found: Sequence[Total]) -> str:
    en = asked.english
    if meant(asked) and len(found) == 1:
        return say(
            en,
            f"เทียบทั้งเขตไม่ได้ เพราะมีรายงานเดียวที่บอกคะแนนรวม คือ{_short(found[0], en)}",
            f"Whole districts cannot be compared, for one report alone tells a total: {_short(found[0], en)}.",
        )
    if meant(asked):
        word = say(en, "ต่ำสุด", "lowest") if asked.want is Want.LOWEST else say(en, "สูงสุด", "highest")
        best = listed([_short(one, en) for one in found if one.score == found[0].score], en)
        return say(en, f"คะแนนรวม{word}คือ{best}", f"The {word} total is that of {best}.")
    if len(found) == 1:
        one = found[0]
        who, level = district_name(one.district, en), _level(one, en)
        worked_out = say(en, "ซึ่งคำนวณจากคะแนนรายตัวชี้วัด ", "worked out from its ten indicators ") if one.computed else ""
        return say(
            en,
            f"{who}ได้คะแนนรวม {one.score:.2f} คะแนน{level} ผลปี {one.year} {worked_out}{one.marks}",
            f"{who} scored {one.score:.2f} in all{level}, result of FY {one.year} {worked_out}{one.marks}.",
        )
    return say(en, "คะแนนรวม: ", "Totals: ") + listed([_short(one, en) for one in found], en) + say(en, "", ".")


def _level(one: Total, en: bool) -> str:
    return say(en, f" ระดับ {one.level}", f", level {one.level}") if one.level else ""


def _short(one: Total, en: bool) -> str:
    who = district_name(one.district, en)
    return say(
        en,
        f"{who} ผลปี {one.year} {one.score:.2f}{_level(one, en)} {one.marks}",
        f"{who} (FY {one.year}) {one.score:.2f}{_level(one, en)} {one.marks}",
    )


def _of_reading(asked: Question, reading: Reading, citer: Citer) -> Total | None:
    year = next((row.score_year or row.fiscal_year for row in reading.rows), reading.fiscal_year)
    if asked.districts and reading.district not in asked.districts:
        return None
    if asked.years and not {year, reading.fiscal_year} & set(asked.years):
        return None
    printed = _printed(asked, reading, year, citer)
    computed = _computed(asked, reading, year, citer)
    if printed is None or computed is None:
        return printed or computed
    both = (*printed.lines, *computed.lines)
    return Total(printed.district, year, printed.score, printed.level or computed.level, printed.marks, False, both)


def _printed(asked: Question, reading: Reading, year: int, citer: Citer) -> Total | None:
    for passage in reading.passages:
        for segment in passage.segments:
            match = _TOTAL.search(flat(segment.text)) or _TOTAL_ALONE.search(flat(segment.text))
            if match is not None:
                told = _stated(segment, match, passage.district, asked)
                quote = citer.cite(segment, None, None, passage)
                level = match[2] if match.re is _TOTAL else ""
                line = f"{told} {quote}"
                return Total(passage.district, year, float(match[1]), level, mark_of(quote), False, (line,))
    return None


def _computed(asked: Question, reading: Reading, year: int, citer: Citer) -> Total | None:
    """The total by the official weights, where the report prints the scores of all ten groups; each of them quoted."""
    first = {row.group: row for row in reversed(reading.rows) if row.group_score_segment is not None}
    scores = {group: row.group_score for group, row in first.items() if row.group_score is not None}
    found = total(scores, year)
    if found is None:
        return None
    marks = []
    for group in sorted(first):
        segment = first[group].group_score_segment
        if segment is not None:
            marks.append(mark_of(citer.cite(segment, first[group], "group_score")))
    level = say(asked.english, f" ระดับ {found.level}", f", level {found.level}") if found.level else ""
    unsure = "" if found.verified else say(asked.english, " (เกณฑ์ปีนี้ยังไม่ยืนยัน)", " (this year's scale is not confirmed)")
    where = district_label(reading.district, asked.english)
    head = say(
        asked.english,
        f"คำนวณจากคะแนนรายตัวชี้วัดของ{where} ผลปี {year}",
        f"Computed from {where}'s scores by indicator, result of FY {year}",
    )
    line = f"{head}: {found.score:.2f}{level}{unsure} {' '.join(marks)}"
    told_level = found.level if found.level and found.verified else ""
    return Total(reading.district, year, found.score, told_level, " ".join(marks), True, (line,))


def _stated(segment: Segment, match: re.Match[str], district: str, asked: Question) -> str:
    level = match[2] if match.re is _TOTAL else None
    where = district_label(district, asked.english)
    thai = f"{where} คะแนนรวม {match[1]}" + (f" ระดับ {level}" if level else "")
    return say(asked.english, thai, f"{where}: total {match[1]}" + (f", level {level}" if level else "")) + ":"
