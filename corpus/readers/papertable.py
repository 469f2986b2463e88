"""Ruled tables of a sheet: the words of every cell, dealt to the columns of the heading."""

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from corpus.forms import Column, column_of, recognise
from corpus.readers.grid import Box, Grid
from corpus.readers.pagebreak import Side
from corpus.readers.sheet import Glyph, Printed, Sheet, paragraphs, printed_lines
from corpus.thai import clean

# Tables whose outer edges differ by less than this, in points, have the same columns.
SAME_EDGE = 8.0


@dataclass(slots=True)
class Table:
    """A table on its page: its lines, how many are headings; ``rest``: the first other one goes on with a row."""

    top: float
    bottom: float
    lines: list[list[Side]]
    edges: tuple[float, ...]
    heads: int = 0
    rest: bool = False


def holds(grid: Grid, glyph: Glyph) -> bool:
    """Whether a glyph stands within a table."""
    x, y = (glyph.x0 + glyph.x1) / 2, glyph.base - 0.25 * glyph.height
    return grid.xs[0] <= x <= grid.xs[-1] and grid.ys[0] <= y <= grid.ys[-1]


def table_of(grid: Grid, sheet: Sheet, height: float, columns: tuple[float, ...]) -> Table:
    """The cells of a grid with their words, dealt to the columns of its heading or of the table before."""
    words = _words(grid, sheet, height)
    rows = [[cell for cell in grid.cells if cell.row == row] for row in range(len(grid.ys) - 1)]
    head, edges = _heading_edges(rows, words)
    edges = edges or _known_edges(grid, columns) or _usual_edges(rows)
    out = []
    for row in _head_joined(rows, words):
        line = [Side([], left, right, 0.0) for left, right in pairwise(edges)]
        for cell in row:
            at = _column(cell, edges)
            line[at] = Side(line[at].paragraphs + words[cell], line[at].left, line[at].right, cell.bottom)
        out.append(line)
    return Table(grid.ys[0], grid.ys[-1], out, edges, head)


def _words(grid: Grid, sheet: Sheet, height: float) -> dict[Box, list[list[Printed]]]:
    held: dict[Box, list[Glyph]] = {cell: [] for cell in grid.cells}
    rows: dict[int, list[Box]] = {}
    for cell in grid.cells:
        for row in range(cell.row, cell.row + cell.rows):
            rows.setdefault(row, []).append(cell)
    for glyph in sheet.glyphs:
        if not holds(grid, glyph):
            continue
        x, y = (glyph.x0 + glyph.x1) / 2, glyph.base - 0.25 * glyph.height
        row = max(0, sum(top <= y for top in grid.ys) - 1)
        home = next((c for c in rows.get(row, []) if c.x0 <= x <= c.x1), None)
        if home is not None:
            held[home].append(glyph)
    return {cell: paragraphs(printed_lines(glyphs, height), cell.x0, cell.x1) for cell, glyphs in held.items()}


def _text(cell: list[list[Printed]]) -> str:
    return clean(" ".join("".join(line.text for line in lines) for lines in cell))


def _heading_edges(rows: list[list[Box]], words: dict[Box, list[list[Printed]]]) -> tuple[int, tuple[float, ...]]:
    """How many rows are headings, and the column edges of the last of them; nothing if the table has none."""
    for number, row in enumerate(rows[:4], 1):
        if len(row) >= 4 and recognise(tuple(_text(words[cell]) for cell in row)) is not None:
            return number, (*(cell.x0 for cell in row), row[-1].x1)
    return 0, ()


def _known_edges(grid: Grid, columns: tuple[float, ...]) -> tuple[float, ...]:
    """The columns of the table before, if this one can go on with it: same outer edges, and no column across two."""
    if len(columns) < 3 or abs(columns[0] - grid.xs[0]) > SAME_EDGE or abs(columns[-1] - grid.xs[-1]) > SAME_EDGE:
        return ()
    matched = sum(any(abs(edge - x) <= SAME_EDGE for x in grid.xs) for edge in columns)
    return columns if matched >= len(columns) - 1 else ()


def _usual_edges(rows: list[list[Box]]) -> tuple[float, ...]:
    """The column edges that most rows have; of equals the finer."""
    counts: Counter[tuple[float, ...]] = Counter()
    for row in rows:
        if row:
            counts[(*(cell.x0 for cell in row), row[-1].x1)] += 1
    return max(counts, key=lambda edges: (counts[edges], len(edges)))


def _column(cell: Box, edges: tuple[float, ...]) -> int:
    """The column that a cell begins in: the first that it covers by half."""
    for column, (left, right) in enumerate(pairwise(edges)):
        covered = min(cell.x1, right) - max(cell.x0, left)
        if covered >= 0.5 * min(right - left, cell.x1 - cell.x0):
            return column
    return len(edges) - 2


def _head_joined(rows: list[list[Box]], words: dict[Box, list[list[Printed]]]) -> list[list[Box]]:
    """The rows; cells that are merged downwards stand in each row that they cover, but for the first column."""
    out = []
    for number, row in enumerate(rows):
        first = row[0].column if row and row[0].column == 0 else -1
        above = [
            cell
            for before in rows[:number]
            for cell in before
            if cell.row + cell.rows > number and cell.column > 0 and not _is_item(cell, rows, words)
        ]
        out.append(sorted([*row, *above], key=lambda cell: cell.x0) if first >= 0 or above else row)
    return [row for row in out if row]


def _is_item(cell: Box, rows: list[list[Box]], words: dict[Box, list[list[Printed]]]) -> bool:
    """Whether a cell stands in the column of the items, which names a row and may stand there but once."""
    for head in rows[:3]:
        for other in head:
            if other.column == cell.column and column_of(_text(words[other])) is Column.ITEM:
                return True
    return False
