"""Which rows answer a question: by code, by group, or by topic; and in which order a search lists all of them."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from assistant.question import Question
from assistant.ranking import Ranker
from assistant.weights import Evidence
from corpus import catalogue
from corpus.records import MeasureRow
from index.hits import Filters, Hit, Kind
from index.search import ReportIndex, codes_held

# A row that holds this share of the concepts speaks of the topic, whatever rank it has.
MOST_OF_IT = 0.6
# An answer that lists more rows than this is a report of its own; districts take turns within the limit.
MOST_ROWS, MOST_TOPIC_ROWS, MOST_OF_ONE = 14, 8, 4


@dataclass(frozen=True, slots=True)
class Selection:
    """The rows that answer, best first, the wordings that they were found by, and everything ranked behind them.

    ``told`` are the districts with any row that speaks of most of what was asked.
    """

    rows: tuple[MeasureRow, ...]
    hits: tuple[Hit, ...]
    wordings: tuple[str, ...] = ()
    best: float = 0.0
    held: float = 0.0
    left_out: int = 0
    told: frozenset[str] = frozenset()


def filters_of(asked: Question, index: ReportIndex) -> Filters:
    """The question's districts and years as filters; what the store does not hold lets nothing through."""
    districts = frozenset(asked.districts) if asked.districts else None
    return Filters(
        districts=districts,
        years=frozenset(asked.years) if asked.years else None,
        parts=frozenset(asked.parts) if asked.parts else None,
    )


def select(asked: Question, index: ReportIndex, ranker: Ranker, k: int) -> Selection:
    """The rows that answer and the k best records in all."""
    on = ranker.switches
    filters = filters_of(asked, index) if on.structure else Filters()
    concepts = ranker.concepts(asked)
    ranked = ranker.rank(_with_item_words(asked, index), filters, max(k, 60))
    if asked.codes and on.structure:
        ordered, chosen = _by_code(asked, index, ranked, filters, on.crosswalk)
    elif asked.only_groups and on.structure:
        ordered, chosen = _by_group(asked, index, ranked, filters)
    elif "weakness" in asked.cells and not concepts and (asked.districts or asked.years) and on.structure:
        ordered, chosen = _in_scope(index, ranked, filters)
    else:
        ordered, chosen = _by_topic(asked, ranked, ranker)
    wordings = tuple(wording for concept in concepts for wording, _ in concept.wordings)
    rows, left_out = _take_turns(
        chosen, MOST_TOPIC_ROWS if concepts and not (asked.codes or asked.only_groups) else MOST_ROWS
    )
    best = next((hit for hit in ordered if hit.row is not None), None)
    return Selection(
        rows=rows,
        hits=tuple(ordered[:k]),
        wordings=wordings,
        best=best.score if best else 0.0,
        held=best.coverage if best else 0.0,
        left_out=left_out,
        told=frozenset(h.row.district for h in ordered if h.row and h.coverage >= MOST_OF_IT),
    )


def _with_item_words(asked: Question, index: ReportIndex) -> Question:
    """A bare code is searched for by the words of its item: what stands behind its own rows is then near in meaning."""
    if not asked.codes or asked.topic_words:
        return asked
    texts = []
    for code in asked.codes[:3]:
        for year in asked.years or index.years:
            item = catalogue.item(year, code)
            if item is not None:
                texts.append(item.text)
    return replace(asked, topic=" ".join(dict.fromkeys(texts))[:600])


# --- by code ---------------------------------------------------------------------------------------------------------


def _by_code(
    asked: Question, index: ReportIndex, ranked: Sequence[Hit], filters: Filters, crosswalk: bool
) -> tuple[list[Hit], list[Hit]]:
    """Rows of the codes first, then their true partners in other years, then what is near in meaning."""
    wanted = replace(filters, codes=frozenset(asked.codes), kinds=frozenset({Kind.ROW}))
    own = [record for record in index.select(wanted) if isinstance(record, MeasureRow)]
    own.sort(key=lambda row: (asked.codes.index(_first_of(row, asked.codes)), -row.fiscal_year))
    mine = _as_hits(own, ranked)
    kin = {pair for row in own for pair in partner_items(row)} if crosswalk else set()
    seen = {row.row_id for row in own}
    partners = [hit for hit in ranked if hit.row and hit.row.row_id not in seen and _held(hit.row) & kin]
    seen |= {hit.row.row_id for hit in partners if hit.row}
    rest = [hit for hit in ranked if hit.row is None or hit.row.row_id not in seen]
    return [*mine, *partners, *rest], mine


def _first_of(row: MeasureRow, codes: Sequence[str]) -> str:
    held = codes_held(row.code)
    return next(code for code in codes if code in held)


def _as_hits(rows: Iterable[MeasureRow], ranked: Sequence[Hit]) -> list[Hit]:
    known = {hit.row.row_id: hit for hit in ranked if hit.row}
    return [known.get(row.row_id) or Hit(row, 1.0, 0.0, 1.0, 0.0) for row in rows]


def partner_items(row: MeasureRow) -> set[tuple[int, str]]:
    """The (year, code) pairs of other years that ask what this row's item asks."""
    if row.code is None:
        return set()
    return {
        (partner.year, partner.code)
        for code in codes_held(row.code)
        for partner in catalogue.partners(row.fiscal_year, code)
    }


def _held(row: MeasureRow) -> set[tuple[int, str]]:
    return {(row.fiscal_year, code) for code in codes_held(row.code)}


# --- by group --------------------------------------------------------------------------------------------------------


def _by_group(
    asked: Question, index: ReportIndex, ranked: Sequence[Hit], filters: Filters
) -> tuple[list[Hit], list[Hit]]:
    """Every row of the groups in report order, then the rest."""
    groups = frozenset(asked.groups or asked.named_groups)
    wanted = replace(filters, groups=groups, kinds=frozenset({Kind.ROW}))
    own = [record for record in index.select(wanted) if isinstance(record, MeasureRow)]
    mine = _as_hits(own, ranked)
    ids = {row.row_id for row in own}
    return [*mine, *(hit for hit in ranked if hit.row is None or hit.row.row_id not in ids)], mine


def _in_scope(index: ReportIndex, ranked: Sequence[Hit], filters: Filters) -> tuple[list[Hit], list[Hit]]:
    """Every row of the districts and years in report order: nothing but what is weak is asked for."""
    own = [r for r in index.select(replace(filters, kinds=frozenset({Kind.ROW}))) if isinstance(r, MeasureRow)]
    mine = _as_hits(own, ranked)
    return [*mine, *(hit for hit in ranked if hit.row is None)], mine


# --- by topic --------------------------------------------------------------------------------------------------------


def _by_topic(asked: Question, ranked: Sequence[Hit], ranker: Ranker) -> tuple[list[Hit], list[Hit]]:
    """By likeness; rows of the best row's item in other districts and years, and of a named group, are lifted."""
    w, on = ranker.weights, ranker.switches
    groups = frozenset(asked.groups or asked.named_groups) if on.structure else frozenset()
    lifted = [_lift(hit, w.group_bonus) if hit.row and hit.row.group in groups else hit for hit in ranked]
    lifted.sort(key=lambda hit: -hit.score)
    best = next((hit for hit in lifted if hit.row), None)
    if best is None or best.row is None:
        return lifted, []
    kin = partner_items(best.row) | _held(best.row) if on.crosswalk else set()
    lifted = [
        _lift(hit, w.kin_bonus)
        if hit.row and hit.row != best.row and hit.score >= w.kin_least and _held(hit.row) & kin
        else hit
        for hit in lifted
    ]
    lifted.sort(key=lambda hit: -hit.score)
    if not is_found(asked, best, ranker):
        return lifted, []
    floor = best.score * w.near_best * (w.near_best if asked.every else 1.0)  # "every district" wants breadth
    chosen = [hit for hit in lifted if hit.row and hit.score >= floor]
    if groups and any(hit.row and hit.row.group in groups for hit in chosen):
        chosen = [hit for hit in chosen if hit.row and hit.row.group in groups]
    return lifted, chosen


def _lift(hit: Hit, by: float) -> Hit:
    return replace(hit, score=hit.score + by)


def is_found(asked: Question, best: Hit, ranker: Ranker) -> bool:
    """Whether the best row answers a topic at all."""
    return ranker.found.probability(evidence(asked, best, ranker)) >= ranker.found.threshold


def evidence(asked: Question, best: Hit, ranker: Ranker) -> Evidence:
    """What speaks for and against the topic being there, read off the best row."""
    asked_for = ranker.concepts(asked)
    return Evidence(
        coverage=best.coverage,
        cosine=max(0.0, best.cosine),
        mass=math.log1p(best.mass),
        unheard=ranker.unheard_share(asked_for),
        concepts=math.log1p(len(asked_for)),
        particular=float(asked.particular),
        scoped=float(bool(asked.districts or asked.years)),
    )


def _take_turns(chosen: Sequence[Hit], limit: int) -> tuple[tuple[MeasureRow, ...], int]:
    """At most ``limit`` rows, districts taking turns in the order of their best row; and how many were left out."""
    by_district: dict[str, list[MeasureRow]] = {}
    for hit in chosen:
        if hit.row is not None:
            by_district.setdefault(hit.row.district, []).append(hit.row)
    if len(by_district) > 1 and limit == MOST_TOPIC_ROWS:
        by_district = {name: rows[:MOST_OF_ONE] for name, rows in by_district.items()}
    kept: list[MeasureRow] = []
    turn = 0
    while len(kept) < limit and any(len(rows) > turn for rows in by_district.values()):
        kept.extend(rows[turn] for rows in by_district.values() if len(rows) > turn)
        turn += 1
    kept = kept[:limit]
    total = sum(1 for hit in chosen if hit.row is not None)
    return tuple(kept), total - len(kept)
