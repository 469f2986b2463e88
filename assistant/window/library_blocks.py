"""The Reports tab in gradio: uploads, the table, one report, and what goes on; the pages come ready made."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import gradio as gr

from assistant.users import Role
from assistant.window import look
from assistant.window.caller import current_user, may, signed
from assistant.window.desk import pressed
from assistant.window.library_desk import LibraryDesk
from assistant.window.markup import Html
from assistant.window.messages import t
from assistant.window.shelf import Shelf
from corpus.readers import SUFFIXES

if TYPE_CHECKING:
    from assistant.window.desk import Desk

# Long work tells how far it is, which gradio does through its queue only.
_LONG: dict[str, Any] = {
    "api_visibility": "private",
    "queue": True,
    "concurrency_limit": 4,
    "concurrency_id": "library",
    "show_progress": "hidden",
}


@dataclass(frozen=True, slots=True)
class LibraryPanel:
    """The tab's components."""

    upload: gr.UploadButton
    rebuild: gr.Button
    notices: gr.HTML
    table: gr.HTML
    card: gr.HTML


def library_panel(desk: LibraryDesk) -> LibraryPanel:
    """Tools, what goes on, the table and the open report."""
    with gr.Row(elem_id="report-tools"):
        upload = gr.UploadButton(
            t("เพิ่มรายงาน"), file_count="multiple", file_types=list(SUFFIXES), size="sm", variant="primary",
            elem_id="report-upload",
        )  # fmt: skip
        rebuild = gr.Button(t("อ่านโฟลเดอร์ใหม่"), size="sm", elem_id="report-rebuild")
    return LibraryPanel(
        upload, rebuild, _page(desk.notices(Shelf()), "report-work"), _page(desk.table(), "reports"),
        _page(Html(""), "report"),
    )  # fmt: skip


def _page(value: Html, elem_id: str) -> gr.HTML:
    script = look.library_script()
    return gr.HTML(value, elem_id=elem_id, js_on_load=script, apply_default_css=False, padding=False)


def wire_library(
    window: gr.Blocks,
    desk: LibraryDesk,
    sources: "Desk",
    panel: LibraryPanel,
    source: gr.HTML,
    event: dict[str, Any],
    refreshed: Callable[[], tuple[Any, ...]],
    elsewhere: list[Any],
    tab: gr.Tab,
) -> None:
    """The events of the tab; ``refreshed`` gives what else shows the store, into the components ``elsewhere``."""
    held = gr.State(Shelf())
    shown = [held, panel.notices, panel.table, panel.card]

    def pages(shelf: Shelf) -> tuple[Any, ...]:
        return shelf, desk.notices(shelf), desk.table(), desk.card(shelf)

    def follow(steps: Iterator[Shelf]) -> Iterator[tuple[Any, ...]]:
        """Only what goes on is sent while it goes on: the table may be long."""
        last: Shelf | None = None
        told = ""
        for shelf in steps:
            last = shelf
            if (now := desk.notices(shelf)) != told:
                told = now
                yield shelf, now, gr.skip(), gr.skip()
        if last is not None:
            yield pages(last)

    def choose(data: gr.EventData, shelf: Shelf) -> tuple[Any, ...]:
        now = desk.act(shelf, {"do": "open", "report": data._data.get("report", "")})
        return now, desk.notices(now), desk.card(now)

    def do(data: gr.EventData, request: gr.Request, shelf: Shelf) -> tuple[Any, ...]:
        return pages(desk.act(shelf, signed(data._data, request)))

    def decide(data: gr.EventData, request: gr.Request, shelf: Shelf) -> Iterator[tuple[Any, ...]]:
        yield from follow(desk.decide(shelf, signed(data._data, request)))

    def add(files: list[str] | None, shelf: Shelf) -> Iterator[tuple[Any, ...]]:
        yield from follow(desk.add(shelf, files or []))

    def rebuild(shelf: Shelf) -> Iterator[tuple[Any, ...]]:
        yield from follow(desk.rebuild(shelf))

    def stop(data: gr.EventData, shelf: Shelf) -> None:
        desk.act(shelf, data._data)

    def cite(data: gr.EventData) -> Html:
        return sources.source(pressed(data._data))

    def open_page(request: gr.Request) -> tuple[Any, ...]:
        user, allowed = current_user(request), may(request, Role.KEEPER)
        there = gr.update(visible=allowed)
        return *pages(Shelf(name=user.name if user else "", may=allowed)), there, there

    begin = window.load(open_page, None, [*shown, panel.upload, panel.rebuild], **event)
    begin.then(refreshed, None, elsewhere, **event)
    # A store that broke since the page was opened is told to who comes to the tab.
    tab.select(desk.notices, [held], panel.notices, **event)
    panel.table.choose(choose, [held], [held, panel.notices, panel.card], **event)
    for page in (panel.card, panel.notices):
        page.do(do, [held], shown, **event).then(refreshed, None, elsewhere, **event)
        page.decide(decide, [held], shown, **_LONG).then(refreshed, None, elsewhere, **event)
        page.cite(cite, None, source, **event)
    # Stopping must not wait behind the work that it stops, nor touch what that work shows.
    panel.notices.halt(stop, [held], None, **event)
    panel.upload.upload(add, [panel.upload, held], shown, **_LONG).then(refreshed, None, elsewhere, **event)
    panel.rebuild.click(rebuild, [held], shown, **_LONG).then(refreshed, None, elsewhere, **event)
