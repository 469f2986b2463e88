"""Sheets become the text of a report: tables as lines with tabs, prose as paragraphs, a form feed between pages.

It is the notation that ``corpus.tables`` reads. Every printed line is remembered with its box, so that each quote can
be shown on its page. Knows nothing of PDF or of images.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.readers.grid import Grid, grids
from corpus.readers.pagebreak import Side, goes_on
from corpus.readers.papertable import Table, holds, table_of
from corpus.readers.sheet import Printed, Sheet, height_of, joint, paragraphs, printed_lines, regular
from corpus.records import Box, Page
from corpus.tables import GOES_ON
from corpus.thai import clean, fold_digits, restore_am

# A line that stands at the same height on at least this many pages, and on this share of them, is a running head.
REPEATED, REPEATED_SHARE = 3, 0.5
# Running heads stand in this share of the page's height from its edges.
MARGIN = 0.12
_FIGURES = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(r"[\s\d\-–/().]*(?:หน้า(?:ที่)?)?[\s\d\-–/().]*(?:จาก)?[\s\d\-–/().]*")
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
    laid = [_page_parts(sheet) for sheet in sheets]
    heads = _running_heads(sheets, [prose for _, prose in laid])
    dropped: Counter[tuple[str, int, bool]] = Counter()
    for number, (sheet, (tables, prose)) in enumerate(zip(sheets, laid, strict=True), 1):
        if number > 1:
            writer.put("\f")
        start = writer.at
        kept = []
        for line in prose:
            key = _head_key(sheet, line)
            if key in heads:
                dropped[key] += 1
                if dropped[key] > 1:
                    continue
            kept.append(line)
        columns, last = _write_page(writer, number, sheet, tables, kept, columns, last)
        label = labels[number - 1] if number <= len(labels) else ""
        pages.append(
            Page(number, label or str(number), start, writer.at, unread[number - 1], sheet.width, sheet.height)
        )
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


def _page_parts(sheet: Sheet) -> tuple[list[Grid], list[Printed]]:
    """The ruled tables of a page and the printed lines outside of them."""
    found = grids(sheet.rules)
    height = height_of(sheet.glyphs)
    outside = [glyph for glyph in sheet.glyphs if not any(holds(grid, glyph) for grid in found)]
    return found, printed_lines(outside, height)


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
    return len(lines) == 1 and _PAGE_NUMBER.fullmatch(fold_digits(lines[0].text)) is not None


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
