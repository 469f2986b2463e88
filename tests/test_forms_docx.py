"""The Word document opened again: cells, letters, page; printed by LibreOffice; read back as a report."""

import hashlib
import io
import re
import shutil
import subprocess
import unicodedata
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import docx
import pypdfium2
import pytest
from docx.oxml.ns import qn

from assistant.answers import DraftRow
from assistant.forms_docx import FONT, docx_bytes
from assistant.formsheet import BLANK, NOTES_TITLE, SIGN, Digits, FormSheet, LineKind, form_sheet
from corpus.forms import FORM_HEADINGS
from corpus.readers.text import pages_of
from corpus.reading import read_records
from corpus.records import Form, Reading, Report
from corpus.thai import fold_digits, normalise, squeeze
from tests.conftest import need
from tests.made_plan import FORMS, as_report, drafted, entries, plan

if TYPE_CHECKING:
    from docx.document import Document

A4_ON_ITS_SIDE = (842, 595)
# The number of the page stands to the right of this, in points.
PAGE_NUMBER = 760


def sheet_of(form: Form, digits: Digits = Digits.THAI, sources: bool = True) -> FormSheet:
    return form_sheet(plan(form), digits, sources, scores={"I20": 79.42, 4: 81.5})


@cache
def opened(form: Form, digits: Digits = Digits.THAI, sources: bool = True) -> "Document":
    return docx.Document(io.BytesIO(docx_bytes(sheet_of(form, digits, sources))))


def cells_of(row: Any) -> list[str]:
    """The texts of a table row, a cell that spans columns once."""
    return ["\n".join(p.text for p in docx.table._Cell(tc, row).paragraphs) for tc in row._tr.tc_lst]


def has(row: Any, tag: str) -> bool:
    return row._tr.trPr is not None and row._tr.trPr.find(qn(tag)) is not None


# --- what the file holds ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
def test_titles_headings_and_cells_stand_as_laid_out(form: Form) -> None:
    sheet, document = sheet_of(form), opened(form)
    assert tuple(p.text for p in document.paragraphs[:3]) == sheet.titles
    rows = document.tables[0].rows
    assert cells_of(rows[0]) == list(FORM_HEADINGS[form])
    assert [cells_of(row) for row in rows[1:]] == [[held.text for held in line.cells] for line in sheet.lines]


def test_the_page_is_a4_on_its_side() -> None:
    section = opened(Form.F2566).sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (297, 210)
    assert section.orientation == docx.enum.section.WD_ORIENT.LANDSCAPE
    widths = [column.width.mm for column in opened(Form.F2566).tables[0].columns]
    assert sum(widths) == pytest.approx(297 - section.left_margin.mm - section.right_margin.mm, abs=0.5)


def test_headings_are_repeated_and_no_row_is_torn() -> None:
    rows = opened(Form.F2563).tables[0].rows
    assert [has(row, "w:tblHeader") for row in rows] == [True] + [False] * (len(rows) - 1)
    assert all(has(row, "w:cantSplit") for row in rows)
    annex = opened(Form.F2563).tables[2].rows
    assert has(annex[0], "w:tblHeader")


def test_a_heading_spans_the_table_and_stays_with_its_row() -> None:
    rows = opened(Form.F2567).tables[0].rows
    part, group, first = rows[1], rows[2], rows[3]
    assert [len(row._tr.tc_lst) for row in (part, group, first)] == [1, 1, 5]
    assert part._tr.tc_lst[0].grid_span == 5
    assert all(row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in (part, group))


def test_letters_are_named_for_every_script() -> None:
    document = opened(Form.F2563)
    defaults = document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for style in (document.styles["Normal"].element.rPr, defaults):
        fonts = style.find(qn("w:rFonts"))
        assert {name.split("}")[1]: value for name, value in fonts.attrib.items()} == {
            "ascii": FONT, "hAnsi": FONT, "eastAsia": FONT, "cs": FONT,
        }  # fmt: skip
        assert style.find(qn("w:lang")).get(qn("w:bidi")) == "th-TH"
        assert style.find(qn("w:szCs")).get(qn("w:val")) == "28"


def test_size_and_weight_count_for_thai_letters_too() -> None:
    document = opened(Form.F2567)
    title, heading, text = (
        document.paragraphs[0].runs[0],
        document.tables[0].rows[0].cells[1].paragraphs[0].runs[0],
        document.tables[0].rows[3].cells[1].paragraphs[0].runs[0],
    )
    assert [(run.font.size.pt, run.font.bold, run.font.cs_bold) for run in (title, heading, text)] == [
        (18, True, True), (14, True, True), (14, None, None),
    ]  # fmt: skip
    assert [run._r.rPr.find(qn("w:szCs")).get(qn("w:val")) for run in (title, heading, text)] == ["36", "28", "28"]


def test_properties_stand_in_the_order_that_word_wants() -> None:
    """Word refuses a file whose elements are out of order; these are the ones that are put in by hand."""
    order = ["rFonts", "b", "bCs", "color", "sz", "szCs", "u", "lang"]
    document = opened(Form.F2563)
    for properties in document.element.body.iter(qn("w:rPr")):
        names = [child.tag.split("}")[1] for child in properties]
        assert names == sorted(names, key=order.index)
    for properties in document.element.body.iter(qn("w:tcPr")):
        names = [child.tag.split("}")[1] for child in properties]
        assert names == sorted(names, key=["tcW", "gridSpan", "shd"].index)
    for table in document.tables:
        names = [child.tag.split("}")[1] for child in table._tbl.tblPr]
        assert names == sorted(names, key=["tblStyle", "tblW", "jc", "tblLayout", "tblCellMar", "tblLook"].index)


def test_sub_headings_are_underlined_and_blanks_are_grey_on_a_light_ground() -> None:
    (row,) = [one for one in opened(Form.F2563).tables[0].rows if cells_of(one)[0].startswith("I18 ")]
    analysis = row.cells[1].paragraphs
    assert [(p.text, bool(p.runs[0].underline)) for p in analysis[:3]] == [
        ("จุดอ่อน", True), (BLANK, False), ("แนวทางปฏิบัติ", True),
    ]  # fmt: skip
    assert str(analysis[1].runs[0].font.color.rgb) == "7F7F7F"
    shades = [tc.tcPr.find(qn("w:shd")) is not None for tc in row._tr.tc_lst]
    assert shades == [False, True, False, True, False]


def test_page_numbers_go_with_the_digits() -> None:
    kinds = [
        opened(Form.F2567, digits).sections[0]._sectPr.find(qn("w:pgNumType")).get(qn("w:fmt"))
        for digits in (Digits.THAI, Digits.ARABIC)
    ]
    assert kinds == ["thaiNumbers", "decimal"]


def test_the_annex_lists_every_source_or_is_left_out() -> None:
    sheet, document = sheet_of(Form.F2567), opened(Form.F2567)
    assert [tuple(cells_of(row)) for row in document.tables[2].rows[1:]] == list(sheet.sources)
    assert len(sheet.sources) > 20
    without = opened(Form.F2567, sources=False)
    assert len(without.tables) == 2
    assert "ที่มา" not in "".join(p.text for p in without.paragraphs)


def test_the_file_names_no_author() -> None:
    about = opened(Form.F2567).core_properties
    assert (about.author, about.last_modified_by, about.comments) == ("", "", "")
    assert about.title == "มาตรการยกระดับคุณธรรมและความโปร่งใสภายในหน่วยงาน สำนักงานเขตบางเขน ประจำปีงบประมาณ พ.ศ. ๒๕๖๗"


# --- as it is printed -------------------------------------------------------------------------------------------------


def letters(text: str) -> str:
    """The letters that stand on the line: of the marks above and below it a PDF loses some, not the printed page."""
    folded = squeeze(normalise(text)).replace("ำ", "า")
    return "".join(letter for letter in folded if unicodedata.category(letter) != "Mn")


# Lines of a row, from well under to well over what a page holds.
EDGE = range(12, 28)
# Points above the foot of the page that belong to the margin, less the hook of a letter.
FOOT = 15 * 72 / 25.4 - 3


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """The text of each page of each form, without white space; printed by one run of LibreOffice."""
    writer = need(shutil.which("soffice"), "libreoffice-writer")
    fonts = shutil.which("fc-list")
    thai = subprocess.run([fonts, ":lang=th"], capture_output=True, text=True, check=True).stdout if fonts else ""
    need(thai, "fonts-thai-tlwg")
    folder = tmp_path_factory.mktemp("printed")
    for form in FORMS:
        (folder / f"{form.value}.docx").write_bytes(docx_bytes(sheet_of(form)))
    tall = form_sheet([drafted("I20", Form.F2566, measure=entries(30))], Digits.THAI, False)
    (folder / "tall.docx").write_bytes(docx_bytes(tall))
    edge = [drafted(f"I{count - 9}", Form.F2566, measure="\n".join(["- ประชุม"] * count)) for count in EDGE]
    (folder / "edge.docx").write_bytes(docx_bytes(form_sheet(edge, Digits.ARABIC, False)))
    command = [writer, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "pdf",
               "--outdir", str(folder), *map(str, sorted(folder.glob("*.docx")))]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return {path.stem: _pages(path) for path in folder.glob("*.pdf")}


def _pages(path: Path) -> list[str]:
    document = pypdfium2.PdfDocument(path)
    pages = []
    for page in document:
        assert tuple(map(round, page.get_size())) == A4_ON_ITS_SIDE
        words = page.get_textpage()
        boxes = [words.get_rect(number) for number in range(words.count_rects())]
        assert [box for box in boxes if box[1] < FOOT and box[2] < PAGE_NUMBER] == [], "text runs into the margin"
        pages.append(letters(words.get_text_bounded()))
        words.close()
        page.close()
    document.close()
    return pages


@pytest.mark.parametrize("form", FORMS)
def test_headings_are_printed_on_each_page_of_the_table(form: Form, printed: dict[str, list[str]]) -> None:
    pages = printed[form.value]
    annex = next(number for number, page in enumerate(pages) if letters(NOTES_TITLE) in page)
    table = [page for page in pages[:annex] if not page.startswith(letters(SIGN))]
    assert 2 <= len(table) <= 6
    heading = letters("".join(FORM_HEADINGS[form]))
    assert [heading in page for page in table] == [True] * len(table)
    assert letters("ผู้อำนวยการเขตบางเขน") in pages[annex - 1]
    assert min(map(len, pages)) > 40, "an empty page"


@pytest.mark.parametrize("form", FORMS)
def test_every_paragraph_is_printed_whole(form: Form, printed: dict[str, list[str]]) -> None:
    """Text in = text out: what does not fit its cell would be missing from the page."""
    sheet, pages = sheet_of(form), printed[form.value]
    said = [p.text for line in sheet.lines for held in line.cells for p in held.paragraphs]
    said += [*sheet.titles, *sheet.notes, *(text for lines in sheet.signers for text in lines)]
    said += [text for source in sheet.sources for text in source]
    assert len(said) > 100
    assert [text for text in said if not any(letters(text) in page for page in pages)] == []


@pytest.mark.parametrize("form", FORMS)
def test_no_row_is_parted_by_a_page(form: Form, printed: dict[str, list[str]]) -> None:
    for line in sheet_of(form).lines:
        if line.kind is LineKind.ROW:
            texts = [letters(held.text) for held in line.cells]
            assert any(all(text in page for text in texts) for page in printed[form.value]), texts[0]


def test_a_row_taller_than_a_page_goes_on_over_pages(printed: dict[str, list[str]]) -> None:
    table = [page for page in printed["tall"] if not page.startswith(letters(SIGN))]
    heading = letters("".join(FORM_HEADINGS[Form.F2566]))
    assert len(table) >= 5
    # The headings stand again on each page, between the halves of what a page parts.
    whole = "".join(re.sub(r"\d+$", "", page.split(heading, 1)[1]) for page in table)
    for number, entry in enumerate(entries(30).split("\n"), 1):
        assert letters(entry) in whole, number


def test_rows_about_as_tall_as_a_page_lose_nothing(printed: dict[str, list[str]]) -> None:
    pages = printed["edge"]
    heading = letters("".join(FORM_HEADINGS[Form.F2566]))
    assert all(heading in page for page in pages if not page.startswith(letters(SIGN)))
    assert "".join(pages).count(letters("- ประชุม")) == sum(EDGE)


# --- read back --------------------------------------------------------------------------------------------------------


def read_back(form: Form, digits: Digits) -> Reading:
    """The document's titles and table as the text of a report, read like any other."""
    document = opened(form, digits)
    lines = []
    for row in document.tables[0].rows:
        line = []
        for tc in row._tr.tc_lst:
            paragraphs = docx.table._Cell(tc, row).paragraphs
            line.append([(p.text, bool(p.runs and p.runs[0].underline)) for p in paragraphs])
            line += [[("", False)]] * (tc.grid_span - 1)
        lines.append(line)
    text = as_report([p.text for p in document.paragraphs[:3]], lines)
    return read_records(Report("plan.txt", hashlib.sha256(text.encode()).hexdigest(), text, pages_of(text), "utf-8"))


def expected(row: DraftRow, digits: Digits) -> dict[str, str]:
    """The cells as they should come back: the drafted words in those digits; what is left to fill is empty."""
    return {name: _in(cell.text, digits) for name, cell in row.cells if cell.text}


def _in(text: str, digits: Digits) -> str:
    text = fold_digits(text)
    return text if digits is Digits.ARABIC else text.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))


@pytest.mark.parametrize("digits", [Digits.THAI, Digits.ARABIC])
@pytest.mark.parametrize("form", FORMS)
def test_the_form_reads_back_into_the_same_rows(form: Form, digits: Digits) -> None:
    reading = read_back(form, digits)
    assert (reading.district, reading.fiscal_year, reading.form) == ("บางเขน", int(form.value), form)
    drafted_rows = {(row.code, row.group): row for row in plan(form)}
    assert {(row.code, row.group) for row in reading.rows} == set(drafted_rows)
    assert len(reading.rows) == len(drafted_rows)
    for row in reading.rows:
        assert {cell.name: cell.text for cell in row.cells} == expected(drafted_rows[row.code, row.group], digits)
    scores = {row.code: row.score for row in reading.rows}
    assert form is Form.F2565 or scores["I20"] == 79.42
