"""A comparison as text for a terminal, and the words for what stands in its cells."""

from collections.abc import Callable

from assistant.compare import Column, Comparison, Entry, Line, Standing
from assistant.printout import one_line, plain, table
from corpus.catalogue import Relation

# Says a Thai sentence with its placeholders filled, perhaps in another language.
Say = Callable[..., str]

NO_DATA = "ไม่มีข้อมูล"
MEASURES = "มีมาตรการ"
WHOLE_GROUP = "ทั้งตัวชี้วัด"
# Stands beside a score or a mark whose question is not quite that of the line.
ALIKE = "≈"
# Stands beside what rests on a value that a person put in place of what was read.
BY_HAND = "✎"

RELATIONS = {
    Relation.SAME: "ถามเรื่องเดียวกัน",
    Relation.SIMILAR: "ถามเรื่องเดียวกัน ถ้อยคำต่างไป",
    Relation.PARTIAL: "ถามตรงกันเพียงบางส่วน",
    Relation.REFRAMED: "ถามเรื่องเดียวกันในมุมอื่น",
    Relation.MERGED: "ข้อของอีกปีถามกว้างกว่า",
    Relation.SPLIT: "ข้อของอีกปีถามเพียงส่วนหนึ่ง",
    Relation.NEAR: "ถามเรื่องใกล้เคียง",
}
LEGEND = (
    f"{MEASURES} = มีแถวในรายงานแต่ไม่มีคะแนน, {WHOLE_GROUP} = มีแต่แถวของทั้งตัวชี้วัด, "
    f"{ALIKE} = ถ้อยคำหรือขอบเขตของข้อคำถามต่างจากข้อในบรรทัด, "
    f"{BY_HAND} = แก้ไขด้วยมือ, "
    "(ปี) = ปีของคะแนน ถ้าไม่ใช่ปีของมาตรการ"
)
_WIDTH, _COLUMN = 36, 22


def codes_note(line: Line, say: Say = str.format) -> str:
    """Under which other codes the item stands, year by year; "" where the code is one."""
    return ", ".join(say("ปี {year} รหัส {code}", year=one.fiscal_year, code=one.code) for one in line.codes)


def entry_text(entry: Entry, column: Column, say: Say = str.format) -> str:
    """What a cell says, the year of its score where that is not the column's; ``say`` puts it in another language."""
    sign = (ALIKE if entry.relation else "") + (BY_HAND if entry.by_hand else "")
    if entry.printed:
        year = f" ({entry.printed.fiscal_year})" if entry.printed.fiscal_year != column.fiscal_year else ""
        return f"{entry.printed.score:.2f}{sign}{year}"
    return say({Standing.MEASURES: MEASURES, Standing.GROUP: WHOLE_GROUP}.get(entry.standing, NO_DATA)) + (
        sign if entry.standing is Standing.MEASURES else ""
    )


def comparison_sheet(comparison: Comparison) -> str:
    """The comparison as a table, a district a column."""
    if not comparison.lines:
        return "ไม่มีข้อใดตรงกับที่เลือก"
    head = ("ข้อ", "ข้อคำถาม", *(f"{plain(one.district)} {one.fiscal_year}" for one in comparison.columns))
    lines = []
    for line in comparison.lines:
        note = codes_note(line)
        item = one_line(f"{line.item} ({note})" if note else line.item, _WIDTH)
        cells = (entry_text(*pair) for pair in zip(line.entries, comparison.columns, strict=True))
        lines.append((comparison.label_of(line), item, *(one_line(cell, _COLUMN) for cell in cells)))
    numbers = frozenset(range(2, len(head)))
    return f"{table(head, lines, numbers)}\n\n{LEGEND}"
