"""What presses do in the steps of the scores and of the weak items: a sheet is read, items are ticked."""

import base64
import binascii
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.draft import district_of, group_of_item
from assistant.inquiry import form_of
from assistant.plan import PASS_MARK, PlanRequest, WeakItem, weak_items
from assistant.scorefile import LARGEST, read_scores
from assistant.scores import ScoreSheet, pasted_scores, stored_scores, typed_scores
from assistant.window import labels
from assistant.window.messages import t
from assistant.window.scorepage import TYPED_LINES
from assistant.window.sent import LONGEST_PASTED, Sent, figure_of
from assistant.window.visit import Choice, Step, Visit
from corpus.errors import AssistantError, RequestError, UnknownValue

if TYPE_CHECKING:
    from assistant.assembly import Assistant

# More items than any year's set has: all of them.
EVERY = 10_000
NO_SCORES = "ไม่พบคะแนนในข้อความนี้ แต่ละบรรทัดควรมีรหัสข้อและคะแนน เช่น I20 84.33"
NONE_STORED = "คลังไม่มีคะแนนปี {year} หรือก่อนหน้าในรายงานของ{district} กรุณาวางคะแนนหรือเลือกไฟล์แทน"
TOO_LONG = "ข้อความที่วางยาวเกิน {longest:,} ตัวอักษร จึงยังไม่ได้อ่าน กรุณาวางเฉพาะตารางคะแนน"
NO_FILE = "อ่านไฟล์ที่เลือกไม่ได้ กรุณาเลือกใหม่ หรือคัดลอกบรรทัดคะแนนมาวาง"
NO_ITEM = "ชุดข้อคำถามปี {year} ไม่มีข้อนี้ กรุณาพิมพ์รหัส เช่น I20 หรือหมายเลขตัวชี้วัด 1 ถึง 10"
NO_FIGURE = "กรุณาพิมพ์เกณฑ์เป็นตัวเลข เช่น คะแนนต่ำกว่า 85 หรือ 10 ข้อต่ำสุด"


def all_items(visit: Visit, assistant: "Assistant") -> tuple[WeakItem, ...]:
    """Every item of the visit's sheet, and those that were added by hand, in the order of the form."""
    if visit.sheet is None:
        return ()
    own = district_of(visit.head.district, assistant.index)
    held: dict[str, WeakItem] = {}
    if visit.sheet.items or visit.sheet.groups:
        held = {
            one.label: one for one in weak_items(request_of(visit, visit.sheet, lowest=EVERY), assistant.index, own)
        }
    more = tuple(label for label in visit.choice.added if label not in held)
    if not more:
        return tuple(held.values())
    chosen = tuple(subject_of(label) for label in (*held, *more))
    return weak_items(request_of(visit, visit.sheet, chosen=chosen), assistant.index, own)


def subject_of(label: str) -> str:
    """A label as a request names it: "I20", or "4" for an indicator."""
    return label.removeprefix("ตัวชี้วัดที่ ")


def request_of(
    visit: Visit,
    sheet: ScoreSheet,
    lowest: int | None = None,
    chosen: tuple[str, ...] = (),
    words: tuple[tuple[str, str], ...] = (),
) -> PlanRequest:
    """What a plan is asked for, by what the visitor chose; ``chosen`` and ``words`` name items as requests do."""
    head = visit.head
    form = form_of(head.form)
    return PlanRequest(
        head.district, head.fiscal_year, form, sheet, visit.choice.below, lowest, chosen, words,
    )  # fmt: skip


class ScoreActs:
    """The acts of these two steps; each takes the visit and gives the next one."""

    def __init__(self, assistant: "Assistant") -> None:
        self._assistant = assistant

    def read(self, visit: Visit, sent: Sent) -> Visit:
        """Takes the pasted lines."""
        if len(sent.fields.get("pasted", "")) > LONGEST_PASTED:
            return replace(visit, trouble=t(TOO_LONG, longest=LONGEST_PASTED))
        return self._with_sheet(visit, pasted_scores(visit.pasted, visit.head.score_year), t("จากข้อความที่วาง"))

    def typed(self, visit: Visit, sent: Sent) -> Visit:
        """Takes the lines that were typed one by one."""
        return self._with_sheet(visit, typed_scores(visit.typed, visit.head.score_year), t("จากที่พิมพ์"))

    def more(self, visit: Visit, sent: Sent) -> Visit:
        """Gives more lines to type into."""
        return replace(visit, typed=(*visit.typed, *[("", "")] * TYPED_LINES))

    def stored(self, visit: Visit, sent: Sent) -> Visit:
        """Takes the scores of the district's own report in the store."""
        head = visit.head
        own = district_of(head.district, self._assistant.index)
        sheet = stored_scores(self._assistant.index, own, head.score_year + 1)
        if sheet is None:
            told = t(NONE_STORED, year=head.score_year, district=labels.district_label(own))
            return replace(visit, trouble=told)
        visit = replace(visit, head=replace(head, score_year=sheet.fiscal_year))
        return self._with_sheet(visit, sheet, t("จากรายงานในคลัง คะแนนปี {fiscal_year}", fiscal_year=sheet.fiscal_year))

    def upload(self, visit: Visit, sent: Sent) -> Visit:
        """Takes a file, as base64 text; nothing of it is left on the disk."""
        name = Path(sent.data.get("name", "")).name[:120]
        try:
            content = base64.b64decode(sent.data.get("content", ""), validate=True)
        except (binascii.Error, ValueError):
            return replace(visit, trouble=t(NO_FILE))
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
        return self._with_sheet(visit, sheet, t("จากไฟล์ {name}", name=name))

    def _with_sheet(self, visit: Visit, sheet: ScoreSheet, where: str) -> Visit:
        found = bool(sheet.items or sheet.groups)
        weak = _below(sheet, PASS_MARK)
        return replace(
            visit, sheet=sheet if sheet.lines else None, sheet_from=where, trouble="" if found else t(NO_SCORES),
            choice=Choice(picked=weak, words=visit.choice.words),
        )  # fmt: skip

    def weak(self, visit: Visit, sent: Sent) -> Visit:
        """Goes on to the weak items."""
        return replace(visit, step=Step.WEAK) if Step.WEAK in visit.reached else visit

    def by_rule(self, visit: Visit, sent: Sent) -> Visit:
        """Ticks what is below a score, or the lowest so many."""
        figure = figure_of(sent.fields.get(sent.do, ""))
        sheet = visit.sheet
        if sheet is None or figure is None or (sent.do == "below" and figure > 100):
            return replace(visit, trouble=t(NO_FIGURE))
        if sent.do == "below":
            picked = _below(sheet, figure)
            return replace(visit, choice=replace(visit.choice, below=figure, lowest=None, picked=picked))
        lowest = max(1, int(figure))
        scored = [one for one in all_items(visit, self._assistant) if one.score is not None]
        order = sorted(scored, key=lambda one: one.score or 0.0)
        picked = tuple(one.label for one in order[:lowest])
        return replace(visit, choice=replace(visit.choice, lowest=lowest, picked=picked))

    def examples(self, visit: Visit, sent: Sent) -> Visit:
        """Shows or hides who did well on an item."""
        item = sent.data.get("item", "")
        return replace(visit, choice=replace(visit.choice, shown="" if visit.choice.shown == item else item))

    def add(self, visit: Visit, sent: Sent) -> Visit:
        """Ticks an item that the sheet does not hold."""
        typed = sent.fields.get("add", "").strip()[:40]
        if visit.sheet is None or not typed:
            return visit
        own = district_of(visit.head.district, self._assistant.index)
        try:
            (one,) = weak_items(request_of(visit, visit.sheet, chosen=(typed,)), self._assistant.index, own)
        except UnknownValue:
            return replace(visit, trouble=t(NO_ITEM, year=visit.sheet.fiscal_year))
        choice = visit.choice
        added = choice.added if one.label in choice.added else (*choice.added, one.label)
        picked = choice.picked if one.label in choice.picked else (*choice.picked, one.label)
        return replace(visit, choice=replace(choice, added=added, picked=picked))


def _below(sheet: ScoreSheet, below: float) -> tuple[str, ...]:
    """The items, and groups without items, that score less, as they are labelled."""
    held = {group_of_item(sheet.fiscal_year, code) for code in sheet.items}
    items = [code for code, score in sheet.items.items() if score < below]
    groups = [f"ตัวชี้วัดที่ {group}" for group, score in sheet.groups.items() if score < below and group not in held]
    return (*items, *groups)
