"""The Compare tab: districts by items as a map, the rows of one item side by side, its scores over the years."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from itertools import pairwise

from assistant.compare import STEPS, Column, Comparison, Entry, Line, Printed, Standing, step_of
from assistant.compareprint import ALIKE, BY_HAND, MEASURES, NO_DATA, RELATIONS, WHOLE_GROUP, codes_note, entry_text
from assistant.window.choices import in_order
from assistant.window.labels import (
    cell_label,
    count,
    district_label,
    form_name,
    item_label,
    short_district,
    short_title,
    year_label,
)
from assistant.window.markup import Html, Piece, button, div, el, join, span
from assistant.window.messages import retold, t
from assistant.window.proofs import hand_note
from corpus.records import CELLS, MeasureRow, Segment

# A chart of more lines than this cannot be read; the table under it has all.
MOST_LINES = 6
# Told apart by most eyes and seen on a light and on a dark ground.
LINE_COLOURS = ("#2f7fc1", "#d55e00", "#00936b", "#b8609a", "#8a7a2f", "#7466c9")
NOTHING_CHOSEN = "กดช่องในตารางเพื่ออ่านมาตรการของเขตเทียบกันทีละช่อง หรือกดชื่อข้อเพื่อดูทุกเขตและคะแนนรายปี"
NOTHING_FOUND = "ไม่มีข้อใดตรงกับที่เลือก ลองเลือกปีหรือเขตให้กว้างขึ้น"
NOT_THERE = "ไม่พบข้อนี้ในรายงานที่เลือกไว้ ลองกดช่องในตารางอีกครั้ง"
ONLY_MARK, NO_MEASURES = "มีแต่คะแนน", "ไม่มีมาตรการ"


class Mode(StrEnum):
    """What the cells of the map show."""

    SCORES = "scores"
    COVERAGE = "coverage"


# --- the map --------------------------------------------------------------------------------------------------------


def map_page(comparison: Comparison, mode: Mode) -> Html:
    """The map: a line an item, a column a district; compare.js makes a press of a cell an event."""
    if not comparison.lines:
        return div("panel is-empty", el("p", t(NOTHING_FOUND), class_="hint"))
    heads: list[Piece] = [
        el("th", t("ข้อ"), scope="col", class_="map-item"),
        el("th", t("มีกี่เขต"), scope="col", class_="map-count"),
        *(_column_head(column) for column in comparison.columns),
    ]
    lines = join(_map_line(comparison, line, mode) for line in comparison.lines)
    table = el("table", el("thead", el("tr", *heads)), el("tbody", lines), class_=f"map map-{mode}")
    whole = f"{count(len(comparison.lines), 'ข้อ')} · {count(len({one.district for one in comparison.columns}), 'เขต')}"
    return join(
        [
            div("map-legend", *_legend(mode), span("map-size", whole)),
            div("map-box", table, tabindex=0, role="region", aria_label=t("ตารางเปรียบเทียบเขตกับข้อ เลื่อนได้ทั้งสองทาง")),
        ]
    )


def _column_head(column: Column) -> Html:
    return el(
        "th",
        span("map-who", short_district(column.district)),
        span("map-year", str(column.fiscal_year)),
        scope="col",
        data_district=column.district,
        data_year=column.fiscal_year,
    )


def _map_line(comparison: Comparison, line: Line, mode: Mode) -> Html:
    label = retold(comparison.label_of(line))
    head = button(
        "item",
        "map-open",
        el("b", label),
        span("map-text", line.item),
        span("map-codes", codes_note(line, t)) if line.codes else None,
        title=f"{label} {line.item}",
    )
    held, of = comparison.held_by(line), len({column.district for column in comparison.columns})
    pairs = zip(line.entries, comparison.columns, strict=True)
    return el(
        "tr",
        el("th", head, scope="row", class_="map-item"),
        el("td", f"{held}/{of}", class_="map-count"),
        *(_map_cell(entry, column, mode) for entry, column in pairs),
        class_="map-group" if line.key.code is None else None,
        data_line=str(line.key),
    )


def _map_cell(entry: Entry, column: Column, mode: Mode) -> Html:
    if entry.standing is Standing.NONE:
        return el("td", t(NO_DATA), class_="is-none")
    text, shade = _shown(entry, column, mode)
    why = t(RELATIONS[entry.relation]) if entry.relation else None
    return el("td", button("cell", "map-cell", text, tabindex=-1, title=why), class_=shade)


def _shown(entry: Entry, column: Column, mode: Mode) -> tuple[str, str]:
    """What a cell of the map says and its class."""
    if entry.standing is Standing.GROUP:
        return t(WHOLE_GROUP), "is-whole"
    if mode is Mode.SCORES:
        return entry_text(entry, column, t), f"s{step_of(entry.printed.score)}" if entry.printed else "is-mark"
    if not entry.rows:
        return t(ONLY_MARK), "is-mark"
    fullest = max(entry.rows, key=lambda row: (row.cell("measure") is not None, len(row.cells)))
    filled = f"{len(fullest.cells)}/{len(fullest.columns)}"
    sign = (ALIKE if entry.relation else "") + (BY_HAND if entry.by_hand else "")
    if fullest.cell("measure") is None:
        return f"{t(NO_MEASURES)} {filled}", "s2"
    return f"✓ {filled}{sign}", "s4" if len(fullest.cells) == len(fullest.columns) else "s3"


def _legend(mode: Mode) -> list[Html]:
    if mode is Mode.SCORES:
        bounds = (
            t("ต่ำกว่า {n}", n=STEPS[0]),
            *(f"{low}–{high - 0.01:.2f}" for low, high in pairwise(STEPS)),
        )
        made = [span(f"key s{step}", text) for step, text in enumerate((*bounds, t("{n} ขึ้นไป", n=STEPS[-1])))]
        made.append(span("key is-mark", f"{t(MEASURES)} ({t('ไม่มีคะแนน')})"))
    else:
        made = [span("key s4", t("✓ กรอกทุกช่อง")), span("key s3", t("✓ กรอกบางช่อง")), span("key s2", t(NO_MEASURES))]
        made.append(span("key is-mark", f"{t(ONLY_MARK)} ({t('ไม่มีแถวของข้อนี้')})"))
    made.append(span("key is-whole", f"{t(WHOLE_GROUP)} ({t('เขียนรวม ไม่แยกข้อ')})"))
    made.append(span("key is-none", t(NO_DATA)))
    made.append(span("key", f"{ALIKE} = {t('ข้อคำถามต่างปีไม่ตรงกันทั้งหมด')}"))
    return [*made, span("key", f"{BY_HAND} = {t('แก้ไขด้วยมือ')}")]


# --- one item, side by side -----------------------------------------------------------------------------------------


def rows_page(comparison: Comparison, first: Column | None) -> Html:
    """The rows of a comparison of one line, a column a district; the pressed one comes first."""
    line = comparison.lines[0]
    pairs = list(zip(comparison.columns, line.entries, strict=True))
    shown = [(column, entry) for column, entry in pairs if entry.is_own or (column == first and entry.rows)]
    if not shown:
        return div("panel is-empty", el("p", t(NOT_THERE), class_="hint"))
    shown.sort(key=lambda pair: pair[0] != first)
    names = [name for name in CELLS if any(name in row.columns for _, entry in shown for row in entry.rows)]
    heads = [_whose(column, entry, line, column == first) for column, entry in shown]
    body = [_score_line(shown)]
    for name in names:
        cells = (el("td", *(_cell_of(row, name) for row in entry.rows)) for _, entry in shown)
        body.append(el("tr", el("th", cell_label(name), scope="row"), *cells))
    table = el(
        "table", el("thead", el("tr", el("th", t("ช่อง"), scope="col"), *heads)), el("tbody", *body), class_="beside"
    )
    note = codes_note(line, t)
    return div(
        "panel compare-rows",
        div("panel-head", el("h2", f"{retold(comparison.label_of(line))} {line.item}", tabindex=-1)),
        el("p", t("ข้อเดียวกันใช้รหัสอื่นในบางปี: {note}", note=note), class_="hint") if note else None,
        div("beside-box", table, tabindex=0, role="region", aria_label=t("มาตรการของเขตเทียบกันทีละช่อง")),
    )


def _whose(column: Column, entry: Entry, line: Line, is_first: bool) -> Html:
    codes = dict.fromkeys(item_label(row.label) for row in entry.rows)
    forms = dict.fromkeys(form_name(row.form) for row in entry.rows)
    return el(
        "th",
        div("beside-who", district_label(column.district)),
        div(
            "beside-what",
            year_label(column.fiscal_year),
            *(f" · {form}" for form in forms),
        ),
        div("beside-what", t("รหัสในรายงาน ") + ", ".join(codes))
        if codes and set(codes) != {item_label(line.label)}
        else None,
        div("beside-what", t(RELATIONS[entry.relation])) if entry.relation else None,
        scope="col",
        class_="is-first" if is_first else None,
    )


def _score_line(shown: Sequence[tuple[Column, Entry]]) -> Html:
    def score(column: Column, entry: Entry) -> Html:
        if entry.printed is None:
            return el("td", span("blank-score", t("ไม่พบคะแนนในรายงาน")))
        held = entry.printed
        year = (
            t(" คะแนนปี {fiscal_year}", fiscal_year=held.fiscal_year) if held.fiscal_year != column.fiscal_year else ""
        )
        text = f"{held.score:.2f}"
        opened = opener(held.row, (held.segment,), text) if held.segment else text
        by_hand = hand_note(held.segment.place.corrected if held.segment else None)
        return el("td", span(f"key s{step_of(held.score)}", opened), year, by_hand)

    return el("tr", el("th", t("คะแนน"), scope="row"), *(score(*pair) for pair in shown))


def _cell_of(row: MeasureRow, name: str) -> Html:
    held = row.cell(name)
    if held is None:
        return el("p", t("ช่องนี้ว่าง") if name in row.columns else t("แบบฟอร์มนี้ไม่มีช่องนี้"), class_="beside-empty")
    by_hand = hand_note(held.segments[0].place.corrected)
    return div("beside-cell", el("p", held.text), by_hand, opener(row, held.segments, t("เปิดต้นฉบับ")))


def opener(row: MeasureRow, segments: Sequence[Segment], text: str) -> Html:
    """A button that opens the source at these segments."""
    start, end = segments[0].place.char_start, segments[-1].place.char_end
    return button(
        "cite", "link", text, data_scope="compare", data_report=row.report, data_start=start, data_end=end,
        aria_label=f"{text} {short_title(row.district, row.fiscal_year)} {item_label(row.label)}",
    )  # fmt: skip


# --- one item over the years ----------------------------------------------------------------------------------------

History = Mapping[str, Sequence[Printed]]


def history_page(history: History, charted: Sequence[str]) -> Html:
    """The scores of an item by district and year as a table; with what the chart above it leaves out."""
    years = sorted({one.fiscal_year for scores in history.values() for one in scores})
    if not years:
        return div("panel", el("h3", t("คะแนนรายปี")), el("p", t("ไม่มีคะแนนของข้อนี้ในรายงานที่อ่าน"), class_="hint"))
    several = sum(len(scores) > 1 for scores in history.values())
    said: str | None = None
    if len(years) == 1:
        said = t("มีคะแนนปี {n} ปีเดียว จึงไม่มีเส้นให้เทียบ", n=years[0])
    elif not several:
        said = t("แต่ละเขตมีคะแนนปีเดียว จึงไม่มีเส้นให้เทียบ")
    elif len(charted) < several:
        said = t(
            "เส้นกราฟแสดง {n} จาก {several} เขตที่มีคะแนนหลายปี เลือกเขตด้านบนเพื่อดูเขตอื่น ตารางนี้มีครบทุกเขต",
            n=len(charted),
            several=several,
        )
    elif several < len(history):
        said = t("เส้นกราฟมีเฉพาะเขตที่มีคะแนนตั้งแต่สองปี ตารางนี้มีครบทุกเขต")
    head = el(
        "tr", el("th", t("เขต"), scope="col"), *(el("th", str(year), scope="col", class_="figure") for year in years)
    )
    lines = (_history_line(district, history[district], years) for district in in_order(history))
    table = el("table", el("thead", head), el("tbody", *lines), class_="grid")
    return div(
        "panel",
        el("h3", t("คะแนนรายปี ตามปีที่ประเมิน")),
        el("p", said, class_="hint") if said else None,
        div("table-scroll", table),
    )


def _history_line(district: str, scores: Sequence[Printed], years: Sequence[int]) -> Html:
    by_year = {one.fiscal_year: one for one in scores}

    def cell(year: int) -> Html:
        held = by_year.get(year)
        if held is None:
            return el("td", "–", class_="figure", aria_label=t(NO_DATA))
        text = f"{held.score:.2f}"
        code = f" ({held.row.code})" if len({one.row.code for one in scores}) > 1 else ""
        by_hand = BY_HAND if held.segment and held.segment.place.corrected else None
        opened = opener(held.row, (held.segment,), text) if held.segment else text
        return el("td", opened, code, by_hand, class_="figure")

    return el("tr", el("th", district_label(district), scope="row"), *(cell(year) for year in years))


def charted(history: History, first: str | None) -> list[str]:
    """Whose lines the chart has, MOST_LINES at most: the pressed district, then the longest; one year is no line."""
    several = [who for who, scores in history.items() if len(scores) > 1]
    return sorted(several, key=lambda who: (who != first, -len(history[who]), who))[:MOST_LINES]


def plot_value(history: History, districts: Sequence[str]) -> dict[str, object] | None:
    """The chart's data as gradio's native plot takes it; None where there is nothing to draw."""
    if not districts:
        return None
    data = [[str(one.fiscal_year), one.score, district_label(who)] for who in districts for one in history[who]]
    return {
        "columns": [t("ปี"), t("คะแนน"), t("เขต")],
        "data": sorted(data, key=lambda point: str(point[0])),
        "datatypes": {t("ปี"): "nominal", t("คะแนน"): "quantitative", t("เขต"): "nominal"},
        "mark": "line",
    }


def least_shown(history: History, districts: Sequence[str]) -> int:
    """Where the chart's scale begins: the tens below the lowest score, so that lines are told apart."""
    lowest = min((one.score for who in districts for one in history[who]), default=0)
    return max(0, min(90, int((lowest - 3) // 10 * 10)))
