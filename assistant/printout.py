"""Rows, hits, answers and drafts as plain text for a terminal, in Thai; knows nothing of JSON or options.

What comes out of a report is shown without control characters, so that no report can steer the reader's terminal.
"""

import unicodedata
from collections.abc import Sequence
from pathlib import Path
from textwrap import indent
from typing import TYPE_CHECKING

from assistant.answers import Answer, Basis, Citation, DraftRow
from assistant.wording import cell_label, district_name, place_label, say, year_label
from corpus.records import BY_HAND, CELL_LABELS, CELLS, MASK_LABELS, MeasureRow
from index.hits import Hit

if TYPE_CHECKING:
    from index.store import BuildSummary

_ITEM_WIDTH = 48
_EXCERPT_WIDTH = 160
_LEFT_TO_FILL = "(เว้นไว้ให้กรอก)"
_CELL_NAMES = {**CELL_LABELS, "item": "ข้อ", "score": "คะแนน", "group_score": "คะแนนกลุ่ม"}
_ENGLISH_NAMES = {
    **{name: cell_label(name, True) for name in CELLS},
    "item": "Item",
    "score": "Score",
    "group_score": "Score of the indicator",
}


def plain(text: str) -> str:
    """The text without control characters, direction marks and lone surrogates; line ends and tabs stay."""
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf", "Cs"))


def one_line(text: str, columns: int) -> str:
    """The text in one line of at most that many terminal columns, with an ellipsis where it is cut."""
    line = " ".join(plain(text).split())
    if width(line) <= columns:
        return line
    kept = ""
    for letter in line:
        if width(kept + letter) > columns - 1:
            break
        kept += letter
    return kept + "…"


def width(text: str) -> int:
    """How many terminal columns the text takes: Thai vowels and marks above and below the line take none."""
    return sum(_letter_width(letter) for letter in text)


def _letter_width(letter: str) -> int:
    if unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def table(head: Sequence[str], lines: Sequence[Sequence[str]], numbers: frozenset[int] = frozenset()) -> str:
    """Columns as wide as their widest cell; those whose 0-based place is in ``numbers`` stand to the right."""
    full = [head, *lines]
    widths = [max(width(line[at]) for line in full) for at in range(len(head))]

    def laid(line: Sequence[str]) -> str:
        cells = []
        for at, cell in enumerate(line):
            gap = " " * (widths[at] - width(cell))
            cells.append(gap + cell if at in numbers else cell + gap)
        return "  ".join(cells).rstrip()

    return "\n".join([laid(head), "  ".join("-" * columns for columns in widths), *(laid(line) for line in lines)])


def build_line(summary: "BuildSummary", store: Path) -> str:
    """What a build did and what the store holds now, in one line."""
    reports = len(summary.read) + len(summary.reused)
    did = [f"อ่านใหม่ {len(summary.read)}", f"ใช้ของเดิม {len(summary.reused)}"]
    did += [f"เอาออก {len(summary.removed)}"] if summary.removed else []
    did += [f"อ่านไม่ได้ {len(summary.failed)}"] if summary.failed else []
    hidden = ", ".join(f"{MASK_LABELS[kind]} {number}" for kind, number in summary.masked)
    return (
        f"คลัง {store}: รายงาน {reports} ฉบับ ({', '.join(did)}) {summary.rows} แถว"
        f" {summary.passages} ข้อความ ใน {summary.seconds:.1f} วินาที" + (f" · ปกปิด: {hidden}" if hidden else "")
    )


def rows_table(rows: Sequence[MeasureRow]) -> str:
    """One line a row: district, year, item, scores, how many of the form's cells are filled, and the place."""
    lines = [
        (
            row.district,
            str(row.fiscal_year),
            row.code or f"กลุ่ม {row.group}",
            _score(row.score),
            one_line(row.item, _ITEM_WIDTH),
            f"{len(row.cells)}/{len(row.columns)}",
            f"{one_line(row.report, _ITEM_WIDTH)}:{row.place.line}" + (BY_HAND if row.corrected else ""),
        )
        for row in rows
    ]
    return table(("เขต", "ปี", "ข้อ", "คะแนน", "เรื่อง", "ช่องที่กรอก", "ที่มา"), lines, frozenset({3, 5}))


def where_of(row: MeasureRow) -> str:
    """The place of a row, and whether a person corrected something of it."""
    return row.place.label + (BY_HAND if row.corrected else "")


def _score(score: float | None) -> str:
    return "-" if score is None else f"{score:.2f}"


def hits_list(hits: Sequence[Hit]) -> str:
    """The records found, best first, each with its place and the first words of its text."""
    if not hits:
        return "ไม่พบข้อความที่ตรงกับคำค้น"
    lines = []
    for rank, hit in enumerate(hits, start=1):
        row = hit.row
        what = row.label if row else "ข้อความ"
        text = " | ".join([row.item, *(cell.text for cell in row.cells)]) if row else getattr(hit.record, "text", "")
        lines.append(f"{rank:>3}. เขต{hit.record.district} ปี {hit.record.fiscal_year} {what}  ({hit.score:.4f})")
        lines.append(f"     {one_line(text, _EXCERPT_WIDTH)}")
        lines.append(f"     {plain(hit.record.report)} {where_of(row) if row else hit.place.label}")
    return "\n".join(lines)


def answer_sheet(answer: Answer) -> str:
    """The answer's text, which holds a drafted row where one was asked for, and the list of sources."""
    if not answer.citations:
        return plain(answer.text)
    en = answer.read_as.english
    head = say(en, "แหล่งที่มา", "Sources")
    return "\n".join([plain(answer.text), "", head, *(_source(citation, en) for citation in answer.citations)])


def _source(citation: Citation, english: bool) -> str:
    names = _ENGLISH_NAMES if english else _CELL_NAMES
    cell = f" {names.get(citation.cell, citation.cell)}" if citation.cell else ""
    return (
        f"[{citation.mark}] {district_name(citation.district, english)} {year_label(citation.fiscal_year, english)}"
        f" {plain(citation.label)}{cell} — {plain(citation.report)} {place_label(citation.place, english)}"
    )


def draft_sheet(rows: Sequence[DraftRow]) -> str:
    """The drafted rows cell by cell, each text with the quotes that it rests on, then what is left to confirm."""
    return "\n\n".join(_drafted(row) for row in rows)


def _drafted(row: DraftRow) -> str:
    what = f"{row.code} " if row.code else ""
    lines = [
        f"เขต{row.district} ปีงบประมาณ {row.fiscal_year} แบบฟอร์ม {row.form.value}",
        f"{what}(ตัวชี้วัดที่ {row.group}) {one_line(row.item, 2 * _EXCERPT_WIDTH)}",
        *_weakness(row),
    ]
    for name, cell in row.cells:
        lines.append(f"\n{CELL_LABELS[name]}")
        lines.append(indent(plain(cell.text) or _LEFT_TO_FILL, "  "))
        lines.extend(f"    อิง: {_basis(basis)}" for basis in cell.basis)
    if row.to_confirm:
        names = ", ".join(_CELL_NAMES.get(name, name) for name in row.to_confirm)
        lines.append(f"\nต้องกรอกหรือยืนยัน: {names}")
    lines.extend(f"ข้อควรระวัง: {plain(warning)}" for warning in row.warnings)
    return "\n".join(lines)


def _weakness(row: DraftRow) -> list[str]:
    """What is weak and who says so: the user, or a report whose words wait to be confirmed."""
    if not row.weakness:
        return []
    cell = dict(row.cells).get("weakness")
    quoted = cell is not None and cell.text and not cell.own
    whose = "จุดอ่อนที่ยกมาจากรายงาน รอการยืนยัน" if quoted else "จุดอ่อนที่แจ้ง"
    return [f"{whose}: {plain(row.weakness)}"]


def _basis(basis: Basis) -> str:
    quote = one_line(basis.quote, _EXCERPT_WIDTH)
    return f"“{quote}” — เขต{basis.district} ปี {basis.fiscal_year}, {plain(basis.report)} {basis.place.label}"
