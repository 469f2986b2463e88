"""The plan's tab in gradio: one panel, one event for all its presses, one for its files; the pages come ready made."""

from typing import TYPE_CHECKING, Any

import gradio as gr

from assistant.users import Role
from assistant.window import look
from assistant.window.caller import current_user, may
from assistant.window.desk import pressed
from assistant.window.markup import Html, el
from assistant.window.messages import t
from assistant.window.plan_desk import PlanDesk
from assistant.window.planning import frame
from assistant.window.visit import Visitor

if TYPE_CHECKING:
    from assistant.window.desk import Desk

# A model is slow, and not too many may be at it at once.
OF_MODEL = {"queue": True, "concurrency_limit": 4, "concurrency_id": "model"}
# Hands the made file to the browser under its own name, which the address does not have.
SAVE = """(file) => {
  if (!file?.url) return;
  const link = document.createElement("a");
  link.href = file.url;
  link.download = file.orig_name ?? "";
  link.click();
}"""


def visitor_of(request: gr.Request) -> Visitor:
    """Who pressed, as the gate in front of the window knows it."""
    user = current_user(request)
    return Visitor(user.name if user else "", may(request, Role.EDITOR))


def plan_panel(desk: PlanDesk) -> tuple[gr.HTML, gr.DownloadButton]:
    """The panel, and the unseen carrier of its files."""
    page = frame(desk.begin(), el("p", t("กำลังเปิดแผน"), class_="hint dots"))
    panel = gr.HTML(page, elem_id="plan", js_on_load=look.plan_script(), apply_default_css=False, padding=False)
    return panel, gr.DownloadButton(visible="hidden", elem_id="plan-file")


def wire_plan(
    window: gr.Blocks,
    desk: PlanDesk,
    sources: "Desk",
    panel: gr.HTML,
    carrier: gr.DownloadButton,
    evidence: gr.HTML,
    source: gr.HTML,
    event: dict[str, Any],
) -> gr.State:
    """The events of the panel and of the cards beside it; the visit is each session's own, and is handed back."""
    visit = gr.State(desk.begin())
    shown = [visit, panel, evidence]

    def begin(request: gr.Request) -> tuple[Any, ...]:
        fresh = desk.begin(visitor_of(request))
        return fresh, *desk.pages(fresh)

    def do(data: gr.EventData, request: gr.Request, at: Any) -> tuple[Any, ...]:
        done = desk.act(at, data._data, visitor_of(request))
        return done, *desk.pages(done)

    def file(data: gr.EventData, request: gr.Request, at: Any) -> tuple[Any, ...]:
        done, path = desk.file(at, data._data, visitor_of(request))
        return done, *desk.pages(done), path

    def cite(data: gr.EventData, at: Any) -> tuple[Html, Html]:
        place = pressed(data._data)
        return desk.evidence(at, place), sources.source(place)

    # The list of kept plans is that of the moment at which a page is opened.
    window.load(begin, None, shown, **event)
    panel.do(do, [visit], shown, **event)
    # A model takes its time, which gradio's queue waits out better than a single request.
    if desk.has_model:
        panel.polish(do, [visit], shown, **event | OF_MODEL)
    panel.file(file, [visit], [*shown, carrier], **event).then(None, [carrier], None, js=SAVE, api_visibility="private")
    panel.cite(cite, [visit], [evidence, source], **event)
    evidence.cite(cite, [visit], [evidence, source], **event)
    return visit
