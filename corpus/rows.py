"""Blocks and the running outline become measure rows; what is no row is handed back as prose or with a reason.

The reader goes down the page once. A row that is split over pages is joined where its first cell is empty or goes on
in mid-sentence; a row that OCR flattened into paragraphs is put together column by column.
"""

import re

from corpus import codes, flattened, title
from corpus.aside import Aside
from corpus.cells import Placer, Span, flat, plain, runs, tags, trim
from corpus.desk import Desk, Found
from corpus.forms import Column, column_of, completed, repeats
from corpus.gridrow import NO_CONTENT, fill_lost, item_start, open_rows, read_line
from corpus.itemcell import PieceKind, take_apart
from corpus.ledger import MARKUP, Account
from corpus.opening import Opening
from corpus.outline import Outline, group_alone, part_of
from corpus.records import Form
from corpus.size import MOST_ITEMS, too_large
from corpus.tables import Block, BlockKind, blocks, join_paragraphs
from corpus.wordtable import SIGNED

# So many codes in the item column, and the report prints codes.
CODED = 3
# No row flattened into paragraphs has more of them.
FOLLOWERS = 40
# A column heading of some other table is at most this long and holds no figure.
LABEL = 40
_FIGURE = re.compile("[0-9๐-๙]")


class RowReader:
    """Reads the measure rows of one report; ``account`` learns what every character was used for."""

    def __init__(self, placer: Placer, account: Account, fiscal_year: int) -> None:
        self._text = placer.text
        self._desk = Desk(placer, account, Outline(fiscal_year), fiscal_year)
        self._aside = Aside(placer, account)
        self._heading_words: tuple[str, ...] = ()
        self._width = 0
        self._inside = False
        self._groups_before: list[int] = []
        self._table_end = 0
        self._under_heading = False  # nothing but blank lines stands between here and the last heading row

    def read(self) -> Found:
        """All blocks, top to bottom."""
        for tag in tags(self._text):
            self._desk.account.take(tag.start, tag.end, MARKUP)
        found = self._lines_that_structure(blocks(self._text))
        if not any(block.kind is BlockKind.HEADING for block in found):
            found = [block for block in found if block.kind is not BlockKind.PARAGRAPH]
        texts = self._item_texts(found)
        self._desk.coded = len(texts) >= CODED
        self._desk.outline.year = codes.fitting_year(self._desk.fiscal_year, texts)
        at = 0
        while at < len(found):
            at += self._read_block(found, at)
            if self._desk.outline.codes_seen > MOST_ITEMS:
                raise too_large(self._desk.placer.report.name, MOST_ITEMS, "items")
        self._aside.close_lines()
        self._aside.close_pictures()
        self._desk.found.tables = self._aside.tables
        self._desk.found.table_count += self._aside.count
        fill_lost(self._desk.found.drafts)
        return self._desk.found

    def _read_block(self, found: list[Block], at: int) -> int:
        """One block and those that belong to it; returns how many they are."""
        block = found[at]
        self._under_heading = at > 0 and found[at - 1].kind is BlockKind.HEADING
        if block.kind is not BlockKind.ROW:
            self._aside.close_lines()
        match block.kind:
            case BlockKind.HEADING:
                self._on_heading(block)
            case BlockKind.ROW:
                self._on_row(block)
            case BlockKind.RULE:
                self._desk.leave_out(Span(block.start, block.end), "เส้นคั่นตาราง")
            case BlockKind.PAGE_NUMBER:
                self._desk.leave_out(Span(block.start, block.end), "เลขหน้า")
            case BlockKind.PARAGRAPH:
                return self._on_paragraph(found, at)
        return 1

    # --- structure -----------------------------------------------------------------------------------------------

    def _lines_that_structure(self, found: list[Block]) -> list[Block]:
        """Part and group headings keep to their own line; all other neighbouring lines are one paragraph."""
        out: list[Block] = []
        calm: list[Block] = []
        for block in found:
            if block.kind is BlockKind.PARAGRAPH and not self._is_structure(Span(block.start, block.end)):
                calm.append(block)
                continue
            out.extend(join_paragraphs(self._text, calm))
            calm = []
            out.append(block)
        out.extend(join_paragraphs(self._text, calm))
        return out

    def _is_structure(self, span: Span) -> bool:
        if span.end - span.start > 400:
            return False
        words = plain(self._text, span)
        return part_of(words) is not None or group_alone(words) is not None

    def _item_texts(self, found: list[Block]) -> list[str]:
        """What stands in the item column after a code, to tell whose questionnaire it is."""
        out = []
        at = 0
        for block in found:
            if block.heading is not None:
                at = block.heading.columns.index(Column.ITEM)
            elif block.kind is BlockKind.ROW and len(block.cells) > at:
                start = block.cells[at].start
                words = flat(self._text[start : min(block.cells[at].end, start + codes.ITEM_BEGINS)])
                match = codes.CODE.match(words)
                if match is not None:
                    out.append(codes.SCORE.split(words[match.end() :], maxsplit=1)[0][:260])
        return out

    def _structural(self, span: Span, named: bool = False) -> bool:
        """Takes a part or group heading that stands alone; says whether it was one."""
        words = plain(self._text, span)
        part = part_of(words)
        if part is not None:
            self._desk.outline.enter_part(part)
            self._desk.leave_out(span, "หัวข้อส่วนของแบบประเมิน")
            return True
        group = group_alone(words) or (group_alone(words, named) if named else None)
        if group is None:
            return False
        if group_alone(words) is None and not self._desk.outline.comes_after(group):
            return False
        self._desk.outline.enter_group(group)
        self._groups_before.append(group)
        self._desk.note_group_score(group, span)
        self._desk.leave_out(span, "หัวข้อตัวชี้วัด")
        return True

    # --- blocks --------------------------------------------------------------------------------------------------

    def _on_heading(self, block: Block) -> None:
        assert block.heading is not None
        self._aside.close_pictures()
        self._begin_table(block.start)
        self._desk.found.table_count += 1
        self._desk.heading = completed(block.heading, self._desk.heading)
        form = self._desk.heading.form
        self._desk.outline.form_year = int(form.value) if form is not Form.UNKNOWN else None
        self._heading_words = tuple(self._aside.words(cell) for cell in block.cells)
        self._width = len(block.cells)
        self._inside = True
        self._aside.forget()
        self._table_end = block.end
        self._desk.leave_out(Span(block.start, block.end), "หัวตาราง")

    def _begin_table(self, start: int) -> None:
        """What stands between two tables may name another year; what stands before the first may list all groups."""
        if self._desk.heading is None:
            if len(self._groups_before) > 2:
                self._desk.outline = Outline(self._desk.outline.year)
        else:
            year = title.titled_year(self._text[self._table_end : start])
            if year is not None and year != self._desk.fiscal_year:
                self._desk.fiscal_year = year
                self._desk.outline = Outline(year)
                self._desk.current = None
        self._groups_before = []

    def _on_row(self, block: Block) -> None:
        held = [cell for cell in block.cells if cell.start < cell.end]
        if not held:
            return
        line = Span(block.start, block.end)
        if block.other:
            self._aside.add_line(line)
            return
        if self._aside.is_repeat(held):
            self._aside.add_repeat(line)
            return
        self._aside.close_lines()
        if all(self._is_dashes(cell) for cell in held):
            self._desk.leave_out(line, "เส้นคั่นตาราง")
        elif len(held) == 1 and held[0] in block.cells[:2] and self._structural(held[0], named=self._inside):
            return
        elif repeats(tuple(map(self._aside.words, block.cells)), self._heading_words):
            self._inside = True
            self._desk.leave_out(line, "หัวตาราง")
        elif self._desk.heading is not None and held[0] in block.cells[max(self._width, 1) :]:
            # words across the whole table that head nothing: a note
            self._aside.add_line(line)
        elif self._desk.heading is None or not self._fits(block):
            self._inside = False
            self._aside.add_line(line)
        else:
            self._inside = True
            self._aside.close_pictures()
            if not read_line(self._desk, block):
                self._aside.add_line(line)
                return
            self._put_aside(block)
            self._table_end = block.end

    def _is_dashes(self, cell: Span) -> bool:
        return not re.search(r"\w", self._text[cell.start : cell.end]) and "--" in self._text[cell.start : cell.end]

    def _is_foreign(self, block: Block) -> bool:
        """Whether a line is of another table: signed, or a heading that counts rows or holds only short labels."""
        assert self._desk.heading is not None
        held = [plain(self._text, cell) for cell in block.cells if cell.start < cell.end]
        if any(SIGNED.match(words) for words in held):
            return True
        if not block.top or self._under_heading:
            return False
        if column_of(held[0]) is Column.NUMBER and Column.NUMBER not in self._desk.heading.columns:
            return True
        labels = len(held) >= 3 and all(len(words) <= LABEL and not _FIGURE.search(words) for words in held)
        return self._desk.coded and labels and not held[0].startswith(("-", "•"))

    def _fits(self, block: Block) -> bool:
        """Whether a line can be a row of the running table: its width, or a code at its head."""
        assert self._desk.heading is not None
        if block.goes_on and self._desk.current is not None:
            return True
        if self._is_foreign(block):
            return False
        named = len(self._desk.heading.columns)
        width = len(block.cells)
        filled = max(n + 1 for n, cell in enumerate(block.cells) if cell.start < cell.end)
        if self._inside and (width in (named, self._width) or filled <= named < width):
            return True
        if self._inside and width > named and "<table" in self._text[block.start : block.end]:
            return True
        first = block.cells[0]
        if self._inside and width < named and (block.top or first.start == first.end):
            return True
        pieces = take_apart(self._text, first, self._desk.outline.copy())
        if any(piece.kind is PieceKind.CODE for piece in pieces):
            return self._inside or width in (named, self._width)
        heads = any(piece.kind is PieceKind.GROUP for piece in pieces)
        return self._inside and heads and width >= named - 2

    # --- a grid row ----------------------------------------------------------------------------------------------

    def _put_aside(self, block: Block) -> None:
        """Pictures, notes and surplus cells of a row."""
        assert self._desk.heading is not None
        columns = self._desk.heading.columns
        item_at = columns.index(Column.ITEM)
        of_item = range(item_start(self._desk, block, item_at), item_at)
        for at, (column, cell) in enumerate(zip(columns, block.cells, strict=False)):
            if at in of_item or cell.start == cell.end or (column is not None and column not in NO_CONTENT):
                continue
            if column is Column.NUMBER and cell.end - cell.start <= 8:
                self._desk.leave_out(cell, "ลำดับที่")
            elif column is Column.PICTURE:
                self._aside.add_picture(runs(self._text, cell))
            else:
                self._aside.add_note(cell)
        self._aside.expect([cell for cell in block.cells[len(columns) :] if cell.start < cell.end])

    # --- paragraphs ----------------------------------------------------------------------------------------------

    def _on_paragraph(self, found: list[Block], at: int) -> int:
        """A heading, the rows that were flattened into paragraphs, or prose; returns how many blocks were taken."""
        span = trim(self._text, Span(found[at].start, found[at].end))
        taken = self._flattened(found, at, span) if self._desk.heading is not None else 0
        if taken:
            return taken
        if not self._structural(span, named=self._inside):
            self._inside = False
            self._groups_before = []
        return 1

    def _flattened(self, found: list[Block], at: int, span: Span) -> int:
        """Takes a flattened row, if one begins here; returns how many blocks it is."""
        desk = self._desk
        outside = not self._inside and not self._groups_before
        if (
            outside
            and codes.CODE.match(flat(self._text[span.start : min(span.end, span.start + codes.ITEM_BEGINS)])) is None
        ):
            return 0
        followers = self._followers(found, at + 1)
        by_group = not desk.coded and not outside and bool(followers)
        whole_group = by_group and group_alone(plain(self._text, span)) is not None
        if not whole_group and not flattened.begins_item(self._text, span, desk.outline, len(followers), outside):
            return 0
        assert desk.heading is not None
        more = flattened.rest_of_item(self._text, span, followers)
        span = Span(span.start, followers[more - 1].end) if more else span
        followers = followers[more:]
        laid = flattened.deal(self._text, followers, desk.heading)
        if whole_group and len(laid) < 2:
            return 0
        pieces = take_apart(self._text, span, desk.outline)
        open_rows(desk, pieces, span, laid, Opening(desk, laid, top=False))
        assert desk.current is not None
        for column, cell in laid:
            desk.current.add(column, cell, desk.placer)
        desk.coded = desk.coded or not whole_group
        self._inside = len(laid) == len(followers)
        self._table_end = laid[-1][1].end if laid else span.end
        return 1 + more + len(laid)

    def _followers(self, found: list[Block], at: int) -> list[Span]:
        """The paragraphs from block ``at`` on that begin nothing of their own."""
        out: list[Span] = []
        while at < len(found) and len(out) < FOLLOWERS and found[at].kind is BlockKind.PARAGRAPH:
            span = trim(self._text, Span(found[at].start, found[at].end))
            if self._is_structure(span) or flattened.begins_item(self._text, span, self._desk.outline, FOLLOWERS):
                break
            out.append(span)
            at += 1
        return out
