"""The official form as an Excel workbook; what stands in a cell is text, whatever it begins with, never a formula.

Excel does not fit the height of rows that another program wrote, so each row is given the height that its text takes.
"""

import math
import re
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from assistant.formsheet import (
    NOTES_TITLE,
    SOURCES_HEADINGS,
    SOURCES_TITLE,
    SOURCES_WIDTHS,
    FormCell,
    FormSheet,
    LineKind,
)
from assistant.typesetting import lines_taken
from corpus.errors import RequestError

FONT = "TH Sarabun New"
# Points.
TITLE_SIZE, TABLE_SIZE, ANNEX_SIZE = 18, 14, 12
# The height of a line, of the size of its letters, in the tallest font that may take FONT's place: no line is cut off,
# and a little air is the price.
LEADING = 1.7
# What a cell keeps free on both sides together, in millimetres.
PADDING = 3.0
# Excel counts column widths in digits of its standard font: about so many to a millimetre.
PER_MILLIMETRE = 0.54
# What programs take for the beginning of a formula, also behind blanks and line ends.
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]")
# No row of Excel is higher (points), no cell holds more characters.
HIGHEST, LONGEST = 409, 32_767
SHEET, SOURCES_SHEET = "มาตรการ", SOURCES_TITLE
HEAD_SHADE, PART_SHADE, GROUP_SHADE, CHECK_SHADE, GREY = "D9D9D9", "E7E6E6", "F2F2F2", "FFF8E1", "7F7F7F"
A4, MARGIN_INCHES = 9, 0.59


def xlsx_bytes(sheet: FormSheet) -> bytes:
    """The form as the bytes of a .xlsx file; raises RequestError where a text is longer than a cell of Excel."""
    import openpyxl

    book = openpyxl.Workbook()
    page = book.active
    page.title = SHEET
    for title in sheet.titles:
        _across(page, title, sheet.widths, bold=True, size=TITLE_SIZE, centred=True)
    _headings(page, sheet.headings, sheet.widths, TABLE_SIZE)
    for line in sheet.lines:
        if line.kind is LineKind.ROW:
            _row(page, line.cells, sheet.widths)
        else:
            shade = PART_SHADE if line.kind is LineKind.PART else GROUP_SHADE
            _across(page, line.cells[0].text, sheet.widths, bold=True, shade=shade)
    _signatures(page, sheet)
    if sheet.sources:
        _sources(book.create_sheet(SOURCES_SHEET), sheet)
    about = book.properties
    about.title, about.language, about.creator = " ".join(sheet.titles), "th-TH", ""
    held = BytesIO()
    book.save(held)
    return held.getvalue()


def _next(page: Any) -> int:
    """The number of the first row under what stands on the sheet."""
    return 1 if page.max_row == 1 and page.cell(1, 1).value is None else int(page.max_row) + 1


def _headings(page: Any, headings: Sequence[str], widths: Sequence[int], size: int) -> None:
    """The row of headings under what stands already; frozen on the screen, printed again on each page."""
    from openpyxl.styles import Alignment
    from openpyxl.utils import get_column_letter

    at = _next(page)
    for column, (heading, width) in enumerate(zip(headings, widths, strict=True), 1):
        cell = page.cell(at, column)
        put_text(cell, heading, bold=True, size=size)
        _frame(cell, HEAD_SHADE)
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        page.column_dimensions[get_column_letter(column)].width = round(width * PER_MILLIMETRE, 2)
    _heighten(page, at, headings, widths, size)
    page.freeze_panes = f"A{at + 1}"
    page.print_title_rows = f"{at}:{at}"
    setup = page.page_setup
    setup.orientation, setup.paperSize, setup.fitToWidth, setup.fitToHeight = "landscape", A4, 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_options.horizontalCentered = True
    margins = page.page_margins
    margins.left = margins.right = margins.top = margins.bottom = MARGIN_INCHES
    margins.header = margins.footer = MARGIN_INCHES / 2
    page.oddFooter.right.text = "&P"


def _row(page: Any, cells: Sequence[FormCell], widths: Sequence[int]) -> None:
    at = _next(page)
    for column, held in enumerate(cells, 1):
        _fill(page.cell(at, column), held)
    _heighten(page, at, [held.text for held in cells], widths, TABLE_SIZE)


def _heighten(page: Any, at: int, texts: Sequence[str], widths: Sequence[int], size: int) -> None:
    """Gives a row the height of its longest text; more than Excel allows is spread over rows whose cells are merged."""
    most = max(lines_taken(text, width - PADDING, size) for text, width in zip(texts, widths, strict=True))
    # Whole lines in each, so that a page does not end in the middle of one.
    rows = math.ceil(most / (HIGHEST // (size * LEADING)))
    for row in range(at, at + rows):
        page.row_dimensions[row].height = round(math.ceil(most / rows) * size * LEADING, 1)
    if rows > 1:
        for column in range(1, len(widths) + 1):
            page.merge_cells(start_row=at, start_column=column, end_row=at + rows - 1, end_column=column)


def _fill(cell: Any, held: FormCell) -> None:
    """A cell of the form: sub-headings underlined, what is left to fill grey on a light ground."""
    from openpyxl.cell.rich_text import CellRichText, TextBlock
    from openpyxl.cell.text import InlineFont

    put_text(cell, held.text, grey=all(paragraph.blank for paragraph in held.paragraphs))
    _frame(cell, CHECK_SHADE if held.to_check else None)
    if not any(paragraph.underlined for paragraph in held.paragraphs):
        return
    blocks = []
    for number, said in enumerate(held.paragraphs):
        underline, colour = "single" if said.underlined else None, GREY if said.blank else None
        font = InlineFont(rFont=FONT, sz=TABLE_SIZE, u=underline, color=colour)
        blocks.append(TextBlock(font, said.text if number == len(held.paragraphs) - 1 else f"{said.text}\n"))
    cell.value = CellRichText(blocks)


def _signatures(page: Any, sheet: FormSheet) -> None:
    """Who made the plan on the left half, who approves it on the right, in one row that no page parts."""
    middle = len(sheet.widths) // 2
    at = _next(page) + 1
    for start, widths, lines in zip(
        (1, middle + 1), (sheet.widths[:middle], sheet.widths[middle:]), sheet.signers, strict=True
    ):
        _across(page, "\n".join(lines), widths, at=at, start=start, centred=True)


def _sources(page: Any, sheet: FormSheet) -> None:
    """Every clause with the quote that it rests on; under them what is left to do."""
    _across(page, SOURCES_TITLE, SOURCES_WIDTHS, bold=True)
    _headings(page, SOURCES_HEADINGS, SOURCES_WIDTHS, ANNEX_SIZE)
    for source in sheet.sources:
        at = _next(page)
        for column, text in enumerate(source, 1):
            cell = page.cell(at, column)
            put_text(cell, text, size=ANNEX_SIZE)
            _frame(cell, None)
        _heighten(page, at, source, SOURCES_WIDTHS, ANNEX_SIZE)
    if sheet.notes:
        _across(page, NOTES_TITLE, SOURCES_WIDTHS, at=_next(page) + 1, bold=True)
        for note in sheet.notes:
            _across(page, note, SOURCES_WIDTHS, size=ANNEX_SIZE)


def _across(
    page: Any,
    text: str,
    widths: Sequence[int],
    *,
    at: int | None = None,
    start: int = 1,
    bold: bool = False,
    size: int = TABLE_SIZE,
    centred: bool = False,
    shade: str | None = None,
) -> None:
    """A text over several columns, under what stands already or in row ``at``; framed where it has a shade."""
    from openpyxl.styles import Alignment

    at = at or _next(page)
    end = start + len(widths) - 1
    cell = page.cell(at, start)
    put_text(cell, text, bold=bold, size=size)
    cell.alignment = Alignment(horizontal="center" if centred else None, vertical="center", wrap_text=True)
    if shade:
        for column in range(start, end + 1):
            _frame(page.cell(at, column), shade)
    page.merge_cells(start_row=at, start_column=start, end_row=at, end_column=end)
    page.row_dimensions[at].height = min(HIGHEST, lines_taken(text, sum(widths) - PADDING, size) * size * LEADING)


def put_text(cell: Any, text: str, *, bold: bool = False, size: int = TABLE_SIZE, grey: bool = False) -> None:
    """Text that stays text: no formula and no error value, not even after somebody edits the cell."""
    from openpyxl.styles import Alignment, Font

    if len(text) > LONGEST:
        raise RequestError(f"A text of {len(text)} characters is too long for a cell of Excel; write a .docx instead.")
    cell.value = text
    cell.data_type = "s"
    cell.quotePrefix = _FORMULA.match(text) is not None
    cell.font = Font(name=FONT, size=size, bold=bold, color=GREY if grey else None)
    cell.alignment = Alignment(vertical="top", wrap_text=True)


def _frame(cell: Any, shade: str | None) -> None:
    from openpyxl.styles import Border, PatternFill, Side

    thin = Side(style="thin")
    cell.border = Border(left=thin, right=thin, top=thin, bottom=thin)
    if shade:
        cell.fill = PatternFill("solid", start_color=shade)
