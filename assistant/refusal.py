"""What is said where the reports do not tell: why, and what is there instead."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.question import Question
from assistant.selection import Selection, filters_of
from assistant.wants import Want
from assistant.wording import cell_label, district_name, listed, say, subject, year_label
from corpus.records import MeasureRow
from corpus.thai import cut
from index.hits import Filters, Kind
from index.search import ReportIndex, codes_held

# A list of reports longer than this is cut, and an item's words behind so many characters: nobody reads on.
MOST_NAMED, MOST_REPORTS, LONGEST_ITEM = 12, 20, 60


def before_search(asked: Question, index: ReportIndex) -> str | None:
    """A refusal that needs no search: a district, a year or a code that the store does not hold; else None."""
    held = [name for name in asked.districts if name in index.districts]
    missing = [name for name in asked.districts if name not in index.districts] + list(asked.unknown_districts)
    if missing and not held:
        return _no_district(missing, asked, index)
    if asked.want is Want.MEANING:
        return None
    return _no_year(asked, index) or _no_code(asked, index)


def _no_district(missing: Sequence[str], asked: Question, index: ReportIndex) -> str:
    en = asked.english
    names = listed([district_name(name, en) for name in missing], en)
    there = listed([district_name(name, en) for name in index.districts], en)
    return say(
        en,
        f"ไม่มีรายงานของ{names}ในคลังนี้ จึงตอบไม่ได้ รายงานที่มีเป็นของ{there} ลองถามว่า “เขตอื่น…อย่างไร”",
        f"There is no report of {names} here, so this cannot be answered. There are reports of {there}.",
    )


def report_years(index: ReportIndex, districts: Sequence[str] = ()) -> list[tuple[str, int]]:
    """(district, fiscal year) of every report, of those districts where any are given."""
    found = {(reading.district, reading.fiscal_year) for reading in index.reports.values()}
    return sorted(pair for pair in found if not districts or pair[0] in districts)


def _no_year(asked: Question, index: ReportIndex) -> str | None:
    if not asked.years:
        return None
    scored = asked.want in (Want.SCORE, Want.LOWEST, Want.HIGHEST, Want.BELOW, Want.ABOVE, Want.TOTAL, Want.CHANGE)
    for row in index.rows:
        told = {row.fiscal_year, row.score_year} if scored else {row.fiscal_year}
        if told & set(asked.years) and (not asked.districts or row.district in asked.districts):
            return None
    if any(
        p.fiscal_year in asked.years and (not asked.districts or p.district in asked.districts) for p in index.passages
    ):
        return None
    en = asked.english
    years = listed([str(year) for year in asked.years], en)
    whose = listed([district_name(name, en) for name in asked.districts if name in index.districts], en)
    there = listed(
        [
            f"{district_name(name, en)} {'FY ' if en else 'ปี '}{year}"
            for name, year in report_years(index, asked.districts)
        ]
        or [str(year) for year in index.years],
        en,
    )
    return say(
        en,
        f"ไม่มีรายงาน{'ของ' + whose if whose else ''} ปี {years} ในคลังนี้ ที่มีคือ {there}",
        f"There is no report {'of ' + whose + ' ' if whose else ''}for FY {years} here; there is {there}.",
    )


def _no_code(asked: Question, index: ReportIndex) -> str | None:
    """No row of the codes asked for under the districts and years asked for."""
    if not asked.codes:
        return None
    rows = Filters(kinds=frozenset({Kind.ROW}))
    scope = replace(filters_of(asked, index), kinds=rows.kinds)
    if any(True for _ in index.select(replace(scope, codes=frozenset(asked.codes)))):
        return None
    en = asked.english
    codes = listed(asked.codes, en)
    here = [record for record in index.select(scope) if isinstance(record, MeasureRow)]
    whose = _whose(asked, en)
    coded = list(dict.fromkeys(row.code for row in here if row.code))
    if here and not coded:
        return say(
            en,
            f"รายงาน{whose}เขียนเป็นรายตัวชี้วัด (1–10) ไม่แยกเป็นรายข้อ จึงไม่มีข้อ {codes} ให้ตอบ",
            f"The report{whose} goes by indicator (1–10), not by item, so it has no {codes}.",
        )
    letters = {code[0] for code in asked.codes}
    near = [code for code in coded if code[0] in letters]
    there = say(en, f" ข้อที่มีคือ {', '.join(near)}", f" It has {', '.join(near)}.") if near else ""
    missing = f"There is no {codes} in the report{whose}.{there}"
    return say(en, f"ไม่พบข้อ {codes} ในรายงาน{whose.rstrip()}{there}", missing)


def _whose(asked: Question, english: bool) -> str:
    names = listed([district_name(name, english) for name in asked.districts], english)
    years = listed([str(year) for year in asked.years], english)
    out = ""
    if names:
        out += say(english, f"ของ{names}", f" of {names}")
    if years:
        out += say(english, f" ปี {years}", f" for FY {years}")
    return out + ("" if english or not out else " ")


def overview(asked: Question, index: ReportIndex) -> str:
    """What the reports in scope hold, for a question that names a district or a year and nothing to ask of it."""
    en = asked.english
    lines = []
    for reading in index.reports.values():
        if asked.districts and reading.district not in asked.districts:
            continue
        if asked.years and reading.fiscal_year not in asked.years:
            continue
        codes = list(dict.fromkeys(row.code for row in reading.rows if row.code))
        groups = sorted({row.group for row in reading.rows})
        by_group = f"{groups[0]}–{groups[-1]}" if groups else "–"
        held = ", ".join(codes) or say(en, f"ตัวชี้วัดที่ {by_group}", f"indicators {by_group}")
        where = f"{district_name(reading.district, en)} {'FY ' if en else 'ปี '}{reading.fiscal_year}"
        count = len(reading.rows)
        lines.append(say(en, f"{where}: {count} แถว ({held})", f"{where}: {count} rows ({held})"))
    tip = say(en, "เช่น “แก้ข้อ I20 อย่างไร” หรือ “ใครรับผิดชอบเรื่องการยืมทรัพย์สิน”", "Try “how was I20 fixed?” or name a topic.")
    asked_for = listed([cell_label(name, en) for name in asked.cells], en)
    head = (
        say(
            en,
            f"ต้องการทราบ{asked_for}ของข้อหรือเรื่องใด ระบุข้อ เรื่อง หรือเขตด้วย",
            f"{asked_for} of what? Name an item, a topic or a district.",
        )
        if asked_for
        else say(
            en,
            f"ถามได้จากรายงาน {len(lines)} ฉบับ ระบุรหัสข้อหรือเรื่องที่สนใจ",
            f"{len(lines)} {'report' if len(lines) == 1 else 'reports'} to ask; name an item or a topic.",
        )
    )
    more = len(lines) - MOST_REPORTS
    rest = (
        [say(en, f"และอีก {more} ฉบับ ระบุเขตหรือปีเพื่อดู", f"and {more} more; name a district or a year")] if more > 0 else []
    )
    return "\n".join([head, *lines[:MOST_REPORTS], *rest, tip])


def no_such_cell(asked: Question, rows: Sequence[MeasureRow]) -> str:
    """The rows are there, but their form has no such column, or the cell is empty."""
    en = asked.english
    cells = listed([cell_label(name, en) for name in asked.cells], en)
    if asked.codes or asked.topic_words or asked.groups or asked.named_groups:
        labels = (f"{district_name(row.district, en)} {row.label} ({row.fiscal_year})" for row in rows[:6])
    else:
        labels = (f"{district_name(row.district, en)} {year_label(row.fiscal_year, en)}" for row in rows)
    names = listed(list(dict.fromkeys(labels))[:MOST_NAMED], en)
    if all(name not in row.columns for row in rows for name in asked.cells):
        has = listed([cell_label(name, en) for name in rows[0].columns], en)
        return say(
            en,
            f"แบบรายงานของ {names} ไม่มีช่อง{cells} จึงไม่มีข้อมูลนี้ ช่องที่มีคือ {has}",
            f"The form of {names} has no column for {cells}, so the report does not tell. It has {has}.",
        )
    return say(en, f"รายงานของ {names} เว้นช่อง{cells}ว่างไว้", f"{names}: the report leaves {cells} empty.")


def no_score(asked: Question, index: ReportIndex) -> str:
    """Rows are there, but no score is printed for what is asked; and where one is."""
    en = asked.english
    whose = _whose(asked, en)
    scope = replace(filters_of(asked, index), kinds=frozenset({Kind.ROW}))
    here = [record for record in index.select(scope) if isinstance(record, MeasureRow)]
    what = say(en, f"ข้อ {listed(asked.codes, en)}", f" for {listed(asked.codes, en)}") if asked.codes else ""
    there = _scored_elsewhere(asked, index)
    if asked.want is Want.TOTAL:
        thai = f"รายงาน{whose.rstrip()}ไม่ได้พิมพ์คะแนนรวม และมีคะแนนรายตัวชี้วัดไม่ครบ 10 ตัว จึงคำนวณให้ไม่ได้"
        return say(en, thai, f"The report{whose} prints no total, nor all ten scores by indicator to compute it from.")
    if asked.want in (Want.UNIT, Want.COUNT):
        return say(en, f"ไม่พบแถวเช่นนั้นในรายงาน{whose.rstrip()}", f"The report{whose} has no such rows.")
    if asked.want is Want.CHANGE:
        thai = f"บอกการเปลี่ยนแปลงไม่ได้ เพราะรายงาน{whose or ' '}ไม่มีข้อเดียวกันของเขตเดียวกันที่มีคะแนนทั้งสองปี{there}"
        english = (
            f"No item of one district has scores of two years in the reports{whose}, so no change can be told.{there}"
        )
        return say(en, thai, english)
    if asked.want in (Want.BELOW, Want.ABOVE) and any(row.score is not None for row in here):
        thai = f"ไม่มีข้อใดในรายงาน{whose or ' '}ที่ได้คะแนน{'ต่ำกว่า' if asked.want is Want.BELOW else 'สูงกว่า'}เกณฑ์ที่ถาม"
        way = "below" if asked.want is Want.BELOW else "above"
        return say(en, thai, f"No item in the reports{whose} scored {way} that mark.")
    if here and all(row.score is None and row.group_score is None for row in here):
        return say(
            en,
            f"รายงาน{whose}ไม่ได้พิมพ์คะแนนไว้เลย จึงไม่มีคะแนน{what}{' ' if what else ''}ให้ตอบ{there}",
            f"The report{whose} prints no scores at all, so there is none{what or ' for this'}.{there}",
        )
    by_group = here and all(row.score is None for row in here)
    more = say(en, " รายงานพิมพ์เฉพาะคะแนนรายตัวชี้วัด (1–10)", " It prints scores by indicator only.") if by_group else ""
    return say(
        en,
        f"ไม่พบคะแนน{what or 'ที่ถาม'}ในรายงาน{whose.rstrip()}{more}{there}",
        f"No score{what} is printed in the report{whose}.{more}{there}",
    )


def _scored_elsewhere(asked: Question, index: ReportIndex) -> str:
    """Which reports print a score of the items asked for, or any score where none is named; "" where none does."""
    codes = set(asked.codes)
    held = dict.fromkeys(
        (row.district, row.fiscal_year)
        for row in index.rows
        if (row.score is not None or (not codes and row.group_score is not None))
        and (not codes or codes & set(codes_held(row.code)))
    )
    if not held:
        return ""
    en = asked.english
    names = _reports(sorted(held)[:MOST_NAMED], en)
    what = say(
        en,
        "ที่มีคะแนนข้อนี้คือ" if codes else "รายงานที่มีคะแนนคือ",
        "This item has scores in" if codes else "There are scores in",
    )
    return f" {what}{say(en, '', ' ')}{names}{say(en, '', '.')}"


def _reports(pairs: Sequence[tuple[str, int]], en: bool) -> str:
    return listed([f"{district_name(name, en)} {year_label(year, en)}" for name, year in pairs], en)


def nothing_found(asked: Question, index: ReportIndex, found: Selection) -> str:
    """No row speaks of the topic; what comes nearest, or whose reports there are."""
    en = asked.english
    whose = _whose(asked, en)
    near = [hit.row for hit in found.hits if hit.row is not None][:2] if found.best > 0.3 else []
    if near:
        names = listed([f"{subject(row.code or str(row.group), en)} {_begun(row.item)}" for row in near], en)
        hint = say(en, f" เรื่องที่ใกล้ที่สุดคือ{names}", f" The nearest rows are {names}.")
    else:
        there = _reports(report_years(index, asked.districts)[:MOST_NAMED], en)
        hint = say(en, f" ในคลังมีรายงานของ{there}", f" There are reports of {there}.")
    return say(en, f"ไม่พบเรื่องที่ถามในรายงาน{whose.rstrip()}{hint}", f"The reports{whose} do not tell this.{hint}")


def _begun(text: str) -> str:
    """An item's first words, cut at a word border."""
    kept = ""
    for piece in cut(" ".join(text.split())):
        if len(kept) + len(piece) > LONGEST_ITEM:
            return f"“{kept.strip()}…”"
        kept += piece
    return f"“{kept.strip()}”" if kept.strip() else ""
