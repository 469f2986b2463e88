"""What is said of keeping a plan: the bar with its last save, its versions, another's save in between, its files."""

from collections.abc import Sequence

from assistant.keptplan import KeptPlan
from assistant.planbook import Version
from assistant.window import labels
from assistant.window.controls import one_of, press, tick
from assistant.window.markup import Html, div, el, join, span
from assistant.window.rowpage import label_of
from assistant.window.visit import Visit

# The latest versions are shown, the rest counted.
MOST_VERSIONS = 30
MOST_DIFFERENCES = 12


def bar(visit: Visit, can_undo: bool) -> Html | None:
    """The name of the plan, its last save, the way back, and what another saved in between; always in sight."""
    plan = visit.plan
    if plan is None:
        return None
    name = f"{labels.district_label(plan.district)} ปี {plan.fiscal_year}"
    return div(
        "save-bar",
        div(
            "save-line",
            div("save-name", el("b", name), span("tag", labels.FORM_NAMES[plan.form])),
            span("save-state is-open" if visit.theirs else "save-state", _saved(visit), role="status"),
            press("undo", "quiet", "↶ เลิกทำ", disabled=not can_undo, aria_label="เลิกทำการแก้ครั้งล่าสุด"),
        ),
        conflict(visit),
    )


def _saved(visit: Visit) -> str:
    if visit.theirs is not None or visit.stored is None:
        return "ยังไม่ได้บันทึก"
    return f"บันทึกแล้ว เวลา {labels.clock(visit.stored.saved_at)} · ฉบับที่ {visit.stored.version}"


def conflict(visit: Visit) -> Html | None:
    """Who saved what in between, and the two ways on; nothing is overwritten by itself."""
    theirs = visit.theirs
    if theirs is None or visit.plan is None:
        return None
    differing = differences(visit.plan, theirs.plan)
    shown = ", ".join(differing[:MOST_DIFFERENCES])
    more = f" และอีก {len(differing) - MOST_DIFFERENCES} ช่อง" if len(differing) > MOST_DIFFERENCES else ""
    return div(
        "conflict",
        el("h3", f"{theirs.saved_by} บันทึกแผนนี้ไปก่อนแล้ว"),
        el(
            "p",
            f"ฉบับที่ {theirs.version} เมื่อ {labels.moment(theirs.saved_at)} หลังจากที่คุณเปิดแผนนี้ "
            "สิ่งที่คุณแก้ยังอยู่บนหน้านี้แต่ยังไม่ได้บันทึก",
        ),
        el("p", f"ต่างกันที่ {shown}{more}", class_="field-hint") if shown else None,
        div(
            "actions",
            press("reload", "quiet", f"เปิดฉบับของ {theirs.saved_by} (ทิ้งที่ฉันแก้)"),
            press("fork", "quiet", "เก็บของฉันเป็นแผนใหม่"),
        ),
        role="alert",
    )


def differences(mine: KeptPlan, theirs: KeptPlan) -> list[str]:
    """The cells in which two states of a plan differ, each by item and heading."""
    out = []
    others = {label_of(row): row for row in theirs.rows}
    for row in mine.rows:
        other = others.pop(label_of(row), None)
        if other is None:
            out.append(f"แถว {label_of(row)}")
            continue
        names = [name for name, _ in row.draft.cells if row.text(name) != other.text(name)]
        out += [f"{label_of(row)} {labels.cell_label(name, mine.form)}" for name in names]
    return out + [f"แถว {label}" for label in others]


# --- the last step --------------------------------------------------------------------------------------------------


def keep_page(visit: Visit, history: Sequence[Version], left: Sequence[tuple[int, str, int]]) -> Html:
    """The form as a file, what is still left, the versions; ``left`` are (row, its label, cells left to fill)."""
    return div("two-up", _files(visit, left), _versions(visit, history))


def _files(visit: Visit, left: Sequence[tuple[int, str, int]]) -> Html:
    rows = len(visit.plan.rows) if visit.plan else 0
    files = (
        press("file", "go", f"ดาวน์โหลด {name}", data_suffix=suffix, data_busy="กำลังทำไฟล์", disabled=not rows)
        for suffix, name in ((".docx", "Word (.docx)"), (".xlsx", "Excel (.xlsx)"))
    )
    return div(
        "panel",
        div("panel-head", el("h2", "ส่งออกแบบฟอร์ม"), span("panel-note", labels.count(rows, "แถว"))),
        _left(left),
        one_of("digits", "ตัวเลข", [("เลขไทย ๑๒๓", "thai"), ("เลขอารบิก 123", "arabic")], visit.digits),
        tick("sources", visit.sources, "แนบที่มาของแต่ละช่อง (ภาคผนวกใน Word แผ่นที่สองใน Excel)"),
        div("actions", *files),
    )


def _left(left: Sequence[tuple[int, str, int]]) -> Html:
    if not left:
        return el("p", "ทุกช่องที่ต้องใช้มีข้อความแล้ว", class_="told")
    cells = sum(number for _, _, number in left)
    return div(
        "caution",
        el("p", f"ยังมี {cells} ช่องให้เติมหรือตรวจ ในไฟล์จะเป็นเส้นประหรือพื้นสีอ่อน"),
        div(
            "codes",
            join(press("row", "code", label, data_to=at, title=f"เหลือ {number} ช่อง") for at, label, number in left),
        ),
    )


def _versions(visit: Visit, history: Sequence[Version]) -> Html:
    plan, stored = visit.plan, visit.stored
    now = stored.version if stored else 0
    shown = list(reversed(history))[:MOST_VERSIONS]
    rest = len(history) - len(shown)
    following = plan.fiscal_year + 1 if plan else 0
    return div(
        "panel",
        div("panel-head", el("h2", "ประวัติการบันทึก"), span("panel-note", labels.count(len(history), "ฉบับ"))),
        el("ol", join(_version(one, now) for one in shown), class_="versions"),
        el("p", f"และก่อนหน้านั้นอีก {labels.count(rest, 'ฉบับ')}", class_="hint") if rest else None,
        div(
            "actions",
            press(
                "copy", "quiet", f"เริ่มแผนปี {following} จากแผนนี้", data_plan=stored.plan_id if stored else 0,
                data_year=following,
            ),
        ),
        el("p", "แผนใหม่เว้นผลการดำเนินการไว้ เลื่อนวันกำหนดเสร็จไปปีใหม่ และไม่นำบรรทัดที่มีวันที่เดิมไปด้วย", class_="field-hint"),
    )  # fmt: skip


def _version(one: Version, now: int) -> Html:
    return el(
        "li",
        el("b", f"ฉบับที่ {one.version}"),
        span("tag tag-item", "ที่เปิดอยู่") if one.version == now else None,
        span("", what_happened(one.what)),
        span("kept-who", f"{one.saved_by} · {labels.moment(one.saved_at)}"),
    )


def what_happened(what: str) -> str:
    """How a version came about, in Thai."""
    number = what.rsplit(" ", 1)[-1]
    if what.startswith("back to "):
        return f"ย้อนกลับไปเป็นฉบับที่ {number}"
    if what.startswith("copy of "):
        return f"เริ่มจากแผนที่ {number}"
    return {"new": "เก็บครั้งแรก", "saved": "แก้ไข"}.get(what, what)
