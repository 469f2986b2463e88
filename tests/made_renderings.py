"""Reports that exist as text, rendered as offices write them: Word documents, workbooks and pages of the web."""

import html
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
import openpyxl
from docx.enum.section import WD_ORIENT
from docx.shared import Mm, Pt

from corpus.tables import Block, BlockKind, blocks

FONT = "TH SarabunPSK"
_BORDER = re.compile(r"</?(?:p|br|div|li|ul|ol|t[dhr]|table|tbody|thead)\b[^<>]*>")
_UNDERLINED = re.compile(r"<u>(.*?)</u>", re.S)
_TAG = re.compile(r"<[^<>]*>")


@dataclass(frozen=True)
class Line:
    """A paragraph, or a row of a table: cells of paragraphs of (text, underlined?) runs."""

    cells: list[list[list[tuple[str, bool]]]]
    kind: BlockKind
    starts: bool

    @property
    def is_across(self) -> bool:
        """Whether only the first cell says anything."""
        return len(self.cells) > 2 and bool(self.cells[0]) and not any(self.cells[1:])


def lines_of(text: str) -> list[Line]:
    """A report's text as paragraphs and rows of tables; a row ``starts`` a table after headings or a blank line."""
    out = []
    before: Block | None = None
    for block in blocks(text):
        if block.kind in (BlockKind.HEADING, BlockKind.ROW):
            cells = [_paragraphs(text[cell.start : cell.end]) for cell in block.cells]
            while cells and not cells[-1]:
                cells.pop()
            apart = before is None or before.kind not in (BlockKind.HEADING, BlockKind.ROW)
            blank = before is not None and text[before.end : block.start].count("\n") > 1
            out.append(Line(cells, block.kind, apart or blank or block.kind is BlockKind.HEADING))
        else:
            out.append(Line([_paragraphs(text[block.start : block.end])], block.kind, False))
        before = block
    return out


def tables_of(lines: list[Line]) -> list[list[Line]]:
    """The lines put together: each list is one table, or one paragraph."""
    out: list[list[Line]] = []
    for line in lines:
        is_row = line.kind in (BlockKind.HEADING, BlockKind.ROW)
        if is_row and not line.starts and out and out[-1][0].kind in (BlockKind.HEADING, BlockKind.ROW):
            out[-1].append(line)
        else:
            out.append([line])
    return out


def _paragraphs(source: str) -> list[list[tuple[str, bool]]]:
    out = []
    for piece in _BORDER.split(source):
        runs: list[tuple[str, bool]] = []
        at = 0
        for match in _UNDERLINED.finditer(piece):
            runs += [(_plain(piece[at : match.start()]), False), (_plain(match[1]), True)]
            at = match.end()
        runs.append((_plain(piece[at:]), False))
        if any(text.strip() for text, _ in runs):
            out.append([(text, underlined) for text, underlined in runs if text])
    return out


def _plain(text: str) -> str:
    return html.unescape(_TAG.sub(" ", text)).replace("\n", " ").replace("\x0c", " ")


def width_of(table: list[Line]) -> int:
    """How many columns a table has."""
    return max(len(line.cells) for line in table)


# --- Word -------------------------------------------------------------------------------------------------------------


def as_docx(text: str, path: Path) -> Path:
    """A landscape document; the heading row is repeated, lines over the whole table are merged across."""
    document = docx.Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    document.styles["Normal"].font.name = FONT
    for table in tables_of(lines_of(text)):
        if table[0].kind not in (BlockKind.HEADING, BlockKind.ROW):
            for runs in table[0].cells[0]:
                _runs(document.add_paragraph(), runs)
            continue
        width = width_of(table)
        made = document.add_table(rows=0, cols=width, style="Table Grid")
        for line in table:
            row = made.add_row()
            if line.kind is BlockKind.HEADING:
                row._tr.get_or_add_trPr().append(docx.oxml.OxmlElement("w:tblHeader"))
            if line.is_across:
                _cell(row.cells[0].merge(row.cells[-1]), line.cells[0])
                continue
            for cell, paragraphs in zip(row._tr.tc_lst, line.cells, strict=False):
                _cell(docx.table._Cell(cell, made), paragraphs)
        document.add_paragraph()
    document.save(path)
    return path


def _cell(cell: Any, paragraphs: list[list[tuple[str, bool]]]) -> None:
    for number, runs in enumerate(paragraphs):
        _runs(cell.add_paragraph() if number else cell.paragraphs[0], runs)


def _runs(paragraph: Any, runs: list[tuple[str, bool]]) -> None:
    for text, underlined in runs:
        run = paragraph.add_run(text)
        run.font.size = Pt(14)
        run.underline = True if underlined else None


# --- Excel ------------------------------------------------------------------------------------------------------------


def as_xlsx(text: str, path: Path) -> Path:
    """One sheet: paragraphs over the whole width, tables under one another with a blank row between."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = "รายงาน"
    parts = tables_of(lines_of(text))
    widest = max(max(width_of(table) for table in parts), 5)
    at = 0
    for table in parts:
        is_table = table[0].kind in (BlockKind.HEADING, BlockKind.ROW)
        for line in table:
            at += 1
            for column, paragraphs in enumerate(line.cells, 1):
                cell = page.cell(at, column)
                cell.value = "\n".join("".join(text for text, _ in runs).strip() for runs in paragraphs) or None
                if cell.value is not None:
                    cell.data_type = "s"
            if line.is_across or not is_table:
                end = width_of(table) if is_table else widest
                page.merge_cells(start_row=at, start_column=1, end_row=at, end_column=end)
        at += is_table
    book.save(path)
    return path


# --- HTML -------------------------------------------------------------------------------------------------------------


def as_html(text: str, path: Path) -> Path:
    """A page with a style sheet, tables with spans and lists as lists."""
    out = [
        '<!DOCTYPE html><html lang="th"><head><meta charset="utf-8"><style>td{border:1px solid}</style></head><body>'
    ]
    for table in tables_of(lines_of(text)):
        if table[0].kind not in (BlockKind.HEADING, BlockKind.ROW):
            out += [f"<p>{_marked(runs)}</p>" for runs in table[0].cells[0]]
            continue
        width = width_of(table)
        out.append("<table><tbody>")
        for line in table:
            tag = "th" if line.kind is BlockKind.HEADING else "td"
            if line.is_across:
                out.append(f'<tr><td colspan="{width}">{_inside(line.cells[0])}</td></tr>')
                continue
            cells = [*line.cells, *[[]] * (width - len(line.cells))]
            out.append("<tr>" + "".join(f"<{tag}>{_inside(cell)}</{tag}>" for cell in cells) + "</tr>")
        out.append("</tbody></table>")
    path.write_text("\n".join([*out, "<script>var a = '<td>';</script></body></html>"]), encoding="utf-8")
    return path


def _inside(paragraphs: list[list[tuple[str, bool]]]) -> str:
    return "".join(f"<p>{_marked(runs)}</p>" for runs in paragraphs)


def _marked(runs: list[tuple[str, bool]]) -> str:
    return "".join(f"<u>{html.escape(text)}</u>" if under else html.escape(text) for text, under in runs)
