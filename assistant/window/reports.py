"""The Reports tab: what the store holds, and for one report what was read, what was left out and why."""

from collections import Counter
from collections.abc import Mapping, Sequence

from assistant.window.choices import in_order
from assistant.window.labels import cell_label, count, district_label, item_label
from assistant.window.markup import Html, Piece, button, div, el, join, span
from assistant.window.messages import retold, t
from assistant.window.proofs import shorten
from corpus.records import MASK_LABELS, Ledger, LedgerEntry, MeasureRow, Reading
from corpus.redact import counts
from corpus.reportkind import KIND_LABELS, PERIOD_LABELS

# Long ledgers are shown by reason first; of the lines themselves no more than this, the rest is counted.
MOST_ENTRIES = 200
NO_MATCH = "ไม่มีรายงานที่ตรงกับคำค้น ลองพิมพ์ให้สั้นลง"


def report_table(readings: Mapping[str, Reading]) -> Html:
    """The table of reports with fields that narrow it down; a report's name opens its card.

    The whole table is sent once: window.js shows and hides lines and marks the one that is open.
    """
    if not readings:
        return div("panel is-empty", el("p", t("ยังไม่มีรายงานในคลัง"), class_="hint"))
    heads = ("รายงาน", "เขต", "ปี", "ชนิด", "แถว", "ต้องตรวจ")
    head = el("tr", *(el("th", t(text), scope="col", class_=_HEADS.get(text)) for text in heads))
    ordered = sorted(readings.values(), key=lambda r: (district_label(r.district), r.fiscal_year, r.report.name))
    body = join(_report_line(reading) for reading in ordered)
    table = el("table", el("thead", head), el("tbody", body), class_="grid reports")
    return join(
        [
            _finder(ordered),
            div("table-scroll report-list", table, tabindex=0, role="region", aria_label=t("รายงานทั้งหมด")),
            el("p", t(NO_MATCH), class_="hint none-left", hidden=True),
        ]
    )


_HEADS = {"แถว": "figure", "ต้องตรวจ": "figure", "ชนิด": "kind"}


def _finder(readings: Sequence[Reading]) -> Html:
    """The fields that narrow the table down, and how many reports are shown."""
    number = len(readings)
    districts = in_order(one.district for one in readings)
    years = sorted({one.fiscal_year for one in readings}, reverse=True)
    kinds = [kind for kind in KIND_LABELS if kind in {one.kind for one in readings}]
    return div(
        "finder",
        el("label", t("ค้นรายงาน"), for_="find-report"),
        el("input", type="search", id="find-report", data_act="find", placeholder=t("เขต ปี หรือชื่อไฟล์ เช่น ดุสิต 2566")),
        _side("district", t("เขต"), t("ทุกเขต"), [(district_label(name), name) for name in districts]),
        _side("year", t("ปี"), t("ทุกปี"), [(str(year), str(year)) for year in years]),
        _side("kind", t("ชนิด"), t("ทุกชนิด"), [(t(KIND_LABELS[kind]), kind.value) for kind in kinds]),
        span("found", count(number, "ฉบับ"), aria_live="polite", data_all=number),
    )


def _side(side: str, label: str, all_of: str, options: Sequence[tuple[str, str]]) -> Html | None:
    """One list to choose from; none where there is nothing to choose."""
    if len(options) < 2:
        return None
    offered = (el("option", shown, value=value) for shown, value in options)
    return el(
        "select", el("option", all_of, value=""), *offered,
        id=f"find-{side}", aria_label=label, data_act="find", data_side=side,
    )  # fmt: skip


def kind_label(reading: Reading) -> str:
    """The kind of a report with its period."""
    return " ".join(t(one) for one in (KIND_LABELS[reading.kind], PERIOD_LABELS[reading.period]) if one)


def to_check(reading: Reading) -> tuple[MeasureRow, ...]:
    """The rows that a person should look at: doubtful codes, and words that text recognition was unsure of."""
    return tuple(row for row in reading.rows if row.doubtful or row.place.is_unsure)


def _report_line(reading: Reading) -> Html:
    name, kind = reading.report.name, kind_label(reading)
    checks = len(to_check(reading))
    return el(
        "tr",
        el("th", button("choose", "link", name, data_report=name), span("small-kind", kind), scope="row"),
        el("td", district_label(reading.district), class_="name"),
        el("td", str(reading.fiscal_year)),
        el("td", kind, class_="kind"),
        el("td", f"{len(reading.rows):,}", class_="figure"),
        el("td", span("tag tag-check", f"{checks:,}") if checks else "–", class_="figure"),
        data_district=reading.district,
        data_year=reading.fiscal_year,
        data_kind=reading.kind.value,
    )


def report_card(reading: Reading, head: Html | None = None, can_correct: bool = False) -> Html:
    """One report: its figures, the rows that were read, what was left out with reasons and line numbers.

    ``head`` are the forms to correct it; ``can_correct`` puts a button beside every row.
    """
    return div(
        "panel report-card",
        div(
            "panel-head",
            el(
                "h2",
                t(
                    "{district} ปีงบประมาณ {fiscal_year}",
                    district=district_label(reading.district),
                    fiscal_year=reading.fiscal_year,
                ),
                tabindex=-1,
            ),
            span("panel-note", f"{kind_label(reading)} · {reading.report.name}"),
        ),
        head,
        _figures(reading),
        _masked(reading),
        _notes(reading.ledger),
        _left_out(reading),
        _rows(reading, can_correct),
    )


def _figures(reading: Reading) -> Html:
    ledger = reading.ledger
    whole = max(1, ledger.characters)
    sure = ocr_confidence(reading)
    tiles = (
        (f"{ledger.pages:,}", t("หน้า")),
        (f"{ledger.tables:,}", t("ตาราง")),
        (f"{ledger.rows:,}", t("แถวมาตรการ")),
        (f"{ledger.cells:,}", t("ช่อง")),
        (f"{100 * ledger.characters_in_rows / whole:.1f}%", t("อยู่ในแถว")),
        (f"{100 * ledger.characters_in_passages / whole:.1f}%", t("อยู่ในย่อหน้า")),
        (f"{100 * ledger.characters_left_out / whole:.1f}%", t("ตัดออก")),
        (f"{len(ledger.doubtful_codes):,}", t("รหัสไม่แน่ใจ")),
        *(((f"{100 * sure:.0f}%", t("ความมั่นใจ OCR")),) if sure is not None else ()),
    )
    return el("dl", *(div("tile", el("dd", figure), el("dt", word)) for figure, word in tiles), class_="tiles")


def ocr_confidence(reading: Reading) -> float | None:
    """How sure text recognition was, in [0, 1], over all characters that it read; None where it read none."""
    boxes = [(box.char_end - box.char_start, box.confidence) for box in reading.report.boxes]
    read = [(length, confidence) for length, confidence in boxes if confidence is not None]
    return sum(length * sure for length, sure in read) / sum(length for length, _ in read) if read else None


def _masked(reading: Reading) -> Html | None:
    """What was masked, by kind; the words themselves are nowhere."""
    counted = counts([reading.report])
    if not counted:
        return None
    told = ", ".join(f"{t(MASK_LABELS[kind])} {number:,}" for kind, number in counted.items())
    return el("p", t("ปกปิด: {told}", told=told), class_="hint masked", title=t("ปกปิดก่อนเก็บเข้าคลัง ตัวข้อความเดิมไม่ได้เก็บไว้"))


def _notes(ledger: Ledger) -> Html | None:
    lines: list[Piece] = [el("li", retold(note)) for note in ledger.notes]
    if ledger.doubtful_codes:
        lines.append(el("li", t("รหัสที่อ่านแล้วยังไม่แน่ใจ: ") + ", ".join(ledger.doubtful_codes)))
    return div("note", el("ul", *lines)) if lines else None


def _left_out(reading: Reading) -> Html:
    entries = reading.ledger.entries
    if not entries:
        return el("p", t("ไม่มีข้อความที่ถูกตัดออก"), class_="hint")
    reasons = Counter(entry.reason for entry in entries)
    summary = join((span("chip", f"{retold(reason)} {number:,}") for reason, number in reasons.most_common()), " ")
    more = len(entries) - MOST_ENTRIES
    head = el("tr", *(el("th", text, scope="col") for text in (t("บรรทัด"), t("เหตุผล"), t("ข้อความ"))))
    lines = join(_entry(reading, entry) for entry in entries[:MOST_ENTRIES])
    return el(
        "details",
        el("summary", t("ข้อความที่ไม่ได้นำมาใช้ {n:,} แห่ง", n=len(entries))),
        div("chips", summary),
        div("table-scroll", el("table", el("thead", head), el("tbody", lines), class_="grid")),
        el("p", t("และอีก {more:,} แห่ง", more=more), class_="hint") if more > 0 else None,
        class_="fold",
    )


def _entry(reading: Reading, entry: LedgerEntry) -> Html:
    text = reading.report.text[entry.char_start : entry.char_end]
    return el(
        "tr",
        el("td", _opener(reading, f"{entry.line:,}", entry.char_start, entry.char_end), class_="figure"),
        el("td", retold(entry.reason)),
        el("td", shorten(text, 160) or t("(ช่องว่าง)"), class_="words"),
    )


def _rows(reading: Reading, can_correct: bool) -> Html:
    if not reading.rows:
        return el("p", t("รายงานนี้ไม่มีแถวมาตรการ"), class_="hint")
    heads = (t("ข้อ"), t("ข้อคำถาม/ตัวชี้วัด"), t("คะแนน"), t("ช่องที่มีข้อความ"), t("ที่"), *((t("แก้ไข"),) if can_correct else ()))
    head = el("tr", *(el("th", text, scope="col") for text in heads))
    lines = join(_row(reading, row, can_correct) for row in reading.rows)
    return el(
        "details",
        el("summary", t("แถวมาตรการที่อ่านได้ {n:,} แถว", n=len(reading.rows))),
        div(
            "table-scroll",
            el("table", el("thead", head), el("tbody", lines), class_="grid rows-table"),
        ),
        class_="fold",
        open=True,
    )


def corrected_note(row: MeasureRow) -> Html | None:
    """What a person changed of the row, and who; None where nobody did."""
    if not row.corrected:
        return None
    names = {"code": t("ข้อ"), "group": t("ตัวชี้วัด"), "score": t("คะแนน")}
    told = ", ".join(
        f"{names.get(one.what) or cell_label(one.what)} {_short(one.read)} → {_short(one.now)}" for one in row.corrected
    )
    last = row.corrected[-1]
    return span("tag tag-mended", t("แก้โดย {who} {day}: {told}", who=last.who, day=last.when[:10], told=told))


def _short(value: str) -> str:
    return shorten(value, 60) or "–"


def _row(reading: Reading, row: MeasureRow, can_correct: bool) -> Html:
    score = row.score if row.score is not None else row.group_score
    note = join([(row.doubtful and span("tag tag-doubt", retold(row.doubtful))) or None, corrected_note(row)])
    mend = button(
        "do",
        "quiet",
        t("แก้"),
        data_do="row",
        data_row=row.row_id,
        aria_label=t("แก้ไขแถว {label}", label=item_label(row.label)),
    )
    return el(
        "tr",
        el(
            "th",
            _opener(reading, item_label(row.label), row.place.char_start, row.place.char_end),
            note or None,
            scope="row",
        ),
        el("td", shorten(row.item, 150), class_="words"),
        el("td", "–" if score is None else f"{score:.2f}", class_="figure"),
        el("td", f"{len(row.cells)}/{len(row.columns)}", class_="figure"),
        el("td", retold(row.place.label), class_="name"),
        el("td", mend) if can_correct else None,
    )


def _opener(reading: Reading, text: str, start: int, end: int) -> Html:
    return button(
        "cite", "link", text, data_scope="reports", data_report=reading.report.name, data_start=start, data_end=end
    )
