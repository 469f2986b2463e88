"""The clerk behind the window: takes what was typed or pressed, asks the assistant, hands back pages.

Knows nothing of gradio. Errors end here: each becomes one Thai sentence, an unforeseen one is logged in full.
"""

import logging
import os.path
import shutil
import tempfile
import weakref
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict

from assistant.answers import Answer, DraftRow, ReadAs
from assistant.inquiry import draft_request_of, question_of
from assistant.keptplan import KeptPlan
from assistant.plantalk import plan_of
from assistant.ratings import Verdict, rating
from assistant.window import labels
from assistant.window.chips import Kind, Side, can_go, kept, said_without, sides_of, without
from assistant.window.drafts import draft
from assistant.window.markup import Html, div, el, join
from assistant.window.messages import t
from assistant.window.proofs import cards, proofs_of, proofs_of_drafts
from assistant.window.reports import report_card, report_table
from assistant.window.source import (
    LONGEST_NAME,
    Spot,
    View,
    no_excerpt,
    no_page,
    paper_page,
    source_page,
    spot_of_link,
)
from assistant.window.talk import LONGEST_TALK, Examples, Tools, Turn, forget_shown, talk
from corpus.errors import AssistantError
from corpus.readers.pageimage import has_pages
from corpus.records import MeasureRow, Reading

if TYPE_CHECKING:
    from assistant.assembly import Assistant
    from assistant.ratings import RatingFile

_log = logging.getLogger(__name__)

NOTHING_CITED = "หลักฐานของคำตอบจะอยู่ตรงนี้ กดหมายเลขในคำตอบหรือกดการ์ดเพื่อเปิดต้นฉบับ"
NOTHING_DRAFTED = "หลักฐานของแต่ละช่องในร่างจะอยู่ตรงนี้"
NOTHING_OPEN = "กดหมายเลขอ้างอิงเพื่ออ่านข้อความในรายงานรอบคำที่อ้าง"
LINK_LEADS_NOWHERE = "ลิงก์นี้ชี้ไปที่รายงานหรือแถวซึ่งไม่มีในคลัง อาจถูกเปลี่ยนหรือนำออกแล้ว ลองถามหาข้อที่ต้องการในช่องถาม"
NOT_THERE = "เปิดต้นฉบับนี้ไม่ได้ เพราะไม่มีรายงานนี้ในคลังแล้ว"

# Made files that are kept at a time.
MOST_FILES = 64

Turns = tuple[Turn, ...]


class Leaning(TypedDict):
    """The fields of a turn that say what it leaned on."""

    before: ReadAs | None
    kept: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class Pressed:
    """What a pressed mark, card or row names: a run of a report's text, and whose mark it was."""

    report: str
    start: int
    end: int
    scope: str
    mark: int | None
    view: View = View.TABLE


def pressed(data: Mapping[str, Any]) -> Pressed | None:
    """The button's data as a browser sent it, or None where it is not what the window writes."""
    try:
        mark = int(data["mark"]) if data.get("mark") else None
        view = View(data.get("view") or View.TABLE)
        return Pressed(
            str(data["report"]), int(data["start"]), int(data["end"]), str(data.get("scope", "")), mark, view
        )
    except (KeyError, TypeError, ValueError):
        return None


def side_of(data: Mapping[str, Any]) -> Side | None:
    """The side that a pressed chip names, or None where it is not what the window writes."""
    try:
        return Side(Kind(data["kind"]), str(data["value"]))
    except (KeyError, TypeError, ValueError):
        return None


def leant_on(turns: Turns) -> ReadAs | None:
    """What the next question may lean on: how the last one that was answered was read."""
    return next((turn.answer.read_as for turn in reversed(turns) if turn.answer is not None), None)


def drafted_in(turns: Turns) -> tuple[DraftRow, ...]:
    """The rows that the talk drafted last, as they were changed since."""
    return next((turn.answer.drafts for turn in reversed(turns) if turn.answer and turn.answer.drafts), ())


def _subjects(read_as: ReadAs) -> frozenset[Side]:
    """The sides but for what is wanted: a question that loses its item becomes one for an overview."""
    return frozenset(side for side in sides_of(read_as) if side.kind is not Kind.WANT)


class Desk:
    """Everything that a press of a button can ask for; holds no state of any visitor."""

    def __init__(
        self,
        assistant: "Assistant",
        examples: Examples,
        with_plans: bool = False,
        ratings: "RatingFile | None" = None,
    ) -> None:
        self.assistant = assistant
        self.examples = examples
        self.tools = Tools(with_plans, ratings is not None)
        self._ratings = ratings
        self._index, self._rows_held = assistant.index, {row.row_id: row for row in assistant.index.rows}
        self._files = tempfile.mkdtemp(prefix="ita-forms-")
        weakref.finalize(self, shutil.rmtree, self._files, ignore_errors=True)

    @property
    def _rows(self) -> Mapping[str, MeasureRow]:
        """The rows of the store as it is now, by id."""
        index = self.assistant.index
        if index is not self._index:
            self._index, self._rows_held = index, {row.row_id: row for row in index.rows}
            forget_shown()
        return self._rows_held

    @property
    def is_empty(self) -> bool:
        """Whether the store holds no report."""
        return not self.assistant.index.reports

    def talk(self, turns: Turns) -> Html:
        """The talk as a page."""
        return talk(turns, self.examples, self._rows, self.is_empty, self.tools)

    def ask(self, question: str, my_district: str | None, turns: Turns) -> Iterator[Turns]:
        """First the talk with the question waiting, then with its answer; it may lean on the last answer.

        The answer is the one without a model; what one makes of it comes with ``improved``.
        """
        question = question.strip()
        before = leant_on(turns)

        def answer() -> Turn:
            asked = question_of({"question": question})
            found = self.assistant.ask(asked, my_district or None, before, drafted_in(turns), with_model=False)
            return self._told(asked, found, before)

        return self._turn(turns, Turn(0, question), answer)

    def ask_without(self, side: Side, my_district: str | None, turns: Turns) -> Iterator[Turns]:
        """Asks the last answer's question again without that side; the same talk where the side is not there."""
        last = next((turn for turn in reversed(turns) if turn.answer is not None), None)
        read_as = last.answer.read_as if last and last.answer else None
        if last is None or read_as is None or side not in sides_of(read_as) or not can_go(side, read_as):
            yield turns
            return
        wanted = _subjects(without(read_as, side))

        def answer() -> Turn:
            made: Turn | None = None
            for words, before in said_without(last.question, last.before, read_as, side):
                found = self.assistant.ask(words, my_district or None, before, with_model=False)
                made = replace(self._told(words, found, before), dropped=side)
                if _subjects(found.read_as) == wanted:
                    break
            assert made is not None
            return made

        yield from self._turn(turns, Turn(0, last.question, dropped=side), answer)

    def _told(self, question: str, answer: Answer, before: ReadAs | None) -> Turn:
        leaning = self._leaning(question, before, answer.read_as)
        return Turn(0, question, answer, awaits_model=self.assistant.may_improve(answer), **leaning)

    def improved(self, turns: Turns, turn: Turn, my_district: str | None) -> Turn:
        """A turn that awaits the model, with what the model makes of it; its quoted answer where that fails."""
        drafts = drafted_in(tuple(one for one in turns if one.number < turn.number))
        try:
            answer = self.assistant.ask(turn.question, my_district or None, turn.before, drafts)
        except Exception as error:
            _sentence(error)
            return replace(turn, awaits_model=False)
        return replace(turn, answer=answer, awaits_model=False)

    def rate(self, turn: Turn, verdict: Verdict, remark: str) -> Turn:
        """The turn with the reader's opinion, which is kept; one that has an opinion already stays as it is."""
        if self._ratings is None or turn.answer is None or turn.rated is not None:
            return turn
        try:
            self._ratings.add(rating(turn.answer, verdict, remark))
        except AssistantError as error:
            _log.error("a rating was not kept: %s", error)
            return replace(turn, unrated=True)
        return replace(turn, rated=verdict, unrated=False)

    def plan_in(self, turns: Turns) -> KeptPlan | None:
        """The rows that the talk drafted last, as a plan to be kept."""
        return plan_of([turn.answer for turn in turns if turn.answer])

    def plan_file(self, turns: Turns, suffix: str) -> str | None:
        """The path of the rows that the talk drafted last in the official form; None where it could not be made."""
        from assistant.export import export_kept

        plan = self.plan_in(turns)
        if plan is None or suffix not in labels.FILES:
            return None
        self._tidy()
        return self._file(
            f"แผน ITA {plan.fiscal_year} เขต{plan.district}{suffix}",
            lambda path: export_kept(plan, path),
        )

    def talk_file(self, turns: Turns) -> str | None:
        """The path of the talk as a document; None where there is none or it could not be made."""
        from assistant.talkfile import Said, save_talk

        said = [Said(turn.question, turn.answer, turn.trouble or "") for turn in turns if turn.settled]
        if not said:
            return None
        self._tidy()
        now = datetime.now(UTC).isoformat()
        made = t("บันทึกเมื่อ {when} · {counted}", when=labels.moment(now), counted=labels.count(len(said), "คำถาม"))
        return self._file("ถามตอบ ITA.docx", lambda path: save_talk(said, path, made))

    def _tidy(self) -> None:
        """Takes old files away: the window copies a file as soon as it is handed over."""
        with suppress(OSError):  # another took one away meanwhile
            for old in sorted(Path(self._files).iterdir(), key=os.path.getmtime)[:-MOST_FILES]:
                shutil.rmtree(old, ignore_errors=True)

    def _file(self, name: str, write: Callable[[Path], None]) -> str | None:
        """A made file in a folder of its own: two of one name at once must not get each other's."""
        try:
            path = Path(tempfile.mkdtemp(dir=self._files)) / name
            write(path)
        except Exception:
            _log.exception("no %s file of a draft", Path(name).suffix)
            return None
        return str(path)

    def _turn(self, turns: Turns, waiting: Turn, answer: Callable[[], Turn]) -> Iterator[Turns]:
        number = turns[-1].number + 1 if turns else 1
        earlier = turns[-(LONGEST_TALK - 1) :]
        yield (*earlier, replace(waiting, number=number))
        try:
            made = answer()
        except Exception as error:
            made = replace(waiting, trouble=_sentence(error))
        yield (*earlier, replace(made, number=number))

    def _leaning(self, question: str, before: ReadAs | None, understood: ReadAs) -> Leaning:
        """What an answer took over from the one before, and what it leaned on then."""
        if before is None:
            return {"before": None, "kept": ()}
        taken = kept(self.assistant.read(question), before, understood)
        return {"before": before if taken else None, "kept": taken}

    def evidence(self, turns: Turns, scope: str = "", mark: int | None = None) -> Html:
        """The cards of the turn named, else of the last one."""
        turn = next((t for t in turns if t.scope == scope), turns[-1] if turns else None)
        if turn is None or turn.answer is None:
            return cards((), "", empty=t(NOTHING_CITED))
        return cards(proofs_of(turn.answer, self._rows), turn.scope, mark, t(NOTHING_CITED))

    def draft(
        self, district: str | None, year: int | None, item: str | None, form: str | None, weakness: str
    ) -> tuple[tuple[DraftRow, ...], str | None]:
        """The drafted rows, or none and the sentence of what is missing or went wrong."""
        missing = [
            name
            for name, value in ((t("เขต"), district), (t("ปีงบประมาณ"), year), (t("ข้อ"), item), (t("แบบฟอร์ม"), form))
            if not value
        ]
        if not weakness.strip():
            missing.append(t("จุดอ่อน"))
        if missing or item is None:
            return (), t("กรุณาระบุ ") + ", ".join(missing)
        fields = {"district": district, "fiscal_year": year, "form": form, "weakness": weakness}
        try:
            request = draft_request_of(fields | {"group" if item.isdigit() else "code": item})
            return self.assistant.draft(request), None
        except Exception as error:
            return (), _sentence(error)

    def drafted(self, rows: tuple[DraftRow, ...], trouble: str | None = None) -> Html:
        """The drafted rows as a page, or the sentence that says why there are none."""
        if trouble is not None:
            return div("panel", el("p", trouble, class_="trouble", role="alert"))
        if not rows:
            return div("panel is-empty", el("p", t("กรอกข้อมูลแล้วกด “ร่างมาตรการ” ร่างจะอยู่ตรงนี้"), class_="hint"))
        proofs = proofs_of_drafts(rows, self._rows)
        return div("panel", join(draft(row, proofs, "draft", number) for number, row in enumerate(rows)))

    def files_of(self, rows: tuple[DraftRow, ...]) -> dict[str, str | None]:
        """The drafted rows in the official form, a path for each kind of file; None where it could not be made."""
        from assistant import export

        if not rows:
            return dict.fromkeys(labels.FILES)
        self._tidy()
        name = f"ITA-{rows[0].fiscal_year}-{rows[0].code or rows[0].group}"
        return {
            suffix: self._file(name + suffix, lambda path: export.export_plan(rows, path)) for suffix in labels.FILES
        }

    def draft_evidence(self, rows: tuple[DraftRow, ...], mark: int | None = None) -> Html:
        """The cards of what the drafted rows rest on."""
        return cards(proofs_of_drafts(rows, self._rows), "draft", mark, t(NOTHING_DRAFTED))

    def source(self, place: Pressed | None) -> Html:
        """The source panel for what was pressed."""
        if place is None:
            return no_excerpt(t(NOTHING_OPEN))
        reading = self.assistant.index.reports.get(place.report)
        if reading is None:
            return no_excerpt(t(NOT_THERE))
        spot = Spot(place.start, place.end, place.mark, place.scope, place.view)
        return self._page(reading, spot) if spot.view is View.PAGE else source_page(reading, spot)

    def _page(self, reading: Reading, spot: Spot) -> Html:
        """The page of paper, or why it cannot be shown."""
        if not has_pages(reading.report) or not 0 <= spot.start < spot.end <= len(reading.report.text):
            return source_page(reading, replace(spot, view=View.TABLE))
        try:
            page, picture = self.assistant.page_image(reading.report.name, spot.start, spot.end)
        except Exception as error:
            return no_page(reading, spot, _sentence(error))
        return paper_page(reading, spot, page, picture)

    def linked(self, query: Mapping[str, str]) -> Html | None:
        """The source panel that a link asks for; None where the address asks for nothing."""
        name = query.get("report", "")
        if not name:
            return None
        reading = self.assistant.index.reports.get(name) if len(name) <= LONGEST_NAME else None
        spot = spot_of_link(reading, query) if reading else None
        return source_page(reading, spot) if reading and spot else no_excerpt(t(LINK_LEADS_NOWHERE))

    def reports(self) -> Html:
        """The table of reports."""
        return report_table(self.assistant.index.reports)

    def report(self, name: str) -> Html:
        """The card of one report."""
        reading = self.assistant.index.reports.get(name)
        return report_card(reading) if reading else div("panel is-empty", el("p", t(NOT_THERE), class_="hint"))

    def summary(self) -> Html:
        """One line of what the store holds."""
        index = self.assistant.index
        if self.is_empty:
            return el("p", t("ยังไม่มีรายงานในคลัง"), class_="summary")
        years = sorted(index.years)
        span_of_years = (
            t("ปี {first}–{last}", first=years[0], last=years[-1]) if len(years) > 1 else t("ปี {year}", year=years[0])
        )
        parts = (
            labels.count(len(index.reports), "รายงาน"),
            labels.count(len(index.districts), "เขต"),
            span_of_years,
            labels.count(len(index.rows), "แถวมาตรการ"),
        )
        return el("p", " · ".join(parts), class_="summary")


def _sentence(error: Exception) -> str:
    if not isinstance(error, AssistantError):
        _log.error("unforeseen error in the window", exc_info=error)
    return labels.trouble(error)
