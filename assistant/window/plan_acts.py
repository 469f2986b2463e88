"""What a press in the plan's tab does: each act takes the visit and gives the next; plans are kept as they change."""

import threading
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant import planedit
from assistant.keptplan import KeptPlan, KeptRow, kept_plan
from assistant.plan import PlanRequest
from assistant.scores import ScoreSheet
from assistant.window.messages import retold, t
from assistant.window.score_acts import NO_ITEM, ScoreActs, request_of, subject_of
from assistant.window.sent import Sent
from assistant.window.visit import Choice, Looking, Step, Visit
from corpus.errors import PlanChanged, UnknownValue

if TYPE_CHECKING:
    from assistant.assembly import Assistant
    from assistant.planbook import PlanBook, Stored

NO_PICK = "ยังไม่ได้เลือกข้อใด กรุณาเลือกอย่างน้อยหนึ่งข้อก่อนร่าง"
NO_UNDO = "ไม่มีอะไรให้เลิกทำแล้ว แผนนี้เป็นอย่างตอนที่เก็บครั้งแรก"
GONE = "ไม่มีแผนนี้ในที่เก็บแล้ว กรุณาเลือกจากรายการ"
NO_LONGER = "ข้อความนี้ไม่อยู่ในตัวเลือกแล้ว เพราะแถวเปลี่ยนไป กรุณาเลือกใหม่"
NOT_BETTER = "โมเดลไม่มีถ้อยคำที่ดีกว่าและตรงกับหลักฐาน จึงคงร่างเดิมไว้"
CHECK_WORDS = "โปรดอ่านทวน หรือกด “เลิกทำ” เพื่อกลับไปใช้ถ้อยคำเดิม"
HELD = "มีแถวของข้อ {item} อยู่แล้ว"


class Acts:
    """Every act by its name; shared by all visitors, for the visit is handed in and out."""

    def __init__(self, assistant: "Assistant", open_book: "Callable[[], PlanBook]") -> None:
        self._assistant = assistant
        self._open_book = open_book
        self._held: PlanBook | None = None
        self._lock = threading.Lock()
        self._scores = scores = ScoreActs(assistant)
        self._acts: dict[str, Callable[[Visit, Sent], Visit]] = {
            "go": self._go, "start": self._start, "open": self._open, "copy": self._copy,
            "read": scores.read, "upload": scores.upload, "stored": scores.stored, "typed": scores.typed,
            "more": scores.more, "weak": scores.weak, "below": scores.by_rule, "lowest": scores.by_rule,
            "examples": scores.examples, "add": self._add, "draft": self._draft, "row": self._row,
            "offers": self._offers, "put": self._put, "drop": self._drop, "restore": self._restore,
            "seen": self._seen, "remove": self._remove, "undo": self._undo, "reload": self._reload,
            "fork": self._fork, "polish": self._polish,
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
            (t("เขต"), head.district), (t("ปีของแผน"), head.fiscal_year), (t("ปีของคะแนน"), head.score_year),
            (t("แบบฟอร์ม"), head.form), (t("ชื่อผู้จัดทำ"), head.who),
        )  # fmt: skip
        missing = [name for name, value in wanted if not value]
        if missing:
            return replace(visit, trouble=t("กรุณาระบุ") + ", ".join(missing))
        return replace(visit, step=Step.SCORES)

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
        return replace(
            opened,
            said=t(
                "เริ่มแผนปี {year} จากแผนปี {fiscal_year} แล้ว โปรดตรวจทุกแถวและเติมช่องที่เว้นไว้",
                year=year,
                fiscal_year=held.plan.fiscal_year,
            ),
        )

    def _named(self, visit: Visit) -> Visit:
        return visit if visit.head.who else replace(visit, trouble=t("กรุณากรอกชื่อผู้จัดทำก่อน ชื่อนี้จะอยู่ในประวัติการบันทึก"))

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

    def taken(self, visit: Visit, plan: KeptPlan, who: str) -> Visit:
        """The visit with a plan that was drafted elsewhere, kept as a new one unless it is the one that is open."""
        named = self._named(replace(visit, head=replace(visit.head, who=who)))
        if named.trouble:
            return named
        if named.stored is not None and named.stored.plan == plan:
            return replace(named, step=Step.ROWS)
        opened = self._opened(named, self.book.add(plan, who))
        return replace(opened, said=t("เก็บร่าง {n} แถวจากบทสนทนาเป็นแผนใหม่แล้ว โปรดตรวจทีละแถวก่อนส่งออก", n=len(plan.rows)))

    def _draft(self, visit: Visit, sent: Sent) -> Visit:
        choice = visit.choice
        if visit.sheet is None or not choice.picked:
            return replace(visit, trouble=t(NO_PICK))
        chosen = tuple(subject_of(label) for label in choice.picked)
        words = tuple((subject_of(label), text) for label, text in choice.words if label in choice.picked)
        made = self._assistant.plan(request_of(visit, visit.sheet, chosen=chosen, words=words))
        stored = self.book.add(kept_plan(made), visit.head.who)
        said = t("ร่างแล้ว {n} แถว และเก็บเป็นแผนใหม่ โปรดตรวจทีละแถวก่อนส่งออก", n=len(made.rows))
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
        same = visit.looking.cell == cell and at in (None, visit.looking.at)
        looking = Looking(visit.looking.row) if same else Looking(visit.looking.row, cell, at)
        return replace(visit, looking=looking)

    def _put(self, visit: Visit, sent: Sent) -> Visit:
        row = _open_row(visit)
        cell, at = sent.data.get("cell", ""), sent.number("at")
        offered = planedit.candidates(row, cell, self._assistant.index)
        one = next((one for one in offered if one.text == sent.data.get("text")), None)
        if one is None:
            return replace(visit, trouble=t(NO_LONGER))
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

    def _polish(self, visit: Visit, sent: Sent) -> Visit:
        """The open row in the words of the model; where it fails, the row is as it was and a sentence says why."""
        row = _open_row(visit)
        done, notes = planedit.gone_over(row, self._assistant.reworded(row.row))
        told = [retold(note) for note in notes]
        if done == row:
            return replace(visit, said=" ".join(told) or t(NOT_BETTER))
        return replace(self.saved(visit, done), said=" ".join((*told, t(CHECK_WORDS))))

    def _remove(self, visit: Visit, sent: Sent) -> Visit:
        if visit.plan is None or sent.number("row") != visit.looking.row:
            return visit
        label = _open_row(visit).row
        plan = visit.plan.without_row(visit.looking.row)
        left = Looking(max(0, min(visit.looking.row, len(plan.rows) - 1)))
        told = t(
            "เอาแถว {label} ออกแล้ว กด “เลิกทำ” เพื่อเอากลับ", label=label.code or t("ตัวชี้วัดที่ {group}", group=label.group)
        )
        return replace(self._save(visit, plan), looking=left, said=told)

    def _add(self, visit: Visit, sent: Sent) -> Visit:
        """A further item: a row where there are rows, else one more to be drafted."""
        if visit.step is not Step.ROWS:
            return self._scores.add(visit, sent)
        plan, item = visit.plan, sent.fields.get("add", "").strip()[:40]
        if plan is None or not item:
            return visit
        year = plan.score_year or plan.fiscal_year - 1
        sheet = visit.sheet if visit.sheet and visit.sheet.fiscal_year == year else ScoreSheet(year, ())
        try:
            request = PlanRequest(plan.district, plan.fiscal_year, plan.form, sheet, plan.below, None, (item,))
            made = kept_plan(self._assistant.plan(request))
        except UnknownValue:
            return replace(visit, trouble=t(NO_ITEM, year=year))
        more = plan.with_rows(made.rows)
        new = next((at for at, row in enumerate(more.rows) if row not in plan.rows), None)
        if new is None:
            return replace(visit, trouble=t(HELD, item=item))
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
            return replace(visit, trouble=t(NO_UNDO))
        last = max(0, len(back.plan.rows) - 1)
        looking = Looking(min(visit.looking.row, last))
        return replace(visit, plan=back.plan, stored=back, looking=looking, said=t("เลิกทำการแก้ครั้งล่าสุดแล้ว"))

    def _reload(self, visit: Visit, sent: Sent) -> Visit:
        return self._opened(visit, self.book.open(visit.stored.plan_id)) if visit.stored else visit

    def _fork(self, visit: Visit, sent: Sent) -> Visit:
        if visit.plan is None:
            return visit
        stored = self.book.add(visit.plan, visit.head.who)
        return replace(visit, stored=stored, theirs=None, said=t("เก็บของคุณเป็นแผนใหม่แล้ว แผนเดิมยังเป็นของผู้ที่บันทึกก่อน"))


def _open_row(visit: Visit) -> KeptRow:
    if visit.plan is None or not 0 <= visit.looking.row < len(visit.plan.rows):
        raise UnknownValue(t(GONE))
    return visit.plan.rows[visit.looking.row]
