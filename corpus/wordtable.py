"""The Word export of a table: one cell a line (or several lines) behind a leading tab, without row ends.

Which cells make a row is found by weighing: a row is as wide as the heading, give or take a cell that was merged away
or left over; group headings, units responsible and deadlines show in which column a cell stands.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from corpus.cells import Span, image, plain, trim
from corpus.codes import CODE
from corpus.forms import Column, Heading, column_of, recognise
from corpus.outline import group_heading, part_of

_UNIT = re.compile(
    r"[-•\s]*(?:ทุกฝ่าย|ฝ่าย|ทุกส่วนราชการ|ทุกหน่วยงาน|ผู้อำนวยการ|ผอ\.|หัวหน้า|งาน|กลุ่ม|คณะ|สำนักงานเขต|โรงเรียน|ผู้บริหาร)"
)
_TIME = re.compile(
    r"(?:ม\.?ค|ก\.?พ|มี\.?ค|เม\.?ย|พ\.?ค|มิ\.?ย|ก\.?ค|ส\.?ค|ก\.?ย|ต\.?ค|พ\.?ย|ธ\.?ค)\.?\s*\S?\d|\d\s*(?:เดือน|วัน)"
    r"|มกราคม|กุมภาพันธ์|มีนาคม|เมษายน|พฤษภาคม|มิถุนายน|กรกฎาคม|สิงหาคม|กันยายน|ตุลาคม|พฤศจิกายน|ธันวาคม|ตลอดปี|ทุกเดือน|ภายใน"
)
_OFTEN = re.compile(r"[-•\s]*(?:ทุก\s*\d*\s*(?:เดือน|สัปดาห์|ไตรมาส)|\d+\s*ครั้ง|เดือนละ|ไตรมาสละ|ปีละ|รายงาน|รอบ)")
SIGNED = re.compile(r"\s*\(?\s*ลงชื่อ|\s*\((?:นาย|นาง|นางสาว|ว่าที่)")
# Weights of the ways to deal cells into rows: a plain row, a heading that stands alone, a cell too few or too many.
PLAIN, ALONE, ODD = 1.0, 0.6, -2.5


@dataclass(frozen=True, slots=True)
class WordTable:
    """A table of the Word export: its heading, the heading's cells, the cells of each row, the line after the table."""

    heading: Heading
    heading_cells: tuple[Span, ...]
    rows: tuple[tuple[Span, ...], ...]
    end_line: int


@dataclass(frozen=True, slots=True)
class _Deal:
    """The best way to deal the cells up to here: its weight, and the row that it ends with, as cell numbers or None."""

    weight: float
    before: int
    row: tuple[int | None, ...]


def word_table(text: str, lines: list[Span], at: int) -> WordTable | None:
    """The Word-export table that begins at line ``at``, or None."""
    if not _begins(text, lines, at):
        return None
    cells = _word_cells(text, lines, at)
    found = _heading(text, [cell for cell, _ in cells])
    if found is None:
        return None
    heading, size = found
    stop = next((i for i in range(size, len(cells)) if _heading(text, [c for c, _ in cells[i : i + 10]])), len(cells))
    cells = cells[:stop]
    last, end_line = _cut_tail(text, lines, cells)
    spans = [trim(text, cell) for cell, _ in cells[:-1]] + [trim(text, last)]
    return WordTable(heading, tuple(spans[:size]), tuple(_deal(text, spans[size:], heading)), end_line)


def _begins(text: str, lines: list[Span], at: int) -> bool:
    content = text[lines[at].start : lines[at].end]
    alone = content.startswith("\t") and "\t" not in content.strip()
    return alone and column_of(content) in (Column.ITEM, Column.NUMBER)


def _heading(text: str, cells: list[Span]) -> tuple[Heading, int] | None:
    """The heading that the first cells are, and how many they are, or None."""
    size = 0
    while size < min(len(cells), 10) and column_of(plain(text, cells[size])) is not None:
        size += 1
    if size < 4:
        return None
    heading = recognise(tuple(plain(text, cell) for cell in cells[:size]))
    return (heading, size) if heading is not None else None


def _word_cells(text: str, lines: list[Span], at: int) -> list[tuple[Span, int]]:
    """The cells from line ``at`` on, each with the number of its first line; a cell runs to the next leading tab."""
    out: list[tuple[Span, int]] = []
    number = at
    while number < len(lines):
        content = text[lines[number].start : lines[number].end]
        if content.startswith("\t"):
            if "\t" in content.strip():
                break
            out.append((lines[number], number))
        elif out:
            out[-1] = (Span(out[-1][0].start, lines[number].end), out[-1][1])
        else:
            break
        number += 1
    return out


def _cut_tail(text: str, lines: list[Span], cells: list[tuple[Span, int]]) -> tuple[Span, int]:
    """The last cell ends at the first blank line after its words, or a signature: what follows is prose."""
    span, first = cells[-1]
    number = first
    seen = False
    while number < len(lines) and lines[number].start < span.end:
        content = text[lines[number].start : lines[number].end].strip()
        if (seen and not content) or (not seen and number > first) or (seen and SIGNED.match(content)):
            return Span(span.start, lines[number].start), number
        seen = seen or bool(content)
        number += 1
    return span, number


# --- dealing -------------------------------------------------------------------------------------------------------


def _deal(text: str, cells: list[Span], heading: Heading) -> list[tuple[Span, ...]]:
    """Cells in reading order dealt into rows, the way that weighs most (dynamic programming over the cells)."""
    words = [plain(text, cell) for cell in cells]
    best: list[_Deal | None] = [_Deal(0.0, 0, ())] + [None] * len(cells)
    for at in range(len(cells)):
        here = best[at]
        if here is None:
            continue
        for row, weight in _rows_from(words, at, heading):
            end = at + max((n + 1 - at for n in row if n is not None), default=1)
            total = here.weight + weight
            held = best[end]
            if held is None or total > held.weight:
                best[end] = _Deal(total, at, row)
    end = max((n for n, deal in enumerate(best) if deal is not None), default=0)
    rows: list[tuple[Span, ...]] = []
    while end:
        deal = best[end]
        assert deal is not None
        nothing = Span(cells[deal.before].start, cells[deal.before].start)
        rows.append(tuple(cells[n] if n is not None else nothing for n in deal.row))
        end = deal.before
    return rows[::-1]


def _rows_from(words: list[str], at: int, heading: Heading) -> list[tuple[tuple[int | None, ...], float]]:
    """Every row that may begin at cell ``at``: cell numbers by column (None = no cell), with its weight."""
    columns = heading.columns
    width = len(columns)
    item_at = columns.index(Column.ITEM)
    out: list[tuple[tuple[int | None, ...], float]] = []

    def add(row: tuple[int | None, ...], weight: float) -> None:
        for column, number in zip(columns, row, strict=False):
            if column is not None and number is not None:
                weight += fit(column, words[number])
        out.append((row, weight))

    if _heads(words[at]):
        add((None,) * item_at + (at,) + (None,) * (width - item_at - 1), ALONE)
    left = len(words) - at
    if left >= width:
        add(tuple(range(at, at + width)), PLAIN)
    if left > width and not words[at + width]:
        add(tuple(range(at, at + width + 1)), PLAIN + ODD)
    if left >= width - 1:
        for gap in range(width):
            add((*range(at, at + gap), None, *range(at + gap, at + width - 1)), PLAIN + ODD)
    if left < width - 1:
        add((*range(at, at + left), *(None,) * (width - left)), ODD * (width - left))
    return out


@lru_cache(maxsize=8192)
def fit(column: Column, words: str) -> float:
    """How well words stand in a column, from what they look like."""
    if column is Column.ITEM:
        if not words:
            return 0.0
        return 2.0 if _heads(words) else 1.0 if CODE.match(image(words)) else -0.3
    if not words:
        return 0.0
    if _heads(words):
        return -3.0
    unit = len(words) < 120 and bool(_UNIT.match(words))
    if column is Column.RESPONSIBLE:
        return 2.0 if unit else -1.0
    if column is Column.TIMEFRAME:
        return 1.5 if len(words) < 100 and _TIME.search(words) else -0.7
    if column is Column.MONITORING:
        return 1.0 if len(words) < 60 and _OFTEN.match(words) else 0.0
    if column in (Column.NUMBER,):
        return 0.5 if len(words) < 6 else -2.0
    if column in (Column.MEASURE, Column.WEAKNESS, Column.ANALYSIS, Column.RESULT):
        stray = len(words) < 40 and (_UNIT.match(words) or _OFTEN.match(words))
        return -1.0 if stray else 0.3 if len(words) > 40 else 0.0
    return 0.0


def _heads(words: str) -> bool:
    """Whether a cell is the heading of a group or a part and nothing else besides a score."""
    if len(words) > 160:
        return False
    return group_heading(words) is not None or part_of(words) is not None
