"""The numbered proofs beside an answer or a draft: one card each, and the mark in the text that leads to it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.answers import Answer, Basis, DraftRow
from assistant.window.labels import cell_label, count, district_label, item_label, year_label
from assistant.window.markup import Html, Piece, button, div, el, join, span
from assistant.window.messages import retold, t
from corpus.records import Corrected, MeasureRow, Place, PlaceKey
from corpus.thai import clean, normalise

Rows = Mapping[str, MeasureRow]

_MARK = re.compile(r"\[(\d{1,3})\]")


@dataclass(frozen=True, slots=True)
class Proof:
    """One quote with its place, numbered as the text numbers it; ``cell`` is None for prose."""

    mark: int
    report: str
    place: Place
    quote: str
    district: str
    fiscal_year: int
    label: str
    cell: str | None

    @property
    def key(self) -> PlaceKey:
        """What makes two quotes the same one."""
        return self.place.key


def cell_at(row: MeasureRow, place: Place) -> str | None:
    """The cell of the row whose words stand at that place; the item's own words count as "item", its scores by name."""
    if place.corrected is not None:
        return place.corrected.what
    scores = (("score", row.score_segment), ("group_score", row.group_score_segment))
    held = [(cell.name, cell.segments) for cell in row.cells] + [("item", row.item_segments)]
    # A score may stand within the item's words; a quote of it is one of the score.
    held = [(name, (segment,)) for name, segment in scores if segment is not None] + held
    for name, segments in held:
        if any(s.place.char_start <= place.char_start < s.place.char_end for s in segments):
            return name
    return None


def _draft_proof(mark: int, basis: Basis, row: MeasureRow | None) -> Proof:
    label, cell = (row.label, cell_at(row, basis.place)) if row else ("", None)
    return Proof(mark, basis.report, basis.place, basis.quote, basis.district, basis.fiscal_year, label, cell)


def proofs_of_drafts(drafts: Sequence[DraftRow], rows: Rows, known: Sequence[Proof] = ()) -> tuple[Proof, ...]:
    """The bases of drafted rows, each once, numbered after the proofs that are known already."""
    return proofs_of_bases((basis for one in drafts for _, cell in one.cells for basis in cell.basis), rows, known)


def proofs_of_bases(bases: Iterable[Basis], rows: Rows, known: Sequence[Proof] = ()) -> tuple[Proof, ...]:
    """The bases, each once, numbered in their order after the proofs that are known already."""
    found = list(known)
    keys = {proof.key for proof in known}
    mark = max((proof.mark for proof in known), default=0)
    for basis in bases:
        proof = _draft_proof(mark + 1, basis, rows.get(basis.row_id))
        if proof.key not in keys:
            found.append(proof)
            keys.add(proof.key)
            mark += 1
    return tuple(found)


def proofs_of(answer: Answer, rows: Rows) -> tuple[Proof, ...]:
    """The citations of an answer under their own marks, then what its drafts rest on."""
    cited = tuple(
        Proof(c.mark, c.report, c.place, c.quote, c.district, c.fiscal_year, c.label, c.cell) for c in answer.citations
    )
    return proofs_of_drafts(answer.drafts, rows, cited)


def mark_button(proof: Proof, scope: str) -> Html:
    """The mark [n]: a button that opens the source; ``scope`` tells the marks of one answer from those of another."""
    where = f"{district_label(proof.district)} {year_label(proof.fiscal_year)} {retold(proof.place.label)}"
    return button(
        "cite",
        "mark",
        str(proof.mark),
        aria_label=t("เปิดหลักฐานที่ {mark}: {where}", mark=proof.mark, where=where),
        title=where,
        **_address(proof, scope),
    )


def _address(proof: Proof, scope: str) -> dict[str, str | int | bool | None]:
    return {
        "data_scope": scope,
        "data_mark": proof.mark,
        "data_key": f"{scope}:{proof.mark}",
        "data_report": proof.report,
        "data_start": proof.place.char_start,
        "data_end": proof.place.char_end,
    }


def linked(text: str, proofs: Sequence[Proof], scope: str) -> Html:
    """The text with each mark of ours made a button; a "[1]" that a report wrote inside a quote stays text."""
    by_mark = {proof.mark: proof for proof in proofs}
    quoted = _quoted_spans(text, proofs)
    pieces: list[Piece] = []
    at = 0
    for match in _MARK.finditer(text):
        proof = by_mark.get(int(match[1]))
        if proof is None or any(start <= match.start() < end for start, end in quoted):
            continue
        pieces += [text[at : match.start()], mark_button(proof, scope)]
        at = match.end()
    return join([*pieces, text[at:]])


def _quoted_spans(text: str, proofs: Iterable[Proof]) -> list[tuple[int, int]]:
    spans = []
    for proof in proofs:
        if "[" not in proof.quote:
            continue
        for quote in {proof.quote, normalise(proof.quote), clean(proof.quote)}:
            if quote and _MARK.search(quote):
                spans += [(m.start(), m.end()) for m in re.finditer(re.escape(quote), text)]
    return spans


def card(proof: Proof, scope: str, active: bool) -> Html:
    """One card: mark, district, year, item, cell and the quote as the report wrote it."""
    return el(
        "li",
        button(
            "cite",
            "card is-active" if active else "card",
            div(
                "card-head",
                span("card-mark", str(proof.mark)),
                span("card-who", district_label(proof.district)),
                span("tag", year_label(proof.fiscal_year)),
                span("tag tag-item", item_label(proof.label)) if proof.label else None,
            ),
            div("card-cell", cell_label(proof.cell)),
            el("blockquote", shorten(proof.quote, 260), class_="card-quote"),
            hand_note(proof.place.corrected),
            div("card-place", retold(proof.place.label)),
            aria_pressed="true" if active else "false",
            **_address(proof, scope),
        ),
    )


NOTHING_READ = "เดิมอ่านไม่พบข้อความในช่องนี้"


def hand_note(mark: Corrected | None) -> Html | None:
    """Said beside words that a person put in place of what was read, which stands below them; None where none did."""
    if mark is None:
        return None
    return div(
        "by-hand",
        span("tag tag-mended", t("แก้ไขด้วยมือ โดย {who} {day}", who=mark.who, day=mark.when[:10])),
        el("p", t("เดิมอ่านได้:"), " ", span("was-read", mark.read)) if mark.read else el("p", t(NOTHING_READ)),
    )


def cards(proofs: Sequence[Proof], scope: str, active: int | None = None, empty: str = "") -> Html:
    """The panel of cards; ``empty`` is the sentence shown where there is no proof."""
    head = div(
        "panel-head",
        el("h2", t("หลักฐาน")),
        span("panel-note", count(len(proofs), "รายการ") if proofs else ""),
    )
    if not proofs:
        return div("panel proofs is-empty", head, el("p", empty, class_="hint"))
    listed = join(card(proof, scope, proof.mark == active) for proof in proofs)
    return div("panel proofs", head, el("ol", listed, class_="cards"))


def shorten(text: str, longest: int) -> str:
    """The text in one run of at most ``longest`` characters, an ellipsis where it goes on."""
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= longest else one_line[: longest - 1].rstrip() + "…"
