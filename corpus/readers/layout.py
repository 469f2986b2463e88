"""Sheets become the text of a report: tables as lines with tabs, prose as paragraphs, a form feed between pages.

It is the notation that ``corpus.tables`` reads. Every printed line is remembered with its box, so that each quote can
be shown on its page. Knows nothing of PDF or of images.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.readers.grid import Grid
from corpus.readers.margin import head_key, is_page_number, running_heads
from corpus.readers.pagebreak import Side, goes_on
from corpus.readers.pagetables import page_parts
from corpus.readers.papertable import Table, table_of
from corpus.readers.sheet import Printed, Sheet, height_of, joint, paragraphs, regular
from corpus.records import Box, Page
from corpus.tables import GOES_ON
from corpus.thai import clean, restore_am

_TAG_LIKE = re.compile(r"<(?=[/A-Za-z!])")


@dataclass(frozen=True, slots=True)
class Laid:
    """The text of all pages, the pages with their ranges, and where every printed line of it stands."""

    text: str
    pages: tuple[Page, ...]
    boxes: tuple[Box, ...]
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class _Writer:
    """Text as it grows, and the boxes of its printed lines."""

    parts: list[str] = field(default_factory=list)
    at: int = 0
    boxes: list[Box] = field(default_factory=list)
    repaired: int = 0

    def put(self, text: str) -> None:
        """Adds text that stands nowhere: tabs, line ends, markup."""
        self.parts.append(text)
        self.at += len(text)

    def put_paragraph(self, lines: list[Printed], page: int) -> None:
        """Adds the printed lines of a paragraph, each with its box."""
        before = ""
        for number, line in enumerate(lines):
            words = regular(line.text)
            # Text recognition writes ำ in two pieces as a rule; that is no fault of the file.
            self.repaired += line.confidence is None and "".join(words.split()) != "".join(line.text.split())
            words = _TAG_LIKE.sub("&lt;", words)
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
    last: Table | None = None
    laid = page_parts(sheets)
    heads = running_heads(sheets, [prose for _, prose in laid])
    dropped: Counter[tuple[str, int, bool]] = Counter()
    for number, (sheet, (tables, prose)) in enumerate(zip(sheets, laid, strict=True), 1):
        if number > 1:
            writer.put("\f")
        start = writer.at
        kept = []
        for line in prose:
            key = head_key(sheet, line)
            if key in heads:
                dropped[key] += 1
                if dropped[key] > 1:
                    continue
            kept.append(line)
        columns, last = _write_page(writer, number, sheet, tables, kept, columns, last)
        label = (labels[number - 1] if number <= len(labels) else "") or str(number)
        size = (sheet.width, sheet.height, sheet.turned, sheet.askew)
        pages.append(Page(number, label, start, writer.at, unread[number - 1], *size))
    text, restored = _restored("".join(writer.parts), pages)
    notes = [
        f"“{clean(heads[key])[:60]}” พิมพ์ซ้ำที่ขอบกระดาษ {count} หน้า อ่านครั้งเดียว"
        for key, count in dropped.items()
        if count > 1
    ]
    if writer.repaired:
        notes.append(f"ซ่อมตัวอักษรไทยที่แบบอักษรในไฟล์เก็บผิดที่ {writer.repaired} บรรทัด")
    if restored:
        notes.append(f"เติมสระ ำ ที่แบบอักษรในไฟล์ทำหาย {restored} คำ")
    return Laid(text, tuple(pages), tuple(writer.boxes), tuple(notes))


def _restored(text: str, pages: list[Page]) -> tuple[str, int]:
    """The text with lost rings of ำ put back, page by page; no offset changes."""
    parts, total, at = [], 0, 0
    for page in pages:
        made, count = restore_am(text[page.char_start : page.char_end])
        parts += [text[at : page.char_start], made]
        at, total = page.char_end, total + count
    return "".join([*parts, text[at:]]), total


def _write_page(
    writer: _Writer,
    number: int,
    sheet: Sheet,
    found: list[Grid],
    prose: list[Printed],
    columns: tuple[float, ...],
    last: Table | None,
) -> tuple[tuple[float, ...], Table | None]:
    """Writes tables and prose, top to bottom; returns the columns and the table that the next page may go on with."""
    height = height_of(sheet.glyphs)
    tables = []
    for grid in found:
        tables.append(table_of(grid, sheet, height, columns))
        columns = tables[-1].edges
    items: list[tuple[float, Table | list[Printed]]] = [(table.top, table) for table in tables]
    items += [(lines[0].top, lines) for lines in _between(prose, tables, sheet)]
    items.sort(key=lambda item: item[0])
    telling = [item for _, item in items if isinstance(item, Table) or not _is_page_number(item)]
    if last is not None and telling and isinstance(telling[0], Table):
        _tie(last, telling[0])
    before: float | None = None
    for top, item in items:
        if before is not None:
            writer.put("\n\n" if top - before > 0.9 * height or isinstance(item, Table) else "\n")
        if isinstance(item, Table):
            _write_table(writer, item, number)
            before = item.bottom
        else:
            writer.put_paragraph(item, number)
            before = item[-1].bottom
    end = telling[-1] if telling else None
    return columns, end if isinstance(end, Table) else last if end is None else None


def _is_page_number(lines: list[Printed]) -> bool:
    return len(lines) == 1 and is_page_number(lines[0].text)


def _tie(last: Table, table: Table) -> None:
    """Finds out whether the first row of a table goes on with the last row of the table on the page before."""
    if not table.heads:
        table.heads = sum(
            1 for line, head in zip(table.lines, last.lines[: last.heads], strict=False) if _same(line, head)
        )
    if len(last.lines) > last.heads and len(table.lines) > table.heads:
        table.rest = goes_on(last.lines[-1], table.lines[table.heads])


def _same(line: list[Side], head: list[Side]) -> bool:
    return len(line) == len(head) and all(a.text == b.text for a, b in zip(line, head, strict=True))


def _between(prose: list[Printed], tables: list[Table], sheet: Sheet) -> list[list[Printed]]:
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


def _write_table(writer: _Writer, table: Table, page: int) -> None:
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
