"""The talk: questions and answers one under another, each answer with what it was read as and its marks."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from assistant.answers import Answer, Mode, ReadAs, Status
from assistant.drafting import head_of
from assistant.formsheet import Scores
from assistant.plantalk import plan_of
from assistant.ratings import Verdict
from assistant.wants import Want
from assistant.window.below import below
from assistant.window.chips import Kind, Side, can_go, sides_of
from assistant.window.drafts import draft, draft_acts, folded
from assistant.window.labels import OVERVIEW_LABEL, STATUS_LABELS
from assistant.window.lines import answer_text
from assistant.window.markup import Html, button, div, el, span
from assistant.window.messages import t
from assistant.window.proofs import Proof, Rows, proofs_of
from assistant.window.tongue import Tongue, speaking, tongue

# A talk longer than this drops its oldest turns: the page stays light and the memory of a session bounded.
LONGEST_TALK = 30
# Of a question pasted by mistake this much is shown.
LONGEST_SHOWN = 600
# So many turns of all talks are held as they were shown last.
REMEMBERED = 200
AWAITS_MODEL = "นี่คือข้อความที่ยกจากรายงาน โมเดลภาษากำลังเรียบเรียงเพิ่ม"
TO_COMPLETE = "คำขออยู่ในช่องคำถามแล้ว เติมสิ่งที่ขาดต่อท้าย แล้วกด “ถาม”"


@dataclass(frozen=True, slots=True)
class Turn:
    """One question and what came of it: an answer, the sentence of what went wrong, or neither while it is sought.

    ``before`` is what it leaned on and ``kept`` the sides that it took over; ``dropped`` is the side that was taken
    away where the question before was asked again without it. ``awaits_model`` is the answer that stands until a model
    has gone over it; ``unrated`` says that an opinion could not be kept.
    """

    number: int
    question: str
    answer: Answer | None = None
    trouble: str | None = None
    before: ReadAs | None = None
    kept: tuple[Side, ...] = ()
    dropped: Side | None = None
    awaits_model: bool = False
    rated: Verdict | None = None
    unrated: bool = False

    @property
    def scope(self) -> str:
        """What tells this turn's marks from those of other turns."""
        return f"t{self.number}"

    def proofs_differ(self, other: "Turn") -> bool:
        """Whether the cards beside this turn are others than those beside another state of it."""
        held = [(one.answer.citations, one.answer.drafts) if one.answer else None for one in (self, other)]
        return held[0] != held[1]

    @property
    def settled(self) -> bool:
        """Whether it is no longer sought."""
        return self.answer is not None or self.trouble is not None


@dataclass(frozen=True, slots=True)
class Examples:
    """What an empty talk offers: questions, and requests to draft."""

    ask: tuple[str, ...] = ()
    draft: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tools:
    """What a reader can do with an answer beside reading it: keep a draft as a plan, say what it was worth."""

    plans: bool = False
    ratings: bool = False


NO_TOOLS = Tools()


def talk(
    turns: Sequence[Turn], examples: Examples, rows: Rows, empty_store: bool = False, tools: Tools = NO_TOOLS
) -> Html:
    """The whole talk, or the examples while nothing was asked yet."""
    if not turns:
        return div("talk", _welcome(examples, empty_store))
    answered = [turn for turn in turns if turn.answer is not None]
    last = answered[-1] if answered and turns[-1].settled else None
    drafted = next((turn for turn in reversed(answered) if turn.answer and turn.answer.drafts), None)
    made = []
    for at, turn in enumerate(turns):
        acts = draft_acts(turn.scope, tools.plans) if turn is drafted else None
        plan = (
            plan_of([one.answer for one in turns[: at + 1] if one.answer])
            if turn.answer and turn.answer.drafts
            else None
        )
        if acts is None and plan is None and turn.settled:
            made.append(_as_before(_One(turn), _One(rows), turn is last, tools, tongue()))
        else:
            made.append(_turn(turn, rows, _Extras(turn is last, acts, plan.scores if plan else {}, tools)))
    return div("talk", *made)


class _One:
    """One thing told from others by identity: to compare two turns would be to read two whole answers."""

    __slots__ = ("held",)

    def __init__(self, held: Any) -> None:
        self.held = held

    def __hash__(self) -> int:
        return id(self.held)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _One) and self.held is other.held


@lru_cache(maxsize=REMEMBERED)
def _as_before(turn: _One, rows: _One, last: bool, tools: Tools, language: Tongue) -> Html:
    """A turn that stays as it is while the talk goes on; each is shown again with every question after it."""
    return _turn(turn.held, rows.held, _Extras(last, None, {}, tools))


def forget_shown() -> None:
    """Lets go of turns as they were shown, and with them of the rows of a store that is no longer in use."""
    _as_before.cache_clear()


@dataclass(frozen=True, slots=True)
class _Extras:
    """What a turn is shown with beside its own: whether it is the last, what can be done with its draft, its scores."""

    last: bool
    acts: Html | None
    scores: Scores
    tools: Tools


def _welcome(examples: Examples, empty_store: bool) -> Html:
    if empty_store:
        return div(
            "welcome",
            el("h2", t("ยังไม่มีรายงานในคลัง")),
            el("p", t("ให้ผู้ดูแลระบบนำรายงานเข้าคลังก่อน แล้วเปิดหน้าต่างนี้อีกครั้ง"), class_="hint"),
        )
    return div(
        "welcome",
        el("h2", t("อยากรู้เรื่องใดจากรายงานของเขต")),
        el("p", t("ถามเป็นประโยคธรรมดา ระบุข้อ เขต หรือปีก็ได้ ทุกคำตอบมีหลักฐานจากรายงานให้เปิดดู"), class_="hint"),
        _choices(t("ลองถาม"), examples.ask),
        _choices(t("ลองให้ร่าง"), examples.draft),
    )


def _choices(heading: str, texts: Sequence[str]) -> Html | None:
    if not texts:
        return None
    buttons = (el("li", button("example", "example", text, data_text=text)) for text in texts)
    return div("choices", el("h3", heading), el("ul", *buttons))


def _turn(turn: Turn, rows: Rows, extras: _Extras) -> Html:
    question = turn.question if len(turn.question) <= LONGEST_SHOWN else turn.question[:LONGEST_SHOWN] + "…"
    again = span("again", t("ถามใหม่โดยไม่ใช้ {label}", label=turn.dropped.label)) if turn.dropped else None
    asked = div("asked", el("p", question, again))
    if turn.trouble is not None:
        reply = div("reply is-trouble", el("p", turn.trouble, class_="line", role="alert"))
    elif turn.answer is None:
        slow = el("p", t("ใช้เวลานานกว่าปกติ โปรดรอสักครู่ ถ้านานเกินหนึ่งนาทีให้โหลดหน้านี้ใหม่แล้วถามอีกครั้ง"), class_="slow")
        reply = div("reply is-waiting", span("dots", t("กำลังค้นรายงาน")), slow, aria_busy="true")
    else:
        # What stands around an English answer is English in either window.
        with speaking(Tongue.ENGLISH if turn.answer.read_as.english else tongue()):
            reply = _reply(turn, turn.answer, rows, extras)
    return el("article", asked, reply, class_="turn", data_turn=turn.number)


def _reply(turn: Turn, answer: Answer, rows: Rows, extras: _Extras) -> Html:
    proofs = proofs_of(answer, rows)
    return div(
        f"reply is-{answer.status.value.replace('_', '-')}",
        _status(answer),
        _leaned(turn),
        answer_text(_told(answer), answer, proofs, turn.scope),
        *_drafts(answer, proofs, turn.scope, extras.scores),
        extras.acts,
        el("p", t(TO_COMPLETE), class_="hint") if extras.last and asks_back(answer) else None,
        el("p", span("dots", t(AWAITS_MODEL)), class_="hint awaits", role="status") if turn.awaits_model else None,
        chips(answer.read_as, turn.scope, extras.last),
        below(turn.scope, turn.rated, answer, extras.tools.ratings, turn.unrated),
        lang="en" if answer.read_as.english else None,
    )


def _status(answer: Answer) -> Html | None:
    if answer.status is Status.ANSWERED:
        return None
    overview = answer.status is Status.AMBIGUOUS and answer.read_as.wants == Want.OVERVIEW
    return div("status", t(OVERVIEW_LABEL) if overview else t(STATUS_LABELS[answer.status]))


def asks_back(answer: Answer) -> bool:
    """Whether the answer is a question back: the request lacks something and is to be completed."""
    return answer.status is Status.AMBIGUOUS and answer.mode is Mode.DRAFT


def _drafts(answer: Answer, proofs: Sequence[Proof], scope: str, scores: Scores) -> list[Html]:
    """A row as it is; several of them folded, for a plan is long."""
    if len(answer.drafts) > 1:
        return [folded(answer.drafts, scores, proofs, scope)]
    return [draft(row, proofs, scope, number) for number, row in enumerate(answer.drafts)]


def _told(answer: Answer) -> str:
    """The text of the answer; of a draft only what stands above its rows, which are tables below."""
    return head_of(answer) if answer.drafts else answer.text


def _leaned(turn: Turn) -> Html | None:
    """What the answer took over from the question before, so that a wrong leaning is seen."""
    if not turn.kept:
        return None
    return el("p", el("b", t("ต่อจากคำถามก่อน:")), " " + " · ".join(side.label for side in turn.kept), class_="leaned")


def chips(read_as: ReadAs, scope: str = "", last: bool = False) -> Html | None:
    """What the question was read as, so that a wrong reading is seen at a glance; on the last answer each can go."""
    sides = sides_of(read_as)
    if not sides:
        return None
    return div(
        "chips",
        span("chips-head", t("อ่านคำถามว่า")),
        *(_chip(side, scope, last and can_go(side, read_as)) for side in sides),
    )


def _chip(side: Side, scope: str, removable: bool) -> Html:
    kind = "chip chip-unknown" if side.kind is Kind.UNKNOWN else "chip"
    if not removable:
        return span(kind, side.label)
    name = t("ถามใหม่โดยไม่ใช้ {label}", label=side.label)
    cross = button(
        "without", "chip-x", "×", aria_label=name, title=name, data_scope=scope, data_kind=side.kind.value,
        data_value=side.value,
    )  # fmt: skip
    return span(kind + " can-go", side.label, cross)
