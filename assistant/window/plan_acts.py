"""What a press in the plan's tab does: each act takes the visit and gives the next one; plans are kept as they change."""

import base64
import binascii
import tempfile
import threading
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from assistant import planedit
from assistant.draft import district_of
from assistant.inquiry import form_of
from assistant.keptplan import KeptPlan, KeptRow, kept_plan
from assistant.plan import PASS_MARK, PlanRequest, WeakItem, weak_items
from assistant.scorefile import LARGEST, read_scores
from assistant.scores import ScoreSheet, pasted_scores, stored_scores, typed_scores
from assistant.window import labels
from assistant.window.scorepage import TYPED_LINES
from assistant.window.sent import Sent, figure_of
from assistant.window.visit import Choice, Looking, Step, Visit
from corpus.errors import AssistantError, PlanChanged, RequestError, UnknownValue

if TYPE_CHECKING:
    from assistant.assembly import Assistant
    from assistant.planbook import PlanBook, Stored

# More items than any year's set has: all of them.
EVERY = 10_000
NO_SCORES = "ไม่พบคะแนนในข้อความนี้ แต่ละบรรทัดควรมีรหัสข้อและคะแนน เช่น I20 84.33"
NONE_STORED = "คลังไม่มีคะแนนปี {year} หรือก่อนหน้าในรายงานของ{district} กรุณาวางคะแนนหรือเลือกไฟล์แทน"
NO_FILE = "อ่านไฟล์ที่เลือกไม่ได้ กรุณาเลือกใหม่ หรือคัดลอกบรรทัดคะแนนมาวาง"
NO_PICK = "ยังไม่ได้เลือกข้อใด กรุณาเลือกอย่างน้อยหนึ่งข้อก่อนร่าง"
NO_ITEM = "ชุดข้อคำถามปี {year} ไม่มีข้อนี้ กรุณาพิมพ์รหัส เช่น I20 หรือหมายเลขตัวชี้วัด 1 ถึง 10"
NO_FIGURE = "กรุณาพิมพ์เกณฑ์เป็นตัวเลข เช่น คะแนนต่ำกว่า 85 หรือ 10 ข้อต่ำสุด"
NO_UNDO = "ไม่มีอะไรให้เลิกทำแล้ว แผนนี้เป็นอย่างตอนที่เก็บครั้งแรก"
GONE = "ไม่มีแผนนี้ในที่เก็บแล้ว กรุณาเลือกจากรายการ"
NO_LONGER = "ข้อความนี้ไม่อยู่ในตัวเลือกแล้ว เพราะแถวเปลี่ยนไป กรุณาเลือกใหม่"
HELD = "มีแถวของข้อ {item} อยู่แล้ว"


def all_items(visit: Visit, assistant: "Assistant") -> tuple[WeakItem, ...]:
    """Every item of the visit's sheet, and those that were added by hand, in the order of the form."""
    if visit.sheet is None:
        return ()
    own = district_of(visit.head.district, assistant.index)
    held: dict[str, WeakItem] = {}
    if visit.sheet.items or visit.sheet.groups:
        held = {one.label: one for one in weak_items(_request(visit, visit.sheet, lowest=EVERY), assistant.index, own)}
    more = tuple(label for label in visit.choice.added if label not in held)
    if not more:
        return tuple(held.values())
    chosen = tuple(_subject(label) for label in (*held, *more))
    return weak_items(_request(visit, visit.sheet, chosen=chosen), assistant.index, own)


def _subject(label: str) -> str:
    """A label as a request names it: "I20", or "4" for an indicator."""
    return label.removeprefix("ตัวชี้วัดที่ ")


def _request(
    visit: Visit,
    sheet: ScoreSheet,
    lowest: int | None = None,
    chosen: tuple[str, ...] = (),
    words: tuple[tuple[str, str], ...] = (),
) -> PlanRequest:
    head = visit.head
    form = form_of(head.form)
    return PlanRequest(
        head.district, head.fiscal_year, form, sheet, visit.choice.below, lowest, chosen, words,
    )  # fmt: skip


class Acts:
    """Every act by its name; shared by all visitors, for the visit is handed in and out."""

    def __init__(self, assistant: "Assistant", open_book: "Callable[[], PlanBook]") -> None:
        self._assistant = assistant
        self._open_book = open_book
        self._held: PlanBook | None = None
        self._lock = threading.Lock()
        self._acts: dict[str, Callable[[Visit, Sent], Visit]] = {
            "go": self._go, "start": self._start, "open": self._open, "copy": self._copy,
            "read": self._read, "upload": self._upload, "stored": self._stored, "typed": self._typed,
            "more": self._more, "weak": self._weak, "below": self._by_rule, "lowest": self._by_rule,
            "examples": self._examples, "add": self._add, "draft": self._draft, "row": self._row,
            "offers": self._offers, "put": self._put, "drop": self._drop, "restore": self._restore,
            "seen": self._seen, "remove": self._remove, "undo": self._undo, "reload": self._reload,
            "fork": self._fork,
        }  # fmt: skip

    @property
    def book(self) -> "PlanBook":
        """The kept plans, opened when they are first wanted; raises PlansUnusable."""
        with self._lock:
            if self._held is None:
                self._held = self._open_book()
            return self._held

    def done(self, visit: Visit, sent: Sent) -> Visit:
        """The visit after an act; as it was for an act that the window does not have."""
        act = self._acts.get(sent.do)
        return act(visit, sent) if act else visit

    # --- where one is -----------------------------------------------------------------------------------------------

    def _go(self, visit: Visit, sent: Sent) -> Visit:
        to = sent.number("to")
        return replace(visit, step=Step(to)) if to in tuple(visit.reached) else visit

    def _start(self, visit: Visit, sent: Sent) -> Visit:
        head = visit.head
        wanted = (
            ("เขต", head.district), ("ปีของแผน", head.fiscal_year), ("ปีของคะแนน", head.score_year),
            ("แบบฟอร์ม", head.form), ("ชื่อผู้จัดทำ", head.who),
        )  # fmt: skip
        missing = [name for name, value in wanted if not value]
        if missing:
            return replace(visit, trouble="กรุณาระบุ" + ", ".join(missing))
        # Scores that were read as those of another year or district are read anew.
        stale = visit.sheet is not None and visit.sheet.fiscal_year != head.score_year
        fresh = replace(visit, sheet=None, sheet_from="", choice=Choice()) if stale else visit
        return replace(fresh, step=Step.SCORES)

    def _open(self, visit: Visit, sent: Sent) -> Visit:
        named = self._named(visit)
        return self._opened(named, self._stored_plan(sent)) if not named.trouble else named

    def _copy(self, visit: Visit, sent: Sent) -> Visit:
        named = self._named(visit)
        if named.trouble:
            return named
        held, year = self._stored_plan(sent), sent.number("year")
        if year is None:
            return visit
        opened = self._opened(named, self.book.copy(held.plan_id, year, visit.head.who))
        return replace(opened, said=f"เริ่มแผนปี {year} จากแผนปี {held.plan.fiscal_year} แล้ว โปรดตรวจทุกแถวและเติมช่องที่เว้นไว้")

    def _named(self, visit: Visit) -> Visit:
        return visit if visit.head.who else replace(visit, trouble="กรุณากรอกชื่อผู้จัดทำก่อน ชื่อนี้จะอยู่ในประวัติการบันทึก")

    def _stored_plan(self, sent: Sent) -> "Stored":
        return self.book.open(sent.number("plan") or 0)

    def _opened(self, visit: Visit, stored: "Stored") -> Visit:
        plan = stored.plan
        head = replace(
            visit.head, district=plan.district, fiscal_year=plan.fiscal_year, form=plan.form.value,
            score_year=plan.score_year or plan.fiscal_year - 1,
        )  # fmt: skip
        return replace(
            visit, head=head, plan=plan, stored=stored, theirs=None, looking=Looking(), step=Step.ROWS, sheet=None,
            sheet_from="", choice=replace(Choice(), below=plan.below),
        )  # fmt: skip

    # --- scores -----------------------------------------------------------------------------------------------------

    def _read(self, visit: Visit, sent: Sent) -> Visit:
        return self._with_sheet(visit, pasted_scores(visit.pasted, visit.head.score_year), "จากข้อความที่วาง")

    def _typed(self, visit: Visit, sent: Sent) -> Visit:
        return self._with_sheet(visit, typed_scores(visit.typed, visit.head.score_year), "จากที่พิมพ์")

    def _more(self, visit: Visit, sent: Sent) -> Visit:
        return replace(visit, typed=(*visit.typed, *[("", "")] * TYPED_LINES))

    def _stored(self, visit: Visit, sent: Sent) -> Visit:
        head = visit.head
        own = district_of(head.district, self._assistant.index)
        sheet = stored_scores(self._assistant.index, own, head.score_year + 1)
        if sheet is None:
            told = NONE_STORED.format(year=head.score_year, district=labels.district_label(own))
            return replace(visit, trouble=told)
        visit = replace(visit, head=replace(head, score_year=sheet.fiscal_year))
        return self._with_sheet(visit, sheet, f"จากรายงานในคลัง คะแนนปี {sheet.fiscal_year}")

    def _upload(self, visit: Visit, sent: Sent) -> Visit:
        name = Path(sent.data.get("name", "")).name[:120]
        try:
            content = base64.b64decode(sent.data.get("content", ""), validate=True)
        except (binascii.Error, ValueError):
            return replace(visit, trouble=NO_FILE)
        if len(content) > LARGEST or not content:
            return replace(visit, trouble=labels.sheet_trouble(RequestError(""), visit.head.score_year))
        with tempfile.TemporaryDirectory(prefix="ita-scores-") as folder:
            # Only the ending of the name that a browser sends is used.
            path = Path(folder) / f"scores{Path(name).suffix.lower()[:8]}"
            path.write_bytes(content)
            try:
                sheet = read_scores(path, visit.head.score_year)
            except AssistantError as error:
                return replace(visit, trouble=labels.sheet_trouble(error, visit.head.score_year))
        return self._with_sheet(visit, sheet, f"จากไฟล์ {name}")

    def _with_sheet(self, visit: Visit, sheet: ScoreSheet, where: str) -> Visit:
        found = bool(sheet.items or sheet.groups)
        weak = _below(sheet, PASS_MARK)
        return replace(
            visit, sheet=sheet if sheet.lines else None, sheet_from=where, trouble="" if found else NO_SCORES,
            choice=Choice(picked=weak, words=visit.choice.words),
        )  # fmt: skip

    # --- weak items -------------------------------------------------------------------------------------------------

    def _weak(self, visit: Visit, sent: Sent) -> Visit:
        return replace(visit, step=Step.WEAK) if Step.WEAK in visit.reached else visit

    def _by_rule(self, visit: Visit, sent: Sent) -> Visit:
        figure = figure_of(sent.fields.get(sent.do, ""))
        sheet = visit.sheet
        if sheet is None or figure is None or (sent.do == "below" and figure > 100):
            return replace(visit, trouble=NO_FIGURE)
        if sent.do == "below":
            picked = _below(sheet, figure)
            return replace(visit, choice=replace(visit.choice, below=figure, lowest=None, picked=picked))
        lowest = max(1, int(figure))
        scored = [one for one in all_items(visit, self._assistant) if one.score is not None]
        order = sorted(scored, key=lambda one: one.score or 0.0)
        picked = tuple(one.label for one in order[:lowest])
        return replace(visit, choice=replace(visit.choice, lowest=lowest, picked=picked))

    def _examples(self, visit: Visit, sent: Sent) -> Visit:
        item = sent.data.get("item", "")
        return replace(visit, choice=replace(visit.choice, shown="" if visit.choice.shown == item else item))

    def _add(self, visit: Visit, sent: Sent) -> Visit:
        typed = sent.fields.get("add", "").strip()[:40]
        if visit.step is Step.ROWS:
            return self._with_item(visit, typed)
        if visit.sheet is None or not typed:
            return visit
        own = district_of(visit.head.district, self._assistant.index)
        try:
            (one,) = weak_items(_request(visit, visit.sheet, chosen=(typed,)), self._assistant.index, own)
        except UnknownValue:
            return replace(visit, trouble=NO_ITEM.format(year=visit.sheet.fiscal_year))
        choice = visit.choice
        added = choice.added if one.label in choice.added else (*choice.added, one.label)
        picked = choice.picked if one.label in choice.picked else (*choice.picked, one.label)
        return replace(visit, choice=replace(choice, added=added, picked=picked))

    def _draft(self, visit: Visit, sent: Sent) -> Visit:
        choice = visit.choice
        if visit.sheet is None or not choice.picked:
            return replace(visit, trouble=NO_PICK)
        chosen = tuple(_subject(label) for label in choice.picked)
        words = tuple((_subject(label), text) for label, text in choice.words if label in choice.picked)
        made = self._assistant.plan(_request(visit, visit.sheet, chosen=chosen, words=words))
        stored = self.book.add(kept_plan(made), visit.head.who)
        said = f"ร่างแล้ว {len(made.rows)} แถว และเก็บเป็นแผนใหม่ โปรดตรวจทีละแถวก่อนส่งออก"
        return replace(
            visit, plan=stored.plan, stored=stored, theirs=None, looking=Looking(), step=Step.ROWS, said=said
        )  # fmt: skip

    # --- rows -------------------------------------------------------------------------------------------------------

    def _row(self, visit: Visit, sent: Sent) -> Visit:
        to = sent.number("to")
        if visit.plan is None or to is None or to >= len(visit.plan.rows):
            return visit
        return replace(visit, step=Step.ROWS, looking=Looking(row=to))

    def _offers(self, visit: Visit, sent: Sent) -> Visit:
        cell, at = sent.data.get("cell", ""), sent.number("at")
        same = (visit.looking.cell, visit.looking.at) == (cell, at)
        looking = Looking(visit.looking.row) if same else Looking(visit.looking.row, cell, at)
        return replace(visit, looking=looking)

    def _put(self, visit: Visit, sent: Sent) -> Visit:
        row = _open_row(visit)
        cell, at = sent.data.get("cell", ""), sent.number("at")
        offered = planedit.candidates(row, cell, self._assistant.index)
        one = next((one for one in offered if one.text == sent.data.get("text")), None)
        if one is None:
            return replace(visit, trouble=NO_LONGER)
        if at is not None:
            done = planedit.swapped(row, cell, at, one.clause)
            visit = replace(visit, looking=Looking(visit.looking.row))
        else:
            done = planedit.added(row, cell, one.clause)
        return self.saved(visit, done)

    def _drop(self, visit: Visit, sent: Sent) -> Visit:
        at = sent.number("at")
        row = _open_row(visit)
        return visit if at is None else self.saved(visit, planedit.dropped(row, sent.data.get("cell", ""), at))

    def _restore(self, visit: Visit, sent: Sent) -> Visit:
        return self.saved(visit, planedit.as_drafted(_open_row(visit), sent.data.get("cell", "")))

    def _seen(self, visit: Visit, sent: Sent) -> Visit:
        return self.saved(visit, _open_row(visit).with_seen(sent.data.get("cell", "")))

    def _remove(self, visit: Visit, sent: Sent) -> Visit:
        if visit.plan is None or sent.number("row") != visit.looking.row:
            return visit
        label = _open_row(visit).row
        plan = visit.plan.without_row(visit.looking.row)
        left = Looking(max(0, min(visit.looking.row, len(plan.rows) - 1)))
        told = f"เอาแถว {label.code or f'ตัวชี้วัดที่ {label.group}'} ออกแล้ว กด “เลิกทำ” เพื่อเอากลับ"
        return replace(self._save(visit, plan), looking=left, said=told)

    def _with_item(self, visit: Visit, item: str) -> Visit:
        """The plan with a row for a further item, drafted like the others."""
        plan = visit.plan
        if plan is None or not item:
            return visit
        year = plan.score_year or plan.fiscal_year - 1
        sheet = visit.sheet if visit.sheet and visit.sheet.fiscal_year == year else ScoreSheet(year, ())
        try:
            request = PlanRequest(plan.district, plan.fiscal_year, plan.form, sheet, plan.below, None, (item,))
            made = kept_plan(self._assistant.plan(request))
        except UnknownValue:
            return replace(visit, trouble=NO_ITEM.format(year=year))
        more = plan.with_rows(made.rows)
        new = next((at for at, row in enumerate(more.rows) if row not in plan.rows), None)
        if new is None:
            return replace(visit, trouble=HELD.format(item=item))
        return replace(self._save(visit, more), looking=Looking(new))

    # --- keeping ----------------------------------------------------------------------------------------------------

    def with_texts(self, visit: Visit, texts: Iterable[tuple[str, str]]) -> Visit:
        """The visit with what was typed into the cells of the open row, saved where it changed anything."""
        if visit.plan is None or not visit.plan.rows:
            return visit
        row = before = _open_row(visit)
        names = {name for name, _ in row.draft.cells}
        for name, text in texts:
            if name in names and text != row.text(name):
                row = row.with_text(name, text)
        return self.saved(visit, row) if row != before else visit

    def saved(self, visit: Visit, row: KeptRow) -> Visit:
        """The visit with the open row as it is now."""
        return self._save(visit, visit.plan.with_row(visit.looking.row, row)) if visit.plan else visit

    def _save(self, visit: Visit, plan: KeptPlan) -> Visit:
        """Keeps the plan as a version; where another saved in between, both states stay until the visitor decides."""
        stored = visit.stored
        visit = replace(visit, plan=plan)
        if stored is None or visit.theirs is not None:
            return visit
        try:
            kept = self.book.save(stored.plan_id, plan, visit.head.who, stored.version)
        except PlanChanged:
            return replace(visit, theirs=self.book.open(stored.plan_id))
        return replace(visit, stored=kept)

    def _undo(self, visit: Visit, sent: Sent) -> Visit:
        stored = visit.stored
        if stored is None or visit.theirs is not None:
            return visit
        try:
            back = self.book.undo(stored.plan_id, visit.head.who, stored.version)
        except PlanChanged:
            return replace(visit, theirs=self.book.open(stored.plan_id))
        except UnknownValue:
            return replace(visit, trouble=NO_UNDO)
        last = max(0, len(back.plan.rows) - 1)
        looking = Looking(min(visit.looking.row, last))
        return replace(visit, plan=back.plan, stored=back, looking=looking, said="เลิกทำการแก้ครั้งล่าสุดแล้ว")

    def _reload(self, visit: Visit, sent: Sent) -> Visit:
        return self._opened(visit, self.book.open(visit.stored.plan_id)) if visit.stored else visit

    def _fork(self, visit: Visit, sent: Sent) -> Visit:
        if visit.plan is None:
            return visit
        stored = self.book.add(visit.plan, visit.head.who)
        return replace(visit, stored=stored, theirs=None, said="เก็บของคุณเป็นแผนใหม่แล้ว แผนเดิมยังเป็นของผู้ที่บันทึกก่อน")


def _below(sheet: ScoreSheet, below: float) -> tuple[str, ...]:
    """The items, and groups without items, that score less, as they are labelled."""
    from assistant.draft import group_of_item

    held = {group_of_item(sheet.fiscal_year, code) for code in sheet.items}
    items = [code for code, score in sheet.items.items() if score < below]
    groups = [f"ตัวชี้วัดที่ {group}" for group, score in sheet.groups.items() if score < below and group not in held]
    return (*items, *groups)


def _open_row(visit: Visit) -> KeptRow:
    if visit.plan is None or not 0 <= visit.looking.row < len(visit.plan.rows):
        raise UnknownValue(GONE)
    return visit.plan.rows[visit.looking.row]
