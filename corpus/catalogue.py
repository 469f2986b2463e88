"""The indicators by fiscal year and instrument, and which item of one year asks what an item of another year asks.

All of it is data: ``catalogue.json`` holds one set of items a year (with the item ranges of the groups and the opening
words that the questionnaire prints before every item), ``crosswalk.json`` the links between instruments. A new year is
a new set in the first file, a new mapping a new block in the second.

Fiscal years are Buddhist Era. Codes are regular ("I20"): repairing what OCR made of them is not done here.
"""

import json
import math
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

from corpus.errors import UnknownValue
from corpus.records import PART_OF_GROUP, PART_OF_LETTER
from corpus.thai import squeeze

# The names in use since 2565; ``group_name`` answers with those of a given year.
GROUPS = {
    1: "การปฏิบัติหน้าที่",
    2: "การใช้งบประมาณ",
    3: "การใช้อำนาจ",
    4: "การใช้ทรัพย์สินของราชการ",
    5: "การแก้ไขปัญหาการทุจริต",
    6: "คุณภาพการดำเนินงาน",
    7: "ประสิทธิภาพการสื่อสาร",
    8: "การปรับปรุงระบบการทำงาน",
    9: "การเปิดเผยข้อมูล",
    10: "การป้องกันการทุจริต",
}
# Two wordings are the same question when the Dice of their trigrams reaches this: such texts differ by a word or two,
# while a report on one plan and a report on another ("รายงานผลการดำเนินการ...") already share 0.61.
SAME_WORDING = 0.75

_CODE = re.compile(r"([IEO])([1-9][0-9]?)")
_RANGE = re.compile(r"([IEO])([0-9]+)-\1([0-9]+)")
_NOT_LETTERS = re.compile(r"[^\u0e01-\u0e3a\u0e40-\u0e4ea-z0-9]")
_STRENGTH = {"high": 3, "medium": 2, "low": 1, "guessed": 0}


class Relation(StrEnum):
    """How the partner stands to the item asked about: ``MERGED`` asks more than it does, ``SPLIT`` only a part."""

    SAME = "same"
    SIMILAR = "similar"
    PARTIAL = "partial"
    REFRAMED = "reframed"
    MERGED = "merged"
    SPLIT = "split"
    NEAR = "near"


_INVERSE = {Relation.MERGED: Relation.SPLIT, Relation.SPLIT: Relation.MERGED}


@dataclass(frozen=True, slots=True)
class Item:
    """One item of one year; ``verified`` is False where the wording was recalled or taken over from another year."""

    fiscal_year: int
    instrument: str
    part: str
    group: int
    code: str
    text: str
    source: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Partner:
    """An item of another year that asks the same; ``confidence`` is "high", "medium", "low" or "guessed" (by text)."""

    year: int
    code: str
    relation: Relation
    confidence: str
    text: str
    verified: bool


@dataclass(frozen=True, slots=True)
class _Set:
    fiscal_year: int
    instrument: str
    names: Mapping[int, str]
    ranges: Mapping[int, tuple[str, int, int]]
    stems: Mapping[str, tuple[str, ...]]
    items: Mapping[str, Item]


@dataclass(frozen=True, slots=True)
class _Link:
    from_year: int
    from_code: str
    to_year: int
    to_code: str
    relation: Relation
    confidence: str


@lru_cache(maxsize=1)
def _sets() -> dict[int, _Set]:
    raw = json.loads(Path(__file__).with_name("catalogue.json").read_text(encoding="utf-8"))
    return {entry["fiscal_year"]: _read_set(entry) for entry in raw["sets"] if entry["assessed"]}


def _read_set(entry: dict[str, Any]) -> _Set:
    year, instrument = int(entry["fiscal_year"]), str(entry["instrument"])
    ranges: dict[int, tuple[str, int, int]] = {}
    for group, span in entry["ranges"].items():
        match = _RANGE.fullmatch(span)
        if match is None:
            raise ValueError(f"catalogue.json: {year} group {group}: {span} is no range of codes")
        ranges[int(group)] = (match[1], int(match[2]), int(match[3]))
    items = {
        one["code"]: Item(
            year, instrument, PART_OF_GROUP[one["group"]], one["group"], one["code"], one["text"], one["source"],
            one["verified"],
        )
        for one in entry["items"]
    }  # fmt: skip
    names = {int(group): name for group, name in entry["group_names"].items()}
    stems = {part: tuple(openings) for part, openings in entry["stems"].items()}
    return _Set(year, instrument, names, ranges, stems, items)


@lru_cache(maxsize=1)
def _links() -> tuple[_Link, ...]:
    raw = json.loads(Path(__file__).with_name("crosswalk.json").read_text(encoding="utf-8"))
    return tuple(
        _Link(old, one["from"], new, one["to"], Relation(one["relation"]), one["confidence"])
        for old, new, links in ((b["from_year"], b["to_year"], b["links"]) for b in raw["crosswalks"])
        for one in links
    )


def years() -> tuple[int, ...]:
    """The fiscal years that the catalogue holds, rising."""
    return tuple(sorted(_sets()))


def _by_nearness(fiscal_year: int) -> list[_Set]:
    """Every set, that of the year first, then the nearest; of two as near the earlier (a form lasts until replaced)."""
    return sorted(_sets().values(), key=lambda s: (abs(s.fiscal_year - fiscal_year), s.fiscal_year))


def instrument_of(fiscal_year: int) -> str:
    """The instrument that districts were assessed with; a year without data answers with the nearest year's."""
    return _by_nearness(fiscal_year)[0].instrument


def group_name(group: int, fiscal_year: int | None = None) -> str:
    """The name of indicator ``group`` (1-10) as that year writes it; raises UnknownValue."""
    if group not in GROUPS:
        raise UnknownValue(f"There is no indicator group {group}; choose one from 1 to 10.")
    held = _sets().get(fiscal_year) if fiscal_year is not None else None
    return held.names.get(group, GROUPS[group]) if held else GROUPS[group]


def items(fiscal_year: int) -> tuple[Item, ...]:
    """The items of that year in order of code; empty for a year that the catalogue does not hold."""
    held = _sets().get(fiscal_year)
    return tuple(held.items.values()) if held else ()


def item(fiscal_year: int, code: str) -> Item | None:
    """The item of that year and code, or None where the catalogue has no text for it."""
    held = _sets().get(fiscal_year)
    return held.items.get(code) if held else None


def item_or_nearest(fiscal_year: int, code: str) -> Item | None:
    """The item of that year, else of the nearest year whose list of that part is known; ``fiscal_year`` says which.

    A year of which some items of the part are known but not this one answers None: its numbering may differ.
    """
    part = PART_OF_LETTER.get(code[:1], "")
    return next((held.items.get(code) for held in _by_nearness(fiscal_year) if _has_part(held, part)), None)


def _has_part(held: _Set, part: str) -> bool:
    return any(one.part == part for one in held.items.values())


def group_of(fiscal_year: int, code: str) -> int | None:
    """The group of a code: from the year's item, else its item ranges, else those of the nearest year that has them."""
    known = item(fiscal_year, code)
    if known:
        return known.group
    match = _CODE.fullmatch(code)
    if match is None:
        return None
    for held in _by_nearness(fiscal_year):
        for group, (letter, first, last) in held.ranges.items():
            if letter == match[1] and first <= int(match[2]) <= last:
                return group
    return None


def code_range(fiscal_year: int, group: int) -> tuple[str, int, int]:
    """Letter, first and last number of a group's items; a year without it answers with the nearest; UnknownValue."""
    for held in _by_nearness(fiscal_year):
        if group in held.ranges:
            return held.ranges[group]
    raise UnknownValue(f"There is no indicator group {group}; choose one from 1 to 10.")


# --- which item a text is -------------------------------------------------------------------------------------------


@lru_cache(maxsize=2048)
def _trigrams(text: str) -> frozenset[str]:
    letters = _NOT_LETTERS.sub("", squeeze(text))
    return frozenset(letters[i : i + 3] for i in range(max(1, len(letters) - 2))) if letters else frozenset()


@dataclass(frozen=True, slots=True)
class _Index:
    items: tuple[tuple[Item, frozenset[str], float], ...]
    weight: Mapping[str, float]
    unseen: float


@lru_cache(maxsize=16)
def _index(fiscal_year: int) -> _Index:
    """Trigram sets and idf weights of a year; a part without items in that year is taken from the nearest year.

    Weight of a trigram: ln(N / df), where the opening words count in every item of their part. So an opening weighs
    about nothing wherever it is printed, and what tells one item from the others weighs most.
    """
    found: list[tuple[Item, frozenset[str]]] = []
    df: Counter[str] = Counter()
    for part in ("IIT", "EIT", "OIT"):
        held = next(s for s in _by_nearness(fiscal_year) if _has_part(s, part))
        stem = frozenset().union(*(_trigrams(opening) for opening in held.stems.get(part, ())))
        for one in held.items.values():
            if one.part == part:
                grams = _trigrams(one.text)
                found.append((one, grams))
                df.update(grams | stem)
    total = len(found) + 1
    weight = {gram: math.log(total / count) for gram, count in df.items()}
    with_norms = tuple((one, grams, math.sqrt(sum(weight[g] ** 2 for g in grams))) for one, grams in found)
    return _Index(with_norms, weight, math.log(total))


def nearest(
    fiscal_year: int, text: str, part: str | None = None, group: int | None = None
) -> tuple[tuple[Item, float], ...]:
    """The items that ``text`` (an OCR'd, perhaps truncated item cell) may be, best first, each with a cosine in [0, 1].

    Cosine of idf-weighted character trigrams over squeezed text; trigrams that no item has count at the full weight.
    """
    index = _index(fiscal_year)
    asked = _trigrams(text)
    norm = math.sqrt(sum(index.weight.get(gram, index.unseen) ** 2 for gram in asked))
    out: list[tuple[Item, float]] = []
    for one, grams, length in index.items:
        if (part is None or one.part == part) and (group is None or one.group == group):
            dot = sum(index.weight[gram] ** 2 for gram in asked & grams)
            out.append((one, min(1.0, dot / (norm * length)) if norm and length else 0.0))
    return tuple(sorted(out, key=lambda pair: -pair[1]))


# --- which item of another year asks the same -----------------------------------------------------------------------


def _alike(a: str, b: str) -> float:
    """Dice of the trigram sets of two wordings, in [0, 1]."""
    one, other = _trigrams(a), _trigrams(b)
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


@lru_cache(maxsize=1024)
def _siblings(fiscal_year: int, code: str) -> tuple[Item, ...]:
    """The item itself and the items of the same instrument, code and wording in other years."""
    here = item(fiscal_year, code)
    if here is None:
        return ()
    same = [held.items.get(code) for held in _sets().values() if held.instrument == here.instrument]
    return tuple(
        one for one in same if one is not None and (one == here or _alike(one.text, here.text) >= SAME_WORDING)
    )


def _partner(one: Item, relation: Relation, confidence: str) -> Partner:
    return Partner(one.fiscal_year, one.code, relation, confidence, one.text, one.verified)


@lru_cache(maxsize=1024)
def _related(fiscal_year: int, code: str) -> tuple[Partner, ...]:
    """Every linked item: siblings, then at most one link of the crosswalk, then siblings of what it leads to.

    Never two links in a row: two items of 2563 that were merged into one of 2566 are not partners of each other.
    """
    here = _siblings(fiscal_year, code)
    best: dict[tuple[int, str], Partner] = {}

    def note(one: Item, relation: Relation, confidence: str) -> None:
        key = (one.fiscal_year, one.code)
        if key == (fiscal_year, code):
            return
        if key not in best or _STRENGTH[best[key].confidence] < _STRENGTH[confidence]:
            best[key] = _partner(one, relation, confidence)

    for one in here:
        note(one, Relation.SAME, "high")
    at_home = {(one.fiscal_year, one.code) for one in here}
    for link in _links():
        if (link.from_year, link.from_code) in at_home:
            for one in _siblings(link.to_year, link.to_code):
                note(one, link.relation, link.confidence)
        elif (link.to_year, link.to_code) in at_home:
            for one in _siblings(link.from_year, link.from_code):
                note(one, _INVERSE.get(link.relation, link.relation), link.confidence)
    return tuple(sorted(best.values(), key=lambda p: (p.year, -_STRENGTH[p.confidence], _number(p.code))))


def _number(code: str) -> tuple[int, int]:
    return "IEO".index(code[0]), int(code[1:])


@lru_cache(maxsize=1024)
def partners(fiscal_year: int, code: str) -> tuple[Partner, ...]:
    """The like-for-like items of other years, by year; where nobody judged the pair, equal wordings are "guessed"."""
    found = [p for p in _related(fiscal_year, code) if p.confidence in ("high", "medium")]
    here = item(fiscal_year, code)
    if here is not None:
        for held in _sets().values():
            for one in held.items.values():
                if one.part == here.part and not _judged(here, one) and _alike(one.text, here.text) >= SAME_WORDING:
                    found.append(_partner(one, Relation.SIMILAR, "guessed"))
    return tuple(sorted(found, key=lambda p: p.year))


def near(fiscal_year: int, code: str) -> tuple[Partner, ...]:
    """The items of other years that are only near in meaning: worth a mention, never a comparison."""
    return tuple(p for p in _related(fiscal_year, code) if p.confidence == "low")


@lru_cache(maxsize=1)
def _judged_pairs() -> frozenset[tuple[int, int, str]]:
    """Years and part of every two lists that a crosswalk compares: a pair it does not link was found to differ."""
    return frozenset((link.from_year, link.to_year, PART_OF_LETTER[link.from_code[0]]) for link in _links())


def _judged(a: Item, b: Item) -> bool:
    """Whether the pair was compared: one list in two years, or two lists that a crosswalk compares item by item."""
    if a.fiscal_year == b.fiscal_year:
        return True
    years_a = {one.fiscal_year for one in _siblings(a.fiscal_year, a.code)}
    years_b = {one.fiscal_year for one in _siblings(b.fiscal_year, b.code)}
    if b.fiscal_year in years_a or a.fiscal_year in years_b:
        return True
    return any(
        part == a.part and ((old in years_a and new in years_b) or (old in years_b and new in years_a))
        for old, new, part in _judged_pairs()
    )


def same_meaning(year_a: int, code_a: str, year_b: int, code_b: str) -> bool | None:
    """Whether the two items ask the same, in whole or in part (``partners`` tells which); None where nobody knows."""
    if year_a == year_b:
        return code_a == code_b
    a, b = item(year_a, code_a), item(year_b, code_b)
    if a is None or b is None:
        return None
    if any((p.year, p.code) == (year_b, code_b) for p in partners(year_a, code_a)):
        return True
    return False if a.part != b.part or _judged(a, b) else None
