"""The Reports tab: what the store holds, and for one report what was read, what was left out and why."""

from collections import Counter
from collections.abc import Mapping

from assistant.window.labels import district_label
from assistant.window.markup import Html, Piece, button, div, el, join, span
from assistant.window.proofs import shorten
from corpus.records import MASK_LABELS, Form, Ledger, LedgerEntry, MeasureRow, Reading
from corpus.redact import counts

# Long ledgers are shown by reason first; of the lines themselves no more than this, the rest is counted.
MOST_ENTRIES = 200
NO_MATCH = "ไม่มีรายงานที่ตรงกับคำค้น ลองพิมพ์ให้สั้นลง"


def report_table(readings: Mapping[str, Reading]) -> Html:
    """The table of reports with a field that narrows it down; a report's name opens its card.

    The whole table is sent once: window.js shows and hides lines and marks the one that is open.
    """
    if not readings:
        return div("panel is-empty", el("p", "ยังไม่มีรายงานในคลัง", class_="hint"))
    heads = ("รายงาน", "เขต", "ปี", "แบบ", "แถว", "ย่อหน้า", "รหัสไม่แน่ใจ", "ตัดออก")
    head = el("tr", *(el("th", text, scope="col", class_="figure" if n > 3 else None) for n, text in enumerate(heads)))
    ordered = sorted(readings.values(), key=lambda r: (r.district, r.fiscal_year, r.report.name))
    body = join(_report_line(reading) for reading in ordered)
    table = el("table", el("thead", head), el("tbody", body), class_="grid reports")
    return join(
        [
            _finder(len(ordered)),
            div("table-scroll report-list", table, tabindex=0, role="region", aria_label="รายงานทั้งหมด"),
            el("p", NO_MATCH, class_="hint none-left", hidden=True),
        ]
    )


def _finder(number: int) -> Html:
    """The field that narrows the table down, and how many reports are shown."""
    return div(
        "finder",
        el("label", "ค้นรายงาน", for_="find-report"),
        el("input", type="search", id="find-report", data_act="find", placeholder="เขต ปี หรือชื่อไฟล์ เช่น ดุสิต 2566"),
        span("found", f"{number:,} ฉบับ", aria_live="polite", data_all=number),
    )


def _report_line(reading: Reading) -> Html:
    ledger = reading.ledger
    name = reading.report.name
    figures = (
        len(reading.rows),
        len(reading.passages),
        len(ledger.doubtful_codes),
    )
    left_out = f"{100 * ledger.characters_left_out / max(1, ledger.characters):.1f}%"
    return el(
        "tr",
        el("th", button("choose", "link", name, data_report=name), scope="row"),
        el("td", district_label(reading.district), class_="name"),
        el("td", str(reading.fiscal_year)),
        el("td", "ไม่ทราบ" if reading.form is Form.UNKNOWN else reading.form.value),
        *(el("td", f"{figure:,}", class_="figure") for figure in figures),
        el("td", left_out, title=f"{ledger.characters_left_out:,} ตัวอักษร", class_="figure"),
    )


def report_card(reading: Reading) -> Html:
    """One report: its figures, the rows that were read, what was left out with reasons and line numbers."""
    return div(
        "panel report-card",
        div(
            "panel-head",
            el("h2", f"{district_label(reading.district)} ปีงบประมาณ {reading.fiscal_year}"),
            span("panel-note", reading.report.name),
        ),
        _figures(reading.ledger),
        _masked(reading),
        _notes(reading.ledger),
        _left_out(reading),
        _rows(reading),
    )


def _figures(ledger: Ledger) -> Html:
    whole = max(1, ledger.characters)
    tiles = (
        (f"{ledger.pages:,}", "หน้า"),
        (f"{ledger.tables:,}", "ตาราง"),
        (f"{ledger.rows:,}", "แถวมาตรการ"),
        (f"{ledger.cells:,}", "ช่อง"),
        (f"{100 * ledger.characters_in_rows / whole:.1f}%", "อยู่ในแถว"),
        (f"{100 * ledger.characters_in_passages / whole:.1f}%", "อยู่ในย่อหน้า"),
        (f"{100 * ledger.characters_left_out / whole:.1f}%", "ตัดออก"),
    )
    return el("dl", *(div("tile", el("dd", figure), el("dt", word)) for figure, word in tiles), class_="tiles")


def _masked(reading: Reading) -> Html | None:
    """What was masked, by kind; the words themselves are nowhere."""
    counted = counts([reading.report])
    if not counted:
        return None
    told = ", ".join(f"{MASK_LABELS[kind]} {number:,}" for kind, number in counted.items())
    return el("p", f"ปกปิด: {told}", class_="hint masked", title="ปกปิดก่อนเก็บเข้าคลัง ตัวข้อความเดิมไม่ได้เก็บไว้")


def _notes(ledger: Ledger) -> Html | None:
    lines: list[Piece] = [el("li", note) for note in ledger.notes]
    if ledger.doubtful_codes:
        lines.append(el("li", "รหัสที่อ่านแล้วยังไม่แน่ใจ: " + ", ".join(ledger.doubtful_codes)))
    return div("note", el("ul", *lines)) if lines else None


def _left_out(reading: Reading) -> Html:
    entries = reading.ledger.entries
    if not entries:
        return el("p", "ไม่มีข้อความที่ถูกตัดออก", class_="hint")
    reasons = Counter(entry.reason for entry in entries)
    summary = join((span("chip", f"{reason} {number:,}") for reason, number in reasons.most_common()), " ")
    more = len(entries) - MOST_ENTRIES
    head = el("tr", *(el("th", text, scope="col") for text in ("บรรทัด", "เหตุผล", "ข้อความ")))
    lines = join(_entry(reading, entry) for entry in entries[:MOST_ENTRIES])
    return el(
        "details",
        el("summary", f"ข้อความที่ไม่ได้นำมาใช้ {len(entries):,} แห่ง"),
        div("chips", summary),
        div("table-scroll", el("table", el("thead", head), el("tbody", lines), class_="grid")),
        el("p", f"และอีก {more:,} แห่ง", class_="hint") if more > 0 else None,
        class_="fold",
    )


def _entry(reading: Reading, entry: LedgerEntry) -> Html:
    text = reading.report.text[entry.char_start : entry.char_end]
    return el(
        "tr",
        el("td", _opener(reading, f"{entry.line:,}", entry.char_start, entry.char_end), class_="figure"),
        el("td", entry.reason),
        el("td", shorten(text, 160) or "(ช่องว่าง)", class_="words"),
    )


def _rows(reading: Reading) -> Html:
    if not reading.rows:
        return el("p", "รายงานนี้ไม่มีแถวมาตรการ", class_="hint")
    heads = ("ข้อ", "ข้อคำถาม/ตัวชี้วัด", "คะแนน", "ช่องที่มีข้อความ", "ที่")
    head = el("tr", *(el("th", text, scope="col") for text in heads))
    return el(
        "details",
        el("summary", f"แถวมาตรการที่อ่านได้ {len(reading.rows):,} แถว"),
        div(
            "table-scroll",
            el("table", el("thead", head), el("tbody", join(_row(reading, r) for r in reading.rows)), class_="grid"),
        ),
        class_="fold",
        open=True,
    )


def _row(reading: Reading, row: MeasureRow) -> Html:
    score = row.score if row.score is not None else row.group_score
    note = row.doubtful and span("tag tag-doubt", row.doubtful)
    return el(
        "tr",
        el("th", _opener(reading, row.label, row.place.char_start, row.place.char_end), note or None, scope="row"),
        el("td", shorten(row.item, 150), class_="words"),
        el("td", "–" if score is None else f"{score:.2f}", class_="figure"),
        el("td", f"{len(row.cells)}/{len(row.columns)}", class_="figure"),
        el("td", row.place.label, class_="name"),
    )


def _opener(reading: Reading, text: str, start: int, end: int) -> Html:
    return button(
        "cite", "link", text, data_scope="reports", data_report=reading.report.name, data_start=start, data_end=end
    )
