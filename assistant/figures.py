"""Figures read off the rows, each with the quote that prints it; what is computed from them says so."""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant import changes, meaning
from assistant.cite import Citer
from assistant.question import Question
from assistant.ranking import Ranker
from assistant.selection import filters_of, is_found
from assistant.wants import UNIT, Want, limit
from assistant.wording import district_label, row_title, say
from corpus import catalogue
from corpus.cells import flat
from corpus.levels import total
from corpus.records import MeasureRow, Reading, Segment
from corpus.thai import fold_digits, squeeze
from index.hits import Kind
from index.search import ReportIndex, codes_held

# A printed total: "ได้คะแนนเท่ากับ ๖๕.๙๖ คะแนน จัดอยู่ในระดับ C", "คะแนนรวม 91.20 อยู่ในระดับ ผ่านดี".
_TOTAL = re.compile(
    r"(?:คะแนนรวม|คะแนนเฉลี่ยรวม|คะแนนภาพรวม|ผลคะแนน|ได้คะแนน|มีคะแนน|ค่าคะแนน|คะแนน)[^\d\n]{0,60}?(\d{1,3}\.\d{1,2})[^\n]{0,60}?"
    r"ระดับ\s*(?:ที่\s*)?[:“\"]?\s*([A-F]{1,2}\b|ผ่าน\S*|ต้องปรับปรุง\S*)"
)
_TOTAL_ALONE = re.compile(r"(?:คะแนนรวม|คะแนนเฉลี่ยรวม|คะแนนภาพรวม)[^\d\n]{0,60}?(\d{1,3}\.\d{1,2})")
MOST_LINES = 14
MOST_LISTED = 30
# Of the rows that fit a topic, those whose score is told with the best one's.
NEAR_BEST = 0.85
_EXTREME = {Want.LOWEST: ("ต่ำสุด", "Lowest"), Want.HIGHEST: ("สูงสุด", "Highest")}


def tell(asked: Question, index: ReportIndex, citer: Citer, ranker: Ranker) -> str | None:
    """The figures asked for, one line each; None where the reports print none of them."""
    if asked.want is Want.TOTAL:
        return _totals(asked, index, citer)
    rows = rows_told(asked, index, ranker)
    if asked.want is Want.CHANGE:
        return changes.tell(asked, rows, citer)
    if asked.want in (Want.UNIT, Want.COUNT):
        return _listed(asked, rows, citer)
    if asked.want in (Want.LOWEST, Want.HIGHEST):
        word = say(asked.english, *_EXTREME[asked.want])
        plain = replace(asked, compare=False)
        lines = _item_scores(plain, rows, citer) if by_item(rows) else _group_scores(plain, rows, citer)
        return f"{word}: {lines}" if lines else None
    if asked.codes or asked.want in (Want.BELOW, Want.ABOVE):
        scores = _item_scores(asked, rows, citer) or _group_scores(asked, rows, citer)
        return "\n".join([scores, *meaning.notes(asked, rows, index)]) if scores else None
    return (
        _group_scores(asked, rows, citer)
        if not by_item(rows) or _of_groups(asked)
        else _item_scores(asked, rows, citer)
    )


def _of_groups(asked: Question) -> bool:
    """Whether scores of whole groups are asked for: by number or name, or of a district without any topic."""
    return bool(asked.groups or asked.named_groups) or not (asked.codes or asked.topic_words)


def rows_told(asked: Question, index: ReportIndex, ranker: Ranker) -> list[MeasureRow]:
    """The rows whose scores answer, in order."""
    rows = _rows(asked, index)
    groups = asked.groups or asked.named_groups
    if asked.want in (Want.LOWEST, Want.HIGHEST):
        return _extreme(asked, rows)
    if asked.want in (Want.BELOW, Want.ABOVE):
        return _beyond(asked, rows)
    if asked.want is Want.UNIT:
        return _of_unit(asked, rows)
    if asked.want is Want.COUNT:
        return [row for row in rows if not groups or row.group in groups]
    if asked.want is Want.CHANGE:
        return [row for pair in changes.pairs(asked, rows) for row in pair]
    if asked.codes:
        return [row for row in rows if set(codes_held(row.code)) & set(asked.codes)]
    if groups:
        return [row for row in rows if row.group in groups]
    if not asked.topic_words:
        grouped = [row for row in rows if row.group_score is not None]
        return grouped or rows
    scope = replace(filters_of(asked, index), kinds=frozenset({Kind.ROW}))
    best = [hit for hit in ranker.rank(asked, scope, 12) if hit.row and is_found(asked, hit, ranker)]
    return [hit.row for hit in best if hit.row and hit.score >= NEAR_BEST * best[0].score]


def by_item(rows: Sequence[MeasureRow]) -> bool:
    """Whether any of the rows prints a score of its own item."""
    return any(row.score is not None for row in rows)


def _rows(asked: Question, index: ReportIndex) -> list[MeasureRow]:
    """The rows of the districts and years asked for; a year may be that of the measures or that of the scores."""
    return [
        row
        for row in index.rows
        if (not asked.districts or row.district in asked.districts)
        and (not asked.years or row.fiscal_year in asked.years or row.score_year in asked.years)
        and (not asked.parts or row.part in asked.parts)
    ]


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if value == int(value) else f"{value:.2f}"


def _by_hand(row: MeasureRow, english: bool) -> str:
    """Said where a person put another score in place of the one that was read: the quote then shows the other one."""
    mark = next((one for one in row.corrected if one.what == "score"), None)
    if mark is None:
        return ""
    return say(
        english,
        f" (คะแนนแก้โดย {mark.who} {mark.when[:10]} เดิมอ่านได้ {mark.read or 'ไม่พบ'})",
        f" (score corrected by {mark.who} {mark.when[:10]}; it was read as {mark.read or 'none'})",
    )


def _item_scores(asked: Question, rows: Sequence[MeasureRow], citer: Citer) -> str | None:
    lines = []
    for row in rows[:MOST_LINES]:
        if row.score is None or row.score_segment is None:
            continue
        quote = citer.cite(row.score_segment, row, "score")
        points = say(asked.english, "คะแนน", "points")
        line = f"{row_title(row, asked.english)}: {_number(row.score)} {points} {quote}{_by_hand(row, asked.english)}"
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
        assert row.group_score is not None
        assert row.group_score_segment is not None
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


def _extreme(asked: Question, rows: Sequence[MeasureRow]) -> list[MeasureRow]:
    """The rows with the lowest or highest printed score in scope, equals all; items before whole groups."""
    groups = asked.groups or asked.named_groups
    scope = [
        row
        for row in rows
        if (not groups or row.group in groups) and (not asked.codes or set(codes_held(row.code)) & set(asked.codes))
    ]
    pick = min if asked.want is Want.LOWEST else max
    items = [(row.score, row) for row in scope if row.score is not None]
    scored = items or [(row.group_score, row) for row in scope if row.group_score is not None]
    best = pick((value for value, _ in scored), default=None)
    return [row for value, row in scored if value == best]


def _of_unit(asked: Question, rows: Sequence[MeasureRow]) -> list[MeasureRow]:
    """The rows whose cell of those responsible names the unit."""
    match = UNIT.search(fold_digits(asked.text))
    if match is None:
        return []
    unit = squeeze(match[1]).removesuffix("ฯ").removeprefix("ฝ่าย")
    return [row for row in rows if (cell := row.cell("responsible")) and unit in squeeze(cell.text)]


def _listed(asked: Question, rows: Sequence[MeasureRow], citer: Citer) -> str | None:
    """How many rows there are, by report, and each of them with a quote: of the unit asked for, or of the item."""
    if not rows:
        return None
    lines = []
    for row in rows[:MOST_LISTED]:
        cell = row.cell("responsible")
        segments = cell.segments if asked.want is Want.UNIT and cell else row.item_segments or _first_segments(row)
        quoted = "responsible" if asked.want is Want.UNIT else "item" if row.item_segments else row.cells[0].name
        lines.append(f"{row_title(row, asked.english)}: {citer.cite(segments[-1], row, quoted)}")
    reports: dict[str, int] = {}
    for row in rows:
        where = f"{district_label(row.district, asked.english)} {'FY ' if asked.english else 'ปี '}{row.fiscal_year}"
        reports[where] = reports.get(where, 0) + 1
    told = ", ".join(
        say(asked.english, f"{where} {count} แถว", f"{where}: {count} rows") for where, count in reports.items()
    )
    more = len(rows) - len(lines)
    rest = say(asked.english, f"และอีก {more} แถว", f"and {more} more rows") if more > 0 else ""
    return "\n".join(line for line in [told, *lines, rest] if line)


def _first_segments(row: MeasureRow) -> tuple[Segment, ...]:
    return row.cells[0].segments


def _beyond(asked: Question, rows: Sequence[MeasureRow]) -> list[MeasureRow]:
    """The rows whose printed score lies below or above the limit, the farthest first; items before whole groups."""
    mark = limit(fold_digits(asked.text))
    scope = [row for row in rows if not asked.groups or row.group in asked.groups]
    items = [(row.score, row) for row in scope if row.score is not None]
    scored = items or [(row.group_score, row) for row in scope if row.group_score is not None]
    below = asked.want is Want.BELOW
    wanted = [(value, row) for value, row in scored if (value < mark if below else value > mark)]
    return [row for _, row in sorted(wanted, key=lambda pair: pair[0] if below else -pair[0])]


def _totals(asked: Question, index: ReportIndex, citer: Citer) -> str | None:
    """The total score and level that a report prints in its prose, checked against the one computed from its groups."""
    lines = []
    for reading in index.reports.values():
        if asked.districts and reading.district not in asked.districts:
            continue
        line = _printed_total(asked, reading, citer)
        computed = _computed_total(asked, reading, citer)
        lines += [text for text in (line, computed) if text]
    return "\n".join(dict.fromkeys(lines)) if lines else None


def _printed_total(asked: Question, reading: Reading, citer: Citer) -> str | None:
    for passage in reading.passages:
        for segment in passage.segments:
            match = _TOTAL.search(flat(segment.text)) or _TOTAL_ALONE.search(flat(segment.text))
            if match is not None:
                told = _stated(segment, match, passage.district, asked)
                return f"{told} {citer.cite(segment, None, None, passage)}"
    return None


def _computed_total(asked: Question, reading: Reading, citer: Citer) -> str | None:
    """The total by the official weights, where the report prints the scores of all ten groups; each of them quoted."""
    first = {row.group: row for row in reversed(reading.rows) if row.group_score_segment is not None}
    scores = {group: row.group_score for group, row in first.items() if row.group_score is not None}
    year = next((row.score_year or row.fiscal_year for row in reading.rows), reading.fiscal_year)
    found = total(scores, year)
    if found is None:
        return None
    marks = []
    for group in sorted(first):
        segment = first[group].group_score_segment
        if segment is not None:
            marks.append(citer.cite(segment, first[group], "group_score").rsplit(" ", 1)[-1])
    level = say(asked.english, f" ระดับ {found.level}", f", level {found.level}") if found.level else ""
    unsure = "" if found.verified else say(asked.english, " (เกณฑ์ปีนี้ยังไม่ยืนยัน)", " (this year's scale is not confirmed)")
    where = district_label(reading.district, asked.english)
    head = say(
        asked.english,
        f"คำนวณจากคะแนนรายตัวชี้วัดของ{where} ผลปี {year}",
        f"Computed from {where}'s scores by indicator, result of FY {year}",
    )
    return f"{head}: {found.score:.2f}{level}{unsure} {' '.join(marks)}"


def _stated(segment: Segment, match: re.Match[str], district: str, asked: Question) -> str:
    level = match[2] if match.re is _TOTAL else None
    where = district_label(district, asked.english)
    thai = f"{where} คะแนนรวม {match[1]}" + (f" ระดับ {level}" if level else "")
    return say(asked.english, thai, f"{where}: total {match[1]}" + (f", level {level}" if level else "")) + ":"
