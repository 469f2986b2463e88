"""The clerk of the Reports tab: takes presses and files, keeps the reports, hands back pages; knows nothing of gradio.

Long work runs in a thread of its own and can be stopped. Errors end here, each as one Thai sentence.
"""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.admission import Added, Clash
from assistant.keeper import Keeper
from assistant.reportkeeping import changes_line, district_named, row_word
from assistant.window import labels
from assistant.window import reportforms as forms
from assistant.window.choices import district_choices
from assistant.window.longwork import Stop, Work
from assistant.window.markup import Html, div, el, join
from assistant.window.messages import t
from assistant.window.reports import report_card, report_table
from assistant.window.shelf import (
    BUSY,
    NOT_THERE,
    STOPPED,
    UPLOADER,
    Pending,
    Say,
    Shelf,
    changed,
    fields_of,
    sentence,
    who_of,
    year_of,
)
from corpus.corrections import RowWord, tidy
from corpus.districts import all_districts
from corpus.errors import AssistantError
from corpus.readers import report_members
from corpus.records import MeasureRow, Period, Reading, ReportKind
from index.intake import Step

if TYPE_CHECKING:
    from assistant.live import Live
    from index.store import BuildSummary

LOOK_EVERY = 0.5
STORE_BROKEN = "คลังบนดิสก์หายหรือเสีย คำตอบยังมาจากรายงานชุดก่อน กด “อ่านโฟลเดอร์ใหม่” เพื่อสร้างคลังขึ้นใหม่"


class LibraryDesk:
    """Everything that can be done in the Reports tab; one piece of long work at a time."""

    def __init__(self, live: "Live", keeper: Keeper) -> None:
        self._live, self._keeper = live, keeper
        self._work: Work | None = None
        self._starting = threading.Lock()

    # --- pages ------------------------------------------------------------------------------------------------------

    def table(self) -> Html:
        """Every report of the store."""
        return report_table(self._readings)

    def notices(self, shelf: Shelf) -> Html:
        """Work that goes on, what became of the last, files to decide on, reports that wait for a word."""
        if not shelf.may:
            return Html("")
        work = self._work
        typed = replace(shelf, typed=()).filled if shelf.in_card else shelf.filled
        return join(
            [
                self._broken(),
                work.page() if work is not None and work.running else None,
                None if shelf.in_card else forms.outcome(shelf.lines, shelf.trouble),
                forms.question([(one.name, one.held, one.changes) for one in shelf.pending]),
                forms.waiting(self._waiting(), self._districts(), typed),
            ]
        )

    def _broken(self) -> Html | None:
        """Said while the store on disk cannot be used: what is shown is the version opened last."""
        if getattr(self._live, "trouble", None) is None:
            return None
        return div("panel", el("p", t(STORE_BROKEN), class_="trouble", role="alert"))

    def card(self, shelf: Shelf) -> Html:
        """The open report with its forms."""
        if not shelf.report:
            return Html("")
        reading = self._readings.get(shelf.report)
        if reading is None:
            return div("panel is-empty", el("p", t(NOT_THERE), class_="hint"))
        if not shelf.may:
            return report_card(reading)
        row = next((one for one in reading.rows if one.row_id == shelf.row), None)
        said = row is not None and self._said(reading, row) is not None
        head = forms.report_head(reading, self._districts(), shelf.removing, row, said, shelf.filled)
        told = forms.outcome(shelf.lines, shelf.trouble, closing=False) if shelf.in_card else None
        return report_card(reading, join([told, head]), can_correct=True)

    # --- presses ----------------------------------------------------------------------------------------------------

    def act(self, shelf: Shelf, data: Mapping[str, Any]) -> Shelf:
        """What is there after a press; never raises."""
        told = {str(key): str(value) for key, value in data.items() if isinstance(value, str | int)}
        do = _ACTS.get(told.get("do", ""))
        if do is None:
            return shelf
        if not shelf.may and told["do"] != "open":
            return shelf
        fields = fields_of(told.get("fields", "")) | ({"who": shelf.name} if shelf.name else {})
        shelf = replace(shelf, trouble="", lines=(), typed=(), in_card=bool(shelf.report) and told["do"] not in _ABOVE)
        try:
            return do(self, shelf, told, fields)
        except Exception as error:
            typed = tuple(fields.items())
            return replace(shelf, trouble=sentence(error), typed=typed)

    def _open(self, shelf: Shelf, told: Mapping[str, str], fields: Mapping[str, str]) -> Shelf:
        return replace(shelf, report=told.get("report", ""), row="", removing=False)

    def _dismiss(self, shelf: Shelf, told: Mapping[str, str], fields: Mapping[str, str]) -> Shelf:
        return shelf

    def _row(self, shelf: Shelf, told: Mapping[str, str], fields: Mapping[str, str]) -> Shelf:
        return replace(shelf, row=told.get("row", ""), removing=False)

    def _close_row(self, shelf: Shelf, told: Mapping[str, str], fields: Mapping[str, str]) -> Shelf:
        return replace(shelf, row="")

    def _remove(self, shelf: Shelf, told: Mapping[str, str], fields: Mapping[str, str]) -> Shelf:
        return replace(shelf, removing=True, row="")

    def _not_remove(self, shelf: Shelf, told: Mapping[str, str], fields: Mapping[str, str]) -> Shelf:
        return replace(shelf, removing=False)

    def _really_remove(self, shelf: Shelf, told: Mapping[str, str], fields: Mapping[str, str]) -> Shelf:
        name = shelf.report
        self._keeper.remove([name], who_of(fields))
        self._live.refresh()
        return replace(
            shelf,
            report="",
            removing=False,
            in_card=False,
            lines=(forms.told(t("เอา {name} ออกจากคลังแล้ว", name=name)),),
        )

    def _identify(self, shelf: Shelf, told: Mapping[str, str], fields: Mapping[str, str]) -> Shelf:
        reading = self._reading(shelf.report)
        district = changed(fields.get("district", ""), reading.district)
        kind, period = fields.get("kind", ""), fields.get("period", "")
        year = year_of(fields.get("year", ""))
        self._keeper.correct_report(
            shelf.report,
            who_of(fields),
            district_named(district, self._keeper) if district else None,
            year if year != reading.fiscal_year else None,
            ReportKind(kind) if changed(kind, reading.kind) else None,
            Period(period) if changed(period, reading.period) else None,
        )
        self._live.refresh()
        return replace(shelf, lines=(forms.told(t("บันทึกการแก้ไขของ {report} แล้ว", report=shelf.report)),))

    def _tell(self, shelf: Shelf, told: Mapping[str, str], fields: Mapping[str, str]) -> Shelf:
        """A report that waits for its district or year is told, and read."""
        name = told.get("report", "")
        district = district_named(fields["district"], self._keeper) if fields.get("district") else None
        year = year_of(fields["year"]) if fields.get("year") else None
        if district is None and year is None:
            raise Say(t("กรุณาระบุเขตหรือปีก่อน"))
        self._keeper.correct_report(name, who_of(fields), district, year)
        self._live.refresh()
        return replace(shelf, report=name, row="", lines=self._lines_of([name]))

    def _forget(self, shelf: Shelf, told: Mapping[str, str], fields: Mapping[str, str]) -> Shelf:
        name = told.get("report", "")
        self._keeper.remove([name], fields.get("who", "").strip() or UPLOADER)
        self._live.refresh()
        return replace(shelf, lines=(forms.told(t("ไม่ใช้ไฟล์ {name} แล้ว", name=name)),))

    def _keep_row(self, shelf: Shelf, told: Mapping[str, str], fields: Mapping[str, str]) -> Shelf:
        reading, row = self._row_named(shelf, told)
        code = "".join(fields.get("code", "").split()).upper()
        score = fields.get("score", "").strip()
        group = fields.get("group", "")
        shown = "" if row.score is None else f"{row.score:.2f}"
        word = row_word(
            # The code as it stands says that it was looked at and is right.
            code or None,
            group if group != str(row.group) else None,
            score if score != shown else None,
            no_score=not score and row.score is not None,
            no_row=False,
            cells=_retyped(row, fields),
        )
        return self._corrected(shelf, reading, row, word, fields)

    def _no_row(self, shelf: Shelf, told: Mapping[str, str], fields: Mapping[str, str]) -> Shelf:
        reading, row = self._row_named(shelf, told)
        return self._corrected(shelf, reading, row, {"no_row": True}, fields)

    def _corrected(
        self, shelf: Shelf, reading: Reading, row: MeasureRow, word: Mapping[str, object], fields: Mapping[str, str]
    ) -> Shelf:
        self._keeper.correct_row(reading.report.name, row, who_of(fields), word)
        self._live.refresh()
        return replace(
            shelf, row="", lines=(forms.told(t("บันทึกการแก้ไขแถว {label} แล้ว", label=labels.item_label(row.label))),)
        )

    def _undo_row(self, shelf: Shelf, told: Mapping[str, str], fields: Mapping[str, str]) -> Shelf:
        reading, row = self._row_named(shelf, told)
        said = self._said(reading, row)
        if said is not None:
            self._keeper.take_back(reading.report.name, said.char_start, said.read)
            self._live.refresh()
        return replace(shelf, row="", lines=(forms.told(t("ใช้ค่าตามที่อ่านได้แล้ว")),))

    def _leave(self, shelf: Shelf, told: Mapping[str, str], fields: Mapping[str, str]) -> Shelf:
        return replace(shelf, pending=tuple(one for one in shelf.pending if one.name != told.get("file")))

    def _stop(self, shelf: Shelf, told: Mapping[str, str], fields: Mapping[str, str]) -> Shelf:
        if self._work is not None:
            self._work.stop()
        return shelf

    # --- long work --------------------------------------------------------------------------------------------------

    def add(self, shelf: Shelf, files: Sequence[str], clash: Clash = Clash.ASK) -> Iterator[Shelf]:
        """Adds uploaded files, of a zip each report in it; what is there, again and again until the end."""
        paths = [report for one in files for report in report_members(Path(one))]
        yield from self._do(
            replace(shelf, pending=tuple(one for one in shelf.pending if one.path not in files)),
            lambda hear: self._keeper.add(paths, hear, clash, shelf.name or UPLOADER),
            self._shelf_after,
        )

    def decide(self, shelf: Shelf, data: Mapping[str, Any]) -> Iterator[Shelf]:
        """A file that waited for a decision is added, in place of the older one or beside it."""
        clash = Clash.REPLACE if data.get("do") == "replace" else Clash.KEEP_BOTH
        one = next((one for one in shelf.pending if one.name == data.get("file")), None)
        if one is None:
            yield shelf
        else:
            yield from self.add(shelf, [one.path], clash)

    def rebuild(self, shelf: Shelf) -> Iterator[Shelf]:
        """Reads what is new or changed in the folders and the library."""
        yield from self._do(
            shelf,
            self._keeper.rebuild,
            lambda summary: lambda before: replace(before, lines=_rebuilt(summary)),
        )

    def _do(
        self,
        shelf: Shelf,
        do: Callable[[Callable[[Step], None]], Any],
        after: Callable[[Any], Callable[[Shelf], Shelf]],
    ) -> Iterator[Shelf]:
        shelf = replace(shelf, lines=(), trouble="", row="", removing=False, in_card=False, typed=())
        with self._starting:
            if self._work is not None and self._work.running:
                yield replace(shelf, trouble=t(BUSY))
                return

            def whole(hear: Callable[[Step], None]) -> Any:
                result = do(hear)
                self._live.refresh()
                return result

            work = self._work = Work(whole, self._keeper.interrupt)
        while work.running:
            yield shelf
            work.wait(LOOK_EVERY)
        if work.error is not None:
            yield replace(shelf, trouble=t(STOPPED) if isinstance(work.error, Stop) else sentence(work.error))
        else:
            yield after(work.result)(shelf)

    def _shelf_after(self, done: Added) -> Callable[[Shelf], Shelf]:
        lines = [*self._lines_of([entry.name for entry in done.added])]
        lines += [
            forms.told(
                t(
                    "{name} แทน {old}: {changes}",
                    name=one.name,
                    old=one.old,
                    changes=changes_line(one.changes, t),
                )
            )
            for one in done.replaced
        ]
        lines += [forms.told(t("{name} มีอยู่แล้วในชื่อ {kept}", name=twin.name, kept=twin.kept)) for twin in done.already]
        lines += [forms.told(t("{name} อ่านไม่พบเขตหรือปี ระบุได้ด้านล่าง", name=one.name)) for one in done.waiting]
        lines += [
            forms.told(t("{name} ไม่ได้เพิ่ม: {why}", name=one.name, why=labels.unread(one.reason))) for one in done.refused
        ]
        asked = tuple(
            Pending(str(done.came_from[one.name]), one.name, one.held, changes_line(one.changes, t))
            for one in done.undecided
        )
        only = done.added[0].name if len(done.added) == 1 else ""
        return lambda shelf: replace(
            shelf, lines=tuple(lines), pending=(*shelf.pending, *asked), report=only or shelf.report
        )

    def _lines_of(self, names: Sequence[str]) -> tuple[Html, ...]:
        return tuple(forms.added(self._readings[name]) for name in names if name in self._readings)

    # --- what is there ----------------------------------------------------------------------------------------------

    @property
    def _readings(self) -> Mapping[str, Reading]:
        readings: Mapping[str, Reading] = self._live.now.index.reports
        return readings

    def _reading(self, name: str) -> Reading:
        if name not in self._readings:
            raise Say(t(NOT_THERE))
        return self._readings[name]

    def _row_named(self, shelf: Shelf, told: Mapping[str, str]) -> tuple[Reading, MeasureRow]:
        reading = self._reading(shelf.report)
        row = next((one for one in reading.rows if one.row_id == told.get("row")), None)
        if row is None:
            raise Say(t("ไม่มีแถวนี้แล้ว เปิดรายงานใหม่อีกครั้ง"))
        return reading, row

    def _said(self, reading: Reading, row: MeasureRow) -> RowWord | None:
        """What was said of that row before, if anything was."""
        try:
            said = self._keeper.rows_said_of(reading.report.name)
        except AssistantError:
            return None
        return next((one for one in said if one.char_start == row.place.char_start), None)

    def _waiting(self) -> list[tuple[str, tuple[str, ...]]]:
        try:
            manifest = self._keeper.manifest_or_none()
        except AssistantError:
            return []
        return [(one.name, one.lacks) for one in manifest.failed if one.lacks] if manifest else []

    def _districts(self) -> list[tuple[str, str]]:
        held = {one.district for one in self._readings.values()}
        return district_choices(held, [one.name for one in all_districts()])


def _retyped(row: MeasureRow, fields: Mapping[str, str]) -> dict[str, str]:
    """The cells whose text is another than it was."""
    held = {cell.name: cell.text for cell in row.cells}
    typed = {name: tidy(fields[f"cell-{name}"]) for name in row.columns if f"cell-{name}" in fields}
    return {name: text for name, text in typed.items() if text != tidy(held.get(name, ""))}


# What is pressed above the table, and told there.
_ABOVE = ("dismiss", "tell", "forget", "leave", "stop")
_Act = Callable[[LibraryDesk, Shelf, Mapping[str, str], Mapping[str, str]], Shelf]
_ACTS: dict[str, _Act] = {
    "open": LibraryDesk._open,
    "dismiss": LibraryDesk._dismiss,
    "row": LibraryDesk._row,
    "close-row": LibraryDesk._close_row,
    "keep-row": LibraryDesk._keep_row,
    "no-row": LibraryDesk._no_row,
    "undo-row": LibraryDesk._undo_row,
    "remove": LibraryDesk._remove,
    "not-remove": LibraryDesk._not_remove,
    "really-remove": LibraryDesk._really_remove,
    "identify": LibraryDesk._identify,
    "tell": LibraryDesk._tell,
    "forget": LibraryDesk._forget,
    "leave": LibraryDesk._leave,
    "stop": LibraryDesk._stop,
}


def _rebuilt(summary: "BuildSummary") -> tuple[Html, ...]:
    """What a rebuild did, and what it could not read."""
    did = [t("อ่านใหม่ {n:,} ฉบับ", n=len(summary.read)), t("ใช้ของเดิม {n:,} ฉบับ", n=len(summary.reused))]
    did += [t("เอาออก {n:,} ฉบับ", n=len(summary.removed))] if summary.removed else []
    failed = [one for one in summary.failed if not one.lacks]
    return forms.told(" ".join(did)), *(forms.told(f"{one.name}: {labels.unread(one.reason)}") for one in failed)
