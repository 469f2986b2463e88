"""The clerk behind the plan's tab: does what was pressed, keeps what was typed, hands back pages.

Knows nothing of gradio and holds no state of any visitor: that is in the ``Visit`` that comes and goes.
"""

import logging
import shutil
import tempfile
import weakref
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant import planedit
from assistant.checks import Checker, Finding
from assistant.inquiry import FORMS
from assistant.keptplan import KeptPlan, KeptRow
from assistant.plan import WeakItem, set_of
from assistant.planedit import Candidate
from assistant.standing import standing_of
from assistant.window import keeping, labels
from assistant.window.choices import district_choices, form_choices, year_choices
from assistant.window.desk import MOST_FILES, Pressed
from assistant.window.markup import Html, join
from assistant.window.messages import t
from assistant.window.plan_acts import Acts
from assistant.window.planning import frame, head_page, kept_list
from assistant.window.proofs import Proof, cards, proofs_of_bases
from assistant.window.rowpage import OpenRow, rows_page, state_of
from assistant.window.score_acts import all_items
from assistant.window.scorepage import score_page
from assistant.window.sent import LONGEST_NAME, absorbed, sent_of, texts_of
from assistant.window.visit import READING, Head, Step, Visit, Visitor
from assistant.window.weakpage import SCOPE, bases_shown, weak_page
from assistant.worked import Worked, what_worked
from corpus.districts import all_districts
from corpus.errors import AssistantError

if TYPE_CHECKING:
    from assistant.assembly import Assistant
    from assistant.planbook import PlanBook
    from index.search import ReportIndex

_log = logging.getLogger(__name__)

NOTHING_SHOWN = "หลักฐานของข้อหรือแถวที่เปิดอยู่จะอยู่ตรงนี้"
# Where nobody signs in, everybody may everything under a name of their own choice.
NOBODY = Visitor()
# Rows and cells whose findings and choices are remembered: some plans' worth.
REMEMBERED = 2_000


class _Beside:
    """What stands beside rows of one store, worked out once for each state of a row."""

    def __init__(self, index: "ReportIndex") -> None:
        self.index = index
        self.rows = {row.row_id: row for row in index.rows}
        checker = Checker(index)

        @lru_cache(maxsize=REMEMBERED)
        def findings(row: KeptRow) -> tuple[Finding, ...]:
            return planedit.findings(row, checker)

        @lru_cache(maxsize=REMEMBERED)
        def offers(row: KeptRow, cell: str) -> tuple[Candidate, ...]:
            return planedit.candidates(row, cell, index)

        self.findings, self.offers = findings, offers


class PlanDesk:
    """Everything that can be done in the plan's tab; ``open_book`` opens the kept plans when they are first wanted."""

    def __init__(self, assistant: "Assistant", open_book: "Callable[[], PlanBook]") -> None:
        self._assistant = assistant
        self._acts = Acts(assistant, open_book)
        self._beside = _Beside(assistant.index)
        self._folder = tempfile.mkdtemp(prefix="ita-plans-")
        weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)

    # --- what is done -----------------------------------------------------------------------------------------------

    def begin(self, visitor: Visitor = NOBODY) -> Visit:
        """A visit with the likely year: the one after the last report."""
        year = max(self._index.years, default=year_choices(())[0] - 1) + 1
        head = Head(fiscal_year=year, form=form_choices()[0][1], score_year=year - 1, who=visitor.name)
        return Visit(visitor=visitor, head=head)

    def act(self, visit: Visit, data: Mapping[str, Any], visitor: Visitor = NOBODY) -> Visit:
        """The visit after a press: first what was typed is kept, then what was pressed is done; never raises.

        ``visitor`` is who pressed just now: one may have lost a role since the page was opened.
        """
        sent = sent_of(data)
        visit = replace(visit, visitor=visitor, turn=visit.turn + 1, trouble="", said="")
        try:
            visit = absorbed(visit, sent.fields, self._districts(), FORMS)
            if visitor.name:
                visit = replace(visit, head=replace(visit.head, who=visitor.name))
            if visitor.may_edit:
                visit = self._acts.with_texts(visit, texts_of(sent.fields, visit.looking.row).items())
            elif sent.do not in READING:
                return replace(visit, trouble=t(labels.MAY_NOT_EDIT))
            return self._acts.done(visit, sent)
        except Exception as error:
            return replace(visit, trouble=_sentence(error))

    def taken(self, visit: Visit, plan: KeptPlan, who: str, visitor: Visitor = NOBODY) -> Visit:
        """The visit with a plan that the talk drafted, kept under the name of who made it; never raises."""
        visit = replace(visit, turn=visit.turn + 1, trouble="", said="")
        if not visitor.may_edit:
            return replace(visit, trouble=t(labels.MAY_NOT_EDIT))
        try:
            return self._acts.taken(visit, plan, visitor.name or " ".join(who.split())[:LONGEST_NAME])
        except Exception as error:
            return replace(visit, trouble=_sentence(error))

    def file(self, visit: Visit, data: Mapping[str, Any], visitor: Visitor = NOBODY) -> tuple[Visit, str | None]:
        """The visit after what was typed is kept, and the path of the plan as a form; None where it was not made."""
        from assistant.export import SUFFIXES, Digits, export_kept

        visit = self.act(visit, data, visitor)
        suffix = str(data.get("suffix", ""))
        if visit.trouble or visit.plan is None or suffix not in SUFFIXES:
            return visit, None
        plan = visit.plan
        try:
            for old in sorted(Path(self._folder).iterdir(), key=_age)[:-MOST_FILES]:
                shutil.rmtree(old, ignore_errors=True)
            path = Path(tempfile.mkdtemp(dir=self._folder)) / f"แผน ITA {plan.fiscal_year} เขต{plan.district}{suffix}"
            export_kept(plan, path, digits=Digits(visit.digits), sources=visit.sources)
        except Exception as error:
            _log.error("no %s file of a plan", suffix, exc_info=error)
            return replace(visit, trouble=t("ทำไฟล์ {suffix} ไม่สำเร็จ ลองอีกครั้ง แผนยังถูกบันทึกไว้ตามเดิม", suffix=suffix)), None
        return replace(visit, said=t("ทำไฟล์ {suffix} แล้ว ดูในรายการดาวน์โหลดของเบราว์เซอร์", suffix=suffix)), str(path)

    # --- what is shown ----------------------------------------------------------------------------------------------

    def pages(self, visit: Visit) -> tuple[Html, Html]:
        """The tab and the cards beside it."""
        try:
            page, proofs = self._page(visit)
        except Exception as error:
            return frame(replace(visit, trouble=_sentence(error)), Html("")), self._cards(())
        return frame(visit, page), self._cards(proofs)

    def evidence(self, visit: Visit, place: Pressed | None) -> Html:
        """The cards beside the tab, that of a pressed mark singled out."""
        _, proofs = self._page(visit)
        return self._cards(proofs, place.mark if place else None)

    def _cards(self, proofs: tuple[Proof, ...], mark: int | None = None) -> Html:
        return cards(proofs, SCOPE, mark, t(NOTHING_SHOWN))

    def _page(self, visit: Visit) -> tuple[Html, tuple[Proof, ...]]:
        if visit.step is Step.SCORES:
            return score_page(visit), ()
        if visit.step is Step.WEAK and visit.sheet is not None:
            return self._weak(visit)
        if visit.step is Step.ROWS and visit.plan is not None:
            return self._rows(visit, visit.plan)
        if visit.step is Step.KEEP and visit.plan is not None:
            return self._keep(visit, visit.plan), ()
        return self._head(visit), ()

    def _head(self, visit: Visit) -> Html:
        districts = district_choices(self._index.districts, self._districts())
        years = year_choices(self._index.years)
        try:
            kept = kept_list(self._acts.book.plans(), visit.head.district)
        except Exception as error:
            kept = kept_list((), "", _sentence(error))
        return head_page(visit, districts, years, form_choices(), kept)

    def _weak(self, visit: Visit) -> tuple[Html, tuple[Proof, ...]]:
        assert visit.sheet is not None
        items = all_items(visit, self._assistant)
        shown = next((one for one in items if one.label == visit.choice.shown), None)
        worked = self._worked(visit, shown) if shown else ()
        proofs = proofs_of_bases(bases_shown(items, worked), self._now().rows)
        return weak_page(visit.choice, standing_of(visit.sheet), items, worked, proofs), proofs

    def _worked(self, visit: Visit, one: WeakItem) -> tuple[Worked, ...]:
        year = set_of(visit.head.score_year, one.code)
        return what_worked(self._index, one.code, one.group, year, visit.head.district, visit.choice.below)

    def _rows(self, visit: Visit, plan: KeptPlan) -> tuple[Html, tuple[Proof, ...]]:
        beside = self._now()
        states = [state_of(row, beside.findings(row)) for row in plan.rows]
        shown: OpenRow | None = None
        proofs: tuple[Proof, ...] = ()
        if plan.rows:
            row = plan.rows[visit.looking.row]
            cell = visit.looking.cell
            shown = OpenRow(
                row,
                beside.findings(row),
                planedit.own_of_before(plan, row, beside.index),
                planedit.worked_elsewhere(plan, row, beside.index),
                beside.offers(row, cell) if cell else (),
                self.has_model and visit.visitor.may_edit,
            )
            proofs = proofs_of_bases(shown.bases, beside.rows)
        page = rows_page(states, visit.looking, shown, proofs)
        return join([self._bar(visit), page]), proofs

    def _keep(self, visit: Visit, plan: KeptPlan) -> Html:
        history = self._acts.book.history(visit.stored.plan_id) if visit.stored else ()
        left = []
        for at, row in enumerate(plan.rows):
            state = state_of(row, ())
            if state.left:
                left.append((at, state.label, state.left))
        page = keeping.keep_page(visit, history, left)
        return join([self._bar(visit), page])

    def _bar(self, visit: Visit) -> Html | None:
        return keeping.bar(
            visit, can_undo=visit.stored is not None and visit.stored.version > 1 and visit.theirs is None
        )

    @property
    def has_model(self) -> bool:
        """Whether a language model is named that can go over rows."""
        return self._assistant.has_model

    # --- the store --------------------------------------------------------------------------------------------------

    @property
    def _index(self) -> "ReportIndex":
        return self._assistant.index

    def _now(self) -> _Beside:
        """What stands beside the rows of the store as it is now."""
        if self._beside.index is not self._index:
            self._beside = _Beside(self._index)
        return self._beside

    def _districts(self) -> list[str]:
        return list(dict.fromkeys((*self._index.districts, *(one.name for one in all_districts()))))


def _age(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:  # another took it away meanwhile
        return 0.0


def _sentence(error: Exception) -> str:
    if not isinstance(error, AssistantError):
        _log.error("unforeseen error in the plan's tab", exc_info=error)
    return labels.trouble(error)
