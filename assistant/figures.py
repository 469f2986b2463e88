"""Figures read off the rows, each with the quote that prints it; nothing is computed that a report does not print."""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.cite import Citer
from assistant.question import Question, Want
from assistant.ranking import Ranker
from assistant.selection import filters_of, is_found
from assistant.wording import district_label, row_title, say
from corpus import catalogue
from corpus.cells import flat
from corpus.records import MeasureRow, Segment
from index.hits import Kind
from index.search import ReportIndex, codes_held

# A printed total: "ได้คะแนนเท่ากับ ๖๕.๙๖ คะแนน จัดอยู่ในระดับ C", "คะแนนรวม 91.20 อยู่ในระดับ ผ่านดี".
_TOTAL = re.compile(
    r"(?:คะแนนรวม|คะแนนเฉลี่ยรวม|คะแนนภาพรวม|ผลคะแนน|ได้คะแนน|มีคะแนน|ค่าคะแนน|คะแนน)[^\d\n]{0,60}?(\d{1,3}\.\d{1,2})[^\n]{0,60}?"
    r"ระดับ\s*(?:ที่\s*)?[:“\"]?\s*([A-F]{1,2}\b|ผ่าน\S*|ต้องปรับปรุง\S*)"
)
_TOTAL_ALONE = re.compile(r"(?:คะแนนรวม|คะแนนเฉลี่ยรวม|คะแนนภาพรวม)[^\d\n]{0,60}?(\d{1,3}\.\d{1,2})")
MOST_LINES = 14


def tell(asked: Question, index: ReportIndex, citer: Citer, ranker: Ranker) -> str | None:
    """The figures asked for, one line each; None where the reports print none of them."""
    rows = _rows(asked, index)
    if asked.want is Want.TOTAL:
        return _totals(asked, index, citer)
    if asked.want in (Want.LOWEST, Want.HIGHEST):
        return _extreme(asked, rows, citer)
    if asked.codes:
        held = [row for row in rows if set(codes_held(row.code)) & set(asked.codes)]
        return _item_scores(asked, held, citer)
    groups = asked.groups or asked.named_groups
    if groups:
        return _group_scores(asked, [row for row in rows if row.group in groups], citer)
    if not asked.topic_words:
        return _group_scores(asked, rows, citer) or _item_scores(asked, rows[:MOST_LINES], citer)
    scope = replace(filters_of(asked, index), kinds=frozenset({Kind.ROW}))
    best = [hit for hit in ranker.rank(asked, scope, 12) if hit.row and is_found(asked, hit.score, hit.coverage)]
    top = [hit.row for hit in best if hit.row and hit.score >= 0.85 * best[0].score]
    return _item_scores(asked, top, citer) or _group_scores(asked, top, citer)


def _rows(asked: Question, index: ReportIndex) -> list[MeasureRow]:
    """The rows of the districts and years asked for; a year may be that of the measures or that of the scores."""
    return [
        row
        for row in index.rows
        if (not asked.districts or row.district in asked.districts)
        and (not asked.years or row.fiscal_year in asked.years or row.score_year in asked.years)
    ]


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if value == int(value) else f"{value:.2f}"


def _item_scores(asked: Question, rows: Sequence[MeasureRow], citer: Citer) -> str | None:
    lines = []
    for row in rows[:MOST_LINES]:
        if row.score is None or row.score_segment is None:
            continue
        quote = citer.cite(row.score_segment, row, "score")
        points = say(asked.english, "คะแนน", "points")
        line = f"{row_title(row, asked.english)}: {_number(row.score)} {points} {quote}"
        if len(codes_held(row.code)) > 1:
            line += say(
                asked.english,
                f" (เป็นคะแนนของทั้งช่วง {row.code} รายงานไม่แยกเป็นรายข้อ)",
                f" (one score for the whole range {row.code}; the report gives none by item)",
            )
        lines.append(line)
    return "\n".join(lines + _year_note(asked, rows)) if lines else None


def _group_scores(asked: Question, rows: Sequence[MeasureRow], citer: Citer) -> str | None:
    """One line for each district, year and group, cited where the report prints the group's score."""
    lines = []
    first: dict[tuple[str, int, int], MeasureRow] = {}
    for row in rows:
        if row.group_score is not None and row.group_score_segment is not None:
            first.setdefault((row.district, row.fiscal_year, row.group), row)
    for row in list(first.values())[:MOST_LINES]:
        assert row.group_score is not None and row.group_score_segment is not None
        quote = citer.cite(row.group_score_segment, row, "group_score")
        name = catalogue.group_name(row.group, row.fiscal_year)
        lines.append(f"{_group_title(row, name, asked.english)}: {_number(row.group_score)} {quote}")
    return "\n".join(lines + _year_note(asked, list(first.values()))) if lines else None


def _group_title(row: MeasureRow, name: str, english: bool) -> str:
    year = row.score_year or row.fiscal_year
    where = district_label(row.district, english)
    return say(
        english,
        f"{where} ตัวชี้วัดที่ {row.group} {name} ผลปี {year} ได้คะแนน",
        f"{where} indicator {row.group} {name}, result of FY {year}, scored",
    )


def _year_note(asked: Question, rows: Sequence[MeasureRow]) -> list[str]:
    """A comparison of scores of different years says so."""
    years = sorted({row.score_year or row.fiscal_year for row in rows})
    if len(years) < 2 or not (asked.compare or len({row.district for row in rows}) > 1):
        return []
    told = ", ".join(map(str, years))
    return [say(asked.english, f"⚠ เป็นคะแนนคนละปี ({told})", f"⚠ These are scores of different years ({told}).")]


def _extreme(asked: Question, rows: Sequence[MeasureRow], citer: Citer) -> str | None:
    """The lowest or highest printed score in scope; items where items have scores, else groups; equals all told."""
    groups = asked.groups or asked.named_groups
    scope = [
        row
        for row in rows
        if (not groups or row.group in groups) and (not asked.codes or set(codes_held(row.code)) & set(asked.codes))
    ]
    pick = min if asked.want is Want.LOWEST else max
    word = say(asked.english, "ต่ำสุด" if pick is min else "สูงสุด", "Lowest" if pick is min else "Highest")
    scored = [row for row in scope if row.score is not None and row.score_segment is not None]
    if scored:
        best = pick(row.score for row in scored if row.score is not None)
        told = [row for row in scored if row.score == best]
        lines = _item_scores(replace(asked, compare=False), told, citer)
        return f"{word}: {lines}" if lines else None
    grouped = [row for row in scope if row.group_score is not None and row.group_score_segment is not None]
    if not grouped:
        return None
    best = pick(row.group_score for row in grouped if row.group_score is not None)
    lines = _group_scores(replace(asked, compare=False), [row for row in grouped if row.group_score == best], citer)
    return f"{word}: {lines}" if lines else None


def _totals(asked: Question, index: ReportIndex, citer: Citer) -> str | None:
    """The total score and level that a report prints in its prose."""
    lines = []
    for passage in index.passages:
        if asked.districts and passage.district not in asked.districts:
            continue
        for segment in passage.segments:
            match = _TOTAL.search(flat(segment.text)) or _TOTAL_ALONE.search(flat(segment.text))
            if match is None:
                continue
            told = _stated(segment, match, passage.district, asked)
            lines.append(f"{told} {citer.cite(segment, None, None, passage)}")
            break
    return "\n".join(dict.fromkeys(lines)) if lines else None


def _stated(segment: Segment, match: re.Match[str], district: str, asked: Question) -> str:
    level = match[2] if match.re is _TOTAL else None
    where = district_label(district, asked.english)
    thai = f"{where} คะแนนรวม {match[1]}" + (f" ระดับ {level}" if level else "")
    return say(asked.english, thai, f"{where}: total {match[1]}" + (f", level {level}" if level else "")) + ":"
