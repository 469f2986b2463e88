"""The frame of the plan's tab: the five steps, what was said, the page of the present step; here the first one."""

from collections.abc import Sequence

from assistant.planbook import Stored
from assistant.window import labels
from assistant.window.choices import Choices
from assistant.window.controls import choice, line, press
from assistant.window.markup import Html, div, el, join, span
from assistant.window.messages import t
from assistant.window.visit import READING, Step, Visit

STEP_NAMES = {
    Step.HEAD: "เขตและปี",
    Step.SCORES: "คะแนน",
    Step.WEAK: "ข้ออ่อน",
    Step.ROWS: "แถวแผน",
    Step.KEEP: "บันทึกและส่งออก",
}
NONE_KEPT = "ยังไม่มีแผนที่เก็บไว้ เริ่มแผนใหม่แล้วแผนจะถูกบันทึกให้เองตั้งแต่ร่างครั้งแรก"

MAY_READ = "คุณอ่านและส่งออกแผนได้ การร่างและแก้ไขต้องมีสิทธิ์ผู้ร่าง"


def frame(visit: Visit, page: Html) -> Html:
    """The whole tab: steps, notices and the page of the present step."""
    return div(
        "plan",
        _steps(visit),
        None if visit.visitor.may_edit else el("p", t(MAY_READ), class_="hint reads-only"),
        div("plan-notices", _told(visit), aria_live="polite"),
        div("plan-page", page),
        data_step=int(visit.step),
        data_turn=visit.turn,
        data_reads=None if visit.visitor.may_edit else " ".join(READING),
        data_place=f"{int(visit.step)}.{visit.looking.row if visit.step is Step.ROWS else 0}",
    )


def _steps(visit: Visit) -> Html:
    reached = visit.reached
    made = []
    for step, name in STEP_NAMES.items():
        here = step is visit.step
        made.append(
            el(
                "li",
                press(
                    "go",
                    "step is-here" if here else "step",
                    span("step-number", str(int(step))),
                    span("step-name", t(name)),
                    data_to=int(step),
                    disabled=step not in reached,
                    aria_current="step" if here else None,
                ),
            )
        )
    return el("nav", el("ol", join(made)), class_="plan-steps", aria_label=t("ขั้นตอนของแผน"))


def _told(visit: Visit) -> Html | None:
    if visit.trouble:
        return el("p", visit.trouble, class_="told is-trouble", role="alert")
    return el("p", visit.said, class_="told") if visit.said else None


# --- the first step -------------------------------------------------------------------------------------------------


def head_page(visit: Visit, districts: Choices, years: Sequence[int], forms: Choices, kept: Html) -> Html:
    """Whose plan it is: a new one, or one that was kept."""
    head = visit.head
    shown = [(labels.year_label(year), str(year)) for year in years]
    scored = [
        (t("คะแนนปี {year}", year=year), str(year))
        for year in sorted({*years, *(year - 1 for year in years)}, reverse=True)
    ]
    new = div(
        "panel",
        div("panel-head", el("h2", t("เริ่มแผนใหม่"))),
        choice(
            "district", t("เขตที่ทำแผน"), [(t("เลือกเขต"), ""), *districts], head.district, data_recall="ita-my-district"
        ),
        div(
            "field-pair",
            choice("fiscal_year", t("แผนของปี"), shown, str(head.fiscal_year)),
            choice("score_year", t("ใช้คะแนนของปี"), scored, str(head.score_year), t("ปกติคือปีก่อนหน้าแผน")),
        ),
        choice("form", t("แบบฟอร์ม"), forms, head.form),
        _who(visit),
        div("actions", press("start", "go", t("ต่อไป: ใส่คะแนน"), data_default=True)),
    )  # fmt: skip
    return div("two-up", new, kept)


def _who(visit: Visit) -> Html:
    """The name for the history: that of who signed in, else one's own choice."""
    if visit.visitor.name:
        return el("p", t("บันทึกในชื่อ "), el("b", visit.visitor.name), class_="signed-in")
    return line(
        "who", t("ชื่อผู้จัดทำ"), visit.head.who, t("เช่น สมศรี ฝ่ายปกครอง"),
        t("ชื่อนี้จะอยู่ในประวัติการบันทึก และจำไว้ในเบราว์เซอร์นี้เท่านั้น"), data_recall="ita-my-name", data_keep="ita-my-name",
        maxlength="100",
    )  # fmt: skip


def kept_list(plans: Sequence[Stored], own: str, trouble: str = "") -> Html:
    """The plans that are kept, those of one's own district first, each to be opened or begun from."""
    number = span("panel-note", labels.count(len(plans), "แผน")) if plans else None
    head = div("panel-head", el("h2", t("แผนที่เก็บไว้")), number)
    if trouble:
        return div("panel", head, el("p", trouble, class_="trouble", role="alert"))
    if not plans:
        return div("panel is-empty", head, el("p", t(NONE_KEPT), class_="hint"))
    latest = sorted(plans, key=_latest, reverse=True)
    mine_first = sorted(latest, key=lambda one: one.plan.district != own)
    return div("panel", head, el("ul", join(_kept(one) for one in mine_first), class_="kept"))


def _latest(stored: Stored) -> tuple[str, int]:
    return stored.saved_at, stored.plan_id


def _kept(stored: Stored) -> Html:
    plan = stored.plan
    name = labels.short_title(plan.district, plan.fiscal_year)
    saved = labels.moment(stored.saved_at)
    following, rows = plan.fiscal_year + 1, labels.count(len(plan.rows), "แถว")
    return el(
        "li",
        div("kept-name", el("b", name), span("tag", labels.form_name(plan.form)), span("tag", rows)),
        div(
            "kept-who",
            t("ฉบับที่ {version} โดย {who} เมื่อ {when}", version=stored.version, who=stored.saved_by, when=saved),
        ),
        div(
            "kept-acts",
            press(
                "open", "quiet", t("เปิดทำต่อ"), data_plan=stored.plan_id, aria_label=t("เปิดแผน {name} ทำต่อ", name=name),
            ),
            press(
                "copy", "quiet", t("เริ่มแผนปี {year} จากแผนนี้", year=following), data_plan=stored.plan_id,
                data_year=following, aria_label=t("เริ่มแผนปี {year} จากแผน {name}", year=following, name=name),
            ),
        ),
    )  # fmt: skip
