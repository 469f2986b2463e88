"""Figures read off the rows, each with the quote that prints it; what is computed from them says so."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant import changes, meaning, totals, wants
from assistant.cite import Citer, mark_of
from assistant.headline import codes_named, of_lists
from assistant.question import Question
from assistant.ranking import Ranker
from assistant.scorehead import Scored, of_scores
from assistant.selection import filters_of, is_found
from assistant.wants import UNIT, Want, limit
from assistant.wording import district_label, district_name, listed, points, row_title, say
from corpus import catalogue
from corpus.records import MeasureRow, Segment
from corpus.thai import fold_digits, squeeze
from index.hits import Kind
from index.search import ReportIndex, codes_held

MOST_LINES = 14
MOST_LISTED = 30
# Of the rows that fit a topic, those whose score is told with the best one's.
NEAR_BEST = 0.85


def tell(asked: Question, index: ReportIndex, citer: Citer, ranker: Ranker) -> str | None:
    """One line that answers, then the figures asked for, one a line; None where the reports print none of them."""
    if asked.want is Want.TOTAL or totals.meant(asked):
        return totals.tell(asked, index, citer)
    rows = rows_told(asked, index, ranker)
    if asked.want is Want.CHANGE:
        return changes.tell(asked, rows, citer)
    if asked.want in (Want.UNIT, Want.COUNT):
        return _listed(asked, rows, citer)
    printed = _scores(asked, rows)
    if not printed:
        return None
    shown = _shown([one.scored.value for one in printed])
    told = [_cited(one, citer) if at in shown else one for at, one in enumerate(printed)]
    scores = [one.scored for one in told]
    notes = meaning.notes(asked, rows, index) if asked.codes or asked.want in (Want.BELOW, Want.ABOVE) else []
    left_out = len(told) - len(shown)
    more = say(asked.english, f"และอีก {left_out} รายการ", f"and {left_out} more") if left_out else ""
    lines = [f"{one.head} {one.quote}{one.behind}" for at, one in enumerate(told) if at in shown]
    pieces = [of_scores(asked, scores), *lines, more, *_year_note(asked, scores), *_unscored(asked, scores), *notes]
    return "\n".join(line for line in pieces if line)


def _shown(values: Sequence[float]) -> set[int]:
    """Which of many scores get a line: the first ones, and the lowest and the highest wherever they stand."""
    ends = {values.index(min(values)), values.index(max(values))}
    return ends | set(range(min(len(values), MOST_LINES)))


@dataclass(frozen=True, slots=True)
class _Printed:
    """A printed score with what its line says before and behind the quote; ``quote`` is empty until it is cited."""

    scored: Scored
    row: MeasureRow
    segment: Segment
    cell: str
    head: str
    behind: str = ""
    quote: str = ""


def _cited(one: _Printed, citer: Citer) -> _Printed:
    quote = citer.cite(one.segment, one.row, one.cell)
    return replace(one, quote=quote, scored=replace(one.scored, mark=mark_of(quote)))


def _scores(asked: Question, rows: Sequence[MeasureRow]) -> list[_Printed]:
    """The scores of items or of whole indicators, as the question wants them."""
    if asked.want in (Want.LOWEST, Want.HIGHEST):
        by_group = not by_item(rows) or wants.whole_groups(asked.text, asked.codes)
    else:
        by_group = not (asked.codes or asked.want in (Want.BELOW, Want.ABOVE)) and (
            _of_groups(asked) or not by_item(rows)
        )
    first, second = (_group_scores, _item_scores) if by_group else (_item_scores, _group_scores)
    return first(asked, rows) or second(asked, rows)


def _unscored(asked: Question, told: Sequence[Scored]) -> list[str]:
    """The districts and codes that were asked for and have no score among those told."""
    en = asked.english
    districts = {one.district for one in told}
    codes = {code for one in told for code in codes_held(one.label)}
    named = (*asked.districts, *asked.unknown_districts)
    lacking = [district_name(name, en) for name in named if name not in districts]
    unmet = [code for code in asked.codes if code not in codes]
    out = []
    if lacking:
        names = listed(lacking, en)
        out.append(say(en, f"ไม่มีคะแนนที่ถามในรายงานของ{names}", f"There is no such score in the reports of {names}."))
    if unmet:
        names = codes_named(unmet, en)
        out.append(say(en, f"รายงานไม่พิมพ์คะแนนข้อ {names}", f"No score is printed for {names}."))
    return out


def _of_groups(asked: Question) -> bool:
    """Whether scores of whole groups are asked for: by number or name, or of a district without any topic."""
    return bool(asked.groups or asked.named_groups) or not (asked.codes or asked.topic_words)


def rows_told(asked: Question, index: ReportIndex, ranker: Ranker) -> list[MeasureRow]:
    """The rows whose scores answer, in order."""
    rows = rows_in_scope(asked, index)
    groups = asked.groups or asked.named_groups
    if asked.want in (Want.LOWEST, Want.HIGHEST):
        return _extreme(asked, rows)
    if asked.want in (Want.BELOW, Want.ABOVE):
        return _beyond(asked, rows)
    if asked.want is Want.UNIT:
        return _of_unit(asked, rows)
    if asked.want is Want.COUNT:
        return [row for row in rows if not groups or row.group in groups]
    if asked.want is Want.CHANGE:
        return [row for pair in changes.pairs(asked, rows) for row in pair]
    if asked.codes:
        return [row for row in rows if set(codes_held(row.code)) & set(asked.codes)]
    if groups:
        return [row for row in rows if row.group in groups]
    if not asked.topic_words:
        grouped = [row for row in rows if row.group_score is not None]
        return grouped or rows
    scope = replace(filters_of(asked, index), kinds=frozenset({Kind.ROW}))
    best = [hit for hit in ranker.rank(asked, scope, 12) if hit.row and is_found(asked, hit, ranker)]
    return [hit.row for hit in best if hit.row and hit.score >= NEAR_BEST * best[0].score]


def by_item(rows: Sequence[MeasureRow]) -> bool:
    """Whether any of the rows prints a score of its own item."""
    return any(row.score is not None for row in rows)


def rows_in_scope(asked: Question, index: ReportIndex) -> list[MeasureRow]:
    """The rows of the districts and years asked for; a year may be that of the measures or that of the scores."""
    return [
        row
        for row in index.rows
        if (not asked.districts or row.district in asked.districts)
        and (not asked.years or row.fiscal_year in asked.years or row.score_year in asked.years)
        and (not asked.parts or row.part in asked.parts)
    ]


def _item_scores(asked: Question, rows: Sequence[MeasureRow]) -> list[_Printed]:
    """Each printed score of an item."""
    out = []
    for row in rows:
        if row.score is None or row.score_segment is None:
            continue
        unit = say(asked.english, "คะแนน", "points")
        head = f"{row_title(row, asked.english)}: {points(row.score)} {unit}"
        behind = ""
        if len(codes_held(row.code)) > 1:
            behind = say(
                asked.english,
                f" (เป็นคะแนนของทั้งช่วง {row.code} รายงานไม่แยกเป็นรายข้อ)",
                f" (one score for the whole range {row.code}; the report gives none by item)",
            )
        scored = Scored(row.district, row.fiscal_year, row.code or str(row.group), row.score)
        out.append(_Printed(scored, row, row.score_segment, "score", head, behind))
    return out


def _group_scores(asked: Question, rows: Sequence[MeasureRow]) -> list[_Printed]:
    """The score of each district, year and group that prints one, once."""
    out: dict[tuple[str, int, int], _Printed] = {}
    for row in rows:
        if row.group_score is None or row.group_score_segment is None:
            continue
        name = catalogue.group_name(row.group, row.fiscal_year)
        head = f"{_group_title(row, name, asked.english)}: {points(row.group_score)}"
        scored = Scored(row.district, row.score_year or row.fiscal_year, str(row.group), row.group_score)
        told = _Printed(scored, row, row.group_score_segment, "group_score", head)
        out.setdefault((row.district, row.fiscal_year, row.group), told)
    return list(out.values())


def _group_title(row: MeasureRow, name: str, english: bool) -> str:
    year = row.score_year or row.fiscal_year
    where = district_label(row.district, english)
    return say(
        english,
        f"{where} ตัวชี้วัดที่ {row.group} {name} ผลปี {year} ได้คะแนน",
        f"{where} indicator {row.group} {name}, result of FY {year}, scored",
    )


def _year_note(asked: Question, told: Sequence[Scored]) -> list[str]:
    """A comparison of scores of different years says so."""
    years = sorted({one.year for one in told})
    if len(years) < 2 or not (asked.compare or len({one.district for one in told}) > 1):
        return []
    told_all = ", ".join(map(str, years))
    return [say(asked.english, f"⚠ เป็นคะแนนคนละปี ({told_all})", f"⚠ These are scores of different years ({told_all}).")]


def _extreme(asked: Question, rows: Sequence[MeasureRow]) -> list[MeasureRow]:
    """The rows with the lowest or highest printed scores in scope, items before whole groups.

    As many as were asked for, all of them where the best district of an item is asked for, else one; equals all.
    """
    groups = asked.groups or asked.named_groups
    scope = [
        row
        for row in rows
        if (not groups or row.group in groups) and (not asked.codes or set(codes_held(row.code)) & set(asked.codes))
    ]
    whole = wants.whole_groups(asked.text, asked.codes)
    items = [] if whole else [(row.score, row) for row in scope if row.score is not None]
    scored = items or _first_of_groups(scope)
    ordered = sorted(scored, key=lambda pair: pair[0] if asked.want is Want.LOWEST else -pair[0])
    if not ordered or (wants.which_district(asked.text) and (asked.codes or groups)):
        return [row for _, row in ordered]
    last = ordered[min(wants.how_many(asked.text), len(ordered)) - 1][0]
    return [row for value, row in ordered if (value <= last if asked.want is Want.LOWEST else value >= last)]


def _first_of_groups(rows: Sequence[MeasureRow]) -> list[tuple[float, MeasureRow]]:
    """The score of each district's whole indicators, once."""
    first: dict[tuple[str, int, int], tuple[float, MeasureRow]] = {}
    for row in rows:
        if row.group_score is not None:
            first.setdefault((row.district, row.fiscal_year, row.group), (row.group_score, row))
    return list(first.values())


def _of_unit(asked: Question, rows: Sequence[MeasureRow]) -> list[MeasureRow]:
    """The rows whose cell of those responsible names the unit."""
    match = UNIT.search(fold_digits(asked.text))
    if match is None:
        return []
    unit = squeeze(match[1]).removesuffix("ฯ").removeprefix("ฝ่าย")
    return [row for row in rows if (cell := row.cell("responsible")) and unit in squeeze(cell.text)]


def _listed(asked: Question, rows: Sequence[MeasureRow], citer: Citer) -> str | None:
    """How many rows there are, by report, and each of them with a quote: of the unit asked for, or of the item."""
    if not rows:
        return None
    lines = []
    for row in rows[:MOST_LISTED]:
        cell = row.cell("responsible")
        segments = cell.segments if asked.want is Want.UNIT and cell else row.item_segments or _first_segments(row)
        quoted = "responsible" if asked.want is Want.UNIT else "item" if row.item_segments else row.cells[0].name
        lines.append(f"{row_title(row, asked.english)}: {citer.cite(segments[-1], row, quoted)}")
    unit = UNIT.search(fold_digits(asked.text)) if asked.want is Want.UNIT else None
    told = of_lists(asked, rows, citer.citations, unit[1] if unit else "")
    more = len(rows) - len(lines)
    rest = say(asked.english, f"และอีก {more} แถว", f"and {more} more rows") if more > 0 else ""
    return "\n".join(line for line in [told, *lines, rest] if line)


def _first_segments(row: MeasureRow) -> tuple[Segment, ...]:
    return row.cells[0].segments


def _beyond(asked: Question, rows: Sequence[MeasureRow]) -> list[MeasureRow]:
    """The rows whose printed score lies below or above the limit, the farthest first; items before whole groups."""
    mark = limit(fold_digits(asked.text))
    scope = [row for row in rows if not asked.groups or row.group in asked.groups]
    items = [(row.score, row) for row in scope if row.score is not None]
    scored = items or [(row.group_score, row) for row in scope if row.group_score is not None]
    below = asked.want is Want.BELOW
    wanted = [(value, row) for value, row in scored if (value < mark if below else value > mark)]
    return [row for _, row in sorted(wanted, key=lambda pair: pair[0] if below else -pair[0])]
