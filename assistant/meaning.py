"""Whether items of different years ask the same, answered from the catalogue and quoted from the rows."""

import re
from collections.abc import Sequence

from assistant.cite import Citer
from assistant.question import Question
from assistant.wants import ASKS_CODE
from assistant.wording import district_name, listed, say, year_label
from corpus import catalogue
from corpus.records import MeasureRow
from index.search import ReportIndex, codes_held

# An item named by its words must be this much alike to the catalogue's text to be taken for it.
ALIKE = 0.30

Pair = tuple[int, str]
_MARK = re.compile(r"\[\d+\](?= |$)")


def compare(asked: Question, index: ReportIndex, citer: Citer) -> str | None:
    """What each item asks in each year, and which are the same; None where no item is meant."""
    pairs = _pairs(asked, index)
    if not pairs:
        return None
    lines = [_one(pair, index, citer, asked) for pair in pairs]
    told = [line for line in lines if line]
    if not told or not citer.citations:
        return None
    return "\n".join([_verdict(asked, pairs, lines), *told, *_partners(pairs, asked)])


def rows_told(asked: Question, index: ReportIndex) -> list[MeasureRow]:
    """The rows of the items that are compared, in order."""
    found = [_row_of(pair, index) for pair in _pairs(asked, index)]
    return [row for row in found if row is not None]


def _row_of(pair: Pair, index: ReportIndex) -> MeasureRow | None:
    return next((row for row in index.rows if row.fiscal_year == pair[0] and pair[1] in codes_held(row.code)), None)


def _pairs(asked: Question, index: ReportIndex) -> list[Pair]:
    """The (year, code) pairs that the question is about."""
    years = list(asked.years)
    if asked.codes:
        if not years:
            held = {row.fiscal_year for row in index.rows if set(codes_held(row.code)) & set(asked.codes)}
            years = sorted(held)
        if len(asked.codes) == 1 and len(years) > 1 and ASKS_CODE.search(asked.text):
            return _agreed([(year, asked.codes[0]) for year in years])
        if len(asked.codes) == len(years) and len(years) > 1:
            return list(zip(years, asked.codes, strict=True))
        return [(year, code) for code in asked.codes for year in years]
    if not asked.topic_words:
        return []
    out: list[Pair] = []
    for year in years or index.years:
        near = catalogue.nearest(year, asked.topic)
        if near and near[0][1] >= ALIKE:
            out.append((year, near[0][0].code))
    return _agreed(out)


def _agreed(pairs: list[Pair]) -> list[Pair]:
    """Items found by words alone: where the first has a true partner in another year, the partner is meant there."""
    if len(pairs) < 2:
        return pairs
    first_year, first = pairs[0]
    partners = {partner.year: partner.code for partner in catalogue.partners(first_year, first)}
    return [pairs[0], *((year, partners.get(year, code)) for year, code in pairs[1:])]


def _one(pair: Pair, index: ReportIndex, citer: Citer, asked: Question) -> str:
    year, code = pair
    row = _row_of(pair, index)
    head = say(asked.english, f"ปี {year} ข้อ {code}: ", f"FY {year} {code}: ")
    if row is not None and row.item:
        return head + _item_quote(row, citer, asked.english)
    item = catalogue.item(year, code)
    if item is None:
        return ""
    return head + item.text + say(asked.english, " (ตามบัญชีข้อคำถาม ไม่มีแถวในคลัง)", " (from the catalogue; no row here)")


def _item_quote(row: MeasureRow, citer: Citer, english: bool) -> str:
    """The item's words as the report prints them, the code token alone left out."""
    quotes = [citer.cite(s, row, "item") for s in row.item_segments if len(s.text) > 8]
    return f"{' '.join(quote for quote in quotes if quote)} ({district_name(row.district, english)})"


def _verdict(asked: Question, pairs: Sequence[Pair], lines: Sequence[str]) -> str:
    """One line that answers: whether the first two ask the same, or under which code each year asks it; with marks."""
    en = asked.english
    marks = [" ".join(dict.fromkeys(_MARK.findall(line))) for line in lines]
    named = [f"{code} {year_label(year, en)} {mark}".rstrip() for (year, code), mark in zip(pairs, marks, strict=True)]
    if len(pairs) < 2 or not asked.codes:
        told = listed(named, en)
        return (
            say(en, f"เรื่องนี้คือข้อ {told}", f"This is {told}.")
            if not asked.codes
            else say(en, f"ความหมายของข้อ {told}", f"What {told} asks:")
        )
    if len(asked.codes) == 1 and len(asked.years) < 2 and len({code for _, code in pairs}) == 1:
        return _over_years(
            pairs, [f"{year_label(y, en)} {mark}" for (y, _), mark in zip(pairs, marks, strict=True)], en
        )
    (year_a, a), (year_b, b) = pairs[0], pairs[1]
    same = catalogue.same_meaning(year_a, a, year_b, b)
    first, second = named[:2]
    if same is None:
        return say(
            en,
            f"บัญชีข้อคำถามไม่มีข้อมูลพอจะบอกว่า {first} กับ {second} เป็นเรื่องเดียวกันหรือไม่",
            f"Nobody has judged whether {first} and {second} ask the same.",
        )
    if same:
        return say(en, f"{first} กับ {second} เป็นเรื่องเดียวกัน", f"{first} and {second} ask the same thing.")
    though = " รหัสเหมือนกันแต่ถามคนละเรื่อง" if a == b else ""
    return say(en, f"{first} กับ {second} ไม่ใช่เรื่องเดียวกัน{though}", f"{first} and {second} do not ask the same thing.")


def _over_years(pairs: Sequence[Pair], named: Sequence[str], en: bool) -> str:
    """Of one code alone: whether it asks the same in every year."""
    code, told = pairs[0][1], listed(named, en)
    same = [catalogue.same_meaning(pairs[0][0], code, year, code) for year, _ in pairs[1:]]
    if all(same):
        return say(en, f"ข้อ {code} ถามเรื่องเดียวกันทุกปี: {told}", f"{code} asks the same in every year: {told}.")
    if False in same:
        return say(
            en, f"ข้อ {code} ถามคนละเรื่องในแต่ละปี: {told}", f"{code} asks different things in different years: {told}."
        )
    return say(en, f"ความหมายของข้อ {code}: {told}", f"What {code} asks: {told}.")


def _partners(pairs: list[Pair], asked: Question) -> list[str]:
    """For an item whose namesake differs, the item of the other year that does ask the same."""
    years = {year for year, _ in pairs}
    out = []
    for year, code in pairs:
        for partner in catalogue.partners(year, code):
            if partner.year in years and partner.year != year and (partner.year, partner.code) not in pairs:
                out.append(
                    say(
                        asked.english,
                        f"ข้อที่ตรงกับ {code} ปี {year} ในปี {partner.year} คือ {partner.code}",
                        f"What {code} asks in FY {year} is {partner.code} in FY {partner.year}.",
                    )
                )
    return out


# --- beside an answer ------------------------------------------------------------------------------------------------


def notes(asked: Question, rows: Sequence[MeasureRow], index: ReportIndex) -> list[str]:
    """That one code asks different things in different years, and which item of the other year asks the same."""
    out = []
    for code in asked.codes[:4]:
        years = sorted({row.fiscal_year for row in rows if code in codes_held(row.code)})
        if any(catalogue.same_meaning(a, code, b, code) is False for a in years for b in years if a < b):
            out.append(_changed(code, years, asked.english))
        out.extend(_elsewhere(code, years, rows, index, asked))
    return list(dict.fromkeys(out))


def _changed(code: str, years: Sequence[int], english: bool) -> str:
    """The note that a code changed its meaning, and what it asks in each year."""
    meant: list[tuple[list[int], str]] = []
    for year in years:
        item = catalogue.item_or_nearest(year, code)
        for told, _ in meant:
            if catalogue.same_meaning(told[0], code, year, code):
                told.append(year)
                break
        else:
            meant.append(([year], item.text if item else "—"))
    told_all = "; ".join(f"{'FY' if english else 'ปี'} {'/'.join(map(str, told))} = {text}" for told, text in meant)
    return say(
        english,
        f"⚠ รหัส {code} ถามคนละเรื่องในแต่ละปี: {told_all}",
        f"⚠ {code} asks different things in different years: {told_all}",
    )


def _elsewhere(
    code: str, years: Sequence[int], rows: Sequence[MeasureRow], index: ReportIndex, asked: Question
) -> list[str]:
    """Rows of other years that ask the same under another code, by name, where the store has them."""
    shown = {row.row_id for row in rows}
    told: dict[str, list[int]] = {}
    for year in years:
        kin = {(partner.year, partner.code) for partner in catalogue.partners(year, code) if partner.code != code}
        held = [
            row
            for row in index.rows
            if row.row_id not in shown
            and row.code
            and any((row.fiscal_year, one) in kin for one in codes_held(row.code))
        ]
        if held and not asked.years:
            en = asked.english
            names = listed(
                [f"{row.code} ({district_name(row.district, en)} {row.fiscal_year})" for row in held[:4]], en
            )
            told.setdefault(names, []).append(year)
    return [
        say(
            asked.english,
            f"ข้อที่ถามเรื่องเดียวกับ {code} ปี {'/'.join(map(str, same))} ในปีอื่นใช้รหัส {names}",
            f"What {code} asks in FY {'/'.join(map(str, same))} is asked in other years under {names}.",
        )
        for names, same in told.items()
    ]
