"""Lines of text become blocks: heading rows, grid rows, paragraphs and ruled lines, in order, nothing dropped.

Two layouts are told apart: OCR output with one grid row a line and tabs between the cells, and the Word export with
one cell a line (or several lines) behind a leading tab. What a row means is not known here.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from corpus.cells import Span, plain, trim
from corpus.forms import Column, Heading, column_of, recognise

_RULE = re.compile(r"[-–—_=|+·.\s]*")
_PAGE_NUMBER = re.compile(r"\s*(?:หน้า(?:ที่)?\s*)?[-–]?\s*[0-9๐-๙]{1,3}\s*[-–]?\s*(?:/\s*[0-9๐-๙]{1,3})?\s*")
_GROUP_CELL = re.compile(r"\s*(?:ตัวชี้วัดที่\s*)?[0-9๐-๙]{1,2}\s*[).]?\s*\S")


class BlockKind(StrEnum):
    """What a block of lines is."""

    HEADING = "heading"
    ROW = "row"
    PARAGRAPH = "paragraph"
    RULE = "rule"
    PAGE_NUMBER = "page number"


@dataclass(frozen=True, slots=True)
class Block:
    """A block of the source; ``cells`` are those of a row or heading, ``heading`` is set on a heading."""

    kind: BlockKind
    start: int
    end: int
    cells: tuple[Span, ...] = ()
    heading: Heading | None = None


def blocks(text: str) -> list[Block]:
    """The whole source as blocks in order; blank lines part paragraphs and are no block."""
    lines = _lines(text)
    out: list[Block] = []
    at = 0
    while at < len(lines):
        table = _word_table(text, lines, at)
        if table is not None:
            found, at = table
            out.extend(found)
            continue
        line = lines[at]
        content = text[line.start : line.end]
        if not content.strip():
            at += 1
        elif _is_rule(content):
            out.append(Block(BlockKind.RULE, line.start, line.end))
            at += 1
        elif "\t" in content.strip(" \r\n"):
            out.append(_grid_row(text, line))
            at += 1
        elif _PAGE_NUMBER.fullmatch(content):
            out.append(Block(BlockKind.PAGE_NUMBER, line.start, line.end))
            at += 1
        else:
            out.append(Block(BlockKind.PARAGRAPH, line.start, line.end))
            at += 1
    return out


def join_paragraphs(text: str, found: list[Block]) -> list[Block]:
    """Neighbouring paragraph lines with no blank line between them as one block."""
    out: list[Block] = []
    for block in found:
        before = out[-1] if out else None
        if (
            before is not None
            and before.kind is BlockKind.PARAGRAPH
            and block.kind is BlockKind.PARAGRAPH
            and text[before.end : block.start] in ("\n", "\r\n", "\r")
        ):
            out[-1] = Block(BlockKind.PARAGRAPH, before.start, block.end)
        else:
            out.append(block)
    return out


def _lines(text: str) -> list[Span]:
    out = []
    start = 0
    for line in re.split(r"(?<=[\n\f])", text):
        body = line.rstrip("\r\n\f")
        if line:
            out.append(Span(start, start + len(body)))
        start += len(line)
    return out


def _is_rule(content: str) -> bool:
    return bool(_RULE.fullmatch(content)) and len(re.findall("[-–—_=]", content)) >= 3


def _split_cells(text: str, line: Span) -> tuple[Span, ...]:
    out = []
    start = line.start
    for match in re.finditer("\t", text[line.start : line.end]):
        out.append(trim(text, Span(start, line.start + match.start())))
        start = line.start + match.end()
    out.append(trim(text, Span(start, line.end)))
    return tuple(out)


def _grid_row(text: str, line: Span) -> Block:
    cells = _split_cells(text, line)
    heading = recognise(tuple(plain(text, cell) for cell in cells)) if len(cells) >= 4 else None
    kind = BlockKind.HEADING if heading else BlockKind.ROW
    return Block(kind, line.start, line.end, cells, heading)


# --- the Word export: one cell a line ------------------------------------------------------------------------------


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


def _word_table(text: str, lines: list[Span], at: int) -> tuple[list[Block], int] | None:
    """A Word-export table that begins at line ``at``: its blocks and the line after it, or None."""
    content = text[lines[at].start : lines[at].end]
    if not content.startswith("\t") or column_of(content) not in (Column.ITEM, Column.NUMBER):
        return None
    cells = _word_cells(text, lines, at)
    size = 0
    while size < min(len(cells), 10) and column_of(plain(text, cells[size][0])) is not None:
        size += 1
    heading = recognise(tuple(plain(text, cell) for cell, _ in cells[:size]))
    if heading is None:
        return None
    last, end_line = _cut_tail(text, lines, cells)
    spans = [trim(text, cell) for cell, _ in cells[size:-1]] + ([trim(text, last)] if len(cells) > size else [])
    head = tuple(trim(text, cell) for cell, _ in cells[:size])
    out = [Block(BlockKind.HEADING, cells[0][0].start, head[-1].end, head, heading)]
    for row in _deal(text, spans, heading):
        held = [cell for cell in row if cell.start < cell.end]
        if held:
            out.append(Block(BlockKind.ROW, held[0].start, held[-1].end, tuple(row)))
    return out, end_line


def _cut_tail(text: str, lines: list[Span], cells: list[tuple[Span, int]]) -> tuple[Span, int]:
    """The last cell ends at the first blank line after its words: what follows is prose after the table."""
    span, first = cells[-1]
    number = first
    seen = False
    while number < len(lines) and lines[number].start < span.end:
        content = text[lines[number].start : lines[number].end].strip()
        if seen and not content:
            return Span(span.start, lines[number].start), number
        seen = seen or bool(content)
        number += 1
    return span, number


def _deal(text: str, cells: list[Span], heading: Heading) -> list[list[Span]]:
    """Cells in reading order dealt into rows; a group heading in the item column starts a row whatever came before."""
    width = len(heading.columns)
    rows: list[list[Span]] = []
    starts = [i for i, cell in enumerate(cells) if _starts_group(text, cell)] or [0]
    if starts[0] != 0:
        starts.insert(0, 0)
    for begin, end in zip(starts, [*starts[1:], len(cells)], strict=True):
        chunk = cells[begin:end]
        if len(chunk) % width == 1 and len(chunk) > 1 and chunk[1].start == chunk[1].end:
            rows.append([chunk[0]])  # the heading spans the table; its rows follow with an empty item cell
            chunk = chunk[1:]
        at = 0
        while at < len(chunk):
            size = _row_size(text, chunk[at:], heading)
            if at + size == len(chunk) - 1 and chunk[-1].start == chunk[-1].end:
                size += 1
            rows.append(chunk[at : at + size])
            at += size
    return [row[:width] for row in rows if any(cell.start < cell.end for cell in row)]


def _starts_group(text: str, cell: Span) -> bool:
    """Whether a cell is a group heading such as "3) การใช้อำนาจ"."""
    from corpus.codes import group_heading

    words = plain(text, cell)
    return bool(_GROUP_CELL.match(words)) and group_heading(words) is not None


def _row_size(text: str, cells: list[Span], heading: Heading) -> int:
    """How many cells the next row takes: the width, unless the unit responsible stands one cell off its column."""
    width = len(heading.columns)
    if Column.RESPONSIBLE not in heading.columns:
        return width
    at = heading.columns.index(Column.RESPONSIBLE)
    for shift in (0, -1, 1):
        if 0 <= at + shift < len(cells) and _names_unit(plain(text, cells[at + shift])):
            return width + shift
    return width


def _names_unit(words: str) -> bool:
    return len(words) < 120 and bool(re.match(r"[-•\s]*(?:ทุกฝ่าย|ฝ่าย|ทุกส่วนราชการ|ผู้อำนวยการ|ผอ\.|หัวหน้า|งาน|กลุ่ม)", words))
