"""The kept plans on the command line: a plan put among them, and what `plans` prints."""

from argparse import Namespace
from typing import TYPE_CHECKING

from assistant.inquiry import number_of
from assistant.settings import Settings, from_environment
from corpus.errors import RequestError

if TYPE_CHECKING:
    from assistant.plan import Plan
    from assistant.planbook import PlanBook, Stored


def name_of(options: Namespace) -> str:
    """Who acts; raises RequestError where nobody is named."""
    who = (options.who or "").strip()
    if not who:
        raise RequestError("Say who keeps the plan: --who NAME, for its history.")
    return who


def keep(made: "Plan", who: str, settings: Settings) -> str:
    """Keeps a drafted plan and says under which number."""
    from assistant.assembly import open_plans
    from assistant.keptplan import kept_plan

    book = open_plans(settings)
    stored = book.add(kept_plan(made), who)
    book.close()
    return f"Kept as plan {stored.plan_id}."


def plans(options: Namespace) -> None:
    """Lists the kept plans, or shows, undoes or copies one of them."""
    from assistant.assembly import open_plans

    book = open_plans(from_environment())
    try:
        print(_done(options, book))
    finally:
        book.close()


def _done(options: Namespace, book: "PlanBook") -> str:
    from assistant import printout

    if options.show:
        return _sheet(book.open(options.show))
    if options.history:
        lines = [(str(one.version), one.saved_at, one.saved_by, one.what) for one in book.history(options.history)]
        return printout.table(("version", "at (UTC)", "by", "what"), lines, frozenset({0}))
    if options.undo:
        held = book.open(options.undo)
        return _line(book.undo(options.undo, name_of(options), held.version))
    if options.copy:
        if not options.year:
            raise RequestError("Say which year the copy is for: --year 2569, for instance.")
        return _line(book.copy(options.copy, number_of(options.year, "fiscal year"), name_of(options)))
    return "\n".join(_line(stored) for stored in book.plans()) or "ยังไม่มีแผนที่เก็บไว้"


def _line(stored: "Stored") -> str:
    plan = stored.plan
    return (
        f"{stored.plan_id}  เขต{plan.district} ปีงบประมาณ {plan.fiscal_year} แบบฟอร์ม {plan.form.value}"
        f" {len(plan.rows)} แถว ฉบับที่ {stored.version} โดย {stored.saved_by} {stored.saved_at}"
    )


def _sheet(stored: "Stored") -> str:
    """The plan as it stands, cell by cell; what a user wrote in place of the draft is marked."""
    from assistant.printout import plain
    from corpus.records import CELL_LABELS

    out = [_line(stored)]
    for row in stored.plan.rows:
        draft = row.draft
        out.append(f"\n== {draft.code or f'ตัวชี้วัดที่ {draft.group}'} {plain(draft.item)}")
        for name, _ in draft.cells:
            cell = row.cell(name)
            some = any(not bases for _, bases in cell.clauses)
            mark = " (เขียนเอง)" if cell.own and some else " (มีถ้อยคำที่เขียนเอง)" if some else ""
            out.append(f"{CELL_LABELS[name]}{mark}: {plain(row.text(name)) or '(เว้นไว้ให้กรอก)'}")
    return "\n".join(out)
