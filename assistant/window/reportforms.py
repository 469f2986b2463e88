"""The forms of the Reports tab: what was recognised, rows to check, what to do with files; library.js sends them."""

from collections.abc import Mapping, Sequence

from assistant.window.choices import Choices
from assistant.window.labels import cell_label, district_label, item_label
from assistant.window.markup import Html, Piece, button, div, el, join, span
from assistant.window.messages import retold, t
from assistant.window.proofs import hand_note
from assistant.window.reports import corrected_note, kind_label, to_check
from corpus.catalogue import group_name
from corpus.corrections import LONGEST_CELL
from corpus.records import PART_OF_GROUP, MeasureRow, Reading
from corpus.reportkind import KIND_LABELS, PERIOD_LABELS

# Rows to check that are shown at once; the others are in the table of all rows.
MOST_CHECKS = 30
MEMORY = "ita-my-name"
CELLS_HINT = "แก้คำที่อ่านผิดให้ตรงกับต้นฉบับ ตัวรายงานจะไม่ถูกแก้ คำที่แก้จะขึ้นว่า “แก้ไขด้วยมือ” พร้อมข้อความเดิมทุกครั้งที่ถูกอ้าง"
WHO_HINT = "ชื่อนี้จะอยู่คู่กับการแก้ไข และจำไว้ในเบราว์เซอร์นี้"


def press(do: str, class_: str, *children: Piece, **more: str | int | bool | None) -> Html:
    """A button that sends ``do`` with the fields of its form."""
    return button("do", class_, *children, data_do=do, **more)


def field(key: str, label: str, control: Html, hint: str = "") -> Html:
    """A control, which has the key as its id, under its label."""
    return div("field", el("label", label, for_=key), control, el("p", hint, class_="field-hint") if hint else None)


def choice(form: str, name: str, label: str, options: Sequence[tuple[str, str]], value: str) -> Html:
    """One of several, each as (label, value)."""
    offered = (el("option", shown, value=one, selected=one == value) for shown, one in options)
    key = f"{form}-{name}"
    return field(key, label, el("select", *offered, name=name, id=key, class_="control"))


def line(form: str, name: str, label: str, value: str, hint: str = "", **more: str) -> Html:
    """One line of text."""
    key = f"{form}-{name}"
    made = el(
        "input", type="text", name=name, id=key, class_="control", value=value, autocomplete="off", maxlength=100,
        **more,
    )  # fmt: skip
    return field(key, label, made, hint)


def who(form: str, typed: Mapping[str, str]) -> Html:
    """Who corrects: who signed in, else whoever says so, remembered in this browser."""
    value = typed.get("who", "")
    if "signed_in" in typed:
        return line(form, "who", t("ชื่อผู้แก้ไข"), value, t("ชื่อที่ใช้เข้าระบบ"), readonly="readonly")
    return line(form, "who", t("ชื่อผู้แก้ไข"), value, t(WHO_HINT), data_memory=MEMORY)


# --- one report -----------------------------------------------------------------------------------------------------


def report_head(
    reading: Reading,
    districts: Choices,
    removing: bool,
    row: MeasureRow | None,
    said: bool,
    typed: Mapping[str, str],
) -> Html:
    """What can be done with an open report: checked, corrected, taken out; ``row`` is the one being corrected.

    ``typed`` is what stood in the fields of the form that could not be taken.
    """
    return join(
        [
            row_form(reading, row, said, typed) if row is not None else None,
            checks(reading) if row is None else None,
            identity(reading, districts, typed),
            removal(reading.report.name, removing, typed),
        ]
    )


def identity(reading: Reading, districts: Choices, typed: Mapping[str, str]) -> Html:
    """District, year, kind and period as recognised, to be corrected."""
    marks = [
        span("tag tag-mended", t("แก้โดย {who} {day}", who=one.who, day=one.when[:10])) for one in reading.corrected[:1]
    ]
    kinds = [(t(label), kind.value) for kind, label in KIND_LABELS.items()]
    periods = [(t(label or "ไม่ระบุ"), period.value) for period, label in PERIOD_LABELS.items()]
    return el(
        "details",
        el("summary", t("เขต ปี และชนิดของรายงาน"), *marks),
        el("p", t("อ่านจากข้อความในรายงาน หากไม่ถูกให้แก้ที่นี่ ตัวรายงานจะไม่ถูกแก้"), class_="hint"),
        div(
            "form-grid",
            choice("identity", "district", t("เขต"), [*districts], typed.get("district", reading.district)),
            line("identity", "year", t("ปีงบประมาณ"), typed.get("year", str(reading.fiscal_year)), inputmode="numeric"),
            choice("identity", "kind", t("ชนิด"), kinds, typed.get("kind", reading.kind.value)),
            choice("identity", "period", t("รอบ"), periods, typed.get("period", reading.period.value)),
            who("identity", typed),
        ),
        div("actions", press("identify", "go", t("บันทึกการแก้ไข"), data_default=True)),
        class_="fold form",
        open="year" in typed,
        data_form=True,
    )


def checks(reading: Reading) -> Html:
    """The rows to check, each opened by a press."""
    rows = to_check(reading)
    if not rows:
        return el("p", t("ไม่มีแถวที่ต้องตรวจ"), class_="hint all-well")
    shown = [
        el(
            "li",
            button(
                "cite", "link", item_label(row.label), data_scope="reports", data_report=reading.report.name,
                data_start=row.place.char_start, data_end=row.place.char_end,
            ),
            span("check-why", retold(row.doubtful or "อ่านจากภาพ ความมั่นใจต่ำ")),
            span("check-place", retold(row.place.label)),
            press(
                "row", "quiet", t("ตรวจและแก้"), data_row=row.row_id,
                aria_label=t("ตรวจและแก้แถว {label}", label=item_label(row.label)),
            ),
        )
        for row in rows[:MOST_CHECKS]
    ]  # fmt: skip
    more = len(rows) - MOST_CHECKS
    return div(
        "checks",
        el("h3", t("ต้องตรวจ {n:,} แถว", n=len(rows))),
        el("ul", *shown),
        el("p", t("และอีก {more:,} แถว", more=more), class_="hint") if more > 0 else None,
    )


def row_form(reading: Reading, row: MeasureRow, said: bool, typed: Mapping[str, str]) -> Html:
    """One row to be corrected: its item, group and score; or it is no row at all."""
    groups = [(f"{group} {group_name(group, row.fiscal_year)}", str(group)) for group in PART_OF_GROUP]
    score = "" if row.score is None else f"{row.score:.2f}"
    opener = button(
        "cite", "link", t("ดูในรายงาน"), data_scope="reports", data_report=reading.report.name,
        data_start=row.place.char_start, data_end=row.place.char_end,
    )  # fmt: skip
    return div(
        "form row-form",
        el("h3", t("แก้ไขแถว {label}", label=item_label(row.label)), tabindex=-1),
        el("p", f"{row.item} ", opener, class_="hint"),
        join([(row.doubtful and span("tag tag-doubt", retold(row.doubtful))) or None, corrected_note(row)]),
        div(
            "form-grid",
            line("row", "code", t("ข้อ"), typed.get("code", row.code or ""), t("เช่น I20 เว้นว่างถ้าแบบนี้ไม่มีเลขข้อ")),
            choice("row", "group", t("ตัวชี้วัดที่"), groups, typed.get("group", str(row.group))),
            line("row", "score", t("คะแนน"), typed.get("score", score), t("เว้นว่างถ้าไม่มีคะแนน"), inputmode="decimal"),
            who("row", typed),
        ),
        cell_fields(row, typed),
        div(
            "actions",
            press("keep-row", "go", t("บันทึกการแก้ไข"), data_row=row.row_id, data_default=True),
            press("no-row", "quiet", t("นี่ไม่ใช่แถวมาตรการ"), data_row=row.row_id),
            press("undo-row", "quiet", t("ใช้ตามที่อ่านได้"), data_row=row.row_id) if said else None,
            press("close-row", "quiet", t("ปิด")),
        ),
        data_form=True,
        data_row=row.row_id,
    )


def cell_fields(row: MeasureRow, typed: Mapping[str, str]) -> Html:
    """The text of each cell, to be corrected; what was read stays beside it."""
    fields = []
    for name in row.columns:
        cell = row.cell(name)
        text = typed.get(f"cell-{name}", cell.text if cell else "")
        key = f"row-cell-{name}"
        control = el(
            "textarea", text, name=f"cell-{name}", id=key, class_="control", rows=min(8, 2 + text.count("\n")),
            maxlength=LONGEST_CELL,
        )  # fmt: skip
        mark = next((one for one in row.corrected if one.what == name), None)
        fields.append(join([field(key, cell_label(name, row.form), control), hand_note(mark)]))
    return el(
        "details",
        el("summary", t("ข้อความในช่อง")),
        el("p", t(CELLS_HINT), class_="hint"),
        div("cell-fields", *fields),
        class_="fold",
        open=any(one.what in row.columns for one in row.corrected) or any(key.startswith("cell-") for key in typed),
    )


def removal(name: str, asked: bool, typed: Mapping[str, str]) -> Html:
    """The button that takes the report out, which asks first."""
    if not asked:
        return div("actions removal", press("remove", "quiet danger", t("เอารายงานนี้ออกจากคลัง")))
    return div(
        "form danger-form",
        el(
            "p",
            t("เอา {name} ออกจากคลังหรือไม่ แถว ข้อความ และคำค้นทั้งหมดของรายงานนี้จะถูกลบ เพิ่มใหม่ได้ภายหลัง", name=name),
            role="alert",
        ),
        who("removal", typed),
        div("actions", press("really-remove", "go danger", t("เอาออก")), press("not-remove", "quiet", t("ไม่เอาออก"))),
        data_form=True,
    )


# --- files ----------------------------------------------------------------------------------------------------------


def waiting(names: Sequence[tuple[str, tuple[str, ...]]], districts: Choices, typed: Mapping[str, str]) -> Html | None:
    """Files that a person must give a district or a year; ``typed`` as it stood in the form that could not be taken."""
    if not names:
        return None
    lack = {"district": t("เขต"), "year": t("ปีงบประมาณ")}
    forms = [
        div(
            "form",
            el("h3", name),
            el(
                "p",
                t("อ่านไม่พบ{lacking}ในรายงาน ระบุแล้วระบบจะอ่านให้", lacking=t(" และ ").join(lack[one] for one in lacks)),
                class_="hint",
            ),
            div(
                "form-grid",
                choice(
                    f"waiting-{number}",
                    "district",
                    t("เขต"),
                    [(t("เลือกเขต"), ""), *districts],
                    typed.get("district", ""),
                )
                if "district" in lacks
                else None,
                line(
                    f"waiting-{number}",
                    "year",
                    t("ปีงบประมาณ"),
                    typed.get("year", ""),
                    t("เช่น 2567"),
                    inputmode="numeric",
                )
                if "year" in lacks
                else None,
                who(f"waiting-{number}", typed),
            ),
            div(
                "actions",
                press("tell", "go", t("อ่านรายงานนี้"), data_report=name, data_default=True),
                press("forget", "quiet", t("ไม่ใช้ไฟล์นี้"), data_report=name),
            ),
            data_form=True,
        )
        for number, (name, lacks) in enumerate(names)
    ]
    return div("panel waiting", el("h2", t("รอระบุเขตหรือปี {n:,} ไฟล์", n=len(names))), *forms)


def question(files: Sequence[tuple[str, str, str]]) -> Html | None:
    """Each file (name, what is held, what differs) of which one like it is held already."""
    if not files:
        return None
    return div("panel", el("h2", t("มีฉบับเดิมอยู่แล้ว")), *(undecided(*one) for one in files))


def undecided(name: str, held: str, changes: str) -> Html:
    """A report of which one like it is held under another name: which is to stay?"""
    return div(
        "form question",
        el("h3", name),
        el("p", t("เป็นรายงานของเขต ปี ชนิด และรอบเดียวกับ {held} จะทำอย่างไร", held=held), class_="hint"),
        el("p", t("ต่างกันที่: {changes}", changes=changes), class_="hint"),
        div(
            "actions",
            press("replace", "go", t("ใช้แทน {held}", held=held), data_file=name),
            press("keep-both", "quiet", t("เก็บไว้ทั้งสองฉบับ"), data_file=name),
            press("leave", "quiet", t("ไม่เพิ่ม"), data_file=name),
        ),
    )


def working(words: str, share: float | None, stopping: bool = False) -> Html:
    """How far long work is, with a button that stops it; ``share`` in [0, 1]."""
    per_cent = None if share is None else round(100 * share)
    return div(
        "panel work",
        el("p", words, role="status", aria_live="polite"),
        el("progress", max=100, value=per_cent, aria_label=t("ความคืบหน้า")),
        div("actions", press("stop", "quiet", t("กำลังหยุด") if stopping else t("หยุด"), disabled=stopping)),
    )


def outcome(lines: Sequence[Html], trouble: str = "", closing: bool = True) -> Html | None:
    """What became of the work, line by line, with a button that takes it away where it stands by itself."""
    told = el("p", trouble, class_="trouble", role="alert") if trouble else None
    if not lines and told is None:
        return None
    close = press("dismiss", "quiet", t("ปิดข้อความนี้")) if closing else None
    listed = el("ul", *lines) if lines else None
    return div("panel outcome" if closing else "outcome note", told, listed, close, role="status")


def added(reading: Reading) -> Html:
    """A report that was added, with what was recognised; a press opens it to be corrected."""
    checked = len(to_check(reading))
    more = t(" · ต้องตรวจ {checked:,} แถว", checked=checked) if checked else ""
    return el(
        "li",
        el("strong", reading.report.name),
        t(
            " เพิ่มแล้ว: {district} ปี {fiscal_year} {kind} · {n:,} แถว{more} ",
            district=district_label(reading.district),
            fiscal_year=reading.fiscal_year,
            kind=kind_label(reading),
            n=len(reading.rows),
            more=more,
        ),
        press("open", "link", t("ตรวจหรือแก้"), data_report=reading.report.name),
    )


def told(words: str) -> Html:
    """One line of what became of a file."""
    return el("li", words)
