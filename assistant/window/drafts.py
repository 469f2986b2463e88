"""A drafted row as staff read it: the headings of its form, each cell with its proofs, what is left to fill."""

from collections.abc import Mapping, Sequence

from assistant.answers import DraftCell, DraftRow
from assistant.formsheet import Scores
from assistant.window.labels import (
    cell_label,
    count,
    district_label,
    form_name,
    thai_district,
    thai_heading,
    year_label,
)
from assistant.window.markup import Html, button, div, el, join, span
from assistant.window.messages import retold, t
from assistant.window.proofs import Proof, mark_button
from corpus.records import CELLS, PlaceKey

# Where a browser keeps the name of whoever makes plans.
NAME_KEPT = "ita-my-name"
TO_FILL = "เว้นไว้ให้เติม"
# Beside what the user wrote; its marks lead to like weaknesses of other districts.
OWN = "ถ้อยคำของคุณ · หมายเลขคือจุดอ่อนทำนองเดียวกันในรายงาน"
# Beside words of the user's that rest on nothing.
OWN_ALONE = "ถ้อยคำของคุณ ไม่มีที่มาในรายงาน"


def draft(row: DraftRow, proofs: Sequence[Proof], scope: str, number: int = 0) -> Html:
    """One drafted row; ``scope`` and ``number`` keep its ids apart from those of other drafts on the page."""
    text_id = f"draft-text-{scope}-{number}"
    return el(
        "section",
        div(
            "draft-head",
            el("h3", t("ร่างสำหรับ{district}", district=district_label(row.district))),
            span("tag", year_label(row.fiscal_year)),
            span("tag tag-item", row.code or t("ตัวชี้วัดที่ {group}", group=row.group)),
            span("tag", form_name(row.form)),
            button("copy", "quiet", t("คัดลอกข้อความ"), data_from=text_id, data_done=t("คัดลอกแล้ว")),
        ),
        el("p", row.item, class_="draft-item") if row.item else None,
        _cells(row, proofs, scope),
        _left(row),
        _warnings(row),
        el("pre", plain_text(row), id=text_id, hidden=True),
        class_="draft",
    )


def folded(rows: Sequence[DraftRow], scores: Scores, proofs: Sequence[Proof], scope: str) -> Html:
    """The rows of a plan one under another, each to be opened; the first one is open.

    ``scores`` are those beside the items, by code or number of indicator, as far as they are known.
    """
    whose = f"{district_label(rows[0].district)} {year_label(rows[0].fiscal_year)} {form_name(rows[0].form)}"
    made = [_fold(row, scores.get(row.code or row.group), proofs, scope, at) for at, row in enumerate(rows)]
    return el(
        "section",
        div("draft-head", el("h3", t("ร่างแผน {counted}", counted=count(len(rows), "แถว"))), span("tag", whose)),
        div("draft-rows", *made),
        class_="draft is-plan",
    )


def _fold(row: DraftRow, score: float | None, proofs: Sequence[Proof], scope: str, at: int) -> Html:
    text_id = f"draft-text-{scope}-{at}"
    left = sum(name != "result" for name in row.to_confirm)
    told = div(
        "draft-summary",
        span("tag tag-item", row.code or t("ตัวชี้วัดที่ {group}", group=row.group)),
        span("draft-name", row.item),
        span("tag", t("{score:.2f} คะแนน", score=score)) if score is not None else None,
        span("tag tag-left", t("เหลือ {left} ช่อง", left=left)) if left else span("tag", t("ครบทุกช่อง")),
    )
    return el(
        "details",
        el("summary", told),
        _cells(row, proofs, scope),
        _left(row),
        _warnings(row),
        button("copy", "quiet", t("คัดลอกข้อความ"), data_from=text_id, data_done=t("คัดลอกแล้ว")),
        el("pre", plain_text(row), id=text_id, hidden=True),
        open=at == 0,
        class_="draft-row",
        # What was opened stays open when the page is told anew.
        data_fold=f"{scope}-{row.code or row.group}",
    )


def draft_acts(scope: str, with_plans: bool) -> Html:
    """What can be done with the rows that were drafted last: kept as a plan, or put into the official form."""
    files = [
        button("file", "quiet", t("แบบฟอร์ม {name}", name=name), data_scope=scope, data_suffix=suffix)
        for suffix, name in ((".docx", "Word"), (".xlsx", "Excel"))
    ]
    if not with_plans:
        return div("draft-acts", *files)
    name_id = f"who-{scope}"
    asked = div(
        "who",
        el("label", t("ชื่อผู้จัดทำ สำหรับประวัติการบันทึก"), for_=name_id),
        el(
            "input",
            type="text",
            id=name_id,
            class_="control",
            maxlength="100",
            autocomplete="off",
            data_memory=NAME_KEPT,
        ),
        button("keep", "go", t("เก็บและเปิด"), data_scope=scope),
        hidden=True,
    )
    return div("draft-acts", button("keep", "go", t("เปิดในแท็บแผนทั้งปี"), data_scope=scope), *files, asked)


def _cells(row: DraftRow, proofs: Sequence[Proof], scope: str) -> Html:
    by_key = {proof.key: proof for proof in proofs}
    lines = []
    for name, cell in row.cells:
        lines.append(
            el(
                "tr",
                el("th", cell_label(name, row.form), scope="row"),
                el("td", _text(cell, by_key, scope), span("own", t(OWN)) if cell.own and cell.basis else None),
                class_=None if cell.text else "to-fill",
            )
        )
    head = el("tr", el("th", t("ช่อง"), scope="col"), el("th", t("ข้อความร่าง และหลักฐานที่ใช้"), scope="col"))
    return el("table", el("thead", head), el("tbody", join(lines)), class_="draft-table")


def _text(cell: DraftCell, by_key: Mapping[PlaceKey, Proof], scope: str) -> Html:
    """The clauses one under another, each with the marks of what it rests on."""
    if not cell.text:
        return span("blank", t(TO_FILL))
    clauses = cell.clauses or ((cell.text, cell.basis),)
    lines = []
    for text, bases in clauses:
        found = dict.fromkeys(by_key.get(b.place.key) for b in bases)
        marks = [mark_button(proof, scope) for proof in found if proof]
        kind = "clause is-item" if text.startswith("- ") else "clause"
        own = None if bases else span("own", t(OWN_ALONE))
        lines.append(el("p", text.removeprefix("- "), " " if marks else None, *marks, own, class_=kind))
    return div("draft-text", *lines)


def _left(row: DraftRow) -> Html | None:
    if not row.to_confirm:
        return None
    points = [el("li", cell_label(name, row.form) if name in CELLS else retold(name)) for name in row.to_confirm]
    return div("note", el("h4", t("ต้องเติมหรือตรวจก่อนใช้")), el("ul", *points))


def _warnings(row: DraftRow) -> Html | None:
    if not row.warnings:
        return None
    return div("note note-warn", el("h4", t("ข้อควรระวัง")), el("ul", *(el("li", retold(text)) for text in row.warnings)))


def plain_text(row: DraftRow) -> str:
    """The row for pasting into a document, in Thai as its form is: one line a cell, without the marks."""
    head = f"{thai_district(row.district)} ปีงบประมาณ {row.fiscal_year} {row.code or f'ตัวชี้วัดที่ {row.group}'}"
    lines = [f"{head} {row.item}".rstrip()]
    lines += [f"{thai_heading(name, row.form)}: {cell.text or '-'}" for name, cell in row.cells]
    return "\n".join(lines)
