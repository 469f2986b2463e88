"""Pages of the web (.html) as a browser shows them; a door to lxml.

Scripts, styles and what is hidden or deleted are no text; pictures and frames cannot be read: all of it is counted.
Nothing that a page refers to is ever fetched.
"""

import hashlib
import re
from collections import Counter
from pathlib import Path
from typing import Any

from corpus.errors import UnreadableReport
from corpus.readers.docgrid import GridCell, Paragraph, Table
from corpus.readers.lists import counted
from corpus.readers.package import damaged, file_bytes
from corpus.readers.text import decode
from corpus.readers.transcript import Block, transcript
from corpus.records import Report

# Bytes; a page of 300 printed pages has some 3 MB.
LARGEST = 30_000_000
# Elements within elements; no page that is looked at comes near it.
DEEPEST = 200
# What a cell may claim to cover, as browsers have it.
MOST_COLUMNS, MOST_ROWS = 1000, 65_534
_HEAD_OF_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html\b)", re.I | re.S
)
_ELEMENT = re.compile(rb"<(?:html|head|body|meta|table|div|p|h[1-6]|ul|ol|span|br)\b", re.I)
_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_\-]+)""", re.I)
_THAI_CHARSETS = ("tis-620", "tis620", "windows-874", "iso-8859-11", "cp874", "x-windows-874")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_SILENT = {"script", "style", "template", "head", "noframes", "datalist", "select", "textarea", "title"}
_PICTURES = {"img", "svg", "canvas", "picture", "video", "audio"}
_FRAMES = {"iframe", "frame", "object", "embed", "applet"}
_DELETED = {"del", "strike", "s"}
_BLOCKS = {
    "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "dl", "dt", "dd", "section", "article", "header",
    "footer", "main", "nav", "aside", "blockquote", "pre", "center", "form", "fieldset", "figure", "figcaption",
    "address", "body", "html", "td", "th", "tr", "caption", "hr",
}  # fmt: skip
_LIST_KINDS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.I)
_UNDERLINED = re.compile(r"text-decoration[^;]*underline", re.I)
_SPACES = re.compile(r"[ \t\r\n\f]+")


def is_page(head: bytes) -> bool:
    """Whether the beginning of a file is that of a page of the web."""
    return _HEAD_OF_PAGE.match(head) is not None


def looks_like_page(head: bytes) -> bool:
    """Whether the beginning of a file holds an element that only pages have; for files named as such."""
    return _ELEMENT.search(head) is not None


def read_webpage(path: Path) -> Report:
    """Reads a page of the web; raises UnreadableReport where it cannot be decoded, is too large or holds no words."""
    data = file_bytes(path)
    return page_report(data, path.name, hashlib.sha256(data).hexdigest())


def page_report(data: bytes, name: str, sha256: str, charset: str = "") -> Report:
    """The report that a page is, ``charset`` being what was said of it outside; raises UnreadableReport as above."""
    if len(data) > LARGEST:
        raise UnreadableReport(f"{name} is larger than {LARGEST // 1_000_000} MB; take pictures out of it.")
    reader = _Reader()
    root = _parsed(_decoded(data, name, charset.lower()), name)
    try:
        blocks = reader.blocks(root)
    except RecursionError as error:
        raise damaged(name) from error
    return transcript(name, sha256, blocks, "html", reader.notes())


def load_libraries() -> None:
    """Loads what reading a page takes."""
    import lxml.html  # noqa: F401


def _decoded(data: bytes, name: str, charset: str) -> str:
    """The text of a page: in the encoding that is named, else in the one that it turns out to be in."""
    named = None if charset else _CHARSET.search(data[:4096])
    charset = named[1].decode("ascii").lower() if named else charset
    if charset in _THAI_CHARSETS and not data.startswith(b"\xef\xbb\xbf"):
        try:
            return data.decode("cp874")
        except UnicodeDecodeError:
            pass  # it names one encoding and is in another
    return decode(data, name)[0]


def _parsed(text: str, name: str) -> Any:
    from lxml import html
    from lxml.etree import LxmlError

    parser = html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        return html.document_fromstring(_DECLARATION.sub("", text), parser=parser)
    except (LxmlError, ValueError, AssertionError) as error:
        raise UnreadableReport(f"{name} holds no page that can be read; save it again, or give the PDF.") from error


class _Reader:
    """Goes through one page; counts what it leaves out."""

    def __init__(self) -> None:
        self._left_out: Counter[str] = Counter()

    def blocks(self, root: Any) -> list[Block]:
        """The page's title, where its words do not say the same, and everything in its body."""
        body = list(_Flow(self._left_out).of(root))
        title = " ".join((root.findtext(".//title") or "").split())
        said = "".join("".join(block.words.split()) for block in body if isinstance(block, (Paragraph, Table)))
        self._left_out["script"] += len(list(root.iter("script", "style")))
        return [Paragraph(title), *body] if title and "".join(title.split()) not in said else body

    def notes(self) -> tuple[str, ...]:
        """What was left out, each kind with its count, in Thai."""
        said = (
            ("picture", "รูปภาพหรือสื่อ {} ชิ้น ไม่ได้อ่าน"),
            ("frame", "กรอบหรือวัตถุที่ฝังไว้ {} ชิ้น ไม่ได้อ่าน"),
            ("script", "สคริปต์และรูปแบบ (script, style) {} ส่วน ไม่ใช่ข้อความ"),
            ("hidden", "ข้อความที่ซ่อนไว้ {} แห่ง ไม่ได้อ่าน"),
            ("deleted", "ข้อความที่ขีดฆ่าหรือลบไว้ {} แห่ง ไม่นับเป็นข้อความ"),
        )
        return tuple(words.format(self._left_out[kind]) for kind, words in said if self._left_out[kind])


class _Flow:
    """The blocks of one stretch of a page: a body, or a cell of a table."""

    def __init__(self, left_out: Counter[str], depth: int = 0) -> None:
        self._left_out, self._depth = left_out, depth
        self._pieces: list[tuple[str, bool]] = []
        self._blocks: list[Block] = []
        self._mark = ""
        self._kept = False  # within <pre>, where line ends and blanks count

    def of(self, element: Any) -> list[Block]:
        """What an element shows."""
        self._children(element, underlined=False)
        self._end()
        return self._blocks

    def _end(self) -> None:
        """A line ends here."""
        text = "".join(text for text, _ in self._pieces)
        if self._kept:
            lines = [line.strip() for line in text.splitlines()]
            self._blocks += [Paragraph(line) for line in lines if line]
            self._pieces = []
            return
        lead, rest = "", list(self._pieces)
        while rest and (rest[0][1] or not rest[0][0].strip()):
            lead += rest.pop(0)[0]
        text = "".join(text for text, _ in rest)
        if not lead.strip() or not text.strip():
            lead, text = "", lead + text
        lead, text = (_SPACES.sub(" ", one).strip() for one in (lead, text))
        if text or lead:
            self._blocks.append(Paragraph(text, lead) if lead else Paragraph(f"{self._mark} {text}".strip()))
            self._mark = ""
        self._pieces = []

    def _say(self, text: str | None, underlined: bool) -> None:
        if text:
            self._pieces.append((text, underlined))

    def _children(self, element: Any, underlined: bool) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise RecursionError
        self._say(element.text, underlined)
        for child in element:
            if isinstance(child.tag, str):
                self._element(child, underlined)
            self._say(child.tail, underlined)
        self._depth -= 1

    def _element(self, element: Any, underlined: bool) -> None:
        tag = element.tag.rpartition(":")[2].lower()
        style = element.get("style") or ""
        if tag in _SILENT:
            return
        if tag in _PICTURES or tag in _FRAMES:
            self._left_out["picture" if tag in _PICTURES else "frame"] += 1
        elif element.get("hidden") is not None or _HIDDEN.search(style):
            self._left_out["hidden"] += bool("".join(element.itertext()).strip())
        elif tag in _DELETED:
            self._left_out["deleted"] += 1
        elif tag == "br":
            self._end()
        elif tag == "table":
            self._end()
            self._blocks.append(self._table(element))
        elif tag in _BLOCKS:
            self._block(element, tag, underlined)
        else:
            self._children(element, underlined or tag in ("u", "ins") or bool(_UNDERLINED.search(style)))

    def _block(self, element: Any, tag: str, underlined: bool) -> None:
        self._end()
        if tag == "li":
            self._mark = _mark_of(element)
        kept, self._kept = self._kept, self._kept or tag == "pre"
        self._children(element, underlined)
        self._end()
        self._kept = kept
        if tag == "li":
            self._mark = ""

    def _table(self, element: Any) -> Table:
        """The grid of a table, laid out as browsers do: cells go to the next free place of their row."""
        taken: dict[int, set[int]] = {}
        cells: list[GridCell] = []
        rows = [row for row in element.iter("tr") if _table_of(row) is element]
        for caption in (one for one in element.iter("caption") if _table_of(one) is element):
            self._blocks += _Flow(self._left_out, self._depth).of(caption)
        for at, row in enumerate(rows):
            if row.get("hidden") is not None or _HIDDEN.search(row.get("style") or ""):
                self._left_out["hidden"] += bool("".join(row.itertext()).strip())
                continue
            column = 0
            for cell in row:
                if cell.tag not in ("td", "th"):
                    continue
                while column in taken.get(at, ()):
                    column += 1
                down = min(_span(cell.get("rowspan"), MOST_ROWS) or len(rows), len(rows) - at)
                beside = max(1, _span(cell.get("colspan"), MOST_COLUMNS))
                content = tuple(
                    block
                    for block in _Flow(self._left_out, self._depth).of(cell)
                    if isinstance(block, (Paragraph, Table))
                )
                cells.append(GridCell(at, column, content, down, beside))
                for below in range(at, at + down):
                    taken.setdefault(below, set()).update(range(column, column + beside))
                column += beside
        return Table(tuple(cells))


def _table_of(element: Any) -> Any:
    """The innermost table around an element."""
    return next(element.iterancestors("table"), None)


def _span(value: str | None, most: int) -> int:
    """What a span attribute says, 1 where it says nothing sensible; 0 means to the end."""
    text = (value or "").strip()
    return min(int(text), most) if text.isdecimal() and len(text) < 7 else 1


def _mark_of(item: Any) -> str:
    """What a browser prints before an entry of a list."""
    around = item.getparent()
    style = f"{around.get('style') or ''};{item.get('style') or ''}".replace(" ", "")
    if "list-style:none" in style or "list-style-type:none" in style:
        return ""
    if around.tag != "ol":
        return "•"
    first = around.get("start") or "1"
    number = int(first) if first.lstrip("-").isdecimal() and len(first) < 6 else 1
    number += sum(one.tag == "li" for one in item.itersiblings(preceding=True))
    own = item.get("value") or ""
    number = int(own) if own.isdecimal() and len(own) < 6 else number
    kind = "thaiNumbers" if "list-style-type:thai" in style else _LIST_KINDS.get(around.get("type") or "", "decimal")
    return f"{counted(number, kind)}."
