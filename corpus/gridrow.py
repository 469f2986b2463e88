"""One line of a measures table is taken into rows: those that its first cell opens, or the one that goes on."""

import re

from corpus import catalogue, codes
from corpus.cells import Span, flat
from corpus.desk import Desk
from corpus.forms import Column
from corpus.itemcell import Piece, PieceKind, take_apart
from corpus.ledger import ROW
from corpus.opening import Opening
from corpus.rowdraft import RowDraft
from corpus.tables import Block

# Columns that make no row: what stands in them is put aside.
NO_CONTENT = (Column.NUMBER, Column.CODE, Column.NOTE, Column.PICTURE)
# What a form leaves to be written on; a row of nothing else is still a row.
_LEADERS = re.compile(r"…|\.{3}")
_FIGURE = re.compile(r"\d{1,3}(?:\.\d{1,2})?")
UNREAD = "อ่านรหัสไม่ออก"
BY_WORDS = "อ่านรหัสไม่ออก ใช้ข้อคำถามเทียบแทน"
BY_ORDER = "อ่านรหัสไม่ออก ใช้ลำดับเทียบแทน"


def read_line(desk: Desk, block: Block) -> bool:
    """Takes a grid line into rows; False where it belongs to no row, because none is open yet."""
    assert desk.heading is not None
    columns = desk.heading.columns
    item_at = columns.index(Column.ITEM)
    first = _item_cell(desk, block, item_at)
    others: list[tuple[Column, Span]] = [
        (column, cell)
        for column, cell in zip(columns, block.cells, strict=False)
        if column is not None and column is not Column.ITEM and column not in NO_CONTENT and cell.start < cell.end
    ]
    opening = Opening(desk, others, block.top, goes_on=block.goes_on, covered=_covered(desk, block))
    pieces = take_apart(desk.text, first, desk.outline, opening.may_be_rest, opening.may_be_named)
    if _only_group_scores(desk, pieces, others):
        return True
    # A group heading, or nothing, in the item cell: the row's own words begin in the next cell.
    own = any(piece.kind in (PieceKind.CODE, PieceKind.WORDS) for piece in pieces)
    begin = first if own or not others else Span(others[0][1].start, others[0][1].start)
    fresh = open_rows(desk, pieces, begin, others, opening)
    target = desk.current
    if target is None:
        return False
    target.end = max(target.end, first.end)
    for column, cell in others:
        if _is_blank(desk, cell):
            target.leave_blank(column)
            desk.leave_out(cell, "ช่องที่เว้นไว้ให้เติม")
        elif column is Column.SCORE:
            _on_score_column(desk, target, cell)
        else:
            target.add(column, cell, desk.placer)
    for row in fresh[:-1]:
        row.share(target)
    _share_covered(desk, block, target, bool(fresh))
    return True


def _covered(desk: Desk, block: Block) -> frozenset[Column]:
    """The columns of a line whose cell is merged with the one above."""
    assert desk.heading is not None
    columns = enumerate(desk.heading.columns)
    return frozenset(column for at, column in columns if column is not None and at in block.covered)


def _item_cell(desk: Desk, block: Block, item_at: int) -> Span:
    """The item cell of a line, with the codes or groups that stand in columns of their own right before it."""
    start = item_start(desk, block, item_at)
    held = [cell for cell in block.cells[start : item_at + 1] if cell.start < cell.end]
    return Span(held[0].start, held[-1].end) if held else Span(block.start, block.start)


def item_start(desk: Desk, block: Block, item_at: int) -> int:
    """The number of the column in which the item cell begins: that of its code, where the code has one of its own."""
    assert desk.heading is not None
    columns = desk.heading.columns
    start = min(item_at, len(block.cells))
    while start and (
        columns[start - 1] is Column.CODE
        or (columns[start - 1] is Column.NUMBER and _is_code(desk, block.cells[start - 1]))
    ):
        start -= 1
    return start


def _is_code(desk: Desk, cell: Span) -> bool:
    """Whether a cell for numbers holds the code of an item, with its letter."""
    words = flat(desk.text[cell.start : cell.end]).strip()
    match = codes.CODE.match(words)
    return match is not None and match.end() == len(words) and codes.letter_of(match["letter"]) is not None


def _is_blank(desk: Desk, cell: Span) -> bool:
    """Whether a cell holds nothing but the dots or dashes that a form leaves to be written on."""
    return re.search(r"\w", flat(desk.text[cell.start : cell.end])) is None


def _share_covered(desk: Desk, block: Block, target: RowDraft, is_new: bool) -> None:
    """Cells that the cell above covers are those of the row that brought it; keeps who brought each cell."""
    assert desk.heading is not None
    if _covered(desk, block) - {Column.ITEM, Column.CODE}:
        desk.found.merges_shown = True
    for at, column in enumerate(desk.heading.columns):
        owner = desk.owners.get(at)
        if at not in block.covered:
            desk.owners[at] = target
        elif is_new and owner is not None and owner is not target and column is not None:
            target.share_cell(column, owner)


def _on_score_column(desk: Desk, row: RowDraft, cell: Span) -> None:
    """A column of its own for the scores: that of an item, or of the group where the row is one."""
    words = flat(desk.text[cell.start : cell.end])
    match = _FIGURE.search(words)
    segments = desk.placer.segments(cell)
    if match is None or float(match[0]) > 100 or not segments:
        desk.leave_out(cell, "คะแนนที่อ่านไม่ได้")
    elif row.code is None:
        desk.keep_group_score(row.group, float(match[0]), cell)
    elif row.score is None:
        row.score, row.score_segment = float(match[0]), segments[0]
        desk.account.take(cell.start, cell.end, ROW)


def _only_group_scores(desk: Desk, pieces: list[Piece], others: list[tuple[Column, Span]]) -> bool:
    """Whether the line is a group heading with nothing but a score in another column; if so takes it."""
    group = next((piece.group for piece in pieces if piece.kind is PieceKind.GROUP), None)
    if group is None or not others or any(p.kind in (PieceKind.CODE, PieceKind.WORDS) for p in pieces):
        return False
    texts = [flat(desk.text[cell.start : cell.end]).strip() for _, cell in others]
    if any(_LEADERS.search(words) for words in texts):
        return False
    for words in texts:
        if not re.fullmatch(r"\d{1,3}\.\d{1,2}", words) and re.search(r"\w", codes.SCORE.sub("", words)):
            return False
    for piece in pieces:
        desk.leave_out(piece.span, "หัวข้อตัวชี้วัด")
    for words, (_, cell) in zip(texts, others, strict=True):
        if not desk.note_group_score(group, cell) and re.fullmatch(r"\d{1,2}\.\d{1,2}|100\.00?", words):
            desk.keep_group_score(group, float(words), cell)
    return True


def open_rows(
    desk: Desk, pieces: list[Piece], first: Span, others: list[tuple[Column, Span]], opening: Opening
) -> list[RowDraft]:
    """Opens the rows that a first cell begins and adds to the running row what goes on; returns the new ones."""
    fresh: list[RowDraft] = []
    group_here: int | None = None
    has_code = any(piece.kind is PieceKind.CODE for piece in pieces)
    for at, piece in enumerate(pieces):
        match piece.kind:
            case PieceKind.GROUP:
                group_here = piece.group
                if has_code or not others or opening.continues_group(pieces):
                    desk.leave_out(piece.span, "หัวข้อตัวชี้วัด")
                else:
                    fresh.append(desk.open(first))
                    desk.add_item(piece.span)
            case PieceKind.CODE:
                group_here = None
                row = _row_of_code(desk, piece, first, opening)
                if row is not None:
                    fresh.append(row)
            case PieceKind.SCORE:
                _on_score(desk, piece, group_here)
            case PieceKind.WORDS:
                scored = any(later.kind is PieceKind.SCORE for later in pieces[at + 1 : at + 2])
                if _on_words(desk, piece, first, fresh, opening, scored):
                    group_here = None
    if not fresh and others and opening.begins_without_item(pieces):
        again = desk.current.code if desk.current is not None and desk.coded and not pieces else None
        fresh.append(desk.open(first, again))
    return fresh


def _row_of_code(desk: Desk, piece: Piece, first: Span, opening: Opening) -> RowDraft | None:
    """The row that a code opens; None where the row was open already and only lacked its code."""
    verdict = piece.verdict
    assert verdict is not None
    row = desk.current
    if row is not None and row.code is None and row.group == verdict.group and opening.completes_heading():
        for segment in row.item:
            desk.leave_out(Span(segment.place.char_start, segment.place.char_end), "หัวข้อตัวชี้วัด")
        row.item = []
        row.code, row.doubtful = verdict.code, verdict.doubtful
        new = None
    else:
        row = new = desk.open(first, verdict.code, verdict.doubtful)
        row.group = verdict.group
    row.code_span = piece.span
    desk.add_item(piece.span)
    return new


def _on_words(desk: Desk, piece: Piece, first: Span, fresh: list[RowDraft], opening: Opening, scored: bool) -> bool:
    """Words of an item: of the row before, of the one just opened, or (True) of one whose code was lost."""
    lost = False
    if not fresh and opening.begins_row(piece.span, scored):
        fresh.append(desk.open(first))
        lost = desk.coded
        if lost:
            _settle_lost(desk, opening.item_of(piece.span))
    elif desk.coded and fresh and fresh[-1].code is None and fresh[-1].doubtful is None:
        item = opening.item_of(piece.span)
        lost = item is not None
        if lost:
            for segment in fresh[-1].item:
                desk.leave_out(Span(segment.place.char_start, segment.place.char_end), "หัวข้อตัวชี้วัด")
            fresh[-1].item = []
            _settle_lost(desk, item)
    if desk.current is not None:
        desk.add_item(piece.span)
    return lost


def _settle_lost(desk: Desk, item: catalogue.Item | None) -> None:
    """A row whose code was not read: by its words it may still be known."""
    assert desk.current is not None
    desk.current.doubtful = UNREAD if item is None else BY_WORDS
    if item is not None:
        desk.current.code, desk.current.group = item.code, item.group
        desk.outline.go_to(item.code, item.group)


def _on_score(desk: Desk, piece: Piece, group_here: int | None) -> None:
    """A score belongs to the group whose heading stands before it, else to the running row."""
    segments = desk.placer.segments(piece.span)
    if not segments or piece.score is None:
        return
    row, group = desk.current, desk.outline.group
    # The heading of the group stood alone, or on the page before.
    group_is_new = row is not None and (row.group != group or (desk.coded and row.code is None and not row.doubtful))
    if group_here is not None or (group is not None and row is None):
        desk.keep_group_score(group_here or group or 0, piece.score, piece.span)
    elif group is not None and group_is_new and group not in desk.found.group_scores:
        desk.keep_group_score(group, piece.score, piece.span)
    elif row is not None and row.score is None:
        row.score = piece.score
        row.score_segment = segments[0]
        desk.account.take(piece.span.start, piece.span.end, ROW)
    elif row is not None:
        desk.add_item(piece.span)


def fill_lost(drafts: list[RowDraft]) -> None:
    """Rows whose codes were not read, between two codes that leave room for just as many, get these."""
    for at, row in enumerate(drafts):
        if row.doubtful != UNREAD or row.code is not None or not at:
            continue
        before = drafts[at - 1].code
        after = at
        while after < len(drafts) and drafts[after].code is None:
            after += 1
        follower = drafts[after].code if after < len(drafts) else None
        if not before or not follower or before[0] != follower[0] or "-" in before + follower:
            continue
        if int(follower[1:]) - int(before[1:]) == after - at + 1:
            row.code, row.doubtful = f"{before[0]}{int(before[1:]) + 1}", BY_ORDER
            row.group = catalogue.group_of(row.fiscal_year, row.code) or row.group
