"""The Ask tab's panels and the events between them; in one talk several may be under way at once."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import gradio as gr

from assistant.ratings import Verdict
from assistant.window import look
from assistant.window.barchart import SCORE, SUBJECT, chart_of
from assistant.window.choices import Choices, own_district_choices
from assistant.window.desk import Desk, Turns, pressed, side_of
from assistant.window.markup import Html
from assistant.window.messages import t
from assistant.window.plan_blocks import OF_MODEL, visitor_of
from assistant.window.running import Pending, Running
from assistant.window.talk import asks_back
from corpus.districts import all_districts

if TYPE_CHECKING:
    from assistant.window.plan_desk import PlanDesk

_NEW, _SAVE = "เริ่มเรื่องใหม่", "บันทึกบทสนทนา"


@dataclass(frozen=True, slots=True)
class AskPanel:
    """The tab's components; ``carrier`` hands made files to the browser, ``nudge`` is pressed by page.js alone."""

    talk: gr.HTML
    question: gr.Textbox
    mine: gr.Dropdown
    again: gr.Button
    save: gr.Button
    carrier: gr.DownloadButton
    nudge: gr.Button


def page(value: Html, elem_id: str) -> gr.HTML:
    """A panel that shows HTML of ours and turns presses of its buttons into events."""
    return gr.HTML(value, elem_id=elem_id, js_on_load=look.script(), apply_default_css=False, padding=False)


def district_dropdown(choices: Choices, label: str, **more: Any) -> gr.Dropdown:
    """A list of districts that narrows down as one types."""
    return gr.Dropdown(choices, label=label, filterable=True, **more)


def districts_of(desk: Desk) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The districts of the store, and all fifty."""
    return desk.assistant.index.districts, tuple(one.name for one in all_districts())


def ask_panel(desk: Desk) -> AskPanel:
    """One's own district and what concerns the whole talk, the talk, and the question at its foot."""
    with gr.Row(elem_id="ask-top"):
        mine = district_dropdown(
            own_district_choices(*districts_of(desk)),
            t("เขตของฉัน"),
            value="",
            scale=3,
            min_width=220,
            elem_id="my-district",
        )
        save = gr.Button(t(_SAVE), size="sm", scale=0, min_width=150, elem_id="save-talk")
        again = gr.Button(t(_NEW), size="sm", scale=0, min_width=130, elem_id="again")
    talk = page(desk.talk(()), "talk")
    question = gr.Textbox(
        label=t("คำถาม หรือคำขอให้ร่าง"),
        placeholder=t("เช่น เขตอื่นแก้ข้อ I20 อย่างไร"),
        max_lines=6,
        submit_btn=t("ถาม"),
        autofocus=True,
        elem_id="question",
        interactive=not desk.is_empty,
    )
    carrier = gr.DownloadButton(visible="hidden", elem_id="talk-file")
    nudge = gr.Button(t("ฟังต่อ"), visible="hidden", elem_id="nudge")
    return AskPanel(talk, question, mine, again, save, carrier, nudge)


def bar_chart() -> gr.BarPlot:
    """The scores of an answer that compares some; unseen until there is one."""
    return gr.BarPlot(
        x=t(SUBJECT), y=t(SCORE), x_title=" ", y_title=t(SCORE), y_lim=[0, 100], height=260, visible=False,
        show_label=False, tooltip="all", elem_id="ask-chart", buttons=[],
    )  # fmt: skip


def wire_ask(
    desk: Desk, panel: AskPanel, evidence: gr.HTML, source: gr.HTML, chart: gr.BarPlot, event: dict[str, Any]
) -> gr.State:
    """The events of the tab; hands back the talk of each session."""
    running = gr.State(Running())
    question, mine, talk = panel.question, panel.mine, panel.talk
    shown = [talk, evidence, chart, source, question]

    def now(so_far: Running) -> tuple[Any, ...]:
        return desk.talk(so_far.turns), desk.evidence(so_far.turns), _chart(so_far.turns)

    def begun(steps: Iterator[Turns], so_far: Running, text: str | None) -> tuple[Any, ...]:
        """The question is on the screen, waiting, before its answer is looked for."""
        turns = next(steps, ())
        if not turns or not so_far.put(turns[-1], so_far.talk):
            return _as_it_is(len(shown))
        so_far.await_(Pending(steps, so_far.talk, text))
        return *now(so_far), desk.source(None), "" if text is not None else gr.skip()

    def answer(so_far: Running) -> tuple[Any, ...]:
        settled, back = False, None
        # All that wait: one whose own request was lost on the way is answered with the next.
        while (pending := so_far.next_pending()) is not None:
            turns = next(pending.steps, ())
            if not turns or not so_far.put(turns[-1], pending.talk):
                continue
            settled = True
            # What could not be answered goes back into the field, to be mended or completed there.
            if turns[-1].trouble or (turns[-1].answer and asks_back(turns[-1].answer)):
                back = pending.text
        if not settled:
            return _as_it_is(len(shown))
        return *now(so_far), gr.skip(), gr.skip() if back is None else back

    def ask(text: str, district: str | None, so_far: Running) -> tuple[Any, ...]:
        return begun(desk.ask(text, district, so_far.turns), so_far, text)

    def ask_example(data: gr.EventData, district: str | None, so_far: Running) -> tuple[Any, ...]:
        return ask(str(data._data.get("text", "")), district, so_far)

    def ask_without(data: gr.EventData, district: str | None, so_far: Running) -> tuple[Any, ...]:
        side = side_of(data._data)
        return begun(desk.ask_without(side, district, so_far.turns) if side else iter(()), so_far, None)

    def improve(district: str | None, so_far: Running) -> Iterator[tuple[Any, ...]]:
        begun = so_far.talk
        yield _as_it_is(2)
        while (turn := so_far.claim()) is not None:
            made = desk.improved(so_far.turns, turn, district)
            if so_far.put(made, begun):
                beside = made.number == so_far.turns[-1].number and made.proofs_differ(turn)
                yield desk.talk(so_far.turns), desk.evidence(so_far.turns) if beside else gr.skip()

    def cite(data: gr.EventData, so_far: Running) -> tuple[Html, Html]:
        place = pressed(data._data)
        scope, mark = (place.scope, place.mark) if place else ("", None)
        return desk.evidence(so_far.turns, scope, mark), desk.source(place)

    def start_again(so_far: Running) -> tuple[Any, ...]:
        so_far.begin()
        return *now(so_far), desk.source(None), ""

    def rate(data: gr.EventData, so_far: Running) -> Html:
        turn, said = so_far.turn(str(data._data.get("scope", ""))), data._data.get("verdict")
        if turn is not None and said in tuple(Verdict):
            so_far.put(desk.rate(turn, Verdict(said), str(data._data.get("remark", ""))), so_far.talk)
        return desk.talk(so_far.turns)

    # A model may still be at work on one question while the next is asked.
    many = {**event, "trigger_mode": "multiple"}
    for asking in (
        question.submit(ask, [question, mine, running], shown, **many),
        talk.example(ask_example, [mine, running], shown, **many),
        talk.without(ask_without, [mine, running], shown, **many),
    ):
        answered = asking.then(answer, running, shown, **many)
        if desk.assistant.has_model:
            answered.then(improve, [mine, running], [talk, evidence], **many | OF_MODEL)
    talk.cite(cite, [running], [evidence, source], **event)
    evidence.cite(cite, [running], [evidence, source], **event)
    talk.rate(rate, [running], talk, **event)
    panel.again.click(start_again, running, shown, **event)
    mine.input(None, mine, None, js=look.remember(), api_visibility="private")
    # Asks for nothing: with it the browser takes the queue's line up again, should it have been hung up too early.
    panel.nudge.click(lambda: None, None, None, **event | {"queue": True, "concurrency_limit": None})
    _wire_files(desk, panel, running, event)
    return running


def _as_it_is(outputs: int) -> tuple[Any, ...]:
    """Nothing changes; gradio empties the outputs of an event that says nothing at all."""
    return tuple(gr.skip() for _ in range(outputs))


def _chart(turns: Turns) -> Any:
    answer = turns[-1].answer if turns else None
    drawn = chart_of(answer) if answer else None
    if drawn is None:
        return gr.update(visible=False)
    return gr.BarPlot(value=drawn.value, visible=True, sort=list(drawn.subjects), x_label_angle=drawn.angle)


def _wire_files(desk: Desk, panel: AskPanel, running: gr.State, event: dict[str, Any]) -> None:
    """The talk as a document, and its drafts in the official form."""

    def form(data: gr.EventData, so_far: Running) -> str | None:
        return desk.plan_file(so_far.turns, str(data._data.get("suffix", "")))

    def whole(so_far: Running) -> str | None:
        return desk.talk_file(so_far.turns)

    saved = {"js": look.hand_over(), "api_visibility": "private"}
    panel.talk.file(form, [running], panel.carrier, **event).then(None, [panel.carrier], None, **saved)
    panel.save.click(whole, [running], panel.carrier, **event).then(None, [panel.carrier], None, **saved)


def wire_keep(
    desk: Desk, planner: "PlanDesk", panel: AskPanel, running: gr.State, shown: list[Any], event: dict[str, Any]
) -> None:
    """A draft of the talk goes into the plan's tab; ``shown`` are its visit, its panel, its cards and all tabs."""

    def keep(data: gr.EventData, request: gr.Request, so_far: Running, visit: Any) -> tuple[Any, ...]:
        plan = desk.plan_in(so_far.turns)
        if plan is None:
            return visit, gr.skip(), gr.skip(), gr.skip()
        taken = planner.taken(visit, plan, str(data._data.get("who", "")), visitor_of(request))
        return taken, *planner.pages(taken), gr.Tabs(selected="plan")

    panel.talk.keep(keep, [running, shown[0]], shown, **event).then(
        None, None, None, js=look.plan_opened(), api_visibility="private"
    )
