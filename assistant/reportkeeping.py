"""The reports of the store on the command line: added, listed, corrected, taken out."""

import os
import pwd
import sys
from argparse import Namespace
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.deliverywire import added_object, entry_object, failure_object
from assistant.inquiry import number_of
from assistant.progress import Teller
from assistant.settings import Settings, from_environment
from assistant.wire import json_line
from corpus.errors import RequestError, UnknownValue
from corpus.records import CELL_LABELS, MeasureRow, Period, ReportKind
from corpus.reportkind import KIND_LABELS, PERIOD_LABELS
from corpus.thai import fold_digits

if TYPE_CHECKING:
    from assistant.admission import Added
    from assistant.keeper import Keeper
    from corpus.revision import RowChange
    from index.manifest import ReportEntry

# What changed is told row by row up to this many; the rest is counted.
MOST_CHANGES = 20
VALUE_LABELS = {**CELL_LABELS, "item": "ข้อคำถาม", "score": "คะแนน"}
LACKS = {"district": "--district", "year": "--year"}


def add(options: Namespace) -> None:
    """Adds report files and says what became of each; raises RequestError where one was not added."""
    from assistant.admission import Clash
    from assistant.assembly import report_files

    keeper = _keeper(options)
    clash = Clash.REPLACE if options.replace else Clash.KEEP_BOTH if options.keep_both else Clash.ASK
    done = keeper.add(report_files([Path(one) for one in options.file]), Teller(_say), clash, who_of(options))
    for line in [json_line(added_object(done))] if options.json else added_lines(done):
        print(line)
    untaken = [
        f"{one.name} is of the same district, year, kind and period as {one.held}; "
        "give --replace to put it in its place, or --keep-both."
        for one in done.undecided
    ]
    untaken += [failure.reason for failure in done.refused]
    if len(untaken) > 1:
        for sentence in untaken:
            _say(f"Not added: {sentence}")
        raise RequestError(f"{len(untaken)} reports were not added.")
    if untaken:
        raise RequestError(untaken[0])


def added_lines(done: "Added") -> list[str]:
    """What became of the files, one line each, and what changed in those that took another's place."""
    lines = [entry_line(entry) for entry in done.added]
    for replaced in done.replaced:
        lines.append(f"{replaced.name} แทน {replaced.old}: {changes_line(replaced.changes)}")
    lines += [f"{twin.name} มีอยู่แล้วในชื่อ {twin.kept}" for twin in done.already]
    for waiting in done.waiting:
        flags = " ".join(f"{LACKS[one]} ..." for one in waiting.lacks)
        lines.append(f"{waiting.name} ยังอ่านไม่ได้: {waiting.reason} (correct {waiting.name!r} {flags})")
    return lines or ["ไม่มีไฟล์ที่ต้องเพิ่ม"]


def changes_line(changes: "tuple[RowChange, ...]", say: Callable[..., str] = str.format) -> str:
    """What changed between two versions of a report, row by row; ``say`` puts it in another language."""
    words = {"added": "เพิ่ม {label}", "removed": "ตัด {label}", "changed": "แก้ {label}"}
    told = []
    for one in changes[:MOST_CHANGES]:
        what = ", ".join(say(VALUE_LABELS.get(name, name)) for name in one.what)
        told.append(say(words[one.change], label=one.label) + (f" ({what})" if what else ""))
    more = len(changes) - MOST_CHANGES
    return ("; ".join(told) or say("ทุกแถวเหมือนเดิม")) + (say(" และอีก {more} แถว", more=more) if more > 0 else "")


def remove(options: Namespace) -> None:
    """Takes reports out of the store; files outside the library stay where they are and are not read again."""
    _keeper(options).remove(options.name, who_of(options))
    for name in options.name:
        print(f"เอา {name} ออกจากคลังแล้ว")


def reports(options: Namespace) -> None:
    """Lists the reports of the store, and the files that it could not take with the reason."""
    manifest = _keeper(options).manifest()
    entries, failed = (manifest.reports, manifest.failed) if manifest else ((), ())
    if options.json:
        for entry in entries:
            print(json_line(entry_object(entry)))
        for failure in failed:
            print(json_line(failure_object(failure)))
        return
    for entry in entries:
        print(entry_line(entry))
    for failure in failed:
        print(f"{failure.name}  ยังอ่านไม่ได้: {failure.reason}")
    if not entries and not failed:
        print("ยังไม่มีรายงานในคลัง")


def entry_line(entry: "ReportEntry") -> str:
    """One report in one line."""
    kind = " ".join(one for one in (KIND_LABELS[entry.kind], PERIOD_LABELS[entry.period]) if one)
    check = f" ต้องตรวจ {entry.doubtful}" if entry.doubtful else ""
    corrected = f" แก้แล้ว {entry.corrected}" if entry.corrected else ""
    return (
        f"{entry.name}  เขต{entry.district} ปี {entry.fiscal_year} {kind} {entry.pages} หน้า {entry.rows} แถว"
        f" {entry.passages} ข้อความ{check}{corrected}"
    )


def correct(options: Namespace) -> None:
    """Corrects what was read of a report or, with --row, of one of its rows."""
    keeper, who, name = _keeper(options), who_of(options), options.name
    if options.row:
        _correct_row(options, keeper, who)
    else:
        _correct_report(options, keeper, who)
    print(entry_line(keeper.entry(name)))


def _correct_report(options: Namespace, keeper: "Keeper", who: str) -> None:
    district = district_named(options.district, keeper) if options.district else None
    year = number_of(options.year, "fiscal year") if options.year else None
    kind = ReportKind(options.kind) if options.kind else None
    period = Period(options.period) if options.period else None
    if district is None and year is None and kind is None and period is None:
        raise RequestError("Say what is to be corrected: --district, --year, --kind or --period, or a --row.")
    keeper.correct_report(options.name, who, district, year, kind, period)


def _correct_row(options: Namespace, keeper: "Keeper", who: str) -> None:
    row = row_named(options.row, keeper.reading(options.name).rows, keeper, options.name)
    if options.undo:
        said = next((one for one in keeper.rows_said_of(options.name) if one.char_start == row.place.char_start), None)
        if said is None:
            raise RequestError(f"Nothing was corrected in {options.row}.")
        keeper.take_back(options.name, said.char_start, said.read)
        return
    word = row_word(
        options.code, options.group, options.score, options.no_score, options.no_row, cells_typed(options.cell or ())
    )
    keeper.correct_row(options.name, row, who, word)


def row_word(
    code: str | None,
    group: str | int | None,
    score: str | float | None,
    no_score: bool,
    no_row: bool,
    cells: Mapping[str, str],
) -> dict[str, object]:
    """What is said of a row, checked; raises RequestError where nothing is."""
    word: dict[str, object] = {}
    if code:
        word["code"] = fold_digits("".join(code.split())).upper()
    if group:
        word["group"] = number_of(str(group), "group")
    if score not in (None, ""):
        try:
            word["score"] = float(fold_digits(str(score)))
        except ValueError:
            raise UnknownValue(f"{str(score)[:40]!r} is no score.") from None
    if no_score:
        word["no_score"] = True
    if no_row:
        word["no_row"] = True
    if cells:
        word["cells"] = tuple(cells.items())
    if not word:
        raise RequestError("Say what the row is: --code, --group, --score, --no-score, --cell, --no-row, or --undo.")
    return word


def cells_typed(given: Sequence[str]) -> dict[str, str]:
    """Cells as NAME=TEXT; raises RequestError where there is no "="."""
    cells = {}
    for one in given:
        name, sign, text = one.partition("=")
        if not sign:
            raise RequestError(f"{one[:40]!r} is no cell with its text; write --cell measure='...'.")
        cells[name.strip()] = text
    return cells


def row_named(named: str, rows: tuple[MeasureRow, ...], keeper: "Keeper", report: str) -> MeasureRow:
    """The row of that id, or the only one of that code; raises UnknownValue."""
    found = [row for row in rows if named in (row.row_id, row.code)]
    if len(found) == 1:
        return found[0]
    what = f"{len(found)} rows" if found else "no row"
    raise UnknownValue(f"{report} holds {what} {named[:80]!r}; `python -m assistant rows --json` prints their ids.")


def district_named(given: str, keeper: "Keeper") -> str:
    """The district of that name: one of the fifty, or one that the store holds; raises UnknownValue."""
    from corpus.districts import district

    plain = given.strip().removeprefix("สำนักงาน").removeprefix("เขต").strip()
    known = district(given)
    if known is not None:
        return known.name
    manifest = keeper.manifest()
    if manifest is not None and plain in {entry.district for entry in manifest.reports}:
        return plain
    raise UnknownValue(f"There is no district {given[:40]!r}; give one of the fifty, such as ดุสิต.")


def who_of(options: Namespace) -> str:
    """Who acts: --who, else the name of the account."""
    if (options.who or "").strip():
        return str(options.who).strip()
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())


def _keeper(options: Namespace) -> "Keeper":
    from assistant.keeper import Keeper

    return Keeper(settings_of(options))


def settings_of(options: Namespace) -> Settings:
    """The settings with the flags that are given."""
    return from_environment(store=options.store, library=options.library, encoder=getattr(options, "encoder", None))


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)
