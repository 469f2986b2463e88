"""The source panel: a report's text around a quote, the quoted words highlighted, the row told from its neighbours."""

import re

from assistant.window.labels import district_label, year_label
from assistant.window.markup import Html, Piece, button, div, el, escape, join, span
from corpus.records import MeasureRow, Reading

# Characters shown before and after the quote: about one screen of a table row on either side.
AROUND = 700
# A cut moves at most this far to reach a line break, so that a word or a cell is not opened in its middle.
REACH = 160

# Tags that text recognition leaves in the cells. They are hidden, nothing else is: an unknown tag stays readable text.
_STRAY_TAG = re.compile(
    r"</?(?P<name>p|ul|ol|li|br|u|b|i|em|strong|span|div|sup|sub|table|thead|tbody|tr|td|th)\b[^<>]{0,200}>",
    re.IGNORECASE,
)
_BREAKING = frozenset({"p", "ul", "ol", "li", "br", "div", "table", "tr", "td", "th"})
_CELL_BORDER = re.compile(r"[ \u00a0]*\t[\t \u00a0]*")
_BREAKS = re.compile(r"[ \u00a0]*\n\s*")


def row_at(reading: Reading, position: int) -> MeasureRow | None:
    """The row whose words stand at that character; a row's own segments count before its outline."""
    for row in reading.rows:
        segments = [segment for cell in row.cells for segment in cell.segments] + list(row.item_segments)
        if any(s.place.char_start <= position < s.place.char_end for s in segments):
            return row
    return next((r for r in reading.rows if r.place.char_start <= position < r.place.char_end), None)


def readable(text: str) -> Html:
    """Source text for reading: stray tags become line breaks, a cell border becomes a rule; all else is escaped."""
    plain = _STRAY_TAG.sub(lambda m: "\n" if m["name"].lower() in _BREAKING else "", text)
    cells = _CELL_BORDER.split(plain)
    pieces: list[Piece] = []
    for number, cell in enumerate(cells):
        shown = _BREAKS.sub("\n", cell)
        if number:
            pieces.append(el("span", class_="cell-border", role="separator"))
            shown = shown.lstrip("\n")
        pieces.append(shown.rstrip("\n") if number + 1 < len(cells) else shown)
    return join(pieces)


def _edge(text: str, at: int, step: int) -> int:
    """The cut moved outward to a line break or cell border nearby, else to a space."""
    if at <= 0 or at >= len(text):
        return max(0, min(at, len(text)))
    reach = text[max(0, at - REACH) : at] if step < 0 else text[at : at + REACH]
    for border in ("\n", "\t", " "):
        found = reach.rfind(border) if step < 0 else reach.find(border)
        if found >= 0:
            return at - len(reach) + found + 1 if step < 0 else at + found
    return at


def _neighbours(text: str, low: int, high: int, row: MeasureRow | None) -> Html:
    """The text from ``low`` to ``high``, dimmed where it is outside the cited row."""
    if row is None or low >= high:
        return readable(text[low:high])
    start = min(max(row.place.char_start, low), high)
    end = max(min(row.place.char_end, high), low)
    if start >= end:
        return el("span", readable(text[low:high]), class_="outside")
    parts: list[Piece] = []
    for a, b, inside in ((low, start, False), (start, end, True), (end, high, False)):
        if a < b:
            shown = readable(text[a:b])
            parts.append(shown if inside else el("span", shown, class_="outside"))
    return join(parts)


def _page_label(reading: Reading, position: int) -> str:
    page = next((p for p in reading.report.pages if p.char_start <= position < p.char_end), None)
    if page is None:
        return ""
    printed = f" (เลขหน้าที่พิมพ์ {page.label})" if page.label and page.label != str(page.number) else ""
    return f"หน้า {page.number}{printed}"


def excerpt(reading: Reading, start: int, end: int, mark: int | None = None) -> Html:
    """The panel for one quote: ``start`` and ``end`` are half-open offsets into the report's text."""
    text = reading.report.text
    start = max(0, min(start, len(text)))
    end = max(start, min(end, len(text)))
    row = row_at(reading, start)
    low, high = _edge(text, start - AROUND, -1), _edge(text, end + AROUND, 1)
    line = text.count("\n", 0, start) + 1
    where = " · ".join(filter(None, [_page_label(reading, start), f"บรรทัด {line:,}"]))
    paper = [
        span("more", "…") if low > 0 else None,
        _neighbours(text, low, start, row),
        el("mark", readable(text[start:end]), id="quoted"),
        _neighbours(text, end, high, row),
        span("more", "…") if high < len(text) else None,
    ]
    return div(
        "panel source",
        div(
            "panel-head",
            el("h2", "ต้นฉบับ"),
            span("card-mark", str(mark)) if mark is not None else None,
            button("close", "close", "ปิด", aria_label="ปิดต้นฉบับ"),
        ),
        div(
            "source-where",
            span("card-who", district_label(reading.district)),
            span("tag", year_label(reading.fiscal_year)),
            span("tag tag-item", row.label) if row else None,
            div("source-file", f"{reading.report.name} · {where}"),
        ),
        div("paper", *paper, tabindex=0, role="region", aria_label="ข้อความในรายงานรอบคำที่อ้าง"),
    )


def no_excerpt(sentence: str) -> Html:
    """The panel while nothing is chosen, or where what was chosen is not there."""
    return div("panel source is-empty", div("panel-head", el("h2", "ต้นฉบับ")), el("p", escape(sentence), class_="hint"))
