"""The talk: questions and answers one under another, each answer with what it was read as and its marks."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answers import Answer, ReadAs, Status
from assistant.window.drafts import draft
from assistant.window.labels import STATUS_LABELS, WANTS_LABELS, cell_label, district_label
from assistant.window.markup import Html, button, div, el, join, span
from assistant.window.proofs import Proof, Rows, linked, proofs_of

# A talk longer than this drops its oldest turns: the page stays light and the memory of a session bounded.
LONGEST_TALK = 30
# Of a question pasted by mistake this much is shown.
LONGEST_SHOWN = 600

# How an answer's plain text is laid out: a row's title, a caution, a list line, a line that belongs to the one above.
_LAYOUT = re.compile(r"^(?:(?P<title>■\s+)|(?P<caution>⚠\s*)|(?P<bullet>\s*[-•]\s+)|(?P<inset>\s+))")
# A name before a colon, such as that of a cell; what is in quotes or brackets is never one.
_HEADED = re.compile(r"^(?P<head>[^:“\"\[\]()]{2,60}):\s")
# A row's title: whose it is and which item, then the item's own words, which are long.
_TITLE = re.compile(r"^(?P<who>.{1,80}? · (?:ตัวชี้วัดที่ \d+|indicator \d+|\S+))\s+(?P<item>\S.*)$")


@dataclass(frozen=True, slots=True)
class Turn:
    """One question and what came of it: an answer, the sentence of what went wrong, or neither while it is sought."""

    number: int
    question: str
    answer: Answer | None = None
    trouble: str | None = None

    @property
    def scope(self) -> str:
        """What tells this turn's marks from those of other turns."""
        return f"t{self.number}"


@dataclass(frozen=True, slots=True)
class Examples:
    """What an empty talk offers: questions, and requests to draft."""

    ask: tuple[str, ...] = ()
    draft: tuple[str, ...] = ()


def talk(turns: Sequence[Turn], examples: Examples, rows: Rows, empty_store: bool = False) -> Html:
    """The whole talk, or the examples while nothing was asked yet."""
    if not turns:
        return div("talk", _welcome(examples, empty_store))
    return div("talk", join(_turn(turn, rows) for turn in turns))


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


def _turn(turn: Turn, rows: Rows) -> Html:
    question = turn.question if len(turn.question) <= LONGEST_SHOWN else turn.question[:LONGEST_SHOWN] + "…"
    asked = div("asked", el("p", question))
    if turn.trouble is not None:
        reply = div("reply is-trouble", el("p", turn.trouble, class_="line", role="alert"))
    elif turn.answer is None:
        reply = div("reply is-waiting", span("dots", "กำลังค้นรายงาน"), aria_busy="true")
    else:
        reply = _reply(turn.answer, turn.scope, rows)
    return el("article", asked, reply, class_="turn", data_turn=turn.number)


def _reply(answer: Answer, scope: str, rows: Rows) -> Html:
    proofs = proofs_of(answer, rows)
    status = STATUS_LABELS[answer.status] if answer.status is not Status.ANSWERED else None
    return div(
        f"reply is-{answer.status.value.replace('_', '-')}",
        div("status", status) if status else None,
        div("answer-text", *_lines(_told(answer), proofs, scope)),
        *(draft(row, proofs, scope, number) for number, row in enumerate(answer.drafts)),
        chips(answer.read_as),
    )


def _told(answer: Answer) -> str:
    """The text of the answer; of a draft only the notes after its heading, as the row itself is a table below."""
    if not answer.drafts:
        return answer.text
    before_row = re.split(r"^■", answer.text, maxsplit=1, flags=re.MULTILINE)[0]
    return "\n".join(before_row.splitlines()[1:])


def _lines(text: str, proofs: Sequence[Proof], scope: str) -> list[Html]:
    """The answer line by line; a row's title stands out, and so does the name of a cell before its quotes."""
    return [_line(line, proofs, scope) for line in text.strip().splitlines()]


def _line(line: str, proofs: Sequence[Proof], scope: str) -> Html:
    if not line.strip():
        return el("p", class_="line gap")
    layout = _LAYOUT.match(line)
    kind = layout.lastgroup if layout else None
    body = line[layout.end() :] if layout else line
    pieces: list[Html] = []
    headed = _HEADED.match(body) if kind in ("bullet", "inset") else None
    if headed:
        pieces.append(el("b", headed["head"] + ":"))
        body = " " + body[headed.end() :]
    title = _TITLE.match(body) if kind == "title" else None
    if title:
        pieces += [el("b", title["who"]), span("item", " " + title["item"])]
    else:
        pieces.append(linked(body, proofs, scope))
    return el("p", *pieces, class_=f"line is-{kind}" if kind else "line")


def chips(read_as: ReadAs) -> Html | None:
    """What the question was read as, so that a wrong reading is seen at a glance."""
    words = [
        *read_as.codes,
        *(f"ตัวชี้วัดที่ {group}" for group in read_as.groups),
        *(f"ปี {year}" for year in read_as.years),
        *(district_label(name) for name in read_as.districts),
        *(cell_label(cell) for cell in read_as.cells),
    ]
    if read_as.wants in WANTS_LABELS:
        words.append(WANTS_LABELS[read_as.wants])
    unknown = [span("chip chip-unknown", f"ไม่มีรายงานของ{district_label(n)}") for n in read_as.unknown_districts]
    if not words and not unknown:
        return None
    return div("chips", span("chips-head", "อ่านคำถามว่า"), *(span("chip", word) for word in words), *unknown)
