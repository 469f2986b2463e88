"""The talk: questions and answers one under another, each answer with what it was read as and its marks."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answers import Answer, Mode, ReadAs, Status
from assistant.wants import Want
from assistant.window.chips import Kind, Side, can_go, sides_of
from assistant.window.drafts import draft
from assistant.window.labels import OVERVIEW_LABEL, STATUS_LABELS
from assistant.window.lines import answer_text
from assistant.window.markup import Html, button, div, el, join, span
from assistant.window.proofs import Rows, proofs_of

# A talk longer than this drops its oldest turns: the page stays light and the memory of a session bounded.
LONGEST_TALK = 30
# Of a question pasted by mistake this much is shown.
LONGEST_SHOWN = 600
TO_COMPLETE = "คำขออยู่ในช่องคำถามแล้ว เติมสิ่งที่ขาดต่อท้าย แล้วกด “ถาม”"


@dataclass(frozen=True, slots=True)
class Turn:
    """One question and what came of it: an answer, the sentence of what went wrong, or neither while it is sought.

    ``before`` is what it leaned on and ``kept`` the sides that it took over; ``dropped`` is the side that was taken
    away where the question before was asked again without it.
    """

    number: int
    question: str
    answer: Answer | None = None
    trouble: str | None = None
    before: ReadAs | None = None
    kept: tuple[Side, ...] = ()
    dropped: Side | None = None

    @property
    def scope(self) -> str:
        """What tells this turn's marks from those of other turns."""
        return f"t{self.number}"

    @property
    def settled(self) -> bool:
        """Whether it is no longer sought."""
        return self.answer is not None or self.trouble is not None


@dataclass(frozen=True, slots=True)
class Examples:
    """What an empty talk offers: questions, and requests to draft."""

    ask: tuple[str, ...] = ()
    draft: tuple[str, ...] = ()


def talk(turns: Sequence[Turn], examples: Examples, rows: Rows, empty_store: bool = False) -> Html:
    """The whole talk, or the examples while nothing was asked yet."""
    if not turns:
        return div("talk", _welcome(examples, empty_store))
    answered = [turn for turn in turns if turn.answer is not None]
    last = answered[-1] if answered and turns[-1].settled else None
    return div("talk", join(_turn(turn, rows, turn is last) for turn in turns))


def _welcome(examples: Examples, empty_store: bool) -> Html:
    if empty_store:
        return div(
            "welcome",
            el("h2", "ยังไม่มีรายงานในคลัง"),
            el("p", "ให้ผู้ดูแลระบบนำรายงานเข้าคลังก่อน แล้วเปิดหน้าต่างนี้อีกครั้ง", class_="hint"),
        )
    return div(
        "welcome",
        el("h2", "อยากรู้เรื่องใดจากรายงานของเขต"),
        el("p", "ถามเป็นประโยคธรรมดา ระบุข้อ เขต หรือปีก็ได้ ทุกคำตอบมีหลักฐานจากรายงานให้เปิดดู", class_="hint"),
        _choices("ลองถาม", examples.ask),
        _choices("ลองให้ร่าง", examples.draft),
    )


def _choices(heading: str, texts: Sequence[str]) -> Html | None:
    if not texts:
        return None
    buttons = (el("li", button("example", "example", text, data_text=text)) for text in texts)
    return div("choices", el("h3", heading), el("ul", *buttons))


def _turn(turn: Turn, rows: Rows, last: bool) -> Html:
    question = turn.question if len(turn.question) <= LONGEST_SHOWN else turn.question[:LONGEST_SHOWN] + "…"
    again = span("again", f"ถามใหม่โดยไม่ใช้ {turn.dropped.label}") if turn.dropped else None
    asked = div("asked", el("p", question, again))
    if turn.trouble is not None:
        reply = div("reply is-trouble", el("p", turn.trouble, class_="line", role="alert"))
    elif turn.answer is None:
        slow = el("p", "ใช้เวลานานกว่าปกติ โปรดรอสักครู่ ถ้านานเกินหนึ่งนาทีให้โหลดหน้านี้ใหม่แล้วถามอีกครั้ง", class_="slow")
        reply = div("reply is-waiting", span("dots", "กำลังค้นรายงาน"), slow, aria_busy="true")
    else:
        reply = _reply(turn, turn.answer, rows, last)
    return el("article", asked, reply, class_="turn", data_turn=turn.number)


def _reply(turn: Turn, answer: Answer, rows: Rows, last: bool) -> Html:
    proofs = proofs_of(answer, rows)
    return div(
        f"reply is-{answer.status.value.replace('_', '-')}",
        _status(answer),
        _leaned(turn),
        answer_text(_told(answer), answer, proofs, turn.scope),
        *(draft(row, proofs, turn.scope, number) for number, row in enumerate(answer.drafts)),
        el("p", TO_COMPLETE, class_="hint") if last and asks_back(answer) else None,
        chips(answer.read_as, turn.scope, last),
    )


def _status(answer: Answer) -> Html | None:
    if answer.status is Status.ANSWERED:
        return None
    overview = answer.status is Status.AMBIGUOUS and answer.read_as.wants == Want.OVERVIEW
    return div("status", OVERVIEW_LABEL if overview else STATUS_LABELS[answer.status])


def asks_back(answer: Answer) -> bool:
    """Whether the answer is a question back: the request lacks something and is to be completed."""
    return answer.status is Status.AMBIGUOUS and answer.mode is Mode.DRAFT


def _told(answer: Answer) -> str:
    """The text of the answer; of a draft only the notes after its heading, as the row itself is a table below."""
    if not answer.drafts:
        return answer.text
    before_row = re.split(r"^■", answer.text, maxsplit=1, flags=re.MULTILINE)[0]
    return "\n".join(before_row.splitlines()[1:])


def _leaned(turn: Turn) -> Html | None:
    """What the answer took over from the question before, so that a wrong leaning is seen."""
    if not turn.kept:
        return None
    return el("p", el("b", "ต่อจากคำถามก่อน:"), " " + " · ".join(side.label for side in turn.kept), class_="leaned")


def chips(read_as: ReadAs, scope: str = "", last: bool = False) -> Html | None:
    """What the question was read as, so that a wrong reading is seen at a glance; on the last answer each can go."""
    sides = sides_of(read_as)
    if not sides:
        return None
    return div(
        "chips",
        span("chips-head", "อ่านคำถามว่า"),
        *(_chip(side, scope, last and can_go(side, read_as)) for side in sides),
    )


def _chip(side: Side, scope: str, removable: bool) -> Html:
    kind = "chip chip-unknown" if side.kind is Kind.UNKNOWN else "chip"
    if not removable:
        return span(kind, side.label)
    name = f"ถามใหม่โดยไม่ใช้ {side.label}"
    cross = button(
        "without", "chip-x", "×", aria_label=name, title=name, data_scope=scope, data_kind=side.kind.value,
        data_value=side.value,
    )  # fmt: skip
    return span(kind + " can-go", side.label, cross)
