"""A document of paragraphs and grids written down as the text that the table reader understands.

One row of a grid is a line with tabs between its cells, several paragraphs of a cell are ``<p>…</p>``, a cell that is
merged with the one above is ``<above/>``, a line of a table that shows itself to be no measures table begins with
``<other/>``. So offsets, quotes, ledger and rows are those of any other report. Nothing here knows a file format.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from corpus.cells import ABOVE, OTHER, escaped
from corpus.errors import UnreadableReport
from corpus.readers.docgrid import Grid, GridCell, Head, Paragraph, Table
from corpus.records import Page, Report


@dataclass(frozen=True, slots=True)
class NewPage:
    """A page begins here; without a label it gets its number."""

    label: str = ""


Block = Paragraph | Table | NewPage

# So many blank paragraphs to one with words, and the author parts paragraphs with them; else each stands for itself.
AIRY = 0.25


def transcript(name: str, sha256: str, blocks: Iterable[Block], encoding: str, notes: tuple[str, ...] = ()) -> Report:
    """The report that these blocks are; raises UnreadableReport where they hold no words."""
    held = list(blocks)
    scribe = _Scribe(_airy(held))
    for block in held:
        scribe.take(block)
    text = scribe.text()
    if not any(character.isalnum() for character in text):
        raise UnreadableReport(f"{name} holds no text; put a report in its place, or run text recognition (OCR) on it.")
    return Report(name, sha256, text, scribe.pages(len(text)), encoding, notes=notes)


def _airy(blocks: list[Block]) -> bool:
    """Whether the author parts paragraphs with blank ones; those beside tables part nothing."""
    words = "".join("t" if not isinstance(one, Paragraph) else "p" if one.words.strip() else " " for one in blocks)
    return len(re.findall("(?<=p) +(?=p)", words)) > AIRY * words.count("p")


class _Scribe:
    """Writes block after block; remembers the last measures heading, under which a table may go on."""

    def __init__(self, airy: bool) -> None:
        self._airy = airy
        self._lines: list[str] = []
        self._at = 0
        self._pages: list[tuple[int, str]] = []
        self._head: Head | None = None

    def text(self) -> str:
        """Everything written so far."""
        return "".join(self._lines)

    def pages(self, size: int) -> tuple[Page, ...]:
        """The pages, of which there is always one."""
        starts = self._pages if self._pages and self._pages[0][0] == 0 else [(0, ""), *self._pages]
        ends = [start for start, _ in starts[1:]] + [size]
        return tuple(
            Page(number, label or str(number), start, end)
            for number, ((start, label), end) in enumerate(zip(starts, ends, strict=True), 1)
        )

    def take(self, block: Block) -> None:
        """Writes one block."""
        match block:
            case NewPage():
                self._blank()
                self._pages.append((self._at, block.label))
            case Paragraph():
                self._paragraph(block)
            case Table():
                self._table(block)

    def _write(self, line: str) -> None:
        self._lines.append(line + "\n")
        self._at += len(line) + 1

    def _blank(self) -> None:
        if self._lines and self._lines[-1] != "\n":
            self._write("")

    def _paragraph(self, paragraph: Paragraph) -> None:
        text = _marked(paragraph)
        if not text:
            self._blank()
            return
        self._write(text)
        if not self._airy:
            self._write("")

    # --- tables ------------------------------------------------------------------------------------------------------

    def _table(self, table: Table) -> None:
        if table.is_layout():
            for cell in table.cells:
                for block in cell.content:
                    self.take(block)
            return
        grid = Grid(table)
        if not grid.height:
            return
        other = not grid.heads and grid.is_other(self._head)
        head = None
        at = 0
        outside = False  # below a gap, lines over the whole width are prose under the table
        self._blank()
        while at < grid.height:
            self._pages += [(self._at, "")] * table.pages_before.get(at, 0)
            if at in table.gaps:
                self._blank()
            outside = grid.is_lone(at) and (outside or at in table.gaps)
            if at in grid.heads:
                head = self._head = grid.heads[at]
                self._heading(head)
                at = head.last
            elif outside or (head is None and (grid.heads or grid.is_narrow())):
                self._loose_row(grid, at)
            else:
                self._body_row(grid, head or grid.own_head, at, other)
            at += 1
        self._blank()

    def _heading(self, head: Head) -> None:
        """Titles over several columns stand on lines of their own; below them one line of column headings."""
        for title in head.titles:
            self._loose(title)
        self._blank()
        self._write("\t".join(_written(block for cell in cells for block in cell.content) for cells in head.cells))

    def _loose(self, cell: GridCell) -> None:
        """The content of a cell as paragraphs."""
        for block in cell.content:
            self.take(block)

    def _loose_row(self, grid: Grid, at: int) -> None:
        """A row above the headings: titles are paragraphs, several cells a line of a table."""
        held = [cell for cell in grid.row(at) if cell.row == at and cell.has_words()]
        if len(held) == 1:
            self._loose(held[0])
        elif held:
            self._write("\t".join(_written(cell.content) for cell in held))

    def _body_row(self, grid: Grid, head: Head, at: int, other: bool) -> None:
        """A row under the headings; words across all columns are a heading, or a note beyond the last column."""
        width = len(head.extents)
        across = grid.across(at, head)
        if across is not None:
            for content, headed in across.stretches():
                before = 0 if headed else width
                self._line([*[""] * before, _written(content)], width, other)
            return
        cells = [""] * width
        for cell in grid.row(at):
            column = head.column_of(grid.extent(cell))
            if column is None:
                cells.append(_written(cell.content) if cell.row == at else "")
            elif cell.row < at:
                cells[column] = cells[column] or (ABOVE if cell.row > head.last else "")
            else:
                beside = "" if cells[column] == ABOVE else cells[column]
                cells[column] = " ".join(filter(None, (beside, _written(cell.content)))) or cells[column]
        self._line(cells, width, other)

    def _line(self, cells: list[str], width: int, other: bool) -> None:
        if all(words in ("", ABOVE) for words in cells):
            return
        self._write((OTHER if other else "") + "\t".join([*cells, *[""] * (width - len(cells))]))


def _marked(paragraph: Paragraph) -> str:
    """A paragraph with its underlined sub-heading marked; what only looks like markup in it is none."""
    text, lead = escaped(paragraph.text).strip(), escaped(paragraph.lead).strip()
    return f"<u>{lead}</u> {text}".rstrip() if lead else text


def _written(content: Iterable[Paragraph | Table]) -> str:
    """The content of one cell as it stands between two tabs."""
    pieces = []
    for block in content:
        if isinstance(block, Paragraph):
            text = _marked(block)
            pieces += [f"<p>{text}</p>"] if text else []
        else:
            pieces += _nested(block)
    if len(pieces) == 1 and pieces[0].startswith("<p>"):
        return pieces[0][3:-4]
    return " ".join(pieces)


def _nested(table: Table) -> Iterator[str]:
    """A table within a cell: its rows one after another, its cells parted by markup alone."""
    grid = Grid(table)
    for at in range(grid.height):
        cells = [_written(cell.content) for cell in grid.row(at) if cell.row == at and cell.has_words()]
        if cells:
            yield "<tr>" + " ".join(f"<td>{words}</td>" for words in cells) + "</tr>"
