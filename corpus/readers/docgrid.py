"""Paragraphs and grids as a document holds them, and what a grid shows: its headings, its columns, its merged cells.

Columns are those of the headings: a cell belongs under the heading that it stands under on paper, however many grid
columns a word processor made of slightly different widths. Knows no file format.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate

from corpus.cells import image
from corpus.codes import CODE, RANGE
from corpus.forms import recognise
from corpus.outline import group_alone, group_named, part_of
from corpus.thai import clean
from corpus.wordtable import SIGNED

# A heading has at least so many columns, as in a text; all its words together are shorter than LONGEST_HEAD.
LEAST_COLUMNS, LONGEST_HEAD = 4, 1500
# Column headings stand on at most so many rows, one over another.
DEEPEST_HEAD = 3
# A column heading of some other table is at most this long and holds no figure.
LABEL = 40

Extent = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph; ``lead`` is an underlined sub-heading that stands before its words on the same line."""

    text: str
    lead: str = ""

    @property
    def words(self) -> str:
        """All that it says."""
        return f"{self.lead} {self.text}".strip()


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell: where it begins in the grid (from 0), what it holds, how many rows and columns it covers."""

    row: int
    column: int
    content: tuple["Paragraph | Table", ...]
    rows: int = 1
    columns: int = 1

    @property
    def words(self) -> str:
        """What it says, made regular, on one line."""
        return clean(" ".join(block.words for block in self.content))

    def has_words(self) -> bool:
        """Whether it says anything."""
        return any(block.words.strip() for block in self.content)

    def stretches(self) -> Iterator[tuple[list["Paragraph | Table"], bool]]:
        """The content parted before each heading or item, and whether a stretch begins with one."""
        held: list[Paragraph | Table] = []
        headed = False
        for block in self.content:
            if not block.words.strip():
                continue
            if isinstance(block, Paragraph) and _is_head(block.words):
                if held:
                    yield held, headed
                held, headed = [], True
            held.append(block)
        if held:
            yield held, headed


@dataclass(frozen=True, slots=True)
class Table:
    """A table; ``widths`` are those of its grid columns where known, ``gaps`` the rows that a blank line stands before.

    ``pages_before`` counts the page breaks before a row. ``numbers`` are the rows as their program counts them, from 1
    where none are given.
    """

    cells: tuple[GridCell, ...]
    widths: tuple[float, ...] = ()
    pages_before: dict[int, int] = field(default_factory=dict)
    gaps: frozenset[int] = frozenset()
    numbers: tuple[int, ...] = ()

    @property
    def words(self) -> str:
        """What all its cells say."""
        return " ".join(cell.words for cell in self.cells)

    def is_layout(self) -> bool:
        """Whether it only arranges others on the page: a cell of it holds a measures table."""
        inner = [block for cell in self.cells for block in cell.content if isinstance(block, Table)]
        return any(table.is_layout() or Grid(table).heads for table in inner)


@dataclass(frozen=True, slots=True)
class Head:
    """The headings of a table: rows ``first`` to ``last``, the cells and extent of each column, titles over them."""

    first: int
    last: int
    cells: tuple[tuple[GridCell, ...], ...]
    extents: tuple[Extent, ...]
    titles: tuple[GridCell, ...] = ()

    def column_of(self, extent: Extent) -> int | None:
        """The column that something belongs to: the first that it covers half of, else the one it covers most of."""
        if extent[0] >= self.extents[-1][1]:
            return None
        shares = [_overlap(extent, own) / (own[1] - own[0]) for own in self.extents]
        return next((at for at, share in enumerate(shares) if share >= 0.5), shares.index(max(shares)))

    def is_crossed_by(self, extent: Extent) -> bool:
        """Whether something covers every column."""
        return all(_overlap(extent, own) >= 0.5 * (own[1] - own[0]) for own in self.extents)


class Grid:
    """The grid of one table: which cell covers which place, and which rows are headings."""

    def __init__(self, table: Table) -> None:
        self.cells = table.cells
        self.height = max((cell.row + cell.rows for cell in table.cells), default=0)
        width = max((cell.column + cell.columns for cell in table.cells), default=0)
        widths = table.widths if len(table.widths) >= width else (1.0,) * width
        self._edges = [0.0, *accumulate(max(one, 1e-3) for one in widths)]
        self._rows: list[list[GridCell]] = [[] for _ in range(self.height)]
        for cell in table.cells:
            for at in range(cell.row, cell.row + cell.rows):
                self._rows[at].append(cell)
        for row in self._rows:
            row.sort(key=lambda cell: cell.column)

    def row(self, at: int) -> list[GridCell]:
        """The cells over a row, left to right, those that began above among them."""
        return self._rows[at]

    def extent(self, cell: GridCell) -> Extent:
        """From where to where a cell stands on the line."""
        return self._edges[cell.column], self._edges[cell.column + cell.columns]

    @cached_property
    def heads(self) -> dict[int, Head]:
        """The headings of measures tables by their first row."""
        out: dict[int, Head] = {}
        at = 0
        while at < self.height:
            head = self._head_at(at)
            if head is None:
                at += 1
                continue
            out[at] = head
            at = head.last + 1
        return out

    def _head_at(self, at: int) -> Head | None:
        """The heading that begins in a row: merged downwards, or in that row alone, or written over several rows."""
        begun = [cell for cell in self._rows[at] if cell.row == at]
        reach = max((cell.row + cell.rows - 1 for cell in begun), default=at)
        if not begun or (reach >= at + DEEPEST_HEAD and any(cell.rows == 1 for cell in begun)):
            return None
        for last in dict.fromkeys((reach, at)):
            if (head := self._head(at, last)) is not None:
                return head
        if at + 1 < self.height and self._head(at + 1, at + 1) is None:
            return self._head(at, at + 1)
        return None

    def _head(self, first: int, last: int) -> Head | None:
        """The columns that the lowest row shows, each with what stands over it alone; None where they mean nothing."""
        lowest = [cell for cell in self._rows[last] if cell.row >= first]
        if len(lowest) < LEAST_COLUMNS or any(cell.row + cell.rows - 1 > last for cell in lowest):
            return None
        over = [cell for at in range(first, last) for cell in self._rows[at] if cell.row == at and cell not in lowest]
        columns = []
        for cell in lowest:
            above = [one for one in over if (one.column, one.columns) == (cell.column, cell.columns)]
            columns.append((*above, cell))
        used = {id(cell) for column in columns for cell in column}
        titles = tuple(cell for cell in over if id(cell) not in used and cell.has_words())
        said = tuple(" ".join(cell.words for cell in column).strip() for column in columns)
        if sum(map(len, said)) > LONGEST_HEAD or recognise(said) is None:
            return None
        return Head(first, last, tuple(columns), tuple(self.extent(cell) for cell in lowest), titles)

    @cached_property
    def own_head(self) -> Head:
        """The columns of a table without headings: those of the most common kind of row."""
        kinds = Counter(tuple(self.extent(cell) for cell in row) for row in self._rows if row)
        extents = max(kinds, key=lambda kind: (kinds[kind], len(kind)))
        return Head(-1, -1, ((),) * len(extents), extents)

    def across(self, at: int, head: Head) -> GridCell | None:
        """The cell that alone makes up a row and stands over all columns."""
        held = [cell for cell in self._rows[at] if cell.row == at]
        if len(held) != 1 or len(self._rows[at]) != 1 or len(head.extents) < 3:
            return None
        return held[0] if head.is_crossed_by(self.extent(held[0])) else None

    def is_lone(self, at: int) -> bool:
        """Whether but one cell of a row says anything, the first, and none goes on from above."""
        held = [cell for cell in self._rows[at] if cell.has_words()]
        return len(held) == 1 and held[0].row == at and held[0].column == self._rows[at][0].column

    def is_narrow(self) -> bool:
        """Whether it has but one column."""
        return len(self.own_head.extents) < 2

    def is_other(self, before: Head | None) -> bool:
        """Whether this table without measures headings is no continuation of the one before: labelled or signed."""
        if before is None:
            return False
        if any(SIGNED.match(cell.words) for cell in self.cells):
            return True
        many = next((row for row in self._rows if sum(cell.has_words() for cell in row) > 2), [])
        said = [cell.words for cell in many if cell.has_words()]
        labels = len(said) > 2 and many[0].has_words() and all(_is_label(words) for words in said)
        return labels and not _is_head(said[0]) and group_named(said[0]) is None


def _is_label(words: str) -> bool:
    return len(words) <= LABEL and not any(letter.isdigit() for letter in words) and words[0] not in "-•"


def _is_head(words: str) -> bool:
    """Whether words begin a part, a group or an item."""
    if part_of(words) is not None or group_alone(words) is not None:
        return True
    flat = image(words)
    return RANGE.match(flat) is not None or CODE.match(flat) is not None


def _overlap(one: Extent, other: Extent) -> float:
    return max(0.0, min(one[1], other[1]) - max(one[0], other[0]))
