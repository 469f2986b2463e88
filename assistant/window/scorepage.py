"""The step of the scores: pasted, out of a file, typed or out of the store; each line shown as it was understood."""

from assistant.scoreline import Kind, ScoreLine
from assistant.scores import ScoreSheet
from assistant.window import labels
from assistant.window.controls import area, press
from assistant.window.markup import Html, div, el, join, span
from assistant.window.messages import retold, t
from assistant.window.visit import Visit

# Lines to type into, at first and at each further press.
TYPED_LINES = 6
# A sheet of scores has some hundred lines; of a longer one the first are shown, the rest counted.
MOST_SHOWN = 300
EXAMPLE = "I20 84.33\nE3 ๗๘.๕๐ คะแนน\nตัวชี้วัดที่ 4 การใช้ทรัพย์สินของราชการ 81.20"
NOT_YET = "วางข้อความ เลือกไฟล์ หรือใช้คะแนนในคลัง แล้วดูตรงนี้ว่าแต่ละบรรทัดอ่านได้ว่าอะไร ก่อนไปขั้นต่อไป"


def score_page(visit: Visit) -> Html:
    """Ways to bring the scores on one side, what was understood of them on the other."""
    return div("two-up", _ways(visit), preview(visit.sheet, visit.sheet_from))


def _ways(visit: Visit) -> Html:
    head = visit.head
    return div(
        "panel",
        div(
            "panel-head",
            el(
                "h2",
                t(
                    "คะแนนปี {score_year} ของ{district}",
                    score_year=head.score_year,
                    district=labels.district_label(head.district),
                ),
            ),
        ),
        div(
            "field",
            el("label", t("วางคะแนนที่คัดลอกมา"), for_="plan-pasted"),
            area("pasted", visit.pasted, t("วางคะแนนที่คัดลอกมา"), 8, t(EXAMPLE)),
            el(
                "p",
                t("จากหน้าผลการประเมิน ตาราง หรือรายงาน บรรทัดละข้อ เลขไทยหรืออารบิกก็ได้ หรือลากไฟล์มาวางบนหน้านี้"),
                class_="field-hint",
            ),
        ),
        div("actions", press("read", "go", t("อ่านคะแนนที่วาง"))),
        el("h3", t("หรือ"), class_="or"),
        div(
            "actions",
            el(
                "label",
                t("เลือกไฟล์คะแนน"),
                el("input", type="file", data_do="upload", accept=".xlsx,.xlsm,.csv,.txt", class_="unseen"),
                class_="quiet as-button",
            ),
            press("stored", "quiet", t("ใช้คะแนนจากรายงานของเขตในคลัง")),
        ),
        el("p", t("ไฟล์ .xlsx .csv หรือ .txt ไม่เกิน 5 MB จะลากมาวางบนหน้านี้ก็ได้ ไฟล์ถูกอ่านบนเครื่องนี้เท่านั้น"), class_="field-hint"),
        _typed(visit),
    )


def _typed(visit: Visit) -> Html:
    lines = [*visit.typed, *[("", "")] * (TYPED_LINES - len(visit.typed))]
    body = [
        el(
            "tr",
            el("td", _cell(f"typed-code-{at}", code, t("ข้อหรือตัวชี้วัด บรรทัด {n}", n=at + 1), "I20")),
            el("td", _cell(f"typed-score-{at}", score, t("คะแนน บรรทัด {n}", n=at + 1), "84.33")),
        )
        for at, (code, score) in enumerate(lines)
    ]
    head = el("tr", el("th", t("ข้อหรือตัวชี้วัดที่"), scope="col"), el("th", t("คะแนน"), scope="col"))
    return el(
        "details",
        el("summary", t("หรือพิมพ์เองทีละข้อ")),
        el("table", el("thead", head), el("tbody", join(body)), class_="typed"),
        div(
            "actions", press("typed", "go", t("ใช้คะแนนที่พิมพ์"), data_default=True), press("more", "quiet", t("เพิ่มบรรทัด"))
        ),
        class_="fold",
        open=any(code or score for code, score in visit.typed) or len(visit.typed) > TYPED_LINES,
    )


def _cell(name: str, value: str, label: str, placeholder: str) -> Html:
    return el(
        "input", type="text", name=name, value=value, aria_label=label, placeholder=placeholder, class_="control",
        autocomplete="off",
    )  # fmt: skip


# --- what was understood --------------------------------------------------------------------------------------------


def preview(sheet: ScoreSheet | None, where: str) -> Html:
    """Every line of the sheet with what it was understood as; one that does not count with the reason."""
    if sheet is None:
        return div("panel is-empty", div("panel-head", el("h2", t("ที่อ่านได้"))), el("p", t(NOT_YET), class_="hint"))
    # What does not count wants a look, so it comes first; else the order is that of the sheet.
    told = sorted((line for line in sheet.lines if line.kind is not Kind.TEXT), key=lambda line: line.counts)
    rest = [line for line in sheet.lines if line.kind is Kind.TEXT]
    return div(
        "panel",
        div("panel-head", el("h2", t("ที่อ่านได้")), span("panel-note", where)),
        _summary(sheet),
        *(el("p", retold(warning), class_="caution") for warning in sheet.warnings),
        _table(told) if told else None,
        _rest(rest),
        div("actions", press("weak", "go", t("ต่อไป: ดูข้ออ่อน"), disabled=not (sheet.items or sheet.groups))),
    )


def _summary(sheet: ScoreSheet) -> Html:
    parts = [
        labels.count(len(sheet.items), "ข้อ") if sheet.items else "",
        labels.count(len(sheet.groups), "ตัวชี้วัด") if sheet.groups else "",
        t("คะแนนรวม") if sheet.total else "",
    ]
    counted = " · ".join(part for part in parts if part)
    out = len(sheet.problems)
    return el(
        "p",
        span("counted", t("นับได้ {counted}", counted=counted) if counted else t("ยังนับคะแนนไม่ได้")),
        span("uncounted", t("ไม่นับ {counted}", counted=labels.count(out, "บรรทัด"))) if out else None,
        class_="sheet-sum",
    )


def _table(lines: list[ScoreLine]) -> Html:
    head = el("tr", *(el("th", name, scope="col") for name in (t("อ่านเป็น"), t("คะแนน"), t("ที่พิมพ์ไว้"))))
    shown = lines[:MOST_SHOWN]
    return div(
        "table-scroll sheet",
        el("table", el("thead", head), el("tbody", join(_line(line) for line in shown)), class_="grid"),
        _more(len(lines)),
        tabindex=0,
        role="region",
        aria_label=t("บรรทัดของแผ่นคะแนน"),
    )


def _more(lines: int) -> Html | None:
    if lines <= MOST_SHOWN:
        return None
    return el("p", t("และอีก {counted} ที่ไม่ได้แสดง", counted=labels.count(lines - MOST_SHOWN, "บรรทัด")), class_="hint")


def _line(line: ScoreLine) -> Html:
    state, mark, said = ("is-in", "✓", t("นับ")) if line.counts else ("is-out", "✗", t("ไม่นับ"))
    notes = [retold(note) for note in (line.problem, line.note) if note]
    return el(
        "tr",
        el("th", span("sign", mark, title=said, aria_label=said), subject(line), scope="row"),
        el("td", f"{line.score:.2f}" if line.score is not None else "–", class_="figure"),
        el(
            "td",
            span("printed", line.printed),
            span("line-number", t("บรรทัด {number}", number=line.number)),
            *(span("line-note", note) for note in notes),
        ),
        class_=state,
    )


def subject(line: ScoreLine) -> str:
    """What a line was understood to be about."""
    if line.code:
        return line.code
    if line.group:
        return t("ตัวชี้วัดที่ {group}", group=line.group)
    if line.kind is Kind.TOTAL:
        return t("คะแนนรวม")
    return retold(line.part or "") or t("ไม่แน่ชัด")


def _rest(lines: list[ScoreLine]) -> Html | None:
    """Lines without a score, such as headings: there, but out of the way."""
    if not lines:
        return None
    shown = (el("li", line.printed) for line in lines[:MOST_SHOWN])
    return el(
        "details",
        el("summary", t("ข้อความอื่นที่ไม่มีคะแนน {counted}", counted=labels.count(len(lines), "บรรทัด"))),
        el("ul", *shown, class_="rest"),
        _more(len(lines)),
        class_="fold",
    )
