"""Where the columns of a table without upright rules part: white gutters that run down between its words."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from corpus.readers.sheet import Glyph, Printed, printed_lines, rows_of
from corpus.thai import clean

# Shares of the height of a line: glyphs nearer than this are of one run of words; a gutter is at least so wide; words
# on both sides of an edge that are nearer to each other go over it.
NEAR, LEAST, OVER = 0.3, 0.3, 0.25
# Before the words of a column so much of the gutter is kept, as a cell keeps its words from its rules.
INSET = 0.3
# A gutter may be crossed by this share of the lines: a heading over all columns, a word that is too long.
CROSSED = 0.04


@dataclass
class Line:
    """The glyphs that stand on one line of a page, from left to right, spaces left out."""

    glyphs: list[Glyph]
    height: float
    base: float
    runs: list[tuple[float, float]] = field(default_factory=list)

    def __post_init__(self) -> None:
        for glyph in self.glyphs:
            if self.runs and glyph.x0 <= self.runs[-1][1] + NEAR * self.height:
                self.runs[-1] = (self.runs[-1][0], max(self.runs[-1][1], glyph.x1))
            else:
                self.runs.append((glyph.x0, glyph.x1))

    @cached_property
    def text(self) -> str:
        """All its words."""
        return words_of(self.glyphs, self.height)

    def words(self) -> list[str]:
        """Its runs of words."""
        return [words_of(self.within(start, end), self.height) for start, end in self.runs]

    @property
    def y(self) -> float:
        """The height on the page by which its glyphs are dealt to cells."""
        return self.base - 0.25 * self.height

    @property
    def bottom(self) -> float:
        """Where it ends."""
        return max(glyph.bottom for glyph in self.glyphs)

    def within(self, left: float, right: float) -> list[Glyph]:
        """Its glyphs between two edges."""
        return [glyph for glyph in self.glyphs if left <= (glyph.x0 + glyph.x1) / 2 < right]

    def crosses(self, edges: Sequence[float]) -> bool:
        """Whether its words go over an inner edge."""
        over = OVER * self.height
        for edge in edges[1:-1]:
            if any(glyph.x0 < edge - over and glyph.x1 > edge + over for glyph in self.glyphs):
                return True
            before = max((g.x1 for g in self.glyphs if (g.x0 + g.x1) / 2 < edge), default=None)
            after = min((g.x0 for g in self.glyphs if (g.x0 + g.x1) / 2 >= edge), default=None)
            if before is not None and after is not None and after - before < over:
                return True
        return False

    def filled(self, edges: Sequence[float]) -> list[int]:
        """The columns in which it has words."""
        return [n for n, (left, right) in enumerate(pairwise(edges)) if self.within(left, right)]


def lines_of(glyphs: Sequence[Glyph], height: float) -> list[Line]:
    """The lines of some glyphs, top to bottom."""
    inked = [glyph for glyph in glyphs if glyph.text.strip()]
    return [Line(sorted(row, key=lambda one: one.x0), height, base) for base, row in rows_of(inked, height)]


def words_of(glyphs: Sequence[Glyph], height: float) -> str:
    """The words of some glyphs, line by line."""
    return clean(" ".join(line.text for line in printed(glyphs, height)))


def printed(glyphs: Sequence[Glyph], height: float) -> list[Printed]:
    """Some glyphs as printed lines."""
    return printed_lines(list(glyphs), height)


def gutters_of(lines: Sequence[Line]) -> list[tuple[float, float]]:
    """The strips (from, to) that hardly any line has words in, from left to right, without the margins."""
    return _gutters(lines, int(CROSSED * len(lines)), LEAST * lines[0].height) if lines else []


def column_edges(gutters: list[tuple[float, float]], lines: Sequence[Line], heads: Sequence[Line]) -> tuple[float, ...]:
    """The edges of the columns on a page; a strip without words in the lines of the heading is part of another."""
    height = lines[0].height
    left = min(line.runs[0][0] for line in lines) - INSET * height
    right = max(line.runs[-1][1] for line in lines) + INSET * height
    # The edge stands near the words that it comes before, so that lines of the column before it may reach up to it.
    inner = [end - min(INSET * height, (end - start) / 2) for start, end in _headed(gutters, left, right, heads)]
    return (left, *inner, right)


def _gutters(lines: Sequence[Line], crossed: int, least: float) -> list[tuple[float, float]]:
    runs = [run for line in lines for run in line.runs]
    events = sorted([(start, 1) for start, _ in runs] + [(end, -1) for _, end in runs])
    out = []
    depth = 0
    start: float | None = None
    for x, step in events:
        depth += step
        if depth <= crossed and start is None:
            start = x
        elif depth > crossed and start is not None:
            if x - start >= least:
                out.append((start, x))
            start = None
    return out[1:] if out and out[0][0] == events[0][0] else out


def _headed(
    gutters: list[tuple[float, float]], left: float, right: float, heads: Sequence[Line]
) -> list[tuple[float, float]]:
    """Without the gutters beside strips that no heading stands over.

    Of the two beside one that goes behind which no heading begins, else the narrower.
    """
    held = list(gutters)
    begun = [start for line in heads for start, _ in line.runs]

    def weight(number: int) -> tuple[bool, float]:
        start, end = held[number]
        return any(abs(x - end) < heads[0].height for x in begun), end - start

    while held:
        edges = [left, *((start + end) / 2 for start, end in held), right]
        blank = next((n for n, (a, b) in enumerate(pairwise(edges)) if not any(h.within(a, b) for h in heads)), None)
        if blank is None:
            return held
        beside = [n for n in (blank - 1, blank) if 0 <= n < len(held)]
        held.pop(min(beside, key=weight))
    return held
