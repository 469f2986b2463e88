"""Word documents (.docx, .docm) through their grid; a door to python-docx.

What Word shows is read: the result of fields, numbers of lists, text boxes, headers and footers once, footnotes.
Deleted and hidden text is no text; pictures and embedded objects cannot be read; macros never run. All of that is
counted in the notes.
"""

import hashlib
import io
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from corpus.readers.docgrid import GridCell, Paragraph, Table
from corpus.readers.lists import Lists
from corpus.readers.package import damaged, file_bytes, has_macros, open_package
from corpus.readers.transcript import Block, NewPage, transcript
from corpus.readers.wordtext import Line, W, children, on, said_by
from corpus.records import Report

_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_MAIN = tuple(
    f"application/vnd.{kind}.main+xml"
    for kind in (
        "openxmlformats-officedocument.wordprocessingml.template",
        "ms-word.document.macroEnabled",
        "ms-word.template.macroEnabledTemplate",
    )
)
# Tables within tables; no person nests them deeper, and a file made to exhaust the stack does.
DEEPEST = 20
# No table of Word has more columns.
MOST_COLUMNS = 63 * 4


def read_word(path: Path) -> Report:
    """Reads a Word document; raises UnreadableReport where it is damaged, locked, without text or made to do harm."""
    data = file_bytes(path)
    with open_package(data, path.name) as package:
        macros = has_macros(package)
    part = _main_part(data, path.name)
    try:
        reader = _Reader(part)
        blocks = reader.blocks()
    except RecursionError as error:
        raise damaged(path.name) from error
    return transcript(
        path.name, hashlib.sha256(data).hexdigest(), blocks, "docx", (*reader.notes(), *macros), reader.printed
    )


def load_libraries() -> None:
    """Loads what reading a Word document takes."""
    import docx  # noqa: F401


def _main_part(data: bytes, name: str) -> Any:
    """The main part of the package, as python-docx opens it."""
    from docx.opc.exceptions import OpcError
    from docx.opc.part import PartFactory
    from docx.package import Package
    from docx.parts.document import DocumentPart
    from lxml.etree import LxmlError

    # The same document, with macros or as a template.
    PartFactory.part_type_for.update(dict.fromkeys(_MAIN, DocumentPart))
    try:
        part = Package.open(io.BytesIO(data)).main_document_part
        if part.element.find(f"{W}body") is None:
            raise damaged(name)
        return part
    except (OpcError, LxmlError, KeyError, ValueError, AttributeError, IndexError, TypeError, OSError) as error:
        raise damaged(name) from error


class _Reader:
    """Goes through the parts of one document; counts what it leaves out."""

    def __init__(self, part: Any) -> None:
        self._part = part
        self._left_out: Counter[str] = Counter()
        self._footnotes: list[tuple[str, str]] = []
        self._lists = Lists(self._related_root("numbering"), self._related_root("styles"))
        self._depth = 0

    @property
    def printed(self) -> bool:
        """Whether Word noted where pages ended when it last printed or showed the document."""
        return next(self._part.element.iter(f"{W}lastRenderedPageBreak"), None) is not None

    def blocks(self) -> list[Block]:
        """Headers, the body, footnotes in the order in which they are called, footers."""
        body = list(self._blocks(self._part.element.find(f"{W}body")))
        notes = [block for kind, number in self._footnotes for block in self._footnote(kind, number)]
        return [*self._around("header"), *body, *notes, *self._around("footer")]

    def notes(self) -> tuple[str, ...]:
        """What was left out, each kind with its count, in Thai."""
        said = (
            ("picture", "รูปภาพ {} รูป ไม่ได้อ่านข้อความในภาพ"),
            ("object", "วัตถุที่ฝังไว้ (เช่น ตาราง Excel แผนภูมิ แผนผัง SmartArt) {} ชิ้น ไม่ได้อ่าน"),
            ("deleted", "ข้อความที่ลบไว้ (ติดตามการเปลี่ยนแปลง) {} แห่ง ไม่นับเป็นข้อความ"),
            ("hidden", "ข้อความที่ซ่อนไว้ {} แห่ง ไม่ได้อ่าน"),
            ("comment", "ความเห็น {} ข้อ ไม่นับเป็นข้อความ"),
        )
        self._left_out["comment"] = sum(len(list(root.iter(f"{W}comment"))) for root in self._roots("comments"))
        return tuple(words.format(self._left_out[kind]) for kind, words in said if self._left_out[kind])

    # --- parts -------------------------------------------------------------------------------------------------------

    def _roots(self, kind: str) -> Iterator[Any]:
        """The root elements of the parts of a kind, in the order of their names."""
        related = (one for one in self._part.rels.values() if one.reltype == _RELATED + kind and not one.is_external)
        for relation in sorted(related, key=lambda one: str(one.target_part.partname)):
            part = relation.target_part
            yield part.element if hasattr(part, "element") else _parsed(part.blob)

    def _related_root(self, kind: str) -> Any:
        return next(self._roots(kind), None)

    def _around(self, kind: str) -> Iterator[Block]:
        """Headers or footers, each wording once; page numbers alone are none."""
        seen = set()
        for root in self._roots(kind):
            held = [block for block in self._blocks(root) if isinstance(block, (Paragraph, Table))]
            words = " ".join(block.words for block in held).strip()
            if words not in seen and any(letter.isalpha() for letter in words):
                yield from held
            seen.add(words)

    def _footnote(self, kind: str, number: str) -> Iterator[Block]:
        for root in self._roots(kind + "s"):
            for note in root.findall(f"{W}{kind}"):
                if note.get(f"{W}id") == number:
                    yield from self._blocks(note)

    # --- blocks ------------------------------------------------------------------------------------------------------

    def _blocks(self, container: Any) -> Iterator[Block]:
        """The paragraphs and tables of a body, a cell, a text box or a note, in order."""
        self._depth += 1
        if self._depth > DEEPEST * 4:
            raise RecursionError
        for element in children(container, self._left_out):
            if element.tag == f"{W}p":
                yield from self._paragraph(element)
            elif element.tag == f"{W}tbl":
                yield self._table(element)
            elif element.tag == f"{W}altChunk":
                self._left_out["object"] += 1
        self._depth -= 1

    def _paragraph(self, element: Any) -> Iterator[Block]:
        properties = element.find(f"{W}pPr")
        breaks = properties is not None and on(properties.find(f"{W}pageBreakBefore"))
        mark = self._lists.mark(properties)
        said = said_by(element, self._left_out)
        self._footnotes += said.called
        if breaks:
            yield NewPage()
        yield from _written(said.lines, mark)
        for box in said.boxes:
            yield from self._blocks(box)
        yield from [NewPage()] * said.torn
        section = None if properties is None else properties.find(f"{W}sectPr")
        if section is not None and _begins_page(section):
            yield NewPage()

    def _table(self, element: Any) -> Table:
        widths = [_number(one.get(f"{W}w")) for one in element.findall(f"{W}tblGrid/{W}gridCol")]
        cells: list[GridCell] = []
        open_above: dict[int, int] = {}  # grid column → number of the cell that a merged one goes on with
        pages: dict[int, int] = {}
        at = 0
        for row in children(element, self._left_out):
            if row.tag != f"{W}tr" or self._is_deleted(row):
                continue
            before, after = _page_breaks(row)
            pages[at] = pages.get(at, 0) + before
            pages[at + 1] = after
            open_above = self._row(row, at, cells, open_above)
            at += 1
        return Table(tuple(cells), tuple(widths), {row: count for row, count in pages.items() if count})

    def _is_deleted(self, row: Any) -> bool:
        gone = row.find(f"{W}trPr/{W}del") is not None
        self._left_out["deleted"] += gone
        return gone

    def _row(self, row: Any, at: int, cells: list[GridCell], open_above: dict[int, int]) -> dict[int, int]:
        """Adds the cells of one row; returns which cell each grid column belongs to, for the row below."""
        skipped = row.find(f"{W}trPr/{W}gridBefore")
        column = min(int(_number(None if skipped is None else skipped.get(f"{W}val"))), MOST_COLUMNS)
        below: dict[int, int] = {}
        for element in children(row, self._left_out):
            if element.tag != f"{W}tc":
                continue
            span, down, beside = _merging(element)
            content = tuple(block for block in self._blocks(element) if isinstance(block, (Paragraph, Table)))
            owner = open_above.get(column) if down == "continue" else None
            if owner is not None:
                held = cells[owner]
                joined = held.content + tuple(block for block in content if block.words.strip())
                cells[owner] = GridCell(held.row, held.column, joined, at - held.row + 1, held.columns)
            elif beside == "continue" and cells and cells[-1].row == at:
                owner, held = len(cells) - 1, cells[-1]
                joined = held.content + tuple(block for block in content if block.words.strip())
                cells[-1] = GridCell(at, held.column, joined, 1, held.columns + span)
            else:
                owner = len(cells)
                cells.append(GridCell(at, column, content, 1, span))
            below[column] = owner
            column += span
        return below


def _written(lines: list[Line], mark: str) -> Iterator[Block]:
    """The lines of a paragraph as paragraphs of their own, the mark of the list before the first."""
    first = True
    for line in lines:
        if line.new_page:
            yield NewPage()
        text = f"{mark} {line.text}" if mark and first and (line.text or line.lead) and not line.lead else line.text
        if text.strip() or line.lead or len(lines) == 1:
            yield Paragraph(text, line.lead)
        first = first and not text.strip()


def _merging(cell: Any) -> tuple[int, str, str]:
    """How many grid columns a cell covers; whether it begins or goes on with a merge downwards, and to the side."""
    properties = cell.find(f"{W}tcPr")
    if properties is None:
        return 1, "", ""
    span = properties.find(f"{W}gridSpan")
    wide = 1 if span is None else int(_number(span.get(f"{W}val"))) or 1
    said = [properties.find(f"{W}{tag}") for tag in ("vMerge", "hMerge")]
    down, beside = ("" if one is None else one.get(f"{W}val", "continue") for one in said)
    return min(max(wide, 1), MOST_COLUMNS), down, beside


def _page_breaks(row: Any) -> tuple[int, int]:
    """How many pages begin with a row, and how many within it."""
    before = within = 0
    for cell in row.iter(f"{W}tc"):
        at_top, count = 0, 0
        said = False
        for element in cell.iter(f"{W}t", f"{W}lastRenderedPageBreak", f"{W}br"):
            if element.tag == f"{W}t":
                said = said or bool((element.text or "").strip())
            elif element.tag == f"{W}lastRenderedPageBreak" or element.get(f"{W}type") == "page":
                at_top, count = at_top + (not said), count + said
        before, within = max(before, at_top), max(within, count)
    return min(before, 1), within


def _begins_page(section: Any) -> bool:
    kind = section.find(f"{W}type")
    return kind is None or kind.get(f"{W}val") != "continuous"


def _number(value: str | None) -> float:
    """A number of the file, 0 where it is none."""
    try:
        return max(0.0, min(float(value or 0), 1e6))
    except ValueError:
        return 0.0


def _parsed(blob: bytes) -> Any:
    from lxml import etree

    return etree.fromstring(blob, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
