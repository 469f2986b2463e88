"""Rows told as an answer: by district and year, cells named, every word of the reports in quotes with its mark."""

import re
from collections.abc import Sequence

from assistant import meaning
from assistant.cite import Citer
from assistant.headline import codes_named, of_cells, of_measures
from assistant.question import Question
from assistant.selection import Selection
from assistant.wants import MONITORED, Want
from assistant.wording import cell_label, district_name, listed, row_title, say
from corpus.records import CELLS, MeasureRow
from corpus.thai import fold_digits, squeeze
from index.search import ReportIndex, codes_held

# What a reader who asks how others did it wants to see of a row, in this order.
TOLD = ("weakness", "measure", "result", "output", "responsible")
_OFTEN = re.compile(
    r"ทุก\s*(?:\d+\s*)?(?:วัน|สัปดาห์|เดือน|ไตรมาส|ปี|รอบ)|(?:วัน|สัปดาห์|เดือน|ไตรมาส|ปี)ละ\s*\d|"
    r"\d+\s*ครั้ง\s*(?:/|ต่อ)|รอบ\s*\d+\s*เดือน|ราย(?:เดือน|ไตรมาส)"
)
# With more rows than this an answer names what was done and by whom only; the rest is a click away.
MANY = 5
TOLD_OF_MANY = ("measure", "result", "responsible")


def quote_rows(
    asked: Question,
    rows: Sequence[MeasureRow],
    index: ReportIndex,
    citer: Citer,
    found: Selection,
    my_district: str | None = None,
) -> str | None:
    """The answer's text; None where one cell is asked for and no row holds it."""
    scope = _scope(asked, index, my_district)
    if asked.want is Want.CELLS:
        return _cells_alone(asked, rows, index, citer, found, scope)
    blocks = [_row_block(asked, row, citer, found, len(rows)) for row in _by_district(rows)]
    head = of_measures(asked, _by_district(rows), citer.citations, scope, found.told, found.left_out > 0)
    lines = [head, *meaning.notes(asked, rows, index), *blocks, *_closing(asked, rows, index, found)]
    return "\n".join(line for line in lines if line)


def _scope(asked: Question, index: ReportIndex, my_district: str | None) -> list[str]:
    """The districts that could have answered: those named, else all with a report of the years asked for."""
    if asked.districts or asked.unknown_districts:
        return [*asked.districts, *asked.unknown_districts]
    readings = index.reports.values()
    held = dict.fromkeys(one.district for one in readings if not asked.years or one.fiscal_year in asked.years)
    return [name for name in held if not (asked.others and name == my_district)]


def _by_district(rows: Sequence[MeasureRow]) -> list[MeasureRow]:
    """Rows of one district and year together, in the order of their first row."""
    order = {key: i for i, key in reversed(list(enumerate((row.district, row.fiscal_year) for row in rows)))}
    return sorted(rows, key=lambda row: order[(row.district, row.fiscal_year)])


def _row_block(asked: Question, row: MeasureRow, citer: Citer, found: Selection, count: int) -> str:
    lines = [f"■ {row_title(row, asked.english)}"]
    if row.score_segment is not None and len(codes_held(row.code)) == 1:
        lines.append(f"  {say(asked.english, 'คะแนน', 'Score')}: {citer.cite(row.score_segment, row, 'score')}")
    for name in _cells_to_tell(asked, row, found, count):
        quotes = citer.cell(row, name, found.wordings)
        if quotes:
            lines.append(f"  {cell_label(name, asked.english)}: {quotes}")
        elif name in asked.cells:
            lines.append(f"  {cell_label(name, asked.english)}: {_absent(row, name, asked.english)}")
    if row.merged_with:
        shared = listed(_named(row.merged_with, asked.english), asked.english)
        lines.append(
            "  " + say(asked.english, f"(ต้นฉบับเขียนรวมช่องกับ {shared})", f"(the report merges cells with {shared})")
        )
    return "\n".join(lines)


def _named(row_ids: Sequence[str], english: bool) -> list[str]:
    """Rows by code; those of a form without item codes by their indicator."""
    codes = [row_id.rsplit("#", 2)[-2] for row_id in row_ids]
    return list(
        dict.fromkeys(
            say(english, f"แถวอื่นของตัวชี้วัดที่ {code[1:]}", f"another row of indicator {code[1:]}")
            if code[0] == "G"
            else code
            for code in codes
        )
    )


def _cells_to_tell(asked: Question, row: MeasureRow, found: Selection, count: int) -> list[str]:
    wanted = set(TOLD_OF_MANY if count > MANY else TOLD) | set(asked.cells)
    if _speaks_more(row, "guideline", "measure", found.wordings):
        wanted.add("guideline")
    if count > MANY and _speaks_more(row, "weakness", "measure", found.wordings):
        wanted.add("weakness")
    return [name for name in CELLS if name in wanted]


def _speaks_more(row: MeasureRow, name: str, than: str, wordings: Sequence[str]) -> bool:
    """Whether one cell holds wordings of the question that the other does not."""
    one, other = row.cell(name), row.cell(than)
    if one is None:
        return False
    here, there = squeeze(one.text), squeeze(other.text) if other else ""
    return any(wording in here and wording not in there for wording in wordings)


def _absent(row: MeasureRow, name: str, english: bool) -> str:
    if name not in row.columns:
        return say(english, "แบบรายงานนี้ไม่มีช่องนี้", "not in this form")
    return say(english, "รายงานเว้นช่องนี้ว่าง", "left empty in the report")


def _cells_alone(
    asked: Question,
    rows: Sequence[MeasureRow],
    index: ReportIndex,
    citer: Citer,
    found: Selection,
    scope: Sequence[str],
) -> str | None:
    """One line that answers, one a row with the cells asked for; rows whose form lacks them are named at the end."""
    lines, telling, lacking = [], [], []
    for row in _rows_for_cells(asked, rows, found):
        told = []
        for name in asked.cells:
            quotes = citer.cell(row, name, found.wordings)
            if quotes:
                told.append(f"{cell_label(name, asked.english)} {quotes}")
        if "monitoring" in asked.cells and not MONITORED.search(asked.text):
            told = _how_often(row, citer, asked.english) or told
        if told:
            lines.append(f"{row_title(row, asked.english)}: " + " · ".join(told))
            telling.append(row)
        else:
            lacking.append(row)
    if not lines:
        return None
    for row in lacking:
        lines.append(f"{row_title(row, asked.english)}: {_absent(row, asked.cells[0], asked.english)}")
    head = of_cells(asked, telling, citer.citations, scope, found.left_out > 0)
    return "\n".join([head, *lines, *_closing(asked, rows, index, found)])


def _how_often(row: MeasureRow, citer: Citer, english: bool) -> list[str]:
    """The pieces of what is done that say how often, each with its cell's name."""
    out: list[str] = []
    for name in ("measure", "output", "result", "guideline"):
        cell = row.cell(name)
        pieces = [s for s in cell.segments if _OFTEN.search(fold_digits(s.text))] if cell else []
        out.extend(f"{cell_label(name, english)} {citer.cite(piece, row, name)}" for piece in pieces[:2])
    return out


def _rows_for_cells(asked: Question, rows: Sequence[MeasureRow], found: Selection) -> list[MeasureRow]:
    """A question for one fact is about one row of each district, unless it names codes or groups: then about all."""
    if asked.codes or asked.only_groups or "weakness" in asked.cells:
        return _by_district(rows)
    first: dict[tuple[str, int], MeasureRow] = {}
    for row in rows:
        first.setdefault((row.district, row.fiscal_year), row)
    if len(asked.districts) == 1:
        return list(first.values())[:1]
    return list(first.values())


# --- what else must be said ------------------------------------------------------------------------------------------


def _closing(asked: Question, rows: Sequence[MeasureRow], index: ReportIndex, found: Selection) -> list[str]:
    """What was asked for and is not there, and how much was left out."""
    en = asked.english
    out = []
    held = {row.district for row in rows}
    missing = [name for name in (*asked.districts, *asked.unknown_districts) if name not in held]
    if missing and held:
        names = listed([district_name(name, en) for name in missing], en)
        out.append(say(en, f"ไม่พบเรื่องนี้ในรายงานของ{names}", f"The reports tell nothing of this for {names}."))
    codes = {code for row in rows for code in codes_held(row.code)}
    unmet = [code for code in asked.codes if code not in codes]
    if unmet and codes:
        named = codes_named(unmet, en)
        out.append(say(en, f"ไม่พบข้อ {named} ในรายงานเหล่านี้", f"These reports have no row for {named}."))
    if found.left_out > 0:
        out.append(
            say(
                en,
                f"ยังมีอีก {found.left_out} แถวที่เกี่ยวข้อง ระบุเขตหรือปีเพื่อดูเพิ่ม",
                f"{found.left_out} more rows are related; name a district or a year to see them.",
            )
        )
    return out
