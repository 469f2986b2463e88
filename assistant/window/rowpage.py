"""The step of the rows: a list of them with what is left to do, and one row open to be worked on cell by cell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.answers import Basis, DraftCell
from assistant.checks import Finding
from assistant.keptplan import KeptRow
from assistant.planedit import Candidate
from assistant.window.controls import area, press
from assistant.window.labels import cell_label, count, district_label, item_label
from assistant.window.markup import Html, Piece, button, div, el, join, span
from assistant.window.messages import retold, t
from assistant.window.proofs import Proof, mark_button, shorten
from assistant.window.visit import Looking
from assistant.window.weakpage import SCOPE, examples
from assistant.worked import Worked
from corpus.records import PlaceKey

# The longest text of one cell; what is longer is a file pasted by mistake.
LONGEST_CELL = 20_000
Marks = Mapping[PlaceKey, Proof]


@dataclass(frozen=True, slots=True)
class RowState:
    """One row in the list: how many cells are left to fill or to look at, and how many findings its words have."""

    label: str
    item: str
    score: float | None
    left: int
    findings: int


@dataclass(frozen=True, slots=True)
class OpenRow:
    """The row that is open, with everything that stands beside it; ``offers`` are those of the open cell.

    ``may_polish``: there is a model that can go over its words.
    """

    row: KeptRow
    findings: tuple[Finding, ...]
    own: tuple[Basis, ...]
    worked: tuple[Worked, ...]
    offers: tuple[Candidate, ...] = ()
    may_polish: bool = False

    @property
    def bases(self) -> list[Basis]:
        """Every quote that the card leads to, in the order in which it is read."""
        out = [basis for _, cell in self.row.row.cells for basis in cell.basis]
        out += [basis for one in self.offers for basis in one.bases]
        out += self.own
        for one in self.worked:
            out += [scored.basis for scored in (one.before, one.after) if scored]
            out += one.measures
        return out


def label_of(row: KeptRow) -> str:
    """The row as staff would name it."""
    return row.draft.code or f"ตัวชี้วัดที่ {row.draft.group}"


def state_of(row: KeptRow, findings: Sequence[Finding]) -> RowState:
    """The row as the list shows it; the result is filled when the year is over, so it is not counted."""
    score = row.weak[0].score if row.weak else None
    left = sum(name != "result" for name in row.row.to_confirm)
    # An empty cell is counted as left to fill already.
    told = sum(one.cell is None or bool(row.text(one.cell)) for one in findings)
    return RowState(item_label(label_of(row)), row.draft.item, score, left, told)


def rows_page(states: Sequence[RowState], looking: Looking, shown: OpenRow | None, proofs: Sequence[Proof]) -> Html:
    """The list and the open row; ``shown`` is None for a plan without rows."""
    marks = {proof.key: proof for proof in proofs}
    if shown is None:
        card = div("panel is-empty", el("p", t("แผนนี้ยังไม่มีแถว เพิ่มข้อจากช่องในรายการ"), class_="hint"))
    else:
        card = _card(states, looking, shown, marks)
    return div("rows", _list(states, looking.row), card)


# --- the list -------------------------------------------------------------------------------------------------------


def _list(states: Sequence[RowState], at: int) -> Html:
    ready = sum(not (one.left or one.findings) for one in states)
    return el(
        "nav",
        el("p", t("พร้อม {ready} จาก {counted}", ready=ready, counted=count(len(states), 'แถว')), class_="rows-ready"),
        el("ol", join(_entry(number, one, number == at) for number, one in enumerate(states)), class_="row-list"),
        div(
            "row-add",
            el(
                "input", type="text", name="add", id="plan-add", class_="control", placeholder=t("เพิ่มข้อ เช่น I20"),
                value="", aria_label=t("ข้อที่จะเพิ่มเป็นแถวใหม่"), autocomplete="off", maxlength="40",
            ),
            press("add", "quiet", t("เพิ่ม"), aria_label=t("เพิ่มแถว")),
        ),
        class_="row-nav",
        aria_label=t("แถวของแผน"),
    )  # fmt: skip


def _entry(number: int, one: RowState, is_open: bool) -> Html:
    told = [t("เหลือ {left} ช่อง", left=one.left)] if one.left else []
    told += [t("ควรดู {findings}", findings=one.findings)] if one.findings else []
    state = " · ".join(told) or t("พร้อม")
    kind = "is-left" if one.left else "is-look" if one.findings else "is-ready"
    return el(
        "li",
        press(
            "row",
            f"row-entry {kind} is-open" if is_open else f"row-entry {kind}",
            span("row-name", one.label),
            span("row-score", f"{one.score:.2f}") if one.score is not None else span("row-score", ""),
            span("row-state", state),
            data_to=number,
            title=one.item,
            aria_current="true" if is_open else None,
        ),
    )


# --- the open row ---------------------------------------------------------------------------------------------------


def _card(states: Sequence[RowState], looking: Looking, shown: OpenRow, marks: Marks) -> Html:
    state = states[looking.row]
    row = shown.row
    return el(
        "section",
        div(
            "row-head",
            el("h2", span("row-code", state.label), " ", state.item),
            span("score low", f"{state.score:.2f}") if state.score is not None else None,
        ),
        _of_row(shown),
        _notes(row),
        _beside(shown, marks),
        _polish() if shown.may_polish else None,
        join(_cell(name, looking, shown, marks) for name, _ in row.draft.cells),
        div(
            "row-foot",
            press("row", "quiet", t("← แถวก่อน"), data_to=looking.row - 1, disabled=looking.row == 0),
            press("remove", "quiet plain", t("เอาแถวนี้ออกจากแผน"), data_row=looking.row),
            press("row", "quiet", t("แถวถัดไป →"), data_to=looking.row + 1, disabled=looking.row + 1 >= len(states)),
        ),
        class_="panel row-card",
        aria_label=t("แถว {label}", label=state.label),
    )


def _of_row(shown: OpenRow) -> Html | None:
    """The findings that are about no cell of this form."""
    names = {name for name, _ in shown.row.draft.cells}
    found = [el("li", retold(one.sentence)) for one in shown.findings if one.cell not in names]
    return el("ul", *found, class_="findings") if found else None


def _notes(row: KeptRow) -> Html | None:
    """The warnings that came with the draft, out of the way once they were read."""
    if not row.draft.warnings:
        return None
    return el(
        "details",
        el("summary", t("ข้อควรระวังของร่างนี้ {counted}", counted=count(len(row.draft.warnings), "ข้อ"))),
        el("ul", *(el("li", retold(text)) for text in row.draft.warnings)),
        class_="fold row-notes",
    )


def _beside(shown: OpenRow, marks: Marks) -> Html:
    """What the district did before and who did well: apart from the draft, to be looked at."""
    own = (el("li", shorten(basis.quote, 260), _when(basis), *_marks([basis], marks)) for basis in shown.own)
    did = el("ul", *own, class_="did") if shown.own else el("p", t("ไม่มีมาตรการข้อนี้ในรายงานเดิมของเขต"), class_="hint")
    return div(
        "beside-row",
        el("details", el("summary", t("สิ่งที่เขตเคยทำ {n}", n=len(shown.own) or "").strip()), did, class_="fold"),
        el(
            "details",
            el("summary", t("เขตที่ทำได้ดี {n}", n=len(shown.worked) or "").strip()),
            examples(shown.worked, marks),
            class_="fold",
        ),
    )


def _polish() -> Html:
    return div("row-polish", press("polish", "quiet", t("ให้โมเดลปรับถ้อยคำแถวนี้"), data_busy=t("โมเดลกำลังปรับถ้อยคำ")))


def _when(basis: Basis) -> Html:
    return span("when", f" {t('ปี {year}', year=basis.fiscal_year)} ")


def _cell(name: str, looking: Looking, shown: OpenRow, marks: Marks) -> Html:
    row = shown.row
    cell = row.cell(name)
    form = row.draft.form
    label = cell_label(name, form)
    is_open = looking.cell == name
    changed = cell != dict(row.draft.cells).get(name)
    found = [one for one in shown.findings if one.cell == name]
    kind = "cell" if cell.text else "cell is-empty"
    return div(
        f"{kind} has-findings" if found else kind,
        div("cell-head", el("h3", label), _cell_state(name, row, cell)),
        div("clauses", join(_clauses(name, cell, marks))),
        area(
            f"cell-{looking.row}-{name}", cell.text, t("{label} เขียนเอง", label=label),
            max(2, cell.text.count("\n") + 1), _hint(name), maxlength=str(LONGEST_CELL),
        ),
        el("ul", *(el("li", retold(one.sentence)) for one in found), class_="findings", hidden=not found),
        div(
            "cell-acts",
            press(
                "offers", "quiet", t("ปิดตัวเลือก") if is_open else t("ข้อความจากเขตอื่น"), data_cell=name,
                aria_expanded="true" if is_open else "false",
                aria_label=t("ข้อความจากเขตอื่นสำหรับช่อง{label}", label=label), hidden=name == "result",
            ),
            button(
                "edit", "quiet edit", span("off", t("แก้ถ้อยคำ")), span("on", t("เสร็จ")),
                data_cell=f"{looking.row}-{name}", aria_label=t("แก้ถ้อยคำในช่อง{label}", label=label),
            ),
            press("restore", "quiet plain", t("กลับไปใช้ร่างเดิม"), data_cell=name, hidden=not changed),
        ),
        _offers(name, looking, shown, marks) if is_open else None,
        data_cell=f"{looking.row}-{name}",
    )  # fmt: skip


def _hint(name: str) -> str:
    return t("กรอกเมื่อมีผลการดำเนินการ") if name == "result" else t("พิมพ์ถ้อยคำของเขต บรรทัดละข้อ")


def _cell_state(name: str, row: KeptRow, cell: DraftCell) -> Piece:
    if not cell.text:
        return span("state is-left", t("กรอกเมื่อสิ้นปี") if name == "result" else t("เว้นไว้ให้เติม"))
    if name in row.row.to_confirm:
        seen = press("seen", "quiet", t("ตรวจแล้ว"), data_cell=name, aria_label=t("ตรวจช่องนี้แล้ว"))
        return join([span("state is-left", t("โปรดตรวจ")), seen], " ")
    return None


def _clauses(name: str, cell: DraftCell, marks: Marks) -> list[Html]:
    """The clauses one under another, each with its marks, whose words it is, and what can be done with it."""
    out = []
    clauses = cell.clauses or (((cell.text, cell.basis),) if cell.text else ())
    for at, (text, bases) in enumerate(clauses):
        words = text.strip().removeprefix("-").strip()
        own = span("own", t("ถ้อยคำของคุณ")) if not bases or cell.own else None
        out.append(
            div(
                "clause",
                el("p", words, " ", *_marks(bases, marks), own),
                span(
                    "clause-acts",
                    press(
                        "offers", "tool", t("สลับ"), data_cell=name, data_at=at, title=t("เลือกข้อความอื่นมาแทน"),
                        aria_label=t("สลับข้อความ: {words}", words=shorten(words, 60)),
                    ),
                    press(
                        "drop", "tool", t("เอาออก"), data_cell=name, data_at=at,
                        aria_label=t("เอาข้อความออก: {words}", words=shorten(words, 60)),
                    ),
                ),
            )
        )  # fmt: skip
    return out


def _offers(name: str, looking: Looking, shown: OpenRow, marks: Marks) -> Html:
    """What else could stand in the cell, best first; what stands there already is left out."""
    clauses = shown.row.cell(name).clauses
    at = looking.at if looking.at is not None and looking.at < len(clauses) else None
    free = [one for one in shown.offers if not one.chosen]
    if not free:
        why = t("ข้อความจากรายงานใช้อยู่ครบแล้ว") if shown.offers else t("ไม่มีข้อความจากรายงานให้เลือกสำหรับช่องนี้")
        return div("offers", el("p", t("{why} พิมพ์เองได้เลย", why=why), class_="hint"))
    head = el("p", t("เลือกข้อความที่จะเพิ่มในช่องนี้"), class_="offers-head")
    if at is not None:
        head = el("p", t("เลือกข้อความมาแทน "), el("q", shorten(clauses[at][0].lstrip("- "), 90)), class_="offers-head")
    return div("offers", head, el("ul", join(_offer(name, one, at, marks) for one in free)))


def _offer(name: str, one: Candidate, at: int | None, marks: Marks) -> Html:
    who = " ".join(district_label(district) for district in one.districts)
    does = t("เพิ่ม") if at is None else t("ใช้แทน")
    said = f"{does}: {shorten(one.text, 60)}"
    act = press("put", "quiet", does, data_cell=name, data_text=one.text, data_at=at, aria_label=said)
    told = div("offer-words", el("p", one.text, " ", *_marks(one.bases, marks)), span("offer-who", who))
    return el("li", told, act, class_="offer")


def _marks(bases: Sequence[Basis], marks: Marks) -> list[Html]:
    keys = dict.fromkeys(one.place.key for one in bases)
    return [mark_button(marks[key], SCOPE) for key in keys if key in marks]
