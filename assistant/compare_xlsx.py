"""A comparison as an Excel workbook: the map, the rows behind it, a legend; a door to openpyxl."""

from io import BytesIO
from pathlib import Path
from typing import Any

from assistant.compare import Comparison, Entry, Line, Standing, step_of
from assistant.compareprint import LEGEND, NO_DATA, RELATIONS, codes_note, entry_text
from assistant.export import put_file
from assistant.forms_xlsx import LONGEST, put_text
from assistant.printout import plain, where_of
from corpus.errors import RequestError
from corpus.records import CELL_LABELS, CELLS, MeasureRow

MAP_SHEET, ROWS_SHEET, LEGEND_SHEET = "เปรียบเทียบ", "แถว", "คำอธิบาย"
HEAD_SHADE, NONE_SHADE, MARK_SHADE = "D9D9D9", "F2F2F2", "E6EEF5"
# Fill and letters of the five steps: orange below the pass mark, blue from it on, which nobody's eyes confuse.
SHADES = (("B35806", "FFFFFF"), ("F1A340", "000000"), ("FEE0B6", "000000"), ("D4E4F2", "000000"), ("2C6AA0", "FFFFFF"))
ITEM_WIDTH, COLUMN_WIDTH, CELL_WIDTH = 52, 16, 44
GOES_ON = " … (ยาวเกินช่องของ Excel อ่านต่อในรายงาน)"
_FIXED = ("ข้อ", "ข้อคำถาม/ตัวชี้วัด", "รหัสในปีอื่น", "จำนวนเขตที่มี")
_ROW_HEADS = ("ข้อในตาราง", "เขต", "ปีงบประมาณ", "รหัสในรายงาน", "ข้อคำถาม", "คะแนน", "ปีของคะแนน", "เทียบกับข้อในตาราง")


def check_workbook(path: Path) -> None:
    """Raises RequestError where the name is no workbook's or there is no such folder."""
    if path.suffix.lower() != ".xlsx":
        raise RequestError(f"{path.name or path} is no .xlsx file; end the name in .xlsx.")
    if not path.parent.is_dir():
        raise RequestError(f"There is no folder {path.parent}; make it first, or name another.")


def write_workbook(comparison: Comparison, path: Path) -> None:
    """Writes the comparison into that .xlsx file, whole or not at all; raises RequestError."""
    check_workbook(path)
    put_file(path, workbook_bytes(comparison))


def workbook_bytes(comparison: Comparison) -> bytes:
    """The comparison as the bytes of a .xlsx file; every text stays text, every score is a number."""
    import openpyxl

    book = openpyxl.Workbook()
    _map(book.active, comparison)
    _rows(book.create_sheet(ROWS_SHEET), comparison)
    _legend(book.create_sheet(LEGEND_SHEET))
    book.properties.title, book.properties.language, book.properties.creator = MAP_SHEET, "th-TH", ""
    held = BytesIO()
    book.save(held)
    return held.getvalue()


def _map(page: Any, comparison: Comparison) -> None:
    page.title = MAP_SHEET
    heads = [*_FIXED, *(plain(f"เขต{one.district}\n{one.fiscal_year}") for one in comparison.columns)]
    _heads(page, heads, [10, ITEM_WIDTH, 20, 12, *(COLUMN_WIDTH for _ in comparison.columns)])
    page.freeze_panes = "C2"
    for at, line in enumerate(comparison.lines, 2):
        put_text(page.cell(at, 1), comparison.label_of(line), bold=True)
        put_text(page.cell(at, 2), plain(line.item))
        put_text(page.cell(at, 3), codes_note(line))
        page.cell(at, 4, comparison.held_by(line))
        for column, (entry, of) in enumerate(zip(line.entries, comparison.columns, strict=True), 5):
            cell = page.cell(at, column)
            # A number that is of another year, or of another question, says so and is text.
            if entry.printed and entry_text(entry, of) == f"{entry.printed.score:.2f}":
                cell.value, cell.number_format = entry.printed.score, "0.00"
            else:
                put_text(cell, entry_text(entry, of))
            _colour(cell, entry)


def _colour(cell: Any, entry: Entry) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    cell.alignment = Alignment(horizontal="center", vertical="top", wrap_text=True)
    if entry.printed:
        shade, ink = SHADES[step_of(entry.printed.score)]
        cell.font = Font(color=ink)
    else:
        shade = NONE_SHADE if entry.standing is Standing.NONE else MARK_SHADE
    cell.fill = PatternFill("solid", start_color=shade)


def _rows(page: Any, comparison: Comparison) -> None:
    """Every row behind the map, once a line, its cells as the report has them."""
    names = [name for name in CELLS if any(name in row.columns for _, row, _ in _held(comparison))]
    heads = [*_ROW_HEADS, *(CELL_LABELS[name] for name in names), "รายงาน", "ที่"]
    _heads(page, heads, [12, 18, 12, 12, 40, 10, 12, 26, *(CELL_WIDTH for _ in names), 30, 20])
    page.freeze_panes = "D2"
    for at, (line, row, entry) in enumerate(_held(comparison), 2):
        score = row.score if row.score is not None or line.key.code else row.group_score
        alike = RELATIONS[entry.relation] if entry.relation else ""
        texts = [line.label, plain(f"เขต{row.district}"), None, row.label, plain(row.item), None, None, alike]
        texts += [_cell_text(row, name) for name in names] + [plain(row.report), where_of(row)]
        for column, text in enumerate(texts, 1):
            if text is not None:
                put_text(page.cell(at, column), text)
        page.cell(at, 3, row.fiscal_year)
        if score is not None:
            page.cell(at, 6, score).number_format = "0.00"
            page.cell(at, 7, row.score_year or row.fiscal_year)


def _cell_text(row: MeasureRow, name: str) -> str:
    held = row.cell(name)
    if held is not None:
        text = plain(held.text)
        return text if len(text) <= LONGEST else text[: LONGEST - len(GOES_ON)] + GOES_ON
    return "(ว่าง)" if name in row.columns else "(แบบฟอร์มไม่มีช่องนี้)"


def _held(comparison: Comparison) -> list[tuple[Line, MeasureRow, Entry]]:
    return [
        (line, row, entry) for line in comparison.lines for entry in line.entries if entry.is_own for row in entry.rows
    ]


def _legend(page: Any) -> None:
    page.column_dimensions["A"].width, page.column_dimensions["B"].width = 18, 80
    said = [("0–100", "คะแนน สีส้มคือต่ำกว่าเกณฑ์ 85 (ยิ่งเข้มยิ่งต่ำ) สีฟ้าคือตั้งแต่ 85 ขึ้นไป"), (NO_DATA, "ไม่มีแถวของข้อนี้ในรายงานที่อ่าน")]
    said += [("เครื่องหมาย", part) for part in LEGEND.split(", ")]
    for at, (what, means) in enumerate(said, 1):
        put_text(page.cell(at, 1), what)
        put_text(page.cell(at, 2), means)


def _heads(page: Any, heads: list[str], widths: list[int]) -> None:
    from openpyxl.styles import Alignment, PatternFill
    from openpyxl.utils import get_column_letter

    for column, (head, width) in enumerate(zip(heads, widths, strict=True), 1):
        cell = page.cell(1, column)
        put_text(cell, head, bold=True)
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        cell.fill = PatternFill("solid", start_color=HEAD_SHADE)
        page.column_dimensions[get_column_letter(column)].width = width
