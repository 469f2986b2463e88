"""The Compare tab's panels and the events between them."""

from dataclasses import dataclass
from typing import Any

import gradio as gr

from assistant.window import look
from assistant.window.compare_desk import LATEST, CompareDesk, ItemPages, no_item
from assistant.window.comparing import LINE_COLOURS, Mode
from assistant.window.desk import Desk, pressed
from assistant.window.labels import district_label
from assistant.window.markup import Html
from assistant.window.messages import t
from corpus.records import PARTS

DOWNLOAD, MAKE, FAILED = "บันทึกไฟล์อีกครั้ง (.xlsx)", "ดาวน์โหลดตารางนี้ (.xlsx)", "ทำไฟล์ไม่สำเร็จ กดอีกครั้ง"


@dataclass(frozen=True, slots=True)
class ComparePanel:
    """The tab's components; ``filters`` in the order in which the desk takes them."""

    filters: tuple[Any, ...]
    mode: Any
    map: gr.HTML
    rows: gr.HTML
    plot: Any
    scores: gr.HTML
    make: gr.Button
    file: gr.DownloadButton


def compare_panel(desk: CompareDesk) -> ComparePanel:
    """Filters, the map, and under it the chosen item."""
    with gr.Column(elem_id="compare-filters"), gr.Row():
        year = gr.Dropdown(desk.years(), value=LATEST, label=t("ปีของมาตรการ"), scale=2, min_width=190)
        part = gr.Dropdown(
            [(t("ทุกด้าน"), ""), *((part, part) for part in PARTS)], value="", label=t("ด้าน"), scale=1, min_width=110
        )
        districts = gr.Dropdown(
            desk.districts(), value=[], multiselect=True, label=t("เขต (ไม่เลือก = ทุกเขต)"), scale=4, min_width=230
        )
        mode = gr.Radio(
            [(t("คะแนน"), Mode.SCORES.value), (t("ความครอบคลุม"), Mode.COVERAGE.value)],
            value=Mode.SCORES.value,
            label=t("ตารางแสดง"),
            scale=3,
            min_width=300,
        )
        shared = gr.Checkbox(label=t("เฉพาะข้อที่มีหลายเขต"), scale=2, min_width=190, elem_id="compare-shared")
    shown = _page(desk.map(desk.choice(LATEST, "", [], False), Mode.SCORES.value), "compare-map")
    with gr.Row(elem_id="compare-files"):
        make = gr.Button(t(MAKE), size="sm", scale=0, min_width=230, elem_id="compare-make")
        file = gr.DownloadButton(t(DOWNLOAD), size="sm", scale=0, min_width=230, visible=False, elem_id="compare-file")
    rows = _page(no_item().rows, "compare-rows")
    plot = gr.LinePlot(
        x=t("ปี"), y=t("คะแนน"), color=t("เขต"), x_title=t("ปีที่ประเมิน"), y_title=t("คะแนน"), color_title=t("เขต"),
        tooltip="all", height=300, visible=False, show_label=False, elem_id="compare-plot",
    )  # fmt: skip
    scores = _page(no_item().scores, "compare-scores")
    return ComparePanel((year, part, districts, shared), mode, shown, rows, plot, scores, make, file)


def _page(value: Html, elem_id: str) -> gr.HTML:
    script = look.compare_script()
    return gr.HTML(value, elem_id=elem_id, js_on_load=script, apply_default_css=False, padding=False)


def wire_compare(
    window: gr.Blocks,
    desk: CompareDesk,
    reader: Desk,
    panel: ComparePanel,
    tab: gr.Tab,
    source: gr.HTML,
    event: dict[str, Any],
) -> None:
    """Filters redraw the map; a press shows the item; a press there opens the source."""
    filters = list(panel.filters)
    item = [panel.rows, panel.plot, panel.scores]

    seen = gr.State(0)

    def begin() -> tuple[Any, ...]:
        shown = desk.map(desk.choice(LATEST, "", [], False), Mode.SCORES.value)
        return desk.stamp(), gr.update(choices=desk.years()), gr.update(choices=desk.districts()), shown

    def look(before: int, *given: Any) -> tuple[Any, ...]:
        now = desk.stamp()
        if now == before:
            return before, gr.skip(), gr.skip(), gr.skip()
        shown = desk.map(desk.choice(*given[:-1]), given[-1])
        return now, gr.update(choices=desk.years()), gr.update(choices=desk.districts()), shown

    def redraw(*given: Any) -> tuple[Any, ...]:
        return desk.map(desk.choice(*given[:-1]), given[-1]), *_item(no_item()), gr.update(visible=False)

    def show(pressed_at: gr.EventData, *given: Any) -> tuple[Any, ...]:
        return _item(desk.item(pressed_at._data, desk.choice(*given)))

    def cite(pressed_at: gr.EventData) -> Html:
        return reader.source(pressed(pressed_at._data))

    def make(*given: Any) -> Any:
        path = desk.file(desk.choice(*given))
        return gr.update(
            value=path, visible=True, interactive=path is not None, label=t(DOWNLOAD) if path else t(FAILED)
        )

    # The store may have got reports since the program began, and since the page was opened.
    of_store = [seen, filters[0], filters[2], panel.map]
    window.load(begin, None, of_store, **event)
    tab.select(look, [seen, *filters, panel.mode], of_store, **event)
    for one in (*filters, panel.mode):
        one.change(redraw, [*filters, panel.mode], [panel.map, *item, panel.file], **event)
    panel.map.cell(show, filters, item, **event)
    panel.map.item(show, filters, item, **event)
    panel.rows.cite(cite, None, source, **event)
    panel.scores.cite(cite, None, source, **event)
    panel.make.click(make, filters, panel.file, **event).then(
        None,
        None,
        None,
        js="() => setTimeout(() => document.querySelector('#compare-file')?.click(), 300)",
        api_visibility="private",
    )


def _item(pages: ItemPages) -> tuple[Any, ...]:
    colours = dict(zip(map(district_label, pages.charted), LINE_COLOURS, strict=False))
    plot = gr.LinePlot(value=pages.plot, visible=pages.plot is not None, y_lim=[pages.least, 100], color_map=colours)
    return pages.rows, plot, pages.scores
