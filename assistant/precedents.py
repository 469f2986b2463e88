"""The rows that a draft rests on: how other districts handled the same item, else near items of its indicator."""

from dataclasses import dataclass

from corpus import catalogue
from corpus.records import MeasureRow
from index.hits import Filters, Hit, Kind
from index.search import ReportIndex, codes_held

# How many rows a draft rests on at most, and how alike a row of another item must be to serve as a precedent.
PRECEDENTS, NEAR = 8, 0.35
# Same item counts more than likeness; a row of another item never comes before one of the same.
SAME_ITEM, LIKENESS, NEAR_ITEM = 0.6, 0.4, 0.6
# With fewer rows of the same item than this, near ones are looked at as well.
ENOUGH = 3


@dataclass(frozen=True, slots=True)
class Precedent:
    """A row to draw on, and how well it fits in [0, 1]: same item counts most, then likeness to the weakness."""

    row: MeasureRow
    fit: float
    same_item: bool


def precedents(
    weakness: str,
    code: str | None,
    group: int,
    item_year: int,
    index: ReportIndex,
    own: str,
    most: int = PRECEDENTS,
    enough: int = ENOUGH,
    near_from: float = NEAR,
    of: str | None = None,
) -> tuple[Precedent, ...]:
    """The rows to draw on, best first: other districts' rows of the same item through the crosswalk, then near ones.

    At most ``most`` rows, with near ones (cosine from ``near_from``) where fewer than ``enough`` are of the same item.
    ``of`` names the one district whose rows count.
    """
    near = {hit.row.row_id: hit for hit in _near_rows(weakness, code, group, item_year, index) if hit.row}
    pairs = _same_items(code, item_year)
    same, other = [], []
    for row in index.rows:
        if row.district == own or (of is not None and row.district != of):
            continue
        hit = near.get(row.row_id)
        cosine = max(0.0, hit.cosine) if hit else 0.0
        if _is_same_item(row, code, group, pairs):
            same.append(Precedent(row, SAME_ITEM + LIKENESS * cosine, True))
        elif cosine >= near_from and row.group == group:
            other.append(Precedent(row, NEAR_ITEM * cosine, False))
    same.sort(key=lambda precedent: -precedent.fit)
    other.sort(key=lambda precedent: -precedent.fit)
    return tuple([*same, *other[: max(0, enough - len(same))]][:most])


def _near_rows(weakness: str, code: str | None, group: int, item_year: int, index: ReportIndex) -> list[Hit]:
    item = catalogue.item_or_nearest(item_year, code) if code else None
    about = f"{weakness} {item.text if item else catalogue.group_name(group)}"
    scope = Filters(kinds=frozenset({Kind.ROW}), groups=frozenset({group}))
    return index.nearest_rows(about, len(index.rows), scope)


def _same_items(code: str | None, item_year: int) -> set[tuple[int, str]]:
    """The (year, code) pairs that ask what the item asks."""
    if code is None:
        return set()
    return {(item_year, code), *((p.year, p.code) for p in catalogue.partners(item_year, code))}


def _is_same_item(row: MeasureRow, code: str | None, group: int, pairs: set[tuple[int, str]]) -> bool:
    """Same item, or for a draft by group the same group; a range row ("O1-O22") says too little of one item."""
    if code is None:
        return row.group == group
    held = codes_held(row.code)
    if len(held) != 1:
        return False
    # a year that the catalogue has no such list of counts as the nearest year that it has one of
    known = catalogue.item_or_nearest(row.fiscal_year, held[0])
    return (known.fiscal_year if known else row.fiscal_year, held[0]) in pairs
