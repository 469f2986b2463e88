"""Reports laid out on paper: a text report as a Word file or a web page, and from there as a PDF or images of one."""

import html
import re
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.catalogue import group_name
from corpus.cells import Span, plain, runs
from corpus.forms import FORM_COLUMNS, FORM_HEADINGS, Column
from corpus.records import CELLS, MeasureRow, Reading
from corpus.tables import BlockKind, blocks

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

# A4 on its side, in millimetres.
WIDTH, HEIGHT, MARGIN = 297, 210, 15
_BLOCK = re.compile(r"</?(?:p|br|div|li|ul|ol)\b[^>]*>", re.I)

# A cell is its paragraphs, each a text and whether it is underlined.
Paragraph = tuple[str, bool]
Line = tuple[tuple[Paragraph, ...], ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A table of lines, or (``lines`` empty) a paragraph of prose; ``headed``: the first line is its heading."""

    text: str = ""
    lines: tuple[Line, ...] = ()
    headed: bool = False


def pieces_of(text: str, joined: bool = False) -> list[Piece]:
    """The prose and the tables of a text report, in order; ``joined``: a row after a gap goes on with the table."""
    out: list[Piece] = []
    for block in blocks(text):
        if block.kind in (BlockKind.PARAGRAPH, BlockKind.PAGE_NUMBER):
            out.extend(Piece(plain(text, run)) for run in runs(text, Span(block.start, block.end)) if plain(text, run))
        elif block.kind in (BlockKind.ROW, BlockKind.HEADING):
            line = tuple(_paragraphs(text, cell) for cell in block.cells)
            before = out[-1] if out else Piece()
            headed = block.kind is BlockKind.HEADING
            fits = bool(before.lines) and len(before.lines[0]) == len(line)
            if fits and not headed and (joined or not block.top or len(before.lines) == 1):
                out[-1] = Piece("", (*before.lines, line), before.headed)
            elif fits and headed and joined and before.headed:
                continue
            else:
                out.append(Piece("", (line,), headed))
    return out


def pieces_of_reading(reading: Reading) -> list[Piece]:
    """A reading as it may have been typed: its prose, then one table of group headings and whole rows."""
    first = min((row.place.char_start for row in reading.rows), default=0)
    out = [
        Piece(p.text)
        for p in reading.passages
        if p.kind == "prose" and p.place.char_start < first and len(p.text) < 2000
    ]
    headings = FORM_HEADINGS[reading.form]
    lines: list[Line] = [tuple(((words, False),) for words in headings)]
    group = 0
    for row in reading.rows:
        coded = row.code is not None
        if coded and row.group != group:
            group = row.group
            head = f"ตัวชี้วัดที่ {group} {group_name(group, row.fiscal_year)}"
            head += f" คะแนนเฉลี่ย {row.group_score:.2f} คะแนน" if row.group_score is not None else ""
            lines.append((((head, False),), *((),) * (len(headings) - 1)))
        item = f"{row.code} {row.item}" if coded else f"{row.group}) {row.item}"
        named: list[Paragraph] = [(item, False)]
        if row.score is not None:
            named.append((f"({row.score:.2f} คะแนน)", False))
        lines.append((tuple(named), *(_cell_of(row, column) for column in FORM_COLUMNS[reading.form][1:])))
    return [*out, Piece("", tuple(lines), True)]


def _cell_of(row: MeasureRow, column: Column) -> tuple[Paragraph, ...]:
    out: list[Paragraph] = []
    names = ("weakness", "guideline") if column is Column.ANALYSIS else (column.value,)
    for name in names:
        cell = row.cell(name) if name in CELLS else None
        if cell is None:
            continue
        if len(names) > 1:
            out.append(({"weakness": "จุดอ่อน", "guideline": "แนวทางปฏิบัติ"}[name], True))
        out.extend((segment.text, False) for segment in cell.segments)
    return tuple(out)


def _paragraphs(text: str, cell: Span) -> tuple[Paragraph, ...]:
    out: list[Paragraph] = []
    source = text[cell.start : cell.end]
    for part in _BLOCK.split(source.replace("\r", "")):
        underlined = part.lstrip().startswith("<u>")
        for piece in re.split(r"(?<=</u>)", part) if underlined else [part]:
            words = plain(piece, Span(0, len(piece)))
            if words:
                out.append((words, piece.lstrip().startswith("<u>")))
    return tuple(out)


class Rules(StrEnum):
    """Which lines of a table are drawn; ``BANDS``: none, but the ground of every other row is grey."""

    ALL = "all"
    NONE = "none"
    LEVEL = "level"
    UPRIGHT = "upright"
    BOXED = "boxed"  # upright ones and the frame
    HEADING = "heading"  # above and below the heading, and at the end
    BANDS = "bands"


_DRAWN = {
    Rules.NONE: (),
    Rules.BANDS: (),
    Rules.LEVEL: ("top", "bottom", "insideH"),
    Rules.UPRIGHT: ("left", "right", "insideV"),
    Rules.BOXED: ("top", "bottom", "left", "right", "insideV"),
    Rules.HEADING: ("top", "bottom"),
}


def as_docx(
    pieces: Iterable[Piece],
    path: Path,
    font: str = "TH Sarabun New",
    size: float = 14,
    rules: Rules = Rules.ALL,
    **look: bool,
) -> Path:
    """The pieces as a Word file, A4 on its side; ``repeat``: headings on every page; ``whole``: rows are not split."""
    from docx import Document
    from docx.enum.section import WD_ORIENT
    from docx.oxml import OxmlElement, parse_xml
    from docx.oxml.ns import nsdecls, qn
    from docx.shared import Mm, Pt

    document = Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = font, Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:cs"), font)
    big = OxmlElement("w:szCs")
    big.set(qn("w:val"), str(int(size * 2)))
    style.element.rPr.append(big)
    style.paragraph_format.space_after = Pt(0)
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(WIDTH), Mm(HEIGHT)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(MARGIN)
    last_was_table = False
    for piece in pieces:
        if not piece.lines:
            document.add_paragraph(piece.text)
            last_was_table = False
            continue
        if last_was_table:
            document.add_paragraph("")
        last_was_table = True
        table = document.add_table(rows=0, cols=len(piece.lines[0]), style="Table Grid")
        if rules is not Rules.ALL:
            _borders(table._tbl.tblPr, "w:tblBorders", _DRAWN[rules])
        for number, line in enumerate(piece.lines):
            row = table.add_row()
            for cell, paragraphs in zip(row.cells, line, strict=True):
                cell.paragraphs[0].text = ""
                for at, (words, underlined) in enumerate(paragraphs):
                    paragraph = cell.paragraphs[0] if at == 0 else cell.add_paragraph()
                    paragraph.add_run(words).underline = underlined
                if rules is Rules.HEADING and number == 0:
                    _borders(cell._tc.get_or_add_tcPr(), "w:tcBorders", ("bottom",), ())
                if rules is Rules.BANDS and number % 2:
                    shade = cell._tc.get_or_add_tcPr()
                    shade.append(parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="EDEDED"/>'))
            properties = row._tr.get_or_add_trPr()
            if number == 0 and piece.headed and look.get("repeat"):
                properties.append(OxmlElement("w:tblHeader"))
            if look.get("whole"):
                properties.append(OxmlElement("w:cantSplit"))
    document.save(str(path))
    return path


def _borders(
    properties: Any,
    name: str,
    drawn: Iterable[str],
    others: Iterable[str] = ("top", "left", "bottom", "right", "insideH", "insideV"),
) -> None:
    """Says which lines around or inside a table or cell are drawn."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    held = OxmlElement(name)
    for side in dict.fromkeys([*others, *drawn]):
        line = OxmlElement(f"w:{side}")
        line.set(qn("w:val"), "single" if side in drawn else "nil")
        line.set(qn("w:sz"), "4")
        held.append(line)
    properties.append(held)


def as_html(pieces: Iterable[Piece], font: str = "Sarabun, Laksaman, sans-serif", rules: str = "1px solid #000") -> str:
    """The pieces as a web page to be printed on A4 on its side."""
    body = "".join(_piece_html(piece) for piece in pieces)
    return (
        f"<!doctype html><meta charset=utf-8><style>@page{{size:{WIDTH}mm {HEIGHT}mm;margin:{MARGIN}mm}}"
        f"body{{font:14px {font};margin:0}}table{{border-collapse:collapse;width:100%;margin:8px 0}}"
        f"td,th{{border:{rules};padding:2px 4px;vertical-align:top;text-align:left}}p{{margin:0}}</style>{body}"
    )


def _piece_html(piece: Piece) -> str:
    if not piece.lines:
        return f"<p>{html.escape(piece.text)}</p>"
    lines = [_line_html(line) for line in piece.lines]
    head = f"<thead>{lines.pop(0)}</thead>" if piece.headed else ""
    return f"<table>{head}<tbody>{''.join(lines)}</tbody></table>"


def _line_html(line: Sequence[tuple[Paragraph, ...]]) -> str:
    cells = []
    for paragraphs in line:
        marked = (f"<u>{html.escape(t)}</u>" if underlined else html.escape(t) for t, underlined in paragraphs)
        cells.append("<td>" + "".join(f"<p>{words}</p>" for words in marked) + "</td>")
    return f"<tr>{''.join(cells)}</tr>"


def office_pdf(source: Path, soffice: str) -> Path:
    """A Word file or the like as LibreOffice prints it, beside it; with a profile of its own, lest it be locked."""
    profile = f"-env:UserInstallation=file://{source.parent.absolute()}/profile"
    command = [soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", str(source.parent), str(source)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    out = source.with_suffix(".pdf")
    if not out.exists():
        raise RuntimeError(f"LibreOffice made no PDF: {done.stderr.strip()[-200:]}")
    return out


def image_pdf(pages: "Sequence[npt.NDArray[np.uint8]]", path: Path, dpi: float = 300) -> Path:
    """A PDF of nothing but images, as a scanner makes it."""
    from PIL import Image

    images = [Image.fromarray(page) for page in pages]
    images[0].save(path, "PDF", save_all=True, append_images=images[1:], resolution=dpi, quality=85)
    return path


def scanned(source: Path, path: Path, dpi: float = 200, pages: int | None = None) -> Path:
    """A PDF with text as one of images: its pages (the first so many) as a scanner at that resolution sees them."""
    import pypdfium2

    with pypdfium2.PdfDocument(source) as document:
        images = [
            document[n].render(scale=dpi / 72, grayscale=True).to_numpy().squeeze().copy()
            for n in range(min(len(document), pages or len(document)))
        ]
    return image_pdf(images, path, dpi)


def long_scan(path: Path, pages: int = 12) -> Path:
    """A PDF of so many pages full of printed lines at 150 dpi, which take text recognition half a minute and more."""
    import numpy as np
    from PIL import Image, ImageDraw, ImageFont

    font = ImageFont.truetype("/usr/share/fonts/truetype/tlwg/Laksaman.ttf", 26)
    image = Image.new("L", (1240, 1754), 255)
    draw = ImageDraw.Draw(image)
    for number, y in enumerate(range(80, 1680, 36)):
        draw.text(
            (80, y), f"{number} สำนักงานเขตจัดประชุมชี้แจงการขออนุญาตยืมทรัพย์สินของราชการให้เจ้าหน้าที่ทุกฝ่าย", font=font, fill=0
        )
    return image_pdf([np.asarray(image)] * pages, path, 150)


def descendants(pid: int, name: str) -> list[int]:
    """The processes of that name that a process has started, directly or not."""
    found, waiting = [], [pid]
    while waiting:
        one = waiting.pop()
        for task in Path(f"/proc/{one}/task").glob("*/children"):
            try:
                own = [int(child) for child in task.read_text(encoding="ascii").split()]
            except OSError:  # it has just ended
                continue
            waiting += own
            for child in own:
                try:
                    called = Path(f"/proc/{child}/comm").read_text(encoding="utf-8").strip()
                except OSError:
                    continue
                found += [child] if called == name else []
    return found


def is_running(pid: int) -> bool:
    """Whether a process is there and not merely waits to be taken note of."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in "ZX"
