"""Blocks and the running group become measure rows; what is no row is handed back as prose or with a reason.

The reader goes down the page once and keeps what the page said last: the column headings, the part, the group, the
last code. A row that is split over pages is joined where its first cell is empty or goes on in mid-sentence; a row that
OCR flattened into paragraphs is put together column by column.
"""

import re
from dataclasses import dataclass, field

from corpus import catalogue, codes
from corpus.cells import Placer, Span, flat, plain, runs, tags, trim
from corpus.codes import Running, Verdict
from corpus.forms import Column, Heading
from corpus.itemcell import Piece, PieceKind, take_apart
from corpus.ledger import LEFT_OUT, MARKUP, PASSAGE, ROW, Account
from corpus.records import PART_OF_GROUP, Segment
from corpus.rowdraft import RowDraft
from corpus.tables import Block, BlockKind, blocks, join_paragraphs
from corpus.thai import squeeze

_PART = re.compile(
    r"(?P<iit>ผู้มีส่วนได้(?:ส่วน)?เสียภายใน|Internal)|(?P<eit>ผู้มีส่วนได้(?:ส่วน)?เสียภายนอก|External)"
    r"|(?P<oit>การเปิดเผยข้อมูลสาธารณะ|Open\s*Data)"
)
_PART_HEAD = re.compile(r"\s*(?:[๐-๙0-9]+\s*[.)]\s*)?(?:ส่วนที่\s*\d+\s*)?แบบ(?:วัด|ตรวจ|สำรวจ|ประเมิน)")
_CAPTION = re.compile(r"\b(?:image|screenshot|photograph|photo|picture|logo|icon)s?\b", re.I)
_STATED_SCORE = re.compile(r"ได้\s*(?:ค่า)?คะแนน\s*(?:เท่ากับ\s*)?(\d{1,3}(?:\.\d{1,2})?)")
# The last cells of a row name who and when; a page break never leaves them to the second half of a row.
_CLOSING = (Column.RESPONSIBLE, Column.TIMEFRAME, Column.MONITORING)
# A row flattened into paragraphs must look like an item of that year this much when it prints no clear letter.
FLAT_ALIKE = 0.35


@dataclass(slots=True)
class Found:
    """What the reader found: row drafts in order, table passages as spans, group scores, tables counted, notes."""

    drafts: list[RowDraft] = field(default_factory=list)
    tables: list[list[Span]] = field(default_factory=list)
    group_scores: dict[int, tuple[float, Segment]] = field(default_factory=dict)
    headings: list[Heading] = field(default_factory=list)
    table_count: int = 0


class RowReader:
    """Reads the measure rows of one report; ``account`` learns what every character was used for."""

    def __init__(self, placer: Placer, account: Account, fiscal_year: int) -> None:
        self._text = placer.text
        self._placer = placer
        self._account = account
        self._year = fiscal_year
        self._found = Found()
        self._heading: Heading | None = None
        self._width = 0
        self._inside = False
        self._part: str | None = None
        self._group: int | None = None
        self._last: dict[str, int] = {}
        self._current: RowDraft | None = None
        self._flat_at: int | None = None
        self._nested: list[str] = []
        self._pictures: list[list[Span]] = []
        self._loose: list[Span] = []
        self._loose_nested = False
        self._codes_seen = 0

    def read(self) -> Found:
        """All blocks, top to bottom."""
        for tag in tags(self._text):
            self._account.take(tag.start, tag.end, MARKUP)
        found = self._lines_that_structure(blocks(self._text))
        for block in found:
            if block.kind is not BlockKind.ROW:
                self._close_loose()
            match block.kind:
                case BlockKind.HEADING:
                    self._on_heading(block)
                case BlockKind.ROW:
                    self._on_row(block)
                case BlockKind.RULE:
                    self._leave_out(Span(block.start, block.end), "เส้นคั่นตาราง")
                    self._flat_at = None
                case BlockKind.PAGE_NUMBER:
                    self._leave_out(Span(block.start, block.end), "เลขหน้า")
                case BlockKind.PARAGRAPH:
                    self._on_paragraph(block)
        self._close_loose()
        self._close_pictures(repeated=False)
        return self._found

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
        words = plain(self._text, span)
        if len(words) > 160:
            return False
        return self._part_of(words) is not None or self._group_alone(words) is not None

    def _part_of(self, words: str) -> str | None:
        if not _PART_HEAD.match(words):
            return None
        match = _PART.search(words)
        return match.lastgroup.upper() if match and match.lastgroup else None

    def _group_alone(self, words: str) -> int | None:
        """The group of a line that is nothing but a group heading, perhaps with its score."""
        found = codes.group_heading(words)
        if found is None:
            return None
        group, end = found
        rest = codes.SCORE.sub("", flat(words)[end:])
        return group if len(squeeze(rest).strip("-–:()")) <= 3 else None

    def _set_group(self, group: int) -> None:
        if self._group != group:
            self._group = group
        self._part = PART_OF_GROUP[group]

    def _structural(self, span: Span) -> bool:
        """Takes a part or group heading that stands alone; says whether it was one."""
        words = plain(self._text, span)
        part = self._part_of(words) if len(words) <= 160 else None
        if part is not None:
            self._part = part
            self._group = None
            self._leave_out(span, "หัวข้อส่วนของแบบประเมิน")
            return True
        group = self._group_alone(words)
        if group is None:
            return False
        self._set_group(group)
        image = flat(self._text[span.start : span.end])
        score = codes.SCORE.search(image)
        if score is not None:
            self._note_group_score(group, score, span.start)
        self._leave_out(span, "หัวข้อตัวชี้วัด")
        return True

    def _note_group_score(self, group: int, match: re.Match[str], offset: int) -> None:
        value = codes.score_of(match)
        span = trim(self._text, Span(offset + match.start(), offset + match.end()))
        segments = self._placer.segments(span)
        if value is not None and segments:
            self._found.group_scores.setdefault(group, (value, segments[0]))
            self._account.take(span.start, span.end, ROW)

    def _leave_out(self, span: Span, reason: str) -> None:
        self._account.take(span.start, span.end, LEFT_OUT, reason)

    def _running(self) -> Running:
        return Running(self._year, self._part, self._group, self._last)

    # --- blocks --------------------------------------------------------------------------------------------------

    def _on_heading(self, block: Block) -> None:
        assert block.heading is not None
        self._close_pictures(repeated=False)
        if self._heading is None or block.heading.columns != self._heading.columns:
            self._found.headings.append(block.heading)
        self._found.table_count += 1
        self._heading = block.heading
        self._width = len(block.cells)
        self._inside = True
        self._flat_at = None
        self._nested = []
        self._leave_out(Span(block.start, block.end), "หัวตาราง")

    def _on_row(self, block: Block) -> None:
        held = [cell for cell in block.cells if cell.start < cell.end]
        if not held:
            return
        if self._is_nested(held):
            self._loose.append(Span(block.start, block.end))
            self._loose_nested = True
            return
        self._close_loose()
        if len(held) == 1 and held[0] == block.cells[0] and self._structural(held[0]):
            self._flat_at = None
            return
        if all(self._is_dashes(cell) for cell in held):
            self._leave_out(Span(block.start, block.end), "เส้นคั่นตาราง")
            self._flat_at = None
            return
        if self._heading is None or not self._fits(block):
            self._inside = False
            self._loose.append(Span(block.start, block.end))
            return
        self._close_pictures(repeated=False)
        self._flat_at = None
        self._read_row(block)

    def _is_dashes(self, cell: Span) -> bool:
        return not re.search(r"\w", self._text[cell.start : cell.end]) and "--" in self._text[cell.start : cell.end]

    def _is_nested(self, held: list[Span]) -> bool:
        """Whether a line repeats the next cells of a table nested in the row before."""
        texts = [squeeze(plain(self._text, cell)) for cell in held]
        if texts and self._nested[: len(texts)] == texts:
            del self._nested[: len(texts)]
            return True
        return False

    def _fits(self, block: Block) -> bool:
        """Whether a line can be a row of the running table: its width, or a code at its head."""
        assert self._heading is not None
        named = len(self._heading.columns)
        if self._inside and len(block.cells) in (named, self._width):
            return True
        if self._inside and len(block.cells) > named and self._has_markup_table(block):
            return True
        pieces = self._pieces(block.cells[0], dry=True)
        has_code = any(piece.kind is PieceKind.CODE for piece in pieces)
        if has_code and (self._inside or len(block.cells) in (named, self._width)):
            return True
        heads = any(piece.kind is PieceKind.GROUP for piece in pieces)
        return self._inside and heads and len(block.cells) >= named - 2

    def _has_markup_table(self, block: Block) -> bool:
        return "<table" in self._text[block.start : block.end]

    # --- a grid row ----------------------------------------------------------------------------------------------

    def _pieces(self, cell: Span, dry: bool = False) -> list[Piece]:
        """The first cell taken apart; a dry run leaves the running state as it was."""
        kept = (self._part, self._group, dict(self._last))

        def settle(printed: str | None, digits: str, follow: str) -> Verdict | None:
            verdict = codes.settle(printed, digits, follow, self._running())
            if verdict is not None:
                self._last[verdict.code[0]] = int(verdict.code[1:])
                self._set_group(verdict.group)
            return verdict

        def settle_range(match: re.Match[str]) -> Verdict | None:
            verdict = codes.settle_range(match, self._running())
            if verdict is not None:
                self._last[verdict.code[0]] = int(verdict.code.rsplit(verdict.code[0], 1)[1])
                self._set_group(verdict.group)
            return verdict

        pieces = take_apart(self._text, cell, settle, settle_range, self._set_group)
        if dry:
            self._part, self._group, self._last = kept
        return pieces

    def _read_row(self, block: Block) -> None:
        assert self._heading is not None
        columns = self._heading.columns
        item_at = columns.index(Column.ITEM)
        if item_at and len(block.cells) > item_at:
            self._leave_out(block.cells[0], "ลำดับที่")
        first = block.cells[item_at] if len(block.cells) > item_at else Span(block.start, block.start)
        others = [
            (column, cell)
            for column, cell in zip(columns[item_at + 1 :], block.cells[item_at + 1 :], strict=False)
            if cell.start < cell.end and column is not None
        ]
        pieces = self._pieces(first)
        # A group heading, or nothing, in the item cell: the row's own words begin in the next cell.
        own = any(piece.kind in (PieceKind.CODE, PieceKind.WORDS) for piece in pieces)
        begin = first if own or not others else Span(others[0][1].start, others[0][1].start)
        fresh = self._open_rows(pieces, begin, others)
        target = self._current
        if target is None:
            self._loose.append(Span(block.start, block.end))
            return
        target.end = max(target.end, first.end)
        for column, cell in others:
            if column is Column.PICTURE:
                self._pictures.append(runs(self._text, cell))
            elif column in (Column.NUMBER, Column.NOTE):
                self._loose.append(cell)
            else:
                target.add(column, cell, self._placer)
        for row in fresh[:-1]:
            self._share_all(row, target)
        extra = [cell for cell in block.cells[len(columns) :] if cell.start < cell.end]
        self._nested = [squeeze(plain(self._text, cell)) for cell in extra]
        if extra:
            self._pictures.append(extra)

    def _share_all(self, row: RowDraft, owner: RowDraft) -> None:
        """Two items in one grid row share its other cells."""
        for name in owner.cells:
            row.shares.setdefault(name, owner)
        row.merged.append(owner)
        owner.merged.append(row)

    def _open_rows(self, pieces: list[Piece], first: Span, others: list[tuple[Column, Span]]) -> list[RowDraft]:
        """Opens the rows that a first cell begins and adds to the running row what goes on; returns the new ones."""
        fresh: list[RowDraft] = []
        group_here: int | None = None
        has_code = any(piece.kind is PieceKind.CODE for piece in pieces)
        for piece in pieces:
            match piece.kind:
                case PieceKind.GROUP:
                    group_here = piece.group
                    if has_code or not others:
                        self._leave_out(piece.span, "หัวข้อตัวชี้วัด")
                    else:
                        fresh.append(self._open(first, None, None))
                        self._add_item(piece.span)
                case PieceKind.CODE:
                    assert piece.verdict is not None
                    group_here = None
                    self._codes_seen += 1
                    fresh.append(self._open(first, piece.verdict.code, piece.verdict.doubtful))
                    assert self._current is not None
                    self._current.code_span = piece.span
                    self._add_item(piece.span)
                case PieceKind.SCORE:
                    self._on_score(piece, group_here)
                case PieceKind.WORDS:
                    self._on_words(piece, others, fresh, first)
        if not fresh and others and self._starts_by_itself(pieces, others):
            again = self._current.code if self._current is not None and self._codes_seen else None
            fresh.append(self._open(first, again, None))
        return fresh

    def _on_score(self, piece: Piece, group_here: int | None) -> None:
        segments = self._placer.segments(piece.span)
        if not segments or piece.score is None:
            return
        if group_here is not None or (self._current is None and self._group is not None):
            self._found.group_scores.setdefault(group_here or self._group or 0, (piece.score, segments[0]))
            self._account.take(piece.span.start, piece.span.end, ROW)
        elif self._group is not None and self._group not in self._found.group_scores and self._group_is_new():
            self._found.group_scores[self._group] = (piece.score, segments[0])
            self._account.take(piece.span.start, piece.span.end, ROW)
        elif self._current is not None and self._current.score is None:
            self._current.score = piece.score
            self._current.score_segment = segments[0]
        elif self._current is not None:
            self._add_item(piece.span)

    def _group_is_new(self) -> bool:
        """Whether the running group has no row yet: its heading stood on the page before."""
        return self._current is not None and self._current.group != self._group

    def _on_words(
        self, piece: Piece, others: list[tuple[Column, Span]], fresh: list[RowDraft], first: Span
    ) -> None:
        if not fresh and self._current is not None and self._lost_code(piece, others):
            fresh.append(self._open(first, None, "อ่านรหัสไม่ออก"))
            self._settle_lost(piece)
        if self._current is not None:
            self._add_item(piece.span)

    def _lost_code(self, piece: Piece, others: list[tuple[Column, Span]]) -> bool:
        """Whether words without a code begin a new item: a full row, and words that open an item of that year."""
        if not self._codes_seen or not self._is_full(others):
            return False
        return self._nearest_new(piece) is not None

    def _nearest_new(self, piece: Piece) -> catalogue.Item | None:
        near = catalogue.nearest(self._year, plain(self._text, piece.span), part=self._part)
        if not near or near[0][1] < 0.6:
            return None
        item = near[0][0]
        return item if int(item.code[1:]) > self._last.get(item.code[0], 0) else None

    def _settle_lost(self, piece: Piece) -> None:
        item = self._nearest_new(piece)
        assert item is not None and self._current is not None
        self._current.code, self._current.group = item.code, item.group
        self._last[item.code[0]] = int(item.code[1:])
        self._set_group(item.group)

    def _is_full(self, others: list[tuple[Column, Span]]) -> bool:
        assert self._heading is not None
        held = {column for column, _ in others}
        closing = [column for column in _CLOSING if column in self._heading.columns]
        return Column.MEASURE in held and (not closing or any(column in held for column in closing))

    def _starts_by_itself(self, pieces: list[Piece], others: list[tuple[Column, Span]]) -> bool:
        """Whether a row without a code and with an empty item cell is a row of its own, not the rest of one.

        The rest of a split row never brings the closing columns again; a form without them cannot tell, so there an
        empty item cell always goes on.
        """
        assert self._heading is not None
        if self._group is None and self._current is None:
            return False
        if self._current is None:
            return True
        if pieces:
            return False
        held = {column for column, _ in others}
        closing = [column for column in _CLOSING if column in self._heading.columns]
        if not closing:
            return False
        return (Column.MEASURE in held or Column.WEAKNESS in held) and any(column in held for column in closing)

    def _open(self, first: Span, code: str | None, doubtful: str | None) -> RowDraft:
        assert self._heading is not None
        group = self._group or (self._current.group if self._current else 1)
        draft = RowDraft(
            first.start, first.end, group, code, doubtful, self._heading.cells, self._heading.form.value
        )
        self._current = draft
        self._found.drafts.append(draft)
        return draft

    def _add_item(self, span: Span) -> None:
        assert self._current is not None
        segments = self._placer.segments(span)
        self._current.item.extend(segments)
        self._current.end = max(self._current.end, span.end)

    # --- paragraphs ----------------------------------------------------------------------------------------------

    def _on_paragraph(self, block: Block) -> None:
        span = trim(self._text, Span(block.start, block.end))
        if self._structural(span):
            self._flat_at = None
            return
        if self._heading is not None and self._inside and self._flatten(span):
            return
        if self._flat_at is None:
            self._inside = False

    def _flatten(self, span: Span) -> bool:
        """Takes a paragraph as the next cell of a flattened row, or as the item cell that begins one."""
        assert self._heading is not None
        image = flat(self._text[span.start : span.end])
        if self._flat_at is not None and not self._begins_item(span, image):
            return self._next_flat_cell(span)
        if not self._begins_item(span, image):
            return False
        pieces = self._pieces(span)
        self._open_rows(pieces, span, [])
        self._flat_at = self._heading.columns.index(Column.ITEM) + 1
        return True

    def _next_flat_cell(self, span: Span) -> bool:
        assert self._heading is not None and self._flat_at is not None and self._current is not None
        columns = self._heading.columns
        while self._flat_at < len(columns):
            column = columns[self._flat_at]
            self._flat_at += 1
            if column is None:
                continue
            if column is Column.PICTURE:
                break
            self._current.add(column, span, self._placer)
            return True
        self._flat_at = None
        return False

    def _begins_item(self, span: Span, image: str) -> bool:
        """Whether a paragraph is the item cell of a flattened row: a code or range, borne out by text or order."""
        ranged = codes.RANGE.match(image)
        if ranged is not None and codes.SCORE.search(image) and codes.settle_range(ranged, self._running()):
            return True
        match = codes.CODE.match(image)
        if match is None:
            return False
        follow = codes.SCORE.split(image[match.end() :], maxsplit=1)[0][:260]
        verdict = codes.settle(match["letter"], match["digits"], follow, self._running())
        if verdict is None:
            return False
        alike = {entry.code: value for entry, value in catalogue.nearest(self._year, follow)}
        if alike.get(verdict.code, 0.0) >= FLAT_ALIKE:
            return True
        explicit = match["letter"] is not None and match["letter"] in "IEO"
        rising = int(verdict.code[1:]) > self._last.get(verdict.code[0], 0)
        return explicit and rising and verdict.group == self._group

    # --- tables that are no measures tables ------------------------------------------------------------------------

    def _close_loose(self) -> None:
        if not self._loose:
            return
        self._found.tables.append(self._loose)
        if not self._loose_nested:
            self._found.table_count += 1
        for span in self._loose:
            self._account.take(span.start, span.end, PASSAGE)
        self._close_pictures(repeated=self._loose_nested)
        self._loose = []
        self._loose_nested = False

    def _close_pictures(self, repeated: bool) -> None:
        """What stood in picture cells: captions and repeats are left out with the reason, the rest is kept as a table."""
        seen: set[str] = set()
        for cells in self._pictures:
            kept = []
            for cell in cells:
                words = plain(self._text, cell)
                if repeated or (squeeze(words) in seen and len(cells) > 1):
                    self._leave_out(cell, "ซ้ำกับตารางที่แยกไว้แล้ว")
                elif _CAPTION.search(words):
                    self._leave_out(cell, "คำบรรยายภาพที่เครื่องสร้าง")
                elif len(squeeze(words)) < 3:
                    self._leave_out(cell, "ข้อความในภาพที่อ่านไม่ได้ความ")
                else:
                    kept.append(cell)
            seen.update(squeeze(plain(self._text, cell)) for cell in cells)
            if kept:
                self._found.tables.append(kept)
                for cell in kept:
                    self._account.take(cell.start, cell.end, PASSAGE)
        self._pictures = []


def stated_score(segments: list[Segment]) -> tuple[float, Segment] | None:
    """The score that an analysis opens with ("ได้ค่าคะแนน ๘๗.๙๓ คะแนน ซึ่ง…"), with the segment that states it."""
    for segment in segments[:1]:
        match = _STATED_SCORE.search(flat(segment.text)[:120])
        if match is not None and float(match[1]) <= 100:
            return float(match[1]), segment
    return None
