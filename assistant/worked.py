"""What worked elsewhere: districts that score high on an item or rose, each score quoted; correlation, not proof."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answers import Basis
from assistant.clauses import whole_clauses
from assistant.scores import scored_year
from corpus import catalogue
from corpus.records import MeasureRow, Segment
from index.search import ReportIndex, codes_held

# Said wherever such rows are shown.
NO_PROOF = "คะแนนที่สูงหรือเพิ่มขึ้นเกิดคู่กับมาตรการเหล่านี้ ยังไม่ใช่ข้อพิสูจน์ว่ามาตรการเป็นเหตุ"
MOST, MEASURES = 3, 3


@dataclass(frozen=True, slots=True)
class Scored:
    """A score of a year (B.E.) and where it is printed."""

    fiscal_year: int
    score: float
    basis: Basis


@dataclass(frozen=True, slots=True)
class Worked:
    """A district that scores high on the item or rose: ``before`` is None where one year is known; what it did, quoted.

    ``whole_group`` says that the scores are those of the indicator group, for want of scores of the item.
    """

    district: str
    code: str | None
    before: Scored | None
    after: Scored
    measures: tuple[Basis, ...]
    whole_group: bool = False

    @property
    def rise(self) -> float | None:
        """By how many points the score rose, or None where one year is known."""
        return round(self.after.score - self.before.score, 2) if self.before else None


def what_worked(
    index: ReportIndex, code: str | None, group: int, item_year: int, own: str, at_least: float
) -> tuple[Worked, ...]:
    """The other districts whose score on the item is ``at_least`` or rose, the greatest rise first, then the highest.

    Rows count through the crosswalk from the item set of ``item_year``; without scores of the item, those of its group.
    """
    pairs = _pairs(code, item_year)
    items = [row for row in index.rows if row.district != own and _is_item(row, code, pairs)]
    found = _worked([row for row in items if row.score is not None], index, at_least, False)
    if not found and code is None:
        groups = [row for row in index.rows if row.district != own and row.group == group]
        found = _worked([row for row in groups if row.group_score is not None], index, at_least, True)
    return tuple(sorted(found, key=lambda one: (-(one.rise or 0.0), -one.after.score))[:MOST])


def own_before(
    index: ReportIndex, code: str | None, group: int, item_year: int, own: str, before: int
) -> Scored | None:
    """The district's own latest score of the item, or of the group for a row by group, of a year before ``before``."""
    pairs = _pairs(code, item_year)
    found = []
    for row in index.rows:
        if row.district != own or scored_year(row) >= before:
            continue
        if (code is None and row.group == group) or _is_item(row, code, pairs):
            scored = _scored(row, index, whole_group=code is None)
            if scored:
                found.append(scored)
    return max(found, key=lambda one: one.fiscal_year, default=None)


def own_rows(index: ReportIndex, code: str | None, group: int, item_year: int, own: str) -> tuple[MeasureRow, ...]:
    """The district's own rows of the item, or of the group for a row by group, the latest first: "what we did"."""
    pairs = _pairs(code, item_year)
    held = [row for row in index.rows if row.district == own]
    same = [row for row in held if (row.group == group if code is None else _is_item(row, code, pairs))]
    return tuple(sorted(same, key=lambda row: -row.fiscal_year))


def _pairs(code: str | None, item_year: int) -> set[tuple[int, str]]:
    if code is None:
        return set()
    return {(item_year, code), *((one.year, one.code) for one in catalogue.partners(item_year, code))}


def _is_item(row: MeasureRow, code: str | None, pairs: set[tuple[int, str]]) -> bool:
    held = codes_held(row.code)
    if code is None or len(held) != 1:
        return False
    known = catalogue.item_or_nearest(row.fiscal_year, held[0])
    return (known.fiscal_year if known else row.fiscal_year, held[0]) in pairs


def _worked(rows: Sequence[MeasureRow], index: ReportIndex, at_least: float, whole_group: bool) -> list[Worked]:
    by_district: dict[str, dict[int, MeasureRow]] = {}
    for row in rows:
        by_district.setdefault(row.district, {}).setdefault(scored_year(row), row)
    out = []
    for district, years in by_district.items():
        latest, *earlier = [years[year] for year in sorted(years, reverse=True)]
        after = _scored(latest, index, whole_group)
        before = _scored(earlier[0], index, whole_group) if earlier else None
        if after and (after.score >= at_least or (before and after.score > before.score)):
            measures = _measures(latest, index) or (_measures(earlier[0], index) if earlier else ())
            out.append(Worked(district, latest.code, before, after, measures, whole_group))
    return out


def _scored(row: MeasureRow, index: ReportIndex, whole_group: bool) -> Scored | None:
    """The score with its quote; None where the report does not print it at a place of its own."""
    score = row.group_score if whole_group else row.score
    segment = row.group_score_segment if whole_group else row.score_segment
    if score is None or segment is None:
        return None
    return Scored(scored_year(row), score, _basis(row, segment, index))


def _basis(row: MeasureRow, segment: Segment, index: ReportIndex) -> Basis:
    place = segment.place
    quote = place.words_in(index.reports[row.report].report.text)
    return Basis(row.row_id, row.report, place, quote, row.district, row.fiscal_year)


def _measures(row: MeasureRow, index: ReportIndex) -> tuple[Basis, ...]:
    clauses = whole_clauses(row, "measure", index.reports[row.report])
    return tuple(basis for _, bases in clauses for basis in bases)[:MEASURES]
