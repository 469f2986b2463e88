"""The official form as a Word document.

Thai is "complex script" to Word: font, size and bold count for Thai letters only where their cs variants are set.
"""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from assistant.formsheet import (
    NOTES_TITLE,
    SOURCES_HEADINGS,
    SOURCES_TITLE,
    SOURCES_WIDTHS,
    Digits,
    FormCell,
    FormSheet,
    Line,
    LineKind,
    Paragraph,
)
from assistant.typesetting import lines_taken

FONT = "TH Sarabun New"
# Points. The annex is read on a screen more than on paper.
TITLE_SIZE, TABLE_SIZE, ANNEX_SIZE = 18, 14, 12
# Line height by size: room for a vowel and a tone mark over a letter, the same whatever font takes the place of FONT.
LEADING = 1.4
# Millimetres: A4 on its side.
PAGE_WIDTH, PAGE_HEIGHT, MARGIN, FOOT = 297, 210, 15, 7
HANGING, INSET, HEADROOM, GAP = 3.0, 1.3, 0.7, 3
# Older modes open with a notice in the title bar.
WORD_2013 = "15"
# How much of its width a line of Thai fills, for it ends with a whole word.
RAGGED = 0.92
# To a millimetre.
TWIPS, POINTS = 1440 / 25.4, 72 / 25.4
# Points of a page that text may take.
BODY = (PAGE_HEIGHT - 2 * MARGIN) * POINTS
HEAD_SHADE, PART_SHADE, GROUP_SHADE, CHECK_SHADE, GREY = "D9D9D9", "E7E6E6", "F2F2F2", "FFF8E1", "7F7F7F"


def docx_bytes(sheet: FormSheet) -> bytes:
    """The form as the bytes of a .docx file."""
    import docx
    from docx.shared import Mm

    document = docx.Document()
    _page(document, sheet)
    letters(document)
    for title in sheet.titles:
        last = document.add_paragraph()
        write(last, title, TITLE_SIZE, bold=True, centred=True)
    last.paragraph_format.space_after = Mm(GAP)
    table = table_of(document, sheet.headings, sheet.widths, TABLE_SIZE)
    room = BODY - _height(sheet.headings, sheet.widths, TABLE_SIZE)
    above = TITLE_SIZE * LEADING * (len(sheet.titles) + 1)
    for line in sheet.lines:
        above += _height([held.text for held in line.cells], sheet.widths, TABLE_SIZE)
        _line(table, line, sheet.widths, whole=above <= room)
        if line.kind is LineKind.ROW:
            above = 0
    _signatures(document, sheet)
    if sheet.sources:
        _annex(document, sheet)
    held = BytesIO()
    document.save(held)
    return held.getvalue()


def _page(document: Any, sheet: FormSheet) -> None:
    """A4 on its side, page numbers in the digits of the form, and whose document it is."""
    paper(document, PAGE_WIDTH, PAGE_HEIGHT, " ".join(sheet.titles), thai_numbers=sheet.digits is Digits.THAI)


def paper(document: Any, width: int, height: int, title: str, *, thai_numbers: bool) -> None:
    """The paper in millimetres, page numbers at its foot, and the title among the document's properties."""
    from docx.enum.section import WD_ORIENT
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm

    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE if width > height else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(MARGIN)
    section.header_distance = section.footer_distance = Mm(FOOT)
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    foot._p.append(element("w:fldSimple", instr="PAGE"))
    numbers = "thaiNumbers" if thai_numbers else "decimal"
    # The schema wants it before the columns. LibreOffice prints Arabic numbers all the same.
    section._sectPr.find(qualified("w:cols")).addprevious(element("w:pgNumType", fmt=numbers))
    mode = f"{qualified('w:compat')}/{qualified('w:compatSetting')}[@{qualified('w:name')}='compatibilityMode']"
    document.settings.element.find(mode).set(qualified("w:val"), WORD_2013)
    about = document.core_properties
    about.title, about.language = title, "th-TH"
    about.author = about.comments = about.last_modified_by = ""


def letters(document: Any) -> None:
    """The font of every script in the styles that all text rests on, its size and language for Thai too."""
    from docx.shared import Pt

    normal = document.styles["Normal"]
    normal.font.size = Pt(TABLE_SIZE)
    normal.paragraph_format.space_after = normal.paragraph_format.space_before = Pt(0)
    normal.paragraph_format.line_spacing = 1.0
    defaults = document.styles.element.find(
        f"{qualified('w:docDefaults')}/{qualified('w:rPrDefault')}/{qualified('w:rPr')}"
    )
    for style in (normal.element.get_or_add_rPr(), defaults):
        for tag in ("w:rFonts", "w:szCs", "w:lang"):
            for old in style.findall(qualified(tag)):
                style.remove(old)
        style.insert(0, element("w:rFonts", ascii=FONT, hAnsi=FONT, eastAsia=FONT, cs=FONT))
        style.append(element("w:szCs", val=str(2 * TABLE_SIZE)))
        style.append(element("w:lang", val="en-US", eastAsia="en-US", bidi="th-TH"))


def table_of(document: Any, headings: Sequence[str], widths: Sequence[int], size: int) -> Any:
    """An empty table under headings that stand again on each page; widths are millimetres and stay as they are."""
    from docx.enum.table import WD_TABLE_ALIGNMENT
    from docx.shared import Mm

    table = document.add_table(rows=1, cols=len(headings), style="Table Grid")
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    inset = element("w:tblCellMar")
    for side, free in (("top", HEADROOM), ("left", INSET), ("bottom", HEADROOM), ("right", INSET)):
        inset.append(element(f"w:{side}", w=str(round(free * TWIPS)), type="dxa"))
    # The schema wants it before what the style is to look like.
    table._tbl.tblPr.find(qualified("w:tblLook")).addprevious(inset)
    head = table.rows[0]
    head._tr.get_or_add_trPr().extend([element("w:cantSplit"), element("w:tblHeader")])
    for cell, heading, width in zip(head.cells, headings, widths, strict=True):
        cell.width = Mm(width)
        shade(cell, HEAD_SHADE)
        write(cell.paragraphs[0], heading, size, bold=True, centred=True)
    return table


def _height(texts: Sequence[str], widths: Sequence[int], size: int) -> float:
    """The height of a table row in points, a line too much rather than one too few; a heading has the whole width."""
    if len(texts) == 1:
        widths = [sum(widths)]
    free = 2 * INSET + HANGING
    lines = max(lines_taken(text, RAGGED * (width - free), size) for text, width in zip(texts, widths, strict=True))
    return (lines + 1) * round(size * LEADING) + 2 * HEADROOM * POINTS


def _line(table: Any, line: Line, widths: Sequence[int], whole: bool) -> None:
    """A line of the form; ``whole`` where no page may part it, which only what fits on a page can bear."""
    from docx.shared import Mm

    row = table.add_row()
    if whole:
        row._tr.get_or_add_trPr().append(element("w:cantSplit"))
    if line.kind is not LineKind.ROW:
        across = row.cells[0].merge(row.cells[-1])
        shade(across, PART_SHADE if line.kind is LineKind.PART else GROUP_SHADE)
        across.paragraphs[0].paragraph_format.keep_with_next = True
        write(across.paragraphs[0], line.cells[0].text, TABLE_SIZE, bold=True)
        return
    for cell, held, width in zip(row.cells, line.cells, widths, strict=True):
        cell.width = Mm(width)
        _fill(cell, held)


def _fill(cell: Any, held: FormCell) -> None:
    if held.to_check:
        shade(cell, CHECK_SHADE)
    for number, said in enumerate(held.paragraphs):
        paragraph = cell.add_paragraph() if number else cell.paragraphs[0]
        _hang(paragraph, said)
        write(paragraph, said.text, TABLE_SIZE, underlined=said.underlined, grey=said.blank)


def _hang(paragraph: Any, said: Paragraph) -> None:
    """The lines of a list entry stand under its words, not under its dash."""
    from docx.shared import Mm

    if said.text.startswith("- "):
        paragraph.paragraph_format.left_indent = Mm(HANGING)
        paragraph.paragraph_format.first_line_indent = Mm(-HANGING)


def _signatures(document: Any, sheet: FormSheet) -> None:
    """Who made the plan and who approves it, side by side, never parted by a page."""
    document.add_paragraph()
    table = document.add_table(rows=1, cols=2)
    row = table.rows[0]
    row._tr.get_or_add_trPr().append(element("w:cantSplit"))
    for cell, lines in zip(row.cells, sheet.signers, strict=True):
        for number, text in enumerate(lines):
            paragraph = cell.add_paragraph() if number else cell.paragraphs[0]
            write(paragraph, text, TABLE_SIZE, centred=True)


def _annex(document: Any, sheet: FormSheet) -> None:
    """From a new page: what is left to do, then every clause with the quote that it rests on."""
    from docx.shared import Mm

    head = document.add_paragraph()
    head.paragraph_format.page_break_before = True
    if sheet.notes:
        write(head, NOTES_TITLE, TABLE_SIZE, bold=True)
        for note in sheet.notes:
            write(document.add_paragraph(), note, ANNEX_SIZE)
        head = document.add_paragraph()
        head.paragraph_format.space_before = Mm(GAP)
    write(head, SOURCES_TITLE, TABLE_SIZE, bold=True)
    table = table_of(document, SOURCES_HEADINGS, SOURCES_WIDTHS, ANNEX_SIZE)
    room = BODY - _height(SOURCES_HEADINGS, SOURCES_WIDTHS, ANNEX_SIZE)
    for source in sheet.sources:
        row = table.add_row()
        if _height(source, SOURCES_WIDTHS, ANNEX_SIZE) <= room:
            row._tr.get_or_add_trPr().append(element("w:cantSplit"))
        for cell, text in zip(row.cells, source, strict=True):
            write(cell.paragraphs[0], text, ANNEX_SIZE)


def write(
    paragraph: Any,
    text: str,
    size: int,
    *,
    bold: bool = False,
    underlined: bool = False,
    centred: bool = False,
    grey: bool = False,
) -> None:
    """Puts the text into the paragraph, with size and weight for Latin and for Thai letters."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt, RGBColor

    paragraph.paragraph_format.line_spacing = Pt(round(size * LEADING))
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run(text)
    font = run.font
    font.size = Pt(size)
    run._r.get_or_add_rPr().append(element("w:szCs", val=str(2 * size)))
    if bold:
        font.bold = font.cs_bold = True
    if underlined:
        font.underline = True
    if grey:
        font.color.rgb = RGBColor.from_string(GREY)


def shade(cell: Any, colour: str) -> None:
    """Gives a cell a ground."""
    cell._tc.get_or_add_tcPr().append(element("w:shd", val="clear", color="auto", fill=colour))


def element(tag: str, **attributes: str) -> Any:
    """An element of the document's own tongue, such as "w:shd"."""
    from docx.oxml import OxmlElement

    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qualified(f"w:{name}"), value)
    return made


def qualified(tag: str) -> str:
    """The full name of such an element."""
    from docx.oxml.ns import qn

    return qn(tag)
