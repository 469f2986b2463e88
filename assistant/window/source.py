"""The source panel: the cited row as its table, or the report's text around a quote, with a link to the same place."""

import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlencode

from assistant.window.labels import cell_label, district_label, item_label, year_label
from assistant.window.markup import Html, Piece, button, div, el, escape, join, span
from assistant.window.messages import t
from assistant.window.proofs import hand_note
from assistant.window.sourcetable import is_whole, neighbours, shows, table_view
from corpus.readers.pageimage import has_pages, is_scanned
from corpus.records import MeasureRow, Page, Reading

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

# A link names at most so many characters of a report, and no name is longer.
LONGEST_LINK, LONGEST_NAME = 20_000, 400
PAGE_NOTE = "สีเหลืองคือข้อความที่อ้าง แถบดำคือข้อมูลส่วนบุคคลที่ปิดไว้ รูปภาพในหน้าพิมพ์ไม่แสดง"
SCAN_NOTE = (
    "ภาพจากหน้าที่สแกน สีเหลืองคือข้อความที่อ้าง แถบดำคือข้อมูลส่วนบุคคลที่ปิดไว้ "
    "แสดงเฉพาะบรรทัดที่อ่านได้กับเส้นตาราง รูป ลายมือ และตราประทับไม่แสดง"
)
_AT = re.compile(r"([0-9]{1,9})-([0-9]{1,9})")


class View(StrEnum):
    """How the source is shown: the row as its table, the text as it stands, or the page of paper as a picture."""

    TABLE = "table"
    TEXT = "text"
    PAGE = "page"


_VIEWS = {View.TEXT: "ดูข้อความรอบ ๆ ตามต้นฉบับ", View.TABLE: "ดูเป็นตาราง", View.PAGE: "ดูหน้ากระดาษ"}


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a report, half-open character offsets; ``mark`` and ``scope`` are those of the mark that led there."""

    start: int
    end: int
    mark: int | None = None
    scope: str = ""
    view: View = View.TABLE


def spot_of_link(reading: Reading, query: Mapping[str, str]) -> Spot | None:
    """The place that a link names by ``row`` or by ``at``; None where the report has no such place."""
    named = query.get("row", "")
    if named:
        row = next((one for one in reading.rows if one.row_id == named), None)
        return Spot(row.place.char_start, row.place.char_end) if row else None
    match = _AT.fullmatch(query.get("at", ""))
    if match is None:
        return None
    start, end = int(match[1]), int(match[2])
    inside = start < end <= len(reading.report.text) and end - start <= LONGEST_LINK
    return Spot(start, end) if inside else None


def link_to(reading: Reading, row: MeasureRow | None, spot: Spot) -> str:
    """The query that leads a colleague to the same place."""
    no_words = spot.start == spot.end  # a cell in which nothing was read
    place = (
        {"row": row.row_id}
        if row and (no_words or is_whole(row, spot.start, spot.end))
        else {"at": f"{spot.start}-{spot.end}"}
    )
    return "?" + urlencode({"report": reading.report.name, **place})


def source_page(reading: Reading, spot: Spot) -> Html:
    """The panel for a place: the row as its table where its words stand in one, else the text around it."""
    row = row_at(reading, spot.start)
    view = View.TABLE if row is not None and shows(row, spot.start, spot.end) else View.TEXT
    if row is None or view is View.TEXT or spot.view is View.TEXT:
        return excerpt(reading, spot.start, spot.end, spot.mark, _tools(reading, row, spot, View.TEXT, view))
    paper = div("paper is-table", table_view(reading, row, spot.start, spot.end), **_region())
    return _panel(reading, row, spot.start, spot.mark, _tools(reading, row, spot, View.TABLE, view), paper)


def paper_page(reading: Reading, spot: Spot, page: Page, picture: bytes) -> Html:
    """The panel with the page of paper (WebP), the place marked on it."""
    row = row_at(reading, spot.start)
    boxes = reading.report.boxes_of(spot.start, spot.end)
    down = min((box.top for box in boxes if box.page == page.number), default=0.0) / max(page.height, 1.0)
    name = t("หน้า {number} ของ {name}", number=page.number, name=reading.report.name)
    image = el(
        "img",
        src="data:image/webp;base64," + b64encode(picture).decode("ascii"),
        alt=t("{name} ข้อความในหน้าอ่านได้จากมุมมองอื่น", name=name),
        width=round(page.width),
        height=round(page.height),
    )
    paper = div("paper is-page", image, data_down=f"{down:.3f}", **{**_region(), "aria_label": name})
    note = SCAN_NOTE if is_scanned(reading.report, page) else PAGE_NOTE
    return _panel(reading, row, spot.start, spot.mark, _page_tools(reading, row, spot, note), paper)


def no_page(reading: Reading, spot: Spot, sentence: str) -> Html:
    """The panel where the page cannot be shown, with the sentence that says why."""
    row = row_at(reading, spot.start)
    said = el("p", sentence, class_="hint source-said", role="status")
    return _panel(reading, row, spot.start, spot.mark, _page_tools(reading, row, spot, PAGE_NOTE), said)


def _page_tools(reading: Reading, row: MeasureRow | None, spot: Spot, note: str) -> Html:
    known = row is not None and shows(row, spot.start, spot.end)
    tools = _tools(reading, row, spot, View.PAGE, View.TABLE if known else View.TEXT)
    return join([tools, el("p", t(note), class_="source-note")])


def _tools(reading: Reading, row: MeasureRow | None, spot: Spot, view: View, best: View) -> Html:
    """The row before and after, the other views, and the link; ``best`` is TABLE where there is one."""
    before, after = neighbours(reading, row) if row else (None, None)
    here = {
        "data_report": reading.report.name,
        "data_scope": spot.scope,
        "data_mark": spot.mark,
        "data_key": f"{spot.scope}:{spot.mark}" if spot.mark is not None else None,
        "data_start": spot.start,
        "data_end": spot.end,
    }
    by_hand = written(row) if row is not None and view is not View.TABLE else None
    views = [View.TEXT] if best is View.TEXT else [View.TABLE, View.TEXT]
    views += [View.PAGE] if has_pages(reading.report) else []
    tools = div(
        "source-tools",
        _step(reading, before, t("แถวก่อน"), view) if row else None,
        _step(reading, after, t("แถวถัดไป"), view) if row else None,
        *(button("cite", "quiet", t(_VIEWS[one]), data_view=one.value, **here) for one in views if one is not view),
        button("copy", "quiet", t("คัดลอกลิงก์"), data_link=link_to(reading, row, spot), data_done=t("คัดลอกลิงก์แล้ว")),
    )
    return join([tools, by_hand])


def written(row: MeasureRow) -> Html | None:
    """What people wrote in place of what was read of the row, which the source does not show; None where nobody did."""
    segments = [segment for cell in row.cells for segment in cell.segments]
    segments += [row.score_segment] if row.score_segment else []
    marks = [(one.text, one.place.corrected) for one in segments if one.place.corrected]
    lines = (el("li", el("strong", f"{cell_label(mark.what)}: "), text, hand_note(mark)) for text, mark in marks)
    return el("ul", *lines, class_="written") if marks else None


def _step(reading: Reading, row: MeasureRow | None, words: str, view: View) -> Html:
    """A button to a neighbouring row; out of use at the ends of the table."""
    if row is None:
        return button("cite", "quiet", words, disabled=True)
    start, end = row.place.char_start, row.place.char_end
    name = reading.report.name
    return button(
        "cite", "quiet", words, data_report=name, data_start=start, data_end=end, data_view=view.value,
        title=f"{item_label(row.label)} {row.item}"[:120],
    )  # fmt: skip


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
    printed = t(" (เลขหน้าที่พิมพ์ {label})", label=page.label) if page.label and page.label != str(page.number) else ""
    return t("หน้า {number}{printed}", number=page.number, printed=printed)


def _region() -> dict[str, str | int | bool | None]:
    return {"tabindex": 0, "role": "region", "aria_label": t("ข้อความในรายงานรอบคำที่อ้าง")}


def excerpt(reading: Reading, start: int, end: int, mark: int | None = None, tools: Html | None = None) -> Html:
    """The text around one quote: ``start`` and ``end`` are half-open offsets into the report's text."""
    text = reading.report.text
    start = max(0, min(start, len(text)))
    end = max(start, min(end, len(text)))
    row = row_at(reading, start)
    low, high = _edge(text, start - AROUND, -1), _edge(text, end + AROUND, 1)
    paper = div(
        "paper",
        span("more", "…") if low > 0 else None,
        _neighbours(text, low, start, row),
        el("mark", readable(text[start:end]), id="quoted"),
        _neighbours(text, end, high, row),
        span("more", "…") if high < len(text) else None,
        **_region(),
    )
    return _panel(reading, row, start, mark, tools, paper)


def _panel(
    reading: Reading, row: MeasureRow | None, start: int, mark: int | None, tools: Html | None, paper: Html
) -> Html:
    line = reading.report.text.count("\n", 0, start) + 1
    where = " · ".join(filter(None, [_page_label(reading, start), t("บรรทัด {line:,}", line=line)]))
    return div(
        "panel source",
        div(
            "panel-head",
            el("h2", t("ต้นฉบับ")),
            span("card-mark", str(mark)) if mark is not None else None,
            button("close", "close", t("ปิด"), aria_label=t("ปิดต้นฉบับ")),
        ),
        div(
            "source-where",
            span("card-who", district_label(reading.district)),
            span("tag", year_label(reading.fiscal_year)),
            span("tag tag-item", item_label(row.label)) if row else None,
            div("source-file", f"{reading.report.name} · {where}"),
        ),
        tools,
        paper,
    )


def no_excerpt(sentence: str) -> Html:
    """The panel while nothing is chosen, or where what was chosen is not there."""
    return div(
        "panel source is-empty", div("panel-head", el("h2", t("ต้นฉบับ"))), el("p", escape(sentence), class_="hint")
    )
