"""Lines of text become blocks: heading rows, grid rows, paragraphs and ruled lines, in order, nothing dropped.

Two layouts are told apart: OCR output with one grid row a line and tabs between the cells, and the Word export with
one cell a line (see ``wordtable``). What a row means is not known here.
"""

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from corpus.cells import ABOVE, OTHER, Span, plain, trim
from corpus.forms import Heading, recognise
from corpus.ledger import line_ends
from corpus.wordtable import WordTable, word_table

# A line of its own before a row: a reader that sees the paper knows that this row goes on with the one before.
GOES_ON = "<!--ต่อ-->"
_RULE = re.compile(r"[-–—_=|+·:.\s]*")
_PAGE_NUMBER = re.compile(r"\s*(?:หน้า(?:ที่)?\s*)?[-–]?\s*[0-9๐-๙]{1,3}\s*[-–]?\s*(?:/\s*[0-9๐-๙]{1,3})?\s*")


class BlockKind(StrEnum):
    """What a block of lines is."""

    HEADING = "heading"
    ROW = "row"
    PARAGRAPH = "paragraph"
    RULE = "rule"
    PAGE_NUMBER = "page number"


@dataclass(frozen=True, slots=True)
class Block:
    """A block of the source; ``cells`` are those of a row or heading, ``heading`` is set on a heading.

    ``top`` says of a row that it stands first after a heading, a blank line or a page break: there, and only there, a
    row that was split over pages goes on. ``goes_on``: it does, as the paper shows. ``covered`` are the cells that a
    cell above covers; ``other`` says that the source marks the line as one of another table.
    """

    kind: BlockKind
    start: int
    end: int
    cells: tuple[Span, ...] = ()
    heading: Heading | None = None
    top: bool = False
    goes_on: bool = False
    covered: frozenset[int] = frozenset()
    other: bool = False


def blocks(text: str) -> list[Block]:
    """The whole source as blocks in order; blank lines part paragraphs and are no block."""
    lines = split_lines(text)
    out: list[Block] = []
    at = 0
    top, goes_on = True, False
    while at < len(lines):
        table = word_table(text, lines, at)
        if table is not None:
            out.extend(_word_blocks(table))
            at = table.end_line
            top = True
            continue
        line = lines[at]
        at += 1
        content = text[line.start : line.end]
        if not content.strip():
            top = True
            continue
        if content.strip() == GOES_ON:
            top, goes_on = True, True
            continue
        block = _block(text, line, content, top)
        out.append(replace(block, goes_on=True) if goes_on and block.kind is BlockKind.ROW else block)
        goes_on = False
        top = block.kind is not BlockKind.ROW or text[line.end : line.end + 1] == "\f"
    return out


def _word_blocks(table: WordTable) -> list[Block]:
    head = table.heading_cells
    out = [Block(BlockKind.HEADING, head[0].start, head[-1].end, head, table.heading)]
    for row in table.rows:
        held = [cell for cell in row if cell.start < cell.end]
        if held:
            out.append(Block(BlockKind.ROW, held[0].start, held[-1].end, row))
    return out


def _block(text: str, line: Span, content: str, top: bool) -> Block:
    if _is_rule(content):
        return Block(BlockKind.RULE, line.start, line.end)
    if "\t" in content.strip(" \r\n\ufeff"):
        return _grid_row(text, line, top)
    if _PAGE_NUMBER.fullmatch(content):
        return Block(BlockKind.PAGE_NUMBER, line.start, line.end)
    return Block(BlockKind.PARAGRAPH, line.start, line.end)


def join_paragraphs(text: str, found: list[Block]) -> list[Block]:
    """Neighbouring paragraph lines with no blank line between them as one block."""
    out: list[Block] = []
    for block in found:
        before = out[-1] if out else None
        if (
            before is not None
            and before.kind is BlockKind.PARAGRAPH
            and block.kind is BlockKind.PARAGRAPH
            and len(line_ends(text[before.end : block.start])) == 1
        ):
            out[-1] = Block(BlockKind.PARAGRAPH, before.start, block.end)
        else:
            out.append(block)
    return out


def split_lines(text: str) -> list[Span]:
    """The lines of a text without their ends; a form feed ends a line too."""
    out = []
    start = 0
    for end, after in line_ends(text):
        out.append(Span(start, end))
        start = after
    if start < len(text):
        out.append(Span(start, len(text)))
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


def _grid_row(text: str, line: Span, top: bool) -> Block:
    if text.startswith(OTHER, line.start):
        return Block(BlockKind.ROW, line.start, line.end, _split_cells(text, line), other=True)
    cells = _split_cells(text, line)
    covered = frozenset(at for at, cell in enumerate(cells) if text[cell.start : cell.end] == ABOVE)
    cells = tuple(Span(cell.start, cell.start) if at in covered else cell for at, cell in enumerate(cells))
    short = len(cells) >= 4 and sum(cell.end - cell.start for cell in cells) < 1500
    heading = recognise(tuple(plain(text, cell) for cell in cells)) if short else None
    kind = BlockKind.HEADING if heading else BlockKind.ROW
    return Block(kind, line.start, line.end, cells, heading, top, covered=covered)
