"""Sheets become the text of a report: tables as lines with tabs, prose as paragraphs, a form feed between pages.

It is the notation that ``corpus.tables`` reads. Every printed line is remembered with its box, so that each quote can be
shown on its page. Knows nothing of PDF or of images.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.forms import Column, column_of, recognise
from corpus.readers.grid import Box as GridBox
from corpus.readers.grid import Grid, grids
from corpus.readers.pagebreak import Side, goes_on
from corpus.readers.sheet import Glyph, Printed, Sheet, height_of, joint, paragraphs, printed_lines, regular
from corpus.records import Box, Page
from corpus.tables import GOES_ON
from corpus.thai import clean, fold_digits

# Tables whose outer edges differ by less than this, in points, have the same columns.
SAME_EDGE = 8.0
# A line that stands at the same height on at least this many pages, and on this share of them, is a running head.
REPEATED, REPEATED_SHARE = 3, 0.5
# Running heads stand in this share of the page's height from its edges.
MARGIN = 0.12
_FIGURES = re.compile(r"\d+")
_TAG_LIKE = re.compile(r"<(?=[/A-Za-z!])")


@dataclass(frozen=True, slots=True)
class Laid:
    """The text of all pages, the pages with their ranges, and where every printed line of it stands."""

    text: str
    pages: tuple[Page, ...]
    boxes: tuple[Box, ...]
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class _Table:
    """A table on its page: its lines, how many of them are headings; ``rest``: the first other one goes on with a row."""

    top: float
    bottom: float
    lines: list[list[Side]]
    edges: tuple[float, ...]
    heads: int = 0
    rest: bool = False


@dataclass(slots=True)
class _Writer:
    """Text as it grows, and the boxes of its printed lines."""

    parts: list[str] = field(default_factory=list)
    at: int = 0
    boxes: list[Box] = field(default_factory=list)

    def put(self, text: str) -> None:
        """Adds text that stands nowhere: tabs, line ends, markup."""
        self.parts.append(text)
        self.at += len(text)

    def put_paragraph(self, lines: list[Printed], page: int) -> None:
        """Adds the printed lines of a paragraph, each with its box."""
        before = ""
        for number, line in enumerate(lines):
            words = _TAG_LIKE.sub("&lt;", regular(line.text))
            words = words.lstrip() if number == 0 else words
            between = joint(before, words)
            if between:
                self.put(between)
            held = words.strip()
            self.put(held)
            start = self.at - len(held)
            if held:
                sure = None if line.confidence is None else round(line.confidence, 2)
                corners = (round(line.x0, 1), round(line.top, 1), round(line.x1, 1), round(line.bottom, 1))
                self.boxes.append(Box(page, start, self.at, *corners, sure))
            before = words


def lay_out(sheets: Sequence[Sheet], labels: Sequence[str], unread: Sequence[bool]) -> Laid:
    """The sheets as text; ``unread``: pages that need text recognition."""
    writer = _Writer()
    pages = []
    columns: tuple[float, ...] = ()
    last: _Table | None = None
    laid = [_page_parts(sheet) for sheet in sheets]
    heads = _running_heads(sheets, [prose for _, prose in laid])
    dropped: Counter[str] = Counter()
    for number, (sheet, (tables, prose)) in enumerate(zip(sheets, laid, strict=True), 1):
        if number > 1:
            writer.put("\f")
        start = writer.at
        kept = []
        for line in prose:
            key = _head_key(sheet, line)
            if key in heads and dropped[key] >= 0:
                dropped[key] += 1
                if dropped[key] > 1:
                    continue
            kept.append(line)
        columns, last = _write_page(writer, number, sheet, tables, kept, columns, last)
        label = labels[number - 1] if number <= len(labels) else ""
        pages.append(Page(number, label or str(number), start, writer.at, unread[number - 1], sheet.width, sheet.height))
    notes = tuple(
        f"“{clean(heads[key])[:60]}” พิมพ์ซ้ำที่ขอบกระดาษ {count} หน้า อ่านครั้งเดียว" for key, count in dropped.items() if count > 1
    )
    return Laid("".join(writer.parts), tuple(pages), tuple(writer.boxes), notes)


def _page_parts(sheet: Sheet) -> tuple[list[Grid], list[Printed]]:
    """The ruled tables of a page and the printed lines outside of them."""
    found = grids(sheet.rules)
    height = height_of(sheet.glyphs)
    outside = [glyph for glyph in sheet.glyphs if not any(_holds(grid, glyph) for grid in found)]
    return found, printed_lines(outside, height)


def _holds(grid: Grid, glyph: Glyph) -> bool:
    x, y = (glyph.x0 + glyph.x1) / 2, glyph.base - 0.25 * glyph.height
    return grid.xs[0] <= x <= grid.xs[-1] and grid.ys[0] <= y <= grid.ys[-1]


def _head_key(sheet: Sheet, line: Printed) -> tuple[str, int, bool]:
    edge = MARGIN * sheet.height
    if edge < line.base < sheet.height - edge:
        return ("", 0, False)
    return (_FIGURES.sub("#", fold_digits("".join(line.text.split()))), round(line.base / 8), line.base <= edge)


def _running_heads(sheets: Sequence[Sheet], prose: list[list[Printed]]) -> dict[tuple[str, int, bool], str]:
    """The lines that stand at the edge of most pages; bare page numbers are left to the reader of the text."""
    seen: Counter[tuple[str, int, bool]] = Counter()
    words: dict[tuple[str, int, bool], str] = {}
    for sheet, lines in zip(sheets, prose, strict=True):
        for key, line in {_head_key(sheet, line): line for line in lines}.items():
            if len(key[0].replace("#", "").strip("-–/().")) >= 2:
                seen[key] += 1
                words.setdefault(key, line.text)
    enough = max(REPEATED, REPEATED_SHARE * len(sheets))
    return {key: words[key] for key, count in seen.items() if count >= enough}


def _write_page(
    writer: _Writer,
    number: int,
    sheet: Sheet,
    found: list[Grid],
    prose: list[Printed],
    columns: tuple[float, ...],
    last: _Table | None,
) -> tuple[tuple[float, ...], _Table | None]:
    """Writes tables and prose from top to bottom; returns the column edges, and the table that the next page may go on with."""
    height = height_of(sheet.glyphs)
    tables = []
    for grid in found:
        tables.append(_table(grid, sheet, height, columns))
        columns = tables[-1].edges
    items: list[tuple[float, _Table | list[Printed]]] = [(table.top, table) for table in tables]
    items += [(lines[0].top, lines) for lines in _between(prose, tables, sheet)]
    items.sort(key=lambda item: item[0])
    telling = [item for _, item in items if isinstance(item, _Table) or not _is_page_number(item)]
    if last is not None and telling and isinstance(telling[0], _Table):
        _tie(last, telling[0])
    before: float | None = None
    for top, item in items:
        if before is not None:
            writer.put("\n\n" if top - before > 0.9 * height or isinstance(item, _Table) else "\n")
        if isinstance(item, _Table):
            _write_table(writer, item, number)
            before = item.bottom
        else:
            writer.put_paragraph(item, number)
            before = item[-1].bottom
    end = telling[-1] if telling else None
    return columns, end if isinstance(end, _Table) else last if end is None else None


def _is_page_number(lines: list[Printed]) -> bool:
    return len(lines) == 1 and len(_FIGURES.sub("", fold_digits(lines[0].text)).strip(" -–/().หน้าที่จาก")) == 0


def _tie(last: _Table, table: _Table) -> None:
    """Finds out whether the first row of a table goes on with the last row of the table on the page before."""
    if not table.heads:
        table.heads = sum(1 for line, head in zip(table.lines, last.lines[: last.heads], strict=False) if _same(line, head))
    if len(last.lines) > last.heads and len(table.lines) > table.heads:
        table.rest = goes_on(last.lines[-1], table.lines[table.heads])


def _same(line: list[Side], head: list[Side]) -> bool:
    return len(line) == len(head) and all(a.text == b.text for a, b in zip(line, head, strict=True))


def _between(prose: list[Printed], tables: list[_Table], sheet: Sheet) -> list[list[Printed]]:
    """The prose as paragraphs; none goes on over a table."""
    out: list[list[Printed]] = []
    lot: list[Printed] = []
    left = min((line.x0 for line in prose), default=0.0)
    right = max((line.x1 for line in prose), default=sheet.width)
    for line in prose:
        if lot and any(lot[-1].top < table.top < line.top for table in tables):
            out.extend(paragraphs(lot, left, right))
            lot = []
        lot.append(line)
    out.extend(paragraphs(lot, left, right))
    return out


def _write_table(writer: _Writer, table: _Table, page: int) -> None:
    for at, line in enumerate(table.lines):
        if at:
            writer.put("\n")
        if at == table.heads and table.rest:
            writer.put(GOES_ON + "\n")
        for column, cell in enumerate(line):
            if column:
                writer.put("\t")
            for number, lines in enumerate(cell.paragraphs):
                if len(cell.paragraphs) > 1:
                    writer.put(" <p>" if number else "<p>")
                writer.put_paragraph(lines, page)
                if len(cell.paragraphs) > 1:
                    writer.put("</p>")


# --- tables --------------------------------------------------------------------------------------------------------


def _table(grid: Grid, sheet: Sheet, height: float, columns: tuple[float, ...]) -> _Table:
    """The cells of a grid with their words, dealt to the columns of its heading, or of the table that it goes on with."""
    words = _words(grid, sheet, height)
    rows = [[cell for cell in grid.cells if cell.row == row] for row in range(len(grid.ys) - 1)]
    head, edges = _heading_edges(rows, words)
    edges = edges or _known_edges(grid, columns) or _usual_edges(rows)
    out = []
    for row in _head_joined(rows, words):
        line = [Side([], left, right, 0.0) for left, right in zip(edges, edges[1:], strict=False)]
        for cell in row:
            at = _column(cell, edges)
            line[at] = Side(line[at].paragraphs + words[cell], line[at].left, line[at].right, cell.bottom)
        out.append(line)
    return _Table(grid.ys[0], grid.ys[-1], out, edges, head)


def _words(grid: Grid, sheet: Sheet, height: float) -> dict[GridBox, list[list[Printed]]]:
    held: dict[GridBox, list[Glyph]] = {cell: [] for cell in grid.cells}
    rows: dict[int, list[GridBox]] = {}
    for cell in grid.cells:
        for row in range(cell.row, cell.row + cell.rows):
            rows.setdefault(row, []).append(cell)
    for glyph in sheet.glyphs:
        if not _holds(grid, glyph):
            continue
        x, y = (glyph.x0 + glyph.x1) / 2, glyph.base - 0.25 * glyph.height
        row = max(0, sum(top <= y for top in grid.ys) - 1)
        home = next((c for c in rows.get(row, []) if c.x0 <= x <= c.x1), None)
        if home is not None:
            held[home].append(glyph)
    return {cell: paragraphs(printed_lines(glyphs, height), cell.x0, cell.x1) for cell, glyphs in held.items()}


def _text(cell: list[list[Printed]]) -> str:
    return clean(" ".join("".join(line.text for line in lines) for lines in cell))


def _heading_edges(rows: list[list[GridBox]], words: dict[GridBox, list[list[Printed]]]) -> tuple[int, tuple[float, ...]]:
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


def _usual_edges(rows: list[list[GridBox]]) -> tuple[float, ...]:
    """The column edges that most rows have; of equals the finer."""
    counts: Counter[tuple[float, ...]] = Counter()
    for row in rows:
        if row:
            counts[(*(cell.x0 for cell in row), row[-1].x1)] += 1
    return max(counts, key=lambda edges: (counts[edges], len(edges)))


def _column(cell: GridBox, edges: tuple[float, ...]) -> int:
    """The column that a cell begins in: the first that it covers by half."""
    for column, (left, right) in enumerate(zip(edges, edges[1:], strict=False)):
        covered = min(cell.x1, right) - max(cell.x0, left)
        if covered >= 0.5 * min(right - left, cell.x1 - cell.x0):
            return column
    return len(edges) - 2


def _head_joined(rows: list[list[GridBox]], words: dict[GridBox, list[list[Printed]]]) -> list[list[GridBox]]:
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


def _is_item(cell: GridBox, rows: list[list[GridBox]], words: dict[GridBox, list[list[Printed]]]) -> bool:
    """Whether a cell stands in the column of the items, which names a row and may stand there but once."""
    for head in rows[:3]:
        for other in head:
            if other.column == cell.column and column_of(_text(words[other])) is Column.ITEM:
                return True
    return False
