"""The tables of all pages: those that rules make, and those that rules do not make, or not alone."""

from collections.abc import Sequence
from itertools import pairwise

from corpus.readers.grid import Grid, grids
from corpus.readers.gutter import Line, lines_of, words_of
from corpus.readers.margin import head_key, is_at_edge, is_page_number, running_heads
from corpus.readers.papertable import holds
from corpus.readers.sheet import Glyph, Printed, Sheet, height_of, printed_lines
from corpus.readers.unruled import Paper, headings, opens_row, unruled

# Items in the cells of a column that are told by their codes; of fewer than this nothing can be said.
FEW = 3
# Lines of the next page that tell of the columns of a table which goes on there.
MOST_BELOW = 60
# A table of so many rows has rules between them.
SOUND = 3
# Rows that are lower than so many lines on the average are no heap of rows; and the items stand in the first columns.
TALL, FIRST_COLUMNS = 5.0, 3


def page_parts(sheets: Sequence[Sheet]) -> list[tuple[list[Grid], list[Printed]]]:
    """The tables of each page, top to bottom, and the printed lines outside of them."""
    ruled = _trusted(sheets, [grids(sheet.rules) for sheet in sheets])
    outside = [_outside(sheet.glyphs, found) for sheet, found in zip(sheets, ruled, strict=True)]
    papers = _papers(sheets, outside)
    out = []
    for sheet, glyphs, held, more in zip(sheets, outside, ruled, unruled(papers), strict=True):
        found = sorted([*held, *more], key=lambda grid: (grid.ys[0], grid.xs[0]))
        out.append((found, printed_lines(_outside(glyphs, more), height_of(sheet.glyphs))))
    return out


def _outside(glyphs: Sequence[Glyph], found: list[Grid]) -> list[Glyph]:
    return [glyph for glyph in glyphs if not any(holds(grid, glyph) for grid in found)]


def _papers(sheets: Sequence[Sheet], outside: list[list[Glyph]]) -> list[Paper]:
    """The pages without their ruled tables; running heads and page numbers are told from what tables may hold."""
    lines = [lines_of(glyphs, height_of(sheet.glyphs)) for sheet, glyphs in zip(sheets, outside, strict=True)]
    heads = [
        headings(held, sheet.rules, below[:MOST_BELOW])
        for sheet, held, below in zip(sheets, lines, [*lines[1:], []], strict=True)
    ]
    if not any(heads):
        return [Paper([], [], set(), ()) for _ in sheets]
    within = [{n for head in held for n in range(head.first, head.last)} for held in heads]
    other = [[line for n, line in enumerate(held) if n not in head] for held, head in zip(lines, within, strict=True)]
    running = running_heads(sheets, other)
    out = []
    for number, (sheet, held) in enumerate(zip(sheets, lines, strict=True)):
        edge = {n for n, line in enumerate(held) if n not in within[number] and is_at_edge(sheet, line)}
        aside = {n for n in edge if is_page_number(held[n].text) or head_key(sheet, held[n]) in running}
        out.append(Paper(held, heads[number], aside, sheet.rules))
    return out


def _trusted(sheets: Sequence[Sheet], found: list[list[Grid]]) -> list[list[Grid]]:
    """The grids without those of upright rules alone, whose rows are heaps of rows."""
    heaped = heaps = sound = 0
    for sheet, held in zip(sheets, found, strict=True):
        for grid in held:
            rows = len(grid.ys) - 1
            if len(grid.xs) > 3 and grid.ys[-1] - grid.ys[0] > TALL * rows * height_of(sheet.glyphs):
                items = _items(sheet, grid)
                sound += rows >= SOUND
                heaps += items > rows
                heaped += items if items > rows else 0
    if heaped < FEW or heaps <= sound:
        return found
    return [[grid for grid in held if len(grid.xs) <= 3] for held in found]


def _items(sheet: Sheet, grid: Grid) -> int:
    """How many rows a table names: the items in the column that names most, and its heading."""
    height = height_of(sheet.glyphs)
    lines = lines_of([glyph for glyph in sheet.glyphs if holds(grid, glyph)], height)
    named = max(_named(lines, left, right, height) for left, right in list(pairwise(grid.xs))[:FIRST_COLUMNS])
    return named + (len(grid.ys) <= SOUND and bool(headings(lines, sheet.rules)))


def _named(lines: list[Line], left: float, right: float, height: float) -> int:
    return sum(opens_row(words_of(line.within(left, right), height)) for line in lines)
