"""Tables of measures without rules, or with level or upright ones alone: columns by white gutters, rows by their items.

Only a heading that the forms know begins such a table; so prose, lists and tables of contents are none. Rules that are
there are believed: upright ones part the columns, and level ones the rows where there are as many as items.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from corpus.cells import flat
from corpus.codes import CODE
from corpus.forms import Column, Heading, begins_heading, likeness, recognise
from corpus.outline import group_alone, group_heading, part_of
from corpus.readers.grid import SNAP, Box, Grid
from corpus.readers.gutter import Line, column_edges, gutters_of, words_of
from corpus.readers.sheet import Rule

# A heading has at most so many lines; those of cells that are set to the middle stand between those of others.
HEADING_LINES = 14
# Lines from a heading on by which its columns are looked for, first few and then more.
BODIES = (3, 6, 12, 24, 48, 96)
# Headings of a part and a group may stand in so many lines between a heading and its first row.
ROWS_WITHIN = 18
# A line of a heading has at most so many letters.
LONGEST = 200
MOST_COLUMNS = 14
# Lines apart by more than this many times the usual distance part a table from what stands below it.
APART = 2.2
# Rules count that run along this share of a table.
LONG = 0.7
# Level rules part the rows where there are at least this share of the items; else they part other things.
TRUSTED = 0.5
# A table goes on over a page where at least this share of the lines there has words in several columns.
SEVERAL = 0.25


@dataclass(slots=True)
class Head:
    """A heading: its first line and the one behind its last, the columns' edges, and what it says."""

    first: int
    last: int
    edges: tuple[float, ...]
    heading: Heading

    @property
    def items(self) -> int:
        """The column whose words open a row."""
        return self.heading.columns.index(Column.ITEM)


@dataclass(slots=True)
class Paper:
    """A page: its lines outside of ruled tables, headings, lines at its edges that no table has, its rules."""

    lines: list[Line]
    heads: list[Head]
    aside: set[int]
    rules: Sequence[Rule]


@dataclass(slots=True)
class Part:
    """The part of a table on one page: its lines, the heading among them, and the heading that holds for it."""

    first: int
    last: int
    head: Head
    opened: bool = False
    tops: list[int] = field(default_factory=list)


def unruled(pages: Sequence[Paper]) -> list[list[Grid]]:
    """The tables of each page, as the grids that rules would have made."""
    bottom = max((page.lines[n].bottom for page in pages for n in _body(page)), default=0.0)
    out = []
    running: Head | None = None
    for page in pages:
        parts = list(_parts(page, running))
        grids = []
        for part in parts:
            part.tops = _tops(page, part)
            end = max(_body(page), default=-1) < part.last
            grids.append(_grid(page, part, bottom if end else None))
        if parts and max(_body(page), default=-1) < parts[-1].last:
            running = parts[-1].head
        elif _body(page):
            running = None
        out.append(grids)
    return out


def opens_row(words: str) -> bool:
    """Whether the words of an item's cell name an item, a group or a part: a row of the table begins with them."""
    if group_heading(words) is not None or part_of(words) is not None:
        return True
    match = CODE.match(flat(words))
    return match is not None and match["letter"] is not None


def _body(page: Paper) -> list[int]:
    return [n for n in range(len(page.lines)) if n not in page.aside]


# --- headings --------------------------------------------------------------------------------------------------------


def headings(page: Sequence[Line], rules: Sequence[Rule], below: Sequence[Line] = ()) -> list[Head]:
    """The headings on a page, top to bottom; ``below`` are the lines of the next page, where a table may go on."""
    out: list[Head] = []
    lines = [*page, *below]
    at = 0
    while at < len(page):
        head = _head_at(lines, at, rules) if _may_head(lines, at) else None
        if head is not None and head.last > len(page):
            return out
        if head is None:
            at += 1
        else:
            out.append(head)
            at = head.last
    return out


def _may_head(lines: Sequence[Line], at: int) -> bool:
    """Whether a heading may begin on a line: some of its words begin one, and columns stand below it."""
    words = lines[at].words()
    if 3 * sum(map(begins_heading, words)) < len(words) or len(lines[at].text) > LONGEST:
        return False
    return len(gutters_of(_telling(lines, at, BODIES[0]))) > 2


def _telling(lines: Sequence[Line], at: int, size: int) -> list[Line]:
    """Some lines from one on, without headings over several columns."""
    return [line for line in lines[at : at + size] if group_alone(line.text) is None and part_of(line.text) is None]


def _head_at(lines: Sequence[Line], at: int, rules: Sequence[Rule]) -> Head | None:
    """The heading that begins on a line; of several ways to read it the one that says most."""
    best: tuple[float, Head] | None = None
    last = next(
        (n for n in range(at + 1, len(lines)) if n - at > HEADING_LINES or opens_row(lines[n].text)), len(lines)
    )
    told = [gutters_of(_telling(lines, at, size)) for size in BODIES]
    for end in range(at + 1, min(last + 1, len(lines))):
        heads = lines[at:end]
        if best is not None and end > best[1].last + 2:
            break
        ways = [*_ruled_edges(heads, rules), *(column_edges(gutters, lines, heads) for gutters in told)]
        for edges in {tuple(map(round, way)): way for way in ways}.values():
            words = _cells(heads, edges) if 5 <= len(edges) <= MOST_COLUMNS + 1 else ()
            heading = recognise(words) if words else None
            if heading is None:
                continue
            edges, heading, said = _joined(heads, edges, heading)
            if best is None or said >= best[0] - 1e-9:  # of equals that of more lines
                best = said, Head(at, end, edges, heading)
    return best[1] if best is not None and _has_rows(lines, best[1]) else None


def _joined(
    heads: Sequence[Line], edges: tuple[float, ...], heading: Heading
) -> tuple[tuple[float, ...], Heading, float]:
    """The columns of a heading, two neighbours made one where it then says more; and how much it says."""
    said = _said(_cells(heads, edges), heading)
    for number in range(len(edges) - 2, 0, -1):
        fewer = (*edges[:number], *edges[number + 1 :])
        words = _cells(heads, fewer)
        joined = recognise(words) if len(fewer) > 4 else None
        if joined is not None and _said(words, joined) > said:
            edges, heading, said = fewer, joined, _said(words, joined)
    return edges, heading, said


def _said(words: tuple[str, ...], heading: Heading) -> float:
    """How many columns of a heading are known, and how much like known ones all of them are."""
    return sum(map(likeness, words)) / len(words) + sum(column is not None for column in heading.columns)


def _has_rows(lines: Sequence[Line], head: Head) -> bool:
    """Whether below a heading some of the next lines have words in several of its columns and none over two."""
    below = lines[head.last : head.last + ROWS_WITHIN]
    fitting = [line for line in below if not line.crosses(head.edges)]
    return any(len(line.filled(head.edges)) > 1 for line in fitting)


def _ruled_edges(heads: Sequence[Line], rules: Sequence[Rule]) -> list[tuple[float, ...]]:
    """The columns that upright rules beside a heading part, if they do; the outer ones may be missing."""
    top, bottom = heads[0].base, heads[-1].base
    xs: list[float] = []
    for x in sorted((r.x0 + r.x1) / 2 for r in rules if not r.is_level and r.y0 <= top and r.y1 >= bottom - SNAP):
        if not xs or x - xs[-1] > 2 * SNAP:
            xs.append(x)
    if len(xs) < 3:
        return []
    left, right = min(line.runs[0][0] for line in heads), max(line.runs[-1][1] for line in heads)
    return [(*([left - SNAP] if left < xs[0] else []), *xs, *([right + SNAP] if right > xs[-1] else []))]


def _cells(lines: Sequence[Line], edges: tuple[float, ...]) -> tuple[str, ...]:
    """The words of some lines, column by column."""
    height = lines[0].height
    return tuple(
        words_of([glyph for line in lines for glyph in line.within(left, right)], height)
        for left, right in pairwise(edges)
    )


# --- what is part of a table -----------------------------------------------------------------------------------------


def _parts(page: Paper, running: Head | None) -> Iterator[Part]:
    """The parts of tables on a page; the first may go on with the table that ran to the end of the page before."""
    body = _body(page)
    stops = [head.first for head in page.heads] + [len(page.lines)]
    if running is not None and body and body[0] < stops[0]:
        part = Part(body[0], _last(page, body[0], stops[0], running), running)
        lines = [page.lines[n] for n in range(part.first, part.last) if n not in page.aside]
        if lines and (_stand_in_columns(lines, running) or _opening(page, part.first, running)):
            yield part
    for head, stop in zip(page.heads, stops[1:], strict=True):
        yield Part(head.first, _last(page, head.last, stop, head), head, opened=True)


def _stand_in_columns(lines: Sequence[Line], head: Head) -> bool:
    """Whether lines are those of a table: in several columns, or most of them beside the first."""
    filled = [line.filled(head.edges) for line in lines]
    several, beside = sum(len(columns) > 1 for columns in filled), sum(0 not in columns for columns in filled)
    return several >= max(1, SEVERAL * len(lines)) or 2 * beside > len(lines)


def _last(page: Paper, first: int, stop: int, head: Head) -> int:
    """The line behind the last that belongs to a table."""
    last = first
    steps = sorted(b.base - a.base for a, b in pairwise(page.lines[first:stop]))
    usual = steps[len(steps) // 2] if steps else 0.0
    for n in range(first, stop):
        line = page.lines[n]
        if n in page.aside:
            continue
        far = n > first and line.base - page.lines[last - 1].base > APART * max(usual, line.height)
        if far and len(line.filled(head.edges)) < 3 and not _opening(page, n, head):
            break
        if line.crosses(head.edges) and not _is_across(line) and not _goes_on(page, n, stop, head):
            break
        last = n + 1
    return last


def _is_across(line: Line) -> bool:
    """Whether a line is a heading over several columns."""
    return group_heading(line.text) is not None or part_of(line.text) is not None


def _goes_on(page: Paper, at: int, stop: int, head: Head) -> bool:
    """Whether a table goes on below a line that stands over several of its columns."""
    below = [page.lines[n] for n in range(at + 1, stop) if n not in page.aside][:4]
    fitting = [line for line in below if not line.crosses(head.edges)]
    return len(fitting) > 2 and sum(len(line.filled(head.edges)) > 1 for line in fitting) > 1


# --- rows ------------------------------------------------------------------------------------------------------------


def _opening(page: Paper, at: int, head: Head) -> bool:
    """Whether a row begins on a line, by the words that it and the next line have in the column of the items."""
    left, right = head.edges[head.items], head.edges[head.items + 1]
    first = page.lines[at].within(left, right)
    if not first:
        return False
    if page.lines[at].crosses(head.edges) and _is_across(page.lines[at]):
        return True
    words = words_of(first, page.lines[at].height)
    if opens_row(words):
        return True
    below = next((line.within(left, right) for line in page.lines[at + 1 : at + 3] if line.within(left, right)), [])
    return group_heading(words_of([*first, *below], page.lines[at].height)) is not None


def _tops(page: Paper, part: Part) -> list[int]:
    """The lines on which rows begin; the first line of the part always."""
    first = part.head.last if part.opened else part.first
    held = [n for n in range(first, part.last) if n not in page.aside]
    found = [n for n in held if _opening(page, n, part.head)]
    ruled = _below_rules(page, part, held)
    tops = ruled if len(ruled) >= max(TRUSTED * len(found), 1) else sorted({*found, *_aligned(page, part, held)})
    return sorted({*held[:1], *tops, *([part.first] if part.opened else [])})


def _below_rules(page: Paper, part: Part, held: list[int]) -> list[int]:
    """The first line below each level rule that runs along the table."""
    width = part.head.edges[-1] - part.head.edges[0]
    out = []
    for before, n in pairwise(held):
        top, bottom = page.lines[before].y, page.lines[n].y
        runs = [r.x1 - r.x0 for r in page.rules if r.is_level and top < (r.y0 + r.y1) / 2 < bottom + _slack(page, n)]
        if sum(runs) >= LONG * width:
            out.append(n)
    return out


def _slack(page: Paper, n: int) -> float:
    """How far below the middle of a line a rule above it may be drawn."""
    return 0.1 * page.lines[n].height


def _aligned(page: Paper, part: Part, held: list[int]) -> list[int]:
    """Lines on which a row begins that names no item: most columns have words there, and had none on the line above."""
    edges = part.head.edges
    out = []
    above: set[int] = set()
    for n in held:
        filled = set(page.lines[n].filled(edges))
        if len(filled - above) >= max(3, (len(edges) - 1) // 2):
            out.append(n)
        above = filled
    return out


def _grid(page: Paper, part: Part, bottom: float | None) -> Grid:
    """The grid of a part; ``bottom`` is where the paper ends below a table that may go on."""
    lines, edges = page.lines, part.head.edges
    ys = []
    for n in part.tops:
        above = lines[n - 1].y if n else lines[n].y - lines[n].height
        ys.append(max((above + lines[n].y) / 2, lines[n].y - lines[n].height))
    last = lines[part.last - 1]
    below = min((lines[n].y for n in range(part.last, len(lines))), default=None)
    end = max(last.bottom, bottom or 0.0)
    ys.append(end if below is None else min(end, (last.y + below) / 2))
    cells = []
    for row, top in enumerate(part.tops):
        across = top >= part.head.last * part.opened and _stands_across(page, part, row)
        starts = [0] if across else range(len(edges) - 1)
        for column in starts:
            wide = len(edges) - 1 if across else 1
            cells.append(Box(row, column, 1, wide, edges[column], ys[row], edges[column + wide], ys[row + 1]))
    return Grid(edges, tuple(ys), tuple(cells))


def _stands_across(page: Paper, part: Part, row: int) -> bool:
    """Whether a row is one heading over several columns."""
    end = part.tops[row + 1] if row + 1 < len(part.tops) else part.last
    held = [page.lines[n] for n in range(part.tops[row], end) if n not in page.aside]
    if group_alone(held[0].text) is not None and len(held[0].filled(part.head.edges)) > 1:
        return True
    return any(line.crosses(part.head.edges) for line in held) and _is_across(held[0])
