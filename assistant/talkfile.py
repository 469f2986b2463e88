"""A talk as a Word document: each question a heading, its answer line by line, drafted rows and numbered sources.

What reports say goes in as text, whatever it looks like.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from assistant.answers import Answer, Citation, DraftRow
from assistant.drafting import head_of
from assistant.export import put_file
from assistant.forms_docx import FONT, GAP, element, letters, paper, qualified, shade, table_of, write
from assistant.formsheet import printable
from corpus.errors import RequestError
from corpus.records import CELL_LABELS, PlaceKey

# Points.
TITLE_SIZE, QUESTION_SIZE, BODY_SIZE, SMALL_SIZE = 20, 17, 15, 13
# Millimetres: A4, and its tables.
PAGE_WIDTH, PAGE_HEIGHT = 210, 297
SOURCE_WIDTHS, DRAFT_WIDTHS = (12, 28, 34, 46, 60), (46, 134)
SOURCE_HEADINGS = ("ที่", "เขต ปี", "ข้อและช่อง", "รายงาน", "ข้อความตามรายงาน")
DRAFT_HEADINGS = ("ช่อง", "ข้อความร่าง")
TITLE, SOURCES, TO_FILL = "บันทึกการถามตอบจากรายงานมาตรการ ITA", "แหล่งที่มา", "เว้นไว้ให้เติม"
BLANK_SHADE = "FFF8E1"
# What a citation may quote beside the nine cells.
OTHER_CELLS = {"item": "ข้อคำถาม", "score": "คะแนน", "group_score": "คะแนนตัวชี้วัด"}


@dataclass(frozen=True, slots=True)
class Said:
    """One question and what came of it: an answer, or the sentence of what went wrong."""

    question: str
    answer: Answer | None = None
    trouble: str = ""


def save_talk(talk: Sequence[Said], path: Path, made: str = "") -> None:
    """Writes the talk into a .docx file, whole or not at all; ``made`` says when. Raises RequestError."""
    if not talk:
        raise RequestError("Nothing was asked yet, so there is no talk to save.")
    if path.suffix.lower() != ".docx":
        raise RequestError(f"A talk is saved as .docx, not as {path.name}.")
    put_file(path, talk_bytes(talk, made))


def talk_bytes(talk: Sequence[Said], made: str = "") -> bytes:
    """The talk as the bytes of a .docx file."""
    import docx

    document = docx.Document()
    paper(document, PAGE_WIDTH, PAGE_HEIGHT, TITLE, thai_numbers=False)
    letters(document)
    _headings(document)
    _line(document, TITLE, TITLE_SIZE, style="Heading 1", bold=True)
    if made:
        _line(document, made, SMALL_SIZE, grey=True)
    for number, said in enumerate(talk, start=1):
        _line(document, f"{number}. {' '.join(said.question.split())}", QUESTION_SIZE, style="Heading 2", bold=True)
        if said.answer is None:
            _line(document, said.trouble or "ยังไม่มีคำตอบ", BODY_SIZE)
            continue
        _answer(document, said.answer)
    held = BytesIO()
    document.save(held)
    return held.getvalue()


def _headings(document: Any) -> None:
    """Headings in the letters of the text: a table of contents can be made of them."""
    from docx.shared import Mm, RGBColor

    for name in ("Heading 1", "Heading 2"):
        style = document.styles[name]
        style.font.color.rgb = RGBColor(0, 0, 0)
        style.paragraph_format.space_before = Mm(2 * GAP)
        style.paragraph_format.space_after = Mm(GAP / 2)
        held = style.element.get_or_add_rPr()
        for old in held.findall(qualified("w:rFonts")):
            held.remove(old)
        held.insert(0, element("w:rFonts", ascii=FONT, hAnsi=FONT, eastAsia=FONT, cs=FONT))


def _line(document: Any, text: str, size: int, style: str | None = None, **look: bool) -> Any:
    paragraph = document.add_paragraph(style=style)
    write(paragraph, printable(text), size, **look)
    return paragraph


def _answer(document: Any, answer: Answer) -> None:
    text = head_of(answer) if answer.drafts else answer.text
    for line in printable(text).strip().split("\n"):
        _told(document, line)
    marks = {c.place.key: c.mark for c in answer.citations}
    for row in answer.drafts:
        _draft(document, row, marks)
    if answer.citations:
        _sources(document, answer.citations)


def _told(document: Any, line: str) -> None:
    """One line: a row's title in bold, what belongs to the line above set in."""
    from docx.shared import Mm

    if not line.strip():
        return
    paragraph = _line(document, line.strip().removeprefix("■").strip(), BODY_SIZE, bold=line.startswith("■"))
    if line[0] in " -":
        paragraph.paragraph_format.left_indent = Mm(6)


def _draft(document: Any, row: DraftRow, marks: dict[PlaceKey, int]) -> None:
    label = row.code or f"ตัวชี้วัดที่ {row.group}"
    head = f"ร่างสำหรับเขต{row.district} ปีงบประมาณ {row.fiscal_year} {label} {row.item}"
    _above(_line(document, head, BODY_SIZE, bold=True))
    table = table_of(document, DRAFT_HEADINGS, DRAFT_WIDTHS, SMALL_SIZE)
    for name, cell in row.cells:
        told, filled = table.add_row().cells
        write(told.paragraphs[0], CELL_LABELS[name], SMALL_SIZE, bold=True)
        if not cell.text:
            shade(filled, BLANK_SHADE)
            write(filled.paragraphs[0], TO_FILL, SMALL_SIZE, grey=True)
            continue
        for number, (text, bases) in enumerate(cell.clauses or ((cell.text, cell.basis),)):
            places = (marks.get(b.place.key) for b in bases)
            told_marks = "".join(f"[{mark}]" for mark in dict.fromkeys(places) if mark)
            paragraph = filled.add_paragraph() if number else filled.paragraphs[0]
            write(paragraph, printable(f"{text} {told_marks}".rstrip()), SMALL_SIZE)
    _widths(table, DRAFT_WIDTHS)
    left = [CELL_LABELS.get(name, name) for name in row.to_confirm]
    if left:
        _line(document, f"ต้องเติมหรือตรวจก่อนใช้: {', '.join(left)}", SMALL_SIZE)
    for warning in row.warnings:
        _line(document, f"⚠ {warning}", SMALL_SIZE)


def _sources(document: Any, citations: Sequence[Citation]) -> None:
    _above(_line(document, SOURCES, SMALL_SIZE, bold=True))
    table = table_of(document, SOURCE_HEADINGS, SOURCE_WIDTHS, SMALL_SIZE)
    for one in citations:
        cell = CELL_LABELS.get(one.cell or "") or OTHER_CELLS.get(one.cell or "", "")
        texts = (
            f"[{one.mark}]",
            f"เขต{one.district} ปี {one.fiscal_year}",
            f"{one.label} {cell}".strip(),
            f"{one.report} {one.place.label}",
            one.quote,
        )
        for held, text in zip(table.add_row().cells, texts, strict=True):
            write(held.paragraphs[0], printable(text), SMALL_SIZE)
    _widths(table, SOURCE_WIDTHS)


def _above(paragraph: Any) -> None:
    """What stands above a table stays with it, apart from what was before."""
    from docx.shared import Mm

    paragraph.paragraph_format.space_before = Mm(GAP)
    paragraph.paragraph_format.keep_with_next = True


def _widths(table: Any, widths: Sequence[int]) -> None:
    """Word goes by the widths of cells, not by those of columns."""
    from docx.shared import Mm

    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)
