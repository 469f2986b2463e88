"""The line that opens an answer in quotes: how many districts tell of it and where, or what stands in a short cell.

Every mark is one of a quote below it.
"""

from collections.abc import Collection, Iterable, Sequence

from assistant.answers import Citation
from assistant.question import Question
from assistant.wants import MONITORED, NOT_DONE, WHY
from assistant.wording import cell_label, district_name, listed, say, subject, year_label
from corpus.records import CELLS, MeasureRow
from corpus.thai import cut, normalise
from index.search import codes_held

# The cell that tells what a district did, the best first.
_TELLING = ("measure", "result", "guideline", "output", "weakness")
# A quote that opens an answer is cut behind so many characters, at a word border.
LONGEST_EXCERPT = 110
# Whole quotes up to this length stand in the line itself; of more rows than MOST_TOLD only the marks do.
LONGEST_QUOTE, MOST_TOLD = 60, 4
# Of more codes than this the first and the last are named.
MOST_CODES = 4
MOST_MARKS = 12

# --- measures --------------------------------------------------------------------------------------------------------


def of_measures(
    asked: Question,
    rows: Sequence[MeasureRow],
    citations: Sequence[Citation],
    scope: Sequence[str],
    spoken: Collection[str] = (),
    more: bool = False,
) -> str:
    """The line above rows: how many of the districts in ``scope`` tell of it, and where; of one row what was done.

    ``spoken`` are districts whose reports speak of it, with or without a row among these; ``more`` where there are
    further rows.
    """
    en = asked.english
    if NOT_DONE.search(asked.text) and not asked.districts:
        return _not_done(asked, rows, citations, scope, spoken)
    about = _about(asked, en)
    telling = ("weakness", *_TELLING[:3]) if WHY.search(asked.text) else _TELLING[:3]
    if len(rows) == 1 and (done := _excerpt(rows[0], citations, telling)):
        who, year = district_name(rows[0].district, en), year_label(rows[0].fiscal_year, en)
        label = subject(rows[0].code or str(rows[0].group), en)
        return say(en, f"{who} ปี {rows[0].fiscal_year} {label}: {done}", f"{who} {year}, {label}: {done}")
    told = dict.fromkeys(row.district for row in rows)
    where = listed(_reports_marked(rows, citations, en), en)
    if len(scope) > len(told):
        return say(
            en,
            f"{len(told)} จาก {len(scope)} เขตมีมาตรการ{about}: {where}",
            f"{len(told)} of {len(scope)} districts have measures {about}: {where}.",
        )
    if len(told) > 1:
        all_of = "ทั้งสองเขต" if len(told) == 2 else f"ทั้ง {len(told)} เขต"
        return say(
            en,
            f"{all_of}มีมาตรการ{about}: {where}",
            f"{'Both' if len(told) == 2 else f'All {len(told)}'} districts have measures {about}: {where}.",
        )
    count = _count(rows, more, en)
    if len({row.fiscal_year for row in rows}) == 1:
        labels = _labelled(rows, citations, _TELLING, en)
        return say(
            en,
            f"{_report(rows[0], en)} มีมาตรการ{about} {count}: {labels}",
            f"{_report(rows[0], en)} has {count} of measures {about}: {labels}.",
        )
    return say(en, f"{where} มีมาตรการ{about} {count}", f"{where}: {count} of measures {about}.")


def _count(rows: Sequence[MeasureRow], more: bool, en: bool) -> str:
    """How many rows; "at least" where not all of them are shown."""
    least = say(en, "อย่างน้อย ", "at least ") if more else ""
    return say(en, f"{least}{len(rows)} แถว", f"{least}{len(rows)} {'row' if len(rows) == 1 else 'rows'}")


def _labelled(rows: Sequence[MeasureRow], citations: Sequence[Citation], cells: Sequence[str], en: bool) -> str:
    """Each item or indicator once, with the marks of its rows."""
    marks: dict[str, list[str]] = {}
    for row in rows[:MOST_MARKS]:
        marks.setdefault(subject(row.code or str(row.group), en), []).append(_mark_of(row, citations, cells))
    told = [f"{label} {' '.join(held)}" for label, held in marks.items()]
    return ", ".join(told) + (" …" if len(rows) > MOST_MARKS else "")


def _about(asked: Question, en: bool) -> str:
    if asked.codes:
        return say(en, f"ข้อ {codes_named(asked.codes, en)}", f"for {codes_named(asked.codes, en)}")
    groups = asked.groups or (asked.named_groups if asked.only_groups else ())
    if groups and asked.only_groups:
        numbers = listed([str(group) for group in groups], en)
        return say(en, f"ตัวชี้วัดที่ {numbers}", f"for indicator {numbers}")
    return say(en, "เรื่องนี้", "on this")


def codes_named(codes: Sequence[str], english: bool) -> str:
    """Codes as a sentence names them: each of a few, else the first and the last and how many."""
    if len(codes) <= MOST_CODES:
        return listed(codes, english)
    more = say(english, f"รวม {len(codes)} ข้อ", f"{len(codes)} items")
    return f"{codes[0]} … {codes[-1]} ({more})"


def _not_done(
    asked: Question,
    rows: Sequence[MeasureRow],
    citations: Sequence[Citation],
    scope: Sequence[str],
    spoken: Collection[str],
) -> str:
    """Asked who does not: those whose reports tell nothing of it, then those that do."""
    en = asked.english
    told = {row.district for row in rows} | set(spoken)
    lacking = [name for name in scope if name not in told]
    where = listed(_reports_marked(rows, citations, en), en)
    if not lacking:
        return say(en, f"ทุกเขตมีเรื่องนี้ในรายงาน: {where}", f"Every district's report tells of this: {where}.")
    names = listed([district_name(name, en) for name in lacking], en)
    return say(
        en,
        f"{len(lacking)} จาก {len(scope)} เขตไม่มีเรื่องนี้ในรายงาน คือ{names} เขตที่มีคือ{where}",
        f"{len(lacking)} of {len(scope)} districts tell nothing of this: {names}. Those that do: {where}.",
    )


def _reports_marked(rows: Sequence[MeasureRow], citations: Sequence[Citation], en: bool) -> list[str]:
    """Each district and year once, with the mark of what tells most of what was done there."""
    out = []
    for district, year in dict.fromkeys((row.district, row.fiscal_year) for row in rows):
        of_it = [row for row in rows if (row.district, row.fiscal_year) == (district, year)]
        mark = next((found for row in of_it if (found := _mark_of(row, citations))), "")
        out.append(f"{district_name(district, en)} {year_label(year, en)} {mark}".rstrip())
    return out


def _cited(row: MeasureRow, citations: Iterable[Citation], cells: Iterable[str]) -> list[Citation]:
    """The citations out of a row, those of the first of the cells that has any."""
    for name in cells:
        found = [one for one in citations if one.row_id == row.row_id and one.cell == name]
        if found:
            return found
    return []


def _mark_of(row: MeasureRow, citations: Sequence[Citation], cells: Sequence[str] = _TELLING) -> str:
    found = _cited(row, citations, (*cells, *CELLS, "item"))
    return f"[{found[0].mark}]" if found else ""


def _excerpt(row: MeasureRow, citations: Sequence[Citation], cells: Sequence[str] = _TELLING[:3]) -> str:
    """The beginning of what was done, in quotes, with its mark; "" where nothing of the row tells it."""
    found = _cited(row, citations, cells)
    words, more = _shortened(_words_of(found[0], row), LONGEST_EXCERPT) if found else ("", False)
    # Brackets of a report must not pass for a mark of ours where the quote is not whole.
    if not words or "[" in words:
        return ""
    return f"“{words}” {'… ' if more or len(found) > 1 else ''}[{found[0].mark}]"


def _words_of(one: Citation, row: MeasureRow) -> str:
    """What a citation quotes, as it was read, on one line."""
    cell = row.cell(one.cell or "")
    read = (s.text for s in cell.segments if s.place.char_start == one.place.char_start) if cell else iter(())
    return " ".join(normalise(next(read, one.quote)).split())


def _shortened(text: str, longest: int) -> tuple[str, bool]:
    """The first words of a text, and whether it goes on."""
    if len(text) <= longest:
        return text, False
    kept = ""
    for piece in cut(text):
        if len(kept) + len(piece) > longest:
            break
        kept += piece
    return kept.strip(), True


# --- single cells ----------------------------------------------------------------------------------------------------


def of_cells(
    asked: Question,
    rows: Sequence[MeasureRow],
    citations: Sequence[Citation],
    scope: Sequence[str],
    more: bool = False,
) -> str:
    """The line above cells: what stands in them where that is short, else whose rows tell it; ``rows`` tell any.

    ``more`` where there are further rows.
    """
    en = asked.english
    named = listed([cell_label(name, en) for name in asked.cells], en)
    if "monitoring" in asked.cells and not MONITORED.search(asked.text):
        named = say(en, "ความถี่", "How often")
    labels = list(dict.fromkeys(row.code or str(row.group) for row in rows))
    short = [_whole(row, citations, asked.cells, en) for row in rows]
    if len(rows) <= MOST_TOLD and all(short):
        if len(asked.cells) > 1:
            each = [
                f"{subject(row.code or str(row.group), en)} {_report(row, en)}: {told}"
                for row, told in zip(rows, short, strict=True)
            ]
            return listed_apart(each, en)
        if len(labels) == 1:
            each = [f"{_report(row, en)} {told}" for row, told in zip(rows, short, strict=True)]
            return f"{named}{say(en, '', ' for ')}{subject(labels[0], en)}: {listed_apart(each, en)}"
        each = [
            f"{subject(row.code or str(row.group), en)} {_report(row, en)} {told}"
            for row, told in zip(rows, short, strict=True)
        ]
        return f"{named}: {listed_apart(each, en)}"
    if len(rows) == 1 and (begins := _excerpt(rows[0], citations, asked.cells)):
        return f"{named}{say(en, '', ' for ')}{subject(labels[0], en)}: {_report(rows[0], en)} {begins}"
    told = {row.district for row in rows}
    if len(told) == 1 and len({row.fiscal_year for row in rows}) == 1:
        labels_marked, count = _labelled(rows, citations, asked.cells, en), _count(rows, more, en)
        return say(
            en,
            f"{_report(rows[0], en)} ระบุ{named} {count}: {labels_marked}",
            f"{_report(rows[0], en)} gives {named} in {count}: {labels_marked}",
        )
    where = listed(_reports_marked(rows, citations, en), en)
    if len(scope) > len(told):
        return say(
            en,
            f"{len(told)} จาก {len(scope)} เขตระบุ{named}: {where}",
            f"{named} is given by {len(told)} of {len(scope)} districts: {where}.",
        )
    return say(en, f"{named}อยู่ในรายงานของ{where}", f"{named} is given by {where}.")


def listed_apart(each: Sequence[str], english: bool) -> str:
    """Pieces with quotes in them, which commas would run together."""
    return say(english, " · ".join(each), "; ".join(each))


def _report(row: MeasureRow, en: bool) -> str:
    return f"{district_name(row.district, en)} {year_label(row.fiscal_year, en)}"


def _whole(row: MeasureRow, citations: Sequence[Citation], wanted: Sequence[str], en: bool) -> str:
    """All that is quoted of a row, where each of its cells is short and one piece; of several each with its name."""
    found = [one for one in citations if one.row_id == row.row_id and one.cell in CELLS]
    held = [name for name in wanted if any(one.cell == name for one in found)]
    if len(found) > max(1, len(held)):
        return ""
    texts = [(one, _words_of(one, row)) for one in found]
    if not texts or any(len(text) > LONGEST_QUOTE or "[" in text for _, text in texts):
        return ""
    if len(texts) == 1 and len(wanted) == 1:
        return f"“{texts[0][1]}” [{texts[0][0].mark}]"
    told = [f"{cell_label(one.cell or '', en)} “{text}” [{one.mark}]" for one, text in texts]
    return ", ".join(told)


# --- lists -----------------------------------------------------------------------------------------------------------


def of_lists(asked: Question, rows: Sequence[MeasureRow], citations: Sequence[Citation], unit: str) -> str:
    """The line above rows that are counted: how many, by report; of a unit (with its name) with their marks."""
    en = asked.english
    each = []
    for district, year in dict.fromkeys((row.district, row.fiscal_year) for row in rows):
        of_it = [row for row in rows if (row.district, row.fiscal_year) == (district, year)]
        marks = [mark for row in of_it if (mark := _mark_of(row, citations, ("responsible",)))]
        shown = " " + " ".join(marks) if unit and len(of_it) <= MOST_MARKS else ""
        count = say(en, f"{len(of_it)} แถว", f"{len(of_it)} {'row' if len(of_it) == 1 else 'rows'}")
        each.append(f"{district_name(district, en)} {year_label(year, en)} {count}{shown}")
    names = listed(each, en)
    if unit:
        return say(en, f"{unit}รับผิดชอบ {len(rows)} แถว: {names}", f"{unit} is responsible for {len(rows)}: {names}.")
    by_item = len({code for row in rows for code in codes_held(row.code)})
    items = say(en, f" รวม {by_item} ข้อ", f", {by_item} items in all") if by_item else ""
    if len(each) == 1:
        return say(
            en,
            f"{_report(rows[0], en)} มี {len(rows)} แถว{items}",
            f"{_report(rows[0], en)} has {len(rows)} rows{items}.",
        )
    return say(en, f"มี {len(rows)} แถว{items}: {names}", f"There are {len(rows)} rows{items}: {names}.")
