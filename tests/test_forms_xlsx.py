"""The workbook opened again: cells, letters, print setup, heights; and nothing in it can be taken for a formula."""

import io
import re
import zipfile
from dataclasses import replace
from functools import cache
from typing import Any

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock

from assistant.answers import DraftRow
from assistant.forms_xlsx import FONT, HIGHEST, SHEET, SOURCES_SHEET, xlsx_bytes
from assistant.formsheet import BLANK, SOURCES_HEADINGS, Digits, FormSheet, LineKind, form_sheet
from corpus.errors import RequestError
from corpus.forms import FORM_HEADINGS
from corpus.records import Form
from tests.made_plan import CELLS, FORMS, cell, drafted, entries, plan

# Titles, then the headings of the table.
HEAD = 4


def sheet_of(form: Form, sources: bool = True) -> FormSheet:
    return form_sheet(plan(form), Digits.THAI, sources)


@cache
def opened(form: Form, sources: bool = True) -> Any:
    return openpyxl.load_workbook(io.BytesIO(xlsx_bytes(sheet_of(form, sources))), rich_text=True)


def page_of(*rows: DraftRow) -> Any:
    data = xlsx_bytes(form_sheet(rows, Digits.ARABIC, True))
    return openpyxl.load_workbook(io.BytesIO(data))[SHEET]


def texts(page: Any, at: int) -> list[str]:
    return [str(one.value) for one in page[at] if one.value is not None]


@pytest.mark.parametrize("form", FORMS)
def test_titles_headings_and_cells_stand_as_laid_out(form: Form) -> None:
    sheet, page = sheet_of(form), opened(form)[SHEET]
    assert [page.cell(at, 1).value for at in (1, 2, 3)] == list(sheet.titles)
    assert texts(page, HEAD) == list(FORM_HEADINGS[form])
    # A high row is merged out of several, of which the first holds the texts.
    held = [found for at in range(HEAD + 1, page.max_row + 1) if (found := texts(page, at))]
    assert held[: len(sheet.lines)] == [[one.text for one in line.cells] for line in sheet.lines]


def test_headings_span_the_table() -> None:
    page, width = opened(Form.F2567)[SHEET], len(FORM_HEADINGS[Form.F2567])
    merged = {str(one) for one in page.merged_cells.ranges}
    heads = [at for at, line in enumerate(sheet_of(Form.F2567).lines, HEAD + 1) if line.kind is not LineKind.ROW]
    assert {f"A{at}:E{at}" for at in (1, 2, 3, *heads)} <= merged
    assert width == 5


def test_it_prints_on_a4_on_its_side_with_headings_on_each_page() -> None:
    for page, rows in ((opened(Form.F2566)[SHEET], "$4:$4"), (opened(Form.F2566)[SOURCES_SHEET], "$2:$2")):
        setup = page.page_setup
        assert (setup.orientation, setup.paperSize, setup.fitToWidth, setup.fitToHeight) == ("landscape", 9, 1, 0)
        assert page.sheet_properties.pageSetUpPr.fitToPage
        assert page.print_title_rows == rows
        assert page.freeze_panes == f"A{int(rows[-1]) + 1}"


def test_letters_and_wrapping() -> None:
    page = opened(Form.F2567)[SHEET]
    title, heading, text = page.cell(1, 1), page.cell(HEAD, 1), page.cell(HEAD + 3, 3)
    fonts = [(one.font.name, one.font.sz, bool(one.font.b)) for one in (title, heading, text)]
    assert fonts == [(FONT, 18, True), (FONT, 14, True), (FONT, 14, False)]
    assert all(one.alignment.wrap_text for one in (title, heading, text))
    assert text.alignment.vertical == "top"
    # The widths of the form, in the same proportions.
    widths = [page.column_dimensions[letter].width for letter in "ABCDE"]
    assert widths == pytest.approx([width * widths[0] / 50 for width in (50, 54, 70, 55, 38)], abs=0.05)


def test_sub_headings_are_underlined_and_blanks_are_grey_on_a_light_ground() -> None:
    page = opened(Form.F2563)[SHEET]
    (at,) = [row[0].row for row in page.iter_rows() if str(row[0].value).startswith("I18 ")]
    analysis = page.cell(at, 2).value
    assert isinstance(analysis, CellRichText)
    blocks = [block for block in analysis if isinstance(block, TextBlock)]
    assert [(block.text.strip(), block.font.u) for block in blocks[:3]] == [
        ("จุดอ่อน", "single"), (BLANK, None), ("แนวทางปฏิบัติ", "single"),
    ]  # fmt: skip
    assert {block.font.rFont for block in blocks} == {FONT}
    blank, filled = page.cell(at, 4), page.cell(at, 3)
    assert (blank.value, blank.font.color.rgb, blank.fill.start_color.rgb) == (BLANK, "007F7F7F", "00FFF8E1")
    assert (filled.fill.fill_type, page.cell(at, 2).fill.fill_type) == (None, "solid")


POISON = (
    '=HYPERLINK("http://example.org","กด")', "+1+1", "-2+3", "@SUM(A1:A9)", "=1+1", "#N/A", "=cmd|' /C calc'!A0",
    "\t=1+1", "\n@SUM(A1)", "＝1+1",
)  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_what_a_report_says_is_never_a_formula(form: Form) -> None:
    """In every cell, item, title and quote; the file itself holds no formula at all."""
    for poison in POISON:
        plain = drafted("I20", form)
        cells = tuple((name, cell(poison)) for name, _ in plain.cells)
        quoted = tuple(
            (
                name,
                replace(
                    held, basis=(replace(held.basis[0], quote=poison, report=poison, district=poison),), clauses=()
                ),
            )
            for name, held in cells
        )
        row = replace(plain, code=None, item=poison, cells=quoted, warnings=(poison,))
        data = xlsx_bytes(form_sheet([row], Digits.ARABIC, True, title=poison))
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            inside = "".join(parts.read(name).decode() for name in parts.namelist() if "worksheets/" in name)
        assert not re.search(r"<f\b", inside)
        assert not re.search(r't="e"', inside)
        book = openpyxl.load_workbook(io.BytesIO(data))
        held = [
            one
            for page in book
            for line in page.iter_rows()
            for one in line
            if str(one.value).strip() == poison.strip()
        ]
        assert len(held) >= 8
        assert {one.data_type for one in held} == {"s"}
        assert {bool(one.quotePrefix) for one in held} == {poison.strip()[0] in "=+-@＝"}


def test_the_second_sheet_lists_every_source_or_is_left_out() -> None:
    sheet, book = sheet_of(Form.F2566), opened(Form.F2566)
    page = book[SOURCES_SHEET]
    assert texts(page, 2) == list(SOURCES_HEADINGS)
    assert [
        tuple(page.cell(at, column).value or "" for column in range(1, 9)) for at in range(3, 3 + len(sheet.sources))
    ] == list(sheet.sources)
    assert page.cell(page.max_row, 1).value == sheet.notes[-1]
    assert opened(Form.F2566, sources=False).sheetnames == [SHEET]


def test_who_signs_stands_under_the_table() -> None:
    page, sheet = opened(Form.F2567)[SHEET], sheet_of(Form.F2567)
    last = HEAD + len(sheet.lines)
    assert texts(page, last + 2) == ["\n".join(lines) for lines in sheet.signers]
    assert page.row_dimensions[last + 2].height >= 3 * 14 * 1.7


def test_a_row_is_as_high_as_its_longest_cell_needs() -> None:
    page = page_of(drafted("I20", Form.F2567, measure="\n".join("กขค" for _ in range(12))))
    # 12 lines of 14 points, 1.7 of that each
    assert page.row_dimensions[HEAD + 3].height == pytest.approx(12 * 14 * 1.7, abs=0.1)


def test_a_row_higher_than_excel_allows_is_merged_out_of_several() -> None:
    long = entries(30)
    page = page_of(drafted("I20", Form.F2567, measure=long), drafted("I21", Form.F2567))
    at = HEAD + 3
    (block,) = [one for one in page.merged_cells.ranges if one.min_row == at and one.min_col == 3]
    assert block.size["rows"] > 1
    heights = [page.row_dimensions[row].height for row in range(at, block.max_row + 1)]
    assert max(heights) <= HIGHEST
    assert sum(heights) >= 30 * 2 * 14 * 1.7
    assert [round(height / (14 * 1.7), 2) % 1 for height in heights] == [0] * len(heights)
    assert page.cell(at, 3).value == long
    assert [page.cell(at, column).border.bottom.style for column in (1, 2, 3)] == ["thin"] * 3
    # what follows stands below it
    assert page.cell(block.max_row + 1, 1).value == "ตัวชี้วัดที่ 5 การแก้ไขปัญหาการทุจริต"


def test_a_text_that_no_cell_can_hold_is_refused() -> None:
    with pytest.raises(
        RequestError, match=r"A text of 33000 characters is too long for a cell of Excel; write a \.docx"
    ):
        page_of(drafted("I20", Form.F2567, measure="ก" * 33_000))


def test_the_file_names_no_author() -> None:
    about = opened(Form.F2567).properties
    assert (about.creator or "", about.language) == ("", "th-TH")
    assert CELLS["responsible"] in [one.value for line in opened(Form.F2563)[SHEET].iter_rows() for one in line]
