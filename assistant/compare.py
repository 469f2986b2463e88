"""Districts side by side, item by item: who scored what, who has measures; one line an item through the crosswalk."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from assistant.scores import scored_year
from corpus import catalogue
from corpus.catalogue import Relation
from corpus.errors import UnknownValue
from corpus.records import PART_OF_GROUP, PART_OF_LETTER, PARTS, MeasureRow, Segment
from index.search import codes_held

# A partner asks the same question, or nearly: the nearer, the sooner its score stands for the item.
_NEARNESS = tuple(Relation)
_KEY_OF_GROUP = "g"
# The steps of a score, lowest first: 85 is the pass mark, the others the grades of the first years' scale.
STEPS = (65, 75, 85, 95)


class Standing(StrEnum):
    """What a district has on an item: a score, measures without one, measures for the item's whole group, nothing."""

    SCORED = "scored"
    MEASURES = "measures"
    GROUP = "group"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Choice:
    """What is compared: ``years`` (B.E.) of the measures, parts and districts; where none is named all are meant.

    Of the years each district's latest is meant then. ``shared`` leaves only what several districts have.
    """

    years: tuple[int, ...] = ()
    parts: tuple[str, ...] = ()
    districts: tuple[str, ...] = ()
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Key:
    """Which item a line is about: the code of a year's catalogue, or a whole group where ``code`` is None."""

    fiscal_year: int
    code: str | None
    group: int

    def __str__(self) -> str:
        return f"{self.fiscal_year}:{self.code}" if self.code else f"{_KEY_OF_GROUP}{self.group}"


@dataclass(frozen=True, slots=True)
class Column:
    """A district in a fiscal year (B.E.) of its measures."""

    district: str
    fiscal_year: int


@dataclass(frozen=True, slots=True)
class Printed:
    """A score as a report prints it: the year that it is of, its row, and its own place where the report gives one."""

    score: float
    fiscal_year: int
    row: MeasureRow
    segment: Segment | None


@dataclass(frozen=True, slots=True)
class Entry:
    """What one district has on one item; ``relation``: of its question to the line's, None where it is the same."""

    standing: Standing
    rows: tuple[MeasureRow, ...] = ()
    printed: Printed | None = None
    relation: Relation | None = None

    @property
    def by_hand(self) -> bool:
        """Whether a person corrected something of it: its score, or of one of its rows the item or a cell."""
        scored = self.printed.row if self.printed else None
        printed = scored is not None and any(mark.what == "score" for mark in scored.corrected)
        return printed or any(mark.what != "score" for row in self.rows for mark in row.corrected)

    @property
    def is_own(self) -> bool:
        """Whether the district has something on this very item."""
        return self.standing in (Standing.SCORED, Standing.MEASURES)


NOTHING = Entry(Standing.NONE)


@dataclass(frozen=True, slots=True)
class OtherCode:
    """Under which code the item stands in a report of another year."""

    fiscal_year: int
    code: str
    relation: Relation


@dataclass(frozen=True, slots=True)
class Line:
    """One item over all districts: an entry a column; ``codes`` are the other codes under which it stands in them."""

    key: Key
    part: str
    item: str
    codes: tuple[OtherCode, ...]
    entries: tuple[Entry, ...]

    @property
    def label(self) -> str:
        """The item as staff name it."""
        return self.key.code or f"ตัวชี้วัดที่ {self.key.group}"


@dataclass(frozen=True, slots=True)
class Comparison:
    """The columns by district and year, the lines by part, group and code: a group's own line before its items."""

    columns: tuple[Column, ...]
    lines: tuple[Line, ...]

    def held_by(self, line: Line) -> int:
        """How many districts have rows of their own on the item."""
        return len(_districts_of(self.columns, line))

    def label_of(self, line: Line) -> str:
        """The item as staff name it, with the year of its code where the latest column counts by another list."""
        if line.key.code is None:
            return line.label
        latest = catalogue.instrument_of(max(column.fiscal_year for column in self.columns))
        older = catalogue.instrument_of(line.key.fiscal_year) != latest
        return f"{line.label} (ปี {line.key.fiscal_year})" if older else line.label

    def line(self, key: str) -> Line | None:
        """The line of that key, or None."""
        return next((line for line in self.lines if str(line.key) == key), None)


def key_of(text: str) -> Key:
    """The key as it was written out; raises UnknownValue."""
    if text[:1] == _KEY_OF_GROUP and text[1:].isascii() and text[1:].isdigit() and int(text[1:]) in PART_OF_GROUP:
        return Key(0, None, int(text[1:]))
    year, _, code = text.partition(":")
    if year.isascii() and year.isdigit() and len(year) == 4 and code[:1] in PART_OF_LETTER and code[1:].isdigit():
        group = catalogue.group_of(int(year), code)
        if group is not None:
            return Key(int(year), code, group)
    raise UnknownValue(f"There is no item {text[:40]!r} to compare; choose one of the list.")


def step_of(score: float) -> int:
    """Which of the five steps a score is on, 0 the lowest."""
    return sum(score >= least for least in STEPS)


# --- the whole map --------------------------------------------------------------------------------------------------


def compare(rows: Sequence[MeasureRow], choice: Choice) -> Comparison:
    """Everything that the chosen districts have in the chosen years, line by line; raises UnknownValue."""
    _check(rows, choice)
    held = [row for row in rows if not choice.districts or row.district in choice.districts]
    columns = _columns(held, choice.years)
    desk = _Sorted.of(held, columns)
    lines = [_group_line(group, desk) for group in PART_OF_GROUP]
    lines += [_item_line(key, desk) for key in _keys(desk)]
    least = 2 if choice.shared else 1
    kept = [
        line
        for line in lines
        if (not choice.parts or line.part in choice.parts) and len(_districts_of(columns, line)) >= least
    ]
    return Comparison(columns, tuple(sorted(kept, key=_order)))


def one_item(rows: Sequence[MeasureRow], key: Key, columns: Sequence[Column] | None = None) -> Comparison:
    """A comparison of one line: the item over these columns, or over every district and year."""
    chosen = tuple(columns) if columns is not None else _columns(rows, _years(rows))
    desk = _Sorted.of(rows, chosen)
    return Comparison(chosen, (_group_line(key.group, desk) if key.code is None else _item_line(key, desk),))


def history(rows: Sequence[MeasureRow], key: Key) -> dict[str, tuple[Printed, ...]]:
    """The scores of an item by district, each by the year that it is of, rising."""
    comparison = one_item(rows, key)
    found: dict[str, dict[int, Printed]] = {}
    for column, entry in zip(comparison.columns, comparison.lines[0].entries, strict=True):
        if entry.printed:
            found.setdefault(column.district, {}).setdefault(entry.printed.fiscal_year, entry.printed)
    return {district: tuple(years[year] for year in sorted(years)) for district, years in found.items()}


def _check(rows: Sequence[MeasureRow], choice: Choice) -> None:
    for year in choice.years:
        if year not in _years(rows):
            raise UnknownValue(
                f"No row is of the year {year}; there are {', '.join(map(str, _years(rows))) or 'none'}."
            )
    for part in choice.parts:
        if part not in PARTS:
            raise UnknownValue(f"There is no part {part[:40]!r}; the parts are {', '.join(PARTS)}.")
    known = {row.district for row in rows}
    for district in choice.districts:
        if district not in known:
            raise UnknownValue(f"No row is of the district {district[:40]!r}; there are {', '.join(sorted(known))}.")


def _years(rows: Iterable[MeasureRow]) -> tuple[int, ...]:
    return tuple(sorted({row.fiscal_year for row in rows}))


def _columns(rows: Sequence[MeasureRow], years: Sequence[int]) -> tuple[Column, ...]:
    """Every district in each of the years, or in its latest year where none is named."""
    found = {Column(row.district, row.fiscal_year) for row in rows if not years or row.fiscal_year in years}
    if not years:
        latest = {one.district: max(o.fiscal_year for o in found if o.district == one.district) for one in found}
        found = {one for one in found if one.fiscal_year == latest[one.district]}
    return tuple(sorted(found, key=lambda one: (one.district, one.fiscal_year)))


def _districts_of(columns: Sequence[Column], line: Line) -> set[str]:
    return {column.district for column, entry in zip(columns, line.entries, strict=True) if entry.is_own}


def _order(line: Line) -> tuple[int, int, int, int]:
    code = line.key.code
    return PARTS.index(line.part), line.key.group, int(code[1:]) if code else 0, -line.key.fiscal_year


# --- the lines ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Sorted:
    """The rows of the chosen columns by the item of the catalogue that they are about, and those of whole groups."""

    columns: tuple[Column, ...]
    items: Mapping[tuple[int, str], tuple[tuple[Column, MeasureRow], ...]]
    whole: Mapping[tuple[Column, int], tuple[MeasureRow, ...]]
    group_scores: Mapping[tuple[Column, int], Printed]

    @classmethod
    def of(cls, rows: Iterable[MeasureRow], columns: Sequence[Column]) -> "_Sorted":
        """Sorts the rows that stand in one of the columns."""
        wanted = frozenset(columns)
        items: dict[tuple[int, str], list[tuple[Column, MeasureRow]]] = {}
        whole: dict[tuple[Column, int], list[MeasureRow]] = {}
        scores: dict[tuple[Column, int], Printed] = {}
        for row in rows:
            column = Column(row.district, row.fiscal_year)
            if column not in wanted:
                continue
            if row.group_score is not None:
                printed = Printed(row.group_score, scored_year(row), row, row.group_score_segment)
                scores.setdefault((column, row.group), printed)
            if _is_whole(row):
                whole.setdefault((column, row.group), []).append(row)
                if row.score is not None:
                    printed = Printed(row.score, scored_year(row), row, row.score_segment)
                    scores.setdefault((column, row.group), printed)
            else:
                for code in codes_held(row.code):
                    items.setdefault((_known_year(row.fiscal_year, code), code), []).append((column, row))
        return cls(
            tuple(columns),
            {item: tuple(found) for item, found in items.items()},
            {place: tuple(found) for place, found in whole.items()},
            scores,
        )


@lru_cache(maxsize=4096)
def _known_year(fiscal_year: int, code: str) -> int:
    """The year whose catalogue numbers that code for the year: its own, or the nearest that is known."""
    known = catalogue.item_or_nearest(fiscal_year, code)
    return known.fiscal_year if known else fiscal_year


def _is_whole(row: MeasureRow) -> bool:
    """Whether the row is about all items of its group."""
    if row.code is None:
        return True
    letter, first, last = catalogue.code_range(row.fiscal_year, row.group)
    held = codes_held(row.code)
    return len(held) > 1 and {f"{letter}{number}" for number in range(first, last + 1)} <= set(held)


def _group_line(group: int, desk: _Sorted) -> Line:
    entries = []
    for column in desk.columns:
        rows, printed = desk.whole.get((column, group), ()), desk.group_scores.get((column, group))
        standing = Standing.SCORED if printed else Standing.MEASURES if rows else Standing.NONE
        entries.append(Entry(standing, rows, printed))
    year = max((column.fiscal_year for column in desk.columns), default=None)
    name = catalogue.group_name(group, year)
    return Line(Key(0, None, group), PART_OF_GROUP[group], name, (), tuple(entries))


def _keys(desk: _Sorted) -> list[Key]:
    """The items that lines are about, the latest year's first: an older item stands under those that ask the same."""
    keys: list[Key] = []
    claimed: set[tuple[int, str]] = set()
    for year, code in sorted(desk.items, key=lambda item: -item[0]):
        if (year, code) not in claimed:
            group = catalogue.group_of(year, code) or desk.items[year, code][0][1].group
            keys.append(Key(year, code, group))
            claimed |= {(one.year, one.code) for one in catalogue.partners(year, code)}
    return keys


def _item_line(key: Key, desk: _Sorted) -> Line:
    """The line of one item: rows under its own code, and under the codes of other years that ask the same."""
    assert key.code is not None
    asked = _asked(key.fiscal_year, key.code)
    found: dict[Column, list[tuple[Relation, MeasureRow]]] = {}
    codes: dict[OtherCode, None] = {}
    for (year, code), relation in asked.items():
        for column, row in desk.items.get((year, code), ()):
            found.setdefault(column, []).append((relation, row))
            if code != key.code:
                codes.setdefault(OtherCode(row.fiscal_year, code, relation))
    entries = tuple(_entry(found.get(column, ()), key, asked, column, desk) for column in desk.columns)
    held = catalogue.item(key.fiscal_year, key.code)
    text = held.text if held else next((row.item for rows in found.values() for _, row in rows if row.item), "")
    others = tuple(sorted(codes, key=lambda one: (one.fiscal_year, one.code)))
    return Line(key, PART_OF_GROUP[key.group], text, others, entries)


@lru_cache(maxsize=4096)
def _asked(fiscal_year: int, code: str) -> dict[tuple[int, str], Relation]:
    """The item and its partners of other years, each with its relation."""
    partners = {(one.year, one.code): one.relation for one in catalogue.partners(fiscal_year, code)}
    return {(fiscal_year, code): Relation.SAME, **partners}


def _entry(
    found: Sequence[tuple[Relation, MeasureRow]],
    key: Key,
    asked: Mapping[tuple[int, str], Relation],
    column: Column,
    desk: _Sorted,
) -> Entry:
    """What one column has; of several rows the nearest wording gives the score, of those as near the lowest."""
    if not found:
        rows = desk.whole.get((column, key.group), ())
        is_asked = any(_known_year(column.fiscal_year, code) == year for year, code in asked)
        return Entry(Standing.GROUP, rows) if rows and is_asked else NOTHING
    ordered = sorted(found, key=lambda pair: _NEARNESS.index(pair[0]))
    rows = tuple(row for _, row in ordered)
    # The score printed beside a range of items is that of the range.
    scored = [(relation, row) for relation, row in ordered if row.score is not None and len(codes_held(row.code)) == 1]
    if not scored:
        return Entry(Standing.MEASURES, rows, relation=_unlike(ordered[0][0]))
    relation, row = min(scored, key=lambda pair: (_NEARNESS.index(pair[0]), pair[1].score or 0.0))
    assert row.score is not None
    printed = Printed(row.score, scored_year(row), row, row.score_segment)
    return Entry(Standing.SCORED, rows, printed, _unlike(relation))


def _unlike(relation: Relation) -> Relation | None:
    return None if relation is Relation.SAME else relation
