"""A drafted row as staff read it: the headings of its form, each cell with its proofs, what is left to fill."""

from collections.abc import Mapping, Sequence

from assistant.answers import DraftCell, DraftRow
from assistant.window.labels import FORM_NAMES, cell_label, district_label, year_label
from assistant.window.markup import Html, button, div, el, join, span
from assistant.window.proofs import Proof, mark_button
from corpus.records import CELLS

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
            el("h3", f"ร่างสำหรับ{district_label(row.district)}"),
            span("tag", year_label(row.fiscal_year)),
            span("tag tag-item", row.code or f"ตัวชี้วัดที่ {row.group}"),
            span("tag", FORM_NAMES[row.form]),
            button("copy", "quiet", "คัดลอกข้อความ", data_from=text_id, data_done="คัดลอกแล้ว"),
        ),
        el("p", row.item, class_="draft-item") if row.item else None,
        _cells(row, proofs, scope),
        _left(row),
        _warnings(row),
        el("pre", plain_text(row), id=text_id, hidden=True),
        class_="draft",
    )


def _cells(row: DraftRow, proofs: Sequence[Proof], scope: str) -> Html:
    by_key = {proof.key: proof for proof in proofs}
    lines = []
    for name, cell in row.cells:
        lines.append(
            el(
                "tr",
                el("th", cell_label(name, row.form), scope="row"),
                el("td", _text(cell, by_key, scope), span("own", OWN) if cell.own and cell.basis else None),
                class_=None if cell.text else "to-fill",
            )
        )
    head = el("tr", el("th", "ช่อง", scope="col"), el("th", "ข้อความร่าง และหลักฐานที่ใช้", scope="col"))
    return el("table", el("thead", head), el("tbody", join(lines)), class_="draft-table")


def _text(cell: DraftCell, by_key: Mapping[tuple[str, int, int], Proof], scope: str) -> Html:
    """The clauses one under another, each with the marks of what it rests on."""
    if not cell.text:
        return span("blank", TO_FILL)
    clauses = cell.clauses or ((cell.text, cell.basis),)
    lines = []
    for text, bases in clauses:
        found = dict.fromkeys(by_key.get((b.report, b.place.char_start, b.place.char_end)) for b in bases)
        marks = [mark_button(proof, scope) for proof in found if proof]
        kind = "clause is-item" if text.startswith("- ") else "clause"
        own = None if bases else span("own", OWN_ALONE)
        lines.append(el("p", text.removeprefix("- "), " " if marks else None, *marks, own, class_=kind))
    return div("draft-text", *lines)


def _left(row: DraftRow) -> Html | None:
    if not row.to_confirm:
        return None
    points = [el("li", cell_label(name, row.form) if name in CELLS else name) for name in row.to_confirm]
    return div("note", el("h4", "ต้องเติมหรือตรวจก่อนใช้"), el("ul", *points))


def _warnings(row: DraftRow) -> Html | None:
    if not row.warnings:
        return None
    return div("note note-warn", el("h4", "ข้อควรระวัง"), el("ul", *(el("li", text) for text in row.warnings)))


def plain_text(row: DraftRow) -> str:
    """The row for pasting into a document: one line a cell, without the marks."""
    head = f"{district_label(row.district)} {year_label(row.fiscal_year)} {row.code or f'ตัวชี้วัดที่ {row.group}'}"
    lines = [f"{head} {row.item}".rstrip()]
    lines += [f"{cell_label(name, row.form)}: {cell.text or '-'}" for name, cell in row.cells]
    return "\n".join(lines)
